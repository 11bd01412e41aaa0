"""Counts of terms for other programs: a matrix that R, Julia or MATLAB read, and what its rows are.

Terms and ids go out, never wording: from counts no sentence can be put together.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.io import mmwrite

from reformlab.corpus.store import replace_together, save_table
from reformlab.corpus.tables import Corpus, data_folder

FILES = ("counts.mtx", "passages.csv", "terms.csv", "documents.csv", "README.md")
ABOUT = ["doc_id", "level", "place", "adcode", "kind", "issuer", "number", "date", "year"]


def export_counts(corpus: Corpus, folder: str | Path) -> Path:
    """Write the counts of terms as a matrix for R (stm, quanteda) and other programs.

    Parameters
    ----------
    corpus : Corpus
    folder : path
        Made if it is missing; the files of an export in it are replaced, all or none.

    Returns
    -------
    Path
        The folder, with ``counts.mtx`` (Matrix Market, passages x terms, whole numbers),
        ``passages.csv`` (one row a row of the matrix: ``row``, ``passage_id``, ``doc_id``,
        ``level``, ``place``, ``kind``, ``year``, ``n_terms``), ``terms.csv`` (one row a column:
        ``column``, ``term``, ``n``, ``n_passages``, ``n_docs``), ``documents.csv`` (without titles
        and file names) and ``README.md``, which says how to read them in R. Passages stand in the
        order of their ids, terms in that of their characters; passages without a term are
        left out. CSVs open in Excel, and no cell runs as a formula.

    Raises
    ------
    ValueError
        Where the corpus has no terms.

    Notes
    -----
    Boisvert, Pozo and Remington (1996), The Matrix Market exchange formats, NISTIR 5935.

    Examples
    --------
    >>> import tempfile, reformlab as rl
    >>> folder = rl.export_counts(rl.load_corpus("made-up"), tempfile.mkdtemp())
    >>> sorted(path.name for path in folder.iterdir())
    ['README.md', 'counts.mtx', 'documents.csv', 'passages.csv', 'terms.csv']
    """
    if corpus.terms.empty:
        raise ValueError("the corpus has no terms, so there is nothing to count")
    folder = Path(folder)
    matrix, passages, terms = _count(corpus)
    documents = corpus.documents[ABOUT]
    numbers = {
        "n_terms": len(terms),
        "n_passages": len(passages),
        "n_docs": passages["doc_id"].nunique(),
        "n_empty": len(corpus.passages) - len(passages),
    }
    with replace_together(folder, FILES) as new:
        mmwrite(new / "counts.mtx", matrix, comment="passages x terms", field="integer", symmetry="general")
        for name, table in (("passages", passages), ("terms", terms), ("documents", documents)):
            save_table(table, new / f"{name}.csv")
        readme = (data_folder() / "texts" / "counts" / "README.md").read_text("utf-8")
        (new / "README.md").write_text(readme.format(**numbers), "utf-8")
    return folder


def _count(corpus: Corpus) -> tuple[sparse.coo_matrix, pd.DataFrame, pd.DataFrame]:
    ids = np.sort(corpus.terms["passage_id"].unique().astype(object))
    vocabulary = np.sort(corpus.terms["term"].unique().astype(object))
    row = pd.Index(ids).get_indexer(corpus.terms["passage_id"])
    column = pd.Index(vocabulary).get_indexer(corpus.terms["term"])
    n = corpus.terms["n"].to_numpy(dtype="int64")
    # By column, then row: the same file whatever the order of the terms.
    order = np.lexsort((row, column))
    shape = (len(ids), len(vocabulary))
    matrix = sparse.coo_matrix((n[order], (row[order], column[order])), shape=shape)
    about = corpus.documents[["doc_id", "level", "place", "kind", "year"]]
    passages = pd.DataFrame({"row": np.arange(1, len(ids) + 1), "passage_id": ids})
    passages = passages.merge(corpus.passages[["passage_id", "doc_id"]], on="passage_id", how="left")
    passages = passages.merge(about, on="doc_id", how="left", validate="many_to_one")
    owner = pd.factorize(passages["doc_id"])[0][row]
    pairs = pd.DataFrame({"column": column, "doc": owner})
    terms = pd.DataFrame(
        {
            "column": np.arange(1, len(vocabulary) + 1),
            "term": vocabulary,
            "n": np.bincount(column, n, len(vocabulary)).astype("int64"),
            "n_passages": np.bincount(column, minlength=len(vocabulary)),
            "n_docs": pairs.drop_duplicates().groupby("column").size().to_numpy(),
        }
    )
    return matrix, passages.assign(n_terms=np.bincount(row, n, len(ids)).astype("int64")), terms
