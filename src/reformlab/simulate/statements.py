"""Made-up statements of work reports, each about one domain, partly coded, and a classifier that errs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from reformlab.corpus.periods import name_periods
from reformlab.corpus.places import NATIONAL, mainland
from reformlab.corpus.tables import SIDES, Corpus, empty_table
from reformlab.simulate.shares import draw_series, expect_shares, softmax
from reformlab.topics.fit import Fit
from reformlab.topics.match import lay_out

NONE = "none"
# How much larger the leaning (logit scale) to the first domain is than to the last.
UNEVEN = 1.2
# Of wrong predictions, the part that names the first domain; the others name any, by their size.
DRAWN_TO_FIRST = 0.5
# How sure the classifier is when it is right and when it is wrong (beta distributions).
SURE, UNSURE = (8.0, 1.5), (4.0, 3.0)
# The part of a statement's terms that tells its domain, and how many terms a domain and all together have.
TELLING, OWN_TERMS, COMMON_TERMS = 0.4, 60, 300


@dataclass(frozen=True)
class Drawn:
    """What is drawn, before tables are made of it.

    Attributes
    ----------
    about : DataFrame
        One row a document: ``voice``, ``year``, ``place``, ``level``, ``kind``, ``doc_id``.
    of_text, true : array, statements
        The row of the document; the number of the domain, from 0; the last is none.
    told : array, statements x domains and none
    codes : DataFrame
        One row a coded statement, the index that of the statement: ``probability``.
    expected : array, levels x domains
    """

    about: pd.DataFrame
    of_text: np.ndarray
    true: np.ndarray
    told: np.ndarray
    codes: pd.DataFrame
    expected: np.ndarray


@dataclass(frozen=True)
class Statements:
    """Made-up statements, and what is known of them; tables are made when they are asked for.

    Attributes
    ----------
    corpus : Corpus
    codebook, codes : DataFrame
        As `read_codebook` and `read_codes` take them.
    fit : Fit
        What a classifier of the planted recall says, with the coded sample.
    truth : DataFrame
        One row a level ("gap": national minus provincial) and domain: ``level``, ``topic``, ``domain``,
        ``priority`` (expected of a document).
    drawn : Drawn
        The same as arrays, in a tenth of the time: for studies of thousands.
    """

    drawn: Drawn
    wording: float | None
    seed: int

    @cached_property
    def corpus(self) -> Corpus:
        """The documents, passages and terms."""
        documents, passages = _make_tables(self.drawn.about, self.drawn.of_text)
        terms = empty_table("terms")
        if self.wording is not None:
            level = (self.drawn.about["level"] == SIDES[1]).to_numpy()[self.drawn.of_text]
            rng = np.random.default_rng([self.seed, 1])
            terms = _draw_terms(self.drawn.true, level, len(self._domains), self.wording, rng)
            terms["passage_id"] = passages["passage_id"].to_numpy()[terms["passage_id"]]
        return Corpus(documents, passages, terms)

    @property
    def codebook(self) -> pd.DataFrame:
        """The domains."""
        columns = ("domain", "name_zh", "name_en", "definition")
        return pd.DataFrame(dict.fromkeys(columns, self._domains))

    @property
    def codes(self) -> pd.DataFrame:
        """The coded sample."""
        at = self.drawn.codes.index
        ids = self.corpus.passages["passage_id"].to_numpy()[at]
        main = np.array([*self._domains, NONE])[self.drawn.true[at]]
        codes = self.drawn.codes.assign(passage_id=ids, main=main).reset_index(drop=True)
        return codes[["passage_id", "main", "probability"]]

    @cached_property
    def fit(self) -> Fit:
        """What the classifier says."""
        return _make_fit(self.corpus, self._domains, self.drawn.told, self.codes)

    @property
    def truth(self) -> pd.DataFrame:
        """What is expected of a document."""
        national, provincial = self.drawn.expected
        topics = range(1, len(self._domains) + 1)
        expected = np.array([national, provincial, national - provincial])
        table = lay_out({"level": [*SIDES, "gap"], "topic": topics}, priority=expected)
        return table.assign(domain=self._domains * 3)[["level", "topic", "domain", "priority"]]

    @property
    def _domains(self) -> list[str]:
        return [f"domain-{number:02d}" for number in range(1, self.drawn.told.shape[1])]


def simulate_statements(
    *,
    n_domains: int = 12,
    n_places: int = 31,
    years: tuple[int, int] = (2003, 2026),
    n_national: int = 2,
    statements: tuple[int, int] = (6, 24),
    coded: tuple[int, int] = (60, 120),
    recall: tuple[float, float] = (0.9, 0.75),
    none: tuple[float, float] = (0.05, 0.1),
    apart: float = 0.0,
    wording: float | None = None,
    place_effect: float = 0.4,
    document_effect: float = 0.5,
    rho: float = 0.0,
    seed: int = 1,
) -> Statements:
    """Draw statements of the centre and the provinces, a coded sample of them, and what a classifier says.

    Parameters
    ----------
    n_domains, n_places : int
        Domains shrink in size from the first to the last.
    years : tuple of int
        First and last; every place has a text a year.
    n_national : int
        Texts of the centre a year.
    statements : tuple of int
        Least and largest number of statements of a text (drawn evenly).
    coded : tuple of int
        Statements that are coded in each era (`read_eras`): of the centre, of the provinces.
    recall : tuple of float
        The part of statements of which the classifier names the true domain: of the centre, of the
        provinces. Half of those it gets wrong it takes for the first domain.
    none : tuple of float
        The part of statements about no domain: of the centre, of the provinces.
    apart : float
        How much further (logit scale) the centre leans to the first domain; 0 plants no gap.
    wording : float, optional
        The part of the words of a domain that provinces replace by words which the centre never uses; for
        a classifier that is learnt. It does not touch `fit`, whose errors are those of `recall`. Unless
        given, statements have no terms, and are drawn in half the time.
    place_effect, document_effect : float
        Standard deviations (logit scale) of what a place, and a text, has of its own; a text of the centre
        has as much of its own as both, so that levels vary alike.
    rho : float
        Correlation of what a text has of its own with that of the year before, 0 to less than 1.
    seed : int

    Returns
    -------
    Statements

    Examples
    --------
    >>> from reformlab.simulate import simulate_statements
    >>> simulate_statements(years=(2020, 2021), n_places=5, seed=1).fit
    <Fit: 12 topics by simulated; 200 passages of 14 documents; 0 passages left out>
    """
    rng = np.random.default_rng(seed)
    about = _list_texts(n_places, years, n_national)
    level = (about["level"] == SIDES[1]).to_numpy().astype(int)
    leanings = np.tile(np.linspace(UNEVEN / 2, -UNEVEN / 2, n_domains), (2, 1))
    leanings[0, 0] += apart
    spread = float(np.hypot(place_effect, document_effect))
    n_years = about["year"].nunique()
    own = draw_series(rho, (len(about) // n_years, n_years, n_domains), rng).reshape(-1, n_domains)
    own *= np.array([spread, document_effect])[level][:, None]
    own += place_effect * rng.standard_normal((n_places + 1, n_domains))[about["voice"]] * level[:, None]
    of_text = np.repeat(np.arange(len(about)), rng.integers(statements[0], statements[1] + 1, len(about)))
    level_of = level[of_text]
    chances = softmax(leanings[level] + own).cumsum(axis=1)[of_text]
    true = (chances < rng.random((len(of_text), 1))).sum(axis=1).clip(max=n_domains - 1)
    true[rng.random(len(of_text)) < np.array(none)[level_of]] = n_domains
    told = _classify(true, np.array(recall)[level_of], softmax(leanings[1:])[0], rng)
    codes = _draw_codes(about, of_text, coded, rng)
    expected = np.array([expect_shares(tuple(side), spread) for side in leanings])
    return Statements(Drawn(about, of_text, true, told, codes, expected), wording, seed)


def _list_texts(n_places: int, years: tuple[int, int], n_national: int) -> pd.DataFrame:
    """List the texts: the centre's are voice 0."""
    named = [NATIONAL[0], *mainland()][: n_places + 1]
    span = np.arange(years[0], years[1] + 1)
    voices = np.repeat(np.arange(n_places + 1), [n_national, *[1] * n_places])
    about = pd.DataFrame({"voice": np.repeat(voices, len(span)), "year": np.tile(span, len(voices))})
    number = about.groupby(["voice", "year"]).cumcount() + 1
    place = np.array(named)[about["voice"]]
    return about.assign(
        place=place,
        level=np.where(about["voice"] == 0, *SIDES),
        kind="work-report",
        doc_id=[f"{p}-{y}-{n}" for p, y, n in zip(place, about["year"], number, strict=True)],
    )


