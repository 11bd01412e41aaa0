"""Fit topics again to documents drawn again, to see what another sample would have given.

Topics move with the documents that they were fitted to. A refit starts from the topics of a fit,
so topic 7 of every refit is topic 7 of the fit, moved by the sample; what a start from nothing
would find is asked in `choose`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from reformlab.corpus.kept import keep
from reformlab.corpus.tables import UNKNOWN, Corpus
from reformlab.corpus.versions import find_clusters
from reformlab.topics.engines import REFITTED, refit_lda, refit_stm
from reformlab.topics.fit import Fit, count_fitted
from reformlab.topics.formula import build_design
from reformlab.topics.match import lay_out

# A fit that is not sampled runs on to 0.00001; its refits start near its end, and may differ from it by
# what one more digit would change.
TOLERANCE = 1e-4


@keep("topics", "corpus/versions")
def refit_topics(
    fit: Fit, corpus: Corpus, *, n_refits: int = 10, seed: int = 1, progress: bool = True
) -> pd.DataFrame:
    """Fit topics again to documents drawn with replacement, each topic keeping its number.

    Documents are drawn within each level and kind, as many as there are; below the national
    level all documents of a place and kind are drawn together, as `measure_gap` takes them to
    depend on each other. Passages, vocabulary and prevalence are those of the fit.

    Parameters
    ----------
    fit : Fit
        By ``engine="lda"`` or ``"stm"``.
    corpus : Corpus
        The corpus that it was fitted to.
    n_refits : int
        2 or more: how far topics move cannot be told from one.
    seed : int
        Refit i of a seed is the same whatever `n_refits` is.
    progress : bool
        Show a bar.

    Returns
    -------
    DataFrame
        One row a refit, topic and term: ``refit`` (1..), ``topic`` (the fit's number),
        ``term``, ``weight`` (sums to 1 over a topic of a refit; near 0 in every topic where no
        drawn passage holds the term).

    Raises
    ------
    ValueError
        Where `n_refits` is below 2, the fit is by another engine, or the corpus is not the fit's.

    Notes
    -----
    Efron and Tibshirani (1993), An Introduction to the Bootstrap, section 8; documents drawn whole
    as Davison and Hinkley (1997), Bootstrap Methods, section 3.8, say for nested data.

    Examples
    --------
    >>> from reformlab.topics.refits import refit_topics
    >>> from reformlab.simulate import simulate_corpus
    >>> from reformlab.topics.fit import fit_topics
    >>> corpus = simulate_corpus(n_docs=20, seed=1).corpus
    >>> refits = refit_topics(fit_topics(corpus, 6, seed=1), corpus, n_refits=2, seed=1, progress=False)
    >>> refits.groupby(["refit", "topic"])["weight"].sum().round(6).unique().tolist()
    [1.0]
    """
    if n_refits < 2:
        raise ValueError(f"n_refits={n_refits}; needs 2 or more, to see how far topics move")
    vocabulary = np.sort(fit.topic_terms["term"].unique())
    drawn = draw_refits(fit, corpus, n_refits=n_refits, seed=seed)
    weights = [w for _, w, _ in tqdm(drawn, "refits", n_refits, disable=not progress)]
    axes = {"refit": range(1, n_refits + 1), "topic": fit.topics["topic"], "term": vocabulary}
    return lay_out(axes, weight=np.array(weights))


def draw_refits(
    fit: Fit, corpus: Corpus, *, n_refits: int, seed: int
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Give the refits of `refit_topics` one by one, as arrays.

    Yields
    ------
    rows : array of int, drawn passages
        Positions in ``fit.passages``; a passage drawn twice stands there twice.
    weights : array, topics x terms
        Topics in the order of ``fit.topics``, terms sorted.
    shares : array, drawn passages x topics
        Of the drawn passages, under the refitted topics.
    """
    if fit.settings["engine"] not in REFITTED:
        raise ValueError(
            f"the fit is by engine={fit.settings['engine']!r}; only {sorted(REFITTED)} can be refitted"
        )
    counts, vocabulary = count_fitted(fit, corpus)
    weights, shares = fit.weights[vocabulary].to_numpy(), fit.shares.to_numpy()
    with threadpool_limits(1):
        design, _ = build_design(fit.passages, fit.documents, fit.settings["prevalence"])
    groups = group_documents(fit)
    for child in np.random.SeedSequence(seed).spawn(n_refits):
        rng = np.random.default_rng(child)
        rows = draw_passages(groups, rng)
        drawn, about = counts[rows], design.to_numpy()[rows]
        if fit.settings["engine"] == "lda":
            with threadpool_limits(1):
                refitted = refit_lda(drawn, weights, shares[rows], about, rng)
        else:
            refitted = refit_stm(drawn, vocabulary, about, weights, TOLERANCE)
        yield rows, *refitted


def group_documents(fit: Fit) -> list[list[np.ndarray]]:
    """Give the strata, of each the units that are drawn, of each its rows in ``fit.passages``."""
    about = fit.passages.merge(fit.documents, on="doc_id", how="left", validate="many_to_one")
    level, kind = (about[name].astype(object).fillna(UNKNOWN) for name in ("level", "kind"))
    rows = pd.DataFrame({"level": level, "kind": kind, "cluster": about["doc_id"].map(find_clusters(fit))})
    units = rows.groupby(["level", "kind", "cluster"]).indices
    strata: dict[tuple, list[np.ndarray]] = {}
    for key in sorted(units):
        strata.setdefault(key[:2], []).append(units[key])
    return list(strata.values())


def draw_passages(strata: list[list[np.ndarray]], rng: np.random.Generator) -> np.ndarray:
    """Draw as many units from each stratum as it has, with replacement; give their rows."""
    drawn = [units[i] for units in strata for i in rng.integers(len(units), size=len(units))]
    return np.concatenate(drawn)
