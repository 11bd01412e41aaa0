"""Reading PDF files: the text that their pages print, and those that hold none."""

import io
import math
import re
import threading
from functools import cache
from pathlib import Path

import matplotlib
import mplfonts
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

import reformlab as rl
from reformlab.reading.browser_lines import drop_browser_lines
from reformlab.reading.clean import clean_text
from reformlab.reading.files import ReadError, read_bytes
from reformlab.reading.pdf import _is_garbled, read_pdf
from reformlab.reading.pdf_signs import decode
from reformlab.reading.printed import Line, _joint, order_columns
from tests.reading.printing import at, print_pages

FONT = Path(mplfonts.__file__).parent / "fonts" / "SimHei.ttf"
WIDTH, LINES = 32, 14
TITLE = "关于加强乡村教师队伍建设的意见"
# Made up. The second ends a sentence where a printed line ends, as one in twenty lines does.
PARAGRAPHS = (
    "各级人民政府要完善教师管理制度，推进城乡学校的一体建设，保障教师的工资，到二〇二五年，乡村教师的平均"
    "工资达到当地公务员的水平，由教育部门会同有关部门进行管理。",
    "各县要在年底以前制定实施规定，把任务分到每个学校和每位校长。"
    "教育部门每个季度检查一次进度，对没有完成任务的学校进行通报，并要求校长作出书面说明。",
    "省财政厅安排专项经费，用于修缮校舍、购置图书和培训教师，任何单位不得挪用。",
)
NUMBERED = [f"（{n}）{text}" for n, text in zip("一二三四五六", PARAGRAPHS * 2, strict=True)]


def lay(paragraphs):
    """Break paragraphs into lines, the first indented by two characters, by position and not by blanks."""
    lines = []
    for paragraph in paragraphs:
        at, indent = 0, 2
        while at < len(paragraph):
            lines.append((indent, paragraph[at : at + WIDTH - indent]))
            at, indent = at + WIDTH - indent, 0
    return lines


def draw(pages, *, pictures=(), fonttype=42):
    """Print pages of (indent, line) as a PDF; on the pages named, a picture instead."""
    size, file = 13, io.BytesIO()
    with matplotlib.rc_context({"pdf.fonttype": fonttype}), PdfPages(file) as pdf:
        for number, lines in enumerate(pages, start=1):
            figure = Figure(figsize=(8.27, 11.69))
            for n, (indent, line) in enumerate(lines):
                figure.text(
                    0.12 + indent * size / 595,
                    0.93 - 0.03 * n,
                    line,
                    font=FontProperties(fname=FONT, size=size),
                )
            if number in pictures:
                axes = figure.add_axes((0, 0, 1, 1), frameon=False)
                axes.imshow(np.random.default_rng(1).random((40, 30)), aspect="auto", cmap="gray")
            pdf.savefig(figure)
    return file.getvalue()


@cache
def document(fonttype=42):
    """Return a PDF of several pages with numbers at their feet, and the number of its pages."""
    lines = [(4, TITLE), *lay(NUMBERED)]
    pages = [lines[n : n + LINES] for n in range(0, len(lines), LINES)]
    return draw([[*page, (14, f"— {n} —")] for n, page in enumerate(pages, 1)], fonttype=fonttype), len(pages)


@pytest.mark.parametrize("fonttype", [3, 42])
def test_text_of_a_pdf_is_what_was_printed(fonttype):
    raw, n_pages = document(fonttype)
    got = read_bytes(raw)
    assert (got.format, got.encoding, got.n_bad, got.note) == ("pdf", "", 0, "")
    assert got.text.count("\f") == n_pages - 1 == 1
    printed = re.sub(r"\s|— \d —", "", got.text)
    assert printed == TITLE + "".join(NUMBERED)


def test_paragraphs_of_a_pdf_are_whole_when_clean_and_page_numbers_gone():
    clean = rl.clean_text(read_bytes(document()[0]).text)
    assert [line for line in clean.text.split("\n") if line] == [TITLE, *NUMBERED]


@pytest.mark.parametrize("foot", ["{}", "- {} -", "第 {} 页 共 4 页"])
def test_page_numbers_of_a_long_pdf_break_no_sentence(foot):
    numbered = [f"（{n}）{text}" for n, text in zip("一二三四五六七八九", PARAGRAPHS * 3, strict=True)]
    lines = [(4, TITLE), *lay(numbered)]
    pages = [lines[n : n + 7] for n in range(0, len(lines), 7)]
    assert len(pages) >= 3 and any(page[-1][1][-1] not in "。" for page in pages[:-1])
    raw = draw([[*page, (14, foot.format(n))] for n, page in enumerate(pages, 1)])
    clean = rl.clean_text(read_bytes(raw).text)
    assert [line for line in clean.text.split("\n") if line] == [TITLE, *numbered]


