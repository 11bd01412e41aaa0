import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reformlab as rl
from reformlab.corpus.agencies import read_agencies
from reformlab.corpus.numerals import read_number
from reformlab.corpus.tables import MENTIONS, data_folder
from reformlab.mentions.agency_names import unify_agency
from reformlab.mentions.deadlines import find_limits
from reformlab.mentions.find import find_mentions
from reformlab.mentions.targets import find_targets
from reformlab.mentions.tense import is_review
from tests.steps import count_calls

COLUMNS = [
    "passage_id",
    "kind",
    "start",
    "end",
    "name",
    "role",
    "value",
    "value_max",
    "unit",
    "number_kind",
    "by",
    "number",
    "issuer",
]


def find(text, *, of=None, heading=None, **facts):
    """Find the mentions of one passage of a document of 2023 (or as `facts` say); of targets, aims."""
    passages = pd.DataFrame([{"passage_id": "a:1", "doc_id": "a", "text": text, "heading": heading}])
    row = {"doc_id": "a", "level": "provincial", "place": "山西", "date": None, "year": 2023} | facts
    table = find_mentions(passages, pd.DataFrame([row]))
    if of == "target":
        table = table[table["number_kind"] == "aim"]
    return table if of is None else table[table["kind"] == of].reset_index(drop=True)


def kinds(text, **facts):
    """Give number, unit and kind of every number of policy."""
    found = find(text, **facts)
    found = found[found["kind"] == "target"]
    return list(zip(found["value"], found["unit"].fillna(""), found["number_kind"], strict=True))


def periods(text, **facts):
    """Give the lengths of time within which something is due."""
    found = find(text, of="deadline", **facts)
    found = found[found["role"] == "within"]
    return list(zip(found["value"], found["unit"], strict=True))


def agencies(text, **facts):
    found = find(text, of="agency", **facts)
    return list(zip(found["name"], found["role"], strict=True))


def targets(text, **facts):
    found = find(text, of="target", **facts)
    return [
        (row.name, row.role, row.value, row.unit)
        for row in found[["name", "role", "value", "unit"]].fillna("").itertuples(index=False)
    ]


def values(text, **facts):
    return [(value, unit) for _, _, value, unit in targets(text, **facts)]


def deadlines(text, **facts):
    found = find(text, of="deadline", **facts)
    return found.loc[found["role"] == "by", "by"].fillna("?").tolist()


def citations(text, **facts):
    found = find(text, of="citation", **facts)
    return list(zip(found["name"].fillna(""), found["number"].fillna(""), found["role"], strict=True))


def mandates(text, **facts):
    return find(text, of="mandate", **facts)["role"].tolist()


# --- the table ---------------------------------------------------------------------------------


def test_table_has_its_columns_types_and_order():
    text = "到2025年，签约率达到75%以上。按照《甲省签约办法》，鼓励试点。（省卫健委负责）"
    table = find(text)
    assert list(table) == COLUMNS
    assert set(table["kind"]) == set(MENTIONS)
    assert table["start"].is_monotonic_increasing
    for row in table.itertuples():
        assert text[row.start : row.end]
    read = {row.kind: text[row.start : row.end] for row in table.itertuples()}
    assert read["target"] == "达到75%以上"
    assert read["deadline"] == "到2025年"
    assert read["citation"] == "《甲省签约办法》"
    assert read["agency"] == "省卫健委"


def test_passages_keep_their_order_and_no_mentions_give_an_empty_table():
    passages = pd.DataFrame(
        {
            "passage_id": ["b:2", "a:1", "b:1"],
            "doc_id": ["b", "a", "b"],
            "text": ["鼓励创新。", "支持发展。", "探索新路。"],
        }
    )
    documents = pd.DataFrame(
        {"doc_id": ["a", "b"], "level": None, "place": None, "date": None, "year": pd.NA}
    )
    table = find_mentions(passages, documents)
    assert table["passage_id"].tolist() == ["b:2", "a:1", "b:1"]
    empty = find_mentions(passages.assign(text="天气很好。"), documents)
    assert list(empty) == COLUMNS and len(empty) == 0
    assert list(find_mentions(passages.iloc[:0], documents)) == COLUMNS
    assert empty.dtypes.to_dict() == table.dtypes.to_dict()


def test_inputs_are_left_as_they_were():
    passages = pd.DataFrame([{"passage_id": "a:1", "doc_id": "a", "text": "应当达到3项。"}])
    documents = pd.DataFrame([{"doc_id": "a", "level": None, "place": None, "date": None, "year": 2020}])
    before = passages.copy(), documents.copy()
    find_mentions(passages, documents)
    pd.testing.assert_frame_equal(passages, before[0])
    pd.testing.assert_frame_equal(documents, before[1])


# --- agencies ----------------------------------------------------------------------------------


def test_closing_brackets_charge_each_body():
    text = "推进建设。（省卫健委、省财政厅和各市、县人民政府等按职责分工负责）"
    assert agencies(text) == [
        ("省卫生健康委", "joint"),
        ("省财政厅", "joint"),
        ("市人民政府", "joint"),
        ("县人民政府", "joint"),
    ]


def test_brackets_that_explain_charge_nobody():
    assert agencies("完善制度（含省财政厅制定的办法）。") == []
    assert agencies("三家单位（省卫健委、省财政厅）参会，会后研究。") == []


def test_leading_bodies_are_told_from_joint_ones():
    assert agencies("（省教育厅牵头，省财政厅、省人社厅配合）") == [
        ("省教育厅", "lead"),
        ("省财政厅", "joint"),
        ("省人力资源社会保障厅", "joint"),
    ]
    assert agencies("牵头单位：省水利厅；配合单位：省财政厅。") == [
        ("省水利厅", "lead"),
        ("省财政厅", "joint"),
    ]
    assert agencies("（省农业农村厅（牵头）、省林草局）") == [("省农业农村厅", "lead"), ("省林草局", "joint")]
    assert agencies("办法由省交通运输厅牵头，省公安厅参加，共同制定。") == [("省交通运输厅", "lead")]


def test_a_general_clause_adds_its_bodies_once():
    text = "（省卫健委和各市、县人民政府负责。以下均需市、县政府负责，不再列出）"
    assert [name for name, _ in agencies(text)] == ["省卫生健康委", "市人民政府", "县人民政府"]


def test_running_text_charges_with_a_verb_and_mentions_without():
    assert agencies("具体标准由省联合采购办公室负责拟定。") == [("省联合采购办公室", "joint")]
    assert agencies("省教育厅负责组织实施。") == [("省教育厅", "joint")]
    assert agencies("省教育厅负责人参加会议。") == []
    assert agencies("由综合实力强的县级医院牵头组建医共体。") == []
    assert agencies("会议听取了省教育厅的汇报。") == []
    assert agencies("原由民政部门负责的工作已经划转。") == []


def test_conjunctions_inside_names_do_not_split_them():
    text = "（住房和城乡建设部、工业和信息化部、国家发展和改革委员会和文化和旅游部负责）"
    assert [name for name, _ in agencies(text, level="national", place="全国")] == [
        "住房城乡建设部",
        "工业和信息化部",
        "国家发展改革委",
        "文化和旅游部",
    ]


def test_a_level_word_said_once_holds_for_the_list():
    text = "责任单位：自治区卫生健康委、发展改革委、财政厅。"
    assert [name for name, _ in agencies(text, place="广西")] == [
        "自治区卫生健康委",
        "自治区发展改革委",
        "自治区财政厅",
    ]
    national = agencies("（卫生健康委、发展改革委、财政部负责）", level="national", place="全国")
    assert [name for name, _ in national] == ["国家卫生健康委", "国家发展改革委", "财政部"]


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


# --- targets -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县域内就诊率达到90%以上", ("县域内就诊率", "不低于", 90, "%")),
        ("县域内就诊率达到90%", ("县域内就诊率", "达到", 90, "%")),
        ("药占比控制在30%以内", ("药占比", "不超过", 30, "%")),
        ("药占比控制在百分之三十以下", ("药占比", "不超过", 30, "%")),
        ("报销比例稳定在70%左右", ("报销比例", "左右", 70, "%")),
        ("县域内就诊率比2020年提高5个百分点", ("县域内就诊率", "提高", 5, "个百分点")),
        ("单位能耗下降3%以上", ("单位能耗", "降低", 3, "%")),
        ("培训全科医生3.5万人", ("全科医生", "等于", 35000, "人")),
        ("每个县至少有一所公立医院", ("公立医院", "不低于", 1, "所")),
        ("人均经费不低于八十元", ("人均经费", "不低于", 80, "元")),
        ("新建中小学校十五所", ("中小学校", "等于", 15, "所")),
        ("建设两个示范区", ("示范区", "等于", 2, "个")),
        ("培训教师2000余名", ("教师", "左右", 2000, "名")),
        ("三分之一的行政村建成文化广场", ("行政村", "等于", 0.333, "")),
        ("床位数从7万张增加到9万张", ("床位数", "达到", 90000, "张")),
        ("孕产妇死亡率控制在18/10万以下", ("孕产妇死亡率", "不超过", 18, "/10万")),
        ("提升300个乡村站点", ("乡村站点", "等于", 300, "个")),
        ("签约人数达到常住人口的30%以上", ("签约人数", "不低于", 30, "%")),
        ("新改建农村公路60万公里", ("农村公路", "等于", 600_000, "公里")),
        ("每万人口发明专利拥有量达到12件", ("每万人口发明专利拥有量", "达到", 12, "件")),
        ("细颗粒物浓度下降到28微克/立方米", ("细颗粒物浓度", "达到", 28, "微克/立方米")),
        ("将补助由每人每年520元提高到每人每年550元", ("补助", "达到", 550, "元")),
        ("财政补助标准提高到人均不低于580元", ("财政补助标准", "不低于", 580, "元")),
        ("人均预期寿命提高1岁", ("人均预期寿命", "提高", 1, "岁")),
        ("平均受教育年限提高到11.3年", ("受教育年限", "达到", 11.3, "年")),
    ],
)
def test_targets_are_read(text, expected):
    assert targets(f"{text}。") == [expected]


def test_ranges_shares_and_enumerations():
    row = find("每个省选择2—3个城市开展工作。", of="target").iloc[0]
    assert (row["value"], row["value_max"], row["unit"]) == (2, 3, "个")
    assert values("一半以上的村达到标准。") == [(0.5, "")]
    assert targets("门诊、住院报销比例分别达到50%和75%。") == [
        ("门诊报销比例", "达到", 50, "%"),
        ("住院报销比例", "达到", 75, "%"),
    ]
    assert [name for name, *_ in targets("入园率、巩固率达到95%以上。")] == ["入园率", "巩固率"]
    assert targets("占比提升10%，达到50%以上。") == [("占比", "提高", 10, "%"), ("占比", "不低于", 50, "%")]


def test_the_same_indicator_has_the_same_name_everywhere():
    texts = [
        "力争县域内就诊率达到90%以上。",
        "到2025年，全省县域内就诊率提高到90%。",
        "确保到2025年底县域内就诊率不低于90%。",
        "推动县域内就诊率稳定在90%左右。",
    ]
    assert {name for text in texts for name, *_ in targets(text)} == {"县域内就诊率"}


@pytest.mark.parametrize(
    "text",
    [
        "截至2022年底，全省建成医院50所。",
        "累计培训教师3000名。",
        "去年新增床位2000张。",
        "2021年，全省粮食产量达到1400万吨。",
        "新建了30个站点。",
        "深入实施“136”工程和4+7试点。",
        "“十四五”期间加快发展。",
        "坚持三医联动，推行两票制。",
        "落实两个允许要求，构建三级网络。",
        "由服务、监管等4个方面的指标构成。",
        "为65岁及以上老年人提供服务。",
        "入围企业在3家以上的，采取招标方式。",
        "支持服务人口超过80万的县级医院发展。",
        "对53个品种中的17个品种开展监测。",
        "根据第3号文件和第二批名单办理。",
        "计算方法：手术台次/总人次×100%。",
        "每天24小时提供服务。",
        "千名医师下基层。",
        "处五万元以上二十万元以下罚款。",
        "按照《2023年3项任务》执行。",
        "2023年12月30日印发。",
    ],
)
def test_other_numbers_are_no_targets(text):
    assert targets(text) == []


def test_results_are_no_targets_and_plans_in_them_are():
    text = "建成50家医院，覆盖率达到80%。"
    assert len(targets(text)) == 2
    for heading in ("2022年工作回顾", "关于过去五年的政府工作", "五年来的成就"):
        assert targets(text, heading=heading) == []
    assert targets(text, heading="过去五年的工作和今后的打算") != []
    assert targets(text, kind="report") == []
    assert values("力争到2025年覆盖率达到80%。", heading="2022年工作回顾") == [(80, "%")]


def test_a_passage_without_heading_goes_on_as_the_one_before_it():
    passages = pd.DataFrame(
        {
            "passage_id": ["a:1", "a:2", "a:9"],
            "doc_id": "a",
            "seq": [1, 2, 9],
            "heading": ["2022年工作回顾", None, None],
            "text": ["新建医院3所。", "培训医生900名。", "培训护士800名。"],
        }
    )
    documents = pd.DataFrame([{"doc_id": "a", "level": None, "place": None, "date": None, "year": 2023}])
    found = find_mentions(passages, documents)
    assert found["number_kind"].tolist() == ["result", "result", "aim"]


def test_marks_of_results_tell_a_report_without_kind():
    told = "建立了三所学校，完成了改造，培训了教师，新增了设备，改善了条件，"
    documents = pd.DataFrame([{"doc_id": "a", "level": None, "place": None, "date": None, "year": 2023}])
    passages = pd.DataFrame({"passage_id": ["a:1", "a:2"], "doc_id": "a", "text": [told, "参保率达到95%。"]})
    assert find_mentions(passages, documents)["number_kind"].dropna().tolist() == ["result"]
    assert find_mentions(passages[1:], documents)["number_kind"].dropna().tolist() == ["aim"]


def test_a_target_has_the_nearest_limit_of_its_sentence():
    text = "到2025年，参保率达到95%；到2030年，参保率达到98%。培训医生100名。"
    assert find(text, of="target")["by"].fillna("").tolist() == ["2025", "2030", ""]
    assert find("年内培训医生100名。", of="target")["by"].tolist() == ["2023"]
    assert find("“十四五”期间，覆盖率达到80%。", of="target")["by"].tolist() == ["2025"]


def test_numbers_in_characters():
    words = ["十", "十五", "二十", "一百零五", "三百二十", "两千", "一万二千", "三亿五千万", "一万亿", "千"]
    numbers = [10, 15, 20, 105, 320, 2000, 12000, 350_000_000, 10**12, None]
    assert [read_number(word) for word in words] == numbers


