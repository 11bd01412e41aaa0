"""Put the results of the coverage study on their page: one table, one figure."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from studies import DOCS, write_between

MARKS = ("<!-- table: made by `make coverage` -->", "<!-- end of table -->")

LOOK = {
    "reformlab": ("#0072B2", "D"),
    "reformlab, quick": ("#56B4E9", "d"),
    "STM + regression, clusters": ("#009E73", "s"),
    "STM + regression": ("#E69F00", "^"),
    "LDA + regression": ("#D55E00", "o"),
}


def write_page(table: pd.DataFrame, page: Path = DOCS / "coverage.md") -> None:
    """Write the table between its marks, and nothing else of the page."""
    write_between(MARKS, f"{to_markdown(table)}\n\n{say(table)}", page)


def say(table: pd.DataFrame) -> str:
    """Say in a few sentences what was counted of our own intervals."""
    ours = table[table["method"] == "reformlab"]
    held, alarms = 100 * ours["coverage"], 100 * ours["alarms"]
    return (
        f"The intervals of reformlab hold {held.min():.1f} to {held.max():.1f} % of the gaps by setting "
        f"({held.mean():.1f} on average), and of no topic less than "
        f"{100 * ours['worst_topic'].min():.0f} %.\n"
        f"Of topics without a gap {alarms.min():.1f} to {alarms.max():.1f} % are called different. "
        f"Planted gaps come out with a slope of {ours['slope'].min():.2f} to {ours['slope'].max():.2f}.\n"
        f"{_say_nearer(table)}"
    )


def _say_nearer(table: pd.DataFrame) -> str:
    """Say in how many settings whose gap is nearer the truth, to the tenth of a point that is shown."""
    keys = ["setting", "n_per_side"]
    error = table.assign(rmse=table["rmse"].round(3)).pivot(index=keys, columns="method", values="rmse")
    ahead = error["reformlab"] - error["STM + regression"]
    named = ", ".join(f"*{setting}, {sides}*" for setting, sides in ahead.index[ahead > 0])
    return (
        f"The error of our gap is smaller than that of STM in {(ahead < 0).sum()} of {len(ahead)} settings, "
        f"the same in {(ahead == 0).sum()} and larger in {(ahead > 0).sum()}{f' ({named})' if named else ''}."
    )


def to_markdown(table: pd.DataFrame) -> str:
    """Give a row a setting and method: what is held, by topics too, slope, false alarms, width, error."""
    lines = [
        "| setting, a side | method | coverage | worst group | worst topic | slope | false alarms "
        "| width | error | runs |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in table.itertuples():
        first = row.method == table["method"].iloc[0]
        setting = f"**{row.setting}, {row.n_per_side}**" if first else ""
        slope = "" if pd.isna(row.slope) else f"{row.slope:.2f}"
        bold = "**" if row.method == "reformlab" else ""
        lines.append(
            f"| {setting} | {bold}{row.method}{bold} | {bold}{100 * row.coverage:.1f}{bold} "
            f"| {100 * row.worst_group:.0f} | {100 * row.worst_topic:.0f} | {slope} | {100 * row.alarms:.0f} "
            f"| {100 * row.width:.1f} | {100 * row.rmse:.1f} | {row.n_simulations} |"
        )
    return "\n".join(lines)


def draw(table: pd.DataFrame, path: Path = DOCS / "coverage.png") -> None:
    """Draw coverage and width of every method in every setting."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt
    from matplotlib.ticker import PercentFormatter

    table = table.assign(name=table["setting"] + " · " + table["n_per_side"])
    at = {name: -number for number, name in enumerate(table["name"].unique())}
    size = (9, 0.9 + 0.42 * len(at))
    figure, (left, right) = plt.subplots(1, 2, figsize=size, sharey=True, width_ratios=[3, 2])
    left.axvspan(0.93, 0.97, color="#DDDDDD", zorder=0)
    for number, (method, (colour, mark)) in enumerate(LOOK.items()):
        rows = table[table["method"] == method]
        y = rows["name"].map(at) + 0.26 - 0.13 * number
        look = {"color": colour, "marker": mark, "linestyle": "", "markersize": 5}
        left.plot(rows["coverage"], y, label=method, **look)
        right.plot(rows["width"], y, **look)
    left.set_yticks(list(at.values()), list(at))
    left.set_xlabel("intervals that hold the planted gap (95 % promised)")
    right.set_xlabel("mean width of the interval")
    for ax in (left, right):
        ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        ax.grid(axis="x", color="#EEEEEE", zorder=0)
        ax.spines[["top", "right"]].set_visible(False)
        for y in at.values():
            ax.axhline(y - 0.5, color="#EEEEEE", linewidth=0.8)
    right.set_xlim(left=0)
    figure.legend(loc="outside upper center", ncols=5, frameon=False, fontsize=8.5)
    figure.set_layout_engine("constrained")
    figure.savefig(path, dpi=150, metadata={"Software": None})
    plt.close(figure)
