"""How long something may take, lasts, or is kept."""

import pytest

from reformlab.mentions.targets import find_targets
from tests.mentions.found import find, kinds, periods


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("在10个工作日内办结。", [(10, "个工作日")]),
        ("自受理之日起二十日内作出决定，三个月以内公示。", [(20, "日"), (3, "个月")]),
        ("力争5年内建成环线。", [(5, "年")]),
        ("两年半内建成环线。", [(2.5, "年")]),
        ("延长时间不得超过六十日。", [(60, "日")]),
    ],
)
def test_time_limits_are_deadlines(text, expected):
    assert (periods(text), kinds(text)) == (expected, [])


@pytest.mark.parametrize(
    "text", ["平均住院日降到8天以内。", "受教育年限提高到11.5年。", "把审批时限压缩到3个工作日以内。"]
)
def test_lengths_of_time_that_are_measured_are_aims(text):
    assert periods(text) == [] and [kind for *_, kind in kinds(text)] == ["aim"]


def test_at_the_latest_is_a_time_limit():
    assert [value for value, *_ in periods("于5个工作日内答复，最迟不超过15日。")] == [5, 15]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("责令十五日内改正。", [(15, "日")]),
        ("自作出决定之日起不超过三十日。", [(30, "日")]),
        ("应当在许可期限届满60日前申请延续。", [(60, "日")]),
    ],
)
def test_time_limits_of_statutes(text, expected):
    assert periods(text, kind="statute") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("力争用三年时间建成环线。", [(3, "年")]),
        ("通过五年努力，建成环线。", [(5, "年")]),
        ("计划经过两年左右的努力，建成环线。", [(2, "年")]),
        ("采用三年时间序列。", []),
        ("三年内可以免交养路费。", []),
        ("五年内免征车船税。", []),
        ("两年内可能完工。", [(2, "年")]),
    ],
)
def test_time_that_something_may_take_is_a_limit_and_time_of_a_favour_is_none(text, expected):
    assert periods(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("用半年时间完成普查。", [(0.5, "年")]),
        ("上半年完成普查。", []),
        ("力争三年完成河道治理。", [(3, "年")]),
        ("苦战两年，让山区通上自来水。", [(2, "年")]),
        ("力争2026年完成河道治理。", []),
        ("该店两年内不得再申请补贴。", []),
        ("自申报截止之日起30日内，完成评审。", [(30, "日")]),
        ("截止日期后10个工作日内公布结果。", [(10, "个工作日")]),
        ("合同期满前60日提出续签申请。", [(60, "日")]),
        ("许可证届满前30日，应当申请延续。", [(30, "日")]),
        ("许可证届满前30日，可以申请延续。", []),
        ("项目实施前3年免收租金。", []),
    ],
)
def test_how_long_a_promise_may_take(text, expected):
    assert periods(text) == expected


@pytest.mark.parametrize("text", ["自收留之日起10日内可以被认养。", "对两年内没有发生事故的村予以表扬。"])
def test_what_others_may_do_by_then_and_a_clean_record_are_periods(text):
    assert [found.kind for found in find_targets(text)] == ["within"]


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("应当在比赛举办日的15日前申请。", [15]),
        ("供电企业应当提前5日通知用户。", [5]),
        ("提前5日完成任务。", []),
        ("首报时间不得超过事发后20分钟。", [20]),
        ("不服的，可以60日内申请复议，或者3个月内提起诉讼。", [60, 3]),
        ("预计12小时内登陆。", []),
        ("一个结算年度内基金支付限额为8万元。", []),
    ],
)
def test_how_long_before_or_after_an_event_something_is_due(text, limits):
    table = find(text)
    assert table.loc[table["role"] == "within", "value"].tolist() == limits
    assert "2020" not in table["by"].tolist()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("自申报截止次日起不超过15个工作日拨付资金。", "within"),
        ("可设置变更备案的时限，原则上不超过3个月。", "within"),
        ("自受理之日起不得超过10日办结。", "within"),
        ("补贴执行期限至2028年年底。", "specification"),
        ("对足额缴费6个月以上的商户，给予补助。", "threshold"),
        ("对离校3年内未就业的学生进行走访。", ""),
        ("招用登记注册5年内的企业员工。", ""),
        ("录用期限至2031年。", ""),
        ("连续经营12个月以上的店铺可以申报。", "threshold"),
        ("对租用满24个月以上的农户给予奖励。", "threshold"),
        ("完成培训3个月以上的目标。", "aim"),
        ("将等候时间缩短到5天以内。", "aim"),
        ("保障供水不少于30天。", "aim"),
        ("审批时限压缩到3个工作日。", "aim"),
        ("储备粮食满足6个月以上消费。", "aim"),
    ],
)
def test_how_long_and_until_when_something_lasts_is_no_aim(text, kinds):
    assert [found.kind for found in find_targets(text)] == kinds.split()