# --- deadlines ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("到2025年，建成体系。", "2025"),
        ("到2025年底，建成体系。", "2025"),
        ("2024年6月底前印发方案。", "2024-06"),
        ("6月底前印发方案。", "2023-06"),
        ("2024年6月30日前上报。", "2024-06-30"),
        ("2025年前建成。", "2025"),
        ("年内完成。", "2023"),
        ("年底前完成。", "2023"),
        ("今年底前完成。", "2023"),
        ("明年6月底前完成。", "2024-06"),
        ("二〇二五年底前完成。", "2025"),
        ("2024年上半年印发。", "2024-06"),
        ("到“十四五”末，建成体系。", "2025"),
        ("2024年起，每年3月底前上报。", "2024-03"),
        ("完成时限：2024年6月", "2024-06"),
        ("2025年每万人口医生数达到4人。", "2025"),
    ],
)
def test_limits_are_resolved_by_the_document(text, by):
    assert deadlines(text) == [by]


@pytest.mark.parametrize(
    "text",
    [
        "截至2023年底，建成50所。",
        "从2024年起施行。",
        "自2024年1月1日起施行。",
        "2021年底前已经建成。",
        "由2019年的3万增加到2023年的5万。",
        "落实《行动方案（2023—2025年）》。",
        "两年内完成。",
        "2024年度计划另行制定。",
        "2023年重点任务如下。",
        "有效期至2027年12月31日。",
        "全年任务繁重。",
    ],
)
def test_other_dates_are_no_limits(text):
    assert deadlines(text) == []


def test_a_limit_without_a_year_stays_unresolved_and_a_limit_said_twice_is_one():
    assert deadlines("年底前完成。", year=None) == ["?"]
    assert deadlines("年底前完成。", year=None, date="2024-05") == ["2024"]
    assert deadlines("每年6月底前上报。") == ["?"]
    assert deadlines("到2025年建成，到2025年达标。") == ["2025"]
    assert deadlines("到2025年建成，到2030年达标。") == ["2025", "2030"]


# --- citations ---------------------------------------------------------------------------------


def test_titles_with_number_issuer_and_relation():
    text = "根据甲省人民政府《关于推进试点的意见》（甲政发〔2022〕9号）和《乙办法》，宣传《丙省条例》。"
    found = find(text, of="citation")
    assert found["name"].tolist() == ["关于推进试点的意见", "乙办法", "丙省条例"]
    assert found["number"].fillna("").tolist() == ["甲政发〔2022〕9号", "", ""]
    assert found["issuer"].fillna("").tolist() == ["甲省人民政府", "", ""]
    assert found["role"].tolist() == ["implements", "implements", "cites"]


def test_bare_numbers_are_cited_and_other_brackets_written_alike():
    assert citations("按照甲政办发[2021]12号文件办理。") == [("", "甲政办发〔2021〕12号", "implements")]
    assert citations("发文字号：甲政办发〔2021〕12号") == []


def test_titles_inside_titles_belong_to_them():
    assert citations("落实《甲省转发〈乙意见〉的通知》。") == [("甲省转发〈乙意见〉的通知", "", "implements")]
    assert citations("执行《甲省关于《乙办法》的说明》。")[0][0] == "甲省关于《乙办法》的说明"


@pytest.mark.parametrize(
    "text",
    [
        "各地要按照《方案》要求推进。",
        "按照《实施意见》推进。",
        "按照《条例》和《实施细则》推进。",
        "现将《工作方案》印发给你们。",
        "电视剧《春天》热播，《甲日报》作了报道。",
        "吊销《甲执业许可证》。",
        "做好“双减”工作。",
    ],
)
def test_what_is_no_citation(text):
    assert citations(text) == []


def test_a_document_does_not_cite_itself():
    text = "按照《甲省水利规划》推进。"
    assert len(citations(text)) == 1
    assert citations(text, title="甲省关于印发甲省水利规划的通知") == []
    named = "根据《甲省水利发展规划》（以下简称《水利规划》），各地落实《水利规划》。"
    assert [title for title, *_ in citations(named)] == ["甲省水利发展规划"]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("现将《甲市水价办法》印发给你们，请落实《甲市水价办法》。", ["甲市水价办法"]),
        ("现将修订后的《甲县防汛预案》予以公布。", ["甲县防汛预案"]),
        ("《甲省河道条例》已由省人大常委会于2020年1月2日通过，现予公布。", ["甲省河道条例"]),
        ("《甲市规划》《乙市计划》已经市政府同意，现印发给你们。", ["甲市规划", "乙市计划"]),
        ("《甲区灯光方案》业经区委审定。现予印发，请执行。", ["甲区灯光方案"]),
        ("现印发《甲县养老三十策（试行）》，请执行。", ["甲县养老三十策（试行）"]),
        ("我局制定了《甲市桥梁办法》，经市政府同意，现印发给你们。", ["甲市桥梁办法"]),
        ("《甲省改革方案》（以下简称《改革方案》）已经省政府同意，现印发给你们。", ["甲省改革方案"]),
        ("根据《甲省医保意见》，经市政府同意，现印发《乙市方案》。", ["乙市方案"]),
        ("根据《甲省医保意见》，现公布2020年名单。", []),
        ("现将《甲省报告》确定的任务分解下达。", []),
        ("现将省厅《关于修路的通知》转发给你们。", []),
    ],
)
def test_what_a_document_issues_is_told_from_what_it_cites(text, titles):
    issued = [title for title, _, role in citations(text) if role == "issues"]
    assert issued == titles
    # Its own name in its title does not hide it.
    issued = [title for title, _, role in citations(text, title="甲市水价办法") if role == "issues"]
    assert issued == titles


@pytest.mark.parametrize(
    "title",
    [
        "甲市引才政策二十条",
        "甲市护林举措十八条（征求意见稿）",
        "甲市人才落户政策",
        "甲市桥梁设计文件编制深度（试行）",
        "甲市造林会议纪要",
        "甲国与乙国渔业条约",
        "甲类船舶检验程序",
        "甲市渔政处罚裁量基准",
        "甲市登记业务流程",
        "甲省改革2017年重点工作任务",
        "甲市绿化工作安排",
        "甲市护林计划责任分工",
        "甲县第十个五年计划和远景目标",
        "甲省堤坝设计导则2019年版",
        "甲省旅游规划 （2018-2025年）",
        "建议增设校车站点",
    ],
)
def test_titles_of_documents_by_how_they_end(title):
    assert citations(f"研究《{title}》。") == [(title, "", "cites")]


def test_brackets_around_a_number_that_nobody_closed():
    assert citations("按照《甲办法》（甲政发〔2020〕3号、《乙办法》（甲政发〔2021〕4号）推进。") == [
        ("甲办法", "甲政发〔2020〕3号", "implements"),
        ("乙办法", "甲政发〔2021〕4号", "implements"),
    ]


# --- mandates ----------------------------------------------------------------------------------


def test_words_of_force():
    text = "医院必须公开，不得拒收；原则上不新增；鼓励创新，支持企业发展，探索新路，开展试点。"
    assert mandates(text) == ["must", "must", "should", "encourage", "support", "explore", "pilot"]


@pytest.mark.parametrize(
    "text",
    [
        "供应充足，及时回应。",
        "加强技术支持。",
        "给予支持。",
        "按照《甲试点方案》办理。",
        "试点城市代表参加。",
    ],
)
def test_parts_of_other_words_have_no_force(text):
    assert mandates(text) == []


# --- any text ----------------------------------------------------------------------------------

SIGNS = list(
    "（）()《》〈〉“”、，。；：和及等一二三十百千万亿0123456789.%/—-年月日底前内个所名元 \n〔〕号发令"
)
WORDS = ["负责", "牵头", "由", "各市", "县政府", "省卫健委", "达到", "以上", "提高", "到2025年", "年内"]
ANY_TEXT = st.lists(st.one_of(st.sampled_from(SIGNS + WORDS), st.text(max_size=3)), max_size=80).map("".join)


@settings(max_examples=150, deadline=None)
@given(ANY_TEXT, st.sampled_from([None, 2020]), st.sampled_from([None, "national", "provincial"]))
def test_any_text_gives_valid_spans(text, year, level):
    passages = pd.DataFrame([{"passage_id": "a:1", "doc_id": "a", "text": text}])
    documents = pd.DataFrame([{"doc_id": "a", "level": level, "place": None, "date": None, "year": year}])
    table = find_mentions(passages, documents)
    assert list(table) == COLUMNS
    assert table["start"].is_monotonic_increasing
    for row in table.itertuples():
        assert 0 <= row.start < row.end <= len(text)
        read = text[row.start : row.end]
        if row.kind == "mandate":
            assert row.name == read
        if row.kind == "target":
            assert re.search(r"[\d零〇一二两三四五六七八九十百千万亿半]", read) and row.value >= 0
        if row.kind == "citation" and pd.notna(row.name):
            assert read.startswith(f"《{row.name}》")
        if row.kind == "deadline" and pd.notna(row.by):
            assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", row.by)
        if row.kind == "agency":
            assert row.name and row.role in ("lead", "joint")


NASTY = """
等 按 达到 （ （省卫健委负责） 1个 1个， 《 《甲》 和 部和 部、 行动 到2025年 年底前 二 一半 由部负责 各市、
（（市）、 1— 2020 应 国发〔2020〕1号 以下均需 省 、以上 增加 的 较2015年 为A开展
"""


@pytest.mark.parametrize("piece", NASTY.split())
def test_steps_grow_with_the_length_of_the_text(piece):
    def steps(length: int) -> int:
        text = piece * (length // len(piece)) + "x"
        return count_calls(lambda: [find(whole) for whole in (text, f"（{text}负责", f"《{text}》")])

    steps(0)  # reads the word lists
    # What every text costs is taken away; eight times the text would take 64 times where it is quadratic.
    none, short, long = steps(0), steps(250), steps(2_000)
    assert long - none < 10 * (short - none) + 1_000


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("成立市药事管理委员会，负责药品目录的遴选。", "市药事管理委员会"),
        ("市药事工作领导小组办公室设在市卫生健康委，具体负责日常工作。", "市药事工作领导小组办公室"),
        ("2.专家委员会。负责技术上的咨询。", "专家委员会"),
    ],
)
def test_bodies_that_are_set_up_seated_or_headed_are_charged(text, name):
    from reformlab.mentions.charges import find_agencies

    assert name in [agency.name for agency in find_agencies(text)]


def test_a_body_that_is_set_up_without_a_charge_is_none():
    from reformlab.mentions.charges import find_agencies

    assert find_agencies("成立市药事管理委员会，药品目录每年调整。") == []


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        (
            "推进试点。（发改委牵头，财政部、人社部参与）",
            {"人力资源社会保障部": "joint", "国家发展改革委": "lead", "财政部": "joint"},
        ),
        ("建好学校。（教育部会同财政部负责）", {"教育部": "lead", "财政部": "joint"}),
        ("建成平台。（5月底完成，牵头考核单位：市财政局）", {"市财政局": "lead"}),
        ("回收利用。（商务部指导，供销合作总社参与）", {"商务部": "joint", "供销合作总社": "joint"}),
        ("做好防治。（财政、民政部门负责）", {"财政部门": "joint", "民政部门": "joint"}),
        (
            "省、自治区、直辖市卫生行政部门负责设计。",
            {"省卫生行政部门": "joint", "自治区卫生行政部门": "joint", "直辖市卫生行政部门": "joint"},
        ),
        ("由街道办事处或者乡镇人民政府负责。", {"街道办事处": "joint", "乡镇人民政府": "joint"}),
        ("由县级人民政府负责药品监督管理的部门责令改正。", {}),
    ],
)
def test_charges_of_other_fields(text, bodies):
    from reformlab.mentions.charges import find_agencies

    assert {agency.name: agency.role for agency in find_agencies(text)} == bodies


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("由市轨道交通集团公司牵头，建设换乘中心。", {"市轨道交通集团公司"}),
        ("水务部门牵头选址、林业部门牵头核查、民政部门牵头安置。", {"水务部门", "林业部门", "民政部门"}),
        ("街道负责日常巡查。", {"街道"}),
        ("管委会履行下列职责：（一）编制规划；（二）负责招商工作。", {"管委会"}),
        ("养老机构应当设置膳食监督部门或者配备专职人员，具体负责检查。", {"膳食监督部门"}),
        ("旧桥改造（市公路局、城建集团负责的三座桥改造）", {"市公路局", "城建集团"}),
        ("市和东湾新区水务、园林等部门负责巡查。", {"市水务部门", "东湾新区水务部门", "园林部门"}),
        ("市、县水务部门设立的测报机构承担测报工作。", {"市、县水务部门设立的测报机构"}),
        ("完善领导包抓、部门负责的制度。", set()),
        ("严格推行首问制、部门牵头负责制。", set()),
        ("由牵头部门负责汇总。", set()),
        ("争取国家林草局牵头建立协作机制。", set()),
        ("实行一个部门牵头、一次办结。", set()),
        ("既对全局负责又对局部负责。", set()),
        ("县级人民政府负责防汛工作的日常经费。", set()),
    ],
)
def test_who_is_charged_is_told_from_attributes_wishes_and_costs(text, bodies):
    assert {name for name, _ in agencies(text)} == bodies


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("力争年底河水不黑不臭。", ["2024"]),
        ("确保年底主体封顶。", ["2024"]),
        ("力争北站4月底完成验收。", ["2024-04"]),
        ("按照9月底正式运营要求，办好手续。", ["2024-09"]),
        ("力争续建工程二季度全面复工。", ["2024-06"]),
        ("推动东线下半年开通运营。", ["2024"]),
        ("下半年形势较好，年底存款有三亿元。", []),
    ],
)
def test_a_part_of_the_year_is_a_limit_where_something_is_due(text, by):
    assert [limit.by for limit in find_limits(text, year=2024)] == by


def test_a_rule_of_the_document_says_that_the_first_leads():
    from reformlab.mentions.charges import find_agencies, says_first_leads

    assert says_first_leads("各项任务排在第一位的部门为牵头部门。")
    found = find_agencies("推进改革。（省医保局、省财政厅负责）", first_leads=True)
    assert [agency.role for agency in found] == ["lead", "joint"]


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("（5月底取得成效，牵头单位：市财政局）", ["2022-05"]),
        ("天然气产量2030年达到300亿立方米。", ["2030"]),
        ("力争今年4月贯通应用200个、年底超过260个。", ["2022-04", "2022"]),
        ("研究提出到2035年的远景目标。", []),
    ],
)
def test_time_limits_of_other_fields(text, by):
    assert [limit.by for limit in find_limits(text, year=2022)] == by


