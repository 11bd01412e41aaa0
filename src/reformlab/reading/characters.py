"""Find what scripts, fonts, prints and exports did to the signs of a text.

The finders return edits; the rules of `clean` name them and apply them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Iterator
from functools import cache
from html import unescape
from itertools import groupby

from reformlab.corpus.places import places
from reformlab.corpus.rules import join_rules, read_rules
from reformlab.reading.furniture import NUMERAL, Edit

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007"
_HAN_SIGN = re.compile(f"[{HAN}]")
_CHINESE = re.compile(rf"[{HAN}\u3001-\u3011\u3014\u3015\u2018-\u201d\uff00-\uffef—…·%]")
_MARKS = "，。；：、！？（）《》“”‘’〔〕"
WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
CORNERS = {"「": "“", "」": "”", "『": "‘", "』": "’"}
# Vowels with their tone marks, and the marks alone, which stand behind ɑ.
TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜḿńňǹ\u0304\u0301\u030c\u0300"
# Traditional signs that simplified text keeps in names (魏徵, 王昇); they are no sign of the script.
_KEPT_IN_NAMES = frozenset("乾徵昇陞夥麽於")
# 於 is no name behind a verb (由於), before a year, or where other signs are traditional too.
_YU = "於"
_AS_WORD = re.compile(
    f"[由关对处属至位等低高大小多少早晚基限出便适利善敢忠长急源优劣忙乐有]{_YU}|{_YU}(?=[是此一二\\d])"
)
# 徵求, 象徵: no name is written so.
_AS_VERB = re.compile("徵(?=[求收集兵地用信订稿文管缴询税调召])|(?<=[特象应表])徵")
# Whatever stands around them: townships that no table of places has, and people in a list of names.
_AS_NAME = re.compile(
    f"{_YU}[潛潜陵](?=[镇鎮乡鄉县縣区區街村])"
    f"|(?<=、){_YU}(?![是此])[{HAN}]{{1,2}}(?=[、，。；）)等\\s]|$)|(?:(?<=[：（:(\\s])|^){_YU}(?![是此])[{HAN}]{{1,2}}(?=、)",
    re.MULTILINE,
)
# Of traditional text, a third of the signs are written otherwise in simplified script.
_LEAST_TRADITIONAL = 0.05
_RADICALS = {radical: now for now, radicals in read_rules("radicals").items() for radical in radicals}
_VARIANTS = {old: now for now, (old,) in read_rules("variants").items() if now != "着"}
_VARIANT = re.compile(f"[{''.join(_VARIANTS)}]")
_PARTICLE = re.compile(join_rules("variants", "着"))


def _between(*ranges: str) -> str:
    """Return all signs from the first to the last of each range."""
    return "".join(map(chr, (code for first, last in ranges for code in range(ord(first), ord(last) + 1))))


BREAKS = "\r\f\v\x85\u2028\u2029" + _between("\x1c\x1e")
# Bullets and blanks of Word, in codes that its own fonts alone know.
_OF_WORD = "\ue5e5\uf06c\uf06e\uf06f\uf070\uf071\uf075\uf076\uf0a7\uf0a8\uf0b2\uf0b7\uf0d8\uf0e0\uf0fc"
INVISIBLE = f"\x1f\xad\ufeff{_OF_WORD}" + _between(
    "\x00\x08",
    "\x0e\x1b",
    "\x7f\x84",
    "\x86\x9f",
    "\u200b\u200f",
    "\u202a\u202e",
    "\u2060\u2064",
    "\ud800\udfff",
)
BLANKS = "\xa0\u1680\u202f\u205f\u3000" + _between("\u2000\u200a")
FORMS = "％＋．－／＝＜＞＠＆＃｜～＿" + _between(
    "０９",
    "ＡＺ",
    "ａｚ",
    "⑴⒛",
    "㈠㈩",
    "\u2e80\u2fdf",
    "\uf900\ufaff",
    "\ufe10\ufe19",
    "\ufe30\ufe48",
    "\ufe50\ufe66",
)


def fold_form(match: re.Match[str]) -> str:
    """Return the usual signs for one of another form: ２ as 2, ⑴ as (1), the radical ⻓ as 长."""
    return _RADICALS.get(match[0]) or unicodedata.normalize("NFKC", match[0])


def read_entity(match: re.Match[str]) -> str:
    """Return the sign that a page's code stands for."""
    # What is left of &nbsp; after a faulty export still ends in sp.
    return " " if match[0].endswith("sp;") else unescape(match[0])


def find_pinyin(text: str) -> Iterator[Edit]:
    """Find readings in brackets; those without a tone mark only where the page is full of marked ones."""
    letters = "a-zü ɑɡ'’"
    marked = rf"[(（][{letters}]*[{TONED}][{letters}{TONED}]*[)）]"
    plain = rf"[(（][{letters}{TONED}]{{1,6}}[)）]"
    many = len(re.findall(rf"(?<=[{HAN}]){marked}", text)) >= 5
    for match in re.finditer(rf"(?<=[{HAN}])(?:{marked}{'|' + plain if many else ''})+", text):
        yield match.start(), match.end(), ""


