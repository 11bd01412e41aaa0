"""What studies of coverage share: simulations that are kept as they come, settings of the command, pages."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import pandas as pd
from joblib import Parallel, delayed

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"

Jobs = Iterable[tuple[int, dict[str, Any]]]


@dataclass(frozen=True, eq=False)
class Cell:
    """One setting of a study; each study adds what its simulator is told, and how often (``n``)."""

    setting: str

    @property
    def labels(self) -> dict[str, str]:
        """What its rows are called in the table of all cells."""
        return {"setting": self.setting}

    @property
    def file(self) -> str:
        """Name of the file in which its simulations stand."""
        return re.sub(r"[^\w-]+", "-", " ".join(self.labels.values())) + ".csv"


def run_command(
    text: str, folder: Path, cells: Sequence[Cell], study: Callable[..., pd.DataFrame]
) -> tuple[pd.DataFrame, bool]:
    """Do what the command of a study says; give the simulations, and whether they are of all its cells.

    Parameters
    ----------
    text : str
        What the study is about, for ``--help``.
    folder : Path
        Where simulations stand unless ``--folder`` says otherwise.
    cells : sequence of Cell
        Of these ``--cells`` keeps those of some settings.
    study : callable
        As `run_study`: given cells and a folder, and told ``scale`` and ``processes``.
    """
    parser = argparse.ArgumentParser(description=text.splitlines()[0])
    parser.add_argument("--scale", type=float, default=1.0, help="part of the simulations to run")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument("--folder", type=Path, default=folder)
    parser.add_argument("--cells", nargs="*", help="only the settings of these names")
    told = parser.parse_args()
    chosen = [cell for cell in cells if not told.cells or cell.setting in told.cells]
    return study(chosen, told.folder, scale=told.scale, processes=told.processes), not told.cells


def first_seed(cell: Cell) -> int:
    """Give the seed of the first simulation of a cell: the same whatever other cells there are."""
    return crc32(" ".join(cell.labels.values()).encode()) % 1_000_000 * 1_000


def list_seeds(cell: Cell, scale: float) -> Jobs:
    """Give the seed of each simulation of a cell."""
    first = first_seed(cell)
    return ((first + number, {}) for number in range(max(int(scale * cell.n), 1)))


def run_study(
    cells: Sequence[Cell],
    folder: Path,
    *,
    run: Callable[..., pd.DataFrame],
    scale: float,
    processes: int,
    jobs: Callable[[Cell, float], Jobs] = list_seeds,
) -> pd.DataFrame:
    """Run what is not done yet, keep each simulation, and give all of them.

    Parameters
    ----------
    cells : sequence of Cell
    folder : Path
        Where simulations stand, a file a cell.
    run : callable
        Given a cell, a seed and the options of a job, it returns the rows of one simulation, ``seed`` among
        their columns.
    scale : float
        Part of the simulations to run.
    processes : int
    jobs : callable
        Given a cell and the scale, it returns its seeds and the options of each.

    Returns
    -------
    DataFrame
        The rows of all simulations, with the labels of their cells.
    """
    folder.mkdir(parents=True, exist_ok=True)
    queue = []
    for cell in cells:
        path = folder / cell.file
        done = set(pd.read_csv(path)["seed"]) if path.exists() else set()
        due = [(seed, options) for seed, options in jobs(cell, scale) if seed not in done]
        queue += [(number, cell, seed, options) for number, (seed, options) in enumerate(due)]
    # One simulation of each cell in turn, so that a study cut short is short in every cell.
    queue.sort(key=lambda job: job[0])
    # Fresh processes: one that is forked waits for ever for the threads that fitted a model before.
    parallel = Parallel(n_jobs=processes, return_as="generator_unordered")
    runs = parallel(delayed(_run_one)(run, cell, seed, options) for _, cell, seed, options in queue)
    for number, (file, table) in enumerate(runs, start=1):
        path = folder / file
        table.to_csv(path, mode="a", header=not path.exists(), index=False, lineterminator="\n")
        if number % 50 == 0:
            print(f"{number} of {len(queue)} simulations", flush=True)
    return pd.concat(
        [pd.read_csv(folder / cell.file).assign(**cell.labels) for cell in cells], ignore_index=True
    )


def unpack(kept: Path, folder: Path, cells: Sequence[Cell]) -> None:
    """Put simulations that ship, if any, where a study looks for them, unless it has some."""
    if folder.exists() or not kept.exists():
        return
    folder.mkdir(parents=True)
    raw = pd.read_parquet(kept)
    for cell in cells:
        of_cell = (raw[list(cell.labels)] == pd.Series(cell.labels)).all(axis=1)
        if of_cell.any():
            rows = raw[of_cell].drop(columns=list(cell.labels))
            rows.to_csv(folder / cell.file, index=False, lineterminator="\n")


def _run_one(
    run: Callable[..., pd.DataFrame], cell: Cell, seed: int, options: dict[str, Any]
) -> tuple[str, pd.DataFrame]:
    """Measure one simulation, and say to which file it belongs."""
    return cell.file, run(cell, seed, **options)


def write_between(marks: tuple[str, str], lines: str, page: Path) -> None:
    """Write lines of a page between their marks, and nothing else of it."""
    before, rest = page.read_text("utf-8").split(marks[0])
    after = rest.split(marks[1])[1]
    page.write_text(f"{before}{marks[0]}\n{lines}\n{marks[1]}{after}", "utf-8")
