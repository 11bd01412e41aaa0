"""Clean a document's text by named rules, and keep a ledger of every edit.

A rule finds edits; nothing else changes text. The ledger holds what stood at each place and
what stands there now, so that clean text and ledger give the raw text back to the character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from itertools import groupby

import pandas as pd

from reformlab.layout import (
    FURNITURE,
    NUMERAL,
    WIKISOURCE_FOOT,
    Edit,
    find_broken_lines,
    find_dated_links,
    find_doubles,
    find_running_heads,
    find_teasers,
)

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007"
_CHINESE = re.compile(rf"[{HAN}\u3001-\u3011\u3014\u3015\u2018-\u201d\uff00-\uffef—…·%]")
_MARKS = "，。；：、！？（）《》“”‘’〔〕"
# Vowels with their tone marks, and the marks alone, which stand behind ɑ.
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜḿńňǹ\u0304\u0301\u030c\u0300"
# Traditional signs that simplified text keeps in names (乾县, 魏徵); alone they are no sign of the script.
_KEPT_IN_NAMES = frozenset("乾徵")
# Forms that old prints, Hong Kong and Taiwan use and opencc's t2s does not know.
_VARIANTS = str.maketrans("衞擧吿汚刼淸啣鶏倣砲覚", "卫举告污劫清衔鸡仿炮觉")
# 著 stands for 着 in traditional text, but not in the words for works and fame.
_PARTICLE = re.compile("(?<![名显专原论卓昭土巨编遗合译拙知])著(?![名述作称书者录])")


@dataclass(frozen=True)
class Rule:
    """One cleaning rule: its name, why it is there, and how it finds its edits."""

    name: str
    reason: str
    find: Callable[[str], Iterable[Edit]]


@dataclass(frozen=True, eq=False)
class CleanText:
    """A cleaned text and the ledger of its edits.

    Attributes
    ----------
    text : str
    ledger : DataFrame
        One row an edit, in the order made: ``step`` (int), ``rule``, ``start`` (character of
        the text that the step wrote), ``was``, ``now``.
    """

    text: str
    ledger: pd.DataFrame


def clean_text(text: str, *, rules: Sequence[Rule] | None = None) -> CleanText:
    r"""Clean a text with the rules, repeated until nothing changes.

    Parameters
    ----------
    text : str
        As `read_file` gave it.
    rules : sequence of Rule, optional
        All of `RULES` unless given; leave one out to see what it does.

    Returns
    -------
    CleanText
        Cleaning its text again changes nothing.

    Examples
    --------
    >>> import reformlab as rl
    >>> clean = rl.clean_text("医 改 信 息\n衛生(shēng)體(tǐ)制")
    >>> clean.text
    '医改信息\n卫生体制'
    >>> rl.restore_text(clean)
    '医 改 信 息\n衛生(shēng)體(tǐ)制'
    """
    rows: list[tuple[int, str, int, str, str]] = []
    step = 0
    before = None
    # Every edit shortens the text or writes a sign that no rule takes back, so this comes to rest.
    while text != before:
        before = text
        for rule in RULES if rules is None else rules:
            edits = list(rule.find(text))
            if edits:
                text, places = _apply(text, edits)
                rows += [(step, rule.name, *place) for place in places]
                step += 1
    ledger = pd.DataFrame(rows, columns=["step", "rule", "start", "was", "now"])
    return CleanText(text, ledger)


def restore_text(clean: CleanText) -> str:
    """Give back the raw text, character for character, from clean text and ledger.

    Parameters
    ----------
    clean : CleanText
        As `clean_text` gives it.

    Returns
    -------
    str

    Examples
    --------
    >>> import reformlab as rl
    >>> rl.restore_text(rl.clean_text("改革,发展"))
    '改革,发展'
    """
    text = clean.text
    rows = clean.ledger.itertuples(index=False)
    steps = [list(edits) for _, edits in groupby(rows, key=lambda row: row.step)]
    for edits in reversed(steps):
        parts, at = [], 0
        for edit in edits:
            parts += [text[at : edit.start], edit.was]
            at = edit.start + len(edit.now)
        text = "".join(parts) + text[at:]
    return text


def count_edits(ledger: pd.DataFrame) -> dict[str, int]:
    """Count the edits of each rule, in the rules' order; rules that found nothing are 0."""
    counts = ledger["rule"].value_counts()
    return {rule.name: int(counts.get(rule.name, 0)) for rule in RULES}


def _apply(text: str, edits: list[Edit]) -> tuple[str, list[tuple[int, str, str]]]:
    parts, places, at, shift = [], [], 0, 0
    for start, end, now in edits:
        parts += [text[at:start], now]
        places.append((start + shift, text[start:end], now))
        shift += len(now) - (end - start)
        at = end
    return "".join(parts) + text[at:], places


