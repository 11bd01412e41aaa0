"""Read any file: its text and what was learnt about it on the way.

The content decides how a file is read, never its extension. What cannot be read raises
`ReadError` with the reason and a remedy, which `build` turns into a row of its report.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import lxml.html

# What each decoder must get right: the most frequent characters of official Chinese, in both scripts,
# and the signs around them.
_FREQUENT = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "行政工改革医疗保障药品机构服务卫健康制度推进建设完善管理各级实施规定部门院省市县区第条"
    "這個們來為國時會對過發後裡醫療藥機構務衛製進設規門縣區條"
    "，。、：；（）《》“”\u3000\n 0123456789"
)
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
_REFUSED = (
    (b"%PDF", "is a PDF; save its text as TXT or DOCX (PDF is not read yet)"),
    (b"\xd0\xcf\x11\xe0", "is an old Word or Excel file (before 2007), or of WPS; save it as DOCX"),
    (b"{\\rtf", "is a rich-text file (RTF); save it as DOCX"),
    (b"MIME-Version:", "is a web archive (MHT); save it as HTML or TXT"),
)
_NO_TEXT = "is not text, HTML or DOCX (most of it is not characters); export its text first"
# Of any bytes read as UTF-16, about a quarter are usual characters; of a document, nearly all.
_LEAST_USUAL = 0.7


class ReadError(Exception):
    """A file cannot be used; the message gives the reason and the remedy."""


@dataclass(frozen=True)
class RawFile:
    """The text of one file, before any cleaning.

    Attributes
    ----------
    text : str
        All the text that a reader of the file would see.
    format : {"text", "html", "docx"}
    encoding : str
        The encoding that the bytes were in; empty for DOCX.
    sha256 : str
        Of the bytes.
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

    Attributes
    ----------
    name : str
        Path below the folder; members and rows stand behind it: ``box.zip/a/b.txt``,
        ``export.xlsx/row 12``.
    raw : RawFile or None
        None where it cannot be used.
    reason : str
        Why it cannot be used, with the remedy.
    given : mapping
        Facts that the table beside the text states, by the catalogue's columns (``title``,
        ``number``, ``issuer``, ``date``, ``year``, ``level``, ``place``, ``kind``), in the
        catalogue's form.
    """

    name: str
    raw: RawFile | None
    reason: str = ""
    given: Mapping[str, str] = field(default_factory=dict)


def read_file(path: str | Path) -> RawFile:
    """Read one file.

    Parameters
    ----------
    path : path
        A text file (UTF-8, UTF-16, GB18030 and its subsets GBK and GB2312, Big5), an HTML page
        or a DOCX document, whatever its extension says.

    Returns
    -------
    RawFile

    Raises
    ------
    ReadError
        Where the file is empty, of another kind, or damaged.

    Examples
    --------
    >>> import reformlab as rl
    >>> path = rl.data_folder() / "made-up" / "README.md"
    >>> rl.read_file(path).encoding
    'utf-8'
    """
    path = Path(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ReadError(
            f"cannot be opened ({error.strerror}); check that it exists and may be read"
        ) from None
    return read_bytes(raw)


def read_pieces(path: str | Path, name: str) -> Iterator[Piece]:
    """Read every text that a file holds, one at a time.

    Parameters
    ----------
    path : path
    name : str
        What to call it: the path below the folder.

    Yields
    ------
    Piece
        At least one; what cannot be read is a piece with a reason, and nothing is raised.

    Examples
    --------
    >>> import reformlab as rl
    >>> path = rl.data_folder() / "made-up" / "README.md"
    >>> [piece.name for piece in rl.read_pieces(path, "README.md")]
    ['README.md']
    """
    try:
        yield Piece(name, read_file(path))
    except ReadError as error:
        yield Piece(name, None, str(error))


def read_bytes(raw: bytes) -> RawFile:
    """Read the bytes of one file; see `read_file`."""
    digest = hashlib.sha256(raw).hexdigest()
    if not raw.strip():
        raise ReadError("is empty; save it again from where it came")
    if raw.startswith(b"PK\x03\x04"):
        return RawFile(_read_docx(raw), "docx", "", digest)
    for opening, reason in _REFUSED:
        if raw.startswith(opening):
            raise ReadError(reason)
    text, encoding, n_bad = decode_bytes(raw)
    if _HTML.search(text[:4096]):
        return RawFile(_read_html(text), "html", encoding, digest, n_bad)
    return RawFile(text, "text", encoding, digest, n_bad)


def decode_bytes(raw: bytes) -> tuple[str, str, int]:
    """Decode bytes in the encoding that makes most sense as Chinese.

    Returns
    -------
    text, encoding, n_bad : str, str, int
        `n_bad` counts the replacement characters that decoding put in.

    Raises
    ------
    ReadError
        Where no encoding gives text.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if raw.startswith(mark):
            return _decode(raw, encoding)
    # A zero byte is text only in UTF-16.
    if b"\0" not in raw:
        try:
            return _require_text(raw.decode("utf-8")), "utf-8", 0
        except UnicodeDecodeError:
            pass
    found = [
        _decode_quietly(raw, encoding) for encoding in ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
    ]
    # The first of equals wins, so that the answer never depends on chance.
    text, encoding, n_bad = max(found, key=lambda candidate: _plausibility(candidate[0], candidate[2]))
    if _share_usual(text) < _LEAST_USUAL:
        raise ReadError(_NO_TEXT)
    return _require_text(text), encoding, n_bad


def _decode(raw: bytes, encoding: str) -> tuple[str, str, int]:
    text, encoding, n_bad = _decode_quietly(raw, encoding)
    return _require_text(text), encoding, n_bad


def _decode_quietly(raw: bytes, encoding: str) -> tuple[str, str, int]:
    text = raw.decode(encoding, "replace")
    return text, encoding, text.count("\ufffd")


def _plausibility(text: str, n_bad: int) -> float:
    if not text:
        return -1.0
    frequent = sum(text.count(character) for character in _FREQUENT)
    return (frequent - 20 * n_bad - 20 * _count_controls(text)) / len(text)


def _count_controls(text: str) -> int:
    return sum(
        text.count(chr(code)) for code in range(32) if chr(code) not in "\t\n\r\f\v\x1a\x1c\x1d\x1e\x1f"
    )


def _share_usual(text: str) -> float:
    """Return the share of characters that the national sets of both scripts hold; noise has few."""
    counts = Counter(text)
    usual = sum(
        n for sign, n in counts.items() if sign.encode("gb2312", "ignore") or sign.encode("big5", "ignore")
    )
    return usual / max(len(text), 1)


def _require_text(text: str) -> str:
    if _count_controls(text) + text.count("\ufffd") > 0.1 * len(text):
        raise ReadError(_NO_TEXT)
    return text


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
    from reformlab.word import read_word

    try:
        return read_word(raw)
    # A damaged archive fails in many ways: of zipfile, zlib, lxml, python-docx.
    except Exception as error:
        raise ReadError(
            f"is a ZIP or damaged DOCX file ({type(error).__name__}: {error}); "
            "unpack it or save it again as DOCX"
        ) from None
