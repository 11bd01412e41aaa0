"""Adoption: when each place first uses a term or takes up a topic, and how far that has spread.

A first use is known only where earlier documents of the place were seen and did not have it:
without them it may be older than the documents. Whether the centre or the provinces come first is
asked in `leads`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformlab.compare import MIN_DOCUMENTS
from reformlab.intervals import CONFIDENCE
from reformlab.priorities import UNKNOWN, measure_document_priorities
from reformlab.tables import KINDS, LEVELS, Corpus
from reformlab.words import read_lexicon

if TYPE_CHECKING:
    from reformlab.topics import Fit

NAMES = ["item", "label", "label_en"]
USE = ["doc_id", *NAMES, "share", "used", "level", "place", "year", "kind"]
ADOPTION = [*NAMES, "kind", "level", "place", "first_year", "first_doc_id", "known", "reason"]
ADOPTION += ["n_docs", "n_docs_used", "n_docs_before"]
SPREAD = [*NAMES, "kind", "level", "year", "share", "low", "high", "n_used", "n_places", "n_docs", "enough"]

NOT_USED = "not used in these documents"
NOT_SEEN_BEFORE = "cannot tell: no earlier document"


def measure_use(
    source: Corpus | Fit, items: Sequence[str] | Sequence[int], *, least: float = 0.05
) -> pd.DataFrame:
    """Measure how much each document uses terms, or has of topics: the base of adoption and lead.

    Parameters
    ----------
    source : Corpus or Fit
        A corpus for terms, a fit for topics.
    items : list of str or of int
        Terms, as segmentation yields them; or numbers of topics.
    least : float
        The priority from which on a document counts as using a topic. A term counts when it
        stands in the document once.

    Returns
    -------
    DataFrame
        One row a document and item: ``doc_id``, ``item``, ``label``, ``label_en`` (of a term, its
        gloss; may be missing), ``share`` (of the document's terms, or the topic's priority),
        ``used`` (bool), ``level``, ``place``, ``year``, ``kind``. Documents without a year, a level
        or a place, or without any term, have no row.

    Raises
    ------
    ValueError
        Where no items are given, no document has the term, or the fit has no such topic.

    Examples
    --------
    >>> import reformlab as rl
    >>> use = rl.measure_use(rl.load_corpus("made-up"), ["家庭医生"])
    >>> list(use)[:6]
    ['doc_id', 'item', 'label', 'label_en', 'share', 'used']
    """
    items = list(dict.fromkeys([items] if isinstance(items, str | int) else items))
    if not items:
        raise ValueError("no items; give one term or topic or more")
    table = _use_terms(source, items) if isinstance(source, Corpus) else _use_topics(source, items, least)
    known = table["year"].notna() & (table["level"].fillna(UNKNOWN) != UNKNOWN)
    known &= table["place"].fillna(UNKNOWN) != UNKNOWN
    table = table.assign(kind=table["kind"].fillna(UNKNOWN))[known]
    return table.sort_values(["doc_id"], kind="stable", ignore_index=True)[USE]


def measure_adoption(use: pd.DataFrame) -> pd.DataFrame:
    """Measure in which year each place first used a term or took up a topic.

    Parameters
    ----------
    use : DataFrame
        Of `measure_use`.

    Returns
    -------
    DataFrame
        One row an item, kind, level and place: ``item``, ``label``, ``label_en``, ``kind``,
        ``level``, ``place``, ``first_year`` (missing where it was not used), ``first_doc_id`` (the
        first by id in that year), ``known`` (used, and an earlier document of the place did
        not), ``reason`` (why not; empty where it is known), ``n_docs`` (of the place and kind),
        ``n_docs_used``, ``n_docs_before`` (in the years before the first use; all, where it was
        not used). No row where no document's year, level and place are known.

    Raises
    ------
    ValueError
        Where the table lacks columns of `measure_use`.

    Examples
    --------
    >>> import reformlab as rl
    >>> use = rl.measure_use(rl.load_corpus("made-up"), ["家庭医生"])
    >>> rl.measure_adoption(use)["known"].value_counts().to_dict()
    {False: 6, True: 1}
    """
    check_use(use)
    if use.empty:
        return pd.DataFrame(columns=ADOPTION).astype({"known": bool, "first_year": "Int64"})
    rows = []
    for keys, documents in _group(use, ["item", "kind", "level", "place"]):
        using = documents[documents["used"]].sort_values(["year", "doc_id"])
        first = using["year"].iloc[0] if len(using) else pd.NA
        before = int((documents["year"] < first).sum()) if len(using) else len(documents)
        reason = ("" if before else NOT_SEEN_BEFORE) if len(using) else NOT_USED
        row = {"first_year": first, "first_doc_id": using["doc_id"].iloc[0] if len(using) else None}
        row |= {"known": reason == "", "reason": reason, "n_docs": len(documents), "n_docs_used": len(using)}
        rows.append({**keys, **row, "n_docs_before": before})
    table = pd.DataFrame(rows).astype({"first_year": "Int64", "first_doc_id": "str"})
    return _name(table, use)[ADOPTION]


def measure_spread(use: pd.DataFrame) -> pd.DataFrame:
    """Measure which share of the places have used a term or topic by each year.

    Parameters
    ----------
    use : DataFrame
        Of `measure_use`.

    Returns
    -------
    DataFrame
        One row an item, kind, level below the national one and year with documents: ``item``,
        ``label``, ``label_en``, ``kind``, ``level``, ``year``, ``share`` (of the places that have a
        document by then, those that have used it by then; it can fall when places come in that
        have not), ``low``, ``high`` (95 % interval of Wilson, places independent; missing where
        `enough` is False), ``n_used``, ``n_places``, ``n_docs`` (by then), ``enough`` (at least 5
        places).

    Raises
    ------
    ValueError
        Where the table lacks columns of `measure_use`.

    Notes
    -----
    Wilson (1927), Journal of the American Statistical Association 22. The curve begins with the
    documents: where they begin late, what was used before them is counted in their first year.

    Examples
    --------
    >>> import reformlab as rl
    >>> use = rl.measure_use(rl.load_corpus("made-up"), ["家庭医生"])
    >>> rl.measure_spread(use)["share"].between(0, 1).all()
    np.True_
    """
    from scipy.stats import binomtest

    check_use(use)
    rows = []
    for keys, documents in _group(use[use["level"] != LEVELS[0]], ["item", "kind", "level"]):
        for year in sorted(documents["year"].unique()):
            seen = documents[documents["year"] <= year]
            n_places, n_used = seen["place"].nunique(), seen.loc[seen["used"], "place"].nunique()
            limits = binomtest(n_used, n_places).proportion_ci(CONFIDENCE, method="wilson")
            enough = n_places >= MIN_DOCUMENTS
            low, high = limits if enough else (np.nan, np.nan)
            row = {"year": int(year), "share": n_used / n_places, "low": low, "high": high, "n_used": n_used}
            rows.append({**keys, **row, "n_places": n_places, "n_docs": len(seen), "enough": enough})
    if not rows:
        return pd.DataFrame(columns=SPREAD).astype({"enough": bool})
    return _name(pd.DataFrame(rows), use)[SPREAD]


def check_use(use: pd.DataFrame) -> None:
    """Raise where a table is not one of `measure_use`.

    Raises
    ------
    ValueError
        Naming the columns that are missing.
    """
    missing = [name for name in USE if name not in use]
    if missing:
        raise ValueError(f"the table lacks the columns {missing} of measure_use; it has {list(use)}")


def _use_terms(corpus: Corpus, items: list[str]) -> pd.DataFrame:
    terms = corpus.terms.merge(corpus.passages[["passage_id", "doc_id"]], on="passage_id")
    missing = [item for item in items if item not in set(terms["term"])]
    if missing:
        raise ValueError(
            f"no document has the terms {missing}; a term is what segmentation keeps whole, see corpus.terms"
        )
    n_terms = terms.groupby("doc_id")["n"].sum().astype(float)
    wanted = terms[terms["term"].isin(items)]
    counts = wanted.pivot_table(index="doc_id", columns="term", values="n", aggfunc="sum", fill_value=0)
    counts = counts.reindex(index=n_terms.index, columns=items, fill_value=0).astype(float)
    share = counts.div(n_terms, axis=0).rename_axis(columns="item").stack().rename("share").reset_index()
    about = corpus.documents[["doc_id", "level", "place", "year", "kind"]]
    glosses = read_lexicon().set_index("term")["gloss"]
    table = share.merge(about, on="doc_id")
    return table.assign(label=table["item"], label_en=table["item"].map(glosses), used=table["share"] > 0)


def _use_topics(fit: Fit, items: list[int], least: float) -> pd.DataFrame:
    missing = [item for item in items if item not in set(fit.topics["topic"])]
    if missing:
        raise ValueError(f"topics {missing}: the fit has topics 1 to {len(fit.topics)}")
    table = measure_document_priorities(fit)
    table = table[table["topic"].isin(items)].drop(columns="share")
    table = table.rename(columns={"topic": "item", "priority": "share"})
    return table.assign(used=table["share"] >= least)


def _group(use: pd.DataFrame, keys: list[str]) -> list[tuple[dict[str, object], pd.DataFrame]]:
    """Give the groups of a table: items as they first come, kinds and levels in their order."""
    ordered = use.assign(
        item=pd.Categorical(use["item"], use["item"].unique()),
        kind=pd.Categorical(use["kind"], [*KINDS, UNKNOWN]),
        level=pd.Categorical(use["level"], LEVELS),
    )
    groups = ordered.groupby(keys, observed=True, sort=True)
    return [(dict(zip(keys, names, strict=True)), use.loc[group.index]) for names, group in groups]


def _name(table: pd.DataFrame, use: pd.DataFrame) -> pd.DataFrame:
    return table.merge(use.drop_duplicates("item")[NAMES], on="item", how="left")
