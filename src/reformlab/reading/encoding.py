"""Decode bytes as Chinese text, in whichever encoding they were written."""

from __future__ import annotations

import codecs
import re
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

_ASCII = frozenset(map(chr, range(128)))
_NO_TEXT = "is not text, HTML, DOCX or PDF (most of it is not characters); export its text first"
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
# What is read wrongly and saved so, on which machines: the right encoding and the wrong one.
_MIXED_UP = (
    *(("UTF-8", "gb18030"), ("UTF-8", "cp1252"), ("UTF-8", "latin-1"), ("UTF-8", "big5")),
    *(("GB18030", "cp1252"), ("GB18030", "latin-1"), ("GB18030", "big5")),
    *(("Big5", "gb18030"), ("Big5", "cp1252"), ("Big5", "latin-1")),
)
# Of Chinese text, a third of what is not ASCII is frequent; of what was read wrongly, hardly any.
_SAMPLE, _FEWEST, _SENSE, _NO_SENSE = 400, 8, 0.25, 0.12
_FREQUENT = re.compile(f"[{''.join(sorted(FREQUENT - _ASCII))}]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
# What lost signs became, the first where U+FFFD was read as GBK; and what part of a text may be such.
_LOST = {"锟斤拷": 0.1, "\ufffd": 0.1, "?": 0.3}
# What part of the signs of a text in UTF-8 may be damaged.
_MOST_DAMAGED = 0.05
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
            return _require_text(require_sense(raw.decode("utf-8"))), "utf-8", 0
        except UnicodeDecodeError:
            text = raw.decode("utf-8", "replace")
            # No other encoding gives so many whole signs by chance: a few of them are damaged.
            if text.count("\ufffd") <= _MOST_DAMAGED * sum(map(len, _BEYOND_ASCII.findall(text))):
                return _require_text(require_sense(text)), "utf-8", text.count("\ufffd")
    found = [(raw.decode(encoding, "replace"), encoding) for encoding in ([marked] if marked else _ENCODINGS)]
    # The first of equals wins, so that the answer never depends on chance.
    text, encoding = max(found, key=lambda candidate: _plausibility(candidate[0]))
    if not marked and _share_usual(text) < _LEAST_USUAL:
        raise ReadError(_NO_TEXT)
    return require_sense(_require_text(text)), encoding, text.count("\ufffd")


def _plausibility(text: str) -> float:
    if not text:
        return -1.0
    frequent = sum(text.count(character) for character in FREQUENT)
    return (frequent - 20 * text.count("\ufffd") - 20 * _count_controls(text)) / len(text)


# But for those that part lines, pages and records.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1b]")


def _count_controls(text: str) -> int:
    return len(_CONTROLS.findall(text))


def _share_usual(text: str) -> float:
    """Return the share of characters that the national sets of both scripts hold; noise has few."""
    counts = Counter(text)
    sets = ("gb2312", "big5")
    usual = sum(n for sign, n in counts.items() if any(sign.encode(one, "ignore") for one in sets))
    return usual / max(len(text), 1)


def _require_text(text: str) -> str:
    if _count_controls(text) + text.count("\ufffd") > 0.1 * len(text):
        raise ReadError(_NO_TEXT)
    return text


def require_sense(text: str) -> str:
    """Return a text, unless it was read in a wrong encoding before it was saved.

    Raises `ReadError` where it was, or where most of its signs are lost.
    """
    first = _BEYOND_ASCII.search(text)
    sample = text[first.start() :][:_SAMPLE] if first else ""
    if _share_frequent(sample) < _NO_SENSE:
        for right, wrong in _MIXED_UP:
            if _SENSE < _share_frequent(sample.encode(wrong, "ignore").decode(right, "ignore")) < 1:
                raise ReadError(
                    f"is garbled: it was {right} and was read in another encoding ({wrong}) before it was "
                    "saved; get it again from where it came"
                )
    for sign, most in _LOST.items():
        if text[:_SAMPLE].count(sign) * len(sign) > most * min(len(text), _SAMPLE):
            raise ReadError(
                f"is garbled: the program that saved it put {sign} for characters that it did not know; "
                "get it again from where it came, and save it as UTF-8"
            )
    return text


def _share_frequent(text: str) -> float:
    """Return the share of frequent signs among those beyond ASCII; 1 of too few to tell."""
    signs = "".join(_BEYOND_ASCII.findall(text))
    return len(_FREQUENT.findall(signs)) / len(signs) if len(signs) >= _FEWEST else 1.0
