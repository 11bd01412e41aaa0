import pandas as pd
import pytest

import reformlab as rl
from reformlab.corpus.tables import TableError
from reformlab.domains.codebook import find_less_sure


def test_a_codebook_ends_with_whole_and_none(codebook):
    assert codebook["domain"].tolist() == ["insurance", "hospitals", "medicines", "whole", "none"]


def test_its_own_names_of_whole_are_kept(codebook):
    own = codebook.assign(name_zh=codebook["name_zh"].mask(codebook["domain"] == "whole", "总体"))
    again = rl.read_codebook(own.iloc[::-1])
    assert again["domain"].tolist() == ["medicines", "hospitals", "insurance", "whole", "none"]
    assert again.set_index("domain").loc["whole", "name_zh"] == "总体"


def test_all_faults_are_named_at_once_with_their_rows(codebook):
    bad = codebook.head(3).assign(domain=["医保", "hospitals", "hospitals"], name_en=["a", " ", "c"])
    with pytest.raises(TableError, match="3 faults") as error:
        rl.read_codebook(bad)
    message = str(error.value)
    assert "row 2: domain '医保'" in message
    assert "row 3: name_en of 'hospitals' is empty" in message
    assert "row 4: domain 'hospitals' stands twice" in message


def test_a_codebook_is_read_from_files(codebook, tmp_path):
    codebook.to_csv(tmp_path / "a.csv", index=False, encoding="utf-8-sig")
    codebook.to_excel(tmp_path / "a.xlsx", index=False)
    for name in ("a.csv", "a.xlsx"):
        pd.testing.assert_frame_equal(rl.read_codebook(tmp_path / name), codebook, check_dtype=False)


def test_a_missing_column_is_named(codebook):
    with pytest.raises(TableError, match="definition"):
        rl.read_codebook(codebook.drop(columns="definition"))


def test_a_domain_is_found_less_surely_by_a_low_f1_or_by_few_statements():
    scores = pd.DataFrame({"f1": [0.65, 0.64, 1.0, 1.0, None], "n": [5, 50, 4, None, 0]})
    assert find_less_sure(scores).tolist() == [False, True, True, True, True]
    assert find_less_sure(scores[["f1"]]).tolist() == [False, True, False, False, False]
