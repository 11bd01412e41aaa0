"""What is written in a figure: its font, its fixed words in two languages, its labels.

Matplotlib's own font has no Chinese, and draws a box for each character it lacks. Here a font
is looked for that has every character of a figure, among those of the system first; where none
has them, drawing stops and says which characters are missing. Nothing is set for good.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.text import Text

from reformlab.corpus.choices import check_choice
from reformlab.corpus.periods import read_eras
from reformlab.corpus.places import tiles
from reformlab.corpus.tables import read_texts

SYSTEM_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
)
SHIPPED_FONT = "NotoSansCJKsc-Regular.otf"

NOT_FIRST = " 、，；：。）》”"  # no line begins with these

# Tick labels are written when a figure is drawn; these are what they can be made of.
TICK_CHARACTERS = "0123456789.,%+-−"


class FontError(RuntimeError):
    """No font at hand has all the characters of a figure."""


@dataclass(frozen=True)
class Speech:
    """The fixed words of figures in one language: ``Speech("zh")("national")`` is ``"全国"``."""

    language: str

    def __post_init__(self) -> None:
        """Refuse a language that figures do not speak."""
        check_choice("language", self.language, ["en", "zh"])

    def __call__(self, key: str, **values: Any) -> str:
        """Return the word or sentence of this key, its gaps filled."""
        # A word that is not in the table stands as it is.
        return read_texts("figures")[self.language].get(key, key).format(**values)

    def span(self, first: int, last: int) -> str:
        """Say from which year to which; one year alone as such."""
        return self("span one" if first == last else "span", first=first, last=last)

    def period(self, name: str) -> str:
        """Return the name of a period in this language: of an era, its years and its name."""
        years, _, era = name.partition(" ")
        if years[:4].isdigit() and era:
            known = read_eras().set_index("name")["zh"]
            return f"{years} {known.get(era, era) if self.language == 'zh' else era}"
        start = name.removeprefix("before ")
        return self(name) if start == name else self("before", year=start)

    def place(self, name: str) -> str:
        """Return the name of a place; in English with pinyin beside it, of a province."""
        english = self.language == "en" and name in tiles()
        return f"{name} {tiles()[name].english}" if english else self(name)

    def in_two_lines(self, key: str) -> str:
        """Return a word of two words, one under the other."""
        return self(key).replace(" ", "\n")

    def join(self, parts: Iterable[str]) -> str:
        """Put parts of a sentence together with semicolons."""
        return self("mark").join(parts)

    def estimate(self, value: float, low: float, high: float, *, sign: str = "") -> str:
        """Say a value and its interval in percent, with a plus where `sign` asks for it."""
        limits = [write_limit(limit) if sign else f"{100 * limit:.1f}" for limit in (low, high)]
        written = [f"{100 * value:{sign}.1f}", *limits]
        key = "no estimate" if pd.isna(low) else "estimate"
        return self(key, **dict(zip(("value", "low", "high"), written, strict=True)))

    def topics(self, table: pd.DataFrame) -> dict[int, str]:
        """Return the label of every topic of a table, in the table's order.

        English labels where the language is English and there is one; then ``label``; then
        the topic's number.
        """
        first = table.drop_duplicates("topic")
        names = pd.Series([self("topic", topic=topic) for topic in first["topic"]], index=first.index)
        for column in ("label", "label_en") if self.language == "en" else ("label",):
            if column in first:
                names = first[column].where(first[column].notna(), names)
        return dict(zip(first["topic"], names, strict=True))


def write_limit(limit: float) -> str:
    """Write a limit of a difference in points, with its sign.

    It has two decimals where one would write as zero what is not, since all hangs on whether the interval
    leaves zero out.

    Examples
    --------
    >>> from reformlab.figures.text import write_limit
    >>> write_limit(0.0002), write_limit(-0.024)
    ('+0.02', '-2.4')
    """
    points = 100 * limit
    return f"{points:+.{2 if 0 < abs(points) < 0.05 else 1}f}"


def find_font(text: str) -> str:
    """Find a font that has every character of a text.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        Name of the font family, known to Matplotlib: the first of `SYSTEM_FONTS` that will do,
        else the font shipped with the package mplfonts.

    Raises
    ------
    FontError
        Where none has all characters; the message gives those that are missing.

    Examples
    --------
    >>> from reformlab.figures.text import find_font
    >>> isinstance(find_font("医疗, 医保, 医药"), str)
    True
    """
    wanted = {character for character in text if not character.isspace()}
    missing = wanted
    for name in _candidates():
        missing = wanted - _characters(name)
        if not missing:
            return name
    raise FontError(
        f"no font has the characters {''.join(sorted(missing))!r}; tried {list(_candidates())}. "
        "Install Noto Sans CJK SC (or mplfonts, which ships it), or take the characters out of the labels"
    )


def find_shipped_font() -> Path | None:
    """Find the font that mplfonts ships; None where that package is not installed."""
    # The package is found, not imported: only its file is wanted.
    package = find_spec("mplfonts")
    if package is None or not package.submodule_search_locations:
        return None
    path = Path(package.submodule_search_locations[0]) / "fonts" / SHIPPED_FONT
    return path if path.exists() else None


def set_font(ax: Axes) -> None:
    """Give all text of an Axes one font that has every character of it.

    Nothing outside the Axes changes: Matplotlib's settings stay as they were.

    Raises
    ------
    FontError
        As `find_font`.
    """
    # Asking for tick labels makes them.
    ax.get_xticklabels()
    ax.get_yticklabels()
    texts = ax.findobj(Text)
    family = find_font("".join(text.get_text() for text in texts) + TICK_CHARACTERS)
    for text in texts:
        text.set_fontfamily(family)
    ax.tick_params(axis="both", which="both", labelfontfamily=family)


def wrap(text: str, most: int = 36) -> str:
    """Break a label into lines of at most `most` half-widths (a Chinese character takes two).

    Lines break after spaces and Chinese commas; only a piece too long for a line breaks inside.
    """
    lines = [""]
    for piece in re.findall(r"[^ 、，；：]+[ 、，；：]?|[ 、，；：]", text):
        if lines[-1] and text_width((lines[-1] + piece).rstrip()) > most:
            lines.append("")
        for character in piece:
            if text_width(lines[-1]) >= most and character not in NOT_FIRST:
                lines.append("")
            lines[-1] += character
    return "\n".join(line.rstrip() for line in lines)


def cut(text: str, most: int) -> str:
    """Cut a text to at most `most` half-widths, the last an ellipsis where it was cut."""
    if text_width(text) <= most:
        return text
    while text_width(text) > most - 1:
        text = text[:-1]
    return text + "…"


def text_width(text: str) -> int:
    """Return the width of a text in half-widths: two for a Chinese character."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


@cache
def _candidates() -> tuple[str, ...]:
    installed = {font.name for font in font_manager.fontManager.ttflist}
    names = [name for name in SYSTEM_FONTS if name in installed]
    shipped = find_shipped_font()
    if shipped is not None:
        font_manager.fontManager.addfont(shipped)
        names.append(font_manager.get_font(shipped).family_name)
    return tuple(dict.fromkeys(names))


@cache
def _characters(name: str) -> frozenset[str]:
    path = font_manager.findfont(font_manager.FontProperties(family=name))
    return frozenset(map(chr, font_manager.get_font(path).get_charmap()))
