"""Take the body of a document to passages: the headings above each, its number, and what is set aside.

Official documents number their units by GB/T 9704: 一、 then （一） then 1. then （1）, statutes
by 编, 章, 节 and 条. A passage is the smallest numbered unit, else a paragraph. Every line lies in
exactly one segment: a passage, or something set aside with its role.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial

from reformlab.corpus.rules import join_rules
from reformlab.documents.articles import is_section, split_statute
from reformlab.documents.numbering import Line, find_marker, find_statute_unit, split_articles
from reformlab.documents.sections import split_numbered
from reformlab.documents.segments import Segment

_rules = partial(join_rules, "outline")
_STATEMENT = re.compile(r"[^。！？；]*[。！？；]+[”’」』）]*|[^。！？；]+$")
# Who is charged with a task, on a line of its own below the task.
_IN_CHARGE = re.compile(
    rf"[（(［\[〔【][^（）()。]{{2,}}{join_rules('charges', 'charging')}[^（）()。]*[）)］\]〕】]。?"
)
_HANDS_ON, _BEHIND_HANDING = re.compile(_rules("hands_on")), re.compile(_rules("behind_handing"))
_ENCLOSED = re.compile(r"附件?[一二三四五\d]{0,2}(?:：|$)")
_FEWEST_ARTICLES = 3


def split_body(lines: Sequence[Line], headings: Mapping[str, int], *, is_list: bool = False) -> list[Segment]:
    """Split the lines of a body into passages, headings, and what else is set aside among them.

    `headings` are lines that the file marks as such, with their levels. `is_list` says that its lines have
    no full stops.
    """
    lines = split_articles(_join_charges(lines, is_list))
    units = [number for number, line in enumerate(lines) if find_statute_unit(line)]
    opened = [find_statute_unit(lines[number]) for number in units]
    articles = [unit[0].strip() for unit in opened if unit["kind"] == "条"]
    # A short annex has two; two others are articles of another text.
    if len(articles) < _FEWEST_ARTICLES and articles != ["第一条", "第二条"]:
        return split_numbered(lines, headings, is_list)
    # A notice may stand above the statute that it issues, and what it encloses below.
    enclosed = (number for number in range(units[-1], len(lines)) if _ENCLOSED.match(lines[number].text))
    first, end = units[0], next(enclosed, len(lines))
    first -= first > 0 and is_section(lines[first - 1].text, lines[first])
    return [
        *split_numbered(lines[:first], headings),
        *split_statute(lines[first:end]),
        *split_numbered(lines[end:], headings),
    ]


def split_statements(text: str, passage: Segment) -> list[Segment]:
    """Split a passage into its statements: what ends in a full stop or semicolon.

    Each has the number, heading and section of the passage, one of those that `split_documents` found in
    the text.

    Examples
    --------
    >>> import reformlab as rl
    >>> text = "各地建立机制；各部门加强培训，完善考核。"
    >>> passage = rl.split_documents(text)[0].passages[0]
    >>> [text[part.start : part.end] for part in rl.split_statements(text, passage)]
    ['各地建立机制；', '各部门加强培训，完善考核。']
    """
    return [
        passage._replace(start=passage.start + match.start(), end=passage.start + match.end())
        for match in _STATEMENT.finditer(text[passage.start : passage.end])
        if match[0].strip()
    ]


def hands_on(text: str) -> bool:
    """Say whether all that a passage does is to hand a document on: its words are those of a title.

    Examples
    --------
    >>> from reformlab.documents.passages import hands_on
    >>> [hands_on(text) for text in ("现将《校舍规划》印发给你们，请认真贯彻执行。", "各地建设校舍。")]
    [True, False]
    """
    if "现" not in text:  # most passages: spare them what follows
        return False
    statements = [match[0].strip().rstrip("。；！") for match in _STATEMENT.finditer(text)]
    first, *others = [statement for statement in statements if statement] or [""]
    return bool(_HANDS_ON.fullmatch(first)) and all(map(_BEHIND_HANDING.fullmatch, others))


def _join_charges(lines: Sequence[Line], is_list: bool) -> Sequence[Line]:
    """Join who is charged with a task to it, where that is a line of its own and no heading stands above."""
    joined: list[Line] = []
    for at, line in enumerate(lines):
        behind = at + 1 == len(lines) or find_marker(lines[at + 1].text)
        is_below = behind or is_list or (joined and joined[-1].text[-1] in "。；！")
        if joined and _IN_CHARGE.fullmatch(line.text) and is_below:
            task = joined.pop()
            # Blanks stand for what lies between: places in the text are counted in the line.
            text = task.text + " " * (line.start - task.end) + line.text
            line = task._replace(end=line.end, text=text)
        joined.append(line)
    return joined
