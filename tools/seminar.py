"""A seminar: notebooks for students and for their teacher, sheets to code, slides, plans; made in seconds.

Outputs are those that are kept in the notebooks. What people wrote for it lies in ``docs/teaching``.
"""

from __future__ import annotations

import re
import shutil
from copy import deepcopy
from dataclasses import replace
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pandas as pd
from nbformat.v4 import new_code_cell, new_markdown_cell
from openpyxl import load_workbook

from reformlab.building.corpus import build_corpus
from reformlab.corpus.store import write_csv
from reformlab.domains.codebook import read_codebook
from reformlab.domains.sheet import make_coding_sheet
from reformlab.report.font import encode_font
from tools.answers import digest
from tools.notebooks import code_cells, is_tagged, read_notebook, read_printed, say, write_notebook

if TYPE_CHECKING:
    from nbformat import NotebookNode

SOURCE = Path("docs", "teaching")
CODING = "coding"
GOLD = "after-coding"
PLANS = ("plan-90.md", "plan-half-day.md", "ethics.md", "LICENSE")
SHOWN = re.compile(r"^\{\{([\w-]+): (.+)\}\}$", re.M)
PART = re.compile(r"^(?:## |\*\*)(\w+)(?:\.\*\*|$)", re.M)
IMAGE = re.compile(r"<img\b[^>]*>")
SIZE = re.compile(r' (?:width|style)="[^"]*"')
LINK_OUT = re.compile(r"\[([^\]]+)\]\(\.\./[^)]+\)")
LINE = "\n---\n"


class SeminarError(RuntimeError):
    """The seminar could not be made; the message says why."""


def build_seminar(root: str | Path = ".", *, out: str | Path = "_seminar") -> Path:
    """Write what a seminar needs: a folder for students, one for the teacher, slides and plans.

    Parameters
    ----------
    root : path
        The checkout: the folder that holds ``docs/teaching`` and ``notebooks``.
    out : path
        A folder that is not there yet; relative to `root`.

    Returns
    -------
    Path
        Its ``README.md``.

    Raises
    ------
    SeminarError
        Where `out` is there (it may hold what students coded), or a check or a slide names an answer or a
        picture that no notebook has.

    Examples
    --------
    >>> from tools.seminar import build_seminar
    >>> build_seminar()  # doctest: +SKIP
    PosixPath('_seminar/README.md')
    """
    root, out = Path(root), Path(root) / out
    if out.exists():
        raise SeminarError(
            f"{out} is there, and may hold what students coded; move it, or give another --out"
        )
    source = root / SOURCE
    stories = read_stories(root)
    checks, notes = (pd.read_csv(source / f"{name}.csv", dtype="str") for name in ("checks", "notes"))
    answers = list_answers(stories, checks)
    slides = write_slides(source, stories)
    (out / "student").mkdir(parents=True)
    lay_sheets(source, out / "student")
    card, page = (root / "data" / "codebook" / "README.md"), (source / "codebook.html")
    codebook = write_codebook(card.read_text("utf-8"), page.read_text("utf-8"))
    (out / "student" / CODING / "codebook.html").write_text(codebook, "utf-8")
    shutil.copytree(out / "student", out / "teacher")
    for name, story in stories.items():
        ask = checks.query("exercise == @name")["ask"].dropna()
        student = make_student(story, name, ask.iloc[0] if name in set(answers["exercise"]) else None)
        if name == CODING:  # what it printed is the gold
            for cell in code_cells(student):
                cell.outputs, cell.execution_count = [], None
                cell.source = cell.source.replace("show_gold = True", "show_gold = False", 1)
        write_notebook(student, out / "student" / f"{name}.ipynb")
        teacher = make_teacher(story, notes.query("notebook == @name"))
        write_notebook(teacher, out / "teacher" / f"{name}.ipynb")
    answers.to_csv(out / "student" / "answers.csv", index=False)
    shutil.copy(Path(__file__).with_name("answers.py"), out / "student")
    shutil.copy(source / "statements.csv", out / "teacher" / "key.csv")
    (out / "slides.html").write_text(slides, "utf-8")
    for name in PLANS:
        shutil.copy(source / name, out)
    for name in ("ethics.md", "LICENSE"):
        shutil.copy(source / name, out / "student")
    shutil.copy(root / "docs" / "cheat-sheet.md", out / "student")
    shutil.copy(source / "student.md", out / "student" / "README.md")
    start, _, _ = (source / "index.md").read_text("utf-8").partition("```{toctree}")
    (out / "README.md").write_text(start.rstrip() + "\n", "utf-8")
    say(f"{len(stories)} notebooks, {slides.count('<section>')} slides")
    return out / "README.md"


