"""A register of made-up documents: what counts once, what it is dated by, and which words are counted."""

import pandas as pd
import pytest

import reformlab as rl
from tools.register import COLUMNS, build_register


def register(*rows):
    return pd.DataFrame(rows, columns=COLUMNS)


def test_an_entry_becomes_a_national_document_of_one_passage():
    corpus = build_register(
        register(
            ("国家某委关于推进分级诊疗的意见", "国卫某发〔2015〕7号", "国家某委 某部", "2015-09-01", "")
        ),
        name="portal",
    )
    document = corpus.documents.iloc[0]
    assert document[["doc_id", "level", "place", "adcode", "kind", "number", "date", "issuer"]].tolist() == [
        "portal-0001", "national", "全国", "000000", "opinion", "国卫某发〔2015〕7号", "2015-09-01",
        "国家某委、某部",
    ]  # fmt: skip
    assert corpus.passages["passage_id"].tolist() == ["portal-0001:0001"]
    assert dict(zip(corpus.terms["term"], corpus.terms["n"], strict=True))["分级诊疗"] == 1
    assert corpus.texts is None


def test_the_number_dates_a_document_that_its_page_dates_years_later():
    corpus = build_register(
        register(("关于农村卫生工作的通知", "某发〔1997〕3号", "", "2012-05-06", "")), name="p"
    )
    assert corpus.documents[["year", "date"]].iloc[0].tolist() == [1997, "1997"]
    assert "year=number" in corpus.documents["read_from"].iloc[0]


def test_a_number_is_also_found_in_the_abstract_and_apart_from_the_title():
    abstract = (
        "关于农村卫生工作的通知 某卫发[2003]12号 各省、自治区、直辖市卫生厅： 为做好农村卫生工作，发展中医药"
    )
    corpus = build_register(register(("关于农村卫生工作的通知", "", "", "2004-01-01", abstract)), name="p")
    assert corpus.documents["number"].tolist() == ["某卫发〔2003〕12号"]


@pytest.mark.parametrize(
    "abstract",
    [
        "关于试点中医药的通知 某发〔2020〕1号 各省、自治区、直辖市卫生健康委： 为发展家庭医生",
        "某委 关于试点 中医药的通知 （2020年第1号） 为发展家庭医生",
        "为发展家庭医生",
    ],
)
def test_what_the_page_repeats_above_its_first_sentence_is_not_counted(abstract):
    corpus = build_register(
        register(("某委关于试点中医药的通知", "某发〔2020〕1号", "", "2020", abstract)), name="p"
    )
    counts = dict(zip(corpus.terms["term"], corpus.terms["n"], strict=True))
    assert counts["中医药"] == 1
    assert counts["家庭医生"] == 1
    assert "卫生健康委" not in counts


def test_an_abstract_that_ends_among_the_addressees_adds_nothing():
    abstract = "关于试点中医药的通知 某发〔2020〕1号 各省、自治区、直辖市卫生健康委、财政厅（局..."
    corpus = build_register(
        register(("关于试点中医药的通知", "某发〔2020〕1号", "", "2020", abstract)), name="p"
    )
    assert "财政厅" not in set(corpus.terms["term"])


def test_a_decree_is_called_by_what_it_brings():
    title = "中华人民共和国某部令（第3号）\u3000\u3000医疗机构中医药管理办法"
    corpus = build_register(register((title, "", "", "2020-01-02", "")), name="p")
    assert corpus.documents[["title", "kind"]].iloc[0].tolist() == ["医疗机构中医药管理办法", "rule"]


def test_entries_of_one_document_count_once_and_the_others_are_listed_with_the_reason():
    table = register(
        ("某委关于推进分级诊疗制度建设的意见", "某发〔2015〕7号", "", "2015-09-01", ""),
        ("关于推进分级诊疗制度建设的意见\u3000\u3000意见", "某发[2015]7号", "", "2016-03-01", "家庭医生"),
        ("某委关于推进分级诊疗制度建设的意见", "", "", "2015-10-01", ""),
        ("某委关于推进分级诊疗制度建设的意见", "", "", "2021-10-01", ""),
        ("", "", "", "2021-10-01", ""),
    )  # fmt: skip
    corpus = build_register(table, name="p")
    assert corpus.documents["doc_id"].tolist() == ["p-0001", "p-0004"]
    assert corpus.manifest["left_out"] == [
        {"file": "p", "part": 2, "reason": "same number: entry 1"},
        {"file": "p", "part": 3, "reason": "same title and year: entry 1"},
        {"file": "p", "part": 5, "reason": "no title"},
    ]
    assert len(table) == len(corpus.documents) + len(corpus.manifest["left_out"])
    # The longest text of a document's entries is kept.
    assert "家庭医生" in set(corpus.terms.loc[corpus.terms["passage_id"] == "p-0001:0001", "term"])


def test_titles_too_short_to_tell_documents_apart_are_never_merged():
    table = register(
        ("通知一则", "", "", "2020-01-01", "中医药"), ("通知一则", "", "", "2020-02-01", "家庭医生")
    )
    assert len(build_register(table, name="p").documents) == 2


def test_a_register_without_a_column_or_a_title_is_refused_by_name():
    with pytest.raises(rl.TableError, match=r"\['abstract'\] are missing"):
        build_register(register().drop(columns="abstract"), name="p")
    with pytest.raises(rl.TableError, match="no entry has a title"):
        build_register(register(("", "", "", "", "")), name="p")


def test_the_order_of_entries_of_different_dates_changes_no_document():
    rows = [(f"关于推进第{i}项医疗卫生改革的通知", "", "", f"20{i:02}-01-01", "") for i in (15, 16, 17)]
    there, back = build_register(register(*rows), name="p"), build_register(register(*rows[::-1]), name="p")
    assert sorted(there.documents["title"]) == sorted(back.documents["title"])
