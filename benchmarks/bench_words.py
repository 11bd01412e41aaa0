"""Measure reading, cleaning, cutting and building beside opencc, jieba and CountVectorizer.

Every text is made up: the made-up documents of the checkout, repeated with their sentences
reordered.
"""

from __future__ import annotations

import random
import re
import tempfile
from pathlib import Path

import pandas as pd
from measuring import row, timed

import reformlab as rl

N_CHARS = 2_000_000


def make_documents(n_chars: int, seed: int = 1) -> list[str]:
    """Return made-up documents of this many characters together."""
    chance = random.Random(seed)
    folder = rl.data_folder() / "made-up" / "raw"
    clean = [rl.clean_text(rl.read_file(path).text).text for path in sorted(folder.iterdir())]
    sentences = [s for text in clean for s in re.findall(r"[^。\n]{10,}。", text)]
    documents: list[str] = []
    while sum(map(len, documents)) < n_chars:
        tasks = [f"（{'一二三四五六七八九十'[n]}）" + "".join(chance.sample(sentences, 4)) for n in range(10)]
        documents.append("关于试点的意见\n一、总体要求\n" + "\n".join(tasks))
    return documents


def count_as_usual(documents: list[str]) -> set[str]:
    """Normalise, split, cut and count with opencc, jieba and CountVectorizer; return the Han terms."""
    import jieba
    import opencc
    from sklearn.feature_extraction.text import CountVectorizer

    jieba.setLogLevel("WARNING")
    convert, tokenizer = opencc.OpenCC("t2s").convert, jieba.Tokenizer()
    lines = [line for text in documents for line in convert(text).split("\n")]
    counter = CountVectorizer(tokenizer=tokenizer.lcut, token_pattern=None, lowercase=False)
    counter.fit_transform(lines)
    return {word for word in counter.vocabulary_ if re.fullmatch("[\u4e00-\u9fff]{2,}", word)}


def count_ours(documents: list[str]) -> set[str]:
    """Do the same with the package's own steps, without a lexicon or stop words."""
    none = rl.read_lexicon().head(0), rl.read_stopwords().head(0)
    passages = [
        (f"{number}:{seq}", text[part.start : part.end])
        for number, text in enumerate(rl.clean_text(text).text for text in documents)
        for seq, part in enumerate(rl.split_documents(text)[0].segments)
        if part.role != "blank"
    ]
    texts = pd.DataFrame(passages, columns=["passage_id", "text"])
    return set(rl.cut_words(texts, lexicon=none[0], stopwords=none[1])["term"])


def bench_words() -> list[dict]:
    """Compare normalising, splitting, cutting and counting; and give the whole build's own speed."""
    documents = make_documents(N_CHARS)
    size = sum(map(len, documents)) / 1e6
    count_ours(documents[:3]), count_as_usual(documents[:3])
    seconds_ours, terms = timed(lambda: count_ours(documents))
    seconds_peer, usual = timed(lambda: count_as_usual(documents))
    print(f"Han terms: ours {len(terms)}, jieba {len(usual)}, in one only {len(terms ^ usual)}")
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(documents):
            (Path(folder) / f"{number:04d}.txt").write_text(text, "utf-8")
        seconds_build, _ = timed(lambda: rl.build_corpus(folder, progress=False))
    stack = "opencc + jieba + CountVectorizer"
    return [
        row(
            "normalise, split, cut, count",
            "reformlab",
            stack,
            size / seconds_ours,
            size / seconds_peer,
            "Mchar/s",
        ),
        row("whole build", "reformlab", stack, size / seconds_build, size / seconds_peer, "Mchar/s"),
    ]
