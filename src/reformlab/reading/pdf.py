"""Read a PDF file that has a text layer, line by line as its pages print it.

PDFium finds characters and lines. What it cannot know is told from where the lines stand: which
line is the next of the same paragraph, which page is a picture, and which text is no language.
"""

from __future__ import annotations

import ctypes
import math
import re
import sys
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from importlib.util import find_spec
from itertools import dropwhile, pairwise, takewhile
from pathlib import Path
from statistics import median
from typing import NamedTuple

_WAS_IN_USE = "pypdfium2" in sys.modules
import pypdfium2 as pdfium  # noqa: E402
import pypdfium2.raw as pdfium_c  # noqa: E402

from reformlab.reading.browser_lines import drop_browser_lines  # noqa: E402
from reformlab.reading.encoding import FREQUENT, ReadError  # noqa: E402
from reformlab.reading.line_numbers import Margin, find_margin  # noqa: E402
from reformlab.reading.pdf_signs import ASKEW, HYPHENS, Sign, decode, read_signs, trim  # noqa: E402
from reformlab.reading.pdf_tables import take_tables  # noqa: E402
from reformlab.reading.printed import Line, join_parts, lay_pieces, order_columns, write_pages  # noqa: E402
from reformlab.reading.ruled import join_broken_rows, put_tables  # noqa: E402

_OCR = "run OCR on it and save the result as PDF, DOCX or TXT"
# A page that is a picture may still carry the few signs of a scanning program, or of a stamp.
_FEW, _MOST_COVERED = 50, 0.5
_LEAST_VERTICAL = 0.6
# What keeps cells of a table apart, in heights of a character.
_WIDE_BLANK = 1.5
# The digits of the number of a line at most; from it to the text at least, in heights of a digit.
_LONGEST_NUMBER, _LEAST_GAP = 4, 0.4
_MOST_BAD, _LEAST_KNOWN = 0.1, 0.5
# Of Chinese prose, a quarter and more are frequent signs; of a wrong mapping, a fiftieth.
_LEAST_FREQUENT, _ENOUGH_HAN = 0.06, 60
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\u3007]")
_BAD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_KNOWN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\u3000-\u303f\uff00-\uffef0-9A-Za-z]")
# The dots of a table of contents, the line that somebody writes on.
_LEADERS = re.compile(r"([.．·…_＿—-])\1{3,}")
# PDFium allows one call at a time in a process.
_LOCK = threading.Lock()


def _use_own_fonts() -> None:
    """Let PDFium measure the signs of fonts that a file names and lacks with ours, the same everywhere.

    Without any such font, as on most servers, it passes vertical text by. Who uses PDFium already keeps it.
    """
    found = find_spec("mplfonts")
    if _WAS_IN_USE or found is None or found.origin is None:
        return
    folder = ctypes.create_string_buffer(bytes(Path(found.origin).parent / "fonts"))
    folders = (ctypes.POINTER(ctypes.c_char) * 2)(ctypes.cast(folder, ctypes.POINTER(ctypes.c_char)))
    config = pdfium_c.FPDF_LIBRARY_CONFIG(version=2)
    config.m_pUserFontPaths = ctypes.cast(folders, type(config.m_pUserFontPaths))
    pdfium_c.FPDF_DestroyLibrary()
    pdfium_c.FPDF_InitLibraryWithConfig(config)


_use_own_fonts()


class _PrintedPage(NamedTuple):
    lines: list[Line]
    is_picture: bool
    # Where numbers of lines stand that are still among the lines.
    margin: Margin | None


def read_pdf(raw: bytes) -> tuple[str, str]:
    """Read the text of the bytes of a PDF file, and what must be known of it.

    A line is a printed line, joined where the page shows that a paragraph goes on; a form feed parts pages.
    The note names pages that are pictures. Raises `ReadError` where the file is locked, damaged, scanned,
    or its fonts do not tell their characters.
    """
    with _LOCK:
        pages = _read_pages(raw)
    text = write_pages(join_broken_rows([page.lines for page in pages]))
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
        pages = [_read_page(document, number) for number in range(len(document))]
        margins = {page.margin for page in pages if page.margin}
        # A page of few lines does not tell that it has numbers in the margin which others have.
        return (
            [_read_page(document, number, margins) for number in range(len(document))] if margins else pages
        )
    except pdfium.PdfiumError as error:
        raise ReadError(f"is a damaged PDF ({error}); download it again, or save it as DOCX") from None
    finally:
        document.close()


