import pandas as pd
import pytest

from reformlab.corpus.agencies import read_agencies
from reformlab.corpus.tables import data_folder
from reformlab.mentions.agency_names import unify_agency
from tests.mentions.found import NATIONAL, agencies


def test_unknown_bodies_are_kept_as_printed_and_rubbish_is_not():
    text = "（省低空经济发展专班、甲铁集团、2025年建成3个站点，省财政厅负责）"
    assert [name for name, _ in agencies(text)] == ["省低空经济发展专班", "甲铁集团", "省财政厅"]


def test_names_are_unified_and_keep_their_level():
    same = ("卫健委", "卫生健康委", "卫生健康委员会", "国家卫健委", "国家卫生健康委员会")
    assert {unify_agency(name) for name in same} == {"国家卫生健康委"}
    assert unify_agency("省卫健委") == "省卫生健康委" != unify_agency("市卫健委")
    assert unify_agency("县卫健局") == "县卫生健康局"
    assert unify_agency("山西省卫生健康委员会", level="provincial", place="山西") == "省卫生健康委"
    assert unify_agency("甘肃省卫生健康委员会", level="provincial", place="山西") == "甘肃省卫生健康委"
    assert unify_agency("各相关部门") == unify_agency("有关部门") == "有关部门"
    assert unify_agency("卫生部") == "卫生部" != unify_agency("国家卫生计生委")
    assert unify_agency("甲乙丙丁会") == "甲乙丙丁会"


def test_the_list_of_agencies_is_whole():
    table = pd.read_csv(data_folder() / "lexicon" / "agencies.csv", keep_default_na=False)
    assert list(table) == ["name", "short", "unified", "level", "gloss", "why", "successor"]
    assert len(table) >= 120
    assert set(table["level"]) == {"national", "local"}
    assert (table[["name", "unified", "gloss", "why"]] != "").all().all()
    for _, rows in table.groupby("level"):
        printed = [
            name for row in rows.itertuples() for name in {row.name, *filter(None, row.short.split("；"))}
        ]
        assert len(printed) == len(set(printed))
    later = {name for names in table["successor"] for name in names.split("；") if name}
    assert later <= set(table["unified"])
    national, local = read_agencies()
    for names in (national, local):
        assert all(names[unified] == unified for unified in names.values())


@pytest.mark.parametrize(
    ("text", "facts", "names"),
    [
        ("（国税总局、交通部、国家科委、安监总局负责）", NATIONAL, "税务总局 交通部 国家科委 安全监管总局"),
        ("交通运输部要会同公安部负责客运安全检查。", NATIONAL, "交通运输部 公安部"),
        ("教育部为牵头单位。", NATIONAL, "教育部"),
        ("市场监管总局要发挥牵头作用，加强统筹。", NATIONAL, "市场监管总局"),
        ("协调小组办公室设在水利部，主要承担日常工作。", NATIONAL, "协调小组办公室"),
        ("县级以上地方人民政府按照国家规定，负责本地道路养护。", NATIONAL, "县级以上地方人民政府"),
        ("由试点城市负责编制方案。", NATIONAL, "试点城市"),
        ("（责任部门：省公安厅、国动办、气象局）", {}, "省公安厅 省国动办 省气象局"),
        ("（省公安厅、云图和算力局，省税务局负责）", {}, "省公安厅 云图和算力局 省税务局"),
        ("（太原海关、山西海事局、民航山西监管局负责）", {}, "太原海关 山西海事局 民航山西监管局"),
        ("（省总工会、团省委、省妇联负责）", {}, "省总工会 团省委 省妇联"),
        ("主责单位：省水利厅。", {}, "省水利厅"),
        (
            "由省财政厅牵头，山西证监局、人民银行太原中心支行配合。",
            {},
            "省财政厅",
        ),
        (
            "（农牧厅、水利厅，各县（区）政府负责）",
            {"place": "宁夏"},
            "自治区农牧厅 自治区水利厅 县（区）人民政府",
        ),
        ("（责任单位：区文旅局、各镇街）", {"level": "county", "place": None}, "区文化和旅游局 镇街"),
        ("交由东山县牵头落实。", {"level": "prefecture", "place": "漳州"}, "东山县"),
        ("由社区负责日常管护，企业负责落实主体责任。", {}, ""),
        ("建设单位对工程质量负责，实行首席专家负责制。", {}, ""),
    ],
)
def test_bodies_of_other_fields_and_eras(text, facts, names):
    assert [name for name, _ in agencies(text, **facts)] == names.split()


def test_a_body_without_a_level_is_that_of_the_place_however_it_is_printed():
    text = "（市水利局、财政局负责）"
    for home in ({"level": "prefecture", "place": "潮州"}, {"level": "provincial", "place": "北京"}):
        assert [name for name, _ in agencies(text, **home)] == ["市水利局", "市财政局"]
        assert unify_agency("财政局", **home) == "市财政局"
    assert unify_agency("财政局", level="prefecture", place="延边") == "州财政局"
    assert unify_agency("财政局", level="county") == "财政局"
    assert unify_agency("县委组织部（人才办）") == "县委组织部"


def test_what_an_autonomous_region_calls_its_own_bodies():
    text = "修好渠道（牵头单位：区水利厅、财政厅）。"
    names = [name for name, _ in agencies(text, level="provincial", place="宁夏")]
    assert names == ["自治区水利厅", "自治区财政厅"]
    assert agencies("由区水利局负责。", place="山西") == [("区水利局", "lead")]
