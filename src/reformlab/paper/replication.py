"""A replication folder: corpus, script, package and versions, from which another machine makes the tables."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
import pandas as pd

import reformlab
from reformlab.corpus.kept import cache_folder
from reformlab.corpus.store import write_csv
from reformlab.corpus.tables import Corpus, data_folder
from reformlab.paper.coded import take_codes
from reformlab.reading.sheets import read_table

SCRIPT, SUMS = "analysis.py", "checksums.csv"
TABLES, AGAIN, RESULTS = "tables", "again", "results"
# What the package reads of its data besides corpora and kept results.
DATA = ("codebook", "lexicon", "reference", "rules", "texts")
# Numbers are compared as far as anybody prints them.
DIGITS = 6
NOTHING = 1e-12
LOCK = "requirements.lock"


def export_replication(
    corpus: Corpus,
    folder: str | Path,
    *,
    script: str | Path | None = None,
    codes: str | Path | None = None,
) -> Path:
    """Write a folder from which another machine makes the same tables, and make them in it.

    Parameters
    ----------
    corpus : Corpus
        What was analysed; it is written without its wording.
    folder : path
        A new one; or a replication folder, which is made anew, with the script that lies in it unless
        another is given.
    script : path, optional
        The analysis: it reads the corpus folder ``corpus``, and writes the tables of the paper as CSV
        files into the folder that it is given as its argument. Unless given, it measures domains: gaps over
        all years and by era, trends and changes, and writes the folder of `export_paper`.
    codes : path, optional
        A coded sample of the corpus (`read_codes`), or the folder of coding sheets that were filled in
        (`read_sheets`), for a script that reads ``codes.csv``, as the one that is there does.

    Returns
    -------
    Path
        The folder: ``README.md`` (what to do), ``analysis.py`` (the script), ``replicate.py`` (runs it
        again, and compares), ``corpus``, ``tables`` (what the script wrote), ``checksums.csv`` (of each
        table: ``table``, ``rows``, ``sha256``), ``requirements.lock`` (the packages, with their hashes
        where all that are installed here are those of the lock file), ``reformlab`` (the package itself),
        ``results`` (what took long, kept: without it all is worked out anew).

    Raises
    ------
    FileExistsError
        Where the folder holds something, and is no replication folder.
    TableError
        Where the codes have faults, or coders differ; nothing is written then.
    RuntimeError
        Where the script fails, with the end of what it said, or writes no table; of a new folder nothing
        is left then.

    Examples
    --------
    >>> import tempfile, reformlab as rl
    >>> corpus = rl.load_corpus("made-up")
    >>> folder = rl.export_replication(corpus, tempfile.mkdtemp())
    >>> bool(rl.check_replication(folder)["same"].all())
    True
    """
    folder = Path(folder).resolve()
    # A script of one's own may have a codebook of its own.
    own = script is not None or (folder / SCRIPT).exists()
    take = read_table if own and codes is not None and Path(codes).is_file() else take_codes
    coded = None if codes is None else take(codes)
    fresh = not folder.exists() or not any(folder.iterdir())
    _clear(folder)
    texts = data_folder() / "texts" / "replication"
    corpus.save(folder / "corpus", share=True)
    if script is not None or not (folder / SCRIPT).exists():
        shutil.copy(script or texts / SCRIPT, folder / SCRIPT)
    if coded is not None:
        write_csv(coded, folder / "codes.csv")
    shutil.copy(texts / "replicate.py", folder)
    readme = (texts / "README.md").read_text("utf-8")
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    about = readme.format(version=reformlab.__version__, python=python, corpus=repr(corpus).strip("<>"))
    (folder / "README.md").write_text(about, "utf-8")
    (folder / LOCK).write_text(lock_packages(), "utf-8")
    _copy_package(folder)
    _lend_results(folder / RESULTS)
    start = time.time()
    try:
        _run(folder, TABLES)
    except RuntimeError:
        if fresh:  # half a folder would only be in the way of the next try
            shutil.rmtree(folder)
        raise
    for path in (folder / RESULTS).glob("*.parquet"):
        if path.stat().st_mtime < start - 1:
            path.unlink()
    write_csv(_sum_tables(folder / TABLES), folder / SUMS)
    return folder


def check_replication(folder: str | Path) -> pd.DataFrame:
    """Run the script of a replication folder again, and compare its tables with those that lie there.

    Parameters
    ----------
    folder : path
        Of `export_replication`. The tables are written to its folder ``again``.

    Returns
    -------
    DataFrame
        One row a table: ``table``, ``rows``, ``same`` (the one that is made again, the one that lies in
        the folder and the checksum that is kept are one: words and whole numbers alike, other numbers to six
        digits), ``largest`` (the largest difference of a number, as part of the larger of the two; missing
        where other things differ), ``note`` (what differs, and where it begins).

    Raises
    ------
    FileNotFoundError
        Where it is no replication folder.
    RuntimeError
        Where the script fails.

    Examples
    --------
    >>> import reformlab as rl
    >>> rl.check_replication("replication")["same"].all()  # doctest: +SKIP
    True
    """
    folder = Path(folder).resolve()
    if not (folder / SUMS).exists():
        raise FileNotFoundError(f"{folder} is no replication folder: it has no {SUMS}")
    shutil.rmtree(folder / AGAIN, ignore_errors=True)
    _run(folder, AGAIN)
    kept = pd.read_csv(folder / SUMS, encoding="utf-8-sig").set_index("table")
    made, here = (_sum_tables(folder / name).set_index("table") for name in (AGAIN, TABLES))
    rows = []
    for name in kept.index.union(made.index).union(here.index):
        sums = [table["sha256"].get(name, "") for table in (kept, made, here)]
        same = len(set(sums)) == 1
        largest, note = (0.0, "") if same else (np.nan, _say_absent(*sums))
        if not same and not note:
            largest, note = _compare(folder / TABLES / name, folder / AGAIN / name)
            note = f"{'was changed since it was written: ' if sums[0] == sums[1] else ''}{note}"
        n = made["rows"].get(name, 0)
        rows.append({"table": name, "rows": n, "same": same, "largest": largest, "note": note})
    return pd.DataFrame(rows)


def _say_absent(kept: str, made: str, here: str) -> str:
    """Say of a table's checksums which is missing; nothing where none is."""
    if not made:
        return "is not made"
    if not kept:
        return "is new"
    return "" if here else f"is gone from {TABLES}"


