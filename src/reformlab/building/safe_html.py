"""Write pages of HTML in which no part of a document can act.

A page has no script and asks no host for anything. What comes from a document goes through
`write_text` or `write_line`, and stands on the page as text that can be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from html import escape
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Literal

from reformlab.corpus.tables import MENTIONS

# Signs that a reader cannot see, that turn the direction of the text, or that no file can hold.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
_NAMES = {"\0": "NUL", "\v": "VT", "\f": "FF", "\r": "CR", "\xad": "SHY", "\u200b": "ZWSP", "\ufeff": "BOM"}
_LAYOUT = {
    "\n": '<span class="break">↵</span>\n',
    "\t": '<span class="sign">TAB</span>\t',
    " ": '<span class="blank"> </span>',
    "\xa0": '<span class="blank">\xa0</span>',
    "\u3000": '<span class="blank">\u3000</span>',
}
# As many unchanged rows are folded, but for those next to a change.
_SHORTEST_FOLD = 12
_CONTEXT = 2
# Of a notebook that is not trusted JupyterLab drops style sheets, but not the layout that stands in a tag.
_LAYOUT_KEPT = {
    "number": "display: inline-block; width: 4%; vertical-align: top",
    "text": "display: inline-block; width: 43%; vertical-align: top; white-space: pre-wrap",
    "label": "display: inline-block; width: 8%; vertical-align: top",
}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True)
class Page:
    """A page that a notebook shows and that can be saved: the name of the file shown, and the HTML."""

    name: str
    html: str = field(repr=False)

    def _repr_html_(self) -> str:
        """Return the content with its style, no higher than a screen, as notebooks prefer."""
        html = re.sub(r'<div class="(\w+)(?: head)?"', _keep_layout, self.html)
        inside = f'<div class="inside" tabindex="0">{html}</div>'  # scrolls by the keyboard as well
        return f'<style>{_style()}</style>\n<div class="rl-show">{inside}</div>'

    def save(self, path: str | Path) -> Path:
        """Write the page as one HTML file that needs no other, and return its path."""
        path = Path(path)
        page = (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{write_line(self.name)}</title>\n<style>\n{_style()}</style>\n</head>\n<body>\n"
            f'<div class="rl-show">{self.html}</div>\n</body>\n</html>\n'
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, "utf-8")
        return path


def write_text(text: str, *, edited: bool = False) -> str:
    """Return text as HTML in which nothing acts and signs that cannot be seen are named.

    Where cleaning took it out or put it in, its blanks and ends of lines are shown as well.
    """
    if edited:
        return re.sub("[ \t\n\xa0\u3000]|[^ \t\n\xa0\u3000]+", _write_edited, text)
    return _UNSEEN.sub(lambda sign: f'<span class="sign">{_name(sign[0])}</span>', escape(text))


def write_line(text: str, most: int = 120) -> str:
    """Return text as one short line, fit for an attribute as well."""
    short = text if len(text) <= most else text[: most - 1] + "…"
    return _UNSEEN.sub(lambda sign: f"[{_name(sign[0])}]", escape(short).replace("\n", "↵"))


def mark_edit(tag: Literal["del", "ins"], inner: str, number: int, title: str) -> str:
    """Return HTML marked as an edit; each number below 30 has its own pair of colour and line."""
    return f'<{tag} class="h{number % 7} s{number % 5}" title="{write_line(title)}">{inner}</{tag}>'


def mark_mention(inner: str, kind: str, name: str) -> str:
    """Return HTML underlined as a mention; each kind has its own line."""
    line = kind if kind in MENTIONS else "other"
    return f'<span class="mention {line}" title="{write_line(f"{kind}: {name}")}">{inner}</span>'


def fold_rows(rows: Iterable[tuple[str, bool]]) -> str:
    """Return rows as HTML, long stretches of plain ones folded, but for those next to a change.

    Each comes with whether it is plain. Nothing is folded where all are.
    """
    rows = list(rows)
    least = _SHORTEST_FOLD if not all(is_plain for _, is_plain in rows) else len(rows) + 1
    parts = []
    for is_plain, group in groupby(rows, key=itemgetter(1)):
        stretch = [html for html, _ in group]
        if is_plain and len(stretch) >= least:
            inner = stretch[_CONTEXT:-_CONTEXT]
            summary = f"<summary>{len(inner)} lines without a change</summary>"
            stretch[_CONTEXT:-_CONTEXT] = [f'<details class="same">{summary}', *inner, "</details>"]
        parts += stretch
    return "".join(parts)


def _write_edited(match: re.Match[str]) -> str:
    return _LAYOUT.get(match[0]) or write_text(match[0])


def _keep_layout(match: re.Match[str]) -> str:
    kept = _LAYOUT_KEPT.get(match[1])
    return f'{match[0]} style="{kept}"' if kept else match[0]


def _name(sign: str) -> str:
    return _NAMES.get(sign, f"U+{ord(sign):04X}")


@cache
def _style() -> str:
    return (files("reformlab.building") / "safe_html.css").read_text("utf-8")
