"""Every figure is drawn and told in two languages, leaves its table as it was, and says what it lacks."""

import warnings
from functools import cache
from itertools import pairwise

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.axes import Axes

import reformlab as rl
from reformlab.figures import DOORS
from tests.figures import (
    test_coverage,
    test_differences,
    test_diffusion,
    test_gap,
    test_robustness,
    test_topics,
    test_trend,
    test_uptake,
)
from tests.figures.inside import assert_inside

FIGURES = sorted(name for names in DOORS.values() for name in names if name.startswith("plot_"))
COLUMN = 3.5  # inches, of a journal
# Two columns of headings, and what hangs below or beside the frame, ask for a page.
WIDE = {"plot_uptake", "plot_uptake_shares", "plot_robustness"}
# Rows of these have names of any height, or none.
WITHOUT_ROWS = {"plot_priorities", "plot_uptake", "plot_tiles"}


@cache
def make_all():
    """Make the tables of every figure."""
    tables = {name: make() for name, make in test_gap.TABLES.items()}
    tables |= test_differences.make_all() | test_diffusion.make_all() | test_topics.TABLES
    tables |= {"plot_coverage": test_coverage.make_coverage()}
    tables |= {"plot_trend": test_trend.make(), "plot_robustness": test_robustness.make_table()}
    tables |= {"plot_uptake": test_uptake.make_uptake(), "plot_uptake_shares": test_uptake.make_shares()}
    return {name: of_one if isinstance(of_one, tuple) else (of_one,) for name, of_one in tables.items()}


@pytest.fixture(params=FIGURES)
def name(request):
    return request.param


@pytest.fixture
def tables(name):
    return make_all()[name]


@pytest.fixture
def plot(name):
    return getattr(rl, name)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_figure_is_drawn_described_and_leaves_all_as_it_was(plot, tables, language, name):
    before, settings = [table.copy(deep=True) for table in tables], dict(mpl.rcParams)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = plot(*tables, language=language)
        ax.figure.draw_without_rendering()
    assert isinstance(ax, Axes)
    for table, copy in zip(tables, before, strict=True):
        pd.testing.assert_frame_equal(table, copy)
    assert dict(mpl.rcParams) == settings
    alt = rl.describe_figure(ax)
    assert len(alt) > 40
    assert ("。" in alt) == (language == "zh")
    assert not {"nan", "None", "<NA>"} & set(alt.replace("(", " ").replace("）", " ").split())
    assert_inside(ax.figure)
    if name not in WITHOUT_ROWS:
        boxes = sorted((label.get_window_extent() for label in ax.get_yticklabels()), key=lambda box: box.y0)
        assert all(low.y1 <= high.y0 + 1 for low, high in pairwise(boxes))


@cache
def find_height(name):
    return getattr(rl, name)(*make_all()[name]).figure.get_figheight()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", sorted({*FIGURES} - WIDE))
def test_figure_fits_the_column_of_a_journal(plot, tables, language, name):
    """As high as it is by itself: nothing is cut off, and there is room to see."""
    height = find_height(name)
    figure, ax = plt.subplots(figsize=(COLUMN, height), layout="constrained")
    plot(*tables, ax=ax, language=language)
    figure.draw_without_rendering()
    assert_inside(figure)
    assert ax.get_position().width > 0.33


def test_figure_goes_where_it_is_told(plot, tables):
    figure, ax = plt.subplots(figsize=(12, 12), layout="constrained")
    assert plot(*tables, ax=ax) is ax
    assert plt.get_fignums() == [figure.number]


def test_bad_tables_and_languages_are_named(plot, tables):
    table, *others = tables
    with pytest.raises(ValueError, match=r"'fr'.*'en', 'zh'"):
        plot(*tables, language="fr")
    with pytest.raises(ValueError, match="no rows"):
        plot(table.head(0), *others)
    with pytest.raises(ValueError, match="lacks the columns"):
        plot(table.iloc[:, :1], *others)
    with pytest.raises(TypeError, match="measure first"):
        plot("a table", *others)
