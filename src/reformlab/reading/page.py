"""Read HTML as a browser shows it: what is seen, lists with their numbers, and tables row by row."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

import lxml.html
from lxml.etree import LxmlError, iterwalk

from reformlab.corpus.dates import DATE
from reformlab.corpus.rules import join_rules, read_rules
from reformlab.reading.encoding import ReadError
from reformlab.reading.line_breaks import LABEL
from reformlab.reading.list_numbers import write_list_number
from reformlab.reading.marked import keep_heading, say_again

_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|div|table|tbody|p|span|article|meta)\b", re.IGNORECASE
)
_BLOCK_NAMES = """
address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption
figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol option p pre section summary table
tbody thead tr ul
"""
# rt and rp hold the reading above a character; what is crossed out is withdrawn.
_UNSEEN_NAMES = """
script style noscript template head select button iframe svg datalist object audio video rt rp del s strike
"""
_BLOCKS, _UNSEEN = frozenset(_BLOCK_NAMES.split()), frozenset(_UNSEEN_NAMES.split())
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)"
    r"|text-decoration(?:-line)?\s*:\s*line-through)\b",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*(?!none)|visibility\s*:\s*visible)", re.IGNORECASE)
_SELECTOR = re.compile(r"[\w-]*(?:[.#][\w-]+)+")
_ITEMS = ("li", "ol li")
_SELECTED = re.compile(r"[.#]?[\w-]+")
_BLOCK_STYLE = re.compile(r"(?:^|;)\s*display\s*:\s*(?:block|list-item)\b", re.IGNORECASE)
_LIST_STYLE = re.compile(r"(?:^|;)\s*list-style(?:-type)?\s*:\s*([^;]*)", re.IGNORECASE)
_LONGEST_SHEET = 200_000
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_AT_RULE = re.compile(r"@[^{};]{1,300}\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE = re.compile(r"([^{}]{1,300})\{([^{}]{0,2000})\}")
_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
# The classes by which the editor of many portals (UEditor) numbers: its style sheet draws the numbers.
_EDITOR = {
    "custom_num": ("decimal", "{}."),
    "custom_num1": ("decimal", "{}）"),
    "custom_num2": ("decimal", "（{}）"),
    "custom_cn": ("cjk-ideographic", "{}、"),
    "custom_cn1": ("cjk-ideographic", "{}）"),
    "custom_cn2": ("cjk-ideographic", "（{}）"),
}
# What the head of a page says of its article: name and value of an element, in either order.
_META = re.compile(r"<meta\b[^>]{0,600}>", re.IGNORECASE)
_META_PART = re.compile(r"""\b(name|content)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_HEAD_NAMES = {fact: re.compile("|".join(names), re.I) for fact, names in read_rules("page_head").items()}
_WINDOW = re.compile(r"<title\b[^>]{0,200}>([^<]{1,400})</title", re.IGNORECASE)
_LONGEST_HEAD = 20_000
# A cell that holds more than this is the frame of a page, and no cell of a table.
_LONGEST_CELL, _MOST_BLOCKS = 500, 8
# Nor is one with so many paragraphs that are half of the page, in a table that has hardly another row, or
# are a letter: it names whom it is sent to, or ends in its date.
_FEWEST_BLOCKS, _MOST_OF_PAGE, _FEW_ROWS = 4, 0.5, 2
_ADDRESSEE = re.compile(rf"各[^。；]{{1,200}}{join_rules('outline', 'addressee')}：")
_DAY = re.compile(rf"(?=.*[日号\d]$){DATE.pattern}")
_TEXT_NAMES = "|".join(read_rules("columns")["text"])
_TEXT_CELL = re.compile(
    rf"<t[dh]\b[^>]{{0,400}}>(?:\s|&nbsp;|<[^<>/]{{1,200}}>){{0,20}}(?:{_TEXT_NAMES})\s{{0,20}}<",
    re.IGNORECASE,
)
_LEAST_IN_TABLE = 0.8
_SPANS, _MOST_SPANNED, _MOST_COLUMNS = ("rowspan", "colspan"), 1000, 100


