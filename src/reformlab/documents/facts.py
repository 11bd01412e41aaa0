"""Read what a document says of itself: title, issuer, number, date, level, place, kind.

Each fact comes with where it was read. What the document does not say stays empty: a catalogue
can supply it, a guess must not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from reformlab.corpus.dates import DATE, YEAR, YEAR_IN_SIGNS, find_date
from reformlab.corpus.document_numbers import DOCUMENT_NUMBER
from reformlab.corpus.numerals import read_numeral
from reformlab.corpus.periods import GUESSED_YEAR
from reformlab.corpus.rules import compile_rules, join_rules, read_rules
from reformlab.corpus.tables import KINDS
from reformlab.documents.origin import Names, find_origin, find_seat
from reformlab.documents.outline import ADDRESSEE, Outline, is_page_line

Facts = dict[str, tuple[str, str]]
"""Field -> value and where it was read."""

_ANY_YEAR = r"[12]\d{3}"
# To be put behind a sign that is known to be 1 or 2, at which a search is quick to stop.
_YEAR_BEHIND_FIRST = r"(?:(?<=1)9(?:1[2-9]|[2-9]\d)|(?<=2)0\d\d)"
_NUMBER = re.compile(DOCUMENT_NUMBER)
_NOT_OF_NUMBER = re.compile(rf"^{join_rules('labels', 'number')}：|[ \t\u3000]*签发人[：:].*$")
_ORDER = re.compile(r"（?(第\d{1,4}号)）?")
_ALL_LABELS = frozenset(label for labels in read_rules("labels").values() for label in labels)
_LABELS = {
    label: fact for fact, labels in read_rules("labels").items() if fact != "other" for label in labels
}
# What the table of a government's page or the head of a database's export says of the document.
_NAMES_OF_LABELS = "|".join(_LABELS)
# The value stands in the next cell; where that is empty, behind it stands the next label.
_LABELLED = re.compile(
    rf"(?:【(?P<boxed>{_NAMES_OF_LABELS})】[：:]?|(?:^|\t)(?P<label>{_NAMES_OF_LABELS})：)"
    r" *\t? *(?P<value>[^\t：【]+(?![^\t：【]*：))"
)
_TITLE_END = re.compile(f"{join_rules('facts', 'title_end')}[》”]? ?(?:（[^）]{{1,24}}）){{0,2}}$")
_ISSUER = compile_rules(
    "agency_endings",
    "(?:中共中央|国务院|最高人民法院|最高人民检察院|全国人民代表大会"
    "|(?:(?!关于|印发|转发|批转)[^、，]){0,24}{issuer})",
)
_MENU = re.compile(join_rules("facts", "menu"))
_NOT_TITLE = re.compile(join_rules("facts", "not_title", "menu"))
_KINDS = [(kind, re.compile(join_rules("kinds", kind))) for kind in read_rules("kinds") if kind in KINDS]
# What a paper does to another tells its kind, whatever kind that other's name has (关于…工作报告的决议).
_ACT, _SAID = "act ", "said "
_ACTS = [
    (kind.removeprefix(_ACT), re.compile(join_rules("kinds", kind)))
    for kind in read_rules("kinds")
    if kind.startswith(_ACT)
]
_SAID_KINDS = [
    (kind.removeprefix(_SAID), re.compile(join_rules("kinds", kind)))
    for kind in read_rules("kinds")
    if kind.startswith(_SAID)
]
_EXPLAINS = re.compile(join_rules("facts", "explains"))
_TITLE_TAIL = re.compile(join_rules("facts", "title_tail"))
_PUT_UP = re.compile(join_rules("facts", "put_up"))
_EVENT = re.compile(join_rules("facts", "event"))
_ACTOR = re.compile(join_rules("facts", "actor"))
_CHANGES = re.compile("[ \u3000]*(?:第[一二三四五六七八九十]次)?(?:修正|修订|修改|通过|批准)")
_ORDERED = re.compile("(.{2,40}?)令(?:[（ ]?第.{1,12}号）?)?$")
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
# Of two years in a title the later; a span (2021-2023年), an aim (到2025年) and a term (2025年前) are none.
_YEAR_OF_TITLE = re.compile(
    rf"(?<![到至\d])(?<![\d年][—–~－-])(?P<year>{YEAR}|{YEAR_IN_SIGNS})年"
    rf"(?!度?[—–~－至-]{_ANY_YEAR})(?!远景|规划|目标|底?之?以?前)"
)
_OPENS_TITLE = re.compile(rf"(?:{_ISSUER.pattern}[、 ]?)*(?:关于|印发|转发|批转|公布|发布)")
# A link of a menu has no more signs than this, and the last line of a title is no less than so whole.
_LONGEST_LINK, _WHOLE = 5, 8
# A title runs over three lines, and joint issuers stand above it each on its own.
_MOST_LINES, _MOST_LINES_OF_ONE = 8, 3
# So many signs tell two bodies of one province apart (甲省财政厅).
_TELLING = 5
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
    does not state is absent. ``doubted_year`` and ``doubted_date`` of a work report are what its title or
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
    given, head, closing = given or {}, head or {}, outline.closing
    front = outline.front
    labelled = _labelled([*front, *closing])
    # A cover above the first document of a file speaks of the file, not of the document.
    own = next((segment.start for segment in outline.segments if segment.role not in ("cover", "blank")), 0)
    body = text[own : outline.end]
    facts: Facts = {}
    _put(facts, "title", labelled.get("title", ""), "page")
    _put(facts, "title", _title(front, closing), "title")
    _put(facts, "title", outline.name if _TITLE_END.search(outline.name) else "", "cover")
    published = _PUBLISHED_BY_ORDER.search(body[:1000])
    # An announcement of a congress is a frame around the statute that stands below it.
    framed = published and _ANNOUNCES.fullmatch(facts.get("title", ("",))[0])
    if framed and _FIRST_ARTICLE.search(body, published.end()):
        del facts["title"]
    _put(facts, "title", published[1] if published else "", "text")
    headed = head.get("title", "")
    _put(facts, "title", headed if len(headed) >= _WHOLE else "", "head of the page")
    title = given.get("title") or facts.get("title", ("",))[0]
    number = _number(front)
    # Above an order stands 第706号 alone; a page writes it out.
    _put(facts, "number", "" if labelled.get("number", "").endswith(number) else number, "front")
    _put(facts, "number", labelled.get("number", ""), "page")
    _put(facts, "issuer", _issuer(front, closing, facts.get("title", ("",))[0], body), "front")
    _put(facts, "issuer", labelled.get("issuer", ""), "page")
    source = head.get("issuer", "")
    _put(facts, "issuer", source if _names_issuers(source) else "", "head of the page")
    _put(facts, "addressees", next((line[:-1] for line in front if ADDRESSEE.match(line)), ""), "front")
    kind = _kind(title, [*front, published[2]] if published else front)
    # A notice may stand above the statute that it issues.
    heads = [text[part.start : part.end].strip() for part in outline.segments if part.role == "front"]
    events = list(_find_events([*front, *heads], body))
    issuer, number = (given.get(name) or facts.get(name, ("",))[0] for name in ("issuer", "number"))
    names = Names(
        title,
        issuer,
        signers="、".join(line for line in closing if _names_issuers(line)),
        number=number,
        text=body,
        occasion=next((line for line in [*front, title] if re.search("大会|人大", line)), ""),
        passed=(*(order[1] for line in front if (order := _ORDERED.match(line))), *(by for _, by in events)),
        addressees=facts.get("addressees", ("",))[0],
        is_statute=kind in ("statute", "rule") and not re.search("关于|印发|转发", title),
    )
    facts |= find_origin(names)
    # Some are headed 报告 alone, or by the plan that they speak of.
    if kind in ("", "report") and (_WORK_REPORT.search(body[:400]) or _GIVEN_BY_HEAD.search(body[:600])):
        _put(facts, "kind", "work-report", "text")
    _put(facts, "kind", kind, "title")
    _put(facts, "kind", "" if kind or _EXPLAINS.search(title) else _said_kind(body), "text")
    put_up = [said for line in front if (said := _put_up(line))]
    _put(facts, "published", find_date(labelled.get("published", "") or "".join(put_up[:1])), "page")
    _put(facts, "published", find_date(head.get("published", "")), "head of the page")
    _put_date(facts, front, closing, labelled, sorted({day for day, _ in events}))
    _put_year(facts, names)
    _put(facts, "effective", find_date(labelled.get("effective", "")), "page")
    for name in ("status", "rank", "subject"):
        _put(facts, name, labelled.get(name, ""), "page")
    return facts


def _labelled(lines: Sequence[str]) -> dict[str, str]:
    """Return what a page's table says: two labels make a table, one alone may be text."""
    found = [pair for line in lines for pair in _pairs(line)]
    if len({label for label, _ in found}) < 2:
        return {}
    return {_LABELS[label]: value for label, value in reversed(found)}


