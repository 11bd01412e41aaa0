"""Dates as documents, tables and catalogues write them, read in one place.

In digits (2023年10月26日, 2023-10-26, 2023—10—26, 2023.10.26, 2023/10/26) and in signs
(二〇二三年十月二十六日), as exact as they are written.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from reformlab.corpus.numerals import read_numeral

# The years that `documents` allows begin with the republic.
YEAR = r"(?:19(?:1[2-9]|[2-9]\d)|20\d\d)"
_ZERO = "[〇零○OＯ0]"
_ONES = "[一二三四五六七八九]"
_SIGN = "[〇零○OＯ0一二三四五六七八九]"
YEAR_IN_SIGNS = rf"(?:一九{_SIGN}|二{_ZERO}{_SIGN}){_SIGN}"
ANY_YEAR = f"{YEAR}|{YEAR_IN_SIGNS}"
# 元月; 补助50元月底前发放 has none.
MONTH = rf"1[0-2]|0?[1-9]|十[一二]?|(?<![\d百千万亿])元|{_ONES}"
DAY = r"3[01]|[12]\d|0?[1-9]"
_BETWEEN = "[-/—–―−]"
DATE = re.compile(
    # 2023年10月26日 and 二〇二三年十月二十六日, with or without a day
    rf"(?P<y>{ANY_YEAR})"
    rf"(?:年(?P<m>{MONTH})月"
    rf"(?:(?P<d>{DAY}|三十一?|卅一?|(?:二?十|廿){_ONES}?|{_ONES})(?:[日号]|$|(?=）)))?"
    # 2023-10-26, 2023—10—26
    rf"|(?:{_BETWEEN}|\. ?)(?P<m2>1[0-2]|0?[1-9])(?:{_BETWEEN}|\. ?)(?P<d2>{DAY})(?!\d))"
)
# What is written as a date, whether its month and day exist or not; a day may stand without a year. The
# calendar of the moon has other days.
_NUMBER = r"\d{1,2}|[一二三四五六七八九十廿卅]{1,3}"
_AS_DATE = re.compile(
    rf"(?<!\d)(?P<y>\d{{4}}|{YEAR_IN_SIGNS})年(?P<m>{_NUMBER})月(?:(?P<d>{_NUMBER})[日号])?"
    rf"|(?<![\d一二三四五六七八九十廿卅])(?<![农阴旧]历)(?P<m1>{_NUMBER})月(?P<d1>{_NUMBER})[日号]"
    rf"|(?<![\d/.-])(?P<y2>{YEAR})(?P<sep>[-/.—–―−])(?P<m2>\d{{1,2}})(?P=sep)(?P<d2>\d{{1,2}})(?![\d/.-])"
)
_LEAP_YEAR = "2024"
# Cheap to look for: a line without a month, in words or between signs, holds no date.
_MONTH_BETWEEN_SIGNS = re.compile(r"\d[-/.—–―−]\d{1,2}[-/.—–―−]\d")
# In a cell of its own a year or month may stand alone, and what follows may be a time or say what was done.
_CELL = re.compile(
    rf"(?P<y0>{YEAR}|{YEAR_IN_SIGNS})年?|{DATE.pattern}|(?P<y3>{YEAR})[-./](?P<m3>1[0-2]|0?[1-9])"
    rf"|(?P<y4>{YEAR})(?P<m4>1[0-2]|0[1-9])(?P<d4>3[01]|[12]\d|0[1-9])"
)
_BEHIND = re.compile(r"(?:[T ]*\d{1,2}[:：]\d\d.*|\.0|(?:印发|发布|公布|颁布|成文|通过|签发))$")
# Days that Excel counts from the end of 1899; these reach from 1927 to 2099.
_SERIAL = re.compile(r"([1-7]\d{4})(?:\.\d+)?")


def find_date(text: str) -> str:
    """Return the first date in a text as ISO 8601, or nothing; of a day that does not exist, its month.

    Examples
    --------
    >>> from reformlab.corpus.dates import find_date
    >>> [find_date(text) for text in ("甲省人民政府2021.3.5", "二〇二一年三月", "第5号", "2021年2月30日")]
    ['2021-03-05', '2021-03', '', '2021-02']
    """
    match = DATE.search(text)
    written = _write_found(match) if match else ""
    return written if is_date(written) else written[:7]


def find_false_days(text: str) -> Iterator[str]:
    """Yield the dates in a text that do not exist, as they stand there: no such month, or no such day of it.

    Examples
    --------
    >>> from reformlab.corpus.dates import find_false_days
    >>> list(find_false_days("2021年2月30日，2021年13月5日，2月30日，2024年2月29日，2021年3月"))
    ['2021年2月30日', '2021年13月5日', '2月30日']
    """
    lines = [line for line in text.split("\n") if "月" in line or _MONTH_BETWEEN_SIGNS.search(line)]
    for match in _AS_DATE.finditer("\n".join(lines)):
        year = match["y"] or match["y2"] or _LEAP_YEAR
        month, day = match["m"] or match["m1"] or match["m2"], match["d"] or match["d1"] or match["d2"]
        if not is_date(_write(year, month, day)):
            yield match[0]


def is_date(value: str) -> bool:
    """Say whether a year, month or day in ISO 8601 exists.

    Examples
    --------
    >>> from reformlab.corpus.dates import is_date
    >>> [is_date(value) for value in ("2024-02-29", "2023-02-29", "2023-13", "2023", "2023-2-3")]
    [True, False, False, True, False]
    """
    if not re.fullmatch(r"\d{4}(?:-\d\d){0,2}", value):
        return False
    year, month, day = map(int, f"{value}-01-01"[:10].split("-"))
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def read_date(value: str) -> str:
    """Return what a cell holds as YYYY, YYYY-MM or YYYY-MM-DD; nothing where it cannot be told for certain.

    Examples
    --------
    >>> from reformlab.corpus.dates import read_date
    >>> read_date("2023 年 3 月 5 日"), read_date("44990"), read_date("5/3/23")
    ('2023-03-05', '2023-03-05', '')
    """
    value = unicodedata.normalize("NFKC", value).strip()
    if match := _SERIAL.fullmatch(value):
        serial = int(match[1])
        return (date(1899, 12, 30) + timedelta(days=serial)).isoformat() if 10_000 <= serial < 73_051 else ""
    value = re.sub(r"(?<=[年月]) +| +(?=[年月日])", "", _BEHIND.sub("", value)).strip()
    match = _CELL.fullmatch(value)
    if not match:
        return ""
    written = _write(*(next(filter(None, map(match.__getitem__, names)), None) for names in _PARTS))
    return written if is_date(written) else ""


_PARTS = (("y0", "y", "y3", "y4"), ("m", "m2", "m3", "m4"), ("d", "d2", "d4"))


def _write_found(match: re.Match[str]) -> str:
    return _write(match["y"], match["m"] or match["m2"], match["d"] or match["d2"])


def _write(*parts: str | None) -> str:
    return "-".join(f"{read_month(part):02d}" for part in parts if part)


def read_month(words: str) -> int:
    """Read the number of a month, the first of which is also called 元月.

    Examples
    --------
    >>> from reformlab.corpus.dates import read_month
    >>> [read_month(words) for words in ("元", "十二", "05")]
    [1, 12, 5]
    """
    return 1 if words == "元" else read_numeral(words)
