"""What a line of a body is by its own wording: front, heading, closing, the label of an annex, an item."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple

from reformlab.corpus.dates import DATE
from reformlab.corpus.rules import join_rules
from reformlab.documents.numbering import Line, Unit, find_marker

_rules = partial(join_rules, "outline")
ADDRESSEE = re.compile(rf"^[^。；]{{2,200}}{_rules('addressee')}(?:（[^）]*）)?：$")
# What opens an item of a list that has no numbers; [ ] and [x] stand in lists of tasks.
BULLET = re.compile(r"[●•■◆▪◇□☐☑√]|\[[ xX]?\] ")
CLOSING_LINE = re.compile(f"(?:{_rules('closing')}|{join_rules('labels')}：.*)$")
SALUTATION = re.compile(f"{_rules('salutation')}[：！，]?$")
# The line above the title of an annex.
ANNEX_LABEL = re.compile(r"(?:《[^》]{2,40}》)?(附[件录表]?[一二三四五六七八九十\d]{0,3})[：:]?")
MEMBER = re.compile(rf"{_rules('member')}(?:单位)?：[^。，；]{{2,40}}$")
LONGEST_HEADING = 50
_ADOPTION = re.compile(
    rf"（.{{0,200}}\d{{4}}年\d{{1,2}}月\d{{1,2}}日[^）]{{2,200}}{_rules('adopted')}[^）]{{0,4}}）$"
)
_FEWEST_DATED = 2
# What was done to a paper on the day beside it is no step of a list.
_DONE_TO_PAPER = re.compile("(?:印发|发布|公布|通过|批准|修[正订改])$")
_AROUND_DATE = " \u3000\t日，、；（）()—-"


class Segment(NamedTuple):
    """A stretch of the text: a passage, or something set aside.

    Attributes
    ----------
    start, end : int
        Characters of the clean text of the file.
    role : str
        ``"passage"``, or why it is set aside: ``"cover"``, ``"front"``, ``"heading"``,
        ``"closing"``, ``"glossary"`` (an annex that explains words, 名词解释), ``"blank"``.
    label : str
        The passage's number as printed: 一、 （一） 1. （1） 第一条; empty where it has none.
    heading : str
        The heading the passage stands under or opens with; empty where it has none.
    section : str
        The headings above, outermost first, joined by " > ".
    """

    start: int
    end: int
    role: str
    label: str = ""
    heading: str = ""
    section: str = ""


def find_role(line: str, enclosing: bool) -> str:
    """Return the role of a line that is no passage, or nothing; what is enclosed goes on as a list."""
    if SALUTATION.match(line) or _ADOPTION.match(line):
        return "front"
    if MEMBER.match(line):
        return "heading"
    if ANNEX_LABEL.fullmatch(line):
        return "closing"
    closes = CLOSING_LINE.match(line) and not BULLET.match(line)
    if "。" not in line and (closes or (enclosing and find_marker(line))):
        return "closing"
    # A tab parts the cells of a table's row, which is no heading, nor is a formula.
    return "" if re.search("[。；：，！？=\t]", line) or len(line) > LONGEST_HEADING else "heading"


def is_plain_heading(unit: Unit, following: Unit | None) -> bool:
    """Say whether a line without a number is a heading that has commas: a paragraph stands below it."""
    return (
        unit.rank < 0
        and len(unit.text) <= LONGEST_HEADING
        and not re.search("[。；：！？…=\t]|[，、）”》’]$", unit.text)
        and following is not None
        and following.rank < 0
        and "。" in following.text
    )


def find_dated_items(lines: Sequence[Line]) -> frozenset[int]:
    """Return where the lines begin that are a list with a date in each: steps, or people and their births.

    One alone may be who signs, and when; so may be bodies, each with its date. Below a signature stand links.

    Examples
    --------
    >>> from reformlab.documents.numbering import Line
    >>> from reformlab.documents.segments import find_dated_items
    >>> lines = [Line(0, 12, "2024年3月1日 查校舍"), Line(13, 25, "2024年6月1日 修校舍")]
    >>> sorted(find_dated_items(lines))
    [0, 13]
    """
    found: list[int] = []
    is_signed = False
    for has_words, run in groupby(lines, lambda line: _has_date_and_words(line.text)):
        items = list(run)
        if has_words and len(items) >= _FEWEST_DATED and not is_signed:
            found += [line.start for line in items]
        is_signed = bool(DATE.search(items[-1].text) and CLOSING_LINE.match(items[-1].text))
    return frozenset(found)


def _has_date_and_words(line: str) -> bool:
    if "。" in line or len(line) > LONGEST_HEADING or not DATE.search(line):
        return False
    words = DATE.sub("", line).strip(_AROUND_DATE)
    return len(words) > 1 and not CLOSING_LINE.match(words) and not _DONE_TO_PAPER.search(words)
