"""Priorities and gaps of topics and domains, each a plain table with intervals where they can be had.

The unit is the document. Passages of one document are never counted as if they were
independent, and neither are documents of one place below the national level. Kinds of
document are never pooled unless that is asked for: an outline of tasks and a work report speak of
different things, whoever writes them. Every priority can be recomputed from
`measure_document_priorities` with a plain ``groupby``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from reformlab.corpus.choices import check_choice
from reformlab.corpus.periods import By
from reformlab.corpus.tables import CENTRE
from reformlab.measures.correction import is_modelled
from reformlab.measures.estimates import MIN_DOCUMENTS, Documents, is_enough
from reformlab.measures.intervals import (
    CONFIDENCE,
    Estimate,
    find_p,
    limit_coefficient,
    limit_difference,
    limit_share,
)
from reformlab.measures.permutation import false_discovery_rate
from reformlab.measures.priorities import (
    Evidence,
    check_groups,
    collect_evidence,
    group_documents,
    pair_documents,
)
from reformlab.measures.recovery import Recovery, recover
from reformlab.measures.support import find_support, name_span, pick_compared
from reformlab.measures.wording import measure_wording, warn_of_wording

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit

# The controls of a regression, and what its rows are called.
ACROSS = {
    "matched": ("kind", "matched kinds"),
    "adjusted": ("spline(year) + kind", "adjusted for year and kind"),
    "pooled": (None, "all kinds"),
}
TOO_FEW = f"a side counts for fewer than {MIN_DOCUMENTS} independent documents"
Kinds = Literal["apart", "matched", "adjusted", "pooled"]


def measure_priorities(
    fit: Fit,
    *,
    by: By = None,
    periods: Sequence[int] | None = None,
    quick: bool = False,
    refits: pd.DataFrame | None = None,
    progress: bool = True,
    corrected: bool = True,
) -> pd.DataFrame:
    """Measure the priority of each topic in each group of documents, with an interval.

    A group is the documents of one kind, one level and one period. Its priority is the mean
    over its documents. The 95 % interval covers three things that might have been otherwise:
    which documents there are (documents are the units, and below the national level those of one
    place are dependent: variance CR2 of Bell and McCaffrey with Satterthwaite degrees of freedom,
    limits on the logit scale; where the centre speaks once a year, in 10 years or more, its years depend on
    each other), how many terms were read of each, and what the
    topics are (the same documents measured again with topics fitted to documents drawn again).

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
    corrected : bool
        Where the fit has a coded sample (`Fit.codes`), take out what the classifier gets wrong on
        average at each level, kind and era, with what is not known of it in the interval.

    Returns
    -------
    DataFrame
        One row a kind, level, place, period and topic: ``kind``, ``level``, ``place`` ("all
        places" but for ``by="place"``), ``period`` (text; documents without a year stand under
        ``"year unknown"``), ``topic``, ``label``, ``label_en``, ``priority``, ``low``, ``high``
        (missing where `enough` is False, or where all documents are equal), ``se_documents``,
        ``se_shares``, ``se_topics`` (standard errors by source: which documents, how many terms
        of them, which topics), ``n_docs``, ``enough`` (the group counts for at least 5 independent
        documents: degrees of freedom at least 4), ``sources`` (what the interval covers). Corrected by
        a coded sample also ``uncorrected`` (the priority as it is predicted), ``n_coded`` (passages),
        ``n_effective`` (as many coded passages would say as much alone, without a classifier;
        missing where it errs in too few of them to tell);
        ``se_shares`` is then of the correction.

    Raises
    ------
    ValueError
        For an unknown `by`, or `periods` that are missing, unasked for, not ascending, or outside of the
        years that there are.

    Notes
    -----
    Bell and McCaffrey (2002), Survey Methodology 28(2); Pustejovsky and Tipton (2018), Journal of
    Business & Economic Statistics 36(4); for degrees of freedom below 4, Tipton (2015),
    Psychological Methods 20(3). The interval does not cover: that another number of topics or a
    start elsewhere finds other topics; that one interval in twenty misses.

    Examples
    --------
    >>> import reformlab as rl
    >>> fit = rl.fit_topics(rl.load_corpus("made-up"), n_topics=4, seed=1)
    >>> rl.measure_priorities(fit, quick=True)["period"].unique().tolist()
    ['all years']
    """
    check_groups(fit, by, periods)
    evidence = collect_evidence(fit, quick=quick, refits=refits, progress=progress, corrected=corrected)
    documents = Documents.collect(evidence, alone=by == "place")
    rows = []
    for names, group in group_documents(evidence, by, periods, ["kind", "level", "place", "period"]):
        estimate, enough = documents.find_mean(group)
        low, high = limit_share(estimate) if enough else (np.nan, np.nan)
        numbers = {"priority": estimate.value, "low": low, "high": high, **estimate.errors}
        numbers |= estimate.coded.numbers if estimate.coded else {}
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
    corrected: bool = True,
) -> pd.DataFrame:
    """Measure how much more weight the centre puts on each topic than the provinces do.

    The gap is national minus provincial priority, within one kind of document and one period, of the
    documents that can be compared: those of years, give or take 2, in which at least a fifth of the other
    side's places have documents of that kind ("adjusted" takes all, and is enough by such documents alone).
    Its 95 % interval is put together from the limits of the two priorities (MOVER) and from what
    other topics would have given: with p a priority, l and u its limits from documents alone, and
    t how far the gap moves with the topics, it reaches from
    gap - sqrt((p_nat - l_nat)² + (u_prov - p_prov)² + t²) to
    gap + sqrt((u_nat - p_nat)² + (p_prov - l_prov)² + t²).

    Gaps of topics come out too small where topics are mixed up with each other. So gap and limits are divided
    by the slope with which differences are found again in texts drawn from the fit (`measure_recovery`),
    halfway between that of the topic, which is known badly, and the mean of all; and t is no less than what
    these texts show to be missed of the gap. Unless `quick`, for it takes a second fit, kept as the first is.

    Parameters
    ----------
    fit : Fit
    by, periods, quick, refits, progress
        As in `measure_priorities`; ``by="place"`` compares the centre with each province.
    corrected : bool
        Of domains, as in `measure_priorities`. Of topics, make up for what the fit loses of gaps.
    kinds : {"apart", "matched", "adjusted", "pooled"}
        "apart" gives a row for each kind. The others put kinds together by a regression of
        documents' priorities on the level, with CR2 intervals (but for the centre's yearly
        texts): "matched" on kind as well, of the kinds that both levels have; "adjusted" on kind and a
        spline of the year; "pooled" on nothing else. "matched" is a mean of the gaps of the kinds, each
        weighted by n m / (n + m) for n national and m provincial documents: kinds of which both sides
        have many decide. Of one kind "matched" and "pooled" are what "apart" is. What "pooled" shows and
        "matched" does not is the make-up of the corpus, not what the levels say.
    together : {None, "simultaneous", "fdr"}
        None: each topic has its own 95 %. "simultaneous": intervals so wide that all topics of a
        comparison are covered at once (Šidák). "fdr": the false discovery rate, as column ``q``. Either
        is of the topics of one kind, place and period: ten such comparisons are ten questions.

    Returns
    -------
    DataFrame
        One row a kind, place, period and topic that has a national or a provincial document (for
        "matched", a place, period and topic with a kind that both have):
        ``kind``, ``place``, ``period``, ``topic``, ``label``, ``label_en``, ``gap`` (missing where one side
        has no document), ``low``, ``high`` (missing where `enough` is False), ``se_documents``,
        ``se_shares``, ``se_topics``, ``p`` (of no gap, from the interval), with "fdr" ``q`` (Benjamini and
        Hochberg), ``n_national``, ``n_provincial``, ``n_docs`` (both sides), ``years`` (of these
        documents, as "1996-2026"; empty where they are not known), with "simultaneous" ``confidence`` (of
        each interval, so that all cover together with 95 %), ``enough`` (both sides are enough, see
        `measure_priorities`), ``reason`` (why it is not enough; else empty), ``sources``; ``uncorrected``,
        ``n_coded``, ``n_effective`` as there. Of topics, unless `quick`, ``may_be_wording`` (the levels put
        the topic into other words, see `measure_wording`: its gap may come of that, and the interval does not
        cover it; asked of topics that are found). Domains are free of that where a coded sample corrects
        them. Of topics corrected, ``uncorrected`` (the gap as it is fitted: national minus provincial
        priority; only such gaps sum to 0), ``slope`` (what it is divided by: halfway between that of the
        topic, taken to lie within 0.4 and 1, and the mean of all), ``found`` (the topic is found again in
        texts drawn from the fit; where it is not, what its gap is a gap of is not known). Levels below the
        provinces take no part.

    Raises
    ------
    ValueError
        As `measure_priorities`, for an unknown `kinds` or `together`, and where no row is left: no
        national or provincial document, for ``by="place"`` no provincial one, for "matched"
        no kind that both have.

    Warns
    -----
    UserWarning
        Names the topics that are not found again, and those that the levels put into other words.

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
    check_groups(fit, by, periods)
    evidence = collect_evidence(fit, quick=quick, refits=refits, progress=progress, corrected=corrected)
    recovery = None
    if corrected and not quick and is_modelled(fit):
        recovery = recover(fit, evidence.about["doc_id"], progress=progress)
    documents = Documents.collect(evidence, alone=by == "place")
    confidence = CONFIDENCE ** (1 / len(fit.topics)) if together == "simultaneous" else CONFIDENCE
    apart = kinds == "apart"
    compare = _compare_sides if apart else partial(_compare_by_regression, kinds=kinds)
    rows = []
    for names, group in pair_documents(evidence, by, periods, [*["kind"] * apart, "place", "period"]):
        estimate, limits, counts = compare(documents, group, recovery)
        if not apart:
            names = {"kind": ACROSS[kinds][1], **names}
            if not counts["n_docs"]:
                continue
        numbers = _collect_numbers(evidence, estimate, limits, confidence, counts["enough"])
        if together == "fdr":
            numbers["q"] = false_discovery_rate(numbers["p"])
        elif together == "simultaneous":
            counts["confidence"] = confidence
        rows.append(_tabulate(fit, names, numbers, counts))
    if not rows:
        raise ValueError(_describe_missing(evidence, by, kinds))
    table = pd.concat(rows, ignore_index=True).assign(sources=evidence.sources)
    if recovery:
        table = recovery.stretch(table).assign(sources=f"{evidence.sources}, recovery")
    if quick or not is_modelled(fit):
        return table
    wording = measure_wording(fit)
    if recovery:
        # What a topic is that is not found again, and so what its words are, is not known.
        wording["may_be_wording"] &= recovery.topics["found"].to_numpy()
    warn_of_wording(wording)
    return table.merge(wording[["topic", "may_be_wording"]], on="topic", how="left")


