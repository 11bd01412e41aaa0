"""Random intercepts: what each place has of its own, drawn towards the mean of all; and who stands out.

Provinces differ from each other, as people do: with twenty reports of each, every one of them differs surely
from the mean of all, and that is no finding. What can be found is a place further off than places are from
each other. Nothing here knows of levels or topics: arrays in, arrays out, a column an item.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reformlab.measures.document_panel import TINY
from reformlab.measures.intervals import CONFIDENCE

# Variance between places over that within them. Never less than a tenth: where places look alike by chance,
# all but the one that is off would be drawn to one point, and it would stand out.
RATIOS = np.geomspace(0.1, 100, 120)
# From fewer places it cannot be told how places differ.
LEAST_PLACES = 5


@dataclass(frozen=True)
class Intercepts:
    """Places x items.

    Attributes
    ----------
    means : array, places x items
        Of the documents as they are.
    shrunken : array, places x items
        Drawn towards the mean of all, the more so the fewer the documents of the place and the less places
        differ; the same as `means` where every place has one document.
    ratio : array, items
        Variance between places over that of the documents of one place, 0.1 to 100; missing where each has
        one.
    """

    means: np.ndarray
    shrunken: np.ndarray
    ratio: np.ndarray


def fit_intercepts(values: np.ndarray, places: np.ndarray) -> Intercepts:
    """Fit a random intercept of each place to every column, by restricted maximum likelihood (REML).

    The likelihood is laid over a grid of ratios; the shrunken means are the best linear unbiased predictions
    (empirical Bayes). Robinson (1991), Statistical Science 6(1).

    Parameters
    ----------
    values : array, documents x items
    places : array of int, documents
        0, 1, 2, …
    """
    sizes = np.bincount(places)
    n, k = len(values), len(sizes)
    means = (places == np.arange(k)[:, None]) @ values / sizes[:, None]
    if n == k:
        return Intercepts(means, means, np.full(means.shape[1], np.nan))
    within = np.square(values - means[places]).sum(axis=0)
    weights = sizes / (1 + RATIOS[:, None] * sizes)  # ratios x places
    centres = weights @ means / weights.sum(axis=1, keepdims=True)
    squares = within + np.einsum("rp,rpi->ri", weights, np.square(means - centres[:, None]))
    penalty = np.log1p(RATIOS[:, None] * sizes).sum(axis=1) + np.log(weights.sum(axis=1))
    likelihood = -((n - 1) * np.log(np.maximum(squares, TINY)) + penalty[:, None]) / 2
    best = likelihood.argmax(axis=0)
    ratio, centre = RATIOS[best], centres[best, np.arange(len(best))]
    pull = ratio * sizes[:, None] / (1 + ratio * sizes[:, None])
    return Intercepts(means, centre + pull * (means - centre), ratio)


def compare_with_others(values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Compare each row with all others, as if it were one more of them.

    Returns
    -------
    t : array
        Externally studentised residuals: Student's t with two degrees of freedom fewer than rows. Cook and
        Weisberg (1982), Residuals and Influence in Regression, 2.2.
    expected, low, high : array
        The mean of the others, and where one more of them would lie in 95 of 100.
    """
    from scipy.stats import t

    k = len(values)
    if k < LEAST_PLACES:
        return tuple(np.full((4, *values.shape), np.nan))
    middle = values - values.mean(axis=0)
    others = -middle / (k - 1)
    squares = np.square(middle).sum(axis=0) - np.square(middle) - (k - 1) * np.square(others)
    error = np.sqrt(np.maximum(squares, 0) / (k - 2) * (1 + 1 / (k - 1)))
    reach = t.ppf((1 + CONFIDENCE) / 2, k - 2) * error
    expected = others + values.mean(axis=0)
    return (middle - others) / np.maximum(error, TINY), expected, expected - reach, expected + reach
