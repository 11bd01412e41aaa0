"""What the start page shows is what comes out, and what it names is there."""

import contextlib
import io
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reformlab.cli import app

CHECKOUT = Path(__file__).parents[1]
PAGES = ["README.md", "README.zh.md"]


def test_the_example_prints_what_the_page_shows():
    page = (CHECKOUT / "README.md").read_text("utf-8")
    code, shown = (re.search(f"```{kind}\n(.*?)```", page, re.S)[1] for kind in ("python", "text"))
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(code, {})
    assert printed.getvalue() == shown


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_and_files_that_a_page_names_are_there(page):
    text = (CHECKOUT / page).read_text("utf-8")
    for verb, rest in re.findall(r"^reformlab (\w+)(.*)", text, re.M):
        told = CliRunner().invoke(app, [verb, "--help"], env={"COLUMNS": "200"}).output
        assert all(option in told for option in re.findall(r"--\w+", rest.partition("#")[0])), verb
    targets = re.findall(r"^make (\w+)", text, re.M)
    assert targets and all(f"\n{name}:" in (CHECKOUT / "Makefile").read_text() for name in targets)
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (CHECKOUT / link).exists(), link
