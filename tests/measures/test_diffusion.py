"""Curves are counted again by hand; what is planted is found, and what is not planted is not called."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from scipy.stats import binomtest

from reformlab.measures.adoption import USE
from reformlab.measures.diffusion import (
    DIFFUSION,
    HISTORY,
    HORIZONTAL,
    LATER,
    VERTICAL,
    _lay_out,
    _list_rows,
    fit_hazard,
    join_neighbours,
    measure_diffusion,
    measure_event_history,
    measure_leaders,
    read_neighbours,
)
from reformlab.simulate import simulate_diffusion


def make_use(rows, item="甲"):
    """Make a table of uses from (place, year, used)."""
    table = pd.DataFrame(rows, columns=["place", "year", "used"])
    table["level"] = np.where(table["place"] == "全国", "national", "provincial")
    table["doc_id"] = [f"d{i:03}" for i in range(len(table))]
    table = table.assign(item=item, label=item, label_en="A", kind="plan", share=table["used"] * 0.1)
    table = table.assign(date=table["year"].astype("str"), salience=0.1)
    return table.astype({"year": "Int64"})[USE]


def make_path(place, path, first=2010):
    """Make rows of a place from a string, a character a year: 1 used, 0 not, - no document."""
    return [(place, first + i, mark == "1") for i, mark in enumerate(path) if mark != "-"]


def test_entries_exits_and_returns_by_hand():
    rows = make_path("山西", "01101") + make_path("浙江", "1-001") + make_path("福建", "-0010")
    rows += make_path("全国", "00100")
    table = measure_diffusion(make_use(rows))
    assert list(table) == DIFFUSION
    counts = ["n_used", "n_places", "n_entries", "n_returns", "n_exits", "n_unknown", "n_ever", "n_seen"]
    assert table[["year", *counts]].to_numpy().tolist() == [
        [2010, 1, 2, 0, 0, 0, 1, 1, 2],
        [2011, 1, 2, 1, 0, 0, 0, 2, 3],
        [2012, 1, 3, 0, 0, 1, 0, 2, 3],
        [2013, 1, 3, 1, 0, 1, 0, 3, 3],
        [2014, 2, 3, 0, 2, 1, 0, 3, 3],
    ]
    assert table["centre_year"].eq(2012).all() and table["centre_known"].all()
    assert table["years_since_centre"].tolist() == [-2, -1, 0, 1, 2]
    assert not table["enough"].any() and table["low"].isna().all()


def test_who_uses_it_now_is_who_did_and_who_came_less_who_left():
    table = measure_diffusion(simulate_diffusion(n_items=12, seed=3))
    came = table["n_entries"] + table["n_returns"] + table["n_unknown"]
    for _, rows in table.assign(came=came).groupby("item"):
        assert (rows["came"] <= rows["n_used"]).all()
        full = rows["n_places"].eq(31) & rows["n_places"].shift().eq(31)
        change = rows["n_used"].diff() - rows["came"] + rows["n_exits"]
        assert change[full].eq(0).all()
        assert rows["n_ever"].diff().dropna().ge(0).all()


def test_share_has_an_interval_over_places():
    table = measure_diffusion(make_use([(f"省{i}", 2010, i < 3) for i in range(10)]))
    low, high = binomtest(3, 10).proportion_ci(method="wilson")
    assert table[["low", "high"]].iloc[0].tolist() == pytest.approx([low, high])
    assert table["centre_year"].isna().all() and not table["centre_known"].any()


def test_any_order_gives_the_same_and_nothing_gives_nothing():
    use = simulate_diffusion(n_items=4, seed=1)
    shuffled = use.sample(frac=1, random_state=1)
    one, other = (
        measure_diffusion(table).sort_values(["item", "year"], ignore_index=True) for table in (use, shuffled)
    )
    pd.testing.assert_frame_equal(one, other)
    assert list(measure_diffusion(use[use["level"] == "national"])) == DIFFUSION
    for measure in (measure_diffusion, measure_event_history, measure_leaders):
        with pytest.raises(ValueError, match=r"lacks the columns \['date'\]"):
            measure(use.drop(columns="date"))


def test_who_is_at_risk_by_hand():
    """Used at first: no adoption. First of all: none either. Never: at risk to the end."""
    rows = make_path("山西", "1000") + make_path("河北", "0010") + make_path("河南", "0000")
    rows += make_path("陕西", "0-01") + make_path("北京", "--01") + make_path("全国", "0010")
    panel = _lay_out(make_use(rows))
    near = join_neighbours(panel.places, read_neighbours())
    table = _list_rows(panel, near)
    table = table.assign(place=[panel.places[i] for i in table["place"]], year=table["year"] + 2010)
    risks = {(row.place, row.year): row.adopts for row in table.itertuples()}
    expected = {("河北", 2011): 0, ("河北", 2012): 1, ("北京", 2013): 1}
    expected |= {("河南", year): 0 for year in (2011, 2012, 2013)} | {("陕西", 2012): 0, ("陕西", 2013): 1}
    assert risks == expected
    # 山西 had it from the start and counts among the neighbours; 河北 from the year after its own.
    beside = table.set_index(["place", "year"])[HORIZONTAL]
    assert beside["河南", 2012] == pytest.approx(1 / 3) and beside["河南", 2013] == pytest.approx(2 / 3)
    # The centre's 2012 comes after the provinces' undated 2012.
    assert table.set_index(["place", "year"])[VERTICAL].to_dict() == {
        key: float(key[1] == 2013) for key in expected
    }


@pytest.mark.parametrize(
    ("centre", "place", "spoken"),
    [("2012-03-05", "2012-01-20", 0), ("2012-03-05", "2012-05-12", 1), ("2012-03-05", "2012", 0)],
)
def test_the_centre_has_spoken_from_its_day_on(centre, place, spoken):
    use = make_use([*make_path("全国", "001"), *make_path("山西", "100"), *make_path("河北", "000")])
    dates = {("全国", 2012): centre, ("河北", 2012): place}
    use["date"] = [dates.get((row.place, row.year), row.date) for row in use.itertuples()]
    panel = _lay_out(use)
    assert panel.hear_centre(None)[0, 1 + panel.places.index("河北"), -1] == spoken


def test_what_the_centre_said_before_the_panel_counts():
    rows = [
        ("全国", 2005, True),
        *make_path("全国", "0000"),
        *make_path("山西", "0100"),
        *make_path("河北", "0000"),
    ]
    panel = _lay_out(make_use(rows))
    table = _list_rows(panel, join_neighbours(panel.places, read_neighbours()))
    assert panel.years[table["year"]].tolist() == [2011, 2011, 2012, 2013]
    assert table[VERTICAL].eq(1).all()
    # Heard for a year only, it is long forgotten.
    table = _list_rows(panel, join_neighbours(panel.places, read_neighbours()), 1)
    assert table[VERTICAL].eq(0).all()


def test_hazard_is_that_of_a_plain_regression():
    """One covariate of two values within groups: the likelihood equations hold."""
    rng = np.random.default_rng(1)
    groups = np.repeat(np.arange(5), 200)
    x = rng.normal(size=1000)
    eta = -2 + 0.3 * groups + 0.7 * x
    adopts = (rng.random(1000) < -np.expm1(-np.exp(eta))).astype(float)
    hazard = fit_hazard(adopts, sparse.csr_matrix(x[:, None]), groups)
    assert abs(hazard.coefficients[0] - 0.7) < 0.15
    assert abs(x @ hazard.scores) < 1e-3
    assert np.abs(np.bincount(groups, hazard.scores)).max() < 1e-5


def test_too_little_is_not_told():
    table = measure_event_history(simulate_diffusion(n_items=8, seed=1))
    assert list(table) == HISTORY
    assert table["verdict"].eq("cannot tell").all()
    assert table["reason"].str.contains("items: 8; 20 are needed").all()
    assert table["coefficient"].isna().all()


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ({}, set()),
        ({"vertical": 1.5}, {VERTICAL}),
        ({"horizontal": 1.5}, {HORIZONTAL}),
        ({"vertical": 4.0, "chance": 0.001, "centre_chance": 0.05}, {VERTICAL}),
    ],
    ids=["neither", "vertical", "horizontal", "all follow the centre"],
)
def test_what_is_planted_is_found_and_nothing_else(planted, found):
    """Of three panels, at least two; how often over many is in ``docs/results/diffusion.csv``."""
    calls = {VERTICAL: 0, HORIZONTAL: 0}
    for seed in range(3):
        table = measure_event_history(simulate_diffusion(n_items=100, seed=seed, **planted))
        asked = table[table["verdict"] != ""].set_index("effect")
        for effect in calls:
            calls[effect] += asked.loc[effect, "verdict"] == "found"
        # What the centre says only afterwards moves nobody before.
        later = table.set_index("effect").loc[LATER]
        assert later["verdict"] == "" and ("chance" in planted or 0.3 < later["ratio"] < 3)
    assert {effect for effect, n in calls.items() if n >= 2} == found
    assert all(n <= 1 for effect, n in calls.items() if effect not in found)


def test_leaders_are_those_that_adopt_first():
    use = simulate_diffusion(n_items=60, seed=4)
    early = use["place"].eq("浙江")
    # 浙江 says everything as soon as anyone does.
    first = use[use["used"]].groupby("item")["year"].min()
    use.loc[early, "used"] = use.loc[early, "year"] > use.loc[early, "item"].map(first).fillna(9999)
    table = measure_leaders(use, n_permutations=499)
    assert table["place"].iloc[0] == "浙江" and table["verdict"].iloc[0] == "early"
    assert table["n_adoptions"].sum() == pytest.approx(table["n_expected"].sum())
    assert (table["low"] <= table["ratio"]).all() and (table["ratio"] <= table["high"]).all()


def test_where_places_are_alike_none_leads(monkeypatch):
    monkeypatch.setattr("reformlab.simulate.PLACE_HAZARD", 0.0)
    panels = [simulate_diffusion(n_items=40, centre_chance=0.03, seed=seed) for seed in range(6)]
    told = pd.concat([measure_leaders(use, n_permutations=499) for use in panels])
    assert (told["verdict"] != "cannot tell").sum() <= 1
    assert (told["p"] <= 0.05).mean() <= 0.1
