"""Intervals: from documents to limits, for means of shares and for coefficients of a regression.

Documents are the units; documents of one cluster are dependent. Nothing here knows of levels,
kinds or topics: arrays in, arrays out, a column a topic.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

CONFIDENCE = 0.95
# The least that documents of a group are taken to vary, as part of how all documents of the kind do.
LEAST_DISPERSION = 0.7
# The most standard errors that an interval reaches.
MOST_ERRORS = 1e9


@dataclass(frozen=True)
class Coded:
    """What a number is without its correction, and how much is coded.

    Attributes
    ----------
    uncorrected : array, topics
    alone, together : array, topics
        Variance from which passages are coded: were they alone averaged; as a correction of all.
    n : int
        Coded passages.
    """

    uncorrected: np.ndarray
    alone: np.ndarray
    together: np.ndarray
    n: int

    def minus(self, other: Coded) -> Coded:
        """Give the same of a difference of numbers that rest on different passages."""
        alone, together = self.alone + other.alone, self.together + other.together
        return Coded(self.uncorrected - other.uncorrected, alone, together, self.n + other.n)

    @property
    def numbers(self) -> dict[str, np.ndarray | int]:
        """Give the columns that stand beside a corrected number."""
        # Where all is coded a classifier adds nothing.
        gain = np.divide(self.alone, self.together, out=np.ones(self.alone.shape), where=self.together > 0)
        # Of n passages hardly one of which it gets wrong: n cannot tell how seldom it errs.
        gain = np.where(gain > max(self.n, 1), np.nan, gain)
        return {"uncorrected": self.uncorrected, "n_coded": self.n, "n_effective": self.n * gain}


@dataclass(frozen=True)
class Estimate:
    """A number of each topic, and how much it might have been another, by source.

    Attributes
    ----------
    value : array, topics
    variance : array, topics
        Of which documents there are; it includes what stems from the number of terms read.
    df : float or array, topics
        Degrees of freedom of that variance; of a difference, nan: its limits go by those of its sides.
    noise : array, topics
        The part of the variance that stems from the number of terms read, or from what a classifier
        gets wrong.
    moved : array, refits x topics
        The number under every refit; no rows where there are none.
    least : array, topics
        Of a mean share m: the least variance that is believed, as part of m (1 - m).
    coded : Coded, optional
        Of a number that a coded sample corrects: what it is without, and how much is coded.
    plain : bool
        Limits of a share by t as it is, not on the logit scale. A variance that is not of these values
        alone may be large beside a share near 0, whose limits on the logit scale then have no end.
    missed : array, topics
        Standard error of what the topics are, as texts show it that are drawn from the fit, of which the
        number is known; missing where none were drawn.
    """

    value: np.ndarray
    variance: np.ndarray
    df: np.ndarray | float
    noise: np.ndarray
    moved: np.ndarray
    least: np.ndarray | float = 0.0
    coded: Coded | None = None
    plain: bool = False
    missed: np.ndarray | float = np.nan

    def minus(self, other: Estimate, missed: np.ndarray | float = np.nan) -> Estimate:
        """Give the difference of two estimates from different documents, and what is `missed` of it."""
        variance, noise = self.variance + other.variance, self.noise + other.noise
        coded = self.coded.minus(other.coded) if self.coded and other.coded else None
        value, moved = self.value - other.value, self.moved - other.moved
        return Estimate(value, variance, np.nan, noise, moved, coded=coded, missed=missed)

    @property
    def errors(self) -> dict[str, np.ndarray]:
        """Give the standard errors by source; their squares sum to that of all."""
        noise = np.minimum(self.noise, self.variance)
        topics = self.moved.var(axis=0, ddof=1) if len(self.moved) > 1 else np.full(self.value.shape, np.nan)
        return {
            "se_documents": np.sqrt(self.variance - noise),
            "se_shares": np.sqrt(noise),
            "se_topics": np.fmax(np.sqrt(topics), self.missed),
        }

    def topics_margin(self, confidence: np.ndarray | float) -> np.ndarray:
        """Give how far the number moves either way with the topics; 0 where nothing is known of that.

        Refits start at the fit, and do not see that it may be mixed up; texts drawn from it do not see other
        documents. Both hold that its terms are few, so they are not added: the larger one counts.
        """
        margin = np.zeros(self.value.shape)
        if len(self.moved) > 1:
            spread = self.moved.std(axis=0, ddof=1)
            margin = find_quantile(confidence, len(self.moved) - 1) * spread
        if np.isfinite(self.missed).all():
            margin = np.maximum(margin, find_quantile(confidence, len(self.value) - 1) * self.missed)
        return margin


def find_quantile(confidence: np.ndarray | float, df: np.ndarray | float) -> np.ndarray:
    """Give how many standard errors an interval by Student's t reaches either way.

    With hardly any degrees of freedom that has no end; a thousand million is as good where shares are
    concerned, and numbers stay finite.
    """
    from scipy.stats import t

    return np.minimum(t.ppf((1 + confidence) / 2, df), MOST_ERRORS)


def mean_of_clusters(
    values: np.ndarray, clusters: np.ndarray, errors: np.ndarray | float = 0.0
) -> tuple[np.ndarray, np.ndarray, float]:
    """Give the mean of each column, its CR2 variance, and their Satterthwaite degrees of freedom.

    Bell and McCaffrey's estimator for a mean under the working model of independent rows, in
    closed form: a cluster's sum of residuals is divided by sqrt(1 - size / n). What else each row adds to
    the error of the mean, as `errors` (rows x columns) has it, is added to its residual.
    """
    n = len(values)
    codes, sizes = _code(clusters)
    mean = values.mean(axis=0)
    if len(sizes) < 2:
        return mean, np.full(mean.shape, np.nan), 0.0
    members = codes == np.arange(len(sizes))[:, None]
    inflate = 1 / np.sqrt(1 - sizes / n)
    residuals = members @ (values - mean + n * errors)
    variance = np.square(inflate[:, None] * residuals).sum(axis=0) / n**2
    cross = (np.diag(sizes) - np.outer(sizes, sizes) / n) * np.outer(inflate, inflate)
    return mean, variance, float(np.trace(cross) ** 2 / np.square(cross).sum())


def regress_on_clusters(
    values: np.ndarray,
    design: np.ndarray,
    clusters: np.ndarray,
    *,
    apart: np.ndarray | bool = False,
    errors: np.ndarray | float = 0.0,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Give the last coefficient of each column's regression, its CR2 variance and degrees of freedom.

    Parameters
    ----------
    values : array, documents x topics
    design : array, documents x columns
        With the intercept, of full rank.
    clusters : array, documents
    apart : array of bool, documents
        What adds nothing to the variance, which is known of it otherwise; whole clusters.
    errors : array, documents x topics
        What else each document adds to the error of the coefficient.

    Returns
    -------
    coefficient, variance : array, topics
    pull : array, documents
        What each document's value adds to the coefficient.
    df : float
    """
    codes, sizes = _code(clusters)
    inverse = np.linalg.inv(design.T @ design)
    pull = design @ inverse[-1]
    residuals = values - design @ (inverse @ (design.T @ values))
    if len(sizes) <= design.shape[1]:
        return pull @ values, np.full(values.shape[1], np.nan), pull, 0.0
    errors = np.broadcast_to(errors, values.shape)
    variance, vectors = np.zeros(values.shape[1]), np.zeros((len(sizes), len(values)))
    for cluster in np.unique(codes[~np.broadcast_to(apart, codes.shape)]):
        inside = codes == cluster
        mine = design[inside]
        own = np.eye(inside.sum()) - mine @ inverse @ mine.T
        adjusted = pull[inside] @ _inverse_root(own)
        variance += np.square(adjusted @ residuals[inside] + errors[inside].sum(axis=0))
        vectors[cluster] = -(adjusted @ mine) @ inverse @ design.T
        vectors[cluster, inside] += adjusted
    cross = vectors @ vectors.T
    squares = np.square(cross).sum()
    return pull @ values, variance, pull, float(np.trace(cross) ** 2 / squares) if squares else 0.0


