"""What is planted in a made-up corpus: the gap, kinds that lean, and the paths of topics over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pandas as pd

from reformlab.simulate.shares import expect_shares

# How much a kind leans towards the topic that is its own.
KIND_LEANING = 0.8


@dataclass(frozen=True)
class Plan:
    """What is planted: the gap, what varies, and the paths of topics over time.

    Attributes
    ----------
    n_topics : int
    gap : float
        Expected national minus provincial priority of topic 1, and minus that of topic 2, where no
        topic moves in time.
    spread : float
        Standard deviation of all that varies around a leaning, on the logit scale.
    kinds : sequence of str
        Each but the first leans to a topic of its own: the second to topic 3, and so on.
    trends : mapping
        Of a topic: how much its leaning rises a year.
    breaks : mapping
        Of a topic: a year, and how much its leaning jumps in it.
    lags : mapping
        Of a topic: by how many years the provinces follow the path of the centre.
    """

    n_topics: int
    gap: float
    spread: float
    kinds: Sequence[str] = ()
    trends: Mapping[int, float] = field(default_factory=dict)
    breaks: Mapping[int, tuple[int, float]] = field(default_factory=dict)
    lags: Mapping[int, int] = field(default_factory=dict)

    def lean(self, documents: pd.DataFrame) -> np.ndarray:
        """Give the leaning of each document to each topic (documents x topics)."""
        leanings = _lean_apart(self.gap, self.n_topics, self.spread)
        provincial = (documents["level"] == "provincial").to_numpy()
        leaning = leanings[provincial.astype(int)]
        years = documents["year"].to_numpy(dtype=float)
        for topic in {*self.trends, *self.breaks}:
            seen = years - np.where(provincial, self.lags.get(topic, 0), 0)
            leaning[:, topic - 1] += self.trends.get(topic, 0.0) * (seen - years.min())
            start, jump = self.breaks.get(topic, (np.inf, 0.0))
            leaning[:, topic - 1] += jump * (seen >= start)
        for number, kind in enumerate(self.kinds[1:], start=2):
            leaning[(documents["kind"] == kind).to_numpy(), number % self.n_topics] += KIND_LEANING
        return leaning

    def expect(self, leanings: np.ndarray) -> np.ndarray:
        """Give the expected priorities of documents of these leanings (documents x topics)."""
        different, which = np.unique(leanings, axis=0, return_inverse=True)
        expected = [expect_shares(tuple(leaning), self.spread) for leaning in different]
        return np.array(expected)[which.ravel()]


@lru_cache(maxsize=64)
def _lean_apart(gap: float, n_topics: int, spread: float) -> np.ndarray:
    """Find the two levels' leanings that give the gap (national, provincial x topics).

    Provincial leanings are national ones with topics 1 and 2 exchanged, so the gaps of these
    two are equal and opposite, and every other topic's is zero.
    """
    from scipy.optimize import brentq

    leanings = np.zeros((2, n_topics))

    def planted(lean: float) -> float:
        shares = expect_shares((lean, *[0.0] * (n_topics - 1)), spread)
        return shares[0] - shares[1:].mean()

    leanings[0, 0] = leanings[1, 1] = brentq(lambda lean: planted(lean) - gap, -1, 20) if gap else 0.0
    return leanings
