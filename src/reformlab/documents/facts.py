"""Read what a document says of itself: title, issuer, number, date, level, place, kind.

Each fact comes with where it was read. What the document does not say stays empty: a catalogue
can supply it, a guess must not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from reformlab.corpus.dates import DATE, YEAR, YEAR_IN_SIGNS, find_date, find_false_days
from reformlab.corpus.numerals import read_numeral
from reformlab.corpus.periods import GUESSED_YEAR
from reformlab.corpus.rules import join_rules, read_rules
from reformlab.corpus.tables import KINDS
from reformlab.documents.head import (
    LABELLED,
    ORDERED,
    TITLE_END,
    WHOLE,
    find_headline,
    find_issuer,
    find_number,
    find_title,
    is_same_body,
    names_issuers,
    part_head_lines,
    part_issuers,
    read_labels,
    read_signer,
)
from reformlab.documents.masthead import is_issue, read_masthead
from reformlab.documents.origin import Names, find_origin
from reformlab.documents.outline import ADDRESSEE, Outline, is_page_line
from reformlab.reading.characters import drop_spaces

Facts = dict[str, tuple[str, str]]
"""Field -> value and where it was read."""

_ANY_YEAR = r"[12]\d{3}"
# To be put behind a sign that is known to be 1 or 2, at which a search is quick to stop.
_YEAR_BEHIND_FIRST = r"(?:(?<=1)9(?:1[2-9]|[2-9]\d)|(?<=2)0\d\d)"


def _read_kinds(mark: str = "") -> list[tuple[str, re.Pattern[str]]]:
    """Read the rules that tell kinds, in the order of the table: of titles, or those that are marked."""
    named = {mark + kind: kind for kind in KINDS}
    rules = read_rules("kinds")
    return [(named[group], re.compile(join_rules("kinds", group))) for group in rules if group in named]


_KINDS = _read_kinds()
# What a paper does to another tells its kind, whatever kind that other's name has (关于…工作报告的决议).
_ACTS = _read_kinds("act ")
_SAID_KINDS = _read_kinds("said ")
_EXPLAINS = re.compile(join_rules("facts", "explains"))
_PUT_UP = re.compile(join_rules("facts", "put_up"))
_PAGE_FIELD = join_rules("outline", "page_field")
_SOURCE = re.compile(rf"来源[：:](?P<name>[^：:，。]{{3,30}}?)(?:{_PAGE_FIELD}[：:]|$)")
_EVENT = re.compile(join_rules("facts", "event"))
_ACTOR = re.compile(join_rules("facts", "actor"))
_SIGNED_ON = re.compile(rf"{join_rules('labels', 'date')}[：: ]*{DATE.pattern}")
_CHANGES = re.compile("[ \u3000]*(?:第[一二三四五六七八九十]次)?(?:修正|修订|修改|通过|批准)")
# 《甲省校舍条例》已由甲省人民代表大会常务委员会于2021年3月5日通过
_PUBLISHED_BY_ORDER = re.compile("《((?:[^《》]|《[^《》]{2,40}》){2,60})》(已[经由于][^。]{0,90})")
_ANNOUNCES = re.compile(
    "[^《》]{0,40}(?:人民代表大会|人大)(?:常务委员会|常委会)?(?:关于(?:公布|发布).{2,60}的)?公告(?:（?第.{1,12}号）?)?"
)
_FIRST_ARTICLE = re.compile("(?m)^第(?:一|1)[章条]")
_ANNOUNCED = re.compile("已[经由于][^。]{0,90}?通过")
_FIVE_YEARS = re.compile("(十[一二三四五六]|[六七八九十])个?五年?(?:[规计]划|[”》])")
# （2011年1月8日删除) stands for an article that a later version has no more.
_CHANGED = re.compile(rf"[（(]{DATE.pattern}(?:删除|修正|修订|修改)[）)]")
# Of two years in a title the later; a span (2021-2023年), an aim (到2025年, 面向2035年) and a term (2025年前)
# are none.
_YEAR_OF_TITLE = re.compile(
    rf"(?<![到至接向望\d])(?<![\d年][—–~－-])(?P<year>{YEAR}|{YEAR_IN_SIGNS})年"
    rf"(?!度?[—–~－至-]{_ANY_YEAR})(?!远景|规划|目标|底?之?以?前)"
)
_WORK_REPORT = re.compile(
    "我[^。]{0,20}(?:政府|国务院)[^。]{0,40}(?:作(?:政府)?工作报告|报告[^。]{0,14}工作)"
)
# The head of a government speaks for it; who reports on a budget or plan for it was told to (受委托).
_GIVEN_BY_HEAD = re.compile(
    "各位代表[：！，].{0,200}?我代表[^。]{0,14}?(?:政府|国务院)[^。]{0,60}报告", re.DOTALL
)
# What parts the names of article and site in the name of a page's window; how much may stand above a text.
# A span of years (2021—2025年) parts nothing.
_SITE, _LONGEST_LINKS = re.compile(r" ?[-_|–—>»]++ ?+(?!\d)"), 4000
# A cell of nothing but a year, and perhaps what its values are: 2030年目标值. A month dates an event.
_YEAR_CELL = re.compile(
    rf"(?<![^\t\n])[^\t\n\d]{{0,8}}(?:{_ANY_YEAR}年?[—\-–~至]?)?{_ANY_YEAR}年?[^\t\n月\d]{{0,8}}(?![^\t\n])"
)
# 2030年，覆盖率达到95%: an aim, unless it is told of as done, or a later year stands beside it.
_REACHES_VALUE = (
    rf"|年(?![^。\n]{{0,60}}{_ANY_YEAR}年)(?![^。；\n]{{0,60}}(?:完成|同比|[了已]|累计|[比较][上去前]年))[^。；\n\d]{{0,30}}?"
    r"(?:达到?|提[高升][到至]|增[加长]?[到至]|[下降][降低]?[到至]|不超过|控制在)[约近]?\d"
)
_TEXT_BEGINS = re.compile("。|：\n")
# The columns of a site have names of kinds of papers, too (政府信息公开指南).
_NAMES_PAPER = re.compile("关于|^(?:中华人民共和国|[^_]{2,9}[省市县区州旗盟](?!政府信息))")
# The headings of a work report name the year ahead (二、2010年主要任务) or the one behind; a plan for
# the years to come (到2010年的目标, 2010年远景目标) dates nothing.
_YEAR_OF_WORK = re.compile(
    rf"(?m)^[一二三四]、[^。\n]{{0,20}}?(?<![到至向—–~-])(?P<year>{YEAR})年(?![^。\n]{{0,4}}(?:远景|规划|纲要))"
    rf"(?P<behind>[^。\n]{{0,20}}(?:回顾|总结|情况|成[就绩]))?"
    r"[^。\n]{0,20}$"
)

_YEAR_BEHIND = re.compile(rf"(?m)^(?P<year>{YEAR})年(?:度|政府)?的?工作(?:的?(?:简要)?回顾|总结|情况)$")
# （2012年1月11日 王五）: who gave a report, and when
_DATE_AND_SPEAKER = re.compile(rf"（{DATE.pattern} ?[\u4e00-\u9fff· ]{{2,16}}）$")


def read_facts(
    outline: Outline,
    text: str,
    *,
    given: Mapping[str, str] | None = None,
    head: Mapping[str, str] | None = None,
) -> Facts:
    r"""Read the facts of one document, an `outline` of `split_documents`; `text` is all of its file.

    Returns of each field of `documents` the value and where it was read: ``first_adopted`` is of a statute,
    whose ``date`` is that of its version; and, where a page or an export of a database says them,
    ``published``, ``effective``, ``status``, ``rank``, ``subject``, and ``addressees``. What the document
    does not state is absent. ``false_day`` is a date of its head or end that does not exist, of which the
    month is taken if that does. ``doubted_year`` and ``doubted_date`` of a work report are what its title or
    a date says and the rest of it speaks against. Title, issuer and number that are `given` tell level,
    place, kind and year in place of those that the document states; what the `head` of a page says of title,
    issuer and when it was put up (``published``) counts where its text says nothing.

    Examples
    --------
    >>> import reformlab as rl
    >>> text = "甘肃省人民政府办公厅关于试点的意见\n甘政办发〔2023〕990号\n一、总体要求\n各地开展试点。"
    >>> facts = rl.read_facts(rl.split_documents(text)[0], text)
    >>> {name: value for name, (value, _) in facts.items()}["place"]
    '甘肃'
    """
    given, head = given or {}, head or {}
    outline = replace(outline, front=tuple(part_head_lines(outline.front)))
    labelled = read_labels([*outline.front, *outline.closing])
    # A cover above the first document of a file speaks of the file, not of the document.
    own = next((segment.start for segment in outline.segments if segment.role not in ("cover", "blank")), 0)
    body = text[own : outline.end]
    published = _PUBLISHED_BY_ORDER.search(body[:1000])
    # A notice may stand above the statute that it issues.
    heads = [text[part.start : part.end].strip() for part in outline.segments if part.role == "front"]
    events = list(_find_events([*outline.front, *heads], body))
    facts: Facts = {}
    if masthead := read_masthead(outline.front):
        _put(facts, "title", find_title(masthead.below, ()) or find_headline(masthead.below), "title")
        _put(facts, "issuer", masthead.issuer, "front")
        _put(facts, "date", find_date(masthead.date), "front")
    _put_title(facts, outline, body, published, labelled, head)
    _put_names(facts, outline, body, labelled, head)
    title, issuer, number = (given.get(name) or _get(facts, name) for name in ("title", "issuer", "number"))
    kind = _kind(title, [*outline.front, published[2]] if published else outline.front)
    names = Names(
        title,
        issuer,
        signers="、".join(filter(names_issuers, map(read_signer, outline.closing))),
        number=number,
        text=body,
        occasion=next((line for line in [*outline.front, title] if re.search("大会|人大", line)), ""),
        passed=(
            *(order[1] for line in outline.front if (order := ORDERED.match(line))),
            *(by for _, by in events),
        ),
        addressees=_get(facts, "addressees"),
        source=next(filter(names_issuers, map(_read_source, outline.front)), ""),
        is_statute=kind in ("statute", "rule") and not re.search("关于|印发|转发", title),
    )
    facts |= find_origin(names)
    _put_kind(facts, kind, title, body)
    put_up = next((said for line in outline.front if (said := _put_up(line))), "")
    _put(facts, "published", find_date(labelled.get("published") or put_up), "page")
    _put(facts, "published", find_date(head.get("published", "")), "head of the page")
    _put_date(facts, outline, labelled, sorted({day for day, _ in events}))
    _put_year(facts, names)
    for where, lines in (("closing", outline.closing), ("front", outline.front)):
        _put(facts, "false_day", next(find_false_days("\n".join(lines)), ""), where)
    _put(facts, "effective", find_date(labelled.get("effective", "")), "page")
    for name in ("status", "rank", "subject"):
        _put(facts, name, labelled.get(name, ""), "page")
    return facts


def _put(facts: Facts, name: str, value: str, where: str) -> None:
    if value:
        facts.setdefault(name, (value, where))


def _get(facts: Facts, name: str) -> str:
    return facts.get(name, ("",))[0]


def _put_title(
    facts: Facts,
    outline: Outline,
    body: str,
    published: re.Match[str] | None,
    labelled: Mapping[str, str],
    head: Mapping[str, str],
) -> None:
    _put(facts, "title", labelled.get("title", ""), "page")
    title = find_title(outline.front, outline.closing)
    _put(facts, "title", _title_below_links(title, head, body), "head of the page")
    _put(facts, "title", title, "title")
    _put(facts, "title", outline.name if TITLE_END.search(outline.name) else "", "cover")
    # An announcement of a congress is a frame around the statute that stands below it.
    framed = published and _ANNOUNCES.fullmatch(_get(facts, "title"))
    if framed and _FIRST_ARTICLE.search(body, published.end()):
        del facts["title"]
    _put(facts, "title", published[1] if published else "", "text")
    headed = head.get("title", "")
    _put(facts, "title", headed if len(headed) >= WHOLE else "", "head of the page")
    _put(facts, "title", _title_of_window(head), "head of the page")
    if "title" in facts:
        title, where = facts["title"]
        facts["title"] = part_issuers(title), where


def _title_below_links(found: str, head: Mapping[str, str], body: str) -> str:
    """Return the title that the head of a page names where it stands below the one found, else nothing.

    Above the text of some pages stand links to other documents.
    """
    named = [head.get("title", ""), *_name_window(head)]
    opening, above = _only_words(_TEXT_BEGINS.split(body[:_LONGEST_LINKS])[0]), _only_words(found)
    for title in map(drop_spaces, named):
        words = _only_words(title)
        if len(words) < WHOLE or not TITLE_END.search(title) or words in above or above in words:
            continue
        if opening.find(above) < opening.find(words):
            return title
    return ""


def _name_window(head: Mapping[str, str]) -> list[str]:
    """Return what the name of a page's window names, one of which is mostly the site."""
    return [drop_spaces(name) for name in _SITE.split(head.get("window", ""))]


