"""The course of a voice that speaks once a year, and how far it may lie elsewhere.

A text a year: there is no second one to tell how much texts of that year differ. What can be told is
how years vary around a course, and that short texts vary more. Arrays in, arrays out, a column a
topic.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit, logsumexp

# What a course may be, each weighed by how well it explains the years: its variance over that of a
# year around it, how much a year is like the one before, the variance of a break.
SMOOTHS = np.array([0.0, 0.03, 0.1, 0.3, 1.0, 3.0])
RHOS = np.array([0.0, 0.2, 0.4, 0.6, 0.8])
BREAKS = np.array([1.0, 4.0])
# The chance, before the years are seen, that a course breaks once; years stay on both sides.
BREAK_CHANCE = 0.5
LEAST_SIDE = 2
# How much each topic's years tell of how years depend on each other, in all topics.
POOLING = 0.5
# Rounds in which the years are weighed anew by the course found.
ROUNDS = 4
LEAST_MEAN = 1e-5
N_DRAWS = 2000


@dataclass(frozen=True)
class Courses:
    """The courses of all topics: of each, a mixture of all that its course may be.

    Attributes
    ----------
    centre : array, topics x years
        On the logit scale.
    draws : array, topics x draws x years
        Courses drawn from the mixture, minus `centre`.
    weights, scales : array, topics x rhos x other
        Weight of each part of the mixture, and variance of the years around its course.
    noise : array, topics x rhos x years x years
        Covariance of the years' priorities around the course where the scale is 1.
    df : int
    """

    centre: np.ndarray
    draws: np.ndarray
    weights: np.ndarray
    scales: np.ndarray
    noise: np.ndarray
    df: int

    def reach(self, confidence: float) -> tuple[np.ndarray, np.ndarray]:
        """Give how far a band reaches to hold each year, and to hold all of them (topics x years)."""
        error = np.sqrt(np.square(self.draws).mean(axis=1))
        times = np.abs(self.draws) / error[:, None]
        one = np.quantile(times, confidence, axis=1)
        whole = np.quantile(times.max(axis=2), confidence, axis=1)
        return one * error, whole[:, None] * error

    def spread(self, pull: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Give the variance of a weighted sum of the years' priorities, and its degrees of freedom.

        Around the same sum of the course: nothing is smoothed. The degrees of freedom fall with how
        unsure the variance is.
        """
        variances = self.scales * np.einsum("s,krst,t->kr", pull, self.noise, pull)[:, :, None]
        mean = (self.weights * variances).sum(axis=(1, 2))
        unsure = (self.weights * np.square(variances - mean[:, None, None])).sum(axis=(1, 2))
        return mean, 1 / (1 / self.df + unsure / (2 * np.square(mean)))


def fit_courses(
    years: np.ndarray, values: np.ndarray, steady: float, text: np.ndarray, rng: np.random.Generator
) -> Courses:
    """Fit the course of each topic to one value a year.

    On the logit scale a course is a line, a cubic smoothing spline around it and at most one break.
    Years vary around it as m (1 - m) does, by an AR(1) process and by the size of their texts.
    How smooth, how dependent, whether and where it breaks is not chosen but weighed: every choice
    counts by its restricted likelihood (REML, scale integrated out), so that the spread of the
    mixture holds what is not known of them. Dependence is learnt from all topics together.

    Parameters
    ----------
    years : array of int
        Ascending.
    values : array, years x topics
    steady : float
        The part of a typical year's variance that is not the size of its text.
    text : array, years
        The part that is; typically sums with `steady` to 1, and is larger for a shorter text.
    rng : Generator
    """
    n, n_topics = values.shape
    design, kernel, steps = _span_courses(years)
    apart = np.abs(years[:, None] - years)
    noise = steady * RHOS[:, None, None] ** apart + np.diag(text)
    centre = np.repeat(logit(np.clip(values.mean(axis=0), LEAST_MEAN, 1 - LEAST_MEAN))[:, None], n, axis=1)
    for _ in range(ROUNDS):
        mean = expit(centre)
        weight = mean * (1 - mean)
        working = centre + (values.T - mean) / weight
        root = 1 / np.sqrt(weight)
        usual = np.square(root).mean(axis=1)[:, None]
        of_working = root[:, None, :, None] * noise * root[:, None, None, :] / usual[..., None, None]
        mixture = _weigh_courses(working, of_working, design, kernel, steps)
        centre = np.clip(np.einsum("krm,krmt->kt", mixture.weights, mixture.means), -14, 8)
    draws = np.array([_draw(mixture, topic, centre[topic], n - 2, rng) for topic in range(n_topics)])
    of_values = np.sqrt(weight)[:, None, :, None] * noise * np.sqrt(weight)[:, None, None, :]
    of_values /= usual[..., None, None]
    return Courses(centre, draws, mixture.weights, mixture.scales, of_values, n - 2)


@dataclass(frozen=True)
class _Mixture:
    """The parts of the mixture: topics x rhos x (smooths x breaks)."""

    weights: np.ndarray
    scales: np.ndarray
    means: np.ndarray  # ... x years
    roots: np.ndarray  # topics x rhos x smooths x years x years: of the covariance without a break
    turns: np.ndarray  # ... x years: what an unsure break adds to it


