"""Lines: the priorities of one level over the years, with what is known of how surely.

Provinces are many and speak every year: their mean of a year is known as well as the provinces
agree. The centre speaks once a year: what is known of it comes from all its years together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.special import expit, logit, ndtri

from reformlab.corpus.tables import CENTRE, GAP, LEVELS, PROVINCIAL
from reformlab.measures.course import N_DRAWS, reach_of, to_share
from reformlab.measures.document_panel import TINY, DocumentPanel
from reformlab.measures.estimates import MIN_DOCUMENTS
from reformlab.measures.intervals import (
    CONFIDENCE,
    LEAST_DISPERSION,
    Estimate,
    limit_share,
    measure_dispersion,
)
from reformlab.measures.permutation import open_stream
from reformlab.measures.series import fit_series

LEAST_MEAN = 1e-5
LIMITS = ("low", "high", "low_all", "high_all")
QUANTILES = {"q10": 0.1, "q25": 0.25, "median": 0.5, "q75": 0.75, "q90": 0.9}
Spread = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class Line:
    """What is known of one level: arrays of years x items unless said otherwise."""

    years: np.ndarray
    value: np.ndarray
    observed: np.ndarray
    limits: dict[str, np.ndarray]
    # Where the truth may lie, minus `value` (items x draws x years).
    draws: np.ndarray | None
    enough: np.ndarray
    counts: dict[str, np.ndarray]  # years
    quantiles: dict[str, np.ndarray] = field(default_factory=dict)
    # Of a weighted sum of the observed years: its variance and degrees of freedom (items).
    spread: Spread | None = None
    # How far the coded sample moves each year.
    shift: np.ndarray | None = None
    # How far what the documents of a year say by themselves may lie off, below and above `observed`.
    own: tuple[np.ndarray, np.ndarray] | None = None

    def reach(self, limit: str) -> np.ndarray:
        """Give how far a limit lies from the value."""
        return np.abs(self.limits[limit] - self.value)

    def lean(self) -> np.ndarray:
        """Say of each year to which side of 0 its documents lie: 1 or -1, and 0 where that is not sure."""
        if self.own is None:
            return np.zeros(self.observed.shape)
        below, above = self.own
        return (self.observed - below > 0) * 1.0 - (self.observed + above < 0)


def follow_levels(panel: DocumentPanel, seed: int | None = None) -> dict[str, Line]:
    """Give the line of every level; with a seed, with its bands, and that of the gap."""
    lines = {}
    for level in LEVELS:
        rows = np.flatnonzero(panel.about["level"] == level)
        if len(rows):
            rng = None if seed is None else open_stream(seed, panel.kind, level)
            lines[level] = (_follow_centre if level == CENTRE else _follow_places)(panel, rows, rng)
    if seed is not None and {CENTRE, PROVINCIAL} <= set(lines):
        lines[GAP] = _follow_gap(lines[CENTRE], lines[PROVINCIAL])
    return lines


def _find_errors(panel: DocumentPanel, pulls: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
    """Give what each document adds to the error of each year's correction, and how far that moves the year.

    Parameters
    ----------
    pulls : array, years x documents
        How much each document of the panel weighs in each year.

    Returns
    -------
    errors : array, years x documents x items
    shift : array, years x items
        None without a coded sample.
    """
    if panel.correction is None:
        return np.zeros((len(pulls), *panel.values.shape)), None
    weights = np.array([panel.correction.weigh(pull) for pull in pulls])
    shift = pulls @ (panel.values - panel.correction.uncorrected)
    return weights[:, :, None] * panel.correction.error, shift


def _follow_centre(panel: DocumentPanel, rows: np.ndarray, rng: np.random.Generator | None) -> Line:
    """Follow the centre: the course of all its years together."""
    about = panel.about.iloc[rows]
    years, sizes = about["year"].to_numpy(), about["size"].to_numpy()
    series = fit_series(years, panel.values[rows], sizes, panel.noise)
    observed, moves, courses = series.observed, series.moves, series.courses
    of_year = np.searchsorted(series.years, years)
    pulls = np.zeros((len(series.years), len(panel.about)))
    pulls[of_year, rows] = 1 / series.n[of_year]
    errors, shift = _find_errors(panel, pulls)
    reliability = pd.Series(panel.noise.rely(sizes, of="year")).groupby(years).mean().to_numpy()
    counts = {"n_docs": series.n, "n_places": np.ones_like(series.n), "reliability": reliability}
    limits = {name: np.full(observed.shape, np.nan) for name in LIMITS}
    draws = np.full((len(moves), N_DRAWS if rng else 0, len(series.years)), np.nan)
    value = observed.copy()
    if courses:
        value[:, moves] = to_share(courses.centre.T)
    if courses and rng:
        drawn = courses.draw(rng)
        draws[moves] = to_share(courses.centre[:, None] + drawn) - value.T[moves][:, None]
        one, whole = reach_of(drawn, CONFIDENCE)
        for ends, reach in ((("low", "high"), one), (("low_all", "high_all"), whole)):
            for name, side in zip(ends, (-1, 1), strict=True):
                limits[name][:, moves] = to_share(courses.centre + side * reach).T
        if panel.correction:
            coded = np.einsum("rd,tdi->irt", rng.standard_normal((N_DRAWS, errors.shape[1])), errors)
            draws += coded
            _widen(limits, value, coded)

    def spread(pull: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        variance, df = series.spread(pull)
        return variance + np.square(np.einsum("t,tdi->di", pull, errors)).sum(axis=0), df

    enough = np.broadcast_to(moves, observed.shape)
    # A text that says nothing of an item, or of nothing else, is no surer than the course makes it.
    usual = np.maximum(*(part * (1 - part) for part in np.clip([observed, value], 0, 1)))
    text = np.bincount(of_year, panel.noise.text / sizes) / np.square(series.n)
    error = np.sqrt(text[:, None] * usual + np.square(errors).sum(axis=1))
    reach = ndtri((1 + CONFIDENCE) / 2) * error
    more = {"spread": spread, "shift": shift, "own": (reach, reach)}
    return Line(series.years, value, observed, limits, draws, enough, counts, **more)


def _widen(limits: dict[str, np.ndarray], value: np.ndarray, coded: np.ndarray) -> None:
    """Move limits apart by what the correction may be wrong by (draws: items x draws x years)."""
    one, whole = reach_of(coded, CONFIDENCE)
    for name, end in limits.items():
        far = np.hypot(end - value, (whole if name.endswith("all") else one).T)
        limits[name] = np.clip(value + (-far if name.startswith("low") else far), 0, 1)


def _follow_places(panel: DocumentPanel, rows: np.ndarray, rng: np.random.Generator | None) -> Line:
    """Follow many places: of each year their mean, places the clusters."""
    about, values = panel.about.iloc[rows], pd.DataFrame(panel.values[rows])
    sizes = pd.Series(panel.noise.rely(about["size"].to_numpy(), of="place"))
    keys = [about["place"].to_numpy(), about["year"].to_numpy()]
    n_docs = about.groupby("year").size().to_numpy()
    cells = values.groupby(keys).mean().unstack(level=1)
    years = np.unique(about["year"])
    spoken = cells[0].notna().to_numpy()
    n = spoken.sum(axis=0)
    shape = (len(cells), values.shape[1], len(years))
    each = np.moveaxis(cells.to_numpy().reshape(shape), 1, 2)  # places x years x items
    mean = np.nanmean(each, axis=0)
    rest = np.nan_to_num(each - mean) / np.sqrt(np.maximum(1 - 1 / n, 1 / n))[:, None]
    errors, shift = _find_errors(panel, _weigh_places(panel, rows, years, n))
    by_place = pd.factorize(about["place"], sort=True)[0] == np.arange(len(cells))[:, None]
    parts = rest / n[:, None] + np.einsum("pd,tdi->pti", by_place.astype(float), errors[:, rows])
    covariance = np.einsum("pti,psi->its", parts, parts)
    enough = n >= MIN_DOCUMENTS
    reliability = sizes.groupby(keys).mean().unstack().to_numpy()
    dispersion = measure_dispersion(panel.values[rows], about["year"].to_numpy())
    counts = {"n_docs": n_docs, "n_places": n, "reliability": np.nanmean(reliability, axis=0)}
    drawn = mean + np.sqrt(reliability)[..., None] * (each - mean)
    levels = np.where(enough[:, None], np.nanquantile(drawn, list(QUANTILES.values()), axis=0), np.nan)
    quantiles = dict(zip(QUANTILES, levels, strict=True))
    limits, draws = {}, None
    if rng:
        draws, critical = _draw_years(covariance, n, rng)
        # Corrected shares may lie at 0, where the logit scale has no end.
        plain = panel.correction is not None
        limits = _limit_years(mean, covariance, n, enough, dispersion, critical, plain=plain)
        far = draws * np.sqrt(np.diagonal(covariance, axis1=1, axis2=2))[:, None]
        draws = far if plain else _on_shares(mean.T[:, None], far)

    def spread(pull: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        variance = np.einsum("s,ist,t->i", pull, covariance, pull)
        # As many places as speak in the thinnest year that counts; of one, nothing is known.
        return variance, np.full(len(variance), max(n[pull != 0].min() - 1.0, TINY))

    enough = np.broadcast_to(enough[:, None], mean.shape) & (np.diagonal(covariance, axis1=1, axis2=2).T > 0)
    return Line(years, mean, mean, limits, draws, enough, counts, quantiles, spread, shift)


def _weigh_places(panel: DocumentPanel, rows: np.ndarray, years: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Give how much each document weighs in the mean over places of each year (years x documents)."""
    about = panel.about.iloc[rows]
    several = about.groupby(["place", "year"])["year"].transform("size").to_numpy()
    year = np.searchsorted(years, about["year"])
    pulls = np.zeros((len(years), len(panel.about)))
    pulls[year, rows] = 1 / (several * n[year])
    return pulls


