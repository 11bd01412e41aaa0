"""A regression of adoption: discrete time, complementary log-log link, an effect of each group absorbed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

# What a coefficient may be is bounded by a prior so wide that it shows only where nothing else does.
RIDGE = 1e-4


@dataclass(frozen=True)
class Hazard:
    """A fitted regression of adoption.

    Attributes
    ----------
    coefficients : array, columns
    predictor : array, rows
        Complementary log-log of the hazard.
    weights, scores : array, rows
        Each row's part of the information, and of the slope of the likelihood, in the predictor.
    """

    coefficients: np.ndarray
    predictor: np.ndarray
    weights: np.ndarray
    scores: np.ndarray


def fit_hazard(adopts: np.ndarray, design: sparse.csr_matrix, groups: np.ndarray) -> Hazard:
    """Fit a regression of adoption with the complementary log-log link, an effect of each group absorbed.

    Parameters
    ----------
    adopts : array, rows
        0 or 1.
    design : sparse matrix, rows x columns
        Columns may be collinear: a slight ridge settles them, and touches no contrast of note.
    groups : array of int, rows
        0, 1, 2, …; in none of them all or none may adopt.

    Returns
    -------
    Hazard
    """
    own = mark_codes(groups)
    share = own.T @ adopts / np.bincount(groups)
    effects, coefficients = np.log(-np.log1p(-share)), np.zeros(design.shape[1])
    predictor = effects[groups]
    weights, scores, height = weigh_rows(adopts, predictor)
    for _ in range(100):
        normal, cross, of_groups = _multiply(design, own, weights)
        slope, of_group = design.T @ scores - RIDGE * coefficients, own.T @ scores
        step = np.linalg.solve(normal, slope - cross @ (of_group / of_groups))
        group_step = (of_group - cross.T @ step) / of_groups
        for size in 0.5 ** np.arange(20):
            moved = predictor + size * (design @ step + group_step[groups])
            weights, scores, climbed = weigh_rows(adopts, moved)
            climbed -= RIDGE / 2 * np.square(coefficients + size * step).sum()
            if climbed >= height - 1e-9:
                break
        coefficients, predictor = coefficients + size * step, moved
        if climbed - height < 1e-8:
            break
        height = climbed
    return Hazard(coefficients, predictor, weights, scores)


def weigh_rows(adopts: np.ndarray, predictor: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Give weights and scores of each row, and the log-likelihood, under complementary log-log."""
    rate = np.exp(np.clip(predictor, -20, 2.5))
    chance = np.clip(-np.expm1(-rate), 1e-10, 1 - 1e-10)
    slope = np.maximum(rate * np.exp(-rate), 1e-12)
    variance = chance * (1 - chance)
    likelihood = (adopts * np.log(chance) + (1 - adopts) * np.log1p(-chance)).sum()
    return slope**2 / variance, (adopts - chance) * slope / variance, float(likelihood)


def _multiply(
    design: sparse.csr_matrix, own: sparse.csr_matrix, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give the normal matrix with the groups swept out, its part that meets the groups, and theirs."""
    weighed = design.multiply(weights[:, None]).tocsr()
    of_groups = np.maximum(own.T @ weights, 1e-12)
    cross = (weighed.T @ own).toarray()
    normal = (design.T @ weighed).toarray() - (cross / of_groups) @ cross.T
    normal[np.diag_indices_from(normal)] += RIDGE
    return normal, cross, of_groups


def sweep_column(
    column: np.ndarray, design: sparse.csr_matrix, own: sparse.csr_matrix, weights: np.ndarray
) -> np.ndarray:
    """Give what of a column neither the design nor the groups explain, under these weights."""
    normal, cross, of_groups = _multiply(design, own, weights)
    weighed = weights * column
    of_group = own.T @ weighed
    slope = np.linalg.solve(normal, design.T @ weighed - cross @ (of_group / of_groups))
    return column - design @ slope - own @ ((of_group - cross.T @ slope) / of_groups)


def sum_scores(swept: np.ndarray, hazard: Hazard, clusters: np.ndarray) -> tuple[float, float]:
    """Give a column's coefficient by one step, and its standard error by clusters (CR1)."""
    sums = np.bincount(clusters, swept * hazard.scores)
    n = len(np.unique(clusters))
    information = (hazard.weights * np.square(swept)).sum()
    error = np.sqrt(np.square(sums).sum() * n / (n - 1))
    return sums.sum() / information, error / information


def leave_out(
    column: np.ndarray,
    design: sparse.csr_matrix,
    own: sparse.csr_matrix,
    hazard: Hazard,
    clusters: np.ndarray,
) -> tuple[float, float]:
    """Give a coefficient's standard error by leaving out each cluster in turn (CR3), and its df.

    Each time all effects are estimated anew, by one step from where they are. Where clusters are few and
    have an effect each, errors from sums of scores are too small: the effects follow what the clusters
    happen to be. Clusters that tell little of the column hardly count: degrees of freedom are those of as
    many as tell alike (Carter, Schnepel and Steigerwald 2017, Review of Economics and Statistics 99).
    """
    moved = []
    for left in range(clusters.max() + 1):
        weights = np.where(clusters == left, 0.0, hazard.weights)
        swept = sweep_column(column, design, own, weights)
        scores = np.where(clusters == left, 0.0, hazard.scores)
        moved.append((swept @ scores) / (weights @ np.square(swept)))
    swept = sweep_column(column, design, own, hazard.weights)
    told = np.bincount(clusters, hazard.weights * np.square(swept))
    error = np.sqrt(np.square(moved).sum() * (len(moved) - 1) / len(moved))
    return float(error), float(told.sum() ** 2 / np.square(told).sum() - 1)


def mark_codes(codes: np.ndarray) -> sparse.csr_matrix:
    """Give a column of 0 and 1 for each code (rows x codes)."""
    return sparse.csr_matrix((np.ones(len(codes)), codes, np.arange(len(codes) + 1)))


def code_values(values: pd.Series) -> np.ndarray:
    """Give each value its number in their order, from 0."""
    return np.unique(values, return_inverse=True)[1]
