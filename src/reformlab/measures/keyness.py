"""Keyness: the words that one group of documents uses more than another, and how sure that is.

Words come in clusters: a document that says 医保 once says it again. So a z value computed as if
words were drawn one by one overstates; beside it stands what permuting whole documents gives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from tqdm import tqdm

from reformlab.corpus.choices import check_choice, find_topic
from reformlab.corpus.kept import keep
from reformlab.corpus.tables import KINDS, UNKNOWN, Corpus
from reformlab.corpus.versions import find_clusters, find_families
from reformlab.documents.words import read_lexicon
from reformlab.measures import permutation
from reformlab.measures.estimates import MIN_DOCUMENTS

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit

GROUPS = ("level", "place", "kind", "year")
COLUMNS = ["kind", "term", "gloss", "first", "second", "n_first", "n_second", "log_odds", "z", "chance_low"]
COLUMNS += ["chance_high", "p", "q", "n_docs_first", "n_docs_second", "n_docs"]
COLUMNS += ["n_docs_of_first", "n_docs_of_second", "enough"]
# Terms that are tested at a time.
BATCH = 200


@keep("topics", "measures", "corpus", "documents/words")
def measure_keyness(
    corpus: Corpus,
    group: tuple[str, object, object] = ("level", "national", "provincial"),
    *,
    fit: Fit | None = None,
    topic: int | str | None = None,
    n_permutations: int = 9999,
    seed: int = 1,
) -> pd.DataFrame:
    """Measure which terms one group of documents uses more than another.

    The log-odds ratio with an informative Dirichlet prior: a term's share of each group is drawn
    towards its share of both together, by as many terms as an average document has. Groups of
    different times differ in the words of their times: compare the same years.

    Parameters
    ----------
    corpus : Corpus
    group : tuple of a column and two of its values
        Column ``level``, ``place``, ``kind`` or ``year`` of `documents`. Kinds are compared each by
        itself, unless they are what is compared. Levels are not kept apart: where kinds, places or
        years are compared, select one level first (``corpus.select(level="provincial")``), or
        what differs may be who speaks.
    fit : Fit, optional
        With `topic`: count only the passages that have more of this topic than of any other.
    topic : int or str, optional
        As in `list_passages`.
    n_permutations : int
        How often documents are permuted; the smallest possible `p` is 2 / (n_permutations + 1). With
        fewer, no `q` of thousands of terms can be small unless dozens are at that end.
    seed : int

    Returns
    -------
    DataFrame
        One row a kind and term, the most typical of the first group on top: ``kind``, ``term``,
        ``gloss`` (English; missing where the lexicon lacks the term), ``first``, ``second`` (the
        groups), ``n_first``, ``n_second`` (times used), ``log_odds`` (natural; positive: the first
        group uses it more), ``z`` (log odds over its standard error if words were independent:
        to rank by, not to test by), ``chance_low``, ``chance_high`` (where 95 % of the z values
        lie when documents are permuted over the groups, those of one place as far together as
        their words correlate; each by itself where places are compared), ``p`` (share of the permutations
        as extreme, both ways), ``q`` (false discovery rate over the terms of a kind),
        ``n_docs_first``, ``n_docs_second``, ``n_docs`` (that use the term), ``n_docs_of_first``,
        ``n_docs_of_second`` (all documents of each group), ``enough`` (at least 5 documents use it,
        and each group has documents of 5 places, none with half of them, or 5 that stand alone as
        those of the centre do; else nothing is said of chance). A kind that only one group has is
        left out.

    Raises
    ------
    ValueError
        For a column that is not among the four, two equal values, a value that no document has,
        or one of `fit` and `topic` without the other.

    Notes
    -----
    Monroe, Colaresi and Quinn (2008), Political Analysis 16(4), equations 16 and 22. Benjamini and
    Hochberg (1995) for `q`.

    Examples
    --------
    >>> import reformlab as rl
    >>> table = rl.measure_keyness(rl.load_corpus("made-up"), n_permutations=99, seed=1)
    >>> table["kind"].unique().tolist()
    ['key-tasks', 'plan', 'opinion']
    """
    column, first, second = _check(corpus, group)
    if (fit is None) != (topic is None):
        raise ValueError("fit= and topic= go together; give both or neither")
    terms = corpus.terms.merge(corpus.passages[["passage_id", "doc_id"]], on="passage_id")
    if fit is not None:
        number = find_topic("topic", topic, fit.topics)
        terms = terms[terms["passage_id"].isin(_find_passages(fit, number))]
    sides = corpus.documents[corpus.documents[column].isin([first, second]).fillna(False)]
    about = sides.set_index("doc_id").sort_index()[["level", "place", "kind", "year"]]
    about = about.assign(first=about[column] == first, kind=about["kind"].fillna(UNKNOWN))
    # Where places are compared each text stands alone.
    about["cluster"] = about.index.map((find_families if column == "place" else find_clusters)(corpus))
    kinds = pd.Series("all", about.index) if column == "kind" else about["kind"]
    tables = []
    for kind in [name for name in (*KINDS, UNKNOWN, "all") if name in set(kinds)]:
        counts = terms[terms["doc_id"].isin(kinds.index[kinds == kind])]
        documents = about.loc[sorted(counts["doc_id"].unique())]
        if documents["first"].nunique() == 2:
            rng = permutation.open_stream(seed, "keyness", kind)
            tables.append(_measure_kind(counts, documents, n_permutations, rng).assign(kind=kind))
    if not tables:
        return pd.DataFrame(columns=COLUMNS).astype({"enough": bool})
    table = pd.concat(tables, ignore_index=True).assign(first=first, second=second)
    glosses = read_lexicon().set_index("term")["gloss"]
    return table.assign(gloss=table["term"].map(glosses))[COLUMNS]


def _check(corpus: Corpus, group: tuple[str, object, object]) -> tuple[str, object, object]:
    if isinstance(group, str) or len(group) != 3:
        raise ValueError(
            f"group={group!r}: give a column and two of its values: ('level', 'national', 'provincial')"
        )
    column, first, second = group
    check_choice("group: the column", column, GROUPS)
    if first == second:
        raise ValueError(f"group={group!r}: the two groups are one; name two values of {column}")
    have = corpus.documents[column].dropna().unique().tolist()
    for value in (first, second):
        check_choice(f"group: {column}", value, have, where="among the documents")
    return column, first, second


def _find_passages(fit: Fit, topic: int) -> pd.Series:
    """Find the passages that have more of a topic than of any other."""
    from reformlab.topics.shares import check_passages

    check_passages(fit)
    shares = fit.passage_topics.sort_values(["share", "topic"], ascending=[False, True])
    largest = shares.drop_duplicates("passage_id")
    return largest.loc[largest["topic"] == topic, "passage_id"]


def _measure_kind(
    counts: pd.DataFrame, documents: pd.DataFrame, n_permutations: int, rng: np.random.Generator
) -> pd.DataFrame:
    vocabulary, at = np.unique(counts["term"].to_numpy(dtype=str), return_inverse=True)
    matrix = np.zeros((len(documents), len(vocabulary)))
    np.add.at(matrix, (documents.index.get_indexer(counts["doc_id"]), at), counts["n"].to_numpy(dtype=float))
    first = documents["first"].to_numpy()
    sums = matrix[first].sum(axis=0), matrix[~first].sum(axis=0)
    prior = matrix.sum(axis=0) / len(matrix)
    n_docs = (matrix[first] > 0).sum(axis=0), (matrix[~first] > 0).sum(axis=0)
    log_odds, z = _log_odds(*sums, (sums[0].sum(), sums[1].sum()), prior, prior.sum())
    table = pd.DataFrame({"term": vocabulary, "n_first": sums[0], "n_second": sums[1]})
    table = table.astype({"term": "str", "n_first": "int64", "n_second": "int64"})
    table = table.assign(log_odds=log_odds, z=z, n_docs_first=n_docs[0], n_docs_second=n_docs[1])
    table["n_docs"] = table["n_docs_first"] + table["n_docs_second"]
    table["n_docs_of_first"], table["n_docs_of_second"] = first.sum(), (~first).sum()
    independent = documents.groupby("first")["cluster"].nunique().min()
    clusters = documents["cluster"].to_numpy(dtype=str)
    known = independent >= MIN_DOCUMENTS and permutation.can_permute(clusters, first)
    table["enough"] = (table["n_docs"] >= MIN_DOCUMENTS) & known
    found = _permute(matrix, documents, z, table["enough"].to_numpy(), n_permutations, rng)
    table = table.assign(chance_low=found[0], chance_high=found[1], p=found[2])
    table["q"] = permutation.false_discovery_rate(table["p"].to_numpy())
    return table.sort_values(["z", "term"], ascending=[False, True])


def _permute(
    matrix: np.ndarray,
    documents: pd.DataFrame,
    z: np.ndarray,
    wanted: np.ndarray,
    n_permutations: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Give where the z values lie when documents are permuted over the groups, and p (3 x terms)."""
    found = np.full((3, len(z)), np.nan)
    if not wanted.any():
        return found
    clusters, first = documents["cluster"].to_numpy(dtype=str), documents["first"].to_numpy()
    lengths, prior = matrix.sum(axis=1), matrix.mean(axis=0)
    icc = permutation.intraclass_correlation(np.sqrt(matrix / lengths[:, None]), clusters, first)
    one, two = permutation.permute_clusters(clusters, first, n_permutations, rng, icc=icc)
    totals = (one @ lengths)[:, None], (two @ lengths)[:, None]
    at = np.flatnonzero(wanted)
    batches = np.split(at, range(BATCH, len(at), BATCH))
    for some in tqdm(batches, "permuting documents", delay=2, leave=False):
        counts = matrix[:, some]
        permuted = _log_odds(one @ counts, two @ counts, totals, prior[some], lengths.mean())[1]
        found[:2, some] = np.percentile(permuted, (2.5, 97.5), axis=0)
        found[2, some] = permutation.p_value_two_sided(z[some], permuted)
    return found


def _log_odds(
    one: np.ndarray,
    two: np.ndarray,
    totals: tuple[np.ndarray | float, np.ndarray | float],
    prior: np.ndarray,
    strength: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Give the log-odds ratio under the prior, and its z value, of counts in two groups."""
    logits = [
        np.log(n + prior) - np.log(total + strength - n - prior)
        for n, total in zip((one, two), totals, strict=True)
    ]
    difference = logits[0] - logits[1]
    return difference, difference / np.sqrt(1 / (one + prior) + 1 / (two + prior))
