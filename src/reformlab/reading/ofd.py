"""Read OFD, the format of official documents in print (GB/T 33190): a ZIP file of pages in XML.

As in a PDF file, pieces of text stand at places. A millimetre is their unit.
"""

from __future__ import annotations

import io
import math
import posixpath
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from reformlab.reading.encoding import ReadError
from reformlab.reading.printed import Line, lay_pieces, write_pages
from reformlab.reading.ruled import (
    Outline,
    Point,
    find_rules,
    find_tables,
    join_broken_rows,
    put_tables,
    write_table,
)
from reformlab.reading.word import parse_xml
from reformlab.reading.word_numbers import name_of, value_of

_POINTS = 72 / 25.4
_ASKEW = 0.05


def read_ofd(raw: bytes) -> str:
    """Return the text of the bytes of an OFD file: a line a printed line, a form feed between pages.

    Raises
    ------
    ReadError
        Where it is damaged or holds no text.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            pages = [_read_page(page) for page in _find_pages(archive)]
    except ReadError:
        raise
    # A damaged archive fails in many ways: of zipfile, zlib, lxml.
    except Exception as error:
        raise ReadError(
            f"is a damaged OFD file ({type(error).__name__}: {error}); save it as PDF or DOCX"
        ) from None
    text = write_pages(join_broken_rows(pages))
    if not text.strip():
        raise ReadError(
            "is an OFD file without text: its pages are pictures; run OCR on it, or save it as DOCX"
        )
    return text


def _find_pages(archive: zipfile.ZipFile) -> Iterator[etree._Element]:
    names = {name.lstrip("/").lower(): name for name in archive.namelist()}

    def read(folder: str, place: str) -> tuple[str, etree._Element]:
        path = posixpath.normpath(posixpath.join(folder, place)).lstrip("/")
        return posixpath.dirname(path), parse_xml(archive.read(names[path.lower()]))

    _, root = read("", "OFD.xml")
    for document in root.iter("{*}DocRoot"):
        folder, pages = read("", (document.text or "").strip())
        for page in pages.iterfind("{*}Pages/{*}Page"):
            yield read(folder, value_of(page, "BaseLoc") or "")[1]


_Piece = tuple[Line, float]
"""A piece of text, and the height of its signs."""


def _read_page(page: etree._Element) -> list[Line]:
    """Return the lines of a page, in the order in which they are read."""
    turned: defaultdict[int, list[_Piece]] = defaultdict(list)
    for item in page.iter("{*}TextObject"):
        for turn, piece, height in _read_item(item):
            turned[turn].append((piece, height))
    # A page's number may stand upright below a table that is set sideways.
    order = sorted(turned, key=lambda turn: -sum(len(piece.text) for piece, _ in turned[turn]))
    tables = []
    if order[:1] == [0]:
        turned[0], tables = _take_tables(page, turned[0])
    lines = [line for turn in order for line in lay_pieces(turned[turn])]
    return put_tables(lines, tables)


def _take_tables(
    page: etree._Element, pieces: list[_Piece]
) -> tuple[list[_Piece], list[tuple[float, list[Line]]]]:
    """Return the pieces outside of ruled tables, and the rows of each table with how high it begins."""
    taken = []
    for table in find_tables(*find_rules(_read_outlines(page))):
        outside: list[_Piece] = []
        inside: defaultdict[int, list[_Piece]] = defaultdict(list)
        for piece, height in pieces:
            middle = piece.foot + height / 3
            first, last = (table.find_cell(x, middle) for x in (piece.left + 1, piece.right - 1))
            (outside if first is None or first != last else inside[first]).append((piece, height))
        # What runs from cell to cell says that nobody knows where the cells are.
        crosses = any(table.tops[-1] < piece.foot < table.tops[0] for piece, _ in outside)
        cells = {cell: _join_lines(found) for cell, found in inside.items()}
        if not crosses and (rows := write_table(table, cells)):
            pieces = outside
            taken.append((table.tops[0], rows))
    return pieces, taken


def _join_lines(pieces: list[_Piece]) -> list[_Piece]:
    """Return the lines that the pieces of a cell make, from the top."""
    lines: list[_Piece] = []
    for piece, height in sorted(pieces, key=lambda one: (-round(one[0].foot), one[0].left)):
        last = lines[-1][0] if lines else None
        if last and abs(last.foot - piece.foot) < height / 2:
            lines[-1] = last._replace(text=last.text + piece.text, right=piece.right), height
        else:
            lines.append((piece, height))
    return lines


def _read_outlines(page: etree._Element) -> Iterator[Outline]:
    """Yield the lines and shapes that a page draws."""
    for item in page.iter("{*}PathObject"):
        frame = _numbers(value_of(item, "Boundary"))
        turn = _numbers(value_of(item, "CTM")) or [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
        if len(frame) != 4 or len(turn) != 6:
            continue
        shows = (value_of(item, "Stroke") or "").lower() != "false"
        for points in _read_points(item.findtext("{*}AbbreviatedData") or ""):
            placed = [
                (
                    frame[0] + turn[0] * x + turn[2] * y + turn[4],
                    frame[1] + turn[1] * x + turn[3] * y + turn[5],
                )
                for x, y in points
            ]
            yield [(x * _POINTS, -y * _POINTS) for x, y in placed], shows


def _read_points(data: str) -> Iterator[list[Point]]:
    """Yield the corners of each part of a path: M and S begin one, L goes on, C closes it; no curves."""
    points: list[Point] = []
    for sign, words in re.findall(r"([A-Z])([^A-Z]*)", data[:100_000]):
        numbers = _numbers(words)
        if sign in "MS" and points:
            yield points
            points = []
        if sign in "MSL" and len(numbers) == 2:
            points.append((numbers[0], numbers[1]))
        elif sign == "C" and points:
            points.append(points[0])
        elif sign != "C":
            points = []
    if points:
        yield points


def _read_item(item: etree._Element) -> Iterator[tuple[int, Line, float]]:
    """Yield the pieces of text of an item, unless it is hidden or askew.

    With each, by how many quarters of a circle it is turned to the right, and the height of its signs.
    It stands where it would with the page turned back.
    """
    frame = _numbers(value_of(item, "Boundary"))
    height = (_numbers(value_of(item, "Size")) or [0.0])[0]
    turn = _numbers(value_of(item, "CTM"))
    if len(frame) != 4 or height <= 0 or (value_of(item, "Visible") or "").lower() == "false":
        return
    scale, quarters = 1.0, 0
    if len(turn) == 6:
        angle = math.atan2(turn[1], turn[0])
        if abs((angle + math.pi / 4) % (math.pi / 2) - math.pi / 4) > _ASKEW:
            return
        scale, quarters = math.hypot(turn[0], turn[1]), round(angle / (math.pi / 2)) % 4
    left, top, width, _ = frame
    for _ in range(quarters):
        left, top = top, -left
    width = frame[3] if quarters % 2 else width
    codes = [code for code in item if name_of(code) == "TextCode" and (code.text or "").strip("\r\n")]
    for code in codes:
        text = (code.text or "").strip("\r\n")
        x, y = ((_numbers(value_of(code, name)) or [0.0])[0] * scale for name in "XY")
        steps = _steps(value_of(code, "DeltaX"))
        length = (sum(steps[: len(text) - 1]) + height) * scale if steps else width - x
        length = width - x if len(codes) == 1 and not steps else length
        place = (left + x, left + x + max(length, 0.0), -(top + y))
        yield quarters, Line(text, *(part * _POINTS for part in place)), height * scale * _POINTS


def _numbers(value: str | None) -> list[float]:
    found = re.findall(r"-?\d{1,9}(?:\.\d{0,9})?|-?\.\d{1,9}", (value or "")[:1000])
    return [float(number) for number in found]


def _steps(value: str | None) -> list[float]:
    """Return the steps from sign to sign; ``g 3 5.5`` says one of them three times."""
    steps: list[float] = []
    parts = iter((value or "")[:100_000].split())
    for part in parts:
        if part == "g":
            times, step = _numbers(next(parts, "")), _numbers(next(parts, ""))
            steps += (step[:1] or [0.0]) * min(int((times or [0])[0]), 10_000)
        else:
            steps += _numbers(part)[:1]
    return steps[:100_000]
