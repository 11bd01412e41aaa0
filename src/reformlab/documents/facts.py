"""Read what a document says of itself: title, issuer, number, date, level, place, kind.

Each fact comes with where it was read. What the document does not say stays empty: a catalogue
can supply it, a guess must not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile

from reformlab.corpus.document_numbers import DOCUMENT_NUMBER
from reformlab.corpus.numerals import read_numeral
from reformlab.corpus.rules import compile_rules, join_rules, read_rules
from reformlab.documents.origin import Names, find_origin
from reformlab.documents.outline import ADDRESSEE, Outline

Facts = dict[str, tuple[str, str]]
"""Field -> value and where it was read."""

# The years that `documents` allows begin with the republic.
_YEAR = r"(?:19(?:1[2-9]|[2-9]\d)|20\d\d)"
_ANY_YEAR = r"[12]\d{3}"
# To be put behind a sign that is known to be 1 or 2, at which a search is quick to stop.
_YEAR_BEHIND_FIRST = r"(?:(?<=1)9(?:1[2-9]|[2-9]\d)|(?<=2)0\d\d)"
_NUMBER = re.compile(DOCUMENT_NUMBER)
_ORDER = re.compile(r"（?(第\d{1,4}号)）?")
_ONES = "[一二三四五六七八九]"
_DATE = re.compile(
    # 2023年10月26日 and 二〇二三年十月二十六日, with or without a day
    rf"(?P<y>{_YEAR}|(?:一九|二[〇零])[〇零一二三四五六七八九]{{2}})"
    rf"(?:年(?P<m>1[0-2]|0?[1-9]|十[一二]?|{_ONES})月"
    rf"(?:(?P<d>3[01]|[12]\d|0?[1-9]|三十一?|二?十{_ONES}?|{_ONES})(?:日|$|(?=）)))?"
    # 2023-10-26
    r"|[-./](?P<m2>1[0-2]|0?[1-9])[-./](?P<d2>3[01]|[12]\d|0?[1-9])(?!\d))"
)
_LABELS = {
    label: fact for fact, labels in read_rules("labels").items() if fact != "other" for label in labels
}
# What the table of a government's page or the head of a database's export says of the document.
_NAMES_OF_LABELS = "|".join(_LABELS)
_LABELLED = re.compile(
    rf"(?:【(?P<boxed>{_NAMES_OF_LABELS})】[：:]?|(?:^|\t)(?P<label>{_NAMES_OF_LABELS})：)\s*(?P<value>[^\t：【]+)"
)
_TITLE_END = re.compile(f"{join_rules('facts', 'title_end')} ?(?:（[^）]{{1,24}}）)?$")
_ISSUER = compile_rules(
    "agency_endings",
    "(?:中共中央|国务院|最高人民法院|最高人民检察院|全国人民代表大会"
    "|(?:(?!关于|印发|转发)[^、，]){0,24}{issuer})",
)
_NOT_TITLE = re.compile(join_rules("facts", "not_title"))
_KINDS = [(kind, re.compile(join_rules("kinds", kind))) for kind in read_rules("kinds")]
_HOLDER = re.compile(
    "([\u4e00-\u9fff]{2,16}人民政府)代?理?[省市州县区旗]?(?:长|主席) ?[\u4e00-\u9fff· ]{2,8}$"
)
_WORK_REPORT = re.compile(
    "我[^。]{0,20}(?:政府|国务院)[^。]{0,40}(?:作(?:政府)?工作报告|报告[^。]{0,14}工作)"
)
# The head of a government speaks for it; who reports on a budget or plan for it was told to (受委托).
_GIVEN_BY_HEAD = re.compile(
    "各位代表[：！，].{0,200}?我代表[^。]{0,14}?(?:政府|国务院)[^。]{0,60}报告", re.DOTALL
)
# The headings of a work report name the year ahead (二、2010年主要任务) or the one behind; a plan for
# the years to come (到2010年的目标, 2010年远景目标) dates nothing.
_YEAR_OF_WORK = re.compile(
    rf"(?m)^[一二三四]、[^。\n]{{0,20}}?(?<![到至向—–~-])(?P<year>{_YEAR})年(?![^。\n]{{0,4}}(?:远景|规划|纲要))"
    rf"(?P<behind>[^。\n]{{0,20}}(?:回顾|总结|情况|成[就绩]))?"
    r"[^。\n]{0,20}$"
)

_YEAR_BEHIND = re.compile(rf"(?m)^(?P<year>{_YEAR})年(?:度|政府)?的?工作(?:的?(?:简要)?回顾|总结|情况)$")
# （2012年1月11日 王五）: who gave a report, and when
_DATE_AND_SPEAKER = re.compile(rf"（{_DATE.pattern} ?[\u4e00-\u9fff· ]{{2,16}}）$")


def read_facts(outline: Outline, text: str) -> Facts:
    r"""Read the facts of one document, an `outline` of `split_documents`; `text` is all of its file.

    Returns of each field of `documents` the value and where it was read; and, where a page or an export of
    a database says them, ``published``, ``effective``, ``status``, ``rank``, ``subject``, and ``addressees``.
    What the document does not state is absent. ``doubted_year`` and ``doubted_date`` of a work report are
    what its title or a date says and the rest of it speaks against.

    Examples
    --------
    >>> import reformlab as rl
    >>> text = "甘肃省人民政府办公厅关于试点的意见\n甘政办发〔2023〕990号\n一、总体要求\n各地开展试点。"
    >>> facts = rl.read_facts(rl.split_documents(text)[0], text)
    >>> {name: value for name, (value, _) in facts.items()}["place"]
    '甘肃'
    """
    front, closing = outline.front, outline.closing
    labelled = _labelled([*front, *closing])
    # A cover above the first document of a file speaks of the file, not of the document.
    own = next((segment.start for segment in outline.segments if segment.role not in ("cover", "blank")), 0)
    body = text[own : outline.end]
    facts: Facts = {}
    _put(facts, "title", labelled.get("title", ""), "page")
    _put(facts, "title", _title(front), "title")
    _put(facts, "title", outline.name if _TITLE_END.search(outline.name) else "", "cover")
    title = facts.get("title", ("",))[0]
    number = _number(front)
    # Above an order stands 第706号 alone; a page writes it out.
    _put(facts, "number", "" if labelled.get("number", "").endswith(number) else number, "front")
    _put(facts, "number", labelled.get("number", ""), "page")
    _put(facts, "issuer", _issuer(front, closing, title, body), "front")
    _put(facts, "issuer", labelled.get("issuer", ""), "page")
    signers = "、".join(line for line in closing if _names_issuers(line))
    occasion = next((line for line in [*front, title] if re.search("大会|人大", line)), "")
    issuer, number = (facts.get(name, ("",))[0] for name in ("issuer", "number"))
    names = Names(title, issuer, signers, number, body, occasion)
    facts |= find_origin(names)
    kind = _kind(title, front)
    # Some are headed 报告 alone, or by the plan that they speak of.
    if kind in ("", "report") and (_WORK_REPORT.search(body[:400]) or _GIVEN_BY_HEAD.search(body[:600])):
        _put(facts, "kind", "work-report", "text")
    _put(facts, "kind", kind, "title")
    _put_date(facts, front, closing, labelled, names)
    _put(facts, "addressees", next((line[:-1] for line in front if ADDRESSEE.match(line)), ""), "front")
    said = [line for line in front if re.match("发布(?:日期|时间)", line)]
    _put(facts, "published", _find_date(labelled.get("published", "") or "".join(said[:1])), "page")
    _put(facts, "effective", _find_date(labelled.get("effective", "")), "page")
    for name in ("status", "rank", "subject"):
        _put(facts, name, labelled.get(name, ""), "page")
    return facts


def _labelled(lines: Sequence[str]) -> dict[str, str]:
    """Return what a page's table says: two labels make a table, one alone may be text."""
    found = [match for line in lines for match in _LABELLED.finditer(line)]
    if len({match["boxed"] or match["label"] for match in found}) < 2:
        return {}
    return {_LABELS[match["boxed"] or match["label"]]: match["value"].strip() for match in reversed(found)}


