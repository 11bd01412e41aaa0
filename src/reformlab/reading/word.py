"""Read Word files as a reader sees them: DOCX, flat OPC, and the XML of Word 2003.

They name the same parts in three ways of packing, so that elements are known by their names without
namespaces. What tracked changes delete and what is hidden is left out; the numbers that Word counts are
written out; text boxes stand before the paragraph that holds them, notes behind it, marked as notes.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence

from lxml import etree

from reformlab.reading.encoding import ReadError
from reformlab.reading.marked import NOTE, keep_heading, say_again
from reformlab.reading.word_numbers import Numbers, Styles, child, name_of, value_of

_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Properties, codes and pictures' data, what was deleted, and the readings above characters.
_UNSEEN_NAMES = """
pPr rPr tblPr tblPrEx tblGrid trPr tcPr sdtPr sdtEndPr sectPr del moveFrom instrText binData rt hdr ftr listPr
"""
_UNSEEN = frozenset(_UNSEEN_NAMES.split())
_NOTES = ("footnote", "endnote")
_READ_PARTS = ("styles", "numbering", "footnotes", "endnotes")
_REMOVED = ("del", "moveFrom")
# What is crossed out is withdrawn.
_HIDING = ("vanish", "strike", "dstrike")
_LEVELS = "012345678"


def read_word(
    raw: bytes, read_enclosed: Callable[[bytes], str] = lambda raw: ""
) -> tuple[str, dict[str, int]]:
    """Return the text of the bytes of a DOCX file: a line a paragraph or table row, tabs between cells.

    Beside it stand the headings, as their styles tell them, each with its level. `read_enclosed` reads the
    files of other formats whose text Word shows (programs for the web save a whole page so). Raises
    exceptions of many kinds where the file is damaged.
    """
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names = set(archive.namelist())
        packed = {kind: part for kind, part, _ in _links(archive, names, "")}
        main = packed.get("officeDocument", "word/document.xml")
        parts = {"main": _parse(archive.read(main))}
        head = _first_head(parts["main"])
        enclosed: dict[str | None, str] = {}
        for kind, part, link in _links(archive, names, main):
            if part in names and (kind in _READ_PARTS or (kind == "header" and link == head)):
                parts.setdefault(kind, _parse(archive.read(part)))
            elif part in names and kind == "aFChunk":
                enclosed[link] = read_enclosed(archive.read(part))
    return _write(parts, enclosed)


def read_word_xml(root: etree._Element) -> tuple[str, dict[str, int]] | None:
    """Return the same of a Word document in one XML file, or None where the XML is another."""
    if name_of(root) == "wordDocument":
        return _write({"main": root, "styles": root, "numbering": root})
    if name_of(root) != "package":
        return None
    parts = {}
    for part in root:
        kind = posixpath.basename(value_of(part, "name") or "").removesuffix(".xml")
        data = child(part, "xmlData")
        if data is not None and len(data) and value_of(part, "name").startswith("/word/"):
            parts["main" if kind == "document" else kind] = data[0]
    return _write(parts) if "main" in parts else None


def parse_xml(raw: bytes) -> etree._Element:
    """Parse the bytes of an XML file; no entity is expanded, and nothing is fetched.

    Raises
    ------
    ReadError
        Where it is no XML.
    """
    try:
        return _parse(raw)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"is damaged XML ({error}); save it again as DOCX or TXT") from None


def _parse(raw: bytes) -> etree._Element:
    return etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _links(archive: zipfile.ZipFile, names: set[str], part: str) -> Iterator[tuple[str, str, str | None]]:
    """Yield the parts that a part of a DOCX file leads to: kind, name, and the link's own name."""
    folder, file = posixpath.split(part)
    links = posixpath.join(folder, "_rels", f"{file}.rels")
    for link in _parse(archive.read(links)) if links in names else ():
        target = posixpath.normpath(posixpath.join("/", folder, value_of(link, "Target") or ""))
        yield (value_of(link, "Type") or "").rpartition("/")[2], target.lstrip("/"), value_of(link, "Id")


def _first_head(main: etree._Element) -> str | None:
    """Return the link to what stands above the first page alone: who issues a document, and its number."""
    section = next(main.iter("{*}sectPr"), None)
    if not _is_on(child(section, "titlePg")):
        return None
    heads = section.iterchildren("{*}headerReference")
    return next((value_of(head, "id") for head in heads if value_of(head, "type") == "first"), None)


def _write(
    parts: Mapping[str, etree._Element], enclosed: Mapping[str | None, str] | None = None
) -> tuple[str, dict[str, int]]:
    reader = _Reader(parts, enclosed or {})
    blocks = [parts.get("header"), next(element for element in parts["main"].iter("{*}body"))]
    text = "\n".join(line for block in blocks if block is not None for line in reader.lines(block))
    return text, reader.headings


