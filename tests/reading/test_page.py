"""HTML as a browser shows it: numbers of lists, what is hidden, blocks in cells, tables of documents."""

import pytest

import reformlab as rl
from reformlab.reading.files import read_bytes, read_pieces


def lines(body: str, head: str = "") -> list[str]:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return [line.rstrip("\t") for line in read_bytes(page.encode()).text.split("\n") if line.strip()]


ITEMS = "<li>建校</li><li>修路</li><li>植树</li>"


@pytest.mark.parametrize(
    ("attributes", "shown"),
    [
        ("", "1. 2. 3."),
        ("start=4", "4. 5. 6."),
        ("reversed", "3. 2. 1."),
        ("reversed start=9", "9. 8. 7."),
        ("type=a", "a. b. c."),
        ("type=I start=3", "III. IV. V."),
        ("style='list-style-type:cjk-ideographic'", "一、 二、 三、"),
        ("style='color:red;LIST-STYLE: simp-chinese-formal inside'", "壹、 贰、 叁、"),
        ("style='list-style:cjk-heavenly-stem'", "甲、 乙、 丙、"),
        ("class='custom_cn2 list-paddingleft-2'", "（一） （二） （三）"),
        ("class='custom_num1'", "1） 2） 3）"),
        ("style='list-style-type:none'", "   "),
        ("style='list-style-type:disc'", "   "),
    ],
)
def test_items_of_an_ordered_list_have_the_numbers_that_show(attributes, shown):
    want = [number + word for number, word in zip(shown.split(" "), ("建校", "修路", "植树"), strict=False)]
    assert lines(f"<ol {attributes}>{ITEMS}</ol>") == want


@pytest.mark.parametrize(
    ("sheet", "attributes", "shown"),
    [
        ("ol.cn{list-style-type:cjk-ideographic}", "class='w cn'", "一、 二、 三、"),
        (".cn{list-style:simp-chinese-formal inside}", "class='cn'", "壹、 贰、 叁、"),
        ("#steps li{list-style:none} ol#steps{list-style-type:upper-roman}", "id=steps", "I. II. III."),
        ("ol{list-style:none} ol.cn{list-style-type:lower-alpha}", "class=cn", "a. b. c."),
        ("ol{list-style:none}", "", "  "),
        ("ul,ol li{list-style-type:none}", "", "  "),
        (".cn{list-style:none}", "", "1. 2. 3."),
        ("li.cn{list-style:none} .a{list-style:none}", "class='cn'", "1. 2. 3."),
        ("ol{list-style:none}", "style='list-style:decimal'", "1. 2. 3."),
    ],
)
def test_a_style_sheet_of_the_page_says_how_lists_write_numbers(sheet, attributes, shown):
    want = [number + word for number, word in zip(shown.split(" "), ("建校", "修路", "植树"), strict=True)]
    assert lines(f"<ol {attributes}>{ITEMS}</ol>", f"<style>{sheet}</style>") == want


def test_a_style_sheet_may_say_it_of_items():
    items = "<li class=a>建校</li><li class=a>修路</li><li>植树</li>"
    sheet = "<style>ol{list-style:decimal} li.a{list-style-type:upper-alpha}</style>"
    assert lines(f"<ol>{items}</ol>", sheet) == ["A.建校", "B.修路", "3.植树"]


def test_an_item_may_count_from_elsewhere_and_one_that_is_hidden_does_not_count():
    items = "<li>建校</li><li value=7>修路</li><li hidden>旧</li><li>植树</li>"
    assert lines(f"<ol>{items}</ol>") == ["1.建校", "7.修路", "8.植树"]


def test_the_number_of_an_item_stands_beside_its_first_words_wherever_they_stand():
    items = "<li><p>建校</p><p>选址</p></li><li> <div><b>修路</b></div></li>"
    items += "<li></li><li><table><td>植树</table></li>"
    assert lines(f"<ol>{items}</ol>") == ["1.建校", "选址", "2.修路", "3.", "4.植树"]


def test_lists_in_lists_count_for_themselves():
    inner = "<ol style='list-style-type:cjk-ideographic'><li>选址</li><li>施工</li></ol>"
    assert lines(f"<ol><li>建校{inner}</li><li>修路</li></ol>") == [
        "1.建校",
        "一、选址",
        "二、施工",
        "2.修路",
    ]


