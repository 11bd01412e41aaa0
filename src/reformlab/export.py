"""A folder for a paper: its tables, its methods paragraph, its references, and what they rest on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from reformlab.intervals import CONFIDENCE
from reformlab.methods import as_percent, choose_sentences, collect_numbers, describe_methods, find_citations
from reformlab.references import write_bibtex
from reformlab.robustness import measure_consistency
from reformlab.store import replace_together, write_json
from reformlab.tables import Corpus
from reformlab.tasks import save_tasks

if TYPE_CHECKING:
    from reformlab.topics import Fit

# Tables that are set for reading as well, not only kept as data.
READ = ("topics", "gaps", "consistency")
FILES = (
    *(f"{name}{ending}" for name in READ for ending in (".csv", ".md", ".tex")),
    *("robustness.csv", "keyness.csv", "numbers.csv", "methods.md", "references.bib", "settings.json"),
)
INTERVAL = f"{as_percent(CONFIDENCE)}% interval"
CAPTIONS = {
    "topics": "Topics, their share of all terms, and the terms of most weight.",
    "gaps": f"National minus provincial priority, in percentage points, with its {INTERVAL}.",
    "consistency": "Gaps under other specifications: how many have the topic, and in what part of them the "
    "gap keeps its sign, and its interval lies off 0.",
}
# Chinese in LaTeX asks for an engine and a package that know it.
TEX_HEAD = "% Set with XeLaTeX or LuaLaTeX; needs the packages ctex, booktabs and longtable.\n"


def export_paper(
    fit: Fit,
    corpus: Corpus,
    *,
    folder: str | Path,
    gap: pd.DataFrame,
    robustness: pd.DataFrame | None = None,
    keyness: pd.DataFrame | None = None,
) -> Path:
    """Write what a paper needs of an analysis into one folder: tables, methods, references.

    Nothing is measured here: the tables are those given, so the paper shows what was looked at.

    Parameters
    ----------
    fit : Fit
        With the labels that the paper uses.
    corpus : Corpus
        The corpus that it was fitted to.
    folder : path
        Made if it is missing; the files of an export in it are replaced, all or none.
    gap : DataFrame
        Of `measure_gap`, by itself or with ``together="fdr"``.
    robustness : DataFrame, optional
        Of `measure_robustness`: the appendix.
    keyness : DataFrame, optional
        Of `measure_keyness`.

    Returns
    -------
    Path
        The folder. ``topics``, ``gaps`` and, of `robustness`, ``consistency`` as ``.csv`` (all
        columns, full precision), ``.md`` and ``.tex`` (for reading: percentages, English labels
        where there are any); ``robustness.csv`` and ``keyness.csv`` where given; ``methods.md`` (a
        paragraph; references as pandoc reads them, ``[@key]``); ``references.bib`` (the papers it
        cites, no others); ``numbers.csv`` (every number of the paragraph: ``name``, ``value``,
        ``source``); ``settings.json`` (``fit.settings`` and how the corpus was made). CSVs open
        in Excel, and no cell runs as a formula. No wording of documents: terms and ids only.

    Raises
    ------
    ValueError
        Where the corpus is not the fit's, `gap` has other topics, or there are no methods
        written for the engine of the fit.

    Notes
    -----
    Intervals with ``together="simultaneous"`` are wider than the 95 % that the paragraph states, and
    nothing in the table says so: state it by hand.

    Examples
    --------
    >>> import tempfile, reformlab as rl
    >>> corpus = rl.load_corpus("made-up")
    >>> fit = rl.fit_topics(corpus, n_topics=4, seed=1)
    >>> gap = rl.measure_gap(fit, quick=True)
    >>> folder = rl.export_paper(fit, corpus, folder=tempfile.mkdtemp(), gap=gap)
    >>> (folder / "methods.md").read_text("utf-8").splitlines()[0]
    '# Methods'
    """
    from reformlab.topics import count_fitted

    count_fitted(fit, corpus)  # which raises where the corpus is another
    for name, table in (("gap", gap), ("robustness", robustness)):
        if table is not None and not set(table["topic"]) <= set(fit.topics["topic"]):
            raise ValueError(f"{name} has topics that the fit has not; give the table of this fit")
    given = {"robustness": robustness, "keyness": keyness}
    sentences = choose_sentences(fit, corpus, gap, **given)
    numbers = collect_numbers(fit, corpus, gap, **given)
    paragraph = describe_methods(numbers, sentences)
    tables = {"topics": fit.topics, "gaps": gap, "numbers": numbers, **given}
    if robustness is not None:
        tables["consistency"] = measure_consistency(robustness)
    folder = Path(folder)
    with replace_together(folder, FILES) as new:
        for name, table in tables.items():
            if table is not None:
                save_tasks(table, new / f"{name}.csv")
        for name in READ:
            if name in tables:
                _write_for_reading(tables[name], name, new)
        (new / "methods.md").write_text(f"# Methods\n\n{paragraph}\n", "utf-8")
        (new / "references.bib").write_text(write_bibtex(find_citations(paragraph)), "utf-8")
        write_json(_keep_settings(fit, corpus), new / "settings.json")
    return folder


def _write_for_reading(table: pd.DataFrame, name: str, folder: Path) -> None:
    show = {"topics": _show_topics, "gaps": _show_gaps, "consistency": _show_consistency}[name]
    shown = show(table).fillna("–")
    caption = CAPTIONS[name]
    cells = shown.map(lambda cell: cell.replace("|", "\\|"))
    (folder / f"{name}.md").write_text(
        cells.to_markdown(index=False, disable_numparse=True) + f"\n\n: {caption}\n", "utf-8"
    )
    escaped = shown.to_latex(
        index=False, escape=True, caption=caption.replace("%", "\\%"), label=f"tab:{name}", longtable=True
    )
    (folder / f"{name}.tex").write_text(TEX_HEAD + escaped, "utf-8")


def _show_topics(table: pd.DataFrame) -> pd.DataFrame:
    shown = {"Topic": table["topic"].astype(str), "Label": _choose_labels(table)}
    shown |= {"Share (%)": _percent(table["share"]), "Terms": table["top_terms"]}
    return pd.DataFrame(shown).astype(str)


def _show_gaps(table: pd.DataFrame) -> pd.DataFrame:
    interval = _interval(table["low"], table["high"])
    interval = interval.mask(table["gap"].notna() & ~table["enough"].astype(bool), "not enough documents")
    shown = {
        name.capitalize(): table[name] for name in ("kind", "place", "period") if table[name].nunique() > 1
    }
    shown |= {
        "Topic": _choose_labels(table),
        "Gap": _percent(table["gap"], sign="+"),
        INTERVAL: interval,
    }
    if "q" in table:
        shown["q"] = table["q"].map("{:.3f}".format).where(table["q"].notna(), "–")
    shown |= {"n national": table["n_national"], "n provincial": table["n_provincial"]}
    return pd.DataFrame(shown).astype(str)


def _show_consistency(table: pd.DataFrame) -> pd.DataFrame:
    shown = {
        "Topic": _choose_labels(table),
        "Gap": _percent(table["gap"], sign="+"),
        "Least": _percent(table["gap_low"], sign="+"),
        "Largest": _percent(table["gap_high"], sign="+"),
        "Specifications with the topic": table["n_found"].astype(str) + " of " + table["n_specs"].astype(str),
        "Same sign (%)": _percent(table["same_sign"], digits=0),
        "Interval off 0 (%)": _percent(table["off_zero"], digits=0),
        "Documents": table["n_docs_low"].astype(str) + " to " + table["n_docs_high"].astype(str),
    }
    return pd.DataFrame(shown).astype(str)


def _choose_labels(table: pd.DataFrame) -> pd.Series:
    return table["label_en"].astype(object).where(table["label_en"].notna(), table["label"]).astype(str)


def _percent(values: pd.Series, *, digits: int = 1, sign: str = "") -> pd.Series:
    written = (100 * values).map(f"{{:{sign}.{digits}f}}".format)
    return written.where(values.notna(), "–")


def _interval(low: pd.Series, high: pd.Series) -> pd.Series:
    return (_percent(low, sign="+") + " to " + _percent(high, sign="+")).where(low.notna(), "–")


def _keep_settings(fit: Fit, corpus: Corpus) -> dict[str, object]:
    manifest = corpus.manifest
    made = {
        name: manifest[name]
        for name in ("made_by", "options", "lexicon", "stopwords", "edits")
        if name in manifest
    }
    made |= {f"n_{name}": len(manifest[name]) for name in ("inputs", "left_out") if name in manifest}
    # Numbers of numpy are written as plain ones.
    return json.loads(json.dumps({"fit": fit.settings, "corpus": made}, default=lambda number: number.item()))
