"""Tell which level and place a document comes from: by its issuer, its title, or how it speaks.

Where nothing says so the level stays empty: a catalogue can supply it, a guess must not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reformlab.corpus.places import NATIONAL, Place, find_place, is_municipality, province_of_number
from reformlab.corpus.rules import join_rules
from reformlab.corpus.tables import LEVELS

Origin = dict[str, tuple[str, str]]
"""``level``, ``place`` and ``adcode``, as far as they are known -> value and where it was read."""

_NATIONAL_NAME = re.compile(f"{join_rules('origin', 'national_name')}|^{join_rules('origin', 'ministry')}部")
# Who speaks, where no issuer is named: the level's own words for itself.
_VOICES = {level: re.compile(join_rules("origin", level)) for level in reversed(LEVELS)}


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


@dataclass(frozen=True)
class Names:
    """The lines that name issuer and subject, nearest first, and all the text behind them."""

    title: str
    issuer: str
    signers: str
    number: str
    text: str
    occasion: str = ""


def find_origin(names: Names) -> Origin:
    """Find ``level``, ``place`` and ``adcode`` of one document, as far as they are known."""
    return _of_those_who_sign(names) or _of_number_and_voice(names)


def _of_those_who_sign(names: Names) -> Origin:
    if found := _of_congress(names.occasion):
        return found
    named = [(names.issuer, "issuer"), (names.title, "title"), (names.signers, "closing")]
    # A newsletter's articles tell of places; its masthead only says who edits it.
    for words, where in named[1::-1] if names.title.endswith(("召开", "举行")) else named:
        level, place = _named_place(words)
        if level:
            return _origin(level, where, place, where)
    return {}


def _of_congress(occasion: str) -> Origin:
    """Return whose congress the line names that tells where a report was given."""
    congress = _CONGRESS.search(occasion)
    if not congress:
        return {}
    if congress["nation"]:
        return _origin("national", "occasion", NATIONAL, "occasion")
    level, place = _named_place(congress["place"])
    return _origin(level, "occasion", place, "occasion") if level else {}


def _of_number_and_voice(names: Names) -> Origin:
    province = province_of_number(names.number) if names.number else None
    level = "national" if names.number.startswith("国") else _speaker(names.text) or _voice(names.text)
    if level == "national":
        return _origin(level, "text", NATIONAL, "text")
    if province and level in ("", "provincial"):
        return _origin("provincial", "number", province, "number")
    if level == "provincial":
        return _origin(level, "text", find_place(names.text, level, least=3), "text")
    if level in ("prefecture", "county"):
        within = province or find_place(names.text[:600], "provincial")
        if level == "prefecture" and within and is_municipality(within):
            # 本市 is how a municipality with the rank of a province speaks of itself.
            return _origin("provincial", "text", within, "text")
        return _origin(level, "text", find_place(names.text, level, within=within, least=2), "text")
    return _origin(level, "text", None, "")


def _origin(level: str, level_from: str, place: Place | tuple[str, str] | None, place_from: str) -> Origin:
    origin = {"level": (level, level_from)} if level else {}
    if place is not None:
        short, code = place if isinstance(place, tuple) else (place.short, place.adcode)
        origin |= {"place": (short, place_from), "adcode": (code, place_from)}
    return origin


def _named_place(words: str) -> tuple[str, Place | tuple[str, str] | None]:
    """Return the level and place that an issuer or title names; the smallest named one issues."""
    if not words:
        return "", None
    province = find_place(words, "provincial")
    for level in ("county", "prefecture"):
        found = find_place(words, level, within=province)
        # 吉林市 lies in 吉林省, and 北京市 is a province only.
        if found and found.name in words and not (province and found.name == province.name):
            return level, found
    if province and not re.match(r"中共中央|国务院|国家", words):
        return "provincial", province
    return ("national", NATIONAL) if _NATIONAL_NAME.search(words) else ("", None)


def _speaker(text: str) -> str:
    """Return the level of the government in whose name a report is given, where the opening says it."""
    speaker = _SPEAKER.search(text[:600])
    if not speaker:
        return ""
    return next((level for level, end in _BODIES if re.search(end, speaker["body"])), "")


def _voice(text: str) -> str:
    counts = {level: len(pattern.findall(text)) for level, pattern in _VOICES.items()}
    level = max(counts, key=lambda name: counts[name])
    return level if counts[level] >= 2 else ""
