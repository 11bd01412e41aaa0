"""Clean a document's text by named rules, and keep a ledger of every edit.

A rule finds edits; nothing else changes text. The ledger holds what stood at each place and
what stands there now, so that clean text and ledger give the raw text back to the character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import cycle, groupby

import numpy as np
import pandas as pd

from reformlab.corpus.rules import join_rules
from reformlab.reading.browser_lines import find_browser_lines
from reformlab.reading.cell_lines import find_cell_lines
from reformlab.reading.characters import (
    BLANKS,
    BREAKS,
    CORNERS,
    FORMS,
    HAN,
    INVISIBLE,
    SPACES,
    TONED,
    WIDE,
    find_full_stops,
    find_heading_spaces,
    find_numbers_apart,
    find_pinyin,
    find_quotation_marks,
    find_traditional,
    find_wide_punctuation,
    fold_form,
    read_entity,
)
from reformlab.reading.furniture import (
    FURNITURE,
    LICENCE,
    Edit,
    find_contents,
    find_dated_links,
    find_doubles,
    find_related,
    find_running_heads,
    find_teasers,
)
from reformlab.reading.line_breaks import (
    INDENT,
    find_broken_lines,
    find_line_ends,
    find_page_ends,
    find_pieces,
    find_quoted,
    find_wrapped_lines,
)


@dataclass(frozen=True)
class Rule:
    """One cleaning rule: its name, why it is there, and how it finds its edits.

    A text that holds none of its `signs`, where it has any, is passed by unread.
    """

    name: str
    reason: str
    find: Callable[[str], Iterable[Edit]]
    signs: str = ""


@dataclass(frozen=True, eq=False)
class CleanText:
    """A cleaned text and the edits that made it, each a row of its ledger."""

    text: str
    edits: Sequence[tuple[int, str, int, str, str]]

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """One row an edit, in the order made.

        ``step`` (int), ``rule``, ``start`` (character of the text that the step wrote), ``was``, ``now``.
        Half of a sign (a lone surrogate), which no table can hold, is shown as U+FFFD.
        """
        edits = (
            (*edit, was.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), now)
            for *edit, was, now in self.edits
        )
        return pd.DataFrame(list(edits), columns=["step", "rule", "start", "was", "now"])


def clean_text(text: str, *, rules: Sequence[Rule] | None = None) -> CleanText:
    r"""Clean a `text`, as `read_file` gave it, with the rules, repeated until nothing changes.

    All of `RULES` unless other `rules` are given; leave one out to see what it does.

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
    rules = RULES if rules is None else rules
    held = _Held(text)
    step = quiet = 0
    # Every edit shortens the text or writes a sign that no rule takes back, so this comes to rest.
    for rule in cycle(rules):
        edits = list(rule.find(text)) if held.any_of(rule.signs) else []
        if edits:
            text, places = _apply(text, edits)
            rows += [(step, rule.name, *place) for place in places]
            held.add("".join(now for _, _, now in edits))
            step += 1
        quiet = 0 if edits else quiet + 1
        if quiet == len(rules):
            break
    return CleanText(text, rows)


def clean_headings(headings: Mapping[str, int]) -> dict[str, int]:
    """Clean the headings of a file as its text was, so that they are found there.

    Examples
    --------
    >>> from reformlab.reading.clean import clean_headings
    >>> clean_headings({"任 务\u3000": 2})
    {'任务': 2}
    """
    return {clean_text(words).text.strip(): level for words, level in headings.items()}


def restore_text(clean: CleanText) -> str:
    """Give back the raw text, character for character, from a `clean` text and its ledger.

    Examples
    --------
    >>> import reformlab as rl
    >>> rl.restore_text(rl.clean_text("改革,发展"))
    '改革,发展'
    """
    text = clean.text
    steps = [list(edits) for _, edits in groupby(clean.edits, key=lambda edit: edit[0])]
    for edits in reversed(steps):
        parts, at = [], 0
        for _, _, start, was, now in edits:
            parts += [text[at:start], was]
            at = start + len(now)
        text = "".join(parts) + text[at:]
    return text


def count_edits(ledger: pd.DataFrame) -> dict[str, int]:
    """Count the edits of each rule, in the rules' order; rules that found nothing are 0."""
    counts = ledger["rule"].value_counts()
    return {rule.name: int(counts.get(rule.name, 0)) for rule in RULES}


class _Held:
    """The signs that a text holds or held: what tells in a moment that a rule has nothing to find."""

    def __init__(self, text: str) -> None:
        self._is_held = np.zeros(1 << 16, dtype=bool)
        self.add(text)

    def add(self, text: str) -> None:
        self._is_held[_codes(text)] = True

    def any_of(self, signs: str) -> bool:
        """Say whether any of the signs is held; where none is asked for, yes."""
        return not signs or bool(self._is_held[_rule_codes(signs)].any())


