"""Find time limits: dates by which something is to be done (到2025年, 6月底前, 年内).

They are resolved by the year of their document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache, partial
from typing import NamedTuple

from reformlab.corpus.dates import ANY_YEAR, DAY, MONTH, read_month
from reformlab.corpus.numerals import read_numeral
from reformlab.corpus.rules import compile_rules

# 2月5日下午5时前, 2月5日下班前
_HOUR = r"(?:(?:(?:上午|下午|中午|晚上?)?\d{1,2}(?:[:：]\d\d|[点时](?:\d{1,2}分|整|半)?)|下班)(?=[之以]?前))?"
rules = partial(compile_rules, "deadlines")
_DATE = rules(
    r"(?P<before>{before}?)(?<!\d)"
    rf"(?:(?P<y>{ANY_YEAR})年(?:度内)?|(?P<said>{{said_year}})年)(?![“\"]?{{feast}})"
    rf"(?:(?P<m>{MONTH})月(?:份)?(?:(?P<d>{DAY})(?:日{_HOUR}|(?=[之以]?前)))?)?(?P<edge>{{edge}})?(?P<front>(?:[（(]含[^）)]{{0,4}}[）)])?[之以]?前)?"
)
_NO_YEAR = rules(
    r"(?P<vow>(?<={vow})|{headed})?(?P<before>(?:截止?至?到?|到|至|从|自|每)?)"
    r"(?:(?<![\d年月今本当明去上])|(?<=每年)|(?=年度内)|(?=季度))"
    rf"(?:(?P<m>{MONTH})月(?:份)?(?:(?P<d>{DAY})(?:日{_HOUR}|(?=[之以]?前)))?(?:底|末|上旬|中旬|下旬)?"
    "(?P<front>[之以]?前|(?<=月[底末])|(?={done_then})|(?(vow)|(?!)))|(?P<end>{bare_end}))"
)
PLAN_END = re.compile(
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
    rf"(?P<date>(?:(?:(?P<y>{ANY_YEAR})[年.．/\-])?(?P<m>{MONTH})(?:月份?|(?<=[.．/\-]\d)|(?<=[.．/\-]\d\d))"
    rf"(?:(?:(?<=月)|[.．/\-])(?P<d>{DAY})日?)?(?:[底末]|[上中下]旬)?"
    rf"|(?P<end>{ANY_YEAR})年(?:[底末内]|(?=前)|(?(cell)(?!)))|年[底末内]|(?P<half>上半年|第?[一二三四]季度)[底末]?)(?:[之以]?前)?)"
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
    rf"(?:(?P<y>{ANY_YEAR})年|(?P<said>[今明])年)?(?<![一二三四五六七八九])[“\"]?(?P<feast>{{feast}})[”\"]?"
    "(?:国际劳动|劳动)?节?(?:[之以]?前(?![夕后])|(?={opens_work}(?!了)))"
)
_DAYS = {"五一": "-05-01", "七一": "-07-01", "八一": "-08-01", "十一": "-10-01", "国庆": "-10-01"}
# Years that a clause opens with name its time, unless they only describe what follows.
_DESCRIBED, _SINCE, _SPANS = rules("{described}"), rules("{since}"), rules("{spans}")
_REACHES, _SUPPOSED = rules("{reaches}"), rules("{supposed}")
_DRAWS_UP, _PLAN_NAME = rules("{draws_up}$"), rules("{plan_name}")
_FAVOUR, _LASTS = rules("(?:(?!{task})[^。；，]){0,40}?{favour}"), rules("{lasts}$")
_GOAL = rules("(?![是的])[^，。；]{0,8}{goal}")
_CHANGED, _CLOSES, _LAST_STAGE = rules("{changed}"), rules("{closes}$"), rules("{last_stage}$")
_COUNTED_BY, _HOW_LONG = rules("{counted_by}"), rules("{how_long}")
# 由2023年的40%提高到2026年的55%: what it is to become.
_RISES_TO = rules("{rises_to}$")
# 到2025年和2030年: two years for two values.
_AND_THEN = re.compile(rf"[到至](?:{ANY_YEAR})年[和、与]$")
# 力争年底或明年开工: two times for one thing.
_OR_THEN = re.compile("(?:年[底末内初]|季度|月[底末]?|年)前?[或和到至]$")
# 2025年6月至9月, 有效期至2030年4月
_SPAN_TO = re.compile(r"(?:[年月日]|\d[时点])起?$|有效期[^，。；]{0,4}$")
_VOWS = ("力争", "争取", "确保")
# The tenth five-year plan (十五) ended in 2005.
_PLAN_ZERO, _PLAN_YEARS = 1955, 5
# 2026年起, 每年年底前: years that a sentence names before a month or an end of the year.
_FROM_YEAR, NAMED_YEAR = re.compile(f"({ANY_YEAR})年(?:开始|起)"), re.compile(f"({ANY_YEAR})年")
_EVERY_YEAR = re.compile("每年[^，。；]{0,12}$")
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
        stated = read_numeral(match["y"]) if match["y"] else said_year(match["said"], year)
        # 当年7月底前: of every year.
        if match["said"] in ("去", "上", "当") or (year and stated and stated < year):
            continue
        if not _is_limit(text, match, lies_ahead=bool(year and stated and stated > year)):
            continue
        is_aside = match["before"] in ("在", "于", *_VOWS)
        start = match.end("before") if is_aside else match.start()
        yield TimeLimit(start, match.end(), _iso(stated, match["m"], match["d"], match["half"]))


def _feasts(text: str, year: int | None) -> Iterable[TimeLimit]:
    for match in _FEAST.finditer(text):
        stated = read_numeral(match["y"]) if match["y"] else said_year(match["said"] or "", year)
        if stated and stated >= (year or stated):
            yield TimeLimit(match.start(), match.end(), f"{stated}{_DAYS.get(match['feast'], '')}")


def _alone(text: str, year: int | None) -> Iterable[TimeLimit]:
    """Find dates that are all a cell of a table holds, or stand in brackets behind the name of a stage."""
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


def said_year(said: str, year: int | None) -> int | None:
    """Return the year that 今年, 明年 or 后年 means in a document of a year; None where that is not known."""
    return None if year is None else year + {"明": 1, "后": 2}.get(said, 0)


class _Dated(NamedTuple):
    """A date with a year, and what stands around it."""

    text: str
    match: re.Match[str]
    left: str
    lies_ahead: bool

    @property
    def before(self) -> str:
        """The word that leads to it: 到, 自, 力争."""
        return self.match["before"]

    @property
    def edge(self) -> str:
        """Which part of it is meant: 底, 初, 内."""
        return self.match["edge"] or ""

    @property
    def right(self) -> str:
        """The next few characters."""
        return self.text[self.match.end() : self.match.end() + 6]

    def goes_on(self, pattern: re.Pattern[str], *, after: int = 0) -> bool:
        """Say whether a pattern matches what follows, so many characters further on."""
        return bool(pattern.match(self.text, self.match.end() + after))


def _is_limit(text: str, match: re.Match[str], *, lies_ahead: bool) -> bool:
    """Say whether something is to be done by a date: the first of the parts that has an answer gives it."""
    date = _Dated(text, match, text[max(0, match.start() - REACH) : match.start()], lies_ahead)
    answers = (part(date) for part in _PARTS)
    return next(answer for answer in answers if answer is not None)


def _of_beginnings(date: _Dated) -> bool | None:
    """Answer for 从 and 截至: what begins or is counted is no limit, the day on which something closes is."""
    if date.before.startswith("截"):
        return bool(date.match["d"] and _CLOSES.search(date.left))
    return False if date.before in ("从", "自") else None


def _of_spans(date: _Dated) -> bool | None:
    """Answer for what opens or closes a span, or says how long something holds: no limit."""
    opens = _SINCE.match(date.right) or _SPANS.match(date.right)
    if opens or date.before in ("—", "-", "~", "～"):
        return False
    if date.before == "至" and _SPAN_TO.search(date.left):
        return False
    return False if date.before in ("到", "至") and _LASTS.search(date.left) else None


def _of_before(date: _Dated) -> bool | None:
    """Answer for 2030年前: a limit, unless it is part of a name, a condition, or how long a favour lasts."""
    if not date.match["front"]:
        return None
    # 编制2030年前供水方案. 2010年前未登记的；. 2030年前免收电费.
    is_name = _DRAWS_UP.search(date.left) and date.goes_on(_PLAN_NAME)
    return not (is_name or date.goes_on(_SUPPOSED) or date.goes_on(_FAVOUR))


def _of_openings(date: _Dated) -> bool | None:
    """Answer for the beginning of a year or month (2030年初): no limit."""
    return False if date.edge.endswith("初") else None


def _of_pairs_and_vows(date: _Dated) -> bool | None:
    """Answer for the second of two years, and for a month that is striven for: limits."""
    vowed = (date.match["m"] or date.match["half"]) and date.before in _VOWS
    return True if vowed or _AND_THEN.search(date.left) else None


def _of_said_years(date: _Dated) -> bool | None:
    """Answer for 今年6月 and 明年: limits where the clause says what is done by then."""
    match = date.match
    if match["said"] and (match["m"] or match["half"]):
        skip = int(date.right.startswith("要"))
        done = date.goes_on(_OPENS_THEN, after=skip) or date.goes_on(_DONE_BY, after=skip)
        return date.edge.endswith(("底", "末")) or done
    if match["said"] and not date.edge.endswith(("底", "末", "内")):
        stands = _opens_clause(date.left) or _OR_THEN.search(date.left)
        return bool(match["said"] in ("明", "后") and date.goes_on(_GOAL) and stands)
    return None


def _of_reaching(date: _Dated) -> bool | None:
    """Answer for 到2030年: a limit, unless it tells of a change that was seen, or is part of a name."""
    if date.before not in ("到", "至"):
        return None
    # 由2015年的三万增加到2019年的五万
    near = date.left[-48:]
    changed = _CHANGED.search(near) and not (date.lies_ahead and _RISES_TO.search(near))
    return not (changed or date.goes_on(_PLAN_NAME))


def _of_ends(date: _Dated) -> bool | None:
    """Answer for the end of a year (2030年底): a limit, unless something is counted by it."""
    if date.edge.endswith(("底", "末", "内")):
        return date.match["said"] == "今" or not _COUNTED_BY.match(date.right)
    return None


def _of_labels(date: _Dated) -> bool | None:
    """Answer for what stands behind a label (完成时限：), and for 在 and 于, which a promise must follow."""
    if _DUE.search(date.left):
        return True
    return date.goes_on(_DONE_BY) if date.before in ("在", "于") else None


def _of_bare_dates(date: _Dated) -> bool | None:
    """Answer for a day, on which something takes place, and for a year by which something is reached."""
    if date.match["d"]:
        return False
    bare = date.before in ("", *_VOWS) and not date.edge and not date.match["m"]
    if bare and date.right.startswith(("达到", "实现", "建成")):
        # 产量2030年达到300亿立方米; years that are over were left out before.
        return not date.right[2:].startswith("了")
    return None


def _of_clauses(date: _Dated) -> bool:
    """Answer for all others: limits where they open a clause and do not only describe what follows."""
    if not _opens_clause(date.left) or not date.right:
        return False
    return not date.goes_on(_DESCRIBED) or date.goes_on(_REACHES)


_PARTS = (
    _of_beginnings,
    _of_spans,
    _of_before,
    _of_openings,
    _of_pairs_and_vows,
    _of_said_years,
    _of_reaching,
    _of_ends,
    _of_labels,
    _of_bare_dates,
    _of_clauses,
)


def _opens_clause(left: str) -> bool:
    return not left or left[-1] in "，。；：、！？—\n）"


def _undated(text: str, year: int | None) -> Iterable[TimeLimit]:
    for match in _NO_YEAR.finditer(text):
        left = re.split(r"[。！？\n]", text[max(0, match.start() - REACH) : match.start()])[-1]
        if _opens_span(text, match) or _only_dates(text, match) or _is_how_long(text, match, left):
            continue
        stated = _year_of(match, left, year)
        # 2019年养猪三千头，年底存栏两千头: that year's.
        if stated and year and stated < year and not _FROM_YEAR.search(left):
            continue
        half = re.match(r"上半年|.*季度", match["end"] or "")
        by = _iso(stated, match["m"], match["d"], half[0] if half else None)
        start = match.start() + (1 if match["before"] == "每" else 0)
        yield TimeLimit(start, match.end(), by)


def _opens_span(text: str, match: re.Match[str]) -> bool:
    """Say whether a month or an end of the year opens or closes a span: 从6月底, 截至年底, 年内到期."""
    begins = match["before"].startswith("截") or match["before"] in ("从", "自")
    return bool(begins or text.startswith("到期", match.end()) or _SPANS.match(text, match.end()))


def _only_dates(text: str, match: re.Match[str]) -> bool:
    """Say whether a month only dates something: nothing around it says that it is done by then."""
    if match["m"]:
        said = match["front"] or match["vow"] is not None or match["before"] in ("到", "至")
        return not (said or _is_due(text, match))
    return bool(_HELD_THEN.match(text, match.start("end")))


def _is_how_long(text: str, match: re.Match[str], left: str) -> bool:
    """Say whether 年内 is a length of time (两年内), or 年 the opening of another word (年末财政)."""
    end = match["end"] or ""
    counted = end.startswith("年") and _HOW_LONG.search(left)
    return bool(counted or (end and re.match("[财的收资]", text[match.end() : match.end() + 1])))


def _year_of(match: re.Match[str], left: str, year: int | None) -> int | None:
    """Return the year of a month or an end of the year: that which its sentence names, or the document's."""
    if starts := _FROM_YEAR.findall(left):
        return read_numeral(starts[-1])
    if match["before"] == "每" or _EVERY_YEAR.search(left):
        return None
    named = NAMED_YEAR.findall(left)
    last = read_numeral(named[-1]) if named and year else None
    is_end = (match["end"] or "")[:2] in ("年底", "年末")
    return last if last and (last > year or (last < year and is_end)) else year


def _plan_ends(text: str, year: int | None) -> Iterable[TimeLimit]:
    century = _CENTURY_END.search(text) if year and year <= 2000 else None
    if century and not _PLAN_NAME.match(text, century.end()):
        yield TimeLimit(century.start(), century.end(), "2000")
    for match in PLAN_END.finditer(text):
        end = plan_end(match["plan"])
        if year is None or end >= year:
            yield TimeLimit(match.start(), match.end(), str(end))


def plan_end(number: str) -> int:
    """Return the last year of a five-year plan: 十四 -> 2025."""
    return _PLAN_ZERO + _PLAN_YEARS * read_numeral(number)


def _iso(year: int | None, month: str | None, day: str | None, half: str | None) -> str:
    if year is None:
        return ""
    if half:
        quarter = re.search(r"[一二三四1-4]", half)
        months = 6 if half.startswith("上") else 3 * read_numeral(quarter[0]) if quarter else 6
        return f"{year}-{months:02d}"
    if not month:
        return str(year)
    return f"{year}-{read_month(month):02d}" + (f"-{int(day):02d}" if day else "")
