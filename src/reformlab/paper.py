"""A folder for a paper: its tables, its methods paragraph, its references, and what they rest on."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from reformlab.corpus.store import replace_together, save_tasks, write_json
from reformlab.corpus.tables import Corpus, data_folder, read_texts
from reformlab.measures.gap import ACROSS, MIN_DOCUMENTS
from reformlab.measures.intervals import CONFIDENCE
from reformlab.measures.robustness import measure_consistency
from reformlab.topics.choose import STABLE

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit


CITED = re.compile(r"@([a-z]+\d{4})")


def describe_methods(numbers: pd.DataFrame, sentences: list[str]) -> str:
    """Fill the numbers in.

    Parameters
    ----------
    numbers : DataFrame
        Of `collect_numbers`.
    sentences : list of str
        Of `choose_sentences`.

    Returns
    -------
    str
        A paragraph in Markdown; references are keys of BibTeX, as pandoc takes them: ``[@key]``.
    """
    return " ".join(sentences).format(**numbers.set_index("name")["value"])


def choose_sentences(
    fit: Fit,
    corpus: Corpus,
    gap: pd.DataFrame,
    *,
    robustness: pd.DataFrame | None = None,
    keyness: pd.DataFrame | None = None,
) -> list[str]:
    """Choose the sentences that are true of a fit and the tables made of it, their numbers left open.

    Raises
    ------
    ValueError
        Where there is no sentence for the engine of the fit.
    """
    texts = read_texts("methods")["en"]
    engine = fit.settings["engine"]
    if f"engines {engine}" not in texts:
        known = [name.split()[1] for name in texts if name.startswith("engines ")]
        raise ValueError(f"no methods are written for engine={engine!r}; use a fit by one of {known}")
    sentences = [texts["documents"]]
    if {"made_by", "inputs", "edits", "left_out"} <= set(corpus.manifest):
        sentences.append(texts["made"])
    sentences.append(texts["pruning"])
    fitted = texts[f"engines {engine}"] + texts.get(f"starts {fit.settings['start']}", "")
    fitted += texts["prevalence"] * bool(fit.settings["prevalence"])
    sentences += [fitted + texts["seed"], texts["priority"]]
    names = {name: how for how, (_, name) in ACROSS.items()}
    kinds = dict.fromkeys(gap["kind"].map(names).fillna("apart"))
    sentences += [
        texts["apart"]
        if how == "apart"
        else texts["regression"].replace("{controls}", texts[f"controls {how}"])
        for how in kinds
    ]
    if "confidence" in gap:
        sentences.append(texts["simultaneous"])
    sentences.append(
        texts["topics move"] if gap["sources"].str.contains("topics").all() else texts["topics stand"]
    )
    sentences.append(texts["enough"])
    if "q" in gap:
        sentences.append(texts["discoveries"])
    if robustness is not None:
        sentences.append(texts["robustness"])
    if keyness is not None:
        sentences.append(texts["keyness"])
    return [*sentences, texts["versions"]]


def collect_numbers(
    fit: Fit,
    corpus: Corpus,
    gap: pd.DataFrame,
    *,
    robustness: pd.DataFrame | None = None,
    keyness: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Collect every number that a methods paragraph may say, and where each is from.

    Returns
    -------
    DataFrame
        One row a number: ``name``, ``value`` (as written), ``source``.
    """
    documents, settings, pruning = corpus.documents, fit.settings, fit.settings["pruning"]
    levels, years = documents["level"].value_counts(), documents["year"].dropna()
    n_levels = {name: int(levels.get(name, 0)) for name in ("national", "provincial")}
    found: dict[str, tuple[object, str]] = {
        "n_docs": (len(documents), "corpus.documents"),
        **{f"n_{name}": (n, "corpus.documents") for name, n in n_levels.items()},
        "n_other": (len(documents) - sum(n_levels.values()), "corpus.documents"),
        "first_year": (years.min() if len(years) else "unknown", "corpus.documents"),
        "last_year": (years.max() if len(years) else "unknown", "corpus.documents"),
        "n_passages": (len(corpus.passages), "corpus.passages"),
        "n_tokens": (corpus.terms["n"].sum(), "corpus.terms"),
        "n_terms": (corpus.terms["term"].nunique(), "corpus.terms"),
    }
    manifest = corpus.manifest
    if "made_by" in manifest:
        found["made_by"] = (manifest["made_by"], "corpus.manifest")
    found |= {
        f"n_{name}": (len(manifest[name]), "corpus.manifest")
        for name in ("inputs", "left_out")
        if name in manifest
    }
    if "edits" in manifest:
        found["n_edits"] = (sum(manifest["edits"].values()), "corpus.manifest")
    found |= {name: (pruning[name], "fit.settings") for name in ("min_docs", "min_terms")}
    found |= {
        "max_passage_percent": (as_percent(pruning["max_passage_share"]), "fit.settings"),
        "n_kept": (pruning["terms_kept"], "fit.settings"),
        "n_dropped": (len(fit.dropped), "fit.dropped"),
        "n_fit_passages": (len(fit.passages), "fit.passages"),
        "n_fit_docs": (fit.passages["doc_id"].nunique(), "fit.passages"),
    }
    found |= {name: (settings[name], "fit.settings") for name in ("n_topics", "prevalence", "seed")}
    versions = settings["versions"]
    found |= {name.replace("-", "_"): (v, "fit.settings") for name, v in versions.items()}
    found["versions"] = (", ".join(f"{name} {v}" for name, v in versions.items()), "fit.settings")
    found |= {
        "confidence_percent": (as_percent(_find_confidence(gap)), "gap"),
        "together_percent": (as_percent(CONFIDENCE), "intervals.CONFIDENCE"),
        "min_independent": (MIN_DOCUMENTS, "gap.MIN_DOCUMENTS"),
        "n_gaps": (len(gap), "gap"),
        "n_no_interval": (int((~gap["enough"].astype(bool)).sum()), "gap"),
    }
    if robustness is not None:
        summary = measure_consistency(robustness)
        judged = summary[summary["same_sign"].notna()]
        found |= {
            "n_specs": (robustness["spec"].nunique() - 1, "robustness"),
            "stable": (STABLE, "choose.STABLE"),
            "n_judged": (len(judged), "robustness"),
            "n_same_sign": (int((judged["same_sign"] == 1).sum()), "robustness"),
        }
    if keyness is not None:
        found["n_keyness"] = (len(keyness), "keyness")
    rows = [(name, str(value), source) for name, (value, source) in found.items()]
    return pd.DataFrame(rows, columns=["name", "value", "source"], dtype="str")


