"""Whether the levels put a topic into other words, which alone can make a gap of topics.

A topic is one list of weighted words for both levels. Where provinces say the same in other words, a
model takes part of it for another topic, and a gap comes of it that is none of priorities. More
documents do not help: it is bias. Domains are known by a coded sample, whose readers look through the
words (`reformlab.measures.coding.check_wording`); of topics, it can be seen whether words differ.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse

from reformlab.corpus.kept import keep
from reformlab.corpus.periods import name_periods
from reformlab.corpus.tables import SIDES
from reformlab.corpus.versions import find_clusters
from reformlab.measures import permutation
from reformlab.measures.correction import is_modelled
from reformlab.measures.divergence import diverge
from reformlab.measures.support import find_support
from reformlab.topics.gibbs import TINY

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit

# Eras of a kind are taken together until both levels have so many clusters of documents.
LEAST_CLUSTERS = 5
# Rare words say little and take long: those that make up the rest of a topic are left out.
MOST_OF_TOPIC = 0.95
# With a gap and many documents the p of the corpus is somewhat small though words are alike; where they
# differ it is the smallest there is (docs/decisions/wording.md).
LEVEL_OF_CORPUS = 0.01
TERMS_SHOWN = 5


@keep("topics", "measures", "corpus")
def measure_wording(fit: Fit, *, n_permutations: int = 999, seed: int = 1) -> pd.DataFrame:
    """Measure how far the words of each topic differ between centre and provinces, and whether by chance.

    Every word of a document is dealt to the topics as the fit deals it. What a topic has of the centre's
    words is compared with what it has of the provinces' (Jensen-Shannon divergence), within kinds of
    document and eras, weighted alike, of years that both have. Beside it stand documents whose level is
    permuted there, those of one place depending on each other as in `measure_divergence`.

    Parameters
    ----------
    fit : Fit
        Of topics (`fit_topics`). Of domains, `check_wording` asks the coded sample.
    n_permutations : int
        How often documents are permuted; the smallest possible p is 1 / (n_permutations + 1).
    seed : int

    Returns
    -------
    DataFrame
        One row a topic: ``topic``, ``label``, ``label_en``, ``divergence`` (0..1, in bits), ``expected``
        (mean of the permutations), ``p``, ``q`` (false discovery rate over the topics), ``p_corpus`` (of all
        topics together, the same in each row), ``may_be_wording`` (`p_corpus` is at most .01 and `q` .05),
        ``national_terms``, ``provincial_terms`` (that carry the topic at the one level and less at the
        other), ``n_national``, ``n_provincial`` (documents compared). Numbers are missing where no kind has
        enough documents of both levels that can be exchanged.

    Raises
    ------
    ValueError
        For domains, and for themes of a list of terms, which are their words.

    Notes
    -----
    Lin (1991), IEEE Transactions on Information Theory 37(1). Topics that a model of too few topics took
    together differ in their words where the levels differ in their parts: that is no wording, but no gap of
    one topic either. How often made-up corpora are called: docs/decisions/wording.md.

    Examples
    --------
    >>> import reformlab as rl
    >>> fit = rl.fit_topics(rl.simulate_corpus(n_docs=40, seed=1).corpus, 6, seed=1)
    >>> bool(rl.measure_wording(fit)["may_be_wording"].any())
    False
    """
    if not is_modelled(fit):
        raise ValueError(
            "measure_wording is for topics of fit_topics: domains have their coded sample (check_wording), "
            "and the themes of a list are their words"
        )
    dealt = _deal_words(fit)
    strata = list(_find_strata(fit, dealt))
    table = fit.topics[["topic", "label", "label_en"]].reset_index(drop=True)
    n_national = sum(int(stratum.national.sum()) for stratum in strata)
    n_provincial = sum(len(stratum.national) for stratum in strata) - n_national
    if not strata:
        numbers = dict.fromkeys(("divergence", "expected", "p", "q", "p_corpus"), np.nan)
        terms = dict.fromkeys(("national_terms", "provincial_terms"), "")
        return table.assign(**numbers, may_be_wording=False, **terms, n_national=0, n_provincial=0)
    rng = permutation.open_stream(seed, "wording")
    counted = [_permute(stratum, n_permutations, rng) for stratum in strata]
    rows, diverged = [], []
    for topic in range(len(table)):
        means, terms = _average_words(dealt, topic, strata, counted)
        diverged.append(diverge(*means))
        rows.append([dealt.show(terms, means, side) for side in (0, 1)])
    diverged = np.array(diverged)
    of_corpus = dealt.weight @ diverged
    table["divergence"], table["expected"] = diverged[:, 0], diverged[:, 1:].mean(axis=1)
    table["p"] = [float(permutation.p_value_upper(one[0], one[1:])) for one in diverged]
    table["q"] = permutation.false_discovery_rate(table["p"].to_numpy())
    table["p_corpus"] = float(permutation.p_value_upper(of_corpus[0], of_corpus[1:]))
    called = (table["p_corpus"] <= LEVEL_OF_CORPUS) & (table["q"] <= permutation.LEVEL_OF_TEST)
    table = table.assign(may_be_wording=called)
    table["national_terms"], table["provincial_terms"] = zip(*rows, strict=True)
    return table.assign(n_national=n_national, n_provincial=n_provincial)


def warn_of_wording(wording: pd.DataFrame) -> None:
    """Say which topics the levels put into other words, and what that means for their gaps."""
    named = wording[wording["may_be_wording"]]
    if named.empty:
        return
    labels = named["label_en"].where(named["label_en"].notna(), named["label"])
    warnings.warn(
        f"the levels put {len(named)} of {len(wording)} topics into other words (p of the corpus "
        f"{wording['p_corpus'].iloc[0]:.3f}): {'; '.join(labels)}. Gaps of topics may be wording and not "
        "priority, and their intervals do not cover that. measure_wording(fit) shows the words; domains "
        "(fit_domains) are measured against statements that readers coded, whatever their words",
        stacklevel=3,
    )


@dataclass(frozen=True)
class _Dealt:
    """The words of every document, dealt to the topics."""

    counts: list[sparse.csr_matrix]  # of each topic, documents x terms
    terms: np.ndarray
    doc_ids: pd.Index
    weight: np.ndarray  # the part that each topic has of all words

    def show(self, terms: np.ndarray, means: list[np.ndarray], side: int) -> str:
        """Give the terms that make the divergence on one side, the most first."""
        mine, other = means[side][0], means[1 - side][0]
        middle = (mine + other) / 2
        part = mine * np.log2(np.maximum(mine, TINY) / np.maximum(middle, TINY))
        first = np.argsort(-part, kind="stable")[:TERMS_SHOWN]
        return " ".join(self.terms[terms[first[part[first] > 0]]])


@dataclass(frozen=True)
class _Stratum:
    """Documents of one kind and era, of both levels, that could have changed places."""

    rows: np.ndarray
    national: np.ndarray
    clusters: np.ndarray
    icc: float


def _deal_words(fit: Fit) -> _Dealt:
    """Deal every word of a passage to the topics, in proportion to its shares and the word's weights."""
    from reformlab.topics.fit import count_terms

    counts, terms = count_terms(fit.terms, fit.passages)
    counts = counts.tocoo()
    weights = fit.weights.reindex(columns=terms).fillna(0).to_numpy()
    joint = fit.shares.to_numpy()[counts.row] * weights.T[counts.col]
    joint *= (counts.data / np.maximum(joint.sum(axis=1), TINY))[:, None]
    document, doc_ids = pd.factorize(fit.passages["doc_id"])
    place, shape = (document[counts.row], counts.col), (len(doc_ids), len(terms))
    dealt = [sparse.csr_matrix((mine, place), shape=shape) for mine in joint.T]
    total = joint.sum(axis=0)
    return _Dealt(dealt, terms, pd.Index(doc_ids), total / total.sum())


