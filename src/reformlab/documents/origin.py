"""Tell which level and place a document comes from: by its issuer, its title, or how it speaks.

Where nothing says so the level stays empty: a catalogue can supply it, a guess must not.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from reformlab.corpus.agencies import national_names
from reformlab.corpus.places import (
    NATIONAL,
    Place,
    find_place,
    is_municipality,
    is_of_mainland,
    name_place,
    place_around,
    province_of_number,
)
from reformlab.corpus.rules import compile_rules, join_rules
from reformlab.corpus.tables import LEVELS

Origin = dict[str, tuple[str, str]]
"""``level``, ``place`` and ``adcode``, as far as they are known -> value and where it was read."""

_Found = tuple[str, Place | tuple[str, str] | None]

_NATIONAL_NAME = re.compile(
    f"{join_rules('origin', 'national_name')}|^{join_rules('origin', 'ministry')}部(?![门队])"
)
_CENTRE = re.compile(
    "中共中央|国务院|国家|中华人民共和国|全国人民代表大会|全国人大(?!代表)|最高人民|中国人民解放军"
)
_BRANCH = re.compile(join_rules("origin", "branch"))
_WHOLE_COUNTRY = re.compile(join_rules("origin", "whole_country"))
# 健康甲市2030规划纲要
_SLOGAN = re.compile(f'[“"]?{join_rules("origin", "slogan")}(?P<place>..{{1,12}})')
_LAW = re.compile(join_rules("origin", "national_title"))
_REGULATION = re.compile("条例(?:（[^）]*）)*$")
_ZONE = re.compile(join_rules("origin", "zone"))
_NATIONAL_NUMBER = re.compile(join_rules("origin", "national_number"))
# 国家级乙开发区管委会 is a zone's, whose rank the centre gave.
_RANK_OF_ZONE = re.compile(rf"国家级?(?=(?:(?!关于|印发|转发|批转)[^，。、 ]){{0,20}}?{_ZONE.pattern})")
_COMPANY = re.compile(join_rules("origin", "company"))
# Who speaks, where no issuer is named: the level's own words for itself.
_VOICES = compile_rules("origin", "|".join(f"(?P<{level}>{{{level}}})" for level in reversed(LEVELS)))
_OF_THE_COUNTRY = re.compile(join_rules("origin", "national_statute"))
# Whom a document is sent to tells its level, the centre first: it writes to all.
_SENT_BY = {level: re.compile(join_rules("origin", f"to_{level}")) for level in LEVELS[:4]}

# A report is given to the congress of the place whose government gives it.
_CONGRESS = re.compile(
    "在(?P<place>[^，。：在]{0,24}?)第?[一二三四五六七八九十百\\d]{1,4}届(?P<nation>全国)?人民?代?表?大会?[^。]{0,12}(?:会议|全会)上"
)
# Who speaks, where no place is named: 我代表省人民政府.
_SPEAKER = re.compile("我(?:谨|受[^，。]{0,12}委托，?)?代表(?P<body>[\u4e00-\u9fff]{1,12}?)(?:人民)?政府")
_BODIES = (
    ("provincial", "省$|自治区$"),
    ("prefecture", "[市州盟]$"),
    ("county", "[县区旗]$"),
    ("township", "[镇乡]$"),
)


# 甲市乙镇人民政府 is of the town, though the table of places has none; 景德镇市人民政府 is of a city.
_TOWN = re.compile(
    "(?:(?!关于|印发|转发).){2,30}(?:[镇乡]|街道|苏木)(?:(?:人民)?政府|办事处|党(?:委|工委|政))"
)


# The government of a place below a province that no table has: its name ended long ago.
_LOWER = re.compile(
    "(?:(?!政府|关于|人民|各|[委厅局])[\u4e00-\u9fff]){1,8}?(?:(地区|[盟州])|([县旗区])|市)"
    "(?:人民政府|行政公署|行署|人民代表大会|人大)"
)


@dataclass(frozen=True)
class Names:
    """The lines that name issuer and subject, nearest first, and all the text behind them."""

    title: str
    issuer: str
    signers: str
    number: str
    text: str
    occasion: str = ""
    passed: tuple[str, ...] = ()
    """Who passed, ordered or published it, of a statute, in the order of the lines that say so."""
    addressees: str = ""
    source: str = ""
    """Where the page has the text from, which may be who issued it, or who put it up again."""
    is_statute: bool = False


def find_origin(names: Names) -> Origin:
    """Find ``level``, ``place`` and ``adcode`` of one document, as far as they are known."""
    ways = (_of_those_who_sign, _of_number_and_voice, _of_short_name, _of_whole_title)
    return next(filter(None, (way(names) for way in ways)), {})


def _of_those_who_sign(names: Names) -> Origin:
    if found := _of_congress(names.occasion):
        return found
    if names.title.endswith(("召开", "举行")):
        # A newsletter's articles tell of places; its masthead only says who edits it.
        sources = [(_of_title(names), "title"), (_named_place(names.issuer), "issuer")]
        return next((_origin(*found, where) for found, where in sources if found[0]), {})
    around = f"{names.title} {names.signers} {' '.join(names.passed)}"
    if level := (found := _named_place(names.issuer, around))[0]:
        return _origin(level, found[1] or _place_in(names.text, level), "issuer")
    for words in names.passed:
        if (found := _named_place(words, around))[0]:
            return _origin(*found, "passed")
    if _SENT_BY["national"].search(names.addressees):
        return _origin("national", NATIONAL, "addressees")
    if (found := _of_title(names))[0]:
        return _origin(*found, "title")
    found = _named_place(names.signers, around)
    return _origin(*found, "closing") if found[0] else {}


def _place_in(text: str, level: str) -> Place | None:
    """Return the place of a level that a text names most, for a body whose name several places share."""
    return find_place(text, level, least=2) if level in LEVELS[1:4] else None


def _of_congress(occasion: str) -> Origin:
    """Return whose congress the line names that tells where a report was given."""
    congress = _CONGRESS.search(occasion)
    if not congress:
        return {}
    if congress["nation"]:
        return _origin("national", NATIONAL, "occasion")
    level, place = _named_place(congress["place"])
    return _origin(level, place, "occasion") if level else {}


def _of_title(names: Names) -> _Found:
    """Return the level and place of a title; the place that a statute is about need not have passed it."""
    title = names.title
    if names.is_statute and _LAW.search(title):
        return "national", NATIONAL
    # What is passed on, or answered, is of another place: 转发国务院…, 关于甲市…的批复.
    title = re.split("转发|批转", title)[0]
    if re.match("关于.*(?:批复|复函)$", title):
        return "", None
    level, place = _named_place(title, names.signers, full=names.is_statute)
    opening = re.split("关于|印发|贯彻|落实|实施|执行", title)[0]
    opens = national_names().match(title) or _CENTRE.match(title)
    if level == "national" and not (opens or _NATIONAL_NAME.search(opening)):
        return "", None
    around = place_around(place) if isinstance(place, Place) else None
    if not around or level not in ("county", "prefecture"):
        return level, place
    # 上海市浦东新区若干规定 in which 本市 speaks is of 上海; and no district passes a statute.
    speaks = _voice(names.text)
    speaks = "provincial" if speaks == "prefecture" and is_municipality(around) else speaks
    is_passed = names.is_statute and _REGULATION.search(title)
    if speaks == around.level and (around.short in title or (is_passed and "自治" not in place.name)):
        return around.level, around
    return level, place


def _of_number_and_voice(names: Names) -> Origin:
    province = province_of_number(names.number) if names.number else None
    level = "national" if _NATIONAL_NUMBER.match(names.number) else _own_level(names)
    if level == "national":
        return _origin(level, NATIONAL, "text")
    if province and level in ("", "provincial"):
        return _origin("provincial", province, "number")
    source = _named_place(names.source) if names.addressees else ("", None)
    if level in LEVELS[1:4] and source[0] == level:
        return _origin(*source, "page")
    if level == "provincial":
        least = 1 if names.is_statute else 3
        return _origin(level, find_place(names.text, level, least=least), "text")
    if level in ("prefecture", "county"):
        within = province or find_place(names.text[:600], "provincial")
        if level == "prefecture" and within and is_municipality(within):
            # 本市 is how a municipality with the rank of a province speaks of itself.
            return _origin("provincial", within, "text")
        return _origin(level, find_place(names.text, level, within=within, least=2), "text")
    return _origin(level, None, "text")


def _own_level(names: Names) -> str:
    """Return the level that a document without a place's name has by whom it is sent to, or how it speaks."""
    sent = (level for level in LEVELS[3:0:-1] if _SENT_BY[level].search(names.addressees))
    spoken = _speaker(names.text) or _voice(names.text, least=1 if names.is_statute else 2)
    if names.is_statute and spoken in ("", "national"):
        # A place that passes a 条例 has its name in the title, or says 本省 and 本市.
        local = any(found.lastgroup != "national" for found in _VOICES.finditer(names.text))
        of_all = _REGULATION.search(names.title) or _OF_THE_COUNTRY.search(names.text)
        spoken = "national" if of_all and not local else spoken
    return spoken if spoken == "national" else next(sent, "") or spoken


