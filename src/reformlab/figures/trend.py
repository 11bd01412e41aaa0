"""Figures of trends: small multiples, a panel a topic, over the eras and events of reform.

All panels stand within one Axes, so that a figure of thirty topics is one picture with one alternative
text, as every other.
"""

from __future__ import annotations

from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.transforms import ScaledTranslation

from reformlab.corpus.periods import read_eras, read_events
from reformlab.figures import marks as drawing
from reformlab.figures.marks import GREY, HALF_WIDTH, SIZE, SMALL, STYLES
from reformlab.figures.text import Speech, cut, text_width, wrap

GAP = "gap"
COLOURS = {level: look[0] for level, look in STYLES.items()} | {GAP: "#000000"}
LINES = {level: look[2] for level, look in STYLES.items()} | {GAP: "-"}
ITEMS = ("topic", "theme", "domain", "item")
CENTIMETRE = 1 / 2.54
# Sizes in inches: the least width of a panel, its height, and room for its title and its years.
PANEL, HEIGHT, HEAD, FOOT, SIDE = 1.55, 0.85, 0.2, 0.2, 0.32
YEAR_ROOM = 0.42
HARD = "\u00a0"
# Numbers of events nearer than this part of the time drawn stand one under the other.
NEAR = 0.06
SHADE = "#EFEFEF"
SPREADS = (("q10", "q90", 0.12), ("q25", "q75", 0.2))


