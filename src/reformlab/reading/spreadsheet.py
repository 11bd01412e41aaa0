"""Read tables that hold a document a row: CSV and TSV of any encoding, and Excel sheets (XLSX, XLS).

Which column holds the texts is told by its name, else by its being the one of long Chinese text.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from statistics import median
from typing import Any, BinaryIO, NamedTuple

from lxml import etree

from reformlab.corpus.rules import join_rules
from reformlab.reading.column_names import find_columns, find_unread, find_unused, read_given
from reformlab.reading.encoding import ReadError, decode_bytes

EXCEL_LIMIT = 32_767
"""Characters that a cell of Excel holds; what was longer is cut."""

OLD_FILE = b"\xd0\xcf\x11\xe0"
"""How files of Word and Excel before 2007 begin."""

# What is looked at to tell whether a file is a table, and how it is written.
_OPENING, _SAMPLE_BYTES, _SAMPLE_ROWS = 4096, 2**18, 50
_SEPARATORS = ",\t;|"
# A title may stand above the names of the columns.
_LAST_HEADER = 5
_LEAST_EVEN, _LEAST_HAN, _LONG, _LONGER = 0.95, 0.5, 200, 5
_LONGEST_NAME = 40
# As many as a sheet of Excel has; who asks for more is no sheet.
_MOST_COLUMNS = 16_384
_SHEET_OF_FACTS = {"file", "part", "check", "include"}
_WEAK = ("内容", "content")
_REMEDY = "name the column that holds the documents 正文 or text"
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})")
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_TITLE_END = re.compile(join_rules("facts", "title_end"))
_ENDED_TITLE = re.compile(rf"{_TITLE_END.pattern}(?:[(（].{{1,20}}[)）])?$")
_REST = 60
_CHARGED = re.compile(join_rules("charges", "column"))


class Row(NamedTuple):
    """One row of a table: where it stands, its text, the facts beside it.

    The reason says why it has no text; the note, what a reader must know of the text.
    """

    where: str
    text: str
    given: dict[str, str]
    reason: str = ""
    note: str = ""


class Merged(NamedTuple):
    """Cells of a column that are merged: the first row, and the one behind the last."""

    column: int
    top: int
    bottom: int


class Layout(NamedTuple):
    """How a text file is written as a table."""

    encoding: str
    separator: str


def find_layout(file: BinaryIO) -> Layout | None:
    """Tell whether a text file is a table of documents, or one that lists documents without text.

    A text that only holds commas or tabs, or a table of a document's own, is none.
    """
    file.seek(0)
    raw = file.read(_SAMPLE_BYTES)
    is_whole = len(raw) < _SAMPLE_BYTES
    if not is_whole:
        raw = raw[: len(raw) // 2 * 2] if b"\0" in raw else raw[: raw.rfind(b"\n") + 1] or raw
    # Most texts have none where a table has its names; to decode them twice would be slow.
    if not any(separator.encode() in raw[:_OPENING] for separator in _SEPARATORS):
        return None
    try:
        text, encoding, _ = decode_bytes(raw)
    except ReadError:
        return None
    opening = text[:_OPENING]
    for separator in sorted(_SEPARATORS, key=opening.count, reverse=True):
        if separator in opening and _is_table(_sample(text, separator, is_whole)):
            return Layout(encoding, separator)
    return None


def read_text_rows(file: BinaryIO, layout: Layout) -> Iterator[Row]:
    """Yield the rows of a text file that `find_layout` took for a table.

    Raises
    ------
    ReadError
        Where it has no column of texts, or breaks off.
    """
    file.seek(0)
    csv.field_size_limit(2**30)
    text = io.TextIOWrapper(file, layout.encoding, errors="replace", newline="")
    try:
        yield from _read_rows(csv.reader(text, delimiter=layout.separator), "row ")
    except csv.Error as error:
        raise ReadError(f"is a table that breaks off ({error}); save it again as CSV or XLSX") from None
    finally:
        text.detach()


def read_excel_rows(file: BinaryIO) -> Iterator[Row]:
    """Yield the rows of every sheet of an Excel file that can be seen and has a column of texts.

    Raises
    ------
    ReadError
        Where no sheet has one, or the file is damaged.
    """
    file.seek(0)
    is_old = file.read(len(OLD_FILE)) == OLD_FILE
    file.seek(0)
    try:
        yield from read_sheets(_open_xls(file) if is_old else _open_xlsx(file))
    except ReadError:
        raise
    # A damaged file fails in many ways: of zipfile, zlib, the parser of XML, openpyxl.
    except Exception as error:
        raise ReadError(
            f"is a damaged Excel file ({type(error).__name__}: {error}); save it again as XLSX"
        ) from None


def read_sheets(sheets: Sequence[tuple[str, Iterable[Iterable[object]]]]) -> Iterator[Row]:
    """Yield the rows of every sheet that has a column of texts: names and rows of cells are given.

    Raises
    ------
    ReadError
        Where no sheet has one.
    """
    faults = []
    for title, rows in sheets:
        place = "row " if len(sheets) == 1 else f"{title}/row "
        try:
            yield from _read_rows(map(_write_cells, rows), place)
        except ReadError as error:
            faults.append(Row(title, "", {}, reason=str(error)))
    if len(faults) == len(sheets):
        raise ReadError(faults[0].reason if faults else "is an Excel file without a sheet; save it again")
    yield from faults


def open_xml_sheets(root: etree._Element) -> list[tuple[str, Iterator[list[object]]]]:
    """Return the names and rows of the sheets that can be seen of a workbook that is one file of XML."""

    def places(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
        at = 0
        for cell in row.iterchildren("{*}Cell"):
            # Cells that are empty are left out, and the next one says where it stands.
            at = max(at, min(_whole(_attribute(cell, "Index")) - 1, _MOST_COLUMNS))
            yield at, cell
            at += 1 + min(_whole(_attribute(cell, "MergeAcross")), _MOST_COLUMNS)
            if at > _MOST_COLUMNS:
                return

    def rows(sheet: etree._Element) -> Iterator[list[object]]:
        for row in sheet.iter("{*}Row"):
            cells: list[object] = []
            for at, cell in places(row):
                cells += [""] * (at - len(cells))
                parts = (part for data in cell.iterchildren("{*}Data") for part in data.itertext())
                cells.append("".join(parts))
            yield cells

    def merged(sheet: etree._Element) -> Iterator[Merged]:
        for number, row in enumerate(sheet.iter("{*}Row")):
            for at, cell in places(row):
                if down := _whole(_attribute(cell, "MergeDown")):
                    yield Merged(at, number, number + down + 1)

    sheets = [
        sheet
        for sheet in root.iter("{*}Worksheet")
        if not any((seen.text or "").startswith("SheetHidden") for seen in sheet.iter("{*}Visible"))
        and not (_attribute(sheet, "Visible") or "").startswith("SheetHidden")
    ]
    return [(_attribute(sheet, "Name") or "", fill_merged(rows(sheet), merged(sheet))) for sheet in sheets]


def _attribute(element: etree._Element, name: str) -> str | None:
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), None)


def _whole(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 9 else 0


def _open_xlsx(file: BinaryIO) -> list[tuple[str, Iterator[Iterable[object]]]]:
    """Return the names and rows of the sheets that can be seen.

    Row by row: who holds a sheet as a whole can be made to fill the memory by one cell in the last
    row and column.
    """
    import openpyxl

    with warnings.catch_warnings():
        # Of styles and drop-down lists, which say nothing of a text.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in sheets:
        # What a file says of its size is often wrong.
        sheet.reset_dimensions()
    return [(s.title, fill_merged(s.iter_rows(values_only=True), _find_merged(s))) for s in sheets]


def _find_merged(sheet: Any) -> list[Merged]:
    """Return the cells of a sheet that are merged over several rows; they stand behind its rows."""
    found: list[Merged] = []
    with sheet._get_source() as source:
        kept = b""
        while chunk := source.read(2**16):
            kept += chunk
            for match in _MERGED.finditer(kept):
                column, top, bottom = match[1].decode(), int(match[2]), int(match[3])
                if top < bottom:
                    found.append(Merged(_number_column(column), top - 1, bottom))
            kept = kept[kept.rfind(b"<") :]
    return found


def _number_column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def fill_merged(rows: Iterable[Iterable[object]], merged: Iterable[Merged]) -> Iterator[list[object]]:
    """Yield the rows with what a merged cell says in each of its rows, unless it is as long as a text."""
    waiting = sorted(merged, key=lambda cell: cell.top, reverse=True)
    open_cells: dict[int, tuple[int, object]] = {}
    for number, row in enumerate(rows):
        cells = list(row)
        if any(cell not in (None, "") for cell in cells):
            for column, (bottom, value) in open_cells.items():
                cells += [None] * (column + 1 - len(cells))
                if number < bottom and cells[column] in (None, ""):
                    cells[column] = value
        while waiting and waiting[-1].top <= number:
            column, _, bottom = waiting.pop()
            value = cells[column] if column < len(cells) else None
            if len(str(value)) < _LONG:
                open_cells[column] = (bottom, value)
        yield cells


def _open_xls(file: BinaryIO) -> list[tuple[str, Iterator[Iterable[object]]]]:
    """Return the names and rows of the sheets that can be seen; old sheets have 65,536 rows at most."""
    import xlrd

    def values(cells: Iterable[xlrd.sheet.Cell]) -> Iterator[object]:
        for cell in cells:
            is_date = cell.ctype == xlrd.XL_CELL_DATE
            yield xlrd.xldate_as_datetime(cell.value, book.datemode) if is_date else cell.value

    try:
        options = {"logfile": io.StringIO(), "ragged_rows": True, "formatting_info": True}
        book = xlrd.open_workbook(file_contents=file.read(), **options)
        sheets = [sheet for sheet in book.sheets() if sheet.visibility == 0]
        merged = [
            [Merged(left, top, bottom) for top, bottom, left, _ in sheet.merged_cells if bottom - top > 1]
            for sheet in sheets
        ]
        return [
            (sheet.name, fill_merged(map(values, sheet.get_rows()), cells))
            for sheet, cells in zip(sheets, merged, strict=True)
        ]
    # A file of another program, or a damaged one, fails in many ways.
    except Exception as error:
        raise ReadError(
            f"is a locked or damaged Excel file ({error}); save it as XLSX without a password"
        ) from None


def _write_cells(cells: Iterable[object]) -> list[str]:
    from openpyxl.utils.escape import unescape

    def write(value: object) -> str:
        if isinstance(value, date):
            return f"{value:%Y-%m-%d}"
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return unescape(value) if isinstance(value, str) else "" if value is None else str(value)

    return [write(cell) for cell in cells]


def _sample(text: str, separator: str, is_whole: bool) -> list[list[str]]:
    """Return the first rows, without one that the end of the sample may have cut."""
    try:
        rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), _SAMPLE_ROWS))
    except csv.Error:
        return []
    if not is_whole and 2 < len(rows) < _SAMPLE_ROWS:
        rows.pop()
    return [row for row in rows if any(row)]


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    at, columns = _find_header(rows)
    body = rows[at + 1 :]
    if not body or len(rows[at]) < 2 or not _are_names(rows[at]):
        return False
    even = sum(len(row) == len(rows[at]) for row in body) >= _LEAST_EVEN * len(body)
    # Cities and counties are in a document's own tables, too.
    return even and ("text" in columns or len({*columns} - {"city", "county"}) >= 2)


def _are_names(cells: Sequence[str]) -> bool:
    return all(len(cell) <= _LONGEST_NAME and not re.search("[，。；\n]", cell) for cell in cells)


def _find_header(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """Return the number of the row of names, and where the table keeps what."""
    found = [find_columns(row) if _are_names(row) else {} for row in rows[:_LAST_HEADER]]
    if not found:
        return 0, {}
    at = max(range(len(found)), key=lambda n: ("text" in found[n], len(found[n]), -n))
    columns = found[at]
    body = rows[at + 1 :]
    lengths = {
        n: median([len(row[n]) if n < len(row) else 0 for row in body] or [0]) for n in range(len(rows[at]))
    }
    if "text" in columns:
        # A document's own table of tasks has such a column too.
        is_weak = rows[at][columns["text"]].strip().lower() in _WEAK
        if is_weak and len(columns) == 1 and lengths[columns["text"]] < _LONG:
            return at, {}
        return at, columns
    longest = sorted(lengths, key=lambda n: -lengths[n])
    if longest and _is_prose(longest[0], lengths, body):
        columns = {**columns, "text": longest[0]}
    return at, columns


def _is_prose(column: int, lengths: dict[int, float], body: Sequence[Sequence[str]]) -> bool:
    others = max((length for n, length in lengths.items() if n != column), default=0)
    sample = "".join(row[column] for row in body if column < len(row))
    is_long = lengths[column] >= max(_LONG, _LONGER * others)
    return is_long and len(HAN.findall(sample)) >= _LEAST_HAN * len(sample)


def _read_rows(rows: Iterator[Sequence[str]], place: str) -> Iterator[Row]:
    rows = iter(rows)
    opening = list(islice(rows, _SAMPLE_ROWS))
    # Blank rows count, so that numbers are those that a person sees.
    numbered = [(n, row) for n, row in enumerate(opening, start=1) if any(cell.strip() for cell in row)]
    at, columns = _find_header([row for _, row in numbered])
    if "text" not in columns:
        names = ", ".join(filter(None, map(str.strip, numbered[at][1]))) if numbered else ""
        if len(columns) < 2 and _lists_tasks([row for _, row in numbered]):
            yield Row(place.removesuffix("row ").rstrip("/"), _write_lines(chain(opening, rows)), {})
            return
        if set(names.split(", ")) >= _SHEET_OF_FACTS:
            raise ReadError("is a sheet of facts; give it with --catalogue, and keep it outside the folder")
        raise ReadError(f"is a table without a column of documents' texts (it has: {names[:200]}); {_REMEDY}")
    first = numbered[at][0] + 1
    unused = ", ".join(find_unused(numbered[at][1], columns))
    for number, row in enumerate(chain(opening[first - 1 :], rows), start=first):
        if any(cell.strip() for cell in row):
            made = make_row(row, columns, f"{place}{number}")
            if unused and not made.reason:
                # Once for the table, with its first document.
                said = f"of the table, columns not used: {unused[:_LONG]}"
                made, unused = made._replace(note="; ".join(filter(None, [made.note, said]))), ""
            yield made


def _lists_tasks(rows: Sequence[Sequence[str]]) -> bool:
    """Say whether a sheet is itself a paper: a table of tasks, one column of which says who is charged."""
    return any(_CHARGED.fullmatch(cell.strip()) for row in rows[:_LAST_HEADER] for cell in row)


def _write_lines(rows: Iterable[Sequence[str]]) -> str:
    """Write a sheet as the table of a Word file is read: a row a line, tabs between its cells."""
    cells = ([" ".join(cell.split()) for cell in row] for row in rows)
    return "\n".join(filter(None, ("\t".join(row).rstrip("\t") for row in cells)))


def make_row(row: Sequence[str], columns: dict[str, int], where: str) -> Row:
    """Return a document from the cells of its row, by what the columns keep."""
    values = {fact: row[n] for fact, n in columns.items() if n < len(row)}
    text = values.pop("text", "")
    given = read_given(values)
    if not text.strip():
        return Row(where, "", given, reason="has no text in this row; fill it in, or leave the row out")
    unread = list(find_unread(values, given))
    if _is_cut(given.get("title", ""), text):
        del given["title"]
    notes = [f"of the table, not used: {', '.join(unread)}"] if unread else []
    if len(text.encode("utf-16-le", "replace")) // 2 == EXCEL_LIMIT:
        notes.append(
            f"text ends at Excel's limit of {EXCEL_LIMIT:,} characters and is probably cut; "
            "export it as CSV or TXT from where it came"
        )
    return Row(where, text, given, note="; ".join(notes))


def _is_cut(title: str, text: str) -> bool:
    """Say whether a title ends before the text's own, which opens with the same words."""
    title, opening = ("".join(part.split()) for part in (title.rstrip("….· "), text[:_OPENING]))
    if not title or not opening.startswith(title) or _ENDED_TITLE.search(title):
        return False
    ends = _TITLE_END.finditer(opening[: len(title) + _REST], max(len(title) - 2, 0))
    end = next((end for end in ends if end.end() > len(title)), None)
    return end is not None and not re.search("[。；：]", opening[len(title) : end.start()])
