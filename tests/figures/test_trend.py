"""The figure of trends is fed its table; what it drew is asked of the Axes."""

from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from reformlab.corpus.periods import read_eras, read_events
from reformlab.figures.picture import describe_figure
from reformlab.figures.trend import plot_trend
from reformlab.measures.trend import measure_trend
from reformlab.simulate.panel import simulate_panel
from tests.figures.inside import assert_inside


@cache
def make():
    return measure_trend(simulate_panel(n_topics=5, seed=1).priorities)


@pytest.mark.parametrize(("width", "language"), [(9, "zh"), (18, "en")])
@pytest.mark.parametrize("levels", [["national", "provincial", "gap"], ["gap"], ["provincial"]])
def test_figure_is_as_wide_as_asked_for_and_has_a_panel_a_topic(levels, width, language):
    table = make()[make()["level"].isin(levels)]
    ax = plot_trend(table, width=width, language=language)
    ax.figure.draw_without_rendering()
    assert len(ax.child_axes) == 5
    alt = describe_figure(ax)
    assert "2003" in alt and "2026" in alt
    assert ("政府工作报告" in alt) == (language == "zh")
    assert ax.figure.get_figwidth() == pytest.approx(width / 2.54)
    assert_inside(ax.figure)


def test_lines_are_those_of_the_table_and_break_where_a_year_is_missing():
    table = make().query("level == 'national' and year != 2010")
    part = plot_trend(table).child_axes[1]
    line = max(part.lines, key=lambda line: line.get_linewidth())
    rows = table[table["topic"] == 2].set_index("year")["estimate"].reindex(range(2003, 2027))
    np.testing.assert_allclose(line.get_ydata(), rows)
    assert np.isnan(line.get_ydata()[7])


def test_years_with_too_few_documents_are_hollow_and_no_part_of_a_line_and_a_year_alone_has_a_mark():
    table = make().query("level == 'provincial'")
    few = table["year"].isin([2008, 2009, 2010, 2012])
    table = table.assign(enough=~few, low=table["low"].mask(few), high=table["high"].mask(few))
    ax = plot_trend(table)
    rows = table[table["topic"] == 2].set_index("year")["estimate"].reindex(range(2003, 2027))
    drawn = {(line.get_linestyle(), line.get_markerfacecolor()): line for line in ax.child_axes[1].lines}
    hollow = drawn.pop(("None", "white"))
    (line, alone) = sorted(drawn.values(), key=lambda line: line.get_linestyle() == "None")
    few = rows.index.isin([2008, 2009, 2010, 2012])
    np.testing.assert_allclose(line.get_ydata(), rows.mask(few))
    np.testing.assert_allclose(hollow.get_ydata(), rows.where(few))
    np.testing.assert_allclose(alone.get_ydata(), rows.where(rows.index == 2011))
    assert "○ a year with too few documents" in read_notes(ax)
    assert "too few" not in read_notes(plot_trend(make().query("level == 'provincial'")))


def read_notes(ax):
    return "\n".join(text.get_text() for text in ax.texts).replace("\u00a0", " ")


def test_eras_and_events_are_those_of_the_tables_or_of_the_reader():
    many = pd.concat([make(), make().assign(topic=make()["topic"] + 5)])
    ax = plot_trend(many, width=9, bands="all", events=read_events())
    assert "B new health reform 2009–2015" in read_notes(ax) and "1978" not in read_notes(ax)
    assert "National Healthcare Security Administration opens 2018" in read_notes(ax)
    eras = pd.DataFrame({"name": ["mine"], "first_year": [2005], "last_year": [2010]})
    events = pd.DataFrame({"date": ["2012-06"], "name": ["my event"]})
    table = make().query("level != 'gap'")
    ax = plot_trend(table, bands="all", eras=eras, events=events)
    assert read_notes(ax) == "1 my event 2012"
    assert "mine" in [text.get_text() for text in ax.child_axes[0].texts]
    assert [patch.get_x() for patch in ax.child_axes[0].patches] == [2004.5]
    ax = plot_trend(table, bands="all", eras=read_eras().head(0))
    assert not ax.texts and not ax.child_axes[0].patches


@pytest.mark.parametrize(("width", "shape"), [(9, 1), (18, 2)])
def test_few_panels_are_wide_and_their_lines_and_eras_have_names(width, shape):
    ax = plot_trend(make(), width=width)
    assert ax.get_legend() is None
    assert len({round(part.get_position().x0, 3) for part in ax.child_axes}) == shape
    for part in ax.child_axes:
        named = [text.get_text() for text in part.texts if text.get_text() in ("national", "provincial")]
        assert sorted(named) == ["national", "provincial"]
    assert "new health reform" in [text.get_text() for text in ax.child_axes[0].texts]


def test_names_of_lines_that_end_together_stand_apart():
    table = make().query("level != 'gap'").assign(estimate=0.2)
    ax = plot_trend(table, width=9)
    ax.figure.draw_without_rendering()
    for part in ax.child_axes:
        boxes = [
            text.get_window_extent() for text in part.texts if text.get_text() in ("national", "provincial")
        ]
        assert not boxes[0].overlaps(boxes[1])


