"""Specifications: the choices that another careful reader could have made, one row a set of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from reformlab.corpus.choices import check_choice
from reformlab.corpus.periods import read_eras
from reformlab.corpus.tables import KINDS, SIDES, Corpus
from reformlab.documents.words import read_lexicon
from reformlab.domains.codes import is_bundled
from reformlab.domains.fit import PACKAGES as METHODS
from reformlab.measures.correction import is_coded, is_domains
from reformlab.measures.estimates import MIN_DOCUMENTS
from reformlab.measures.gap import ACROSS
from reformlab.topics.engines import ENGINES, USE_PREVALENCE
from reformlab.topics.fit import Fit

# What a fit is made with, of which documents, and how its gaps put kinds together.
OF_FITS = ("engine", "seed", "n_topics", "prevalence", "min_docs", "max_passage_share", "unit")
OF_DOCUMENTS = ("only_kind", "only_years")
SETTINGS = (*OF_FITS, *OF_DOCUMENTS, "kinds")
# Domains are told once, and measured otherwise.
OF_DOMAINS = ("engine", "corrected", *OF_DOCUMENTS, "min_passages", "kinds")
UNITS = ("passage", "document")
YES, NO = "yes", "no"
# A document that says so little of the field is a small one.
SMALL = 5
# With fewer documents of a level, an era is not asked for.
FEW = 3
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
        where it decides the start: for ``lda``, and for ``stm`` from a consensus. Of a fit of domains:
        ``engine`` (the classifier, or the dictionary where the codebook is the bundled one), ``corrected``
        ("yes" or "no", by the coded sample), ``only_kind``, ``only_years`` (the years that both levels have,
        then each era of them), ``min_passages`` (documents with fewer are left out), ``kinds``.

    Examples
    --------
    >>> import reformlab as rl
    >>> corpus = rl.simulate_corpus(n_docs=20, seed=1).corpus
    >>> rl.list_specifications(rl.fit_topics(corpus, 6, seed=1), corpus)["changed"].tolist()[:3]
    ['reference', 'n_topics 4', 'n_topics 8']
    """
    reference = _read_settings(fit)
    if is_domains(fit):
        changes = _list_changes_of_domains(reference, fit)
    else:
        changes = _list_changes(reference, corpus, fit.settings["start"])
    rows = [reference, *(reference | change for change in changes)]
    return _name_specifications(pd.DataFrame(rows, columns=list_settings(fit)))


def list_settings(fit: Fit) -> list[str]:
    """List the columns that say what a specification of such a fit is."""
    return list(OF_DOMAINS if is_domains(fit) else SETTINGS)


def _read_settings(fit: Fit) -> dict[str, Any]:
    if is_domains(fit):
        of_fit = {"engine": fit.settings["engine"], "corrected": YES if is_coded(fit) else NO}
        of_rest = {"only_kind": None, "only_years": _share_years(fit.documents)}
        return of_fit | of_rest | {"min_passages": 1, "kinds": "matched"}
    if "pruning" not in fit.settings:
        raise ValueError(
            f"the fit is by {fit.settings['engine']}, and is fitted again by no other choices; take a fit by "
            "fit_topics or fit_domains"
        )
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


def _list_changes_of_domains(reference: dict[str, Any], fit: Fit) -> Iterator[dict[str, Any]]:
    others = [{"corrected": NO}] if reference["corrected"] == YES else []
    # Another codebook may have no words for its domains.
    if reference["engine"] != DICTIONARY and is_bundled(fit.topics["domain"]):
        others.append({"engine": DICTIONARY})
    yield from others
    if len(others) > 1:
        yield {name: value for change in others for name, value in change.items()}
    yield {"min_passages": SMALL}
    if reference["only_years"]:
        yield {"only_years": None}
    yield from ({"only_years": span} for span in _share_eras(fit.documents))
    yield {"kinds": "adjusted"}
    if fit.documents["kind"].nunique(dropna=False) > 1:
        yield {"kinds": "pooled"}
        yield from ({"kinds": kind} for kind in _find_shared_kinds(fit.documents))


