"""What one gets or pays, and what part of it."""

import pytest

from reformlab.mentions.targets import find_targets
from tests.mentions.found import kinds, values


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("差旅伙食费每人每天不得超过100元，市内交通费每人每天不得超过80元。", "fee fee"),
        ("会议费综合定额二类会议每人每天650元，三类会议每人每天550元。", "fee fee"),
        ("停车费每小时不能超过5元，全天最高30元。", "fee fee"),
        ("评审咨询费每人每次800元以内。", "fee"),
        ("单户贷款额度5万元以下。", "subsidy"),
        ("每年安排不少于5亿元用于乡村道路养护。", "aim"),
        ("个人自付费用年度累计不超过1万元。", "fee"),
        ("补贴标准最高不超过200万元。", "subsidy"),
        ("对首次上榜的企业，最高可给予300万元奖励。", "subsidy"),
        ("单个项目支持额度上限为1000万元。", "subsidy"),
        ("课题经费资助额度一般不高于20万元。", "subsidy"),
        ("按设备投入的20%给予资助，每家每年不超过300万元。", "subsidy subsidy"),
        ("单个村补助资金不超过60万元，单个乡镇不超过200万元。", "subsidy subsidy"),
        ("对示范合作社给予奖励，最高50万元。", "subsidy"),
        ("门诊特殊病种年度限额8000元。", "subsidy"),
        # of all, or a standard that is to rise
        ("单位会议费支出总额不超过2亿元。", "aim"),
        ("全年新增政府债务不超过120亿元。", "aim"),
        ("养护补助标准提高到每株每年不低于67元。", "aim"),
        ("护林津贴标准达到每户每年7200元。", "aim"),
        ("次均门诊费用控制在280元以内。", "aim"),
        ("水价降到每方3元以下。", "aim"),
        ("为企业和个人减税降费1万亿元。", "aim"),
    ],
)
def test_what_one_gets_or_pays_at_most_is_no_aim(text, read):
    assert " ".join(kind for *_, kind in kinds(text)) == read


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("按不超过水费的20%给予补贴，每户每年最高500元。", "subsidy subsidy"),
        ("按不高于造价的15%予以补助，最高不超过2万元。", "subsidy subsidy"),
        ("抵扣比例不高于20%，抵扣金额最高不超过3万元。", "subsidy subsidy"),
        ("贷款贴息不超过利息的50%。", "subsidy"),
        ("第2年租金按不高于市价50%缴纳，第3年按不高于市价70%缴纳。", "fee fee"),
        ("补贴期限不超过3年。", "specification"),
        ("年薪达到8万元且有证书的司机，可申报。", "threshold"),
        ("收入达到9万元且纳税2万元以上的农场，给予1万元奖励。", "threshold threshold subsidy"),
        ("首年给予80%补贴，次年给予50%。", "subsidy subsidy"),
        ("按造价10%、最高5万元给予支持。", "subsidy subsidy"),
        ("提供不超过50万元的信用贷款。", "subsidy"),
        ("新增20亿元的涉农贷款。", "aim"),
        ("降雨量达50毫米以上时启动。", "threshold"),
        ("每年设立总额200万元的“节水券”，由区水利局发放。", "aim"),
        ("设立年度总额300万元的节水专项。", "aim"),
        ("向每户发放一张“节水券”，用于抵扣。", ""),
        ("提交答辩书一式2份。", ""),
        ("定期通报8家水厂改造进度。", ""),
        ("实现接水2个环节、1天办结。", "aim within"),
        ("抓好取水3个环节。", ""),
        ("用水补助比例不低于70%。", "aim"),
        ("节水率不低于20%，人均水费补助提高到380元/人·年。", "aim aim"),
    ],
)
def test_parts_of_sums_and_papers_are_no_aims(text, kinds):
    assert [found.kind for found in find_targets(text)] == kinds.split()


