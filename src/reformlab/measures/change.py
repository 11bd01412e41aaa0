"""Change: how far priorities moved from era to era, at each level and in the gap."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformlab.corpus.kept import keep
from reformlab.corpus.periods import check_eras, read_eras
from reformlab.corpus.tables import CENTRE, GAP, PROVINCIAL, Corpus
from reformlab.measures.document_panel import DocumentPanel, read_document_panels
from reformlab.measures.intervals import CONFIDENCE
from reformlab.measures.lines import Line, follow_levels
from reformlab.measures.permutation import false_discovery_rate

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit

# Years of an era with documents, for an interval.
LEAST_IN_ERA = 2
COUNTS = ("n_years_before", "n_years_after", "n_docs_before", "n_docs_after")


@keep("topics", "measures", "corpus")
def measure_change(
    source: Fit | Corpus | pd.DataFrame,
    *,
    eras: pd.DataFrame | None = None,
    corrected: bool = True,
    guessed_years: bool = True,
) -> pd.DataFrame:
    """Measure how far each topic's priority changed from era to era, at each level, and in the gap.

    The priority of an era is the mean over its years. For the centre the interval covers how its years
    vary around their course and depend on each other, whatever the course; for other levels, places
    are the clusters. Of the centre no variance is believed that lies far below that of texts which speak of
    the item as seldom as those of both eras do: an era without a statement on it is not known to be without.
    The change of the gap is the difference of differences: how much further the centre went than the
    provinces.

    Parameters
    ----------
    source : Fit, Corpus or DataFrame
        As in `measure_trend`.
    eras : DataFrame, optional
        One row an era, in order: ``name``, ``first_year``, ``last_year`` (and ``zh``); each is compared
        with the one before. `read_eras` unless given; ``q`` is of what is searched, so give those that are
        asked about.
    corrected : bool
        As in `measure_priorities`, for a fit of domains with a coded sample.
    guessed_years : bool
        As in `measure_trend`.

    Returns
    -------
    DataFrame
        One row a kind, pair of eras, level and item: ``kind``, ``before``, ``after`` (names of eras),
        ``level`` ("gap" for the difference of differences), ``topic`` (or what stands for it), ``label``,
        ``label_en``, ``estimate_before``, ``estimate_after``, ``change``, ``low``, ``high`` (95 %), ``p``,
        ``q`` (false discovery rate over all items and pairs of eras of a kind and level), ``uncorrected``
        (where a coded sample corrects: the change without it), ``n_years_before``, ``n_years_after``,
        ``n_docs_before``, ``n_docs_after`` (of the gap, of both levels), ``enough`` (as in `measure_trend`,
        with 2 years in each era).

    Raises
    ------
    ValueError
        As `measure_trend`, and where no two eras have documents.

    Notes
    -----
    The centre's variance is at least that of years whose mean share m is that of both eras (as in a score
    test): m (1 - m) times 0.7 of how much the item varies from year to year in one province, by the size of
    texts. Where too few provinces speak again to tell, there is no such least. How often intervals cover the
    truth, also of rare items: docs/coverage_trend.md.

    Examples
    --------
    >>> import reformlab as rl
    >>> panel = rl.simulate_panel(n_topics=3, seed=1)
    >>> table = rl.measure_change(panel.priorities, eras=rl.read_eras().query("first_year > 2008"))
    >>> table[["before", "after"]].drop_duplicates().to_numpy().tolist()[0]
    ['new health reform', 'Healthy China']
    """
    eras = check_eras(read_eras() if eras is None else eras)
    tables, years = [], set()
    for panel in read_document_panels(source, corrected=corrected, guessed_years=guessed_years):
        lines = follow_levels(panel)
        years.update(*(line.years for line in lines.values()))
        for before, after in pairwise(eras.to_dict("records")):
            for level, found in _changes(lines, before, after).items():
                names = {"before": before["name"], "after": after["name"], "level": level}
                tables.append(_tabulate_change(panel, names, found))
    if not tables:
        span = f" (the documents are of {min(years)} to {max(years)})" if years else ""
        raise ValueError(
            f"no level has documents in two eras that follow each other{span}; give a table as eras="
        )
    table = pd.concat(tables, ignore_index=True)
    q = table.groupby(["kind", "level"], sort=False)["p"].transform(false_discovery_rate)
    return table.assign(q=q)


def _change(line: Line, years: np.ndarray, before: dict, after: dict) -> dict[str, np.ndarray] | None:
    """Give the means of two eras over these years, their difference and its variance (items)."""
    told = np.isin(line.years, years)
    spans = [(line.years >= era["first_year"]) & (line.years <= era["last_year"]) for era in (before, after)]
    eras = [told & span for span in spans]
    n = [int(era.sum()) for era in eras]
    if not all(n):
        return None
    first, second = (line.observed[era].mean(axis=0) for era in eras)
    variance, df = line.spread(eras[1] / n[1] - eras[0] / n[0])
    used = eras[0] | eras[1]
    enough = line.enough[used].all(axis=0) & (min(n) >= LEAST_IN_ERA) & (variance > 0)
    found = {"estimate_before": first, "estimate_after": second}
    found |= {"variance": variance, "df": df, "enough": enough}
    if line.shift is not None:
        found["shift"] = line.shift[eras[1]].mean(axis=0) - line.shift[eras[0]].mean(axis=0)
    n_docs = [int(line.counts["n_docs"][era].sum()) for era in eras]
    return found | dict(zip(COUNTS, [*n, *n_docs], strict=True))


def _changes(lines: dict[str, Line], before: dict, after: dict) -> dict[str, dict[str, np.ndarray]]:
    """Give the change of every level that speaks in both eras, and the difference of differences."""
    found = {level: _change(line, line.years, before, after) for level, line in lines.items()}
    if {CENTRE, PROVINCIAL} <= set(lines):
        sides = [lines[level] for level in (CENTRE, PROVINCIAL)]
        both = np.intersect1d(*(side.years for side in sides))
        changes = [_change(side, both, before, after) for side in sides]
        found[GAP] = _subtract(*changes) if all(changes) else None
    return {level: change for level, change in found.items() if change}


def _subtract(first: dict[str, np.ndarray], second: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Give one change minus another, of other documents (Welch and Satterthwaite)."""
    variance = first["variance"] + second["variance"]
    df = np.square(variance) / sum(np.square(side["variance"]) / side["df"] for side in (first, second))
    means = {name: first[name] - second[name] for name in ("estimate_before", "estimate_after")}
    if "shift" in first:
        means["shift"] = first["shift"] - second["shift"]
    means |= {"variance": variance, "df": df, "enough": first["enough"] & second["enough"]}
    means |= {name: first[name] for name in COUNTS[:2]}
    return means | {name: first[name] + second[name] for name in COUNTS[2:]}


def _tabulate_change(
    panel: DocumentPanel, names: dict[str, str], found: dict[str, np.ndarray]
) -> pd.DataFrame:
    """Make the rows of one comparison: limits by Student's t, and p."""
    from scipy.stats import t

    change = found["estimate_after"] - found["estimate_before"]
    enough = found["enough"]
    # A change whose variance cannot be told has no interval.
    error = np.sqrt(np.where(enough, found["variance"], np.nan))
    reach = t.ppf((1 + CONFIDENCE) / 2, found["df"]) * error
    p = 2 * t.sf(np.abs(change) / error, found["df"])
    numbers = {name: found[name] for name in ("estimate_before", "estimate_after")}
    numbers |= {"change": change, "low": change - reach, "high": change + reach}
    # Its place among the columns; it is of all comparisons.
    numbers |= {"p": p, "q": np.nan}
    if "shift" in found:
        numbers["uncorrected"] = change - found["shift"]
    numbers |= {name: found[name] for name in (*COUNTS, "enough")}
    front = pd.DataFrame({"kind": panel.kind, **names}, index=panel.items.index)
    return pd.concat([front, panel.items], axis=1).assign(**numbers)
