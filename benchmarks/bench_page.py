"""Put what was measured beside other programs on its page, with what speaks against us."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from studies import DOCS, write_between

PAGE = DOCS / "decisions" / "results.md"
MARKS = ("<!-- bench: made by `make bench` -->", "<!-- end of bench -->")
# Of these a smaller value is the better one.
SMALL_IS_BETTER = ("s", "MB", "standard deviation of NPMI over seeds")


def write_page(table: pd.DataFrame, page: Path = PAGE) -> None:
    """Write the table between its marks, and nothing else of the page."""
    write_between(MARKS, f"{to_markdown(table)}\n\n{say(table)}", page)


def to_markdown(table: pd.DataFrame) -> str:
    """Give a row a task and peer: our value, the peer's, the unit."""
    lines = ["| task | beside | ours | theirs | unit |", "|---|---|---|---|---|"]
    for row in table.itertuples():
        lines.append(f"| {row.task} | {row.peer} | {row.value_ours:g} | {row.value_peer:g} | {row.unit} |")
    return "\n".join(lines)


def say(table: pd.DataFrame) -> str:
    """Say in how many rows the peer has the better value, and in which."""
    small = table["unit"].isin(SMALL_IS_BETTER)
    ahead = (table["value_peer"] - table["value_ours"]).where(
        ~small, table["value_ours"] - table["value_peer"]
    ) > 0
    named = "; ".join(f"{row.task} ({row.peer})" for row in table[ahead].itertuples())
    return f"In {ahead.sum()} of {len(table)} rows the other program has the better value: {named or 'none'}."
