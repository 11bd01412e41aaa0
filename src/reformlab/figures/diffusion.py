"""Figures of diffusion: curves over the years, provinces as tiles, and the effects of an event history."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from reformlab.corpus.places import Tile, tiles
from reformlab.figures import marks as drawing
from reformlab.figures.adoption import name_item
from reformlab.figures.marks import GREY, SIZE, SMALL, STYLES
from reformlab.figures.text import Speech, text_width, wrap

CENTRE, PROVINCES = STYLES["national"], STYLES["provincial"]
# One a curve, so that they are told apart in grey.
LINES = ("-", (0, (4, 1)), (0, (1, 1)), "-.", (0, (6, 1, 1, 1, 1, 1)), (0, (8, 3)))


def plot_diffusion(table: pd.DataFrame, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw which share of the places use a term or topic in each year, and have ever used it.

    The line is the share that uses it. Of a single item its 95 % interval is drawn as well, and dotted
    the share that has used it by then: what lies between has dropped it. A diamond is the year in
    which the centre first used it, hollow where its first document already did.

    Parameters
    ----------
    table : DataFrame
        Of `measure_diffusion`; one kind and level, up to six items.
    ax, language
        As in `plot_coverage`.

    Examples
    --------
    >>> import reformlab as rl
    >>> from reformlab.simulate import simulate_diffusion
    >>> ax = rl.plot_diffusion(rl.measure_diffusion(simulate_diffusion(n_items=2, seed=1)))
    """
    columns = ["item", "label", "label_en", "kind", "level", "year", "share", "low", "high", "ever"]
    columns += ["n_exits", "n_places", "centre_year", "centre_known", "enough"]
    table, say = drawing.start_figure(table, columns, "measure_diffusion", language)
    kind, _ = drawing.take_one(table, "kind"), drawing.take_one(table, "level")
    items = table["item"].unique()
    if len(items) > len(drawing.SERIES):
        raise ValueError(f"{len(items)} items are too many; keep up to {len(drawing.SERIES)}")
    ax = drawing.open_axes(ax, 5.6, 3.6)
    handles, listed = [], []
    for number, item in enumerate(items):
        rows = table[table["item"] == item].sort_values("year")
        at, colour = rows["year"].astype(int), drawing.SERIES[number][0] if len(items) > 1 else PROVINCES[0]
        enough = rows["enough"].astype(bool)
        if len(items) == 1:
            ax.fill_between(at, rows["low"], rows["high"], color=colour, alpha=0.15, linewidth=0)
            ax.plot(at, rows["ever"].where(enough), color=colour, linewidth=1, linestyle=":")
        line = LINES[number]
        ax.plot(at, rows["share"].where(enough), color=colour, linewidth=1.8, linestyle=line)
        few = at[~enough], rows.loc[~enough, "share"]
        ax.scatter(*few, s=22, marker="o", facecolor="white", edgecolor=colour, zorder=3, clip_on=False)
        name = name_item(rows, say)
        never = f" ({say('centre never')})" if len(items) > 1 and pd.isna(rows["centre_year"].iloc[0]) else ""
        handles.append(drawing.make_handle(colour, "", line, label=name + never))
        listed.append(say("item", name=name, value=_say_curve(rows, say)))
        _mark_centre(ax, rows, CENTRE[0] if len(items) == 1 else colour)
    if len(items) == 1:
        handles.append(drawing.make_handle(colour, "", ":", label=say("ever used")))
    mark = CENTRE[0] if len(items) == 1 else GREY
    handles.append(drawing.make_handle(mark, CENTRE[1], label=say("centre first")))
    if not table["enough"].all():
        handles.append(drawing.make_handle(GREY, "o", label=say("few places"), hollow=True))
    ax.set_ylim(0, 1.02)
    ax.yaxis.set_major_formatter(drawing.percent_ticks())
    drawing.tick_years(ax, int(table["year"].min()), int(table["year"].max()), {})
    drawing.dress_axes(ax, say("year of", kind=say(kind)), grid="y")
    ax.set_ylabel(say("diffusion"), fontsize=SIZE)
    drawing.add_legend(ax, handles, say, hollow=False)
    return drawing.finish_figure(ax, table, say("alt diffusion", kind=say(kind), listed=say.join(listed)))


