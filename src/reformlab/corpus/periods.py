"""Cut time: the names of the periods that years fall into, in the order in which they run."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Literal

import pandas as pd

from reformlab.corpus.choices import check_choice
from reformlab.corpus.tables import data_folder

ALL_YEARS = "all years"
YEAR_UNKNOWN = "year unknown"
GUESSED_YEAR = "latest year told of"
"""Where a year was read that the document does not state."""

By = Literal["year", "decade", "period", "era", "place", "kind"] | None
ERA_COLUMNS = ("name", "first_year", "last_year")


def read_eras() -> pd.DataFrame:
    """Read the eras into which the project cuts time.

    Returns
    -------
    DataFrame
        One row an era, in order: ``name``, ``zh``, ``first_year``, ``last_year``, ``why``, ``source``.

    Examples
    --------
    >>> import reformlab as rl
    >>> rl.read_eras()["zh"].tolist()[4]
    '新医改'
    """
    return pd.read_csv(data_folder() / "reference" / "eras.csv")


def read_events() -> pd.DataFrame:
    """Read the dated turning points of health reform.

    Returns
    -------
    DataFrame
        One row an event, in order: ``date`` (the day or the month, as text), ``name``, ``zh``, ``level``,
        ``source``.

    Examples
    --------
    >>> import reformlab as rl
    >>> rl.read_events().query("zh == '国家医保局'")["date"].tolist()
    ['2018-05-31']
    """
    return pd.read_csv(data_folder() / "reference" / "events.csv", dtype={"date": "str"})


def check_eras(eras: pd.DataFrame) -> pd.DataFrame:
    """Check a table of eras and return it.

    Raises
    ------
    ValueError
        Where columns are missing, an era ends before it begins, or eras overlap or are out of order.

    Examples
    --------
    >>> from reformlab.corpus.periods import check_eras, read_eras
    >>> len(check_eras(read_eras()))
    8
    """
    missing = [name for name in ERA_COLUMNS if name not in eras]
    if missing or eras.empty:
        raise ValueError(f"eras: a row an era with the columns {list(ERA_COLUMNS)}; missing: {missing}")
    first, last = eras["first_year"].to_numpy(), eras["last_year"].to_numpy()
    if (first > last).any() or (first[1:] <= last[:-1]).any():
        raise ValueError("eras: each runs from its first year to its last, and begins after the one before")
    return eras


def name_periods(years: pd.Series, by: By, periods: Sequence[int] | pd.DataFrame | None) -> pd.Categorical:
    """Name the period of each year; the categories run in time, years unknown last.

    Parameters
    ----------
    years : Series of int
        May have gaps.
    by : {None, "year", "decade", "period", "era", "place", "kind"}
        None, "place" and "kind" take all years together.
    periods : list of int or DataFrame, optional
        First year of each period, ascending, for ``by="period"``; a table of eras of one's own
        for ``by="era"``, which else takes `read_eras`.

    Raises
    ------
    ValueError
        For an unknown `by`, or `periods` that are missing, unasked for, not ascending, or outside of the
        years that there are.

    Examples
    --------
    >>> import pandas as pd
    >>> from reformlab.corpus.periods import name_periods
    >>> list(name_periods(pd.Series([2009, 2017]), "period", [2009, 2016]))
    ['2009-2015', '2016-2017']
    >>> list(name_periods(pd.Series([2009, 2017]), "era", None))
    ['2009-2015 new health reform', '2016-2019 Healthy China']
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


def _period_namer(
    years: pd.Series, by: By, periods: Sequence[int] | pd.DataFrame | None
) -> Callable[[int], str]:
    check_choice("by", by, ["year", "decade", "period", "era", "place", "kind", None])
    if by == "era":
        last = int(years.max()) if years.notna().any() else 0
        eras = check_eras(read_eras() if periods is None else periods)
        if periods is not None:
            _check_span([eras["first_year"].min()], years)
        return _era_namer(eras, last)
    if (by == "period") != (periods is not None):
        raise ValueError("by='period' and periods=[first years] go together; give both or neither")
    if by == "year":
        return str
    if by == "decade":
        return lambda year: f"{year // 10 * 10}-{year // 10 * 10 + 9}"
    starts = list(periods)
    if not starts or starts != sorted(set(starts)):
        raise ValueError(f"periods={starts!r}; give the first year of each period, ascending")
    _check_span(starts, years)
    ends = [start - 1 for start in starts[1:]] + [int(years.max()) if years.notna().any() else starts[-1]]

    def name(year: int) -> str:
        index = bisect_right(starts, year) - 1
        if index < 0:
            return f"before {starts[0]}"
        start, end = starts[index], ends[index]
        return str(start) if start == end else f"{start}-{end}"

    return name


def _check_span(starts: Sequence[int], years: pd.Series) -> None:
    """Raise where a period has none of the years that there are: its name would say what is not there."""
    if years.isna().all():
        return
    first, last = int(years.min()), int(years.max())
    empty = [f"in {start} or later" for start in starts if start > last]
    empty += [f"before {start}" for start in starts[1:] if start <= first]
    if empty:
        raise ValueError(
            f"periods that begin in {', '.join(map(str, starts))}: no document is of a year {empty[0]}; "
            f"the documents are of {first} to {last}"
        )


def _era_namer(eras: pd.DataFrame, last: int) -> Callable[[int], str]:
    firsts, lasts = eras["first_year"].tolist(), eras["last_year"].tolist()

    def name(year: int) -> str:
        index = bisect_right(firsts, year) - 1
        if index < 0:
            return f"before {firsts[0]}"
        if year <= lasts[index]:
            # The years come first, so that eras sort as they run.
            return f"{firsts[index]}-{lasts[index]} {eras['name'].iloc[index]}"
        end = firsts[index + 1] - 1 if index + 1 < len(firsts) else last
        return f"{lasts[index] + 1}-{end}"

    return name


def drop_guessed(table: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Leave out the rows of documents whose year is guessed: they state none, and tell of what happened.

    Raises
    ------
    ValueError
        Where `documents` do not say where their years were read.

    Examples
    --------
    >>> import pandas as pd
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "year_from": ["number", GUESSED_YEAR]})
    >>> drop_guessed(pd.DataFrame({"doc_id": ["a", "b"]}), documents)["doc_id"].tolist()
    ['a']
    """
    if "year_from" not in documents:
        raise ValueError("the documents have no column year_from, which says whether a year is guessed")
    guessed = documents.loc[documents["year_from"] == GUESSED_YEAR, "doc_id"]
    return table[~table["doc_id"].isin(guessed)]