def _draw_years(
    covariance: np.ndarray, n: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Draw t of all years at once (items x draws x years), and find how large the largest gets (items)."""
    from scipy.stats import t

    kept = np.flatnonzero(n >= MIN_DOCUMENTS)
    draws = np.full((len(covariance), N_DRAWS, len(n)), np.nan)
    critical = np.full(len(covariance), np.nan)
    if not len(kept):
        return draws, critical
    df = np.median(n[kept]) - 1
    stretch = np.sqrt(df / rng.chisquare(df, (N_DRAWS, 1)))
    for item, whole in enumerate(covariance):
        part = whole[np.ix_(kept, kept)]
        error = np.sqrt(np.maximum(np.diag(part), TINY))
        sizes, directions = np.linalg.eigh(part / np.outer(error, error))
        root = directions * np.sqrt(np.maximum(sizes, 0))
        draws[item][:, kept] = stretch * (rng.standard_normal((N_DRAWS, len(kept))) @ root.T)
        critical[item] = np.quantile(np.abs(draws[item][:, kept]).max(axis=1), CONFIDENCE)
    return draws, 2 * t.cdf(critical, df) - 1


def _limit_years(
    mean: np.ndarray,
    covariance: np.ndarray,
    n: np.ndarray,
    enough: np.ndarray,
    dispersion: np.ndarray,
    whole: np.ndarray,
    *,
    plain: bool,
) -> dict[str, np.ndarray]:
    """Give the limits of every year by itself, and of all years at once (years x items)."""
    limits = {name: np.full(mean.shape, np.nan) for name in LIMITS}
    for year in np.flatnonzero(enough):
        least = LEAST_DISPERSION * np.nan_to_num(dispersion) / n[year]
        variance, none = covariance[:, year, year], np.empty((0, 1))
        estimate = Estimate(mean[year], variance, n[year] - 1.0, np.zeros(1), none, least, plain=plain)
        limits["low"][year], limits["high"][year] = limit_share(estimate)
        limits["low_all"][year], limits["high_all"][year] = limit_share(estimate, whole)
    return limits


def _on_shares(mean: np.ndarray, far: np.ndarray) -> np.ndarray:
    """Take distances to the logit scale, where they cannot leave 0 to 1, and back."""
    mean = np.clip(mean, LEAST_MEAN, 1 - LEAST_MEAN)
    return expit(logit(mean) + far / (mean * (1 - mean))) - mean


def _follow_gap(centre: Line, places: Line) -> Line:
    """Follow the centre minus the provinces, in the years in which both speak."""
    years, ours, theirs = np.intersect1d(centre.years, places.years, return_indices=True)
    gap = centre.value[ours] - places.value[theirs]
    enough = centre.enough[ours] & places.enough[theirs]
    draws = centre.draws[:, :, ours] - places.draws[:, :, theirs]
    # Each side reaches as far as its own limits do (MOVER), in every year by itself.
    below = np.hypot(centre.reach("low")[ours], places.reach("high")[theirs])
    above = np.hypot(centre.reach("high")[ours], places.reach("low")[theirs])
    wide = _stretch(draws, below, above)
    limits = {"low": gap - below, "high": gap + above}
    limits |= {"low_all": gap - wide * below, "high_all": gap + wide * above}
    sides = ((centre.counts, ours), (places.counts, theirs))
    counts = {name: sum(of[name][rows] for of, rows in sides) for name in ("n_docs", "n_places")}
    observed = centre.observed[ours] - places.observed[theirs]
    shift = None if centre.shift is None else centre.shift[ours] - places.shift[theirs]
    far = [own[ours] for own in centre.own]
    near = [places.reach(limit)[theirs] for limit in ("high", "low")]
    own = tuple(np.hypot(*sides) for sides in zip(far, near, strict=True))
    return Line(years, gap, observed, limits, draws, enough, counts, shift=shift, own=own)


def _stretch(draws: np.ndarray, below: np.ndarray, above: np.ndarray) -> np.ndarray:
    """Say how many times as far a band must reach to cover the whole curve (items)."""
    with np.errstate(invalid="ignore"):
        times = np.where(draws > 0, draws / above.T[:, None], -draws / below.T[:, None])
    largest = np.nan_to_num(times, nan=0.0).max(axis=2, initial=0.0)
    return np.maximum(np.quantile(largest, CONFIDENCE, axis=1), 1.0)
