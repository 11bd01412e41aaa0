"""Lead: whether the centre or the provinces go first in a term or topic."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reformlab.corpus.tables import CENTRE, KINDS, SIDES
from reformlab.measures.adoption import NAMES, check_use, name_items
from reformlab.measures.permutation import LEVEL_OF_TEST

LEAD = [*NAMES, "kind", "verdict", "reason", "lag", "closeness", "p", "n_behind", "n_ahead"]
LEAD += ["n_places", "n_years", "n_docs"]

MIN_YEARS = 8
# With fewer, one of all cannot be rare at 5 %: 1 of 20 is.
MIN_PLACES = 19
LAGS = np.arange(-3, 4)
# Years that two series must share at a lag, for a correlation.
MIN_SHARED = 5
# Correlation of a place with the mean of all others: half of its variance is theirs.
MOVING_TOGETHER = 0.7
CLOSE = 0.85
# The centre must move with the provinces no less than the loosest tenth of them.
LOOSEST = 0.1


def measure_lead(use: pd.DataFrame) -> pd.DataFrame:
    """Measure whether the centre or the provinces go first in a term or topic.

    The yearly share of the centre is laid over the mean of the provinces, shifted by -3 to 3
    years; the lag is the mean of the shifts, each weighted by how well the two then agree. The same
    is done with each province in the centre's part. Under the null, that the centre is one place
    among others, its lag is as likely as any to be the largest, so `p` is exact for any path that
    all may follow. Directions are named only where p is at most 0.05.

    Parameters
    ----------
    use : DataFrame
        Of `measure_use`. Several documents of a place, kind and year are averaged.

    Returns
    -------
    DataFrame
        One row an item and kind that the centre or a province has: ``item``, ``label``,
        ``label_en``, ``kind``, ``verdict`` (``"top-down"``: the provinces follow; ``"bottom-up"``:
        the centre follows; ``"mixed"``: some provinces go before the centre and others after it,
        more clearly than around any province; ``"cannot tell"``), ``reason`` (why it cannot be
        told; empty else), ``lag`` (years by which the provinces are behind the centre, -3 to 3),
        ``closeness`` (largest correlation with the provinces over the shifts), ``p`` (share of the
        places, the centre counted in, whose lag is as extreme), ``n_behind``, ``n_ahead`` (provinces
        half a year or more behind and ahead of the centre), ``n_places``, ``n_years`` (of the
        centre, while provinces have documents too), ``n_docs`` (that were used; where it cannot be
        told, all). Numbers are missing where there is
        nothing to work them out from. It cannot be told with fewer than 8 years or 19 provinces,
        where provinces do not move together, or the centre moves on its own.

    Raises
    ------
    ValueError
        Where the table lacks columns of `measure_use`.

    Notes
    -----
    Weights are the profile likelihood of a regression of one series on the other, (1 - r²) to the
    power of -n/4 for n years: half of its usual power, because years next to each other are alike.
    How often a lead is seen hangs on the course (docs/decisions/leads.md): in 9 of 10 where it turns, in
    one of four S-curves, hardly ever in even trends, which shifted look like themselves. So ``cannot
    tell`` of what only rises says next to nothing; `measure_event_history` asks who took it up after
    whom, and needs no turns. Where the centre's documents are shorter or fewer than those of a
    province, `p` is too small. One test a row: of 20 items without a lead, one may be called.

    Examples
    --------
    >>> import reformlab as rl
    >>> use = rl.measure_use(rl.load_corpus("made-up"), ["家庭医生"])
    >>> rl.measure_lead(use)["verdict"].unique().tolist()
    ['cannot tell']
    """
    check_use(use)
    sides = use[use["level"].isin(SIDES)]
    rows = []
    for item in use["item"].unique():
        of_item = sides[sides["item"] == item]
        for kind in sorted(of_item["kind"].unique(), key=[*KINDS, *of_item["kind"].unique()].index):
            rows.append({"item": item, "kind": kind, **_measure_one(of_item[of_item["kind"] == kind])})
    if not rows:
        return pd.DataFrame(columns=LEAD)
    return name_items(pd.DataFrame(rows), use)[LEAD]


def _measure_one(documents: pd.DataFrame) -> dict[str, object]:
    both = documents.groupby("level")["year"].agg(["min", "max"])
    span = range(int(both["min"].max()), int(both["max"].min()) + 1) if len(both) == 2 else range(0)
    inside = documents[documents["year"].isin(list(span))]
    years = inside.loc[inside["level"] == CENTRE, "year"].unique()
    series = inside.pivot_table(index="place", columns="year", values="share", aggfunc="mean", observed=True)
    series = series.reindex(columns=list(span)).astype(float)
    centre = series.index.isin(inside.loc[inside["level"] == CENTRE, "place"])
    moving = (series.notna().sum(axis=1) >= MIN_YEARS) & (series.max(axis=1) > series.min(axis=1))
    places = series[~centre & moving]
    row = {"lag": np.nan, "closeness": np.nan, "p": np.nan, "n_behind": 0, "n_ahead": 0}
    row |= {"n_places": len(places), "n_years": len(years), "n_docs": len(documents)}
    if len(years) < MIN_YEARS:
        reason = f"years in which the centre speaks while provinces do: {len(years)}"
        return _refuse(row, f"{reason}; {MIN_YEARS} are needed")
    if not moving[centre].all():
        return _refuse(row, "the centre's share never changes")
    if len(places) < MIN_PLACES:
        reason = f"provinces whose share changes, with {MIN_YEARS} years or more: {len(places)}"
        return _refuse(row, f"{reason}; {MIN_PLACES} are needed")
    used = inside["place"].isin(places.index) | (inside["level"] == CENTRE)
    units = np.vstack([series[centre].to_numpy(), places.to_numpy()])
    return _judge(row | {"n_docs": int(used.sum())}, units)


def _judge(row: dict[str, object], units: np.ndarray) -> dict[str, object]:
    """Judge the first of the units, the centre, among the others."""
    lags, closeness = _find_lags(units, _average_others(units))
    pairs, _ = _find_lags(units[:, None], units[None])
    np.fill_diagonal(pairs, 0)
    n = len(units) - 1
    # Of the mean lag before and the mean lag after, the smaller: large only where both are.
    both = np.minimum(np.clip(pairs, 0, None).sum(axis=1), np.clip(-pairs, 0, None).sum(axis=1)) / n
    one_way = np.abs(lags) / max(np.sqrt(np.mean(lags**2)), 1e-12)
    two_ways = (both - both.mean()) / max(both.std(), 1e-12)
    extreme = np.maximum(one_way, two_ways)
    p = float((extreme >= extreme[0] - 1e-12).mean())
    row = row | {"lag": float(lags[0]), "closeness": float(closeness[0]), "p": p}
    row |= {"n_behind": int((pairs[0] >= 0.5).sum()), "n_ahead": int((pairs[0] <= -0.5).sum())}
    if np.median(closeness[1:]) < MOVING_TOGETHER:
        return _refuse(row, "the provinces do not move together")
    if closeness[0] < min(CLOSE, np.quantile(closeness[1:], LOOSEST)):
        return _refuse(row, "the centre does not move with the provinces")
    if p > LEVEL_OF_TEST:
        return _refuse(row, "no lead beyond what provinces have over one another")
    verdict = "mixed" if two_ways[0] > one_way[0] else "top-down" if lags[0] > 0 else "bottom-up"
    return row | {"verdict": verdict, "reason": ""}


def _refuse(row: dict[str, object], reason: str) -> dict[str, object]:
    return row | {"verdict": "cannot tell", "reason": reason}


def _average_others(units: np.ndarray) -> np.ndarray:
    """Give, beside each series, the mean of all others, year by year."""
    there = ~np.isnan(units)
    values = np.where(there, units, 0)
    n_others = there.sum(axis=0) - there
    sums = values.sum(axis=0) - values
    return np.where(n_others > 0, sums / np.maximum(n_others, 1), np.nan)


def _find_lags(one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give how many years the other series is behind the one, and their largest correlation."""
    n_years = one.shape[-1]
    shifted = [
        _correlate(
            one[..., max(0, -lag) : n_years - max(0, lag)],
            other[..., max(0, lag) : n_years + min(0, lag)],
        )
        for lag in LAGS
    ]
    r = np.array(shifted)
    weights = (1 - np.clip(r, 0, 0.999) ** 2) ** (-n_years / 4)
    lags = LAGS.reshape(-1, *[1] * (r.ndim - 1))
    return (weights * lags).sum(axis=0) / weights.sum(axis=0), r.max(axis=0)


def _correlate(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Correlate along the last axis over the years that both have; 0 where these are too few."""
    one, other = np.broadcast_arrays(one, other)
    there = ~(np.isnan(one) | np.isnan(other))
    n = there.sum(axis=-1)
    sides = []
    for side in (one, other):
        filled = np.where(there, side, 0)
        mean = filled.sum(axis=-1, keepdims=True) / np.maximum(n, 1)[..., None]
        sides.append(np.where(there, filled - mean, 0))
    products = (sides[0] * sides[1]).sum(axis=-1)
    sizes = np.sqrt((sides[0] ** 2).sum(axis=-1) * (sides[1] ** 2).sum(axis=-1))
    known = (n >= MIN_SHARED) & (sizes > 1e-15)
    return np.where(known, products / np.where(known, sizes, 1), 0)
