"""Reading files: encodings, HTML, DOCX, and what cannot be read."""

import contextlib
import io
import json
import re
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reformlab.reading.files import RawFile, ReadError, read_bytes, read_file

# Made up, long enough that the frequent characters of the language tell the encoding.
TEXT = (
    "关于加强乡村教师队伍建设的意见\n"
    "一、总体要求\n"
    "各级人民政府要完善教师管理制度，推进城乡学校的一体建设，保障教师的工资。\n"
    "（一）各县要在2023年制定实施规定，由教育部门会同有关部门对学校进行管理。\n"
)
TRADITIONAL = "關於加強鄉村教師隊伍建設的意見。各級機構要完善管理制度，實施規定，這是國家的要求。\n" * 3


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode("utf-8"), "utf-8-sig"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("gbk"), "gb18030"),
        (TEXT.encode("gb2312"), "gb18030"),
    ],
)
def test_every_encoding_gives_the_same_text(raw, encoding):
    got = read_bytes(raw)
    assert got.text == TEXT
    assert (got.format, got.encoding, got.n_bad) == ("text", encoding, 0)


def test_big5_is_told_from_gbk():
    got = read_bytes(TRADITIONAL.encode("big5"))
    assert (got.text, got.encoding) == (TRADITIONAL, "big5")


def test_gb18030_keeps_characters_of_four_bytes():
    rare = TEXT + "㐀县、䶮乡的卫生院。\n"
    raw = rare.encode("gb18030")
    assert len("㐀".encode("gb18030")) == 4
    assert read_bytes(raw).text == rare


def test_marks_for_line_breaks_in_a_text_break_its_lines():
    got = read_bytes("关于校舍的意见<br/>一、建校\n各县要建校。<BR>二、修路".encode())
    assert got.text.split("\n") == ["关于校舍的意见", "一、建校", "各县要建校。", "二、修路"]


def test_a_short_text_with_a_damaged_sign_is_read():
    raw = "关于修缮校舍的通知\n各县要修缮校舍，教育部门负责，按月报送。\n".encode()
    assert read_bytes(raw[:20] + raw[22:]).encoding == "utf-8"


def test_a_byte_that_is_no_character_is_counted_and_the_rest_is_read():
    raw = TEXT.encode("utf-8") + b"\xff\n" + TEXT.encode("utf-8")
    got = read_bytes(raw)
    assert (got.encoding, got.n_bad) == ("utf-8", 1)
    assert got.text.startswith(TEXT)
    assert got.text.endswith(TEXT)


