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

from reformlab.corpus.agencies import read_agencies
from reformlab.corpus.choices import check_choice
from reformlab.corpus.kept import keep
from reformlab.corpus.rules import join_rules, read_rules
from reformlab.corpus.tables import Corpus
from reformlab.documents.words import cut_words, read_lexicon
from reformlab.measures.uptake_null import describe_units, expect_share, find_units

# Two tasks share a measure from the first cosine on, their main matter from the second on where the pair
# also has this part of the best that the local task reaches. These and the next three were chosen on two
# pairs of documents coded by reading; docs/decisions/uptake.md tells how.
LEAST_SIMILARITY = 0.125
LEAST_SIMILARITY_OF_MAIN = 0.15
LEAST_OF_BEST = 0.6
# Of the cosine of a shared measure this must be left without the term that adds most to it: that two
# tasks are both about hospitals (公立医院) is no measure yet.
LEAST_WITHOUT_BEST_TERM = 0.04
# A word outside the lexicon that is rarer than this among passages weighs no more: rare words of the
# field tell what a task is about, other rare words (每个, 合计) are mere turns of phrase.
RAREST_WEIGHED = 1 / 150
# A term of the lexicon rarer than this tells a measure by itself, where each document has it in one task.
TELLING_ALONE = 1 / 600
# A match that keeps less than this part of the centre's task, weighed by what tells it, is adapted.
TAKEN_UP_FROM = 0.25
# From the best; a task of several matches goes by its best.
FATES = ("taken up", "adapted", "one measure")
# Where a task of the other document comes from, by its best match.
ORIGINS = {
    **dict.fromkeys(FATES[:2], "from the reference"),
    FATES[2]: "one measure from the reference",
    None: "added",
}

# The frame of a document is no task, and the formula that closes a charge is no likeness.
_FRAME, _FORMULA = join_rules("uptake", "frame"), frozenset(read_rules("uptake")["formula"])
_PAIR = ["passage_id", "label", "heading", "other_passage_id", "other_label", "other_heading"]
_PAIR += ["similarity", "kept", "fate", "shared"]
_UPTAKE = ["doc_id", "place", "year", "before", "n_tasks", "n_taken_up", "n_adapted", "n_one_measure"]
_UPTAKE += ["share", "expected", "low", "high", "p", "n_local", "n_added", "n_terms", "n_terms_drawn"]
_UPTAKE += ["drawn_from", "n_passages", "n_docs", "enough"]
_SHOWN = 6


