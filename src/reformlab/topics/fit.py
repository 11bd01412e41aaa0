"""Fit topics to a corpus and give them as tidy tables, the same for every engine."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from numbers import Integral
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from reformlab.corpus.choices import check_choice
from reformlab.corpus.kept import digest, find_or_make, round_bits
from reformlab.corpus.tables import Corpus
from reformlab.mentions.agency_names import names_agency
from reformlab.topics.engines import ENGINES, USE_PREVALENCE, Task, choose_start
from reformlab.topics.formula import build_design, name_columns
from reformlab.topics.gibbs import scale_rows
from reformlab.topics.match import lay_out, spread_shares, spread_weights

MIN_TERMS = 3
TOP_TERMS = 10

# Rooms whose code makes weights and shares, and the package of each engine.
CODE = ("topics/engines", "topics/gibbs", "topics/formula")
PACKAGES = {"lda": "topica", "stm": "topica", "nmf": "scikit-learn"}

# What can be left out of the terms, and how a term is told to be of it.
LEFT_OUT = {"agencies": names_agency}

MOST_TOPICS = 30
FEW_DOCUMENTS = 20


@dataclass(frozen=True, repr=False, eq=False)
class Fit:
    """Topics fitted to a corpus.

    Attributes
    ----------
    topics : DataFrame
        One row a topic: ``topic`` (1..K, largest share first), ``label`` (the top 3 terms by
        FREX, or a label that was accepted), ``label_en`` (may be missing), ``share`` (mean over
        passages weighted by their terms), ``top_terms`` (the 10 terms of most weight).
    topic_terms : DataFrame
        One row a term of a topic: ``topic``, ``term``, ``weight`` (the probability of the term
        in the topic; beta or phi in the papers; sums to 1 over a topic), ``frex`` (0..1,
        frequency and exclusivity, weighed evenly [1]_), ``rank`` (1.. by weight).
    passage_topics : DataFrame
        One row a passage and topic: ``passage_id``, ``topic``, ``share`` (theta in the papers;
        sums to 1 over a passage).
    passages : DataFrame
        One row a passage in the model: ``passage_id``, ``doc_id``, ``n_terms`` (its terms in the
        model's vocabulary, repeats counted).
    terms : DataFrame
        One row a term of a passage, of what the model was fitted to: ``passage_id``, ``term``, ``n``.
    documents : DataFrame
        The documents of the corpus, all of them.
    dropped : DataFrame
        One row a passage left out of the model: ``passage_id``, ``doc_id``, ``reason``.
    settings : dict
        What the fit can be repeated from: engine, its start, number of topics, prevalence and the
        columns of its design that were used and left out, seed, pruning, versions, and the ``key`` of all
        that weights and shares were made from.
    codes : DataFrame or None
        Of domains (`fit_domains`): the coded sample, one row a passage of it that is in the fit.

    References
    ----------
    .. [1] Bischof, J. M. and Airoldi, E. M. (2012). Summarizing topical content with word
       frequency and exclusivity. ICML 29, 201-208.
    """

    topics: pd.DataFrame
    topic_terms: pd.DataFrame
    passage_topics: pd.DataFrame
    passages: pd.DataFrame
    terms: pd.DataFrame
    documents: pd.DataFrame
    dropped: pd.DataFrame
    settings: dict[str, Any]
    codes: pd.DataFrame | None = None

    @property
    def weights(self) -> pd.DataFrame:
        """Weights of the terms, topics x terms: topics as in `topics`, terms sorted."""
        return spread_weights(self.topic_terms).loc[self.topics["topic"]]

    @property
    def shares(self) -> pd.DataFrame:
        """Shares of the topics, passages x topics: passages as in `passages`, topics as in `topics`."""
        wide = spread_shares(self.passage_topics)
        return wide.loc[self.passages["passage_id"], self.topics["topic"]]

    def key_parts(self) -> list[Any]:
        """Give what a result that is made from the fit depends on (see `reformlab.corpus.kept`)."""
        made = self.settings.get("key", [self.topic_terms, self.passage_topics, self.terms])
        parts = [made, self.topics[["topic", "label", "label_en"]], self.passages, self.documents]
        return parts if self.codes is None else [*parts, self.codes]

    def __repr__(self) -> str:
        """Give the size of the fit in one line."""
        return (
            f"<Fit: {len(self.topics)} topics by {self.settings['engine']}; {len(self.passages)} passages "
            f"of {self.passages['doc_id'].nunique()} documents; {len(self.dropped)} passages left out>"
        )


def fit_topics(
    corpus: Corpus,
    n_topics: int | None = None,
    *,
    engine: str = "lda",
    prevalence: str | None = None,
    start: str | None = None,
    seed: int = 1,
    min_docs: int = 2,
    max_passage_share: float = 0.5,
    without: str | None = None,
    progress: bool = True,
) -> Fit:
    """Fit topics to the passages of a corpus, or find the fit again that was made of the same before.

    The answer does not depend on the order of the rows, on the names of the passages (but that those
    alike in all may change places) or on the number of threads.

    Parameters
    ----------
    corpus : Corpus
    n_topics : int, optional
        Number of topics K, at least 2. Unless given, the root of an eighth of the passages, at most
        30 and at most a third of the documents; `measure_topic_numbers` looks for a better one.
    engine : {"lda", "stm", "nmf"}
        Latent Dirichlet allocation by collapsed Gibbs sampling [1]_; the structural topic model [2]_;
        non-negative matrix factorisation of counts under Kullback-Leibler loss (the likelihood of
        probabilistic latent semantic analysis).
    prevalence : str, optional
        For ``stm`` alone: what the shares may depend on, as columns of `documents` joined by ``+``,
        or by ``*`` where they interact; ``spline(column)`` is a natural cubic spline of at most 3
        degrees of freedom. Numbers are standardised; a missing number becomes the mean with a column
        that marks it, a missing text a category ``unknown``, so no passage is lost. Columns that are
        constant or follow from those before them are left out; ``settings["prevalence_dropped"]``
        names them.
    start : str, optional
        Where the engine starts. ``lda``: ``"likeliest"``, the default for up to 3,000 passages, is
        the likeliest of ten samplers, because any one of few passages may end with topics run
        together; it goes on from there, and topics and shares are means over the sweeps, because
        one sample of few passages sets documents further apart than they are. ``"once"``, the
        default for more, is one sampler that learns the strengths of its priors. ``stm``:
        ``"spectral"``, from anchor terms [3]_, or ``"consensus"``, from what eight short samplers
        agree on.
    seed : int
        Decides what is sampled. Of ``stm`` a spectral start draws only where there are 10,000 terms
        or more. How stable topics are, `measure_stability` tells.
    min_docs : int
        Terms in fewer documents are left out: they are names and misprints, not a theme.
    max_passage_share : float
        Terms in more than this share of the passages are left out: they tell no topics apart.
        Passages left with fewer than 3 terms (repeats counted) are left out and listed in
        `Fit.dropped`.
    without : {"agencies"}, optional
        Leave the names of bodies of government (财政厅, 省医保局, 民政部门) out of the terms: in lists of
        tasks, which name who is in charge, they fill the topics. Public institutions (疾控中心) stay, and so
        do the first words of a name that is cut into several (住房 and 城乡 of 住房城乡建设局).
    progress : bool
        Show a bar where the fit takes more than two seconds.

    Returns
    -------
    Fit
        Passages stand in the order of their ids, terms in that of their weight. Weights and shares
        are rounded to three significant digits, so that a fit is the same when it is found again.

    Raises
    ------
    TypeError
        Where `n_topics` is no whole number.
    ValueError
        Where the engine is unknown, the formula cannot be read, names no column or is given to an
        engine that cannot use it, or too few passages or terms are left for so many topics.

    References
    ----------
    .. [1] Griffiths, T. L. and Steyvers, M. (2004). Finding scientific topics. PNAS 101 (suppl. 1),
       5228-5235.
    .. [2] Roberts, M. E., Stewart, B. M. and Airoldi, E. M. (2016). A model of text for
       experimentation in the social sciences. JASA 111(515), 988-1003.
    .. [3] Arora, S. et al. (2013). A practical algorithm for topic modeling with provable
       guarantees. ICML 30, 280-288.

    Examples
    --------
    >>> from reformlab.simulate import simulate_corpus
    >>> from reformlab.topics.fit import fit_topics
    >>> fit_topics(simulate_corpus(n_docs=20, seed=1).corpus, 6)
    <Fit: 6 topics by lda; 200 passages of 20 documents; 0 passages left out>
    """
    _check_engine(engine, prevalence)
    terms, passages, dropped = prune_terms(corpus, min_docs, max_passage_share, without)
    n_topics = suggest_number(passages) if n_topics is None else n_topics
    counts, vocabulary = count_terms(terms, passages)
    _check_number(n_topics, counts)
    start = choose_start(engine, start, len(passages), int(passages["n_terms"].sum()), n_topics)
    # Sums over several threads differ in their last digits.
    with threadpool_limits(1):
        design, left_out = build_design(passages, corpus.documents, prevalence)
    inputs = {
        "engine": [engine, version(PACKAGES[engine])],
        "start": start,
        "n_topics": int(n_topics),
        "seed": seed,
        "prevalence": [prevalence, name_columns(passages, corpus.documents, prevalence)],
        "terms": vocabulary.tolist(),
        "counts": [counts.indptr.astype("<i8"), counts.indices.astype("<i8"), counts.data.astype("<i8")],
    }
    weights, shares = _run_engine(inputs, counts, vocabulary, design.to_numpy(), progress)
    pruning = {
        "min_docs": min_docs,
        "max_passage_share": max_passage_share,
        "min_terms": MIN_TERMS,
        "without": without,
        "terms_kept": len(vocabulary),
        "terms_dropped": corpus.terms["term"].nunique() - len(vocabulary),
    }
    settings = {
        "engine": engine,
        "start": start,
        "n_topics": n_topics,
        "prevalence": prevalence,
        "prevalence_used": list(design),
        "prevalence_dropped": left_out,
        "seed": seed,
        "pruning": pruning,
        "versions": {name: version(name) for name in ("reformlab", "topica", "scikit-learn", "numpy")},
        "key": digest(inputs),
    }
    # The topic with the largest share first.
    order = np.argsort(-np.average(shares, axis=0, weights=passages["n_terms"]), kind="stable")
    return Fit(
        **tidy_topics(tidy_terms(weights[order], vocabulary), shares[:, order], passages),
        passages=passages,
        terms=terms[["passage_id", "term", "n"]].reset_index(drop=True),
        documents=corpus.documents,
        dropped=dropped,
        settings=settings,
    )


def _check_engine(engine: str, prevalence: str | None) -> None:
    check_choice("engine", engine, ENGINES)
    if prevalence is not None and engine not in USE_PREVALENCE:
        raise ValueError(
            f"prevalence={prevalence!r}: engine={engine!r} cannot use it; take engine='stm', or leave it out"
        )


def _check_number(n_topics: object, counts: sparse.csr_matrix) -> None:
    """Refuse a number of topics that is none, or too large for these passages and terms."""
    if not isinstance(n_topics, Integral):
        raise TypeError(f"n_topics={n_topics!r}: give a whole number of topics")
    if not 2 <= n_topics <= min(counts.shape):
        raise ValueError(
            f"n_topics={n_topics}: needs 2 or more, and no more than the {counts.shape[0]} passages and "
            f"{counts.shape[1]} terms left after pruning; ask for fewer topics, lower min_docs or raise "
            "max_passage_share"
        )


def tidy_topics(
    topic_terms: pd.DataFrame, shares: np.ndarray, passages: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Give the tables of a fit that are of topics, in the order of the shares (passages x topics)."""
    numbers = np.arange(1, shares.shape[1] + 1)
    topics = pd.DataFrame({"topic": numbers, "label": _join_top(topic_terms, "frex", 3, "、")})
    topics = topics.assign(
        label_en=pd.array([None] * len(numbers), dtype="str"),
        share=np.average(shares, axis=0, weights=passages["n_terms"]),
        top_terms=_join_top(topic_terms, "weight", TOP_TERMS, " "),
    )
    passage_topics = lay_out({"passage_id": passages["passage_id"], "topic": numbers}, share=shares)
    return {"topics": topics, "topic_terms": topic_terms, "passage_topics": passage_topics}


@contextmanager
def _show_bar(progress: bool) -> Iterator[Callable[[float], None]]:
    """Give whom to tell how much is done; it shows a bar with the time left, once that is worth it."""
    shape = "{desc} {percentage:3.0f}%|{bar}| {elapsed}<{remaining}"
    look = {"desc": "fitting topics", "bar_format": shape, "delay": 2, "leave": False}
    with tqdm(total=1.0, disable=not progress, **look) as bar:
        yield lambda done: bar.update(max(done - bar.n, 0))


def suggest_number(passages: pd.DataFrame) -> int:
    """Suggest how many topics to fit to these passages, with a warning where documents are few.

    The root of an eighth of the passages: 6 of 300, 30 of 7,200. More than 30 nobody can name, and
    with fewer than three documents a topic, topics are documents.
    """
    n_docs = passages["doc_id"].nunique()
    number = max(2, min(MOST_TOPICS, round((len(passages) / 8) ** 0.5), n_docs // 3))
    if n_docs < FEW_DOCUMENTS:
        warnings.warn(
            f"{n_docs} documents are few: their topics tell of these documents, not of others like them; "
            f"{number} are fitted (n_topics says otherwise)",
            stacklevel=3,
        )
    return number


def _run_engine(
    inputs: dict[str, Any],
    counts: sparse.csr_matrix,
    vocabulary: np.ndarray,
    design: np.ndarray,
    progress: bool,
) -> tuple[np.ndarray, np.ndarray]:
    """Give weights (topics x terms) and shares (passages x topics), kept from before or fitted now."""

    def fit() -> pd.DataFrame:
        # In an order that does not hang on their names, so that these decide nothing.
        order = order_passages(counts, design)
        run = ENGINES[inputs["engine"][0]][inputs["start"]]
        with threadpool_limits(1), _show_bar(progress) as tell:
            task = Task(counts[order], vocabulary, design[order], inputs["n_topics"], inputs["seed"], tell)
            weights, shares = run(task)
        table = np.vstack([weights.T, shares[np.argsort(order)]])
        return pd.DataFrame(round_bits(table), columns=[str(n + 1) for n in range(inputs["n_topics"])])

    table = find_or_make("fit_topics", inputs, CODE, fit).to_numpy(dtype=float)
    n_terms = len(vocabulary)
    return scale_rows(table[:n_terms].T), scale_rows(table[n_terms:])


def prune_terms(
    corpus: Corpus, min_docs: int, max_share: float, without: str | None = None
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Give the terms that are kept, the passages in the model, and those left out with the reason."""
    terms = corpus.terms
    if without is not None:
        check_choice("without", without, sorted(LEFT_OUT))
        terms = terms[~terms["term"].map(LEFT_OUT[without])]
    terms = terms.merge(corpus.passages[["passage_id", "doc_id"]], on="passage_id")
    n_docs = terms.groupby("term")["doc_id"].transform("nunique")
    n_passages = terms.groupby("term")["passage_id"].transform("size")
    terms = terms[(n_docs >= min_docs) & (n_passages <= max_share * terms["passage_id"].nunique())]
    passages = corpus.passages[["passage_id", "doc_id"]].sort_values("passage_id")
    left = passages["passage_id"].map(terms.groupby("passage_id")["n"].sum()).fillna(0).astype(int)
    short = left < MIN_TERMS
    reasons = [f"{n} term{'s' * (n != 1)} left after pruning; {MIN_TERMS} needed" for n in left[short]]
    dropped = passages[short].assign(reason=pd.array(reasons, dtype="str")).reset_index(drop=True)
    kept = passages.assign(n_terms=left)[~short].reset_index(drop=True)
    return terms[terms["passage_id"].isin(kept["passage_id"])], kept, dropped


def count_terms(terms: pd.DataFrame, passages: pd.DataFrame) -> tuple[sparse.csr_matrix, np.ndarray]:
    """Give the counts, passages x terms, and the terms in the order of their columns."""
    column, vocabulary = pd.factorize(terms["term"], sort=True)
    row = pd.Index(passages["passage_id"]).get_indexer(terms["passage_id"])
    shape = (len(passages), len(vocabulary))
    counts = sparse.csr_matrix((terms["n"].to_numpy(dtype=float), (row, column)), shape=shape)
    return counts, np.asarray(vocabulary, dtype=object)


def order_passages(counts: sparse.csr_matrix, design: np.ndarray) -> np.ndarray:
    """Give the passages in the order of their terms and their rows of the design."""
    counts = counts.sorted_indices()
    # Numbers whose bytes begin with the largest sort as bytes do, and those are compared quickly.
    tables = [counts.indices.astype(">i4"), counts.data.astype(">f8")]
    bounds = zip(counts.indptr, counts.indptr[1:], strict=False)
    keys = [
        (*(table[start:end].tobytes() for table in tables), known.tobytes())
        for (start, end), known in zip(bounds, design.astype(">f8"), strict=True)
    ]
    return np.array(sorted(range(len(keys)), key=keys.__getitem__))


def count_fitted(fit: Fit, corpus: Corpus) -> tuple[sparse.csr_matrix, np.ndarray]:
    """Give the counts that a fit was fitted to, and its terms sorted.

    Returns
    -------
    counts : csr_matrix, passages x terms
        Rows as ``fit.passages``.
    vocabulary : array
        Columns of the counts.

    Raises
    ------
    ValueError
        Where the corpus is not the one of the fit.
    """
    kept = corpus.terms["passage_id"].isin(fit.passages["passage_id"])
    known = corpus.terms["term"].isin(fit.topic_terms["term"].unique())
    counts, vocabulary = count_terms(corpus.terms[kept & known], fit.passages)
    if not np.array_equal(counts.sum(axis=1).A1, fit.passages["n_terms"]):
        raise ValueError("the corpus is not the one of the fit: its passages hold other terms")
    return counts, vocabulary


def tidy_terms(weights: np.ndarray, vocabulary: np.ndarray) -> pd.DataFrame:
    """Give weights (topics x terms) as one row a term of a topic, the heaviest first."""
    axes = {"topic": range(1, len(weights) + 1), "term": pd.array(vocabulary, dtype="str")}
    table = lay_out(axes, weight=weights, frex=_score_frex(weights))
    table = table.sort_values(["topic", "weight", "term"], ascending=[True, False, True], ignore_index=True)
    return table.assign(rank=table.groupby("topic").cumcount() + 1)


def weigh_terms(terms: pd.DataFrame, passages: pd.DataFrame, told: np.ndarray) -> pd.DataFrame:
    """Give the terms of what passages are told to be about: what is expected of a term, in such passages."""
    counts, vocabulary = count_terms(terms, passages)
    weights = np.asarray(counts.T @ told).T
    return tidy_terms(weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-300), vocabulary)


def _score_frex(weights: np.ndarray) -> np.ndarray:
    """Take the harmonic mean of two ranks within a topic: of weight, and of exclusivity."""
    exclusivity = weights / np.maximum(weights.sum(axis=0), np.finfo(float).tiny)
    return 2 / (1 / _rank_rows(weights) + 1 / _rank_rows(exclusivity))


def _rank_rows(values: np.ndarray) -> np.ndarray:
    """Give each value's empirical distribution function within its row."""
    return np.array([np.searchsorted(np.sort(row), row, side="right") / len(row) for row in values])


def _join_top(topic_terms: pd.DataFrame, by: str, n: int, mark: str) -> np.ndarray:
    ordered = topic_terms.sort_values(by, ascending=False, kind="stable")
    return ordered.groupby("topic")["term"].agg(lambda terms: mark.join(terms.head(n))).to_numpy()
