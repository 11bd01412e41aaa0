"""Outline a clean text: its documents, and in each the numbered passages and what is set aside.

Official documents number their units by GB/T 9704: 一、 then （一） then 1. then （1）, statutes
by 编, 章, 节 and 条. A passage is the smallest numbered unit, else a paragraph. Every character
of the text lies in exactly one segment: a passage, or something set aside with its role.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

_CHINESE = "一二三四五六七八九十百零〇"
_STATUTE_UNIT = re.compile(rf"第[{_CHINESE}\d]+(?P<kind>[编章节条])(?:之[{_CHINESE}]+)?[ 　]?")
_MARKERS = (
    re.compile(rf"(?P<number>[{_CHINESE}]{{1,4}})[、.．]"),
    re.compile(rf"（(?P<number>[{_CHINESE}]{{1,4}})）"),
    re.compile(r"(?P<number>\d{1,2})[.．、](?!\d)"),
    re.compile(r"（(?P<number>\d{1,2})）"),
)
# Where a heading may run on inside a paragraph: behind a sentence, or glued to a heading's end.
_INLINE = re.compile(
    rf"(?<=[。；：！？”）\u4e00-\u9fff])(?<!第)(?:（[{_CHINESE}]{{1,3}}）|（\d{{1,2}}）|\d{{1,2}}[.．、](?!\d))"
)
_PART = re.compile(rf"(?P<name>.{{0,30}}?)篇(?P<number>\d{{1,2}}|[{_CHINESE}]{{1,2}})$")
_ADDRESSEE = re.compile(
    r"^[^。；]{2,200}(?:政府|部门|单位|机构|企业|中心|团体|[局委厅办院校会部司区市县])(?:（[^）]*）)?：$"
)
_CLOSING_LINE = re.compile(
    r"^(?:附件?(?:件|[:：\d]).*|附：.*|抄送：.*|分送：.*|主题词：.*|（?联系人.*|[（(]?信息公开.*|（?此件.*"
    r"|…*\.*年月日|[^。]{0,24}\d{4}年\d{1,2}月\d{1,2}日[^。]{0,6}|[^。，；：]{2,40}(?:政府|委员会|办公室|办公厅|[局厅部会院]))$"
)
_STATEMENT = re.compile(r"[^。！？；]*[。！？；]+[”’」』）]*|[^。！？；]+$")
_SALUTATION = re.compile(r"^(?:各位代表|同志们)[：！，]?$")
_OCCASION = re.compile(r"^[—\-–―（]*[^，。《]{0,24}\d{1,2}日[^，。《]{0,60}(?:会议|大会)[^，《]{0,40}$")
_LONGEST_HEADING = 50


@dataclass(frozen=True)
class Segment:
    """A stretch of the text: a passage, or something set aside.

    Attributes
    ----------
    start, end : int
        Characters of the clean text of the file.
    role : str
        ``"passage"``, or why it is set aside: ``"cover"``, ``"front"``, ``"heading"``,
        ``"closing"``, ``"blank"``.
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


@dataclass(frozen=True)
class Outline:
    """One document of a file.

    Attributes
    ----------
    start, end : int
        Characters of the clean text of the file.
    name : str
        What a compilation calls it; empty elsewhere.
    front, closing : tuple of str
        The lines above and below its body, where title, number, issuer and date stand.
    segments : tuple of Segment
        In order, without gap or overlap from `start` to `end`.
    """

    start: int
    end: int
    name: str
    front: tuple[str, ...]
    closing: tuple[str, ...]
    segments: tuple[Segment, ...]

    @property
    def passages(self) -> list[Segment]:
        """The segments that are passages."""
        return [segment for segment in self.segments if segment.role == "passage"]


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class _Unit:
    """A stretch of the body that opens with a marker, or a paragraph that has none (rank -1)."""

    start: int
    end: int
    rank: int
    label: str
    text: str


def split_documents(text: str) -> list[Outline]:
    r"""Split the clean text of a file into its documents, each with its passages.

    Parameters
    ----------
    text : str
        Clean text, as `clean_text` gives it.

    Returns
    -------
    list of Outline
        At least one; their segments cover the text without gap or overlap.

    Examples
    --------
    >>> import reformlab as rl
    >>> text = "关于试点的意见\n一、总体要求\n（一）建立机制。各地建立机制。\n（二）加强培训。各地加强培训。"
    >>> [(p.label, p.heading) for p in rl.split_documents(text)[0].passages]
    [('（一）', '建立机制'), ('（二）', '加强培训')]
    """
    found = re.finditer(r"[^\n]+", text)
    lines = [_Line(match.start(), match.end(), match[0].strip()) for match in found if match[0].strip()]
    cuts = _find_parts(lines) or _find_articles(lines)
    if not cuts:
        return [_outline(text, lines, 0, len(text))]
    first = cuts[0]
    shared = tuple(line.text for line in lines[:first])
    names = [part["name"].strip() if (part := _PART.match(lines[cut].text)) else "" for cut in cuts]
    outlines = []
    for name, this, following in zip(names, cuts, [*cuts[1:], len(lines)], strict=True):
        # The cover of a compilation or newsletter belongs to its first document, set aside.
        start = 0 if this == first else lines[this].start
        end = lines[following].start if following < len(lines) else len(text)
        inside = lines[this:following]
        if _PART.match(inside[0].text):
            # A name that several parts share is the compilation's.
            outline = _outline(text, inside[1:], start, end)
            outlines.append(replace(outline, name=name if names.count(name) == 1 else ""))
        else:
            outline = _outline(text, inside, start, end)
            outlines.append(replace(outline, front=(*shared, *outline.front)))
    return outlines