def _replacing(pattern: str, now: str | Callable[[re.Match[str]], str]) -> Callable[[str], Iterator[Edit]]:
    """Return a finder that replaces each match, or its first group where there is one."""
    compiled = re.compile(pattern, re.MULTILINE)
    group = 1 if compiled.groups else 0

    def find(text: str) -> Iterator[Edit]:
        for match in compiled.finditer(text):
            new = now(match) if callable(now) else now
            if new != match[group]:
                yield match.start(group), match.end(group), new

    return find


def _fold_form(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0])


def _read_entity(match: re.Match[str]) -> str:
    # What is left of &nbsp; after a faulty export still ends in sp.
    return " " if match[0].endswith("sp;") else unescape(match[0])


def _find_pinyin(text: str) -> Iterator[Edit]:
    """Find readings in brackets; those without a tone mark only where the page is full of marked ones."""
    letters = "a-zü ɑɡ'’"
    marked = rf"[(（][{letters}]*[{_TONED}][{letters}{_TONED}]*[)）]"
    plain = rf"[(（][{letters}{_TONED}]{{1,6}}[)）]"
    many = len(re.findall(rf"(?<=[{HAN}]){marked}", text)) >= 5
    for match in re.finditer(rf"(?<=[{HAN}])(?:{marked}{'|' + plain if many else ''})+", text):
        yield match.start(), match.end(), ""


@cache
def _simplifier() -> Callable[[str], str]:
    import opencc

    convert = opencc.OpenCC("t2s").convert
    return lambda text: convert(text).translate(_VARIANTS)


def _find_traditional(text: str) -> list[Edit]:
    edits = list(_changed_lines(text, _simplifier()))
    changed = {character for start, end, _ in edits for character in text[start:end]}
    if changed <= _KEPT_IN_NAMES:
        return []
    if "著" not in text:
        return edits
    return list(_changed_lines(text, lambda line: _PARTICLE.sub("着", _simplifier()(line))))


def _changed_lines(text: str, change: Callable[[str], str]) -> Iterator[Edit]:
    at = 0
    for line in text.splitlines(keepends=True):
        new = change(line)
        if new != line:
            yield from _differences(line, new, at)
        at += len(line)


def _differences(old: str, new: str, at: int) -> Iterator[Edit]:
    """Yield each differing run; the whole line where the conversion changed its length."""
    if len(old) != len(new):
        yield at, at + len(old), new
        return
    same = [a == b for a, b in zip(old, new, strict=True)]
    for equal, run in groupby(range(len(old)), key=same.__getitem__):
        if not equal:
            where = list(run)
            yield at + where[0], at + where[-1] + 1, new[where[0] : where[-1] + 1]


def _find_wide_punctuation(text: str) -> Iterator[Edit]:
    """Find ASCII punctuation in Chinese surroundings: next to a Chinese character or mark."""
    wide = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
    for match in re.finditer(r"[,;:?!()]", text):
        at = match.start()
        sides = text[max(at - 1, 0) : at] + text[at + 1 : at + 2]
        if match[0] in "()" or (_CHINESE.search(sides) and not re.fullmatch(r"\d\d", sides)):
            yield at, at + 1, wide[match[0]]


def _find_quotation_marks(text: str) -> Iterator[Edit]:
    """Find corner marks, and straight ones beside a Chinese sign, which open and close in turn."""
    corners = {"「": "“", "」": "”", "『": "‘", "』": "’"}
    is_open = False
    for match in re.finditer('[\n"“”「」『』]', text):
        at, sign = match.start(), match[0]
        before, behind = text[max(at - 1, 0) : at], text[at + 1 : at + 2]
        if sign in corners:
            yield at, at + 1, corners[sign]
        # Behind a number alone it is an inch.
        elif sign == '"' and _CHINESE.search(before + behind) and (is_open or not before.isdigit()):
            yield at, at + 1, "”" if is_open else "“"
        is_open = sign in "“「" or (sign == '"' and not is_open) or (sign in "『』" and is_open)


# A heading that runs on inside its paragraph is closed by a space in many exports; the space is
# all that tells it from the sentence behind it, so it becomes a line break before spaces go.
_HEADING_SPACE = (
    # the heading's number, behind a sentence or at the start of a line
    rf"(?:^|[。；！？\n])(?:{NUMERAL}、|[（(]{NUMERAL}[)）])"
    # the heading, its space, and a sentence of more than a word
    rf"[{HAN}“”‘’、]{{4,40}}( +)(?=[{HAN}\d“（(][^\n。]{{8}})"
)

# One digit, a blank, one digit: a year printed so shows that the page prints all numbers so. A number
# stands between Chinese signs or opens a line; the figures of a table's row stand side by side.
_APART_YEAR = re.compile(r"[12] (?<!\d..) *[09] +\d +\d ?年")
_APART = re.compile(
    rf"(?:(?<=[{HAN}{_MARKS}(]) ?|^ *)\d(?: +\d)*(?: *\. *\d(?: +\d)*)?(?: *[%‰])?"
    rf"(?! *[\d.])(?=[ ,;)]?[{HAN}{_MARKS}%‰])",
    re.MULTILINE,
)


