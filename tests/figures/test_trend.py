"""The figure of trends is fed its table; what it drew is asked of the Axes."""

import warnings
from functools import cache

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from reformlab.corpus.periods import read_eras, read_events
from reformlab.figures.picture import describe_figure, show_figure
from reformlab.figures.trend import plot_trend
from reformlab.measures.trend import measure_trend
from reformlab.simulate.panel import simulate_panel


@cache
def make():
    return measure_trend(simulate_panel(n_topics=5, seed=1).priorities)


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [9, 18])
@pytest.mark.parametrize("levels", [["national", "provincial", "gap"], ["gap"], ["provincial"]])
def test_figure_is_drawn_described_and_leaves_all_as_it_was(levels, width, language):
    table = make()[make()["level"].isin(levels)]
    before, settings = table.copy(deep=True), dict(mpl.rcParams)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = plot_trend(table, width=width, language=language)
        ax.figure.canvas.draw()
    pd.testing.assert_frame_equal(table, before)
    assert dict(mpl.rcParams) == settings
    assert len(ax.child_axes) == 5
    alt = describe_figure(ax)
    assert "2003" in alt and "2026" in alt and "nan" not in alt
    assert ("政府工作报告" in alt) == (language == "zh")
    drawn, (wide, high) = ax.figure.get_tightbbox(), ax.figure.get_size_inches()
    assert wide == pytest.approx(width / 2.54)
    assert min(drawn.x0, drawn.y0, wide - drawn.x1, high - drawn.y1) > -0.02


def test_lines_are_those_of_the_table_and_break_where_a_year_is_missing():
    table = make().query("level == 'national' and year != 2010")
    part = plot_trend(table).child_axes[1]
    line = max(part.lines, key=lambda line: line.get_linewidth())
    rows = table[table["topic"] == 2].set_index("year")["estimate"].reindex(range(2003, 2027))
    np.testing.assert_allclose(line.get_ydata(), rows)
    assert np.isnan(line.get_ydata()[7])


def test_eras_and_events_are_those_of_the_tables_or_of_the_reader():
    (ax,) = [plot_trend(make())]
    notes = "\n".join(text.get_text() for text in ax.texts).replace("\u00a0", " ")
    assert "B new health reform 2009–2015" in notes and "1978" not in notes
    assert "National Healthcare Security Administration opens 2018" in notes
    eras = pd.DataFrame({"name": ["mine"], "first_year": [2005], "last_year": [2010]})
    events = pd.DataFrame({"date": ["2012-06"], "name": ["my event"]})
    ax = plot_trend(make(), eras=eras, events=events)
    notes = "\n".join(text.get_text() for text in ax.texts).replace("\u00a0", " ")
    assert notes.split("\n") == ["A mine 2005–2010", "1 my event 2012"]
    assert [patch.get_x() for patch in ax.child_axes[0].patches] == [2004.5]
    ax = plot_trend(make(), eras=read_eras().head(0), events=read_events().head(0))
    assert not ax.texts and not ax.child_axes[0].patches


def test_figure_goes_where_it_is_told_and_shows():
    figure, ax = plt.subplots(figsize=(12, 6), layout="constrained")
    assert plot_trend(make(), ax=ax) is ax
    assert plt.get_fignums() == [figure.number]
    assert "2026" in repr(show_figure(ax))


def test_bad_tables_are_named():
    with pytest.raises(ValueError, match="no rows"):
        plot_trend(make().head(0))
    with pytest.raises(ValueError, match=r"lacks the columns.*low_all"):
        plot_trend(make().drop(columns="low_all"))
    with pytest.raises(ValueError, match="one kind"):
        plot_trend(pd.concat([make(), make().assign(kind="plan")]))
