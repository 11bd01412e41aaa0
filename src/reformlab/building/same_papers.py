"""Find documents that may be one paper saved in two forms, of which the letters differ: a PDF and a page.

Nothing is left out for it: the sheet of facts asks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

import pandas as pd

from reformlab.building.contradictions import agree_on_date, same_signs, same_title

# 甲教发〔2021〕9号; an order (第9号) has the number of its issuer and year alone.
_NUMBERED = re.compile(r"\D[12]\d{3}\D")


def find_same_papers(documents: pd.DataFrame) -> Iterator[tuple[int, int, str]]:
    """Find documents that may be one paper in two forms, a PDF and a page, though letters differ.

    Yields where the first and the later stand among `documents`, and what is alike.
    """
    facts = documents.reindex(columns=["number", "title", "issuer", "date"]).astype("str").fillna("")
    rows = facts.to_dict("records")
    first: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        issuers = sorted(same_signs(name) for name in row["issuer"].split("、"))
        keys = [(same_signs(row["number"]),)] if _NUMBERED.search(row["number"]) else []
        keys += [key for key in [(same_signs(row["title"]), row["date"], *issuers)] if all(key)]
        pairs = ((one, _say_alike(rows[one], row)) for key in keys for one in first[key])
        if pair := next(filter(lambda pair: pair[1], pairs), None):
            yield pair[0], at, pair[1]
        for key in keys:
            first[key].append(at)


def _say_alike(one: Mapping[str, str], other: Mapping[str, str]) -> str:
    """Say what makes two documents of one number, or of one title, issuer and date, one paper.

    Papers that only cite a number may be taken to have it: the day or the title has to be alike, too.
    """
    if one["number"] and same_signs(one["number"]) == same_signs(other["number"]):
        if len(one["date"]) == len("2023-10-26") and one["date"] == other["date"]:
            return "number and date"
        same = agree_on_date(one["date"], other["date"]) and same_title(one["title"], other["title"])
        return "number and title" if same and one["title"] and other["title"] else ""
    # One of two numbers may be misread.
    return "title, issuer and date" if len(one["date"]) == len("2023-10-26") else ""