def test_a_list_in_two_parts_writes_its_numbers_in_one_way():
    first = "<ol style='list-style-type:cjk-ideographic'><li>建校</li><li>修路</li></ol>"
    assert lines(f"{first}<ol start=3><li>植树</li></ol>") == ["一、建校", "二、修路", "三、植树"]
    assert lines(f"{first}<ol><li>植树</li></ol>")[-1] == "1.植树"


def test_bullets_and_numbers_that_the_items_say_themselves_are_not_written():
    assert lines("<ul><li>建校</li></ul>") == ["建校"]
    assert lines("<ol><li>一、建校</li><li><b>二、</b>修路</li></ol>") == ["一、建校", "二、修路"]
    assert lines("<ol><li>建校</li></ol>", "<style>ul,ol{list-style:none}</style>") == ["建校"]


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='display:none'>{}</div>",
        "<p style='color:red; DISPLAY : NONE'>{}</p>",
        "<span style='visibility:hidden'>{}</span>",
        "<p hidden>{}</p>",
        "<template><p>{}</p></template>",
        "<noscript>{}</noscript>",
        "<dialog>{}</dialog>",
        "<datalist><option>{}</option></datalist>",
        "<ruby>医<rt>{}</rt></ruby>",
        "<del>{}</del>",
        "<s>{}</s>",
        "<span style='text-decoration: line-through'>{}</span>",
        "<div style='display:none'><p style='display:block'>{}</p></div>",
    ],
)
def test_what_no_browser_shows_is_left_out_and_what_stands_behind_is_not(hidden):
    shown = lines(f"<p>建校。</p>{hidden.format('暗文')}<p>修路。</p>")
    assert "暗文" not in "".join(shown)
    assert (shown[0], shown[-1]) == ("建校。", "修路。")


def test_what_a_style_sheet_of_the_page_hides_is_left_out():
    sheet = "<style>p{color:red} .a , div.b{display:none} #c{visibility:hidden} .d .e{display:none}"
    sheet += "@media print{.f{display:none} p{display:none}}</style>"
    body = (
        "<p class='x a'>暗文</p><div class=b>暗文</div><p class=b>建校</p><i id=c>暗文</i><p class=e>修路</p>"
    )
    assert lines(f"{body}<p class=f>植树</p>", sheet) == ["建校", "修路", "植树"]


@pytest.mark.parametrize(
    ("sheet", "attributes", "is_shown"),
    [
        (".a{display:none} .a.on{display:block}", "class='a on'", True),
        (".a.on{display:block} .a{display:none}", "class='a on'", True),
        (".a{display:none} .a.on{display:block}", "class='a'", False),
        (".a{display:block} .b{display:none}", "class='a b'", False),
        (".a{display:none} .b{display:inline-block}", "class='a b'", True),
        ("p.a,#x{visibility:hidden}", "id='x'", False),
        ("div.a{display:none}", "class='a'", True),
        (".a{display:none}", "class='a' style='display:block'", True),
        ("@media print{.a{display:none}}", "class='a'", True),
    ],
)
def test_of_rules_that_hide_and_show_the_one_that_asks_for_most_holds(sheet, attributes, is_shown):
    shown = lines(f"<p {attributes}>建校</p><p>修路</p>", head=f"<style>{sheet}</style>")
    assert shown == (["建校", "修路"] if is_shown else ["修路"])


def test_a_page_in_a_frame_is_read_where_the_file_holds_it():
    inner = "&lt;p&gt;建校&lt;/p&gt;&lt;p hidden&gt;暗文&lt;/p&gt;"
    assert lines(f"<p>导航</p><iframe srcdoc='{inner}'>旧</iframe><p>修路</p>") == ["导航", "建校", "修路"]
    with pytest.raises(rl.ReadError, match="other pages in its frames"):
        read_bytes(b"<html><head><title>t</title></head><frameset><frame src='main.htm'></frameset></html>")


def test_a_page_without_text_is_told():
    with pytest.raises(rl.ReadError, match="page without text"):
        read_bytes(
            b"<html><head><title>t</title></head><body><div id=app></div><script>x</script></body></html>"
        )


def test_what_only_sounds_hidden_is_shown():
    assert lines("<p style='display:nonesuch'>建校</p><dialog open>修路</dialog>") == ["建校", "修路"]


