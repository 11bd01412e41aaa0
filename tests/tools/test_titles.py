"""A list of made-up titles: which are in, what counts once, and out of how many."""

import pandas as pd
import pytest

import reformlab as rl
from tools.titles import build_titles

HEALTH = "河南省人民政府办公厅关于推进分级诊疗的实施意见"
ROAD = "河南省人民政府关于修路的通知"


def titles(*rows):
    filled = [
        {"place": "Henan", "level": "provincial", "year": "2015.0", "year_from": "issued"} | row
        for row in rows
    ]
    table = pd.DataFrame([{"number": "", "url": "", "gov_office": "True"} | row for row in filled])
    return build_titles(table, name="list")


def test_a_title_about_health_is_a_document_and_every_title_is_counted():
    corpus, counts = titles({"title": HEALTH, "number": "豫政办 〔2015〕9号"}, {"title": ROAD})
    row = corpus.documents.loc[0]
    about = ["doc_id", "level", "place", "adcode", "kind", "number", "year", "year_from"]
    assert row[about].tolist() == [
        "list-0001", "provincial", "河南", "410000", "opinion", "豫政办〔2015〕9号", 2015, "issued"
    ]  # fmt: skip
    assert row["issuer"] == "河南省人民政府办公厅"
    assert set(corpus.terms["term"]) == {"分级诊疗"}
    assert row["n_terms"] == corpus.terms["n"].sum()
    assert counts.to_numpy().tolist() == [["provincial", "河南", "2015", 2, 1, 0]]


def test_a_title_counts_once_in_a_year_of_its_issuer():
    same = {"title": HEALTH}
    corpus, counts = titles(
        same,
        {"title": HEALTH + " "},
        {**same, "year": "2016"},
        {**same, "place": "State Council", "level": "national"},
    )
    assert corpus.documents[["place", "year"]].to_numpy().tolist() == [
        ["河南", 2015],
        ["河南", 2016],
        ["全国", 2015],
    ]
    assert counts["n_titles"].tolist() == [1, 1, 1]


def test_one_number_may_stand_beside_several_documents():
    number = {"number": "豫政〔2015〕9号"}
    corpus, _ = titles({"title": HEALTH, **number}, {"title": "关于加强艾滋病防治的通知", **number})
    assert len(corpus.documents) == 2


@pytest.mark.parametrize("row", [{"gov_office": "False"}, {"year": ""}, {"title": ""}])
def test_titles_of_others_and_those_without_a_year_are_out(row):
    corpus, counts = titles({"title": HEALTH}, {"title": "关于加强艾滋病防治的通知"} | row)
    assert len(corpus.documents) == counts["n_titles"].sum() == 1


def test_years_that_only_the_page_has_are_counted_apart():
    _, counts = titles({"title": HEALTH, "year_from": "page"}, {"title": ROAD})
    assert counts["n_dated_by_page"].tolist() == [1]


def test_an_issuer_that_is_not_known_is_refused_by_name():
    with pytest.raises(rl.TableError, match="Atlantis"):
        titles({"title": HEALTH, "place": "Atlantis"})
