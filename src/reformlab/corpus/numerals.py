"""Numerals: whole numbers and decimals in digits or in characters, read and written in one place.

Characters are read in every set that documents print: 二十三, 二〇二三 (a sign for a digit), 贰拾叁, ㉓.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DIGITS = "零一二三四五六七八九"
# What else is printed for a digit: the zeros of typists, 两, and the formal characters of contracts.
_VALUES = {sign: value for signs in (_DIGITS, "零壹贰叁肆伍陆柒捌玖") for value, sign in enumerate(signs)}
_VALUES |= {"〇": 0, "○": 0, "O": 0, "Ｏ": 0, "两": 2, "参": 3}
_TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000, "廿": 20, "卅": 30}
_ROUND = _TENS.keys() - {"十", "拾", "廿", "卅"}
_GROUPS = {"万": 10**4, "亿": 10**8}
_PLACES, _ENDS = ("", "十", "百", "千"), {4: "万", 8: "亿"}
# 1,000 and 1 000: what parts thousands is a comma or a blank, thin or not.
ARABIC = r"(?:\d{1,3}(?:[, \u2009\u202f\xa0]\d{3})+(?!\d)|\d{1,12})(?:\.\d{1,6})?"
# The pieces of 3亿5千万 and 1.2万: digits, and what they count.
_PIECE = re.compile(rf"零?({ARABIC})(万亿|[十百千]?[万亿]|[十百千])?")
_TIMES = {
    tens + big: factor * unit
    for tens, factor in {"": 1, "十": 10, "百": 100, "千": 1000}.items()
    for big, unit in {"": 1, "万": 10**4, "亿": 10**8}.items()
} | {"万亿": 10**12}


# The same few numbers are read again and again.
@lru_cache(maxsize=1024)
def read_numeral(words: str) -> int:
    """Read a whole number.

    Examples
    --------
    >>> from reformlab.corpus.numerals import read_numeral
    >>> [read_numeral(words) for words in ("二十三", "一百零五", "二〇二三", "贰拾叁", "⑫", "12")]
    [23, 105, 2023, 23, 12, 12]
    """
    if words.isdecimal():
        return int(words)
    if len(words) == 1 and words not in _VALUES and words not in _TENS and words not in _GROUPS:
        return int(unicodedata.numeric(words, 0))
    # 两三年 is up to three years; what has a zero or four signs is read sign by sign.
    by_sign = len(words) > 3 or any(_VALUES.get(sign) == 0 for sign in words)
    if by_sign and all(sign in _VALUES or sign.isdecimal() for sign in words):
        return int("".join(str(_VALUES.get(sign, sign)) for sign in words))
    total = group = digit = 0
    for sign in words:
        if sign in _VALUES:
            digit = _VALUES[sign]
        elif sign in _TENS:
            group += (digit or 1) * _TENS[sign]
            digit = 0
        elif sign in _GROUPS:
            # 三万亿, 六万万: 亿 counts all that stands before it, and so does a second sign at once.
            counted = group + digit
            if sign == "亿" or not counted:
                total, counted = 0, total + counted or 1
            total += counted * _GROUPS[sign]
            group = digit = 0
    return total + group + digit


@lru_cache(maxsize=1024)
def read_number(words: str) -> float | None:
    """Read a number as quantities are printed; None for a bare 百, 千, 万 or 亿 (千名医师).

    It may have decimals, thousands that are set apart, digits and characters together, formal characters,
    and a last digit that stands for the next smaller unit.

    Examples
    --------
    >>> from reformlab.corpus.numerals import read_number
    >>> [read_number(words) for words in ("1,992.5", "1 000", "3万2千", "1.5亿", "十四点一", "千")]
    [1992.5, 1000.0, 32000.0, 150000000.0, 14.1, None]
    >>> [read_number(words) for words in ("伍拾万", "三千二百", "三万二", "一百零五")]
    [500000.0, 3200.0, 32000.0, 105.0]
    """
    if words[0].isdecimal():
        # Most are plain digits, which need no pieces.
        plain = words.isascii() and words.replace(".", "", 1).isdigit()
        return float(words) if plain else _read_pieces(words)
    if words[0] in "百千万亿":
        return None
    whole, _, decimals = words.partition("点")
    if decimals:
        count = _GROUPS.get(decimals[-1], 1)
        digits = "".join(str(_VALUES[sign]) for sign in decimals.rstrip("万亿"))
        return round(float(f"{read_numeral(whole)}.{digits}") * count, 6)
    return float(read_numeral(whole + _next_smaller(whole)))


def _read_pieces(words: str) -> float:
    """Read a number that opens with digits: the sum of its pieces (3亿5千万)."""
    total, last = 0.0, 1
    for digits, sign in _PIECE.findall(words):
        # Digits have forms of full width, and of other scripts.
        shown = unicodedata.normalize("NFKC", digits)
        value = float("".join(str(unicodedata.decimal(sign, "")) or sign * (sign == ".") for sign in shown))
        # 3万2: the last digit stands for the next smaller unit.
        alone = not sign and last > 1 and len(digits) == 1 and f"零{digits}" not in words
        last = last // 10 if alone else _TIMES[sign]
        total += value * last
    return round(total, 6)


def _next_smaller(words: str) -> str:
    """Give the unit that a last digit leaves out: 千 behind 三万二, nothing behind 三万零二 or 三十二."""
    if len(words) < 3 or not _VALUES.get(words[-1]) or not (words[-2] in _ROUND or words[-2] in _GROUPS):
        return ""
    return {"百": "十", "佰": "十", "千": "百", "仟": "百", "万": "千", "亿": "千万"}[words[-2]]


def write_numeral(number: int) -> str:
    """Write a whole number below a thousand billion in characters, as documents number their parts.

    Examples
    --------
    >>> from reformlab.corpus.numerals import write_numeral
    >>> [write_numeral(number) for number in (10, 23, 105, 20_010)]
    ['十', '二十三', '一百零五', '二万零一十']
    """
    if not 0 <= number < 10**12:
        raise ValueError(f"{number}: no whole number from 0 to {10**12 - 1}")
    written = ""
    for at, sign in enumerate(digits := str(number)):
        place = len(digits) - 1 - at
        written += (_DIGITS[int(sign)] + _PLACES[place % 4] if sign != "0" else "零") + _ENDS.get(place, "")
    # A zero at the end of a group of four is not said, nor one beside another, nor a group of none.
    written = re.sub("零+", "零", written)
    written = re.sub("零(?=[万亿]|$)", "", written)
    written = written.replace("亿万", "亿")
    return re.sub("^一十", "十", written) or _DIGITS[0]
