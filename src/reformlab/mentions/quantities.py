"""Read quantities: numbers in digits or characters, shares and ranges, with their units.

3.5万人 is 35000 人, 百分之四十 is 40 %, 三分之一 is 0.333, 2—3个 is 2 to 3 个, 三四百名 300 to 400 名.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reformlab.corpus.numerals import ARABIC, read_number, read_numeral
from reformlab.corpus.rules import compile_rules, join_rules, read_rules

_PARTS = {"百": "%", "千": "‰", "万": "‱", "十万": "/10万"}
_SMALL = "一二两三四五六七八九"
# The 千 of 千瓦 is the unit's, and the 百 of 百分点.
_TIMES = r"(?:万亿|[十百千]?[万亿]|[百千](?![分年]|(?<=千)[瓦克卡伏帕赫焦]))"
_MIXED = rf"{ARABIC}(?:{_TIMES}(?:零?{ARABIC}{_TIMES})*(?:零?\d{{1,7}}(?![\d.年月日/:：%％‰]))?)?"
_HAN = (
    r"(?:[零〇一二两三四五六七八九十百千万亿廿卅]{1,14}(?<!千(?=[瓦克卡伏帕赫焦]))"
    r"|(?:(?:(?<![队入退行落])伍|(?<![大登着内水])陆|[壹贰叁肆柒捌玖])(?=[拾佰仟百千万亿元零])"
    r"|(?<!收)拾(?=[壹贰叁肆伍陆柒捌玖万亿元]))"
    r"[零壹贰叁肆伍陆柒捌玖拾佰仟百千万亿]{0,14})"
)
_POINT = r"点[零〇一二三四五六七八九]{1,4}+(?![十分时刻])[万亿]?"
_UNITS = join_rules("units")
_OPENING = re.compile(r"(?:\(.+?\))?(?:\[(?P<any>[^\]]+)\]|\\?(?P<one>.))")
_SIGNS = {
    sign
    for units in read_rules("units").values()
    for unit in units
    if (opening := _OPENING.match(unit))
    for sign in opening["any"] or opening["one"]
}
UNIT_OPENINGS = re.escape("".join(sorted(_SIGNS)) + "％‰")
HAN_SIGNS = "零〇一二两三四五六七八九十廿卅百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
_ABOUT = r"[余多来](?=[^少元数自源历]|元)|几(?=[^年])"
_NUMBER = re.compile(
    # Looked at first: most signs begin no number.
    rf"(?=[\d半过翻{HAN_SIGNS}])(?:"
    rf"(?P<base>十万|[百千万])分之(?P<part>{ARABIC}|{_HAN}(?:点[零〇一二三四五六七八九]{{1,4}})?|[百千万])"
    rf"|(?P<whole>{_HAN})分之(?P<some>{_HAN})"
    r"|(?P<fraction>(?<![\d/.])\d{1,2}/\d{1,2}(?![\d/.万千]))"
    r"|(?P<half>一半(?=以上|左右|$|[，。；的])|半数(?=以上)|过半数?|(?<![\d年上下前后近每多大一二两三四五六七八九十个])半(?=年(?:的?时间|左右|[以之]?内)))"
    rf"|翻(?P<fold>[一两二三四]?){join_rules('targets', 'fold')}"
    rf"|(?<![\d.第{HAN_SIGNS}])(?P<and_half>[{_SMALL}十]|\d{{1,2}})个半(?:(?P<month>月)|(?=[小学课]时))"
    rf"|(?<![\d.A-Za-z第〔×÷=/+＋])(?<!第\d )(?P<arabic>{_MIXED})(?:(?P<about>{_ABOUT})(?P<later>[万亿])?)?"
    rf"|(?<![第几数百千万十零〇{_SMALL}])(?P<han>{_HAN}(?:{_POINT})?)(?:(?P<han_about>{_ABOUT})(?P<han_later>[万亿])?)?)"
)
_HALF_WIDTH = str.maketrans({"％": "%", "（": "(", "）": ")", "㎡": "m2", "³": "3"})
# 12台（套）, 30辆（艘）: machines that are counted one way or the other.
_UNIT = re.compile(rf" ?(?P<unit>{_UNITS}(?:(?<=[台套辆件册])[（(][台套艘辆件部架座户处个只][）)])?)")
# 不低于-1‰: what may be below zero, behind a verb that compares.
_MAY_BE_NEGATIVE, _MINUS = ("%", "‰", "℃"), re.compile("[于到至在为过][-－−]")
# 两年半, 三成五, 一倍多: what stands behind a unit and belongs to the number.
_BEHIND_UNIT = re.compile(
    rf"(?P<half>(?<=[年倍天])半(?!数))|(?<=成)(?P<tenths>[{_SMALL}\d])|(?P<about>[余多](?=[，。；、）]|$))"
)
# 分别达1.28万亿、8200亿元: the unit stands behind the last of them.
_LATER_UNIT = re.compile(rf"(?:[、和]{ARABIC}(?:万亿|[十百千]?[万亿])?)+(?P<unit>{_UNITS})")
# 三四百, 二三十, 十五六, 三五: two digits side by side are the two ends of a range.
_NEXT = dict(zip("一二三四五六七八", "二三四五六七八九", strict=True)) | {"两": "三"}
_PAIR = re.compile(
    rf"(?<![{_SMALL}])(?:{'|'.join(map(''.join, _NEXT.items()))}|一两|(?<!十)三五)(?![{_SMALL}])"
)
_RANGE = re.compile(rf"(?:[—\-–－~～至到]{{1,2}}|、(?=[{_SMALL}]))(?=[\d{HAN_SIGNS}])")
# 过千亿, 超万家: a bare 百, 千, 万 or 亿 is a number behind a verb that compares.
_BARE = re.compile("[十百千万亿]{1,2}")
_COMPARED = compile_rules("targets", "{bare_behind}$")


class Quantity(NamedTuple):
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
    >>> text = "选择2—3个市培训3.5万人，编制三四百册，花费3万2千元"
    >>> found = find_quantities(text, 0, len(text))
    >>> [(each.value, each.value_max, each.unit) for each in found]
    [(2.0, 3.0, '个'), (35000.0, None, '人'), (300.0, 400.0, '册'), (32000.0, None, '元')]
    """
    at = start
    while match := _NUMBER.search(text, at, end):
        quantity = _read(text, match, end)
        at = max(match.end(), quantity.end if quantity else 0)
        if quantity:
            yield quantity