def _title_of_window(head: Mapping[str, str]) -> str:
    """Return the title that the name of a page's window holds; a column of the site is no title."""
    whole = (name for name in _name_window(head) if len(name) >= WHOLE and TITLE_END.search(name))
    return next(filter(_NAMES_PAPER.search, whole), "")


def _only_words(text: str) -> str:
    return re.sub(r"\W", "", text)


def _put_names(
    facts: Facts, outline: Outline, body: str, labelled: Mapping[str, str], head: Mapping[str, str]
) -> None:
    """Put number, issuer and whom the document is sent to."""
    number = find_number(outline.front)
    # Above an order stands 第706号 alone; a page writes it out.
    _put(facts, "number", "" if labelled.get("number", "").endswith(number) else number, "front")
    _put(facts, "number", labelled.get("number", ""), "page")
    issuer = find_issuer(outline.front, outline.closing, _get(facts, "title"), body)
    _put(facts, "issuer", issuer, "front")
    _put(facts, "issuer", labelled.get("issuer", ""), "page")
    source = head.get("issuer", "")
    _put(facts, "issuer", source if names_issuers(source) else "", "head of the page")
    addressees = next((line[:-1] for line in outline.front if ADDRESSEE.match(line)), "")
    _put(facts, "addressees", addressees, "front")


