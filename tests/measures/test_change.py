"""Changes: intervals cover the planted ones, and the numbers are those of a plain groupby."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from reformlab.corpus.periods import read_eras
from reformlab.measures.change import measure_change
from reformlab.measures.permutation import false_discovery_rate
from reformlab.simulate.panel import simulate_panel

TWO = pd.DataFrame({"name": ["one", "two"], "first_year": [2003, 2010], "last_year": [2009, 2026]})


def draw(seed=1, **options):
    return simulate_panel(seed=seed, **options)


@pytest.mark.slow
def test_changes_hold_the_planted_ones_and_alarms_are_few():
    held, alarms = [], []
    for seed in range(8):
        panel = draw(seed, n_topics=6, courses=None)
        change = measure_change(panel.priorities, eras=TWO)
        truth = panel.measure_change((2003, 2009), (2010, 2026)).rename(columns={"change": "truth"})
        change = change.merge(truth, on=["level", "topic"])
        held.append(change["truth"].between(change["low"], change["high"]))
        still = measure_change(simulate_panel(n_topics=6, courses={}, seed=seed).priorities, eras=TWO)
        alarms.append(still["p"] <= 0.05)
    assert 0.89 <= np.mean(held) <= 0.99
    assert np.mean(alarms) <= 0.11


def test_a_change_is_the_difference_of_means_over_years_and_the_gap_that_of_the_levels():
    panel = draw()
    table = measure_change(panel.priorities, eras=TWO)
    years = panel.priorities.groupby(["level", "topic", "year"])["priority"].mean().reset_index()
    after = years["year"] >= 2010
    means = [part.groupby(["level", "topic"])["priority"].mean() for part in (years[~after], years[after])]
    theirs = (means[1] - means[0]).unstack("level")
    ours = table.pivot(index="topic", columns="level", values="change")
    np.testing.assert_allclose(ours[["national", "provincial"]], theirs[["national", "provincial"]])
    np.testing.assert_allclose(ours["gap"], ours["national"] - ours["provincial"])
    assert set(table["before"] + table["after"]) == {"onetwo"}
    assert (table["q"] >= table["p"] - 1e-12).all()
    out = (table["low"] > 0) | (table["high"] < 0)
    assert (out == (table["p"] < 0.05)).all()


def test_an_era_without_a_statement_is_not_known_to_be_without():
    rare = {"n_topics": 14, "uneven": 5.0, "courses": {}, "terms_per_statement": 0, "years": (2003, 2020)}
    tables = [
        measure_change(draw(seed, statements=(20, 28), **rare).priorities, eras=TWO) for seed in (1, 2, 3)
    ]
    table = pd.concat(tables).query("level == 'national' and topic >= 12")
    ends = table[["estimate_before", "estimate_after"]]
    # As few as one to three of some hundred and fifty statements, and of as many none.
    none = (ends.min(axis=1) == 0) & ends.max(axis=1).between(0.001, 0.02)
    assert none.any() and (table.loc[none, "p"] > 0.05).all()


def test_q_is_of_all_pairs_of_eras_of_a_level_and_documents_are_counted():
    three = pd.DataFrame({"name": ["a", "b", "c"], "first_year": [2003, 2010, 2018]})
    table = measure_change(draw().priorities, eras=three.assign(last_year=[2009, 2017, 2026]))
    for _, rows in table.groupby("level"):
        assert len(rows) == 24
        np.testing.assert_allclose(rows["q"], false_discovery_rate(rows["p"]))
    n = table.groupby(["level", "before"])[["n_docs_before", "n_docs_after"]].first()
    documents = draw().priorities.drop_duplicates("doc_id").groupby("level")["year"]
    mine = documents.apply(lambda years: years.between(2010, 2017).sum())
    assert n["n_docs_after"].xs("a", level="before")[["national", "provincial"]].tolist() == mine.tolist()
    assert (n.loc["gap"] == n.loc["national"] + n.loc["provincial"]).all(axis=None)


def test_the_change_of_the_provinces_takes_places_as_clusters():
    documents = draw(missing=0.0).priorities.query("level == 'provincial'")
    table = measure_change(documents, eras=TWO)
    era = np.where(documents["year"] >= 2010, "two", "one")
    places = documents.groupby([era, "topic", "place"])["priority"].mean()
    apart = (places["two"] - places["one"]).unstack("topic")
    error = apart.std() / np.sqrt(31)
    np.testing.assert_allclose(table["change"], apart.mean())
    np.testing.assert_allclose(table["high"] - table["change"], t.ppf(0.975, 30) * error)


def test_eras_that_overlap_are_refused():
    eras = read_eras()
    with pytest.raises(ValueError, match="begins after"):
        measure_change(draw().priorities, eras=eras.iloc[::-1])
    with pytest.raises(ValueError, match="first_year"):
        measure_change(draw().priorities, eras=eras.drop(columns="first_year"))
