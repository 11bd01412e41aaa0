"""Tell by which year what a number of a passage says is to be reached: which time limit holds there.

The nearest limit of its sentence does, but for one that is put in (其中到2027年180个, or in brackets); else
what the sentences before it set.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from reformlab.corpus.dates import ANY_YEAR
from reformlab.corpus.numerals import read_numeral
from reformlab.mentions.deadlines import (
    NAMED_YEAR,
    PLAN_END,
    PLAN_SPAN,
    REACH,
    TimeLimit,
    plan_end,
    rules,
    said_year,
)

_OTHER_TIME, _HOLDS_ON = rules("{other_time}"), re.compile("[到至].*[年末]")
# 2026年底前，…: holds on where it opens its sentence; 其中 goes on with the sentence before it.
_OPENS_YEAR = re.compile(rf"(?:(?:{ANY_YEAR})年[底末]?(?:[之以]?前)?|[今明后]年年?[底末](?:[之以]?前)?)")
_GOES_ON = re.compile("其中|同时")
_ITEM_LABEL = re.compile(r"(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|[①-⑳])?")
# 其中到2027年180个, （2024年60%）: a year with its value is put in, and what stands behind goes on as before.
_PUT_IN_YEAR = re.compile(rf"(?<![比较按以同])({ANY_YEAR}|[今明后去上])年")
_INSERTED = re.compile(
    rf"其中[^，。；：\n\d]{{0,8}}，?[^，。；：\n\d]{{0,4}}{_PUT_IN_YEAR.pattern}"
    rf"(?:年?[底末内])?(?:[之以]?前)?，?[^，；。\n]*(?:，到?(?:{ANY_YEAR})年[^，；。\n]*)*"
    rf"|[（(][^（）()\n\d]{{0,12}}{_PUT_IN_YEAR.pattern}(?:[^（）()\n\d]|\d+月)*"
    r"(?<!\d)\d[\d.]*(?![\d.年月日—\-－~～])[^（）()\n]*[）)]"
)
# Behind more of these no limit before them holds.
_MOST_PUT_IN = 20
# 2020年为60%: what was then; 2020年前建成的20座 are there still.
_WAS_THEN = re.compile(r"年?[底末]?[^的，、（）()\d前起来后]{0,6}\d")
# 2024—2026年，培训…: by the last of these years.
_YEARS_SPAN = re.compile(
    rf"(?:^|(?<=[。！？；\n]))(?:{ANY_YEAR})年?[—\-–－~～至到]{{1,2}}(?P<last>{ANY_YEAR})年(?:期?间|度)?(?=，)"
)
# “十四五”期间，新建50个: by the last of its years.
_OPENS_PLAN = re.compile(rf"(?:^|(?<=[。！？；\n])){PLAN_SPAN.pattern}(?=，)")
_STOP = re.compile(r"[。！？\n]")
# 为明年打基础: what is done now. 今后年均 and 建成后年产 name no year.
_THIS_OR_NEXT = re.compile("(今|本|(?<![透为给])明|(?<![^，。；：、（和及与到至或])后)年")
# 6月底前新建20座，明年再建30座: a time that opens a clause takes the place of one before it.
_THEN_IN = re.compile("(?:(?<=[，；：（])|(?<=其中))(今|明|后|全)年(?![起初]|以来)")


def limit_year(
    text: str, limits: Sequence[TimeLimit], at: int, *, first: int, year: int | None, carried: str = ""
) -> str:
    """Return the time by which something at a place of the text is to be reached.

    The nearest limit before it in its sentence (which begins at `first`) holds; else the
    document's own year (今年), the next (明年) or the end of a five-year plan, where the sentence names it,
    今年 or 明年 whichever stands nearer; else the year
    that a sentence before it set (see `carry_limit`), or what stands before the passage (`carried`).
    """
    whole, inserted = text, _inserted_at(text, at)
    text = cover_inserted(text, first, at)
    nearest = _find_nearest(whole, limits, at)
    named = _named_last(text, inserted, at) if inserted else None
    if named and (nearest < 0 or limits[nearest].end < named.start()):
        stated = _put_in_year(named[1], year)
        return str(stated) if stated and stated >= (year or stated) else ""
    if nearest >= 0 and limits[nearest].start >= first:
        then = _THEN_IN.findall(text, limits[nearest].end, at) if year else []
        if then and then[-1] == "全":
            # 上半年完成60亿元，全年完成150亿元: by the end of the year that the limit is in.
            return limits[nearest].by[:4]
        return str(said_year(then[-1], year)) if then else limits[nearest].by
    first = max(first, at - REACH)
    if year and (said := _THIS_OR_NEXT.findall(text, first, at)):
        return str(said_year(said[-1], year))
    if span := [last for start, last in _find_spans(text, year) if first <= start < at]:
        return span[-1]
    plan = PLAN_SPAN.search(text, first, at) if text.find("期", first, at) >= 0 else None
    if plan and (year is None or plan_end(plan["plan"]) >= year):
        return str(plan_end(plan["plan"]))
    return "" if _OTHER_TIME.search(text, first, at) else carry_limit(whole, limits, first, year, carried)


def cover_inserted(text: str, first: int, at: int) -> str:
    """Cover what is put in, with a year of its own, and over before a place of the sentence from `first` on.

    Examples
    --------
    >>> from reformlab.mentions.due_years import cover_inserted
    >>> cover_inserted("互认率70%（2024年60%），满意率90%", 0, 20)
    '互认率70%■■■■■■■■■■，满意率90%'
    """
    spans = _find_inserted(text)
    opens = bisect_left(spans, first, key=lambda span: span[0])
    over = bisect_left(spans, at, key=lambda span: span[1])
    return _cover(text, opens, over) if opens < over else text


@lru_cache(maxsize=8)
def _cover(text: str, opens: int, over: int) -> str:
    """Cover some of what is put in: from the one of a number to before another."""
    parts, done = [], 0
    for start, end in _find_inserted(text)[opens:over]:
        parts += [text[done:start], "■" * (end - start)]
        done = end
    return "".join([*parts, text[done:]])


def _find_nearest(text: str, limits: Sequence[TimeLimit], at: int) -> int:
    """Return which limit is the last before a place that is not put in and over; -1 where none is near."""
    nearest = bisect_left(limits, at, key=lambda limit: limit.start) - 1
    near = range(nearest, max(nearest - _MOST_PUT_IN, -1), -1)
    return next((which for which in near if not _is_over(text, limits[which], at)), -1)


def _is_over(text: str, limit: TimeLimit, at: int) -> bool:
    """Say whether a limit stands in what is put in and over before a place."""
    span = _inserted_at(text, limit.start + 1)
    return span is not None and span[1] < at


def tells_of_then(text: str, at: int, year: int | None) -> bool:
    """Say whether a place stands in what is put in with a year that is over: （2020年为60%）."""
    inserted = _inserted_at(text, at)
    named = _named_last(text, inserted, at) if inserted and year else None
    if not (named and year and _WAS_THEN.match(text, named.end())):
        return False
    return (_put_in_year(named[1], year) or year) < year


# Asked for every number of a passage.
@lru_cache(maxsize=64)
def _find_inserted(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _INSERTED.finditer(text)] if "年" in text else []


def _inserted_at(text: str, at: int) -> tuple[int, int] | None:
    spans = _find_inserted(text)
    last = bisect_left(spans, at, key=lambda span: span[0]) - 1
    return spans[last] if last >= 0 and at <= spans[last][1] else None


def _named_last(text: str, inserted: tuple[int, int], at: int) -> re.Match[str] | None:
    """Return the last year that something put in names before a place in it."""
    named = list(_PUT_IN_YEAR.finditer(text, max(inserted[0], at - REACH), at))
    return named[-1] if named else None


def _put_in_year(said: str, year: int | None) -> int | None:
    if said in ("去", "上"):
        return year and year - 1
    return said_year(said, year) if said in ("今", "明", "后") else read_numeral(said)


def carry_limit(text: str, limits: Sequence[TimeLimit], at: int, year: int | None, carried: str = "") -> str:
    """Return the year that the sentences before a place set for what follows, else what was `carried`.

    到2027年，建成20座。覆盖率达到30%。: both by 2027. Only such years hold on, those that open a sentence
    (2027年底前，…) and the last of a span (2025—2027年，…), no 年内 and no 6月底前.
    """
    nearest = _find_nearest(text, limits, at)
    spans = [span for span in _find_spans(text, year) if span[0] < at]
    if spans and (nearest < 0 or limits[nearest].start < spans[-1][0]):
        return spans[-1][1]
    if nearest < 0:
        return carried
    limit = limits[nearest]
    if _GOES_ON.match(text, at) and not _STOP.search(text, limit.end, at - 1):
        return limit.by
    opens = max(text.rfind(stop, 0, limit.start) for stop in "。！？\n")
    # A sentence that sets two years leaves open which of them holds on.
    said = (other for other in limits[: nearest + 1] if other.start > opens)
    one = {other.by for other in said if not _is_over(text, other, at)} == {limit.by}
    # 到2027年, “十四五”末
    holds_on = PLAN_END.match(text, limit.start) or _HOLDS_ON.match(text, limit.start, limit.end)
    first = _ITEM_LABEL.match(text, opens + 1).end()
    holds_on = holds_on or (limit.start == first and _OPENS_YEAR.fullmatch(text, limit.start, limit.end))
    return limit.by if one and len(limit.by) == 4 and holds_on else ""


# Asked for every number of a passage.
@lru_cache(maxsize=64)
def _find_spans(text: str, year: int | None) -> list[tuple[int, str]]:
    """Return where each span of years stands that opens a sentence and is not over, with its last year."""
    if "年" not in text and "五" not in text:
        return []
    found = [(match.start(), read_numeral(match["last"])) for match in _YEARS_SPAN.finditer(text)]
    found += [(match.start(), plan_end(match["plan"])) for match in _OPENS_PLAN.finditer(text)]
    return [(start, str(last)) for start, last in sorted(found) if year is None or last >= year]


def share_years(text: str, first: int, at: int, count: int) -> list[str]:
    """Return the years that values share out one each: 到2025年和2030年，分别达到25%和30%; else nothing."""
    if count < 2:
        return []
    years = rf"(?:(?:{ANY_YEAR})年[和、与]){{{count - 1}}}(?:{ANY_YEAR})年"
    row = re.compile(rf"[到至]{years}|{years}(?=[^，。；\d]{{0,4}}分别)")
    found = list(row.finditer(text, first, at))
    return [str(read_numeral(year)) for year in NAMED_YEAR.findall(found[-1][0])] if found else []