def _mark_centre(ax: Axes, rows: pd.DataFrame, colour: str) -> None:
    """Mark on the curve when the centre first used it; at its left end where that was before."""
    first = rows["centre_year"].iloc[0]
    if pd.isna(first) or first > rows["year"].max():
        return
    year = max(int(first), int(rows["year"].min()))
    at = int((rows["year"].astype(int) - year).abs().to_numpy().argmin())
    known = bool(rows["centre_known"].iloc[0]) and first >= rows["year"].min()
    look = {"facecolor": colour if known else "white", "edgecolor": colour, "linewidth": 1.2, "zorder": 4}
    ax.scatter([rows["year"].iloc[at]], [rows["share"].iloc[at]], s=52, marker="D", clip_on=False, **look)


def _say_curve(rows: pd.DataFrame, say: Speech) -> str:
    top, last, first = rows.loc[rows["share"].idxmax()], rows.iloc[-1], rows["centre_year"].iloc[0]
    centre = say("centre never") if pd.isna(first) else say("centre in", year=first)
    values = {"top": f"{100 * top['share']:.0f}", "year": top["year"], "last": last["year"]}
    return say("curve", **values, end=f"{100 * last['share']:.0f}", n=last["n_places"], centre=centre)


def plot_tiles(
    table: pd.DataFrame, value: str = "first_year", *, ax: Axes | None = None, language: str = "en"
) -> Axes:
    """Draw a number of each province on a map of equal tiles, which leaves no small one unseen.

    Parameters
    ----------
    table : DataFrame
        One row a province, with ``place`` and the value: of `measure_adoption` (one item and kind),
        `measure_leaders` or any other. Other places have no tile.
    value : str
        The column to draw. Years are dark where they are early, other numbers where they are high; where
        the table has ``known`` and it is False, a year is one at the latest.
    ax, language
        As in `plot_coverage`.

    Raises
    ------
    ValueError
        Where the table has no such column, no province, or two rows of one.

    Examples
    --------
    >>> import reformlab as rl
    >>> from reformlab.simulate import simulate_diffusion
    >>> table = rl.measure_leaders(simulate_diffusion(n_items=20, seed=1), n_permutations=99)
    >>> ax = rl.plot_tiles(table, "ratio")
    """
    table, say = drawing.start_figure(table, ["place", value], "a measure of places", language)
    rows = table[table["place"].isin(list(tiles()))].set_index("place")
    if rows.empty or rows.index.has_duplicates:
        raise ValueError("the table must have one row a province; filter it to one item and kind")
    ax = drawing.open_axes(ax, 5.2, 5.7)
    years = value.endswith("year")
    numbers = rows[value].astype("Float64").astype(float)
    shades = _shade(-numbers if years else numbers)
    known = rows["known"].astype(bool) if years and "known" in rows else pd.Series(True, rows.index)
    listed, digits = [], 0 if years else _count_digits(numbers.abs().max())
    n_columns, n_rows = (max(getattr(tile, way) for tile in tiles().values()) for way in ("column", "row"))
    room = 72 * min(ax.figure.get_figwidth() / n_columns, ax.figure.get_figheight() / n_rows)
    for place, tile in tiles().items():
        number, told = numbers.get(place, np.nan), known.get(place, True)
        text = "×" if np.isnan(number) else f"{'' if told else '≤ '}{number:.{digits}f}"
        _draw_tile(ax, tile, place, text, shades.get(place, np.nan), 0.85 * room, say.language)
        listed.append(say("item", name=place if say.language == "zh" else tile.english, value=text))
    ax.set_xlim(0.45, n_columns + 0.55)
    ax.set_ylim(n_rows + 0.55, 0.45)
    ax.set_aspect("equal")
    ax.set_axis_off()
    names = [name_item(table, say)] if {"item", "label", "label_en"} <= set(table) else []
    title = wrap(" · ".join([*names, say(f"tile {value}")]), int(16 * ax.figure.get_figwidth()))
    ax.set_title(title, fontsize=SIZE, loc="left")
    alt = say("alt tiles", value=say(f"tile {value}"), listed=say.join(listed))
    return drawing.finish_figure(ax, table, alt)


