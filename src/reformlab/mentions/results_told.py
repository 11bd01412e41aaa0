"""Tell by its wording alone that a passage reports results, where nothing around it says so.

Precise numbers (4316户, 7.3%), 了, awards and ranks are frequent in what was reached, round and open ones
(30个以上), 加快 or 力争 in what is planned. Each cue of ``results_told.csv`` has the points that a
logistic regression gave it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import NamedTuple

from reformlab.corpus.rules import compile_rules, read_rules
from reformlab.mentions.tense import SENTENCE_STOP

_CUES = [
    (int(points), compile_rules("results_told", pattern))
    for points, patterns in read_rules("results_told").items()
    for pattern in patterns
]
# So many that few aims are lost; what reads neither way stays an aim.
_ENOUGH = 5
# So many that the sentences before need not be asked whether they look ahead.
_PLAINLY, _LEFT_OPEN = 15, -4
# In a bulletin what does not read as a plan is told.
_PLANS = -2
_AHEAD = compile_rules("tense", "{ahead}|{forward}")


def reads_as_result(text: str, at: int, first: int, *, bulletin: bool = False) -> bool:
    """Say whether a number of a passage reads as a result rather than an aim.

    Parameters
    ----------
    text : str
    at, first : int
        Where the number stands, and where its sentence begins.
    bulletin : bool
        Its document tells what was found or done, so that less has to be said of it.

    Examples
    --------
    >>> from reformlab.mentions.results_told import reads_as_result
    >>> text = "成功创建卫生城镇，惠及居民4316户，群众满意度达97.4%。"
    >>> reads_as_result(text, text.index("4316"), 0)
    True
    """
    ahead = _read_cues(text).ahead
    before = bisect_right(ahead, at)
    if before and ahead[before - 1] > first:
        return False
    own, around = _add_points(text, first)
    if bulletin and own > _PLANS:
        return True
    if own + around >= _PLAINLY:
        return own > _LEFT_OPEN
    return own > 0 and own + around >= _ENOUGH and not (ahead and ahead[0] <= first)


def _add_points(text: str, first: int) -> tuple[int, int]:
    """Add up the points of a sentence, and of what stands around it; a cue counts once in each."""
    stop = SENTENCE_STOP.search(text, first)
    last = stop.end() if stop else len(text)
    own = around = 0
    for points, starts in _read_cues(text).starts:
        own += points * (bisect_left(starts, first) < bisect_left(starts, last))
        around += points * (starts[0] < first or last <= starts[-1])
    return own, around


class _Cues(NamedTuple):
    starts: list[tuple[int, list[int]]]  # points of each cue that the text has, and where it stands
    ahead: list[int]  # where the words end that look ahead


# Asked for every number of a passage.
@lru_cache(maxsize=8)
def _read_cues(text: str) -> _Cues:
    found = [(points, [match.start() for match in cue.finditer(text)]) for points, cue in _CUES]
    ahead = [match.end() for match in _AHEAD.finditer(text)]
    return _Cues([(points, starts) for points, starts in found if starts], ahead)
