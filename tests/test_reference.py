"""The tables of eras, events, places and neighbours hold together."""

import csv
from itertools import pairwise
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent / "data" / "reference"


def _rows(table):
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ERAS, EVENTS, PLACES, NEIGHBOURS = map(_rows, ("eras", "events", "places", "neighbours"))
TODAY = [row for row in PLACES if not row["former"]]
PROVINCES = [row for row in PLACES if row["level"] == "provincial"]
TILES = {
    row["short"]: (int(row["tile_row"]), int(row["tile_column"])) for row in PROVINCES if row["tile_row"]
}


@pytest.mark.parametrize("table", ["eras", "events", "places", "neighbours"])
def test_a_table_is_plain_utf_8_with_one_line_ending(table):
    raw = (FOLDER / f"{table}.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")


def test_eras_follow_each_other_without_gap_or_overlap():
    years = [(int(row["first_year"]), int(row["last_year"])) for row in ERAS]
    assert years[0][0] == 1978
    assert all(first <= last for first, last in years)
    assert all(first == last + 1 for (_, last), (first, _) in pairwise(years))
    assert all(row["name"] and row["zh"] and row["why"] and row["source"] for row in ERAS)


def test_events_are_in_order_and_within_the_eras():
    dates = [row["date"] for row in EVENTS]
    assert dates == sorted(dates)
    assert all(int(ERAS[0]["first_year"]) <= int(date[:4]) <= int(ERAS[-1]["last_year"]) for date in dates)
    assert all(row["name"] and row["zh"] and row["source"] for row in EVENTS)
    assert {row["level"] for row in EVENTS} <= {"national", "provincial", "prefecture"}


def test_every_code_is_one_place_of_today_and_every_name_stands_once():
    codes = [row["adcode"] for row in TODAY]
    assert len(set(codes)) == len(codes)
    assert len({(row["adcode"], row["name"]) for row in PLACES}) == len(PLACES)
    assert all(len(row["adcode"]) == 6 and row["adcode"].isdigit() for row in PLACES)


def test_a_place_lies_in_another_and_its_level_is_that_of_its_code():
    above = {row["adcode"]: row["level"] for row in PLACES}
    for row in PLACES:
        zeros = len(row["adcode"]) - len(row["adcode"].rstrip("0"))
        level = "provincial" if zeros >= 4 else "prefecture" if row["adcode"].endswith("00") else "county"
        assert row["level"] == level
        assert bool(row["parent"]) == (level != "provincial")
        assert not row["parent"] or above[row["parent"]] in ("provincial", "prefecture")
        assert row["parent"][:2] in ("", row["adcode"][:2])


def test_a_former_name_tells_its_year_and_an_heir_of_today():
    today = {row["adcode"] for row in TODAY}
    for row in PLACES:
        assert not row["former"] or 2003 <= int(row["former"]) <= 2026
        assert not row["now"] or (row["former"] and row["now"] in today)


@pytest.mark.parametrize(
    ("name", "former", "now"),
    [
        ("宣武区", "2010", "西城区"),
        ("崇文区", "2010", "东城区"),
        ("卢湾区", "2011", "黄浦区"),
        ("南汇区", "2009", "浦东新区"),
        ("襄樊市", "2010", "襄阳市"),
        ("莱芜市", "2018", "莱芜区"),
        ("遵义县", "2016", "播州区"),
        ("毕节地区", "2011", "毕节市"),
    ],
)
def test_names_of_old_documents_are_known(name, former, now):
    (row,) = [row for row in PLACES if row["name"] == name]
    names = {row["adcode"]: row["name"] for row in TODAY}
    assert (row["former"], names[row["now"]]) == (former, now)


def test_provinces_stand_in_the_order_of_the_standard_each_on_a_tile_of_its_own():
    assert [int(row["order"]) for row in PROVINCES] == list(range(1, 35))
    assert len(TILES) == len(set(TILES.values())) == 31
    regions = [row["region"] for row in PROVINCES if row["tile_row"]]
    assert {name: regions.count(name) for name in regions} == {"东部": 10, "中部": 6, "西部": 12, "东北": 3}
    assert len({row["english"] for row in PROVINCES}) == 34


def _borders(*kinds):
    found = {name: set() for name in TILES}
    for row in NEIGHBOURS:
        if row["kind"] in kinds:
            found[row["place"]].add(row["neighbour"])
            found[row["neighbour"]].add(row["place"])
    return found


def test_a_pair_of_neighbours_stands_once_and_joins_two_provinces():
    pairs = [frozenset((row["place"], row["neighbour"])) for row in NEIGHBOURS]
    assert len(set(pairs)) == len(pairs)
    assert all(len(pair) == 2 and pair <= set(TILES) for pair in pairs)
    assert {row["kind"] for row in NEIGHBOURS} == {"land", "sea"}


def test_provinces_have_the_borders_of_the_map():
    counts = {name: len(others) for name, others in _borders("land").items()}
    known = {
        "陕西": 8,
        "内蒙古": 8,
        "四川": 7,
        "河北": 7,
        "北京": 2,
        "上海": 2,
        "黑龙江": 2,
        "新疆": 3,
        "海南": 0,
    }
    assert {name: counts[name] for name in known} == known
    assert sum(counts.values()) == 2 * 68


def test_every_province_can_be_reached_over_borders():
    borders = _borders("land", "sea")
    assert all(borders.values())
    reached, edge = set(), {"北京"}
    while edge:
        reached |= edge
        edge = set().union(*(borders[name] for name in edge)) - reached
    assert reached == set(TILES)


def test_neighbours_lie_near_each_other_on_the_tiles():
    near = [
        max(abs(a - b) for a, b in zip(TILES[row["place"]], TILES[row["neighbour"]], strict=True)) <= 1
        for row in NEIGHBOURS
    ]
    assert sum(near) / len(near) > 0.75
