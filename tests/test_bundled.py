"""The bundled corpora of real documents: what is known of them must come out of the counts alone."""

import re
from pathlib import Path

import pandas as pd
import pytest

import reformlab as rl
from reformlab.corpus.store import SHARED_HEADING

# Provinces whose report of a year is not in the collection.
GAPS = {
    2003: 1,
    2004: 1,
    2008: 6,
    2011: 1,
    2013: 1,
    2014: 1,
    2015: 1,
}


DATA = Path(__file__).parents[1] / "data"
IN_WORDS = {"ten": "10", "eleven": "11"}


@pytest.mark.parametrize("name", sorted(path.parent.name for path in DATA.glob("*/documents.csv")))
def test_cards_say_how_many_documents_there_are(name):
    levels = pd.read_csv(DATA / name / "documents.csv", dtype="str")["level"].value_counts()
    card = (DATA / name / "README.md").read_text("utf-8").split("\n\n")[1]
    listed = re.search(rf"^\| `{name}` \|(.*)", (DATA.parent / "docs" / "data.md").read_text("utf-8"), re.M)[
        1
    ]
    for text in (card, listed):
        words = [IN_WORDS.get(word.lower(), word.replace(",", "")) for word in re.findall(r"[\w,]+", text)]
        told = {int(word) for word in words if word.isdigit()}
        assert levels.sum() in told or set(levels) <= told, (text, levels)


@pytest.fixture(scope="module")
def reports() -> rl.Corpus:
    return rl.load_corpus("work-reports")


def share_with(corpus: rl.Corpus, word: str, level: str) -> pd.Series:
    """Return the percentage of a level's reports of each year that hold a word, alone or in a longer term."""
    found = corpus.terms.loc[corpus.terms["term"].str.contains(word, regex=False), "passage_id"]
    doc_ids = corpus.passages.loc[corpus.passages["passage_id"].isin(found), "doc_id"]
    documents = corpus.documents[corpus.documents["level"] == level]
    return documents["doc_id"].isin(doc_ids).groupby(documents["year"]).mean() * 100


def salience(corpus: rl.Corpus, level: str, **choice: bool) -> pd.Series:
    told = rl.measure_salience(corpus, **choice)
    return told[told["level"] == level].groupby("year")["share"].mean() * 100


def test_every_report_of_the_panel_is_there_once(reports):
    documents = reports.documents
    assert documents["level"].value_counts().to_dict() == {"provincial": 814, "national": 59}
    assert documents["kind"].eq("work-report").all()
    provincial = documents[documents["level"] == "provincial"]
    assert not provincial.duplicated(["place", "year"]).any()
    of_years = provincial[provincial["year"] >= 2003].groupby("year").size()
    assert of_years.to_dict() == {year: 31 - GAPS.get(year, 0) for year in range(2003, 2027)}
    national = documents.loc[documents["level"] == "national", "year"]
    assert set(range(1978, 2027)) <= set(national)


def test_every_report_says_where_it_is_from_and_how_long_it_is(reports):
    documents = reports.documents
    assert documents["sha256"].str.fullmatch("[0-9a-f]{64}").all()
    assert documents[["source", "path_at_source", "adcode", "year"]].notna().all(axis=None)
    assert (documents["n_terms_kept"] <= documents["n_terms"]).all()
    assert (documents["n_chars_kept"] <= documents["n_chars"]).all()
    per_document = (
        reports.terms.merge(reports.passages[["passage_id", "doc_id"]]).groupby("doc_id")["n"].sum()
    )
    kept = documents.set_index("doc_id")["n_terms_kept"]
    assert (per_document.reindex(kept.index).fillna(0) == kept).all()


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("分级诊疗", {2013: 0, 2014: 23, 2015: 57, 2016: 84, 2026: 10}),
        ("医共体", {2018: 3, 2019: 26, 2020: 58, 2026: 61}),
    ],
)
def test_terms_spread_over_the_provinces_as_the_raw_texts_say(reports, word, known):
    found = share_with(reports, word, "provincial")
    assert {year: found[year] for year in known} == pytest.approx(known, abs=4)


def test_the_centre_spoke_of_tiered_care_from_2014_and_never_of_medical_communities(reports):
    assert share_with(reports, "医共体", "national").max() == 0
    tiered = share_with(reports, "分级诊疗", "national")
    assert tiered[tiered > 0].index.min() == 2014


