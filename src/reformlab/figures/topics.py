"""Figures of topics: the terms of each, how many there should be, and which are stable.

As in `figures`, one tidy table goes in and one Axes comes out, and nothing is computed.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from reformlab.corpus.choices import check_choice
from reformlab.figures import marks as drawing
from reformlab.figures.marks import GREY, PLAIN, SERIES, SIZE
from reformlab.figures.text import cut

TERMS_SHOWN = 8


def plot_topic_terms(
    table: pd.DataFrame, *, by: str = "weight", ax: Axes | None = None, language: str = "en"
) -> Axes:
    """Draw the first eight terms of every topic, each over a line as long as its probability.

    Parameters
    ----------
    table : DataFrame
        ``fit.topic_terms``: ``topic``, ``term``, ``weight``, ``frex``; with ``label`` and
        ``label_en`` where they were merged in from ``fit.topics``.
    by : {"weight", "frex"}
        Which terms come first: the most probable, or the most frequent and exclusive.
    ax, language
        As in `plot_coverage`.

    Raises
    ------
    ValueError
        Where `by` is neither.

    Examples
    --------
    >>> import reformlab as rl
    >>> fit = rl.fit_topics(rl.load_corpus("made-up"), n_topics=4, seed=1)
    >>> ax = rl.plot_topic_terms(fit.topic_terms, by="frex")
    """
    check_choice("by", by, ["weight", "frex"])
    table, say = drawing.start_figure(table, ["topic", "term", "weight", by], "fit.topic_terms", language)
    names = say.topics(table)
    best = table.sort_values(by, ascending=False, kind="stable").groupby("topic").head(TERMS_SHOWN)
    terms = {topic: best[best["topic"] == topic] for topic in names}
    longest = best["weight"].max()
    ax = drawing.open_axes(ax, 10.5, 0.7 + 0.37 * len(names))
    for y, rows in enumerate(terms.values()):
        for x, (term, value) in enumerate(zip(rows["term"], rows["weight"], strict=True)):
            ax.text(x, y, cut(term, 13), va="center", fontsize=SIZE)
            ax.plot([x, x + 0.9 * value / longest], [y + 0.38, y + 0.38], color=PLAIN, linewidth=2)
    drawing.label_rows(ax, names.values())
    ax.set(xlim=(-0.05, TERMS_SHOWN - 0.05), xticks=[])
    drawing.dress_axes(ax, say(by, longest=longest))
    ax.spines["bottom"].set_visible(False)
    listed = say.join(say("item", name=names[topic], value=" ".join(terms[topic]["term"])) for topic in names)
    alt = say("alt terms", n=len(names), by=by, listed=listed)
    return drawing.finish_figure(ax, pd.concat(terms.values()), alt)


def plot_topic_numbers(table: pd.DataFrame, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw how well each number of topics predicts unseen words, over how stable its topics are.

    The best stands at the top right. The vertical line of a number is one standard error of how
    far it is behind the best predictor; the recommended one is a filled diamond.

    Parameters
    ----------
    table : DataFrame
        Of `measure_topic_numbers`.
    ax, language
        As in `plot_coverage`.

    Examples
    --------
    >>> import reformlab as rl
    >>> corpus = rl.simulate_corpus(n_docs=40, n_topics=4, n_terms=200, seed=1).corpus
    >>> table = rl.measure_topic_numbers(corpus, [2, 4], seed=1, progress=False)
    >>> ax = rl.plot_topic_numbers(table)
    """
    columns = ["n_topics", "held_out", "behind_error", "stability", "recommended"]
    table, say = drawing.start_figure(table, columns, "measure_topic_numbers", language)
    ax = drawing.open_axes(ax, 6.5, 4)
    x, y = table["stability"], table["held_out"]
    ax.errorbar(x, y, table["behind_error"], fmt="none", ecolor=GREY, elinewidth=1)
    best = table["recommended"].astype(bool)
    for part, (colour, mark) in ((~best, (GREY, "o")), (best, SERIES[1])):
        ax.scatter(x[part], y[part], s=45, marker=mark, color=colour, zorder=3)
    for row in table.itertuples():
        place = {"textcoords": "offset points", "va": "center", "fontsize": SIZE}
        ax.annotate(say("topics", n=row.n_topics), (row.stability, row.held_out), (7, 0), **place)
    ax.margins(0.16)
    drawing.dress_axes(ax, say("stability"), grid="both")
    ax.set_ylabel(say("unseen"), fontsize=SIZE)
    drawing.add_legend(ax, [drawing.make_handle(*SERIES[1], label=say("recommended"))], say, hollow=False)
    listed = say.join(
        say("unseen and stable", n=row.n_topics, held_out=row.held_out, stability=row.stability)
        for row in table.itertuples()
    )
    chosen = say.join(say("topics", n=number) for number in table.loc[best, "n_topics"])
    return drawing.finish_figure(ax, table, say("alt numbers", best=chosen, listed=listed))


def plot_stability(table: pd.DataFrame, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw how stable each topic is: its mean similarity over the refits, and the least and the most.

    Parameters
    ----------
    table : DataFrame
        Of `measure_stability`; topics stand in its order, so sort it to rank them.
    ax, language
        As in `plot_coverage`.

    Examples
    --------
    >>> import reformlab as rl
    >>> corpus = rl.simulate_corpus(n_docs=40, seed=1).corpus
    >>> fit = rl.fit_topics(corpus, 6, prevalence=None, seed=1)
    >>> ax = rl.plot_stability(rl.measure_stability(fit, corpus, n_refits=2, seed=1, progress=False))
    """
    columns = ["topic", "stability", "low", "high", "stable", "n_refits"]
    table, say = drawing.start_figure(table, columns, "measure_stability", language)
    names = say.topics(table)
    ax = drawing.open_axes(ax, 7.5, 1.3 + 0.3 * len(names))
    rows = pd.Series(range(len(table)))
    stable = table["stable"].astype(bool)
    for part, style in ((stable, SERIES[2]), (~stable, SERIES[1])):
        drawn = table[part].assign(enough=True)
        drawing.draw_points(ax, drawn, "stability", rows[part], style, upright=False)
    drawing.label_rows(ax, names.values())
    ax.set_xlim(0, 1.02)
    drawing.dress_axes(ax, say("stability"), grid="x")
    words = ((SERIES[2], "stable"), (SERIES[1], "unstable"))
    handles = [drawing.make_handle(*style, label=say(word)) for style, word in words]
    drawing.add_legend(ax, handles, say, hollow=False)
    listed = say.join(
        say("stability between", name=names[row.topic], stability=row.stability, low=row.low, high=row.high)
        for row in table.itertuples()
    )
    counts = {"n": len(table), "refits": table["n_refits"].max(), "unstable": (~stable).sum()}
    return drawing.finish_figure(ax, table, say("alt stability", **counts, listed=listed))