NATIONAL = {"level": "national", "place": "全国"}


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("生产总值增长百分之七点五，绿色建筑占比达到百分之百。", [(7.5, "%"), (100, "%")]),
        ("森林覆盖率由去年的23.1%提高到24%。", [(24, "%")]),
        ("培育营业收入超10亿元的文旅企业10家。", [(10, "家")]),
        ("新增3个产值超百亿元的园区、2家产值超5亿元企业。", [(3, "个"), (2, "家")]),
        ("在校生5000人以上的高校要配备不少于2名教师。", [(2, "名")]),
        ("城乡低保标准分别提高5%和8%。", [(5, "%"), (8, "%")]),
        ("新增原煤生产能力五十四万八千吨。", [(548_000, "吨")]),
        ("有下列情形之一的，应当在7日内移送：\n（一）造成3人以上死亡的。", []),
    ],
)
def test_aims_of_other_fields(text, expected):
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "实施城北水厂3万吨扩建项目。",
        "设组长1人，副组长3人。",
        "其他3名责任人受到处理。",
        "推进时速350公里高铁建设。",
        "过去一年，全省新增就业50万人，财政收入增长3%。",
        "五年计划期间完成了120亿元投资。",
        "有下列情形之一的，应当报告：\n（一）发现3例以上病例的；\n（二）损失超过10万元的。",
        "对家庭人均月收入低于1200元的困难群众给予救助。",
        "本办法所称小微企业，是指从业人员300人以下的企业。",
        "十年内乱造成的损失。",
    ],
)
def test_sizes_cases_and_results_of_other_fields_are_no_aims(text):
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("争取“十五”期末蔬菜产值达到12亿元。", ["2005"]),
        ("到“十五”末建成渡口8处。", ["2005"]),
        ("力争“十五”时期末船闸投用。", ["2005"]),
        ("第十五期末组织考试。", []),
        ("“十一五”期末建成渡口8处。", ["2010"]),
    ],
)
def test_the_end_of_the_tenth_plan(text, expected):
    assert deadlines(text, date="2001-05-01", year=2001) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2030年前对渡船停靠免收泊位费。", []),
        ("2027年12月31日前对渡口减征水资源费。", []),
        ("2026年底前对渡口落实减免泊位费的政策。", ["2026"]),
        ("2026年底前对甲类农机减半征收牌照费。", []),
        ("2028年前暂免渔船检验费。", []),
        ("补贴政策延续执行至2027年底。", []),
        ("本标准沿用到2026年12月。", []),
        ("意见征集时间为2026年4月2日起至2026年5月2日。", []),
        ("2030年前对老旧渡船全部改造。", ["2030"]),
        ("把落实进度推进到2027年底。", ["2027"]),
    ],
)
def test_how_long_a_favour_or_a_rule_lasts_is_no_limit(text, expected):
    assert deadlines(text, date="2025-05-01", year=2025) == expected


def test_more_times_and_titles_of_other_fields():
    assert deadlines("确保水厂10月份投入使用，明年一季度全面投产。") == ["2023-10", "2024-03"]
    assert deadlines("六月前到期的政策继续执行，若干年内不变。") == []
    assert citations("填写《专项资金申请表》，签订《目标责任书》。") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("市水务局：负责河道巡查。", "市水利局"),
        ("（12）移民服务中心：负责统计情况。", "移民服务中心"),
        ("3.抢险救援组：由应急、水利等部门组成，负责抢险。", "抢险救援组"),
        ("物资、经费和生活保障组：由财政、商务等部门组成，负责调集物资。", "物资、经费和生活保障组"),
        ("（1）综合协调组。由县应急局牵头，县公安局参加。负责综合协调。", "综合协调组 县应急管理局"),
        ("市水务局:承担供水任务；负责清淤。", "市水利局"),
        ("县教育局：组织避险；负责校舍检查。", "县教育局"),
        ("国网甲县供电公司：负责电力保障。", "国网甲县供电公司"),
        ("市防汛办：负责值班。\n市水务局：负责巡查。", "市防汛办 市水利局"),
        ("现场指挥部\n负责现场指挥。", "现场指挥部"),
        ("2\t市应急局\t负责协调救援。", "市应急管理局"),
        ("市委宣传部、市委网信办：牵头负责舆论引导。", "市委宣传部 市委网信办"),
        ("①市纪委监委机关：负责监督。", "市纪委监委机关"),
        ("组长：负责全面工作。", ""),
        ("建设单位：负责施工。", ""),
        ("主要职责：负责协调。", ""),
        ("责任人：负责巡查。", ""),
    ],
)
def test_lines_of_duties_charge_whose_they_are(text, names):
    assert [name for name, _ in agencies(text)] == names.split()


def test_those_named_as_the_bodies_of_a_task_are_charged():
    text = "省水利厅和省林草局为全省河道的总牵头单位，市县水利部门为河道的牵头单位、市县林草局为责任单位。"
    assert agencies(text) == [
        ("省水利厅", "lead"),
        ("省林草局", "lead"),
        ("市县水利部门", "lead"),
        ("市县林草局", "joint"),
    ]
    assert agencies("取水许可管理机关为市政府法制办，负责登记。") == [("市政府法制办", "joint")]
    assert agencies("市住建局为行业主管部门，负责指导。") == [("市住房城乡建设局", "joint")]
    assert agencies("市体育局是本辖区体育市场的主管部门，负责管理。") == [("市体育局", "joint")]


def test_long_lists_and_lines_without_brackets_charge():
    fields = ["水利厅", "教育厅", "民政厅", "农业农村厅", "科技厅", "公安厅", "财政厅", "商务厅", "司法厅"]
    text = f"由所涉及的{'、'.join('省' + field for field in fields)}等省级主管部门（单位）牵头完成报告。"
    assert agencies(text) == [(f"省{field}", "lead") for field in fields]
    text = "省水利厅、农业农村厅按职责分工负责，各市人民政府结合实际落实"
    assert [name for name, _ in agencies(text)] == ["省水利厅", "省农业农村厅", "市人民政府"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("乡镇人民政府（街道办事处）负责受理。", "乡镇人民政府 街道办事处"),
        (
            "各城区政府（甲新区管理委员会、乙开发区管理委员会）负责申办。",
            "各城区人民政府 甲新区管理委员会 乙开发区管理委员会",
        ),
        ("（市水利局牵头，各县、区人民政府（管委会）负责落实）", "市水利局 县人民政府 区人民政府 管委会"),
        (
            "（责任单位：各区人民政府〈含开发区、甲新区、风景区管委会，下同〉）",
            "区人民政府 开发区管委会 甲新区管委会 风景区管委会",
        ),
        ("（责任单位：县委组织部（人才办）、县财政局）", "县委组织部 县财政局"),
        ("村（居）民委员会负责登记。", "村（居）民委员会"),
        ("（市教育局，各区、县级市负责）", "市教育局 区 县级市"),
        ("（市教育局，各区、县级市政府负责）", "市教育局 区人民政府 县级市人民政府"),
        ("承办部门：市水利局咨询电话：123456", "市水利局"),
        ("1、各级财政部门负责将资金纳入预算。", "各级财政部门"),
        ("要指定一名主管领导和一名工作部门负责人负责此项工作。", ""),
        ("区政府无相关工作职能的，由市政府直属部门负责。", "市政府直属部门"),
        ("以上工作由各乡镇负责。", "乡镇"),
        (
            "（责任单位：市工商联、甲海关、乙市供销社、丙市法院、各高校）",
            "市工商联 甲海关 乙市供销社 丙市法院 各高校",
        ),
    ],
)
def test_second_bodies_and_second_names_places_and_what_is_no_name(text, names):
    assert [name for name, _ in agencies(text)] == names.split()


def test_a_body_without_a_level_is_that_of_the_place_however_it_is_printed():
    text = "（市水利局、财政局负责）"
    for home in ({"level": "prefecture", "place": "潮州"}, {"level": "provincial", "place": "北京"}):
        assert [name for name, _ in agencies(text, **home)] == ["市水利局", "市财政局"]
        assert unify_agency("财政局", **home) == "市财政局"
    assert unify_agency("财政局", level="prefecture", place="延边") == "州财政局"
    assert unify_agency("财政局", level="county") == "财政局"
    assert unify_agency("县委组织部（人才办）") == "县委组织部"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("第九条 疾病预防控制机构负责蚊虫密度的调查。", ["疾病预防控制机构"]),
        ("名册由公安机关负责保管。", ["公安机关"]),
        ("各级卫生防疫机构，负责水样的抽查。", ["各级卫生防疫机构"]),
        ("名册由其户口所在地和暂居住地的人民政府负责。", ["户口所在地人民政府", "暂居住地人民政府"]),
        (
            "县级人民政府农业、应急管理、铁路等部门按照各自职责负责灭鼠工作。",
            ["县级人民政府农业部门", "应急管理部门", "铁路部门"],
        ),
        (
            "设区的市级、县级负责药品监督管理的部门负责日常检查。",
            ["设区的市级负责药品监督管理的部门", "县级负责药品监督管理的部门"],
        ),
        ("市水务部门应当健全调度制度，负责组织抢修。", ["市水务部门"]),
        ("区民政部门是本区救助工作的主管部门，负责名册的核对。", ["区民政部门"]),
        ("镇人民政府在县人民政府领导下，负责沟渠的清理。", ["镇人民政府"]),
        ("由民政部门和养老服务机构负责登记。", ["民政部门"]),
        ("街道办事处在各自职责范围内，负责巡查。", ["街道办事处"]),
    ],
)
def test_who_is_charged_in_statutes(text, names):
    assert [name for name, _ in agencies(text, level="national", place="全国")] == names


@pytest.mark.parametrize(
    "text",
    [
        "由物业管理单位负责清扫。",
        "由水务部门依法承担赔偿责任。",
        "卫生部门根据各自职责指定专人负责。",
        "水务部门按照职责安排人员负责抄表。",
        "药品生产企业负责批次的登记。",
        "施工单位应当设置围挡，并负责拆除。",
        "县级人民政府应当指定专门机构，负责水样的抽查。",
        "各级委员会设办公室负责日常工作。",
        "公安机关以及负责人口、户籍管理的相关部门，应当互相配合。",
        "由省人民政府通报水利部负责节水工作的业务部门。",
        "该委员会是在省委领导下，负责卫生运动的领导机构。",
    ],
)
def test_who_is_regulated_named_or_set_up_is_not_charged(text):
    assert agencies(text, level="national", place="全国") == []


def test_limits_that_statutes_set():
    assert targets("每班值守人员不得少于2人。") == [("每班值守人员", "不低于", 2, "人")]
    assert kinds("检查人员不得少于2人。") == [(2, "人", "specification")]
    assert targets("每次采血量为二百毫升，最多不得超过三百毫升。")[1] == ("每次采血量", "不超过", 300, "毫升")


def test_units_of_power_gas_and_trains():
    assert values("发电量超过3000亿度，天然气产量达到22亿方。") == [(3e11, "度"), (2.2e9, "方")]
    assert values("中欧班列突破500列，评选名品40款。") == [(500, "列"), (40, "款")]
    assert values("禁止开垦25度以上的陡坡。") == []


def test_aims_and_results_of_early_reports():
    assert targets("明年钢产量1，250万吨。", year=1980)[0][2:] == (12_500_000, "吨")
    assert targets("产量增加两、三倍。", year=1978)[0][1:] == ("提高", 2, "倍")
    assert values("今年上半年，收购额比去年同期增长9.5%。", year=1980) == []
    assert values("计划产量增长一点一倍。", year=1955) == [(1.1, "倍")]
    assert values("产值达到了五亿元，比前年增长一成多，比上期的三亿元增长二亿元。", year=1959) == []
    assert values("税款共收到12，745，390元。", year=1956) == []
    assert values("五年中，农村新建住宅二十亿平方米。", year=1983) == []
    assert values("其他收入完成预算数的121%。", year=1956) == []
    assert values("例如甲厂工人只占百分之五十。", year=1955) == []
    assert deadlines("到本世纪末基本解决温饱问题。", year=1994) == ["2000"]


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


def targets_of_report(*texts, year=2023, headings=None):
    """Return the targets of each passage of a work report."""
    headings = headings or [None] * len(texts)
    passages = pd.DataFrame(
        [
            {"passage_id": f"a:{seq}", "doc_id": "a", "seq": seq, "text": text, "heading": heading}
            for seq, (text, heading) in enumerate(zip(texts, headings, strict=True), 1)
        ]
    )
    documents = pd.DataFrame([{"doc_id": "a", "kind": "work-report", "year": year}])
    found = find_mentions(passages, documents)
    found = found[found["number_kind"] == "aim"]
    return [
        found.loc[found["passage_id"] == f"a:{seq}", "value"].tolist() for seq in range(1, len(texts) + 1)
    ]


def test_work_report_looks_back_until_it_turns_to_this_year():
    result, plan = "道路里程增长8%。", "新建道路40公里。"
    back, ahead = "各项事业稳步发展。", "今年是全面落实规划的关键之年。"
    assert targets_of_report(back, result, ahead, plan) == [[], [], [], [40]]
    # A year that is over turns nothing, and what the plan after this one says is ahead.
    assert targets_of_report("2022年是十分重要的一年。", result, ahead, plan) == [[], [], [], [40]]
    ahead = "“十五五”时期，全市发展要迈上新台阶。"
    assert targets_of_report(back, result, ahead, plan, year=2026) == [[], [], [], [40]]
    # Nothing says where it turns: then it need not look back.
    assert targets_of_report(back, plan) == [[], [40]]


def test_what_is_told_once_a_report_has_turned_ahead_is_told_in_that_passage_alone():
    told = "过去五年，新建道路30公里。"
    assert targets_of_report("今年工作的总体要求如下。", told, "新建道路40公里。") == [[], [], [40]]


def test_years_in_the_headings_of_a_work_report_say_which_part_looks_back():
    text = "铁路里程增长8%。"
    headings = ["1955年国家决算", "1956年国家预算"]
    assert targets_of_report(text, text, year=1956, headings=headings) == [[], [8]]


def test_sentences_of_early_reports_go_on_as_the_one_before():
    told = "一九五九年，棉田达到八百万亩。其中水田增加三百万亩。"
    assert targets_of_report(told, year=1960) == [[]]
    ahead = "纲要规定了产量，到一九六七年达到四百斤。"
    assert targets_of_report(ahead, year=1960) == [[400]]
    ahead = "一九五九年情况很好。纲要要求：从一九五六年开始，亩产达到四百斤。"
    assert targets_of_report(ahead, year=1960) == [[400]]
    assert targets_of_report("一九六〇年要多种棉花。其中水田增加三百万亩。", year=1960) == [[3_000_000]]


def test_number_behind_its_noun_and_what_is_no_aim_beside_it():
    assert values("年内新建幼儿园两所。") == [(2, "所")]
    assert values("例会原则上每年召开两次会议。") == [(2, "次")]
    assert values("土壤有机质含量达到28克/千克。") == [(28, "克/千克")]
    assert values("运量将达到九百万吨，比一九五八年的七百万吨增长百分之三十。", year=1959) == [
        (9_000_000, "吨"),
        (30, "%"),
    ]
    assert values("在1956年内增加设备。", year=1956) == []


