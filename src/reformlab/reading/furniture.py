"""Find what belongs to the page and not to the document: furniture, running heads, what it says twice.

The finders work on whole lines and return edits; the rules of `clean` name them and apply them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from reformlab.corpus.rules import join_rules

Edit = tuple[int, int, str]
"""Start and end of the characters to replace, and what replaces them."""

NUMERAL = "[一二三四五六七八九十百]{1,6}"

PAGE_NUMBER = join_rules("furniture", "page_number")
_PAGE_ENDS = re.compile(rf"(\f|\n *{PAGE_NUMBER} *(?=\n|\Z))")
_OF_LINES = "contact button link owner source filing page_number contents database"
# What tells when the page was put up is a fact of the document, and read from its front.
FURNITURE = (
    rf"^(?!.{{0,200}}(?:时间|日期)[:：]? ?\[?(?:19|20)\d\d){join_rules('furniture', *_OF_LINES.split())}$"
)
"""Matches a line that belongs to the page, not to the document."""

LICENCE = f"^{join_rules('furniture', 'licence')}"
"""Matches what a host adds below a text, to its end."""

# The heading of the links below a text, what no link is, and what ends a text.
_RELATED = re.compile(rf"[【\[〖·●■ ]*{join_rules('furniture', 'related')}[】\]〗]?[:：]?(?:>>)?")
_NO_LINK = re.compile(
    rf"{NUMERAL}、|[（(]{NUMERAL}[)）]|\d{{1,2}}[.、．](?!\d)|第{NUMERAL}[章节条]|附件|(?:19|20)\d\d年\d{{1,2}}月\d{{1,2}}日$"
)
_SIGNED = re.compile(
    r"[^。，；：]{0,24}(?:19|20)\d\d年\d{1,2}月\d{1,2}日|[（(\[【]?(?:责任)?编辑[:：].{0,20}"
)
_TITLE = re.compile(rf"关于.{{2,60}}{join_rules('facts', 'title_end')}$")
_NEAR = 8
_COUNTS = re.compile(r"第 ?(\d{1,4}) ?页")
_ENTRY = re.compile(r"[^。]{1,80}?(\d{1,3})")
_MOST_NAMED = 2 / 3
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONG_LIST = 10
# A teaser and an article that stands twice are long; two articles of a statute can share a short sentence.
_SHORTEST_TEASER = 60
_SHORTEST_DOUBLE = 300
_SHORTEST_HEAD, _LONGEST_HEAD = 4, 40


def find_running_heads(text: str) -> Iterator[Edit]:
    """Find the line that three or more pages open or close with, behind its first place, and page numbers."""
    pages = _PAGE_ENDS.split(text)
    # Two pages show no more than that their numbers count on.
    if len(pages) < (3 if "\f" in text else 5):
        return
    found: dict[str, list[tuple[int, int, str]]] = {}
    tops: list[tuple[int, int, str]] = []
    at = 0
    for number, page in enumerate(pages):
        lines = list_lines(page) if number % 2 == 0 else []
        tops += [(at + start, at + end, line) for start, end, line in lines[:1]]
        for start, end, line in {lines[0], lines[-1]} if lines else ():
            if len(line) <= _LONGEST_HEAD and line[-1] not in "，。；":
                # The page's number changes from page to page, and may be all of the line.
                found.setdefault(re.sub(r"\d+", "", line), []).append((at + start, at + end, line))
        at += len(page)
    heads = {place for wording in found for place in _heads(wording, found[wording])}
    yield from sorted((start, end, "") for start, end in heads | _alternating_heads(tops))


def _alternating_heads(tops: Sequence[tuple[int, int, str]]) -> set[tuple[int, int]]:
    """Return the first lines, but one, of pages that have a head on the left and another on the right."""
    sides = [{line for *_, line in tops[side::2]} for side in (0, 1)]
    fit = len(tops) >= 4 and all(len(side) == 1 for side in sides) and sides[0] != sides[1]
    lengths = [len(line) for *_, line in tops if line[-1] not in "，。；"]
    short = len(lengths) == len(tops) and all(_SHORTEST_HEAD <= n <= _LONGEST_HEAD for n in lengths)
    return {(start, end) for start, end, _ in tops[1:]} if fit and short else set()


def _heads(wording: str, places: Sequence[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """Return the places that belong to the page of those that have one wording but for their numbers."""
    spans = sorted((start, end) for start, end, _ in places)
    numbers = [re.match(r"\W*(\d+)", line) for _, _, line in sorted(places)]
    # 1, or 1/3: what counts on from page to page.
    if not re.search(r"\w", wording) and len(spans) >= 2 and all(numbers):
        return spans if all(int(b[1]) - int(a[1]) == 1 for a, b in pairwise(numbers)) else []
    # One that counts the pages is no title.
    counted = [_COUNTS.search(line) for _, _, line in sorted(places)]
    if len(spans) >= 2 and all(counted):
        return spans if all(int(b[1]) - int(a[1]) == 1 for a, b in pairwise(counted)) else []
    # The first may be the document's title.
    return spans[1:] if len(spans) >= 3 and len(wording) >= _SHORTEST_HEAD else []


def find_dated_links(text: str) -> Iterator[Edit]:
    """Find runs of three or more short lines that each end in a date, the latest first: a list of links.

    The document has such lists, too: steps and when they are due, people and when they were born, papers that
    are repealed. So links are only what stands above its title, or below its text or date, without a heading
    that is not the page's own; what is lost with a list weighs more than links that stay. Rows of a table
    with more cells than a link and its date, or with a row of names above them, are none.
    """
    # 成文日期：2021-03-05 is a fact of the page.
    link = r"[^\n。]{0,40}(?<![：:])\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})? *"
    if not re.search(rf"-\d\d(?: \d\d:\d\d)? *\n+{link}", text):
        return
    for match in re.finditer(rf"(?:^|\n)((?:{link}\n+){{2,}}{link}(?=\n|\Z))", text):
        lines = [line for _, _, line in list_lines(match[1])]
        above = [line for _, _, line in list_lines(text[: match.start(1)])]
        below = [line for _, _, line in list_lines(text[match.end(1) :])]
        n_cells = max(line.count("\t") for line in lines)
        days = [_DAY.findall(line)[-1] for line in lines]
        # Two lists may stand one below the other.
        n_forward = sum(this < following for this, following in pairwise(days))
        runs_back = n_forward * _LONG_LIST <= len(days) and not any(map(_NO_LINK.match, lines))
        is_table = n_cells > 1 or (n_cells and "\t" in "".join(above[-1:]))
        if runs_back and not is_table and (_is_above_title(above, below) or _is_below_text(above, below)):
            yield match.start(1), match.end(1), ""


def _is_above_title(above: Sequence[str], below: Sequence[str]) -> bool:
    """Say whether what stands between these lines is above the title of the document."""
    opens = any(map(_TITLE.search, below)) or not above
    return opens and not any("。" in line or _NO_LINK.match(line) or _TITLE.search(line) for line in above)


def _is_below_text(above: Sequence[str], below: Sequence[str]) -> bool:
    """Say whether what stands between these lines is below the text of the document, all of it."""
    last = "".join(above[-1:])
    ends = "。" in last[-2:] or _SIGNED.fullmatch(last) or _RELATED.fullmatch(last)
    return bool(ends) and not any(_NO_LINK.match(line) or _SIGNED.fullmatch(line) for line in below)


def find_related(text: str) -> Iterator[Edit]:
    """Find the list of links below a text, with its heading, to the end of the page.

    Links are no sentences. Where a date or who edited it ends the text, news may be told below.
    """
    lines = list_lines(text)
    is_told = False
    for n, (start, _, line) in enumerate(lines):
        if is_told and _RELATED.fullmatch(line):
            below = [words for _, _, words in lines[n + 1 :]]
            is_signed = any(_SIGNED.fullmatch(words) for _, _, words in lines[max(n - _NEAR, 0) : n])
            has_links = below and not any(_NO_LINK.match(words) for words in below)
            if has_links and (is_signed or not any(words[-1] in "。；" for words in below)):
                yield start, lines[-1][1], ""
                return
        is_told = is_told or "。" in line


def find_contents(text: str) -> Iterator[Edit]:
    """Find a table of contents: lines that name, each with its page, what lines below say again."""
    lines = list_lines(text)
    # A line may open with the heading that the table names.
    said = {_close_up(line.partition("。")[0]): n for n, (_, _, line) in enumerate(lines)}
    run: list[int] = []
    pages: list[int] = []
    for n, (_, _, line) in enumerate([*lines, (0, 0, "")]):
        entry = _ENTRY.fullmatch(line)
        if entry and (not run or int(entry[1]) >= pages[-1]):
            run.append(n)
            pages.append(int(entry[1]))
            continue
        named = [any(said.get(name, -1) > run[-1] for name in _names(lines[at][2])) for at in run]
        if len(run) >= 2 and sum(named) >= _MOST_NAMED * len(run):
            yield lines[run[0]][0], lines[run[-1]][1], ""
        run, pages = ([n], [int(entry[1])]) if entry else ([], [])


def _close_up(line: str) -> str:
    return "".join(line.split())


def _names(entry: str) -> list[str]:
    """Return what an entry of a table of contents may name: the number behind it has one to three digits."""
    ends = [size for size in (1, 2, 3) if entry[-size:].isdigit()]
    return [_close_up(entry[:-size].rstrip(" \t.…·⋯")) for size in ends]


def find_teasers(text: str) -> Iterator[Edit]:
    """Find a paragraph that a longer one soon says again in full: the teaser above an article."""
    lines = list_lines(text)
    for number, (start, end, line) in enumerate(lines):
        if len(line) < _SHORTEST_TEASER:
            continue
        for _, _, later in lines[number + 1 : number + 8]:
            # The teaser may carry the title in front, so the paragraph may begin inside it.
            begins = line.find(later[:20], 0, 80) if len(later) >= _SHORTEST_TEASER else -1
            if begins >= 0 and later.startswith(line[begins:]) and len(line) - begins >= _SHORTEST_TEASER:
                yield start, end, ""
                break


def find_doubles(text: str) -> Iterator[Edit]:
    """Find runs of lines that stand word for word further up: a page that holds its document twice."""
    lines = list_lines(text)
    first: dict[str, int] = {}
    at = 0
    while at < len(lines):
        line = lines[at][2]
        source = first.setdefault(line, at) if len(line) >= _SHORTEST_TEASER else at
        run = _double(lines, source, at) if source < at else range(at, at + 1)
        if source < at and sum(len(lines[n][2]) for n in run) >= _SHORTEST_DOUBLE and len(run) >= 3:
            yield lines[run[0]][0], lines[run[-1]][1], ""
            at = run[-1]
        at += 1


def _double(lines: list[tuple[int, int, str]], source: int, at: int) -> range:
    """Return the lines around `at` that equal those around `source`, without overlap."""
    distance = at - source
    start, end = at, at + 1
    least = max(distance, source + 1)
    while start > least and lines[start - 1][2] == lines[start - 1 - distance][2]:
        start -= 1
    while end < len(lines) and end - distance < start and lines[end][2] == lines[end - distance][2]:
        end += 1
    return range(start, end)


# Rules that stand one behind the other, and mostly change nothing, look at the same lines.
@lru_cache(maxsize=1)
def list_lines(text: str) -> list[tuple[int, int, str]]:
    """Return start, end and wording of each line that has any."""
    found = re.finditer(r"[^\n]+", text)
    return [(match.start(), match.end(), match[0].strip()) for match in found if match[0].strip()]
