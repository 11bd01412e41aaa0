"""Robustness: whether a gap is still there under other choices than those of the fit that is reported.

One fit is one of many that a careful reader could have chosen: other numbers of topics, other
vocabularies, documents as the unit, other engines, other documents. A gap that is there under one
of them alone says something of the choice, not of the levels.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from tqdm import tqdm

from reformlab.corpus.choices import check_choice
from reformlab.corpus.kept import keep
from reformlab.corpus.tables import KINDS, Corpus
from reformlab.documents.words import read_lexicon
from reformlab.measures.gap import ACROSS, MIN_DOCUMENTS, measure_gap
from reformlab.measures.themes import OTHER, score_themes
from reformlab.topics.choose import STABLE
from reformlab.topics.engines import ENGINES, USE_PREVALENCE
from reformlab.topics.fit import Fit, count_fitted, fit_topics, prune_terms
from reformlab.topics.match import match_topics

# What a fit is made with, of which documents, and how its gaps put kinds together.
OF_FITS = ("engine", "seed", "n_topics", "prevalence", "min_docs", "max_passage_share", "unit")
OF_DOCUMENTS = ("only_kind", "only_years")
SETTINGS = (*OF_FITS, *OF_DOCUMENTS, "kinds")
UNITS = ("passage", "document")
# Themes by a list of terms instead of topics by a model: nothing is fitted.
DICTIONARY = "dictionary"


def list_specifications(fit: Fit, corpus: Corpus) -> pd.DataFrame:
    """List the choices under which `measure_robustness` asks for the gaps again.

    One thing is changed at a time, and a few together. Edit the table freely: take rows away, or add
    rows of your own.

    Parameters
    ----------
    fit : Fit
        The reference; the first row is how it was made.
    corpus : Corpus
        The corpus that it was fitted to.

    Returns
    -------
    DataFrame
        One row a specification: ``spec`` (1 is the reference), ``changed`` (what differs from the
        reference, in words), and the settings: ``engine``, ``seed``, ``n_topics``,
        ``prevalence``, ``min_docs``, ``max_passage_share`` (as in `fit_topics`), ``unit``
        ("passage", or "document": the passages of a document taken together, vocabulary as it
        was), ``only_kind`` (missing: all kinds), ``only_years`` (as "1996-2025"; missing: all),
        ``kinds`` ("matched", "adjusted" or "pooled", as in `measure_gap`; or a kind: the
        gap within it, by a fit to all). Kinds are taken alone where both levels have 5
        documents of them; the years are those that both levels have. ``seed`` is changed
        where it decides the start: for ``lda``, and for ``stm`` from a consensus.

    Examples
    --------
    >>> from reformlab.measures.robustness import list_specifications
    >>> from reformlab.simulate import simulate_corpus
    >>> from reformlab.topics.fit import fit_topics
    >>> corpus = simulate_corpus(n_docs=20, seed=1).corpus
    >>> list_specifications(fit_topics(corpus, 6, seed=1), corpus)["changed"].tolist()[:3]
    ['reference', 'n_topics 4', 'n_topics 8']
    """
    reference = _read_settings(fit)
    rows = [reference]
    rows += [reference | change for change in _list_changes(reference, corpus, fit.settings["start"])]
    return _name_specifications(pd.DataFrame(rows, columns=list(SETTINGS)))


def _read_settings(fit: Fit) -> dict[str, Any]:
    pruning = fit.settings["pruning"]
    of_fit = {name: fit.settings[name] for name in ("engine", "seed", "n_topics", "prevalence")}
    of_words = {name: pruning[name] for name in ("min_docs", "max_passage_share")}
    of_rest = {"unit": "passage", "only_kind": None, "only_years": None, "kinds": "matched"}
    return of_fit | of_words | of_rest


def _list_changes(reference: dict[str, Any], corpus: Corpus, start: str) -> Iterator[dict[str, Any]]:
    number, seed = reference["n_topics"], reference["seed"]
    fewer, more = max(2, round(0.7 * number)), max(number + 1, round(1.4 * number))
    yield from ({"n_topics": other} for other in (fewer, more) if other != number)
    yield from ({"min_docs": other} for other in (2, 5) if other != reference["min_docs"])
    shares = (0.5, 0.2)
    yield from ({"max_passage_share": other} for other in shares if other != reference["max_passage_share"])
    yield {"unit": "document"}
    if reference["prevalence"] is not None:
        yield {"prevalence": None}
    for engine in ENGINES:
        if engine != reference["engine"]:
            yield {"engine": engine, "prevalence": None}
    if reference["engine"] == "lda" or start == "consensus":
        yield {"seed": seed + 1}
    if corpus.terms["term"].isin(read_lexicon()["term"]).any():
        yield {"engine": DICTIONARY, "prevalence": None}
    documents = corpus.documents
    years = _share_years(documents)
    if years:
        yield {"only_years": years}
    kinds = _find_shared_kinds(documents)
    yield {"kinds": "adjusted"}
    if documents["kind"].nunique(dropna=False) > 1:
        yield {"kinds": "pooled"}
        for kind in kinds:
            yield {"kinds": kind}
            yield {"only_kind": kind}
            years = _share_years(documents[documents["kind"] == kind])
            if years:
                yield {"only_kind": kind, "only_years": years}
    yield {"n_topics": fewer, "unit": "document"}
    yield {"n_topics": more, "min_docs": 5}


def _share_years(documents: pd.DataFrame) -> str | None:
    """Give the years from the first to the last that both levels have; None where that is all or none."""
    sides = documents[documents["level"].isin(["national", "provincial"])].dropna(subset=["year"])
    spans = sides.groupby("level")["year"].agg(["min", "max"])
    if len(spans) < 2:
        return None
    first, last = spans["min"].max(), spans["max"].min()
    whole = first == spans["min"].min() and last == spans["max"].max()
    return None if whole or first > last else f"{first}-{last}"


def _find_shared_kinds(documents: pd.DataFrame) -> list[str]:
    counts = pd.crosstab(documents["kind"], documents["level"]).reindex(
        columns=["national", "provincial"], fill_value=0
    )
    return counts.index[(counts >= MIN_DOCUMENTS).all(axis=1)].tolist()


def _name_specifications(specs: pd.DataFrame) -> pd.DataFrame:
    """Put number and name before the settings, with the types of the settings."""
    whole = dict.fromkeys(("seed", "n_topics", "min_docs"), "int64")
    text = dict.fromkeys(("engine", "prevalence", "unit", *OF_DOCUMENTS, "kinds"), "str")
    specs = specs[list(SETTINGS)].reset_index(drop=True).astype(whole | text)
    names = [", ".join(_say_changes(specs.iloc[0], row)) or "reference" for _, row in specs.iterrows()]
    front = pd.DataFrame({"spec": np.arange(1, len(specs) + 1), "changed": pd.array(names, dtype="str")})
    return pd.concat([front, specs], axis=1)


def _say_changes(reference: pd.Series, row: pd.Series) -> list[str]:
    changed = []
    for name in SETTINGS:
        old, new = reference[name], row[name]
        if old == new or (pd.isna(old) and pd.isna(new)):
            continue
        # An engine that cannot use the prevalence goes without: no choice of its own.
        if name == "prevalence" and row["engine"] not in USE_PREVALENCE:
            continue
        changed.append(f"{name} {'none' if pd.isna(new) else new}")
    return changed


def check_specifications(specifications: pd.DataFrame, fit: Fit) -> pd.DataFrame:
    """Check an edited table against what is allowed and against the fit; give it with its names anew."""
    missing = [name for name in SETTINGS if name not in specifications]
    if missing or specifications.empty:
        raise ValueError(
            f"specifications lack {missing or 'rows'}; take the table of list_specifications, and edit that"
        )
    specs = _name_specifications(specifications)
    allowed = {
        "engine": [*ENGINES, DICTIONARY],
        "unit": list(UNITS),
        "kinds": [*ACROSS, *KINDS],
    }
    for name, values in allowed.items():
        for value in specs[name].fillna("missing").unique():
            check_choice(f"specifications: {name}", value, values)
    wrong = [years for years in specs["only_years"].dropna() if not _is_span(years)]
    if wrong:
        raise ValueError(f"specifications: only_years={wrong[0]!r}; write first and last year as '1996-2025'")
    made = _name_specifications(pd.DataFrame([_read_settings(fit)]))
    differs = [part for part in _say_changes(made.iloc[0], specs.iloc[0]) if not part.startswith("kinds ")]
    if differs:
        raise ValueError(
            f"the first specification is not how the fit was made ({', '.join(differs)}); "
            "keep the first row of list_specifications on top"
        )
    return specs


def _is_span(years: str) -> bool:
    first, _, last = years.partition("-")
    return first.isdigit() and last.isdigit() and int(first) <= int(last)


NUMBERS = ["gap", "low", "high"]
COUNTS = ["n_national", "n_provincial", "n_docs", "enough"]


@keep("topics", "measures", "corpus")
def measure_robustness(
    fit: Fit, corpus: Corpus, *, specifications: pd.DataFrame | None = None, progress: bool = True
) -> pd.DataFrame:
    """Measure each topic's gap again under other choices, to see whether sign and size survive.

    Topics of other fits are matched with the reference's one to one, so that the sum of the
    cosines of their terms' weights is largest, over the terms that both fits have. A match under
    0.7 is no match: the specification has no such topic.

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
        `measure_gap` with ``quick=True``, so without what refits would add), ``n_national``,
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
    >>> from reformlab.measures.robustness import measure_robustness
    >>> from reformlab.simulate import simulate_corpus
    >>> from reformlab.measures.robustness import list_specifications
    >>> from reformlab.topics.fit import fit_topics
    >>> corpus = simulate_corpus(n_docs=20, gap=0.3, seed=1).corpus
    >>> fit = fit_topics(corpus, 6, seed=1)
    >>> few = list_specifications(fit, corpus).head(2)
    >>> len(measure_robustness(fit, corpus, specifications=few, progress=False))
    12
    """
    count_fitted(fit, corpus)  # which raises where the corpus is another
    if specifications is None:
        specifications = list_specifications(fit, corpus)
    specs = check_specifications(specifications, fit)
    by_fit: dict[tuple, list[dict[str, Any]]] = {}
    for spec in specs.astype(object).where(specs.notna(), None).to_dict("records"):
        by_fit.setdefault(tuple(spec[name] for name in (*OF_FITS, *OF_DOCUMENTS)), []).append(spec)
    tables = []
    for number, same in enumerate(tqdm(by_fit.values(), "fits", disable=not progress)):
        other, warned = (fit, "") if number == 0 else _fit_again(fit, corpus, same[0])
        for spec in same:
            tables.append(_measure_one(fit, other, spec["kinds"], warned).assign(spec=spec["spec"]))
    topics = fit.topics[["topic", "label", "label_en"]]
    table = pd.concat(tables, ignore_index=True).merge(topics, on="topic", validate="many_to_one")
    table = specs.merge(table, on="spec", validate="one_to_many").sort_values(
        ["spec", "topic"], ignore_index=True
    )
    found = ["topic", "label", "label_en", "matched", "match", *NUMBERS, *COUNTS, "note"]
    return table[["spec", "changed", *SETTINGS, *found]]


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
    >>> from reformlab.measures.robustness import measure_consistency, measure_robustness
    >>> from reformlab.simulate import simulate_corpus
    >>> from reformlab.measures.robustness import list_specifications
    >>> from reformlab.topics.fit import fit_topics
    >>> corpus = simulate_corpus(n_docs=20, gap=0.3, seed=1).corpus
    >>> fit = fit_topics(corpus, 6, seed=1)
    >>> few = list_specifications(fit, corpus).head(2)
    >>> table = measure_robustness(fit, corpus, specifications=few, progress=False)
    >>> measure_consistency(table)["n_specs"].unique().tolist()
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


def _measure_one(fit: Fit, other: Fit | None, kinds: str, warned: str) -> pd.DataFrame:
    """Give the gaps of one fit under the numbers of the reference's topics."""
    if other is None:
        return _say_nothing(fit, warned)
    # The words of no theme are no theme that a topic could be.
    themes = other.topics[other.topics["theme"] != OTHER] if "theme" in other.topics else other.topics
    found = match_topics(fit, replace(other, topics=themes))
    found = found.rename(columns={"other": "matched", "cosine": "match"})
    try:
        gaps = measure_gap(other, kinds=kinds if kinds in ACROSS else "apart", quick=True)
    except ValueError as error:
        return _say_nothing(fit, str(error))
    if kinds not in ACROSS:
        gaps = gaps[gaps["kind"] == kinds]
    if gaps.empty:
        return _say_nothing(fit, f"no document of the kind {kinds}")
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


def _say_nothing(fit: Fit, reason: str) -> pd.DataFrame:
    table = fit.topics[["topic"]].reset_index(drop=True)
    empty = pd.Series(pd.NA, index=table.index, dtype="Int64")
    numbers = dict.fromkeys(("match", *NUMBERS), np.nan)
    none = dict.fromkeys(("n_national", "n_provincial", "n_docs"), 0)
    return table.assign(matched=empty, **numbers, **none, enough=False, note=reason)
