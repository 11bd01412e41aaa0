"""Read any file: its text and what was learnt about it on the way.

The content decides how a file is read, never its extension. What cannot be read raises
`ReadError` with the reason and a remedy, which `build` turns into a row of its report.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import lxml.html

from reformlab.reading.archive import DEEPEST, Budget, find_format, read_members
from reformlab.reading.encoding import ReadError, decode_bytes
from reformlab.reading.markdown import is_markdown, read_markdown
from reformlab.reading.spreadsheet import OLD_FILE, Row, find_layout, read_excel_rows, read_text_rows

__all__ = ["Piece", "RawFile", "ReadError", "decode_bytes", "read_bytes", "read_file", "read_pieces"]

_BLOCK_NAMES = """
address article aside blockquote body br center dd div dl dt figcaption footer form h1 h2 h3 h4 h5 h6
header hr li main nav ol option p pre section table tbody thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_UNSEEN = {"script", "style", "noscript", "template", "head", "select", "button", "iframe", "svg"}
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|div|table|tbody|p|span|article|meta)\b", re.IGNORECASE
)
# Kinds of files that are known by their first bytes and are not read.
_PICTURE = "is a picture; run OCR on it and save the result as DOCX or TXT"
_PACKED = "is an archive that is not read; unpack it, or pack it as ZIP"
_REFUSED = (
    (OLD_FILE, "is an old Word or Excel file (before 2007); save it as DOCX, or read it with read_pieces"),
    (b"{\\rtf", "is a rich-text file (RTF); save it as DOCX"),
    (b"MIME-Version:", "is a web archive (MHT); save it as HTML or TXT"),
    *((sign, _PICTURE) for sign in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")),
    *((sign, _PACKED) for sign in (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PDF = re.compile(rb"\s*(?:\xef\xbb\xbf)?%PDF-")
# A text of a gigabyte is no document, and would fill the memory.
_LARGEST = 2**30


@dataclass(frozen=True)
class RawFile:
    """The text of one file, before any cleaning.

    Attributes
    ----------
    text : str
        All the text that a reader of the file would see.
    format : {"text", "markdown", "html", "docx", "pdf"}
    encoding : str
        The encoding that the bytes were in; empty for DOCX and PDF.
    sha256 : str
        Of the bytes; of a table's row, of its text in UTF-8.
    n_bad : int
        Bytes that no character stands for; each became U+FFFD.
    note : str
        What a user must know of a text that was read nonetheless; empty where there is nothing.
    """

    text: str
    format: str
    encoding: str
    sha256: str
    n_bad: int = 0
    note: str = ""


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
    page, a DOCX document or a PDF file with text, whatever its extension says. Behind an archive or a table,
    it is the name of one of its texts: ``box.zip/a/b.txt``, ``export.xlsx/row 12``. Raises `ReadError` where
    the file is empty, of another kind, or damaged; where it holds several texts.

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
        with path.open("rb") as file:
            yield from _read_pieces(file, name, Budget(path.stat().st_size), depth=0)
    except OSError as error:
        reason = f"cannot be opened ({error.strerror}); check that it exists and may be read"
        yield Piece(name, None, reason)


def _read_pieces(file: BinaryIO, name: str, budget: Budget, depth: int) -> Iterator[Piece]:
    """Yield the pieces of an open file; what ends it early is one more piece."""
    try:
        opening = file.read(4)
        if opening == OLD_FILE:
            yield from (_read_row(row, name) for row in read_excel_rows(file))
            return
        if opening in _ZIP:
            format = find_format(file, budget)
            if format == "zip":
                yield from _read_archive(file, name, budget, depth)
                return
            if format == "xlsx":
                yield from (_read_row(row, name) for row in read_excel_rows(file))
                return
        elif layout := find_layout(file):
            yield from (_read_row(row, name) for row in read_text_rows(file, layout))
            return
        file.seek(0)
        raw = file.read(_LARGEST + 1)
        if len(raw) > _LARGEST:
            raise ReadError(f"is larger than {_LARGEST:,} bytes; split it")
        yield Piece(name, read_bytes(raw))
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
    inner = f"{name}/{row.where}"
    if row.reason:
        return Piece(inner, None, row.reason, row.given)
    raw = row.text.encode("utf-8", "replace")
    try:
        text, format = _read_text(row.text)
    except ReadError as error:
        return Piece(inner, None, str(error), row.given)
    digest = hashlib.sha256(raw).hexdigest()
    return Piece(
        inner, RawFile(text, format, "utf-8", digest, row.text.count("\ufffd"), row.note), given=row.given
    )


def read_bytes(raw: bytes) -> RawFile:
    """Read the bytes of a file that holds one text; see `read_file`."""
    digest = hashlib.sha256(raw).hexdigest()
    if not raw.strip():
        raise ReadError("is empty; save it again from where it came")
    if raw.startswith(_ZIP):
        if find_format(io.BytesIO(raw), Budget(len(raw))) != "docx":
            raise ReadError("is a ZIP archive or an Excel file; unpack it, or read it with read_pieces")
        return RawFile(_read_docx(raw), "docx", "", digest)
    if _PDF.match(raw):
        # PDFium takes a moment to load, and most folders hold no PDF.
        from reformlab.reading.pdf import read_pdf

        text, note = read_pdf(raw)
        return RawFile(text, "pdf", "", digest, note=note)
    for opening, reason in _REFUSED:
        if raw.startswith(opening):
            raise ReadError(reason)
    text, encoding, n_bad = decode_bytes(raw)
    text, format = _read_text(text)
    return RawFile(text, format, encoding, digest, n_bad)


def _read_text(text: str) -> tuple[str, str]:
    """Return text as a reader sees it, and its format."""
    if _HTML.search(text[:4096]):
        return _read_html(text), "html"
    # CR alone ends a line of old files, which the marks of Markdown stand at.
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return (read_markdown(lines), "markdown") if is_markdown(lines) else (text, "text")


def _read_html(text: str) -> str:
    # lxml refuses text that carries its own encoding declaration.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        # Without huge_tree, what is nested deeply would be lost without a word.
        page = lxml.html.document_fromstring(text, parser=lxml.html.HTMLParser(huge_tree=True))
    except (lxml.etree.LxmlError, ValueError) as error:
        raise ReadError(f"is HTML that cannot be parsed ({error}); save the page again as text") from None
    return "".join(_seen_text(page)).strip("\n")


def _seen_text(page: lxml.html.HtmlElement) -> Iterator[str]:
    """Yield what a reader of the page sees, with a line for each block and a tab behind each cell."""
    walk = lxml.etree.iterwalk(page, events=("start", "end", "comment", "pi"))
    verbatim = 0
    for event, element in walk:
        unseen = event in ("comment", "pi") or element.tag in _UNSEEN
        block = "\n" if element.tag in _BLOCKS else ""
        if event == "start" and unseen:
            walk.skip_subtree()
        elif event == "start":
            verbatim += element.tag == "pre"
            yield block + _flow(element.text, verbatim)
        else:
            if not unseen:
                verbatim -= element.tag == "pre"
                yield "\t" if element.tag in ("td", "th") else block
            yield _flow(element.tail, verbatim)


def _flow(text: str | None, verbatim: int) -> str:
    """Return text as a browser lets it flow: blanks and line breaks of the source are one blank."""
    text = text or ""
    return text if verbatim else re.sub(r"[ \t\r\n\f]+", " ", text).replace("\xa0", " ")


def _read_docx(raw: bytes) -> str:
    # The libraries of Word files take a moment to import, and most folders hold none.
    from reformlab.reading.word import read_word

    try:
        return read_word(raw)
    # A damaged archive fails in many ways: of zipfile, zlib, lxml, python-docx.
    except Exception as error:
        raise ReadError(
            f"is a ZIP or damaged DOCX file ({type(error).__name__}: {error}); "
            "unpack it or save it again as DOCX"
        ) from None
