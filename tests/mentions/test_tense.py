"""What lies behind, and what ahead."""

import pytest

from tests.mentions.found import values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本次下达资金共计300万元。", [3000000]),
        ("下达总投资的20%，共计450万元。", [20, 4500000]),
        ("安排三批共计20个项目。", [20]),
        ("“十五五”期间累计新建学校30所。", [30]),
        ("2026—2028年累计培训3000人。", [3000]),
        ("“十四五”和“十五五”期间累计完成改造760万平方米。", [7600000]),
        ("三年累计贯通步道21公里，修桥17座。", [21, 17]),
        ("稳步扩大就业，累计新增就业12万人以上。", [120000]),
        ("去年共计培训300人。", []),
        ("“十三五”期间累计建成水厂30座。", []),
        ("三年来共计完成投资5亿元。", []),
        ("目前共计培训300人。", []),
    ],
)
def test_what_is_summed_up_is_told_by_its_span(text, expected):
    assert [round(value, 3) for value, _ in values(text, year=2025)] == expected


def test_what_was_set_for_later_is_told_from_what_was_done_since():
    text = "定下了到2028年新建校舍77座的目标，去年共建成21座。"
    assert values(text, year=2025, heading="2024年工作回顾") == [(77, "座")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # where a change starts from is past, what it comes to lies ahead
        ("路灯覆盖率由2020年的30%提高到45%。", [(45, "%")]),
        ("路灯数从2019年的30盏增加到45盏。", [(45, "盏")]),
        ("产值在2020年420亿元的基础上翻一番，达到840亿元。", [(2, "倍"), (84_000_000_000, "元")]),
        ("产值较2020年的420亿元翻一番以上。", [(2, "倍")]),
        ("路灯数从2018年的12盏增加到2022年的20盏。", []),
        ("2020年，建成路灯30盏。", []),
    ],
)
def test_the_year_of_what_a_change_starts_from_makes_no_result(text, expected):
    assert values(text) == expected
