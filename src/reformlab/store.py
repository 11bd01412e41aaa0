"""Write files so that a kill leaves the old ones whole, never half a new one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pandas as pd

# Hidden folders inside the one that is written to: what is being written, and what is whole.
_WRITING, _WRITTEN, _GONE = ".writing", ".written", ".gone"


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a CSV that Excel opens with its Chinese intact."""
    replace_file(
        path, lambda part: table.to_csv(part, index=False, encoding="utf-8-sig", lineterminator="\n")
    )


def write_parquet(table: pd.DataFrame, path: Path) -> None:
    """Write a Parquet file, compressed."""
    replace_file(path, lambda part: table.to_parquet(part, index=False, compression="zstd"))


def write_json(value: Mapping[str, Any], path: Path) -> None:
    """Write readable JSON, the same for the same value."""
    text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    replace_file(path, lambda part: part.write_text(text, "utf-8"))


def replace_file(path: Path, write: Callable[[Path], Any]) -> None:
    """Write beside the file, then put it in place in one step."""
    part = path.with_name(path.name + ".part")
    try:
        write(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def replace_together(folder: Path, names: Sequence[str]) -> Iterator[Path]:
    """Give a folder to write into; once it is whole, its files take the place of the old, all or none.

    Files of these `names` that were not written are taken away; other files of the folder stay.
    One rename decides: before it the old files hold, behind it the new ones, and whoever comes
    next finishes what a kill cut short (`settle`).
    """
    settle(folder)
    writing = folder / _WRITING
    shutil.rmtree(writing, ignore_errors=True)
    writing.mkdir(parents=True)
    try:
        yield writing
        for name in names:
            if not (writing / name).exists():
                (writing / (name + _GONE)).touch()
        writing.rename(folder / _WRITTEN)
    except BaseException:
        shutil.rmtree(writing, ignore_errors=True)
        # Only a folder that was made for this is empty now.
        with suppress(OSError):
            folder.rmdir()
        raise
    settle(folder)


def settle(folder: Path) -> None:
    """Put files in place that were written whole, but not all put in place before a kill.

    Raises
    ------
    PermissionError
        Where a file is held by another program, as Excel does on Windows.
    """
    written = folder / _WRITTEN
    if not written.is_dir():
        return
    for path in sorted(written.iterdir()):
        place = folder / path.name.removesuffix(_GONE)
        try:
            if path.name.endswith(_GONE):
                place.unlink(missing_ok=True)
                path.unlink(missing_ok=True)
            else:
                path.replace(place)
        except PermissionError:
            raise PermissionError(
                f"{place} cannot be replaced; close the program that has it open, then try again"
            ) from None
    written.rmdir()
