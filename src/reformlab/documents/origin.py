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

_NATIONAL_NAME = re.compile(f"{join_rules('origin', 'national-name')}|^{join_rules('origin', 'ministry')}部")
# Who speaks, where no issuer is named: the level's own words for itself.
_VOICES = {level: re.compile(join_rules("origin", level)) for level in reversed(LEVELS)}


@dataclass(frozen=True)
class Names:
    """The lines that name issuer and subject, nearest first, and all the text behind them."""

    title: str
    issuer: str
    signers: str
    number: str
    text: str


def find_origin(names: Names) -> Origin:
    """Find the level and the place of one document.

    Returns
    -------
    dict
        ``level``, ``place`` and ``adcode`` -> (value, where it was read), those that are known.

    Examples
    --------
    >>> from reformlab.documents.origin import Names, find_origin
    >>> find_origin(Names("关于试点的通知", "太原市人民政府", "", "", ""))["level"]
    ('prefecture', 'issuer')
    """
    return _of_those_who_sign(names) or _of_number_and_voice(names)


def _of_those_who_sign(names: Names) -> Origin:
    named = [(names.issuer, "issuer"), (names.title, "title"), (names.signers, "closing")]
    # A newsletter's articles tell of places; its masthead only says who edits it.
    for words, where in named[1::-1] if names.title.endswith(("召开", "举行")) else named:
        level, place = _named_place(words)
        if level:
            return _origin(level, where, place, where)
    return {}


def _of_number_and_voice(names: Names) -> Origin:
    province = province_of_number(names.number) if names.number else None
    level = "national" if names.number.startswith("国") else _voice(names.text)
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
        if found and found.name in words and not (province and found.short == province.short):
            return level, found
    if province and not re.match(r"中共中央|国务院|国家", words):
        return "provincial", province
    return ("national", NATIONAL) if _NATIONAL_NAME.search(words) else ("", None)


def _voice(text: str) -> str:
    counts = {level: len(pattern.findall(text)) for level, pattern in _VOICES.items()}
    level = max(counts, key=lambda name: counts[name])
    return level if counts[level] >= 2 else ""
