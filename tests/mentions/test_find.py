import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reformlab as rl
from reformlab.corpus.numerals import read_number
from reformlab.corpus.rules import join_rules
from reformlab.corpus.tables import MENTIONS, data_folder
from reformlab.mentions.deadlines import find_limits
from reformlab.mentions.find import find_mentions
from reformlab.mentions.tense import is_review
from tests.mentions.found import (
    citations,
    deadlines,
    find,
    kinds,
    mandates,
    periods,
    targets,
    values,
    years,
)
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


def test_limits_that_statutes_set():
    assert targets("每班值守人员不得少于2人。") == [("每班值守人员", "不低于", 2, "人")]
    assert kinds("检查人员不得少于2人。") == [(2, "人", "specification")]


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


def targets_of_report(*texts, year=2023, date=None, headings=None):
    """Return the targets of each passage of a work report."""
    headings = headings or [None] * len(texts)
    passages = pd.DataFrame(
        [
            {"passage_id": f"a:{seq}", "doc_id": "a", "seq": seq, "text": text, "heading": heading}
            for seq, (text, heading) in enumerate(zip(texts, headings, strict=True), 1)
        ]
    )
    documents = pd.DataFrame([{"doc_id": "a", "kind": "work-report", "year": year, "date": date}])
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


@pytest.mark.parametrize("closing", ["这些成绩的取得，靠的是大家。", "在肯定成绩的同时，也要找不足。"])
def test_sections_before_what_is_said_last_of_the_past_look_back_though_no_plan_is_announced(closing):
    texts = ["各项事业稳步发展。", "新建道路30公里。", closing, "新建道路40公里。"]
    headings = ["2022年工作回顾", "道路更通畅", "道路更通畅", "修好道路"]
    assert targets_of_report(*texts, headings=headings) == [[], [], [], [40]]


def test_the_plan_in_an_annex_does_not_tell_where_a_report_turns(tmp_path):
    (tmp_path / "a.txt").write_text(
        "某市2023年政府工作报告\n\n各位代表：我代表市政府作报告。\n一、2022年工作回顾\n新建道路30公里。\n"
        "二、谱写新篇章\n新建道路40公里。\n附件1\n2022年实事完成情况\n一、修路。新建道路50公里。\n"
        "附件2\n2023年实事\n一、修路。新建道路60公里。\n",
        "utf-8",
    )
    mentions = rl.build_corpus(tmp_path, progress=False, workers=1).mentions
    found = mentions[mentions["kind"] == "target"]
    assert found["number_kind"].tolist() == ["result", "aim", "result", "aim"]


@pytest.mark.parametrize("year", [2022, 2023])
def test_a_report_given_at_the_end_of_a_year_plans_the_next(year):
    texts = ["今年是新建道路最多的一年，里程增长8%。", "新建道路30公里。", "明年，新建道路40公里。"]
    headings = ["2022年工作回顾", "道路更通畅", "2023年工作安排"]
    found = targets_of_report(*texts, year=year, date="2022-12-27", headings=headings)
    assert found == [[], [], [40]]
    texts = ["今年是关键之年，新建道路30公里。", "明年是关键之年，新建道路40公里。"]
    assert targets_of_report(*texts, year=year, date="2022-12-27") == [[], [40]]
    assert targets_of_report(*texts, year=2022, date="2022-01-27") == [[30], [40]]


def test_dates_of_a_report_given_at_the_end_of_a_year_are_of_the_next():
    def by(text):
        facts = {"kind": "work-report", "date": "2022-12-27", "year": 2022}
        return find(text, of="target", **facts)["by"].tolist()

    assert by("年底前新建道路40公里。") == ["2023"]
    assert by("明年6月底前新建道路40公里。") == ["2023-06"]


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


@pytest.mark.parametrize("heading", ["优化营商发展环境", "夯实产业发展基础", "提升治理成效", "总结推广经验"])
def test_headings_that_name_what_is_to_be_done_look_ahead(heading):
    assert values("新建换乘站30座。", heading=heading) == [(30, "座")]


@pytest.mark.parametrize(
    "heading", ["发展环境", "一、发展基础", "改革成效显著", "工作总结", "极不平凡的一年"]
)
def test_headings_that_name_what_was_done_look_back(heading):
    assert values("新建换乘站30座。", heading=heading) == []


def test_what_looks_back_inside_the_plan_does_so_under_its_own_heading_alone():
    headings = ["2022年工作回顾", "2023年重点任务", "改革成效显著", "民生改善"]
    assert targets_of_report(*["新增绿地30公顷。"] * 4, headings=headings) == [[], [30], [], [30]]


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


def test_short_names_of_plans_and_laws_are_no_citations():
    assert citations("根据《建议》编制《纲要（草案）》，落实《通知》。") == []
    assert citations("根据《中华人民共和国水道法》（以下称《水道法》），制定本细则。") == [
        ("中华人民共和国水道法", "", "implements")
    ]


