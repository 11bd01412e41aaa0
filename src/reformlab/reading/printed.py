"""Make text of what is printed where: columns one after the other, cells apart, paragraphs whole.

PDF and OFD files say where the parts of a line stand, and no more. A page in columns is printed line by
line across all; that it has columns is told by gaps that run down the page, with lines of one width between
them. A table has cells of many widths, and stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise, takewhile, zip_longest
from statistics import median
from typing import NamedTuple

from reformlab.reading.furniture import PAGE_NUMBER
from reformlab.reading.line_breaks import LABEL, ends_title


class Line(NamedTuple):
    """A printed line or a part of one: its text and where it stands, in points from the left and the foot.

    Of how many columns its own is one is told last.
    """

    text: str
    left: float
    right: float
    foot: float
    n_columns: int = 1


_FEWEST_LINES, _LEAST_SIGNS = 5, 8
# How far from where columns of one width would meet their gap may be, of the lines' width.
_NEAR = (0.15, 0.1)
# How much of the lines may cross the gap (headings); how much of a column its lines must fill, and how many.
_MOST_ACROSS, _LEAST_FULL, _LEAST_OF_LINES = 0.4, 0.85, 0.55
_LONG_LINE, _MOST_OF_NARROW = 12, 0.5
# What ends a sentence; and how many lines that break one off, all of one right edge, tell where it is.
_STOPS, _FEWEST_FULL = "。！？；：", 3
# Blanks of this many heights of a sign keep cells apart; a line's pieces are off by less than this one.
_WIDE_BLANK, _OFF_LINE = 1.5, 0.5
# How far cells of a column are off, in points.
_SAME_PLACE = 3
# From a line of a cell to the next at most, in widths of a sign.
_LEADING = 2.5
_SAME_WIDTH, _SHARED = 0.2, 0.15
# What opens a note at the foot of a page; its type, of that of the text, at most.
_NOTE, _NOTE_TYPE = re.compile(r"[①-⑳]|注\d*[：:]|[*＊]|\[\d+\]"), 0.9
# What stands this many lines above or below all others is the head or foot of the page.
_APART = 1.8


def lay_pieces(found: Sequence[tuple[Line, float]]) -> list[Line]:
    """Return the lines, as they are read, that pieces make; with each stands the height of its signs."""
    found = sorted(found, key=lambda piece: (-piece[0].foot, piece[0].left))
    rows: list[list[Line]] = []
    heights: list[float] = []
    for piece, height in found:
        if rows and abs(rows[-1][0].foot - piece.foot) < _OFF_LINE * height:
            rows[-1].append(piece)
        else:
            rows.append([piece])
            heights.append(height)
    joined = [_join_near(row, height) for row, height in zip(rows, heights, strict=True)]
    return join_parts(order_columns(joined))


def _join_near(row: Sequence[Line], height: float) -> list[Line]:
    """Return the parts of a line that wide blanks keep apart."""
    row = sorted(row, key=lambda piece: piece.left)
    parts = [row[0]]
    for piece in row[1:]:
        last = parts[-1]
        gap = (piece.left - last.right) / max(height, 1)
        if gap > _WIDE_BLANK:
            parts.append(piece)
        else:
            is_latin = re.search("[A-Za-z]$", last.text) and piece.text[:1].isascii()
            blank = " " if gap > 0.2 and is_latin else ""
            parts[-1] = last._replace(text=last.text + blank + piece.text, right=max(last.right, piece.right))
    return parts


def order_columns(rows: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the rows of a page as they are read; of a page in columns, those of each column in turn.

    A row is the parts of one printed line. The lines of the columns are moved to stand below the first,
    so that what is told from where lines begin and end holds for all.
    """
    rows = [list(row) for row in rows]
    lines = [line for row in rows for line in row]
    gaps = _find_gaps(lines)
    if not gaps:
        return _align_columns(rows)
    whole = _heads(lines) | {n for n, line in enumerate(lines) if _is_across(line, gaps)}
    # A part of a row that crosses a gap crosses it whole.
    at = 0
    for row in rows:
        numbers = range(at, at + len(row))
        at += len(row)
        if len(row) > 1 and not whole.isdisjoint(numbers):
            whole.update(numbers)
    across = sorted((lines[n] for n in whole), key=lambda line: (-line.foot, line.left))
    # The lines above each that crosses, column by column, then that one; at last those below all.
    bands: list[list[Line]] = [[] for _ in range(len(across) + 1)]
    for n, line in enumerate(lines):
        if n not in whole:
            bands[sum(other.foot > line.foot for other in across)].append(line)
    columns = ([line.left for line in column] for column in _columns(lines, gaps))
    edges = [min(_shared(lefts) or lefts) for lefts in columns]
    ordered = []
    for band, closing in zip_longest(bands, across):
        for column, edge in zip(_columns(band, gaps), edges, strict=True):
            shift = edge - edges[0]
            ordered += _rows(_move(line, shift, len(edges)) for line in column)
        ordered += [[closing]] if closing else []
    return ordered


