"""A figure of what survives other choices: the specification curve of one topic's gap.

As in `figures`, one tidy table goes in and one Axes comes out, and nothing is computed.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import ScaledTranslation

from reformlab.figures import marks as drawing
from reformlab.figures.marks import GREY, PALE, SERIES, SIZE
from reformlab.figures.text import Speech

# The settings under the curve, in the order of `list_specifications`; a setting that no
# specification changes is left out.
SETTINGS = ("engine", "corrected", "seed", "n_topics", "prevalence", "min_docs", "max_passage_share", "unit")
SETTINGS += ("only_kind", "only_years", "min_passages", "kinds")
ROW = 0.19  # inches


def plot_robustness(table: pd.DataFrame, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw the gap of one topic under every specification, sorted, with the settings of each below.

    The reference is a purple diamond. Black: the interval is off 0; grey: it is not; hollow:
    too few documents for an interval. Below, a mark a specification in the row of the value that
    each setting has. Specifications without such a topic are counted, not drawn.

    Parameters
    ----------
    table : DataFrame
        Of `measure_robustness`; one topic.
    ax, language
        As in `plot_coverage`; the settings hang below the frame.

    Raises
    ------
    ValueError
        Where no specification has a gap.

    Notes
    -----
    Simonsohn, Simmons and Nelson (2020), Nature Human Behaviour 4, 1208-1214, figure 2.

    Examples
    --------
    >>> import reformlab as rl
    >>> corpus = rl.simulate_corpus(n_docs=20, gap=0.3, seed=1).corpus
    >>> fit = rl.fit_topics(corpus, 6, seed=1)
    >>> few = rl.list_specifications(fit, corpus).head(3)
    >>> table = rl.measure_robustness(fit, corpus, specifications=few, progress=False)
    >>> ax = rl.plot_robustness(table.query("topic == 1"))
    """
    columns = ["spec", "changed", "topic", "gap", "low", "high", "enough"]
    table, say = drawing.start_figure(table, columns, "measure_robustness", language)
    name = say.topics(table)[drawing.take_one(table, "topic")]
    known = table[table["gap"].notna()].sort_values("gap", kind="stable", ignore_index=True)
    if known.empty:
        raise ValueError(f"no specification has a gap of the topic {name!r}; there is nothing to draw")
    rows = _list_rows(known)
    ax = drawing.open_axes(ax, np.clip(4.2 + 0.24 * len(known), 6.5, 12), 3.2 + ROW * len(rows))
    _draw_curve(ax, known)
    drawing.draw_zero(ax, across=True)
    ax.set(xlim=(-0.7, len(known) - 0.3), xticks=[])
    ax.yaxis.set_major_formatter(drawing.percent_ticks(signed=True))
    drawing.dress_axes(ax, None, grid="y")
    ax.set_ylabel(say("gap"), fontsize=SIZE)
    missing = len(table) - len(known)
    title = f"{name} · " + say("specifications", n=len(known), missing=missing)
    ax.set_title(drawing.wrap(title, int(11 * ax.figure.get_figwidth())), fontsize=SIZE + 1, loc="left")
    _draw_settings(ax, known, rows, say)
    listed = say.join(_say_row(row, say) for row in known.itertuples())
    alt = say("alt robustness", topic=name, n=len(known), missing=missing, listed=listed)
    return drawing.finish_figure(ax, table, alt)


def _draw_curve(ax: Axes, known: pd.DataFrame) -> None:
    at = pd.Series(known.index, index=known.index)
    reference = known["spec"] == 1
    off = (known["low"] > 0) | (known["high"] < 0)
    looks = ((reference, SERIES[1]), (~reference & off, SERIES[0]), (~reference & ~off, (GREY, "o")))
    for part, style in looks:
        drawing.draw_points(ax, known[part], "gap", at[part], style, upright=True)


def _draw_settings(
    ax: Axes, known: pd.DataFrame, rows: list[tuple[str, object, np.ndarray]], say: Speech
) -> None:
    """Draw a row a value of each setting that differs, with a mark where a specification has it."""
    before, colours = None, np.where(known["spec"] == 1, SERIES[1][0], SERIES[0][0])
    for number, (setting, value, there) in enumerate(rows):
        # Distances are in points from the frame down, whatever its size.
        down = ScaledTranslation(0, -(number + 0.8) * ROW, ax.figure.dpi_scale_trans)
        at = np.flatnonzero(there)
        below = ax.get_xaxis_transform() + down
        look = {"s": 13, "marker": "s", "linewidth": 0, "clip_on": False}
        ax.scatter(at, np.zeros(len(at)), color=colours[at], transform=below, **look)
        label = say("item", name=say(f"set {setting}"), value=_say_value(setting, value, say))
        place = {"transform": ax.transAxes + down, "ha": "right", "va": "center", "fontsize": SIZE}
        ax.text(-0.01, 0, label, **place)
        if before not in (None, setting):
            up = ScaledTranslation(0, ROW / 2, ax.figure.dpi_scale_trans)
            line = {"color": PALE, "linewidth": 0.6, "clip_on": False, "transform": ax.transAxes + down + up}
            ax.plot([0, 1], [0, 0], **line)
        before = setting


def _list_rows(known: pd.DataFrame) -> list[tuple[str, object, np.ndarray]]:
    """List setting, value and who has it, for settings that have several values."""
    rows = []
    for setting in [name for name in SETTINGS if name in known]:
        # Missing is a value here: all kinds, all years, no prevalence.
        column = known[setting].astype(object).where(known[setting].notna(), None)
        values = list(dict.fromkeys(column[known["spec"].sort_values().index]))
        if len(values) > 1:
            has = {value: column.isna() if value is None else column == value for value in values}
            rows += [(setting, value, there.to_numpy(dtype=bool)) for value, there in has.items()]
    return rows


def _say_value(setting: str, value: object, say: Speech) -> str:
    if value is None:
        return say("nothing" if setting == "prevalence" else "all")
    return say(str(value))


def _say_row(row: tuple, say: Speech) -> str:
    return say("item", name=say(row.changed), value=say.estimate(row.gap, row.low, row.high, sign="+"))