_Said = TypeVar("_Said")


def is_page(text: str) -> bool:
    """Say whether a text is HTML."""
    return bool(_HTML.search(text[:4096]))


def read_page(text: str) -> tuple[str, dict[str, int]]:
    r"""Return what a reader of a page sees, with a line for each block and a tab behind each cell.

    Beside it stand its headings, each with its level. Raises `ReadError` where it cannot be parsed.

    Examples
    --------
    >>> read_page("<h1>关于校舍的意见</h1><h2>任务</h2><p>建校。</p>")
    ('关于校舍的意见\n\n任务\n\n建校。', {'关于校舍的意见': 1, '任务': 2})
    """
    page = _parse(text)
    sight = _Sight(page)
    return "".join(sight.text(page)).strip("\n"), sight.headings


def read_head(text: str) -> dict[str, str]:
    """Return what the head of a page says of its article, which no reader sees: fact -> value.

    Beside the facts stands the name of its ``window``, in which most sites name the article and themselves.

    Examples
    --------
    >>> read_head('<head><meta name="ArticleTitle" content="关于校舍的通知"></head>')
    {'title': '关于校舍的通知'}
    """
    said: dict[str, str] = {}
    for element in _META.findall(text[:_LONGEST_HEAD]):
        parts = {name.lower(): one or other for name, one, other in _META_PART.findall(element)}
        value = " ".join(html.unescape(parts.get("content", "")).split())
        for fact, names in _HEAD_NAMES.items():
            if value and names.fullmatch(parts.get("name", "")):
                said.setdefault(fact, value)
    if window := _WINDOW.search(text[:_LONGEST_HEAD]):
        said["window"] = " ".join(html.unescape(window[1]).split())
    return said


def find_page_rows(text: str) -> list[list[str]] | None:
    """Return the rows of a page that is one table with a column of documents' texts, else None.

    Programs save such tables under the name of an Excel file.
    """
    # Most pages are done with the look for the name of such a column.
    if not _TEXT_CELL.search(text):
        return None
    page = _parse(text)
    table = max(page.iter("table"), key=lambda table: len(table.text_content()), default=None)
    everything = _count_signs("".join(_Sight(page).text(page)))
    if table is None or _count_signs(table.text_content()) < _LEAST_IN_TABLE * everything:
        return None
    sight = _Sight(page)
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    return _lay_out([[(cell, "".join(sight.text(cell)).strip()) for cell in row] for row in rows if row])


def _lay_out(rows: list[list[tuple[lxml.html.HtmlElement, str]]]) -> list[list[str]]:
    """Return each row with a text a column: what a merged cell says is said in each of its rows."""
    below: dict[int, tuple[int, str]] = {}
    table = []
    for row in rows:
        cells: list[str] = []
        open_cells, below = below, {}
        for cell, text in [*row, (None, "")]:
            while len(cells) in open_cells:
                n_rows, merged = open_cells[len(cells)]
                below |= {len(cells): (n_rows - 1, merged)} if n_rows > 1 else {}
                cells.append(merged)
            if cell is not None:
                n_rows, n_columns = (min(_whole(cell.get(name)) or 1, _MOST_SPANNED) for name in _SPANS)
                below |= {len(cells): (n_rows - 1, text)} if n_rows > 1 else {}
                # What says that it spans a thousand columns fills no memory.
                cells += [text] + [""] * min(n_columns - 1, max(_MOST_COLUMNS - len(cells), 0))
        table.append(cells)
    return table


def _count_signs(text: str) -> int:
    return len("".join(text.split()))


def _parse(text: str) -> lxml.html.HtmlElement:
    # lxml refuses text that carries its own encoding declaration.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        # Without huge_tree, what is nested deeply would be lost without a word.
        page = lxml.html.document_fromstring(text, parser=lxml.html.HTMLParser(huge_tree=True))
        # What saves a page in one file keeps the page that stands in a frame of it so.
        for frame in [frame for frame in page.iter("iframe") if (frame.get("srcdoc") or "").strip()]:
            frame.tag = "div"
            frame[:] = [_parse(frame.get("srcdoc"))]
            frame.text = None
        return page
    except (LxmlError, ValueError) as error:
        raise ReadError(f"is HTML that cannot be parsed ({error}); save the page again as text") from None


