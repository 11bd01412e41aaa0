"""Shares from leanings: the softmax of normal draws (logistic-normal), and what is expected of it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np


@lru_cache(maxsize=512)
def expect_shares(leaning: tuple[float, ...], spread: float) -> np.ndarray:
    """Give the mean of the softmax of normal draws around a leaning; many draws are around one."""
    return softmax(_points(len(leaning), spread) + np.array(leaning)).mean(axis=0)


def softmax(values: np.ndarray) -> np.ndarray:
    """Turn rows of numbers into shares that sum to 1."""
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@lru_cache(maxsize=16)
def _points(n_topics: int, spread: float) -> np.ndarray:
    """Give points that fill a normal distribution evenly, the same for every order of the topics."""
    from scipy.stats.qmc import MultivariateNormalQMC

    points = spread * MultivariateNormalQMC(np.zeros(n_topics), rng=0).random(2**13)
    return np.concatenate([np.roll(points, shift, axis=1) for shift in range(min(n_topics, 4))])


def draw_series(rho: float, shape: tuple[int, int, int], rng: np.random.Generator) -> np.ndarray:
    """Draw AR(1) series of variance 1 along the second axis."""
    drawn = rng.standard_normal(shape)
    for year in range(1, shape[1]):
        drawn[:, year] = rho * drawn[:, year - 1] + np.sqrt(1 - rho**2) * drawn[:, year]
    return drawn
