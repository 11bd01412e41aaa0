"""Find tables of which plain text kept the cells and not the rows: a cell a line, or cells that bars part.

Converters write tables so. Rows become what those of Word files and pages are: lines whose cells tabs part.
The finder returns edits; a rule of `clean` names it and applies it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

from reformlab.corpus.agencies import names_of_bodies
from reformlab.corpus.numerals import read_numeral
from reformlab.corpus.rules import join_rules, read_rules
from reformlab.reading.furniture import Edit

BARS = "|｜│┃¦"
"""What parts cells."""

_BAR = re.compile(f"[{BARS}]")
_ROW_ENDS = re.compile(rf"^[{BARS} ]+|[{BARS} ]+$")
_WIDE_BLANK = re.compile("  +")
_COUNTERS = frozenset(read_rules("columns")["is counter"])
_LABEL = re.compile(f"[【 ]*{join_rules('labels')}[】：: ]*")
_ORDINAL = re.compile(r"\d{1,3}(?=[.．、]?$)|[一二三四五六七八九十]{1,3}(?=、?$)")
_NUMBER = re.compile(r"[^\d\u4e00-\u9fff]{0,3}\d[\d.,，:：/~～%％±+\-—]*[^\d，。；]{0,4}")
_FEWEST_ROWS, _FEWEST_CELLS, _MOST_COLUMNS = 3, 3, 15
# Lines that one cell breaks into, at most, behind its first or before its last.
_MOST_WRAPPED = 3
# How many of the columns have to hold things of one kind; what is longer is no link of a page.
_LEAST_ALIKE, _LONGEST_LINK = 0.75, 16


class _Line(NamedTuple):
    start: int
    end: int
    text: str


class _Cell(NamedTuple):
    """A cell: where its words and its bars stand, and the lines of the words."""

    start: int
    end: int
    lines: tuple[_Line, ...]

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)


def find_cell_lines(text: str) -> Iterator[Edit]:
    r"""Find what stands between the cells of tables that have a line a cell, or bars or wide blanks between.

    Examples
    --------
    >>> from reformlab.reading.cell_lines import find_cell_lines
    >>> from reformlab.reading.clean import clean_text
    >>> clean_text("序号|\n任务|\n1|\n建校|\n2|\n修路|").text
    '序号\t任务\n1\t建校\n2\t修路'
    """
    lines = [_Line(*match.span(), match[0]) for match in re.finditer(r"[^\s](?:[^\n]*[^\s])?", text)]
    edits = [*_find_rows(lines, _WIDE_BLANK, _FEWEST_CELLS), *_find_blocks(text, lines)]
    known = {start for start, _, _ in edits}
    edits += (edit for edit in _find_counted(lines) if edit[0] not in known)
    if any(bar in text for bar in BARS):
        rows = list(_find_rows(lines, _BAR, 2))
        taken = {line.start for line in lines for row in rows if line.start <= row[0] <= line.end}
        edits += rows
        for stretch in _find_stretches([line for line in lines if line.start not in taken]):
            edits += _read_stretch(text, *stretch)
    yield from sorted(edits)


def _find_rows(lines: Sequence[_Line], parting: re.Pattern[str], fewest: int) -> Iterator[Edit]:
    """Find what parts the cells of rows that stand on one line each."""

    def split(line: _Line) -> list[str]:
        # Most lines are one cell.
        if not parting.search(line.text):
            return [line.text]
        return [cell.strip() for cell in parting.split(_ROW_ENDS.sub("", line.text))]

    in_cells = [(line, split(line)) for line in lines]
    for n_cells, group in groupby(in_cells, key=lambda row: len(row[1])):
        rows, cells = zip(*group, strict=True)
        if n_cells < fewest or len(rows) < _FEWEST_ROWS or not _is_table(cells, parting is _BAR):
            continue
        for row in rows:
            outer = list(_ROW_ENDS.finditer(row.text))
            opened = outer[0].end() if outer and outer[0].start() == 0 else 0
            closed = outer[-1].start() if outer and outer[-1].end() == len(row.text) else len(row.text)
            if opened:
                yield row.start, row.start + opened, ""
            for match in re.finditer(rf" *(?:{parting.pattern}) *", row.text[:closed]):
                if match.start() >= opened:
                    yield row.start + match.start(), row.start + match.end(), "\t"
            if closed < len(row.text):
                yield row.start + closed, row.end, ""


def _is_table(rows: Sequence[Sequence[str]], has_bars: bool) -> bool:
    """Say whether rows are of a table, and not links of a page or names side by side."""
    if rows[0][0].lower() in _COUNTERS or _are_alike(rows):
        return True
    return has_bars and any(len(cell) > _LONGEST_LINK for row in rows for cell in row)


def _find_blocks(text: str, lines: Sequence[_Line]) -> Iterator[Edit]:
    """Find the line ends inside rows that have a line a cell, and an empty line between one and the next."""
    blocks: list[list[_Line]] = []
    for above, line in zip([None, *lines], lines, strict=False):
        if above and text.count("\n", above.end, line.start) == 1:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    at = 0
    for n_cells, group in groupby(blocks, key=len):
        rows = list(group)
        # The head of a table may stand right below its title.
        if at and len(blocks[at - 1]) > n_cells:
            rows = [blocks[at - 1][-n_cells:], *rows]
        at += len(rows) - (len(rows) > 0 and rows[0] is not blocks[at])
        if n_cells < _FEWEST_CELLS or len(rows) < _FEWEST_ROWS:
            continue
        cells = [[line.text for line in row] for row in rows]
        has_stops = any(cell[-1] in "。；：，" or _BAR.search(cell) for row in cells for cell in row)
        if not has_stops and _is_table(cells, False):
            for row in rows:
                yield from ((this.end, following.start, "\t") for this, following in pairwise(row))


def _find_counted(lines: Sequence[_Line]) -> Iterator[Edit]:
    """Find the line ends inside the rows of a table with a cell a line, whose first column counts them."""
    at = 0
    while at < len(lines):
        rows = _count_on(lines, at) if lines[at].text.lower() in _COUNTERS else []
        for start, end in pairwise(rows):
            yield from ((this.end, following.start, "\t") for this, following in pairwise(lines[start:end]))
        at = max([at + 1, *rows])


def _count_on(lines: Sequence[_Line], head: int) -> list[int]:
    """Return where the head and the rows of a table begin, and the last ends; nothing of fewer than two."""

    def find(ordinal: int, first: int, last: int) -> int | None:
        near = range(first, min(last, len(lines)))
        return next((at for at in near if lines[at].text.rstrip(".、．") == str(ordinal)), None)

    at = find(1, head + 2, head + _MOST_COLUMNS + 1)
    if at is None or any("\t" in line.text or _BAR.search(line.text) for line in lines[head:at]):
        return []
    n_cells, rows = at - head, [head, at]
    # A cell may have several lines, or none.
    while (at := find(len(rows), rows[-1] + 2, rows[-1] + 3 * n_cells)) is not None:
        rows.append(at)
    return [*rows, min(rows[-1] + n_cells, len(lines))] if len(rows) > 2 else []


def _find_stretches(lines: Sequence[_Line]) -> Iterator[tuple[_Line | None, list[_Line]]]:
    """Yield the lines from the first that has a bar to the last, as far as cells of some lines go.

    Before them stands the line above, and behind the last one more: such a cell may have no bar.
    """
    stretch: list[_Line] = []
    last, before = 0, None
    for above, line in zip([None, *lines], [*lines, None], strict=True):
        has_bar = line is not None and bool(_BAR.match(line.text) or _BAR.match(line.text[-1]))
        if stretch and (line is None or len(stretch) - last > _MOST_WRAPPED):
            yield before, stretch[: last + 1]
            stretch = []
        if line is not None and (stretch or has_bar):
            before = before if stretch else above
            stretch.append(line)
            last = len(stretch) if has_bar else last


def _read_stretch(text: str, before: _Line | None, lines: Sequence[_Line]) -> Iterator[Edit]:
    """Find what stands between the cells of one table or several."""
    is_behind = sum(bool(_BAR.match(line.text[-1])) for line in lines) >= sum(
        bool(_BAR.match(line.text)) for line in lines
    )
    has_bar = [bool(_BAR.match(line.text[-1] if is_behind else line.text)) for line in lines]
    if sum(has_bar) < _FEWEST_CELLS:
        return
    if before and not is_behind:
        last = len(has_bar) - has_bar[::-1].index(True)
        lengths = _measure_open([*has_bar[last - 1 :: -1], False])
        lines = [before, *lines[:last]] if lengths else lines
    else:
        lengths = _measure_open(has_bar)
    cells = [_Cell(line.start, line.end, (_strip(line),)) for line in lines]
    if lengths:
        yield from _write(text, cells, lengths)
        return
    cells = _join_cells(cells, has_bar, is_behind)
    while cells:
        # Another table, or links, may stand above one that counts its rows.
        counted = (at for at, cell in enumerate(cells) if at and cell.lines[-1].text.lower() in _COUNTERS)
        end = next(counted, len(cells))
        lengths = _measure(text, cells[:end]) or [1] * end
        yield from _write(text, cells[: sum(lengths)], lengths)
        cells = cells[sum(lengths) :]
        if cells:
            # Lines above the first cell are what the next table is called.
            head = cells[0].lines[-1]
            cells[0] = _Cell(head.start, cells[0].end, (head,))


def _strip(line: _Line) -> _Line:
    words = line.text.strip(BARS + " ")
    start = line.start + (line.text.index(words) if words else 0)
    return _Line(start, start + len(words), words)


def _join_cells(cells: Sequence[_Cell], has_bar: Sequence[bool], is_behind: bool) -> list[_Cell]:
    """Join the lines of one cell: up to its bar, or from it on."""
    joined: list[_Cell] = []
    is_open = False
    for cell, bar in zip(cells, has_bar, strict=True):
        if is_open if is_behind else (joined and not bar):
            cell = _Cell(joined[-1].start, cell.end, (*joined.pop().lines, *cell.lines))
        joined.append(cell)
        is_open = not bar
    # What follows the last bar is no cell.
    return joined[:-1] if is_behind and is_open else joined


def _measure_open(has_bar: Sequence[bool]) -> list[int]:
    """Return how many cells each row has where only the last of a row has no bar; else none."""
    rows = [1 + at for at, bar in enumerate(has_bar) if not bar]
    lengths = [end - start for start, end in pairwise([0, *rows])]
    is_whole = len(lengths) >= _FEWEST_ROWS and rows[-1] == len(has_bar)
    return lengths if is_whole and len(set(lengths)) == 1 and lengths[0] > 1 else []


def _measure(text: str, cells: Sequence[_Cell]) -> list[int]:
    """Return how many cells each row has, as far as the first table goes; none where nothing tells."""
    words = [cell.text for cell in cells]
    if len(words) >= 4 and all(map(_LABEL.fullmatch, words[::2])):
        return [2] * (len(words) // 2)
    parted = [at for at in range(1, len(cells)) if text.count("\n", cells[at - 1].end, cells[at].start) > 1]
    lengths = [end - start for start, end in pairwise([0, *parted, len(cells)])]
    if len(lengths) > 1 and len(set(lengths)) == 1 and lengths[0] > 1:
        return lengths
    if words[0].lower() in _COUNTERS:
        return _count_rows(cells, words)
    best, n_best = 0.0, 0
    for n in range(2, _MOST_COLUMNS + 1):
        if len(words) % n == 0 and len(words) >= _FEWEST_ROWS * n:
            alike = _are_alike([words[at : at + n] for at in range(0, len(words), n)])
            best, n_best = max((best, n_best), (alike, n), key=lambda found: found[0])
    return [n_best] * (len(words) // n_best) if n_best else []


def _read_ordinal(cell: str) -> int:
    found = _ORDINAL.match(cell)
    return int(read_numeral(found[0])) if found else 0


def _count_rows(cells: Sequence[_Cell], words: Sequence[str]) -> list[int]:
    """Return how many cells each row has where the first cell of each counts them."""
    ordinals = [_read_ordinal(word) for word in words]
    if 1 not in ordinals:
        return []
    first = ordinals.index(1)
    # The name of a part may stand between the head and the first row.
    widths = (n for n in range(first, 1, -1) if first + n < len(words) and ordinals[first + n] == 2)
    n_cells = next(widths, first)
    lengths, at, expected, n_alone = [n_cells], n_cells, 1, 0
    while at < len(words):
        follows = ordinals[at + n_cells] if at + n_cells < len(words) else expected
        is_alone = at + 1 < len(words) and ordinals[at + 1] in (1, expected) and ordinals[at] == 0
        if ordinals[at] in (1, expected):
            expected = ordinals[at] + 1
        elif len(cells[at].lines) > 1 and ordinals[at] == 0:
            break
        elif is_alone or (words[at] and follows != expected and any(words[at + 1 : at + n_cells])):
            n_alone += 1
            lengths.append(1)
            at += 1
            continue
        lengths.append(min(n_cells, len(words) - at))
        at += n_cells
    return lengths if n_cells > 1 and n_alone < len(lengths) / 2 else []


def _are_alike(rows: Sequence[Sequence[str]]) -> float:
    """Return the part of the columns that hold things of one kind; 0 where too few, or none tells rows."""
    columns = [[_tell_kind(cell) for cell in column] for column in zip(*rows, strict=True)]
    kinds = [({kind for kind in below if kind}, head) for head, *below in columns]
    alike = sum(len(found) < 2 for found, _ in kinds) / len(kinds)
    tells = any(len(found) == 1 and found != {"words"} and head not in found for found, head in kinds)
    return alike if tells and alike >= _LEAST_ALIKE else 0


def _tell_kind(cell: str) -> str:
    if not cell:
        return ""
    if _NUMBER.fullmatch(cell):
        return "number"
    return "body" if names_of_bodies().fullmatch(cell) else "words"


def _write(text: str, cells: Sequence[_Cell], lengths: Sequence[int]) -> Iterator[Edit]:
    """Find what stands before, between and behind the words of cells, so that each row is a line."""
    opens = {0, *accumulate(lengths)}
    before = cells[0].start
    for at, cell in enumerate(cells):
        for number, line in enumerate(cell.lines):
            parting = "" if at == 0 or number else "\n" if at in opens else "\t"
            if text[before : line.start] != parting:
                yield before, line.start, parting
            before = line.end
    if before < cells[-1].end:
        yield before, cells[-1].end, ""
