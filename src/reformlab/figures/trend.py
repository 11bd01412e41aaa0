"""Figures of trends: small multiples, a panel a topic, over the eras and events of reform.

All panels stand within one Axes, so that a figure of thirty topics is one picture with one alternative
text, as every other.
"""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from reformlab.corpus.choices import check_choice, find_topic
from reformlab.corpus.tables import CENTRE, GAP, ITEMS
from reformlab.figures import marks as drawing
from reformlab.figures.eras import Time, join_whole
from reformlab.figures.marks import GREY, HALF_WIDTH, SIZE, SMALL, STYLES
from reformlab.figures.panels import HEIGHT, Around, Grid
from reformlab.figures.text import Speech, text_width

COLOURS = {level: look[0] for level, look in STYLES.items()} | {GAP: "#000000"}
LINES = {level: look[2] for level, look in STYLES.items()} | {GAP: "-"}
CENTIMETRE = 1 / 2.54
YEAR_ROOM = 0.42  # inches
BELOW = 0.05  # Of a panel's height, below the lowest mark.
MARK = {"linestyle": "none", "linewidth": 0, "marker": "o", "markersize": 3, "markeredgewidth": 0.8}
SPREADS = (("q10", "q90", 0.12), ("q25", "q75", 0.2))


def plot_trend(
    table: pd.DataFrame,
    *,
    bands: str = "year",
    eras: pd.DataFrame | None = None,
    events: pd.DataFrame | None = None,
    most: int | None = None,
    topics: Sequence[int | str] | None = None,
    width: float = 18,
    ax: Axes | None = None,
    language: str = "en",
) -> Axes:
    """Draw how the priority of every topic moves over the years, a panel each.

    A line a level with its 95 % band for a single year, its name beside it where there is room; the
    centre's texts are small marks. A year with too few documents is a hollow mark and no part of a line.
    Every panel has a scale of its own, and years are shaded by era.

    Where the table holds the gap beside two levels, the years are marked above the courses in which its band
    of the whole curve leaves zero out and the documents of that year differ to the same side beyond their own
    interval: of so many years some leave it out by chance, and a smooth course is late where documents jump.
    The title counts the panels with such years, and the courses that moved: those of which the bands of the
    whole curve at two years leave each other out. Of the gap alone, one line with both bands.

    Parameters
    ----------
    table : DataFrame
        Of `measure_trend`, one kind.
    bands : {"year", "all"}
        ``"all"`` draws the band of the whole curve, too, as thin lines around the centre's, and behind the
        provincial mean the middle half and the middle four fifths of the provinces.
    eras : DataFrame, optional
        ``name``, ``zh``, ``first_year``, ``last_year``: shaded in turn, named or lettered. `read_eras`
        unless given; a table without rows draws none.
    events : DataFrame, optional
        ``date``, ``name``, ``zh``: marked and numbered, such as those of `read_events`.
    most : int, optional
        Draw only so many topics: those of the largest range over the years, in the provinces where they are
        among the levels. The title still counts all of the table: of courses picked by their range nearly all
        moved.
    topics : list, optional
        Draw these, in this order: numbers, or labels in either language. The title still counts all.
    width : float
        In centimetres: 18 is a page, 9 a column of a journal. Panels stand beside each other where they
        are wide enough, or many.
    ax, language
        As in `plot_coverage`; with `ax`, `width` is that of the Axes.

    Returns
    -------
    Axes
        The panels are its ``child_axes``.

    Examples
    --------
    >>> import reformlab as rl
    >>> panel = rl.simulate_panel(n_topics=3, seed=1)
    >>> ax = rl.plot_trend(rl.measure_trend(panel.priorities))
    >>> len(ax.child_axes)
    3
    """
    check_choice("bands", bands, ["year", "all"])
    if topics is not None and (most is not None or isinstance(topics, str) or not len(topics)):
        raise ValueError(f"topics={topics!r}: give a list of topics, and no most=")
    columns = ["kind", "level", "year", "estimate", "low", "high", "low_all", "high_all", "observed"]
    columns += ["apart", "enough"]
    table, say = drawing.start_figure(table, columns, "measure_trend", language)
    kind = say(drawing.take_one(table, "kind"))
    table = table.rename(columns={name: "topic" for name in ITEMS if name in table})
    table, gaps, levels = _part_gaps(table)
    moved = _find_moved(table, levels) if gaps["low_all"].notna().any() else pd.Series(dtype=bool)
    title = _say_title(moved, gaps, levels, say)
    if most is not None and most < (n := table["topic"].nunique()):
        table, gaps = _keep_widest(table, gaps, levels, most)
        title = say("trend most told" if title else "trend most", told=title, most=most, n=n)
    elif topics is not None:
        n, chosen = table["topic"].nunique(), [find_topic("topics", topic, table) for topic in topics]
        table, gaps = (_keep_chosen(rows, chosen) for rows in (table, gaps))
        n_drawn = table["topic"].nunique()
        title = say("trend chosen told" if title else "trend chosen", told=title, n_drawn=n_drawn, n=n)
    names, span = say.topics(table), (int(table["year"].min()), int(table["year"].max()))
    marks = {topic: f" · {say('trend moved')}" if moved.get(topic, False) else "" for topic in names}
    inches = width * CENTIMETRE if ax is None else ax.figure.get_figwidth() * ax.get_position().width
    whole = bands == "all" or levels == [GAP]
    beside = None if whole else _find_room(levels, say)
    grid = Grid.lay_out([*names.values()], [*marks.values()], inches, beside)
    time = Time.read(eras, events, span, grid.panel, say)
    notes = [*_say_bands(table, levels, gaps, grid.named, say), *time.say_key()]
    handles = [] if grid.named else _make_handles(table, levels, say, whole)
    around = Around.write(title, notes, handles, 72 * inches)
    if ax is None:
        height = grid.height + (time.head + around.height) / 72 + 0.2
        ax = plt.subplots(figsize=(inches, height), layout="constrained")[1]
    ax.axis("off")
    for number, topic in enumerate(names):
        part, on_top = ax.inset_axes(grid.place(number)), number < grid.n_columns
        rows = table[table["topic"] == topic]
        _draw_panel(part, rows, levels, span, grid.panel, whole)
        _mark_gaps(part, gaps[gaps["topic"] == topic])
        if grid.named:
            _name_lines(part, rows, levels, say)
        time.draw(part, span, lettered=on_top)
        look = {"fontsize": SMALL + 0.5, "loc": "left", "pad": time.head if on_top else 3}
        part.set_title(grid.titles[number], **look)
    around.draw(ax, time.head)
    listed = say.join(
        _say_course(table[table["topic"] == topic], name + marks[topic], levels, say)
        for topic, name in names.items()
    )
    about = {"n": len(names), "kind": kind, "span": say.span(*span)}
    about["name"] = next(iter(names.values()))
    word = "alt trend" + " one" * (len(names) == 1) + " gap" * (levels == [GAP])
    alt = say(word, **about, listed=listed)
    alt = f"{alt} {title}" if title else alt
    return _finish(ax, pd.concat([table, gaps], ignore_index=True), alt)