def test_blocks_in_the_cells_of_a_table_do_not_break_its_rows():
    rows = "<tr><td><p>大</p></td><td><p>800张</p><p>以上</p></td></tr><tr><td>小</td><td>100<br>张</td></tr>"
    assert lines(f"<table>{rows}</table>") == ["大\t800张 以上", "小\t100 张"]


def test_a_merged_cell_of_a_table_stands_in_each_of_its_rows():
    table = (
        "<table><tr><th>领域</th><th>任务</th><th>单位</th></tr>"
        "<tr><td rowspan=2>学校</td><td><p>建校</p></td><td rowspan=2>教育局</td></tr>"
        "<tr><td><p>修路</p></td></tr>"
        "<tr><td rowspan=2 colspan=2>植树</td><td>林业局</td></tr><tr><td>县</td></tr></table>"
    )
    shown = ["领域\t任务\t单位", "学校\t建校\t教育局", "学校\t修路\t教育局", "植树\t林业局", "植树\t县"]
    assert lines(table) == shown
    # What is long, or a unit's heading, is said once; a frame's cell is none of a table.
    long = "各县要修缮校舍，配齐教师，按季度检查进度，把责任落实到每个单位和每位校长，并向社会公布。"
    rows = f"<tr><td rowspan=2>{long}</td><td>甲</td></tr><tr><td>乙</td></tr>"
    assert lines(f"<table>{rows}</table>") == [f"{long}\t甲", "\t乙"]
    units = (
        "<tr><td rowspan=2>（一）学校</td><td>1.建校</td><td>县</td></tr><tr><td>2.修路</td><td>市</td></tr>"
    )
    assert lines(f"<table>{units}</table>") == ["（一）学校\t1.建校\t县", "\t2.修路\t市"]
    frame = f"<tr><td rowspan=2>导航</td><td>{long * 12}</td></tr><tr><td>公开</td></tr>"
    assert lines(f"<table>{frame}</table>") == ["导航", long * 12, "公开"]


def test_a_table_that_frames_a_page_keeps_the_lines_of_its_text():
    text = "".join(f"<p>第{n}段，各县要修缮校舍。</p>" for n in range(12))
    assert len(lines(f"<table><tr><td><p>导航</p></td><td>{text}</td></tr></table>")) == 13
    inner = "<table><tr><td>大</td><td>小</td></tr></table>"
    assert lines(f"<table><tr><td>前</td><td><p>建校</p>{inner}</td></tr></table>") == [
        "前",
        "建校",
        "大\t小",
    ]


LETTER = ["关于修缮校舍的通知", "各乡学校：", "一、排查校舍", "消除隐患。", "甲县教育局", "2011年4月11日"]
MENU = "<td><a>机构</a><br><a>政策</a></td>"


@pytest.mark.parametrize("letter", [LETTER, LETTER[:1] + LETTER[2:], LETTER[:-2]])
@pytest.mark.parametrize("write", ["<p>{}</p>", "{}<br>", "<div><font>{}</font></div>"])
@pytest.mark.parametrize("foot", ["", "<tr><td>主办单位</td><td>甲县政府</td></tr>"])
def test_a_short_document_in_one_cell_of_a_page_keeps_its_lines(letter, write, foot):
    text = "".join(map(write.format, letter))
    found = lines(f"<table><tr>{MENU}<td>{text}</td></tr>{foot}</table>")
    assert found[:2] == ["机构", "政策"] and found[2 : 2 + len(letter)] == letter


@pytest.mark.parametrize(
    "cell",
    [
        "<p>一、排查校舍；</p><p>二、修缮操场；</p><p>三、培训教师；</p><p>四、添置图书。</p>",
        "排查校舍。<br>修缮操场。<br>培训教师。<br>添置图书。<br>",
        "2021年3月1日<br>2021年4月1日<br>2021年5月1日<br>2021年6月1日",
        "2021年<br>2022年<br>2023年<br>2024年",
    ],
)
def test_a_cell_of_a_table_of_tasks_is_a_value_though_it_has_paragraphs(cell):
    rows = f"<tr><td>甲县</td><td>{cell}</td><td>2021年6月1日</td></tr>" * 3
    assert [line.count("\t") for line in lines(f"<p>甲县校舍任务表</p><table>{rows}</table>")] == [0, 2, 2, 2]


