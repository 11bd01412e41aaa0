"""A made-up panel of work reports: one short text a place and year, the course of every topic known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from reformlab.corpus.places import NATIONAL, mainland
from reformlab.simulate.shares import draw_series, expect_shares, softmax
from reformlab.topics.match import lay_out

# How a course may run over the years, from 0 at the start; `u` runs from 0 to 1.
SHAPES = {
    "rise": lambda u: u,
    "s-curve": lambda u: 1 / (1 + np.exp(-14 * (u - 0.5))),
    "wave": lambda u: 0.5 * np.sin(2 * np.pi * u),
    "early break": lambda u: (u > 0.26).astype(float),
    "late break": lambda u: (u > 0.56).astype(float),
    "pulse": lambda u: ((u > 0.73) & (u < 0.87)).astype(float),
}
# Of a topic: its shape, and how far (logit scale) the centre and the provinces go along.
COURSES = {
    1: ("rise", 1.0, 1.0),
    2: ("early break", 1.0, 0.0),
    3: ("late break", 1.0, 1.0),
    4: ("s-curve", 1.2, 0.6),
    5: ("wave", 1.2, 1.2),
    6: ("pulse", 1.0, 1.0),
}
# A statement of a work report is about one thing or two.
STATEMENT_EFFECT = 2.0


@dataclass(frozen=True)
class Panel:
    """A made-up panel of work reports, and the courses it was drawn from.

    Attributes
    ----------
    priorities : DataFrame
        One row a document and topic, with the columns of `measure_document_priorities`.
    truth : DataFrame
        One row a level and year and topic: ``level`` ("national", "provincial", "gap"), ``year``,
        ``topic``, ``priority`` (expected of the year's documents; of "gap", national minus
        provincial).
    """

    priorities: pd.DataFrame
    truth: pd.DataFrame

    def measure_change(self, before: tuple[int, int], after: tuple[int, int]) -> pd.DataFrame:
        """Give the true changes between two stretches of years (first and last of each).

        Returns
        -------
        DataFrame
            One row a level ("gap" as well) and topic: ``level``, ``topic``, ``change``.
        """
        means = [
            self.truth[self.truth["year"].between(*years)].groupby(["level", "topic"])["priority"].mean()
            for years in (before, after)
        ]
        return (means[1] - means[0]).rename("change").reset_index()


def simulate_panel(
    *,
    n_topics: int = 12,
    n_places: int = 31,
    years: tuple[int, int] = (2003, 2026),
    statements: tuple[int, int] = (5, 20),
    terms_per_statement: int = 20,
    rho: float = 0.6,
    year_effect: float = 0.5,
    place_effect: float = 0.5,
    missing: float = 0.02,
    uneven: float = 1.2,
    courses: Mapping[int, tuple[str, float, float]] | None = None,
    seed: int = 1,
) -> Panel:
    """Draw what the centre and the provinces say each year, where the course of every topic is known.

    The centre and every place issue one short text a year. A text's leaning is the course of its
    level, what its place has of its own, and what the year has: the latter is an AR(1) process
    within each place and in the centre. Its statements scatter around it. Terms are counted by
    topic, as a dictionary does: no model is fitted, so a panel takes a tenth of a second.

    Parameters
    ----------
    n_topics, n_places : int
        Topics shrink in size from the first to the last.
    years : tuple of int
        First and last year.
    statements : tuple of int
        Least and largest number of statements of a text (drawn evenly).
    terms_per_statement : int
        Mean number of terms of a statement (Poisson), which has one at least: with 0 it is about one thing.
    rho : float
        Correlation of a place's deviation (the centre's as well) with that of the year before, 0 to
        less than 1.
    year_effect, place_effect : float
        Standard deviations (logit scale) of what a year has of its own in one place, and of what a
        place has in all its years.
    missing : float
        Share of provincial texts that are lost, by chance.
    uneven : float
        How much larger the leaning (logit scale) to the first topic is than to the last: with 1.2 it is
        three times as large, with 4 most texts say nothing on the last.
    courses : mapping, optional
        Of a topic, a shape of `SHAPES` and how far the centre and the provinces go along it (logit
        scale): ``{2: ("late break", 1.0, 0.0)}``. Topics that are not named stay. `COURSES` unless
        given; ``{}`` plants nothing.
    seed : int
        Seed of the draw.

    Returns
    -------
    Panel

    Raises
    ------
    ValueError
        Where a topic or shape is not there, or `rho` is out of range.

    Examples
    --------
    >>> from reformlab.simulate import simulate_panel
    >>> panel = simulate_panel(seed=1)
    >>> panel.priorities.groupby("doc_id")["priority"].sum().round(6).unique().tolist()
    [1.0]
    """
    if courses is None:
        courses = {topic: course for topic, course in COURSES.items() if topic <= n_topics}
    wrong = [topic for topic, course in courses.items() if topic > n_topics or course[0] not in SHAPES]
    if wrong or not 0 <= rho < 1:
        raise ValueError(
            f"courses of {wrong}: topics are 1 to {n_topics}, shapes {list(SHAPES)}; rho={rho}: 0 to 1"
        )
    rng = np.random.default_rng(seed)
    span = np.arange(years[0], years[1] + 1)
    leanings = _lean_along(n_topics, len(span), uneven, tuple(sorted(courses.items())))
    about = _panel_documents(span, n_places, missing, rng)
    unit, year = about.pop("unit").to_numpy(), (about["year"] - span[0]).to_numpy(dtype=int)
    deviations = year_effect * draw_series(rho, (n_places + 1, len(span), n_topics), rng)
    of_place = place_effect * rng.standard_normal((n_places + 1, 1, n_topics))
    of_place[0] = 0.0
    own = (leanings[(np.arange(n_places + 1) > 0).astype(int)] + deviations + of_place)[unit, year]
    n_each = rng.integers(statements[0], statements[1] + 1, len(about))
    of_document = np.repeat(np.arange(len(about)), n_each)
    shares = softmax(own[of_document] + STATEMENT_EFFECT * rng.standard_normal((len(of_document), n_topics)))
    drawn = rng.multinomial(np.maximum(rng.poisson(terms_per_statement, len(shares)), 1), shares)
    counts = np.add.reduceat(drawn, np.r_[0, np.cumsum(n_each)[:-1]], axis=0)
    of_centre = np.hypot(year_effect, STATEMENT_EFFECT)
    spreads = [of_centre, np.hypot(place_effect, of_centre)]
    return Panel(_tidy_panel(about, counts), _expect_panel(span, leanings, spreads))


@lru_cache(maxsize=32)
def _lean_along(
    n_topics: int, n_years: int, uneven: float, courses: tuple[tuple[int, tuple[str, float, float]], ...]
) -> np.ndarray:
    """Give the leanings of both levels over the years (national, provincial x years x topics)."""
    u = np.linspace(0, 1, n_years)
    leanings = np.tile(np.linspace(uneven, 0, n_topics), (2, n_years, 1))
    for topic, (shape, *heights) in courses:
        leanings[:, :, topic - 1] += np.outer(heights, SHAPES[shape](u))
    return leanings


def _panel_documents(
    span: np.ndarray, n_places: int, missing: float, rng: np.random.Generator
) -> pd.DataFrame:
    """List the texts of a panel; unit 0 is the centre."""
    known = list(mainland())
    more = [f"地方{number}" for number in range(len(known) + 1, n_places + 1)]
    named = [NATIONAL[0], *known[:n_places], *more]
    unit, year = (part.ravel() for part in np.meshgrid(np.arange(n_places + 1), span, indexing="ij"))
    kept = (unit == 0) | (rng.random(len(unit)) >= missing)
    table = pd.DataFrame({"unit": unit[kept], "year": year[kept]})
    level = np.where(table["unit"] == 0, "national", "provincial")
    place = np.array(named)[table["unit"]]
    doc_ids = [f"{p}-{y}" for p, y in zip(place, table["year"], strict=True)]
    return table.assign(doc_id=doc_ids, level=level, place=place, kind="work-report")


def _tidy_panel(about: pd.DataFrame, counts: np.ndarray) -> pd.DataFrame:
    """Give the table that `measure_document_priorities` gives of fitted topics."""
    n_terms = counts.sum(axis=1, keepdims=True)
    priority = counts / n_terms
    topics = np.arange(1, counts.shape[1] + 1)
    table = about.loc[about.index.repeat(len(topics))].reset_index(drop=True)
    topic = np.tile(topics, len(about))
    names = {"topic": topic, "label": [f"主题{i}" for i in topic], "label_en": [f"topic {i}" for i in topic]}
    table = table.assign(**names, priority=priority.ravel(), share=priority.ravel())
    se = np.sqrt(priority * (1 - priority) / n_terms).ravel()
    table = table.assign(se=se, n_terms=np.repeat(n_terms, len(topics)))
    order = ["doc_id", *names, "priority", "share", "se", "n_terms", "level", "place", "year", "kind"]
    return table[order].astype({"year": "Int64", "level": str, "place": str, "kind": str})


def _expect_panel(span: np.ndarray, leanings: np.ndarray, spreads: list[float]) -> pd.DataFrame:
    """Give the expected priorities of both levels, and their differences."""
    expected = [
        np.array([expect_shares(tuple(leaning), spread) for leaning in side])
        for side, spread in zip(leanings, map(float, spreads), strict=True)
    ]
    topic = np.arange(1, leanings.shape[2] + 1)
    sides = {"national": expected[0], "provincial": expected[1], "gap": expected[0] - expected[1]}
    return lay_out({"level": sides, "year": span, "topic": topic}, priority=np.array([*sides.values()]))
