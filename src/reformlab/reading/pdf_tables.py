"""Read the ruled tables of the pages of a PDF file: lines that are drawn, and what is printed between."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from reformlab.reading.pdf_signs import Sign, decode, trim
from reformlab.reading.printed import Line
from reformlab.reading.ruled import Outline, Point, Table, find_rules, find_tables, write_table


def take_tables(
    page: pdfium.PdfPage, signs: Sequence[Sign]
) -> tuple[Sequence[Sign], list[tuple[float, list[Line]]]]:
    """Return the signs outside of ruled tables, and the rows of each table with how high it begins."""
    taken = []
    # The smallest first: a table may stand in a cell of another.
    for table in sorted(
        find_tables(*find_rules(_read_outlines(page))), key=lambda one: one.tops[0] - one.tops[-1]
    ):
        outside, inside = _part_signs(signs, table)
        cells = {cell: list(_split_cell(found)) for cell, found in inside.items()}
        if rows := write_table(table, cells):
            signs = outside
            taken.append((table.tops[0], rows))
    return signs, taken


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


def _split_cell(signs: Iterable[Sign]) -> Iterator[tuple[Line, float]]:
    """Yield the lines of a cell by where its signs stand: in cells PDFium ends lines that go on."""
    line: list[Sign] = []
    last = None
    for sign in signs:
        if last and not sign.is_blank and _is_off(sign, last):
            yield _write_line(line)
            line = []
        if not sign.is_blank or (line and sign.code not in (10, 13)):
            line.append(sign)
        last = last if sign.is_blank else sign
    if line:
        yield _write_line(line)


def _write_line(signs: Sequence[Sign]) -> tuple[Line, float]:
    line = trim(signs)
    first = line[0]
    text = decode(sign.code for sign in line)
    return Line(text, first.left, line[-1].right, first.bottom), first.top - first.bottom


def _is_off(sign: Sign, last: Sign) -> bool:
    """Say whether a sign stands on another line than the one before; its box may be as small as a stroke."""
    height = max(sign.top - sign.bottom, last.top - last.bottom)
    return abs((sign.top + sign.bottom) - (last.top + last.bottom)) > height


def _read_outlines(page: pdfium.PdfPage) -> Iterator[Outline]:
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH]):
        pdfium_c.FPDFPath_GetDrawMode(item, ctypes.byref(filled), ctypes.byref(stroked))
        for points in _read_points(item):
            yield points, bool(stroked.value)


def _read_points(path: pdfium.PdfObject) -> Iterator[list[Point]]:
    """Yield the points of each part of a path, on the page."""
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFPageObj_GetMatrix(path, ctypes.byref(matrix))
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
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