def test_latin_text_in_utf_16_without_a_mark_is_read():
    english = "Opinions on rural schools, 2023.\n" * 5
    assert read_bytes(english.encode("utf-16-le")).text == english
    assert read_bytes(english.encode("utf-16-be")).text == english


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.html", "a", "a.csv"])
def test_the_content_decides_not_the_extension(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(TEXT.encode("gb18030"))
    assert read_file(path).text == TEXT
    path.write_bytes(b"<html><body><p>" + TEXT.encode("utf-8") + b"</p></body></html>")
    assert read_file(path).format == "html"
    path.write_bytes(word([["一", "二"]], TEXT))
    assert read_file(path).format == "docx"


def test_the_same_bytes_have_the_same_hash(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode("utf-8"))
    assert read_file(path).sha256 == read_bytes(TEXT.encode("utf-8")).sha256
    assert len(read_file(path).sha256) == 64


def html(body: str, head: str = "") -> str:
    return read_bytes(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()).text


def test_html_leaves_out_what_a_reader_does_not_see():
    page = html(
        "<script>var a = 1;</script><style>p {}</style><!-- note --><noscript>x</noscript>"
        "<select><option>各部门</option></select><p>正文</p><button>打印</button>",
        head="<title>标题</title><meta charset='gb2312'>",
    )
    assert page.split() == ["正文"]


def test_html_breaks_lines_at_blocks_and_br_but_not_inside_a_sentence():
    page = html("<div>一<br>二</div><p>三<span>四</span>\n  五</p>")
    assert [line for line in page.split("\n") if line] == ["一", "二", "三四 五"]


def test_html_keeps_the_lines_of_pre():
    assert "第一行\n第二行" in html("<pre>第一行\n第二行</pre>")


def test_html_parts_the_cells_of_a_table_by_tabs_and_its_rows_by_lines():
    rows = html("<table><tr><th>序号</th><th>任务</th></tr><tr><td>1</td><td>建校</td></tr></table>")
    assert [row.strip("\t").split("\t") for row in rows.split("\n") if row.strip()] == [
        ["序号", "任务"],
        ["1", "建校"],
    ]


def test_html_resolves_entities():
    assert html("<p>A&amp;B&nbsp;&lt;&#20013;&gt;&hellip;</p>").strip() == "A&B <中>…"


def test_html_is_known_in_any_encoding():
    page = f"<html><body><p>{TEXT}</p></body></html>"
    for encoding in ("gb18030", "utf-16", "utf-16-le"):
        got = read_bytes(page.encode(encoding))
        assert got.format == "html"
        assert "总体要求" in got.text


def test_html_that_is_nested_deeply_loses_nothing():
    page = "<div>" * 1500 + "文" + "</div>" * 1500
    assert read_bytes(f"<html><body>{page}</body></html>".encode()).text.strip() == "文"


def test_text_that_only_speaks_of_less_than_is_no_html():
    assert read_bytes("经费<5万元，人数>3人。".encode()).format == "text"


def word(table: list[list[str]], *paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    cells = document.add_table(rows=len(table), cols=len(table[0]))
    for row, values in zip(cells.rows, table, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    document.add_paragraph("表后的段落。")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_docx_gives_paragraphs_and_table_rows_in_order():
    got = read_bytes(word([["序号", "任务"], ["1", "建校"]], "标题", "正文。"))
    assert (got.format, got.encoding, got.n_bad) == ("docx", "", 0)
    assert got.text.split("\n") == ["标题", "正文。", "序号\t任务", "1\t建校", "表后的段落。"]


def test_docx_says_a_merged_cell_once():
    document = docx.Document()
    table = document.add_table(rows=1, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合并"
    table.cell(0, 2).text = "单独"
    file = io.BytesIO()
    document.save(file)
    assert read_bytes(file.getvalue()).text == "合并\t单独"


def test_docx_has_insertions_and_no_deletions():
    document = docx.Document()
    paragraph = document.add_paragraph("原文")
    for tag, inner, text in (("ins", "t", "新增"), ("del", "delText", "删去")):
        change = paragraph._p.makeelement(docx.oxml.ns.qn(f"w:{tag}"), {})
        run = change.makeelement(docx.oxml.ns.qn("w:r"), {})
        words = run.makeelement(docx.oxml.ns.qn(f"w:{inner}"), {})
        words.text = text
        run.append(words)
        change.append(run)
        paragraph._p.append(change)
    file = io.BytesIO()
    document.save(file)
    assert read_bytes(file.getvalue()).text == "原文新增"


def zipped(**files: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return file.getvalue()


@pytest.mark.parametrize(
    ("raw", "reason", "remedy"),
    [
        (b"", "empty", "save it again"),
        (b" \r\n\t", "empty", "save it again"),
        (b"%PDF-1.7 ...", "damaged PDF", "save it as DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged old file of Word", "save it as DOCX"),
        (b"{\\rtf1\\ansi }", "RTF", "save it as DOCX"),
        (b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n", "MHT", "as HTML"),
        (zipped(a="b"), "ZIP", "unpack it"),
        (word([["一"]], TEXT)[:-200], "damaged DOCX", "save it again"),
        (bytes(range(32)) * 100, "not text", "export its text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "picture", "OCR"),
        (b"Rar!\x1a\x07\x00" + bytes(range(256)), "archive", "pack it as ZIP"),
        (b"\x00\x01" + bytes(range(256)) * 40, "not text", "export its text"),
        (b"<html></html>" + b"\0" * 500, "not text", "export its text"),
    ],
)
def test_what_cannot_be_read_is_told_with_reason_and_remedy(raw, reason, remedy):
    with pytest.raises(ReadError, match=reason) as error:
        read_bytes(raw)
    assert remedy in str(error.value)


MIXED_UP = [
    ("utf-8", "gb18030"), ("utf-8", "cp1252"), ("utf-8", "latin-1"), ("gb18030", "cp1252"),
    ("gb18030", "latin-1"), ("gb18030", "big5"), ("big5", "gb18030"), ("big5", "latin-1"),
    ("gb18030", "utf-8"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong"), MIXED_UP)
def test_text_that_was_read_wrongly_and_saved_so_is_told(right, wrong):
    text = TRADITIONAL if right == "big5" else TEXT
    garbled = text.encode(right).decode(wrong, "replace")
    with pytest.raises(ReadError, match="is garbled"):
        read_bytes(garbled.encode())
    with pytest.raises(ReadError, match="is garbled"):
        read_bytes(f"<html><body><h1>t</h1><p>{garbled}</p></body></html>".encode())
    paragraphs = re.sub(r"[\x00-\x1f\x7f-\x9f]", "", garbled)
    for raw in (word([["t"]], paragraphs), json.dumps([{"title": "t", "content": garbled}]).encode()):
        with pytest.raises(ReadError, match="is garbled"):
            read_bytes(raw)


@pytest.mark.parametrize("lost", ["锟斤拷", "?", "\ufffd"])
def test_text_whose_signs_were_lost_is_told(lost):
    with pytest.raises(ReadError, match="is garbled"):
        read_bytes(re.sub("[\u4e00-\u9fff]", lost, TEXT).encode())


@pytest.mark.parametrize(
    "text",
    [
        "Économie, santé, sécurité, à l’école : Gözde, São José, Ærø, Łódź.\n" * 5,
        "亳州、衢州、儋州、泸州、濮阳、漯河、菏泽、萍乡、衡阳、邵阳、郴州、娄底。\n",
        "Что делать? Школы, больницы и дороги.\n",
        "為什麼？怎麼辦？誰來做？\n" * 5,
    ],
)
def test_text_of_rare_signs_is_not_garbled(text):
    assert read_bytes(text.encode()).text == text


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(ReadError, match="cannot be opened"):
        read_file(tmp_path / "none.txt")
    with pytest.raises(ReadError, match="is a folder; give a file in it"):
        read_file(tmp_path)


W2003 = b"<w:wordDocument xmlns:w='w'><w:body>"
OPENINGS = [
    b"",
    b"PK\x03\x04",
    b"<html>",
    b"<p>",
    b"<ol start=3><li>",
    b"<table><tr><td>\xe6\xad\xa3\xe6\x96\x87<",
    b"<?xml version='1.0' encoding='x'?><html>",
    b"<?xml version='1.0'?>" + W2003,
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + W2003 + b"<w:p>&b;",
    b"<pkg:package xmlns:pkg='p'>",
    b"<Workbook><Worksheet><Table><Row><Cell><Data>",
    b"{\\rtf1\\ansi\\ansicpg936 ",
    b"{\\rtf1{\\footnote \\u20013 \\'d6",
    b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n--a\nContent-Type: text/html\n\n<p>",
    b"MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n",
    b'{"content": "',
    b'[{"a": ',
    b"%PDF-1.4",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0",
    b"---\ntitle: ",
    b"\xff\xfe",
    b"\0",
]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(OPENINGS), st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_bytes_give_a_file_or_a_read_error(opening, raw):
    try:
        got = read_bytes(opening + raw)
    except ReadError as error:
        assert str(error)
    else:
        assert isinstance(got, RawFile)
        assert got.format in FORMATS


FORMATS = ("text", "html", "docx", "markdown", "xml", "rtf", "mht", "doc", "pdf")


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 3000), st.integers(0, 255))
def test_a_docx_with_one_wrong_byte_gives_a_file_or_a_read_error(at, byte):
    raw = bytearray(SMALL_DOCX)
    raw[at % len(raw)] = byte
    with contextlib.suppress(ReadError):
        assert isinstance(read_bytes(bytes(raw)), RawFile)


SMALL_DOCX = word([["一"]], "文")


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=40))
def test_gbk_text_behind_an_ordinary_sentence_is_read(words):
    assert read_bytes((TEXT + words).encode("gbk")).text == TEXT + words


# What a site shows in place of a document, by the name of its window.
ERROR_PAGES = [
    ("404", "404 Not Found\n您访问的页面不存在或已删除，请返回首页。"),
    ("403 Forbidden", "403 Forbidden\nnginx/1.18.0"),
    (
        "访问受限_示例县人民政府",
        "首页\n政务公开\n访问受限\n您的访问过于频繁，请稍后再试！\n主办：示例县人民政府办公室",
    ),
    ("安全验证", "请完成安全验证后继续访问\n为了您的访问安全，请拖动滑块。"),
    ("示例网", "对不起，您要查看的文章已被删除！\n5秒后自动返回首页。\n2024-01-02 关于修缮校舍的通知"),
    (
        "HTTP Status 404 – Not Found",
        "HTTP Status 404 – Not Found\nThe requested URL was not found on this server.",
    ),
    ("示例县", "系统繁忙，请稍后再试。"),
]


@pytest.mark.parametrize(("window", "text"), ERROR_PAGES)
def test_the_error_page_of_a_site_is_left_out_and_named(window, text):
    lines = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    page = f"<html><head><title>{window}</title></head><body>{lines}</body></html>"
    for raw in (page, text):
        with pytest.raises(ReadError, match=r"error page of a site \(.+\); fetch it again"):
            read_bytes(raw.encode())


@pytest.mark.parametrize(
    "text",
    [
        "县政府网站出现404页面、链接失效的，由办公室在3日内改正。",
        "关于网站检查情况的通报\n访问受限\n有三个乡的网站不能打开，由县政府办公室督促改正。",
        "安全验证\n一、对象\n请各校完成账号的安全验证\n示例县教育局\n2024年5月6日",
        "各县学校数\n甲县\n404\n乙县\n403",
        "关于网站维护的公告\n系统维护中，群众可以到窗口办理。\n示教发〔2024〕4号",
    ],
)
def test_a_document_that_speaks_of_errors_of_sites_stays(text):
    assert read_bytes(text.encode()).text == text
    assert read_bytes(f"<html><body><pre>{text}</pre></body></html>".encode()).text == text
