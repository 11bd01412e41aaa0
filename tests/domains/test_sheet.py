from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

import reformlab as rl
from reformlab.corpus.tables import TableError
from reformlab.domains.sheet import share_out
from reformlab.measures.enough_coded import list_uncorrected
from reformlab.reading.sheets import read_table


@pytest.fixture(params=["xlsx", "csv"])
def folder(request, made, codebook, tmp_path):
    rl.make_coding_sheet(
        made[0], 60, folder=tmp_path, coders=3, double=0.5, form=request.param, codebook=codebook
    )
    return tmp_path


def read_sheet(path) -> pd.DataFrame:
    return (
        pd.read_excel(path, engine="openpyxl")
        if path.suffix == ".xlsx"
        else pd.read_csv(path, encoding="utf-8-sig")
    )


def fill(folder, made, change=lambda main, coder, row: main) -> None:
    """Code every sheet as what its passages are about."""
    design = pd.read_csv(folder / "design.csv", encoding="utf-8-sig").set_index("item")
    truth = made[1].set_index("passage_id")["main"]
    for path in folder.glob("coder-*"):
        sheet = read_sheet(path)
        mains = truth[design.loc[sheet["item"], "passage_id"]]
        sheet["main"] = [change(main, path.stem[-1], row) for row, main in enumerate(mains)]
        save = sheet.to_excel if path.suffix == ".xlsx" else sheet.to_csv
        save(path, index=False)


def test_strata_share_the_sample_out_evenly():
    assert share_out(np.array([2, 100, 50]), 32).tolist() == [2, 15, 15]
    assert share_out(np.array([2, 3]), 99).tolist() == [2, 3]


def test_probabilities_are_those_of_the_draw(made, codebook, tmp_path):
    design = rl.make_coding_sheet(made[0], 60, folder=tmp_path, codebook=codebook)
    assert len(design) == 60 and design["passage_id"].is_unique and design["item"].is_unique
    drawn = design.groupby("stratum").agg(n=("item", "size"), size=("stratum_size", "first"))
    expected = design["stratum"].map(drawn["n"] / drawn["size"])
    assert np.allclose(design["probability"], expected)
    assert (1 / design["probability"]).sum() == pytest.approx(len(made[0].passages))


def test_a_sheet_tells_neither_id_nor_place_nor_year(folder):
    sheets = [read_sheet(path) for path in sorted(folder.glob("coder-*"))]
    assert [list(sheet) for sheet in sheets] == [["item", "heading", "text", "main", "further", "note"]] * 3
    assert all(sheet["item"].str.fullmatch("p[0-9a-f]{8}").all() for sheet in sheets)
    assert sum(map(len, sheets)) == 60 + 30
    several = pd.concat(sheets)["item"].value_counts()
    assert sorted(several.unique()) == [1, 2] and (several == 2).sum() == 30


def test_the_main_domain_is_chosen_from_a_list(folder):
    for path in folder.glob("coder-*.xlsx"):
        offered = load_workbook(path).worksheets[0].data_validations.dataValidation[0]
        assert offered.formula1 == "domains!$A$1:$A$5"
        assert offered.showErrorMessage and "Choose one" in offered.error


def test_heading_and_text_can_be_read_on_screen_and_paper(folder):
    for path in folder.glob("coder-*.xlsx"):
        sheet = load_workbook(path).worksheets[0]
        assert all(sheet[cell].alignment.wrap_text for cell in ("B2", "C2"))
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and not sheet.page_setup.fitToHeight


def test_filled_sheets_go_straight_into_a_fit(folder, made, codebook):
    fill(folder, made)
    sheets = rl.read_sheets(folder, codebook)
    assert list(sheets) == ["passage_id", "coder", "main", "further", "probability"]
    assert rl.measure_agreement(sheets)["alpha"].iloc[0] == 1
    codes = rl.read_codes(sheets, codebook)
    fit = rl.fit_domains(made[0], codes, codebook=codebook)
    assert len(fit.codes) == 60
    assert rl.score_domains(fit).query("domain == 'macro'")["f1"].iloc[0] > 0.9


def test_where_coders_differ_somebody_decides(folder, made, codebook):
    fill(folder, made, lambda main, coder, row: "whole" if coder == "1" and row < 3 else main)
    sheets = rl.read_sheets(folder, codebook)
    with pytest.raises(TableError, match=r"coders differ on [123] passages.*'settled'"):
        rl.read_codes(sheets, codebook)
    differing = sheets.groupby("passage_id").filter(lambda rows: rows["main"].nunique() > 1)
    decided = differing.drop_duplicates("passage_id").assign(coder="settled", main="none")
    codes = rl.read_codes(pd.concat([sheets, decided]), codebook)
    assert len(codes) == 60
    assert (codes.set_index("passage_id").loc[decided["passage_id"], "main"] == "none").all()


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_sheet_is_read_whatever_stands_between_its_columns(tmp_path, mark):
    path = tmp_path / "sheet.csv"
    path.write_text(f'item{mark}text{mark}further\np1{mark}甲{mark}"macro;mi,cro"\n', "utf-8-sig")
    assert list(read_table(path)) == ["item", "text", "further"] and read_table(path)["text"].item() == "甲"


