"""Read quantities: numbers in digits or characters, shares and ranges, with their units.

3.5万人 is 35000 人, 百分之四十 is 40 %, 三分之一 is 0.333, 2—3个 is 2 to 3 个.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reformlab.corpus.numerals import read_number, read_numeral
from reformlab.corpus.rules import join_rules, read_rules

_TIMES = {
    tens + big: factor * unit
    for tens, factor in {"": 1, "十": 10, "百": 100, "千": 1000}.items()
    for big, unit in {"": 1, "万": 10**4, "亿": 10**8}.items()
} | {"万亿": 10**12}
_PARTS = {"百": "%", "千": "‰", "万": "‱"}

_ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.\d{1,6})?"
# The 千 of 千瓦 is the unit's.
_HAN = r"[零〇一二两三四五六七八九十百千万亿]{1,14}(?<!千(?=[瓦克米卡]))"
_UNITS = join_rules("units")
_SIGNS = {
    re.sub(r"^\(.+?\)|[\\\[]", "", unit)[:1] for units in read_rules("units").values() for unit in units
}
UNIT_OPENINGS = re.escape("".join(sorted(_SIGNS)) + "％‰")
_ABOUT = r"[余多](?=[^少元数]|元)"
_NUMBER = re.compile(
    # Looked at first: most signs begin no number.
    r"(?=[\d零〇一二两三四五六七八九十百千万亿半过翻])(?:"
    rf"(?P<base>[百千万])分之(?P<part>{_ARABIC}|{_HAN}(?:点[零〇一二三四五六七八九]{{1,4}})?|[百千万])"
    rf"|(?P<whole>{_HAN})分之(?P<some>{_HAN})"
    r"|(?P<fraction>(?<![\d/.])\d{1,2}/\d{1,2}(?![\d/.万千]))"
    r"|(?P<half>一半(?=以上|左右|$|[，。；的])|半数(?=以上)|过半数?)"
    r"|翻(?P<fold>[一两二三四])番"
    rf"|(?<![\d.A-Za-z第〔×÷=/+＋])(?P<arabic>{_ARABIC})(?P<times>万亿|[十百千]?[万亿]|[十百千](?![分年余多]))?"
    rf"(?:(?P<about>{_ABOUT})(?P<later>[万亿])?)?"
    rf"|(?<![第几数百千万十一二三四五六七八九])(?P<han>{_HAN}(?:点[零〇一二三四五六七八九]{{1,4}}(?=倍|个百分点))?)(?P<han_about>{_ABOUT})?)"
)
_UNIT = re.compile(rf"(?P<unit>{_UNITS})")
# 分别达1.28万亿、8200亿元: the unit stands behind the last of them.
_LATER_UNIT = re.compile(rf"(?:[、和]{_ARABIC}(?:万亿|[十百千]?[万亿])?)+(?P<unit>{_UNITS})")
# 两、三倍: from two to three.
_NEXT_DIGIT = {"两": "三"} | dict(zip("二三四五六七八", "三四五六七八九", strict=True))
_RANGE = re.compile(r"[—\-–－~～至]{1,2}(?=[\d一二两三四五六七八九十])")


@dataclass(frozen=True)
class Quantity:
    """A number with its unit.

    Attributes
    ----------
    start, end : int
        Characters of the text, from the number to the end of its unit.
    value, value_max : float
        The number; of a range both ends, else `value_max` is None.
    unit : str
        As printed; "" for shares such as 三分之一 and for numbers without a unit.
    in_characters : bool
        Written in characters (两个), which also make up names (两个允许).
    about : bool
        Said to be about so much (2000余).
    """

    start: int
    end: int
    value: float
    value_max: float | None
    unit: str
    in_characters: bool
    about: bool


def find_quantities(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Give every quantity between two places of a text, in order.

    Examples
    --------
    >>> from reformlab.mentions.quantities import find_quantities
    >>> text = "选择2—3个市培训3.5万人"
    >>> found = find_quantities(text, 0, len(text))
    >>> [(each.value, each.value_max, each.unit) for each in found]
    [(2.0, 3.0, '个'), (35000.0, None, '人')]
    """
    at = start
    while match := _NUMBER.search(text, at, end):
        quantity = _read(text, match, end)
        at = max(match.end(), quantity.end if quantity else 0)
        if quantity:
            yield quantity


def _read(text: str, match: re.Match[str], end: int) -> Quantity | None:
    value, unit = _value(match)
    if value is None:
        return None
    at, value_max = match.end(), None
    found = None if unit else _UNIT.match(text, at, end)
    if not (unit or found) and match["arabic"] and (match["times"] or value >= 10):
        later = _LATER_UNIT.match(text, at, end)
        unit = later["unit"].replace("％", "%") if later else ""
    joined = _RANGE.match(text, found.end() if found else at, end)
    if not (found or joined) and text[at : at + 2] == f"、{_NEXT_DIGIT.get(match['han'])}":
        joined = re.compile("、").match(text, at, end)
    other = _NUMBER.match(text, joined.end(), end) if joined and (match["arabic"] or match["han"]) else None
    other_unit = _UNIT.match(text, other.end(), end) if other and (other["arabic"] or other["han"]) else None
    if other and other_unit:
        value_max = _value(other)[0]
        if other["times"] and not match["times"] and not found:
            value *= _TIMES[other["times"]]
        found = other_unit
    if found:
        unit, at = found["unit"].replace("％", "%"), found.end()
    about = bool(match["about"] or match["han_about"])
    return Quantity(match.start(), at, value, value_max, unit, bool(match["han"]), about)


def _value(match: re.Match[str]) -> tuple[float | None, str]:
    """Return the number of a match, and the unit that its own words give it."""
    if match["base"]:
        # 百分之百 is the whole.
        whole = match["part"] == match["base"]
        return read_numeral(match["base"]) if whole else read_number(match["part"]), _PARTS[match["base"]]
    if match["whole"]:
        return _share(read_number(match["some"]), read_number(match["whole"])), ""
    if match["fraction"]:
        some, _, whole = match["fraction"].partition("/")
        return _share(float(some), float(whole)), ""
    if match["fold"]:
        return 2.0 ** (read_number(match["fold"]) or 1), "倍"
    if match["half"]:
        return 0.5, ""
    value = read_number(match["arabic"] or match["han"])
    if value is None:
        return None, ""
    return round(value * _TIMES[match["times"] or ""] * _TIMES[match["later"] or ""], 6), ""


def _share(some: float | None, whole: float | None) -> float | None:
    return round(some / whole, 3) if some and whole and some < whole else None
