"""Figures of priorities and gaps: over time, between levels, and of the documents they are means of."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from reformlab.figures import marks as drawing
from reformlab.figures.marks import GREY, PALE, SERIES, SIZE, STYLES
from reformlab.figures.text import Speech, wrap


def plot_priorities(table: pd.DataFrame, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw the priority of one topic over time, one line a level, with intervals.

    A period with too few documents or places is a hollow mark without an interval, and the line
    breaks there. The numbers above the periods are numbers of documents.

    Parameters
    ----------
    table : DataFrame
        Of `measure_priorities` with `by`; one topic and one kind.
    ax, language
        As in `plot_coverage`.

    Examples
    --------
    >>> import reformlab as rl
    >>> fit = rl.fit_topics(rl.load_corpus("made-up"), n_topics=4, seed=1)
    >>> table = rl.measure_priorities(fit, by="year").query("topic == 1")
    >>> ax = rl.plot_priorities(table[table["kind"] == table["kind"].iloc[0]])
    """
    columns = ["kind", "level", "period", "topic", "priority", "low", "high", "n_docs", "enough"]
    table, say = drawing.start_figure(table, columns, "measure_priorities", language)
    kind = say(drawing.take_one(table, "kind"))
    name = say.topics(table)[drawing.take_one(table, "topic")]
    places = drawing.place_periods(table["period"])
    levels = [level for level in STYLES if level in set(table["level"])]
    width = np.clip(2.2 + 0.22 * np.ptp(list(places.values())) + 0.4 * len(places), 5.5, 9)
    ax = drawing.open_axes(ax, width, 3.6)
    for number, level in enumerate(levels):
        rows = table[table["level"] == level]
        at = rows["period"].map(places)
        shift = 0.14 * (number - (len(levels) - 1) / 2)
        colour, mark, _ = STYLES[level]
        drawing.draw_line(ax, rows, at, level, shift)
        drawing.draw_points(ax, rows, "priority", at + shift, (colour, mark), upright=True)
        drawing.write_numbers(ax, rows["n_docs"], at, say(level), colour, len(levels) - 1 - number)
    ax.set_ylim(0, 1.08 * np.nanmax(table[["priority", "high"]]))
    ax.yaxis.set_major_formatter(drawing.percent_ticks())
    drawing.tick_periods(ax, places, say)
    drawing.dress_axes(ax, None, grid="y")
    ax.set_ylabel(say("priority"), fontsize=SIZE)
    title = wrap(f"{name} · {kind}", int(11 * ax.figure.get_figwidth()))
    ax.set_title(title, fontsize=SIZE + 1, loc="left", pad=8 + 11 * len(levels))
    handles = [drawing.make_handle(*STYLES[level], label=say(level)) for level in levels]
    drawing.add_legend(ax, handles, say, hollow=not table["enough"].all())
    listed = say.join(
        f"{say(row.level)} {say.period(row.period)} {say.estimate(row.priority, row.low, row.high)}, "
        f"n = {row.n_docs}"
        for row in table.itertuples()
    )
    return drawing.finish_figure(ax, table, say("alt priorities", topic=name, kind=kind, listed=listed))


