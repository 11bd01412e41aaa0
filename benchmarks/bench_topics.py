"""Measure topic models beside what people use today, on the same planted passages and topics.

Each model runs in a process of its own, so that its peak of memory is its own; time is that of
the fit alone, memory that of the process with the passages in it. ``python benchmarks/bench_topics.py
MODEL FILE`` runs one model on the passages that are pickled in a file, and prints its figures.
"""

from __future__ import annotations

import json
import os
import pickle
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from measuring import row, timed

import reformlab as rl
from reformlab.topics.match import pair_rows

K = 30
OURS = "lda"
TASK = "8,000 planted passages, 30 topics"


def plant() -> rl.Simulation:
    """Draw the passages that every model is fitted to."""
    return rl.simulate_corpus(
        n_docs=400, passages_per_doc=20, terms_per_passage=30, n_topics=K, n_terms=3000, overlap=0.3, seed=1
    )


Result = tuple[np.ndarray, np.ndarray, list[str]]


def fit_ours(sim: rl.Simulation, tokens: list[list[str]], **options: str | int) -> Result:
    """Fit our model, or an engine of ours; give weights, shares and the terms of the weights."""
    fit = rl.fit_topics(sim.corpus, K, min_docs=1, progress=False, **options)
    return fit.weights.to_numpy(), fit.shares.to_numpy(), list(fit.weights)


def fit_sklearn(tokens: list[list[str]]) -> Result:
    """Fit scikit-learn's LDA by batch variational Bayes."""
    from sklearn.decomposition import LatentDirichletAllocation
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(analyzer=list)
    counts = counter.fit_transform(tokens)
    model = LatentDirichletAllocation(K, learning_method="batch", max_iter=50, random_state=1, n_jobs=1)
    shares = model.fit_transform(counts)
    weights = model.components_ / model.components_.sum(axis=1, keepdims=True)
    return weights, shares, list(counter.get_feature_names_out())


def fit_tomotopy(tokens: list[list[str]], levels: list[str] | None = None, seed: int = 1) -> Result:
    """Fit tomotopy's LDA, or DMR where the level of each passage is given."""
    import tomotopy

    model = tomotopy.DMRModel(k=K, seed=seed) if levels else tomotopy.LDAModel(k=K, seed=seed)
    for number, words in enumerate(tokens):
        model.add_doc(words, **({"metadata": levels[number]} if levels else {}))
    model.train(1000)
    weights = np.array([model.get_topic_word_dist(topic) for topic in range(K)])
    shares = np.array([doc.get_topic_dist() for doc in model.docs])
    return weights, shares, list(model.used_vocabs)


def fit_gensim(tokens: list[list[str]]) -> Result:
    """Fit gensim's online LDA with ten passes."""
    from gensim.corpora import Dictionary
    from gensim.models import LdaModel

    words = Dictionary(tokens)
    bags = [words.doc2bow(passage) for passage in tokens]
    model = LdaModel(bags, num_topics=K, id2word=words, passes=10, random_state=1)
    weights, terms = model.get_topics(), [words[i] for i in range(len(words))]
    shares, _ = model.inference(bags)
    return weights, shares / shares.sum(axis=1, keepdims=True), terms


MODELS: dict[str, tuple[str, Callable[..., Result]]] = {
    OURS: ("lda (topica, our settings)", lambda sim, tokens, levels: fit_ours(sim, tokens)),
    "stm": ("stm (topica)", lambda sim, tokens, levels: fit_ours(sim, tokens, engine="stm")),
    "sklearn": ("lda (scikit-learn, batch)", lambda sim, tokens, levels: fit_sklearn(tokens)),
    "nmf": ("nmf (scikit-learn)", lambda sim, tokens, levels: fit_ours(sim, tokens, engine="nmf")),
    "tomotopy-lda": ("lda (tomotopy)", lambda sim, tokens, levels: fit_tomotopy(tokens)),
    "tomotopy-dmr": ("dmr (tomotopy)", lambda sim, tokens, levels: fit_tomotopy(tokens, levels)),
    "gensim": ("lda (gensim)", lambda sim, tokens, levels: fit_gensim(tokens)),
}


def run(name: str, file: str) -> dict[str, float]:
    """Fit one model; give its seconds, peak memory, and how well topics and shares are recovered."""
    sim = pickle.loads(Path(file).read_bytes())
    passages = sim.corpus.passages.sort_values("passage_id")
    repeated = sim.corpus.terms.loc[sim.corpus.terms.index.repeat(sim.corpus.terms["n"])]
    words = repeated.groupby("passage_id")["term"].agg(list)
    tokens = words.loc[passages["passage_id"]].tolist()
    levels = passages.merge(sim.corpus.documents, on="doc_id", how="left")["level"].tolist()
    seconds, (weights, shares, terms) = timed(lambda: MODELS[name][1](sim, tokens, levels))
    peak = read_peak()
    rows, columns, cosine = pair_rows(weights, sim.weights[terms].to_numpy())
    pairs, planted = zip(rows, columns, strict=True), sim.shares.to_numpy()
    correlations = [np.corrcoef(shares[:, i], planted[:, j])[0, 1] for i, j in pairs]
    return {"s": seconds, "MB": peak, "cosine": cosine.mean(), "correlation": np.mean(correlations)}


def read_peak() -> float:
    """Return the peak of this process's memory in MB, without what its parent held before it began."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read_text("utf-8"))[1]) / 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def bench_topics() -> list[dict]:
    """Compare our default with every peer: time, memory, recovery."""
    figures = {}
    # Drawing the passages takes more memory than most models, so the models do not draw them.
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "planted.pickle"
        file.write_bytes(pickle.dumps(plant()))
        for name in MODELS:
            command = [sys.executable, __file__, name, str(file)]
            # What is kept from before would not be timed.
            env = {**os.environ, "REFORMLAB_CACHE": "off"}
            answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=env)
            figures[name] = json.loads(answer.stdout.splitlines()[-1])
            print(name, figures[name], flush=True)
    what = {"s": "time", "MB": "peak memory", "cosine": "topics recovered", "correlation": "shares recovered"}
    return [
        row(f"{TASK}: {said}", MODELS[OURS][0], MODELS[name][0], figures[OURS][unit], values[unit], unit)
        for name, values in figures.items()
        if name != OURS
        for unit, said in what.items()
    ]


if __name__ == "__main__":
    print(json.dumps(run(*sys.argv[1:])))
