"""Codes are taken from a file or a folder of sheets; where coders differ, a sheet to settle it is written."""

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

import reformlab as rl
from reformlab.cli import app
from reformlab.corpus.tables import TableError
from reformlab.paper.coded import take_codes
from reformlab.paper.replication import SUMS
from reformlab.paper.tables import say_worth


@pytest.fixture(params=["xlsx", "csv"])
def folder(request, tmp_path):
    """Give filled sheets of two coders who share four passages of twenty, and differ on all of these."""
    folder = tmp_path / "coding"
    rl.make_coding_sheet(rl.load_corpus("made-up"), 20, folder=folder, double=0.2, form=request.param)
    for coder, main in {1: "hospitals", 2: "insurance"}.items():
        fill(folder / f"coder-{coder}.{request.param}", main)
    return folder


def read(path):
    return (
        pd.read_excel(path, engine="openpyxl")
        if path.suffix == ".xlsx"
        else pd.read_csv(path, encoding="utf-8-sig")
    )


def fill(path, main):
    if path.suffix == ".csv":
        rl.save_table(read(path).assign(main=main), path)
        return
    book = load_workbook(path)
    for row in range(2, book.active.max_row + 1):
        book.active.cell(row, 4).value = main
    book.save(path)


def test_a_sheet_of_what_coders_differ_on_is_written_and_taken_once_filled_in(folder):
    with pytest.raises(TableError, match=r"differ on 4 of the 4 passages.* main of .*coder-settled"):
        take_codes(folder)
    (path,) = folder.glob("coder-settled.*")
    sheet = read(path)
    assert len(sheet) == 4 and sheet["main"].isna().all() and sheet["text"].notna().all()
    assert set(sheet["note"]) == {"coder 1: hospitals; coder 2: insurance"}
    with pytest.raises(TableError, match=r"coder-settled.*no row is coded"):
        take_codes(folder)
    fill(path, "insurance")
    if path.suffix == ".xlsx":
        # As in the sheets of coders, the column offers the domains.
        assert load_workbook(path).active.data_validations.dataValidation
    codes = take_codes(folder).set_index("passage_id")
    design = pd.read_csv(folder / "design.csv", encoding="utf-8-sig").set_index("item")
    assert len(codes) == 20 and (codes.attrs["shared"], codes.attrs["agreed"]) == (4, 0)
    # What each said before is kept, and agreement is measured by it.
    twice = codes.dropna(subset=["reader_1", "reader_2"])
    assert len(twice) == 4 and (twice["reader_1"] != twice["reader_2"]).all()
    whole = rl.measure_agreement(codes.reset_index(), n_draws=1).iloc[0]
    assert (whole["n"], whole["agreement"]) == (4, 0)
    assert set(codes.loc[design.loc[sheet["item"], "passage_id"], "main"]) == {"insurance"}


def test_what_was_settled_before_stays(folder):
    with pytest.raises(TableError):
        take_codes(folder)
    (path,) = folder.glob("coder-settled.*")
    decided = read(path).head(1).astype({"main": "object"}).assign(main="whole")
    rl.save_table(decided, path)
    with pytest.raises(TableError, match="differ on 3 of"):
        take_codes(folder)
    assert read(path)["main"].fillna("").tolist() == ["whole", "", "", ""]
    assert read(path)["item"].is_unique


def test_what_is_no_codes_is_told_in_a_sentence_and_nothing_is_written(folder, tmp_path):
    said = {tmp_path / "none": "no such folder", folder / "design.csv": "give the folder", folder: "fill in"}
    for codes, sentence in said.items():
        line = ["replicate", str(tmp_path / "new"), "--corpus", "made-up", "--codes", str(codes)]
        result = CliRunner().invoke(app, line)
        assert (result.exit_code, sentence in result.output) == (1, True), result.output
        assert not (tmp_path / "new").exists()


def test_a_folder_that_was_written_before_is_not_written_again(tmp_path):
    (tmp_path / SUMS).touch()
    result = CliRunner().invoke(app, ["replicate", str(tmp_path), "--corpus", "made-up"])
    assert result.exit_code == 1 and "was written before: name a new folder" in result.output


def test_why_the_worth_of_codes_is_empty_is_said():
    table = pd.DataFrame({"n_effective": [0, np.nan, 9, np.nan], "n_coded": [5, 5, 5, np.nan]})
    got = say_worth(table)
    said = ["no coded passage is of the domain", "the classifier errs in hardly any coded passage", "", ""]
    assert got["no_effective"].tolist() == said
    assert got["n_effective"].isna().tolist() == [True, True, False, True]
    assert list(say_worth(table[["n_coded"]])) == ["n_coded"]
