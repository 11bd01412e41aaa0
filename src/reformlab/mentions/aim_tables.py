"""Read tables of aims: the row of an indicator together with the head above it.

The head says which cells are values, of which year, and whether these are to be reached or were; a column of
units, or a unit in brackets, belongs to the numbers of the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from reformlab.corpus.dates import ANY_YEAR
from reformlab.corpus.numerals import read_numeral
from reformlab.corpus.rules import compile_rules
from reformlab.mentions.deadlines import TimeLimit, find_limits, plan_end
from reformlab.mentions.quantities import Quantity, find_quantities

rules = partial(compile_rules, "targets")
# What the head of a column says of it, where it is none of values; an empty cell belongs to its neighbour.
_ROLES = {
    "gap": re.compile("$"),
    "due": rules("{table_due}"),
    "name": rules("{table_name}"),
    "unit": rules("{table_unit}"),
}
VALUES = ("aim", "result")
_VALUE = rules(
    r"(?P<front>(?:{table_base}|{table_aim}|{table_word}){0,4})[到至（(]?"
    rf"(?:(?:(?:{ANY_YEAR})年?[—\-–~～至])?(?P<year>{ANY_YEAR})(?:年度?[底末]?)?"
    r"|[“\"]?(?P<plan>十[一二三四五六七八九])五[”\"]?(?P<last>末)?)?[（(）)]?"
    r"(?P<said>(?:{table_base}|{table_aim}|{table_word}){0,4})[）)]?"
    r"(?:[（(\[](?P<unit>[^（）()\[\]]{1,8})[）)\]])?"
)
_BASE, _AIM = rules("{table_base}"), rules("{table_aim}")
_ANY_VALUE = re.compile(rf"{ANY_YEAR}|五[”\"]?末|[值期标数]|现状|完成")
_OTHER_HEAD = rules("{table_name}|{table_unit}|{table_aside}")
# What stands above a head: 单位：万元, 表1 2025年主要指标.
_UNIT_ABOVE, _YEAR_ABOVE = re.compile(r"单位[：:]\s*([^\s，。；）)]{1,8})"), re.compile(rf"({ANY_YEAR})年")
_LONGEST_CAPTION, _CAPTIONS = 40, 2
# 1.床位数（张）*, 其中：村医
_NUMBERED = re.compile(
    r"(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）).．、](?!\d)|[★☆▲#*]|其中[：:]?|[ 　])+"
)
_IN_BRACKETS = re.compile(r"[（(\[](?:单位[：:])?([^（）()\[\]]{1,8})[）)\]][*＊ ]*$")
_NOTED, _WORDS = re.compile(r"[*＊①-⑳ 　]+$"), re.compile(r"[\u4e00-\u9fff]{2}|[A-Za-z]{2}")
_BRACKETS = str.maketrans(dict.fromkeys("[]（）()〔〕【】*＊", " "))
_LAST_SIGN = re.compile(r".*[\d十百千万亿]")
_PRINTED_UNIT = re.compile(r"[^\d，。；：]{0,4}[/／][^，。；：]{1,5}|[^\d，。；：、]{1,4}")
_DUE_LABEL = "完成时限："
_PER = re.compile(r"^1(?=[/／])")


class Column(NamedTuple):
    """A column of a table of aims: ``name``, ``unit``, ``due``, ``aim``, ``result``, ``gap``, or ""."""

    role: str
    by: str = ""
    unit: str = ""
    said: bool = False  # the head calls it an aim or a base, whatever its year


class Cell(NamedTuple):
    """A cell of values: its place in the row, its column, and what the row says of its numbers."""

    start: int
    end: int
    column: Column
    name: str
    unit: str


def is_head(row: str) -> bool:
    r"""Say whether a row of cells is the head of a table of aims.

    Examples
    --------
    >>> from reformlab.mentions.aim_tables import is_head
    >>> is_head("指标\t单位\t2020年\t2025年"), is_head("床位\t张\t20\t25")
    (True, False)
    """
    if not _ANY_VALUE.search(row):
        return False
    columns = [_read_column(cell) for cell in row.split("\t")]
    values = sum(column.role in VALUES for column in columns)
    # Years alone stand in the second row of a head, or beside an empty cell.
    return values > 0 and (any(column.role == "name" for column in columns) or 1 < values == len(columns))


def carry_head(head: str, row: str, above: Sequence[str]) -> str:
    """Return the head that holds for a passage: all of its lines, with the captions above it; "" without.

    `head` held for the passage before, `above` are the texts of the passages before.
    """
    if "\t" not in row:
        # A cell across all columns names a group, and goes on with the table.
        return head if is_caption(row) else ""
    if not is_head(row):
        other = any(_OTHER_HEAD.fullmatch(cell.strip()) for cell in row.split("\t"))
        return "" if other else head
    if above and head and head.endswith(above[-1]):
        return f"{head}\n{row}"
    captions = [text for text in above[-_CAPTIONS:] if is_caption(text)]
    return "\n".join([*captions, row])


def heads_times(cell: str) -> bool:
    """Say whether a cell heads a column that says by when: 完成时限."""
    return bool(_ROLES["due"].fullmatch(re.sub(r"\s", "", cell)))


def is_caption(text: str) -> bool:
    """Say whether a text without cells may stand above a table, or name a group of its rows."""
    return "\t" not in text and len(text) <= _LONGEST_CAPTION and "。" not in text


@lru_cache(maxsize=64)
def read_head(head: str, year: int | None) -> tuple[Column, ...]:
    """Read the columns of a table of aims off its head (see `carry_head`); `year` is the document's."""
    lines = head.split("\n")
    captions = "\n".join(line for line in lines if "\t" not in line)
    columns: list[Column] = []
    for line in lines:
        read = [_read_column(cell) for cell in line.split("\t")] if "\t" in line else []
        values = [at for at, column in enumerate(columns) if column.role in VALUES]
        if read and values and all(column.role in VALUES for column in read):
            # 规划目标 above, 2020年 and 2025年 below, where empty cells may stand beside the one above
            last = values[-1] + 1
            while last < values[0] + len(read) and last < len(columns) and columns[last].role == "gap":
                last += 1
            read = [*columns[: values[0]], *read, *columns[last:]]
        columns = read or columns
    years = _YEAR_ABOVE.findall(captions)
    by_caption = years[-1] if years and _AIM.search(captions) else ""
    unit = found[1] if (found := _UNIT_ABOVE.search(captions)) else ""
    named = {int(column.by) for column in columns if column.by and column.role in VALUES}
    return tuple(_judge(column, named, year, by_caption, unit) for column in columns)


