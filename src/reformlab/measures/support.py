"""Support in time: whether two sides have documents of about the same years, so that they can be compared.

Reports of the centre of forty years beside provincial ones of three differ because times do. What a
comparison then shows is history, whatever its interval covers.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

# A document can be compared with those of the other side of a year so near ...
NEAR = 2
# ... where at least this part of the places that the other side has speak then: one province is not all.
LEAST_PLACES = 0.2
# The least part of each side's documents that can, for both sides to be of the same years.
LEAST_SUPPORTED = 0.5


def find_support(about: pd.DataFrame, *, within_kinds: bool = True) -> np.ndarray:
    """Say which documents have others of the other level, of their kind, from about the same year.

    They have where a fifth of the other side's places speak, in documents that have such others too.

    Parameters
    ----------
    about : DataFrame
        One row a document of two levels: ``level``, ``kind``, ``place``, ``year``. A document without a
        year has no such others.
    within_kinds : bool
        Whether the others have to be of the same kind.
    """
    about = about.reset_index(drop=True).astype({"level": str, "kind": str, "place": str})
    supported = np.zeros(len(about), dtype=bool)
    known = about[about["year"].notna()]
    for _, rows in known.groupby("kind") if within_kinds else [("", known)]:
        supported[rows.index] = _find_others(*(rows[name].to_numpy() for name in ("level", "place", "year")))
    return supported


def _find_others(level: np.ndarray, place: np.ndarray, year: np.ndarray) -> np.ndarray:
    """Say which documents of one kind have others, asked again until none is left that has none."""
    year = year.astype(int)
    of_moment, moments = pd.factorize(pd.MultiIndex.from_arrays([level, year]))
    near = [(level != mine) & (np.abs(year - when) <= NEAR) for mine, when in moments]
    needed = [max(1, LEAST_PLACES * len(set(place[level != mine]))) for mine, _ in moments]
    kept = np.ones(len(year), dtype=bool)
    while True:
        there = [len(set(place[kept & others])) >= least for others, least in zip(near, needed, strict=True)]
        left = kept & np.array(there, dtype=bool)[of_moment]
        if (left == kept).all():
            return kept
        kept = left


def pick_compared(about: pd.DataFrame, *, within_kinds: bool = True) -> tuple[np.ndarray, str]:
    """Say which documents are compared, and why these may be few (see `describe_support`).

    Those of years that both levels have, with those without a year; all where that leaves a side none.
    """
    supported = find_support(about, within_kinds=within_kinds)
    reason = describe_support(about, supported)
    compared = supported | about["year"].isna().to_numpy()
    level = about["level"].astype(str).to_numpy()
    undated = any(about["year"].isna().to_numpy()[level == name].all() for name in set(level))
    if undated or set(level[compared]) != set(level):
        return np.ones(len(about), dtype=bool), reason
    return compared, reason


def name_span(years: pd.Series) -> str:
    """Name the first and last of some years: "1996-2026"; nothing where none is known."""
    known = years.dropna()
    return "" if known.empty else f"{int(known.min())}-{int(known.max())}"


def describe_support(about: pd.DataFrame, supported: np.ndarray) -> str:
    """Say which level's documents are mostly of years that the other has none of; nothing else.

    Nothing is said where the years of a level are not known.
    """
    level, dated = about["level"].astype(str).to_numpy(), about["year"].notna().to_numpy()
    names = sorted(set(level))
    if not all(dated[level == name].any() for name in names):
        return ""
    for name in names:
        mine, near = (level == name) & dated, (level == name) & supported
        if near.sum() < LEAST_SUPPORTED * mine.sum():
            return (
                f"{near.sum()} of {mine.sum()} {name} documents are of years (give or take {NEAR}) "
                "in which the other side has any; compare within periods"
            )
    return ""
