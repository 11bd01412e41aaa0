"""Copies: versions of a statute and documents that repeat each other are found, and count as one."""

import dataclasses

import pandas as pd
import pytest

import reformlab as rl
from reformlab.corpus.versions import find_clusters, find_families

# What each sign of a made-up document stands for.
ABOUT = {"甲": "教师", "乙": "学生", "丙": "校车", "丁": "宿舍", "戊": "操场", "己": "实验室", "庚": "图书馆"}
ABOUT |= {"辛": "体育馆", "壬": "计算机"}
COLUMNS = ["family", "doc_id", "title", "place", "kind", "year"]


def write(folder, name: str, title: str, tasks: str, year: int) -> None:
    body = "\n".join(
        f"第{'一二三四五六'[at]}条　{ABOUT[task]}应当每年公布经费、人员、校舍、图书和食堂的检查结果。"
        for at, task in enumerate(tasks)
    )
    (folder / f"{name}.txt").write_text(f"{title}\n{body}\n太原市教育局\n{year}年3月1日", "utf-8")


@pytest.fixture
def build(tmp_path):
    def build(*documents) -> rl.Corpus:
        for document in documents:
            write(tmp_path, *document)
        return rl.build_corpus(tmp_path, progress=False)

    return build


def test_versions_of_a_statute_are_one_text(build):
    corpus = build(
        ("a", "太原市校舍条例", "甲乙丙", 2012),
        ("b", "太原市校舍条例（2019年修正）", "丁戊己", 2019),
        ("c", "太原市食堂条例", "庚辛壬", 2019),
    )
    copies = rl.list_copies(corpus)
    assert list(copies) == COLUMNS
    assert copies[["family", "doc_id"]].to_numpy().tolist() == [["a", "a"], ["a", "b"]]


def test_a_blank_in_a_title_makes_no_other_text(build):
    title = "中国人民银行{}教育部关于校舍的规定"
    corpus = build(("a", title.format(" "), "甲乙丙", 2012), ("b", title.format(""), "丁戊己", 2019))
    assert corpus.documents["title"].tolist() == [title.format(" "), title.format("")]
    assert len(rl.list_copies(corpus)) == 2


def test_the_same_title_of_another_kind_is_another_text(build):
    corpus = build(
        ("a", "太原市教育局工作方案", "甲乙丙", 2012), ("b", "太原市教育局工作方案", "丁戊己", 2013)
    )
    assert rl.list_copies(corpus).empty


@pytest.mark.parametrize(("tasks", "copied"), [("甲乙丙丁", True), ("甲乙戊己", False)])
def test_documents_that_share_half_their_passages_are_one_text(build, tasks, copied):
    corpus = build(("a", "甲方案", "甲乙丙庚", 2012), ("b", "乙方案", tasks, 2013))
    assert len(rl.list_copies(corpus)) == 2 * copied


def test_copies_of_copies_are_one_family_whatever_the_order_of_rows(build):
    corpus = build(
        ("c", "甲方案", "甲乙丙", 2012),
        ("a", "乙方案", "甲乙丙丁戊己", 2013),
        ("b", "丙方案", "丁戊己", 2014),
    )
    families = find_families(corpus)
    assert families.to_dict() == dict.fromkeys("abc", "a")
    shuffled = rl.Corpus(
        *(
            table.sample(frac=1, random_state=1, ignore_index=True)
            for table in (corpus.documents, corpus.passages, corpus.terms)
        ),
        manifest=corpus.manifest,
    )
    pd.testing.assert_series_equal(find_families(shuffled), families)


def test_a_corpus_without_terms_has_no_copies():
    corpus = rl.load_corpus("made-up")
    empty = rl.Corpus(corpus.documents, corpus.passages, corpus.terms.head(0), manifest=corpus.manifest)
    assert rl.list_copies(empty).empty


def test_a_place_is_one_voice_and_every_text_of_the_centre_its_own():
    corpus = rl.load_corpus("made-up")
    documents = corpus.documents.assign(place=corpus.documents["place"].astype(object))
    lost = documents.index[documents["level"] == "provincial"][0]
    documents.loc[lost, "place"] = None
    clusters = find_clusters(dataclasses.replace(corpus, documents=documents.astype({"place": "str"})))
    for row in documents.itertuples():
        alone = row.level == "national" or row.Index == lost
        assert clusters[row.doc_id] == (row.doc_id if alone else f"of {row.place}")
