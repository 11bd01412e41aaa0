"""What stands behind a domain: the passages that are most surely about it, and where to read them."""

from __future__ import annotations

import pandas as pd

from reformlab.corpus.tables import Corpus
from reformlab.topics.fit import Fit
from reformlab.topics.labels import list_passages

EVIDENCE = ["domain", "label", "label_en", "passage_id", "doc_id", "title", "heading", "share", "url", "text"]


def list_evidence(fit: Fit, corpus: Corpus, *, n: int = 3) -> pd.DataFrame:
    """List the passages that are most surely about each domain, with the address of their document.

    Parameters
    ----------
    fit : Fit
        Of domains.
    corpus : Corpus
        The corpus that it was fitted to.
    n : int
        How many passages of a domain at most, each of another document.

    Returns
    -------
    DataFrame
        One row a domain and passage, the surest first: ``domain``, ``label``, ``label_en``,
        ``passage_id``, ``doc_id``, ``title``, ``heading``, ``share`` (the probability of the domain),
        ``url`` (of the document, missing where none is known), ``text`` (missing where the corpus has no
        wording).

    Raises
    ------
    ValueError
        For a fit of topics, whose passages `list_passages` lists.

    Examples
    --------
    >>> import reformlab as rl
    >>> corpus = rl.load_corpus("made-up")
    >>> rl.list_evidence(rl.fit_domains(corpus), corpus)["domain"].value_counts().max().item()
    3
    """
    if "domain" not in fit.topics:
        raise ValueError("list_evidence is of domains (fit_domains); list_passages gives those of a topic")
    documents = corpus.documents.reindex(columns=["doc_id", "title", "url"])
    tables = []
    for row in fit.topics.itertuples():
        ranked = list_passages(fit, corpus, topic=row.topic, n=len(fit.passages))
        first = ranked.drop_duplicates("doc_id").head(n)
        tables.append(first.assign(domain=row.domain, label=row.label, label_en=row.label_en))
    return pd.concat(tables, ignore_index=True).merge(documents, on="doc_id", how="left")[EVIDENCE]
