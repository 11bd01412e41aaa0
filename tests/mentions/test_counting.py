"""Numbers that count nothing."""

from tests.mentions.found import deadlines, kinds, periods, values


def test_number_behind_its_noun_and_what_is_no_aim_beside_it():
    assert values("年内新建幼儿园两所。") == [(2, "所")]
    assert values("例会原则上每年召开两次会议。") == [(2, "次")]
    assert values("土壤有机质含量达到28克/千克。") == [(28, "克/千克")]
    assert values("运量将达到九百万吨，比一九五八年的七百万吨增长百分之三十。", year=1959) == [
        (9_000_000, "吨"),
        (30, "%"),
    ]
    assert values("在1956年内增加设备。", year=1956) == []


def test_figures_and_tables_count_nothing():
    assert kinds("布局如图3所示，标准见表2所列。") == []


def test_the_years_of_a_slogan_are_no_number():
    text = "城乡面貌三年大变样，实现一年一变样、三年见成效，新建学校20所。"
    assert values(text) == [(20, "所")]
    assert periods(text) == deadlines(text) == []
