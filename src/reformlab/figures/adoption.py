"""Figures of first uses and lead: one tidy table in, one Axes out, as in `figures`.

What cannot be known is drawn as such: hollow, or a cross.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from reformlab.figures import marks as drawing
from reformlab.figures.marks import GREY, STYLES
from reformlab.figures.text import Speech

PROVINCES = STYLES["provincial"][0]


def plot_adoption(table: pd.DataFrame, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw in which year each place first used a term or topic, and where that cannot be known.

    Parameters
    ----------
    table : DataFrame
        Of `measure_adoption`; one item and kind.
    ax, language
        As in `plot_coverage`.

    Examples
    --------
    >>> import reformlab as rl
    >>> use = rl.measure_use(rl.load_corpus("made-up"), ["家庭医生"])
    >>> ax = rl.plot_adoption(rl.measure_adoption(use).query("kind == 'key-tasks'"))
    """
    columns = ["item", "label", "label_en", "kind", "level", "place", "first_year", "known", "n_docs"]
    table, say = drawing.start_figure(table, columns, "measure_adoption", language)
    drawing.take_one(table, "item")
    item, kind = name_item(table, say), drawing.take_one(table, "kind")
    rank = {level: place for place, level in enumerate(STYLES)}
    rows = table.assign(rank=table["level"].map(rank))
    rows = rows.sort_values(["rank", "first_year", "place"], kind="stable")
    ax = drawing.open_axes(ax, 7, 1.5 + 0.2 * len(rows))
    y = pd.Series(range(len(rows)), index=rows.index)
    years = rows["first_year"].dropna().astype(int)
    for level, part in rows.groupby("level", sort=False):
        used = part.dropna(subset="first_year")
        at, known = used["first_year"].astype(int), used["known"].astype(bool)
        drawing.draw_dots(ax, at, y[used.index], STYLES[level][:2], known)
    unused = rows.index[rows["first_year"].isna()]
    beyond = np.full(len(unused), years.max() + 1 if len(years) else 0)
    ax.scatter(beyond, y[unused], s=16, marker="x", color=GREY)
    ax.set_yticks(y, [f"{row.place} (n = {row.n_docs})" for row in rows.itertuples()])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    if len(years):
        drawing.tick_years(ax, years.min(), years.max(), {years.max() + 1: "×"} if len(unused) else {})
        ax.set_xlim(years.min() - 0.6, years.max() + 1.6)
    drawing.dress_axes(ax, f"{say('first year')} · {item}, {say(kind)}", grid="x")
    ax.tick_params(axis="y", labelsize=8)
    handles = [drawing.make_handle(GREY, "o", label=say("known use"))]
    handles.append(drawing.make_handle(GREY, "o", label=say("unknown use"), hollow=True))
    handles.append(drawing.make_handle(GREY, "x", label=say("unused")))
    drawing.add_legend(ax, handles, say, hollow=False)
    listed = say.join(_say_first(row, say) for row in rows.itertuples())
    alt = say("alt adoption", n=len(rows), item=item, kind=say(kind), listed=listed)
    return drawing.finish_figure(ax, table, alt)


def plot_lead(table: pd.DataFrame, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw by how many years the provinces are behind the centre, with the verdict of each item.

    A filled mark has a verdict; a hollow one, or a cross where there is no lag, cannot be told.

    Parameters
    ----------
    table : DataFrame
        Of `measure_lead`; one kind.
    ax, language
        As in `plot_coverage`.

    Examples
    --------
    >>> import reformlab as rl
    >>> use = rl.measure_use(rl.load_corpus("made-up"), ["家庭医生"])
    >>> ax = rl.plot_lead(rl.measure_lead(use).query("kind == 'key-tasks'"))
    """
    columns = ["item", "label", "label_en", "kind", "verdict", "lag", "n_docs"]
    table, say = drawing.start_figure(table, columns, "measure_lead", language)
    kind = drawing.take_one(table, "kind")
    ax = drawing.open_axes(ax, 7, 1.6 + 0.3 * len(table))
    names = {}
    for y, row in enumerate(table.itertuples()):
        names[y] = name_item(table.loc[[row.Index]], say)
        drawing.write_in_margin(ax, y, f"{say(row.verdict)} (n = {row.n_docs})")
    known = table[table["lag"].notna()]
    drawing.draw_dots(ax, known["lag"], known.index, (PROVINCES, "o"), known["verdict"] != "cannot tell")
    unknown = table.index.difference(known.index)
    ax.scatter(np.zeros(len(unknown)), unknown, s=20, marker="x", color=GREY, zorder=3)
    drawing.label_rows(ax, names.values())
    drawing.draw_zero(ax)
    ax.set_xlim(-3.2, 3.2)
    drawing.dress_axes(ax, f"{say('lag')} · {say(kind)}", grid="x")
    if table["lag"].isna().any():
        drawing.add_legend(ax, [drawing.make_handle(GREY, "x", label=say("no lag"))], say, hollow=False)
    listed = say.join(
        say("item", name=names[y], value=say(row.verdict) + (f" {row.lag:+.1f}" if pd.notna(row.lag) else ""))
        for y, row in enumerate(table.itertuples())
    )
    return drawing.finish_figure(ax, table, say("alt lead", n=len(table), listed=listed))


def name_item(rows: pd.DataFrame, say: Speech) -> str:
    """Name a term with its gloss, or a topic by its label in the language."""
    first = rows.iloc[0]
    label = first["label"] if pd.notna(first["label"]) else str(first["item"])
    if say.language == "zh" or pd.isna(first["label_en"]):
        return label
    return f"{label} {first['label_en']}" if label == first["item"] else first["label_en"]


def _say_first(row: NamedTuple, say: Speech) -> str:
    if pd.isna(row.first_year):
        return say("item", name=row.place, value=say("unused"))
    return say("item", name=row.place, value=f"{row.first_year}" + ("" if row.known else "?"))
