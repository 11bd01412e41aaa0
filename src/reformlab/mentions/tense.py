"""Tell what lies ahead from what lies behind: plans, and what reports results.

Statements of what was reached (截至, 累计, 完成了) lie behind; so does what stands in a part of a
document that looks back, whatever its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from reformlab.corpus.numerals import read_numeral
from reformlab.mentions.deadlines import REACH, YEAR, plan_end

_PAST = re.compile(
    r"截至|截止|(?<!（)累计|共计|总计|先后|(?<![由从])去年|(?<![比较])上年|同比|同期|为止|连续[\d一二三四五六七八九十]+年|历史新高|全长|流域面积|以来|现有|现已|目前|(?<![人口户])拥有(?![量率数])|共有|已(?![^，。；]{0,12}的)|曾|过去|原有|造成|发生"
    r"|[\u4e00-\u9fff]了(?![解望结断然])|获评|荣获|率先建成|前[两三四五]年共|完成(?:全年|年度)?预算数?的|[只仅]占|例如"
    r"|收到(?=[\d一二三四五六七八九十])|仅[^，。；]{2,10}就|已经?占"
)
_AHEAD = re.compile(
    r"力争|争取|确保|努力|目标|不低于|不少于|至少|不得|应(?![急对用])|须|必须|(?<![纲主重首概提需])要(?!求|素|点|件)|要求：|将(?!近)|拟|(?<!五年)(?<!年度)计划|预期|底前|(?<![一二三四五六七八九十两几\d])年内|今年(?!上半年|以来|头)|下一步|(?<!平均)每年"
)
_FAR_AHEAD = re.compile(r"力争|争取(?=实现|达到|到20|在|年|完成)|下一步|下步|拟|打算|今后|明年|预期目标")
_REVIEW_HEADING = re.compile(
    r"回顾|过去的?[一两三四五]年|[一两三四五]年来|发展成就|成效|成绩|总结|(?:进展|实现|完成|开展|执行|整合|调整|改革|工作|基本)情况|主要做法|现状|存在(?:的)?问题|困难问题|问题和困难|发展(?:基础|环境)|背景|主要成就"
)
_PLAN_HEADING = re.compile(
    r"下一步|下步|打算|计划(?!.*情况|时期)|安排|思路|建议|目标任务|今后|工作要求|重点任务(?!.{0,12}情况)"
)
_REPORT_TITLE = re.compile(
    r"(?:总结|汇报|情况(?:的)?报告|工作情况|进展情况|自查报告|评估报告|情况通报)(?:（[^）]*）)?$"
)
_DONE = re.compile(r"[\u4e00-\u9fff]了(?![解望结断然])|截至|累计|先后|以来|期间")
_TO_DO = re.compile(r"推进|加强|完善|健全|鼓励|支持|探索|不得|应当|负责|到20\d\d年|力争|加快")
# How a work report without headings begins to look back, and ahead.
_LOOKS_BACK = re.compile(r"过去的?[一五]年[，里]|一年来|五年来|[过这]五年|刚刚过去|(?:19|20)\d\d年工作回顾")
_LOOKS_AHEAD = re.compile(
    r"(?:今年|(?:19|20)\d\d年)(?:是[^，。]{0,30}(?:年|之年)|政府工作|经济社会发展|工作(?:总体|安排|的)|要|重点|主要(?:预期)?目标)"
    r"|主要预期目标[是为：]|做好今年|今后五年|未来五年|下一步|“?(?P<next>十[一二三四五六七八九])五”?时期"
)
_NEXT_PLAN = re.compile(r"“?(?P<next>十[一二三四五六七八九])五”?时期")
_ANY_YEAR = re.compile(rf"({YEAR})年")
# Work reports since then tell of results first, and of plans behind them.
_FIRST_OF_TWO_PARTS = 1985
_OPENING_WORDS = 80
_SENTENCE_STOP = re.compile(r"[。！？\n]")
_UNTIL = re.compile(rf"[到至]({YEAR})年")
_TOLD = re.compile(rf"(?<![比较以过于])({YEAR})年")
_CLAUSE_END = re.compile(r"[，；。！？\n]|$")
_BY_NOW = re.compile(
    r"截至|截止|(?<![由从])去年|(?<![比较])上年|以来|过去的?[一五]年|[一五]年来|[两三五十]年中，"
)
# 完成了120亿元: the verb says that it is done, whatever else the sentence speaks of.
_DONE_JUST_BEFORE = re.compile(r"(?:完成|实现|达到|增长|超过|建成|新增|投入|下降|提高|增加)了[约近]?$")
# In results marks of what was done come nearly as often as verbs of what is to be done.
_REPORT_MARKS, _REPORT_RATIO = 5, 0.5


def is_report(title: str | None, kind: str | None, texts: Iterable[str]) -> bool:
    """Say whether a document reports results, by its kind, its title or the marks in its text."""
    if kind == "report" or (title and _REPORT_TITLE.search(title)):
        return True
    if kind in ("key-tasks", "plan", "opinion", "statute", "rule", "work-report"):
        return False
    done, to_do = 0, 0
    for text in texts:
        done += len(_DONE.findall(text))
        to_do += len(_TO_DO.findall(text))
    return done >= _REPORT_MARKS and done > _REPORT_RATIO * to_do


def is_review(headings: str, reports: bool, year: int | None = None) -> bool:
    """Say whether a passage under these headings looks back.

    `reports` says so of its document. With the year of a work report, headings that name only
    years before it (1955年国家决算) look back too.
    """
    if _PLAN_HEADING.search(headings):
        return False
    named = _years_of(headings) if year else []
    return reports or bool(_REVIEW_HEADING.search(headings)) or bool(named and max(named) < (year or 0))


def is_plan(headings: str, year: int | None) -> bool:
    """Say whether a passage of a work report under these headings looks ahead."""
    named = _years_of(headings)
    return bool(_PLAN_HEADING.search(headings)) or bool(year and named and max(named) >= year)


def mingles(year: int | None) -> bool:
    """Say whether work reports of a year tell of results and plans in one part."""
    return year is not None and year < _FIRST_OF_TWO_PARTS


def turns(text: str, year: int | None = None) -> bool | None:
    """Say where a work report turns by how a passage opens: True to the past, False ahead, else None."""
    opening = text[:_OPENING_WORDS]
    for found in _LOOKS_AHEAD.finditer(opening):
        named = _years_of(found[0]) + [plan_end(plan["next"]) - 4 for plan in _NEXT_PLAN.finditer(found[0])]
        if year is None or not named or max(named) >= year:
            return False
    return True if _LOOKS_BACK.search(opening) else None


def _years_of(words: str) -> list[int]:
    return [read_numeral(found) for found in _ANY_YEAR.findall(words)]


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
    until = [read_numeral(found) for found in _UNTIL.findall(before)] if "年" in before else []
    ahead = any(year is None or found >= year for found in until)
    if review:
        return not (bool(_FAR_AHEAD.search(before)) or (ahead and "截至" not in before))
    if "了" in before[-5:] and _DONE_JUST_BEFORE.search(before[-5:]):
        return True
    told = _TOLD.findall(before) if year and "年" in before else []
    behind = bool(told) and all(read_numeral(found) < (year or 0) for found in told)
    stop = _CLAUSE_END.search(text, at, at + REACH)
    opens = max(before.rfind("，"), before.rfind("；")) + 1
    while opens and before.startswith("比", opens):
        # 达到了五亿元，比前年增长一成: compared is what the clause before tells of.
        opens = max(before.rfind("，", 0, opens - 1), before.rfind("；", 0, opens - 1)) + 1
    clause = before[opens:] + text[at : stop.start() if stop else at + REACH]
    told_here = behind or _PAST.search(clause) or _BY_NOW.search(before)
    if not told_here and (review is not None or not _told_before(text, first, year)):
        return False
    return not (ahead or _AHEAD.search(before))


def _told_before(text: str, first: int, year: int | None) -> bool:
    """Say whether the sentences of a passage before a place told of results last."""
    for sentence in reversed(_SENTENCE_STOP.split(text[:first])):
        named = _years_of(sentence)
        if _AHEAD.search(sentence) or (year and named and max(named) >= year):
            return False
        if _PAST.search(sentence) or _BY_NOW.search(sentence) or named:
            return True
    return False
