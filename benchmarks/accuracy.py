"""Score what the package reads against what readers coded; `make accuracy` runs it.

Prints precision and recall and writes them to docs/results/accuracy.csv. The wording of the
documents is not in the checkout, so their folder must be given.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from functools import cache
from hashlib import sha1
from pathlib import Path

import pandas as pd

import reformlab as rl
from reformlab.documents.numbering import STATUTE_UNIT, find_marker
from reformlab.mentions.agency_names import unify_agency

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


def read_statements(sources: Path, reports: pd.DataFrame) -> pd.DataFrame:
    """Return every statement of work reports (``doc_id``, ``file``): ``passage_id``, ``doc_id``, ``text``."""
    statements = []
    for row in reports.itertuples():
        clean = rl.clean_text(rl.read_file(sources / row.file).text).text
        for outline in rl.split_documents(clean):
            parts = [part for passage in outline.passages for part in rl.split_statements(clean, passage)]
            for seq, statement in enumerate(parts, start=1):
                wording = clean[statement.start : statement.end]
                statements.append((f"{row.doc_id}:{seq:04d}", row.doc_id, wording))
    return pd.DataFrame(statements, columns=["passage_id", "doc_id", "text"])


def score_health(sources: Path) -> list[dict[str, object]]:
    """Score the rule for health: all coded statements, and each sample of them."""
    catalogue = pd.read_csv(GOLD / "catalogue.csv", dtype="str")
    statements = read_statements(sources, catalogue[catalogue["keep"] == "health"])
    coded = pd.read_csv(GOLD / "about_health.csv")
    coded = coded[["sample", "reader_1"]].join(_find_coded(coded, statements), how="inner")
    coded["found"] = coded["text"].map(rl.is_about_health)
    samples = [("about health, all coded statements", coded)]
    samples += [(f"about health, sample {number}", rows) for number, rows in coded.groupby("sample")]
    return [
        score(what, set(rows.index[rows["found"]]), set(rows.index[rows["reader_1"] == "yes"]))
        for what, rows in samples
    ]


def score_health_of_panel(sources: Path) -> list[dict[str, object]]:
    """Score the rule for health on provincial reports 2003-2023, weighted by how statements were drawn."""
    coded = pd.read_csv(GOLD / "domains" / "codes.csv", dtype={"key": "str"})
    coded = coded[coded["sample"] == "health"].assign(sample="provincial 2003-2023, the 400")
    coded["about"] = coded["main"] != "none"
    fresh = pd.read_csv(GOLD / "about_health_panel.csv", dtype={"key": "str"})
    # No third reading settled where the two readers of a fresh draw differ: it is scored by each.
    draws = fresh["draw"].map({1: "the fresh 200", 2: "the fresh 320", 3: "the second 320"})
    named = "provincial 2003-2023, " + draws + ", "
    readers = [
        fresh.assign(sample=named + reader, about=fresh[reader] == "yes")
        for reader in ("reader_1", "reader_2")
    ]
    coded = pd.concat([coded, *readers], ignore_index=True)
    documents = pd.read_csv(rl.data_folder() / "work-reports" / "documents.csv")
    documents = documents[documents["doc_id"].isin(coded["passage_id"].str.rpartition(":")[0])]
    texts = _find_coded(coded, read_statements(sources, documents))["text"]
    coded = coded.join(texts, how="inner").assign(found=lambda rows: rows["text"].map(rl.is_about_health))
    coded["period"] = coded["stratum"].str.partition("|")[0]
    groups = [(name, rows) for name, rows in coded.groupby("sample")]
    groups += [(f"{name}, {period}", rows) for (name, period), rows in coded.groupby(["sample", "period"])]
    return [score_weighted(f"about health, {name}", rows) for name, rows in groups]


def score_weighted(what: str, rows: pd.DataFrame) -> dict[str, object]:
    """Return precision and recall of `found` against `about`: each row stands for 1 / `probability`."""
    weight = 1 / rows["probability"]
    right = weight[rows["found"] & rows["about"]].sum()
    precision, recall = (round(float(right / weight[rows[side]].sum()), 3) for side in ("found", "about"))
    return {"what": what, "precision": precision, "recall": recall, "n": int(rows["about"].sum())}


@cache
def build_coded(sources: Path, catalogue: Path) -> rl.Corpus:
    """Build the corpus of the coded documents; it takes a minute and is asked for twice."""
    return rl.build_corpus(sources, catalogue, progress=False)


def read_coded(sources: Path, name: str, catalogue: Path) -> tuple[pd.DataFrame, ...]:
    """Return passages, documents, coded passages with their present ids (``now``), and coded facts.

    `name` is that of the table of coded passages. Facts have the columns of mentions.
    """
    corpus = build_coded(sources, catalogue)
    passages = corpus.passages.merge(corpus.texts, on="passage_id")
    coded = pd.read_csv(GOLD / f"{name}.csv", dtype="str")
    ids = _renumber(coded, passages)
    homes = passages.merge(corpus.documents, on="doc_id").set_index("passage_id")
    if name == "other_passages":
        gold = read_gold("other_facts", ids)
        gold = pd.concat(_unify_coded(kind, gold, homes) for kind in MENTIONS)
    else:
        tables = {kind: read_gold(table, ids) for kind, table in MENTIONS.items() if kind != "agency"}
        tables["agency"] = read_agencies(homes, ids)
        gold = pd.concat(table.assign(kind=kind) for kind, table in tables.items())
    coded = coded.assign(now=coded["passage_id"].map(ids)).dropna(subset="now")
    return passages, corpus.documents, coded, gold


def score_mentions(sources: Path) -> list[dict[str, object]]:
    """Score agencies, targets, deadlines and citations in the passages that readers coded."""
    passages, documents, coded, gold = read_coded(sources, "coded_passages", GOLD / "catalogue.csv")
    mentions = rl.find_mentions(passages[passages["passage_id"].isin(coded["now"])], documents)
    return [score(what, values_of(kind, mentions), values_of(kind, gold)) for kind, what in MENTIONS.items()]


def score_passages(sources: Path) -> list[dict[str, object]]:
    """Score passages: found where label, opening and end are as coded; and the numbers above them."""
    gold = pd.read_csv(GOLD / "passages.csv", dtype="str", keep_default_na=False)
    coded, found = [], []
    for (file, part), rows in gold.groupby(["file", "part"], sort=False):
        known = [(row.label, row.first, row.last, row.path) for row in rows.itertuples() if row.label != "…"]
        read = read_passages(next(iter(sources.glob(file))), int(part))
        if rows["label"].iloc[-1] == "…":
            # What stands behind the last coded passage, a table, was not coded.
            read = read[: max((n for n, one in enumerate(read, 1) if one[1:3] == known[-1][1:3]), default=0)]
        key = (rows["sample"].iloc[0], file, part)
        coded += [(*key, *one) for one in number_equals(known)]
        found += [(*key, *one) for one in number_equals(read)]
    table = []
    for sample in gold["sample"].unique():
        of_gold, of_found = ([one for one in rows if one[0] == sample] for rows in (coded, found))
        both = of_found, of_gold
        table.append(score(f"passages, {sample}", *({(*one[:6], one[7]) for one in rows} for rows in both)))
        labelled = ({one for one in rows if one[3]} for rows in both)
        table.append(score(f"numbers above a passage, {sample}", *labelled))
    return table


def score_facts(sources: Path) -> list[dict[str, object]]:
    """Score what documents say of themselves: each field of each coded document."""
    gold = pd.read_csv(GOLD / "facts.csv", dtype="str", keep_default_na=False)
    coded = {field: set() for field in gold.columns[2:]}
    found = {field: set() for field in coded}
    for row in gold.to_dict("records"):
        clean = rl.clean_text(rl.read_file(next(iter(sources.glob(row["file"])))).text).text
        read = rl.read_facts(rl.split_documents(clean)[int(row["part"]) - 1], clean)
        # A date on which a page was put up is no date of signing.
        read = {
            field: value
            for field, (value, where) in read.items()
            if (field, where) != ("date", "publication")
        }
        for field in coded:
            for values, one in ((coded, row[field]), (found, shorten(field, read.get(field, "")))):
                if one:
                    values[field].add((row["file"], row["part"], unicodedata.normalize("NFKC", one)))
    return [score(f"fact: {field}", found[field], coded[field]) for field in coded]


def shorten(field: str, value: str) -> str:
    """Return a long title or list of names as it is coded: its first and last six signs."""
    longest = {"title": 12, "addressees": 12, "issuer": 24}.get(field, len(value))
    return f"{value[:6]}…{value[-6:]}" if len(value) > longest else value


def read_passages(path: Path, part: int) -> list[tuple[str, str, str, str]]:
    """Return label, first and last six signs, and the labels above, of each passage of a document."""
    clean = rl.clean_text(rl.read_file(path).text).text
    outlines = rl.split_documents(clean)
    passages = outlines[part - 1].passages if part <= len(outlines) else []
    rows = []
    for passage in passages:
        words = keep_signs(clean[passage.start : passage.end].removeprefix(passage.label))
        above = [read_label(heading) for heading in passage.section.split(" > ")]
        rows.append((unify_label(passage.label), words[:6], words[-6:], " ".join(filter(None, above))))
    return rows


def read_label(heading: str) -> str:
    """Return the number that a heading opens with; empty where it has none."""
    unit = STATUTE_UNIT.match(heading)
    marker = find_marker(heading)
    return unify_label(unit[0] if unit else marker[1][0] if marker else "")


def unify_label(label: str) -> str:
    """Return a label in half-width signs without blanks, as it is coded."""
    return unicodedata.normalize("NFKC", "".join(label.split()))


def keep_signs(text: str) -> str:
    """Return the characters, letters and digits of a text."""
    return re.sub(r"[^\u4e00-\u9fffA-Za-z0-9]", "", unicodedata.normalize("NFKC", text))


def number_equals(rows: list[tuple[str, str, str, str]]) -> list[tuple]:
    """Give rows that are equal, but for the last column, numbers by which each counts."""
    seen: Counter = Counter()
    numbered = []
    for row in rows:
        seen[row[:3]] += 1
        numbered.append((*row, seen[row[:3]]))
    return numbered


MENTIONS = {"agency": "agencies", "target": "targets", "deadline": "deadlines", "citation": "citations"}


def score_other_fields(sources: Path) -> list[dict[str, object]]:
    """Score mentions in documents of other fields, years and provinces, by draw of passages."""
    catalogue = GOLD / "other_documents.csv"
    passages, documents, coded, gold = read_coded(sources, "other_passages", catalogue)
    mentions = rl.find_mentions(passages, documents)
    drawn = coded.set_index("now")["draw"]
    return [
        score(
            f"{what}, other fields, draw {draw}",
            *(values_of(kind, rows[rows["passage_id"].map(drawn) == draw]) for rows in (mentions, gold)),
        )
        for kind, what in (MENTIONS | {"within": "periods (十日内)"}).items()
        for draw in sorted(drawn.unique(), key=int)
        # Periods were coded in full from draw 8 on.
        if kind != "within" or int(draw) >= 8
    ]


def score_drawn_documents(sources: Path) -> list[dict[str, object]]:
    """Score what the documents of draws 8 on say of themselves, when the program is told nothing."""
    coded = pd.read_csv(GOLD / "drawn_documents.csv", dtype="str", keep_default_na=False)
    files = pd.read_csv(GOLD / "other_documents.csv", dtype="str")[["file", "include", "reason", "doc_id"]]
    files = files[(files["file"] == "*") | files["doc_id"].isin(coded["doc_id"])]
    documents = rl.build_corpus(sources, files, progress=False).documents.set_index("doc_id")
    table = []
    for draw, rows in sorted(coded.groupby("draw"), key=lambda one: int(one[0])):
        for field in ("level", "place", "date", "year", "kind"):
            gold = {(row["doc_id"], row[field]) for row in rows.to_dict("records") if row[field]}
            read = documents.loc[documents.index.intersection(rows["doc_id"]), field].dropna()
            # Where the reader left the kind open (judicial interpretations), none is wrong.
            open_ = set(rows.loc[(rows["kind"] == "") & (field == "kind"), "doc_id"])
            found = {(doc, str(value)) for doc, value in read.items() if value and doc not in open_}
            table.append(score(f"{field} of documents, draw {draw}", found, gold))
    return table


def _find_coded(coded: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """Find coded passages by what they say: their numbers move when documents are cut otherwise.

    Returns ``passage_id`` and ``text`` of those that are found, with the index of `coded`. One that is
    no passage any more cannot be scored; how many these are is printed.
    """
    now = passages[["doc_id", "passage_id", "text"]].assign(key=passages["text"].map(key_of))
    now = now.drop_duplicates(["doc_id", "key"], keep="last")
    rows = coded[["key"]].assign(doc_id=coded["passage_id"].str.rpartition(":")[0])
    found = rows.reset_index().merge(now, on=["doc_id", "key"]).set_index("index")[["passage_id", "text"]]
    if len(found) < len(coded):
        print(f"{len(coded) - len(found)} of {len(coded)} coded passages are cut otherwise now: not scored")
    return found.sort_index()


def _renumber(coded: pd.DataFrame, passages: pd.DataFrame) -> dict[str, str]:
    """Return what the coded passages are called now, those that are found."""
    now = _find_coded(coded, passages)["passage_id"]
    return dict(zip(coded["passage_id"].loc[now.index], now, strict=True))


def key_of(text: str) -> str:
    """Return a key of what a passage says, whatever its signs."""
    return sha1(re.sub(r"[^\u4e00-\u9fff]", "", text).encode()).hexdigest()[:12]


def values_of(kind: str, rows: pd.DataFrame) -> set:
    """Return what is scored of a kind: the passage and the value of each mention."""
    if kind == "within":
        return targets(rows[(rows["kind"] == "deadline") & (rows["role"] == "within")].dropna(subset="value"))
    rows = rows[rows["kind"] == kind]
    if kind == "target":
        return targets(rows)
    if kind == "citation":
        return citations(rows.assign(number=rows.get("number")))
    if kind == "agency":
        return facts(rows.assign(name=rows["name"].map(_abridge)), "name")
    return facts(rows, "by")


def _abridge(name: str) -> str:
    """Return a very long name as it is coded: its first eight and last nine signs."""
    return f"{name[:8]}…{name[-9:]}" if len(name) > 17 else name


def _unify_coded(kind: str, gold: pd.DataFrame, homes: pd.DataFrame) -> pd.DataFrame:
    """Give coded facts the columns of mentions; agencies were coded as printed, and are unified here."""
    gold = gold[gold["kind"] == kind]
    if kind == "citation":
        # A document that is cited by number alone was coded by its number.
        bare = gold["name"].str.contains("〔", regex=False)
        return gold.assign(name=gold["name"].mask(bare), number=gold["name"].where(bare))
    if kind != "agency":
        return gold.assign(by=gold["name"])
    of = homes.loc[gold["passage_id"], ["level", "place"]].itertuples(index=False)
    names = [
        unify_agency(name, level=level, place=place)
        for name, (level, place) in zip(gold["name"], of, strict=True)
    ]
    return gold.assign(name=names)


def score_uptake(sources: Path) -> list[dict[str, object]]:
    """Score the matched tasks of two pairs of documents; all coded documents say how rare a term is."""
    corpus = build_coded(sources, GOLD / "catalogue.csv")
    coded = pd.read_csv(GOLD / "uptake.csv")
    main_matters = coded[coded[["reader_1", "reader_2"]].sum(axis=1) >= 3]
    table = []
    for doc_id in ("shanxi-2023", "guangxi-2023"):
        pairs = rl.match_tasks(corpus, "national-2022", other=doc_id)
        main_pairs = pairs[pairs["fate"] != "one measure"]
        for what, found, rows in (
            ("main matters", main_pairs, main_matters),
            ("all coded pairs", pairs, coded),
        ):
            rows = rows[rows["doc_id"] == doc_id]
            gold = set(zip(rows["reference_label"], rows["label"], strict=True))
            matched = set(zip(found["label"], found["other_label"], strict=True))
            table.append(score(f"uptake, {what}: {doc_id}", matched, gold))
    return table


def read_gold(name: str, ids: dict[str, str]) -> pd.DataFrame:
    """Read a table of coded facts, with the present ids, its columns named like those of the mentions."""
    gold = pd.read_csv(GOLD / f"{name}.csv", dtype="str").rename(columns={"title": "name"})
    return gold[gold["passage_id"].isin(ids)].assign(passage_id=lambda rows: rows["passage_id"].map(ids))


def read_agencies(documents: pd.DataFrame, ids: dict[str, str]) -> pd.DataFrame:
    """Read the coded agencies; readers coded the printed names, which are unified as mentions are."""
    gold = read_gold("agencies", ids)
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
    """Return the passage, value and unit of each target; how an indicator is worded is not scored.

    Only aims count: what readers coded holds nothing else, the program says what kind a number is.
    """
    if "number_kind" in rows:
        rows = rows[rows["number_kind"].isna() | (rows["number_kind"] == "aim")]
    values = rows["value"].astype(float).round(3)
    return set(zip(rows["passage_id"], values, rows["unit"].fillna(""), strict=True))


def citations(rows: pd.DataFrame) -> set:
    """Return the passage of each citation and the first ten characters of its title, or its number.

    Blanks between issuers, which some prints leave out, aside.
    """
    titles = rows["name"].fillna("").str.replace(" ", "").str[:10]
    return set(zip(rows["passage_id"], titles.where(titles != "", rows["number"]), strict=True))


def main() -> None:
    """Score everything and say it."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("usage: python benchmarks/accuracy.py SOURCES (the folder of the source documents)")
    sources = Path(sys.argv[1])
    # Rows come in this order; what is newly coded adds a function that returns its rows.
    scorers = (
        score_mentions,
        score_other_fields,
        score_drawn_documents,
        score_health,
        score_health_of_panel,
        score_passages,
        score_facts,
        score_uptake,
    )
    table = pd.DataFrame([row for scorer in scorers for row in scorer(sources)])
    print(table.to_string(index=False))
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(RESULT, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
