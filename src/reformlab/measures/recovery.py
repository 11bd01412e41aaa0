"""Recovery: how much of what sets documents apart a fit would find again, if it were the truth.

Topics that share their words, or are learnt from few passages, come out mixed with each other, and
differences between documents, and levels, come out smaller than they are. Documents drawn again do not show
it, for they are fitted alike. Texts drawn from the fit itself do: there the truth is known.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse

from reformlab.corpus.kept import keep
from reformlab.measures.priorities import count_documents, estimate_priorities

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit

# A topic that comes back with a smaller cosine is another one.
LEAST_COSINE = 0.6
# A gap is not made larger than 1 / 0.4 times: what comes back so weakly is hardly known. Nor smaller.
LEAST_SLOPE, MOST_SLOPE = 0.4, 1.0


@keep("topics", "measures/priorities", "measures/recovery")
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
        `measure_gap` takes it as `recovery`.

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
    from reformlab.topics.engines import ENGINES
    from reformlab.topics.fit import fit_topics
    from reformlab.topics.match import match_topics

    engine = fit.settings.get("engine")
    if engine not in ENGINES:
        raise ValueError(f"the fit is by {engine!r}; topics are recovered of fits by fit_topics")
    shares = fit.shares.to_numpy()
    shares = shares / shares.sum(axis=1, keepdims=True)
    again = fit_topics(
        replace(fit, terms=_draw_terms(fit, shares, seed)),
        len(fit.topics),
        engine=engine,
        prevalence=fit.settings["prevalence"],
        start=fit.settings["start"],
        seed=seed,
        min_docs=fit.settings["pruning"]["min_docs"],
        progress=progress,
    )
    matched = match_topics(fit, again)
    about, counts, weights = count_documents(again)
    found = pd.DataFrame(estimate_priorities(counts, weights), about["doc_id"], again.topics["topic"])
    n_terms = fit.passages["n_terms"].to_numpy()[:, None]
    planted = pd.DataFrame(shares * n_terms).groupby(fit.passages["doc_id"].to_numpy()).sum()
    planted = planted.div(planted.sum(axis=1), axis=0).loc[found.index].to_numpy()
    found = found[matched["other"]].to_numpy()
    apart = planted - planted.mean(axis=0)
    squares = np.square(apart).sum(axis=0)
    slope = np.divide((apart * found).sum(axis=0), squares, out=np.zeros(len(squares)), where=squares > 0)
    cosine = matched["cosine"].round(3)
    table = fit.topics[["topic", "label", "label_en"]].reset_index(drop=True)
    return table.assign(slope=slope.round(3), cosine=cosine, found=cosine >= LEAST_COSINE)


def _draw_terms(fit: Fit, shares: np.ndarray, seed: int) -> pd.DataFrame:
    """Draw the terms of each passage from the fit: as many as it has."""
    weights = fit.weights
    chances = weights.to_numpy() / weights.to_numpy().sum(axis=1, keepdims=True)
    rng = np.random.default_rng(seed)
    lengths = fit.passages["n_terms"].to_numpy(dtype=int)
    drawn = [
        sparse.csr_matrix(rng.multinomial(n, share @ chances))
        for n, share in zip(lengths, shares, strict=True)
    ]
    counts = sparse.vstack(drawn).tocoo()
    passage_id = fit.passages["passage_id"].to_numpy()[counts.row]
    return pd.DataFrame(
        {"passage_id": passage_id, "term": weights.columns.to_numpy()[counts.col], "n": counts.data}
    ).astype({"passage_id": "str", "term": "str", "n": "int64"})


def stretch_gaps(table: pd.DataFrame, recovery: pd.DataFrame) -> pd.DataFrame:
    """Stretch gaps, with their limits and errors, by what a fit loses of them."""
    by_topic = recovery.set_index("topic").loc[table["topic"]]
    slope = by_topic["slope"].clip(LEAST_SLOPE, MOST_SLOPE).to_numpy()
    names = ["gap", "low", "high", "se_documents", "se_shares", "se_topics"]
    stretched = {name: table[name] / slope for name in names}
    ends = {name: stretched[name].clip(-1, 1) for name in ("low", "high")}
    told = {name: by_topic[name].to_numpy() for name in ("slope", "found")}
    return table.assign(**(stretched | ends | told))
