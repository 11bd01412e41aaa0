import numpy as np
import pandas as pd
import pytest

from reformlab.simulate import simulate_corpus


@pytest.fixture(scope="module")
def sim():
    return simulate_corpus(seed=1)


def test_tables_have_the_columns_of_the_estimates(sim):
    assert list(sim.topic_terms) == ["topic", "term", "weight"]
    assert list(sim.passage_topics) == ["passage_id", "topic", "share"]
    assert list(sim.prevalence) == ["kind", "level", "period", "topic", "priority"]
    assert list(sim.gap) == ["kind", "period", "topic", "gap"]
    assert sim.gap["topic"].tolist() == [1, 2, 3, 4, 5, 6]


def test_corpus_has_the_size_asked_for():
    corpus = simulate_corpus(n_docs=8, passages_per_doc=5, terms_per_passage=30, n_terms=300, seed=2).corpus
    assert len(corpus.documents) == 8
    assert corpus.documents["level"].value_counts().to_dict() == {"national": 4, "provincial": 4}
    assert corpus.passages.groupby("doc_id").size().tolist() == [5] * 8
    assert corpus.terms.groupby("passage_id")["n"].sum().mean() == pytest.approx(30, abs=3)
    assert corpus.terms["term"].nunique() <= 300
    assert corpus.texts is None


def test_counts_of_documents_agree_with_their_passages(sim):
    documents = sim.corpus.documents.set_index("doc_id")
    passages = sim.corpus.passages.groupby("doc_id")
    assert documents["n_passages"].astype(int).equals(passages.size().reindex(documents.index))
    assert documents["n_chars"].tolist() == passages["n_chars"].sum().reindex(documents.index).tolist()


def test_distributions_sum_to_one(sim):
    assert np.allclose(sim.topic_terms.groupby("topic")["weight"].sum(), 1)
    assert np.allclose(sim.passage_topics.groupby("passage_id")["share"].sum(), 1)
    assert np.allclose(sim.prevalence.groupby("level")["priority"].sum(), 1)
    assert set(sim.passage_topics["passage_id"]) == set(sim.corpus.passages["passage_id"])


def test_terms_are_drawn_from_the_true_shares(sim):
    shares = sim.passage_topics.pivot(index="passage_id", columns="topic", values="share")
    weights = sim.topic_terms.pivot(index="topic", columns="term", values="weight")
    length = sim.corpus.terms.groupby("passage_id")["n"].sum().reindex(shares.index)
    expected = (shares.mul(length, axis=0) @ weights).sum()
    drawn = sim.corpus.terms.groupby("term")["n"].sum().reindex(expected.index).fillna(0)
    often = expected > 20
    assert (abs(drawn - expected)[often] < 5 * np.sqrt(expected[often])).all()


@pytest.mark.parametrize("gap", [0.0, 0.1, 0.3])
def test_planted_gap_is_the_expected_gap_of_document_priorities(gap):
    sim = simulate_corpus(n_docs=3000, passages_per_doc=3, n_terms=60, terms_per_passage=5, gap=gap, seed=3)
    assert sim.gap["gap"].tolist() == pytest.approx([gap, -gap, 0, 0, 0, 0], abs=5e-4)
    passages = sim.corpus.passages[["passage_id", "doc_id"]]
    lengths = sim.corpus.terms.groupby("passage_id")["n"].sum().rename("n_terms")
    table = sim.passage_topics.merge(passages, on="passage_id").join(lengths, on="passage_id")
    table["weighted"] = table["share"] * table["n_terms"]
    sums = table.groupby(["doc_id", "topic"])[["weighted", "n_terms"]].sum()
    priority = (sums["weighted"] / sums["n_terms"]).unstack()
    level = sim.corpus.documents.set_index("doc_id")["level"].reindex(priority.index)
    groups = priority.groupby(level)
    drawn = groups.mean().loc["national"] - groups.mean().loc["provincial"]
    error = np.sqrt((groups.var() / 1500).sum())
    assert (abs(drawn.to_numpy() - sim.gap["gap"].to_numpy()) < 4 * error.to_numpy()).all()


def test_gap_is_the_difference_of_the_priorities(sim):
    priority = sim.prevalence.pivot(index="topic", columns="level", values="priority")
    assert np.allclose(priority["national"] - priority["provincial"], sim.gap["gap"])


def test_passages_of_a_document_are_alike(sim):
    shares = sim.passage_topics[sim.passage_topics["topic"] == 3].set_index("passage_id")["share"]
    doc = sim.corpus.passages.set_index("passage_id")["doc_id"].reindex(shares.index)
    shuffled = pd.Series(np.random.default_rng(0).permutation(doc.to_numpy()), index=doc.index)
    assert shares.groupby(doc).mean().var() > 2 * shares.groupby(shuffled).mean().var()


def test_same_seed_same_corpus_another_seed_another(sim):
    again, other = simulate_corpus(seed=1), simulate_corpus(seed=2)
    pd.testing.assert_frame_equal(sim.corpus.terms, again.corpus.terms)
    pd.testing.assert_frame_equal(sim.passage_topics, again.passage_topics)
    assert not sim.passage_topics["share"].equals(other.passage_topics["share"])
    assert sim.gap.equals(other.gap)


@pytest.mark.parametrize(
    "bad", [{"n_topics": 1}, {"gap": 0.9}, {"gap": -0.1}, {"n_terms": 50}, {"n_docs": 1}]
)
def test_impossible_wishes_are_refused_by_name(bad):
    (name, value), *_ = bad.items()
    with pytest.raises(ValueError, match=f"{name}={value}"):
        simulate_corpus(**bad, seed=1)
