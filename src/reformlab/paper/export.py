"""A folder for a paper: its tables, figures, methods, references, appendix, and what they rest on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from reformlab.corpus.store import replace_together, save_table, write_json
from reformlab.corpus.tables import Corpus
from reformlab.figures.gap import plot_gap
from reformlab.figures.picture import describe_figure
from reformlab.measures.correction import is_domains
from reformlab.measures.robustness import measure_consistency
from reformlab.paper.appendix import (
    choose_statements,
    choose_validation,
    count_appendix,
    list_appendix,
    write_document_bibtex,
)
from reformlab.paper.methods import (
    choose_sentences,
    collect_numbers,
    describe_methods,
    find_citations,
    write_bibtex,
)
from reformlab.paper.tables import SHOW, write_for_reading

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit

DATA = ("robustness", "keyness", "numbers", "documents", "codebook", "evidence")
FILES = (
    *(f"{name}{ending}" for name in SHOW for ending in (".csv", ".md", ".tex")),
    *(f"{name}.csv" for name in DATA),
    *("methods.md", "references.bib", "settings.json", "documents.bib", "figures.md"),
    *("appendix.md", "statements.md"),
)
FIGURE, PRINTED = "figure-", (".pdf", ".svg")


def export_paper(
    fit: Fit,
    corpus: Corpus,
    *,
    folder: str | Path,
    gap: pd.DataFrame,
    robustness: pd.DataFrame | None = None,
    keyness: pd.DataFrame | None = None,
    figures: Mapping[str, Axes] | None = None,
) -> Path:
    """Write what a paper needs of an analysis into one folder: tables, figures, methods, references.

    No finding is measured here: tables and figures are those given, so the paper shows what was looked
    at. Of domains, it adds how well they are told.

    Parameters
    ----------
    fit : Fit
        With the labels that the paper uses.
    corpus : Corpus
        The corpus that it was fitted to.
    folder : path
        Made if it is missing; the files of an export in it are replaced, all or none.
    gap : DataFrame
        Of `measure_gap`.
    robustness : DataFrame, optional
        Of `measure_robustness`: the appendix.
    keyness : DataFrame, optional
        Of `measure_keyness`.
    figures : dict of str to Axes, optional
        Figures that the paper shows, drawn by ``plot_*``, by short names; they are closed. Unless given,
        that of the gaps that are enough, where one figure can hold them.

    Returns
    -------
    Path
        The folder. ``topics`` (of domains ``domains``), ``gaps`` and, of `robustness`, ``consistency`` as
        ``.csv`` (all columns, full precision), ``.md`` and ``.tex`` (for reading: percentages, English
        labels where there are any); ``robustness.csv`` and ``keyness.csv`` where given;
        ``figure-NAME.pdf`` and ``.svg``, and ``figures.md`` with what each shows, in words;
        ``methods.md`` (a paragraph; references as pandoc reads them, ``[@key]``); ``references.bib`` (the
        papers that are cited, no others); ``documents.csv`` and ``documents.bib`` (a citation of every
        document, after GB/T 7714-2015); ``statements.md`` (availability of data and code, use of
        language models in coding; what only you know stands in square brackets); ``numbers.csv``
        (every number of these texts: ``name``, ``value``, ``source``); ``settings.json`` (``fit.settings``
        and how the corpus was made). Of domains also ``appendix.md``, ``codebook.csv`` (of the bundled
        one), ``evidence.csv`` and, where passages are coded, ``validation`` as ``.csv``, ``.md``,
        ``.tex``. CSVs open in Excel, and no cell runs as a formula. No wording of documents but titles
        and headings: else terms and ids only.

    Raises
    ------
    ValueError
        Where the corpus is not the fit's, `gap` has other topics, or there are no methods
        written for the engine of the fit.

    Examples
    --------
    >>> import tempfile, reformlab as rl
    >>> corpus = rl.load_corpus("made-up")
    >>> fit = rl.fit_domains(corpus)
    >>> gap = rl.measure_gap(fit, quick=True)
    >>> folder = rl.export_paper(fit, corpus, folder=tempfile.mkdtemp(), gap=gap)
    >>> (folder / "methods.md").read_text("utf-8").splitlines()[0]
    '# Methods'
    """
    from reformlab.topics.fit import count_fitted

    count_fitted(fit, corpus)  # which raises where the corpus is another
    for name, table in (("gap", gap), ("robustness", robustness)):
        if table is not None and not set(table["topic"]) <= set(fit.topics["topic"]):
            raise ValueError(f"{name} has topics that the fit has not; give the table of this fit")
    given = {"robustness": robustness, "keyness": keyness}
    appendix = list_appendix(fit, corpus)
    validation = appendix.get("validation")
    numbers = collect_numbers(fit, corpus, gap, **given)
    numbers = pd.concat([numbers, count_appendix(appendix["documents"], validation)], ignore_index=True)
    texts = {"methods": {"Methods": choose_sentences(fit, corpus, gap, **given)}}
    texts["statements"] = choose_statements(fit)
    tables = {"gaps": gap, "numbers": numbers, **given, **appendix}
    tables["domains" if is_domains(fit) else "topics"] = fit.topics
    if is_domains(fit):
        texts["appendix"] = {"Validation": choose_validation(fit, validation)}
    written = {name: _write_text(parts, numbers) for name, parts in texts.items()}
    if robustness is not None:
        tables["consistency"] = measure_consistency(robustness)
    folder = Path(folder)
    figures = _draw_gaps(gap) if figures is None else figures
    printed = {f"{FIGURE}{name}{ending}" for name in figures for ending in PRINTED}
    printed |= {path.name for path in folder.glob(f"{FIGURE}*") if path.suffix in PRINTED}
    with replace_together(folder, [*FILES, *sorted(printed)]) as new:
        for name, table in tables.items():
            if table is not None:
                save_table(table, new / f"{name}.csv")
                if name in SHOW:
                    write_for_reading(table, name, new)
        for name, text in written.items():
            (new / f"{name}.md").write_text(text, "utf-8")
        cited = find_citations(" ".join(written.values()))
        (new / "references.bib").write_text(write_bibtex(cited), "utf-8")
        (new / "documents.bib").write_text(write_document_bibtex(appendix["documents"]), "utf-8")
        write_json(_keep_settings(fit, corpus), new / "settings.json")
        _print_figures(figures, new)
    return folder


def _write_text(parts: Mapping[str, list[str]], numbers: pd.DataFrame) -> str:
    """Fill the numbers into the sentences under each heading."""
    filled = {heading: describe_methods(numbers, sentences) for heading, sentences in parts.items()}
    return "\n".join(f"# {heading}\n\n{text}\n" for heading, text in filled.items())


def _draw_gaps(gap: pd.DataFrame) -> dict[str, Axes]:
    try:
        return {"gaps": plot_gap(gap[gap["enough"].astype(bool)])}
    except ValueError:  # none, or more than one figure holds
        return {}


def _print_figures(figures: Mapping[str, Axes], folder: Path) -> None:
    """Print each figure as PDF and SVG, the same for the same figure, and say in words what it shows."""
    told = []
    # Type 42 keeps text as text, which publishers ask for.
    with mpl.rc_context({"svg.hashsalt": "reformlab", "pdf.fonttype": 42}):
        for name, ax in figures.items():
            ax.figure.savefig(folder / f"{FIGURE}{name}.pdf", metadata={"CreationDate": None})
            ax.figure.savefig(folder / f"{FIGURE}{name}.svg", metadata={"Date": None})
            plt.close(ax.figure)
            told.append(f"## {name}\n\n{describe_figure(ax)}\n")
    none = "No figure: no gap has enough documents, or there are more than one figure holds.\n"
    (folder / "figures.md").write_text("# Figures in words\n\n" + ("\n".join(told) or none), "utf-8")


def _keep_settings(fit: Fit, corpus: Corpus) -> dict[str, object]:
    manifest = corpus.manifest
    kept = ("made_by", "options", "lexicon", "stopwords", "edits")
    made = {name: manifest[name] for name in kept if name in manifest}
    made |= {f"n_{name}": len(manifest[name]) for name in ("inputs", "left_out") if name in manifest}
    # Numbers of numpy are written as plain ones.
    return json.loads(json.dumps({"fit": fit.settings, "corpus": made}, default=lambda number: number.item()))
