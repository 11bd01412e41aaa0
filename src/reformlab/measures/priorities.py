"""What part of a document is about each topic, without shrinkage towards what is usual.

A model shrinks the shares of short passages towards their mean, and with them documents and levels: a
gap of ten points comes out as eight. Here a document's terms, all passages together, are a mixture of the
topics' terms, and the parts are those that make the document most probable. No prior is set on
them, so nothing is shrunk, and their mean over documents is right on average at any length.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse
from threadpoolctl import threadpool_limits

from reformlab.corpus.kept import keep, round_bits
from reformlab.corpus.periods import By, name_periods
from reformlab.corpus.tables import CENTRE, KINDS, LEVELS, PROVINCIAL, SIDES, UNKNOWN
from reformlab.corpus.versions import find_clusters, find_families
from reformlab.measures.correction import (
    Correction,
    correct_documents,
    divide,
    is_coded,
    is_domains,
    is_read,
    mean_of_documents,
    predict_documents,
)
from reformlab.measures.intervals import measure_dispersion
from reformlab.topics.engines import REFITTED
from reformlab.topics.gibbs import TINY

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit


# Parts move by less than this in one step at the end; no step is taken beyond the last.
TOLERANCE = 1e-5
STEPS = 500
LEAST_SHARE = 1e-12
ALL_PLACES = "all places"
# How often topics are fitted again where nobody says.
N_REFITS = 10


def measure_document_priorities(fit: Fit, *, corrected: bool = True) -> pd.DataFrame:
    """Measure what part of each document is about each topic: the base of every other measure.

    Parameters
    ----------
    fit : Fit
    corrected : bool
        As in `measure_priorities`.

    Returns
    -------
    DataFrame
        One row a document and topic: ``doc_id``, ``topic``, ``label``, ``label_en``,
        ``priority`` (the part of the document's terms that the topic takes, by maximum
        likelihood, the topics given; of shares that were read, ``share``; of domains, the part of its
        passages about the subject, each passage once; sums to 1 over the topics of a document), ``share``
        (the mean share of its passages weighted by their terms: what the model says, pulled towards
        what is usual), ``se`` (standard error of the priority from the number of terms that
        were read; of domains, from the correction), ``n_terms`` (terms of the document in the model),
        ``level``, ``place``, ``year``, ``kind``, ``period``, ``level_mean`` (mean priority over the
        documents of the same level, kind and period); where a coded sample corrects, ``uncorrected``
        (the priority as it is predicted; a corrected one may lie a little outside 0 to 1).
        Documents of which no passage is in the model have no priority and
        no row; see ``fit.dropped``.

    Notes
    -----
    The priority of one short document is a rough estimate (see ``se``); the mean over documents
    is what it is made for. Estimating the parts of a collection at once, without a guess for
    each text, is the idea of Hopkins and King (2010), American Journal of Political Science
    54(1). The shares of single passages are left as the model gives them.

    Examples
    --------
    >>> import reformlab as rl
    >>> fit = rl.fit_topics(rl.load_corpus("made-up"), n_topics=4, seed=1)
    >>> rl.measure_document_priorities(fit).groupby("doc_id")["priority"].sum().round(6).unique().tolist()
    [1.0]
    """
    about, numbers = _measure_domains(fit, corrected) if is_domains(fit) else _measure_topics(fit)
    topics = fit.topics["topic"].to_numpy()
    table = about.loc[about.index.repeat(len(topics))].reset_index(drop=True)
    table["topic"] = np.tile(topics, len(about))
    table = table.assign(**{name: np.asarray(values).ravel() for name, values in numbers.items()})
    table = table.merge(fit.topics[["topic", "label", "label_en"]], on="topic", how="left")
    columns = ["doc_id", "topic", "label", "label_en", *numbers, "level", "place", "year", "kind"]
    table = table[columns].astype({"level": str, "place": str, "kind": str})
    table["period"] = name_periods(table["year"], None, None).astype(str)
    groups = table.groupby(["level", "kind", "period", "topic"])["priority"]
    return table.assign(level_mean=groups.transform("mean"))


def _measure_topics(fit: Fit) -> tuple[pd.DataFrame, dict[str, np.ndarray]]:
    about, counts, weights = count_documents(fit)
    shares = _mean_shares(fit, about["doc_id"])
    priorities = shares if is_read(fit) else estimate_priorities(counts, weights)
    noise = np.full(shares.shape, np.nan) if is_read(fit) else measure_noise(counts, weights, priorities)
    return about, {
        "priority": priorities,
        "share": shares,
        "se": np.sqrt(noise),
        "n_terms": np.repeat(np.rint(counts.sum(axis=1)).astype("int64"), len(weights), axis=1),
    }


def _measure_domains(fit: Fit, corrected: bool) -> tuple[pd.DataFrame, dict[str, np.ndarray]]:
    about, values, correction = classify_documents(fit, corrected)
    numbers = {"priority": values, "share": values, "se": np.full(values.shape, np.nan)}
    if correction:
        numbers |= {"share": correction.uncorrected, "uncorrected": correction.uncorrected}
        numbers["se"] = correction.find_errors()
    numbers["n_terms"] = np.repeat(about["n_terms"].to_numpy()[:, None], values.shape[1], axis=1)
    return about, numbers


def classify_documents(fit: Fit, corrected: bool) -> tuple[pd.DataFrame, np.ndarray, Correction | None]:
    """Give the documents, the priorities of domains, and how the coded sample corrects them, if it does."""
    if corrected and is_coded(fit):
        about, correction = correct_documents(fit)
        values = correction.values
    else:
        about, document, told = predict_documents(fit)
        values, correction = divide(mean_of_documents(document, told))[0], None
    n_terms = about["doc_id"].map(fit.passages.groupby("doc_id")["n_terms"].sum())
    about = name_unknown(about)[["doc_id", "level", "place", "year", "kind"]]
    return about.assign(n_terms=n_terms), values, correction


def count_documents(fit: Fit) -> tuple[pd.DataFrame, sparse.csr_matrix, np.ndarray]:
    """Give the documents in the model, their terms, and those of the topics.

    Returns
    -------
    about : DataFrame
        One row a document: ``doc_id``, ``level``, ``place``, ``year``, ``kind``; in the order of
        ``fit.documents``.
    counts : csr_matrix, documents x terms
    weights : array, topics x terms
        Topics in the order of ``fit.topics``.
    """
    if not hasattr(fit, "topic_terms"):
        raise TypeError(
            f"this is measured on a fit, and was given a {type(fit).__name__}; "
            "make one with fit_topics(corpus, n_topics) or score_themes(corpus)"
        )
    weights = fit.weights
    about = name_unknown(fit.documents)[["doc_id", "level", "place", "year", "kind"]]
    in_model = fit.passages.loc[fit.passages["n_terms"] > 0]
    about = about[about["doc_id"].isin(in_model["doc_id"])].reset_index(drop=True)
    terms = fit.terms.merge(in_model[["passage_id", "doc_id"]], on="passage_id", validate="many_to_one")
    row = pd.Index(about["doc_id"]).get_indexer(terms["doc_id"])
    column = weights.columns.get_indexer(terms["term"])
    shape = (len(about), weights.shape[1])
    counts = sparse.csr_matrix((terms["n"].to_numpy(dtype=float), (row, column)), shape=shape)
    return about, counts, weights.to_numpy()


def estimate_priorities(counts: sparse.csr_matrix, weights: np.ndarray) -> np.ndarray:
    """Give the parts of the topics that make each document most probable (documents x topics).

    Each document by itself, by expectation and maximisation from `project_priorities` on.
    """
    parts = np.maximum(project_priorities(counts, weights), 0.01 / len(weights))
    parts /= parts.sum(axis=1, keepdims=True)
    owner = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    of_topics = np.ascontiguousarray(weights.T)
    of_terms = of_topics.take(counts.indices, axis=0)
    totals = np.maximum(counts.sum(axis=1).A1, 1.0)[:, None]
    pressed = counts.copy()
    for _ in range(STEPS):
        expected = np.einsum("ij,ij->i", parts.take(owner, axis=0), of_terms)
        # A term that no topic has explains nothing; what is left, if anything, is scaled to a whole.
        pressed.data = np.divide(counts.data, expected, out=np.zeros_like(counts.data), where=expected > TINY)
        moved = parts * (pressed @ of_topics) / totals
        whole = moved.sum(axis=1, keepdims=True)
        moved = np.where(whole > TINY, moved / np.maximum(whole, TINY), parts)
        far = np.abs(moved - parts).max()
        parts = moved
        if far < TOLERANCE:
            break
    # What shrinks on towards nothing is nothing: half of the least number there is would be 0.
    return np.where(parts < LEAST_SHARE, 0.0, parts)


def project_priorities(counts: sparse.csr_matrix, weights: np.ndarray) -> np.ndarray:
    """Give the parts of the topics by weighted least squares (documents x topics).

    One step that is linear in the terms: right on average as maximum likelihood is, and quick; but a
    part of a single document may lie below 0, and parts sum to about 1.
    """
    return counts @ _projection(counts, weights).T / np.maximum(counts.sum(axis=1).A1, 1.0)[:, None]


def measure_noise(counts: sparse.csr_matrix, weights: np.ndarray, priorities: np.ndarray) -> np.ndarray:
    """Give the variance of each priority that stems from the number of terms read (documents x topics).

    Terms drawn anew from the same document, the topics given.
    """
    n_terms = np.maximum(counts.sum(axis=1).A1, 1.0)[:, None]
    squares = counts @ np.square(_projection(counts, weights)).T / n_terms
    return np.maximum(squares - np.square(priorities), 0.0) / n_terms


def _projection(counts: sparse.csr_matrix, weights: np.ndarray) -> np.ndarray:
    """Give what each term says of each topic (topics x terms): the rows of least squares."""
    usual = counts.sum(axis=0).A1
    seen = usual > 0
    scaled = np.zeros_like(weights)
    scaled[:, seen] = weights[:, seen] * (usual.sum() / usual[seen])
    # The matrix is topics x topics, so its inverse is quicker than a solution for each term.
    return np.linalg.pinv(scaled @ weights.T, hermitian=True) @ scaled


def name_unknown(table: pd.DataFrame) -> pd.DataFrame:
    """Say "unknown" where level, place or kind is missing, with levels and kinds in their order."""
    return table.assign(
        level=pd.Categorical(table["level"].fillna(UNKNOWN), [*LEVELS, UNKNOWN], ordered=True),
        place=table["place"].fillna(UNKNOWN),
        kind=pd.Categorical(table["kind"].fillna(UNKNOWN), [*KINDS, UNKNOWN], ordered=True),
    )


def _mean_shares(fit: Fit, doc_ids: pd.Series) -> np.ndarray:
    """Give the mean share of each document's passages, weighted by their terms (documents x topics)."""
    table = fit.passage_topics.merge(fit.passages, on="passage_id", validate="many_to_one")
    table["weighted"] = table["share"] * table["n_terms"]
    sums = table.groupby(["doc_id", "topic"])[["weighted", "n_terms"]].sum()
    shares = (sums["weighted"] / sums["n_terms"]).unstack("topic")
    return shares.loc[doc_ids, fit.topics["topic"]].to_numpy()


