"""Say what kind of number a quantity is, by what stands beside it in its clause.

An aim says what is to be reached; a subsidy or fee what one gets or pays; a fine what breaking a rule
costs; a threshold for whom or in which case something holds; a specification how big or long a named thing
is; and what is to be done within some days is a time limit.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import NamedTuple

from reformlab.corpus.rules import compile_rules, read_rules
from reformlab.mentions.quantities import Quantity

rules = partial(compile_rules, "targets")
_BEFORE = rules(
    "(?:(?P<least>{least})|(?P<most>{most})|(?P<near>{near})|(?P<to>{to})"
    "|(?P<up>{up}(?:幅度)?|提速)|(?P<down>{down})){between}*+$"
)
# 达到常住人口的30%: the comparator stands before what the share is of.
_BEFORE_WHOLE = rules(
    r"(?:(?P<least>{whole_least})|(?P<most>{whole_most})|(?P<to>{whole_to}))[^，。；、\d的]{2,20}的?$"
)
# No comparator stands further from its value.
_NEAR = 48
OF_WHOLE = ("%", "‰", "倍", "")
WITHIN = "within"
# More than so many are counted, whatever they are called; projects make goods by ten thousands.
_MANY, _MANY_GOODS = 20, 10_000
_GOODS = read_rules("targets")["counted_goods"]
_SIZES = ("千瓦", "千瓦时", "吨", "吨标准煤", "立方米", "亩")
_MONEY, _FINED = ("元", "美元", "元/人", "元/人/年"), ("元", "美元", "倍", "%")
_SPECIFIES = read_rules("targets")["specifies"]
_WITHIN, _IS_LIMIT = re.compile("[以之]?内|办[结好成]"), rules("{limited}$")
_DUE_WITHIN, _BEFORE_EVENT = rules("{due_within}$"), rules("{before_event}$")
# 期满前60日 and 期满60日前 say the same, unless one may from then on; 实施前3年 are its first years.
_AHEAD_OF_EVENT, _MAY = rules("{before_event}前$"), re.compile("[，、]?可以?(?!能)")
_TAKES, _TIME_TAKEN, _NO_LIMIT = rules("{takes}"), rules("{time_taken}"), rules("{no_limit}")
_SETS_LEVEL = rules("(?:{to}|{up}|{down}|{level}[^，。；]{0,16}(?<!不)(?<!不.){least}){between}*+$")
_SPENDS = rules("{spends}[^，。；]{0,24}$")
# 每人每天不超过600元, 最高200万元: what one gets or pays, unless it is the sum of all.
_CAPPED, _WHOLE_SUM = rules("{cap}{between}*+$"), rules("{whole_sum}[^，。；]*$")
_FOR_ONE, _PAID, _NO_MORE = rules("{for_one}"), rules("{paid_noun}"), rules("{after_most}")
_GIVES_HERE = rules("{gives}")
_GIVES, _GIVEN, _EXEMPTS = (
    rules("{gives}[^，。；]{0,20}$"),
    rules("[^，。；、]{0,10}?{given}"),
    rules("{exempts}"),
)
_CHARGES = rules("{charges}[^，。；]{0,14}$")
_DISTANCE, _COSTS = rules("{distance}[^，。；]{0,4}$"), rules("{costs}$")
_OF_PROJECTS = rules("[^，。；的]{2,40}等[^，。；、]{0,6}(?:项目|工程){going}")
_DURATIONS = read_rules("targets")["duration"]
_STRUCTURE = rules("[^，。；、]{0,3}?{structure}")
_ONE_IS_COUNTED, _FEW_ARE_COUNTED = rules("{one_counted}$"), rules("{few_counted}$")
_NOUN_BEFORE = rules("{noun_before}$")
_HOLDS_FOR = rules("{holds_for}(?:在|达到?|超过|不足|高于|低于|大于|少于|不满|满)?$")
_WHO_MUST, _OUT_OF, _ON_BASIS = rules("{who_must}"), rules("{out_of}"), rules("{on_basis}")
_CASE = rules("(?:及?以[上下内])?[^，。；]{0,12}?的")
_GLUED, _GLUED_BEHIND = rules("{glued}$"), rules("{glued_behind}")
_IS_AIM = re.compile("的?(?:[^，。；、的]{0,4})目标")
_CHOSEN, _SCOPE_VERB = rules("至少|每|各|{indicators.directive}$"), rules("{scope_verb}[^，。；]{0,16}$")
_PENALTY = rules("{penalty}")
_RAISED_FROM, _COMPARED_WITH = rules("{raised_from}$"), rules("{compared_with}$")
_RAISED_TO = rules("[^，。；]{0,8}?(?:{up}|{down}|调[高整]|扩展|延长|降)[到至为]")
_RISES = rules(r"(?:、\d[\d.]*[^，。；、\d]{1,6}){0,3}(?:分别)?(?:{up}|{down})")
# 抓好甲100万吨甲醇、乙40万吨硅片等项目: each size is that of a project.
_LISTED_PROJECTS = rules(
    "[^，。；的]{2,120}(?:等[^，。；、]{0,8}{project}|、[^，。；、]{2,24}{project}(?:建设|$))"
)
_PUSHES, _PRODUCES = rules("{pushes}[^，。；]*[、和]$"), rules("{produces}$")
_FOUNDS, _FUND = rules("{founds}$"), rules("{fund}")
_SIZED_FEW = re.compile(r"\d[余多]?[个家户条项座](?:[^，。；、\d]{0,4})(?:超过?|过|破)$")
_HOLDS, _PAID_BY_HEAD = rules("{holds}$"), rules("{paid_by_head}")
_PROCEDURE, _QUORUM = rules("{procedure}"), rules("{quorum}")
_BELOW, _OF_THOSE = rules("及?以下的?[^，。；、\\d]{0,6}?{household}"), rules("{share_of_those}")
_GETS_GOING, _IS_PROJECT = rules("的?[^，。；、的]{2,12}?{going}"), rules("的?[^，。；、的]{0,12}?{project}")
_KIND_BEHIND = rules(r"(?:及?以上)?的?[^，。；、\d]{0,12}?{kind}")
_COUNTED_BEHIND = rules(
    r"(?:及?以上)?的?(?![^，。；、\d]*(?:{gains}|{indicators.directive}))[^，。；、\d]{1,14}?"
    r"(?:达到?|增加?[到至]|突破|超过)?\d+(?:[-—~～至]\d+)?[余多]?[个家户条项座所]"
)
_SIZED_KIND = rules(
    r"及以上{kind}|(?:及?以上)?(?:的(?!{more})[^，。；、\d]{0,12}{kind}|(?![^，。；、\d]*(?:{gains}|{indicators.directive}))"
    r"[^，。；、\d的]{0,8}?{kind}(?!{kind}))"
)
_RATE_BEHIND = rules(r"[^，。；、\d]{2,20}(?:率|比例|占比)[^，。；\d]{0,8}\d")
_MADE_JUST_NOW = rules(r"{indicators.directive}[^，。；、\d]{0,4}$")
_AND_MORE = rules("及?以上的(?!{more}){han}{2}")
_AND_NO_AIM = rules("(?:及?以[上下])?的(?!{more}|规定)")
_DIGIT = re.compile(r"\d")
_COUNTED_BEFORE = re.compile(r"\d[余多]?(?:以上)?[个家户条项][^，。；、]{0,14}$")
_LEFT_OVER, _SEATS = rules("{left_over}$"), rules("{seat}各?$")
_GRADUATES, _SIZE_CLASS = rules("{graduates}$"), rules("{size_class}")
_HOW_LONG, _THERE_IS = rules("{long}[^，。；]{0,4}$"), rules("{there_is}$")
_DEFINES, _SUPPOSES = rules("{defines}"), rules("{supposes}$")
_KINDS_COUNTED = rules("[一二三四五六七八九十]大?类$")
_KINDS_MADE = rules("{indicators.directive}[一二三四五六七八九十]大?类$")
_POINTS, _ON_EACH, _DOSES = rules("{points}$"), rules("{on_each}$"), read_rules("targets")["dose"]
_ENDS_NOUN = rules("$|[、和及]")
_RATE_PAID, _CHARGES_LISTED = (
    rules("{rate_paid}(?:为|是|按)?$"),
    rules("{charges}[^，。；]{0,14}\\d[^，。；]*$"),
)
_PART_GIVEN, _SUM_SET = rules("{rate_given}[^，。；]{0,2}{cap}[^，。；\\d]{0,20}$"), rules("{sum_set}$")
# 给予补助，原则上不超过造价的20%: what part one gets is said in a clause of its own.
_ONLY_CAPPED = rules("(?:原则上|一般|总额|比例)*{cap}[^，。；\\d]{0,20}$")
_ONE_PROJECT, _MAY_ONLY_HAVE = (
    rules("{one_project}$"),
    rules("{each_person}[^，。；\\d]{0,6}{may_only}[^，。；\\d]{0,6}$"),
)
_NORM, _KEPT_LONG = rules("{norm}[^，。；、\\d]{0,8}$"), rules("{kept_long}[^，。；、\\d]{0,8}$")
_HELPED = rules("[^，。；、\\d]{1,14}(?:实行|给予|予以)[^，。；\\d]{0,6}{gives}")
_GIVEN_AT_MOST = rules("(?:的比例)?[、，]?(?:给予|予以){cap}")
_STEPS_CUT, _MAY_THEN = rules("{steps_cut}$"), rules("{may_then}")
_PART_PAID, _AND_AT_MOST = rules("{part_given}$"), rules("、{cap}[^，。；]{0,14}(?:给予|予以)")
_GRANTED, _LENT = rules("{granted}$"), rules("{lent}")
_PAPERS = read_rules("targets")["paper"]
_BY_SHARE, _PAID_OUT = re.compile("[按照][^，。；]{0,40}$"), rules("{paid_out}")
_EFFORT, _ALL_ABOVE = (
    rules("(?:及?以上)?的?{effort}"),
    rules("(?:及?以上)的?[^，。；、\\d]{0,12}?{kind}(?:全部|全都|都要?|均)"),
)
_IN_CASE, _LASTS = rules("{in_case}"), rules("{lasts}")
_PEOPLE, _HELPS = rules("{person_of}{0,3}{people}"), rules("{helps}[^，。；、]{0,12}$")
_FARE = rules("{person_of}{0,3}{people}{fare}")
_NOTHING_COUNTED = rules(
    "(?:级(?:产业)?(?:规模)?)?(?:{after_least}|{after_most}|{after_near})?(?:[、和（(）)].*)?"
)
_WHO_GETS, _IS_GIVEN, _COMPOSED = rules("{who_gets}"), rules("{is_given}"), rules("{composed}")
_OF_WHOM = rules("由(?!{han}*各)[^，。；\\d]{0,20}$")
_WEIGHED = rules("{weighed}$")
_AROUND, _PART_BORNE = rules("{around}"), rules("{part_borne}")
_CASE_BEFORE, _CASE_BEHIND, _PRICED = rules("{case_before}"), rules("{case_behind}"), rules("{priced}")
_GRANT_SET = rules("{grant_set}")
_IN_ADVANCE, _EXPECTED_TIME = rules("{in_advance}$"), rules("{expected_time}$")
# 提前30日完成任务 tells how early, and sets no limit.
_DONE_EARLY = re.compile("[^，。；]{0,6}(?:完成|实现|达[到成]|建成)")
_MADE, _FORMULA = rules("{made}[了约近]?$|^$"), rules("{formula}")
# 空置率低于30%的商铺; 漏损率超过15%的管网应当改造: which of them are meant, not what is to be reached.
_SMALL_KIND, _FINED_BEFORE = rules("{small_kind}"), rules("{fined}")
_THOSE_BELOW, _THOSE_ABOVE = rules("{those_below}"), rules("{those_above}")
_THOSE, _THOSE_WHO_MUST = rules("{those}"), rules("{those}{those_must}")
_REWARDED, _ENTITLED = rules("{rewarded}"), rules("{entitled}$")
_REACHED_AT_LEAST = re.compile("(?:[余多])?及?以上")
# 改造甲闸、乙闸、丙闸3座水闸: all are named, and so many are no aim beside them.
_GIVEN_HERE = re.compile(r"(?:给予|予以|奖励)[^，。；\d]{0,12}$")
_TO_WHOM, _GIVEN_TO = rules("{to_whom}$"), rules("{then_given}")
_LISTED = re.compile(r"(?:^|[年月日：])(?P<names>[^：\d]*[、和及][^：\d]*?)(?P<etc>等?)$")
_MADE_LAST = rules("(?:{indicators.directive}|[改扩修迁续翻]建|改造|提升)$")
_GETS_DONE = rules("[^，。；、]{1,16}?{going}")
_NAME_JOINS = re.compile("[、和及]")
# 缴费6个月以上的商户: who is meant.
_LASTED = rules("及?以上的?(?!{more}){people_or_bodies}")
_RATE_NAME = re.compile("[率度幅速比重例]$")
# 9辆以上60辆以下, 9万元以上不满20万元: a case between two sizes.
_BAND_ABOVE = re.compile(
    r"及?以上(?:至|、)?(?:不满|不足|[\d一二三四五六七八九十百千万]+[^，。；、\d]{1,3}以下)"
)
_BAND_BELOW, _ABOVE_BEFORE = re.compile("以下|(?![^，。；]*以上)"), re.compile("以上(?:至|、|不满|不足)?$")
_DECIDES, _EACH_OF = rules("{decides}"), rules("{each_of}$")
_SIZED_NOUN = rules(r"及?以上(?!{more}|的)[^，。；、\d]{2,16}的(?!{more}){han}{2}")
_OF_SHARE = rules(
    r"(?:及?以上)?的(?!{more})[^，。；、\d]{1,10}(?:达到?|不少于|不低于|占比?)[^，。；、\d]{0,4}\d"
)


class Spot(NamedTuple):
    """A quantity and what stands beside it in its clause; `then` opens with the sign that ends the clause."""

    quantity: Quantity
    before: str
    after: str
    then: str

    @property
    def stop(self) -> str:
        """The sign that ends the clause."""
        return self.then[:1]

    @property
    def compared(self) -> bool:
        """A comparator (达到, 不低于, 提高) governs the value."""
        return find_sign(self.before, self.quantity.unit in OF_WHOLE) is not None


# Asked to tell what kind of number it is, and again when it is read.
@lru_cache(maxsize=64)
def find_sign(before: str, of_whole: bool = False) -> re.Match[str] | None:
    """Find the comparator that governs a value behind these words, which may be a share of what they name."""
    near = max(0, len(before) - _NEAR)
    if not of_whole:
        return _BEFORE.search(before, near)
    # What is no share is asked of most of these words too.
    return find_sign(before) or _BEFORE_WHOLE.search(before, near)


def tell_kind(spot: Spot) -> str:
    """Say what kind of number a quantity is: "aim", …, WITHIN, or "" where it counts nothing.

    That it was reached already (a result) is told by the sentence: `tense.is_past`.
    """
    if not _has_measure(spot) or _counts_nothing(spot):
        return ""
    quantity, before, after = spot.quantity, spot.before, spot.after
    if quantity.unit in _DURATIONS and _DUE_WITHIN.search(before) and _WITHIN.match(after):
        # 责令十五日内改正
        return WITHIN
    if _PENALTY.search(before + after):
        return "fine" if quantity.unit in _FINED else ""
    if quantity.unit in _DURATIONS and (kind := _tell_kind_of_time(spot)) != "aim":
        return kind
    if quantity.unit in ("人", "名", "位") and quantity.value == 2 and _PROCEDURE.search(before + after):
        return "specification"
    if not quantity.unit and quantity.value < 1 and _QUORUM.search(before + after):
        return "specification"
    if quantity.unit == "分" and not before and not _IS_AIM.match(after):
        return "threshold"
    if quantity.unit in ("岁", "周岁"):
        return "aim" if "寿命" in before else "threshold"
    if _is_specification(spot):
        return "specification"
    if (_SIZE_CLASS.match(after) and quantity.unit) or _is_condition(spot) or _is_threshold(spot):
        return "threshold"
    if _is_size(spot):
        return "specification"
    if _is_scope(spot):
        return ""
    if quantity.unit in ("次", "天", "日", "小时") and _ENTITLED.search(before):
        return "subsidy"
    if quantity.unit == "%" and _RATE_PAID.search(before):
        return "fee"
    if quantity.unit in ("%", "倍") and (kind := _tell_kind_of_part(spot)):
        return kind
    return _tell_kind_of_money(spot) if quantity.unit in _MONEY or _EXEMPTS.match(after) else "aim"


def _counts_nothing(spot: Spot) -> bool:
    """Say whether a number is part of a name or formula, or says how something is built."""
    quantity, before, after = spot.quantity, spot.before, spot.after
    if quantity.in_characters and quantity.unit not in ("岁", "周岁") and not _is_counted(spot):
        return True
    if _FORMULA.search(before) or _GRADUATES.search(before):
        return True
    if _GLUED.search(before[-2:]) or _GLUED_BEHIND.match(after):
        return True
    built = quantity.unit in ("个", "项", "条", "类", "种", "次", "件") and _STRUCTURE.match(after)
    steps = built and "环节" in built[0] and _STEPS_CUT.search(before)
    if built and not steps and not ("单位" in built[0] and quantity.value >= _MANY):
        return True
    if quantity.unit == "分" and _POINTS.search(before[-6:]):
        return True
    if _ON_EACH.search(before[-10:]) and quantity.unit in _DOSES:
        return True
    if quantity.unit == "分" and before.endswith("（") and after[:1] in ("", "）"):
        # （0.5分）: what a task is worth, not what it aims at.
        return True
    return quantity.unit in ("人", "名", "位") and bool(_SEATS.search(before[-6:]))


def _tell_kind_of_time(spot: Spot) -> str:
    """Say whether a length of time is a time limit (十日内), how long something lasts, or an aim."""
    if _takes_time(spot) or (spot.after.startswith("前") and _BEFORE_EVENT.search(spot.before)):
        return WITHIN
    if _IN_ADVANCE.search(spot.before) and not _DONE_EARLY.match(spot.after):
        return WITHIN
    if _EXPECTED_TIME.search(spot.before):
        return ""
    if spot.quantity.unit != "年" and _AHEAD_OF_EVENT.search(spot.before):
        return "" if _MAY.match(spot.after + spot.then) else WITHIN
    if _LASTS.match(spot.after) or _GRANTED.search(spot.before):
        return "specification"
    if spot.quantity.unit == "期":
        return "aim" if spot.compared else ""
    if _LASTED.match(spot.after):
        return "threshold"
    if not _is_duration(spot) or _NO_LIMIT.match(spot.after):
        return ""
    kind = find_sign(spot.before)
    if _REACHED_AT_LEAST.match(spot.after) and _KEPT_LONG.search(spot.before):
        return "specification"
    if kind and kind.lastgroup == "least" and _KEPT_LONG.search(spot.before[: kind.start()]):
        return "specification"
    within = _WITHIN.match(spot.after)
    if (within and not kind) or _IS_LIMIT.search(spot.before):
        return WITHIN
    return "aim" if kind or within or spot.quantity.unit != "年" else "specification"


def _takes_time(spot: Spot) -> bool:
    """Say whether a length of time is what something is given to be done in (用三年时间建成)."""
    # 力争2026年建成: a date.
    long = spot.quantity.value < 1900
    return bool(long and _TIME_TAKEN.match(spot.after) and _TAKES.search(spot.before))


def _tell_kind_of_money(spot: Spot) -> str:
    """Tell what one gets or pays from what is spent or reached."""
    before, one = spot.before, bool(_FOR_ONE.search(spot.before))
    capped = _is_capped(before) or (one and not spot.compared and bool(_NO_MORE.match(spot.after)))
    if (not capped and _SETS_LEVEL.search(before)) or (not (capped and one) and _SPENDS.search(before)):
        return "aim"
    if _EXEMPTS.match(spot.after) or _GIVES.search(before) or _GIVEN.match(spot.after):
        return "subsidy"
    if _PAID_BY_HEAD.match(spot.after) or _CHARGES.search(before) or _CHARGES_LISTED.search(before):
        return "fee"
    if (capped or (one and not spot.compared)) and _PAID.search(before):
        return "fee"
    return "subsidy" if capped and (one or _LENT.match(spot.after)) else "aim"


def _tell_kind_of_part(spot: Spot) -> str:
    """Say whether a share is the part of a sum that one gets or pays, at most or just so; else ""."""
    before, after = spot.before, spot.after
    sign = find_sign(before, of_whole=True)
    if sign and sign.lastgroup != "most":
        return ""
    if _GIVEN_AT_MOST.match(after):
        return "subsidy"
    if _PART_GIVEN.search(before) or _PART_PAID.search(before) or _PART_BORNE.match(after):
        return "subsidy"
    if spot.quantity.unit == "倍" and _PAID_BY_HEAD.match(after):
        return "fee"
    if not _BY_SHARE.search(before):
        return ""
    # 按造价10%、最高5万元给予支持
    given = _PAID_OUT.match(after) or _AND_AT_MOST.match(after)
    return "subsidy" if given else "fee" if _PAID_BY_HEAD.match(after) else ""


def _is_capped(before: str) -> bool:
    """Say whether a sum behind these words is the most that one gets or pays, and not that of all."""
    return bool(_CAPPED.search(before)) and not _WHOLE_SUM.search(before)


def is_case(before: str, after: str) -> bool:
    """Say whether a sentence, split at a number, tells when a warning is given or how big an accident is."""
    return bool(_CASE_BEFORE.search(before) or _CASE_BEHIND.match(after))


def is_rewarded(opening: str, before: str, after: str) -> bool:
    """Say whether who reaches a number, at which a sentence is split, is given a sum behind it."""
    if _GIVEN_TO.match(after) and _TO_WHOM.match(opening) and not _GIVES_HERE.search(before):
        return True
    least = _REACHED_AT_LEAST.match(after) or find_sign(before, of_whole=True)
    return bool(least and "的" in after and _REWARDED.match(after) and not _GIVES_HERE.search(before))


def tell_money_by_sentence(before: str, unit: str, told: tuple[str, str] | None) -> str:
    """Say what kind a sum of money is that its own clause takes for an aim.

    诊查费每次12元，复诊每次20元; 给予资助，每家不超过30万元: what one pays or gets is said once. `told` is
    the kind and the unit of the number before it in its sentence, of those of its unit where there are any.
    """
    if unit in _MONEY and _PRICED.search(before):
        return "fee"
    if unit in _MONEY and _is_capped(before) and _FINED_BEFORE.search(before):
        return "fine"
    if unit in _MONEY and _GRANT_SET.search(before):
        return "subsidy"
    clause = re.split("[，；]", before)[-1]
    if unit == "%" and _ONLY_CAPPED.match(clause) and _GIVES_HERE.search(before):
        return "subsidy"
    kind, its_unit = told or ("", "")
    if kind == "threshold" and _GIVEN_HERE.match(clause):
        return "subsidy"
    if kind == "subsidy" and unit == its_unit and clause.startswith(("其中", "其余")):
        return kind
    capped = _is_capped(clause)
    if capped and kind == "subsidy" and unit == its_unit:
        return kind
    if unit in _DURATIONS and _IS_LIMIT.search(before):
        return WITHIN
    if unit not in _MONEY or not (capped or _FOR_ONE.search(clause)) or _SETS_LEVEL.search(clause):
        return "aim"
    if kind == "subsidy" or (kind == "fee" and its_unit == unit):
        return kind
    return "subsidy" if capped and _GIVES_HERE.search(before) else "aim"


def _is_specification(spot: Spot) -> bool:
    """Say whether a number only describes a thing: a voltage, a distance, what projects cost in all."""
    unit = spot.quantity.unit
    if unit in _SPECIFIES:
        return True
    if unit in ("米", "公里") and (_DISTANCE.search(spot.before[-8:]) or _AROUND.match(spot.after)):
        return True
    if unit in ("人", "名", "位") and _COMPOSED.match(spot.after) and _OF_WHOM.search(spot.before):
        return True
    # 每人限购两套: what one may have; 时速不得超过20公里: what a thing has to be like.
    sign = find_sign(spot.before, unit in OF_WHOLE)
    norm = sign and sign.lastgroup in ("least", "most") and _NORM.search(spot.before[: sign.start()])
    if norm or _MAY_ONLY_HAVE.search(spot.before):
        return True
    return bool(_COSTS.search(spot.before) or _OF_PROJECTS.match(spot.after) or _HOLDS.search(spot.before))


def _has_measure(spot: Spot) -> bool:
    """Say whether a number has a unit, is a share, or is compared and nothing is counted (降到1.3以下)."""
    quantity = spot.quantity
    if quantity.unit or (0 < quantity.value < 1 and not quantity.in_characters):
        return True
    people = quantity.value >= 100 and _PEOPLE.match(spot.after)
    if people and (_HELPS.search(spot.before) or _FARE.match(spot.after)):
        return True
    if quantity.value >= 10_000 and spot.after.startswith("以上"):
        return True
    if not spot.compared or (
        quantity.in_characters and quantity.value.is_integer() and quantity.value < 10**8
    ):
        return False
    # 到2025 is a date.
    if quantity.value < 10_000 and (1900 <= quantity.value <= 2100 and quantity.value.is_integer()):
        return False
    # 7.9：92.1 is a ratio.
    return spot.stop != "：" and bool(_NOTHING_COUNTED.fullmatch(spot.after))


def _is_duration(spot: Spot) -> bool:
    """Say whether a length of time is required (3个月内, 周期为1年), not a date or a habit (每天24小时)."""
    unit, before, after = spot.quantity.unit, spot.before, spot.after
    within = bool(_WITHIN.match(after))
    if unit == "年" and 1900 <= spot.quantity.value <= 2100:
        # 在1956年内, 期限至2025年 are dates.
        return False
    if unit in ("分钟", "小时") and before.endswith("平均每"):
        return False
    if unit in ("分钟", "小时"):
        whole_day = spot.quantity.value == 24 and not within and not spot.compared
        return not whole_day and not re.match(r"[^，。；]{0,8}圈", after)
    if unit in ("个工作日", "个月", "日", "天", "周"):
        return bool(within or re.match("处方|以上", after) or spot.compared)
    if within:
        if after.startswith("内乱"):
            return False
        return not re.search(r"[近前过去]$|[年末间]的$", before)
    return bool(_HOW_LONG.search(before[-7:]))


def _is_condition(spot: Spot) -> bool:
    """Say whether a number tells for whom or in which case something holds (在3家以上的，…)."""
    before, after, money = spot.before, spot.after, spot.quantity.unit in _MONEY
    if money and _SUM_SET.search(before):
        return False
    if spot.stop in ("，", "：") and _CASE.fullmatch(after):
        return True
    if _BAND_ABOVE.match(after) or (_BAND_BELOW.match(after) and _ABOVE_BEFORE.search(before)):
        return True
    # 脱轨9辆以上的；
    if spot.stop in ("；", "。") and after == "以上的":
        return True
    sized = spot.compared or after.startswith(("以上", "及以上"))
    if money and sized and "的" in after and _MAY_THEN.match(spot.then):
        return True
    # 不少于床位5%的应急床位: what the share is of, and no size.
    if "的" in after and spot.quantity.unit != "%" and _AND_NO_AIM.match(after) and _HOLDS_FOR.search(before):
        return True
    if _WHO_MUST.match(after) or (_IS_GIVEN.match(after) and _WHO_GETS.search(before)):
        return True
    if spot.quantity.unit in (*_DURATIONS, "分") and _IN_CASE.match(after):
        return True
    if _DEFINES.search(before) and not spot.compared:
        return True
    return "的" in after and bool(_SUPPOSES.search(before))


def _is_scope(spot: Spot) -> bool:
    """Say whether a number only describes something that is there already."""
    before, after = spot.before, spot.after
    if _EFFORT.match(after) or (before.endswith("等") and _HELPED.match(after)):
        return True
    if (
        _WEIGHED.search(before)
        or _OUT_OF.match(after)
        or ("中的" in before and re.search(r"中的[^，。；]{0,16}$", before))
    ):
        return True
    if _COMPARED_WITH.search(before[-40:]) and _RISES.match(after):
        return True
    if _RAISED_TO.match(after) and _RAISED_FROM.search(before):
        return True
    if _ON_BASIS.match(after) or before.endswith(("方面", "（共", "(共")):
        return True
    if _DECIDES.search(before) or _is_named(spot):
        return True
    if _THERE_IS.search(before[-4:]) or _LEFT_OVER.search(before[-4:]) or _is_base(spot):
        return True
    if spot.compared or after.startswith(("以上", "以下", "以内", "左右")):
        return False
    if before.endswith("类") and _KINDS_COUNTED.search(before) and not _KINDS_MADE.search(before):
        return True
    if after.endswith("范围") and not before.endswith("等"):
        return True
    # 落实项目30个: the number stands behind what is counted.
    if not _SCOPE_VERB.search(before) or (_ENDS_NOUN.match(after) and spot.quantity.unit != "条"):
        return False
    return not (_CHOSEN.search(before) or _IS_AIM.match(after))


def _is_named(spot: Spot) -> bool:
    """Say whether all that is counted is named before the number (甲镇、乙镇2家敬老院)."""
    quantity, before, after = spot.quantity, spot.before, spot.after
    if spot.compared or not 2 <= quantity.value <= 30:
        return False
    # Readers differ on what is counted by 个; 甲站、乙站2座泵站投产: what is to be done with all of them.
    if quantity.unit in ("个", *_MONEY, *_SIZES, *OF_WHOLE, *_DURATIONS) or _GETS_DONE.match(after):
        return False
    listed = _LISTED.search(before)
    if not listed or (not listed["etc"] and (_ENDS_NOUN.match(after) or _MADE_LAST.search(before))):
        return False
    return len(_NAME_JOINS.findall(listed["names"])) + 1 == quantity.value


def _is_base(spot: Spot) -> bool:
    """Say whether so many are there, and the aim is how many or what part of them (20个项目11个竣工)."""
    if not _DIGIT.search(spot.after, 0, 60):
        return False
    unit = re.escape(spot.quantity.unit)
    if spot.compared or not unit or unit in _MONEY or _MADE_JUST_NOW.search(spot.before):
        return False
    some = re.match(rf"[^，。；、\d和及与]{{2,16}}?\d+[余多]?{unit}(?![^，。；]{{0,2}}以上)", spot.after)
    return bool(some or _RATE_BEHIND.match(spot.after))


def _is_threshold(spot: Spot) -> bool:
    """Say whether a number tells which things are counted (产值超10亿元的企业20家), not how many."""
    unit, sign = spot.quantity.unit, find_sign(spot.before)
    if unit in _MONEY and sign and _FOUNDS.search(spot.before[: sign.start()]) and _FUND.match(spot.after):
        # 设立规模不低于3亿元的基金: how big it is to be at least.
        return False
    if unit == "%" and (
        (_THOSE_BELOW.search(spot.before) and _THOSE.match(spot.after))
        or (_THOSE_ABOVE.search(spot.before) and _THOSE_WHO_MUST.match(spot.after))
    ):
        return True
    if unit in _MONEY and (
        _ALL_ABOVE.match(spot.after)
        or (not sign and _SIZED_NOUN.match(spot.after) and not _MADE_JUST_NOW.search(spot.before))
    ):
        return True
    if sign and _EACH_OF.search(spot.before[: sign.start()]):
        return True
    sized = sign or spot.after.startswith(("以上", "及以上"))
    measured = spot.before[: sign.start()] if sign else spot.before
    if unit == "%" and sized and _RATE_NAME.search(measured) and _OF_SHARE.match(spot.after):
        return True
    if unit in (*_SIZES, "兆瓦", "人") and _AND_MORE.match(spot.after):
        return True
    if unit in _MONEY and _SIZED_FEW.search(spot.before):
        return True
    if unit in _SIZES and not sign and _SMALL_KIND.match(spot.after):
        return True
    if (
        unit in _MONEY
        and sign
        and sign.lastgroup == "least"
        and _ONE_PROJECT.search(spot.before[: sign.start()])
    ):
        return True
    measure = unit in (*_MONEY, *_SIZES, "平方米", "人", "公里", "米")
    if measure and (_BELOW.match(spot.after) or (unit in _MONEY and _OF_THOSE.match(spot.after))):
        return True
    if unit not in ("元", "美元", "人", "人次", "%", *_SIZES):
        return False
    if not (spot.compared or spot.after.startswith(("以上", "及以上"))):
        return False
    if unit in (*_MONEY, *_SIZES) and _SIZED_KIND.match(spot.after):
        return True
    if unit == "%" and not sign and not _RATE_NAME.search(spot.before):
        # 60%以上的县至少有1家: a share of them is to have it.
        return False
    return bool(
        _COUNTED_BEHIND.match(spot.after)
        or (_KIND_BEHIND.match(spot.after) and _COUNTED_BEFORE.search(spot.before))
    )


def _is_size(spot: Spot) -> bool:
    """Say whether a number is how big a named project is (700万吨露天矿投产), not what is to be reached."""
    unit, before, after = spot.quantity.unit, spot.before, spot.after
    if unit in ("公里", "公里/小时") and before.endswith("时速"):
        return True
    if unit in _MONEY:
        return bool(_FOUNDS.search(before) and _FUND.match(after))
    if _PRODUCES.search(before):
        return not spot.after.startswith(("以上", "左右"))
    power = unit in ("吨", "千瓦", "兆瓦", "吉瓦", "MW", "GW", "GWh") or (
        unit in _GOODS and spot.quantity.value >= _MANY_GOODS
    )
    listed = power and _LISTED_PROJECTS.match(after)
    if listed and _PUSHES.search(before):
        return True
    built = unit in ("吨", "平方米", "千瓦") and _GETS_GOING.match(after)
    return bool(built or listed or (power and _IS_PROJECT.match(after))) and not _MADE.search(before)


def _is_counted(spot: Spot) -> bool:
    """Say whether a number in characters counts (建设两个中心) or is part of a name (三项制度)."""
    value, unit, before = spot.quantity.value, spot.quantity.unit, spot.before
    if unit in ("%", "‰", "个百分点", "百分点", "倍") or (unit == "元" and value >= 10):
        return True
    if unit in ("个月", "日", "天", "周", "个工作日") or (
        unit == "年" and (_WITHIN.match(spot.after) or _takes_time(spot))
    ):
        return True
    if unit in ("分", "元", "米", "吨", "批", "成"):
        # 七八成
        part = unit == "成" and spot.quantity.value_max is not None
        return (spot.compared or part or (value >= 100 and unit == "吨")) and unit != "批"
    if value < 10 and unit in ("类", "种", "次", "期", "年", "部", "门", "对", "例", "条", "片", "轮"):
        # 提高五种能力: what is named is made better.
        sign = find_sign(before)
        return bool((sign and sign.lastgroup not in ("up", "down")) or _ONE_IS_COUNTED.search(before))
    if value == 1:
        # 向每家企业发放一张券: what one gets.
        return unit not in _PAPERS and bool(_ONE_IS_COUNTED.search(before))
    if value >= 10 and unit != "项":
        return True
    # 新建幼儿园两所: the number stands behind its noun and closes the clause.
    behind_noun = _ENDS_NOUN.match(spot.after) and _NOUN_BEFORE.search(before)
    return bool(_FEW_ARE_COUNTED.search(before) or behind_noun or re.match("以上|以下|左右", spot.after))
