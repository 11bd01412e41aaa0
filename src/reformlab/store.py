"""Write files so that a kill leaves the old one whole, never half a new one."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd


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
