"""Say whether a number tells for whom, in which case or of which things something holds."""

from __future__ import annotations

import re

from reformlab.mentions.specifications import names_fund
from reformlab.mentions.spots import DURATIONS, MONEY, SIZES, Spot, find_sign, rules

# --- in which case something holds (在3家以上的，…) ---
_SUM_SET = rules("{sum_set}$")
# 收入低于2万元且住房不足15平方米的，可以申请: both are conditions.
_CASE = rules("(?:及?以[上下内])?(?:[^，。；]{0,12}?|[^，。；]{0,6}(?:并且|且)[^，。；]{2,40}?)的")
# 9辆以上60辆以下, 9万元以上不满20万元: a case between two sizes.
_BAND_ABOVE = re.compile(
    r"及?以上(?:至|、)?(?:不满|不足|[\d一二三四五六七八九十百千万]+[^，。；、\d]{1,3}以下)"
)
_BAND_BELOW, _ABOVE_BEFORE = re.compile("以下|(?![^，。；]*以上)"), re.compile("以上(?:至|、|不满|不足)?$")
_MAY_THEN, _AND_NO_AIM = rules("{may_then}"), rules("(?:及?以[上下])?的(?!{more}|规定)")
_HOLDS_FOR = rules("{holds_for}(?:在|达到?|超过|不足|高于|低于|大于|少于|不满|满)?$")
_WHO_MUST, _WHO_GETS, _IS_GIVEN = rules("{who_must}"), rules("{who_gets}"), rules("{is_given}")
_IN_CASE, _DEFINES, _SUPPOSES = rules("{in_case}"), rules("{defines}"), rules("{supposes}$")
# 死亡3人以上, 降雨量超过80毫米: in which case something is done.
_CASE_OF, _BOUNDED = rules("{case_of}$"), re.compile("及?以[上下]")
# When a warning is given, how big an accident is; who is rewarded for a size.
_CASE_BEFORE, _CASE_BEHIND = rules("{case_before}"), rules("{case_behind}")
_REWARDED, _REACHED_AT_LEAST = rules("{rewarded}"), re.compile("(?:[余多])?及?以上")
_TO_WHOM, _GIVEN_TO, _GIVES_HERE = rules("{to_whom}$"), rules("{then_given}"), rules("{gives}")
# 漏损率超过15%的水厂，予以通报
_THEN_MUST = rules(
    r"(?:及?以[上下])?的(?!{more}|目标|要求|任务|标准|规模|规定|比例|水平)[^，。；、\d]{1,12}{then_must}"
)
# --- which things are counted (产值超10亿元的企业20家) ---
_SIZE_CLASS, _EACH_OF = rules("{size_class}"), rules("{each_of}$")
# 空置率低于30%的商铺; 漏损率超过15%的管网应当改造: which of them are meant, not what is to be reached.
_THOSE_BELOW, _THOSE_ABOVE = rules("{those_below}"), rules("{those_above}")
_THOSE, _THOSE_WHO_MUST = rules("{those}"), rules("{those}{those_must}")
# 收费标准调整幅度不得超过15%: by how much it may change.
_CHANGED_BY = rules("{changed_by}")
_RATE_NAME = re.compile("[率度幅速比重例]$")
_OF_SHARE = rules(
    r"(?:及?以上)?的(?!{more})[^，。；、\d]{1,10}(?:达到?|不少于|不低于|占比?)[^，。；、\d]{0,4}\d"
)
_ALL_ABOVE = rules("(?:及?以上)的?[^，。；、\\d]{0,12}?{kind}(?:全部|全都|都要?|均)")
_SIZED_NOUN = rules(r"及?以上(?!{more}|的)[^，。；、\d]{2,16}的(?!{more}){han}{2}")
_MADE_JUST_NOW = rules(r"{indicators.directive}[^，。；、\d]{0,4}$")
_SIZED_FEW = re.compile(r"\d[余多]?[个家户条项座](?:[^，。；、\d]{0,4})(?:超过?|过|破)$")
_ONE_PROJECT, _OF_THOSE = rules("{one_project}$"), rules("{share_of_those}")
_AND_MORE, _SMALL_KIND = rules("及?以上的(?!{more}){han}{2}"), rules("{small_kind}")
_VILLAGE = rules("{village}")
_CONDITIONS, _NO_CONDITION = rules("{conditions_heading}"), rules("{no_condition}")
_BELOW = rules("及?以下的?[^，。；、\\d]{0,6}?{household}")
_SIZED_KIND = rules(
    r"及以上{kind}|(?:及?以上)?(?:的(?!{more})[^，。；、\d]{0,12}{kind}|(?![^，。；、\d]*(?:{gains}|{indicators.directive}))"
    r"[^，。；、\d的]{0,8}?{kind}(?!{kind}))"
)
_COUNTED_BEHIND = rules(
    r"(?:及?以上)?的?(?![^，。；、\d]*(?:{gains}|{indicators.directive}))[^，。；、\d]{1,14}?"
    r"(?:达到?|增加?[到至]|突破|超过)?\d+(?:[-—~～至]\d+)?[余多]?[个家户条项座所]"
)
_KIND_BEHIND = rules(r"(?:及?以上)?的?[^，。；、\d]{0,12}?{kind}")
# 20家产值超亿元、带动性强的企业
_SUCH = rules(r"(?:及?以上)?(?:、[^，。；、\d]{2,16})?的(?!{more})[^，。；、\d]{2}")
_COUNTED_BEFORE = re.compile(r"\d[余多]?(?:以上)?[个家户条项][^，。；、]{0,14}$")


