"""Score what the package reads against what readers coded; `make accuracy` runs it.

Prints precision and recall and writes them to docs/results/accuracy.csv. The wording of the
documents is not in the checkout, so their folder must be given.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

import reformlab as rl
from reformlab.agencies import unify_agency

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "tests" / "gold"
RESULT = ROOT / "docs" / "results" / "accuracy.csv"


def score(what: str, found: set, gold: set) -> dict[str, object]:
    """Return precision and recall of a set of facts, and how many the readers coded."""
    right = len(found & gold)
    return {
        "what": what,
        "precision": round(right / len(found), 3) if found else None,
        "recall": round(right / len(gold), 3) if gold else None,
        "n": len(gold),
    }


def read_statements(sources: Path) -> pd.Series:
    """Return the wording of every statement of the work reports, by its passage id."""
    catalogue = pd.read_csv(rl.data_folder() / "health-reform" / "catalogue.csv", dtype="str")
    reports = catalogue[catalogue["keep"] == "health"]
    texts = {}
    for row in reports.itertuples():
        clean = rl.clean_text(rl.read_file(sources / row.file).text).text
        for outline in rl.split_documents(clean):
            parts = [part for passage in outline.passages for part in rl.split_statements(clean, passage)]
            for seq, statement in enumerate(parts, start=1):
                texts[f"{row.doc_id}:{seq:04d}"] = clean[statement.start : statement.end]
    return pd.Series(texts)


def score_health(sources: Path) -> list[dict[str, object]]:
    """Score the rule for health: all coded statements, and each sample of them."""
    coded = pd.read_csv(GOLD / "about_health.csv")
    coded["found"] = coded["passage_id"].map(read_statements(sources)).map(rl.is_about_health)
    samples = [("about health, all coded statements", coded)]
    samples += [(f"about health, sample {number}", rows) for number, rows in coded.groupby("sample")]
    return [
        score(what, set(rows.index[rows["found"]]), set(rows.index[rows["reader_1"] == "yes"]))
        for what, rows in samples
    ]


def score_mentions(sources: Path) -> list[dict[str, object]]:
    """Score agencies, targets, deadlines and citations in the passages that readers coded."""
    catalogue = rl.data_folder() / "health-reform" / "catalogue.csv"
    corpus = rl.build_corpus(sources, catalogue, progress=False)
    coded = pd.read_csv(GOLD / "coded_passages.csv")["passage_id"]
    passages = corpus.passages.merge(corpus.texts, on="passage_id")
    passages = passages[passages["passage_id"].isin(coded)]
    mentions = rl.find_mentions(passages, corpus.documents)
    found = dict(list(mentions.groupby("kind")))
    documents = passages.merge(corpus.documents, on="doc_id").set_index("passage_id")
    return [
        score("agencies", facts(found["agency"], "name"), facts(read_agencies(documents), "name")),
        score("targets", targets(found["target"]), targets(read_gold("targets"))),
        score("deadlines", facts(found["deadline"], "by"), facts(read_gold("deadlines"), "by")),
        score("citations", citations(found["citation"]), citations(read_gold("citations"))),
    ]


def read_gold(name: str) -> pd.DataFrame:
    """Read a table of coded facts, its columns named like those of the mentions."""
    return pd.read_csv(GOLD / f"{name}.csv", dtype="str").rename(columns={"title": "name"})


def read_agencies(documents: pd.DataFrame) -> pd.DataFrame:
    """Read the coded agencies; readers coded the printed names, which are unified as mentions are."""
    gold = read_gold("agencies").query("passage_id in @documents.index")
    homes = documents.loc[gold["passage_id"], ["level", "place"]].itertuples(index=False)
    names = [
        unify_agency(name, level=level, place=place)
        for name, (level, place) in zip(gold["agency"], homes, strict=True)
    ]
    return gold.assign(name=names)


def facts(rows: pd.DataFrame, column: str) -> set:
    """Return what is scored: the passage and the value of a column."""
    known = rows.dropna(subset=[column])
    return set(zip(known["passage_id"], known[column], strict=True))


def targets(rows: pd.DataFrame) -> set:
    """Return the passage, value and unit of each target; how an indicator is worded is not scored."""
    values = rows["value"].astype(float).round(3)
    return set(zip(rows["passage_id"], values, rows["unit"].fillna(""), strict=True))


def citations(rows: pd.DataFrame) -> set:
    """Return the passage of each citation and the first ten characters of its title, or its number."""
    titles = rows["name"].fillna("").str[:10]
    return set(zip(rows["passage_id"], titles.where(titles != "", rows["number"]), strict=True))


def main() -> None:
    """Score everything and say it."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("usage: python benchmarks/accuracy.py SOURCES (the folder of the source documents)")
    sources = Path(sys.argv[1])
    table = pd.DataFrame(score_mentions(sources) + score_health(sources))
    print(table.to_string(index=False))
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(RESULT, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
