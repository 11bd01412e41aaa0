"""Tell the page that a site shows in place of a document: not found, no access, a test for machines."""

from __future__ import annotations

import re

from reformlab.corpus.rules import join_rules
from reformlab.reading.furniture import NUMERAL

_ERROR, _STATUS, _HINT = (
    re.compile(join_rules("error_pages", group), re.IGNORECASE) for group in ("error", "status", "hint")
)
_CLAUSE, _SENTENCE = re.compile(r"[^。！!？?，,；;\n]+"), re.compile(r"[^。！!\n]*[。！!]")
# How sites part the name of a page from their own.
_PARTS = re.compile(r"\s*[_|\n]\s*|\s+[-–—]+\s+|--+")
# With all its menus such a page is short; a sentence that says nothing of an error is not.
_LONGEST, _LONG_SENTENCE = 2000, 15
# What a document has and no such page: numbered units, the day it was signed, a number of its own.
_OF_DOCUMENT = re.compile(
    rf"^[ \t\u3000]*(?:{NUMERAL}、|[（(]{NUMERAL}[)）]|第{NUMERAL}[章节条]"
    r"|(?:19|20)\d\d年\d{1,2}月\d{1,2}日[ \t]*$)|[〔\[](?:19|20)\d\d[〕\]]\d+号",
    re.MULTILINE,
)


def find_error(text: str, window: str = "") -> str:
    r"""Return the words by which a text is the error page of a site, or nothing.

    `window` is the name of the page's window.

    Examples
    --------
    >>> from reformlab.reading.error_pages import find_error
    >>> find_error("404\n您访问的页面不存在，请返回首页。")
    '404'
    >>> find_error("县政府网站出现404页面的，由办公室在3日内改正。")
    ''
    """
    if len("".join(text.split())) > _LONGEST or _OF_DOCUMENT.search(text):
        return ""
    clauses = [words.strip() for words in _CLAUSE.findall(text) if words.strip()]
    # A number alone is an error where the page opens with it; else it may be any.
    opening = [*_PARTS.split(window), *clauses[:1]]
    found = next((words for words in opening if words and _is_error(words, _STATUS, _ERROR)), "")
    found = found or next((words for words in clauses if _is_error(words, _ERROR)), "")
    return "" if found and any(map(_is_of_text, _SENTENCE.findall(text))) else found


def _is_error(words: str, *kinds: re.Pattern[str]) -> bool:
    return any(kind.fullmatch(words) for kind in kinds)


def _is_of_text(sentence: str) -> bool:
    """Say whether a sentence tells of something else than the error and what to do."""
    clauses = (words.strip() for words in _CLAUSE.findall(sentence))
    return len(sentence) >= _LONG_SENTENCE and not any(_is_error(words, _ERROR, _HINT) for words in clauses)
