"""What is found in one passage, for the tests of what passages state."""

import pandas as pd

from reformlab.mentions.find import find_mentions

NATIONAL = {"level": "national", "place": "全国"}


def find(text, *, of=None, heading=None, **facts):
    """Find the mentions of one passage of a document of 2023 (or as `facts` say); of targets, aims."""
    passages = pd.DataFrame([{"passage_id": "a:1", "doc_id": "a", "text": text, "heading": heading}])
    row = {"doc_id": "a", "level": "provincial", "place": "山西", "date": None, "year": 2023} | facts
    table = find_mentions(passages, pd.DataFrame([row]))
    if of == "target":
        table = table[table["number_kind"] == "aim"]
    return table if of is None else table[table["kind"] == of].reset_index(drop=True)


def agencies(text, **facts):
    found = find(text, of="agency", **facts)
    return list(zip(found["name"], found["role"], strict=True))
