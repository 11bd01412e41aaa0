"""Made-up uses of many items by the centre and the provinces, with planted vertical and horizontal pull."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reformlab.corpus.places import NATIONAL, join_neighbours, mainland, read_neighbours
from reformlab.measures.adoption import USE

# How much a place has of its own, on the log of the hazard, and how much neighbours share of it.
PLACE_HAZARD, PLACE_LIKENESS = 0.5, 0.7
# How the push of an item differs from others, and moves from year to year for all places at once.
ITEM_HAZARD, COMMON_HAZARD, COMMON_MEMORY = 0.7, 0.7, 0.6
# Years before the panel in which items enter, and are used unseen.
BURN_IN = 5
# What one standard deviation of a report's salience adds to the log of its hazard.
SALIENCE_HAZARD = 0.25
# Once adopted: the chance to be in a report, and to be dropped for good after it.
KEPT, DROPPED = 0.7, 0.05
# Parts of the reports that are missing, and of those there whose day is not known.
MISSING, NO_DAY = 0.016, 0.25


def simulate_diffusion(
    *,
    n_items: int = 120,
    years: tuple[int, int] = (2003, 2026),
    vertical: float = 0.0,
    horizontal: float = 0.0,
    upward: float = 0.0,
    chance: float = 0.03,
    centre_chance: float | None = None,
    seed: int = 1,
) -> pd.DataFrame:
    """Draw first and later uses of many items by the centre and 31 provinces.

    Each item enters at a year of its own, up to five years before the panel. The chance that a place
    adopts it in a year has parts of the item, the place (neighbours are alike), the report, and of the
    year in this item for all places at once, which lasts. Beside these: what is planted. Adopters
    keep an item in most reports and drop it in the end; some reports are missing, some have no day.

    Parameters
    ----------
    n_items : int
    years : tuple of int
        First and last year.
    vertical : float
        What the centre's having spoken adds to the log of a province's hazard.
    horizontal : float
        What it adds that all neighbours have adopted, against none.
    upward : float
        What it adds to that of the centre that all provinces have adopted.
    chance, centre_chance : float
        Middle chance that a province and the centre adopt an item in a year, where nothing is
        planted; the centre's is three quarters of a province's unless given.
    seed : int
        Seed of the draw; the same seed gives the same table.

    Returns
    -------
    DataFrame
        As of `measure_use`: one row a document and item.

    Examples
    --------
    >>> from reformlab.simulate import simulate_diffusion
    >>> simulate_diffusion(n_items=2, seed=1)["level"].unique().tolist()
    ['national', 'provincial']
    """
    rng = np.random.default_rng(seed)
    names = list(mainland())
    near = join_neighbours(names, read_neighbours())
    near /= near.sum(axis=1, keepdims=True)
    n_places, n_years = len(names), years[1] - years[0] + 1
    own = np.linalg.solve(np.eye(n_places) - PLACE_LIKENESS * near, rng.standard_normal(n_places))
    own = PLACE_HAZARD * (own - own.mean()) / own.std()
    salience = rng.standard_normal((n_places + 1, n_years))
    entry = rng.integers(-BURN_IN, n_years - BURN_IN, n_items)
    push = rng.normal(0, ITEM_HAZARD, n_items)
    common = rng.normal(0, COMMON_HAZARD, n_items)
    start = np.log(-np.log1p(-np.array([centre_chance or 0.75 * chance, *[chance] * n_places])))
    adopted, dropped = np.zeros((2, n_items, n_places + 1), dtype=bool)
    used = np.zeros((n_items, n_places + 1, n_years), dtype=bool)
    for year in range(-BURN_IN, n_years):
        common = COMMON_MEMORY * common
        common += np.sqrt(1 - COMMON_MEMORY**2) * rng.normal(0, COMMON_HAZARD, n_items)
        pull = np.zeros((n_items, n_places + 1))
        pull[:, 0] = upward * adopted[:, 1:].mean(axis=1)
        pull[:, 1:] = own + vertical * adopted[:, :1] + horizontal * adopted[:, 1:] @ near.T
        report = SALIENCE_HAZARD * salience[:, year] if year >= 0 else 0.0
        hazard = -np.expm1(-np.exp(start + (push + common)[:, None] + pull + report))
        new = ~adopted & (rng.random(hazard.shape) < hazard) & (entry <= year)[:, None]
        dropped |= adopted & (rng.random(hazard.shape) < DROPPED)
        kept = adopted & ~dropped & (rng.random(hazard.shape) < KEPT)
        adopted |= new
        if year >= 0:
            used[:, :, year] = new | kept
    return _tell_uses(used, [NATIONAL[0], *names], salience, years[0], rng)


def _tell_uses(
    used: np.ndarray, names: list[str], salience: np.ndarray, first_year: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Write uses as a table of documents: provinces in January, the centre in March, in 2020 in May."""
    unit, year = np.nonzero(np.ones(salience.shape, dtype=bool))
    documents = pd.DataFrame({"place": np.array(names)[unit], "year": first_year + year})
    documents["level"] = np.where(unit == 0, "national", "provincial")
    documents["date"] = documents["year"].astype("str")
    documents["doc_id"] = documents["level"].str[0] + documents["date"] + [f"-{u:02}" for u in unit]
    late = np.where(documents["year"] == 2020, "-05-22", "-03-05")
    days = [f"-01-{day:02}" for day in rng.integers(5, 32, len(unit))]
    known = (unit == 0) | (rng.random(len(unit)) >= NO_DAY)
    documents["date"] += np.where(known, np.where(unit == 0, late, days), "")
    documents["salience"] = np.clip(0.05 + 0.01 * salience[unit, year], 0.01, 1)
    there = (unit == 0) | (rng.random(len(unit)) >= MISSING)
    items = [f"词{number:03}" for number in range(1, len(used) + 1)]
    tables = [
        documents.assign(item=item, label=item, label_en=item[1:], used=used[number, unit, year])[there]
        for number, item in enumerate(items)
    ]
    table = pd.concat(tables).astype({"year": "Int64"})
    return table.assign(kind="work-report", share=0.01 * table["used"]).reset_index(drop=True)[USE]
