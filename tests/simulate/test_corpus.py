import numpy as np
import pandas as pd
import pytest

from reformlab.building.corpus import build_corpus
from reformlab.simulate.corpus import simulate_corpus
from tests.raw_files import write_simulation


@pytest.fixture(scope="module")
def sim():
    return simulate_corpus(seed=1)


def test_tables_have_the_columns_of_the_estimates(sim):
    assert list(sim.topic_terms) == ["topic", "term", "weight"]
    assert list(sim.passage_topics) == ["passage_id", "topic", "share"]
    assert list(sim.priorities) == ["kind", "level", "period", "topic", "priority"]
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
    assert np.allclose(sim.priorities.groupby("level")["priority"].sum(), 1)
    assert set(sim.passage_topics["passage_id"]) == set(sim.corpus.passages["passage_id"])


def test_terms_are_drawn_from_the_true_shares(sim):
    shares = sim.shares
    weights = sim.weights
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
    priority = sim.priorities.pivot(index="topic", columns="level", values="priority")
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


def expected(sim, topic):
    """Give the expected priority of each year and level."""
    rows = sim.document_priorities[sim.document_priorities["topic"] == topic]
    return rows.groupby(["level", "year"])["priority"].first().unstack("year")


def test_truth_joins_with_what_is_measured():
    sim = simulate_corpus(n_docs=40, trends={3: 0.3}, kinds={"plan": (1, 2), "notice": (2, 1)}, seed=4)
    documents = sim.document_priorities
    assert list(documents) == ["doc_id", "topic", "priority", "level", "place", "year", "kind"]
    assert np.allclose(documents.groupby("doc_id")["priority"].sum(), 1)
    priorities = sim.measure_priorities(by="period", periods=[2014, 2019])
    assert set(priorities["period"]) == {"2014-2018", "2019-2023"}
    gap = sim.measure_gap(by="period", periods=[2014, 2019]).set_index(["kind", "period", "topic"])["gap"]
    sides = priorities.set_index(["level", "kind", "period", "topic"])["priority"]
    pd.testing.assert_series_equal(gap, sides["national"] - sides["provincial"], check_names=False)


def test_provinces_follow_the_centre_by_the_planted_lag():
    sim = simulate_corpus(n_docs=40, gap=0.0, breaks={4: (2017, 2.0)}, trends={3: 0.2}, lags={4: 3}, seed=4)
    four, three = expected(sim, 4), expected(sim, 3)
    assert (four.loc["national", 2017:] > 0.3).all()
    assert (four.loc["national", :2016] < 0.2).all()
    assert (four.loc["provincial", 2020:] > 0.3).all()
    assert (four.loc["provincial", :2019] < 0.2).all()
    assert three.loc["national", 2016] > three.loc["national", 2015]
    assert sim.lags.set_index("topic")["lag"].to_dict() == {1: 0, 2: 0, 3: 0, 4: 3, 5: 0, 6: 0}


def test_drawn_shares_follow_the_planted_path():
    sim = simulate_corpus(
        n_docs=400, passages_per_doc=3, terms_per_passage=5, breaks={4: (2017, 2.0)}, seed=4
    )
    shares = sim.passage_topics.query("topic == 4").merge(sim.corpus.passages, on="passage_id")
    about = shares.merge(sim.corpus.documents, on="doc_id")
    drawn = about["share"].groupby(about["year"] >= 2017).mean()
    truth = sim.document_priorities.query("topic == 4")
    planted = truth["priority"].groupby(truth["year"] >= 2017).mean()
    assert drawn.to_numpy() == pytest.approx(planted.to_numpy(), abs=0.03)


