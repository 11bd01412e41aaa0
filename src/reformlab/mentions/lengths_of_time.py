"""Say what a length of time is: a time limit (十日内), how long something lasts, or an aim."""

from __future__ import annotations

import re

from reformlab.mentions.spots import Spot, find_sign, rules

WITHIN = "within"
_SHORT = ("分钟", "小时", "min", "h")
# 三日内, 当日办结, 时限不超过两天: what is to be done by then.
_WITHIN, _IS_LIMIT = re.compile("[以之]?内|办[结好成]"), rules("{limited}$")
_DUE_WITHIN, _NO_LIMIT = rules("{due_within}$"), rules("{no_limit}")
_TAKES, _TIME_TAKEN = rules("{takes}"), rules("{time_taken}")
# 期满前60日 and 期满60日前 say the same, unless one may from then on; 实施前3年 are its first years.
_BEFORE_EVENT, _AHEAD_OF_EVENT = rules("{before_event}$"), rules("{before_event}前$")
_DUTY_BEFORE, _DUTY_AHEAD = rules("{duty_before}$"), rules("{duty_before}前$")
# 前七日内的最低价: what was then, where nothing is due before an event.
_TIME_AGO = rules("{time_ago}")
# 接警后15分钟到达现场
_AFTER_ALARM, _ARRIVES = re.compile("[后起]$"), rules("{arrives}")
_MAY, _IN_ADVANCE = re.compile("[，、]?可以?(?!能)"), rules("{in_advance}$")
# 提前30日完成任务 tells how early, and sets no limit.
_DONE_EARLY = re.compile("[^，。；]{0,6}(?:完成|实现|达[到成]|建成)")
_EXPECTED_TIME = rules("{expected_time}$")
# 十二月三十一日前: a day of a month, which comes again each year.
_MONTH_BEFORE = re.compile(r"[\d一二三四五六七八九十每次当]月$")
# How long something lasts or is kept, and 缴费6个月以上的商户: who is meant.
_LASTS, _GRANTED = rules("{lasts}"), rules("{granted}$")
_HOW_LONG, _KEPT_LONG = rules("{long}[^，。；]{0,4}$"), rules("{kept_long}[^，。；、\\d]{0,8}$")
# 举办4期: how often something is held.
_HELD_OFTEN = rules("{held_often}$")
_IN_LIST = re.compile(r"分别[^，。；]*\d[^，。；、\d]{1,4}[、和及]$")
_LASTED, _AT_LEAST = rules("及?以上的?(?!{more}){people_or_bodies}"), re.compile("(?:[余多])?及?以上")


def is_within(after: str) -> bool:
    """Say whether what stands behind a length of time says that something is to be done in it."""
    return bool(_WITHIN.match(after))


def is_limit(before: str) -> bool:
    """Say whether what stands before a length of time says that something may take no longer."""
    return bool(_IS_LIMIT.search(before))


def is_due_within(spot: Spot) -> bool:
    """Say whether one has to mend something within so long (责令十五日内改正)."""
    return bool(_DUE_WITHIN.search(spot.before)) and is_within(spot.after)


def takes_time(spot: Spot) -> bool:
    """Say whether a length of time is what something is given to be done in (用三年时间建成)."""
    return bool(not _is_date(spot) and _TIME_TAKEN.match(spot.after) and _TAKES.search(spot.before))


def tell_kind_of_time(spot: Spot) -> str:
    """Say whether a length of time is a time limit (十日内), how long something lasts, or an aim."""
    unit, before, after = spot.quantity.unit, spot.before, spot.after
    if unit == "日" and before.endswith("月") and _MONTH_BEFORE.search(before):
        return ""
    if takes_time(spot) or _is_due_before(spot):
        return WITHIN
    if _AFTER_ALARM.search(before) and _ARRIVES.match(after):
        return WITHIN
    if _IN_ADVANCE.search(before) and not _DONE_EARLY.match(after):
        return WITHIN
    if _EXPECTED_TIME.search(before):
        return ""
    if unit != "年" and before.endswith("前") and _AHEAD_OF_EVENT.search(before):
        return "" if _MAY.match(after + spot.then) else WITHIN
    if before.endswith("前") and _TIME_AGO.match(after):
        return ""
    if unit != "年" and before.endswith("前") and _DUTY_AHEAD.search(before):
        return WITHIN
    if _LASTS.match(after) or _GRANTED.search(before):
        return "specification"
    if unit == "期":
        return "aim" if spot.compared or _HELD_OFTEN.search(before) else ""
    if _LASTED.match(after):
        return "threshold"
    if _IN_LIST.search(before) and not _is_date(spot):
        # 分别达到90%和13.5年
        return "aim"
    if _NO_LIMIT.match(after):
        return ""
    if _is_kept(spot):
        return "specification"
    if is_limit(before) and not _is_date(spot):
        return WITHIN
    if not _is_duration(spot):
        return ""
    kind, within = find_sign(before), is_within(after)
    if within and not kind:
        return WITHIN
    return "aim" if kind or within or unit != "年" else "specification"


def _is_due_before(spot: Spot) -> bool:
    """Say whether something is due so long before an event (期满30日前)."""
    if _is_date(spot) or not spot.after.startswith("前"):
        return False
    return bool(_BEFORE_EVENT.search(spot.before) or _DUTY_BEFORE.search(spot.before))


def _is_date(spot: Spot) -> bool:
    """Say whether a number of years is a year: 在1956年内, 期限至2025年."""
    return spot.quantity.unit == "年" and 1900 <= spot.quantity.value <= 2100


def _is_kept(spot: Spot) -> bool:
    """Say whether a length of time is how long something has to be kept at least."""
    sign = find_sign(spot.before)
    if _AT_LEAST.match(spot.after) and _KEPT_LONG.search(spot.before):
        return True
    least = sign and sign.lastgroup == "least"
    return bool(sign and least and _KEPT_LONG.search(spot.before[: sign.start()]))


def _is_duration(spot: Spot) -> bool:
    """Say whether a length of time is required (3个月内, 周期为1年), not a date or a habit (每天24小时)."""
    unit, before, after = spot.quantity.unit, spot.before, spot.after
    within = is_within(after)
    if _is_date(spot):
        return False
    if unit in _SHORT and before.endswith("平均每"):
        return False
    if unit in _SHORT:
        whole_day = spot.quantity.value == 24 and not within and not spot.compared
        return not whole_day and not re.match(r"[^，。；]{0,8}圈", after)
    if unit in ("个工作日", "个月", "日", "天", "周"):
        return bool(within or re.match("处方|以上", after) or spot.compared)
    if within:
        if after.startswith("内乱"):
            return False
        return not re.search(r"[近前过去]$|[年末间]的$", before)
    return bool(_HOW_LONG.search(before[-7:]))
