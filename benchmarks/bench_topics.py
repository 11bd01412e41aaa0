"""Measure topic models beside what people use today, on planted topics."""

from __future__ import annotations

import numpy as np
import pandas as pd
from measuring import row, timed
from scipy.optimize import linear_sum_assignment

import reformlab as rl


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