def _part_gaps(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Part the rows that are drawn as courses from those that mark years; and the levels drawn.

    Of the gap alone the gap is the course, and marks nothing.
    """
    is_gap = table["level"] == GAP
    courses, marks = (table, table[:0]) if is_gap.all() else (table[~is_gap], table[is_gap])
    levels = [level for level in COLOURS if level in set(courses["level"])]
    return courses, marks if len(levels) > 1 else marks[:0], levels


def _draw_panel(
    ax: Axes, rows: pd.DataFrame, levels: list[str], span: tuple[int, int], inches: float, whole: bool
) -> None:
    """Draw the courses of one topic."""
    for level in reversed(levels):
        part = rows[rows["level"] == level].sort_values("year")
        # A year without documents breaks the line.
        part = part.set_index("year").reindex(range(span[0], span[1] + 1))
        colour, x, one = COLOURS[level], part.index.to_numpy(), level in (CENTRE, GAP)
        for low, high, shade in SPREADS if whole and not one and "q10" in part else ():
            ax.fill_between(x, part[low], part[high], color=colour, alpha=shade, linewidth=0, zorder=2)
        # The centre's band is wide, and paler than what lies within it.
        shade = 0.18 if level == "national" else 0.35
        ax.fill_between(x, part["low"], part["high"], color=colour, alpha=shade, linewidth=0, zorder=2.2)
        for limit in ("low_all", "high_all") if whole and one else ():
            ax.plot(x, part[limit], color=colour, linewidth=0.5, zorder=2.4)
        if level == "national":
            # Above all lines and set off from them: what a text says is not hidden by what others mean.
            look = {"s": 7, "marker": "D", "color": colour, "edgecolor": "white", "linewidth": 0.4}
            ax.scatter(x, part["observed"], zorder=3.5, clip_on=False, **look)
        told = part["estimate"].where(part["enough"].eq(True))
        ax.plot(x, told, color=colour, linestyle=LINES[level], linewidth=1.3, zorder=3)
        # A line needs two years side by side.
        alone = told.notna() & told.shift().isna() & told.shift(-1).isna()
        ax.plot(x, told.where(alone), color=colour, zorder=3, **MARK)
        if level != CENTRE:  # its texts are marks already
            few = part["estimate"].where(told.isna())
            ax.plot(x, few, color=colour, markerfacecolor="white", zorder=3, **MARK)
    if levels == [GAP]:
        ax.axhline(0, color=GREY, linewidth=0.7, zorder=1)
    else:
        # What coding takes off may leave a text with less than nothing.
        lowest = rows["observed"].min() if "national" in levels else 0
        ax.set_ylim(bottom=lowest - BELOW * (ax.get_ylim()[1] - lowest) if lowest < 0 else 0)
    ax.margins(y=0.08)
    ax.yaxis.set_major_locator(plt.MaxNLocator(3, steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(drawing.percent_ticks(signed=levels == [GAP]))
    drawing.dress_axes(ax, None, grid="y")
    ax.tick_params(labelsize=SMALL, length=2, pad=2)
    ax.set_xlim(span[0] - 0.5, span[1] + 0.5)
    most = inches / YEAR_ROOM
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if (span[1] - span[0]) / step <= most)
    ticks = [year for year in range(span[0], span[1] + 1) if year % step == 0]
    ax.set_xticks(ticks, [str(year) for year in ticks])


def _mark_gaps(ax: Axes, gaps: pd.DataFrame) -> None:
    """Mark the years in which the levels can be told apart, at the top of a panel."""
    years = gaps.loc[gaps["apart"].astype(bool), "year"]
    look = {"transform": ax.get_xaxis_transform(), "color": "black", "linewidth": 2.5, "zorder": 4}
    ax.hlines([0.98] * len(years), years - 0.5, years + 0.5, **look)


def _name_lines(ax: Axes, rows: pd.DataFrame, levels: list[str], say: Speech) -> None:
    """Write the name of every line beside its end, apart from each other."""
    ends = rows.dropna(subset="estimate").sort_values("year").groupby("level")["estimate"].last()
    bottom, top = ax.get_ylim()
    heights = ((ends.reindex(levels).dropna() - bottom) / (top - bottom)).sort_values()
    apart, before = (SMALL + 0.5) / (72 * HEIGHT), -np.inf
    heights = heights - max(0, (apart - (heights.max() - heights.min())) / 2) if len(heights) > 1 else heights
    for level, height in heights.items():
        before = max(height, before + apart)
        look = {"fontsize": SMALL, "color": drawing.darken(COLOURS[level]), "annotation_clip": False}
        place = {"xycoords": "axes fraction", "textcoords": "offset points", "va": "center"}
        ax.annotate(say(level), (1, before), (3, 0), **place, **look)


def _find_room(levels: list[str], say: Speech) -> float:
    """Give the room that names of lines need at the right of a panel, in inches."""
    return (HALF_WIDTH * SMALL / SIZE * max(text_width(say(level)) for level in levels) + 5) / 72


def _make_handles(table: pd.DataFrame, levels: list[str], say: Speech, whole: bool) -> list[Line2D | Patch]:
    """Make the entries of the legend."""
    handles = []
    for level in levels:
        word = {CENTRE: "trend centre", GAP: "trend gap"}.get(level, "trend places")
        look = {"color": COLOURS[level], "linestyle": LINES[level], "linewidth": 1.3}
        handles.append(Line2D([], [], label=say(word, level=say(level)), **look))
    if "national" in levels:
        handles.append(drawing.make_handle(COLOURS["national"], "D", label=say("trend text")))
        handles[-1].set_markersize(2.5)
    if _find_few(table).any():
        handles.append(drawing.make_handle(GREY, "o", label=say("trend few"), hollow=True))
        handles[-1].set_markersize(MARK["markersize"])
    if whole and {CENTRE, GAP} & set(levels):
        colour = COLOURS[GAP if levels == [GAP] else CENTRE]
        handles.append(Line2D([], [], color=colour, linewidth=0.5, label=say("trend curve")))
    if whole and set(levels) - {CENTRE, GAP} and "q10" in table:
        colour = COLOURS[next(level for level in levels if level not in (CENTRE, GAP))]
        handles.append(Patch(color=colour, alpha=0.3, linewidth=0, label=say("trend middle half")))
        handles.append(Patch(color=colour, alpha=0.12, linewidth=0, label=say("trend middle")))
    return handles


def _find_few(table: pd.DataFrame) -> pd.Series:
    """Say which years of places have an estimate that rests on too few documents."""
    return table["estimate"].notna() & ~table["enough"].astype(bool) & table["level"].ne(CENTRE)


def _say_bands(
    table: pd.DataFrame, levels: list[str], gaps: pd.DataFrame, named: bool, say: Speech
) -> list[str]:
    """Say what marks are, and lines and bands, where no legend does."""
    words = {level: f"trend line {'centre' if level == 'national' else 'places'}" for level in levels}
    entries = [say(word, level=say(level)) for level, word in words.items() if level != GAP] if named else []
    if named and "national" in levels:
        entries.append(f"◆ {say('trend text')}")
    if named and _find_few(table).any():
        entries.append(f"○ {say('trend few')}")
    if named and table["low"].notna().any():
        entries.append(say("trend bands"))
    if gaps["apart"].any():
        entries.append(f"━ {say('trend apart')}")
    return [join_whole(entries, say)] if entries else []


def _find_moved(table: pd.DataFrame, levels: list[str]) -> pd.Series:
    """Say of each topic whether two years of its local course are apart by the band of the whole curve."""
    courses = table[table["level"] == _find_local(levels)].groupby("topic")
    return courses["low_all"].max() > courses["high_all"].min()


def _keep_widest(
    table: pd.DataFrame, gaps: pd.DataFrame, levels: list[str], most: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Keep the topics of the largest range, in their order."""
    level = levels[0] if levels == [CENTRE] else _find_local(levels)
    courses = table[table["level"] == level].groupby("topic")["estimate"]
    kept = (courses.max() - courses.min()).nlargest(most).index
    return table[table["topic"].isin(kept)], gaps[gaps["topic"].isin(kept)]


def _keep_chosen(rows: pd.DataFrame, chosen: list) -> pd.DataFrame:
    """Keep the topics that were chosen, in the order in which they were."""
    rows = rows[rows["topic"].isin(chosen)]
    return rows.sort_values("topic", key=lambda topics: topics.map(chosen.index), kind="stable")


def _find_local(levels: list[str]) -> str:
    return next(level for level in levels if level != "national")


def _say_title(moved: pd.Series, gaps: pd.DataFrame, levels: list[str], say: Speech) -> str:
    """Count the courses that moved, and those that levels have apart in some year, where there are gaps."""
    if moved.empty:
        return ""
    about = {"level": say(_find_local(levels)), "moved": moved.sum(), "n": len(moved)}
    told = gaps[gaps["low_all"].notna()].groupby("topic")["apart"].any()
    if not told.any():
        return say("trend title none", **about)
    return say("trend title", **about, told=told.sum(), n_gaps=len(told))


def _say_course(rows: pd.DataFrame, name: str, levels: list[str], say: Speech) -> str:
    """Say where each line begins and ends."""
    told = []
    for level in levels:
        part = rows[rows["level"] == level].sort_values("year")
        if part.empty:
            continue
        first, *last = (
            f"{row.year}: {say.estimate(row.estimate, row.low, row.high, sign='+' * (level == GAP))}"
            for row in part.iloc[sorted({0, len(part) - 1})].itertuples()
        )
        name_of = say("trend gap" if level == GAP else level)
        word = "trend ends" if last else "trend end"
        told.append(say(word, level=name_of, first=first, last="".join(last)))
    return say("item", name=name, value=", ".join(told))


def _finish(ax: Axes, table: pd.DataFrame, alt: str) -> Axes:
    """Finish the Axes and its panels with one font."""
    drawing.finish_figure(ax, table, alt)
    family = ax.child_axes[0].title.get_fontfamily()
    for part in ax.child_axes:
        part.tick_params(axis="both", labelfontfamily=family[0])
    return ax