def test_kinds_have_words_and_leanings_of_their_own():
    kinds = {"plan": (0.2, 0.8), "work-report": (0.8, 0.2)}
    sim = simulate_corpus(n_docs=100, kinds=kinds, gap=0.0, seed=4)
    counts = sim.corpus.documents.groupby(["level", "kind"]).size()
    assert counts["national", "work-report"] == 40
    assert counts["provincial", "plan"] == 40
    third = sim.priorities.query("topic == 3").set_index(["kind", "level"])["priority"]
    assert third["work-report", "national"] == third["work-report", "provincial"]
    assert third["work-report", "national"] > third["plan", "national"] + 0.05
    about = sim.corpus.terms.merge(sim.corpus.passages, on="passage_id").merge(
        sim.corpus.documents, on="doc_id"
    )
    own = about[~about["term"].isin(sim.topic_terms["term"])]
    assert (own.groupby("term")["kind"].nunique() == 1).all()
    assert own["n"].sum() / about["n"].sum() == pytest.approx(0.15, abs=0.02)


def test_places_and_lengths_differ_where_asked():
    sim = simulate_corpus(n_docs=200, place_effect=1.5, document_effect=0.1, length_spread=0.7, seed=4)
    documents = sim.corpus.documents
    assert documents["n_passages"].max() > 3 * documents["n_passages"].median()
    assert documents.loc[documents["level"] == "provincial", "place"].nunique() == 31
    shares = sim.passage_topics.query("topic == 5").merge(sim.corpus.passages, on="passage_id")
    means = shares.groupby("doc_id")["share"].mean()
    provincial = documents[documents["level"] == "provincial"].set_index("doc_id")["place"]
    apart = means.loc[provincial.index].groupby(provincial).mean().var()
    shuffled = provincial.sample(frac=1, random_state=1).to_numpy()
    assert apart > 1.5 * means.loc[provincial.index].groupby(shuffled).mean().var()


def test_sides_may_be_unequal():
    levels = simulate_corpus(n_docs=48, n_national=12, seed=1).corpus.documents["level"].value_counts()
    assert levels.to_dict() == {"provincial": 36, "national": 12}


def test_overlapping_topics_share_terms():
    apart, overlapping = (simulate_corpus(n_docs=4, overlap=part, seed=1).topic_terms for part in (0, 0.4))
    first, second = (
        table.pivot(index="topic", columns="term", values="weight") for table in (apart, overlapping)
    )
    assert (second.loc[1] @ second.loc[2]) > (first.loc[1] @ first.loc[2])
    assert np.allclose(second.sum(axis=1), 1)


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"trends": {9: 1.0}}, "trends.*9"),
        ({"lags": {3: 1}}, "lags.*3.*nothing to follow"),
        ({"overlap": 0.9}, "overlap=0.9"),
        ({"n_national": 60}, "n_national=60"),
    ],
)
def test_impossible_paths_are_refused_by_name(bad, words):
    with pytest.raises(ValueError, match=words):
        simulate_corpus(**bad, seed=1)


@pytest.mark.parametrize("noise", [False, True])
def test_what_is_written_is_what_is_built(noise, tmp_path):
    sim = simulate_corpus(n_docs=12, passages_per_doc=6, length_spread=0.3, n_terms=600, seed=2)
    written = write_simulation(sim, tmp_path, noise=noise, seed=1)
    built = build_corpus(tmp_path, tmp_path / "catalogue.csv", progress=False)
    keys = ["passage_id", "term"]
    ours = written.corpus.terms.set_index(keys)["n"].sort_index().astype("Int64")
    pd.testing.assert_series_equal(built.terms.set_index(keys)["n"].sort_index(), ours)
    columns = ["doc_id", "level", "place", "adcode", "kind", "year"]
    about = [corpus.documents.set_index("doc_id")[columns[1:]].sort_index() for corpus in (built, sim.corpus)]
    pd.testing.assert_frame_equal(*about)
    assert len({path.suffix for path in tmp_path.iterdir()}) == (4 if noise else 2)
    assert set(built.terms["term"]) <= set(written.topic_terms["term"])


def test_too_many_terms_to_write_are_refused(tmp_path):
    with pytest.raises(ValueError, match="the lexicon has"):
        write_simulation(simulate_corpus(n_docs=4, n_terms=2000, seed=1), tmp_path, seed=1)
