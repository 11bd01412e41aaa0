"""The start pages: what they say is what stands in the tables, whatever the tables hold."""

import re

import numpy as np
import pandas as pd
import pytest

from reformlab.corpus.tables import read_texts
from tools.explorer import Measured
from tools.findings import Words, find

ERAS = [("after SARS", "new health reform"), ("Healthy China", "epidemic")]
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
    trend = change.assign(year=2025, estimate=change["estimate_after"])
    gap = change[change["level"] == "national"].head(3).assign(gap=[-0.03, 0.02, 0.0], p=[0.01, 0.5, 0.9])
    spread = [("a", 2010, 0), ("a", 2011, 1), ("b", 2011, 3), ("c", 2012, 1)]
    diffusion = pd.DataFrame(spread, columns=["item", "year", "n_used"]).assign(level="provincial")
    diffusion["label"] = diffusion["label_en"] = diffusion["item"]
    diffusion["centre_year"] = diffusion["item"].map({"a": 2014, "b": 2010}).astype("Int64")
    salience = change[change["topic"] == 2]
    gap["n_national"] = 18
    return Measured(trend, None, None, diffusion, change, salience, gap, 900, *[None] * 6)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("q", [0.001, 0.9, np.nan])
def test_five_findings_each_with_its_doubt(language, q):
    found = find(made_up(q), Words(language))
    assert len(found) == 5
    assert not re.search(r"[{}]|nan|<NA>", str(found))


def test_findings_are_those_of_the_tables():
    room, most, moved, gap, first = (text for text, _ in find(made_up(0.001), Words("en")))
    assert "from 20.0% to 25.0%: +5.0 points (95% interval +4.0 to +6.0)" in room
    assert "In 2025 the provinces give Chinese medicine the most" in most and "25.0%" in most
    assert "3 of 3 domains" in moved and "Most fell: insurance, −2.0" in moved and "rose: Chinese" in moved
    assert "in 3 of 3 domains" in gap and "insurance, −3.0 points" in gap and "more in the provinces" in gap
    assert (
        "Of 3 words of reform, 1 stood" in first
        and "1 in none" in first
        and "2011, the centre in 2014" in first
    )


def test_nothing_is_called_found_that_is_not():
    room, _, moved, gap, _ = (text for text, _ in find(made_up(0.9), Words("en")))
    assert room.startswith("From no era") and "none of 3" in moved and "none of 3" in gap


def test_both_languages_fill_the_same_gaps():
    texts = read_texts("findings")
    gaps = [
        {name: set(re.findall("{.*?}", text)) for name, text in texts[one].items()} for one in ("en", "zh")
    ]
    assert gaps[0] == gaps[1]