def read_cells(row: str, columns: Sequence[Column]) -> list[Cell] | None:
    """Return the cells of a row that numbers may stand in; None where the row does not fit its head."""
    cells, at = [], 0
    for cell in row.split("\t"):
        cells.append((at, cell))
        at += len(cell) + 1
    for fitting in _fit(columns, len(cells)):
        name = _name_of(cells, fitting)
        if not name:
            continue
        units = [cell for (_, cell), column in zip(cells, fitting, strict=True) if column.role == "unit"]
        in_name = _IN_BRACKETS.search(name)
        if in_name and _is_unit(in_name[1]):
            units.append(in_name[1])
            name = name[: in_name.start()]
        unit = next((each.strip() for each in units if _is_unit(each.strip())), "")
        return [
            Cell(start, start + len(cell), column, _NOTED.sub("", name), unit or column.unit)
            for (start, cell), column in zip(cells, fitting, strict=True)
            if column.role not in ("name", "unit")
        ]
    return None


def read_value(cell: str, unit: str) -> tuple[Quantity, str, str] | None:
    """Read a cell of nothing but a number, with what stands around it; None where it holds more."""
    body = cell.translate(_BRACKETS)
    sign = _LAST_SIGN.match(body)
    if not sign:
        return None
    at = sign.end()
    unit = _PER.sub("", unit)
    quantities = list(find_quantities(body, 0, len(body)))
    if not (len(quantities) == 1 and quantities[0].unit) and unit:
        probe = body[:at] + unit + body[at:]
        quantities = list(find_quantities(probe, 0, len(probe)))
        if len(quantities) == 1 and quantities[0].end == at + len(unit):
            quantities = [quantities[0]._replace(end=at)]
        else:
            quantities = [one._replace(unit=unit) for one in find_quantities(body, 0, len(body))]
    if len(quantities) != 1 or quantities[0].in_characters or _is_year(quantities[0]):
        return None
    found = quantities[0]
    return found, body[: found.start].strip(), body[found.end :].strip()


