"""What documents there are, by level, kind and year: the holes are seen before any result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from reformlab.corpus.choices import check_choice
from reformlab.measures.priorities import name_unknown

if TYPE_CHECKING:
    import pandas as pd

    from reformlab.corpus.tables import Corpus


def measure_coverage(corpus: Corpus, *, by: Literal["place"] | None = None) -> pd.DataFrame:
    """Count the documents that are there, so that the holes are seen before any result.

    Parameters
    ----------
    corpus : Corpus
    by : {None, "place"}
        "place" counts each place by itself.

    Returns
    -------
    DataFrame
        One row a level, kind and year (by "place": level, place, kind and year) that has documents:
        ``level``, ``place`` (by "place" alone), ``kind``, ``year`` (Int64, missing where not known),
        ``n_docs``, ``n_docs_all`` (of the level, place and kind, all years together), ``n_places``,
        ``n_passages`` (kept), ``n_chars`` (whole documents, cleaned). A level, place or kind that is not
        known is ``"unknown"``: the counts add up to those of the corpus.

    Examples
    --------
    >>> import reformlab as rl
    >>> rl.measure_coverage(rl.load_corpus("made-up"))["level"].unique().tolist()
    ['national', 'provincial']
    """
    check_choice("by", by, [None, "place"])
    documents = name_unknown(corpus.documents)
    keys = ["level", *([by] if by else []), "kind"]
    counts = documents.groupby([*keys, "year"], dropna=False, observed=True).agg(
        n_docs=("doc_id", "size"),
        n_places=("place", "nunique"),
        n_passages=("n_passages", "sum"),
        n_chars=("n_chars", "sum"),
    )
    table = counts.reset_index().astype({"level": str, "kind": str})
    table.insert(len(keys) + 2, "n_docs_all", table.groupby(keys)["n_docs"].transform("sum"))
    return table
