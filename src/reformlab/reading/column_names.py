"""Know the columns of a table of documents by their names, and write their values as the catalogue does.

Databases and researchers name the same facts in many ways (发文字号, 文号, doc_no). A value that
cannot be understood for certain is not given: then the document speaks for itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache

from reformlab.corpus.places import NATIONAL, Place, find_place, places
from reformlab.corpus.rules import read_rules
from reformlab.corpus.tables import KINDS, LEVELS

_RULES = read_rules("columns")
_IS = "is "
_NAMES = {fact: names for fact, names in _RULES.items() if not fact.startswith(_IS)}
_EMPTY = _RULES[f"{_IS}empty"]
# A level is written as a table writes it, or in our word.
_LEVELS = {word: level for level in LEVELS for word in (level, *_RULES[_IS + level])}
_DATE = re.compile(
    r"((?:19|20)\d\d)(?:[-./年](1[0-2]|0?[1-9])(?:[-./月](3[01]|[12]\d|0?[1-9])日?|月)?|年)?"
    r"(?:[T ]+\d{1,2}[:：]\d\d.*)?"
)
_SOLID_DATE = re.compile(r"((?:19|20)\d\d)(1[0-2]|0[1-9])(3[01]|[12]\d|0[1-9])(?:\.0)?")
# Days that Excel counts from the end of 1899; these reach from 1927 to 2099.
_SERIAL = re.compile(r"([1-7]\d{4})(?:\.\d+)?")


def find_columns(names: Sequence[str]) -> dict[str, int]:
    """Return where a table keeps what: ``text`` or a fact of the catalogue -> number of the column.

    Examples
    --------
    >>> find_columns(["序号", "标题", "发文字号", "正文"])
    {'text': 3, 'title': 1, 'number': 2}
    """
    plain = [_plain(name) for name in names]
    found = {}
    for fact, known in _NAMES.items():
        at = next((plain.index(name) for name in map(_plain, known) if name in plain), None)
        if at is not None:
            found[fact] = at
    return found


def read_given(values: Mapping[str, str]) -> dict[str, str]:
    """Return the facts of one row in the catalogue's form, without those that it would refuse.

    Examples
    --------
    >>> read_given({"date": "2023/3/5", "level": "省级", "place": "甘肃省", "number": "无"})
    {'date': '2023-03-05', 'level': 'provincial', 'place': '甘肃'}
    """
    given = {}
    for fact, value in values.items():
        read = _READERS.get(fact, str)(" ".join(value.split()))
        if read and read not in _EMPTY:
            given[fact] = read
    if "year" in given and "date" in given and not given["date"].startswith(given["year"]):
        del given["year"]
    place = _place(values.get("place", ""), " ".join(given.get(f, "") for f in ("title", "issuer")))
    given.pop("place", None)
    if place and given.get("level", place[1]) == place[1]:
        given["place"] = place[0]
    return given


def read_date(value: str) -> str:
    """Return a date as YYYY, YYYY-MM or YYYY-MM-DD; nothing where it cannot be told for certain.

    Examples
    --------
    >>> read_date("2023年3月5日"), read_date("44990"), read_date("5/3/23")
    ('2023-03-05', '2023-03-05', '')
    """
    if match := _SERIAL.fullmatch(value):
        serial = int(match[1])
        return (date(1899, 12, 30) + timedelta(days=serial)).isoformat() if 10_000 <= serial < 73_051 else ""
    match = _SOLID_DATE.fullmatch(value) or _DATE.fullmatch(value)
    if not match:
        return ""
    parts = [part.zfill(2) for part in match.groups() if part]
    try:
        datetime(*map(int, [*parts, "1", "1"][:3]))
    except ValueError:
        return ""
    return "-".join(parts)


_READERS: dict[str, Callable[[str], str]] = {
    "date": read_date,
    "year": lambda value: match[1] if (match := re.fullmatch(r"((?:19|20)\d\d)(?:\.0|年)?", value)) else "",
    "level": lambda value: _LEVELS.get(value, ""),
    "kind": lambda value: value if value in KINDS else "",
    "adcode": lambda value: match[1] if (match := re.fullmatch(r"(\d{6})(?:0{6}|\.0)?", value)) else "",
}


def _plain(name: str) -> str:
    return re.sub(r"[\s_\-:：*【】\[\]]|[（(].*", "", name).lower()


def _place(value: str, said: str) -> tuple[str, str] | None:
    """Return short name and level of a place, unless the row's title or issuer names a lower one."""
    value = value.strip()
    if value in (NATIONAL[0], "国家", "中央"):
        return NATIONAL[0], "national"
    named = [place for level in LEVELS for place in _by_name().get((level, value), [])]
    named = [place for place in named if not place.former] or named
    if not named or sum(place.level == named[0].level for place in named) > 1:
        return None
    place = named[0]
    lower = LEVELS[LEVELS.index(place.level) + 1 : 4]
    if any(find_place(said, level, within=place) for level in lower):
        return None
    return place.short, place.level


@cache
def _by_name() -> dict[tuple[str, str], list[Place]]:
    found: dict[tuple[str, str], list[Place]] = {}
    for place in places(former=True):
        for name in {place.name, place.short}:
            found.setdefault((place.level, name), []).append(place)
    return found