def match_tasks(corpus: Corpus, reference: str, *, other: str) -> pd.DataFrame:
    """Match the tasks of two documents: one to many, many to one, or none.

    Two tasks share their main matter, or one measure within a longer task.

    Parameters
    ----------
    corpus : Corpus
        All its passages say how common a term is; the more of them, the better.
    reference, other : str
        ``doc_id`` of the document that came first (the centre's) and of the one that may have taken
        it up (a province's). A task is a unit with a label and all its paragraphs (in work
        reports each statement of one), the frame of the document (组织领导 leadership, 工作目标
        aims …) aside.

    Returns
    -------
    DataFrame
        One row a pair that matches: ``passage_id``, ``label``, ``heading`` of the reference's task,
        ``other_passage_id``, ``other_label``, ``other_heading``, ``similarity`` (cosine of the terms'
        weights, 0..1), ``kept`` (the part of the reference's task, weighed, whose terms the other has;
        0..1), ``fate`` (of a shared main matter "taken up", or "adapted" where less than a quarter is
        kept; else "one measure"), ``shared`` (the terms that tell most, joined by 、), ``n_docs`` (2).

    Raises
    ------
    ValueError
        Where a document is not in the corpus or has no task.

    Notes
    -----
    A term's weight is the logarithm of how rarely passages have it (inverse document frequency,
    Spärck Jones 1972; outside the lexicon no more than for one passage in 150) times log(1 + n);
    terms of the heading count once more. From which cosines on tasks share their main matter, or a
    measure, is told in docs/decisions/uptake.md.

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
    ours, theirs = weights[tasks.index], weights[others.index]
    similarity = _compare(ours, theirs)
    main = _match_main(similarity)
    telling = _share_telling(ours, theirs, _find_telling(weights, terms))
    measure = _match_measure(similarity, ours, theirs) | telling
    rows = [
        _describe_pair(tasks.iloc[i], others.iloc[j], similarity[i, j], main[i, j], weights, terms)
        for i, j in zip(*np.nonzero(main | measure), strict=True)
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
        reference's tasks: "taken up", "adapted", "one measure", "not found"; of the other's: "from the
        reference" for a main matter, "one measure from the reference", "added"; where it matches
        several, the best), ``matched`` (labels of the tasks it matches, joined by 、; empty for none),
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
    best = _take_best(pairs, "passage_id")
    there = _list_tasks(corpus, reference)
    there["fate"] = [best.get(passage_id, "not found") for passage_id in there["passage_id"]]
    there["matched"] = _join_labels(there, pairs, "passage_id", "other_label")
    here = _list_tasks(corpus, other)
    best = _take_best(pairs, "other_passage_id")
    here["fate"] = [ORIGINS[best.get(passage_id)] for passage_id in here["passage_id"]]
    here["matched"] = _join_labels(here, pairs, "other_passage_id", "label")
    return pd.concat([there, here], ignore_index=True).assign(n_docs=2)


@keep("measures", "corpus", "documents/words", "mentions", "rules/uptake")
def measure_uptake(
    corpus: Corpus, reference: str, *, others: Sequence[str], n_draws: int = 999, seed: int = 1
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
        How often as many tasks as the document has are drawn from others that cannot have taken
        the reference up: of like kinds, from before it, of about as many terms each, from as few
        documents as can be. They are of the document's level where 19 documents of it are to be
        had, else of all levels. Kinds are like that list tasks or tell of them (key tasks, plan,
        opinion, notice, report, newsletter), that hold articles (statute, rule), or work reports.
    seed : int

    Returns
    -------
    DataFrame
        One row a document: ``doc_id``, ``place``, ``year``, ``before`` (it is known to be
        from before the reference), ``n_tasks`` (of the reference), ``n_taken_up``, ``n_adapted``,
        ``n_one_measure`` (of which no more than one measure is found), ``share`` (of the reference's
        tasks that are taken up or adapted; a single measure does not count, since two documents of a
        field share some anyway), ``expected``, ``low``, ``high`` (mean, 2.5 and 97.5 % of the share
        among the draws), ``p`` (of draws that reach the share, the document itself counted as one,
        Phipson and Smyth 2010; no less than one in `n_docs` + 1, since documents and not draws are
        what varies), ``n_local`` (tasks of the document), ``n_added`` (of them without any match),
        ``n_terms``, ``n_terms_drawn`` (median number of terms of its tasks, and of those drawn),
        ``drawn_from`` (levels and kinds, with the number of documents of each), ``n_passages``,
        ``n_docs`` (passages and documents drawn from; versions of one statute count as one),
        ``enough`` (five documents at least, and as many passages as tasks; else `expected`, `low`,
        `high`, `p` and `n_terms_drawn` are missing).

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
    weights, _ = _weigh_terms(corpus)
    tasks = _find_tasks(corpus).assign(n_terms=lambda rows: (weights[rows.index] > 0).sum(axis=1).A1)
    n_tasks = len(_list_tasks(corpus, reference))
    to_all = _compare(weights[tasks.index[tasks["doc_id"] == reference]], weights)
    about = corpus.documents.set_index("doc_id")
    rows = []
    for other in others:
        listed = list_uptake(corpus, reference, other=other)
        fates = listed.groupby("doc_id")["fate"].value_counts()
        n_taken, n_adapted, n_one = (int(fates.get((reference, fate), 0)) for fate in FATES)
        share = (n_taken + n_adapted) / n_tasks
        units = find_units(corpus, tasks, reference, other)
        n_terms = tasks.loc[tasks["doc_id"] == other, "n_terms"]
        expected = expect_share(
            share,
            units,
            n_terms,
            lambda drawn: _match_main(to_all[:, drawn]).any(axis=1).mean(),
            n_draws=n_draws,
            seed=seed,
            name=other,
        )
        place, year = about.loc[other, ["place", "year"]]
        row = {
            "doc_id": other,
            "place": place,
            "year": year,
            "before": year < about.loc[reference, "year"],
            "n_tasks": n_tasks,
            "n_taken_up": n_taken,
            "n_adapted": n_adapted,
            "n_one_measure": n_one,
            "share": share,
            **expected,
            "n_local": len(n_terms),
            "n_added": int(fates.get((other, "added"), 0)),
            "n_terms": n_terms.median(),
            "drawn_from": describe_units(corpus, units),
        }
        rows.append(row)
    table = pd.DataFrame(rows)[_UPTAKE]
    return table.assign(before=table["before"].fillna(False).astype(bool))


def _find_tasks(corpus: Corpus) -> pd.DataFrame:
    """Give the tasks of all documents; the index is that of their passages."""
    passages = corpus.passages.reset_index(drop=True)
    frame = passages["heading"].fillna("").str.contains(_FRAME)
    first = _find_first(corpus) == passages.index
    kept = passages[passages["label"].notna() & ~frame & first]
    return kept[["doc_id", "passage_id", "label", "heading"]]


def _find_first(corpus: Corpus) -> np.ndarray:
    """Give for each passage the place of the first of its unit: the paragraphs of one task are one task.

    Statements of a work report stand each for itself.
    """
    passages = corpus.passages.reset_index(drop=True)
    spoken = corpus.documents.loc[corpus.documents["kind"] == "work-report", "doc_id"]
    of_unit = passages[["doc_id", "section", "label", "heading"]].fillna("").astype(str)
    goes_on = of_unit.eq(of_unit.shift()).all(axis=1) & (of_unit["label"] != "")
    goes_on &= ~passages["doc_id"].isin(spoken)
    return np.maximum.accumulate(np.where(goes_on, 0, passages.index))


def _list_tasks(corpus: Corpus, doc_id: str) -> pd.DataFrame:
    """Give a document's tasks; the index is that of their passages."""
    tasks = _find_tasks(corpus)
    check_choice("document", doc_id, sorted(tasks["doc_id"].unique()), where="among those with tasks")
    return tasks[tasks["doc_id"] == doc_id].copy()


