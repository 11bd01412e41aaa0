"""Part a clean text: its documents, and in each what stands above the body, the body, and what stands below.

Every character of the text lies in exactly one segment: a passage of a body, or something set aside with
its role.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice, pairwise

from reformlab.corpus.dates import DATE
from reformlab.corpus.document_numbers import DOCUMENT_NUMBER
from reformlab.corpus.rules import join_rules, read_rules
from reformlab.documents.articles import DIVISION
from reformlab.documents.listed import is_item, names_body
from reformlab.documents.numbering import (
    CHINESE,
    STATUTE_UNIT,
    Line,
    find_marker,
    opens_decimals,
    opens_sections,
)
from reformlab.documents.passages import split_body
from reformlab.documents.segments import (
    ADDRESSEE,
    ANNEX_LABEL,
    BULLET,
    CLOSING_LINE,
    LONGEST_HEADING,
    SALUTATION,
    Segment,
    find_dated_items,
)

_PART = re.compile(rf"(?P<name>.{{0,30}}?)篇(?P<number>\d{{1,2}}|[{CHINESE}]{{1,2}})$")
_rules = partial(join_rules, "outline")
_OCCASION = re.compile(r"^[—\-–―（]*[^，。《]{0,24}\d{1,2}日[^，。《]{0,60}(?:会议|大会)[^，《]{0,40}$")
_IN_BRACKETS = re.compile(r"（(?:[^（）]|（[^（）]*）){0,80}）$")
_SHORTEST_SENTENCE = 5
# What opens a document behind another: its title, then its number or whom it is sent to.
_FULL_TITLE = re.compile(rf".{{4,40}}关于.{{2,80}}{join_rules('facts', 'title_end')}$")
_PASSED_ON = re.compile("转发|批转")
_FEWEST_ROWS = 2
_WHOLE_TITLE = 8
_LABEL_CELL = re.compile(f"[【 ]*{join_rules('labels')}[】： ]*\t")
_TITLE_END = re.compile(f"{join_rules('facts', 'title_end')}(?:（[^）]*）)?$")
_RED_HEAD = re.compile(_rules("red_head"))
_FIRST_HEADING = re.compile(_rules("first_heading"))
# Where an annex begins that explains the words of a document and states nothing of its own.
_GLOSSARY = re.compile(
    r"[【\[]?(?:附[件录注]?[一二三四五六\d]{0,2}[：、. ]?|资料：)?"
    r"(?:[^，。；：]{0,8}政府工作报告[》”]?)?(?:《[^》]{1,30}》)?"
    rf"(?:(?:有关|相关|部分|主要|特定|内容|专业)的?){{0,2}}{_rules('glossary')}"
    r"(?:（[^）]{2,24}）)?[】\]]?：?"
)
_ANNEX = re.compile(r"附[件录表]?[一二三四五六\d]{0,2}(?:：.{0,60})?")
_PAGE_FIELD = re.compile(rf"{_rules('page_field')}(?=[：:\d\[【（]|$)|【[^】]{{1,8}}】")
_FEWEST_FIELDS = 2
_COUNTERS = tuple(f"{name}\t" for name in read_rules("columns")["is counter"])
# Of the lines of a list hardly any has a full stop; most are longer than links of a page.
_MOST_SENTENCES, _SHORTEST_ITEM, _FEWEST_ITEMS = 0.2, 6, 2
# Notes in another language are no document.
_LEAST_CHINESE = 0.5
_LABELLED = re.compile(f"[【 ]*{join_rules('labels')}[】 ]*：")
# So many lines at most stand above the title, and a letter is opened by no more signs.
_MOST_ABOVE, _LONGEST_SALUTATION = 6, 20


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


def split_documents(text: str, *, headings: Mapping[str, int] | None = None) -> list[Outline]:
    r"""Split the clean `text` of a file into its documents, at least one, each with its passages.

    Their segments cover the text without gap or overlap. `headings` are lines that the file marks as such,
    with their levels, 1 the outermost (see `RawFile`): they nest by these where they have no numbers.

    Examples
    --------
    >>> import reformlab as rl
    >>> text = "关于试点的意见\n一、总体要求\n（一）建立机制。各地建立机制。\n（二）加强培训。各地加强培训。"
    >>> [(p.label, p.heading) for p in rl.split_documents(text)[0].passages]
    [('（一）', '建立机制'), ('（二）', '加强培训')]
    """
    lines = [Line(match.start(), match.end(), match[0]) for match in re.finditer(r"\S(?:[^\n]*\S)?", text)]
    headings = headings or {}
    cuts = _find_parts(lines) or _find_articles(lines) or _find_whole(lines)
    if not cuts:
        return [_outline(text, lines, 0, len(text), headings)]
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
            outline = _outline(text, inside[1:], start, end, headings)
            outlines.append(replace(outline, name=name if names.count(name) == 1 else ""))
        else:
            outline = _outline(text, inside, start, end, headings)
            outlines.append(replace(outline, front=(*shared, *outline.front)))
    return outlines


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
        and not CLOSING_LINE.match(line.text)
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


def _outline(text: str, lines: Sequence[Line], start: int, end: int, headings: Mapping[str, int]) -> Outline:
    body_from = _find_body(lines, headings)
    list_from = _find_list(lines)
    is_list = list_from < len(lines)
    body_from = min(body_from, list_from)
    annex_from, annex_to = _find_glossary(lines, body_from)
    body_to, below = annex_from, ""
    dated = find_dated_items(lines[body_from:annex_from])
    while body_to > body_from + 1 and lines[body_to - 1].start not in dated:
        if not _closes(lines[body_to - 1].text, below, is_list):
            break
        body_to -= 1
        below = lines[body_to].text
    segments = [
        *_set_aside(lines[:body_from], "front"),
        *split_body(lines[body_from:body_to], headings, is_list=is_list),
        *_set_aside(lines[body_to:annex_from], "closing"),
        *_set_aside(lines[annex_from:annex_to], "glossary"),
        *split_body(lines[annex_to:], headings, is_list=is_list),
    ]
    front = tuple(line.text for line in lines[:body_from])
    closing = tuple(text[part.start : part.end].strip() for part in segments if part.role == "closing")
    return Outline(start, end, "", front, closing, tuple(_fill(text, segments, start, end)))


def _closes(line: str, below: str, is_list: bool) -> bool:
    """Say whether a line at the end stands below the text.

    Only there a month alone is a date, and cells above a date are those who sign side by side. A body at the
    end of a list is an item of it, unless a date stands below; so is what has a number or a bullet.
    """
    if (is_list and names_body(line) and not DATE.search(below)) or BULLET.match(line) or find_marker(line):
        return False
    if CLOSING_LINE.match(line) or DATE.fullmatch(line):
        return True
    return bool(DATE.search(below)) and all(map(CLOSING_LINE.match, filter(None, line.split("\t"))))


def _set_aside(lines: Sequence[Line], role: str) -> list[Segment]:
    return [Segment(line.start, line.end, role) for line in lines]


def _find_body(lines: Sequence[Line], headings: Mapping[str, int]) -> int:
    """Return the line that opens the body: a heading, a number, a sentence, or the row of a table."""
    first = next((n for n, line in enumerate(lines) if _opens_body(line.text)), len(lines))
    if 0 < first < len(lines) and opens_decimals(lines[first - 1].text, lines[first].text):
        first -= 1
    if 0 < first < len(lines) and opens_sections(lines[first - 1].text):
        first -= 1
    if 1 < first < len(lines) and _FIRST_HEADING.fullmatch(lines[first - 1].text):
        first -= 1
    # Marked headings above the first sentence are the body's, but for the title.
    title = _find_title([line.text for line in lines[:first]], headings)
    while title + 1 < first < len(lines) and lines[first - 1].text in headings:
        first -= 1
    return _find_table(lines, first)


def _find_list(lines: Sequence[Line]) -> int:
    """Return the line that opens the body of a text without full stops; of another text, the end."""
    texts = [line.text for line in lines]
    dated = find_dated_items(lines)
    first = next((n for n, text in enumerate(texts) if is_item(text) and not _is_above(text)), len(texts))
    ends = (n for n, text in enumerate(texts[: min(first, _MOST_ABOVE)]) if _TITLE_END.search(text))
    title = next(ends, 0)
    at = title + 1
    while at < len(texts) and (_is_above(texts[at]) or texts[at] == texts[title]):
        if lines[at].start in dated:
            break
        at += 1
    if any(map(STATUTE_UNIT.match, texts)) or not _is_list(texts[at:]):
        return len(lines)
    # What looks like the issuer is the heading of the first item where such headings stand further down.
    heads = (names_body(this) and not _is_above(below) for this, below in pairwise(texts[at:]))
    return at - (at > title + 1 and names_body(texts[at - 1]) and any(heads))


def _is_list(body: Sequence[str]) -> bool:
    """Say whether lines hold hardly a sentence, are Chinese, and are items for the better part."""

    def is_inside(text: str) -> bool:
        return "\t" not in text and (names_body(text) or not _is_above(text))

    # The first lines of most texts have so many sentences that the others need not be looked at.
    most = int(_MOST_SENTENCES * len(body))
    if len(list(islice((text for text in body if "。" in text and is_inside(text)), most + 1))) > most:
        return False
    inside = list(filter(is_inside, body))
    if sum("。" in text for text in inside) > _MOST_SENTENCES * len(inside):
        return False
    items = [text for text in inside if not names_body(text)]
    words = re.findall(r"\w", "".join(items))
    if sum("\u4e00" <= sign <= "\u9fff" for sign in words) < _LEAST_CHINESE * len(words):
        return False
    n_text = sum(is_item(text) or len(text) >= _SHORTEST_ITEM for text in items)
    return n_text * 2 >= len(items) and (n_text >= _FEWEST_ITEMS or any(map(is_item, items)))


def _is_above(line: str) -> bool:
    """Say whether a line is one of those that stand between a title and the text, or below the text."""
    if ADDRESSEE.match(line) or CLOSING_LINE.match(line) or _LABELLED.match(line) or _OCCASION.match(line):
        return True
    if _RED_HEAD.fullmatch(line):
        return True
    if re.fullmatch(DOCUMENT_NUMBER, line.strip("（）")) or DATE.fullmatch(line):
        return True
    is_opening = line[-1] == "：" and len(line) <= _LONGEST_SALUTATION
    return is_opening or bool(_IN_BRACKETS.match(line)) or is_page_line(line) or bool(SALUTATION.match(line))


def _find_title(front: Sequence[str], headings: Mapping[str, int]) -> int:
    """Return the line above the first sentence that is the title, or -1 where a heading of the body opens.

    A title has a level of its own, or ends like one; a page's menu may, too, but is short.
    """
    levels = Counter(headings.values())
    alone = [n for n, line in enumerate(front) if levels[headings.get(line, 0)] == 1]
    top = [n for n in alone if headings[front[n]] == min(levels)]
    ends = [n for n, line in enumerate(front) if _TITLE_END.search(line)]
    whole = [n for n in ends if len(front[n]) >= _WHOLE_TITLE]
    has_other = bool(front) and levels[headings.get(front[0], 0)] > 1
    return next(iter([*top, *whole, *ends]), -1 if has_other else 0)


def _find_table(lines: Sequence[Line], body_from: int) -> int:
    """Return the first row of the table that stands above the first sentence, or is all that there is.

    A page's table of what the document is called and who issued it is none, nor one above the title.
    """
    has_cells = ["\t" in line.text for line in lines]
    for at, line in enumerate(lines[1:-1], start=1):
        # A cell across all columns names a group of rows, and goes on with the table.
        has_cells[at] |= has_cells[at - 1] and has_cells[at + 1] and _names_group(line.text)
    for first in range(body_from):
        if not all(has_cells[first : first + _FEWEST_ROWS]) or first + _FEWEST_ROWS > len(lines):
            continue
        behind = next((n for n in range(first, len(lines)) if not has_cells[n]), len(lines))
        named = sum(bool(_LABEL_CELL.match(line.text)) for line in lines[first:behind])
        if lines[first].text.startswith(_COUNTERS):
            return first
        below = (line.text for line in lines[behind:body_from] if not CLOSING_LINE.match(line.text))
        if named < 2 and not any(_TITLE_END.search(line) or ADDRESSEE.match(line) for line in below):
            return first
        break
    return body_from


def _names_group(line: str) -> bool:
    """Say whether a line between two rows of a table is a cell that names the rows below it."""
    return len(line) <= LONGEST_HEADING and not _TITLE_END.search(line) and not re.search("[。；：，]", line)


def _find_glossary(lines: Sequence[Line], body_from: int) -> tuple[int, int]:
    """Return the first line and the end of the annex that explains words; the end twice where none does."""
    for first in range(body_from + 1, len(lines)):
        if not _GLOSSARY.fullmatch(lines[first].text):
            continue
        end = next((n for n in range(first + 1, len(lines)) if _ANNEX.fullmatch(lines[n].text)), len(lines))
        # What is longer than all above it is no annex: the words stood in a menu.
        if lines[first].start - lines[body_from].start > lines[end - 1].end - lines[first].start:
            while first > body_from + 1 and ANNEX_LABEL.fullmatch(lines[first - 1].text):
                first -= 1
            return first, end
    return len(lines), len(lines)


def _opens_body(line: str) -> bool:
    if SALUTATION.match(line) or find_marker(line) or STATUTE_UNIT.match(line) or DIVISION.fullmatch(line):
        return True
    if ADDRESSEE.match(line) or _OCCASION.match(line) or _IN_BRACKETS.match(line) or is_page_line(line):
        return False
    return (
        (len(line) >= 20 and "。" in line)
        or (len(line) >= _SHORTEST_SENTENCE and line[-1] == "。")
        or (len(line) >= 30 and line[-1] in "：；，")
    )


def _fill(text: str, segments: Sequence[Segment], start: int, end: int) -> Iterator[Segment]:
    """Yield the segments with the stretches between them: blanks, or a cover above the first line."""
    at = start
    for segment in [*segments, Segment(end, end, "end")]:
        if segment.start > at:
            yield Segment(at, segment.start, "cover" if text[at : segment.start].strip() else "blank")
        if segment.end > segment.start:
            yield segment
        at = segment.end
