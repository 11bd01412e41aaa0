"""A made-up corpus with a known answer, to try every method on before real documents.

The story: national and provincial documents, each with its own leaning towards some topics,
and passages that share their document's leaning. Topic 1 belongs more to the national level,
topic 2 more to the provincial one, the other topics to both alike, as far as time, kind and lag
do not say otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from reformlab.corpus.periods import By, name_periods
from reformlab.corpus.places import NATIONAL, mainland, provinces
from reformlab.corpus.tables import SIDES, Corpus
from reformlab.simulate.plan import Plan
from reformlab.simulate.shares import softmax
from reformlab.topics.match import lay_out, spread_shares, spread_weights

# Standard deviation of the passages of one document around it, on the logit scale.
PASSAGE_EFFECT = 1.2
# What a topic draws from its own block of terms; the rest is background that all share.
OWN_WEIGHT = 0.7
# What a passage draws from the words of its kind, where there are several kinds.
KIND_WEIGHT = 0.15
# Chances of all terms for this many passages are in memory together.
DRAWN_AT_ONCE = 10_000


@dataclass(frozen=True)
class Simulation:
    """A made-up corpus and the truth it was drawn from, as the tables that estimates have.

    Attributes
    ----------
    corpus : Corpus
        Without texts: terms are made-up names such as ``词0001``.
    topic_terms : DataFrame
        One row a term of a topic: ``topic`` (1..K), ``term``, ``weight`` (sums to 1 over a topic).
    passage_topics : DataFrame
        One row a passage and topic: ``passage_id``, ``topic``, ``share`` (sums to 1 over a passage).
    document_priorities : DataFrame
        One row a document and topic: ``doc_id``, ``topic``, ``priority`` (what is expected of a
        document of this level, kind and year, of all that might be drawn, not of the one that
        was), ``level``, ``place``, ``year``, ``kind``.
    lags : DataFrame
        One row a topic: ``topic``, ``lag`` (years by which the provinces follow the centre).
    """

    corpus: Corpus
    topic_terms: pd.DataFrame
    passage_topics: pd.DataFrame
    document_priorities: pd.DataFrame
    lags: pd.DataFrame

    @property
    def weights(self) -> pd.DataFrame:
        """The true weights of the terms, topics x terms."""
        return spread_weights(self.topic_terms)

    @property
    def shares(self) -> pd.DataFrame:
        """The true shares of the topics, passages x topics."""
        return spread_shares(self.passage_topics)

    @property
    def priorities(self) -> pd.DataFrame:
        """The true priorities over all years, as `measure_priorities` gives them without `by`."""
        return self.measure_priorities()

    @property
    def gap(self) -> pd.DataFrame:
        """The true gaps over all years, as `measure_gap` gives them without `by`."""
        return self.measure_gap()

    def measure_priorities(self, *, by: By = None, periods: Sequence[int] | None = None) -> pd.DataFrame:
        """Give the true priorities that `reformlab.measure_priorities` estimates.

        Returns
        -------
        DataFrame
            One row a kind, level, period and topic: ``kind``, ``level``, ``period``, ``topic``,
            ``priority``.
        """
        documents = self.document_priorities
        named = documents.assign(period=name_periods(documents["year"], by, periods))
        keys = ["kind", "level", "period", "topic"]
        return named.groupby(keys, observed=True)["priority"].mean().reset_index()

    def measure_gap(self, *, by: By = None, periods: Sequence[int] | None = None) -> pd.DataFrame:
        """Give the true gaps that `reformlab.measure_gap` estimates.

        Returns
        -------
        DataFrame
            One row a kind, period and topic: ``kind``, ``period``, ``topic``, ``gap``.
        """
        priorities = self.measure_priorities(by=by, periods=periods)
        sides = priorities.set_index(["kind", "period", "topic", "level"])["priority"].unstack("level")
        sides = sides.dropna(how="all").reindex(columns=[*SIDES])
        return (sides["national"] - sides["provincial"]).rename("gap").reset_index()


def simulate_corpus(
    *,
    n_docs: int = 60,
    n_national: int | None = None,
    passages_per_doc: int = 10,
    terms_per_passage: int = 40,
    length_spread: float = 0.0,
    n_topics: int = 6,
    n_terms: int = 600,
    overlap: float = 0.0,
    gap: float = 0.1,
    document_effect: float = 0.8,
    place_effect: float = 0.0,
    years: tuple[int, int] = (2014, 2023),
    kinds: Mapping[str, tuple[float, float]] | None = None,
    trends: Mapping[int, float] | None = None,
    breaks: Mapping[int, tuple[int, float]] | None = None,
    lags: Mapping[int, int] | None = None,
    seed: int = 1,
) -> Simulation:
    """Draw a corpus of national and provincial documents whose topics and gaps are known.

    Documents run evenly over the years, provincial ones over the 31 provinces as well. Shares
    are logistic-normal: a document has its own leaning, its passages scatter around it, so
    passages of one document are not independent. Every topic draws from its own block of terms
    and from a background that all topics share, both with Zipf's weights as Mandelbrot amended
    them.

    Parameters
    ----------
    n_docs, n_national : int
        Number of documents, and of national ones among them; half of them unless given.
    passages_per_doc, terms_per_passage : int
        Mean number of passages of a document, and mean length of a passage in terms (Poisson,
        at least 1).
    length_spread : float
        How much documents differ in both, as a standard deviation of the logarithm: 0 gives every
        document the same number of passages, 0.7 makes one in six twice as long as the middle.
    n_topics, n_terms : int
        Number of topics (at least 2), and of different terms.
    overlap : float
        Part of a topic's own weight that it draws from the block of the next topic, 0 to 0.5.
    gap : float
        Planted gap in shares, 0 to 0.8: expected national minus provincial priority is `gap`
        for topic 1, ``-gap`` for topic 2, and 0 for every other, where no topic moves in time. It
        is the gap between the expected priorities of documents: exact up to an error of
        integration below 0.001, never the gap of the documents that happened to be drawn.
    document_effect, place_effect : float
        Standard deviations, on the logit scale, of what a document, and of what all documents of
        a province, have of their own.
    years : tuple of int
        First and last year.
    kinds : mapping, optional
        Kinds of document, and the part of the national and of the provincial documents that is of
        each: ``{"work-report": (0.7, 0.3), "plan": (0.3, 0.7)}``. Kinds have words of their own
        (15 % of every passage), and each but the first leans to a topic (the second to topic 3).
        All are key-tasks unless given.
    trends : mapping, optional
        Of a topic, how much its leaning (logit scale) rises a year: ``{3: 0.2}``.
    breaks : mapping, optional
        Of a topic, a year and how much its leaning jumps then: ``{4: (2018, 1.5)}``.
    lags : mapping, optional
        Of a topic with a trend or break, how many years later the provinces follow: ``{4: 2}``.
    seed : int
        Seed of the draw; the same seed gives the same corpus.

    Returns
    -------
    Simulation
        The corpus and the truth, as tidy tables.

    Raises
    ------
    ValueError
        Where there are too few topics, terms or documents, a number is out of range, or a path
        names a topic that is not there.

    Examples
    --------
    >>> from reformlab.simulate import simulate_corpus
    >>> simulate_corpus(n_docs=4, gap=0.2, seed=1).gap["gap"].head(2).round(2).tolist()
    [0.2, -0.2]
    """
    n_national = n_docs // 2 if n_national is None else n_national
    trends, breaks, lags = trends or {}, breaks or {}, lags or {}
    _check_wishes(n_docs, n_national, n_topics, n_terms, gap, overlap)
    _check_paths(n_topics, trends=trends, breaks=breaks, lags=lags)
    rng = np.random.default_rng(seed)
    kinds = kinds or {"key-tasks": (1.0, 1.0)}
    documents = make_documents(n_national, n_docs - n_national, years, kinds, rng)
    spread = float(np.sqrt(document_effect**2 + place_effect**2 + PASSAGE_EFFECT**2))
    plan = Plan(n_topics, gap, spread, list(kinds), trends, breaks, lags)
    leanings = plan.lean(documents)
    own = document_effect * rng.standard_normal((n_docs, n_topics))
    of_place = place_effect * rng.standard_normal((len(provinces()) + 1, n_topics))
    of_place[0] = 0.0  # the centre is one place, and what it has of its own is its level
    place = pd.factorize(documents["place"])[0]

    stretch = np.exp(rng.normal(-(length_spread**2) / 2, length_spread, (2, n_docs)))
    n_each = np.maximum(np.rint(passages_per_doc * stretch[0]), 1).astype(int)
    of_document = np.repeat(np.arange(n_docs), n_each)
    scatter = PASSAGE_EFFECT * rng.standard_normal((len(of_document), n_topics))
    shares = softmax((leanings + own + of_place[place])[of_document] + scatter)
    lengths = np.maximum(rng.poisson(terms_per_passage * stretch[1][of_document]), 1)
    weights = _make_topics(n_topics, n_terms, overlap)
    kind = documents["kind"].map({name: i for i, name in enumerate(kinds)}).to_numpy()[of_document]
    counts = _draw_terms(shares, weights, _make_kind_words(list(kinds), n_terms)[kind], lengths, rng)

    options = {"n_docs": n_docs, "n_topics": n_topics, "gap": gap, "seed": seed}
    manifest = {"made_by": "simulate_corpus", "options": options}
    return tidy_simulation(documents, n_each, counts, weights, shares, plan.expect(leanings), manifest, lags)


def tidy_simulation(
    documents: pd.DataFrame,
    n_each: np.ndarray,
    counts: sparse.coo_matrix,
    weights: np.ndarray,
    shares: np.ndarray,
    expected: np.ndarray,
    manifest: dict[str, Any],
    lags: Mapping[int, int],
) -> Simulation:
    """Make the tables of a corpus and of its truth from what was drawn.

    Parameters
    ----------
    documents : DataFrame
        Of `make_documents`.
    n_each : array, documents
        Their passages.
    counts : coo_matrix, passages x terms
    weights, shares : array
        Topics x terms (the first of the counts), passages x topics.
    expected : array, documents x topics
    """
    names = np.array([f"词{number:04d}" for number in range(1, counts.shape[1] + 1)])
    of_document = np.repeat(np.arange(len(documents)), n_each)
    passages = _make_passages(documents["doc_id"].to_numpy()[of_document], counts.sum(axis=1).A1.astype(int))
    ids = passages["passage_id"].to_numpy()
    n_chars = np.bincount(of_document, passages["n_chars"]).astype(int)
    documents = documents.assign(n_passages=n_each, n_chars=n_chars, n_chars_kept=n_chars)
    terms = pd.DataFrame({"passage_id": ids[counts.row], "term": names[counts.col], "n": counts.data})
    topic = np.arange(1, shares.shape[1] + 1)
    priorities = lay_out({"doc_id": documents["doc_id"], "topic": topic}, priority=expected)
    about = documents[["doc_id", "level", "place", "year", "kind"]]
    return Simulation(
        corpus=Corpus(documents, passages, terms, manifest=manifest),
        topic_terms=lay_out({"topic": topic, "term": names[: weights.shape[1]]}, weight=weights),
        passage_topics=lay_out({"passage_id": ids, "topic": topic}, share=shares),
        document_priorities=priorities.merge(about, on="doc_id", validate="many_to_one"),
        lags=pd.DataFrame({"topic": topic, "lag": [lags.get(number, 0) for number in topic]}),
    )


def _check_wishes(
    n_docs: int, n_national: int, n_topics: int, n_terms: int, gap: float, overlap: float
) -> None:
    few = n_topics < 2 or n_terms < 10 * n_topics or not 0 < n_national < n_docs
    if few or not 0 <= gap <= 0.8 or not 0 <= overlap <= 0.5:
        raise ValueError(
            f"n_docs={n_docs}, n_national={n_national}, n_topics={n_topics}, n_terms={n_terms}, gap={gap}, "
            f"overlap={overlap}: needs documents of both levels, 2 topics or more, 10 terms or more a topic, "
            "a gap of 0 to 0.8 and an overlap of 0 to 0.5"
        )


def _check_paths(n_topics: int, **paths: Mapping[int, object]) -> None:
    for name, path in paths.items():
        unknown = sorted(set(path) - set(range(1, n_topics + 1)))
        if unknown:
            raise ValueError(f"{name}: there is no topic {unknown}; topics are 1 to {n_topics}")
    still = sorted(set(paths["lags"]) - {*paths["trends"], *paths["breaks"]})
    if still:
        raise ValueError(f"lags: topics {still} have neither trend nor break, so there is nothing to follow")


def _make_topics(n_topics: int, n_terms: int, overlap: float) -> np.ndarray:
    """Give each topic a block of terms of its own beside the background (weights, topics x terms)."""
    size = n_terms // (n_topics + 1)
    background = n_terms - size * n_topics
    own = np.kron(np.eye(n_topics), zipf(size))
    # The next topic's words come in the opposite order, so that what two topics share is not what
    # tells either.
    borrowed = np.kron(np.roll(np.eye(n_topics), 1, axis=1), zipf(size)[::-1])
    blocks = OWN_WEIGHT * ((1 - overlap) * own + overlap * borrowed)
    return np.hstack([np.tile((1 - OWN_WEIGHT) * zipf(background), (n_topics, 1)), blocks])


def _make_kind_words(kinds: list[str], n_terms: int) -> np.ndarray:
    """Give each kind words that no topic has (their part of a passage, kinds x terms of kinds)."""
    if len(kinds) == 1:
        return np.empty((1, 0))
    return KIND_WEIGHT * np.kron(np.eye(len(kinds)), zipf(max(n_terms // 20, 5)))


def _draw_terms(
    shares: np.ndarray,
    weights: np.ndarray,
    of_kind: np.ndarray,
    lengths: np.ndarray,
    rng: np.random.Generator,
) -> sparse.coo_matrix:
    """Draw the terms of every passage, of its topics and of its kind (counts, passages x terms)."""
    drawn = []
    for first in range(0, len(shares), DRAWN_AT_ONCE):
        part = slice(first, first + DRAWN_AT_ONCE)
        of_topics = (1 - of_kind[part].sum(axis=1, keepdims=True)) * (shares[part] @ weights)
        chances = np.hstack([of_topics, of_kind[part]])
        drawn.append(sparse.csr_matrix(rng.multinomial(lengths[part], chances)))
    return sparse.vstack(drawn).tocoo()


def zipf(size: int) -> np.ndarray:
    """Give the weights of Zipf and Mandelbrot; the shift keeps the first words from being everywhere."""
    weights = 1 / (np.arange(1, size + 1) + 2.7)
    return weights / weights.sum()


def make_documents(
    n_national: int,
    n_provincial: int,
    years: tuple[int, int],
    kinds: Mapping[str, tuple[float, float]],
    rng: np.random.Generator,
    *,
    n_places: int | None = None,
) -> pd.DataFrame:
    """List documents that run evenly over years, those of the provinces over places as well."""
    span = np.arange(years[0], years[1] + 1)
    rows = []
    for side, (level, n) in enumerate([("national", n_national), ("provincial", n_provincial)]):
        named = [NATIONAL] if level == "national" else list(mainland().items())[:n_places]
        parts = np.array([part[side] for part in kinds.values()])
        ends = np.rint(np.cumsum(parts / parts.sum()) * n)
        kind = rng.permutation(np.searchsorted(ends, np.arange(n), side="right"))
        for i in range(n):
            place, adcode = named[i % len(named)]
            rows.append((level, place, adcode, list(kinds)[kind[i]], span[i % len(span)], i))
    table = pd.DataFrame(rows, columns=["level", "place", "adcode", "kind", "year", "i"])
    ids = [f"{row.level}-{row.year}-{row.i:04d}" for row in table.itertuples()]
    table = table.drop(columns="i").assign(
        doc_id=ids,
        file=[f"{name}.txt" for name in ids],
        part=1,
        title=[f"模拟文件{number}" for number in range(len(table))],
        issuer=pd.array([None] * len(table), dtype="str"),
        number=pd.array([None] * len(table), dtype="str"),
        date=table["year"].astype("str"),
        read_from="simulation",
    )
    return table.astype({"year": "Int64"})


def _make_passages(doc_ids: np.ndarray, lengths: np.ndarray) -> pd.DataFrame:
    table = pd.DataFrame({"doc_id": doc_ids, "n_chars": 2 * lengths})  # two characters a term
    seq = table.groupby("doc_id").cumcount() + 1
    end = table.groupby("doc_id")["n_chars"].cumsum()
    nothing = dict.fromkeys(("section", "label", "heading"), pd.array([None] * len(table), dtype="str"))
    ids = table["doc_id"] + seq.map(":{:04d}".format)
    return table.assign(passage_id=ids, seq=seq, **nothing, start=end - table["n_chars"], end=end)