class _Sight:
    """What is seen of a page; its style sheets are asked what they hide and how lists write numbers."""

    def __init__(self, page: lxml.html.HtmlElement) -> None:
        self._lists: dict[lxml.html.HtmlElement, tuple[Iterator[int], tuple[str, str]]] = {}
        # What holds for some screens or for print (@media) is left out.
        sheets = "".join(style.text or "" for style in page.iter("style"))[:_LONGEST_SHEET]
        sheets = _AT_RULE.sub("", _COMMENT.sub("", sheets))
        rules = [(set(map(str.strip, names.split(","))), body) for names, body in _RULE.findall(sheets)]
        # How lists write their numbers, likewise; what holds for all items is said as for the lists.
        self._ways = [
            (frozenset(["ol"] if name in _ITEMS else _SELECTED.findall(name)), _name_way(listed[1]))
            for names, body in rules
            if (listed := _LIST_STYLE.search(body))
            for name in names
            if _SELECTOR.fullmatch(name) or name in ("ol", *_ITEMS)
        ]
        # Each rule that hides or shows what has a class or id, by all that an element must have; the one
        # that asks for most holds, and of two such the last (.tab hides, .tab.active shows).
        self._shows = [
            (frozenset(_SELECTED.findall(name)), not _HIDDEN.search(body))
            for names, body in rules
            if _HIDDEN.search(body) or _SHOWN.search(body)
            for name in names
            if _SELECTOR.fullmatch(name)
        ]

        self._merged = _find_merged(page)
        self.headings: dict[str, int] = {}

    def text(self, page: lxml.html.HtmlElement) -> Iterator[str]:
        """Yield the text of a page, or of a part of it, in order."""
        walk = iterwalk(page, events=("start", "end", "comment", "pi"))
        verbatim, skipped = 0, None
        # The number of an item stands beside its first words, which may be those of a paragraph in it.
        pending = ""

        def begin(words: str) -> str:
            nonlocal pending
            if words.strip():
                words, pending = pending + words, ""
            return words

        cells, frames = _find_cells(page, self._merged)
        for event, element in walk:
            if event == "end":  # what is skipped ends at once
                unseen = element is skipped
            else:
                unseen = event != "start" or _is_unseen(element) or self._is_hidden(element)
            whole = element in cells
            if event == ("end" if element.tag == "tr" else "start") and element is not page:
                yield "".join(f"{said}\t" for said in self._merged.get(element, ()))
            if event == "start" and (unseen or whole):
                walk.skip_subtree()
                skipped = element if unseen else skipped
                if whole and not unseen:
                    yield begin(_BLANKS.sub(" ", "".join(self.text(element))).strip(" "))
            elif event == "start":
                verbatim += element.tag == "pre"
                if element.tag in _HEADINGS and element is not page:
                    line = _BLANKS.sub(" ", "".join(self.text(element)))
                    keep_heading(self.headings, line, _HEADINGS.index(element.tag) + 1)
                opens = "\n" if element in frames else _block(element)
                if element.tag == "li":
                    opens, pending = pending + opens, self._number(element)
                yield opens + begin(_flow(element.text, verbatim))
            else:
                if element.tag == "li":
                    yield pending
                    pending = ""
                if not unseen and not (whole and element is page):
                    verbatim -= element.tag == "pre"
                    is_cell = element.tag in ("td", "th") and element is not page
                    yield "\t" if is_cell and element not in frames else _block(element)
                if element is not page:
                    yield begin(_flow(element.tail, verbatim))

    def _is_hidden(self, element: lxml.html.HtmlElement) -> bool:
        """Say whether a style sheet of the page hides an element by its name, class or id alone."""
        if not self._shows or not (element.get("class") or element.get("id")):
            return False
        shows = _rule(self._shows, element)
        return shows is False and not _SHOWN.search(element.get("style") or "")

    def _number(self, item: lxml.html.HtmlElement) -> str:
        """Return the number that a browser shows before an item of an ordered list."""
        listed = item.getparent()
        if listed is None or listed.tag != "ol":
            return ""
        if listed not in self._lists:
            self._lists[listed] = (iter(_count(listed)), self._way(listed))
        numbers, way = self._lists[listed]
        styled = _rule(self._ways, item)
        way, form = _own_way(item) or (_frame(styled) if styled else way)
        number = next(numbers, None)
        written = write_list_number(number, way) if number is not None else ""
        # An item that says its own number has its list's hidden by a style sheet elsewhere.
        if not written or LABEL.match("".join(islice(item.itertext(), 9)).lstrip()):
            return ""
        return form.format(written)

    def _way(self, listed: lxml.html.HtmlElement) -> tuple[str, str]:
        """Return how a list writes its numbers, and what stands around them."""
        for name in (listed.get("class") or "").split():
            if name in _EDITOR:
                return _EDITOR[name]
        before = listed.getprevious()
        # A list that starts behind the last number of the one before is one list with it, in two parts.
        if before in self._lists and _whole(listed.get("start")) == max(_count(before), default=0) + 1:
            default = self._lists[before][1]
        else:
            default = _frame(_rule(self._ways, listed) or "decimal")
        return _own_way(listed) or default


