"""OFD: pieces of text at places on pages, in a ZIP file."""

import io
import re
import zipfile

import pytest

import reformlab as rl
from reformlab.reading.files import read_bytes, read_pieces

WORDS = "各级人民政府要完善教师管理制度，推进城乡学校的一体建设，保障教师的工资，由教育部门负责检查。"


def item(left: float, top: float, text: str, *, size: float = 5, more: str = "", steps: str = "") -> str:
    """Return a piece of text, in millimetres from the left and the top."""
    frame = f"{left} {top} {size * len(text)} {size}"
    return (
        f'<ofd:TextObject ID="1" Boundary="{frame}" Size="{size}" {more}>'
        f'<ofd:TextCode X="0" Y="{size}"{steps}>{text}</ofd:TextCode></ofd:TextObject>'
    )


def ofd(*pages: str, root: str = "Doc_0/Document.xml") -> bytes:
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        body = f"<ofd:DocBody><ofd:DocRoot>{root}</ofd:DocRoot></ofd:DocBody>"
        archive.writestr(
            "OFD.xml", f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {space}>{body}</ofd:OFD>'
        )
        listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/P{n}.xml"/>' for n in range(len(pages)))
        archive.writestr("Doc_0/Document.xml", f"<ofd:D {space}><ofd:Pages>{listed}</ofd:Pages></ofd:D>")
        for n, page in enumerate(pages):
            layer = f"<ofd:Content><ofd:Layer>{page}</ofd:Layer></ofd:Content>"
            archive.writestr(f"Doc_0/Pages/P{n}.xml", f"<ofd:Page {space}>{layer}</ofd:Page>")
    return file.getvalue()


def test_pieces_are_put_in_lines_and_pages_in_order(tmp_path):
    first = (
        item(30, 60, "各县：")
        + item(70, 30, "关于修缮校舍", steps=' DeltaX="g 5 5"')
        + item(100, 30, "的通知")
    )
    (tmp_path / "a.ofd").write_bytes(ofd(first, item(30, 40, "附则")))
    (piece,) = read_pieces(tmp_path / "a.ofd", "a.ofd")
    assert (piece.raw.text, piece.raw.format) == ("关于修缮校舍的通知\n各县：\f附则", "ofd")


def test_cells_of_a_table_stay_apart_and_paragraphs_are_whole():
    rows = "".join(item(30, 30 + 10 * n, a) + item(120, 30 + 10 * n, b) for n, (a, b) in enumerate(
        [("任务", "单位"), ("建校", "教育局"), ("修路", "交通局")]))  # fmt: skip
    assert read_bytes(ofd(rows)).text.split("\n") == ["任务\t单位", "建校\t教育局", "修路\t交通局"]
    lines = [(40, WORDS[:18]), *((30, WORDS[n : n + 20]) for n in (18, 38))]
    body = "".join(item(left, 30 + 10 * n, line) for n, (left, line) in enumerate(lines * 3))
    assert read_bytes(ofd(body)).text.split("\n") == [WORDS] * 3


def drawn(data: str, *, more: str = "") -> str:
    """Return a path, in millimetres from the left and the top of the page."""
    path = f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject ID="2" Boundary="0 0 210 297" {more}>{path}</ofd:PathObject>'


ACROSS, DOWN = (30, 50, 70), (20, 90, 150)
LINES = "".join(drawn(f"M 20 {y} L 150 {y}") for y in ACROSS)
LINES += "".join(drawn(f"M {x} 30 L {x} 70") for x in DOWN)
THIN = "".join(drawn(f"M 20 {y} L 150 {y} L 150 {y}.2 L 20 {y}.2 C", more='Fill="true"') for y in ACROSS)
THIN += drawn("".join(f"M {x} 30 L {x}.2 30 L {x}.2 70 L {x} 70 C " for x in DOWN), more='Fill="true"')
BOXES = drawn("M 20 30 L 90 30 L 90 50 L 20 50 C M 90 30 L 150 30 L 150 50 L 90 50 C")
BOXES += drawn("M 20 50 L 90 50 L 90 70 L 20 70 C M 90 50 L 150 50 L 150 70 L 90 70 C")


@pytest.mark.parametrize("rules", [LINES, THIN, BOXES])
def test_a_cell_of_a_ruled_table_is_whole_in_however_many_lines(rules):
    words = item(60, 20, "任务分工") + item(22, 32, "修缮全县的校舍，补齐各校的") + item(22, 40, "桌椅")
    words += (
        item(92, 36, "教育局、财政局") + item(22, 56, "培训教师") + item(92, 52, "教育局、人力资源和社会")
    )
    words += item(92, 60, "保障局") + item(22, 80, "各县要报告进度。")
    assert read_bytes(ofd(rules + words)).text.split("\n") == [
        "任务分工",
        "修缮全县的校舍，补齐各校的桌椅\t教育局、财政局",
        "培训教师\t教育局、人力资源和社会保障局",
        "各县要报告进度。",
    ]


def test_words_that_run_from_cell_to_cell_are_read_line_by_line():
    words = item(22, 36, "修缮全县的校舍，补齐各校的桌椅和图书") + item(22, 56, "培训教师")
    assert read_bytes(ofd(LINES + words)).text == read_bytes(ofd(words)).text


@pytest.mark.parametrize(("turn", "places"), [
    ("0 1 -1 0 5 0", [(150, 20), (140, 20), (140, 120)]),
    ("-1 0 0 -1 0 5", [(150, 250), (150, 240), (50, 240)]),
    ("0 -1 1 0 0 9", [(30, 250), (40, 250), (40, 150)]),
])  # fmt: skip
def test_a_page_that_is_set_sideways_is_turned(turn, places):
    def set_(place: tuple[int, int], text: str) -> str:
        frame = " ".join(map(str, (*place, *((5, 60) if turn[0] == "0" else (60, 5)))))
        piece = item(0, 0, text, more=f'CTM="{turn}"', steps=f' DeltaX="g {len(text) - 1} 5"')
        return re.sub('Boundary="[^"]*"', f'Boundary="{frame}"', piece)

    table = "".join(map(set_, places, ("任务分工", "修缮校舍", "教育局")))
    assert read_bytes(ofd(item(100, 285, "－9－") + table)).text == "任务分工\n修缮校舍教育局\n－9－"


def test_what_is_hidden_or_printed_across_the_page_is_left_out():
    page = item(30, 40, "各县：") + item(30, 80, "暗文", more='Visible="false"')
    page += item(60, 90, "内部资料", more='CTM="0.7 0.7 -0.7 0.7 0 0"')
    assert read_bytes(ofd(page)).text == "各县："


@pytest.mark.parametrize(
    ("raw", "reason"),
    [(ofd(""), "OFD file without text"), (ofd("", root="none.xml"), "damaged OFD"), (ofd("<a"), "damaged")],
)
def test_what_cannot_be_read_is_told(raw, reason):
    with pytest.raises(rl.ReadError, match=reason):
        read_bytes(raw)