def plot_gap(table: pd.DataFrame, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw the gap of every topic with its interval, the largest on top.

    Several kinds, places or periods stand beside each other, a colour and mark each, sorted by the first
    that has gaps. A hollow mark has too few documents or places for an interval, or, with an interval, is
    of a topic that is not found again in texts drawn from the fit; a kind or period of which one side has no
    document is in the legend alone, or counted there.

    Parameters
    ----------
    table : DataFrame
        Of `measure_gap`: up to six kinds, places and periods.
    ax, language
        As in `plot_coverage`.

    Examples
    --------
    >>> import reformlab as rl
    >>> fit = rl.fit_topics(rl.load_corpus("made-up"), n_topics=4, seed=1)
    >>> ax = rl.plot_gap(rl.measure_gap(fit))
    """
    columns = ["kind", "period", "topic", "gap", "low", "high", "n_national", "n_provincial", "enough"]
    table, say = drawing.start_figure(table, columns, "measure_gap", language)
    apart = [name for name in ("kind", "place", "period") if name in table]
    series = [rows for _, rows in table.groupby(apart, sort=False)]
    drawn = [rows for rows in series if rows["gap"].notna().any()]
    if len(drawn) > len(SERIES):
        raise ValueError(f"{len(drawn)} kinds, places and periods are too many; keep up to {len(SERIES)}")
    names = say.topics(table)
    first = (drawn or series)[0].sort_values("gap", ascending=False, kind="stable")["topic"]
    names = {topic: names[topic] for topic in [*first, *names]}
    y_of = {topic: y for y, topic in enumerate(names)}
    row_height = max(0.33, 0.21 + 0.065 * len(drawn))
    one_sided = _say_one_sided([rows for rows in series if rows["gap"].isna().all()], say)
    ax = drawing.open_axes(ax, 5.6, 1.4 + 0.2 * len([*drawn, *one_sided]) + row_height * len(names))
    handles = []
    for number, rows in enumerate(drawn):
        y = rows["topic"].map(y_of) + 0.7 * ((number + 0.5) / len(drawn) - 0.5)
        drawing.draw_points(ax, rows, "gap", y, SERIES[number], upright=False, hollow=_is_lost(rows))
        label, hollow = _say_sides(rows.iloc[0], say), not rows["enough"].any()
        handles.append(drawing.make_handle(*SERIES[number], label=label, hollow=hollow))
    handles += [drawing.make_handle(GREY, "", label=label) for label in one_sided]
    if any((_is_lost(rows) & rows["enough"].astype(bool)).any() for rows in drawn):
        handles.append(drawing.make_handle(GREY, "o", "-", label=say("not found again"), hollow=True))
    drawing.label_rows(ax, names.values())
    drawing.frame_gaps(ax, table[["gap", "low", "high"]], say)
    drawing.add_legend(ax, handles, say, hollow=any(not rows["enough"].all() for rows in drawn))
    listed = say("stop").join([*(_say_gaps(rows, names, say) for rows in drawn), *one_sided])
    return drawing.finish_figure(ax, table, say("alt gap", n=len(names), listed=listed))


def plot_places(table: pd.DataFrame, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw every document's priority of every topic, a mark a document, and the means of the levels.

    What a gap is made of, and all that can be shown where one side has few documents: national
    documents are diamonds, provincial ones dots; the upright lines are the levels' means.

    Parameters
    ----------
    table : DataFrame
        Of `measure_document_priorities`, one kind and period; topics are drawn in the table's order.
    ax, language
        As in `plot_coverage`.

    Examples
    --------
    >>> import reformlab as rl
    >>> fit = rl.fit_topics(rl.load_corpus("made-up"), n_topics=4, seed=1)
    >>> table = rl.measure_document_priorities(fit)
    >>> ax = rl.plot_places(table[table["kind"] == table["kind"].iloc[0]])
    """
    columns = ["doc_id", "topic", "priority", "level", "kind", "period", "level_mean"]
    table, say = drawing.start_figure(table, columns, "measure_document_priorities", language)
    kind, _ = say(drawing.take_one(table, "kind")), drawing.take_one(table, "period")
    names = say.topics(table)
    levels = [level for level in STYLES if level in set(table["level"])]
    ax = drawing.open_axes(ax, 8, 1.3 + (0.16 + 0.11 * len(levels)) * len(names))
    lane = 0.8 / len(levels)
    means = table.drop_duplicates(["level", "topic"]).set_index(["level", "topic"])["level_mean"]
    for (level, topic), rows in table.groupby(["level", "topic"]):
        middle = list(names).index(topic) - 0.4 + lane * (levels.index(level) + 0.5)
        # Set apart by the golden ratio: as even as chance, and the same each time.
        apart = (np.arange(len(rows)) * 0.618 % 1 - 0.5) * lane * 0.6 * (len(rows) > 1)
        colour, mark, _ = STYLES[level]
        look = {"s": 16, "marker": mark, "color": colour, "alpha": 0.6, "linewidth": 0, "clip_on": False}
        ax.scatter(rows["priority"].sort_values(), middle + apart, **look)
        ax.vlines(means[level, topic], middle - lane / 2, middle + lane / 2, color=colour, linewidth=2.2)
    drawing.label_rows(ax, names.values())
    for y in range(1, len(names)):
        ax.axhline(y - 0.5, color=PALE, linewidth=0.6, zorder=0)
    ax.set_xlim(0, 1.03 * table["priority"].max())
    ax.xaxis.set_major_formatter(drawing.percent_ticks())
    drawing.dress_axes(ax, f"{say('share')} · {kind}")
    numbers = table.drop_duplicates("doc_id")["level"].value_counts()
    counted = {level: f"{say(level)} (n = {numbers[level]})" for level in levels}
    handles = [drawing.make_handle(*STYLES[level][:2], label=counted[level]) for level in levels]
    handles.append(drawing.make_handle(GREY, "|", label=say("mean")))
    drawing.add_legend(ax, handles, say, hollow=False)
    listed = say.join(_say_means(topic, name, means, say) for topic, name in names.items())
    documents = ", ".join(counted.values())
    alt = say("alt places", n=len(names), kind=kind, documents=documents, listed=listed)
    return drawing.finish_figure(ax, table, alt)


def _is_lost(rows: pd.DataFrame) -> pd.Series:
    """Say of which topics it is known that the fit would not find them again."""
    found = rows["found"] if "found" in rows else pd.Series(True, index=rows.index)
    return ~found.fillna(True).astype(bool)


def _say_sides(row: pd.Series, say: Speech) -> str:
    """Say which kind and period, and how many documents on each side."""
    place = row.get("place", "all places")
    kind = say(row["kind"]) + (f" · {place}" if place != "all places" else "")
    about = {"kind": kind, "period": say.period(row["period"])}
    return say("sides", **about, national=row["n_national"], provincial=row["n_provincial"])


def _say_gaps(rows: pd.DataFrame, names: dict[int, str], say: Speech) -> str:
    """Say every gap of one kind and period, in the order drawn."""
    known = rows.assign(lost=_is_lost(rows)).set_index("topic").reindex(list(names)).dropna(subset="gap")
    listed = say.join(
        f"{names[row.Index]} {say.estimate(row.gap, row.low, row.high, sign='+')}"
        + (say("lost") if row.lost else "")
        for row in known.itertuples()
    )
    return say("item", name=_say_sides(rows.iloc[0], say), value=listed)


def _say_one_sided(series: list[pd.DataFrame], say: Speech) -> list[str]:
    """Say which kinds and periods have documents on one side alone, or how many where they are many."""
    if len(series) > 3:
        return [say("one-sided", n=len(series))]
    return [_say_sides(rows.iloc[0], say) for rows in series]


def _say_means(topic: int, name: str, means: pd.Series, say: Speech) -> str:
    here = means.xs(topic, level="topic")
    values = ", ".join(f"{say(level)} {100 * here[level]:.1f}%" for level in STYLES if level in here)
    return say("item", name=name, value=values)
