"""Who is charged with the tasks: bodies by level, and which of them are charged together.

A body is charged by a passage; what varies is the document. A share is that of the documents of a
level in which the body is charged, with Wilson's interval (1927) for that many documents.
"""

from __future__ import annotations

import math
from itertools import combinations

import pandas as pd

from reformlab.compare import MIN_DOCUMENTS
from reformlab.intervals import CONFIDENCE
from reformlab.tables import Corpus
from reformlab.tasks import need_mentions


def measure_agencies(corpus: Corpus) -> pd.DataFrame:
    """Measure who is charged: how many tasks and documents of each level charge a body.

    Parameters
    ----------
    corpus : Corpus
        With mentions.

    Returns
    -------
    DataFrame
        One row a body, level and kind of document, kinds never pooled: ``agency``, ``level``,
        ``kind``, ``n_tasks`` (passages that charge it), ``n_lead`` (of these, those that it leads),
        ``n_docs`` (documents that charge it), ``n_docs_all`` (documents of the level and kind that
        charge anybody), ``share`` (of these documents), ``low`` and ``high`` (95 %, missing where
        ``enough`` is False: fewer than five documents). A level or kind that is not known is
        ``"unknown"``.

    Raises
    ------
    TableError
        Where the corpus has no mentions.

    Examples
    --------
    >>> import reformlab as rl
    >>> agencies = rl.measure_agencies(rl.load_corpus("made-up"))  # doctest: +SKIP
    """
    charges = _charges(corpus)
    keys = ["level", "kind"]
    table = (
        charges.groupby(["agency", *keys])
        .agg(n_tasks=("passage_id", "nunique"), n_lead=("leads", "sum"), n_docs=("doc_id", "nunique"))
        .reset_index()
    )
    everybody = charges.groupby(keys)["doc_id"].nunique().rename("n_docs_all").reset_index()
    table = table.merge(everybody, on=keys)
    table["share"] = table["n_docs"] / table["n_docs_all"]
    table["enough"] = table["n_docs_all"] >= MIN_DOCUMENTS
    ends = [
        _wilson(row.n_docs, row.n_docs_all) if row.enough else (math.nan, math.nan)
        for row in table.itertuples()
    ]
    table["low"], table["high"] = [low for low, _ in ends], [high for _, high in ends]
    table = table.astype(dict.fromkeys(["n_tasks", "n_lead", "n_docs", "n_docs_all"], "Int64"))
    table = table.sort_values(
        [*keys, "n_docs", "n_tasks", "agency"], ascending=[True, True, False, False, True]
    )
    return table[
        ["agency", *keys, "n_tasks", "n_lead", "n_docs", "n_docs_all", "share", "low", "high", "enough"]
    ].reset_index(drop=True)


def measure_agency_pairs(corpus: Corpus) -> pd.DataFrame:
    """Measure which bodies are charged together: the edges of a network.

    Parameters
    ----------
    corpus : Corpus
        With mentions.

    Returns
    -------
    DataFrame
        One row a pair of bodies, level and kind: ``agency_a`` and ``agency_b`` (in alphabetical
        order), ``level``, ``kind``, ``n_tasks`` (passages that charge both), ``n_a_leads`` and
        ``n_b_leads`` (of these, those that one leads and the other joins), ``n_docs``.

    Raises
    ------
    TableError
        Where the corpus has no mentions.

    Examples
    --------
    >>> import reformlab as rl
    >>> pairs = rl.measure_agency_pairs(rl.load_corpus("made-up"))  # doctest: +SKIP
    """
    rows = [
        (
            *(first.agency, second.agency, first.level, first.kind, first.doc_id),
            *(first.leads and not second.leads, second.leads and not first.leads),
        )
        for _, task in _charges(corpus).sort_values("agency").groupby("passage_id")
        for first, second in combinations(task.itertuples(), 2)
    ]
    columns = ["agency_a", "agency_b", "level", "kind", "doc_id", "a_leads", "b_leads"]
    keys = columns[:4]
    pairs = pd.DataFrame(rows, columns=columns).astype({"a_leads": "bool", "b_leads": "bool"})
    table = (
        pairs.groupby(keys)
        .agg(
            n_tasks=("doc_id", "size"),
            n_a_leads=("a_leads", "sum"),
            n_b_leads=("b_leads", "sum"),
            n_docs=("doc_id", "nunique"),
        )
        .astype("Int64")
        .reset_index()
    )
    order = ["level", "kind", "n_tasks", "agency_a", "agency_b"]
    return table.sort_values(order, ascending=[True, True, False, True, True]).reset_index(drop=True)


def _charges(corpus: Corpus) -> pd.DataFrame:
    """Return one row a body and passage that charges it, with its document's facts."""
    mentions = need_mentions(corpus)
    charged = mentions[(mentions["kind"] == "agency") & mentions["name"].notna()]
    facts = corpus.documents[["doc_id", "level", "kind"]].astype({"level": "str", "kind": "str"})
    facts = facts.assign(**{name: facts[name].fillna("unknown") for name in ("level", "kind")})
    found = (
        charged[["passage_id", "name", "role"]]
        .rename(columns={"name": "agency"})
        .merge(corpus.passages[["passage_id", "doc_id"]], on="passage_id")
        .merge(facts, on="doc_id")
    )
    found["leads"] = (found["role"] == "lead").astype("bool")
    keys = ["passage_id", "agency", "doc_id", "level", "kind"]
    return found.groupby(keys, as_index=False)["leads"].max()


def _wilson(some: int, whole: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share of documents."""
    from scipy.stats import binomtest

    return tuple(binomtest(int(some), int(whole)).proportion_ci(CONFIDENCE, method="wilson"))
