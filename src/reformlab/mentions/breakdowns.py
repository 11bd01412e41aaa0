"""Tell which numbers only break another down by place (新建200座，其中甲区120座、乙县80座)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import isclose
from typing import NamedTuple

from reformlab.mentions.spots import OF_WHOLE, rules

# 地区 may say what kind of places they are.
_PLACE, _GOES_ON = rules("{place}"), re.compile("[^，。；\\d]{0,4}其中")
_IN_ALL = re.compile("全[国省市区县州]|共|合计|总计")
# One part of a whole may be no place (公路沿线30座).
_NO_PLACE = 1


class Number(NamedTuple):
    """A number of a passage: its characters, value and unit."""

    start: int
    end: int
    value: float
    unit: str


def find_parts(text: str, numbers: Sequence[Number]) -> set[Number]:
    """Return the numbers of a passage that are the parts of another, each of a place.

    They stand behind the number that they add up to, or before one that is said to be that of all; a passage
    that opens with 其中 breaks down one that stands before it.

    Examples
    --------
    >>> from reformlab.mentions.breakdowns import Number, find_parts
    >>> text = "新建车位300个，甲镇100个、乙镇200个。"
    >>> numbers = [Number(4, 8, 300, "个"), Number(11, 15, 100, "个"), Number(18, 22, 200, "个")]
    >>> sorted(part.value for part in find_parts(text, numbers))
    [100, 200]
    """
    words = {
        number: text[max(before, text.rfind("。", 0, number.start) + 1) : number.start]
        for before, number in zip([0, *(number.end for number in numbers)], numbers, strict=False)
    }
    placed = {number for number in numbers if _PLACE.search(words[number])}
    parts: set[Number] = set()
    for unit in {number.unit for number in placed}.difference(OF_WHOLE):
        alike = [number for number in numbers if number.unit == unit]
        for at, whole in enumerate(alike):
            before = alike[:at][::-1] if _IN_ALL.search(words[whole]) else []
            for others in (alike[at + 1 :], before):
                found = _add_up(others, whole.value)
                if len(found) > 1 and len(placed.intersection(found)) >= len(found) - _NO_PLACE:
                    parts.update(found)
        if _GOES_ON.match(text) and alike[0] == numbers[0]:
            parts.update(placed.intersection(alike))
    return parts


def _add_up(numbers: Sequence[Number], whole: float) -> Sequence[Number]:
    """Return the first numbers that add up to a whole; nothing where none do."""
    total = 0.0
    for count, number in enumerate(numbers, start=1):
        total += number.value
        if isclose(total, whole):
            return numbers[:count]
        if total > whole:
            break
    return ()