@cache
def _simplifier() -> Callable[[str], str]:
    import opencc

    return opencc.OpenCC("t2s").convert


def find_traditional(text: str) -> list[Edit]:
    """Find what simplified script writes otherwise, but for names of places, and of people in such text."""
    if not _VARIANT.search(text) and _simplifier()(text) == text:
        return []
    edits = list(_changed_lines(text, _simplify, ()))
    changed = [at for start, end, _ in edits for at in range(start, end)]
    names = {at for at in changed if text[at] in _KEPT_IN_NAMES}
    names -= {verb.start() for verb in _AS_VERB.finditer(text)} if names else set()
    called: set[int] = set()
    if _YU in text:
        is_simple = len(names) == len(changed)
        words = _AS_WORD.finditer(text) if is_simple else re.finditer(_YU, text)
        called = {name.start() for name in _AS_NAME.finditer(text)}
        names = names.difference(at for word in words for at in range(*word.span())) | called
    if len(changed) - len(names) < _LEAST_TRADITIONAL * len(_HAN_SIGN.findall(text)):
        kept = names
    else:
        kept = {at for name in _kept_places().finditer(text) for at in range(*name.span()) if at in names}
        kept |= called
    if "著" in text:
        return list(_changed_lines(text, lambda line: _PARTICLE.sub("着", _simplify(line)), kept))
    return list(_changed_lines(text, _simplify, kept)) if kept else edits


@cache
def _kept_places() -> re.Pattern[str]:
    """Return a pattern of the places whose names hold a sign that simplified text writes otherwise."""
    names = {name for place in places(former=True) for name in (place.name, place.short)}
    kept = {name for name in names if len(name) > 1 and _simplifier()(name) != name}
    kept |= {name.replace("县", "縣") for name in kept}
    return re.compile("|".join(sorted(map(re.escape, kept), key=len, reverse=True)) or r"(?!)")


def _simplify(line: str) -> str:
    return _VARIANT.sub(lambda match: _VARIANTS[match[0]], _simplifier()(line))


def _changed_lines(text: str, change: Callable[[str], str], kept: Container[int]) -> Iterator[Edit]:
    at = 0
    for line in text.splitlines(keepends=True):
        new = change(line)
        if new != line:
            yield from _differences(line, new, at, kept)
        at += len(line)


def _differences(old: str, new: str, at: int, kept: Container[int]) -> Iterator[Edit]:
    """Yield each differing run; the whole line where the conversion changed its length.

    A sign for which simplified script has one outside the basic plane is printed as it is (二噁英).
    """
    if len(old) != len(new):
        yield at, at + len(old), new
        return
    same = [
        a == b or b > "\uffff" or n in kept for n, (a, b) in enumerate(zip(old, new, strict=True), start=at)
    ]
    for equal, run in groupby(range(len(old)), key=same.__getitem__):
        if not equal:
            where = list(run)
            yield at + where[0], at + where[-1] + 1, new[where[0] : where[-1] + 1]


def find_wide_punctuation(text: str) -> Iterator[Edit]:
    """Find ASCII punctuation in Chinese surroundings: next to a Chinese character or mark."""
    for match in re.finditer(r"[,;:?!()]", text):
        at = match.start()
        sides = text[max(at - 1, 0) : at] + text[at + 1 : at + 2]
        if match[0] in "()" or (_CHINESE.search(sides) and not re.fullmatch(r"\d\d", sides)):
            yield at, at + 1, WIDE[match[0]]


# Behind a Chinese sign, before the next sentence or at the end of the line; leaders (目录……) are none.
_POINT = re.compile(rf"\.(?<=[{HAN}”’）》】%]\.)(?!\.)(?=\s*$|[{HAN}“（《【]|\d+[.、）])", re.MULTILINE)
# 一. and （一）. are numbers of units.
_NUMBER_OF_UNIT = re.compile(rf"(?:^|[。；！？.\s])(?:{NUMERAL}|[（(]{NUMERAL}[)）])$", re.MULTILINE)


def find_full_stops(text: str) -> Iterator[Edit]:
    """Find the points that end sentences, in a text with more of them than of 。 in all.

    Elsewhere a point between two Chinese signs parts the names of a person.
    """
    points = [match.start() for match in _POINT.finditer(text)]
    points = [at for at in points if not _NUMBER_OF_UNIT.search(text, max(at - 9, 0), at)]
    if len(points) > text.count("。"):
        yield from ((at, at + 1, "。") for at in points)


def find_quotation_marks(text: str) -> Iterator[Edit]:
    """Find corner marks, and straight ones beside a Chinese sign, which open and close in turn."""
    is_open = False
    for match in re.finditer('[\n"“”「」『』]', text):
        at, sign = match.start(), match[0]
        before, behind = text[max(at - 1, 0) : at], text[at + 1 : at + 2]
        if sign in CORNERS:
            yield at, at + 1, CORNERS[sign]
        # Behind a number alone it is an inch.
        elif sign == '"' and _CHINESE.search(before + behind) and (is_open or not before.isdigit()):
            yield at, at + 1, "”" if is_open else "“"
        is_open = sign in "“「" or (sign == '"' and not is_open) or (sign in "『』" and is_open)


