import csv
from types import SimpleNamespace

import pandas as pd
import pytest

import reformlab as rl
from reformlab.corpus.store import save_table
from reformlab.corpus.tables import TableError
from reformlab.mentions.find import find_mentions
from reformlab.mentions.tasks import list_tasks

TEXTS = {
    "a:1": "（一）提升能力。到2025年，县域内就诊率达到90%，培训医生3000名。"
    "（省卫健委牵头，省财政厅、省人社厅配合）",
    "a:2": "（二）加强建设。贯彻《甲省规划》，每个县选择2—3所学校。（省教育厅、省财政厅负责）",
    "a:3": "（三）加强宣传。营造良好氛围。",
    "a:4": "各地要抓好落实，年内完成。",
    "b:1": "1.推进改革。6月底前印发方案。",
}


@pytest.fixture
def corpus():
    passages = pd.DataFrame(
        {
            "passage_id": list(TEXTS),
            "doc_id": [key[0] for key in TEXTS],
            "section": ["一、主要任务", "一、主要任务", "一、主要任务", None, None],
            "label": ["（一）", "（二）", "（三）", None, "1."],
            "heading": ["提升能力", "加强建设", "加强宣传", None, "推进改革"],
        }
    ).astype("str")
    documents = pd.DataFrame(
        {
            "doc_id": ["a", "b"],
            "level": ["provincial", None],
            "place": ["山西", None],
            "date": [None, None],
            "year": pd.array([2023, None], dtype="Int64"),
        }
    )
    mentions = find_mentions(passages.assign(text=passages["passage_id"].map(TEXTS)), documents)
    return SimpleNamespace(passages=passages, documents=documents, mentions=mentions)


def test_one_row_a_numbered_task(corpus):
    tasks = list_tasks(corpus)
    assert list(tasks) == [
        *["doc_id", "level", "place", "year", "passage_id", "section", "label", "heading"],
        *["lead", "joint", "targets", "deadline", "implements"],
        *["n_agencies", "n_targets", "n_deadlines", "n_citations"],
    ]
    assert tasks["passage_id"].tolist() == ["a:1", "a:2", "a:3", "b:1"]
    assert tasks["year"].tolist()[:3] == [2023, 2023, 2023] and tasks["year"].isna()[3]


def test_a_task_says_who_what_and_when(corpus):
    first, second, third, last = list_tasks(corpus).to_dict("records")
    assert first["lead"] == "省卫生健康委"
    assert first["joint"] == "省财政厅；省人力资源社会保障厅"
    assert first["targets"] == "县域内就诊率 达到 90% (2025)；医生 等于 3000名 (2025)"
    assert (first["deadline"], first["implements"]) == ("2025", "")
    assert (second["targets"], second["implements"]) == ("学校 等于 2-3所", "甲省规划")
    assert [third[name] for name in ("lead", "joint", "targets", "deadline", "implements")] == [""] * 5
    # The document has no year, so the month cannot be resolved; that it is due stays counted.
    assert (last["deadline"], last["n_deadlines"]) == ("", 1)


def test_counts_agree_with_the_mentions(corpus):
    tasks = list_tasks(corpus).set_index("passage_id")
    for name, kind in {"n_agencies": "agency", "n_targets": "target", "n_citations": "citation"}.items():
        of_kind = corpus.mentions[corpus.mentions["kind"] == kind]
        for passage_id, count in tasks[name].items():
            assert count == (of_kind["passage_id"] == passage_id).sum()


def test_a_corpus_without_mentions_is_refused(corpus):
    corpus.mentions = None
    with pytest.raises(TableError, match="mentions"):
        list_tasks(corpus)


def test_a_corpus_in_which_nothing_is_stated_gives_empty_texts(corpus):
    corpus.mentions = corpus.mentions.iloc[:0]
    tasks = list_tasks(corpus)
    assert (tasks[["lead", "joint", "targets", "deadline"]] == "").all().all()
    assert (tasks["n_agencies"] == 0).all()


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@sum", "\tx", "\rx"])
def test_cells_that_would_run_are_made_harmless(tmp_path, cell):
    table = pd.DataFrame({"=head": [cell], "n": [-1], "plain": ["1=1；a-b"]})
    before = table.copy()
    path = save_table(table, tmp_path / "tasks.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, row = list(csv.reader(file))
    assert head == ["'=head", "n", "plain"]
    assert row == ["'" + cell.replace("\r", "\n"), "-1", "1=1；a-b"]
    pd.testing.assert_frame_equal(table, before)


def test_csv_opens_with_its_chinese_intact(tmp_path, corpus):
    path = save_table(list_tasks(corpus), tmp_path / "tasks.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert pd.read_csv(path)["heading"].tolist() == ["提升能力", "加强建设", "加强宣传", "推进改革"]


def test_xlsx_holds_the_same_cells(tmp_path, corpus):
    pytest.importorskip("openpyxl")
    tasks = list_tasks(corpus).assign(heading=["=1+1", "a\x01b", "文", "-x"])
    path = save_table(tasks, str(tmp_path / "tasks.xlsx"))
    back = pd.read_excel(path, dtype="str")
    assert list(back) == list(tasks)
    assert back["heading"].tolist() == ["'=1+1", "ab", "文", "'-x"]


def test_another_extension_is_refused(tmp_path, corpus):
    with pytest.raises(ValueError, match=r"\.xlsx or \.csv"):
        save_table(list_tasks(corpus), tmp_path / "tasks.ods")


def test_one_indicator_of_three_documents_stands_together(tmp_path):
    aims = {
        "a": "到2025年，县域就诊率达到90%。",
        "b": "县域内就诊率不低于90%。",
        "c": "力争县域内就诊率达90%以上。",
    }
    for name, aim in aims.items():
        (tmp_path / f"{name}.txt").write_text(
            f"（一）推进分级诊疗。{aim}\n（二）新建{ord(name)}个中心。\n", "utf-8"
        )
    catalogue = pd.DataFrame(
        {
            "file": [f"{name}.txt" for name in aims],
            "title": "实施方案",
            "kind": "plan",
            "level": ["national", "provincial", "prefecture"],
            "place": ["全国", "山西", "忻州"],
            "year": ["2022", "2023", "2024"],
        }
    )
    targets = rl.list_targets(rl.build_corpus(tmp_path, catalogue, progress=False))
    first = targets[targets["indicator"] == "县域内就诊率"]
    assert first["n_docs"].tolist() == [3, 3, 3]
    assert first["value"].tolist() == [90, 90, 90]
    assert first["year"].tolist() == [2022, 2023, 2024]
    assert first["level"].tolist() == ["national", "provincial", "prefecture"]
