"""Say which statements are about a subject: a stated rule, measured against hand-coded statements.

A statement is about health where one of its clauses has a word of health care, public health,
health insurance or medicines, and that word is not a mere mention: one field in a list of fields,
an industry among industries, or an epidemic as the background of the economy.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_WORDS = re.compile(
    # care, its places and people
    "(?<!助)医(?!药(?:制造|产业|工业|企业|健康产业)|美|科大学|疗美容)|卫生(?!厕所|间|洁具|城市|城镇|县城|乡镇|大专)|保健(?!食品|品)|看病|首诊|诊疗|诊所|门诊|急诊|急救|救治|诊治|治疗|护士|护理(?!型)|康复|住院|病床|分娩"
    # disease and its control
    "|疾病|疾控|防疫|疫苗|接种|核酸|检疫|传染病|流行病|地方病|职业病|慢性病|慢病|大病|重病|罕见病|血吸虫|艾滋|结核|肝炎|非典|新冠(?:肺炎|病毒)?(?!疫情)|禽流感|癌|病毒|病例|患者|病人|病死"
    "|疫情(?:防控|防治|监测|报告|救治|处置|应对)|抗疫|抗击.{0,6}疫情|外防输入"
    # medicines and what they cost
    "|药品|药价|药物|药械|新药|中药|集采|带量采购|献血|血液"
    # health of the people
    "|妇幼|孕产|产妇|婴儿死亡|预期寿命|健康中国|建设.{0,4}健康[\u4e00-\u9fff]{2}(?=[。，、；建]|$)|健康[\u4e00-\u9fff]{2}(?:建设|行动)|健康(?:素养|教育|管理|服务(?!业)|档案|保障|体检|促进|水平|行动|扶贫|科普|状况)|体检|筛查|心理(?:健康|卫生|咨询|援助)|精神卫生|控烟|缺医少药"
)
# A word of health that stands in the name of something else.
_NAMES = re.compile(
    "生物医药|医药(?:制造|产业|工业|企业|集群|园)|医疗(?:器械|装备)(?:产业|制造|、)|医养康养产业|大健康产业|健康产业|健康服务业|医疗旅游|食品卫生|环境卫生|市容卫生|动物疫病|兽药|兽医|农药|药材(?:产业|基地|种植)|火药|化学药|林业有害"
)
# Fields of government that stand beside each other in lists.
_FIELD = (
    "(?:义务|基础|高等|职业)?教育|(?:基层|公共)文化(?:建设|服务)?|公共卫生|科技|科学|科学技术|文化|体育|卫生|医疗|医疗卫生|卫生健康|健康|医药卫生|社保|社会保障|社会保险|养老|就业|住房|托育|育幼|文旅|旅游|民政|新闻|出版|广播|电视"
    "|广播电视|文学|艺术|文学艺术|环保|生态|生态环保|交通|通信|计划生育|人口|供水|供电|能源|金融|法律|家政|商贸|物流|医保|救助|社会救助|环境保护|环境|水利|农业|文艺|信息"
)
_LIST = re.compile(
    rf"(?:(?:{_FIELD})[、和与及]){{1,}}(?:{_FIELD})|(?:{_FIELD})(?=等(?:领域|方面|民生|行业|社会事业|公共服务|事业))"
)

# A clause about business is about health only where it names what patients meet.
_BUSINESS = re.compile(
    "产业|集群|制造|企业|工厂|园区|基地|消费|[^字]经济|投资|招商|品牌|亿级|亿元|研发|新兴|产值|旅游|文旅|高地|食材|赛道|未来|科技|芯片|机器人|装备|材料|出口|外资|开放|市场准入|自贸|电信|银发|康养"
)
_CARE = re.compile(
    "医院|医保|医疗(?:保险|保障|救助|费用|机构|卫生|服务|资源|体制|联合体)|患者|就医|诊疗|卫生|公共卫生|药品|疫苗|接种|疫情|疾病|医改|医生|医师|基层医|职业病"
)


def is_about_health(statement: str) -> bool:
    """Say whether a statement is about health.

    Parameters
    ----------
    statement : str
        A clean statement, or a passage of several.

    Returns
    -------
    bool

    Examples
    --------
    >>> from reformlab.subject import is_about_health
    >>> is_about_health("健全分级诊疗制度，提高基层医疗服务能力。")
    True
    >>> is_about_health("增加教育、医疗、养老等民生支出，促进经济健康发展。")
    False
    """
    clauses = _LIST.sub("", _NAMES.sub("", statement)).replace("；", "，").split("，")
    return any(
        _WORDS.search(clause) and not (_BUSINESS.search(clause) and not _CARE.search(clause))
        for clause in clauses
    )


SUBJECTS: dict[str, Callable[[str], bool]] = {"health": is_about_health}
"""What ``keep`` in a catalogue may name."""
