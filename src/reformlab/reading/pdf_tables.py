"""Read the ruled tables of the pages of a PDF file: lines that are drawn, and what is printed between."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from reformlab.corpus.numerals import read_numeral
from reformlab.reading.pdf_signs import Sign, decode, trim
from reformlab.reading.printed import Line
from reformlab.reading.ruled import Rule, Table, find_tables

# What is thinner, in points, is a line, and what is shorter is none.
_THIN, _SHORT = 3, 5
# What a full line of a cell leaves free at most, in heights of a character.
_MOST_FREE = 3
# Of the cells of a table, those that have words, at least; and how many.
_LEAST_FILLED, _FEWEST_FILLED = 0.3, 3
# A cell with more lines is a page whose frame a table touches.
_MOST_LINES = 40
# The lines of the head or foot of a page; the number of a row.
_MOST_HEADS, _ORDINAL = 2, re.compile(r"(\d{1,3}|[一二三四五六七八九十]{1,3})[.．、]?")

_Point = tuple[float, float]


def take_tables(
    page: pdfium.PdfPage, signs: Sequence[Sign]
) -> tuple[Sequence[Sign], list[tuple[float, list[Line]]]]:
    """Return the signs outside of ruled tables, and the rows of each table with how high it begins."""
    taken = []
    # The smallest first: a table may stand in a cell of another.
    for table in sorted(find_tables(*_read_rules(page)), key=lambda one: one.tops[0] - one.tops[-1]):
        n_cells = len({number for row in table.cells for number in row})
        outside, inside = _part_signs(signs, table)
        lines = {cell: list(_split_cell(found)) for cell, found in inside.items()}
        is_filled = len(lines) >= max(_FEWEST_FILLED, _LEAST_FILLED * n_cells)
        if is_filled and max(map(len, lines.values())) <= _MOST_LINES:
            signs = outside
            texts = {cell: _write_cell(found, table.width_of(cell)) for cell, found in lines.items()}
            rows = [
                Line(text, table.edges[0], table.edges[-1], table.tops[row + 1])
                for row, text in table.write_rows(texts)
            ]
            taken.append((table.tops[0], rows))
    return signs, sorted(taken, key=lambda one: -one[0])


def _part_signs(signs: Sequence[Sign], table: Table) -> tuple[list[Sign], dict[int, list[Sign]]]:
    """Return the signs outside of a table, and those of each of its cells; blanks stay with a sign before."""
    outside: list[Sign] = []
    inside: dict[int, list[Sign]] = {}
    cell = None
    for sign in signs:
        if not sign.is_blank:
            before = cell
            cell = table.find_cell((sign.left + sign.right) / 2, (sign.bottom + sign.top) / 2)
            if before is not None and cell is None:
                outside.append(sign._replace(code=10, is_blank=True))
        (outside if cell is None else inside.setdefault(cell, [])).append(sign)
    return outside, inside


def _write_cell(lines: Iterable[Sequence[Sign]], width: float) -> str:
    """Return the text of a cell; a blank parts its paragraphs, of which the last line is not full."""
    text, is_full = "", True
    for line in lines:
        words = decode(sign.code for sign in line)
        are_latin = re.search("[A-Za-z]$", text) and words[:1].isascii()
        text += (" " if text and (are_latin or not is_full) else "") + words
        free = width - (line[-1].right - line[0].left)
        is_full = free < _MOST_FREE * (line[0].top - line[0].bottom)
    return text


def _split_cell(signs: Iterable[Sign]) -> Iterator[Sequence[Sign]]:
    """Yield the lines of a cell by where its signs stand: in cells PDFium ends lines that go on."""
    line: list[Sign] = []
    last = None
    for sign in signs:
        if last and not sign.is_blank and _is_off(sign, last):
            yield trim(line)
            line = []
        if not sign.is_blank or (line and sign.code not in (10, 13)):
            line.append(sign)
        last = last if sign.is_blank else sign
    if line:
        yield trim(line)


def _is_off(sign: Sign, last: Sign) -> bool:
    """Say whether a sign stands on another line than the one before; its box may be as small as a stroke."""
    height = max(sign.top - sign.bottom, last.top - last.bottom)
    return abs((sign.top + sign.bottom) - (last.top + last.bottom)) > height


def put_tables(lines: list[Line], tables: Iterable[tuple[float, list[Line]]]) -> list[Line]:
    """Return the lines of a page with the rows of each table behind the line above it."""
    for top, rows in tables:
        above = [at for at, line in enumerate(lines) if line.foot >= top - _THIN]
        below = [at for at in range(len(lines)) if at not in above]
        at = min(above, key=lambda n: lines[n].foot) + 1 if above else min(below, default=0)
        lines = [*lines[:at], *rows, *lines[at:]]
    return lines


def join_broken_rows(pages: Iterable[Sequence[Line]]) -> list[list[Line]]:
    """Return the pages with what a row goes on with at the top of the next page joined to that row.

    The head of the table may stand once more above it.
    """
    joined = [list(page) for page in pages]
    for page, following in pairwise(joined):
        rows = [at for at, line in enumerate(page) if "\t" in line.text]
        onto = next((at for at, line in enumerate(following) if "\t" in line.text), len(following))
        # Above and below stand the head and foot of the page, and no more.
        if not rows or max(len(page) - 1 - rows[-1], onto) > _MOST_HEADS:
            continue
        onto += any(line.text == page[at].text for at in rows for line in following[onto : onto + 1])
        row, rest = page[rows[-1]], following[onto:]
        if (
            rest
            and _have_same_edges(row, rest[0])
            and _is_rest(*(line.text.split("\t") for line in (row, *rest)))
        ):
            cells = zip(row.text.split("\t"), following.pop(onto).text.split("\t"), strict=True)
            page[rows[-1]] = row._replace(text="\t".join(map("".join, cells)))
    return joined


def _have_same_edges(one: Line, other: Line) -> bool:
    return abs(one.left - other.left) < _THIN and abs(one.right - other.right) < _THIN


def _is_rest(row: Sequence[str], rest: Sequence[str], *below: Sequence[str]) -> bool:
    """Say whether a row goes on with the one below it, and that is none of its own."""
    if len(rest) != len(row) or rest[0] or not row[0]:
        return False
    if number := _ORDINAL.fullmatch(row[0]):
        # What stands below one number and above the next is of the first.
        behind = next((cells[0] for cells in below if len(cells) == len(row)), "")
        following = _ORDINAL.fullmatch(behind)
        return not behind or bool(following and read_numeral(following[1]) == read_numeral(number[1]) + 1)
    filled = [at for at, words in enumerate(rest) if words]
    return 2 * len(filled) < len(row) and all(row[at] and row[at][-1] not in "。；" for at in filled)


def _read_rules(page: pdfium.PdfPage) -> tuple[list[Rule], list[Rule]]:
    """Return the straight lines that a page draws, thin boxes and the sides of others: across, and down."""
    across, down = [], []
    for (x, y), (to_x, to_y) in _read_sides(page):
        if abs(y - to_y) < _THIN and abs(x - to_x) > _SHORT:
            across.append(Rule((y + to_y) / 2, *sorted((x, to_x))))
        elif abs(x - to_x) < _THIN and abs(y - to_y) > _SHORT:
            down.append(Rule((x + to_x) / 2, *sorted((y, to_y))))
    return across, down


def _read_sides(page: pdfium.PdfPage) -> Iterator[tuple[_Point, _Point]]:
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH]):
        pdfium_c.FPDFPath_GetDrawMode(item, ctypes.byref(filled), ctypes.byref(stroked))
        for points in _read_outlines(item):
            xs, ys = zip(*points, strict=True)
            low, high = (min(xs), min(ys)), (max(xs), max(ys))
            if min(high[0] - low[0], high[1] - low[1]) < _THIN:
                yield low, high
            elif stroked.value:
                yield from pairwise(points)


def _read_outlines(path: pdfium.PdfObject) -> Iterator[list[_Point]]:
    """Yield the points of each part of a path, on the page."""
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFPageObj_GetMatrix(path, ctypes.byref(matrix))
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[_Point] = []
    for at in range(pdfium_c.FPDFPath_CountSegments(path)):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, at)
        pdfium_c.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        if points and pdfium_c.FPDFPathSegment_GetType(segment) == pdfium_c.FPDF_SEGMENT_MOVETO:
            yield points
            points = []
        points.append(
            (
                matrix.a * x.value + matrix.c * y.value + matrix.e,
                matrix.b * x.value + matrix.d * y.value + matrix.f,
            )
        )
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points
