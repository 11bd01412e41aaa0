"""Say which quantities are aims, by what stands beside each in its clause.

Sizes of named projects, conditions, penalties, scores, and things that are there already are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reformlab.mentions.indicators import DIRECTIVES
from reformlab.mentions.quantities import Quantity

_UP = "提高|提升|增加|增长|增幅|上升|上调|扩大|上浮|(?<!新)增"
_DOWN = "降低|下降|减少|下调|压减|缩短|削减|降幅|减"
_REACHED = f"达到?|(?:{_UP}|{_DOWN}|调整|扩展|延长|降|压缩|发展|恢复)[到至为]"
_AT_LEAST_DO = "(?:有|达到|完成|新增|建成|配备|建设|设置|培养|开展|安排)?"
BEFORE = re.compile(
    rf"(?:(?P<least>不得?(?:低于|少于|小于)|至少{_AT_LEAST_DO}|高于|超过|突破|大于|多于|≥|>|＞|超(?![声市级]))"
    r"|(?P<most>不得?超过|不高于|不多于|不大于|低于|少于|小于|控制在|限制在|≤|<|＜|最多|至多)"
    r"|(?P<near>约为?|大约|近|接近)"
    rf"|(?P<to>{_REACHED}|保持在|稳定在|维持在|控制到|[到至])"
    rf"|(?P<up>(?:{_UP})(?:幅度)?|提速)|(?P<down>{_DOWN}))"
    r"(?:了|约|近|不少于|不低于|超过|在|分别为?|平均|各|每[年月人生亩户天日床]|人均|年均|到)*+$"
)
# 达到常住人口的30%: the comparator stands before what the share is of.
BEFORE_WHOLE = re.compile(
    r"(?:(?P<least>不得?(?:低于|少于)|至少|高于|超过)|(?P<most>不得?超过|不高于|低于|控制在)"
    rf"|(?P<to>达到?|(?:{_UP}|{_DOWN}|降)[到至为]))[^，。；、\d的]{{2,20}}的?$"
)
OF_WHOLE = ("%", "倍", "")
_DURATIONS = ("年", "个月", "日", "天", "周", "小时", "个工作日", "分钟", "期")

# Nouns that are counted to describe how something is built, not as an aim.
_STRUCTURE = re.compile(
    r"[^，。；、]{0,3}?(?:方面|领域|板块|渠道|部分|环节|层次|层级|阶段|原则|维度|等级|档次|类别|要素|允许|不变|坚持|统一|同等"
    r"|结合|关系|转变|部门|单位|成员|指标|方针)"
)
_EACH = r"每[^，。；]{1,14}|各[^，。；]{0,6}"
_ONE_IS_COUNTED = re.compile(rf"(?:至少有?|不少于|不低于|{_EACH})$")
_FEW_ARE_COUNTED = re.compile(
    rf"(?:(?:{DIRECTIVES})(?:不少于|至少|好)?|至少[有建设]?|不少于|不低于|不超过|达到|超过|{_EACH}|[在于]|增加到|提高到)$"
)
_NOUN_BEFORE = re.compile(r"(?:新建|建成|建设|扩建|改建|新增|培育|引进|创建)[^，。；、\d]{2,10}$")
_HOLDS_FOR = re.compile(
    r"(?:人口|面积|收入|金额|总额|规模|距离|时间|床位数?|产值|投资|费用|年限|价格|数量|人数|工龄|余额|厚度|浓度|重量)"
    r"(?:在|达到?|超过|不足|高于|低于|大于|少于|不满|满)?$"
)
# 5000人以上的高校要配备…: the number says who must.
_WHO_MUST = re.compile(
    r"及?以[上下]的[^，。；、]{2,14}?(?:应当?(?!急|用)|要(?![求素件点])|必须|须|可以|不得|免费|享受)"
)
# Of these is one (4个省份之一), or so many out of a number that is there already.
_OUT_OF = re.compile(r"[^，。；、]{0,10}之一|[^，。；、]{0,14}中的")
# Signs that make a number part of a formula or a name.
_GLUED = re.compile(r"(?:[第×÷=/+＋·A-Za-z.]|\d[-—])$")
_GLUED_BEHIND = re.compile(r"[）)]?[×÷=+＋]|或多")
_CHOSEN = re.compile(rf"至少|每|各|(?:{DIRECTIVES})$")
_SCOPE_VERB = re.compile(r"(?:督促|指导|监督|贯彻|落实|执行|对照)[^，。；]{0,16}$")
_PENALTY = re.compile(
    r"罚款|罚金|有期徒刑|拘留|违法所得|拘役|不受理|禁止[其从]|滞纳金|处分|责令|吊销|执业活动|不得从事|起诉"
)
_RAISED_FROM = re.compile(r"[从由将把][^，。；]{0,16}$")
_COMPARED_WITH = re.compile(r"比[^，。；]{0,8}年的?$")
_RAISED_TO = re.compile(rf"[^，。；]{{0,8}}?(?:{_UP}|{_DOWN}|调[高整]|扩展|延长|降)[到至为]")
_RISES = re.compile(rf"{_UP}|{_DOWN}")
_GETS_GOING = re.compile(r"的?[^，。；、的]{2,12}?(?:前期|完工|投产|开工|正式运营|投入|竣工|主体)")
_IS_PROJECT = re.compile(r"的?[^，。；、的]{0,12}?(?:项目|工程|机组|电站|电厂|生产线)")
# Things that are counted above a size: 产值超10亿元的企业20家.
_KINDS = "(?:企业|项目|集群|产业链?|园区|主体|大户|合作社|街区|品牌|平台|单品|基地|[县镇村])"
_KIND_BEHIND = re.compile(rf"(?:及?以上)?的?[^，。；、\d]{{0,12}}?{_KINDS}")
_COUNTED_BEHIND = re.compile(
    rf"(?:及?以上)?的?(?![^，。；、\d]*(?:惠及|支持|带动|服务|覆盖|新增))[^，。；、\d]{{0,12}}?{_KINDS}"
    r"(?:数量|总数)?(?:达到?|增加?[到至]|突破|超过)?\d+[余多]?[个家户条项]"
)
_AND_MORE = re.compile(r"及?以上的(?!目标|水平|规模|标准|要求|任务|比例|速度)[\u4e00-\u9fff]{2}")
_COUNTED_BEFORE = re.compile(r"\d[余多]?(?:以上)?[个家户条项][^，。；、]{0,14}$")
# What is left over, and who sits where, is counted but is no aim.
_LEFT_OVER = re.compile(r"(?:其[他它余]|另有|上述)$")
_SEATS = re.compile(r"(?:组长|召集人|主任|委员|主席|理事长|会长|秘书长|联络员)各?$")
# How many leave school is known, not aimed at; a firm of 亿元 is one of that size.
_GRADUATES = re.compile(
    r"(?:今年|预计)[^，。；]{0,6}毕业生(?:人数|规模)?(?:预计|将|有)?(?:超过?|达到?|突破|约)?$"
)
_SIZE_CLASS = re.compile("级?(?:企业|大县|强县|产业集群)(?:[有成均全]|都有)|级(?!以)")
_HOW_LONG = re.compile(r"(?:周期|期限|任期|时限|寿命|年限|[息务]期)[^，。；]{0,4}$")
_THERE_IS = re.compile(r"(?:我[国省市区县]|全[国省市区县])(?:现)?有$")
_DEFINES = re.compile(r"是指|不得[^，。；]*$")
_SUPPOSES = re.compile(r"(?:凡|如果|对于)[^，。；]*$")
_KINDS_COUNTED = re.compile(r"[一二三四五六七八九十]大?类$")
_NOUN_BEHIND = re.compile(r"(?:以上|左右)?[\u4e00-\u9fff]")
_MADE = re.compile(rf"(?:{DIRECTIVES}|改造|施工|[，、和及“])[了约近]?$|^$")
_FORMULA = re.compile(r"[×÷]|计算(?:方法|公式)|附件?\d")


@dataclass(frozen=True)
class Spot:
    """A quantity and what stands beside it in its clause; `stop` is the sign that ends the clause."""

    quantity: Quantity
    before: str
    after: str
    stop: str

    @property
    def compared(self) -> bool:
        """A comparator (达到, 不低于, 提高) governs the value."""
        return bool(BEFORE.search(self.before) or (self.of_whole and BEFORE_WHOLE.search(self.before)))

    @property
    def of_whole(self) -> bool:
        """The value may be a share of something named before it."""
        return self.quantity.unit in OF_WHOLE


def is_aim(spot: Spot) -> bool:
    """Say whether a quantity counts as an aim, by what stands beside it."""
    quantity, before, after = spot.quantity, spot.before, spot.after
    # What leaves out most stands first.
    if not _has_measure(spot) or (quantity.unit in _DURATIONS and not _is_duration(spot)):
        return False
    if quantity.in_characters and quantity.unit != "岁" and not _is_counted(spot):
        return False
    if _FORMULA.search(before) or _PENALTY.search(before + after):
        return False
    if after.startswith("计算") or _GRADUATES.search(before) or _SIZE_CLASS.match(after):
        return False
    if _GLUED.search(before[-2:]) or _GLUED_BEHIND.match(after):
        return False
    if quantity.unit in ("个", "项", "条", "类", "种", "次") and _STRUCTURE.match(after):
        return False
    if quantity.unit == "分" and before.endswith("（") and after.startswith("）"):
        # （0.5分）: what a task is worth, not what it aims at.
        return False
    if quantity.unit in ("人", "名", "位") and _SEATS.search(before[-6:]):
        return False
    if quantity.unit == "岁":
        return "寿命" in before
    return not (_is_condition(spot) or _is_scope(spot))


def _has_measure(spot: Spot) -> bool:
    """Say whether a number has a unit, is a share, or is big and compared (突破5100万)."""
    quantity = spot.quantity
    if quantity.unit or (quantity.value < 1 and not quantity.in_characters):
        return True
    if quantity.value < 10_000 or quantity.in_characters or not spot.compared:
        return False
    return not _NOUN_BEHIND.match(spot.after) or spot.after in ("以上", "左右")


def _is_duration(spot: Spot) -> bool:
    """Say whether a length of time is required (3个月内, 周期为1年), not a date or a habit (每天24小时)."""
    unit, before, after = spot.quantity.unit, spot.before, spot.after
    within = after.startswith(("以内", "之内", "内"))
    if unit in ("分钟", "小时") and before.endswith("平均每"):
        return False
    if unit in ("分钟", "小时"):
        whole_day = spot.quantity.value == 24 and not within and not spot.compared
        return not whole_day and not re.match(r"[^，。；]{0,8}圈", after)
    if unit in ("个工作日", "个月", "日", "天", "周"):
        return bool(within or re.match("处方|以上", after) or spot.compared)
    if within:
        # 在1956年内 is a date.
        if spot.quantity.value >= 1900 or after.startswith("内乱"):
            return False
        return not re.search(r"[近前过去]$|[年末间]的$", before)
    return bool(_HOW_LONG.search(before[-7:]))


def _is_condition(spot: Spot) -> bool:
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
    if _WHO_MUST.match(after):
        return True
    if _DEFINES.search(before) and not spot.compared:
        return True
    return "的" in after and bool(_SUPPOSES.search(before))


def _is_scope(spot: Spot) -> bool:
    """Say whether a number only describes something that is there already."""
    before, after = spot.before, spot.after
    if _OUT_OF.match(after) or ("中的" in before and re.search(r"中的[^，。；]{0,16}$", before)):
        return True
    if _COMPARED_WITH.search(before[-14:]) and _RISES.match(after):
        return True
    if _RAISED_TO.match(after) and _RAISED_FROM.search(before):
        return True
    if ("基" in after and re.match(r"[^，。；]*的?基础上|为基数", after)) or before.endswith(
        ("方面", "（共", "(共")
    ):
        return True
    if (
        _THERE_IS.search(before[-4:])
        or _is_size(spot)
        or _is_threshold(spot)
        or _LEFT_OVER.search(before[-4:])
    ):
        return True
    if spot.compared or after.startswith(("以上", "以下", "以内", "左右")):
        return False
    if (before.endswith("类") and _KINDS_COUNTED.search(before)) or after.endswith("范围"):
        return True
    return bool(_SCOPE_VERB.search(before)) and not _CHOSEN.search(before)


def _is_threshold(spot: Spot) -> bool:
    """Say whether a number tells which things are counted (产值超10亿元的企业20家), not how many."""
    unit = spot.quantity.unit
    if unit in ("千瓦", "兆瓦", "吨", "亩", "人") and _AND_MORE.match(spot.after):
        return True
    if unit not in ("元", "美元", "人", "人次", "亩", "吨"):
        return False
    if not (spot.compared or spot.after.startswith(("以上", "及以上"))):
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
    built = unit in ("吨", "平方米", "千瓦") and _GETS_GOING.match(after)
    planned = unit in ("吨", "千瓦", "兆瓦") and _IS_PROJECT.match(after)
    return bool(built or planned) and not _MADE.search(before)


def _is_counted(spot: Spot) -> bool:
    """Say whether a number in characters counts (建设两个中心) or is part of a name (三项制度)."""
    value, unit, before = spot.quantity.value, spot.quantity.unit, spot.before
    if unit in ("%", "‰", "个百分点", "百分点", "倍") or (unit == "元" and value >= 10):
        return True
    if unit in ("个月", "日", "天", "周", "个工作日"):
        return True
    if unit in ("分", "元", "米", "吨", "批", "成"):
        return (spot.compared or (value >= 100 and unit == "吨")) and unit != "批"
    if value < 10 and unit in ("类", "种", "次", "期", "年", "部", "门", "对", "例", "条", "片", "轮"):
        return spot.compared or bool(_ONE_IS_COUNTED.search(before))
    if value == 1:
        return bool(_ONE_IS_COUNTED.search(before))
    if value >= 10 and unit != "项":
        return True
    # 新建幼儿园两所: the number stands behind its noun and closes the clause.
    behind_noun = not spot.after and _NOUN_BEFORE.search(before)
    return bool(_FEW_ARE_COUNTED.search(before) or behind_noun or re.match("以上|以下|左右", spot.after))
