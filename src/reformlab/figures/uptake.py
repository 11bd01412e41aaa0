"""Figures of uptake: tidy tables in, one Axes out, as in `figures`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from reformlab.corpus.choices import check_columns
from reformlab.figures import marks as drawing
from reformlab.figures.marks import FAINT, GREY, PALE, PLAIN, SERIES, SIZE, STYLES
from reformlab.figures.text import Speech, text_width, wrap

# Points a line is thick at a similarity of one, and at least, to be seen.
THICKNESS, LEAST_THICKNESS = 8, 0.6
# Half-widths of a heading on one line; a longer one is broken into two.
HEADING_WIDTH = 50
LOOKS = {"taken up": (PLAIN, "-"), "adapted": (SERIES[1][0], "--"), "one measure": (GREY, ":")}
# Of a document that is not from before the reference, and of one that is.
MARKS = {False: (STYLES["provincial"][0], "o"), True: (GREY, "s")}
UNMATCHED = ("not found", "added")
BETWEEN, ROW = 1.9, 0.3  # inches between the two columns, and of a row
_PAIR = ["passage_id", "heading", "other_passage_id", "other_heading", "similarity", "fate"]


def plot_uptake(
    tasks: pd.DataFrame, pairs: pd.DataFrame, *, ax: Axes | None = None, language: str = "en"
) -> Axes:
    """Draw the tasks of two documents in two columns, and a line between those that match.

    The reference stands at the left, both in the order of the documents. A line is solid where a
    task is taken up, dashed where it is adapted, dotted where one measure is shared, and as thick as
    the two are alike. Tasks without a match are pale and say what became of them, or that they were
    added.

    Parameters
    ----------
    tasks : DataFrame
        Of `list_uptake`; with ``heading_en`` where it was merged in, which the English figure shows.
    pairs : DataFrame
        Of `match_tasks`, for the same two documents.
    ax, language
        As in `plot_coverage`.

    Raises
    ------
    ValueError
        Where the tables are not of the same two documents.

    Examples
    --------
    >>> import reformlab as rl
    >>> corpus = rl.load_corpus("made-up")
    >>> listed = rl.list_uptake(corpus, "national-2022", other="gansu-2023")
    >>> ax = rl.plot_uptake(listed, rl.match_tasks(corpus, "national-2022", other="gansu-2023"))
    """
    columns = ["doc_id", "passage_id", "label", "heading", "fate"]
    tasks, say = drawing.start_figure(tasks, columns, "list_uptake", language)
    _check_pairs(tasks, pairs)
    tasks = tasks.sort_values("passage_id", kind="stable").assign(text=_name_tasks(tasks, say))
    local = tasks["fate"].isin(["from the reference", "one measure from the reference", "added"])
    sides = [tasks[~local], tasks[local]]
    heights = _place_tasks(sides)
    widths = [max(map(_measure_lines, _write_tasks(side, say))) / 72 for side in sides]
    most = max(map(len, sides))
    ax = drawing.open_axes(ax, BETWEEN + sum(widths) + 0.4, 1.2 + ROW * most)
    for pair in pairs.sort_values("similarity").itertuples():
        _draw_curve(ax, heights[0][pair.passage_id], heights[1][pair.other_passage_id], pair)
    for x, (side, at) in enumerate(zip(sides, heights, strict=True)):
        _draw_column(ax, x, side, at, say)
    ax.set(xlim=(0, 1), ylim=(most, -0.6), xticks=[], yticks=[])
    ends = {"low": pairs["similarity"].min(), "high": pairs["similarity"].max()}
    drawing.dress_axes(ax, say("thickness", **ends) if len(pairs) else say("no match"))
    ax.spines["bottom"].set_visible(False)
    ax.xaxis.labelpad = 14
    handles = [
        drawing.make_handle(colour, "", line, label=say(f"line {fate}"))
        for fate, (colour, line) in LOOKS.items()
        if (pairs["fate"] == fate).any()
    ]
    if handles:
        drawing.add_legend(ax, handles, say, hollow=False)
    return drawing.finish_figure(ax, pairs, _say_uptake(sides, pairs, say))


def plot_uptake_shares(table: pd.DataFrame, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw the share of the reference's tasks that each document takes up, over what chance gives.

    A document from before the reference, which cannot have taken anything up, is a grey square. At the
    right stands the number of like documents, from before the reference, that chance was drawn from;
    of too few no range is drawn.

    Parameters
    ----------
    table : DataFrame
        Of `measure_uptake`.
    ax, language
        As in `plot_coverage`.

    Examples
    --------
    >>> import reformlab as rl
    >>> corpus = rl.load_corpus("made-up")
    >>> table = rl.measure_uptake(corpus, "national-2022", others=["gansu-2023"], n_draws=99, seed=1)
    >>> ax = rl.plot_uptake_shares(table)
    """
    columns = ["doc_id", "place", "year", "before", "n_tasks", "share", "expected", "low", "high", "p"]
    columns += ["n_local", "n_docs"]
    table, say = drawing.start_figure(table, columns, "measure_uptake", language)
    n_tasks = drawing.take_one(table, "n_tasks")
    names = _name_documents(table)
    labels = [say("uptake document", name=name, n=n) for name, n in zip(names, table["n_local"], strict=True)]
    ax = drawing.open_axes(ax, 8, 1.5 + 0.38 * len(table))
    known = table["low"].notna()
    bars = table[known]
    drawing.draw_null(ax, bars, "low", "high", "expected")
    handles = [drawing.make_handle(PALE, "s", label=say("uptake range"))] if known.any() else []
    for before, (colour, mark) in MARKS.items():
        rows = table[table["before"].astype(bool) == before]
        if len(rows):
            ax.scatter(rows["share"], rows.index, s=38, marker=mark, color=colour, zorder=3, clip_on=False)
            key = "uptake before" if before else "uptake after"
            handles.append(drawing.make_handle(colour, mark, label=say(key)))
    for y, n_docs in table["n_docs"].items():
        drawing.write_in_margin(ax, y, f"n = {n_docs}")
    if not known.all():
        handles.append(drawing.make_handle(GREY, "", label=say("uptake few")))
    ax.set_yticks(table.index, labels)
    ax.set(xlim=(0, 1.02), ylim=(len(table) - 0.5, -0.5))
    ax.xaxis.set_major_formatter(drawing.percent_ticks())
    drawing.dress_axes(ax, say("uptake share", n=n_tasks), grid="x")
    drawing.add_legend(ax, handles, say, hollow=False)
    rows = zip(names, table.itertuples(), strict=True)
    listed = say.join(_say_share(name, row, say) for name, row in rows)
    return drawing.finish_figure(ax, table, say("alt uptake shares", n=n_tasks, listed=listed))


