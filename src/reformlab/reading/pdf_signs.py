"""Read the signs of a page of a PDF file, each with the box that it is printed in and how it is turned."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

# Of an angle at which text is set, in radians; of the signs of a page, those of a watermark at most.
ASKEW, _MOST_ASKEW = 0.05, 0.4
# What PDFium writes for a hyphen at the end of a line.
HYPHENS = (2, 0xFFFE)
# How far back a sign stands that is printed late, and how wide a blank is, in heights of a sign.
_BACK, _BLANK = 0.2, 0.2


class Sign(NamedTuple):
    """A code unit, the box that it is printed in, at which angle, and whether nothing shows of it."""

    code: int
    left: float
    right: float
    bottom: float
    top: float
    angle: float
    is_blank: bool

    @property
    def quarters(self) -> int:
        """By how many quarters of a circle the sign is turned to the right."""
        return round(self.angle / (math.pi / 2)) % 4

    def turned(self, times: int) -> Sign:
        """Return where a sign stands once the page is turned to the left, so that its lines run across."""
        sign = self
        for _ in range(times):
            sign = sign._replace(left=-sign.top, right=-sign.bottom, bottom=sign.left, top=sign.right)
        return sign


def read_signs(textpage: pdfium.PdfTextPage) -> list[Sign]:
    """Return the signs of a page, but for those that are printed across it, as watermarks and stamps are."""
    signs = []
    box = pdfium_c.FS_RECTF()
    where = ctypes.byref(box)
    for at in range(textpage.count_chars()):
        pdfium_c.FPDFText_GetLooseCharBox(textpage, at, where)
        angle = pdfium_c.FPDFText_GetCharAngle(textpage, at)
        code = pdfium_c.FPDFText_GetUnicode(textpage, at)
        blank = chr(code).isspace()
        signs.append(Sign(code, box.left, box.right, box.bottom, box.top, angle, blank))
    askew = [sign for sign in signs if not sign.is_blank and _is_askew(sign.angle)]
    if not askew or len(askew) > _MOST_ASKEW * len(signs):
        return signs
    return [sign for sign in signs if sign.is_blank or not _is_askew(sign.angle)]


def _is_askew(angle: float) -> bool:
    """Say whether an angle is none at which text is set: 0, 90, 180 or 270 degrees."""
    return abs((angle + math.pi / 4) % (math.pi / 2) - math.pi / 4) > ASKEW


def trim(line: Sequence[Sign]) -> list[Sign]:
    """Return a line up to the last of its signs that is printed, in the order in which they stand."""
    printed = [at for at, sign in enumerate(line) if not sign.is_blank]
    # A full-width blank opens a paragraph.
    return _order(line[: printed[-1] + 1]) if printed else []


def _order(line: Sequence[Sign]) -> list[Sign]:
    """Return a line from left to right: programs print what is of one font together, quotation marks last."""
    printed = [sign for sign in line if not sign.is_blank]
    height = max(sign.top - sign.bottom for sign in printed)
    middle = sum(sign.top + sign.bottom for sign in printed) / len(printed)
    runs_back = any(b.left < a.left - _BACK * height for a, b in pairwise(printed))
    is_level = all(abs(sign.top + sign.bottom - middle) < height for sign in printed)
    if not (runs_back and is_level):
        return list(line)
    ordered: list[Sign] = []
    for sign in sorted(printed, key=lambda sign: sign.left):
        last = ordered[-1] if ordered else None
        # Bold type may be the same sign twice.
        if last and last.code == sign.code and sign.left - last.left < _BACK * height:
            continue
        if last and sign.left - last.right > _BLANK * height:
            blank = Sign(32, last.right, sign.left, sign.bottom, sign.bottom, sign.angle, is_blank=True)
            ordered.append(blank)
        ordered.append(sign)
    return ordered


def decode(codes: Iterable[int]) -> str:
    """Return the text of code units; a hyphen that PDFium found at the end of a line is a hyphen."""
    text = "".join("-" if code in HYPHENS else chr(code) for code in codes)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