# A heading that runs on inside its paragraph is closed by a space in many exports; the space is
# all that tells it from the sentence behind it, so it becomes a line break before spaces go.
_HEADING_SPACE = re.compile(
    # the heading's number, behind a sentence or at the start of a line
    rf"(?:^|[。；！？\n])(?:{NUMERAL}、|[（(]{NUMERAL}[)）])"
    # the heading, its space, and a sentence of more than a word; 2023 年 has blanks around all its numbers
    rf"[{HAN}“”‘’、]{{4,40}}( +)(?=(?:[{HAN}“（(]|\d+[^\d ])[^\n。]{{8}})",
    re.MULTILINE,
)
_BLANK_IN_SENTENCE = re.compile(rf" (?<=[{HAN}“”‘’、]{{4}} ) *[{HAN}\d“（(]")


def find_heading_spaces(text: str) -> Iterator[Edit]:
    """Find the blanks that close a heading inside its paragraph, each to become the end of a line."""
    # Most texts are done with the quick look at their blanks.
    if _BLANK_IN_SENTENCE.search(text):
        for match in _HEADING_SPACE.finditer(text):
            yield match.start(1), match.end(1), "\n"


# One digit, a blank, one digit: a year printed so shows that the page prints all numbers so. A number
# stands between Chinese signs or opens a line; the figures of a table's row stand side by side.
_APART_YEAR = re.compile(r"[12] (?<!\d..) *[09] +\d +\d ?年")
_APART = re.compile(
    rf"(?:(?<=[{HAN}{_MARKS}(]) ?|^ *)\d(?: +\d)*(?: *\. *\d(?: +\d)*)?(?: *[%‰])?"
    rf"(?! *[\d.])(?=[ ,;)]?[{HAN}{_MARKS}%‰])",
    re.MULTILINE,
)


def find_numbers_apart(text: str) -> Iterator[Edit]:
    """Find the blanks inside numbers, where a page sets the digits of its years apart."""
    if _APART_YEAR.search(text):
        for number in _APART.finditer(text):
            for blank in re.finditer(r"(?<=[\d.]) +", number[0]):
                yield number.start() + blank.start(), number.start() + blank.end(), ""


# 市民政局 市财政局, 中共中央 国务院关于…: the blank alone parts two names of bodies.
_BODY_ENDS = ("[部委办局厅室院署会联央府社协司]", "银行", "中心", "兵团")
_BODY_END = f"(?:{'|'.join(_BODY_ENDS)})"
_BEHIND_BODY = "(?:{})".format("|".join(f"(?<={end} )" for end in _BODY_ENDS))
_BEHIND_NAME = (
    r"[ \t）)\]】。；、，,《》]|$|按|(?:分工)?负责|牵头|配合|落实"
    r"|关于|(?:联合)?(?:印发|发布)|转发|批转|令|公告|文件"
)
# What goes on with a name, a clause or a title opens no name of its own.
_OPENS_NAME = r"(?!办公[厅室]|关于|印发|转发|批转|[和与及或等的])"
_PARTS_NAMES = rf"{_BEHIND_BODY} *{_OPENS_NAME}(?=[{HAN}]{{1,16}}{_BODY_END}(?:{_BEHIND_NAME}))"
# Each begins behind its first blank, so that the search stops at blanks alone.
SPACES = "[ \t](?:{})".format(
    "|".join(
        (
            # behind a sign, except behind the number of a chapter, which a blank parts from its name
            rf"(?<=[{HAN}{_MARKS}] )(?<!第.[章节编] )(?<!第..[章节编] )(?<!第...[章节编] )"
            rf"(?!{_PARTS_NAMES}) *(?=[{HAN}{_MARKS}\d%])",
            # all but one of those that part two names of bodies
            rf"(?<=[{HAN}]  ) *(?=[{HAN}])",
            # behind a number
            rf"(?<=[\d%] ) *(?=[{HAN}{_MARKS}%])",
            # between Chinese and Latin
            rf"(?<=[{HAN}] ) *(?=[A-Za-z])",
            rf"(?<=[A-Za-z] ) *(?=[{HAN}])",
            # around the stroke between two Latin words: DRG / DIP
            r"(?<=[A-Za-z] ) *(?=/ *[A-Za-z])",
            r"(?<=[A-Za-z]/ ) *(?=[A-Za-z])",
            # at both ends of a line, and of a table's cell, which a tab ends
            r"(?<=^[ \t])[ \t]*",
            r"(?<![ \t][ \t])[ \t]*$",
            r"(?<= )(?<!  ) *(?=\t)",
            r"(?<=\t ) *",
        )
    )
)
_SPACES = re.compile(SPACES, re.MULTILINE)


def drop_spaces(line: str) -> str:
    """Return a line that no rule has cleaned yet without the blanks that come from layout.

    Examples
    --------
    >>> drop_spaces("甲市教育局  甲市财政局关于 校舍的通知")
    '甲市教育局 甲市财政局关于校舍的通知'
    """
    return _SPACES.sub("", line.replace("\u3000", " ").replace("\xa0", " "))