def say_compared(table: pd.DataFrame) -> str:
    """Say in a sentence what `check_replication` found."""
    if table["same"].all():
        return f"All {len(table)} tables are the same."
    return f"{(~table['same']).sum()} of {len(table)} tables differ."


def lock_packages() -> str:
    """Give the packages of this run: the lock file, where it is what is installed, else their versions."""
    inside, beside = data_folder() / LOCK, data_folder().parent / LOCK
    lock = (inside if inside.exists() else beside).read_text("utf-8")
    # A name can stand there more than once, with a version for each range of Pythons.
    locked = re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock, re.MULTILINE)
    names = dict.fromkeys(name for name, _ in locked)
    installed = [(name, number) for name in names if (number := _find_version(name))]
    if set(installed) <= set(locked):
        return lock
    return "".join(f"{name}=={number}\n" for name, number in installed)


def _find_version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _clear(folder: Path) -> None:
    """Take away what an earlier export made in a folder; its script and codes stay."""
    if folder.exists() and any(folder.iterdir()) and not (folder / SUMS).exists():
        raise FileExistsError(f"{folder} is not empty; name a new folder")
    for name in ("corpus", TABLES, AGAIN, RESULTS, "reformlab", *folder.glob("reformlab-*.dist-info")):
        shutil.rmtree(folder / name, ignore_errors=True)


def _copy_package(folder: Path) -> None:
    """Copy the package, and of its data what every analysis reads; Python finds it beside the script."""
    package = folder / "reformlab"
    ignore = shutil.ignore_patterns("__pycache__", "data")
    shutil.copytree(Path(reformlab.__file__).parent, package, ignore=ignore)
    for name in DATA:
        shutil.copytree(data_folder() / name, package / "data" / name)
    known = folder / f"reformlab-{version('reformlab')}.dist-info"
    known.mkdir()
    about = f"Metadata-Version: 2.1\nName: reformlab\nVersion: {version('reformlab')}\n"
    (known / "METADATA").write_text(about, "utf-8")


