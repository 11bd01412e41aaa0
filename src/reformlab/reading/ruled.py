"""Find the tables that lines rule on a page: their cells, and which of them are one.

What is printed in a table says where it stands and no more; the lines around it say to which cell it
belongs, in how many lines ever it is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from reformlab.reading.marked import say_again

# Lines that are this near, in points, are one line, or touch.
_NEAR = 3.0
# Of more lines a page is a drawing, of more cells a grid to draw on.
_MOST_RULES, _MOST_CELLS = 1000, 5000


class Rule(NamedTuple):
    """A line on a page: how high or how far right it stands, and from where to where it runs, in points."""

    at: float
    start: float
    end: float

    def covers(self, place: float) -> bool:
        """Say whether it runs as far as a place, or nearly."""
        return self.start - _NEAR <= place <= self.end + _NEAR


class Table(NamedTuple):
    """A ruled table.

    Attributes
    ----------
    edges : list of float
        Where its columns begin, and the last one ends, from the left.
    tops : list of float
        Where its rows begin, and the last one ends, from the top.
    cells : list of list of int
        Of each row and column the number of the cell that is there; cells that are merged have one number.
    """

    edges: list[float]
    tops: list[float]
    cells: list[list[int]]

    def find_cell(self, across: float, up: float) -> int | None:
        """Return the number of the cell at a place of the page; None where it is outside of the table."""
        column = next((n for n, (a, b) in enumerate(pairwise(self.edges)) if a <= across < b), None)
        row = next((n for n, (a, b) in enumerate(pairwise(self.tops)) if b <= up < a), None)
        return None if column is None or row is None else self.cells[row][column]

    def width_of(self, cell: int) -> float:
        """Return how wide a cell is."""
        columns = [n for row in self.cells for n, other in enumerate(row) if other == cell]
        return self.edges[max(columns) + 1] - self.edges[min(columns)]

    def write_rows(self, texts: dict[int, str]) -> Iterator[tuple[int, str]]:
        """Yield the rows that have words, each with its number: cells with tabs between them.

        A cell that is merged with those above says again what the first of them does.
        """
        said: set[int] = set()
        for number, row in enumerate(self.cells):
            cells = list(dict.fromkeys(row))
            words = [say_again(texts.get(n, "")) if n in said else texts.get(n, "") for n in cells]
            if any(texts.get(n) and n not in said for n in cells):
                yield number, "\t".join(words)
            said.update(cells)


def find_tables(across: Iterable[Rule], down: Iterable[Rule]) -> list[Table]:
    """Find the tables of a page by its lines, those that run across and those that run down.

    Examples
    --------
    >>> from reformlab.reading.ruled import Rule, find_tables
    >>> across = [Rule(y, 0, 200) for y in (60, 40, 20)]
    >>> table = find_tables(across, [Rule(x, 20, 60) for x in (0, 100, 200)])[0]
    >>> table.cells, table.find_cell(150, 30)
    ([[0, 1], [2, 3]], 3)
    """
    rows, columns = _join_rules(across), _join_rules(down)
    if len(rows) + len(columns) > _MOST_RULES:
        return []
    found = (_make_table(*group) for group in _group(rows, columns))
    return [table for table in found if table]


def _join_rules(rules: Iterable[Rule]) -> list[Rule]:
    """Return lines that go on one another as one."""
    at_one_place: list[list[Rule]] = []
    for rule in sorted(rules):
        if at_one_place and rule.at - at_one_place[-1][0].at < _NEAR:
            at_one_place[-1].append(rule)
        else:
            at_one_place.append([rule])
    joined: list[Rule] = []
    for group in at_one_place:
        first = len(joined)
        for rule in sorted(group, key=lambda rule: rule.start):
            last = joined[-1] if len(joined) > first else None
            if last and rule.start <= last.end + _NEAR:
                joined[-1] = last._replace(end=max(last.end, rule.end))
            else:
                joined.append(rule)
    return joined


def _group(rows: Sequence[Rule], columns: Sequence[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Yield the lines of each table: all that are joined by lines that touch them."""
    touched = [{n for n, c in enumerate(columns) if r.covers(c.at) and c.covers(r.at)} for r in rows]
    left = set(range(len(rows)))
    while left:
        group, reached, further = set[int](), set[int](), {min(left)}
        while further:
            group |= further
            reached.update(*(touched[n] for n in further))
            further = {n for n in left - group if not reached.isdisjoint(touched[n])}
        left -= group
        yield [rows[n] for n in sorted(group)], [columns[n] for n in sorted(reached)]


def _make_table(rows: Sequence[Rule], columns: Sequence[Rule]) -> Table | None:
    """Return the table that lines rule, or None where they only frame something."""
    if len(rows) < 2 or not columns:
        return None
    # Many tables have no line at their sides.
    edges = _places([*(c.at for c in columns), min(r.start for r in rows), max(r.end for r in rows)])
    tops = _places([*(r.at for r in rows), min(c.start for c in columns), max(c.end for c in columns)])[::-1]
    # What has one column is a frame.
    if len(edges) < 3 or len(tops) < 2 or len(edges) * len(tops) > _MOST_CELLS:
        return None
    numbers = [
        [row * len(edges) + column for column in range(len(edges) - 1)] for row in range(len(tops) - 1)
    ]
    for row, (top, foot) in enumerate(pairwise(tops)):
        for column, (left, right) in enumerate(pairwise(edges)):
            here = numbers[row][column]
            if column and not _has_line(columns, left, (top + foot) / 2):
                _merge(numbers, numbers[row][column - 1], here)
            if row and not _has_line(rows, top, (left + right) / 2):
                _merge(numbers, numbers[row - 1][column], numbers[row][column])
    order = {number: n for n, number in enumerate(dict.fromkeys(n for row in numbers for n in row))}
    return Table(edges, tops, [[order[number] for number in row] for row in numbers])


def _places(places: Iterable[float]) -> list[float]:
    """Return places in order, those that are near one another once."""
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > _NEAR:
            kept.append(place)
    return kept


def _has_line(rules: Iterable[Rule], at: float, place: float) -> bool:
    return any(abs(rule.at - at) <= _NEAR and rule.start < place < rule.end for rule in rules)


def _merge(numbers: list[list[int]], one: int, other: int) -> None:
    for row in numbers:
        row[:] = [one if number == other else number for number in row]