def test_institutions_that_share_a_tail_and_a_place_before_all_levels():
    charged = agencies("机场、铁路、轨道交通管理机构负责相关场所的检查。")
    assert {name for name, _ in charged} == {"机场管理机构", "铁路管理机构", "轨道交通管理机构"}
    assert agencies("本市各级河道保护委员会在本级人民政府领导下，负责组织检查。") == [
        ("各级河道保护委员会", "joint")
    ]


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("在10个工作日内办结。", [(10, "个工作日")]),
        ("自受理之日起二十日内作出决定，三个月以内公示。", [(20, "日"), (3, "个月")]),
        ("力争5年内建成环线。", [(5, "年")]),
        ("两年半内建成环线。", [(2.5, "年")]),
        ("延长时间不得超过六十日。", [(60, "日")]),
    ],
)
def test_time_limits_are_deadlines(text, expected):
    assert (periods(text), kinds(text)) == (expected, [])


@pytest.mark.parametrize(
    "text", ["平均住院日降到8天以内。", "受教育年限提高到11.5年。", "把审批时限压缩到3个工作日以内。"]
)
def test_lengths_of_time_that_are_measured_are_aims(text):
    assert periods(text) == [] and [kind for *_, kind in kinds(text)] == ["aim"]


def test_a_year_is_carried_into_the_next_sentence():
    def by(text, **facts):
        return find(text, of="target", **facts)["by"].fillna("").tolist()

    assert by("到2027年，新建换乘站20座。覆盖率达到30%。配备司机200名。") == ["2027"] * 3
    assert by("到2027年，新建换乘站20座。今年新建3座。") == ["2027", "2023"]
    assert by("到2027年，新建换乘站20座。每年培训司机200名。") == ["2027", ""]
    assert by("6月底前新建换乘站20座。配备司机200名。") == ["2023-06", ""]
    assert by("新建换乘站20座。到2027年，覆盖率达到30%。") == ["", "2027"]


def test_a_year_is_carried_into_paragraphs_that_it_announces_and_under_goals():
    def by(texts, headings):
        passages = pd.DataFrame(
            {
                "passage_id": [f"a:{n}" for n in range(1, len(texts) + 1)],
                "doc_id": "a",
                "seq": range(1, len(texts) + 1),
                "heading": headings,
                "text": texts,
            }
        )
        documents = pd.DataFrame([{"doc_id": "a", "kind": "plan", "year": 2023}])
        found = find_mentions(passages, documents)
        return found[found["kind"] == "target"]["by"].fillna("").tolist()

    aim = "覆盖率达到30%。"
    assert by(["到2027年，实现以下指标：", aim], ["内容", "内容"]) == ["2027"]
    assert by(["到2027年，建成换乘站20座。", aim], ["发展目标", "发展目标"]) == ["2027"] * 2
    assert by(["到2027年，建成换乘站20座。", aim], ["发展目标", "保障"]) == ["2027", ""]
    assert by([aim, aim], ["到2030年的目标", "重点任务"]) == ["2030", ""]


def test_headings_inside_the_part_that_looks_back_belong_to_it():
    result, plan = "新增绿地20公顷。", "新增绿地30公顷。"
    headings = ["2022年工作回顾", "民生改善", "2023年重点任务", "民生改善"]
    assert targets_of_report(result, result, plan, plan, headings=headings) == [[], [], [30], [30]]
    # No heading says so, but one passage turns ahead.
    headings = ["民生改善", "环境优美", "关键之年", "民生改善"]
    ahead = "今年是全面落实规划的关键之年。"
    assert targets_of_report(result, result, ahead, plan, headings=headings) == [[], [], [], [30]]


def test_a_statement_is_told_by_the_part_it_stands_in_though_the_rest_is_left_out(tmp_path):
    (tmp_path / "a.txt").write_text(
        "某市2023年政府工作报告\n\n各位代表：我代表市政府作报告。\n一、2022年工作回顾\n"
        "（一）道路更通畅。新建道路30公里。\n（二）医疗更方便。新建医院3所。\n二、2023年重点工作\n"
        "（一）修好道路。新建道路40公里。\n（二）办好医院。到2027年，新建道路。新建医院5所。\n",
        "utf-8",
    )
    catalogue = pd.DataFrame(
        {"file": ["a.txt"], "kind": ["work-report"], "year": ["2023"], "keep": ["health"]}
    )
    mentions = rl.build_corpus(tmp_path, catalogue, progress=False, workers=1).mentions
    found = mentions[mentions["kind"] == "target"]
    assert found["number_kind"].tolist() == ["result", "aim"]
    assert found["by"].fillna("").tolist() == ["", "2027"]


def test_one_heading_for_both_parts_turns_where_an_opening_does():
    headings = ["2022年工作回顾和2023年总体要求"] * 3
    texts = ["新增绿地20公顷。", "今年工作的总体要求如下。新增绿地30公顷。", "新增绿地40公顷。"]
    assert targets_of_report(*texts, headings=headings) == [[], [30], [40]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("（省卫健委、省财政厅、省医保局分工负责）", "省卫生健康委 省财政厅 省医保局"),
        ("（省卫健委、省财政厅职责分工负责）", "省卫生健康委 省财政厅"),
        ("（省水利厅、省林草局联合负责）", "省水利厅 省林草局"),
        ("由省水利厅、省林草局分工负责。", "省水利厅 省林草局"),
        ("水样由市水务部门统一组织收集。", "市水务部门"),
        ("沟渠的清理由镇人民政府依法组织实施。", "镇人民政府"),
        ("市人民政府对本行政区域内的供水工作负责。", "市人民政府"),
        ("县级以上人民政府领导本行政区域内的供水工作，负责制定计划。", "县级以上人民政府"),
        ("市水务部门负责人工湖的管护。", "市水务部门"),
        ("试点城市政府是建设的责任主体。", "试点城市人民政府"),
        ("教育、水务和其他有关部门具体负责取样。", "教育部门 水务部门 有关部门"),
    ],
)
def test_who_is_charged_in_other_words(text, names):
    assert [name for name, _ in agencies(text)] == names.split()


def test_those_to_whom_one_answers_are_not_charged():
    assert agencies("坚持对市人民代表大会负责并报告工作。") == []
    assert agencies("建设单位对工程质量负责。") == []


def test_values_that_are_joined_are_of_one_kind():
    assert [kind for *_, kind in kinds("财政补助标准分别再提高30元和5元。")] == ["aim", "aim"]
    assert [kind for *_, kind in kinds("新建5个工厂、10个园区和100个车间。")] == ["aim"] * 3


@pytest.mark.parametrize("heading", ["优化营商发展环境", "夯实产业发展基础", "提升治理成效", "总结推广经验"])
def test_headings_that_name_what_is_to_be_done_look_ahead(heading):
    assert values("新建换乘站30座。", heading=heading) == [(30, "座")]


@pytest.mark.parametrize(
    "heading", ["发展环境", "一、发展基础", "改革成效显著", "工作总结", "极不平凡的一年"]
)
def test_headings_that_name_what_was_done_look_back(heading):
    assert values("新建换乘站30座。", heading=heading) == []


def test_figures_and_tables_count_nothing():
    assert kinds("布局如图3所示，标准见表2所列。") == []


def test_what_looks_back_inside_the_plan_does_so_under_its_own_heading_alone():
    headings = ["2022年工作回顾", "2023年重点任务", "改革成效显著", "民生改善"]
    assert targets_of_report(*["新增绿地30公顷。"] * 4, headings=headings) == [[], [30], [], [30]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("堤防由自由贸易试验区管理委员会负责巡查。", "自由贸易试验区管理委员会"),
        ("开发区管委会、市商务局按照各自职责，承担园区的服务工作。", "开发区管委会 市商务局"),
        ("市档案局，按照国家有关规定，负责本市的档案工作。", "市档案局"),
        ("市民政局应当建立台账，并按照各自职责分工，负责助餐工作。", "市民政局"),
        ("市民政局应当建立台账，承担助餐点的日常管理工作。", "市民政局"),
        ("受区水务部门委托的街道办事处负责河道的巡查。", "街道办事处"),
        ("军区后勤机关负责营房的消毒工作。", "军区后勤机关"),
        ("中国人民解放军装备机关负责本办法的解释。", "解放军装备机关"),
        ("镇爱国卫生组织负责灭鼠工作。", "镇爱国卫生组织"),
        ("县妇幼保健机构负责儿童体检的登记工作。", "县妇幼保健机构"),
        ("公共管理和服务机构负责数据的归集。", "公共管理和服务机构"),
        ("区园林养护单位负责行道树的修剪。", "区园林养护单位"),
        ("药具由村民委员会、其他组织或者县妇幼保健机构负责发放。", "村民委员会 县妇幼保健机构"),
        ("物业管理单位负责楼道的清扫。", ""),
        ("施工单位应当设置围挡，承担赔偿责任。", ""),
        ("市水务局（以下简称市水行政主管部门）负责本条例的实施。", "市水利局"),
    ],
)
def test_bodies_of_the_army_institutions_and_zones(text, names):
    assert [name for name, _ in agencies(text)] == names.split()


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("在二〇二五年完成改造。", ["2025"]),
        ("于2024年6月投用。", ["2024-06"]),
        ("年底水库渗漏点减少到30处。", ["2023"]),
        ("2025年全国粮食产量达到9亿吨。", ["2025"]),
        ("2025年国民阅读率达到80%。", ["2025"]),
        ("2025年国民经济的形势复杂。", []),
        ("2024年，国内外形势依然严峻。", []),
        ("2024年面临的困难和挑战不少。", []),
        ("2024年，是水利建设的关键一年。", []),
        ("2024年前未登记的，应当补办。", []),
        ("2024年前登记全部船只。", ["2024"]),
        ("编制到2030年的水利中长期规划。", []),
        ("在2024年的会议上部署。", []),
        ("全年内保持安全。", []),
        ("今年在完成试点的基础上，扩大范围。", []),
    ],
)
def test_years_that_open_a_sentence_are_limits_where_something_is_reached_by_then(text, by):
    assert deadlines(text) == by


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("力争用三年时间建成环线。", [(3, "年")]),
        ("通过五年努力，建成环线。", [(5, "年")]),
        ("计划经过两年左右的努力，建成环线。", [(2, "年")]),
        ("采用三年时间序列。", []),
        ("三年内可以免交养路费。", []),
        ("五年内免征车船税。", []),
        ("两年内可能完工。", [(2, "年")]),
    ],
)
def test_time_that_something_may_take_is_a_limit_and_time_of_a_favour_is_none(text, expected):
    assert periods(text) == expected


def test_short_names_of_plans_and_laws_are_no_citations():
    assert citations("根据《建议》编制《纲要（草案）》，落实《通知》。") == []
    assert citations("根据《中华人民共和国水道法》（以下称《水道法》），制定本细则。") == [
        ("中华人民共和国水道法", "", "implements")
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("为幼儿园配备消毒柜。（市教育局）", "市教育局"),
        ("为幼儿园配备消毒柜（市教育局旁）。", ""),
        ("畜牧兽医部门负责犬只的免疫；", "畜牧兽医部门"),
        ("（二）兽医部门负责人用药浴的管护。", "兽医部门"),
        ("请卫生部门负责人参加。", ""),
        ("日常工作由市残联承办。", "市残联"),
        ("水样的保藏由省水务部门指定的单位负责。", "省水务部门指定的单位"),
        ("由建设单位指定的单位负责。", ""),
        ("抄表统一由一个部门承担。", ""),
        ("复验费用由原检验机构承担。", ""),
        ("抢修由市水务局承担。", "市水利局"),
        ("各总部、军兵种、军区后勤机关卫生部门分别负责消毒。", "军区后勤机关卫生部门"),
    ],
)
def test_one_body_alone_and_what_another_names_or_pays(text, names):
    assert [name for name, _ in agencies(text)] == names.split()


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


def test_what_is_finished_in_a_day_and_how_the_work_of_a_year_is_described():
    assert periods("企业开办一天办结。") == [(1, "天")]
    assert deadlines("2023年市政府工作的总体要求是：稳中求进。") == []


def test_a_heading_that_wants_new_results_looks_ahead():
    assert values("新建换乘站30座。", heading="着力改善民生，推进和谐社区建设取得新成效") == [(30, "座")]
    assert values("新建换乘站30座。", heading="民生改善成效显著") == []
    assert values("新建换乘站30座。", heading="更加充分的便民成效") == [(30, "座")]
    assert values("新建换乘站30座。", heading="验收与总结阶段") == [(30, "座")]


def years(text, **facts):
    return find(text, of="target", **facts)["by"].fillna("").tolist()


def test_values_share_the_years_that_stand_before_them():
    assert years("到2025年和2030年，覆盖率分别达到25%和30%。") == ["2025", "2030"]
    assert years("到2026年、2028年，换乘站分别达到20座、30座。") == ["2026", "2028"]
    assert years("覆盖率由2023年的40%提高到2026年的55%。") == ["2026"]
    assert deadlines("到2025年和2030年，覆盖率分别达到25%和30%。") == ["2025", "2030"]


def test_the_end_of_a_plan_is_carried_on():
    assert years("到“十四五”末，新建换乘站20座。覆盖率达到30%。") == ["2025"] * 2
    assert years("“十四五”末，新建换乘站20座。覆盖率达到30%。") == ["2025"] * 2
    assert years("到'十四五'末，新建换乘站20座。") == ["2025"]


def test_the_year_before_a_list_holds_for_all_its_items():
    texts = ["到2027年，实现以下指标：", *["覆盖率达到30%。"] * 3, "站台扩大到9个。"]
    elsewhere = "到2027年，建成换乘站20座。要抓好以下工作："
    passages = pd.DataFrame(
        {
            "passage_id": [f"a:{n}" for n in range(1, 6)],
            "doc_id": "a",
            "seq": range(1, 6),
            "label": [None, "1.", "2.", "3.", "（二）"],
            "heading": "内容",
            "text": texts,
        }
    )
    documents = pd.DataFrame([{"doc_id": "a", "kind": "plan", "year": 2023}])

    def by(passages):
        found = find_mentions(passages, documents)
        return found.loc[found["kind"] == "target", "by"].fillna("").tolist()

    assert by(passages) == ["2027"] * 3 + [""]
    # What opens the list does not name the year.
    passages.loc[0, "text"] = elsewhere
    assert by(passages)[2:] == ["", "", ""]


@pytest.mark.parametrize(
    "text",
    [
        "近年来，我市建成换乘站23座，覆盖率达到61%。为此，提出如下意见。",
        "目前，全市已有换乘站9座，准点率达到71%。",
        "“十三五”期间，新建换乘站12座，人均预期寿命提高到77.2岁。",
        "经过三年努力，准点率由52%提高到61%。为进一步做好工作，现提出如下意见。",
        "前期，9条线路试点，换乘站达到180座。为推进改造，现制定如下方案。",
    ],
)
def test_the_background_that_a_document_opens_with_is_no_aim(text):
    assert targets(text, kind="opinion") == []


