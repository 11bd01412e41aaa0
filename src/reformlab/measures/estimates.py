"""Estimates: from documents to a number of each topic, and how much it might have been another, by source.

A mean over documents of one level, or the coefficient of a level in a regression: which documents there are
(those of one place depend on each other, and yearly texts on the year before), how many terms were read of
them, what the topics are, and what a classifier gets wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from reformlab.measures.document_panel import TINY
from reformlab.measures.intervals import (
    LEAST_DISPERSION,
    Coded,
    Estimate,
    mean_of_clusters,
    regress_on_clusters,
)
from reformlab.measures.priorities import Evidence
from reformlab.measures.series import Series, collect_series, find_series

# A group has an interval where it counts for at least this many independent documents; why
# five is told in docs/decisions/intervals.md.
MIN_DOCUMENTS = 5


@dataclass(frozen=True)
class Documents:
    """The documents, and how they depend on each other.

    Attributes
    ----------
    evidence : Evidence
    series : dict
        Of `collect_series`.
    alone : bool
        Whether places are taken by themselves: then their documents are the units, but for copies.
    """

    evidence: Evidence
    series: dict[tuple[str, str], Series]
    alone: bool = False

    @classmethod
    def collect(cls, evidence: Evidence, *, alone: bool = False) -> Documents:
        """Find which of them come once a year."""
        return cls(evidence, collect_series(evidence, places=alone), alone)

    def find_mean(self, rows: np.ndarray) -> tuple[Estimate, bool]:
        """Give the mean over documents of one level, and whether they are enough for an interval."""
        evidence, values = self.evidence, self.evidence.values[rows]
        clusters, pull = self.pick_clusters(rows), np.full(len(rows), 1 / len(rows))
        mean, variance, df = mean_of_clusters(values, clusters)
        enough = is_enough(df)
        about, plain = evidence.about.iloc[rows], False
        for one, mine in find_series(about, self.series):
            if mine.all() and enough:
                plain = True
                variance, df = one.spread_documents(about["year"].to_numpy(dtype=int), pull, values - mean)
        spread = partial(mean_of_clusters, values, clusters)
        variance, noise, coded = self._correct(rows, pull, variance, lambda errors: spread(errors)[1])
        moved = evidence.moved[:, rows].mean(axis=1) if len(evidence.moved) else evidence.moved
        dispersion = evidence.dispersion[str(evidence.about["kind"].iloc[rows[0]])]
        least = LEAST_DISPERSION * np.nan_to_num(dispersion) / len(rows)
        return Estimate(mean, variance, df, noise, moved, least, coded, plain), enough

    def find_coefficient(self, rows: np.ndarray, design: np.ndarray) -> tuple[Estimate, np.ndarray, float]:
        """Give the last coefficient of a regression, and what each document adds to it.

        Returns
        -------
        estimate : Estimate
        pull : array, rows
        df : float
            Degrees of freedom, were years independent.
        """
        values, clusters, about = self.evidence.values[rows], self.pick_clusters(rows), self.evidence.about
        independent = regress_on_clusters(values, design, clusters)[-1]
        value, variance, df, pull = _regress(values, design, clusters, about.iloc[rows], self.series)
        spread = partial(regress_on_clusters, values, design, clusters)
        variance, noise, coded = self._correct(rows, pull, variance, lambda errors: spread(errors=errors)[1])
        moved = pull @ self.evidence.moved[:, rows]
        return Estimate(value, variance, df, noise, moved, coded=coded), pull, independent

    def pick_clusters(self, rows: np.ndarray) -> np.ndarray:
        """Say which of some documents are dependent; where places are taken alone, copies are."""
        return self.evidence.about["family" if self.alone else "cluster"].iloc[rows].to_numpy(dtype=str)

    def _correct(
        self,
        rows: np.ndarray,
        pull: np.ndarray,
        variance: np.ndarray,
        spread: Callable[[np.ndarray | float], np.ndarray],
    ) -> tuple[np.ndarray, np.ndarray, Coded | None]:
        """Add to the variance of a sum of documents what their correction does.

        Parameters
        ----------
        pull : array, rows
            How much each document weighs.
        variance : array, topics
            Of which documents there are.
        spread : function
            From what each document adds to the error to the variance of the sum, clusters considered.

        Returns
        -------
        variance : array, topics
            Of which documents there are and which of their passages are coded.
        noise : array, topics
            The part that stems from the terms read, or from the correction alone.
        coded : Coded or None
        """
        correction = self.evidence.correction
        if not correction:
            return variance, np.square(pull) @ self.evidence.noise[rows], None
        whole = np.zeros(len(self.evidence.about))
        whole[rows] = pull
        errors = correction.weigh(whole)[:, None] * correction.error
        noise, of_alone, n = correction.spread(whole)
        # Coded documents that are not in the sum, and correct it all the same.
        others = np.flatnonzero((correction.n_coded > 0) & ~np.isin(np.arange(len(whole)), rows))
        beyond = pd.DataFrame(errors[others]).groupby(self.pick_clusters(others)).sum().to_numpy()
        added = spread(errors[rows]) - spread(0.0) + np.square(beyond).sum(axis=0)
        coded = Coded(pull @ correction.uncorrected[rows], of_alone, noise, n)
        return np.maximum(variance + added, noise), noise, coded


def _regress(
    values: np.ndarray,
    design: np.ndarray,
    clusters: np.ndarray,
    about: pd.DataFrame,
    series: dict[tuple[str, str], Series],
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Give the last coefficient, its variance, degrees of freedom, and what each document adds to it.

    What series add to the variance is that of years that depend on each other; of all others, CR2.
    """
    parts = find_series(about, series)
    apart = np.any([mine for _, mine in parts], axis=0) if parts else np.zeros(len(about), dtype=bool)
    value, variance, pull, df = regress_on_clusters(values, design, clusters, apart=apart)
    residuals = values - design @ np.linalg.lstsq(design, values, rcond=None)[0]
    variances, dfs = [variance], [df]
    for one, mine in parts:
        years = about["year"].to_numpy(dtype=float)[mine]
        of_years, of_df = one.spread_documents(years, pull[mine], residuals[mine])
        variances, dfs = [*variances, of_years], [*dfs, of_df]
    total = np.sum(variances, axis=0)
    unsure = sum(np.square(part) / np.maximum(df, TINY) for part, df in zip(variances, dfs, strict=True))
    return value, total, np.square(total) / np.maximum(unsure, TINY), pull


def is_enough(df: float) -> bool:
    """Say whether degrees of freedom are those of enough independent documents."""
    return df + 1 >= MIN_DOCUMENTS - 1e-9
