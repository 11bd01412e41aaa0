"""Say which statements are about a subject: a stated rule, measured against coded statements.

A statement is about health where one of its clauses has a word of health care, public health,
health insurance or medicines, and that word is not a mere mention: one field in a list of fields,
an industry among industries, or an epidemic as the background of the economy.
"""

from __future__ import annotations

import re
from collections.abc import Callable

# Words of health, where nothing beside them makes them words of something else.
_WORDS = re.compile(
    "|".join(
        [
            # care, its places and people
            "(?<![助通龄])医(?!治[^，]{0,10}创伤|药(?:制造|产业|工业|企业|健康产业)|美|科大学|药大学|疗美容)",
            "卫生(?!厕所|户厕|间|洁具|城市|城镇|县城|乡镇|大专)|保健(?!食品|品)|看病|首诊|诊疗|诊所|门诊|急诊",
            "(?<![应紧])急救|(?<!防)救治|诊治|治疗|护士|(?<!养老机构)护理(?!型|补贴|员|假|床位|院)|康复|住院|病床|分娩",
            # disease and its control
            "疾病|疾控|防疫|(?<!动物)疫苗|接种|核酸|卫生检疫|传染病|流行病|地方病|职业病|慢性病|慢病",
            "(?<!重)大病(?!虫)|(?<!身患)重病(?!中)|罕见病|血吸虫|艾滋|结核|肝炎|非典|新冠(?:肺炎|病毒)?(?!疫情)|流感|癌",
            "病毒|病例|患者|病人|病死|聚集性疫情|疫情(?:防控|防治|监测|报告|救治|处置|应对)|抗疫(?!精神|特别国债)|外防输入|(?:遏制|控制)[^，]{0,2}疫情|疫情(?:变化|蔓延)[^，]{0,2}，[^，]{0,6}防控|规模性疫情|大疫",
            # medicines and what they cost
            "药品|药价|用药|药检|药物|药械(?!通)|新药(?=审批|评审|上市|获批)|中药(?!材)|集采|带量采购|献血|血液",
            # health of the people
            "妇幼|孕产|孕前|产前(?=诊断|筛查|检查)|(?:人民|群众|百姓)健康(?![^，。]{0,8}(?:安全的|的)?(?:环境|污染))|生命健康|更健康|健康(?:优先|查体|提升计划)|水平的?健康[一-鿿]{2}|(?<![一-鿿])健康[一-鿿]{2}(?=深入推进)|产妇|婴儿死亡|预期寿命|健康中国|建设.{0,4}健康[\u4e00-\u9fff]{2}(?=[。，、；建]|$)",
            "健康[\u4e00-\u9fff]{2}(?:建设|行动)(?!健康)|健康(?:指标|素养|教育|管理|服务(?!业)|档案|保障|体检|促进|扶贫|科普|状况)",
            "全民健康|(?<!体质)(?<!身心)健康水平|(?<!城市)(?<!实施)(?<!情况)体检|筛查|心理(?:健康|服务|卫生|咨询|援助)|精神卫生|控烟|缺医少药|出生缺陷|看好病|开诊",
        ]
    )
)
# Names of something else in which a word of health stands.
_NAMES = re.compile(
    "公共卫生危机|文教卫生|教育卫生|科教文卫|教科文卫|卫生(?:和)?体育|体育卫生|卫生医药|无卫生设施|平安医院|学医景商|[农新]医(?:类|科)|体检式|县城体检"
    "|[一-鿿]{2}(?:医科大学|中医药大学|医学院更名)|战胜了?[^，]{0,20}非典[^，]*|突如其来的[^，]{0,8}非典[^，]*|非典疫情蔓延|污染[^。]*健康|防治污染"
    "|诺贝尔[\u4e00-\u9fff]{0,6}医学奖|卫生(?:机场|家庭)|兽用疫苗|猪用.{0,6}疫苗|教育医疗|医疗教育|生物医药"
    "|防止.{0,4}高致病性禽流感|(?:高致病性)?禽流感等动物疫病|动物疫病|医药(?:制造|产业|工业|企业|集群|园)|医疗(?:器械|装备)(?:产业|制造|、)|化学药"
    "|医养康养产业|(?:大)?健康产业|健康服务业|医疗旅游|(?:食品|环境|市容)卫生|兽药|兽医|农药|药材(?:产业|基地|种植)|火药"
    "|疫情防控(?:取得的成绩|转段|平稳转段|实现平稳转段)|(?:国家|省|市)卫生健康委|危险废物、?医疗废物|病有所医|(?:危害|影响|损害)[一-鿿]{0,6}健康的|医院周边|医院等(?:重点|人员密集|公共)|城市体检"
)
# Fields, occupations and places that stand beside each other in lists.
_FIELD = (
    "(?:(?:义务|基础|高等|职业)?教育|(?:基层|公共)?文化(?:建设|服务)?|智慧(?:医疗|教育|养老|交通|旅游|社区)|科技|科学|科学技术"
    "|体育|公共卫生|卫生|(?:基本)?医疗|医疗卫生|卫生健康|健康|医药卫生|中医药|医保|社保|社会保障|社会保险|救助|社会救助|(?:基本)?养老|托育|育幼|就业|住房"
    "|文旅|旅游|民政|新闻|出版|广播|电视|广播电视|文学|艺术|文学艺术|文艺|环保|生态|生态环保|环境|环境保护|交通|通信|计划生育|人口"
    "|供水|供电|能源|金融|法律|家政|商贸|物流|水利|农业|信息|物价|气象|地震|残疾人|老龄|慈善|红十字|地方志"
    "|自然灾害|事故灾难|社会安全|安全生产|食品安全|食品药品安全|收入分配|社会治安|征地拆迁"
    "|医药购销|工程建设|土地出让|产权交易|政府采购"
    "|医生|医师|教师|教授|教员|教学|科研|医务|工程师|科学家|文学家|艺术家|记者"
    "|学校|医院|养老院|幼儿园|商场|超市|高层建筑)"
)
_LIST = re.compile(
    rf"(?:(?:{_FIELD}[、和与及])+|{_FIELD}{{2,}}){_FIELD}(?!保险|保障|救助|卫生|机构|服务(?!收费))|{_FIELD}(?=等(?:领域|方面|民生|行业|社会事业|公共服务|事业))"
)
# A clause about business or hazards is about health only where it names what patients meet.
_BUSINESS = re.compile(
    "产业|集群|制造|企业|工厂|园区|基地|消费|[^字]经济|投资|招商|品牌|亿级|亿元|研发|新兴|产值|旅游|文旅|高地|食材|赛道|未来"
    "|科技|芯片|机器人|装备|材料|出口|外资|开放|市场准入|自贸|电信|银发|康养|火灾|隐患|灾情|行业|板块|服务业|业态|贸易|外贸|招投标|国企|前沿|维修|保税|停车|治安|校区"
)
# Medical insurance among the insurances is health, although it stands in a list.
_INSURANCE = re.compile("医疗[、和与][^，；]{0,14}保险")
_PLAINLY_BUSINESS = re.compile(
    "开放试点|市场准入|消费(?:产品|市场|增长|新)|商业航天|独资|(?:产业|创新|科技)园|创新公园"
)
_CARE = re.compile(
    "医院|医保|医疗(?:保险|保障|救助|费用|机构|卫生|服务|资源|体制|联合体)|患者|就医|诊疗|卫生|药品|疫苗|接种|疫情|疾病"
    "|医改|传染病|疫病|区域医疗中心|医学救援|中医优势|儿童药物|医生|医师|基层医|职业病"
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
    >>> from reformlab.documents.subject import is_about_health
    >>> is_about_health("健全分级诊疗制度，提高基层医疗服务能力。")
    True
    >>> is_about_health("增加教育、医疗、养老等民生支出，促进经济健康发展。")
    False
    """
    if _INSURANCE.search(statement):
        return True
    clauses = re.split("[，；]", _LIST.sub("", _NAMES.sub("", statement)))
    return any(
        _WORDS.search(clause)
        and not _PLAINLY_BUSINESS.search(clause)
        and (_CARE.search(clause) or not _BUSINESS.search(clause))
        for clause in clauses
    )


SUBJECTS: dict[str, Callable[[str], bool]] = {"health": is_about_health}
"""What ``keep`` in a catalogue may name."""
