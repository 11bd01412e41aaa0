"""Say what kind of number a quantity is, by what stands beside it in its clause.

An aim says what is to be reached; a subsidy or fee what one gets or pays; a fine what breaking a rule
costs; a threshold for whom or in which case something holds; a specification how big or long a named thing
is; and what is to be done within some days is a time limit.
"""

from __future__ import annotations

from reformlab.mentions.counting import counts_nothing, has_measure
from reformlab.mentions.lengths_of_time import WITHIN, is_due_within, tell_kind_of_time
from reformlab.mentions.scopes import IS_AIM, is_scope
from reformlab.mentions.specifications import is_quorum, is_size, is_specification
from reformlab.mentions.spots import DURATIONS, Spot, rules
from reformlab.mentions.sums import is_allotted, is_sum, tell_kind_of_part, tell_kind_of_sum
from reformlab.mentions.thresholds import is_condition, is_threshold

_PENALTY, _FINED = rules("{penalty}"), ("元", "美元", "倍", "%")
# 享受每年2次体检, 给予指标2名: what one gets is no money.
_ENTITLED, _QUOTA_GIVEN = rules("{entitled}$"), rules("{quota_given}$")


def tell_kind(spot: Spot) -> str:
    """Say what kind of number a quantity is: "aim", …, WITHIN, or "" where it counts nothing.

    That it was reached already (a result) is told by the sentence: `tense.is_past`.
    """
    if not has_measure(spot) or counts_nothing(spot):
        return ""
    unit = spot.quantity.unit
    if is_allotted(spot):
        return "aim"
    if unit in DURATIONS and is_due_within(spot):
        return WITHIN
    if _PENALTY.search(spot.before + spot.after):
        return "fine" if unit in _FINED else ""
    if unit in DURATIONS and (kind := tell_kind_of_time(spot)) != "aim":
        return kind
    if is_quorum(spot):
        return "specification"
    if unit in ("岁", "周岁"):
        return "aim" if "寿命" in spot.before else "threshold"
    if unit == "分" and not spot.before and not IS_AIM.match(spot.after):
        return "threshold"
    if is_specification(spot):
        return "specification"
    if is_condition(spot) or is_threshold(spot):
        return "threshold"
    if is_size(spot):
        return "specification"
    if is_scope(spot):
        return ""
    if _QUOTA_GIVEN.search(spot.before):
        return "subsidy"
    if unit in ("次", "天", "日", "小时", "h") and _ENTITLED.search(spot.before):
        return "subsidy"
    if unit in ("%", "倍") and (kind := tell_kind_of_part(spot)):
        return kind
    return tell_kind_of_sum(spot) if is_sum(spot) else "aim"