def find_citations(text: str) -> list[str]:
    """Find the keys that a paragraph cites, each once, in its order.

    Examples
    --------
    >>> from reformlab.paper import find_citations
    >>> find_citations("by CR2 [@bell2002; @pustejovsky2018], as @bell2002 say")
    ['bell2002', 'pustejovsky2018']
    """
    return list(dict.fromkeys(CITED.findall(text)))


def _find_confidence(gap: pd.DataFrame) -> float:
    """Give the confidence of each interval of a table of gaps, higher where they are simultaneous."""
    return float(gap["confidence"].max()) if "confidence" in gap else CONFIDENCE


def as_percent(share: float) -> str:
    """Write a share as percent, without needless zeros."""
    return f"{100 * share:.6g}"


# Tables that are set for reading as well, not only kept as data.
READ = ("topics", "gaps", "consistency")
FILES = (
    *(f"{name}{ending}" for name in READ for ending in (".csv", ".md", ".tex")),
    *("robustness.csv", "keyness.csv", "numbers.csv", "methods.md", "references.bib", "settings.json"),
)
CAPTIONS = {
    "topics": "Topics, their share of all terms, and the terms of most weight.",
    "gaps": "National minus provincial priority, in percentage points, with its interval.",
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
        Of `measure_gap`.
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
    from reformlab.topics.fit import count_fitted

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
    interval = interval.mask(table["gap"].notna() & ~table["enough"].astype(bool), "not enough")
    shown = {
        name.capitalize(): table[name] for name in ("kind", "place", "period") if table[name].nunique() > 1
    }
    shown |= {
        "Topic": _choose_labels(table),
        "Gap": _percent(table["gap"], sign="+"),
        f"{as_percent(_find_confidence(table))}% interval": interval,
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


def write_bibtex(keys: list[str]) -> str:
    """Write the entries of these keys, in the order of the alphabet.

    Raises
    ------
    KeyError
        For a key that is not in ``data/texts/references.bib``.

    Examples
    --------
    >>> from reformlab.paper import write_bibtex
    >>> write_bibtex(["efron1993"]).splitlines()[0]
    '@book{efron1993,'
    """
    text = (data_folder() / "texts" / "references.bib").read_text("utf-8")
    entries = {entry.split("{", 1)[1].split(",", 1)[0]: entry.strip() + "\n" for entry in text.split("\n\n")}
    return "\n".join(entries[key] for key in sorted(set(keys)))
