"""Find the lines that a browser prints above and below a page: when, what, from where, which of how many."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reformlab.corpus.rules import join_rules
from reformlab.reading.printed import Line

# A title in another font stands some points higher or lower than the time beside it.
_SAME_LINE = 4
_FEWEST_KINDS = 2
_TIME, _PAGE, _ADDRESS = (
    join_rules("furniture", kind) for kind in ("browser_time", "browser_page", "browser_address")
)
# Each opens or closes its line; behind an address there may be blanks in it.
_KINDS = (
    *(re.compile(rf"^{words}(?=\s|$)|(?<=\s){words}$") for words in (_TIME, _PAGE)),
    re.compile(rf"(?:^|\s){_ADDRESS}"),
)


def drop_browser_lines(rows: Sequence[Sequence[Line]]) -> list[Sequence[Line]]:
    """Return the rows of a printed page without those that its browser set above and below them.

    A date, an address, or a number can be the document's; two of them at the edges of one page are not.

    Examples
    --------
    >>> from reformlab.reading.browser_lines import drop_browser_lines
    >>> from reformlab.reading.printed import Line
    >>> texts = ["2024/5/6 10:12", "各县要修缮校舍。", "https://gansu.example/1.html 1/3"]
    >>> rows = drop_browser_lines([[Line(text, 90, 300, 800 - 300 * n)] for n, text in enumerate(texts)])
    >>> [line.text for row in rows for line in row]
    ['各县要修缮校舍。']
    """
    if not rows:
        return []
    feet = [row[0].foot for row in rows]
    # A line that the file keeps in parts is one.
    edges = [
        [n for n, foot in enumerate(feet) if abs(foot - edge) < _SAME_LINE] for edge in (max(feet), min(feet))
    ]
    texts = [_write(rows, edge) for edge in edges]
    kinds = {kind for kind in _KINDS if any(kind.search(text) for text in texts)}
    if len(kinds) < _FEWEST_KINDS:
        return list(rows)
    dropped = {n for edge, text in zip(edges, texts, strict=True) if _is_of_kind(text) for n in edge}
    return [row for n, row in enumerate(rows) if n not in dropped]


def _write(rows: Sequence[Sequence[Line]], at: Sequence[int]) -> str:
    cells = sorted((cell for n in at for cell in rows[n]), key=lambda cell: cell.left)
    return " ".join(cell.text.strip() for cell in cells)


def _is_of_kind(text: str) -> bool:
    return any(kind.search(text) for kind in _KINDS)
