"""How big a named thing is, or has to be."""

import pytest

from tests.mentions.found import kinds, values


@pytest.mark.parametrize(
    ("text", "aims"),
    [
        ("新建幼儿园6所，占地面积1.8万平方米，建筑面积3万平方米，总投资2.4亿元。", [6]),
        ("建设标准化厂房8栋，单体建筑面积5000平方米，投资概算3亿元。", [8]),
        ("加快青龙抽水蓄能电站建设，总库容900万立方米，估算投资85亿元。", []),
        ("推进东江水厂扩建，设计日供水能力30万吨，项目用地60亩。", []),
        ("新建桥梁4座，全长2.6公里，桥面宽24米。", [4]),
        ("加快机场改扩建，跑道长2800米，航站楼面积2.5万平方米。", []),
        # what is to be reached itself
        ("开工建设人才公寓，新增建筑面积20万平方米。", [200_000]),
        ("盘活存量建设用地5万亩，新增冷库库容3万吨。", [50_000, 30_000]),
        ("人均住房建筑面积达到40平方米。", [40]),
        ("改造危房面积190万平方米，拓宽道路3公里。", [1_900_000, 3]),
    ],
)
def test_sizes_of_what_is_built_stand_behind_it(text, aims):
    assert [value for value, _ in values(text)] == aims


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("单体工程投资不低于3000万元。", ["threshold"]),
        ("单个项目总投资不少于500万元。", ["threshold"]),
        ("补助额度原则上不超过合同金额的20%。", ["subsidy"]),
        ("省级补助资金不超过工程核定总投资的30%。", ["subsidy"]),
        ("对改造给予补助，原则上不超过造价的25%。", ["subsidy"]),
        ("每车补助20万元，其中省级资金6.5万元。", ["subsidy", "subsidy"]),
        ("电费的40%给予最高10万元补助。", ["subsidy", "subsidy"]),
        ("对犁、耙等6种机具实行定额补贴。", []),
        ("每户只准养两只鸽子。", ["specification"]),
        ("每人限购2套。", ["specification"]),
        ("注册资本不低于500万元。", ["specification"]),
        ("经营面积不得少于40平方米。", ["specification"]),
        ("车辆时速不得超过20公里。", ["specification"]),
        ("台账保存期限不得少于3年。", ["specification"]),
        ("开办诊所应当有不少于3名医师。", ["threshold"]),
        ("每年演练不少于2次。", ["aim"]),
        ("全市经营面积达到40万平方米。", ["aim"]),
        ("重点企业投资不低于30亿元。", ["aim"]),
    ],
)
def test_what_may_be_had_or_has_to_be_like_so_is_no_aim(text, expected):
    assert [kind for _, _, kind in kinds(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("由市水务局1名局领导带队，3名工程师参加。", []),
        ("检查组由1名科长任组长，2名专家参与。", []),
        ("每组由2名执法人员和1名专家参加。", []),
        ("督导组组长由1名处级干部担任，成员4人。", []),
        ("由副县长带队，2名记者随行。", []),
        ("各县1名分管领导带队，4名骨干组成。", []),
        ("每个村配备1名联络员。", [1]),
        ("组织200名医师参加培训。", [200]),
        ("选派60名教师参加支教。", [60]),
        ("每次采血量一般为二百毫升，最多不得超过三百毫升。", []),
        ("输液每袋500毫升。", []),
        ("须经两名以上医师会诊。", []),
        ("应当有两名以上工作人员签字。", []),
        ("由两名以上执法人员实施。", []),
        ("居民每人每年献血不超过2次。", []),
        ("每户限领1份。", []),
        ("每人最多申领3张。", []),
        ("每日配送不超过两次的，应当合并。", []),
        ("0剂次儿童需补种。", []),
        ("检查每年不少于2次。", [2]),
        ("医院应当每半年组织演练不少于1次。", [1]),
    ],
)
def test_who_makes_up_a_team_or_may_have_so_many_is_no_aim(text, expected):
    assert [round(value, 3) for value, _ in values(text, year=2025)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新建住宅容积率不得低于1.2、不得高于2.0。", [(1.2, "", "aim"), (2.0, "", "aim")]),
        ("建筑高度不得超过40米。", [(40.0, "米", "aim")]),
        ("新建小区建筑高度控制在54米以下。", [(54.0, "米", "aim")]),
        ("两站间距不得低于8公里。", [(8.0, "公里", "aim")]),
        ("加油站间距不小于3公里。", [(3.0, "公里", "aim")]),
        ("工业用地容积率不低于1.0。", [(1.0, "", "aim")]),
        ("老城区建筑高度控制在24米以下。", [(24.0, "米", "aim")]),
        ("充电站间距不大于50公里。", [(50.0, "公里", "aim")]),
        ("护栏高度不低于1.2米。", [(1.2, "米", "specification")]),
    ],
)
def test_what_all_buildings_have_to_keep_is_an_aim(text, expected):
    assert kinds(text) == expected


def test_a_length_that_opens_its_clause_tells_how_big_a_thing_is():
    for text in ("水渠宽24米，长3.2公里。", "水渠宽24米、深3米。", "大坝高5米，厚0.3米。"):
        assert [kind for *_, kind in kinds(text)] == ["specification"] * 2
    assert [kind for *_, kind in kinds("新建步道长3.2公里。")] == ["aim"]
    assert [kind for *_, kind in kinds("步道延长3公里。")] == ["aim"]