def _shade(numbers: pd.Series) -> pd.Series:
    """Give each number how dark it is drawn, 0.1 to 1."""
    low, high = numbers.min(), numbers.max()
    if high <= low:
        return numbers * 0 + 0.5
    # By rounding the largest comes out a little above 1.
    return (0.1 + 0.9 * (numbers - low) / (high - low)).clip(upper=1)


def _count_digits(most: float) -> int:
    """Say how many decimals the largest number needs: two figures, and one more from 1 on."""
    return int(max(1 - np.floor(np.log10(most)) + (most >= 1), 0)) if most > 0 else 0


def _draw_tile(ax: Axes, tile: Tile, place: str, text: str, shade: float, room: float, language: str) -> None:
    fill = "white" if np.isnan(shade) else drawing.tint(PROVINCES[0], shade)
    corner = (tile.column - 0.47, tile.row - 0.47)
    ax.add_patch(Rectangle(corner, 0.94, 0.94, facecolor=fill, edgecolor=GREY, linewidth=0.6))
    look = {"ha": "center", "va": "center", "color": drawing.ink_on(fill)}
    lines = [place] if language == "zh" else [place, tile.english]
    small = min(1, room / 42)
    for number, line in enumerate(lines):
        size = min(small * (SMALL if number else SIZE), room / (0.55 * text_width(line)))
        ax.text(tile.column, tile.row - 0.27 + 0.22 * number, line, fontsize=size, **look)
    ax.text(tile.column, tile.row + 0.25, text, fontsize=small * (SIZE + 2), **look)