def _rule(rules: Sequence[tuple[frozenset[str], _Said]], element: lxml.html.HtmlElement) -> _Said | None:
    """Return what the rule says that asks for most of an element's name, class and id; of two the last."""
    classes = (element.get("class") or "").split()
    own = {element.tag, f"#{element.get('id')}", *(f".{name}" for name in classes)}
    ruling = [(len(asked), n) for n, (asked, _) in enumerate(rules) if asked <= own]
    return rules[max(ruling)[1]][1] if ruling else None


def _name_way(said: str) -> str:
    """Return the way to write numbers that a style names; none, where it names no way that has any."""
    return next((name for name in said.lower().split() if write_list_number(1, name)), "none")


def _frame(way: str) -> tuple[str, str]:
    """Return a way to write numbers and what stands around them."""
    return way, "{}、" if re.search("cjk|chinese|japanese", way) else "{}."


def _own_way(element: lxml.html.HtmlElement) -> tuple[str, str] | None:
    """Return the way to write numbers that a list or item names for itself."""
    styled = _LIST_STYLE.search(element.get("style") or "")
    typed = _TYPES.get((element.get("type") or "").strip())
    way = _name_way(styled[1]) if styled else typed
    return _frame(way) if way else None


def _count(listed: lxml.html.HtmlElement) -> list[int]:
    """Return the numbers of a list's items that are seen."""
    items = [item for item in listed if item.tag == "li" and not _is_unseen(item)]
    step = -1 if listed.get("reversed") is not None else 1
    number = _whole(listed.get("start"))
    number = (len(items) if step < 0 else 1) if number is None else number
    numbers = []
    for item in items:
        own = _whole(item.get("value"))
        numbers.append(number if own is None else own)
        number = numbers[-1] + step
    return numbers


def _whole(value: str | None) -> int | None:
    return int(value) if value and re.fullmatch(r"\s*-?[0-9]{1,9}\s*", value) else None


def _is_unseen(element: lxml.html.HtmlElement) -> bool:
    if element.tag in _UNSEEN or element.get("hidden") is not None:
        return True
    if element.tag == "dialog" and element.get("open") is None:
        return True
    style = element.get("style")
    return bool(style and _HIDDEN.search(style))


def _block(element: lxml.html.HtmlElement) -> str:
    if element.tag in _BLOCKS:
        return "\n"
    style = element.get("style")
    return "\n" if style and _BLOCK_STYLE.search(style) else ""


