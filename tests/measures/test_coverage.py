"""Documents are counted once each, those of which little is known too."""

from types import SimpleNamespace

import pandas as pd
import pytest

from reformlab.measures.coverage import measure_coverage

COUNTS = ["n_docs", "n_docs_all", "n_places", "n_passages", "n_chars"]


@pytest.fixture
def corpus():
    groups = [
        ("national", "key-tasks", 2010, "全国", 3),
        ("provincial", "key-tasks", 2017, "山西", 2),
        ("provincial", "key-tasks", 2017, "福建", 1),
        ("provincial", "key-tasks", None, "福建", 1),
        ("prefecture", "report", 2017, "忻州", 1),
        (None, None, None, None, 1),
    ]
    rows = [group[:4] for group in groups for _ in range(group[4])]
    documents = pd.DataFrame(rows, columns=["level", "kind", "year", "place"]).astype({"year": "Int64"})
    documents = documents.assign(n_passages=3, n_chars=range(100, 100 + len(documents)))
    documents.insert(0, "doc_id", [f"d{number}" for number in range(len(documents))])
    return SimpleNamespace(documents=documents)


def test_coverage_loses_no_document(corpus):
    table, n = measure_coverage(corpus), len(corpus.documents)
    assert list(table) == ["level", "kind", "year", *COUNTS]
    assert table["n_docs"].sum() == n and table["n_passages"].sum() == 3 * n
    assert table["n_chars"].sum() == corpus.documents["n_chars"].sum()
    assert table["year"].dtype == "Int64"
    assert table.loc[table["year"].isna(), "n_docs"].sum() == 2
    assert table.loc[table["level"] == "unknown", ["kind", "n_docs"]].values.tolist() == [["unknown", 1]]
    whole = table.groupby(["level", "kind"])["n_docs"].sum()
    assert table.groupby(["level", "kind"])["n_docs_all"].unique().explode().equals(whole.astype(object))
    assert table["level"].unique().tolist() == ["national", "provincial", "prefecture", "unknown"]


def test_places_are_counted_by_themselves(corpus):
    table = measure_coverage(corpus, by="place")
    assert list(table) == ["level", "place", "kind", "year", *COUNTS]
    assert table["n_docs"].sum() == len(corpus.documents) and table["n_places"].eq(1).all()
    with pytest.raises(ValueError, match="did you mean 'place'"):
        measure_coverage(corpus, by="places")
