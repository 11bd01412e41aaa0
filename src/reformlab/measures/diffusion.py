"""Diffusion: which share of the places uses a term or topic in each year, who comes in and who leaves."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reformlab.corpus.tables import CENTRE, LEVELS
from reformlab.measures.adoption import NAMES, check_use, group_use, name_items
from reformlab.measures.estimates import MIN_DOCUMENTS
from reformlab.measures.intervals import CONFIDENCE

DIFFUSION = [*NAMES, "kind", "level", "year", "share", "low", "high", "n_used", "n_places"]
DIFFUSION += ["n_entries", "n_returns", "n_exits", "n_unknown", "ever", "n_ever", "n_seen"]
DIFFUSION += ["centre_year", "centre_known", "years_since_centre", "n_docs", "enough"]


def measure_diffusion(use: pd.DataFrame) -> pd.DataFrame:
    """Measure which share of the places use a term or topic in each year, who comes in and who leaves.

    Parameters
    ----------
    use : DataFrame
        Of `measure_use`.

    Returns
    -------
    DataFrame
        One row an item, kind, level below the national one and year with documents: ``item``,
        ``label``, ``label_en``, ``kind``, ``level``, ``year``, ``share`` (of the places with a
        document in this year, those that use it in one), ``low``, ``high`` (95 % interval of Wilson,
        places independent; missing where `enough` is False), ``n_used``, ``n_places``. Of those that
        use it: ``n_entries`` (for the first time, and an earlier document did not), ``n_returns``
        (again, after a year with documents without it), ``n_unknown`` (in the first documents seen of
        the place: when it began cannot be told). ``n_exits`` (places with documents that had it in
        their documents of the year before, or of the last year with any). ``ever`` (of the places
        seen by then, those that have used it), ``n_ever``, ``n_seen``. ``centre_year`` (in which the
        centre first used it in this kind; missing where it did not), ``centre_known`` (an earlier
        document of the centre did not), ``years_since_centre`` (negative before), ``n_docs`` (of the
        year), ``enough`` (at least 5 places).

    Raises
    ------
    ValueError
        Where the table lacks columns of `measure_use`.

    Notes
    -----
    Wilson (1927), Journal of the American Statistical Association 22. Curves begin with the
    documents: what was used in the first of them was adopted then or before.

    Examples
    --------
    >>> import reformlab as rl
    >>> use = rl.measure_use(rl.load_corpus("made-up"), ["家庭医生"])
    >>> rl.measure_diffusion(use)[["year", "n_used", "n_places"]].head(2).to_numpy().tolist()
    [[2017, 1, 1], [2023, 1, 1]]
    """
    from scipy.stats import binomtest

    check_use(use)
    tables = []
    for keys, documents in group_use(use, ["item", "kind"]):
        centre = documents[documents["level"] == CENTRE]
        first = centre.loc[centre["used"], "year"].min()
        of_centre = {"centre_year": first, "centre_known": bool((centre["year"] < first).any())}
        for level in [level for level in LEVELS[1:] if level in set(documents["level"])]:
            years = _follow_places(documents[documents["level"] == level])
            tables.append(years.assign(**keys, level=level, **of_centre))
    if not tables:
        return pd.DataFrame(columns=DIFFUSION).astype({"enough": bool, "centre_known": bool})
    table = pd.concat(tables, ignore_index=True).astype({"centre_year": "Int64", "year": "Int64"})
    table["years_since_centre"] = table["year"] - table["centre_year"]
    table["enough"] = table["n_places"] >= MIN_DOCUMENTS
    pairs = zip(table["n_used"], table["n_places"], strict=True)
    limits = np.array([binomtest(k, n).proportion_ci(CONFIDENCE, method="wilson") for k, n in pairs])
    limits[~table["enough"]] = np.nan
    table = table.assign(low=limits[:, 0], high=limits[:, 1])
    return name_items(table, use)[DIFFUSION]


def _follow_places(documents: pd.DataFrame) -> pd.DataFrame:
    """Count who uses it, enters, returns and leaves, year by year."""
    used = documents.pivot_table(index="year", columns="place", values="used", aggfunc="max", observed=True)
    used = used.sort_index()
    there, uses = used.notna().to_numpy(), used.fillna(False).to_numpy(dtype=bool)
    last = used.ffill().shift(1)
    seen_before, used_last = last.notna().to_numpy(), last.fillna(False).to_numpy(dtype=bool)
    ever = np.maximum.accumulate(uses, axis=0)
    used_before = np.vstack([np.zeros_like(ever[:1]), ever[:-1]])
    seen = np.maximum.accumulate(there, axis=0).sum(axis=1)
    counts = {
        "n_used": uses,
        "n_places": there,
        "n_entries": uses & seen_before & ~used_before,
        "n_returns": uses & used_before & ~used_last,
        "n_exits": there & ~uses & used_last,
        "n_unknown": uses & ~seen_before,
        "n_ever": ever,
    }
    table = pd.DataFrame({name: part.sum(axis=1) for name, part in counts.items()}, index=used.index)
    table = table.assign(share=table["n_used"] / table["n_places"], n_seen=seen, ever=table["n_ever"] / seen)
    return table.assign(n_docs=documents.groupby("year").size()).reset_index()
