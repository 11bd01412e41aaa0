"""The catalogue: what a user knows of the files that they do not say of themselves, or say wrongly.

A row names a file, one text of a file (``box.zip/a.txt``, ``export.xlsx/row 12``), or a pattern.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

import pandas as pd

from reformlab.corpus.places import NATIONAL, read_place
from reformlab.corpus.tables import KINDS, LEVELS, TableError
from reformlab.documents.subject import SUBJECTS
from reformlab.reading.column_names import read_given
from reformlab.reading.encoding import ReadError, decode_bytes

FIELDS = ("title", "level", "place", "adcode", "kind", "issuer", "number", "date", "year")
COLUMNS = ("file", "part", "include", "reason", "doc_id", "keep", *FIELDS)
_WRITTEN = {
    "part": (r"[1-9]\d*", "1"),
    "adcode": (r"\d{6}", "140000"),
    "year": (r"(?:19|20)\d\d", "2023"),
    "date": (r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?", "2023-10-26"),
}
_ALLOWED = {"include": ("yes", "no"), "keep": tuple(SUBJECTS), "level": LEVELS, "kind": KINDS}

# What tables and catalogues write in many ways.
_SPELLED = ("level", "place", "adcode", "kind", "date", "year")

Row = Mapping[str, str]


def read_catalogue(catalogue: str | Path | pd.DataFrame | None, names: Sequence[str]) -> list[Row]:
    """Read a catalogue of files of these names; the columns are those of `build_corpus`.

    Raises `TableError` with every fault at once: no CSV file, no column ``file``, a name that cannot be
    in the folder, a value that is not allowed.
    """
    if catalogue is None:
        return []
    table = _read_table(catalogue)
    if "file" not in table:
        raise TableError(f"catalogue: column 'file' is missing; it has {list(table)}")
    rows = [_read_row(row) for row in table.to_dict("records")]
    faults = []
    for number, row in enumerate(rows, start=2):
        if not any(names_file(row["file"], name) or may_name_text(row["file"], name) for name in names):
            faults.append(_not_there(number, row))
        faults += [f"row {number}, {fault}" for fault in find_faults(row)]
    _raise(faults)
    return rows


def _read_row(row: Row) -> dict[str, str]:
    """Write what a row says as `documents` writes it; what cannot be told for certain stays, to be told."""
    row = {name: value.strip() for name, value in row.items()}
    return row | read_given({name: row[name] for name in _SPELLED if row.get(name)})


def find_faults(row: Row) -> Iterator[str]:
    """Yield what is wrong with the values of a row: the column, the value, how to write it."""
    for name, allowed in _ALLOWED.items():
        if row.get(name) and row[name] not in allowed:
            yield f"column {name}: {row[name]!r}; allowed: {', '.join(allowed)}"
    for name, (pattern, example) in _WRITTEN.items():
        if row.get(name) and not re.fullmatch(pattern, row[name]):
            yield f"column {name}: {row[name]!r}; write it like {example}"
    if row.get("place") and row.get("level") in LEVELS[:2] and not _is_of_level(row["place"], row["level"]):
        example = "全国" if row["level"] == "national" else "甘肃"
        yield f"column place: {row['place']!r} is no place of level {row['level']}; write it like {example}"


def _is_of_level(place: str, level: str) -> bool:
    found = read_place(place)
    return bool(found) and (found == NATIONAL) == (level == "national")


def check_named(rows: Sequence[Row], n_parts: Mapping[str, int]) -> None:
    """Raise where a row names a text that no file holds, or a part that no text has.

    `n_parts` holds of every file, and of every text in one, how many documents are in it.
    """
    faults = []
    for number, row in enumerate(rows, start=2):
        found = [n for name, n in n_parts.items() if names_file(row["file"], name)]
        if not found:
            faults.append(_not_there(number, row))
        elif row.get("part") and max(found) and int(row["part"]) > max(found):
            raise TableError(
                f"catalogue: {row['file']} has no part {row['part']}; it holds {max(found)} documents"
            )
    _raise(faults)


def names_file(pattern: str, name: str) -> bool:
    """Say whether what a row names, which may be a pattern, is this file or text.

    ``*`` and ``?`` make a pattern; brackets do not, because names of files hold them: 国发[2021]1号.txt.
    """
    pattern = pattern.replace("\\", "/")
    return pattern == name or fnmatchcase(name, pattern.replace("[", "[[]"))


def may_name_text(pattern: str, name: str) -> bool:
    """Say whether a row may name a text inside this file, as ``box.zip/a.txt`` one of ``box.zip``."""
    parts = pattern.replace("\\", "/").split("/")
    return any(names_file("/".join(parts[:n]), name) for n in range(1, len(parts)))


def rows_for(rows: Iterable[Row], name: str) -> list[Row]:
    """Return the rows that speak of a file, or may speak of a text inside it."""
    return [row for row in rows if names_file(row["file"], name) or may_name_text(row["file"], name)]


def is_outside(rows: Sequence[Row], name: str) -> bool:
    """Say whether a file is no part of what a catalogue lists: only its row ``*`` speaks of it, with "no"."""
    return all(row["file"] == "*" for row in rows) and merge_rows(rows, [name]).get("include") == "no"


def merge_rows(rows: Iterable[Row], names: Sequence[str], part: int | None = None) -> dict[str, str]:
    """Merge the rows of what goes by these names, and of one part of it; a later row overrides."""
    merged: dict[str, str] = {}
    for row in rows:
        right_part = not row.get("part") or (part is not None and int(row["part"]) == part)
        if right_part and any(names_file(row["file"], name) for name in names):
            merged |= {name: value for name, value in row.items() if value}
    return merged


def further_columns(rows: Sequence[Row]) -> list[str]:
    """Return the columns that are not ours; they go to `documents` as they are."""
    return [name for name in (rows[0] if rows else ()) if name not in COLUMNS]


def _read_table(catalogue: str | Path | pd.DataFrame) -> pd.DataFrame:
    if isinstance(catalogue, pd.DataFrame):
        # Years with gaps are floats in pandas; as whole numbers they read 2023, not 2023.0.
        return catalogue.convert_dtypes().astype("str").fillna("")
    raw = Path(catalogue).read_bytes()
    try:
        # Chinese Excel saves CSV files as GBK.
        return pd.read_csv(io.StringIO(decode_bytes(raw)[0]), dtype="str", keep_default_na=False)
    except (ReadError, pd.errors.EmptyDataError, pd.errors.ParserError) as error:
        raise TableError(f"catalogue: {catalogue} is no CSV file; save it as CSV ({error})") from None


def _not_there(number: int, row: Row) -> str:
    return f"row {number}, column file: {row['file']!r} is not in the folder"


def _raise(faults: Sequence[str]) -> None:
    if faults:
        raise TableError(f"catalogue: {len(faults)} faults\n  " + "\n  ".join(faults[:20]))