def heads_conditions(*headings: str) -> bool:
    """Say whether headings, or a line before a list, announce who may apply.

    The last heading that says so or something else counts.

    Examples
    --------
    >>> from reformlab.mentions.thresholds import heads_conditions
    >>> heads_conditions("二、申报条件", "（一）基本要求"), heads_conditions("二、申报条件", "（二）名额")
    (True, False)
    """
    for heading in reversed(headings):
        if _CONDITIONS.search(heading):
            return True
        if _NO_CONDITION.search(heading):
            return False
    return False


def is_condition(spot: Spot) -> bool:
    """Say whether a number tells for whom or in which case something holds (在3家以上的，…)."""
    before, after, unit = spot.before, spot.after, spot.quantity.unit
    if unit in MONEY and _SUM_SET.search(before):
        return False
    # 脱轨9辆以上的；
    if (spot.stop in ("，", "：") and _CASE.fullmatch(after)) or (
        spot.stop in ("；", "。") and after == "以上的"
    ):
        return True
    if _BAND_ABOVE.match(after) or (_BAND_BELOW.match(after) and _ABOVE_BEFORE.search(before)):
        return True
    if "的" in after and _is_size_of_those(spot):
        return True
    if spot.compared and _THEN_MUST.match(after + spot.then):
        return True
    if _WHO_MUST.match(after) or (_IS_GIVEN.match(after) and _WHO_GETS.search(before)):
        return True
    if unit in (*DURATIONS, "分") and _IN_CASE.match(after):
        return True
    if (spot.compared or _BOUNDED.match(after)) and _CASE_OF.search(before):
        return True
    return bool(_DEFINES.search(before)) and not spot.compared


def _is_size_of_those(spot: Spot) -> bool:
    """Say whether those who are of a size are told what holds for them (人口超过3万的乡镇)."""
    before, after, unit = spot.before, spot.after, spot.quantity.unit
    sized = spot.compared or after.startswith(("以上", "及以上"))
    if unit in MONEY and sized and _MAY_THEN.match(spot.then):
        return True
    # 不少于床位5%的应急床位: what the share is of, and no size.
    if unit != "%" and _AND_NO_AIM.match(after) and _HOLDS_FOR.search(before):
        return True
    return bool(_SUPPOSES.search(before))


