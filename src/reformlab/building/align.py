"""Align a clean text with its raw text: which stretch became which, and by which rules.

The places in a ledger are of the text that each step wrote. Two alignments that meet in a text
between them make one from the first text to the last; so the steps are put together.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter, itemgetter
from typing import NamedTuple

from reformlab.reading.clean import CleanText, restore_text


class Run(NamedTuple):
    """A stretch of the raw text, the one of the clean text that it became, and the rules that did it."""

    raw_start: int
    raw_end: int
    start: int
    end: int
    rules: tuple[str, ...] = ()


class Cover(NamedTuple):
    """A stretch of a text and what covers it, in the order given."""

    start: int
    end: int
    what: tuple


def align_text(clean: CleanText) -> list[Run]:
    """Align a clean text with its raw text, by following every edit of its ledger.

    The runs come in order, and put together are both texts; one without rules is the same in both.

    Examples
    --------
    >>> import reformlab as rl
    >>> [run.rules for run in align_text(rl.clean_text("衛生(试点)"))]
    [('traditional',), (), ('punctuation',), (), ('punctuation',)]
    """
    steps = groupby(clean.ledger.itertuples(index=False), key=attrgetter("step"))
    layers = [list(_changes(edits)) for _, edits in steps]
    # In pairs, so that each edit is looked at once a round and not once a step.
    while len(layers) > 1:
        layers = [_compose(*layers[n : n + 2]) for n in range(0, len(layers), 2)]
    changes = layers[0] if layers else []
    return list(_fill(changes, len(restore_text(clean)), len(clean.text)))


def cut_rows(runs: Iterable[Run], text: str, starts: Sequence[int]) -> Iterator[list[Run]]:
    """Yield an alignment in rows, each of which ends with a line of the clean text or before a start.

    An edit is never cut, and the rows put together are the alignment.
    """
    row: list[Run] = []
    for piece in (piece for run in runs for piece in _cut_run(run, text, starts)):
        at = bisect_left(starts, piece.start)
        if row and row[0].start < piece.start and starts[at : at + 1] == [piece.start]:
            yield row
            row = []
        row.append(piece)
        if text[piece.start : piece.end].endswith("\n"):
            yield row
            row = []
    if row:
        yield row


def cover_spans(spans: Iterable[tuple[int, int, object]]) -> list[Cover]:
    """Return the stretches that spans cover, in order and without overlap.

    Examples
    --------
    >>> [tuple(cover) for cover in cover_spans([(0, 4, "a"), (2, 4, "b")])]
    [(0, 2, ('a',)), (2, 4, ('a', 'b'))]
    """
    spans = list(spans)
    edges = sorted({edge for start, end, _ in spans for edge in (start, end)})
    covering: dict[int, list] = {edge: [] for edge in edges}
    for start, end, what in spans:
        for edge in edges[bisect_left(edges, start) : bisect_left(edges, end)]:
            covering[edge].append(what)
    return [Cover(start, end, tuple(covering[start])) for start, end in pairwise(edges) if covering[start]]


def _cut_run(run: Run, text: str, starts: Sequence[int]) -> Iterator[Run]:
    """Yield an unchanged run in pieces, a changed one whole."""
    if run.rules:
        yield run
        return
    lines = re.finditer("\n", text[run.start : run.end])
    cuts = {run.start, run.end, *(run.start + line.end() for line in lines)}
    cuts.update(starts[bisect_left(starts, run.start) : bisect_left(starts, run.end)])
    shift = run.raw_start - run.start
    for start, end in pairwise(sorted(cuts)):
        yield Run(start + shift, end + shift, start, end)


def _changes(edits: Iterable) -> Iterator[Run]:
    """Yield the changed runs of one step: from the text it took to the text it wrote."""
    grown = 0
    for edit in edits:
        raw_start = edit.start - grown
        grown += len(edit.now) - len(edit.was)
        yield Run(raw_start, raw_start + len(edit.was), edit.start, edit.start + len(edit.now), (edit.rule,))


def _compose(first: Sequence[Run], second: Sequence[Run] = ()) -> list[Run]:
    """Return the changed runs of two alignments, the second of which begins where the first ends."""
    parts = [(run.start, run.end, False, run) for run in first]
    parts += [(run.raw_start, run.raw_end, True, run) for run in second]
    # By their place in the text between the two.
    parts.sort(key=itemgetter(0, 1, 2))
    raw_shift = shift = 0
    runs = []
    for group in _overlapping(parts):
        start, end = group[0][0], max(part[1] for part in group)
        before = [run for _, _, is_second, run in group if not is_second]
        after = [run for _, _, is_second, run in group if is_second]
        rules = tuple(dict.fromkeys(rule for run in (*before, *after) for rule in run.rules))
        raw_start, now_start = start + raw_shift, start + shift
        raw_shift -= sum(_growth(run) for run in before)
        shift += sum(_growth(run) for run in after)
        runs.append(Run(raw_start, end + raw_shift, now_start, end + shift, rules))
    return runs


def _overlapping(parts: Iterable[tuple]) -> Iterator[list[tuple]]:
    """Yield groups of parts that overlap; what only touches stays apart."""
    group: list[tuple] = []
    end = 0
    for part in parts:
        if group and part[0] >= end:
            yield group
            group = []
        end = max(end, part[1]) if group else part[1]
        group.append(part)
    if group:
        yield group


def _growth(run: Run) -> int:
    return (run.end - run.start) - (run.raw_end - run.raw_start)


def _fill(changes: Iterable[Run], raw_length: int, length: int) -> Iterator[Run]:
    """Yield the changed runs with the unchanged ones between them."""
    raw_at = at = 0
    for run in [*changes, Run(raw_length, raw_length, length, length)]:
        if run.start > at:
            yield Run(raw_at, run.raw_start, at, run.start)
        if run.rules:
            yield run
        raw_at, at = run.raw_end, run.end
