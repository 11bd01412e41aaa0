"""Tables of aims: a row is read with its head."""

import pandas as pd
import pytest

from reformlab.mentions.find import find_mentions


def read(lines: str, year: int | None = 2021, kind: str = "plan") -> list[tuple]:
    """Return value, unit, kind and year of the numbers of a document, a passage a line."""
    texts = lines.split("\n")
    passages = pd.DataFrame(
        {"passage_id": [f"a:{at}" for at in range(len(texts))], "doc_id": "a", "text": texts}
    )
    documents = pd.DataFrame(
        [{"doc_id": "a", "level": "county", "place": "凤阳", "year": year, "kind": kind}]
    )
    found = find_mentions(passages, documents)
    found = found[found["kind"] == "target"]
    columns = ["name", "role", "value", "unit", "number_kind", "by"]
    return [tuple(row) for row in found[columns].astype("object").fillna("").to_numpy()]


def short(lines: str, year: int | None = 2021, kind: str = "plan") -> list[tuple]:
    return [(value, unit, number_kind, by) for _, _, value, unit, number_kind, by in read(lines, year, kind)]


BOTH = [(40, "%", "result", ""), (85, "%", "aim", "2025")]


@pytest.mark.parametrize(
    "lines",
    [
        "指标\t2020年\t2025年\n建册率\t40%\t85%",
        "指标\t单位\t2020年\t2025年\n建册率\t%\t40\t85",
        "指标\t2020年\t2025年\n建册率（%）\t40\t85",
        "指标名称\t2020年（%）\t2025年（%）\n建册率\t40\t85",
        "序号\t主要指标\t计量单位\t2020年基期值\t2025年目标值\t属性\n3\t建册率\t%\t40\t85\t约束性",
        "指标\t2020\t2025\n建册率\t40%\t85%",
        "指标\t2020年（基期）\t2025年（目标）\n1.建册率\t40%\t85%",
        "指标\t现状（2020年）\t目标（2025年）\n★建册率\t40%\t85%",
        "指标\t“十三五”末\t“十四五”目标\n建册率\t40%\t85%",
        "指标\t单位\t规划值\n2020年\t2025年\n建册率\t%\t40\t85",
        "类别\t指标\t单位\t规划值\t属性\n类别\t指标\t单位\t2020年\t2025年\t属性\n服务\t建册率\t%\t40\t85\t预期性",
        "类别\t指标\t单位\t2020年\t2025年\t属性\n建册率\t%\t40\t85\t预期性",
        "类别\t指标\t单位\t2020年\t2025年\t责任单位\n服务\t建册率\t%\t40\t85",
        "指标\t2020年实际完成\t到2025年\n健康服务\n建册率（单位：%）*\t40\t85",
        "表2 主要指标\n单位：%\n指标\t2020年\t2025年\n其中：建册率\t40\t85",
        "2020年\t2025年\n建册率\t40%\t85%",
        "指标\t单位\t规划值\t\t属性\n2020年\t2025年\n建册率\t%\t40\t85\t预期性",
        "指标\t2020年\t2025年\n1.建册率\t40%\t85.0%",
        "指标\t2020年\t2021—2025年\n建册率\t40%\t85%",
        "指标\t单位\t2020年\t2025年\n（3）建册率\t百分比（%）\t40%\t85%",
        "指标\t2020年\t2025年\n建册率\t40%\t[85%]",
        "指标\t2020年底\t2025年底\n建册率\t40%\t【85】%",
    ],
)
def test_years_of_the_head_tell_aims_from_what_was_reached(lines):
    assert short(lines) == BOTH


def test_signs_counts_and_units_of_the_cells_are_read():
    lines = (
        "指标\t单位\t2020年\t2025年\n"
        "孕产妇死亡率\t1/10万\t8\t<7\n"
        "执业医师数\t万人\t1.2\t1.5左右\n"
        "床位数\t张/千人\t6\t7以上\n"
        "总费用\t亿元\t30\t≤35\n"
        "新增站点\t个\t—\t〔20〕\n"
        "满意度\t分\t80\t85—90"
    )
    assert [row for row in read(lines) if row[4] == "aim"] == [
        ("孕产妇死亡率", "不超过", 7, "/10万", "aim", "2025"),
        ("执业医师数", "左右", 15_000, "人", "aim", "2025"),
        ("床位数", "不低于", 7, "张/千人", "aim", "2025"),
        ("总费用", "不超过", 3_500_000_000, "元", "aim", "2025"),
        ("新增站点", "等于", 20, "个", "aim", "2025"),
        ("满意度", "等于", 85, "分", "aim", "2025"),
    ]


def test_where_a_table_has_no_years_its_words_or_its_caption_tell():
    assert short("指标\t现状值\t目标值\n建册率\t40%\t85%") == [(40, "%", "result", ""), (85, "%", "aim", "")]
    lines = "表1 到2025年的主要指标（目标）\n指标\t现状值\t目标值\n建册率\t40%\t85%"
    assert short(lines) == BOTH


def test_a_column_of_times_says_by_when():
    head = "序号\t任务名称\t目标值\t完成时限\t责任单位\n"
    rows = "1\t新建巡诊点\t20个\t2023年6月底\t县卫健局\n2\t建册率\t85%以上\t2025年\t县卫健局"
    assert short(head + rows) == [(20, "个", "aim", "2023-06"), (85, "%", "aim", "2025")]


