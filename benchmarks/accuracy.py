"""Score what the package reads against what readers coded by hand; `make accuracy` runs it.

Prints precision and recall and writes them to docs/results/accuracy.csv. The wording of the
documents is not in the checkout, so their folder must be given.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

import reformlab as rl

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


def main() -> None:
    """Score everything and say it."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("usage: python benchmarks/accuracy.py SOURCES (the folder of the source documents)")
    table = pd.DataFrame(score_health(Path(sys.argv[1])))
    print(table.to_string(index=False))
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(RESULT, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
