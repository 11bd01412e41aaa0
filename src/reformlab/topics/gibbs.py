"""Go on from fitted topics by Gibbs sampling, to the mean of what the passages allow.

One sample of topics of few passages holds their chance as well: documents seem further apart than
they are, and with them the levels. The mean over all likely sets of topics holds less of it. Counts
in, weights and shares out; nothing here knows of documents.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from scipy import sparse
from scipy.special import digamma

# Sweeps over all terms of all passages; those at the beginning only lead away from the start.
SWEEPS = 400
LEADING = 100
# What is known of a topic beforehand counts for so many terms, drawn as they are over all passages.
PRIOR_TERMS = 10.0
# A passage's usual share of a topic is no less than this part of an even share, before shares are scaled.
LEAST_USUAL = 0.1
# A design is used where there are so many passages for each of its columns: what many columns say of few
# passages is these passages again.
PASSAGES_A_COLUMN = 10
# Tokens are drawn in slices of so many, which stay near the processor.
SLICE = 4096
CONCENTRATIONS = (0.01, 1000.0)
TINY = np.finfo(float).tiny


def sample_topics(
    counts: sparse.csr_matrix,
    weights: np.ndarray,
    shares: np.ndarray,
    design: np.ndarray,
    seed: int | np.random.Generator,
    *,
    sweeps: int = SWEEPS,
    leading: int = LEADING,
    progress: Callable[[float], None] = lambda done: None,
) -> tuple[np.ndarray, np.ndarray]:
    """Give the posterior means of topics and shares, from a fit on.

    Parameters
    ----------
    counts : csr_matrix, passages x terms
        Every passage with a term at least.
    weights, shares : array
        Topics x terms and passages x topics, of the fit; rows sum to 1.
    design : array, passages x columns
        What the shares may depend on, without an intercept. A passage's shares are drawn around
        what the regression of the fit's shares on it says, or around their mean where it has more
        than a column for ten passages.
    seed : int or Generator
    sweeps, leading : int
        How often every term is given a topic anew, and how many of these at the beginning are not
        averaged.
    progress : function
        Told after each sweep which part of them is done, from 0 to 1.

    Returns
    -------
    weights, shares : array
        As given; rows sum to 1. A term that is in no passage has a weight near 0 in every topic.

    Notes
    -----
    Latent Dirichlet allocation with a prior of its own for every passage's shares, its strength
    moved by one step a sweep towards the likeliest (Minka 2000, Estimating a Dirichlet
    distribution), and one for the topics that is shaped like all passages together; after Griffiths
    and Steyvers (2004), PNAS 101, but in blocks, with weights and shares drawn too.
    """
    rng = np.random.default_rng(seed)
    n_topics, n_terms = weights.shape
    passage, term = _list_tokens(counts)
    length = counts.sum(axis=1).A1
    usual = _regress_shares(shares, design)
    prior = PRIOR_TERMS * counts.sum(axis=0).A1 / length.sum()
    concentration = 1.0
    mean_weights, mean_shares = np.zeros(weights.shape), np.zeros(shares.shape)
    for sweep in range(sweeps):
        topic = _draw_topics(shares, weights, passage, term, rng)
        of_passages = _count(passage, topic, shares.shape)
        of_topics = _count(topic, term, (n_topics, n_terms)) + prior
        concentration = _learn_concentration(concentration, usual, of_passages, length)
        of_passages += concentration * usual
        shares, weights = (_draw_rows(table, rng) for table in (of_passages, of_topics))
        progress((sweep + 1) / sweeps)
        if sweep >= leading:
            mean_weights += scale_rows(of_topics)
            mean_shares += scale_rows(of_passages)
    return scale_rows(mean_weights), scale_rows(mean_shares)


def _list_tokens(counts: sparse.csr_matrix) -> tuple[np.ndarray, np.ndarray]:
    """Give the passage and the term of every token, in the order of both."""
    counts = counts.sorted_indices()
    repeats = counts.data.astype(int)
    passage = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    return np.repeat(passage, repeats), np.repeat(counts.indices, repeats)


def _regress_shares(shares: np.ndarray, design: np.ndarray) -> np.ndarray:
    """Give the share of every topic that is usual in a passage of its row of the design."""
    if design.shape[1] * PASSAGES_A_COLUMN > len(shares):
        design = design[:, :0]
    # Columns that follow from others, as they do where passages are drawn again, add no direction.
    base, sizes, _ = np.linalg.svd(np.column_stack([np.ones(len(shares)), design]), full_matrices=False)
    base = base[:, sizes > 1e-10 * sizes.max()]
    return scale_rows(np.maximum(base @ (base.T @ shares), LEAST_USUAL / shares.shape[1]))


def _draw_topics(
    shares: np.ndarray, weights: np.ndarray, passage: np.ndarray, term: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Draw a topic for every token, in proportion to its passage's shares times its term's weights."""
    # A row a topic: numpy is quick along many tokens, and slow along few topics.
    of_topics, drawn = np.ascontiguousarray(shares.T), rng.random(len(term))
    topic = np.zeros(len(term), dtype=np.intp)
    for start in range(0, len(term), SLICE):
        part = slice(start, start + SLICE)
        reached = of_topics.take(passage[part], axis=1) * weights.take(term[part], axis=1)
        for before, row in pairwise(reached):
            row += before
        wanted = drawn[part] * reached[-1]
        for row in reached:
            topic[part] += row < wanted
    return topic


def _count(rows: np.ndarray, columns: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    return np.bincount(rows * shape[1] + columns, minlength=shape[0] * shape[1]).reshape(shape).astype(float)


def _learn_concentration(
    concentration: float, usual: np.ndarray, drawn: np.ndarray, length: np.ndarray
) -> float:
    """Move the strength of the shares' prior towards what makes the drawn topics most probable."""
    prior, gained = concentration * usual, np.zeros(usual.shape)
    used = drawn > 0
    gained[used] = usual[used] * (digamma(drawn[used] + prior[used]) - digamma(prior[used]))
    lost = (digamma(length + concentration) - digamma(concentration)).sum()
    return float(np.clip(concentration * gained.sum() / lost, *CONCENTRATIONS))


def _draw_rows(strengths: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return scale_rows(np.maximum(rng.standard_gamma(strengths), TINY))


def scale_rows(table: np.ndarray) -> np.ndarray:
    """Make every row sum to 1; a row of zeros becomes even."""
    total = table.sum(axis=1, keepdims=True)
    return np.where(total > 0, table, 1) / np.where(total > 0, total, table.shape[1])
