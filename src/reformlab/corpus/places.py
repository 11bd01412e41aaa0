"""The places of China: short names, levels and six-digit codes (GB/T 2260), and finding them in text.

The table is that of the cpca package; nothing of its code is used.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from reformlab.corpus.tables import data_folder

NATIONAL = ("全国", "000000")

# Short names that are everyday words of official Chinese; only the full name tells the place.
_EVERYDAY = "资源 合作 互助 民和 通道 和平 新城 朝阳 团结 安定 平安 同心 新华 开放 中心 高新 民主 友好"
_WORDS = frozenset(_EVERYDAY.split())

# The signs that stand for a province at the head of a document number (文号).
_SIGNS = """
京11 津12 冀13 晋14 蒙15 内15 辽21 吉22 黑23 沪31 苏32 浙33 皖34 闽35 赣36 鲁37 豫41 鄂42 湘43 粤44 桂45 琼46
渝50 川51 蜀51 黔52 贵52 滇53 云53 藏54 陕61 秦61 甘62 陇62 青63 宁64 新65
"""
_NUMBER_SIGNS = {sign[0]: sign[1:] for sign in _SIGNS.split()}
_MUNICIPALITIES = ("11", "12", "31", "50")
_PEOPLES = (
    "(?:(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇"
    "|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|普米|塔吉克|怒|鄂温克|保安|裕固|独龙|各)族)*(?:蒙古|哈萨克|柯尔克孜)?"
)
_SUFFIX = {
    "provincial": r"(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|省|市)$",
    "prefecture": rf"(?:市|地区|盟|林区|{_PEOPLES}自治州)$",
    "county": rf"(?:{_PEOPLES}自治[县旗]|左旗|右旗|中旗|县|市|(?<!新)区|旗)$",
}


@dataclass(frozen=True)
class Place:
    """One place: full name, short name, level, six-digit code."""

    name: str
    short: str
    level: str
    adcode: str


@cache
def places() -> tuple[Place, ...]:
    """Return every provincial, prefecture and county place, ordered by code."""
    folder = Path(find_spec("cpca").submodule_search_locations[0])
    with (folder / "resources" / "adcodes.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted(
            (row["adcode"][:6], row["name"]) for row in csv.DictReader(file) if row["adcode"][6:] == "0" * 6
        )
    return tuple(_place(code, name) for code, name in rows if not re.search("^市辖区$|^县$|行政区划$", name))


def _place(code: str, name: str) -> Place:
    level = "provincial" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"
    short = re.sub(_SUFFIX[level], "", name)
    return Place(name, short if len(short) > 1 else name, level, code)


@cache
def provinces() -> dict[str, Place]:
    """Return the 34 provincial places by the first two digits of their codes."""
    return {place.adcode[:2]: place for place in places() if place.level == "provincial"}


def province_of_number(number: str) -> Place | None:
    """Return the province whose sign heads a document number (文号), as 晋 does 晋卫体改发."""
    return provinces().get(_NUMBER_SIGNS.get(number[:1], ""))


def is_municipality(place: Place) -> bool:
    """Say whether a place is one of the four cities with the rank of a province."""
    return place.level == "provincial" and place.adcode[:2] in _MUNICIPALITIES


def find_place(text: str, level: str, *, within: Place | None = None, least: int = 1) -> Place | None:
    """Find the place of a level that a text names most.

    Parameters
    ----------
    text : str
    level : {"provincial", "prefecture", "county"}
    within : Place, optional
        The province it must lie in.
    least : int
        How often it must be named.

    Returns
    -------
    Place or None
        None where no place is named `least` times, or where two are named equally often.
    """
    pattern, by_name = _names(level)
    counts: Counter[Place] = Counter()
    for name in pattern.findall(text):
        found = [p for p in by_name[name] if within is None or p.adcode[:2] == within.adcode[:2]]
        # A short name that several places share tells nothing.
        if len(found) == 1:
            counts[found[0]] += 1
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < least or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


@cache
def _names(level: str) -> tuple[re.Pattern[str], dict[str, list[Place]]]:
    by_name: dict[str, list[Place]] = {}
    for place in places():
        if place.level == level:
            for name in {place.name, place.short} - _WORDS:
                by_name.setdefault(name, []).append(place)
    longest_first = sorted(by_name, key=lambda name: (-len(name), name))
    # Whom a place helps, joins or goes to is another place.
    other = "(?<!支援)(?<!帮扶)(?<!前往)(?<!对口)(?<!学习)(?<!向)(?<!赴)(?<!与)"
    return re.compile(other + "(?:" + "|".join(map(re.escape, longest_first)) + ")"), by_name


class Tile(NamedTuple):
    """Where a province stands on a map of equal tiles, and its name in English."""

    row: int
    column: int
    english: str


@cache
def tiles() -> dict[str, Tile]:
    """Return the tiles of the provinces that have one, by short name."""
    with (data_folder() / "reference" / "places.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["short"]: Tile(int(row["tile_row"]), int(row["tile_column"]), row["english"])
            for row in csv.DictReader(file)
            if row["tile_row"]
        }
