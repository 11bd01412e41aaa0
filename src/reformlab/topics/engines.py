"""The engines that fit topics: from counts to two matrices, the same for every one.

To add an engine, write one function of this form and enter it in ``ENGINES``. `topica` is imported
here alone, so it can be changed in one place.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import topica
from scipy import sparse

from reformlab.topics.gibbs import sample_topics, scale_rows

# Of few passages one sampler alone may run topics together: several are run, and the likeliest is kept.
SAMPLERS = 10
SAMPLER_SWEEPS = 200
SAMPLER_ALPHA = 0.1  # of each topic: passages are short, and about few topics
# Of many passages the strengths of the priors are learned as well, every so many sweeps. Of few they
# would be learned too weak: gaps came out 29 % too large.
LEARN_EVERY = 10
LEARN_AFTER = 20
MEAN_OF = {"num_samples": 20, "sample_interval": 5}  # the last hundred sweeps
# Above so many passages one sampler finds what there is, and ten would take a minute.
SEVERAL_UP_TO = 3000
# Nor are several run where passages are so long and topics so many (tokens times topics).
SAMPLED_UP_TO = 6_000_000

# Samplers of the structural model's consensus start. Eight of 50 sweeps cost about as much as the fit.
CHAINS = 8
CHAIN_SWEEPS = 50

# Topics anchored by words are near their end sooner than those from nothing.
ANCHORED_SWEEPS = 200

# A refit goes on from the fit, and its topics need not be known as exactly.
REFIT_SWEEPS = {"sweeps": 60, "leading": 20}

Fitted = tuple[np.ndarray, np.ndarray]
"""Weights (topics x terms) and shares (passages x topics); rows sum to 1."""


@dataclass(frozen=True)
class Task:
    """What an engine is asked for.

    Attributes
    ----------
    counts : csr_matrix, passages x terms
    vocabulary : array
        The terms, in the order of the columns.
    design : array, passages x columns
        What the shares may depend on, without an intercept.
    n_topics, seed : int
    progress : function
        Told how much of the work is done, from 0 to 1.
    """

    counts: sparse.csr_matrix
    vocabulary: np.ndarray
    design: np.ndarray
    n_topics: int
    seed: int
    progress: Callable[[float], None] = lambda done: None

    def watch(self, stage: int = 0, stages: int = 1) -> Callable[[int, int, Any], None]:
        """Tell of one stage of several, as topica tells of its iterations."""
        return lambda iteration, total, _: self.progress((stage + iteration / max(total, 1)) / stages)


def refit_lda(
    counts: sparse.csr_matrix,
    weights: np.ndarray,
    shares: np.ndarray,
    design: np.ndarray,
    rng: np.random.Generator,
) -> Fitted:
    """Sample on from a fit by ``"lda"``, for other passages drawn from the same documents.

    Parameters and results are those of `sample_topics`; every topic keeps its number.
    """
    return sample_topics(counts, weights, shares, design, rng, **REFIT_SWEEPS)


def refit_stm(
    counts: sparse.csr_matrix,
    vocabulary: np.ndarray,
    design: np.ndarray,
    weights: np.ndarray,
    tolerance: float,
) -> Fitted:
    """Fit the structural topic model from given topics on, so that they keep their order.

    Parameters
    ----------
    counts : csr_matrix, passages x terms
        Every passage with a term at least. Terms may be absent from all of them.
    vocabulary : array
        The terms, in the order of the columns.
    design : array, passages x columns
        Without an intercept; no columns where nothing informs the shares.
    weights : array, topics x terms
        Where to start; rows sum to 1.
    tolerance : float
        Stop where the bound changes by less than this part of itself in one iteration.

    Returns
    -------
    weights, shares : array
        Topics x terms and passages x topics; rows sum to 1. A term absent from the passages keeps
        a weight near 0 in every topic.
    """
    passages = _list_terms(counts, vocabulary)
    model = _run_stm(passages, design, len(weights), 0, beta_init=weights, convergence_tol=tolerance)
    return model.topic_word, model.doc_topic


def fit_and_infer(
    counts: sparse.csr_matrix, vocabulary: np.ndarray, n_topics: int, seed: int, unseen: sparse.csr_matrix
) -> Fitted:
    """Fit by one sampler, and infer the shares of passages that it has not seen.

    Returns
    -------
    weights, shares : array
        Topics x terms, and unseen passages x topics; rows sum to 1.
    """
    passages = _list_terms(counts, vocabulary)
    model = _run_sampler(passages, n_topics, seed, learn=counts.shape[0] > SEVERAL_UP_TO)
    return model.topic_word, model.transform(_list_terms(unseen, vocabulary), seed=seed)


def fit_keywords(
    counts: sparse.csr_matrix,
    vocabulary: np.ndarray,
    keywords: dict[str, list[str]],
    rest: int,
    seed: int,
    engine: str,
) -> np.ndarray:
    """Fit topics that are anchored by words, and others beside them.

    Parameters
    ----------
    counts : csr_matrix, passages x terms
    vocabulary : array
    keywords : dict
        The words of each anchored topic.
    rest : int
        Topics without words.
    seed : int
    engine : {"keyatm", "seeded"}
        The keyword-assisted topic model [1]_; seeded latent Dirichlet allocation [2]_.

    Returns
    -------
    array, passages x topics
        Shares: topics with words in their order, then the others; rows sum to 1.

    References
    ----------
    .. [1] Eshima, S., Imai, K. and Sasaki, T. (2024). Keyword-assisted topic models. AJPS 68(2), 730-750.
    .. [2] Watanabe, K. and Baturo, A. (2024). Seeded sequential LDA. Social Science Computer Review 42(1).
    """
    passages = _list_terms(counts, vocabulary)
    options = {"num_threads": 1, "keep_theta_draws": False, "progress": lambda *_: None}
    if engine == "keyatm":
        options["turbo_alpha_stride"] = 10
        model = topica.KeyATM(keywords, num_topics=len(keywords) + rest, seed=seed)
    else:
        model = topica.SeededLDA(keywords, residual=rest, alpha=SAMPLER_ALPHA, seed=seed)
    model.fit(passages, iters=ANCHORED_SWEEPS, **options)
    return model.doc_topic


def _list_terms(counts: sparse.csr_matrix, vocabulary: np.ndarray) -> topica.Corpus:
    """Hand the passages over as topica takes them: every term as often as it stands there."""
    rows = zip(counts.indptr, counts.indptr[1:], strict=False)
    repeats = counts.data.astype(int)
    tokens = [np.repeat(vocabulary[counts.indices[a:b]], repeats[a:b]).tolist() for a, b in rows]
    return topica.Corpus.from_documents(tokens, vocabulary=vocabulary.tolist())


def _run_sampler(
    passages: topica.Corpus,
    n_topics: int,
    seed: int,
    *,
    learn: bool,
    watch: Callable[[int, int, Any], None] = lambda *_: None,
) -> topica.LDA:
    """Sample topics under latent Dirichlet allocation from nothing, to the mean of the last sweeps."""
    sampler = topica.LDA(
        n_topics,
        alpha_sum=SAMPLER_ALPHA * n_topics,
        optimize_interval=LEARN_EVERY if learn else 0,
        burn_in=LEARN_AFTER,
        seed=seed,
    )
    # One thread: with more, the draws would depend on how many there are. What is drawn depends on
    # counts and a few quotients of them, so it is the same on every processor.
    options = MEAN_OF | {"num_threads": 1, "keep_theta_draws": False, "check_every": 0}
    return sampler.fit(passages, iters=SAMPLER_SWEEPS, progress=watch, progress_interval=5, **options)


def _fit_likeliest(task: Task) -> Fitted:
    """Sample several times from nothing, and go on from the likeliest to the mean of many sweeps."""
    passages = _list_terms(task.counts, task.vocabulary)
    models = []
    for number in range(SAMPLERS):
        seed, watch = task.seed * SAMPLERS + number, task.watch(number, 2 * SAMPLERS)
        models.append(_run_sampler(passages, task.n_topics, seed, learn=False, watch=watch))
    best = max(models, key=lambda model: model.log_likelihood())
    half = lambda done: task.progress((1 + done) / 2)  # noqa: E731
    return sample_topics(task.counts, best.topic_word, best.doc_topic, task.design, task.seed, progress=half)


def _fit_once(task: Task) -> Fitted:
    """Sample once, and learn the priors on the way."""
    passages = _list_terms(task.counts, task.vocabulary)
    model = _run_sampler(passages, task.n_topics, task.seed, learn=True, watch=task.watch())
    return model.topic_word, model.doc_topic


def _run_stm(
    passages: topica.Corpus, design: np.ndarray, n_topics: int, seed: int, **options: Any
) -> topica.STM | topica.CTM:
    # Any number of threads gives the same bits, so topica may use them all. Each passage's covariance
    # would be an array of passages x topics x topics, and nobody asks for it.
    options = {"keep_eta_cov": False, "progress": lambda *_: None} | options
    if design.shape[1]:
        return topica.STM(n_topics, seed=seed).fit(passages, design, **options)
    return topica.CTM(n_topics, seed=seed).fit(passages, **options)


def _fit_stm(task: Task, *, from_consensus: bool) -> Fitted:
    """Fit the structural topic model from anchor terms, or from what several samplers agree on."""
    passages = _list_terms(task.counts, task.vocabulary)
    start = {"beta_init": _find_consensus(passages, task.n_topics, task.seed)} if from_consensus else {}
    model = _run_stm(passages, task.design, task.n_topics, task.seed, progress=task.watch(), **start)
    expected = "provided" if from_consensus else "spectral"
    if model.initialization != expected or not model.converged:
        warnings.warn(
            f"the fit is doubtful: start {model.initialization!r} (should be {expected!r}), "
            f"converged {model.converged}; try fewer topics or a higher min_docs",
            stacklevel=3,
        )
    return model.topic_word, model.doc_topic


def _find_consensus(passages: topica.Corpus, n_topics: int, seed: int) -> np.ndarray:
    """Give the topics that several short Gibbs samplers agree on: the means of theirs, clustered.

    After Kotliar et al. (2019), eLife 8:e43803, who do this with factorisations.
    """
    from scipy.cluster.hierarchy import cut_tree, linkage

    found = []
    for chain in range(CHAINS):
        sampler = topica.LDA(
            n_topics,
            alpha_sum=SAMPLER_ALPHA * n_topics,
            optimize_interval=0,
            burn_in=0,
            seed=seed * CHAINS + chain,
        )
        # One thread: with more, the draws would depend on how many there are.
        options = {"num_threads": 1, "num_samples": 3, "sample_interval": 5, "keep_theta_draws": False}
        sampler.fit(passages, iters=CHAIN_SWEEPS, progress=lambda *_: None, **options)
        found.append(sampler.topic_word)
    weights = np.vstack(found)
    roots = np.sqrt(weights)  # so that a topic's most common terms do not decide alone
    tree = linkage(roots, "average", metric="cosine")
    cluster = cut_tree(tree, n_clusters=n_topics).ravel()
    return np.array([weights[cluster == number].mean(axis=0) for number in range(n_topics)])


def _fit_nmf(task: Task) -> Fitted:
    from sklearn.decomposition import NMF

    model = NMF(
        task.n_topics,
        init="nndsvda",
        solver="mu",
        beta_loss="kullback-leibler",
        max_iter=500,
        random_state=task.seed,
    )
    shares = model.fit_transform(task.counts) * model.components_.sum(axis=1)
    return scale_rows(model.components_), scale_rows(shares)


# Of each engine, by where it starts; the first is what it does unless told.
ENGINES: dict[str, dict[str, Callable[[Task], Fitted]]] = {
    "lda": {"likeliest": _fit_likeliest, "once": _fit_once},
    "stm": {
        "spectral": partial(_fit_stm, from_consensus=False),
        "consensus": partial(_fit_stm, from_consensus=True),
    },
    "nmf": {"singular values": _fit_nmf},
}
USE_PREVALENCE = {"stm"}
REFITTED = {"lda", "stm"}
# In the place of an engine where shares were read (`read_shares`).
ELSEWHERE = "another program"


def choose_start(engine: str, start: str | None, n_passages: int, n_tokens: int, n_topics: int) -> str:
    """Name the start that is meant: the engine's own, and of many passages the one that is quick enough.

    Raises
    ------
    ValueError
        Where the engine does not start from there.
    """
    start = next(iter(ENGINES[engine])) if start is None else start
    if start not in ENGINES[engine]:
        raise ValueError(f"start={start!r}: engine {engine!r} starts from {list(ENGINES[engine])}")
    is_large = n_passages > SEVERAL_UP_TO or n_tokens * n_topics > SAMPLED_UP_TO
    return "once" if start == "likeliest" and is_large else start