def _put_kind(facts: Facts, kind: str, title: str, body: str) -> None:
    # Some are headed 报告 alone, or by the plan that they speak of.
    if kind in ("", "report") and (_WORK_REPORT.search(body[:400]) or _GIVEN_BY_HEAD.search(body[:600])):
        _put(facts, "kind", "work-report", "text")
    _put(facts, "kind", kind, "title")
    _put(facts, "kind", "" if kind or _EXPLAINS.search(title) else _said_kind(body), "text")


def _read_source(line: str) -> str:
    """Return where a page says that it has its text from, in a field of its own or among others."""
    source = _SOURCE.search(line)
    return source["name"].strip() if source else ""


def _put_up(line: str) -> str:
    """Return what a line says of when its page was put up, in a field of its own or the first."""
    at = _PUT_UP.search(line) if is_page_line(line) else _PUT_UP.match(line)
    said = line[at.start() :] if at else ""
    is_day = DATE.search(said) and not DATE.fullmatch(line) and not any(_events_of(line))
    return said if is_day else ""


def _find_events(lines: Sequence[str], body: str) -> Iterator[tuple[str, str]]:
    """Yield when a statute was passed, published or changed, and what stands behind that date.

    Below its title: （2001年3月5日甲省人民代表大会常务委员会第二次会议通过 根据2019年…修正）. From when it
    holds is no such day.
    """
    for line in dict.fromkeys(lines):
        yield from _events_of(line)
    for changed in _CHANGED.finditer(body):
        yield find_date(changed[0]), ""
    for announced in _ANNOUNCED.finditer(body[:1500]):
        match = DATE.search(announced[0])
        if match and match["m"]:
            yield find_date(match[0]), announced[0][2:]


