"""Split lines into the units that their numbers open: 一、 then （一） then 1. then （1）, by GB/T 9704.

Numbers stand at the head of lines and, in many documents, run on inside paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

CHINESE = "一二三四五六七八九十百零〇"
STATUTE_UNIT = re.compile(rf"第[{CHINESE}\d]+(?P<kind>[编篇章节条])(?:之[{CHINESE}]+)?[ 　]?")
_MARKERS = (
    re.compile(rf"(?P<number>[{CHINESE}]{{1,4}})[、.．]"),
    re.compile(rf"（(?P<number>[{CHINESE}]{{1,4}})）"),
    re.compile(r"(?P<number>\d{1,2})[.．、](?!\d)"),
    re.compile(r"（(?P<number>\d{1,2})）"),
)
# Where a number may open a unit inside a paragraph: behind a sentence, or glued to a heading's end.
_INLINE = re.compile(
    r"(?<=[。；：！？”）\u4e00-\u9fff])(?<![第件表图])"
    rf"(?:（[{CHINESE}]{{1,3}}）|（\d{{1,2}}）|\d{{1,2}}[.．、](?!\d))"
)


@dataclass(frozen=True)
class Line:
    """A line that has words, without the blanks around them."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Unit:
    """A stretch of the body that opens with a marker, or a paragraph that has none (rank -1)."""

    start: int
    end: int
    rank: int
    label: str
    text: str


def split_units(lines: Sequence[Line]) -> Iterator[Unit]:
    """Split each line at the numbers that stand in it, as far as they count on in order."""
    last: dict[int, int] = {}
    for at, line in enumerate(lines):
        cuts = [0]
        opening = find_marker(line.text)
        if opening:
            last[opening[0]] = read_numeral(opening[1]["number"])
        until = _last_seconds(lines[at : at + 13])
        for match in _INLINE.finditer(line.text):
            rank, marker = find_marker(line.text, match.start())
            number = read_numeral(marker["number"])
            # A lone number one is a reference; a list goes on to two.
            if number == last.get(rank, 0) + 1 or (number == 1 and match.end() <= until[rank]):
                last[rank] = number
                cuts.append(match.start())
        for this, following in pairwise([*cuts, len(line.text)]):
            piece = line.text[this:following]
            marker = find_marker(piece)
            rank, label = (marker[0], marker[1][0]) if marker else (-1, "")
            yield Unit(line.start + this, line.start + following, rank, label, piece)


def _last_seconds(lines: Sequence[Line]) -> list[float]:
    """Return for each rank how far into the first line the number two still follows."""
    first, *later = (line.text for line in lines)
    seconds = ("二、", "（二）", "2.", "（2）")
    return [inf if any(two in line for line in later) else first.rfind(two) for two in seconds]


def read_numeral(number: str) -> int:
    """Return the value of an Arabic or Chinese number below a hundred."""
    if number.isdigit():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    digit = "零一二三四五六七八九".find
    return (max(digit(tens), 1) * 10 if ten else 0) + max(digit(ones), 0) if number else 0


def find_marker(text: str, at: int = 0) -> tuple[int, re.Match[str]] | None:
    """Return the rank (0 the outermost) and the match of the number that stands at a place."""
    for rank, pattern in enumerate(_MARKERS):
        match = pattern.match(text, at)
        if match:
            return rank, match
    return None
