"""Reading tables that hold a document a row, and the columns of facts beside it."""

import base64
import io
import re
import zipfile
import zlib
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reformlab as rl
from reformlab.corpus.dates import read_date
from reformlab.reading.column_names import find_columns, read_given
from reformlab.reading.files import ReadError, read_file, read_pieces
from reformlab.reading.spreadsheet import EXCEL_LIMIT

# Made up.
BODY = "各级人民政府要完善教师管理制度，推进学校的建设，保障教师的工资，由教育部门会同有关部门管理。\n" * 6
OTHER = "医院要改善夜间急诊的秩序，增加护士的班次，延长药房的时间，由医院的办公室安排。\n" * 6
NAMES = ["序号", "标题", "发文字号", "发布机关", "发布日期", "省份", "正文"]
ROWS = [
    ["1", "关于加强教师队伍建设的意见", "甘教发〔2023〕990号", "甘肃省教育厅", "2023/3/5", "甘肃省", BODY],
    ["2", "关于修缮校舍的通知", "无", "兰州市教育局", "2024年1月", "甘肃", BODY + "乙"],
    ["3", '关于"课后服务"的通知, 试行', "", "教育部", "约2020", "全国", BODY + "丙"],
]
GIVEN = [
    {
        "title": ROWS[0][1],
        "number": "甘教发〔2023〕990号",
        "issuer": "甘肃省教育厅",
        "date": "2023-03-05",
        "place": "甘肃",
    },
    # The issuer is of a city, so that the province is not the place of the document.
    {"title": ROWS[1][1], "issuer": "兰州市教育局", "date": "2024-01"},
    {"title": ROWS[2][1], "issuer": "教育部", "place": "全国"},
]

# Two rows, a date and a number in the sheet 甲, and a hidden one, as xlwt 1.3.0 wrote them.
OLD_EXCEL = zlib.decompress(
    base64.b85decode(
        "c-rk)TSyd982-=9?9KM3X`q3($jUUdULw%7pnOVQ70OGNx|18`g*6L<@{ULtLKGIh2uAc`<wF+=EPCl7u**Xb7+Od|5CjE1=uZFn"
        "XJ%6~aG@5I`G)h)`7h_6v;Y5}GiT@3Wc2jNy@VN9hFlOKsMx@~NXD?)bjA&+R}|jW?^bMzfi(r26%%PT!DGiu3(q0X_Y4SdS9*pN"
        ";3Kw5XoiBOMmafxI6!l#W_%7gOv2g|U>KVd;%QznL~Ds|BzlKzpAgL>$pFzDw4G+<FzG2s->cQ}Q6ZIdPNWPT(3tlm$%Z(1!Rxqv"
        "kg2vN*dI7meR_>45+yr~0;V)yZj=L@cfn1F0%${IHZ)}VeA5t%=^lk2N;1HAeO*6IHsq0&GeG&zrE<$(<W@}La`_cO0_Xtc1mnfr"
        "i%GsEQ7y3Dt(==M^SWT{vpf&uumLq#2E6bs{-GgUS+7g_<b8E5Uh0ZfvvN`$Dr@WeWE-#+@8yE8g}d5Q{En`kvk8N<=gh#Gy&sMV"
        "Rb}#cM_#2Hm{dAZ(%G+D*_G^8u9_R1yP7nxWkAT%+ypN<OC5D1#i|<-m}=z$cCsSH-`QVYbfHYQu`5%B!`J#N{9Yl8&sN>0+)K78"
        "2Q6MZQXjaeA5BZxjZvDv{q4=+nj+6}l626kNqvEB<<SBKI{643>?Dmy)PyaaM(iZoMP4^kKY?g0+TcB{C{F7f>L!~W(x%~a_7L8B"
        "wk_&!$A0e@@5992Po5pvAIqOPA3OHWGXkmjLiO?N;MENoEQ8&+&hf~j-<h`6O%aX%W81R|ZkoFUiuRUv!2)F%FdiH#$D_kSoS?-@"
        "<wWE}%@?CMEcM06m!#P<^2K9yQHY|AIR?g`3!0AmGKX{$a*3K}VTD-=<k_NmR&!_#aoiU_aO4UxaG#sv#{L_Ts0$XNYqc)eigh9C"
        "QH7PFYQTU20|pEjSl3{57*r3yl6C~<hbW8oU1tGX(D+QUZcz+Pc%8w&ln0>^?*V8Ft9~|tiRr%BD#z&G3ptM9(*sZsH8hX<u<I8O"
        "!EEvGS@l5ozgt4#K0g@FJpc3ae*v_JJ#Y"
    )
)


