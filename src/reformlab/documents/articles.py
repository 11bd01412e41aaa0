"""Take a statute to segments: an article is a passage, parts, chapters and sections are headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from reformlab.documents.numbering import CHINESE, STATUTE_UNIT, Line, find_statute_unit
from reformlab.documents.segments import LONGEST_HEADING, Segment

# The first and last chapter have these names, and in some texts no number.
_SECTION = re.compile(rf"[{CHINESE}]{{1,3}}、[^。；：，]{{1,40}}")
_RULES_APART = re.compile("[总附] ?则")
DIVISION = re.compile(rf"第[{CHINESE}\d]{{1,3}}部分[ 　：]?[^，。；！？]{{0,30}}")


def split_statute(lines: Sequence[Line]) -> Iterator[Segment]:
    """Yield an article with all its paragraphs as one passage, chapters and sections as headings."""
    chapters: list[str] = []
    article: Segment | None = None
    for line, following in zip_longest(lines, lines[1:]):
        unit = find_statute_unit(line)
        opened = open_chapter(chapters, line.text)
        if is_section(line.text, following):
            opened = [*(chapter for chapter in chapters if not _SECTION.match(chapter)), line.text]
        if article and (opened or (unit and unit["kind"] == "条")):
            yield article
            article = None
        if opened:
            chapters = opened
            yield Segment(line.start, line.end, "heading")
        elif article is None:
            label = unit[0].strip() if unit else ""
            article = Segment(line.start, line.end, "passage", label, "", " > ".join(chapters))
        else:
            article = article._replace(end=line.end)
    if article:
        yield article


def is_section(line: str, following: Line | None) -> bool:
    """Say whether a line is the name of a section of articles, as statutes have that know no chapters."""
    unit = find_statute_unit(following) if following else None
    return bool(_SECTION.fullmatch(line)) and unit is not None and unit["kind"] == "条"


def open_chapter(chapters: Sequence[str], line: str) -> list[str]:
    """Return the headings from part to section that hold below a line; none where it opens none."""
    # 第一部分 stands above all other units.
    if _RULES_APART.fullmatch(line) or DIVISION.fullmatch(line):
        return [line]
    unit = STATUTE_UNIT.match(line)
    if not unit or unit["kind"] == "条" or len(line) > LONGEST_HEADING or "。" in line:
        return []
    order = "编篇章节".index
    kinds = [STATUTE_UNIT.match(heading) for heading in chapters]
    outer = [kind.string for kind in kinds if kind and order(kind["kind"]) < order(unit["kind"])]
    return [*filter(DIVISION.fullmatch, chapters), *outer, line]
