"""Cut time: the names of the periods that years fall into, in the order in which they run."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Literal

import pandas as pd

ALL_YEARS = "all years"
YEAR_UNKNOWN = "year unknown"

By = Literal["year", "decade", "period", "place", "kind"] | None


def name_periods(years: pd.Series, by: By, periods: Sequence[int] | None) -> pd.Categorical:
    """Name the period of each year; the categories run in time, years unknown last.

    Parameters
    ----------
    years : Series of int
        May have gaps.
    by : {None, "year", "decade", "period", "place", "kind"}
        None, "place" and "kind" take all years together.
    periods : list of int, optional
        First year of each period, ascending, for ``by="period"``.

    Raises
    ------
    ValueError
        For an unknown `by`, or `periods` that are missing, unasked for or not ascending.

    Examples
    --------
    >>> import pandas as pd
    >>> from reformlab.corpus.periods import name_periods
    >>> list(name_periods(pd.Series([2009, 2017]), "period", [2009, 2016]))
    ['2009-2015', '2016-2017']
    """
    if by in (None, "place", "kind") and periods is None:
        return pd.Categorical([ALL_YEARS] * len(years))
    name = _period_namer(years, by, periods)
    known = sorted(years.dropna().unique())
    names = {year: name(int(year)) for year in known}
    return pd.Categorical(
        [names.get(year, YEAR_UNKNOWN) if pd.notna(year) else YEAR_UNKNOWN for year in years],
        [*dict.fromkeys(names.values()), YEAR_UNKNOWN],
        ordered=True,
    )


def _period_namer(years: pd.Series, by: By, periods: Sequence[int] | None) -> Callable[[int], str]:
    if by not in (None, "year", "decade", "period", "place", "kind"):
        raise ValueError(
            f"by={by!r}; use 'year', 'decade', 'period', 'place', 'kind' or None (all years together)"
        )
    if (by == "period") != (periods is not None):
        raise ValueError("by='period' and periods=[first years] go together; give both or neither")
    if by == "year":
        return str
    if by == "decade":
        return lambda year: f"{year // 10 * 10}-{year // 10 * 10 + 9}"
    starts = list(periods)
    if not starts or starts != sorted(set(starts)):
        raise ValueError(f"periods={starts!r}; give the first year of each period, ascending")
    ends = [start - 1 for start in starts[1:]] + [int(years.max()) if years.notna().any() else starts[-1]]

    def name(year: int) -> str:
        index = bisect_right(starts, year) - 1
        if index < 0:
            return f"before {starts[0]}"
        start, end = starts[index], ends[index]
        return str(start) if start == end else f"{start}-{end}"

    return name