def _pairs(line: str) -> Iterator[tuple[str, str]]:
    """Yield the labels of a line with their values, in one cell with a colon between or in two."""
    for match in _LABELLED.finditer(line):
        yield match["boxed"] or match["label"], match["value"].strip()
    cells = [cell.strip() for cell in line.split("\t")]
    for label, value in pairwise(cells):
        if label in _LABELS and value and value not in _ALL_LABELS and "：" not in value:
            yield label, value


def _put_up(line: str) -> str:
    """Return what a line says of when its page was put up, in a field of its own or the first."""
    at = _PUT_UP.search(line) if is_page_line(line) else _PUT_UP.match(line)
    said = line[at.start() :] if at else ""
    is_day = DATE.search(said) and not DATE.fullmatch(line) and not any(_events_of(line))
    return said if is_day else ""


def _put(facts: Facts, name: str, value: str, where: str) -> None:
    if value:
        facts.setdefault(name, (value, where))


def _title(front: Sequence[str], closing: Sequence[str]) -> str:
    """Return the first title in the front lines, joined where it runs over several of them."""
    signers = _signers(closing)
    lines = [
        line
        for line in front
        # A line that stands twice is the page's, unless it is the title; a date parts what it stands between.
        if (front.count(line) == 1 or _TITLE_END.search(line) or DATE.fullmatch(line))
        and (not _NOT_TITLE.match(line) or _TITLE_TAIL.fullmatch(line))
        and not is_page_line(line)
        and not line.endswith("：")
        and "\t" not in line
        and not ("、" in line and _names_issuers(line))
        and not _LABELLED.match(line)
        # An issuer that signs nothing, where others do, is a link of the page.
        and (not _names_issuers(line) or _signs(line, signers))
    ]
    for at in range(len(lines)):
        if _TITLE_TAIL.fullmatch(lines[at]):
            continue
        joined = ""
        for n, line in enumerate(lines[at : at + _MOST_LINES]):
            if n >= _MOST_LINES_OF_ONE and not _names_issuers(lines[at + n - _MOST_LINES_OF_ONE]):
                break
            if _NUMBER.search(line) or DATE.fullmatch(line):
                break
            joined += line
            if _TITLE_END.search(joined) and len(joined) >= 3:
                tail = lines[at + n + 1 : at + n + 2]
                tail = tail if tail and _TITLE_TAIL.fullmatch(tail[0]) else []
                return "".join([_cut_title(lines[at : at + n + 1], any(map(_MENU.match, front))), *tail])
    return ""


