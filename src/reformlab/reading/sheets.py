"""Sheets that people fill in (a catalogue of facts, a codebook, codes): tables of texts."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import pandas as pd

from reformlab.corpus.tables import TableError
from reformlab.reading.encoding import decode_bytes


def read_table(source: str | Path | pd.DataFrame) -> pd.DataFrame:
    """Read a table of texts from a CSV or XLSX file; a table is taken as it is."""
    if isinstance(source, pd.DataFrame):
        return source.reset_index(drop=True).copy()
    path = Path(source)
    if path.name.startswith("~$"):
        raise TableError(f"{path} only says that Excel has the file open; give {path.name[2:]}")
    raw = path.read_bytes()
    options = {"dtype": "str", "keep_default_na": False, "na_values": [""]}
    try:
        if path.suffix.lower() == ".xlsx":
            with warnings.catch_warnings():
                # Of drop-down lists and styles, which say nothing of a cell.
                warnings.simplefilter("ignore")
                return pd.read_excel(io.BytesIO(raw), engine="openpyxl", **options)
        # Chinese Excel saves CSV files as GBK.
        text = decode_bytes(raw)[0]
        mark = max(",;\t", key=text.split("\n", 1)[0].count)  # where decimals have a comma, it is a semicolon
        return pd.read_csv(io.StringIO(text), sep=mark, **options)
    # A damaged file fails in many ways, of zipfile, the parser of XML, openpyxl.
    except Exception as error:
        raise TableError(f"{path} is no CSV or XLSX file; save it as one of them ({error})") from None
