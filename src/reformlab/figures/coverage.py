"""The figure of which documents there are; and what every figure has in common.

One tidy table goes in, one Axes comes out, and what is drawn is what stands in the table. Every
``plot_*`` says the same in words: the alternative text, which `show_figure` puts where screen readers
find it. Fixed words are in English or Chinese (``language="en"`` or ``"zh"``). Levels differ in colour
and in the shape of their marks, so that figures can be read in grey.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from reformlab.corpus.periods import YEAR_UNKNOWN
from reformlab.corpus.tables import KINDS, LEVELS
from reformlab.figures import marks as drawing
from reformlab.figures.marks import GREY, STYLES


def plot_coverage(table: pd.DataFrame, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw which documents are there, by year: the first picture anyone should see.

    One row a level and kind, one cell a year that has documents, with their number where there is room; at
    the right all documents of the level and kind. White is a hole. Documents without a year stand at the far
    right.

    Parameters
    ----------
    table : DataFrame
        Of `measure_coverage`; of one place where it was measured by place.
    ax : Axes, optional
        Where to draw; made, with its figure, if it is not given.
    language : {"en", "zh"}
        Of the fixed words, and of topic labels where the table has both.

    Returns
    -------
    Axes
        As every ``plot_*``; its label is the alternative text, which says in words what is drawn.

    Raises
    ------
    ValueError
        Where columns are missing, the table is empty, it holds several of what one is drawn of, or the
        language is unknown. This and the next are raised by every ``plot_*``.
    FontError
        Where no font has all characters of the labels.

    Examples
    --------
    >>> import reformlab as rl
    >>> ax = rl.plot_coverage(rl.measure_coverage(rl.load_corpus("made-up")))
    """
    columns = ["level", "kind", "year", "n_docs", "n_docs_all"]
    counts, say = drawing.start_figure(table, columns, "measure_coverage", language)
    if "place" in counts:
        drawing.take_one(counts, "place")
    rows = _order_rows(counts)
    years = counts["year"].dropna().astype(int)
    first, last = (years.min(), years.max()) if len(years) else (0, -2)
    right = last + 2 if counts["year"].isna().any() else last
    ax = drawing.open_axes(ax, np.clip(3.4 + 0.16 * (right - first), 6, 13), 1.2 + 0.3 * len(rows))
    cell_width = 0.65 * 72 * ax.figure.get_figwidth() / (right - first + 1)
    numbered = cell_width > 7
    most = max(np.log(counts["n_docs"].max()), 1)
    for cell in counts.itertuples():
        x, y = right if pd.isna(cell.year) else int(cell.year), rows.index((cell.level, cell.kind))
        shade = 0.5 + 0.5 * np.log(cell.n_docs) / most
        fill = drawing.tint(STYLES[cell.level][0], shade)
        ax.barh(y, 0.92, left=x - 0.46, height=0.8, color=fill)
        if numbered and cell.n_docs > 1:
            look = {"fontsize": min(8, 0.66 * cell_width), "color": drawing.ink_on(fill)}
            ax.text(x, y, cell.n_docs, ha="center", va="center_baseline", **look)
    totals = dict(zip(zip(counts["level"], counts["kind"], strict=True), counts["n_docs_all"], strict=True))
    drawing.write_in_margin(ax, -0.75, say("documents"))
    for y, row in enumerate(rows):
        drawing.write_in_margin(ax, y, f"{totals[row]}")
        if y and row[0] != rows[y - 1][0]:
            ax.axhline(y - 0.5, color=GREY, linewidth=0.6)
    drawing.label_rows(ax, [f"{say(level)} · {say(kind)}" for level, kind in rows])
    ax.set(xlim=(first - 0.7, right + 0.7), ylim=(len(rows) - 0.5, -0.5))
    drawing.tick_years(ax, first, last, {right: say.in_two_lines(YEAR_UNKNOWN)} if right > last else {})
    words = ("one" if (counts["n_docs"] == 1).any() else "year") if numbered else "darker"
    drawing.dress_axes(ax, say(words, most=counts["n_docs"].max()))
    listed = say.join(f"{say(level)} {say(kind)} {totals[level, kind]}" for level, kind in rows)
    span = say.span(first, last) if len(years) else say(YEAR_UNKNOWN)
    return drawing.finish_figure(ax, table, say("alt coverage", span=span, listed=listed))


def _order_rows(counts: pd.DataFrame) -> list[tuple[str, str]]:
    """List the pairs of level and kind in the order that levels and kinds have."""
    order = {name: place for place, name in enumerate([*LEVELS, *KINDS])}
    pairs = set(zip(counts["level"], counts["kind"], strict=True))
    return sorted(pairs, key=lambda pair: [order.get(name, len(order)) for name in pair])
