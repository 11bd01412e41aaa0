"""Small multiples within one Axes: where panels stand, and what is written around them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.transforms import ScaledTranslation

from reformlab.figures.marks import GREY, HALF_WIDTH, SIZE, SMALL, place_legend
from reformlab.figures.text import cut, text_width, wrap

# Sizes in inches: the least width of a panel and what is wide enough, its height, and room for its title and
# its years, and for values at its left; from what width on lines have their names beside them.
PANEL, WIDE, HEIGHT, HEAD, FOOT, SIDE = 1.55, 3.3, 0.85, 0.2, 0.2, 0.32
NAMED = 2.4
ROWS = 6  # of panels, where they can stand beside each other
LINE = 1.25 * SMALL  # of small text, in points


@dataclass(frozen=True)
class Grid:
    """How panels stand beside and below each other within the Axes; sizes are in inches."""

    width: float
    n_rows: int
    n_columns: int
    named: bool  # lines have their names beside them
    beside: float  # room for these names, at the right of a panel
    titles: list[str]
    head: float  # room for a title, of one line or two

    @classmethod
    def lay_out(cls, names: list[str], marks: list[str], width: float, beside: float | None) -> Grid:
        """Set panels beside each other where they are wide enough, or many.

        A title is a name, in two lines at most, and its mark. `beside` is the room that names of lines would
        take; None where a legend has them.
        """
        fewest = max(-(-len(names) // ROWS), int(width // WIDE))
        n_columns = int(np.clip(fewest, 1, min(len(names), max(width // PANEL, 1))))
        cell = width / n_columns
        named = beside is not None and cell >= NAMED
        room = int(72 * (cell - SIDE) / (0.56 * SMALL))
        room -= max(map(text_width, marks))
        titles = [_break(name, room) + mark for name, mark in zip(names, marks, strict=True)]
        head = HEAD + 1.2 * SMALL / 72 * any("\n" in title for title in titles)
        n_rows = -(-len(names) // n_columns)
        return cls(width, n_rows, n_columns, named, beside if named else 0.06 * cell, titles, head)

    @property
    def panel(self) -> float:
        """The width of a panel's frame."""
        return self.width / self.n_columns - SIDE - self.beside

    @property
    def height(self) -> float:
        """The height of all panels with their titles and years."""
        return self.n_rows * (HEIGHT + self.head + FOOT)

    def place(self, number: int) -> list[float]:
        """Give the bounds of a panel within the Axes: room at the left for values, above for its title."""
        row, column = divmod(number, self.n_columns)
        cell = HEIGHT + self.head + FOOT
        wide = 1 / self.n_columns
        side = min(SIDE * self.n_columns / self.width, 0.4) * wide
        left, bottom = column * wide + side, 1 - (row + 1) / self.n_rows + FOOT / cell / self.n_rows
        return [left, bottom, wide - side - self.beside / self.width, HEIGHT / cell / self.n_rows]


@dataclass(frozen=True)
class Around:
    """What is written around panels: a title above them, notes and a legend below; sizes are in points."""

    title: str
    notes: str
    handles: list[Artist]
    n_columns: int  # of the legend

    @classmethod
    def write(cls, title: str, notes: list[str], handles: list[Artist], width: float) -> Around:
        """Break title and notes into lines, and the legend into columns, as wide as the Axes."""
        lines = [wrap(line, int(width / (0.54 * SMALL))) for line in notes]
        title = wrap(title, int(width / (0.54 * SIZE)))
        return cls(title, "\n".join(lines), handles, _count_columns(handles, width))

    @property
    def notes_height(self) -> float:
        """The height of the notes, and of the space to what stands below."""
        return (LINE * (self.notes.count("\n") + 1) if self.notes else 0) + 10

    @property
    def height(self) -> float:
        """The height of all that is written."""
        title = 1.2 * SIZE * (self.title.count("\n") + 1) if self.title else 0
        return title + self.notes_height + 1.5 * SMALL * -(-len(self.handles) // self.n_columns)

    def draw(self, ax: Axes, head: float) -> None:
        """Write it; `head` is the room that names of eras take above the panels."""
        place = {"xycoords": "axes fraction", "textcoords": "offset points", "ha": "left"}
        if self.title:
            rise = head + 1.5 * SMALL + 4 - 72 * HEAD
            ax.annotate(self.title, (0, 1), (0, rise), va="bottom", fontsize=SIZE, linespacing=1.2, **place)
        if self.notes:
            look = {"va": "top", "fontsize": SMALL, "color": GREY, "linespacing": 1.25}
            ax.annotate(self.notes, (0, 0), (0, -4), **look, **place)
        if self.handles:
            drop = ScaledTranslation(0, -self.notes_height / 72, ax.figure.dpi_scale_trans)
            look = {"fontsize": SMALL, "handlelength": 2.2, "columnspacing": 1.2}
            place_legend(ax, self.handles, ax.transAxes + drop, ncols=self.n_columns, **look)


def _break(name: str, room: int) -> str:
    """Break a name into two lines at most."""
    lines = wrap(name, room).split("\n")
    return "\n".join([lines[0], cut(" ".join(lines[1:]), room)] if len(lines) > 1 else lines)


def _count_columns(handles: list, points: float) -> int:
    """Say how many entries of the legend have room beside each other."""
    widths = [text_width(handle.get_label()) for handle in handles]
    widest = HALF_WIDTH * SMALL / SIZE * max(widths, default=0) + 4.5 * SMALL
    return int(np.clip(points // widest, 1, max(len(handles), 1)))