def test_the_unit_of_a_sum_for_each_and_year_is_money():
    assert [found.unit for found in find_targets("水费补助提高到380元/人·年。")] == ["元"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("对首台样机的检测费用补贴70%。", "subsidy"),
        ("其设备投入可额外申请15%的购置补贴。", "subsidy"),
        ("三个平台各补贴1次。", "subsidy"),
        ("按实际支出的30%给予支持，首次拨付补助资金总额的40%。", "subsidy subsidy"),
        ("对购置农机的合作社，当年度投入到位300万元，给予培训名额2名。", "threshold subsidy"),
        ("对新引进的茶企，年内用工100人，奖励30万元。", "threshold subsidy"),
        ("对冷链车，年运量达到5万吨，予以补助8万元。", "threshold subsidy"),
        ("对直播基地费用资助60%，最高10万元。", "subsidy subsidy"),
        ("对完成改造的旅店，客房达到80间，奖励5万元。", "threshold subsidy"),
        ("企业可申报25%的研发资助。", "subsidy"),
        ("对20个小区实施改造，新增车位300个。", "aim aim"),
        ("对6家企业开展诊断，给予技术支持。", "aim"),
        ("完成投资300万元，给予农户技术支持。", "aim"),
        ("补贴标准提高到550元。", "aim"),
        ("安排补贴资金20%以上用于育种。", "aim"),
        ("财政补助占比达到20%。", "aim"),
        ("对5个镇进行巡查，整治隐患20处。", "aim aim"),
        ("补助农户300户。", "aim"),
        ("奖励比例提高到20%。", "aim"),
    ],
)
def test_who_is_given_what_part_and_for_what_size_is_no_aim(text, kinds):
    assert [found.kind for found in find_targets(text)] == kinds.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("对年纳税600万元以上的茶企，当年新增投资2000万元，给予人才指标2名。", []),
        ("每增加投资3000万元增加1个名额，同一企业最多不超过5个。", []),
        ("对获评示范园的，奖励用地指标20亩。", []),
        ("给予每个示范村建设用地指标3亩。", []),
        ("按投资额给予入学名额，9亿元以上的给予3名。", []),
        ("每家企业每年可推荐候选人2名。", []),
        ("每人限报2个岗位。", []),
        ("每个法人单位可申报1个项目。", []),
        ("同一主体累计不超过3项。", []),
        ("每名药师可在3家药店备案。", []),
        ("全年新增人才指标300名。", [300]),
        ("每个县至少推荐候选人2名。", [2]),
        ("新增建设用地指标2000亩用于乡村振兴。", [2000]),
        ("按照现有职工总数5%（军人10%）的比例，组织献血。", [5, 10]),
        ("按不低于总人口3%的比例组织献血。", [3]),
        ("按照5%的比例开展抽查。", [5]),
        ("按每千人2名的比例配备医师。", [2]),
        ("按30%的比例补助。", []),
        ("按造价的20%给予奖补。", []),
        ("农民个人缴费标准每人每年不低于20元。", []),
        ("财政对参保居民的资助不低于每人每年40元。", []),
        ("个人缴费标准不低于30元。", []),
        ("补助标准提高到每人每年700元。", [700]),
        ("人均公共卫生经费不低于90元。", [90]),
        ("对获评国家级的，一次性奖励50万元；省级20万元。", []),
        ("贴息期限最长2年。", []),
        ("每个项目支持2年。", []),
        ("入选者每月发放生活补贴3000元，最长3年。", []),
        ("免租3个月。", []),
        ("单台补贴额不超过5万元。", []),
        ("每亩补助200元，全县补助面积10万亩。", [100000]),
        ("支持额度为30万元。", []),
        ("新认定的国家级企业，奖励100万元。", []),
        ("符合条件的可享受3年房租减免。", []),
        ("下达省级补助资金1200万元。", [12000000]),
    ],
)
def test_places_that_one_is_given_and_sums_and_shares_for_one_are_no_aims(text, expected):
    assert [round(value, 3) for value, _ in values(text, year=2025)] == expected