def plot_event_history(table: pd.DataFrame, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw how much each influence raises the hazard of adoption, with 95 % intervals and verdicts.

    Filled marks are the two that are asked (the centre, the neighbours); hollow ones are held constant.

    Parameters
    ----------
    table : DataFrame
        Of `measure_event_history`.
    ax, language
        As in `plot_coverage`.

    Examples
    --------
    >>> import reformlab as rl
    >>> from reformlab.simulate import simulate_diffusion
    >>> ax = rl.plot_event_history(rl.measure_event_history(simulate_diffusion(n_items=30, seed=1)))
    """
    columns = ["model", "effect", "ratio", "low", "high", "p", "verdict", "n_items", "n_events"]
    table, say = drawing.start_figure(table, columns, "measure_event_history", language)
    models = table["model"].unique()
    ax = drawing.open_axes(ax, 5.6, 1.2 + 0.3 * (len(table) + len(models)))
    ticks = _list_ticks(table)
    names, listed, headings = [], [], []
    for model, rows in table.groupby("model", sort=False):
        headings.append(len(names))
        names.append(say(model))
        for row in rows.itertuples():
            asked = row.verdict != ""
            colour = CENTRE[0] if row.effect == table["effect"].iloc[0] else PROVINCES[0] if asked else GREY
            if pd.notna(row.ratio):
                _draw_ratio(ax, len(names), row, (ticks[0], ticks[-1]), colour)
            told = say(f"verdict {row.verdict}") if asked else ""
            if asked:
                drawing.write_in_margin(ax, len(names), told + ("" if pd.isna(row.p) else _write_p(row.p)))
            ratio = "–" if pd.isna(row.ratio) else f"{row.ratio:.2f} ({row.low:.2f}–{row.high:.2f})"
            listed.append(say("item", name=say(row.effect), value=f"{ratio} {told}".strip()))
            names.append(say(row.effect))
    ax.set_xscale("log")
    ax.set_xlim(ticks[0], ticks[-1])
    ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.minorticks_off()
    ax.axvline(1, color=GREY, linewidth=0.9, zorder=1)
    first = table.iloc[0]
    label = say("hazard ratio", n_items=f"{first.n_items:,}", n_events=f"{first.n_events:,}")
    drawing.label_rows(ax, names)
    for y in headings:
        ax.get_yticklabels()[y].set_color(GREY)
    drawing.dress_axes(ax, label, grid="x")
    return drawing.finish_figure(ax, table, say("alt event history", listed=say.join(listed)))


def _list_ticks(table: pd.DataFrame) -> list[float]:
    """Give powers of two that hold all intervals, at most 1/16 to 16, as a wider one says no more."""
    low, high = np.log2([table["low"].min(), table["high"].max()])
    low, high = (-2, 2) if np.isnan(low) else (int(np.floor(low)), int(np.ceil(high)))
    return [2.0**power for power in range(max(min(low, -1), -4), min(max(high, 1), 4) + 1)]


def _write_p(p: float) -> str:
    return "\n(p < .001)" if p < 0.001 else f"\n(p = {p:.3f})".replace("0.", ".")


def _draw_ratio(ax: Axes, y: int, row: tuple, ends: tuple[float, float], colour: str) -> None:
    """Draw a ratio and its interval, with an arrow where it goes on beyond an end of the axis."""
    ax.hlines(y, max(row.low, ends[0]), min(row.high, ends[1]), color=colour, linewidth=1.6)
    for end, mark, beyond in zip(ends, "<>", (row.low < ends[0], row.high > ends[1]), strict=True):
        if beyond:
            ax.scatter([end], [y], marker=mark, s=26, color=colour, clip_on=False, zorder=3)
    if ends[0] <= row.ratio <= ends[1]:
        fill = colour if row.verdict else "white"
        ax.scatter([row.ratio], [y], s=34, facecolor=fill, edgecolor=colour, linewidth=1.2, zorder=3)


def plot_leaders(table: pd.DataFrame, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw which places adopt early and which late, with 95 % intervals; hollow where it cannot be told.

    Parameters
    ----------
    table : DataFrame
        Of `measure_leaders`.
    ax, language
        As in `plot_coverage`.

    Examples
    --------
    >>> import reformlab as rl
    >>> from reformlab.simulate import simulate_diffusion
    >>> ax = rl.plot_leaders(rl.measure_leaders(simulate_diffusion(n_items=20, seed=1), n_permutations=99))
    """
    columns = ["level", "place", "ratio", "low", "high", "verdict", "n_adoptions"]
    table, say = drawing.start_figure(table, columns, "measure_leaders", language)
    ax = drawing.open_axes(ax, 5.2, 1.5 + 0.22 * len(table))
    names, listed = [], []
    for y, row in enumerate(table.itertuples()):
        colour, mark, _ = STYLES[row.level]
        told = row.verdict != "cannot tell"
        ax.hlines(y, row.low, row.high, color=colour, linewidth=1.2)
        fill = colour if told else "white"
        ax.scatter([row.ratio], [y], s=28, marker=mark, facecolor=fill, edgecolor=colour, zorder=3)
        name = say.place(row.place)
        names.append(f"{name} (n = {row.n_adoptions})")
        listed.append(say("item", name=name, value=f"{row.ratio:.2f} {say(row.verdict)}"))
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.axvline(1, color=GREY, linewidth=0.9, zorder=1)
    drawing.dress_axes(ax, say("leaders"), grid="x")
    ax.tick_params(axis="y", labelsize=8)
    handles = [drawing.make_handle(GREY, "o", label=say("told leader"))]
    handles.append(drawing.make_handle(GREY, "o", label=say("cannot tell"), hollow=True))
    drawing.add_legend(ax, handles, say, hollow=False)
    return drawing.finish_figure(ax, table, say("alt leaders", n=len(table), listed=say.join(listed)))
