"""A made-up corpus with a known answer, to try every method on before real documents.

The story: national and provincial documents, each with its own leaning towards some topics,
and passages that share their document's leaning. Topic 1 belongs more to the national level,
topic 2 more to the provincial one, the other topics to both alike, as far as time, kind and lag
do not say otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy import sparse

from reformlab.corpus.periods import By, name_periods
from reformlab.corpus.places import NATIONAL, provinces
from reformlab.corpus.tables import Corpus
from reformlab.measures.adoption import USE
from reformlab.measures.diffusion import join_neighbours, read_neighbours
from reformlab.topics.match import spread_shares, spread_weights

# How much a kind leans towards the topic that is its own.
KIND_LEANING = 0.8


@dataclass(frozen=True)
class Plan:
    """What is planted: the gap, what varies, and the paths of topics over time.

    Attributes
    ----------
    n_topics : int
    gap : float
        Expected national minus provincial priority of topic 1, and minus that of topic 2, where no
        topic moves in time.
    spread : float
        Standard deviation of all that varies around a leaning, on the logit scale.
    kinds : sequence of str
        Each but the first leans to a topic of its own: the second to topic 3, and so on.
    trends : mapping
        Of a topic: how much its leaning rises a year.
    breaks : mapping
        Of a topic: a year, and how much its leaning jumps in it.
    lags : mapping
        Of a topic: by how many years the provinces follow the path of the centre.
    """

    n_topics: int
    gap: float
    spread: float
    kinds: Sequence[str] = ()
    trends: Mapping[int, float] = field(default_factory=dict)
    breaks: Mapping[int, tuple[int, float]] = field(default_factory=dict)
    lags: Mapping[int, int] = field(default_factory=dict)

    def lean(self, documents: pd.DataFrame) -> np.ndarray:
        """Give the leaning of each document to each topic (documents x topics)."""
        leanings = _lean_apart(self.gap, self.n_topics, self.spread)
        provincial = (documents["level"] == "provincial").to_numpy()
        leaning = leanings[provincial.astype(int)]
        years = documents["year"].to_numpy(dtype=float)
        for topic in {*self.trends, *self.breaks}:
            seen = years - np.where(provincial, self.lags.get(topic, 0), 0)
            leaning[:, topic - 1] += self.trends.get(topic, 0.0) * (seen - years.min())
            start, jump = self.breaks.get(topic, (np.inf, 0.0))
            leaning[:, topic - 1] += jump * (seen >= start)
        for number, kind in enumerate(self.kinds[1:], start=2):
            leaning[(documents["kind"] == kind).to_numpy(), number % self.n_topics] += KIND_LEANING
        return leaning

    def expect(self, leanings: np.ndarray) -> np.ndarray:
        """Give the expected priorities of documents of these leanings (documents x topics)."""
        different, which = np.unique(leanings, axis=0, return_inverse=True)
        return np.array([expect_shares(leaning, self.spread) for leaning in different])[which.ravel()]


def expect_shares(leaning: np.ndarray, spread: float) -> np.ndarray:
    """Give the mean of the softmax of normal draws around a leaning."""
    return softmax(_points(len(leaning), spread) + leaning).mean(axis=0)


def softmax(values: np.ndarray) -> np.ndarray:
    """Turn rows of numbers into shares that sum to 1."""
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@lru_cache(maxsize=16)
def _points(n_topics: int, spread: float) -> np.ndarray:
    """Give points that fill a normal distribution evenly, the same for every order of the topics."""
    from scipy.stats.qmc import MultivariateNormalQMC

    points = spread * MultivariateNormalQMC(np.zeros(n_topics), rng=0).random(2**13)
    return np.concatenate([np.roll(points, shift, axis=1) for shift in range(min(n_topics, 4))])


@lru_cache(maxsize=64)
def _lean_apart(gap: float, n_topics: int, spread: float) -> np.ndarray:
    """Find the two levels' leanings that give the gap (national, provincial x topics).

    Provincial leanings are national ones with topics 1 and 2 exchanged, so the gaps of these
    two are equal and opposite, and every other topic's is zero.
    """
    from scipy.optimize import brentq

    leanings = np.zeros((2, n_topics))

    def planted(lean: float) -> float:
        shares = expect_shares(lean * (np.arange(n_topics) == 0), spread)
        return shares[0] - shares[1:].mean()

    leanings[0, 0] = leanings[1, 1] = brentq(lambda lean: planted(lean) - gap, -1, 20) if gap else 0.0
    return leanings


# Standard deviation of the passages of one document around it, on the logit scale.
PASSAGE_EFFECT = 1.2

# What a topic draws from its own block of terms; the rest is background that all share.
OWN_WEIGHT = 0.7

# What a passage draws from the words of its kind, where there are several kinds.
KIND_WEIGHT = 0.15
# Chances of all terms for this many passages are in memory together.
DRAWN_AT_ONCE = 10_000

# Hong Kong, Macao and Taiwan issue no documents of this series.
NOT_SAMPLED = ("71", "81", "82")


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
    def prevalence(self) -> pd.DataFrame:
        """The true priorities over all years, as `measure_prevalence` gives them without `by`."""
        return self.measure_prevalence()

    @property
    def gap(self) -> pd.DataFrame:
        """The true gaps over all years, as `measure_gap` gives them without `by`."""
        return self.measure_gap()

    def measure_prevalence(self, *, by: By = None, periods: Sequence[int] | None = None) -> pd.DataFrame:
        """Give the true priorities that `reformlab.measure_prevalence` estimates.

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
        prevalence = self.measure_prevalence(by=by, periods=periods)
        sides = prevalence.set_index(["kind", "period", "topic", "level"])["priority"].unstack("level")
        sides = sides.dropna(how="all").reindex(columns=["national", "provincial"])
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
    seed: int,
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
    documents = _make_documents(n_national, n_docs - n_national, years, kinds, rng)
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

    names = np.array([f"词{number:04d}" for number in range(1, counts.shape[1] + 1)])
    passages = _make_passages(documents["doc_id"].to_numpy()[of_document], lengths)
    ids = passages["passage_id"].to_numpy()
    documents["n_passages"] = n_each
    documents["n_chars"] = np.bincount(of_document, passages["n_chars"]).astype(int)
    documents["n_chars_kept"] = documents["n_chars"]
    terms = pd.DataFrame({"passage_id": ids[counts.row], "term": names[counts.col], "n": counts.data})
    options = {"n_docs": n_docs, "n_topics": n_topics, "gap": gap, "seed": seed}
    topic = np.arange(1, n_topics + 1)
    expected = _tidy(plan.expect(leanings), doc_id=documents["doc_id"], topic=topic, value="priority")
    about = documents[["doc_id", "level", "place", "year", "kind"]]
    return Simulation(
        corpus=Corpus(
            documents, passages, terms, manifest={"made_by": "simulate_corpus", "options": options}
        ),
        topic_terms=_tidy(weights, topic=topic, term=names[:n_terms], value="weight"),
        passage_topics=_tidy(shares, passage_id=ids, topic=topic, value="share"),
        document_priorities=expected.merge(about, on="doc_id", validate="many_to_one"),
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
    own = np.kron(np.eye(n_topics), _zipf(size))
    # The next topic's words come in the opposite order, so that what two topics share is not what
    # tells either.
    borrowed = np.kron(np.roll(np.eye(n_topics), 1, axis=1), _zipf(size)[::-1])
    blocks = OWN_WEIGHT * ((1 - overlap) * own + overlap * borrowed)
    return np.hstack([np.tile((1 - OWN_WEIGHT) * _zipf(background), (n_topics, 1)), blocks])


def _make_kind_words(kinds: list[str], n_terms: int) -> np.ndarray:
    """Give each kind words that no topic has (their part of a passage, kinds x terms of kinds)."""
    if len(kinds) == 1:
        return np.empty((1, 0))
    return KIND_WEIGHT * np.kron(np.eye(len(kinds)), _zipf(max(n_terms // 20, 5)))


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


def _zipf(size: int) -> np.ndarray:
    """Give the weights of Zipf and Mandelbrot; the shift keeps the first words from being everywhere."""
    weights = 1 / (np.arange(1, size + 1) + 2.7)
    return weights / weights.sum()


def _make_documents(
    n_national: int,
    n_provincial: int,
    years: tuple[int, int],
    kinds: Mapping[str, tuple[float, float]],
    rng: np.random.Generator,
) -> pd.DataFrame:
    span = np.arange(years[0], years[1] + 1)
    sampled = [(place.short, code + "0000") for code, place in provinces().items() if code not in NOT_SAMPLED]
    rows = []
    for side, (level, n) in enumerate([("national", n_national), ("provincial", n_provincial)]):
        named = [NATIONAL] if level == "national" else sampled
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
    empty = pd.array([None] * len(table), dtype="str")
    return table.assign(
        passage_id=table["doc_id"] + seq.map(":{:04d}".format),
        seq=seq,
        section=empty,
        label=empty,
        heading=empty,
        start=end - table["n_chars"],
        end=end,
    )


def _tidy(matrix: np.ndarray, *, value: str, **axes: object) -> pd.DataFrame:
    """Turn a matrix into a table of three columns: its two axes and its values."""
    table = pd.MultiIndex.from_product([list(names) for names in axes.values()], names=list(axes))
    return pd.DataFrame({value: matrix.ravel()}, index=table).reset_index()


# How a course may run over the years, from 0 at the start; `u` runs from 0 to 1.
SHAPES = {
    "rise": lambda u: u,
    "s-curve": lambda u: 1 / (1 + np.exp(-14 * (u - 0.5))),
    "wave": lambda u: 0.5 * np.sin(2 * np.pi * u),
    "early break": lambda u: (u > 0.26).astype(float),
    "late break": lambda u: (u > 0.56).astype(float),
    "pulse": lambda u: ((u > 0.73) & (u < 0.87)).astype(float),
}
# Of a topic: its shape, and how far (logit scale) the centre and the provinces go along.
COURSES = {
    1: ("rise", 1.0, 1.0),
    2: ("early break", 1.0, 0.0),
    3: ("late break", 1.0, 1.0),
    4: ("s-curve", 1.2, 0.6),
    5: ("wave", 1.2, 1.2),
    6: ("pulse", 1.0, 1.0),
}
# A statement of a work report is about one thing or two.
STATEMENT_EFFECT = 2.0


@dataclass(frozen=True)
class Panel:
    """A made-up panel of work reports, and the courses it was drawn from.

    Attributes
    ----------
    priorities : DataFrame
        One row a document and topic, with the columns of `measure_document_priorities`.
    truth : DataFrame
        One row a level and year and topic: ``level`` ("national", "provincial", "gap"), ``year``,
        ``topic``, ``priority`` (expected of the year's documents; of "gap", national minus
        provincial).
    """

    priorities: pd.DataFrame
    truth: pd.DataFrame

    def measure_change(self, before: tuple[int, int], after: tuple[int, int]) -> pd.DataFrame:
        """Give the true changes between two stretches of years (first and last of each).

        Returns
        -------
        DataFrame
            One row a level ("gap" as well) and topic: ``level``, ``topic``, ``change``.
        """
        means = [
            self.truth[self.truth["year"].between(*years)].groupby(["level", "topic"])["priority"].mean()
            for years in (before, after)
        ]
        return (means[1] - means[0]).rename("change").reset_index()


def simulate_panel(
    *,
    n_topics: int = 12,
    n_places: int = 31,
    years: tuple[int, int] = (2003, 2026),
    statements: tuple[int, int] = (5, 20),
    terms_per_statement: int = 20,
    rho: float = 0.6,
    year_effect: float = 0.5,
    place_effect: float = 0.5,
    missing: float = 0.02,
    uneven: float = 1.2,
    courses: Mapping[int, tuple[str, float, float]] | None = None,
    seed: int,
) -> Panel:
    """Draw what the centre and the provinces say each year, where the course of every topic is known.

    The centre and every place issue one short text a year. A text's leaning is the course of its
    level, what its place has of its own, and what the year has: the latter is an AR(1) process
    within each place and in the centre. Its statements scatter around it. Terms are counted by
    topic, as a dictionary does: no model is fitted, so a panel takes a tenth of a second.

    Parameters
    ----------
    n_topics, n_places : int
        Topics shrink in size from the first to the last.
    years : tuple of int
        First and last year.
    statements : tuple of int
        Least and largest number of statements of a text (drawn evenly).
    terms_per_statement : int
        Mean number of terms of a statement (Poisson).
    rho : float
        Correlation of a voice's deviation with that of the year before, 0 to less than 1.
    year_effect, place_effect : float
        Standard deviations (logit scale) of what a year has of its own in one voice, and of what a
        place has in all its years.
    missing : float
        Share of provincial texts that are lost, by chance.
    uneven : float
        How much larger the leaning (logit scale) to the first topic is than to the last: with 1.2 it is
        three times as large, with 4 most texts say nothing on the last.
    courses : mapping, optional
        Of a topic, a shape of `SHAPES` and how far the centre and the provinces go along it (logit
        scale): ``{2: ("late break", 1.0, 0.0)}``. Topics that are not named stay. `COURSES` unless
        given; ``{}`` plants nothing.
    seed : int
        Seed of the draw.

    Returns
    -------
    Panel

    Raises
    ------
    ValueError
        Where a topic or shape is not there, or `rho` is out of range.

    Examples
    --------
    >>> from reformlab.simulate import simulate_panel
    >>> panel = simulate_panel(seed=1)
    >>> panel.priorities.groupby("doc_id")["priority"].sum().round(6).unique().tolist()
    [1.0]
    """
    if courses is None:
        courses = {topic: course for topic, course in COURSES.items() if topic <= n_topics}
    wrong = [topic for topic, course in courses.items() if topic > n_topics or course[0] not in SHAPES]
    if wrong or not 0 <= rho < 1:
        raise ValueError(
            f"courses of {wrong}: topics are 1 to {n_topics}, shapes {list(SHAPES)}; rho={rho}: 0 to 1"
        )
    rng = np.random.default_rng(seed)
    span = np.arange(years[0], years[1] + 1)
    leanings = _lean_along(n_topics, len(span), uneven, tuple(sorted(courses.items())))
    about = _panel_documents(span, n_places, missing, rng)
    voice, year = about.pop("voice").to_numpy(), (about["year"] - span[0]).to_numpy(dtype=int)
    deviations = year_effect * _draw_series(rho, (n_places + 1, len(span), n_topics), rng)
    of_place = place_effect * rng.standard_normal((n_places + 1, 1, n_topics))
    of_place[0] = 0.0
    own = (leanings[(np.arange(n_places + 1) > 0).astype(int)] + deviations + of_place)[voice, year]
    n_each = rng.integers(statements[0], statements[1] + 1, len(about))
    of_document = np.repeat(np.arange(len(about)), n_each)
    shares = softmax(own[of_document] + STATEMENT_EFFECT * rng.standard_normal((len(of_document), n_topics)))
    drawn = rng.multinomial(np.maximum(rng.poisson(terms_per_statement, len(shares)), 1), shares)
    counts = np.add.reduceat(drawn, np.r_[0, np.cumsum(n_each)[:-1]], axis=0)
    spreads = [
        np.hypot(year_effect, STATEMENT_EFFECT),
        np.hypot(place_effect, np.hypot(year_effect, STATEMENT_EFFECT)),
    ]
    return Panel(_tidy_panel(about, counts), _expect_panel(span, leanings, spreads))


@lru_cache(maxsize=32)
def _lean_along(
    n_topics: int, n_years: int, uneven: float, courses: tuple[tuple[int, tuple[str, float, float]], ...]
) -> np.ndarray:
    """Give the leanings of both levels over the years (national, provincial x years x topics)."""
    u = np.linspace(0, 1, n_years)
    leanings = np.tile(np.linspace(uneven, 0, n_topics), (2, n_years, 1))
    for topic, (shape, *heights) in courses:
        leanings[:, :, topic - 1] += np.outer(heights, SHAPES[shape](u))
    return leanings


def _draw_series(rho: float, shape: tuple[int, int, int], rng: np.random.Generator) -> np.ndarray:
    """Draw AR(1) series of variance 1 along the second axis."""
    drawn = rng.standard_normal(shape)
    for year in range(1, shape[1]):
        drawn[:, year] = rho * drawn[:, year - 1] + np.sqrt(1 - rho**2) * drawn[:, year]
    return drawn


def _panel_documents(
    span: np.ndarray, n_places: int, missing: float, rng: np.random.Generator
) -> pd.DataFrame:
    """List the texts of a panel; voice 0 is the centre."""
    named = [place.short for code, place in provinces().items() if code not in NOT_SAMPLED]
    named = [
        NATIONAL[0],
        *named[:n_places],
        *(f"地方{number}" for number in range(len(named) + 1, n_places + 1)),
    ]
    voice, year = (part.ravel() for part in np.meshgrid(np.arange(n_places + 1), span, indexing="ij"))
    kept = (voice == 0) | (rng.random(len(voice)) >= missing)
    table = pd.DataFrame({"voice": voice[kept], "year": year[kept]})
    level = np.where(table["voice"] == 0, "national", "provincial")
    place = np.array(named)[table["voice"]]
    return table.assign(
        doc_id=[f"{p}-{y}" for p, y in zip(place, table["year"], strict=True)],
        level=level,
        place=place,
        kind="work-report",
    )


def _tidy_panel(about: pd.DataFrame, counts: np.ndarray) -> pd.DataFrame:
    """Give the table that `measure_document_priorities` gives of fitted topics."""
    n_terms = counts.sum(axis=1, keepdims=True)
    priority = counts / n_terms
    topics = np.arange(1, counts.shape[1] + 1)
    table = about.loc[about.index.repeat(len(topics))].reset_index(drop=True)
    topic = np.tile(topics, len(about))
    names = {"topic": topic, "label": [f"主题{i}" for i in topic], "label_en": [f"topic {i}" for i in topic]}
    table = table.assign(**names, priority=priority.ravel(), share=priority.ravel())
    table = table.assign(
        se=np.sqrt(priority * (1 - priority) / n_terms).ravel(), n_terms=np.repeat(n_terms, len(topics))
    )
    order = ["doc_id", *names, "priority", "share", "se", "n_terms", "level", "place", "year", "kind"]
    return table[order].astype({"year": "Int64", "level": str, "place": str, "kind": str})


def _expect_panel(span: np.ndarray, leanings: np.ndarray, spreads: list[float]) -> pd.DataFrame:
    """Give the expected priorities of both levels, and their differences."""
    expected = [
        np.array([_expect_once(tuple(leaning), spread) for leaning in side])
        for side, spread in zip(leanings, map(float, spreads), strict=True)
    ]
    topic = np.arange(1, leanings.shape[2] + 1)
    sides = {"national": expected[0], "provincial": expected[1], "gap": expected[0] - expected[1]}
    tables = [
        _tidy(side, year=span, topic=topic, value="priority").assign(level=name)
        for name, side in sides.items()
    ]
    return pd.concat(tables, ignore_index=True)[["level", "year", "topic", "priority"]]


@lru_cache(maxsize=512)
def _expect_once(leaning: tuple[float, ...], spread: float) -> np.ndarray:
    """Remember what `expect_shares` gives: many panels run along one course."""
    return expect_shares(np.array(leaning), spread)


# How much a place has of its own, on the log of the hazard, and how much neighbours share of it.
PLACE_HAZARD, PLACE_LIKENESS = 0.5, 0.7
# How the push of an item differs from others, and moves from year to year for all places at once.
ITEM_HAZARD, COMMON_HAZARD, COMMON_MEMORY = 0.7, 0.7, 0.6
# Years before the panel in which items enter, and are used unseen.
BURN_IN = 5
# What one standard deviation of a report's salience adds to the log of its hazard.
SALIENCE_HAZARD = 0.25
# Once adopted: the chance to be in a report, and to be dropped for good after it.
KEPT, DROPPED = 0.7, 0.05
# Parts of the reports that are missing, and of those there whose day is not known.
MISSING, NO_DAY = 0.016, 0.25


def simulate_diffusion(
    *,
    n_items: int = 120,
    years: tuple[int, int] = (2003, 2026),
    vertical: float = 0.0,
    horizontal: float = 0.0,
    upward: float = 0.0,
    chance: float = 0.03,
    centre_chance: float | None = None,
    seed: int,
) -> pd.DataFrame:
    """Draw first and later uses of many items by the centre and 31 provinces, .

    Each item enters at a year of its own, up to five years before the panel. The chance that a place
    adopts it in a year has parts of the item, the place (neighbours are alike), the report, and of the
    year in this item for all places at once, which lasts. Beside these: what is planted. Adopters
    keep an item in most reports and drop it in the end; some reports are missing, some have no day.

    Parameters
    ----------
    n_items : int
    years : tuple of int
        First and last year.
    vertical : float
        What the centre's having spoken adds to the log of a province's hazard.
    horizontal : float
        What it adds that all neighbours have adopted, against none.
    upward : float
        What it adds to that of the centre that all provinces have adopted.
    chance, centre_chance : float
        Middle chance that a province and the centre adopt an item in a year, where nothing is
        planted; the centre's is three quarters of a province's unless given.
    seed : int
        Seed of the draw; the same seed gives the same table.

    Returns
    -------
    DataFrame
        As of `measure_use`: one row a document and item.

    Examples
    --------
    >>> from reformlab.simulate import simulate_diffusion
    >>> simulate_diffusion(n_items=2, seed=1)["level"].unique().tolist()
    ['national', 'provincial']
    """
    rng = np.random.default_rng(seed)
    names = [place.short for code, place in provinces().items() if code not in NOT_SAMPLED]
    near = join_neighbours(names, read_neighbours())
    near /= near.sum(axis=1, keepdims=True)
    n_places, n_years = len(names), years[1] - years[0] + 1
    own = np.linalg.solve(np.eye(n_places) - PLACE_LIKENESS * near, rng.standard_normal(n_places))
    own = PLACE_HAZARD * (own - own.mean()) / own.std()
    salience = rng.standard_normal((n_places + 1, n_years))
    entry = rng.integers(-BURN_IN, n_years - BURN_IN, n_items)
    push = rng.normal(0, ITEM_HAZARD, n_items)
    common = rng.normal(0, COMMON_HAZARD, n_items)
    start = np.log(-np.log1p(-np.array([centre_chance or 0.75 * chance, *[chance] * n_places])))
    adopted, dropped = np.zeros((2, n_items, n_places + 1), dtype=bool)
    used = np.zeros((n_items, n_places + 1, n_years), dtype=bool)
    for year in range(-BURN_IN, n_years):
        common = COMMON_MEMORY * common
        common += np.sqrt(1 - COMMON_MEMORY**2) * rng.normal(0, COMMON_HAZARD, n_items)
        pull = np.zeros((n_items, n_places + 1))
        pull[:, 0] = upward * adopted[:, 1:].mean(axis=1)
        pull[:, 1:] = own + vertical * adopted[:, :1] + horizontal * adopted[:, 1:] @ near.T
        report = SALIENCE_HAZARD * salience[:, year] if year >= 0 else 0.0
        hazard = -np.expm1(-np.exp(start + (push + common)[:, None] + pull + report))
        new = ~adopted & (rng.random(hazard.shape) < hazard) & (entry <= year)[:, None]
        dropped |= adopted & (rng.random(hazard.shape) < DROPPED)
        kept = adopted & ~dropped & (rng.random(hazard.shape) < KEPT)
        adopted |= new
        if year >= 0:
            used[:, :, year] = new | kept
    return _tell_uses(used, ["全国", *names], salience, years[0], rng)


def _tell_uses(
    used: np.ndarray, names: list[str], salience: np.ndarray, first_year: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Write uses as a table of documents: provinces in January, the centre in March, in 2020 in May."""
    unit, year = np.nonzero(np.ones(salience.shape, dtype=bool))
    documents = pd.DataFrame({"place": np.array(names)[unit], "year": first_year + year})
    documents["level"] = np.where(unit == 0, "national", "provincial")
    documents["doc_id"] = (
        documents["level"].str[0] + documents["year"].astype("str") + [f"-{u:02}" for u in unit]
    )
    documents["date"] = documents["year"].astype("str")
    late = np.where(documents["year"] == 2020, "-05-22", "-03-05")
    days = [f"-01-{day:02}" for day in rng.integers(5, 32, len(unit))]
    known = (unit == 0) | (rng.random(len(unit)) >= NO_DAY)
    documents["date"] += np.where(known, np.where(unit == 0, late, days), "")
    documents["salience"] = np.clip(0.05 + 0.01 * salience[unit, year], 0.01, 1)
    there = (unit == 0) | (rng.random(len(unit)) >= MISSING)
    items = [f"词{number:03}" for number in range(1, len(used) + 1)]
    tables = [
        documents.assign(item=item, label=item, label_en=item[1:], used=used[number, unit, year])[there]
        for number, item in enumerate(items)
    ]
    table = pd.concat(tables).astype({"year": "Int64"})
    return table.assign(kind="work-report", share=0.01 * table["used"]).reset_index(drop=True)[USE]