@dataclass(frozen=True)
class Evidence:
    """What is known of each document.

    Attributes
    ----------
    about : DataFrame
        One row a document: ``doc_id``, ``level``, ``place``, ``year``, ``kind``, ``n_terms``,
        ``family`` (what it is a copy of, see `list_copies`), ``cluster`` (see `find_clusters`).
    values, noise : array, documents x topics
        Priorities, and their variance from the number of terms read.
    moved : array, refits x documents x topics
        Priorities of the same documents under every refit; no rows where there are none.
    correction : Correction or None
        How a coded sample corrects the values, where it does.
    domains : bool
        Whether values are of domains, by passages, and not of topics, by terms.
    read : bool
        Whether values are shares that another program made (`read_shares`).
    dispersion : dict
        Of each kind, how its documents vary within a level (see `measure_dispersion`).
    """

    about: pd.DataFrame
    values: np.ndarray
    noise: np.ndarray
    moved: np.ndarray
    dispersion: dict[str, np.ndarray]
    correction: Correction | None = None
    domains: bool = False
    read: bool = False

    @property
    def sources(self) -> str:
        """Say which sources of error an interval from this covers."""
        if self.domains:
            return "documents, classifier" if self.correction else "documents"
        if self.read:
            return "documents; shares as read"
        return "documents, shares, topics" if len(self.moved) > 1 else "documents, shares"


