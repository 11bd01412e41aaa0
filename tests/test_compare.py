"""Measures are recomputed here in plain pandas, and the intervals held against made-up truth."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from reformlab import compare
from reformlab.compare import (
    measure_coverage,
    measure_document_priorities,
    measure_gap,
    measure_prevalence,
)

K = 4
PREVALENCE = [
    "kind",
    "level",
    "period",
    "topic",
    "label",
    "label_en",
    "priority",
    "low",
    "high",
    "n_docs",
    "enough",
]
GAP = ["kind", "period", "topic", "label", "label_en", "gap", "low", "high"]
GAP += ["n_national", "n_provincial", "n_docs", "enough"]


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
    return documents.assign(n_passages=3, n_chars=rng.integers(100, 900, len(documents)))


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
    return SimpleNamespace(
        topics=topics, passage_topics=passage_topics, passages=passages, documents=documents
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


def test_coverage_loses_no_document(fit):
    coverage = measure_coverage(fit)
    assert list(coverage) == ["level", "place", "year", "kind", "n_docs", "n_passages", "n_chars"]
    assert coverage["n_docs"].sum() == len(fit.documents)
    assert coverage["n_chars"].sum() == fit.documents["n_chars"].sum()
    assert coverage["year"].dtype == "Int64"
    assert coverage.loc[coverage["year"].isna(), "n_docs"].sum() == 2
    assert coverage.loc[coverage["level"] == "unknown", ["place", "kind", "n_docs"]].values.tolist() == [
        ["unknown", "unknown", 1]
    ]
    assert coverage["level"].unique().tolist() == ["national", "provincial", "prefecture", "unknown"]


def test_document_priorities_are_weighted_means(fit):
    table = measure_document_priorities(fit)
    assert list(table) == [
        "doc_id", "topic", "label", "label_en", "priority", "n_terms", "level", "place", "year", "kind"
    ]  # fmt: skip
    by_hand = priorities_by_hand(fit)
    ours = table.set_index(["doc_id", "topic"])["priority"]
    pd.testing.assert_series_equal(ours.sort_index(), by_hand.sort_index(), check_names=False)
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
def test_prevalence_is_the_mean_over_documents(fit, by, periods):
    prevalence = measure_prevalence(fit, by=by, periods=periods)
    assert list(prevalence) == PREVALENCE
    np.testing.assert_allclose(prevalence.groupby(["kind", "level", "period"])["priority"].sum(), 1)
    one_topic = prevalence[prevalence["topic"] == 1]
    assert one_topic["n_docs"].sum() == len(fit.documents)
    assert prevalence["low"].notna().equals(prevalence["enough"])
    shown = prevalence[prevalence["enough"]]
    assert len(shown) > 0
    assert (shown["low"].between(0, shown["priority"]) & shown["high"].between(shown["priority"], 1)).all()
    if by == "year":
        table = measure_document_priorities(fit)
        means = table.dropna(subset="year").groupby(["kind", "level", "year", "topic"])["priority"].mean()
        ours = prevalence[prevalence["period"] != "year unknown"].astype({"period": "Int64"})
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
    last = measure_prevalence(fit, by="period", periods=[2011, 2018, 2024])["period"].unique().tolist()
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


def test_gap_is_the_difference_of_the_two_priorities(fit):
    gap = measure_gap(fit, by="period", periods=[2009, 2016])
    assert list(gap) == GAP
    both = gap[(gap["n_national"] > 0) & (gap["n_provincial"] > 0)]
    np.testing.assert_allclose(both.groupby(["kind", "period"])["gap"].sum(), 0, atol=1e-12)
    sides = measure_prevalence(fit, by="period", periods=[2009, 2016])
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
    prevalence = measure_prevalence(fit).groupby("level")["enough"].first()
    assert prevalence.to_dict() == {"national": True, "provincial": enough}
    gap = measure_gap(fit)
    assert gap["enough"].eq(enough).all()
    assert gap["low"].notna().eq(enough).all()
    assert gap["gap"].notna().all()


def test_equal_documents_have_no_interval():
    fit = make_fit([("national", "plan", 2020, ["全国"] * 6)])
    fit.passage_topics["share"] = 0.25
    prevalence = measure_prevalence(fit)
    assert prevalence["enough"].all()
    assert prevalence[["low", "high"]].isna().all(axis=None)


def test_documents_that_stand_alone_give_the_usual_variance_and_degrees_of_freedom():
    values = np.random.default_rng(1).random((9, 3))
    mean, variance, df = compare._mean_of_clusters(values, np.arange(9))
    np.testing.assert_allclose(mean, values.mean(axis=0))
    np.testing.assert_allclose(variance, values.var(axis=0, ddof=1) / 9)
    assert df == pytest.approx(8)


def test_clusters_of_one_size_give_the_variance_of_their_means():
    values = np.random.default_rng(2).random((12, 2))
    _, variance, df = compare._mean_of_clusters(values, np.repeat(list("abcd"), 3))
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
    _, variance, df = compare._mean_of_clusters(y[:, None], clusters)
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
        mean, variance, df = compare._mean_of_clusters(stats.beta.ppf(stats.norm.cdf(z), *shape), places)
        return mean, *compare._limits(mean, variance, df)

    p, low, high = draw([1] * n_national, 0)
    q, q_low, q_high = draw(sizes, 0.5 if max(sizes) > 1 else 0)
    gap = p - q
    held = (gap - np.hypot(p - low, q_high - q) <= 0) & (gap + np.hypot(high - p, q - q_low) >= 0)
    assert 0.935 <= held.mean() <= 0.975