def _weigh_terms(corpus: Corpus) -> tuple[sparse.csr_matrix, np.ndarray]:
    """Give the weights of terms, passages x terms, and the terms."""
    passages = corpus.passages.reset_index(drop=True)
    column, terms = pd.factorize(corpus.terms["term"], sort=True)
    row = pd.Index(passages["passage_id"]).get_indexer(corpus.terms["passage_id"])
    shape = len(passages), len(terms)
    counts = sparse.csr_matrix((corpus.terms["n"].to_numpy(float), (row, column)), shape=shape)
    share = np.maximum((counts > 0).sum(axis=0).A1, 1) / len(passages)
    rarity = -np.log(np.where(_is_of_field(terms), share, np.maximum(share, RAREST_WEIGHED)))
    silent = _FORMULA | read_agencies()[0].keys()
    rarity[[term in silent for term in terms]] = 0.0
    first = _find_first(corpus)
    whole = (np.ones(len(first)), (first, passages.index))
    counts = sparse.csr_matrix(whole, shape=(len(first), len(first))) @ counts
    counts.data = np.log1p(counts.data)
    return ((counts + _mark_headings(passages, terms)) @ sparse.diags(rarity)).tocsr(), terms


def _is_of_field(terms: np.ndarray) -> np.ndarray:
    return np.isin(terms, read_lexicon()["term"].to_numpy(str))


def _mark_headings(passages: pd.DataFrame, terms: np.ndarray) -> sparse.csr_matrix:
    """Give 1 for every term that a passage's heading has, passages x terms."""
    texts = passages["heading"].fillna("")
    found = cut_words(pd.DataFrame({"passage_id": texts.index.astype(str), "text": texts}))
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


def _match_main(similarity: np.ndarray) -> np.ndarray:
    best = similarity.max(axis=0, keepdims=True)
    return (similarity >= LEAST_SIMILARITY_OF_MAIN) & (similarity >= LEAST_OF_BEST * best)


def _match_measure(similarity: np.ndarray, ours: sparse.csr_matrix, theirs: sparse.csr_matrix) -> np.ndarray:
    """Say of each pair whether it shares a measure, by more than one term."""
    ours, theirs = _scale(ours), _scale(theirs)
    most = np.vstack([theirs.multiply(row).max(axis=1).toarray().T for row in ours])
    return (similarity >= LEAST_SIMILARITY) & (similarity - most >= LEAST_WITHOUT_BEST_TERM)


def _find_telling(weights: sparse.csr_matrix, terms: np.ndarray) -> np.ndarray:
    """Say of each term whether it tells a measure by itself."""
    share = (weights > 0).mean(axis=0).A1
    return _is_of_field(terms) & (share < TELLING_ALONE)


def _share_telling(ours: sparse.csr_matrix, theirs: sparse.csr_matrix, telling: np.ndarray) -> np.ndarray:
    """Say of each pair of rows whether it shares a telling term that no other row has."""
    ours, theirs = ((weights > 0).toarray() & telling for weights in (ours, theirs))
    single = (ours.sum(axis=0) == 1) & (theirs.sum(axis=0) == 1)
    return (ours[:, single, None] & theirs[:, single].T).any(axis=1)


def _take_best(pairs: pd.DataFrame, key: str) -> dict[str, str]:
    """Give the best fate of each task that matches."""
    return pairs.groupby(key)["fate"].agg(lambda fates: min(fates, key=FATES.index)).to_dict()


def _describe_pair(
    task: pd.Series,
    other: pd.Series,
    similarity: float,
    main: bool,
    weights: sparse.csr_matrix,
    terms: np.ndarray,
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
        FATES[int(kept < TAKEN_UP_FROM)] if main else FATES[2],
        "、".join(terms[k] for k in telling if shared[k] > 0),
    ]
    return dict(zip(_PAIR, values, strict=True))


def _join_labels(tasks: pd.DataFrame, pairs: pd.DataFrame, key: str, label: str) -> list[str]:
    joined = pairs.groupby(key)[label].agg("、".join).to_dict()
    return [joined.get(passage_id, "") for passage_id in tasks["passage_id"]]
