"""Find what ends a line, and the breaks inside a sentence: of prints, of pages, of links and bold words.

The finders work on whole lines and return edits; the rules of `clean` name them and apply them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise

from reformlab.corpus.rules import join_rules
from reformlab.reading.characters import BREAKS
from reformlab.reading.furniture import NUMERAL, PAGE_NUMBER, Edit, list_lines

INDENT = "\u3000"
"""What opens a paragraph, twice."""

_LINE_BREAK = rf"\r\n|[{BREAKS}]"
_BREAKS = re.compile(_LINE_BREAK)
# Databases export a text as one line, in which only the blanks of its paragraphs are left.
_INDENTS = re.compile(rf"(?<=\S) *{INDENT}{{2}}[ {INDENT}]*(?=\S)")
_BREAKS_OR_INDENTS = re.compile(f"{_LINE_BREAK}|{_INDENTS.pattern}")
_QUOTED, _MOST_QUOTED = re.compile(r"^(?:> ?)+", re.MULTILINE), 0.8
_ANY_LINE = re.compile(r"[^\n]*\S[^\n]*")
_LINE = re.compile(rf"\S[^\n{BREAKS}]*")
_MOST_LINES, _FEWEST_INDENTS = 2, 3
_ENDS = "。！？；：…”’）》】.!?;:"
_STOPS = "。！？；：…\t"
_CLOSERS = "，。；、》”’）！？："
# What opens a line of its own.
LABEL = re.compile(
    rf"{NUMERAL}[、.．]|[（(]{NUMERAL}[)）]|[（(]?\d{{1,2}}[)）.．、](?!\d)"
    r"|第[一二三四五六七八九十百零〇\d]{1,9}[编章节条]|——|附件|抄送|分送|[①-⑳]"
)
_LONG_ENOUGH, _SHORTEST_PARAGRAPH = 30, 12
# Of the lines of a print hardly any is longer.
_LONGEST_PRINTED = 60
# A text that breaks at one width has so many lines, and they are so wide, in halves of a character.
_FEWEST_LINES, _NARROWEST = 10, 40
_NARROW = re.compile(r"[\x20-\x7e]")
# Of the lines of a narrow wrapped text: their least signs; the part that has one width; the part that is
# full, and of these that has marks; the most lines to a sentence.
_NARROW_LINES, _SHARED, _LEAST_FULL, _LONGEST_SENTENCE = 13, 0.08, 0.3, 10
# What a line takes from the next: a sign or a number, and the marks that open no line.
_FIRST_UNIT = re.compile(r" *(?:[A-Za-z0-9.%]+|.)[，。、；：！？）》”’]*")
_INNER_MARK = re.compile("[，。、；：]")
_SET_IN = "\u3000" * 2
# What ends near by, or closes there, is looked for so far.
_NEAR = 30
_PAGE_BREAK = re.compile(rf"(?<=\S)(?:\s*\n *{PAGE_NUMBER})?\s*\f\s*(?=\S)")
_LINE_END, _LINE_START = re.compile(r"[^\n]*\Z"), re.compile(r"[^\n]*")
_LONGEST_LINE = 1000
_NEW_PARAGRAPH = re.compile(r"[。！？]\n\n+(?=[^\n])")
_NO_BLANK_LINE = re.compile(r"[^\n]+\n(?=([^\n]+))")
_HEADING = re.compile(rf"(?:{NUMERAL}、|[（(]{NUMERAL}[)）])[^\n。；：，]{{4,40}}\n")
_NUMBER_ALONE = re.compile(
    rf"{NUMERAL}[、.．]|[（(](?:{NUMERAL}|\d{{1,2}})[)）]|\d{{1,2}}[.．、]|——|[①-⑳]|第{NUMERAL}[编篇章节]"
)
_OPEN_BRACKET = re.compile("([（《“])[^（）《》“”]*$")
_CLOSES = {"（": "）", "《": "》", "“": "”"}
_SALUTATION, _OPEN_END, _INNER = (
    re.compile(join_rules("line_breaks", group)) for group in ("salutation", "open_end", "inner")
)
_BELOW_TITLE = re.compile(join_rules("line_breaks", "below_title"))
_TITLE_END = re.compile(f"{join_rules('facts', 'title_end')}[》”]?(?:[（(][^）)]*[)）])?$")
_INDEX = re.compile(r"\d{1,3}(?:\.\d)?")
_HEADING_LAST = re.compile(rf"[。；！？][（(]?{NUMERAL}[)）、][^，。；]{{4,24}}$")


def find_line_ends(text: str) -> Iterator[Edit]:
    """Find the signs that end a line, and the blanks that open paragraphs in a text that has no lines."""
    few_lines = sum(1 for _ in islice(_LINE.finditer(text), _MOST_LINES + 1)) <= _MOST_LINES
    is_one = few_lines and sum(1 for _ in islice(_INDENTS.finditer(text), _FEWEST_INDENTS)) == _FEWEST_INDENTS
    for match in (_BREAKS_OR_INDENTS if is_one else _BREAKS).finditer(text):
        yield match.start(), match.end(), "\n"


def find_page_ends(text: str) -> Iterator[Edit]:
    """Find the page breaks inside a sentence; a heading is hardly ever the last line of its page."""
    for match in _PAGE_BREAK.finditer(text):
        at, end = match.span()
        this = _LINE_END.search(text[max(at - _LONGEST_LINE, 0) : at])[0].strip()
        following = _LINE_START.match(text[end : end + _LONGEST_LINE])[0].strip()
        if not this or not following:
            continue
        is_set_in = match[0].endswith((INDENT, "  "))
        if _runs_on("", this, following, is_printed=True) or (not is_set_in and _breaks_off(this, following)):
            yield at, end, ""


def _breaks_off(this: str, following: str) -> bool:
    """Say whether the last line of a page, short as it is, has a clause of a sentence that the next ends.

    Where it has none, the next has to be too short for a paragraph.
    """
    if this[-1] in _ENDS or LABEL.match(following) or "\t" in this + following or "。" not in following:
        return False
    is_rest = len(following) < _SHORTEST_PARAGRAPH and len(this) >= _SHORTEST_PARAGRAPH
    return is_rest or any(mark in this for mark in "，；。")


def find_quoted(text: str) -> Iterator[Edit]:
    """Find the marks that an e-mail puts before each line of a text that it passes on."""
    marks = list(_QUOTED.finditer(text))
    if len(marks) >= _FEWEST_LINES and len(marks) > _MOST_QUOTED * len(_ANY_LINE.findall(text)):
        yield from ((*mark.span(), "") for mark in marks)


def find_wrapped_lines(text: str) -> Iterator[Edit]:
    """Find the breaks behind full lines, in a text that breaks at one width, as prints and e-mails do."""
    if not _is_printed_in_lines(text):
        return
    found = [(match.start(), match.end(), match[0].rstrip()) for match in _ANY_LINE.finditer(text)]
    if len(found) < _FEWEST_LINES:
        return
    margin = min(len(line) - len(line.lstrip()) for _, _, line in found)
    lines = [(start, end, line[margin:]) for start, end, line in found]
    is_full = _find_full([line for _, _, line in lines])
    # Pages part the lines of a paragraph by empty lines, as they do paragraphs.
    apart = Counter(
        text.count("\n", a[1], b[0]) for (a, b), full in zip(pairwise(lines), is_full, strict=False) if full
    )
    usual = max(apart, key=apart.__getitem__, default=1)
    first_stop = text.find("。")
    for full, (_, end, this), (start, _, following) in zip(is_full, lines, lines[1:], strict=False):
        # The first line of a paragraph is set in, or opens with a number; a page's number is no text.
        opens = following.startswith("  ") or LABEL.match(following.lstrip())
        opens = opens or re.fullmatch(PAGE_NUMBER, following.strip())
        # A title may fill its line, and so may those whom a text is sent to.
        opens = opens or (start < first_stop and (this[-1] == "：" or ends_title(this, following)))
        opens = opens or "\t" in this or text.count("\n", end, start) > usual
        if full and not opens:
            is_latin = re.match("[A-Za-z] [A-Za-z]", f"{this[-1]} {following[0]}")
            yield end, start, " " if is_latin else ""


def _find_full(lines: Sequence[str]) -> list[bool]:
    """Say of each line whether it is full; of none where nothing tells that the lines have one width."""
    widths = [_width(line) for line in lines]
    least = sorted(widths)[len(widths) * 9 // 10] - 4
    is_full = [least <= width <= least + 8 for width in widths]
    if least >= _NARROWEST and sum(is_full) >= len(lines) / 2 and _break_off(lines, is_full):
        return is_full
    # Narrow lines, or many short ones between: those are full that the next sign would have made too long.
    measure = max((_width, len), key=lambda measure: _find_limit(lines, measure))
    _, limit = _find_limit(lines, measure)
    if not limit:
        return []
    sizes = [measure(line) + measure(_FIRST_UNIT.match(following)[0]) for line, following in pairwise(lines)]
    is_full = [size > limit for size in sizes]
    full = [line for line, is_one in zip(lines, is_full, strict=False) if is_one]
    n_inner = sum(bool(_INNER_MARK.search(line)) for line in full)
    is_wrapped = len(full) > _LEAST_FULL * len(lines) and n_inner > _LEAST_FULL * len(full)
    # A list of names of one length has no sentences.
    is_wrapped = is_wrapped and "".join(lines).count("。") * _LONGEST_SENTENCE > len(full)
    if not is_wrapped or not _break_off(lines, is_full):
        return []
    # The first line of a paragraph is shorter where the blanks that set it in are lost.
    return [
        size > limit or (not above and _is_begun(line) and size + measure(_SET_IN) > limit)
        for line, above, size in zip(lines, [False, *is_full], sizes, strict=False)
    ]


def _is_begun(line: str) -> bool:
    """Say whether a line opens with clauses of a sentence, with no blanks or number before, and no end."""
    is_open = re.search("[，。；]", line) and line[-1] not in _ENDS
    return bool(is_open) and not line[0].isspace() and not LABEL.match(line)


def _find_limit(lines: Sequence[str], measure: Callable[[str], int]) -> tuple[int, int]:
    """Return how many lines have the greatest size that many share, and that size; 0 where more exceed it."""
    sizes = [measure(line) for line in lines]
    counts = Counter(sizes)
    limit = max((size for size, n in counts.items() if n > _SHARED * len(lines)), default=0)
    n_longer = sum(n for size, n in counts.items() if size > limit)
    is_one = limit >= _NARROW_LINES * measure("一") and n_longer <= _SHARED * len(lines)
    return (counts[limit], limit) if is_one else (0, 0)


def _break_off(lines: Sequence[str], is_full: Sequence[bool]) -> bool:
    """Say whether most full lines end inside a sentence; sentences of one length, a line each, do not."""
    last = [line[-1] for line, full in zip(lines, is_full, strict=False) if full]
    return sum(sign in _ENDS for sign in last) <= len(last) / 2


def ends_title(this: str, following: str) -> bool:
    """Say whether a line is the last of a title: below it stands what stands below titles.

    Examples
    --------
    >>> from reformlab.reading.line_breaks import ends_title
    >>> ends_title("关于修缮校舍的通知", "甘教发〔2023〕9号"), ends_title("印发通知", "要求各县落实")
    (True, False)
    """
    return bool(_BELOW_TITLE.match(following.lstrip()) and _TITLE_END.search(this))


def _width(line: str) -> int:
    """Return the width of a printed line, in halves of a character; Latin letters and digits take one."""
    # Two blanks that open a paragraph are full-width ones in most texts.
    opens = line.startswith("  ") and line[2:3] != " "
    return 2 * len(line) - len(_NARROW.findall(line, 2 * opens))


def find_broken_lines(text: str) -> Iterator[Edit]:
    """Find the breaks that stand inside a sentence: of lines and of pages."""
    lines = list_lines(text)
    # Where no sentence ends, a line is an item of a list.
    is_printed = _is_printed_in_lines(text) and "。" in text
    before = ""
    for (_, end, this), (start, _, following) in pairwise(lines):
        if this[-1] in _STOPS and following[0] not in _CLOSERS:
            before = ""
        elif _runs_on(before, this, following, is_printed):
            yield end, start, ""
            before = _abridge(before + this)
        else:
            before = ""


def find_pieces(text: str) -> Iterator[Edit]:
    """Find the breaks that part a sentence's pieces: its number, its bold opening, its links, an index."""
    lines = list_lines(text)
    links = _find_links(text, lines)
    has_blank_lines: bool | None = None
    before = ""
    for (begin, end, this), (start, _, following) in pairwise(lines):
        sentence = before + this
        is_begun = start in links and start == end + 1 and any(mark in sentence for mark in "，。；")
        is_linked = is_begun or (begin in links and (before or this.startswith("——")))
        if this[-1] in _STOPS:
            # A paragraph goes on with a link; a sentence alone may be the heading above.
            goes_on = is_linked and "。" in sentence[:-1]
            if goes_on:
                yield end, start, ""
            before = _abridge(sentence) if goes_on else ""
            continue
        is_number = len(this) < 9 and bool(_NUMBER_ALONE.fullmatch(this)) and not LABEL.match(following)
        is_piece = is_linked or is_number or _is_piece(sentence, following, text[start : start + _NEAR])
        if not is_piece and start == end + 1 and _is_unfinished(sentence, following):
            has_blank_lines = _parts_by_blank_lines(text) if has_blank_lines is None else has_blank_lines
            is_piece = has_blank_lines
        if is_piece:
            # A blank parts the number of a chapter from its name.
            yield end, start, " " if is_number and this[-1] in "编篇章节" else ""
        before = _abridge(sentence) if is_piece else ""


