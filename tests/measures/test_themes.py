"""Themes are counted over by hand; topics that are the themes must agree with them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from reformlab.corpus.tables import load_corpus
from reformlab.documents.words import read_lexicon
from reformlab.measures.gap import measure_gap
from reformlab.measures.priorities import measure_document_priorities
from reformlab.measures.themes import (
    AGREEMENT,
    GAP,
    OTHER,
    SHARES,
    measure_theme_agreement,
    measure_theme_gap,
    measure_themes,
    score_themes,
)
from reformlab.topics.fit import fit_topics


@pytest.fixture(scope="module")
def corpus():
    return load_corpus("made-up")


@pytest.fixture(scope="module")
def fit(corpus):
    return fit_topics(corpus, n_topics=4, seed=1)


def test_shares_by_hand(corpus):
    table = measure_themes(corpus)
    assert list(table) == SHARES
    assert len(table) == len(corpus.documents) * 17
    of_term = read_lexicon().set_index("term")["theme"].to_dict()
    terms = corpus.terms.merge(corpus.passages[["passage_id", "doc_id"]])
    for row in table.itertuples():
        mine = terms[terms["doc_id"] == row.doc_id]
        n = sum(
            n
            for term, n in zip(mine["term"], mine["n"], strict=True)
            if of_term.get(term, OTHER) == row.theme
        )
        assert (row.n, row.n_terms) == (n, mine["n"].sum())
    np.testing.assert_allclose(table["share"], table["n"] / table["n_terms"])
    assert table[["label", "label_en"]].notna().all(axis=None)


def test_a_dictionary_of_ones_own(corpus):
    term = corpus.terms["term"].iloc[0]
    table = measure_themes(corpus, lexicon=pd.DataFrame({"term": [term], "theme": ["mine"]}))
    assert table["theme"].unique().tolist() == ["mine", OTHER]
    assert table["label"].unique().tolist() == ["mine", "词典以外的词"]


def test_a_dictionary_may_be_a_dict_of_lists(corpus):
    first, second = corpus.terms["term"].unique()[:2]
    table = pd.DataFrame({"term": [first, second], "theme": ["mine", "yours"]})
    assert measure_themes(corpus, lexicon={"mine": [first], "yours": [second]}).equals(
        measure_themes(corpus, lexicon=table)
    )


@pytest.mark.parametrize(
    ("lexicon", "message"),
    [
        ({"mine": "医院"}, r"\['mine'\] have one text"),
        ({"mine": ["医院"], "yours": ["医院", "药品"]}, r"\['医院'\] stand in several themes"),
        (pd.DataFrame({"term": ["医院"]}), r"lacks the columns \['theme'\]"),
    ],
)
def test_a_dictionary_that_cannot_be_read_says_why(corpus, lexicon, message):
    with pytest.raises(ValueError, match=message):
        score_themes(corpus, lexicon=lexicon)


def test_themes_as_topics_have_the_same_shares(corpus):
    scored = score_themes(corpus)
    priorities = measure_document_priorities(scored).merge(scored.topics[["topic", "theme"]], on="topic")
    both = priorities.merge(measure_themes(corpus), on=["doc_id", "theme"])
    assert len(both) == len(priorities)
    np.testing.assert_allclose(both["priority"], both["share_y"], atol=1e-4)
    np.testing.assert_allclose(both["share_x"], both["share_y"])
    assert scored.topics["share"].sum() == pytest.approx(1)
    assert scored.passage_topics.groupby("passage_id")["share"].sum().to_numpy() == pytest.approx(1)


def test_agreement_by_hand(corpus, fit):
    table = measure_theme_agreement(fit, corpus)
    assert list(table) == AGREEMENT
    themes = measure_themes(corpus).pivot(index="doc_id", columns="theme", values="share")
    topics = measure_document_priorities(fit).pivot(index="doc_id", columns="topic", values="priority")
    kinds = corpus.documents.set_index("doc_id")["kind"]
    for row in table[table["kind"] == "key-tasks"].dropna(subset="correlation").itertuples():
        ids = kinds.index[kinds == row.kind]
        expected = spearmanr(themes.loc[ids, row.theme], topics.loc[ids, row.topic]).statistic
        assert row.correlation == pytest.approx(expected)
        assert (row.n_docs, row.n_places) == (4, 3)  # two of the centre, two of one province
    assert not table["enough"].any() and table["low"].isna().all()
    np.testing.assert_allclose(table.groupby(["kind", "topic"])["overlap"].sum(), 1)


def test_topics_that_are_the_themes_agree_wholly(corpus):
    scored = score_themes(corpus)
    table = measure_theme_agreement(scored, corpus).merge(
        scored.topics[["topic", "theme"]], on=["topic", "theme"]
    )
    known = table["correlation"].dropna()
    assert len(known) and known.min() > 0.99
    np.testing.assert_allclose(table["overlap"], 1)
    gaps = measure_theme_gap(scored, corpus).dropna(subset="gap")
    np.testing.assert_allclose(gaps["gap"], gaps["gap_topics"], atol=1e-4)


def test_intervals_count_places():
    corpus = load_corpus("work-reports").select(year=[2024, 2025])
    table = measure_theme_agreement(score_themes(corpus), corpus)
    assert table[["n_docs", "n_places"]].drop_duplicates().to_numpy().tolist() == [[64, 33]]
    row = table[table["correlation"].abs() < 0.9].iloc[0]
    half = 1.959964 * np.sqrt((1 + row["correlation"] ** 2 / 2) / 30)
    assert np.arctanh(row["high"]) - np.arctanh(row["correlation"]) == pytest.approx(half)
    assert (table["low"] < table["high"]).loc[table["correlation"].notna()].all()


def test_gap_is_that_of_the_dictionary(corpus, fit):
    table = measure_theme_gap(fit, corpus)
    assert list(table) == GAP
    expected = measure_gap(score_themes(corpus), quick=True)
    np.testing.assert_allclose(table["gap"], expected["gap"])
    sums = table.groupby("kind")["gap_topics"].sum()
    np.testing.assert_allclose(sums, 0, atol=1e-6)


def test_another_corpus_is_refused(corpus, fit):
    other = load_corpus("policy-documents").select(kind="plan")
    with pytest.raises(ValueError, match="no document in common"):
        measure_theme_agreement(fit, other)


def test_a_gap_without_centre_and_provinces_is_refused(corpus, fit):
    county = replace(corpus, documents=corpus.documents.assign(level="county"))
    lower = replace(fit, documents=county.documents)
    with pytest.raises(ValueError, match=r"needs national or provincial documents; .*'county'"):
        measure_theme_gap(lower, county)
    with pytest.raises(ValueError, match=r"by='place'.* needs provincial documents"):
        national = corpus.select(level="national")
        measure_theme_gap(score_themes(national), national, by="place")
