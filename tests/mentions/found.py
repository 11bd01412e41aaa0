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


def kinds(text, **facts):
    """Give number, unit and kind of every number of policy."""
    found = find(text, **facts)
    found = found[found["kind"] == "target"]
    return list(zip(found["value"], found["unit"].fillna(""), found["number_kind"], strict=True))


def periods(text, **facts):
    """Give the lengths of time within which something is due."""
    found = find(text, of="deadline", **facts)
    found = found[found["role"] == "within"]
    return list(zip(found["value"], found["unit"], strict=True))


def targets(text, **facts):
    found = find(text, of="target", **facts)
    return [
        (row.name, row.role, row.value, row.unit)
        for row in found[["name", "role", "value", "unit"]].fillna("").itertuples(index=False)
    ]


def values(text, **facts):
    return [(value, unit) for _, _, value, unit in targets(text, **facts)]


def deadlines(text, **facts):
    found = find(text, of="deadline", **facts)
    return found.loc[found["role"] == "by", "by"].fillna("?").tolist()


def citations(text, **facts):
    found = find(text, of="citation", **facts)
    return list(zip(found["name"].fillna(""), found["number"].fillna(""), found["role"], strict=True))


def mandates(text, **facts):
    return find(text, of="mandate", **facts)["role"].tolist()


def years(text, **facts):
    return find(text, of="target", **facts)["by"].fillna("").tolist()
