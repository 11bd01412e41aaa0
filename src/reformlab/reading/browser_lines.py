"""Find the lines that a browser prints above and below a page: when, what, from where, which of how many."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from reformlab.corpus.rules import join_rules
from reformlab.reading.furniture import Edit
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
_LINE = re.compile(r"[^\n\f]+\n?")
# In plain text a head may hold the title behind the time, and a foot the number of the page.
_HEAD, _PAGE_ALONE = re.compile(rf"{_TIME}(?P<title>\s+\S.{{0,80}})?"), re.compile(_PAGE)
_FOOT = re.compile(rf"{_ADDRESS}\S*(?P<page>\s+{_PAGE})?")


def find_browser_lines(text: str) -> Iterator[Edit]:
    """Find the lines of a browser in a text that lost its print: copied from a PDF, or read from an OFD.

    A time alone may tell when a page was put up, and an address alone may be the document's: there has to be
    a line with a time, and another with an address and the number of the page.
    """
    lines = [
        (match.start(), match.end(), match[0].strip()) for match in _LINE.finditer(text) if match[0].strip()
    ]
    heads = {n for n, (_, _, line) in enumerate(lines) if _HEAD.fullmatch(line)}
    feet = {n: match for n, (_, _, line) in enumerate(lines) if (match := _FOOT.fullmatch(line))}
    pages = {n + 1 for n in feet if n + 1 < len(lines) and _PAGE_ALONE.fullmatch(lines[n + 1][2])}
    if not heads or not (pages or any(foot["page"] for foot in feet.values())):
        return
    counts = Counter(line for *_, line in lines)
    below = [n + 1 for n in sorted(heads) if n + 1 < len(lines) and not _HEAD.fullmatch(lines[n][2])["title"]]
    titles = {n for n in below if counts[lines[n][2]] > 1}
    # The first stays where the document does not say its title again.
    kept = {min(titles)} if titles and counts[lines[min(titles)][2]] == len(titles) else set()
    for n in sorted(heads | set(feet) | pages | (titles - kept)):
        yield *lines[n][:2], ""


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
