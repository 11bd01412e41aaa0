"""Tables of a paper as they are read: percentages, names in English, in Markdown and LaTeX."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reformlab.corpus.tables import Corpus
from reformlab.figures.text import write_limit
from reformlab.measures.network import measure_agencies
from reformlab.mentions.tasks import list_targets, list_tasks, need_mentions
from reformlab.paper.methods import as_percent, find_confidence

CAPTIONS = {
    "topics": "Topics, their share of all terms, and the terms of most weight.",
    "domains": "Domains of the codebook, their share of what is said of the field, and the terms of most "
    "weight.",
    "gaps": "National minus provincial priority, in percentage points, with its interval.",
    "consistency": "Gaps under other specifications: how many have the topic, and in what part of them the "
    "gap keeps its sign, and its interval lies off 0.",
    "validation": "How well each domain is told: Krippendorff's alpha of two readers; precision, recall and "
    "F1 of the likeliest domain; bias of its priority, in percentage points.",
}
# By what a row leads back to the document and passage that says so.
_WHENCE = ["doc_id", "passage_id", "title", "level", "place", "kind", "year", "date", "file", "url"]
# Chinese in LaTeX asks for an engine and a package that know it.
TEX_HEAD = "% Set with XeLaTeX or LuaLaTeX; needs the packages ctex, booktabs and longtable.\n"


def say_worth(table: pd.DataFrame) -> pd.DataFrame:
    """Empty ``n_effective`` where coded passages cannot tell it; ``no_effective`` says why.

    Parameters
    ----------
    table : DataFrame
        Of a measure, such as `measure_gap`; one that nothing corrects has no such column, and stays.

    Returns
    -------
    DataFrame
        The same rows.

    Examples
    --------
    >>> import pandas as pd
    >>> from reformlab.paper.tables import say_worth
    >>> say_worth(pd.DataFrame({"n_effective": [0.0, 90.0], "n_coded": [39, 39]}))["no_effective"].tolist()
    ['no coded passage is of the domain', '']
    """
    if "n_effective" not in table:
        return table
    none = table["n_effective"] == 0
    few = table["n_effective"].isna() & (table["n_coded"] > 0)
    why = pd.Series("", table.index).mask(none, "no coded passage is of the domain")
    why = why.mask(few, "the classifier errs in hardly any coded passage")
    return table.assign(n_effective=table["n_effective"].mask(none), no_effective=why)


def list_stated(corpus: Corpus) -> dict[str, pd.DataFrame]:
    """List what documents state: what they aim at, whom they charge with what, and what they cite.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    dict of DataFrame
        ``targets`` (of every kind of number), ``tasks``, ``agencies`` (a row a body that a passage charges)
        and ``citations``, each row with its document, where this lies and where it stands on the web;
        ``agencies-by-level`` as `measure_agencies` counts them. Nothing for a corpus without mentions.

    Examples
    --------
    >>> import reformlab as rl
    >>> from reformlab.paper.tables import list_stated
    >>> list(list_stated(rl.load_corpus("made-up")))
    ['targets', 'tasks', 'agencies', 'citations', 'agencies-by-level']
    """
    if corpus.mentions is None:
        return {}
    agencies = _list_mentions(corpus, "agency").rename(columns={"name": "agency"})
    citations = _list_mentions(corpus, "citation").rename(columns={"name": "cited_title"})
    citations = citations.rename(columns={"number": "cited_number", "issuer": "cited_issuer"})
    listed = {
        "targets": list_targets(corpus, number_kind=None),
        "tasks": list_tasks(corpus),
        "agencies": agencies[["agency", "role", "passage_id", "doc_id"]],
        "citations": citations[
            ["cited_title", "cited_number", "cited_issuer", "role", "passage_id", "doc_id"]
        ],
    }
    listed = {name: _add_whence(table, corpus) for name, table in listed.items()}
    return listed | {"agencies-by-level": measure_agencies(corpus)}


def _list_mentions(corpus: Corpus, kind: str) -> pd.DataFrame:
    """List the mentions of one kind by what they name, each with its document."""
    found = need_mentions(corpus)
    found = found[found["kind"] == kind].merge(corpus.passages[["passage_id", "doc_id"]], on="passage_id")
    return found.sort_values(["name", "number", "passage_id", "start"])


def _add_whence(table: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Add to each row the facts of its document; what a table has of its own stays before them."""
    facts = corpus.documents.reindex(columns=[name for name in _WHENCE if name != "passage_id"])
    own = [name for name in table if name not in _WHENCE]
    whole = table[[*own, "doc_id", "passage_id"]].merge(facts, on="doc_id", how="left")
    return whole[[*own, *_WHENCE]]


