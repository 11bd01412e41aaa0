"""Measure the peak memory of building a large corpus, all processes together.

Run it as ``python benchmarks/build_memory.py [MILLIONS OF CHARACTERS] [WORKERS]``. Every text is made
up: official phrases around terms of the lexicon and numbers, so that no two passages are the same.
"""

from __future__ import annotations

import random
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

import reformlab as rl

PHRASES = (
    "推进{}与{}相衔接，到{}年覆盖{}%以上的县域。",
    "各地要健全{}，完善{}，每年安排资金{}万元，惠及{}个单位。",
    "鼓励有条件的地方开展{}试点，探索{}的办法，{}年底前总结{}条经验。",
    "由省卫生健康委牵头，加强{}，规范{}，第{}批不少于{}家。",
)
TASKS = "一二三四五六七八九十"
PASSAGES_A_DOCUMENT = 100


def write_documents(folder: Path, n_chars: int, seed: int = 1) -> None:
    """Write made-up documents of about this many characters together."""
    chance = random.Random(seed)
    terms = rl.read_lexicon()["term"].tolist()
    written = number = 0
    while written < n_chars:
        text = f"甘肃省人民政府办公厅关于第{number}批试点的意见\n" + "\n".join(_lines(chance, terms))
        (folder / f"{number:05d}.txt").write_text(text, "utf-8")
        written, number = written + len(text), number + 1


def _lines(chance: random.Random, terms: list[str]) -> list[str]:
    lines = []
    for number in range(PASSAGES_A_DOCUMENT):
        if number % len(TASKS) == 0:
            lines.append(f"{TASKS[number // len(TASKS)]}、{chance.choice(terms)}工作")
        sentences = [
            chance.choice(PHRASES).format(
                *chance.sample(terms, 2), chance.randint(2024, 2035), chance.randint(1, 99)
            )
            for _ in range(6)
        ]
        lines.append(f"（{TASKS[number % len(TASKS)]}）" + "".join(sentences))
    return lines


class Peak:
    """The most memory that this process and its children held at one time, in bytes."""

    def __init__(self) -> None:
        self.most = 0
        self._over = threading.Event()

    def __enter__(self) -> Peak:
        """Begin to watch."""
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop watching."""
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        here = psutil.Process()
        while not self._over.wait(0.1):
            self.most = max(self.most, sum(map(_held, [here, *here.children(recursive=True)])))


def _held(process: psutil.Process) -> int:
    try:
        return process.memory_info().rss
    except psutil.Error:
        return 0


def main() -> None:
    """Write the documents, build them, say what it took."""
    millions = float(sys.argv[1]) if len(sys.argv) > 1 else 20.0
    workers = int(sys.argv[2]) if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "documents"
        folder.mkdir()
        write_documents(folder, int(millions * 1e6))
        start = time.perf_counter()
        with Peak() as peak:
            corpus = rl.build_corpus(folder, out=Path(scratch) / "corpus", workers=workers, progress=False)
        seconds = time.perf_counter() - start
    print(f"{corpus!r}\n{len(corpus.terms):,} rows of terms")
    print(f"{millions:g} million characters: {seconds:.0f} s, {peak.most / 1e9:.2f} GB at most")


if __name__ == "__main__":
    main()