def split_statements(text: str, passage: Segment) -> list[Segment]:
    """Split a passage into its statements: what ends in a full stop or semicolon."""
    return [
        replace(passage, start=passage.start + match.start(), end=passage.start + match.end())
        for match in _STATEMENT.finditer(text[passage.start : passage.end])
        if match[0].strip()
    ]


def _find_parts(lines: Sequence[_Line]) -> list[int]:
    """Return the lines that open the parts of a compilation: 篇1, 篇2, … in order."""
    found = [number for number, line in enumerate(lines) if _PART.match(line.text)]
    return found if len(found) >= 2 else []


def _find_articles(lines: Sequence[_Line]) -> list[int]:
    """Return the lines that open the articles of a newsletter: titles above long paragraphs."""
    if not any(re.search(r"第\d+期", line.text) and len(line.text) < 30 for line in lines[:6]):
        return []
    return [
        number
        for number, (line, following) in enumerate(pairwise(lines))
        if 12 <= len(line.text) <= 60
        and not re.search(r"[。，；：]$|\d日$", line.text)
        and not _marker(line.text)
        and not _CLOSING_LINE.match(line.text)
        and len(following.text) >= 60
    ]


def _outline(text: str, lines: Sequence[_Line], start: int, end: int) -> Outline:
    body_from = next((n for n, line in enumerate(lines) if _opens_body(line.text)), len(lines))
    body_to = len(lines)
    while body_to > body_from + 1 and _CLOSING_LINE.match(lines[body_to - 1].text):
        body_to -= 1
    front, body, closing = lines[:body_from], lines[body_from:body_to], lines[body_to:]
    segments = [
        *(Segment(line.start, line.end, "front") for line in front),
        *_outline_body(body),
        *(Segment(line.start, line.end, "closing") for line in closing),
    ]
    return Outline(
        start,
        end,
        "",
        tuple(line.text for line in front),
        tuple(text[segment.start : segment.end].strip() for segment in segments if segment.role == "closing"),
        tuple(_fill(text, segments, start, end)),
    )


def _opens_body(line: str) -> bool:
    if _SALUTATION.match(line) or _marker(line) or _STATUTE_UNIT.match(line):
        return True
    if _ADDRESSEE.match(line) or _OCCASION.match(line) or re.match(r"（.{0,80}）$", line):
        return False
    return ("。" in line and len(line) >= 20) or (line[-1] in "：；，" and len(line) >= 30)


def _marker(text: str) -> tuple[int, re.Match[str]] | None:
    """Return the rank (0 the outermost) and the match of the number that a text opens with."""
    for rank, pattern in enumerate(_MARKERS):
        match = pattern.match(text)
        if match:
            return rank, match
    return None


def _outline_body(lines: Sequence[_Line]) -> list[Segment]:
    articles = sum(1 for line in lines if (m := _STATUTE_UNIT.match(line.text)) and m["kind"] == "条")
    if articles >= 3:
        return list(_outline_statute(lines))
    return _outline_units(list(_split_units(lines)))


def _outline_statute(lines: Sequence[_Line]) -> Iterator[Segment]:
    """Yield an article with all its paragraphs as one passage, chapters and sections as headings."""
    path: dict[str, str] = {}
    article: Segment | None = None
    for line in lines:
        unit = _STATUTE_UNIT.match(line.text)
        kind = unit["kind"] if unit else ""
        if kind in ("编", "章", "节") and len(line.text) <= _LONGEST_HEADING:
            if article:
                yield article
            article = None
            path = {key: path[key] for key in "编章节"[: "编章节".index(kind)] if key in path} | {
                kind: line.text
            }
            yield Segment(line.start, line.end, "heading")
        elif kind == "条" or article is None:
            if article:
                yield article
            label = unit[0].strip() if kind == "条" else ""
            article = Segment(line.start, line.end, "passage", label, "", " > ".join(path.values()))
        else:
            article = replace(article, end=line.end)
    if article:
        yield article


