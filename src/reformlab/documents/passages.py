"""Take the body of a document to passages: the headings above each, its number, and what is set aside.

Official documents number their units by GB/T 9704: 一、 then （一） then 1. then （1）, statutes
by 编, 章, 节 and 条. A passage is the smallest numbered unit, else a paragraph. Every line lies in
exactly one segment: a passage, or something set aside with its role.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby, takewhile, zip_longest
from typing import NamedTuple

from reformlab.corpus.dates import DATE
from reformlab.corpus.rules import join_rules
from reformlab.documents.listed import is_heading_of_list, is_item, names_body
from reformlab.documents.numbering import (
    CHINESE,
    STATUTE_UNIT,
    Line,
    Unit,
    find_marker,
    find_next_numbers,
    find_statute_unit,
    split_articles,
    split_units,
)

_rules = partial(join_rules, "outline")
ADDRESSEE = re.compile(rf"^[^。；]{{2,200}}{_rules('addressee')}(?:（[^）]*）)?：$")
# What opens an item of a list that has no numbers; [ ] and [x] stand in lists of tasks.
BULLET = re.compile(r"[●•■◆▪◇□☐☑√]|\[[ xX]?\] ")
CLOSING_LINE = re.compile(f"(?:{_rules('closing')}|{join_rules('labels')}：.*)$")
SALUTATION = re.compile(f"{_rules('salutation')}[：！，]?$")
_SPOKEN_TO = re.compile(_rules("salutation"))
_ADOPTION = re.compile(
    rf"（.{{0,200}}\d{{4}}年\d{{1,2}}月\d{{1,2}}日[^）]{{2,200}}{_rules('adopted')}[^）]{{0,4}}）$"
)
_MEMBER = re.compile(rf"{_rules('member')}(?:单位)?：[^。，；]{{2,40}}$")
_LONGEST_HEADING = 50
# What ends in a full stop is a sentence, though it may be the heading of what stands below.
_STATES = re.compile("。[”’）]?$")
_STATEMENT = re.compile(r"[^。！？；]*[。！？；]+[”’」』）]*|[^。！？；]+$")
# What speaks of the whole document at its end is no part of its last unit.
_CLOSES = re.compile(_rules("closes"))
_BEHIND_SECTIONS = re.compile(_rules("behind_sections"))
# The first and last chapter have these names, and in some texts no number.
_SECTION = re.compile(rf"[{CHINESE}]{{1,3}}、[^。；：，]{{1,40}}")
_RULES_APART = re.compile("[总附] ?则")
DIVISION = re.compile(rf"第[{CHINESE}\d]{{1,3}}部分[ 　：]?[^，。；！？]{{0,30}}")
# Who is charged with a task, on a line of its own below the task.
_IN_CHARGE = re.compile(
    rf"[（(［\[〔【][^（）()。]{{2,}}{join_rules('charges', 'charging')}[^（）()。]*[）)］\]〕】]。?"
)
_HANDS_ON, _BEHIND_HANDING = re.compile(_rules("hands_on")), re.compile(_rules("behind_handing"))
_ENCLOSED = re.compile(r"附件?[一二三四五\d]{0,2}(?:：|$)")
# The line above the title of an annex.
ANNEX_LABEL = re.compile(r"(?:《[^》]{2,40}》)?(附[件录表]?[一二三四五六七八九十\d]{0,3})[：:]?")
_FEWEST_ARTICLES, _FEWEST_DATED = 3, 2
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
        return _split_numbered(lines, headings, is_list)
    # A notice may stand above the statute that it issues, and what it encloses below.
    enclosed = (number for number in range(units[-1], len(lines)) if _ENCLOSED.match(lines[number].text))
    first, end = units[0], next(enclosed, len(lines))
    first -= first > 0 and _is_section(lines[first - 1].text, lines[first])
    return [
        *_split_numbered(lines[:first], headings),
        *_split_statute(lines[first:end]),
        *_split_numbered(lines[end:], headings),
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


def find_dated_items(lines: Sequence[Line]) -> frozenset[int]:
    """Return where the lines begin that are a list with a date in each: steps, or people and their births.

    One alone may be who signs, and when; so may be bodies, each with its date. Below a signature stand links.

    Examples
    --------
    >>> from reformlab.documents.numbering import Line
    >>> from reformlab.documents.passages import find_dated_items
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
    if "。" in line or len(line) > _LONGEST_HEADING or not DATE.search(line):
        return False
    words = DATE.sub("", line).strip(_AROUND_DATE)
    return len(words) > 1 and not CLOSING_LINE.match(words) and not _DONE_TO_PAPER.search(words)


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


def _split_statute(lines: Sequence[Line]) -> Iterator[Segment]:
    """Yield an article with all its paragraphs as one passage, chapters and sections as headings."""
    chapters: list[str] = []
    article: Segment | None = None
    for line, following in zip_longest(lines, lines[1:]):
        unit = find_statute_unit(line)
        opened = _open_chapter(chapters, line.text)
        if _is_section(line.text, following):
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


