"""Learn from coded passages which domain a passage is about, and say how probable each domain is.

A passage is known by its terms, by the characters inside them (so that a word not seen before is told
by its parts), by its heading, by words that are listed for domains, and by which terms stand together
elsewhere (`read_vectors`); not by its wording, which a shared corpus does not have. For each domain a
linear support vector machine finds the side on which a passage is, and how far from the line. That takes
few seconds, draws nothing, and is the same on every machine.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

from reformlab.corpus.tables import data_folder
from reformlab.domains.others import find_domains
from reformlab.topics.fit import count_terms

# Shared corpora cut headings short, so no more than this is used of any.
HEADING = 15
# How much each kind of feature weighs beside the terms.
WEIGHTS = {"terms": 1.0, "signs": 1.0, "heading": 0.5, "words": 0.7, "vectors": 1.5}
# Chosen with the weights on coded passages that are not of the test: the inverse of the penalty on what is
# learnt, and how surely the distance from the line tells.
LOOSENESS = 0.3
SHARPNESS = 4.0


@cache
def read_vectors() -> pd.DataFrame:
    """Read where the terms of the bundled corpora lie by the terms that they stand with.

    Returns
    -------
    DataFrame
        One row a term: index ``term``; ``weight`` (the logarithm of how rare it is); the other columns
        its place, whole numbers from -127 to 127.
    """
    return pd.read_parquet(data_folder() / "codebook" / "vectors.parquet").set_index("term")


def list_features(
    passages: pd.DataFrame, terms: pd.DataFrame, words: dict[str, str]
) -> dict[str, sparse.csr_matrix]:
    """Count what passages are known by: of each kind, passages x features.

    Parameters
    ----------
    passages : DataFrame
        ``passage_id``, ``heading``.
    terms : DataFrame
        ``passage_id``, ``term``, ``n``.
    words : dict
        The domain of each listed word, as `read_words` gives; may be empty.
    """
    counts, vocabulary = count_terms(terms[terms["passage_id"].isin(passages["passage_id"])], passages)
    headings = passages["heading"].astype("str").fillna("").str.rstrip("…").str[:HEADING]
    return {
        "terms": counts,
        "signs": counts @ _count_signs(list(vocabulary), (1, 3)),
        "heading": _count_signs(list(headings), (1, 2)),
        "words": counts @ _mark_domains(vocabulary, words),
        "vectors": sparse.csr_matrix(normalize(_place_terms(counts, vocabulary))),
    }


def learn_and_tell(
    features: dict[str, sparse.csr_matrix], learn: np.ndarray, labels: pd.Series, ask: np.ndarray
) -> pd.DataFrame:
    """Learn from some passages, and give the probability of each domain for others (asked x domains).

    Parameters
    ----------
    features : dict
        As `list_features` gives.
    learn, ask : array
        Rows of the features.
    labels : Series
        The main domain of the rows to learn from, in their order.
    """
    known, asked = _weigh_features(features, learn, ask)
    main = labels.to_numpy(dtype=object)
    distance = {}
    for domain in sorted(set(main)):
        model = LinearSVC(C=LOOSENESS, random_state=0)
        distance[domain] = model.fit(known, main == domain).decision_function(asked)
    sure = np.exp(SHARPNESS * pd.DataFrame(distance))
    return sure.div(sure.sum(axis=1), axis=0)


def measure_unknown(features: dict[str, sparse.csr_matrix], learn: np.ndarray, ask: np.ndarray) -> np.ndarray:
    """Give the part of the terms of each passage, repeats counted, that no passage learnt from has."""
    known = features["terms"][learn].getnnz(axis=0) > 0
    asked = features["terms"][ask]
    return asked @ (~known).astype(float) / np.maximum(asked.sum(axis=1).A1, 1.0)


def _weigh_features(
    features: dict[str, sparse.csr_matrix], learn: np.ndarray, ask: np.ndarray
) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Give the features of both sides: rare ones weigh more, and every kind is of one length."""
    known, asked = [], []
    for name, weight in WEIGHTS.items():
        first, second = features[name][learn], features[name][ask]
        if name != "vectors":
            seen = first.getnnz(axis=0)
            columns = np.flatnonzero(seen)
            rare = np.log((1 + len(learn)) / (1 + seen[columns])) + 1
            first, second = (
                normalize(counts[:, columns].log1p().multiply(rare).tocsr())
                if len(columns)
                else counts[:, []]
                for counts in (first, second)
            )
        known.append(first * weight)
        asked.append(second * weight)
    return sparse.hstack(known).tocsr(), sparse.hstack(asked).tocsr()


def _count_signs(texts: list[str], lengths: tuple[int, int]) -> sparse.csr_matrix:
    """Count the runs of so many characters in each text."""
    counter = CountVectorizer(analyzer="char", ngram_range=lengths, lowercase=False)
    try:
        return counter.fit_transform(texts).astype(float).tocsr()
    except ValueError:  # all are empty
        return sparse.csr_matrix((len(texts), 0))


def _mark_domains(vocabulary: pd.Index, words: dict[str, str]) -> sparse.csr_matrix:
    """Say in the words of which domain each term is (terms x domains)."""
    if not words:
        return sparse.csr_matrix((len(vocabulary), 0))
    domains = sorted(set(words.values()))
    of_term = find_domains(vocabulary, words).reindex(vocabulary).to_numpy()
    return sparse.csr_matrix((of_term[:, None] == np.array(domains, dtype=object)).astype(float))


def _place_terms(counts: sparse.csr_matrix, vocabulary: pd.Index) -> np.ndarray:
    """Give the place of each passage: the sum of those of its terms."""
    table = read_vectors()
    at = table.index.get_indexer(vocabulary)
    here = np.flatnonzero(at >= 0)
    rows = table.iloc[at[here]]
    places = rows.drop(columns="weight").to_numpy(dtype=float) * rows["weight"].to_numpy()[:, None]
    return counts[:, here] @ places
