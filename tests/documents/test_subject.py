"""The rule for health, on made-up statements."""

import pytest

from reformlab.documents.subject import SUBJECTS, is_about_health

YES = [
    "健全分级诊疗制度，提高基层医疗服务能力。",
    "城乡居民医保财政补助再提高一截。",
    "新建三所县医院，改造旧桥十座。",
    "职工养老、医疗、失业保险继续扩面。",
    "抓好流感和登革热的防治。",
    "打造更高水平的健康甘肃。",
    "严把食品药品安全关。",
    "培训村医两千名。",
    "深入开展爱国卫生运动。",
    "努力缓解群众看病难、看病贵问题。",
    "健全城镇职工养老、失业、医疗等保险制度。",
    "扩大工伤、生育保险范围。",
    "打赢新冠肺炎疫情阻击战，全力复工复产。",
    "战胜非典，完善应急机制。",
    "抓好人感染禽流感病例救治。",
    "完成灾区学校、医院重建。",
    "降低学生近视率。",
]
NO = [
    "增加教育、医疗、养老等民生支出，促进经济健康发展。",
    "教育、卫生、体育事业全面进步。",
    "生物医药产业产值突破百亿元。",
    "推动资本市场健康发展。",
    "克服疫情冲击，经济恢复增长。",
    "改造农村卫生厕所五万座。",
    "弘扬伟大抗疫精神。",
    "深化城市体检，更新老旧管网。",
    "防止重大动物疫病传播。",
    "完善乡镇动物防疫体系，抓好禽流感防控。",
    "更好统筹疫情防控和经济社会发展。",
    "在常态化疫情防控下推进复工复市。",
    "新冠肺炎疫情和外部变化带来挑战。",
    "在抗击非典斗争中涌现出一批先进模范。",
    "广大医务人员逆行出征、无私奉献。",
    "解决好上学难、看病难、行路难。",
    "推进投融资、医药卫生、供销社等改革。",
    "解决困难家庭在住房、子女入学、就医等方面的困难。",
    "医药健康产业走廊加快建设医药强省。",
    "健全社会心理服务体系。",
    "为老年人、残疾人、精神障碍患者等群体提供服务设施。",
    "推动乡村建设健康发展。",
    "支农支教支医人员三百名。",
    "推进司法体制、医药卫生体制、供销体制等改革。",
    "实施水电工程、农民健康工程、文化下乡工程。",
    "加大病险水库整治力度。",
    "群众跨市办事、就医更加便捷。",
    "积极发展生物药、现代中药、中药饮片。",
    "",
]


@pytest.mark.parametrize("statement", YES)
def test_statements_about_health(statement):
    assert is_about_health(statement)


@pytest.mark.parametrize("statement", NO)
def test_mentions_lists_industries_and_metaphors_are_not_about_health(statement):
    assert not is_about_health(statement)


def test_one_clause_about_health_is_enough():
    assert is_about_health("修路架桥，兴修水利，" + YES[0])


def test_a_catalogue_can_name_the_subject():
    assert SUBJECTS["health"] is is_about_health
