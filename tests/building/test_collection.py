"""The made-up collection, as a researcher would find it: what of it is read, left out, and to check."""

import pandas as pd
import pytest

import reformlab as rl

FOLDER = rl.data_folder() / "made-up" / "collection"
PROVINCES = {"donglan": "东澜", "beiling": "北岭", "wangchuan": "望川", "shiwan": "石湾"}


@pytest.fixture(scope="module")
def corpora():
    catalogue = FOLDER / "catalogue.xlsx"
    return [rl.build_corpus(FOLDER, given, progress=False, workers=1) for given in (None, catalogue)]


def reasons(corpus) -> dict[str, str]:
    return {row["file"]: row["reason"] for row in corpus.manifest["left_out"]}


def test_what_cannot_be_read_is_left_out_with_its_reason_and_remedy(corpora):
    plain, corrected = map(reasons, corpora)
    common = {
        "beiling/2022.txt": "is garbled: it was GB18030 and was read in another encoding (cp1252) before it "
        "was saved; get it again from where it came",
        "centre/2018_copy.txt": "same text as centre/2018.docx",
        "centre/2020_scan.pdf": "is a PDF without text: its 1 pages are blank or drawn; run OCR on it "
        "and save the result as PDF, DOCX or TXT",
        "shiwan/2018.html": "no passage: nothing but titles and headings",
        "wangchuan/2021.docx": "is a damaged ZIP or damaged DOCX file (BadZipFile: File is not a zip file); "
        "unpack it or save it again as DOCX",
    }
    assert corrected == common | {"notes.md": "reading notes, no document"}
    assert {name: plain[name] for name in common} == common
    assert set(plain) - set(common) == {"notes.md", "catalogue.xlsx"}
    assert plain["catalogue.xlsx"].startswith("is a table without a column of documents' texts")


def test_what_the_files_do_not_say_is_to_be_checked(corpora):
    sheet = rl.list_facts(corpora[0]).set_index("file")["check"]
    assert (sheet[sheet.index.str.startswith("centre/")] == "").all()
    of_provinces = "level: is it provincial (省级)? (so its text reads); place: missing"
    others = {
        "donglan/2019.txt": "title: missing; " + of_provinces + "; kind: missing",
        "donglan/2021.txt": of_provinces + "; year: is it 2020? (the latest year that it tells of)",
        "wangchuan/2017.html": of_provinces + "; year: is it 2019, or 2017 as in the title?",
    }
    sheet = sheet[~sheet.index.str.startswith("centre/")]
    assert sheet[sheet != of_provinces].to_dict() == others and len(sheet) == 24


def test_with_the_catalogue_every_level_place_and_year_is_right(corpora):
    documents = corpora[1].documents
    folder, name = documents["file"].str.split("/", n=1).str[0], documents["file"].str.split("/").str[1]
    assert documents["year"].astype("str").tolist() == name.str[:4].tolist()
    assert documents["place"].tolist() == folder.map(PROVINCES | {"centre": "全国"}).tolist()
    assert (documents["level"] == folder.eq("centre").map({True: "national", False: "provincial"})).all()
    assert documents["kind"].eq("key-tasks").all() and documents["n_passages"].isin([10, 11]).all()
    counts = documents.groupby("place").size().to_dict()
    assert counts == {"全国": 9, "东澜": 7, "北岭": 6, "望川": 6, "石湾": 5}
    found = pd.DataFrame(corpora[1].manifest["contradictions"])[["file", "field", "given", "read"]]
    assert found.to_dict("split")["data"] == [
        ["shiwan/2020.html", "date", "2020-12-01", "2020-05-05"],
        ["wangchuan/2017.html", "date", "2017", "2019-03-01"],
    ]
    assert (rl.list_facts(corpora[1])["check"] != "").sum() == 2


def test_every_file_says_that_it_is_made_up_and_they_are_small(corpora):
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    assert len(files) == 40 and sum(path.stat().st_size for path in files) < 100_000
    for path in files:
        text = " ".join(piece.raw.text for piece in rl.read_pieces(path, path.name) if piece.raw)
        raw = path.read_bytes()
        damaged = path.name in ("catalogue.xlsx", "2021.docx") or path.match("beiling/2022.txt")
        assert damaged or "教学编写，内容全属虚构" in "".join(text.split()) or b"made up" in raw, path
    # What the files say of themselves is nobody's policy.
    assert not corpora[1].texts["text"].str.contains("虚构").any()


def test_the_coded_sample_is_of_passages_that_are_there_and_of_what_they_were_written_for(corpora):
    codes = rl.read_codes(FOLDER.parent / "collection-codes.csv")
    found = codes.merge(corpora[1].passages, on="passage_id")
    assert len(found) == len(codes) == 48
    # A section is one domain; a name of a section stands for no other domain.
    named = found.assign(section=found["section"].str.split("、").str[-1]).dropna(subset="section")
    assert (named.groupby("section")["main"].nunique() == 1).all() and named["section"].nunique() == 10
    assert found.loc[found["section"].isna(), "main"].isin(["whole", "none"]).all()
