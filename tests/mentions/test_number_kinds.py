"""What kind of number a quantity is."""

import pytest

from reformlab.mentions.targets import find_targets
from tests.mentions.found import find, kinds, values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新建养老院20所。", "aim"),
        ("对新建的养老院每张床位补助5000元。", "subsidy"),
        ("给予示范单位最高100万元奖励。", "subsidy"),
        ("按每人每年600元发放津贴。", "subsidy"),
        ("财政补助标准提高到每人每年700元。", "aim"),
        ("安排养老补助资金3亿元。", "aim"),
        ("每次收取工本费10元。", "fee"),
        ("个人按每年400元缴费。", "aim"),
        ("处二万元以上五万元以下的罚款。", "fine"),
        ("对家庭人均月收入低于1200元的困难群众给予救助。", "threshold"),
        ("为65岁以上老年人提供服务。", "threshold"),
        ("培育一批年销售收入过亿元的龙头企业。", "threshold"),
        ("总投资120亿元的产业园开工。", "specification"),
        ("建设220千伏输变电站。", "specification"),
        ("取水口周围50米内不得建厕所。", "specification"),
        ("去年新增床位2000张。", "result"),
        ("截至2022年底，新增床位2000张。", "result"),
    ],
)
def test_a_number_says_what_kind_it_is(text, expected):
    assert [kind for *_, kind in kinds(text)] == [expected] * len(kinds(text)) != []


def test_kinds_of_one_sentence_are_told_apart():
    text = "对年产值超10亿元的企业给予50万元奖励，企业达到30家。"
    assert kinds(text) == [(1e9, "元", "threshold"), (500_000, "元", "subsidy"), (30, "家", "aim")]
    assert kinds("力争20个续建项目11个竣工。") == [(11, "个", "aim")]
    assert kinds("过千亿元企业达到2家，过百亿元企业3—5家。") == [
        (1e11, "元", "threshold"),
        (2, "家", "aim"),
        (1e10, "元", "threshold"),
        (3, "家", "aim"),
    ]