def _events_of(line: str) -> Iterator[tuple[str, str]]:
    dates = [match for match in DATE.finditer(line) if match["m"]]
    for match, following in zip(dates, [*dates[1:], None], strict=False):
        clause = line[match.end() : following.start() if following else len(line)]
        clause = re.split("自[^，。]{0,6}$|起?施行|起?实施", clause)[0]
        told = _CHANGES.match(clause) or (_EVENT.search(clause) and _ACTOR.search(clause))
        # （2001年3月1日公布）: in brackets below a title nobody has to be named.
        told = told or (line.startswith("（") and _EVENT.fullmatch(clause.strip(" \u3000日，；）")))
        if told and "：" not in clause:
            yield find_date(match[0]), clause.lstrip(" \u3000日，经")


def _put_date(facts: Facts, outline: Outline, labelled: Mapping[str, str], events: Sequence[str]) -> None:
    dated = [line for line in outline.closing if _is_dated(line)]
    # Below the date of the document stands the date on which it was printed.
    signed = [line for line in dated if not line.endswith("印发")] or dated
    signed = _signed_by_issuer(outline.closing, signed, _get(facts, "issuer"))
    kind = _get(facts, "kind")
    stated = [("closing", signed[-1:]), ("front", [line for line in outline.front if _tells_date(line)])]
    if events and kind != "work-report":
        _put(facts, "first_adopted", events[0], "front")
        # A statute is of the day of its last change, or of the order that published it.
        days = [*events, *(find_date(line) for line in signed[-1:])]
        stated.insert(0, ("front", [max(days)]))
    # Below a report stands when a newspaper printed it.
    if kind == "work-report":
        stated.reverse()
    _put(facts, "date", find_date(labelled.get("date", "")), "page")
    for where, lines in stated:
        _put(facts, "date", find_date("".join(lines[:1])), where)
    _put(facts, "date", find_date(_get(facts, "published")), "publication")


