"""The figure of which documents there are is asked what it drew."""

import pandas as pd

from reformlab.figures.coverage import plot_coverage
from reformlab.figures.picture import describe_figure


def make_coverage():
    rows = [("national", year, "work-report", 1) for year in range(1978, 2026) if year != 1990]
    rows += [("provincial", 2024, "work-report", 3)]
    rows += [("provincial", None, "plan", 2), ("unknown", 2001, "unknown", 1)]
    table = pd.DataFrame(rows, columns=["level", "year", "kind", "n_docs"]).astype({"year": "Int64"})
    table["n_docs_all"] = table.groupby(["level", "kind"])["n_docs"].transform("sum")
    return table.assign(n_places=1, n_passages=5, n_chars=900)


def test_coverage_shows_numbers_and_holes():
    ax = plot_coverage(make_coverage())
    rows = [label.get_text() for label in ax.get_yticklabels()]
    assert rows == [
        "national · work report",
        "provincial · plan",
        "provincial · work report",
        "unknown · unknown",
    ]
    cells = {(round(bar.get_x() + 0.46), round(bar.get_y() + 0.4)) for bar in ax.patches}
    assert (1989, 0) in cells
    assert (1990, 0) not in cells
    assert (2027, 1) in cells  # without a year: two to the right of the last
    assert "provincial work report 3" in describe_figure(ax)
