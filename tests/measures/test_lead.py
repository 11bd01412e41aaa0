"""A lead is called where one was planted, and not where there is none or too little to tell."""

import numpy as np
import pandas as pd
import pytest

from reformlab.measures.adoption import USE
from reformlab.measures.lead import LEAD, MIN_PLACES, MIN_YEARS, measure_lead
from reformlab.simulate.corpus import simulate_corpus

pytestmark = pytest.mark.slow

YEARS = 12
ROUNDS = 30
BEYOND = 6


def draw_path(shape, rng):
    """Draw a path over the years and those around them, with standard deviation 1."""
    time = np.arange(-BEYOND, YEARS + BEYOND)
    if shape == "step":
        path = (time >= rng.integers(3, 8)).astype(float)
    elif shape == "hump":
        path = np.exp(-(((time - rng.uniform(3, 8)) / 2) ** 2) / 2)
    else:
        path = np.zeros(len(time))
        for i in range(1, len(time)):
            path[i] = 0.6 * path[i - 1] + 0.8 * rng.standard_normal()
    return (path - path.mean()) / path.std()


def make_panel(shape, lags, rng, *, noise=0.4, alone=False):
    """Make a panel of a document a place and year; the centre has lag 0, province j has ``lags[j]``."""
    path = draw_path(shape, rng)
    series = {
        "全国": draw_path(shape, rng)[BEYOND : BEYOND + YEARS] if alone else path[BEYOND : BEYOND + YEARS]
    }
    for j, lag in enumerate(lags):
        series[f"省{j:02}"] = path[BEYOND - lag : BEYOND - lag + YEARS] + 0.5 * rng.standard_normal()
    table = pd.DataFrame(
        [
            (place, 2010 + year, value)
            for place, values in series.items()
            for year, value in enumerate(values)
        ],
        columns=["place", "year", "share"],
    )
    table["share"] = 1 + 0.1 * (table["share"] + noise * rng.standard_normal(len(table)))
    table["level"] = np.where(table["place"] == "全国", "national", "provincial")
    table["doc_id"] = table["place"] + table["year"].astype(str)
    return table.assign(
        item="甲", label="甲", label_en=None, used=True, kind="plan", date=None, salience=0.1
    )[USE]


def judge(shape, lags, seed, rounds=ROUNDS, **options):
    rng = np.random.default_rng(seed)
    panels = [make_panel(shape, lags, rng, **options).assign(item=i) for i in range(rounds)]
    table = measure_lead(pd.concat(panels))
    assert len(table) == rounds
    return table


@pytest.mark.parametrize("shape", ["step", "hump", "wander"])
def test_lags_of_two_years_are_found(shape):
    table = judge(shape, [2] * 20, seed=1)
    assert (table["verdict"] == "top-down").mean() >= 0.8
    assert table.loc[table["verdict"] == "top-down", "lag"].median() == pytest.approx(2, abs=0.6)
    other_way = judge(shape, [-2] * 20, seed=2)
    assert (other_way["verdict"] == "bottom-up").mean() >= 0.8


def test_no_lead_is_called_where_there_is_none():
    table = pd.concat(judge(shape, [0] * 20, seed=3, rounds=40) for shape in ("step", "hump", "wander"))
    assert (table["verdict"] != "cannot tell").mean() <= 0.05


def test_a_centre_that_moves_on_its_own_leads_nobody():
    table = judge("wander", [0] * 20, seed=4, rounds=60, alone=True)
    assert (table["verdict"] != "cannot tell").mean() <= 0.05


def test_some_before_and_some_after_is_mixed():
    table = judge("hump", [2, -2] * 10, seed=5)
    assert (table["verdict"] == "mixed").mean() >= 0.6
    assert not table["verdict"].isin(["top-down", "bottom-up"]).any()
    found = table[table["verdict"] == "mixed"]
    assert found[["n_behind", "n_ahead"]].min(axis=None) >= 5


def test_noise_alone_says_nothing():
    table = judge("wander", [2] * 20, seed=6, noise=20.0)
    assert table["verdict"].eq("cannot tell").mean() >= 0.95
    assert "the provinces do not move together" in set(table["reason"])


def test_p_is_the_share_of_places_as_extreme():
    table = judge("wander", [0] * 24, seed=7, rounds=60)
    np.testing.assert_allclose(table["p"] * 25, (table["p"] * 25).round())
    assert (table["p"] <= 0.2).mean() == pytest.approx(0.2, abs=0.1)


def test_thin_data_say_why_nothing_can_be_told():
    panel = make_panel("hump", [2] * 20, np.random.default_rng(8))
    national = panel["level"] == "national"
    thin = {
        f"speaks while provinces do: {MIN_YEARS - 1}; {MIN_YEARS}": panel[
            panel["year"] < 2010 + MIN_YEARS - 1
        ],
        "speaks while provinces do: 0;": panel[~national],
        f"or more: {MIN_PLACES - 1}; {MIN_PLACES}": panel[~panel["place"].isin(["省00", "省01"])],
        "never changes": panel.assign(share=panel["share"].mask(national, 0.5)),
    }
    for reason, table in thin.items():
        row = measure_lead(table).iloc[0]
        assert row["verdict"] == "cannot tell"
        assert reason in row["reason"]
        assert row[["lag", "closeness", "p"]].isna().all()
        assert row["n_docs"] == len(table)


def test_years_without_the_other_side_do_not_matter():
    panel = make_panel("hump", [2] * 20, np.random.default_rng(8))
    early = panel[panel["level"] == "national"].assign(year=lambda table: table["year"] - 40, doc_id="x")
    one, other = measure_lead(panel), measure_lead(pd.concat([early, panel]))
    pd.testing.assert_frame_equal(one, other)


def test_holes_are_passed_over():
    panel = make_panel("hump", [2] * 20, np.random.default_rng(9), noise=0.2)
    rng = np.random.default_rng(1)
    row = measure_lead(panel[rng.random(len(panel)) > 0.1]).iloc[0]
    assert row["verdict"] == "top-down"
    assert row["n_docs"] < len(panel)


def test_columns_and_any_order():
    panel = make_panel("hump", [2] * 20, np.random.default_rng(9))
    table = measure_lead(panel)
    assert list(table) == LEAD
    pd.testing.assert_frame_equal(table, measure_lead(panel.sample(frac=1, random_state=1)))
    assert list(measure_lead(panel.head(0))) == LEAD
    with pytest.raises(ValueError, match="lacks the columns"):
        measure_lead(panel.drop(columns="share"))


def test_planted_lag_of_a_simulated_corpus_is_found():
    """The truth of the simulated corpus, noise of a document added: a jump that provinces follow."""
    simulation = simulate_corpus(
        n_docs=32 * YEARS,
        n_national=YEARS,
        years=(2010, 2021),
        breaks={3: (2015, 2.0)},
        lags={3: 2},
        gap=0.0,
        seed=1,
    )
    table = simulation.document_priorities.query("topic == 3").rename(
        columns={"topic": "item", "priority": "share"}
    )
    rng = np.random.default_rng(1)
    table["share"] += 0.03 * rng.standard_normal(len(table))
    table = table.assign(label="3", label_en=None, used=True, date=None, salience=0.1)
    row = measure_lead(table).iloc[0]
    assert (row["verdict"], row["n_places"]) == ("top-down", 31)
