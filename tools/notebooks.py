"""The notebooks: run them from a clean kernel, and compare what they print with what was kept.

A run is kept under a key made of the notebook, the package, the data and the lock file, so that
nothing is run twice and nothing stale is shown.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
import time
from base64 import b64decode
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING

import reformlab
from reformlab.corpus.tables import data_folder

if TYPE_CHECKING:
    from nbformat import NotebookNode

BUILD = Path("_build")
CELL_TIMEOUT = 600  # seconds
# Pictures that the start pages show: the tag of a cell, and the names of the pictures that it shows.
PICTURES = {
    "headline": ["headline", "headline-zh", "gaps-zh", "spread-zh"],
    "gaps": ["gaps"],
    "spread": ["spread"],
}
FIGURES = "figures"  # beside the runs: each figure that was shown, as PNG, SVG and CSV
# What a kernel does at its start: keep the figures that are shown, under the names that `name_picture` gives.
KEEPING = """
def _keep_figures(picture):
    from hashlib import sha256
    picture.save(*(f"{folder}/{{sha256(image.png).hexdigest()[:16]}}" for image in picture.images))
    return picture._repr_html_()


folder = {folder!r}
_html = get_ipython().display_formatter.formatters["text/html"]
_html.for_type_by_name("reformlab.figures.picture", "Picture", _keep_figures)
"""

NUMBER = re.compile(r"([-−]?\d[\d,]*(?:\.\d+)?(?:[eE][-+]?\d+)?)")


class NotebookError(RuntimeError):
    """A notebook failed; the message names it, the cell and the reason."""


def run_notebooks(root: str | Path = ".", *, in_place: bool = False) -> dict[str, Path]:
    """Run every notebook of ``notebooks/`` from a clean kernel.

    Parameters
    ----------
    root : path
        The checkout.
    in_place : bool
        Run all of them afresh and put their outputs into the notebooks themselves, and the
        figures of the cells tagged as in `PICTURES` into ``docs/``. Else the notebooks stay as they
        are, and a run of the same notebook, package, data and lock file is used again.

    Returns
    -------
    dict of str to Path
        The name of each notebook and the file with its outputs, in order.

    Raises
    ------
    NotebookError
        Naming each notebook and cell that failed, and the file that holds the traceback.

    Examples
    --------
    >>> from tools.notebooks import run_notebooks
    >>> run_notebooks()  # doctest: +SKIP
    {'00-tour': PosixPath('_build/notebooks/00-tour-3f1c9a04d2b7.ipynb'), ...}
    """
    root = Path(root)
    sources = _find_notebooks(root)
    state = _hash_state(root)
    kept = root / BUILD / "notebooks"
    kept.mkdir(parents=True, exist_ok=True)
    runs = {path.stem: kept / f"{path.stem}-{_hash_notebook(path, state)}.ipynb" for path in sources}
    due = [path for path in sources if in_place or not runs[path.stem].exists()]
    due.reverse()  # the last take longest: begun last, one of them would run alone at the end
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        failures = list(filter(None, pool.map(lambda path: _run_notebook(path, runs[path.stem]), due)))
    if failures:
        raise NotebookError("\n".join(failures))
    for old in set(kept.glob("*.ipynb")) - set(runs.values()):
        old.unlink()
    if in_place:
        for path in sources:
            shutil.copyfile(runs[path.stem], path)
        copy_pictures(runs, root / "docs")
    return runs


def ship_results(root: str | Path = ".") -> list[Path]:
    """Run the notebooks, keep their outputs in place, and ship the results that they look for.

    What the notebooks need is worked out in a first run, and kept in ``_build/results``; in a second
    one it is only found, and what was found there is copied to ``data/results``.

    Returns
    -------
    list of Path
        The files that ship.
    """
    made, shipped = (Path(root) / BUILD / "results").resolve(), data_folder() / "results"
    shutil.rmtree(shipped, ignore_errors=True)
    os.environ["REFORMLAB_CACHE"] = str(made)
    run_notebooks(root, in_place=True)
    start = time.time()
    run_notebooks(root, in_place=True)
    shipped.mkdir()
    found = [path for path in sorted(made.glob("*.parquet")) if path.stat().st_mtime >= start]
    return [Path(shutil.copy(path, shipped)) for path in found]


def check_notebooks(root: str | Path = ".") -> list[str]:
    """Run the notebooks and say where their text differs from the outputs that are kept in them.

    Returns
    -------
    list of str
        One line a difference, naming notebook and cell; empty where all agree.

    Raises
    ------
    NotebookError
        Where a notebook fails.
    """
    runs = run_notebooks(root)
    kept = {path.stem: path for path in _find_notebooks(Path(root))}
    return [
        f"notebooks/{name}.ipynb, {difference}"
        for name, run in runs.items()
        for difference in compare_outputs(read_notebook(kept[name]), read_notebook(run))
    ]


def compare_outputs(old: NotebookNode, new: NotebookNode) -> list[str]:
    """Say where the printed text of two runs of a notebook differs.

    Whole numbers and words must be the same; a number with decimals may differ by one unit of
    its last printed place, which is what another processor's rounding can do. Pictures are
    compared by their alternative text; warnings and the width of tables are not compared.

    Parameters
    ----------
    old, new : NotebookNode
        The notebook with the outputs that were kept, and with those of a new run.

    Returns
    -------
    list of str
        At most one line a code cell: its number, what was kept and what is printed now.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook, new_output
    >>> from tools.notebooks import compare_outputs
    >>> old, new = (
    ...     new_notebook(cells=[new_code_cell(outputs=[new_output("stream", text=f"gap {gap}")])])
    ...     for gap in (0.12, 0.21)
    ... )
    >>> compare_outputs(old, new)
    ["code cell 1: kept '0.12', now '0.21'"]
    """
    old_cells, new_cells = code_cells(old), code_cells(new)
    if [cell.source for cell in old_cells] != [cell.source for cell in new_cells]:
        return ["the code is not the code that was run"]
    found = (
        _first_difference(read_printed(a), read_printed(b)) for a, b in zip(old_cells, new_cells, strict=True)
    )
    return [f"code cell {number}: {text}" for number, text in enumerate(found, 1) if text]


def copy_pictures(runs: dict[str, Path], folder: Path) -> None:
    """Copy the figures of the cells with a tag of `PICTURES` into a folder, as PNG of those names."""
    cells = [cell for run in runs.values() for cell in code_cells(read_notebook(run))]
    for tag, names in PICTURES.items():
        tagged = [cell for cell in cells if is_tagged(cell, tag)]
        found = [picture for cell in tagged for output in cell.outputs for picture in find_pictures(output)]
        for name, picture in zip(names, found, strict=False):
            (folder / f"{name}.png").write_bytes(b64decode(picture))


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook file."""
    import nbformat

    return nbformat.read(path, as_version=4)


