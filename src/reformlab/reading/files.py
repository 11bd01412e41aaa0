"""Read any file: its text and what was learnt about it on the way.

The content decides how a file is read, never its extension. What cannot be read raises
`ReadError` with the reason and a remedy, which `build` turns into a row of its report.
"""

from __future__ import annotations

import hashlib
import html
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from reformlab.reading.archive import DEEPEST, Budget, find_format, read_members
from reformlab.reading.encoding import ReadError, decode_bytes, require_sense
from reformlab.reading.error_pages import find_error
from reformlab.reading.markdown import has_heading, is_markdown, read_markdown
from reformlab.reading.page import find_page_rows, is_page, read_head, read_page
from reformlab.reading.records import find_records
from reformlab.reading.spreadsheet import (
    OLD_FILE,
    Row,
    find_layout,
    open_xml_sheets,
    read_excel_rows,
    read_sheets,
    read_text_rows,
)
from reformlab.reading.web_archive import is_web_archive, open_web_archive
from reformlab.reading.word import parse_xml, read_word, read_word_xml

__all__ = ["Piece", "RawFile", "ReadError", "decode_bytes", "read_bytes", "read_file", "read_pieces"]

# Kinds of files that are known by their first bytes and are not read.
_PICTURE = "is a picture; run OCR on it and save the result as DOCX or TXT"
_PACKED = "is an archive that is not read; unpack it, or pack it as ZIP"
_REFUSED = (
    (b"%!PS", "is a PostScript file; save it as PDF or DOCX"),
    *((sign, _PICTURE) for sign in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")),
    *((sign, _PACKED) for sign in (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PDF = re.compile(rb"\s*(?:\xef\xbb\xbf)?%PDF-")
_RTF = re.compile(rb"\s*(?:\xef\xbb\xbf)?\{\s*\\rtf")
# What is JSON, XML, a page or a web archive begins so, in any encoding.
_STRUCTURED = re.compile(rb"[\s\0\xef\xbb\xbf\xff\xfe]*[\[{<]")
_ESCAPED_TAG = re.compile(r"\s*&lt;[a-zA-Z!]")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
# What stands before the root element of XML.
_XML = re.compile(
    r"\s*(?:(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)\s*)*<(?P<root>[\w.:-]+)", re.DOTALL
)
_EMPTY = {
    "html": "is a page without text: what a browser shows comes from scripts, pictures or other pages in its "
    "frames; save the page in the frame, or copy the text as TXT",
    "docx": "is a Word file without text; where its pages are pictures, run OCR on them and save the text",
}
_MANY = "holds a document a row; read it with read_pieces"
# A text of a gigabyte is no document, and would fill the memory.
_LARGEST = 2**30


@dataclass(frozen=True)
class RawFile:
    """The text of one file, before any cleaning.

    Attributes
    ----------
    text : str
        All the text that a reader of the file would see.
    format : {"text", "markdown", "html", "mht", "docx", "xml", "doc", "rtf", "pdf", "ofd"}
        "xml" is Word's (2003, or all parts of a DOCX file in one), "doc" that of Word before 2007 and of WPS.
    encoding : str
        The encoding that the bytes were in; empty for DOCX, DOC, RTF, PDF and OFD.
    sha256 : str
        Of the bytes; of a table's row, of its text in UTF-8.
    n_bad : int
        Bytes that no character stands for; each became U+FFFD.
    note : str
        What a user must know of a text that was read nonetheless; empty where there is nothing.
    head : dict of str
        What the head of a page, which no reader sees, says of its ``title``, ``issuer``, ``published``.
    headings : dict of str to int
        The headings of a Word file, a page or Markdown, as their styles or marks tell them, each with its
        level, 1 the outermost.
    """

    text: str
    format: str
    encoding: str
    sha256: str
    n_bad: int = 0
    note: str = ""
    head: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Piece:
    """One text of a file: most files hold one; an archive has one a member, a table one a row.

    `name` is the path below the folder, members and rows behind it: ``box.zip/a/b.txt``, ``export.xlsx/row
    12``. `raw` is None where the text cannot be used, for the `reason` given, with its remedy. `given` holds
    the facts that the table beside the text states, named and written as in the catalogue.
    """

    name: str
    raw: RawFile | None
    reason: str = ""
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def note(self) -> str:
        """What a user must know of a text that was read nonetheless."""
        return self.raw.note if self.raw else ""


def read_file(path: str | Path) -> RawFile:
    """Read one file, or one text in an archive or table.

    `path` is a text file (UTF-8, UTF-16, GB18030 and its subsets GBK and GB2312, Big5), a Markdown or HTML
    page, a web archive (MHT), a Word document (DOCX, DOC, RTF, its XML), a PDF or OFD file with text,
    whatever its extension says. Behind an archive or a table (CSV, Excel, JSON), it is the name of one of its
    texts: ``box.zip/a/b.txt``, ``export.xlsx/row 12``. Raises `ReadError` where the file is empty, of another
    kind, or damaged; where it holds several texts.

    Examples
    --------
    >>> import reformlab as rl
    >>> path = rl.data_folder() / "made-up" / "README.md"
    >>> rl.read_file(path).encoding
    'utf-8'
    """
    path = Path(path)
    whole = next((part for part in (path, *path.parents) if part.is_file()), path)
    pieces = read_pieces(whole, whole.as_posix())
    if whole != path:
        found = [piece for piece in pieces if piece.name == path.as_posix()][:1]
        if not found:
            raise ReadError(f"there is no such text in {whole}; check its name")
    else:
        found = list(islice(pieces, 6))
    if len(found) > 1:
        shown = ", ".join(piece.name[len(whole.as_posix()) + 1 :] for piece in found[:5])
        raise ReadError(
            f"holds several texts ({shown}{', …' if len(found) > 5 else ''}); read one: {found[0].name}"
        )
    if found[0].raw is None:
        raise ReadError(found[0].reason)
    return found[0].raw


def read_pieces(path: str | Path, name: str) -> Iterator[Piece]:
    """Read every text that a file holds, one at a time: at least one `Piece`.

    `path` is the file, `name` what to call it: its path below the folder. What cannot be read is a piece
    with a reason, and nothing is raised.

    Examples
    --------
    >>> import reformlab as rl
    >>> path = rl.data_folder() / "made-up" / "README.md"
    >>> [piece.name for piece in rl.read_pieces(path, "README.md")]
    ['README.md']
    """
    path = Path(path)
    try:
        if path.is_dir():
            # What a link leads to may be the whole disk, or the folder that it lies in.
            reason = "is a link to a folder; put the folder itself in its place, or build from that one"
            yield Piece(name, None, reason if path.is_symlink() else "is a folder; give a file in it")
            return
        with path.open("rb") as file:
            yield from _read_pieces(file, name, Budget(path.stat().st_size), depth=0)
    except OSError as error:
        reason = f"cannot be opened ({error.strerror}); check that it exists and may be read"
        yield Piece(name, None, reason)


def _read_pieces(file: BinaryIO, name: str, budget: Budget, depth: int) -> Iterator[Piece]:
    """Yield the pieces of an open file; what ends it early is one more piece."""
    try:
        opening = file.read(512)
        if opening.startswith(_ZIP):
            format = find_format(file, budget)
            if format == "zip":
                yield from _read_archive(file, name, budget, depth)
                return
            if format == "xlsx":
                yield from (_read_row(row, name) for row in read_excel_rows(file))
                return
        elif not _STRUCTURED.match(opening) and (layout := find_layout(file)):
            yield from (_read_row(row, name) for row in read_text_rows(file, layout))
            return
        file.seek(0)
        raw = file.read(_LARGEST + 1)
        if len(raw) > _LARGEST:
            raise ReadError(f"is larger than {_LARGEST:,} bytes; split it")
        read = _read_whole(raw)
        if isinstance(read, RawFile):
            yield Piece(name, read)
        else:
            yield from (_read_row(row, name) for row in read)
    except ReadError as error:
        yield Piece(name, None, str(error))


def _read_archive(file: BinaryIO, name: str, budget: Budget, depth: int) -> Iterator[Piece]:
    if depth == DEEPEST:
        raise ReadError(f"is an archive in more than {DEEPEST} archives; unpack it by hand")
    for member in read_members(file, budget):
        inner = f"{name}/{member.name}"
        if member.raw is None:
            yield Piece(inner, None, member.reason)
        else:
            yield from _read_pieces(io.BytesIO(member.raw), inner, budget, depth + 1)


def _read_row(row: Row, name: str) -> Piece:
    inner = f"{name}/{row.where}" if row.where else name
    if row.reason:
        return Piece(inner, None, row.reason, row.given)
    try:
        return Piece(inner, _read_cell(row), given=row.given)
    except ReadError as error:
        return Piece(inner, None, str(error), row.given)


def _read_cell(row: Row) -> RawFile:
    digest = hashlib.sha256(row.text.encode("utf-8", "replace")).hexdigest()
    source = require_sense(_undo_escapes(row.text))
    text, format, headings = _read_text(source)
    head = read_head(source) if format == "html" else {}
    return RawFile(text, format, "utf-8", digest, row.text.count("\ufffd"), row.note, head, headings)


def _undo_escapes(text: str) -> str:
    """Return a text that was written for a page or for JSON twice as it was before."""
    if "\n" not in text and "\\n" in text:
        text = text.replace("\\r", "").replace("\\n", "\n")
    return html.unescape(text) if _ESCAPED_TAG.match(text) else text


def read_bytes(raw: bytes) -> RawFile:
    """Read the bytes of a file that holds one text; see `read_file`."""
    read = _read_whole(raw)
    if isinstance(read, RawFile):
        return read
    rows = list(islice(read, 2))
    if len(rows) != 1 or rows[0].where:
        raise ReadError(_MANY)
    if rows[0].reason:
        raise ReadError(rows[0].reason)
    return _read_cell(rows[0])


def _read_whole(raw: bytes) -> RawFile | Iterable[Row]:
    """Return the text of the bytes of a file, or the rows of one that holds a document a row."""
    read = _read_any(raw)
    if isinstance(read, RawFile):
        # What was garbled before it was put into a Word file or a page is garbled there.
        require_sense(read.text)
        if words := find_error(read.text, read.head.get("window", "")):
            raise ReadError(f"is an error page of a site ({words[:40]}); fetch it again")
    return read


def _read_any(raw: bytes) -> RawFile | Iterable[Row]:
    digest = hashlib.sha256(raw).hexdigest()
    if not raw.strip():
        raise ReadError("is empty; save it again from where it came")
    if raw.startswith(_ZIP):
        return _read_packed(raw, digest)
    if raw.startswith(OLD_FILE):
        from reformlab.reading.old_word import read_old_word

        read = read_old_word(raw)
        return RawFile(read[0], "doc", "", digest, note=read[1]) if read else read_excel_rows(io.BytesIO(raw))
    if _PDF.match(raw):
        # PDFium takes a moment to load, and most folders hold no PDF.
        from reformlab.reading.pdf import read_pdf

        text, note = read_pdf(raw)
        return RawFile(text, "pdf", "", digest, note=note)
    if _RTF.match(raw):
        from reformlab.reading.rich_text import read_rich_text

        return RawFile(read_rich_text(raw), "rtf", "", digest)
    for opening, reason in _REFUSED:
        if raw.startswith(opening):
            raise ReadError(reason)
    return _read_signs(raw, digest)


def _read_packed(raw: bytes, digest: str) -> RawFile:
    """Return the text of a document that is a ZIP archive inside."""
    packed = find_format(io.BytesIO(raw), Budget(len(raw)))
    if packed == "ofd":
        from reformlab.reading.ofd import read_ofd

        return RawFile(read_ofd(raw), "ofd", "", digest)
    if packed != "docx":
        raise ReadError("is a ZIP archive or an Excel file; unpack it, or read it with read_pieces")
    text, headings = _read_docx(raw)
    if not text.strip():
        raise ReadError(_EMPTY["docx"])
    return RawFile(text, "docx", "", digest, headings=headings)


def _read_signs(raw: bytes, digest: str) -> RawFile | Iterable[Row]:
    """Return what the bytes of a file say that holds nothing but signs: a text, a page, rows."""
    is_archive = is_web_archive(raw)
    text, encoding, n_bad = open_web_archive(raw) if is_archive else decode_bytes(raw)
    if is_archive or _STRUCTURED.match(raw):
        rows = _find_rows(text)
        if rows is not None:
            return rows
    source = text
    text, format, headings = _read_text(source)
    if not text.strip():
        raise ReadError(_EMPTY.get(format, "holds no text; export its text first"))
    about = {"head": read_head(source) if format == "html" else {}, "headings": headings}
    return RawFile(text, "mht" if is_archive else format, encoding, digest, n_bad, **about)


def _find_rows(text: str) -> Iterable[Row] | None:
    """Return the rows of a structured text that holds a document a row: JSON, a page, a workbook of XML."""
    if (records := find_records(text)) is not None:
        return records
    if (rows := find_page_rows(text)) is not None:
        return read_sheets([("", rows)])
    root = _find_root(text)
    if root == "Workbook":
        return read_sheets(open_xml_sheets(parse_xml(_encode(text))))
    return None


def _find_root(text: str) -> str:
    """Return the name of the root element of XML, without namespace; of what is no XML, nothing."""
    match = _XML.match(text[:8192])
    return match["root"].rpartition(":")[2] if match else ""


def _encode(text: str) -> bytes:
    # The encoding that the text declares is one that it had.
    return re.sub(r"^\s*(?:\ufeff)?<\?xml[^>]*\?>", "", text).encode("utf-8", "replace")


def _read_text(text: str) -> tuple[str, str, dict[str, int]]:
    """Return text as a reader sees it, its format, and the headings that styles tell."""
    opening = text[:200].lstrip("\ufeff \t\r\n")
    if opening.startswith("<"):
        root = _find_root(text)
        if root in ("wordDocument", "package"):
            read = read_word_xml(parse_xml(_encode(text)))
            if read is not None:
                return read[0], "xml", read[1]
        if opening.startswith("<?xml") and not is_page(f"<{root}>") and root:
            raise ReadError(f"is XML of another kind (root element {root}); save its text as DOCX or TXT")
    # CR alone ends a line of old files, which the marks of Markdown stand at.
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    # A Markdown page may hold a few tags.
    if is_page(text) and (opening.startswith("<") or not has_heading(lines)):
        read, headings = read_page(text)
        return read, "html", headings
    if is_markdown(lines):
        read, headings = read_markdown(lines)
        return read, "markdown", headings
    # A text copied out of a page may hold its marks for line breaks, and no others.
    return _BREAK.sub("\n", text), "text", {}


def _read_enclosed(raw: bytes) -> str:
    """Return the text of a file inside a Word file; what Word files inside it enclose is not followed."""
    try:
        return read_word(raw)[0] if raw.startswith(_ZIP) else read_bytes(raw).text
    except ReadError:
        return ""


def _read_docx(raw: bytes) -> tuple[str, dict[str, int]]:
    try:
        return read_word(raw, _read_enclosed)
    # A damaged archive fails in many ways: of zipfile, zlib, lxml.
    except Exception as error:
        raise ReadError(
            f"is a ZIP or damaged DOCX file ({type(error).__name__}: {error}); "
            "unpack it or save it again as DOCX"
        ) from None
