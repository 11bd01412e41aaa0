"""Curves are counted again by hand."""

import pandas as pd
import pytest
from scipy.stats import binomtest

from reformlab.measures.diffusion import DIFFUSION, measure_diffusion
from reformlab.measures.event_history import measure_event_history
from reformlab.measures.leaders import measure_leaders
from reformlab.simulate.diffusion import simulate_diffusion
from tests.uses import make_path, make_use


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
