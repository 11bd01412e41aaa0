import numpy as np

from reformlab.corpus.tables import load_corpus
from reformlab.measures.salience import measure_salience


def test_salience_is_of_the_whole_document():
    corpus = load_corpus("made-up")
    documents = corpus.documents.set_index("doc_id")
    table = measure_salience(corpus).set_index("doc_id")
    expected = (documents["n_chars_kept"] / documents["n_chars"]).loc[table.index].astype(float)
    np.testing.assert_allclose(table["share"], expected.clip(upper=1))
