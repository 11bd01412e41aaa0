"""Take numbered units to segments: what is a heading, a passage or set aside, and what stands below what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import takewhile

from reformlab.corpus.rules import join_rules
from reformlab.documents.articles import DIVISION, open_chapter
from reformlab.documents.listed import is_heading_of_list, is_item, names_body
from reformlab.documents.numbering import Line, Unit, find_next_numbers, split_units
from reformlab.documents.segments import (
    ADDRESSEE,
    ANNEX_LABEL,
    BULLET,
    CLOSING_LINE,
    LONGEST_HEADING,
    MEMBER,
    Segment,
    find_dated_items,
    find_role,
    is_plain_heading,
)

_rules = partial(join_rules, "outline")
_SPOKEN_TO = re.compile(_rules("salutation"))
# What ends in a full stop is a sentence, though it may be the heading of what stands below.
_STATES = re.compile("。[”’）]?$")
# What speaks of the whole document at its end is no part of its last unit.
_CLOSES = re.compile(_rules("closes"))
_BEHIND_SECTIONS = re.compile(_rules("behind_sections"))


def split_numbered(
    lines: Sequence[Line], headings: Mapping[str, int], is_list: bool = False
) -> list[Segment]:
    """Split lines whose units are numbered 一、 （一） 1. （1）, or not at all."""
    units = list(split_units(lines))
    is_speech = any(_SPOKEN_TO.match(unit.text) for unit in units)
    found = _Segments(is_speech, headings, is_list, find_dated_items(lines))
    for unit, following, numbered in zip(units, [*units[1:], None], find_next_numbers(units), strict=False):
        found.add(unit, following, numbered)
    return found.keep_sentences()


@dataclass
class _Segments:
    """The segments of the units read so far, and what the next one may stand below.

    A unit is read with the one that follows it and the next one that has a number.
    """

    is_speech: bool
    # What the file marks as headings, with their levels.
    levels: Mapping[str, int]
    is_list: bool
    # Where the items of lists begin that have a date in each.
    dated: frozenset[int]
    segments: list[Segment] = field(default_factory=list)
    chapters: list[str] = field(default_factory=list)
    # The number and heading of each rank that the next unit stands below.
    path: dict[int, tuple[str, str]] = field(default_factory=dict)
    under_heading: bool = False
    enclosing: bool = False
    # The line that opens an annex, until its title is read.
    annex: str = ""
    # The heading without a number, and the unit with a run-in heading, that a paragraph may stand below.
    bare: str = ""
    run_in: tuple[Unit, Segment] | None = None
    # The ranks whose last unit was one sentence and no more: the next is no heading either.
    stating: set[int] = field(default_factory=set)
    # The headings that are sentences, as passages, by their place among the segments.
    sentences: dict[int, Segment] = field(default_factory=dict)
    # The short lines right below a heading with a number, as passages: items, where they are the last.
    items: dict[int, Segment] = field(default_factory=dict)
    # Names of members are no items.
    has_members: bool = False

    def add(self, unit: Unit, following: Unit | None, numbered: Unit | None) -> None:
        role = self._find_role(unit, following)
        opens_annex = ANNEX_LABEL.fullmatch(unit.text)
        annex, self.annex = self.annex, opens_annex[1] if opens_annex else ""
        self.enclosing = role == "closing" and (self.enclosing or unit.text.startswith("附"))
        if role == "heading" and annex and not opens_annex:
            self._open_annex(unit, annex)
        elif role:
            self._leave(unit.rank)
            self._set_aside(unit, role, numbered)
        elif unit.rank >= 0:
            self._open(unit, following, numbered)
        else:
            self._add_paragraph(unit, numbered)

    def keep_sentences(self) -> list[Segment]:
        """Return the segments; a heading that is a sentence and stands above no passage is one itself.

        So are the short lines with which a document ends, where its last heading has nothing else below it.
        """
        last = max((at for at, one in enumerate(self.segments) if one.role == "passage"), default=-1)
        for at, item in self.items.items():
            if at > last and not self.has_members:
                self.segments[at] = item
        for at, sentence in self.sentences.items():
            below = next((one for one in self.segments[at:] if one.role == "passage"), sentence)
            # No passage says under which heading it stands.
            if below is sentence or sentence.heading not in f"{below.section} > {below.heading}":
                self.segments[at] = sentence
        return self.segments

    def _find_role(self, unit: Unit, following: Unit | None) -> str:
        """Return why a unit is set aside, or nothing."""
        if unit.start in self.dated and unit.text not in self.levels:
            return ""
        role = find_role(unit.text, self.enclosing) if unit.rank < 0 or self.enclosing else ""
        if not role and self._is_below_heading(unit) and ADDRESSEE.match(unit.text):
            return "front"
        if self.is_list and unit.rank < 0:
            role = self._aside_in_list(unit, role, following)
            is_heading = unit.text in self.levels
        else:
            is_heading = is_plain_heading(unit, following) or (unit.rank < 0 and unit.text in self.levels)
        return role or ("heading" if is_heading else "")

    def _aside_in_list(self, unit: Unit, role: str, following: Unit | None) -> str:
        """Return the role of a line of a list, or nothing, where `role` is what it had elsewhere."""
        if role == "front" or (
            role == "closing" and not (names_body(unit.text) or self._is_below_heading(unit))
        ):
            return role
        # Who signs stands above the date, and heads nothing.
        if role and following and not names_body(following.text) and CLOSING_LINE.match(following.text):
            return role
        if open_chapter([], unit.text) or (self.enclosing and not is_item(unit.text)):
            return "heading"
        # What a number other than one opens stands beside the section above, and below no heading.
        is_below = following is not None and following.number < 2 and following.start > unit.end
        return "heading" if is_below and is_heading_of_list(unit.text, following.text) else ""

    def _is_below_heading(self, unit: Unit) -> bool:
        return unit.rank < 0 and bool(self.segments) and self.segments[-1].role == "heading"

    def _leave(self, rank: int) -> None:
        """Close the units of a rank and those below it; a paragraph closes none."""
        if rank >= 0:
            self.stating = {other for other in self.stating if other < rank}
            self.path = {other: opened for other, opened in self.path.items() if other < rank}

    def _name_section(self, rank: int) -> str:
        """Return the headings above what is of a rank."""
        above = (label + heading for other, (label, heading) in self.path.items() if other < rank)
        return " > ".join([*self.chapters, *above])

    def _set_aside(self, unit: Unit, role: str, numbered: Unit | None) -> None:
        below_heading = self._is_below_heading(unit)
        self.has_members = self.has_members or bool(MEMBER.match(unit.text))
        is_below = self.under_heading and (below_heading or BULLET.match(unit.text))
        if role == "heading" and is_below and unit.text not in self.levels:
            innermost = max(self.path)
            opened = (*self.path[innermost], self._name_section(innermost))
            self.items[len(self.segments)] = Segment(unit.start, unit.end, "passage", *opened)
        self.segments.append(Segment(unit.start, unit.end, role))
        if role == "heading" and below_heading and self.path and not self.path[max(self.path)][1]:
            # 一、 on a line of its own, and its heading on the next.
            innermost = max(self.path)
            self.path[innermost] = (self.path[innermost][0], unit.text)
            return
        opened = open_chapter(self.chapters, unit.text)
        if role == "heading" and not opened and unit.text in self.levels:
            self.chapters = [*self._find_outer(self.levels[unit.text]), unit.text]
            self.bare, self.run_in, self.path, self.under_heading = unit.text, None, {}, False
            return
        if role == "heading" and not opened and self.is_list and not self.path:
            self.chapters = [*filter(DIVISION.fullmatch, self.chapters), unit.text]
        is_heading = role == "heading" and not opened and not MEMBER.match(unit.text)
        self.bare, self.run_in = unit.text if is_heading else "", None
        # A number one of the outermost rank opens another text, which the document encloses.
        begins_anew = role == "heading" and self.path and numbered
        begins_anew = begins_anew and (numbered.rank, numbered.number) == (min(self.path), 1)
        if opened:
            self.chapters = opened
        if begins_anew and self.is_list:
            self.chapters = [*filter(DIVISION.fullmatch, self.chapters), unit.text]
        if opened or begins_anew or _BEHIND_SECTIONS.fullmatch(unit.text):
            self.path, self.under_heading = {}, False
        # Behind the date of a letter its attachment begins, under no heading of the letter.
        self.under_heading = self.under_heading and not re.match("附|.*日$", unit.text)

    def _open_annex(self, unit: Unit, annex: str) -> None:
        """Set the title of an annex aside: all below it stands in the annex, and in no section above."""
        self.segments.append(Segment(unit.start, unit.end, "heading"))
        self.chapters, self.path, self.under_heading = [f"{annex} {unit.text}"], {}, False
        self.bare, self.run_in = "", None

    def _find_outer(self, level: int) -> list[str]:
        """Return the headings that stay open above one of a level: the outermost, as far as theirs are."""
        above = [*self.chapters, *(label + heading for label, heading in self.path.values())]
        outer = takewhile(lambda heading: self.levels.get(heading, 0) < level, above)
        return [heading for heading in outer if heading in self.levels or heading in self.chapters]

    def _open(self, unit: Unit, following: Unit | None, numbered: Unit | None) -> None:
        """Add a unit that has a number: the heading of what stands below it, or a passage."""
        has_units = following is not None and following.rank > unit.rank
        has_paragraph = following is not None and following.rank < 0 and not unit.runs_on
        has_paragraph = has_paragraph and (
            following.start in self.dated or find_role(following.text, False) != "closing"
        )
        innermost = max(self.path, default=-1)
        has_siblings = _is_next(unit, numbered) or (self.under_heading and innermost == unit.rank)
        title, rest = _run_in_heading(unit, has_paragraph and has_siblings)
        # A sentence that has a number, or follows on one that was a unit of its own, is no heading.
        is_sentence = bool(title and _STATES.search(unit.text))
        in_list = is_sentence and unit.rank in self.stating
        has_number = is_sentence and bool(re.search(r"\d", title))
        is_short = not rest and len(unit.text) <= LONGEST_HEADING
        is_heading = is_short and (has_units or has_paragraph) and not in_list and not has_number
        self._leave(unit.rank)
        if unit.text in self.levels:
            level = self.levels[unit.text]
            self.chapters = [one for one in self.chapters if self.levels.get(one, 0) < level]
        passage = Segment(unit.start, unit.end, "passage", unit.label, title, self._name_section(unit.rank))
        if is_heading or has_units:
            self.path[unit.rank] = (unit.label, title)
        if is_heading and is_sentence:
            self.sentences[len(self.segments)] = passage
        stands_alone = is_sentence and not rest and not has_units and not has_paragraph
        if stands_alone or unit.text.endswith("；"):
            self.stating.add(unit.rank)
        goes_below = title and not is_heading and (rest or (has_number and not in_list))
        self.bare, self.run_in = "", (unit, passage) if goes_below else None
        self.under_heading = is_heading or (self.under_heading and unit.runs_on and unit.rank > innermost)
        self.segments.append(Segment(unit.start, unit.end, "heading") if is_heading else passage)

    def _add_paragraph(self, unit: Unit, numbered: Unit | None) -> None:
        goes_on = self.run_in and _goes_on(self.run_in[0], unit.text, numbered, self.is_speech)
        if self.under_heading:
            # A paragraph right under a heading carries the heading's number; one behind numbered
            # units closes the document and belongs to none of them.
            innermost = max(self.path)
            opened = (*self.path[innermost], self._name_section(innermost))
            self.segments.append(Segment(unit.start, unit.end, "passage", *opened))
        elif self.run_in and (goes_on or numbered):
            label = self.run_in[1].label if goes_on else ""
            self.segments.append(self.run_in[1]._replace(start=unit.start, end=unit.end, label=label))
        else:
            self.run_in = None
            # Between the units of a section it stands in that section.
            section = self._name_section(numbered.rank if numbered else 0)
            if self.bare in self.chapters:
                section = " > ".join(self.chapters[:-1])
            self.segments.append(Segment(unit.start, unit.end, "passage", "", self.bare, section))


def _is_next(unit: Unit, numbered: Unit | None) -> bool:
    """Say whether the next unit that has a number counts on from a unit."""
    return numbered is not None and (numbered.rank, numbered.number) == (unit.rank, unit.number + 1)


def _goes_on(above: Unit, paragraph: str, numbered: Unit | None, is_speech: bool) -> bool:
    """Say whether a paragraph behind a unit with a run-in heading is of that unit.

    It is where the next number stands beside or below it. Behind the last unit of a section a speech sums
    up, and at its end a document speaks of itself.
    """
    if numbered is None:
        return not is_speech and not _CLOSES.match(paragraph)
    return _is_next(above, numbered) or numbered.rank > above.rank or not is_speech


def _run_in_heading(unit: Unit, may_be_sentence: bool) -> tuple[str, str]:
    """Return the heading that a unit opens with and the text behind it."""
    text = unit.text[len(unit.label) :].lstrip("、.．，： \t\u3000").rstrip()
    # A row of a table is no heading, though it has a number.
    match = re.match(rf"([^。！？；：\n\t]{{1,{LONGEST_HEADING}}})(?:[。：]|$)", text)
    if unit.rank < 0 or not match:
        return "", text
    rest = text[match.end() :].strip()
    # A long first sentence with a comma in it is a sentence, not a heading.
    is_heading = may_be_sentence and len(unit.text) <= LONGEST_HEADING and text[match.end(1) :] == "。"
    is_sentence = len(match[1]) > LONGEST_HEADING // 2 and not is_heading and ("，" in match[1] or rest)
    return ("", text) if is_sentence and text[match.end(1) :] else (match[1], rest)