def as_text(rows, separator=","):
    return pd.DataFrame(rows[1:], columns=rows[0]).to_csv(index=False, sep=separator)


def as_excel(sheets, *, hide=()):
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name in hide:
            sheet.sheet_state = "hidden"
    book.save(file)
    return file.getvalue()


def pieces(folder, raw, name="export.dat"):
    (folder / name).write_bytes(raw)
    return list(read_pieces(folder / name, name))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_file_with_a_document_a_row_gives_a_piece_a_row(tmp_path, encoding, separator):
    found = pieces(tmp_path, as_text([NAMES, *ROWS], separator).encode(encoding))
    assert [piece.name for piece in found] == [f"export.dat/row {n}" for n in (2, 3, 4)]
    assert [piece.raw.text for piece in found] == [row[-1] for row in ROWS]
    assert [piece.given for piece in found] == GIVEN
    assert len({piece.raw.sha256 for piece in found}) == 3


def test_excel_file_gives_the_same_as_the_text_file(tmp_path):
    rows = [
        [*row[:4], value, *row[5:]]
        for row, value in zip(ROWS, (datetime(2023, 3, 5), 45292, None), strict=True)
    ]
    found = pieces(tmp_path, as_excel({"导出": [NAMES, *rows]}))
    assert [piece.name for piece in found] == [f"export.dat/row {n}" for n in (2, 3, 4)]
    assert [piece.raw.text for piece in found] == [row[-1] for row in ROWS]
    assert [piece.given.get("date") for piece in found] == ["2023-03-05", "2024-01-01", None]


def test_excel_file_before_2007_is_read(tmp_path):
    found = pieces(tmp_path, OLD_EXCEL)
    assert [piece.name for piece in found] == ["export.dat/row 2", "export.dat/row 3"]
    assert found[0].raw.text == "各县要修缮校舍，由教育部门负责。"
    assert found[0].given == {"title": "关于修缮校舍的通知", "issuer": "兰州市教育局", "date": "2024-01-01"}
    (broken,) = pieces(tmp_path, OLD_EXCEL[:3000])
    assert "damaged old file of Word or Excel" in broken.reason


def test_a_cell_in_the_last_row_and_column_fills_no_memory(tmp_path):
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in (NAMES, ROWS[0]):
        book.active.append(row)
    book.active["XFD1048576"] = "甲"
    book.save(file)
    (tmp_path / "a.xlsx").write_bytes(file.getvalue())
    assert next(read_pieces(tmp_path / "a.xlsx", "a")).raw.text == BODY


def test_a_merged_cell_speaks_for_all_its_rows_and_no_others(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["序号", "层级", "省份", "正文"])
    for number in range(6):
        sheet.append([number, *(("省级", "甘肃省") if number in (0, 4) else (None, None)), f"{BODY}{number}"])
    for cells in ("B2:B4", "C2:C3", "B6:B7", "C6:C7"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "a.xlsx")
    found = [piece.given for piece in read_pieces(tmp_path / "a.xlsx", "a.xlsx")]
    both = {"level": "provincial", "place": "甘肃"}
    assert found == [both, both, {"level": "provincial"}, {}, both, both]


def test_a_sheet_of_tasks_is_a_paper_and_a_list_of_papers_is_none(tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ["甲市2024年校舍任务分工表"],
        ["序号", "任务", "责任单位", "完成时限"],
        [1, "修缮\n校舍", "市教育局", date(2024, 6, 30)],
        [],
        [2, None, "市财政局"],
    ):
        book.active.append(row)
    book.active.merge_cells("B3:B5")
    book.save(tmp_path / "tasks.xlsx")
    (piece,) = read_pieces(tmp_path / "tasks.xlsx", "tasks.xlsx")
    assert piece.name == "tasks.xlsx" and piece.raw.text.split("\n") == [
        "甲市2024年校舍任务分工表",
        "序号\t任务\t责任单位\t完成时限",
        "1\t修缮 校舍\t市教育局\t2024-06-30",
        "2\t修缮 校舍\t市财政局",
    ]
    # Of several sheets each is a paper; one that lists papers, or people, is left out.
    other = book.create_sheet("目录")
    for row in (["文件名称", "文号", "责任单位"], ["甲市校舍办法", "甲政发〔2020〕1号", "市教育局"]):
        other.append(row)
    book.save(tmp_path / "both.xlsx")
    found = list(read_pieces(tmp_path / "both.xlsx", "both.xlsx"))
    assert [(piece.name, piece.raw is None) for piece in found] == [
        ("both.xlsx/Sheet", False),
        ("both.xlsx/目录", True),
    ]
    assert found[1].reason.startswith("is a table without a column of documents' texts")


