"""Series: texts of one place that come once a year, and so depend on each other.

A national work report is like the one before. Its years are no sample of independent documents: their
mean is known less well than as many documents that stand alone would tell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reformlab.corpus.tables import CENTRE, UNKNOWN
from reformlab.measures.course import Courses, fit_courses
from reformlab.measures.document_panel import TINY, Noise, learn_noise
from reformlab.measures.intervals import LEAST_DISPERSION
from reformlab.measures.priorities import Evidence

# From fewer texts it cannot be told how years vary around a course.
MIN_YEARS = 8
# From fewer than these, dependence cannot be told from a course, and an interval says nothing.
LEAST_YEARS = 10
# Of how far independent years lie apart, the least that years of a few are taken to.
LEAST_APART = 0.3
# Texts that come once a year: hardly more of them than years, and in most years of their span.
ONCE, MOST = 1.1, 0.7


@dataclass(frozen=True)
class Series:
    """The texts of one place, and the courses around which their years vary.

    Attributes
    ----------
    years : array of int
    n : array, years
        Texts of the year.
    observed : array, years x items
    moves : array of bool, items
        Whether an item is not the same in all years; else nothing is known of how its years vary.
    courses : Courses or None
        Of the items that move; None where there are none, or fewer than 8 years.
    least : array, years x items
        The least variance of a year that is believed, as part of m (1 - m).
    """

    years: np.ndarray
    n: np.ndarray
    observed: np.ndarray
    moves: np.ndarray
    courses: Courses | None
    least: np.ndarray

    def spread(self, pull: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Give the variance of a weighted sum of the years, and its degrees of freedom (items).

        No less than years of their mean share would have: those that all lack an item are alike, and say
        little of the next one.
        """
        variance, df = np.full((2, len(self.moves)), np.nan)
        if self.courses:
            variance[self.moves], df[self.moves] = self.courses.spread(pull)
        share = np.clip(self.observed[pull != 0].mean(axis=0), 0, 1)
        return np.maximum(variance, share * (1 - share) * (np.square(pull) @ self.least)), df

    def spread_documents(
        self, years: np.ndarray, pull: np.ndarray, residuals: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Give the variance of a weighted sum of documents, and its degrees of freedom (items).

        As far as these documents lie apart, times what is lost as a year is like the one before.

        Parameters
        ----------
        years, pull : array, documents
        residuals : array, documents x items
            Of their values, around what the sum is of.
        """
        n = len(years)
        loss, df = np.ones(len(self.moves)), np.full(len(self.moves), n - 1.0)
        if n < 2:
            return np.full(len(self.moves), np.nan), df
        apart = np.square(pull) @ np.square(residuals) * n / (n - 1)
        if self.courses:
            loss[self.moves], unsure = self.courses.measure_loss(pull @ (years[:, None] == self.years))
            df[self.moves] = 1 / (1 / (n - 1) + unsure / 2)
        # Years that are like each other lie less far apart, too, than independent ones would.
        near = np.maximum(1 - (loss - 1) / (n - 1), LEAST_APART)
        return apart * loss / near, df


def fit_series(years: np.ndarray, values: np.ndarray, sizes: np.ndarray, noise: Noise) -> Series:
    """Fit the courses of one place's documents.

    Parameters
    ----------
    years, sizes : array, documents
    values : array, documents x items
    noise : Noise
        Of all documents of the kind.
    """
    distinct, of_year = np.unique(years, return_inverse=True)
    n = np.bincount(of_year)
    observed = pd.DataFrame(values).groupby(of_year).mean().to_numpy()
    moves = (np.ptp(observed, axis=0) > TINY) & (len(distinct) >= MIN_YEARS)
    usual = LEAST_DISPERSION * np.broadcast_to(noise.times, moves.shape)
    least = np.outer(np.bincount(of_year, noise.of_years(sizes)) / np.square(n), usual)
    if not moves.any():
        return Series(distinct, n, observed, moves, None, least)
    text = np.bincount(of_year, noise.text / sizes) / np.square(n)
    typical = max(noise.year + np.median(text), TINY)
    parts = noise.year / typical, text / typical
    # Where a share varies by a part of m (1 - m), its angle varies by a quarter of that part.
    angle = usual[moves] * typical / 4
    courses = fit_courses(distinct, observed[:, moves], *parts, alike=noise.alike, least=angle)
    return Series(distinct, n, observed, moves, courses, least)


def collect_series(evidence: Evidence, *, places: bool) -> dict[tuple[str, str], Series]:
    """Fit the series of the centre, by kind and cluster of the place; with `places`, of every place.

    What does not come once a year, or in fewer than 10 years, is no series.
    """
    about = evidence.about
    about = about.assign(unit=_name_units(about), size=about["n_terms"].clip(lower=1))
    known = about["year"].notna() & (about["level"] != UNKNOWN) & (about["place"] != UNKNOWN)
    found = {}
    for kind, of_kind in about[known].groupby("kind", observed=True):
        of_kind = of_kind.astype({"year": int, "level": str})
        noise = None
        for unit, rows in of_kind.groupby("unit"):
            if (places or unit == CENTRE) and _comes_yearly(rows["year"]):
                noise = noise or learn_noise(of_kind, evidence.values[of_kind.index])
                years, sizes = rows["year"].to_numpy(), rows["size"].to_numpy(dtype=float)
                found[str(kind), unit] = fit_series(years, evidence.values[rows.index], sizes, noise)
    return found


def find_series(
    about: pd.DataFrame, series: dict[tuple[str, str], Series]
) -> list[tuple[Series, np.ndarray]]:
    """Give the series among some documents, and which of the documents are theirs."""
    units, kinds, dated = _name_units(about), about["kind"].astype(str), about["year"].notna()
    found = []
    for (kind, unit), one in series.items():
        mine = (dated & (kinds == kind) & (units == unit)).to_numpy()
        if mine.any():
            found.append((one, mine))
    return found


def _name_units(about: pd.DataFrame) -> pd.Series:
    """Name whose each document is: the centre's, or a place's of a level."""
    level = about["level"].astype(str)
    return (level + " " + about["place"].astype(str)).mask(level == CENTRE, CENTRE)


def _comes_yearly(years: pd.Series) -> bool:
    n, span = years.nunique(), years.max() - years.min() + 1
    return n >= max(LEAST_YEARS, MOST * span) and len(years) <= ONCE * n
