"""The methods paragraph of a paper, its numbers taken from what was done, never typed.

A sentence is there only where it is true of the fit and tables at hand; every number in it stands in
the table of `collect_numbers`, with where it is from.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from reformlab.compare import ACROSS, MIN_DOCUMENTS
from reformlab.intervals import CONFIDENCE
from reformlab.robustness import measure_consistency
from reformlab.selection import FIRM
from reformlab.tables import Corpus

if TYPE_CHECKING:
    from reformlab.topics import Fit

DOCUMENTS = (
    "The corpus holds {n_docs} documents, {n_national} national, {n_provincial} provincial and {n_other} of "
    "other or unknown levels, dated {first_year} to {last_year}, cut into {n_passages} passages with "
    "{n_tokens} terms, {n_terms} of them different."
)
MADE = (
    "It was made by {made_by} from {n_inputs} files; {n_edits} edits of cleaning are in its ledger, and "
    "{n_left_out} files or parts were left out, each with a reason."
)
PRUNING = (
    "Terms in fewer than {min_docs} documents or in more than {max_passage_percent}% of the passages were "
    "left out, which kept {n_kept} terms; {n_dropped} passages with fewer than {min_terms} of them were left "
    "out, so that {n_fit_passages} passages of {n_fit_docs} documents remained."
)
ENGINES = {
    "stm": "{n_topics} topics were fitted by a structural topic model [@roberts2016] (topica {topica})",
    "nmf": "{n_topics} topics were fitted by non-negative matrix factorisation under Kullback-Leibler loss "
    "[@lee1999] (scikit-learn {scikit_learn})",
    "lda": "{n_topics} topics were fitted by latent Dirichlet allocation [@blei2003] (scikit-learn "
    "{scikit_learn})",
}
STARTS = {
    "best": ", the likeliest of several starts, from anchor terms [@arora2013] and from what Gibbs samplers "
    "agree on [@kotliar2019], and gone on with by Gibbs sampling under a Dirichlet prior of each passage's "
    "shares around what the fit says of it [@griffiths2004]; topics and shares are means over the sweeps",
    "spectral": ", started from anchor terms [@arora2013]",
    "consensus": ", started from what several Gibbs samplers agree on [@kotliar2019]",
}
PREVALENCE = ", with shares that may depend on `{prevalence}`"
SEED = "; the seed was {seed}. Their labels are terms by frequency and exclusivity [@bischof2012], or given."
PRIORITY = (
    "A document's priority of a topic is the part of its terms that the topic takes, by maximum likelihood "
    "with the topics given, after the idea of @hopkins2010; a group's is the mean over its documents. The "
    "gap is national minus provincial priority."
)
CLUSTERS = "below the national level those of one place depend on each other"
APART = (
    "Gaps were measured within each kind of document. Their {confidence_percent}% intervals put together "
    "[@zou2008; @newcombe1998] the limits of the two priorities on the logit scale, with the variance CR2 "
    "and Satterthwaite degrees of freedom [@bell2002; @pustejovsky2018]; documents are the units, and "
    f"{CLUSTERS}."
)
REGRESSION = (
    "Gaps were measured over kinds of document by a regression of documents' priorities on the level{held}. "
    "Their {confidence_percent}% intervals take the variance CR2 and Satterthwaite degrees of freedom "
    f"[@bell2002; @pustejovsky2018]; documents are the units, and {CLUSTERS}."
)
HELD = {
    "matched": " with kinds held level",
    "adjusted": " with kind and a spline of the year held level",
    "pooled": " with nothing held level, so that they show the make-up of the corpus as well",
}
TOPICS_MOVE = (
    "The intervals hold as well what topics refitted to documents drawn again would have given [@efron1993]."
)
TOPICS_STAND = "The intervals take the topics as given; other topics would have given other gaps."
ENOUGH = (
    "Of {n_gaps} gaps, {n_no_interval} have no interval, since one side counts for fewer than "
    "{min_independent} independent documents."
)
DISCOVERIES = "With each gap stands the false discovery rate at which it is found [@benjamini1995]."
ROBUSTNESS = (
    "The gaps were measured again under {n_specs} other specifications [@simonsohn2020]; topics were matched "
    "by the cosine of their terms' weights, and under {firm} counted as not there. Of {n_judged} topics that "
    "any of them has, {n_same_sign} keep the sign of their gap in all that have them. The specifications "
    "share their documents, so that their number is no test."
)
KEYNESS = (
    "Terms that one group uses more were ranked by the log-odds ratio with an informative Dirichlet prior "
    "[@monroe2008] and held against documents dealt to the groups at random, with false discovery rates "
    "[@benjamini1995]; {n_keyness} rows of terms were compared."
)
VERSIONS = "Versions: {versions}."
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
    engine = fit.settings["engine"]
    if engine not in ENGINES:
        raise ValueError(f"no methods are written for engine={engine!r}; use a fit by one of {list(ENGINES)}")
    sentences = [DOCUMENTS]
    if {"made_by", "inputs", "edits", "left_out"} <= set(corpus.manifest):
        sentences.append(MADE)
    sentences.append(PRUNING)
    fitted = ENGINES[engine] + STARTS.get(fit.settings["start"], "")
    fitted += PREVALENCE * bool(fit.settings["prevalence"])
    sentences += [fitted + SEED, PRIORITY]
    names = {name: how for how, (_, name) in ACROSS.items()}
    kinds = dict.fromkeys(gap["kind"].map(names).fillna("apart"))
    sentences += [APART if how == "apart" else REGRESSION.replace("{held}", HELD[how]) for how in kinds]
    sentences.append(TOPICS_MOVE if gap["sources"].str.contains("topics").all() else TOPICS_STAND)
    sentences.append(ENOUGH)
    if "q" in gap:
        sentences.append(DISCOVERIES)
    if robustness is not None:
        sentences.append(ROBUSTNESS)
    if keyness is not None:
        sentences.append(KEYNESS)
    return [*sentences, VERSIONS]


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
        "confidence_percent": (as_percent(CONFIDENCE), "intervals.CONFIDENCE"),
        "min_independent": (MIN_DOCUMENTS, "compare.MIN_DOCUMENTS"),
        "n_gaps": (len(gap), "gap"),
        "n_no_interval": (int((~gap["enough"].astype(bool)).sum()), "gap"),
    }
    if robustness is not None:
        summary = measure_consistency(robustness)
        judged = summary[summary["same_sign"].notna()]
        found |= {
            "n_specs": (robustness["spec"].nunique() - 1, "robustness"),
            "firm": (FIRM, "selection.FIRM"),
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
    >>> from reformlab.methods import find_citations
    >>> find_citations("by CR2 [@bell2002; @pustejovsky2018], as @bell2002 say")
    ['bell2002', 'pustejovsky2018']
    """
    return list(dict.fromkeys(CITED.findall(text)))


def as_percent(share: float) -> str:
    """Write a share as percent, without needless zeros."""
    return f"{100 * share:.6g}"