def _describe_missing(evidence: Evidence, by: By, kinds: str) -> str:
    needed = "provincial documents" if by == "place" else "national or provincial documents"
    if kinds == "matched":
        needed = "a kind with national and provincial documents in one period"
    have = evidence.about["level"].astype(str).value_counts().to_dict()
    return (
        f"by={by!r}, kinds={kinds!r} needs {needed}; the fit has documents of {have}. "
        "measure_priorities takes every level and kind by itself"
    )


def _compare_sides(
    documents: Documents, rows: np.ndarray, recovery: Recovery | None
) -> tuple[Estimate | None, partial | None, dict[str, object]]:
    """Give the gap of every topic within one kind, from the two sides; its limits, and what there is."""
    about = documents.evidence.about.iloc[rows]
    compared, other_years = pick_compared(about)
    rows, about = rows[compared], about[compared]
    national, counts = _count_sides(about)
    if counts["reason"]:
        return None, None, counts
    sides = [documents.find_mean(rows[side]) for side in (national, ~national)]
    (first, second), enough = zip(*sides, strict=True)
    counts |= _judge(all(enough), other_years)
    missed = np.nan
    if recovery:
        pull = np.where(national, 1 / counts["n_national"], -1 / counts["n_provincial"])
        missed = recovery.find_error(rows, pull, first.noise + second.noise)
    return first.minus(second, missed), partial(limit_difference, first, second, missed=missed), counts


