"""Name the indicator of a quantified aim: the noun phrase before its value, or behind it.

The same indicator of several documents gets the same name: verbs, times and reaches around it
(力争到2025年全省县域内就诊率达到…) are no part of it.
"""

from __future__ import annotations

import re
from functools import cache, partial

from reformlab.corpus.rules import compile_rules, join_rules, read_rules

rules = partial(compile_rules, "indicators")
_TIME = rules("{span}")
# 覆盖率, 新增面积: a verb that goes on so is part of the name.
_OPENING = rules(
    r"(?:[，、：—\s”）)]|[（(](?:含|其中)?(?![^（）()]*[）)])|{reach}|{by_whom}"
    r"|(?!{opens_name})(?:{opening}|{directive})(?!率|面积?(?!向)))++"
)
_CLOSING = rules(r"(?:[，、：\s]|{closing})++$")
_MEASURE, _RATE = rules("{measure}$"), rules("{rate}$")
_VAGUE, _DIRECTED = rules("{vague}"), rules("{directive}(?P<noun>{vague})")
_SHARED_TAIL = rules("{shared_word}*+{shared_end}$")
_NOUN = re.compile(r"(?:[^，。；：！？（）()、和]|[、和](?![\d一二两三四五六七八九十廿卅])){1,30}")
_NOUN_TAIL, _DESCRIBING, _VERB = rules("{noun_tail}++$"), rules("{describing}"), rules("{verb}")
_DESCRIBED = rules("(?!设区)[^的]{2,20}的(?={han}{2})")
_FROM, _NOWHERE = rules("{from}"), rules("{nowhere}")
# Most names are none that stands for another: one look tells.
_SAME = re.compile(join_rules("indicator_names"))
_QUOTES, _AND, _AND_ALSO = re.compile("[“”]"), re.compile("[、和与]|(?<!普)及(?!格|时)"), re.compile("[、和]")
# What belongs to the number before a noun; it may be nothing.
_BOUND = re.compile("(?:及?以[上下]|[以之]?内|左右)?的?(?:完成)?")
_COVERS = re.compile("..覆盖$")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]$")


def name_indicator(front: str, behind: str, *, measured: bool) -> str:
    """Name what a value is of.

    Parameters
    ----------
    front, behind : str
        The words of its clause before its comparator and behind its unit.
    measured : bool
        The value measures what stands before it (就诊率达到90%); else it may count what stands
        behind it (建设3个中心).

    Returns
    -------
    str
        "" where neither side names anything.

    Examples
    --------
    >>> from reformlab.mentions.indicators import name_indicator
    >>> name_indicator("力争到2025年全省县域内就诊率", "以上", measured=True)
    '县域内就诊率'
    >>> name_indicator("每个县建设", "社区医院", measured=False)
    '社区医院'
    """
    front = _strip_front(front)
    if front and (measured or _MEASURE.search(front)):
        return front
    noun = _cut_noun(behind)
    # 医共体覆盖50%以上的县: which of them are meant
    return f"{front}的{noun}" if noun and _COVERS.search(front) else noun or front


@cache
def _same() -> dict[str, re.Pattern[str]]:
    """Return of each name the wordings that it stands for."""
    return {name: re.compile(join_rules("indicator_names", name)) for name in read_rules("indicator_names")}


def unify_indicator(name: str) -> str:
    """Give the one name of an indicator that documents word in several ways.

    Examples
    --------
    >>> from reformlab.mentions.indicators import unify_indicator
    >>> unify_indicator("县域就诊率"), unify_indicator("规上工业增加值")
    ('县域内就诊率', '规模以上工业增加值')
    """
    for one, words in _same().items() if _SAME.search(name) else ():
        name = words.sub(one, name)
    return _QUOTES.sub("", name)


def share_names(name: str, count: int) -> list[list[str]]:
    """Give each of several values that stand together the indicators it is of.

    Parameters
    ----------
    name : str
        What stands before them all, as `name_indicator` gives it.
    count : int
        How many values there are.

    Returns
    -------
    list of list of str
        As many lists as values: 门诊、住院报销比例 of two values is shared out; 访视率、管理率 of
        one value are two indicators that share it.
    """
    if count > 1:
        parts = _AND.split(name)
        tail = _SHARED_TAIL.search(parts[-1])
        if len(parts) == count and tail:
            return [[part if part.endswith(tail[0][-1]) else part + tail[0]] for part in parts]
    parts = _AND_ALSO.split(name)
    if len(parts) > 1 and all(_RATE.search(part) for part in parts):
        return [[_strip_front(part) or part for part in parts]] * count
    return [[name]] * count


def _strip_front(words: str) -> str:
    words = _FROM.sub("", words)
    words = whole = _ASIDE.sub("", words) if words.endswith(("）", ")")) else words
    while True:
        stripped = words
        for opening in (_TIME, _OPENING):
            if found := opening.match(stripped):
                stripped = stripped[found.end() :]
        stripped = _CLOSING.sub("", stripped)
        if stripped == words:
            break
        words = stripped
    for directed in _DIRECTED.finditer(whole) if _VAGUE.fullmatch(words) else ():
        if directed["noun"] == words:
            return directed[0]
    return "" if _NOWHERE.fullmatch(words) else words


def _cut_noun(words: str) -> str:
    """Cut the noun off the words behind a unit; it ends at a verb."""
    words = words[_BOUND.match(words).end() :]
    found = None if words.startswith(("、", "和", "或")) else _NOUN.match(words)
    if not found:
        return ""
    words = found[0]
    # 10个成效明显的地市: the noun stands behind 的, unless it came before a verb (机构能够提供…的服务).
    described, verb = _DESCRIBED.match(words), _VERB.search(words, 2)
    if described and (_DESCRIBING.match(words) or not verb or described.end() <= verb.start()):
        words = words[described.end() :]
        verb = _VERB.search(words, 2)
    words = words[: verb.start()] if verb else words
    words = _NOUN_TAIL.sub("", words) or words
    return words if words.count("“") == words.count("”") and words[:1] != "“" else _QUOTES.sub("", words)
