"""Name the indicator of a quantified aim: the noun phrase before its value, or behind it.

The same indicator of several documents gets the same name: verbs, times and reaches around it
(力争到2025年全省县域内就诊率达到…) are no part of it.
"""

from __future__ import annotations

import re


def _any_of(words: str) -> str:
    """Return a pattern for any one of these words, which are patterns themselves."""
    return "|".join(words.split())


# Verbs that make or choose what is counted.
DIRECTIVES = _any_of(
    """
    建设 建成 建立 新建 扩建 打造 选择 选取 遴选 确定 培育 培养 培训 新增 创建 开展 实施 完成 组建 设置
    设立 引进 配备 配置 布局 支持 认定 评选 选派 举办 推出 推广 增加 增设 招收 招录 安排 派
    """
)
_TIME = re.compile(
    r"^(?:到|至|在|于|力争|争取|确保)*+(?:(?:19|20)\d\d|“?十[一二三四五六七]五”?(?:规划)?|今|明|本)年?(?:\d{1,2}月)?"
    r"(?:期间|时期|期?末|年?底前?|前|内|起)*+[，、]?"
)
_REACH = (
    r"(?:全[国省市县区州]|本[市省县区]|我[国省市县区]|各(?:区县|市县|[地市县区](?!级))|各省份?|统筹区"
    r"|每个?(?:省份?|[市县区乡镇](?![级域])))[的内]?(?=.{3})"
)
_ABOUT_WHOM = (
    r"通过[^，]{0,40}?(?:方式|途径|渠道|形式)|按照?(?=.{4})|对(?=.{4})|在(?=[^全各]{3})|的(?=.{2})"
    r"|[为对向给][^，。；]{1,50}?(?=开展|提供|培训|发放|培养|组织|实施)"
)
_OPENING_WORDS = _any_of(
    """
    力争 争取 确保 努力 实现 全面 基本 推动 推进 促进 使 将 把 让 其中 累计 合计 全年(?=.{2}) 并 且 以及
    同时 积极 大力 加快 逐步
    进一步 稳步 继续 着力 到位 平均 要求? 应 须 年内 年底前 每年 当年 新?改扩?建 拟?安排(?=.{3})
    新(?=遴选|培育|引进|认定|建|改) 重点(?=建设|支持|培育|打造|培养|发展)
    [和与及](?=改造|改建|提升|建设|完善|新建|维修) 提供 组织 免费 启动 发放 改造 覆盖 建(?![设成立])
    提高 提升 降低 扩大 动员 至少 具备 有(?!效)
    """
)
_OPENING = re.compile(rf"^(?:[，、：—\s”）)]|{_REACH}|{_ABOUT_WHOM}|{_OPENING_WORDS}|{DIRECTIVES})++")
_CLOSING_WORDS = _any_of(
    r"""
    达到? 实现 提高 提升 增加 增长 上升 扩大 降低 下降 减少 控制 保持 稳定 维持 分别 平均 再 约 均 各 不 为
    在 到 至 由 从 将 要 应 须 力争 合计 总计 累计 年均 超过? 了 比上年 较上年 每?年 总数 持续 有效 逐步
    进一步 都 可 一 共 个 按 至少 不断 同比 环比 总体 全部 的 必须 应当 最多 至多 预期 目标
    要求 今年 以上 以内 仅 人均 每[年月人生亩户天日床]
    (?:占|[较比]20\d\d年?[底末]?)
    """
)
_CLOSING = re.compile(rf"(?:[，、：\s]|{_CLOSING_WORDS})++$")
_MEASURES = _any_of(
    """
    率 比例 比重 比 数 数量 人数 标准 水平 经费 收入 支出 费用 寿命 床位 限额 补助 补贴 面积 规模 总额 额度?
    金额 时间 时长 浓度 强度 产值 产量 增加值 投入 投资 用量 质量 里程 容量 储量 库存 人口 人次 年限 周期
    价格 指数 总量 增速 增幅 品种 密度 单价 工资 存量 能力 学历 比值 医生 护士 师
    """
)
_MEASURE = re.compile(f"(?:{_MEASURES})$")
# Nouns that say too little without their verb: 培训人员.
_VAGUE = ("人员", "人", "人才", "项目", "任务", "资金")
_RATE = re.compile(r"(?:率|比例|比重|占比|人数)$")
_SHARED_TAIL = re.compile(
    r"(?:人均|年均|财政|补助|报销|支付|覆盖|签约|接种|管理|服务|筹资|平均|基本|规范|最高|补贴)*+"
    r"(?:率|比例|比率|标准|水平|占比|数|限额|经费|金额)$"
)
_NOUN = re.compile(r"(?:[^，。；：！？（）()、和]|[、和](?![\d一二两三四五六七八九十])){1,30}")
_NOUN_TAIL = re.compile(
    r"(?:建设|试点|改造|工作|改革|等|以上|左右|进行|开展|实施|完成|服务|项目建设|标准化改造|规范化建设|中|上|的)++$"
)
_DESCRIBING = re.compile(r"达到|具备|具有|深化|能够|符合|通过|获得|承担|有|用于|面向|与|从事|在")
_DESCRIBED = re.compile(r"(?!设区)[^的]{2,20}的(?=[\u4e00-\u9fff]{2})")
_VERBS = _any_of(
    """
    能(?=[够提开实进]) 具备 深化 提供 免费 发放 组成 构成 并 开展 实施 建设 建成 达到 获得 通过 参加 进行
    完成 纳入
    用于 到 率先 先行 作为 给予 赴 落实 探索 具有 完善 升级 投入 实现 为 可 先 进 是
    """
)
_VERB = re.compile(_VERBS)


