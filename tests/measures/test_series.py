"""Years of one place depend on each other: gaps over them cover the planted ones all the same."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from reformlab.measures import gap as room
from reformlab.measures.document_panel import Noise
from reformlab.measures.estimates import Documents
from reformlab.measures.intervals import (
    CONFIDENCE,
    LEAST_DISPERSION,
    Estimate,
    limit_share,
    measure_dispersion,
)
from reformlab.measures.priorities import Evidence
from reformlab.measures.series import collect_series, find_series, fit_series
from reformlab.measures.support import find_support, pick_compared
from reformlab.simulate.panel import simulate_panel


def collect(panel):
    """Take a panel for the evidence of a fit."""
    table = panel.priorities
    values = table.pivot(index="doc_id", columns="topic", values="priority")
    about = table.drop_duplicates("doc_id").set_index("doc_id").loc[values.index].reset_index()
    alone = about["level"] == "national"
    about = about.assign(
        cluster=("of " + about["place"]).mask(alone, about["doc_id"]), family=about["doc_id"]
    )
    noise = np.square(table.pivot(index="doc_id", columns="topic", values="se").to_numpy())
    dispersion = {"work-report": measure_dispersion(values.to_numpy(), about["level"].to_numpy())}
    return Evidence(about, values.to_numpy(), noise, np.empty((0, *values.shape)), dispersion)


def cover(seed, kinds, years=(2003, 2026), **options):
    """Say which planted gaps the intervals cover."""
    panel = simulate_panel(n_topics=6, courses={}, seed=seed, **options)
    evidence = collect(panel)
    documents, rows = Documents.collect(evidence), np.flatnonzero(evidence.about["year"].between(*years))
    if kinds == "apart":
        _, limits, _ = room._compare_sides(documents, rows, None)
    else:
        _, limits, _ = room._compare_by_regression(documents, rows, None, kinds)
    low, high = limits(CONFIDENCE)
    truth = panel.truth[(panel.truth["level"] == "gap") & panel.truth["year"].between(*years)]
    truth = truth.groupby("topic")["priority"].mean().to_numpy()
    return (low <= truth) & (truth <= high)


@pytest.mark.slow
@pytest.mark.parametrize("kinds", ["apart", "matched"])
@pytest.mark.parametrize(("rho", "least"), [(0.0, 0.93), (0.6, 0.91), (0.8, 0.88)])
def test_gaps_of_dependent_years_are_covered(rho, least, kinds):
    assert np.mean([cover(seed, kinds, rho=rho) for seed in range(24)]) >= least


@pytest.mark.slow
def test_an_era_borrows_how_years_depend_on_each_other():
    assert 0.91 <= np.mean([cover(seed, "matched", (2009, 2015)) for seed in range(24)]) <= 0.995


def test_a_series_is_what_comes_once_a_year():
    panel = simulate_panel(n_topics=3, seed=1)
    evidence = collect(panel)
    series = collect_series(evidence, places=False)
    assert set(series) == {("work-report", "national")}
    ((_, mine),) = find_series(evidence.about, series)
    assert (mine == (evidence.about["level"] == "national")).all()
    assert len(collect_series(evidence, places=True)) == 32
    for few in (panel.priorities["year"] < 2010, panel.priorities["level"] != "national"):
        part = collect(type(panel)(panel.priorities[few], panel.truth))
        assert not collect_series(part, places=False)


def test_years_that_depend_on_each_other_tell_less():
    (series,) = collect_series(collect(simulate_panel(n_topics=3, seed=1)), places=False).values()
    years, residuals = np.arange(2003, 2013), np.random.default_rng(1).standard_normal((10, 3))
    variance, df = series.spread_documents(years, np.full(10, 0.1), residuals)
    independent = np.square(residuals).sum(axis=0) / 90
    assert (variance >= independent).all() and (variance <= 10 * independent).all()
    assert ((df > 1) & (df <= 9)).all()  # how much they depend is itself not known
    assert np.isnan(series.spread_documents(years[:1], np.ones(1), residuals[:1])[0]).all()


def test_a_variance_is_never_far_below_that_of_texts_of_the_kind():
    years, sizes = np.arange(2003, 2021), np.full(18, 24.0)
    values = np.column_stack([np.zeros(18), np.tile([0.15, 0.25, 0.2], 6)])
    values[4, 0] = 1 / 24
    pull = np.where(years < 2010, -1 / 7, 1 / 11)
    noise = Noise(0.02, 0.01, 1.0)
    least = LEAST_DISPERSION * (0.01 + 1 / 24) * np.square(pull).sum()
    free, bound = (fit_series(years, values, sizes, replace(noise, times=np.full(2, k))) for k in (0.0, 1.0))
    mean = values.mean(axis=0)
    assert (free.spread(pull)[0] < least * mean * (1 - mean))[0]
    assert (bound.spread(pull)[0] >= least * mean * (1 - mean) - 1e-12).all()
    rng = np.random.default_rng(1)
    wide, narrow = (np.abs(one.courses.draw(rng)).mean(axis=(1, 2)) for one in (bound, free))
    assert (wide > narrow).all()
    # How far documents lie apart is another question.
    told = [one.spread_documents(years, pull, values - mean)[0] for one in (free, bound)]
    np.testing.assert_array_equal(*told)


def test_a_borrowed_variance_sets_no_limits_without_end():
    """A topic that an era hardly has, and other years have: on the logit scale it might be anything."""
    kinds = [
        Estimate(np.array([0.002]), np.array([4e-4]), 20.0, np.zeros(1), np.empty((0, 1)), plain=plain)
        for plain in (False, True)
    ]
    (_, wide), (low, high) = (limit_share(estimate) for estimate in kinds)
    assert wide[0] > 0.9 and low[0] == 0 and high[0] == pytest.approx(0.002 + stats.t.ppf(0.975, 20) * 0.02)


def make_years(national, provincial, kind="plan", n_places=10):
    """Return documents of these years; the provinces' are of so many places in turn."""
    rows = [("national", kind, "全国", year) for year in national]
    rows += [("provincial", kind, f"省{at % n_places}", year) for at, year in enumerate(provincial)]
    return pd.DataFrame(rows, columns=["level", "kind", "place", "year"]).astype({"year": "Int64"})


