"""The source documents, where they are at hand: what was read off them by hand, and the bundled corpus.

No word of theirs stands here: only facts, numbers and labels.
"""

import functools
import hashlib
import shutil
from pathlib import Path

import opencc
import pandas as pd
import pytest

import reformlab as rl
from reformlab.reading.clean import restore_text
from reformlab.reading.furniture import FURNITURE
from tools.__main__ import shorten_names
from tools.catalogues import list_reports

SOURCES = Path(__file__).resolve().parents[2] / "shared" / "sources"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SOURCES.exists(), reason=f"the source documents are not at hand ({SOURCES})"),
]

HUNDRED = "一二三四五六七八九十"
CHINESE = [*HUNDRED, *(f"十{sign}" for sign in HUNDRED[:9]), "二十", "二十一"]

# seed, part: level, place, year, and the labels of its numbered tasks
SEEDS = {
    ("000", 1): ("provincial", "山西", 2023, [f"（{n}）" for n in CHINESE[:20]]),
    ("001", 1): ("national", "全国", 2022, [f"（{n}）" for n in CHINESE[:21]]),
    ("002", 1): ("township", None, 2010, None),
    ("002", 2): ("county", "桐庐", 2016, [f"（{n}）" for n in range(1, 37)]),
    ("002", 3): ("provincial", "上海", 2011, None),
    ("002", 4): ("county", None, 2020, None),
    ("003", 1): ("provincial", "山西", 2019, None),
    ("003", 2): ("prefecture", "忻州", 2019, None),
    ("004", 1): ("provincial", "广西", 2023, [f"{n}." for n in range(1, 27)]),
}


@functools.cache
def seeds() -> rl.Corpus:
    return rl.build_corpus(SOURCES / "seeds", progress=False)


def doc_id(seed: str, part: int) -> str:
    documents = seeds().documents
    return documents.loc[
        documents["file"].str.startswith(seed) & (documents["part"] == part), "doc_id"
    ].item()


def text_files() -> list[Path]:
    found = [path for path in sorted(SOURCES.rglob("*")) if path.suffix in (".txt", ".html", ".docx")]
    assert len(found) > 250
    return found


def test_the_seeds_hold_nine_documents():
    documents = seeds().documents
    assert {(file[:3], part) for file, part in zip(documents["file"], documents["part"], strict=True)} == set(
        SEEDS
    )
    assert seeds().manifest["left_out"] == []


@pytest.mark.parametrize(("seed", "part"), SEEDS)
def test_level_place_and_year_are_read_off_the_seeds(seed, part):
    level, place, year, _ = SEEDS[seed, part]
    row = seeds().documents.set_index("doc_id").loc[doc_id(seed, part)]
    assert (row["level"], row["year"]) == (level, year)
    assert row["place"] == place or (place is None and pd.isna(row["place"]))


@pytest.mark.parametrize(("seed", "part"), [key for key, facts in SEEDS.items() if facts[3]])
def test_every_task_of_the_seeds_is_one_passage_with_its_number(seed, part):
    labels = SEEDS[seed, part][3]
    passages = seeds().passages
    found = passages.loc[passages["doc_id"] == doc_id(seed, part), "label"].dropna()
    # The sections around the tasks carry numbers of another kind.
    assert [label for label in found if label in labels] == labels


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("readings with their tones", "[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]"),
        ("telephone numbers", r"(?<!\d)(?:0\d{2,3}-?\d{7,8}|1[3-9]\d{9})(?!\d)"),
        ("blanks between characters", "[\u4e00-\u9fff] +[\u4e00-\u9fff]"),
        ("signs of another font", "[臵„‟]"),
        ("half-width marks", "[\u4e00-\u9fff][,;:?!]"),
    ],
)
def test_what_cleaning_takes_out_is_out_of_every_passage(name, pattern):
    texts = seeds().texts
    assert not texts.loc[texts["text"].str.contains(pattern), "passage_id"].tolist(), name


def test_no_traditional_character_is_left_in_a_passage():
    simplify = opencc.OpenCC("t2s").convert
    signs = set("".join(seeds().texts["text"]))
    assert {sign for sign in signs if simplify(sign) != sign} <= set("乾著瞭")


def test_no_line_of_a_page_is_left_in_a_passage():
    texts = seeds().texts
    assert not texts.loc[texts["text"].str.fullmatch(FURNITURE), "passage_id"].tolist()
    assert not texts["text"].duplicated().any()


def faults_of(path: Path) -> list[str]:
    """Return what does not hold for one file, without a word of it."""
    raw = rl.read_file(path)
    clean = rl.clean_text(raw.text)
    segments = [segment for outline in rl.split_documents(clean.text) for segment in outline.segments]
    ends = [0, *(segment.end for segment in segments)]
    kept = sum(segment.end - segment.start for segment in segments if segment.role == "passage")
    holds = {
        "every byte is a character": raw.n_bad == 0,
        "the ledger gives the raw text back": restore_text(clean) == raw.text,
        "cleaning again changes nothing": rl.clean_text(clean.text).text == clean.text,
        "segments lie end to end": [segment.start for segment in segments] == ends[:-1],
        "segments reach the end": ends[-1] == len(clean.text),
        "a good part of the words is in passages": kept > 0.3 * len("".join(clean.text.split())),
    }
    return [name for name, right in holds.items() if not right]


