import numpy as np
import pandas as pd
import pytest

import reformlab as rl
from reformlab.domains.score import tell_probabilities


@pytest.fixture(scope="module")
def fit(made, codes, codebook):
    return rl.fit_domains(made[0], codes, codebook=codebook)


def test_scores_are_those_of_sklearn(fit, codes):
    from sklearn.metrics import precision_recall_fscore_support

    shuffled = codes.assign(main=codes["main"].sample(frac=0.5, random_state=1)).dropna()
    table = rl.score_domains(fit, shuffled).query("group == 'all'").set_index("domain")
    said = tell_probabilities(fit).loc[shuffled["passage_id"]].idxmax(axis=1)
    names = table.index.drop("macro").tolist()
    expected = precision_recall_fscore_support(shuffled["main"], said, labels=names, zero_division=0)
    for name, values in zip(["precision", "recall", "f1"], expected, strict=False):
        assert np.allclose(table.loc[names, name], values)
    assert table.loc["macro", "f1"] == pytest.approx(table.loc[names, "f1"].drop("none").mean())
    assert (table.loc[names, "n"] == expected[3]).all()


def test_bias_counts_passages_by_what_they_stand_for(fit, codes):
    uneven = codes.assign(probability=np.where(codes.index % 2, 0.1, 0.9))
    table = rl.score_domains(fit, uneven).query("group == 'all'").set_index("domain")
    told = tell_probabilities(fit).loc[uneven["passage_id"]]
    weight = (1 / uneven["probability"]).to_numpy()
    coded = weight[(uneven["main"] == "insurance").to_numpy()].sum()
    right = coded / weight[(uneven["main"] != "none").to_numpy()].sum()
    found = (weight @ told["insurance"]) / (weight @ (1 - told["none"]))
    assert table.loc["insurance", "bias"] == pytest.approx(100 * (found - right))


def test_parts_and_groups_are_scored_by_themselves(fit, codes):
    parts = codes.assign(part=["learn", "test"] * (len(codes) // 2))
    table = rl.score_domains(fit, parts)
    assert list(table) == [
        "method", "part", "group", "domain", "precision", "recall", "f1", "bias", "calibration", "n",
    ]  # fmt: skip
    assert set(table["part"]) == {"learn", "test"}
    groups = table["group"].drop_duplicates().tolist()
    assert groups[:3] == ["all", "national", "provincial"]
    assert "2009-2015 new health reform" in groups
    whole = table[table["domain"] == "macro"].pivot(index="part", columns="group", values="n")
    assert (whole["national"] + whole["provincial"] == whole["all"]).all()


def test_coders_are_scored_by_level():
    gold = pd.DataFrame({"passage_id": ["a:1", "a:2", "b:1", "b:2"], "main": ["x", "y", "x", "none"]})
    said = gold.assign(coder="ann", level=["national", "national", "provincial", "provincial"])
    said["main"] = ["x", "y", "y", "none"]
    table = rl.score_coders(said, gold).set_index(["group", "domain"])
    assert table.loc[("national", "macro"), "f1"] == 1
    assert table.loc[("provincial", "x"), "recall"] == 0
    assert table.loc[("all", "y"), "precision"] == 0.5