@threadpool_limits.wrap(limits=1)  # sums over several threads differ in their last digits
def collect_evidence(
    fit: Fit, *, quick: bool, refits: pd.DataFrame | None, progress: bool, corrected: bool = True
) -> Evidence:
    """Measure every document, and again under refits: those given, or new ones unless `quick`."""
    if is_domains(fit):
        about, values, correction = classify_documents(fit, corrected)
        nothing = np.zeros(values.shape), np.empty((0, *values.shape))
        return _complete(fit, about, values, *nothing, correction=correction, domains=True)
    about, counts, weights = count_documents(fit)
    about["n_terms"] = counts.sum(axis=1).A1
    if is_read(fit):
        if refits is not None:
            raise ValueError("shares that were read cannot be fitted again: leave refits= out")
        values = _mean_shares(fit, about["doc_id"])
        nothing = np.zeros(values.shape), np.empty((0, *values.shape))
        return _complete(fit, about, values, *nothing, read=True)
    values = estimate_priorities(counts, weights)
    if refits is not None:
        moved = _move(counts, _read_refits(fit, refits))
    elif quick or fit.settings["engine"] not in REFITTED:
        moved = np.empty((0, *values.shape))
    else:
        moved = refit_priorities(fit, progress=progress).to_numpy(dtype=float).reshape(-1, *values.shape)
    return _complete(fit, about, values, measure_noise(counts, weights, values), moved)