def write_for_reading(table: pd.DataFrame, name: str, folder: Path) -> None:
    """Write one of the tables that have a caption as ``.md`` and ``.tex``."""
    shown = SHOW[name](table).fillna("–")
    caption = CAPTIONS[name]
    cells = shown.map(lambda cell: cell.replace("|", "\\|"))
    markdown = cells.to_markdown(index=False, disable_numparse=True)
    (folder / f"{name}.md").write_text(f"{markdown}\n\n: {caption}\n", "utf-8")
    about = {"caption": caption.replace("%", "\\%"), "label": f"tab:{name}"}
    latex = shown.to_latex(index=False, escape=True, longtable=True, **about)
    (folder / f"{name}.tex").write_text(TEX_HEAD + latex, "utf-8")


def _show_topics(table: pd.DataFrame) -> pd.DataFrame:
    shown = {"Number": table["topic"].astype(str), "Label": _choose_labels(table)}
    shown |= {"Share (%)": _percent(table["share"]), "Terms": table["top_terms"]}
    return pd.DataFrame(shown).astype(str)


def _show_gaps(table: pd.DataFrame) -> pd.DataFrame:
    interval = table["low"].map(write_limit) + " to " + table["high"].map(write_limit)
    interval = interval.where(table["low"].notna(), "–")
    interval = interval.mask(table["gap"].notna() & ~table["enough"].astype(bool), "not enough")
    several = [name for name in ("kind", "place", "period") if table[name].nunique() > 1]
    shown = {name.capitalize(): table[name] for name in several}
    shown |= {
        "Topic": _choose_labels(table),
        "Gap": _percent(table["gap"], sign="+"),
        f"{as_percent(find_confidence(table))}% interval": interval,
    }
    if "q" in table:
        shown["q"] = _write(table["q"], "{:.3f}")
    if "found" in table:
        shown |= {"Slope": table["slope"].map("{:.2f}".format)}
        shown |= {"Found again": table["found"].map({True: "yes", False: "no"})}
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


def _show_validation(table: pd.DataFrame) -> pd.DataFrame:
    alpha, low, high = (_write(table[name], "{:.2f}") for name in ("alpha", "alpha_low", "alpha_high"))
    shown = {"Domain": _choose_labels(table)}
    shown["Alpha"] = (alpha + " (" + low + "–" + high + ")").where(table["alpha"].notna(), "–")
    shown |= {name.capitalize(): _write(table[name], "{:.2f}") for name in ("precision", "recall", "f1")}
    shown |= {"Bias": _write(table["bias"], "{:+.1f}"), "Coded passages": _write(table["n"], "{:.0f}")}
    return pd.DataFrame(shown).astype(str)


def _choose_labels(table: pd.DataFrame) -> pd.Series:
    return table["label_en"].astype(object).where(table["label_en"].notna(), table["label"]).astype(str)


def _write(values: pd.Series, form: str) -> pd.Series:
    """Write numbers in a form; a dash where there is none."""
    return values.map(form.format).where(values.notna(), "–")


def _percent(values: pd.Series, *, digits: int = 1, sign: str = "") -> pd.Series:
    return _write(100 * values, f"{{:{sign}.{digits}f}}")


SHOW = {
    "topics": _show_topics,
    "domains": _show_topics,
    "gaps": _show_gaps,
    "consistency": _show_consistency,
    "validation": _show_validation,
}
