"""Read the rows of a table of tasks by its head: who is charged in which column, and by when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reformlab.mentions.aim_tables import find_due_limits, heads_times
from reformlab.mentions.charge_lists import read_columns
from reformlab.mentions.deadlines import TimeLimit
from reformlab.mentions.name_lists import find_names

DUE = "due"


class TaskRow(NamedTuple):
    """What the head of a table says of a passage: of each cell; that some column charges; by when."""

    columns: Sequence[str] = ()
    charges: bool = False
    due: Sequence[TimeLimit] = ()


def read_task_rows(texts: Sequence[str], year: int | None) -> Iterator[TaskRow]:
    """Yield what the head of a table, where it is a row of one, says of each passage of a document."""
    columns: Sequence[str] = ()
    heads: Sequence[str] = ()
    for text in texts:
        above, heads = heads, read_task_head(text) if "\t" in text else ()
        if any(heads):
            columns = join_heads(columns, heads) if any(above) else heads
        elif "\t" not in text:
            columns = ()
        of_row = () if any(heads) else fit_columns(text, columns, year)
        yield TaskRow(of_row, any(set(columns) - {"", DUE}), find_due_in_row(text, of_row, year))


def read_task_head(row: str) -> list[str]:
    r"""Return what each cell of a head says of its column; of a row that is no head, nothing but "".

    That is the part of those who are charged there ("lead", "joint", "helps"), or DUE.

    Examples
    --------
    >>> from reformlab.mentions.task_tables import read_task_head
    >>> read_task_head("重点任务\t牵头单位\t配合单位\t完成时限")
    ['', 'lead', 'helps', 'due']
    """
    cells = zip(read_columns(row), row.split("\t"), strict=True)
    return [role or (DUE if heads_times(cell) else "") for role, cell in cells]


def join_heads(above: Sequence[str], below: Sequence[str]) -> list[str]:
    r"""Return the columns of a head of two rows, the lower of which parts the one who is charged.

    Examples
    --------
    >>> from reformlab.mentions.task_tables import join_heads
    >>> join_heads(["", "", "joint", "due"], ["lead", "helps"])
    ['', '', 'lead', 'helps', 'due']
    """
    charged = [at for at, role in enumerate(above) if role not in ("", DUE)]
    if len(charged) != 1 or len(below) >= len(above):
        return list(below)
    return [*above[: charged[0]], *below, *above[charged[0] + 1 :]]


def fit_columns(row: str, columns: Sequence[str], year: int | None) -> list[str]:
    r"""Return the column of each cell of a row, of which cells without text at either end are missing.

    Examples
    --------
    >>> from reformlab.mentions.task_tables import fit_columns
    >>> fit_columns("修桥\t市交通运输局\t市财政局", ["", "", "lead", "helps", ""], 2024)
    ['', 'lead', 'helps']
    """
    if not columns:
        return []
    cells = row.split("\t")

    def count_held(fit: Sequence[str]) -> int:
        return sum(_holds(cell, role, year) for cell, role in zip(cells, fit, strict=False))

    shifts = range(max(len(columns) - len(cells), 0) + 1)
    return max((list(columns[shift : shift + len(cells)]) for shift in shifts), key=count_held)


def find_due_in_row(row: str, columns: Sequence[str], year: int | None) -> list[TimeLimit]:
    """Find the limits in the columns that say by when, which hold for all of the row unless they are over."""
    found, at = [], 0
    for cell, role in zip(row.split("\t"), columns, strict=False):
        limits = find_due_limits(cell, year) if role == DUE else []
        found += [TimeLimit(start + at, end + at, by) for start, end, by in limits]
        at += len(cell) + 1
    return [limit for limit in found if limit.by[:4] >= str(year or limit.by)]


def _holds(cell: str, role: str, year: int | None) -> bool:
    """Say whether a cell holds what its column is for: bodies, or a time."""
    if role == DUE:
        return bool(find_due_limits(cell, year))
    return bool(role) and bool(find_names(cell, 0, len(cell)))
