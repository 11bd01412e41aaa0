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
    text = write_pages(pages)
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


def _read_page(page: etree._Element) -> list[Line]:
    """Return the lines of a page, in the order in which they are read."""
    turned: defaultdict[int, list[tuple[Line, float]]] = defaultdict(list)
    for item in page.iter("{*}TextObject"):
        for turn, piece, height in _read_item(item):
            turned[turn].append((piece, height))
    # A page's number may stand upright below a table that is set sideways.
    found = sorted(turned.values(), key=lambda pieces: -sum(len(piece.text) for piece, _ in pieces))
    return [line for pieces in found for line in lay_pieces(pieces)]


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
