"""Who is charged with the tasks: bodies by level, and which of them are charged together.

A body is charged by a passage; what varies is the document. A share is that of the documents of a
level and kind that charge anybody, with Wilson's interval (1927) for as many documents as they
count for: below the national level, documents of one place are not independent.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from reformlab.corpus.tables import UNKNOWN, Corpus
from reformlab.corpus.versions import find_clusters
from reformlab.measures.estimates import MIN_DOCUMENTS
from reformlab.measures.intervals import CONFIDENCE, limit_score, mean_of_clusters
from reformlab.mentions.tasks import need_mentions


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
        ``kind``, ``n_tasks`` (passages that charge it), ``n_lead`` (of these, those that it leads, or
        bears alone),
        ``n_docs`` (documents that charge it), ``n_docs_all`` (documents of the level and kind that
        charge anybody; those that charge nobody are left out, `measure_coverage` counts all),
        ``n_places`` (their places, and texts of the centre or of no known place, each one),
        ``share`` (of these documents), ``low`` and ``high`` (95 %, missing where ``enough`` is
        False), ``enough`` (they count for at least five independent documents, see
        `measure_priorities`). A level or kind that is not known is ``"unknown"``.

    Raises
    ------
    TableError
        Where the corpus has no mentions.

    Notes
    -----
    The interval takes documents of one place to be as alike as can be, so it is rather too wide than
    too narrow: on made-up documents of 7 places that correlate at 0.3 to 0.8, it covers the true
    share in 98 to 100 %; were all documents taken as independent, in 59 to 94 %. Each
    is of one body by itself: of a hundred bodies, five miss.

    Examples
    --------
    >>> import reformlab as rl
    >>> agencies = rl.measure_agencies(rl.load_corpus("made-up"))
    >>> bool((agencies["n_lead"] <= agencies["n_tasks"]).all())
    True
    """
    from scipy.stats import norm

    charges = _charges(corpus)
    keys = ["level", "kind"]
    table = (
        charges.groupby(["agency", *keys])
        .agg(n_tasks=("passage_id", "nunique"), n_lead=("leads", "sum"), n_docs=("doc_id", "nunique"))
        .reset_index()
    )
    table = table.merge(_count_everybody(charges, keys), on=keys)
    table["share"] = table["n_docs"] / table["n_docs_all"]
    table["enough"] = table["n_independent"] >= MIN_DOCUMENTS - 1e-9
    z = norm.ppf((1 + CONFIDENCE) / 2)
    low, high = limit_score(table["share"], z**2 / table["n_independent"])
    table["low"], table["high"] = low.where(table["enough"]), high.where(table["enough"])
    counts = ["n_tasks", "n_lead", "n_docs", "n_docs_all", "n_places"]
    table = table.astype(dict.fromkeys(counts, "Int64"))
    order = [*keys, "n_docs", "n_tasks", "agency"]
    table = table.sort_values(order, ascending=[True, True, False, False, True])
    return table[["agency", *keys, *counts, "share", "low", "high", "enough"]].reset_index(drop=True)


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
    >>> pairs = rl.measure_agency_pairs(rl.load_corpus("made-up"))
    >>> bool((pairs["agency_a"] != pairs["agency_b"]).all())
    True
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
    facts = corpus.documents[["doc_id", "level", "kind"]].astype("str")
    facts = facts.assign(**{name: facts[name].fillna(UNKNOWN) for name in ("level", "kind")})
    facts["place"] = facts["doc_id"].map(find_clusters(corpus))
    found = (
        charged[["passage_id", "name", "role"]]
        .rename(columns={"name": "agency"})
        .merge(corpus.passages[["passage_id", "doc_id"]], on="passage_id")
        .merge(facts, on="doc_id")
    )
    found["leads"] = (found["role"] == "lead").astype("bool")
    keys = ["passage_id", "agency", "doc_id", "level", "kind", "place"]
    return found.groupby(keys, as_index=False)["leads"].max()


def _count_everybody(charges: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Count the documents of each group, their places, and how many independent ones they count for."""
    rows = []
    for names, group in charges.drop_duplicates("doc_id").groupby(keys):
        places = group["place"].to_numpy()
        df = mean_of_clusters(np.zeros((len(group), 1)), places)[2]
        counts = {"n_docs_all": len(group), "n_places": len(set(places)), "n_independent": df + 1}
        rows.append({**dict(zip(keys, names, strict=True)), **counts})
    return pd.DataFrame(rows, columns=[*keys, "n_docs_all", "n_places", "n_independent"])
