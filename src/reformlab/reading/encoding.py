"""Decode bytes as Chinese text, in whichever encoding they were written."""

from __future__ import annotations

import codecs
from collections import Counter

# What each decoder must get right: the most frequent characters of official Chinese, in both scripts,
# and the signs around them.
FREQUENT = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "行政工改革医疗保障药品机构服务卫健康制度推进建设完善管理各级实施规定部门院省市县区第条"
    "這個們來為國時會對過發後裡醫療藥機構務衛製進設規門縣區條"
    "，。、：；（）《》“”\u3000\n 0123456789"
)
"""Characters that any page of official Chinese is full of."""

_NO_TEXT = "is not text, HTML, DOCX or PDF (most of it is not characters); export its text first"
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
# Of any bytes read as UTF-16, about a quarter are usual characters; of a document, nearly all.
_LEAST_USUAL = 0.7


class ReadError(Exception):
    """A file cannot be used; the message gives the reason and the remedy."""


def decode_bytes(raw: bytes) -> tuple[str, str, int]:
    """Decode bytes in the encoding that makes most sense as Chinese, or raise `ReadError` where none does.

    Returns the text, the encoding, and how many replacement characters decoding put in.
    """
    marked = next((encoding for mark, encoding in _MARKS.items() if raw.startswith(mark)), "")
    # A zero byte is text only in UTF-16.
    if not marked and b"\0" not in raw:
        try:
            return _require_text(raw.decode("utf-8")), "utf-8", 0
        except UnicodeDecodeError:
            pass
    found = [(raw.decode(encoding, "replace"), encoding) for encoding in ([marked] if marked else _ENCODINGS)]
    # The first of equals wins, so that the answer never depends on chance.
    text, encoding = max(found, key=lambda candidate: _plausibility(candidate[0]))
    if not marked and _share_usual(text) < _LEAST_USUAL:
        raise ReadError(_NO_TEXT)
    return _require_text(text), encoding, text.count("\ufffd")


def _plausibility(text: str) -> float:
    if not text:
        return -1.0
    frequent = sum(text.count(character) for character in FREQUENT)
    return (frequent - 20 * text.count("\ufffd") - 20 * _count_controls(text)) / len(text)


def _count_controls(text: str) -> int:
    return sum(
        text.count(chr(code)) for code in range(32) if chr(code) not in "\t\n\r\f\v\x1a\x1c\x1d\x1e\x1f"
    )


def _share_usual(text: str) -> float:
    """Return the share of characters that the national sets of both scripts hold; noise has few."""
    counts = Counter(text)
    usual = sum(
        n for sign, n in counts.items() if sign.encode("gb2312", "ignore") or sign.encode("big5", "ignore")
    )
    return usual / max(len(text), 1)


def _require_text(text: str) -> str:
    if _count_controls(text) + text.count("\ufffd") > 0.1 * len(text):
        raise ReadError(_NO_TEXT)
    return text