def test_rows_of_tasks_that_end_in_a_date_stay_and_dated_links_go():
    tasks = [("任务", "单位", "时限"), *((f"建校{n}", "教育局", f"2021-0{n}-30") for n in (4, 6, 9))]
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in tasks)
    short = "".join(f"<tr><td>{row[0]}</td><td>{row[2]}</td></tr>" for row in tasks)
    links = "".join(f"<li><a>关于建校的通知{n}</a> 2021-0{n}-30</li>" for n in (9, 6, 4))
    assert "建校6\t教育局\t2021-06-30" in rl.clean_text("\n".join(lines(f"<table>{rows}</table>"))).text
    assert "建校6\t2021-06-30" in rl.clean_text("\n".join(lines(f"<table>{short}</table>"))).text
    cells = [f"<tr><td>修缮校舍{n}</td><td>2021-{n}-30</td></tr>" for n in ("11", "04", "09")]
    for rows, is_kept in ((cells, True), ([cells[0], cells[2], cells[1]], False)):
        text = rl.clean_text("\n".join(lines(f"<table>{''.join(rows)}</table><p>全文。</p>"))).text
        assert ("修缮校舍09" in text) == is_kept
    assert rl.clean_text("\n".join(lines(f"<p>全文。</p><ul>{links}</ul>"))).text.strip() == "全文。"


def test_headings_of_a_page_nest_by_their_levels():
    body = "<p>各县要完善校舍管理制度，保障学校的经费。</p>"
    parts = f"<h2>目标</h2>{body}<h2>任务</h2><h3>建<b>校</b></h3>{body}<h3>修路</h3>{body}"
    page = f"<h3>通知公告</h3><h1>关于校舍的意见</h1>{parts}<h4>各县要报送结果。</h4>"
    raw = read_bytes(f"<!DOCTYPE html><html><body>{page}</body></html>".encode())
    assert raw.headings == {"通知公告": 3, "关于校舍的意见": 1, "目标": 2, "任务": 2, "建校": 3, "修路": 3}
    (outline,) = rl.split_documents(rl.clean_text(raw.text).text, headings=raw.headings)
    assert [(p.section, p.heading) for p in outline.passages] == [
        ("", "目标"),
        ("任务", "建校"),
        ("任务", "修路"),
        ("任务", "修路"),
    ]


TABLE = [
    ("标题", "发布日期", "正文"),
    ("关于修缮校舍的通知", "2019-08-06", "各县要修缮校舍。<br>教育部门负责。"),
    ("关于植树的通知", "2020-03-01", "<p>各县要植树。</p>"),
]


