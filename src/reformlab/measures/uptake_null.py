"""What a document would share with a reference that it cannot have taken up.

Its tasks are replaced by like ones: of documents of like kinds that are known to be from before the
reference, and of about as many terms. A task is like an article of a statute in neither length nor
matter, and a document from after the reference may have taken it up itself.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from reformlab.corpus.tables import UNKNOWN, Corpus
from reformlab.corpus.versions import find_families
from reformlab.measures.estimates import MIN_DOCUMENTS
from reformlab.measures.permutation import open_stream, p_value_upper

# What passages of these kinds are: tasks, or what became of them; articles; single statements.
ALIKE = (
    ("key-tasks", "plan", "opinion", "notice", "report", "newsletter"),
    ("statute", "rule"),
    ("work-report",),
)
# So many documents of the same level are enough: p can reach 0.05. With fewer, all levels are drawn from.
ENOUGH_OF_LEVEL = 19
# A passage is of about as many terms as a task within this factor, or among so many nearest to it.
FACTOR = 1.5
NEAREST = 50
EXPECTED = ("expected", "low", "high", "p", "n_terms_drawn")


def find_units(corpus: Corpus, tasks: pd.DataFrame, reference: str, other: str) -> pd.DataFrame:
    """Find the tasks that may stand in the place of a document's own.

    A document whose kind or year is not known is neither known to be like nor to be from before.

    Parameters
    ----------
    corpus : Corpus
    tasks : DataFrame
        Every task of the corpus: ``doc_id``, ``passage_id``, ``n_terms``.
    reference, other : str
        ``doc_id`` of the document that came first and of the one that may have taken it up.

    Returns
    -------
    DataFrame
        Rows of `tasks`, by passage: of documents of like kinds, known to be from before the
        reference, of the other's level where there are 19 such documents, and of about as many
        terms as one of its tasks. With ``cluster`` (versions of one text are one;
        the two documents' own versions are left out).

    Examples
    --------
    >>> import reformlab as rl
    >>> from reformlab.measures.uptake_null import find_units
    >>> corpus = rl.load_corpus("made-up")
    >>> tasks = corpus.passages.assign(n_terms=10)
    >>> units = find_units(corpus, tasks, "national-2022", "gansu-2023")
    >>> sorted(units["doc_id"].unique())
    ['gansu-2017', 'jiangxi-2019', 'national-2016', 'national-2018', 'national-2020', 'yunnan-2021']
    """
    about = corpus.documents.set_index("doc_id")
    kind = about.loc[other, "kind"]
    like = about["kind"].isin(next((kinds for kinds in ALIKE if kind in kinds), [kind]))
    before = (about["year"] < about.loc[reference, "year"]).fillna(False).astype(bool)
    cluster = find_families(corpus).reindex(about.index)
    pool = about.index[like & about["kind"].notna() & before & ~cluster.isin(cluster[[reference, other]])]
    pool = pool.intersection(tasks["doc_id"])
    own = pool[about.loc[pool, "level"] == about.loc[other, "level"]]
    pool = own if cluster[own].nunique() >= ENOUGH_OF_LEVEL else pool
    units = tasks[tasks["doc_id"].isin(pool)].sort_values("passage_id")
    near = _find_near(units["n_terms"], tasks.loc[tasks["doc_id"] == other, "n_terms"])
    return units[near.any(axis=0)].assign(cluster=lambda rows: rows["doc_id"].map(cluster))


def expect_share(
    share: float,
    units: pd.DataFrame,
    n_terms: pd.Series,
    measure: Callable[[np.ndarray], float],
    *,
    n_draws: int,
    seed: int,
    name: str,
) -> dict[str, object]:
    """Say what share as many like tasks reach, drawn from whole documents.

    A draw puts the documents in an order by chance and takes for each task one of about as many
    terms from the first document that has one left. So the tasks of a draw come from as few
    documents as can be, and draws differ as documents do.

    Parameters
    ----------
    share : float
        What the document itself reaches.
    units : DataFrame
        Of `find_units`.
    n_terms : Series
        Number of terms of each of the document's tasks.
    measure : function
        Gives the share that passages reach; takes index labels of `units`.
    n_draws, seed
        As for `measure_uptake`.
    name : str
        Of the document: each has random numbers of its own.

    Returns
    -------
    dict
        ``expected``, ``low``, ``high`` (mean, 2.5 and 97.5 % of the draws), ``p`` (the share of draws
        that reach `share`, the document itself counted in, and no less than one in ``n_docs`` + 1,
        since documents and not draws are what varies), ``n_terms_drawn`` (median, the mean over
        draws), ``n_passages``,
        ``n_docs``, ``enough``. Without ``enough`` (five documents and as many passages as there are
        tasks) the first five are missing.
    """
    n_docs = units["cluster"].nunique()
    enough = n_docs >= MIN_DOCUMENTS and len(units) >= len(n_terms)
    expected = dict.fromkeys(EXPECTED, np.nan)
    if enough:
        draws = _draw(units, n_terms, n_draws, open_stream(seed, name))
        shares = np.array([measure(units.index[rows]) for rows in draws])
        p = max(float(p_value_upper(share, shares)), 1 / (1 + n_docs))
        drawn = units["n_terms"].to_numpy()[draws]
        low, high = np.quantile(shares, [0.025, 0.975])
        values = float(shares.mean()), low, high, p, float(np.median(drawn, axis=1).mean())
        expected = dict(zip(EXPECTED, values, strict=True))
    return {**expected, "n_passages": len(units), "n_docs": n_docs, "enough": enough}


def describe_units(corpus: Corpus, units: pd.DataFrame) -> str:
    """Name the levels and kinds that tasks are drawn from, each with its number of documents.

    Examples
    --------
    >>> import reformlab as rl
    >>> from reformlab.measures.uptake_null import describe_units
    >>> corpus = rl.load_corpus("made-up")
    >>> describe_units(corpus, corpus.passages.query("doc_id.str.startswith('gansu')"))
    'provincial key-tasks 2'
    """
    about = corpus.documents.set_index("doc_id").loc[units["doc_id"].unique(), ["level", "kind"]]
    names = about.astype(object).fillna(UNKNOWN).agg(" ".join, axis=1)
    return ", ".join(f"{name} {n}" for name, n in names.value_counts().sort_index().items())


def _find_near(units: pd.Series, n_terms: pd.Series) -> np.ndarray:
    """Say of each passage whether it is of about as many terms as each task (tasks x passages)."""
    here, there = (np.log(np.maximum(counts.to_numpy(float), 1)) for counts in (n_terms, units))
    if not len(there):
        return np.zeros((len(here), 0), dtype=bool)
    distance = np.abs(there - here[:, None])
    # No task is left without one, whatever the others took.
    nearest = min(max(NEAREST, len(here)), len(there)) - 1
    reach = np.partition(distance, nearest, axis=1)[:, nearest]
    return distance <= np.maximum(reach, np.log(FACTOR))[:, None]


def _draw(units: pd.DataFrame, n_terms: pd.Series, n_draws: int, rng: np.random.Generator) -> np.ndarray:
    """Draw rows of the passages, each once at most (draws x tasks)."""
    near = [np.flatnonzero(row) for row in _find_near(units["n_terms"], n_terms)]
    clusters, names = pd.factorize(units["cluster"], sort=True)
    drawn = np.empty((n_draws, len(near)), dtype=int)
    for draw in drawn:
        # By document, and by chance within it; what is taken goes to the end.
        rank = rng.permutation(len(names))[clusters] + rng.random(len(units))
        for at in rng.permutation(len(near)):
            draw[at] = near[at][rank[near[at]].argmin()]
            rank[draw[at]] = np.inf
    return drawn
