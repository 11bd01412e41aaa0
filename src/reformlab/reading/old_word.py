"""Read the files of Word before 2007 (DOC) and of WPS, which keeps the same parts under WPS.

Such a file is a small file system; its text lies in pieces that a table puts in order. What tracked changes
delete and what is hidden is left out. What a paragraph looks like is not read, so that the numbers that Word
counts are not known: a note says so. Written after [MS-DOC] (Microsoft), 2.4.1 and 2.8.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reformlab.reading.encoding import ReadError
from reformlab.reading.marked import NOTE

_REMEDY = "open it in Word or WPS and save it as DOCX"
_NOTE = (
    "is an old Word file: numbers that Word counts itself are not in its text; "
    "save it as DOCX where that matters"
)
# What else is kept in such files, by the name of its main stream.
_OTHERS = {
    "EncryptedPackage": "is a Word or Excel file locked by a password; save it again without one",
    "PowerPoint Document": "is an old PowerPoint file; save its text as DOCX or TXT",
    "__properties_version1.0": "is a message of Outlook (MSG); save its text as DOCX or TXT",
    "FileHeader": "is a Hangul file (HWP); save it as DOCX",
}
_END = 0xFFFFFFFA
# Properties of signs: deleted by a tracked change (sprmCFRMarkDel), hidden (sprmCFVanish).
_UNSEEN = (0x0800, 0x083C)
# Properties of paragraphs: in a table (sprmPFInTable), the end of a row (sprmPFTtp), whose mark is made ours.
_IN_TABLE, _ENDS_ROW, _ROW_END = 0x2416, 0x2417, "\x7f"
# How many bytes the value of a property takes, by the first three bits of its code; of 6, it says so itself.
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_PAGE = 512
_SIGNS = {"\v": "\n", "\f": "\n", "\x1e": "-"}
_DROPPED = dict.fromkeys([*range(7), 8, *range(14, 19), *range(22, 30), 31])
_FIELD = re.compile("\x13[^\x13-\x15]*(?:\x14([^\x13-\x15]*))?\x15")


def read_old_word(raw: bytes) -> tuple[str, str] | None:
    """Return the text of an old Word file and what must be known of it; None where a file holds sheets.

    Raises
    ------
    ReadError
        Where it is of another program, locked, older than 1997 or damaged.
    """
    try:
        streams = _Streams(raw)
    except (struct.error, IndexError, ValueError):
        raise ReadError(
            "is a damaged old file of Word or Excel; download it again, or save it as DOCX"
        ) from None
    if "WordDocument" in streams.places:
        return _read_text(streams), _NOTE
    if {"Workbook", "Book"} & set(streams.places):
        return None
    if not streams.places:
        raise ReadError(
            "is a damaged old file of Word or Excel; download it again, or save it as DOCX or XLSX"
        )
    reasons = (reason for name, reason in _OTHERS.items() if name in streams.places)
    raise ReadError(
        next(reasons, f"is an old file of a program that is not known (not Word, Excel or WPS); {_REMEDY}")
    )


def _read_text(streams: _Streams) -> str:
    try:
        main = streams.read("WordDocument")
        magic, flags = struct.unpack_from("<H", main)[0], struct.unpack_from("<H", main, 10)[0]
        if magic != 0xA5EC:
            raise ReadError(f"is an old Word file of before 1997; {_REMEDY}")
        if flags & 0x100:
            raise ReadError("is an old Word file locked by a password; save it again without one")
        lengths = struct.unpack_from("<8i", main, 0x4C)
        at, size = struct.unpack_from("<II", main, 0x1A2)
        tables = streams.read("1Table" if flags & 0x200 else "0Table")
        marks = [*_find_unseen(main, tables), *_find_cells(main, tables)]
        text = "".join(_pieces(main, _find_pieces(tables[at : at + size]), marks))
    except (struct.error, IndexError, KeyError, ValueError) as error:
        raise ReadError(f"is a damaged old Word file ({type(error).__name__}: {error}); {_REMEDY}") from None
    # Behind the text lie footnotes, headers, macros, comments, endnotes and text boxes.
    parts, start = [], 0
    for length in lengths:
        parts.append(text[start : start + max(length, 0)])
        start += max(length, 0)
    body, foot, _, _, _, end, boxes, _ = parts
    lines = [line for line in _write(boxes).split("\n") if line.strip()]
    lines += _write(body).rstrip("\n").split("\n")
    lines += [NOTE + line.strip() for line in _write(foot + end).split("\n") if line.strip()]
    if not any(line.strip() for line in lines):
        raise ReadError(f"is an old Word file without text; {_REMEDY}")
    return "\n".join(lines)


def _find_pieces(table: bytes) -> bytes:
    """Return the table of pieces, behind the formats that may stand before it."""
    at = 0
    while table[at] == 1:
        at += 3 + struct.unpack_from("<H", table, at + 1)[0]
    if table[at] != 2:
        raise ValueError("no table of pieces")
    return table[at + 5 : at + 5 + struct.unpack_from("<I", table, at + 1)[0]]


class _Mark(NamedTuple):
    """A sign that takes the place of one, or of all, from which byte to which."""

    start: int
    end: int
    sign: str
    of: str = ""


def _find_unseen(main: bytes, tables: bytes) -> list[_Mark]:
    """Return which signs are deleted or hidden; none where the file does not tell."""
    runs = _read_runs(main, tables, 0xFA, 1)
    unseen = (
        _Mark(first, last, "\x04") for first, last, at, page in runs if _is_unseen(_properties(page, at))
    )
    return _as_far_as_told(unseen)


def _find_cells(main: bytes, tables: bytes) -> list[_Mark]:
    """Return where the rows of tables end, and the paragraphs in their cells; none where nothing tells."""
    runs = _read_runs(main, tables, 0x102, 13)
    told = ((last, _switched_on(_paragraph(page, at))) for _, last, at, page in runs)
    marks = (
        _Mark(last - 1, last, _ROW_END, "\a") if _ENDS_ROW in on else _Mark(last - 1, last, "\v", "\r")
        for last, on in told
        if _IN_TABLE in on
    )
    return _as_far_as_told(marks)


def _as_far_as_told(marks: Iterable[_Mark]) -> list[_Mark]:
    try:
        return list(marks)
    except (struct.error, IndexError):
        return []


def _read_runs(main: bytes, tables: bytes, at: int, width: int) -> Iterator[tuple[int, int, int, bytes]]:
    """Yield from which byte to which runs of one format go, and where on which page its properties stand.

    `at` is the place of their table in the head of the file, `width` how long an entry of a page is.
    """
    start, size = struct.unpack_from("<II", main, at)
    n = max(0, min(size, len(tables) - start) - 4) // 8
    for number in struct.unpack_from(f"<{n}I", tables, start + 4 * (n + 1)):
        page = main[(number & 0x3FFFFF) * _PAGE :][:_PAGE]
        runs = page[_PAGE - 1]
        edges = struct.unpack_from(f"<{runs + 1}I", page)
        for run in range(runs):
            # Where the properties of a run stand, in words; what has none is as its style.
            if where := 2 * page[4 * (runs + 1) + width * run]:
                yield edges[run], edges[run + 1], where, page


def _properties(page: bytes, at: int) -> bytes:
    return page[at + 1 : at + 1 + page[at]]


def _paragraph(page: bytes, at: int) -> bytes:
    """Return the properties of a paragraph, behind the number of its style."""
    size, at = (2 * page[at] - 1, at + 1) if page[at] else (2 * page[at + 1], at + 2)
    return page[at + 2 : at + size]


def _switched_on(properties: bytes) -> set[int]:
    """Return the properties that are on, among those that are on or off."""
    at, on = 0, set()
    while at + 2 < len(properties):
        code = struct.unpack_from("<H", properties, at)[0]
        size = _SIZES[code >> 13] or 1 + properties[at + 2]
        (on.add if properties[at + 2] == 1 else on.discard)(code)
        at += 2 + size
    return on


def _is_unseen(properties: bytes) -> bool:
    return not _switched_on(properties).isdisjoint(_UNSEEN)


def _mark(text: str, start: int, width: int, marks: Sequence[_Mark]) -> str:
    """Return the piece that stands at a byte, with its marks."""
    signs = list(text)
    for first, last, sign, of in marks:
        for at in range(max(0, first - start) // width, min(len(text), (last - start) // width)):
            signs[at] = sign if of in ("", signs[at]) else signs[at]
    return "".join(signs)


def _pieces(main: bytes, table: bytes, marks: Sequence[_Mark]) -> Iterator[str]:
    n = (len(table) - 4) // 12
    ends = struct.unpack_from(f"<{n + 1}I", table)
    # No piece is longer than its bytes, and all together than the file, whatever the table says.
    left = len(main)
    for number in range(n):
        length = ends[number + 1] - ends[number]
        place = struct.unpack_from("<I", table, 4 * (n + 1) + 8 * number + 2)[0]
        if length < 0 or length > left:
            raise ValueError("pieces are longer than the text")
        left -= length
        if place & 0x40000000:
            start = (place & 0x3FFFFFFF) // 2
            text = main[start : start + length].decode("cp1252", "replace")
            yield _mark(text, start, 1, marks).ljust(length, "\x04")
        else:
            text = _decode_wide(main[place : place + 2 * length])
            yield _mark(text, place, 2, marks).ljust(length, "\x04")


def _decode_wide(raw: bytes) -> str:
    """Return one sign for each two bytes, since lengths count these; pairs are joined at the end."""
    return "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2])))


def _write(text: str) -> str:
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    # Fields lie in fields: of each, its code goes and its result stays.
    for _ in range(20):
        text, n = _FIELD.subn(lambda match: match[1] or "", text)
        if not n:
            break
    text = re.sub("[\v\f\x1e]", lambda match: _SIGNS[match[0]], text)
    text = text.translate(_DROPPED | {19: None, 20: None, 21: None})
    if _ROW_END in text:
        return "\n".join(part for line in text.split("\r") for part in _write_told_rows(line))
    return "\n".join(_write_rows(part) if "\a" in part else part for part in _cut_tables(text))


def _write_told_rows(line: str) -> Iterator[str]:
    """Yield the rows that stand before a line, one cell alone as it stands, and the line."""
    *rows, behind = line.split(_ROW_END)
    for row in rows:
        cells = row.removesuffix("\a").split("\a")
        yield cells[0] if len(cells) == 1 else "\t".join(" ".join(cell.split()) for cell in cells)
    if behind or not rows:
        yield behind


def _cut_tables(text: str) -> Iterator[str]:
    """Yield lines, and each table as a whole: from the line of its first cell to the end of its last row."""
    rest = text.split("\r")
    held: list[str] = []
    for line in rest:
        # A row ends with two marks, its last cell's and its own.
        if "\a" in line or held:
            held.append(line)
            if "\a\a" in line and not line.rpartition("\a\a")[2].count("\a"):
                table, _, behind = "\n".join(held).rpartition("\a\a")
                yield table + "\a\a"
                held = []
                if behind:
                    yield behind
        else:
            yield line
    yield from held


def _write_rows(table: str) -> str:
    """Return the rows of a table: the mark of a row's end is that of a cell without text."""
    cells = [" ".join(cell.split()) for cell in table.split("\a")]
    if not cells[-1]:
        cells.pop()
    for width in range(1, len(cells)):
        if len(cells) % (width + 1) == 0 and not any(cells[width :: width + 1]):
            rows = [cells[at : at + width] for at in range(0, len(cells), width + 1)]
            return "\n".join("\t".join(row) for row in rows)
    return table.replace("\a\a", "\n").replace("\a", "\t").strip("\n")


