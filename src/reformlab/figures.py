"""Figures: one tidy table in, one Axes out; what is drawn is what stands in the table.

Every ``plot_*`` takes a table of `compare` or of a fit, draws it on one Axes, and says the
same in words: the alternative text, which `show_figure` puts where screen readers find it.
Fixed words are in English or Chinese (``language="en"`` or ``"zh"``); colours are those of
Okabe and Ito, and marks differ in shape too, so that figures can be read in grey.
"""

from __future__ import annotations

import html
import io
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import east_asian_width

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.ticker import FuncFormatter, MaxNLocator

from reformlab.fonts import set_font
from reformlab.tables import KINDS, LEVELS

# Fixed words: English, Chinese. Kinds and levels that are not here stand as they are.
WORDS = {
    "national": ("national", "全国"),
    "provincial": ("provincial", "省级"),
    "prefecture": ("prefecture", "地市级"),
    "county": ("county", "县级"),
    "township": ("township", "乡镇级"),
    "unknown": ("unknown", "不详"),
    "key-tasks": ("key tasks", "重点工作任务"),
    "plan": ("plan", "规划方案"),
    "opinion": ("opinion", "意见"),
    "work-report": ("work report", "政府工作报告"),
    "statute": ("statute", "法律法规"),
    "rule": ("rule", "规章"),
    "notice": ("notice", "通知"),
    "newsletter": ("newsletter", "简报"),
    "report": ("report", "报告"),
    "all years": ("all years", "全部年份"),
    "year unknown": ("year unknown", "年份不详"),
    "year": ("year", "年份"),
    "documents": ("documents", "文件数"),
    "one": ("A cell without a number is one document", "没有数字的格子为一份文件"),
    "topic": ("topic", "主题"),
    "priority": ("priority (mean share of a document)", "优先程度（占文件的平均份额）"),
    "document priority": ("priority (share of the document)", "优先程度（占文件的份额）"),
    "gap": ("gap in priority, percentage points", "优先程度之差（百分点）"),
    "provinces": ("← provinces put more weight", "← 各省更重视"),
    "centre": ("the centre puts more weight →", "中央更重视 →"),
    "few": ("too few documents or places for an interval", "文件或地区太少，不给区间"),
    "one side": ("one side has no document", "一方没有文件"),
    "mean": ("mean of the level", "该级平均"),
    "weight": ("line: probability of the term in the topic; the longest is", "线长：词在主题中的概率；最长为"),
    "frex": ("line: FREX score of the term in the topic; the longest is", "线长：词的 FREX 值；最长为"),
}

LEVEL_COLOURS = {
    "national": "#D55E00",
    "provincial": "#0072B2",
    "prefecture": "#009E73",
    "county": "#CC79A7",
    "township": "#56B4E9",
    "unknown": "#666666",
}
LEVEL_MARKS = dict(zip(LEVEL_COLOURS, "DosvPX", strict=True))
LEVEL_LINES = dict(zip(LEVEL_COLOURS, ["-", "--", ":", "-.", "-.", ":"], strict=True))
SERIES = [("#000000", "o"), ("#D55E00", "D"), ("#0072B2", "s"), ("#009E73", "^"), ("#CC79A7", "v"), ("#E69F00", "P")]

SIZE = 9
GREY = "#595959"
PALE = "#E5E5E5"
TERMS_SHOWN = 8
DOTS_PER_INCH = 144


