"""What the parts of a report share: pictures that may fail, and cells of tables as a page shows them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from reformlab.building.safe_html import write_line
from reformlab.figures.text import write_limit
from reformlab.report.words import Section, Words

NONE = "–"


def add_picture(section: Section, say: Words, plot: Callable[..., Axes], table: pd.DataFrame) -> None:
    """Add the picture of a table; where it cannot be drawn the rest of the page stands, and says so."""
    before = set(plt.get_fignums())
    try:
        section.pictures.append(plot(table, language=say.language))
    except ValueError as error:
        for number in set(plt.get_fignums()) - before:
            plt.close(number)
        section.doubt.append(say("no picture", reason=say.reason(str(error))))


def name_columns(table: pd.DataFrame, say: Words) -> pd.DataFrame:
    """Give the table under human names, fit for a page; a column that says nothing of any row is left out."""
    shown = table.map(lambda cell: write_line(text_of(cell)))
    empty = [name for name in shown if len(shown) and shown[name].isin(["", NONE]).all()]
    return shown.drop(columns=empty).rename(columns=lambda name: say(f"column {name}"))


def text_of(cell: Any) -> str:
    """Give a cell as text, a missing one as none."""
    return "" if pd.isna(cell) else str(cell)


def link(title: str, url: Any) -> str:
    """Give a title, as a link where its address is one of the web."""
    title, url = write_line(title), text_of(url)
    known = re.match(r"https?://", url)
    return f'<a href="{write_line(url, 2000)}" rel="noreferrer">{title}</a>' if known else title


def write_points(values: pd.Series) -> pd.Series:
    """Write shares as percentage points with their sign; what rounds to nothing has none."""
    points = (100 * values).round(1) + 0.0
    return points.map("{:+.1f}".format).mask(points == 0, "0.0")


def write_interval(table: pd.DataFrame) -> pd.Series:
    """Write both limits."""
    limits = table["low"].map(write_limit) + " … " + table["high"].map(write_limit)
    return limits.where(table["low"].notna(), NONE)


def write_q(values: pd.Series) -> pd.Series:
    """Write false discovery rates."""
    written = values.map("{:.3f}".format).mask(values < 0.001, "< 0.001")
    return written.where(values.notna(), NONE)
