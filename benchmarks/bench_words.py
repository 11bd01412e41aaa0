"""Measure cleaning, cutting and building beside opencc, jieba and CountVectorizer, on the same text.

The text is made up by chance: words of jieba's dictionary, as often as it counts them, in the
sentences of official documents. Nothing is gained by remembering what came before: 0.3 % of its
clauses stood there already, against 17 % in as much text of real work reports.
"""

from __future__ import annotations

import random
import re
import tempfile
from concurrent.futures import ProcessPoolExecutor
from importlib.resources import files
from itertools import accumulate
from multiprocessing import get_context
from pathlib import Path

import pandas as pd
from joblib import Parallel, delayed
from measuring import row, timed

import reformlab as rl

N_CHARS = 2_000_000
N_WORKERS = 2
# Numbers in characters (一家人) are no terms to reformlab, and in traditional text 著 is 着.
_WORD = re.compile("(?:(?![著零〇一二两三四五六七八九十百千万亿余多几数])[\u4e00-\u9fff]){2,4}")
_SENTENCES = (
    "{v}{n}{n}，{v}{n}的{n}，到{year}年{n}达到{number}%以上。",
    "各{n}要{v}{n}，{v}{v}{n}{n}，对{n}{n}的{n}予以{v}。",
    "{v}以{n}为重点的{n}{n}，{v}{n}和{n}，{v}{number}个{n}{n}。",
    "由{n}会同{n}{v}{n}，{v}{n}在{n}中的{n}，不得{v}{n}；{v}{n}{n}。",
    "对{v}{n}的{n}，{n}应当{v}{n}{n}，{v}{n}与{n}{v}。",
)


def make_documents(n_chars: int, seed: int = 1) -> list[str]:
    """Return made-up documents of this many characters together, every fiftieth in traditional script."""
    import jieba
    import opencc

    chance = random.Random(seed)
    text = files(jieba).joinpath("dict.txt").read_text("utf-8")
    simplify, complicate = (opencc.OpenCC(way).convert for way in ("t2s", "s2t"))
    lines = [line.split(" ") for line in text.splitlines()]
    words = {}
    for kind, tags in {"n": {"n"}, "v": {"v", "vn"}}.items():
        known = [(word, int(n)) for word, n, tag in lines if tag in tags and _WORD.fullmatch(word)]
        known = [(word, n) for word, n in known if simplify(word) == word]
        words[kind] = [word for word, _ in known], list(accumulate(n for _, n in known))

    def write(sentence: str) -> str:
        def fill(match: re.Match[str]) -> str:
            if match[1] in words:
                among, weights = words[match[1]]
                return chance.choices(among, cum_weights=weights)[0]
            return str(chance.randint(2021, 2035) if match[1] == "year" else chance.randint(2, 99))

        return re.sub(r"{(\w+)}", fill, sentence)

    documents: list[str] = []
    size = 0
    while size < n_chars:
        tasks = [
            write(f"（{number}）{{v}}{{n}}{{n}}。" + "".join(chance.choices(_SENTENCES, k=12)))
            for number in "一二三四五六七八九十"
        ]
        document = f"{write('关于{v}{n}{n}')}的意见\n一、总体要求\n" + "\n".join(tasks)
        documents.append(complicate(document) if len(documents) % 50 == 49 else document)
        size += len(document)
    return documents


def measure_repetition(documents: list[str]) -> float:
    """Return the share of clauses that stood word for word further up."""
    clauses = [clause for text in documents for clause in re.findall("[\u4e00-\u9fff0-9%]{4,}", text)]
    return 1 - len(set(clauses)) / len(clauses)


def count_as_usual(documents: list[str]) -> set[str]:
    """Normalise, split, cut and count with opencc, jieba and CountVectorizer; return the words."""
    import jieba
    import opencc
    from sklearn.feature_extraction.text import CountVectorizer

    jieba.setLogLevel("WARNING")
    convert, tokenizer = opencc.OpenCC("t2s").convert, jieba.Tokenizer()
    lines = [line for text in documents for line in convert(text).split("\n")]
    counter = CountVectorizer(tokenizer=tokenizer.lcut, token_pattern=None, lowercase=False)
    counter.fit_transform(lines)
    return set(counter.vocabulary_)


def count_part(documents: list[str]) -> pd.DataFrame:
    """Normalise, split, cut and count with the package's own steps, without a lexicon or stop words."""
    passages = [
        (f"{number}:{seq}", text[part.start : part.end])
        for number, text in enumerate(rl.clean_text(text).text for text in documents)
        for outline in rl.split_documents(text)
        for seq, part in enumerate(outline.segments)
        if part.role != "blank"
    ]
    texts = pd.DataFrame(passages, columns=["passage_id", "text"])
    none = pd.DataFrame({"term": []})
    return rl.cut_words(texts, lexicon=none, stopwords=none)


def count_ours(documents: list[str], pool: Parallel) -> list[pd.DataFrame]:
    """Do the same in several processes, and return the counts of each part."""
    parts = [documents[first :: 2 * N_WORKERS] for first in range(2 * N_WORKERS)]
    return pool(map(delayed(count_part), parts))


def time_build(folder: str) -> float:
    """Return the seconds that a build takes."""
    seconds, _ = timed(lambda: rl.build_corpus(folder, progress=False))
    return seconds


def bench_words() -> list[dict]:
    """Compare normalising, splitting, cutting and counting; and give the whole build's own speed."""
    documents = make_documents(N_CHARS)
    size = sum(map(len, documents)) / 1e6
    print(f"{size:.1f} Mchar; clauses that stood there already: {measure_repetition(documents):.1%}")
    with Parallel(N_WORKERS) as pool:
        # What each process loads once is no part of the rate.
        count_ours(documents[:16], pool)
        seconds_ours, counts = timed(lambda: count_ours(documents, pool))
    count_as_usual(documents[:3])
    seconds_peer, words = timed(lambda: count_as_usual(documents))
    terms = set(pd.concat(counts)["term"])
    usual = {word for word in words if re.fullmatch("[\u4e00-\u9fff]{2,}", word)}
    print(f"Han terms: ours {len(terms)}, jieba {len(usual)}, in one only {len(terms ^ usual)}")
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(documents):
            (Path(folder) / f"{number:04d}.txt").write_text(text, "utf-8")
        # In a process of its own, as when it is called: what was loaded above must not help it.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
            seconds_build = alone.submit(time_build, folder).result()
    stack, ours = "opencc + jieba + CountVectorizer", f"reformlab, {N_WORKERS} processes"
    rates = size / seconds_ours, size / seconds_peer
    task = "normalise, split, cut, count"
    return [
        row(task, ours, stack, *rates, "Mchar/s"),
        row("whole build", "reformlab", f"{stack}: {task}", size / seconds_build, rates[1], "Mchar/s"),
    ]
