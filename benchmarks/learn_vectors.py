"""Place the terms of the bundled corpora by the terms that they stand with, for the classifier.

`python benchmarks/learn_vectors.py` writes data/codebook/vectors.parquet, which ships: positive pointwise
mutual information of terms within a passage, and its 200 first singular vectors (Levy, Goldberg and Dagan
2015, TACL 3), as whole numbers, so that they are the same everywhere. No codes come in.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.linalg import svds
from threadpoolctl import threadpool_limits

import reformlab as rl
from reformlab.corpus.store import write_parquet

CORPORA = ("work-reports", "statutes", "policy-documents", "city-reports")
LEAST = 5  # passages with a term
DIMENSIONS = 200
SMOOTH = 0.75  # the power that keeps rare terms from standing out


def place_terms(terms: pd.DataFrame) -> pd.DataFrame:
    """Return one row a term: ``term``, ``weight``, and its place in so many columns."""
    n_passages = terms["term"].value_counts()
    known = np.sort(n_passages.index[n_passages >= LEAST].to_numpy(dtype=object))
    terms = terms[terms["term"].isin(known)]
    row = pd.factorize(terms["passage_id"])[0]
    column = pd.Index(known).get_indexer(terms["term"])
    holds = sparse.csr_matrix((np.ones(len(terms)), (row, column)))
    together = (holds.T @ holds).tolil()
    together.setdiag(0)
    together = together.tocoo()
    total = np.asarray(together.sum(axis=1)).ravel()
    smooth = total**SMOOTH
    expected = total[together.row] * smooth[together.col] / smooth.sum()
    information = np.log(np.maximum(together.data, 1e-9) / np.maximum(expected, 1e-9))
    positive = sparse.csr_matrix(
        (np.maximum(information, 0), (together.row, together.col)), shape=together.shape
    )
    left, values, _ = svds(positive, DIMENSIONS, random_state=0)
    places = left * np.sqrt(values)
    places /= np.maximum(np.linalg.norm(places, axis=1, keepdims=True), 1e-9)
    scale = 127 / np.abs(places).max()
    table = pd.DataFrame(np.rint(places * scale).astype("int8")).rename(columns=lambda number: f"v{number}")
    weight = np.log(holds.shape[0] / n_passages[known].to_numpy())
    return table.assign(weight=weight.round(3).astype("float32")).assign(term=known.astype("str"))


def main() -> None:
    """Write the vectors."""
    tables = [rl.load_corpus(name).terms.assign(corpus=name) for name in CORPORA]
    terms = pd.concat(tables, ignore_index=True)
    terms["passage_id"] = terms["corpus"] + ":" + terms["passage_id"]
    with threadpool_limits(1):
        table = place_terms(terms)
    write_parquet(table, rl.data_folder() / "codebook" / "vectors.parquet")
    print(f"{len(table)} terms placed")


if __name__ == "__main__":
    main()
