"""Tell headings and text apart in lists: texts with a line a duty, an item or a verse, and no full stops.

Where hardly a line ends in a full stop, marks at its end do not tell what a line is. Long lines are text,
and so is what has marks inside; a short line, or the name of a body, is the heading of longer ones below it.
"""

from __future__ import annotations

import re

from reformlab.corpus.agencies import names_of_bodies
from reformlab.corpus.rules import join_rules
from reformlab.documents.numbering import find_marker

_DUTY = re.compile(join_rules("outline", "duty"))
_BULLET = re.compile(r"[^\w\s（〔【“《]|[\da-zA-Z]{1,2}[^\da-zA-Z年月日]")
_LONG, _LONGEST_HEADING = 30, 20
_MARKS = re.compile("[，；、！？…→]|：.|[。；：，]$")


def names_body(line: str) -> bool:
    """Say whether a line is nothing but the name of a body, or of several, with a colon or without.

    Examples
    --------
    >>> from reformlab.documents.listed import names_body
    >>> names_body("市民政局、市教育局"), names_body("修缮校舍")
    (True, False)
    """
    return bool(names_of_bodies().fullmatch(line.removesuffix("："))) and not _DUTY.match(line)


def is_item(line: str) -> bool:
    """Say whether a line of a list is text by itself: long, with marks in it, or behind a sign or number.

    Examples
    --------
    >>> from reformlab.documents.listed import is_item
    >>> is_item("修缮校舍，添置图书"), is_item("•修缮校舍"), is_item("学校")
    (True, True, False)
    """
    if names_body(line):
        return False
    opens = _DUTY.match(line) or _BULLET.match(line) or find_marker(line)
    return len(line) >= _LONG or bool(opens or _MARKS.search(line))


def is_heading_of_list(line: str, following: str) -> bool:
    """Say whether a line of a list is the heading of the one that follows.

    Examples
    --------
    >>> from reformlab.documents.listed import is_heading_of_list
    >>> is_heading_of_list("市教育局", "做好校舍修缮工作"), is_heading_of_list("修缮校舍", "添置图书")
    (True, False)
    """
    if names_body(line):
        return not names_body(following) and (is_item(following) or len(following) > len(line))
    if len(line) > min(_LONGEST_HEADING, len(following) - 1) or not is_item(following):
        return False
    return not is_item(line) or bool(re.fullmatch("[^，；、：！？…]+：", line))
