"""Read a Word file (DOCX) as a reader sees it: tables, insertions, and the numbers that Word counts."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from lxml.etree import ElementBase

from reformlab.corpus.numerals import write_numeral

_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_UNSEEN = {"pPr", "rPr", "del", "moveFrom", "Fallback"}


def read_word(raw: bytes) -> str:
    """Return the text of the bytes of a DOCX file: a line a paragraph or table row, tabs between cells.

    What tracked changes delete is left out. Raises exceptions of many kinds where the file is damaged.
    """
    document = docx.Document(io.BytesIO(raw))
    return "\n".join(_lines(document.element.body, _Numbers(document)))


def _lines(block: ElementBase, numbers: _Numbers) -> Iterator[str]:
    """Yield the paragraphs and table rows of a block, in order."""
    for element in block:
        name = _name(element)
        if name == "p":
            yield numbers.count(element) + _text(element)
        elif name == "tr":
            yield "\t".join(" ".join(_lines(cell, numbers)) for cell in element if _name(cell) == "tc")
        elif name in ("tbl", "sdt", "sdtContent"):
            yield from _lines(element, numbers)


def _text(element: ElementBase) -> str:
    parts = []
    for child in element:
        name = _name(child)
        if name == "t":
            parts.append(child.text or "")
        elif name not in _UNSEEN:
            parts.append(_SIGNS.get(name) or _text(child))
    return "".join(parts)


def _name(element: ElementBase) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


class _Numbers:
    """Counts the numbered paragraphs of a document, as Word does when it shows them."""

    def __init__(self, document: Document) -> None:
        found = (r for r in document.part.rels.values() if r.reltype == RELATIONSHIP_TYPE.NUMBERING)
        part = next(found, None)
        numbering = [] if part is None else list(part.target_part.element)
        lists = {
            _value(element, "abstractNumId"): element
            for element in numbering
            if _name(element) == "abstractNum"
        }
        self.lists = {
            _value(element, "numId"): lists.get(_value(element.find(qn("w:abstractNumId")), "val"))
            for element in numbering
            if _name(element) == "num"
        }
        self.of_style = {
            style.style_id: style.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}") for style in document.styles
        }
        self.counts: defaultdict[ElementBase, dict[int, int]] = defaultdict(dict)

    def count(self, paragraph: ElementBase) -> str:
        """Return the number that stands before a paragraph, or nothing."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        numbered = own if own is not None else self.of_style.get(_value(style, "val"))
        if numbered is None:
            return ""
        steps = self.lists.get(_value(numbered.find(qn("w:numId")), "val"))
        levels = {} if steps is None else {int(_value(e, "ilvl")): e for e in steps.iter(qn("w:lvl"))}
        depth = int(_value(numbered.find(qn("w:ilvl")), "val") or 0)
        if depth not in levels:
            return ""
        counts = self.counts[steps]
        start = int(_value(levels[depth].find(qn("w:start")), "val") or 1)
        counts[depth] = counts.get(depth, start - 1) + 1
        # A number starts anew below each number above it.
        self.counts[steps] = {level: n for level, n in counts.items() if level <= depth}
        pattern = _value(levels[depth].find(qn("w:lvlText")), "val") or ""

        def write(match: re.Match[str]) -> str:
            level = levels.get(int(match[1]) - 1, levels[depth])
            style = _value(level.find(qn("w:numFmt")), "val")
            return _write_number(counts.get(int(match[1]) - 1, 1), style)

        label = re.sub(r"%(\d)", write, pattern)
        # A bullet, or a number in letters: nothing that a document counts its units with.
        return "" if label == re.sub(r"%\d", "", pattern) else label


def _value(element: ElementBase | None, name: str) -> str | None:
    return None if element is None else element.get(qn(f"w:{name}"))


def _write_number(number: int, style: str | None) -> str:
    """Return a number in the style that Word names, or nothing where no document numbers so."""
    if style in ("decimal", "decimalFullWidth"):
        return str(number)
    if style in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and number <= 20:
        return chr(ord("①") + number - 1)
    if style in ("chineseCounting", "chineseCountingThousand", "japaneseCounting"):
        return write_numeral(number)
    return ""
