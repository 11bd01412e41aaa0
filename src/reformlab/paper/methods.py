"""The methods paragraph of a paper: its sentences, its numbers, its references."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from reformlab.corpus.tables import SIDES, Corpus, data_folder, read_texts
from reformlab.measures.correction import is_domains
from reformlab.measures.estimates import MIN_DOCUMENTS
from reformlab.measures.gap import ACROSS
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
    sentences = [texts["documents"]]
    if {"made_by", "inputs", "edits", "left_out"} <= set(corpus.manifest):
        sentences.append(texts["made"])
    domains = is_domains(fit)
    sentences += _say_domains(fit, texts) if domains else _say_topics(fit, texts)
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
    if domains:
        sentences.append(texts["corrected" if "uncorrected" in gap else "not corrected"])
    else:
        moved, recovered = gap["sources"].str.contains("topics").all(), "found" in gap
        if moved or not recovered:
            sentences.append(texts["topics move" if moved else "topics stand"])
        if recovered:
            sentences.append(texts["recovery"])
        if "may_be_wording" in gap:
            sentences.append(texts["wording"])
    sentences += [texts["series"], texts["enough"]]
    if "q" in gap:
        sentences.append(texts["discoveries"])
    if robustness is not None:
        sentences.append(texts["robustness domains" if domains else "robustness"])
    if keyness is not None:
        sentences.append(texts["keyness"])
    return [*sentences, texts["versions"]]


def _say_topics(fit: Fit, texts: dict[str, str]) -> list[str]:
    fitted = _find_engine("engines", fit, texts) + texts.get(f"starts {fit.settings['start']}", "")
    fitted += texts["prevalence"] * bool(fit.settings["prevalence"])
    return [texts["pruning"], fitted + texts["seed"], texts["priority"]]


def _say_domains(fit: Fit, texts: dict[str, str]) -> list[str]:
    return [texts["domains"] + _find_engine("domains", fit, texts), texts["priority domains"]]


def _find_engine(family: str, fit: Fit, texts: dict[str, str]) -> str:
    """Give the sentence of how a fit was made."""
    engine = fit.settings["engine"]
    if f"{family} {engine}" not in texts:
        known = [name.split()[1] for name in texts if name.startswith(f"{family} ")]
        raise ValueError(f"no methods are written for engine={engine!r}; use a fit by one of {known}")
    return texts[f"{family} {engine}"]


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
    documents, settings = corpus.documents, fit.settings
    levels, years = documents["level"].value_counts(), documents["year"].dropna()
    n_levels = {name: int(levels.get(name, 0)) for name in SIDES}
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
    found |= _count_domains(fit) if is_domains(fit) else _count_topics(fit)
    found |= {name: (settings[name], "fit.settings") for name in ("n_topics", "seed")}
    found |= {
        "n_dropped": (len(fit.dropped), "fit.dropped"),
        "n_fit_passages": (len(fit.passages), "fit.passages"),
        "n_fit_docs": (fit.passages["doc_id"].nunique(), "fit.passages"),
    }
    versions = settings["versions"]
    found |= {name.replace("-", "_"): (v, "fit.settings") for name, v in versions.items()}
    found["versions"] = (", ".join(f"{name} {v}" for name, v in versions.items()), "fit.settings")
    found |= {
        "confidence_percent": (as_percent(find_confidence(gap)), "gap"),
        "together_percent": (as_percent(CONFIDENCE), "intervals.CONFIDENCE"),
        "min_independent": (MIN_DOCUMENTS, "estimates.MIN_DOCUMENTS"),
        "n_gaps": (len(gap), "gap"),
        "n_no_interval": (int((~gap["enough"].astype(bool)).sum()), "gap"),
    }
    if "found" in gap:
        topics = gap.drop_duplicates("topic")
        found["n_not_found"] = (int((~topics["found"].astype(bool)).sum()), "gap")
        found["slope"] = (f"{topics['slope'].mean():.2f}", "gap")
    if "may_be_wording" in gap:
        worded = gap.drop_duplicates("topic")["may_be_wording"].fillna(False).sum()
        found["n_worded"] = (int(worded), "gap")
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


def _count_topics(fit: Fit) -> dict[str, tuple[object, str]]:
    pruning = fit.settings["pruning"]
    found = {name: (pruning[name], "fit.settings") for name in ("min_docs", "min_terms")}
    return found | {
        "prevalence": (fit.settings["prevalence"], "fit.settings"),
        "max_passage_percent": (as_percent(pruning["max_passage_share"]), "fit.settings"),
        "n_kept": (pruning["terms_kept"], "fit.settings"),
    }


def _count_domains(fit: Fit) -> dict[str, tuple[object, str]]:
    learnt = fit.settings["n_learnt"]
    drawn = 0 if fit.codes is None else fit.codes["probability"].notna().sum()
    found = {f"n_learnt_{where}": (learnt[where], "fit.settings") for where in ("here", "elsewhere")}
    return found | {"n_drawn": (drawn, "fit.codes")}


def find_citations(text: str) -> list[str]:
    """Find the keys that a paragraph cites, each once, in its order.

    Examples
    --------
    >>> from reformlab.paper import find_citations
    >>> find_citations("by CR2 [@bell2002; @pustejovsky2018], as @bell2002 say")
    ['bell2002', 'pustejovsky2018']
    """
    return list(dict.fromkeys(CITED.findall(text)))


def find_confidence(gap: pd.DataFrame) -> float:
    """Give the confidence of each interval of a table of gaps, higher where they are simultaneous."""
    return float(gap["confidence"].max()) if "confidence" in gap else CONFIDENCE


def as_percent(share: float) -> str:
    """Write a share as percent, without needless zeros."""
    return f"{100 * share:.6g}"


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
