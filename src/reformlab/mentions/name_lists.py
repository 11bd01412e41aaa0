"""Cut a stretch of text into the names of bodies that it lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from reformlab.corpus.rules import compile_rules
from reformlab.mentions.agency_names import (
    AMID_FIELDS,
    ATTRIBUTE,
    BARE_LEVEL,
    DISTRICT,
    DISTRICT_AND_HEAD,
    FIELD_TAIL,
    KEPT_ASIDE,
    LONGEST_NAME,
    SEAT,
    SEAT_AND_REST,
    is_body,
    is_field,
)

# From the first character of a text to behind the last.
Span = tuple[int, int]

rules = partial(compile_rules, "charges")
_BETWEEN, _GLUED = rules("{separator}"), rules("{glued}")
_OPENING, _CLOSING = rules("^{opening}++"), rules("{closing}++$")
_SHARED_OFFICE = rules("等(?:其他|有关|相关|各)*(?:行业|行政|主管|管理|监管|执法)*部门")
_BRACKET = re.compile("[（）]")
_ASIDE, _LAST_ASIDE = rules("{aside}"), re.compile("（[^（）]*）?$")


def find_names(text: str, start: int, end: int, *, narrow: bool = False) -> list[Span]:
    """Split a stretch into names of bodies; whatever does not end like one is left out."""
    pieces = cut_names(text, list(cut_pieces(text, start, end)))
    return [
        piece for piece, body in zip(pieces, are_bodies(text, pieces, narrow=narrow), strict=True) if body
    ]


def cut_names(text: str, pieces: Sequence[Span]) -> list[Span]:
    """Take off pieces of a stretch what belongs to no name, and leave out those that hold nothing else."""
    names: list[Span] = []
    for start, end in pieces:
        first, last = _trim(text, start, end, behind_field=bool(names) and is_field(text[slice(*names[-1])]))
        names += [(first, last)] if first < last else []
    return names


def are_bodies(text: str, pieces: Sequence[Span], *, narrow: bool) -> list[bool]:
    """Say of each piece whether it names a body; a field does, where the next piece is that of a 部门."""
    bodies: list[bool] = []
    behind = ""
    for first, last in reversed(pieces):
        name = text[first:last]
        field = bool(FIELD_TAIL.search(behind)) and is_field(name)
        # 甲县、乙县人民政府: a district takes its head from the last of them.
        district = bool(DISTRICT.fullmatch(name) and DISTRICT_AND_HEAD.search(behind))
        seat = bool(SEAT.fullmatch(name) and SEAT_AND_REST.match(behind))
        # 国家、省级疾病预防控制机构: a level takes the rest of its name from the body behind it.
        level = bool(bodies and bodies[-1] and BARE_LEVEL.fullmatch(name))
        bodies.append(field or district or seat or level or is_body(name, narrow))
        behind = behind if field or district or AMID_FIELDS.fullmatch(name) else name
    return bodies[::-1]


def cut_pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut at separators outside brackets, as those of 县（市、区）, and outside attributes (符合…条件的).

    Brackets that name another body (乡镇人民政府（街道办事处）) are cut from it.
    """
    stretch = list(text[start:end])
    attributes = (found.span() for found in ATTRIBUTE.finditer(text[start:end]))
    for first, last in (*outer_brackets(text[start:end]), *attributes):
        stretch[first:last] = "■" * (last - first)
    for aside in _ASIDE.finditer(text, start, end):
        # 乡镇人民政府（街道办事处）: two bodies
        first, last = aside.span("named")
        stretch[aside.start() - start : aside.end() - start] = text[aside.start() : aside.end()]
        stretch[aside.start() - start : first - start] = "、" * (first - aside.start())
        stretch[last - start : aside.end() - start] = "、" * (aside.end() - last)
        if aside.end() == end:
            end = last
            del stretch[last - start :]
    at = 0
    plain = "".join(stretch)
    for cut in list(_BETWEEN.finditer(plain)) or _GLUED.finditer(plain):
        yield start + at, start + cut.start()
        at = cut.end()
    yield start + at, end


def outer_brackets(text: str) -> Iterator[Span]:
    """Give the inside of each outermost pair; a bracket that is never closed runs to the end."""
    depth = start = 0
    for bracket in _BRACKET.finditer(text) if "（" in text else ():
        if bracket[0] == "（":
            start = start if depth else bracket.end()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield start, bracket.start()
    if depth:
        yield start, len(text)


def _trim(text: str, start: int, end: int, *, behind_field: bool) -> Span:
    """Take off what does not belong to a name; what is too long to be one stays as it is."""
    if end - start > 2 * LONGEST_NAME:
        return start, end
    opening = _OPENING.match(text[start:end])
    start += opening.end() if opening else 0
    closing = _CLOSING.search(text[start:end])
    if closing:
        named = start + closing.start()
        # 农业、水利等部门: the 部门 is that of the fields before it.
        shared = _SHARED_OFFICE.match(closing[0])
        # 教育、海关等部门: behind a field, what may be a body too is a field.
        own = is_body(text[start:named], narrow=True) and not behind_field
        end = named + shared.end() if shared and not own and is_field(text[start:named]) else named
    # What stands in brackets behind a name explains it, save the levels of 县（市、区）.
    aside = _LAST_ASIDE.search(text, start, end)
    if aside and not KEPT_ASIDE.fullmatch(aside[0]):
        end = aside.start()
    return start, end
