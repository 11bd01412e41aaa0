"""The sheet of facts: what a build read, what of it to check, and the sheet back as the catalogue."""

from dataclasses import replace

import pandas as pd
import pytest
from openpyxl import load_workbook

import reformlab as rl
from reformlab.building.catalogue import ALLOWED, name_words, read_catalogue

RAW = rl.data_folder() / "made-up" / "raw"
TEXT = """石湾省人民政府办公厅关于{year}年全省医改任务的通知

各市人民政府，省政府有关部门：
一、医保
（一）按病种付费。全省一半医院按病种付费。（省医保局负责）
（二）基层。每个乡镇都有医生。（省卫生健康委负责）
石湾省人民政府办公厅
{date}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("facts")
    (folder / "a.txt").write_text(TEXT.format(year=2019, date="2019年5月6日"), "utf-8")
    (folder / "b.txt").write_text(TEXT.format(year=2017, date="2019年3月1日"), "utf-8")
    (folder / "c.txt").write_text(
        TEXT.replace("石湾", "江西").format(year=2021, date="2021年5月6日"), "utf-8"
    )
    return folder


def test_what_is_missing_inferred_or_doubtful_is_to_be_checked(folder):
    sheet = rl.list_facts(rl.build_corpus(folder, progress=False)).set_index("file")
    assert sheet["check"].to_dict() == {
        "a.txt": "level: is it provincial (省级)? (so its text reads); place: missing",
        "b.txt": "level: is it provincial (省级)? (so its text reads); place: missing; "
        "year: is it 2019, or 2017 as in the title?",
        "c.txt": "",
    }
    # What was only inferred is no fact of the sheet, and a date says the year.
    assert sheet["level"].to_dict() == {"a.txt": "", "b.txt": "", "c.txt": "provincial"}
    assert (sheet["year"] == "").all() and sheet.loc["c.txt", "adcode"] == "360000"
    assert sheet.index[-1] == "c.txt"  # what has something to check comes first


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_corrected_sheet_goes_back_as_the_catalogue(folder, tmp_path, suffix):
    sheet = rl.list_facts(rl.build_corpus(folder, progress=False))
    own = sheet["file"].isin(["a.txt", "b.txt"])
    sheet.loc[own, ["level", "place", "adcode"]] = ["省级", "石湾", "990100"]
    sheet.loc[sheet["file"] == "b.txt", "date"] = "2017"
    path = rl.save_facts(sheet, tmp_path / f"facts{suffix}")
    corpus = rl.build_corpus(folder, path, progress=False)
    documents = corpus.documents.set_index("doc_id")
    assert documents["place"].tolist() == ["石湾", "石湾", "江西"]
    assert documents["adcode"].tolist() == ["990100", "990100", "360000"]
    assert documents["level"].eq("provincial").all() and documents["year"].tolist() == [2019, 2017, 2021]
    assert "check" not in documents and "include" not in documents
    # What was typed is the sheet's; what it repeats stays the text's, and its year goes with the date.
    told = documents["read_from"].str.findall(r"\b(level|place|date|year)=(\w+)").map(dict)
    typed = {"level": "catalogue", "place": "catalogue"}
    assert told["a"] == typed | {"date": "closing", "year": "closing"}
    assert told["b"] == typed | {"date": "catalogue", "year": "catalogue"}
    assert "catalogue" not in told["c"].values()
    again = rl.list_facts(corpus).set_index("file")["check"]
    assert again.to_dict() == {
        "a.txt": "",
        "b.txt": "date: 2017 is given, the text says 2019-03-01",
        "c.txt": "",
    }


@pytest.mark.parametrize(
    ("field", "name", "meant"),
    [("level", "Level of gov", "'level'"), ("year", "jahr", "'year'"), ("place", "Where", "'place'")],
)
def test_a_column_under_another_name_is_asked_about(folder, tmp_path, field, name, meant):
    sheet = rl.list_facts(rl.build_corpus(folder, progress=False))
    with pytest.raises(rl.TableError, match=f"column '{name}' is not known.*'{field}'.*is it {meant}"):
        rl.build_corpus(folder, sheet.rename(columns={field: name}), progress=False)
    # A column of one's own beside all of the sheet's stays, and a table of one's own need not have ours.
    rl.build_corpus(folder, sheet.assign(**{name: "x"}), progress=False)
    rl.build_corpus(folder, sheet[["file"]].assign(**{name: "x"}), progress=False)


def test_a_csv_parted_by_semicolons_is_read(folder, tmp_path):
    path = tmp_path / "facts.csv"
    path.write_text("file;place;adcode\na.txt;石湾;990100\n", "utf-8-sig")
    assert "石湾" in rl.build_corpus(folder, path, progress=False).documents["place"].tolist()


def test_a_sheet_that_nobody_corrected_changes_nothing(tmp_path):
    corpus = rl.build_corpus(RAW, progress=False)
    again = rl.build_corpus(RAW, rl.list_facts(corpus), progress=False)
    pd.testing.assert_frame_equal(corpus.documents, again.documents, check_dtype=False)


def test_two_years_apart_and_an_unknown_place_without_a_code_are_faults(folder):
    rows = [
        {"file": "a.txt", "level": "provincial", "place": "石湾"},
        {"file": "b.txt", "level": "provincial", "place": "石湾", "adcode": "360000"},
        {"file": "b.txt", "level": "national", "place": "甘肃", "adcode": "990100"},
        {"file": "c.txt", "year": "2020", "date": "2021-05-06"},
    ]
    with pytest.raises(rl.TableError, match="4 faults") as error:
        rl.build_corpus(folder, pd.DataFrame(rows).fillna(""), progress=False)
    assert "an adcode of its own (990100)" in str(error.value)
    assert "2020 and 2021-05-06 differ; correct or empty one" in str(error.value)


def test_what_the_name_of_the_file_says_is_asked(tmp_path):
    text = TEXT.replace("石湾省人民政府办公厅", "").format(year="", date="")
    for name, share in (("江西/2018/要点.txt", "一半"), ("江西和青海2018-2020.txt", "三成")):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text.replace("一半", share), "utf-8")
    check = rl.list_facts(rl.build_corpus(tmp_path, progress=False)).set_index("file")["check"]
    asked = "(is it {}, as in the name of the file?)"
    assert f"place: missing {asked.format('江西')}" in check["江西/2018/要点.txt"]
    assert f"year: missing {asked.format('2018')}" in check["江西/2018/要点.txt"]
    assert "as in the name" not in check["江西和青海2018-2020.txt"]


def test_a_kind_may_be_named_in_chinese_and_a_fault_names_the_sheet_and_both_names(folder, tmp_path):
    path = rl.save_table(pd.DataFrame({"file": ["a.txt"], "kind": ["通知"]}), tmp_path / "mine.csv")
    documents = rl.build_corpus(folder, path, progress=False).documents.set_index("file")
    assert documents.loc["a.txt", "kind"] == "notice"
    rl.save_table(pd.DataFrame({"file": ["a.txt"], "kind": ["文件"]}), path)
    with pytest.raises(rl.TableError, match=r"catalogue .*mine\.csv: 1 fault\n.*notice \(通知\)"):
        rl.build_corpus(folder, path, progress=False)


@pytest.mark.parametrize("kind", ["rule", "规章", "规范性文件", "规章和规范性文件"])
def test_what_no_county_may_call_a_rule_has_a_name_of_its_own(folder, kind):
    rows = pd.DataFrame([{"file": "a.txt", "kind": kind}])
    assert "rule" in rl.build_corpus(folder, rows, progress=False).documents["kind"].tolist()


def test_the_sheet_says_what_its_columns_are_and_offers_the_words_they_take(folder, tmp_path):
    sheet = rl.list_facts(rl.build_corpus(folder, progress=False))
    book = load_workbook(rl.save_facts(sheet, tmp_path / "facts.xlsx"))
    facts, columns = book.worksheets
    offered = {str(one.sqref): one.formula1 for one in facts.data_validations.dataValidation}
    letters = {cell.value: cell.column_letter for cell in facts[1]}
    for name in ("level", "kind", "include"):
        assert ",".join(ALLOWED[name]) in offered[f"{letters[name]}2:{letters[name]}4"]
    assert facts[f"{letters['adcode']}4"].value == "360000"
    explained = {row[0]: row[1:] for row in columns.iter_rows(min_row=2, values_only=True)}
    assert list(explained) == list(sheet)  # every column, in its order
    assert "provincial  省级" in explained["level"][0] and "notice  通知" in explained["kind"][0]
    assert all(meaning and meaning_zh for _, meaning, meaning_zh in explained.values())


def test_each_word_that_the_sheet_offers_is_taken_in_both_languages(folder):
    for column in ("include", "level", "kind"):
        for word, chinese in name_words(column).items():
            assert chinese
            rows = pd.DataFrame([{"file": "a.txt", column: said} for said in (word, chinese)])
            assert [row[column] for row in read_catalogue(rows, ["a.txt"])] == [word, word]
    sheet = rl.list_facts(rl.build_corpus(folder, progress=False))
    sheet["include"] = sheet["file"].map({"a.txt": "否", "b.txt": "是"}).fillna("")
    assert rl.build_corpus(folder, sheet, progress=False).documents["file"].tolist() == ["b.txt", "c.txt"]


def test_number_issuer_and_address_are_corrected_in_the_sheet(folder):
    sheet = rl.list_facts(rl.build_corpus(folder, progress=False)).set_index("file")
    assert sheet.loc["a.txt", ["number", "issuer", "url"]].tolist() == ["", "石湾省人民政府办公厅", ""]
    sheet.loc["a.txt", ["number", "url"]] = ["石政办发〔2019〕7号", "https://example.org/7"]
    corpus = rl.build_corpus(folder, sheet.reset_index(), progress=False)
    documents = corpus.documents.set_index("file")
    assert documents.loc["a.txt", "number"] == "石政办发〔2019〕7号"
    assert documents["url"].fillna("").tolist() == ["https://example.org/7", "", ""]
    again = rl.list_facts(corpus).set_index("file")
    assert again.loc["a.txt", "url"] == "https://example.org/7"


def test_the_names_that_tables_have_hold_for_the_sheet_and_the_catalogue(folder):
    sheet = rl.list_facts(rl.build_corpus(folder, progress=False)).set_index("file")
    sheet.loc["c.txt", ["number", "issuer", "url"]] = [
        "赣卫发〔2021〕3号",
        "江西省卫生健康委",
        "http://a.cn/3",
    ]
    chinese = {"number": "文号", "issuer": "发文机关", "url": "网址", "level": "级别", "title": "标题"}
    for table in (sheet.reset_index(), sheet.reset_index().drop(columns=["check", "include"])):
        documents = rl.build_corpus(folder, table.rename(columns=chinese), progress=False).documents
        found = documents.set_index("file").loc["c.txt"]
        for name in chinese:
            assert found[name] == sheet.loc["c.txt", name]
        assert not set(chinese.values()) & set(documents)


def test_a_sheet_of_an_older_version_has_lost_nothing(folder):
    sheet = rl.list_facts(rl.build_corpus(folder, progress=False))
    older = sheet.drop(columns=["number", "issuer", "url"]).assign(mine="x")
    assert rl.build_corpus(folder, older, progress=False).documents["mine"].eq("x").all()


def test_documents_without_any_fact_have_a_row():
    corpus = rl.load_corpus("made-up")
    bare = replace(corpus, documents=corpus.documents.assign(level=pd.NA, place=pd.NA, read_from=pd.NA))
    assert rl.list_facts(bare)["check"].str.startswith("level: missing; place: missing").all()


def test_a_day_that_does_not_exist_is_to_be_checked_until_the_date_is_given(tmp_path):
    (tmp_path / "d.txt").write_text(
        TEXT.replace("石湾", "江西").format(year=2021, date="2021年6月31日"), "utf-8"
    )
    corpus = rl.build_corpus(tmp_path, progress=False)
    sheet = rl.list_facts(corpus)
    assert corpus.documents["date"].tolist() == ["2021-06"]
    assert sheet["check"].tolist() == [
        "a date that does not exist: 2021年6月31日 (closing); of such a date the month is taken"
    ]
    sheet["date"] = "2021-06-30"
    again = rl.build_corpus(tmp_path, sheet, progress=False)
    assert again.manifest["notes"] == [] and again.documents["date"].tolist() == ["2021-06-30"]


def test_a_month_that_does_not_exist_is_to_be_checked_and_one_in_the_text_is_noted(tmp_path):
    text = (
        TEXT.replace("石湾", "江西")
        .format(year=2021, date="2021年13月5日")
        .replace("医保\n", "医保\n2023年14月\n2月30日前完成试点。\n")
    )
    (tmp_path / "d.txt").write_text(text, "utf-8")
    corpus = rl.build_corpus(tmp_path, progress=False)
    closing = "a date that does not exist: 2021年13月5日 (closing); it is not taken"
    assert [row["note"] for row in corpus.manifest["notes"]] == [
        closing,
        "its text tells of a date that does not exist: 2023年14月, 2月30日",
    ]
    assert closing in rl.list_facts(corpus)["check"].item()


@pytest.mark.parametrize("given", ["", "catalogue"])
def test_a_date_that_is_yet_to_come_is_to_be_checked(tmp_path, given):
    date = "2021年6月3日" if given else "2091年6月3日"
    (tmp_path / "d.txt").write_text(TEXT.replace("石湾", "江西").format(year=2021, date=date), "utf-8")
    catalogue = pd.DataFrame({"file": ["d.txt"], "date": ["2091-06-03"]}) if given else None
    corpus = rl.build_corpus(tmp_path, catalogue, progress=False)
    assert corpus.documents["date"].tolist() == ["2091-06-03"]
    assert "date: is it 2091-06-03? That is yet to come" in rl.list_facts(corpus)["check"].item()
    assert "yet to come" not in str(corpus.manifest)  # what is kept does not hang on the day


@pytest.mark.parametrize(
    ("date", "year", "said"), [("2021-12", "", ""), ("", "2022", ""), ("", "2094", "year")]
)
def test_a_year_that_is_yet_to_come_is_to_be_checked(date, year, said):
    corpus = rl.load_corpus("made-up")
    years = {"date": date or pd.NA, "year": int(date[:4] or year), "number": pd.NA, "title": "甲省通知"}
    check = rl.list_facts(replace(corpus, documents=corpus.documents.assign(**years)))["check"]
    assert check.str.contains(f"{said}: is it {year}\\? That is yet to come").all() == bool(said)


@pytest.mark.parametrize(
    ("date", "doubted"), [("2021-03-01", False), ("2022-01-05", False), ("2012-03-01", True), ("2020", True)]
)
def test_a_date_of_another_year_than_the_number_is_to_be_checked(date, doubted):
    corpus = rl.load_corpus("made-up")
    facts = {"date": date, "year": int(date[:4]), "number": "甲政发〔2021〕5号", "title": "甲省通知"}
    check = rl.list_facts(replace(corpus, documents=corpus.documents.assign(**facts)))["check"]
    assert check.str.contains(f"date: is it {date}, with 2021 in its number?", regex=False).all() == doubted


@pytest.mark.parametrize(
    ("title", "kind", "asked"),
    [
        ("教育简报甲省教育厅2019年11月8日乙市修缮校舍", "newsletter", True),
        ("教育信息第12期乙市修缮校舍", "newsletter", True),
        ("乙市政府工作报告（2021年1月18日张某）", "work-report", False),
        ("甲省2019年校舍工作要点", "key-tasks", False),
        ("甲省教育厅关于举办第12期校长培训班的通知", "notice", False),
    ],
)
def test_a_title_that_holds_a_date_or_the_number_of_an_issue_is_to_be_checked(folder, title, kind, asked):
    corpus = rl.build_corpus(folder, progress=False)
    documents = corpus.documents.assign(title=title, kind=kind)
    checks = rl.list_facts(replace(corpus, documents=documents))["check"]
    assert checks.str.contains("title: does all of it").all() == asked
