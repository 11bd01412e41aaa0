"""Count the numbered paragraphs of a Word document, as Word does when it shows them.

What a number looks like is told by lists, levels, and styles that lead from one to the other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from lxml import etree

from reformlab.reading.list_numbers import write_list_number

# Word 2003 has numbers for the names of ways to count.
_CODES = {
    "0": "decimal",
    "1": "upperRoman",
    "2": "lowerRoman",
    "3": "upperLetter",
    "4": "lowerLetter",
    "10": "ideographDigital",
    "11": "japaneseCounting",
    "14": "decimalFullWidth",
    "18": "decimalEnclosedCircle",
    "22": "decimalZero",
    "26": "decimalEnclosedFullstop",
    "27": "decimalEnclosedParen",
    "28": "decimalEnclosedCircleChinese",
    "30": "ideographTraditional",
    "31": "ideographZodiac",
    "34": "ideographLegalTraditional",
    "33": "taiwaneseCounting",
    "35": "taiwaneseCountingThousand",
    "37": "chineseCounting",
    "38": "chineseLegalSimplified",
    "39": "chineseCountingThousand",
}


def name_of(element: etree._Element | None) -> str:
    """Return the name of an element without its namespace; of a comment, nothing."""
    return element.tag.rpartition("}")[2] if element is not None and isinstance(element.tag, str) else ""


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child of a name."""
    return None if element is None else next(element.iterchildren(f"{{*}}{name}"), None)


def value_of(element: etree._Element | None, name: str) -> str | None:
    """Return an attribute by its name without namespace."""
    if element is None:
        return None
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), None)


class Styles:
    """The styles of a document, each based on another or on none."""

    def __init__(self, part: etree._Element | None) -> None:
        found = () if part is None else part.iter("{*}style")
        self._styles = {value_of(style, "styleId"): style for style in found}
        self._default = next(
            (
                name
                for name, style in self._styles.items()
                if value_of(style, "type") == "paragraph"
                and value_of(style, "default") in ("1", "on", "true")
            ),
            None,
        )

    def chain(self, name: str | None) -> Iterator[tuple[str, etree._Element]]:
        """Yield a style and what it is based on; of no name, the one of paragraphs that name none."""
        name, seen = name or self._default, set()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield name, self._styles[name]
            name = value_of(child(self._styles[name], "basedOn"), "val")

    def find(self, name: str | None, *path: str) -> etree._Element | None:
        """Return what the nearest style of the chain says of a property."""
        for _, style in self.chain(name) if name else ():
            for step in path:
                style = child(style, step)
            if style is not None:
                return style
        return None