def test_the_year_of_the_document_tells_which_years_are_over():
    lines = "指标\t2021年\t2022年\t2025年\n建册率\t40%\t50%\t85%"
    kinds = [(value, kind, by) for value, _, kind, by in short(lines)]
    assert kinds == [(40, "result", ""), (50, "aim", "2022"), (85, "aim", "2025")]
    assert [kind for _, _, kind, _ in short(lines, 2023)] == ["result", "result", "aim"]
    assert [kind for _, _, kind, _ in short(lines, None)] == ["result", "aim", "aim"]
    assert short("指标\t2025年\n建册率（%）\t85", None) == BOTH[1:]
    assert short("指标\t近期目标（2025年）\t远期目标（2030年）\n建册率\t85%\t95%", None) == [
        *BOTH[1:],
        (95, "%", "aim", "2030"),
    ]
    assert {kind for _, _, kind, _ in short("指标\t2019年\t2020年\n建册率\t40%\t50%", 2021, "report")} == {
        "result"
    }


def test_what_is_no_table_of_aims_is_read_as_before():
    # No head with names, what a row costs, and running text behind a table.
    assert short("2025年\t市卫健局\n建站20座\t市住建局") == [(20, "座", "aim", "")]
    assert short("村\t补助标准\n甲村\t每户补助300元") == [(300, "元", "subsidy", "")]
    after = "指标\t2020年\t2025年\n建册率\t40%\t85%\n建站点20个。\n甲\t3\t4"
    assert short(after) == [*BOTH, (20, "个", "aim", "")]
    # Another table begins.
    other = "指标\t2020年\t2025年\n建册率\t40%\t85%\n序号\t项目名称\t投资\n1\t扩建门诊楼\t300"
    assert short(other) == BOTH


def test_a_bare_number_of_another_column_counts_nothing():
    lines = "指标\t2020年\t2025年\t年均增长\n建册率\t40%\t85%\t9%"
    assert short(lines) == BOTH


def test_a_cell_with_words_is_read_as_text_by_the_year_of_its_column():
    lines = "任务名称\t2022年\t2023年\n村级巡诊\t建成巡诊点20个\t巡诊点达到35个，配车6辆"
    assert short(lines) == [
        (20, "个", "aim", "2022"),
        (35, "个", "aim", "2023"),
        (6, "辆", "aim", "2023"),
    ]


def test_rows_that_are_but_a_part_of_their_document_keep_their_head():
    passages = pd.DataFrame(
        [
            {
                "passage_id": "a:7",
                "doc_id": "a",
                "text": "建册率\t%\t40\t85",
                "review": False,
                "carried": "",
                "head": "指标\t单位\t2020年\t2025年",
            }
        ]
    )
    found = find_mentions(passages, pd.DataFrame([{"doc_id": "a", "year": 2021}]))
    assert found["by"].fillna("").tolist() == ["", "2025"]


def test_of_a_table_of_tasks_a_number_has_the_name_in_its_cell_and_the_time_of_its_row():
    head = "序号\t任务\t措施\t责任单位\t完成时限"
    rows = [
        "1\t建校\t新建学校3所，入学率达到95%以上。\t县教育局\t2021年12月底前",
        "2\t建校\t培训教师200名\t县教育局\t6月底",
        "3\t修路\t2022年底前，修路20公里\t县交通运输局\t2023年",
        "4\t修路\t路灯\t增加到90盏\t2021年第三季度",
        "5\t种树\t种树400棵\t县林业局\t长期坚持",
        "6\t种树\t种花500株\t县林业局\t2020年",
    ]
    assert read("\n".join([head, *rows])) == [
        ("学校", "等于", 3, "所", "aim", "2021-12"),
        ("入学率", "不低于", 95, "%", "aim", "2021-12"),
        ("教师", "等于", 200, "名", "aim", "2021-06"),
        ("修路", "等于", 20, "公里", "aim", "2022"),
        ("路灯", "达到", 90, "盏", "aim", "2021-09"),
        ("种树", "等于", 400, "棵", "aim", ""),
        ("种花", "等于", 500, "株", "aim", ""),  # a time that is over is none to reach it by
    ]
    # Without a column of times, and behind the table, no time is carried.
    assert read(f"任务\t责任单位\n{rows[1]}")[0][-1] == ""
    assert read(f"{head}\n{rows[0]}\n县里另外培训教师30名。")[-1][-1] == ""


def test_the_time_in_the_row_of_a_table_is_a_deadline_once():
    texts = ["任务\t完成时限", "建校\t2021年第三季度", "修路\t2021年底前"]
    passages = pd.DataFrame({"passage_id": ["a:1", "a:2", "a:3"], "doc_id": "a", "text": texts})
    found = find_mentions(passages, pd.DataFrame([{"doc_id": "a", "level": "county", "year": 2021}]))
    found = found[found["kind"] == "deadline"]
    cut = [texts[int(one.passage_id[-1]) - 1][one.start : one.end] for one in found.itertuples()]
    assert list(zip(cut, found["by"], strict=True)) == [("2021年第三季度", "2021-09"), ("2021年底前", "2021")]


def test_rows_of_tasks_lack_cells_at_their_ends_and_heads_may_have_two_rows():
    head = "领域\t任务\t责任单位\t完成时限\t备注\n牵头单位\t配合单位"
    rows = [
        "一、学校\t1.建校\t县教育局\t县财政局\t2021年底前",
        "2.修路\t县交通运输局\t县财政局\t2021年6月",
    ]
    texts = "\n".join([head, *rows]).split("\n")
    passages = pd.DataFrame({"passage_id": [f"a:{n}" for n in range(4)], "doc_id": "a", "text": texts})
    found = find_mentions(passages, pd.DataFrame([{"doc_id": "a", "level": "county", "year": 2021}]))
    found = found[found["kind"] == "agency"]
    assert list(zip(found["name"], found["role"], strict=True)) == [
        ("县教育局", "lead"),
        ("县财政局", "joint"),
        ("县交通运输局", "lead"),
        ("县财政局", "joint"),
    ]
