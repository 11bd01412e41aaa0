"""Figures of the measures beyond the gap: one tidy table in, one Axes out, as in `figures`.

Chance is grey, so that what stands out of it is seen; what rests on few documents is hollow.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.image import AxesImage
from matplotlib.patches import Patch

from reformlab.figures import marks as drawing
from reformlab.figures.marks import GREY, PALE, SIZE, SMALL, STYLES
from reformlab.figures.text import Speech, cut, set_font, wrap

CENTRE, PROVINCES = STYLES["national"][0], STYLES["provincial"][0]
TERMS_SHOWN = 12
LEVEL = 0.05
LEAST_SIGNED = 0.01
OUTSIDE = 0.05  # of the cells by chance, where a band covers 95 %


def plot_divergence(table: pd.DataFrame, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw how far each place is from the centre, over where the other places are; the furthest on top.

    Parameters
    ----------
    table : DataFrame
        Of `measure_divergence`; one kind, period and level.
    ax, language
        As in `plot_coverage`.

    Raises
    ------
    ValueError
        Where the centre has no document.

    Examples
    --------
    >>> import reformlab as rl
    >>> fit = rl.fit_topics(rl.load_corpus("made-up"), n_topics=4, seed=1)
    >>> ax = rl.plot_divergence(rl.measure_divergence(fit, seed=1).query("kind == 'plan'"))
    """
    columns = ["kind", "period", "level", "place", "divergence", "expected", "chance_low", "chance_high"]
    table, say = drawing.start_figure(table, [*columns, "n_docs", "enough"], "measure_divergence", language)
    kind, period, level = (drawing.take_one(table, column) for column in ("kind", "period", "level"))
    rows = table.dropna(subset="divergence")
    rows = rows.sort_values("divergence", ascending=False, kind="stable", ignore_index=True)
    if rows.empty:
        raise ValueError(f"{kind}, {period}: the centre has no document to be far from")
    ax = drawing.open_axes(ax, 5.2, 1.5 + 0.2 * len(rows))
    drawing.draw_null(ax, rows, "chance_low", "chance_high", "expected")
    enough, (colour, mark, _) = rows["enough"].astype(bool), STYLES[level]
    drawing.draw_dots(ax, rows["divergence"], rows.index, (colour, mark), enough)
    ax.set_yticks(rows.index, [f"{say.place(row.place)} (n = {row.n_docs})" for row in rows.itertuples()])
    ax.set(ylim=(len(rows) - 0.4, -0.6), xlim=(0, 1.05 * rows[["divergence", "chance_high"]].max(axis=None)))
    drawing.dress_axes(ax, f"{say('divergence')} · {say(kind)}, {say.period(period)}", grid="x")
    ax.tick_params(axis="y", labelsize=8)
    handles = [Patch(color=PALE, label=say("other places"))]
    handles.append(drawing.make_handle(GREY, "|", label=say("mean of the others")))
    if enough.any():
        handles.append(drawing.make_handle(colour, mark, label=say("enough documents")))
    if not enough.all():
        handles.append(drawing.make_handle(colour, mark, label=say("few documents"), hollow=True))
    drawing.add_legend(ax, handles, say, hollow=False)
    listed = say.join(
        say(
            "alt divergence item" if pd.notna(row.chance_low) else "alt divergence alone",
            place=say(row.place),
            value=row.divergence,
            low=row.chance_low,
            high=row.chance_high,
            n=row.n_docs,
        )
        for row in rows.itertuples()
    )
    about = {"n": len(rows), "kind": say(kind), "period": say.period(period)}
    return drawing.finish_figure(ax, table, say("alt divergence", **about, listed=listed))


