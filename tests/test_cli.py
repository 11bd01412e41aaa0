"""The command line: the same verbs from a shell, errors as messages."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import reformlab as rl
from reformlab.cli import app

RAW = rl.data_folder() / "made-up" / "raw"


def run(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_without_a_command_the_help_lists_them():
    result = run()
    for command in ("build", "facts", "show", "report"):
        assert command in result.output


def test_the_version_is_told_and_is_that_of_the_citation():
    assert run("--version").output.split() == ["reformlab", rl.__version__]
    checkout = Path(__file__).parents[1]
    cited = (checkout / "CITATION.cff").read_text("utf-8")
    project = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))["project"]
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
    assert result.exit_code == 0 and "0 of 10 documents have something to check" in result.output
    assert (tmp_path / "facts.xlsx").exists()
    result = run("facts", "made-up", tmp_path / "facts.doc")
    assert (result.exit_code, ".csv or .xlsx" in result.output) == (1, True)


def test_share_leaves_the_wording_out(tmp_path):
    assert run("build", RAW, tmp_path / "out", "--share").exit_code == 0
    assert rl.load_corpus(tmp_path / "out").texts is None


def test_build_takes_a_catalogue_and_tells_what_was_left_out(tmp_path):
    catalogue = tmp_path / "catalogue.csv"
    catalogue.write_text("file,include,reason\ngansu-*,no,another province\n", "utf-8")
    result = run("build", RAW, tmp_path / "out", "--catalogue", catalogue)
    assert result.exit_code == 0
    assert "left out, another province: 2 (gansu-2017.txt, gansu-2023.txt)" in result.output
    assert len(rl.load_corpus(tmp_path / "out").documents) == 8


@pytest.mark.parametrize(
    ("content", "message"),
    [("file,level\nnone.txt,state\n", "2 faults"), ("name\na\n", "column 'file' is missing")],
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
