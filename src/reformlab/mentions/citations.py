"""Find the documents that a passage cites, by title or by number, and whether it implements them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

from reformlab.corpus.document_numbers import DOCUMENT_NUMBER, ORDER_NUMBER
from reformlab.corpus.rules import compile_rules
from reformlab.documents.head import list_issuers, part_issuers

_LONGEST_TITLE = 120
# How far before a title its issuer and its verb are looked for.
_NEAR = 90
_NUMBER = re.compile(DOCUMENT_NUMBER)
_ORDER = re.compile(ORDER_NUMBER)
rules = partial(compile_rules, "citations")
_NO_SIGN = rules("^.*{no_sign}")
# Brackets that a number opens count where nobody closed them, too.
_OPEN = re.compile(rf"[（(]{DOCUMENT_NUMBER}(?=[，、。；])")
_BEHIND = re.compile(r"[（(](?P<inside>[^（）()]{2,40}(?:[（(]\d{4}[）)][^（）()]{1,8})?)[）)]")

# Names that every document could bear tell of none, and are mostly short for the one that speaks.
_GENERIC = rules("(?:本|该|上述)?{general}*+{general_end}(?:草案)?(?:（[^）]{1,8}）)?")
# 依照国务院令第799号; 国务院令第799号公布 tells how the statute that speaks was issued.
_ORDER_CITED = rules(
    r"(?:{order_cited}|(?:^|[（(，。；、和及与])(?!{order_cited}))(?P<order>{han}{1,12}?(?:政府|[院部局委会署行]|主席)令第?[\d一二三四五六七八九十百]{1,5}号)"
    "(?!令|公布|发布|颁布|修[订正改])"
)

# A play, a newspaper or a licence in 《》 is no document.
_DOCUMENT = rules(r"{document}|{document_end}(?:20\d\d年?版)?\s*(?:[（(〔].{1,20}[）)〕]\s*)*$")
# 《饮用水卫生》（GB 5749）: a standard, whatever it is called.
_STANDARD = rules("[（(]?{standard_number}")
# 药品管理法 is short for a law that is cited, 《条例》 for what speaks.
_IS_LAW, _SHORT, _CALLED = rules("{law}"), rules("{short_name}"), re.compile("(?:简|以下)称[为：:]?$")
# 《…》已经国务院同意，现印发给你们: what the document that speaks issues.
_ISSUED, _NOW_ISSUED, _ISSUES_IT = rules("{issued}"), rules("{now_issued}"), rules("{issues_it}")
_ISSUED_AS = rules("{issued_as}")
# 填写《调查表》, 凭《保健手册》: a form, which is no document.
_HANDED_OUT, _IS_FORM = rules("{handed_out}$"), rules("{form_end}$")
_QUOTED = re.compile("[《》]")
_GOVERNING = rules("(?P<implements>{implements})|(?P<cites>{cites})")
_GOVERNED = rules("^.*(?:{implements}|{cites}|印发的|关于)")
_STOP = re.compile(r"[。；！？\n]")
_ISSUER = rules("(?:{han}{0,14}{agency_endings.cited_issuer}(?:[、和， ]|(?=等|$)))++(?:等[^，。；]{0,6})?$")
_TITLE_ISSUER = rules(
    "(?P<who>{han}{0,16}?{agency_endings.cited_issuer}(?:、{han}{2,16}?{agency_endings.cited_issuer}"
    "(?:等[^关]{0,6})?)*)(?=关于|印发|转发|批转)"
)


class Citation(NamedTuple):
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
    # With or without the blanks between its issuers it is one title.
    title = re.sub("[《》 ]", "", title or "")
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
        out (贯彻, 落实, 根据, 按照, 执行), "issues" where it puts it into force or hands it on
        (现将《…》印发给你们), else "cites".

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
        issued = citation.title and _is_issued(text, citation)
        role = "issues" if issued else _role(text, citation, covered, previous)
        citation = citation._replace(role=role)
        covered, previous = citation.end, citation
        if _is_self(text, citation, own):
            continue
        key = (citation.title.replace(" ", ""), citation.number if not citation.title else "")
        known = found.get(key)
        if known is None or (role == "implements" and known.role == "cites"):
            found[key] = citation._replace(start=known.start, end=known.end) if known else citation
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
                title = part_issuers(text[start + 1 : at])
                behind = _BEHIND.match(text, at + 1) or _OPEN.match(text, at + 1)
                number = _find_number(behind[0].strip("（()）")) if behind else ""
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
    yield from _orders(text, titles)
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


def _orders(text: str, titles: list[Citation]) -> Iterator[Citation]:
    """Give the numbers of orders that stand without a title: 依照国务院令第799号."""
    if "令" not in text:
        return
    for match in _ORDER_CITED.finditer(text):
        if not any(each.start < match.end("order") and match.start("order") < each.end for each in titles):
            yield Citation(*match.span("order"), "", match["order"], "", "")


def _find_number(inside: str) -> str:
    if match := _NUMBER.search(inside):
        return _write_number(_NO_SIGN.sub("", match["sign"]) or match["sign"], match)
    order = _ORDER.search(inside)
    return order[0] if order else ""


def _write_number(sign: str, match: re.Match[str]) -> str:
    return f"{sign}〔{match['year']}〕{match['count']}"


def _issuer(text: str, start: int, title: str) -> str:
    """Return who issued a document: named right before the title, else at the head of it."""
    before = re.split(r"[。；：！？\n》）]", text[max(0, start - _NEAR) : start])[-1]
    before = _GOVERNED.sub("", before)
    named = _ISSUER.search(before)
    if named and not named[0].startswith(("你", "我", "本")):
        return re.sub("[和， ]", "、", named[0]).strip("、")
    if len(names := list_issuers(title)) > 1:
        return "、".join(names)
    head = _TITLE_ISSUER.match(title)
    return head["who"] if head else ""


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


def _is_issued(text: str, citation: Citation) -> bool:
    """Say whether the document that speaks issues this one: 现将《…》印发给你们, 《…》已经同意，现印发."""
    aside = _BEHIND.match(text, citation.end)
    end = aside.end() if aside else citation.end
    before = text[max(0, citation.start - 2 * _NEAR) : citation.start]
    now = _NOW_ISSUED.search(before)
    return bool(_ISSUED.match(text, end) or (now and (now["done"] or _ISSUES_IT.match(text, end))))


def _is_self(text: str, citation: Citation, own: frozenset[str]) -> bool:
    """Say whether a title is only another name of the document that speaks, or of no document."""
    title = citation.title.replace(" ", "")
    if not title:
        return False
    before = text[max(0, citation.start - 10) : citation.start]
    if not citation.number and _IS_FORM.search(title) and _HANDED_OUT.search(before):
        return True
    if _GENERIC.fullmatch(title) or _CALLED.search(text[max(0, citation.start - 4) : citation.start]):
        return True
    if citation.role == "issues" or (title in own and text.startswith("同时废止", citation.end)):
        # What is issued is no other name; an older law of the same name is none either.
        return False
    return title in own or not (_DOCUMENT.search(title) or _STANDARD.match(text, citation.end))