def test_what_only_sounds_past_or_ahead_is_neither():
    assert values("到2027年，新建站20座。每万人拥有站台达到4个。") == [(20, "座"), (4, "个")]
    assert [kind for *_, kind in kinds("近年来，新建站20座，预期寿命提高到77岁。")] == ["result"] * 2
    found = find("今年，我们将新建换乘站3座。", heading="二、今年重点工作", kind="work-report")
    assert found.loc[found["kind"] == "target", "number_kind"].tolist() == ["aim"]


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("湿地公园4月正式开园。", ["2023-04"]),
        ("新校区9月全面启用，年内投产。", ["2023-09", "2023"]),
        ("湿地公园4月正式开园了。", []),
        ("三季度新校区投入使用。", ["2023-09"]),
        ("承办2024年全省运动会、2025年沿海龙舟锦标赛。", []),
        ("2023年，我们迎来了建站十周年。", []),
        ("年底存栏三万头以上。", ["2023"]),
        ("2019年养猪三万头，年底存栏两万头。", []),
    ],
)
def test_months_and_quarters_ahead_and_years_of_events(text, by):
    assert deadlines(text) == by


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "责任单位：东湖区、西河区政府，高新区、空港区管委会",
            "东湖区人民政府 西河区人民政府 高新区管委会 空港区管委会",
        ),
        ("由东湖区、西河区人民政府负责整治。", "东湖区人民政府 西河区人民政府"),
        ("牵头单位：市教育局）", "市教育局"),
        ("（省教育厅省财政厅负责）", "省教育厅 省财政厅"),
        ("县政府组织水质评审委员会，负责水质评审。", "水质评审委员会"),
        ("县人民政府成立工伤鉴定组织，负责工伤鉴定。", "工伤鉴定组织"),
        ("水务部门设置或者指定的水质检测机构，承担检测工作。", "水务部门设置或者指定的水质检测机构"),
    ],
)
def test_bodies_that_share_a_head_and_bodies_that_others_set_up(text, names):
    assert [name for name, _ in agencies(text, level="prefecture")] == names.split()


def test_lines_of_those_who_help_belong_to_the_line_of_who_leads():
    helped = [("省教育厅", "lead"), ("省财政厅", "joint"), ("省水利厅", "joint")]
    assert agencies("建站。\n责任单位：省教育厅\n配合单位：省财政厅、省水利厅") == helped
    assert agencies("建站。（责任单位：省教育厅；协助单位：省财政厅、省水利厅）") == helped
    assert agencies("建站。（责任单位：省教育厅）") == [("省教育厅", "joint")]


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


def test_at_the_latest_is_a_time_limit():
    assert [value for value, *_ in periods("于5个工作日内答复，最迟不超过15日。")] == [5, 15]


def test_every_rule_that_charges_says_how():
    """Without it the rule would be tried on no text, or on all."""
    from reformlab.mentions.charges import _SAID

    assert all(_SAID.values())


@pytest.mark.parametrize(
    "name", ["市、区人民政府设立的校舍管理机构", "市和县人民政府指定的单位", "省、市人民政府批准设立的管委会"]
)
def test_one_body_that_several_governments_set_up_is_one(name):
    assert agencies(f"{name}负责校舍登记。") == [(name, "joint")]
    assert agencies("市、区人民政府负责校舍登记。") == [("市人民政府", "joint"), ("区人民政府", "joint")]


def test_the_years_of_a_slogan_are_no_number():
    text = "城乡面貌三年大变样，实现一年一变样、三年见成效，新建学校20所。"
    assert values(text) == [(20, "所")]
    assert periods(text) == deadlines(text) == []


PLANTED = "新增绿地30公顷。"


@pytest.mark.parametrize(
    ("headings", "ahead"),
    [
        # Words of plans in slogans below a section that looks back.
        (["一、2022年工作回顾", "周密安排，办好运动会", "重点任务取得突破", "二、2023年工作安排"], "0001"),
        # Sections that say neither, while the plan is still to come.
        (
            ["一、经济实力迈上新台阶", "二、城乡面貌展现新形象", "三、2023年目标任务", "四、建设绿色家园"],
            "0011",
        ),
        # What lies behind is told by its year, though it was a target; a plan that ended lies behind.
        (["一、2022年目标任务", "二、“十三五”成就", "三、“十四五”目标", "四、2023年重点工作"], "0001"),
        # One heading for both parts: the next part is the plan, whatever it is called.
        (["一、2022年回顾和2023年要求", "二、培育绿色产业", "三、改善民生", "四、2023年重点工作"], "0111"),
        # A section that looks ahead does so for headings that sound like results.
        (
            [
                "一、2022年工作回顾",
                "二、2023年工作安排|在改善民生上见成效",
                "二、2023年工作安排|创优发展环境",
            ],
            "011",
        ),
    ],
)
def test_parts_of_a_work_report_are_told_by_their_sections(headings, ahead):
    parts = [heading.partition("|")[::2] for heading in headings]
    passages = pd.DataFrame(
        {
            "passage_id": [f"a:{at}" for at in range(1, len(parts) + 1)],
            "doc_id": "a",
            "text": PLANTED,
            "section": [section for section, _ in parts],
            "heading": [heading or None for _, heading in parts],
        }
    )
    documents = pd.DataFrame([{"doc_id": "a", "kind": "work-report", "year": 2023}])
    found = find_mentions(passages, documents)
    assert "".join(str(int(kind == "aim")) for kind in found["number_kind"]) == ahead


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
    ("text", "expected"),
    [
        ("责令十五日内改正。", [(15, "日")]),
        ("自作出决定之日起不超过三十日。", [(30, "日")]),
        ("应当在许可期限届满60日前申请延续。", [(60, "日")]),
    ],
)
def test_time_limits_of_statutes(text, expected):
    assert periods(text, kind="statute") == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("配方由国营药店、医疗单位负责。", "国营药店 医疗单位"),
        ("合同由部门法制机构负责审查。", "部门法制机构"),
        ("围挡由建设单位负责。", ""),
        ("区、县卫生计生部门负责本区的爱牙工作。", "区卫生计生部门 县卫生计生部门"),
        ("健全“政府牵头、企业自救”的机制。", ""),
        ("（省水利厅，各市、县〔市、区〕人民政府负责）", "省水利厅 市人民政府 县（市、区）人民政府"),
        ("县级人民政府应当确定履行水质保障等公共职能的水质监测机构，承担监测工作。", ""),
    ],
)
def test_institutions_levels_in_brackets_and_slogans(text, names):
    assert [name for name, _ in agencies(text)] == names.split()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # institutions, wherever a sentence charges them
        ("托育培训机构负责从业人员的岗前培训。", "托育培训机构"),
        ("医疗机构负责病历的保管。", "医疗机构"),
        ("市、区血液服务机构负责登记。", "市血液服务机构 区血液服务机构"),
        ("中心血站作为公益性单位，负责血液储备。", "中心血站"),
        ("水质由三级以上检测机构或者水质监测机构承担。", "三级以上检测机构 水质监测机构"),
        ("县人民政府可以指定具备救治条件的医疗机构承担救治任务。", "具备救治条件的医疗机构"),
        ("绿地由街道办事处或者其指定的单位负责养护。", "街道办事处 其指定的单位"),
        ("县设立林业技术站，村设立林业技术室，负责护林。", "林业技术站 林业技术室"),
        ("围挡由业主委员会负责。", ""),
        ("检测由第三方检测机构承担。", ""),
        ("由此产生的费用由检测机构承担。", ""),
        ("由检测机构依法承担赔偿责任。", ""),
        # lists that share a head or a tail
        ("国家、省级疾病预防控制机构负责监测。", "国家疾病预防控制机构 省级疾病预防控制机构"),
        ("铁路、农垦的卫生防疫机构，承担监测工作。", "铁路卫生防疫机构 农垦卫生防疫机构"),
        ("教育、民政以及其他有关部门负责普查。", "教育部门 民政部门 有关部门"),
        ("省辖市、县水务部门负责供水。", "省辖市水务部门 县水务部门"),
        # names with a place before them
        (
            "许可证持有人所在地省、自治区药品监督管理部门负责检查。",
            "许可证持有人所在地省药品监督管理部门 自治区药品监督管理部门",
        ),
        ("由户口所在地和学校所在地的人民政府共同负责。", "户口所在地人民政府 学校所在地人民政府"),
        # duties
        ("林业主管部门负责安排护林所需经费。", "林业主管部门"),
        ("县级以上人民政府水务主管部门是供水工作的主管部门，负责监督。", "县级以上人民政府水务主管部门"),
        ("各级防疫机构在防疫中履行下列职责：（一）编制方案；（二）采样，负责化验。", "各级防疫机构"),
        ("考核由市水务部门、市财政部门，按照国家有关规定组织实施。", "市水务部门 市财政部门"),
        ("确保街道承担起统筹协调的职能。", "街道"),
        ("对政府职能部门负责的修桥项目先公告。", "政府职能部门"),
        ("建立健全财政部门牵头的考核机制。", "财政部门"),
        ("建立河道治理指挥部牵头抓总，年内完工。", "河道治理指挥部"),
        ("从今年起由水务部门牵头，会同教育部门实施节水计划。", "水务部门 教育部门"),
        ("县政府负责督查各县市。各县市负责督查乡镇。", "县人民政府 县市"),
        # what only looks like a charge
        ("健全机制，全面落实政府主导、水务部门牵头、其他部门配合的制度。", "水务部门"),
        ("对交叉事项，政府部门按照首问负责、指定负责的原则办理。", ""),
        ("学前教育由地方政府负责、分级管理。", ""),
        ("一项工作只能有一个主管部门牵头负责。", ""),
        ("新一届政府承担着光荣的使命。", ""),
        ("对有关部门承担的防治工作进行考核。", ""),
    ],
)
def test_institutions_lists_and_places_before_names(text, names):
    assert [name for name, _ in agencies(text, level="national", place="全国")] == names.split()


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("“五一”前湖滨绿道全线贯通。", "2023-05-01"),
        ("确保2024年国庆节前老桥加固完工。", "2024-10-01"),
        ("确保湖底隧道今年国庆节通车。", "2023-10-01"),
        ("春节前发放补贴。", "2023"),
        ("春节前夕走访慰问。", ""),
        ("实施“五一”工匠培育工程。", ""),
        ("确保一期奶粉生产线4月份开工建设。", "2023-04"),
        ("河滨公园8月贯通，新馆12月建成运营。", "2023-08 2023-12"),
        ("力争3月份桥梁工程进场施工。", "2023-03"),
        ("县城网络6月底实现全覆盖。", "2023-06"),
        ("确保首通段今年10月建成通车。", "2023-10"),
        ("今年上半年要完成征地。", "2023-06"),
        ("港区年底封关运作，农房年底全部完工。", "2023"),
        ("力争到年底，全市粮食产量超过50万吨。", "2023"),
        ("今年底全市各村都要通水。", "2023"),
        ("建立季度评估、年底考核机制。", ""),
        ("确保一季度开工率超过七成。", "2023-03"),
        ("税费改革先行试点，下半年在全县推开。", "2023"),
        ("妇女代表大会将于上半年召开。", ""),
        ("今年完成改造20个小区。", ""),
        ("2023年我们要稳中求进。", ""),
        ("绘就到2035年宏伟蓝图。", ""),
        ("已于6月正式动工。", ""),
    ],
)
def test_feasts_months_and_parts_of_the_year(text, by):
    assert " ".join(deadlines(text)) == by


def test_every_sentence_that_charges_has_a_word_that_is_looked_for():
    table = pd.read_csv(data_folder() / "rules" / "charges.csv")
    words = "|".join(table.loc[table["group"] == "said", "pattern"])
    assert table.loc[table["group"] == "charge", "example"].str.contains(words).all()


def test_books_and_forms_are_not_cited():
    for title in ("果树百科全书", "水质检验报告书", "草原丛书", "青山县令"):
        assert citations(f"收到《{title}》后登记。") == []
    for title in ("甲市村庄建设导则", "支持小店若干政策", "甲市生态区划"):
        assert [name for name, *_ in citations(f"印发《{title}》。")] == [title]


def test_bodies_stand_in_the_columns_of_a_table():
    rows = [
        "序号\t任务\t牵头单位\t配合单位",
        "1\t疏浚河道\t市水利局\t市财政局、市交通运输局",
        "2\t修缮校舍\t市教育局",
        "市财政局应当支持。",
    ]
    passages = pd.DataFrame({"passage_id": [f"a:{n}" for n in range(1, 5)], "doc_id": "a", "text": rows})
    documents = pd.DataFrame([{"doc_id": "a", "level": "prefecture", "place": "徐州"}])
    found = find_mentions(passages, documents)
    found = found[found["kind"] == "agency"]
    assert list(zip(found["name"], found["role"], strict=True)) == [
        ("市水利局", "lead"),
        ("市财政局", "joint"),
        ("市交通运输局", "joint"),
        ("市教育局", "lead"),
    ]


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


def test_a_series_of_years():
    assert years("节水器具普及率力争2024年达到40%，2026年达到60%。") == ["2024", "2026"]
    assert years("节水器具普及率2026年、2030年分别达到55%和60%。") == ["2026", "2030"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "城市社区和农村基层医疗机构在县疾控中心的指导下，承担接种工作。",
            "城市社区基层医疗机构 农村基层医疗机构",
        ),
        ("路灯由道路设施管理单位负责。", "道路设施管理单位"),
        (
            "培训由其户籍所在地和现居住地的妇幼保健服务机构共同负责。",
            "户籍所在地的妇幼保健服务机构 现居住地的妇幼保健服务机构",
        ),
        ("渠道由省水利部门和当地有关机关分别负责。", "省水利部门 当地有关机关"),
        ("县林业部门行使原由县水务部门承担、现由县农业部门承担的职能。", "县农业部门"),
        ("由自由贸易区管理委员会负责引进企业。", "自由贸易区管理委员会"),
        ("做到每一处河段都有部门负责。", ""),
        ("打预防针由县政府承担费用。", ""),
    ],
)
def test_bodies_of_places_and_of_public_works(text, names):
    assert [name for name, _ in agencies(text, level="national", place="全国")] == names.split()


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("推进文化惠民，3月城南博物馆建成开放。", "2023-03"),
        ("5月完成老桥加固，打造新亮点。", "2023-05"),
        ("去年开工三条路，3月城南博物馆建成开放。", ""),
        ("化肥厂一季度开始土方施工，三季度进行设备安装。", "2023-03 2023-09"),
        ("推动首个检测中心在二季度验收运营。", "2023-06"),
        ("前期工作力争年底或明年完成。", "2023 2024"),
    ],
)
def test_months_and_quarters_of_works(text, by):
    assert " ".join(deadlines(text)) == by