def _complete(
    fit: Fit, about: pd.DataFrame, values: np.ndarray, noise: np.ndarray, moved: np.ndarray, **more: object
) -> Evidence:
    """Put evidence together, with clusters and how documents vary."""
    names = {"family": find_families(fit), "cluster": find_clusters(fit)}
    about = about.assign(**{name: about["doc_id"].map(found) for name, found in names.items()})
    level = about["level"].astype(str).to_numpy()
    kinds = about.groupby("kind", observed=True).indices
    dispersion = {str(kind): measure_dispersion(values[rows], level[rows]) for kind, rows in kinds.items()}
    return Evidence(about, values, noise, moved, dispersion, **more)


@keep("topics", "measures/priorities", "corpus/versions")
def refit_priorities(fit: Fit, *, progress: bool) -> pd.DataFrame:
    """Measure documents under topics fitted to documents drawn again.

    Returns
    -------
    DataFrame
        One row a refit and document, in their order; one column a topic.
    """
    from reformlab.topics.refits import refit_topics

    # A fit holds the terms that it was fitted to, which is all that a refit asks of a corpus.
    refits = refit_topics(fit, fit, n_refits=N_REFITS, seed=fit.settings["seed"], progress=progress)
    moved = _move(count_documents(fit)[1], _read_refits(fit, refits))
    columns = fit.topics["topic"].astype("str")
    return pd.DataFrame(round_bits(moved.reshape(-1, moved.shape[2])), columns=columns)


def _move(counts: sparse.csr_matrix, refits: list[np.ndarray]) -> np.ndarray:
    """Give the priorities of the same documents under every refit (refits x documents x topics)."""
    return np.array([estimate_priorities(counts, weights) for weights in refits])


def _read_refits(fit: Fit, refits: pd.DataFrame) -> list[np.ndarray]:
    from reformlab.topics.match import spread_weights

    parts = (spread_weights(part) for _, part in refits.groupby("refit"))
    return [weights.loc[fit.topics["topic"]].to_numpy() for weights in parts]


def check_groups(fit: Fit, by: By, periods: Sequence[int] | None) -> None:
    """Refuse a `by` or `periods` that cannot be, before anything takes long."""
    if isinstance(documents := getattr(fit, "documents", None), pd.DataFrame):
        name_periods(documents["year"], by, periods)


def group_documents(
    evidence: Evidence, by: By, periods: Sequence[int] | None, keys: list[str]
) -> Iterator[tuple[dict[str, str], np.ndarray]]:
    """Give the documents of each group, as rows of the evidence, with the names of the group."""
    about = evidence.about.assign(
        period=name_periods(evidence.about["year"], by, periods),
        place=evidence.about["place"] if by == "place" else ALL_PLACES,
    )
    order = [key for key in ("kind", "period", "level", "place") if key in keys]
    for names, rows in about.groupby(order, observed=True).indices.items():
        yield dict(zip(order, map(str, names if len(order) > 1 else [names]), strict=True)), rows


def pair_documents(
    evidence: Evidence, by: By, periods: Sequence[int] | None, keys: list[str]
) -> Iterator[tuple[dict[str, str], np.ndarray]]:
    """Give the national and provincial documents of each comparison."""
    level = evidence.about["level"].astype(str).to_numpy()
    for names, rows in group_documents(evidence, by, periods, [key for key in keys if key != "place"]):
        rows = rows[np.isin(level[rows], SIDES)]
        places = evidence.about["place"].to_numpy()[rows]
        provinces = sorted(set(places[level[rows] == PROVINCIAL])) if by == "place" else [ALL_PLACES]
        for place in provinces if len(rows) else []:
            kept = (level[rows] == CENTRE) | (places == place) | (place == ALL_PLACES)
            yield names | {"place": place}, rows[kept]