def _find_strata(fit: Fit, dealt: _Dealt) -> Iterator[_Stratum]:
    """Give the documents of both levels by kind, eras taken together until there are enough of each."""
    about = fit.documents.set_index("doc_id").loc[dealt.doc_ids]
    about = about.assign(row=np.arange(len(about)), cluster=find_clusters(fit))
    about["era"] = name_periods(about["year"], "era", None)
    about = about[about["level"].isin(SIDES)]
    about = about[find_support(about)]
    whole = sum(dealt.counts)
    for _, kind in about.groupby("kind", sort=True, observed=True, dropna=False):
        eras = [rows for _, rows in kind.groupby("era", observed=True)]
        for part in _join_eras(eras):
            first = (part["level"] == SIDES[0]).to_numpy()
            clusters, rows = part["cluster"].astype(str).to_numpy(), part["row"].to_numpy()
            values = whole[rows].toarray()
            values = np.sqrt(values / np.maximum(values.sum(axis=1, keepdims=True), TINY))
            icc = permutation.intraclass_correlation(values, clusters, first)
            yield _Stratum(rows, first, clusters, icc)


def _join_eras(eras: list[pd.DataFrame]) -> list[pd.DataFrame]:
    """Take eras together until both levels have enough clusters; what is left goes to the last."""
    joined: list[list[pd.DataFrame]] = [[]]
    for era in eras:
        joined[-1].append(era)
        if _is_enough(pd.concat(joined[-1])):
            joined.append([])
    rest = joined.pop()
    if joined:
        joined[-1] += rest
    return [part for part in map(pd.concat, joined) if _is_enough(part)]


