"""What is planted is found, and what is not planted is not called."""

import numpy as np
import pytest
from scipy import sparse

from reformlab.corpus.places import join_neighbours, read_neighbours
from reformlab.measures.event_history import (
    HISTORY,
    HORIZONTAL,
    LATER,
    VERTICAL,
    list_rows,
    measure_event_history,
)
from reformlab.measures.hazard import fit_hazard, leave_out, mark_codes, sum_scores, sweep_column
from reformlab.measures.use_panel import lay_out
from reformlab.simulate.diffusion import simulate_diffusion
from tests.uses import make_path, make_use

pytestmark = pytest.mark.slow


def test_who_is_at_risk_by_hand():
    """Used at first: no adoption. First of all: none either. Never: at risk to the end."""
    rows = make_path("山西", "1000") + make_path("河北", "0010") + make_path("河南", "0000")
    rows += make_path("陕西", "0-01") + make_path("北京", "--01") + make_path("全国", "0010")
    panel = lay_out(make_use(rows))
    near = join_neighbours(panel.places, read_neighbours())
    table = list_rows(panel, near)
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
    panel = lay_out(use)
    assert panel.hear_centre(None)[0, 1 + panel.places.index("河北"), -1] == spoken


def test_what_the_centre_said_before_the_panel_counts():
    rows = [
        ("全国", 2005, True),
        *make_path("全国", "0000"),
        *make_path("山西", "0100"),
        *make_path("河北", "0000"),
    ]
    panel = lay_out(make_use(rows))
    table = list_rows(panel, join_neighbours(panel.places, read_neighbours()))
    assert panel.years[table["year"]].tolist() == [2011, 2011, 2012, 2013]
    assert table[VERTICAL].eq(1).all()
    # Heard for a year only, it is long forgotten.
    table = list_rows(panel, join_neighbours(panel.places, read_neighbours()), 1)
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


def test_an_error_by_leaving_out_is_that_of_fits_without_each_cluster():
    """Clusters that have an effect each, as places have; groups that all clusters share."""
    rng = np.random.default_rng(2)
    groups, clusters = np.repeat(np.arange(40), 36), np.tile(np.repeat(np.arange(12), 3), 40)
    x = rng.normal(size=12)[clusters] * rng.normal(size=40)[groups] + rng.normal(size=1440)
    chance = -np.expm1(-np.exp(-1.5 + 0.5 * rng.normal(size=12)[clusters]))
    adopts = (rng.random(1440) < chance).astype(float)
    effects, own = mark_codes(clusters), mark_codes(groups)
    hazard = fit_hazard(adopts, sparse.hstack([sparse.csr_matrix(x[:, None]), effects]).tocsr(), groups)
    without = []
    for left in range(12):
        keep = clusters != left
        design = sparse.hstack([sparse.csr_matrix(x[keep, None]), mark_codes(clusters[keep])]).tocsr()
        without.append(fit_hazard(adopts[keep], design, groups[keep]).coefficients[0])
    expected = np.sqrt(11 / 12 * np.square(np.array(without) - hazard.coefficients[0]).sum())
    error, df = leave_out(x, effects, own, hazard, clusters)
    assert error == pytest.approx(expected, rel=0.05)
    assert 3 < df < 11
    # Sums of scores see less.
    assert error > 1.05 * sum_scores(sweep_column(x, effects, own, hazard.weights), hazard, clusters)[1]


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
