"""Rich text (RTF): Chinese in code pages and Unicode, lists, tables, notes; nothing hidden."""

import pytest

import reformlab as rl
from reformlab.reading.files import read_bytes

HEAD = (
    rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}{\f1\froman\fcharset0 Times;}"
    rb"{\f2\fnil\fcharset136 MingLiU;}}{\colortbl;\red0\green0\blue0;}{\*\generator Word;}"
    rb"{\info{\title T}}{\stylesheet{\s1\v0 heading;}}"
)


def gbk(text: str, encoding: str = "gb18030") -> bytes:
    """Return text as Word writes it: each byte beyond ASCII as a code."""
    return b"".join(b"\\'%02x" % byte if byte > 127 else bytes([byte]) for byte in text.encode(encoding))


def text(body: bytes, head: bytes = HEAD) -> str:
    got = read_bytes(head + body + b"}")
    assert got.format == "rtf"
    return got.text


def test_chinese_is_read_as_codes_as_bytes_and_as_unicode():
    assert (
        text(gbk("关于修缮校舍的通知") + rb"\par " + "各县：".encode("gb18030") + rb"\par")
        == "关于修缮校舍的通知\n各县："
    )
    unicode = "".join(f"\\u{ord(sign) - 65536 * (ord(sign) > 32767)}?" for sign in "镕校舍")
    assert text(unicode.encode() + rb"\uc2\u26657\'d0\'a3\uc0\u33293 end") == "镕校舍校舍end"
    assert text(rb"\u-10174?\u-8265?") == "\U00020bb7"


def test_a_byte_of_a_sign_may_be_written_as_a_letter():
    assert text(b"\\'81@" + gbk("县")) == b"\x81@".decode("gb18030") + "县"


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_break_in_the_file_between_codes_is_none_in_the_text(end):
    lines = [gbk("一、修缮校舍。") + rb"\par", gbk("二、校") + rb"\par ", gbk("三、植树") + rb"\par", b""]
    assert text(end.join(lines)) == "一、修缮校舍。\n二、校\n三、植树"
    # Some programs break the file inside a sign, between its two bytes or behind its code.
    assert text(gbk("修缮校舍").replace(rb"\'", end + rb"\'")) == "修缮校舍"
    assert text(end.join([rb"\u26657", rb"\'3f", rb"\u33293 ?{", gbk("。"), b"}"])) == "校舍。"
    assert text(rb"\par" + end + rb"\\ \{" + end + rb"\}") == "\\ {}"


def test_fonts_tell_the_script():
    assert text(rb"\f2 " + gbk("醫療", "big5") + rb"\f0 " + gbk("医疗")) == "醫療医疗"


def test_rows_of_a_table_are_lines_and_cells_lie_between_tabs():
    row = rb"\trowd\intbl %b\par %b\cell\pard\intbl %b\cell\row\pard "
    rows = row % (gbk("建校"), gbk("修路"), b"2") + row % (gbk("植树"), b"", b"3")
    assert text(rows + gbk("附则") + rb"\par").split("\n") == ["建校 修路\t2", "植树 \t3", "附则"]


def test_numbers_of_lists_show_and_what_is_hidden_or_deleted_does_not():
    body = (
        rb"{\listtext\pard\plain " + gbk("（一）") + rb"\tab}" + gbk("建校") + rb"{\v " + gbk("暗文") + rb"}"
    )
    body += rb"{\deleted " + gbk("旧文") + rb"}\v " + gbk("暗") + rb"\v0 " + gbk("舍") + rb"\par"
    body += rb"{\header " + gbk("页眉") + rb"}{\field{\*\fldinst HYPERLINK}{\fldrslt " + gbk("链接") + rb"}}"
    assert text(body) == "（一）建校舍\n链接"


def test_text_boxes_show_once_and_notes_stand_behind_their_paragraph():
    box = rb"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt " + gbk("甲省文件") + rb"\par}}{\shprslt x}}"
    note = rb"{\footnote\pard {\chftn}" + gbk("县办的学校") + rb"\par}"
    assert text(box + gbk("修缮校舍") + note + gbk("。") + rb"\par " + gbk("附则")).split("\n") == [
        "甲省文件", "修缮校舍。", "［脚注］县办的学校", "附则",
    ]  # fmt: skip
    marked = note.replace(rb"{\footnote", rb"{\*\footnote")
    assert text(gbk("修缮校舍") + marked + gbk("。")) == "修缮校舍。\n［脚注］县办的学校"


def test_bytes_of_a_picture_are_passed_over():
    assert text(rb"{\pict\wmetafile8 0102}" + rb"\bin6 {}{}\\" + gbk("校舍")) == "校舍"


@pytest.mark.parametrize("raw", [b"{\\rtf1}", b"{\\rtf1 \\par\\par}", b"{\\rtf" + b"{" * 9000])
def test_a_file_without_text_is_told(raw):
    with pytest.raises(rl.ReadError, match="RTF"):
        read_bytes(raw)


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b" \r\n\r\n"])
def test_lines_of_the_file_end_anywhere(end):
    body = gbk("关于修路的通知") + rb"\par" + end + gbk("各县：") + end + gbk("要修路") + rb"\par" + end
    assert text(body).replace(" ", "") == "关于修路的通知\n各县：要修路"