def test_the_end_of_the_century_in_the_name_of_a_plan_is_no_limit():
    assert deadlines("按照到本世纪末教育发展的战略部署制定。", year=1984) == []
    assert deadlines("到本世纪末粮食产量翻一番。", year=1984) == ["2000"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("用半年时间完成普查。", [(0.5, "年")]),
        ("上半年完成普查。", []),
        ("力争三年完成河道治理。", [(3, "年")]),
        ("苦战两年，让山区通上自来水。", [(2, "年")]),
        ("力争2026年完成河道治理。", []),
        ("该店两年内不得再申请补贴。", []),
        ("自申报截止之日起30日内，完成评审。", [(30, "日")]),
        ("截止日期后10个工作日内公布结果。", [(10, "个工作日")]),
        ("合同期满前60日提出续签申请。", [(60, "日")]),
        ("许可证届满前30日，应当申请延续。", [(30, "日")]),
        ("许可证届满前30日，可以申请延续。", []),
        ("项目实施前3年免收租金。", []),
    ],
)
def test_how_long_a_promise_may_take(text, expected):
    assert periods(text) == expected


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


def test_months_that_are_over_are_told_until_a_passage_turns_forward():
    told = "1至4月，全县茶叶产值7.2亿元，比去年同期增长9.4%。"
    for text in (
        told,
        told + "水渠投资3.1亿元，增长5%。茶农入社8千户，茶市摊位600个，比年初多4%和3%。",
        "上半年，茶叶产值增长9.4%。茶园面积2万亩，增长3%。",
        "今年一季度，茶叶产值同比增长9%。茶园面积2万亩。",
    ):
        assert values(text, kind="plan", year=2031) == [], text
    for text, aims in (
        (told + "下半年新建茶园3万亩。茶厂增加到12家。", [(30_000, "亩"), (12, "家")]),
        (told + "今后要再建茶厂12家。带动茶农5000户。", [(12, "家"), (5000, "户")]),
        (told + "加快建设茶市，新建茶厂12家。", [(12, "家")]),
        (told + "力争茶叶产值达到20亿元。", [(2e9, "元")]),
        ("上半年完成茶园改造3万亩。", [(30_000, "亩")]),
        ("力争一季度实现茶叶产值增长9.4%。", [(9.4, "%")]),
        ("一季度要新建茶厂12家。", [(12, "家")]),
        ("1至4月，茶叶产值增长9%以上。", [(9, "%")]),
    ):
        assert values(text, kind="plan", year=2031) == aims, text


def test_a_forecast_of_the_year_under_way_is_no_aim():
    text = "预计到2031年底，茶园的比重是：山地占62%，平地只占38%。山地的产值将上升到70%。"
    assert values(text, kind="plan", year=2031) == []
    assert values("预计到2035年，山地茶园的比重达到62%。", kind="plan", year=2031) == [(62, "%")]
    text = "预计今年茶叶产值增长9%。确保新建茶厂12家。"
    assert values(text, kind="plan", year=2031) == [(12, "家")]


def test_a_mechanism_that_is_built_charges_nobody_in_its_middle():
    text = "健全县领导挂点联系、水务主管部门牵头推进、乡镇配合的巡河机制。"
    assert agencies(text) == []
    assert agencies("健全联系机制。水务主管部门牵头推进巡河。") == [("水务主管部门", "lead")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # what stands between a body and its verb
        ("水质监测机构应当承担河道监测工作。", "水质监测机构"),
        ("各级政府分级负责养护乡村道路。", "各级人民政府"),
        ("坡地所在地的各级人民政府应当按照有关规定负责筹措经费。", "坡地所在地的各级人民政府"),
        ("各级政府要改善河道，对辖区水质负责，疏浚支流。", "各级人民政府"),
        ("医疗机构应当遵守规定，对其配制药液的质量负责。", "医疗机构"),
        ("各级人民政府必须爱护林木，负责本办法的实施。", "各级人民政府"),
        ("地方各级人民政府领导护林工作，统一规划并负责组织巡护。", "地方各级人民政府"),
        ("从事水质化验业务的医疗机构，应当负责复核。", "从事水质化验业务的医疗机构"),
        # lists of institutions
        (
            "省水质检定中心（以下简称省中心）、省水质检验所和省信息中心等其他技术机构，依职责承担检验工作。",
            "省水质检定中心 省水质检验所 省信息中心",
        ),
        ("镇医院和乡、镇卫生院负责开展巡诊。", "镇医院 乡卫生院 镇卫生院"),
        ("乡（镇）人民政府和乡（镇）水利机构按照其职责，负责管水。", "乡（镇）人民政府 乡（镇）水利机构"),
        ("市属的甲市河道执法支队具体负责检查。", "市属的甲市河道执法支队"),
        ("水库设施的产权单位或者其委托的单位负责维修。", "水库设施的产权单位 其委托的单位"),
        ("县爱河会办事机构设在县水利局，具体承担日常工作。", "县爱河会办事机构"),
        # bodies told by an attribute
        (
            "化验由符合省水利厅和省财政厅规定条件的三级医疗机构或者县疾病预防控制机构实施或者组织实施。",
            "符合省水利厅和省财政厅规定条件的三级医疗机构 县疾病预防控制机构",
        ),
        (
            "经县水利部门依照本条例规定指定的医疗卫生机构（以下称定点单位），承担巡诊工作。",
            "经县水利部门依照本条例规定指定的医疗卫生机构",
        ),
        ("省、自治区、直辖市直接管辖的县水务协会负责培训。", "省、自治区、直辖市直接管辖的县水务协会"),
        ("可以委托省、自治区水利部门或者社会组织承担测量。", "省水利部门 自治区水利部门"),
        ("委托市水质监测中心承担测量。", "市水质监测中心"),
        ("林带由护林管理机构组织种植并负责养护。", "护林管理机构"),
        ("做好省直部门和兄弟市负责的9条河道的清淤。", "省直部门 兄弟市"),
        ("高新区要牵头开发西区。", "高新区"),
        ("完善市水利局总牵头，各区落实的机制。", "市水利局"),
        ("（牵头单位：市水利局〈市防汛支队〉）", "市水利局"),
        # lists of tasks, and bodies that are set up
        ("各级防疫机构，对灌溉工作承担下列任务：（一）采样。", "各级防疫机构"),
        ("县水利局是治水的主管部门，其主要职责是：（一）普查；（二）负责化验。", "县水利局"),
        ("省政府设立抗旱指挥部，由水利部门组成，省长担任指挥，负责调度。", "抗旱指挥部"),
        (
            "市、区人民政府有关部门按照各自职责，共同负责本办法的实施。",
            "市人民政府有关部门 区人民政府有关部门",
        ),
        ("市水质监测站受市水利局委托，负责化验。", "市水质监测站"),
        ("市水利局可以授权市水政监督所负责巡查。", "市水政监督所"),
        ("本市设立抗旱中心，承担送水任务。", ""),
        ("本市设立水质监测中心，承担化验任务。", "水质监测中心"),
        ("市政府确定的公交企业具体负责接驳。", "市政府确定的公交企业"),
        ("托育机构、学校负责饮水卫生，县疾控中心各分中心负责抽检。", "托育机构 学校 县疾控中心各分中心"),
        ("县医院、镇医院等综合医院牵头开展巡诊。", "县医院 镇医院"),
        # what charges nobody
        ("以2家县级医院为牵头单位，开展巡诊。", ""),
        ("市卫生局应当确定一家血站，承担应急工作。", ""),
        ("监测机构未尽责的，医疗机构应当依法承担责任。", ""),
        ("医疗机构应当承担相应的法律责任。", ""),
        ("检验机构对出具的检验意见负责。", ""),
        ("人民政府要改进作风，对人民负责。", ""),
        ("自觉向人大及其常委会负责并报告工作。", ""),
        ("坚持分级负责，抓好清淤。", ""),
        ("按照“党委领导、政府负责、公众参与”的要求治水。", ""),
        ("坚持党委领导、公众参与、政府负责、社会协同。", ""),
        ("对水利部门直接负责的主管人员给予处分。", ""),
    ],
)
def test_adverbs_lists_and_attributes_between_a_body_and_its_charge(text, names):
    assert [name for name, _ in agencies(text)] == names.split()


@pytest.mark.parametrize("shape", ["（）", "()", "［］", "[]", "【】", "〔〕", "｛｝", "〈〉"])
def test_brackets_of_any_shape_charge(shape):
    opening, closing = shape
    for text in (
        "疏浚河道。{}市水利局牵头，市财政局参与{}",
        "疏浚河道{}责任单位：市水利局（牵头）、市财政局{}。",
    ):
        assert agencies(text.format(opening, closing), level="prefecture") == [
            ("市水利局", "lead"),
            ("市财政局", "joint"),
        ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("疏浚河道（市水利局、市航运公司，甲区、乙新区）。", "市水利局 市航运公司 甲区 乙新区"),
        ("疏浚河道。（市水利局，丙县、乙市政府）", "市水利局 丙县人民政府 乙市人民政府"),
        ("疏浚河道。（市水利局、各镇（街道），下同）", "市水利局 镇（街道）"),
        ("疏浚河道。（市水利局*、市财政局\\市供销社/市气象台）", "市水利局 市财政局 市供销社 市气象台"),
        ("疏浚河道。（各区县、市直各部门，以下任务均需各区县负责）", "区县 市直各部门"),
        ("疏浚河道。（市委党校、市档案馆、市文联、国家统计局甲市调查队负责）",
         "市委党校 市档案馆 市文联 国家统计局甲市调查队"),
        ("疏浚河道。（市水利局、市财政局参与）", "市水利局 市财政局"),
        ("由三家单位组成（市水利局、市财政局）。", ""),
        ("改造两处设施（甲医院、乙医院）。", ""),
        ("疏浚全部河道（见市水利局办法）。", ""),
        ("疏浚各县（市、区）。", ""),
        ("河道办发〔2023〕5号由市水利局转发。", ""),
        ("市水利局、市公安局负责，各镇（街道）配合，疏浚河道。", "市水利局 市公安局"),
        ("疏浚河道。（市水利局主办，市财经委员会办公室协办）", "市水利局 市财经委员会办公室"),
        ("疏浚河道。（市水利局、市财政局组织实施）", "市水利局 市财政局"),
        ("疏浚河道。▲责任单位：市水利局▲完成时限：12月", "市水利局"),
        ("疏浚河道由市水利局负总责。", "市水利局"),
        ("（三）分工。市水利局：负责疏浚；市财政局：牵头筹资；其他：负责宣传。", "市水利局 市财政局"),
        ("2.市水利局、各县（区）政府。牵头疏浚河道。", "市水利局 县（区）人民政府"),
        ("市水利局负责疏浚，各乡镇负责清淤；各县（市、区）负责验收。", "市水利局 乡镇 县（市、区）"),
        ("市河道管护中心承担疏浚任务。", "市河道管护中心"),
    ],
)  # fmt: skip
def test_who_stands_in_brackets_behind_a_task(text, names):
    assert [name for name, _ in agencies(text, level="prefecture", place="徐州")] == names.split()


@pytest.mark.parametrize(
    "text",
    [
        "疏浚河道。牵头：市水利局；配合：市财政局。",
        "疏浚河道。\n责任单位 市水利局\n配合单位 市财政局",
        "疏浚河道。（牵头单位 市水利局 责任单位 市财政局）",
        "疏浚河道。【牵头单位】市水利局【责任单位】市财政局",
        "疏浚河道。（责任单位：市水利局）（配合单位：市财政局）",
        "疏浚河道。（市水利局牵头）（市财政局配合）",
        "疏浚河道。\n主责单位：市水利局\n责任单位：市财政局",
        "疏浚河道。责任单位为市水利局、市财政局，列第一位的为牵头单位。",
        "疏浚河道。★责任（牵头）单位：市水利局 ★落实单位（部门）：市财政局",
        "牵头单位：市水利局；责任单位：市财政局；配合单位：市财政局。",
    ],
)
def test_labels_say_who_leads(text):
    assert agencies(text, level="prefecture") == [("市水利局", "lead"), ("市财政局", "joint")]


@pytest.mark.parametrize(
    ("head", "row", "names"),
    [
        ("任务\t责任单位\t完成时限", "疏浚\t市水利局、市财政局\t6月", "市水利局 市财政局"),
        ("任务\t责任单位\t配合单位", "疏浚\t市水利局\t市财政局", "市水利局* 市财政局"),
        ("任务\t市级牵头单位及责任人\t区县责任单位", "疏浚\t市水利局\t各区县水利局", "市水利局* 区县水利局"),
        ("任务\t责任（牵头）单位\t实施单位", "疏浚\t市水利局\t市财政局", "市水利局* 市财政局"),
        ("任务\t责任单位", "疏浚\t市水利局牵头，市财政局配合", "市水利局* 市财政局"),
        ("任务\t责任单位", "疏浚\t牵头：市水利局 配合：市财政局", "市水利局* 市财政局"),
        ("任务\t责任单位（排名第一的为牵头单位）", "疏浚\t市水利局、市财政局", "市水利局* 市财政局"),
        ("任务\t部门分工", "疏浚\t各乡镇、街道，市水利局", "乡镇 街道 市水利局"),
        ("任务\t责任人", "疏浚\t市水利局王某", ""),
    ],
)
def test_the_head_of_a_table_says_whose_part_a_column_is(head, row, names):
    passages = pd.DataFrame({"passage_id": ["a:1", "a:2"], "doc_id": "a", "text": [head, row]})
    found = find_mentions(passages, pd.DataFrame([{"doc_id": "a", "level": "prefecture", "place": "徐州"}]))
    found = found[found["kind"] == "agency"]
    said = [name + "*" * (role == "lead") for name, role in zip(found["name"], found["role"], strict=True)]
    assert said == names.split()


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


def test_may_not_turns_a_comparator_round():
    found = find("能耗不能高于3吨标准煤，成交额不能低于4亿元，水耗不可超过5立方米。", of="target")
    assert found["role"].tolist() == ["不超过", "不低于", "不超过"]


