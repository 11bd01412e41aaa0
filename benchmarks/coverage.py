"""Count how often intervals of the gap hold the planted gap, ours and the usual ones; `make coverage`.

Every simulation is a corpus drawn with `simulate_corpus`, fitted and measured the whole way. The
truth is the planted, expected gap. Fitted topics are matched to planted ones by the cosine of
their term weights alone, one to one. Simulations stand in ``_build/coverage`` as they come, one file
a cell; what stands there is not done again. After a change of the method, delete them.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import studies
from coverage_page import draw, write_page
from scipy.stats import t
from studies import DOCS, ROOT, Jobs, first_seed, run_command, run_study

from reformlab import (
    Simulation,
    fit_topics,
    match_topics,
    measure_gap,
    refit_topics,
    simulate_corpus,
)
from reformlab.topics.match import spread_weights

RESULT = DOCS / "results" / "coverage.csv"
RAW = ROOT / "_build" / "coverage"
# What is less than a point is no gap.
LEAST_GAP = 0.01
# The last two are told of the default alone.
MEASURED = ["gap", "low", "high", "found", "may_be_wording"]


@dataclass(frozen=True, eq=False)
class Cell(studies.Cell):
    """One setting: documents a side, what the simulator is told, how often, and what is fitted."""

    sides: str
    options: dict
    n: int
    n_peers: int
    draw: Callable[..., Simulation] = simulate_corpus
    n_fitted: int | None = None  # as many topics as were planted
    plain: bool = False  # measure gaps as they are fitted, too
    peers: tuple[str, ...] = ("LDA + regression", "STM + regression")

    @property
    def labels(self) -> dict[str, str]:
        """What its rows are called in the table of all cells."""
        return {"setting": self.setting, "n_per_side": self.sides}


# The smallest is quick, and nearest to holding more than it promises, so it is counted oftest.
CELLS = [
    Cell("baseline", "8", {}, 200, 20),
    Cell("baseline", "12", {}, 40, 20),
    Cell("baseline", "30", {}, 40, 20),
    Cell("baseline", "100", {}, 40, 20),
    Cell("no gap", "12", {"gap": 0.0}, 40, 20),
    Cell("4 passages a document", "30", {"passages_per_doc": 4}, 40, 20),
    Cell("20 passages a document", "12", {"passages_per_doc": 20}, 40, 20),
    Cell("12 terms a passage", "30", {"terms_per_passage": 12}, 40, 20),
    Cell("12 topics", "30", {"n_topics": 12, "n_terms": 1200}, 40, 20),
    Cell("documents alike", "30", {"document_effect": 0.2}, 40, 20),
    Cell("documents apart", "30", {"document_effect": 1.4}, 40, 20),
    Cell("unequal sides", "12:36", {}, 40, 20),
    Cell("few topics a document", "30", {"document_effect": 3.0, "n_topics": 12, "n_terms": 1200}, 40, 20),
    Cell("places speak again", "30:62", {"place_effect": 0.8}, 40, 20),
]


def simulate(cell: Cell, seed: int) -> Simulation:
    """Draw the corpus of one simulation."""
    sides = [int(n) for n in cell.sides.split(":")]
    return cell.draw(n_docs=sides[0] + sides[-1], n_national=sides[0], **cell.options, seed=seed)


def run(cell: Cell, seed: int, *, peers: bool) -> pd.DataFrame:
    """Measure one simulation by every method (one row a method and planted topic)."""
    # The usual methods warn where they have not converged, which is the usual way to use them.
    warnings.simplefilter("ignore")
    sim = simulate(cell, seed)
    truth = sim.gap.set_index("topic")["gap"]
    tables = []
    usual = [peer for peer in PEERS if peers and peer[0][0] in cell.peers]
    # Topics are compared over the terms of ours, which stands first. It leaves out those of most passages:
    # all topics share them, and a method that keeps them would seem nearer for it.
    compared = None
    for names, measure in [*(WITH_PLAIN if cell.plain else OURS), *usual]:
        start = time.perf_counter()
        fit, measured = measure(sim, cell.n_fitted or len(truth))
        seconds = time.perf_counter() - start
        weights = spread_weights(fit)
        compared = weights.columns if compared is None else compared
        weights = weights[weights.columns.intersection(compared)]
        matched = match_topics(sim, SimpleNamespace(weights=weights)).dropna()
        known = truth[matched["topic"]]
        for name, table in zip(names, measured, strict=True):
            rows = table.set_index("topic").loc[matched["other"]].reindex(columns=MEASURED)
            about = {"method": name, "seed": seed, "topic": known.index, "truth": known.to_numpy()}
            about |= {"cosine": matched["cosine"].to_numpy(), "seconds": seconds}
            tables.append(rows.reset_index(drop=True).assign(**about))
    return pd.concat(tables, ignore_index=True)


def measure_ours(
    sim: Simulation, n_topics: int, *, plain: bool = False
) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """Measure as the package does unless told otherwise, with `quick`, and gaps as they are fitted."""
    fit = fit_topics(sim.corpus, n_topics, seed=1, progress=False)
    refits = refit_topics(fit, sim.corpus, n_refits=10, seed=1, progress=False)
    tables = [measure_gap(fit, refits=refits, progress=False), measure_gap(fit, quick=True)]
    if plain:
        tables.append(measure_gap(fit, refits=refits, corrected=False).drop(columns="may_be_wording"))
    return fit.topic_terms, tables


def measure_lda(sim: Simulation, n_topics: int) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """Regress the shares of passages by scikit-learn's LDA on the level, passages as the units."""
    from sklearn.decomposition import LatentDirichletAllocation

    corpus = sim.corpus
    wide = corpus.terms.pivot(index="passage_id", columns="term", values="n").fillna(0)
    level = corpus.passages.merge(corpus.documents, on="doc_id").set_index("passage_id")["level"]
    national = (level.loc[wide.index] == "national").to_numpy()
    model = LatentDirichletAllocation(n_topics, max_iter=20, random_state=1)
    shares = model.fit_transform(wide.to_numpy(dtype=float))
    groups = [shares[national], shares[~national]]
    gap = groups[0].mean(axis=0) - groups[1].mean(axis=0)
    df = len(shares) - 2
    pooled = sum(np.square(group - group.mean(axis=0)).sum(axis=0) for group in groups) / df
    reach = t.ppf(0.975, df) * np.sqrt(pooled * sum(1 / len(group) for group in groups))
    return tidy_weights(model.components_, wide.columns), [tabulate(gap, gap - reach, gap + reach)]


