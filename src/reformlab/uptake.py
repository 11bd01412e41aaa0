"""Uptake: which tasks of the centre a province takes up, and what it adds of its own.

Tasks are compared by their terms, so that a shared corpus without wording serves as well. Terms that
most passages have (加强, 机制, 推进) weigh next to nothing, names of agencies and the closing formula of a
charge nothing at all: that two tasks charge the same bodies in the same style makes them no match.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from reformlab.bodies import read_agencies
from reformlab.chance import rate_upper
from reformlab.compare import MIN_DOCUMENTS
from reformlab.tables import Corpus
from reformlab.words import cut_words

# Two tasks match from this cosine on, and where the pair has this part of the best that the local
# task reaches. Chosen on two pairs of documents coded by reading; docs/decisions/uptake.md tells how.
LEAST_SIMILARITY = 0.13
LEAST_OF_BEST = 0.6
# A match that keeps less than this part of the centre's task, weighed by what tells it, is adapted.
TAKEN_UP_FROM = 0.25

# The frame of a document is no task: every plan has one, whatever it is about.
FRAME = (
    "组织领导|组织实施|组织保障|宣传引导|宣传培训|舆论|政策落实|督导|督查|监测评价|总体要求|指导思想|"
    "基本原则|工作目标|主要目标|总体目标|保障措施|附则"
)
_PAIR = [
    *("passage_id", "label", "heading", "other_passage_id", "other_label", "other_heading"),
    *("similarity", "kept", "fate", "shared"),
]
_FORMULA = frozenset(("职责分工", "分工", "列出", "不再", "部门", "按职责", "负责"))
_SHOWN = 6


def match_tasks(corpus: Corpus, reference: str, *, other: str) -> pd.DataFrame:
    """Match the tasks of two documents: one to many, many to one, or none.

    Parameters
    ----------
    corpus : Corpus
        All its passages say how common a term is; the more of them, the better.
    reference, other : str
        ``doc_id`` of the document that came first (the centre's) and of the one that may have taken
        it up (a province's). A task is a passage with a label, the frame of the document
        (组织领导 leadership, 工作目标 aims …) aside.

    Returns
    -------
    DataFrame
        One row a pair that matches: ``passage_id``, ``label``, ``heading`` of the reference's task,
        ``other_passage_id``, ``other_label``, ``other_heading``, ``similarity`` (cosine of the terms'
        weights, 0..1), ``kept`` (the part of the reference's task, weighed, whose terms the other has;
        0..1), ``fate`` ("taken up", or "adapted" where less than a quarter is kept), ``shared``
        (the terms that tell most, joined by 、), ``n_docs`` (2).

    Raises
    ------
    ValueError
        Where a document is not in the corpus or has no task.

    Notes
    -----
    A term's weight is the logarithm of how rarely passages have it (inverse document frequency,
    Spärck Jones 1972) times log(1 + n); terms of the heading count once more.

    Examples
    --------
    >>> import reformlab as rl
    >>> corpus = rl.load_corpus("made-up")
    >>> pairs = rl.match_tasks(corpus, "national-2022", other="gansu-2023")
    >>> bool(pairs["similarity"].between(0, 1).all())
    True
    """
    tasks, others = _list_tasks(corpus, reference), _list_tasks(corpus, other)
    weights, terms = _weigh_terms(corpus)
    similarity = _compare(weights[tasks.index], weights[others.index])
    rows = [
        _describe_pair(tasks.iloc[i], others.iloc[j], similarity[i, j], weights, terms)
        for i, j in zip(*np.nonzero(_match(similarity)), strict=True)
    ]
    return pd.DataFrame(rows, columns=_PAIR).assign(n_docs=2)


def list_uptake(corpus: Corpus, reference: str, *, other: str) -> pd.DataFrame:
    """List every task of two documents with what became of it, or where it came from.

    Parameters
    ----------
    corpus, reference, other
        As for `match_tasks`.

    Returns
    -------
    DataFrame
        One row a task: ``doc_id``, ``passage_id``, ``label``, ``heading``, ``fate`` (of the
        reference's tasks: "taken up", "adapted", "not found"; of the other's: "from the reference",
        "added"), ``matched`` (labels of the tasks it matches, joined by 、; empty for none),
        ``n_docs`` (2).

    Raises
    ------
    ValueError
        As `match_tasks`.

    Examples
    --------
    >>> import reformlab as rl
    >>> list(rl.list_uptake(rl.load_corpus("made-up"), "national-2022", other="gansu-2023"))
    ['doc_id', 'passage_id', 'label', 'heading', 'fate', 'matched', 'n_docs']
    """
    pairs = match_tasks(corpus, reference, other=other)
    best = pairs.sort_values("kept").groupby("passage_id")["fate"].last().to_dict()
    there = _list_tasks(corpus, reference)
    there["fate"] = [best.get(passage_id, "not found") for passage_id in there["passage_id"]]
    there["matched"] = _join_labels(there, pairs, "passage_id", "other_label")
    here = _list_tasks(corpus, other)
    matched = here["passage_id"].isin(pairs["other_passage_id"])
    here["fate"] = np.where(matched, "from the reference", "added")
    here["matched"] = _join_labels(here, pairs, "other_passage_id", "label")
    return pd.concat([there, here], ignore_index=True).assign(n_docs=2)


def measure_uptake(
    corpus: Corpus, reference: str, *, others: Sequence[str], n_draws: int = 999, seed: int
) -> pd.DataFrame:
    """Measure what share of a document's tasks others take up, beside what chance gives.

    Parameters
    ----------
    corpus : Corpus
    reference : str
        As for `match_tasks`.
    others : list of str
        Documents that may have taken it up. One from before the reference cannot have: what it
        shares is what two documents of the field share anyway, the best yardstick there is.
    n_draws : int
        How often chance is tried: as many passages as the document has tasks, drawn from other
        documents of its level.
    seed : int

    Returns
    -------
    DataFrame
        One row a document: ``doc_id``, ``place``, ``year``, ``before`` (it is from before the
        reference), ``n_tasks`` (of the reference), ``n_taken_up``, ``n_adapted``, ``share`` (of
        the reference's tasks that are taken up or adapted), ``expected``, ``low``, ``high`` (mean,
        2.5 and 97.5 % of the share among the draws), ``p`` (of draws that reach the share, the
        document itself counted as one; Phipson and Smyth 2010), ``n_local`` (tasks of the document),
        ``n_added``, ``n_docs`` (documents drawn from; `expected` and what follows are missing below 5).

    Raises
    ------
    ValueError
        As `match_tasks`.

    Examples
    --------
    >>> import reformlab as rl
    >>> corpus = rl.load_corpus("made-up")
    >>> table = rl.measure_uptake(corpus, "national-2022", others=["gansu-2023"], n_draws=99, seed=1)
    >>> bool(table["share"].between(0, 1).all())
    True
    """
    tasks = _list_tasks(corpus, reference)
    weights, _ = _weigh_terms(corpus)
    to_all = _compare(weights[tasks.index], weights)
    about = corpus.documents.set_index("doc_id")
    passages = corpus.passages.reset_index(drop=True)
    rows = []
    for other in others:
        listed = list_uptake(corpus, reference, other=other)
        fates = listed.groupby("doc_id")["fate"].value_counts()
        n_taken, n_adapted = (int(fates.get((reference, fate), 0)) for fate in ("taken up", "adapted"))
        n_local = int((listed["doc_id"] == other).sum())
        share = (n_taken + n_adapted) / len(tasks)
        drawn_from = _find_others(corpus, reference, other)
        n_docs = passages.loc[drawn_from, "doc_id"].nunique()
        chance = _try_chance(share, to_all[:, drawn_from], n_local, n_draws, seed)
        rows.append(
            {
                "doc_id": other,
                "place": about.loc[other, "place"],
                "year": about.loc[other, "year"],
                "before": bool(about.loc[other, "year"] < about.loc[reference, "year"]),
                "n_tasks": len(tasks),
                "n_taken_up": n_taken,
                "n_adapted": n_adapted,
                "share": share,
                **(chance if n_docs >= MIN_DOCUMENTS else dict.fromkeys(chance, np.nan)),
                "n_local": n_local,
                "n_added": int(fates.get((other, "added"), 0)),
                "n_docs": n_docs,
            }
        )
    return pd.DataFrame(rows)


def _list_tasks(corpus: Corpus, doc_id: str) -> pd.DataFrame:
    """Give a document's tasks; the index is that of their passages."""
    passages = corpus.passages.reset_index(drop=True)
    tasks = passages.loc[passages["doc_id"] == doc_id, ["doc_id", "passage_id", "label", "heading"]]
    frame = tasks["heading"].fillna("").str.contains(FRAME)
    tasks = tasks[tasks["label"].notna() & ~frame]
    if tasks.empty:
        known = ", ".join(sorted(passages.loc[passages["label"].notna(), "doc_id"].unique())[:8])
        raise ValueError(f"{doc_id!r} has no labelled task in this corpus; documents that have: {known} …")
    return tasks


def _weigh_terms(corpus: Corpus) -> tuple[sparse.csr_matrix, np.ndarray]:
    """Give the weights of terms, passages x terms, and the terms."""
    passages = corpus.passages.reset_index(drop=True)
    column, terms = pd.factorize(corpus.terms["term"], sort=True)
    row = pd.Index(passages["passage_id"]).get_indexer(corpus.terms["passage_id"])
    shape = len(passages), len(terms)
    counts = sparse.csr_matrix((corpus.terms["n"].to_numpy(float), (row, column)), shape=shape)
    rarity = np.log(len(passages) / np.maximum((counts > 0).sum(axis=0).A1, 1))
    silent = _FORMULA | read_agencies()[0].keys()
    rarity[[term in silent for term in terms]] = 0.0
    counts.data = np.log1p(counts.data)
    return ((counts + _mark_headings(passages, terms)) @ sparse.diags(rarity)).tocsr(), terms


def _mark_headings(passages: pd.DataFrame, terms: np.ndarray) -> sparse.csr_matrix:
    """Give 1 for every term that a passage's heading has, passages x terms."""
    headings = pd.DataFrame(
        {"passage_id": passages.index.astype(str), "text": passages["heading"].fillna("")}
    )
    found = cut_words(headings)
    column = pd.Index(terms).get_indexer(found["term"])
    row = found["passage_id"].astype(int).to_numpy()[column >= 0]
    column = column[column >= 0]
    return sparse.csr_matrix((np.ones(len(row)), (row, column)), shape=(len(passages), len(terms)))


def _compare(ours: sparse.csr_matrix, theirs: sparse.csr_matrix) -> np.ndarray:
    """Give the cosine of every pair of rows; a row of zeros is like none."""
    return np.asarray((_scale(ours) @ _scale(theirs).T).todense())


def _scale(weights: sparse.csr_matrix) -> sparse.csr_matrix:
    length = np.sqrt(weights.multiply(weights).sum(axis=1).A1)
    return sparse.diags(1 / np.where(length > 0, length, 1)) @ weights


def _match(similarity: np.ndarray) -> np.ndarray:
    best = similarity.max(axis=0, keepdims=True)
    return (similarity >= LEAST_SIMILARITY) & (similarity >= LEAST_OF_BEST * best)


def _describe_pair(
    task: pd.Series, other: pd.Series, similarity: float, weights: sparse.csr_matrix, terms: np.ndarray
) -> dict[str, object]:
    here, there = (weights[row.name].toarray()[0] for row in (task, other))
    shared = np.where((here > 0) & (there > 0), here, 0)
    kept = shared.sum() / here.sum()
    telling = np.argsort(-shared * there, kind="stable")[:_SHOWN]
    values = [
        *task[["passage_id", "label", "heading"]],
        *other[["passage_id", "label", "heading"]],
        similarity,
        kept,
        "taken up" if kept >= TAKEN_UP_FROM else "adapted",
        "、".join(terms[k] for k in telling if shared[k] > 0),
    ]
    return dict(zip(_PAIR, values, strict=True))


def _join_labels(tasks: pd.DataFrame, pairs: pd.DataFrame, key: str, label: str) -> list[str]:
    joined = pairs.groupby(key)[label].agg("、".join).to_dict()
    return [joined.get(passage_id, "") for passage_id in tasks["passage_id"]]


def _find_others(corpus: Corpus, reference: str, other: str) -> np.ndarray:
    """Give the passages of the other documents of a document's level, in the order of their ids."""
    passages = corpus.passages.reset_index(drop=True).sort_values("passage_id")
    level = passages["doc_id"].map(corpus.documents.set_index("doc_id")["level"])
    (own,) = level[passages["doc_id"] == other].unique()
    return passages.index[(level == own) & ~passages["doc_id"].isin([reference, other])].to_numpy()


def _try_chance(
    share: float, similarity: np.ndarray, n_drawn: int, n_draws: int, seed: int
) -> dict[str, float]:
    """Say what share of the tasks so many passages match that had nothing to do with them."""
    chance = np.random.default_rng(seed)
    n_drawn = min(n_drawn, similarity.shape[1])
    shares = [
        _match(chance.choice(similarity, n_drawn, axis=1, replace=False)).any(axis=1).mean()
        for _ in range(n_draws)
    ]
    low, high = np.quantile(shares, [0.025, 0.975])
    p = float(rate_upper(share, np.array(shares)))
    return {"expected": float(np.mean(shares)), "low": low, "high": high, "p": p}
