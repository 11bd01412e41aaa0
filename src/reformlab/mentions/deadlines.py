"""Find time limits: dates by which something is to be done (到2025年, 6月底前, 年内).

They are resolved by the year of their document.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from reformlab.corpus.numerals import read_numeral
from reformlab.corpus.rules import compile_rules

YEAR = r"(?:19|20)\d\d|[一二][〇○零OＯ一二三四五六七八九]{3}"
_MONTH = r"1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
_DAY = r"[12]\d|3[01]|0?[1-9]"
# 2月5日下午5时前, 2月5日下班前
_HOUR = r"(?:(?:(?:上午|下午|中午|晚上?)?\d{1,2}(?:[:：]\d\d|[点时](?:\d{1,2}分|整|半)?)|下班)(?=[之以]?前))?"
rules = partial(compile_rules, "deadlines")
_DATE = rules(
    r"(?P<before>{before}?)(?<!\d)"
    rf"(?:(?P<y>{YEAR})年(?:度内)?|(?P<said>{{said_year}})年)(?![“\"]?{{feast}})"
    rf"(?:(?P<m>{_MONTH})月(?:份)?(?:(?P<d>{_DAY})(?:日{_HOUR}|(?=[之以]?前)))?)?(?P<edge>{{edge}})?(?P<front>(?:[（(]含[^）)]{{0,4}}[）)])?[之以]?前)?"
)
_NO_YEAR = rules(
    r"(?P<vow>(?<={vow})|{headed})?(?P<before>(?:截止?至?到?|到|至|从|自|每)?)"
    r"(?:(?<![\d年月今本当明去上])|(?<=每年)|(?=年度内)|(?=季度))"
    rf"(?:(?P<m>{_MONTH})月(?:份)?(?:(?P<d>{_DAY})(?:日{_HOUR}|(?=[之以]?前)))?(?:底|末|上旬|中旬|下旬)?"
    "(?P<front>[之以]?前|(?<=月[底末])|(?={done_then})|(?(vow)|(?!)))|(?P<end>{bare_end}))"
)
_PLAN_END = re.compile(
    r"(?<![一二三四五六七八九第初])[“\"‘']?(?P<plan>十[一二三四五六七八九]?|[一二三四五六七八九])五[”\"’']?"
    "(?:规划|时期|期)?末(?:期)?"
)
_CENTURY_END = re.compile("[到至]本世纪末")
PLAN_SPAN = re.compile(
    r"(?<![一二三四五六七八九第初])[“\"‘']?(?P<plan>十[一二三四五六七八九]?)五[”\"’']?(?:规划)?(?:期间|时期|期内)"
)
# A cell of a table with nothing but a date, a stage with a date in brackets: （二）登记（2021年9月）。
_ALONE = rules(
    r"(?:(?P<cell>(?m:^)|(?<=[|｜│┃├┤\t]))[ 　]*|(?m:^)[ 　]*{stage}[（(])"
    rf"(?P<date>(?:(?:(?P<y>{YEAR})[年.．/\-])?(?P<m>{_MONTH})(?:月份?|(?<=[.．/\-]\d)|(?<=[.．/\-]\d\d))"
    rf"(?:(?:(?<=月)|[.．/\-])(?P<d>{_DAY})日?)?(?:[底末]|[上中下]旬)?"
    rf"|(?P<end>{YEAR})年(?=[底末内前])[底末内]?|年[底末内]|(?P<half>上半年|第?[一二三四]季度)[底末]?)(?:[之以]?前)?)"
    r"(?(cell)[ 　]*(?=[|｜│┃├┤\t]|(?m:$))|[）)](?=[。：:]|(?m:$)))"
)
_CELLS = re.compile(r"[|｜│┃├┤\t]")
# The head of a table names all quarters or years.
_HEADS = 3
# What a date must have: cheap to look for.
_HAS_YEAR = re.compile(r"[\d一二三四五六七八九〇○零OＯ今明后本当去上]年")
_HAS_MONTH = re.compile("月|年底|年末|年中|年内|年度内|上半年|下半年|季度")
_OPENS_THEN, _HELD_THEN = rules("{done_then}"), rules("{held_then}")
_TOLD_PAST = re.compile("[了已曾]|[去上]年|累计|以来")
_DUE, _DONE_BY, _OPENS = rules("{due}$"), rules("{promise}"), rules("{opens_work}")
# “五一”前, 2017年国庆节通车
_ANY_FEAST = rules("{feast}")
_FEAST = rules(
    rf"(?:(?P<y>{YEAR})年|(?P<said>[今明])年)?(?<![一二三四五六七八九])[“\"]?(?P<feast>{{feast}})[”\"]?"
    "(?:国际劳动|劳动)?节?(?:[之以]?前(?![夕后])|(?={opens_work}(?!了)))"
)
_DAYS = {"五一": "-05-01", "七一": "-07-01", "八一": "-08-01", "十一": "-10-01", "国庆": "-10-01"}
# Years that a clause opens with name its time, unless they only describe what follows.
_DESCRIBED, _SINCE, _SPANS = rules("{described}"), rules("{since}"), rules("{spans}")
_REACHES, _SUPPOSED = rules("{reaches}"), rules("{supposed}")
_DRAWS_UP, _PLAN_NAME = rules("{draws_up}$"), rules("{plan_name}")
_FAVOUR, _LASTS = rules("(?:(?!{task})[^。；，]){0,40}?{favour}"), rules("{lasts}$")
_GOAL = rules("(?![是的])[^，。；]{0,8}{goal}")
_PLAN_NAME, _CHANGED = rules("{plan_name}"), rules("{changed}")
_CLOSES, _LAST_STAGE = rules("{closes}$"), rules("{last_stage}$")
_COUNTED_BY, _HOW_LONG = rules("{counted_by}"), rules("{how_long}")
# 到2025年和2030年: two years for two values.
# 由2023年的40%提高到2026年的55%: what it is to become.
_RISES_TO = rules("{rises_to}$")
_AND_THEN = re.compile(rf"[到至](?:{YEAR})年[和、与]$")
# 力争年底或明年开工: two times for one thing.
_OR_THEN = re.compile("(?:年[底末内初]|季度|月[底末]?|年)前?[或和到至]$")
_OTHER_TIME, _HOLDS_ON = rules("{other_time}"), re.compile("[到至].*[年末]")
# The tenth five-year plan (十五) ended in 2005.
_PLAN_ZERO, _PLAN_YEARS = 1955, 5

# How far before a number its time is looked for.
REACH = 200


class TimeLimit(NamedTuple):
    """A time limit: characters of the text, and the ISO date as exact as stated ("" if unresolved)."""

    start: int
    end: int
    by: str


def find_limits(text: str, *, year: int | None = None) -> list[TimeLimit]:
    """Find every time limit that lies ahead of a document.

    Parameters
    ----------
    text : str
        A clean passage.
    year : int, optional
        Of the document: resolves 年内 and 6月底前. Without it these are found, but unresolved.

    Returns
    -------
    list of TimeLimit
        In the order of the text, each where it stands; one date may stand several times.

    Examples
    --------
    >>> from reformlab.mentions.deadlines import find_limits
    >>> [limit.by for limit in find_limits("6月底前制定方案，到2025年建成体系。", year=2023)]
    ['2023-06', '2025']
    """
    return list(_find_limits(text, year))


# A passage is asked for when its context is told, and again when it is read.
@lru_cache(maxsize=4096)
def _find_limits(text: str, year: int | None) -> tuple[TimeLimit, ...]:
    found = [
        *(_dated(text, year) if "年" in text and _HAS_YEAR.search(text) else ()),
        *(_undated(text, year) if _HAS_MONTH.search(text) else ()),
        *(_plan_ends(text, year) if "末" in text else ()),
        *(_feasts(text, year) if _ANY_FEAST.search(text) else ()),
    ]
    places = [(limit.start, limit.end) for limit in found]
    found += [
        limit
        for limit in _alone(text, year)
        if not any(start < limit.end and limit.start < end for start, end in places)
    ]
    return tuple(sorted(found, key=lambda limit: limit.start))


def _dated(text: str, year: int | None) -> Iterable[TimeLimit]:
    for match in _DATE.finditer(text):
        stated = read_numeral(match["y"]) if match["y"] else _said_year(match["said"], year)
        # 当年7月底前: of every year.
        if match["said"] in ("去", "上", "当") or (year and stated and stated < year):
            continue
        if not _is_limit(text, match, lies_ahead=bool(year and stated and stated > year)):
            continue
        is_aside = match["before"] in ("在", "于", "力争", "争取", "确保")
        start = match.end("before") if is_aside else match.start()
        yield TimeLimit(start, match.end(), _iso(stated, match["m"], match["d"], match["half"]))


def _feasts(text: str, year: int | None) -> Iterable[TimeLimit]:
    for match in _FEAST.finditer(text):
        stated = read_numeral(match["y"]) if match["y"] else _said_year(match["said"] or "", year)
        if stated and stated >= (year or stated):
            yield TimeLimit(match.start(), match.end(), f"{stated}{_DAYS.get(match['feast'], '')}")


def _alone(text: str, year: int | None) -> Iterable[TimeLimit]:
    in_cells = bool(_CELLS.search(text))
    if not (in_cells or "（" in text or "(" in text):
        return
    for line in re.finditer(r"[^\n]+", text):
        if in_cells:
            dates = list(_ALONE.finditer(text, *line.span()))
        else:
            stage = _ALONE.match(text, *line.span())
            dates = [stage] if stage and stage["cell"] is None else []
        for match in dates if len(dates) < _HEADS else ():
            said = match["y"] or match["end"]
            stated = read_numeral(said) if said else year
            if not (stated and year and stated < year):
                yield TimeLimit(*match.span("date"), _iso(stated, match["m"], match["d"], match["half"]))


def _is_due(text: str, match: re.Match[str]) -> bool:
    """Say whether a bare month opens a clause that says what is done by then: （5月底完成."""
    opens = not match.start() or text[match.start() - 1] in "，。；：、！？—\n（("
    if opens and _DONE_BY.match(text, match.end()):
        return True
    in_brackets = text.startswith(("）", ")"), match.end())
    if in_brackets and _LAST_STAGE.search(text, max(0, match.start() - 16), match.start()):
        return True
    # 产业园4月正式开园: a month ahead, where the sentence tells of nothing past.
    sentence = text[max(0, match.start() - REACH) : match.start()].rpartition("。")[2]
    done = _OPENS_THEN.match(text, match.end()) or ("底" in match[0] and _DONE_BY.match(text, match.end()))
    if done and not _TOLD_PAST.search(sentence):
        return True
    promised = re.search(r"(?:确保|力争|争取)[^。；]*$", text[max(0, match.start() - REACH) : match.start()])
    return bool(promised and (_OPENS.match(text, match.end()) or _DONE_BY.match(text, match.end())))


def _said_year(said: str, year: int | None) -> int | None:
    return None if year is None else year + {"明": 1, "后": 2}.get(said, 0)


def _is_limit(text: str, match: re.Match[str], *, lies_ahead: bool) -> bool:
    left = text[max(0, match.start() - REACH) : match.start()]
    before, right = match["before"], text[match.end() : match.end() + 6]
    if before.startswith("截") and match["d"] and _CLOSES.search(left):
        return True
    if before in ("从", "自") or before.startswith("截"):
        return False
    if _SINCE.match(right) or _SPANS.match(right):
        return False
    if before in ("—", "-", "~", "～"):
        return False
    if before == "至" and re.search(r"(?:[年月日]|\d[时点])起?$|有效期[^，。；]{0,4}$", left):
        return False
    if before in ("到", "至") and _LASTS.search(left):
        return False
    edge = match["edge"] or ""
    if match["front"]:
        # 编制2030年前供水方案: part of its name. 2010年前未登记的；: a condition. 2030年前免收电费: how long
        # a favour lasts.
        if _DRAWS_UP.search(left) and _PLAN_NAME.match(text, match.end()):
            return False
        return not (_SUPPOSED.match(text, match.end()) or _FAVOUR.match(text, match.end()))
    if edge.endswith("初"):
        return False
    if _AND_THEN.search(left):
        return True
    if (match["m"] or match["half"]) and before in ("力争", "争取", "确保"):
        return True
    if match["said"] and (match["m"] or match["half"]):
        if edge.endswith(("底", "末")):
            return True
        at = match.end() + text.startswith("要", match.end())
        return bool(_OPENS_THEN.match(text, at) or _DONE_BY.match(text, at))
    if match["said"] and not edge.endswith(("底", "末", "内")):
        return (
            match["said"] in ("明", "后")
            and bool(_GOAL.match(text, match.end()))
            and bool(_opens_clause(left) or _OR_THEN.search(left))
        )
    if before in ("到", "至"):
        # 由2015年的三万增加到2019年的五万: a change that was seen, not a limit.
        changed = _CHANGED.search(left[-48:]) and not (lies_ahead and _RISES_TO.search(left[-48:]))
        return not (changed or _PLAN_NAME.match(text, match.end()))
    if edge.endswith(("底", "末", "内")):
        return match["said"] == "今" or not _COUNTED_BY.match(right)
    if _DUE.search(left):
        return True
    if before in ("在", "于"):
        return bool(_DONE_BY.match(text, match.end()))
    if match["d"]:
        return False
    promised = before in ("", "力争", "争取", "确保")
    if promised and not edge and not match["m"] and right.startswith(("达到", "实现", "建成")):
        # 产量2030年达到300亿立方米; years that are over were left out before.
        return not right[2:].startswith("了")
    if not _opens_clause(left) or not right:
        return False
    return not _DESCRIBED.match(text, match.end()) or bool(_REACHES.match(text, match.end()))


def _opens_clause(left: str) -> bool:
    return not left or left[-1] in "，。；：、！？—\n）"


def _undated(text: str, year: int | None) -> Iterable[TimeLimit]:
    for match in _NO_YEAR.finditer(text):
        if match["before"].startswith("截") or match["before"] in ("从", "自"):
            continue
        if (
            match["m"]
            and not match["front"]
            and match["vow"] is None
            and match["before"] not in ("到", "至")
            and not _is_due(text, match)
        ):
            continue
        if text.startswith("到期", match.end()) or _SPANS.match(text, match.end()):
            continue
        if _HELD_THEN.match(text, match.start("end")):
            continue
        left = re.split(r"[。！？\n]", text[max(0, match.start() - REACH) : match.start()])[-1]
        # 3—5年内, 两年内: how long, not by when.
        if (match["end"] or "").startswith("年") and _HOW_LONG.search(left):
            continue
        if match["end"] and re.match(r"[财的收资]", text[match.end() : match.end() + 1]):
            continue
        starts = re.findall(rf"({YEAR})年(?:开始|起)", left)
        named = re.findall(rf"({YEAR})年", left)
        stated = year
        if starts:
            stated = read_numeral(starts[-1])
        elif match["before"] == "每" or re.search(r"每年[^，。；]{0,12}$", left):
            stated = None
        elif named and year and read_numeral(named[-1]) > year:
            stated = read_numeral(named[-1])
        elif (
            named and year and read_numeral(named[-1]) < year and (match["end"] or "")[:2] in ("年底", "年末")
        ):
            # 2019年养猪三千头，年底存栏两千头: that year's.
            continue
        half = re.match(r"上半年|.*季度", match["end"] or "")
        by = _iso(stated, match["m"], match["d"], half[0] if half else None)
        start = match.start() + (1 if match["before"] == "每" else 0)
        yield TimeLimit(start, match.end(), by)


def _plan_ends(text: str, year: int | None) -> Iterable[TimeLimit]:
    century = _CENTURY_END.search(text) if year and year <= 2000 else None
    if century and not _PLAN_NAME.match(text, century.end()):
        yield TimeLimit(century.start(), century.end(), "2000")
    for match in _PLAN_END.finditer(text):
        end = plan_end(match["plan"])
        if year is None or end >= year:
            yield TimeLimit(match.start(), match.end(), str(end))


def plan_end(number: str) -> int:
    """Return the last year of a five-year plan: 十四 -> 2025."""
    return _PLAN_ZERO + _PLAN_YEARS * read_numeral(number)


def limit_year(
    text: str, limits: Sequence[TimeLimit], at: int, *, first: int, year: int | None, carried: str = ""
) -> str:
    """Return the time by which something at a place of the text is to be reached.

    The nearest limit before it in its sentence (which begins at `first`) holds; else the
    document's own year (今年) or the end of a five-year plan, where the sentence names it; else the year
    that a sentence before it set (see `carry_limit`), or what stands before the passage (`carried`).
    """
    nearest = bisect_left(limits, at, key=lambda limit: limit.start) - 1
    if nearest >= 0 and limits[nearest].start >= first:
        return limits[nearest].by
    first = max(first, at - REACH)
    if year and (text.find("今年", first, at) >= 0 or text.find("本年", first, at) >= 0):
        return str(year)
    plan = PLAN_SPAN.search(text, first, at) if text.find("期", first, at) >= 0 else None
    if plan and (year is None or plan_end(plan["plan"]) >= year):
        return str(plan_end(plan["plan"]))
    return "" if _OTHER_TIME.search(text, first, at) else carry_limit(text, limits, first, carried)


def carry_limit(text: str, limits: Sequence[TimeLimit], at: int, carried: str = "") -> str:
    """Return the year that the sentences before a place set for what follows, else what was `carried`.

    到2027年，建成20座。覆盖率达到30%。: both by 2027. Only such years hold on, no 年内 and no 6月底前.
    """
    nearest = bisect_left(limits, at, key=lambda limit: limit.start) - 1
    if nearest < 0:
        return carried
    limit = limits[nearest]
    opens = max(text.rfind(stop, 0, limit.start) for stop in "。！？\n")
    # A sentence that sets two years leaves open which of them holds on.
    one = {other.by for other in limits[: nearest + 1] if other.start > opens} == {limit.by}
    # 到2027年, “十四五”末
    holds_on = _PLAN_END.match(text, limit.start) or _HOLDS_ON.match(text, limit.start, limit.end)
    return limit.by if one and len(limit.by) == 4 and holds_on else ""


def share_years(text: str, first: int, at: int, count: int) -> list[str]:
    """Return the years that values share out one each: 到2025年和2030年，分别达到25%和30%; else nothing."""
    if count < 2:
        return []
    years = rf"(?:(?:{YEAR})年[和、与]){{{count - 1}}}(?:{YEAR})年"
    row = re.compile(rf"[到至]{years}|{years}(?=[^，。；\d]{{0,4}}分别)")
    found = list(row.finditer(text, first, at))
    return [str(read_numeral(year)) for year in re.findall(f"({YEAR})年", found[-1][0])] if found else []


def _iso(year: int | None, month: str | None, day: str | None, half: str | None) -> str:
    if year is None:
        return ""
    if half:
        quarter = re.search(r"[一二三四1-4]", half)
        months = 6 if half.startswith("上") else 3 * read_numeral(quarter[0]) if quarter else 6
        return f"{year}-{months:02d}"
    if not month:
        return str(year)
    return f"{year}-{read_numeral(month):02d}" + (f"-{int(day):02d}" if day else "")
