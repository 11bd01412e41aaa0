"""Tables of uses made by hand."""

import numpy as np
import pandas as pd

from reformlab.measures.adoption import USE


def make_use(rows, item="甲"):
    """Make a table of uses from (place, year, used)."""
    table = pd.DataFrame(rows, columns=["place", "year", "used"])
    table["level"] = np.where(table["place"] == "全国", "national", "provincial")
    table["doc_id"] = [f"d{i:03}" for i in range(len(table))]
    table = table.assign(item=item, label=item, label_en="A", kind="plan", share=table["used"] * 0.1)
    table = table.assign(date=table["year"].astype("str"), salience=0.1)
    return table.astype({"year": "Int64"})[USE]


def make_path(place, path, first=2010):
    """Make rows of a place from a string, a character a year: 1 used, 0 not, - no document."""
    return [(place, first + i, mark == "1") for i, mark in enumerate(path) if mark != "-"]
