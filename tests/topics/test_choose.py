from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from reformlab.simulate.corpus import simulate_corpus
from reformlab.topics import choose as selection
from reformlab.topics.choose import measure_stability, measure_topic_numbers, split_passages
from reformlab.topics.fit import count_fitted, fit_topics
from reformlab.topics.match import match_topics, pair_rows

pytestmark = pytest.mark.slow

COLUMNS = [
    "n_topics",
    "held_out",
    "behind",
    "behind_error",
    "coherence",
    "exclusivity",
    "stability",
    "n_docs",
    "n_passages",
    "seconds",
    "recommended",
    "reason",
]


@pytest.fixture(scope="module")
def corpus():
    return simulate_corpus(n_docs=40, passages_per_doc=5, n_topics=5, n_terms=200, seed=4).corpus


@pytest.fixture(scope="module")
def fit(corpus):
    return fit_topics(corpus, 5, prevalence=None, seed=1)


@pytest.fixture(scope="module")
def numbers(corpus):
    return measure_topic_numbers(corpus, [9, 5, 2], seed=1, progress=False)


# How many topics


def test_one_row_a_number_of_topics(numbers, corpus):
    assert list(numbers) == COLUMNS
    assert numbers["n_topics"].tolist() == [2, 5, 9]
    assert numbers["n_docs"].eq(40).all() and numbers["n_passages"].eq(200).all()
    assert numbers["stability"].between(0, 1).all() and numbers["exclusivity"].between(0, 1).all()
    assert numbers["coherence"].between(-1, 1).all() and numbers["held_out"].lt(0).all()


def test_the_planted_number_is_recommended(numbers):
    assert numbers.loc[numbers["recommended"], "n_topics"].tolist() == [5]
    two, five = numbers["held_out"].iloc[:2]
    assert five - two > 0.1
    assert numbers.loc[1, "stability"] > 0.9 > numbers.loc[2, "stability"]


def test_the_rule_can_be_recomputed_from_the_table(numbers):
    good = numbers[numbers["behind"] <= numbers["behind_error"]]
    assert (
        good.loc[good["stability"].idxmax(), "n_topics"]
        == numbers.loc[numbers["recommended"], "n_topics"].item()
    )
    best = numbers["held_out"].idxmax()
    assert numbers.loc[best, "behind"] == 0
    assert np.allclose(numbers["behind"], numbers["held_out"].max() - numbers["held_out"])
    assert numbers.loc[0, "reason"].startswith("predicts unseen words worse")
    assert (
        numbers.loc[numbers["recommended"], "reason"]
        .item()
        .endswith("the most stable topics of those that do")
    )


def test_order_of_rows_changes_nothing():
    corpus = simulate_corpus(n_docs=16, passages_per_doc=4, n_topics=3, n_terms=90, seed=4).corpus
    shuffled = replace(
        corpus,
        terms=corpus.terms.sample(frac=1, random_state=0),
        passages=corpus.passages.sample(frac=1, random_state=0),
        documents=corpus.documents.sample(frac=1, random_state=0),
    )
    one, again = (
        measure_topic_numbers(table, [3, 2], n_splits=2, seed=1, progress=False).drop(columns="seconds")
        for table in (corpus, shuffled)
    )
    pd.testing.assert_frame_equal(one, again)


def test_coherence_is_npmi_over_passages():
    there = np.array([[1, 1, 0], [1, 1, 1], [1, 0, 0], [0, 0, 1]])
    a, b = 0.75, 0.5
    npmi = [np.log(0.5 / (a * b)) / -np.log(0.5), np.log(0.25 / (a * 0.5)) / -np.log(0.25), 0.0]
    scored = selection._score_coherence(sparse.csr_matrix(there * 3.0), np.array([[0, 1, 2]]))
    assert scored == pytest.approx(np.mean(npmi))
    never = selection._score_coherence(sparse.csr_matrix(np.eye(2)), np.array([[0, 1]]))
    assert never == -1


def test_halves_add_up_and_both_hold_terms():
    counts = sparse.csr_matrix(np.random.default_rng(1).integers(0, 3, (30, 9)))
    first, second = selection._halve(counts, np.random.default_rng(1))
    kept = counts[counts.sum(axis=1).A1 >= 2]
    assert ((first + second) != kept).nnz == 0
    assert (first.sum(axis=1) >= 1).all() and (second.sum(axis=1) >= first.sum(axis=1)).all()


