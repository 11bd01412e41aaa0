"""Word files: the numbers that Word counts by itself, and what a reader sees of the rest."""

import io
import zipfile

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

import reformlab as rl
from reformlab.reading.clean import clean_headings
from reformlab.reading.list_numbers import write_list_number
from reformlab.reading.word import read_word

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
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
    assert read_word(raw)[0].split("\n") == ["关于校舍的意见", *first, *second]


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
    assert read_word(raw)[0].split("\n") == ["三、建校", "各地要建校。", "四、修路"]


def test_articles_may_be_numbered_too():
    raw = numbered(
        (0, "总则"),
        (1, "为了发展。"),
        levels=[("chineseCounting", "第%1章 "), ("chineseCounting", "第%2条 ")],
    )
    assert read_word(raw)[0] == "第一章 总则\n第一条 为了发展。"


def test_bullets_are_no_numbers():
    assert read_word(numbered((3, "建校")))[0] == "建校"


def test_the_number_of_a_style_is_written_out():
    document = docx.Document()
    for text in ("建校", "修路"):
        document.add_paragraph(text, style="List Number")
    file = io.BytesIO()
    document.save(file)
    assert read_word(file.getvalue())[0] == "1.建校\n2.修路"


@pytest.mark.parametrize(
    ("number", "style", "written"),
    [
        (7, "decimal", "7"),
        (1, "chineseCounting", "一"),
        (10, "chineseCountingThousand", "十"),
        (15, "japaneseCounting", "十五"),
        (120, "chineseCounting", "一百二十"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (3, "chineseLegalSimplified", "叁"),
        (10, "chineseLegalSimplified", "壹拾"),
        (12, "ideographLegalTraditional", "壹拾貳"),
        (2, "ideographTraditional", "乙"),
        (2, "ideographZodiac", "丑"),
        (20, "ideographDigital", "二〇"),
        (14, "upperRoman", "XIV"),
        (28, "lowerLetter", "ab"),
        (5, "decimalZero", "05"),
        (21, "decimalEnclosedCircle", "21"),
        (3, "bullet", ""),
        (0, "chineseCounting", "0"),
    ],
)
def test_numbers_are_written_as_documents_write_them(number, style, written):
    assert write_list_number(number, style) == written


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:v"'
)


def parts(body: str, **others: str) -> dict[str, str]:
    """Return the parts of a Word file from the XML inside them."""
    links = "".join(f'<Relationship Type="{KIND}/{name}" Target="{name}.xml"/>' for name in others)
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<R><Relationship Type="{KIND}/officeDocument" Target="/word/document.xml"/></R>',
        "word/_rels/document.xml.rels": f"<R>{links}</R>",
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
    } | {f"word/{name}.xml": f"<w:{name} {NAMES}>{inner}</w:{name}>" for name, inner in others.items()}


def lines(body: str, **others: str) -> list[str]:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts(body, **others).items():
            archive.writestr(name, text)
    return rl.read_bytes(file.getvalue()).text.split("\n")


def p(
    text: str, number: str | None = None, depth: int = 0, *, style: str = "", mark: str = "", run: str = ""
) -> str:
    """Return a paragraph, perhaps of a list, of a style, with properties of its end and of its words."""
    list_ = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f"<w:p><w:pPr>{style}{list_}<w:rPr>{mark}</w:rPr></w:pPr>"
        f"<w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"
    )