def _signers(closing: Sequence[str]) -> list[str]:
    return [name for line in closing if _names_issuers(line) for name in _split_issuers(line)]


def _signs(line: str, signers: Sequence[str]) -> bool:
    """Say whether issuers above a text may be those below it, whose names may be longer or shorter."""
    return not signers or any(
        signer.startswith(line[:_TELLING]) or line.startswith(signer) for signer in signers
    )


def _cut_title(lines: Sequence[str], has_menu: bool) -> str:
    """Return a title without the lines above it that are links of a page.

    Where its last line is a title by itself, only issuers stand above it, and what breaks off.
    """
    *above, last = lines
    if re.match(rf"{YEAR}年.{{0,12}}政府工作报告$", last):
        return last
    is_whole = _OPENS_TITLE.match(last)
    while above and (is_whole or has_menu or len(last) >= _WHOLE):
        line = above[0]
        # 国务院 above a title that no 关于 opens is another link.
        if (not is_whole and (len(line) > _LONGEST_LINK or "关于" in line)) or (
            _names_issuers(line) and not last.startswith(line) and (is_whole or not has_menu)
        ):
            break
        above.pop(0)
    return "".join([*above, last])


def _number(front: Sequence[str]) -> str:
    """Return the number of the document itself: it stands alone on a line, as others do not."""
    # Beside the number of what is sent to a higher office stands who signs it.
    lines = [_NOT_OF_NUMBER.sub("", line) for line in front]
    bare = (
        line.strip("（）")
        for line in lines
        if _ORDER.fullmatch(line) or _NUMBER.fullmatch(line.strip("（）"))
    )
    return next(bare, "")


def _issuer(front: Sequence[str], closing: Sequence[str], title: str, body: str) -> str:
    heads = re.match(rf"((?:{_ISSUER.pattern}[、 ]?)+)(?=关于|印发|转发|批转|令$)", title)
    # 甲市政府贯彻国务院关于… is of the city.
    if heads and (names := re.split("贯彻|落实", heads[1])[0]):
        return "、".join(_split_issuers(names))
    for named in (_issuers_above(front, title, _signers(closing)), _issuers_below(closing)):
        if named:
            return "、".join(name for line in named for name in _split_issuers(_without_order(line)))
    # 甲市教育局文件 alone, as the head of a print.
    heads_of_print = (line.removesuffix("文件") for line in front if line.endswith("文件"))
    if head := next(filter(_names_issuers, heads_of_print), ""):
        return "、".join(_split_issuers(head))
    # Below the title of a report stands who gives it: 甲县人民政府县长 and a name.
    holder = next(filter(None, map(_HOLDER.match, front)), None)
    speaker = holder or re.search(r"我(?:受|代表)(国务院|[\u4e00-\u9fff]{2,12}?人民政府)", body[:400])
    return speaker[1] if speaker else ""