def name_indicator(front: str, behind: str, *, measured: bool) -> str:
    """Name what a value is of.

    Parameters
    ----------
    front, behind : str
        The words of its clause before its comparator and behind its unit.
    measured : bool
        The value measures what stands before it (就诊率达到90%); else it may count what stands
        behind it (建设3个中心).

    Returns
    -------
    str
        "" where neither side names anything.

    Examples
    --------
    >>> from reformlab.mentions.indicators import name_indicator
    >>> name_indicator("力争到2025年全省县域内就诊率", "以上", measured=True)
    '县域内就诊率'
    >>> name_indicator("每个县建设", "社区医院", measured=False)
    '社区医院'
    """
    front, behind = _strip_front(front), _cut_noun(behind)
    return front if front and (measured or _MEASURE.search(front) or not behind) else behind or front


# Words in which the names of one indicator differ: 县域就诊率, 县域内就诊率.
_SAME = (
    (re.compile(r"(?<=县域)内?(?=就诊率)"), "内"),
    (re.compile(r"^国内生产总值$|^(?:地区|全[省市区县]|我[省市区])?生产总值$|^GDP$"), "地区生产总值"),
    (re.compile(r"^(?:全体)?居民消费价格(?:指数)?(?:涨幅|上涨)?$|^CPI$"), "居民消费价格涨幅"),
    (re.compile(r"^规上"), "规模以上"),
    (re.compile(r"^(?:全社会)?(?:研发|R&D)(?:经费)?(?:投入|支出)(?:强度|占比)$"), "全社会研发投入强度"),
    (re.compile(r"^(?:人均)?(?:预期|期望)寿命$"), "人均预期寿命"),
    (re.compile(r"[“”]"), ""),
)


def unify_indicator(name: str) -> str:
    """Give the one name of an indicator that documents word in several ways.

    Examples
    --------
    >>> from reformlab.mentions.indicators import unify_indicator
    >>> unify_indicator("县域就诊率"), unify_indicator("规上工业增加值")
    ('县域内就诊率', '规模以上工业增加值')
    """
    for words, one in _SAME:
        name = words.sub(one, name)
    return name


def share_names(name: str, count: int) -> list[list[str]]:
    """Give each of several values that stand together the indicators it is of.

    Parameters
    ----------
    name : str
        What stands before them all, as `name_indicator` gives it.
    count : int
        How many values there are.

    Returns
    -------
    list of list of str
        As many lists as values: 门诊、住院报销比例 of two values is shared out; 访视率、管理率 of
        one value are two indicators that share it.
    """
    parts = re.split(r"[、和与及]", name)
    tail = _SHARED_TAIL.search(parts[-1])
    if len(parts) == count > 1 and tail:
        return [[part if part.endswith(tail[0][-1]) else part + tail[0]] for part in parts]
    parts = re.split(r"[、和]", name)
    if len(parts) > 1 and all(_RATE.search(part) for part in parts):
        return [[_strip_front(part) or part for part in parts]] * count
    return [[name]] * count


def _strip_front(words: str) -> str:
    words = re.sub(r"[从由][^，。；、]{0,20}\d[^，。；、]{0,8}$", "", words)
    words = whole = re.sub(r"[（(][^（）()]*[）)]$", "", words)
    while True:
        stripped = _CLOSING.sub("", _OPENING.sub("", _TIME.sub("", words)))
        if stripped == words:
            break
        words = stripped
    if words in _VAGUE and (verb := re.search(rf"(?:{DIRECTIVES}){words}", whole)):
        return verb[0]
    return "" if re.fullmatch(r"在?(?:全[国省市县区州]|各地|本[省市县区])?", words) else words


def _cut_noun(words: str) -> str:
    """Cut the noun off the words behind a unit; it ends at a verb."""
    words = re.sub(r"^(?:及?以[上下]|[以之]?内|左右)?的?(?:完成)?", "", words)
    found = None if words.startswith(("、", "和")) else _NOUN.match(words)
    if not found:
        return ""
    words = found[0]
    # 10个成效明显的地市: the noun stands behind 的, unless it came before a verb (机构能够提供…的服务).
    described, verb = _DESCRIBED.match(words), _VERB.search(words, 2)
    if described and (_DESCRIBING.match(words) or not verb or described.end() <= verb.start()):
        words = words[described.end() :]
        verb = _VERB.search(words, 2)
    words = words[: verb.start()] if verb else words
    words = _NOUN_TAIL.sub("", words) or words
    return words if words.count("“") == words.count("”") and words[:1] != "“" else re.sub("[“”]", "", words)