def test_what_of_a_row_is_not_used_is_noted(tmp_path):
    names = ["序号", "标题", "发布日期", "层级", "经办人", "正文", "备注"]
    rows = [
        ["1", "关于校舍的通知", "近期", "省级", "某某", BODY, ""],
        ["2", "x", "不详", "省部级", "", OTHER, ""],
    ]
    (tmp_path / "a.csv").write_text(as_text([names, *rows]), "utf-8")
    corpus = rl.build_corpus(tmp_path, progress=False)
    assert [row["note"] for row in corpus.manifest["notes"]] == [
        "of the table, not used: date '近期'; of the table, columns not used: 经办人, 备注",
        # A ministry or a province: it says no level.
        "of the table, not used: level '省部级'",
    ]


def test_sheets_are_told_apart_and_one_without_texts_is_told(tmp_path):
    sheets = {
        "甲": [NAMES, ROWS[0]],
        "说明": [["本表由某单位整理"]],
        "乙": [NAMES, ROWS[1]],
        "旧": [NAMES, ROWS[2]],
    }
    found = pieces(tmp_path, as_excel(sheets, hide=["旧"]))
    assert [piece.name.partition("/")[2] for piece in found] == ["甲/row 2", "乙/row 2", "说明"]
    assert "without a column" in found[2].reason


def test_title_above_the_names_and_blank_rows_are_passed_over(tmp_path):
    rows = [["政策文件导出结果"], [], NAMES, ROWS[0], [], [None] * 7, ROWS[1]]
    found = pieces(tmp_path, as_excel({"a": rows}))
    assert [piece.name for piece in found] == ["export.dat/row 4", "export.dat/row 7"]


def test_column_of_long_chinese_text_is_found_without_its_name(tmp_path):
    rows = [["id", "资料", "备注"], *[[str(n), BODY + str(n), "网站"] for n in range(4)]]
    (tmp_path / "a.xlsx").write_bytes(as_excel({"a": rows}))
    assert [piece.raw.text for piece in read_pieces(tmp_path / "a.xlsx", "a")] == [row[1] for row in rows[1:]]
    assert [piece.raw.text for piece in pieces(tmp_path, as_text(rows).encode())] == [
        row[1] for row in rows[1:]
    ]


def test_page_in_a_cell_is_read_as_a_page(tmp_path):
    rows = [["title", "content"], ["关于校舍的通知", f"<div><p>{BODY.strip()}</p><script>a()</script></div>"]]
    (piece,) = pieces(tmp_path, as_text(rows).encode())
    assert piece.raw.format == "html"
    assert "script" not in piece.raw.text and "a()" not in piece.raw.text


@pytest.mark.parametrize("name", ["正文", "政策全文", "文件内容", "FULL_TEXT"])
def test_a_page_that_is_one_table_holds_a_document_a_row(tmp_path, name):
    rows = [["标题", name], ["关于校舍的通知", "一、修缮校舍。"], ["关于图书的通知", "一、购置图书。"]]
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    found = pieces(tmp_path, f"<html><table>{cells}</table></html>".encode(), "a.xls")
    assert [piece.given.get("title") for piece in found] == ["关于校舍的通知", "关于图书的通知"]


def test_text_that_excel_cut_is_noted(tmp_path):
    whole, cut = "医" * (EXCEL_LIMIT - 1), "医" * EXCEL_LIMIT
    found = pieces(tmp_path, as_excel({"a": [["标题", "正文"], ["甲", whole], ["乙", cut]]}))
    assert [piece.note[:29] for piece in found] == ["", "text ends at Excel's limit of"]


def test_row_without_text_is_told_and_takes_no_other_with_it(tmp_path):
    found = pieces(tmp_path, as_text([NAMES, ROWS[0], [*ROWS[1][:6], " "], ROWS[2]]).encode())
    assert [bool(piece.raw) for piece in found] == [True, False, True]
    assert "no text in this row" in found[1].reason and found[1].given["issuer"] == "兰州市教育局"


def test_list_of_documents_without_their_texts_is_told(tmp_path):
    rows = [row[:-1] for row in [NAMES, *ROWS]]
    for raw in (as_text(rows).encode(), as_excel({"a": rows})):
        (piece,) = pieces(tmp_path, raw)
        assert re.search("without a column of documents' texts .*发文字号.*; name the column", piece.reason)
    with pytest.raises(ReadError, match="without a column"):
        read_file(tmp_path / "export.dat")


