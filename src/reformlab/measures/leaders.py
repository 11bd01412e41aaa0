"""Leaders: which places adopt early and which late, over many items, beside what chance gives."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reformlab.corpus.kept import keep
from reformlab.corpus.tables import CENTRE, PROVINCIAL
from reformlab.measures.adoption import check_use
from reformlab.measures.intervals import CONFIDENCE, find_quantile
from reformlab.measures.permutation import LEVEL_OF_TEST, false_discovery_rate, open_stream, p_value_two_sided
from reformlab.measures.use_panel import CANNOT_TELL, lay_out

LEADERS = ["level", "place", "ratio", "low", "high", "p", "q", "verdict", "reason"]
LEADERS += ["n_adoptions", "n_expected", "n_known", "n_years"]


@keep("measures", "corpus")
def measure_leaders(use: pd.DataFrame, *, n_permutations: int = 1999, seed: int = 1) -> pd.DataFrame:
    """Measure which places adopt early and which late, over many items, beside what chance gives.

    In each year, those who adopt an item are set against all who might have: a place that takes up
    more than its part adopts early. Under the null, the reports of a year are permuted among the
    places: a report with many new terms stays one report.

    Parameters
    ----------
    use : DataFrame
        Of `measure_use`.
    n_permutations : int
        How often reports are permuted.
    seed : int
        Seed of the permutations.

    Returns
    -------
    DataFrame
        One row a place, the earliest first: ``level``, ``place``, ``ratio`` (adoptions over those
        expected of a place like all others; 2 is twice as fast), ``low``, ``high`` (95 %, years
        independent), ``p`` (share of the permutations as far from 1, both ways), ``q`` (false discovery rate
        over places), ``verdict`` ("early" or "late" where q is at most 0.05, else "cannot tell"),
        ``reason``, ``n_adoptions``, ``n_expected``, ``n_known`` (items of which it is known when, or
        that, the place did not adopt them before its second year), ``n_years``.

    Raises
    ------
    ValueError
        Where the table lacks columns of `measure_use`.

    Notes
    -----
    Observed and expected are those of the logrank test, a stratum an item. A place whose reports say
    more of health is early for that reason too: it is a fact of its reports, not of its influence.
    The centre stands among the places; as it speaks in March and they do in January, a year is one
    moment here.

    Examples
    --------
    >>> import reformlab as rl
    >>> from reformlab.simulate import simulate_diffusion
    >>> table = rl.measure_leaders(simulate_diffusion(n_items=30, seed=1), n_permutations=99)
    >>> len(table), round(float(table["n_adoptions"].sum() / table["n_expected"].sum()), 6)
    (32, 1.0)
    """
    check_use(use)
    panel = lay_out(use)
    at_risk = panel.at_risk
    adopts = (at_risk & panel.used).astype(float)
    share = adopts.sum(axis=1, keepdims=True) / np.maximum(at_risk.sum(axis=1, keepdims=True), 1)
    expected = at_risk * share
    beyond = (adopts - expected).sum(axis=0)
    there = at_risk.any(axis=0)
    rng = open_stream(seed, "leaders")
    permuted = np.zeros((n_permutations, len(beyond)))
    for year in np.nonzero(there.any(axis=0))[0]:
        units = np.nonzero(there[:, year])[0]
        order = rng.random((n_permutations, len(units))).argsort(axis=1)
        permuted[:, units] += beyond[units, year][order]
    p = p_value_two_sided(beyond.sum(axis=1), permuted)
    n_expected, n_years = expected.sum(axis=(0, 2)), there.sum(axis=1)
    table = pd.DataFrame({"place": ["", *panel.places], "p": p, "n_years": n_years, "n_expected": n_expected})
    centre = use.loc[use["level"] == CENTRE, "place"]
    table["level"] = np.where(table["place"] == "", CENTRE, PROVINCIAL)
    table.loc[0, "place"] = centre.iloc[0] if len(centre) else ""
    table["n_adoptions"] = adopts.sum(axis=(0, 2)).astype(int)
    table["n_known"] = at_risk.any(axis=2).sum(axis=0)
    reach = _reach_years(beyond, n_years)
    for name, limit in (("ratio", 0), ("low", -reach), ("high", reach)):
        table[name] = np.maximum(table["n_adoptions"] + limit, 0) / table["n_expected"].where(n_expected > 0)
    table = table[table["n_years"] > 0]
    table["q"] = false_discovery_rate(table["p"].to_numpy())
    told = table["q"] <= LEVEL_OF_TEST
    table["verdict"] = np.select([told & (table["ratio"] > 1), told], ["early", "late"], CANNOT_TELL)
    table["reason"] = np.where(told, "", "no more than reports permuted at random give")
    return table.sort_values(["ratio", "place"], ascending=[False, True], ignore_index=True)[LEADERS]


def _reach_years(beyond: np.ndarray, n_years: np.ndarray) -> np.ndarray:
    """Give how far each sum over years reaches, by Student's t, years independent."""
    quantile = find_quantile(CONFIDENCE, np.maximum(n_years - 1, 1))
    mean = beyond.sum(axis=1) / np.maximum(n_years, 1)
    inside = np.where(beyond != 0, beyond - mean[:, None], 0)
    variance = np.square(inside).sum(axis=1) * n_years / np.maximum(n_years - 1, 1)
    return np.where(n_years > 1, quantile * np.sqrt(variance), np.nan)
