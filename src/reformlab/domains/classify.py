"""Learn from coded passages which domain a passage is about, and say how probable each domain is.

A passage is known by its terms, by the characters inside them (so that a word not seen before is told
by its parts), and by its heading; not by its wording, which a shared corpus does not have. A regression
with several outcomes weighs them: few weights, no draws, the same answer on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

# Shared corpora cut headings short, so no more than this is used of any.
HEADING = 15
# How much the characters inside terms and the heading weigh beside the terms.
WEIGHTS = {"terms": 1.0, "signs": 1.0, "heading": 0.5}
# The inverse of the penalty on the weights.
LOOSENESS = 30.0


def list_features(passages: pd.DataFrame, terms: pd.DataFrame) -> dict[str, sparse.csr_matrix]:
    """Count what passages are known by: of each kind, passages x features.

    Parameters
    ----------
    passages : DataFrame
        ``passage_id``, ``heading``.
    terms : DataFrame
        ``passage_id``, ``term``, ``n``.
    """
    row = pd.Index(passages["passage_id"]).get_indexer(terms["passage_id"])
    terms, row = terms[row >= 0], row[row >= 0]
    column, vocabulary = pd.factorize(terms["term"], sort=True)
    shape = (len(passages), len(vocabulary))
    counts = sparse.csr_matrix((terms["n"].to_numpy(dtype=float), (row, column)), shape=shape)
    of_terms = _count_signs(list(vocabulary), (1, 3))
    headings = passages["heading"].astype("str").fillna("").str.rstrip("…").str[:HEADING]
    return {"terms": counts, "signs": counts @ of_terms, "heading": _count_signs(list(headings), (1, 2))}


def learn_and_tell(
    features: dict[str, sparse.csr_matrix], learn: np.ndarray, labels: Sequence[str], ask: np.ndarray
) -> pd.DataFrame:
    """Learn from some passages, and give the probability of each label for others (asked x labels).

    Parameters
    ----------
    features : dict
        As `list_features` gives.
    learn, ask : array
        Rows of the features.
    labels : sequence of str
        Of the rows to learn from.
    """
    known, asked = [], []
    for name, weight in WEIGHTS.items():
        first, second = features[name][learn], features[name][ask]
        seen = first.getnnz(axis=0)
        columns = np.flatnonzero(seen)
        if not len(columns):
            continue
        rare = np.log((1 + len(learn)) / (1 + seen[columns])) + 1
        for counts, side in ((first, known), (second, asked)):
            part = counts[:, columns].log1p().multiply(rare).tocsr()
            side.append(normalize(part) * weight)
    model = LogisticRegression(C=LOOSENESS, tol=1e-5, max_iter=1000)
    model.fit(sparse.hstack(known).tocsr(), np.asarray(labels, dtype=object))
    return pd.DataFrame(model.predict_proba(sparse.hstack(asked).tocsr()), columns=model.classes_)


def measure_unknown(features: dict[str, sparse.csr_matrix], learn: np.ndarray, ask: np.ndarray) -> np.ndarray:
    """Give the part of the terms of each passage, repeats counted, that no passage learnt from has."""
    known = features["terms"][learn].getnnz(axis=0) > 0
    asked = features["terms"][ask]
    return asked @ (~known).astype(float) / np.maximum(asked.sum(axis=1).A1, 1.0)


def _count_signs(texts: list[str], lengths: tuple[int, int]) -> sparse.csr_matrix:
    """Count the runs of so many characters in each text."""
    counter = CountVectorizer(analyzer="char", ngram_range=lengths, lowercase=False)
    try:
        return counter.fit_transform(texts).astype(float).tocsr()
    except ValueError:  # all are empty
        return sparse.csr_matrix((len(texts), 0))
