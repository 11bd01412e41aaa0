"""Trends: the bands cover the planted courses, and the numbers are those of a plain groupby."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.interpolate import CubicSpline

from reformlab.corpus.tables import load_corpus
from reformlab.measures.adoption import measure_use
from reformlab.measures.change import measure_change
from reformlab.measures.course import fit_courses, reach_of, to_share
from reformlab.measures.document_panel import read_document_panels
from reformlab.measures.intervals import Estimate, limit_share, measure_dispersion
from reformlab.measures.lines import follow_levels
from reformlab.measures.themes import measure_themes
from reformlab.measures.trend import _tabulate_line, measure_trend
from reformlab.simulate.panel import simulate_panel

R = Path(__file__).parent.parent / "fixtures" / "r"
LIMITS = ["low", "high", "low_all", "high_all"]
TWO = pd.DataFrame({"name": ["one", "two"], "first_year": [2003, 2010], "last_year": [2009, 2026]})


@cache
def draw(seed=1, **options):
    return simulate_panel(seed=seed, **options)


@cache
def follow(seed=1, **options):
    return measure_trend(draw(seed, **options).priorities)


def wide(table, value):
    return table.pivot(index="year", columns="topic", values=value)


def test_a_row_is_an_item_level_and_year_and_the_gap_is_the_difference():
    table = follow()
    assert not table.duplicated(["level", "topic", "year"]).any()
    assert table.groupby("level")["year"].nunique().to_dict() == {"gap": 24, "national": 24, "provincial": 24}
    national, provincial, gap = (
        wide(table[table["level"] == level], "estimate") for level in ("national", "provincial", "gap")
    )
    pd.testing.assert_frame_equal(gap, national - provincial)
    assert table["enough"].all() and table[LIMITS].notna().all(axis=None)
    assert (table["low_all"] <= table["low"]).all() and (table["low"] < table["estimate"]).all()
    assert (table["estimate"] < table["high"]).all() and (table["high"] <= table["high_all"]).all()
    assert table.loc[table["level"] != "gap", LIMITS].stack().between(0, 1).all()


def test_levels_stand_apart_where_band_and_documents_of_a_year_say_so():
    priorities = simulate_panel(n_topics=3, courses={1: ("rise", 4.0, 0.0)}, seed=1).priorities
    table = measure_trend(priorities)
    gap = table[table["level"] == "gap"]
    (panel,) = read_document_panels(priorities)
    lines = follow_levels(panel, 1)
    below, above = (far.T.ravel() for far in lines["gap"].own)
    higher = (gap["low_all"] > 0) & (gap["observed"] - below > 0)
    lower = (gap["high_all"] < 0) & (gap["observed"] + above < 0)
    assert (gap["apart"] == (higher | lower)).all() and gap["apart"].any() and not gap["apart"].all()
    # What the documents of a year say is known less well than any one side of it.
    assert (lines["gap"].own[0] >= lines["provincial"].reach("high")).all()
    assert (lines["gap"].own[1] >= lines["national"].own[1]).all()
    # Of a course that is late, the documents do not say what the band says.
    late = _tabulate_line(panel, "gap", replace(lines["gap"], observed=-lines["gap"].observed))
    assert not late["apart"].any()
    assert not table.loc[table["level"] != "gap", "apart"].any()


@pytest.mark.parametrize(("rise", "short"), [(0.3, 0.0), (0.5, 0.0), (0.5, 0.01)])
def test_a_year_in_which_both_speak_of_an_outbreak_is_not_one_in_which_they_differ(rise, short):
    """The centre's course irons out a single year that the provinces' mean shows: no gap of that year."""
    rows = draw(n_topics=3).priorities.copy()
    mine, year = rows["topic"] == 1, rows["year"] == 2014
    rows.loc[mine, "priority"] = 0.1 * rows.loc[mine, "priority"] + rise * year[mine]
    centre = mine & year & (rows["level"] == "national")
    rows.loc[centre, "priority"] = rows.loc[mine & year & ~centre, "priority"].mean() - short
    gap = measure_trend(rows).query("level == 'gap' and topic == 1").set_index("year").loc[2014]
    assert gap["high_all"] < 0 and gap["observed"] == pytest.approx(-short, abs=1e-9)
    assert not gap["apart"]


def test_the_mean_of_the_provinces_has_the_limits_of_means_over_places():
    documents = draw().priorities.query("level == 'provincial'")
    ours = follow().query("level == 'provincial'")
    means = documents.groupby(["year", "topic"])["priority"].agg(["mean", "var", "size"]).reset_index()
    values = documents.pivot(index="doc_id", columns="topic", values="priority")
    years = documents.drop_duplicates("doc_id").set_index("doc_id")["year"].loc[values.index]
    dispersion = measure_dispersion(values.to_numpy(), years.to_numpy(dtype=int))
    for year, rows in means.groupby("year"):
        n = rows["size"].iloc[0]
        variance = (rows["var"] / n).to_numpy()
        least = 0.7 * dispersion / n
        estimate = Estimate(rows["mean"].to_numpy(), variance, n - 1, np.zeros(12), np.empty((0, 12)), least)
        theirs = ours[ours["year"] == year].sort_values("topic")
        np.testing.assert_allclose(theirs[["low", "high"]].to_numpy().T, limit_share(estimate), rtol=1e-9)
        np.testing.assert_allclose(theirs["estimate"], rows["mean"])


@pytest.mark.slow
def test_bands_cover_the_planted_courses():
    """A reduced version of the coverage study; its cells stand in docs/results/coverage_trend.csv."""
    held = []
    for seed in range(8):
        table = follow(seed).merge(draw(seed).truth, on=["level", "year", "topic"])
        for name, low, high in (("year", "low", "high"), ("curve", "low_all", "high_all")):
            table[name] = table["priority"].between(table[low], table[high])
        held.append(table.groupby(["level", "topic"]).agg({"year": "mean", "curve": "min"}))
    shares = pd.concat(held).groupby("level").mean()
    assert shares["year"].between(0.9, 0.985).all(), shares
    assert shares["curve"].between(0.87, 1).all(), shares


def test_few_years_and_few_places_have_no_bands():
    rows = draw().priorities
    few = measure_trend(rows[rows["year"] >= 2020]).query("level == 'national'")
    assert not few["enough"].any() and few[LIMITS].isna().all(axis=None)
    np.testing.assert_allclose(few["estimate"], few["observed"])
    four = rows["place"].isin(["北京", "天津", "河北", "山西"]) | (rows["level"] == "national")
    table = measure_trend(rows[four])
    assert table.groupby("level")["enough"].any().to_dict() == {
        "gap": False,
        "national": True,
        "provincial": False,
    }
    assert measure_change(rows[four], eras=TWO).query("level != 'national'")["p"].isna().all()


def test_an_item_that_never_moves_has_no_band_and_spoils_no_other():
    rows = draw().priorities
    never = rows[rows["topic"] == 1].assign(topic=99, priority=0.0)
    table = measure_trend(pd.concat([rows, never]))
    assert not table.loc[table["topic"] == 99, "enough"].any()
    pd.testing.assert_frame_equal(
        table[(table["topic"] == 3) & (table["level"] == "provincial")].reset_index(drop=True)[LIMITS[:2]],
        follow().query("topic == 3 and level == 'provincial'").reset_index(drop=True)[LIMITS[:2]],
        rtol=1e-3,
    )


def test_levels_kinds_and_seeds_stand_apart():
    rows = draw().priorities
    plans = rows[rows["year"] < 2012].assign(kind="plan", doc_id=rows["doc_id"] + "-plan")
    both = measure_trend(pd.concat([rows, plans]))
    reports = both[both["kind"] == "work-report"].drop(columns="kind").reset_index(drop=True)
    pd.testing.assert_frame_equal(reports, follow().drop(columns="kind").reset_index(drop=True))
    pd.testing.assert_frame_equal(follow(), measure_trend(rows))
    other = measure_trend(rows, seed=2)
    assert (other["low"] - follow()["low"]).abs().max() < 0.03


def test_short_texts_are_less_reliable_and_places_do_not_pile_up_at_nothing():
    short = simulate_panel(statements=(3, 5), seed=3)
    provincial = measure_trend(short.priorities).query("level == 'provincial'")
    longer = measure_trend(simulate_panel(statements=(40, 60), seed=3).priorities).query(
        "level == 'provincial'"
    )
    assert provincial["reliability"].mean() + 0.2 < longer["reliability"].mean()
    silent = (short.priorities.query("level == 'provincial'")["priority"] == 0).mean()
    assert silent > 0.1
    assert (provincial["q10"] > 0).all()
    assert (provincial["q10"] <= provincial["median"]).all()


def test_any_table_of_documents_will_do():
    corpus = load_corpus("made-up")
    salience = measure_trend(corpus)
    assert salience["item"].unique().tolist() == ["salience"]
    themes = measure_trend(measure_themes(corpus))
    assert "theme" in themes and themes["estimate"].notna().all()
    terms = measure_trend(measure_use(corpus, ["家庭医生"]))
    assert set(terms["label"]) == {"家庭医生"}
    with pytest.raises(ValueError, match="lacks the columns"):
        measure_trend(pd.DataFrame({"doc_id": ["a"]}))
    with pytest.raises(ValueError, match="no document has a year"):
        measure_trend(draw().priorities.assign(year=pd.NA))
    with pytest.raises(ValueError, match="two eras"):
        measure_change(draw().priorities, eras=TWO.head(1))


def test_a_band_of_the_whole_curve_is_as_wide_as_that_of_r():
    """mgcv's smooth with its covariance, the largest of 200,000 draws: ours of the same smooth."""
    data = pd.read_csv(R / "course_input.csv")
    theirs = pd.read_csv(R / "course_smooths.csv").set_index("smooth").loc["unpenalised"]
    grid = np.arange(2000, 2024.1, 0.5)
    knots = np.quantile(data["year"].unique(), np.linspace(0, 1, 4))
    spline = CubicSpline(knots, np.eye(4), bc_type="natural")
    root = np.linalg.cholesky(np.linalg.inv(spline(data["year"]).T @ spline(data["year"])))
    draws = np.random.default_rng(1).standard_normal((40_000, 4)) @ root.T @ spline(grid).T
    one, whole = reach_of(draws[None], 0.95)
    assert np.median(one / draws.std(axis=0)) == pytest.approx(1.96, abs=0.02)
    assert np.median(whole / draws.std(axis=0)) == pytest.approx(theirs["critical"], abs=0.03)


def test_a_course_is_that_of_a_penalised_spline_of_r():
    """Close, not equal: ours is on the angular scale, weighs every smoothness, and may turn."""
    data = pd.read_csv(R / "course_input.csv").groupby("year")["y"].agg(["mean", "size"])
    theirs = pd.read_csv(R / "course.csv").query("smooth == 'penalised'").set_index("year").loc[data.index]
    courses = fit_courses(
        data.index.to_numpy(),
        data[["mean"]].to_numpy(),
        0.0,
        1 / data["size"].to_numpy(),
    )
    one, _ = reach_of(courses.draw(np.random.default_rng(1)), 0.95)
    far = np.abs(to_share(courses.centre[0]) - theirs["fit"]) / theirs["se"]
    assert far.max() < 0.35
    width = to_share(courses.centre + one)[0] - to_share(courses.centre - one)[0]
    assert np.median(width / (theirs["high"] - theirs["low"])) == pytest.approx(1, abs=0.12)