@pytest.mark.parametrize(
    ("national", "provincial", "said", "compared"),
    [
        (range(1985, 2026), [2024, 2025, 2026] * 22, "4 of 41 national documents", 4 + 66),
        # Of the provinces' years those from 2008 on.
        (range(2010, 2026), sorted([*range(2003, 2027)] * 10), "", 16 + 19 * 10),
        # Plans of every fifth year meet those of the year after.
        (range(2001, 2022, 5), sorted([*range(2002, 2023, 5)] * 10), "", 5 + 50),
        # One early document is no support for forty years.
        (range(1980, 2020), [1980, *[2019] * 30], "3 of 40 national documents", 3 + 30),
        # Where no year is shared, or none is known, all are measured, and the reason says what it is worth.
        ([2000] * 5, [2010] * 5, "0 of 5 national documents", 10),
        ([None] * 5, [2010] * 5, "", 10),
        ([2010] * 5, [2010, None, 2000, 2010, 2010], "", 9),
    ],
)
def test_compared_is_what_is_of_years_that_both_have(national, provincial, said, compared):
    about = make_years(national, provincial)
    kept, reason = pick_compared(about)
    assert reason.startswith(said) and bool(reason) == bool(said)
    assert kept.sum() == compared


def test_one_place_that_speaks_alone_is_no_support_and_has_none():
    early = make_years(range(1980, 2000), [*range(1980, 2000)], n_places=1)
    late = make_years(range(2000, 2010), sorted([*range(2000, 2010)] * 10))
    about = pd.concat([early, late], ignore_index=True)
    first = about[find_support(about)].groupby("level")["year"].min()
    assert first.to_dict() == {"national": 1998, "provincial": 1996}


def test_support_is_within_kinds():
    about = pd.concat([make_years([2010] * 5, [], "plan"), make_years([], [2010] * 5, "opinion")])
    assert not find_support(about).any()
    assert find_support(about, within_kinds=False).all()