def _compare_by_regression(
    documents: Documents, rows: np.ndarray, recovery: Recovery | None, kinds: str
) -> tuple[Estimate | None, partial | None, dict[str, object]]:
    """Give the gap of every topic over kinds, as the coefficient of the national level; and as above."""
    from reformlab.topics.formula import build_design

    about = documents.evidence.about.iloc[rows].astype({"kind": str})
    if kinds == "matched":
        both = about.groupby("kind")["level"].transform("nunique").to_numpy() == 2
        rows, about = rows[both], about[both]
    other_years = ""
    if kinds != "adjusted":
        if about["kind"].nunique() == 1:
            # Of one kind there is nothing to put together.
            return _compare_sides(documents, rows, recovery)
        compared, other_years = pick_compared(about, within_kinds=kinds == "matched")
        rows, about = rows[compared], about[compared]
    national, counts = _count_sides(about)
    if counts["reason"]:
        return None, None, counts
    controls, _ = build_design(about[["doc_id"]], about, ACROSS[kinds][0])
    design = np.column_stack([np.ones(len(rows)), controls, national])
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return None, None, counts | {"reason": "level and controls go together"}
    estimate, pull, independent = documents.find_coefficient(rows, design)
    if recovery:
        estimate = replace(estimate, missed=recovery.find_error(rows, pull, estimate.noise))
    # A spline can only guess of years that one side lacks; without one, they are left out.
    told = find_support(about) if kinds == "adjusted" else np.ones(len(rows), dtype=bool)
    clusters = documents.pick_clusters(rows)
    sides = min(len(set(clusters[told & side])) for side in (national, ~national))
    counts |= _judge(is_enough(independent) and sides >= MIN_DOCUMENTS, other_years)
    return estimate, partial(limit_coefficient, estimate), counts


