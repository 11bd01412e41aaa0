"""Measure speed and memory beside what people use today, in one run; `make bench` runs it.

Every text is made up: the made-up documents of the checkout, repeated with their words reordered
so that no line comes twice. Ratios are what counts; seconds are of the machine.
"""

from __future__ import annotations

import random
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

import reformlab as rl

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "docs" / "results" / "bench.csv"
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


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Return the seconds that the work took, and what it gave."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def row(task: str, ours: str, peer: str, value_ours: float, value_peer: float, unit: str) -> dict:
    """Return one line of the result; the ratio is above 1 where we are better."""
    better = value_ours / value_peer if unit.endswith("/s") or unit == "cosine" else value_peer / value_ours
    values = {"value_ours": round(value_ours, 3), "value_peer": round(value_peer, 3)}
    return {"task": task, "ours": ours, "peer": peer, **values, "unit": unit, "ratio": round(better, 2)}


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


def bench_topics() -> list[dict]:
    """Compare the structural topic model with scikit-learn's LDA on planted topics."""
    planted = rl.simulate_corpus(n_docs=300, passages_per_doc=10, n_topics=12, n_terms=1500, seed=1)
    rows = {}
    for engine in ("stm", "lda"):
        seconds, fit = timed(lambda engine=engine: rl.fit_topics(planted.corpus, 12, engine=engine, seed=1))
        rows[engine] = seconds, recovery(fit.topic_terms, planted.topic_terms)
    task = "3,000 planted passages, 12 topics"
    names = "stm (topica)", "lda (scikit-learn, batch)"
    return [
        row(f"{task}: time", *names, rows["stm"][0], rows["lda"][0], "s"),
        row(f"{task}: recovery", *names, rows["stm"][1], rows["lda"][1], "cosine"),
    ]


def recovery(found: pd.DataFrame, planted: pd.DataFrame) -> float:
    """Return the mean cosine of found and planted topics, matched one to one."""
    terms = sorted(set(found["term"]))
    tables = [
        t.pivot_table(index="topic", columns="term", values="weight", fill_value=0) for t in (found, planted)
    ]
    a, b = (t.reindex(columns=terms, fill_value=0).to_numpy() for t in tables)
    cosine = (a / np.linalg.norm(a, axis=1)[:, None]) @ (b / np.linalg.norm(b, axis=1)[:, None]).T
    return float(cosine[linear_sum_assignment(-cosine)].mean())


def main() -> None:
    """Measure everything and say it."""
    table = pd.DataFrame(bench_words() + bench_topics())
    print(table.to_string(index=False))
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(RESULT, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
