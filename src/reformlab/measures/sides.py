"""The centre's documents beside those of one level, of one kind and period: what is set against what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformlab.corpus.periods import By, name_periods
from reformlab.corpus.tables import CENTRE, KINDS, LEVELS, UNKNOWN
from reformlab.corpus.versions import find_clusters
from reformlab.measures.correction import Correction, correct_documents
from reformlab.measures.intercepts import Intercepts, fit_intercepts
from reformlab.measures.priorities import check_groups, measure_document_priorities
from reformlab.measures.support import describe_support, find_support

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit


@dataclass(frozen=True)
class Sides:
    """The documents of the centre and of one level, of one kind and period."""

    about: dict[str, str]
    topics: np.ndarray
    values: np.ndarray  # documents x topics
    national: np.ndarray  # whether a document is the centre's
    of: np.ndarray  # the place of each document
    cluster: np.ndarray  # documents of one cluster depend on each other
    # How a coded sample corrects all documents, and how much each weighs in the level's and centre's mean.
    coded: tuple[Correction, np.ndarray, np.ndarray] | None = None
    uncorrected: np.ndarray | None = None  # the values as predicted
    same_years: bool = True  # both have documents of about the same years

    @property
    def names(self) -> list[str]:
        """Kind, period and level."""
        return list(self.about.values())

    @property
    def n_national(self) -> int:
        """How many documents are the centre's."""
        return int(self.national.sum())

    @property
    def places(self) -> list[str]:
        """The places of the level, in the order of their documents."""
        return list(dict.fromkeys(self.of[~self.national]))

    def draw_errors(self, n: int, rng: np.random.Generator) -> list[np.ndarray | float]:
        """Draw what the corrections of the level and of the centre may be wrong by (draws x topics)."""
        if self.coded is None:
            return [0.0, 0.0]
        correction, *pulls = self.coded
        return [correction.draw(pull, n, rng) for pull in pulls]

    def fit_places(self) -> tuple[Intercepts, np.ndarray]:
        """Fit a random intercept of each place; count its documents."""
        codes = pd.Index(self.places).get_indexer(self.of[~self.national])
        return fit_intercepts(self.values[~self.national], codes), np.bincount(codes)


def find_sides(fit: Fit, by: By, periods: Sequence[int] | None, corrected: bool) -> Iterator[Sides]:
    """Give the centre beside every level that has documents, kind by kind and period by period."""
    check_groups(fit, by, periods)
    documents = measure_document_priorities(fit, corrected=corrected).drop(columns="period")
    coded = correct_documents(fit) if "uncorrected" in documents else None
    documents["cluster"] = documents["doc_id"].map(find_clusters(fit))
    documents["period"] = name_periods(documents["year"], by, periods)
    documents["kind"] = pd.Categorical(documents["kind"], [*KINDS, UNKNOWN], ordered=True)
    for (kind, period), group in documents.groupby(["kind", "period"], observed=True):
        wide = group.pivot(index="doc_id", columns="topic", values="priority")
        about = group.drop_duplicates("doc_id").set_index("doc_id").loc[wide.index]
        for level in [name for name in LEVELS[1:] if name in set(about["level"])]:
            kept = about[about["level"].isin([CENTRE, level])]
            national = (kept["level"] == CENTRE).to_numpy()
            plain = None
            if coded:
                plain = group.pivot(index="doc_id", columns="topic", values="uncorrected").loc[kept.index]
            yield Sides(
                about={"kind": kind, "period": str(period), "level": level},
                topics=wide.columns.to_numpy(),
                values=wide.loc[kept.index].to_numpy(),
                uncorrected=plain.to_numpy() if coded else None,
                national=national,
                of=kept["place"].astype(str).to_numpy(),
                cluster=kept["cluster"].astype(str).to_numpy(),
                coded=_weigh_sides(*coded, kept.index, national) if coded else None,
                same_years=not describe_support(kept, find_support(kept)),
            )


def _weigh_sides(
    about: pd.DataFrame, correction: Correction, doc_ids: pd.Index, national: np.ndarray
) -> tuple[Correction, np.ndarray, np.ndarray]:
    """Give how much each corrected document weighs in the mean of the level, and of the centre."""
    at = pd.Index(about["doc_id"]).get_indexer(doc_ids)
    pulls = np.zeros((2, len(about)))
    for pull, side in zip(pulls, (~national, national), strict=True):
        pull[at[side]] = 1 / max(side.sum(), 1)
    return correction, *pulls


def sum_to_one(priorities: np.ndarray) -> np.ndarray:
    """Make the priorities of every row sum to 1: shrunken ones may miss it by a little."""
    return priorities / priorities.sum(axis=1, keepdims=True)
