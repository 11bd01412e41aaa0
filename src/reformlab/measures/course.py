"""The course of a series of one text a year, and how far it may lie elsewhere.

A text a year: no second one says how much texts of that year differ. What can be estimated is
how years vary around a course, and that short texts vary more. Arrays in, arrays out, a column a
topic.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import logsumexp

# What a course may be, each weighed by how well it explains the years: its variance over that of a
# year around it, how much a year is like the one before, the variance of a break.
SMOOTHS = np.array([0.0, 0.03, 0.1, 0.3, 1.0, 3.0])
RHOS = np.array([0.0, 0.2, 0.4, 0.6, 0.8])
BREAKS = np.array([1.0, 4.0])
# The chance, before the years are seen, that a course breaks once, or leaps for some years and comes
# back; a break leaves years on both sides.
BREAK_CHANCE, LEAP_CHANCE = 0.3, 0.2
LEAST_SIDE = 2
LEAPS = (2, 3, 4)
# How much less, roughly, the years of a series may correlate than those of the places.
RHO_ERROR = 0.15
# As how many topics all others count, in telling how much the years of one depend on each other.
POOLED = 3
# Rounds in which the years are weighed anew by the course found.
ROUNDS = 8
# The least mean that a year is weighed by, as part of that of all years.
LEAST_OF_USUAL = 0.3
N_DRAWS = 2000
# A corrected share may lie at 0 or below it; its years are weighed as if it lay here.
LEAST_MEAN = 1e-4


@dataclass(frozen=True)
class Courses:
    """The courses of all topics: of each, a mixture of all that it may be.

    Attributes
    ----------
    centre : array, topics x years
        On the angular scale (see `to_angle`).
    mixture : Mixture
    noise : array, topics x rhos x years x years
        Covariance of the years' priorities around the course where the scale is 1.
    df : int
    """

    centre: np.ndarray
    mixture: Mixture
    noise: np.ndarray
    df: int

    def draw(self, rng: np.random.Generator) -> np.ndarray:
        """Draw courses from the mixture, minus `centre` (topics x draws x years)."""
        drawn = [self.mixture.draw(topic, self.df, rng) for topic in range(len(self.centre))]
        return np.array(drawn) - self.centre[:, None]

    def measure_loss(self, pull: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Give the variance of a weighted sum of years over that of independent ones (topics).

        And how unsure that is: its own variance over the mixture, as part of its square.
        """
        dependent = np.einsum("s,krst,t->kr", pull, self.noise, pull)
        independent = np.einsum("s,krss,s->kr", pull, self.noise, pull)
        weights, losses = self.mixture.weights.sum(axis=(2, 3)), dependent / independent
        mean = (weights * losses).sum(axis=1)
        unsure = (weights * np.square(losses - mean[:, None])).sum(axis=1)
        return np.maximum(mean, 1.0), unsure / np.square(mean)

    def spread(self, pull: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Give the variance of a weighted sum of the years' priorities, and its degrees of freedom.

        Around the same sum of the course: nothing is smoothed. The degrees of freedom fall with how
        unsure the variance is.
        """
        of_pull = np.einsum("s,krst,t->kr", pull, self.noise, pull)
        variances, weights = self.mixture.scales * of_pull[:, :, None, None], self.mixture.weights
        mean = (weights * variances).sum(axis=(1, 2, 3))
        unsure = (weights * np.square(variances - mean[:, None, None, None])).sum(axis=(1, 2, 3))
        return mean, 1 / (1 / self.df + unsure / (2 * np.square(mean)))


def reach_of(draws: np.ndarray, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    """Give how far a band reaches to cover each year, and to cover all of them (topics x years).

    Parameters
    ----------
    draws : array, topics x draws x years
        Around 0.
    confidence : float
    """
    error = np.sqrt(np.square(draws).mean(axis=1))
    # A year in which nothing is in doubt does not move.
    times = np.abs(draws) / np.maximum(error, np.finfo(float).tiny)[:, None]
    one = np.quantile(times, confidence, axis=1)
    whole = np.quantile(times.max(axis=2), confidence, axis=1)
    return one * error, whole[:, None] * error


def fit_courses(
    years: np.ndarray,
    values: np.ndarray,
    steady: float,
    text: np.ndarray,
    *,
    alike: float = 0.0,
    least: np.ndarray | float = 0.0,
) -> Courses:
    """Fit the course of each topic to one value a year.

    On the angular scale (see `to_angle`), where years vary alike whatever their mean, a course is a
    line, a cubic smoothing spline around it, and at most one break or one leap of two to four years.
    Years vary around it by an AR(1) process and by the size of their texts.
    How smooth, how dependent, whether and where it breaks is not chosen but weighed: every choice
    counts by its restricted likelihood (REML, scale integrated out), so that the spread of the
    mixture covers what is not known of them. Dependence is learnt from all topics together.

    Parameters
    ----------
    years : array of int
        Ascending.
    values : array, years x topics
    steady : float
        The part of a typical year's variance that is not the size of its text.
    text : array, years
        The part that is; typically sums with `steady` to 1, and is larger for a shorter text.
    alike : float
        How much a year is like the one before elsewhere: here it is hardly less. A single series says
        little of it, and what a bend explains looks like independence.
    least : array, topics
        The least variance of a typical year around the course that is believed, on the angular scale: years
        that all but lack a topic are alike, and say little of the next one.
    """
    n = len(years)
    design, kernel, steps, chances = _span_courses(years)
    noise = steady * RHOS[:, None, None] ** np.abs(years[:, None] - years) + np.diag(text)
    unlike = np.square(np.maximum(alike - RHOS, 0) / RHO_ERROR) / 2
    parts = _prepare(noise, design, kernel, steps, chances)
    usual = np.maximum(values.mean(axis=0), LEAST_MEAN)[:, None]
    mean = np.repeat(usual, n, axis=1)
    for _ in range(ROUNDS):
        # The values themselves are put on the scale by its slope: their angles would have another mean.
        slope = 2 * np.sqrt(mean * (1 - mean))
        mixture = _weigh_courses(to_angle(mean) + (values.T - mean) / slope, parts, unlike)
        centre = mixture.mean()
        # Half the way each time: a whole one may go to and fro.
        mean = to_share((to_angle(mean) + centre) / 2)
        mean = np.clip(mean, LEAST_OF_USUAL * usual, 1 - LEAST_OF_USUAL * (1 - usual))
    least = np.broadcast_to(least, len(centre))[:, None, None, None]
    mixture = replace(mixture, scales=np.maximum(mixture.scales, least))
    slope = 2 * np.sqrt(mean * (1 - mean))
    of_values = slope[:, None, :, None] * noise * slope[:, None, None, :]
    return Courses(centre, mixture, of_values, n - 2)


def to_angle(share: np.ndarray) -> np.ndarray:
    """Take shares to the angular scale: the arcsine of their root."""
    return np.arcsin(np.sqrt(share))


def to_share(angle: np.ndarray) -> np.ndarray:
    """Take angles back to shares; what lies beyond 0 or 1 is 0 or 1."""
    return np.square(np.sin(np.clip(angle, 0, np.pi / 2)))


@dataclass(frozen=True)
class _Parts:
    """What is the same for all topics: rhos x smooths first."""

    noise: np.ndarray  # rhos x years x years
    contrast: np.ndarray  # ... x years x years: years, what a line and its bends explain taken out
    likelihood: np.ndarray
    prior: np.ndarray  # none, then turns x sizes
    turns: np.ndarray  # years x turns: the breaks and leaps
    size: np.ndarray  # ... x turns x sizes
    moved: np.ndarray  # ... x turns x years: what a course gains by a turn
    roots: np.ndarray  # ... x years x years: of the covariance without a turn


@dataclass(frozen=True)
class Mixture:
    """The parts of the mixture: topics x rhos x smooths x (none, then turns x sizes)."""

    weights: np.ndarray
    scales: np.ndarray
    smooth: np.ndarray  # topics x rhos x smooths x years
    pull: np.ndarray  # topics x rhos x smooths x turns x sizes
    parts: _Parts

    def mean(self) -> np.ndarray:
        """Give the mean course (topics x years)."""
        of_turns = self.weights[..., 1:].reshape(self.pull.shape) * self.pull
        turned = np.einsum("krgcb,rgct->kt", of_turns, self.parts.moved)
        return turned + np.einsum("krg,krgt->kt", self.weights.sum(axis=-1), self.smooth)

    def draw(self, topic: int, df: int, rng: np.random.Generator) -> np.ndarray:
        """Draw courses of one topic (draws x years)."""
        weights = self.weights[topic]
        chosen = rng.choice(weights.size, N_DRAWS, p=weights.ravel() / weights.sum())
        rho, smooth, other = np.unravel_index(chosen, weights.shape)
        turn, size = np.divmod(other - 1, len(BREAKS))
        n = self.smooth.shape[-1]
        around = np.einsum("ist,it->is", self.parts.roots[rho, smooth], rng.standard_normal((N_DRAWS, n)))
        # How far a course turns is itself not known.
        moved = self.parts.moved[rho, smooth, turn] * (other > 0)[:, None]
        unsure = np.sqrt(BREAKS[size] / (1 + self.parts.size[rho, smooth, turn, size]))
        around += moved * (unsure * rng.standard_normal(N_DRAWS))[:, None]
        scale = self.scales[topic, rho, smooth, other] * df / rng.chisquare(df, N_DRAWS)
        middle = self.smooth[topic, rho, smooth] + moved * self.pull[topic, rho, smooth, turn, size][:, None]
        return middle + np.sqrt(scale)[:, None] * around


def _span_courses(years: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Give the line, the covariance of what bends around it, the turns (years x columns), their chances."""
    n = len(years)
    u = (years - years[0]) / (years[-1] - years[0])
    design = np.column_stack([np.ones(n), u - u.mean()])
    low, high = np.minimum.outer(u, u), np.maximum.outer(u, u)
    kernel = np.square(low) * (3 * high - low) / 6
    # Around the line, with variance 1 in the mean year, so that sizes mean the same for any span.
    rest = np.eye(n) - design @ np.linalg.pinv(design)
    kernel = rest @ kernel @ rest
    breaks = np.tri(n, n, -1)[:, LEAST_SIDE - 1 : n - LEAST_SIDE]
    # A leap that reaches an end is a break.
    at = np.arange(n)[:, None]
    starts = {size: np.arange(1, n - size) for size in LEAPS}
    leaps = np.hstack([(at >= first) & (at < first + size) for size, first in starts.items()])
    parts = ((breaks, BREAK_CHANCE), (leaps, LEAP_CHANCE))
    chances = [np.full(part.shape[1], chance / part.shape[1]) for part, chance in parts]
    return design, kernel * n / np.trace(kernel), np.hstack([breaks, leaps]), np.concatenate(chances)


def _prepare(
    noise: np.ndarray, design: np.ndarray, kernel: np.ndarray, turns: np.ndarray, chances: np.ndarray
) -> _Parts:
    inverse = np.linalg.inv(noise[:, None] + SMOOTHS[:, None, None] * kernel)
    drawn = inverse @ design
    within = np.swapaxes(drawn, -1, -2) @ design
    contrast = inverse - drawn @ np.linalg.solve(within, np.swapaxes(drawn, -1, -2))
    likelihood = (np.linalg.slogdet(inverse)[1] - np.linalg.slogdet(within)[1]) / 2
    of_turns = contrast @ turns
    size = np.einsum("rgsc,sc->rgc", of_turns, turns)[..., None] * BREAKS
    rest = noise[:, None] - noise[:, None] @ contrast @ noise[:, None]
    roots = np.linalg.cholesky((rest + np.swapaxes(rest, -1, -2)) / 2 + 1e-8 * np.eye(len(kernel)))
    moved = np.swapaxes(noise[:, None] @ of_turns, -1, -2)
    prior = np.r_[1 - BREAK_CHANCE - LEAP_CHANCE, np.repeat(chances / len(BREAKS), len(BREAKS))]
    return _Parts(noise, contrast, likelihood, np.log(prior), turns, size, moved, roots)


def _weigh_courses(working: np.ndarray, parts: _Parts, unlike: np.ndarray) -> Mixture:
    n = len(parts.turns)
    shape = (len(working), *parts.likelihood.shape)
    residual = np.einsum("rgst,kt->krgs", parts.contrast, working)
    squares = np.einsum("krgs,ks->krg", residual, working)[..., None]
    # A turn is one column more: what it changes is known without inverting again.
    jump = (residual @ parts.turns)[..., None]
    pull = jump * BREAKS / (1 + parts.size)
    squares = np.concatenate([squares, squares - (jump * pull).reshape(*shape, -1)], axis=-1)
    log_size = np.log1p(parts.size).reshape(*shape[1:], -1)
    log_size = np.concatenate([np.zeros((*shape[1:], 1)), log_size], axis=-1)
    log_weights = parts.prior + parts.likelihood[..., None] - log_size / 2 - (n - 2) / 2 * np.log(squares)
    of_rho = logsumexp(log_weights, axis=(2, 3))
    others = (of_rho.sum(axis=0) - of_rho) / max(len(of_rho) - 1, 1)
    pooled = of_rho + min(len(of_rho) - 1, POOLED) * others - unlike
    pooled -= logsumexp(pooled, axis=1, keepdims=True)
    weights = np.exp(log_weights + (pooled - of_rho)[..., None, None])
    smooth = working[:, None, None] - np.einsum("rst,krgt->krgs", parts.noise, residual)
    return Mixture(weights, squares / (n - 2), smooth, pull, parts)
