"""Which topic of one fit is which of another: matched one to one by the weights of their terms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment


class HasWeights(Protocol):
    """Whatever has topics: a `Fit`, or the truth of a `Simulation`."""

    @property
    def weights(self) -> pd.DataFrame:
        """Weights of terms, topics x terms."""


def match_topics(fit: HasWeights, other: HasWeights) -> pd.DataFrame:
    """Match the topics of two fits one to one, so that matched topics use the same terms.

    Of all ways to pair the topics the one is taken whose cosines have the largest sum (the Hungarian
    method), over the terms that both fits have.

    Parameters
    ----------
    fit, other : Fit or Simulation

    Returns
    -------
    DataFrame
        One row a topic of `fit`: ``topic``, ``other`` (Int64, number of the matched topic), ``cosine``
        (of the two topics' weights, 0 to 1). Both are missing where `other` has fewer topics and none
        was left.

    Notes
    -----
    Kuhn (1955), Naval Research Logistics Quarterly 2(1-2).

    Examples
    --------
    >>> import reformlab as rl
    >>> made = rl.simulate_corpus(n_docs=20, seed=1)
    >>> fit = rl.fit_topics(made.corpus, 6, seed=1)
    >>> bool((rl.match_topics(made, fit)["cosine"] > 0.8).all())
    True
    """
    ours, theirs = fit.weights, other.weights
    shared = ours.columns.intersection(theirs.columns)
    row, column, cosine = pair_rows(*(table[shared].to_numpy() for table in (ours, theirs)))
    found = {"topic": ours.index[row], "other": theirs.index[column], "cosine": cosine}
    table = pd.DataFrame(found).set_index("topic").reindex(ours.index)
    return table.astype({"other": "Int64"}).reset_index()


def pair_rows(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pair the rows of two matrices by their cosine; give the rows of both, and the cosines."""
    a, b = (table / np.linalg.norm(table, axis=1, keepdims=True).clip(1e-300) for table in (first, second))
    cosine = a @ b.T
    row, column = linear_sum_assignment(-cosine)
    return row, column, cosine[row, column]


def lay_out(axes: dict[str, Iterable], **values: np.ndarray) -> pd.DataFrame:
    """Turn arrays into a tidy table: a column for each of their axes, in order, and one for each of them."""
    index = pd.MultiIndex.from_product([list(names) for names in axes.values()], names=list(axes))
    return pd.DataFrame({name: value.ravel() for name, value in values.items()}, index=index).reset_index()


def spread_weights(topic_terms: pd.DataFrame) -> pd.DataFrame:
    """Lay a table of terms of topics out as topics x terms; 0 where a topic has not the term."""
    return topic_terms.pivot(index="topic", columns="term", values="weight").fillna(0.0)


def spread_shares(passage_topics: pd.DataFrame) -> pd.DataFrame:
    """Lay a table of topics of passages out as passages x topics."""
    return passage_topics.pivot(index="passage_id", columns="topic", values="share")