def steps(number: int, *levels: str, link: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{link}{"".join(levels)}</w:abstractNum>'


def level(depth: int, way: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{way}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def num(number: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def anew(depth: int, start: int) -> str:
    return f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def style(name: str, inner: str = "", *, on: str = "", kind: str = "paragraph") -> str:
    on = f'<w:basedOn w:val="{on}"/>' if on else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}">{on}{inner}</w:style>'


def in_list(number: int, depth: int | None = None) -> str:
    depth = "" if depth is None else f'<w:ilvl w:val="{depth}"/>'
    return f'<w:pPr><w:numPr>{depth}<w:numId w:val="{number}"/></w:numPr></w:pPr>'


DECIMAL = steps(7, level(0, "decimal", "%1."), level(1, "decimal", "（%2）"))


def test_a_list_that_starts_anew_does_and_one_that_shares_its_steps_counts_on():
    lists = DECIMAL + num(1, 7) + num(2, 7, anew(0, 5)) + num(3, 7)
    body = p("甲", "1") + p("乙", "1") + p("丙", "2") + p("丁", "2") + p("戊", "3")
    assert lines(body, numbering=lists) == ["1.甲", "2.乙", "5.丙", "6.丁", "7.戊"]


def test_a_list_may_change_how_a_level_of_its_steps_looks():
    change = f'<w:lvlOverride w:ilvl="0">{level(0, "chineseLegalSimplified", "%1、")}</w:lvlOverride>'
    body = p("总则", "1") + p("附则", "1")
    assert lines(body, numbering=DECIMAL + num(1, 7, change)) == ["壹、总则", "贰、附则"]


def test_articles_count_on_through_chapters_where_the_list_says_so():
    chapters = level(0, "chineseCounting", "第%1章")
    articles = level(1, "chineseCounting", "第%2条", '<w:lvlRestart w:val="0"/>')
    body = p("总则", "1") + p("为了发展。", "1", 1) + p("附则", "1") + p("自公布之日起施行。", "1", 1)
    assert lines(body, numbering=steps(7, chapters, articles) + num(1, 7)) == [
        "第一章 总则",
        "第一条 为了发展。",
        "第二章 附则",
        "第二条 自公布之日起施行。",
    ]


def test_the_number_of_a_style_comes_from_what_it_is_based_on_and_its_level_from_the_list():
    lists = steps(
        7,
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="Part"/>'),
        level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="Item"/>'),
    )
    styles = style("Part", in_list(1)) + style("Item", in_list(1)) + style("Own", on="Item")
    body = (
        p("任务", style="Part")
        + p("建校", style="Own")
        + p("修路", style="Own")
        + p("结语", "0", style="Own")
    )
    assert lines(body, numbering=lists + num(1, 7), styles=styles) == [
        "一、任务",
        "（一）建校",
        "（二）修路",
        "结语",
    ]


def test_a_level_that_names_a_style_holds_though_the_style_has_its_list_from_another():
    lists = steps(
        7,
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="Part"/>'),
        level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="Item"/>'),
    )
    styles = style("Part", in_list(1)) + style("Item", on="Part") + style("Own", on="Item")
    body = (
        p("任务", style="Part") + p("建校", style="Item") + p("修路", style="Own") + p("保障", style="Part")
    )
    shown = ["一、任务", "（一）建校", "（二）修路", "二、保障"]
    assert lines(body, numbering=lists + num(1, 7), styles=styles) == shown


def test_a_list_may_borrow_its_steps_from_the_style_of_a_list():
    lists = (
        steps(1, link='<w:numStyleLink w:val="Ours"/>')
        + steps(2, level(0, "decimal", "%1."), link='<w:styleLink w:val="Ours"/>')
        + num(1, 1)
        + num(2, 2)
    )
    styles = style("Ours", in_list(2), kind="numbering")
    assert lines(p("建校", "1"), numbering=lists, styles=styles) == ["1.建校"]


@pytest.mark.parametrize("mark", ["<w:del/>", "<w:moveFrom/>", "<w:vanish/>"])
def test_a_paragraph_whose_end_is_gone_has_no_number(mark):
    gone = p("", "1", mark=mark)
    body = p("甲", "1") + gone + p("乙", "1")
    assert lines(body, numbering=DECIMAL + num(1, 7)) == ["1.甲", "2.乙"]


def test_two_paragraphs_whose_break_was_deleted_are_one():
    body = p("推进", "1", mark="<w:del/>") + p("建校", "1") + p("修路", "1")
    assert lines(body, numbering=DECIMAL + num(1, 7)) == ["1.推进建校", "2.修路"]


def test_rows_that_were_deleted_are_left_out():
    row = "<w:tr>{}<w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    kept, gone = row.format("", p("甲"), p("乙")), row.format("<w:trPr><w:del/></w:trPr>", p("丙"), p("丁"))
    assert lines(f"<w:tbl>{gone}{kept}</w:tbl>") == ["甲\t乙"]


def test_a_merged_cell_stands_in_each_of_its_rows_unless_it_is_long():
    def cell(text: str, more: str = "") -> str:
        return f"<w:tc><w:tcPr>{more}</w:tcPr>{p(text)}</w:tc>"

    first, next_ = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    wide, long = '<w:gridSpan w:val="2"/>', "修缮校舍，配齐教师，" * 5
    rows = [
        [cell("学校", first), cell("建校"), cell("教育局", first)],
        [cell("", next_), cell("修路"), cell("", next_)],
        [cell("植树", wide), cell(long, first)],
        [cell("种草", wide), cell("", next_)],
    ]
    table = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    shown = ["学校\t建校\t教育局", "学校\t修路\t教育局", f"植树\t{long}", "种草"]
    assert [line.rstrip("\t") for line in lines(f"<w:tbl>{table}</w:tbl>")] == shown


def test_hidden_text_is_left_out_whether_the_words_or_their_style_hide_it():
    styles = (
        style("Hid", "<w:rPr><w:vanish/></w:rPr>", kind="character")
        + style("Below", on="Hid", kind="character")
        + style("Note", "<w:rPr><w:vanish/></w:rPr>")
    )
    body = (
        p("甲", run="<w:vanish/>")
        + p("乙", run='<w:rStyle w:val="Below"/>')
        + p("丙", style="Note")
        + p("丁", style="Note", run='<w:vanish w:val="0"/>')
    )
    assert "".join(lines(body, styles=styles)) == "丁"
    crossed = p("甲", run="<w:strike/>") + p("乙", run="<w:dstrike/>") + p("丙", run='<w:strike w:val="0"/>')
    assert "".join(lines(crossed)) == "丙"


def test_paragraphs_and_cells_are_found_in_whatever_holds_them():
    cell = f"<w:tc>{p('省教育厅')}</w:tc>"
    held = f"<w:sdt><w:sdtContent>{cell}</w:sdtContent></w:sdt><w:customXml>{cell}</w:customXml>"
    waiting = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        + p("单击此处")
        + "</w:sdtContent></w:sdt>"
    )
    body = f"<w:customXml>{p('建校')}</w:customXml>{waiting}<w:tbl><w:tr>{cell}{held}</w:tr></w:tbl>"
    assert lines(body) == ["建校", "省教育厅\t省教育厅\t省教育厅"]


BOX = f"<w:txbxContent>{p('甲省文件')}{p('甲发〔2021〕3号')}</w:txbxContent>"


@pytest.mark.parametrize(
    "box",
    [
        f"<mc:AlternateContent><mc:Choice>{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent>",
        f"<w:pict><v:textbox>{BOX}</v:textbox></w:pict>",
        f"<mc:AlternateContent><mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent>",
    ],
)
def test_paragraphs_of_a_text_box_stand_once_above_the_one_that_holds_it(box):
    assert lines(f"<w:p><w:r>{box}</w:r><w:r><w:t>各县：</w:t></w:r></w:p>") == [
        "甲省文件",
        "甲发〔2021〕3号",
        "各县：",
    ]


def test_notes_stand_behind_their_paragraph_and_say_what_they_are():
    refers = (
        '<w:p><w:r><w:t>推进{}</w:t></w:r><w:r><w:{}Reference w:id="4"/></w:r><w:r><w:t>。</w:t></w:r></w:p>'
    )
    body = refers.format("建校", "footnote") + refers.format("修路", "endnote") + p("附则")
    notes = {f"{kind}s": f'<w:{kind} w:id="4">{p(kind)}</w:{kind}>' for kind in ("footnote", "endnote")}
    assert lines(body, **notes) == [
        "推进建校。", "［脚注］footnote", "推进修路。", "［脚注］endnote", "附则",
    ]  # fmt: skip


def test_the_same_is_read_from_one_file_of_xml():
    files = parts(p("建校", "1") + p("修路", "1"), numbering=DECIMAL + num(1, 7))
    xml = "".join(
        f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{text}</pkg:xmlData></pkg:part>'
        for name, text in files.items()
    )
    flat = f'<?xml version="1.0"?><pkg:package xmlns:pkg="urn:pkg">{xml}</pkg:package>'
    got = rl.read_bytes(flat.encode())
    assert (got.text, got.format) == ("1.建校\n2.修路", "xml")


OLD = """<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>
<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"
 xmlns:wx="urn:wx" xmlns:aml="urn:aml">
<w:lists><w:listDef w:listDefId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:nfc w:val="37"/>
<w:lvlText w:val="%1、"/></w:lvl></w:listDef><w:list w:ilfo="1"><w:ilst w:val="0"/></w:list></w:lists>
<w:body><wx:sect><w:p>
<w:pPr><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/>
<wx:t wx:val="一、"/></w:listPr></w:pPr>
<w:r><w:t>建校</w:t></w:r><aml:annotation w:type="Word.Deletion"><aml:content>
<w:r><w:t>房</w:t></w:r></aml:content></aml:annotation>
<aml:annotation w:type="Word.Insertion"><aml:content><w:r><w:t>舍</w:t></w:r></aml:content>
</aml:annotation><w:r><w:footnote><w:p><w:r><w:t>注</w:t></w:r></w:p></w:footnote></w:r></w:p>
<w:sectPr><w:hdr><w:p><w:r><w:t>页眉</w:t></w:r></w:p></w:hdr></w:sectPr></wx:sect></w:body></w:wordDocument>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_the_xml_of_word_2003_is_read(encoding):
    raw = OLD.replace("UTF-8", encoding).encode(encoding)
    assert rl.read_bytes(raw).text == "一、建校舍\n［脚注］注"


def test_word_2003_says_the_number_of_a_list_that_a_part_of_a_file_lacks():
    lists = OLD[OLD.index("<w:lists>") : OLD.index("<w:body>")]
    assert rl.read_bytes(OLD.replace(lists, "").encode()).text.startswith("一、建校舍")


def test_other_xml_is_named_and_no_entity_is_expanded():
    with pytest.raises(rl.ReadError, match=r"is XML of another kind .root element feed."):
        rl.read_bytes("<?xml version='1.0'?><feed><p>医改</p></feed>".encode())
    bomb = "<?xml version='1.0'?><!DOCTYPE w [<!ENTITY a '医改'>" + OLD.partition("?>")[2].partition("?>")[2]
    bomb = bomb.replace("<!ENTITY a '医改'>", "<!ENTITY a '医改'>]>").replace("建校<", "建校&a;<")
    assert "医改" not in rl.read_bytes(bomb.encode()).text


def styled(*paragraphs: tuple[int, str]) -> tuple[rl.RawFile, list]:
    """Return a Word file whose headings have styles of a level (0: none), and its passages."""
    document = docx.Document()
    for level, text in paragraphs:
        document.add_paragraph(text, style=f"Heading {level}" if level else None)
    file = io.BytesIO()
    document.save(file)
    raw = rl.read_bytes(file.getvalue())
    headings = clean_headings(raw.headings)
    return raw, rl.split_documents(rl.clean_text(raw.text).text, headings=headings)[0].passages


BODY = "各县要完善校舍管理制度，保障学校的经费。"


def test_headings_without_numbers_nest_by_the_levels_of_their_styles():
    raw, passages = styled(
        (1, "关于校舍的意见"),
        (1, "主要任务"),
        (2, "校舍，重在修缮"),
        (0, BODY),
        (3, "选址"),
        (0, BODY),
        (0, "（一）建校。" + BODY),
        (0, "（二）修路。" + BODY),
        (2, "教师"),
        (0, BODY),
        (1, "保障措施"),
        (0, BODY),
        (0, BODY),
    )
    assert raw.headings["选址"] == 3
    assert [(p.section, p.label, p.heading) for p in passages] == [
        ("主要任务", "", "校舍，重在修缮"),
        ("主要任务 > 校舍，重在修缮", "", "选址"),
        ("主要任务 > 校舍，重在修缮 > 选址", "（一）", "建校"),
        ("主要任务 > 校舍，重在修缮 > 选址", "（二）", "修路"),
        ("主要任务", "", "教师"),
        ("", "", "保障措施"),
        ("", "", "保障措施"),
    ]


def test_headings_without_numbers_stand_in_those_that_have_some():
    _, passages = styled(
        (1, "关于校舍的意见"),
        (1, "一、主要任务"),
        (2, "校舍"),
        (0, BODY),
        (2, "教师"),
        (0, "1.培训。" + BODY),
        (0, "2.轮岗。" + BODY),
        (1, "二、保障措施"),
        (0, BODY),
    )
    assert [(p.section, p.label, p.heading) for p in passages] == [
        ("一、主要任务", "", "校舍"),
        ("一、主要任务 > 教师", "1.", "培训"),
        ("一、主要任务 > 教师", "2.", "轮岗"),
        ("", "二、", "保障措施"),
    ]


def test_a_sentence_in_the_style_of_a_heading_is_none():
    raw, passages = styled((1, "关于校舍的意见"), (1, BODY), (2, BODY + BODY))
    assert list(raw.headings) == ["关于校舍的意见"]
    assert [p.heading for p in passages] == ["", ""]


@pytest.mark.parametrize("on_first_page_alone", [True, False])
def test_what_stands_above_the_first_page_alone_is_read(on_first_page_alone):
    document = docx.Document()
    section = document.sections[0]
    section.different_first_page_header_footer = on_first_page_alone
    section.first_page_header.paragraphs[0].text = "甘教发〔2023〕9号"
    section.header.paragraphs[0].text = "甲县公报"
    document.add_paragraph("关于校舍的意见")
    file = io.BytesIO()
    document.save(file)
    text = read_word(file.getvalue())[0]
    assert text == "甘教发〔2023〕9号\n关于校舍的意见" if on_first_page_alone else "关于校舍的意见"


def enclosing(raw: bytes) -> bytes:
    """Return a Word file with a title, and below it the text of a file of another format inside it."""
    document = docx.Document()
    document.add_paragraph("关于校舍的意见")
    part = Part(PackURI("/word/enclosed.bin"), "text/html", raw, document.part.package)
    link = document.part.relate_to(part, f"{RELATIONS}/aFChunk")
    chunk = parse_xml(f'<w:altChunk {nsdecls("w", "r")} r:id="{link}"/>')
    document.element.body.insert(len(document.element.body) - 1, chunk)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_file_inside_a_word_file_is_read():
    page = "<html><body><p>一、建校</p><p>各县要建校。</p></body></html>".encode()
    mail = b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n" + page
    for raw in (page, mail, numbered((0, "建校"), (None, "各县要建校。"))):
        text = rl.read_bytes(enclosing(raw)).text
        assert [line for line in text.split("\n") if line] == ["关于校舍的意见", "一、建校", "各县要建校。"]
    assert rl.read_bytes(enclosing(b"\x89PNG")).text.strip() == "关于校舍的意见"


def test_a_cell_alone_in_its_row_holds_lines_and_one_beside_others_is_one_line():
    document = docx.Document()
    box = document.add_table(rows=1, cols=1).cell(0, 0)
    box.text = "专栏1 校舍"
    box.add_paragraph("1.建校。新建学校3所。")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "一、校舍"
    table.cell(1, 0).text = "1.建校\n2.修路"  # a line break, as Word has it in a cell
    table.cell(1, 1).text = "教育局"
    file = io.BytesIO()
    document.save(file)
    lines = read_word(file.getvalue())[0].split("\n")
    assert [line for line in lines if line] == [
        "专栏1 校舍",
        "1.建校。新建学校3所。",
        "一、校舍",
        "1.建校 2.修路\t教育局",
    ]
