"""Tell what one gets or pays, a sum of money or a share of it, from what is spent or reached."""

from __future__ import annotations

import re

from reformlab.mentions.lengths_of_time import WITHIN, is_limit
from reformlab.mentions.spots import DURATIONS, MONEY, Spot, find_change, find_sign, rules

# What is spent in all, or is to be reached by a level, is an aim.
_SETS_LEVEL = rules("(?:{to}|{up}|{down}|{level}[^，。；]{0,16}(?<!不)(?<!不.){least}){between}*+$")
_SPENDS = rules("{spends}[^，。；]{0,24}$")
# 发放补贴2亿元: what all get.
_SPENDS_ALL, _SUM_OF_ALL = rules("{spends_all}[^，。；]{0,24}$"), 10**7
# 个人缴费不低于20元: what one owes, and no level that policy sets for all.
_OWED, _GRANTED_AT_LEAST = rules("{owed}$"), rules("{granted_at_least}$")
# 每人每天不超过600元, 最高200万元: what one gets or pays, unless it is the sum of all.
_FOR_ONE, _NO_MORE = rules("{for_one}"), rules("{after_most}")
_CAPPED, _WHOLE_SUM = rules("{cap}{between}*+$"), rules("{whole_sum}[^，。；]*$")
# What one gets.
_GIVES, _GIVEN, _EXEMPTS = (
    rules("{gives}[^，。；]{0,20}$"),
    rules("[^，。；、]{0,10}?{given}"),
    rules("{exempts}"),
)
_LENT = rules("{lent}")
# 按本科1万元、硕士3万元发放补贴
_GIVEN_LISTED = rules(r"(?:、[^，。；、\d]{1,8}\d[\d.]*[百千万亿]?元)+[^，。；、]{0,10}?{given}")
# 现将补助资金160万元下达你县: what is allotted to a body.
_NOW, _ALLOTTED = re.compile("现将[^，。；]*$"), re.compile("(?:分解|提前|全额)?(?:转?下达|拨付|分配)")
# What one pays.
_CHARGES = rules("{charges}[^，。；]{0,14}$")
_CHARGES_LISTED = rules("{charges}[^，。；]{0,14}\\d[^，。；]*$")
_PAID, _PAID_BY_HEAD, _RATE_PAID = (
    rules("{paid_noun}"),
    rules("{paid_by_head}"),
    rules("{rate_paid}(?:为|是|按)?$"),
)
# What part of a sum one gets or bears.
_GIVEN_AT_MOST = rules("(?:的比例)?[、，]?(?:给予|予以){cap}")
_PART_GIVEN, _PART_PAID = rules("{rate_given}[^，。；]{0,2}{cap}[^，。；\\d]{0,20}$"), rules("{part_given}$")
_PART_BORNE, _BY_SHARE = rules("{part_borne}"), re.compile("[按照据][^，。；]{0,40}$")
# 床位费由30元调整为: a new price is no level to be reached.
_REPRICED = rules("{repriced}")
_PAID_SO_MUCH = rules("{paid_so_much}")
_PAID_OUT, _AND_AT_MOST = rules("{paid_out}"), rules("、{cap}[^，。；]{0,14}(?:给予|予以|抵扣)")
# What the sentence says of its sums in another clause.
_PRICED, _GRANT_SET, _FINED_BEFORE = rules("{priced}"), rules("{grant_set}"), rules("{fined}")
_GIVES_HERE, _GIVEN_HERE = rules("{gives}"), re.compile(r"(?:给予|予以|奖励)[^，。；\d]{0,12}$")
_SAME_FOR, _GRANTED_FOR = rules("{same_for}"), rules("{granted_for}$")
# 给予补助，原则上不超过造价的20%: what part one gets is said in a clause of its own.
_ONLY_CAPPED = rules("(?:原则上|一般|总额|比例)*{cap}[^，。；\\d]{0,20}$")


def is_sum(spot: Spot) -> bool:
    """Say whether a number is one of money, or of what need not be paid."""
    return spot.quantity.unit in MONEY or bool(_EXEMPTS.match(spot.after))


def is_allotted(spot: Spot) -> bool:
    """Say whether a sum is what the document itself allots to bodies."""
    return spot.quantity.unit in MONEY and bool(_NOW.search(spot.before) and _ALLOTTED.match(spot.after))


