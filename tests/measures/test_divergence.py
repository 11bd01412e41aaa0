"""Divergence is worked out again by hand; where nothing differs, nothing is called."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from reformlab.measures.divergence import _compare_level, measure_divergence
from reformlab.measures.priorities import ALL_PLACES, measure_document_priorities
from reformlab.measures.profiles import measure_profiles
from reformlab.measures.sides import Sides
from reformlab.simulate import simulate_statements
from reformlab.topics.fit import Fit

K = 4
DIVERGENCE = ["kind", "period", "level", "place", "divergence", "observed", "expected"]
DIVERGENCE += ["chance_low", "chance_high", "excess", "p", "q", "n_docs", "n_places", "n_national", "enough"]
PROFILES = ["kind", "period", "level", "place", "topic", "label", "label_en", "priority", "shrunken"]
PROFILES += ["centre"]
PROFILES += ["difference", "chance_low", "chance_high", "p", "q", "outside", "found"]
PROFILES += ["place_order", "topic_order", "cluster", "n_docs", "n_national", "enough"]


def make_fit(about, shares, titles=None):
    """Make the tables of a fit in which a topic is one term; rows of `about`: level, place, year, kind."""
    documents = pd.DataFrame(about, columns=["level", "place", "year", "kind"])
    documents.insert(0, "doc_id", [f"d{i:04}" for i in range(len(documents))])
    documents["year"] = documents["year"].astype("Int64")
    documents["title"] = [f"文{i}" for i in range(len(documents))] if titles is None else titles
    topics = np.arange(1, shares.shape[1] + 1)
    passages = pd.DataFrame({"passage_id": documents["doc_id"] + ":0001", "doc_id": documents["doc_id"]})
    index = pd.MultiIndex.from_product([passages["passage_id"], topics], names=["passage_id", "topic"])
    passage_topics = pd.DataFrame({"share": shares.ravel()}, index=index).reset_index()
    terms = passage_topics.assign(term=passage_topics["topic"].astype(str), n=1000 * passage_topics["share"])
    return Fit(
        topics=pd.DataFrame({"topic": topics, "label": "题", "label_en": None}),
        topic_terms=pd.DataFrame({"topic": topics, "term": topics.astype(str), "weight": 1.0}),
        passage_topics=passage_topics,
        passages=passages.assign(n_terms=1000),
        documents=documents,
        terms=terms[["passage_id", "term", "n"]],
        dropped=passages.head(0),
        settings={},
    )


def draw_shares(n, rng, lean=0.0, place=None, within=0.0):
    """Draw logistic-normal shares; documents of one place correlate by `within`."""
    values = rng.standard_normal((n, K))
    if place is not None:
        own = rng.standard_normal((max(place) + 1, K))[place]
        values = np.sqrt(within) * own + np.sqrt(1 - within) * values
    values[:, 0] += lean
    powers = np.exp(values)
    return powers / powers.sum(axis=1, keepdims=True)


def make_corpus(rng, *, n_national=6, n_places=12, each=1, lean=0.0):
    """Make a fit of `each` documents a place: a number, or one a place."""
    national = [("national", "全国", 2010 + i, "plan") for i in range(n_national)]
    places = np.repeat(np.arange(n_places), each)
    provincial = [("provincial", f"省{place:02}", 2015, "plan") for place in places]
    shares = np.vstack([draw_shares(n_national, rng, lean), draw_shares(len(places), rng)])
    return make_fit(national + provincial, shares)


@pytest.fixture(scope="module")
def fit():
    return make_corpus(np.random.default_rng(1), each=2)


def test_divergence_by_hand(fit):
    table = measure_divergence(fit, n_permutations=49, seed=1)
    assert list(table) == DIVERGENCE
    assert table["place"].tolist() == [ALL_PLACES, *[f"省{i:02}" for i in range(12)]]
    wide = measure_document_priorities(fit).pivot(index="doc_id", columns="topic", values="priority")
    np.testing.assert_allclose(wide, fit.passage_topics["share"].to_numpy().reshape(-1, K), atol=1e-6)
    centre = wide[(fit.documents["level"] == "national").to_numpy()].mean()

    def information(p, q):
        return (p * np.log2(p / q)).sum()

    for row in table.itertuples():
        of_place = (fit.documents["level"] != "national") if row.place == ALL_PLACES else None
        chosen = fit.documents["place"] == row.place if of_place is None else of_place
        mine = wide[chosen.to_numpy()].mean()
        middle = (mine + centre) / 2
        by_hand = (information(mine, middle) + information(centre, middle)) / 2
        assert row.observed == pytest.approx(by_hand)
        assert row.n_docs == chosen.sum()
    np.testing.assert_allclose(table["excess"], table["divergence"] - table["expected"])
    assert table["n_national"].eq(6).all()
    assert table["p"].between(0, 1).all() and table.loc[0, "divergence"] == table.loc[0, "observed"]
    roots = table["divergence"].iloc[1:] ** (1 / 4)
    others = roots.iloc[1:]
    far = (roots.iloc[0] - others.mean()) / (others.std() * np.sqrt(1 + 1 / 11))
    assert table["p"].iloc[1] == pytest.approx(stats.t.sf(far, 10))
    reach = stats.t.ppf(0.975, 10) * others.std() * np.sqrt(1 + 1 / 11)
    assert table["chance_high"].iloc[1] == pytest.approx((others.mean() + reach) ** 4)
    assert table["enough"].tolist() == [True] + [False] * 12
    assert table["n_places"].tolist() == [12] + [1] * 12
    assert table.loc[0, "enough"] and not table.loc[1:, "enough"].any()
    q = stats.false_discovery_control(table["p"].iloc[1:])
    np.testing.assert_allclose(table["q"].iloc[1:], q)


def test_limits_are_0_and_1():
    shares = np.repeat([[1.0, 0, 0, 0], [0, 0.5, 0.5, 0]], [2, 1], axis=0)
    about = [("national", "全国", 2015, "plan")] + [("provincial", place, 2015, "plan") for place in "甲乙"]
    table = measure_divergence(make_fit(about, shares), n_permutations=9, seed=1).set_index("place")
    for column in ("divergence", "observed"):
        assert table[column].drop(ALL_PLACES).to_dict() == pytest.approx({"甲": 0, "乙": 1})
    assert table["p"].drop(ALL_PLACES).isna().all()


def test_same_seed_same_answer_whatever_the_order_and_the_other_groups():
    rng = np.random.default_rng(2)
    fit = make_corpus(rng)
    one = measure_divergence(fit, n_permutations=49, seed=3)
    tables = {name: table for name, table in vars(fit).items() if isinstance(table, pd.DataFrame)}
    shuffled = replace(fit, **{name: table.sample(frac=1, random_state=1) for name, table in tables.items()})
    pd.testing.assert_frame_equal(one, measure_divergence(shuffled, n_permutations=49, seed=3))
    other = measure_divergence(fit, n_permutations=49, seed=4)
    assert one["p"].iloc[0] != other["p"].iloc[0] and one["p"].iloc[1:].equals(other["p"].iloc[1:])
    more = [*fit.documents[["level", "place", "year", "kind"]].itertuples(index=False, name=None)]
    more += [("national", "全国", 2015, "report"), ("provincial", "省00", 2015, "report")]
    shares = fit.passage_topics["share"].to_numpy().reshape(-1, K)
    both = measure_divergence(make_fit(more, np.vstack([shares, shares[:2]])), n_permutations=49, seed=3)
    pd.testing.assert_frame_equal(one, both[both["kind"] == "plan"].reset_index(drop=True))


def test_kinds_periods_and_levels_stand_apart():
    rng = np.random.default_rng(5)
    about = [
        ("national", "全国", 2010, "plan"),
        ("provincial", "甲", 2010, "plan"),
        ("provincial", "甲", 2020, "plan"),
        ("national", "全国", 2020, "notice"),
        ("county", "乙", 2020, "notice"),
    ]
    table = measure_divergence(make_fit(about, draw_shares(5, rng)), by="decade", n_permutations=9, seed=1)
    keys = table[table["place"] != ALL_PLACES][["kind", "period", "level", "place", "n_national"]]
    assert keys.to_numpy().tolist() == [
        ["plan", "2010-2019", "provincial", "甲", 1],
        ["plan", "2020-2029", "provincial", "甲", 0],
        ["notice", "2020-2029", "county", "乙", 1],
    ]
    alone = table[table["n_national"] == 0]
    assert alone[["divergence", "expected", "p", "q"]].isna().all(axis=None)
    assert not table["enough"].any()


@pytest.mark.slow
@pytest.mark.parametrize("n_national", [6, 1])
def test_null_is_uniform_where_there_is_no_difference(n_national):
    rng = np.random.default_rng(11)
    level, place = [], []
    for seed in range(60):
        fit = make_corpus(rng, n_national=n_national, n_places=10, each=2 if n_national > 1 else 1)
        table = measure_divergence(fit, n_permutations=39, seed=seed).set_index("place")["p"]
        level.append(table[ALL_PLACES])
        place.append(table["省07"])
    assert stats.kstest(level, "uniform").pvalue > 0.01
    assert stats.kstest(place, "uniform").pvalue > 0.01


SEVEN = [10, 6, 5, 4, 3, 2, 2]


def measure_level(rng, n_national, each, within, lean=0.0):
    """Compare a level of places of so many documents each with the centre, without a fit around it."""
    places = np.repeat(np.arange(len(each)), each)
    values = [draw_shares(n_national, rng, lean), draw_shares(len(places), rng, 0, places, within)]
    group = Sides(
        about={},
        topics=np.arange(K),
        values=np.vstack(values),
        national=np.arange(n_national + len(places)) < n_national,
        of=np.array(["全国"] * n_national + [f"省{place:02}" for place in places]),
        cluster=np.array([f"d{i}" for i in range(n_national)] + [f"of 省{place:02}" for place in places]),
    )
    return _compare_level(group, 99, rng)


@pytest.mark.parametrize(
    ("n_national", "each", "within"),
    [
        pytest.param(32, SEVEN, 0.0, id="seven alike in nothing", marks=pytest.mark.slow),
        pytest.param(32, SEVEN, 0.3, id="seven"),
        pytest.param(32, SEVEN, 0.7, id="seven strong", marks=pytest.mark.slow),
        pytest.param(2, [3] * 4 + [2] * 27, 0.3, id="two of the centre", marks=pytest.mark.slow),
        pytest.param(30, [2] * 31, 0.7, id="pairs", marks=pytest.mark.slow),
        pytest.param(6, [3] * 20, 0.5, id="threes", marks=pytest.mark.slow),
        pytest.param(12, [1] * 36, 0.0, id="exact"),
    ],
)
def test_level_is_calibrated_where_places_have_unlike_numbers(n_national, each, within):
    rng = np.random.default_rng(31)
    rows = pd.DataFrame([measure_level(rng, n_national, each, within) for _ in range(400)])
    assert stats.kstest(rows["p"], "uniform").pvalue > 0.01
    assert 0.02 < (rows["p"] <= 0.05).mean() < 0.08
    # What is expected is what comes.
    assert rows["expected"].mean() == pytest.approx(rows["divergence"].mean(), rel=0.15)


def test_difference_is_found_where_places_have_unlike_numbers():
    rng = np.random.default_rng(32)
    found = [measure_level(rng, 32, SEVEN, 0.3, lean=1.5)["p"] for _ in range(50)]
    assert np.mean(np.array(found) <= 0.05) > 0.6


@pytest.mark.parametrize(("each", "known"), [([2, 2, 2], False), ([9, 2, 2, 2, 1], False), ([1, 1, 1], True)])
def test_nothing_is_said_of_a_level_whose_places_cannot_tell_how_alike_their_documents_are(each, known):
    fit = make_corpus(np.random.default_rng(3), n_places=len(each), each=each)
    table = measure_divergence(fit, n_permutations=19, seed=1)
    whole, places = table.iloc[0], table.iloc[1:]
    assert not whole["enough"] and whole["divergence"] > 0
    assert whole[["expected", "chance_low", "chance_high", "excess", "p"]].notna().eq(known).all()
    assert places["p"].isna().eq(len(each) < 5).all()


def test_versions_of_a_national_text_are_alike():
    shares = draw_shares(40, np.random.default_rng(6))
    shares[:12] = np.repeat(shares[[0, 4, 8]], 4, axis=0)
    about = [("national", "全国", 2015, "statute")] * 20
    about += [("provincial", f"省{i:02}", 2015, "statute") for i in range(20)]
    names = [f"文{i}" for i in range(40)]
    versions = [f"法{i // 4}（{i}年）" for i in range(12)] + names[12:]
    alone, together = (measure_divergence(make_fit(about, shares, t), seed=1) for t in (names, versions))
    assert together["expected"].iloc[0] > 1.2 * alone["expected"].iloc[0]


def test_planted_difference_is_found():
    rng = np.random.default_rng(12)
    found = [
        measure_divergence(make_corpus(rng, lean=3.0), n_permutations=99, seed=seed)["p"].iloc[0]
        for seed in range(10)
    ]
    assert np.mean(np.array(found) <= 0.05) > 0.8


def test_profiles_by_hand(fit):
    table = measure_profiles(fit)
    assert list(table) == PROFILES
    assert len(table) == 12 * K
    documents = measure_document_priorities(fit)
    centre = documents[documents["level"] == "national"].groupby("topic")["priority"].mean()
    mine = documents[documents["level"] != "national"].groupby(["place", "topic"])["priority"].mean()
    np.testing.assert_allclose(table["centre"], table["topic"].map(centre))
    np.testing.assert_allclose(
        table["priority"], mine.loc[list(zip(table["place"], table["topic"], strict=True))]
    )
    np.testing.assert_allclose(table["difference"], table["shrunken"] - table["centre"])
    np.testing.assert_allclose(table.groupby("place")["shrunken"].sum(), 1)
    assert (table["chance_low"] < table["chance_high"]).all()
    assert table["n_docs"].eq(2).all()
    np.testing.assert_allclose(table["q"], stats.false_discovery_control(table["p"]))
    assert table["found"].tolist() == (table["q"] <= 0.05).tolist()
    assert table["outside"].tolist() == (table["p"] <= 0.05).tolist()
    for column, order in (("place", "place_order"), ("topic", "topic_order")):
        numbers = table.drop_duplicates(column).set_index(column)[order]
        assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert table["place_order"].is_monotonic_increasing
    assert table.groupby("place_order")["cluster"].first().is_monotonic_increasing


def test_planted_clusters_stand_together():
    about = [("national", "全国", 2015, "plan")]
    about += [("provincial", f"省{i}", 2015, "plan") for i in range(8)]
    powers = np.random.default_rng(1).uniform(0.5, 1, (9, K))
    powers[1:, 0] += [9, 0] * 4
    fit = make_fit(about, powers / powers.sum(axis=1, keepdims=True))
    table = measure_profiles(fit).drop_duplicates("place")
    assert (
        table.groupby("cluster")["place"]
        .apply(lambda places: {int(p[-1]) % 2 for p in places})
        .map(len)
        .eq(1)
        .all()
    )
    assert table["cluster"].tolist() == [1] * 4 + [2] * 4


def test_profiles_of_few_places_are_one_cluster():
    about = [
        ("national", "全国", 2015, "plan"),
        ("provincial", "甲", 2015, "plan"),
        ("county", "乙", 2015, "plan"),
    ]
    table = measure_profiles(make_fit(about, draw_shares(3, np.random.default_rng(1))))
    assert table["cluster"].eq(1).all() and len(table) == 2 * K
    nothing = measure_profiles(make_fit(about[1:], draw_shares(2, np.random.default_rng(1))))
    assert nothing.empty and list(nothing) == PROFILES


def make_panel(rng, apart, *, n_places=20, each=8, odd=0.0):
    """Make a corpus of places that differ by `apart`; the first leans to a topic by `odd` as well."""
    own = apart * rng.standard_normal((n_places, K))
    own[0, 0] += odd
    values = np.vstack([np.zeros((20, K)), np.repeat(own, each, axis=0)])
    powers = np.exp(values + 0.7 * rng.standard_normal(values.shape))
    about = [("national", "全国", 2000 + i, "plan") for i in range(20)]
    about += [("provincial", f"省{i:02}", 2010, "plan") for i in range(n_places) for _ in range(each)]
    return make_fit(about, powers / powers.sum(axis=1, keepdims=True))


@pytest.mark.slow
@pytest.mark.parametrize("apart", [0.0, 0.5, 1.0])
def test_where_places_differ_but_none_stands_out_none_is_called(apart):
    """Of thirty corpora a few; each place differs surely from the centre, and from the mean."""
    rng = np.random.default_rng(21)
    called, cells, outside = [], [], []
    for _ in range(30):
        fit = make_panel(rng, apart)
        far = measure_divergence(fit, n_permutations=1, seed=1)
        profiles = measure_profiles(fit)
        called.append((far["q"] <= 0.05).any())
        cells.append(profiles["found"].any())
        outside.append(profiles["outside"].mean())
    assert np.mean(called) <= 0.1 and np.mean(cells) <= 0.1
    assert np.mean(outside) < 0.07


def test_a_place_that_stands_out_is_called_and_no_other():
    rng = np.random.default_rng(22)
    for _ in range(5):
        fit = make_panel(rng, 0.3, odd=4.0)
        far = measure_divergence(fit, n_permutations=1, seed=1)
        assert far.loc[far["q"] <= 0.05, "place"].tolist() == ["省00"]
        found = measure_profiles(fit).query("found")
        assert {("省00", 1)} <= set(zip(found["place"], found["topic"], strict=True))
        assert set(found["place"]) == {"省00"}


def test_few_documents_are_drawn_towards_the_others():
    fit = make_panel(np.random.default_rng(23), 0.5)
    few = fit.documents["place"].ne("省00") | ~fit.documents["place"].duplicated()
    fit = replace(fit, documents=fit.documents[few].reset_index(drop=True))
    fit = replace(fit, passages=fit.passages[fit.passages["doc_id"].isin(fit.documents["doc_id"])])
    table = measure_profiles(fit)
    mean = table.groupby("topic")["priority"].mean()
    pull = (table["shrunken"] - table["topic"].map(mean)) / (table["priority"] - table["topic"].map(mean))
    assert pull.groupby(table["n_docs"]).median().is_monotonic_increasing


@pytest.mark.slow
def test_domains_of_levels_told_otherwise_diverge_only_uncorrected():
    p, plain = [], []
    for seed in range(8):
        fit = simulate_statements(n_domains=5, n_places=8, recall=(0.95, 0.6), seed=seed).fit
        found = measure_divergence(fit, n_permutations=39, seed=1).set_index("place")
        told = measure_divergence(fit, n_permutations=39, corrected=False, seed=1).set_index("place")
        np.testing.assert_allclose(found["uncorrected"], told.loc[found.index, "observed"])
        p.append(found.loc["all places", "p"])
        plain.append(told.loc["all places", "p"])
    assert np.mean(np.array(plain) <= 0.05) > 0.7
    assert np.mean(np.array(p) <= 0.05) < 0.3
    profiles = measure_profiles(fit)
    sums = profiles.groupby("place")[["difference", "uncorrected"]].sum()
    np.testing.assert_allclose(sums, 0, atol=1e-9)


def test_years_that_hardly_overlap_are_not_enough():
    about = [("national", "全国", 1985 + i, "plan") for i in range(41)]
    about += [("provincial", f"省{i % 11:02}", 2024 + i % 3, "plan") for i in range(66)]
    fit = make_fit(about, draw_shares(len(about), np.random.default_rng(3)))
    for table in (measure_divergence(fit, n_permutations=9, seed=1), measure_profiles(fit)):
        assert not table["enough"].any()
    late = measure_divergence(fit, by="period", periods=[1985, 2021], n_permutations=9, seed=1)
    assert late.query("place == 'all places' and period == '2021-2026'")["enough"].all()
