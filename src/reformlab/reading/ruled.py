"""Find the tables that lines rule on a page: their cells, and which of them are one.

What is printed in a table says where it stands and no more; the lines around it say to which cell it
belongs, in how many lines ever it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from reformlab.corpus.numerals import read_numeral
from reformlab.reading.marked import say_again
from reformlab.reading.printed import Line

# Lines that are this near, in points, are one line, or touch.
_NEAR = 3.0
# Of more lines a page is a drawing, of more cells a grid to draw on.
_MOST_RULES, _MOST_CELLS = 1000, 5000
# What is thinner, in points, is a line, and what is shorter is none.
_THIN, _SHORT = 3, 5
# What a full line of a cell leaves free at most, in heights of a character.
_MOST_FREE = 3
# Of the cells of a table, those that have words, at least; and how many.
_LEAST_FILLED, _FEWEST_FILLED = 0.3, 3
# A cell with more lines is a page whose frame a table touches.
_MOST_LINES = 40
# The lines of the head or foot of a page; the number of a row.
_MOST_HEADS, _ORDINAL = 2, re.compile(r"(\d{1,3}|[一二三四五六七八九十]{1,3})[.．、]?")


Point = tuple[float, float]
Outline = tuple[Sequence[Point], bool]
"""The points of a drawn shape, from the left and the foot, and whether its outline shows."""


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


def find_rules(outlines: Iterable[Outline]) -> tuple[list[Rule], list[Rule]]:
    """Return the straight lines of drawn shapes, thin boxes and the sides of others: across, and down."""
    across, down = [], []
    for (x, y), (to_x, to_y) in _find_sides(outlines):
        if abs(y - to_y) < _THIN and abs(x - to_x) > _SHORT:
            across.append(Rule((y + to_y) / 2, *sorted((x, to_x))))
        elif abs(x - to_x) < _THIN and abs(y - to_y) > _SHORT:
            down.append(Rule((x + to_x) / 2, *sorted((y, to_y))))
    return across, down


def _find_sides(outlines: Iterable[Outline]) -> Iterator[tuple[Point, Point]]:
    for points, shows in outlines:
        xs, ys = zip(*points, strict=True)
        low, high = (min(xs), min(ys)), (max(xs), max(ys))
        if min(high[0] - low[0], high[1] - low[1]) < _THIN:
            yield low, high
        elif shows:
            yield from pairwise(points)


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


def write_table(table: Table, cells: Mapping[int, Sequence[tuple[Line, float]]]) -> list[Line] | None:
    """Return the rows of a table, or None where what is ruled is none.

    `cells` are the lines of each cell that has words, and the height of the signs in each.
    """
    n_cells = len({number for row in table.cells for number in row})
    is_filled = len(cells) >= max(_FEWEST_FILLED, _LEAST_FILLED * n_cells)
    if not is_filled or max(map(len, cells.values())) > _MOST_LINES:
        return None
    texts = {cell: _write_cell(lines, table.width_of(cell)) for cell, lines in cells.items()}
    edges = table.edges[0], table.edges[-1]
    return [Line(text, *edges, table.tops[row + 1]) for row, text in table.write_rows(texts)]


def _write_cell(lines: Sequence[tuple[Line, float]], width: float) -> str:
    """Return the text of a cell; a blank parts its paragraphs, of which the last line is not full."""
    text, is_full = "", True
    for line, height in lines:
        are_latin = re.search("[A-Za-z]$", text) and line.text[:1].isascii()
        text += (" " if text and (are_latin or not is_full) else "") + line.text
        is_full = width - (line.right - line.left) < _MOST_FREE * height
    return text


def put_tables(lines: Sequence[Line], tables: Iterable[tuple[float, list[Line]]]) -> list[Line]:
    """Return the lines of a page with the rows of tables, which begin so high, behind the line above each."""
    lines = list(lines)
    for top, rows in sorted(tables, key=lambda one: -one[0]):
        above = [at for at, line in enumerate(lines) if line.foot >= top - _NEAR]
        below = [at for at in range(len(lines)) if at not in above]
        at = min(above, key=lambda n: lines[n].foot) + 1 if above else min(below, default=0)
        lines = [*lines[:at], *rows, *lines[at:]]
    return lines


def join_broken_rows(pages: Iterable[Sequence[Line]]) -> list[list[Line]]:
    """Return the pages with what a row goes on with at the top of the next page joined to that row.

    The head of the table may stand once more above it.
    """
    joined = [list(page) for page in pages]
    for page, following in pairwise(joined):
        rows = [at for at, line in enumerate(page) if "\t" in line.text]
        onto = next((at for at, line in enumerate(following) if "\t" in line.text), len(following))
        # Above and below stand the head and foot of the page, and no more.
        if not rows or max(len(page) - 1 - rows[-1], onto) > _MOST_HEADS:
            continue
        onto += any(line.text == page[at].text for at in rows for line in following[onto : onto + 1])
        row, rest = page[rows[-1]], following[onto:]
        if (
            rest
            and _have_same_edges(row, rest[0])
            and _is_rest(*(line.text.split("\t") for line in (row, *rest)))
        ):
            cells = zip(row.text.split("\t"), following.pop(onto).text.split("\t"), strict=True)
            page[rows[-1]] = row._replace(text="\t".join(map("".join, cells)))
    return joined


def _have_same_edges(one: Line, other: Line) -> bool:
    return abs(one.left - other.left) < _NEAR and abs(one.right - other.right) < _NEAR


def _is_rest(row: Sequence[str], rest: Sequence[str], *below: Sequence[str]) -> bool:
    """Say whether a row goes on with the one below it, and that is none of its own."""
    if len(rest) != len(row) or rest[0] or not row[0]:
        return False
    if number := _ORDINAL.fullmatch(row[0]):
        # What stands below one number and above the next is of the first.
        behind = next((cells[0] for cells in below if len(cells) == len(row)), "")
        following = _ORDINAL.fullmatch(behind)
        return not behind or bool(following and read_numeral(following[1]) == read_numeral(number[1]) + 1)
    filled = [at for at, words in enumerate(rest) if words]
    return 2 * len(filled) < len(row) and all(row[at] and row[at][-1] not in "。；" for at in filled)
