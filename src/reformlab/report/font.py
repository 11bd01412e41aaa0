"""A font of the Chinese characters that a page has, for machines that have none."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Iterable
from html import unescape

from reformlab.figures.text import FontError, find_shipped_font

LAST_LATIN = "\u024f"


def make_font(text: Iterable[str]) -> bytes:
    """Make a font (WOFF) of the characters beyond Latin of a text, and of no others.

    Raises
    ------
    FontError
        Where mplfonts, from whose font it is taken, is not installed.

    Examples
    --------
    >>> from reformlab.report.font import make_font
    >>> make_font("医疗 care")[:4]
    b'wOFF'
    """
    from fontTools import subset

    source = find_shipped_font()
    if source is None:
        raise FontError("no font to take the Chinese characters of the pages from: install mplfonts")
    options = subset.Options(flavor="woff", layout_features=[], hinting=False)
    options.name_IDs += [13, 14]  # its licence, and where that stands
    options.drop_tables += ["GSUB", "GPOS", "VORG", "vhea", "vmtx"]
    font = subset.load_font(str(source), options, lazy=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(character) for character in text if character > LAST_LATIN])
    subsetter.subset(font)
    made = io.BytesIO()
    subset.save_font(font, made, options)
    return made.getvalue()


def encode_font(page: str) -> str:
    """Give a font of the Chinese characters of a page as text (base64), to stand in the page."""
    return b64encode(make_font({*unescape(page)})).decode()