def _find_links(text: str, lines: Sequence[tuple[int, int, str]]) -> set[int]:
    """Return where the links begin that stand on lines of their own inside a paragraph.

    Empty lines part the paragraphs of such a text. A line inside one, without an end of its own,
    is a link or what stands between two, as far as a sentence follows.
    """
    found: set[int] = set()
    triples = zip(lines, lines[1:], lines[2:], strict=False)
    for (_, before, _), (start, end, this), (behind, _, following) in reversed(list(triples)):
        inside = behind == end + 1 and (start == before + 1 or this.startswith("——"))
        if not inside or this[-1] in _ENDS or "\t" in this + following or LABEL.match(following):
            continue
        is_link = not LABEL.match(this.removeprefix("——")) and len(this) < _LONG_ENOUGH
        if is_link and (behind in found or "。" in following):
            found.add(start)
    return found if found and _parts_by_blank_lines(text) else set()


def _abridge(sentence: str) -> str:
    """Shorten the lines joined so far to what decides on the next: opening, marks, and end."""
    if len(sentence) <= _LONG_ENOUGH + _NEAR:
        return sentence
    marks = "".join(mark for mark in "，。；\t" if mark in sentence)
    return sentence[:_LONG_ENOUGH] + marks + (sentence.rstrip("”’") or sentence)[-1] + sentence[-_NEAR:]


