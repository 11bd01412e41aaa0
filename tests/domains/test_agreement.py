import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import reformlab as rl

# Coefficients of irrCAC 0.4.4 for made-up codes, overall and for each name against all others.
ORACLE = json.loads((Path(__file__).parents[1] / "fixtures" / "krippendorff.json").read_text("utf-8"))


def read(case) -> pd.DataFrame:
    table = pd.DataFrame(case["codes"]).rename(columns=lambda number: f"reader_{number + 1}")
    return table.assign(passage_id=[f"d{row % 9}:{row}" for row in range(len(table))])


@pytest.mark.parametrize("case", ORACLE, ids=lambda case: f"case {case['case']}")
def test_alpha_is_that_of_irrcac(case):
    table = rl.measure_agreement(read(case), n_draws=10).set_index("domain")
    assert table.loc["all", "alpha"] == pytest.approx(case["alpha"], abs=1e-7)
    for name in table.index.drop("all"):
        assert table.loc[name, "alpha"] == pytest.approx(case[name], abs=1e-7)


def test_the_interval_is_around_alpha_and_the_same_from_the_same_seed():
    codes = read(ORACLE[0])
    table = rl.measure_agreement(codes)
    assert ((table["low"] < table["alpha"]) & (table["alpha"] < table["high"])).all()
    pd.testing.assert_frame_equal(table, rl.measure_agreement(codes))
    assert (table["n_docs"] <= 9).all()


def test_documents_are_drawn_not_passages():
    """Where a document's passages are all right or all wrong, more of them make nothing surer."""
    rng = np.random.default_rng(1)
    rows = []
    for d in range(30):
        wrong = d % 3 == 0
        for p in range(20):
            first = rng.choice(["x", "y"])
            rows.append((f"d{d}:{p}", first, {"x": "y", "y": "x"}[first] if wrong else first))
    codes = pd.DataFrame(rows, columns=["passage_id", "reader_1", "reader_2"])
    one_each = codes.assign(passage_id=[f"e{row}:1" for row in range(len(codes))])
    wide, narrow = (rl.measure_agreement(table).iloc[0] for table in (codes, one_each))
    assert wide["high"] - wide["low"] > 3 * (narrow["high"] - narrow["low"])


def test_long_and_wide_tables_give_the_same():
    wide = read(ORACLE[1])
    long = wide.melt("passage_id", var_name="coder", value_name="main").dropna()
    pd.testing.assert_frame_equal(rl.measure_agreement(wide), rl.measure_agreement(long))


def test_one_coder_alone_agrees_with_nobody():
    with pytest.raises(ValueError, match="no passage was coded by two"):
        rl.measure_agreement(read(ORACLE[0])[["passage_id", "reader_1"]])


def test_codes_that_were_settled_are_measured_by_what_readers_said(codebook):
    codes = pd.DataFrame({"passage_id": ["a:1", "a:2", "b:1"], "probability": 1.0})
    said = ["insurance", "medicines", "none"]
    codes = codes.assign(main=said, reader_1=said, reader_2=["insurance", "medicines", None])
    table = rl.measure_agreement(rl.read_codes(codes, codebook))
    assert table["domain"].tolist() == ["all", "insurance", "medicines"]
    assert table["n"].iloc[0] == 2
