from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from reformlab.corpus.tables import Corpus, load_corpus
from reformlab.measures.salience import measure_salience


@pytest.fixture
def corpus() -> Corpus:
    return load_corpus("made-up")


def test_salience_is_of_the_whole_document(corpus):
    documents = corpus.documents.set_index("doc_id")
    table = measure_salience(corpus).set_index("doc_id")
    expected = (documents["n_chars_kept"] / documents["n_chars"]).loc[table.index].astype(float)
    np.testing.assert_allclose(table["share"], expected.clip(upper=1))


def test_the_background_counts_where_it_is_asked_for_and_known(corpus):
    documents = corpus.documents.assign(n_chars=100, n_chars_kept=20)
    background = pd.array([30, 0, *[None] * (len(documents) - 2)], dtype="Int64")
    told = replace(corpus, documents=documents.assign(n_chars_background=background))
    narrow, wide = measure_salience(told), measure_salience(told, background=True)
    np.testing.assert_allclose(narrow["share"], 0.2)
    np.testing.assert_allclose(wide["share"], [0.5] + [0.2] * (len(documents) - 1))
    assert narrow["label_en"][0] != wide["label_en"][0]
    assert (narrow.columns == wide.columns).all()


def test_an_older_corpus_is_asked_in_vain_for_the_background(corpus):
    documents = corpus.documents.drop(columns="n_chars_background", errors="ignore")
    older = replace(corpus, documents=documents)
    assert len(measure_salience(older)) == len(measure_salience(corpus))
    with pytest.raises(ValueError, match=r"n_chars_background.*build the corpus anew"):
        measure_salience(older, background=True)
