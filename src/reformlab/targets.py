"""Find quantified aims: an indicator, how it is compared, a value with its unit, and by when.

Numbers that tell of results, name a programme (十四五, 4+7), date or number something, describe
whom a measure is for (65岁以上老年人) or set a condition (在3家以上的，…) are no targets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reformlab.indicators import DIRECTIVES, name_indicator, share_names
from reformlab.quantities import Quantity, find_quantities
from reformlab.times import TimeLimit, is_past, limit_year

# What is looked at on either side of a number; clauses are seldom longer.
_REACH = 80

_UP = "提高|提升|增加|增长|增幅|上升|上调|扩大|上浮|(?<!新)增"
_DOWN = "降低|下降|减少|下调|压减|缩短|削减|降幅|减"
_REACHED = f"达到?|(?:{_UP}|{_DOWN}|调整|扩展|延长|降|压缩|发展|恢复)[到至为]"
_AT_LEAST_DO = "(?:有|达到|完成|新增|建成|配备|建设|设置|培养|开展|安排)?"
_BEFORE = re.compile(
    rf"(?:(?P<least>不低于|不少于|不小于|至少{_AT_LEAST_DO}|高于|超过|突破|大于|多于|≥|>|＞|超(?![声市级]))"
    r"|(?P<most>不得?超过|不高于|不多于|不大于|低于|少于|小于|控制在|限制在|≤|<|＜|最多|至多)"
    r"|(?P<near>约为?|大约|近|接近)"
    rf"|(?P<to>{_REACHED}|保持在|稳定在|维持在|控制到|[到至])"
    rf"|(?P<up>(?:{_UP})(?:幅度)?|提速)|(?P<down>{_DOWN}))"
    r"(?:了|约|近|不少于|不低于|超过|在|分别为?|平均|各|每[年月人生亩户天日床]|人均|年均|到)*+$"
)
# 达到常住人口的30%: the comparator stands before what the share is of.
_BEFORE_WHOLE = re.compile(
    r"(?:(?P<least>不低于|不少于|至少|高于|超过)|(?P<most>不得?超过|不高于|低于|控制在)"
    rf"|(?P<to>达到?|(?:{_UP}|{_DOWN}|降)[到至为]))[^，。；、\d的]{{2,20}}的?$"
)
_AFTER = re.compile(
    r"(?P<least>及?以上|起(?![步来草]))|(?P<most>及?以[下内]|之内|内(?![容部外涵科分陆]))|(?P<near>左右|上下)"
)
_COMPARATORS = {
    "least": "不低于",
    "most": "不超过",
    "near": "左右",
    "to": "达到",
    "up": "提高",
    "down": "降低",
}
# Things that are made better when they are 提升, where a measure would be raised.
_THINGS = (
    "个",
    "所",
    "家",
    "座",
    "条",
    "处",
    "台",
    "辆",
    "亩",
    "公里",
    "户",
    "套",
    "间",
    "支",
    "项",
    "平方米",
)
_OF_WHOLE = ("%", "倍", "")
_DURATIONS = ("年", "个月", "日", "天", "周", "小时", "个工作日", "分钟", "期")

# Nouns that are counted to describe how something is built, not as an aim.
_STRUCTURE = re.compile(
    r"[^，。；、]{0,3}?(?:方面|领域|板块|渠道|部分|环节|层次|层级|阶段|原则|维度|等级|档次|类别|要素|允许|不变|坚持|统一|同等"
    r"|结合|关系|转变|部门|单位|成员|指标)"
)
_EACH = r"每[^，。；]{1,14}|各[^，。；]{0,6}"
_ONE_IS_COUNTED = re.compile(rf"(?:至少有?|不少于|不低于|{_EACH})$")
_FEW_ARE_COUNTED = re.compile(
    rf"(?:(?:{DIRECTIVES})(?:不少于|至少|好)?|至少[有建设]?|不少于|不低于|不超过|达到|超过|{_EACH}|[在于]|增加到|提高到)$"
)
_HOLDS_FOR = re.compile(
    r"(?:人口|面积|收入|金额|总额|规模|距离|时间|床位数?|产值|投资|费用|年限|价格|数量|人数|工龄|余额|厚度|浓度|重量)"
    r"(?:在|达到?|超过|不足|高于|低于|大于|少于|不满|满)?$"
)
# Of these is one (4个省份之一), or so many out of a number that is there already.
_OUT_OF = re.compile(r"[^，。；、]{0,10}之一|[^，。；、]{0,14}中的")
# Signs that make a number part of a formula or a name.
_GLUED = re.compile(r"(?:[第×÷=/+＋·A-Za-z.]|\d[-—])$")
_GLUED_BEHIND = re.compile(r"[）)]?[×÷=+＋]|或多")
_CHOSEN = re.compile(rf"至少|每|各|(?:{DIRECTIVES})$")
_SCOPE_VERB = re.compile(r"(?:督促|指导|监督|贯彻|落实|执行|对照)[^，。；]{0,16}$")
_PENALTY = re.compile(
    r"罚款|罚金|有期徒刑|拘留|违法所得|拘役|不受理|禁止[其从]|滞纳金|处分|责令|吊销|不得从事|起诉"
)
_RAISED_FROM = re.compile(r"[从由将把][^，。；]{0,16}$")
_RAISED_TO = re.compile(rf"[^，。；]{{0,8}}?(?:{_UP}|{_DOWN}|调[高整]|扩展|延长|降)[到至为]")
_GETS_GOING = re.compile(r"的?[^，。；、的]{2,12}?(?:前期|完工|投产|开工|正式运营|投入|竣工|主体)")
_MADE = re.compile(rf"(?:{DIRECTIVES}|改造|施工|[，、和及“])[了约近]?$|^$")
_FORMULA = re.compile(r"[×÷]|计算(?:方法|公式)|附件?\d")
# What a clause must have to state a number: cheap to look for (一直, 一些 count nothing).
_HAS_NUMBER = re.compile("[\\d二两三四五六七八九十百千万亿零〇半]|一(?![直般些定切样步系致流])")
_SENTENCE_ENDS, _CLAUSE_ENDS = re.compile("[。！？\n]"), re.compile("[，；：]")
_NAMES = re.compile(r"《[^》\n]{1,80}》|“[^”\n]{1,40}”|〔[^〕\n]{1,6}〕|‘[^’\n]{1,30}’")


@dataclass(frozen=True)
class Target:
    """A quantified aim.

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
        As printed.
    by : str
        ISO date as exact as stated; "" where none holds.
    """

    start: int
    end: int
    name: str
    comparator: str
    value: float
    value_max: float | None
    unit: str
    by: str


@dataclass(frozen=True)
class _Spot:
    """A quantity and what stands beside it in its clause; `stop` is the sign that ends the clause."""

    quantity: Quantity
    before: str
    after: str
    stop: str

    @property
    def compared(self) -> bool:
        return bool(_BEFORE.search(self.before) or (self.of_whole and _BEFORE_WHOLE.search(self.before)))

    @property
    def of_whole(self) -> bool:
        """The value may be a share of something named before it."""
        return self.quantity.unit in _OF_WHOLE


def find_targets(
    text: str, *, limits: Sequence[TimeLimit] = (), review: bool = False, year: int | None = None
) -> list[Target]:
    """Find the quantified aims of a passage.

    Parameters
    ----------
    text : str
        A clean passage.
    limits : sequence of TimeLimit
        Its time limits, as `find_limits` gives them.
    review : bool
        The passage looks back: only what plainly lies ahead is an aim.
    year : int, optional
        Of the document.

    Returns
    -------
    list of Target
        In the order of the text.

    Examples
    --------
    >>> from reformlab.targets import find_targets
    >>> [(aim.name, aim.comparator, aim.value, aim.unit) for aim in find_targets("县域内就诊率达到90%以上。")]
    [('县域内就诊率', '不低于', 90.0, '%')]
    """
    # Names in “” and 《》 count nothing; blanked out, so that places stay the same.
    masked = _NAMES.sub(lambda match: "■" * len(match[0]), text)
    found: list[Target] = []
    for first, last in _spans(masked, _SENTENCE_ENDS, 0, len(masked)):
        if not _HAS_NUMBER.search(masked, first, last):
            continue
        sentence: list[Target] = []
        for start, end in _spans(masked, _CLAUSE_ENDS, first, last):
            if not _HAS_NUMBER.search(masked, start, end):
                continue
            aims = [
                spot.quantity
                for spot in _spots(masked, start, end)
                if _is_aim(spot) and not is_past(masked, spot.quantity.start, first, review=review, year=year)
            ]
            for run in _runs(masked, aims):
                by = limit_year(text, limits, run[0].start, first=first, year=year)
                for aim in _read_run(text, masked, run, max(start, sentence[-1].end if sentence else 0), end):
                    # 占比提升10%，达到50%以上: the second value is of the same indicator.
                    name = aim.name or (sentence[-1].name if sentence else "")
                    sentence.append(replace(aim, name=name, by=by))
        found += sentence
    return found


def _spans(text: str, stops: re.Pattern[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for stop in stops.finditer(text, start, end):
        yield at, stop.start()
        at = stop.end()
    yield at, end


def _spots(text: str, start: int, end: int) -> Iterator[_Spot]:
    for quantity in find_quantities(text, start, end):
        before = text[max(start, quantity.start - _REACH) : quantity.start]
        after = text[quantity.end : min(end, quantity.end + _REACH)]
        yield _Spot(quantity, before, after, text[end : end + 1])


def _is_aim(spot: _Spot) -> bool:
    """Say whether a quantity counts as an aim, by what stands beside it."""
    quantity, before, after = spot.quantity, spot.before, spot.after
    if not _has_measure(spot) or _FORMULA.search(before) or _PENALTY.search(before + after):
        return False
    if _GLUED.search(before[-2:]) or _GLUED_BEHIND.match(after):
        return False
    if quantity.unit in ("个", "项", "条", "类", "种", "次") and _STRUCTURE.match(after):
        return False
    if quantity.unit == "分" and before.endswith("（") and after.startswith("）"):
        # （0.5分）: what a task is worth, not what it aims at.
        return False
    if quantity.unit == "岁":
        return "寿命" in before
    if quantity.unit in _DURATIONS and not _is_duration(spot):
        return False
    if _is_condition(spot) or _is_scope(spot):
        return False
    return not quantity.in_characters or _is_counted(spot)


def _has_measure(spot: _Spot) -> bool:
    """Say whether a number has a unit, is a share, or is big and compared (突破5100万)."""
    quantity = spot.quantity
    if quantity.unit or (quantity.value < 1 and not quantity.in_characters):
        return True
    alone = not re.match(r"(?:以上|左右)?[\u4e00-\u9fff]", spot.after) or re.match("以上$|左右$", spot.after)
    return quantity.value >= 10_000 and not quantity.in_characters and spot.compared and bool(alone)


def _is_duration(spot: _Spot) -> bool:
    """Say whether a length of time is required (3个月内, 周期为1年), not a date or a habit (每天24小时)."""
    unit, before, after = spot.quantity.unit, spot.before, spot.after
    within = re.match(r"[以之]?内", after)
    if unit in ("分钟", "小时"):
        whole_day = spot.quantity.value == 24 and not within and not spot.compared
        return not whole_day and not re.match(r"[^，。；]{0,8}圈", after)
    if unit in ("个工作日", "个月", "日", "天", "周"):
        return bool(within or re.match("处方|以上", after) or spot.compared)
    if within:
        return not re.search(r"[近前过去]$", before)
    return bool(re.search(r"(?:周期|期限|任期|时限|寿命|年限)[^，。；]{0,4}$", before))


def _is_condition(spot: _Spot) -> bool:
    """Say whether a number tells for whom or in which case something holds (在3家以上的，…)."""
    before, after = spot.before, spot.after
    if (
        after.endswith("的")
        and spot.stop in ("，", "：")
        and re.fullmatch(r"(?:及?以[上下内])?[^，。；]{0,12}?的", after)
    ):
        return True
    if (
        "的" in after
        and re.match(r"(?:及?以[上下])?的(?!目标|要求|标准|比例|水平|规定|任务|速度)", after)
        and _HOLDS_FOR.search(before)
    ):
        return True
    if re.search(r"是指|不得[^，。；]*$", before) and not spot.compared:
        return True
    return "的" in after and bool(re.search(r"(?:凡|如果|对于)[^，。；]*$", before))


def _is_scope(spot: _Spot) -> bool:
    """Say whether a number only describes something that is there already."""
    before, after = spot.before, spot.after
    if _OUT_OF.match(after) or ("中的" in before and re.search(r"中的[^，。；]{0,16}$", before)):
        return True
    if _RAISED_TO.match(after) and _RAISED_FROM.search(before):
        return True
    if ("基" in after and re.match(r"[^，。；]*的?基础上|为基数", after)) or before.endswith(
        ("方面", "（共", "(共")
    ):
        return True
    if _is_size(spot):
        return True
    if spot.compared or after.startswith(("以上", "以下", "以内", "左右")):
        return False
    if re.search(r"[一二三四五六七八九十]大?类$", before) or after.endswith("范围"):
        return True
    return bool(_SCOPE_VERB.search(before)) and not _CHOSEN.search(before)


def _is_size(spot: _Spot) -> bool:
    """Say whether a number is how big a named project is (700万吨露天矿投产), not what is to be reached."""
    if spot.quantity.unit not in ("吨", "平方米", "千瓦") or not _GETS_GOING.match(spot.after):
        return False
    return not _MADE.search(spot.before)


def _is_counted(spot: _Spot) -> bool:
    """Say whether a number in characters counts (建设两个中心) or is part of a name (三项制度)."""
    value, unit, before = spot.quantity.value, spot.quantity.unit, spot.before
    if unit in ("%", "‰", "个百分点", "百分点", "倍") or (unit == "元" and value >= 10):
        return True
    if unit in ("个月", "日", "天", "周", "个工作日"):
        return True
    if unit in ("分", "元", "米", "吨", "批", "成"):
        return spot.compared and unit != "批"
    if value < 10 and unit in ("类", "种", "次", "期", "年", "部", "门", "对", "例", "条", "片", "轮"):
        return spot.compared or bool(_ONE_IS_COUNTED.search(before))
    if value == 1:
        return bool(_ONE_IS_COUNTED.search(before))
    if value >= 10 and unit != "项":
        return True
    return bool(_FEW_ARE_COUNTED.search(before) or re.match("以上|以下|左右", spot.after))


def _runs(text: str, quantities: Sequence[Quantity]) -> list[list[Quantity]]:
    """Put together values that one comparator governs: 分别达到80%、70%和60%."""
    runs: list[list[Quantity]] = []
    for quantity in quantities:
        last = runs[-1][-1] if runs else None
        joined = last and re.fullmatch(r"(?:及?以上|左右)?[、和及与]", text[last.end : quantity.start])
        if last and joined and last.unit == quantity.unit:
            runs[-1].append(quantity)
        else:
            runs.append([quantity])
    return runs


def _read_run(text: str, masked: str, run: Sequence[Quantity], start: int, end: int) -> Iterator[Target]:
    """Read the values of a run with the comparator before it and the signs behind each (90%以上)."""
    start = max(start, run[0].start - _REACH)
    before = masked[start : run[0].start]
    sign = _BEFORE.search(before)
    if sign is None and run[0].unit in _OF_WHOLE:
        sign = _BEFORE_WHOLE.search(before)
    kind = sign.lastgroup or "" if sign else ""
    if sign and kind == "to" and re.search("不少于|不低于|超过", sign[0]):
        # 提高到不低于580元: what was said last holds.
        kind = "least"
    opens = start + sign.start() if sign else run[0].start
    if kind == "up" and run[0].unit in _THINGS and masked.startswith(("提升", "提高"), opens):
        kind = ""
    measured = kind in ("to", "up", "down", "most") or (run[-1].unit == "%" and before.endswith("的"))
    name = name_indicator(
        text[start:opens], text[run[-1].end : min(end, run[-1].end + _REACH)], measured=measured
    )
    last = _AFTER.match(masked, run[-1].end, end)
    for names, quantity in zip(share_names(name, len(run)), run, strict=True):
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
                quantity.unit,
                "",
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
    return "不低于" if re.search(r"至少[^，。；]{0,16}$", before) else "等于"