def test_the_year_of_goals_holds_for_the_items_below_them():
    rows = [
        ("一、总体要求", "（一）", "指导思想", "坚持公交优先。", ""),
        ("一、总体要求", "（二）", "总体目标", "到2026年，网络基本形成。", ""),
        ("一、总体要求 > （二）总体目标", "1.", "换乘站", "新建换乘站20座。", "2026"),
        ("一、总体要求 > （二）总体目标", "2.", "司机", "2024年底前，培训司机200名。", "2024"),
        ("一、总体要求 > （二）总体目标", "3.", "覆盖率", "覆盖率达到30%。", "2026"),
        ("一、总体要求", "（三）", "工作原则", "每站不少于3个出口。", ""),
        ("二、主要指标", "1.", "到2024年，站台达到9个", "到2024年，站台达到9个。", "2024"),
        ("二、主要指标", "2.", "配备班车70辆", "配备班车70辆。", ""),
        ("三、2028年的目标", "1.", "出口", "新建出口15个。", "2028"),
        ("三、2028年的目标", "2.", "电梯", "新装电梯60部。", "2028"),
        ("四、目标任务", "（一）", "建站", "到2025年，改建换乘站8座。", "2025"),
        ("四、目标任务", "（二）", "开线", "新开线路5条。", ""),
    ]
    passages = pd.DataFrame(rows, columns=["section", "label", "heading", "text", "by"])
    passages = passages.assign(passage_id=[f"a:{n}" for n in range(1, 13)], doc_id="a", seq=range(1, 13))
    found = find_mentions(passages, pd.DataFrame([{"doc_id": "a", "kind": "plan", "year": 2023}]))
    aims = found[found["kind"] == "target"].set_index("passage_id")["by"].fillna("")
    assert aims.to_dict() == passages.set_index("passage_id")["by"][aims.index].to_dict()
    assert len(aims) == 10


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "（省水利厅、省林草局等省有关部门和各县（市、区）人民政府负责）",
            "省水利厅 省林草局 县（市、区）人民政府",
        ),
        ("由省水利厅承办，省林草局、甲州海关协办。", "省水利厅 省林草局 甲州海关"),
        ("由市水利局主办，市林业局会办。", "市水利局 市林业局"),
        ("其他设有水文工作机构的部门，在市水利局指导下，负责水文观测。", "其他设有水文工作机构的部门"),
        ("县人民政府负责水库工作的机构，负责组织水库巡查。", "县人民政府负责水库工作的机构"),
        ("水库主管部门，是指县人民政府确定的承担水库职责的机构，负责水库登记。", "水库主管部门"),
        ("营区水库由军队统一负责。", "军队"),
        ("水库登记由市水利局归口负责。", "市水利局"),
        ("要抽调专人组成水库工作小组，负责巡查。", "水库工作小组"),
        ("水务部门及水上救援机构负责水库巡查。", "水务部门 水上救援机构"),
        ("水上救援、应急管理部门牵头开展调研。", "水上救援部门 应急管理部门"),
        (
            "将水库巡查职责委托各镇人民政府（街道办事处）水务中心、农林水利站履行。",
            "镇人民政府（街道办事处）水务中心 农林水利站",
        ),
        ("本市建立市、区两级水库办公室，负责水库巡查。", "市、区两级水库办公室"),
        ("（责任单位：市水利局，以下均涉及各区、功能区，不再重复列出）", "市水利局"),
        ("溃坝由事发地县（市、区）级水利局（含分局，下同）负责调查。", "事发地县（市、区）级水利局"),
        ("市水利局加强统筹协调，牵头做好建库工作。", "市水利局"),
        ("（责任单位：市水利局，甲州资本、乙州控股）", "市水利局 甲州资本 乙州控股"),
        ("办理单位：市水利局", "市水利局"),
        ("抢险组\n组长单位：市水利局\n主要职责：负责水库抢险。", "抢险组"),
        ("协调组：由市水利局牵头，市林业局组成。主要职责：负责水库协调。", "协调组 市水利局"),
        ("（1）水利组：由市水利局牵头，负责水库抢修。", "水利组 市水利局"),
        ("市水库指挥部由市长任总指挥，负责统一调度。", "市水库指挥部"),
        ("（国家发展改革委、水利部等部委和省级水利部门负责）", "国家发展改革委 水利部 省级水利部门"),
        ("各镇人民政府是水库巡查的责任主体，要落实到人。", ""),
        ("市水利局要担负起水库巡查的责任。", ""),
        ("建立以政府为责任主体的机制。", ""),
        ("林业、水利、体育等行业主管部门负责巡查。", "林业行业主管部门 水利行业主管部门 体育行业主管部门"),
        ("林业、水利等部门负责巡查。", "林业部门 水利部门"),
        ("林业、水利等主管部门负责巡查。", "林业主管部门 水利主管部门"),
        (
            "水利部牵头，会同国家发展改革委、教育部、公安部、民政部、司法部、财政部、自然资源部、生态环境部、"
            "交通运输部、农业农村部等部门建立机制。",
            "水利部 国家发展改革委 教育部 公安部 民政部 司法部 财政部 自然资源部 生态环境部 "
            "交通运输部 农业农村部",
        ),
        ("县人民政府对本县的水库巡查负总责。", "县人民政府"),
        ("水利机关是水库的主管部门，全面负责水库巡查。", ""),
        ("水上执法组织负责巡查，内河海事机构负责引航。", "水上执法组织 内河海事机构"),
        ("县级以上负责水库工作的机构履行下列职责：（一）负责巡查；", "县级以上负责水库工作的机构"),
        ("水库抢险由县、乡镇两级政府负责。", "县人民政府 乡镇人民政府"),
        ("水库抢险由省、市、县三级人民政府负责。", "省人民政府 市人民政府 县人民政府"),
        ("水库由县人民政府指定有关部门负责巡查。", "有关部门"),
        ("各县要相应指定有关部门负责巡查。", ""),
        ("水库委办公室设在水利局，承担巡查工作。办公室负责登记。", "水库委办公室"),
        ("各镇成立水库指挥部负责组织巡查。", "水库指挥部"),
        ("责任单位：区水利局区林业局", "区水利局 区林业局"),
        ("责任单位：市水利局市政处、市场监管局", "市水利局市政处 市市场监管局"),
        ("市政府成立水库领导小组，领导小组办公室设在市水利局，负责日常巡查。", "领导小组办公室"),
        ("可以委托县（市、区）水利主管部门实施水库检查。", "县（市、区）水利主管部门"),
        ("县水利局设立苗木留检所，负责收容苗木。", "苗木留检所"),
        ("办公室具体负责水库巡查。", "办公室"),
        ("责任单位：市水利局、各镇（新区）", "市水利局 镇（新区）"),
        ("根据有关规定，各镇人民政府（管理区）对水库巡查全面负责。", "镇人民政府（管理区）"),
        ("新建水库三座。 | 办公室牵头，局各股室配合 |", "办公室 局各股室"),
        ("公开水库巡查信息。 | 局规划科 |", "局规划科"),
        ("水库增长7%. 水利局、林业局", "省水利局 省林业局"),
        ("新建水库三座。 | 三座 | 水利局负责人", ""),
    ],
)
def test_who_is_charged_in_lists_and_lines_of_all_fields(text, names):
    assert [name for name, _ in agencies(text)] == names.split()


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
    ("text", "limits"),
    [
        ("节水方案意见反馈截止2026年3月16日。", ["2026-03-16"]),
        ("报名截止2026年3月16日。", ["2026-03-16"]),
        ("截止2025年3月16日，建成水库3座。", []),
    ],
)
def test_when_something_closes_is_a_limit(text, limits):
    assert [limit.by for limit in find_limits(text, year=2026)] == limits


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


@pytest.mark.parametrize("text", ["自收留之日起10日内可以被认养。", "对两年内没有发生事故的村予以表扬。"])
def test_what_others_may_do_by_then_and_a_clean_record_are_periods(text):
    assert [found.kind for found in find_targets(text)] == ["within"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "统计、审计、劳动保障和人事等部门分工负责，在各自的职责范围内负责供水的有关工作。",
            "统计部门 审计部门 劳动保障部门 人事部门",
        ),
        (
            "水利、工业和信息化、自然资源以及农业等有关部门应当按照职责分工，负责做好供水工作。",
            "水利部门 工业和信息化部门 自然资源部门 农业部门",
        ),
        (
            "水利、发展和改革以及文化和旅游等部门负责供水的有关工作。",
            "水利部门 发展和改革部门 文化和旅游部门",
        ),
        ("县级以上人民政府教育和水务行政部门负责巡查。", "县级以上人民政府教育行政部门 水务行政部门"),
        ("省和设区的市人民政府水务主管部门负责供水。", "省人民政府水务主管部门 设区的市人民政府水务主管部门"),
        (
            "防空、水库修建等工作的主管部门，应当依照本办法的规定，负责宣传工作。",
            "防空工作的主管部门 水库修建工作的主管部门",
        ),
        ("兵役机关负责民兵的供水。", "兵役机关"),
        ("市水务部门设立的水质检验所负责水样的检验。", "市水务部门设立的水质检验所"),
        ("居民委员会根据管理机关的委托，可以承担供水的日常管理工作。", "居民委员会"),
        ("市水库部门（市供水管理部门）负责巡查。", "市水库部门（市供水管理部门）"),
        ("县人民政府应当明确防汛机构，负责抢险的统一指挥工作。", "防汛机构"),
        ("各单位汛期成立相应的专业防汛组织，负责各自的抢险工作。", "专业防汛组织"),
        ("指挥部下设办公室（设在市水利局），承担日常工作。", "办公室"),
        (
            "由国务院应急管理部门分别会同国务院水利部门编制规划，并组织实施。",
            "国务院应急管理部门 国务院水利部门",
        ),
        ("国务院应急管理部门负责救灾工作，承担委员会的具体工作。", "国务院应急管理部门"),
        ("供水实行地方各级人民政府负责制。", ""),
        ("对违法行为的处罚，由下列部门（以下统称执法部门）负责实施：", ""),
        ("六、各镇人民政府要落实责任，负责供水的组织实施。", "镇人民政府"),
        ("在市政府的领导下，县水利局、县林业局对供水工作总负责、总协调。", "县水利局 县林业局"),
        ("县水利局在台风来临时，负责水库的巡查。", "县水利局"),
        ("水务局归口管理全市供水工程。负责水库的巡查。", "水利局"),
        ("指挥部（以下简称市防指）指挥协调、水利局负责水库巡查。", "水利局"),
        ("镇（街道）负责组织巡查，各工业园区负责本区域内的供水。", "镇（街道） 各工业园区"),
        ("此项活动由区水利局、长乐街办、东方水城共同组织实施。", "区水利局 长乐街办"),
        ("各级政府对供水工作负总责，各有关部门按职能分工积极配合。", "各级人民政府"),
        (
            "修三座桥。（责任单位：各区县（自治县，以下简称区县）政府，国网甲市电力）",
            "区县（自治县）人民政府 国网甲市电力",
        ),
        ("修三座桥。（责任单位：临河管理区、各街道办事处）", "临河管理区 街道办事处"),
        ("国务院和省级人民政府水务主管部门负责供水。", "国务院水务主管部门 省级人民政府水务主管部门"),
        ("水务机构所属的水文台站承担水位的监测工作。", "水务机构所属的水文台站"),
        ("乡镇（街道）和村（社区）负责巡查，主干渠由市环卫处负责清扫。", "乡镇（街道） 村（社区） 市环卫处"),
        ("县人民政府设立的防汛领导机构，负责抢险工作。", "县人民政府设立的防汛领导机构"),
        ("省人民政府授权的机构负责水库巡查。", "省人民政府授权的机构"),
        ("市审计局和国家统计局甲市调查队负责核实，派出所负责治安。", "市审计局 国家统计局甲市调查队 派出所"),
        ("市残联、市妇联等群团组织负责动员。", "市残联 市妇联"),
    ],
)
def test_shared_tails_bodies_that_are_set_up_and_duties_in_more_words(text, names):
    assert list(find(text, of="agency", level="national")["name"]) == names.split()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("（责任单位：国网甲州电力、省水利局）", "国网甲州电力 省水利局"),
        ("【责任单位：各县（自治县，以下统称县）政府、市水利局】", "县（自治县）人民政府 市水利局"),
        ("（牵头单位：1.市水利局；2.市林业局）", "市水利局 市林业局"),
        ("责任单位：①市水利局②市林业局", "市水利局 市林业局"),
        ("（责任单位：甲管理区、各镇人民政府）", "甲管理区 镇人民政府"),
        ("（责任单位：甲示范区、各街道办事处）", "甲示范区 街道办事处"),
        ("（责任单位：甲县、乙高新区管委会）", "甲县 乙高新区管委会"),
        ("（责任单位：甲园区、乙高新区管委会）", "甲园区管委会 乙高新区管委会"),
        ("（责任单位：县水利局、县政协办）", "县水利局 县政协办"),
        ("（此项工作由市水利局牵头负责）", "市水利局"),
        ("（第2项由市水利局负责）", "市水利局"),
        ("（市水利局会同市林业局负责，各区配合）", "市水利局 市林业局 区"),
        ("修桥。（市水利局、市林业局；2025年6月底前完成）", "市水利局 市林业局"),
        ("修桥。（市水利局、市林业局，持续推进）", "市水利局 市林业局"),
        ("修桥（市水利局、市林业局）；", "市水利局 市林业局"),
        ("（责任单位：各村（社区）、镇执法队）", "各村（社区） 镇执法队"),
        ("修桥。 | 市水利局 | 市林业局、市农业农村局 | 三座", "市水利局 市林业局 市农业农村局"),
        ("2 | 修桥 | 市水利局牵头，各区政府配合 | 三座", "市水利局 区人民政府"),
        ("修桥。（责任单位：甲湾水务、县青联、县农商行、市四中）", "甲湾水务 县青联 县农商行 市四中"),
        ("（市水利局监督指导，市林长办统筹负责）", "市水利局 市林长办"),
        ("（实施主体：各区政府；指导单位：市水利局）", "区人民政府 市水利局"),
        ("（主体责任：各区政府；责任单位：市水利局）", "区人民政府 市水利局"),
        ("修桥。\n责任单位：市水利局、\n市林业局\n修路。", "市水利局 市林业局"),
        ("责任单位：\n市水利局", "市水利局"),
        ("责任单位及完成时限：市水利局，3月", "市水利局"),
        ("（责任单位：市水利局，市直相关部门和单位）", "市水利局 市直相关部门和单位"),
        ("加强宣传（报社、网站）。", ""),
        ("（市级牵头单位：市水利局；区县责任单位：各区县政府）", "市水利局 区县人民政府"),
        ("（责任单位：省水利厅，甲市等有关市政府）", "省水利厅"),
        ("（责任单位：各镇（场）、各团场、县地质队）", "镇（场） 各团场 县地质队"),
        ("（责任单位：局办公室、县水利局水政股、自来水厂）", "局办公室 县水利局水政股 自来水厂"),
        ("（市水利局负责，镇政府属地负责）", "市水利局 镇人民政府"),
        ("（责任单位：市水利局，每季度报市政府）", "市水利局"),
        ("责任单位：市水利局。监督单位：市林业局。", "市水利局 市林业局"),
        ("（参与：县水利局；牵头：县林业局）", "县水利局 县林业局"),
        ("（责任单位：县水利局、县水文馆、县警校、各板块）", "县水利局 县水文馆 县警校 各板块"),
        ("（责任单位：各县（区）委、政府）", "县（区）委 县（区）人民政府"),
        (
            "（市水利局抓总，市林业局配合；各区政府负责实施，各镇政府实施）",
            "市水利局 市林业局 区人民政府 镇人民政府",
        ),
        ("（各区政府为责任主体，市水利局负责指导）", "区人民政府 市水利局"),
        ("（市水利局联合市林业局负责）", "市水利局 市林业局"),
        ("修桥。（县水利局、县林业局；2024年全年）", "县水利局 县林业局"),
        ("1.建好学校。牵头单位：县水利局。", "县水利局"),
        ("通报表扬（县水利局、县林业局）。", ""),
        ("上报材料（报市水利局、市林业局）。", ""),
        ("（市水利局等8部门负责）", "市水利局"),
        ("（责任单位：县水利局.县林业局）", "县水利局 县林业局"),
        ("（牵头单位）市水利局；（配合单位）市林业局", "市水利局 市林业局"),
        ("（责任单位：镇水利站、村“两委”）", "镇水利站 村“两委”"),
        ("（牵头领导：张三；责任单位：县水利局，甲乙财险）", "县水利局 甲乙财险"),
    ],
)
def test_who_is_charged_in_brackets_and_lists_of_all_shapes(text, names):
    from reformlab.mentions.charges import find_agencies

    assert [agency.name for agency in find_agencies(text)] == names.split()


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
    ("text", "limits"),
    [
        ("应当在比赛举办日的15日前申请。", [15]),
        ("供电企业应当提前5日通知用户。", [5]),
        ("提前5日完成任务。", []),
        ("首报时间不得超过事发后20分钟。", [20]),
        ("不服的，可以60日内申请复议，或者3个月内提起诉讼。", [60, 3]),
        ("预计12小时内登陆。", []),
        ("一个结算年度内基金支付限额为8万元。", []),
    ],
)
def test_how_long_before_or_after_an_event_something_is_due(text, limits):
    table = find(text)
    assert table.loc[table["role"] == "within", "value"].tolist() == limits
    assert "2020" not in table["by"].tolist()