def tell_kind_of_sum(spot: Spot) -> str:
    """Tell what one gets or pays from what is spent or reached."""
    before, one = spot.before, bool(_FOR_ONE.search(spot.before))
    if _REPRICED.search(before):
        return "fee"
    if _OWED.search(before) or _GRANTED_AT_LEAST.search(before):
        return "fee" if _OWED.search(before) else "subsidy"
    capped = _is_capped(before) or (one and not spot.compared and bool(_NO_MORE.match(spot.after)))
    if not capped and (_SETS_LEVEL.search(before) or find_change(before)):
        return "aim"
    # 每村安排补助30万元: what each gets.
    given_each = one and (capped or (not spot.compared and _GIVES.search(before)))
    if not given_each and _SPENDS.search(before):
        return "aim"
    if not one and spot.quantity.value >= _SUM_OF_ALL and _SPENDS_ALL.search(before):
        return "aim"
    given = _GIVEN.match(spot.after) or _GIVEN_LISTED.match(spot.after)
    if given or _EXEMPTS.match(spot.after) or _GIVES.search(before):
        return "subsidy"
    if _BY_SHARE.search(before) and _PAID_SO_MUCH.match(spot.after + spot.then):
        return "subsidy"
    if _PAID_BY_HEAD.match(spot.after) or _CHARGES.search(before) or _CHARGES_LISTED.search(before):
        return "fee"
    if (capped or (one and not spot.compared)) and _PAID.search(before):
        return "fee"
    return "subsidy" if capped and (one or _LENT.match(spot.after)) else "aim"


def tell_kind_of_part(spot: Spot) -> str:
    """Say whether a share is the part of a sum that one gets or pays, at most or just so; else ""."""
    before, after = spot.before, spot.after
    if spot.quantity.unit == "%" and _RATE_PAID.search(before):
        return "fee"
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
    given = _PAID_OUT.match(after + spot.then) or _AND_AT_MOST.match(after)
    return "subsidy" if given else "fee" if _PAID_BY_HEAD.match(after) else ""


def _is_capped(before: str) -> bool:
    """Say whether a sum behind these words is the most that one gets or pays, and not that of all."""
    return bool(_CAPPED.search(before)) and not _WHOLE_SUM.search(before)


def is_granted_for(before: str) -> bool:
    """Say whether a length of time is how long what its sentence grants may last (贷款…，期限不超过3年)."""
    return bool(_GRANTED_FOR.search(before))


def tell_sum_by_sentence(before: str, unit: str, told: tuple[str, str] | None) -> str:
    """Say what kind a sum of money is that its own clause takes for an aim.

    诊查费每次12元，复诊每次20元; 给予资助，每家不超过30万元: what one pays or gets is said once. `told` is
    the kind and the unit of the number before it in its sentence, of those of its unit where there are any.
    """
    if unit in MONEY and (kind := _tell_by_heading(before)):
        return kind
    clause = re.split("[，；]", before)[-1]
    if unit == "%" and _ONLY_CAPPED.match(clause) and _GIVES_HERE.search(before):
        return "subsidy"
    kind, its_unit = told or ("", "")
    if kind in ("threshold", "subsidy") and _GIVEN_HERE.search(clause):
        return "subsidy"
    capped = _is_capped(clause)
    if kind == "subsidy" and unit == its_unit and (capped or clause.startswith(("其中", "其余"))):
        return kind
    if kind in ("subsidy", "fee") and unit == its_unit in MONEY and _SAME_FOR.fullmatch(clause):
        return kind
    if unit in DURATIONS and is_limit(before):
        return WITHIN
    if unit not in MONEY or not (capped or _FOR_ONE.search(clause)) or _SETS_LEVEL.search(clause):
        return "aim"
    if kind == "subsidy" or (kind == "fee" and its_unit == unit):
        return kind
    return "subsidy" if capped and _GIVES_HERE.search(before) else "aim"


def _tell_by_heading(before: str) -> str:
    """Say what a sum is by what the sentence opens with (水价调整为：, 补助标准：, 罚款，最高); else ""."""
    if _PRICED.search(before):
        return "fee"
    if _is_capped(before) and _FINED_BEFORE.search(before):
        return "fine"
    return "subsidy" if _GRANT_SET.search(before) else ""
