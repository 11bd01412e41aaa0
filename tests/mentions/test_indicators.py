import pytest

from tests.mentions.found import find, kinds, targets


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # What opens a name like a verb belongs to it.
        ("有偿借阅率达到20%。", "有偿借阅率"),
        ("有机肥施用面积达到20万亩。", "有机肥施用面积"),
        ("有条件的村覆盖率达到90%。", "有条件的村覆盖率"),
        ("全县有座椅3000张。", "座椅"),
        ("覆盖率达到90%。", "覆盖率"),
        ("建成率达到80%。", "建成率"),
        ("建档率达到90%。", "建档率"),
        ("新增面积达到20万亩。", "新增面积"),
        ("基本养老保险参保率达到95%。", "基本养老保险参保率"),
        ("基本实现入园率95%以上。", "入园率"),
        ("普及率、巩固率分别达到90%、95%。", "普及率 巩固率"),
        # What is no part of it: the number of an item, years, and what joins it to its value.
        ("（一）建设露天书屋4个。", "露天书屋"),
        ("3.改造老旧小区50个。", "老旧小区"),
        ("①新建泵站5座；②改造渠道20公里。", "泵站 渠道"),
        ("1.2024年入园率达到80%。", "入园率"),
        ("一、二级林场苗木数达到200株。", "一、二级林场苗木数"),
        ("森林覆盖率2025年达到35%，2030年达到38%。", "森林覆盖率 森林覆盖率"),
        ("垃圾分类参与率2025年底前达到90%。", "垃圾分类参与率"),
        ("供水普及率到2025年、2030年分别达到90%、95%。", "供水普及率 供水普及率"),
        ("水费收缴额按照不低于上年总额的90%安排。", "水费收缴额"),
        ("质量保证金原则上为5%以内或万分之五以内。", "质量保证金 质量保证金"),
        ("或建成标准化泵站3座。", "标准化泵站"),
        ("县水务局按照可用基金的98%作出预算。", "可用基金"),
        # Who covers what.
        ("光纤网络覆盖98%的行政村。", "光纤网络覆盖的行政村"),
        ("覆盖98%的行政村。", "行政村"),
    ],
)
def test_names_are_whole_and_hold_nothing_else(text, names):
    assert [name for name, *_ in targets(text)] == names.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("提高校舍维修补助标准5元。", [("校舍维修补助标准", "提高", 5)]),
        ("（二）提升森林覆盖率2个百分点。", [("森林覆盖率", "提高", 2)]),
        ("降低企业用电成本10%。", [("企业用电成本", "降低", 10)]),
        ("增加农民收入500元。", [("农民收入", "提高", 500)]),
        (
            "农村低保标准新增50元，达到每月600元。",
            [("农村低保标准", "提高", 50), ("农村低保标准", "达到", 600)],
        ),
        (
            "提高低保标准，每人每月增加50元，达到600元。",
            [("低保标准", "提高", 50), ("低保标准", "达到", 600)],
        ),
        ("提高低保标准至每月600元。", [("低保标准", "达到", 600)]),
        ("新增幼儿园学位3000个。", [("幼儿园学位", "等于", 3000)]),
        ("提升农村公路100公里。", [("农村公路", "等于", 100)]),
    ],
)
def test_a_measure_rises_by_a_value_wherever_the_verb_stands(text, expected):
    assert [(name, comparator, value) for name, comparator, value, _ in targets(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("处一万元以上五万元以下罚款。", [(10000, 50000, "元")]),
        ("并处2000元以上1万元以下的罚款。", [(2000, 10000, "元")]),
        ("处货值一倍以上三倍以下罚款，并处200元以上500元以下罚款。", [(1, 3, "倍"), (200, 500, "元")]),
        ("处一万元以下罚款。", [(10000, None, "元")]),
        ("扣减其拨款的20%。", [(20, None, "%")]),
        ("扣发绩效奖金10%。", [(10, None, "%")]),
    ],
)
def test_a_fine_between_two_ends_is_one_and_what_is_taken_off_is_a_fine(text, expected):
    found = find(text)
    found = found[found["number_kind"] == "fine"]
    ends = found["value_max"].astype(object).where(found["value_max"].notna(), None)
    assert list(zip(found["value"], ends, found["unit"], strict=True)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("水价降低幅度不超过20个百分点。", [(20, "个百分点", "threshold")]),
        ("票价调整幅度不得超过15%。", [(15, "%", "threshold")]),
        ("物价涨幅控制在3%左右。", [(3, "%", "aim")]),
        ("九成以上的村通公路。", [(90, "%", "aim")]),
        ("七成的学校开展阅读活动。", [(70, "%", "aim")]),
        ("一成不变的做法要改。", []),
        ("招用退役军人的，可扣减增值税9000元。", [(9000, "元", "aim")]),
        ("全市8个县（区）实现垃圾分类全覆盖。", []),
    ],
)
def test_tenths_are_shares_and_how_far_a_price_may_change_is_no_aim(text, expected):
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("建成区绿化覆盖率达到42%。", "建成区绿化覆盖率"),
        ("建筑密度达到40%。", "建筑密度"),
        ("建设用地容积率达到1.2。", "建设用地容积率"),
        ("建制村通车率达到100%。", "建制村通车率"),
        ("建成区域中心3个。", "区域中心"),
        ("建设路灯30盏。", "路灯"),
    ],
)
def test_a_name_that_begins_like_a_verb_is_whole(text, name):
    assert [found for found, *_ in targets(text)] == [name]