def _put(facts: Facts, name: str, value: str, where: str) -> None:
    if value:
        facts.setdefault(name, (value, where))


def _title(front: Sequence[str]) -> str:
    """Return the first title in the front lines, joined where it runs over two or three of them."""
    lines = [
        line
        for line in front
        # A line that stands twice is the page's, unless it is the title; a date parts what it stands between.
        if (front.count(line) == 1 or _TITLE_END.search(line) or _DATE.fullmatch(line))
        and not _NOT_TITLE.match(line)
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
                # What a page says above the title of a report is not part of it.
                return line if re.match(rf"{_YEAR}年.{{0,12}}政府工作报告$", line) else joined
    return ""


def _number(front: Sequence[str]) -> str:
    """Return the number of the document itself: it stands alone on a line, as others do not."""
    bare = (
        line.strip("（）")
        for line in front
        if _ORDER.fullmatch(line) or _NUMBER.fullmatch(line.strip("（）"))
    )
    return next(bare, "")


def _issuer(front: Sequence[str], closing: Sequence[str], title: str, body: str) -> str:
    heads = re.match(rf"((?:{_ISSUER.pattern}[、 ]?)+)(?=关于|印发|转发|令$)", title)
    if heads:
        return "、".join(_split_issuers(heads[1]))
    for lines in (front, closing):
        named = [line for line in lines if line != title and _names_issuers(line)]
        if named:
            # Joint issuers stand on lines of their own, one below the other.
            first = lines.index(named[0])
            joint = takewhile(named.__contains__, lines[first:])
            return "、".join(name for line in joint for name in _split_issuers(line.removesuffix("令")))
    # Below the title of a report stands who gives it: 甲县人民政府县长 and a name.
    holder = next(filter(None, map(_HOLDER.match, front)), None)
    speaker = holder or re.search(r"我(?:受|代表)(国务院|[\u4e00-\u9fff]{2,12}?人民政府)", body[:400])
    return speaker[1] if speaker else ""


def _split_issuers(names: str) -> list[str]:
    """Return each of the issuers, also where the line lost the blanks between them."""
    return [name for name in _between_issuers().sub("、", names).split("、") if name.strip()]


@cache
def _between_issuers() -> re.Pattern[str]:
    places = "[^府会厅室局部署院委央驻]{2,5}(?:省|市|县|自治[区州县])"
    ministries = join_rules("origin", "ministry")
    opens = rf"中共|中央|国务院|国家|最高人民|自治区|[省市县区](?!域|场)|{ministries}部|{places}"
    return re.compile(f"(?<=[府会厅室局部署院委央])(?={opens})")


def _names_issuers(line: str) -> bool:
    names = _split_issuers(line.removesuffix("令"))
    return len(line) >= 3 and all(_ISSUER.fullmatch(name) for name in names)


def _put_date(
    facts: Facts, front: Sequence[str], closing: Sequence[str], labelled: dict[str, str], names: Names
) -> None:
    dated = [line for line in closing if _DATE.search(line) and len(line) < 40 and not _LABELLED.search(line)]
    # Below the date of the document stands the date on which it was printed.
    signed = [line for line in dated if not line.endswith("印发")] or dated
    alone = [
        line
        for line in front
        if _DATE.fullmatch(line.strip("（）"))
        or (_DATE.search(line) and re.search("大会|会议", line))
        or _DATE_AND_SPEAKER.search(line)
    ]
    published = [line for line in front if _DATE.search(line) and re.match("发布|发文|时间|20", line)]
    stated = [("closing", signed[-1:]), ("front", alone)]
    # Below a report stands when a newspaper printed it.
    if facts.get("kind", ("",))[0] == "work-report":
        stated.reverse()
    for where, lines in (
        ("page", [labelled.get("date", "")]),
        *stated,
        ("publication", [*published, labelled.get("published", "")]),
    ):
        _put(facts, "date", _find_date(*lines[:1]), where)
    in_number = re.search(rf"〔({_YEAR})〕", names.number)
    # 2010年远景规划 is what a title aims at.
    in_title = re.search(rf"(?<![到至])({_YEAR})年(?!远景|规划)", names.title)
    kind = facts.get("kind", ("",))[0]
    speaks = kind == "work-report" or names.text.startswith("各位代表")
    worked = _year_of_work(names.text) if speaks else ""
    if kind == "work-report":
        _judge_years(facts, in_title[1] if in_title else "", worked)
    # The date a page was put up can lie years behind the document; its own number and title do not.
    if "date" in facts and facts["date"][1] != "publication":
        _put(facts, "year", facts["date"][0][:4], facts["date"][1])
    _put(facts, "year", in_number[1] if in_number else "", "number")
    _put(facts, "year", in_title[1] if in_title else "", "title")
    _put(facts, "year", facts.get("date", ("",))[0][:4], "publication")
    if speaks:
        _put(facts, "year", worked, "heading")
    elif kind not in ("statute", "rule"):
        # A statute tells of the years in which others hold, a speech of aims.
        _put(facts, "year", _latest_event(names.text), "latest year told of")


def _year_of_work(text: str) -> str:
    """Return the year that the headings of a report set the work of; a year looked back on lies before it."""
    years = [int(match["year"]) + bool(match["behind"]) for match in _YEAR_OF_WORK.finditer(text)]
    years += [int(year) + 1 for year in _YEAR_BEHIND.findall(text)]
    return str(max(years)) if years else ""


def _judge_years(facts: Facts, in_title: str, worked: str) -> None:
    """Settle which year a work report is of, where its title and what else it says differ.

    A government reports once a year, on the year before it. So a date that lies further from the
    title's year than that was misprinted, and a title that names the year before is that of the year
    looked back on. What loses is kept as ``doubted_date`` or ``doubted_year``.
    """
    date, where = facts.get("date", ("", ""))
    if where == "publication":
        date = ""
    if date and in_title and abs(int(date[:4]) - int(in_title)) > 1:
        facts["doubted_date"] = facts.pop("date")
        date = ""
    right = date[:4] or worked
    if right and in_title and int(right) - int(in_title) == 1:
        facts["doubted_year"] = (in_title, "title")
        _put(facts, "year", right, where if date else "heading")


def _find_date(line: str = "") -> str:
    """Return the first date in a line as ISO 8601, or nothing."""
    match = _DATE.search(line)
    parts = (match["y"], match["m"] or match["m2"], match["d"] or match["d2"]) if match else ()
    return "-".join(f"{read_numeral(part):02d}" for part in parts if part)


def _latest_event(text: str) -> str:
    """Return the latest year that the text tells of; years of targets (到2025年, 2022年底前) lie ahead."""
    told = (
        # 截至 tells of the past; 到, 至, 力争 and the end of a span (2021—2025年) of the future
        rf"[12](?:(?<=截至.)|(?<![到至争\d—–-].))(?<![到至]{_ANY_YEAR}年[和、].){_YEAR_BEHIND_FIRST}"
        # but not 2022年底前, 2022年12月底前, 2021年-2025年, 2035年远景目标
        r"(?=[年〕-])(?!年?[—–-](?:19|20)|年底|.{0,4}底前|年.{0,4}(?:远景|长远)|年(?:实现|建成|力争|达到))"
    )
    return max(re.findall(told, text), default="")


def _kind(title: str, front: Sequence[str]) -> str:
    if any(re.fullmatch(r"第\d+期.*", line) for line in front):
        return "newsletter"
    kind = next((kind for kind, pattern in _KINDS if pattern.search(title)), "")
    # A congress passes statutes, whatever their name; what a government decrees is a rule.
    passed = any(re.search("人民代表大会.*(?:通过|批准|修正)", line) for line in front)
    return "statute" if kind == "rule" and passed else kind
