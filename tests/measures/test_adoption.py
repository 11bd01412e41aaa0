"""First uses and their order are worked out again by hand; what cannot be known is said to be unknown."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from reformlab.corpus.tables import load_corpus
from reformlab.measures.adoption import (
    ADOPTION,
    NOT_SEEN_BEFORE,
    NOT_USED,
    USE,
    measure_adoption,
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
    table = table.assign(date=table["year"].astype("str"), salience=0.1)
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


@pytest.mark.parametrize(
    ("date", "order"),
    [
        ("2013-01-20", "before the centre"),
        ("2013-03-05", "cannot tell"),
        ("2013-03", "cannot tell"),
        ("2013", "cannot tell"),
        (None, "cannot tell"),
        ("2013-04", "after the centre"),
        ("2012", "before the centre"),
        ("2014", "after the centre"),
    ],
)
def test_days_decide_who_was_first(date, order):
    rows = [("全国", 2012, False), ("全国", 2013, True), ("山西", 2011, False), ("山西", 2013, True)]
    use = make_use(rows).assign(date=["2012-03-05", "2013-03-05", "2011-01-20", date])
    if date:
        use.loc[3, "year"] = int(date[:4])
    assert measure_adoption(use).set_index("place")["order"].to_dict() == {"全国": "", "山西": order}


def test_who_is_first_is_unknown_where_a_first_use_is():
    centre = [("全国", 2012, True)]
    assert measure_adoption(make_use([*centre, ("山西", 2011, True)]))["order"].iloc[1] == "cannot tell"
    later = [*centre, ("山西", 2013, True)]
    assert measure_adoption(make_use(later))["order"].iloc[1] == "cannot tell"
    assert measure_adoption(make_use([*later, ("山西", 2011, False)]))["order"].iloc[1] == "after the centre"
    never = make_use([("全国", 2012, False), ("山西", 2011, True), ("浙江", 2011, False)])
    assert measure_adoption(never)["order"].tolist() == ["", "before the centre", ""]
    assert measure_adoption(never.query("place != '全国'"))["order"].eq("").all()


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


def test_a_term_of_the_lexicon_that_nobody_uses_is_a_finding():
    use = measure_use(load_corpus("made-up"), ["DIP", "医保"])
    by_item = use.groupby("item")["used"].any()
    assert by_item.to_dict() == {"DIP": False, "医保": True}
    assert (use["label_en"][use["item"] == "DIP"] == "diagnosis-intervention packet").all()
    assert not measure_adoption(use[use["item"] == "DIP"])["first_year"].notna().any()


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
    assert list(measure_adoption(use)) == ADOPTION and measure_adoption(use).empty
    assert measure_adoption(use).query("known").empty


def test_any_order_gives_the_same(use):
    shuffled = use.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(measure_adoption(use), measure_adoption(shuffled))


def test_bad_questions_are_named(use):
    corpus = load_corpus("made-up")
    with pytest.raises(ValueError, match="one term or topic"):
        measure_use(corpus, [])
    with pytest.raises(ValueError, match=r"term='没有这个词' is not known in corpus.terms"):
        measure_use(corpus, ["没有这个词"])
    with pytest.raises(ValueError, match="topic=9 is not known"):
        measure_use(fit_topics(corpus, n_topics=3, seed=1), [9])
    with pytest.raises(ValueError, match=r"lacks the columns \['used'\]"):
        measure_adoption(use.drop(columns="used"))


def test_tables_put_together_are_measured_as_each_alone():
    corpus = load_corpus("made-up")
    one, other = (measure_use(corpus, [term]) for term in ("家庭医生", "医保"))
    both = measure_adoption(pd.concat([one, other]))
    for use in (one, other):
        alone = measure_adoption(use)
        same = both[both["item"] == use["item"].iloc[0]].reset_index(drop=True)
        pd.testing.assert_frame_equal(same, alone, check_dtype=False)


def test_documents_whose_year_is_guessed_can_be_left_out():
    corpus = load_corpus("made-up")
    guessed = corpus.documents["doc_id"].iloc[0]
    documents = corpus.documents.assign(year_from="closing")
    documents.loc[documents["doc_id"] == guessed, "year_from"] = "latest year told of"
    corpus = replace(corpus, documents=documents)
    term = corpus.terms["term"].iloc[0]
    assert guessed in set(measure_use(corpus, [term])["doc_id"])
    known = measure_use(corpus, [term], guessed_years=False)
    assert set(known["doc_id"]) == set(documents["doc_id"]) - {guessed}
    unsaid = replace(corpus, documents=documents.drop(columns="year_from"))
    with pytest.raises(ValueError, match="no column year_from"):
        measure_use(unsaid, [term], guessed_years=False)
