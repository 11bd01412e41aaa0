import pandas as pd
import pytest

import reformlab as rl
from reformlab.corpus.tables import TableError


@pytest.fixture
def table() -> pd.DataFrame:
    rows = [("a:1", "医保", "hospitals；药品", 0.5), ("a:2", "none", None, 1), ("b:1", "whole", "", 0.1)]
    return pd.DataFrame(rows, columns=["passage_id", "main", "further", "probability"])


def test_domains_may_be_named_in_either_language(table, codebook):
    codes = rl.read_codes(table, codebook)
    assert codes["main"].tolist() == ["insurance", "none", "whole"]
    assert codes["further"].tolist() == ["hospitals;medicines", "", ""]
    assert codes["probability"].tolist() == [0.5, 1, 0.1]


def test_all_faults_are_named_at_once_with_their_rows(table, codebook):
    bad = table.assign(
        passage_id=["a:1", "a:1", "b:1"], main=["insurence", None, "whole"], probability=[0, 1, "?"]
    )
    with pytest.raises(TableError, match="5 faults") as error:
        rl.read_codes(bad, codebook)
    message = str(error.value)
    assert "row 2: main 'insurence' is not known; did you mean 'insurance'" in message
    assert "insurance / 医保" in message  # below them all domains, by any of their names
    assert "row 2: probability is no number above 0 and up to 1" in message
    assert "row 3: 'a:1' stands twice" in message
    assert "row 3: main is empty" in message
    assert "row 4: probability" in message


def test_without_probabilities_it_is_no_sample(table, codebook):
    with pytest.raises(TableError, match=r"no column probability.*reformlab sheets"):
        rl.read_codes(table.drop(columns="probability"), codebook)


def test_what_else_is_known_stays(table, codebook):
    more = table.assign(reader_1=["药品", "none", "whole"], part="learn")
    codes = rl.read_codes(more, codebook)
    assert codes["reader_1"].tolist() == ["medicines", "none", "whole"]
    assert list(codes) == ["passage_id", "main", "further", "probability", "reader_1", "part"]
