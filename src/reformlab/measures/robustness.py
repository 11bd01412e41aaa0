"""Robustness: whether a gap is still there under other choices than those of the fit that is reported.

One fit is one of many that a careful reader could have chosen: other numbers of topics, other
vocabularies, documents as the unit, other engines, other documents. A gap that is there under one
of them alone says something of the choice, not of the levels.
"""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from tqdm import tqdm

from reformlab.corpus.kept import keep
from reformlab.corpus.tables import Corpus
from reformlab.domains.fit import fit_domains
from reformlab.measures.correction import is_domains
from reformlab.measures.gap import ACROSS, measure_gap
from reformlab.measures.specifications import (
    DICTIONARY,
    OF_DOCUMENTS,
    OF_FITS,
    YES,
    check_specifications,
    list_settings,
    list_specifications,
)
from reformlab.measures.themes import OTHER, score_themes
from reformlab.topics.choose import STABLE
from reformlab.topics.fit import Fit, count_fitted, fit_topics, prune_terms
from reformlab.topics.match import match_topics

NUMBERS = ["gap", "low", "high"]
COUNTS = ["n_national", "n_provincial", "n_docs", "enough"]
_ONLY = "only"  # the name of the era that a specification keeps


@keep("topics", "domains", "measures", "corpus")
def measure_robustness(
    fit: Fit, corpus: Corpus, *, specifications: pd.DataFrame | None = None, progress: bool = True
) -> pd.DataFrame:
    """Measure each topic's gap again under other choices, to see whether sign and size survive.

    Topics of other fits are matched with the reference's one to one, so that the sum of the
    cosines of their terms' weights is largest, over the terms that both fits have. A match under
    0.7 is no match: the specification has no such topic. Domains are the same under every choice.

    Parameters
    ----------
    fit : Fit
        The reference, with its labels.
    corpus : Corpus
        The corpus that it was fitted to.
    specifications : DataFrame, optional
        Of `list_specifications`, as it is or edited; its first row is the reference. The default
        asks for about 16 fits; specifications that differ in ``kinds`` alone share one.
    progress : bool
        Show a bar of fits.

    Returns
    -------
    DataFrame
        One row a specification and topic of the reference: ``spec``, ``changed``, the settings
        (see `list_specifications`), ``topic``, ``label``, ``label_en`` (the reference's),
        ``matched`` (number of the topic in the specification's fit; missing where there is no such
        topic), ``match`` (cosine, 0 to 1; missing where the fit had no topic left to match),
        ``gap``, ``low``, ``high`` (missing where there is no such topic or not `enough`; as of
        `measure_gap` with ``quick=True``, so as fitted, without what refits would add), ``n_national``,
        ``n_provincial``, ``n_docs``, ``enough``, ``note`` (why there is no number, or what the
        engine warns of; else "").

    Raises
    ------
    ValueError
        Where the corpus is not the fit's, `specifications` lacks columns or holds a value
        that is not allowed, or its first row is not how the fit was made. A
        specification that cannot be fitted, for want of documents or terms, is told in ``note``.

    Notes
    -----
    Simonsohn, Simmons and Nelson (2020), Specification curve analysis, Nature Human Behaviour 4,
    1208-1214. The specifications share their documents, so they are not independent: that nearly
    all agree is no test, and no p value follows from their number.

    Examples
    --------
    >>> import reformlab as rl
    >>> corpus = rl.simulate_corpus(n_docs=20, gap=0.3, seed=1).corpus
    >>> fit = rl.fit_topics(corpus, 6, seed=1)
    >>> few = rl.list_specifications(fit, corpus).head(2)
    >>> len(rl.measure_robustness(fit, corpus, specifications=few, progress=False))
    12
    """
    count_fitted(fit, corpus)  # which raises where the corpus is another
    if specifications is None:
        specifications = list_specifications(fit, corpus)
    specs = check_specifications(specifications, fit)
    domains = is_domains(fit)
    made_by = ("engine",) if domains else (*OF_FITS, *OF_DOCUMENTS)
    fit_again, measure_one = (_tell_again, _measure_domains) if domains else (_fit_again, _measure_one)
    by_fit: dict[tuple, list[dict[str, Any]]] = {}
    for spec in specs.astype(object).where(specs.notna(), None).to_dict("records"):
        by_fit.setdefault(tuple(spec[name] for name in made_by), []).append(spec)
    tables = []
    for number, same in enumerate(tqdm(by_fit.values(), "fits", disable=not progress)):
        other, warned = (fit, "") if number == 0 else fit_again(fit, corpus, same[0])
        for spec in same:
            tables.append(measure_one(fit, other, spec, warned).assign(spec=spec["spec"]))
    topics = fit.topics[["topic", "label", "label_en"]]
    table = pd.concat(tables, ignore_index=True).merge(topics, on="topic", validate="many_to_one")
    table = specs.merge(table, on="spec", validate="one_to_many")
    table = table.sort_values(["spec", "topic"], ignore_index=True)
    found = ["topic", "label", "label_en", "matched", "match", *NUMBERS, *COUNTS, "note"]
    return table[["spec", "changed", *list_settings(fit), *found]]


