"""A made-up corpus as hard as real ones: what a model of topics takes for granted does not hold.

Topics share one vocabulary, come in company, and differ in size; a few documents are far from all
others. Beyond that, one thing at a time may be asked for: words in bursts, long and short documents,
places and years that leave their mark on all their texts, levels that say the same in other words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from scipy import sparse

from reformlab.simulate.corpus import PASSAGE_EFFECT, Simulation, make_documents, tidy_simulation, zipf
from reformlab.simulate.shares import draw_series, softmax
from reformlab.topics.gibbs import TINY

# How far a topic's use of a word lies from what is usual, as a standard deviation of the logarithm. The
# cosine of two topics is .2 to .25 then, in the mean.
TILT = 1.5
# Degrees of freedom of the documents' leanings: of 12, one lies far out.
HEAVY = 3
# Correlation of two topics that come in company, in what a document has of its own.
COMPANY = 0.5
# How many times as large the first topic is as the last.
UNEVEN = 2.5
# Of the gap of topics 1 and 2 (plus and minus), the part that topics 3 and 4 have.
LESSER = 0.5
# Draws that expected shares are the mean of, and steps towards leanings that give the shares asked for.
DRAWS, STEPS = 2**14, 15
LEAST_SHARE = 0.01


def simulate_hostile(
    *,
    n_docs: int = 60,
    n_national: int | None = None,
    passages_per_doc: int = 10,
    terms_per_passage: int = 40,
    n_topics: int = 6,
    n_terms: int = 1000,
    gap: float = 0.1,
    document_effect: float = 0.8,
    length_ratio: float = 1.0,
    burst: float | None = None,
    n_places: int = 31,
    shared_effect: float = 0.0,
    rho: float = 0.0,
    years: tuple[int, int] = (2014, 2023),
    wording: float = 0.0,
    worded: Sequence[int] = (1, 2, 3),
    seed: int = 1,
) -> Simulation:
    """Draw a corpus that breaks what topic models assume, whose topics and gaps are known.

    Every topic may use every word: its weights are those of Zipf and Mandelbrot, the same for all
    topics, times a log-normal number. Leanings of documents are those of a t distribution of 3 degrees
    of freedom, and topics come in pairs that documents have much or little of together. Topics differ
    in size. A fit of fewer or more topics than `n_topics` is one of the wrong number.

    Parameters
    ----------
    n_docs, n_national, passages_per_doc, terms_per_passage, n_topics, n_terms
        As in `simulate_corpus`; 4 topics or more.
    gap : float
        Expected national minus provincial priority of topic 1; topic 2 has minus that, topics 3
        and 4 half of it, plus and minus, every other 0. Exact up to an error of integration below .002.
    document_effect : float
        Standard deviation, on the logit scale, of what a document has of its own.
    length_ratio : float
        How many times as many passages the longest document has as the shortest, at least 1.
    burst : float, optional
        Terms of a topic in one document after which every other is one that was used in it before
        (Pólya's urn): 200 is much. No bursts unless given.
    n_places : int
        Provinces that the documents are spread over: with fewer than documents, they speak again.
    shared_effect : float
        Standard deviation (logit scale) of what all documents of a province, and all national ones
        of a year, have of their own.
    rho : float
        Correlation of what a national year has of its own with that of the year before, 0 to less than 1.
    years : tuple of int
        First and last year; documents run evenly over them.
    wording : float
        Part of the words of the topics `worded` for which the provinces have another word each, 0 to 1, by
        how often they are used; common words and rare ones alike.
    worded : sequence of int
        The topics.
    seed : int
        Seed of the draw; the same seed gives the same corpus.

    Returns
    -------
    Simulation
        The corpus and the truth. Of a topic that the levels word differently, the weights are the mean
        of both.

    Raises
    ------
    ValueError
        Where there are too few topics, terms or documents, or a number is out of range.

    Notes
    -----
    Bursts after Doyle and Elkan (2009), Accounting for burstiness in topic models, ICML 26.

    Examples
    --------
    >>> from reformlab.simulate import simulate_hostile
    >>> simulate_hostile(n_docs=4, seed=1).gap["gap"].round(2).abs().tolist()
    [0.1, 0.1, 0.05, 0.05, 0.0, 0.0]
    """
    n_national = n_docs // 2 if n_national is None else n_national
    _check_wishes(
        n_docs > n_national > 0 and n_topics >= 4 and n_terms >= 10 * n_topics,
        0 <= rho < 1 and 0 <= wording <= 1 and length_ratio >= 1 and (burst is None or burst > 0),
        set(worded) <= set(range(1, n_topics + 1)),
    )
    leanings, expected = _plant_gap(n_topics, gap, document_effect, shared_effect)
    rng = np.random.default_rng(seed)
    kinds = {"key-tasks": (1.0, 1.0)}
    documents = make_documents(n_national, n_docs - n_national, years, kinds, rng, n_places=n_places)
    level = (documents["level"] == "provincial").to_numpy().astype(int)
    year = (documents["year"] - years[0]).to_numpy(dtype=int)
    place = documents["place"].factorize()[0]
    of_year = draw_series(rho, (1, years[1] - years[0] + 1, n_topics), rng)[0]
    of_place = rng.standard_normal((place.max() + 1, n_topics))
    shared = shared_effect * np.where(level[:, None] == 0, of_year[year], of_place[place])
    own = document_effect * _draw_effects(n_docs, n_topics, rng)
    n_each = rng.permutation(_spread_lengths(n_docs, passages_per_doc, length_ratio))
    of_document = np.repeat(np.arange(n_docs), n_each)
    scatter = PASSAGE_EFFECT * rng.standard_normal((len(of_document), n_topics))
    shares = softmax((leanings[level] + shared + own)[of_document] + scatter)
    weights = _draw_topics(n_topics, n_terms, rng)
    sides = _word_apart(weights, wording, worded)
    lengths = np.maximum(rng.poisson(terms_per_passage, len(of_document)), 1)
    drawn = []
    for number, side in enumerate(level):
        mine = of_document == number
        words = sides[side] if burst is None else _draw_bursts(sides[side], burst, rng)
        drawn.append(sparse.csr_matrix(rng.multinomial(lengths[mine], shares[mine] @ words)))
    options = {"n_docs": n_docs, "n_topics": n_topics, "gap": gap, "wording": wording, "seed": seed}
    manifest = {"made_by": "simulate_hostile", "options": options}
    counts, weights = sparse.vstack(drawn).tocoo(), sides.mean(axis=0)
    return tidy_simulation(documents, n_each, counts, weights, shares, expected[level], manifest, {})


def _check_wishes(large: bool, ranges: bool, topics: bool) -> None:
    if not (large and ranges and topics):
        raise ValueError(
            "needs documents of both levels, 4 topics or more and 10 terms a topic; rho of 0 to less than 1, "
            "wording of 0 to 1, length_ratio of 1 or more, burst above 0; worded names topics that are there"
        )


@lru_cache(maxsize=32)
def _plant_gap(
    n_topics: int, gap: float, document_effect: float, shared_effect: float
) -> tuple[np.ndarray, np.ndarray]:
    """Find the leanings that give the gap, and the shares expected of them (both levels x topics)."""
    size = UNEVEN ** np.linspace(0.5, -0.5, n_topics)
    apart = np.zeros(n_topics)
    apart[:4] = gap * np.array([1, -1, LESSER, -LESSER])
    wanted = size / size.sum() + np.outer([0.5, -0.5], apart)
    if wanted.min() < LEAST_SHARE:
        raise ValueError(f"gap={gap}: too large for {n_topics} topics")
    rng = np.random.default_rng(0)
    varied = document_effect * _draw_effects(DRAWS, n_topics, rng)
    varied += np.hypot(shared_effect, PASSAGE_EFFECT) * rng.standard_normal(varied.shape)
    leanings = np.log(wanted)
    for _ in range(STEPS):
        expected = np.array([softmax(varied + side).mean(axis=0) for side in leanings])
        leanings += np.log(wanted / expected)
    return leanings, wanted


def _draw_effects(n: int, n_topics: int, rng: np.random.Generator) -> np.ndarray:
    """Draw what documents have of their own: heavy tails, variance 1, topics in company."""
    n_pairs = -(-n_topics // 2)
    together = rng.standard_normal((n, n_pairs))[:, np.arange(n_topics) % n_pairs]
    normal = np.sqrt(COMPANY) * together + np.sqrt(1 - COMPANY) * rng.standard_normal((n, n_topics))
    return normal * np.sqrt((HEAVY - 2) / rng.chisquare(HEAVY, (n, 1)))


def _spread_lengths(n_docs: int, mean: int, ratio: float) -> np.ndarray:
    """Give numbers of passages from the least to `ratio` times it, evenly on the logarithmic scale."""
    even = np.geomspace(1, ratio, n_docs)
    least = max(1, round(mean / even.mean()))
    return np.rint(least * even).astype(int)


def _draw_topics(n_topics: int, n_terms: int, rng: np.random.Generator) -> np.ndarray:
    """Draw topics that share a vocabulary (topics x terms)."""
    weights = zipf(n_terms) * np.exp(TILT * rng.standard_normal((n_topics, n_terms)))
    return weights / weights.sum(axis=1, keepdims=True)


def _word_apart(weights: np.ndarray, wording: float, worded: Sequence[int]) -> np.ndarray:
    """Give the words of each level: of some words the provinces have another (levels x topics x terms)."""
    if not wording:
        return np.stack([weights, weights])
    another = np.zeros(weights.shape, dtype=bool)
    for topic in worded:
        mine, taken, passed = weights[topic - 1], 0.0, 0.0
        # Among common words as among rare ones, until the words have their part of all uses.
        for term in np.argsort(-mine):
            passed += mine[term]
            another[topic - 1, term] = taken + mine[term] / 2 <= wording * passed
            taken += mine[term] * another[topic - 1, term]
    of_centre = np.hstack([weights, np.zeros(weights.shape)])
    of_provinces = np.hstack([np.where(another, 0, weights), np.where(another, weights, 0)])
    return np.stack([of_centre, of_provinces])


def _draw_bursts(weights: np.ndarray, burst: float, rng: np.random.Generator) -> np.ndarray:
    """Draw the words that one document uses of each topic, around what all documents use."""
    drawn = np.maximum(rng.standard_gamma(burst * weights), TINY)
    return drawn / drawn.sum(axis=1, keepdims=True)
