"""Results told apart from aims by their wording alone, where no heading or title says so."""

import pytest

from reformlab.mentions.deadlines import find_limits
from reformlab.mentions.targets import find_targets
from tests.mentions.found import kinds

YEAR = 2024
TOLD = [
    "成功创建国家卫生城镇，拆除违建8.4万平方米，整治背街小巷63条。",
    "生态环境持续改善。空气优良天数比例达91.6%，森林覆盖率提高到48.35%。",
    "渔户人均收入32418元，增长7.9%；茶农人均收入15206元，增长9.4%。",
    "平安建设扎实有效，刑事案件下降11.4%，群众安全感达98.2%，被评为平安县。",
    "成功创建无烟村38个，超额完成目标任务。",
    "宿舍楼门窗安装完成40%，外墙涂料施工完成90%，正在清理场地。",
    "圆满完成各项目标。全年粮食产值达46.93亿元，增长14.7%，蔬菜产值13.26亿元，位居全省前三。",
    "我县共建设养老机构3家，日间照料点9所。",
    "共出动人员260人次，清理垃圾45吨，群众反映良好。",
    "进度：主体结构完成80%，外墙完成60%，正在装修。",
    "全镇共有茶园3200亩，茶农1260户，合作社14家。",
    "1—9月全市接待读者32402人，参与率100%。",
]
PLANNED = [
    "主体结构完成80%以上。",
    "开展巡查120次，发放宣传册5000份。",
    "推进12个在建项目，新开工9个项目。",
    "完成茶园改造3000亩，新增渠道15公里，增长7%左右。",
    "居民人均可支配收入分别增长8%和9%。",
    "农业总产值增长6.5%。",
    "推进厕所革命，改造农村厕所6000户，硬化道路90公里，创建美丽乡村20个。",
    "2025年，全市新建污水管网130公里，处理率达到96.5%。",
    "基本养老保险参保率达到95%，人均预期寿命提高到79.5岁。",
]


def find_kinds(text):
    return {found.kind for found in find_targets(text, limits=find_limits(text, year=YEAR), year=YEAR)}


@pytest.mark.parametrize("text", TOLD)
def test_precise_numbers_and_success_tell_of_results(text):
    assert find_kinds(text) == {"result"}


@pytest.mark.parametrize("text", PLANNED)
def test_round_and_open_numbers_stay_aims(text):
    assert find_kinds(text) == {"aim"}


def test_what_lies_ahead_in_a_sentence_stays_an_aim_behind_results():
    text = "交通条件明显改善，建成公路126.4公里，位居全省前三。力争全年新增公交线路6条。"
    assert [found.kind for found in find_targets(text, year=YEAR)] == ["result", "aim"]


def test_what_is_to_be_reached_by_a_time_stays_an_aim():
    text = "到2026年，服务能力显著提升，建档率达到97.4%，签约居民2163人。"
    assert find_kinds(text) == {"aim"}


def test_deeds_of_control_and_service_are_told():
    assert kinds("本次检查农机店62家，追回补贴款38万元，约谈15人。") == [
        (62, "家", "result"),
        (380000, "元", "result"),
        (15, "人", "result"),
    ]
    assert kinds("演练出动救援人员不少于20人。") == [(20, "人", "aim")]
    assert kinds("年底前查处违建20起。") == [(20, "起", "aim")]


def test_a_bulletin_tells_what_was_found_unless_a_time_to_come_is_said():
    title = "关于农机检查情况的通报"
    text = "抽检拖拉机40台，不合格5台。年底前整改率达到100%。"
    assert [kind for _, _, kind in kinds(text, title=title)] == ["result", "result", "aim"]
    assert [kind for _, _, kind in kinds("要培训农机手40名。", title=title)] == ["aim"]
    assert [kind for _, _, kind in kinds("培训农机手40名。", title=title, heading="二、整改要求")] == ["aim"]
    assert [kind for _, _, kind in kinds("培训农机手40名。", title="关于建立通报制度的通知")] == ["aim"]


def test_a_statistical_bulletin_tells_what_was_counted():
    text = "2032年，全省在校生36万人，比上年增长1.2%。每千人口学位由2031年的60个增加到2032年的64个。"
    told = kinds(text, title="甲省2032年教育事业发展统计公报", kind="report", year=2032)
    assert [kind for _, _, kind in told] == ["result"] * len(told)
    assert len(told) == 3
