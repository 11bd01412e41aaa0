"""Read a PDF file that has a text layer, line by line as its pages print it.

PDFium finds characters and lines. What it cannot know is told from where the lines stand: which
line is the next of the same paragraph, which page is a picture, and which text is no language.
"""

from __future__ import annotations

import ctypes
import re
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from reformlab.reading.encoding import FREQUENT, ReadError
from reformlab.reading.line_breaks import LABEL

_OCR = "run OCR on it and save the result as PDF, DOCX or TXT"
# A page that is a picture may still carry the few signs of a scanning program, or of a stamp.
_FEW, _MOST_COVERED = 50, 0.5
_LONG_LINE = 12
# What keeps cells of a table apart, in heights of a character; how far those of a column are off, in points.
_WIDE_BLANK, _SAME_PLACE = 1.5, 3
_MOST_BAD, _LEAST_KNOWN = 0.1, 0.5
# Of Chinese prose, a quarter and more are frequent signs; of a wrong mapping, a fiftieth.
_LEAST_FREQUENT, _ENOUGH_HAN = 0.06, 60
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\u3007]")
_BAD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_KNOWN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\u3000-\u303f\uff00-\uffef0-9A-Za-z]")
# PDFium allows one call at a time in a process.
_LOCK = threading.Lock()


class _Line(NamedTuple):
    """A printed line, and where it stands, in points from the left and the foot of the page."""

    text: str
    left: float
    right: float
    foot: float


class _PrintedPage(NamedTuple):
    lines: list[_Line]
    is_picture: bool


def read_pdf(raw: bytes) -> tuple[str, str]:
    """Read the text of the bytes of a PDF file, and what must be known of it.

    A line is a printed line, joined where the page shows that a paragraph goes on; a form feed parts pages.
    The note names pages that are pictures. Raises `ReadError` where the file is locked, damaged, scanned,
    or its fonts do not tell their characters.
    """
    with _LOCK:
        pages = _read_pages(raw)
    text = "\f".join(_write_page(page.lines, _measure_block(pages)) for page in pages)
    pictures = [str(number) for number, page in enumerate(pages, start=1) if page.is_picture]
    signs = "".join(text.split())
    if len(pictures) > len(pages) / 2:
        raise ReadError(f"is a scanned PDF: {len(pictures)} of its {len(pages)} pages are pictures; {_OCR}")
    if not signs:
        raise ReadError(f"is a PDF without text: its {len(pages)} pages are blank or drawn; {_OCR}")
    if _is_garbled(signs):
        raise ReadError(
            "is a PDF whose fonts do not say which characters they print, so that its text is garbled; "
            f"save it from its source as DOCX, or {_OCR}"
        )
    shown = ", ".join(pictures[:10]) + (", …" if len(pictures) > 10 else "")
    return text, f"pages {shown} of {len(pages)} are pictures and were not read; {_OCR}" if pictures else ""


def _read_pages(raw: bytes) -> list[_PrintedPage]:
    try:
        document = pdfium.PdfDocument(raw)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError("is a PDF locked by a password; save it again without one") from None
        raise ReadError(f"is a damaged PDF ({error}); download it again, or save it as DOCX") from None
    try:
        return [_read_page(document, number) for number in range(len(document))]
    except pdfium.PdfiumError as error:
        raise ReadError(f"is a damaged PDF ({error}); download it again, or save it as DOCX") from None
    finally:
        document.close()


def _read_page(document: pdfium.PdfDocument, number: int) -> _PrintedPage:
    page = document[number]
    textpage = page.get_textpage()
    try:
        lines = list(_read_lines(textpage))
        few = sum(len(line.text.replace(" ", "")) for line in lines) < _FEW
        return _PrintedPage(lines, few and _covered(page) > _MOST_COVERED)
    finally:
        textpage.close()
        page.close()


def _read_lines(textpage: pdfium.PdfTextPage) -> Iterator[_Line]:
    """Yield the lines of a page; a tab parts cells that stand in a column with those of a line beside it."""
    codes = [pdfium_c.FPDFText_GetUnicode(textpage, at) for at in range(textpage.count_chars())]
    rows, start = [], 0
    for at, code in enumerate([*codes, 10]):
        if code in (10, 13):
            found = [n for n in range(start, at) if not chr(codes[n]).isspace()]
            if found:
                rows.append(list(_read_cells(textpage, codes, start, found)))
            start = at + 1
    for above, row, below in zip([[], *rows], rows, [*rows[1:], []], strict=False):
        text = row[0].text
        beside = [other for line in (above, below) if len(line) > 1 for other in line]
        for cell in row[1:]:
            in_column = any(_stand_in_column(cell, other) for other in beside)
            text = (text.rstrip() + "\t" if in_column else text) + cell.text
        yield _Line(text.rstrip(), row[0].left, row[-1].right, row[0].foot)