def plot_coverage(table: pd.DataFrame, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw which documents are there, by year: the first picture anyone should see.

    One row a level and kind, one cell a year that has documents, with their number; places are
    added up. White is a hole. Documents without a year stand at the far right.

    Parameters
    ----------
    table : DataFrame
        Of `measure_coverage`.
    ax : Axes, optional
        Where to draw; made, with its figure, if it is not given.
    language : {"en", "zh"}

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        Where columns are missing, the table is empty, or the language is not known.
    FontError
        Where no font has the characters of the labels. (All ``plot_*`` raise these.)

    Examples
    --------
    >>> import reformlab as rl
    >>> ax = rl.plot_coverage(rl.measure_coverage(rl.load_corpus("made-up")))
    """
    say = _speak(table, ["level", "year", "kind", "n_docs"], "measure_coverage", language)
    counts = table.groupby(["level", "kind", "year"], dropna=False)["n_docs"].sum().reset_index()
    order = {name: place for place, name in enumerate([*LEVELS, *KINDS])}
    rows = sorted(set(zip(counts["level"], counts["kind"], strict=True)), key=lambda row: [order.get(x, 99) for x in row])
    years = counts["year"].dropna()
    first, last = (int(years.min()), int(years.max())) if len(years) else (0, -2)
    right = last + 2 if counts["year"].isna().any() else last
    n_columns = right - first + 1
    ax = _open(ax, np.clip(2.8 + 0.16 * n_columns, 5.5, 13), 1.1 + 0.3 * len(rows))
    cell = ax.figure.get_figwidth() * 72 * 0.72 / n_columns
    for count in counts.itertuples():
        x = right if pd.isna(count.year) else int(count.year)
        y = rows.index((count.level, count.kind))
        shade = 0.45 + 0.55 * np.log(count.n_docs) / max(np.log(counts["n_docs"].max()), 1)
        ax.barh(y, 0.92, left=x - 0.46, height=0.8, color=_mix(LEVEL_COLOURS[count.level], shade))
        if count.n_docs > 1:
            ink = "white" if shade > 0.75 else "black"
            ax.text(x, y, count.n_docs, ha="center", va="center", fontsize=min(8, 0.6 * cell), color=ink)
    totals = counts.groupby(["level", "kind"])["n_docs"].sum()
    for y, row in enumerate(rows):
        _in_margin(ax, y, f"{totals[row]}")
        if y and row[0] != rows[y - 1][0]:
            ax.axhline(y - 0.5, color=GREY, linewidth=0.6)
    _in_margin(ax, -0.85, say("documents"))
    ax.set_yticks(range(len(rows)), [f"{say(level)} · {say(kind)}" for level, kind in rows])
    ax.set(xlim=(first - 0.7, right + 0.7), ylim=(len(rows) - 0.5, -0.5))
    step = next(step for step in (1, 2, 5, 10, 20, 50) if n_columns / step <= 13)
    ticks = [year for year in range(first, last + 1) if year % step == 0]
    names = [str(year) for year in ticks]
    if right > last:
        ticks, names = [*ticks, right], [*names, say("year unknown").replace(" ", "\n")]
    ax.set_xticks(ticks, names)
    _dress(ax, say("one") if (counts["n_docs"] == 1).any() else say("year"))
    listed = "; ".join(f"{say(level)} {say(kind)} {totals[level, kind]}" for level, kind in rows)
    span = f", {first}-{last}" if len(years) else ""
    return _close(
        ax,
        {
            "en": f"Grid of documents by level, kind and year{span}. Documents: {listed}.",
            "zh": f"按层级、文种和年份排列的文件数{span}。文件数：{listed}。",
        }[language],
    )


def plot_topic_terms(
    table: pd.DataFrame, *, by: str = "weight", ax: Axes | None = None, language: str = "en"
) -> Axes:
    """Draw the first terms of each topic as a grid, a line under each term for its value.

    Parameters
    ----------
    table : DataFrame
        ``fit.topic_terms`` (``topic``, ``term``, and ``weight`` or ``frex``), with ``label`` and
        ``label_en`` where they were merged in from ``fit.topics``.
    by : {"weight", "frex"}
        What the first terms are: the most probable, or the most frequent and exclusive.
    ax, language
        As in `plot_coverage`.

    Returns
    -------
    Axes

    Examples
    --------
    >>> import reformlab as rl
    >>> fit = rl.fit_topics(rl.load_corpus("made-up"), n_topics=4, seed=1)
    >>> ax = rl.plot_topic_terms(fit.topic_terms, by="frex")
    """
    if by not in ("weight", "frex"):
        raise ValueError(f"by={by!r}; use 'weight' or 'frex'")
    say = _speak(table, ["topic", "term", by], "fit.topic_terms", language)
    top = table.sort_values(by, ascending=False, kind="stable").groupby("topic").head(TERMS_SHOWN)
    names = _topic_names(table, say, language)
    longest = top[by].max()
    ax = _open(ax, 10, 0.9 + 0.36 * len(names))
    for y, topic in enumerate(names):
        ax.axhline(y + 0.5, color=PALE, linewidth=0.6)
        for x, term in enumerate(top[top["topic"] == topic].itertuples()):
            ax.text(x, y, _cut(term.term, 14), va="center", fontsize=SIZE)
            ax.plot([x, x + 0.92 * getattr(term, by) / longest], [y + 0.36] * 2, color="#0072B2", linewidth=2.2)
    ax.set_yticks(range(len(names)), list(names.values()))
    ax.set(xlim=(-0.05, TERMS_SHOWN), ylim=(len(names) - 0.5, -0.5), xticks=[])
    _dress(ax, f"{say(by)} {longest:.2f}")
    ax.spines["bottom"].set_visible(False)
    listed = "; ".join(
        f"{_flat(name)}: {' '.join(top.loc[top['topic'] == topic, 'term'].head(5))}" for topic, name in names.items()
    )
    return _close(
        ax,
        {
            "en": f"Terms of {len(names)} topics, first by {by}. {listed}.",
            "zh": f"{len(names)} 个主题的词，按 {by} 排列。{listed}。",
        }[language],
    )


def plot_prevalence(table: pd.DataFrame, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw the priority of one topic over time, one line a level, with intervals.

    A period with too few documents or places is a hollow mark without an interval, and the line
    breaks there. Above each period stands the number of documents of each level.

    Parameters
    ----------
    table : DataFrame
        Of `measure_prevalence` with `by`, filtered to one topic and one kind.
    ax, language
        As in `plot_coverage`.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        Where the table holds several topics or kinds.

    Examples
    --------
    >>> import reformlab as rl
    >>> fit = rl.fit_topics(rl.load_corpus("made-up"), n_topics=4, seed=1)
    >>> table = rl.measure_prevalence(fit, by="year").query("topic == 1")
    >>> ax = rl.plot_prevalence(table[table["kind"] == table["kind"].iloc[0]])
    """
    columns = ["kind", "level", "period", "topic", "priority", "low", "high", "n_docs", "enough"]
    say = _speak(table, columns, "measure_prevalence", language)
    _need_one(table, "topic")
    _need_one(table, "kind")
    place = _place_periods(table["period"])
    levels = [level for level in LEVEL_COLOURS if level in set(table["level"])]
    ax = _open(ax, np.clip(2.5 + 0.5 * len(place), 5, 9), 3.4)
    ax.set_ylim(0, 1.12 * np.nanmax(table[["priority", "high"]].to_numpy()))
    for number, level in enumerate(levels):
        rows = table[table["level"] == level].assign(x=lambda rows: rows["period"].map(place)).sort_values("x")
        shift = 0.14 * (number - (len(levels) - 1) / 2)
        style = {"color": LEVEL_COLOURS[level], "marker": LEVEL_MARKS[level]}
        _draw_broken_line(ax, rows, shift, linestyle=LEVEL_LINES[level], color=LEVEL_COLOURS[level])
        _draw_points(ax, rows["x"] + shift, rows["priority"], rows, label=say(level), vertical=True, **style)
        height = 1.02 + 0.065 * (len(levels) - 1 - number)
        frame = ax.get_xaxis_transform()
        for row in rows.itertuples():
            ax.text(
                row.x, height, row.n_docs, ha="center", fontsize=7, color=LEVEL_COLOURS[level], transform=frame
            )
        ax.text(-0.01, height, f"n {say(level)}", ha="right", fontsize=7, color=LEVEL_COLOURS[level], transform=ax.transAxes)
    _tick_periods(ax, place, say)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g} %"))
    _dress(ax, None)
    ax.set_ylabel(say("priority"), fontsize=SIZE)
    name = _flat(next(iter(_topic_names(table, say, language).values())))
    ax.set_title(f"{name} · {say(table['kind'].iloc[0])}", fontsize=SIZE + 1, loc="left", pad=8 + 12 * len(levels))
    _add_legend(ax, say, hollow=not table["enough"].all())
    stated = "; ".join(
        f"{say(row.level)} {_say_period(row.period, say)}: {_say_estimate(row, row.priority, say)}, n = {row.n_docs}"
        for row in table.itertuples()
    )
    return _close(
        ax,
        {
            "en": f"Priority of the topic {name} over time in documents of the kind {say(table['kind'].iloc[0])}. {stated}.",
            "zh": f"主题“{name}”的优先程度随时间的变化，文种：{say(table['kind'].iloc[0])}。{stated}。",
        }[language],
    )