def _make_tables(about: pd.DataFrame, of_text: np.ndarray) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make the documents and passages of a corpus."""
    n = np.bincount(of_text)
    documents, passages = empty_table("documents"), empty_table("passages")
    sizes = {"n_passages": n, "n_chars": 100 * n, "n_chars_kept": 100 * n}
    sizes |= {"n_terms": 8 * n, "n_terms_kept": 8 * n}
    made = about.drop(columns="voice").assign(file=about["doc_id"] + ".txt", part=1, **sizes)
    documents = made.reindex(columns=documents.columns).astype(documents.dtypes)
    table = pd.DataFrame({"doc_id": about["doc_id"].to_numpy()[of_text], "n_chars": 100})
    seq = table.groupby("doc_id").cumcount() + 1
    ids = table["doc_id"] + seq.map(":{:04d}".format)
    table = table.assign(passage_id=ids, seq=seq, start=100 * (seq - 1), end=100 * seq)
    return documents, table.reindex(columns=passages.columns).astype(passages.dtypes)


def _classify(
    true: np.ndarray, recall: np.ndarray, sizes: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Give what a classifier says of each statement: probabilities, the last column that of none."""
    n, chances = len(true), np.append(sizes * (1 - DRAWN_TO_FIRST), 0.0)
    chances[0] += DRAWN_TO_FIRST
    wrong = rng.random(n) >= recall
    named = np.where(wrong, rng.choice(len(chances), n, p=chances), true)
    sure = np.where(named == true, rng.beta(*SURE, n), rng.beta(*UNSURE, n))
    told = (1 - sure)[:, None] * chances
    told[np.arange(n), named] += sure
    return told


