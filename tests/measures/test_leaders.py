"""Who adopts first is found, and where places are alike none is."""

import pandas as pd
import pytest

from reformlab.measures.leaders import measure_leaders
from reformlab.simulate.diffusion import simulate_diffusion


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


@pytest.mark.slow
def test_where_places_are_alike_none_leads(monkeypatch):
    monkeypatch.setattr("reformlab.simulate.diffusion.PLACE_HAZARD", 0.0)
    panels = [simulate_diffusion(n_items=40, centre_chance=0.03, seed=seed) for seed in range(6)]
    told = pd.concat([measure_leaders(use, n_permutations=499) for use in panels])
    assert (told["verdict"] != "cannot tell").sum() <= 1
    assert (told["p"] <= 0.05).mean() <= 0.1
