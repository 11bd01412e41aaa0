"""Write the number of a list's item in the ways that Word and pages count: 2, 二, 贰, 乙, ②, ii."""

from __future__ import annotations

from reformlab.corpus.numerals import write_numeral

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_CHINESE = "零一二三四五六七八九十百千"
_FORMAL = {
    "simplified": str.maketrans(_CHINESE, "零壹贰叁肆伍陆柒捌玖拾佰仟"),
    "traditional": str.maketrans(_CHINESE, "零壹貳參肆伍陸柒捌玖拾佰仟"),
}
# Where each way is called what: by Word, by style sheets.
_WAYS = {
    "decimal": "decimal",
    "wide": "decimalFullWidth decimalFullWidth2",
    "zero": "decimalZero decimal-leading-zero",
    "circle": "decimalEnclosedCircle decimalEnclosedCircleChinese",
    "brackets": "decimalEnclosedParen",
    "stop": "decimalEnclosedFullstop",
    "chinese": "chineseCounting chineseCountingThousand japaneseCounting taiwaneseCounting "
    "taiwaneseCountingThousand cjk-ideographic simp-chinese-informal trad-chinese-informal japanese-informal",
    "digits": "ideographDigital japaneseDigitalTenThousand taiwaneseDigital cjk-decimal",
    "simplified": "chineseLegalSimplified simp-chinese-formal",
    "traditional": "ideographLegalTraditional japaneseLegal trad-chinese-formal japanese-formal",
    "stems": "ideographTraditional cjk-heavenly-stem",
    "branches": "ideographZodiac cjk-earthly-branch",
    "chinese circle": "ideographEnclosedCircle",
    "roman": "lowerRoman lower-roman",
    "ROMAN": "upperRoman upper-roman",
    "letters": "lowerLetter lower-alpha lower-latin",
    "LETTERS": "upperLetter upper-alpha upper-latin",
}
_WAY = {name: way for way, names in _WAYS.items() for name in names.split()}
# Ways that have a sign of its own for each number: the first signs, as far as they go.
_SIGNS = {
    "circle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "brackets": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "stop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "stems": "甲乙丙丁戊己庚辛壬癸",
    "branches": "子丑寅卯辰巳午未申酉戌亥",
    "chinese circle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}


def write_list_number(number: int, way: str) -> str:
    """Return a number in the way that Word or a style sheet names; nothing for a way without numbers.

    What a way has no sign for is written in digits, as Word and browsers do.

    Examples
    --------
    >>> from reformlab.reading.list_numbers import write_list_number
    >>> ways = ("decimal", "chineseCounting", "simp-chinese-formal", "ideographTraditional", "upperRoman")
    >>> [write_list_number(12, way) for way in ways], write_list_number(12, "bullet")
    (['12', '十二', '壹拾贰', '12', 'XII'], '')
    """
    way = _WAY.get(way, "")
    if not way:
        return ""
    if way == "decimal" or not 0 < number < 10_000:
        return str(number)
    if signs := _SIGNS.get(way):
        return signs[number - 1] if number <= len(signs) else str(number)
    if way in _FORMAL:
        # 十 alone is 壹拾.
        return write_numeral(number).replace("十", "一十", number < 20).translate(_FORMAL[way])
    if way in ("roman", "ROMAN"):
        return _write_roman(number) if way == "roman" else _write_roman(number).upper()
    if way in ("letters", "LETTERS"):
        return _write_letters(number) if way == "letters" else _write_letters(number).upper()
    if way == "digits":
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))
    if way == "wide":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    return f"{number:02d}" if way == "zero" else write_numeral(number)


def _write_roman(number: int) -> str:
    written = ""
    for value, signs in _ROMAN:
        written += number // value * signs
        number %= value
    return written


def _write_letters(number: int) -> str:
    written = ""
    while number:
        number, at = divmod(number - 1, 26)
        written = chr(ord("a") + at) + written
    return written
