"""Tell which level and place a document comes from: by its issuer, its title, or how it speaks.

Where nothing says so the level stays empty: a catalogue can supply it, a guess must not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reformlab.corpus.places import NATIONAL, Place, find_place, is_municipality, province_of_number

Origin = dict[str, tuple[str, str]]
"""``level``, ``place`` and ``adcode``, as far as they are known -> value and where it was read."""

MINISTRIES = (
    "外交|教育|科学技术|科技|工业和信息化|公安|民政|司法|财政|人力资源和?社会保障|自然资源|生态环境|环境保护"
    "|住房和?城乡建设|交通运输|水利|农业农村|农业|商务|文化和旅游|文化|卫生|应急管理|退役军人事务"
)
_NATIONAL_NAME = re.compile(
    "中共中央|国务院|全国人民代表大会|中华人民共和国|^国家|最高人民|^中国人民银行|^海关总署"
    rf"|^(?:{MINISTRIES})部"
)
# Who speaks, where no issuer is named: the level's own words for itself.
_VOICES = (
    ("township", r"我[院镇乡]"),
    ("county", r"[我本全]县(?!级)|[我本]区(?!域)"),
    ("prefecture", r"[我本]市(?!场)|[我本]州"),
    (
        "provincial",
        r"[我本全]省(?!级)|[我本]自治区|省(?<![各部跨]省)(?!级|委)[\u4e00-\u9fff]{2,6}(?:厅|局|委(?!员))",
    ),
    (
        "national",
        r"各省(?:份|、自治区)|每个省份|地方人民政府|国家(?:发展改革委|卫生健康委|医保局)|代表国务院|中央[和与]地方",
    ),
)


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
    counts = {level: len(re.findall(pattern, text)) for level, pattern in _VOICES}
    level = max(counts, key=lambda name: counts[name])
    return level if counts[level] >= 2 else ""