def test_sentence_that_ends_with_its_line_does_not_end_the_paragraph():
    lines = lay(PARAGRAPHS * 2)
    ends = [n for n, (_, line) in enumerate(lines[:-1]) if line.endswith("。") and lines[n + 1][0] == 0]
    assert ends, "the test needs a sentence that ends with its line"
    text, _ = read_pdf(draw([lines]))
    assert "校长。教育部门" in text
    # Without an indent, nothing tells a new paragraph from the next line of one.
    text, _ = read_pdf(draw([[(0, line) for _, line in lines]]))
    assert "校长。\n教育部门" in text


def test_clause_that_ends_with_its_line_does_not_end_the_task():
    # The first line of a task, after which no sign tells a list from a sentence.
    task = "（七）省财政厅会同省教育厅安排修缮校舍的专项经费共三千万元，"
    task += "用于最偏远的三十所学校，由各县负责。"
    lines = lay([*PARAGRAPHS, task])
    assert lines[-2][1].endswith("元，")
    clean = rl.clean_text(read_pdf(draw([lines]))[0])
    assert task in clean.text.split("\n")


def test_line_far_below_a_full_one_is_not_of_its_paragraph():
    blank = (0, " ")
    lines = lay(PARAGRAPHS)
    full = next(n for n, (indent, line) in enumerate(lines) if len(line) == WIDTH and not indent)
    page = [*lines[: full + 1], blank, blank, blank, (0, "甘肃省教育厅办公室印制")]
    assert lines[full][1] + "\n" in read_pdf(draw([lines, page]))[0].split("\f")[1]


def test_words_of_latin_letters_stay_apart_where_lines_are_joined():
    assert _joint("Rural", "schools") == " "
    assert _joint("学校", "schools") == _joint("COVID", "-19") == ""


def draw_cells(rows):
    """Print a page of rows of (left, cell), left in parts of the page's width."""
    file = io.BytesIO()
    with matplotlib.rc_context({"pdf.fonttype": 42}), PdfPages(file) as pdf:
        figure = Figure(figsize=(8.27, 11.69))
        for n, row in enumerate(rows):
            for left, cell in row:
                figure.text(left, 0.93 - 0.03 * n, cell, font=FontProperties(fname=FONT, size=13))
        pdf.savefig(figure)
    return file.getvalue()


def test_cells_of_a_table_without_rules_stay_apart():
    table = [["县名", "学校数", "教师数"], ["甲县", "35", "120"], ["乙县", "112", "1001"]]
    rows = [[(0.12, PARAGRAPHS[2][:30])], *([*zip((0.12, 0.34, 0.56), row, strict=True)] for row in table)]
    clean = rl.clean_text(read_bytes(draw_cells(rows)).text).text
    assert clean.split("\n")[1:] == ["\t".join(row) for row in table]


def print_table(*rows: list[str], step: int = 20) -> list[str]:
    """Print rows, of whose cells some are empty, and return the lines that are read."""
    page = at(60, 780, "校舍任务分工表")
    for n, row in enumerate(rows):
        places = zip((60, 110, 330, 450), row, strict=True)
        page += "".join(at(left, 740 - step * n, cell, size=11) for left, cell in places if cell)
    return read_bytes(print_pages(page)).text.split("\n")[1:]


@pytest.mark.parametrize("step", [14, 20, 24])
def test_a_cell_that_goes_on_below_its_row_is_one_cell(step):
    lines = print_table(
        ["序号", "任务", "单位", "时限"],
        ["1", "修缮全县的校舍，补齐各校的桌椅和", "教育局、财政局", "六月"],
        ["", "图书，按月报送进度，年底以前完成全", "", ""],
        ["", "部验收。", "", ""],
        ["2", "培训教师", "教育局", "九月"],
        ["3", "改善食堂的条件，保证学生每天都有热", "教育局、卫生局", ""],
        ["", "水和热饭", "", ""],
        step=step,
    )
    assert lines == [
        "序号\t任务\t单位\t时限",
        "1\t修缮全县的校舍，补齐各校的桌椅和图书，按月报送进度，年底以前完成全部验收。\t教育局、财政局\t六月",
        "2\t培训教师\t教育局\t九月",
        "3\t改善食堂的条件，保证学生每天都有热水和热饭\t教育局、卫生局",
    ]