@pytest.mark.parametrize(
    "text",
    [
        # a text with commas, a document's own table, commas in English, one line
        "关于校舍的通知\n一、总体要求\n各县要在2023年,制定规定,由教育部门,对学校管理。\n二、任务,分工\n",
        "序号\t重点任务\t责任单位\n1\t修缮校舍\t教育局\n2\t培训教师\t教育局\n",
        "序号,内容,责任单位\n1,修缮校舍,教育局\n2,培训教师,教育局\n",
        "Opinions on rural schools, 2023\nSchools are repaired, teachers trained.\n",
        "标题,正文\n",
        '"标题,正文\n' + BODY,
    ],
)
def test_text_that_only_looks_like_a_table_is_read_as_text(tmp_path, text):
    (piece,) = pieces(tmp_path, text.encode(), "a.csv")
    assert (piece.name, piece.raw.text, piece.raw.format) == ("a.csv", text, "text")


def test_one_row_is_read_by_its_name(tmp_path):
    pieces(tmp_path, as_text([NAMES, *ROWS]).encode(), "export.csv")
    assert read_file(tmp_path / "export.csv" / "row 3").text == ROWS[1][-1]
    with pytest.raises(ReadError, match=r"several texts \(row 2, row 3, row 4\)"):
        read_file(tmp_path / "export.csv")


def test_table_in_an_archive_is_read(tmp_path):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("a/export.csv", as_text([NAMES, *ROWS]).encode("gbk"))
        packed.writestr("b.xlsx", as_excel({"a": [NAMES, ROWS[0]]}))
    found = pieces(tmp_path, file.getvalue(), "box.zip")
    assert [piece.name for piece in found] == [
        *(f"box.zip/a/export.csv/row {n}" for n in (2, 3, 4)),
        "box.zip/b.xlsx/row 2",
    ]
    assert found[-1].given == GIVEN[0]


def test_long_table_is_read_row_by_row(tmp_path):
    path = tmp_path / "long.csv"
    path.write_text(as_text([NAMES, *ROWS * 2000]), "utf-8")
    found = read_pieces(path, "long.csv")
    assert next(found).name == "long.csv/row 2"
    assert sum(1 for _ in found) == 5999


def test_given_is_what_the_catalogue_allows(tmp_path):
    path = tmp_path / "raw"
    path.mkdir()
    (path / "a.txt").write_text(BODY, "utf-8")
    rows = [{"file": "a.txt"} | given for given in GIVEN]
    for row in rows:
        rl.build_corpus(path, pd.DataFrame([row]), progress=False)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2023-03-05", "2023-03-05"),
        ("2023.3.5", "2023-03-05"),
        ("2023-03-05 00:00:00", "2023-03-05"),
        ("2023-03-05T08:00:00Z", "2023-03-05"),
        ("20230305", "2023-03-05"),
        ("2023年3月", "2023-03"),
        ("2023年", "2023"),
        ("二〇二三年三月五日", "2023-03-05"),
        ("2023 年 3 月 5 日", "2023-03-05"),
        ("２０２３年３月５日", "2023-03-05"),
        ("2023年3月5日印发", "2023-03-05"),
        ("2023-03-05至2023-04-05", ""),
        ("2023", "2023"),
        ("44990", "2023-03-05"),
        ("44990.0", "2023-03-05"),
        ("2023-02-30", ""),
        ("2023-13-01", ""),
        ("3/5/2023", ""),
        ("1823-01-01", ""),
        ("99999", ""),
        ("近期", ""),
        ("", ""),
    ],
)
def test_dates_are_read_in_the_catalogues_form_or_not_at_all(written, read):
    assert read_date(written) == read