def _issuers_above(front: Sequence[str], title: str, signers: Sequence[str]) -> list[str]:
    """Return the lines that name the issuers: they stand right above or below title, number or date.

    Joint issuers stand on lines of their own, one below the other; a link of a menu stands among others.
    """
    # Below a menu stand other links (国务院), which no 关于 tells from who issues.
    if any(map(_MENU.match, front)) and "关于" not in title:
        return []
    named = [
        line != title
        and _names_issuers(line)
        and not _MENU.match(line)
        and _signs(_without_order(line), signers)
        for line in front
    ]
    for first in (n for n, here in enumerate(named) if here and not (n and named[n - 1])):
        end = next((n for n in range(first, len(front)) if not named[n]), len(front))
        beside = [*front[max(first - 1, 0) : first], *front[end : end + 1]]
        if len(front) <= end - first or any(_is_head(line, title) for line in beside):
            return list(front[first:end])
    return []


def _is_head(line: str, title: str) -> bool:
    is_title = line == title or (len(line) > _LONGEST_LINK and line in title)
    return is_title or any(sign.search(line) for sign in (_NUMBER, _ORDER, DATE))


def _issuers_below(closing: Sequence[str]) -> list[str]:
    named = [_names_issuers(line) for line in closing]
    first = next((n for n, here in enumerate(named) if here), len(closing))
    return list(closing[first : next((n for n in range(first, len(closing)) if not named[n]), len(closing))])


def _without_order(line: str) -> str:
    """Return who gives an order: 甲省人民政府 of 甲省人民政府令第9号."""
    order = _ORDERED.match(line)
    return order[1] if order and _ISSUER.fullmatch(order[1]) else line


def _split_issuers(names: str) -> list[str]:
    """Return each of the issuers, also where the line lost the blanks between them."""
    # Blanks part whole names, and not the signs of one (教 育 部).
    parted = re.split("[、 \u3000]+", names)
    if len(parted) > 1 and all(len(name) > 2 and _ISSUER.fullmatch(name) for name in parted):
        return parted
    if find_seat(names):
        return [names]
    return [name for name in _between_issuers().sub("、", names).split("、") if name.strip()]


@cache
def _between_issuers() -> re.Pattern[str]:
    places = "[^府会厅室局部署院委央驻]{2,5}(?:省|市|县|自治[区州县])"
    ministries = join_rules("origin", "ministry")
    opens = (
        rf"中共|中央|中[国华]|全国|国务院|国家|最高人民|自治区|[省市县区](?!域|场)|{ministries}部|{places}"
    )
    return re.compile(f"(?<=[府会厅室局部署院委央驻联协办社])(?!议)(?={opens})")


def _names_issuers(line: str) -> bool:
    if "：" in line or re.match("第.{1,6}[编篇章节条]", line):
        return False
    names = _split_issuers(_without_order(line))
    return len(line) >= 3 and all(_ISSUER.fullmatch(name) for name in names)


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
        if told and "：" not in clause:
            yield find_date(match[0]), clause.lstrip(" \u3000日，经")


def _put_date(
    facts: Facts,
    front: Sequence[str],
    closing: Sequence[str],
    labelled: dict[str, str],
    events: Sequence[str],
) -> None:
    dated = [
        line
        for line in closing
        if (day := DATE.search(line))
        and len(line) < 40
        and not _LABELLED.search(line)
        # A title and a date are a link to another paper.
        and not _TITLE_END.search(line[: day.start()].strip(" （["))
    ]
    # Below the date of the document stands the date on which it was printed.
    signed = [line for line in dated if not line.endswith("印发")] or dated
    alone = [
        line
        for line in front
        if DATE.fullmatch(line.strip("（）"))
        or (DATE.search(line) and line.startswith("—"))
        or (DATE.search(line) and re.search("大会|会议", line))
        or _DATE_AND_SPEAKER.search(line)
        or (
            DATE.search(line)
            and "：" not in line
            and _names_issuers(DATE.sub("", line).strip("（） \u3000日"))
        )
    ]
    kind = facts.get("kind", ("",))[0]
    stated = [("closing", signed[-1:]), ("front", alone)]
    if events and kind != "work-report":
        _put(facts, "first_adopted", events[0], "front")
        # A statute is of the day of its last change, or of the order that published it.
        days = [*events, *(find_date(line) for line in signed[-1:])]
        stated.insert(0, ("front", [max(days)]))
    # Below a report stands when a newspaper printed it.
    if kind == "work-report":
        stated.reverse()
    for where, lines in (
        ("page", [labelled.get("date", "")]),
        *stated,
        ("publication", [facts.get("published", ("",))[0]]),
    ):
        _put(facts, "date", find_date("".join(lines[:1])), where)


