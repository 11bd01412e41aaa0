"""Tell what lies ahead from what lies behind: plans, and what reports results.

Statements of what was reached (截至, 累计, 完成了) lie behind; so does what stands in a part of a
document that looks back, whatever its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache, partial

from reformlab.corpus.dates import ANY_YEAR
from reformlab.corpus.numerals import read_numeral
from reformlab.corpus.rules import compile_rules
from reformlab.mentions.deadlines import PLAN_SPAN, REACH, plan_end

rules = partial(compile_rules, "tense")
_PAST, _AHEAD, _FAR_AHEAD = rules("{past}"), rules("{ahead}"), rules("{far_ahead}")
_REVIEW_HEADING, _PLAN_HEADING = rules("{review_heading}"), rules("{plan_heading}")
_FORWARD_HEADING, _REACHED_HEADING = rules("{forward_heading}"), rules("{reached_heading}")
_CHANGED_SINCE = rules("{changed_since}")
_DONE, _TO_DO, _BULLETIN = rules("{done}"), rules("{to_do}"), rules("{bulletin}")
# How a work report without headings begins to look back, and ahead.
_LOOKS_BACK, _LOOKS_AHEAD, _NEXT_PLAN = rules("{looks_back}"), rules("{looks_ahead}"), rules("{next_plan}")
_CLOSES_REVIEW = rules("{closes_review}")
_ANY_PLAN = re.compile(r"(?<![第\d])[“\"](十?[一二三四五六七八九]|十)五[”\"]")
_NAMED_YEAR = re.compile(rf"({ANY_YEAR})年")
# Work reports since then tell of results first, and of plans behind them.
_FIRST_OF_TWO_PARTS = 1985
_OPENING_WORDS = 80
SENTENCE_STOP = re.compile(r"[。！？\n]")
_UNTIL = re.compile(rf"[到至]({ANY_YEAR})年")
# 由2020年的30%提高到45%, 在2020年420亿元的基础上: where a change starts from.
_TOLD = re.compile(rf"(?<![比较以过于由从])({ANY_YEAR})年(?!底?[之以]?前|[^，。；]{{1,30}}基础上)")
_CLAUSE_END = re.compile(r"[，；。！？\n]|$")
_BY_NOW = rules("{by_now}")
_INTRODUCES = rules("{introduces}")
_OVER, _FORECAST, _OVER_OR_FORECAST = rules("{over}"), rules("{forecast}"), rules("{over}|{forecast}")
_FORWARD = rules("{ahead}|{forward}|全年")
_EXPECTED = re.compile("预计[到至]?(?:今年|全年)|到今年底?，预计|将")
_PART_END = re.compile(r"[。！？；\n]")
# 完成了120亿元: the verb says that it is done, whatever else the sentence speaks of.
_DONE_JUST_BEFORE = rules("{done_verb}了[约近]?$")


# In results marks of what was done come nearly as often as verbs of what is to be done.
_REPORT_MARKS, _REPORT_RATIO = 5, 0.5


def is_report(kind: str | None, texts: Iterable[str]) -> bool:
    """Say whether a document reports results, by its kind or the marks in its text."""
    if kind in ("key-tasks", "plan", "opinion", "statute", "rule", "work-report", "report"):
        return kind == "report"
    done, to_do = 0, 0
    for text in texts:
        done += len(_DONE.findall(text))
        to_do += len(_TO_DO.findall(text))
    return done >= _REPORT_MARKS and done > _REPORT_RATIO * to_do


# All passages of a section have its headings.
@lru_cache(maxsize=256)
def is_review(headings: str, reports: bool, year: int | None = None) -> bool:
    """Say whether a passage under these headings looks back.

    `reports` says so of its document. With the year of a work report, headings that name only
    years before it (1955年国家决算) look back too.
    """
    for heading in reversed(headings.split(" > ")):
        if _PLAN_HEADING.search(heading):
            return False
        if _REVIEW_HEADING.search(_FORWARD_HEADING.sub("", heading)):
            return True
    named = years_of(headings) if year else []
    return reports or bool(named and max(named) < (year or 0))


@lru_cache(maxsize=256)
def names_reached(headings: str) -> bool:
    """Say whether headings tell of what was reached (水安全得到巩固), and none of what is planned."""
    return bool(_REACHED_HEADING.search(headings)) and not _PLAN_HEADING.search(headings)


def is_bulletin(title: str | None) -> bool:
    """Say whether a title names what tells of what was found or done (…情况的通报).

    Examples
    --------
    >>> from reformlab.mentions.tense import is_bulletin
    >>> is_bulletin("关于农机检查情况的通报"), is_bulletin("关于建立通报制度的通知")
    (True, False)
    """
    return bool(title and _BULLETIN.search(title))


def is_plan(headings: str, year: int | None) -> bool:
    """Say whether a passage of a work report under these headings looks ahead."""
    named = years_of(headings)
    return bool(_PLAN_HEADING.search(headings)) or bool(year and named and max(named) >= year)


@lru_cache(maxsize=256)
def tell_heading(heading: str, year: int | None) -> tuple[bool, bool]:
    """Say whether a heading of a work report looks back, and whether it looks ahead; some do both.

    Years decide: 2016年目标任务 in a report of 2017 lies behind.
    """
    named = years_of(heading) if year else []
    # A plan that ended, or begins this year; one that runs tells nothing.
    ends = [plan_end(plan) for plan in _ANY_PLAN.findall(heading)] if year else []
    named += [end for end in ends if end < (year or 0) or end - 4 >= (year or 0)]
    behind = bool(named) and max(named) < (year or 0)
    looks_back = bool(_REVIEW_HEADING.search(_FORWARD_HEADING.sub("", heading)))
    looks_ahead = bool(_PLAN_HEADING.search(heading)) and not behind
    return (
        looks_back or (bool(named) and min(named) < (year or 0)),
        looks_ahead or (bool(named) and not behind),
    )


def mingles(year: int | None) -> bool:
    """Say whether work reports of a year tell of results and plans in one part."""
    return year is not None and year < _FIRST_OF_TWO_PARTS


def turns(text: str, year: int | None = None) -> bool | None:
    """Say where a work report turns by how a passage opens: True to the past, False ahead, else None."""
    opening = text[:_OPENING_WORDS]
    for found in _LOOKS_AHEAD.finditer(opening):
        # 2030年是实施2035年规划的第一年: its first year is the one it speaks of.
        named = years_of(found[0])[:1]
        named += [plan_end(plan["next"]) - 4 for plan in _NEXT_PLAN.finditer(found[0])]
        if year is None or not named or max(named) >= year:
            return False
    return True if _LOOKS_BACK.search(opening) else None


def closes_review(text: str) -> bool:
    """Say whether a passage of a work report opens with what is said last of the past."""
    return bool(_CLOSES_REVIEW.search(text[:_OPENING_WORDS]))


def years_of(words: str) -> list[int]:
    """Return the years that words name."""
    return [read_numeral(found) for found in _NAMED_YEAR.findall(words)]


def is_past(text: str, at: int, first: int, *, review: bool | None, year: int | None) -> bool:
    """Say whether what stands at a place of a text was reached already.

    Parameters
    ----------
    text : str
    at, first : int
        Where the number stands, and where its sentence begins.
    review : bool or None
        The passage looks back; then only what plainly lies ahead is not past. None: what its
        sentences told last goes on where one does not say itself.
    year : int or None
        Of the document.
    """
    before = text[max(first, at - REACH) : at]
    names_year = "年" in before
    until = [read_numeral(found) for found in _UNTIL.findall(before)] if names_year else []
    ahead = bool(until) and (year is None or max(until) >= year)
    if review:
        # 定下到2035年的目标，去年建成30座: what was set then, and what was done.
        # 由去年的60所增加到今年的64所: what was seen.
        set_then = (
            ahead
            and not _CHANGED_SINCE.search(before)
            and "截至" not in before
            and not _BY_NOW.search(before, _last_end(_UNTIL, before))
        )
        return not (bool(_FAR_AHEAD.search(before)) or set_then)
    if "了" in before[-5:] and _DONE_JUST_BEFORE.search(before[-5:]):
        return True
    told = _TOLD.findall(before) if year and names_year else []
    ends = [read_numeral(found) for found in told]
    if year and "期" in before:
        ends += [plan_end(plan["plan"]) for plan in PLAN_SPAN.finditer(before)]
    behind = bool(ends) and max(ends) < (year or 0)
    stop = _CLAUSE_END.search(text, at, at + REACH)
    opens = max(before.rfind("，"), before.rfind("；")) + 1
    while opens and before.startswith("比", opens):
        # 达到了五亿元，比前年增长一成: compared is what the clause before tells of.
        opens = max(before.rfind("，", 0, opens - 1), before.rfind("；", 0, opens - 1)) + 1
    clause = before[opens:] + text[at : stop.start() if stop else at + REACH]
    told_here = behind or _PAST.search(clause) or _BY_NOW.search(before)
    told_here = told_here or (_opens(text, at) and not (ends and max(ends) >= (year or 0)))
    told_here = told_here or (review is None and _told_before(text, first, year))
    if told_here and not (ahead or _AHEAD.search(before)):
        return True
    return _goes_on(text, at, first, year, ahead)


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in pattern.finditer(text)), default=0)


def _opens(text: str, at: int) -> bool:
    """Say whether a place stands in the background that a document opens with, before what it then sets."""
    return "如下" in text and bool(_INTRODUCES.search(text, at))


def _goes_on(text: str, at: int, first: int, year: int | None, ahead: bool) -> bool:
    """Say whether a place goes on telling of months that are over, or of what the year under way may bring.

    Its sentence or one before it begins to, and nothing from there on turns forward.
    """
    if not _tells_of_months(text):
        return False
    stop, end = _PART_END.search(text, at), _CLAUSE_END.search(text, at)
    last = stop.start() if stop else len(text)
    if not _OVER_OR_FORECAST.search(text, 0, last):
        return False
    before = [(sentence, sentence) for sentence in reversed(SENTENCE_STOP.split(text[:first]))]
    for told, sentence in [(text[first : end.start() if end else last], text[first:last]), *before]:
        # 将 and 今年 say of a forecast no more than that it is one.
        if _FORWARD.search(_EXPECTED.sub("■", told)) or (year and max(years_of(told), default=0) > year):
            return False
        expected = _FORECAST.search(sentence) if year else None
        if expected and max(years_of(expected[0]), default=year) == year:
            return True
        ahead = ahead or "将" in told
        if _OVER.search(sentence):
            return not ahead
        if _TO_DO.search(told):
            return False
    return False


# Asked for every number of a passage; few passages do.
@lru_cache(maxsize=64)
def _tells_of_months(text: str) -> bool:
    return bool(_OVER_OR_FORECAST.search(text))


# Asked for every number of a sentence.
@lru_cache(maxsize=64)
def _told_before(text: str, first: int, year: int | None) -> bool:
    """Say whether the sentences of a passage before a place told of results last."""
    for sentence in reversed(SENTENCE_STOP.split(text[:first])):
        named = years_of(sentence)
        if _AHEAD.search(sentence) or (year and named and max(named) >= year):
            return False
        if _PAST.search(sentence) or _BY_NOW.search(sentence) or named:
            return True
    return False