@given(st.dates(date(1930, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_in_each_way_of_writing(day):
    serial = (day - date(1899, 12, 30)).days
    for written in (str(day), f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日", str(serial)):
        assert read_date(written) == str(day)


@pytest.mark.parametrize(
    ("values", "given"),
    [
        ({"level": "省级", "place": "山西省"}, {"level": "provincial", "place": "山西"}),
        ({"level": "市级", "place": "山西省"}, {"level": "prefecture"}),
        ({"level": "国家", "place": "全国"}, {"level": "national", "place": "全国"}),
        ({"level": "地市级", "place": "吉林"}, {"level": "prefecture", "place": "吉林"}),
        ({"place": "江苏省南京市鼓楼区"}, {"place": "鼓楼", "adcode": "320106"}),
        ({"place": "国家"}, {"place": "全国"}),
        ({"adcode": "320106"}, {"adcode": "320106", "place": "鼓楼"}),
        ({"adcode": "620000", "level": "national"}, {"adcode": "620000", "level": "national"}),
        ({"adcode": "990101"}, {"adcode": "990101"}),
        ({"level": "直辖市", "place": "重庆市"}, {"level": "provincial", "place": "重庆"}),
        ({"level": "市级人民政府", "place": "兰州"}, {"level": "prefecture", "place": "兰州"}),
        ({"level": "国家层面"}, {"level": "national"}),
        ({"place": "火星"}, {}),
        ({"place": "北京"}, {"place": "北京"}),
        ({"place": "鼓楼区"}, {}),
        ({"year": "2023.0", "date": "2022-01-05"}, {"date": "2022-01-05"}),
        ({"year": "2023年"}, {"year": "2023"}),
        ({"kind": "通知", "level": "部门规章"}, {}),
        ({"kind": "plan", "adcode": "140000000000"}, {"kind": "plan", "adcode": "140000", "place": "山西"}),
        ({"title": " 关于\n校舍的通知 ", "issuer": "nan"}, {"title": "关于 校舍的通知"}),
    ],
)
def test_values_that_cannot_be_told_are_not_given(values, given):
    assert read_given(values) == given


@pytest.mark.parametrize(
    ("cells", "given"),
    [
        (["甘肃省", "兰州市", ""], {"place": "兰州", "level": "prefecture"}),
        (["吉林", "吉林", ""], {"place": "吉林", "adcode": "220200", "level": "prefecture"}),
        (["江苏", "南京", "鼓楼区"], {"place": "鼓楼", "adcode": "320106", "level": "county"}),
        (["北京市", "市辖区", "海淀区"], {"place": "海淀", "level": "county"}),
        (["甘肃", "省本级", ""], {"place": "甘肃", "level": "provincial"}),
        (["甘肃", "", ""], {"place": "甘肃"}),
        (["上海市", "上海市", ""], {"place": "上海", "level": "provincial"}),
        (["浙江", "义乌市", ""], {"place": "义乌", "level": "county"}),
        (["甘肃", "某某园", ""], {}),
    ],
)
def test_of_columns_of_places_the_lowest_counts(cells, given):
    assert find_columns(["省份", "城市", "区县"]) == {"place": 0, "city": 1, "county": 2}
    assert read_given(dict(zip(["place", "city", "county"], cells, strict=True))) == given


def test_the_city_in_which_a_body_of_the_province_sits_is_not_its_place():
    values = {"place": "甘肃", "city": "兰州", "title": "甘肃省教育厅关于校舍的通知"}
    assert read_given(values) == {"title": values["title"]}
    passed_on = {**values, "title": "转发甘肃省教育厅关于校舍的通知"}
    assert read_given(passed_on) == {"title": passed_on["title"], "place": "兰州", "level": "prefecture"}


def test_the_level_of_a_row_tells_which_column_of_places_counts():
    values = {"place": "甘肃", "city": "兰州", "level": "省级"}
    assert read_given(values) == {"level": "provincial", "place": "甘肃"}


def test_columns_are_known_by_many_names():
    assert find_columns(["Title", "DOC_NO", "发布日期（年月日）", "【全文】"]) == {
        "text": 3,
        "title": 0,
        "number": 1,
        "date": 2,
    }
    assert find_columns(["发布日期", "成文日期"]) == {"date": 1}
    assert find_columns(["发布机构", "颁发机关", "出台时间"]) == {"issuer": 1, "date": 2}
    assert find_columns(["公文标题", "制发单位", "印发年份", "所属省份", "政策正文"]) == {
        "title": 0, "issuer": 1, "year": 2, "place": 3, "text": 4
    }  # fmt: skip
    # What a paper is about, how it ranks and when it ends are other facts.
    assert find_columns(["责任单位", "效力级别", "失效日期", "医院级别", "联系单位", "文件类型"]) == {}
    assert find_columns(["a", "b"]) == {}


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["title", "date", "year", "level", "place", "adcode", "kind"]), st.text(max_size=12)
    )
)
def test_any_values_are_read(values):
    assert set(read_given(values)) <= set(values)


TABLE = as_text([NAMES, *ROWS]).encode()
EXCEL = as_excel({"a": [NAMES, *ROWS]})


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from([TABLE, EXCEL, OLD_EXCEL, b"title,text\n", b""]),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=6),
    st.binary(max_size=60),
)
def test_any_bytes_give_pieces_and_never_raise(tmp_path_factory, base, changes, more):
    raw = bytearray(base)
    for at, byte in changes:
        if raw:
            raw[at % len(raw)] = byte
    found = pieces(tmp_path_factory.getbasetemp(), bytes(raw) + more)
    assert found
    assert all((piece.raw is None) == bool(piece.reason) for piece in found)
