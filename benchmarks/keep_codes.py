"""Keep what is learnt from the coded statements: their terms and codes, without their wording.

`make codes` (`python benchmarks/keep_codes.py SOURCES`) reads the codes of ``tests/gold/domains``, finds
their statements in the sources by their keys, wherever documents are cut otherwise than they were, and
writes ``data/codebook/codes.csv`` and ``coded_terms.csv``, which ship. To be run when the rules of cleaning,
outline or words change, once the corpora are made anew. The wording is not in the checkout, so its folder
must be given.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
from accuracy import GOLD, key_of
from draw_domains import OTHERS, read_corpus, read_panel

import reformlab as rl
from reformlab.corpus.store import shorten, write_csv

OUT = rl.data_folder() / "codebook"
COLUMNS = ["passage_id", "corpus", "sample", "part", "probability", "key", "heading"]
COLUMNS += ["main", "further", "reader_1", "reader_2"]
# Which sample a statement of several counts as, and those that were drawn with a known probability.
SAMPLES = ["domains", "again", "complete", "health", "more"]
DRAWN = SAMPLES[:3]


def find_statements(gold: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Return the coded statements with the ids and headings that they have now, and their wording."""
    now = statements[["corpus", "passage_id", "doc_id", "heading", "text"]]
    now = now.assign(key=now["text"].map(key_of))
    # Where a document says the same twice, the statement of the old id is meant, else the first.
    old = gold.assign(doc_id=gold["passage_id"].str.rpartition(":")[0]).rename(columns={"passage_id": "old"})
    both = old.merge(now, on=["corpus", "doc_id", "key"])
    both = both.assign(moved=both["old"] != both["passage_id"])
    both = both.sort_values(["moved", "passage_id"]).drop_duplicates(["sample", "old"])
    return both.drop_duplicates(["sample", "passage_id"])


def keep_codes(gold: pd.DataFrame, statements: pd.DataFrame, out: Path) -> int:
    """Write codes and terms of the statements that are found, and return how many are not.

    A statement of several samples stands once, as one of those that were drawn for domains, else of the
    reports all of whose statements were coded: there each stands for itself. Those of the other
    samples have no probability: they are learnt from, and stand for no others.
    """
    found = find_statements(gold, statements)
    lost = len(gold) - len(found)
    whole = set(found.loc[found["sample"] == "complete", "passage_id"])
    order = found["sample"].map(SAMPLES.index)
    found = (
        found.assign(order=order, probability=join_draws(found))
        .sort_values(["passage_id", "order"])
        .drop_duplicates("passage_id")
    )
    # Statements that the rule for health left out when they were drawn, and a later one keeps, stand for
    # hundreds that are still left out.
    drawn = found["sample"].isin(DRAWN) & ~found["stratum"].str.endswith("|net")
    found["probability"] = found["probability"].where(drawn)
    found.loc[found["passage_id"].isin(whole), "probability"] = 1.0
    found["heading"] = found["heading"].map(shorten, na_action="ignore")
    terms = rl.cut_words(found[["passage_id", "text"]])
    before, terms_before = read_lost(found["key"], out)
    codes = pd.concat([found[COLUMNS], before]).sort_values("passage_id")
    terms = pd.concat([terms, terms_before]).sort_values(["passage_id", "term"])
    write_csv(codes, out / "codes.csv")
    write_csv(terms, out / "coded_terms.csv")
    return lost


def join_draws(found: pd.DataFrame) -> pd.Series:
    """Give each statement's chance to be drawn: in the first draw, by strata, or again, by eras."""
    chance, era = found["probability"], found["stratum"].str.rpartition("|")[0]
    is_first, is_again = found["sample"].eq("domains"), found["sample"].eq("again")
    first = found["stratum"].map(chance[is_first].groupby(found["stratum"]).first()).fillna(0)
    again = era.map(chance[is_again].groupby(era).first()).fillna(0)
    return chance.where(~(is_first | is_again), first + again - first * again)


def read_lost(keys: pd.Series, out: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read what is kept of statements that documents no longer have: learnt from, and no sample of them."""
    if not (out / "codes.csv").exists():
        return pd.DataFrame(columns=COLUMNS), pd.DataFrame(columns=["passage_id", "term", "n"])
    codes = pd.read_csv(out / "codes.csv", encoding="utf-8-sig", dtype={"key": "str"})
    lost = codes[~codes["key"].isin(keys)].assign(probability=float("nan"))
    terms = pd.read_csv(out / "coded_terms.csv", encoding="utf-8-sig")
    terms = terms[terms["passage_id"].isin(lost["passage_id"])]
    # Their old ids may be those of other passages now.
    name = lambda ids: ids.where(ids.str.startswith("former "), "former " + ids)  # noqa: E731
    return lost.assign(passage_id=name(lost["passage_id"])), terms.assign(
        passage_id=name(terms["passage_id"])
    )


def main(sources: Path) -> None:
    """Read the sources and write both tables."""
    gold = pd.read_csv(GOLD / "domains" / "codes.csv", dtype={"key": "str"})
    panel = read_panel(sources).assign(corpus="work-reports")
    statements = pd.concat([panel, *(read_corpus(sources, name) for name in OTHERS)], ignore_index=True)
    print(f"{len(gold)} coded statements, {keep_codes(gold, statements, OUT)} not found again")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