def _count_sides(about: pd.DataFrame) -> tuple[np.ndarray, dict[str, object]]:
    """Say which documents are national, and count both sides; the reason is the side that is not there."""
    national = (about["level"] == CENTRE).to_numpy()
    n, m = int(national.sum()), int((~national).sum())
    reason = "" if n and m else f"no {'national' if not n else 'provincial'} document"
    counts = {"n_national": n, "n_provincial": m, "n_docs": n + m, "years": name_span(about["year"])}
    return national, counts | {"enough": False, "reason": reason}


def _collect_numbers(
    evidence: Evidence, estimate: Estimate | None, limits: partial | None, confidence: float, enough: bool
) -> dict[str, np.ndarray]:
    if estimate is None:
        names = ["gap", "low", "high", "se_documents", "se_shares", "se_topics", "p"]
        names += ["uncorrected", "n_coded", "n_effective"] if evidence.correction else []
        return dict.fromkeys(names, np.full(evidence.values.shape[1], np.nan))
    low, high = limits(confidence) if enough else (np.nan, np.nan)
    p = find_p(limits, estimate.value) if enough else np.full(estimate.value.shape, np.nan)
    numbers = {"gap": estimate.value, "low": low, "high": high, **estimate.errors, "p": p}
    return numbers | (estimate.coded.numbers if estimate.coded else {})


def _judge(enough: bool, other_years: str) -> dict[str, object]:
    """Say whether there is an interval, and why there is none: what is compared may be too little."""
    return {"enough": enough, "reason": "" if enough else other_years or TOO_FEW}


def _tabulate(
    fit: Fit, names: dict[str, str], numbers: dict[str, np.ndarray], counts: dict[str, object]
) -> pd.DataFrame:
    """Make the rows of one group: names, topics, numbers, counts."""
    topics = fit.topics[["topic", "label", "label_en"]].reset_index(drop=True)
    order = [key for key in ("kind", "level", "place", "period") if key in names]
    front = pd.DataFrame({key: names[key] for key in order}, index=topics.index)
    return pd.concat([front, topics], axis=1).assign(**numbers, **counts)
