"""What a coded sample says of the classifier: whether wording alone makes a gap, and how much to code."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformlab.corpus.periods import By
from reformlab.corpus.tables import SIDES
from reformlab.measures import permutation
from reformlab.measures.correction import find_codes, is_coded, is_domains, predict_documents, sum_groups
from reformlab.measures.gap import measure_priorities
from reformlab.measures.priorities import collect_evidence, group_documents

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit

# Biases that differ by less, in percentage points, make no gap that anybody would report.
LEAST_POINTS = 1.0


def check_wording(fit: Fit, *, n_permutations: int = 999, seed: int = 1) -> pd.DataFrame:
    """Check whether the classifier errs otherwise at the one level than at the other.

    Provinces that say the same thing in other words are found less often, and that alone makes a gap. A
    coded sample shows it, and corrected gaps are free of it; uncorrected ones are not.

    Parameters
    ----------
    fit : Fit
        Of domains, with a coded sample of both levels.
    n_permutations : int
        How often the levels of documents are permuted.
    seed : int

    Returns
    -------
    DataFrame
        One row a domain and level: ``topic``, ``domain``, ``label``, ``label_en``, ``level``, ``recall``
        (part of the statements of the domain that the classifier takes for it, each weighted by what it
        stands for), ``precision`` (part of those it takes for it that are), ``bias`` (percentage points:
        what is predicted of all statements minus what is true), ``n`` (coded statements of the domain),
        ``p`` (of no difference in bias between the levels; the same in both rows), ``may_be_wording`` (`p`
        is at most .05, and the biases differ by a point or more).

    Raises
    ------
    ValueError
        Where the fit has no coded passages of both levels.

    Warns
    -----
    UserWarning
        Names the domains of which a gap may be wording, and how many points of it.

    Notes
    -----
    Documents are permuted whole, their weights in parts of the mean weight of their level, and differences
    are divided by their standard errors. With few coded statements a difference that is there is not
    seen: a large `p` is no proof that there is none; and one in twenty domains told alike is named by
    chance.

    Examples
    --------
    >>> import reformlab as rl
    >>> made = rl.simulate_statements(years=(2016, 2021), recall=(0.85, 0.85), seed=1)
    >>> list(rl.check_wording(made.fit)["level"].unique())
    ['national', 'provincial']
    """
    passages, told, truth = _read_sample(fit)
    named = np.column_stack([told, 1 - told.sum(axis=1)]).argmax(axis=1)[:, None] == np.arange(told.shape[1])
    ones = np.ones(truth.shape)
    parts = {"recall": (named * truth, truth), "precision": (named * truth, named)}
    parts["bias"] = (100 * (told - truth), ones)
    topics = fit.topics[["topic", "domain", "label", "label_en"]].reset_index(drop=True)
    table = pd.concat([topics.assign(level=level) for level in SIDES], ignore_index=True)
    for name, (above, below) in parts.items():
        sums, national = _sum_documents(passages, above, below)
        ratios, observed = _compare(sums, national[None])
        table[name] = np.concatenate([ratio[0] for ratio in ratios])
    # The last is the bias: what makes a gap where there is none.
    permuted = permutation.open_stream(seed, "wording").random((n_permutations, len(national)))
    permuted = permuted.argsort(axis=1) < national.sum()
    p = permutation.p_value_two_sided(observed[0], _compare(sums, permuted)[1])
    apart = np.abs(ratios[0][0] - ratios[1][0]) >= LEAST_POINTS
    n = [truth[(passages["level"] == level).to_numpy()].sum(axis=0) for level in SIDES]
    table = table.assign(n=np.concatenate(n).astype(int), p=np.tile(p, 2))
    table["may_be_wording"] = np.tile((p <= permutation.LEVEL_OF_TEST) & apart, 2)
    _warn(table)
    columns = [*topics, "level", *parts, "n", "p", "may_be_wording"]
    return table.sort_values("topic", kind="stable", ignore_index=True)[columns]


def plan_coding(
    fit: Fit, *, part: float = 0.5, by: By = None, periods: Sequence[int] | None = None
) -> pd.DataFrame:
    """Say how many more statements must be coded for intervals half as wide, at each level.

    Only the error of the classifier shrinks with coding; which documents there are stays as unsure as it
    is. So where documents alone keep an interval wider than that, no coding will do.

    Parameters
    ----------
    fit : Fit
        Of domains, with a coded sample.
    part : float
        How wide the interval is to be, as part of what it is.
    by, periods
        As in `measure_priorities`. All years together are those that each level has: two levels are
        compared in a period that both have.

    Returns
    -------
    DataFrame
        One row a kind, level, place, period and domain: ``kind``, ``level``, ``place``, ``period``,
        ``topic``, ``label``, ``label_en``, ``priority``, ``low``, ``high``, ``n_docs``, ``n_coded``,
        ``n_effective`` (see `measure_priorities`), ``n_more`` (statements of the level to code beside
        those, drawn as they were; missing where that does not suffice), ``n_left`` (statements of these
        documents that are not coded), ``narrowest`` (the interval with all of them coded, as part of what
        it is).

    Raises
    ------
    ValueError
        Where the fit has no coded passages.

    Examples
    --------
    >>> import reformlab as rl
    >>> made = rl.simulate_statements(years=(2016, 2021), coded=(40, 40), seed=1)
    >>> bool(rl.plan_coding(made.fit)["narrowest"].between(0, 1).all())
    True
    """
    if not (is_domains(fit) and is_coded(fit)):
        raise ValueError("the fit has no coded passages to plan from; give codes to fit_domains")
    table = measure_priorities(fit, by=by, periods=periods)
    of_documents, of_codes = table["se_documents"] ** 2, table["se_shares"] ** 2
    whole = of_documents + of_codes
    wanted = of_codes / (part**2 * whole - of_documents)
    n_more = np.ceil(table["n_coded"] * (wanted - 1))
    groups = ["kind", "level", "place", "period"]
    table = table.merge(_count_left(fit, by, periods, groups), on=groups, how="left")
    enough = (wanted > 0) & (n_more <= table["n_left"])
    table["n_more"] = n_more.where(enough).astype("Int64")
    table["narrowest"] = np.sqrt(of_documents / whole)
    columns = [*groups, "topic", "label", "label_en", "priority", "low", "high"]
    return table[[*columns, "n_docs", "n_coded", "n_effective", "n_more", "n_left", "narrowest"]]


def _count_left(fit: Fit, by: By, periods: Sequence[int] | None, groups: list[str]) -> pd.DataFrame:
    """Count the passages of each group of documents that are not of the coded sample."""
    evidence = collect_evidence(fit, quick=True, refits=None, progress=False, corrected=False)
    left = np.ones(len(fit.passages), dtype=bool)
    left[find_codes(fit)[0]] = False
    n_left = pd.Series(left).groupby(fit.passages["doc_id"].to_numpy()).sum()
    rows = [
        names | {"n_left": int(n_left.loc[evidence.about["doc_id"].iloc[group]].sum())}
        for names, group in group_documents(evidence, by, periods, groups)
    ]
    return pd.DataFrame(rows)


def _read_sample(fit: Fit) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Give the coded passages of both levels, what is said of them, and what is true (passages x domains)."""
    if is_domains(fit) and is_coded(fit):
        at, codes = find_codes(fit)
        told = predict_documents(fit)[2][at]
        levels = fit.documents.set_index("doc_id")["level"].astype("str")
        doc_ids = fit.passages["doc_id"].to_numpy()[at]
        passages = pd.DataFrame({"doc_id": doc_ids, "level": levels.loc[doc_ids].to_numpy()})
        passages["weight"] = 1 / codes["probability"].to_numpy(dtype=float)
        kept = passages["level"].isin(SIDES).to_numpy()
        if set(passages["level"]) >= set(SIDES):
            truth = codes["main"].to_numpy()[:, None] == fit.topics["domain"].to_numpy()
            return passages[kept].reset_index(drop=True), told[kept], truth[kept].astype(float)
    raise ValueError("the fit has no coded passages of both the centre and the provinces")