def _is_section(line: str, following: Line | None) -> bool:
    """Say whether a line is the name of a section of articles, as statutes have that know no chapters."""
    unit = find_statute_unit(following) if following else None
    return bool(_SECTION.fullmatch(line)) and unit is not None and unit["kind"] == "条"


def _open_chapter(chapters: Sequence[str], line: str) -> list[str]:
    """Return the headings from part to section that hold below a line; none where it opens none."""
    # 第一部分 stands above all other units.
    if _RULES_APART.fullmatch(line) or DIVISION.fullmatch(line):
        return [line]
    unit = STATUTE_UNIT.match(line)
    if not unit or unit["kind"] == "条" or len(line) > _LONGEST_HEADING or "。" in line:
        return []
    order = "编篇章节".index
    kinds = [STATUTE_UNIT.match(heading) for heading in chapters]
    outer = [kind.string for kind in kinds if kind and order(kind["kind"]) < order(unit["kind"])]
    return [*filter(DIVISION.fullmatch, chapters), *outer, line]


def _split_numbered(
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
        role = _aside(unit.text, self.enclosing) if unit.rank < 0 or self.enclosing else ""
        if not role and self._is_below_heading(unit) and ADDRESSEE.match(unit.text):
            return "front"
        if self.is_list and unit.rank < 0:
            role = self._aside_in_list(unit, role, following)
            is_heading = unit.text in self.levels
        else:
            is_heading = _is_plain_heading(unit, following) or (unit.rank < 0 and unit.text in self.levels)
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
        if _open_chapter([], unit.text) or (self.enclosing and not is_item(unit.text)):
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
        self.has_members = self.has_members or bool(_MEMBER.match(unit.text))
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
        opened = _open_chapter(self.chapters, unit.text)
        if role == "heading" and not opened and unit.text in self.levels:
            self.chapters = [*self._find_outer(self.levels[unit.text]), unit.text]
            self.bare, self.run_in, self.path, self.under_heading = unit.text, None, {}, False
            return
        if role == "heading" and not opened and self.is_list and not self.path:
            self.chapters = [*filter(DIVISION.fullmatch, self.chapters), unit.text]
        is_heading = role == "heading" and not opened and not _MEMBER.match(unit.text)
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
            following.start in self.dated or _aside(following.text, False) != "closing"
        )
        innermost = max(self.path, default=-1)
        has_siblings = _is_next(unit, numbered) or (self.under_heading and innermost == unit.rank)
        title, rest = _run_in_heading(unit, has_paragraph and has_siblings)
        # A sentence that has a number, or follows on one that was a unit of its own, is no heading.
        is_sentence = bool(title and _STATES.search(unit.text))
        in_list = is_sentence and unit.rank in self.stating
        has_number = is_sentence and bool(re.search(r"\d", title))
        is_short = not rest and len(unit.text) <= _LONGEST_HEADING
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
        if is_sentence and not rest and not has_units and not has_paragraph:
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


def _aside(line: str, enclosing: bool) -> str:
    """Return the role of a line that is no passage, or nothing; what is enclosed goes on as a list."""
    if SALUTATION.match(line) or _ADOPTION.match(line):
        return "front"
    if _MEMBER.match(line):
        return "heading"
    if ANNEX_LABEL.fullmatch(line):
        return "closing"
    closes = CLOSING_LINE.match(line) and not BULLET.match(line)
    if "。" not in line and (closes or (enclosing and find_marker(line))):
        return "closing"
    # A tab parts the cells of a table's row, which is no heading, nor is a formula.
    return "" if re.search("[。；：，！？=\t]", line) or len(line) > _LONGEST_HEADING else "heading"


def _is_plain_heading(unit: Unit, following: Unit | None) -> bool:
    """Say whether a line without a number is a heading that has commas: a paragraph stands below it."""
    return (
        unit.rank < 0
        and len(unit.text) <= _LONGEST_HEADING
        and not re.search("[。；：！？…=\t]|[，、）”》’]$", unit.text)
        and following is not None
        and following.rank < 0
        and "。" in following.text
    )


def _run_in_heading(unit: Unit, may_be_sentence: bool) -> tuple[str, str]:
    """Return the heading that a unit opens with and the text behind it."""
    text = unit.text[len(unit.label) :].lstrip("、.．，： \t\u3000").rstrip()
    # A row of a table is no heading, though it has a number.
    match = re.match(rf"([^。！？；：\n\t]{{1,{_LONGEST_HEADING}}})(?:[。：]|$)", text)
    if unit.rank < 0 or not match:
        return "", text
    rest = text[match.end() :].strip()
    # A long first sentence with a comma in it is a sentence, not a heading.
    is_heading = may_be_sentence and len(unit.text) <= _LONGEST_HEADING and text[match.end(1) :] == "。"
    is_sentence = len(match[1]) > _LONGEST_HEADING // 2 and not is_heading and ("，" in match[1] or rest)
    return ("", text) if is_sentence and text[match.end(1) :] else (match[1], rest)