class Numbers:
    """The lists of a document, and how far each has counted."""

    def __init__(self, part: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str | None, etree._Element] = {}
        self._nums: dict[str | None, etree._Element] = {}
        for element in () if part is None else part.iter("{*}abstractNum", "{*}listDef"):
            self._lists[value_of(element, "abstractNumId") or value_of(element, "listDefId")] = element
        for element in () if part is None else part.iter("{*}num", "{*}list"):
            self._nums[value_of(element, "numId") or value_of(element, "ilfo")] = element
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()

    def count(self, paragraph: etree._Element) -> str:
        """Return the number that stands before a paragraph, or nothing."""
        number, depth = self._place(paragraph)
        steps = self._steps(number)
        if steps is None:
            # Word 2003 writes the number it showed beside the list, which a part of a file may lack.
            return value_of(child(child(child(paragraph, "pPr"), "listPr"), "t"), "val") or ""
        levels, starts = self._levels(steps, number)
        if depth not in levels:
            return ""
        key = value_of(steps, "abstractNumId") or value_of(steps, "listDefId") or ""
        counts = self._counts[key]
        if depth in starts and (number, depth) not in self._begun:
            counts.pop(depth, None)
        self._begun.add((number, depth))
        start = starts.get(depth, _start(levels[depth]))
        counts[depth] = counts[depth] + 1 if depth in counts else start
        # A number starts anew below each number above it, or below the one that it names.
        for level in [level for level in counts if level > depth]:
            after = _whole(value_of(child(levels.get(level), "lvlRestart"), "val"))
            if after is None or depth < after:
                del counts[level]
        return _write_label(levels, depth, counts)

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        """Return the number of the list that a paragraph is in, and its level there."""
        properties = child(paragraph, "pPr")
        number = depth = None
        styles: list[str] = []
        for holder in (properties, *self._of_styles(value_of(child(properties, "pStyle"), "val"))):
            if isinstance(holder, tuple):
                styles.append(holder[0])
                holder = holder[1]
            found = child(holder, "numPr")
            found = child(holder, "listPr") if found is None else found
            if found is None:
                continue
            own = value_of(child(found, "numId"), "val") or value_of(child(found, "ilfo"), "val")
            level = value_of(child(found, "ilvl"), "val")
            if depth is None:
                depth = self._level_of(styles, own)
                depth = level if depth is None else depth
            if own is not None:
                number = own
                break
        return number or "", _whole(depth) or 0

    def _of_styles(self, style: str | None) -> list[tuple[str, etree._Element | None]]:
        return [(name, child(element, "pPr")) for name, element in self._styles.chain(style)]

    def _level_of(self, styles: Sequence[str], number: str | None) -> str | None:
        """Return the level that names the first of these styles as its own; the style need not name it."""
        steps = self._steps(number or "") if styles else None
        found = () if steps is None else steps.iter("{*}lvl")
        named = {value_of(child(level, "pStyle"), "val"): value_of(level, "ilvl") for level in found}
        return next((named[style] for style in styles if style in named), None)

    def _steps(self, number: str) -> etree._Element | None:
        """Return the list that a number leads to, directly or by the style of a list."""
        for _ in range(5):
            num = self._nums.get(number)
            leads = child(num, "abstractNumId")
            leads = child(num, "ilst") if leads is None else leads
            steps = self._lists.get(value_of(leads, "val"))
            link = value_of(child(steps, "numStyleLink"), "val")
            if link is None:
                return steps
            number = value_of(self._styles.find(link, "pPr", "numPr", "numId"), "val") or ""
        return None

    def _levels(self, steps: etree._Element, number: str) -> tuple[dict[int, etree._Element], dict[int, int]]:
        """Return the levels of a list as one number of it changes them, and where that number starts anew."""
        levels = {_whole(value_of(level, "ilvl")) or 0: level for level in steps.iter("{*}lvl")}
        starts = {}
        for change in self._nums[number].iter("{*}lvlOverride") if number in self._nums else ():
            depth = _whole(value_of(change, "ilvl")) or 0
            level, start = child(change, "lvl"), _whole(value_of(child(change, "startOverride"), "val"))
            if level is not None:
                levels[depth] = level
            if start is not None:
                starts[depth] = start
        return levels, starts


def _start(level: etree._Element) -> int:
    start = _whole(value_of(child(level, "start"), "val"))
    return 1 if start is None else start


def _whole(value: str | None) -> int | None:
    return int(value) if value and re.fullmatch(r"\d{1,9}", value) else None


def _write_label(levels: dict[int, etree._Element], depth: int, counts: dict[int, int]) -> str:
    pattern = value_of(child(levels[depth], "lvlText"), "val") or ""
    all_decimal = child(levels[depth], "isLgl") is not None

    def write(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        level = levels.get(at, levels[depth])
        code = value_of(child(level, "nfc"), "val") or "0"
        format = value_of(child(level, "numFmt"), "val") or _CODES.get(code, "")
        format = "decimal" if all_decimal and at < depth else format
        return write_list_number(counts.get(at, _start(level)), format)

    label = re.sub(r"%(\d)", write, pattern)
    # A bullet: nothing that a document counts its units with.
    if label == re.sub(r"%\d", "", pattern):
        return ""
    # 第一条 stands apart from what it says, unless the list says that nothing follows its number.
    suffix = value_of(child(levels[depth], "suff"), "val")
    return f"{label} " if label[-1] in "章节条编篇" and suffix not in ("nothing", "Nothing") else label
