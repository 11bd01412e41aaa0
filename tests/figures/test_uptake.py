"""The figures of uptake are fed their tables; what they drew is asked of the Axes, not looked at."""

from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import PathPatch

from reformlab.corpus.tables import data_folder, load_corpus
from reformlab.figures.picture import describe_figure
from reformlab.figures.uptake import (
    FAINT,
    LEAST_THICKNESS,
    THICKNESS,
    UNMATCHED,
    plot_uptake,
    plot_uptake_shares,
)
from reformlab.measures.uptake import list_uptake, match_tasks

LANGUAGES = ["en", "zh"]
PROVINCES = ["shanxi-2023", "guangxi-2023"]


@cache
def make_uptake(other="shanxi-2023"):
    corpus = load_corpus("policy-documents")
    headings = pd.read_csv(data_folder() / "policy-documents" / "headings.csv")
    tasks = list_uptake(corpus, "national-2022", other=other).merge(headings, how="left")
    return tasks, match_tasks(corpus, "national-2022", other=other)


@cache
def make_shares():
    rows = [
        ("shanxi-2023", "山西", 2023, False, 21, 0.86, 0.32, 0.14, 0.43, 0.143, 20, 6),
        ("guangxi-2023", "广西", 2023, False, 21, 0.62, np.nan, np.nan, np.nan, np.nan, 26, 4),
        ("shanghai-2011", "上海", 2011, True, 21, 0.43, 0.49, 0.38, 0.57, 0.958, 47, 5),
    ]
    columns = [
        *("doc_id", "place", "year", "before", "n_tasks", "share", "expected", "low", "high", "p"),
        *("n_local", "n_docs"),
    ]
    return pd.DataFrame(rows, columns=columns).astype({"year": "Int64"})


def curves_of(ax):
    return [patch for patch in ax.patches if isinstance(patch, PathPatch)]


