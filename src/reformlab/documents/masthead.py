"""Read the head of a newsletter: the number of its issue, who edits it, and the day on which it came out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from reformlab.corpus.dates import DATE, YEAR, find_date
from reformlab.corpus.rules import join_rules
from reformlab.documents.head import names_issuers

# 第12期, 2019年第12期（总第45期）: the number of an issue, in the head of a newsletter or bulletin.
_ISSUE = re.compile(
    rf"（?(?:{YEAR}年)?第(?:\d{{1,4}}|[一二三四五六七八九十百]{{1,5}})期）?(?:（[^（）]*）| ?总第\d+期)?"
)
_EDITED = re.compile(rf"{join_rules('facts', 'edited')}$")
_EDITOR = re.compile(f".{{2,30}}{join_rules('facts', 'editor')}")
# In how many lines above a text the number may stand, and in how many below it the date.
_MOST_ABOVE, _MOST_BELOW = 6, 3


class Masthead(NamedTuple):
    """The head of a newsletter: who edits it, when this issue came out, and the lines below."""

    issuer: str
    date: str
    below: list[str]


def is_issue(line: str) -> bool:
    """Say whether a line opens with the number of an issue.

    Examples
    --------
    >>> is_issue("2019年第3期（总第40期）"), is_issue("教育信息第3期")
    (True, False)
    """
    return bool(_ISSUE.match(line))


def read_masthead(front: Sequence[str]) -> Masthead | None:
    """Read the head of a newsletter, in which an editor and a date stand below the number of the issue.

    Examples
    --------
    >>> read_masthead(["教育信息", "第3期", "甲省教育厅编 2019年11月8日", "乙市修缮校舍的做法"])
    Masthead(issuer='甲省教育厅', date='2019年11月8日', below=['乙市修缮校舍的做法'])
    """
    at = next((n for n, line in enumerate(front[:_MOST_ABOVE]) if is_issue(line)), None)
    if at is None:
        return None
    # 第3期 甲省教育厅编 2019年11月8日 may be one line, or each of them one.
    lines = [_ISSUE.sub("", front[at], count=1), *front[at + 1 : at + 1 + _MOST_BELOW]]
    # 签发人：, 报送：
    lines = ["" if "：" in line else line for line in lines]
    last = next((n for n, line in enumerate(lines) if len(find_date(line)) == len("2019-11-08")), None)
    if last is None:
        return None
    said = "".join(lines[: last + 1])
    day = DATE.search(said)[0]
    below = list(front[at + last + 1 :])
    editor = _read_editor(said.replace(day, ""))
    if not editor and below and (editor := _read_editor(below[0])):
        below.pop(0)
    is_alone = not said.replace(day, "").strip("日（） ")
    return Masthead(editor, day, below) if editor or is_alone else None


def _read_editor(line: str) -> str:
    """Return who edits a newsletter, of a line that names nobody and nothing else."""
    name = _EDITED.sub("", line.strip("日（） \t"))
    return name if name and (names_issuers(name) or _EDITOR.fullmatch(name)) else ""
