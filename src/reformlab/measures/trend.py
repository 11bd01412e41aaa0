"""Trends: how the priorities of the centre and of the provinces move over the years, and how surely."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformlab.corpus.kept import keep
from reformlab.corpus.tables import GAP, Corpus
from reformlab.measures.document_panel import DocumentPanel, read_document_panels
from reformlab.measures.lines import LIMITS, QUANTILES, Line, follow_levels

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit


@keep("topics", "measures", "corpus")
def measure_trend(
    source: Fit | Corpus | pd.DataFrame, *, corrected: bool = True, guessed_years: bool = True, seed: int = 1
) -> pd.DataFrame:
    """Measure how the priority of each topic moves over the years, at each level and between them.

    **Below the centre** the estimate of a year is the mean over the places that spoke. Its band covers
    which places they are and how much is read of each: places are the clusters, years of a place
    depend on each other in any way. It is the band of what that year was on average, so nothing is
    smoothed.

    **The centre** speaks once a year. Its estimate is the course around which its years vary: a line, a
    smoothing spline around it, and at most one break. The band covers the size of each text, how years
    vary around the course, that a year is like the one before (hardly less than in the provinces), and
    that nobody knows how smooth the course is nor whether and when it broke: every such course counts
    by how well it explains the years. It is not a band of what one text says, which stands in
    `observed`; and what was so in a single year alone is no course. Nor are years that all but lack a topic
    taken to be surer than texts of their size that speak of it as seldom.

    **The gap** is the centre's course minus the mean of the provinces. The course irons out what was so in
    one year alone, so that a gap of the courses is no gap of the texts of a year; `apart` asks for both.

    Parameters
    ----------
    source : Fit, Corpus or DataFrame
        Of a fit, the topics; of a corpus, its salience (`measure_salience`); or a row a document and
        item, as `measure_document_priorities`, `measure_themes`, `measure_use` and
        `measure_salience` give them. Documents without year, level or place take no part.
    corrected : bool
        As in `measure_priorities`, for a fit of domains with a coded sample.
    guessed_years : bool
        Keep documents that state no year, dated by the latest that they tell of (``year_from``).
    seed : int
        Of the draws behind the bands of whole curves.

    Returns
    -------
    DataFrame
        One row a kind, item, level and year with documents: ``kind``, ``topic`` (or ``theme``,
        ``domain``, ``item``), ``label``, ``label_en``, ``level`` ("gap" for national minus provincial),
        ``year``, ``estimate``, ``low``, ``high`` (95 % for the year by itself), ``low_all``,
        ``high_all`` (95 % for the whole curve: it lies between them in every year), ``observed`` (the
        mean of the documents as they are), ``apart`` (of the gap: the band of the whole curve leaves zero
        out in this year, and the documents of the year by themselves differ to the same side, beyond their
        own 95 % interval; False of levels), ``uncorrected``
        (where a coded sample corrects: the estimate without what that moves the year's mean), ``q10``,
        ``q25``, ``median``, ``q75``, ``q90`` (of the places, see below), ``reliability`` (mean over the
        documents: the part of a document's variance that is not the size of its text), ``n_docs``,
        ``n_places``, ``enough`` (at least 5 places in the year; for the centre, texts of at least 8 years;
        without it, limits are missing).

    Raises
    ------
    ValueError
        Where the table lacks columns, or nothing is left of it.

    Notes
    -----
    A short text says little of its place: with nothing on a topic in nine statements, the topic is not
    at 0. So quantiles are of places each drawn towards the year's mean by the root of its
    reliability, which leaves their spread right (Louis 1984, Journal of the American Statistical
    Association 79). A mean needs no such thing.

    Smoothing by REML with a band across the function: Wahba (1983), Journal of the Royal Statistical
    Society B 45(1); Nychka (1988), Journal of the American Statistical Association 83; smoothness
    weighed and not chosen: Marra and Wood (2012), Scandinavian Journal of Statistics 39(1).
    Bands of whole curves: the largest t of all years (Montiel Olea and Plagborg-Møller 2019, Journal of
    Applied Econometrics 34(1)). Limits of means over places: `measure_priorities`. The bands do not
    cover what other topics would have given. How often they cover the truth: docs/coverage_trend.md.

    Examples
    --------
    >>> import reformlab as rl
    >>> table = rl.measure_trend(rl.simulate_panel(n_topics=3, seed=1).priorities)
    >>> table["level"].unique().tolist()
    ['national', 'provincial', 'gap']
    """
    tables = []
    for panel in read_document_panels(source, corrected=corrected, guessed_years=guessed_years):
        tables += [_tabulate_line(panel, level, line) for level, line in follow_levels(panel, seed).items()]
    return pd.concat(tables, ignore_index=True)


def _tabulate_line(panel: DocumentPanel, level: str, line: Line) -> pd.DataFrame:
    """Make the rows of one level: items, then years."""
    n_years, n_items = line.value.shape
    table = panel.items.loc[panel.items.index.repeat(n_years)].reset_index(drop=True)
    table.insert(0, "kind", panel.kind)
    table = table.assign(level=level, year=np.tile(line.years, n_items), estimate=line.value.T.ravel())
    missing = np.full(line.value.shape, np.nan)
    for name in LIMITS:
        table[name] = np.where(line.enough, line.limits.get(name, missing), np.nan).T.ravel()
    table["observed"] = line.observed.T.ravel()
    beyond = np.where(table["low_all"] > 0, 1, np.where(table["high_all"] < 0, -1, 0))
    # A smooth course irons out what one year says: that must differ, too, and surely.
    table["apart"] = (level == GAP) & (beyond != 0) & (line.lean().T.ravel() == beyond)
    if line.shift is not None:
        table["uncorrected"] = (line.value - line.shift).T.ravel()
    for name in QUANTILES:
        table[name] = line.quantiles.get(name, missing).T.ravel()
    for name in ("reliability", "n_docs", "n_places"):
        table[name] = np.tile(line.counts.get(name, missing[:, 0]), n_items)
    return table.assign(enough=line.enough.T.ravel())