def _of_short_name(names: Names) -> Origin:
    """Return the province that the title of a statute names by its short name, where nothing else tells."""
    level, place = _named_place(names.title) if names.is_statute else ("", None)
    return _origin(level, place, "title") if level == "provincial" else {}


def _of_whole_title(names: Names) -> Origin:
    """Return whose plan it is that its title alone tells: 全国校舍规划, 健康甲市2030规划纲要."""
    if (slogan := _SLOGAN.match(names.title)) and (found := _opens_with_place(slogan["place"])):
        return _origin(found.level, found, "title")
    return _origin("national", NATIONAL, "title") if _WHOLE_COUNTRY.match(names.title) else {}


def _opens_with_place(words: str) -> Place | None:
    """Return the place whose name, short or full, opens some words."""
    found = (find_place(words[:12], level) for level in LEVELS[1:4])
    return next((place for place in found if place and words.startswith(place.short)), None)


def _origin(level: str, place: Place | tuple[str, str] | None, where: str) -> Origin:
    origin = {"level": (level, where)} if level else {}
    if level and place is not None:
        short, code = place if isinstance(place, tuple) else (place.short, place.adcode)
        origin |= {"place": (short, where), "adcode": (code, where)}
    return origin


def _named_place(words: str, around: str = "", *, full: bool = False) -> _Found:
    """Return the level and place that an issuer or title names; the smallest named one issues."""
    words = _RANK_OF_ZONE.sub("", _COMPANY.sub("", words))
    if not words:
        return "", None
    if national_names().match(words) or _CENTRE.match(words):
        return find_seat(words) or ("national", NATIONAL)
    level, place = name_place(words, around=around, full=full)
    if _TOWN.match(words):
        return "township", place
    if place and level == "provincial" and (lower := _LOWER.match(_behind(words, place))):
        # A city may have the rank of a prefecture or of a county.
        return ("prefecture" if lower[1] else "county" if lower[2] else ""), None
    # What speaks of Hong Kong, Macao and Taiwan is of the centre or of a province.
    if level and not (isinstance(place, Place) and not is_of_mainland(place)):
        in_zone = level != "county" and _ZONE.search(words)
        return ("", None) if in_zone else (level, place)
    return ("national", NATIONAL) if _NATIONAL_NAME.search(words) else ("", None)


def _behind(words: str, province: Place) -> str:
    """Return what stands behind the name of a province, full or short."""
    return re.split(f"{province.name}|{province.short}(?:自治区|省|市)?", words, maxsplit=1)[-1]


def find_seat(words: str) -> tuple[str, Place] | None:
    """Return level and place of a body of the centre that stands in a place: 中国人民银行甲市中心支行."""
    body = national_names().match(words) or _CENTRE.match(words)
    rest = words[body.end() :].removeprefix("驻") if body else ""
    seat = _opens_with_place(rest)
    if not seat or not _BRANCH.match(rest):
        return None
    level, place = name_place(rest)
    return (level, place) if place else (seat.level, seat)


def _speaker(text: str) -> str:
    """Return the level of the government in whose name a report is given, where the opening says it."""
    speaker = _SPEAKER.search(text[:600])
    if not speaker:
        return ""
    return next((level for level, end in _BODIES if re.search(end, speaker["body"])), "")


def _voice(text: str, *, least: int = 2) -> str:
    counts = Counter(found.lastgroup for found in _VOICES.finditer(text))
    level = max(reversed(LEVELS), key=counts.__getitem__)
    return level if counts[level] >= least else ""