def _check_pairs(tasks: pd.DataFrame, pairs: pd.DataFrame) -> None:
    check_columns(pairs, _PAIR, "match_tasks")
    documents = list(tasks["doc_id"].unique())
    if len(documents) != 2:
        raise ValueError(f"the figure draws two documents, the tasks are of {documents}; filter them to two")
    strange = {*pairs["passage_id"], *pairs["other_passage_id"]} - set(tasks["passage_id"])
    if strange:
        raise ValueError(
            f"pairs of other documents: {sorted(strange)[:3]} are not among the tasks of {documents}; "
            "give list_uptake and match_tasks of the same two"
        )


def _name_tasks(tasks: pd.DataFrame, say: Speech) -> pd.Series:
    """Give each task its number and heading, in the language where there is one."""
    headings = tasks["heading"].fillna("")
    if say.language == "en" and "heading_en" in tasks:
        headings = tasks["heading_en"].where(tasks["heading_en"].notna(), headings)
    return (tasks["label"] + " " + headings).str.replace("） ", "）").str.rstrip()


def _write_tasks(side: pd.DataFrame, say: Speech) -> list[str]:
    """Write the tasks of a document as they stand in its column, with the word for no match."""
    # Blanks that do not break keep the word for no match on one line.
    words = {fate: " " + f"· {say(f'uptake {fate}')}".replace(" ", "\u00a0") for fate in UNMATCHED}
    fates = side["fate"].map(words).fillna("")
    return [wrap(text, HEADING_WIDTH) for text in side["text"] + fates]


