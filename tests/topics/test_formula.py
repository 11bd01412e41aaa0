import numpy as np
import pandas as pd

from reformlab.topics.formula import build_design


def test_spline_is_cubic_inside_and_straight_beyond_its_last_knots():
    years = [*range(2000, 2011), 2030]
    documents = pd.DataFrame({"doc_id": [str(year) for year in years], "year": years})
    basis, left_out = build_design(documents[["doc_id"]], documents, "spline(year)")
    assert list(basis) == ["spline(year)[0]", "spline(year)[1]", "spline(year)[2]"] and not left_out
    assert np.allclose(basis["spline(year)[0]"], (np.array(years) - np.mean(years)) / np.std(years))
    assert basis.iloc[0, 1:].tolist() == [0, 0]
    assert np.linalg.matrix_rank(np.column_stack([np.ones(len(years)), basis])) == 4
