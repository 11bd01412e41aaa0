"""What formats that mark their structure share: how notes, merged cells and headings become plain lines."""

from __future__ import annotations

from reformlab.reading.line_breaks import LABEL

NOTE = "［脚注］"
"""What stands before the text of a footnote or endnote."""

_LONGEST_MERGED = 40
# A paragraph that is longer, or a sentence, is no heading, whatever its mark or style.
_LONGEST_HEADING, _STOPS = 50, "。；，："


def say_again(text: str) -> str:
    """Return what a merged cell says in each row but its first.

    Said once is what is longer, lest it count many times, and what has a number: a heading, below which the
    rows have numbers of their own.
    """
    return "" if len(text) > _LONGEST_MERGED or LABEL.match(text.strip()) else text


def keep_heading(headings: dict[str, int], line: str, level: int) -> None:
    """Add a line that a file marks as a heading to its `headings`, unless it is a sentence or a paragraph."""
    line = line.strip()
    if 0 < len(line) <= _LONGEST_HEADING and line[-1] not in _STOPS and "\n" not in line:
        headings.setdefault(line, level)