def in_percent(quantity: Quantity) -> Quantity:
    """Give tenths (九成, 三成五) as per cent."""
    if quantity.unit != "成":
        return quantity
    low, high = (end and round(10 * end, 6) for end in (quantity.value, quantity.value_max))
    return quantity._replace(value=low, value_max=high, unit="%")


def _read(text: str, match: re.Match[str], end: int) -> Quantity | None:
    value, value_max, unit = _value(text, match)
    if value is None:
        return None
    at = match.end()
    found = None if unit else _UNIT.match(text, at, end)
    if not (unit or found) and match["arabic"] and (value >= 10 or not match["arabic"].isdecimal()):
        later = _LATER_UNIT.match(text, at, end)
        unit = later["unit"].translate(_HALF_WIDTH) if later else ""
    if found:
        unit, at = found["unit"].translate(_HALF_WIDTH), found.end()
    about = bool(match["about"] or match["han_about"])
    quantity = Quantity(match.start(), at, value, value_max, unit, bool(match["han"]), about)
    if found and (behind := _BEHIND_UNIT.match(text, at, end)):
        more = 0.5 if behind["half"] else (read_number(behind["tenths"]) or 0) / 10 if behind["tenths"] else 0
        quantity = quantity._replace(value=value + more, end=behind.end(), about=not more)
    quantity = quantity if value_max is not None else _with_other_end(text, match, quantity, end)
    if quantity.unit in _MAY_BE_NEGATIVE and match["arabic"] and _MINUS.match(text, match.start() - 2):
        return quantity._replace(start=match.start() - 1, value=-quantity.value)
    return quantity