def measure_stm(sim: Simulation, n_topics: int) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """Regress as stm's estimateEffect does: the model told the level, passages as the units, or clusters."""
    import topica

    corpus = sim.corpus
    level = corpus.passages.merge(corpus.documents, on="doc_id").set_index("passage_id")["level"]
    terms = corpus.terms.loc[corpus.terms.index.repeat(corpus.terms["n"])]
    passages = terms.groupby("passage_id")["term"].agg(list)
    design = (level.loc[passages.index] == "national").to_numpy(dtype=float)[:, None]
    doc_ids = corpus.passages.set_index("passage_id")["doc_id"].loc[passages.index].to_numpy()
    model = topica.STM(n_topics, seed=1).fit(passages.tolist(), design, progress=lambda *_: None)
    draws = topica.posterior_theta_samples(model, nsims=25, seed=1, uncertainty="global")
    tables = []
    for cluster in (None, doc_ids):
        effects = topica.estimate_effect(
            draws, design, feature_names=["national"], cluster=cluster
        ).to_frame()
        effects = effects[effects["feature"] == "national"].sort_values("topic")
        tables.append(tabulate(*(effects[name].to_numpy() for name in ("coef", "ci_low", "ci_high"))))
    return tidy_weights(model.topic_word, pd.Index(model.vocabulary)), tables


def tidy_weights(weights: np.ndarray, terms: pd.Index) -> pd.DataFrame:
    """Give the weights as `Fit.topic_terms` has them, every row summing to 1."""
    topics = pd.RangeIndex(1, len(weights) + 1, name="topic")
    wide = pd.DataFrame(
        weights / weights.sum(axis=1, keepdims=True), index=topics, columns=terms.rename("term")
    )
    return wide.stack().rename("weight").reset_index()


def tabulate(gap: np.ndarray, low: np.ndarray, high: np.ndarray) -> pd.DataFrame:
    """Give the columns of `measure_gap` that are compared."""
    return pd.DataFrame({"topic": np.arange(1, len(gap) + 1), "gap": gap, "low": low, "high": high})


