"""Leave each rule of mentions out in turn, and say what that changes: what changes nothing is dead.

Usage: python benchmarks/ablation.py SOURCES RESULT.csv TABLE ...; a table takes an hour or two.
One row a rule: coded mentions that are found only with it (`right`) and wrong ones that it prevents
(`wrong`), and how many mentions of all documents change without it (`changed`).
"""

from __future__ import annotations

import re
import sys
from importlib import import_module, reload
from pathlib import Path

import accuracy
import pandas as pd

from reformlab.corpus import rules

# In the order in which they import each other.
ROOMS = ("agency_names", "name_lists", "charge_lists", "charge_sentences", "charge_subjects", "charges")
ROOMS += ("citations", "deadlines", "tense", "quantities", "indicators", "spots", "lengths_of_time")
ROOMS += ("counting", "specifications", "thresholds", "scopes", "sums", "number_kinds", "targets", "find")
# What only looks around; without it a pattern matches wherever the rule may matter.
LOOKS = re.compile(r"\(\?<?[=!](?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|(?<![\[\\])\^|\$")
read_all_rules = rules.read_rules


def find_without(table: str, group: str, pattern: str):
    """Return the room that finds mentions as it is without a rule."""

    def read_other_rules(name: str) -> dict[str, tuple[str, ...]]:
        found = read_all_rules(name)
        if name != table:
            return found
        return {**found, group: tuple("(?!)" if one == pattern else one for one in found[group])}

    rules.read_rules = read_other_rules
    rules.join_rules.cache_clear()
    return [reload(import_module(f"reformlab.mentions.{room}")) for room in ROOMS][-1]


def judge(mentions: pd.DataFrame, coded: set, gold: pd.DataFrame) -> pd.Series:
    """Count the mentions of coded passages that are right, and those that are wrong."""
    mentions = mentions[mentions["passage_id"].isin(coded)]
    found, known = (
        {(kind, *one) for kind in accuracy.MENTIONS for one in accuracy.values_of(kind, rows)}
        for rows in (mentions, gold)
    )
    return pd.Series({"right": len(found & known), "wrong": len(found - known)})


def measure(corpora: list, table: str, group: str, pattern: str) -> pd.Series:
    """Say what changes without a rule, in the documents that have what it matches."""
    find = find_without(table, group, pattern)
    looked_for = re.compile(LOOKS.sub("", rules.fill_rules(table, pattern)))
    effect = pd.Series({"right": 0, "wrong": 0, "changed": 0})
    for passages, documents, coded, gold, mentions in corpora:
        words = passages[["section", "heading", "text"]].fillna("").agg("\n".join, axis=1)
        has = words.map(lambda text: bool(looked_for.search(text)))
        within = passages[passages["doc_id"].isin(passages["doc_id"][has])]
        before = mentions[mentions["passage_id"].isin(within["passage_id"])]
        after = find.find_mentions(within, documents)
        more = judge(before, set(coded["now"]), gold) - judge(after, set(coded["now"]), gold)
        changed = before.merge(after, how="outer", indicator="side")["side"].ne("both").sum()
        effect += [more["right"], -more["wrong"], changed]
    return effect


def main() -> None:
    """Measure the rules of the tables that are named."""
    sources, result, *tables = sys.argv[1:]
    catalogues = {"coded_passages": "catalogue.csv", "other_passages": "other_documents.csv"}
    read = [
        accuracy.read_coded(Path(sources), name, accuracy.GOLD / catalogue)
        for name, catalogue in catalogues.items()
    ]
    corpora = [(*one, accuracy.rl.find_mentions(*one[:2])) for one in read]
    rows = [
        {"table": table, "group": group, "pattern": pattern, **measure(corpora, table, group, pattern)}
        for table in tables
        for group, patterns in read_all_rules(table).items()
        for pattern in patterns
    ]
    pd.DataFrame(rows).to_csv(result, index=False)


if __name__ == "__main__":
    main()
