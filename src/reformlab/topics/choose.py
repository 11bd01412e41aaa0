"""How many topics, and which of them are stable: asked of documents that a fit has not seen.

Both questions are answered by fits from nothing to four in five documents, drawn without
replacement within level and kind, places whole below the national level [1]_. A topic that is in
the documents is found again without a fifth of them; one that is in the fit alone is not.

References
----------
.. [1] Greene, D., O'Callaghan, D. and Cunningham, P. (2014). How many topics? Stability analysis
   for topic models. ECML PKDD, 498-513.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from reformlab.corpus.kept import keep
from reformlab.corpus.tables import Corpus
from reformlab.topics.engines import ENGINES, Task, fit_and_infer
from reformlab.topics.fit import TOP_TERMS, Fit, count_fitted, fit_topics
from reformlab.topics.formula import build_design
from reformlab.topics.match import pair_rows
from reformlab.topics.refits import group_documents

HELD_OUT = 0.2  # of the documents of each level and kind

# Topics planted in simulated corpora come back from a fit to other documents of their kind with a
# cosine of .9 and more; surplus topics, asked for beyond the planted, mostly under this.
STABLE = 0.7


@keep("topics", "corpus")
def measure_topic_numbers(
    corpus: Corpus,
    n_topics: Sequence[int] = (10, 20, 30, 40),
    *,
    seed: int = 1,
    n_splits: int = 3,
    min_docs: int = 2,
    max_passage_share: float = 0.5,
    without: str | None = None,
    progress: bool = True,
) -> pd.DataFrame:
    """Measure how well each number of topics predicts unseen words, and how stable its topics are.

    Fits are by latent Dirichlet allocation. The rule for ``recommended``: of the
    numbers that predict unseen words as well as the best one does, give or take one standard
    error over the splits, take the one whose topics are the most stable; where two are equal, the
    smaller. It is advice: a number whose topics readers can name and use beats it.

    Parameters
    ----------
    corpus : Corpus
    n_topics : sequence of int
        The numbers to try, at least 2 each.
    seed : int
        Decides which documents are left out and how their passages are halved; the same for
        every number of topics, so that they can be compared.
    n_splits : int
        How often a fifth of the documents is left out; at least 2.
    min_docs, max_passage_share, without
        As in `fit_topics`.
    progress : bool
        Show a bar.

    Returns
    -------
    DataFrame
        One row a number of topics: ``n_topics``; ``held_out`` (mean log-likelihood of a term, in
        nats, higher is better: topics fitted without the document, shares inferred from half of
        a passage, the other half scored [1]_); ``behind`` (how far `held_out` is behind the best,
        mean over the splits) and ``behind_error`` (its standard error); ``coherence`` (mean
        normalised pointwise mutual information of the pairs among a topic's 10 top terms, over
        passages, -1 to 1 [2]_); ``exclusivity`` (mean part of a top term's weight that its topic
        has, 0 to 1; grows less easily the more topics there are); ``stability`` (mean cosine of
        the topics with those fitted to four fifths of the documents, matched
        one to one, 0 to 1); ``n_docs``, ``n_passages`` (in the model), ``seconds`` (of the fit to all),
        ``recommended``, ``reason``.

    Raises
    ------
    ValueError
        Where a number of topics is too small or too large, or no document can be left out.

    References
    ----------
    .. [1] Wallach, H. M. et al. (2009). Evaluation methods for topic models. ICML 26, 1105-1112
       (document completion).
    .. [2] Lau, J. H., Newman, D. and Baldwin, T. (2014). Machine reading tea leaves. EACL, 530-539.

    Examples
    --------
    >>> from reformlab.topics.choose import measure_topic_numbers
    >>> from reformlab.simulate import simulate_corpus
    >>> corpus = simulate_corpus(n_docs=40, n_topics=4, n_terms=200, seed=1).corpus
    >>> table = measure_topic_numbers(corpus, [2, 4], seed=1, progress=False)
    >>> table.loc[table["recommended"], "n_topics"].tolist()
    [4]
    """
    if n_splits < 2:
        raise ValueError(f"n_splits={n_splits}; needs 2 or more, to know how much one split differs")
    numbers = sorted(set(n_topics))
    pruning = {"min_docs": min_docs, "max_passage_share": max_passage_share, "without": without}
    with tqdm(total=len(numbers) * (n_splits + 1), desc="fits", disable=not progress) as bar:
        tried = [_try_number(corpus, number, seed, n_splits, pruning, bar) for number in numbers]
    rows, scores = zip(*tried, strict=True)
    table, scores = pd.DataFrame(rows), np.array(scores)
    gaps = scores[table["held_out"].idxmax()] - scores
    table.insert(2, "behind", gaps.mean(axis=1))
    table.insert(3, "behind_error", gaps.std(axis=1, ddof=1) / np.sqrt(n_splits))
    return _recommend(table)


def _try_number(
    corpus: Corpus, number: int, seed: int, n_splits: int, pruning: dict[str, Any], bar: tqdm
) -> tuple[dict[str, Any], list[float]]:
    """Fit so many topics to all documents and to four fifths; give a row, and the score of each split."""
    start = time.perf_counter()
    fit = fit_topics(corpus, number, seed=seed, progress=False, **pruning)
    seconds = time.perf_counter() - start
    bar.update()
    counts, vocabulary = count_fitted(fit, corpus)
    weights = fit.weights[vocabulary].to_numpy()
    held_out, found = [], []
    for rng in _streams(seed, n_splits):
        train, test = split_passages(fit, rng)
        score, again = _complete(counts, vocabulary, train, test, number, seed, rng)
        held_out.append(score)
        found.append(pair_rows(weights, again)[2].mean())
        bar.update()
    top = np.argsort(-weights, axis=1, kind="stable")[:, :TOP_TERMS]
    row = {
        "n_topics": number,
        "held_out": np.mean(held_out),
        "coherence": _score_coherence(counts, top),
        "exclusivity": np.take_along_axis(weights / weights.sum(axis=0), top, axis=1).mean(),
        "stability": np.mean(found),
        "n_docs": fit.passages["doc_id"].nunique(),
        "n_passages": len(fit.passages),
        "seconds": seconds,
    }
    return row, held_out


@keep("topics", "corpus")
def measure_stability(
    fit: Fit, corpus: Corpus, *, n_refits: int = 10, seed: int = 1, progress: bool = True
) -> pd.DataFrame:
    """Measure which topics are found again from nothing without a fifth of the documents.

    Each refit is by the engine, start, number of topics and prevalence of the fit, and starts anew, with
    no help from it. Its topics are matched with the fit's one to one, so that the sum of their
    cosines is largest.

    Parameters
    ----------
    fit : Fit
    corpus : Corpus
        The corpus that it was fitted to.
    n_refits : int
    seed : int
        Decides which documents are left out.
    progress : bool
        Show a bar.

    Returns
    -------
    DataFrame
        One row a topic: ``topic``, ``label``, ``label_en``, ``stability`` (mean cosine of its
        terms' weights with those of its match, 0 to 1), ``low`` and ``high`` (least and most over
        the refits), ``found`` (part of the refits whose match has a cosine of 0.7 or more),
        ``stable`` (found in half of them or more), ``n_refits``, ``n_docs`` (in the model).
        The limit is a convention: on a simulated corpus planted topics came back with a cosine of
        0.9 and more, topics asked for beyond those planted in part with less than 0.7.

    Raises
    ------
    ValueError
        Where the corpus is not the fit's, or no document can be left out.

    Examples
    --------
    >>> from reformlab.topics.choose import measure_stability
    >>> from reformlab.simulate import simulate_corpus
    >>> from reformlab.topics.fit import fit_topics
    >>> corpus = simulate_corpus(n_docs=40, seed=1).corpus
    >>> fit = fit_topics(corpus, 6, prevalence=None, seed=1)
    >>> measure_stability(fit, corpus, n_refits=2, seed=1, progress=False)["stable"].all()
    np.True_
    """
    if n_refits < 1:
        raise ValueError(f"n_refits={n_refits}; needs 1 or more")
    if fit.settings["engine"] not in ENGINES:
        raise ValueError(
            f"the fit is by {fit.settings['engine']}, which cannot be run again; take one by fit_topics"
        )
    engine = ENGINES[fit.settings["engine"]][fit.settings["start"]]
    counts, vocabulary = count_fitted(fit, corpus)
    weights, found = fit.weights[vocabulary].to_numpy(), []
    with threadpool_limits(1):
        design = build_design(fit.passages, fit.documents, fit.settings["prevalence"])[0].to_numpy()
        for rng in tqdm(_streams(seed, n_refits), "fits", disable=not progress):
            train, _ = split_passages(fit, rng)
            known = np.flatnonzero(counts[train].sum(axis=0).A1)
            again = np.zeros_like(weights)
            some = counts[train][:, known]
            task = Task(some, vocabulary[known], design[train], len(weights), fit.settings["seed"])
            again[:, known], _ = engine(task)
            found.append(pair_rows(weights, again)[2])
    cosines = np.array(found)
    return fit.topics[["topic", "label", "label_en"]].assign(
        stability=cosines.mean(axis=0),
        low=cosines.min(axis=0),
        high=cosines.max(axis=0),
        found=(cosines >= STABLE).mean(axis=0),
        stable=(cosines >= STABLE).mean(axis=0) >= 0.5,
        n_refits=n_refits,
        n_docs=fit.passages["doc_id"].nunique(),
    )


def split_passages(fit: Fit, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Leave a fifth of the documents out, within level and kind; give the rows of both parts."""
    out = []
    for units in group_documents(fit):
        n_out = round(HELD_OUT * len(units))
        out += [units[i] for i in rng.permutation(len(units))[:n_out]]
    if not out:
        raise ValueError("no document can be left out: needs 3 independent documents of a level and kind")
    test = np.sort(np.concatenate(out))
    return np.setdiff1d(np.arange(len(fit.passages)), test), test