def _signed_by_issuer(closing: Sequence[str], dated: Sequence[str], issuer: str) -> list[str]:
    """Return the lines that date a document, without those below which another body signs what is annexed."""
    signer, own, others = "", [], []
    for line in closing:
        named = read_signer(line.strip("（）"))
        signer = named if names_issuers(named) else signer
        if line in dated:
            of_issuer = not signer or any(is_same_body(signer, name) for name in issuer.split("、"))
            (own if of_issuer else others).append(line)
    return own or others


def _is_dated(line: str) -> bool:
    """Say whether a line below the text dates it; a title and a date are a link to another paper."""
    day = DATE.search(line)
    return (
        day is not None
        and len(line) < 40
        and not LABELLED.search(line)
        and not TITLE_END.search(line[: day.start()].strip(" （["))
    )


def _tells_date(line: str) -> bool:
    """Say whether a line above the text dates it: alone, or with a meeting, a speaker or an issuer."""
    if not DATE.search(line):
        return False
    return bool(
        DATE.fullmatch(line.strip("（）"))
        or line.startswith("—")
        or _SIGNED_ON.fullmatch(line.strip())
        or re.search("大会|会议", line)
        or _DATE_AND_SPEAKER.search(line)
        or ("：" not in line and names_issuers(DATE.sub("", line).strip("（） \u3000日")))
    )


def _put_year(facts: Facts, names: Names) -> None:
    in_number = re.search(rf"〔({YEAR})〕", names.number)
    titled = [read_numeral(found["year"]) for found in _YEAR_OF_TITLE.finditer(names.title)]
    in_title = str(max(titled)) if titled else ""
    kind = _get(facts, "kind")
    speaks = kind == "work-report" or names.text.startswith("各位代表")
    worked = _year_of_work(names.text) if speaks else ""
    if kind == "work-report":
        _judge_years(facts, in_title, worked)
        # One given at the end of a year sets the work of the next.
        date = _get(facts, "date")
        if date[5:7] in ("11", "12") and worked == str(int(date[:4]) + 1):
            _put(facts, "year", worked, "heading")
    # The date a page was put up can lie years behind the document; its own number and title do not.
    if "date" in facts and facts["date"][1] != "publication":
        _put(facts, "year", facts["date"][0][:4], facts["date"][1])
    _put(facts, "year", in_number[1] if in_number else "", "number")
    _put(facts, "year", in_title, "title")
    _put(facts, "year", _get(facts, "date")[:4], "publication")
    if speaks:
        _put(facts, "year", worked, "heading")
    elif kind not in ("statute", "rule"):
        # A statute tells of the years in which others hold, a speech of aims.
        # A report on a plan is given when the plan ends.
        title = "" if kind == "report" else names.title
        _put(facts, "year", _guess_year(title, names.text, reports=kind == "report"), GUESSED_YEAR)


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