class _Streams:
    """The streams of a compound file, found by name; no chain of sectors is followed twice round."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        shift, small_shift = struct.unpack_from("<HH", raw, 30)
        if shift not in (9, 12) or small_shift > shift:
            raise IndexError("sizes of sectors")
        self._size, self._small_size = 1 << shift, 1 << small_shift
        first, _, self._cutoff, small, _, more, _ = struct.unpack_from("<IIIIIII", raw, 48)
        sectors = list(struct.unpack_from("<109I", raw, 76))
        seen: set[int] = set()
        while more < _END and more not in seen:
            seen.add(more)
            *ids, more = self._ids(self._sector(more))
            sectors += ids
        n_sectors = len(raw) // self._size + 1
        found = dict.fromkeys(sector for sector in sectors if sector < n_sectors)
        self._next = [number for sector in found for number in self._ids(self._sector(sector))]
        self._next_small = list(self._ids(self._chain(first=small)))
        self.places: dict[str, tuple[int, int]] = {}
        self._small = b""
        folder = self._chain(first=first)
        for at in range(0, len(folder) - 127, 128):
            length, kind = struct.unpack_from("<HB", folder, at + 64)
            start, size = struct.unpack_from("<II", folder, at + 116)
            name = folder[at : at + min(length, 64)].decode("utf-16-le", "replace").rstrip("\0")
            if kind == 5:
                self._small = self._chain(first=start)
            elif kind == 2:
                self.places.setdefault(name, (start, size))

    def read(self, name: str) -> bytes:
        """Return the bytes of a stream."""
        start, size = self.places[name]
        if size >= self._cutoff:
            return self._chain(first=start)[:size]
        parts = []
        for number in _follow(self._next_small, start):
            parts.append(self._small[number * self._small_size : (number + 1) * self._small_size])
        return b"".join(parts)[:size]

    def _chain(self, first: int) -> bytes:
        return b"".join(self._sector(number) for number in _follow(self._next, first))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._raw[start : start + self._size]

    def _ids(self, raw: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])


def _follow(following: list[int], first: int) -> Iterator[int]:
    seen: set[int] = set()
    while first < len(following) and first not in seen:
        seen.add(first)
        yield first
        first = following[first]