def read_stories(root: Path) -> dict[str, NotebookNode]:
    """Read the notebooks with the outputs that are kept in them, the one on coding last."""
    paths = [*sorted((root / "notebooks").glob("*.ipynb")), root / SOURCE / f"{CODING}.ipynb"]
    return {path.stem: read_notebook(path) for path in paths}


def make_student(story: NotebookNode, name: str, ask: str | None) -> NotebookNode:
    """Take out answers; in place of the first is a cell that checks what is asked for, where something is."""
    student = deepcopy(story)
    student.cells = [cell for cell in student.cells if not is_tagged(cell, "solution")]
    if ask:
        source = f'check_answer("{name}", None)  # in place of None: {ask}'
        check = new_code_cell(f"from answers import check_answer\n\n{source}", id=f"{name}-check")
        last = max(at for at, cell in enumerate(student.cells) if is_tagged(cell, "exercise"))
        student.cells.insert(last + 1, check)
    for cell in student.cells:
        if cell.cell_type == "markdown":  # what it leads to is not in the folder that students get
            cell.source = LINK_OUT.sub(r"\1", cell.source)
    return student


def make_teacher(story: NotebookNode, notes: pd.DataFrame) -> NotebookNode:
    """Add a note below each part: its minutes, where people get stuck, what to ask."""
    teacher = deepcopy(story)
    teacher.cells = []
    for cell in deepcopy(story.cells):
        teacher.cells.append(cell)
        if cell.cell_type == "markdown":
            cell.source = cell.source.replace("](../docs/", "](../../docs/")
            parts = PART.findall(cell.source)
            here = notes[notes["part"].isin(parts)].fillna("")
            teacher.cells += [_write_note(note) for note in here.itertuples()]
    return teacher


def _write_note(note: tuple) -> NotebookNode:
    texts = [f"**{note.part}: {note.minutes} min.**", note.stuck, note.ask and f"*Ask:* {note.ask}"]
    cell = new_markdown_cell("> " + " ".join(filter(None, texts)), id=f"note-{note.Index}")
    cell.metadata = {"tags": ["teacher"], "minutes": int(note.minutes)}
    return cell


def list_answers(stories: dict[str, NotebookNode], checks: pd.DataFrame) -> pd.DataFrame:
    """List what students' answers are compared with: the digest of each answer, and what is said of it.

    The answers are read, by the patterns of `checks`, from what the solutions print; so they are never
    older than the notebooks. Rows without a pattern say what fits whatever else is answered.
    """
    rows = []
    for check in checks.itertuples():
        cells = [cell for cell in code_cells(stories[check.exercise]) if is_tagged(cell, "solution")]
        text = "\n".join(f"{read_printed(cell)}\n{cell.source}" for cell in cells if cell.outputs)
        if not text:
            continue
        for answer in _read_answers(check, text):
            decimals = len(answer.partition(".")[2])
            digested = digest(check.exercise, answer, decimals) if answer else ""
            rows.append((check.exercise, digested, decimals, check.says))
    return pd.DataFrame(rows, columns=["exercise", "digest", "decimals", "says"])


def _read_answers(check: tuple, text: str) -> list[str]:
    if pd.isna(check.answer):
        return [""]
    found = re.search(check.answer, text, re.M)
    if found is None:
        raise SeminarError(
            f"docs/teaching/checks.csv: {check.answer!r} is not in what {check.exercise} prints"
        )
    return found[1].split("、")


