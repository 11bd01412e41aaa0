"""Other ways to tell domains, to measure the classifier beside: words of a list, and topic models."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from reformlab.corpus.tables import Corpus, data_folder
from reformlab.domains.codebook import NONE
from reformlab.topics.engines import fit_keywords
from reformlab.topics.fit import count_terms, fit_topics

# Topics without words, for what is about no domain.
REST = 1


def read_words(codebook: pd.DataFrame) -> dict[str, str]:
    """Read the words of domains: word -> domain.

    Those of the column ``words`` of the codebook (joined by ``;``), or of the bundled list for a
    codebook that has none.

    Raises
    ------
    ValueError
        Where there are no words for the codebook's domains.

    Examples
    --------
    >>> import reformlab as rl
    >>> from reformlab.domains.others import read_words
    >>> read_words(rl.read_codebook())["医保"]
    'insurance'
    """
    if "words" in codebook:
        listed = codebook.dropna(subset=["words"])
        words = {
            word.strip(): domain
            for domain, joined in zip(listed["domain"], listed["words"], strict=True)
            for word in joined.split(";")
        }
    else:
        table = pd.read_csv(data_folder() / "codebook" / "words.csv", dtype="str")
        words = dict(zip(table["word"], table["domain"], strict=True))
    words = {word: domain for word, domain in words.items() if word and domain in set(codebook["domain"])}
    if not words:
        raise ValueError("no words are listed for these domains; give the codebook a column 'words', by ;")
    return words


def find_domains(terms: Iterable[str], words: dict[str, str]) -> pd.Series:
    """Give the domain of each term: that of the longest word in it; missing where there is none."""
    most = max(map(len, words))

    def find(term: str) -> str | None:
        for length in range(min(most, len(term)), 0, -1):
            for start in range(len(term) - length + 1):
                if term[start : start + length] in words:
                    return words[term[start : start + length]]
        return None

    terms = pd.Index(terms).unique()
    return pd.Series([find(term) for term in terms], index=terms, dtype="object")


def count_words(
    passages: pd.DataFrame, terms: pd.DataFrame, domains: list[str], words: dict[str, str]
) -> np.ndarray:
    """Give the part of each domain in a passage's words of domains; ``none`` where it has no such word."""
    named = terms.assign(domain=terms["term"].map(find_domains(terms["term"], words)))
    counts = named.pivot_table(index="passage_id", columns="domain", values="n", aggfunc="sum", fill_value=0)
    counts = counts.reindex(index=passages["passage_id"], columns=domains, fill_value=0).fillna(0)
    counts.loc[counts.sum(axis=1) == 0, NONE] = 1
    return counts.to_numpy(dtype=float)


def anchor_topics(
    passages: pd.DataFrame,
    terms: pd.DataFrame,
    domains: list[str],
    words: dict[str, str],
    *,
    engine: str,
    seed: int,
) -> np.ndarray:
    """Give the shares of topics that are anchored by the words of domains; the rest are ``none``."""
    counts, vocabulary = count_terms(terms, passages)
    of_term = find_domains(vocabulary, words)
    keywords = {domain: of_term.index[of_term == domain].tolist() for domain in domains}
    keywords = {domain: found for domain, found in keywords.items() if found}
    shares = fit_keywords(counts, vocabulary, keywords, REST, seed, engine)
    table = pd.DataFrame(0.0, index=range(len(passages)), columns=domains)
    table[list(keywords)] = shares[:, : len(keywords)]
    table[NONE] += shares[:, len(keywords) :].sum(axis=1)
    return table.to_numpy()


def map_topics(
    corpus: Corpus,
    passages: pd.DataFrame,
    domains: list[str],
    codes: pd.DataFrame,
    *,
    fold: np.ndarray,
    seed: int,
) -> np.ndarray:
    """Give the shares of topics that were found without a codebook, each taken for one domain.

    A topic is the domain that most of its share in coded passages of other documents has. Passages
    too short for the topics have what all have on average.
    """
    shares = fit_topics(corpus, seed=seed, progress=False).shares.reindex(passages["passage_id"])
    shares = shares.fillna(shares.mean()).to_numpy()
    at = pd.Index(passages["passage_id"]).get_indexer(codes["passage_id"])
    named = (codes["main"].to_numpy()[:, None] == np.array(domains)).astype(float)
    table = np.zeros((len(passages), len(domains)))
    for part in np.unique(fold):
        known = (at >= 0) & (fold[at] != part)
        best = (shares[at[known]].T @ named[known]).argmax(axis=1)
        table[fold == part] = shares[fold == part] @ np.eye(len(domains))[best]
    return table
