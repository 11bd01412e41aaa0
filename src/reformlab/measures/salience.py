"""Salience: what part of a whole document speaks of the subject of the corpus."""

from __future__ import annotations

import pandas as pd

from reformlab.corpus.tables import Corpus


def measure_salience(corpus: Corpus, *, background: bool = False) -> pd.DataFrame:
    """Measure what part of each whole document speaks of the subject of the corpus.

    Not a priority: priorities divide what a document says of health, salience is how much that is.

    Parameters
    ----------
    corpus : Corpus
    background : bool
        Count the statements, too, that are not about health and name an epidemic of people: as a
        circumstance, a cause, with thanks, or in a formula (统筹疫情防控和经济社会发展). By rule 10 of
        the codebook they are not about health; what hangs on that is the difference. They count
        with all their characters, however little of them is of the epidemic.

    Returns
    -------
    DataFrame
        One row a document: ``doc_id``, ``item`` ("salience"), ``label``, ``label_en``, ``share``
        (characters of the passages kept, of all of the document), ``n_chars`` (of the document),
        ``level``, ``place``, ``year``, ``kind``.

    Raises
    ------
    ValueError
        Where `background` is asked for and the corpus was built before it was told.

    Examples
    --------
    >>> import reformlab as rl
    >>> bool(rl.measure_salience(rl.load_corpus("made-up"))["share"].between(0, 1).all())
    True
    """
    documents = corpus.documents[corpus.documents["n_chars"] > 0].reset_index(drop=True)
    names = {"item": "salience", "label": "占全文的份额", "label_en": "share of the whole document"}
    counted = documents["n_chars_kept"].astype(float)
    if background:
        if "n_chars_background" not in documents:
            raise ValueError(
                "documents: no column n_chars_background, so the background is not known; "
                "build the corpus anew from its files (reformlab build)"
            )
        counted += documents["n_chars_background"].astype(float).fillna(0)
        names["label"] += "（含疫情背景）"
        names["label_en"] += ", with background"
    share = counted / documents["n_chars"].astype(float)
    table = documents.assign(**names, share=share.clip(upper=1.0))
    return table[["doc_id", *names, "share", "n_chars", "level", "place", "year", "kind"]]