def _guess_year(title: str, text: str, *, reports: bool) -> str:
    """Return the first year of a five-year plan, else the latest told of that does not lie ahead."""
    # The sixth plan began in 1981.
    if plans := [1951 + 5 * read_numeral(match[1]) for match in _FIVE_YEARS.finditer(title)]:
        return str(min(plans))
    starts = [match[1] for match in re.finditer(rf"({YEAR})年?[—–~～－至到-]{_ANY_YEAR}", title)]
    # The year that heads a column of a table dates no event.
    lines = (_YEAR_CELL.sub("", line) if "\t" in line else line for line in text.split("\n"))
    text = "\n".join(lines) if "\t" in text else text
    return _latest_event(text, min(starts, default=""), reports=reports)


def _latest_event(text: str, start: str, *, reports: bool) -> str:
    """Return the latest year that the text tells of; years of targets (到2025年, 2022年底前) lie ahead.

    So do those behind the `start` of what it plans, and where nothing `reports`, those in which something
    is to reach a value (2030年，覆盖率达到95%).
    """
    reaches = "" if reports else _REACHES_VALUE
    told = (
        # 截至 tells of the past; 到, 至, 力争 and the end of a span (2021—2025年) of the future
        rf"[12](?:(?<=截至.)|(?<![到至争接向望划拟\d—–-].)(?<!预计.)(?<![近中远]期.)(?<![近中远]期[（(：:].))(?<![到至]{_ANY_YEAR}年[和、].){_YEAR_BEHIND_FIRST}"
        # but not 2022年底前, 2022年12月底前, 2021年-2025年, 2035年远景目标
        r"(?=[年〕-])(?!年?[—–~－至到-](?:19|20)|年底|.{0,4}底前|年.{0,4}(?:远景|长远)|年(?:实现|建成|力争|达到|的?目标)(?!了)"
        # nor 2029年前, 2029年1月起, 2029年12月31日失效
        r"|年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:之前|以前|前|起|止|失效|废止|届满)"
        # nor 2029年覆盖率分别达到85%、90%以上, 2029年，力争…
        r"|年(?![^。；]{0,60}(?:完成|同比|[了已]|累计))[^。；]{0,50}?(?:达到?[^。；]{0,30}?以上|不低于|不少于)"
        r"|年，?(?:力争|确保|要|(?:全面|基本|全部)?(?:实现|建成)(?!了))"
        rf"{reaches})"
    )
    return max((year for year in re.findall(told, text) if not start or year <= start), default="")


def _kind(title: str, front: Sequence[str]) -> str:
    if any(map(is_issue, front)):
        return "newsletter"
    # Questions and answers on a plan are no plan.
    if _EXPLAINS.search(title):
        return ""
    kind = next((kind for kind, pattern in [*_ACTS, *_KINDS] if pattern.search(title)), "")
    # A congress passes statutes, whatever their name; what a government decrees is a rule.
    passed = any(re.search("人民代表大会.*(?:通过|批准|修[正订改])", line) for line in front)
    return "statute" if kind == "rule" and passed else kind


def _said_kind(body: str) -> str:
    """Return what a document without a title calls itself first (现制定如下实施方案)."""
    found = ((match.start(), kind) for kind, rule in _SAID_KINDS if (match := rule.search(body[:3000])))
    return min(found, default=(0, ""))[1]