def _find_numbers_apart(text: str) -> Iterator[Edit]:
    if _APART_YEAR.search(text):
        for number in _APART.finditer(text):
            for blank in re.finditer(r"(?<=[\d.]) +", number[0]):
                yield number.start() + blank.start(), number.start() + blank.end(), ""


_SPACES = (
    # behind a sign, except behind the number of a chapter, which a blank parts from its name
    rf"(?<=[{HAN}{_MARKS}])(?<!第.[章节编])(?<!第..[章节编])(?<!第...[章节编]) +(?=[{HAN}{_MARKS}\d%])",
    # behind a number
    rf"(?<=[\d%]) +(?=[{HAN}{_MARKS}%])",
    # between Chinese and Latin
    rf"(?<=[{HAN}]) +(?=[A-Za-z])",
    rf"(?<=[A-Za-z]) +(?=[{HAN}])",
    # at both ends of a line, and of a table's cell, which a tab ends
    r"^[ \t]+",
    r"(?<![ \t])[ \t]+$",
    r"(?<! ) +(?=\t)",
    r"(?<=\t) +",
)

RULES: tuple[Rule, ...] = (
    Rule("running-heads", "a line that each page of a print repeats is the page's", find_running_heads),
    Rule(
        "line-ends",
        "files mix CR, LF, CRLF and page breaks; one sign ends a line",
        _replacing(r"\r\n|\r|\f|\v|[\x1c-\x1e\x85\u2028\u2029]", "\n"),
    ),
    Rule(
        "invisible",
        "zero-width and control characters split words that look whole",
        _replacing(
            r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]", ""
        ),
    ),
    Rule(
        "blanks",
        "full-width and no-break blanks are blanks",
        _replacing(r"[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]", " "),
    ),
    Rule(
        "forms",
        "full-width letters and digits, ⑴ and ㈠, radicals: other codes for the same signs",
        _replacing(
            r"[０-９Ａ-Ｚａ-ｚ％＋．－／＝＜＞＠＆＃｜～＿⑴-⒛㈠-㈩]|[\u2e80-\u2fdf\uf900-\ufaff\ufe50-\ufe66]",
            _fold_form,
        ),
    ),
    Rule(
        "entities",
        "a page's codes for signs (&nbsp;) that were never turned into them",
        _replacing(r"&(?:#\d{2,5}|#x[0-9A-Fa-f]{2,5}|[A-Za-z]{2,8});", _read_entity),
    ),
    Rule("numbers-apart", "a print that sets its digits apart means one number", _find_numbers_apart),
    Rule("pinyin", "a reading in brackets after a character is a gloss, not text", _find_pinyin),
    Rule("traditional", "one script, so that one word is counted once (opencc, t2s)", _find_traditional),
    Rule(
        "look-alikes",
        "a font or OCR put 臵 for 置; only in words that 置 makes",
        _replacing(r"(?<=[处设配装位布安前后闲放搁购重添内外倒])臵|臵(?=[换业于])", "置"),
    ),
    Rule(
        "year-zeros",
        "OCR writes the 〇 of a year as ○, O or 0, that of a number as ○",
        _replacing(
            r"[一二][一二三四五六七八九〇○O0]{3}(?=年)|[一二三四五六七八九百千万][○〇]+",
            lambda match: re.sub("[○O0]", "〇", match[0]),
        ),
    ),
    Rule(
        "number-brackets",
        "the year of a document number (文号) stands in 〔〕, whatever a font made of them",
        _replacing(
            rf"(?<=[{HAN}])[„\[【(（〈﹝［] ?(?:19|20)\d\d ?[‟\]】)）〉﹞］] ?(?=第? ?\d{{1,4}} ?号)",
            lambda match: "〔" + re.sub(r"\D", "", match[0]) + "〕",
        ),
    ),
    Rule("punctuation", "half-width marks in Chinese text are full-width marks", _find_wide_punctuation),
    Rule("quotation-marks", "「」 and straight marks are quotation marks as well", _find_quotation_marks),
    Rule("heading-space", "the blank behind a run-in heading is its end", _replacing(_HEADING_SPACE, "\n")),
    Rule(
        "spaces",
        "blanks inside Chinese text come from layout",
        _replacing("|".join(_SPACES), ""),
    ),
    Rule(
        "licence-foot",
        "the host's licence note below a text is not the text",
        _replacing(WIKISOURCE_FOOT, ""),
    ),
    Rule(
        "furniture",
        "navigation, buttons, telephone and source lines belong to the page, not to the document",
        _replacing(FURNITURE, ""),
    ),
    Rule("dated-links", "three or more lines that end in a date are a list of links", find_dated_links),
    Rule("broken-lines", "a sentence that a line, page or link breaks is one sentence", find_broken_lines),
    Rule("doubles", "a page that holds its document twice holds one document", find_doubles),
    Rule("teasers", "a paragraph above an article that the article says again counts once", find_teasers),
)
"""Every rule, in the order applied."""
