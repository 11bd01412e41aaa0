"""The parts that figures are put together from: marks, rows, periods, margins, legends.

Nothing here knows what a measure means, and nothing is for users: see `figures`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter
from matplotlib.transforms import ScaledTranslation, Transform

from reformlab.corpus.choices import check_columns
from reformlab.corpus.periods import YEAR_UNKNOWN
from reformlab.figures.text import Speech, set_font, text_width, wrap

Colour = str | tuple[float, ...]

# Colour, mark and line of each level, and colour and mark of what else stands side by side;
# colours of Okabe and Ito (2008).
STYLES = {
    "national": ("#D55E00", "D", "-"),
    "provincial": ("#0072B2", "o", "--"),
    "prefecture": ("#009E73", "s", ":"),
    "county": ("#CC79A7", "v", "-."),
    "township": ("#56B4E9", "P", "-."),
    "unknown": ("#666666", "X", ":"),
}
# What is no level has none of their colours but blue, which is what stands alone: orange is the centre.
SERIES = (
    ("#000000", "o"),
    ("#AA3377", "D"),
    ("#0072B2", "s"),
    ("#009E73", "^"),
    ("#CC79A7", "v"),
    ("#E69F00", "P"),
)
GREY, PALE = "#595959", "#E2E2E2"
FAINT, SHADE = "#707070", "#EFEFEF"  # words beside the point; every other era
PLAIN = SERIES[2][0]  # what stands alone
READABLE = 4.5  # the least contrast of a text with what is behind it

# Type sizes and distances are in points.
SIZE, SMALL = 9, 7
HALF_WIDTH = 0.55 * SIZE
ERA_WIDTH = 12
# The part of its figure that Matplotlib gives a frame before it is laid out.
WITHIN = 0.775
# From the axis down to the legend: below tick labels of two lines, or one and an axis label.
LEGEND_DROP = 38


def start_figure(
    table: pd.DataFrame, columns: list[str], source: str, language: str
) -> tuple[pd.DataFrame, Speech]:
    """Check that a table can be drawn; give it with plain row numbers, and the words to draw it with."""
    if not isinstance(table, pd.DataFrame):
        raise TypeError(
            f"the figure draws the table of {source}, and was given a {type(table).__name__}; "
            "measure first, then draw what that gives"
        )
    check_columns(table, columns, source)
    if table.empty:
        raise ValueError(
            f"the table has no rows: was it filtered by a value that it has not, or one spelled otherwise? "
            f"Give one or more rows of {source}"
        )
    return table.reset_index(drop=True), Speech(language)


def take_one(table: pd.DataFrame, column: str) -> object:
    """Return the one value of a column, or say that there are several."""
    values = table[column].unique().tolist()
    if len(values) > 1:
        raise ValueError(f"the figure draws one {column}, the table has {values}; filter it to one")
    return values[0]


def open_axes(ax: Axes | None, width: float, height: float) -> Axes:
    """Return the Axes given, or that of a new figure of this size in inches."""
    return plt.subplots(figsize=(width, height), layout="constrained")[1] if ax is None else ax


def finish_figure(ax: Axes, table: pd.DataFrame, alt: str) -> Axes:
    """Set the font; keep the alternative text as the label of the Axes, which is not drawn, and the table."""
    set_font(ax)
    ax.set_label(alt)
    ax.drawn = table
    return ax


def dress_axes(ax: Axes, x_label: str | None, *, grid: str | None = None) -> None:
    """Leave the axis below as the only line around, with a grid for the values."""
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_color(GREY)
    ax.tick_params(axis="x", labelsize=SIZE, color=GREY, length=3)
    # Names of rows may be smaller already.
    written = [name.get_fontsize() for name in ax.get_yticklabels()]
    ax.tick_params(axis="y", labelsize=min([SIZE, *written]), length=0)
    ax.set_axisbelow(True)
    if grid:
        ax.grid(axis=grid, color=PALE, linewidth=0.6)
    if x_label:
        lines = [wrap(line, int(0.85 * _find_room(ax) / HALF_WIDTH)) for line in x_label.split("\n")]
        ax.set_xlabel("\n".join(lines), fontsize=SIZE)
        if _is_wide(lines, ax):
            # As wide as the figure: it ends where the axis does.
            ax.xaxis.label.set(ha="right", x=1, multialignment="left")


def write_title(ax: Axes, text: str, pad: float = 6) -> None:
    """Write above the frame, in lines no wider than the figure; wide ones end where the frame does."""
    lines = wrap(text, int(_find_room(ax) / HALF_WIDTH))
    wide = _is_wide([lines], ax)
    ax.set_title(lines, fontsize=SIZE, loc="right" if wide else "left", pad=pad, multialignment="left")


def _find_room(ax: Axes) -> float:
    """Give the width that an Axes and its labels have, in points."""
    return 72 * ax.figure.get_figwidth() * ax.get_position().width / WITHIN - 20


def _is_wide(lines: Iterable[str], ax: Axes, extra: float = 0) -> bool:
    """Say whether text is wider than what is left for the frame beside the names of rows."""
    names = [name.get_text() for name in ax.get_yticklabels()]
    # A tenth may be taken by what stands in the margin at the right.
    frame = 0.9 * _find_room(ax) - HALF_WIDTH * _widest(names)
    return HALF_WIDTH * _widest(lines) + extra > frame


def _widest(texts: Iterable[str]) -> int:
    return max((text_width(line) for text in texts for line in text.split("\n")), default=0)


def label_rows(ax: Axes, names: Iterable[str], *, size: float = SIZE) -> None:
    """Write the names of rows at the left, the first on top: in a narrow figure in lines, and smaller."""
    names = list(names)
    labels = _break_rows(ax, names, size)
    if max(label.count("\n") for label in labels) > 1:
        size = min(size, SMALL)
        labels = _break_rows(ax, names, size)
    ax.set_yticks(range(len(labels)), labels)
    ax.tick_params(axis="y", labelsize=size)
    ax.set_ylim(len(labels) - 0.5, -0.5)


def _break_rows(ax: Axes, names: list[str], size: float) -> list[str]:
    most = min(36, int(0.45 * _find_room(ax) / (HALF_WIDTH * size / SIZE)))
    return ["\n".join(wrap(line, most) for line in name.split("\n")) for name in names]


def percent_ticks(*, signed: bool = False) -> FuncFormatter:
    """Write shares as percent, or differences of shares as percentage points with their sign."""
    write: Callable[[float, int], str] = lambda value, _: f"{100 * value:g}%"  # noqa: E731
    if signed:
        write = lambda value, _: f"{100 * value:+g}".replace("-", "−") if value else "0"  # noqa: E731
    return FuncFormatter(write)


def add_legend(ax: Axes, handles: list[Line2D], say: Speech, *, hollow: bool) -> None:
    """Write the legend under the axis and its label: in one line where there is room."""
    if hollow:
        handles = [*handles, make_handle(GREY, "o", label=say("few"), hollow=True)]
    room, mark = WITHIN * _find_room(ax), 5 * SIZE
    needed = sum(HALF_WIDTH * text_width(handle.get_label()) + mark for handle in handles)
    for handle in handles:
        handle.set_label(wrap(handle.get_label(), int((0.9 * _find_room(ax) - mark) / HALF_WIDTH)))
    # One as wide as the figure ends where the frame does.
    drop = LEGEND_DROP + 1.2 * SIZE * ax.get_xlabel().count("\n")
    wide = needed > room and _is_wide([handle.get_label() for handle in handles], ax, mark)
    at = ax.transAxes + ScaledTranslation(0, -drop / 72, ax.figure.dpi_scale_trans)
    n_columns = len(handles) if needed <= room else 1
    place_legend(ax, handles, at, right=wide, ncols=n_columns, fontsize=SIZE)


def place_legend(ax: Axes, handles: list, at: Transform, *, right: bool = False, **look: Any) -> None:
    """Write a legend without a frame, below the lower left corner of the Axes or its right one."""
    corner = {"loc": "upper right" if right else "upper left", "bbox_to_anchor": (int(right), 0)}
    look |= {"borderpad": 0, "borderaxespad": 0, "frameon": False}
    ax.legend(handles=handles, bbox_transform=at, **corner, **look)


def make_handle(colour: str, mark: str, line: str = "", *, label: str, hollow: bool = False) -> Line2D:
    """Make an entry of a legend."""
    fill = "white" if hollow else colour
    size, edge = (11, 2.2) if mark == "|" else (5.5, 1.2)
    look = {"markerfacecolor": fill, "markeredgecolor": colour, "markersize": size, "markeredgewidth": edge}
    return Line2D([], [], color=colour, marker=mark, linestyle=line, label=label, **look)


def draw_points(
    ax: Axes,
    rows: pd.DataFrame,
    value: str,
    at: pd.Series,
    style: tuple[str, str],
    *,
    upright: bool,
    hollow: pd.Series | bool = False,
) -> None:
    """Draw estimates with their intervals; hollow, and without, where there is not enough."""
    enough = rows["enough"].astype(bool)
    draw = ax.vlines if upright else ax.hlines
    draw(at[enough], rows.loc[enough, "low"], rows.loc[enough, "high"], color=style[0], linewidth=1.4)
    draw_dots(ax, *((at, rows[value]) if upright else (rows[value], at)), style, enough & ~hollow)


def draw_dots(ax: Axes, x: pd.Series, y: pd.Series, style: tuple[str, str], filled: pd.Series) -> None:
    """Draw marks, hollow where they are not to be relied on."""
    colour, mark = style
    look = {"s": 30, "marker": mark, "edgecolor": colour, "linewidth": 1.2, "zorder": 3, "clip_on": False}
    for part, fill in ((filled, colour), (~filled, "white")):
        ax.scatter(x[part], y[part], facecolor=fill, **look)


def draw_null(ax: Axes, rows: pd.DataFrame, low: str, high: str, mean: str | None = None) -> None:
    """Draw where 95 % of the null distribution lie, a pale bar a row of the table, and its mean."""
    ax.barh(rows.index, rows[high] - rows[low], 0.6, rows[low], color=PALE)
    if mean is not None:
        ax.vlines(rows[mean], rows.index - 0.3, rows.index + 0.3, color=GREY, linewidth=1)


def draw_zero(ax: Axes, *, across: bool = False) -> None:
    """Draw the line of no difference: upright, or across."""
    (ax.axhline if across else ax.axvline)(0, color=GREY, linewidth=0.9, zorder=1)


def frame_gaps(ax: Axes, values: pd.DataFrame, say: Speech) -> None:
    """Lay gaps out around zero: the line, equal room on either side, and whose side is which."""
    draw_zero(ax)
    far = 1.08 * np.nanmax([*values.abs().max(), 0.005])
    ax.set_xlim(-far, far)
    ax.xaxis.set_major_formatter(percent_ticks(signed=True))
    dress_axes(ax, say("gap"), grid="x")
    most = max(int(0.26 * _find_room(ax) / HALF_WIDTH), 12)
    for key, x, side in (("provinces", 0.48, "right"), ("centre", 0.52, "left")):
        look = {"ha": side, "va": "bottom", "fontsize": SIZE, "color": GREY}
        ax.text(x, 1.012, wrap(say(key), most), transform=ax.transAxes, **look)


def draw_line(ax: Axes, rows: pd.DataFrame, at: pd.Series, level: str, shift: float) -> None:
    """Draw the line of a level, broken where a period is missing or has not enough documents."""
    known = pd.Series(rows["priority"].where(rows["enough"].astype(bool)).to_numpy(), index=at)
    known = known.reindex(range(at.min(), at.max() + 1))
    colour, _, line = STYLES[level]
    ax.plot(known.index + shift, known, color=colour, linestyle=line, linewidth=1.2)


def write_numbers(ax: Axes, numbers: pd.Series, at: pd.Series, name: str, colour: str, line: int) -> None:
    """Write numbers above the frame, on a line of their own that ends with its name."""
    look = {"textcoords": "offset points", "fontsize": SMALL, "color": darken(colour)}
    height = 5 + 11 * line
    for x, number in zip(at, numbers, strict=True):
        ax.annotate(f"{number}", (x, 1), (0, height), xycoords=ax.get_xaxis_transform(), ha="center", **look)
    ax.annotate(f"n {name}", (1, 1), (4, height), xycoords="axes fraction", **look)


def write_in_margin(ax: Axes, y: float, text: str) -> None:
    """Write at the right of the frame, at a height of the data."""
    place = {"xycoords": ax.get_yaxis_transform(), "textcoords": "offset points", "va": "center"}
    most = max(int(0.25 * _find_room(ax) / HALF_WIDTH), 12)
    lines = "\n".join(wrap(line, most) for line in text.split("\n"))
    ax.annotate(lines, (1, y), (4, 0), fontsize=SIZE, **place)


def tint(colour: str, shade: float) -> tuple[float, ...]:
    """Mix a colour with white: 1 is the colour, 0 white."""
    return tuple(1 - shade * (1 - part) for part in to_rgb(colour))


def contrast(one: Colour, other: Colour) -> float:
    """Return how far two colours stand apart, 1 to 21 (WCAG 2.2); text is readable from 4.5."""
    light, dark = sorted((_lightness(colour) + 0.05 for colour in (one, other)), reverse=True)
    return light / dark


def darken(colour: Colour) -> tuple[float, ...]:
    """Darken a colour until text in it can be read on white."""
    parts = to_rgb(colour)
    while contrast(parts, "white") < READABLE:
        parts = tuple(0.95 * part for part in parts)
    return parts


def ink_on(fill: Colour) -> str:
    """Return black or white, whichever can be read on a colour."""
    return max("black", "white", key=lambda ink: contrast(ink, fill))


def _lightness(colour: Colour) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def place_periods(periods: Iterable[str]) -> dict[str, int]:
    """Give periods their places on the axis: years as numbers, others one after the other."""
    names = sorted(set(periods) - {YEAR_UNKNOWN}, key=_begin)
    years = all(name.isdigit() for name in names)
    places = {name: int(name) if years else place for place, name in enumerate(names)}
    if YEAR_UNKNOWN in set(periods):
        places[YEAR_UNKNOWN] = max(places.values(), default=-2) + 2
    return places


def tick_periods(ax: Axes, places: dict[str, int], say: Speech) -> None:
    """Write the periods under the axis; years only as far as there is room."""
    known = {name: place for name, place in places.items() if name != YEAR_UNKNOWN}
    unknown = {place: say.in_two_lines(YEAR_UNKNOWN) for name, place in places.items() if name not in known}
    if known and all(name.isdigit() for name in known):
        tick_years(ax, min(known.values()), max(known.values()), unknown)
    else:
        # An era has its name below its years.
        names = {place: wrap(say.period(name), ERA_WIDTH) for name, place in known.items()} | unknown
        ax.set_xticks(list(names), list(names.values()))
    ax.set_xlim(min(places.values()) - 0.6, max(places.values()) + 0.6)


def tick_years(ax: Axes, first: int, last: int, extra: dict[int, str]) -> None:
    """Write at most a dozen round years under the axis, as there is room, and what stands beyond them."""
    most = np.clip(0.72 * _find_room(ax) // (3.2 * SIZE), 2, 12)
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200) if (last - first) / step <= most)
    ticks = {year: str(year) for year in range(first, last + 1) if year % step == 0} | extra
    ax.set_xticks(list(ticks), list(ticks.values()))


def _begin(period: str) -> float:
    """Give the year that a period begins with, to sort by."""
    if period.startswith("before "):
        return int(period.removeprefix("before ")) - 0.5
    return int(period[:4]) if period[:4].isdigit() else 0
