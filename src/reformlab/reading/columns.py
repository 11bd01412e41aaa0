"""Put the parts of a printed page into the order in which they are read: one column after the other.

A page in two columns is printed line by line across both; that it has columns is told by a gap that runs
down the page, with lines of one width on both sides. A table has cells of many widths, and stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, zip_longest
from statistics import median
from typing import NamedTuple


class Line(NamedTuple):
    """A printed line or a part of one: its text and where it stands, in points from the left and the foot."""

    text: str
    left: float
    right: float
    foot: float


_FEWEST_LINES, _LEAST_SIGNS = 5, 8
# How much of the lines may cross the gap (headings); how much of a column its lines must fill, and how many.
_MOST_ACROSS, _LEAST_FULL, _LEAST_OF_LINES = 0.4, 0.85, 0.55
_SAME_WIDTH, _SHARED = 0.2, 0.15
# What stands this many lines above or below all others is the head or foot of the page.
_APART = 1.8


def order_columns(rows: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the rows of a page as they are read; of a page in columns, each part of a row is one.

    A row is the parts of one printed line. The lines of the second column are moved to stand below the first,
    so that what is told from where lines begin and end holds for both.
    """
    rows = [list(row) for row in rows]
    lines = [line for row in rows for line in row]
    gap = _find_gap(lines)
    if gap is None:
        return rows
    left_edge, right_edge = (min(line.left for line in side) for side in _sides(lines, gap))
    whole = _heads(lines) | {n for n, line in enumerate(lines) if line.left < gap < line.right}
    # A part of a row that crosses the gap crosses it whole.
    at = 0
    for row in rows:
        numbers = range(at, at + len(row))
        at += len(row)
        if len(row) > 1 and not whole.isdisjoint(numbers):
            whole.update(numbers)
    across = sorted((lines[n] for n in whole), key=lambda line: (-line.foot, line.left))
    # The lines above each that crosses, column by column, then that one; at last those below all.
    bands: list[list[Line]] = [[] for _ in range(len(across) + 1)]
    for n, line in enumerate(lines):
        if n not in whole:
            bands[sum(other.foot > line.foot for other in across)].append(line)
    ordered = []
    for band, closing in zip_longest(bands, across):
        for side, shift in ((True, 0.0), (False, right_edge - left_edge)):
            column = [line for line in band if (line.right <= gap) == side]
            column.sort(key=lambda line: (-round(line.foot), line.left))
            ordered += [[line._replace(left=line.left - shift, right=line.right - shift)] for line in column]
        ordered += [[closing]] if closing else []
    return ordered


def _sides(lines: Sequence[Line], gap: float) -> tuple[list[Line], list[Line]]:
    return [line for line in lines if line.right <= gap], [line for line in lines if line.left >= gap]


def _find_gap(lines: Sequence[Line]) -> float | None:
    """Return where the gap between two columns is, or None."""
    if len(lines) < 2 * _FEWEST_LINES:
        return None
    first, last = min(line.left for line in lines), max(line.right for line in lines)
    middle = [line.right for line in lines if 0.4 < (line.right - first) / max(last - first, 1) < 0.6]
    best = None
    for edge in sorted(set(map(round, middle))):
        gap = edge + 1.0
        across = sum(line.left < gap < line.right for line in lines)
        if across <= _MOST_ACROSS * len(lines) and (best is None or across <= best[0]):
            best = (across, gap)
    if best is None:
        return None
    # Between the edges that many lines share: a page's number may stand in the gap.
    edges = [Counter(round(edge) for edge in side) for side in _edges(lines, best[1])]
    shared = [[edge for edge, n in side.items() if n > _SHARED * side.total()] for side in edges]
    if not all(shared):
        return None
    gap = (max(shared[0]) + min(shared[1])) / 2
    sides = _sides(lines, gap)
    widths = []
    for side in sides:
        if len(side) < _FEWEST_LINES or median(len(line.text.strip()) for line in side) < _LEAST_SIGNS:
            return None
        width = max(line.right for line in side) - min(line.left for line in side)
        full = sum(line.right - line.left > _LEAST_FULL * width for line in side)
        if full < _LEAST_OF_LINES * len(side):
            return None
        widths.append(width)
    return gap if abs(widths[0] - widths[1]) < _SAME_WIDTH * max(widths) else None


def _edges(lines: Sequence[Line], gap: float) -> tuple[list[float], list[float]]:
    left, right = _sides(lines, gap)
    return [line.right for line in left], [line.left for line in right]


def _heads(lines: Sequence[Line]) -> set[int]:
    """Return the lines above and below all others, which belong to no column."""
    feet = sorted({round(line.foot) for line in lines}, reverse=True)
    steps = [a - b for a, b in pairwise(feet) if a - b > 2]
    if len(steps) < _FEWEST_LINES:
        return set()
    usual = median(steps)
    found = set()
    if feet[0] - feet[1] > _APART * usual:
        found.add(feet[0])
    if feet[-2] - feet[-1] > _APART * usual:
        found.add(feet[-1])
    return {n for n, line in enumerate(lines) if round(line.foot) in found}
