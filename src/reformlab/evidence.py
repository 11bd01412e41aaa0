"""What is known of each document before measures are taken: priorities, noise, and both under refits.

Rows of documents and arrays beside them, and the ways to group them, for `compare`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse
from threadpoolctl import threadpool_limits

from reformlab.copies import find_families, find_voices
from reformlab.intervals import measure_dispersion
from reformlab.periods import By, name_periods
from reformlab.priorities import count_documents, estimate_priorities, measure_noise

if TYPE_CHECKING:
    from reformlab.topics import Fit

ALL_PLACES = "all places"

# How often topics are fitted again where nobody says.
N_REFITS = 10


@dataclass(frozen=True)
class Evidence:
    """What is known of each document.

    Attributes
    ----------
    about : DataFrame
        One row a document: ``doc_id``, ``level``, ``place``, ``year``, ``kind``, ``family`` (what
        it is a copy of, see `list_copies`), ``voice`` (whose it is, see `find_voices`).
    values, noise : array, documents x topics
        Priorities, and their variance from the number of terms read.
    moved : array, refits x documents x topics
        Priorities of the same documents under every refit; no rows where there are none.
    dispersion : dict
        Of each kind, how its documents vary within a level (see `measure_dispersion`).
    """

    about: pd.DataFrame
    values: np.ndarray
    noise: np.ndarray
    moved: np.ndarray
    dispersion: dict[str, np.ndarray]

    @property
    def sources(self) -> str:
        """Say what an interval from this holds."""
        return "documents, shares, topics" if len(self.moved) > 1 else "documents, shares"


@threadpool_limits.wrap(limits=1)  # sums over several threads differ in their last digits
def collect_evidence(fit: Fit, *, quick: bool, refits: pd.DataFrame | None, progress: bool) -> Evidence:
    """Measure every document, and again under refits: those given, or new ones unless `quick`."""
    about, counts, weights = count_documents(fit)
    about["family"] = about["doc_id"].map(find_families(fit))
    about["voice"] = about["doc_id"].map(find_voices(fit))
    values = estimate_priorities(counts, weights)
    if refits is not None:
        moved = _move(counts, _read_refits(fit, refits))
    elif quick or fit.settings["engine"] != "stm":
        moved = np.empty((0, *values.shape))
    else:
        moved = _refit(fit, progress)
    level = about["level"].astype(str).to_numpy()
    kinds = about.groupby("kind", observed=True).indices
    dispersion = {str(kind): measure_dispersion(values[rows], level[rows]) for kind, rows in kinds.items()}
    return Evidence(about, values, measure_noise(counts, weights, values), moved, dispersion)


@lru_cache(maxsize=2)
def _refit(fit: Fit, progress: bool) -> np.ndarray:
    """Measure documents under topics fitted to documents drawn again; once for a fit."""
    from reformlab.refits import refit_topics

    # A fit holds the terms that it was fitted to, which is all that a refit asks of a corpus.
    refits = refit_topics(fit, fit, n_refits=N_REFITS, seed=fit.settings["seed"], progress=progress)
    return _move(count_documents(fit)[1], _read_refits(fit, refits))


def _move(counts: sparse.csr_matrix, refits: list[np.ndarray]) -> np.ndarray:
    """Give the priorities of the same documents under every refit (refits x documents x topics)."""
    return np.array([estimate_priorities(counts, weights) for weights in refits])


def _read_refits(fit: Fit, refits: pd.DataFrame) -> list[np.ndarray]:
    order = fit.topics["topic"]
    wide = (part.pivot(index="topic", columns="term", values="weight") for _, part in refits.groupby("refit"))
    return [weights.loc[order].to_numpy() for weights in wide]


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
        rows = rows[np.isin(level[rows], ["national", "provincial"])]
        places = evidence.about["place"].to_numpy()[rows]
        provinces = sorted(set(places[level[rows] == "provincial"])) if by == "place" else [ALL_PLACES]
        for place in provinces if len(rows) else []:
            kept = (level[rows] == "national") | (places == place) | (place == ALL_PLACES)
            yield names | {"place": place}, rows[kept]


def find_clusters(evidence: Evidence, rows: np.ndarray, alone: bool) -> np.ndarray:
    """Say which documents are dependent; where places are taken by themselves, copies alone are."""
    return evidence.about["family" if alone else "voice"].iloc[rows].to_numpy(dtype=str)