def test_values_that_are_joined_are_of_one_kind():
    assert [kind for *_, kind in kinds("财政补助标准分别再提高30元和5元。")] == ["aim", "aim"]
    assert [kind for *_, kind in kinds("新建5个工厂、10个园区和100个车间。")] == ["aim"] * 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("建设养老指导中心40个、培训指导站20个。", [(40, "个"), (20, "个")]),
        ("指导4个县区开展试点。", []),
        ("敬老活动惠及每一位老人。", []),
        ("每县建一个中心。", [(1, "个")]),
        ("落实设备更新补贴比例由10%提高到20%等政策。", []),
        ("实施改善住房十条措施。", []),
        ("抓好甲厂100万吨甲醇、乙厂40万吨硅片、丙厂30万吨纸浆等重点项目建设。", []),
        ("节约水泥100万吨，减少废渣40万吨。", [(1_000_000, "吨"), (400_000, "吨")]),
        ("三大支柱产业规模过万亿。", [(1e12, "")]),
        ("确保实现12万农村人口进城。", [(120_000, "")]),
        ("低保标准提高到上年度人均收入的20%。", [(20, "%")]),
        ("力争居民收入翻番。", [(2, "倍")]),
        ("种植番茄30万亩。", [(300_000, "亩")]),
    ],
)
def test_more_aims_and_what_only_counts(text, expected):
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("超过20日未办结的，予以通报。", [(20, "threshold")]),
        ("违规的扣3分，80分以上为良好。", [(80, "threshold")]),
        ("每日2次，每次3片。", []),
        ("起付标准一级300元、二级600元、三级900元。", [(300, "fee"), (600, "fee"), (900, "fee")]),
        ("单位缴费比例为7%。", [(7, "fee")]),
        ("产值3亿元以上企业全部建站。", [(300_000_000, "threshold")]),
        ("聚焦11条产业链。", []),
        ("围绕全年建站90座目标，加快施工。", [(90, "aim")]),
        ("每发现1例上报。", []),
        (
            "超过3万元的部分，按60%给予救助，救助限额9万元。",
            [(30_000, "threshold"), (60, "subsidy"), (90_000, "subsidy")],
        ),
        ("按缴费基数的2%计入，每月70元定额划入。", [(2, "subsidy"), (70, "subsidy")]),
        ("用三分之一以上精力抓建站。", []),
        ("提供9天以内免费住宿。", [(9, "specification")]),
        ("申请人应当具备下列条件：（一）有两名以上司机；（二）有3间以上用房。", []),
        ("新建站台两座、车场三处。", [(2, "aim"), (3, "aim")]),
        ("服务参保人810万以上。", [(8_100_000, "aim")]),
        ("产量翻一番，番茄两筐，推翻番号。", [(2, "aim")]),
    ],
)
def test_more_kinds_of_numbers_are_told_apart(text, read):
    found = find(text)
    found = found[found["kind"] == "target"]
    assert list(zip(found["value"], found["number_kind"], strict=True)) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("解决家庭人均面积12平方米以下困难家庭的住房。", [(12, "平方米", "threshold")]),
        ("将80万元以下小型水利项目交给村里实施。", [(800_000, "元", "threshold")]),
        ("集体收入20万元以上的村占比60%。", [(200_000, "元", "threshold"), (60, "%", "aim")]),
        ("新增2家规模超十亿元、3家超五亿元的商圈。", [2, 1e9, 3, 5e8]),
        ("设立5亿元绿色产业引导基金。", [(5e8, "元", "specification")]),
        ("安排5亿元修缮校舍。", [(5e8, "元", "aim")]),
        ("加快甲厂4万吨纸浆、乙厂6万吨玻璃、供水改建等项目建设。", ["specification"] * 2),
        ("推进甲厂300万只轮胎生产线等项目建设。", [(3e6, "只", "specification")]),
        ("推动甲厂年产30万吨水泥。", [(300_000, "吨", "specification")]),
        ("提高四种本领。", []),
        ("面向90后、00后创业者。", []),
        ("按保费的20%给予嘉奖。", [(20, "%", "subsidy")]),
        ("整修76个单位庭院。", [(76, "个", "aim")]),
        ("落实技改项目40个。", [(40, "个", "aim")]),
        ("落实27种大病的保障。", []),
        ("赔偿责任限额为15万元。", [(150_000, "元", "subsidy")]),
        ("力争5家企业成功上市。", [(5, "家", "aim")]),
        ("木耳达到3亿袋，养鸡80万羽，新打机井200眼，改水泥池45万口。", ["aim"] * 4),
        ("实现8万农村低收入人口脱贫，30万山区群众稳定增收。", ["aim"] * 2),
        ("执法人员不得少于两人。", [(2, "人", "specification")]),
        ("社会消费品零售额增长9%，利用外资与上年持平，物价涨幅控制在3%左右。", ["aim"] * 2),
        ("去年利用外资超过预期目标2亿美元，销售额增长9%。", ["result"] * 2),
        ("虚拟养老院服务人数去年达到22万人。", ["result"]),
        ("2000年前建成的小区全部改造；改建平房400户。", [(400, "户", "aim")]),
    ],
)
def test_kinds_are_told_by_more_than_the_verb_beside_the_number(text, read):
    found = kinds(text)
    if read and isinstance(read[0], str):
        assert [kind for *_, kind in found] == read
    elif read and not isinstance(read[0], tuple):
        assert [value for value, *_ in found] == read
        assert [kind for *_, kind in found] == ["aim", "threshold"] * 2
    else:
        assert found == read


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("普通复诊费为每次8元，专家每次20元。", "fee fee"),
        ("停车费按每次5元收取。", "fee"),
        ("申报示范园，年接待量应当在5万人次以上、讲解员不少于4名。", "threshold threshold"),
        ("（三）招聘人员年龄不超过40周岁。", "threshold"),
        ("申报国家级项目20个。", "aim"),
        ("建设区域养老院，设床位800张。", "specification"),
        ("每年举办培训班不少于6期。", "aim"),
        ("到2030年，七八成的纠纷在镇上解决。", "aim"),
    ],
)
def test_who_applies_pays_or_is_housed(text, kind):
    assert " ".join(each for *_, each in kinds(text)) == kind


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("加快40蒸吨以上锅炉改造。", "specification"),
        ("巩固山区30万亩退耕还林成果。", ""),
        ("巩固提升20万人饮水安全水平。", "aim"),
        ("完成堤防加固、渠道清淤等5项重点任务。", ""),
        ("经五分之三以上委员同意，方可通过。", "specification"),
        ("开通甲城至三门峡的班车。", ""),
    ],
)
def test_what_only_describes_or_decides(text, read):
    assert " ".join(each for *_, each in kinds(text)) == read


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("委员会由不少于9名专家组成，其中本地专家不少于4名。", "specification specification"),
        ("托大班每班不超过18人。", "specification"),
        ("值班人员每班不得少于2人。", "aim"),
        ("24小时降雨量达到80毫米以上，且可能持续的，发布黄色预警。", "threshold"),
        ("Ⅱ级响应：一次造成20人以上、40人以下死亡。", "threshold threshold"),
        ("重大事故，是指造成20人以上死亡，或者50人以上重伤的事故。", "threshold threshold"),
        ("水位超过警戒水位0.8米时，组织巡堤。", "threshold"),
        ("一次性伤亡在4人以下的火灾由甲县调查。", "threshold"),
        ("肌肉注射0.4毫克。", "specification"),
        ("满分为120分。", ""),
        ("人行道净宽度不应小于3米，坡度不宜大于5%。", "specification specification"),
        ("活动室层高不低于3米，配备床位不少于12张。", "specification specification"),
        ("电价调整为：居民用电0.5元/千瓦时，商业用电0.8元/千瓦时。", "fee fee"),
        ("全县现有医院12家，床位9000张。", "result result"),
        ("距离学校200米范围内不得经营。", "specification"),
        (
            "年满70周岁的，每月发放津贴80元；年满90周岁的，每月发放200元。",
            "threshold subsidy threshold subsidy",
        ),
        ("县级财政承担35%，剩余15%由乡镇承担。", "subsidy subsidy"),
        ("失业补贴标准为最低工资的80%。", "subsidy"),
        ("免除储备企业40%的仓储费用。", "subsidy"),
        ("修缮补助标准：每户1万元，一般损房每户3000元。", "subsidy subsidy"),
        ("对年销售额首次突破2亿元且增速超过8%的批发企业奖励6万元。", "threshold threshold subsidy"),
        ("每新增1家示范店，给予5万元奖励。", "subsidy"),
        ("指挥部下设8个工作组。", ""),
        ("全县划分为9个责任区。", ""),
        ("我县辖11个乡镇。", ""),
        ("笔试成绩占总成绩的55%。", ""),
        ("履约保证金不得超过合同金额的8%。", "specification"),
        ("单个项目申请资金不得超过150万元，自筹资金不低于60万元。", "specification specification"),
        ("示范点应当具备场所不少于150平方米、专职人员不少于2人。", "threshold threshold"),
        ("设立总规模20亿元的甲产业引导基金。", "specification"),
        ("决定应当经到会人员三分之二以上通过。", "specification"),
        ("医院应当设置不少于编制床位6%的应急床位。", "aim"),
        ("三年内累计建成矿山公园9座。", "within aim"),
        ("从业人员培训时间不少于30学时，储备帐篷600顶。", "aim aim"),
        ("大班额比例控制在3%以内。", "aim"),
        ("重点培育800个专业组织。", "aim"),
    ],
)
def test_cases_grants_and_norms_are_no_aims(text, kinds):
    assert [found.kind for found in find_targets(text)] == kinds.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到2030年，全县森林覆盖率稳定在60%左右，森林蓄积量达到900万立方米。", [60, 9000000]),
        ("打造5条精品线路、20个网红打卡点。", [5, 20]),
        ("培育国家级龙头企业3家、省级20家。", [3, 20]),
        ("建设甲水库（库容300万立方米）。", []),
        ("新改扩建公路120公里、桥梁8座。", [120, 8]),
        ("力争营收超百亿元企业达到3家。", [3]),
        ("将办理环节由6个压减为3个。", [3]),
        ("规模以上工业增加值年均增长7.5%以上。", [7.5]),
        ("确保粮食播种面积不低于50万亩。", [500000]),
        ("实施“十百千”工程，培育10个强镇、100个强村。", [10, 100]),
        ("城镇登记失业率控制在4.5%以内。", [4.5]),
        ("建成投用儿童公园1座。", [1]),
        ("开展为期3个月的专项行动。", []),
        ("覆盖80%以上的行政村。", [80]),
        ("以15分钟生活圈为单元完善配套。", []),
        ("到2027年底前完成60%，2028年底前完成100%。", [60, 100]),
        ("每年更新车辆30台。", [30]),
        ("争取上级资金不少于2亿元。", [200000000]),
        ("每万人拥有公交车12标台。", [12]),
        ("用电量下降10个百分点。", [10]),
        ("推动3—5家企业上市。", [3]),
        ("加快推进总投资50亿元的22个重点项目建设。", [22]),
        ("集中攻坚100天。", []),
        ("各县推荐不超过3名候选人。", [3]),
        ("每县推荐2个典型案例。", [2]),
        ("材料一式三份，字数不超过3000字。", []),
        ("会期1天。", []),
        ("联系人2名。", []),
        ("培训班每期50人，共举办4期。", [4]),
    ],
)
def test_aims_of_plans_and_notices(text, expected):
    assert [round(value, 3) for value, _ in values(text, year=2025)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("100户以上自然村通硬化路。", []),
        ("到2033年20户以上通电自然村通广播。", []),
        ("实施30户以上有条件的自然村供水工程。", []),
        ("50人以上居民点通自来水。", []),
        ("改造危房300户以上。", [(300, "户")]),
        ("每村新建住房100户以上。", [(100, "户")]),
        ("引进项目总投资额200亿元以上。", [(2e10, "元")]),
        ("引进总投资2亿元以上项目30个。", [(30, "个")]),
        ("加快总投资20亿元的乙园区建设。", []),
        ("在全县20个乡镇新增30家食堂。", [(30, "家")]),
        ("在全县20个乡镇开展试点。", [(20, "个")]),
        ("按不超过研发成本30%，最高补助500万元。", []),
        ("符合条件的按本科1万元、硕士3万元、博士10万元发放补贴。", []),
        ("按价格的70%、最高200元抵扣购买。", []),
        ("现将2031年水利补助资金（第二批）6684万元下达你们。", [(66840000, "元")]),
        ("现将名册12份发给你们。", []),
        ("实施十项民心工程。", []),
        ("推进十件要事。", []),
        ("实施5项水利工程。", [(5, "项")]),
        ("指定1名同志作为联络员。", []),
        ("完不成的扣年终考核1分。", []),
        ("建成以2.5公里为半径的取水圈。", []),
        ("淘汰锅炉131台、2012蒸吨。", [(131, "台"), (2012, "蒸吨")]),
        ("改造35蒸吨以下锅炉9台。", [(9, "台")]),
        ("吸引10万人才来县创业。", [(100000, "")]),
    ],
)
def test_more_sizes_sums_and_bases_are_no_aims(text, expected):
    assert [(value, unit) for value, unit, kind in kinds(text, year=2031) if kind == "aim"] == expected
