"""What the start page shows is what comes out, and what it names is there."""

import contextlib
import io
import re
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

import reformlab as rl
from reformlab.cli import app

CHECKOUT = Path(__file__).parents[1]
PAGES = ["README.md", "README.zh.md"]


def test_the_example_prints_what_the_page_shows():
    page = (CHECKOUT / "README.md").read_text("utf-8")
    code, shown = (re.search(f"```{kind}\n(.*?)```", page, re.S)[1] for kind in ("python", "text"))
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(code, {})
    assert printed.getvalue() == shown


@pytest.mark.parametrize(
    ("page", "opening"), [("README.md", "**What they say.**"), ("README.zh.md", "**主要结果。**")]
)
def test_what_the_page_says_of_the_reports_is_what_the_tour_printed(page, opening):
    tour = nbformat.read(CHECKOUT / "notebooks" / "00-tour.ipynb", 4)
    outputs = [output for cell in tour.cells for output in cell.get("outputs", [])]
    printed = "\n".join(output.get("text") or output.data.get("text/plain", "") for output in outputs)
    said = next(
        part for part in (CHECKOUT / page).read_text("utf-8").split("\n\n") if part.startswith(opening)
    )
    numbers = re.findall(r"\d+(?:\.\d+)?", said)
    named = re.findall(r"\*([^*\n]+)\*(?!\*)", said.removeprefix(opening)) + re.findall(r"“(.+?)”", said)
    assert len(numbers) > 10 and len(named) >= 3
    for part in (*numbers, *named):
        assert re.search(rf"(?<![\d.]){re.escape(part)}(?![\d]|\.\d)", printed), part


@pytest.mark.parametrize(
    ("page", "said"), [("README.md", "for {} of the {} reports"), ("README.zh.md", "{1}份报告中{0}份有网址")]
)
def test_the_page_says_how_many_reports_have_an_address(page, said):
    urls = rl.load_corpus("work-reports").documents["url"].fillna("")
    assert said.format((urls != "").sum(), len(urls)) in (CHECKOUT / page).read_text("utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_and_files_that_a_page_names_are_there(page):
    text = (CHECKOUT / page).read_text("utf-8")
    for verb, rest in re.findall(r"^reformlab (\w+)(.*)", text, re.M):
        told = CliRunner().invoke(app, [verb, "--help"], env={"COLUMNS": "200"}).output
        assert all(option in told for option in re.findall(r"--\w+", rest.partition("#")[0])), verb
    targets = re.findall(r"^make ([\w-]+)", text, re.M)
    assert targets and all(f"\n{name}:" in (CHECKOUT / "Makefile").read_text() for name in targets)
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (CHECKOUT / link).exists(), link


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not at hand")
def test_make_lists_every_target_and_takes_none_for_a_file():
    rules = re.findall(r"^([a-z-]+):.*", (CHECKOUT / "Makefile").read_text(), re.M)
    phony = re.search(r"^\.PHONY: (.*)", (CHECKOUT / "Makefile").read_text(), re.M)[1].split()
    said = subprocess.run(["make", "help"], cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    assert "test-slow" in rules and sorted(rules) == sorted(phony)
    assert re.findall(r"^  make (\S+)", said, re.M) == rules


def test_the_container_installs_what_the_lock_file_names_for_a_python_that_we_support():
    steps = {name: (CHECKOUT / name).read_text() for name in ("Dockerfile", "binder/postBuild", "Makefile")}
    for name, step in steps.items():
        assert "--no-deps --no-build-isolation -e ." in step, name
    assert "--require-hashes -r requirements.lock" in steps["Dockerfile"]
    named = (CHECKOUT / "binder" / "requirements.txt").read_text().removeprefix("-r ").strip()
    assert (CHECKOUT / "binder" / named).resolve() == CHECKOUT / "requirements.lock"
    python = (CHECKOUT / "binder" / "runtime.txt").read_text().strip().replace("-", ":")
    assert f"FROM {python}-slim\n" in steps["Dockerfile"] and python == "python:3.11"
    hidden = (CHECKOUT / ".dockerignore").read_text().splitlines()
    assert {".git", ".venv", "data/*/texts.parquet"} <= set(hidden)


@pytest.mark.parametrize(
    "page",
    [
        *(path.relative_to(CHECKOUT).as_posix() for path in sorted((CHECKOUT / "docs").rglob("*.md"))),
        *(path.relative_to(CHECKOUT).as_posix() for path in sorted((CHECKOUT / "data").glob("*/README.md"))),
        "CONTRIBUTING.md",
        "tests/gold/README.md",
    ],
)
def test_the_files_that_a_page_names_in_passing_are_there(page):
    text = (CHECKOUT / page).read_text("utf-8")
    folders = "|".join(path.name for path in CHECKOUT.iterdir() if path.is_dir() and path.name[0] not in "._")
    for name in re.findall(rf"`((?:{folders})/[a-z][\w./-]*)`", text):
        # A room of tools is named without its ending.
        assert any((CHECKOUT / f"{name}{end}").exists() for end in ("", ".py")), name