def _sum_documents(
    passages: pd.DataFrame, above: np.ndarray, below: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Give weighted sums of every document (2 x documents x domains), and which are the centre's."""
    weight = passages["weight"] / passages.groupby("level")["weight"].transform("mean")
    code, doc_ids = pd.factorize(passages["doc_id"])
    sums = np.array([sum_groups(code, values * weight.to_numpy()[:, None]) for values in (above, below)])
    level = passages.drop_duplicates("doc_id").set_index("doc_id")["level"].loc[doc_ids]
    return sums, (level == SIDES[0]).to_numpy()


def _compare(sums: np.ndarray, national: np.ndarray) -> tuple[list[np.ndarray], np.ndarray]:
    """Give the ratios of both levels (permutations x domains), and their difference by its standard error.

    The error is that of ratios over documents: documents of the two levels hold more or fewer coded
    passages, and without it they could not be exchanged (Janssen 1997, Statistics & Probability Letters 36).
    """
    above, below = sums
    ratios, variance = [], 0.0
    with np.errstate(invalid="ignore", divide="ignore"):
        for side in (national.astype(float), 1.0 - national):
            whole = side @ below
            ratio = side @ above / whole
            squares = side @ above**2 - 2 * ratio * (side @ (above * below)) + ratio**2 * (side @ below**2)
            ratios.append(ratio)
            variance = variance + np.maximum(squares, 0) / whole**2
        return ratios, np.nan_to_num((ratios[0] - ratios[1]) / np.sqrt(variance), posinf=0, neginf=0)


def _warn(table: pd.DataFrame) -> None:
    """Name the domains of which a gap may be wording."""
    found = table[table["may_be_wording"]]
    if len(found):
        bias = found.pivot(index="label_en", columns="level", values="bias")
        points = bias[SIDES[0]] - bias[SIDES[1]]
        named = ", ".join(f"{name} ({one:+.1f})" for name, one in points.items())
        warnings.warn(
            "the classifier errs otherwise at the two levels; of an uncorrected gap so many percentage "
            f"points may be wording: {named}",
            stacklevel=3,
        )
