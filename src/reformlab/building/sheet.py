"""The sheet of facts as a file: what each column is, which words it takes, what is to be checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from reformlab.building.catalogue import ALLOWED, name_words
from reformlab.corpus.store import lay_columns, save_table
from reformlab.corpus.tables import read_texts

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

# Of columns, in signs; what is longer is wrapped.
_WIDTHS = {"file": 34, "check": 46, "include": 9, "title": 56, "level": 13, "place": 12, "adcode": 10}
_WIDTHS |= {"kind": 14, "date": 13, "year": 8, "part": 6, "number": 24, "issuer": 28, "url": 34}
_MEANT = {"column": 12, "words": 30, "meaning": 62, "含义": 62}
_OPEN = "FDEBD9"  # behind what is to be checked


def save_facts(sheet: pd.DataFrame, path: str | Path) -> Path:
    """Write the sheet of facts for a spreadsheet program, with what each column is and takes.

    Parameters
    ----------
    sheet : DataFrame
        As `list_facts` gives it.
    path : path
        ``.xlsx``: cells of level, kind and include offer the words that they take, what is to be checked is
        coloured, and a second sheet says what each column is. ``.csv``: the table alone.

    Returns
    -------
    Path
        The file; corrected, it is a catalogue of `build_corpus`.

    Raises
    ------
    ValueError
        Where the extension is neither of the two.

    Examples
    --------
    >>> import tempfile, reformlab as rl
    >>> sheet = rl.list_facts(rl.load_corpus("made-up"))
    >>> rl.save_facts(sheet, tempfile.mkdtemp() + "/facts.xlsx").name
    'facts.xlsx'
    """
    path = save_table(sheet, path)
    if path.suffix.lower() == ".xlsx":
        from openpyxl import load_workbook

        book = load_workbook(path)
        _dress(book.active, list(sheet))
        _explain(book, list(sheet))
        book.save(path)
    return path


def _dress(facts: Worksheet, columns: list[str]) -> None:
    """Make the sheet legible, and let cells offer the words that they take."""
    from openpyxl.styles import PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    facts.title, facts.freeze_panes = "facts", "B2"
    lay_columns(facts, [_WIDTHS.get(name, 20) for name in columns])
    for cells, name in zip(facts.columns, columns, strict=True):
        for cell in cells[1:]:
            # As text, so that 2018 stays a year and a code keeps its zeros.
            cell.number_format = "@"
            if name == "check" and cell.value:
                cell.fill = PatternFill("solid", fgColor=_OPEN)
        if name in ALLOWED and len(cells) > 1:
            # Chinese words will do as well, so that others are not refused here; build tells a wrong one.
            offered = DataValidation("list", formula1=f'"{",".join(ALLOWED[name])}"', allow_blank=True)
            offered.showErrorMessage = False
            offered.add(f"{cells[1].coordinate}:{cells[-1].coordinate}")
            facts.add_data_validation(offered)


def _explain(book: Workbook, columns: list[str]) -> None:
    """Add the sheet that says what each column is."""
    from openpyxl.styles import Font

    texts = read_texts("facts")
    meant = book.create_sheet("columns")
    meant.append(list(_MEANT))
    for name in [name for name in columns if name in texts["en"]]:
        words = "\n".join(f"{word}  {chinese}".strip() for word, chinese in name_words(name).items())
        meant.append([name, words, texts["en"][name], texts["zh"][name]])
    lay_columns(meant, _MEANT.values())
    for cell in meant[1]:
        cell.font = Font(bold=True)
