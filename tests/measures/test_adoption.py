"""First uses and spread are worked out again by hand; what cannot be known is said to be unknown."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from reformlab.corpus.tables import load_corpus
from reformlab.measures.adoption import (
    ADOPTION,
    NOT_SEEN_BEFORE,
    NOT_USED,
    SPREAD,
    USE,
    measure_adoption,
    measure_spread,
    measure_use,
)
from reformlab.measures.priorities import measure_document_priorities
from reformlab.topics.fit import fit_topics


def make_use(rows):
    """Make a table of uses from (place, year, used), documents numbered in order."""
    table = pd.DataFrame(rows, columns=["place", "year", "used"])
    table["level"] = np.where(table["place"] == "全国", "national", "provincial")
    table["doc_id"] = [f"d{i:03}" for i in range(len(table))]
    table = table.assign(item="甲", label="甲", label_en="A", kind="plan", share=table["used"] * 0.1)
    return table.astype({"year": "Int64"})[USE]


@pytest.fixture
def use():
    rows = [("全国", 2010, False), ("全国", 2012, True), ("山西", 2011, False), ("山西", 2013, True)]
    rows += [("山西", 2013, True), ("浙江", 2012, True), ("浙江", 2014, False), ("福建", 2011, False)]
    return make_use(rows)


def test_first_use_is_known_only_after_documents_without(use):
    table = measure_adoption(use)
    assert list(table) == ADOPTION
    rows = table.set_index("place")
    assert rows["first_year"].dropna().to_dict() == {"全国": 2012, "山西": 2013, "浙江": 2012}
    assert rows["known"].to_dict() == {"全国": True, "山西": True, "浙江": False, "福建": False}
    assert rows.loc["山西", ["first_doc_id", "n_docs", "n_docs_used", "n_docs_before"]].tolist() == [
        "d003",
        3,
        2,
        1,
    ]
    assert rows["reason"].to_dict() == {"全国": "", "山西": "", "浙江": NOT_SEEN_BEFORE, "福建": NOT_USED}
    assert table["level"].tolist() == ["national"] + ["provincial"] * 3


def test_spread_by_hand(use):
    table = measure_spread(use)
    assert list(table) == SPREAD
    assert table["level"].eq("provincial").all()
    assert table[["year", "n_used", "n_places", "n_docs"]].to_numpy().tolist() == [
        [2011, 0, 2, 2],
        [2012, 1, 3, 3],
        [2013, 2, 3, 5],
        [2014, 2, 3, 6],
    ]
    np.testing.assert_allclose(table["share"], table["n_used"] / table["n_places"])
    assert not table["enough"].any() and table["low"].isna().all()


def test_spread_has_an_interval_over_places():
    table = measure_spread(make_use([(f"省{i}", 2010, i < 3) for i in range(10)]))
    low, high = binomtest(3, 10).proportion_ci(method="wilson")
    assert table[["low", "high"]].iloc[0].tolist() == pytest.approx([low, high])
    assert table["enough"].all()


def test_terms_are_counted_by_document():
    corpus = load_corpus("made-up")
    term = corpus.terms["term"].value_counts().index[0]
    use = measure_use(corpus, [term])
    assert list(use) == USE
    terms = corpus.terms.merge(corpus.passages[["passage_id", "doc_id"]])
    for row in use.itertuples():
        mine = terms[terms["doc_id"] == row.doc_id]
        assert row.share == pytest.approx(mine.loc[mine["term"] == term, "n"].sum() / mine["n"].sum())
        assert row.used == (term in set(mine["term"]))
    assert len(use) == len(corpus.documents)
    pd.testing.assert_frame_equal(use, measure_use(corpus, term))


def test_topics_are_used_from_a_priority_on():
    fit = fit_topics(load_corpus("made-up"), n_topics=4, seed=1)
    use = measure_use(fit, [2, 3], least=0.2)
    priorities = measure_document_priorities(fit).set_index(["doc_id", "topic"])["priority"]
    expected = [priorities[row.doc_id, row.item] for row in use.itertuples()]
    np.testing.assert_allclose(use["share"], expected)
    assert use["used"].equals(use["share"] >= 0.2)
    assert use["item"].unique().tolist() == [2, 3]
    assert set(measure_adoption(use)["first_doc_id"].dropna()) <= set(fit.documents["doc_id"])


def test_documents_without_time_or_place_have_no_row():
    corpus = load_corpus("made-up")
    term = corpus.terms["term"].iloc[0]
    documents = corpus.documents.copy()
    documents.loc[0, "year"] = pd.NA
    documents.loc[1, "place"] = None
    holes = type(corpus)(documents, corpus.passages, corpus.terms)
    left = set(measure_use(holes, [term])["doc_id"])
    assert left == set(documents["doc_id"].iloc[2:])


@pytest.mark.parametrize("column", ["year", "place", "level"])
def test_where_no_document_has_time_and_place_there_are_no_rows(column):
    corpus = load_corpus("made-up")
    documents = corpus.documents.copy()
    documents[column] = pd.Series(pd.NA, documents.index).astype(documents[column].dtype)
    holes = type(corpus)(documents, corpus.passages, corpus.terms)
    use = measure_use(holes, [corpus.terms["term"].iloc[0]])
    assert list(use) == USE and use.empty
    for table, columns in ((measure_adoption(use), ADOPTION), (measure_spread(use), SPREAD)):
        assert list(table) == columns and table.empty
    assert measure_adoption(use).query("known").empty


def test_any_order_gives_the_same(use):
    shuffled = use.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(measure_adoption(use), measure_adoption(shuffled))
    pd.testing.assert_frame_equal(measure_spread(use), measure_spread(shuffled))


def test_bad_questions_are_named(use):
    corpus = load_corpus("made-up")
    with pytest.raises(ValueError, match="one term or topic"):
        measure_use(corpus, [])
    with pytest.raises(ValueError, match=r"no document has the terms.*没有这个词"):
        measure_use(corpus, ["没有这个词"])
    with pytest.raises(ValueError, match=r"topics \[9\].*1 to 3"):
        measure_use(fit_topics(corpus, n_topics=3, seed=1), [9])
    for measure in (measure_adoption, measure_spread):
        with pytest.raises(ValueError, match=r"lacks the columns \['used'\]"):
            measure(use.drop(columns="used"))
    assert list(measure_spread(use[use["level"] == "national"])) == SPREAD
