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
