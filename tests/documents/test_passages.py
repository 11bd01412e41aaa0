"""Passages of a body: numbered units, headings, articles, paragraphs, statements."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reformlab as rl
from reformlab.corpus.numerals import write_numeral
from reformlab.documents.passages import hands_on
from tests.documents.outlines import BODY, labels, only, roles


def test_the_four_ranks_of_numbers_nest():
    text = "\n".join(
        [
            "关于校舍的意见",
            "一、主要任务",
            "（一）改造校舍",
            "1.排查隐患",
            f"（1）摸底。{BODY}",
            f"（2）登记。{BODY}",
            f"2.组织施工。{BODY}",
            f"（二）添置设备。{BODY}",
            f"二、工作要求。{BODY}",
        ]
    )
    found = [(p.section, p.label, p.heading) for p in only(text).passages]
    assert found == [
        ("一、主要任务 > （一）改造校舍 > 1.排查隐患", "（1）", "摸底"),
        ("一、主要任务 > （一）改造校舍 > 1.排查隐患", "（2）", "登记"),
        ("一、主要任务 > （一）改造校舍", "2.", "组织施工"),
        ("一、主要任务", "（二）", "添置设备"),
        ("", "二、", "工作要求"),
    ]


@pytest.mark.parametrize("three", ["叁", "参", "參"])
def test_formal_numerals_are_the_outermost_units(three):
    text = "\n".join(
        [
            "关于校舍的意见",
            "壹、主要任务",
            "一、改造校舍",
            f"（一）摸底。{BODY}",
            f"（二）登记。{BODY}",
            f"二、添置设备。{BODY}",
            f"贰、工作要求。{BODY}",
            "陆、王两位教师任组长。",
            f"{three}、附则。{BODY}",
        ]
    )
    found = [(p.section, p.label) for p in only(rl.clean_text(text).text).passages]
    assert found[:3] == [
        ("壹、主要任务 > 一、改造校舍", "（一）"),
        ("壹、主要任务 > 一、改造校舍", "（二）"),
        ("壹、主要任务", "二、"),
    ]
    assert [(section, label[:1]) for section, label in found[3:]] == [
        ("", "贰"),
        ("", "贰"),
        ("", {"叁": "叁"}.get(three, "参")),
    ]


def test_a_last_task_of_one_sentence_is_no_heading():
    text = (
        f"关于校舍的通知\n一、建校。{BODY}\n二、原通知（甲教〔2019〕9号）同时废止。\n甲市教育局\n2024-06-18"
    )
    assert [role for role, _ in roles(text)] == ["front", "passage", "passage", "closing", "closing"]


@pytest.mark.parametrize("shape", ["（）", "［］", "【】", "〔〕", "()"])
def test_who_is_charged_on_a_line_of_its_own_goes_with_the_task(shape):
    charge = shape[0] + "省教育厅、省财政厅负责" + shape[1]
    text = f"一、建校\n1.改造校舍，三年内完成。\n{charge}\n2.添置设备\n{charge}\n3.培训教师。{charge}\n"
    text += f"二、用人\n{charge}\n{BODY}\n{charge}"
    assert [text[p.start : p.end] for p in only(text).passages] == [
        f"1.改造校舍，三年内完成。\n{charge}",
        f"2.添置设备\n{charge}",
        f"3.培训教师。{charge}",
        f"{BODY}\n{charge}",
    ]
    assert [p.section for p in only(text).passages][:3] == ["一、建校"] * 3


@pytest.mark.parametrize("mark", ["、", ".", "．"])
def test_numbers_take_every_mark_behind_them(mark):
    assert labels(f"一、任务\n1{mark}建校。{BODY}\n2{mark}修路。{BODY}") == [f"1{mark}", f"2{mark}"]


def test_numbers_may_start_anew_under_each_heading():
    text = (
        f"一、任务\n（一）建校。{BODY}\n（二）修路。{BODY}\n二、保障\n（一）育人。{BODY}\n（二）用人。{BODY}"
    )
    assert labels(text) == ["（一）", "（二）"] * 2
    assert [p.section for p in only(text).passages] == ["一、任务", "一、任务", "二、保障", "二、保障"]


def test_numbers_inside_a_paragraph_open_passages_as_far_as_they_count_on():
    units = "".join(f"（{n}）第{n}项措施由县级部门负责落实；" for n in range(1, 37))
    assert labels(f"一、任务\n主要措施：{units}") == ["一、", *[f"（{n}）" for n in range(1, 37)]]


def test_the_parts_of_a_sentence_stay_in_a_paragraph_that_has_no_number():
    told = "和去年相比，今年各类收入如下：（一）学费增长一成。（二）捐款增长两成。这说明办学有了保障。"
    text = f"一、收入\n（一）总数\n{told}\n{BODY}\n（二）用途\n{BODY}\n二、支出\n{told}\n{BODY}"
    found = [(p.section, p.label, text[p.start : p.end]) for p in only(text).passages]
    assert found == [
        ("一、收入", "（一）", told),
        ("一、收入", "（一）", BODY),
        ("一、收入", "（二）", BODY),
        ("", "二、", told),
        ("", "二、", BODY),
    ]


def test_units_behind_a_full_stop_leave_the_heading_to_the_paragraph_below():
    text = f"一、民生\n办好三件实事。①改造校舍。②培训教师。③修建食堂。\n{BODY}\n二、保障\n{BODY}"
    found = [(p.section, p.label) for p in only(text).passages]
    assert found == [
        ("", "一、"),
        ("一、民生", "①"),
        ("一、民生", "②"),
        ("一、民生", "③"),
        ("", "一、"),
        ("", "二、"),
    ]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        *[("（一）", "（二）"), ("一）", "二）"), ("【一】", "【二】")],
        *[("1.", "2."), ("1、", "2、"), ("1﹒", "2﹒"), ("1.1", "1.2"), ("1.1.1", "1.1.2")],
        *[("（1）", "（2）"), ("1）", "2）"), ("①", "②")],
        *[("甲、", "乙、"), ("I.", "II."), ("Ⅰ、", "Ⅱ、")],
    ],
)
def test_every_kind_of_number_opens_a_passage(one, two):
    found = only(f"关于校舍的意见\n一、任务\n{one}建校。{BODY}\n{two}修路。{BODY}").passages
    assert [(p.label, p.heading) for p in found] == [(one, "建校"), (two, "修路")]


def test_stems_and_roman_numbers_count_on_and_may_begin_a_sentence():
    items = [
        *(f"{stem}、{BODY}" for stem in "甲乙丙丁"),
        "一、保障",
        *(f"{n}.{BODY}" for n in ("I", "II", "III", "IV")),
    ]
    assert labels("\n".join(["校舍意见", *items])) == [
        "甲、",
        "乙、",
        "丙、",
        "丁、",
        "I.",
        "II.",
        "III.",
        "IV.",
    ]
    for line in (
        "甲、乙双方要签订协议，明确各自的责任。",
        "甲、学校要落实责任，按时完成任务。",
        "V. 学校要落实责任。",
    ):
        assert labels(f"校舍意见\n一、任务\n{BODY}\n{line}\n二、保障\n{BODY}") == ["一、", "一、", "二、"]


def test_a_text_without_lines_is_parted_at_its_numbers():
    text = f"校舍意见一、要求（一）建校。{BODY}（二）修路。{BODY}二、保障（三）用人。{BODY}三、落实。{BODY}"
    assert [(p.section, p.label) for p in only(text).passages] == [
        ("一、要求", "（一）"),
        ("一、要求", "（二）"),
        ("二、保障", "（三）"),
        ("", "三、"),
    ]


def test_a_list_of_the_sections_names_opens_none():
    assert labels(f"报告分三个部分：一、建校；二、修路；三、用人。{BODY}\n一、建校。{BODY}") == ["", "一、"]


@pytest.mark.parametrize(
    "sentence",
    [
        "一、二、三产业都要发展",
        "四、五月份完成",
        "2023.10完成",
        "占比为1.5倍",
        "提出“一是早、二是快”",
        "一是早，二是快",
    ],
)
def test_what_only_looks_like_a_number_opens_no_passage(sentence):
    text = f"一、任务\n（一）建校。各地加强管理。{sentence}。{BODY}\n{sentence}。{BODY}\n（二）修路。{BODY}"
    assert labels(text) == ["（一）", "（一）", "（二）"]


@pytest.mark.parametrize(
    "name", ["二、三级学校的任务", "二、三四月份的工作。", "二、三季度的检查：校舍和道路"]
)
def test_a_section_whose_name_counts_is_told_by_those_around_it(name):
    sections = [f"一、总则。{BODY}", name, BODY, f"三、经费。{BODY}"]
    assert labels("关于校舍的意见\n" + "\n".join(sections))[-2:] == ["二、", "三、"]
    assert "二、" not in labels("关于校舍的意见\n" + "\n".join(sections[:3]))


@pytest.mark.parametrize("name", ["{0}、{0}级学校", "{0}、{0}月份。各县修路。", "{0}、{1}季度：要有教师"])
def test_sections_whose_names_all_count_are_told(name):
    sections = [name.format(*pair) for pair in ("一二", "二三", "三四")]
    text = "关于校舍的意见\n" + f"\n{BODY}\n".join(sections) + "\n每县各有一所学校。"
    assert list(dict.fromkeys(labels(text))) == ["一、", "二、", "三、"]


def test_articles_may_stand_in_sections_and_what_they_list_opens_none():
    text = f"学校章程\n一、总则\n第一条 {BODY}\n第二条 教师应当：\n一、备课；\n二、上课。\n"
    text += f"二、经费\n第三条 {BODY}\n三、附则\n第四条 {BODY}"
    assert [(p.section, p.label) for p in only(text).passages] == [
        ("一、总则", "第一条"),
        ("一、总则", "第二条"),
        ("二、经费", "第三条"),
        ("三、附则", "第四条"),
    ]


def test_a_number_before_digits_is_told_by_the_one_above_it():
    assert labels(f"一、任务\n1.建校。{BODY}\n2.2025年起修路。{BODY}\n8.5亿元已经到位，各地用好资金。") == [
        "1.",
        "2.",
        "2.",
    ]


def test_decimal_numbers_nest_below_bare_ones():
    text = f"防汛预案\n1总则\n1.1目的\n{BODY}\n1.2依据\n{BODY}\n2组织\n2.1机构"
    text += f"\n2.1.1职责。{BODY}\n2.1.2成员。{BODY}"
    assert [(p.section, p.label) for p in only(text).passages] == [
        ("1总则", "1.1"),
        ("1总则", "1.2"),
        ("2组织 > 2.1机构", "2.1.1"),
        ("2组织 > 2.1机构", "2.1.2"),
    ]


def test_what_closes_a_bracket_of_the_line_above_is_no_number():
    assert labels(f"一、任务\n（一）建校。{BODY}以颗粒物（PM2.5和PM\n10）治理为重点。{BODY}") == [
        "（一）",
        "（一）",
    ]


def test_an_enclosed_text_that_counts_anew_stands_under_no_heading_of_the_one_above():
    text = f"甲意见\n一、建校\n{BODY}\n二、修路\n{BODY}\n乡村教师行动计划\n{BODY}\n一、用人\n{BODY}"
    assert labels(text) == ["一、", "二、", "", "一、"]


@pytest.mark.parametrize("heading", ["附件2", "附表", "结束语"])
def test_what_a_report_encloses_stands_under_no_section_of_it(heading):
    text = f"一、总体要求\n（一）培训教师。{BODY}\n{heading}\n1.双师：两名教师。\n2.双校：两所学校。"
    assert [(p.label, p.section) for p in only(text).passages][1:] == [("1.", ""), ("2.", "")]


@pytest.mark.parametrize(
    ("label", "shown"),
    [("附件2", "附件2"), ("附表：", "附表"), ("附件1:", "附件1"), ("《政府工作报告》附件一", "附件一")],
)
def test_the_title_of_an_annex_heads_all_that_stands_in_it(label, shown):
    text = (
        f"一、总体要求\n（一）培训教师。{BODY}\n{label}\n2022年修路完成情况\n一、桥。{BODY}\n二、路。{BODY}"
    )
    text += f"\n附件\n2023年修路任务\n一、灯。{BODY}"
    section = f"{shown} 2022年修路完成情况"
    sections = [p.section for p in only(text).passages]
    assert sections == ["一、总体要求", section, section, "附件 2023年修路任务"]


def test_a_heading_may_have_commas_and_no_number():
    text = f"一、回顾\n五年来，校舍改造迈出新步伐\n{BODY}\n五年来，教师队伍扩大\n{BODY}"
    assert [found for found in roles(text) if found[0] == "heading"] == [
        ("heading", "一、回顾"),
        ("heading", "五年来，校舍改造迈出新步伐"),
        ("heading", "五年来，教师队伍扩大"),
    ]
    assert labels(text) == ["一、", "一、"]


def test_a_last_paragraph_without_a_full_stop_is_no_heading():
    text = f"一、总体要求\n{BODY}\n现将意见印发给你们，请认真落实\n二、任务\n{BODY}"
    assert ("passage", "现将意见印发给你们，请认真落实") in roles(text)


@pytest.mark.parametrize(
    "text",
    [
        "现将《校舍规划》印发给你们，请结合实际，认真组织实施。",
        "《校舍规划》已经省政府同意，现印发给你们，请遵照执行。执行中的问题，请及时报告省教育厅。",
        "为深化校舍改革，完善建设机制，我厅制定了《校舍办法》，经省政府同意，现予印发。",
        "现将省教育厅《关于校舍的意见》转发给你们，请各地各部门认真贯彻落实。特此通知。",
        "现将校舍办法予以公布，自2023年1月1日起施行。",
    ],
)
def test_what_hands_a_document_on_states_nothing(text):
    assert hands_on(text)


@pytest.mark.parametrize(
    "text",
    [
        "现将分工印发给你们，请加快建设校舍，认真贯彻执行。",
        "现将《校舍规划》印发给你们。各地要建设校舍。",
        "县政府决定提高补助标准，现将方案印发给你们。",
        "现在各校提高补助标准，印发办法。",
        "按照《方案》，各校实现印发课本。",
        BODY,
        "。",
    ],
)
def test_what_states_anything_beside_is_no_mere_handing_on(text):
    assert not hands_on(text)


def test_the_members_of_a_group_are_no_passages():
    text = f"一、总体要求\n{BODY}\n组长：张三副省长\n成员：李四教育厅厅长\n王五财政厅厅长"
    assert [role for role, _ in roles(text)] == ["heading", "passage", "heading", "heading", "heading"]


def test_a_number_inside_a_quotation_opens_no_passage():
    text = f"一、总体要求\n支持学校实现“从0到1、从1到2、从2到3”的跨越。{BODY}"
    assert labels(text) == ["一、"]


def test_the_last_chapter_of_a_statute_may_have_no_number():
    text = f"第一章 总则\n第一条 {BODY}\n第二条 {BODY}\n附则\n第三条 {BODY}"
    assert [p.section for p in only(text).passages] == ["第一章 总则", "第一章 总则", "附则"]


def test_a_paragraph_between_the_units_of_a_section_stands_in_that_section():
    text = f"一、任务\n（一）建校。{BODY}\n各地按时报送。{BODY}\n（二）修路。{BODY}\n各地抓好落实。{BODY}"
    assert [p.section for p in only(text).passages] == ["一、任务", "一、任务", "一、任务", ""]


def test_whom_an_enclosed_text_addresses_and_how_it_was_passed_are_no_passages():
    note = "（2011年3月4日省政府令第76号公布2018年9月6日省政府第23次常务会议修订通过）"
    text = f"{BODY}\n关于校舍的请示\n甲省政府：\n{BODY}\n乡村学校条例\n{note}\n{BODY}"
    assert [p.label for p in only(text).passages] == ["", "", ""]


def test_numbers_inside_paragraphs_count_on_over_headings():
    text = "一、任务\n目标：（1）建校；（2）修路。\n二、保障\n目标：（3）育人；（4）用人。"
    assert [label for label in labels(text) if label.startswith("（")] == ["（1）", "（2）", "（3）", "（4）"]


def test_run_in_headings_go_to_the_end_of_the_first_sentence():
    text = f"一、任务\n（一）加强领导。{BODY}\n（二）落实经费：{BODY}\n（三）{BODY}"
    assert [p.heading for p in only(text).passages] == ["加强领导", "落实经费", BODY.rstrip("。")]


def test_a_long_first_sentence_is_no_heading():
    sentence = "各级财政部门要调整支出结构，优先保障义务教育阶段的公用经费，并向农村学校倾斜。"
    assert [p.heading for p in only(f"一、任务\n（一）{sentence}{BODY}\n（二）用人。{BODY}").passages] == [
        "",
        "用人",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "按照本通知第（一）项和第（二）项执行",
        "具体见附件1、附件2.",
        "名单见表1、表2",
        "增长率为3.5%，高于上年的2.1%",
        "依据第（1）款、第（2）款办理",
        "按照前述（三）的要求办理",
    ],
)
def test_a_reference_opens_no_passage(sentence):
    assert labels(f"一、任务\n（一）建校。各地{sentence}，加强管理。\n（二）修路。{BODY}") == [
        "（一）",
        "（二）",
    ]


def test_paragraphs_under_a_heading_carry_its_number():
    passages = only(f"一、任务\n（一）建校\n{BODY}\n{BODY}\n（二）修路\n{BODY}").passages
    assert [(p.label, p.heading, p.section) for p in passages] == [
        ("（一）", "建校", "一、任务"),
        ("（一）", "建校", "一、任务"),
        ("（二）", "修路", "一、任务"),
    ]


LONG_HEADING = "完善乡村教师的补充机制，健全城乡教师的交流制度，提高教师待遇"


def test_a_sentence_above_paragraphs_is_a_heading_among_its_siblings():
    text = (
        f"一、任务\n（一）{LONG_HEADING}。\n{BODY}\n{BODY}\n（二）改造校舍。\n{BODY}\n"
        f"（三）{LONG_HEADING}。\n{BODY}\n二、保障\n{BODY}"
    )
    found = [(p.section, p.label, p.heading) for p in only(text).passages]
    assert found == [
        *[("一、任务", "（一）", LONG_HEADING)] * 2,
        ("一、任务", "（二）", "改造校舍"),
        ("一、任务", "（三）", LONG_HEADING),
        ("", "二、", "保障"),
    ]


def test_a_sentence_that_closes_a_list_is_no_heading_of_what_follows():
    text = f"一、任务\n（一）{BODY}\n（二）{LONG_HEADING}。\n{BODY}\n二、保障\n{BODY}"
    assert labels(text) == ["（一）", "（二）", "", "二、"]


def test_a_sentence_with_a_number_is_a_passage_above_its_paragraphs():
    text = f"一、任务\n（一）到2025年建成30所学校。\n{BODY}\n（二）修路。\n{BODY}\n二、保障\n{BODY}"
    assert [(p.label, text[p.start : p.end]) for p in only(text).passages] == [
        ("（一）", "（一）到2025年建成30所学校。"),
        ("（一）", BODY),
        ("（二）", BODY),
        ("二、", BODY),
    ]


def test_what_stands_behind_a_list_of_sentences_is_none_of_them():
    assert labels("校舍通知\n1.排查校舍。\n2.培训教师。\n以下为续发任务：\n5.改造操场。") == [
        "1.",
        "2.",
        "",
        "5.",
    ]


# Sentences of a list, a line each, and what stands below the list.
SENTENCES = ("排查校舍，消除隐患。", "培训教师。", "改造操场，完善设施。")

NUMBERS = (
    "一二三",
    "（一）（二）（三）",
    "1.2.3.",
    "1、2、3、",
    "（1）（2）（3）",
    "1）2）3）",
    "①②③",
    "甲、乙、丙、",
)

BELOW = (
    "A.完善预案，定期演练。",
    "1实施主体",
    "所需经费由县级财政承担。",
    "二、组织保障",
    "附件：任务分工表",
    "",
)


@pytest.mark.parametrize("below", BELOW)
@pytest.mark.parametrize("numbers", NUMBERS)
@pytest.mark.parametrize("above", ["一、主要任务", "主要任务", BODY])
def test_no_sentence_of_a_list_is_lost_to_a_heading(numbers, below, above):
    size = len(numbers) // 3
    marks = [
        numbers[n : n + size] + ("、" if size == 1 and numbers[0] == "一" else "")
        for n in range(0, 3 * size, size)
    ]
    lines = [mark + sentence for mark, sentence in zip(marks, SENTENCES, strict=True)]
    text = "\n".join(["关于校舍的意见", "各县教育局：", above, *lines, below, "甲市教育局", "2023年8月9日"])
    passages = {text[p.start : p.end] for p in only(text).passages}
    assert set(lines) <= passages


MARKS = ["", *("一、", "（一）", "1.", "2.", "（1）", "①", "甲、", "1.1", "第一，", "一是")]

WORDINGS = ["建校", "改造操场。", "培训教师，提高待遇。", "到2025年建成30所学校。", f"修路。{BODY}", BODY]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(MARKS), st.sampled_from(WORDINGS)), max_size=20))
def test_a_whole_sentence_is_in_a_passage_or_is_the_heading_of_one(units):
    # A sign more makes each of its own.
    said = [chr(ord("木") + n) + wording for n, (_, wording) in enumerate(units)]
    lines = [mark + wording for (mark, _), wording in zip(units, said, strict=True)]
    text = "\n".join(["关于校舍的意见", "各县教育局：", *lines])
    read = "\n".join(f"{text[p.start : p.end]}\n{p.section}\n{p.heading}" for p in only(text).passages)
    assert [one for one in said if one[-1] == "。" and one.rstrip("。") not in read] == []


def test_a_formula_is_no_heading():
    text = f"一、考评\n{BODY}\n年度分值=日常分值（60%）+评估分值（40%）\n（一）等次\n{BODY}"
    assert [role for role, _ in roles(text)] == ["heading", "passage", "passage", "heading", "passage"]


def test_a_bare_number_one_below_an_annex_opens_another_text():
    chapters = f"1总则\n1.1目的。{BODY}\n1.2依据。{BODY}\n2任务\n2.1建校。{BODY}\n"
    assert labels(f"关于校舍的办法\n{chapters}补充规定\n{chapters}")[:3] == ["1.1", "1.2", "2.1"]


def test_a_paragraph_behind_numbered_units_belongs_to_none_of_them():
    assert labels(f"一、任务\n（一）建校。{BODY}\n（二）修路。{BODY}\n各地要抓好落实，按时报送情况。") == [
        "（一）",
        "（二）",
        "",
    ]


def test_headings_need_no_full_stop_and_tasks_may_end_without_one():
    assert roles("一、任务\n（一）成立领导小组，明确分工\n（二）列支专项经费，加强监管")[1:] == [
        ("passage", "（一）成立领导小组，明确分工"),
        ("passage", "（二）列支专项经费，加强监管"),
    ]


STATUTE = """乡村学校条例
（2023年9月27日省人民代表大会常务委员会通过）
第一编 一般规定
第一章 总则
第一条 为了保障乡村学校的发展，制定本条例。
第二条 乡村学校应当符合下列条件：
（一）有校舍；
（二）有教师。
第二条之一 教师应当有资格。
第二章 管理
第一节 经费
第三条 经费由县级财政安排，依照第一条办理。
县级财政应当及时拨付。
第二节 人员
第四条 人员依法聘用。
"""


def test_a_statute_gives_one_passage_an_article_with_its_paragraphs():
    outline = only(STATUTE)
    assert [(p.label, p.section) for p in outline.passages] == [
        ("第一条", "第一编 一般规定 > 第一章 总则"),
        ("第二条", "第一编 一般规定 > 第一章 总则"),
        ("第二条之一", "第一编 一般规定 > 第一章 总则"),
        ("第三条", "第一编 一般规定 > 第二章 管理 > 第一节 经费"),
        ("第四条", "第一编 一般规定 > 第二章 管理 > 第二节 人员"),
    ]
    second = outline.passages[1]
    assert STATUTE[second.start : second.end].endswith("（二）有教师。")
    assert outline.front == ("乡村学校条例", "（2023年9月27日省人民代表大会常务委员会通过）")


def test_articles_that_run_on_in_a_line_are_parted():
    text = "乡村学校办法\n第一章 总则 第一条 为了发展，制定本办法。第二条 教师应当依照第三条取得资格。"
    text += "第二章 附则 第三条 本办法自发布之日起施行。"
    assert [(p.section, p.label) for p in only(text).passages] == [
        ("第一章 总则", "第一条"),
        ("第一章 总则", "第二条"),
        ("第二章 附则", "第三条"),
    ]


def test_two_articles_are_a_text_of_articles_and_two_of_another_text_are_none():
    found = only(f"乡村学校办法\n第一条\n{BODY}\n第二条 下列费用：\n（一）学费；\n（二）书费。").passages
    assert [p.label for p in found] == ["第一条", "第二条"]
    assert labels(f"关于校舍的通知\n第三条 修改为：{BODY}\n第五条 删去。")[0] == ""


@pytest.mark.parametrize("opening", ["第一条规定的", "第二条第一款所列的", "第一条和第二条的"])
def test_a_paragraph_that_opens_with_a_reference_is_no_article(opening):
    text = f"乡村学校办法\n第一条 为了发展。\n第二条 应当注册。\n{opening}教师除外。\n第三条 即日施行。"
    assert labels(text) == ["第一条", "第二条", "第三条"]


def test_a_notice_above_a_statute_is_no_article():
    text = f"关于印发条例的通知\n各市人民政府：\n现将条例印发给你们，请认真遵照执行。\n{STATUTE}"
    found = only(text).passages
    assert [p.label for p in found] == ["", "第一条", "第二条", "第二条之一", "第三条", "第四条"]
    assert text[found[0].start : found[0].end] == "现将条例印发给你们，请认真遵照执行。"


def test_what_a_statute_encloses_is_no_part_of_its_last_article():
    outline = only(f"{STATUTE}附件：1.登记表\n2.评价表\n甲市教育局\n2023年10月26日")
    assert outline.passages[-1].label == "第四条"
    assert [s.role for s in outline.segments if s.role != "blank"][-6:] == ["passage"] + ["closing"] * 5


def test_a_plan_in_chapters_keeps_them_as_sections():
    text = f"教育规划\n第一章 基础\n{BODY}\n第二章 任务\n第一节 建校\n一、选址\n{BODY}\n第三章 保障\n{BODY}"
    assert [(p.section, p.label) for p in only(text).passages] == [
        ("第一章 基础", ""),
        ("第二章 任务 > 第一节 建校", "一、"),
        ("第三章 保障", ""),
    ]


@pytest.mark.parametrize("line", ["各位代表：", "各位代表！", "同志们："])
def test_a_salutation_is_no_passage(line):
    assert roles(f"{line}\n{BODY}\n{line}\n{BODY}") == [("front", line), ("passage", BODY)] * 2


def test_rows_of_a_table_are_passages():
    text = f"一、任务\n{BODY}\n任务分工表\n1\t新建校舍\t教育局\n2\t培训教师\t教育局"
    assert roles(text)[-3:] == [
        ("heading", "任务分工表"),
        ("passage", "1\t新建校舍\t教育局"),
        ("passage", "2\t培训教师\t教育局"),
    ]
    text = f"一、任务\n{BODY}\n2.\t入学率\t50\t95\n3.\t升学率\t60\t75"
    assert roles(text)[-2:] == [("passage", "2.\t入学率\t50\t95"), ("passage", "3.\t升学率\t60\t75")]


def test_statements_end_in_full_stops_and_semicolons():
    text = "要建校；要修路。“行吗？”他问。好"
    passage = only(f"关于校舍\n一、{text}").passages[0]
    found = rl.split_statements(f"关于校舍\n一、{text}", passage)
    words = [f"关于校舍\n一、{text}"[s.start : s.end] for s in found]
    assert words == ["一、要建校；", "要修路。", "“行吗？”", "他问。", "好"]


def test_a_paragraph_behind_a_run_in_heading_and_its_first_sentence_stands_below_it():
    text = f"一、任务\n（一）建校。{BODY}\n{BODY}\n（二）修路。{BODY}\n{BODY}\n二、保障\n{BODY}"
    assert [(p.label, p.heading, p.section) for p in only(text).passages] == [
        *[("（一）", "建校", "一、任务")] * 2,
        *[("（二）", "修路", "一、任务")] * 2,
        ("二、", "保障", ""),
    ]


@pytest.mark.parametrize(
    ("last", "label"),
    [
        ("经费由省级财政承担。", "（二）"),
        ("对未完成的，予以通报。", "（二）"),
        ("各县要抓好落实。", ""),
        ("本意见自印发之日起施行。", ""),
        ("以上意见，请认真贯彻执行。", ""),
        ("特此通知，请遵照执行。", ""),
        ("省教育厅要会同有关部门抓好落实。", ""),
    ],
)
def test_the_last_paragraph_is_of_its_unit_unless_it_speaks_of_the_document(last, label):
    text = f"关于校舍的意见\n一、任务\n（一）建校。{BODY}\n（二）修路。{BODY}\n"
    text += f"{last}\n甲省人民政府\n2023年8月9日"
    passage = only(text).passages[-1]
    assert (passage.label, passage.heading, passage.section) == (
        (label, "修路", "一、任务") if label else ("", "", "")
    )


def test_what_sums_up_a_section_of_a_speech_has_no_number():
    text = f"各位代表：\n一、回顾\n（一）建校。{BODY}\n{BODY}\n（二）修路。{BODY}\n"
    text += f"一年来，成绩来之不易。\n二、任务\n{BODY}"
    assert labels(text) == ["（一）", "（一）", "（二）", "", "二、"]


def test_a_heading_may_stand_on_the_line_below_its_number():
    text = f"关于校舍的意见\n一、\n总体要求\n{BODY}\n二、\n任务\n（一）\n建校\n{BODY}\n（二）\n修路\n{BODY}"
    assert [(p.label, p.heading, p.section) for p in only(text).passages] == [
        ("一、", "总体要求", ""),
        ("（一）", "建校", "二、任务"),
        ("（二）", "修路", "二、任务"),
    ]


def test_a_heading_without_a_number_is_that_of_the_paragraphs_below_it():
    units = f"（一）修路。{BODY}\n（二）用人。{BODY}"
    text = f"关于校舍的意见\n{BODY}\n建校任务\n{BODY}\n{BODY}\n{units}\n保障措施\n{BODY}"
    assert [p.heading for p in only(text).passages] == [
        "",
        "建校任务",
        "建校任务",
        "修路",
        "用人",
        "保障措施",
    ]


@pytest.mark.parametrize("first", [998, 1258])
def test_articles_are_counted_beyond_the_thousandth(first):
    numerals = [write_numeral(number) for number in range(first, first + 5)]
    text = "校舍法典\n" + "\n".join(f"第{numeral}条 {BODY}" for numeral in numerals)
    assert labels(text) == [f"第{numeral}条" for numeral in numerals]
    assert labels(text.replace("\n第", "第").replace("法典第", "法典\n第")) == labels(text)


def test_an_article_that_opens_like_a_reference_is_told_by_its_number():
    text = "校舍法\n第一条 为了发展。\n第二条规定时间内应当注册。\n第三条和解协议有效。\n"
    text += "第四条 违反第一条的。\n第三条规定的除外。\n第五条 施行。"
    found = only(text).passages
    assert [p.label for p in found] == ["第一条", "第二条", "第三条", "第四条", "第五条"]
    assert text[found[3].start : found[3].end].endswith("第三条规定的除外。")


NOTICE = (
    "甲市教育局关于校舍的通知\n现就校舍工作通知如下。\n一、任务\n（一）平整操场。学校每年平整一次。\n"
    "（二）购置图书。学校每年购置一次。\n（三）修缮校舍。各县每年检查一次。\n二、清单\n"
)


@pytest.mark.parametrize(
    "items",
    [
        ["开展摸底调查", "修缮危旧校舍", "每月报送进展"],
        ["● 每月调度", "● 每季度通报省教育厅", "● 建立领导小组办公室"],
        ["1.组建专班", "2.报送甲市教育局", "3.通报市委办公厅"],
        ["校舍由学校专人管理。", "[ ] 每月盘点", "[x] 公布目录"],
    ],
)
@pytest.mark.parametrize("signed", ["", "\n甲市教育局\n2020年5月6日"])
def test_the_last_items_of_a_list_need_no_full_stop(items, signed):
    text = NOTICE + "\n".join(items) + signed
    (outline,) = rl.split_documents(text)
    assert [text[p.start : p.end] for p in outline.passages][-len(items) :] == items
    assert not signed or outline.closing == ("甲市教育局", "2020年5月6日")


@pytest.mark.parametrize(
    "below",
    [
        "各县要落实。\n甲市教育局\n2020年5月6日",
        "各县要落实。\n附件\n甲表\n乙表",
        "各县要落实。\n打印本页",
        "校舍工作领导小组成员名单\n组长：张某\n副组长：王某\n李某某市教育局局长",
    ],
)
def test_what_stands_below_the_text_or_names_members_is_no_item(below):
    text = NOTICE + below
    passages = [text[p.start : p.end] for p in rl.split_documents(text)[0].passages]
    assert passages[-1] in ("各县要落实。", "（三）修缮校舍。各县每年检查一次。")