def is_case(before: str, after: str) -> bool:
    """Say whether a sentence, split at a number, tells when a warning is given or how big an accident is."""
    return bool(_CASE_BEFORE.search(before) or _CASE_BEHIND.match(after))


def is_rewarded(opening: str, before: str, after: str) -> bool:
    """Say whether who reaches a number, at which a sentence is split, is given a sum behind it."""
    if _GIVEN_TO.match(after) and _TO_WHOM.match(opening) and not _GIVES_HERE.search(before):
        return True
    least = _REACHED_AT_LEAST.match(after) or find_sign(before, of_whole=True)
    return bool(least and "的" in after and _REWARDED.match(after) and not _GIVES_HERE.search(before))


def is_threshold(spot: Spot) -> bool:
    """Say whether a number tells which things are counted (产值超10亿元的企业20家), not how many."""
    unit, sign = spot.quantity.unit, find_sign(spot.before)
    if unit and _SIZE_CLASS.match(spot.after):
        return True
    if unit in ("%", "个百分点") and _CHANGED_BY.search(spot.before):
        return True
    measured = spot.before[: sign.start()] if sign else spot.before
    if unit in MONEY and sign and names_fund(measured, spot.after):
        # 设立规模不低于3亿元的基金: how big it is to be at least.
        return False
    if sign and _EACH_OF.search(measured):
        return True
    if unit == "%" and _is_share_of_those(spot, measured, sign):
        return True
    if unit in MONEY and _is_sum_of_those(spot, measured, sign):
        return True
    if _is_measure_of_those(spot, sign):
        return True
    return _tells_which_are_counted(spot, sign)


def _is_share_of_those(spot: Spot, measured: str, sign: re.Match[str] | None) -> bool:
    if _THOSE_BELOW.search(spot.before) and _THOSE.match(spot.after):
        return True
    if _THOSE_ABOVE.search(spot.before) and _THOSE_WHO_MUST.match(spot.after):
        return True
    sized = sign or spot.after.startswith(("以上", "及以上"))
    return bool(sized and _RATE_NAME.search(measured) and _OF_SHARE.match(spot.after))


def _is_sum_of_those(spot: Spot, measured: str, sign: re.Match[str] | None) -> bool:
    before, after = spot.before, spot.after
    if _ALL_ABOVE.match(after) or _OF_THOSE.match(after) or _SIZED_FEW.search(before):
        return True
    if sign:
        return sign.lastgroup == "least" and bool(_ONE_PROJECT.search(measured))
    return bool(_SIZED_NOUN.match(after)) and not _MADE_JUST_NOW.search(before)


def _is_measure_of_those(spot: Spot, sign: re.Match[str] | None) -> bool:
    unit, after = spot.quantity.unit, spot.after
    if unit in (*SIZES, "兆瓦", "人") and _AND_MORE.match(after):
        return True
    if unit in ("户", "人") and _VILLAGE.match(after):
        return True
    if unit in SIZES and not sign and _SMALL_KIND.match(after):
        return True
    return unit in (*MONEY, *SIZES, "平方米", "人", "公里", "米") and bool(_BELOW.match(after))


def _tells_which_are_counted(spot: Spot, sign: re.Match[str] | None) -> bool:
    unit, after = spot.quantity.unit, spot.after
    if unit not in ("元", "美元", "人", "人次", "%", *SIZES):
        return False
    if not (spot.compared or after.startswith(("以上", "及以上"))):
        return False
    if unit in (*MONEY, *SIZES) and _SIZED_KIND.match(after):
        return True
    if unit == "%" and not sign and not _RATE_NAME.search(spot.before):
        # 60%以上的县至少有1家: a share of them is to have it.
        return False
    counted = _COUNTED_BEHIND.match(after)
    kind = _KIND_BEHIND.match(after) or _SUCH.match(after)
    return bool(counted or (kind and _COUNTED_BEFORE.search(spot.before)))