def test_what_is_finished_in_a_day_and_how_the_work_of_a_year_is_described():
    assert periods("企业开办一天办结。") == [(1, "天")]
    assert deadlines("2023年市政府工作的总体要求是：稳中求进。") == []


def test_a_heading_that_wants_new_results_looks_ahead():
    assert values("新建换乘站30座。", heading="着力改善民生，推进和谐社区建设取得新成效") == [(30, "座")]
    assert values("新建换乘站30座。", heading="民生改善成效显著") == []
    assert values("新建换乘站30座。", heading="更加充分的便民成效") == [(30, "座")]
    assert values("新建换乘站30座。", heading="验收与总结阶段") == [(30, "座")]


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
    words = join_rules("charges", "said")
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


def test_next_year_has_its_own_numbers():
    assert years("今年，新建渡口3处；明年，再建4处。") == ["2023", "2024"]
    assert years("明年修桥4座，今年修桥3座。") == ["2024", "2023"]
    assert years("今年修桥3座，为明年通车打好基础，修路60公里。") == ["2023", "2023"]


def test_a_series_of_years():
    assert years("节水器具普及率力争2024年达到40%，2026年达到60%。") == ["2024", "2026"]
    assert years("节水器具普及率2026年、2030年分别达到55%和60%。") == ["2026", "2030"]


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
    ("text", "limits"),
    [
        ("节水方案意见反馈截止2026年3月16日。", ["2026-03-16"]),
        ("报名截止2026年3月16日。", ["2026-03-16"]),
        ("截止2025年3月16日，建成水库3座。", []),
    ],
)
def test_when_something_closes_is_a_limit(text, limits):
    assert [limit.by for limit in find_limits(text, year=2026)] == limits


def test_a_standard_is_cited_by_its_number_and_a_proposal_by_its_title():
    found = find("应当符合《甲类碘含量》（GB 1234）。办理《建议开设夜间门诊》的提案。")
    assert found.loc[found["kind"] == "citation", "name"].tolist() == ["甲类碘含量", "建议开设夜间门诊"]


def test_a_year_that_tells_which_things_are_new_is_no_limit():
    assert not find_limits("2031年新设立的园区直接使用新系统。", year=2030)
    assert [limit.by for limit in find_limits("2031年新设立园区2个。", year=2030)] == ["2031"]


def test_a_heading_that_tasks_were_done_looks_back():
    done, to_do = "清淤任务全面完成", "确保清淤任务圆满完成"
    assert is_review(done, False) and not is_review(to_do, False)


@pytest.mark.parametrize(
    ("heading", "back"),
    [
        ("水安全得到巩固", True),
        ("工业优化升级，实现了提质增效", True),
        ("治理体系不断完善", True),
        ("群众体育稳步发展", True),
        ("防汛减灾取得新进展", True),
        ("着力推动水网不断完善", False),
        ("确保水安全得到巩固", False),
        ("发展目标 > 水安全得到巩固", False),
        ("持续改善水质", False),
    ],
)
def test_a_heading_that_says_what_was_reached_looks_back(heading, back):
    assert (targets("修订办法3项，整治河道66公里。", heading=heading, year=2031) == []) == back
    # What is set for a time to come is an aim all the same.
    assert targets("到2035年，整治河道66公里。新建泵站5座。", heading=heading, year=2031) != []


def test_the_innermost_heading_that_tells_decides_whether_a_passage_looks_back():
    text = "通畅率达到95%以上。"
    assert values(text, heading="“十二五”发展情况 > 道路重点任务", year=2022) == [(95, "%")]
    assert values(text, heading="下一步工作 > 存在的问题", year=2022) == []


def test_numbers_under_conditions_say_who_may_apply():
    def read(*rows):
        names = ["section", "label", "heading", "text"]
        passages = pd.DataFrame(rows, columns=names).assign(doc_id="a", seq=range(1, len(rows) + 1))
        passages["passage_id"] = [f"a:{seq}" for seq in passages["seq"]]
        found = find_mentions(passages, pd.DataFrame([{"doc_id": "a", "year": 2023, "kind": "notice"}]))
        return found.loc[found["kind"] == "target", "number_kind"].tolist()

    staff = "船员不少于10名。"
    assert read((None, "一、", "申报条件", staff), (None, "二、", "目标", staff)) == ["threshold", "aim"]
    inner = [
        ("二、报名条件", "（一）", "基本要求", staff),
        ("二、报名条件", "（二）", "名额", "评选船队20家。"),
    ]
    assert read(*inner) == ["threshold", "aim"]
    listed = [(None, "1.", None, staff), (None, "2.", None, "满意率不低于90%。"), (None, "二、", None, staff)]
    assert read((None, "一、", "创建", "船队应当具备下列条件："), *listed) == [
        "threshold",
        "threshold",
        "aim",
    ]
    assert read((None, "一、", "评选条件", "到2025年，评选船队20家。")) == ["aim"]
    assert read((None, "一、", "改善停泊条件", "新建泊位20个。")) == ["aim"]
    assert read((None, "一、", "资助条件", "每人每月补助300元。")) == ["subsidy"]
