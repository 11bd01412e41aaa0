"""Measures: coverage, priorities and gaps, each a plain table with intervals where they can be had.

The unit is the document. Passages of one document are never counted as if they were
independent, and neither are documents of one place below the national level. Kinds of
document are never pooled: an outline of tasks and a work report speak of different things,
whoever writes them. Every number can be recomputed from `measure_document_priorities` with a
plain ``groupby``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformlab.periods import By, name_periods
from reformlab.tables import KINDS, LEVELS, Corpus

if TYPE_CHECKING:
    from reformlab.topics import Fit

# A group has an interval where it counts for at least this many independent documents; why
# five is told in docs/decisions/intervals.md.
MIN_DOCUMENTS = 5
CONFIDENCE = 0.95

UNKNOWN = "unknown"


def measure_coverage(corpus: Corpus) -> pd.DataFrame:
    """Count the documents that are there, so that the holes are seen before any result.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    DataFrame
        One row a level, place, year and kind that has documents: ``level``, ``place``,
        ``year`` (Int64, missing where not known), ``kind``, ``n_docs``, ``n_passages`` (kept),
        ``n_chars`` (whole documents, cleaned). A level, place or kind that is not known is
        ``"unknown"``: the counts add up to those of the corpus.

    Examples
    --------
    >>> import reformlab as rl
    >>> rl.measure_coverage(rl.load_corpus("made-up"))["level"].unique().tolist()
    ['national', 'provincial']
    """
    documents = _name_unknown(corpus.documents)
    keys = ["level", "place", "year", "kind"]
    counts = documents.groupby(keys, dropna=False, observed=True).agg(
        n_docs=("doc_id", "size"), n_passages=("n_passages", "sum"), n_chars=("n_chars", "sum")
    )
    return _plain(counts.reset_index())


def measure_document_priorities(fit: Fit) -> pd.DataFrame:
    """Measure what part of each document is about each topic: the base of every other measure.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    DataFrame
        One row a document and topic: ``doc_id``, ``topic``, ``label``, ``label_en``,
        ``priority`` (mean share over the document's passages weighted by their terms; sums to
        1 over the topics of a document), ``n_terms`` (terms of the document in the model),
        ``level``, ``place``, ``year``, ``kind``. Documents of which no passage is in the model
        have no priority and no row; see ``fit.dropped``.

    Examples
    --------
    >>> import reformlab as rl
    >>> fit = rl.fit_topics(rl.load_corpus("made-up"), n_topics=4, seed=1)
    >>> rl.measure_document_priorities(fit).groupby("doc_id")["priority"].sum().round(6).unique().tolist()
    [1.0]
    """
    passages = fit.passages.loc[fit.passages["n_terms"] > 0, ["passage_id", "doc_id", "n_terms"]]
    shares = fit.passage_topics.merge(passages, on="passage_id", validate="many_to_one")
    shares["weighted"] = shares["share"] * shares["n_terms"]
    sums = shares.groupby(["doc_id", "topic"], as_index=False)[["weighted", "n_terms"]].sum()
    sums["priority"] = sums["weighted"] / sums["n_terms"]
    about = _name_unknown(fit.documents)[["doc_id", "level", "place", "year", "kind"]]
    labels = fit.topics[["topic", "label", "label_en"]]
    table = about.merge(sums, on="doc_id", validate="one_to_many").merge(labels, on="topic", how="left")
    columns = ["doc_id", "topic", "label", "label_en", "priority", "n_terms"]
    return _plain(table[[*columns, "level", "place", "year", "kind"]])


def measure_prevalence(fit: Fit, *, by: By = None, periods: Sequence[int] | None = None) -> pd.DataFrame:
    """Measure the priority of each topic in each group of documents, with an interval.

    A group is the documents of one kind, one level and one period. Its priority is the mean
    over its documents. The 95 % interval takes documents as the units, and below the national
    level the documents of one place as dependent: variance CR2 of Bell and McCaffrey with
    Satterthwaite degrees of freedom, and limits on the logit scale, so that they stay between
    0 and 1 and hold for skewed shares. Where every document stands alone the variance is
    s²/n with n - 1 degrees of freedom.

    Parameters
    ----------
    fit : Fit
    by : {None, "year", "decade", "period"}
        How to cut time: None takes all years together.
    periods : list of int, optional
        First year of each period, ascending, for ``by="period"``: ``[2009, 2016, 2021]`` gives
        ``"before 2009"``, ``"2009-2015"``, ``"2016-2020"`` and, where the data end in 2026,
        ``"2021-2026"``.

    Returns
    -------
    DataFrame
        One row a kind, level, period and topic: ``kind``, ``level``, ``period`` (text; documents
        without a year stand under ``"year unknown"``), ``topic``, ``label``, ``label_en``,
        ``priority``, ``low``, ``high`` (missing where `enough` is False, or where all documents
        are equal), ``n_docs``, ``enough`` (the group counts for at least 5 independent
        documents: degrees of freedom at least 4).

    Raises
    ------
    ValueError
        For an unknown `by`, or `periods` that are missing, unasked for or not ascending.

    Notes
    -----
    Bell and McCaffrey (2002), Survey Methodology 28(2); Pustejovsky and Tipton (2018), Journal of
    Business & Economic Statistics 36(4); for degrees of freedom below 4, Tipton (2015),
    Psychological Methods 20(3). The topics are taken as given: the interval holds what differs
    between documents, not what another fit would find. One interval a row: over 20 topics one is
    expected to miss.

    Examples
    --------
    >>> import reformlab as rl
    >>> fit = rl.fit_topics(rl.load_corpus("made-up"), n_topics=4, seed=1)
    >>> rl.measure_prevalence(fit)["period"].unique().tolist()
    ['all years']
    """
    documents = measure_document_priorities(fit)
    documents["period"] = name_periods(documents["year"], by, periods)
    documents = _name_unknown(documents)
    keys = ["kind", "period", "level"]
    groups = documents.groupby(keys, observed=True)
    rows = [_measure_group(group).assign(**dict(zip(keys, names, strict=True))) for names, group in groups]
    labels = fit.topics[["topic", "label", "label_en"]]
    table = pd.concat(rows, ignore_index=True).merge(labels, on="topic", how="left")
    about = ["kind", "level", "period", "topic", "label", "label_en"]
    return table[[*about, "priority", "low", "high", "n_docs", "enough"]]


def measure_gap(fit: Fit, *, by: By = None, periods: Sequence[int] | None = None) -> pd.DataFrame:
    """Measure how much more weight the centre puts on each topic than the provinces do.

    The gap is national minus provincial priority, within one kind of document and one period.
    Its 95 % interval is put together from those of the two priorities (MOVER), so it can be
    recomputed from `measure_prevalence`: with p the priority, l and u its limits, the gap's
    lower limit is gap - sqrt((p_nat - l_nat)² + (u_prov - p_prov)²), its upper limit
    gap + sqrt((u_nat - p_nat)² + (p_prov - l_prov)²). With many documents this is Welch's interval.

    Parameters
    ----------
    fit : Fit
    by, periods
        As in `measure_prevalence`.

    Returns
    -------
    DataFrame
        One row a kind, period and topic that has a national or a provincial document: ``kind``,
        ``period``, ``topic``, ``label``, ``label_en``, ``gap`` (sums to 0 over the topics;
        missing where one side has no document), ``low``, ``high`` (missing where `enough` is
        False), ``n_national``, ``n_provincial``, ``n_docs`` (both sides), ``enough`` (both
        sides are enough, see `measure_prevalence`). Levels below the provinces take no part.

    Raises
    ------
    ValueError
        As `measure_prevalence`.

    Notes
    -----
    Zou and Donner (2008), Statistics in Medicine 27(10), after Newcombe (1998), Statistics in
    Medicine 17(8). How often it holds the true gap is told in docs/decisions/intervals.md.

    Examples
    --------
    >>> import reformlab as rl
    >>> fit = rl.fit_topics(rl.load_corpus("made-up"), n_topics=4, seed=1)
    >>> bool(abs(rl.measure_gap(fit)["gap"].sum()) < 1e-9)
    True
    """
    prevalence = measure_prevalence(fit, by=by, periods=periods)
    prevalence["below"] = prevalence["priority"] - prevalence["low"]
    prevalence["above"] = prevalence["high"] - prevalence["priority"]
    prevalence = prevalence.rename(columns={"n_docs": "n"})
    keys = ["kind", "period", "topic"]
    labels = ["label", "label_en"]
    numbers = ["priority", "below", "above", "n", "enough"]
    table = prevalence.loc[prevalence["level"].isin(["national", "provincial"]), keys + labels]
    table = table.drop_duplicates(keys)
    for level in ("national", "provincial"):
        side = prevalence.loc[prevalence["level"] == level, keys + numbers]
        side = side.rename(columns={name: f"{name}_{level}" for name in numbers})
        table = table.merge(side, on=keys, how="left", validate="one_to_one")
        table[f"n_{level}"] = table[f"n_{level}"].fillna(0).astype("int64")
        table[f"enough_{level}"] = table[f"enough_{level}"].eq(True)
    table["gap"] = table["priority_national"] - table["priority_provincial"]
    table["low"] = table["gap"] - np.hypot(table["below_national"], table["above_provincial"])
    table["high"] = table["gap"] + np.hypot(table["above_national"], table["below_provincial"])
    table["n_docs"] = table["n_national"] + table["n_provincial"]
    table["enough"] = table["enough_national"] & table["enough_provincial"]
    columns = ["gap", "low", "high", "n_national", "n_provincial", "n_docs", "enough"]
    return table[keys + labels + columns]


def _measure_group(documents: pd.DataFrame) -> pd.DataFrame:
    """Give the priority of every topic in one group of documents, with its limits."""
    wide = documents.pivot(index="doc_id", columns="topic", values="priority")
    about = documents.drop_duplicates("doc_id").set_index("doc_id").loc[wide.index]
    # The centre is one place, and its documents are what was sampled: each stands alone.
    alone = (about["level"] == "national") | (about["place"] == UNKNOWN)
    clusters = about["place"].astype(str).mask(alone, wide.index.to_series())
    mean, variance, df = _mean_of_clusters(wide.to_numpy(), clusters.to_numpy())
    enough = df + 1 >= MIN_DOCUMENTS - 1e-9
    low, high = _limits(mean, variance, df) if enough else (np.nan, np.nan)
    numbers = {"priority": mean, "low": low, "high": high, "n_docs": len(wide), "enough": enough}
    return pd.DataFrame({"topic": wide.columns, **numbers})


def _mean_of_clusters(values: np.ndarray, clusters: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Give the mean of each column, its CR2 variance, and their Satterthwaite degrees of freedom.

    Bell and McCaffrey's estimator for a mean under the working model of independent rows, in
    closed form: a cluster's sum of residuals is divided by sqrt(1 - size / n).
    """
    n = len(values)
    codes, _ = pd.factorize(clusters)
    sizes = np.bincount(codes)
    mean = values.mean(axis=0)
    if len(sizes) < 2:
        return mean, np.full(mean.shape, np.nan), 0.0
    members = codes == np.arange(len(sizes))[:, None]
    inflate = 1 / np.sqrt(1 - sizes / n)
    variance = np.square(inflate[:, None] * (members @ (values - mean))).sum(axis=0) / n**2
    cross = (np.diag(sizes) - np.outer(sizes, sizes) / n) * np.outer(inflate, inflate)
    return mean, variance, float(np.trace(cross) ** 2 / np.square(cross).sum())


def _limits(mean: np.ndarray, variance: np.ndarray, df: float) -> tuple[np.ndarray, np.ndarray]:
    """Give the limits of each mean share, by Student's t on the logit scale."""
    from scipy.special import expit, logit
    from scipy.stats import t

    # No spread at all says nothing about the next document: missing, not an interval of width 0.
    error = np.sqrt(np.where(variance > 0, variance, np.nan)) / (mean * (1 - mean))
    half = t.ppf((1 + CONFIDENCE) / 2, df) * error
    return expit(logit(mean) - half), expit(logit(mean) + half)


def _name_unknown(table: pd.DataFrame) -> pd.DataFrame:
    """Say "unknown" where level, place or kind is missing, with levels and kinds in their order."""
    return table.assign(
        level=pd.Categorical(table["level"].fillna(UNKNOWN), [*LEVELS, UNKNOWN], ordered=True),
        place=table["place"].fillna(UNKNOWN),
        kind=pd.Categorical(table["kind"].fillna(UNKNOWN), [*KINDS, UNKNOWN], ordered=True),
    )


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    return table.astype({"level": str, "place": str, "kind": str})