def _measure_lines(text: str) -> float:
    """Give the width of a written task in points."""
    return SIZE / 2 * max(map(text_width, text.split("\n")))


def _place_tasks(sides: list[pd.DataFrame]) -> list[pd.Series]:
    """Give the height of each task, both columns as high as the longer one."""
    most = max(map(len, sides))
    heights = [(np.arange(len(side)) + 0.5) * most / len(side) for side in sides]
    return [pd.Series(at, side["passage_id"].to_numpy()) for at, side in zip(heights, sides, strict=True)]


def _draw_column(ax: Axes, x: int, side: pd.DataFrame, at: pd.Series, say: Speech) -> None:
    """Write the tasks of a document beside their ends of the lines, under its name."""
    place = {"textcoords": "offset points", "va": "center", "ha": "left" if x else "right"}
    place["xytext"] = (8 * (2 * x - 1), 0)
    for y, text, fate in zip(at, _write_tasks(side, say), side["fate"], strict=True):
        colour = FAINT if fate in UNMATCHED else "black"
        fill = "white" if fate in UNMATCHED else GREY
        ax.annotate(text, (x, y), fontsize=SIZE, linespacing=1, color=colour, **place)
        ax.scatter(x, y, s=12, facecolor=fill, edgecolor=GREY, linewidth=0.8, zorder=4, clip_on=False)
    name = say("tasks", doc_id=side["doc_id"].iloc[0], n=len(side))
    ax.annotate(name, (x, -0.3), fontsize=SIZE + 1, **place)


def _draw_curve(ax: Axes, here: float, there: float, pair: NamedTuple) -> None:
    """Draw the line of a pair, level where it leaves its tasks."""
    colour, line = LOOKS[pair.fate]
    curve = Path([(0, here), (0.45, here), (0.55, there), (1, there)], [1, 4, 4, 4])
    width = max(THICKNESS * pair.similarity, LEAST_THICKNESS)
    look = {"edgecolor": colour, "linestyle": line, "linewidth": width}
    ax.add_patch(PathPatch(curve, facecolor="none", capstyle="butt", alpha=0.85, clip_on=False, **look))


def _say_uptake(sides: list[pd.DataFrame], pairs: pd.DataFrame, say: Speech) -> str:
    """Say every pair and every task without one."""
    text = pd.concat(sides).set_index("passage_id")["text"]
    listed = say.join(
        f"{text[pair.passage_id]} → {text[pair.other_passage_id]} "
        f"{pair.similarity:.2f} {say(f'uptake {pair.fate}')}"
        for pair in pairs.itertuples()
    )
    rest = say.join(
        f"{row.text} ({say(f'uptake {row.fate}')})"
        for row in pd.concat(sides).itertuples()
        if row.fate in UNMATCHED
    )
    doc_ids = " → ".join(say("tasks", doc_id=side["doc_id"].iloc[0], n=len(side)) for side in sides)
    return say("alt uptake", doc_ids=doc_ids, listed=listed or say("no match"), rest=rest or say("nothing"))


def _name_documents(table: pd.DataFrame) -> list[str]:
    """Name documents by place and year, or by their ids where that is not enough."""
    names = table["place"].astype(str) + " " + table["year"].astype(str)
    return list(table["doc_id"] if table["year"].isna().any() or names.duplicated().any() else names)


def _say_share(name: str, row: NamedTuple, say: Speech) -> str:
    if pd.isna(row.low):
        return f"{name} {100 * row.share:.0f}, {say('uptake few')}"
    percent = {side: 100 * getattr(row, side) for side in ("share", "low", "high")}
    return say("alt uptake share", name=name, **percent, p=row.p, n=row.n_docs)
