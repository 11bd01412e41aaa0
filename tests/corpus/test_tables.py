"""Tables: what one row is, checks that tell every fault, loading and saving."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

import reformlab as rl
from reformlab.corpus import store
from reformlab.corpus.store import SHARED_HEADING, shorten
from reformlab.corpus.tables import LEVELS, Corpus, TableError, empty_table, load_corpus


def document(doc_id: str, **values) -> dict:
    row = dict.fromkeys(empty_table("documents"))
    row |= {
        "doc_id": doc_id,
        "file": f"{doc_id}.txt",
        "part": 1,
        "title": "关于校舍的意见",
        "kind": "opinion",
    }
    row |= {"level": "provincial", "place": "甘肃", "adcode": "620000", "date": "2023-10-26", "year": 2023}
    return row | {"n_chars": 30, "n_passages": 1, "n_chars_kept": 30} | values


def passage(doc_id: str, seq: int = 1, **values) -> dict:
    row = {"passage_id": f"{doc_id}:{seq:04d}", "doc_id": doc_id, "seq": seq, "section": "一、任务"}
    row |= {"label": "（一）", "heading": "新建和改造乡村学校的校舍并改善教学条件"}
    return row | {"start": 0, "end": 30, "n_chars": 30} | values


def typed(rows: list[dict], name: str) -> pd.DataFrame:
    types = {"Int64": "Int64", "string": "str"}
    columns = empty_table(name).dtypes
    return pd.DataFrame(rows, columns=list(columns.index)).astype(
        {column: types.get(str(kind), kind) for column, kind in columns.items()}
    )


def make_corpus(**changes) -> Corpus:
    made = {
        "documents": typed(
            [document("a"), document("b", level="national", place="全国", year=2020)], "documents"
        ),
        "passages": typed([passage("a"), passage("a", 2), passage("b")], "passages"),
        "terms": typed(
            [{"passage_id": p, "term": "校舍", "n": 2} for p in ("a:0001", "a:0002", "b:0001")], "terms"
        ),
        "texts": typed(
            [{"passage_id": p, "text": "建校。"} for p in ("a:0001", "a:0002", "b:0001")], "texts"
        ),
        "manifest": {"inputs": [{"file": "甲/关于印发乡村学校校舍建设方案的通知.txt", "sha256": "0"}]},
    }
    return Corpus(**made | changes)


def assert_same(one: Corpus, two: Corpus) -> None:
    for name in ("documents", "passages", "terms", "texts"):
        left, right = getattr(one, name), getattr(two, name)
        if left is None or right is None:
            assert left is right
        else:
            pd.testing.assert_frame_equal(left, right)
    assert one.manifest == two.manifest


def test_every_fault_of_a_table_is_told_at_once_with_column_row_and_value():
    documents = make_corpus().documents
    bad = documents.assign(
        level=["state", "national"],
        year=[1850, 2020],
        date=["26.10.2023", "2020"],
        doc_id=["a", "a"],
        kind="law",
    )
    with pytest.raises(TableError) as error:
        rl.check_table(bad, "documents")
    message = str(error.value)
    for told in (
        "column level, row 0: 'state'",
        "column year, row 0: 1850",
        "column date, row 0: '26.10.2023'",
    ):
        assert told in message
    assert "column kind, row 1: 'law'" in message
    assert "column doc_id" in message
    assert "key-tasks" in message


def test_a_missing_column_is_told():
    with pytest.raises(TableError, match="place"):
        rl.check_table(make_corpus().documents.drop(columns="place"), "documents")


def test_terms_that_stand_twice_in_a_passage_are_told():
    terms = make_corpus().terms
    with pytest.raises(TableError, match="passage_id"):
        rl.check_table(pd.concat([terms, terms.head(1)], ignore_index=True), "terms")


def test_many_faults_are_counted():
    documents = typed([document(f"d{n}", level="state") for n in range(50)], "documents")
    with pytest.raises(TableError, match="50 faults") as error:
        rl.check_table(documents, "documents")
    assert "… and 30 more" in str(error.value)


def test_further_columns_are_allowed_and_what_may_be_missing_may():
    documents = typed([document("a", level=None, place=None, adcode=None, year=None, date=None)], "documents")
    rl.check_table(documents.assign(source="an archive"), "documents")


def test_more_kept_and_background_than_there_is_of_the_document_is_told():
    fits = document("a", n_chars_kept=20, n_chars_background=10)
    rl.check_table(typed([fits, document("b")], "documents"), "documents")
    longer = typed([fits, document("b", n_chars_background=1)], "documents")
    with pytest.raises(TableError, match="1 fault\n  b: n_chars_kept and n_chars_background are more"):
        rl.check_table(longer, "documents")


def test_a_corpus_tells_the_faults_of_all_its_tables_at_once():
    corpus = make_corpus()
    with pytest.raises(TableError) as error:
        make_corpus(
            documents=corpus.documents.assign(level="state"), passages=corpus.passages.assign(n_chars=0)
        )
    assert "documents: 2 faults" in str(error.value)
    assert "passages: 3 faults" in str(error.value)


@pytest.mark.parametrize(
    ("name", "key", "other"),
    [
        ("passages", "doc_id", "documents"),
        ("terms", "passage_id", "passages"),
        ("passages", "passage_id", "texts"),
        ("texts", "passage_id", "passages"),
    ],
)
def test_keys_without_a_partner_are_told(name, key, other):
    corpus = make_corpus()
    changes = {other: getattr(corpus, other).iloc[:-1]}
    if (name, other) == ("texts", "passages"):
        changes["terms"] = corpus.terms.iloc[:-1]
    with pytest.raises(TableError, match=f"{name}: 1 value of {key} without a row in {other}: b"):
        make_corpus(**changes)


def test_a_corpus_says_what_it_holds():
    assert repr(make_corpus()) == "<Corpus: 2 documents (1 national, 1 provincial), 2020-2023; 3 passages>"
    unknown = make_corpus(
        documents=typed([document("a", level=None, year=None), document("b", year=None)], "documents")
    )
    assert repr(unknown) == "<Corpus: 2 documents (1 level unknown, 1 provincial); 3 passages>"
    one = rl.load_corpus("made-up").select(file="gansu-2017.txt")
    assert repr(one).startswith("<Corpus: 1 document (1 provincial), 2017; ")


def test_a_corpus_is_frozen_and_equal_to_itself_alone():
    corpus = make_corpus()
    with pytest.raises(dataclasses.FrozenInstanceError):
        corpus.documents = None
    assert corpus in [corpus]
    assert corpus != make_corpus()


@pytest.mark.parametrize(
    ("columns", "kept"),
    [
        ({"level": "national"}, ["b"]),
        ({"level": ["national", "provincial"]}, ["a", "b"]),
        ({"year": 2023}, ["a"]),
        ({"year": np.int64(2023)}, ["a"]),
        ({"year": range(2019, 2022), "place": "全国"}, ["b"]),
        ({"level": "省级", "place": "甘肃省", "year": "2023"}, ["a"]),
        ({"level": "省级"}, ["a"]),
    ],
)
def test_select_keeps_documents_with_all_that_is_theirs(columns, kept):
    corpus = make_corpus()
    some = corpus.select(**columns)
    assert some.documents["doc_id"].tolist() == kept
    assert set(some.passages["doc_id"]) == set(kept)
    assert len(some.terms) == len(some.texts) == len(some.passages)
    assert len(corpus.documents) == 2


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            {"level": "province"},
            r"level='province' is not known .*; did you mean 'provincial'",
        ),
        ({"level": ["national", "county"]}, r"level='county' is not known"),
        ({"place": "四川省"}, r"place='四川省' is not known among the documents; choose from .*'甘肃'"),
        ({"year": 1999}, r"year=1999 is not known among the documents; choose from "),
        (
            {"year": range(1990, 1999)},
            r"year=1990 … 1998 \(9 values\) is .* documents; they have \d{4} to \d{4}",
        ),
        ({"place": "gansu"}, r"did you mean '甘肃'\?"),
    ],
)
def test_select_gives_no_empty_answer_in_silence(columns, message):
    with pytest.raises(ValueError, match=message):
        make_corpus().select(**columns)


def test_select_tells_the_columns_there_are():
    with pytest.raises(KeyError, match=r"column 'Level' is not known; did you mean 'level'"):
        make_corpus().select(Level="national")


def test_saving_and_loading_gives_the_same(tmp_path):
    corpus = make_corpus()
    assert corpus.save(tmp_path / "new" / "folder") == tmp_path / "new" / "folder"
    assert_same(load_corpus(tmp_path / "new" / "folder"), corpus)
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == [
        "documents.csv", "manifest.json", "passages.parquet", "terms.parquet", "texts.parquet",
    ]  # fmt: skip


def test_codes_stay_text_and_gaps_stay_gaps(tmp_path):
    documents = typed([document("001", adcode="000000", title="NA", year=None, date="2023")], "documents")
    corpus = make_corpus(
        documents=documents.assign(note=pd.Series(["007"], dtype="str")),
        passages=typed([passage("001")], "passages"),
        terms=empty_table("terms").astype({"passage_id": "str", "term": "str"}),
        texts=None,
    )
    corpus.save(tmp_path)
    loaded = load_corpus(tmp_path).documents
    assert loaded.loc[0, ["doc_id", "adcode", "title", "date", "note"]].tolist() == [
        "001",
        "000000",
        "NA",
        "2023",
        "007",
    ]
    assert loaded["year"].isna().all()


def test_excel_can_open_the_documents(tmp_path):
    make_corpus().save(tmp_path)
    assert (tmp_path / "documents.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_shared_corpus_has_no_wording(tmp_path):
    corpus = make_corpus()
    corpus.save(tmp_path)
    corpus.save(tmp_path, share=True)
    assert not (tmp_path / "texts.parquet").exists()
    shared = load_corpus(tmp_path)
    assert shared.texts is None
    assert shared.passages["heading"].str.len().max() == 16
    assert shared.passages["heading"].str.endswith("…").all()
    assert shared.manifest["inputs"][0]["file"] == "关于印发乡村学校校舍建设方案的…"
    pd.testing.assert_frame_equal(shared.terms, corpus.terms)
    # The corpus itself keeps its wording.
    assert corpus.passages["heading"].str.len().min() > 15
    assert corpus.texts is not None


def test_saving_without_texts_leaves_no_old_texts_behind(tmp_path):
    make_corpus().save(tmp_path)
    make_corpus(texts=None).save(tmp_path)
    assert load_corpus(tmp_path).texts is None


@pytest.mark.parametrize(
    "name", ["documents.csv", "passages.parquet", "terms.parquet", "texts.parquet", "manifest.json"]
)
def test_a_write_that_fails_leaves_the_old_file_whole(tmp_path, monkeypatch, name):
    corpus = make_corpus()
    corpus.save(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    replace = store.replace_file

    def fail_half_way(path, write):
        def write_half(part):
            write(part)
            part.write_bytes(part.read_bytes()[:10])
            raise OSError("disk full")

        return replace(path, write_half if path.name == name else write)

    monkeypatch.setattr(store, "replace_file", fail_half_way)
    with pytest.raises(OSError, match="disk full"):
        corpus.save(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_an_unknown_corpus_is_told_with_the_bundled_ones(tmp_path):
    with pytest.raises(FileNotFoundError, match="'city-reports', 'made-up'"):
        load_corpus("health")
    with pytest.raises(FileNotFoundError, match=r"no corpus yet.*reformlab build .* OUT"):
        load_corpus(tmp_path)
    (tmp_path / "a.docx").touch()
    with pytest.raises(FileNotFoundError, match=r"a\.docx is a file; give the corpus folder"):
        load_corpus(tmp_path / "a.docx")


@pytest.mark.parametrize("name", ["work-reports", "statutes", "policy-documents", "made-up"])
def test_bundled_corpora_load(name):
    corpus = load_corpus(name)
    assert len(corpus.documents) >= 10
    assert set(corpus.documents["level"].dropna()) <= set(LEVELS)
    # What was kept of a document is the sum of its passages.
    kept = corpus.passages.groupby("doc_id")["n_chars"].agg(["size", "sum"])
    documents = corpus.documents.set_index("doc_id")
    documents = documents[documents["n_passages"] > 0]
    assert (kept["size"] == documents["n_passages"].loc[kept.index]).all()
    assert (kept["sum"] == documents["n_chars_kept"].loc[kept.index]).all()
    assert (corpus.passages["n_chars"] == corpus.passages["end"] - corpus.passages["start"]).all()


@pytest.mark.parametrize("name", ["work-reports", "statutes", "policy-documents"])
def test_no_bundled_corpus_of_real_documents_has_their_wording(name):
    corpus = load_corpus(name)
    assert corpus.texts is None
    assert corpus.passages["heading"].str.len().max() <= SHARED_HEADING


@pytest.mark.parametrize(("text", "short"), [("", ""), ("一二三", "一二三"), ("一二三四", "一二…")])
def test_shorten(text, short):
    assert shorten(text, 3) == short
