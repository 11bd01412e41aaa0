"""Recovery: how much of what sets documents apart a fit would find again, if it were the truth.

Topics that share their words, or are learnt from few passages, come out mixed with each other, and
differences between documents, and levels, come out smaller than they are. Documents drawn again do not show
it, for they are fitted alike. Texts drawn from the fit itself do: there the truth is known. So `measure_gap`
divides gaps by the slope that is found there, and takes what is missed all the same into its intervals. One
topic's slope is known badly from one set of texts, so it is drawn halfway to the mean of all topics.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse

from reformlab.corpus.kept import keep, round_bits
from reformlab.measures.correction import is_modelled
from reformlab.measures.document_panel import TINY
from reformlab.measures.priorities import count_documents, estimate_priorities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reformlab.topics.fit import Fit

# A topic that comes back with a smaller cosine is another one.
LEAST_COSINE = 0.6
# A gap is not made larger than 1 / 0.4 times: what comes back so weakly is hardly known. Nor smaller.
LEAST_SLOPE, MOST_SLOPE = 0.4, 1.0
# Passages of which terms are drawn together, for the memory of it.
SLICE = 256


def measure_recovery(fit: Fit, *, seed: int = 1, progress: bool = True) -> pd.DataFrame:
    """Measure how much of the differences between documents would be found again, topic by topic.

    For each passage as many terms are drawn from the fit as it has; topics are fitted to these from
    nothing, as the fit was made, and matched to those of the fit. Of these texts the truth is known.

    Parameters
    ----------
    fit : Fit
        Of `fit_topics`.
    seed : int
        Of the terms that are drawn, and of the fit to them.
    progress : bool
        Show a bar.

    Returns
    -------
    DataFrame
        One row a topic: ``topic``, ``label``, ``label_en``, ``slope`` (of the documents' priorities found
        on the true ones: 1 where differences come out as large as they are, 0.5 where half of them is
        lost), ``cosine`` (of the topic and the one found for it), ``found`` (cosine at least 0.6).
        `measure_gap` asks this of itself, and makes up for it, by slopes halfway to their mean.

    Raises
    ------
    ValueError
        Where the fit is not of `fit_topics`.

    Notes
    -----
    A parametric bootstrap (Efron and Tibshirani 1993, An Introduction to the Bootstrap, section 6.5) of the
    attenuation of a mismeasured variable (Fuller 1987, Measurement Error Models, section 1.1). The texts
    drawn are as the model takes texts to be; real ones hold bursts of words, and lose more.

    Examples
    --------
    >>> import reformlab as rl
    >>> fit = rl.fit_topics(rl.simulate_corpus(n_docs=20, seed=1).corpus, 6)
    >>> bool(rl.measure_recovery(fit, progress=False)["found"].all())
    True
    """
    table = fit.topics[["topic", "label", "label_en"]].reset_index(drop=True)
    return table.merge(_summarise(recover_documents(fit, seed=seed, progress=progress)), on="topic")


@keep("topics", "measures/priorities", "measures/recovery")
def recover_documents(fit: Fit, *, seed: int, progress: bool) -> pd.DataFrame:
    """Measure documents of which the topics are known: of terms drawn from a fit, by a fit to these.

    Returns
    -------
    DataFrame
        One row a document and topic: ``doc_id``, ``topic``, ``planted`` (priority by which its terms were
        drawn), ``found``, ``cosine`` (of the topic, the same for all documents).
    """
    from reformlab.topics.fit import fit_topics
    from reformlab.topics.match import match_topics

    if not is_modelled(fit):
        raise ValueError(
            f"the fit is by {fit.settings.get('engine')!r}; topics are recovered of fits by fit_topics"
        )
    shares = fit.shares.to_numpy()
    shares = shares / shares.sum(axis=1, keepdims=True)
    again = fit_topics(
        replace(fit, terms=_draw_terms(fit, shares, seed)),
        len(fit.topics),
        engine=fit.settings["engine"],
        prevalence=fit.settings["prevalence"],
        start=fit.settings["start"],
        seed=seed,
        # What may be left out is left out already.
        min_docs=1,
        max_passage_share=1.0,
        progress=progress,
    )
    matched = match_topics(fit, again)
    about, counts, weights = count_documents(again)
    found = pd.DataFrame(estimate_priorities(counts, weights), about["doc_id"], again.topics["topic"])
    n_terms = fit.passages["n_terms"].to_numpy()[:, None]
    planted = pd.DataFrame(shares * n_terms).groupby(fit.passages["doc_id"].to_numpy()).sum()
    planted = planted.div(planted.sum(axis=1), axis=0).loc[found.index].to_numpy()
    table = pd.DataFrame(
        {
            "doc_id": found.index.repeat(len(matched)).astype("str"),
            "topic": np.tile(matched["topic"], len(found)),
            "planted": round_bits(planted.ravel()),
            "found": round_bits(found[matched["other"]].to_numpy().ravel()),
            "cosine": np.tile(matched["cosine"], len(found)),
        }
    )
    return table.astype({"planted": float, "found": float})


def _summarise(recovered: pd.DataFrame) -> pd.DataFrame:
    """Give slope, cosine and whether it is found, a row a topic."""
    planted, found = _spread(recovered)
    apart = planted - planted.mean(axis=0)
    squares = np.square(apart).sum(axis=0)
    slope = np.divide((apart * found).sum(axis=0), squares, out=np.zeros(len(squares)), where=squares > 0)
    cosine = recovered.groupby("topic")["cosine"].first().round(3)
    table = cosine.reset_index().assign(slope=slope.round(3), found=cosine.to_numpy() >= LEAST_COSINE)
    return table[["topic", "slope", "cosine", "found"]]


def _spread(recovered: pd.DataFrame) -> Iterator[np.ndarray]:
    """Give what was planted and what was found (documents x topics)."""
    n_topics = recovered["topic"].nunique()
    return (recovered[name].to_numpy().reshape(-1, n_topics) for name in ("planted", "found"))


@dataclass(frozen=True)
class Recovery:
    """What is lost of a comparison of documents, and what is missed of it beyond that.

    Attributes
    ----------
    topics : DataFrame
        One row a topic: ``topic``, ``slope``, ``cosine``, ``found``.
    slope : array, topics
        What differences are divided by: (s + m) / 2, with s the slope of the topic, .4 to 1, and m the mean
        of s over all topics. One slope says little of what its topic loses beyond others, so it is shrunk
        (Efron and Morris 1975, Journal of the American Statistical Association 70(350)); at half gaps of
        found topics err least (docs/decisions/intervals.md).
    missed : array, documents x topics
        Priority found less slope times that planted; 0 where a document was not drawn.
    size : array, topics
        m (1 - m) of the mean priority m, in proportion to which variances of priorities are.
    """

    topics: pd.DataFrame
    slope: np.ndarray
    missed: np.ndarray
    size: np.ndarray

    def find_error(self, rows: np.ndarray, pull: np.ndarray, noise: np.ndarray) -> np.ndarray:
        """Give the standard error of a difference of documents, beyond that few terms are read of them.

        What is missed of one topic is one draw, so the middle of all topics is taken, in proportion to their
        size; but where one is missed by far more, its interval shall reach as far.

        Parameters
        ----------
        rows : array of int
            Documents.
        pull : array, rows
            How much each weighs; they sum to 0.
        noise : array, topics
            The variance from the number of terms read.
        """
        missed = np.maximum(np.square(pull @ self.missed[rows]) - noise, 0.0) / self.size
        return np.sqrt(np.maximum(np.median(missed), missed / 4) * self.size)

    def stretch(self, table: pd.DataFrame) -> pd.DataFrame:
        """Stretch gaps, with their limits and errors, by what a fit loses of them."""
        at = pd.Index(self.topics["topic"]).get_indexer(table["topic"])
        slope, found = self.slope[at], self.topics["found"].to_numpy()[at]
        names = ["gap", "low", "high", "se_documents", "se_shares", "se_topics"]
        stretched = {name: table[name] / slope for name in names}
        ends = {name: stretched[name].clip(-1, 1) for name in ("low", "high")}
        return table.assign(**(stretched | ends), uncorrected=table["gap"], slope=slope.round(3), found=found)


def recover(fit: Fit, doc_ids: pd.Series, *, progress: bool) -> Recovery:
    """Give the recovery of a fit, for the documents of these ids.

    Warns
    -----
    UserWarning
        Names the topics that are not found again.
    """
    recovered = recover_documents(fit, seed=1, progress=progress)
    topics = _summarise(recovered)
    planted, found = _spread(recovered)
    size = planted.mean(axis=0) * (1 - planted.mean(axis=0))
    slope = topics["slope"].clip(LEAST_SLOPE, MOST_SLOPE)
    slope = ((slope + slope.mean()) / 2).to_numpy()
    at = pd.Index(recovered["doc_id"].unique()).get_indexer(doc_ids)
    missed = np.where(at[:, None] >= 0, (found - slope * planted)[at], 0.0)
    lost = fit.topics[~topics["found"].to_numpy()]
    if len(lost):
        labels = lost["label_en"].where(lost["label_en"].notna(), lost["label"])
        warnings.warn(
            f"topics that are not found again in texts drawn from the fit ({len(lost)} of {len(topics)}): "
            f"{'; '.join(labels)}. What their gaps are gaps of is not known (`found` is False): leave them "
            "out, or fit fewer topics; domains (fit_domains) are measured against statements of readers",
            stacklevel=3,
        )
    return Recovery(topics, slope, missed, np.maximum(size, TINY))


def _draw_terms(fit: Fit, shares: np.ndarray, seed: int) -> pd.DataFrame:
    """Draw the terms of each passage from the fit: as many as it has."""
    weights = fit.weights
    chances = weights.to_numpy() / weights.to_numpy().sum(axis=1, keepdims=True)
    rng = np.random.default_rng(seed)
    lengths = fit.passages["n_terms"].to_numpy(dtype=int)
    slices = [slice(start, start + SLICE) for start in range(0, len(lengths), SLICE)]
    drawn = [sparse.csr_matrix(rng.multinomial(lengths[part], shares[part] @ chances)) for part in slices]
    counts = sparse.vstack(drawn).tocoo()
    passage_id, term = fit.passages["passage_id"].to_numpy()[counts.row], weights.columns[counts.col]
    table = pd.DataFrame({"passage_id": passage_id, "term": term, "n": counts.data})
    return table.astype({"passage_id": "str", "term": "str", "n": "int64"})
