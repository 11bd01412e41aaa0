"""Measure speed and memory beside what people use today, in one run; `make bench` runs it.

Ratios are what counts; seconds are of the machine.
"""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
from bench_page import write_page
from bench_real import bench_real
from bench_topics import bench_topics
from bench_words import bench_words

RESULT = Path(__file__).resolve().parents[1] / "docs" / "results" / "bench.csv"


def main() -> None:
    """Measure everything and say it."""
    os.environ["REFORMLAB_CACHE"] = "off"  # what is kept from before would not be timed
    table = pd.DataFrame(bench_words() + bench_topics() + bench_real())
    print(table.to_string(index=False))
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(RESULT, index=False, lineterminator="\n")
    write_page(table)


if __name__ == "__main__":
    main()
