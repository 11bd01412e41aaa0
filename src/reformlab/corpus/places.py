"""The places of China: short names, levels and six-digit codes (GB/T 2260), and finding them in text.

The table is ``data/reference/places.csv``. Names that ended since 2003 are found in old documents too.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from reformlab.corpus.rules import read_rules
from reformlab.corpus.tables import data_folder

NATIONAL = ("全国", "000000")

_WORDS, _NATION, _ZONES, _HELPED = (
    read_rules("places")[group] for group in ("everyday", "nation", "special_zone", "helped")
)
# Hong Kong, Macao and Taiwan issue no documents of these series.
_OTHER_SERIES = ("71", "81", "82")


@dataclass(frozen=True)
class Place:
    """One place: names, level, code, and that of the place around it; when its name ended, and its heir."""

    name: str
    short: str
    level: str
    adcode: str
    parent: str = ""
    former: str = ""
    now: str = ""


class _Names(NamedTuple):
    """Names of places: a pattern of the two signs that any of them opens with, and whose they are.

    Those that open with the same two stand together, the longest first.
    """

    openings: re.Pattern[str]
    by_opening: dict[str, list[tuple[str, tuple[Place, ...]]]]


@cache
def places(*, former: bool = False) -> tuple[Place, ...]:
    """Return every provincial, prefecture and county place of today, ordered by code.

    Parameters
    ----------
    former : bool
        Also those whose name ended since 2003.
    """
    return _table() if former else tuple(place for place in _table() if not place.former)


@cache
def _table() -> tuple[Place, ...]:
    return tuple(Place(*(row[field.name] for field in fields(Place))) for row in _rows())


@cache
def _rows() -> list[dict[str, str]]:
    with (data_folder() / "reference" / "places.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def provinces() -> dict[str, Place]:
    """Return the 34 provincial places by the first two digits of their codes."""
    return {place.adcode[:2]: place for place in places() if place.level == "provincial"}


@cache
def mainland() -> dict[str, str]:
    """Return the codes of the 31 provinces whose documents are of these series, by short name."""
    return {place.short: place.adcode for place in provinces().values() if is_of_mainland(place)}


def is_of_mainland(place: Place) -> bool:
    """Say whether a place is, or lies in, one of the 31 provinces whose documents are of these series."""
    return place.adcode[:2] not in _OTHER_SERIES


@cache
def _by_number_sign() -> dict[str, Place]:
    by_short = {place.short: place for place in provinces().values()}
    return {sign: by_short[short] for short, signs in read_rules("number_signs").items() for sign in signs}


def province_of_number(number: str) -> Place | None:
    """Return the province whose sign heads a document number (文号), as 晋 does 晋卫体改发."""
    return _by_number_sign().get(number[:1])


def is_municipality(place: Place) -> bool:
    """Say whether a place is one of the four cities with the rank of a province."""
    return place.level == "provincial" and place.name.endswith("市")


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
    counts: Counter[Place] = Counter()
    for _, some in _scan(text, _names(level)):
        found = {_today(p) for p in some if within is None or p.adcode[:2] == within.adcode[:2]}
        # A short name that several places share tells nothing.
        if len(found) == 1:
            counts[found.pop()] += 1
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < least or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    # An old document has the name and code of its time: 即墨市, not 即墨区.
    return max(_versions()[ranked[0][0]], key=lambda place: (text.count(place.name), not place.former))


def name_place(words: str, *, around: str = "", full: bool = False) -> tuple[str, Place | None]:
    """Return level and place of the smallest place that a name or title names by its full name.

    A longer name hides a shorter one in it: 海南藏族自治州 and 海南区 do not lie in 海南. Of several
    places of one name it is the one whose city or province is named too (南京市鼓楼区).

    Parameters
    ----------
    words : str
        The name of a body, or a title.
    around : str
        What else the document names.
    full : bool
        Pass over provinces that only their short name tells.

    Returns
    -------
    tuple
        Level and place: no place where several have the name, nothing where two are named alike.

    Examples
    --------
    >>> from reformlab.corpus.places import name_place
    >>> level, place = name_place("南京市鼓楼区人民政府")
    >>> level, place.adcode
    ('county', '320106')
    """
    named = [some for name, some in _scan(words, _written()) if not (full and name == some[0].short)]
    if not named:
        return "", None
    nearby = {place.adcode for _, some in _scan(words + around, _written()) for place in some}
    for level in ("county", "prefecture", "provincial"):
        here = dict.fromkeys(some for some in named if some[0].level == level)
        if len(here) == 1:
            return level, _choose(next(iter(here)), nearby)
    return "", None


def place_around(place: Place) -> Place | None:
    """Return the city or province that a place lies in; none of a province."""
    return _by_code().get(place.parent)


def _choose(some: Sequence[Place], nearby: set[str]) -> Place | None:
    """Return which of the places of one name is meant, where those of these codes are named too."""
    some = [place for place in some if place.level == some[0].level]
    in_city = [place for place in some if place.parent in nearby - {place.adcode}]
    in_province = [place for place in some if f"{place.adcode[:2]}0000" in nearby - {place.adcode}]
    for found in (in_city, in_province, some):
        found = [place for place in found if not place.former] or found
        if found:
            return found[0] if len(found) == 1 else None
    return None


@cache
def read_place(value: str, level: str = "", *, within: Place | None = None) -> Place | tuple[str, str] | None:
    """Return the place that a cell of a table or catalogue names, by short or full name, or its chain.

    Of places of one name it is the one `within` a province or city.

    Examples
    --------
    >>> from reformlab.corpus.places import read_place
    >>> read_place("甘肃省").short, read_place("国家")[0], read_place("吉林", "prefecture").adcode
    ('甘肃', '全国', '220200')
    >>> read_place("江苏省 南京市 鼓楼区").adcode
    '320106'
    """
    value = re.sub(r"[\s·/、,，—>-]+|(?:人民)?政府$", "", value)
    if value in _NATION:
        return NATIONAL
    around = within.adcode[: 4 if within.level == "prefecture" else 2] if within else ""
    named = {place for place in _by_any_name().get(value, ()) if place.adcode.startswith(around)}
    for wanted in (level,) if level else ("provincial", "prefecture", "county"):
        same = {place for place in named if place.level == wanted}
        same = {place for place in same if not place.former} or same
        if same:
            return same.pop() if len(same) == 1 else None
    # 江苏省南京市: the chain down to it.
    found = name_place(value)[1]
    is_chain = found and not named and value.endswith(found.name) and found.level == (level or found.level)
    return found if is_chain else None


def _scan(words: str, names: _Names) -> Iterator[tuple[str, tuple[Place, ...]]]:
    """Yield the names of places in a text, the longest that begins at a sign, and whose they are."""
    at = 0
    while opening := names.openings.search(words, at):
        at = opening.start()
        for name, found in names.by_opening.get(opening[0], ()):
            end = at + len(name)
            # 推开县级, 到达县城
            cut = name[-1] == "县" and words[end : end + 1] in ("级", "城", "域")
            if words.startswith(name, at) and not cut and not words.endswith(_HELPED, 0, at):
                yield name, found
                at = end - 1
                break
        at += 1


@cache
def _written() -> _Names:
    """Return full names, and how they are shortened, with the places of each."""
    by_name: dict[str, list[Place]] = {}
    # Those of today stand first.
    for place in sorted(_table(), key=lambda place: bool(place.former)):
        # 城区 alone is a word; with its city it is a place, as 阳泉市城区.
        above = _by_code()[place.parent].name if place.name in _WORDS else ""
        by_name.setdefault(above + place.name, []).append(place)
    known = set(by_name)
    for place in places():
        for name in _shorten(place):
            if name not in known:
                by_name.setdefault(name, []).append(place)
    return _by_opening(by_name)


def _by_opening(by_name: dict[str, list[Place]]) -> _Names:
    by_opening: dict[str, list[tuple[str, tuple[Place, ...]]]] = {}
    for name in sorted(by_name, key=len, reverse=True):
        by_opening.setdefault(name[:2], []).append((name, tuple(by_name[name])))
    first, second = ("".join(sorted({opening[at] for opening in by_opening})) for at in (0, 1))
    return _Names(re.compile(f"[{first}][{second}]"), by_opening)


@cache
def _by_any_name() -> dict[str, list[Place]]:
    """Return the places that are written so, in full or shortened."""
    by_name: dict[str, list[Place]] = defaultdict(list)
    for place in _table():
        for name in (place.name, place.short, *_shorten(place)):
            by_name[name].append(place)
    return by_name


def _shorten(place: Place) -> Iterator[str]:
    """Yield how the name of a place is written besides in full: 甘孜州, 广西自治区, 深圳经济特区, 甘肃."""
    kind = re.search("自治([区州县旗])$", place.name)
    if kind:
        yield place.short + ("自治区" if kind[1] == "区" else kind[1])
    if place.name in _ZONES:
        yield f"{place.short}经济特区"
    if place.level == "provincial":
        yield place.short


@cache
def _versions() -> dict[Place, list[Place]]:
    found: dict[Place, list[Place]] = defaultdict(list)
    for place in _table():
        found[_today(place)].append(place)
    return found


def _today(place: Place) -> Place:
    """Return the place of today that bears the same short name, as 即墨区 does for 即墨市; else itself."""
    heir = _by_code().get(place.now)
    same = heir and (heir.short, heir.level) == (place.short, place.level)
    return heir if same else place


@cache
def _by_code() -> dict[str, Place]:
    return {place.adcode: place for place in places()}


@cache
def _names(level: str) -> _Names:
    """Return full and short names of the places of a level."""
    # Former names give way to today's and to those of a prefecture in their province.
    borne = {
        (place.adcode[:2], name)
        for place in _table()
        if not place.former or (level == "county" and place.level == "prefecture")
        for name in (place.name, place.short)
    }
    by_name: dict[str, list[Place]] = {}
    for place in _table():
        if place.level != level:
            continue
        names = {place.name, place.short}.difference(_WORDS)
        if place.former:
            # Short names of former counties are mostly words (红星, 动力).
            names = {place.name}.difference(_WORDS) if level == "county" else names
            names = {name for name in names if (place.adcode[:2], name) not in borne}
        for name in names:
            by_name.setdefault(name, []).append(place)
    return _by_opening(by_name)


class Tile(NamedTuple):
    """Where a province stands on a map of equal tiles, and its name in English."""

    row: int
    column: int
    english: str


@cache
def tiles() -> dict[str, Tile]:
    """Return the tiles of the provinces that have one, by short name."""
    return {
        row["short"]: Tile(int(row["tile_row"]), int(row["tile_column"]), row["english"])
        for row in _rows()
        if row["tile_row"]
    }


def read_neighbours() -> pd.DataFrame:
    """Read which provinces of China lie side by side, by land or across a strait.

    Returns
    -------
    DataFrame
        One row a pair: ``place``, ``neighbour``, ``kind`` ("land" or "sea"), ``note``.

    Examples
    --------
    >>> import reformlab as rl
    >>> rl.read_neighbours().query("kind == 'sea'")[["place", "neighbour"]].to_numpy().tolist()
    [['广东', '海南']]
    """
    return pd.read_csv(data_folder() / "reference" / "neighbours.csv", dtype="str", keep_default_na=False)


def join_neighbours(places: list[str], pairs: pd.DataFrame) -> np.ndarray:
    """Give who lies beside whom (places x places, 0 or 1)."""
    code = {place: number for number, place in enumerate(places)}
    inside = pairs[pairs["place"].isin(places) & pairs["neighbour"].isin(places)]
    if inside.empty:
        raise ValueError(f"no two of the places are neighbours; there are {places}")
    near = np.zeros((len(places), len(places)))
    one, other = inside["place"].map(code), inside["neighbour"].map(code)
    near[one, other] = near[other, one] = 1
    return near