def write_notebook(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook file; a kill leaves the old file whole."""
    import nbformat

    part = path.with_name(path.name + ".part")
    nbformat.write(notebook, part)
    part.replace(path)


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """Return the code cells, in order."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def is_tagged(cell: NotebookNode, tag: str) -> bool:
    """Say whether a cell has a tag."""
    return tag in cell.metadata.get("tags", [])


def find_pictures(output: NotebookNode) -> list[str]:
    """Return the pictures of an output of a cell, as base64: its PNG, or those inside its HTML."""
    data = output.get("data", {})
    inside = re.findall(r"data:image/png;base64,([\w+/=]+)", data.get("text/html", ""))
    return [data["image/png"]] if "image/png" in data else inside


def read_printed(cell: NotebookNode) -> str:
    """Return what a cell printed, as a reader of the page sees it: words of tables and pictures too."""
    from lxml import html

    parts = []
    for output in cell.outputs:
        data = output.get("data", {})
        if output.output_type == "stream" and output.name == "stdout":
            parts.append(output.text)
        elif "text/html" in data:
            page = html.fromstring(f"<div>{data['text/html']}</div>")
            parts += page.xpath(".//text()[not(ancestor::style or ancestor::script)] | .//img/@alt")
        elif not find_pictures(output):
            parts.append(data.get("text/plain", ""))
    return re.sub(r" at 0x[0-9a-f]+", "", " ".join(" ".join(parts).split()))


def name_picture(picture: str) -> str:
    """Return the name under which a run kept a picture, which is given as base64."""
    return hashlib.sha256(b64decode(picture)).hexdigest()[:16]


def list_common_files(root: Path) -> list[Path]:
    """Return the files on which outputs of all notebooks depend: the package, its data, the lock file."""
    parts = [*Path(reformlab.__file__).parent.rglob("*"), *data_folder().rglob("*")]
    files = [path for path in parts if path.is_file() and path.suffix != ".pyc"]
    return [*files, *root.glob("requirements.lock")]


def hash_files(paths: Iterable[Path]) -> str:
    """Hash files, their names and the version of Python that reads them."""
    state = hashlib.sha256(sys.version.encode())
    for path in sorted(set(paths)):
        state.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return state.hexdigest()


def say(text: str) -> None:
    """Print what is being done, at once."""
    print(text, flush=True)


# Running


def _find_notebooks(root: Path) -> list[Path]:
    paths = sorted((root / "notebooks").glob("*.ipynb"))
    if not paths:
        raise NotebookError(f"{root / 'notebooks'}: no notebooks here; run this in a checkout of the project")
    return paths


def _hash_state(root: Path) -> str:
    """Hash what a notebook's outputs depend on, beyond the notebook itself."""
    # Not what lies in folders there: notebooks write such.
    beside = [path for path in (root / "notebooks").glob("*") if path.suffix in {".csv", ".json", ".toml"}]
    return hash_files([Path(__file__), *beside, *list_common_files(root)])


def _hash_notebook(path: Path, state: str) -> str:
    cells = [[cell.cell_type, cell.source, cell.metadata] for cell in read_notebook(path).cells]
    return hashlib.sha256((state + json.dumps(cells, sort_keys=True)).encode()).hexdigest()[:12]


def _run_notebook(path: Path, run: Path) -> str | None:
    """Run one notebook and write it with its outputs; return what failed, if anything did."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    notebook = _tidy_notebook(read_notebook(path))
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as profile:
        # A profile of its own: nobody's start-up files, and no history shared by the kernels.
        startup = Path(profile, "profile_default", "startup")
        startup.mkdir(parents=True)
        code = KEEPING.format(folder=str(run.parent.with_name(FIGURES).resolve()))
        (startup / "keep_figures.py").write_text(code, "utf-8")
        env = {**os.environ, "IPYTHONDIR": profile, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
        # What is warned of there the notebooks say in their text; a warning names folders of this machine.
        env["PYTHONWARNINGS"] = "ignore:the levels put,ignore:topics that are not found again"
        client = NotebookClient(
            notebook,
            timeout=CELL_TIMEOUT,
            kernel_name="python3",
            record_timing=False,
            coalesce_streams=True,  # where a stream is cut depends on the kernel's pace
            extra_arguments=["--log-level=ERROR"],
            resources={"metadata": {"path": str(path.parent)}},
        )
        try:
            client.execute(env=env)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            failed = run.with_name(f"{path.stem}-failed.ipynb")
            write_notebook(notebook, failed)
            return _describe_failure(path, notebook, error, failed)
    # The kernel writes its exact version here, which says nothing about the outputs.
    notebook.metadata["language_info"] = {"name": "python"}
    write_notebook(notebook, run)
    say(f"Ran {path.name} in {time.monotonic() - start:.0f} s")
    return None


def _describe_failure(path: Path, notebook: NotebookNode, error: Exception, failed: Path) -> str:
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    if isinstance(error, CellExecutionError):
        what = f"{error.ename}: {error.evalue}"
    elif isinstance(error, CellTimeoutError):
        what = f"it took more than {CELL_TIMEOUT} s"
    else:
        what = "the kernel died (out of memory?)"
    cells = list(enumerate(code_cells(notebook), 1))
    started = [(number, cell) for number, cell in cells if cell.execution_count]
    number, cell = started[-1] if started else cells[0]
    code = indent(cell.source, "    ")
    return f"{path}, code cell {number} failed: {what}\n{code}\n    (the run with its traceback: {failed})"


def _tidy_notebook(notebook: NotebookNode) -> NotebookNode:
    """Take out what a run or an editor leaves behind, so that the same run gives the same file."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in code_cells(notebook):
        cell.outputs, cell.execution_count = [], None
        cell.metadata.pop("execution", None)
    return notebook


# Comparing


def _first_difference(old: str, new: str) -> str | None:
    parts = list(zip_longest(NUMBER.split(old), NUMBER.split(new), fillvalue=""))
    for place, (a, b) in enumerate(parts):
        if NUMBER.fullmatch(a) and NUMBER.fullmatch(b):
            if not _agree(a, b):
                return f"kept {a!r}, now {b!r}"
        elif a != b:
            rest = ("".join(side[place:]) for side in zip(*parts, strict=True))
            return "kept {!r}, now {!r}".format(*map(_cut, rest))
    return None


def _agree(old: str, new: str) -> bool:
    (a, place), (b, other_place) = _value_and_place(old), _value_and_place(new)
    whole = place == other_place == 1
    return a == b if whole else abs(a - b) <= 1.01 * min(place, other_place)


def _value_and_place(number: str) -> tuple[float, float]:
    """Return a printed number and the worth of one unit of its last place."""
    mantissa, _, exponent = number.replace("−", "-").replace(",", "").lower().partition("e")
    decimals = len(mantissa.partition(".")[2])
    scale = 10.0 ** int(exponent or 0)
    return float(mantissa) * scale, scale * 10.0**-decimals


def _cut(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