def test_a_row_without_its_first_cells_is_a_row_of_its_own():
    rows = [
        ["类别", "任务", "单位", "时限"],
        ["硬件", "修缮校舍", "教育局", "六月"],
        ["", "补齐桌椅", "教育局", "七月"],
        ["", "购置图书", "", "七月"],
        ["", "扩建操场", "", ""],
        ["人员", "培训全县的教师，每人每年不少于十天", "教育局", "九月"],
        ["", "招聘教师。", "人社局", "十月"],
    ]
    assert len(print_table(*rows)) == len(rows)


def test_words_set_apart_on_one_line_are_no_cells():
    rows = [[(0.12, PARAGRAPHS[2][:30])], [(0.3, "甲县"), (0.5, "教育局")], [(0.12, PARAGRAPHS[1][:30])]]
    assert "\t" not in read_bytes(draw_cells(rows)).text


LEFT = [PARAGRAPHS[0][n : n + 15] for n in range(0, 75, 15)]
RIGHT = [PARAGRAPHS[1][n : n + 15] for n in range(0, 75, 15)]


def in_columns(first: list[str], second: list[str], top: int, *, by_line: bool, drop: int = 0) -> str:
    left = [at(60, top - 22 * n, line) for n, line in enumerate(first)]
    right = [at(320, top - drop - 22 * n, line) for n, line in enumerate(second)]
    return "".join(a + b for a, b in zip(left, right, strict=True)) if by_line else "".join(left + right)


@pytest.mark.parametrize("by_line", [True, False])
@pytest.mark.parametrize("drop", [0, 7])
def test_columns_are_read_one_after_the_other_between_headings_across(by_line, drop):
    page = at(200, 780, "某省人民政府公报，第三期")
    page += in_columns(LEFT, RIGHT, 740, by_line=by_line, drop=drop)
    page += at(150, 600, "关于修缮校舍和购置图书的补充规定，教育厅")
    page += in_columns(RIGHT, LEFT, 560, by_line=by_line, drop=drop) + at(280, 60, "— 3 —")
    text = read_bytes(print_pages(page)).text.replace("\n", "")
    first, second = "".join(LEFT), "".join(RIGHT)
    assert text == (
        f"某省人民政府公报，第三期{first}{second}关于修缮校舍和购置图书的补充规定，教育厅{second}{first}— 3 —"
    )


@pytest.mark.parametrize("number", ["3", "12", "· 3 ·", "第3页"])
@pytest.mark.parametrize(
    ("left", "foot"), [(60, 30), (285, 30), (292, 30), (530, 30), (285, 630), (292, 630)]
)
def test_the_number_of_a_page_mixes_no_columns_wherever_it_stands(number, left, foot):
    # Some lines end a paragraph.
    first, second = [*LEFT[:2], LEFT[2][:9], *RIGHT[:2]], [*RIGHT[:3], RIGHT[4][:5], LEFT[3][:9]]
    page = in_columns(first, second, 740, by_line=True) + at(left, foot, number, size=9)
    text = read_bytes(print_pages(page)).text.replace("\n", "")
    assert text == "".join([*first, *second, number])


