"""One page on a corpus: what is there, what it gives room to, what changed, and what it cannot say."""

from __future__ import annotations

import io
import re
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from reformlab.building.safe_html import write_line
from reformlab.corpus.choices import check_choice
from reformlab.corpus.store import replace_file, save_table
from reformlab.corpus.tables import Corpus, data_folder
from reformlab.figures.picture import describe_figure
from reformlab.paper.coded import take_codes
from reformlab.paper.methods import CITED, find_citations, write_bibtex
from reformlab.report.font import encode_font
from reformlab.report.sections import make_sections
from reformlab.report.words import Section, Words

# Rows of a table that stand on the page, and the last of those that are folded below; the CSV has all.
ROWS, MORE = 42, 300


def write_report(
    corpus: Corpus, out: str | Path, *, codes: str | Path | pd.DataFrame | None = None, language: str = "en"
) -> Path:
    """Write one HTML page that says what the documents of a corpus give room to, and what they cannot say.

    Parameters
    ----------
    corpus : Corpus
        Any: what it has not enough documents, levels or years for, the page says in a sentence.
    out : path
        The file to write. It loads nothing: pictures are SVG within it, each table can be saved as CSV.
    codes : path or DataFrame, optional
        A coded sample of the corpus (`read_codes`), or the folder of coding sheets that were filled in
        (`read_sheets`): the classifier learns from it, and is corrected by it. Where coders differ, the
        sheet ``coder-settled`` is written beside theirs, with the passages to be decided.
    language : {"en", "zh"}
        Of sentences, names and pictures.

    Returns
    -------
    Path
        The file. Where the corpus has its wording, the passages that it lists open to how they begin; else
        it quotes titles and headings alone. Read before you publish it.

    Raises
    ------
    ValueError
        For an unknown language or a name that does not end in .html, or where none of the coded passages is
        in the corpus.
    TableError
        Where the codes have faults, or coders differ.

    Examples
    --------
    >>> import tempfile, reformlab as rl
    >>> page = rl.write_report(rl.load_corpus("made-up"), tempfile.mkdtemp() + "/report.html")
    >>> "<script" in page.read_text("utf-8")
    False
    """
    check_choice("language", language, ["en", "zh"])
    say, out = Words(language), Path(out)
    if out.suffix.lower() not in (".html", ".htm"):
        raise ValueError(f"{out.name}: the report is a page for a browser; give it a name that ends in .html")
    page = _lay_out(make_sections(corpus, say, None if codes is None else take_codes(codes)), say)
    replace_file(out, lambda part: part.write_text(page, "utf-8"))
    return out


def _lay_out(sections: list[Section], say: Words) -> str:
    """Put the sections into the page."""
    from reformlab import __version__

    limits = dict.fromkeys(sentence for section in sections for sentence in section.limits)
    body = [_box("limits", f"<strong>{say('limits')}</strong>", limits)] if limits else []
    for section in sections:
        write = _write_methods if section.name == "methods" else _write_section
        body.append(write(section, say))
    page = Template((data_folder() / "texts" / "report.html").read_text("utf-8"))
    about = say("about", version=__version__)
    written = {"title": say("title"), "about": about, "body": "\n".join(body)}
    language = "zh-Hans" if say.language == "zh" else "en"
    return page.substitute(written, language=language, font=encode_font("".join(written.values())))


def _write_section(section: Section, say: Words) -> str:
    parts = [f'<section id="{section.name}"><h2>{say(section.name)}</h2>']
    parts += [f'<p class="found">{write_line(sentence, 2000)}</p>' for sentence in section.found]
    if doubts := [text for text in [*section.limits, *section.doubt] if text not in section.found]:
        parts.append(_box("doubt", f"<strong>{say('doubt')}</strong>", doubts))
    for number, ax in enumerate(section.pictures):
        parts.append(f'<div class="wide" tabindex="0">{_draw(ax, f"{section.name}{number}")}</div>')
    for name, table, shown in section.tables:
        if shown is not None and len(shown):
            # A long list of documents is no finding: it is folded whole.
            long = name == "documents" and len(shown) > ROWS
            first = 0 if long or name in section.folded else ROWS
            parts += [_write_table(shown.head(first))] if first else []
            if len(more := shown.iloc[first:MORE]):
                summary = f"<summary>{say('more rows', n=len(more))}</summary>"
                parts.append(f"<details>{summary}{_write_table(more)}</details>")
            if len(shown) > MORE:
                parts.append(f'<p class="small">{say("rest", n=len(shown) - MORE)}</p>')
        parts.append(_offer(table, name, say))
    return "\n".join([*parts, "</section>"])


def _write_table(shown: pd.DataFrame) -> str:
    return f'<div class="wide" tabindex="0">{shown.to_html(index=False, border=0, escape=False)}</div>'


def _box(name: str, head: str, sentences: Iterable[str]) -> str:
    lines = "".join(f"<p>{write_line(sentence, 2000)}</p>" for sentence in sentences)
    return f'<div class="{name}">{head}{lines}</div>'


def _offer(table: pd.DataFrame, name: str, say: Words) -> str:
    """Give a link that saves the whole table; no cell of it opens as a formula."""
    with TemporaryDirectory() as folder:
        data = save_table(table, Path(folder) / f"{name}.csv").read_bytes()
    label = say("save", name=name, n=len(table))
    href = f"data:text/csv;charset=utf-8;base64,{b64encode(data).decode()}"
    return f'<p class="small"><a download="{name}.csv" href="{href}">{label}</a></p>'


def _draw(ax: Axes, prefix: str) -> str:
    """Draw a figure as SVG within the page, its alternative text as its label; close it."""
    file = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": prefix}):
        ax.figure.savefig(file, format="svg", metadata={"Date": None})
    plt.close(ax.figure)
    svg = file.getvalue()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    # Names within a picture are its own; those of two pictures on one page must not meet.
    svg = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{prefix}-", svg)
    label = write_line(describe_figure(ax), 10_000)
    return svg.replace("<svg", f'<svg role="img" aria-label="{label}"', 1)


def _write_methods(section: Section, say: Words) -> str:
    text = ("" if say.language == "zh" else " ").join(section.doubt)
    entries = {key: _read_entry(key) for key in find_citations(text)}
    text = re.sub(r"\[(@[^]]+)\]", r"(\1)", text)
    text = CITED.sub(lambda cited: entries[cited[1]][0], text)
    listed = "".join(f"<li>{write_line(whole, 2000)}</li>" for _, whole in sorted(entries.values()))
    return (
        f'<section id="methods"><h2>{say("methods")}</h2><p>{write_line(text, 10_000)}</p>'
        f"<h2>{say('references')}</h2><ul>{listed}</ul></section>"
    )


def _read_entry(key: str) -> tuple[str, str]:
    """Give a reference as it is cited, and as it is listed."""
    entry = write_bibtex([key])
    part = dict(re.findall(r"^  (\w+) = \{(.*)\},?$", entry.replace("\\&", "&"), flags=re.MULTILINE))
    names = [name.split(", ")[0] for name in part["author"].split(" and ")]
    cited = f"{names[0]} et al." if len(names) > 2 else " & ".join(names)
    where = part.get("journal") or part.get("booktitle") or part.get("publisher", "")
    volume = f" {part['volume']}" if "volume" in part else ""
    authors = "; ".join(part["author"].split(" and "))
    return f"{cited} {part['year']}", f"{authors} ({part['year']}). {part['title']}. {where}{volume}."