def _span_courses(years: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give the line, the covariance of what bends around it, and the breaks (years x columns)."""
    n = len(years)
    u = (years - years[0]) / (years[-1] - years[0])
    design = np.column_stack([np.ones(n), u - u.mean()])
    low, high = np.minimum.outer(u, u), np.maximum.outer(u, u)
    kernel = np.square(low) * (3 * high - low) / 6
    # Around the line, with variance 1 in the mean year, so that sizes mean the same for any span.
    rest = np.eye(n) - design @ np.linalg.pinv(design)
    kernel = rest @ kernel @ rest
    return design, kernel * n / np.trace(kernel), np.tri(n, n, -1)[:, LEAST_SIDE - 1 : n - LEAST_SIDE]


def _weigh_courses(
    working: np.ndarray, noise: np.ndarray, design: np.ndarray, kernel: np.ndarray, steps: np.ndarray
) -> _Mixture:
    n, n_steps = steps.shape
    n_topics, n_rhos = noise.shape[:2]
    inverse = np.linalg.inv(noise[:, :, None] + SMOOTHS[:, None, None] * kernel)
    drawn = inverse @ design
    within = np.swapaxes(drawn, -1, -2) @ design
    contrast = inverse - drawn @ np.linalg.solve(within, np.swapaxes(drawn, -1, -2))
    likelihood = (np.linalg.slogdet(inverse)[1] - np.linalg.slogdet(within)[1]) / 2
    residual = np.einsum("krgst,kt->krgs", contrast, working)
    squares = np.einsum("krgs,ks->krg", residual, working)
    # A break is one column more: what it changes is known without inverting again.
    of_steps = contrast @ steps
    size = np.einsum("krgsc,sc->krgc", of_steps, steps)[..., None] * BREAKS
    pull = np.einsum("krgs,sc->krgc", residual, steps)[..., None] * BREAKS / (1 + size)
    lost = pull * np.einsum("krgs,sc->krgc", residual, steps)[..., None]
    squares = np.concatenate(
        [squares[..., None], (squares[..., None, None] - lost).reshape(*squares.shape, -1)], -1
    )
    log_size = np.concatenate(
        [np.zeros((*size.shape[:3], 1)), np.log1p(size).reshape(*size.shape[:3], -1)], -1
    )
    prior = np.log(
        np.r_[1 - BREAK_CHANCE, np.full(n_steps * len(BREAKS), BREAK_CHANCE / n_steps / len(BREAKS))]
    )
    log_weights = prior + likelihood[..., None] - log_size / 2 - (n - 2) / 2 * np.log(squares)
    log_weights = log_weights.reshape(n_topics, n_rhos, -1)
    of_rho = logsumexp(log_weights, axis=2)
    pooled = of_rho + POOLING * (of_rho.sum(axis=0) - of_rho)
    pooled -= logsumexp(pooled, axis=1, keepdims=True)
    weights = np.exp(log_weights - of_rho[..., None] + pooled[..., None])

    smooth = working[:, None, None] - np.einsum("krst,krgt->krgs", noise, residual)
    moved = np.einsum("krst,krgtc->krgcs", noise, of_steps)
    broken = smooth[..., None, None, :] + moved[..., None, :] * pull[..., None]
    turn = moved[..., None, :] * np.sqrt(BREAKS / (1 + size))[..., None]
    flat = (*squares.shape[:3], -1, n)
    means = np.concatenate([smooth[..., None, :], broken.reshape(flat)], axis=3)
    turns = np.concatenate([np.zeros_like(smooth)[..., None, :], turn.reshape(flat)], axis=3)
    rest = noise[:, :, None] - noise[:, :, None] @ contrast @ noise[:, :, None]
    roots = np.linalg.cholesky((rest + np.swapaxes(rest, -1, -2)) / 2 + 1e-8 * np.eye(n))
    shape = (n_topics, n_rhos, -1)
    return _Mixture(
        weights, squares.reshape(shape) / (n - 2), means.reshape(*shape, n), roots, turns.reshape(*shape, n)
    )


def _draw(mixture: _Mixture, topic: int, centre: np.ndarray, df: int, rng: np.random.Generator) -> np.ndarray:
    """Draw courses of one topic from the mixture, minus their mean (draws x years)."""
    weights = mixture.weights[topic]
    chosen = rng.choice(weights.size, N_DRAWS, p=weights.ravel() / weights.sum())
    rho, other = np.unravel_index(chosen, weights.shape)
    smooth = other // (weights.shape[1] // len(SMOOTHS))
    n = len(centre)
    around = np.einsum("ist,it->is", mixture.roots[topic, rho, smooth], rng.standard_normal((N_DRAWS, n)))
    around += mixture.turns[topic, rho, other] * rng.standard_normal((N_DRAWS, 1))
    scale = mixture.scales[topic, rho, other] * df / rng.chisquare(df, N_DRAWS)
    return mixture.means[topic, rho, other] - centre + np.sqrt(scale)[:, None] * around
