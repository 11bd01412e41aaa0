import numpy as np
import pandas as pd
import pytest

from reformlab.simulate.panel import simulate_panel


def test_a_panel_has_a_text_a_voice_and_year_and_knows_its_truth():
    panel = simulate_panel(n_topics=4, missing=0.0, seed=1)
    texts = panel.priorities.drop_duplicates("doc_id")
    assert texts.groupby("level").size().to_dict() == {"national": 24, "provincial": 31 * 24}
    sides = panel.truth.pivot(index=["year", "topic"], columns="level", values="priority")
    np.testing.assert_allclose(sides["gap"], sides["national"] - sides["provincial"])
    np.testing.assert_allclose(sides.groupby("year")[["national", "provincial"]].sum(), 1)
    change = panel.measure_change((2003, 2008), (2009, 2015)).set_index(["topic", "level"])["change"]
    assert change[2, "national"] > 0.08 > abs(change[2, "provincial"])


@pytest.mark.slow
def test_many_panels_average_to_their_truth():
    options = {"n_topics": 4, "n_places": 4, "years": (2003, 2010)}
    panels = [simulate_panel(**options, seed=seed) for seed in range(150)]
    keys = ["level", "year", "topic"]
    means = pd.concat(panel.priorities for panel in panels).groupby(keys)["priority"].mean()
    truth = panels[0].truth.set_index(keys)["priority"].loc[means.index]
    assert np.abs(means - truth).max() < 0.05
    assert np.abs((means - truth).groupby(["level", "topic"]).mean()).max() < 0.015


def test_years_of_a_voice_depend_on_each_other_as_told():
    options = {"n_topics": 3, "courses": {}, "place_effect": 0.0, "year_effect": 2.0, "statements": (40, 50)}
    lagged = []
    for rho in (0.0, 0.8):
        rows = simulate_panel(**options, rho=rho, missing=0.0, seed=1).priorities
        wide = rows[rows["topic"] == 1].pivot(index="year", columns="place", values="priority")
        lagged.append(np.mean([wide[place].autocorr() for place in wide]))
    assert abs(lagged[0]) < 0.12 and lagged[1] > 0.45


def test_a_panel_refuses_what_is_not_there():
    for options in ({"courses": {9: ("rise", 1, 1)}, "n_topics": 4}, {"courses": {1: ("spiral", 1, 1)}}):
        with pytest.raises(ValueError, match="shapes"):
            simulate_panel(**options, seed=1)
    with pytest.raises(ValueError, match="rho"):
        simulate_panel(rho=1.0, seed=1)
