"""Tell by its wording alone that a passage reports results, where nothing around it says so.

Precise numbers (4316户, 7.3%), 了, awards and ranks are frequent in what was reached, round and open ones
(30个以上), 加快 or 力争 in what is planned. Each cue of ``results_told.csv`` has the points that a
logistic regression gave it.
"""

from __future__ import annotations

from functools import lru_cache

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
_AHEAD = compile_rules("tense", "{ahead}|{forward}")


def reads_as_result(text: str, at: int, first: int) -> bool:
    """Say whether a number of a passage reads as a result rather than an aim.

    Parameters
    ----------
    text : str
    at, first : int
        Where the number stands, and where its sentence begins.

    Examples
    --------
    >>> from reformlab.mentions.results_told import reads_as_result
    >>> text = "成功创建卫生城镇，惠及居民4316户，群众满意度达97.4%。"
    >>> reads_as_result(text, text.index("4316"), 0)
    True
    """
    own, around = _points(text, first)
    if _AHEAD.search(text, first, at):
        return False
    if own + around >= _PLAINLY:
        return own > _LEFT_OPEN
    return own > 0 and own + around >= _ENOUGH and not _AHEAD.search(text, 0, first)


# Asked for every number of a sentence.
@lru_cache(maxsize=64)
def _points(text: str, first: int) -> tuple[int, int]:
    """Add up the points of a sentence, and of what stands around it; a cue counts once in each."""
    stop = SENTENCE_STOP.search(text, first)
    last = stop.end() if stop else len(text)
    own = sum(points for points, cue in _CUES if cue.search(text, first, last))
    around = sum(points for points, cue in _CUES if cue.search(text, 0, first) or cue.search(text, last))
    return own, around