def _split_units(lines: Sequence[_Line]) -> Iterator[_Unit]:
    """Split each line at the numbers that stand in it, as far as they count on in order."""
    last: dict[int, int] = {}
    for line in lines:
        cuts = [0]
        opening = _marker(line.text)
        if opening:
            last[opening[0]] = _count(opening[1]["number"])
        for match in _INLINE.finditer(line.text):
            rank, marker = _marker(line.text[match.start() :])
            number = _count(marker["number"])
            rest = line.text[match.end() :]
            if number == last.get(rank, 0) + 1 or (number == 1 and _continues(rank, rest, lines, line)):
                last[rank] = number
                cuts.append(match.start())
        offset = line.end - line.start - len(line.text)
        for this, following in zip(cuts, [*cuts[1:], len(line.text)], strict=True):
            piece = line.text[this:following]
            marker = _marker(piece)
            rank, label = (marker[0], marker[1][0]) if marker else (-1, "")
            yield _Unit(line.start + offset + this, line.start + offset + following, rank, label, piece)


def _continues(rank: int, rest: str, lines: Sequence[_Line], line: _Line) -> bool:
    """Say whether the number two of a rank follows: a lone one is a reference, not a list."""
    second = ("二、", "（二）", "2.", "（2）")[rank]
    later = lines[lines.index(line) + 1 :]
    return second in rest or any(second in following.text for following in later[:12])


def _count(number: str) -> int:
    """Return the value of an Arabic or Chinese number below a hundred."""
    if number.isdigit():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    digit = "零一二三四五六七八九".find
    return (max(digit(tens), 1) * 10 if ten else 0) + max(digit(ones), 0) if number else 0


def _outline_units(units: Sequence[_Unit]) -> list[Segment]:
    segments = []
    path: dict[int, tuple[str, str]] = {}
    under_heading = False
    for unit, following in zip(units, [*units[1:], None], strict=False):
        title, rest = _run_in_heading(unit)
        if unit.rank >= 0:
            path = {rank: pair for rank, pair in path.items() if rank < unit.rank}
        above = " > ".join(label + heading for label, heading in path.values())
        deeper = following is not None and (following.rank > unit.rank or following.rank == -1)
        aside = _aside(unit.text) if unit.rank < 0 else ""
        if aside:
            segments.append(Segment(unit.start, unit.end, aside))
        elif unit.rank >= 0 and not rest and len(unit.text) <= _LONGEST_HEADING and deeper:
            path[unit.rank] = (unit.label, title)
            under_heading = True
            segments.append(Segment(unit.start, unit.end, "heading"))
        elif unit.rank >= 0:
            under_heading = False
            if deeper and following.rank > unit.rank:
                path[unit.rank] = (unit.label, title)
            segments.append(Segment(unit.start, unit.end, "passage", unit.label, title, above))
        elif under_heading:
            # A paragraph right under a heading carries the heading's number; one behind numbered
            # units closes the document and belongs to none of them.
            label, heading = path[max(path)]
            outer = " > ".join(a + b for rank, (a, b) in path.items() if rank < max(path))
            segments.append(Segment(unit.start, unit.end, "passage", label, heading, outer))
        else:
            segments.append(Segment(unit.start, unit.end, "passage"))
    return segments


def _aside(line: str) -> str:
    """Return the role of an unnumbered line that is no passage, or nothing."""
    if _SALUTATION.match(line):
        return "front"
    if re.search("[。；：，！？]", line) or len(line) > _LONGEST_HEADING:
        return ""
    return "closing" if _CLOSING_LINE.match(line) else "heading"


def _run_in_heading(unit: _Unit) -> tuple[str, str]:
    """Return the heading that a unit opens with and the text behind it."""
    text = unit.text[len(unit.label) :].strip()
    match = re.match(rf"([^。！？；：\n]{{2,{_LONGEST_HEADING}}})(?:[。：]|$)", text)
    if unit.rank < 0 or not match:
        return "", text
    rest = text[match.end() :].strip()
    # A long first sentence with a comma in it is a sentence, not a heading.
    is_sentence = len(match[1]) > _LONGEST_HEADING // 2 and ("，" in match[1] or rest)
    return ("", text) if is_sentence and text[match.end(1) :] else (match[1], rest)


def _fill(text: str, segments: Sequence[Segment], start: int, end: int) -> Iterator[Segment]:
    """Yield the segments with the stretches between them: blanks, or a cover above the first line."""
    at = start
    for segment in [*segments, Segment(end, end, "end")]:
        if segment.start > at:
            yield Segment(at, segment.start, "cover" if text[at : segment.start].strip() else "blank")
        if segment.end > segment.start:
            yield segment
        at = segment.end
