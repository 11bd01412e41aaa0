"""From a drawn Axes to a page: an image of a fair size, with its alternative text.

A figure keeps its alternative text as the label of its Axes, which Matplotlib does not draw.
"""

from __future__ import annotations

import html
import io
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.backend_bases import FigureCanvasBase

from reformlab.corpus.store import save_table

DOTS_PER_INCH = 144
ENDINGS = (".png", ".svg", ".csv")  # what a figure is saved as, and its table
SMALLEST = 0.7  # of its width: what an image may shrink to, to stand beside another


class Image(NamedTuple):
    """One figure: its PNG, its alternative text, its width in CSS pixels."""

    png: bytes
    alt: str
    width: int


@dataclass(frozen=True)
class Picture:
    """Figures as a notebook and its HTML show them: images with alternative text.

    Attributes
    ----------
    images : tuple of Image
        ``png``, ``alt`` and ``width`` of each.
    axes : tuple of Axes
        What they show.
    """

    images: tuple[Image, ...]
    axes: tuple[Axes, ...]

    def _repr_html_(self) -> str:
        """Return the images as HTML, which notebooks and their pages prefer."""
        images = "\n".join(
            f'<img alt="{html.escape(image.alt)}" width="{image.width}" '
            f'style="max-width: 100%; height: auto" '
            f'src="data:image/png;base64,{b64encode(image.png).decode()}">'
            for image in self.images
        )
        column = round(SMALLEST * max((image.width for image in self.images), default=0))
        columns = f"repeat(auto-fit, minmax(min(100%, {column}px), 1fr))"
        return f'<div style="display: grid; grid-template-columns: {columns}; gap: 16px">\n{images}\n</div>'

    def __repr__(self) -> str:
        """Return the alternative text, a line a figure."""
        return "\n".join(image.alt for image in self.images)

    def save(self, *stems: str | Path) -> list[Path]:
        """Write each figure as PNG and SVG, and the table that it draws as CSV.

        Parameters
        ----------
        *stems : str or path
            One a figure, without an ending; one that ends in .png, .svg or .csv gives that file alone. Their
            folders are made.

        Returns
        -------
        list of Path
            The files, three a figure without an ending. Text in the SVG stays text, so that it can be
            changed there.

        Raises
        ------
        ValueError
            Where a name ends in another format of pictures.

        Examples
        --------
        >>> import tempfile, reformlab as rl
        >>> table = rl.measure_coverage(rl.load_corpus("made-up"))
        >>> paths = rl.show_figure(rl.plot_coverage(table)).save(tempfile.mkdtemp() + "/coverage")
        >>> [path.name for path in paths]
        ['coverage.png', 'coverage.svg', 'coverage.csv']
        """
        written = []
        # A wrong name is told before anything is written.
        named = [_name_files(Path(stem)) for stem in stems]
        for paths, image, ax in zip(named, self.images, self.axes, strict=True):
            for path in paths:
                path.parent.mkdir(parents=True, exist_ok=True)
                ending = path.suffix.lower()
                if ending == ".png":
                    path.write_bytes(image.png)
                elif ending == ".svg":
                    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": path.stem}):
                        ax.figure.savefig(path, format="svg", metadata={"Date": None})
                else:
                    save_table(ax.drawn, path)
            written += paths
        return written


def _name_files(stem: Path) -> list[Path]:
    """Name the files of a figure: one where the name has its ending, else one of each kind.

    A point alone makes no ending: gap-2.5 is a name.
    """
    ending = stem.suffix.lower()
    if ending in ENDINGS:
        return [stem]
    if ending.removeprefix(".") in FigureCanvasBase.filetypes:
        raise ValueError(
            f"{stem}: figures are saved as PNG and SVG, their tables as CSV; name it {stem.with_suffix('')} "
            f"for all three, or {stem.with_suffix('.svg')} for one"
        )
    return [stem.with_name(stem.name + kind) for kind in ENDINGS]


def describe_figure(ax: Axes) -> str:
    """Return the alternative text of a drawn Axes: what it shows, and its values.

    Examples
    --------
    >>> import reformlab as rl
    >>> ax = rl.plot_coverage(rl.measure_coverage(rl.load_corpus("made-up")))
    >>> rl.describe_figure(ax).startswith("Grid of documents")
    True
    """
    return ax.get_label()


def show_figure(*axes: Axes) -> Picture:
    """Show drawn Axes in a notebook, each with its alternative text; close their figures.

    Parameters
    ----------
    *axes : Axes
        Made by ``plot_*``; several stand side by side as far as the page is wide.

    Returns
    -------
    Picture
        What the notebook shows where it is the last line of a cell.

    Examples
    --------
    >>> import reformlab as rl
    >>> picture = rl.show_figure(rl.plot_coverage(rl.measure_coverage(rl.load_corpus("made-up"))))
    """
    images = [Image(_print_png(ax), describe_figure(ax), round(96 * ax.figure.get_figwidth())) for ax in axes]
    for ax in axes:
        ax.figure.set_layout_engine("none")  # as it was laid out, whatever else it is saved as
        plt.close(ax.figure)
    return Picture(tuple(images), axes)


def _print_png(ax: Axes) -> bytes:
    """Print the figure of an Axes with 256 colours, a third of the size: notebooks keep their figures.

    Colours are taken far from each other, so that rare ones stay: a scale of colours has few points.
    """
    from PIL import Image as PillowImage

    file = io.BytesIO()
    ax.figure.savefig(file, format="png", dpi=DOTS_PER_INCH)
    small = io.BytesIO()
    quantized = PillowImage.open(file).convert("RGB").quantize(256, PillowImage.Quantize.MAXCOVERAGE)
    quantized.save(small, "png", optimize=True)
    return small.getvalue()