def _read_cells(
    textpage: pdfium.PdfTextPage, codes: Sequence[int], start: int, found: Sequence[int]
) -> Iterator[_Line]:
    """Yield the parts of a line that blanks of more than two characters keep apart, each with its blanks."""
    first = _box(textpage, found[0])
    for before, at in pairwise(found):
        if at - before > 1:
            last, box = _box(textpage, before), _box(textpage, at)
            if box.left - last.right > _WIDE_BLANK * (box.top - box.bottom):
                yield _Line(_decode(codes[start:at]), first.left, last.right, first.bottom)
                first, start = box, at
    yield _Line(
        _decode(codes[start : found[-1] + 1]), first.left, _box(textpage, found[-1]).right, first.bottom
    )


def _stand_in_column(cell: _Line, other: _Line) -> bool:
    """Say whether two cells have their left edge, right edge or middle one above the other."""
    edges = (cell.left - other.left, cell.right - other.right)
    return min(abs(edges[0]), abs(edges[1]), abs(sum(edges) / 2)) < _SAME_PLACE


def _decode(codes: Sequence[int]) -> str:
    """Return the text of code units; a hyphen that PDFium found at the end of a line is a hyphen."""
    text = "".join("-" if code in (2, 0xFFFE) else chr(code) for code in codes)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _box(textpage: pdfium.PdfTextPage, at: int) -> pdfium_c.FS_RECTF:
    box = pdfium_c.FS_RECTF()
    pdfium_c.FPDFText_GetLooseCharBox(textpage, at, ctypes.byref(box))
    return box


def _covered(page: pdfium.PdfPage) -> float:
    """Return the part of a page that pictures take; a scan may be cut into strips."""
    area = 0.0
    for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        pdfium_c.FPDFPageObj_GetBounds(item, left, bottom, right, top)
        area += (right.value - left.value) * (top.value - bottom.value)
    width, height = page.get_size()
    return area / max(width * height, 1)


class _Block(NamedTuple):
    """The block that a document is printed in, the width of a character, and from line to line."""

    left: float
    right: float
    em: float
    leading: float


def _measure_block(pages: Sequence[_PrintedPage]) -> _Block | None:
    """Return where the lines of paragraphs begin and end, or None where no indent opens them."""
    lines = [line for page in pages for line in page.lines if len(line.text) >= _LONG_LINE]
    steps = [a.foot - b.foot for page in pages for a, b in pairwise(page.lines) if a.foot > b.foot]
    if not lines or not steps:
        return None
    em = median((line.right - line.left) / len(line.text.strip()) for line in lines)
    left, right = (_usual([place[at] / em for place in lines]) for at in (1, 2))
    if not left or not right or not any(1.5 < place - left[0] < 3 for place in left):
        return None
    return _Block(left[0] * em, right[-1] * em, em, median(steps))


def _usual(places: Sequence[float]) -> list[float]:
    """Return the places, in characters, that a tenth of the lines share, in order."""
    least = max(2, len(places) / 10)
    return sorted(
        n / 2 for n, count in Counter(round(2 * place) for place in places).items() if count >= least
    )


def _write_page(lines: Sequence[_Line], block: _Block | None) -> str:
    """Return a page's lines, with no break where the page shows that a paragraph goes on.

    A sentence may end with its line, or a clause; the words alone do not tell whether a paragraph
    does. Where the page does not tell either, `clean` joins what is one sentence, and says so.
    """
    if not lines:
        return ""
    parts = [lines[0].text]
    for line, following in pairwise(lines):
        goes_on = block is not None and _goes_on(line, following, block)
        parts += [_joint(line.text, following.text) if goes_on else "\n", following.text]
    return "".join(parts)


def _goes_on(line: _Line, following: _Line, block: _Block) -> bool:
    return (
        line.right > block.right - 2 * block.em
        and line.left < block.left + 3 * block.em
        and abs(following.left - block.left) < block.em
        and 0 < line.foot - following.foot < 1.5 * block.leading
        and not LABEL.match(following.text)
        and "\t" not in line.text + following.text
    )


def _joint(this: str, following: str) -> str:
    """Return what parts two lines of a paragraph: a blank between words of Latin letters."""
    return " " if re.search("[A-Za-z]$", this) and re.match("[A-Za-z]", following) else ""


def _is_garbled(signs: str) -> bool:
    """Tell whether a text without blanks is neither Chinese nor Latin."""
    if len(_BAD.findall(signs)) > _MOST_BAD * len(signs) or len(_KNOWN.findall(signs)) < _LEAST_KNOWN * len(
        signs
    ):
        return True
    han = _HAN.findall(signs)
    return len(han) >= _ENOUGH_HAN and sum(sign in FREQUENT for sign in han) < _LEAST_FREQUENT * len(han)
