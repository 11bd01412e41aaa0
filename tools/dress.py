"""What a notebook gets before it becomes a page: folded code, tables and figures for readers."""

from __future__ import annotations

import ast
import re
import shutil
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from reformlab.corpus.tables import SIDES, data_folder, read_documents, read_texts
from tools.notebooks import NUMBER, code_cells, find_pictures, is_tagged, name_picture

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from nbformat import NotebookNode

SAVED = Path("_static", "figures")
CELL_NUMBER = re.compile(rf"(\+?{NUMBER.pattern}\s*%?|…|\.\.\.|–|)")
# What pandas writes where there is nothing, and for yes and no.
CELLS = {"NaN": "–", "nan": "–", "<NA>": "–", "NaT": "–", "None": "–", "True": "yes", "False": "no"}
SHORT = 22  # half-widths
AXES_LABEL = re.compile(r"""<Axes: label=('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")


def dress_notebook(notebook: NotebookNode, kept: Path, out: Path) -> NotebookNode:
    """Fold code and answers away, make tables and figures ready for readers, mend links.

    Parameters
    ----------
    notebook : NotebookNode
        As it ran; changed in place.
    kept : path
        Where the run kept its figures.
    out : path
        Where the page finds them.
    """
    number, n_tables, corpora = 0, 0, []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = cell.source.replace("](../docs/", "](../")
    for cell in code_cells(notebook):
        corpora += [name for name in _named_corpora(cell.source) if name not in corpora]
        for output in cell.outputs:
            text = output.get("data", {}).get("text/html", "")
            if "<table" in text and 'class="rl-show"' not in text:  # the page of a document stays as it is
                said = cell.metadata.get("caption")
                output.data["text/html"] = _caption_tables(dress_tables(text), n_tables + 1, said, corpora)
                n_tables += text.count("<table")
            elif "<img" in text:
                output.data["text/html"] = _dress_figures(text, number + 1, corpora, kept, out)
                number += text.count("<img")
        if any(find_pictures(output) for output in cell.outputs):
            _describe_picture(cell)
        _fold(cell)
    return notebook


def _fold(cell: NotebookNode) -> None:
    """Fold an answer away whole, and of any other cell but an exercise the code."""
    if is_tagged(cell, "exercise"):
        return
    answer = is_tagged(cell, "solution")
    cell.metadata.setdefault("tags", []).append("hide-cell" if answer else "hide-input")
    prompt = "Show an answer" if answer else "Show the code"
    cell.metadata.setdefault("mystnb", {})["code_prompt_show"] = prompt


# Tables


def dress_tables(text: str) -> str:
    """Give columns names for readers, and classes: ``number`` (nothing else in it), ``short`` (on one line).

    Row numbers that say nothing go, what is not there is a dash, yes and no are words.

    Examples
    --------
    >>> from tools.dress import dress_tables
    >>> dress_tables("<table><tr><th>n_docs</th></tr></table>")
    '<div><table class="dataframe"><tr><th class="short">documents</th></tr></table></div>'
    """
    from lxml import html

    from reformlab.figures.text import text_width

    block = html.fromstring(f"<div>{text}</div>")
    for table in block.iter("table"):
        table.classes.add("dataframe")  # one that was styled has no class
        _drop_row_numbers(table)
        for cell in table.iter("th", "td"):
            _write_cell(cell)
        for cells in _columns(table):
            texts = [cell.text_content().strip() for cell in cells]
            values = [text for cell, text in zip(cells, texts, strict=True) if cell.tag == "td"]
            numbers = any(map(NUMBER.search, values)) and all(map(CELL_NUMBER.fullmatch, values))
            short = max(map(text_width, texts)) <= SHORT
            for cell in cells:
                cell.classes |= {"number"} if numbers else set()
                cell.classes |= {"short"} if short else set()
    return html.tostring(block, encoding="unicode")


def _caption_tables(text: str, number: int, said: str | None, corpora: list[str]) -> str:
    """Give each table of an output its number, from one on, what its cell says it shows, and its source."""
    from lxml import html
    from lxml.builder import E

    block = html.fromstring(text)
    for place, table in enumerate(block.iter("table"), number):
        what = f" {said}. " if said else " "
        caption = E.caption(E.strong(f"Table {place}."), what, *_say_source(corpora))
        table.insert(0, caption)
        table.set("id", f"table-{place}")
    return html.tostring(block, encoding="unicode")


def _drop_row_numbers(table: HtmlElement) -> None:
    """Drop an index without a name that only counts rows."""
    rows = list(table.iter("tr"))
    heads = [row[0] for row in rows if len(row)]
    body = [head for head in heads if head.getparent().getparent().tag == "tbody"]
    counts = body and all(head.tag == "th" and head.text_content().strip().isdigit() for head in body)
    names = [head.text_content().strip() for head in heads if head not in body]
    if counts and len(names) == 1 and not names[0] and len(heads) == len(rows):
        for head in heads:
            head.drop_tree()


def _write_cell(cell: HtmlElement) -> None:
    text = (cell.text or "").strip()
    if len(cell):
        return
    if cell.tag == "td":
        cell.text = CELLS.get(text, cell.text)
    elif cell.getparent().getparent().tag != "tbody":
        cell.text = _column_words().get(text, text.replace("_", " "))


@cache
def _column_words() -> dict[str, str]:
    return read_texts("column_labels")["en"]


def _columns(table: HtmlElement) -> list[list[HtmlElement]]:
    """Return the cells of each column; a cell that spans several belongs to none of them."""
    columns, free_from = defaultdict(list), defaultdict(int)
    for number, row in enumerate(table.iter("tr")):
        column = 0
        for cell in row:
            while free_from[column] > number:
                column += 1
            width = int(cell.get("colspan", 1))
            for spanned in range(column, column + width):
                free_from[spanned] = number + int(cell.get("rowspan", 1))
            if width == 1:
                columns[column].append(cell)
            column += width
    return list(columns.values())


# Figures


def _dress_figures(text: str, number: int, corpora: list[str], kept: Path, out: Path) -> str:
    """Give each image of an output its caption, from a number on, and its files, where the run kept them."""
    from lxml import html
    from lxml.builder import E

    block = html.fromstring(f"<div>{text}</div>")
    for place, image in enumerate(list(block.iter("img")), number):
        name = name_picture(image.get("src").partition("base64,")[2])
        if not (kept / f"{name}.csv").exists():
            continue
        out.mkdir(parents=True, exist_ok=True)
        files = {kind: f"../{SAVED.as_posix()}/{name}.{kind}" for kind in ("svg", "png", "csv")}
        for kind in files:
            shutil.copy(kept / f"{name}.{kind}", out)
        said = say_figure(image.get("alt"), pd.read_csv(kept / f"{name}.csv"))
        links = (E.a(kind.upper(), href=href, download="") for kind, href in files.items())
        saved = E.span({"class": "save"}, "Save: ", *(part for link in links for part in (link, " ")))
        caption = E.figcaption(E.strong(f"Figure {place}."), f" {said} ", *_say_source(corpora), saved)
        figure = E.figure(caption, id=f"figure-{place}")
        image.addprevious(figure)
        image.set("src", files["png"])
        figure.insert(0, E.a({"class": "zoom", "href": files["png"]}, image))
    return html.tostring(block, encoding="unicode")


def say_figure(alt: str, table: pd.DataFrame) -> str:
    """Say what a figure shows, and how many documents stand behind a point of it.

    Examples
    --------
    >>> import pandas as pd
    >>> from tools.dress import say_figure
    >>> table = pd.DataFrame({"level": ["national", "provincial", "provincial"], "n_docs": [1, 17, 31]})
    >>> say_figure("Course of two topics. First and last year: 1.", table)
    'Course of two topics. Documents behind a point: national 1, provincial 17–31.'
    """
    what = alt.partition(". ")[0].rstrip(".") + "."
    if {"n_national", "n_provincial"} <= set(table):
        groups = {side: table[f"n_{side}"] for side in SIDES}
    elif "n_docs" not in table:
        return what
    elif "level" in table:
        groups = dict(list(table[table["level"] != "gap"].groupby("level")["n_docs"]))
    else:
        groups = {"": table["n_docs"]}
    listed = ", ".join(f"{name} {_say_span(numbers)}".strip() for name, numbers in groups.items())
    return f"{what} Documents behind a point: {listed}."


def _say_span(numbers: pd.Series) -> str:
    ends = dict.fromkeys([f"{numbers.min():g}", f"{numbers.max():g}"])
    return "–".join(ends)


def _say_source(corpora: list[str]) -> list[str | HtmlElement]:
    from lxml.builder import E

    parts = ["Source: "]
    for name in corpora:
        documents = read_documents(data_folder() / name / "documents.csv")
        years = documents["year"].dropna()
        about = f" ({len(documents)} documents, {years.min()}–{years.max()})"
        parts += [E.a(name, href=f"../data/{name}/README.html"), about, ", "]
    return [*parts[:-1], ". "] if corpora else []


def _named_corpora(code: str) -> list[str]:
    """Return the bundled corpora that stand in code by their names."""
    texts = re.findall(r"\"([\w-]+)\"", code)
    return [text for text in texts if (data_folder() / text / "documents.csv").exists()]


def _describe_picture(cell: NotebookNode) -> None:
    """Give a picture the label of its Axes, which says in words what it shows, and drop the rest."""
    for output in cell.outputs:
        text = output.get("data", {}).get("text/plain", "")
        if label := AXES_LABEL.match(text):
            image = cell.metadata.setdefault("mystnb", {}).setdefault("image", {})
            image["alt"] = ast.literal_eval(label[1])
            cell.outputs.remove(output)
            return
