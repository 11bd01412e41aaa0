"""Salience: what part of a whole document speaks of the subject of the corpus."""

from __future__ import annotations

import pandas as pd

from reformlab.corpus.tables import Corpus


def measure_salience(corpus: Corpus) -> pd.DataFrame:
    """Measure what part of each whole document speaks of the subject of the corpus.

    Not a priority: priorities divide what a document says of health, salience is how much that is.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    DataFrame
        One row a document: ``doc_id``, ``item`` ("salience"), ``label``, ``label_en``, ``share``
        (characters of the passages kept, of all of the document), ``n_chars`` (of the document),
        ``level``, ``place``, ``year``, ``kind``.

    Examples
    --------
    >>> import reformlab as rl
    >>> bool(rl.measure_salience(rl.load_corpus("made-up"))["share"].between(0, 1).all())
    True
    """
    documents = corpus.documents[corpus.documents["n_chars"] > 0].reset_index(drop=True)
    share = documents["n_chars_kept"].astype(float) / documents["n_chars"].astype(float)
    names = {"item": "salience", "label": "占全文的份额", "label_en": "share of the whole document"}
    table = documents.assign(**names, share=share.clip(upper=1.0))
    return table[["doc_id", *names, "share", "n_chars", "level", "place", "year", "kind"]]