def _codes(text: str) -> np.ndarray:
    # The signs of rules have one code each in UTF-16; those that have two stand for no other.
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")


_rule_codes = cache(_codes)


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


RULES: tuple[Rule, ...] = (
    Rule(
        "browser-lines",
        "a browser prints above and below a page when, from where, and which of how many it is",
        find_browser_lines,
        "/",
    ),
    Rule("running-heads", "a line that each page of a print repeats is the page's", find_running_heads),
    Rule("page-ends", "a page ends where it is full, inside a sentence as well", find_page_ends, "\f"),
    Rule(
        "line-ends",
        "files mix CR, LF, CRLF, page breaks, or part paragraphs by two blanks alone; one sign ends a line",
        find_line_ends,
        BREAKS + INDENT,
    ),
    Rule(
        "invisible",
        "zero-width and control characters, and Word's own codes for bullets, split words that look whole",
        _replacing(f"[{INVISIBLE}]", ""),
        INVISIBLE,
    ),
    Rule("blanks", "full-width and no-break blanks are blanks", _replacing(f"[{BLANKS}]", " "), BLANKS),
    Rule(
        "cell-lines",
        "a table that plain text keeps with a cell a line, or with bars between cells, has rows",
        find_cell_lines,
    ),
    Rule("quoted", "an e-mail that is passed on marks each of its lines", find_quoted, ">"),
    Rule("wrapped-lines", "a text printed in lines of one width breaks them anywhere", find_wrapped_lines),
    Rule(
        "forms",
        "full-width letters and digits, ⑴ and ㈠, radicals: other codes for the same signs",
        _replacing(f"[{FORMS}]", fold_form),
        FORMS,
    ),
    Rule(
        "entities",
        "a page's codes for signs (&nbsp;) that were never turned into them",
        _replacing(r"&(?:#\d{2,5}|#x[0-9A-Fa-f]{2,5}|[A-Za-z]{2,8});", read_entity),
        "&",
    ),
    Rule("numbers-apart", "a print that sets its digits apart means one number", find_numbers_apart, " "),
    Rule("pinyin", "a reading in brackets after a character is a gloss, not text", find_pinyin, TONED),
    Rule("traditional", "one script, so that one word is counted once (opencc, t2s)", find_traditional),
    Rule(
        "look-alikes",
        "a font or OCR put 臵 for 置; only in words that 置 makes",
        _replacing(join_rules("look_alikes", "置"), "置"),
        "臵",
    ),
    Rule(
        "year-zeros",
        "OCR writes the 〇 of a year as ○, O or 0, that of a number as ○",
        _replacing(
            r"[一二三四五六七八九百千万](?:(?<=[一二])[一二三四五六七八九〇○O0]{3}(?=年)|[○〇]+)",
            lambda match: re.sub("[○O0]", "〇", match[0]),
        ),
        "○O0",
    ),
    Rule(
        "number-brackets",
        "the year of a document number (文号) stands in 〔〕, whatever a font made of them",
        _replacing(
            rf"[„\[【(（〈﹝［](?<=[{HAN}].) ?(?:19|20)\d\d ?[‟\]】)）〉﹞］] ?(?=第? ?\d{{1,4}} ?号)",
            lambda match: "〔" + re.sub(r"\D", "", match[0]) + "〕",
        ),
        "„[【(（〈﹝［",
    ),
    Rule(
        "punctuation",
        "half-width marks in Chinese text are full-width marks",
        find_wide_punctuation,
        "".join(WIDE),
    ),
    Rule("full-stops", "a print that has hardly a 。 ends its sentences with a point", find_full_stops, "."),
    Rule(
        "quotation-marks",
        "「」 and straight marks are quotation marks as well",
        find_quotation_marks,
        '"' + "".join(CORNERS),
    ),
    Rule("heading-space", "the blank behind a run-in heading is its end", find_heading_spaces, " "),
    Rule("spaces", "blanks inside Chinese text come from layout", _replacing(SPACES, ""), " \t"),
    Rule("licence-foot", "the host's licence note below a text is not the text", _replacing(LICENCE, "")),
    Rule("related-links", "the links below a text lead to others, and are the page's", find_related),
    Rule(
        "furniture",
        "navigation, buttons, telephone and source lines belong to the page, not to the document",
        _replacing(FURNITURE, ""),
    ),
    Rule(
        "contents",
        "a table of contents says again what the headings say, with the page of each",
        find_contents,
        "0123456789",
    ),
    Rule("dated-links", "three or more lines that end in a date are a list of links", find_dated_links, "-"),
    Rule("doubles", "a page that holds its document twice holds one document", find_doubles),
    Rule("teasers", "a paragraph above an article that the article says again counts once", find_teasers),
    Rule("pieces", "a page saved in pieces breaks its sentences around links and bold words", find_pieces),
    Rule("broken-lines", "a sentence that a line or page breaks is one sentence", find_broken_lines),
)
"""Every rule, in the order applied.

:meta hide-value:
"""
