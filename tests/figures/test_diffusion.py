"""Figures of diffusion draw what stands in their tables, and say it."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from reformlab.figures import diffusion as figures
from reformlab.measures.adoption import measure_adoption
from reformlab.measures.diffusion import measure_diffusion
from reformlab.measures.event_history import measure_event_history
from reformlab.measures.leaders import measure_leaders
from reformlab.simulate.diffusion import simulate_diffusion


@cache
def make_all():
    use = simulate_diffusion(n_items=30, vertical=1.0, seed=1)
    first = use["item"].iloc[0]
    return {
        "plot_diffusion": measure_diffusion(use[use["item"].isin(use["item"].unique()[:3])]),
        "plot_tiles": measure_adoption(use[use["item"] == first]),
        "plot_event_history": measure_event_history(use),
        "plot_leaders": measure_leaders(use, n_permutations=99),
    }


def test_curves_are_the_shares_and_diamonds_the_centre():
    table = make_all()["plot_diffusion"]
    ax = figures.plot_diffusion(table)
    for number, (_, rows) in enumerate(table.groupby("item", sort=False)):
        np.testing.assert_allclose(ax.lines[number].get_ydata(), rows["share"])
    one = table[table["item"] == table["item"].iloc[0]]
    ever, share = figures.plot_diffusion(one).lines
    np.testing.assert_allclose(ever.get_ydata(), one["ever"])
    np.testing.assert_allclose(share.get_ydata(), one["share"])
    with pytest.raises(ValueError, match=r"7 items.*up to 6"):
        figures.plot_diffusion(pd.concat([table.assign(item=f"词{i}") for i in range(7)]))
    with pytest.raises(ValueError, match="one kind"):
        figures.plot_diffusion(pd.concat([table, table.assign(kind="plan")]))


def test_few_places_are_hollow_and_break_the_line():
    rows = make_all()["plot_diffusion"].assign(enough=False)
    ax = figures.plot_diffusion(rows)
    assert np.isnan(ax.lines[0].get_ydata().astype(float)).all()


def test_every_province_has_a_tile_and_its_year():
    table = make_all()["plot_tiles"]
    ax = figures.plot_tiles(table)
    assert len(ax.patches) == 31
    texts = [text.get_text() for text in ax.texts]
    assert {"浙江", "Zhejiang"} <= set(texts)
    assert texts.count("×") == table.query("level == 'provincial'")["first_year"].isna().sum()
    with pytest.raises(ValueError, match="one row a province"):
        figures.plot_tiles(pd.concat([table, table]))
    with pytest.raises(ValueError, match="lacks the columns"):
        figures.plot_tiles(table, "priority")


def test_the_largest_tile_is_not_too_dark_by_rounding():
    assert figures._shade(pd.Series([0.0312, 0.0311999, 0.0107])).max() <= 1
    assert figures._shade(pd.Series([0.1] * 3)).eq(0.5).all()


def test_what_the_centre_has_not_is_said_of_its_documents_of_the_kind_alone():
    table = measure_diffusion(simulate_diffusion(n_items=2, seed=1)).assign(centre_year=pd.NA)
    said = figures.plot_diffusion(table).get_legend().get_texts()
    assert any("not in the centre's documents of this kind" in text.get_text() for text in said)
    assert not any("never" in text.get_text() for text in said)
