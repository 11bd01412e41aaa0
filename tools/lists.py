"""Pages of the site that are lists: the gallery of figures, and the glossary."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

import reformlab as rl
from reformlab.corpus.tables import KINDS, LEVELS, data_folder, read_texts
from tools.notebooks import code_cells

if TYPE_CHECKING:
    from nbformat import NotebookNode

PLOT = re.compile(r"rl\.(plot_\w+)")


def write_gallery(page: Path, notebooks: dict[str, NotebookNode]) -> None:
    """Put into a page the first figure of each kind in dressed notebooks, with the lines that draw it."""
    found = {}
    for name, notebook in notebooks.items():
        title = notebook.cells[0].source.partition("\n")[0].removeprefix("# ")
        for cell in code_cells(notebook):
            figures = _find_figures(cell)
            for place, plot in enumerate(PLOT.findall(cell.source)):
                if figures and plot not in found:
                    number, image, alt = figures[min(place, len(figures) - 1)]
                    link = f"notebooks/{name}.html#{number}"
                    picture = f'<a href="{link}"><img src="{image}" alt="{alt}"></a>'
                    parts = [f"## {plot}", picture, f"`rl.{plot}`, from [{title}](notebooks/{name}.ipynb):"]
                    found[plot] = "\n\n".join([*parts, f"```python\n{cell.source}\n```"])
    text = "\n\n".join(found[plot] for plot in sorted(found))
    page.write_text(page.read_text("utf-8").replace("{gallery}", text), "utf-8")


def _find_figures(cell: NotebookNode) -> list[tuple[str, str, str]]:
    """Return the figures of a cell: anchor, file as seen from the top of the site, description."""
    from lxml import html

    text = "".join(output.get("data", {}).get("text/html", "") for output in cell.outputs)
    figures = html.fromstring(f"<div>{text}</div>").iter("figure")
    return [
        (figure.get("id"), image.get("src").removeprefix("../"), escape(image.get("alt")))
        for figure in figures
        for image in figure.iter("img")
    ]


def write_glossary(page: Path) -> None:
    """Put into a page what is Chinese and what English of domains, levels, kinds, eras, bodies and terms."""
    fixed = pd.DataFrame(read_texts("figures"))[["zh", "en"]]
    lexicon = {name: pd.read_csv(data_folder() / "lexicon" / f"{name}.csv") for name in ("agencies", "terms")}
    parts = {
        "Domains 领域": rl.read_codebook()[["name_zh", "name_en"]],
        "Levels 层级": fixed.loc[fixed.index.intersection(LEVELS, sort=False)],
        "Kinds of document 文种": fixed.loc[fixed.index.intersection(KINDS, sort=False)],
        "Eras 时期": rl.read_eras()[["zh", "name"]],
        "Bodies 机构": lexicon["agencies"][["name", "gloss"]],
        "Terms 用语": lexicon["terms"][["term", "gloss"]],
    }
    tables = [f"## {head}\n\n{_write_pairs(table)}" for head, table in parts.items()]
    page.write_text(page.read_text("utf-8").replace("{glossary}", "\n\n".join(tables)), "utf-8")


def _write_pairs(table: pd.DataFrame) -> str:
    """Write two columns, Chinese and English, in the order of the English."""
    pairs = table.dropna().drop_duplicates().set_axis(["zh", "en"], axis=1)
    pairs = pairs.sort_values("en", key=lambda names: names.str.casefold())
    return "\n".join(
        ["| 中文 | English |", "|---|---|", *(f"| {row.zh} | {row.en} |" for row in pairs.itertuples())]
    )
