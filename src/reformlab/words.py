"""Cut passages into terms, and show what was kept and what was lost on the way.

A term is a word of at least two Chinese characters that is no stop word, or any term of the
lexicon. Numbers, dates and Latin letters are no terms. The lexicon's terms are never split.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

import pandas as pd

from reformlab.tables import TableError, data_folder

ENGINES = ("rjieba", "jieba")
_HAN_WORD = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]{2,}")
# Numbers, dates and references such as 第二十二条, written in characters, are numbers as well.
_NUMBER = re.compile(
    r"第?[零〇○一二两三四五六七八九十百千万亿余多几数]+"
    r"(?:[条款项章节编年月日号元个人名家次倍岁天周期届位户所万]+|人次|万元|小时|以上|以下)?"
)
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
# High enough that every term stays whole; a hundred times more would also move the cuts around it
# (in 1.3 million characters 524 cuts instead of 76, for 0.3 % more terms kept).
_FREQUENCY = 1000
_FATES = ("term", "stop word", "number", "single character")


def read_lexicon(path: str | Path | None = None) -> pd.DataFrame:
    """Read a lexicon: the terms that segmentation keeps whole.

    Parameters
    ----------
    path : path, optional
        A CSV with the columns below; the bundled lexicon of health reform unless given.

    Returns
    -------
    DataFrame
        One row a term: ``term``, ``gloss`` (English), ``theme``, ``source``.

    Raises
    ------
    TableError
        Where a column is missing, or a term is empty or stands twice.

    Examples
    --------
    >>> import reformlab as rl
    >>> list(rl.read_lexicon())
    ['term', 'gloss', 'theme', 'source']
    """
    return _read_words(path or data_folder() / "lexicon" / "terms.csv", ["term", "gloss", "theme", "source"])


def read_stopwords(path: str | Path | None = None) -> pd.DataFrame:
    """Read stop words: words that tell nothing of the topic, each with its group and reason.

    Parameters
    ----------
    path : path, optional
        A CSV with the columns below; the bundled list unless given.

    Returns
    -------
    DataFrame
        One row a word: ``term``, ``group``, ``reason``.

    Raises
    ------
    TableError
        Where a column is missing, or a word is empty or stands twice.

    Examples
    --------
    >>> import reformlab as rl
    >>> list(rl.read_stopwords())
    ['term', 'group', 'reason']
    """
    return _read_words(path or data_folder() / "lexicon" / "stopwords.csv", ["term", "group", "reason"])


def cut_words(
    texts: pd.DataFrame,
    *,
    lexicon: pd.DataFrame | None = None,
    stopwords: pd.DataFrame | None = None,
    engine: str = "rjieba",
) -> pd.DataFrame:
    """Cut passages into terms and count them.

    Parameters
    ----------
    texts : DataFrame
        One row a passage: ``passage_id``, ``text``.
    lexicon, stopwords : DataFrame, optional
        As `read_lexicon` and `read_stopwords` give them; the bundled ones unless given.
    engine : {"rjieba", "jieba"}
        The segmenter; both use jieba's dictionary, rjieba is many times faster.

    Returns
    -------
    DataFrame
        One row a term of a passage: ``passage_id``, ``term``, ``n``; ordered by passage, then
        term, so that a passage's wording cannot be read off it.

    Raises
    ------
    ValueError
        Where `engine` is neither of the two.

    Examples
    --------
    >>> import pandas as pd, reformlab as rl
    >>> texts = pd.DataFrame({"passage_id": ["a:1"], "text": ["推进分级诊疗，做好分级诊疗。"]})
    >>> rl.cut_words(texts).to_dict("records")
    [{'passage_id': 'a:1', 'term': '分级诊疗', 'n': 2}]
    """
    lexicon = read_lexicon() if lexicon is None else lexicon
    stopwords = read_stopwords() if stopwords is None else stopwords
    cut = _segmenter(engine, tuple(lexicon["term"]))
    kept, stopped = frozenset(lexicon["term"]), frozenset(stopwords["term"])
    rows = [
        (passage_id, term, n)
        for passage_id, text in zip(texts["passage_id"], texts["text"], strict=True)
        for term, n in sorted(Counter(w for w in cut(text) if _fate(w, kept, stopped) == "term").items())
    ]
    table = pd.DataFrame(rows, columns=["passage_id", "term", "n"])
    return table.astype({"passage_id": "str", "term": "str", "n": "Int64"})


def check_lexicon(lexicon: pd.DataFrame | None = None, *, engine: str = "rjieba") -> pd.DataFrame:
    """List the terms of a lexicon that the segmenter still splits; none may.

    Parameters
    ----------
    lexicon : DataFrame, optional
        The bundled lexicon unless given.
    engine : {"rjieba", "jieba"}

    Returns
    -------
    DataFrame
        One row a split term: ``term``, ``cut`` (its pieces, joined by "/").

    Examples
    --------
    >>> import reformlab as rl
    >>> len(rl.check_lexicon())
    0
    """
    lexicon = read_lexicon() if lexicon is None else lexicon
    cut = _segmenter(engine, tuple(lexicon["term"]))
    pieces = [(term, list(cut(f"推进{term}的，{term}"))) for term in lexicon["term"]]
    split = [(term, "/".join(cut(term))) for term, words in pieces if words.count(term) < 2]
    return pd.DataFrame(split, columns=["term", "cut"], dtype="str")


def check_words(
    texts: pd.DataFrame,
    *,
    lexicon: pd.DataFrame | None = None,
    stopwords: pd.DataFrame | None = None,
    engine: str = "rjieba",
) -> pd.DataFrame:
    """Say what became of the Chinese characters of the passages: kept in terms, or lost and why.

    Parameters
    ----------
    texts, lexicon, stopwords, engine
        As for `cut_words`.

    Returns
    -------
    DataFrame
        One row a fate: ``fate`` ("term", "stop word", "number", "single character"), ``n_words``,
        ``n_chars`` (Chinese characters), ``share`` (of all Chinese characters; sums to 1).

    Raises
    ------
    ValueError
        Where `engine` is neither of the two.

    Examples
    --------
    >>> import pandas as pd, reformlab as rl
    >>> texts = pd.DataFrame({"passage_id": ["a:1"], "text": ["推进分级诊疗。"]})
    >>> rl.check_words(texts).set_index("fate")["n_chars"].to_dict()
    {'term': 4, 'stop word': 2, 'number': 0, 'single character': 0}
    """
    lexicon = read_lexicon() if lexicon is None else lexicon
    stopwords = read_stopwords() if stopwords is None else stopwords
    cut = _segmenter(engine, tuple(lexicon["term"]))
    kept, stopped = frozenset(lexicon["term"]), frozenset(stopwords["term"])
    words: Counter[str] = Counter()
    chars: Counter[str] = Counter()
    for text in texts["text"]:
        for word in cut(text):
            n_han = len(_HAN.findall(word))
            if n_han:
                fate = _fate(word, kept, stopped)
                words[fate] += 1
                chars[fate] += n_han
    total = sum(chars.values())
    rows = [(fate, words[fate], chars[fate], chars[fate] / total if total else 0.0) for fate in _FATES]
    return pd.DataFrame(rows, columns=["fate", "n_words", "n_chars", "share"])


def _fate(word: str, kept: frozenset[str], stopped: frozenset[str]) -> str:
    if word in kept:
        return "term"
    if word in stopped:
        return "stop word"
    if _NUMBER.fullmatch(word):
        return "number"
    return "term" if _HAN_WORD.fullmatch(word) else "single character"


@cache
def _segmenter(engine: str, terms: Sequence[str]) -> Callable[[str], Iterable[str]]:
    """Return a segmenter of its own; the libraries' shared one would carry terms from call to call."""
    if engine == "rjieba":
        import rjieba

        quick = rjieba.Jieba()
        for term in terms:
            quick.add_word(term, _FREQUENCY, "n")
        return quick.cut
    if engine == "jieba":
        import logging

        import jieba

        jieba.setLogLevel(logging.WARNING)
        reference = jieba.Tokenizer()
        for term in terms:
            reference.add_word(term, _FREQUENCY)
        return reference.cut
    raise ValueError(f"engine {engine!r}: choose one of {list(ENGINES)}")


def _read_words(path: str | Path, columns: list[str]) -> pd.DataFrame:
    table = pd.read_csv(path, dtype="str", encoding="utf-8-sig", keep_default_na=False)
    missing = [name for name in columns if name not in table]
    if missing:
        raise TableError(f"{path}: columns {missing} are missing; it has {list(table)}")
    empty, twice = table.index[table["term"] == ""], table.loc[table["term"].duplicated(), "term"]
    if len(empty) or len(twice):
        raise TableError(
            f"{path}: rows without a term: {[n + 2 for n in empty]}; terms that stand twice: {list(twice)}"
        )
    return table[columns]