def _draw_codes(
    about: pd.DataFrame,
    of_text: np.ndarray,
    coded: tuple[int, int],
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Draw the statements that are coded, by level and era; the index is that of the statement."""
    era = np.asarray(name_periods(about["year"].astype("Int64"), "era", None).codes)[of_text]
    level, drawn = about["level"].to_numpy()[of_text], []
    for side, size in zip(SIDES, coded, strict=True):
        for one in np.unique(era):
            rows = np.flatnonzero((level == side) & (era == one))
            n = min(size, len(rows))
            drawn.append(pd.Series(n / len(rows), index=rng.choice(rows, n, replace=False)))
    return pd.concat(drawn).sort_index().to_frame("probability")


def _draw_terms(
    true: np.ndarray, level: np.ndarray, n_domains: int, wording: float, rng: np.random.Generator
) -> pd.DataFrame:
    """Draw the terms of statements: of the domain, or common ones (a row a term and statement)."""
    of = np.repeat(np.arange(len(true)), rng.integers(4, 13, len(true)))
    zipf = 1 / (np.arange(OWN_TERMS) + 2.7)
    rank = rng.choice(OWN_TERMS, len(of), p=zipf / zipf.sum())
    replaced = (level[of] == 1) & (rng.random(len(of)) < wording)
    own = COMMON_TERMS + (2 * true[of] + replaced) * OWN_TERMS + rank
    number = np.where(rng.random(len(of)) < TELLING, own, rng.integers(0, COMMON_TERMS, len(of)))
    several = COMMON_TERMS + 2 * (n_domains + 1) * OWN_TERMS
    # Characters of their own, so that no word is told by the parts of another.
    names = np.array([chr(0x4E00 + 2 * number) + chr(0x4E01 + 2 * number) for number in range(several)])
    pair, n = np.unique(of * several + number, return_counts=True)
    return pd.DataFrame({"passage_id": pair // several, "term": names[pair % several], "n": n})


def _make_fit(corpus: Corpus, domains: list[str], told: np.ndarray, codes: pd.DataFrame) -> Fit:
    """Give probabilities as `fit_domains` does."""
    numbers, policy = np.arange(1, len(domains) + 1), 1 - told[:, -1]
    shares = told[:, :-1] / np.maximum(policy, np.finfo(float).tiny)[:, None]
    passages = corpus.passages[["passage_id", "doc_id"]].assign(n_terms=8, policy=policy)
    topics = pd.DataFrame({"topic": numbers, "domain": domains, "label": domains, "label_en": domains})
    return Fit(
        topics=topics.assign(share=told[:, :-1].mean(axis=0) / policy.mean(), top_terms=""),
        topic_terms=pd.DataFrame(columns=["topic", "term", "weight", "frex", "rank"]),
        passage_topics=lay_out({"passage_id": passages["passage_id"], "topic": numbers}, share=shares),
        passages=passages,
        terms=corpus.terms,
        documents=corpus.documents,
        dropped=corpus.passages.iloc[:0][["passage_id", "doc_id"]].assign(reason=""),
        settings={"engine": "simulated", "n_topics": len(domains)},
        codes=codes,
    )
