"""The command line: the same verbs from a shell, errors as messages."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import reformlab as rl
from reformlab.cli import app

CHECKOUT = Path(__file__).parents[1]
RAW = rl.data_folder() / "made-up" / "raw"


def run(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_without_a_command_the_help_lists_them():
    result = run()
    for command in ("build", "facts", "show", "report", "notebooks"):
        assert command in result.output


def test_the_version_is_told_and_is_that_of_the_citation():
    assert run("--version").output.split() == ["reformlab", rl.__version__]
    cited = (CHECKOUT / "CITATION.cff").read_text("utf-8")
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    assert f"version: {rl.__version__}\n" in cited and f"license: {project['license']}\n" in cited
    assert re.findall(r"  - name: (.+)", cited) == [author["name"] for author in project["authors"]]


def test_build_writes_the_corpus_that_build_corpus_gives(tmp_path):
    result = run("build", RAW, tmp_path / "out")
    assert result.exit_code == 0
    assert "10 documents (5 national, 5 provincial), 2016-2025" in result.output
    written, built = rl.load_corpus(tmp_path / "out"), rl.build_corpus(RAW, progress=False)
    for name in ("documents", "passages", "terms", "texts"):
        pd.testing.assert_frame_equal(getattr(written, name), getattr(built, name))


def test_facts_writes_the_sheet_and_names_what_is_wrong(tmp_path):
    result = run("facts", "made-up", tmp_path / "facts.xlsx")
    assert result.exit_code == 0 and "0 of 10 documents to check" in result.output
    assert (tmp_path / "facts.xlsx").exists()
    again = run("facts", "made-up", tmp_path / "facts.xlsx")
    assert (again.exit_code, "is there already" in again.output) == (1, True)
    result = run("facts", "made-up", tmp_path / "facts.doc")
    assert (result.exit_code, ".xlsx or .csv" in result.output) == (1, True)


def test_sheets_are_drawn_filled_in_and_taken_by_the_report(tmp_path):
    folder = tmp_path / "coding"
    result = run("sheets", "made-up", folder, "--n", 20, "--coders", 1)
    assert result.exit_code == 0 and "20 passages" in result.output and f"--codes {folder}" in result.output
    assert "national: passages of 2 documents are drawn" in result.output
    again = run("sheets", "made-up", folder)
    assert (again.exit_code, "is there already" in again.output) == (1, True)
    # Not filled in, they are told of, not taken.
    result = run("report", "made-up", tmp_path / "r.html", "--codes", folder)
    assert (result.exit_code, "no row is coded" in result.output) == (1, True)


def test_what_is_drawn_and_for_whom_is_said_and_sheets_say_how(tmp_path):
    result = run("sheets", "made-up", tmp_path / "coding")
    assert "111 passages, all there are (200 were asked for) in coder-1.xlsx, coder-2.xlsx" in result.output
    assert "22 of them in two" in result.output
    told = pd.read_excel(tmp_path / "coding" / "codebook.xlsx", sheet_name=None, engine="openpyxl")
    assert (
        list(told) == ["codebook", "how", "rules"]
        and "定义" in told["codebook"]
        and "sanyi" not in told["codebook"]
    )
    assert not told["codebook"].isna().any(axis=None)
    # Every rule that the codebook cites is there.
    cited = set(told["codebook"]["borderline"].str.extractall(r"rules? (\d+)")[0].astype(int))
    assert cited and cited <= set(told["rules"]["rule"]) and told["rules"]["rule"].is_unique
    sheets = pd.read_excel(tmp_path / "coding" / "coder-1.xlsx", sheet_name=None, engine="openpyxl")
    assert list(sheets) == ["coder-1", "how", "domains"]


def test_a_build_without_the_sheet_of_before_says_that_it_is_undone(tmp_path):
    sheet, out = tmp_path / "facts.csv", tmp_path / "out"
    sheet.write_text("file,place\ngansu-2017.txt,云南\n", "utf-8")
    assert "undone" not in run("build", RAW, out, "--catalogue", sheet).output
    told = run("build", RAW, out).output
    assert (
        "without --catalogue what it corrected is undone" in told
        and f'build "{RAW}" "{out}" --catalogue' in told
    )
    assert "undone" not in run("build", RAW, out).output
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert manifest.pop("catalogue") is False
    # A corpus of an earlier version says nothing of it.
    (out / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert "undone" not in run("build", RAW, out).output


def test_messages_name_the_file_and_the_remedy(tmp_path):
    result = run("show", tmp_path / "none.txt")
    assert result.exit_code == 1 and str(tmp_path / "none.txt") in result.output
    assert "reformlab build FOLDER" in run("report", tmp_path / "none", tmp_path / "r.html").output
    lock = tmp_path / "~$facts.xlsx"
    lock.write_bytes(b"x")
    assert "give facts.xlsx" in run("build", RAW, tmp_path / "out", "--catalogue", lock).output


def test_columns_of_ones_own_are_listed_and_one_is_no_plural(tmp_path):
    folder, out = tmp_path / "docs", tmp_path / "out"
    folder.mkdir()
    for name in ("gansu-2017.txt", "gansu-2023.txt"):
        shutil.copy(RAW / name, folder)
    sheet = tmp_path / "mine.csv"
    sheet.write_text(
        "file,jahr,Ebene,city,include\ngansu-2017.txt,2017,Land,,\ngansu-2023.txt,,,,no\n", "utf-8"
    )
    told = run("build", folder, out, "--catalogue", sheet).output
    assert f"Note: columns of {sheet} kept as they are: jahr, Ebene\n" in told
    assert "1 document (1 provincial), 2017;" in told and "  left out by the catalogue: 1 (" in told
    assert "jahr" in rl.load_corpus(out).documents
    assert "was made from other files before" not in run("build", folder, out, "--catalogue", sheet).output
    (tmp_path / "other").mkdir()
    shutil.copy(RAW / "national-2016.txt", tmp_path / "other")
    assert f"Note: {out} was made from other files before" in run("build", tmp_path / "other", out).output


def test_what_is_meant_is_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    shutil.copy(RAW / "gansu-2017.txt", tmp_path / "docs")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "documents.csv").write_text("doc_id\n")
    for line, said in {
        ("show", "docs"): 'docs is a folder; give a file in it, such as "docs/gansu-2017.txt"',
        ("show", "gansu-2017.txt"): 'did you mean "docs/gansu-2017.txt"?',
        ("facts", "made-up", "my facts"): "name it my facts.xlsx",
        ("report", "none", "page"): "name it page.html",
        ("report", "none", "page.html", "--language", "cn"): "language='cn'",
        ("replicate", "out"): 'reformlab replicate NEW --corpus "out"',
    }.items():
        result = run(*line)
        assert result.exit_code == 1 and said in result.output, result.output
    assert "In Python" not in run("report", "docs", "page.html").output


def test_the_package_runs_as_a_module():
    done = subprocess.run([sys.executable, "-m", "reformlab", "--version"], capture_output=True, text=True)
    assert done.stdout.split() == ["reformlab", rl.__version__]


def test_notebooks_are_copied_and_what_is_there_stays(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "00-tour.ipynb").write_text("mine")
    source = rl.data_folder().parent / "notebooks"
    here = [*source.glob("*.ipynb"), source / "README.md"]
    result = run("notebooks", folder)
    assert f"{len(here) - 1} files copied" in result.output and str(rl.data_folder()) in result.output
    assert sorted(path.name for path in folder.iterdir()) == sorted(path.name for path in here)
    assert (folder / "00-tour.ipynb").read_text() == "mine"
    assert run("notebooks", folder / "00-tour.ipynb").exit_code == 1


def test_the_wheel_carries_data_and_notebooks_and_no_wording(tmp_path):
    line = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(line, cwd=CHECKOUT, check=True, capture_output=True)
    carried = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    notebooks = list((CHECKOUT / "notebooks").glob("*.ipynb"))  # not what they have written beside them
    data = [
        path
        for name in ("rules", "work-reports", "made-up")
        for path in (CHECKOUT / "data" / name).rglob("*.*")
    ]
    for path in notebooks + [path for path in data if path.suffix in (".csv", ".parquet", ".json")]:
        worded = path.name == "texts.parquet" and "made-up" not in path.parts
        assert (f"reformlab/{path.relative_to(CHECKOUT).as_posix()}" in carried) is not worded, path


def test_share_leaves_the_wording_out(tmp_path):
    assert run("build", RAW, tmp_path / "out", "--share").exit_code == 0
    assert rl.load_corpus(tmp_path / "out").texts is None


def test_build_takes_a_catalogue_and_tells_what_was_left_out(tmp_path):
    catalogue = tmp_path / "catalogue.csv"
    catalogue.write_text("file,include,reason\ngansu-*,no,another province\n", "utf-8")
    result = run("build", RAW, tmp_path / "out", "--catalogue", catalogue)
    assert result.exit_code == 0
    assert "kept as they are" not in result.output
    assert "left out, another province: 2 (gansu-2017.txt, gansu-2023.txt)" in result.output
    assert len(rl.load_corpus(tmp_path / "out").documents) == 8


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("file,level\nnone.txt,state\n", "2 faults"),
        ("name\na\n", "column 'file' is missing"),
        ("file,Level_\ngansu-2017.txt,省级\n", "column 'Level_' is not known; did you mean 'level'?"),
        ("file,Region\ngansu-2017.txt,甘肃\n", "column 'Region' is not known; did you mean 'place'?"),
        ("file,urls\ngansu-2017.txt,https://example.org\n", "did you mean 'url'?"),
        ("file,level,place,adcode\nnational-2016.txt,national,火星,000000\n", "no place of level national"),
    ],
)
def test_a_faulty_catalogue_is_a_message_and_no_traceback(tmp_path, content, message):
    catalogue = tmp_path / "catalogue.csv"
    catalogue.write_text(content, "utf-8")
    result = run("build", RAW, tmp_path / "out", "--catalogue", catalogue)
    assert result.exit_code == 1
    assert message in result.output
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_a_missing_folder_or_catalogue_is_a_message(tmp_path):
    result = run("build", tmp_path / "none", tmp_path / "out")
    assert (result.exit_code, "no such folder" in result.output) == (1, True)
    result = run("build", RAW, tmp_path / "out", "--catalogue", tmp_path / "none.csv")
    assert (result.exit_code, "none.csv" in result.output) == (1, True)


def test_the_command_is_installed_and_its_help_needs_no_heavy_room():
    code = (
        "import sys\nfrom typer.testing import CliRunner\nfrom reformlab.cli import app\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0\n"
        "print({'sklearn', 'topica', 'matplotlib.pyplot', 'nbformat'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
