"""What is there already, and what a change starts from."""

import pytest

from reformlab.mentions.targets import find_targets


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("氮排放控制在6万吨、2万吨以内，比2020年的9万吨、3万吨分别减少12%、15%。", "aim aim aim aim"),
        ("用水量比2015年的30亿立方米减少8%。", "aim"),
        ("入学率比上年的80%、85%分别提高2个、3个百分点。", "aim aim"),
        ("煤耗比2010年的350克、320克分别下降9%、7%。", "aim aim"),
        ("产量比2012年的5万吨、7万吨分别增长10%、20%。", "aim aim"),
        ("粮食产量比上年增长3%。", "aim"),
        ("能耗比2020年降低14%、排放降低9%。", "aim aim"),
        ("比2020年新增床位200张。", "aim"),
    ],
)
def test_what_a_change_is_compared_with_is_no_aim(text, kinds):
    assert [found.kind for found in find_targets(text)] == kinds.split()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("改造马庄、李桥、王集、赵店4座水闸。", ""),
        ("治理甲河、乙河、丙河等3条河道。", ""),
        ("建设东岭镇、西岭镇等2家养老院。", ""),
        ("开展白内障、青光眼、近视、斜视等4种眼病筛查。", ""),
        ("完成城东、城西、城南3所小学扩建。", ""),
        ("整治张沟、李沟、王沟、赵沟、钱沟等5处滑坡点。", ""),
        ("推进马山、龙山和虎山3处景区提升。", ""),
        ("抓好甲园、乙园2座园区。", ""),
        ("修缮东塔、西塔、南塔、北塔等4处古塔。", ""),
        ("实施粮库、冷库、油库等3项储备工程。", ""),
        ("加快马山、龙山等7处景区提升。", "aim"),
        ("推动马庄、李桥2座泵站年底投产。", "aim"),
        ("与甲县气象台合建3座观测站。", "aim"),
        ("改造马庄、李桥等12座水闸。", "aim"),
        ("新建、改建2所小学。", "aim"),
        ("新建教学楼、宿舍楼2栋。", "aim"),
        ("建设冷库3个、粮库2个。", "aim aim"),
        ("培育省级、市级企业2家。", "aim"),
        ("新建、改建、扩建学校3所。", "aim"),
        ("开展白内障、青光眼等10种眼病筛查。", "aim"),
        ("治理水土流失、沙化土地等30万亩。", "aim"),
        ("新增公园2个、广场2个。", "aim aim"),
    ],
)
def test_the_count_of_things_that_are_all_named_is_no_aim(text, kinds):
    assert [found.kind for found in find_targets(text)] == kinds.split()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("对各县政府和6个粮食主管部门实施考核。", ""),
        ("向9个成员单位通报。", ""),
        ("市政府决定废止《甲办法》等12件规章。", ""),
        ("省政府决定修改《乙办法》等7件规章。", ""),
        ("现将15项任务分解如下。", ""),
        ("按亩均投入800元测算总投资。", ""),
        ("按上年月均支出的3倍核定预付额度。", ""),
        ("每人接种一剂次（0.3ml）疫苗。", "aim specification"),
        ("安装水表300块、阀门20台，均已投入使用。", "result result"),
        ("建设泵站6座，都已建成。", "result"),
        ("修订规章12件。", "aim"),
        ("决定新建学校10所。", "aim"),
        ("任务分解到20个村。", "aim"),
        ("安装水表300块，均达到新标准。", "aim"),
    ],
)
def test_what_is_done_by_the_document_or_worked_out_is_no_aim(text, kinds):
    assert [found.kind for found in find_targets(text)] == kinds.split()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("《校舍任务分解》明确133项任务，涉及34个牵头单位。", ""),
        ("《修缮清单》细化15项任务。", ""),
        ("按照《修缮规划》新建12所学校。", "aim"),
    ],
)
def test_what_another_paper_lists_is_no_aim(text, kinds):
    assert " ".join(target.kind for target in find_targets(text)) == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("搞好甲县、乙县、丙县3个县参合试点。", ""),
        ("新增甲区、乙区2个试点区县。", ""),
        ("推进东灌区、西灌区2个灌区配套改造。", ""),
        ("新增甲、乙等9个试点县。", "aim"),
        ("新建甲、乙、丙3个书屋。", "aim"),
    ],
)
def test_places_that_are_all_named_are_not_counted(text, kinds):
    assert " ".join(target.kind for target in find_targets(text)) == kinds


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("入园率较2019年的42%提高8个百分点。", [(8, "aim")]),
        ("由目前的每千人2.1名增加到2.8名。", [(2.8, "aim")]),
        ("将现有的20座扩大到30座。", [(30, "aim")]),
        ("目前的20座书屋已经翻新。", [(20, "result")]),
    ],
)
def test_what_there_is_now_is_no_aim_and_what_it_becomes_is_one(text, read):
    assert [(found.value, found.kind) for found in find_targets(text)] == read
