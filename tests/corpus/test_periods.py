"""Years fall into eras: the project's, or a reader's own."""

import pandas as pd
import pytest

from reformlab.corpus.periods import check_eras, name_periods, read_eras, read_events

YEARS = pd.Series([2018, 1950, 2009, 2026, None], dtype="Int64")


def test_eras_are_named_by_their_years_and_run_in_time():
    named = name_periods(YEARS, "era", None)
    assert list(named.categories) == [
        "before 1978",
        "2009-2015 new health reform",
        "2016-2019 Healthy China",
        "2023-2026 after the epidemic",
        "year unknown",
    ]
    assert named[0] == "2016-2019 Healthy China" and named[4] == "year unknown"


def test_a_readers_own_eras_are_taken():
    mine = pd.DataFrame({"name": ["old", "new"], "first_year": [1940, 2010], "last_year": [2009, 2030]})
    assert list(name_periods(YEARS.dropna(), "era", mine)) == [
        "2010-2030 new",
        "1940-2009 old",
        "1940-2009 old",
        "2010-2030 new",
    ]
    gap = mine.assign(last_year=[1980, 2020])
    assert list(name_periods(YEARS.dropna(), "era", gap).categories) == [
        "1940-1980 old",
        "1981-2009",
        "2010-2020 new",
        "2021-2026",
        "year unknown",
    ]
    with pytest.raises(ValueError, match="begins after"):
        name_periods(YEARS, "era", mine.iloc[::-1])
    with pytest.raises(ValueError, match="name"):
        check_eras(mine.drop(columns="name"))


@pytest.mark.parametrize(
    ("by", "given", "words"),
    [
        ("period", [2030, 2040], "2030 or later; the documents are of 1950 to 2026"),
        ("period", [1950, 2009, 2027], "2027 or later"),
        ("period", [1900, 1940], "before 1940"),
        ("period", [1900, 1950], "before 1950"),
        ("era", pd.DataFrame({"name": ["new"], "first_year": [2030], "last_year": [2040]}), "1950 to 2026"),
    ],
)
def test_a_period_without_a_year_is_an_error_that_gives_the_span(by, given, words):
    with pytest.raises(ValueError, match=words):
        name_periods(YEARS, by, given)


def test_borders_at_the_ends_of_the_span_stand():
    assert list(name_periods(YEARS, "period", [1900, 1951, 2026]).categories[:-1]) == [
        "1900-1950",
        "1951-2025",
        "2026",
    ]
    assert list(name_periods(pd.Series([pd.NA], dtype="Int64"), "period", [1990])) == ["year unknown"]


def test_the_tables_are_those_of_the_project():
    assert len(check_eras(read_eras())) == 8
    events = read_events()
    assert events["date"].is_monotonic_increasing
    assert set(events["main"].dropna()) == {"yes"}
