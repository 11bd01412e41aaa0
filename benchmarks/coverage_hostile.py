"""Count how often intervals of the gap cover it where corpora are made as hard as real ones; `make coverage`.

As `coverage`, on corpora drawn with `simulate_hostile`, with the defaults of the package together, and of
topics beyond coverage: whether gaps come out smaller than they are (the slope of estimated on true gaps), and
how often a topic without a gap is called different. Beside them stands the structural topic model as it is
usually run. Simulations stand in ``_build/coverage-hostile``; those that were counted so far ship with the
project, so that the study goes on with them on any machine. After a change of the method, delete both.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from coverage import Cell, study
from studies import DOCS, ROOT, run_command, unpack, write_between

from reformlab import simulate_hostile

RESULT = DOCS / "results" / "coverage_hostile.csv"
RAW = ROOT / "_build" / "coverage-hostile"
KEPT = DOCS / "results" / "coverage_hostile_simulations.parquet"
MARKS = ("<!-- hostile: made by `make coverage` -->", "<!-- end of hostile -->")
DEFAULT, PLAIN, FOUND = "reformlab", "reformlab, as fitted", "reformlab, found topics"
STM = "STM + regression"
SHOWN = {
    DEFAULT: "default",
    FOUND: "of found topics",
    PLAIN: "as fitted",
    STM: "STM",
    f"{STM}, clusters": "STM, clusters",
}

PANEL = {"n_places": 10, "shared_effect": 0.5, "rho": 0.6}
TWELVE = {"n_topics": 12, "gap": 0.08}


# For settings of which 160 runs left open whether false alarms are as few as 2 %.
TWICE = 320

# All settings that only make things hard: levels word topics alike, and as many are fitted as there are.
TOGETHER = "together, words alike, as many topics as there are"


def _cell(setting: str, sides: str, options: dict, n_fitted: int | None = None, n: int = 160) -> Cell:
    return Cell(setting, sides, options, n, 160, simulate_hostile, n_fitted, plain=True, peers=(STM,))


CELLS = [
    _cell("shared words, heavy tails", "12", {}),
    _cell("shared words, heavy tails", "30", {}),
    _cell("lengths 10:1", "12", {"length_ratio": 10}),
    _cell("words in bursts", "12", {"burst": 200}),
    _cell("places again, years alike", "12", {**PANEL, "years": (2012, 2023)}, n=TWICE),
    _cell("places again, years alike", "30", {**PANEL, "years": (1994, 2023)}),
    _cell("no gap", "12", {"gap": 0.0}, n=TWICE),
    _cell("no gap", "30", {"gap": 0.0}),
    _cell("no gap, a fifth worded apart", "12", {"gap": 0.0, "wording": 0.2}),
    _cell("no gap, half worded apart", "12", {"gap": 0.0, "wording": 0.5}),
    _cell("no gap, half worded apart", "30", {"gap": 0.0, "wording": 0.5}),
    _cell("12 topics, 12 fitted", "20", TWELVE, 12),
    _cell("12 topics, 8 fitted", "20", TWELVE, 8),
    _cell("12 topics, 20 fitted", "20", TWELVE, 20),
]


def summarise(raw: pd.DataFrame) -> pd.DataFrame:
    """Give one row a method and cell.

    Columns: ``setting``, ``n_per_side``, ``method`` ("as fitted": without recovery; "found topics": the
    default, of topics that are found again; "STM + regression": see `coverage`),
    ``n_simulations``, ``n_gaps`` (planted topics that a fitted one is matched to, all simulations),
    ``coverage`` (of them), ``worst_topic`` (coverage of the topic covered least often), ``worst_size`` (the
    same of all topics with one size of gap, or without one: there is less chance in it), ``slope`` (of
    estimated on true gaps, through 0), ``bias`` (mean of how much too large gaps are, in their own
    direction; both are missing where nothing is planted), ``alarms`` (share of topics without a gap whose
    interval leaves 0), ``warned`` (share of simulations in which a topic is called one of other words),
    ``cosine`` (mean of matched topics), ``width``, ``rmse``.
    """
    raw = raw.assign(run=raw["setting"] + raw["n_per_side"] + raw["seed"].astype(str))
    fair = [cell for cell in CELLS if "wording" not in cell.options and cell.n_fitted in (None, 12)]
    fair = raw[raw["setting"].isin([cell.setting for cell in fair])]
    raw = pd.concat([raw, fair.assign(setting=TOGETHER, n_per_side="12 to 30")], ignore_index=True)
    # By default alone it is told which topics are found.
    found = raw[raw["found"].fillna(False).astype(bool)].assign(method=FOUND)
    raw = pd.concat([raw, found], ignore_index=True)
    none = raw["truth"].abs() < 1e-9
    planted = raw["truth"].mask(none)
    raw = raw.assign(
        covered=raw["truth"].between(raw["low"], raw["high"]),
        alarms=((raw["low"] > 0) | (raw["high"] < 0)).where(none).astype(float),
        product=raw["gap"] * planted,
        square=planted**2,
        bias=(raw["gap"] - raw["truth"]) * np.sign(planted),
        width=raw["high"] - raw["low"],
        error=(raw["gap"] - raw["truth"]) ** 2,
    )
    keys = ["setting", "n_per_side", "method"]
    groups = raw.groupby(keys, sort=False)
    table = groups.agg(n_simulations=("run", "nunique"), n_gaps=("gap", "size"), coverage=("covered", "mean"))
    table["worst_topic"] = raw.groupby([*keys, "topic"])["covered"].mean().groupby(keys).min()
    sizes = raw.groupby([*keys, raw["truth"].abs().round(3)])["covered"]
    table["worst_size"] = sizes.mean().groupby(keys).min()
    table["slope"] = groups["product"].sum() / groups["square"].sum()
    told = raw[raw["may_be_wording"].notna()].astype({"may_be_wording": bool})
    table["warned"] = told.groupby([*keys, "run"])["may_be_wording"].any().groupby(keys).mean()
    means = groups[["bias", "alarms", "cosine", "width", "error"]].mean()
    means["error"] **= 0.5
    table = table.join(means.rename(columns={"error": "rmse"})).round(4).reset_index()
    order = [*(f"{cell.setting} {cell.sides}" for cell in CELLS), f"{TOGETHER} 12 to 30"]
    at = (table["setting"] + " " + table["n_per_side"]).map(order.index)
    of = table["method"].map([DEFAULT, FOUND, PLAIN, "reformlab, quick", STM, f"{STM}, clusters"].index)
    return table.iloc[np.lexsort([of, at])]


def to_markdown(table: pd.DataFrame) -> str:
    """Give a row a way of measuring, below a row that names the setting."""
    lines = [
        "| setting, a side | coverage | least | slope | bias | false alarms | warned | cosine | width "
        "| error | runs |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in table[table["method"].isin(SHOWN)].itertuples():
        first = row.method == DEFAULT
        numbers = " | " if pd.isna(row.slope) else f"{row.slope:.2f} | {100 * row.bias:.1f}"
        alarms = "" if pd.isna(row.alarms) else f"{100 * row.alarms:.0f}"
        warned = f"{100 * row.warned:.0f}" if first else ""
        if first:
            lines.append(f"| **{row.setting}, {row.n_per_side}** | | | | | | | | | | |")
        lines.append(
            f"| {SHOWN[row.method]} | {100 * row.coverage:.0f} | {100 * row.worst_size:.0f} | {numbers} "
            f"| {alarms} | {warned} | {row.cosine:.2f} | {100 * row.width:.1f} | {100 * row.rmse:.1f} "
            f"| {row.n_simulations} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Run the study and write its table and its part of the page."""
    unpack(KEPT, RAW, CELLS)
    raw, whole = run_command(__doc__, RAW, CELLS, study)
    table = summarise(raw)
    print(table.to_string(index=False))
    if whole:
        raw.to_parquet(KEPT, index=False)
        table.to_csv(RESULT, index=False, lineterminator="\n")
        write_between(MARKS, to_markdown(table), DOCS / "coverage.md")


if __name__ == "__main__":
    main()