def lay_sheets(source: Path, folder: Path) -> None:
    """Write the sheets of the made-up statements, the same filled in as an example, and the gold."""
    table, how = (pd.read_csv(source / f"{name}.csv", dtype="str") for name in ("statements", "how"))
    with TemporaryDirectory() as raw:
        for document, rows in table.groupby("document"):
            Path(raw, f"made-up-{int(document):02}.txt").write_text("\n".join(rows["text"]), "utf-8")
        corpus = build_corpus(raw, progress=False)
    gold = corpus.texts.merge(table, on="text", validate="one_to_one")
    english = corpus.passages["passage_id"].map(gold.set_index("passage_id")["english"])
    corpus = replace(corpus, passages=corpus.passages.assign(heading=english))
    make_coding_sheet(corpus, len(table), folder=folder / CODING, double=1.0)
    for path in (folder / CODING).glob("coder-*.xlsx"):  # what stands there is no heading of a document
        book = load_workbook(path)
        book.active["B1"] = "english"
        # Nor is what is asked here what is asked of those who code a corpus.
        for row, told in enumerate(how.itertuples(index=False), start=1):
            for column, value in enumerate(told, start=1):
                book["how"].cell(row, column, value)
        book["how"].delete_rows(len(how) + 1, book["how"].max_row)
        book.save(path)
    (folder / CODING / "codebook.xlsx").unlink()  # the page of `write_codebook` is easier to read
    example = folder / f"{CODING}-example"
    make_coding_sheet(corpus, len(table), folder=example, double=1.0, form="csv")
    for coder in (1, 2):
        sheet = pd.read_csv(example / f"coder-{coder}.csv").rename(columns={"heading": "english"})
        sheet["main"] = sheet["text"].map(table.set_index("text")[f"example_{coder}"])
        write_csv(sheet, example / f"coder-{coder}.csv")
    columns = ["passage_id", "main", "further", "text", "english", "why", "arguable"]
    (folder / GOLD).mkdir()
    write_csv(gold[columns].assign(probability=1), folder / GOLD / "gold.csv")


def write_codebook(card: str, page: str) -> str:
    """Put the domains, and the rules from the card of the codebook, into a page to read and print."""
    from markdown_it import MarkdownIt

    rows = (
        f"<tr><td><b>{row.domain}</b><br>{escape(row.name_zh)}<br>{escape(row.name_en)}</td>"
        f"<td>{escape(row.definition)}.<br><i>With:</i> {escape(row.includes)}.<br>"
        f"<i>Not:</i> {escape(row.excludes)}.<br>"
        f"<i>Examples:</i> {escape(row.examples.replace('|', ' '))}</td></tr>"
        for row in read_codebook().itertuples()
    )
    rules = "## How to code" + card.partition("## How to code")[2].partition("## About health")[0]
    page = page.replace("{domains}", "\n".join(rows)).replace("{rules}", MarkdownIt().render(rules))
    return page.replace("{font}", encode_font(page))


def write_slides(folder: Path, stories: dict[str, NotebookNode]) -> str:
    """Write the page of slides of a folder of teaching, with pictures of the notebooks as they ran."""
    return dress_slides(make_slides((folder / "slides.md").read_text("utf-8"), stories), folder)


def make_slides(text: str, stories: dict[str, NotebookNode]) -> list[str]:
    """Make the HTML of each slide; ``{{notebook: words}}`` is what the cell with these words or tag shows."""
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    slides = []
    for slide in text.split(LINE):
        shown = [_show(stories, *found) for found in SHOWN.findall(slide)]
        page = markdown.render(SHOWN.sub("SHOWN", slide))
        for one in shown:
            page = page.replace("<p>SHOWN</p>", one, 1)
        page = page.replace("<blockquote>", '<aside class="notes">').replace("</blockquote>", "</aside>")
        slides.append(page)
    return slides


def _show(stories: dict[str, NotebookNode], name: str, words: str) -> str:
    """Give the pictures of a cell, else what it printed."""
    cells = code_cells(stories[name]) if name in stories else []
    for cell in (cell for cell in cells if words in cell.source or is_tagged(cell, words)):
        pages = "".join(output.get("data", {}).get("text/html", "") for output in cell.outputs)
        if pictures := IMAGE.findall(pages):
            return f'<div class="shown r-stretch">{SIZE.sub("", "".join(pictures))}</div>'
        if printed := "".join(output.get("text", "") for output in cell.outputs):
            return f"<pre>{escape(printed.rstrip())}</pre>"
    raise SeminarError(f"docs/teaching/slides.md: no cell of {name} with {words!r} shows anything")


def dress_slides(slides: list[str], folder: Path) -> str:
    """Put slides, reveal.js and a font of their Chinese characters into one page, which loads nothing."""
    body = "\n".join(f"<section>\n{slide}</section>" for slide in slides)
    parts = {"font": encode_font(body)}
    parts |= {path.name: path.read_text("utf-8") for path in (folder / "reveal").glob("*.*s")}
    parts["slides"] = body
    page = (folder / "slides.html").read_text("utf-8")
    return re.sub(r"\{([\w.]+)\}", lambda found: parts.get(found[1], found[0]), page)
