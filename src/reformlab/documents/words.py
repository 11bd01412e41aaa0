"""Cut passages into terms, and show what was kept and what was lost on the way.

A term is a word of at least two Chinese characters that is no stop word, or any term of the
lexicon. Numbers, dates and Latin letters are no terms. The lexicon's terms are never split.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reformlab.corpus.tables import TableError, data_folder

ENGINES = ("rjieba", "jieba")
_HAN = "[\u3400-\u4dbf\u4e00-\u9fff]"
_HAN_WORD = f"^{_HAN}{{2,}}$"
# Numbers, dates and references such as 第二十二条, written in characters, are numbers as well.
_NUMBER = (
    "^第?[零〇○一二两三四五六七八九十百千万亿余多几数]+"
    "(?:[条款项章节编年月日号元个人名家次倍岁天周期届位户所万]+|人次|万元|小时|以上|以下)?$"
)
# High enough that every term stays whole; a hundred times more would also move the cuts around it
# (in 1.3 million characters 524 cuts instead of 76, for 0.3 % more terms kept).
_FREQUENCY = 1000
# Signs inside a name at which the segmenters cut, whatever their dictionary holds.
_BREAKS = re.compile("[/／·]")
FATES = ("term", "stop word", "number", "single character")
_TERM, _STOP_WORD, _NUMERAL, _SINGLE = range(len(FATES))


def read_lexicon(path: str | Path | None = None) -> pd.DataFrame:
    """Read a lexicon, the terms that segmentation keeps whole: one row a term.

    The columns are ``term``, ``gloss`` (English), ``theme``, ``source``. The bundled lexicon of health reform
    unless the `path` of another CSV is given. Raises `TableError` where a column is missing, or a term is
    empty or stands twice.

    Examples
    --------
    >>> import reformlab as rl
    >>> list(rl.read_lexicon())
    ['term', 'gloss', 'theme', 'source']
    """
    return _read_words(path or data_folder() / "lexicon" / "terms.csv", ["term", "gloss", "theme", "source"])


def read_stopwords(path: str | Path | None = None) -> pd.DataFrame:
    """Read stop words, which tell nothing of the topic: one row a word, ``term``, ``group``, ``reason``.

    The bundled list unless the `path` of another CSV is given; it is checked as `read_lexicon` checks.

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

    Examples
    --------
    >>> import pandas as pd, reformlab as rl
    >>> texts = pd.DataFrame({"passage_id": ["a:1"], "text": ["推进分级诊疗，做好分级诊疗。"]})
    >>> rl.cut_words(texts).to_dict("records")
    [{'passage_id': 'a:1', 'term': '分级诊疗', 'n': 2}]
    """
    counts = count_words(texts["text"].tolist(), lexicon=lexicon, stopwords=stopwords, engine=engine)
    return pd.DataFrame(
        {
            "passage_id": texts["passage_id"].astype("str").array.take(counts.passages),
            "term": pd.array(counts.terms, dtype="str").take(counts.ranks),
            "n": pd.array(counts.n, dtype="Int64"),
        }
    )


class Counts(NamedTuple):
    """The terms of some passages, counted, and what became of all their Chinese characters."""

    terms: list[str]
    """Every term that stands in any of the passages, in order."""
    passages: np.ndarray
    """Of each row of the count the number of its passage; rows are ordered by passage, then term."""
    ranks: np.ndarray
    """Of each row the number of its term."""
    n: np.ndarray
    """Of each row how often the passage has the term."""
    fates: np.ndarray
    """Chinese characters, a row a passage, a column one of `FATES`."""


def count_words(
    texts: Sequence[str],
    *,
    lexicon: pd.DataFrame | None = None,
    stopwords: pd.DataFrame | None = None,
    engine: str = "rjieba",
) -> Counts:
    """Cut the text of each passage once, for `cut_words` and for the sums of `check_words`, as arrays."""
    words = _cut(texts, lexicon, stopwords, engine)
    in_order = pc.sort_indices(words.vocabulary).to_numpy()
    in_order = in_order[words.fates[in_order] == _TERM]
    terms = words.vocabulary.take(in_order).to_pylist()
    rank = np.full(len(words.vocabulary), -1)
    rank[in_order] = np.arange(len(terms))
    ranks = rank[words.codes]
    # One number for passage and term, so that counting also brings them in order.
    places, n = np.unique((words.passages * max(len(terms), 1) + ranks)[ranks >= 0], return_counts=True)
    passages, ranks = np.divmod(places, max(len(terms), 1))
    columns = words.passages * len(FATES) + words.fates[words.codes]
    sums = np.bincount(columns, weights=words.n_han[words.codes], minlength=len(texts) * len(FATES))
    return Counts(terms, passages, ranks, n, sums.astype(np.int64).reshape(-1, len(FATES)))


def check_lexicon(lexicon: pd.DataFrame | None = None, *, engine: str = "rjieba") -> pd.DataFrame:
    """List the terms that the segmenter still splits, and none may: ``term``, ``cut`` (its pieces).

    Takes the bundled `lexicon` unless another is given, and the `engine` as `cut_words` does.

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

    Takes `texts`, `lexicon`, `stopwords` and `engine` as `cut_words` does. One row a fate: ``fate`` ("term",
    "stop word", "number", "single character"), ``n_words``, ``n_chars`` (Chinese characters), ``share`` (of
    all Chinese characters; sums to 1).

    Examples
    --------
    >>> import pandas as pd, reformlab as rl
    >>> texts = pd.DataFrame({"passage_id": ["a:1"], "text": ["推进分级诊疗。"]})
    >>> rl.check_words(texts).set_index("fate")["n_chars"].to_dict()
    {'term': 4, 'stop word': 2, 'number': 0, 'single character': 0}
    """
    words = _cut(texts["text"].tolist(), lexicon, stopwords, engine)
    times = np.bincount(words.codes, minlength=len(words.vocabulary))
    n_words, n_chars = (
        np.bincount(words.fates, weights=times * n, minlength=len(FATES)).astype(np.int64)
        for n in (words.n_han > 0, words.n_han)
    )
    share = n_chars / max(n_chars.sum(), 1)
    return pd.DataFrame({"fate": FATES, "n_words": n_words, "n_chars": n_chars, "share": share})


class _Words(NamedTuple):
    """The words of some passages, in order: for each the number of its passage and of the word."""

    vocabulary: pa.LargeStringArray
    fates: np.ndarray
    n_han: np.ndarray
    passages: np.ndarray
    codes: np.ndarray


def _cut(
    texts: Sequence[str], lexicon: pd.DataFrame | None, stopwords: pd.DataFrame | None, engine: str
) -> _Words:
    """Cut texts once, for what counts their terms and what counts all their words."""
    lexicon = read_lexicon() if lexicon is None else lexicon
    stopwords = read_stopwords() if stopwords is None else stopwords
    terms, stops = tuple(lexicon["term"].tolist()), stopwords["term"].tolist()
    cut = _segmenter(engine, terms)
    # A line a word: a segmenter puts no line end into a word, and an empty word counts for nothing.
    lines = [("\n".join(cut(text)) + "\n").encode() for text in texts]
    passages = np.repeat(np.arange(len(lines)), [words.count(b"\n") for words in lines])
    vocabulary, codes = _number_lines(b"".join(lines))
    kept, stopped = (pc.is_in(vocabulary, pa.array(some, vocabulary.type)) for some in (terms, stops))
    is_number, is_han = (pc.match_substring_regex(vocabulary, regex) for regex in (_NUMBER, _HAN_WORD))
    fates = np.select([kept, stopped, is_number, is_han], [_TERM, _STOP_WORD, _NUMERAL, _TERM], _SINGLE)
    n_han = pc.count_substring_regex(vocabulary, _HAN).to_numpy()
    return _Words(vocabulary, fates, n_han, passages, codes)


def _number_lines(lines: bytes) -> tuple[pa.LargeStringArray, np.ndarray]:
    """Return the different lines of a text, in the order they come, and of each line its number."""
    # Arrow reads the lines where they stand: many times faster than a dict that is asked for each.
    ends = np.flatnonzero(np.frombuffer(lines, dtype=np.uint8) == ord("\n")) + 1
    places = pa.py_buffer(np.concatenate([[0], ends]))
    numbered = pa.LargeStringArray.from_buffers(len(ends), places, pa.py_buffer(lines)).dictionary_encode()
    return pc.utf8_rtrim(numbered.dictionary, "\n"), numbered.indices.to_numpy()


@cache
def _segmenter(engine: str, terms: Sequence[str]) -> Callable[[str], Iterable[str]]:
    """Return a segmenter of its own; the libraries' shared one would carry terms from call to call."""
    if engine not in ENGINES:
        raise ValueError(f"engine {engine!r}: choose one of {list(ENGINES)}")
    # DRG/DIP支付方式 is taken out before its sign would cut it.
    broken = sorted((term for term in terms if _BREAKS.search(term)), key=len, reverse=True)
    cut = _load_engine(engine, terms)
    if not broken:
        return cut
    whole = re.compile(f"({'|'.join(map(re.escape, broken))})")

    def cut_around(text: str) -> list[str]:
        pieces = enumerate(whole.split(text))
        return [word for at, piece in pieces for word in ([piece] if at % 2 else cut(piece)) if word]

    return lambda text: cut_around(text) if whole.search(text) else cut(text)


def _load_engine(engine: str, terms: Sequence[str]) -> Callable[[str], Iterable[str]]:
    if engine == "rjieba":
        import rjieba

        quick = rjieba.Jieba()
        for term in terms:
            quick.add_word(term, _FREQUENCY, "n")
        return quick.cut
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    reference = jieba.Tokenizer()
    for term in terms:
        reference.add_word(term, _FREQUENCY)
    return reference.cut


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