def test_a_standard_is_cited_by_its_number_and_a_proposal_by_its_title():
    found = find("应当符合《甲类碘含量》（GB 1234）。办理《建议开设夜间门诊》的提案。")
    assert found.loc[found["kind"] == "citation", "name"].tolist() == ["甲类碘含量", "建议开设夜间门诊"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # clauses between a body and its charge
        ("各镇政府落实主体责任，对本镇河道保洁负总责，并制定清单。", "镇人民政府"),
        ("市教育局要加强监管，统筹负责校车工作。", "市教育局"),
        ("县教育局组织学校开展演练；负责转移师生。", "县教育局"),
        ("市科学技术局；负责组织攻关。", "市科技局"),
        ("县教育局会同县财政局，制定收费办法，并负责解释。", "县教育局 县财政局"),
        ("市委组织部要开展培训，并负责考核。", "市委组织部"),
        ("各县政府成立防汛指挥部及其办公室，负责抗洪。", "防汛指挥部 办公室"),
        ("各镇要成立防汛工作机构，其人员可以兼职，负责巡堤。", "防汛工作机构"),
        (
            "要成立供水协调管理机构，由政府牵头，有水务、教育局等有关部门参加，负责协调。",
            "供水协调管理机构 政府",
        ),
        ("充分发挥县防汛办牵头抓总、统筹协调作用，成员单位抓好落实。", "县防汛办"),
        ("市教育局发挥供餐工作的牵头部门作用。", "市教育局"),
        ("消防支队承担人员搜救任务。", "消防支队"),
        ("县公安局负责人员疏散，派出所负责人要到场。", "县公安局"),
        ("现场指挥部由县政府组建，统一负责处置。", "现场指挥部"),
        ("乡镇应当建立林长工作领导小组及其办公室，负责巡山。", "林长工作领导小组 办公室"),
        # brackets, labels and cells
        ("制定方案。（市教育局、市财政局。按职责分工负责，下同）", "市教育局 市财政局"),
        ("修路。（各市、县级政府负责）", "市级人民政府 县级人民政府"),
        ("（责任单位：市教育局；各责任单位按职责分工负责，下同）", "市教育局"),
        ("责任单位：市教育局、团市委（列第一位者为工作牵头单位或汇总单位）", "市教育局 团市委"),
        ("主要协作单位：市残联、市妇联", "市残联 市妇联"),
        ("修渠 | 清理沟渠。 | 年底前 | 各镇街 | 区民政局", "镇街 区民政局"),
        ("巡查河道，清除杂物 | 2023年6月底前 | 甲区河道支队", "甲区河道支队"),
        ("建学校3所。 | 县教育局 | 县残联、县妇联，各镇（街道） |", "县教育局 县残联 县妇联 镇（街道）"),
        # who leads what is built, adverbs, groups, and whom others stand beside
        ("校舍由市教育局牵头建设。", "市教育局"),
        ("三级医院重点承担会诊任务。", "三级医院"),
        ("县红十字会依法推动救护，负责登记。", "县红十字会"),
        ("指挥部下设综合组、物资组，分别负责协调、采购。", "综合组 物资组"),
        ("县教育局——负责转移师生。", "县教育局"),
        ("县医院为牵头医院，开展会诊。", "县医院"),
        ("村民委员会、业主委员会负责动员。", "村民委员会"),
        ("本市各级人民政府及其有关部门负责宣传。", "各级人民政府 有关部门"),
        # levels, provinces, and who speaks for workers
        ("补助由省级负责发放。", "省级"),
        ("甲乙省要切实承担主体责任。", "甲乙省"),
        ("工会组织负责教育职工。", "工会组织"),
        # what charges nobody
        ("健全水务部门牵头、有关部门配合、社会参与的节水机制。", "水务部门"),
        ("我省承担三项任务。", ""),
        ("家长要加强看护；负责接送孩子。", ""),
        ("充分发挥党员牵头作用。", ""),
        ("完成改造 | 12月底 | 甲水库", ""),
    ],
)
def test_what_stands_between_a_body_and_its_charge_or_beside_it(text, names):
    assert [name for name, _ in agencies(text)] == names.split()


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


def test_a_year_that_tells_which_things_are_new_is_no_limit():
    assert not find_limits("2031年新设立的园区直接使用新系统。", year=2030)
    assert [limit.by for limit in find_limits("2031年新设立园区2个。", year=2030)] == ["2031"]


def test_a_heading_that_tasks_were_done_looks_back():
    done, to_do = "清淤任务全面完成", "确保清淤任务圆满完成"
    assert is_review(done, False) and not is_review(to_do, False)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "修桥。 | 规划处、财务处、审计处等有关处室（单位）；各县（市、区）林业局 |",
            "规划处 财务处 审计处 县（市、区）林业局",
        ),
        (
            "2.修桥。 | 水保处、水文馆；各市、县（市、区）林业局 | 6月底前 |",
            "水保处 水文馆 市林业局 县（市、区）林业局",
        ),
        ("3.升级水文平台 | 信息处、法规处；市林业局 | 9月底前", "信息处 法规处 市林业局"),
        ("修桥。 | 技术指导站、督查落实处；市林业局", "技术指导站 督查落实处 市林业局"),
        ("领导小组成员 | 市水利局、市林业局", ""),
        ("资金来源 | 市水利局、市林业局", ""),
        ("修桥。 | 三座、五座 | 长期", ""),
        ("市水利局、市林业局、甲新区管委会", "市水利局 市林业局 甲新区管委会"),
        ("县水利局，县林业局，各乡镇人民政府", "县水利局 县林业局 乡镇人民政府"),
        ("成员包括县水利局、县林业局", ""),
        ("甲村、乙村、丙村", ""),
        ("各市水利局、林业局：", ""),
        (
            "修桥。市水利局牵头；市林业局、市总工会配合；各县（市）人民政府落实",
            "市水利局 市林业局 市总工会 县（市）人民政府",
        ),
        ("市水利局牵头，市委宣传部，市林业局、司法局等配合。", "市水利局 市委宣传部 市林业局 司法局"),
        ("市水利局牵头，各地、各部门配合。", "市水利局"),
        ("市水利局牵头，节水联席会议成员单位配合。", "市水利局 节水联席会议成员单位"),
        ("渔业部门配合水务等有关部门负责巡查。", "水务部门"),
        ("市水利局协助市林业局负责巡查。", "市林业局"),
        ("渔业部门协助水务部门做好巡查。", ""),
        ("指挥部办公室设市水利局，负责日常工作。", "指挥部办公室"),
        ("办公室设主任一名，负责日常工作。", ""),
        ("镇政府应当设立水库管理委员会，配备人员，负责巡查。", "水库管理委员会"),
        ("街道、镇人民政府负责巡查。", "街道 镇人民政府"),
        ("中国水产总公司负责巡查。", "中国水产总公司"),
        ("水产公司负责巡查。", ""),
    ],
)
def test_cells_lines_and_helpers_charge_by_the_shape_of_names(text, names):
    assert [name for name, _ in agencies(text, level="national", place="全国")] == names.split()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # who helps in open text is not charged; a line of its own and those who handle a task are
        ("由市水利局牵头，市财政局、市林业局等部门配合，修渠。", "市水利局"),
        ("由水利部门负责，有关部门配合。", "水利部门"),
        ("3.市水利局负责，市财政局、市林业局配合，加强河道巡查。", "市水利局"),
        ("其余修渠由街道牵头，区水利局配合落实。", "街道"),
        ("修渠工作由县水利局牵头，县林业局参与。", "县水利局"),
        ("市水利局牵头，市林业局配合。", "市水利局 市林业局"),
        ("由市水利局承办，市林业局、市财政局协办，今年办结。", "市水利局 市林业局 市财政局"),
        # a line of bodies with its stop
        (
            "县教育局、县财政局，各乡镇人民政府，甲市水务集团。",
            "县教育局 县财政局 乡镇人民政府 甲市水务集团",
        ),
        ("县水利局、县林业局。抓好落实。", ""),
        # brackets that belong to a name
        ("责任单位：市水利局等，各县（市、区）政府（管委会）", "市水利局 县（市、区）政府（管委会）"),
        ("由各区（县）人民政府（管委会）负责。", "区（县）人民政府（管委会）"),
        ("由县市区政府（园区管委会）负责。", "县市区政府（园区管委会）"),
        (
            "由各县（区）政府（甲园区管委会、乙园区管委会）负责。",
            "县（区）人民政府 甲园区管委会 乙园区管委会",
        ),
        ("县血站（库）、各级急救中心（站）负责供血。", "县血站（库） 各级急救中心（站）"),
        ("（责任单位：〔市水利局、县农业局（林业局）按职责分工负责〕", "市水利局 县农业局"),
        ("修渠。（市水利局，相关部门、单位）", "市水利局 相关部门、单位"),
        # levels that share a tail
        (
            "各省级、地市、县级水利部门负责统筹。",
            "省级水利部门 地市水利部门 县级水利部门",
        ),
        ("（各市州、县市区人民政府负责）", "市州人民政府 县市区人民政府"),
        ("（各市州、省水利局负责）", "市州 省水利局"),
        # duties below a name, and what a body is
        ("水利部门：改革期间协调供水；改革到位后，依法负责巡河。", "水利部门"),
        ("第九条 县水管站的主要职责。\n（一）负责供水；", "县水管站"),
        ("八、镇文化站的职责。（一）组织演出；（二）负责借书。", "镇文化站"),
        ("第九条 县水管站的主要职责。\n（一）收取水费。", ""),
        ("市水利主管部门是本市供水主管部门，负责供水的管理。", "市水利主管部门"),
        ("取水许可管理机关为市水务局，负责登记。", "市水利局"),
        ("县人民政府对供水安全负主体责任。", "县人民政府"),
        ("市粮食管理部门是全市粮食主管部门，负责检查。", "市粮食管理部门"),
        ("镇文化站的工作职责。（一）负责借书。", "镇文化站"),
        ("区政府成立由区长任组长的节水小组，统筹负责节水。", "节水小组"),
        # what charges nobody
        ("市水利局、市林业局、市财政局：", ""),
        ("成员单位：市水利局、市林业局、市财政局。", ""),
        ("市水利局、市林业局要加强巡河。", ""),
        ("甲镇、乙镇、丙镇。", ""),
        ("水库、河道、渠道。", ""),
        ("局长对本局工作负全面责任。", ""),
        ("驾驶人对损失负全部责任。", ""),
        ("甲公司是供水企业，负责供水。", ""),
        ("水管站职责。做好供水。", ""),
        ("成立由专家组成的队伍，开展巡查。", ""),
        ("建立由政府负责、部门配合的机制。", ""),
        ("各市州、县市区要加强领导。", ""),
        ("市财政局、市林业局配合。", ""),
        ("供水企业对水质负主体责任。", ""),
        ("县人民政府对事故负赔偿责任。", ""),
        # a group that is set up, and not who sets it up
        ("市水利局成立由局长牵头，各科室参与的推进工作专班，明确责任到人，负责调度。", "推进工作专班"),
        ("县人民政府根据需要，决定成立防汛指挥部，负责防汛工作。", "防汛指挥部"),
        ("市水利局成立相应的救援领导小组，领导救援工作，承担组织任务。", "救援领导小组"),
        ("各镇要建立健全政府负责、部门协作的机制，负责对河道的检查。", "镇"),
        ("成立由局长任组长的节水小组，提高认识。", ""),
        ("水权交易中心负责交易登记。", "水权交易中心"),
    ],
)
def test_who_helps_in_open_text_is_not_charged_and_names_are_kept_whole(text, names):
    assert [name for name, _ in agencies(text, level="national", place="全国")] == names.split()


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
        ("自申报截止次日起不超过15个工作日拨付资金。", "within"),
        ("可设置变更备案的时限，原则上不超过3个月。", "within"),
        ("自受理之日起不得超过10日办结。", "within"),
        ("补贴执行期限至2028年年底。", "specification"),
        ("对足额缴费6个月以上的商户，给予补助。", "threshold"),
        ("对离校3年内未就业的学生进行走访。", ""),
        ("招用登记注册5年内的企业员工。", ""),
        ("录用期限至2031年。", ""),
        ("连续经营12个月以上的店铺可以申报。", "threshold"),
        ("对租用满24个月以上的农户给予奖励。", "threshold"),
        ("完成培训3个月以上的目标。", "aim"),
        ("将等候时间缩短到5天以内。", "aim"),
        ("保障供水不少于30天。", "aim"),
        ("审批时限压缩到3个工作日。", "aim"),
        ("储备粮食满足6个月以上消费。", "aim"),
    ],
)
def test_how_long_and_until_when_something_lasts_is_no_aim(text, kinds):
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
