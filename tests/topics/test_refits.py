from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from reformlab.measures.gap import measure_priorities
from reformlab.simulate.corpus import simulate_corpus
from reformlab.topics.fit import fit_topics
from reformlab.topics.refits import draw_passages, draw_refits, group_documents, refit_topics


@pytest.fixture(scope="module")
def corpus():
    return simulate_corpus(n_docs=30, passages_per_doc=6, n_topics=4, n_terms=120, seed=3).corpus


@pytest.fixture(scope="module")
def fit(corpus):
    return fit_topics(corpus, 4, seed=1)


@pytest.fixture(scope="module")
def refits(fit, corpus):
    return refit_topics(fit, corpus, n_refits=3, seed=1, progress=False)


def test_a_refit_has_every_term_of_the_fit_and_weights_sum_to_one(refits, fit):
    assert list(refits) == ["refit", "topic", "term", "weight"]
    assert refits["refit"].unique().tolist() == [1, 2, 3]
    for _, one in refits.groupby("refit"):
        assert set(zip(one["topic"], one["term"], strict=True)) == set(
            zip(fit.topic_terms["topic"], fit.topic_terms["term"], strict=True)
        )
    assert np.allclose(refits.groupby(["refit", "topic"])["weight"].sum(), 1)
    assert (refits["weight"] >= 0).all()


def test_topics_keep_their_numbers_and_move(refits, fit):
    first = fit.weights
    for _, one in refits.groupby("refit"):
        again = one.pivot(index="topic", columns="term", values="weight")[first.columns]
        cosine = (first @ again.T) / np.outer(np.linalg.norm(first, axis=1), np.linalg.norm(again, axis=1))
        assert cosine.to_numpy().argmax(axis=1).tolist() == [0, 1, 2, 3]
        assert np.diag(cosine).min() > 0.8 and np.diag(cosine).max() < 1 - 1e-6


def test_the_same_seed_gives_the_same_refits_and_more_refits_change_none(refits, fit, corpus):
    shuffled = replace(corpus, terms=corpus.terms.sample(frac=1, random_state=0))
    again = refit_topics(fit, shuffled, n_refits=2, seed=1, progress=False)
    pd.testing.assert_frame_equal(again, refits[refits["refit"] <= 2], check_exact=True)
    other = refit_topics(fit, corpus, n_refits=2, seed=2, progress=False)
    assert not other["weight"].equals(again["weight"])


def test_shares_are_those_of_the_drawn_passages(fit, corpus):
    rows, weights, shares = next(draw_refits(fit, corpus, n_refits=1, seed=1))
    assert shares.shape == (len(rows), 4) and weights.shape == (4, fit.topic_terms["term"].nunique())
    assert np.allclose(shares.sum(axis=1), 1)
    before = fit.shares
    same = before.loc[fit.passages["passage_id"].iloc[rows]].to_numpy()
    assert np.corrcoef(same.ravel(), shares.ravel())[0, 1] > 0.9


def test_documents_are_drawn_whole_within_level_and_kind(fit):
    rows = draw_passages(group_documents(fit), np.random.default_rng(1))
    drawn = fit.passages.iloc[rows].merge(fit.documents, on="doc_id")
    times = drawn.groupby("doc_id")["passage_id"].value_counts().groupby("doc_id").agg(["min", "max"])
    assert (times["min"] == times["max"]).all() and times["max"].max() > 1
    per_doc = fit.passages.groupby("doc_id").size()
    assert (drawn["passage_id"].groupby(drawn["doc_id"]).nunique() == per_doc[times.index]).all()
    national = drawn.loc[drawn["level"] == "national", "doc_id"]
    assert len(national) == (per_doc * 0 + 6)[per_doc.index.str.startswith("national")].sum()
    provincial = drawn[drawn["level"] == "provincial"].drop_duplicates("doc_id")
    everyone = fit.documents[fit.documents["place"].isin(provincial["place"])]
    assert len(provincial) == len(everyone), "documents of one place are drawn together"


@pytest.mark.slow
def test_a_term_absent_from_the_draw_keeps_a_small_weight(corpus):
    doc = corpus.documents.loc[corpus.documents["level"] == "national", "doc_id"].iloc[0]
    ids = corpus.passages.loc[corpus.passages["doc_id"] == doc, "passage_id"]
    only = pd.DataFrame({"passage_id": ids, "term": "独有", "n": 9})
    corpus = replace(corpus, terms=pd.concat([corpus.terms, only]))
    fit = fit_topics(corpus, 4, seed=1, min_docs=1)
    column = sorted(fit.topic_terms["term"].unique()).index("独有")
    drawn = [
        (fit.passages["doc_id"].iloc[rows].eq(doc).any(), weights[:, column])
        for rows, weights, _ in draw_refits(fit, corpus, n_refits=6, seed=1)
    ]
    without = [weights.max() for there, weights in drawn if not there]
    assert without and max(without) < 1e-6
    assert min(weights.max() for there, weights in drawn if there) > 0.01
    refits = refit_topics(fit, corpus, n_refits=6, seed=1, progress=False)
    assert measure_priorities(fit, refits=refits)["low"].notna().all(), "documents with the term are measured"


def test_faults_are_named(fit, corpus):
    with pytest.raises(ValueError, match=r"only \['lda', 'stm'\] can be refitted"):
        refit_topics(fit_topics(corpus, 4, engine="nmf", seed=1), corpus, n_refits=2, seed=1)
    with pytest.raises(ValueError, match="not the one of the fit"):
        refit_topics(
            fit, replace(corpus, terms=corpus.terms.assign(n=corpus.terms["n"] + 1)), n_refits=2, seed=1
        )


@pytest.mark.parametrize("n_refits", [1, 0])
def test_one_refit_says_nothing_of_how_far_topics_move(fit, corpus, n_refits):
    with pytest.raises(ValueError, match=f"n_refits={n_refits}; needs 2 or more"):
        refit_topics(fit, corpus, n_refits=n_refits, seed=1)