def test_title_counts_what_moved_and_where_levels_stand_apart():
    table = make().assign(low=-0.1, high=0.1, low_all=-0.1, high_all=0.1, apart=False)
    gap, first = table["level"] == "gap", table["topic"] == 1
    table.loc[gap & first & (table["year"] < 2006), "apart"] = True
    table.loc[(table["level"] == "provincial") & first & (table["year"] == 2009), "low_all"] = 0.2
    ax = plot_trend(table)
    told = "1 of 5 provincial courses moved; in 1 of 5 the centre differs in some years"
    assert told in read_notes(ax) and describe_figure(ax).endswith(told)
    assert "━ years in which the centre differs" in read_notes(ax)
    assert ["moved" in part.get_title(loc="left") for part in ax.child_axes] == [True, *[False] * 4]
    marks = [len(part.collections[-1].get_segments()) for part in ax.child_axes]
    assert marks == [3, 0, 0, 0, 0]
    never = plot_trend(table.assign(apart=False))
    assert "in none does the centre differ for sure" in read_notes(never).replace("\n", " ")
    without = plot_trend(table[~gap])
    assert "apart" not in read_notes(without) and "moved" not in without.child_axes[0].get_title(loc="left")


def test_the_title_counts_all_courses_where_the_widest_are_drawn():
    table = make().assign(low_all=-0.1, high_all=0.1, apart=False)
    for topic in (1, 3):
        moved = (table["level"] == "provincial") & (table["topic"] == topic) & (table["year"] == 2009)
        table.loc[moved, ["low_all", "estimate"]] = [0.2, topic]
    ax = plot_trend(table, most=1)
    (panel,) = ax.child_axes
    assert panel.get_title(loc="left") == plot_trend(table).child_axes[2].get_title(loc="left")
    told = "2 of 5 provincial courses moved; in none does the centre differ for sure; drawn: the 1 of largest"
    assert told in read_notes(ax).replace("\n", " ") and told in describe_figure(ax)
    gap = table[table["level"] == "gap"]
    assert "drawn: the 2 of 5 of largest range" in read_notes(plot_trend(gap, most=2)).replace("\n", " ")
    assert "drawn" not in read_notes(plot_trend(table, most=5))


def test_topics_are_drawn_that_are_chosen_in_their_order_and_the_title_counts_all():
    table = make()
    ax = plot_trend(table, topics=[4, 2])
    titles = [panel.get_title(loc="left") for panel in plot_trend(table).child_axes]
    assert [panel.get_title(loc="left") for panel in ax.child_axes] == [titles[3], titles[1]]
    assert "of 5 provincial courses moved" in read_notes(ax).replace("\n", " ")
    assert "drawn: 2 that were chosen" in read_notes(ax).replace("\n", " ")
    named = table.assign(label="主题" + table["topic"].astype(str))
    assert len(plot_trend(named, topics=["主题3"]).child_axes) == 1
    gap = table[table["level"] == "gap"]
    assert "drawn: 1 of 5 that were chosen" in read_notes(plot_trend(gap, topics=[1])).replace("\n", " ")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"topics": ["主题9"]}, r"topics='主题9' is not known.* 1 topic 1, 2 topic 2"),
        ({"topics": "主题1"}, "give a list of topics"),
        ({"topics": [1], "most": 2}, "and no most="),
    ],
)
def test_topics_that_are_not_there_are_told(options, message):
    named = make().assign(label="主题" + make()["topic"].astype(str))
    with pytest.raises(ValueError, match=message):
        plot_trend(named, **options)


def test_one_course_is_named_where_many_are_counted():
    one = make().query("topic == 1").assign(label_en="share of the text")
    course, gap = (plot_trend(one[(one["level"] == "gap") == gaps]) for gaps in (False, True))
    assert describe_figure(course).startswith("Course over the years: share of the text, ")
    assert describe_figure(gap).startswith("Course over the years of the gap (national minus provincial, ")


def test_long_names_of_topics_stand_in_two_lines():
    names = {topic: f"a rather long name of a topic, the number {topic}" for topic in range(1, 6)}
    table = make().assign(label_en=make()["topic"].map(names))
    ax = plot_trend(pd.concat([table, table.assign(topic=table["topic"] + 5)]), width=9)
    ax.figure.draw_without_rendering()
    boxes = [part._left_title.get_window_extent() for part in ax.child_axes]
    assert all("\n" in part.get_title(loc="left") for part in ax.child_axes)
    assert not any(one.overlaps(other) for one, other in pairwise(boxes))


def test_bad_tables_are_named():
    with pytest.raises(ValueError, match=r"lacks the columns.*low_all"):
        plot_trend(make().drop(columns="low_all"))
    with pytest.raises(ValueError, match="one kind"):
        plot_trend(pd.concat([make(), make().assign(kind="plan")]))
    with pytest.raises(ValueError, match="did you mean 'all'"):
        plot_trend(make(), bands="al")