def read_due(cell: str, year: int | None) -> str:
    """Return the time by which a cell of a column of times says that something is to be done."""
    limits = find_due_limits(cell, year)
    alone = re.fullmatch(rf"({ANY_YEAR})年?", cell.strip())
    return limits[-1].by if limits else str(read_numeral(alone[1])) if alone else ""


def find_due_limits(cell: str, year: int | None) -> list[TimeLimit]:
    """Find the limits in a cell of a column of times: 6月底, which its head alone says is one."""
    shift = len(_DUE_LABEL)
    labelled = find_limits(_DUE_LABEL + cell, year=year)
    return find_limits(cell, year=year) or [
        TimeLimit(start - shift, end - shift, by) for start, end, by in labelled if start >= shift
    ]


def _read_column(cell: str) -> Column:
    cell = re.sub(r"\s", "", cell)
    value = _VALUE.fullmatch(cell)
    words = value["front"] + value["said"] if value else ""
    base, aim = _BASE.search(words), _AIM.search(words)
    if value and (value["year"] or value["last"] or base or aim):
        by = value["year"] or (str(plan_end(value["plan"])) if value["plan"] else "")
        by = str(read_numeral(by)) if by else ""
        return Column("result" if base else "aim", by, value["unit"] or "", bool(base or aim))
    return Column(next((role for role, head in _ROLES.items() if head.fullmatch(cell)), ""))


def _judge(column: Column, named: set[int], year: int | None, by: str, unit: str) -> Column:
    """Say of a column of values whether they lie ahead, where its year and not its words must tell."""
    if column.role not in VALUES:
        return column
    column = column._replace(unit=column.unit or unit)
    if column.role == "result":
        return column
    if not column.by:
        return column._replace(by=by)
    of, first, last = int(column.by), min(named), max(named)
    # Without a year of the document, the earlier of two is that from which the other starts.
    past = of < year if year else not column.said and of == first < last
    past = past or (of == year and not column.said and of < last)
    return column._replace(role="result") if past else column


def _fit(columns: Sequence[Column], n_cells: int) -> Iterator[Sequence[Column]]:
    """Give the columns of so many cells: an empty one at the end, or at the beginning, is not in the row."""
    missing = len(columns) - n_cells
    if missing > 0:
        yield columns[:n_cells]
    if missing >= 0:
        yield columns[missing:]
    elif missing == -1 and all(column.role in VALUES for column in columns):
        yield [Column("name"), *columns]


def _name_of(cells: Sequence[tuple[int, str]], columns: Sequence[Column]) -> str:
    """Return what the values of a row are of, "" where its cells do not fit their columns."""
    names = [at for at, column in enumerate(columns) if column.role == "name"]
    values = [at for at, column in enumerate(columns) if column.role in VALUES]
    before = [at for at in names if values and at < values[0]]
    if not before:
        return ""
    units = [cells[at][1].strip() for at, column in enumerate(columns) if column.role == "unit"]
    if any(re.search(r"\d$", unit) for unit in units):
        return ""
    name = cells[before[-1]][1].strip()
    numbered = _NUMBERED.match(name)
    return name[numbered.end() if numbered else 0 :] if _WORDS.search(name) else ""


def _is_unit(unit: str) -> bool:
    probe = f"1{_PER.sub('', unit)}"
    found = next(find_quantities(probe, 0, len(probe)), None)
    whole = found is not None and bool(found.unit) and found.end == len(probe)
    return whole or ("/" in unit and bool(_PRINTED_UNIT.fullmatch(_PER.sub("", unit))))


def _is_year(quantity: Quantity) -> bool:
    return quantity.unit == "年" and 1900 <= quantity.value <= 2100
