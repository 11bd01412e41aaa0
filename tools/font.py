"""A font of the Chinese characters that a page has, for machines that have none."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from reformlab.figures.text import FontError, find_shipped_font

LAST_LATIN = "\u024f"


def write_font(text: Iterable[str], path: Path) -> None:
    """Write a font (WOFF) of the characters beyond Latin of a text, and of no others."""
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
    subset.save_font(font, str(path), options)
