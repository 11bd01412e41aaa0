"""What is written for other programs is what the corpus holds, and nothing of its wording."""

from dataclasses import replace

import pandas as pd
import pytest
from scipy.io import mmread

import reformlab as rl
from reformlab.corpus.counts import export_counts


@pytest.fixture(scope="module")
def corpus():
    return rl.load_corpus("made-up")


@pytest.fixture(scope="module")
def folder(corpus, tmp_path_factory):
    return export_counts(corpus, tmp_path_factory.mktemp("counts"))


def read(folder, name):
    return pd.read_csv(folder / name, encoding="utf-8-sig", dtype={"adcode": "str"})


def test_the_counts_come_back(corpus, folder):
    matrix = mmread(folder / "counts.mtx").tocoo()
    passages, terms = read(folder, "passages.csv"), read(folder, "terms.csv")
    assert matrix.shape == (len(passages), len(terms))
    back = pd.DataFrame(
        {
            "passage_id": passages["passage_id"].to_numpy()[matrix.row],
            "term": terms["term"].to_numpy()[matrix.col],
            "n": matrix.data,
        }
    )
    order = ["passage_id", "term"]
    there = corpus.terms[["passage_id", "term", "n"]].sort_values(order, ignore_index=True)
    pd.testing.assert_frame_equal(
        back.sort_values(order, ignore_index=True), there, check_dtype=False, check_column_type=False
    )


def test_rows_and_columns_are_numbered_as_in_the_matrix_and_add_up(corpus, folder):
    matrix = mmread(folder / "counts.mtx").tocsr()
    passages, terms = read(folder, "passages.csv"), read(folder, "terms.csv")
    assert passages["row"].tolist() == list(range(1, len(passages) + 1))
    assert terms["column"].tolist() == list(range(1, len(terms) + 1))
    assert (passages["n_terms"] == matrix.sum(axis=1).A1).all()
    assert (terms["n"] == matrix.sum(axis=0).A1).all()
    assert (terms["n_passages"] == (matrix > 0).sum(axis=0).A1).all()
    merged = corpus.terms.merge(corpus.passages[["passage_id", "doc_id"]], on="passage_id")
    n_docs = merged.groupby("term")["doc_id"].nunique()
    assert (terms.set_index("term")["n_docs"] == n_docs.loc[terms["term"]]).all()


def test_documents_agree_and_hold_no_wording(corpus, folder):
    documents, passages = read(folder, "documents.csv"), read(folder, "passages.csv")
    assert list(documents) == [
        "doc_id",
        "level",
        "place",
        "adcode",
        "kind",
        "issuer",
        "number",
        "date",
        "year",
    ]
    assert set(passages["doc_id"]) <= set(documents["doc_id"])
    everything = "".join(path.read_text("utf-8") for path in folder.iterdir())
    if corpus.texts is not None:
        assert not any(text[:18] in everything for text in corpus.texts["text"] if len(text) > 18)
    assert not any(
        heading in everything for heading in corpus.passages["heading"].dropna() if len(heading) > 12
    )


def test_the_file_does_not_depend_on_the_order_of_rows(corpus, folder, tmp_path):
    mixed = replace(corpus, terms=corpus.terms.sample(frac=1, random_state=1).reset_index(drop=True))
    again = export_counts(mixed, tmp_path)
    for name in ("counts.mtx", "passages.csv", "terms.csv"):
        assert (again / name).read_bytes() == (folder / name).read_bytes()


def test_passages_without_terms_are_left_out_and_counted(corpus, tmp_path):
    gone = corpus.passages["passage_id"].iloc[0]
    bare = replace(corpus, terms=corpus.terms[corpus.terms["passage_id"] != gone].reset_index(drop=True))
    folder = export_counts(bare, tmp_path)
    assert gone not in set(read(folder, "passages.csv")["passage_id"])
    assert "1 passages without a term" in " ".join((folder / "README.md").read_text("utf-8").split())


def test_a_cell_never_runs(corpus, tmp_path):
    first = corpus.terms["term"].iloc[0]
    terms = corpus.terms.assign(term=corpus.terms["term"].replace(first, "=1+1"))
    folder = export_counts(replace(corpus, terms=terms), tmp_path)
    assert "'=1+1" in set(read(folder, "terms.csv")["term"])


def test_no_terms_no_export(corpus, tmp_path):
    with pytest.raises(ValueError, match="no terms"):
        export_counts(replace(corpus, terms=corpus.terms.head(0)), tmp_path)