@pytest.mark.parametrize("n_columns", [2, 3])
@pytest.mark.parametrize("signs", [10, 11])
@pytest.mark.parametrize("indent", [0, 2])
def test_narrow_columns_give_whole_paragraphs(n_columns, signs, indent):
    tasks = [f"{n}、{text}" for n, text in zip("一二三四", [*PARAGRAPHS, PARAGRAPHS[0][9:]], strict=True)]
    lines = []
    for task in tasks:
        blank = " " * indent
        lines += [(blank + task)[n : n + signs] for n in range(0, len(blank + task), signs)]
    n_lines = -(-len(lines) // n_columns)
    page = at(150, 790, "某市教育局关于修缮校舍的通知")
    for n, line in enumerate(lines):
        words = line.lstrip()
        left = 50 + 180 * (n // n_lines) + 12 * (len(line) - len(words))
        page += at(left, 740 - 20 * (n % n_lines), words, size=12)
    text = clean_text(read_bytes(print_pages(page + at(290, 30, "5"))).text).text
    passages = [text[p.start : p.end] for p in rl.split_documents(text)[0].passages]
    assert passages == tasks


@pytest.mark.parametrize(("n_columns", "signs"), [(2, 13), (2, 18), (3, 11), (3, 14)])
@pytest.mark.parametrize("n_above", [0, 4])
def test_columns_of_many_short_lines_give_whole_paragraphs(n_columns, signs, n_above):
    headings = ["一、工资", "二、检查", "三、经费", "四、校舍修缮", "五、年度检查", "六、图书购置"]
    page, top = at(150, 790, "某市教育局关于修缮校舍的通知"), 740
    for _ in range(n_above):
        # A paragraph across all columns ends its lines elsewhere.
        page += at(74, top, ("为了做好这项工作，" * 5)[:38], size=12)
        page += at(50, top - 20, "提出意见。", size=12)
        top -= 40
    parts = [f"　　{part}" for pair in zip(headings, PARAGRAPHS * 2, strict=True) for part in pair]
    lines = [part[n : n + signs] for part in parts for n in range(0, len(part), signs)]
    n_lines = -(-len(lines) // n_columns)
    for n, line in enumerate(lines):
        words = line.lstrip()
        left = 50 + (12 * signs + 20) * (n // n_lines) + 12 * (len(line) - len(words))
        page += at(left, top - 20 - 16 * (n % n_lines), words, size=12)
    text = read_bytes(print_pages(page)).text
    assert text.split("\n")[-len(parts) :] == [part.lstrip() for part in parts]


def print_two_pages(*notes: str, size: int = 9) -> str:
    """Print a paragraph that notes and the number of a page part, and return the clean text."""
    pages = []
    for part in (lay(PARAGRAPHS)[:5], lay(PARAGRAPHS)[5:]):
        pages.append("".join(at(60 + 14 * n, 760 - 24 * m, text) for m, (n, text) in enumerate(part)))
    pages[0] += "".join(at(60, 100 - 14 * n, note, size=size) for n, note in enumerate(notes))
    raw = print_pages(*(page + at(290, 40, f"- {n} -", size=9) for n, page in enumerate(pages, 1)))
    return clean_text(read_bytes(raw).text).text.strip()


def test_a_note_at_the_foot_of_a_page_parts_no_sentence():
    notes = "①校舍指教室和宿舍，不包括操场、食堂以及租用的", "房屋。"
    assert print_two_pages(*notes).split("\n") == [*PARAGRAPHS[:2], "".join(notes), PARAGRAPHS[2]]


def test_an_item_at_the_foot_of_a_page_stays_where_it_is():
    item = "①修缮校舍，按时完工。"
    assert PARAGRAPHS[1] not in print_two_pages(item, size=14)


def test_lines_of_a_list_in_columns_stay_apart():
    names = [f"某市第{n}实验小学教育集团校区" for n in "一二三四五六七八九十"]
    page = at(150, 790, "某市教育局关于公布学校名单的通知")
    for n, name in enumerate(names):
        page += at(50 + 240 * (n // 5), 740 - 20 * (n % 5), name, size=12)
    lines = read_bytes(print_pages(page)).text.split("\n")
    assert lines[1:] == names


def test_full_lines_go_on_where_only_headings_are_set_in():
    parts = ["一、教师工资", PARAGRAPHS[0], "二、检查进度", PARAGRAPHS[1], "三、专项经费", PARAGRAPHS[2]]
    lines = [(0, part[n : n + WIDTH]) for part in parts for n in range(0, len(part), WIDTH)]
    lines = [(2 * (line in parts), line) for _, line in lines]
    text, _ = read_pdf(draw([[*lines, (0, "某市教育局")]]))
    assert text.split("\n") == [*parts, "某市教育局"]


def test_a_table_in_a_column_keeps_its_rows():
    cells = [("学校", "学生", "教师"), ("甲小学", "三百名", "二十名"), ("乙小学", "四百名", "三十名")]
    page = in_columns([*LEFT, *RIGHT[:3]], [*RIGHT, *LEFT[:3]], 740, by_line=True)
    for n, row in enumerate(cells):
        for left, cell in zip((60, 140, 226), row, strict=True):
            page += at(left, 560 - 22 * n, cell)
        page += at(320, 560 - 22 * n, LEFT[n])
    text = read_bytes(print_pages(page)).text
    below = "".join([*RIGHT, *LEFT[:3], *LEFT[:3]])
    assert ["\t".join(row) for row in cells] == [line for line in text.split("\n") if "\t" in line]
    assert text.replace("\n", "").endswith(below)


def test_a_table_of_three_columns_of_text_is_read_row_by_row():
    rows = [
        ("修缮校舍", "购置图书和培训教师", "教育厅"),
        ("检查进度", "每季度检查一次", "财政厅"),
        ("制定规定", "把任务分到每个学校", "教育厅"),
    ] * 3
    page = "".join(
        at(left, 740 - 30 * n, cell)
        for n, row in enumerate(rows)
        for left, cell in zip((60, 230, 420), row, strict=True)
    )
    lines = read_bytes(print_pages(page)).text.split("\n")
    assert [tuple(line.split("\t")) for line in lines] == rows


def test_a_table_of_two_columns_is_read_row_by_row():
    rows = [
        ("修缮校舍、购置图书和培训教师", "教育厅"),
        ("检查进度", "财政厅"),
        ("制定规定并分解任务", "教育厅"),
    ] * 3
    page = "".join(at(60, 740 - 30 * n, a) + at(320, 740 - 30 * n, b) for n, (a, b) in enumerate(rows))
    lines = read_bytes(print_pages(page)).text.split("\n")
    assert [tuple(line.split("\t")) for line in lines] == rows


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.lists(
            st.tuples(st.sampled_from([60, 75, 200, 320, 335]), st.integers(2, 250)), min_size=1, max_size=3
        ),
        min_size=1,
        max_size=30,
    )
)
def test_no_part_of_a_page_is_lost_or_said_twice_by_ordering(shape):
    rows = [
        [
            Line(f"{n}.{m}".ljust(width // 14, "文"), left, left + width, 800 - 20 * n)
            for m, (left, width) in enumerate(row)
        ]
        for n, row in enumerate(shape)
    ]
    ordered = order_columns(rows)
    assert all(ordered)
    assert sorted(line.text for row in ordered for line in row) == sorted(
        line.text for row in rows for line in row
    )


def test_vertical_lines_are_read_from_the_right():
    lines = ["关于修缮校舍的意见", *LEFT]
    page = "".join(at(520 - 30 * n, 760, line) for n, line in enumerate(lines))
    assert read_bytes(print_pages(page, across=False)).text.split("\n") == [lines[0], "".join(LEFT)]


def test_vertical_lines_stay_whole_where_boxes_of_commas_are_small():
    lines = ["关于修缮校舍的意见", *LEFT]
    spots = [
        (520 - 30 * n, 760 - 14 * m, sign) for n, line in enumerate(lines) for m, sign in enumerate(line)
    ]
    page = "".join(
        at(left + 9, foot + 9, sign, size=4) if sign in "，。、；" else at(left, foot, sign)
        for left, foot, sign in spots
    )
    assert read_bytes(print_pages(page)).text.split("\n") == [lines[0], "".join(LEFT)]


@pytest.mark.parametrize("angle", [0.4, 0.785, -0.6])
def test_what_is_printed_across_the_page_is_no_text(angle):
    body = "".join(at(60, 740 - 22 * n, line) for n, line in enumerate(LEFT))
    mark = at(180, 300, "内部资料请勿外传", size=40, turned=angle)
    assert read_bytes(print_pages(body + mark, mark + body)).text == "\f".join(["".join(LEFT)] * 2)


def test_signs_that_are_printed_late_stand_where_they_are_printed():
    """Some programs print what is of one font together: quotation marks behind the line that holds them."""
    line = at(60, 700, "落实") + at(102, 700, "两个允许") + at(172, 700, "要求，完善考核办法")
    late = at(88, 700, "“") + at(158, 700, "”")
    assert read_bytes(print_pages(line + late)).text == "落实“两个允许”要求，完善考核办法"


def test_bold_type_that_is_printed_twice_is_read_once():
    twice = at(60, 700, "重点任务") + at(60.4, 700, "重点任务")
    assert read_bytes(print_pages(twice)).text == "重点任务"


def test_text_that_is_set_upwards_stays():
    body = "".join(at(60, 740 - 22 * n, line) for n, line in enumerate(LEFT))
    assert "责任单位" in read_bytes(print_pages(body + at(500, 300, "责任单位", turned=math.pi / 2))).text


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_table_that_is_set_sideways_is_read_as_it_is_once_the_page_is_turned(quarters):
    rows = [("任务", "单位"), ("修缮校舍", "教育局"), ("植树", "林业局")]
    turned = quarters * math.pi / 2
    cells = [(100 + 200 * n, 400 - 30 * m, text) for m, row in enumerate(rows) for n, text in enumerate(row)]
    # About the middle of the page; a file may print its last row first.
    spots = [(complex(x - 300, y - 400) * 1j**quarters + complex(300, 400), text) for x, y, text in cells]
    page = "".join(at(spot.real, spot.imag, text, turned=turned) for spot, text in reversed(spots))
    shown = ["\t".join(row) for row in rows]
    assert read_bytes(print_pages(page + at(290, 30, "9"))).text.split("\n") == [*shown, "9"]


@pytest.mark.parametrize("n_pages", [2, 3, 5])
@pytest.mark.parametrize("foot", ["{}", "- {} -", "{}/9"])
def test_the_number_of_a_page_stands_in_no_sentence(n_pages, foot):
    words = "".join(f"{1000 + 7 * n}号学校的校舍要修缮，" for n in range(40))
    long = [words[n : n + 15] for n in range(0, 75 * n_pages, 15)]
    pages = [
        "".join(at(60, 740 - 22 * n, line) for n, line in enumerate(long[5 * page : 5 * page + 5]))
        + at(280, 60, foot.format(page + 4))
        for page in range(n_pages)
    ]
    assert clean_text(read_bytes(print_pages(*pages)).text).text.replace("\n", "") == "".join(long)


# A line each: title, addressee, headings and numbered sentences, some longer than a column.
UNITS = (
    "各区教育局：",
    "一、主要任务",
    "（一）2024年起，乡村教师的培训率达到90%以上，图书不少于200册，每年更新一次。",
    "（二）加强教师培养，开展结对帮扶，完善考核和评价制度。",
    "（三）推进县域内学校和幼儿园的校舍统一修缮管理。",
    "二、组织保障",
    "各县要加强领导。",
)


@pytest.mark.parametrize("per_page", [4, 6, 50])
@pytest.mark.parametrize("width", [14, 16, 19, 23])
@pytest.mark.parametrize("indent", [2, 0])
def test_a_numbered_sentence_that_fills_its_column_is_whole(indent, width, per_page):
    lines = [(60 + 14 * (width - 9) // 2, "关于乡村教育的通知")]
    for unit in UNITS:
        set_in = indent * (unit != UNITS[0])
        first = unit[: width - set_in]
        rest = unit[width - set_in :]
        lines.append((60 + 14 * set_in, first))
        lines += [(60, rest[n : n + width]) for n in range(0, len(rest), width)]
    pages = [lines[n : n + per_page] for n in range(0, len(lines), per_page)]
    drawn = ("".join(at(left, 740 - 22 * n, line) for n, (left, line) in enumerate(page)) for page in pages)
    text = clean_text(read_bytes(print_pages(*drawn)).text).text
    passages = [text[p.start : p.end] for p in rl.split_documents(text)[0].passages]
    assert passages == [UNITS[2], UNITS[3], UNITS[4], UNITS[6]]


def number_lines(lines: list[str], first: int, *, at_right=False, flush="left", step=1, apart=False) -> str:
    """Return the operators that print lines with numbers in the margin, beside each or before all of them."""
    numbers, texts = [], []
    off = {"left": 0, "middle": 4.5, "right": 9}[flush]
    for n, line in enumerate(lines):
        number, foot = str(first + n), 780 - 22 * n
        place = (540 if at_right else 30) - off * len(number)
        numbers.append(at(place, foot, number, size=9) if (first + n) % step == 0 else "")
        texts.append(at(70, foot, line))
    if apart:
        return "".join(numbers + texts)
    return "".join(number + text for number, text in zip(numbers, texts, strict=True))


BROKEN = [f"（一）{PARAGRAPHS[0]}"[n : n + 30] for n in range(0, 78, 30)]


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"flush": "right"},
        {"flush": "middle"},
        {"step": 5},
        {"apart": True},
        {"apart": True, "step": 5, "flush": "right"},
        {"at_right": True},
        {"at_right": True, "flush": "right", "apart": True},
    ],
)
def test_numbers_of_lines_in_the_margin_are_no_text(how):
    # The last page is too short to tell by itself.
    pages = [number_lines(BROKEN * 6, 1, **how), number_lines(BROKEN * 6, 19, **how)]
    text = read_bytes(print_pages(*pages, number_lines(["附件：名单", "甲县"], 37, **how))).text
    assert re.sub(r"\s", "", text) == "".join(BROKEN * 12) + "附件：名单甲县"


def test_figures_that_count_up_by_chance_stay():
    rows = [
        f"{name}，按季度统计并且公布" for name in ("学校的数量", "教师的数量", "学生的数量", "校舍的数量") * 2
    ]
    page = "".join(
        at(60, 740 - 22 * n, row) + at(480, 740 - 22 * n, str(n + 3)) for n, row in enumerate(rows)
    )
    assert re.findall(r"\d+", read_bytes(print_pages(page)).text) == [str(n) for n in range(3, 11)]


def test_numbers_of_lines_beside_columns_are_no_text():
    page = in_columns(LEFT * 2, RIGHT * 2, 740, by_line=True)
    numbers = "".join(at(30, 740 - 22 * n, str(n + 1), size=9) for n in range(10))
    text = read_bytes(print_pages(numbers + page)).text
    assert re.sub(r"\s", "", text) == "".join(LEFT * 2 + RIGHT * 2)


@pytest.mark.parametrize(
    "cells",
    [
        [f"{place}县推进乡村学校建设的实施方案" for place in "甲乙丙丁戊己庚辛"],
        ["修缮校舍、购置图书和培训教师。", "检查进度，公布结果。"] * 4,
        ["修缮校舍", "购置图书", "培训教师", "检查进度"] * 2,
        ["修缮校舍，添置设备，改善条件", "购置图书，培训教师，办好学校"] * 4,
    ],
)
@pytest.mark.parametrize("left", [30, 60])
def test_numbers_of_the_rows_of_a_table_stay(cells, left):
    rows = [
        at(left, 740 - 22 * n, str(n + 1)) + at(110, 740 - 22 * n, cell) + at(420, 740 - 22 * n, "教育厅")
        for n, cell in enumerate(cells)
    ]
    text = read_bytes(print_pages("".join(rows))).text
    assert [line.split("\t")[0] for line in text.split("\n")] == [str(n + 1) for n in range(len(cells))]


def test_scanned_pages_are_told():
    body = lay(PARAGRAPHS)
    with pytest.raises(ReadError, match=r"scanned PDF: 2 of its 2 pages.*OCR"):
        read_pdf(draw([[], []], pictures=(1, 2)))
    with pytest.raises(ReadError, match=r"scanned PDF: 2 of its 3 pages.*OCR"):
        read_pdf(draw([[(0, "扫描软件试用版")], [(0, "扫描软件试用版")], body], pictures=(1, 2)))
    text, note = read_pdf(draw([[], body, body], pictures=(1,)))
    assert "省财政厅" in text
    assert note.startswith("pages 1 of 3 are pictures")


def test_blank_page_is_no_scan():
    with pytest.raises(ReadError, match=r"without text: its 2 pages are blank"):
        read_pdf(draw([[], []]))
    assert read_pdf(draw([lay(PARAGRAPHS), []]))[1] == ""


def test_font_that_does_not_tell_its_characters_is_told():
    raw = document()[0].replace(b"/ToUnicode", b"/ToUnicodX")
    with pytest.raises(ReadError, match=r"fonts do not say.*DOCX"):
        read_pdf(raw)


@pytest.mark.parametrize(
    "text",
    [
        # signs for private use, a shift into other characters, and into letters of other scripts
        "".join(chr(0xE000 + ord(sign) % 4000) for sign in "".join(PARAGRAPHS)),
        "".join(chr(0x4E00 + (ord(sign) * 7919) % 20000) for sign in "".join(PARAGRAPHS)),
        "ÎÒÃÇÒªÍêÉÆ½ÌÊ¦¹ÜÀíÖÆ¶È" * 10,
    ],
)
def test_text_that_is_no_language_is_garbled(text):
    assert _is_garbled(text)
    assert not _is_garbled("".join(PARAGRAPHS))
    assert not _is_garbled("Opinionsonruralschools,2023.")


def test_dots_of_a_table_of_contents_and_lines_to_write_on_are_not_garbled():
    page = at(250, 780, "目录") + "".join(at(60, 740 - 22 * n, f"任务{'.' * 60}{n}") for n in range(9))
    assert "任务" in read_bytes(print_pages(page + at(60, 400, "签名" + "_" * 70))).text


def test_locked_pdf_is_told():
    # What PDFium asks a password for: a dictionary of encryption that no empty password opens.
    raw = document()[0]
    lock = (
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (" + b"a" * 32 + b") /U (" + b"b" * 32 + b") >> "
        b"/ID [(" + b"c" * 16 + b")(" + b"c" * 16 + b")] "
    )
    at = raw.rindex(b"trailer")
    start = raw.index(b"<<", at) + 2
    with pytest.raises(ReadError, match="locked by a password"):
        read_pdf(raw[:start] + b" " + lock + raw[start:])


def test_pdf_cut_short_is_told_or_read():
    raw = document()[0]
    for size in (10, 500, len(raw) // 2):
        with pytest.raises(ReadError, match=r"damaged PDF|without text"):
            read_pdf(raw[:size])


def test_extension_of_a_pdf_does_not_matter(tmp_path):
    path = tmp_path / "plan.doc"
    path.write_bytes(document()[0])
    assert TITLE in rl.read_file(path).text


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_pdf_with_wrong_bytes_gives_text_or_a_read_error(data):
    raw = bytearray(document()[0])
    for place in data.draw(st.lists(st.integers(0, len(raw) - 1), max_size=30)):
        raw[place] = data.draw(st.integers(0, 255))
    try:
        read_pdf(bytes(raw))
    except ReadError as error:
        assert str(error)


def test_pdf_files_are_read_by_threads_at_once():
    raw, found = document()[0], []
    threads = [threading.Thread(target=lambda: found.append(read_pdf(raw))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8 and len(set(found)) == 1


def test_characters_outside_the_first_plane_are_kept():
    assert decode([0xD842, 0xDFB7, 0x4E2D]) == "𠮷中"
    assert decode([0x20BB7, 0x4E2D, 2]) == "𠮷中-"


# Left and right above a page, left and right below it, as browsers print them.
BROWSERS = {
    "Chromium": ("5/6/24, 10:12\u202fAM", TITLE, "http://gansu.example/art/1.html", "{n}/{of}"),
    "Chromium, Chinese": ("2024/5/6 10:12", "", "https://gansu.example/%E6%95%99%E8%82%B2.html", "{n}/{of}"),
    "Edge, long names": ("24-5-6 上午10:12", TITLE * 2, "file:///C:/%E6%95%99%E8%82%B2/…", "{n}/{of}"),
    "Firefox": (TITLE, "https://gansu.example/art/2024/5/6/art_1…", "Page {n} of {of}", "2024/5/6 10:12"),
    "Firefox, Chinese": (TITLE, "file:///C:/教育 意见.html", "第 {n} 页，共 {of} 页", "2024/5/6 10:12"),
    "by the page's number": (TITLE, "页码，{n}/{of}", "http://gansu.example/1.html", "2024-5-6"),
}


def print_with(edges, pages):
    """Print pages with such lines above and below them, as small as browsers set them."""
    file = io.BytesIO()
    with matplotlib.rc_context({"pdf.fonttype": 42}), PdfPages(file) as pdf:
        for n, lines in enumerate(pages, start=1):
            figure = Figure(figsize=(8.27, 11.69))
            for at, (indent, line) in enumerate(lines):
                place = (0.12 + indent * 13 / 595, 0.93 - 0.03 * at)
                figure.text(*place, line, font=FontProperties(fname=FONT, size=13))
            for at, words in enumerate(edges):
                place = (
                    (0.05, 0.97, "left"),
                    (0.95, 0.97, "right"),
                    (0.05, 0.02, "left"),
                    (0.95, 0.02, "right"),
                )[at]
                words = words.format(n=n, of=len(pages))
                figure.text(*place[:2], words, ha=place[2], font=FontProperties(fname=FONT, size=6))
            pdf.savefig(figure)
    return file.getvalue()


@pytest.mark.parametrize("browser", BROWSERS)
@pytest.mark.parametrize("n_pages", [1, 2, 4])
def test_what_a_browser_prints_above_and_below_pages_changes_no_sign_of_their_text(browser, n_pages):
    lines = [(4, TITLE), *lay(NUMBERED * 3)][: n_pages * LINES]
    pages = [lines[at : at + LINES] for at in range(0, len(lines), LINES)]
    assert read_pdf(print_with(BROWSERS[browser], pages)) == read_pdf(draw(pages))


@pytest.mark.parametrize(
    "edges",
    [
        # The day of the signature at the top of the last page, above the page's number.
        ("2024年5月6日", "", "第3页 共3页", ""),
        ("各县办理率达到", "1/3", "— 3 —", ""),
        ("2024/5/6 10:12", "", "— 3 —", ""),
        ("", "", "http://gansu.example/1.html", "— 3 —"),
    ],
)
def test_a_date_an_address_or_a_number_alone_at_the_edge_of_a_page_stays(edges):
    rows = [
        [Line(text, 90 + 200 * (n % 2), 280 + 200 * (n % 2), 800 - 350 * n)]
        for n, text in enumerate(edges)
        if text
    ]
    assert drop_browser_lines(rows) == rows
