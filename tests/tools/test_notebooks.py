"""Running notebooks and comparing what they print; and the rules that the notebooks keep."""

import ast
import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools.notebooks import (
    NotebookError,
    check_notebooks,
    code_cells,
    compare_outputs,
    copy_pictures,
    is_tagged,
    read_notebook,
    run_notebooks,
)

ROOT = Path(__file__).resolve().parents[2]
STORIES = sorted((ROOT / "notebooks").glob("*.ipynb"))


def printed(*texts):
    """Make a notebook with one code cell a text, as if each had printed it."""
    return new_notebook(cells=[new_code_cell(outputs=[new_output("stream", text=text)]) for text in texts])


def checkout(folder, **sources):
    """Make a folder with notebooks of one code cell each."""
    (folder / "notebooks").mkdir()
    for name, source in sources.items():
        cells = [new_markdown_cell(f"# {name}"), *(new_code_cell(code) for code in source)]
        nbformat.write(new_notebook(cells=cells), folder / "notebooks" / f"{name}.ipynb")
    return folder


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("gap 0.123 (12 documents)", "gap 0.124 (12 documents)"),
        ("1,234.5 and -0.0", "1,234.6 and 0.0"),
        ("1.20e-05", "1.21e-05"),
        ("a   b\n 3", "a b 3"),
        ("<Fit object at 0x7f00aa>", "<Fit object at 0x7f11bb>"),
    ],
)
def test_rounding_spacing_and_addresses_are_no_difference(old, new):
    assert compare_outputs(printed(old), printed(new)) == []


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        ("gap 0.123", "gap 0.125", "kept '0.123', now '0.125'"),
        ("gap 0.12", "gap -0.12", "kept '0.12', now '-0.12'"),
        ("12 documents", "13 documents", "kept '12', now '13'"),
        ("医保 first", "医院 first", "kept '医保 first', now '医院 first'"),
        ("", "1", "kept '', now '1'"),
        ("1 2", "1 2 3", "kept '', now ' 3'"),
    ],
)
def test_another_number_or_word_is_a_difference(old, new, difference):
    assert compare_outputs(printed("same", old), printed("same", new)) == [f"code cell 2: {difference}"]


def test_tables_are_compared_as_they_are_read():
    def table(value, style):
        page = f"<style>.{style} {{}}</style><table class='{style}'><td>{value}</td></table>"
        output = new_output("execute_result", data={"text/html": page, "text/plain": "…"}, execution_count=1)
        return new_notebook(cells=[new_code_cell(outputs=[output])])

    assert compare_outputs(table(0.5, "a1"), table(0.5, "b2")) == []
    assert compare_outputs(table(0.5, "a1"), table(0.7, "a1")) == ["code cell 1: kept '0.5', now '0.7'"]


def test_pictures_are_compared_by_what_they_say():
    def drawn(alt, picture):
        page = f'<img alt="{alt}" src="data:image/png;base64,{picture}">'
        return new_notebook(
            cells=[new_code_cell(outputs=[new_output("display_data", data={"text/html": page})])]
        )

    assert compare_outputs(drawn("gap 0.2", "aaaa"), drawn("gap 0.2", "bbbb")) == []
    assert compare_outputs(drawn("gap 0.2", "aaaa"), drawn("gap 0.4", "aaaa")) == [
        "code cell 1: kept '0.2', now '0.4'"
    ]


def test_pictures_without_words_and_warnings_are_not_compared():
    def drawn(picture, warning):
        outputs = [
            new_output("display_data", data={"image/png": picture, "text/plain": f"<Figure {picture}>"}),
            new_output("stream", name="stderr", text=warning),
        ]
        return new_notebook(cells=[new_code_cell(outputs=outputs)])

    assert compare_outputs(drawn("aaaa", "one"), drawn("bbbb", "two")) == []


def test_other_code_is_a_difference():
    old, new = printed("1"), printed("1")
    new.cells[0].source = "print(1)"
    assert compare_outputs(old, new) == ["the code is not the code that was run"]


def test_a_run_is_clean_leaves_the_notebook_alone_and_is_used_again(tmp_path):
    root = checkout(tmp_path, a=["x = 1", "print(x + 1)"])
    source = root / "notebooks" / "a.ipynb"
    before = source.read_bytes()
    run = run_notebooks(root)["a"]
    cells = code_cells(read_notebook(run))
    assert [cell.execution_count for cell in cells] == [1, 2]
    assert cells[1].outputs[0].text == "2\n"
    assert source.read_bytes() == before

    made = run.stat().st_mtime_ns
    assert run_notebooks(root)["a"].stat().st_mtime_ns == made
    assert check_notebooks(root) == ["notebooks/a.ipynb, code cell 2: kept '', now '2'"]

    run_notebooks(root, in_place=True)
    assert check_notebooks(root) == []
    assert read_notebook(source).metadata.language_info == {"name": "python"}


