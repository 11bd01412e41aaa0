"""Read what a document says of itself: title, issuer, number, date, level, place, kind.

Each fact comes with where it was read. What the document does not say stays empty: a catalogue
can supply it, a guess must not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reformlab.outline import Outline
from reformlab.places import (
    NATIONAL,
    Place,
    find_place,
    is_municipality,
    province_of_number,
)

Facts = dict[str, tuple[str, str]]
"""Field -> value and where it was read."""

_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,14}〔(?:19|20)\d\d〕第?\d{1,4}号")
_ORDER = re.compile(r"（(第\d{1,4}号)）")
_DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?:年(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?|-(?P<m2>\d{2})-(?P<d2>\d{2}))"
)
_TITLE_END = re.compile(
    r"(?:任务|意见|方案|通知|办法|规定|条例|规划|纲要|计划|报告|总结|决定|法|细则|要点|措施|公告|公报|批复|函|规范|指南|规则|解释|目录|召开|举行)"
    r"(?:（[^）]{1,12}）)?$"
)
_ISSUER = re.compile(
    r"(?:中共中央|国务院|最高人民法院|最高人民检察院|全国人民代表大会|[^、，]{0,24}(?:政府|委员会|人大常委会|办公厅|办公室|[厅局部署院]))"
)
_NOT_TITLE = re.compile(
    r"^(?:原文链接|【法宝引证码】|https?:|来源|发布(?:日期|时间)|发文|时间|索引|现行有效|其他$|第\d+期|（)"
)
_NATIONAL_NAME = re.compile(
    r"中共中央|国务院|全国人民代表大会|中华人民共和国|^国家|最高人民|^(?:财政|卫生|教育|民政|人力资源社会保障)部"
)
_KINDS = (
    ("work-report", r"政府工作报告|^关于政府工作的报告"),
    ("key-tasks", r"重点工作|工作任务|工作要点|重点任务"),
    ("report", r"(?:报告|总结|情况)(?:（[^）]*）)?$"),
    ("statute", r"^(?!.*(?:关于|印发|转发|调整)).*(?:条例|法|实施细则|办法|规定)(?:（[^）]*）)?$"),
    ("plan", r"规划|方案|行动计划|纲要|计划"),
    ("opinion", r"意见|若干措施|决定"),
    ("newsletter", r"(?:会议|大会).*召开$|举行$|信息$|简报$"),
    ("notice", r"通知|公告|通报|函$|批复"),
)
# Who speaks, where no issuer is named: the level's own words for itself.
_VOICES = (
    ("township", r"我[院镇乡]"),
    ("county", r"[我本全]县(?!级)|[我本]区(?!域)"),
    ("prefecture", r"[我本]市(?!场)|[我本]州"),
    ("provincial", r"[我本全]省(?!级)|[我本]自治区|省(?:卫健委|卫生健康委|财政厅|医保局|人社厅)"),
    (
        "national",
        r"各省(?:份|、自治区)|每个省份|地方人民政府|国家(?:发展改革委|卫生健康委|医保局)|代表国务院|中央[和与]地方",
    ),
)


@dataclass(frozen=True)
class _Names:
    """The lines that name issuer and subject, nearest first, and all the text behind them."""

    title: str
    issuer: str
    number: str
    text: str


def read_facts(outline: Outline, text: str) -> Facts:
    r"""Read the facts of one document.

    Parameters
    ----------
    outline : Outline
        One of `split_documents`.
    text : str
        The clean text of its file.

    Returns
    -------
    dict
        Field of `documents` -> (value, where it was read). Fields that the document does not
        state are absent.

    Examples
    --------
    >>> import reformlab as rl
    >>> text = "甘肃省人民政府办公厅关于试点的意见\n甘政办发〔2023〕990号\n一、总体要求\n各地开展试点。"
    >>> facts = rl.read_facts(rl.split_documents(text)[0], text)
    >>> {name: value for name, (value, _) in facts.items()}["place"]
    '甘肃'
    """
    front = [line for line in outline.front if line]
    # A cover above the first document of a file speaks of the file, not of the document.
    own = next((segment.start for segment in outline.segments if segment.role not in ("cover", "blank")), 0)
    body = text[own : outline.end]
    facts: Facts = {}
    _put(facts, "title", _title(front), "title")
    _put(
        facts,
        "title",
        outline.name if not facts.get("title") and _TITLE_END.search(outline.name) else "",
        "cover",
    )
    number = _number(front)
    _put(facts, "number", number, "front")
    _put(facts, "issuer", _issuer(front, outline.closing, facts.get("title", ("",))[0], body), "front")
    names = _Names(facts.get("title", ("",))[0], facts.get("issuer", ("",))[0], number, body)
    _put_place(facts, names)
    _put_date(facts, front, outline.closing, names)
    _put(facts, "kind", _kind(names.title, front), "title")
    return facts


def _put(facts: Facts, name: str, value: str, where: str) -> None:
    if value:
        facts.setdefault(name, (value, where))


def _title(front: Sequence[str]) -> str:
    """Return the first title in the front lines, joined where it runs over two or three of them."""
    lines = [
        line
        for line in front
        if not _NOT_TITLE.match(line)
        and not line.endswith("：")
        and not ("、" in line and _names_issuers(line))
    ]
    for at in range(len(lines)):
        joined = ""
        for line in lines[at : at + 3]:
            if _NUMBER.search(line) or _DATE.fullmatch(line):
                break
            joined += line
            if _TITLE_END.search(joined) and len(joined) >= 3:
                return joined
    return ""


def _number(front: Sequence[str]) -> str:
    """Return the number of the document itself: it stands alone on a line, as others do not."""
    for line in front:
        match = _NUMBER.fullmatch(line.strip("（）")) or _ORDER.fullmatch(line)
        if match:
            return line.strip("（）")
    return ""


def _issuer(front: Sequence[str], closing: Sequence[str], title: str, body: str) -> str:
    heads = re.match(rf"((?:{_ISSUER.pattern}[、 ]?)+)(?=关于|印发|转发|令$)", title)
    if heads:
        return heads[1].strip("、 ")
    for line in (*front, *closing):
        if line != title and _names_issuers(line):
            return line.removesuffix("令")
    speaker = re.search(r"我(?:受|代表)(国务院|[\u4e00-\u9fff]{2,12}?人民政府)", body[:400])
    return speaker[1] if speaker else ""


def _names_issuers(line: str) -> bool:
    names = [name for name in line.removesuffix("令").split("、") if name]
    return len(line) >= 3 and all(_ISSUER.fullmatch(name) for name in names)


def _put_place(facts: Facts, names: _Names) -> None:
    named = [(names.issuer, "issuer"), (names.title, "title")]
    # A newsletter's articles tell of places; its masthead only says who edits it.
    for words, where in named[::-1] if names.title.endswith(("召开", "举行")) else named:
        level, place = _named_place(words)
        if level:
            _put(facts, "level", level, where)
            _put_named(facts, place, where)
            return
    province = province_of_number(names.number) if names.number else None
    voice = _voice(names.text)
    if names.number.startswith("国"):
        voice = "national"
    level = "provincial" if province and voice in ("", "provincial") else voice
    _put(facts, "level", level, "number" if province and level == "provincial" else "text")
    if level == "national":
        _put_named(facts, NATIONAL, "text")
    elif level == "provincial":
        _put_named(
            facts, province or find_place(names.text, "provincial", least=3), "number" if province else "text"
        )
    elif level in ("prefecture", "county"):
        within = province or find_place(names.text[:600], "provincial")
        found = find_place(names.text, level, within=within, least=2)
        if level == "prefecture" and within and is_municipality(within):
            # 本市 is how a municipality with the rank of a province speaks of itself.
            facts["level"] = ("provincial", "text")
            found = within
        _put_named(facts, found, "text")


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


def _put_named(facts: Facts, place: Place | tuple[str, str] | None, where: str) -> None:
    if place is not None:
        short, code = place if isinstance(place, tuple) else (place.short, place.adcode)
        _put(facts, "place", short, where)
        _put(facts, "adcode", code, where)


def _voice(text: str) -> str:
    counts = {level: len(re.findall(pattern, text)) for level, pattern in _VOICES}
    level = max(counts, key=lambda name: counts[name])
    return level if counts[level] >= 2 else ""


def _put_date(facts: Facts, front: Sequence[str], closing: Sequence[str], names: _Names) -> None:
    signed = [line for line in closing if _DATE.search(line) and len(line) < 40]
    alone = [
        line
        for line in front
        if _DATE.fullmatch(line) or (_DATE.search(line) and re.search("大会|会议", line))
    ]
    published = [line for line in front if _DATE.search(line) and re.match("发布|发文|时间|20", line)]
    for lines, where in ((signed[-1:], "closing"), (alone, "front"), (published, "publication")):
        if lines:
            _put(facts, "date", _iso(_DATE.search(lines[0])), where)
    in_number = re.search(r"〔(\d{4})〕", names.number)
    in_title = re.search(r"((?:19|20)\d\d)年", names.title)
    # The date a page was put up can lie years behind the document; its own number and title do not.
    if "date" in facts and facts["date"][1] != "publication":
        _put(facts, "year", facts["date"][0][:4], facts["date"][1])
    _put(facts, "year", in_number[1] if in_number else "", "number")
    _put(facts, "year", in_title[1] if in_title else "", "title")
    _put(facts, "year", facts.get("date", ("",))[0][:4], "publication")
    _put(facts, "year", _latest_event(names.text), "latest year told of")


def _iso(match: re.Match[str]) -> str:
    parts = [match["y"], match["m"] or match["m2"], match["d"] or match["d2"]]
    return "-".join(part.zfill(2) for part in parts if part)


def _latest_event(text: str) -> str:
    """Return the latest year that the text tells of; years of targets (到2025年, 2022年底前) lie ahead."""
    told = re.finditer(r"(?P<before>.{0,3})(?P<year>(?:19|20)\d\d)(?P<after>.{0,6})", text)
    years = [
        match["year"]
        for match in told
        if re.match(r"[年〕-]", match["after"])
        and (re.search(r"截至?$", match["before"]) or not re.search(r"[到至]$|力争$", match["before"]))
        and not re.search(r"底前|年底|月底前|-(?:19|20)", match["after"])
    ]
    return max(years, default="")


def _kind(title: str, front: Sequence[str]) -> str:
    if any(re.fullmatch(r"第\d+期.*", line) for line in front):
        return "newsletter"
    return next((kind for kind, pattern in _KINDS if re.search(pattern, title)), "")
