"""Say whether a number counts anything, or is part of a name, a formula, or how something is built."""

from __future__ import annotations

import re

from reformlab.corpus.rules import read_rules
from reformlab.mentions.lengths_of_time import is_limit, is_within, takes_time
from reformlab.mentions.spots import PEOPLE, Spot, find_sign, rules

# A number without a unit: of people, or compared while nothing is counted (降到1.3以下).
_PEOPLE, _HELPS = rules("{person_of}{0,3}{people}"), rules("{helps}[^，。；、]{0,12}$")
_FARE = rules("{person_of}{0,3}{people}{fare}")
_BARE_FROM, _VERY_MANY = 100, 10**8
_NOTHING_COUNTED = rules("(?:{after_least}|{after_most}|{after_near})?(?:[、和（(）)].*)?")
# 规模近千亿级: a scale; 抗震等级不低于7级: a grade.
_SCALE, _LEAST_SCALE = re.compile("级(?:产业)?(?:规模|水平)?"), 10**6
# Parts of formulas and names, and how many leave school.
_FORMULA, _GRADUATES = rules("{formula}"), rules("{graduates}$")
_GLUED, _GLUED_BEHIND = rules("{glued}$"), rules("{glued_behind}")
# How something is built (分三个阶段); more than so many are counted, whatever they are called.
_STRUCTURE, _STEPS_CUT, _MANY = rules("[^，。；、]{0,3}?{structure}"), rules("{steps_cut}$"), 20
# What a task is worth in a score, how a medicine is taken, who sits where.
_POINTS, _ON_EACH, _DOSES = rules("{points}$"), rules("{on_each}$"), read_rules("targets")["dose"]
_SEATS = rules("{seat}各?$")
# Numbers in characters also make up names (三项制度).
_ONE_IS_COUNTED, _FEW_ARE_COUNTED = rules("{one_counted}$"), rules("{few_counted}$")
_NOUN_BEFORE, _ENDS_NOUN = rules("{noun_before}$"), re.compile("$|[、和及]")
# 一、校舍（2项）: how many tasks stand below a heading.
_HEADING_BEFORE = re.compile(
    r"(?:^|\t)(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])[^，。；\t]{2,30}[（(]$"
)
_PAPERS = read_rules("targets")["paper"]
# 九成以上, 七成的村
_SHARE = re.compile("及?以[上下]|左右|的")


def has_measure(spot: Spot) -> bool:
    """Say whether a number has a unit, is a share, or is compared and nothing is counted (降到1.3以下)."""
    quantity = spot.quantity
    if quantity.unit or 0 < quantity.value < 1:
        return True
    people = quantity.value >= 100 and _PEOPLE.match(spot.after)
    if people and (_HELPS.search(spot.before) or _FARE.match(spot.after)):
        return True
    if quantity.value >= 10_000 and spot.after.startswith("以上"):
        return True
    if not spot.compared or (quantity.in_characters and not _may_be_bare(spot)):
        return False
    # 到2025 is a date.
    if quantity.value < 10_000 and (1900 <= quantity.value <= 2100 and quantity.value.is_integer()):
        return False
    scale = _SCALE.match(spot.after) if quantity.value >= _LEAST_SCALE else None
    # 7.9：92.1 is a ratio.
    return spot.stop != "：" and bool(_NOTHING_COUNTED.fullmatch(spot.after, scale.end() if scale else 0))


def _may_be_bare(spot: Spot) -> bool:
    """Say whether a number in characters may stand without a unit: 超千亿, 突破百万, but not 提高到二."""
    value, sign = spot.quantity.value, spot.sign
    if not value.is_integer() or value >= _VERY_MANY:
        return True
    return value >= _BARE_FROM and sign is not None and sign.lastgroup == "least"


def counts_nothing(spot: Spot) -> bool:
    """Say whether a number is part of a name or formula, or says how something is built."""
    quantity, before, after = spot.quantity, spot.before, spot.after
    if quantity.value == 0 and quantity.value_max is None and not spot.compared:
        # 0剂次儿童: who has none.
        return True
    if quantity.in_characters and quantity.unit not in ("岁", "周岁") and not _is_counted(spot):
        return True
    if _FORMULA.search(before) or _GRADUATES.search(before):
        return True
    if _GLUED.search(before[-2:]) or _GLUED_BEHIND.match(after):
        return True
    if _says_how_built(spot) or (after[:1] in ("）", ")") and _HEADING_BEFORE.search(before)):
        return True
    if quantity.unit == "分":
        # （0.5分）: what a task is worth, not what it aims at.
        worth = before.endswith("（") and after[:1] in ("", "）")
        return worth or bool(_POINTS.search(before[-6:]))
    if quantity.unit in _DOSES and _ON_EACH.search(before[-10:]):
        return True
    return quantity.unit in PEOPLE and bool(_SEATS.search(before[-6:]))


def _says_how_built(spot: Spot) -> bool:
    """Say whether a number tells of how many parts something is (3个方面), unless they are to be fewer."""
    quantity = spot.quantity
    if quantity.unit not in ("个", "项", "条", "类", "种", "次", "件"):
        return False
    built = _STRUCTURE.match(spot.after)
    if not built or ("环节" in built[0] and _STEPS_CUT.search(spot.before)):
        return False
    return not ("单位" in built[0] and quantity.value >= _MANY)


def _is_counted(spot: Spot) -> bool:
    """Say whether a number in characters counts (建设两个中心) or is part of a name (三项制度)."""
    value, unit, before = spot.quantity.value, spot.quantity.unit, spot.before
    if not value.is_integer():
        return True
    if unit in ("%", "‰", "个百分点", "百分点", "倍") or (unit == "元" and value >= 10):
        return True
    if unit in ("个月", "日", "天", "周", "个工作日"):
        return True
    if unit == "年" and (is_within(spot.after) or takes_time(spot) or is_limit(before)):
        return True
    if unit in ("分", "元", "米", "吨", "批", "成"):
        # 七八成
        part = unit == "成" and (spot.quantity.value_max is not None or bool(_SHARE.match(spot.after)))
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
