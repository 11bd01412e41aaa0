import pytest

from reformlab.mentions.charges import find_agencies
from tests.mentions.found import agencies


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("县水务局统筹推进河道整治，以全县为范围，按照计划要求负责牵头组织清淤。", "县水利局"),
        ("省和市、县人民政府应当建立平台，负责险情的发布工作。", "省人民政府 市人民政府 县人民政府"),
        ("市林业局加强苗木检疫，每年编制计划，并具体承担检疫技术培训工作。", "市林业局"),
        ("县供销社建立门店，及时补货，负责化肥的储备供应。", "县供销社"),
        ("（三）区城管局定期评估路灯状况，依照有关标准负责维修养护。", "区城市管理局"),
        ("水行政主管部门主管本区域节水工作，并按照国家规定承担相关职责。", "水行政主管部门"),
        ("水利部门会同同级林业、园林等部门，负责古井的普查工作。", "水利部门 同级林业部门 园林部门"),
        ("县教育局对校车进行检查；负责驾驶员的培训。", "县教育局"),
        ("市林业局领导防火工作，统一规划并负责组织演练。", "市林业局"),
        ("市水务部门设立的水质监测机构，承担水质的检测工作。", "水质监测机构"),
        ("市委组织部会同市教育局等部门，将课程纳入培训，并负责检查。", "市委组织部 市教育局"),
        ("市水利局加强协调，牵头会同市林业局制定方案。", "市水利局 市林业局"),
        ("县防汛办公室由水务、应急等部门组成，在县水务局领导下，负责值班。", "县防汛办公室"),
    ],
)
def test_the_subject_of_a_sentence_is_charged_by_its_later_clauses(text, names):
    assert [name for name, _ in agencies(text)] == names.split()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("各级农业技术推广机构依法开展试验示范。负责新品种的引进。", "各级农业技术推广机构"),
        ("县农机管理站指导农机作业。负责农机驾驶培训。承担农机统计工作。", "县农机管理站"),
        ("市档案馆接收进馆档案。统一负责档案的数字化。", "市档案馆"),
        ("第八条市水务局指定检测站。\n负责检测的单位应当备案。", ""),
        ("市水务局加强巡查。推进管网改造。负责登记。", ""),
    ],
)
def test_the_next_sentence_charges_who_opens_the_one_before_it(text, names):
    assert [agency.name for agency in find_agencies(text, level="prefecture", place="太原")] == [
        name.replace("市水务局", "市水利局") for name in names.split()
    ]


@pytest.mark.parametrize(
    "text",
    [
        "市水务局应当建立台账，定期开展巡查，并及时公布结果。",
        "县财政局应当安排预算，承担供水管网改造所需费用。",
        "市林业局负责人主持会议，研究部署防火工作。",
        "开发商应当建立巡查制度，负责围挡的维护。",
        "学生家长应当接送学生，负责途中安全。",
        "市教育局要求各校建立制度，明确专人，负责设备管理。",
        "县水利局对施工企业开展检查，企业应当配备人员，负责资料整理。",
        "省林业局鼓励企业建立基地，承担良种繁育任务。",
        "市审计局认为，该公司管理混乱，负责采购的人员没有记录。",
        "县水利局工作人员应当坚守岗位，负责水位记录。",
        "市政府主要负责人担任总指挥，负责全市的抢险工作。",
        "市体育局支持社会力量办赛，举办单位应当制定预案，承担安全保障工作。",
        "市教育局与高校签订协议，高校选派教师，负责课程开发。",
        "县政府对拆迁户进行安置，拆迁户应当按期搬迁，负责旧房腾空。",
        "市科技局聘请专家，负责项目评审。",
        "市水务局公布名单。承担巡查、检测工作的检测机构应当备案。",
    ],
)
def test_a_subject_is_not_charged_by_what_others_bear(text):
    assert find_agencies(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("县水利局组织巡查，县公安局负责维持秩序。", "县公安局"),
        ("省民政厅制定办法，市民政局加强培训，负责年度核查。", "市民政局"),
        ("县政府成立水库工作专班，负责移民安置工作。", "水库工作专班"),
        ("县市场监管局检查食堂，发现问题的，学校负责整改。", "学校"),
        ("县水利局水质监测中心定期取样，并负责发布结果。", "县水利局水质监测中心"),
    ],
)
def test_the_nearest_subject_is_charged(text, names):
    assert [agency.name for agency in find_agencies(text)] == names.split()


@pytest.mark.parametrize("n", range(4, 24))
def test_those_who_make_up_a_group_however_many_are_not_charged_with_what_it_bears(n):
    fields = "教公民财水交统审商林文体气农工科卫环住人司应税"
    names = "、".join(f"市{field}务局" for field in fields[:n])
    text = f"本市成立由副秘书长牵头，{names}等部门和单位组成的工作专班，负责统筹校舍工作。"
    assert {agency.name for agency in find_agencies(text)} <= {"工作专班"}


@pytest.mark.parametrize("text", ["，负责", "；负责", "一、，负责抢险"])
def test_a_verb_without_a_subject_charges_nobody(text):
    assert find_agencies(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "盟市、旗县（区）民政部门会同同级教育部门，负责核定。",
            "盟市民政部门 旗县（区）民政部门 同级教育部门",
        ),
        ("县文旅局会同县公安局，具体负责庙会安保。", "县文化和旅游局 县公安局"),
        ("市林业局会同市公安局开展巡山，负责火源管理。", "市林业局"),
        ("县水利局会同县气象局开展会商，承担预警发布工作。", "县水利局"),
    ],
)
def test_who_is_called_in_for_what_stands_between_is_not_charged(text, names):
    assert {name for name, _ in agencies(text)} == set(names.split())
