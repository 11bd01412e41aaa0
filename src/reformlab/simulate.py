"""A made-up corpus with a known answer, to try every method on before real documents.

The story: national and provincial documents, each with its own leaning towards some topics,
and passages that share their document's leaning. Topic 1 belongs more to the national level,
topic 2 more to the provincial one, the other topics to both alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reformlab.tables import Corpus

YEARS = range(2014, 2024)
PLACES = {"山西": "140000", "浙江": "330000", "福建": "350000", "广东": "440000", "四川": "510000"}

# Standard deviations of the logistic-normal shares: between documents, and between the
# passages of one document.
DOCUMENT_SPREAD = 0.8
PASSAGE_SPREAD = 1.2

# What a topic draws from its own block of terms; the rest is background that all share.
OWN_WEIGHT = 0.7


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
    prevalence : DataFrame
        One row a level and topic: ``level``, ``topic``, ``priority``: the expected priority of a
        document of this level (of all that might be drawn, not the mean of those that were).
    gap : DataFrame
        One row a topic: ``topic``, ``gap``: expected national minus expected provincial priority.
    """

    corpus: Corpus
    topic_terms: pd.DataFrame
    passage_topics: pd.DataFrame
    prevalence: pd.DataFrame
    gap: pd.DataFrame


def simulate_corpus(
    *,
    n_docs: int = 60,
    passages_per_doc: int = 10,
    terms_per_passage: int = 40,
    n_topics: int = 6,
    n_terms: int = 600,
    gap: float = 0.1,
    seed: int,
) -> Simulation:
    """Draw a corpus of national and provincial documents whose topics and gaps are known.

    Half of the documents are national, half provincial; both run evenly over 2014-2023. Shares
    are logistic-normal: a document has its own leaning, its passages scatter around it, so
    passages of one document are not independent. Every topic draws from its own block of terms
    and from a background that all topics share, both with Zipf's weights.

    Parameters
    ----------
    n_docs, passages_per_doc : int
        Number of documents, and of passages in each.
    terms_per_passage : int
        Mean length of a passage in terms; lengths are Poisson, at least 1.
    n_topics, n_terms : int
        Number of topics (at least 2), and of different terms.
    gap : float
        Planted gap in shares, 0 to 0.8: expected national minus provincial priority is `gap`
        for topic 1, ``-gap`` for topic 2, and 0 for every other. It is the gap between the
        expected priorities of documents: exact up to an error of integration below 0.001,
        never the gap of the documents that happened to be drawn.
    seed : int
        Seed of the draw; the same seed gives the same corpus.

    Returns
    -------
    Simulation
        The corpus and the truth, as tidy tables.

    Raises
    ------
    ValueError
        Where there are too few topics, terms or documents, or the gap is out of range.

    Examples
    --------
    >>> from reformlab.simulate import simulate_corpus
    >>> simulate_corpus(n_docs=4, gap=0.2, seed=1).gap["gap"].round(2).tolist()
    [0.2, -0.2, 0.0, 0.0, 0.0, 0.0]
    """
    if n_topics < 2 or n_terms < 10 * n_topics or n_docs < 2 or not 0 <= gap <= 0.8:
        raise ValueError(
            f"n_docs={n_docs}, n_topics={n_topics}, n_terms={n_terms}, gap={gap}: needs 2 documents or more, "
            "2 topics or more, 10 terms or more a topic, and a gap of 0 to 0.8"
        )
    rng = np.random.default_rng(seed)
    leanings, priorities = _plant_gap(gap, n_topics)
    documents = _make_documents(n_docs, passages_per_doc)
    weights = _make_topics(n_topics, n_terms)
    level_of = (documents["level"] == "provincial").to_numpy().astype(int)
    of_document = leanings[level_of] + DOCUMENT_SPREAD * rng.standard_normal((n_docs, n_topics))
    scatter = PASSAGE_SPREAD * rng.standard_normal((n_docs * passages_per_doc, n_topics))
    shares = _softmax(np.repeat(of_document, passages_per_doc, axis=0) + scatter)
    lengths = np.maximum(rng.poisson(terms_per_passage, len(shares)), 1)
    counts = rng.multinomial(lengths, shares @ weights)

    names = np.array([f"词{number:04d}" for number in range(1, n_terms + 1)])
    passages = _make_passages(documents, passages_per_doc, lengths)
    ids = passages["passage_id"].to_numpy()
    documents["n_chars"] = passages.groupby("doc_id", sort=False)["n_chars"].sum().to_numpy()
    documents["n_chars_kept"] = documents["n_chars"]
    row, column = np.nonzero(counts)
    terms = pd.DataFrame({"passage_id": ids[row], "term": names[column], "n": counts[row, column]})
    options = {"n_docs": n_docs, "n_topics": n_topics, "gap": gap, "seed": seed}
    return Simulation(
        corpus=Corpus(
            documents, passages, terms, manifest={"made_by": "simulate_corpus", "options": options}
        ),
        topic_terms=_tidy(weights, topic=_number(n_topics), term=names, value="weight"),
        passage_topics=_tidy(shares, passage_id=ids, topic=_number(n_topics), value="share"),
        prevalence=_tidy(
            priorities, level=["national", "provincial"], topic=_number(n_topics), value="priority"
        ),
        gap=pd.DataFrame({"topic": _number(n_topics), "gap": priorities[0] - priorities[1]}),
    )