class _Reader:
    """Reads the blocks of one document, in order, since its numbers count on."""

    def __init__(self, parts: Mapping[str, etree._Element], enclosed: Mapping[str | None, str]) -> None:
        self.enclosed = enclosed
        self.styles = Styles(parts.get("styles"))
        self.numbers = Numbers(parts.get("numbering"), self.styles)
        self.headings: dict[str, int] = {}
        self.notes = {
            (kind, value_of(note, "id")): note
            for kind in _NOTES
            for note in parts.get(f"{kind}s", ())
            if name_of(note) == kind
        }

    def lines(self, block: etree._Element) -> Iterator[str]:
        """Yield the paragraphs and table rows of a block, in order."""
        carried, notes = "", []
        merged: dict[int, str] = {}
        for element in _blocks(block):
            if name_of(element) == "altChunk":
                yield self.enclosed.get(value_of(element, "id"), "")
                continue
            if name_of(element) == "tr":
                if child(child(element, "trPr"), "del") is None:
                    yield from self._row(element, merged)
                continue
            text = []
            for part in self._parts(element, value_of(child(child(element, "pPr"), "pStyle"), "val")):
                if isinstance(part, str):
                    text.append(part)
                elif name_of(part) == "txbxContent":
                    yield from self.lines(part)
                else:
                    notes.append(part)
            carried += "".join(text)
            # A paragraph whose end was deleted or is hidden runs into the next, whose number is its own.
            if self._has_end(element):
                line = self.numbers.count(element) + carried
                if level := self._find_level(element):
                    keep_heading(self.headings, line, level)
                yield line
                yield from self._write_notes(notes)
                carried, notes = "", []
        if carried:
            yield carried
        yield from self._write_notes(notes)

    def _row(self, row: etree._Element, merged: dict[int, str]) -> Iterator[str]:
        """Yield a row of several cells as one line; one cell alone is a box of lines, or the frame of all."""
        cells = list(_cells(row))
        if len(cells) == 1:
            yield from self.lines(cells[0])
        else:
            yield "\t".join(self._read_cells(row, cells, merged))

    def _read_cells(
        self, row: etree._Element, cells: Sequence[etree._Element], merged: dict[int, str]
    ) -> Iterator[str]:
        """Yield what cells say; one that is merged with those above says what the first of them does."""
        column = _number(child(child(row, "trPr"), "gridBefore"), 0)
        for cell in cells:
            properties = child(cell, "tcPr")
            text = " ".join(" ".join(self.lines(cell)).split("\n"))
            # Word 2003 has a name of its own for it.
            merges = [child(properties, name) for name in ("vMerge", "vmerge")]
            goes_on = any(merge is not None and value_of(merge, "val") != "restart" for merge in merges)
            if goes_on and not text.strip():
                text = merged.get(column, "")
            merged[column] = say_again(text)
            column += _number(child(properties, "gridSpan"), 1)
            yield text

    def _write_notes(self, notes: list[etree._Element]) -> Iterator[str]:
        for note in notes:
            if text := " ".join(" ".join(self.lines(note)).split()):
                yield NOTE + text

    def _parts(self, element: etree._Element, style: str | None) -> Iterator[str | etree._Element]:
        """Yield what a paragraph holds: its text, and the text boxes and notes that hang on it."""
        for part in _seen(element):
            name = name_of(part)
            if name == "t":
                yield part.text or ""
            elif name == "r":
                if not self._is_hidden(child(part, "rPr"), style):
                    yield from self._parts(part, style)
            elif name == "txbxContent" or name in _NOTES:
                yield part
            elif name in ("footnoteReference", "endnoteReference"):
                note = self.notes.get((name.removesuffix("Reference"), value_of(part, "id")))
                if note is not None:
                    yield note
            else:
                yield _SIGNS.get(name, "")
                yield from self._parts(part, style)

    def _find_level(self, paragraph: etree._Element) -> int:
        """Return the level of a heading, as the paragraph or its style tells it; 0 of other paragraphs."""
        properties = child(paragraph, "pPr")
        own = child(properties, "outlineLvl")
        style = value_of(child(properties, "pStyle"), "val")
        level = value_of(self.styles.find(style, "pPr", "outlineLvl") if own is None else own, "val")
        # Nine levels; the next says that it is none.
        return int(level) + 1 if level and level in _LEVELS else 0

    def _is_hidden(self, properties: etree._Element | None, style: str | None) -> bool:
        named = value_of(child(properties, "rStyle"), "val")
        for way in _HIDING:
            own = child(properties, way)
            found = [own, *(self.styles.find(name, "rPr", way) for name in (named, style))]
            if _is_on(next((one for one in found if one is not None), None)):
                return True
        return False

    def _has_end(self, paragraph: etree._Element) -> bool:
        mark = child(child(paragraph, "pPr"), "rPr")
        return not _is_on(child(mark, "vanish")) and all(child(mark, name) is None for name in _REMOVED)


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and value_of(switch, "val") not in ("0", "false", "off")


def _number(property: etree._Element | None, default: int) -> int:
    value = value_of(property, "val") or ""
    return int(value) if value.isdecimal() and len(value) < 5 else default


def _seen(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the children that show; of what is stored in two forms (a drawing), the first."""
    for part in element:
        name = name_of(part)
        if not name or name in _UNSEEN:
            continue
        if name == "AlternateContent":
            yield from part[:1]
        elif name == "annotation":
            # The tracked changes and comments of Word 2003.
            if (value_of(part, "type") or "").endswith("Insertion"):
                yield part
        elif name != "sdt" or child(child(part, "sdtPr"), "showingPlcHdr") is None:
            yield part


def _blocks(block: etree._Element) -> Iterator[etree._Element]:
    for part in _seen(block):
        if name_of(part) in ("p", "tr", "altChunk"):
            yield part
        else:
            yield from _blocks(part)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for part in _seen(row):
        if name_of(part) == "tc":
            yield part
        else:
            yield from _cells(part)