Measure = Callable[[Simulation, int], tuple[pd.DataFrame, list[pd.DataFrame]]]
OURS: list[tuple[list[str], Measure]] = [(["reformlab", "reformlab, quick"], measure_ours)]
WITH_PLAIN: list[tuple[list[str], Measure]] = [
    ([*OURS[0][0], "reformlab, as fitted"], partial(measure_ours, plain=True))
]
PEERS: list[tuple[list[str], Measure]] = [
    (["LDA + regression"], measure_lda),
    (["STM + regression", "STM + regression, clusters"], measure_stm),
]


def summarise(raw: pd.DataFrame) -> pd.DataFrame:
    """Give one row a method and cell: coverage, of the worst topic as well, width, error, simulations.

    Columns: ``method``, ``n_per_side``, ``setting``, ``coverage`` (share of intervals that hold the
    planted gap, mean over topics), ``worst_topic`` (the same of the worst topic), ``width`` (mean),
    ``rmse`` (of the gap), ``n_simulations``, ``worst_group`` (coverage of topic 1, of topic 2 or of
    all others together, whichever is least: the others are drawn alike, so this is the worst topic
    with less chance in it), ``slope`` (of estimated on planted gaps, through 0; missing where none is
    planted), ``alarms`` (share of topics without a gap whose interval leaves 0). A gap without an
    interval counts as not held.
    """
    none = raw["truth"].abs() < LEAST_GAP
    planted = raw["truth"].mask(none)
    raw = raw.assign(
        held=raw["truth"].between(raw["low"], raw["high"]),
        width=raw["high"] - raw["low"],
        error=np.square(raw["gap"] - raw["truth"]),
        alarm=((raw["low"] > 0) | (raw["high"] < 0)).where(none).astype(float),
        product=raw["gap"] * planted,
        square=np.square(planted),
    )
    keys = ["setting", "n_per_side", "method"]
    groups = raw.groupby(keys, sort=False)
    table = groups.agg(
        coverage=("held", "mean"),
        width=("width", "mean"),
        rmse=("error", "mean"),
        n_simulations=("seed", "nunique"),
        alarms=("alarm", "mean"),
    )
    table["slope"] = groups["product"].sum() / groups["square"].sum()
    alike = raw["topic"].where(raw["topic"] < 3, 3).rename("group")
    worst, group = (raw.groupby([*keys, by])["held"].mean().groupby(keys).min() for by in ("topic", alike))
    table = table.assign(worst_topic=worst, worst_group=group, rmse=np.sqrt(table["rmse"]))
    table = table.reset_index().round(4)
    order = [name for names, _ in [*OURS, *PEERS] for name in names]
    table["method"] = pd.Categorical(table["method"], order, ordered=True)
    settings = table[["setting", "n_per_side"]].apply(tuple, axis=1)
    table = table.iloc[np.lexsort([table["method"].cat.codes, pd.factorize(settings)[0]])]
    table = table.astype({"method": str})
    numbers = ["coverage", "worst_topic", "width", "rmse", "n_simulations", "worst_group", "slope", "alarms"]
    return table[["method", "n_per_side", "setting", *numbers]]


def seeds_of(cell: Cell, scale: float) -> Jobs:
    """Give the seed of each simulation of a cell, and whether the usual methods are run on it."""
    n, n_peers = (max(int(scale * number), min(number, 1)) for number in (cell.n, cell.n_peers))
    every = max(n // n_peers, 1) if n_peers else n + 1
    first = first_seed(cell)
    return ((first + i, {"peers": n_peers > 0 and i % every == 0}) for i in range(n))


def study(cells: list[Cell], folder: Path, *, scale: float, processes: int) -> pd.DataFrame:
    """Run what is not done yet, keep each simulation, and give all of them."""
    return run_study(cells, folder, run=run, scale=scale, processes=processes, jobs=seeds_of)


def main() -> None:
    """Run the study and write its table and its page."""
    raw, whole = run_command(__doc__, RAW, CELLS, study)
    table = summarise(raw)
    print(table.to_string(index=False))
    if whole:
        table.to_csv(RESULT, index=False, lineterminator="\n")
        write_page(table)
        draw(table)


if __name__ == "__main__":
    main()
