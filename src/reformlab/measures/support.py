"""Support in time: whether two sides have documents of about the same years, so that they can be compared.

Reports of the centre of forty years beside provincial ones of three differ because times do. What a
comparison then shows is history, whatever its interval covers.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

# A document can be compared where the other side has one of a year so near.
NEAR = 2
# The least part of each side's documents that can.
LEAST_SUPPORTED = 0.5


def find_support(about: pd.DataFrame, *, within_kinds: bool = True) -> np.ndarray:
    """Say which documents have one of the other level, of their kind, from about the same year.

    Parameters
    ----------
    about : DataFrame
        One row a document of two levels: ``level``, ``kind``, ``year``. A document without a year has
        no such other.
    within_kinds : bool
        Whether the other has to be of the same kind.
    """
    about = about.reset_index(drop=True).astype({"level": str, "kind": str})
    supported = np.zeros(len(about), dtype=bool)
    known = about[about["year"].notna()]
    for _, rows in known.groupby("kind") if within_kinds else [("", known)]:
        years = {level: np.unique(part["year"].to_numpy(dtype=int)) for level, part in rows.groupby("level")}
        for level, part in rows.groupby("level"):
            others = np.concatenate([other for name, other in years.items() if name != level] or [[]])
            apart = np.abs(part["year"].to_numpy(dtype=int)[:, None] - others)
            supported[part.index] = (apart <= NEAR).any(axis=1)
    return supported


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
