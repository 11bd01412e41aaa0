"""Numerals: what is written is read back, and every set of characters is read."""

import random

import pytest

from reformlab.corpus.numerals import read_number, read_numeral, write_numeral


def test_what_is_written_is_read_back():
    draw = random.Random(1)
    big = [draw.randrange(10 ** draw.randrange(4, 13)) for _ in range(2_000)]
    sparse = [draw.randrange(1_000) * 10 ** draw.randrange(9) for _ in range(2_000)]
    for number in (*range(2_100), *big, *sparse):
        assert read_numeral(write_numeral(number)) == number


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("十", 10),
        ("二十", 20),
        ("一百〇五", 105),
        ("两千", 2_000),
        ("三百二十万", 3_200_000),
        ("三万亿", 3 * 10**12),
        ("六万万", 6 * 10**8),
        ("两三", 3),
        ("二〇二三", 2023),
        ("二O二五", 2025),
        ("一九八○", 1980),
        ("贰拾叁", 23),
        ("壹仟零伍", 1005),
        ("廿三", 23),
        ("①", 1),
        ("⑫", 12),
        ("⑳", 20),
        ("〇", 0),
        ("一百一十二", 112),
        ("㉑", 21),
        ("⑴", 1),
        ("２３", 23),
        ("007", 7),
    ],
)
def test_every_set_of_characters_is_read(words, value):
    assert read_numeral(words) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [("1,992.5", 1992.5), ("0.3", 0.3), ("十四点一", 14.1), ("千", None), ("߈", 8), ("１２万", 120_000)],
)
def test_numbers_have_decimals_and_a_bare_thousand_is_none(words, value):
    assert read_number(words) == value


@pytest.mark.parametrize("number", [-1, 10**12])
def test_what_cannot_be_written_is_an_error(number):
    with pytest.raises(ValueError, match="no whole number"):
        write_numeral(number)
