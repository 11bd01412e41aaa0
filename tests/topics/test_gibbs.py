"""Sampling: topics are the mean of what is likely, and hold less of the chance of a small corpus."""

import numpy as np
import pytest
from scipy import sparse

from reformlab.measures.priorities import count_documents, estimate_priorities
from reformlab.simulate.corpus import simulate_corpus
from reformlab.topics import engines
from reformlab.topics.fit import fit_topics
from reformlab.topics.gibbs import _learn_concentration, _regress_shares, sample_topics, scale_rows
from reformlab.topics.match import pair_rows

pytestmark = pytest.mark.slow

N_TERMS, N_TOPICS = 60, 3
NOTHING = np.zeros((90, 0))


def plant(seed: int, n_passages: int = 90, length: int = 25):
    """Draw passages of planted topics; give counts, weights and shares."""
    rng = np.random.default_rng(seed)
    weights = scale_rows(np.kron(np.eye(N_TOPICS), np.ones(N_TERMS // N_TOPICS)) + 0.2)
    shares = rng.dirichlet(np.full(N_TOPICS, 0.4), n_passages)
    counts = [rng.multinomial(length, row) for row in shares @ weights]
    return sparse.csr_matrix(np.array(counts, dtype=float)), weights, shares


def test_rows_sum_to_one_and_topics_keep_their_order():
    counts, planted, shares = plant(1)
    weights, found = sample_topics(counts, planted, shares, NOTHING, 1)
    assert np.allclose(weights.sum(axis=1), 1) and np.allclose(found.sum(axis=1), 1)
    cosine = (weights @ planted.T) / np.outer(*(np.linalg.norm(w, axis=1) for w in (weights, planted)))
    assert cosine.argmax(axis=1).tolist() == [0, 1, 2] and np.diag(cosine).min() > 0.95
    assert np.corrcoef(found.ravel(), shares.ravel())[0, 1] > 0.85


def test_sampling_on_lowers_the_error_of_small_corpora_and_sets_none_further_apart(monkeypatch):
    """Held against what the same documents are under the planted topics."""
    found = []
    for seed in range(1, 5):
        sim = simulate_corpus(n_docs=16, seed=seed)
        sampled = fit_topics(sim.corpus, 6, prevalence=None, seed=1)
        with monkeypatch.context() as patch:
            patch.setattr(
                engines, "sample_topics", lambda counts, weights, shares, *_, **__: (weights, shares)
            )
            likeliest = fit_topics(sim.corpus, 6, prevalence=None, seed=1)
        found.append([compare_documents(sim, fit) for fit in (likeliest, sampled)])
    (slope_before, error_before), (slope_after, error_after) = np.mean(found, axis=0)
    assert abs(slope_before - 1) < 0.1 and abs(slope_after - 1) < 0.1
    assert error_after < 0.9 * error_before


def compare_documents(sim, fit):
    """Give the slope and the error of documents' priorities against those under the planted topics."""
    _, counts, weights = count_documents(fit)
    terms = np.sort(fit.topic_terms["term"].unique())
    planted = sim.weights[terms].to_numpy()
    truth = estimate_priorities(counts, scale_rows(planted))
    values = estimate_priorities(counts, weights)[:, pair_rows(planted, weights)[1]]
    apart = truth - truth.mean(axis=0)
    return (values * apart).sum() / np.square(apart).sum(), np.sqrt(np.square(values - truth).mean())


def test_the_same_seed_gives_the_same_bits_whatever_the_order_of_the_columns_in_memory():
    counts, weights, shares = plant(2)
    turned = counts.copy()
    turned.indices, turned.data = turned.indices.copy(), turned.data.copy()
    for start, end in zip(turned.indptr, turned.indptr[1:], strict=False):
        turned.indices[start:end] = turned.indices[start:end][::-1]
        turned.data[start:end] = turned.data[start:end][::-1]
    turned.has_sorted_indices = False
    first, again = (
        sample_topics(table, weights, shares, NOTHING, 7, sweeps=20, leading=5) for table in (counts, turned)
    )
    other = sample_topics(counts, weights, shares, NOTHING, 8, sweeps=20, leading=5)
    assert np.array_equal(first[0], again[0]) and np.array_equal(first[1], again[1])
    assert not np.array_equal(first[0], other[0])


def test_shares_are_pulled_to_what_is_usual_where_the_design_says():
    counts, weights, shares = plant(3, length=4)
    group = shares[:, 0] > 0.5
    told, untold = (
        sample_topics(counts, weights, shares, design, 1)[1][:, 0]
        for design in (group[:, None].astype(float), NOTHING)
    )
    apart = [values[group].mean() - values[~group].mean() for values in (told, untold)]
    assert apart[0] > apart[1] + 0.05


@pytest.mark.parametrize("absent", [0, 59])
def test_a_term_in_no_passage_has_hardly_any_weight(absent):
    counts, weights, shares = plant(4)
    table = counts.toarray()
    table[:, absent] = 0
    weights, _ = sample_topics(sparse.csr_matrix(table), weights, shares, NOTHING, 1, sweeps=20, leading=5)
    assert weights[:, absent].max() < 1e-12 and np.isfinite(weights).all()


@pytest.mark.parametrize("strength", [3.0, 50.0])
def test_the_strength_of_the_prior_is_learned(strength):
    rng = np.random.default_rng(5)
    usual = np.tile([0.5, 0.3, 0.2], (400, 1))
    drawn = np.array(
        [rng.multinomial(40, row) for row in rng.dirichlet(strength * usual[0], 400)], dtype=float
    )
    found = 1.0
    for _ in range(400):
        found = _learn_concentration(found, usual, drawn, np.full(400, 40.0))
    assert found == pytest.approx(strength, rel=0.25)


def test_columns_that_follow_from_others_change_nothing():
    rng = np.random.default_rng(6)
    shares, column = rng.dirichlet(np.ones(3), 200), rng.integers(0, 2, (200, 1)).astype(float)
    usual = _regress_shares(shares, column)
    for more in (np.zeros((200, 1)), column, 1 - column):
        np.testing.assert_allclose(_regress_shares(shares, np.hstack([column, more])), usual, atol=1e-12)
    np.testing.assert_allclose(usual[column[:, 0] == 1].mean(axis=0), shares[column[:, 0] == 1].mean(axis=0))


def test_more_columns_than_a_tenth_of_the_passages_say_nothing():
    rng = np.random.default_rng(7)
    shares = rng.dirichlet(np.ones(3), 50)
    usual = _regress_shares(shares, rng.normal(size=(50, 6)))
    np.testing.assert_allclose(usual, np.tile(shares.mean(axis=0), (50, 1)))
