"""Texts without full stops: lists of duties and items, letters, verses, tables with a cell a line."""

import pytest

import reformlab as rl
from tests.documents.outlines import only

TITLE = "甲县校舍工作任务分工\n甲教发〔2023〕9号\n"


def found(text: str) -> list[tuple[str, str]]:
    """Return heading and wording of each passage of a text as it is cleaned."""
    text = rl.clean_text(text).text
    return [(p.heading, text[p.start : p.end]) for p in only(text).passages]


@pytest.mark.parametrize("end", ["；", ";", "", "。"])
def test_the_name_of_a_body_is_the_heading_of_its_duties(end):
    text = (
        f"{TITLE}县教育局\n修缮校舍，添置图书\n培训教师\n县民政局\n资助困难学生\n县公安局\n维护校园秩序{end}"
    )
    stop = end.replace(";", "；")
    assert found(text) == [
        ("县教育局", "修缮校舍，添置图书"),
        ("县教育局", "培训教师"),
        ("县民政局", "资助困难学生"),
        ("县公安局", f"维护校园秩序{stop}"),
    ]


@pytest.mark.parametrize("bullet", ["•", "- ", "★", "● ", "◆", "➢", "√ ", "1.", "A. ", "1 "])
def test_items_are_passages_whatever_opens_them(bullet):
    items = ["修缮校舍和操场", "添置图书", "培训教师，提高待遇"]
    text = TITLE + "\n".join(bullet + item for item in items)
    assert [wording[-len(item) :] for item, (_, wording) in zip(items, found(text), strict=True)] == items


def test_long_lines_and_lines_of_verse_are_text():
    long = "修缮全县农村义务教育阶段学校的校舍并添置图书和教学设备以及体育器材"
    assert [wording for _, wording in found(f"{TITLE}{long}\n{long}")] == [long, long]
    verse = "勤读书，多思考\n少吵闹，守秩序"
    assert [wording for _, wording in found(f"校园歌谣\n{verse}")] == verse.split("\n")
    slogans = "校园安全人人有责\n读书改变命运\n尊师重教代代相传"
    assert [wording for _, wording in found(f"甲校标语\n{slogans}")] == slogans.split("\n")


def test_whom_a_letter_speaks_to_and_who_signs_it_are_set_aside():
    text = "致全县教师的慰问信\n全县教师：\n向你们致以节日的问候\n祝你们身体健康\n甲县教育局\n2023年9月9日"
    assert [wording for _, wording in found(text)] == ["向你们致以节日的问候", "祝你们身体健康"]


def test_paragraphs_without_stops_below_numbered_headings_are_text():
    text = "甲县校舍工作提纲\n一、校舍\n修缮教室\n添置图书\n二、教师\n培训校长\n提高待遇"
    assert found(text) == [
        ("校舍", "修缮教室"),
        ("校舍", "添置图书"),
        ("教师", "培训校长"),
        ("教师", "提高待遇"),
    ]


def test_a_title_with_its_number_date_and_menu_has_no_passage():
    assert found("关于校舍的通知\n甲教发〔2023〕9号\n2023年1月1日") == []
    assert found("关于校舍的通知\n首页\n新闻\n互动\n甲县教育局") == []


def test_a_table_with_a_cell_a_line_has_its_rows_as_passages():
    cells = ["序号", "任务", "牵头单位", "1", "修缮校舍", "县教育局", "2", "修路", "县交通局"]
    rows = ["序号\t任务\t牵头单位", "1\t修缮校舍\t县教育局", "2\t修路\t县交通局"]
    assert found(TITLE + "".join(f"{cell}|\n" for cell in cells)) == [("", row) for row in rows]


def test_a_table_that_counts_its_rows_may_have_a_cell_a_line_without_bars():
    cells = [
        "序号",
        "任务",
        "单位",
        "时限",
        "1",
        "建校3所",
        "县教育局",
        "2025年",
        "2",
        "修路",
        "县交通局",
        "2026年",
    ]
    rows = ["序号\t任务\t单位\t时限", "1\t建校3所\t县教育局\t2025年", "2\t修路\t县交通局\t2026年"]
    text = "关于校舍的通知\n一、任务\n" + "\n".join(cells) + "\n二、保障\n抓好落实。"
    assert found(text) == [*(("任务", row) for row in rows), ("保障", "抓好落实。")]
    # One row alone, and a list that only has such a word in it, stay what they are.
    assert all("\t" not in passage for _, passage in found("\n".join(["校舍表", *cells[:8]])))
    assert all(
        "\t" not in passage for _, passage in found("关于编号的通知\n编号\n各县要编号。\n各县要报送。")
    )


def test_who_signs_above_an_annex_of_duties_is_no_heading():
    duties = (
        "县教育局\n修缮校舍，添置图书\n县民政局\n资助困难学生，发放补助\n县公安局\n维护校园秩序，开展巡查"
    )
    text = f"关于校舍的通知\n现印发任务分工。\n甲县人民政府\n2023年1月5日\n附件\n任务分工\n{duties}"
    assert [heading for heading, _ in found(text)] == ["", "县教育局", "县民政局", "县公安局"]


def test_tasks_that_open_and_close_with_brackets_are_no_list():
    tasks = [f"（{number}）修缮校舍。今年修缮{n}所。（市教育局负责）" for n, number in enumerate("一二三", 3)]
    text = "\n".join(["甲市人民政府关于修缮校舍的通知", *tasks, "甲市人民政府办公室"])
    assert only(text).closing == ("甲市人民政府办公室",)