def _lend_results(folder: Path) -> None:
    """Lay all kept results where the script finds them."""
    folder.mkdir()
    for kept in (data_folder() / "results", cache_folder()):
        for path in kept.glob("*.parquet"):
            shutil.copy2(path, folder)


def _run(folder: Path, out: str) -> None:
    """Run the script in the folder, by the package that lies there."""
    (folder / out).mkdir()
    settings = {"REFORMLAB_CACHE": str(folder / RESULTS), "PYTHONPATH": str(folder)}
    settings |= {"MPLBACKEND": "agg", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    command = [sys.executable, SCRIPT, out]
    done = subprocess.run(command, cwd=folder, env=os.environ | settings, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{SCRIPT} failed: {done.stderr.strip()[-1000:]}")
    if not any((folder / out).rglob("*.csv")):
        raise RuntimeError(f"{SCRIPT} wrote no CSV file into {out!r}, the folder that it was given")


def _sum_tables(folder: Path) -> pd.DataFrame:
    """Give rows and checksum of every table."""
    paths = sorted(folder.rglob("*.csv"))
    rows = [(path.relative_to(folder).as_posix(), *_sum(_read(path))) for path in paths]
    return pd.DataFrame(rows, columns=["table", "rows", "sha256"])


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False, na_values=[""])


def _sum(table: pd.DataFrame) -> tuple[int, str]:
    """Give the rows of a table, and the hash of what it says to six digits."""
    rounded = table.copy()
    for name in table.select_dtypes("float"):
        values = table[name].mask(table[name].abs() < NOTHING, 0.0)
        rounded[name] = values.map(_round)
    text = rounded.to_csv(index=False, lineterminator="\n")
    return len(table), hashlib.sha256(text.encode()).hexdigest()


def _compare(old: Path, new: Path) -> tuple[float, str]:
    """Give the largest difference of a number between two tables, and what differs, in words."""
    one, two = _read(old), _read(new)
    if list(one) != list(two) or len(one) != len(two):
        return np.nan, f"{one.shape[0]} x {one.shape[1]} cells, now {two.shape[0]} x {two.shape[1]}"
    numbers = [name for name in one.select_dtypes("number") if pd.api.types.is_numeric_dtype(two[name])]
    words = [name for name in one if name not in numbers and not one[name].equals(two[name])]
    if words:
        return np.nan, f"the columns {words} differ{_say_first(one, two, words)}"
    a, b = (table[numbers].to_numpy(dtype=float) for table in (one, two))
    if (np.isnan(a) != np.isnan(b)).any():
        return np.nan, "numbers are missing that were there, or the other way round"
    size = np.maximum(np.abs(a), np.abs(b))
    with np.errstate(invalid="ignore", divide="ignore"):
        apart = np.where(size > NOTHING, np.abs(a - b) / size, 0)
    differs = [name for name, most in zip(numbers, np.nanmax(apart, axis=0), strict=True) if most > 0]
    largest = float(np.nanmax(apart)) if apart.size else 0.0
    return largest, f"the columns {differs} differ{_say_first(one, two, differs)}"


def _say_first(one: pd.DataFrame, two: pd.DataFrame, names: list[str]) -> str:
    """Say of these columns where they first differ: the row as a spreadsheet counts, and both values."""
    for name in names:
        old, new = one[name], two[name]
        unlike = (old != new) & ~(old.isna() & new.isna())
        if pd.api.types.is_float_dtype(old) and pd.api.types.is_float_dtype(new):
            unlike &= old.map(_round) != new.map(_round)
        if unlike.any():
            at = int(np.argmax(unlike))
            return f"; row {at + 2}, column {name}: {old.iloc[at]}, made again {new.iloc[at]}"
    return ""


def _round(value: float) -> str:
    return f"{value:.{DIGITS}g}"
