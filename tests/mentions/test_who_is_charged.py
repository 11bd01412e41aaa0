"""Kinds of wording in which a body is charged, is not, or is one body and not two."""

import pytest

from reformlab.mentions.agency_names import unify_agency
from tests.mentions.found import agencies

CITY = {"level": "prefecture", "place": "东湾市"}


def names(text):
    return {name for name, _ in agencies(text, **CITY)}


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("自然资源和规划部门负责测绘。", {"自然资源和规划部门"}),
        ("住房和建设部门负责验收。", {"住房和建设部门"}),
        ("水利和湖泊主管部门负责巡湖。", {"水利和湖泊主管部门"}),
        ("绿化和市容部门负责修剪。", {"绿化和市容部门"}),
        ("教育和水利部门负责宣传。", {"教育部门", "水利部门"}),
        ("自然资源和林草部门负责管护。", {"自然资源部门", "林草部门"}),
    ],
)
def test_a_field_that_holds_and_itself_is_one(text, bodies):
    assert names(text) == bodies


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("市和县（市）区水务部门负责巡查。", {"市水务部门", "县（市）区水务部门"}),
        ("市、县（市）区人民政府负责防汛。", {"市人民政府", "县（市）区人民政府"}),
        (
            "设区的市、县（市、区）的水务服务中心承担检测工作。",
            {"设区的市水务服务中心", "县（市、区）水务服务中心"},
        ),
        (
            "镇人民政府、街道办事处的节水委员会负责宣传。",
            {"镇人民政府的节水委员会", "街道办事处的节水委员会"},
        ),
        (
            "由市或者县（市、区）人民政府确定的部门或者机构负责。",
            {"市或者县（市、区）人民政府确定的部门或者机构"},
        ),
        ("景区、度假区等功能区管理委员会负责巡查。", {"景区管理委员会", "度假区管理委员会"}),
    ],
)
def test_places_share_the_tail_of_the_last(text, bodies):
    assert names(text) == bodies


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("由市水务局负责组织实施，或者委托下级水务部门组织实施。", {"市水利局", "下级水务部门"}),
        ("委托镇水务站实施。", {"镇水务站"}),
        ("由实施行政许可的水务部门负责检查。", {"实施行政许可的水务部门"}),
        ("由制定标准的水务部门负责解释。", {"制定标准的水务部门"}),
        ("古桥由市人民政府或者其指定机构负责修缮。", {"市人民政府", "其指定机构"}),
        ("古桥由市人民政府或者其委托单位负责修缮。", {"市人民政府", "其委托单位"}),
        ("由实施水务部门负责的改造。", set()),
        ("由指定机构负责修缮。", set()),
        ("由委托单位负责修缮。", set()),
    ],
)
def test_who_is_entrusted_or_told_by_what_it_does(text, bodies):
    assert names(text) == bodies


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("其中市水务局负责巡查。", {"市水利局"}),
        ("同时市水务局牵头编制规划。", {"市水利局"}),
        ("必要时市水务局负责封桥。", {"市水利局"}),
        ("二、职责分工市水务局负责巡查。", {"市水利局"}),
        ("市水务局每季度牵头会商一次。", {"市水利局"}),
        ("其中负责巡查的人员应当登记。", set()),
        ("目前企业负责巡查。", set()),
    ],
)
def test_words_of_when_and_among_whom_are_no_part_of_a_name(text, bodies):
    assert names(text) == bodies


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("由青山镇水务服务中心（青山镇水利办事处）牵头巡查。", {"青山镇水务服务中心"}),
        ("各级水质检测站（水质检验所）负责检测。", {"各级水质检测站"}),
        ("市水务局（市节水办）负责宣传。", {"市水利局"}),
        ("县血站（库）负责采血。", {"县血站（库）"}),
        ("镇人民政府（街道办事处）负责巡查。", {"镇人民政府", "街道办事处"}),
    ],
)
def test_a_second_name_in_brackets_is_that_of_the_same_body(text, bodies):
    assert names(text) == bodies


