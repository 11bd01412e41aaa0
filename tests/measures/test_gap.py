"""Measures are recomputed here in plain pandas, and the intervals held against made-up truth."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import sparse, stats
from scipy.spatial.distance import jensenshannon

from reformlab.measures import priorities
from reformlab.measures.gap import measure_gap, measure_priorities
from reformlab.measures.intervals import (
    Estimate,
    limit_difference,
    mean_of_clusters,
    regress_on_clusters,
)
from reformlab.measures.priorities import estimate_priorities, measure_document_priorities, project_priorities
from reformlab.simulate.corpus import simulate_corpus
from reformlab.topics.fit import Fit, fit_topics
from reformlab.topics.match import match_topics
from reformlab.topics.refits import refit_topics

K = 4
ERRORS = ["se_documents", "se_shares", "se_topics"]
PRIORITIES = [
    "kind",
    "level",
    "place",
    "period",
    "topic",
    "label",
    "label_en",
    "priority",
    "low",
    "high",
    *ERRORS,
    "n_docs",
    "enough",
    "sources",
]
GAP = ["kind", "place", "period", "topic", "label", "label_en", "gap", "low", "high", *ERRORS, "p"]
GAP += ["n_national", "n_provincial", "n_docs", "years", "enough", "reason", "sources"]


def make_documents(groups, rng):
    """Make documents from rows of (level, kind, year, places); a place a document."""
    rows = [
        {"level": level, "kind": kind, "year": year, "place": place}
        for level, kind, year, places in groups
        for place in places
    ]
    documents = pd.DataFrame(rows)
    documents.insert(0, "doc_id", [f"d{i:03}" for i in range(len(documents))])
    documents["year"] = documents["year"].astype("Int64")
    return documents.assign(
        title=documents["doc_id"], n_passages=3, n_chars=rng.integers(100, 900, len(documents))
    )


def make_fit(groups, seed=0):
    """Make the tables of a fit: three passages a document, of different length."""
    rng = np.random.default_rng(seed)
    documents = make_documents(groups, rng)
    passages = pd.DataFrame(
        {
            "passage_id": [f"{doc}:{i}" for doc in documents["doc_id"] for i in range(3)],
            "doc_id": documents["doc_id"].repeat(3).to_numpy(),
            "n_terms": rng.integers(5, 60, 3 * len(documents)),
        }
    )
    shares = rng.dirichlet([0.6, 1.0, 2.0, 3.0], len(passages))
    passage_topics = pd.DataFrame(
        {
            "passage_id": passages["passage_id"].repeat(K).to_numpy(),
            "topic": np.tile(np.arange(1, K + 1), len(passages)),
            "share": shares.ravel(),
        }
    )
    topics = pd.DataFrame(
        {"topic": range(1, K + 1), "label": list("甲乙丙丁"), "label_en": ["A", None, "C", "D"]}
    )
    # Every topic has one term of its own, so that terms say of a passage just what its shares say.
    names = [f"词{topic}" for topic in topics["topic"]]
    lengths = passages["n_terms"].repeat(K).to_numpy()
    terms = passage_topics.assign(term=names * len(passages), n=lengths * passage_topics["share"])
    return Fit(
        topics=topics,
        topic_terms=pd.DataFrame({"topic": topics["topic"], "term": names, "weight": 1.0}),
        passage_topics=passage_topics,
        passages=passages,
        terms=terms[["passage_id", "term", "n"]],
        documents=documents,
        dropped=passages.head(0),
        settings={"engine": "none", "seed": 0},
    )


PLACES = ["山西", "浙江", "福建", "广东", "四川", "广西"]


@pytest.fixture
def fit():
    return make_fit(
        [
            ("national", "key-tasks", 2010, ["全国"] * 3),
            ("national", "key-tasks", 2017, ["全国"] * 6),
            ("provincial", "key-tasks", 2017, PLACES),
            ("provincial", "key-tasks", 2018, PLACES[:4]),
            ("provincial", "key-tasks", None, PLACES[:2]),
            ("provincial", "work-report", 2017, PLACES),
            ("prefecture", "report", 2017, ["忻州"]),
            (None, None, 2024, [None]),
        ]
    )


def priorities_by_hand(fit):
    table = fit.passage_topics.merge(fit.passages, on="passage_id").merge(fit.documents, on="doc_id")
    groups = table.groupby(["doc_id", "topic"])
    return groups[["share", "n_terms"]].apply(lambda rows: np.average(rows["share"], weights=rows["n_terms"]))


def test_document_priorities_are_weighted_means(fit):
    table = measure_document_priorities(fit)
    columns = ["doc_id", "topic", "label", "label_en", "priority", "share", "se", "n_terms"]
    assert list(table) == [*columns, "level", "place", "year", "kind", "period", "level_mean"]
    means = table.groupby(["level", "kind", "topic"])["priority"].mean()
    of_level = table.groupby(["level", "kind", "topic"])["level_mean"].first()
    pd.testing.assert_series_equal(of_level, means, check_names=False)
    by_hand = priorities_by_hand(fit).sort_index()
    ours = table.set_index(["doc_id", "topic"]).sort_index()
    pd.testing.assert_series_equal(ours["share"], by_hand, check_names=False)
    # Each topic has one term here: what the terms say is what the shares say.
    pd.testing.assert_series_equal(ours["priority"], by_hand, check_names=False)
    binomial = np.sqrt(by_hand * (1 - by_hand) / ours["n_terms"])
    pd.testing.assert_series_equal(ours["se"], binomial, check_names=False)
    np.testing.assert_allclose(table.groupby("doc_id")["priority"].sum(), 1)
    assert table.groupby("doc_id")["n_terms"].first().equals(fit.passages.groupby("doc_id")["n_terms"].sum())
    assert table.loc[table["topic"] == 3, "label"].unique().tolist() == ["丙"]


def test_document_without_passages_in_the_model_has_no_priority(fit):
    gone = fit.passages["doc_id"] == "d000"
    fit.passages.loc[gone, "n_terms"] = 0
    table = measure_document_priorities(fit)
    assert "d000" not in set(table["doc_id"])
    assert table["priority"].notna().all()


@pytest.mark.parametrize(
    ("by", "periods"), [(None, None), ("year", None), ("decade", None), ("period", [2009, 2016, 2018])]
)
def test_a_priority_is_the_mean_over_documents(fit, by, periods):
    priorities = measure_priorities(fit, by=by, periods=periods)
    assert list(priorities) == PRIORITIES
    np.testing.assert_allclose(priorities.groupby(["kind", "level", "period"])["priority"].sum(), 1)
    one_topic = priorities[priorities["topic"] == 1]
    assert one_topic["n_docs"].sum() == len(fit.documents)
    assert priorities["low"].notna().equals(priorities["enough"])
    shown = priorities[priorities["enough"]]
    assert len(shown) > 0
    assert (shown["low"].between(0, shown["priority"]) & shown["high"].between(shown["priority"], 1)).all()
    if by == "year":
        table = measure_document_priorities(fit)
        means = table.dropna(subset="year").groupby(["kind", "level", "year", "topic"])["priority"].mean()
        ours = priorities[priorities["period"] != "year unknown"].astype({"period": "Int64"})
        ours = ours.set_index(["kind", "level", "period", "topic"])["priority"]
        pd.testing.assert_series_equal(ours.sort_index(), means.sort_index(), check_names=False)


def test_periods_are_named_in_time(fit):
    def names(**options):
        return measure_gap(fit, **options).query("kind == 'key-tasks'")["period"].unique().tolist()

    assert names() == ["all years"]
    assert names(by="year") == ["2010", "2017", "2018", "year unknown"]
    assert names(by="decade") == ["2010-2019", "year unknown"]
    assert names(by="period", periods=[2011, 2018]) == [
        "before 2011",
        "2011-2017",
        "2018-2024",
        "year unknown",
    ]
    last = measure_priorities(fit, by="period", periods=[2011, 2018, 2024])["period"].unique().tolist()
    assert last[-1] == "2024"


@pytest.mark.parametrize(
    ("by", "periods", "words"),
    [
        ("month", None, "'month'.*'decade'"),
        ("period", None, "go together"),
        (None, [2009], "go together"),
        ("year", [2009], "go together"),
        ("period", [2016, 2009], "ascending"),
        ("period", [], "ascending"),
    ],
)
def test_bad_periods_are_named(fit, by, periods, words):
    with pytest.raises(ValueError, match=words):
        measure_gap(fit, by=by, periods=periods)


@pytest.mark.parametrize("measure", [measure_gap, measure_priorities])
def test_bad_periods_are_named_before_topics_are_fitted_again(small_fit, measure, monkeypatch):
    monkeypatch.setattr(priorities, "refit_priorities", None)
    with pytest.raises(ValueError, match="by='eras' is not known; did you mean 'era'"):
        measure(small_fit, by="eras")


def test_gap_is_the_difference_of_the_two_priorities(fit):
    gap = measure_gap(fit, by="period", periods=[2009, 2016])
    assert list(gap) == GAP
    both = gap[(gap["n_national"] > 0) & (gap["n_provincial"] > 0)]
    np.testing.assert_allclose(both.groupby(["kind", "period"])["gap"].sum(), 0, atol=1e-12)
    sides = measure_priorities(fit, by="period", periods=[2009, 2016])
    wide = sides.pivot(index=["kind", "period", "topic"], columns="level", values=["priority", "low", "high"])
    rows = gap.set_index(["kind", "period", "topic"]).loc[lambda table: table["enough"]]
    p, low, high = (wide[name].loc[rows.index] for name in ("priority", "low", "high"))
    np.testing.assert_allclose(rows["gap"], p["national"] - p["provincial"])
    below = np.hypot(p["national"] - low["national"], high["provincial"] - p["provincial"])
    above = np.hypot(high["national"] - p["national"], p["provincial"] - low["provincial"])
    np.testing.assert_allclose(rows["low"], rows["gap"] - below)
    np.testing.assert_allclose(rows["high"], rows["gap"] + above)
    assert len(rows) == K  # key-tasks since 2016: 6 national documents, 6 places


def test_one_sided_groups_stay_and_kinds_stay_apart(fit):
    gap = measure_gap(fit, by="period", periods=[2009, 2016])
    first = gap[gap["topic"] == 1].set_index(["kind", "period"])[
        ["n_national", "n_provincial", "n_docs", "enough"]
    ]
    assert first.loc[("key-tasks", "2009-2015")].tolist() == [3, 0, 3, False]
    assert first.loc[("key-tasks", "2016-2024")].tolist() == [6, 10, 16, True]
    assert first.loc[("key-tasks", "year unknown")].tolist() == [0, 2, 2, False]
    assert first.loc[("work-report", "2016-2024")].tolist() == [0, 6, 6, False]
    assert len(first) == 4
    lonely = gap[(gap["n_national"] == 0) | (gap["n_provincial"] == 0)]
    assert lonely[["gap", "low", "high"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("places", "enough"),
    [
        (PLACES[:4], False),
        (PLACES[:5], True),
        (PLACES[:3] * 10, False),
        ([PLACES[0]] * 8, False),
        ([None] * 5, True),
    ],
)
def test_enough_counts_places_below_the_centre(places, enough):
    fit = make_fit([("national", "plan", 2020, ["全国"] * 5), ("provincial", "plan", 2020, places)])
    priorities = measure_priorities(fit).groupby("level")["enough"].first()
    assert priorities.to_dict() == {"national": True, "provincial": enough}
    gap = measure_gap(fit)
    assert gap["enough"].eq(enough).all()
    assert gap["low"].notna().eq(enough).all()
    assert gap["gap"].notna().all()


def test_equal_documents_have_no_interval():
    fit = make_fit([("national", "plan", 2020, ["全国"] * 6)])
    fit.terms["n"] = 10.0
    priorities = measure_priorities(fit)
    assert priorities["enough"].all()
    assert priorities[["low", "high"]].isna().all(axis=None)


def test_documents_that_stand_alone_give_the_usual_variance_and_degrees_of_freedom():
    values = np.random.default_rng(1).random((9, 3))
    mean, variance, df = mean_of_clusters(values, np.arange(9))
    np.testing.assert_allclose(mean, values.mean(axis=0))
    np.testing.assert_allclose(variance, values.var(axis=0, ddof=1) / 9)
    assert df == pytest.approx(8)


def test_clusters_of_one_size_give_the_variance_of_their_means():
    values = np.random.default_rng(2).random((12, 2))
    _, variance, df = mean_of_clusters(values, np.repeat(list("abcd"), 3))
    means = values.reshape(4, 3, 2).mean(axis=1)
    np.testing.assert_allclose(variance, means.var(axis=0, ddof=1) / 4)
    assert df == pytest.approx(3)


def test_uneven_clusters_agree_with_matrices():
    """CR2 and its degrees of freedom from their definitions (Pustejovsky and Tipton 2018)."""
    rng = np.random.default_rng(3)
    clusters = np.repeat([0, 1, 2, 3], [5, 1, 3, 2])
    y = rng.random(11)
    leave = np.eye(11) - 1 / 11
    vectors = []
    for cluster in range(4):
        inside = clusters == cluster
        block = leave[np.ix_(inside, inside)]
        w, v = np.linalg.eigh(block)
        root = v @ np.diag(w**-0.5) @ v.T
        vectors.append(np.full(inside.sum(), 1 / 11) @ root @ leave[inside])
    parts = np.array(vectors)
    _, variance, df = mean_of_clusters(y[:, None], clusters)
    assert variance[0] == pytest.approx(np.square(parts @ y).sum())
    cross = parts @ parts.T
    assert df == pytest.approx(np.trace(cross) ** 2 / np.square(cross).sum())


def test_many_documents_give_welchs_interval():
    places = [f"p{i}" for i in range(400)]
    fit = make_fit([("national", "plan", 2020, ["全国"] * 300), ("provincial", "plan", 2020, places)])
    table = measure_document_priorities(fit)
    for _, row in measure_gap(fit).iterrows():
        sides = table[table["topic"] == row["topic"]].groupby("level")["priority"].apply(list)
        test = stats.ttest_ind(sides["national"], sides["provincial"], equal_var=False)
        welch = test.confidence_interval(0.95)
        width = welch.high - welch.low
        assert row["low"] == pytest.approx(welch.low, abs=0.03 * width)
        assert row["high"] == pytest.approx(welch.high, abs=0.03 * width)


@pytest.mark.parametrize("shape", [(4, 36), (1, 9)], ids=["mild", "skewed"])
@pytest.mark.parametrize(
    ("n_national", "sizes"), [(5, [2] * 15), (8, [1] * 8), (12, [2] * 30)], ids=["5:30", "8:8", "12:60"]
)
def test_nominal_interval_holds_the_true_gap(n_national, sizes, shape):
    """Documents of one place correlate at 0.5; every column is one made-up comparison."""
    rng = np.random.default_rng(4)

    def draw(sizes, within):
        places = np.repeat(np.arange(len(sizes)), sizes)
        place, own = rng.standard_normal((2, len(places), 4000))
        z = np.sqrt(within) * place[places] + np.sqrt(1 - within) * own
        values = stats.beta.ppf(stats.norm.cdf(z), *shape)
        none = np.zeros(values.shape[1])
        return Estimate(*mean_of_clusters(values, places), none, np.zeros((0, len(none))))

    low, high = limit_difference(draw([1] * n_national, 0), draw(sizes, 0.5 if max(sizes) > 1 else 0))
    held = (low <= 0) & (high >= 0)
    assert 0.935 <= held.mean() <= 0.975


def test_sources_of_an_interval_are_reported_and_add_up(sim_fit):
    sim, fit = sim_fit
    refits = refit_topics(fit, sim.corpus, n_refits=4, seed=1, progress=False)
    quick, full = measure_gap(fit, quick=True), measure_gap(fit, refits=refits, corrected=False)
    assert quick["sources"].unique().tolist() == ["documents, shares"]
    assert full["sources"].unique().tolist() == ["documents, shares, topics"]
    assert quick["se_topics"].isna().all()
    assert (full[ERRORS] > 0).all(axis=None)
    assert (full["high"] - full["low"] > quick["high"] - quick["low"]).all()
    # What the topics are: the same documents under every refit, in plain pandas.
    about = measure_document_priorities(fit)
    gaps = []
    for _, again in refits.groupby("refit"):
        moved = replace(fit, topic_terms=again)
        means = measure_document_priorities(moved).groupby(["level", "topic"])["priority"].mean()
        gaps.append(means["national"] - means["provincial"])
    np.testing.assert_allclose(full["se_topics"], np.std(gaps, axis=0, ddof=1))
    # Which documents and how many of their terms: together the spread of the documents' priorities.
    spread = about.groupby(["level", "topic"])["priority"].agg(["var", "size"])
    total = (spread["var"] / spread["size"]).groupby("topic").sum()
    np.testing.assert_allclose(full["se_documents"] ** 2 + full["se_shares"] ** 2, total)


@pytest.fixture(scope="module")
def small_fit():
    return fit_topics(simulate_corpus(n_docs=12, passages_per_doc=4, seed=1).corpus, 3, seed=1)


def test_refits_are_made_where_nobody_brings_them(small_fit):
    fit = small_fit
    assert measure_gap(fit)["sources"].eq("documents, shares, topics, recovery").all()
    assert measure_priorities(fit)["se_topics"].gt(0).all()


@pytest.mark.parametrize("engine", ["nmf"])
def test_other_engines_have_intervals_that_say_what_they_leave_out(sim_fit, engine):
    sim, _ = sim_fit
    gap = measure_gap(fit_topics(sim.corpus, 4, engine=engine, seed=1), corrected=False)
    assert gap["sources"].eq("documents, shares").all()
    assert gap[["low", "high"]].notna().all(axis=None)


@pytest.fixture(scope="module")
def sim_fit():
    sim = simulate_corpus(n_docs=40, passages_per_doc=4, n_topics=4, n_terms=300, seed=5)
    return sim, fit_topics(sim.corpus, 4, prevalence=None, seed=1)


def test_priorities_are_not_pulled_together_as_shares_are():
    """Documents of few terms, topics known: the likeliest parts are right on average, gap and all."""
    rng = np.random.default_rng(1)
    weights = rng.dirichlet(np.full(80, 0.1), 3)
    parts = np.repeat([[0.6, 0.3, 0.1], [0.3, 0.6, 0.1]], 1500, axis=0)
    counts = sparse.csr_matrix(rng.multinomial(60, parts @ weights).astype(float))
    for estimated in (estimate_priorities(counts, weights), project_priorities(counts, weights)):
        np.testing.assert_allclose(estimated.sum(axis=1), 1, atol=0.02)
        gap = estimated[:1500].mean(axis=0) - estimated[1500:].mean(axis=0)
        np.testing.assert_allclose(gap, [0.3, -0.3, 0], atol=0.01)
    estimated = estimate_priorities(counts, weights)
    assert ((estimated >= 0) & (estimated <= 1)).all()


def test_estimates_are_the_likeliest():
    rng = np.random.default_rng(2)
    weights = rng.dirichlet(np.full(50, 0.2), 4)
    counts = rng.multinomial(200, rng.dirichlet(np.ones(4), 5) @ weights).astype(float)
    estimated = estimate_priorities(sparse.csr_matrix(counts), weights)
    best = (counts * np.log(np.maximum(estimated @ weights, 1e-300))).sum(axis=1)
    for other in rng.dirichlet(np.ones(4), 200):
        near = 0.95 * estimated + 0.05 * other
        assert (best >= (counts * np.log(near @ weights)).sum(axis=1) - 1e-3).all()


def test_a_term_of_no_topic_is_passed_over():
    weights = np.array([[0.5, 0.5, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]])
    counts = np.array([[6.0, 4.0, 0.0, 50.0], [3.0, 3.0, 6.0, 0.0], [0.0, 0.0, 0.0, 5.0]])
    estimated = estimate_priorities(sparse.csr_matrix(counts), weights)
    np.testing.assert_allclose(estimated[:2], [[1, 0], [0.5, 0.5]], atol=1e-4)
    np.testing.assert_allclose(estimated.sum(axis=1), 1)


def test_a_part_is_nothing_or_something(monkeypatch):
    """Half of the least number there is would be 0, and a divergence of such parts has no end."""
    monkeypatch.setattr(priorities, "TOLERANCE", 0.0)
    weights = np.array([[0.5, 0.5, 0.0], [0.002, 0.002, 0.996]])
    estimated = estimate_priorities(sparse.csr_matrix([[600.0, 400.0, 0.0], [300.0, 300.0, 600.0]]), weights)
    assert estimated[0].tolist() == [1.0, 0.0]
    assert np.isfinite(jensenshannon(*estimated))


def test_regression_agrees_with_the_mean_of_clusters():
    rng = np.random.default_rng(4)
    values, clusters = rng.random((14, 2)), np.repeat(list("abcde"), [5, 1, 3, 2, 3])
    mean, variance, df = mean_of_clusters(values, clusters)
    value, again, _, df_again = regress_on_clusters(values, np.ones((14, 1)), clusters)
    np.testing.assert_allclose(value, mean)
    np.testing.assert_allclose(again, variance)
    assert df_again == pytest.approx(df)


@pytest.mark.slow
def test_pooled_kinds_show_the_make_up_of_the_corpus_and_matched_kinds_do_not():
    """Work reports lean to topic 3, and the centre writes more of them; within a kind there is no gap."""
    shares = {"plan": (0.2, 0.8), "work-report": (0.8, 0.2)}
    sim = simulate_corpus(
        n_docs=160, passages_per_doc=6, n_topics=4, n_terms=300, gap=0.0, kinds=shares, seed=8
    )
    # Two topics more, for the words of the kinds.
    fit = fit_topics(sim.corpus, 6)
    topic = find_topic(sim, fit, 3)
    rows = {}
    for kinds in ("pooled", "matched", "adjusted"):
        table = measure_gap(fit, kinds=kinds, quick=True)
        np.testing.assert_allclose(table["gap"].sum(), 0, atol=1e-9)
        assert table["n_docs"].eq(160).all()
        rows[kinds] = table.set_index("topic").loc[topic]
    assert rows["pooled"]["low"] > 0
    assert rows["matched"]["low"] < 0 < rows["matched"]["high"]
    assert rows["adjusted"]["low"] < 0 < rows["adjusted"]["high"]
    assert rows["matched"]["kind"] == "matched kinds"


def find_topic(sim, fit, planted):
    return match_topics(sim, fit).set_index("topic").loc[planted, "other"]


def test_matched_gap_weighs_kinds_by_how_much_they_tell(fit):
    matched = measure_gap(fit, kinds="matched", quick=True).set_index("topic")["gap"]
    apart = measure_gap(fit, quick=True).dropna(subset="gap")
    weight = apart["n_national"] * apart["n_provincial"] / apart["n_docs"]
    sums = (apart["gap"] * weight).groupby(apart["topic"]).sum() / weight.groupby(apart["topic"]).sum()
    np.testing.assert_allclose(matched, sums)


def test_each_place_is_held_against_the_centre(fit):
    gap = measure_gap(fit, by="place").query("kind == 'key-tasks' and topic == 1").set_index("place")
    assert gap["n_national"].eq(6).all()  # those of 2010 have no other of about that year
    assert gap["n_provincial"].to_dict() == dict(zip(PLACES, [3, 3, 2, 2, 1, 1], strict=True))
    by_hand = priorities_by_hand(fit).rename("p").reset_index().merge(fit.documents, on="doc_id")
    by_hand = by_hand[(by_hand["topic"] == 1) & (by_hand["kind"] == "key-tasks")]
    by_hand = by_hand[by_hand["year"].ne(2010).fillna(True)]
    means = by_hand.groupby("place")["p"].mean()
    for place in PLACES:
        assert gap.loc[place, "gap"] == pytest.approx(means["全国"] - means[place])


def test_intervals_of_all_topics_together_are_wider_and_rates_of_false_discovery_larger(sim_fit):
    _, fit = sim_fit
    alone, together = (measure_gap(fit, quick=True, together=name) for name in (None, "simultaneous"))
    assert together["confidence"].unique() == pytest.approx(0.95 ** (1 / len(fit.topics)))
    assert "confidence" not in alone
    assert (together["low"] < alone["low"]).all()
    assert (together["high"] > alone["high"]).all()
    fdr = measure_gap(fit, quick=True, together="fdr")
    assert (fdr["q"] >= fdr["p"]).all()
    np.testing.assert_allclose(fdr["q"].max(), fdr["p"].max())


def test_p_and_interval_agree(sim_fit):
    gap = measure_gap(sim_fit[1], quick=True)
    assert ((gap["p"] < 0.05) == ((gap["low"] > 0) | (gap["high"] < 0))).all()


@pytest.mark.parametrize("bad", [{"kinds": "mixed"}, {"together": "all"}])
def test_bad_wishes_are_named(fit, bad):
    (name, value), *_ = bad.items()
    with pytest.raises(ValueError, match=f"{name}='{value}'"):
        measure_gap(fit, **bad)


@pytest.mark.parametrize("progress", [True, False])
def test_a_bar_is_shown_while_topics_are_fitted_again_unless_told_not_to(small_fit, capsys, progress):
    measure_gap(small_fit, progress=progress, corrected=False)
    assert ("refits" in capsys.readouterr().err) is progress


def test_versions_of_a_statute_count_as_one_document():
    fit = make_fit([("national", "statute", 2019, ["全国"] * 8), ("provincial", "statute", 2019, PLACES)])
    apart = measure_priorities(fit, quick=True).query("level == 'national'")
    fit.documents["title"] = fit.documents["title"].mask(fit.documents["doc_id"] < "d005", "一部法律")
    together = measure_priorities(fit, quick=True).query("level == 'national'")
    assert apart["enough"].all()
    assert not together["enough"].any()
    np.testing.assert_allclose(together["priority"], apart["priority"])


def test_a_gap_over_years_that_hardly_overlap_is_withheld():
    """As it stands in the default call on forty years of the centre and three of the provinces."""
    groups = [("national", "work-report", year, ["全国"]) for year in range(1985, 2026)]
    groups += [
        ("provincial", "work-report", year, [f"省{i}" for i in range(22)]) for year in (2024, 2025, 2026)
    ]
    fit = make_fit(groups)
    for kinds in ("apart", "matched", "pooled"):
        table = measure_gap(fit, quick=True, kinds=kinds)
        assert not table["enough"].any() and table["low"].isna().all() and table["gap"].notna().all()
        assert table["reason"].str.startswith("4 of 41 national documents are of years").all()
    groups.append(("provincial", "work-report", 2023, [f"省{i}" for i in range(22)]))
    one_year_more = measure_gap(make_fit(groups), quick=True)
    assert one_year_more["enough"].all() and one_year_more["n_national"].eq(5).all()
    assert set(one_year_more["years"]) == {"2021-2026"}


def test_a_gap_is_of_the_years_that_both_have_and_says_which():
    """Thirty years of the centre and one province, then ten in which all speak."""
    places = [f"省{i}" for i in range(10)]
    groups = [("national", "work-report", year, ["全国"]) for year in range(1970, 2010)]
    groups += [("provincial", "work-report", year, places[:1]) for year in range(1970, 2000)]
    groups += [("provincial", "work-report", year, places) for year in range(2000, 2010)]
    fit = make_fit(groups)
    table = measure_gap(fit, quick=True)
    assert table["enough"].all() and set(table["years"]) == {"1996-2009"}
    assert table["n_national"].eq(12).all() and table["n_provincial"].eq(104).all()
    documents = measure_document_priorities(fit)
    first = documents["level"].map({"national": 1998, "provincial": 1996})
    means = documents[documents["year"] >= first].groupby(["level", "topic"])["priority"].mean().unstack()
    np.testing.assert_allclose(table["gap"], means.loc["national"] - means.loc["provincial"])


@pytest.mark.parametrize("kinds", ["matched", "pooled"])
def test_of_one_kind_there_is_nothing_to_put_together(sim_fit, kinds):
    apart, together = (measure_gap(sim_fit[1], kinds=name, quick=True) for name in ("apart", kinds))
    pd.testing.assert_frame_equal(together.drop(columns="kind"), apart.drop(columns="kind"))


@pytest.mark.parametrize(("n_common", "enough"), [(2, False), (4, False), (5, True)])
def test_years_that_one_side_lacks_do_not_make_a_comparison_enough(n_common, enough):
    """Forty national years, thirty provinces, and only the last years hold both."""
    early = [("national", "work-report", year, ["全国"]) for year in range(1980, 2022 - n_common)]
    late = [("national", "work-report", 2022 + i % 3, ["全国"]) for i in range(n_common)]
    places = [f"省{i}" for i in range(10)]
    provinces = [("provincial", "work-report", year, places) for year in (2022, 2023, 2024)]
    table = measure_gap(make_fit([*early, *late, *provinces]), kinds="adjusted", quick=True)
    assert table["enough"].eq(enough).all()
    assert table["low"].notna().eq(enough).all() and table["gap"].notna().all()
    assert table["n_national"].eq(42).all() and table["n_provincial"].eq(30).all()


def test_years_in_common_are_those_of_one_kind():
    """Both levels have documents of the same years, but each of another kind."""
    places = [f"省{i}" for i in range(10)]
    groups = [("national", "plan", year, ["全国"]) for year in range(2000, 2010)]
    groups += [("national", "work-report", year, ["全国"]) for year in range(2010, 2020)]
    groups += [("provincial", "plan", year, places) for year in (2012, 2016)]
    groups += [("provincial", "work-report", year, places) for year in (2003, 2006)]
    assert not measure_gap(make_fit(groups), kinds="adjusted", quick=True)["enough"].any()
    groups += [("provincial", "plan", year, places) for year in (2000, 2009)]
    assert measure_gap(make_fit(groups), kinds="adjusted", quick=True)["enough"].all()


def test_no_row_is_without_documents(fit):
    whole = measure_gap(fit, kinds="matched", quick=True)
    by_year = measure_gap(fit, kinds="matched", by="year", quick=True)
    assert whole["n_docs"].eq(18).all()  # of 21 three are of years that the other level lacks
    assert by_year["period"].unique().tolist() == ["2017"]  # key tasks of both levels
    assert by_year["n_docs"].eq(12).all()


@pytest.mark.parametrize(
    ("level", "wishes", "needed"),
    [
        ("county", {}, "national or provincial documents; .*'county': 6"),
        ("county", {"kinds": "pooled"}, "national or provincial documents"),
        ("national", {"by": "place"}, "by='place'.* needs provincial documents; .*'national': 6"),
        ("national", {"kinds": "matched"}, "kinds='matched' needs a kind with national and provincial"),
    ],
)
def test_nothing_to_compare_is_said(level, wishes, needed):
    with pytest.raises(ValueError, match=needed):
        measure_gap(make_fit([(level, "plan", 2020, PLACES)]), quick=True, **wishes)


def test_one_refit_is_no_source_of_doubt(sim_fit):
    sim, fit = sim_fit
    refits = refit_topics(fit, sim.corpus, n_refits=2, seed=1, progress=False)
    one = measure_gap(fit, refits=refits[refits["refit"] == 1], corrected=False)
    assert one["sources"].eq("documents, shares").all() and one["se_topics"].isna().all()
