"""Write files so that a kill leaves the old ones whole, never half a new one."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

# A cell that opens with one of these is run as a formula by a spreadsheet program.
_FORMULA = re.compile(r"^[=+\-@\t\r]")
# Characters that the XLSX format cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# Hidden folders inside the one that is written to: what is being written, and what is whole.
_WRITING, _WRITTEN, _GONE = ".writing", ".written", ".gone"


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a CSV that Excel opens with its Chinese intact."""
    options = {"index": False, "encoding": "utf-8-sig", "lineterminator": "\n"}
    replace_file(path, lambda part: table.to_csv(part, **options))


def write_parquet(table: pd.DataFrame, path: Path) -> None:
    """Write a Parquet file, compressed."""
    replace_file(path, lambda part: table.to_parquet(part, index=False, compression="zstd"))


def write_json(value: Mapping[str, Any], path: Path) -> None:
    """Write readable JSON, the same for the same value."""
    text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    replace_file(path, lambda part: part.write_text(text, "utf-8"))


def replace_file(path: Path, write: Callable[[Path], Any]) -> None:
    """Write beside the file, then put it in place in one step; its folder is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
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


def save_table(table: pd.DataFrame, path: str | Path) -> Path:
    """Write a table for a spreadsheet program.

    Parameters
    ----------
    table : DataFrame
    path : path
        Its extension says how: ``.csv`` (UTF-8 with a mark, so that Excel shows the Chinese) or
        ``.xlsx``.

    Returns
    -------
    Path
        The file. A cell that would open as a formula (with = + - @, a tab or a return) has an
        apostrophe before it, as OWASP advises against CSV injection.

    Raises
    ------
    ValueError
        Where the extension is neither of the two.

    Examples
    --------
    >>> import pandas as pd, tempfile
    >>> from reformlab.corpus.store import save_table
    >>> table = pd.DataFrame({"heading": ["=1+1"]})
    >>> path = save_table(table, tempfile.mkdtemp() + "/table.csv")
    >>> path.read_text("utf-8-sig").split()
    ['heading', "'=1+1"]
    """
    path = Path(path)
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise ValueError(
            f"{path.name}: a sheet is saved as .xlsx or .csv, not as {path.suffix!r}; give another name"
        )
    harmless = table.map(_disarm).rename(columns=_disarm)
    if path.suffix.lower() == ".csv":
        write_csv(harmless, path)
    else:
        _write_xlsx(harmless, path)
    return path


def lay_columns(sheet: Worksheet, widths: Iterable[float]) -> None:
    """Give the columns of a sheet their widths, in signs, and wrap what is longer."""
    from openpyxl.styles import Alignment

    for cells, width in zip(sheet.columns, widths, strict=True):
        sheet.column_dimensions[cells[0].column_letter].width = width
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _disarm(cell: object) -> object:
    """Put an apostrophe before a text that would run; a return inside it would break its row in a CSV."""
    if not isinstance(cell, str):
        return cell
    return ("'" if _FORMULA.match(cell) else "") + cell.replace("\r\n", "\n").replace("\r", "\n")


def _write_xlsx(table: pd.DataFrame, path: Path) -> None:
    clean = table.map(lambda cell: _CONTROL.sub("", cell) if isinstance(cell, str) else cell)
    with pd.ExcelWriter(path, engine="openpyxl") as writer:
        clean.to_excel(writer, index=False, sheet_name=_name_sheet(path), freeze_panes=(1, 0))


def _name_sheet(path: Path) -> str:
    """Name a sheet as its file, as far as Excel allows."""
    return re.sub(r"[\[\]:*?/\\']", " ", path.stem)[:31].strip() or "table"


# Headings of a shared corpus are cut to this many characters: enough to name a task, too
# short to quote a document.
SHARED_HEADING = 16


def shorten(text: str, most: int = SHARED_HEADING) -> str:
    """Cut a text to at most `most` characters, the last an ellipsis where it was cut."""
    return text if len(text) <= most else text[: most - 1] + "…"


def without_wording(
    passages: pd.DataFrame, mentions: pd.DataFrame | None, manifest: Mapping[str, Any]
) -> tuple[pd.DataFrame, pd.DataFrame | None, dict[str, Any]]:
    """Cut what could be put together to sentences: headings, and titles, cited or naming a file."""

    def cut_path(section: str) -> str:
        return " > ".join(shorten(part, SHARED_HEADING // 2) for part in section.split(" > "))

    passages = passages.assign(
        heading=_map_text(passages["heading"], shorten),
        section=_map_text(passages["section"], cut_path),
    )
    if mentions is not None:
        cut = {name: _map_text(mentions[name], shorten) for name in ("name", "issuer")}
        mentions = _scatter(mentions.assign(**cut), "passage_id", "kind", "start")
    lists = {
        key: [{**row, "file": shorten(row["file"].rpartition("/")[2])} for row in manifest[key]]
        for key in ("inputs", "left_out", "notes", "contradictions")
        if key in manifest
    }
    return _scatter(passages, "passage_id", "section", "label", "heading"), mentions, {**manifest, **lists}


def _scatter(table: pd.DataFrame, *key: str) -> pd.DataFrame:
    """Order rows by a hash of their key, so that neighbours have nothing to do with each other."""
    parts = [table[name].astype("str").fillna("") for name in key]
    hashes = parts[0].str.cat(parts[1:], sep="@").map(lambda row: hashlib.sha256(row.encode()).hexdigest())
    return table.loc[hashes.sort_values(kind="stable").index]


def _map_text(column: pd.Series, change: Callable[[str], str]) -> pd.Series:
    """Change the texts of a column; one without any text stays a column of text."""
    return column.map(change, na_action="ignore").astype("str")