def test_a_name_printed_with_the_second_name_is_the_same_without():
    assert unify_agency("青山镇水务中心（青山镇水利办事处）") == "青山镇水务中心"
    assert unify_agency("县血站（库）") == "县血站（库）"


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("区水务事务中心设立调度平台，并负责日常管理。", {"区水务事务中心"}),
        ("镇人民政府设立巡查站，并负责管理。", {"镇人民政府"}),
        ("镇人民政府设立水务监测站，负责检测。", {"水务监测站"}),
        ("市水务局可以派驻水务执法机构，以市水务局的名义负责巡查。", {"水务执法机构"}),
        ("水务监督管理机构设监督员，负责巡查。", set()),
        ("通过比选确定养护单位，负责日常巡查。", {"养护单位"}),
        ("确定专人，负责日常巡查。", set()),
        ("水库委员会办公室各成员单位牵头组成检查组。", {"水库委员会办公室各成员单位"}),
    ],
)
def test_who_sets_up_and_what_is_set_up(text, bodies):
    assert names(text) == bodies


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("修渠所需的支付责任，由东湾新区管委会承担。", set()),
        ("修渠的支出责任由市财政局承担。", set()),
        ("修渠经费，由市财政局承担。", set()),
        ("修渠资金由市财政局承担。", set()),
        ("修渠任务由市水务局承担。", {"市水利局"}),
        ("修渠的管理责任由市水务局承担。", {"市水利局"}),
    ],
)
def test_who_pays_is_not_charged(text, bodies):
    assert names(text) == bodies


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("负责会同市财政局、市水务局拟订规划。", {"市财政局", "市水利局"}),
        ("负责会同林业部门开展巡查。", {"林业部门"}),
        ("负责会同有关部门拟订规划。", set()),
        ("各县政府和甲山景区管委会都是配合单位。", {"县人民政府", "甲山景区管委会"}),
        ("市水务局作为牵头部门抓好巡查。", {"市水利局"}),
        ("市水务局是牵头部门的上级。", set()),
        ("电网企业负责检修线路。", {"电网企业"}),
        ("生产企业负责检修线路。", set()),
    ],
)
def test_who_is_called_in_or_named_a_part(text, bodies):
    assert names(text) == bodies


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("1\t改造三处旧渠。\t王大河\t渠道工作部、规划建设局\t全年", {"渠道工作部", "规划建设局"}),
        ("1\t改造三处旧渠。\t王大河\t规划建设局\t全年", {"规划建设局"}),
        ("改造三处旧渠。区残联，相关镇街", {"区残联", "相关镇街"}),
        ("改造三处旧渠。各户联、渠道", set()),
    ],
)
def test_cells_behind_a_task(text, bodies):
    assert names(text) == bodies


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("修三座桥。（市水务局牵头负责，各区政府组织落实）", {"市水利局", "区人民政府"}),
        ("修三座桥。（市水务局、市教育局、各区政府组织落实）", {"市水利局", "市教育局", "区人民政府"}),
        ("修三座桥。（市水务局负责，各镇组织推进）", {"市水利局", "镇"}),
        ("修三座桥。（要认真组织落实）", set()),
        ("修三座桥。（各街镇、区属国企）", {"各街镇", "区属国企"}),
        ("修三座桥。（各镇、各园区）", {"镇", "各园区"}),
        ("各地（街镇、园区）要修三座桥。", set()),
        ("修三座桥。（桥梁、道路）", set()),
    ],
)
def test_brackets_that_close_a_task(text, bodies):
    assert names(text) == bodies


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("各属地街道负责巡查桥梁。", {"各属地街道"}),
        ("各属地街镇负责巡查桥梁。", {"各属地街镇"}),
        ("街镇（园区）负责巡查桥梁。", {"街镇（园区）"}),
        ("街镇（园区）是所辖区域桥梁管理的主体，应当落实职责。具体负责桥梁的巡查。", {"街镇（园区）"}),
        ("各属地企业负责巡查桥梁。", set()),
        ("东湾地铁集团负责检修线路。", {"东湾地铁集团"}),
        ("东湾市轨道交通集团有限公司负责检修线路。", {"东湾市轨道交通集团有限公司"}),
        ("国网东湾供电公司负责检修线路。", {"国网东湾供电公司"}),
        ("甲乙食品集团负责检修线路。", set()),
    ],
)
def test_places_and_utilities_as_subjects(text, bodies):
    assert names(text) == bodies


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("中国人民银行对支付安全负指导监管责任。", {"中国人民银行"}),
        ("水务部门对供水安全负监管责任。", {"水务部门"}),
        ("镇人民政府对供水安全负有属地管理责任。", {"镇人民政府"}),
        ("市水务局对损失负赔偿责任。", set()),
        ("市水务局是供水安全的责任主体。", set()),
        ("生产企业对供水安全负主体责任。", set()),
        ("市人民政府对市人民代表大会负责。", set()),
    ],
)
def test_who_answers_for_a_field(text, bodies):
    assert names(text) == bodies


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        (
            "甲山市、乙水省县级以上地方人民政府水行政主管部门负责巡查。",
            {
                "甲山市县级以上地方人民政府水行政主管部门",
                "乙水省县级以上地方人民政府水行政主管部门",
            },
        ),
        (
            "甲山省、乙水省县级以上人民政府林业部门负责巡查。",
            {"甲山省县级以上人民政府林业部门", "乙水省县级以上人民政府林业部门"},
        ),
        ("市、古树所在县（市、区）人民政府负责巡查。", {"市人民政府", "古树所在县（市、区）人民政府"}),
        ("甲山市、乙水省的企业负责巡查。", set()),
    ],
)
def test_levels_and_places_share_a_long_tail(text, bodies):
    assert names(text) == bodies


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("市政府应当设立甲山景区管理机构，加强力量配置，负责巡查。", {"甲山景区管理机构"}),
        ("市政府设立湿地管理机构，充实人员，负责巡查。", {"湿地管理机构"}),
        ("设置监控部门或者专（兼）职人员，负责检查。", set()),
        ("设置安全部门或者专职人员，负责检查。", set()),
        (
            "市水库联席会议（以下简称“联席会议”），下设办公室于市水务局，负责协调巡查。",
            {"市水库联席会议"},
        ),
        ("建立节水领导小组，下设办公室在市水务局，负责协调巡查。", {"节水领导小组"}),
        ("甲乙食品公司，下设办公室于市水务局，负责协调巡查。", set()),
    ],
)
def test_who_is_set_up_and_where_its_office_is(text, bodies):
    assert names(text) == bodies