def _put_year(facts: Facts, names: Names) -> None:
    in_number = re.search(rf"〔({YEAR})〕", names.number)
    titled = [read_numeral(found["year"]) for found in _YEAR_OF_TITLE.finditer(names.title)]
    in_title = str(max(titled)) if titled else ""
    kind = facts.get("kind", ("",))[0]
    speaks = kind == "work-report" or names.text.startswith("各位代表")
    worked = _year_of_work(names.text) if speaks else ""
    if kind == "work-report":
        _judge_years(facts, in_title, worked)
        # One given at the end of a year sets the work of the next.
        date = facts.get("date", ("",))[0]
        if date[5:7] in ("11", "12") and worked == str(int(date[:4]) + 1):
            _put(facts, "year", worked, "heading")
    # The date a page was put up can lie years behind the document; its own number and title do not.
    if "date" in facts and facts["date"][1] != "publication":
        _put(facts, "year", facts["date"][0][:4], facts["date"][1])
    _put(facts, "year", in_number[1] if in_number else "", "number")
    _put(facts, "year", in_title, "title")
    _put(facts, "year", facts.get("date", ("",))[0][:4], "publication")
    if speaks:
        _put(facts, "year", worked, "heading")
    elif kind not in ("statute", "rule"):
        # A statute tells of the years in which others hold, a speech of aims.
        # A report on a plan is given when the plan ends.
        title = "" if kind == "report" else names.title
        _put(facts, "year", _guess_year(title, names.text), GUESSED_YEAR)


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


def _guess_year(title: str, text: str) -> str:
    """Return the first year of a five-year plan, else the latest told of that does not lie ahead."""
    # The sixth plan began in 1981.
    if plans := [1951 + 5 * read_numeral(match[1]) for match in _FIVE_YEARS.finditer(title)]:
        return str(min(plans))
    starts = [match[1] for match in re.finditer(rf"({YEAR})年?[—–~～－至到-]{_ANY_YEAR}", title)]
    return _latest_event(text, min(starts, default=""))


def _latest_event(text: str, start: str) -> str:
    """Return the latest year that the text tells of; years of targets (到2025年, 2022年底前) lie ahead.

    So do those behind the `start` of what it plans.
    """
    told = (
        # 截至 tells of the past; 到, 至, 力争 and the end of a span (2021—2025年) of the future
        rf"[12](?:(?<=截至.)|(?<![到至争\d—–-].))(?<![到至]{_ANY_YEAR}年[和、].){_YEAR_BEHIND_FIRST}"
        # but not 2022年底前, 2022年12月底前, 2021年-2025年, 2035年远景目标
        r"(?=[年〕-])(?!年?[—–~－至到-](?:19|20)|年底|.{0,4}底前|年.{0,4}(?:远景|长远)|年(?:实现|建成|力争|达到)"
        # nor 2029年前, 2029年1月起, 2029年12月31日失效
        r"|年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:之前|以前|前|起|止|失效|废止|届满))"
    )
    return max((year for year in re.findall(told, text) if not start or year <= start), default="")


def _kind(title: str, front: Sequence[str]) -> str:
    if any(re.fullmatch(r"第\d+期.*", line) for line in front):
        return "newsletter"
    # Questions and answers on a plan are no plan.
    if _EXPLAINS.search(title):
        return ""
    kind = next((kind for kind, pattern in [*_ACTS, *_KINDS] if pattern.search(title)), "")
    # A congress passes statutes, whatever their name; what a government decrees is a rule.
    passed = any(re.search("人民代表大会.*(?:通过|批准|修正)", line) for line in front)
    return "statute" if kind == "rule" and passed else kind


def _said_kind(body: str) -> str:
    """Return what a document without a title calls itself first (现制定如下实施方案)."""
    found = ((match.start(), kind) for kind, rule in _SAID_KINDS if (match := rule.search(body[:3000])))
    return min(found, default=(0, ""))[1]
