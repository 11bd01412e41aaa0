"""The hostile coverage study, made small: it measures gaps as they are fitted, too, and counts."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import coverage as study  # noqa: E402
import coverage_hostile as hostile  # noqa: E402

from reformlab import simulate_hostile  # noqa: E402


def test_the_default_stretches_gaps_and_tells_which_topics_are_found(tmp_path):
    small = {"passages_per_doc": 3, "n_topics": 4, "n_terms": 60}
    cell = study.Cell("small", "6", small, 1, 0, simulate_hostile, 3, plain=True)
    raw = study.study([cell], tmp_path, scale=1.0, processes=1)
    assert raw["method"].unique().tolist() == [hostile.DEFAULT, "reformlab, quick", hostile.PLAIN]
    wide, plain = (raw[raw["method"] == name] for name in (hostile.DEFAULT, hostile.PLAIN))
    assert len(plain) == 3  # fewer are fitted than there are
    assert (wide["gap"].abs().to_numpy() >= plain["gap"].abs().to_numpy() - 1e-12).all()
    assert plain["found"].isna().all() and wide["found"].notna().all()


def test_summary_counts_by_setting_and_of_all_that_are_fair():
    raw = pd.DataFrame(
        {
            "setting": ["no gap", "no gap", "lengths 10:1", "no gap, a fifth worded apart"],
            "n_per_side": "12",
            "method": hostile.DEFAULT,
            "seed": [1, 1, 2, 3],
            "topic": [5, 6, 1, 5],
            "truth": [0.0, 0.0, -0.1, 0.0],
            "gap": [0.1, 0.0, -0.05, 0.3],
            "low": [0.05, -0.1, -0.2, 0.2],
            "high": [0.2, 0.1, 0.1, 0.4],
            "found": [True, True, False, False],
            "may_be_wording": [False, True, False, True],
            "cosine": 0.8,
        }
    )
    table = hostile.summarise(raw).set_index(["setting", "method"])
    row = table.loc[(hostile.TOGETHER, hostile.DEFAULT)]
    assert row[["n_simulations", "n_gaps"]].tolist() == [2, 3]
    assert row["coverage"] == pytest.approx(2 / 3, abs=1e-4) and row["alarms"] == 0.5
    assert row["worst_size"] == 0.5 and row["worst_topic"] == 0.0  # one of two without a gap is covered
    assert row["slope"] == 0.5 and row["bias"] == -0.05  # half of it, and so too small
    assert table.loc[(hostile.TOGETHER, hostile.FOUND), "n_gaps"] == 2
    assert np.isnan(table.loc[("no gap", hostile.DEFAULT), "slope"])
    assert row["warned"] == 0.5  # in one of two runs
    assert "| default | 67 | 50 |" in hostile.to_markdown(table.reset_index())


def test_page_shows_the_kept_results(tmp_path):
    table = pd.read_csv(hostile.RESULT, dtype={"n_per_side": str})
    kept = (ROOT / "docs" / "coverage.md").read_text("utf-8")
    copy = tmp_path / "coverage.md"
    copy.write_text(kept, "utf-8")
    hostile.write_between(hostile.MARKS, hostile.to_markdown(table), copy)
    assert copy.read_text("utf-8") == kept


def test_a_study_goes_on_with_the_simulations_that_ship(tmp_path):
    hostile.unpack(hostile.KEPT, tmp_path / "here", hostile.CELLS)
    cell = hostile.CELLS[0]
    told = pd.read_csv(tmp_path / "here" / cell.file)
    kept = pd.read_parquet(hostile.KEPT)
    of_cell = (kept["setting"] == cell.setting) & (kept["n_per_side"] == cell.sides)
    assert len(told) == of_cell.sum() > 0 and not {"setting", "n_per_side"} & set(told)
    first = study.first_seed(cell)
    assert told["seed"].between(first, first + cell.n - 1).all()  # those that the study would draw
    # One that the peer alone has measured is run whole.
    for cell in hostile.CELLS:
        told = pd.read_csv(tmp_path / "here" / cell.file)
        assert told.groupby("seed")["method"].nunique().nunique() == 1
    cell = hostile.CELLS[0]
    # What stands there already is not written over.
    (tmp_path / "here" / cell.file).write_text("seed\n1\n", "utf-8")
    hostile.unpack(hostile.KEPT, tmp_path / "here", hostile.CELLS)
    assert (tmp_path / "here" / cell.file).read_text("utf-8") == "seed\n1\n"


def test_the_table_is_that_of_the_simulations_that_ship():
    table = pd.read_csv(hostile.RESULT, dtype={"n_per_side": str}).set_index(
        ["setting", "n_per_side", "method"]
    )
    ours = hostile.summarise(pd.read_parquet(hostile.KEPT)).set_index(["setting", "n_per_side", "method"])
    ours = ours.loc[[name for name in ours.index if name[2] == hostile.DEFAULT]]
    pd.testing.assert_frame_equal(table.loc[ours.index], ours, atol=2e-4)
