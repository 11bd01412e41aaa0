"""Know the columns of a table of documents by their names, and write their values as the catalogue does.

Databases and researchers name the same facts in many ways (发文字号, 文号, doc_no). A value that
cannot be understood for certain is not given: then the document speaks for itself. Catalogues are read by
the same rules.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence

from reformlab.corpus.dates import read_date
from reformlab.corpus.places import NATIONAL, Place, find_place, name_place, places, read_place
from reformlab.corpus.rules import join_rules, read_rules
from reformlab.corpus.tables import KINDS, LEVELS

_RULES = read_rules("columns")
_IS = "is "
_NAMES = {
    fact: [re.compile(name.replace("_", "")) for name in names]
    for fact, names in _RULES.items()
    if not fact.startswith(_IS)
}
_COUNTERS = _RULES[f"{_IS}counter"]
_EMPTY = re.compile(join_rules("columns", f"{_IS}empty", f"{_IS}pending"), re.IGNORECASE)
_PENDING = re.compile(join_rules("columns", f"{_IS}pending"))
_FILE = re.compile(join_rules("columns", f"{_IS}file").replace("_", ""))
_BRACKETS = "()[]【】〔〕《》“”。:"
# The number of a paper counts it; 甲教发〔2023〕号 is a form that was not filled in.
_COUNT, _UNCOUNTED = (
    re.compile(r"[\d〇零一二三四五六七八九十百]"),
    re.compile(r"[〕\])x×*○_]第? ?号$", re.IGNORECASE),
)
# Columns of places, the highest first: the lowest that is filled in is that of the document.
_PLACES = {"place": "", "city": "prefecture", "county": "county"}
_ABOUT = re.compile("关于|印发|转发|批转|贯彻|落实")
_WHOLE = re.compile("|".join(_RULES[f"{_IS}whole"]))
# A level is written as a table writes it, or in our word.
_LEVELS = {word: level for level in LEVELS for word in (level, *_RULES[_IS + level])}


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
        at = next((n for pattern in known for n, name in enumerate(plain) if pattern.fullmatch(name)), None)
        if at is not None:
            found[fact] = at
    return found


def find_files(names: Sequence[str]) -> int | None:
    """Return the number of the column in which a catalogue names its files, by what tables call it.

    Examples
    --------
    >>> find_files(["级别", "文件名"])
    1
    """
    return next((n for n, name in enumerate(names) if _FILE.fullmatch(_plain(name))), None)


def is_filler(value: str, fact: str = "") -> bool:
    """Say whether a value only fills its place (无, --, ***); what counts no paper is no ``number`` of one.

    Examples
    --------
    >>> [is_filler(value) for value in ("－－", "（暂无）", "N/A", "无锡市")]
    [True, True, True, False]
    >>> [is_filler(value, "number") for value in ("见附件", "甲教发〔2023〕 号", "甲教发〔2023〕9号")]
    [True, True, False]
    """
    words = unicodedata.normalize("NFKC", value).strip().strip(_BRACKETS)
    if fact == "number" and (_UNCOUNTED.search(words) or not _COUNT.search(words)):
        return True
    return not re.search(r"[^\W_]", words) or bool(_EMPTY.fullmatch(words))


def find_unused(names: Sequence[str], columns: Mapping[str, int]) -> list[str]:
    """Return the names of a table's columns that nothing is taken from, but for those that count its rows.

    Examples
    --------
    >>> names = ["序号", "标题", "正文", "牵头人"]
    >>> find_unused(names, find_columns(names))
    ['牵头人']
    """
    used = set(columns.values())
    others = [name.strip() for n, name in enumerate(names) if n not in used and name.strip()]
    return [name for name in others if _plain(name) not in _COUNTERS]


def read_given(values: Mapping[str, str]) -> dict[str, str]:
    """Return the facts of one row as `documents` writes them, without those that cannot be told for certain.

    Examples
    --------
    >>> read_given({"date": "2023/3/5", "level": "省级", "place": "甘肃省", "number": "无"})
    {'date': '2023-03-05', 'level': 'provincial', 'place': '甘肃'}
    >>> read_given({"place": "江苏省", "city": "徐州市"})
    {'place': '徐州', 'level': 'prefecture'}
    """
    given = {}
    for fact, value in values.items():
        read = "" if is_filler(value, fact) else _READERS.get(fact, str)(" ".join(value.split()))
        if read:
            given[fact] = read
    if "year" in given and "date" in given and not given["date"].startswith(given["year"]):
        del given["year"]
    said = " ".join(given.get(name, "") for name in ("title", "issuer"))
    cells = [given.pop(name, "") for name in _PLACES]
    level = given.get("level", "")
    place = _lowest(cells, level) if any(cells) else _find_by_code(given.get("adcode", ""), level)
    stated = _place(place, level, said)
    # A column of provinces may list papers of their cities too; one of cities tells the level.
    if not level and isinstance(place, Place) and any(cells[1:]):
        head = _ABOUT.split(given.get("issuer") or given.get("title", ""))[0]
        # 甲省人民政府 beside the city in which it sits is of the province.
        seat = name_place(head)[0] in LEVELS[: LEVELS.index(place.level)]
        stated = {} if seat or not stated else {**stated, "level": place.level}
    return given | stated


def find_unread(values: Mapping[str, str], given: Mapping[str, str]) -> Iterator[str]:
    """Yield the values of a row that `read_given` did not give: the fact, and what stands there.

    Examples
    --------
    >>> list(find_unread({"date": "近期", "number": "无"}, {}))
    ["date '近期'"]
    """
    for fact, value in values.items():
        value = " ".join(value.split())
        stated = "place" if fact in _PLACES else fact
        if (_PENDING.fullmatch(value) or not is_filler(value)) and stated not in given:
            yield f"{fact} {value[:40]!r}"


_READERS: dict[str, Callable[[str], str]] = {
    "url": lambda value: value if re.fullmatch(r"https?://\S+", value, re.IGNORECASE) else "",
    "date": read_date,
    "year": lambda value: value[:4] if re.fullmatch(r"(?:19|20)\d\d(?:\.0|年)?", value) else "",
    # 市（州）级, 县（市、区）级
    "level": lambda value: _LEVELS.get(re.sub("(?:人民)?政府$|层面$|[（）()、/]", "", value), ""),
    "kind": lambda value: value if value in KINDS else "",
    "adcode": lambda value: match[1] if (match := re.fullmatch(r"(\d{6})(?:0{6}|\.0)?", value)) else "",
}


def _plain(name: str) -> str:
    return re.sub(r"[\s_\-:：*【】\[\]]|[（(].*", "", name).lower()


def _lowest(cells: Sequence[str], level: str) -> Place | tuple[str, str] | None:
    """Return the place of the lowest column that is filled in, of the level that the row states.

    Columns below that level tell where in it; 市本级 stands for the place above.
    """
    wanted = level if level in LEVELS[1:4] else ""
    found = None
    for cell, of_column in zip(cells, _PLACES.values(), strict=True):
        if not cell or (of_column and _WHOLE.fullmatch(cell)):
            continue
        if not of_column:
            found = read_place(cell) if any(cells[1:]) else read_place(cell, wanted)
        elif not wanted or LEVELS.index(of_column) <= LEVELS.index(wanted):
            # 城市 may hold a county, or the province itself where that is a city.
            within = found if isinstance(found, Place) else None
            levels = (of_column, "county", "prefecture", "provincial")
            found = next(filter(None, (read_place(cell, one, within=within) for one in levels)), None)
    is_other = wanted and isinstance(found, Place) and found.level != wanted
    return None if is_other else found


def _find_by_code(code: str, level: str) -> Place | tuple[str, str] | None:
    if code == NATIONAL[1]:
        return NATIONAL
    return next((one for one in places() if one.adcode == code and level in ("", one.level)), None)


def _place(place: Place | tuple[str, str] | None, level: str, said: str) -> dict[str, str]:
    """Return the short name of a place, with its code where that does not tell it from others.

    Nothing where it is not of the level, or the row's title or issuer names a lower place.
    """
    if not place or level == "township" or (level == "national") > (place == NATIONAL):
        return {}
    if place == NATIONAL:
        return {"place": NATIONAL[0]} if level in ("", "national") else {}
    lower = LEVELS[LEVELS.index(place.level) + 1 : 4]
    if any(find_place(said, level, within=place) for level in lower):
        return {}
    clear = read_place(place.short, level) == place
    return {"place": place.short} | ({} if clear else {"adcode": place.adcode})
