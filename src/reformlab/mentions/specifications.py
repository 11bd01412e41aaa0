"""Say whether a number only describes a thing: a voltage, a distance, what a named project costs or makes."""

from __future__ import annotations

import re

from reformlab.corpus.rules import read_rules
from reformlab.mentions.spots import MONEY, PEOPLE, Spot, rules

_SPECIFIES = read_rules("targets")["specifies"]
# Where something holds, and who makes up a body.
# 131台、2012蒸吨: so much in all of what is counted.
_COUNTED_TOO = rules("\\d[台座处]、(?:共|合计)?$")
_DISTANCE, _AROUND = rules("{distance}[^，。；]{0,4}$"), rules("{around}")
_COMPOSED, _OF_WHOM = rules("{composed}"), rules("由(?!{han}*各)[^，。；\\d]{0,20}$")
# 每人限购两套: what one may have; 时速不得超过20公里: what a thing has to be like.
_NORM = rules("{norm}[^，。；、\\d]{0,8}$")
_MAY_ONLY_HAVE = rules("{each_person}[^，。；\\d]{0,6}{may_only}[^，。；\\d]{0,6}$")
# 由1名科长带队、2名司机参加: who makes up a team.
_TAKES_PART, _TEAM = rules("{takes_part}"), 10
# Two who have to be there, a share of those who decide.
_PROCEDURE, _QUORUM = rules("{procedure}"), rules("{quorum}")
# What a project costs, holds or makes.
_COSTS, _HOLDS, _PRODUCES = rules("{costs}$"), rules("{holds}$"), rules("{produces}$")
_BRINGS_IN, _AT_LEAST = rules("{brings_in}[^，。；、\\d]{0,10}{costs}$"), re.compile("及?以上$")
_OF_PROJECTS = rules("[^，。；的]{2,40}等[^，。；、]{0,6}(?:项目|工程){going}")
_FOUNDS, _FUND = rules("{founds}$"), rules("{fund}")
# Projects make goods by ten thousands.
_GOODS, _MANY_GOODS = read_rules("targets")["counted_goods"], 10_000
# 抓好甲100万吨甲醇、乙40万吨硅片等项目: each size is that of a project.
_LISTED_PROJECTS = rules(
    "[^，。；的]{2,120}(?:等[^，。；、]{0,8}{project}|、[^，。；、]{2,24}{project}(?:建设|$))"
)
_PUSHES = rules("{pushes}[^，。；]*[、和]$")
_GETS_GOING, _IS_PROJECT = rules("的?[^，。；、的]{2,12}?{going}"), rules("的?[^，。；、的]{0,12}?{project}")
_MADE = rules("{made}[了约近]?$|^$")


def is_quorum(spot: Spot) -> bool:
    """Say whether a number is how many have to be there, or what share of those who decide."""
    quantity = spot.quantity
    if quantity.unit in PEOPLE and quantity.value in (2, 3):
        return bool(_PROCEDURE.search(spot.before + spot.after))
    share = not quantity.unit and quantity.value < 1
    return share and bool(_QUORUM.search(spot.before + spot.after))


def is_specification(spot: Spot) -> bool:
    """Say whether a number only describes a thing: a voltage, a distance, what projects cost in all."""
    unit = spot.quantity.unit
    if unit in _SPECIFIES:
        return not _COUNTED_TOO.search(spot.before)
    metric = unit in ("米", "公里", "m", "km")
    if metric and (_DISTANCE.search(spot.before[-8:]) or _AROUND.match(spot.after)):
        return True
    if unit in PEOPLE and _COMPOSED.match(spot.after) and _OF_WHOM.search(spot.before):
        return True
    few = unit in PEOPLE and spot.quantity.value < _TEAM and not spot.compared
    if few and not spot.before.endswith(("派", "各")) and _TAKES_PART.match(spot.after):
        return True
    sign = spot.sign
    norm = sign and sign.lastgroup in ("least", "most") and _NORM.search(spot.before[: sign.start()])
    if norm or (unit not in MONEY and _MAY_ONLY_HAVE.search(spot.before)):
        return True
    # （库容9万立方米）: a clause of its own.
    aside = spot.before[spot.before.rfind("（") + 1 :]
    costs = _COSTS.search(aside) and not (_BRINGS_IN.search(aside) and _AT_LEAST.match(spot.after))
    return bool(costs or _OF_PROJECTS.match(spot.after) or _HOLDS.search(spot.before))


def names_fund(before: str, after: str) -> bool:
    """Say whether a sum names a fund (设立20亿元的产业基金)."""
    return bool(_FOUNDS.search(before) and _FUND.match(after))


def is_size(spot: Spot) -> bool:
    """Say whether a number is how big a named project is (700万吨露天矿投产), not what is to be reached."""
    unit, before, after = spot.quantity.unit, spot.before, spot.after
    if unit in ("公里", "公里/小时") and before.endswith("时速"):
        return True
    if unit in MONEY:
        return names_fund(before, after)
    if _PRODUCES.search(before):
        return not after.startswith(("以上", "左右"))
    power = unit in ("吨", "千瓦", "兆瓦", "吉瓦", "MW", "GW", "GWh") or (
        unit in _GOODS and spot.quantity.value >= _MANY_GOODS
    )
    listed = power and _LISTED_PROJECTS.match(after)
    if listed and _PUSHES.search(before):
        return True
    built = unit in ("吨", "平方米", "千瓦") and _GETS_GOING.match(after)
    return bool(built or listed or (power and _IS_PROJECT.match(after))) and not _MADE.search(before)