def test_held_out_documents_are_whole_and_of_every_stratum(fit):
    train, test = split_passages(fit, np.random.default_rng(1))
    assert sorted([*train, *test]) == list(range(200))
    docs = fit.passages["doc_id"]
    assert not set(docs.iloc[train]) & set(docs.iloc[test])
    about = fit.documents.set_index("doc_id")
    out = about.loc[docs.iloc[test].unique()]
    assert set(out["level"]) == {"national", "provincial"}
    left = about.loc[docs.iloc[train].unique()]
    provincial = out.loc[out["level"] == "provincial", "place"]
    assert not set(provincial) & set(left["place"]), "places are left out whole"


# Which topics are stable


def test_planted_topics_are_firm(fit, corpus):
    table = measure_stability(fit, corpus, n_refits=3, seed=1, progress=False)
    assert list(table) == [
        "topic",
        "label",
        "label_en",
        "stability",
        "low",
        "high",
        "found",
        "stable",
        "n_refits",
        "n_docs",
    ]
    assert table["topic"].tolist() == fit.topics["topic"].tolist()
    assert table["stability"].gt(0.85).all() and table["stable"].all()
    assert (table["low"] <= table["stability"]).all() and (table["stability"] <= table["high"]).all()
    assert table["n_refits"].eq(3).all() and table["n_docs"].eq(40).all()


def test_topics_beyond_the_planted_are_unstable(corpus):
    fit = fit_topics(corpus, 10, prevalence=None, seed=1)
    table = measure_stability(fit, corpus, n_refits=3, seed=1, progress=False)
    assert 2 <= (~table["stable"]).sum() <= 7
    assert table.loc[table["stable"], "stability"].min() > table.loc[~table["stable"], "stability"].median()


@pytest.mark.parametrize(("engine", "prevalence"), [("nmf", None), ("stm", "level")])
def test_refits_are_by_the_engine_and_prevalence_of_the_fit(corpus, engine, prevalence):
    fit = fit_topics(corpus, 5, engine=engine, prevalence=prevalence)
    table = measure_stability(fit, corpus, n_refits=1, seed=1, progress=False)
    assert table["stability"].gt(0.9).all()


def test_topics_are_matched_one_to_one():
    weights = np.eye(3)
    others = np.array([[0, 0, 1.0], [0.9, 0.1, 0], [1, 0, 0]])
    rows, columns, cosines = pair_rows(weights, others)
    assert (rows.tolist(), columns.tolist()) == ([0, 1, 2], [2, 1, 0])
    assert cosines.tolist() == pytest.approx([1, 0.1 / np.hypot(0.9, 0.1), 1])


def test_fits_are_matched_over_the_terms_that_both_have(corpus):
    fit = fit_topics(corpus, 5, seed=1)
    table = match_topics(fit, fit)
    assert list(table) == ["topic", "other", "cosine"] and (table["other"] == table["topic"]).all()
    np.testing.assert_allclose(table["cosine"], 1)
    fewer = match_topics(fit, fit_topics(corpus, 3, min_docs=4, seed=1))
    assert fewer["other"].notna().sum() == 3 and fewer["cosine"].notna().equals(fewer["other"].notna())


# Faults


def test_faults_are_named(corpus, fit):
    with pytest.raises(ValueError, match="n_topics=1"):
        measure_topic_numbers(corpus, [1], seed=1, progress=False)
    with pytest.raises(ValueError, match="n_splits=1"):
        measure_topic_numbers(corpus, [2], n_splits=1, seed=1, progress=False)
    with pytest.raises(ValueError, match="n_refits=0"):
        measure_stability(fit, corpus, n_refits=0, seed=1)
    two = corpus.select(doc_id=corpus.documents["doc_id"].iloc[:2].tolist())
    with pytest.raises(ValueError, match="no document can be left out"):
        measure_stability(
            fit_topics(two, 2, min_docs=1, prevalence=None, seed=1), two, seed=1, progress=False
        )
    with pytest.raises(ValueError, match="not the one of the fit"):
        count_fitted(fit, two)
