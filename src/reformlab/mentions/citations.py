"""Find the documents that a passage cites, by title or by number, and whether it implements them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

_LONGEST_TITLE = 120
# How far before a title its issuer and its verb are looked for.
_NEAR = 90
_NUMBER = re.compile(
    r"(?P<sign>[\u4e00-\u9fff]{1,12}?)(?:〔(?P<y1>(?:19|20)\d\d)〕|\[(?P<y2>(?:19|20)\d\d)\]|【(?P<y3>(?:19|20)\d\d)】"
    r"|（(?P<y4>(?:19|20)\d\d)）)(?P<n>第?\d{1,4}号)"
)
_ORDER = re.compile(r"[\u4e00-\u9fff]{2,14}(?:令|公告)(?:（?(?:19|20)\d\d）?年?)?第?\d{1,4}号")
_ORDER_CITED = re.compile(
    r"(?:按照?|根据|依据|依照|执行|贯彻|落实)(?P<number>(?:中华人民共和国)?[\u4e00-\u9fff]{2,14}?令(?:（?(?:19|20)\d\d）?年)?第?\d{1,4}号)"
)
# What may stand before a number and is no part of it: 按照国发…, 贯彻国办发….
_NO_SIGN = re.compile(
    r"^.*(?:人民政府|日|按照|根据|依据|依照|贯彻|落实|执行|遵照|印发|下发|转发|文件|精神|通知|意见|以及|关于|已由|会同|废止|替代|参照|对照|[和及与见以按由为的将是等])"
)
_BEHIND = re.compile(r"[（(](?P<inside>[^（）()]{2,40}(?:[（(]\d{4}[）)][^（）()]{1,8})?)[）)]")

# Names that every document could bear tell of none, and are mostly short for the one that speaks.
_GENERIC = re.compile(
    r"(?:本|该|上述)?(?:总体|实施|工作|试点|行动|改革|建设|指导|管理|暂行|具体|若干|三年|重点|任务|推进)*+"
    r"(?:方案|意见|通知|办法|规划|纲要|条例|规定|决定|计划|措施|要点|细则|标准|规范|指南|目录|清单|公告|报告|指标)(?:草案)?"
    r"(?:（[^）]{1,8}）)?"
)
# How the titles of documents end; a play, a newspaper or a licence in 《》 is no document.
_DOCUMENT = re.compile(
    r"关于|[\u4e00-\u9fff]{2}20\d\d$|(?:法典?|条例|规[定则程章划范格]|办法|细则|意见|通[知告报]|公[告报约]|方案|纲[要领]|计划|决[定议]|报告|建议"
    r"|请示|批复|函|要[点求]|措施|协[定议]|宪法|章程|宣言|声明|目录|标准|指[南引标数]|手册|清单|名[单录]|分[类工]|编码"
    r"|条件|制度|机制|体系|行动|解释|说明|合同|[准守原]则|政策|答复|汇报|总结|预案|共识|白皮书|药典|令|(?<![请记报批素明计核总价案收息])表|(?<![证知请明任])书|案|若干问题"
    r"|安排|任务|部署|举措|流程|模板|[范样]本)(?:[（(〔].{1,20}[）)〕])*$"
)
# 药品管理法 is short for a law that is cited, 《条例》 for what speaks.
_IS_LAW = re.compile(r"[\u4e00-\u9fff]{2,}(?:法|[^本该]条例)")
_SHORT = re.compile(r"(?:以下)?[统均]?简称[为：:]?[《“](?P<name>[^》”\n]{2,20})[》”]")
# 《…》已经国务院同意，现印发给你们 is the document that speaks, not one that it cites.
_ISSUED = re.compile(
    r"(?:[已业]?经[^。；《]{0,60})?现(?:予以?)?(?:印发|发布|公布|转发)|[^。；，《]{0,6}(?:印发|下发)给你们|(?:[、和]?《[^》]{2,60}》)++[^。；《]{0,30}现(?:予以?)?(?:印发|发布|公布)"
)
_IMPLEMENTS = (
    r"贯彻|落实|根据|按照|依据|依照|遵照|遵循|执行|(?<!调整)实施(?!方案|意见)"
    r"|(?<![\u4e00-\u9fff])按(?=[^期时])|对照|参照"
)
# 甲政发〔1985〕167号文件发布的《…规定》: the number is that of the title behind it.
_ISSUED_AS = re.compile(r"(?:文件|文)?(?:发布|印发|公布|下发|转发)[^。；《》〔]{0,80}的$")
_QUOTED = re.compile("[《》]")
_CITES = "宣传|解读|违反|废止|修订|修改|起草|编制|制定|制订|印发|出台|发布|公布|颁布|学习|推广|转发|印制|制发"
_GOVERNING = re.compile(f"(?P<implements>{_IMPLEMENTS})|(?P<cites>{_CITES})")
_STOP = re.compile(r"[。；！？\n]")
_BODY = r"中共中央|国务院|全国人大常委会|[部委办局厅署院会]|办公室|政府"
_ISSUER = re.compile(
    rf"(?:[\u4e00-\u9fff]{{0,14}}(?:{_BODY})(?:[、和，]|(?=等|$)))++(?:等[^，。；]{{0,6}})?$"
)
_TITLE_ISSUER = re.compile(
    rf"(?P<who>[\u4e00-\u9fff]{{0,16}}?(?:{_BODY})(?:[、 ][\u4e00-\u9fff]{{2,16}}?(?:{_BODY})"
    "(?:等[^关]{0,6})?)*)(?=关于|印发|转发|批转)"
)


@dataclass(frozen=True)
class Citation:
    """A cited document: characters of the text, title and number ("" if not given), issuer, role."""

    start: int
    end: int
    title: str
    number: str
    issuer: str
    role: str


def find_own_names(texts: Iterable[str], title: str | None = None) -> frozenset[str]:
    """Find what a document calls itself: its title, what it issues, and short names (以下简称《方案》).

    Parameters
    ----------
    texts : iterable of str
        Its passages.
    title : str, optional
    """
    title = re.sub("[《》]", "", title or "")
    issued = re.search(r"(?:印发|发布|公布)(?P<name>.+?)的(?:通知|公告|通告|令)$", title)
    names = {title, issued["name"] if issued else ""} - {""}
    return frozenset(names).union(
        match["name"]
        for text in texts
        if "简称" in text
        for match in _SHORT.finditer(text)
        if not _IS_LAW.fullmatch(match["name"])
    )


def find_citations(text: str, *, own_names: frozenset[str] = frozenset()) -> list[Citation]:
    """Find the documents that a passage cites, each once.

    Parameters
    ----------
    text : str
        A clean passage.
    own_names : set of str
        What its document calls itself, as `find_own_names` gives it.

    Returns
    -------
    list of Citation
        In the order of the text. `role` is "implements" where the passage carries the document
        out (贯彻, 落实, 根据, 按照, 执行), else "cites".

    Examples
    --------
    >>> from reformlab.mentions.citations import find_citations
    >>> found = find_citations("根据《甲省分级诊疗实施办法》（甲政发〔2020〕9号），制定本方案。")
    >>> [(each.title, each.number, each.role) for each in found]
    [('甲省分级诊疗实施办法', '甲政发〔2020〕9号', 'implements')]
    """
    own = own_names | find_own_names([text]) if "简称" in text else own_names
    found: dict[tuple[str, str], Citation] = {}
    covered = 0
    previous: Citation | None = None
    titles = list(_titles(text))
    for citation in sorted([*titles, *_numbers(text, titles)], key=lambda each: each.start):
        role = _role(text, citation, covered, previous)
        citation = replace(citation, role=role)
        covered, previous = citation.end, citation
        if _is_self(text, citation, own):
            continue
        key = (citation.title, citation.number if not citation.title else "")
        known = found.get(key)
        if known is None or (role == "implements" and known.role != "implements"):
            found[key] = replace(citation, start=known.start, end=known.end) if known else citation
    return sorted(found.values(), key=lambda each: each.start)


def _titles(text: str) -> Iterator[Citation]:
    """Give every outermost 《…》, with the number in the brackets behind it."""
    if "《" not in text:
        return
    depth, start = 0, 0
    for mark in _QUOTED.finditer(text):
        at, sign = mark.start(), mark[0]
        if sign == "《" and (depth == 0 or at - start > _LONGEST_TITLE):
            depth, start = 1, at
        elif sign == "《":
            depth += 1
        elif depth and sign == "》":
            depth -= 1
            if depth == 0 and 1 < at - start <= _LONGEST_TITLE:
                title = text[start + 1 : at]
                behind = _BEHIND.match(text, at + 1)
                number = _find_number(behind["inside"]) if behind else ""
                first, before = (start, "") if number else _number_before(text, start)
                yield Citation(
                    first,
                    behind.end() if behind and number else at + 1,
                    title,
                    number or before,
                    _issuer(text, first, title),
                    "",
                )


def _number_before(text: str, start: int) -> tuple[int, str]:
    """Return where a citation begins, with the number that issued it, where one stands before it."""
    near = max(0, start - 2 * _NEAR)
    for match in _NUMBER.finditer(text, near, start):
        sign = _NO_SIGN.sub("", match["sign"])
        if sign and _ISSUED_AS.fullmatch(text, match.end(), start):
            return match.end("sign") - len(sign), _write_number(sign, match)
    return start, ""


def _numbers(text: str, titles: list[Citation]) -> Iterator[Citation]:
    """Give the numbers that stand without a title."""
    if "号" not in text:
        return
    for order in _ORDER_CITED.finditer(text):
        if not any(each.start < order.end("number") and order.start("number") < each.end for each in titles):
            yield Citation(order.start("number"), order.end("number"), "", order["number"], "", "")
    spans = iter([(each.start, each.end) for each in titles])
    span = next(spans, None)
    for match in _NUMBER.finditer(text):
        while span and span[1] <= match.start():
            span = next(spans, None)
        inside = span and span[0] < match.end()
        sign = _NO_SIGN.sub("", match["sign"])
        own = re.search(r"(?:发文字号|文号|字号)[：:]$", text[max(0, match.start() - 6) : match.start()])
        if sign and not inside and not own:
            start = match.end("sign") - len(sign)
            yield Citation(start, match.end(), "", _write_number(sign, match), "", "")


def _find_number(inside: str) -> str:
    match = _NUMBER.search(inside)
    if match:
        return _write_number(_NO_SIGN.sub("", match["sign"]) or match["sign"], match)
    order = _ORDER.search(inside)
    return order[0] if order else ""


def _write_number(sign: str, match: re.Match[str]) -> str:
    year = match["y1"] or match["y2"] or match["y3"] or match["y4"]
    return f"{sign}〔{year}〕{match['n']}"


def _issuer(text: str, start: int, title: str) -> str:
    """Return who issued a document: named right before the title, else at the head of it."""
    before = re.split(r"[。；：！？\n》）]", text[max(0, start - _NEAR) : start])[-1]
    before = re.sub(rf"^.*(?:{_IMPLEMENTS}|{_CITES}|印发的|关于)", "", before)
    named = _ISSUER.search(before)
    if named and not named[0].startswith(("你", "我", "本")):
        return re.sub("[和，]", "、", named[0]).strip("、")
    head = _TITLE_ISSUER.match(title)
    return head["who"].replace(" ", "、") if head else ""


def _role(text: str, citation: Citation, covered: int, previous: Citation | None) -> str:
    """Say how a document is cited: by the verb that governs it, or as the one before it in a list."""
    start = max(covered, citation.start - _NEAR)
    between = text[start : citation.start]
    stops = list(_STOP.finditer(between))
    clause = between[stops[-1].end() :] if stops else between
    if (
        previous
        and start == covered
        and not stops
        and re.fullmatch(r"[^，。；]{0,60}[、，]?", clause)
        and not _GOVERNING.search(clause)
    ):
        return previous.role
    verbs = list(_GOVERNING.finditer(clause))
    # A verb governs across commas only through a list of issuers (按照甲部，乙部《…》).
    governed = [verb for verb in verbs if not re.search(r"，[^、]{13,}$|，.*[，]", clause[verb.end() :])]
    return governed[-1].lastgroup or "cites" if governed else "cites"


def _is_self(text: str, citation: Citation, own: frozenset[str]) -> bool:
    if not citation.title:
        return False
    title = citation.title
    if title in own and text.startswith("同时废止", citation.end):
        # An older law of the same name.
        return False
    if title in own or _GENERIC.fullmatch(title) or not _DOCUMENT.search(title):
        return True
    if re.search(r"简称[为：:]?$", text[max(0, citation.start - 4) : citation.start]):
        return True
    aside = _BEHIND.match(text, citation.end)
    return bool(_ISSUED.match(text, aside.end() if aside else citation.end))