def _inverse_root(matrix: np.ndarray) -> np.ndarray:
    """Give the symmetric inverse square root, without the directions that are not there."""
    sizes, directions = np.linalg.eigh(matrix)
    there = sizes > 1e-9
    return (directions[:, there] / np.sqrt(sizes[there])) @ directions[:, there].T


def _code(clusters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    codes = np.unique(clusters, return_inverse=True)[1]
    return codes, np.bincount(codes)


def limit_share(estimate: Estimate, confidence: float = CONFIDENCE) -> tuple[np.ndarray, np.ndarray]:
    """Give the limits of each mean share: documents by t on the logit scale, and topics beside them."""
    below, above = _reach_share(estimate, confidence)
    topics = estimate.topics_margin(confidence)
    low, high = estimate.value - np.hypot(below, topics), estimate.value + np.hypot(above, topics)
    return np.maximum(low, 0.0), np.minimum(high, 1.0)


def limit_difference(
    first: Estimate,
    second: Estimate,
    confidence: np.ndarray | float = CONFIDENCE,
    *,
    missed: np.ndarray | float = np.nan,
) -> tuple[np.ndarray, np.ndarray]:
    """Give the limits of the first share minus the second (MOVER).

    Each side's documents reach as far as its own limits do; the topics move both sides at once,
    so what they add is taken from the difference itself.
    """
    (below_1, above_1), (below_2, above_2) = (_reach_share(side, confidence) for side in (first, second))
    gap = first.minus(second, missed)
    topics = gap.topics_margin(confidence)
    low = gap.value - np.sqrt(below_1**2 + above_2**2 + topics**2)
    high = gap.value + np.sqrt(above_1**2 + below_2**2 + topics**2)
    return np.maximum(low, -1.0), np.minimum(high, 1.0)


def limit_coefficient(estimate: Estimate, confidence: float = CONFIDENCE) -> tuple[np.ndarray, np.ndarray]:
    """Give the limits of a coefficient that is a difference of shares, by Student's t."""
    # No spread at all says nothing of the next document.
    variance = np.where(estimate.variance > 0, estimate.variance, np.nan)
    reach = find_quantile(confidence, estimate.df) * np.sqrt(variance)
    reach = np.hypot(reach, estimate.topics_margin(confidence))
    return np.maximum(estimate.value - reach, -1.0), np.minimum(estimate.value + reach, 1.0)


def find_p(limits: object, value: np.ndarray) -> np.ndarray:
    """Give the smallest part of error at which each interval just leaves 0 out.

    Parameters
    ----------
    limits : callable
        From a confidence to low and high.
    value : array, topics
    """
    sure, unsure = np.zeros(value.shape), np.ones(value.shape)
    low, high = limits(CONFIDENCE)
    known = np.isfinite(low) & np.isfinite(high)
    # Bisection on the confidence, each topic its own.
    for _ in range(30):
        middle = (sure + unsure) / 2
        low, high = limits(middle)
        out = (low > 0) | (high < 0)
        sure, unsure = np.where(out, middle, sure), np.where(out, unsure, middle)
    return np.where(known, 1 - (sure + unsure) / 2, np.nan)


def measure_dispersion(values: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Give how documents vary around the mean of their group, as part of m (1 - m) of all (topics).

    1 where a topic fills few documents and is absent from the others, 0 where all are alike; missing
    where no group has two documents, and where the mean is 0 or beyond, as a correction may leave it.
    """
    codes, sizes = _code(groups)
    if len(values) == len(sizes):
        return np.full(values.shape[1], np.nan)
    means = (codes == np.arange(len(sizes))[:, None]) @ values / sizes[:, None]
    variance = np.square(values - means[codes]).sum(axis=0) / (len(values) - len(sizes))
    mean = values.mean(axis=0)
    whole = mean * (1 - mean)
    return np.divide(variance, whole, out=np.full(whole.shape, np.nan), where=whole > 0)


def limit_score(share: np.ndarray, spread: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give Wilson's score limits of shares m whose variance is v m (1 - m), where `spread` is z² v.

    Of n independent documents v is 1 / n; z is the quantile of the confidence. However large the spread,
    limits lie within 0 and 1.
    """
    # The part of spread in 1 + spread, which is 1 where t of few degrees of freedom has no end.
    part = -np.expm1(-np.log1p(spread))
    centre = share * (1 - part) + part / 2
    apart = np.sqrt(part * (1 - part) * share * (1 - share) + np.square(part) / 4)
    return centre - apart, centre + apart


def _reach_share(estimate: Estimate, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    """Give how far each mean share's limits lie below and above it, documents alone.

    By their own variance on the logit scale, and at least as far as Wilson's score limits of the
    least variance: documents that all lack a topic are alike, and say little of the next one. The error of a
    correction by a coded sample is added by Student's t.
    """
    from scipy.special import expit, logit

    quantile = find_quantile(confidence, estimate.df)
    # A correction errs either way alike, and may be as large as a rare share: its error stands beside.
    of_codes = estimate.noise if estimate.coded else np.zeros(estimate.value.shape)
    # The logit of 0 or 1 is infinite.
    mean = np.clip(estimate.value, 1e-6, 1 - 1e-6)
    reach = quantile * np.sqrt(np.maximum(estimate.variance - of_codes, 0))
    half = reach / (mean * (1 - mean))
    score = np.square(quantile) * np.broadcast_to(estimate.least, mean.shape)
    # A corrected share may lie a little below 0.
    low, high = limit_score(np.clip(estimate.value, 0, 1), score)
    if estimate.plain:
        below, above = np.minimum(reach, mean), np.minimum(reach, 1 - mean)
    else:
        below, above = mean - expit(logit(mean) - half), expit(logit(mean) + half) - mean
    below = np.maximum(below, estimate.value - low)
    above = np.maximum(above, high - estimate.value)
    beside = quantile * np.sqrt(of_codes)
    # No spread at all, nowhere, says nothing of the next document.
    unknown = (estimate.variance <= 0) & (score == 0)
    return tuple(np.where(unknown, np.nan, np.hypot(reach, beside)) for reach in (below, above))
