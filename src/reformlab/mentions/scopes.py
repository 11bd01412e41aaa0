"""Say whether a number only tells of what is there already, or what a change starts from."""

from __future__ import annotations

import re

from reformlab.mentions.spots import DURATIONS, MONEY, OF_WHOLE, SIZES, Spot, rules

IS_AIM = re.compile("的?(?:[^，。；、的]{0,4})目标")
# A share of effort or of a score, whom a grant is said to help, what the document itself does.
_EFFORT, _WEIGHED, _DECIDES = rules("(?:及?以上)?的?{effort}"), rules("{weighed}$"), rules("{decides}")
_HELPED = rules("[^，。；、\\d]{1,14}(?:实行|给予|予以)[^，。；\\d]{0,6}{gives}")
_OF_EACH = rules("{of_each}$")
# What a change starts from or is compared with.
_OUT_OF, _AMONG, _ON_BASIS = rules("{out_of}"), re.compile(r"中的[^，。；]{0,16}$"), rules("{on_basis}")
_COMPARED_WITH = rules("{compared_with}$")
_RISES = rules(r"(?:、\d[\d.]*[^，。；、\d]{1,6}){0,3}(?:分别)?(?:{up}|{down}|翻[一两三]?番)")
_RAISED_FROM = rules("{raised_from}$")
_RAISED_TO = rules("[^，。；]{0,8}?(?:{up}|{down}|调[高整]|扩展|延长|降)[到至为]")
# What there is, and what is carried out of it.
_THERE_IS, _LEFT_OVER = rules("{there_is}$"), rules("{left_over}$")
_KINDS_COUNTED = rules("[一二三四五六七八九十]大?类$")
_KINDS_MADE = rules("{indicators.directive}[一二三四五六七八九十]大?类$")
_SCOPE_VERB, _ENDS_NOUN = rules("{scope_verb}[^，。；]{0,16}$"), re.compile("$|[、和及]")
_CHOSEN = rules("至少|每|各|{indicators.directive}$")
# 改造甲闸、乙闸、丙闸3座水闸: all are named, and so many are no aim beside them.
_LISTED = re.compile(r"(?:^|[年月日：])(?P<names>[^：\d]*[、和及][^：\d]*?)(?P<etc>等?)$")
_PLACES = re.compile("(?:试点)?(?:区县|县[市区]|[县区市镇乡村州旗]|街道|灌区)(?![级域])")
_NAME_JOINS = re.compile("[、和及]")
_MADE_LAST = rules("(?:{indicators.directive}|[改扩修迁续翻]建|改造|提升)$")
_GETS_DONE = rules("[^，。；、]{1,16}?{going}")
# 在全县20个乡镇新建30座: all that there are.
_ALL_OF = re.compile("[在对]全[国省市区县州旗]$")
_ALL_PLACES, _GET_IT = re.compile("全[国省市区县州旗]$"), re.compile("[^，。；\\d]*(?:全覆盖|全部|均|都)")
_MADE_THERE = rules("[^，。；、\\d]{1,8}?{indicators.directive}")
# 20个项目11个竣工: the aim is how many or what part of them.
_DIGIT = re.compile(r"\d")
_MADE_JUST_NOW = rules(r"{indicators.directive}[^，。；、\d]{0,4}$")
_RATE_BEHIND = re.compile(r"[^，。；、\d]{2,20}(?:率|比例|占比)[^，。；\d]{0,8}\d")


def is_scope(spot: Spot) -> bool:
    """Say whether a number only describes something that is there already."""
    before, after = spot.before, spot.after
    if _EFFORT.match(after) or (before.endswith("等") and _HELPED.match(after)):
        return True
    if _WEIGHED.search(before) or _DECIDES.search(before) or _OF_EACH.search(before):
        return True
    if _OUT_OF.match(after) or ("中的" in before and _AMONG.search(before)) or _starts_from(spot):
        return True
    if _THERE_IS.search(before[-4:]) or _LEFT_OVER.search(before[-4:]):
        return True
    if before.endswith(("方面", "（共", "(共")) or _is_named(spot) or _is_base(spot) or _reaches_all(spot):
        return True
    if spot.compared or after.startswith(("以上", "以下", "以内", "左右")):
        return False
    if before.endswith("类") and _KINDS_COUNTED.search(before) and not _KINDS_MADE.search(before):
        return True
    within = after.endswith("范围") and "纳入" not in after and not before.endswith("等")
    return within or _is_carried_out(spot)


def _starts_from(spot: Spot) -> bool:
    """Say whether a number is what a change starts from or is compared with (由20家增加到30家)."""
    before, after = spot.before, spot.after
    if _ON_BASIS.match(after) or (_COMPARED_WITH.search(before[-40:]) and _RISES.match(after)):
        return True
    return bool(_RAISED_TO.match(after) and _RAISED_FROM.search(before))


def _is_carried_out(spot: Spot) -> bool:
    """Say whether what is counted is there already and is only carried out (落实4项制度)."""
    # 落实项目30个: the number stands behind what is counted.
    behind = _ENDS_NOUN.match(spot.after) and spot.quantity.unit != "条"
    if behind or not _SCOPE_VERB.search(spot.before):
        return False
    return not (_CHOSEN.search(spot.before) or IS_AIM.match(spot.after))


def _is_named(spot: Spot) -> bool:
    """Say whether all that is counted is named before the number (甲镇、乙镇2家敬老院)."""
    quantity, before, after = spot.quantity, spot.before, spot.after
    if spot.compared or not 2 <= quantity.value <= 30:
        return False
    # Readers differ on what is counted by 个, places apart.
    if quantity.unit == "个" and not _PLACES.match(after):
        return False
    # 甲站、乙站2座泵站投产: what is to be done with all of them.
    if quantity.unit in (*MONEY, *SIZES, *OF_WHOLE, *DURATIONS) or _GETS_DONE.match(after):
        return False
    listed = _LISTED.search(before)
    if not listed or (not listed["etc"] and (_ENDS_NOUN.match(after) or _MADE_LAST.search(before))):
        return False
    return len(_NAME_JOINS.findall(listed["names"])) + 1 == quantity.value


def _reaches_all(spot: Spot) -> bool:
    """Say whether all places that there are get something (全省17个市全覆盖), so that how many is no aim."""
    return bool(_ALL_PLACES.search(spot.before) and _PLACES.match(spot.after) and _GET_IT.match(spot.after))


def _is_base(spot: Spot) -> bool:
    """Say whether so many are there, and the aim is how many or what part of them (20个项目11个竣工)."""
    if not _DIGIT.search(spot.after, 0, 60):
        return False
    unit = re.escape(spot.quantity.unit)
    if _ALL_OF.search(spot.before) and _MADE_THERE.match(spot.after):
        return True
    if spot.compared or not unit or unit in MONEY or _MADE_JUST_NOW.search(spot.before):
        return False
    some = re.match(rf"[^，。；、\d和及与（(]{{2,16}}?\d+[余多]?{unit}(?![^，。；]{{0,2}}以上)", spot.after)
    return bool(some or _RATE_BEHIND.match(spot.after))