def plot_trend(
    table: pd.DataFrame,
    *,
    eras: pd.DataFrame | None = None,
    events: pd.DataFrame | None = None,
    width: float = 18,
    ax: Axes | None = None,
    language: str = "en",
) -> Axes:
    """Draw how the priority of every topic moves over the years, a small panel each.

    A line a level with its 95 % band for a single year; the centre's texts are small marks, and
    thin lines around its band are that of the whole curve. Behind the provincial mean stand the
    middle half and the middle four fifths of the provinces. Of the gap alone, one line with both
    bands. Where there is not enough, the line has no band. Every panel has a scale of its own.

    Parameters
    ----------
    table : DataFrame
        Of `measure_trend`, one kind; rows of the gap are drawn where it has no others.
    eras : DataFrame, optional
        ``name``, ``zh``, ``first_year``, ``last_year``: shaded in turn, lettered. `read_eras` unless
        given; a table without rows draws none.
    events : DataFrame, optional
        ``date``, ``name``, ``zh``: marked and numbered. Those of `read_events` that are ``main``
        unless given.
    width : float
        In centimetres: 18 is a page, 9 a column of a journal. Panels stand beside each other as far
        as there is room.
    ax, language
        As in `plot_coverage`; with `ax`, `width` is that of the Axes.

    Returns
    -------
    Axes
        The panels are its ``child_axes``.

    Raises
    ------
    ValueError
        Where the table holds several kinds.

    Examples
    --------
    >>> import reformlab as rl
    >>> panel = rl.simulate_panel(n_topics=3, seed=1)
    >>> ax = rl.plot_trend(rl.measure_trend(panel.priorities))
    >>> len(ax.child_axes)
    3
    """
    columns = [
        "kind",
        "level",
        "year",
        "estimate",
        "low",
        "high",
        "low_all",
        "high_all",
        "observed",
        "enough",
    ]
    table, say = drawing.start_figure(table, columns, "measure_trend", language)
    kind = say(drawing.take_one(table, "kind"))
    table = table.rename(columns={name: "topic" for name in ITEMS if name in table})
    if set(table["level"]) != {GAP}:
        table = table[table["level"] != GAP]
    names = say.topics(table)
    span = int(table["year"].min()), int(table["year"].max())
    time = _Time.read(eras, events, span, say)
    levels = [level for level in COLOURS if level in set(table["level"])]
    handles, key = _make_handles(table, levels, say), time.say_key()

    inches = width * CENTIMETRE if ax is None else ax.figure.get_figwidth() * ax.get_position().width
    n_columns = int(np.clip(inches // PANEL, 1, len(names)))
    n_rows = -(-len(names) // n_columns)
    most = int(72 * inches / (0.54 * SMALL))
    notes = "\n".join(wrap(line, most) for line in key)
    legend_columns = _count_columns(handles, 72 * inches)
    notes_height = (SMALL * 1.25 * (notes.count("\n") + 1) if notes else 0) + 10
    legend_height = (SMALL * 1.5) * -(-len(handles) // legend_columns)
    if ax is None:
        height = n_rows * (HEIGHT + HEAD + FOOT) + (notes_height + legend_height) / 72 + 0.3
        ax = plt.subplots(figsize=(inches, height), layout="constrained")[1]
    ax.axis("off")
    for number, (topic, name) in enumerate(names.items()):
        row, column = divmod(number, n_columns)
        part = ax.inset_axes(_place(row, column, n_rows, n_columns, inches))
        rows = table[table["topic"] == topic]
        _draw_panel(part, rows, levels, span)
        time.draw(part, span, lettered=row == 0)
        room = int(72 * inches / n_columns / (0.56 * SMALL))
        part.set_title(cut(name, room), fontsize=SMALL + 0.5, loc="left", pad=9 if row == 0 else 3)
    if notes:
        place = {"xycoords": "axes fraction", "textcoords": "offset points", "va": "top", "ha": "left"}
        ax.annotate(notes, (0, 0), (0, -4), fontsize=SMALL, color=GREY, linespacing=1.25, **place)
    drop = ScaledTranslation(0, -notes_height / 72, ax.figure.dpi_scale_trans)
    ax.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0, 0),
        bbox_transform=ax.transAxes + drop,
        borderpad=0,
        borderaxespad=0,
        frameon=False,
        fontsize=SMALL,
        ncols=legend_columns,
        handlelength=2.2,
        columnspacing=1.2,
    )
    listed = say.join(
        _say_course(table[table["topic"] == topic], name, levels, say) for topic, name in names.items()
    )
    about = {"n": len(names), "kind": kind, "span": say("span", first=span[0], last=span[1])}
    alt = say("alt trend gap" if levels == [GAP] else "alt trend", **about, listed=listed)
    return _finish(ax, table, alt)


@dataclass(frozen=True)
class _Time:
    """Eras and events, as far as they fall into the years drawn."""

    eras: list[tuple[str, str, int, int]]
    events: list[tuple[str, str, float]]
    say: Speech

    @classmethod
    def read(
        cls, eras: pd.DataFrame | None, events: pd.DataFrame | None, span: tuple[int, int], say: Speech
    ) -> _Time:
        """Take a user's tables, or those of the project; letters and numbers in order of time."""
        if eras is None:
            eras = read_eras()
        if events is None:
            events = read_events().query("main == 'yes'")
        name = "zh" if say.language == "zh" else "name"
        eras = eras[(eras["last_year"] >= span[0]) & (eras["first_year"] <= span[1])]
        events = events.assign(at=events["date"].astype(str).map(_find_date).astype(float))
        events = events[events["at"].between(span[0] - 0.5, span[1] + 0.5)].sort_values("at")
        return cls(
            [
                (chr(ord("A") + number), str(era.get(name, era["name"])), era["first_year"], era["last_year"])
                for number, era in enumerate(eras.to_dict("records"))
            ],
            [
                (str(number), str(event.get(name, event["name"])), event["at"])
                for number, event in enumerate(events.to_dict("records"), start=1)
            ],
            say,
        )

    def say_key(self) -> list[str]:
        """Say what letters and numbers stand for."""
        eras = [f"{letter} {name} {first}–{last}" for letter, name, first, last in self.eras]
        events = [f"{number} {name} {int(at + 0.5)}" for number, name, at in self.events]
        # Lines break between entries, not within.
        return [
            self.say.join(part).replace(" ", HARD).replace(f";{HARD}", "; ")
            for part in (eras, events)
            if part
        ]

    def draw(self, ax: Axes, span: tuple[int, int], *, lettered: bool) -> None:
        """Shade every other era and mark the events, behind all else."""
        first, last = span[0] - 0.5, span[1] + 0.5
        write = {"xycoords": ax.get_xaxis_transform(), "textcoords": "offset points", "ha": "center"}
        write |= {"fontsize": SMALL - 1.5, "color": GREY, "annotation_clip": False}
        for number, (letter, _, start, end) in enumerate(self.eras):
            left, right = max(start - 0.5, first), min(end + 0.5, last)
            if number % 2 == 0:
                ax.axvspan(left, right, color=SHADE, linewidth=0, zorder=0)
            if lettered:
                ax.annotate(letter, ((left + right) / 2, 1), (0, 1.5), va="bottom", **write)
        line, before = 0, -np.inf
        for number, _, at in self.events:
            line, before = (line + 1 if at - before < NEAR * (last - first) else 0), at
            ax.plot(
                [at, at], [0.93, 1], transform=ax.get_xaxis_transform(), color=GREY, linewidth=0.8, zorder=1
            )
            if lettered:
                ax.annotate(number, (at, 0.93), (0, -0.5 - 5.5 * line), va="top", **write)


def _find_date(date: str) -> float:
    """Give a date its place among years, whose numbers stand in their middle."""
    parts = [int(part) for part in date.split("-")]
    month = parts[1] if len(parts) > 1 else 7
    day = parts[2] if len(parts) > 2 else 1
    return parts[0] - 0.5 + (month - 1 + (day - 1) / 31) / 12


def _draw_panel(ax: Axes, rows: pd.DataFrame, levels: list[str], span: tuple[int, int]) -> None:
    """Draw the courses of one topic."""
    for level in reversed(levels):
        part = rows[rows["level"] == level].sort_values("year")
        # A year without documents breaks the line.
        part = part.set_index("year").reindex(range(span[0], span[1] + 1))
        colour, x = COLOURS[level], part.index.to_numpy()
        for low, high, shade in SPREADS if level not in ("national", GAP) and "q10" in part else ():
            ax.fill_between(x, part[low], part[high], color=colour, alpha=shade, linewidth=0, zorder=2)
        ax.fill_between(x, part["low"], part["high"], color=colour, alpha=0.3, linewidth=0, zorder=2.2)
        if level in ("national", GAP):
            for limit in ("low_all", "high_all"):
                ax.plot(x, part[limit], color=colour, linewidth=0.5, zorder=2.4)
            if level == "national":
                look = {"s": 4, "marker": "D", "color": colour, "linewidth": 0, "clip_on": False}
                ax.scatter(x, part["observed"], zorder=2.6, **look)
        ax.plot(x, part["estimate"], color=colour, linestyle=LINES[level], linewidth=1.3, zorder=3)
    if levels == [GAP]:
        ax.axhline(0, color=GREY, linewidth=0.7, zorder=1)
    else:
        ax.set_ylim(bottom=0)
    ax.margins(y=0.08)
    ax.yaxis.set_major_locator(plt.MaxNLocator(3, steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(drawing.percent_ticks(signed=levels == [GAP]))
    drawing.dress_axes(ax, None, grid="y")
    ax.tick_params(labelsize=SMALL, length=2, pad=2)
    ax.set_xlim(span[0] - 0.5, span[1] + 0.5)
    step = next(
        step for step in (1, 2, 5, 10, 20, 50, 100) if (span[1] - span[0]) / step <= PANEL / YEAR_ROOM
    )
    ticks = [year for year in range(span[0], span[1] + 1) if year % step == 0]
    ax.set_xticks(ticks, [str(year) for year in ticks])


def _place(row: int, column: int, n_rows: int, n_columns: int, inches: float) -> list[float]:
    """Give the bounds of a panel within the Axes: room at the left for values, above for its title."""
    cell = HEIGHT + HEAD + FOOT
    wide = 1 / n_columns
    side = min(SIDE * n_columns / inches, 0.4) * wide
    left, bottom = column * wide + side, 1 - (row + 1) / n_rows + FOOT / cell / n_rows
    return [left, bottom, wide - side - 0.06 * wide, HEIGHT / cell / n_rows]


def _make_handles(table: pd.DataFrame, levels: list[str], say: Speech) -> list[Line2D | Patch | tuple]:
    """Make the entries of the legend."""
    handles = []
    for level in levels:
        word = {"national": "trend centre", GAP: "trend gap"}.get(level, "trend places")
        look = {"color": COLOURS[level], "linestyle": LINES[level], "linewidth": 1.3}
        handles.append(Line2D([], [], label=say(word, level=say(level)), **look))
    if "national" in levels:
        handles.append(drawing.make_handle(COLOURS["national"], "D", label=say("trend text")))
        handles[-1].set_markersize(2.5)
    if {"national", GAP} & set(levels):
        colour = COLOURS[GAP if levels == [GAP] else "national"]
        handles.append(Line2D([], [], color=colour, linewidth=0.5, label=say("trend curve")))
    if set(levels) - {"national", GAP} and "q10" in table:
        colour = COLOURS[next(level for level in levels if level not in ("national", GAP))]
        handles.append(Patch(color=colour, alpha=0.3, linewidth=0, label=say("trend middle half")))
        handles.append(Patch(color=colour, alpha=0.12, linewidth=0, label=say("trend middle")))
    return handles


def _count_columns(handles: list, points: float) -> int:
    """Say how many entries of the legend have room beside each other."""
    widest = max(
        HALF_WIDTH * SMALL / SIZE * text_width(handle.get_label()) + 4.5 * SMALL for handle in handles
    )
    return int(np.clip(points // widest, 1, len(handles)))


def _say_course(rows: pd.DataFrame, name: str, levels: list[str], say: Speech) -> str:
    """Say where each line begins and ends."""
    told = []
    for level in levels:
        part = rows[rows["level"] == level].sort_values("year")
        if part.empty:
            continue
        ends = [_say_year(part.iloc[end], say, signed=level == GAP) for end in (0, -1)]
        told.append(
            say("trend ends", level=say("trend gap" if level == GAP else level), first=ends[0], last=ends[1])
        )
    return say("item", name=name, value=", ".join(told))


def _say_year(row: pd.Series, say: Speech, *, signed: bool) -> str:
    sign = "+" if signed else ""
    value, low, high = (f"{100 * row[name]:{sign}.1f}" for name in ("estimate", "low", "high"))
    key = "estimate" if pd.notna(row["low"]) else "no estimate"
    return f"{row['year']}: {say(key, value=value, low=low, high=high)}"


def _finish(ax: Axes, table: pd.DataFrame, alt: str) -> Axes:
    """Finish the Axes and its panels with one font."""
    drawing.finish_figure(ax, table, alt)
    family = ax.get_legend().get_texts()[0].get_fontfamily()
    for part in ax.child_axes:
        part.tick_params(axis="both", labelfontfamily=family[0])
    return ax