def test_salience_of_health_is_the_centre_s_in_2020_and_the_provinces_in_2022(reports):
    centre, provinces = salience(reports, "national"), salience(reports, "provincial")
    assert centre[2020] == pytest.approx(12.7, abs=1) and provinces[2020] == pytest.approx(4.5, abs=0.5)
    assert centre[2022] < provinces[2022]


def test_where_the_epidemic_as_background_counts_the_centre_says_more_in_2020_and_no_less_in_2022(reports):
    both = {"background": True}
    centre, provinces = salience(reports, "national", **both), salience(reports, "provincial", **both)
    assert centre[2020] == pytest.approx(22.9, abs=1.5) and provinces[2020] == pytest.approx(5.0, abs=0.5)
    # The tour and the decision on statements say so.
    assert centre[2022] >= provinces[2022]
    assert centre[2019] == salience(reports, "national")[2019]


def test_annexes_that_explain_words_are_set_aside(reports):
    notes = pd.DataFrame(reports.manifest["notes"])
    aside = notes[notes["note"].str.contains("annex that explains words")]
    assert len(aside) == 69
    assert aside["file"].str[:2].value_counts().loc[["四川", "江西", "广东"]].tolist() == [20, 15, 10]
    assert reports.manifest["set_aside_characters"]["glossary"] > 140_000


def test_faults_of_the_collection_are_listed(reports):
    listed = pd.DataFrame(reports.manifest["contradictions"])
    years = listed[listed["field"] == "year"]
    assert years["file"].tolist() == [f"四川_{year}.md" for year in range(2003, 2019)]
    assert (years["given"].astype(int) - years["read"].astype(int)).eq(1).all()
    dates = listed.loc[listed["field"] == "date", ["file", "given", "read"]]
    assert dates.to_numpy().tolist() == [["江苏_2003.md", "2003", "2010-02-20"]]
    assert [row["file"] for row in reports.manifest["left_out"]] == ["四川_2019.md"]


def test_city_reports_are_of_prefectures_and_those_filed_wrong_are_out():
    corpus = rl.load_corpus("city-reports")
    assert corpus.documents["level"].eq("prefecture").all()
    assert corpus.documents["adcode"].str.fullmatch(r"\d{4}00").all()
    assert len(corpus.documents) == 2124
    left_out = {row["file"] for row in corpus.manifest["left_out"]}
    assert {"宿迁市_2015.md", "沧州市_2016.md", "淮南市_2016.md", "邢台市_2014.md"} <= left_out
    fields = {row["field"] for row in corpus.manifest["contradictions"]}
    # The text of two files begins as the resolution on the report.
    assert fields == {"year", "kind"}


def test_titles_about_health_are_counted_among_all_titles():
    documents = rl.load_corpus("titles").documents
    counts = pd.read_csv(rl.data_folder() / "titles" / "titles_per_year.csv", encoding="utf-8-sig")
    here = documents.groupby(["place", "year"]).size()
    listed = counts.set_index(["place", "year"])["n_health"]
    assert here.to_dict() == listed[listed > 0].to_dict()
    assert documents["place"].nunique() == 7 and documents["url"].notna().all()
    # In 2020 the centre issued on health as it spoke of it.
    centre = counts[counts["place"].eq("全国") & counts["year"].eq(2020)].iloc[0]
    assert centre["n_health"] / centre["n_titles"] == pytest.approx(0.19, abs=0.02)


@pytest.mark.parametrize("name", ["work-reports", "statutes", "policy-documents", "titles", "city-reports"])
def test_no_bundled_corpus_of_real_documents_has_their_wording(name):
    corpus = rl.load_corpus(name)
    assert corpus.texts is None
    assert not (corpus.passages["heading"].str.len() > SHARED_HEADING).any()


def test_the_bundled_corpora_are_small():
    size = sum(path.stat().st_size for path in rl.data_folder().rglob("*") if path.is_file())
    assert size < 20 * 1024**2


def test_reports_were_given_before_and_after_epidemics_as_the_tour_says(reports):
    known = rl.read_events().set_index("zh")["date"]
    dated = reports.documents[reports.documents["date"].str.len() == 10]
    for event, place, part in (
        ("非典", "provincial", 1),
        ("非典", "national", 1),
        ("新冠疫情", "national", 0),
    ):
        of_year = dated[(dated["year"] == int(known[event][:4])) & (dated["level"] == place)]
        assert (of_year["date"] < known[event]).mean() == part
    of_year = dated[(dated["year"] == 2020) & (dated["level"] == "provincial")]
    assert (of_year["date"] < known["新冠疫情"]).mean() > 0.9
    assert known["非典"][:7] == "2003-04" and known["新冠疫情"] == "2020-01-20"