def _with_other_end(text: str, match: re.Match[str], first: Quantity, end: int) -> Quantity:
    """Read the far end of a range (三到五个, 5%—8%), where one stands behind the quantity."""
    joined = _RANGE.match(text, first.end, end)
    if not joined or not (match["arabic"] or match["han"] or match["base"]):
        return first
    other = _NUMBER.match(text, joined.end(), end)
    if not other or not (other["arabic"] or other["han"] or other["base"]):
        return first
    if joined[0] == "、" and (
        first.unit or other["han"] is None or other["han"][0] != _NEXT.get(match["han"])
    ):
        return first
    value_max, beyond, unit = _value(text, other)
    unit_behind = None if unit else _UNIT.match(text, other.end(), end)
    at = other.end()
    if unit_behind:
        unit, at = unit_behind["unit"].translate(_HALF_WIDTH), unit_behind.end()
    # 百分之五到八: the base is said once. 3个到2025年: another unit is no other end.
    unit = unit or (first.unit if match["base"] else "")
    if value_max is None or beyond is not None or not unit or first.unit not in ("", unit):
        return first
    value = first.value * (1 if first.unit else _shared_count(match, other))
    return first._replace(end=at, value=value, value_max=value_max, unit=unit)


def _shared_count(match: re.Match[str], other: re.Match[str]) -> float:
    """Return what the first end of a range takes from the second: 万 in 3至5万, 百 in 二至三百."""
    near, far = match["arabic"] or match["han"], other["arabic"] or other["han"]
    if not near or not far or near[-1] in "百千万亿":
        return 1
    low = read_number(near) or 0
    for count in ("万亿|[百千][万亿]", "[万亿]", "[百千]"):
        split = re.fullmatch(rf"(.+?)({count})", far)
        if split and (read_number(split[1]) or 0) > low:
            return read_number(f"1{split[2]}") or 1
    return 1


def _value(text: str, match: re.Match[str]) -> tuple[float | None, float | None, str]:
    """Return the number of a match, its other end where it holds both, and the unit its own words give."""
    if match["arabic"] or match["han"]:
        value, value_max = (read_number(match["arabic"]), None) if match["arabic"] else _read_han(text, match)
        if later := match["later"] or match["han_later"]:
            times = read_numeral(later)
            value, value_max = (end and round(end * times, 6) for end in (value, value_max))
        return value, value_max, ""
    if match["and_half"]:
        return (read_number(match["and_half"]) or 0) + 0.5, None, "个月" if match["month"] else ""
    if match["base"]:
        # 百分之百 is the whole.
        whole = match["part"] == match["base"]
        value = read_numeral(match["base"]) if whole else read_number(match["part"])
        return value, None, _PARTS[match["base"]]
    if match["whole"]:
        return _share(read_number(match["some"]), read_number(match["whole"])), None, ""
    if match["fraction"]:
        some, _, whole = match["fraction"].partition("/")
        return _share(float(some), float(whole)), None, ""
    if match["fold"] is not None:
        return 2.0 ** (read_number(match["fold"] or "一") or 1), None, "倍"
    return 0.5, None, ""


def _read_han(text: str, match: re.Match[str]) -> tuple[float | None, float | None]:
    words = match["han"]
    if pair := _PAIR.search(words):
        low, high = (read_number(words[: pair.start()] + digit + words[pair.end() :]) for digit in pair[0])
        return low, high
    if _BARE.fullmatch(words) and words[0] != "十":
        compared = _COMPARED.search(text, max(0, match.start() - 4), match.start())
        return (read_number(f"1{words}") if compared else None), None
    return read_number(words), None


def _share(some: float | None, whole: float | None) -> float | None:
    return round(some / whole, 3) if some and whole and some < whole else None
