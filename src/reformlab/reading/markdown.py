"""Read Markdown: the text that a reader of the page sees, without front matter, comments and marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reformlab.reading.marked import keep_heading

_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(?P<fields>(?:[^\n]*\n)*?)---[ \t]*(?:\n|\Z)")
_TITLE = re.compile(r"^title:[ \t]*(?P<quote>[\"']?)(?P<title>.*?)(?P=quote)[ \t]*$", re.MULTILINE)
_FIELD = re.compile(r"^[A-Za-z_]\w*:", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"^[ \t]*(?P<level>#{1,6})[ \t]+(?P<words>[^\n#][^\n]*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_BOLD_LINE = re.compile(r"^[ \t]*\*\*(?=\S)[^*\n]+(?<=\S)\*\*[ \t]*$", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[\^[^\]\n]+\]:?")
_PICTURE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
# What else some editors write, each looked for only where its sign stands: underlined headings and rules,
# quotations, rows of a table, items, fences of code, tags, signs that a backslash keeps.
_SETEXT = re.compile(r"^(?P<words>[^\n|>#-][^\n]*)\n[ \t]*(?P<line>={2,}|-{2,})[ \t]*$", re.MULTILINE)
_DOUBLE_LINE = re.compile(r"^[^\n|>#=-][^\n]*\n[ \t]*={3,}[ \t]*$", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*(?:(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,})$", re.MULTILINE)
_QUOTE = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_ROW = re.compile(r"^[ \t]*\|(?P<cells>[^\n]*)\|[ \t]*$", re.MULTILINE)
_ROW_OF_LINES = re.compile(r"^[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*\n?", re.MULTILINE)
_ITEM = re.compile(r"^[ \t]*[-*+][ \t]+(?=[^\s\d*+-])", re.MULTILINE)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)[^\n`]*$", re.MULTILINE)
_NUMBERED = re.compile(r"^(?P<indent>[ \t]*)(?P<number>\d{1,3})(?P<mark>[.)][ \t]+\S)", re.MULTILINE)
_DROPPED = (
    ((">",), _QUOTE),
    (("```", "~~~"), _FENCE),
    (("--", "- -", "__", "_ _", "***", "* *"), _RULE),
    (("- ", "* ", "+ "), _ITEM),
)
_BREAK, _TAG = re.compile(r"<br[ \t]*/?>", re.I), re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:[ \t][^<>\n]*)?/?>")
_EMPHASIS = re.compile(r"(?<![*\\A-Za-z0-9×÷=])\*(?P<words>[^\s*](?:[^*\n]{0,60}[^\s*])?)\*(?![*\d])")
_KEPT = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_LINK = re.compile(r"\[(?<!!\[)(?P<words>[^\]\n]+)\]\((?:https?:|/|\.|#)[^)\n]*\)")


def is_markdown(text: str) -> bool:
    """Say whether a text is Markdown: it opens with front matter, or has comments, headings or bold lines.

    Nor has other text pictures, a row of lines in a table, or a line underlined with =. Asterisks inside a
    line are no sign: drafts blank names with them (**县).

    Examples
    --------
    >>> from reformlab.reading.markdown import is_markdown
    >>> is_markdown("# 关于试点的意见"), is_markdown("在**县和**乡试点。")
    (True, False)
    """
    if _find_front(text):
        return True
    signs = {"#": _HEADING, "**": _BOLD_LINE, "|": _ROW_OF_LINES, "![": _PICTURE, "===": _DOUBLE_LINE}
    return bool(_COMMENT.search(text, 0, _last_comment(text))) or any(
        mark in text and sign.search(text) for mark, sign in signs.items()
    )


def has_heading(text: str) -> bool:
    r"""Say whether a text opens with front matter, or a line of it is marked as a heading with #.

    Examples
    --------
    >>> from reformlab.reading.markdown import has_heading
    >>> has_heading("## 一、任务\n<br>建校。"), has_heading("<p># 一</p>")
    (True, False)
    """
    return bool(_find_front(text) or _HEADING.search(text))


def _find_front(text: str) -> re.Match[str] | None:
    """Return the front matter that a text opens with."""
    front = _FRONT_MATTER.match(text)
    return front if front and _FIELD.search(front["fields"]) else None


def _last_comment(text: str) -> int:
    """Return where the last comment ends; to look for the end of one behind it would take long."""
    return text.rfind("-->") + 3 if "-->" in text else 0


def read_markdown(text: str) -> tuple[str, dict[str, int]]:
    r"""Return the text of a Markdown page as a reader sees it, its title as the first line.

    Beside it stand its headings, each with its level.

    Examples
    --------
    >>> from reformlab.reading.markdown import read_markdown
    >>> read_markdown("---\ntitle: 关于试点的意见\n---\n<!-- 图 -->\n# 任务\n**一、建校**\n")
    ('关于试点的意见\n\n任务\n一、建校', {'任务': 1})
    """
    title = ""
    if front := _find_front(text):
        named = _TITLE.search(front["fields"])
        title = named["title"].strip() if named else ""
        text = text[front.end() :]
    last = _last_comment(text)
    text = _PICTURE.sub("", _COMMENT.sub("", text[:last]) + text[last:])
    headings: dict[str, int] = {}

    def head(match: re.Match[str]) -> str:
        line = match.groupdict().get("line")
        level = len(match["level"]) if line is None else 1 + (line[0] == "-")
        keep_heading(headings, _drop_inside(match["words"]), level)
        return match["words"]

    if _holds(text, ("==", "--")):
        text = _SETEXT.sub(head, text)
    text = _drop_inside(_HEADING.sub(head, _drop_marks(text))).strip("\n")
    return (f"{title}\n\n{text}" if title else text), headings


def _drop_marks(text: str) -> str:
    """Drop the marks that lines begin with, and tags."""
    if "|" in text:
        text = _ROW.sub(_write_row, _ROW_OF_LINES.sub("", text))
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub("\n", text))
    for signs, pattern in _DROPPED:
        if _holds(text, signs):
            text = pattern.sub("", text)
    return _count_items(text) if _NUMBERED.search(text) else text


def _count_items(text: str) -> str:
    """Count on where each item of a list says the number of the one above, as programs write them."""
    said: dict[int, tuple[tuple[str, str], int]] = {}
    lines = text.split("\n")
    for at, line in enumerate(lines):
        depth = len(line) - len(line.lstrip(" \t"))
        item = _NUMBERED.match(line)
        if not line.strip():
            continue
        # A line that is set in is of the item above.
        said = {other: one for other, one in said.items() if other < depth + bool(item)}
        if item:
            before, count = said.get(depth, (None, 0))
            own = (item["number"], item["mark"][0])
            count = count + 1 if before == own else int(item["number"])
            said[depth] = (own, count)
            lines[at] = f"{item['indent']}{count}{line[item.end('number') :]}"
    return "\n".join(lines)


def _drop_inside(text: str) -> str:
    """Drop the marks that stand inside lines."""
    text = text.replace("`", "") if "`" in text else text
    text = _LINK.sub(lambda match: match["words"], _FOOTNOTE.sub("", text))
    # In pages that people wrote by hand, bold opens on one line and closes on another, or never.
    text = text.replace("**", "")
    text = _EMPHASIS.sub(lambda match: match["words"], text) if "*" in text else text
    text = text.replace("__", "") if "_" in text else text
    return _KEPT.sub(r"\1", text) if "\\" in text else text


def _holds(text: str, marks: Sequence[str]) -> bool:
    """Say whether a text holds any of these marks; that it lacks their first sign is found at once."""
    return any(mark[0] in text and mark in text for mark in marks)


def _write_row(match: re.Match[str]) -> str:
    return "\t".join(cell.strip() for cell in match["cells"].split("|"))
