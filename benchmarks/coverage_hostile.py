"""Count how often intervals of the gap cover it where corpora are made as hard as real ones; `make coverage`.

As `coverage`, on corpora drawn with `simulate_hostile`, with the defaults of the package together, and of
topics beyond coverage: whether gaps come out smaller than they are (the slope of estimated on true gaps), and
how often a topic without a gap is called different. Beside them stands the structural topic model as it is
usually run. Simulations stand in ``_build/coverage-hostile``; those that were counted so far ship with the
project, so that the study goes on with them on any machine. After a change of the method, delete both.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import fill

import numpy as np
import pandas as pd
from coverage import Cell, study
from studies import DOCS, ROOT, run_command, unpack, write_between

from reformlab import simulate_hostile

RESULT = DOCS / "results" / "coverage_hostile.csv"
RAW = ROOT / "_build" / "coverage-hostile"
KEPT = DOCS / "results" / "coverage_hostile_simulations.parquet"
MARKS = ("<!-- hostile: made by `make coverage` -->", "<!-- end of hostile -->")
SAID = ("<!-- said of hostile: made by `make coverage` -->", "<!-- end of said of hostile -->")
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
WORDED = [cell for cell in CELLS if "wording" in cell.options]
ALIKE = [cell for cell in CELLS if cell not in WORDED]  # levels use the same words
PLANTED = [cell for cell in CELLS if cell.options.get("gap") != 0]
FAIR = [cell for cell in ALIKE if cell.n_fitted in (None, 12)]  # as many topics are fitted as there are


def summarise(raw: pd.DataFrame) -> pd.DataFrame:
    """Give one row a method and cell.

    Columns: ``setting``, ``n_per_side``, ``method`` ("as fitted": without recovery; "found topics": the
    default, of topics that are found again; "STM + regression": see `coverage`),
    ``n_simulations``, ``n_gaps`` (planted topics that a fitted one is matched to, all simulations),
    ``coverage`` (of them), ``worst_topic`` (coverage of the topic covered least often), ``worst_size`` (the
    same of all topics with one size of gap, or without one: there is less chance in it), ``slope`` (of
    estimated on true gaps, through 0), ``bias`` (mean of how much too large gaps are, in their own
    direction; both are missing where nothing is planted), ``power`` (share of the largest planted
    gaps whose interval leaves 0, on the gap's side), ``alarms`` (share of topics without a gap whose interval
    leaves 0), ``warned`` (share of simulations in which a topic is called one of other words), ``cosine``
    (mean of matched topics), ``width``, ``rmse``.
    """
    raw = raw.assign(run=raw["setting"] + raw["n_per_side"] + raw["seed"].astype(str))
    fair = raw[raw["setting"].isin([cell.setting for cell in FAIR])]
    raw = pd.concat([raw, fair.assign(setting=TOGETHER, n_per_side="12 to 30")], ignore_index=True)
    # By default alone it is told which topics are found.
    found = raw[raw["found"].fillna(False).astype(bool)].assign(method=FOUND)
    raw = pd.concat([raw, found], ignore_index=True)
    none = raw["truth"].abs() < 1e-9
    planted = raw["truth"].mask(none)
    size = planted.abs()
    largest = size >= 0.9 * size.groupby(raw["setting"]).transform("max")
    raw = raw.assign(
        covered=raw["truth"].between(raw["low"], raw["high"]),
        alarms=((raw["low"] > 0) | (raw["high"] < 0)).where(none).astype(float),
        power=((raw["low"] > 0) & (planted > 0) | (raw["high"] < 0) & (planted < 0))
        .where(largest)
        .astype(float),
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
    means = groups[["bias", "power", "alarms", "cosine", "width", "error"]].mean()
    means["error"] **= 0.5
    table = table.join(means.rename(columns={"error": "rmse"})).round(4).reset_index()
    order = [*(f"{cell.setting} {cell.sides}" for cell in CELLS), f"{TOGETHER} 12 to 30"]
    at = (table["setting"] + " " + table["n_per_side"]).map(order.index)
    of = table["method"].map([DEFAULT, FOUND, PLAIN, "reformlab, quick", STM, f"{STM}, clusters"].index)
    return table.iloc[np.lexsort([of, at])]


def to_markdown(table: pd.DataFrame) -> str:
    """Give a row a way of measuring, below a row that names the setting."""
    lines = [
        "| setting, a side | coverage | least | slope | bias | power | false alarms | warned | cosine "
        "| width | error | runs |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in table[table["method"].isin(SHOWN)].itertuples():
        first = row.method == DEFAULT
        planted = f"{row.slope:.2f} | {100 * row.bias:.1f} | {100 * row.power:.0f}"
        numbers = " | | " if pd.isna(row.slope) else planted
        alarms = "" if pd.isna(row.alarms) else f"{100 * row.alarms:.0f}"
        warned = f"{100 * row.warned:.0f}" if first else ""
        if first:
            lines.append(f"| **{row.setting}, {row.n_per_side}** | | | | | | | | | | | |")
        lines.append(
            f"| {SHOWN[row.method]} | {100 * row.coverage:.0f} | {100 * row.worst_size:.0f} | {numbers} "
            f"| {alarms} | {warned} | {row.cosine:.2f} | {100 * row.width:.1f} | {100 * row.rmse:.1f} "
            f"| {row.n_simulations} |"
        )
    return "\n".join(lines)


def write_page(table: pd.DataFrame, page: Path = DOCS / "coverage.md") -> None:
    """Write the table, and what is said of it, between their marks."""
    write_between(MARKS, to_markdown(table), page)
    write_between(SAID, say(table), page)


def say(table: pd.DataFrame) -> str:
    """Say in a few points what was counted, each so that it holds whichever way the numbers go."""
    points = [
        _say_all,
        _say_promise,
        _say_stm,
        _say_nearer,
        _say_power,
        _say_sizes,
        _say_slopes,
        _say_none,
        _say_found,
        _say_words,
    ]
    return "\n".join(f"- {_wrap(point(table))}" for point in points)


def _say_all(table: pd.DataFrame) -> str:
    ours, plain = (_pick_all(table, method) for method in (DEFAULT, PLAIN))
    alike = _pick(table, ALIKE)
    return (
        f"**The default covers {_percent(ours.coverage)} of gaps**, with false alarms of "
        f"{_percent(ours.alarms)}, in all fair settings together (levels use the same words, and as many "
        f"topics are fitted as there are); as fitted it covers {_percent(plain.coverage)}. By setting, where "
        f"levels use the same words, it covers {_span(alike.coverage)}, with false alarms of "
        f"{_span(alike.alarms)}."
    )


def _say_promise(table: pd.DataFrame) -> str:
    alike, together = _pick(table, ALIKE), _pick_all(table)
    off = (alike["coverage"] - 0.95) / _error(alike)
    low, high = (
        f"{_percent(row.coverage, 1)} (*{row.setting}, {row.n_per_side}*; {_points(row)})"
        for row in _ends(alike, "coverage")
    )
    return (
        f"**A 95 % interval promises 95.** Where levels use the same words it covers from {low} to {high} of "
        f"gaps, standard errors in brackets. Of {len(off)} settings {(off.abs() <= 2).sum()} are within two "
        f"standard errors of 95, {(off > 2).sum()} above and {(off < -2).sum()} below. All fair settings "
        f"together: {_percent(together.coverage, 1)} ({_points(together)})."
    )


def _say_stm(table: pd.DataFrame) -> str:
    ours, stm, clusters = (_pick_all(table, name) for name in (DEFAULT, STM, f"{STM}, clusters"))
    return (
        f"**The structural topic model, as it is usually run, covers {_percent(stm.coverage)}**, "
        f"{_percent(clusters.coverage)} with errors clustered by document, and calls {_percent(stm.alarms)} "
        f"({_percent(clusters.alarms)}) of topics without a gap different. The cosine of its topics with the "
        f"planted ones is {stm.cosine:.2f} (ours {ours.cosine:.2f}), the slope of its gaps {stm.slope:.2f} "
        f"(ours {ours.slope:.2f}). Where both are near 1 and coverage is not near 95 %, what fails is the "
        "interval."
    )


def _say_nearer(table: pd.DataFrame) -> str:
    """Say whose gap has the smaller error and whose topics are nearer, and how many intervals miss."""
    ours, plain, stm = (_pick_all(table, name) for name in (DEFAULT, PLAIN, STM))
    by_ours, by_stm = (_pick(table, ALIKE, name)["rmse"].round(3) for name in (DEFAULT, STM))
    nearer = "STM's" if stm.rmse < ours.rmse else "The default's"
    gap = f"{nearer} gap has the smaller error"
    topics = "its topics are nearer" if stm.cosine > ours.cosine else "the default's topics are nearer"
    return (
        f"**{gap}, and {topics}**: a gap is off by {100 * stm.rmse:.1f} points (root mean square) by the "
        f"structural topic model, {100 * ours.rmse:.1f} by the default and {100 * plain.rmse:.1f} as fitted, "
        f"all fair settings together. Where levels use the same words its error is smaller than that of the "
        f"default in {(by_stm < by_ours).sum()} of {len(by_ours)} settings. Its intervals miss "
        f"{_percent(1 - stm.coverage)} of gaps, those of the default {_percent(1 - ours.coverage)}."
    )


def _say_power(table: pd.DataFrame) -> str:
    """Say how many gaps are told, which is what honest intervals cost."""
    ours, stm, clusters = (_pick_all(table, name) for name in (DEFAULT, STM, f"{STM}, clusters"))
    return (
        f"**What that costs is power**: of the largest planted gaps (8 or 10 points) the default tells "
        f"{_percent(ours.power)} from 0, the structural topic model {_percent(stm.power)}, with clusters "
        f"{_percent(clusters.power)}; their false alarms are {_percent(ours.alarms)}, "
        f"{_percent(stm.alarms)} and {_percent(clusters.alarms)}. A gap that is not told from 0 in so few "
        "documents may well be there."
    )


def _say_sizes(table: pd.DataFrame) -> str:
    six = _pick(table, [cell for cell in FAIR if cell in PLANTED and not cell.n_fitted])
    twelve = _list_fitted(table, "worst_size", _percent)
    least = _pick(table, ALIKE, FOUND)["worst_size"].min()
    return (
        "**Not every size of gap is covered alike.** Of the size that is covered least in its setting "
        f"{_span(six.worst_size)} are covered where there are six topics; of twelve topics {twelve}. Of "
        f"topics that are found no size is covered less than {_percent(least)} in any setting."
    )


def _say_slopes(table: pd.DataFrame) -> str:
    together, plain, found = (_pick_all(table, name) for name in (DEFAULT, PLAIN, FOUND))
    six = _pick(table, [cell for cell in FAIR if cell in PLANTED and not cell.n_fitted])
    low, high = (f"{row.slope:.2f} (*{row.setting}, {row.n_per_side}*)" for row in _ends(six, "slope"))
    return (
        f"**Gaps come out at {together.slope:.2f} of their size** in all fair settings together (as fitted "
        f"{plain.slope:.2f}, of topics that are found {found.slope:.2f}). By setting it is {low} to {high} "
        f"where there are six topics; of twelve topics {_list_fitted(table, 'slope', '{:.2f}'.format)}."
    )


def _say_none(table: pd.DataFrame) -> str:
    none, some = (
        _pick(table, [cell for cell in ALIKE if (cell in PLANTED) is planted]) for planted in (False, True)
    )
    parts = ", ".join(
        f"{_percent(row.coverage, 1)} with {row.n_per_side} documents a side (false alarms "
        f"{_percent(row.alarms, 1)}, standard error {_points(row)})"
        for row in none.itertuples()
    )
    return (
        f"**Where nothing differs** the interval covers {parts}; where something does, it covers "
        f"{_span(some.coverage)} by setting."
    )


def _say_found(table: pd.DataFrame) -> str:
    together, found = (_pick_all(table, name) for name in (DEFAULT, FOUND))
    groups = {}
    for cell in ALIKE:
        about = "where there are twelve" if cell.n_fitted else f"with {cell.sides} documents a side"
        groups.setdefault(about, []).append(cell)
    lost = ", ".join(
        f"{_span(1 - _pick(table, cells, FOUND)['n_gaps'] / _pick(table, cells)['n_gaps'])} {about}"
        for about, cells in groups.items()
    )
    n_lost = together.n_gaps - found.n_gaps
    covered, cosine = (
        (together[name] * together.n_gaps - found[name] * found.n_gaps) / n_lost
        for name in ("coverage", "cosine")
    )
    return (
        f"**{_percent(n_lost / together.n_gaps)} of topics are not found again** in all fair settings "
        f"together; by setting {lost}. Intervals of these cover {_percent(covered)} of gaps, of topics that "
        f"are found {_percent(found.coverage)}. What they are topics of is another matter: their cosine with "
        f"the planted ones is {cosine:.2f}, that of topics that are found {found.cosine:.2f}."
    )


def _say_words(table: pd.DataFrame) -> str:
    ours, stm = (_pick(table, WORDED, name) for name in (DEFAULT, STM))
    parts = "; ".join(
        f"{_percent(row.alarms)} (*{row.setting}, {row.n_per_side}*; STM {_percent(alarms)}; warned of "
        f"{_percent(row.warned)} of corpora)"
        for row, alarms in zip(ours.itertuples(), stm["alarms"], strict=True)
    )
    return (
        f"**Where levels word topics differently the interval covers {_span(ours.coverage)} of gaps**, "
        f"whatever is made up for. Topics without a gap that are called different: {parts}. Where levels use "
        f"the same words {_percent(_pick_all(table).warned)} of corpora are warned of, "
        f"{_span(_pick(table, ALIKE).warned)} by setting."
    )


def _wrap(text: str) -> str:
    """Break a point into lines, none of which begins with a per cent sign: that would make it a comment."""
    lines = fill(text.replace(" %", "\xa0%"), 128, subsequent_indent="  ", break_on_hyphens=False)
    return lines.replace("\xa0", " ")


def _pick(table: pd.DataFrame, cells: list[Cell], method: str = DEFAULT) -> pd.DataFrame:
    """Give the rows of some settings, by one way of measuring."""
    rows = table[table["method"] == method].set_index(["setting", "n_per_side"])
    return rows.loc[[(cell.setting, cell.sides) for cell in cells]].reset_index()


def _pick_all(table: pd.DataFrame, method: str = DEFAULT) -> pd.Series:
    """Give the row of all fair settings together."""
    return table[(table["setting"] == TOGETHER) & (table["method"] == method)].iloc[0]


def _ends(rows: pd.DataFrame, column: str) -> tuple[pd.Series, pd.Series]:
    """Give the rows with the least and the most of a column."""
    return rows.loc[rows[column].idxmin()], rows.loc[rows[column].idxmax()]


def _list_fitted(table: pd.DataFrame, column: str, write: Callable[[float], str]) -> str:
    """Say a number of each setting with twelve topics, by how many were fitted."""
    cells = [cell for cell in ALIKE if cell.n_fitted]
    numbers = zip(*(_pick(table, cells, name)[column] for name in (DEFAULT, FOUND)), strict=True)
    return ", ".join(
        f"{write(number)} where {cell.n_fitted} are fitted ({write(found)} of those found)"
        for cell, (number, found) in zip(cells, numbers, strict=True)
    )


def _error(row: pd.Series | pd.DataFrame) -> pd.Series:
    """Give the standard error of coverage, as if gaps of one corpus were covered independently.

    By corpora it is much the same: 0.8 to 1.15 times as large where levels use the same words.
    """
    return (row.coverage * (1 - row.coverage) / row.n_gaps) ** 0.5


def _points(row: pd.Series) -> str:
    return f"{100 * _error(row):.1f}"


def _percent(share: float, digits: int = 0) -> str:
    return f"{100 * share:.{digits}f} %"


def _span(shares: pd.Series) -> str:
    low, high = (f"{100 * share:.0f}" for share in (shares.min(), shares.max()))
    return f"{low} %" if low == high else f"{low} to {high} %"


def main() -> None:
    """Run the study and write its table and its part of the page."""
    unpack(KEPT, RAW, CELLS)
    raw, whole = run_command(__doc__, RAW, CELLS, study)
    table = summarise(raw)
    print(table.to_string(index=False))
    if whole:
        raw.to_parquet(KEPT, index=False)
        table.to_csv(RESULT, index=False, lineterminator="\n")
        write_page(table)


if __name__ == "__main__":
    main()
