import numpy as np
import pandas as pd
import pytest

import reformlab as rl

SHORT = {"terms_per_passage": 2, "n_terms": 60}


def lay_out_leanings(sim):
    """Give what each document leans to, as its passages show it (documents x topics)."""
    logs = np.log(sim.shares)
    logs = logs.sub(logs.mean(axis=1), axis=0)
    doc_id = sim.corpus.passages.set_index("passage_id")["doc_id"]
    means = logs.groupby(doc_id).mean()
    return means.loc[sim.corpus.documents["doc_id"]]


def test_truth_sums_to_one_and_has_the_gap_that_is_asked_for():
    sim = rl.simulate_hostile(n_docs=8, n_topics=8, gap=0.06, wording=0.5, burst=200, length_ratio=10, seed=1)
    np.testing.assert_allclose(sim.topic_terms.groupby("topic")["weight"].sum(), 1)
    np.testing.assert_allclose(sim.passage_topics.groupby("passage_id")["share"].sum(), 1)
    np.testing.assert_allclose(sim.priorities.groupby("level")["priority"].sum(), 1)
    np.testing.assert_allclose(sim.gap["gap"], [0.06, -0.06, 0.03, -0.03, 0, 0, 0, 0], atol=1e-12)
    rl.corpus.tables.check_corpus(sim.corpus)


def test_the_gap_is_that_of_the_documents_that_are_drawn():
    sim = rl.simulate_hostile(n_docs=3000, passages_per_doc=2, shared_effect=0.5, **SHORT, seed=2)
    doc_id = sim.corpus.passages.set_index("passage_id")["doc_id"]
    shares = sim.shares.groupby(doc_id).mean()
    about = sim.corpus.documents.set_index("doc_id").loc[shares.index]
    # Documents of a year or place depend on each other: their means do not.
    unit = about["place"].where(about["level"] == "provincial", about["year"].astype(str))
    means = shares.groupby([about["level"], unit]).mean()
    sides = means.groupby("level")
    drawn = sides.mean().loc["national"] - sides.mean().loc["provincial"]
    error = np.sqrt((sides.var().div(sides.size(), axis=0)).sum())
    assert (np.abs(drawn - sim.gap.set_index("topic")["gap"]) < 4 * error).all()


def test_lengths_are_as_far_apart_as_asked_for():
    sim = rl.simulate_hostile(n_docs=24, length_ratio=10, seed=3)
    n = sim.corpus.documents["n_passages"]
    assert n.max() == 10 * n.min()
    assert 8 <= n.mean() <= 14
    assert rl.simulate_hostile(n_docs=8, seed=3).corpus.documents["n_passages"].unique().tolist() == [10]


@pytest.mark.parametrize("rho", [0.0, 0.8])
def test_national_years_are_like_those_before(rho):
    years = (1914, 2023)
    sim = rl.simulate_hostile(
        n_docs=120, n_national=110, years=years, passages_per_doc=20, document_effect=0.05,
        shared_effect=1.0, rho=rho, **SHORT, seed=4,
    )  # fmt: skip
    leaning = lay_out_leanings(sim)[(sim.corpus.documents["level"] == "national").to_numpy()]
    found = np.mean([series.autocorr(1) for _, series in leaning.items()])
    assert found == pytest.approx(rho, abs=0.12)


def test_places_speak_again_and_are_like_themselves():
    sim = rl.simulate_hostile(n_docs=60, n_national=2, n_places=10, shared_effect=1.5, **SHORT, seed=5)
    about = sim.corpus.documents
    provincial = (about["level"] == "provincial").to_numpy()
    assert about.loc[provincial, "place"].value_counts().tolist() == [6] * 8 + [5] * 2
    leaning = lay_out_leanings(sim)[provincial]
    place = about.loc[provincial].set_index("doc_id")["place"]
    within = leaning.groupby(place).transform(lambda rows: rows - rows.mean())
    assert within.var().mean() < 0.5 * leaning.var().mean()


def test_tails_are_heavy_and_topics_come_in_company():
    sim = rl.simulate_hostile(
        n_docs=1000, gap=0, passages_per_doc=30, document_effect=2.0, shared_effect=0.0, **SHORT, seed=6
    )
    leaning = lay_out_leanings(sim)
    assert leaning.kurt().mean() > 1.5
    together = leaning.corr().to_numpy()
    assert together[0, 3] > together[0, [1, 2, 4, 5]].max() + 0.3


@pytest.mark.parametrize("wording", [0.2, 0.5])
def test_the_levels_word_as_many_words_differently_as_asked_for(wording):
    sim = rl.simulate_hostile(n_docs=40, gap=0, n_terms=300, wording=wording, worded=(1, 3), seed=7)
    terms = sim.corpus.terms.merge(sim.corpus.passages[["passage_id", "doc_id"]], on="passage_id")
    own = terms["term"] > "词0300"
    assert set(terms.loc[own, "doc_id"].str.split("-").str[0]) == {"provincial"}
    weights = sim.weights
    moved = weights.loc[:, weights.columns > "词0300"].sum(axis=1)
    # The mean of both levels: half of what the provinces word in their own way.
    np.testing.assert_allclose(moved.loc[[1, 3]], wording / 2, atol=0.005)
    assert (moved.drop([1, 3]) == 0).all()


def test_bursts_make_documents_repeat_their_words():
    def count_used(burst):
        sim = rl.simulate_hostile(n_docs=30, burst=burst, seed=8)
        terms = sim.corpus.terms.merge(sim.corpus.passages[["passage_id", "doc_id"]], on="passage_id")
        return terms.groupby("doc_id")["term"].nunique().mean()

    assert count_used(100) < 0.85 * count_used(None)


def test_the_same_seed_gives_the_same_corpus():
    sims = [rl.simulate_hostile(n_docs=6, burst=200, wording=0.2, seed=seed) for seed in (1, 1, 2)]
    pd.testing.assert_frame_equal(sims[0].corpus.terms, sims[1].corpus.terms)
    assert not sims[0].corpus.terms.equals(sims[2].corpus.terms)


@pytest.mark.parametrize(
    "wrong", [{"n_topics": 3}, {"rho": 1.0}, {"wording": 2}, {"worded": [9]}, {"gap": 0.5}, {"burst": 0}]
)
def test_what_cannot_be_drawn_is_refused(wrong):
    with pytest.raises(ValueError):
        rl.simulate_hostile(**wrong, seed=1)
