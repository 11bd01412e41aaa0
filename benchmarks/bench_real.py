"""Topic models on the bundled corpora of real documents: time, fit to unseen words, coherence.

Models are fitted to four fifths of the documents. Of each passage of the others half of the terms tell
its shares, the same way for every model, and the other half is scored.
"""

from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
import pandas as pd
from bench_topics import MODELS, OURS
from measuring import row, timed
from scipy import sparse

import reformlab as rl
from reformlab.topics.choose import _halve, _score_coherence
from reformlab.topics.fit import count_terms, prune_terms

CORPORA = ("work-reports", "statutes")
PEERS = (OURS, "nmf", "sklearn", "tomotopy-lda", "gensim")
# Of the corpus's own distribution of words, mixed into the topics of every model: no word is impossible.
FLOOR = 1e-3
# The prior of shares is shaped as the model's own are on the whole, at the strength that is best for it.
STRENGTHS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
ROUNDS = 60


def bench_real() -> list[dict]:
    """Compare our default with every peer on real documents."""
    rows = []
    for name in CORPORA:
        corpus = rl.load_corpus(name)
        terms, passages, _ = prune_terms(corpus, 2, 0.5)
        out = passages["doc_id"].isin(corpus.documents["doc_id"].sort_values().iloc[::5]).to_numpy()
        counts, vocabulary = count_terms(terms, passages)
        kept = terms[terms["passage_id"].isin(passages.loc[~out, "passage_id"])]
        train = replace(corpus, terms=kept[["passage_id", "term", "n"]].reset_index(drop=True))
        tokens = kept.loc[kept.index.repeat(kept["n"])].groupby("passage_id")["term"].agg(list).tolist()
        halves = _halve(counts[out], np.random.default_rng(1))
        found = {peer: score(peer, train, tokens, vocabulary, counts, halves) for peer in PEERS}
        for what in ("s", "log-likelihood", "NPMI"):
            for peer in PEERS[1:]:
                names, values = (MODELS[OURS][0], MODELS[peer][0]), (found[OURS][what], found[peer][what])
                rows.append(row(f"{name}, four fifths of the documents: {what}", *names, *values, what))
    return rows


def score(
    peer: str,
    train: rl.Corpus,
    tokens: list[list[str]],
    vocabulary: np.ndarray,
    counts: sparse.csr_matrix,
    halves: tuple[sparse.csr_matrix, sparse.csr_matrix],
) -> dict[str, float]:
    """Fit one model; give its seconds, the mean log-likelihood of an unseen term, and coherence."""
    levels = [""] * len(tokens)
    seconds, (weights, shares, terms) = timed(lambda: MODELS[peer][1](_AsSimulation(train), tokens, levels))
    wide = pd.DataFrame(weights, columns=terms).reindex(columns=vocabulary, fill_value=0.0).to_numpy()
    everywhere = counts.sum(axis=0).A1 / counts.sum()
    mixed = (1 - FLOOR) * wide + FLOOR * everywhere
    usual = shares.mean(axis=0) + 1e-6
    best = max(complete(*halves, mixed, strength * usual / usual.sum()) for strength in STRENGTHS)
    top = np.argsort(-wide, axis=1, kind="stable")[:, :10]
    answer = {"s": seconds, "log-likelihood": best, "NPMI": _score_coherence(counts, top)}
    print(peer, answer, flush=True)
    return answer


class _AsSimulation:
    """What the models of `bench_topics` ask of a simulation."""

    def __init__(self, corpus: rl.Corpus) -> None:
        self.corpus = corpus


def complete(
    first: sparse.csr_matrix, second: sparse.csr_matrix, weights: np.ndarray, prior: np.ndarray
) -> float:
    """Infer shares from the first halves (zeroth-order collapsed variational Bayes); score the second."""
    seen = first.tocoo()
    likely, places = weights[:, seen.col].T, np.arange(len(seen.row))
    ones = sparse.csr_matrix((seen.data, (seen.row, places)), shape=(first.shape[0], len(seen.row)))
    token = likely * prior
    token /= token.sum(axis=1, keepdims=True)
    for _ in range(ROUNDS):
        token = np.maximum((ones @ token + prior)[seen.row] - token, 0) * likely
        token /= token.sum(axis=1, keepdims=True)
    shares = ones @ token + prior
    shares /= shares.sum(axis=1, keepdims=True)
    unseen = second.tocoo()
    chance = np.einsum("ij,ji->i", shares[unseen.row], weights[:, unseen.col])
    return float(np.average(np.log(chance), weights=unseen.data))


if __name__ == "__main__":
    os.environ["REFORMLAB_CACHE"] = "off"
    print(pd.DataFrame(bench_real()).to_string(index=False))