def measure_consistency(robustness: pd.DataFrame) -> pd.DataFrame:
    """Measure in what part of the specifications each gap keeps its sign, and stays off 0.

    Parameters
    ----------
    robustness : DataFrame
        Of `measure_robustness`.

    Returns
    -------
    DataFrame
        One row a topic: ``topic``, ``label``, ``label_en``, ``gap`` (the reference's), ``n_specs``
        (besides the reference), ``n_found`` (of them with such a topic and a gap),
        ``same_sign`` (part of those found whose gap has the reference's sign), ``n_intervals``
        (of those found with an interval), ``off_zero`` (part of those with an interval that lies
        off 0 on the reference's side), ``gap_low``, ``gap_high`` (least and largest gap
        found), ``n_docs_low``, ``n_docs_high`` (fewest and most documents of those found),
        ``enough`` (of the reference).  Parts are missing where there is nothing to count.

    Examples
    --------
    >>> import reformlab as rl
    >>> corpus = rl.simulate_corpus(n_docs=20, gap=0.3, seed=1).corpus
    >>> fit = rl.fit_topics(corpus, 6, seed=1)
    >>> few = rl.list_specifications(fit, corpus).head(2)
    >>> table = rl.measure_robustness(fit, corpus, specifications=few, progress=False)
    >>> rl.measure_consistency(table)["n_specs"].unique().tolist()
    [1]
    """
    rows = []
    for _, part in robustness.groupby("topic", sort=True):
        reference = part[part["spec"] == part["spec"].min()].iloc[0]
        others = part[part["spec"] != reference["spec"]]
        found = others[others["gap"].notna()]
        sided = found[found["low"].notna()]
        sign = np.sign(reference["gap"])
        off = np.minimum(sign * sided["low"], sign * sided["high"]) > 0
        known = not pd.isna(sign)
        rows.append(
            {
                **reference[["topic", "label", "label_en", "gap"]],
                "n_specs": len(others),
                "n_found": len(found),
                "same_sign": (np.sign(found["gap"]) == sign).mean() if known else np.nan,
                "n_intervals": len(sided),
                "off_zero": off.mean() if known else np.nan,
                "gap_low": found["gap"].min(),
                "gap_high": found["gap"].max(),
                "n_docs_low": found["n_docs"].min(),
                "n_docs_high": found["n_docs"].max(),
                "enough": bool(reference["enough"]),
            }
        )
    return pd.DataFrame(rows).astype({"n_docs_low": "Int64", "n_docs_high": "Int64"})


def _fit_again(reference: Fit, corpus: Corpus, spec: dict[str, Any]) -> tuple[Fit | None, str]:
    """Fit topics by a specification; None with the reason where that cannot be done."""
    documents = corpus.documents
    kept = pd.Series(True, index=documents.index)
    if spec["only_kind"] is not None:
        kept &= (documents["kind"] == spec["only_kind"]).fillna(False)
    if spec["only_years"] is not None:
        first, last = map(int, spec["only_years"].split("-"))
        kept &= documents["year"].between(first, last).fillna(False)
    part = corpus.keep_documents(documents.loc[kept, "doc_id"])
    if spec["engine"] == DICTIONARY:
        return score_themes(part), ""
    min_docs, max_share = int(spec["min_docs"]), float(spec["max_passage_share"])
    without = reference.settings["pruning"].get("without")
    if spec["unit"] == "document":
        # The words of the reference: in whole documents, nearly every word of substance is common.
        part, max_share = _join_passages(part, min_docs, max_share, without), 1.0
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always", UserWarning)
        try:
            fit = fit_topics(
                part,
                int(spec["n_topics"]),
                prevalence=spec["prevalence"],
                engine=spec["engine"],
                start=reference.settings["start"] if spec["engine"] == reference.settings["engine"] else None,
                seed=int(spec["seed"]),
                min_docs=min_docs,
                max_passage_share=max_share,
                without=without,
            )
        except ValueError as error:
            return None, str(error)
    return fit, "; ".join(str(one.message) for one in warned if issubclass(one.category, UserWarning))


