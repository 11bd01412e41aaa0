"""Tables that lines rule on the pages of PDF files: cells, merged cells, rows that a page breaks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reformlab.reading.files import read_bytes
from reformlab.reading.pdf import read_pdf
from reformlab.reading.ruled import Rule, find_tables
from tests.reading.printing import at, print_pages

EDGES = [60, 110, 330, 450, 540]
HEAD = ["序号", "任务", "单位", "时限"]
WRAPPED = "修缮全县的校舍，补齐各校的桌椅和图书，|按月报送进度，年底以前完成全部验收。|乡镇的由县里办。"
ROWS = [
    HEAD,
    ["1", WRAPPED, "教育局、财政局", "二〇三〇年|六月底前"],
    ["2", "培训教师", "教育局、人力资源和|社会保障局", "九月"],
]
LINES = [
    "序号\t任务\t单位\t时限",
    # The next paragraph of a cell stands behind a blank.
    "1\t修缮全县的校舍，补齐各校的桌椅和图书，按月报送进度，年底以前完成全部验收。乡镇的由县里办。"
    "\t教育局、财政局\t二〇三〇年 六月底前",
    "2\t培训教师\t教育局、人力资源和社会保障局\t九月",
]


def line(x: float, y: float, to_x: float, to_y: float) -> str:
    return f"{x} {y} m {to_x} {to_y} l S\n"


def thin_box(x: float, y: float, to_x: float, to_y: float) -> str:
    return f"{x} {y} {to_x - x + 0.5} {to_y - y + 0.5} re f\n"


def print_table(
    rows: list[list[str]], top: float = 700, *, edges: list[float] = EDGES, draw=line, sides: bool = True
) -> str:
    """Print ruled rows; | parts the lines of a cell, None is part of the cell above, "<" of that before."""
    page, places = "", [top]
    for row in rows:
        height = 8 + 16 * max(cell.count("|") + 1 for cell in row if cell)
        for n, cell in enumerate(row):
            if cell and cell != "<":
                for m, words in enumerate(cell.split("|")):
                    page += at(edges[n] + 5, top - 16 * (m + 1), words, size=11)
            if n and cell != "<":
                page += draw(edges[n], top - height, edges[n], top)
            if cell is not None:
                page += draw(edges[n], top, edges[n + 1], top)
        top -= height
        places.append(top)
    page += draw(edges[0], top, edges[-1], top)
    if sides:
        page += "".join(draw(x, top, x, places[0]) for x in (edges[0], edges[-1]))
    return page


def read_lines(*pages: str) -> list[str]:
    return read_bytes(print_pages(*pages)).text.replace("\f", "\n").split("\n")


@pytest.mark.parametrize("draw", [line, thin_box])
@pytest.mark.parametrize("sides", [True, False])
def test_a_cell_of_a_ruled_table_is_whole_in_however_many_lines(draw, sides):
    page = at(60, 780, "校舍任务分工表") + print_table(ROWS, draw=draw, sides=sides)
    page += at(60, 500, "各校要在年底以前报告进度，没有完成的要说明原因。")
    assert read_lines(page) == [
        "校舍任务分工表",
        *LINES,
        "各校要在年底以前报告进度，没有完成的要说明原因。",
    ]


def test_boxes_that_are_drawn_round_each_cell_rule_a_table():
    page = ""
    for n, words in enumerate(["甲县", "35", "乙县", "112"]):
        x, y = 60 + 100 * (n % 2), 700 - 20 * (n // 2)
        page += f"{x} {y} 100 20 re S\n" + at(x + 5, y + 5, words, size=11)
    assert read_lines(page) == ["甲县\t35", "乙县\t112"]


def test_a_merged_cell_speaks_for_its_rows_and_stands_once_in_each():
    rows = [
        ["类别", "指标", "2030年", "2035年"],
        ["普及", "入学率", "95%", "98%"],
        [None, "巩固率", "90%", "95%"],
        ["注：按常住人口算", "<", "<", "<"],
    ]
    assert read_lines(print_table(rows)) == [
        "类别\t指标\t2030年\t2035年",
        "普及\t入学率\t95%\t98%",
        "普及\t巩固率\t90%\t95%",
        "注：按常住人口算",
    ]


@pytest.mark.parametrize("above", [[], [HEAD]])
def test_a_row_that_a_page_breaks_is_one_row(above):
    first = at(60, 800, "某县教育局文件") + print_table(
        [HEAD, ["1", "修缮全县的校舍，补齐各校的", "教育局", "六月"]], 60
    )
    second = at(60, 800, "某县教育局文件")
    second += print_table([*above, ["", "桌椅和图书", "", "底前"], ["2", "培训教师", "教育局", "九月"]], 780)
    assert [row for row in read_lines(first, second) if "\t" in row] == [
        "序号\t任务\t单位\t时限",
        "1\t修缮全县的校舍，补齐各校的桌椅和图书\t教育局\t六月底前",
        *map("\t".join, above),
        "2\t培训教师\t教育局\t九月",
    ]


@pytest.mark.parametrize(
    "second",
    [
        # A row of the class that the page before opened.
        [["", "巩固率", "90%", "95%"], ["师资", "培训率", "80%", "90%"]],
        [["师资", "培训率", "80%", "90%"]],
    ],
)
def test_a_row_of_its_own_at_the_top_of_a_page_stays_one(second):
    first = print_table([["类别", "指标", "2030年", "2035年"], ["普及", "入学率", "95%", "98%"]], 90)
    rows = [row for row in read_lines(first, print_table(second, 780)) if "\t" in row]
    assert rows[1:] == ["普及\t入学率\t95%\t98%", *map("\t".join, second)]


PARAGRAPH = ["各县要修缮校舍，补齐各校的桌椅和图书，按月", "报送进度，年底以前完成全部验收。"]


@pytest.mark.parametrize(
    "drawing",
    [
        # A frame round the page, the line below its head, words that are underlined, the grid of a chart.
        "40 40 520 760 re S\n",
        line(40, 790, 560, 790) + line(40, 795, 560, 795),
        line(60, 698, 340, 698) + line(60, 676, 200, 676),
        "".join(line(60, y, 540, y) + line(y, 100, y, 580) for y in range(100, 581, 40)),
    ],
)
def test_lines_that_rule_no_table_change_no_text(drawing):
    text = "".join(at(60, 700 - 22 * n, words) for n, words in enumerate(PARAGRAPH)) + at(70, 300, "图")
    assert read_pdf(print_pages(drawing + text)) == read_pdf(print_pages(text))


def test_a_page_whose_frame_a_table_touches_is_no_cell():
    lines = [f"第{n}条　各县要修缮校舍，补齐各校的桌椅。" for n in range(1, 46)]
    text = "".join(at(60, 790 - 15 * n, words, size=11) for n, words in enumerate(lines))
    frame = "40 40 520 765 re S\n" + line(40, 90, 560, 90) + line(300, 40, 300, 90)
    foot = at(60, 60, "甲县", size=11) + at(320, 60, "35", size=11)
    assert read_lines(frame + text + foot)[:45] == lines


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(1, 3), min_size=3, max_size=3), min_size=2, max_size=6), st.booleans())
def test_every_word_of_a_table_is_read_once(sizes, sides):
    words = iter(f"词{n:03d}" for n in range(1000))
    rows = [["|".join(next(words) for _ in range(size)) for size in row] for row in sizes]
    read = read_lines(print_table(rows, edges=[60, 200, 340, 480], sides=sides))
    assert [row.replace(" ", "") for row in read] == ["\t".join(row).replace("|", "") for row in rows]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(*[st.floats(0, 600)] * 3), max_size=12), st.lists(st.tuples(*[st.floats(0, 600)] * 3))
)
def test_any_lines_give_tables_whose_cells_fill_them(across, down):
    rules = [[Rule(at, *sorted(ends)) for at, *ends in lines] for lines in (across, down)]
    for table in find_tables(*rules):
        assert len(table.cells) == len(table.tops) - 1 >= 1
        assert all(len(row) == len(table.edges) - 1 for row in table.cells)
        numbers = {n for row in table.cells for n in row}
        assert numbers == set(range(len(numbers)))
        assert sum(
            text.count("字") for _, text in table.write_rows(dict.fromkeys(numbers, "字" * 99))
        ) == 99 * len(numbers)
