"""Find documents that are one text: versions of a statute, and documents that repeat each other.

Two versions of one law are one text counted twice. They stay in the corpus, and form one cluster
wherever documents are counted as independent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from reformlab.corpus.tables import Corpus

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit

# Kinds that come again under the title that they had; a work report of the same title is another.
VERSIONED = ("statute", "rule")
# Passages of fewer terms are formulas that many documents have.
LEAST_TERMS = 5
# Documents are copies where so many passages of the shorter one, and this part of them, are in the other.
LEAST_PASSAGES = 3
LEAST_SHARED = 0.5


def list_copies(corpus: Corpus) -> pd.DataFrame:
    """List the documents that are versions or copies of each other.

    Two documents are one text where a statute or rule of the same place has the same title (but for
    what stands in brackets at its end), or where half of the passages of the shorter one, three at
    least, stand in the other with the same terms.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    DataFrame
        One row a document that has a copy: ``family`` (the ``doc_id`` that comes first among them),
        ``doc_id``, ``title``, ``place``, ``kind``, ``year``.

    Examples
    --------
    >>> import reformlab as rl
    >>> len(rl.list_copies(rl.load_corpus("made-up")))
    0
    """
    families = find_families(corpus)
    several = families[families.duplicated(keep=False)].rename("family").reset_index()
    about = corpus.documents[["doc_id", "title", "place", "kind", "year"]]
    table = several.merge(about, on="doc_id", validate="one_to_one")
    return table[["family", *about]].sort_values(["family", "year", "doc_id"], ignore_index=True)


def find_families(corpus: Corpus | Fit) -> pd.Series:
    """Give each document the ``doc_id`` that comes first among its copies; most have none."""
    doc_ids = pd.Index(np.sort(corpus.documents["doc_id"].to_numpy(dtype=object)), name="doc_id")
    links = _share_passages(corpus, doc_ids) + _share_title(corpus.documents, doc_ids)
    family = connected_components(links, directed=False)[1]
    first = pd.Series(doc_ids, index=doc_ids).groupby(family).transform("first")
    return first.rename("family")


def find_clusters(corpus: Corpus | Fit) -> pd.Series:
    """Give the cluster of each document: documents of one cluster depend on each other.

    Below the national level all documents of a place are one cluster (``"of 山西"``). The centre is one
    place, and its documents are what was sampled: there, and where the place is not known, each text
    stands alone (its family, see `find_families`).
    """
    families = find_families(corpus)
    about = corpus.documents.set_index("doc_id").loc[families.index]
    place = about["place"].astype(object)
    alone = (about["level"].astype(object) == "national") | place.isna()
    return ("of " + place).mask(alone, families).rename("cluster")


def _share_passages(corpus: Corpus | Fit, doc_ids: pd.Index) -> sparse.csr_matrix:
    """Link documents of which one repeats half the other (documents x documents)."""
    # The sum does not depend on the order of the terms, and two passages hardly ever have the same.
    codes, different = pd.factorize(corpus.terms["term"])
    marks = pd.util.hash_array(np.asarray(different, dtype=object))[codes]
    sums = pd.DataFrame({"mark": marks * corpus.terms["n"].to_numpy(dtype=np.uint64)})
    sums = sums.assign(n=corpus.terms["n"].to_numpy()).groupby(corpus.terms["passage_id"].to_numpy()).sum()
    doc_of = corpus.passages.set_index("passage_id")["doc_id"]
    sums = sums[sums["n"] >= LEAST_TERMS].assign(doc_id=lambda rows: doc_of.reindex(rows.index))
    sums = sums.dropna().drop_duplicates(["doc_id", "mark"])
    rows, columns = doc_ids.get_indexer(sums["doc_id"]), pd.factorize(sums["mark"])[0]
    shape = (len(doc_ids), columns.max(initial=-1) + 1)
    holds = sparse.csr_matrix((np.ones(len(sums)), (rows, columns)), shape=shape)
    shared = (holds @ holds.T).tocoo()
    sizes = np.asarray(holds.sum(axis=1)).ravel()
    shorter = np.minimum(sizes[shared.row], sizes[shared.col])
    linked = (shared.data >= LEAST_PASSAGES) & (shared.data >= LEAST_SHARED * shorter)
    return _link(shared.row[linked], shared.col[linked], len(doc_ids))


def _share_title(documents: pd.DataFrame, doc_ids: pd.Index) -> sparse.csr_matrix:
    """Link versions of one statute or rule (documents x documents)."""
    versioned = documents[documents["kind"].isin(VERSIONED) & documents["title"].notna()]
    # Blanks between issuers make no other title.
    titles = versioned["title"].astype(str).str.replace("（[^（）]*）$| ", "", regex=True)
    groups = versioned.groupby([versioned["place"].astype(object).fillna(""), titles])["doc_id"]
    first = groups.transform("first")
    rows, columns = doc_ids.get_indexer(versioned["doc_id"]), doc_ids.get_indexer(first)
    return _link(rows, columns, len(doc_ids))


def _link(rows: np.ndarray, columns: np.ndarray, n: int) -> sparse.csr_matrix:
    return sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(n, n))
