"""Count how often bands of a trend, and intervals of a change, cover the truth; `make coverage-trend`.

Every simulation is a panel drawn with `simulate_panel`: 31 places and the centre, 24 years, short
texts, counted by topic. The truth is the planted course. Simulations stand in
``_build/coverage-trend`` as they come, one file a cell; what stands there is not done again. After a
change of the method, delete them.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pandas as pd
import studies
from studies import DOCS, ROOT, run_command, run_study, write_between

from reformlab import measure_change, measure_trend, read_eras, simulate_panel
from reformlab.corpus.tables import SIDES

RESULT = DOCS / "results" / "coverage_trend.csv"
PAGE = DOCS / "coverage_trend.md"
MARKS = ("<!-- table: made by `make coverage-trend` -->", "<!-- end of table -->")
RAW = ROOT / "_build" / "coverage-trend"
LEVELS = (*SIDES, "gap")
SHARES = ["year", "curve", "change"]
ALPHA = 0.05
RARE = "rare items, nothing moves"


@dataclass(frozen=True, eq=False)
class Cell(studies.Cell):
    """One setting: what `simulate_panel` is told, how often, and the topics that count (all unless given)."""

    options: dict = field(default_factory=dict)
    n: int = 200
    topics: tuple[int, ...] = ()


CELLS = [
    Cell("like the panel"),
    Cell("nothing moves", {"courses": {}}),
    Cell("years independent", {"rho": 0.0}),
    Cell("years more alike", {"rho": 0.8}),
    Cell("texts of 3 to 8 statements", {"statements": (3, 8)}),
    Cell("texts of 5 to 60 statements", {"statements": (5, 60)}),
    Cell("places far apart", {"place_effect": 1.0}),
    Cell("years far apart", {"year_effect": 1.0}),
    Cell("10 places", {"n_places": 10}),
    Cell("30 topics, most of them rare", {"n_topics": 30, "uneven": 4.0}),
    Cell("49 years", {"years": (1978, 2026)}),
    # Statements about one thing each; the topics counted have .8 and .6 % of them.
    Cell(
        RARE,
        {"n_topics": 14, "uneven": 5.0, "courses": {}, "statements": (18, 30), "terms_per_statement": 0},
        n=300,
        topics=(13, 14),
    ),
]


def run(cell: Cell, seed: int) -> pd.DataFrame:
    """Measure one panel (one row a level and topic)."""
    panel = simulate_panel(**cell.options, seed=seed)
    start = time.perf_counter()
    trend = measure_trend(panel.priorities)
    seconds = time.perf_counter() - start
    # Rare items have years without limits.
    trend = trend.dropna(subset=["low"])
    trend = trend.merge(panel.truth, on=["level", "year", "topic"], validate="one_to_one")
    for name, low, high in (("year", "low", "high"), ("curve", "low_all", "high_all")):
        trend[name] = trend["priority"].between(trend[low], trend[high])
    trend["width"], trend["width_curve"] = trend["high"] - trend["low"], trend["high_all"] - trend["low_all"]
    keys = ["level", "topic"]
    held = {"year": ("year", "mean"), "curve": ("curve", "min")}
    widths = {name: (name, "mean") for name in ("width", "width_curve")}
    table = trend.groupby(keys).agg(**held, **widths)
    change = compare(panel)
    held = {"change": ("held", "mean"), "alarm": ("alarm", "mean"), "width_change": ("width", "mean")}
    table = table.join(change.groupby(keys).agg(**held)).reset_index()
    if cell.topics:
        table = table[table["topic"].isin(cell.topics)]
    return table.assign(seed=seed, seconds=round(seconds, 2))


def compare(panel: object) -> pd.DataFrame:
    """Compare every change between eras that follow each other with the planted one."""
    eras = read_eras().set_index("name")[["first_year", "last_year"]]
    change = measure_change(panel.priorities)
    tables = []
    for (before, after), rows in change.groupby(["before", "after"], sort=False):
        truth = panel.measure_change(tuple(eras.loc[before]), tuple(eras.loc[after]))
        truth = truth.rename(columns={"change": "truth"})
        tables.append(rows.merge(truth, on=["level", "topic"], validate="one_to_one"))
    table = pd.concat(tables, ignore_index=True).dropna(subset=["low"])
    return table.assign(
        held=table["truth"].between(table["low"], table["high"]),
        alarm=table["p"] <= ALPHA,
        width=table["high"] - table["low"],
    )


def summarise(raw: pd.DataFrame) -> pd.DataFrame:
    """Give one row a setting and level.

    Columns: ``setting``, ``level``, ``year`` (share of years whose band covers the truth), ``curve``
    (share of topics whose whole curve is covered), ``change`` (share of changes whose interval covers
    the truth), ``worst_year``, ``worst_curve``, ``worst_change`` (the same of the worst topic),
    ``alarm`` (share of changes with p of .05 or less: false ones where nothing moves), ``width``,
    ``width_curve``, ``width_change`` (means), ``seconds`` (of `measure_trend`), ``n_simulations``.
    """
    keys = ["setting", "level"]
    order = [cell.setting for cell in CELLS]
    means = raw.groupby(keys)[[*SHARES, "alarm", "width", "width_curve", "width_change", "seconds"]].mean()
    worst = raw.groupby([*keys, "topic"])[SHARES].mean().groupby(keys).min()
    table = means.join(worst.add_prefix("worst_")).join(
        raw.groupby(keys)["seed"].nunique().rename("n_simulations")
    )
    table = table.reset_index()
    table = table.iloc[
        table.assign(setting=table["setting"].map(order.index), level=table["level"].map(LEVELS.index))
        .sort_values(keys)
        .index
    ]
    columns = ["setting", "level", *SHARES, "worst_year", "worst_curve", "worst_change"]
    columns += ["alarm", "width", "width_curve", "width_change", "seconds", "n_simulations"]
    return table[columns].round(4)


def write_page(table: pd.DataFrame, page: Path = PAGE) -> None:
    """Write the table, and what is said of it, between its marks, and nothing else of the page."""
    lines = [
        "| setting | level | year | curve | change | called | width | panels |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in table.itertuples():
        setting = f"**{row.setting}**" if row.level == LEVELS[0] else ""
        shares = " | ".join(f"{100 * share:.1f}" for share in (row.year, row.curve, row.change, row.alarm))
        lines.append(f"| {setting} | {row.level} | {shares} | {100 * row.width:.1f} | {row.n_simulations} |")
    write_between(MARKS, "\n".join([*lines, "", say(table)]), page)


def say(table: pd.DataFrame) -> str:
    """Say in a few sentences how often bands cover, and of the centre by how alike its years are."""
    spans = {name: f"{100 * table[name].min():.1f} to {100 * table[name].max():.1f}" for name in SHARES}
    still = table.loc[table["setting"] == "nothing moves", "alarm"]
    rare = table.loc[table["setting"] == RARE, "alarm"]
    years = table[table["level"] == "national"].set_index("setting")["year"]
    return (
        f"By setting and level bands of a year cover {spans['year']} %, bands of whole curves "
        f"{spans['curve']} %, and intervals of changes {spans['change']} %.\n"
        f"Where nothing moves {100 * still.min():.1f} to {100 * still.max():.1f} % of changes are called, "
        f"of rare items {100 * rare.min():.1f} to {100 * rare.max():.1f} %.\n"
        f"Of the centre's years {100 * years['years independent']:.1f} % are covered where years are "
        f"independent, {100 * years['like the panel']:.1f} where they correlate .6, and "
        f"{100 * years['years more alike']:.1f} where they correlate .8."
    )


def main() -> None:
    """Run the study and write its table."""
    raw, whole = run_command(__doc__, RAW, CELLS, partial(run_study, run=run))
    table = summarise(raw)
    print(table.to_string(index=False))
    if whole:
        table.to_csv(RESULT, index=False, lineterminator="\n")
        write_page(table)


if __name__ == "__main__":
    main()
