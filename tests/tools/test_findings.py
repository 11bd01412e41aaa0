"""The start pages: what they say is what stands in the tables, whatever the tables hold."""

import re

import numpy as np
import pandas as pd
import pytest

from reformlab.corpus.tables import read_texts
from tools.explorer import Measured
from tools.findings import Words, find

ERAS = [("after SARS", "new health reform"), ("Healthy China", "epidemic")]
DAYS = {"浙江": "2020-01-12", "四川": "2020-05-09", "福建": "2020-01", "山西": None}
LABELS = [("医疗保障", "insurance"), ("中医药", "Chinese medicine"), ("妇幼健康", "mothers")]


def made_up(q):
    """Make tables of three domains in which the second moves most, found at this false discovery rate."""
    rows = [
        (topic, *names, level, *eras, 0.2, 0.2 + move, move, move - 0.01, move + 0.01, q)
        for eras in ERAS
        for level in ("national", "provincial")
        for topic, (names, move) in enumerate(zip(LABELS, (-0.02, 0.05, 0.01), strict=True), 1)
    ]
    columns = ["topic", "label", "label_en", "level", "before", "after", "estimate_before", "estimate_after"]
    change = pd.DataFrame(rows, columns=[*columns, "change", "low", "high", "q"])
    trend = change[change["after"] == "epidemic"].assign(year=2025, estimate=change["estimate_after"])
    gap = change[change["level"] == "national"].head(3).assign(gap=[-0.03, 0.02, 0.0], p=[0.01, 0.5, 0.9])
    gap["uncorrected"] = [0.004, 0.02, 0.0]
    spread = [("a", 2010, 0), ("a", 2011, 1), ("b", 2011, 3), ("c", 2012, 1)]
    diffusion = pd.DataFrame(spread, columns=["item", "year", "n_used"]).assign(level="provincial")
    diffusion["label"] = diffusion["label_en"] = diffusion["item"]
    diffusion["centre_year"] = diffusion["item"].map({"a": 2014, "b": 2010}).astype("Int64")
    salience = change[change["topic"] == 2]
    gap["n_national"] = 18
    use = pd.DataFrame([*DAYS.items()], columns=["place", "date"]).assign(level="provincial", year=2020)
    return Measured(trend, None, use, diffusion, change, salience, gap, 900, *[None] * 6)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("q", [0.001, 0.9, np.nan])
def test_five_findings_each_with_its_doubt(language, q):
    found = find(made_up(q), Words(language))
    assert len(found) == 5
    assert not re.search(r"[{}]|nan|<NA>", str(found))


def test_findings_are_those_of_the_tables():
    room, most, moved, gap, first = (text for text, _ in find(made_up(0.001), Words("en")))
    assert "from 20.0% to 25.0%: +5.0 points (95% interval +4.0 to +6.0)" in room
    assert (
        "In 2025 the largest part" in most and "Chinese medicine: 25.0% (95% interval 4.0% to 6.0%)" in most
    )
    assert "Next is mothers: 21.0% (0.0% to 2.0%)" in most
    assert "3 of 3 domains" in moved and "Most fell: insurance, −2.0" in moved and "rose: Chinese" in moved
    assert "in 3 of 3 domains" in gap and "insurance, −3.0 points" in gap and "more in the provinces" in gap
    assert (
        "Of 3 words of reform that we chose, 1 stood" in first
        and "1 in none" in first
        and "2011, the centre in 2014" in first
    )


def test_doubts_are_those_of_the_tables():
    tables = made_up(0.001)
    late = tables.salience["after"] == "epidemic"
    within = tables._replace(salience=tables.salience[late])
    room, most, _, gap, _ = (doubt for _, doubt in find(within, Words("en")))
    assert room.startswith("In 2020 at least 1 of 4 provinces") and "from 900 statements" in most
    assert "the gap of insurance is +0.4 points" in gap
    assert "need not be alike" not in gap and "need not be alike" in find(made_up(0.9), Words("en"))[3][1]
    assert "2020" not in find(tables._replace(salience=tables.salience[~late]), Words("en"))[0][1]


@pytest.mark.parametrize(("low", "high", "is_open"), [(0.2, 0.3, True), (0.24, 0.26, False)])
def test_the_first_is_open_where_intervals_overlap(low, high, is_open):
    tables = made_up(0.001)
    trend = tables.trend.assign(low=low, high=high)
    trend.loc[trend["topic"] != 2, ["low", "high"]] = 0.1, 0.22
    most = find(tables._replace(trend=trend), Words("en"))[1][0]
    assert ("which of them is first is open" in most) == is_open


def test_the_doubt_of_what_moved_counts_the_changes_of_the_centre():
    tables = made_up(0.001)
    unsure = (tables.change["level"] == "national") & (tables.change["topic"] > 1)
    told = tables._replace(change=tables.change.assign(q=tables.change["q"].mask(unsure, 0.9)))
    assert "gives one report a year, 1 of 3 did" in find(told, Words("en"))[2][1]


def test_nothing_is_called_found_that_is_not():
    room, _, moved, gap, _ = (text for text, _ in find(made_up(0.9), Words("en")))
    assert room.startswith("From no era") and "none of 3" in moved and "none of 3" in gap


def test_both_languages_fill_the_same_gaps():
    texts = read_texts("findings")
    gaps = [
        {name: set(re.findall("{.*?}", text)) for name, text in texts[one].items()} for one in ("en", "zh")
    ]
    assert gaps[0] == gaps[1]