def html_table(rows) -> str:
    rows = "".join(
        "<tr>" + "".join(f"<td class=x><b>{cell}</b></td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<html><head><meta charset=gb2312></head><body><table>{rows}</table></body></html>"


def xml_workbook(rows) -> str:
    def cell(value):
        value = value.replace("<br>", "&#10;").replace("<p>", "").replace("</p>", "")
        return f'<ss:Cell><ss:Data ss:Type="String">{value}</ss:Data></ss:Cell>'

    rows = "".join(f"<ss:Row>{''.join(map(cell, row))}</ss:Row>" for row in rows)
    sheet = '<ss:Worksheet ss:Name="{}"><ss:Table>{}</ss:Table>{}</ss:Worksheet>'
    hidden = sheet.format("旧", rows, "<Options><Visible>SheetHidden</Visible></Options>")
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        f'<ss:Workbook xmlns:ss="urn:ss">{hidden}{sheet.format("新", rows, "")}</ss:Workbook>'
    )


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("write", [html_table, xml_workbook])
def test_a_table_that_calls_itself_an_excel_file_gives_a_document_a_row(tmp_path, write, encoding):
    (tmp_path / "export.xls").write_bytes(write(TABLE).encode(encoding))
    first, second = read_pieces(tmp_path / "export.xls", "export.xls")
    assert (first.name, second.name) == ("export.xls/row 2", "export.xls/row 3")
    assert first.raw.text.split() == ["各县要修缮校舍。", "教育部门负责。"]
    assert first.given == {"title": "关于修缮校舍的通知", "date": "2019-08-06"}
    assert second.raw.text == "各县要植树。"


MERGED_HTML = html_table([("级别", *TABLE[0]), ("省级", *TABLE[1]), TABLE[2]]).replace(
    "<td class=x><b>省级", "<td class=x rowspan=2><b>省级"
)
MERGED_XML = (
    xml_workbook([("级别", *TABLE[0]), ("省级", *TABLE[1]), TABLE[2]])
    .replace(
        '<ss:Cell><ss:Data ss:Type="String">省级', '<ss:Cell ss:MergeDown="1"><ss:Data ss:Type="String">省级'
    )
    .replace(
        '<ss:Cell><ss:Data ss:Type="String">关于植树',
        '<ss:Cell ss:Index="2"><ss:Data ss:Type="String">关于植树',
    )
)


@pytest.mark.parametrize("table", [MERGED_HTML, MERGED_XML])
def test_a_merged_cell_speaks_for_all_its_rows(tmp_path, table):
    (tmp_path / "export.xls").write_text(table, "utf-8")
    found = list(read_pieces(tmp_path / "export.xls", "export.xls"))
    assert [(piece.given["title"], piece.given["level"]) for piece in found] == [
        ("关于修缮校舍的通知", "provincial"),
        ("关于植树的通知", "provincial"),
    ]


def test_a_page_with_a_table_of_its_own_is_one_document():
    around = "<p>各县要做好下列工作，把责任落实到每个单位，按季度检查进度。</p>" * 9
    page = html_table(TABLE).replace("<body>", f"<body>{around}")
    assert "关于植树的通知" in read_bytes(page.encode()).text


def test_the_head_of_a_page_says_what_its_text_does_not(tmp_path):
    head = (
        '<meta content="天水市校舍改造办法" name="ArticleTitle">'
        '<meta name="ContentSource" content="天水市教育局">'
        "<meta name='PubDate' content='2021-03-05 10:20'>"
    )
    body = "<p>各地开展校舍改造，完善制度，落实责任，按时完成任务。</p>"
    for name, above in (("a", ""), ("b", "<p>陇南市校舍方案</p><p>陇南市教育局</p><p>2019年6月7日</p>")):
        page = f"<html><head>{head}</head><body>{above}{body}</body></html>"
        (tmp_path / f"{name}.html").write_text(page, "utf-8")
    documents = rl.build_corpus(tmp_path, progress=False).documents.set_index("doc_id")
    said = documents[["title", "issuer", "place", "kind", "date"]].T.to_dict("list")
    assert said["a"] == ["天水市校舍改造办法", "天水市教育局", "天水", "rule", "2021-03-05"]
    assert said["b"] == ["陇南市校舍方案", "陇南市教育局", "陇南", "plan", "2019-06-07"]


TITLE = "天水市校舍改造办法"
LINKS = ["陇南市校舍方案", "天水市教育局关于评选优秀校长的通知", "天水市桥梁养护办法"]


@pytest.mark.parametrize(
    "head",
    [
        f'<meta name="ArticleTitle" content="{TITLE}">',
        f"<title>{TITLE}-天水市教育局</title>",
        f"<title>\n天水市教育局 | {TITLE}\n</title>",
    ],
)
@pytest.mark.parametrize("n", [1, 2, 3])
def test_links_to_other_documents_above_a_text_are_no_title(tmp_path, head, n):
    links = "".join(f'<li><a href="{link}">{link}</a></li>' for link in LINKS[:n])
    body = f"<h2>{TITLE}</h2><p>第一条　各地开展校舍改造，完善制度。</p><p>第二条　本办法自公布起施行。</p>"
    (tmp_path / "a.html").write_text(f"<head>{head}</head><body><ul>{links}</ul>{body}</body>", "utf-8")
    documents = rl.build_corpus(tmp_path, progress=False).documents
    assert documents["title"].tolist() == [TITLE]


def test_the_name_of_a_window_below_the_title_is_none(tmp_path):
    notice = "天水市教育局关于印发校舍改造规划的通知"
    paragraphs = [notice, "各县教育局：", "请照此执行。", TITLE, "各地开展校舍改造，完善制度。"]
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    page = f"<head><title>{TITLE}</title></head><body>{body}</body>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    assert rl.build_corpus(tmp_path, progress=False).documents["title"].tolist() == [notice]


def test_who_put_a_page_up_need_not_be_a_body_and_a_link_is_no_title(tmp_path):
    head = '<meta name="ArticleTitle" content="详情"><meta name="ContentSource" content="天水日报">'
    page = f"<html><head>{head}</head><body><p>各地开展校舍改造，完善制度，落实责任。</p></body></html>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    documents = rl.build_corpus(tmp_path, progress=False).documents
    assert documents[["title", "issuer", "published"]].isna().all(axis=None)
