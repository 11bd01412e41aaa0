"""Parting a text: its documents, and in each what stands above and below the body."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reformlab as rl
from tests.documents.outlines import BODY, labels, only, roles

ROWS = ["序号\t任务\t单位", "1\t修缮校舍\t甲局", "2\t平整操场\t乙局、丙局"]

FACTS = ["索引号：\t甲〔2020〕1", "发文机关：\t甲县人民政府", "公开方式\t主动公开"]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["甲县2020年校舍任务分工表"], []),
        (["关于校舍任务的通知", "各县人民政府："], ["甲县人民政府", "2020年3月5日"]),
        (["校舍任务"], ["附件：校舍方案"]),
        # A sentence below the table, or in a later row of it, opens no body behind its first rows.
        (["校舍任务"], ["注：任务按年度完成，并报送结果。"]),
        (["校舍任务"], ["3\t完善教师管理制度，保障教师的工资待遇。\t丁局"]),
    ],
)
def test_the_rows_of_a_table_are_passages_though_no_sentence_stands_above(above, below):
    text = "\n".join([*above, *ROWS, *below])
    passages = [text[p.start : p.end] for p in only(text).passages]
    assert passages[: len(ROWS)] == ROWS
    assert [role for role, _ in roles(text)[: len(above)]] == ["front"] * len(above)


@pytest.mark.parametrize(
    "lines",
    [
        # A page's table of facts, a menu in cells above the title, a head of two cells.
        [*FACTS, "关于校舍任务的通知"],
        [*FACTS, "校舍任务", BODY],
        ["首页\t新闻\t公开", "教育\t卫生\t交通", "甲县\t乙县\t丙县", "关于校舍任务的通知", BODY],
        ["首页\t新闻", "教育\t卫生", "甲县\t乙县", "校舍任务", "各县人民政府：", BODY],
        ["甲县教育局\t文件", "甲〔2020〕1号\t签发人：某某", "关于校舍任务的通知", BODY],
    ],
)
def test_a_table_of_facts_and_one_above_the_title_are_no_passages(lines):
    assert {text for role, text in roles("\n".join(lines)) if role == "passage"} <= {BODY}


@pytest.mark.parametrize("group", ["校舍", "一、校舍（2项）", "（一）校舍"])
def test_a_cell_across_a_table_that_names_a_group_of_rows_opens_no_body(group):
    text = "\n".join(["甲县2020年任务分工表", ROWS[0], group, *ROWS[1:]])
    assert [text[p.start : p.end] for p in only(text).passages] == ROWS
    assert only(text).passages[1].heading == group.removeprefix("一、").removeprefix("（一）")


def test_two_rows_between_the_title_and_the_first_section_are_passages():
    text = f"关于校舍任务的意见\n{ROWS[1]}\n{ROWS[2]}\n一、任务\n{BODY}"
    assert [text[p.start : p.end] for p in only(text).passages] == [*ROWS[1:], BODY]


@pytest.mark.parametrize(
    ("above", "headings", "front"),
    [
        # A title has a level of its own, or ends like one; what stands in a menu is short.
        (["关于校舍的意见", "目标"], {"关于校舍的意见": 1, "目标": 2, "任务": 2}, 1),
        (["通知公告", "关于校舍的意见"], {"通知公告": 2, "关于校舍的意见": 1, "任务": 2}, 2),
        (["通知公告", "关于校舍建设的意见"], {"通知公告": 2, "关于校舍建设的意见": 2, "任务": 2}, 2),
        (["健康校舍", "目标"], {"健康校舍": 1, "目标": 2, "任务": 2}, 1),
        # No title.
        (["目标"], {"目标": 1, "任务": 1}, 0),
    ],
)
def test_marked_headings_above_the_first_sentence_are_of_the_body_but_the_title(above, headings, front):
    text = "\n".join([*above, BODY, "任务", BODY])
    (outline,) = rl.split_documents(text, headings=headings)
    assert outline.front == tuple(above[:front])
    assert [p.heading for p in outline.passages] == [*(above[front:] or [""]), "任务"]


def test_a_table_of_facts_below_the_text_is_none_of_it():
    text = f"一、任务\n{BODY}\n标题：\t关于校舍的意见\n发文字号：\t甲〔2020〕1号\t发布日期：\t2020年3月5日\n"
    assert [text[p.start : p.end] for p in only(text).passages] == [BODY]


def test_divisions_stand_above_all_other_units():
    first = "第一部分目标\n一、建校\n（一）选址。各地要选址。"
    text = f"关于校舍的意见\n{first}\n第二部分任务\n第一章修路\n各地要修路。\n"
    sections = [p.section for p in only(text).passages]
    assert sections == ["第一部分目标 > 一、建校", "第二部分任务 > 第一章修路"]


@pytest.mark.parametrize(
    "heading",
    [
        "名词解释",
        "名词解释和说明：",
        "有关用语说明",
        "附：名词解释",
        "附件2\n《政府工作报告》有关内容名词注释",
        "政府工作报告专业术语名词解释",
        "附件\n名词解释及有关情况的说明",
        "【特定词语解释】",
        "附：名词解释（按出现顺序排列）",
        "注释",
    ],
)
def test_an_annex_that_explains_words_is_set_aside_whole(heading):
    text = f"一、总体要求\n（一）培训教师。{BODY}\n{heading}\n1.双师：两名教师。\n2.双校：两所学校。"
    aside = [words for role, words in roles(text) if role == "glossary"]
    assert aside == [*heading.split("\n"), "1.双师：两名教师。", "2.双校：两所学校。"]
    assert len(only(text).passages) == 1


def test_an_annex_that_explains_words_ends_where_another_annex_begins():
    text = f"一、总体要求\n{BODY * 2}\n附件1：名词解释\n双师：两名教师。\n附件2\n1.{BODY}\n2.{BODY}"
    assert labels(text) == ["一、", "1.", "2."]


def test_a_menu_that_offers_to_explain_words_sets_nothing_aside():
    text = f"政策解读\n名词解释\n关于建校的意见\n一、总体要求\n{BODY}\n二、任务\n{BODY}"
    assert labels(text) == ["一、", "二、"]


def test_a_compilation_is_parted_at_its_numbers():
    text = f"经验材料汇编\n甲县教育篇1\n一、建校。{BODY}\n乙县教育篇2\n一、修路。{BODY}\n二、育人。{BODY}"
    outlines = rl.split_documents(text)
    assert [(o.name, len(o.passages)) for o in outlines] == [("甲县教育", 1), ("乙县教育", 2)]
    assert [o.start for o in outlines[1:]] == [o.end for o in outlines[:-1]]
    assert text[outlines[1].start :].startswith("乙县教育篇2")


def test_a_name_that_the_parts_share_is_the_compilations():
    outlines = rl.split_documents(f"教育篇1\n一、建校。{BODY}\n教育篇2\n一、修路。{BODY}")
    assert [o.name for o in outlines] == ["", ""]


def test_one_part_alone_is_no_compilation():
    assert len(rl.split_documents(f"改革篇1\n一、建校。{BODY}")) == 1


def test_whole_documents_one_behind_the_other_are_parted():
    one = f"甲市教育局关于{{}}的通知\n甲教发〔2021〕{{}}号\n各县教育局：\n{BODY}\n甲市教育局\n2021年3月5日\n"
    text = one.format("建校", 1) + one.format("修路", 2)
    assert [o.front[1] for o in rl.split_documents(text)] == ["甲教发〔2021〕1号", "甲教发〔2021〕2号"]
    # What is passed on or enclosed is a part of the document.
    assert len(rl.split_documents(text.replace("关于建校", "转发关于建校"))) == 1
    assert len(rl.split_documents(text.replace("甲教发〔2021〕2号\n", ""))) == 2
    assert len(rl.split_documents(text.replace("甲教发〔2021〕2号\n各县教育局：\n", ""))) == 1


def test_a_newsletter_is_parted_at_its_articles():
    paragraph = BODY * 4
    text = (
        f"教育信息\n第3期\n某省教育领导小组办公室\n2019年11月18日\n全省乡村教育工作推进会议召开\n{paragraph}\n"
        f"甲市扎实推进乡村学校标准化建设\n{paragraph}\n{paragraph}"
    )
    outlines = rl.split_documents(text)
    assert [len(o.passages) for o in outlines] == [1, 2]
    # The masthead stands above every article.
    assert all("2019年11月18日" in o.front for o in outlines)
    assert [o.front[-1] for o in outlines] == [
        "全省乡村教育工作推进会议召开",
        "甲市扎实推进乡村学校标准化建设",
    ]


def test_title_number_addressee_and_closing_are_set_aside():
    text = (
        "甲市教育局关于校舍的通知\n甲教〔2023〕9号\n各县（区）教育局，局属各单位：\n"
        f"{BODY}\n一、建校。{BODY}\n附件：任务分工表\n甲市教育局\n2023年10月26日\n"
        "（联系人：某某）\n抄送：市政府办公室。\n甲市教育局办公室2023年10月27日印发"
    )
    found = roles(text)
    assert [role for role, _ in found] == ["front"] * 3 + ["passage"] * 2 + ["closing"] * 6


@pytest.mark.parametrize(
    "items",
    [
        ["排查校舍 2024年3月31日", "修缮校舍 2024年6月30日", "全部验收 2024年11月30日"],
        ["2024年3月31日 排查校舍", "2024年6月30日 修缮校舍"],
        ["排查校舍（2024年3月31日）", "修缮校舍（2024年6月30日）"],
        ["2024年3月31日前，排查校舍", "2024年6月30日前，修缮校舍"],
        ["王某 甲县 1972年3月5日", "李某 乙县 1980年7月8日"],
        ["2024.3.31 排查校舍", "2024.6.30 修缮校舍"],
        ["2024年3月 排查校舍", "2024年7月 修缮校舍"],
        ["（一）排查校舍，2024年3月31日", "（二）修缮校舍，2024年6月30日"],
    ],
)
@pytest.mark.parametrize("below", [["二、要求", BODY], []])
def test_a_list_with_a_date_in_each_line_is_text_and_no_closing(items, below):
    text = "\n".join(["关于校舍的通知", BODY, "一、安排", *items, *below, "甲市教育局", "2023年10月26日"])
    outline = only(text)
    assert outline.closing == ("甲市教育局", "2023年10月26日")
    found = [text[part.start : part.end] for part in outline.passages]
    assert found == [BODY, *items, *below[1:]]


def test_bodies_that_sign_each_with_its_date_and_links_below_a_signature_close():
    links = ["甲市召开会议 2024-03-02", "甲市气象信息 2024-03-01"]
    signed = ["甲市教育局 2023年10月26日", "甲市财政局 2023年10月27日"]
    for closing in (signed, ["甲市教育局", "2023年10月26日", *links]):
        assert only("\n".join(["关于校舍的通知", BODY, *closing])).closing == tuple(closing)


@pytest.mark.parametrize("date", ["2023年10月26日", "二〇二三年十月二十六日", "2023年10月26"])
def test_a_letter_ends_where_its_attachment_begins(date):
    text = (
        f"关于印发方案的通知\n各县教育局：\n现将方案印发给你们，请认真贯彻执行。\n"
        f"附件：1.建校方案\n2.任务分工表\n甲市教育局\n{date}\n附件1\n建校方案\n{BODY}\n一、建校\n{BODY}"
    )
    assert [role for role, _ in roles(text)] == (
        ["front", "front", "passage"] + ["closing"] * 6 + ["heading", "passage", "heading", "passage"]
    )
    assert date in only(text).closing


def check_tiling(text: str) -> None:
    outlines = rl.split_documents(text)
    assert outlines[0].start == 0
    assert outlines[-1].end == len(text)
    at = 0
    for outline in outlines:
        assert outline.start == at
        for segment in outline.segments:
            assert segment.start == at
            assert segment.end > segment.start
            at = segment.end
        assert at == outline.end
    for passage in itertools.chain.from_iterable(o.passages for o in outlines):
        words = text[passage.start : passage.end]
        assert words == words.strip()
        assert words
        statements = rl.split_statements(text, passage)
        # Nothing but blanks lies between statements.
        covered = "".join(text[s.start : s.end] for s in statements)
        assert "".join(covered.split()) == "".join(words.split())
        assert {s.label for s in statements} == {passage.label}


FRONT = [
    "关于校舍的意见",
    "甲教〔2023〕9号",
    "各县教育局：",
    "第3期",
    "篇1",
    "甲县篇2",
    "各位代表：",
    "",
    "  ",
]

UNITS = [
    "一、总体要求",
    "二、主要任务",
    "（一）建校",
    "（二）修路。" + BODY,
    "1.排查",
    "2.施工。" + BODY,
    "（一）",
    "、1.",
]

INLINE = ["（1）摸底；（2）登记；（3）公示。", "“好。”他说；", "。", "第", BODY, BODY * 4, "1\t任务\t单位"]

STATUTES = ["第一章 总则", "第一节 经费", "第一条 为了发展。", "第二条 下列：", "第三条 好。"]

CLOSING = ["附件：1.方案", "附件2", "2023年10月26日", "甲市人民政府", "抄送：市委。"]

LINES = st.sampled_from([*FRONT, *UNITS, *INLINE, *STATUTES, *CLOSING])


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(LINES, max_size=25).map("\n".join)))
def test_segments_tile_the_text_and_statements_cover_the_passages(text):
    check_tiling(text)


@settings(max_examples=100, deadline=None)
@given(st.lists(LINES, max_size=25).map("\n".join))
def test_segments_tile_the_cleaned_text(text):
    check_tiling(rl.clean_text(text).text)


def test_an_empty_text_is_one_document_without_passages():
    assert [len(o.passages) for o in rl.split_documents("")] == [0]


@pytest.mark.parametrize("heading", ["总体要求", "指导思想和工作目标", "前言"])
def test_the_first_heading_without_a_number_is_no_front(heading):
    text = f"甲市校舍方案\n{heading}\n各地要完善教师管理制度，保障教师的待遇。\n主要任务\n各校要修路。"
    assert [p.heading for p in rl.split_documents(text)[0].passages] == [heading, "主要任务"]


@pytest.mark.parametrize("named", ["建议", "意见", "任务"])
def test_what_looks_like_a_number_and_counts_is_none(named):
    text = f"各县要落实{named}一、二、三产业融合。{named}一、一、1.11"
    assert [p.label for p in rl.split_documents(text)[0].passages] == [""]


def test_the_last_of_items_that_are_sentences_heads_nothing():
    items = "（1）每校有操场；\n（2）每校有校医。\n——建设示范校2所。"
    text = f"关于校舍的通知\n一、任务\n{items}\n二、保障\n抓好落实。"
    assert "（2）每校有校医。" in [text for role, text in roles(text) if role == "passage"]
