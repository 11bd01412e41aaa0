"""The specification curve is asked what it drew."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex

from reformlab.figures.marks import SERIES
from reformlab.figures.robustness import plot_robustness
from reformlab.measures.specifications import SETTINGS

REFERENCE = {"engine": "stm", "seed": 1, "n_topics": 20, "prevalence": "level", "min_docs": 2}
REFERENCE |= {"max_passage_share": 0.5, "unit": "passage", "only_kind": None, "only_years": None}
REFERENCE |= {"kinds": "matched"}
CHANGES = [
    {},
    {"n_topics": 14},
    {"unit": "document"},
    {"only_kind": "plan"},
    {"engine": "nmf", "prevalence": None},
]


def make_table():
    rows = [REFERENCE | change for change in CHANGES]
    table = pd.DataFrame(rows, columns=list(SETTINGS))
    gap = np.array([0.05, 0.02, -0.01, 0.08, np.nan])
    table = table.assign(
        spec=range(1, 6),
        changed=["reference", "n_topics 14", "unit document", "only_kind plan", "engine nmf"],
        topic=3,
        label="医保支付、筹资",
        label_en="Payment",
        gap=gap,
        low=gap - 0.03,
        high=gap + 0.03,
        enough=True,
    )
    few = table["spec"] == 4
    return table.assign(enough=~few, low=table["low"].mask(few), high=table["high"].mask(few))


@pytest.fixture
def table():
    return make_table()


def drawn(ax):
    """The estimates, as (x, gap, colour of the edge)."""
    points = [part for part in ax.collections if isinstance(part, PathCollection) and part.get_linewidth()[0]]
    return sorted(
        (x, round(y, 3), to_hex(part.get_edgecolor()[0]).upper())
        for part in points
        for x, y in part.get_offsets()
    )


def test_estimates_are_sorted_and_the_reference_stands_out(table):
    points = drawn(plot_robustness(table))
    assert [y for _, y, _ in points] == [-0.01, 0.02, 0.05, 0.08]
    assert [colour for _, _, colour in points if colour == SERIES[1][0]] == [SERIES[1][0]]
    assert points[2][2] == SERIES[1][0]


def test_only_settings_that_differ_have_rows_and_marks(table):
    ax = plot_robustness(table)
    labels = [text.get_text() for text in ax.texts]
    assert labels == [
        *("topics: 20", "topics: 14", "unit: passage", "unit: document", "kind: all", "kind: plan")
    ]
    marks = [part.get_offsets() for part in ax.collections if isinstance(part, PathCollection)][-6:]
    assert [sorted(part[:, 0].tolist()) for part in marks] == [
        *([0, 2, 3], [1], [1, 2, 3], [0], [0, 1, 2], [3])
    ]


def test_the_words_say_the_numbers(table):
    alt = plot_robustness(table).get_label()
    assert "Payment under 4 specifications" in alt and "1 more" in alt
    assert (
        "reference: +5.0 (95% interval +2.0 to +8.0)" in alt and "only_kind plan: +8.0 (no interval)" in alt
    )


def test_figure_of_several_topics_or_none_is_refused(table):
    with pytest.raises(ValueError, match="one topic"):
        plot_robustness(pd.concat([table, table.assign(topic=4)]))
    with pytest.raises(ValueError, match="nothing to draw"):
        plot_robustness(table.tail(1))