def _read_page(document: pdfium.PdfDocument, number: int, margins: Collection[Margin] = ()) -> _PrintedPage:
    page = document[number]
    textpage = page.get_textpage()
    try:
        lines, margin = _read_lines(page, textpage, margins)
        few = sum(len(line.text.replace(" ", "")) for line in lines) < _FEW
        return _PrintedPage(lines, few and _covered(page) > _MOST_COVERED, margin)
    finally:
        textpage.close()
        page.close()


def _read_lines(
    page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, margins: Collection[Margin]
) -> tuple[list[Line], Margin | None]:
    """Return the lines of a page without the numbers of these margins, and the margin that has others.

    A tab parts cells of a ruled table, and those that stand in a column with those of a line beside it.
    """
    signs = read_signs(textpage)
    turns = Counter(sign.quarters for sign in signs if not sign.is_blank)
    if max(turns, key=turns.__getitem__, default=0):
        # Of what is set sideways PDFium mixes the lines; a page's number may stand upright below it.
        turned = (turn for turn, _ in turns.most_common())
        return [line for turn in turned for line in _lay_turned(signs, turn)], None
    signs, tables = take_tables(page, signs)
    lines = [kept for line in _split_lines(signs) if line and (kept := _drop_numbers(line, margins))]
    if _is_vertical(lines):
        return _lay_vertical([sign for line in lines for sign in line if not sign.is_blank]), None
    margin = None if margins else _find_margin(lines)
    rows = drop_browser_lines([list(_cut_cells(line)) for line in lines])
    return put_tables(join_parts(order_columns(rows)), tables), margin


def _split_lines(signs: Sequence[Sign]) -> Iterator[list[Sign]]:
    """Yield the signs of each line, from its first that is printed to its last."""
    line: list[Sign] = []
    last = None
    for sign in signs:
        # PDFium takes a row of a table that follows on a row for the end of it.
        is_new = last is not None and not sign.is_blank and _is_below(sign, last)
        if is_new or sign.code in (10, 13):
            yield trim(line)
            line = []
        if sign.code not in (10, 13):
            line.append(sign)
            last = last if sign.is_blank else sign
    yield trim(line)


def _is_below(sign: Sign, last: Sign) -> bool:
    """Say whether a sign stands below another and far to its left; a word that a hyphen breaks goes on."""
    height = last.top - last.bottom
    return sign.top < last.bottom and sign.left < last.left - 2 * height and last.code not in HYPHENS


def _part_numbers(line: Sequence[Sign]) -> tuple[Sequence[Sign], Sequence[Sign], Sequence[Sign]]:
    """Return the number that a line opens with, what follows, and the number that it closes with."""
    first = _count_digits(line)
    last = _count_digits(line[::-1]) if first < len(line) else 0
    end = len(line) - last
    return line[:first], line[first:end], line[end:]


def _count_digits(line: Sequence[Sign]) -> int:
    """Return how many digits a line opens with, where a blank or nothing is behind them."""
    digits = list(takewhile(lambda sign: 48 <= sign.code <= 57, line))
    if not 0 < len(digits) <= _LONGEST_NUMBER:
        return 0
    last = digits[-1]
    behind = next((sign for sign in line[len(digits) :] if not sign.is_blank), None)
    gap = max(behind.left - last.right, last.left - behind.right) if behind else math.inf
    return len(digits) if gap > _LEAST_GAP * (last.top - last.bottom) else 0


def _find_margin(lines: Iterable[Sequence[Sign]]) -> Margin | None:
    """Return the margin in which numbers of these lines stand, or None."""
    numbers: list[Line] = []
    texts: list[Line] = []
    for before, text, behind in map(_part_numbers, lines):
        numbers += [cell for part in (before, behind) if part for cell in _cut_cells(part)]
        texts += _cut_cells(text) if any(not sign.is_blank for sign in text) else []
    return find_margin(numbers, texts)