def _share_eras(documents: pd.DataFrame) -> Iterator[str]:
    """Give the years of each era of which both levels have some documents, if there are several."""
    sides = documents[documents["level"].isin(SIDES)].dropna(subset=["year"])
    spans = []
    for era in read_eras().itertuples():
        years = sides[sides["year"].between(era.first_year, era.last_year)]
        counts = years["level"].value_counts()
        if len(counts) > 1 and counts.min() >= FEW:
            spans.append(f"{era.first_year}-{min(era.last_year, sides['year'].max())}")
    yield from spans if len(spans) > 1 else []


def _share_years(documents: pd.DataFrame) -> str | None:
    """Give the years from the first to the last that both levels have; None where that is all or none."""
    sides = documents[documents["level"].isin(SIDES)].dropna(subset=["year"])
    spans = sides.groupby("level")["year"].agg(["min", "max"])
    if len(spans) < 2:
        return None
    first, last = spans["min"].max(), spans["max"].min()
    whole = first == spans["min"].min() and last == spans["max"].max()
    return None if whole or first > last else f"{first}-{last}"


def _find_shared_kinds(documents: pd.DataFrame) -> list[str]:
    counts = pd.crosstab(documents["kind"], documents["level"]).reindex(columns=[*SIDES], fill_value=0)
    return counts.index[(counts >= MIN_DOCUMENTS).all(axis=1)].tolist()


def _name_specifications(specs: pd.DataFrame) -> pd.DataFrame:
    """Put number and name before the settings, with the types of the settings."""
    whole = {"seed", "n_topics", "min_docs", "min_passages"}
    types = {name: "int64" if name in whole else "str" for name in specs if name != "max_passage_share"}
    specs = specs.reset_index(drop=True).astype(types)
    names = [", ".join(_say_changes(specs.iloc[0], row)) or "reference" for _, row in specs.iterrows()]
    front = pd.DataFrame({"spec": np.arange(1, len(specs) + 1), "changed": pd.array(names, dtype="str")})
    return pd.concat([front, specs], axis=1)


def _say_changes(reference: pd.Series, row: pd.Series) -> list[str]:
    changed = []
    for name in row.index:
        old, new = reference[name], row[name]
        if old == new or (pd.isna(old) and pd.isna(new)):
            continue
        # An engine that cannot use the prevalence goes without: no choice of its own.
        if name == "prevalence" and row["engine"] not in USE_PREVALENCE:
            continue
        nothing = "none" if name == "prevalence" else "all"
        changed.append(f"{name} {nothing if pd.isna(new) else new}")
    return changed


def check_specifications(specifications: pd.DataFrame, fit: Fit) -> pd.DataFrame:
    """Check an edited table against what is allowed and against the fit; give it with its names anew."""
    settings, domains = list_settings(fit), is_domains(fit)
    missing = [name for name in settings if name not in specifications]
    if missing or specifications.empty:
        raise ValueError(
            f"specifications lack {missing or 'rows'}; take the table of list_specifications, and edit that"
        )
    specs = _name_specifications(specifications[settings])
    allowed = {
        "engine": list(METHODS) if domains else [*ENGINES, DICTIONARY],
        "unit": list(UNITS),
        "corrected": [YES, NO],
        "kinds": [*ACROSS, *KINDS],
    }
    for name in [name for name in allowed if name in specs]:
        for value in specs[name].fillna("missing").unique():
            check_choice(f"specifications: {name}", value, allowed[name])
    wrong = [years for years in specs["only_years"].dropna() if not _is_span(years)]
    if wrong:
        raise ValueError(f"specifications: only_years={wrong[0]!r}; write first and last year as '1996-2025'")
    made = _name_specifications(pd.DataFrame([_read_settings(fit)]))
    # How domains are measured is free; topics must be those of the fit.
    fixed = ("engine",) if domains else (*OF_FITS, *OF_DOCUMENTS)
    differs = _say_changes(made.iloc[0][list(fixed)], specs.iloc[0][list(fixed)])
    if differs:
        raise ValueError(
            f"the first specification is not how the fit was made ({', '.join(differs)}); "
            "keep the first row of list_specifications on top"
        )
    return specs


def _is_span(years: str) -> bool:
    first, _, last = years.partition("-")
    return first.isdigit() and last.isdigit() and int(first) <= int(last)
