"""For whom, in which case or of which things something holds."""

import pytest

from reformlab.mentions.targets import find_targets
from tests.mentions.found import kinds, values


@pytest.mark.parametrize(
    "text",
    [
        "今年高校毕业生超过1000万人，要加强就业服务。",
        "货值不足一万元的，按一万元计算。",
        "推动5亿元企业有研发平台。",
        "减少二次供水的污染。",
    ],
)
def test_what_is_known_or_tells_a_size_is_no_aim(text):
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("空置率高于30%的商铺应当降低租金。", "threshold"),
        ("利用率不足50%的机房要限期整合。", "threshold"),
        ("率先对漏损率超过15%的管网实施改造。", "threshold"),
        ("建成绿化率超过40%的园区。", "aim"),
        ("实现超过8%的增长。", "aim"),
        ("达到95%以上的目标。", "aim"),
        ("全面淘汰120万吨/年及以下石灰窑。", "threshold"),
        ("年用气量80万立方米以下的用户，可自行选择。", "threshold"),
        ("产能控制在90万吨以下。", "aim"),
        ("对个人设定罚款，最高不得超过五千元。", "fine"),
        (
            "对一个社区开办茶馆达6家以上、座位80个以上且通过验收的，给予运营方奖励20万元。",
            "threshold threshold subsidy",
        ),
        ("新开办书店，藏书5000册以上，开业满一年的一次性补助3万元。", "threshold subsidy"),
        ("年接待达到3万人次、满意率达90%以上的驿站，奖励5万元。", "threshold threshold subsidy"),
        ("完成造林500亩以上，对验收合格的给予每亩补助50元。", "aim subsidy"),
        ("培育茶企20家以上，新认定的奖励5万元。", "aim subsidy"),
        ("青年人才可享受每年3次免费入住。", "subsidy"),
        ("每年至少学习4次（5分，少一次扣2分）。", "aim"),
        ("所需经费由市区各按40%比例承担。", "subsidy"),
        ("两次检修间隔2个月以上。", "specification"),
        ("设立总规模不低于3亿元的茶产业引导基金。", "aim"),
        ("力争平台授信额度超过30亿元。", "aim"),
        ("贷款额度不超过30万元。", "specification"),
        ("具备条件的，可以延长至9日。", "within"),
    ],
)
def test_which_of_them_are_meant_and_who_is_rewarded_is_no_aim(text, kinds):
    assert [found.kind for found in find_targets(text)] == kinds.split()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("申请人应符合以下条件之一：（一）家庭住房面积低于20平方米；（二）社保缴纳满3年。", ""),
        ("入驻者须满足以下条件：租期不少于12个月，雇员不少于5人。", ""),
        ("推荐对象应具备以下条件：教龄10年以上，获奖3次以上。", ""),
        ("申领者应符合以下基本条件：耕地不少于30亩，仓库不小于50平方米。", ""),
        ("力争达到以下目标：入园率达到95%。", "aim"),
        ("实现以下要求：合格率不低于98%。", "aim"),
    ],
)
def test_conditions_of_applying_are_no_aims(text, kinds):
    assert [found.kind for found in find_targets(text)] == kinds.split()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("做好5万元以上异地可疑票据的核查工作。", "threshold"),
        ("新建年耗水2万吨及以上项目，不得采购淘汰设备。", "threshold"),
        ("渗漏率超过20%的水厂达到12%以上。", "threshold aim"),
        ("其中绿化率30%及以上的小区面积不少于50万平方米。", "threshold aim"),
        ("对3万吨以上水库企业进行检查。", "threshold"),
        ("查处1万元以上违规票据的责任人。", "threshold"),
        ("机械化率60%以上的乡镇达到20个。", "threshold aim"),
        ("空置率超过15%的市场达到1成以下。", "threshold aim"),
        ("完成5亿元以上投资的任务。", "aim"),
        ("实现9%以上的增长。", "aim"),
        ("新增10万吨以上产能。", "aim"),
        ("各市60%以上的县至少有1家书店。", "aim aim"),
        ("确保80%以上的村通公交。", "aim"),
        ("达到95%以上的水平。", "aim"),
        ("让70%以上的家庭参与分类。", "aim"),
        ("安排2亿元以上专项资金。", "aim"),
    ],
)
def test_sizes_that_tell_which_things_are_meant_are_no_aims(text, kinds):
    assert [found.kind for found in find_targets(text)] == kinds.split()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("（一）倒塌房屋8间以上90间以下的；", "threshold threshold"),
        ("涉案茶叶7万元以上不满30万元的。", "threshold threshold"),
        ("中断供水12小时以上36小时以下。", "threshold threshold"),
        ("伪造票证三十张以上的；", "threshold"),
        ("按植树量的四倍免费领取树苗。", "subsidy"),
        ("按上一年度人均收入的三倍征收。", "fee"),
        ("新增车位300个以上。", "aim"),
        ("入园率达到95%以上；复学率达到90%以上。", "aim aim"),
        ("建成园区8个以上、培育企业90家以上。", "aim aim"),
        ("失业率控制在5%以下。", "aim"),
        ("产量提高三倍。", "aim"),
    ],
)
def test_cases_between_two_sizes_are_no_aims(text, kinds):
    assert [found.kind for found in find_targets(text)] == kinds.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("孵化出100家以上年营收超千万元、具有高成长性的茶企。", [100]),
        ("培育20家以上年产值超亿元、带动性强的企业。", [20]),
        ("建成10个以上年接待超百万人次、特色鲜明的景区。", [10]),
        ("禁止销售能效低于3级的产品。", []),
        ("抗震等级不低于7级。", []),
        ("信用等级达到3级。", []),
        ("覆盖半径在1.5公里左右。", [1.5]),
        ("报送试点地区3个、试点单位10家（其中医院8家、药店2家）。", [3, 10, 8, 2]),
        ("建设公园30个（其中社区公园20个）。", [30, 20]),
        ("新增岗位500个（含公益岗位100个）。", [500, 100]),
        ("全市4A级景区达到20家。", [20]),
        ("高于全国平均水平2个百分点。", [2]),
    ],
)
def test_such_and_grades_and_breakdowns(text, expected):
    assert [round(value, 3) for value, _ in values(text, year=2025)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ⅰ级：死亡30人以上，或直接经济损失1亿元以上。", []),
        ("过程降雨量达到100毫米时，启动三级响应。", []),
        ("风力达8级以上时停止作业。", []),
        ("气温连续3天低于零下5度。", []),
        ("储备应急帐篷500顶、棉被2000床。", [500, 2000]),
        ("组建30人的抢险队伍。", [30]),
        ("每年至少组织1次综合演练。", [1]),
        ("实行24小时双人值班。", []),
        ("造成3个以上乡镇停水48小时以上的。", []),
        ("影响人口5万人以上的为重大事件。", []),
        ("距离震中50公里范围内。", []),
        ("水位超警戒1米以上。", []),
        ("罚款数额不超过违法所得的三倍。", []),
        ("申请人须年满十八周岁并有三年以上从业经历。", []),
        ("从业人员应当具有五年以上工作经历。", []),
        ("注册检验师应当通过四门科目考试。", []),
        ("档案保存期不少于十五年。", []),
        ("监控录像保存不得少于九十日。", []),
        ("举报人信息保密三年。", []),
        ("委员会由七至十一名委员组成。", []),
        ("会议须有三分之二以上成员出席。", []),
        ("施工噪声不得超过70分贝。", []),
        ("围挡高度不低于2.5米。", []),
        ("每名司机每日驾驶不超过8小时。", []),
        ("商铺每间面积不小于12平方米。", []),
        ("食品添加量不得超过每公斤0.5克。", []),
        ("公示期不少于七日。", []),
        ("水库管理单位每年至少检查两次。", [2]),
        ("县级以上人民政府应当每年至少听取一次汇报。", [1]),
        ("每个社区应当配备不少于2名网格员。", [2]),
    ],
)
def test_sizes_of_cases_and_what_has_to_be_so_are_no_aims(text, expected):
    assert [round(value, 3) for value, _ in values(text, year=2025)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("绿地率不低于百分之三十五、水面率不低于百分之八的花园城市", [(35.0, "%", "aim"), (8.0, "%", "aim")]),
        ("抵销比例不得超过核定排放量的3%。", [(3.0, "%", "aim")]),
        ("使用比例不得超过年度总量的10%。", [(10.0, "%", "aim")]),
        ("县道每百公里不超过4对。", [(4.0, "对", "aim")]),
        ("空置率低于20%的商铺", [(20.0, "%", "threshold")]),
        ("建成率不低于90%、使用率不低于80%的服务体系", [(90.0, "%", "aim"), (80.0, "%", "aim")]),
    ],
)
def test_no_less_than_a_share_is_an_aim_and_less_than_it_a_threshold(text, expected):
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("投诉率超过5%的旅行社，取消评优资格。", "threshold"),
        ("漏损率超过15%的水厂，约谈其负责人。", "threshold"),
        ("通过率超过90%的学校给予表扬。", "threshold"),
        ("建成绿化率超过40%的园区。", "aim"),
        ("实现入学率达到90%的目标，约谈落后的单位。", "aim"),
        ("水位达到25米时启动排涝。", "threshold"),
        ("到2025年细颗粒物浓度达到35微克/立方米。", "aim"),
        ("农机险对超过2000元的检修费用按60%赔付。", "threshold subsidy"),
    ],
)
def test_what_is_done_with_those_of_a_size_makes_it_a_condition(text, kinds):
    assert [found.kind for found in find_targets(text)] == kinds.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收入低于2万元且住房不足15平方米的，可以申请。", ["threshold", "threshold"]),
        ("从业人员不少于30人的企业方可申报。", ["threshold"]),
        ("从业人员不少于30人的企业达到20家。", ["threshold", "aim"]),
    ],
)
def test_who_alone_may_and_both_of_two_conditions_are_no_aims(text, expected):
    assert [kind for _, _, kind in kinds(text)] == expected