@lru_cache(maxsize=1)
def _is_printed_in_lines(text: str) -> bool:
    """Say whether a text breaks where its print did; else a line is a paragraph or a heading."""
    lengths = sorted(filter(None, map(len, text.split("\n"))))
    return not lengths or lengths[len(lengths) * 9 // 10] <= _LONGEST_PRINTED


def _parts_by_blank_lines(text: str) -> bool:
    """Say whether empty lines part the paragraphs of a text, and those that open with a number as well."""
    if len(_NEW_PARAGRAPH.findall(text)) < 5:
        return False
    return not any(LABEL.match(line[1]) or _HEADING.match(line[0]) for line in _NO_BLANK_LINE.finditer(text))


def _is_unfinished(sentence: str, following: str) -> bool:
    """Say whether a sentence has begun and not ended, and the line below opens none of its own."""
    return (
        any(mark in sentence for mark in "，。；")
        and (sentence.rstrip("”’") or sentence)[-1] not in _ENDS
        and "\t" not in sentence + following
        and not LABEL.match(following)
    )


def _is_piece(sentence: str, following: str, ahead: str) -> bool:
    """Say whether a line's last signs, or the next line's first, belong to a sentence that goes on."""
    if "\t" in sentence + following:
        return False
    near = sentence[-_NEAR:]
    open_bracket = _OPEN_BRACKET.search(near)
    if open_bracket and re.match(rf"[^（）《》“”]{{0,24}}{_CLOSES[open_bracket[1]]}", ahead):
        return True
    if LABEL.match(following) or (_SALUTATION.fullmatch(sentence[:-1]) and sentence[-1] == "，"):
        return False
    # PM and 2.5, CO and 2: the index of a formula
    is_index = sentence[-1].isascii() and sentence[-1].isalpha() and _INDEX.fullmatch(following)
    return bool(is_index or _OPEN_END.search(near) or _INNER.match(following))


def _runs_on(before: str, this: str, following: str, is_printed: bool) -> bool:
    """Say whether a line that follows belongs to the sentence of this line and those joined before it."""
    if following[0] in _CLOSERS or this[-1] in "《“‘（〔、":
        return True
    # A quotation can end inside a sentence.
    last = (this.rstrip("”’") or before.rstrip("”’") or this)[-1]
    if last in _ENDS or LABEL.match(following):
        return False
    sentence = before + this
    # A tab parts the cells of a table's row, and a row is no sentence.
    if "\t" in sentence or "\t" in following or _HEADING_LAST.search(sentence[-_NEAR:]):
        return False
    # A heading has commas as well; where lines are not those of a print, no line breaks inside it.
    marks = "，。；" if is_printed else "。；"
    in_sentence = len(sentence) >= 20 and any(mark in sentence for mark in marks)
    if LABEL.match(sentence) and "。" not in sentence:
        in_sentence = in_sentence and this[-1] != "，" and len(sentence) >= _LONG_ENOUGH
    return in_sentence and (len(following) >= 25 or any(mark in following for mark in "，。；："))