def _find_cells(
    page: lxml.html.HtmlElement, merged: Mapping[lxml.html.HtmlElement, list[str]]
) -> tuple[set[lxml.html.HtmlElement], set[lxml.html.HtmlElement]]:
    """Return the cells whose paragraphs are no lines of the page, and those that are its frame.

    The first are those of rows that hold several values.
    """
    rows = []
    for row in page.iter("tr"):
        filled = [cell for cell in row if cell.tag in ("td", "th") and cell.text_content().strip()]
        n_merged = sum(said != "" for element in (*row, row) for said in merged.get(element, ()))
        rows += [(row.getparent(), filled)] if len(filled) + n_merged > 1 else []
    n_rows = Counter(table for table, _ in rows)
    n_signs = len(page.text_content())
    values, frames = set(), set()
    for table, filled in rows:
        least = _MOST_OF_PAGE * n_signs if n_rows[table] <= _FEW_ROWS else n_signs
        if any(_is_frame(cell, least) for cell in filled):
            frames.update(filled)
        else:
            values.update(cell for cell in filled if len(cell) and cell is not page)
    return values, frames


def _find_merged(page: lxml.html.HtmlElement) -> dict[lxml.html.HtmlElement, list[str]]:
    """Return what cells of rows above say before a cell, or behind the last of a row, which they span too.

    A table that frames a page has no such cells.
    """
    found = {}
    n_signs = len(page.text_content())
    for table in page.iter("table"):
        cells = list(table.iter("td", "th"))
        if not any(cell.get("rowspan") for cell in cells) or any(_is_frame(cell, n_signs) for cell in cells):
            continue
        below: dict[int, tuple[int, int, str]] = {}
        for row in table.iter("tr"):
            column, spanning, below = 0, below, {}
            for cell in (*(cell for cell in row if cell.tag in ("td", "th")), row):
                said = []
                while column in spanning:
                    n_rows, n_columns, text = spanning[column]
                    said.append(text)
                    below |= {column: (n_rows - 1, n_columns, text)} if n_rows > 1 else {}
                    column += n_columns
                if said:
                    found[cell] = said
                text = "" if cell is row else " ".join(cell.text_content().split())
                n_rows, n_columns = (min(_whole(cell.get(name)) or 1, _MOST_SPANNED) for name in _SPANS)
                text = say_again(text)
                below |= {column: (n_rows - 1, n_columns, text)} if n_rows > 1 and cell is not row else {}
                column += n_columns
    return found


def _is_frame(cell: lxml.html.HtmlElement, least: float) -> bool:
    """Say whether a cell holds lines of the page, as one of so many signs does, rather than a value."""
    n_blocks = sum(one.tag in _BLOCKS for one in cell.iterdescendants())
    words = cell.text_content()
    if len(words) > _LONGEST_CELL or n_blocks > _MOST_BLOCKS or cell.find(".//table") is not None:
        return True
    if n_blocks < _FEWEST_BLOCKS:
        return False
    # A short document.
    lines = ["".join(line.split()) for line in "".join(_break_lines(cell)).split("\n")]
    lines = [line for line in lines if line]
    dated = [bool(_DAY.fullmatch(line)) for line in lines]
    return len(lines) >= _FEWEST_BLOCKS and (
        (len(words) > least and any("。" in line for line in lines))
        or (dated[-1] and sum(dated) == 1)
        or any(_ADDRESSEE.fullmatch(line) for line in lines)
    )


def _break_lines(cell: lxml.html.HtmlElement) -> Iterator[str]:
    """Yield the text of a cell, with line breaks around its blocks."""
    for event, element in iterwalk(cell, events=("start", "end", "comment", "pi")):
        if event in ("start", "end") and element.tag in _BLOCKS:
            yield "\n"
        if event == "start":
            yield _flow(element.text, 0)
        elif element is not cell:
            yield _flow(element.tail, 0)


def _flow(text: str | None, verbatim: int) -> str:
    """Return text as a browser lets it flow: blanks and line breaks of the source are one blank."""
    text = text or ""
    return text if verbatim else _BLANKS.sub(" ", text).replace("\xa0", " ")