def _is_enough(part: pd.DataFrame) -> bool:
    sides = [part.loc[part["level"] == level, "cluster"].nunique() for level in SIDES]
    first = (part["level"] == SIDES[0]).to_numpy()
    clusters = part["cluster"].astype(str).to_numpy()
    return min(sides) >= LEAST_CLUSTERS and permutation.can_permute(clusters, first)


def _permute(
    stratum: _Stratum, n_permutations: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Say how often each document counts on either side: first as it is, then permuted."""
    national = stratum.national
    drawn = permutation.permute_clusters(stratum.clusters, national, n_permutations, rng, icc=stratum.icc)
    real = (national.astype(float), (~national).astype(float))
    return tuple(np.vstack([one, many]) for one, many in zip(real, drawn, strict=True))


def _average_words(
    dealt: _Dealt, topic: int, strata: list[_Stratum], counted: list[tuple[np.ndarray, np.ndarray]]
) -> tuple[list[np.ndarray], np.ndarray]:
    """Give the words of a topic on either side, strata weighted alike (permutations x terms), and which."""
    counts = dealt.counts[topic]
    used = counts[np.concatenate([stratum.rows for stratum in strata])].sum(axis=0).A1
    order = np.argsort(-used, kind="stable")
    kept = order[: np.searchsorted(np.cumsum(used[order]), MOST_OF_TOPIC * used.sum()) + 1]
    counts = counts[:, kept]
    means = [np.zeros((len(counted[0][0]), len(kept))) for _ in range(2)]
    for stratum, sides in zip(strata, counted, strict=True):
        mine = counts[stratum.rows]
        # As much of the topic as the smaller side can have.
        weight = mine.sum() * min(stratum.national.mean(), 1 - stratum.national.mean())
        for mean, side in zip(means, sides, strict=True):
            words = np.asarray((mine.T @ side.T).T)
            mean += weight * words / np.maximum(words.sum(axis=1, keepdims=True), TINY)
    return [mean / np.maximum(mean.sum(axis=1, keepdims=True), TINY) for mean in means], kept
