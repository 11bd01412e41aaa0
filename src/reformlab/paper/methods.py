"""The methods paragraph of a paper: its sentences, its numbers, its references."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from reformlab.corpus.tables import SIDES, Corpus, data_folder, read_texts
from reformlab.measures.correction import is_coded, is_domains, list_whole
from reformlab.measures.estimates import MIN_DOCUMENTS
from reformlab.measures.gap import ACROSS
from reformlab.measures.intervals import CONFIDENCE
from reformlab.measures.robustness import measure_consistency
from reformlab.measures.series import LEAST_YEARS
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
        if "uncorrected" in gap and "corrected" in gap and not gap["corrected"].all():
            sentences.append(texts["partly corrected"])
        if "uncorrected" not in gap and "corrected" in gap:  # of `Corrected.measure`: levels are corrected
            sentences.append(texts["corrected beside"])
        if "uncorrected" in gap and list_whole(fit)["whole"].any():
            sentences.append(texts["whole"])
    else:
        moved, recovered = gap["sources"].str.contains("topics").all(), "found" in gap
        if moved or not recovered:
            sentences.append(texts["topics move" if moved else "topics stand"])
        if recovered:
            sentences.append(texts["recovery"])
        if "may_be_wording" in gap:
            sentences.append(texts["wording"])
    sentences += [texts["series"] + texts["series apart"] * ("apart" in kinds) + ".", texts["enough"]]
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
    where = " and ".join(where for where in ("here", "elsewhere") if fit.settings["n_learnt"][where])
    engine = _find_engine("domains", fit, texts).replace("{learnt}", texts.get(f"learnt {where}", ""))
    return [texts["domains"] + engine, texts["priority domains"]]


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
    found = {
        "corpus.documents": _count_documents(corpus.documents),
        "corpus.passages": {"n_passages": len(corpus.passages)},
        "corpus.terms": {"n_tokens": corpus.terms["n"].sum(), "n_terms": corpus.terms["term"].nunique()},
        "corpus.manifest": _count_manifest(corpus.manifest),
        "fit.settings": _read_settings(fit),
        "fit.dropped": {"n_dropped": len(fit.dropped)},
        "fit.passages": {
            "n_fit_passages": len(fit.passages),
            "n_fit_docs": fit.passages["doc_id"].nunique(),
        },
        "gap": _count_gaps(gap),
        "intervals.CONFIDENCE": {"together_percent": as_percent(CONFIDENCE)},
        "estimates.MIN_DOCUMENTS": {"min_independent": MIN_DOCUMENTS},
        "series.LEAST_YEARS": {"least_years": LEAST_YEARS},
    }
    if is_domains(fit):
        found["fit.codes"] = _count_codes(fit)
    if robustness is not None:
        found["robustness"] = _count_specifications(robustness)
        found["choose.STABLE"] = {"stable": STABLE}
    if keyness is not None:
        found["keyness"] = {"n_keyness": len(keyness)}
    rows = [(name, str(value), source) for source, part in found.items() for name, value in part.items()]
    return pd.DataFrame(rows, columns=["name", "value", "source"], dtype="str")


def _count_documents(documents: pd.DataFrame) -> dict[str, object]:
    years = documents["year"].dropna()
    counts = {f"n_{level}": (documents["level"] == level).sum() for level in SIDES}
    return {
        "n_docs": len(documents),
        **counts,
        "n_lower": documents["level"].notna().sum() - sum(counts.values()),
        "n_unknown": documents["level"].isna().sum(),
        "first_year": years.min() if len(years) else "unknown",
        "last_year": years.max() if len(years) else "unknown",
    }


def _count_manifest(manifest: Mapping[str, Any]) -> dict[str, object]:
    """Count what the manifest says of how the corpus was made; one that was simulated says less."""
    found = {"made_by": manifest["made_by"]} if "made_by" in manifest else {}
    found |= {f"n_{name}": len(manifest[name]) for name in ("inputs", "left_out") if name in manifest}
    return found | ({"n_edits": sum(manifest["edits"].values())} if "edits" in manifest else {})


def _count_codes(fit: Fit) -> dict[str, object]:
    """Count the drawn passages, and the documents of either level that are coded whole."""
    if not is_coded(fit):
        return {"n_drawn": 0}
    documents = list_whole(fit)
    found = {"n_drawn": fit.codes["probability"].notna().sum()}
    for level in SIDES:
        mine = documents.loc[documents["level"] == level, "whole"]
        found |= {f"n_whole_{level}": mine.sum(), f"n_fit_{level}": len(mine)}
    return found


def _read_settings(fit: Fit) -> dict[str, object]:
    settings = fit.settings
    found = {name: settings[name] for name in ("n_topics", "seed")}
    if is_domains(fit):
        found |= {f"n_learnt_{where}": settings["n_learnt"][where] for where in ("here", "elsewhere")}
    else:
        pruning = settings["pruning"]
        found |= {name: pruning[name] for name in ("min_docs", "min_terms")}
        found |= {"prevalence": settings["prevalence"], "n_kept": pruning["terms_kept"]}
        found["max_passage_percent"] = as_percent(pruning["max_passage_share"])
    versions = settings["versions"]
    found |= {name.replace("-", "_"): number for name, number in versions.items()}
    return found | {"versions": ", ".join(f"{name} {number}" for name, number in versions.items())}


def _count_gaps(gap: pd.DataFrame) -> dict[str, object]:
    topics = gap.drop_duplicates("topic")
    found: dict[str, object] = {
        "confidence_percent": as_percent(find_confidence(gap)),
        "n_gaps": len(gap),
        "n_no_interval": (~gap["enough"].astype(bool)).sum(),
    }
    if "found" in gap:
        found["n_not_found"] = (~topics["found"].astype(bool)).sum()
        found["slope"] = f"{topics['slope'].mean():.2f}"
    if "may_be_wording" in gap:
        found["n_worded"] = int(topics["may_be_wording"].fillna(False).sum())
    return found


def _count_specifications(robustness: pd.DataFrame) -> dict[str, object]:
    summary = measure_consistency(robustness)
    judged = summary[summary["same_sign"].notna()]
    return {
        "n_specs": robustness["spec"].nunique() - 1,
        "n_judged": len(judged),
        "n_same_sign": (judged["same_sign"] == 1).sum(),
    }


def find_citations(text: str) -> list[str]:
    """Find the keys that a paragraph cites, each once, in its order.

    Examples
    --------
    >>> from reformlab.paper.methods import find_citations
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
    >>> from reformlab.paper.methods import write_bibtex
    >>> write_bibtex(["efron1993"]).splitlines()[0]
    '@book{efron1993,'
    """
    text = (data_folder() / "texts" / "references.bib").read_text("utf-8")
    entries = {entry.split("{", 1)[1].split(",", 1)[0]: entry.strip() + "\n" for entry in text.split("\n\n")}
    return "\n".join(entries[key] for key in sorted(set(keys)))
