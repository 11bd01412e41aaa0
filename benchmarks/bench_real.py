"""Topic models on the bundled corpora of real documents: time, fit to unseen words, coherence.

Models are fitted to four fifths of the documents. Of each passage of the others half of the terms tell
its shares, the same way for every model, and the other half is scored. Ours and the peer that comes
nearest are fitted from several seeds: what one seed gives more than another is no merit of a model.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
from bench_topics import MODELS, OURS, Result, fit_ours, fit_tomotopy
from measuring import row, timed
from scipy import sparse

import reformlab as rl
from reformlab.topics.choose import _halve, _score_coherence
from reformlab.topics.fit import count_terms, prune_terms
from reformlab.topics.match import pair_rows

CORPORA = ("work-reports", "statutes")
NEAREST = "tomotopy-lda"
PEERS = (OURS, "nmf", "sklearn", NEAREST, "gensim")
SEEDS = (1, 2, 3)
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
        for what in ("s", "log-likelihood", "NPMI", "standard deviation of NPMI over seeds", "agreement"):
            for peer in PEERS[1:]:
                if what in found[peer]:
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
    """Fit one model; give its seconds, the mean log-likelihood of an unseen term, and coherence.

    Where it was fitted from several seeds these are means, and there stand beside them how far coherence
    varies and the mean cosine of the topics of one seed with those of the next.
    """
    everywhere = counts.sum(axis=0).A1 / counts.sum()
    answers, topics = [], []
    for fit in list_fits(peer, train, tokens):
        seconds, (weights, shares, terms) = timed(fit)
        wide = pd.DataFrame(weights, columns=terms).reindex(columns=vocabulary, fill_value=0.0).to_numpy()
        mixed = (1 - FLOOR) * wide + FLOOR * everywhere
        usual = shares.mean(axis=0) + 1e-6
        best = max(complete(*halves, mixed, strength * usual / usual.sum()) for strength in STRENGTHS)
        top = np.argsort(-wide, axis=1, kind="stable")[:, :10]
        answers.append({"s": seconds, "log-likelihood": best, "NPMI": _score_coherence(counts, top)})
        topics.append(wide)
        print(peer, answers[-1], flush=True)
    scores = pd.DataFrame(answers)
    answer = scores.mean().to_dict()
    if len(answers) > 1:
        answer["standard deviation of NPMI over seeds"] = scores["NPMI"].std()
        pairs = [pair_rows(one, other)[2].mean() for one, other in itertools.pairwise(topics)]
        answer["agreement"] = float(np.mean(pairs))
    return answer


def list_fits(peer: str, train: rl.Corpus, tokens: list[list[str]]) -> list[Callable[[], Result]]:
    """List the fits of a model: one a seed for ours and the nearest peer, else one."""
    sim = _AsSimulation(train)
    if peer == OURS:
        return [partial(fit_ours, sim, tokens, seed=seed) for seed in SEEDS]
    if peer == NEAREST:
        return [partial(fit_tomotopy, tokens, seed=seed) for seed in SEEDS]
    return [partial(MODELS[peer][1], sim, tokens, [""] * len(tokens))]


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
