"""The coverage study, made small: it runs, resumes, counts right, and its page says what its table says."""

import re
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import coverage as study  # noqa: E402
import coverage_page as page  # noqa: E402

from reformlab.topics.match import match_topics, spread_weights  # noqa: E402

pytestmark = pytest.mark.slow

COLUMNS = ["method", "n_per_side", "setting", "coverage", "worst_topic", "width", "rmse"]
COLUMNS += ["n_simulations", "worst_group", "slope", "alarms"]
METHODS = [
    "reformlab", "reformlab, quick", "LDA + regression", "STM + regression", "STM + regression, clusters"
]  # fmt: skip
SMALL = {"passages_per_doc": 4, "n_topics": 3, "n_terms": 120}


@pytest.fixture(scope="module")
def cell():
    return study.Cell("small", "6:8", SMALL, 3, 1)


@pytest.fixture(scope="module")
def raw(cell, tmp_path_factory):
    return study.study([cell], tmp_path_factory.mktemp("coverage"), scale=1.0, processes=1)


def test_every_method_is_measured_on_every_topic(raw):
    assert raw["method"].unique().tolist() == METHODS
    counts = raw.groupby("method").agg(simulations=("seed", "nunique"), rows=("seed", "size"))
    assert counts["simulations"].to_dict() == dict(zip(METHODS, [3, 3, 1, 1, 1], strict=True))
    assert (counts["rows"] == 3 * counts["simulations"]).all()
    assert raw["low"].lt(raw["gap"]).all()
    assert raw["high"].gt(raw["gap"]).all()
    assert raw.groupby("topic")["truth"].first().round(2).tolist() == [0.1, -0.1, 0.0]
    widths = raw.pivot_table(index="seed", columns="method", values="high", aggfunc="sum")
    assert (widths["reformlab"] > widths["reformlab, quick"]).all()


def test_study_resumes_and_does_nothing_twice(cell, tmp_path, monkeypatch):
    first = study.study([cell], tmp_path, scale=0.4, processes=1)
    assert first["seed"].nunique() == 1
    (file,) = tmp_path.iterdir()
    kept = file.read_text()
    whole = study.study([cell], tmp_path, scale=1.0, processes=1)
    assert file.read_text().startswith(kept)
    assert whole["seed"].nunique() == 3
    monkeypatch.setattr(study, "run", None)  # whatever was run again now would fail
    pd.testing.assert_frame_equal(study.study([cell], tmp_path, scale=1.0, processes=1), whole)


def test_topics_are_matched_by_their_terms_alone():
    planted = pd.DataFrame({"topic": [1, 1, 2, 2], "term": list("abab"), "weight": [0.9, 0.1, 0.2, 0.8]})
    fitted = planted.assign(topic=[7, 7, 5, 5])
    sides = (SimpleNamespace(weights=spread_weights(table)) for table in (planted, fitted))
    matched = match_topics(*sides)
    assert matched["other"].tolist() == [7, 5]
    np.testing.assert_allclose(matched["cosine"], 1)


def test_summary_counts_what_is_held():
    raw = pd.DataFrame(
        {
            "setting": "s",
            "n_per_side": "8",
            "method": "reformlab",
            "seed": [1, 1, 2, 2],
            "topic": [1, 2, 1, 2],
            "truth": 0.1,
            "gap": [0.1, 0.3, 0.2, 0.1],
            "low": [0.0, 0.2, 0.0, np.nan],
            "high": [0.2, 0.4, 0.3, np.nan],
        }
    )
    (row,) = study.summarise(raw).to_dict("records")
    assert list(row) == COLUMNS
    assert row["coverage"] == 0.5  # no interval is not a hit
    assert row["worst_topic"] == row["worst_group"] == 0.0
    assert row["rmse"] == pytest.approx(np.sqrt((0.04 + 0.01) / 4), abs=1e-4)
    assert row["n_simulations"] == 2
    assert row["slope"] == pytest.approx(1.75)
    assert np.isnan(row["alarms"])  # every topic has a gap


def test_default_interval_keeps_what_the_page_says():
    """What the page says of the results that are kept."""
    table = pd.read_csv(study.RESULT, dtype={"n_per_side": str})
    assert list(table) == COLUMNS
    assert set(table["method"]) == set(METHODS)
    ours = table[table["method"] == "reformlab"]
    assert len(ours) == len(study.CELLS)
    least = ours["n_per_side"].str.split(":").str[0].astype(int)
    many = ours[least >= 12]
    # A topic's coverage has this standard error, and the mean over a setting's topics two fifths of it.
    error = np.sqrt(0.95 * 0.05 / many["n_simulations"])
    assert 0.93 <= many["coverage"].mean() <= 0.97
    assert many["coverage"].between(0.93 - 0.8 * error, 0.97 + 0.8 * error).all()
    assert many["worst_topic"].ge(0.95 - 3 * error).all()
    assert many["worst_group"].ge(0.9 - 0.8 * error).all()
    assert ours.loc[least == 8, "coverage"].between(0.91, 0.98).all()


def test_page_shows_the_kept_results(tmp_path):
    table = pd.read_csv(study.RESULT, dtype={"n_per_side": str})
    kept = (ROOT / "docs" / "coverage.md").read_text("utf-8")
    copy = tmp_path / "coverage.md"
    copy.write_text(kept, "utf-8")
    page.write_page(table, copy)
    assert copy.read_text("utf-8") == kept


def test_what_is_said_of_the_peers_follows_the_table():
    table = pd.DataFrame({"setting": ["a", "b", "c"] * 2, "n_per_side": "12"})
    table = table.assign(method=["reformlab"] * 3 + ["STM + regression"] * 3)
    table = table.assign(rmse=[0.05, 0.0402, 0.03, 0.04, 0.04, 0.035], coverage=0.95, alarms=0.05)
    said = page.say(table.assign(worst_topic=0.9, slope=1.0))
    assert "smaller than that of STM in 1 of 3 settings, the same in 1 and larger in 1 (*a, 12*)" in said


def test_the_page_names_the_version_of_the_peer_that_is_installed():
    named = re.search(r"^topica==([\d.]+)", (ROOT / "requirements.lock").read_text("utf-8"), re.M)[1]
    for name in ("coverage.md", "decisions/results.md"):
        assert f"topica {named}" in (ROOT / "docs" / name).read_text("utf-8"), name


def test_figure_draws_every_method(raw, tmp_path):
    page.draw(study.summarise(raw.assign(setting="small", n_per_side="6:8")), tmp_path / "figure.png")
    assert (tmp_path / "figure.png").stat().st_size > 5000