@pytest.mark.parametrize("mime", ["image/png", "text/html"])
def test_pictures_of_the_start_page_are_those_of_the_tagged_cells(tmp_path, mime):
    data = {"image/png": "aGVhZA==", "text/html": '<img src="data:image/png;base64,aGVhZA==">'}
    cells = [
        new_code_cell(outputs=[new_output("display_data", data={mime: picture})], metadata={"tags": tags})
        for picture, tags in (("b3RoZXI=", []), (data[mime], ["headline"]), (data[mime], ["gaps"]))
    ]
    nbformat.write(new_notebook(cells=cells), tmp_path / "a.ipynb")
    copy_pictures({"a": tmp_path / "a.ipynb"}, tmp_path)
    assert (tmp_path / "headline.png").read_bytes() == b"head"
    assert [path.stem for path in sorted(tmp_path.glob("*.png"))] == ["gaps", "headline"]


def test_a_change_beside_the_notebook_makes_it_run_again(tmp_path):
    root = checkout(tmp_path, a=["print(open('labels.csv').read())"])
    labels = root / "notebooks" / "labels.csv"
    outputs = []
    for text in ("one", "two"):
        labels.write_text(text)
        outputs.append(code_cells(read_notebook(run_notebooks(root)["a"]))[0].outputs[0].text)
    assert outputs == ["one\n", "two\n"]


def test_a_failure_names_notebook_cell_and_reason(tmp_path):
    root = checkout(tmp_path, good=["1"], bad=["y = 2", "y + unknown", "3"])
    with pytest.raises(NotebookError) as error:
        run_notebooks(root)
    message = str(error.value)
    assert re.search(r"bad\.ipynb, code cell 2 failed: NameError: name 'unknown' is not defined", message)
    assert "    y + unknown\n" in message
    kept = re.search(r"its traceback: (.*)\)", message)[1]
    assert "Traceback" in "".join(code_cells(read_notebook(Path(kept)))[1].outputs[0].traceback)


def test_a_cell_that_does_not_end_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr("tools.notebooks.CELL_TIMEOUT", 1)
    root = checkout(tmp_path, slow=["1", "import time\ntime.sleep(60)"])
    with pytest.raises(NotebookError, match=r"slow\.ipynb, code cell 2 failed: it took more than 1 s"):
        run_notebooks(root)


def test_a_folder_without_notebooks_is_an_error(tmp_path):
    with pytest.raises(NotebookError, match="run this in a checkout"):
        run_notebooks(tmp_path)


# The rules that the notebooks keep


@pytest.fixture(params=STORIES, ids=lambda path: path.stem)
def story(request):
    return read_notebook(request.param)


def test_story_opens_with_a_title_and_a_card_then_five_headings(story):
    text = "\n".join(cell.source for cell in story.cells if cell.cell_type == "markdown")
    assert text.startswith("# ")
    card = text.partition("\n## ")[0]
    assert all(word in card for word in ("Question", "Time", "Level", "Needs"))
    headings = re.findall(r"^## (\w+)", text, re.M)
    assert headings[:5] == ["Question", "Data", "Method", "Picture", "Reading"]


def test_story_is_short_and_needs_no_programming(story):
    cells = [cell for cell in code_cells(story) if not is_tagged(cell, "solution")]
    assert len(cells) <= 12
    for cell in cells:
        assert len(cell.source.splitlines()) <= 10, cell.source
    for cell in code_cells(story):
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)
            if isinstance(node, ast.Import | ast.ImportFrom):
                assert ast.unparse(node) in {"import reformlab as rl", "import pandas as pd"}


def test_story_keeps_the_outputs_of_one_clean_run(story):
    cells = [cell for cell in code_cells(story) if cell.source.strip()]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert any(cell.outputs for cell in cells)
    for cell in cells:
        for output in cell.outputs:
            assert output.output_type != "error", cell.source
            assert output.get("name") != "stderr", output.text
            # A filter by a name or number that the data no longer have.
            assert "Empty DataFrame" not in str(output), cell.source


def test_answers_are_hidden_until_asked_for(story):
    """JupyterLab folds them by this metadata; the site folds them by the tag."""
    for cell in code_cells(story):
        hidden = {"source_hidden": True, "outputs_hidden": True} if is_tagged(cell, "solution") else None
        assert cell.metadata.get("jupyter") == hidden, cell.source


def test_the_page_to_begin_with_leads_to_notebooks_and_gives_the_minutes_of_their_cards():
    page = (ROOT / "notebooks" / "README.md").read_text("utf-8")
    listed = re.findall(r"^\| \[.+?\]\((.+?)\) \|.*\| (\d+) \|$", page, re.M)
    # In English and in Chinese.
    assert sorted(name for name, _ in listed) == sorted(2 * [path.name for path in STORIES])
    for name, minutes in listed:
        card = read_notebook(ROOT / "notebooks" / name).cells[0].source
        assert f"| **Time** | {minutes} minutes |" in card


def test_rows_that_tie_stand_in_one_order_on_every_processor():
    # numpy sorts in vectors where it can, and then ties fall as the vectors are wide.
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in code_cells(read_notebook(path)):
            for arguments in re.findall(r'sort_values\(("[^)]*)\)', cell.source):
                assert 'kind="stable"' in arguments, (path.name, arguments)


def test_every_table_says_what_it_shows(story):
    for cell in code_cells(story):
        shown = [output.get("data", {}).get("text/html", "") for output in cell.outputs]
        if any("<table" in text and 'class="rl-show"' not in text for text in shown):
            assert cell.metadata.get("caption"), cell.source
