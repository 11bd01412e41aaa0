"""How long something may take, lasts, or is kept."""

import pytest

from reformlab.mentions.targets import find_targets
from tests.mentions.found import find, kinds, periods, values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("在10个工作日内办结。", [(10, "个工作日")]),
        ("自受理之日起二十日内作出决定，三个月以内公示。", [(20, "日"), (3, "个月")]),
        ("力争5年内建成环线。", [(5, "年")]),
        ("两年半内建成环线。", [(2.5, "年")]),
        ("延长时间不得超过六十日。", [(60, "日")]),
        ("应在2h内完成报告。", [(2, "h")]),
        ("接警后30min内到达。", [(30, "min")]),
        ("大厅提供24h服务。", []),
    ],
)
def test_time_limits_are_deadlines(text, expected):
    assert (periods(text), kinds(text)) == (expected, [])


@pytest.mark.parametrize("text", ["制定实施2030年前供水方案。", "召开2028年前最后一次会议。"])
def test_years_before_which_something_is_done_are_no_lengths(text):
    assert periods(text) == []


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("被比较价格不高于比较前七日内的最低价格。", []),
        ("前七日内没有交易的，按最近一次价格计算。", []),
        ("申请前三年内无违法记录。", []),
        ("申请日前六个月内未受处罚的单位。", []),
        ("投保前两年内的理赔记录。", []),
        ("查阅报名前一年内的体检报告。", []),
        ("开工前十日内告知居民。", [10]),
        ("应当在会议召开前五日内提交材料。", [5]),
        ("应当在开工之日15日前告知居民。", [15]),
        ("应在巡展开始之日5个工作日前备案。", [5]),
        ("应当在搬迁7日前通知住户。", [7]),
        ("停水前三日通知用户。", [3]),
        ("应当在停电前24小时公告。", [24]),
        ("应当在学员离校前三十日告知家长。", [30]),
        ("在比赛举行两个月前提交申请。", [2]),
        ("应当在拍卖日十日前公告。", [10]),
        ("应当在解除合同前15日书面通知对方。", [15]),
        ("会议召开10天前通知代表。", [10]),
        ("两天前发生的事故已查清。", []),
        ("三年前建成的泵站。", []),
        ("资质证书有效期5年。", []),
        ("备案有效期原则上不少于12个月。", []),
        ("有效期为三年，期满前六十日申请延续。", [60]),
        ("理事任期三年。", []),
        ("聘期不超过5年。", []),
        ("试用期不得超过六个月。", []),
        ("合同期不少于3年。", []),
        ("租期最长不超过5年。", []),
        ("服务期不少于6年。", []),
        ("许可证的有效期限为四年。", []),
        ("轮候时间不超过4年。", [4]),
        ("整改期限为3个月。", [3]),
        ("调整期限为一年。", [1]),
        ("建设周期不超过2年。", [2]),
        ("过渡期为两年。", [2]),
        ("办理时间不超过1年。", [1]),
        ("接警后15分钟到达现场。", [15]),
        ("接到报告后1小时内赶赴现场。", [1]),
        ("每隔2小时续报。", []),
        ("24小时值班。", []),
        ("贴息期限最长2年。", []),
        ("每个项目支持2年。", []),
        ("入选者每月发放生活补贴3000元，最长3年。", []),
        ("免租3个月。", []),
        ("符合条件的可享受3年房租减免。", []),
    ],
)
def test_how_long_before_or_after_and_how_long_something_lasts(text, expected):
    assert [value for value, _ in periods(text, year=2025)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("资质证书有效期5年。", []),
        ("备案有效期原则上不少于12个月。", []),
        ("有效期为三年，期满前六十日申请延续。", []),
        ("理事任期三年。", []),
        ("聘期不超过5年。", []),
        ("试用期不得超过六个月。", []),
        ("合同期不少于3年。", []),
        ("租期最长不超过5年。", []),
        ("服务期不少于6年。", []),
        ("许可证的有效期限为四年。", []),
        ("（2）紧急转移安置80万人以上；", []),
        ("（3）倒塌房屋2万间以上；", []),
        ("（1）死亡20人以上、50人以下；", []),
        ("死亡和失踪20人以上的，启动二级响应。", []),
        ("需救助人口占全县农业人口25%以上的。", []),
        ("救援队伍不少于50人。", [50]),
        ("储备编织袋10万条。", [100000]),
        ("24小时值班。", []),
        ("年均增长6%左右，力争7%。", [6, 7]),
        ("城区、镇区、乡村绿化率分别达到45%、40%和35%。", [45, 40, 35]),
        ("由75%提高到85%。", [85]),
        ("审批由15个工作日压减至7个工作日。", [7]),
        ("新增1—2个国家级平台。", [1]),
        (
            "巩固率和人均受教育年限分别达到99%和13.5年；2030年分别达到98%和15年以上。",
            [99, 13.5, 98, 15],
        ),
        ("每县不少于1家书店。", [1]),
        ("实现茶叶产值翻一番。", [2]),
        ("2026年6月底前，全省至少将80种药品纳入监测。", [80]),
        ("全县完成验收60%以上。", [60]),
    ],
)
def test_how_long_something_lasts_is_no_aim(text, expected):
    assert [round(value, 3) for value, _ in values(text, year=2025)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("发生较大事故后，事发单位应在1小时内报告。", [1]),
        ("重大情况15分钟内电话报告，30分钟内书面报告。", [15, 30]),
        ("应急响应启动后2小时内工作组到位。", [2]),
        ("气温连续3天低于零下5度。", []),
        ("实行24小时双人值班。", []),
        ("造成3个以上乡镇停水48小时以上的。", []),
        ("有效期届满需要延续的，应当在届满六个月前提出申请。", [6]),
        ("听证会应当在收到申请后二十日内举行。", [20]),
        ("对决定不服的，可以在六十日内申请复议。", [60]),
        ("监控录像保存不得少于九十日。", []),
        ("举报人信息保密三年。", []),
        ("公示期不少于七日。", []),
        ("应当自竣工之日起三十日内备案。", [30]),
        ("贷款额度最高30万元，期限不超过3年。", []),
        ("社保补贴期限最长不超过3年。", []),
        ("自发文之日起30日内完成整改。", [30]),
        ("会期1天。", []),
        ("请在3个工作日内反馈意见。", [3]),
    ],
)
def test_time_limits_of_statutes_notices_and_emergency_plans(text, expected):
    assert [value for value, _ in periods(text, year=2025)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("用水户应当于每年十一月三十日前报送计划。", []),
        ("每年一月三十一日前下达计划。", []),
        ("于次年二月十五日前公布。", []),
        ("十二月二十日内报送。", []),
        ("收到之日起三十一日内办结。", [(31, "日")]),
        ("绿地占用期限不超过两年。", []),
        ("占用道路期限不超过六个月；确需延长的，延长期限不超过三个月。", []),
        ("审批期限不超过十日。", [(10, "日")]),
        ("临时用地使用期限一般不超过二年。", []),
        ("许可证有效期限不超过三年。", []),
        ("每年十二月三十一日前完成，三十日内公示。", [(30, "日")]),
        ("应当在每年三月十五日前申报。", []),
        ("必须于次月十日前缴存。", []),
        ("应当在会议召开十日前通知。", [(10, "日")]),
        ("临时占用绿地期限最长不超过一年。", []),
        ("自受理之日起二十日内答复。", [(20, "日")]),
    ],
)
def test_a_day_of_a_month_and_how_long_ground_is_used_are_no_time_limits(text, expected):
    assert periods(text) == expected


def test_how_long_a_guarantee_or_a_hearing_lasts_is_no_aim():
    for text in ("保修期限不少于5年。", "征求意见时间不少于30日。"):
        assert [kind for _, _, kind in kinds(text)] == ["specification"]