def plot_profiles(table: pd.DataFrame, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw what each place puts more (blue) and less (red) weight on than the centre.

    A row a place, a column a topic, in the order of the table, those that are alike together; lines part
    clusters of places. A sign stands where the difference is a point or more.

    A filled dot marks what is found at a false discovery rate of 5 % over all places and topics measured, a
    hollow one what is merely outside the 95 % band of the other places; below stands how many of those
    there would be if no place stood out.

    Parameters
    ----------
    table : DataFrame
        Of `measure_profiles`; one kind, period and level.
    ax, language
        As in `plot_coverage`.

    Examples
    --------
    >>> import reformlab as rl
    >>> fit = rl.fit_topics(rl.load_corpus("made-up"), n_topics=4, seed=1)
    >>> ax = rl.plot_profiles(rl.measure_profiles(fit).query("kind == 'plan'"))
    """
    columns = ["kind", "period", "level", "place", "topic", "difference", "outside", "found"]
    columns += ["place_order", "topic_order", "cluster", "n_docs"]
    table, say = drawing.start_figure(table, columns, "measure_profiles", language)
    kind, period, _ = (drawing.take_one(table, column) for column in ("kind", "period", "level"))
    names = say.topics(table.sort_values("topic_order"))
    wide = table.pivot(index="place_order", columns="topic_order", values="difference")
    places = table.drop_duplicates("place_order").sort_values("place_order")
    ax = drawing.open_axes(ax, max(4, 2.4 + 0.2 * len(names)), 3.6 + 0.19 * len(places))
    far = max(wide.abs().max(axis=None), 0.005)
    image = ax.imshow(wide, cmap="RdBu", vmin=-far, vmax=far, aspect="auto")
    _mark_cells(ax, table, wide, image)
    for line in np.flatnonzero(np.diff(places["cluster"])):
        ax.axhline(line + 0.5, color="black", linewidth=1)
    rows = [f"{say.place(row.place)} ({row.n_docs})" for row in places.itertuples()]
    drawing.label_rows(ax, rows, size=SMALL)
    cell = 0.55 * 72 * ax.figure.get_figwidth() / len(names)
    most = 24 if cell > 2.2 * SMALL else 60
    ax.set_xticks(range(len(names)), [wrap(name, most) for name in names.values()], rotation=90)
    counts = {name: table[name].astype(bool).sum() for name in ("found", "outside")}
    counts |= {"cells": len(table), "expected": round(OUTSIDE * len(table))}
    about = f"{say(kind)}, {say.period(period)} · (n): {say('documents')}"
    drawing.dress_axes(ax, "\n".join([about, say("cells found", **counts), say("cells outside", **counts)]))
    ax.tick_params(labelsize=SMALL, length=0)
    ax.xaxis.label.set_size(SMALL)
    bar = _add_bar(ax, image, say("difference"))
    first = table.loc[table["difference"].abs().sort_values(ascending=False, kind="stable").index].head(5)
    listed = say.join(
        say("item", name=f"{row.place} {names[row.topic]}", value=f"{100 * row.difference:+.1f}")
        for row in first.itertuples()
    )
    about = {"n": len(places), "k": len(names), "kind": say(kind), "period": say.period(period)}
    axes = drawing.finish_figure(ax, table, say("alt profiles", **about, **counts, listed=listed))
    set_font(bar)
    return axes


def _mark_cells(ax: Axes, table: pd.DataFrame, wide: pd.DataFrame, image: AxesImage) -> None:
    """Draw dots where chance hardly reaches, and signs elsewhere."""
    found, outside = (table[column].to_numpy(dtype=bool) for column in ("found", "outside"))
    x = wide.columns.get_indexer(table["topic_order"])
    y = wide.index.get_indexer(table["place_order"])
    for part, fill in ((found, "black"), (outside & ~found, "white")):
        look = {"s": 10, "facecolor": fill, "edgecolor": "black", "linewidth": 0.7}
        ax.scatter(x[part], y[part], **look)
    _write_signs(ax, table["difference"].where(~found & ~outside), x, y, image)


def _add_bar(ax: Axes, image: AxesImage, label: str) -> Axes:
    ticks = drawing.percent_ticks(signed=True)
    bar = ax.figure.colorbar(image, ax=ax, location="top", fraction=0.02, pad=0.01, format=ticks)
    bar.ax.tick_params(labelsize=SMALL)
    bar.outline.set_visible(False)
    bar.set_label(label, fontsize=SIZE)
    return bar.ax


def _write_signs(ax: Axes, values: pd.Series, x: np.ndarray, y: np.ndarray, image: AxesImage) -> None:
    """Write + or − where a difference is a point or more, so that the sides are told apart in grey."""
    for value, right, down in zip(values, x, y, strict=True):
        if abs(value) >= LEAST_SIGNED:
            ink = drawing.ink_on(image.to_rgba(value)[:3])
            look = {"ha": "center", "va": "center", "fontsize": SMALL, "color": ink}
            ax.text(right, down, "+" if value > 0 else "−", **look)


def plot_keyness(table: pd.DataFrame, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw the twelve terms that each group uses most more than the other, over where chance lies.

    Filled marks are beyond what permuting whole documents gives, at a false discovery rate of
    5 %. Terms in fewer than five documents, or of a group that has fewer than five places or national
    documents, are left out. Where the language is English, terms stand with their gloss.

    Parameters
    ----------
    table : DataFrame
        Of `measure_keyness`; one kind.
    ax, language
        As in `plot_coverage`.

    Raises
    ------
    ValueError
        Where the table holds several kinds, or no term of which there is `enough`.

    Examples
    --------
    >>> import reformlab as rl
    >>> corpus = rl.simulate_corpus(n_docs=20, seed=1).corpus
    >>> ax = rl.plot_keyness(rl.measure_keyness(corpus, n_permutations=99, seed=1))
    """
    columns = ["kind", "term", "gloss", "first", "second", "z", "chance_low", "chance_high", "q"]
    columns += ["n_docs_first", "n_docs_second", "enough"]
    table, say = drawing.start_figure(table, columns, "measure_keyness", language)
    kind, first, second = (drawing.take_one(table, column) for column in ("kind", "first", "second"))
    known = table[table["enough"].astype(bool)].sort_values("z", ascending=False, kind="stable")
    if known.empty:
        raise ValueError(
            "no term is used by five documents or more, or a group has fewer than five documents or places; "
            "take more documents together"
        )
    sides = [known[known["z"] > 0].head(TERMS_SHOWN), known[known["z"] <= 0].tail(TERMS_SHOWN)]
    rows = pd.concat(sides, ignore_index=True)
    ax = drawing.open_axes(ax, 8, 1.7 + 0.23 * len(rows))
    drawing.draw_null(ax, rows, "chance_low", "chance_high")
    groups = ((first, rows[rows["z"] > 0], (CENTRE, "D")), (second, rows[rows["z"] <= 0], (PROVINCES, "o")))
    handles = [Patch(color=PALE, label=say("chance"))]
    for group, side, style in groups:
        drawing.draw_dots(ax, side["z"], side.index, style, side["q"] <= LEVEL)
        handles.append(drawing.make_handle(*style, label=say("uses more", group=say(str(group)))))
    names = [_name_term(row, say) for row in rows.itertuples()]
    drawing.label_rows(ax, names)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    drawing.draw_zero(ax)
    drawing.dress_axes(ax, f"{say('keyness')} · {say(kind)}", grid="x")
    for row in rows.itertuples():
        drawing.write_in_margin(ax, row.Index, f"{row.n_docs_first} : {row.n_docs_second}")
    drawing.write_in_margin(ax, -1, say("documents"))
    handles.append(drawing.make_handle(GREY, "o", label=say("not found"), hollow=True))
    drawing.add_legend(ax, handles, say, hollow=False)
    listed = say.join(
        say("item", name=name, value=f"{z:+.1f}") for name, z in zip(names, rows["z"], strict=True)
    )
    about = {"first": say(str(first)), "second": say(str(second)), "kind": say(kind)}
    return drawing.finish_figure(ax, table, say("alt keyness", **about, listed=listed))


def plot_theme_gap(table: pd.DataFrame, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw the gap of every theme by dictionary, with its interval, and by topics beside it.

    Parameters
    ----------
    table : DataFrame
        Of `measure_theme_gap`; one kind and period.
    ax, language
        As in `plot_coverage`.

    Raises
    ------
    ValueError
        Where one side has no document.

    Examples
    --------
    >>> import reformlab as rl
    >>> corpus = rl.load_corpus("made-up")
    >>> table = rl.measure_theme_gap(rl.fit_topics(corpus, n_topics=4, seed=1), corpus)
    >>> ax = rl.plot_theme_gap(table[table["kind"] == "plan"])
    """
    columns = ["kind", "period", "theme", "label", "label_en", "gap", "low", "high", "gap_topics"]
    columns += ["n_national", "n_provincial", "enough"]
    table, say = drawing.start_figure(table, columns, "measure_theme_gap", language)
    kind, period = drawing.take_one(table, "kind"), drawing.take_one(table, "period")
    rows = table.dropna(subset="gap").sort_values("gap", ascending=False, kind="stable", ignore_index=True)
    if rows.empty:
        raise ValueError(f"{kind}, {period}: one side has no document, so there is no gap")
    ax = drawing.open_axes(ax, 8, 1.5 + 0.3 * len(rows))
    y = pd.Series(range(len(rows)), index=rows.index)
    drawing.draw_points(ax, rows, "gap", y - 0.14, drawing.SERIES[0], upright=False)
    colour, mark = drawing.SERIES[1]
    ax.scatter(rows["gap_topics"], y + 0.14, s=24, marker=mark, color=colour, zorder=3)
    names = dict(zip(rows["theme"], rows["label_en" if language == "en" else "label"], strict=True))
    drawing.label_rows(ax, names.values())
    drawing.frame_gaps(ax, rows[["gap", "low", "high", "gap_topics"]], say)
    handles = [drawing.make_handle(*drawing.SERIES[0], label=say("dictionary"))]
    handles.append(drawing.make_handle(colour, mark, label=say("by topics")))
    drawing.add_legend(ax, handles, say, hollow=not rows["enough"].all())
    counts = {"national": rows["n_national"].iloc[0], "provincial": rows["n_provincial"].iloc[0]}
    sides = say("sides", kind=say(kind), period=say.period(period), **counts)
    # Above the words for the two sides, which take one line or three.
    drawing.write_title(ax, sides, pad=8 + 1.3 * SIZE * (1 + ax.texts[-1].get_text().count("\n")))
    listed = say.join(
        say("item", name=names[row.theme], value=f"{100 * row.gap:+.1f}, {100 * row.gap_topics:+.1f}")
        for row in rows.itertuples()
    )
    return drawing.finish_figure(ax, table, say("alt theme gap", n=len(rows), sides=sides, listed=listed))


def _name_term(row: NamedTuple, say: Speech) -> str:
    known = say.language == "en" and pd.notna(row.gloss)
    return f"{row.term} {cut(row.gloss, 30)}" if known else row.term
