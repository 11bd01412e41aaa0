"""Find numbers of policy: an indicator, how it is compared, a value with its unit, by when, and what it is.

Most are aims; results, subsidies, fees, fines, thresholds (在3家以上的，…) and specifications are told apart.
Numbers that name a programme (十四五, 4+7), date or number something are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reformlab.corpus.rules import compile_rules, read_rules
from reformlab.mentions.aim_tables import VALUES, Cell, read_cells, read_due, read_head, read_value
from reformlab.mentions.breakdowns import Number, find_parts
from reformlab.mentions.deadlines import TimeLimit, find_limits
from reformlab.mentions.due_years import cover_inserted, limit_year, share_years, tells_of_then
from reformlab.mentions.indicators import name_indicator, share_names
from reformlab.mentions.lengths_of_time import WITHIN
from reformlab.mentions.number_kinds import tell_kind
from reformlab.mentions.quantities import HAN_SIGNS, UNIT_OPENINGS, Quantity, find_quantities, in_percent
from reformlab.mentions.results_told import reads_as_result
from reformlab.mentions.spots import DURATIONS, OF_WHOLE, Spot, find_change, find_sign
from reformlab.mentions.sums import is_granted_for, tell_sum_by_sentence
from reformlab.mentions.tense import is_past
from reformlab.mentions.thresholds import is_case, is_rewarded

# What becomes a result once it is reached, paid or kept.
_REACHED = ("aim", "subsidy", "fee", "specification")
# What is looked at on either side of a number; clauses are seldom longer.
_REACH = 80

_AFTER = compile_rules("targets", "(?P<least>{after_least})|(?P<most>{after_most})|(?P<near>{after_near})")
_AT_LEAST = compile_rules("targets", "{at_least}")
_COMPARATORS = {
    "least": "不低于",
    "most": "不超过",
    "near": "左右",
    "to": "达到",
    "up": "提高",
    "down": "降低",
}
# Things that are made better when they are 提升, where a measure would be raised.
_THINGS = read_rules("targets")["thing"]
# What a list of cases counts says when something holds; what stands before its colon may be a duty.
_CASES = compile_rules("targets", "{cases}")
# 申报示范单位，人员应当不少于3名: who applies has to have so many.
_APPLIES = compile_rules("targets", "{applies}")
_BOUNDS = ("least", "most")
# What a clause must have to state a quantity: cheap to look for. Behind a number in characters stands
# a unit, 余 or 多, or the other end of a range (统一, 三是 count nothing).
_HAS_NUMBER = re.compile(
    rf"[\d半翻{HAN_SIGNS}](?:(?<=[\d半翻])|(?<=[过超破达近上到逾足][十百千万亿])"
    rf"|(?<=[{HAN_SIGNS}])(?=[余多几来—\-–－~～至到点{UNIT_OPENINGS}]))"
)
# 对两年内没有发生火灾的村: what is asked for, and nothing told of the past.
_CLEAN_RECORD = re.compile(r"[以之]?内(?:没有|未|无)[^，。；\n]{1,30}的")
# 服务人次超百万: the unit is the end of what is measured.
_UNIT_IN_NAME = re.compile("[人户件辆架列艘台班车批场]次$")
# 安装水表9块，均已启用: what was done.
_ALREADY = re.compile("[^。；，]{0,24}(?:、[^。；，]{0,24}){0,2}，[均都]已")
_LAST_SENTENCE, _LAST_CLAUSE = re.compile(r"(?s:.*)[。！？\n]"), re.compile(r"(?s:.*)[，；：。！？\n]")
_CLAUSE_END = re.compile(r"[，；：。！？\n]|$")
# 1，992 is one number: its full-width comma ends no clause. The comma is cheap to look for.
_COMMA_IN_NUMBER = re.compile(r"，\d{3}")
_THOUSANDS = re.compile(r"\d{1,3}(?<!\d{4})(?:，\d{3})+(?![\d.年])")
# 一万元以上五万元以下罚款: one fine between two ends.
_BAND, _BAND_END = re.compile("及?以上(?:至|、)?"), "以下"
_JOINS = re.compile("(?:及?以上|左右)?[、和及与]")
_WORDS = re.compile(r"[^\W\d_]")
_NO_NAMES = ("和", "及", "与", "或")
_NAMES = re.compile(
    r"《[^》\n]{1,80}》|“(?!十[一二三四五六]五”)[^”\n]{1,40}”|〔[^〕\n]{1,6}〕|‘[^’\n]{1,30}’"
)


class Target(NamedTuple):
    """A number of policy.

    Attributes
    ----------
    start, end : int
        Characters of the text, from the comparator to the end of the value.
    name : str
        The indicator.
    comparator : str
        One of 达到, 不低于, 不超过, 左右, 提高, 降低, 等于.
    value, value_max : float
        90 for 90%; of a range both ends, else `value_max` is None.
    unit : str
        As printed, with half-width signs.
    by : str
        ISO date as exact as stated; "" where none holds.
    kind : str
        What kind of number it is: one of `NUMBER_KINDS`, or ``within`` for a time limit (十日内).
    """

    start: int
    end: int
    name: str
    comparator: str
    value: float
    value_max: float | None
    unit: str
    by: str
    kind: str = "aim"


def find_targets(
    text: str,
    *,
    limits: Sequence[TimeLimit] = (),
    review: bool | None = False,
    year: int | None = None,
    carried: str = "",
    conditions: bool = False,
    bulletin: bool = False,
) -> list[Target]:
    """Find the numbers of policy in a passage, and say what kind each is.

    Parameters
    ----------
    text : str
        A clean passage.
    limits : sequence of TimeLimit
        Its time limits, as `find_limits` gives them.
    review : bool or None
        The passage looks back: only what plainly lies ahead is no result. None: its sentences tell.
    year : int, optional
        Of the document.
    carried : str
        The time by which what stands before the passage is to be reached, where it holds on.
    conditions : bool
        The passage says who may apply: what would be an aim is a threshold, unless a year is set for it.
    bulletin : bool
        The document tells what was found or done (see `tense.is_bulletin`).

    Returns
    -------
    list of Target
        In the order of the text.

    Examples
    --------
    >>> from reformlab.mentions.targets import find_targets
    >>> text = "县域内就诊率达到90%以上。去年新增床位300张。对新建医院每家补助5万元。"
    >>> [(found.kind, found.value, found.unit) for found in find_targets(text)]
    [('aim', 90.0, '%'), ('result', 300.0, '张'), ('subsidy', 50000.0, '元')]
    """
    if not _HAS_NUMBER.search(text):
        return []
    # Names in “” and 《》 count nothing; blanked out, so that places stay the same.
    masked = _NAMES.sub(lambda match: "■" * len(match[0]), text)
    if _COMMA_IN_NUMBER.search(masked):
        masked = _THOUSANDS.sub(lambda match: match[0].replace("，", ","), masked)
    cases = (
        [match.span("list") for match in _CASES.finditer(masked)]
        if "下列" in masked or "以下" in masked
        else []
    )
    found: list[Target] = []
    sentence: list[Target] = []
    opened = 0
    for first, start, end in _clauses(masked):
        if first != opened:
            opened, sentence = first, []
        if any(case <= first < case_end for case, case_end in cases):
            continue
        end = next((case for case, _ in cases if first <= case < end), end)
        for run in _runs(masked, _kinds(masked, start, end)):
            at = run[0][0].start
            past = tells_of_then(masked, at, year)
            past = past or is_past(cover_inserted(masked, first, at), at, first, review=review, year=year)
            if past and run[0][1] == WITHIN and not _CLEAN_RECORD.match(masked, run[-1][0].end):
                continue
            by = "" if past else limit_year(text, limits, at, first=first, year=year, carried=carried)
            shared = [] if past else share_years(text, first, at, len(run))
            kind = run[0][1]
            if kind == "threshold" and _is_age_reached(sentence, run[0][0], masked[first:at]):
                kind = "aim"
            kind = "result" if past and kind in _REACHED else kind
            if kind == WITHIN and is_granted_for(masked[max(first, at - _REACH) : at]):
                kind = "specification"
            if kind == "aim":
                kind = _tell_by_sentence(masked, first, sentence, run[0][0])
            if kind == "aim" and conditions and not by:
                kind = "threshold"
            open_time = kind == "aim" and not (by or any(shared))
            if open_time and reads_as_result(masked, at, first, bulletin=bulletin):
                kind = "result"
            opens = max(start, sentence[-1].end if sentence else 0)
            quantities = [quantity for quantity, _ in run]
            for read in _read_run(text, masked, quantities, opens, end, shared or [by] * len(run), kind):
                # 占比提升10%，达到50%以上: the second value is of the same indicator.
                named = "" if read.name in _NO_NAMES else read.name
                name = named or (sentence[-1].name if sentence else _name_before(masked[first:start]))
                sentence.append(read if name == read.name else read._replace(name=name))
                found.append(sentence[-1])
    return _without_parts(masked, found)


def read_row_of_aims(
    row: str, head: str, *, review: bool | None, year: int | None, carried: str = ""
) -> list[Target] | None:
    r"""Read the numbers of a row of a table of aims with its head; None where the row does not fit it.

    Parameters
    ----------
    row, head : str
        Cells with tabs between them; the head as `aim_tables.carry_head` gives it.
    review, year, carried
        As of `find_targets`.

    Examples
    --------
    >>> from reformlab.mentions.targets import read_row_of_aims
    >>> head, row = "指标\t单位\t2020年\t2025年", "产妇建册率\t%\t88\t≥96"
    >>> found = read_row_of_aims(row, head, review=False, year=2021)
    >>> [(each.kind, each.comparator, each.value, each.unit, each.by) for each in found]
    [('result', '等于', 88.0, '%', ''), ('aim', '不低于', 96.0, '%', '2025')]
    """
    if head == row or head.endswith(f"\n{row}"):
        return []
    cells = read_cells(row, read_head(head, year))
    if cells is None:
        return None
    found: list[Target] = []
    due = [read_due(row[cell.start : cell.end], year) for cell in cells if cell.column.role == "due"]
    carried = next(filter(None, due), carried)
    for cell in cells:
        words, by = row[cell.start : cell.end], cell.column.by or carried
        ahead = cell.column.role == "aim" and (not review or by[:4] > str(year))
        is_value = cell.column.role in VALUES
        if is_value and (target := _read_cell(words, cell, by if ahead else "")):
            read = [target._replace(kind="aim" if ahead else "result")]
        elif not is_value and read_value(words, ""):
            # What a number in any other column tells, its head would have to say.
            continue
        else:
            # A cell with words is read as running text.
            past = True if is_value and not ahead else review
            limits = find_limits(words, year=year)
            read = find_targets(words, limits=limits, review=past, year=year, carried=by if ahead else "")
        found += [each._replace(start=each.start + cell.start, end=each.end + cell.start) for each in read]
    return found


def _read_cell(words: str, cell: Cell, by: str) -> Target | None:
    """Read a cell of nothing but a number and how it is compared."""
    value = read_value(words, cell.unit)
    if value is None:
        return None
    quantity, before, behind = value
    sign = find_sign(before, quantity.unit in OF_WHOLE)
    after = _AFTER.match(behind)
    if (before and not (sign and not before[: sign.start()])) or behind[after.end() if after else 0 :]:
        return None
    comparator = _comparator(quantity, sign.lastgroup or "" if sign else "", after, before)
    name = name_indicator(cell.name, "", measured=True)
    return Target(
        len(words) - len(words.lstrip()),
        len(words.rstrip()),
        # 覆盖率 is no 率 that is to be 覆盖.
        name if len(name) > 2 else cell.name,
        comparator,
        *(quantity.value, quantity.value_max, quantity.unit, by),
    )


def _without_parts(text: str, found: list[Target]) -> list[Target]:
    """Leave out what only breaks an aim down by place."""
    numbers = [
        Number(each.start, each.end, each.value, each.unit) if each.kind == "aim" else None for each in found
    ]
    parts = find_parts(text, list(filter(None, numbers)))
    return [each for number, each in zip(numbers, found, strict=True) if number not in parts]


def _is_age_reached(told: Sequence[Target], quantity: Quantity, before: str) -> bool:
    """Say whether an age is what the one before it is to become (人均预期寿命78岁，到2030年达到79岁)."""
    sign = find_sign(before) if told and told[-1].unit == quantity.unit == "岁" else None
    return bool(sign and sign.lastgroup == "to" and told[-1].kind in ("aim", "result"))


def _tell_by_sentence(text: str, first: int, told: Sequence[Target], quantity: Quantity) -> str:
    """Say what kind of number an aim by its own clause is after what stands around it in its sentence."""
    opening = text[first : min(quantity.start, first + 2 * _REACH)]
    before = text[max(first, quantity.start - 2 * _REACH) : quantity.start]
    behind = text[quantity.end : quantity.end + 2 * _REACH]
    if _ALREADY.match(behind):
        return "result"
    if _APPLIES.match(opening) or is_case(opening, behind) or is_rewarded(opening, before, behind):
        return "threshold"
    if told and told[-1].kind == "specification" and told[-1].unit not in DURATIONS:
        # 净高不低于3米，床位不少于20张: what a thing has to be like is listed.
        sign = find_sign(before)
        if sign and sign.lastgroup in _BOUNDS and told[-1].comparator in ("不低于", "不超过"):
            return "specification"
    last = next(
        (target for target in reversed(told) if target.unit == quantity.unit), told[-1] if told else None
    )
    return tell_sum_by_sentence(before, quantity.unit, (last.kind, last.unit) if last else None)


def _clauses(text: str) -> Iterator[tuple[int, int, int]]:
    """Give the clauses that may state a number, each behind the place where its sentence begins."""
    first = start = end = 0
    while number := _HAS_NUMBER.search(text, end):
        # What stands before the end of the clause before was looked at already.
        if stop := _LAST_SENTENCE.match(text, end, number.start()):
            first = stop.end()
        if stop := _LAST_CLAUSE.match(text, end, number.start()):
            start = stop.end()
        end = _CLAUSE_END.search(text, number.end()).start()
        yield first, start, end


def _kinds(text: str, start: int, end: int) -> Iterator[tuple[Quantity, str]]:
    """Give the quantities of a clause that count something, each with what kind of number it is."""
    for quantity in find_quantities(text, start, end):
        before = text[max(start, quantity.start - _REACH) : quantity.start]
        after = _cut_cell(text[quantity.end : min(end, quantity.end + _REACH)])
        if kind := tell_kind(Spot(quantity, before, after, text[end : end + 4])):
            yield in_percent(quantity), kind


def _runs(text: str, spots: Iterable[tuple[Quantity, str]]) -> list[list[tuple[Quantity, str]]]:
    """Put together values that one comparator governs (分别达到80%、70%和60%); they are of one kind.

    The two ends of a fine are one value.
    """
    runs: list[list[tuple[Quantity, str]]] = []
    for quantity, kind in spots:
        last, its_kind = runs[-1][-1] if runs else (None, "")
        if last and kind == its_kind == "fine" and _is_band(text, last, quantity):
            end = quantity.end + len(_BAND_END)
            runs[-1][-1] = (last._replace(end=end, value_max=quantity.value), kind)
            continue
        joined = last and _JOINS.fullmatch(text, last.end, quantity.start)
        if last and joined and last.unit == quantity.unit:
            runs[-1].append((quantity, its_kind))
        else:
            runs.append([(quantity, kind)])
    return runs


def _cut_cell(words: str) -> str:
    """Return what stands behind a number in its own cell."""
    return words.partition("\t")[0]


def _name(front: str, behind: str, measured: bool) -> str:
    """Name what a value is of: by its own cell of a row, else by the nearest one before it that has words."""
    names = (name_indicator(cell, behind, measured=measured) for cell in reversed(front.split("\t")))
    return next(filter(_WORDS.search, names), "")


def _name_before(clause: str) -> str:
    """Return what the clause before a value without a name says is to grow (提高低保标准，每月增加50元)."""
    change = find_change(clause.rstrip("，"))
    return name_indicator(change["measure"], "", measured=True) if change else ""


def _is_band(text: str, low: Quantity, high: Quantity) -> bool:
    """Say whether two numbers are the ends of one range (200元以上500元以下)."""
    between = _BAND.fullmatch(text, low.end, high.start) and text.startswith(_BAND_END, high.end)
    return bool(between) and low.unit == high.unit and low.value_max is None


def _read_run(
    text: str,
    masked: str,
    run: Sequence[Quantity],
    start: int,
    end: int,
    years: Sequence[str],
    number_kind: str,
) -> Iterator[Target]:
    """Read the values of a run with the comparator before it and the signs behind each (90%以上)."""
    start = max(start, run[0].start - _REACH)
    before = masked[start : run[0].start]
    sign = find_sign(before, run[0].unit in OF_WHOLE)
    kind = sign.lastgroup or "" if sign else ""
    if sign and kind == "to" and _AT_LEAST.search(sign[0]):
        # 提高到不低于580元: what was said last holds.
        kind = "least"
    opens = start + sign.start() if sign else run[0].start
    change = None if sign or run[0].unit in _THINGS else find_change(before)
    if change:
        kind = "up" if change["up"] else "down"
    if kind == "up" and run[0].unit in _THINGS and masked.startswith(("提升", "提高"), opens):
        kind = ""
    measured = kind in ("to", "up", "down", "most") or (run[-1].unit == "%" and before.endswith("的"))
    behind = _cut_cell(text[run[-1].end : min(end, run[-1].end + _REACH)])
    name = _name(text[start:opens], behind, measured)
    last = _AFTER.match(masked, run[-1].end, end)
    counted = _UNIT_IN_NAME.search(name) if kind else None
    for names, quantity, by in zip(share_names(name, len(run)), run, years, strict=True):
        own = _AFTER.match(masked, quantity.end, end)
        comparator = _comparator(quantity, kind, own or last, before)
        for each in names:
            yield Target(
                opens if quantity is run[0] else quantity.start,
                own.end() if own else quantity.end,
                each,
                comparator,
                quantity.value,
                quantity.value_max,
                quantity.unit or (counted[0] if counted else ""),
                by,
                number_kind,
            )


def _comparator(quantity: Quantity, kind: str, after: re.Match[str] | None, before: str) -> str:
    if kind in ("up", "down"):
        return _COMPARATORS[kind]
    if after:
        return _COMPARATORS[after.lastgroup or ""]
    if quantity.about and kind not in ("least", "most"):
        return "左右"
    if kind:
        return _COMPARATORS[kind]
    return "不低于" if "至少" in before and re.search(r"至少[^，。；]{0,16}$", before) else "等于"