def test_every_source_can_be_cleaned_restored_and_tiled():
    faults = {path.name: faults_of(path) for path in text_files()}
    assert {name: found for name, found in faults.items() if found} == {}


def test_every_page_of_the_state_council_gives_the_facts_that_its_list_has():
    listed = pd.read_csv(SOURCES / "govcn" / "meta.csv", dtype="str")
    corpus = rl.build_corpus(SOURCES / "govcn" / "html", progress=False)
    both = corpus.documents.merge(listed, on="doc_id", suffixes=("", "_listed"))
    assert len(both) == len(listed) == 21
    assert both["title"].tolist() == both["title_listed"].tolist()
    assert both["level"].eq("national").all()
    numbered = both[both["number"].str.contains("〔")]
    assert numbered["number"].tolist() == numbered["doc_no"].tolist()
    assert (numbered["number"].str.extract("〔(.*)〕")[0].astype(int) - numbered["year"]).abs().max() <= 1
    # The pages hold their text twice.
    words = corpus.texts["text"][corpus.texts["text"].str.len() >= 60]
    assert not words.duplicated().any()


def test_a_word_file_and_the_text_of_the_same_report_give_the_same_passages():
    for place in ("上海", "河南"):
        (word,) = (SOURCES / "workreports" / "docx").glob(f"2025年{place}*.docx")
        text = SOURCES / "workreports" / "texts" / f"2025_{place}.txt"
        found = []
        for path in (word, text):
            clean = rl.clean_text(rl.read_file(path).text).text
            found.append([clean[p.start : p.end] for p in rl.split_documents(clean)[0].passages])
        assert len(set(found[0]) & set(found[1])) > 0.9 * len(found[0])


PANEL = pd.read_csv(SOURCES / "reports" / "meta.csv", dtype="str") if SOURCES.exists() else None
CATALOGUE = rl.data_folder() / "work-reports" / "catalogue.csv"


def test_the_catalogue_of_reports_says_of_every_file_what_its_list_does():
    listed = PANEL[PANEL["file"].str.startswith(("national/", "provincial/"))]
    rows = pd.read_csv(CATALOGUE, dtype="str").iloc[1:]
    both = rows.merge(listed, on="path_at_source", suffixes=("", "_listed"))
    own = rows[~rows["file"].str.startswith("reports/")]
    assert len(both) + len(own) == len(rows) == len(listed) == 874
    for name in ("level", "place", "year"):
        assert both[name].equals(both[f"{name}_listed"]), name
    for row in rows.sample(30, random_state=0).to_dict("records"):
        assert hashlib.sha256((SOURCES / row["file"]).read_bytes()).hexdigest() == row["sha256"]


def test_whole_national_reports_have_the_page_that_another_list_names():
    listed = list_reports(SOURCES).query("level == 'national'")
    pages = listed[listed["url"] != ""]
    assert len(listed) == 59 and len(pages) == 51 and "1964" not in set(pages["year"])
    assert all(row.year in row.url for row in pages.itertuples())


def test_reports_give_their_level_place_and_year_without_a_catalogue(tmp_path):
    listed = PANEL[PANEL["file"].str.startswith(("national/", "provincial/"))].sample(40, random_state=1)
    for file in listed["file"]:
        shutil.copy(SOURCES / "reports" / file, tmp_path)
    read = rl.build_corpus(tmp_path, pd.DataFrame([{"file": "*", "keep": "health"}]), progress=False)
    both = read.documents.merge(listed.assign(file=listed["file"].str.partition("/")[2]), on="file")
    assert len(both) == 40
    right = {
        name: (both[f"{name}_x"].astype("str") == both[f"{name}_y"]) for name in ("level", "place", "year")
    }
    assert (right["level"] & right["place"]).mean() >= 0.97
    assert right["year"].mean() >= 0.97


def test_every_annex_that_explains_words_is_set_aside():
    aside = {row["file"] for row in rl.load_corpus("work-reports").manifest["notes"]}
    listed = PANEL[PANEL["annex_share"].notna() & PANEL["level"].isin(["national", "provincial"])]
    assert len(listed) == 64
    assert set(listed["file"].str.partition("/")[2]) <= aside


@pytest.mark.parametrize(
    ("name", "sample"),
    [
        ("work-reports", "四川_201[5-9]|四川_2020|全国_202"),
        ("statutes", "药品|疫苗|献血"),
        ("policy-documents", ""),
    ],
)
def test_a_bundled_corpus_is_what_its_catalogue_builds(name, sample, tmp_path):
    path = rl.data_folder() / name / "catalogue.csv"
    rows = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    rows = rows[rows["file"].eq("*") | rows["file"].str.contains(sample)]
    rl.build_corpus(SOURCES, rows, progress=False).save(tmp_path, share=True)
    shorten_names(tmp_path, 10)
    built, bundled = rl.load_corpus(tmp_path), rl.load_corpus(name)
    bundled = bundled.keep_documents(built.documents["doc_id"])
    for table in ("documents", "passages", "terms", "mentions"):
        pd.testing.assert_frame_equal(getattr(built, table), getattr(bundled, table))
