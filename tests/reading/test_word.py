"""Word files: the numbers that Word counts by itself."""

import io

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

import reformlab as rl
from reformlab.reading.word import _write_number, read_word

LEVELS = [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("bullet", "●")]


def numbered(*paragraphs: tuple[int | None, str], start: int = 1, levels=LEVELS) -> bytes:
    """Return a Word file whose paragraphs Word numbers, each at its level, or not at all."""
    document = docx.Document()
    xml = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for n, (style, text) in enumerate(levels)
    )
    numbering = document.part.numbering_part.element
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="99">{xml}</w:abstractNum>')
    )
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="99"><w:abstractNumId w:val="99"/></w:num>'))
    for level, text in paragraphs:
        paragraph = document.add_paragraph(text)
        if level is not None:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = level
            properties.get_or_add_numId().val = 99
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_numbers_are_written_out_and_start_anew_below_each_other():
    raw = numbered(
        (None, "关于校舍的意见"),
        (0, "任务"),
        (1, "建校"),
        (1, "修路"),
        (2, "选址"),
        (2, "施工"),
        (0, "保障"),
        (1, "经费"),
    )
    first, second = ["一、任务", "（一）建校", "（二）修路", "1.选址", "2.施工"], ["二、保障", "（一）经费"]
    assert read_word(raw).split("\n") == ["关于校舍的意见", *first, *second]


def test_numbers_make_passages():
    body = "各地要完善教师管理制度，保障教师的工资待遇。"
    raw = numbered((None, "关于校舍的意见"), (0, "任务"), (1, f"建校。{body}"), (1, f"修路。{body}"))
    outline = rl.split_documents(rl.clean_text(rl.read_bytes(raw).text).text)[0]
    assert [(p.label, p.heading, p.section) for p in outline.passages] == [
        ("（一）", "建校", "一、任务"),
        ("（二）", "修路", "一、任务"),
    ]


def test_a_number_may_start_elsewhere_and_a_paragraph_between_does_not_stop_it():
    raw = numbered((0, "建校"), (None, "各地要建校。"), (0, "修路"), start=3)
    assert read_word(raw).split("\n") == ["三、建校", "各地要建校。", "四、修路"]


def test_articles_may_be_numbered_too():
    raw = numbered(
        (0, "总则"),
        (1, "为了发展。"),
        levels=[("chineseCounting", "第%1章 "), ("chineseCounting", "第%2条 ")],
    )
    assert read_word(raw) == "第一章 总则\n第一条 为了发展。"


def test_bullets_are_no_numbers():
    assert read_word(numbered((3, "建校"))) == "建校"


def test_the_number_of_a_style_is_written_out():
    document = docx.Document()
    for text in ("建校", "修路"):
        document.add_paragraph(text, style="List Number")
    file = io.BytesIO()
    document.save(file)
    assert read_word(file.getvalue()) == "1.建校\n2.修路"


@pytest.mark.parametrize(
    ("number", "style", "written"),
    [
        (7, "decimal", "7"),
        (1, "chineseCounting", "一"),
        (10, "chineseCountingThousand", "十"),
        (15, "japaneseCounting", "十五"),
        (20, "chineseCounting", "二十"),
        (36, "chineseCounting", "三十六"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (3, "lowerLetter", ""),
        (3, None, ""),
    ],
)
def test_numbers_are_written_as_documents_write_them(number, style, written):
    assert _write_number(number, style) == written