def _move(line: Line, shift: float, n_columns: int) -> Line:
    return line._replace(left=line.left - shift, right=line.right - shift, n_columns=n_columns)


def _align_columns(rows: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the rows of a page in their order, with columns that are printed one by one below the first."""
    chains: list[list[range]] = []
    for first, second in _find_printed_apart(rows):
        if chains and first.start in chains[-1][-1]:
            chains[-1].append(second)
        else:
            chains.append([first, second])
    aligned = [list(row) for row in rows]
    for chain in chains:
        edges = [_find_edge([rows[n] for n in column]) for column in chain]
        for column, edge in zip(chain, edges, strict=True):
            for n in column:
                aligned[n] = [_move(line, edge - edges[0], len(chain)) for line in rows[n]]
    return aligned


def _find_printed_apart(rows: Sequence[Sequence[Line]]) -> Iterator[tuple[range, range]]:
    """Yield where two columns are of which the second is printed behind the first: higher, and beside it."""
    steps = [a[0].foot - b[0].foot for a, b in pairwise(rows)]
    leading = median([step for step in steps if step > 0] or [0])
    tops = [0, *(n for n, step in enumerate(steps, 1) if step < -leading), len(rows)]
    for start, at, end in zip(tops, tops[1:], tops[2:], strict=False):
        top = rows[at][0]
        beside = takewhile(
            lambda row, top=top: row[0].foot < top.foot + leading and row[-1].right < top.left,
            reversed(rows[start:at]),
        )
        first = rows[at - sum(1 for _ in beside) : at]
        edge = max((row[-1].right for row in first), default=0)
        second = list(takewhile(lambda row, edge=edge: row[0].left > edge, rows[at:end]))
        if len(first) >= _FEWEST_LINES and len(second) > 1 and _have_one_width([first, second]):
            yield range(at - len(first), at), range(at, at + len(second))


def _find_edge(rows: Iterable[Sequence[Line]]) -> float:
    """Return where the lines of a column begin that are not set in."""
    lefts = [row[0].left for row in rows]
    return min(_shared(lefts) or lefts)


def _have_one_width(columns: Iterable[Sequence[Sequence[Line]]]) -> bool:
    widths = [max(row[-1].right for row in rows) - min(row[0].left for row in rows) for rows in columns]
    return max(widths) - min(widths) < _SAME_WIDTH * max(widths)


_Gap = tuple[float, float]


def _columns(lines: Sequence[Line], gaps: Sequence[_Gap]) -> list[list[Line]]:
    """Return the lines of each column; those that cross a gap are of none."""
    columns: list[list[Line]] = [[] for _ in range(len(gaps) + 1)]
    for line in lines:
        if not _is_across(line, gaps):
            columns[sum(line.left > sum(gap) / 2 for gap in gaps)].append(line)
    return columns


def _rows(lines: Iterable[Line]) -> list[list[Line]]:
    """Return the parts of each printed line of a column: a table in it has several."""
    ordered = sorted(lines, key=lambda line: (-round(line.foot), line.left))
    return [list(row) for _, row in groupby(ordered, key=lambda line: round(line.foot))]


def _is_across(line: Line, gaps: Sequence[_Gap]) -> bool:
    """Say whether a line crosses a gap between two columns, or stands in it, as a page's number does."""
    return any(
        line.left < (first + last) / 2 < line.right or (first < line.left and line.right < last)
        for first, last in gaps
    )


def _find_gaps(lines: Sequence[Line]) -> list[_Gap]:
    """Return between which places the gaps between columns are; none where a page has no columns."""
    heads = _heads(lines)
    lines = [line for n, line in enumerate(lines) if n not in heads]
    # The outer of three columns would pass for two.
    for n_columns in (3, 2):
        gaps = [_find_gap(lines, n / n_columns) for n in range(1, n_columns)]
        if None not in gaps and _are_columns(_columns(lines, gaps)):
            return gaps
    return []


def _find_gap(lines: Sequence[Line], share: float) -> _Gap | None:
    """Return between which places a gap is at about this part of the lines' width, or None."""
    if len(lines) < 2 * _FEWEST_LINES:
        return None
    first, last = min(line.left for line in lines), max(line.right for line in lines)
    width = max(last - first, 1)
    near = [line.right for line in lines if -_NEAR[0] < (line.right - first) / width - share < _NEAR[1]]
    best = None
    for edge in sorted(set(map(round, near))):
        gap = edge + 1.0
        across = sum(line.left < gap < line.right for line in lines)
        if across <= _MOST_ACROSS * len(lines) and (best is None or across <= best[0]):
            best = (across, gap)
    if best is None:
        return None
    # A page's number may stand near or in the gap.
    rights = _shared(line.right for line in lines if line.right <= best[1])
    lefts = _shared(line.left for line in lines if line.left >= best[1])
    return (max(rights), min(lefts)) if rights and lefts else None


def _shared(edges: Iterable[float]) -> list[int]:
    """Return the places at which many lines end, or begin."""
    counts = Counter(map(round, edges))
    return [edge for edge, n in counts.items() if n > max(1, _SHARED * counts.total())]


def _are_columns(columns: Sequence[Sequence[Line]]) -> bool:
    """Say whether these have lines enough, most of them full, and one width."""
    widths = []
    for column in columns:
        rows = _rows(column)
        signs = [sum(len(line.text.strip()) for line in row) for row in rows]
        if len(rows) < _FEWEST_LINES or median(signs) < _LEAST_SIGNS:
            return False
        width = max(row[-1].right for row in rows) - min(row[0].left for row in rows)
        n_full = sum(row[-1].right - row[0].left > _LEAST_FULL * width for row in rows)
        if n_full < _LEAST_OF_LINES * len(rows):
            return False
        widths.append(width)
    return max(widths) - min(widths) < _SAME_WIDTH * max(widths)


def _heads(lines: Sequence[Line]) -> set[int]:
    """Return the lines above and below all others, which belong to no column."""
    feet = sorted({round(line.foot) for line in lines}, reverse=True)
    steps = [a - b for a, b in pairwise(feet) if a - b > 2]
    if len(steps) < _FEWEST_LINES:
        return set()
    usual = median(steps)
    found = set()
    if feet[0] - feet[1] > _APART * usual:
        found.add(feet[0])
    if feet[-2] - feet[-1] > _APART * usual:
        found.add(feet[-1])
    return {n for n, line in enumerate(lines) if round(line.foot) in found}


def join_parts(rows: Sequence[Sequence[Line]]) -> list[Line]:
    """Return the lines of a page; a tab parts cells that stand in a column with those of a line beside it."""
    lines = []
    rows = _join_wrapped(rows)
    for above, row, below in zip([[], *rows], rows, [*rows[1:], []], strict=False):
        text = row[0].text
        beside = [other for line in (above, below) if len(line) > 1 for other in line]
        for cell in row[1:]:
            in_column = any(_stand_in_column(cell, other) for other in beside)
            text = (text.rstrip() + "\t" if in_column else text) + cell.text
        lines.append(row[0]._replace(text=text.rstrip(), right=row[-1].right))
    return lines


def _join_wrapped(rows: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the rows with each line that only goes on with cells of the row above joined to them."""
    cells = [cell for row in rows if len(row) > 1 for cell in row]
    joined: list[list[Line]] = []
    for row in rows:
        at = _find_wrapped(row, joined[-1], cells) if joined else None
        if at is None:
            joined.append(list(row))
            continue
        for cell, n in zip(row, at, strict=True):
            text = joined[-1][n].text.rstrip() + cell.text.strip()
            joined[-1][n] = joined[-1][n]._replace(text=text, right=cell.right)
        joined[-1] = [cell._replace(foot=row[0].foot) for cell in joined[-1]]
    return joined


def _find_wrapped(row: Sequence[Line], above: Sequence[Line], cells: Sequence[Line]) -> list[int] | None:
    """Return which cells of the row above go on in a line, or None where it is a row of its own.

    A cell that goes on fills its column. A row of its own may lack its first cells, where they are merged
    with those above, but not most of them.
    """
    if len(above) < 3 or 2 * len(row) > len(above) - 1:
        return None
    at = []
    for cell in row:
        em = (cell.right - cell.left) / max(len(cell.text.strip()), 1)
        n = next((n for n, other in enumerate(above) if n and _begin_together(cell, other)), None)
        if n is None or not 0 < above[0].foot - cell.foot < _LEADING * em:
            return None
        widest = max(other.right for other in cells if _begin_together(other, cell))
        if above[n].right < max(widest, cell.right) - 1.5 * em or above[n].text.rstrip()[-1:] in "。；":
            return None
        at.append(n)
    return at


def _begin_together(cell: Line, other: Line) -> bool:
    return abs(cell.left - other.left) < _SAME_PLACE


def _stand_in_column(cell: Line, other: Line) -> bool:
    """Say whether two cells have their left edge, right edge or middle one above the other."""
    edges = (cell.left - other.left, cell.right - other.right)
    return min(abs(edges[0]), abs(edges[1]), abs(sum(edges) / 2)) < _SAME_PLACE


def write_pages(pages: Sequence[Sequence[Line]]) -> str:
    """Return the text of pages, parted by form feeds, joined where a page shows that a paragraph goes on."""
    # Lines of columns have edges of their own.
    numbers = {line.n_columns for page in pages for line in page}
    blocks = {
        number: _measure_block([[line for line in page if line.n_columns == number] for page in pages])
        for number in numbers
    }
    return "\f".join(_write_page(page, blocks) for page in _move_notes(pages, blocks))


def _move_notes(pages: Sequence[Sequence[Line]], blocks: Mapping[int, _Block | None]) -> list[Sequence[Line]]:
    """Return the pages with the notes that part a paragraph from its end on the next page behind that end."""
    moved = list(pages)
    for n, following in enumerate(pages[1:], 1):
        page = moved[n - 1]
        block = blocks[following[0].n_columns] if following else None
        at = _find_notes(page, block) if block else 0
        if not at or not _goes_on(page[at - 1], following[0], block):
            continue
        # The number of the page stands below the notes, and stays.
        end = next((m for m in range(at, len(page)) if re.fullmatch(PAGE_NUMBER, page[m].text)), len(page))
        to = 1
        while to < len(following) and _goes_on(following[to - 1], following[to], block):
            to += 1
        moved[n - 1] = [*page[:at], *page[end:]]
        moved[n] = [*following[:to], *page[at:end], *following[to:]]
    return moved


def _find_notes(page: Sequence[Line], block: _Block) -> int:
    """Return which line of a page opens the notes at its foot, all in smaller type; 0 where none does."""
    is_small = [_em(line) < _NOTE_TYPE * block.em or re.fullmatch(PAGE_NUMBER, line.text) for line in page]
    opens = (at for at, line in enumerate(page) if _NOTE.match(line.text) and all(is_small[at:]))
    return next(opens, 0)


def _em(line: Line) -> float:
    return (line.right - line.left) / max(len(line.text.strip()), 1)


class _Block(NamedTuple):
    """The block that a document is printed in, the width of a character, and from line to line.

    Where too few lines tell its right edge, that is None, and a line that breaks off a sentence, no shorter
    than the next, is taken to reach it.
    """

    left: float
    right: float | None
    em: float
    leading: float
    is_measured: bool


def _measure_block(pages: Sequence[Sequence[Line]]) -> _Block | None:
    """Return where the lines of paragraphs begin and end, or None where nothing tells."""
    lines = [line for page in pages for line in page]
    steps = [a.foot - b.foot for page in pages for a, b in pairwise(page) if a.foot > b.foot]
    if not steps:
        return None
    # Lines of narrow columns are short; most are full, and of one length.
    length, n_full = Counter(len(line.text.strip()) for line in lines).most_common(1)[0]
    is_narrow = _LEAST_SIGNS <= length < _LONG_LINE and n_full > _MOST_OF_NARROW * len(lines)
    least = length if is_narrow else _LONG_LINE
    long = [line for line in lines if len(line.text) >= least and "\t" not in line.text]
    if not long:
        return None
    em = median(map(_em, long))
    left, right = (_usual([place[at] / em for place in long]) for at in (1, 2))
    if left and right and any(1.5 < place - left[0] < 3 for place in left):
        return _Block(left[0] * em, right[-1] * em, em, median(steps), True)
    # Few lines, or none set in.
    left = _usual([line.left / em for line in lines])
    if not left:
        return None
    edge = right[-1] * em if right else max(line.right for line in long)
    full = [line for line in long if abs(line.right - edge) < em and line.text.rstrip()[-1] not in _STOPS]
    # Where no sentence is, a line is an item of a list.
    is_seen = len(full) >= _FEWEST_FULL and any(re.search("[，。；]", line.text) for line in lines)
    # A sentence may end where its line is full, inside its paragraph.
    ended = (
        b.left / em - left[0]
        for a, b in pairwise(lines)
        if a.text.rstrip().endswith("。") and not (is_seen and a.right > edge - em)
    )
    # Who signed stands further right, and the page's number.
    set_in = [place > 1.5 for place in ended if place < 3]
    if any(set_in) and not all(set_in) and not is_seen:
        return None
    if set_in and all(set_in):
        return _Block(left[0] * em, edge if is_seen else None, em, median(steps), is_seen)
    return _Block(left[0] * em, edge, em, median(steps), False) if is_seen else None


def _usual(places: Sequence[float]) -> list[float]:
    """Return the places, in characters, that a tenth of the lines share, in order."""
    least = max(2, len(places) / 10)
    halves = Counter(round(2 * place) for place in places)
    return sorted(n / 2 for n, count in halves.items() if count >= least)


def _write_page(lines: Sequence[Line], blocks: Mapping[int, _Block | None]) -> str:
    """Return a page's lines, with no break where the page shows that a paragraph goes on.

    A sentence may end with its line, or a clause; the words alone do not tell whether a paragraph
    does. Where the page does not tell either, `clean` joins what is one sentence, and says so.
    """
    if not lines:
        return ""
    parts = [lines[0].text]
    for line, following in pairwise(lines):
        block = blocks[line.n_columns] if line.n_columns == following.n_columns else None
        goes_on = block is not None and _goes_on(line, following, block)
        parts += [_joint(line.text, following.text) if goes_on else "\n", following.text]
    return "".join(parts)


def _goes_on(line: Line, following: Line, block: _Block) -> bool:
    return (
        line.right > (following.right if block.right is None else block.right) - 2 * block.em
        and (block.is_measured or line.text.rstrip()[-1] not in _STOPS)
        and line.left < block.left + 3 * block.em
        and abs(following.left - block.left) < block.em
        # At the top of the next column it stands higher.
        and line.foot - following.foot < 1.5 * block.leading
        and not LABEL.match(following.text)
        and not ends_title(line.text, following.text)
        and "\t" not in line.text + following.text
    )


def _joint(this: str, following: str) -> str:
    """Return what parts two lines of a paragraph: a blank between words of Latin letters."""
    return " " if re.search("[A-Za-z]$", this) and re.match("[A-Za-z]", following) else ""