def test_what_is_not_coded_is_named_with_its_sheet_and_row(folder, made, codebook):
    fill(folder, made, lambda main, coder, row: None if (coder, row) == ("2", 4) else main)
    with pytest.raises(TableError, match=r"coder-2\.\w+, row 6: main is empty"):
        rl.read_sheets(folder, codebook)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda sheet: sheet.rename(columns={"main": "Main"}),
            r"coder-2\.\w+: its first sheet has no column 'main'",
        ),
        (lambda sheet: sheet.drop(index=[1, 2]), r"coder-2\.\w+: 2 of its \d+ rows are gone .*put them back"),
        (
            lambda sheet: sheet.assign(item=["p1", *sheet["item"][1:]]),
            r"row 2: item 'p1' was not drawn; write it",
        ),
        (lambda sheet: sheet.assign(further="hospitals, none"), "join several by ;"),
    ],
)
def test_what_a_coder_does_to_a_sheet_is_told_with_its_file_row_and_remedy(
    folder, made, codebook, change, said
):
    fill(folder, made)
    path = next(folder.glob("coder-2.*"))
    sheet = change(read_sheet(path).astype("object"))
    save = sheet.to_excel if path.suffix == ".xlsx" else sheet.to_csv
    save(path, index=False)
    with pytest.raises(TableError, match=said):
        rl.read_sheets(folder, codebook)


def test_a_sheet_that_is_gone_is_told_and_one_under_a_longer_name_taken(folder, made, codebook):
    fill(folder, made)
    path = next(folder.glob("coder-2.*"))
    longer = path.rename(path.with_stem("coder-2 Anna final"))
    whole = rl.read_sheets(folder, codebook)
    longer.rename(tmp := folder / "elsewhere")
    with pytest.raises(TableError, match=r"coder-2\.\w+ is not here: \d+ of the \d+ passages.*put it back"):
        rl.read_sheets(folder, codebook)
    assert len(rl.read_sheets(folder, codebook, unfinished=True)) < len(whole)
    tmp.rename(path)
    assert len(rl.read_sheets(folder, codebook)) == len(whole)


def test_many_rows_without_a_code_are_counted_in_a_line(folder, made, codebook):
    fill(folder, made, lambda main, coder, row: None if coder == "2" and row > 4 else main)
    with pytest.raises(TableError, match=r"coder-2\.\w+, main is empty in \d+ of \d+ rows \(7, 8") as raised:
        rl.read_sheets(folder, codebook)
    assert "row 7" not in str(raised.value)


def test_an_unfinished_sheet_is_read_as_far_as_it_goes_and_an_empty_one_told_in_a_line(
    folder, made, codebook
):
    fill(folder, made)
    path = next(folder.glob("coder-2.*"))
    sheet = read_sheet(path).astype("object")
    sheet.loc[[0, 1], "main"] = None
    sheet = sheet.drop(index=2)
    save = sheet.to_excel if path.suffix == ".xlsx" else sheet.to_csv
    save(path, index=False)
    with pytest.raises(TableError, match="1 of its"):
        rl.read_sheets(folder, codebook)
    read = rl.read_sheets(folder, codebook, unfinished=True)
    assert (read["coder"] == "2").sum() == len(sheet) - 2 and read["main"].notna().all()
    sheet["main"] = None
    save(path, index=False)
    for unfinished in (True, False):
        with pytest.raises(TableError, match=r"coder-2\.\w+: no row is coded") as raised:
            rl.read_sheets(folder, codebook, unfinished=unfinished)
        assert "row 2" not in str(raised.value)


def test_names_are_taken_in_any_case_and_joined_as_chinese_does(folder, made, codebook):
    fill(folder, made)
    path = next(folder.glob("coder-2.*"))
    sheet = read_sheet(path).astype("object").assign(further="medicines，hospitals")
    sheet["main"] = sheet["main"].str.title()
    save = sheet.to_excel if path.suffix == ".xlsx" else sheet.to_csv
    # Chinese Excel saves CSV files as GBK.
    save(path, index=False, **({} if path.suffix == ".xlsx" else {"encoding": "gbk"}))
    assert set(rl.read_sheets(folder, codebook).query("coder == '2'")["further"]) == {"medicines;hospitals"}


def test_one_coder_gives_one_sheet(folder, made, codebook):
    fill(folder, made)
    path = sorted(folder.glob("coder-1.*"))[0]
    other = path.with_suffix(".csv" if path.suffix == ".xlsx" else ".xlsx")
    rl.save_table(read_sheet(path), other)
    with pytest.raises(
        rl.TableError, match=r"coder-1\.csv and coder-1\.xlsx.*keep the one that was filled in"
    ):
        rl.read_sheets(folder, codebook)


def test_filled_sheets_are_not_written_over(folder, made, codebook):
    with pytest.raises(FileExistsError, match="another folder"):
        rl.make_coding_sheet(made[0], 10, folder=folder, codebook=codebook)


def test_wording_is_shown_where_there_is_any(tmp_path):
    corpus = rl.load_corpus("made-up")
    book = pd.DataFrame([{"domain": "x", "name_zh": "甲", "name_en": "x", "definition": "x"}])
    design = rl.make_coding_sheet(corpus, 8, folder=tmp_path, codebook=book, form="csv")
    texts = corpus.texts.set_index("passage_id")["text"]
    shown = pd.concat(read_sheet(path) for path in tmp_path.glob("coder-*")).drop_duplicates("item")
    wanted = texts[design.set_index("item").loc[shown["item"], "passage_id"]]
    assert [text.lstrip("'") for text in shown["text"]] == wanted.tolist()


def test_a_passage_without_terms_is_not_coded_and_its_document_whole_without_it(tmp_path):
    corpus = rl.load_corpus("made-up")
    first = corpus.passages["passage_id"].iloc[0]
    bare = replace(corpus, terms=corpus.terms[corpus.terms["passage_id"] != first])
    n = len(corpus.passages)
    design = rl.make_coding_sheet(bare, n, folder=tmp_path, form="csv")
    assert set(design["passage_id"]) == set(corpus.passages["passage_id"]) - {first}
    assert (1 / design["probability"]).sum() == pytest.approx(n - 1)
    assert list_uncorrected(bare, design) == []
