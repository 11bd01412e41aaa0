"""Outline a clean text: its documents, and in each the numbered passages and what is set aside.

Official documents number their units by GB/T 9704: 一、 then （一） then 1. then （1）, statutes
by 编, 章, 节 and 条. A passage is the smallest numbered unit, else a paragraph. Every character
of the text lies in exactly one segment: a passage, or something set aside with its role.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from reformlab.corpus.dates import DATE
from reformlab.corpus.document_numbers import DOCUMENT_NUMBER
from reformlab.corpus.rules import join_rules
from reformlab.documents.numbering import (
    CHINESE,
    STATUTE_UNIT,
    Line,
    Unit,
    find_marker,
    find_next_numbers,
    find_statute_unit,
    opens_decimals,
    split_articles,
    split_units,
)

_PART = re.compile(rf"(?P<name>.{{0,30}}?)篇(?P<number>\d{{1,2}}|[{CHINESE}]{{1,2}})$")
_rules = partial(join_rules, "outline")
ADDRESSEE = re.compile(rf"^[^。；]{{2,200}}{_rules('addressee')}(?:（[^）]*）)?：$")
_CLOSING_LINE = re.compile(f"(?:{_rules('closing')}|{join_rules('labels')}：.*)$")
_STATEMENT = re.compile(r"[^。！？；]*[。！？；]+[”’」』）]*|[^。！？；]+$")
_SALUTATION = re.compile(f"{_rules('salutation')}[：！，]?$")
_SPOKEN_TO = re.compile(_rules("salutation"))
_ADOPTION = re.compile(
    rf"（.{{0,200}}\d{{4}}年\d{{1,2}}月\d{{1,2}}日[^）]{{2,200}}{_rules('adopted')}[^）]{{0,4}}）$"
)
_OCCASION = re.compile(r"^[—\-–―（]*[^，。《]{0,24}\d{1,2}日[^，。《]{0,60}(?:会议|大会)[^，《]{0,40}$")
_LONGEST_HEADING, _SHORTEST_SENTENCE = 50, 5
# What ends in a full stop is a sentence, though it may be the heading of what stands below.
_STATES = re.compile("。[”’）]?$")
# What opens a document behind another: its title, then its number or whom it is sent to.
_FULL_TITLE = re.compile(rf".{{4,40}}关于.{{2,80}}{join_rules('facts', 'title_end')}$")
_PASSED_ON = re.compile("转发|批转")
_FEWEST_ROWS = 3
_LABEL_CELL = re.compile(f"[【 ]*{join_rules('labels')}[】： ]*\t")
_TITLE_END = re.compile(f"{join_rules('facts', 'title_end')}(?:（[^）]*）)?$")
_FIRST_HEADING = re.compile(_rules("first_heading"))
# What speaks of the whole document at its end is no part of its last unit.
_CLOSES = re.compile(_rules("closes"))
_BEHIND_SECTIONS = re.compile(_rules("behind_sections"))
# Where an annex begins that explains the words of a document and states nothing of its own.
_GLOSSARY = re.compile(
    r"(?:附[件录注]?[一二三四五六\d]{0,2}[：、. ]?)?"
    r"(?:[^，。；：]{0,8}政府工作报告[》”]?)?(?:《[^》]{1,30}》)?"
    rf"(?:(?:有关|相关|部分|主要|内容|专业)的?){{0,2}}{_rules('glossary')}：?"
)
_ANNEX_LABEL = re.compile(r"附[件录表]?[一二三四五六\d]{0,2}：?")
_ANNEX = re.compile(r"附[件录表]?[一二三四五六\d]{0,2}(?:：.{0,60})?")
# The first and last chapter have these names, and in some texts no number.
_RULES_APART = re.compile("[总附] ?则")
# Who is charged with a task, on a line of its own below the task.
_IN_CHARGE = re.compile(rf"（[^（）。]{{2,}}{join_rules('charges', 'charging')}[^（）。]*）。?")
_PAGE_FIELD = re.compile(rf"{_rules('page_field')}(?=[：:\d\[【（]|$)|【[^】]{{1,8}}】")
_FEWEST_FIELDS = 2
_MEMBER = re.compile(rf"{_rules('member')}(?:单位)?：[^。，；]{{2,40}}$")


@dataclass(frozen=True)
class Segment:
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


def split_documents(text: str) -> list[Outline]:
    r"""Split the clean `text` of a file into its documents, at least one, each with its passages.

    Their segments cover the text without gap or overlap.

    Examples
    --------
    >>> import reformlab as rl
    >>> text = "关于试点的意见\n一、总体要求\n（一）建立机制。各地建立机制。\n（二）加强培训。各地加强培训。"
    >>> [(p.label, p.heading) for p in rl.split_documents(text)[0].passages]
    [('（一）', '建立机制'), ('（二）', '加强培训')]
    """
    lines = [Line(match.start(), match.end(), match[0]) for match in re.finditer(r"\S(?:[^\n]*\S)?", text)]
    cuts = _find_parts(lines) or _find_articles(lines) or _find_whole(lines)
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
        replace(passage, start=passage.start + match.start(), end=passage.start + match.end())
        for match in _STATEMENT.finditer(text[passage.start : passage.end])
        if match[0].strip()
    ]


def is_page_line(line: str) -> bool:
    """Say whether a line is what a page says above its text: when it was put up, from where, how often read.

    Examples
    --------
    >>> is_page_line("来源：甲网 发布时间：2020-01-01 分享到："), is_page_line("来源：甲网")
    (True, False)
    """
    return "。" not in line and len(set(_PAGE_FIELD.findall(line))) >= _FEWEST_FIELDS


def _find_parts(lines: Sequence[Line]) -> list[int]:
    """Return the lines that open the parts of a compilation: 篇1, 篇2, … in order."""
    found = [number for number, line in enumerate(lines) if _PART.match(line.text)]
    return found if len(found) >= 2 else []


def _find_articles(lines: Sequence[Line]) -> list[int]:
    """Return the lines that open the articles of a newsletter: titles above long paragraphs."""
    if not any(re.search(r"第\d+期", line.text) and len(line.text) < 30 for line in lines[:6]):
        return []
    return [
        number
        for number, (line, following) in enumerate(pairwise(lines))
        if 12 <= len(line.text) <= 60
        and not re.search(r"[。，；：]$|\d日$", line.text)
        and not find_marker(line.text)
        and not _CLOSING_LINE.match(line.text)
        and len(following.text) >= 60
    ]


def _find_whole(lines: Sequence[Line]) -> list[int]:
    """Return the lines that open whole documents one behind the other, each below the date of the last.

    What a document passes on is a part of it, and what it encloses is sent to nobody.
    """
    found = [
        number
        for number, (above, line, below) in enumerate(zip(lines, lines[1:], lines[2:], strict=False), start=1)
        if DATE.fullmatch(above.text)
        and _FULL_TITLE.match(line.text)
        and (ADDRESSEE.match(below.text) or re.fullmatch(DOCUMENT_NUMBER, below.text.strip("（）")))
    ]
    if not found or any(_PASSED_ON.search(line.text) for line in lines[: found[0]]):
        return []
    return [0, *found]


def _outline(text: str, lines: Sequence[Line], start: int, end: int) -> Outline:
    body_from = next((n for n, line in enumerate(lines) if _opens_body(line.text)), len(lines))
    if 0 < body_from < len(lines) and opens_decimals(lines[body_from - 1].text, lines[body_from].text):
        body_from -= 1
    if 1 < body_from < len(lines) and _FIRST_HEADING.fullmatch(lines[body_from - 1].text):
        body_from -= 1
    body_from = _find_table(lines, body_from)
    annex_from, annex_to = _find_glossary(lines, body_from)
    body_to = annex_from
    while body_to > body_from + 1 and _CLOSING_LINE.match(lines[body_to - 1].text):
        body_to -= 1
    front, body, closing = lines[:body_from], lines[body_from:body_to], lines[body_to:annex_from]
    segments = [
        *(Segment(line.start, line.end, "front") for line in front),
        *_outline_body(body),
        *(Segment(line.start, line.end, "closing") for line in closing),
        *(Segment(line.start, line.end, "glossary") for line in lines[annex_from:annex_to]),
        *_outline_body(lines[annex_to:]),
    ]
    return Outline(
        start,
        end,
        "",
        tuple(line.text for line in front),
        tuple(text[segment.start : segment.end].strip() for segment in segments if segment.role == "closing"),
        tuple(_fill(text, segments, start, end)),
    )


def _find_table(lines: Sequence[Line], body_from: int) -> int:
    """Return the first row of the table that stands above the first sentence, or is all that there is.

    A page's table of what the document is called and who issued it is none, nor one above the title.
    """
    has_cells = ["\t" in line.text for line in lines]
    for first in range(body_from):
        if not all(has_cells[first : first + _FEWEST_ROWS]) or first + _FEWEST_ROWS > len(lines):
            continue
        behind = next((n for n in range(first, len(lines)) if not has_cells[n]), len(lines))
        named = sum(bool(_LABEL_CELL.match(line.text)) for line in lines[first:behind])
        below = (line.text for line in lines[behind:body_from] if not _CLOSING_LINE.match(line.text))
        if named < 2 and not any(_TITLE_END.search(line) or ADDRESSEE.match(line) for line in below):
            return first
        break
    return body_from


def _find_glossary(lines: Sequence[Line], body_from: int) -> tuple[int, int]:
    """Return the first line and the end of the annex that explains words; the end twice where none does."""
    for first in range(body_from + 1, len(lines)):
        if not _GLOSSARY.fullmatch(lines[first].text):
            continue
        end = next((n for n in range(first + 1, len(lines)) if _ANNEX.fullmatch(lines[n].text)), len(lines))
        # What is longer than all above it is no annex: the words stood in a menu.
        if lines[first].start - lines[body_from].start > lines[end - 1].end - lines[first].start:
            while first > body_from + 1 and _ANNEX_LABEL.fullmatch(lines[first - 1].text):
                first -= 1
            return first, end
    return len(lines), len(lines)


def _opens_body(line: str) -> bool:
    if _SALUTATION.match(line) or find_marker(line) or STATUTE_UNIT.match(line):
        return True
    if (
        ADDRESSEE.match(line)
        or _OCCASION.match(line)
        or re.match(r"（.{0,80}）$", line)
        or is_page_line(line)
    ):
        return False
    sentence = len(line) >= 20 and "。" in line
    return (
        sentence
        or (len(line) >= _SHORTEST_SENTENCE and line[-1] == "。")
        or (len(line) >= 30 and line[-1] in "：；，")
    )


def _outline_body(lines: Sequence[Line]) -> list[Segment]:
    lines = split_articles(_join_charges(lines))
    units = [number for number, line in enumerate(lines) if find_statute_unit(line)]
    if sum(1 for number in units if find_statute_unit(lines[number])["kind"] == "条") < 3:
        return _outline_units(list(split_units(lines)))
    # A notice may stand above the statute that it issues, and what it encloses below.
    enclosed = (
        n
        for n in range(units[-1], len(lines))
        if re.match("附件?[一二三四五\\d]{0,2}(?:：|$)", lines[n].text)
    )
    first, end = units[0], next(enclosed, len(lines))
    above, below = (_outline_units(list(split_units(part))) for part in (lines[:first], lines[end:]))
    return [*above, *_outline_statute(lines[first:end]), *below]


def _join_charges(lines: Sequence[Line]) -> Sequence[Line]:
    """Join who is charged with a task to it, where that is a line of its own and no heading stands above."""
    joined: list[Line] = []
    for at, line in enumerate(lines):
        behind = at + 1 == len(lines) or find_marker(lines[at + 1].text)
        if joined and _IN_CHARGE.fullmatch(line.text) and (behind or joined[-1].text[-1] in "。；！"):
            task = joined.pop()
            # Blanks stand for what lies between: places in the text are counted in the line.
            text = task.text + " " * (line.start - task.end) + line.text
            line = replace(task, end=line.end, text=text)
        joined.append(line)
    return joined


def _outline_statute(lines: Sequence[Line]) -> Iterator[Segment]:
    """Yield an article with all its paragraphs as one passage, chapters and sections as headings."""
    chapters: list[str] = []
    article: Segment | None = None
    for line in lines:
        unit = find_statute_unit(line)
        opened = _open_chapter(chapters, line.text)
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
            article = replace(article, end=line.end)
    if article:
        yield article


def _open_chapter(chapters: Sequence[str], line: str) -> list[str]:
    """Return the headings from part to section that hold below a line; none where it opens none."""
    if _RULES_APART.fullmatch(line):
        return [line]
    unit = STATUTE_UNIT.match(line)
    if not unit or unit["kind"] == "条" or len(line) > _LONGEST_HEADING or "。" in line:
        return []
    order = "编篇章节".index
    kinds = [STATUTE_UNIT.match(heading) for heading in chapters]
    outer = [kind.string for kind in kinds if kind and order(kind["kind"]) < order(unit["kind"])]
    return [*outer, line]


def _outline_units(units: Sequence[Unit]) -> list[Segment]:
    segments = []
    chapters: list[str] = []
    path: dict[int, tuple[str, str]] = {}
    under_heading = enclosing = False
    # The heading without a number, and the unit with a run-in heading, that a paragraph may stand below.
    bare = ""
    run_in: tuple[Unit, Segment] | None = None
    # The ranks whose last unit was one sentence and no more: the next is no heading either.
    stating: set[int] = set()
    # The headings that are sentences, as passages.
    sentences: dict[int, Segment] = {}
    is_speech = any(_SPOKEN_TO.match(unit.text) for unit in units)
    for unit, following, numbered in zip(units, [*units[1:], None], find_next_numbers(units), strict=False):
        below = following is not None and following.rank < 0 and not unit.runs_on
        below = below and _aside(following.text, False) != "closing"
        innermost = max(path, default=-1)
        in_order = numbered and (numbered.rank, numbered.number) == (unit.rank, unit.number + 1)
        has_siblings = in_order or (under_heading and innermost == unit.rank)
        title, rest = _run_in_heading(unit, below and has_siblings)
        # A sentence that has a number, or follows on one that was a unit of its own, is no heading.
        is_sentence = bool(title and _STATES.search(unit.text))
        in_list = is_sentence and unit.rank in stating
        has_number = is_sentence and bool(re.search(r"\d", title))
        if unit.rank >= 0:
            stating = {rank for rank in stating if rank < unit.rank}
            path = {rank: pair for rank, pair in path.items() if rank < unit.rank}
        above = " > ".join([*chapters, *(label + heading for label, heading in path.values())])
        deeper = below or (following is not None and following.rank > unit.rank)
        aside = _aside(unit.text, enclosing) if unit.rank < 0 or enclosing else ""
        below_heading = unit.rank < 0 and bool(segments) and segments[-1].role == "heading"
        if not aside and below_heading and ADDRESSEE.match(unit.text):
            aside = "front"
        if not aside and _is_plain_heading(unit, following):
            aside = "heading"
        enclosing = aside == "closing" and (enclosing or unit.text.startswith("附"))
        if aside == "heading" and below_heading and path and not path[max(path)][1]:
            # 一、 on a line of its own, and its heading on the next.
            path[max(path)] = (path[max(path)][0], unit.text)
            segments.append(Segment(unit.start, unit.end, aside))
        elif aside:
            segments.append(Segment(unit.start, unit.end, aside))
            opened = _open_chapter(chapters, unit.text)
            is_heading = aside == "heading" and not opened and not _MEMBER.match(unit.text)
            bare, run_in = unit.text if is_heading else "", None
            chapters, path = (opened, {}) if opened else (chapters, path)
            # A number one of the outermost rank opens another text, which the document encloses.
            begins_anew = path and aside == "heading" and numbered
            begins_anew = begins_anew and (numbered.rank, numbered.number) == (min(path), 1)
            if begins_anew or _BEHIND_SECTIONS.fullmatch(unit.text):
                path, under_heading = {}, False
            # Behind the date of a letter its attachment begins, under no heading of the letter.
            under_heading = under_heading and not opened and not re.match("附|.*日$", unit.text)
        elif (
            unit.rank >= 0
            and not rest
            and len(unit.text) <= _LONGEST_HEADING
            and deeper
            and not (in_list or has_number)
        ):
            path[unit.rank] = (unit.label, title)
            under_heading, bare, run_in = True, "", None
            if is_sentence:
                sentences[len(segments)] = Segment(unit.start, unit.end, "passage", unit.label, title, above)
            segments.append(Segment(unit.start, unit.end, "heading"))
        elif unit.rank >= 0:
            if is_sentence and not rest and not deeper:
                stating.add(unit.rank)
            under_heading = under_heading and unit.runs_on and unit.rank > innermost
            if deeper and following.rank > unit.rank:
                path[unit.rank] = (unit.label, title)
            segments.append(Segment(unit.start, unit.end, "passage", unit.label, title, above))
            bare, run_in = (
                "",
                (unit, segments[-1]) if title and (rest or (has_number and not in_list)) else None,
            )
        elif under_heading:
            # A paragraph right under a heading carries the heading's number; one behind numbered
            # units closes the document and belongs to none of them.
            label, heading = path[max(path)]
            outer = [*chapters, *(a + b for rank, (a, b) in path.items() if rank < max(path))]
            segments.append(Segment(unit.start, unit.end, "passage", label, heading, " > ".join(outer)))
        elif run_in and _goes_on(run_in[0], unit.text, numbered, is_speech):
            segments.append(replace(run_in[1], start=unit.start, end=unit.end))
        elif run_in and numbered:
            segments.append(replace(run_in[1], start=unit.start, end=unit.end, label=""))
        else:
            run_in = None
            # Between the units of a section it stands in that section.
            around = [a + b for rank, (a, b) in path.items() if numbered and rank < numbered.rank]
            segments.append(
                Segment(unit.start, unit.end, "passage", "", bare, " > ".join([*chapters, *around]))
            )
    for at, sentence in sentences.items():
        below = next((one for one in segments[at:] if one.role == "passage"), sentence)
        # No passage says under which heading it stands.
        if below is sentence or sentence.heading not in f"{below.section} > {below.heading}":
            segments[at] = sentence
    return segments


def _goes_on(above: Unit, paragraph: str, numbered: Unit | None, is_speech: bool) -> bool:
    """Say whether a paragraph behind a unit with a run-in heading is of that unit.

    It is where the next number stands beside or below it. Behind the last unit of a section a speech sums
    up, and at its end a document speaks of itself.
    """
    if numbered is None:
        return not is_speech and not _CLOSES.match(paragraph)
    is_beside = (numbered.rank, numbered.number) == (above.rank, above.number + 1)
    return is_beside or numbered.rank > above.rank or not is_speech


def _aside(line: str, enclosing: bool) -> str:
    """Return the role of a line that is no passage, or nothing; what is enclosed goes on as a list."""
    if _SALUTATION.match(line) or _ADOPTION.match(line):
        return "front"
    if _MEMBER.match(line):
        return "heading"
    if "。" not in line and (_CLOSING_LINE.match(line) or (enclosing and find_marker(line))):
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
    text = unit.text[len(unit.label) :].lstrip("、.．，： \u3000").rstrip()
    match = re.match(rf"([^。！？；：\n]{{1,{_LONGEST_HEADING}}})(?:[。：]|$)", text)
    if unit.rank < 0 or not match:
        return "", text
    rest = text[match.end() :].strip()
    # A long first sentence with a comma in it is a sentence, not a heading.
    is_heading = may_be_sentence and len(unit.text) <= _LONGEST_HEADING and text[match.end(1) :] == "。"
    is_sentence = len(match[1]) > _LONGEST_HEADING // 2 and not is_heading and ("，" in match[1] or rest)
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