def _drop_numbers(line: Sequence[Sign], margins: Collection[Margin]) -> Sequence[Sign]:
    """Return the signs of a line without a number that stands in one of the margins."""
    before, text, behind = _part_numbers(line)
    if _stands_in(behind, margins):
        line = trim([*before, *text])
    if _stands_in(before, margins):
        # A full-width blank opens a paragraph, others part it from its number.
        line = list(dropwhile(lambda sign: sign.code == 32, line[len(before) :]))
    return line


def _stands_in(number: Sequence[Sign], margins: Collection[Margin]) -> bool:
    return bool(number) and any(margin.holds(cell) for cell in _cut_cells(number) for margin in margins)


def _lay_turned(signs: Sequence[Sign], turn: int) -> Iterator[Line]:
    """Yield the lines of the signs that are turned by so many quarters, as the turned page shows them."""
    signs = [sign.turned(turn) for sign in signs if not sign.is_blank and sign.quarters == turn]
    lines = [Line(chr(sign.code), sign.left, sign.right, sign.bottom) for sign in signs]
    heights = [sign.top - sign.bottom for sign in signs]
    for line in lay_pieces(list(zip(lines, heights, strict=True))):
        yield line._replace(text=decode(map(ord, line.text)))


def _lay_vertical(signs: Sequence[Sign]) -> list[Line]:
    """Return the lines of signs that stand one below the other, as if they ran across.

    Of such text PDFium mixes the lines of some pages, and the box of a comma is as small as what it prints:
    a sign belongs to the line in which its middle is.
    """
    height = median(sign.right - sign.left for sign in signs)
    pieces = [
        Line(chr(sign.code), sign.left, sign.right, (sign.bottom + sign.top - height) / 2)
        for sign in (sign.turned(1) for sign in signs)
    ]
    lines = lay_pieces([(piece, height) for piece in pieces])
    return [line._replace(text=decode(map(ord, line.text))) for line in lines]


def _is_vertical(lines: Sequence[Sequence[Sign]]) -> bool:
    """Say whether the signs of most lines stand one below the other, each upright."""
    steps = Counter(
        abs(a.bottom - b.bottom) > abs(a.left - b.left)
        for line in lines
        for a, b in pairwise(sign for sign in line if not sign.is_blank)
        if abs(a.angle) < ASKEW and a.code > 0x7F
    )
    return steps[True] > _LEAST_VERTICAL * steps.total()


def _cut_cells(line: Sequence[Sign]) -> Iterator[Line]:
    """Yield the parts of a line that blanks of more than two characters keep apart, each with its blanks."""
    printed = [at for at, sign in enumerate(line) if not sign.is_blank]
    start, first = 0, line[printed[0]]
    for before, at in pairwise(printed):
        if at - before > 1:
            last, sign = line[before], line[at]
            if sign.left - last.right > _WIDE_BLANK * (sign.top - sign.bottom):
                text = decode(sign.code for sign in line[start:at])
                yield Line(text, first.left, last.right, first.bottom)
                first, start = sign, at
    yield Line(decode(sign.code for sign in line[start:]), first.left, line[printed[-1]].right, first.bottom)


def _covered(page: pdfium.PdfPage) -> float:
    """Return the part of a page that pictures take; a scan may be cut into strips."""
    area = 0.0
    for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        pdfium_c.FPDFPageObj_GetBounds(item, left, bottom, right, top)
        area += (right.value - left.value) * (top.value - bottom.value)
    width, height = page.get_size()
    return area / max(width * height, 1)


def _is_garbled(signs: str) -> bool:
    """Tell whether a text without blanks is neither Chinese nor Latin."""
    signs = _LEADERS.sub("", signs)
    n_bad, n_known = len(_BAD.findall(signs)), len(_KNOWN.findall(signs))
    if n_bad > _MOST_BAD * len(signs) or n_known < _LEAST_KNOWN * len(signs):
        return True
    han = _HAN.findall(signs)
    return len(han) >= _ENOUGH_HAN and sum(sign in FREQUENT for sign in han) < _LEAST_FREQUENT * len(han)
