"""Find the numbers of lines that stand in the margin of a page, as drafts for comment have them.

They look like the first column of a table. That they are none is told by the lines: each has a number, or
each fifth, and most of them break a sentence off where the block of the text ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from reformlab.reading.printed import Line

# How far numbers of one margin are off, in points.
_SAME_PLACE = 3
# How many numbers tell a margin where each line has one, and where only some have.
_FEWEST, _FEWEST_SPARSE, _FEWEST_BEHIND, _LONGEST_STEP = 5, 3, 15, 10
# Of neighbours, how many count on line by line; of lines, how many a sentence goes on from.
_LEAST_COUNTED, _LEAST_BROKEN = 0.8, 0.4
_LONG_LINE, _SHORTEST_BESIDE, _SET_IN = 12, 8, 2.5
_STOPS = "。！？；："


# Where numbers of one margin have one place, however many digits they have.
_EDGES: dict[str, Callable[[Line], float]] = {
    "left": lambda number: number.left,
    "right": lambda number: number.right,
    "middle": lambda number: (number.left + number.right) / 2,
}


class Margin(NamedTuple):
    """Where the numbers of lines stand: at the right of the text or not, and the edge that they share."""

    is_right: bool
    edge: str
    at: float

    def holds(self, number: Line) -> bool:
        """Say whether a number stands in this margin."""
        return abs(_EDGES[self.edge](number) - self.at) < _SAME_PLACE


def find_margin(numbers: Sequence[Line], texts: Sequence[Line]) -> Margin | None:
    """Return the margin of a page in which numbers of lines stand, or None.

    `numbers` open or close a line, or stand alone; `texts` are the parts of lines without them.
    """
    if len(numbers) < _FEWEST_SPARSE:
        return None
    for is_right in (False, True):
        pick = max if is_right else min
        margins = [Margin(is_right, edge, pick(map(place, numbers))) for edge, place in _EDGES.items()]
        # Of numbers that share one edge, those of two digits alone share the other, too.
        margin = max(margins, key=lambda margin: sum(map(margin.holds, numbers)))
        column = [number for number in numbers if margin.holds(number)]
        inside = [*texts, *(number for number in numbers if not margin.holds(number))]
        if len(column) >= _FEWEST_SPARSE and _counts_lines(column, inside, is_right):
            return margin
    return None


def _counts_lines(column: Sequence[Line], texts: Sequence[Line], is_right: bool) -> bool:
    """Say whether a column of numbers counts the lines of a text that stands wholly beside it."""
    column = sorted(column, key=lambda number: -number.foot)
    steps = {int(b.text) - int(a.text) for a, b in pairwise(column)}
    step = min(steps)
    if len(steps) > 1 or not 0 < step <= _LONGEST_STEP or (step == 1 and len(column) < _FEWEST):
        return False
    # Figures of a table that count up by chance begin anywhere; lines of a page do so where pages are full.
    if int(column[0].text) != step and len(column) < _FEWEST_BEHIND:
        return False
    leading = median(a.foot - b.foot for a, b in pairwise(column)) / step
    off = 0.4 * leading
    beside = [text for text in texts if column[-1].foot - off < text.foot < column[0].foot + off]
    if is_right:
        crosses = any(text.right > min(number.left for number in column) for text in beside)
    else:
        crosses = any(text.left < max(number.right for number in column) for text in beside)
    if crosses or not beside:
        return False
    rows = _gather([*column, *beside], off)
    at = [next(n for n, row in enumerate(rows) if number in row) for number in column]
    n_counted = sum(b - a == step for a, b in pairwise(at))
    if n_counted < _LEAST_COUNTED * (len(at) - 1):
        return False
    beside_numbers = [[part for part in row if part not in column] for row in rows]
    return _is_prose([row for row in beside_numbers if row], is_right)


def _gather(lines: Sequence[Line], off: float) -> list[list[Line]]:
    """Return what stands on one line together, from the head of the page to its foot."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -line.foot):
        if rows and rows[-1][0].foot - line.foot < off:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _is_prose(rows: Sequence[Sequence[Line]], is_right: bool) -> bool:
    """Say whether most lines next to a number are full, and break a sentence off."""
    lines = [(max if is_right else min)(row, key=lambda part: part.left) for row in rows]
    longest = max(line.right - line.left for line in lines)
    n_broken = 0
    for line, row in zip(lines, rows, strict=True):
        text = line.text.strip()
        width = line.right - line.left
        is_full = len(text) >= _LONG_LINE and width > longest - _SET_IN * width / len(text)
        # Beside a line stands that of another column, and no cell; and what is in a cell has no clauses.
        is_line = min(len(part.text.strip()) for part in row) >= _SHORTEST_BESIDE
        n_broken += is_full and is_line and text[-1] not in _STOPS and bool(re.search("[，、。；]", text))
    return n_broken > _LEAST_BROKEN * len(lines)