def legend_of(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def text_at(ax, x):
    """Return what is written at one side, from top to bottom: the name of the document, its tasks."""
    return [text for text in sorted(ax.texts, key=lambda text: text.xy[1]) if text.xy[0] == x]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("other", PROVINCES)
def test_tasks_are_inside_the_figure_and_overlap_neither_each_other_nor_the_lines(other, language):
    ax = plot_uptake(*make_uptake(other), language=language)
    ax.figure.draw_without_rendering()
    drawn, (width, height) = ax.figure.get_tightbbox(), ax.figure.get_size_inches()
    assert min(drawn.x0, drawn.y0, width - drawn.x1, height - drawn.y1) > -0.02
    assert width <= 10.5
    frame = ax.get_window_extent()
    assert frame.width > 1.5 * ax.figure.dpi
    for x in (0, 1):
        boxes = [text.get_window_extent() for text in text_at(ax, x)]
        assert all(high.y0 >= low.y1 - 1 for high, low in pairwise(boxes))
        assert all(box.x1 < frame.x0 if x == 0 else box.x0 > frame.x1 for box in boxes)


@pytest.mark.parametrize("other", PROVINCES)
def test_every_task_stands_on_its_side_and_every_pair_has_a_line_between_its_own(other):
    tasks, pairs = make_uptake(other)
    ax = plot_uptake(tasks, pairs, language="zh")
    sides = [rows for _, rows in tasks.groupby(tasks["doc_id"] == other)]
    height = {}
    for x, rows in enumerate(sides):
        name, *texts = text_at(ax, x)
        assert name.get_text() == f"{rows['doc_id'].iloc[0]}：{len(rows)}项任务"
        assert len(texts) == len(rows)
        for text, row in zip(texts, rows.itertuples(), strict=True):
            assert text.get_text().startswith(row.label)
            assert row.heading in text.get_text().replace("\n", "")
            assert (text.get_color() == FAINT) == (row.fate in UNMATCHED)
            assert ("未见" in text.get_text(), "新增" in text.get_text()) == (
                row.fate == "not found",
                row.fate == "added",
            )
            height[row.passage_id] = text.xy[1]
    drawn = {
        (*curve.get_path().vertices[[0, -1], 1], curve.get_linewidth(), curve.get_linestyle())
        for curve in curves_of(ax)
    }
    styles = {"taken up": "-", "adapted": "--", "one measure": ":"}
    widths = (THICKNESS * pairs["similarity"]).clip(lower=LEAST_THICKNESS)
    assert drawn == {
        (height[row.passage_id], height[row.other_passage_id], width, styles[row.fate])
        for row, width in zip(pairs.itertuples(), widths, strict=True)
    }
    assert any("一项举措" in text for text in legend_of(ax))


def test_english_headings_stand_where_they_were_merged_in_and_order_is_the_documents():
    tasks, pairs = make_uptake()
    ax = plot_uptake(tasks.sample(frac=1, random_state=1), pairs.sample(frac=1, random_state=2))
    first = text_at(ax, 0)[1].get_text()
    assert first == f"（一）{tasks['heading_en'].iloc[0]}"
    assert describe_figure(ax).count("not found") == (tasks["fate"] == "not found").sum()
    assert describe_figure(plot_uptake(tasks, pairs)).count(" → ") == len(pairs) + 1
    plain = text_at(plot_uptake(tasks.drop(columns="heading_en"), pairs), 0)[1].get_text()
    assert plain == f"（一）{tasks['heading'].iloc[0]}"


def test_documents_without_a_match_are_drawn_without_lines():
    tasks, pairs = make_uptake()
    tasks = tasks.assign(fate=np.where(tasks["doc_id"] == "national-2022", "not found", "added"))
    ax = plot_uptake(tasks, pairs.head(0))
    assert curves_of(ax) == []
    assert ax.get_xlabel() == "no two tasks match"
    assert ax.get_legend() is None


def test_tables_that_do_not_belong_together_are_named():
    tasks, pairs = make_uptake()
    with pytest.raises(ValueError, match=r"lacks the columns.*similarity.*of match_tasks"):
        plot_uptake(tasks, pairs.drop(columns="similarity"))
    with pytest.raises(ValueError, match=r"pairs of other documents.*guangxi-2023"):
        plot_uptake(tasks, make_uptake("guangxi-2023")[1])
    with pytest.raises(ValueError, match="draws two documents"):
        plot_uptake(pd.concat([tasks, make_uptake("guangxi-2023")[0]]), pairs)
    with pytest.raises(ValueError, match=r"lacks the columns.*fate"):
        plot_uptake(tasks.drop(columns="fate"), pairs)
    with pytest.raises(ValueError, match="no rows"):
        plot_uptake_shares(make_shares().head(0))
    with pytest.raises(ValueError, match="one n_tasks"):
        plot_uptake_shares(make_shares().assign(n_tasks=[21, 21, 20]))


def test_shares_stand_over_what_chance_gives_and_earlier_documents_apart():
    table = make_shares()
    ax = plot_uptake_shares(table)
    points = {
        tuple(point): part.get_facecolor().tolist()[0]
        for part in ax.collections
        if not hasattr(part, "get_segments")
        for point in part.get_offsets().tolist()
    }
    assert sorted(points) == sorted(zip(table["share"], table.index, strict=True))
    colours = [points[share, y] for y, share in table["share"].items()]
    assert colours[0] == colours[1] != colours[2]
    known = table.dropna(subset="low")
    bars = [(bar.get_x(), bar.get_x() + bar.get_width(), bar.get_y() + 0.3) for bar in ax.patches]
    np.testing.assert_allclose(
        bars, list(zip(known["low"], known["high"], known.index, strict=True)), atol=1e-9
    )
    (means,) = [part.get_segments() for part in ax.collections if hasattr(part, "get_segments")]
    assert [line[0, 0] for line in means] == known["expected"].tolist()
    assert [text.get_text() for text in ax.get_yticklabels()] == [
        "山西 2023: 20 tasks",
        "广西 2023: 26 tasks",
        "上海 2011: 47 tasks",
    ]
    assert [text.get_text() for text in ax.texts] == ["n = 6", "n = 4", "n = 5"]
    assert any("from before" in text for text in legend_of(ax))
    assert any("too few like documents" in text for text in legend_of(ax))
    assert "山西 2023 86 (chance 14 to 43, p = 0.143), n = 6 documents" in describe_figure(ax)


def test_documents_of_one_place_and_year_go_by_their_ids():
    table = make_shares().assign(place="山西", year=2023)
    labels = [text.get_text() for text in plot_uptake_shares(table).get_yticklabels()]
    assert labels[0] == "shanxi-2023: 20 tasks"
