"""Read Markdown: the text that a reader of the page sees, without front matter, comments and marks."""

from __future__ import annotations

import re

_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(?P<fields>(?:[^\n]*\n)*?)---[ \t]*(?:\n|\Z)")
_TITLE = re.compile(r"^title:[ \t]*(?P<quote>[\"']?)(?P<title>.*?)(?P=quote)[ \t]*$", re.MULTILINE)
_FIELD = re.compile(r"^[A-Za-z_]\w*:", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"^[ \t]*#{1,6}[ \t]+(?P<words>[^\n#][^\n]*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_BOLD_LINE = re.compile(r"^[ \t]*\*\*(?=\S)[^*\n]+(?<=\S)\*\*[ \t]*$", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[\^[^\]\n]+\]:?")
_PICTURE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_LINK = re.compile(r"(?<!!)\[(?P<words>[^\]\n]+)\]\((?:https?:|/|\.|#)[^)\n]*\)")


def is_markdown(text: str) -> bool:
    """Say whether a text is Markdown: it opens with front matter, or has comments, headings or bold lines.

    Asterisks inside a line are no sign: drafts blank names with them (**县).

    Examples
    --------
    >>> from reformlab.reading.markdown import is_markdown
    >>> is_markdown("# 关于试点的意见"), is_markdown("在**县和**乡试点。")
    (True, False)
    """
    front = _FRONT_MATTER.match(text)
    signs = (_COMMENT, _HEADING, _BOLD_LINE)
    return bool(front and _FIELD.search(front["fields"])) or any(sign.search(text) for sign in signs)


def read_markdown(text: str) -> str:
    r"""Return the text of a Markdown page as a reader sees it, its title as the first line.

    Examples
    --------
    >>> from reformlab.reading.markdown import read_markdown
    >>> read_markdown("---\ntitle: 关于试点的意见\n---\n<!-- 图 -->\n**一、总体要求**\n")
    '关于试点的意见\n\n一、总体要求'
    """
    front = _FRONT_MATTER.match(text)
    title = ""
    if front and _FIELD.search(front["fields"]):
        named = _TITLE.search(front["fields"])
        title = named["title"].strip() if named else ""
        text = text[front.end() :]
    text = _PICTURE.sub("", _COMMENT.sub("", text))
    text = _HEADING.sub(lambda match: match["words"], text)
    text = _LINK.sub(lambda match: match["words"], _FOOTNOTE.sub("", text))
    # In pages that people wrote by hand, bold opens on one line and closes on another, or never.
    text = text.replace("**", "").strip("\n")
    return f"{title}\n\n{text}" if title else text