def _streams(seed: int, n: int) -> list[np.random.Generator]:
    return [np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(n)]


def _complete(
    counts: sparse.csr_matrix,
    vocabulary: np.ndarray,
    train: np.ndarray,
    test: np.ndarray,
    n_topics: int,
    seed: int,
    rng: np.random.Generator,
) -> tuple[float, np.ndarray]:
    """Score the second halves of the test passages (a term's mean log-likelihood); give the topics too."""
    known = np.flatnonzero(counts[train].sum(axis=0).A1)
    first, second = _halve(counts[test][:, known], rng)
    weights = np.zeros((n_topics, len(vocabulary)))
    learnt = counts[train][:, known]
    weights[:, known], shares = fit_and_infer(learnt, vocabulary[known], n_topics, seed, first)
    seen = second.tocoo()
    likelihood = np.einsum("ij,ji->i", shares[seen.row], weights[:, known][:, seen.col])
    return float(np.average(np.log(likelihood), weights=seen.data)), weights


def _halve(
    counts: sparse.csr_matrix, rng: np.random.Generator
) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Halve the terms of each passage by chance; passages of one term are left out."""
    counts = counts[counts.sum(axis=1).A1 >= 2].tocoo()
    repeats = counts.data.astype(int)
    row, column = np.repeat(counts.row, repeats), np.repeat(counts.col, repeats)
    order = np.lexsort((rng.random(len(row)), row))
    row, column = row[order], column[order]
    place = np.arange(len(row)) - np.searchsorted(row, row)
    early = place < np.bincount(row)[row] // 2
    return tuple(
        sparse.csr_matrix((np.ones(half.sum()), (row[half], column[half])), shape=counts.shape)
        for half in (early, ~early)
    )


def _score_coherence(counts: sparse.csr_matrix, top: np.ndarray) -> float:
    """Give the mean over topics and pairs of top terms of their NPMI over passages."""
    pairs = np.triu_indices(top.shape[1], k=1)
    scores = []
    for terms in top:
        there = (counts[:, terms] > 0).astype(float)
        both = (there.T @ there).toarray() / len(there.indptr[1:])
        alone = np.diag(both)
        joint, apart = both[pairs], np.outer(alone, alone)[pairs]
        # Terms that never meet have the least score, -1; such that are always there tell nothing.
        with np.errstate(divide="ignore", invalid="ignore"):
            npmi = np.log(joint / apart) / -np.log(joint)
        scores.append(np.where(joint == 0, -1, np.where(joint == 1, 0, npmi)).mean())
    return float(np.mean(scores))


def _recommend(table: pd.DataFrame) -> pd.DataFrame:
    """Mark the number that the rule of `measure_topic_numbers` takes, and say of each why or why not."""
    good = table["behind"] <= table["behind_error"]
    chosen = table.loc[good, "stability"].idxmax()
    reasons = [
        f"predicts unseen words worse than {table.loc[table['held_out'].idxmax(), 'n_topics']} topics do"
        if not good[row]
        else "predicts unseen words as well as any, but its topics are less stable"
        for row in table.index
    ]
    reasons[chosen] = "predicts unseen words as well as any, and has the most stable topics of those that do"
    return table.assign(recommended=table.index == chosen, reason=pd.array(reasons, dtype="str"))
