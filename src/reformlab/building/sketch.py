"""Tell how much of two texts is the same, from a few hundred numbers a text.

A text is the set of its stretches of eight Chinese signs or digits. Of their hashes the smallest are its
sketch (bottom-k, after Broder): as large a part of two sketches is the same as of the two texts, and all
that is needed to compare thousands of texts is their sketches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

# A stretch so long hardly ever stands in two texts by chance; one sign that is missing costs eight.
_STRETCH = 8
# With so many the part that is the same is known to .01; a text of fewer stretches has all of them.
_SIZE = 512
# Shorter texts are formulas. So many of the first hashes are looked up, and so many must be shared.
_FEWEST, _LOOKED_UP, _LEAST_SHARED = 50, 64, 24
_FACTOR = np.uint64(0x100000001B3)
_MIX = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))
_HALF = np.uint64(33)


def sketch_text(text: str) -> np.ndarray:
    """Return the sketch of a text: up to 512 numbers, in order; none where it is shorter than a formula.

    Examples
    --------
    >>> len(sketch_text("各地要修缮校舍。")), len(sketch_text("修缮校舍保障经费" * 9 + "推进分级诊疗"))
    (0, 14)
    """
    signs = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    signs = signs[((signs >= 0x3400) & (signs < 0xA000)) | ((signs >= 0x30) & (signs < 0x3A))]
    n = len(signs) - _STRETCH + 1
    if n < _FEWEST:
        return np.empty(0, dtype=np.uint64)
    signs = signs.astype(np.uint64)
    hashes = np.zeros(n, dtype=np.uint64)
    for at in range(_STRETCH):
        hashes *= _FACTOR
        hashes += signs[at : at + n]
    for factor in _MIX:
        hashes ^= hashes >> _HALF
        hashes *= factor
    hashes ^= hashes >> _HALF
    # Most of a long text is not among the smallest, and need not be put in order.
    few = hashes[hashes < np.uint64(min(3 * _SIZE / n, 1) * (2**64 - 2048))] if n > 3 * _SIZE else hashes
    smallest = _in_order(few)[:_SIZE]
    return smallest if len(smallest) == _SIZE else _in_order(hashes)[:_SIZE]


def _in_order(numbers: np.ndarray) -> np.ndarray:
    """Return the different numbers in order; `np.unique` takes twice as long for so few."""
    numbers = np.sort(numbers)
    return numbers[np.append(True, numbers[1:] != numbers[:-1])]


def share_alike(one: np.ndarray, other: np.ndarray) -> float:
    """Return which part of the stretches of two texts is in both, from 0 to 1 (Jaccard's index).

    Examples
    --------
    >>> text = "".join(map(chr, range(0x4E00, 0x4F00)))
    >>> round(share_alike(sketch_text(text), sketch_text(text[:100] + text[101:])), 2)
    0.94
    """
    both = np.union1d(one, other)[:_SIZE]
    shared = np.intersect1d(one, other, assume_unique=True)
    return float(np.isin(both, shared, assume_unique=True).mean()) if len(both) else 0.0


def find_alike(sketches: Sequence[np.ndarray], least: float) -> Iterator[tuple[int, int, float]]:
    """Yield the pairs of texts of which at least this part is the same: their numbers, and the part.

    Of the texts that share a stretch each is looked at beside the first and beside the one before it, so that
    what thousands share takes no longer.
    """
    firsts = [sketch[:_LOOKED_UP] for sketch in sketches]
    whose = np.repeat(np.arange(len(firsts)), [len(first) for first in firsts])
    hashes = np.concatenate([*firsts, np.empty(0, dtype=np.uint64)])
    order = np.lexsort((whose, hashes))
    runs = np.split(whose[order], np.flatnonzero(np.diff(hashes[order])) + 1)
    shared: Counter[tuple[int, int]] = Counter()
    for run in (run.tolist() for run in runs if len(run) > 1):
        shared.update({*pairwise(run), *((run[0], other) for other in run[1:])})
    for (one, other), n in sorted(shared.items()):
        # Of a short text, whose sketch is all of it, fewer are there to share.
        if n >= _LEAST_SHARED or n >= len(firsts[one]) / 3:
            part = share_alike(sketches[one], sketches[other])
            if part >= least:
                yield one, other, part
