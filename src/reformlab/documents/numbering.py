"""Split lines into the units that their numbers open: 壹、 一、 then （一） then 1. then （1）, by GB/T 9704.

Numbers stand at the head of lines and, in many documents, run on inside paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from reformlab.corpus.numerals import read_numeral
from reformlab.corpus.rules import join_rules, read_rules
from reformlab.reading.list_numbers import write_list_number

CHINESE = "一二三四五六七八九十百零〇"
# 叁 is printed 参, too, where it was 參.
_FORMAL = "壹贰叁参肆伍陆柒捌玖拾"
# 第三条第一款 and 第三条规定的 refer to an article and open none.
_REFERRED = f"(?!{join_rules('numbering', 'referred')})"
_CHAPTER = rf"第[{CHINESE}]+[章节]"
# Codes have more than a thousand articles.
_ARTICLES = f"{CHINESE}千"
_UNIT = rf"第[{_ARTICLES}\d]+(?P<kind>[编篇章节条])(?:之[{CHINESE}]+)?"
STATUTE_UNIT = re.compile(rf"{_UNIT}{_REFERRED}[ 　]?")
_ANY_UNIT = re.compile(rf"{_UNIT}[ 　]?")
# An article opens a line, or runs on behind a sentence or the name of its chapter.
_ARTICLE = re.compile(
    rf"(?:^(?:{_CHAPTER}[^。]{{1,24}}?)?|(?<=[。；）])(?P<chapter>{_CHAPTER}[ 　][^。]{{1,24}}?)?)"
    rf"(?P<article>第(?P<number>[{_ARTICLES}\d]+)条{_REFERRED})"
)
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_ROMAN = {write_list_number(n, "upperRoman"): n for n in range(1, 31)}
_ROMAN |= {chr(ord("Ⅰ") + n): n + 1 for n in range(12)}
_DOT = "[.．﹒、]"
_CIRCLED = "①-⑳"
# 一、二、三产业 and 三、四月 count things and number nothing
_COUNTED = f"(?!{join_rules('numbering', 'counted')})"
# 3.5亿元 is a decimal, 3.5编制目的 a number
_NO_UNIT = "".join(read_rules("numbering")["no_unit"])
_SECTION = re.compile(rf"(?P<number>[{CHINESE}]{{1,4}}){_DOT}(?![{CHINESE}]{{1,2}}、)")
_MARKERS = (
    re.compile(rf"(?P<number>[{_FORMAL}]{{1,4}}){_DOT}"),
    re.compile(rf"{_SECTION.pattern}{_COUNTED}"),
    re.compile(rf"[（〔【\[]?(?P<number>[{CHINESE}]{{1,4}})[）〕】\]]"),
    re.compile(rf"(?P<number>\d{{1,3}}){_DOT}(?!\d)"),
    re.compile(rf"\d{{1,2}}\.(?P<number>\d{{1,2}})\.?(?=[\u4e00-\u9fff])(?![{_NO_UNIT}])"),
    re.compile(rf"(?:\d{{1,2}}\.){{2,3}}(?P<number>\d{{1,2}})\.?(?=[\u4e00-\u9fff])(?![{_NO_UNIT}])"),
    re.compile(r"（(?P<number>\d{1,2})）"),
    re.compile(r"(?P<number>\d{1,2})）"),
    re.compile(rf"(?P<number>[{_CIRCLED}])"),
    # 甲、乙双方 names two.
    re.compile(rf"(?P<number>[{_STEMS}]){_DOT}(?![{_STEMS}])"),
    re.compile(
        rf"(?P<number>{'|'.join(sorted(_ROMAN, key=len, reverse=True))}){_DOT}(?=[ \u3000]?[\u4e00-\u9fff])"
    ),
)
# What any of them begins with: most lines begin with no number.
_BEGINS = re.compile(rf"[\d（〔【\[{_CIRCLED}{CHINESE}{_FORMAL}{_STEMS}IVXⅠ-Ⅻ]")
# Ranks, the outermost first: 壹、 一、 （一） 1. 1.1 1.1.1 （1） 1） ① 甲、 I.
_PARTS, _SECTIONS, _DOTTED, _DECIMALS, _HALF_BRACKET, _STEM, _IN_ROMAN = 0, 1, 3, (4, 5), 7, 9, 10
_SECOND = {"①": "②", "甲": "乙", "I": "II", "Ⅰ": "Ⅱ"}
# Where a number may open a unit inside a paragraph: behind a sentence, or glued to a heading's end.
# One class of signs begins them all, so that the search stops at these alone.
_NAMED = [f"{name}一" for name in read_rules("numbering")["named"]]
_INLINE = re.compile(
    rf"[（\d{_CIRCLED}{CHINESE}](?:"
    rf"(?<=[（\d{_CIRCLED}])(?<=[。；：！？”）\u4e00-\u9fff].)(?<![第件表图].)"
    rf"(?:(?<=（)(?:[{CHINESE}]{{1,3}}|\d{{1,2}})）|(?<=\d)\d?{_DOT}(?!\d)|(?<=[{_CIRCLED}]))"
    rf"|(?<=[。；：！？”）].)(?<=[{CHINESE}\d])"
    rf"(?:(?<!\d)[{CHINESE}]{{0,2}}、{_COUNTED}|(?<=\d)\d?）)"
    f"|、(?<=(?:{'|'.join(_NAMED)})、))"
)
_IN_QUOTATION = re.compile("“[^”]*$")
# A number before a number (20.2026年) is told from a decimal by the one that stands above it.
_BEFORE_DIGITS = re.compile(rf"(?P<number>\d{{1,3}}){_DOT}(?=\d)")
_BARE = re.compile(r"(?P<number>\d{1,2})(?=[\u4e00-\u9fff]{2,30}$)")
_ANY_ARTICLE = re.compile(rf"第(?P<number>[{_ARTICLES}\d]+)条")
# How far behind the number one the number two may stand in a line.
_REACH = 20_000
# How many lines of a section are looked at for the next.
_LONGEST_SECTION = 200
_Marker = tuple[int, re.Match[str]]


class Line(NamedTuple):
    """A line that has words, without the blanks around them.

    `opens` says that it is an article, though it may look like a reference (第五条规定…).
    """

    start: int
    end: int
    text: str
    opens: bool = False


class Unit(NamedTuple):
    """A stretch of the body that opens with a marker, or a paragraph that has none (rank -1, number 0).

    `runs_on` says that its marker, below that of a section (一、), stands inside such a paragraph.
    """

    start: int
    end: int
    rank: int
    number: int
    label: str
    text: str
    runs_on: bool


def split_units(lines: Sequence[Line]) -> Iterator[Unit]:
    """Split each line at the numbers that stand in it, as far as they count on in order."""
    last: dict[int, int] = {}
    has_decimals = len([line for line in lines if _is_decimal(line.text)]) > 1
    for at, line in enumerate(lines):
        opening = _find_opening(lines, at, last, has_decimals)
        if opening:
            last[opening[0]] = _read(opening[1])
        cuts = [(0, opening)]
        told: set[int] = set()
        for match in _INLINE.finditer(line.text, 1):
            found = find_marker(line.text, match.start())
            # 建议一、二 counts and numbers nothing.
            if not found:
                continue
            if found[0] in told or (not opening and _is_told(line.text, found)):
                told.add(found[0])
                continue
            # “从1、2开始” counts inside a quotation.
            if _IN_QUOTATION.search(line.text, max(match.start() - 20, 0), match.start()):
                continue
            if _counts_on(lines, at, found, last):
                last[found[0]] = _read(found[1])
                cuts.append((match.start(), found))
        for (this, found), (following, _) in pairwise([*cuts, (len(line.text), None)]):
            rank, label = (found[0], found[1][0]) if found else (-1, "")
            number = _read(found[1]) if found else 0
            start, end = line.start + this, line.start + following
            text, runs_on = line.text[this:following], this > 0 and opening is None and rank > _SECTIONS
            yield Unit(start, end, rank, number, label, text, runs_on)


def _is_told(paragraph: str, found: _Marker) -> bool:
    """Say whether a number one inside a paragraph without a number opens the parts of its sentence.

    They stand behind a sentence that a colon ends. Behind a full stop, or behind a caption and its
    colon (主要措施：), stand units of their own, and so do the sections of a text without lines.
    """
    rank, match = found
    start, end = match.span()
    if rank <= _SECTIONS or paragraph[start - 1] != "：" or _read(match) != 1:
        return False
    before = paragraph[max(start - _REACH, 0) : start]
    return ("，" in before or "。" in before) and paragraph.find(_write_two(found), end, end + _REACH) > 0


def find_next_numbers(units: Sequence[Unit]) -> list[Unit | None]:
    """Return for each unit the next one that has a number."""
    found: list[Unit | None] = []
    following = None
    for unit in reversed(units):
        found.append(following)
        following = unit if unit.rank >= 0 else following
    return found[::-1]


def find_statute_unit(line: Line) -> re.Match[str] | None:
    """Return the part, chapter, section or article that a line opens."""
    return (_ANY_UNIT if line.opens else STATUTE_UNIT).match(line.text)


def split_articles(lines: Sequence[Line]) -> list[Line]:
    """Split each line at the articles of a statute that run on in it, as far as they count on."""
    split, last = [], 0
    opened = {read_numeral(unit["number"]) for line in lines if (unit := _opens_article(line))}
    for line in lines:
        found = _ANY_ARTICLE.search(line.text)
        if not found:
            split.append(line)
            continue
        # 第五条规定… behind the fourth article is a reference only where another line is the fifth.
        number = read_numeral(found["number"]) if found.start() == 0 else 0
        opens = number == last + 1 and number not in opened
        last = number if opens else last
        cuts = [0]
        for match in _ARTICLE.finditer(line.text):
            if match["chapter"]:
                cuts.append(match.start())
            number, at = read_numeral(match["number"]), match.start("article")
            if at == 0 or number == last + 1:
                last = number
                cuts += [at] if at else []
        for this, following in pairwise([*cuts, len(line.text)]):
            piece = line.text[this:following].strip()
            start = line.start + line.text.index(piece, this)
            split.append(Line(start, start + len(piece), piece, opens and this == 0))
    return split


def _opens_article(line: Line) -> re.Match[str] | None:
    return _ANY_ARTICLE.match(line.text) if STATUTE_UNIT.match(line.text) else None


def opens_sections(line: str) -> bool:
    """Say whether a line is the first section, though its name may count things (一、一级医院)."""
    section = _SECTION.match(line)
    return section is not None and _read(section) == 1


def opens_decimals(line: str, following: str) -> bool:
    """Say whether a line is the bare heading (1总则) above the decimal number of the next (1.1目的)."""
    bare = _BARE.match(line)
    return bool(bare) and _is_decimal(following) and following.startswith(f"{bare['number']}.1")


def _is_decimal(line: str) -> bool:
    marker = find_marker(line) if line[:1].isdigit() else None
    return marker is not None and marker[0] in _DECIMALS


def _find_opening(lines: Sequence[Line], at: int, last: dict[int, int], has_decimals: bool) -> _Marker | None:
    """Return the rank and match of the number that a line opens with."""
    line = lines[at].text
    found = find_marker(line) or _find_between(lines, at, last)
    if found and found[0] == _PARTS:
        # 陆、 and 伍、 may be names of people.
        return found if _read(found[1]) in (1, last.get(_PARTS, 0) + 1) else None
    if found and found[0] in (_HALF_BRACKET, _STEM, _IN_ROMAN):
        # What closes a bracket of the line above is no number, nor is what stands alone.
        return found if _counts_on(lines, at, found, last) else None
    if found and (has_decimals or found[0] not in _DECIMALS):
        return found
    before = _BEFORE_DIGITS.match(line)
    if before and not has_decimals:
        return (_DOTTED, before) if _counts_on(lines, at, (_DOTTED, before), last) else None
    bare = _BARE.match(line) if has_decimals else None
    return (_DOTTED, bare) if bare and int(bare["number"]) == last.get(_DOTTED, 0) + 1 else None


def _find_between(lines: Sequence[Line], at: int, last: dict[int, int]) -> _Marker | None:
    """Return the number of a section whose name counts (二、三级医院): the ones before and after tell.

    The last of several such is told by the one before it.
    """
    match = _SECTION.match(lines[at].text)
    if not match or _read(match) != last.get(_SECTIONS, 0) + 1:
        return None
    later = (_SECTION.match(line.text) for line in lines[at + 1 : at + 1 + _LONGEST_SECTION])
    following = next(filter(None, later), None)
    if following:
        return (_SECTIONS, match) if _read(following) == _read(match) + 1 else None
    earlier = (line.text for line in lines[max(at - _LONGEST_SECTION, 0) : at][::-1])
    before = next(filter(_SECTION.match, earlier), "")
    return (_SECTIONS, match) if before and not find_marker(before) else None


def _counts_on(lines: Sequence[Line], at: int, found: _Marker, last: dict[int, int]) -> bool:
    """Say whether a number follows the one before; a lone number one is a reference, a list goes on."""
    rank, match = found
    number = _read(match)
    return number == last.get(rank, 0) + 1 if number > 1 else _goes_on(lines, at, found)


def _goes_on(lines: Sequence[Line], at: int, first: _Marker) -> bool:
    """Say whether the number two follows a number one in its line or one of the next twelve."""
    rank, match = first
    two = _write_two(first)
    line, later = lines[at].text, lines[at + 1 : at + 13]
    if rank <= _SECTIONS or rank >= _STEM:
        # Sections are sentences at least; what semicolons part is a list of their names.
        in_line = re.search(f"[。！？”）]{two}", line[match.end() : match.end() + _REACH])
        return bool(in_line) or any(one.text.startswith(two) for one in later)
    return line.find(two, match.end(), match.end() + _REACH) > 0 or any(two in one.text for one in later)


def _read(match: re.Match[str]) -> int:
    number = match["number"]
    return _STEMS.find(number) + 1 or _ROMAN.get(number) or read_numeral(number)


def _write_two(first: _Marker) -> str:
    """Return the number two as a list writes it whose number one is given."""
    match = first[1]
    text = match[0]
    number = match["number"]
    return text.replace(number, _SECOND.get(number) or ("2" if text[-2:-1].isdigit() else "二"))


def find_marker(text: str, at: int = 0) -> tuple[int, re.Match[str]] | None:
    """Return the rank (0 the outermost) and the match of the number that stands at a place."""
    if not _BEGINS.match(text, at):
        return None
    for rank, pattern in enumerate(_MARKERS):
        match = pattern.match(text, at)
        if match:
            return rank, match
    return None