def _join_passages(corpus: Corpus, min_docs: int, max_share: float, without: str | None) -> Corpus:
    """Make one passage of all passages of a document, with the terms that passages would keep."""
    terms, _, _ = prune_terms(corpus, min_docs, max_share, without)
    passages = corpus.passages.sort_values(["doc_id", "seq"]).groupby("doc_id", as_index=False)
    whole = passages.agg(n_chars=("n_chars", "sum"), start=("start", "min"), end=("end", "max"))
    empty = pd.array([None] * len(whole), dtype="str")
    whole = whole.assign(passage_id=whole["doc_id"], seq=1, section=empty, label=empty, heading=empty)
    joined = terms.groupby(["doc_id", "term"], as_index=False)["n"].sum()
    joined = joined.rename(columns={"doc_id": "passage_id"})
    return replace(corpus, passages=whole, terms=joined, texts=None, mentions=None)


def _measure_one(fit: Fit, other: Fit | None, spec: dict[str, Any], warned: str) -> pd.DataFrame:
    """Give the gaps of one fit under the numbers of the reference's topics."""
    kinds = spec["kinds"]
    if other is None:
        return _say_nothing(fit, warned)
    # The words of no theme are no theme that a topic could be.
    themes = other.topics[other.topics["theme"] != OTHER] if "theme" in other.topics else other.topics
    found = match_topics(fit, replace(other, topics=themes))
    found = found.rename(columns={"other": "matched", "cosine": "match"})
    gaps = _measure_kinds(other, kinds)
    if isinstance(gaps, str):
        return _say_nothing(fit, gaps)
    counts = gaps[COUNTS].iloc[0]
    gaps = gaps[["topic", *NUMBERS, "enough"]].rename(columns={"topic": "matched"})
    table = found.merge(gaps.astype({"matched": "Int64"}), on="matched", how="left")
    lost = ~(table["match"] >= STABLE)
    note = table["match"].map("no such topic: the nearest has a cosine of {:.2f}".format, na_action="ignore")
    note = note.fillna("no such topic: the fit has fewer topics").where(lost, warned)
    table.loc[lost, NUMBERS] = np.nan
    table.loc[lost, "matched"] = pd.NA
    enough = table["enough"].fillna(False).astype(bool) & ~lost
    return table.assign(**counts.drop("enough"), enough=enough, note=note)


def _measure_kinds(fit: Fit, kinds: str, **how: Any) -> pd.DataFrame | str:
    """Give the gaps over kinds put together, or within one; or the reason why there are none."""
    try:
        gaps = measure_gap(fit, kinds=kinds if kinds in ACROSS else "apart", quick=True, **how)
    except ValueError as error:
        return str(error)
    if kinds not in ACROSS:
        gaps = gaps[gaps["kind"] == kinds]
    return f"no document of the kind {kinds}" if gaps.empty else gaps


def _tell_again(reference: Fit, corpus: Corpus, spec: dict[str, Any]) -> tuple[Fit | None, str]:
    """Tell the same domains in another way; None with the reason where that cannot be done."""
    how = {"method": spec["engine"], "seed": reference.settings["seed"]}
    try:
        return fit_domains(corpus, reference.codes, **how), ""
    except ValueError as error:
        return None, str(error)


def _measure_domains(fit: Fit, other: Fit | None, spec: dict[str, Any], warned: str) -> pd.DataFrame:
    """Give the gaps of domains, of some documents, with the error of the classifier in them or not."""
    if other is None:
        return _say_nothing(fit, warned)
    passages = other.passages
    size = passages.groupby("doc_id")["doc_id"].transform("size")
    kept = size >= spec["min_passages"]
    if spec["only_kind"] is not None:
        kinds = other.documents.set_index("doc_id")["kind"]
        kept &= (passages["doc_id"].map(kinds) == spec["only_kind"]).fillna(False)
    how: dict[str, Any] = {"corrected": spec["corrected"] == YES}
    if spec["only_years"] is not None:
        first, last = map(int, spec["only_years"].split("-"))
        era = pd.DataFrame({"name": [_ONLY], "first_year": [first], "last_year": [last]})
        how |= {"by": "era", "periods": era}
    gaps = _measure_kinds(replace(other, passages=passages[kept]), spec["kinds"], **how)
    if not isinstance(gaps, str) and spec["only_years"] is not None:
        gaps = gaps[gaps["period"] == f"{spec['only_years']} {_ONLY}"]
        gaps = gaps if len(gaps) else f"no document of the years {spec['only_years']}"
    if isinstance(gaps, str):
        return _say_nothing(fit, gaps)
    columns = ["topic", *NUMBERS, *COUNTS]
    return gaps[columns].assign(matched=gaps["topic"].astype("Int64"), match=1.0, note="")


def _say_nothing(fit: Fit, reason: str) -> pd.DataFrame:
    table = fit.topics[["topic"]].reset_index(drop=True)
    empty = pd.Series(pd.NA, index=table.index, dtype="Int64")
    numbers = dict.fromkeys(("match", *NUMBERS), np.nan)
    none = dict.fromkeys(("n_national", "n_provincial", "n_docs"), 0)
    return table.assign(matched=empty, **numbers, **none, enough=False, note=reason)
