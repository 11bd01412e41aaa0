"""Measures: coverage, prevalence and gaps, each a plain table with intervals where they can be had.

The unit is the document. Passages of one document are never counted as if they were
independent, and neither are documents of one place below the national level. Kinds of
document are never pooled unless that is asked for: an outline of tasks and a work report speak of
different things, whoever writes them. Every priority can be recomputed from
`measure_document_priorities` with a plain ``groupby``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from reformlab.corpus.choices import check_choice
from reformlab.corpus.periods import By
from reformlab.corpus.tables import Corpus
from reformlab.measures.intervals import (
    CONFIDENCE,
    LEAST_DISPERSION,
    Estimate,
    find_p,
    limit_coefficient,
    limit_difference,
    limit_share,
    mean_of_clusters,
    regress_on_clusters,
)
from reformlab.measures.permutation import false_discovery_rate
from reformlab.measures.priorities import (
    Evidence,
    collect_evidence,
    group_documents,
    name_unknown,
    pair_documents,
    pick_clusters,
)

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit

# A group has an interval where it counts for at least this many independent documents; why
# five is told in docs/decisions/intervals.md.
MIN_DOCUMENTS = 5
# The controls of a regression, and what its rows are called.
ACROSS = {
    "matched": ("kind", "matched kinds"),
    "adjusted": ("spline(year) + kind", "adjusted for year and kind"),
    "pooled": (None, "all kinds"),
}
Kinds = Literal["apart", "matched", "adjusted", "pooled"]


def measure_coverage(corpus: Corpus, *, by: Literal["place"] | None = None) -> pd.DataFrame:
    """Count the documents that are there, so that the holes are seen before any result.

    Parameters
    ----------
    corpus : Corpus
    by : {None, "place"}
        "place" counts each place by itself.

    Returns
    -------
    DataFrame
        One row a level, kind and year (by "place": level, place, kind and year) that has documents:
        ``level``, ``place`` (by "place" alone), ``kind``, ``year`` (Int64, missing where not known),
        ``n_docs``, ``n_docs_all`` (of the level, place and kind, all years together), ``n_places``,
        ``n_passages`` (kept), ``n_chars`` (whole documents, cleaned). A level, place or kind that is not
        known is ``"unknown"``: the counts add up to those of the corpus.

    Examples
    --------
    >>> import reformlab as rl
    >>> rl.measure_coverage(rl.load_corpus("made-up"))["level"].unique().tolist()
    ['national', 'provincial']
    """
    check_choice("by", by, [None, "place"])
    documents = name_unknown(corpus.documents)
    keys = ["level", *([by] if by else []), "kind"]
    counts = documents.groupby([*keys, "year"], dropna=False, observed=True).agg(
        n_docs=("doc_id", "size"),
        n_places=("place", "nunique"),
        n_passages=("n_passages", "sum"),
        n_chars=("n_chars", "sum"),
    )
    table = counts.reset_index().astype({"level": str, "kind": str})
    table.insert(len(keys) + 2, "n_docs_all", table.groupby(keys)["n_docs"].transform("sum"))
    return table


def measure_prevalence(
    fit: Fit,
    *,
    by: By = None,
    periods: Sequence[int] | None = None,
    quick: bool = False,
    refits: pd.DataFrame | None = None,
    progress: bool = True,
) -> pd.DataFrame:
    """Measure the priority of each topic in each group of documents, with an interval.

    A group is the documents of one kind, one level and one period. Its priority is the mean
    over its documents. The 95 % interval covers three things that might have been otherwise:
    which documents there are (documents are the units, and below the national level those of one
    place are dependent: variance CR2 of Bell and McCaffrey with Satterthwaite degrees of freedom,
    limits on the logit scale), how many terms were read of each, and what the topics are (the
    same documents measured again with topics fitted to documents drawn again).

    Parameters
    ----------
    fit : Fit
    by : {None, "year", "decade", "period", "era", "place", "kind"}
        How to cut the documents further. None and "kind" take all years together, kinds apart.
        "place" takes each place by itself, its documents as the units; "era" the eras of `read_eras`.
    periods : list of int or DataFrame, optional
        First year of each period, ascending, for ``by="period"``: ``[2009, 2016, 2021]`` gives
        ``"before 2009"``, ``"2009-2015"``, ``"2016-2020"`` and, where the data end in 2026,
        ``"2021-2026"``. For ``by="era"``, a table of eras of one's own.
    quick : bool
        Leave out what the topics are: no refits, an interval that is too narrow where topics are
        not stable, and ``sources`` says so. Refits are made once for a fit, and only of ``stm``.
    refits : DataFrame, optional
        Of `refit_topics`, to use more of them than the 10 that are made here, or the same for
        several calls.
    progress : bool
        Show a bar while refits are made.

    Returns
    -------
    DataFrame
        One row a kind, level, place, period and topic: ``kind``, ``level``, ``place`` ("all
        places" but for ``by="place"``), ``period`` (text; documents without a year stand under
        ``"year unknown"``), ``topic``, ``label``, ``label_en``, ``priority``, ``low``, ``high``
        (missing where `enough` is False, or where all documents are equal), ``se_documents``,
        ``se_shares``, ``se_topics`` (standard errors by source: which documents, how many terms
        of them, which topics), ``n_docs``, ``enough`` (the group counts for at least 5 independent
        documents: degrees of freedom at least 4), ``sources`` (what the interval covers).

    Raises
    ------
    ValueError
        For an unknown `by`, or `periods` that are missing, unasked for or not ascending.

    Notes
    -----
    Bell and McCaffrey (2002), Survey Methodology 28(2); Pustejovsky and Tipton (2018), Journal of
    Business & Economic Statistics 36(4); for degrees of freedom below 4, Tipton (2015),
    Psychological Methods 20(3). The interval does not cover: that another number of topics or a
    start elsewhere finds other topics; that successive years are alike; that one
    interval in twenty misses.

    Examples
    --------
    >>> import reformlab as rl
    >>> fit = rl.fit_topics(rl.load_corpus("made-up"), n_topics=4, seed=1)
    >>> rl.measure_prevalence(fit, quick=True)["period"].unique().tolist()
    ['all years']
    """
    evidence = collect_evidence(fit, quick=quick, refits=refits, progress=progress)
    rows = []
    for names, group in group_documents(evidence, by, periods, ["kind", "level", "place", "period"]):
        estimate = _estimate_mean(evidence, group, alone=by == "place")
        enough = _is_enough(estimate.df)
        low, high = limit_share(estimate) if enough else (np.nan, np.nan)
        numbers = {"priority": estimate.value, "low": low, "high": high, **estimate.errors}
        rows.append(_tabulate(fit, names, numbers, {"n_docs": len(group), "enough": enough}))
    return pd.concat(rows, ignore_index=True).assign(sources=evidence.sources)


def measure_gap(
    fit: Fit,
    *,
    by: By = None,
    periods: Sequence[int] | None = None,
    kinds: Kinds = "apart",
    together: Literal["simultaneous", "fdr"] | None = None,
    quick: bool = False,
    refits: pd.DataFrame | None = None,
    progress: bool = True,
) -> pd.DataFrame:
    """Measure how much more weight the centre puts on each topic than the provinces do.

    The gap is national minus provincial priority, within one kind of document and one period.
    Its 95 % interval is put together from the limits of the two priorities (MOVER) and from what
    other topics would have given: with p a priority, l and u its limits from documents alone, and
    t how far the gap moves with the topics, it reaches from
    gap - sqrt((p_nat - l_nat)² + (u_prov - p_prov)² + t²) to
    gap + sqrt((u_nat - p_nat)² + (p_prov - l_prov)² + t²).

    Parameters
    ----------
    fit : Fit
    by, periods, quick, refits, progress
        As in `measure_prevalence`; ``by="place"`` compares the centre with each province.
    kinds : {"apart", "matched", "adjusted", "pooled"}
        "apart" gives a row for each kind. The others put kinds together by a regression of
        documents' priorities on the level, with CR2 intervals: "matched" on kind as well, of the
        kinds that both levels have; "adjusted" on kind and a spline of the year; "pooled" on nothing
        else. "matched" is a mean of the gaps of the kinds, each weighted by n m / (n + m) for n
        national and m provincial documents: kinds of which both sides have many decide. What
        "pooled" shows and "matched" does not is the make-up of the corpus, not what the levels say.
    together : {None, "simultaneous", "fdr"}
        None: each topic has its own 95 %. "simultaneous": intervals so wide that all topics of a
        comparison are covered at once (Šidák). "fdr": the false discovery rate, as column ``q``. Either
        is of the topics of one kind, place and period: ten such comparisons are ten questions.

    Returns
    -------
    DataFrame
        One row a kind, place, period and topic that has a national or a provincial document (for
        "matched", a place, period and topic with a kind that both have):
        ``kind``, ``place``, ``period``, ``topic``, ``label``, ``label_en``, ``gap`` (sums to 0 over
        the topics; missing where one side has no document), ``low``, ``high`` (missing where
        `enough` is False), ``se_documents``, ``se_shares``, ``se_topics``, ``p`` (of no gap, from
        the interval), with "fdr" ``q`` (Benjamini and Hochberg), ``n_national``,
        ``n_provincial``, ``n_docs`` (both sides), with "simultaneous" ``confidence`` (of each interval, so
        that all cover together with 95 %), ``enough`` (both sides are enough, see
        `measure_prevalence`; for "adjusted", by documents of kinds that both levels have, from years
        in which both have that kind: of other years the spline can only guess), ``sources``.
        Levels below the provinces take no part.

    Raises
    ------
    ValueError
        As `measure_prevalence`, for an unknown `kinds` or `together`, and where no row is left: no
        national or provincial document, for ``by="place"`` no provincial one, for "matched"
        no kind that both have.

    Notes
    -----
    Zou and Donner (2008), Statistics in Medicine 27(10), after Newcombe (1998), Statistics in
    Medicine 17(8). How often it covers the true gap is told in docs/coverage.md.

    Examples
    --------
    >>> import reformlab as rl
    >>> fit = rl.fit_topics(rl.load_corpus("made-up"), n_topics=4, seed=1)
    >>> bool(abs(rl.measure_gap(fit, quick=True)["gap"].sum()) < 1e-9)
    True
    """
    check_choice("together", together, ["simultaneous", "fdr", None])
    check_choice("kinds", kinds, ["apart", *ACROSS])
    evidence = collect_evidence(fit, quick=quick, refits=refits, progress=progress)
    confidence = CONFIDENCE ** (1 / len(fit.topics)) if together == "simultaneous" else CONFIDENCE
    keys = ["kind", "place", "period"] if kinds == "apart" else ["place", "period"]
    rows = []
    for names, group in pair_documents(evidence, by, periods, keys):
        if kinds == "apart":
            numbers, counts = _compare_sides(evidence, group, confidence, alone=by == "place")
        else:
            formula, name = ACROSS[kinds]
            names = {"kind": name, **names}
            numbers, counts = _compare_by_regression(
                evidence, group, confidence, kinds, formula, by == "place"
            )
            if not counts["n_docs"]:
                continue
        if together == "fdr":
            numbers["q"] = false_discovery_rate(numbers["p"])
        elif together == "simultaneous":
            counts["confidence"] = confidence
        rows.append(_tabulate(fit, names, numbers, counts))
    if not rows:
        raise ValueError(_describe_missing(evidence, by, kinds))
    return pd.concat(rows, ignore_index=True).assign(sources=evidence.sources)


def _describe_missing(evidence: Evidence, by: By, kinds: str) -> str:
    needed = "provincial documents" if by == "place" else "national or provincial documents"
    if kinds == "matched":
        needed = "a kind with national and provincial documents in one period"
    have = evidence.about["level"].astype(str).value_counts().to_dict()
    return (
        f"by={by!r}, kinds={kinds!r} needs {needed}; the fit has documents of {have}. "
        "measure_prevalence takes every level and kind by itself"
    )


def _estimate_mean(evidence: Evidence, rows: np.ndarray, *, alone: bool) -> Estimate:
    mean, variance, df = mean_of_clusters(evidence.values[rows], pick_clusters(evidence, rows, alone))
    noise = evidence.noise[rows].sum(axis=0) / len(rows) ** 2
    moved = evidence.moved[:, rows].mean(axis=1) if len(evidence.moved) else evidence.moved
    dispersion = evidence.dispersion[str(evidence.about["kind"].iloc[rows[0]])]
    least = LEAST_DISPERSION * np.nan_to_num(dispersion) / len(rows)
    return Estimate(mean, variance, df, noise, moved, least)


def _compare_sides(
    evidence: Evidence, rows: np.ndarray, confidence: float, *, alone: bool
) -> tuple[dict[str, np.ndarray], dict[str, object]]:
    """Give the gap of every topic within one kind, from the two sides."""
    national = (evidence.about["level"] == "national").to_numpy()[rows]
    n, m = int(national.sum()), int((~national).sum())
    counts = {"n_national": n, "n_provincial": m, "n_docs": n + m, "enough": False}
    if not n or not m:
        return _no_numbers(evidence), counts
    first, second = (_estimate_mean(evidence, rows[side], alone=alone) for side in (national, ~national))
    counts["enough"] = _is_enough(first.df) and _is_enough(second.df)
    limits = partial(limit_difference, first, second)
    return _collect_numbers(first.minus(second), limits, confidence, counts["enough"]), counts


def _compare_by_regression(
    evidence: Evidence, rows: np.ndarray, confidence: float, kinds: str, formula: str | None, alone: bool
) -> tuple[dict[str, np.ndarray], dict[str, object]]:
    """Give the gap of every topic over kinds, as the coefficient of the national level."""
    from reformlab.topics.formula import build_design

    about = evidence.about.iloc[rows].astype({"kind": str})
    national = (about["level"] == "national").to_numpy()
    if kinds == "matched":
        both = about.groupby("kind")["level"].transform("nunique").to_numpy() == 2
        rows, about, national = rows[both], about[both], national[both]
    n, m = int(national.sum()), int((~national).sum())
    counts = {"n_national": n, "n_provincial": m, "n_docs": n + m, "enough": False}
    if not n or not m:
        return _no_numbers(evidence), counts
    controls, _ = build_design(about[["doc_id"]], about, formula)
    design = np.column_stack([np.ones(len(rows)), controls, national])
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return _no_numbers(evidence), counts
    clusters = pick_clusters(evidence, rows, alone)
    value, variance, pull, df = regress_on_clusters(evidence.values[rows], design, clusters)
    noise = np.square(pull) @ evidence.noise[rows]
    moved = pull @ evidence.moved[:, rows]
    estimate = Estimate(value, variance, df, noise, moved)
    told = _share_years(about) if kinds == "adjusted" else np.ones(len(rows), dtype=bool)
    sides = min(len(set(clusters[told & side])) for side in (national, ~national))
    counts["enough"] = _is_enough(df) and sides >= MIN_DOCUMENTS
    return _collect_numbers(
        estimate, partial(limit_coefficient, estimate), confidence, counts["enough"]
    ), counts


def _share_years(about: pd.DataFrame) -> np.ndarray:
    """Say which documents are of a kind that both levels have, and of years in which both have it."""
    years = about.groupby(["kind", "level"])["year"]
    first = years.transform("min").groupby(about["kind"]).transform("max")
    last = years.transform("max").groupby(about["kind"]).transform("min")
    both = about.groupby("kind")["level"].transform("nunique") == 2
    return (both & about["year"].between(first, last).fillna(False)).to_numpy(dtype=bool)


def _collect_numbers(
    estimate: Estimate, limits: partial, confidence: float, enough: bool
) -> dict[str, np.ndarray]:
    low, high = limits(confidence) if enough else (np.nan, np.nan)
    p = find_p(limits, estimate.value) if enough else np.full(estimate.value.shape, np.nan)
    return {"gap": estimate.value, "low": low, "high": high, **estimate.errors, "p": p}


def _no_numbers(evidence: Evidence) -> dict[str, np.ndarray]:
    names = ("gap", "low", "high", "se_documents", "se_shares", "se_topics", "p")
    return dict.fromkeys(names, np.full(evidence.values.shape[1], np.nan))


def _is_enough(df: float) -> bool:
    return df + 1 >= MIN_DOCUMENTS - 1e-9


def _tabulate(
    fit: Fit, names: dict[str, str], numbers: dict[str, np.ndarray], counts: dict[str, object]
) -> pd.DataFrame:
    """Make the rows of one group: names, topics, numbers, counts."""
    topics = fit.topics[["topic", "label", "label_en"]].reset_index(drop=True)
    order = [key for key in ("kind", "level", "place", "period") if key in names]
    front = pd.DataFrame({key: names[key] for key in order}, index=topics.index)
    return pd.concat([front, topics], axis=1).assign(**numbers, **counts)