def _plant_gap(gap: float, n_topics: int) -> tuple[np.ndarray, np.ndarray]:
    """Find the two levels' leanings that give the gap, and the expected priorities they give.

    Provincial leanings are national ones with topics 1 and 2 exchanged, so the gaps of these
    two are equal and opposite, and every other topic's is zero.
    """
    from scipy.optimize import brentq
    from scipy.stats.qmc import MultivariateNormalQMC

    spread = np.hypot(DOCUMENT_SPREAD, PASSAGE_SPREAD)
    points = spread * MultivariateNormalQMC(np.zeros(n_topics), rng=0).random(2**14)

    def expect(lean: float) -> np.ndarray:
        return _softmax(points + lean * (np.arange(n_topics) == 0)).mean(axis=0)

    def planted(lean: float) -> float:
        priority = expect(lean)
        return priority[0] - priority[1]

    lean = brentq(lambda value: planted(value) - gap, -1, 20) if gap else 0.0
    leanings = np.zeros((2, n_topics))
    leanings[0, 0] = leanings[1, 1] = lean
    national = expect(lean)
    national[2:] = national[2:].mean()
    provincial = national[[1, 0, *range(2, n_topics)]]
    return leanings, np.array([national, provincial])


def _make_topics(n_topics: int, n_terms: int) -> np.ndarray:
    """Give each topic a block of terms of its own beside the background (weights, topics x terms)."""
    size = n_terms // (n_topics + 1)
    weights = np.zeros((n_topics, n_terms))
    background = n_terms - size * n_topics
    weights[:, :background] = (1 - OWN_WEIGHT) * _zipf(background)
    for topic in range(n_topics):
        start = background + topic * size
        weights[topic, start : start + size] = OWN_WEIGHT * _zipf(size)
    return weights


def _make_documents(n_docs: int, n_passages: int) -> pd.DataFrame:
    number = np.arange(n_docs)
    national = number % 2 == 0
    pair = number // 2
    years = np.array(YEARS)[pair % len(YEARS)]
    places = np.where(national, "全国", np.array(list(PLACES))[pair % len(PLACES)])
    level = np.where(national, "national", "provincial")
    ids = [f"{name}-{year}-{i:04d}" for name, year, i in zip(level, years, number, strict=True)]
    table = pd.DataFrame({"doc_id": ids, "file": [f"{name}.txt" for name in ids], "part": 1})
    return table.assign(
        title=[f"模拟文件{i}" for i in number],
        level=level,
        place=places,
        adcode=[{"全国": "000000", **PLACES}[place] for place in places],
        kind="key-tasks",
        issuer=pd.array([None] * n_docs, dtype="str"),
        number=pd.array([None] * n_docs, dtype="str"),
        date=years.astype(str),
        year=pd.array(years, dtype="Int64"),
        n_passages=n_passages,
        read_from="simulation",
    )


def _make_passages(documents: pd.DataFrame, n_each: int, lengths: np.ndarray) -> pd.DataFrame:
    doc_ids = documents["doc_id"].repeat(n_each).reset_index(drop=True)
    seq = np.tile(np.arange(1, n_each + 1), len(documents))
    n_chars = pd.Series(2 * lengths)  # two characters a term
    end = n_chars.groupby(doc_ids).cumsum()
    empty = pd.array([None] * len(doc_ids), dtype="str")
    table = pd.DataFrame({"passage_id": doc_ids + [f":{number:04d}" for number in seq], "doc_id": doc_ids})
    return table.assign(
        seq=seq, section=empty, label=empty, heading=empty, start=end - n_chars, end=end, n_chars=n_chars
    )


def _tidy(matrix: np.ndarray, *, value: str, **axes: object) -> pd.DataFrame:
    """Turn a matrix into a table of three columns: its two axes and its values."""
    table = pd.MultiIndex.from_product([list(names) for names in axes.values()], names=list(axes))
    return pd.DataFrame({value: matrix.ravel()}, index=table).reset_index()


def _number(n_topics: int) -> np.ndarray:
    return np.arange(1, n_topics + 1)


def _zipf(size: int) -> np.ndarray:
    weights = 1 / np.arange(1, size + 1)
    return weights / weights.sum()


def _softmax(values: np.ndarray) -> np.ndarray:
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
