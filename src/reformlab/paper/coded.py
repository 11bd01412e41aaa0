"""What people coded, from the file or folder that it lies in; where coders differ, a sheet to settle it."""

from __future__ import annotations

from copy import copy
from pathlib import Path

import pandas as pd

from reformlab.corpus.store import save_table
from reformlab.corpus.tables import TableError
from reformlab.domains.agreement import measure_agreement
from reformlab.domains.codes import READERS, SETTLED, read_codes
from reformlab.domains.sheet import DESIGN, FORMS, read_sheets
from reformlab.reading.sheets import read_table


def take_codes(codes: str | Path | pd.DataFrame) -> pd.DataFrame:
    """Read a coded sample, or the folder of coding sheets that were filled in.

    Where coders differ in a folder, the sheet ``coder-settled`` is written into it with a row for each
    passage that they differ on, for someone to fill in.

    Returns
    -------
    DataFrame
        One row a coded passage, as `read_codes` gives it. Where several coders read a passage, columns
        ``reader_1``, ``reader_2`` … hold what each said before it was settled, and its ``attrs`` say how many
        such passages there are (``shared``), on how many they ``agreed`` at once, and
        ``alpha`` (`measure_agreement`).

    Raises
    ------
    FileNotFoundError
        Where there is no such file or folder, or no sheet in it.
    TableError
        Where codes have faults, or coders differ.

    Examples
    --------
    >>> import pandas as pd
    >>> codes = pd.DataFrame({"passage_id": ["a:1"], "main": ["hospitals"], "probability": [0.5]})
    >>> take_codes(codes)["main"].tolist()
    ['hospitals']
    """
    if isinstance(codes, pd.DataFrame):
        return read_codes(codes)
    path = Path(codes)
    if not path.exists():
        raise FileNotFoundError(
            f"{path}: no such folder or file; reformlab sheets draws passages, and writes a folder of sheets"
        )
    if path.name == DESIGN or (path.is_file() and (path.parent / DESIGN).exists()):
        raise TableError(f"{path} is one file of a folder of coding sheets; give the folder, {path.parent}")
    if not path.is_dir():
        return read_codes(path)
    said = read_sheets(path)
    open_ = _find_open(said)
    own = said[said["coder"] != SETTLED]
    shared = own.groupby("passage_id")["main"].agg(["size", "nunique"])
    shared = shared[shared["size"] > 1]
    if open_.empty:
        codes = read_codes(said)
        if len(shared):
            # What is settled would agree with itself.
            readers = own.pivot(index="passage_id", columns="coder", values="main")
            readers.columns = [f"{READERS}{number}" for number in range(1, len(readers.columns) + 1)]
            codes = codes.merge(readers, on="passage_id", how="left", validate="one_to_one")
            alpha = measure_agreement(own, n_draws=1)["alpha"].iloc[0]
            codes.attrs |= {"shared": len(shared), "agreed": int((shared["nunique"] == 1).sum())}
            codes.attrs["alpha"] = f"{alpha:.2f}"
        return codes
    sheet = _write_settled(path, open_)
    raise TableError(
        f"coders differ on {len(open_)} of the {len(shared)} passages that more than one coded: fill in the "
        f"column main of {sheet} (note says who chose what), then do this again"
    )


def _find_open(said: pd.DataFrame) -> pd.DataFrame:
    """Give the passages that coders differ on and nobody settled, with who chose what as ``note``."""
    settled = said.loc[said["coder"] == SETTLED, "passage_id"]
    rows = said[~said["passage_id"].isin(settled)]
    rows = rows[rows.groupby("passage_id")["main"].transform("nunique") > 1]
    note = "coder " + rows["coder"] + ": " + rows["main"]
    return note.groupby(rows["passage_id"], sort=False).agg("; ".join).rename("note").reset_index()


def _write_settled(folder: Path, open_: pd.DataFrame) -> Path:
    """Write a row of each open passage, as coders saw it, below what was settled before."""
    paths = sorted(path for form in FORMS for path in folder.glob(f"coder-*.{form}"))
    before = [path for path in paths if path.stem == f"coder-{SETTLED}"]
    sheets = [path for path in paths if path not in before]
    seen = pd.concat(map(read_table, sheets)).drop_duplicates("item")[["item", "heading", "text"]]
    items = read_table(folder / DESIGN)[["item", "passage_id"]]
    rows = open_.merge(items, on="passage_id").merge(seen, on="item").assign(main=None, further=None)
    rows = rows[["item", "heading", "text", "main", "further", "note"]]
    path = before[0] if before else folder / f"coder-{SETTLED}{sheets[0].suffix}"
    save_table(pd.concat([*map(read_table, before), rows]).reset_index(drop=True), path)
    if path.suffix == sheets[0].suffix == ".xlsx":
        _dress_like(path, sheets[0])
    return path


def _dress_like(path: Path, other: Path) -> None:
    """Give a sheet the widths of another, and the list of domains to choose from."""
    from openpyxl import load_workbook
    from openpyxl.styles import Alignment

    book, model = load_workbook(path), load_workbook(other)
    sheet, like = book.active, model.active
    for name in model.sheetnames[1:]:
        names = book.create_sheet(name)
        for row in model[name].iter_rows(values_only=True):
            names.append(row)
        for column, found in model[name].column_dimensions.items():
            names.column_dimensions[column].width = found.width
        for cell in (cell for cells in names.iter_rows() for cell in cells):
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for offered in like.data_validations.dataValidation:
        sheet.add_data_validation(copy(offered))
    for column, found in like.column_dimensions.items():
        sheet.column_dimensions[column].width = found.width
    for cells in sheet.iter_cols(min_col=2):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    book.save(path)
