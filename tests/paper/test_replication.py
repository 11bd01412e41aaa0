"""A replication folder makes its tables again, and says where it does not."""

from dataclasses import replace

import pandas as pd
import pytest
from typer.testing import CliRunner

import reformlab as rl
from reformlab.cli import app
from reformlab.paper.replication import check_replication, export_replication, lock_packages
from reformlab.paper.tables import list_stated

pytestmark = pytest.mark.slow

SCRIPT = """
import sys
import pandas as pd
import reformlab as rl

assert not rl.data_folder().joinpath("made-up").exists()
corpus = rl.load_corpus("corpus")
assert corpus.texts is None
table = rl.measure_coverage(corpus).assign(part=lambda table: table["n_docs"] / 3)
table.to_csv(f"{sys.argv[1]}/coverage.csv", index=False)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("replication")
    (place / "mine.py").write_text(SCRIPT, "utf-8")
    return export_replication(rl.load_corpus("made-up"), place / "out", script=place / "mine.py")


def test_the_folder_needs_nothing_but_packages(folder):
    assert {"README.md", "analysis.py", "replicate.py", "requirements.lock"} <= {
        path.name for path in folder.iterdir()
    }
    assert not (folder / "corpus" / "texts.parquet").exists()
    assert (folder / "reformlab" / "data" / "codebook" / "codes.csv").exists()
    assert "10 documents" in (folder / "README.md").read_text("utf-8")


def test_the_same_tables_come_out_again(folder, tmp_path):
    moved = folder.rename(tmp_path / "moved")
    done = CliRunner().invoke(app, ["replicate", str(moved)])
    assert done.exit_code == 0 and done.output.endswith("All 1 tables are the same.\n"), done.output
    table = check_replication(moved)
    assert table[["table", "same", "note"]].to_numpy().tolist() == [["coverage.csv", True, ""]]

    # So is a number that somebody changed in the table that lies there.
    path = moved / "tables" / "coverage.csv"
    was = path.read_text("utf-8-sig")
    pd.read_csv(path).assign(part=lambda table: table["part"].where(table.index != 1, 9.5)).to_csv(
        path, index=False
    )
    done = CliRunner().invoke(app, ["replicate", str(moved)])
    assert done.exit_code == 1 and "1 of 1 tables differ." in done.output
    assert "was changed since it was written" in done.output and "row 3, column part: 9.5" in done.output
    path.unlink()
    assert check_replication(moved)["note"].tolist() == ["is gone from tables"]
    path.write_text(was, "utf-8")

    # Another number is found, and told.
    script = moved / "analysis.py"
    script.write_text(script.read_text("utf-8").replace("/ 3", "/ 3.03"), "utf-8")
    row = check_replication(moved).iloc[0]
    assert not row["same"] and row["largest"] == pytest.approx(0.0099, abs=1e-4) and "part" in row["note"]
    script.write_text(script.read_text("utf-8").replace("coverage.csv", "other.csv"), "utf-8")
    notes = check_replication(moved).set_index("table")["note"].to_dict()
    assert notes == {"coverage.csv": "is not made", "other.csv": "is new"}

    # Exported once more, the script that was changed holds.
    export_replication(rl.load_corpus("made-up"), moved)
    assert [path.name for path in (moved / "tables").iterdir()] == ["other.csv"]
    assert not (moved / "again").exists()
    moved.rename(folder)


def test_a_level_of_which_too_little_is_coded_is_kept_and_named(tmp_path):
    corpus = rl.load_corpus("made-up")
    level = pd.Series(["national"] * 3 + ["provincial"] * 7, corpus.documents.index)
    corpus = replace(corpus, documents=corpus.documents.assign(level=level, kind="key-tasks"))
    corpus.save(tmp_path / "corpus")
    # Not every passage of a document, or it would be what its codes say.
    passages = corpus.passages[corpus.passages["doc_id"].duplicated()]
    mains = [["hospitals", "insurance", "none"][at % 3] for at in range(len(passages))]
    codes = passages[["passage_id"]].assign(main=mains, probability=0.9)
    codes.to_csv(tmp_path / "codes.csv", index=False)
    options = ["--corpus", str(tmp_path / "corpus"), "--codes", str(tmp_path / "codes.csv")]
    done = CliRunner().invoke(app, ["replicate", str(tmp_path / "out"), *options])
    assert done.exit_code == 0, done.output
    assert "Note: key-tasks, national: passages of 3 of 3 documents are coded" in done.output
    assert "Corpus: 10 documents" in done.output and "no --corpus" not in done.output
    assert "not in the corpus" not in done.output
    tables = tmp_path / "out" / "tables"
    written = {path.stem: pd.read_csv(path, encoding="utf-8-sig") for path in tables.glob("*.csv")}
    assert written["not-corrected"].to_numpy().tolist() == [["key-tasks", "national", 3, 3]]
    marked = written["priorities"].groupby("level")["corrected"].unique().map(list).to_dict()
    assert marked == {"national": [False], "provincial": [True]}
    of_documents = written["documents-by-domain"]
    assert of_documents["doc_id"].nunique() == 10 and len(of_documents) == 10 * 14
    whence = corpus.documents.set_index("doc_id")
    for name in ("targets", "tasks", "agencies", "citations"):
        rows = written[name]
        assert len(rows) and rows["passage_id"].isin(corpus.passages["passage_id"]).all()
        assert rows["file"].tolist() == whence.loc[rows["doc_id"], "file"].tolist()
        assert rows["place"].tolist() == whence.loc[rows["doc_id"], "place"].tolist()
    charged = written["agencies"].groupby(["agency", "level"])["doc_id"].nunique()
    counted = written["agencies-by-level"].set_index(["agency", "level"])["n_docs"]
    assert charged.to_dict() == counted.to_dict()
    explained = (tmp_path / "out" / "README.md").read_text("utf-8")
    for path in tables.glob("*.csv"):
        assert f"`{path.name}`" in explained


def test_without_a_corpus_it_is_said_that_the_bundled_one_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr("reformlab.cli.BUNDLED", "made-up")
    script = tmp_path / "mine.py"
    script.write_text(SCRIPT, "utf-8")
    done = CliRunner().invoke(app, ["replicate", str(tmp_path / "NEW"), "--script", str(script)])
    assert done.exit_code == 0 and "no --corpus is given" in done.output, done.output
    assert "10 documents" in done.output and "(made-up)" in done.output


def test_a_script_that_fails_or_says_nothing_is_told(tmp_path):
    script = tmp_path / "mine.py"
    for text, said in {"raise SystemExit('no such luck')": "no such luck", "": "no CSV"}.items():
        script.write_text(text, "utf-8")
        with pytest.raises(RuntimeError, match=said):
            export_replication(rl.load_corpus("made-up"), tmp_path / f"out{len(text)}", script=script)
        assert not (tmp_path / f"out{len(text)}").exists()


def test_no_folder_is_overwritten(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(FileExistsError, match="not empty"):
        export_replication(rl.load_corpus("made-up"), tmp_path)
    with pytest.raises(FileNotFoundError, match="no replication folder"):
        check_replication(tmp_path)


def test_packages_are_those_installed():
    named = lock_packages()
    assert f"pandas=={pd.__version__}" in named and "reformlab" not in named.split("==")[0]


def test_what_documents_state_leads_back_to_them_and_is_no_wording():
    corpus = rl.load_corpus("made-up")
    corpus = replace(
        corpus, documents=corpus.documents.assign(url="https://example.org/" + corpus.documents["doc_id"])
    )
    listed = list_stated(corpus)
    for name in ("targets", "tasks", "agencies", "citations"):
        assert (listed[name]["url"] == "https://example.org/" + listed[name]["doc_id"]).all()
        assert "text" not in listed[name] and len(set(listed[name])) == len(list(listed[name]))
    n_charges = (corpus.mentions["kind"] == "agency").sum()
    assert len(listed["agencies"]) == n_charges and len(listed["tasks"]) == len(rl.list_tasks(corpus))
    assert list_stated(replace(corpus, mentions=None)) == {}
