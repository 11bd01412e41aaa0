"""Which documents a report speaks of, how each fact of them came about, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reformlab.building.contradictions import INFERRED, read_origins
from reformlab.building.safe_html import write_line
from reformlab.corpus.store import shorten
from reformlab.corpus.tables import CENTRE, LEVELS, PROVINCIAL, SIDES, UNKNOWN, Corpus
from reformlab.figures.coverage import plot_coverage
from reformlab.figures.text import Speech
from reformlab.measures.coverage import measure_coverage
from reformlab.measures.estimates import MIN_DOCUMENTS
from reformlab.report.cells import add_picture, link, name_columns, text_of
from reformlab.report.words import Section, Words

LISTED = ["doc_id", "title", "level", "place", "adcode", "kind", "issuer", "number", "date", "year"]
LISTED += ["n_passages", "n_chars", "file", "part", "read_from"]
NAMED = 8  # groups of few documents that a sentence names


def describe_coverage(corpus: Corpus, say: Words) -> Section:
    """List the documents, count them by level, kind and year, and say what they allow no comparison of."""
    documents = corpus.documents
    section = Section("coverage")
    if documents.empty:
        section.limits.append(say("empty"))
        return section
    levels = documents["level"].astype(object).fillna(UNKNOWN).value_counts()
    years = documents["year"].dropna()
    counts = {
        "n": len(documents),
        "levels": say.join(say("level documents", level=say.level(name), n=n) for name, n in levels.items()),
        "span": Speech(say.language).span(years.min(), years.max()) if len(years) else say("no years"),
        "places": documents.loc[documents["level"] != CENTRE, "place"].nunique(),
        "passages": len(corpus.passages),
    }
    section.found.append(say("coverage found", **counts))
    table = measure_coverage(corpus)
    section.doubt.append(_say_thin(table.drop_duplicates(["level", "kind"]), say))
    n_open = int(_find_open(documents).sum())
    section.doubt.append(say("list doubt" if n_open else "list full", n=n_open))
    for key, missing in (("undated", documents["year"]), ("unplaced", documents["level"])):
        if n := int(missing.isna().sum()):
            section.doubt.append(say(key, n=n))
    section.limits += _find_limits(documents, say)
    add_picture(section, say, plot_coverage, table)
    section.tables += [_list_documents(corpus, say), ("coverage", table, None)]
    return section


def _say_thin(groups: pd.DataFrame, say: Words) -> str:
    """Name the kinds of document by level that have few documents."""
    few = groups[groups["n_docs_all"] < MIN_DOCUMENTS]
    if few.empty:
        return say("coverage full", least=MIN_DOCUMENTS)
    first = few.head(NAMED).itertuples()
    named = [f"{say.level(row.level)} · {say(row.kind)} ({row.n_docs_all})" for row in first]
    named += [say("and more", n=len(few) - NAMED)] if len(few) > NAMED else []
    return say("coverage thin", groups=say.join(named), least=MIN_DOCUMENTS)


def _find_open(documents: pd.DataFrame) -> pd.Series:
    """Say of which documents a fact that the list shows is missing or only guessed."""
    dated = documents["date"].fillna(documents["year"].astype("str"))
    facts = documents[["title", "level", "place", "kind"]].assign(date=dated)
    origins = documents["read_from"].map(read_origins)
    guessed = origins.map(lambda told: not set(INFERRED).isdisjoint(told.values()))
    return facts.isna().any(axis=1) | guessed


def _find_limits(documents: pd.DataFrame, say: Words) -> list[str]:
    """Say which comparisons these documents allow none of."""
    levels = [level for level in LEVELS if level in set(documents["level"])]
    places = documents["place"].dropna().unique()
    provinces = documents.loc[documents["level"] == PROVINCIAL, "place"].dropna().unique()
    found = []
    if len(levels) == 1:
        found.append(say("one level", level=say(levels[0])))
    elif missing := [say(level) for level in SIDES if level not in levels]:
        found.append(say("no sides", missing=say.join(missing)))
    if len(places) == 1:
        found.append(say("one place", place=places[0]))
    elif len(provinces) == 1:
        found.append(say("one province", place=provinces[0]))
    if len(documents) < MIN_DOCUMENTS:
        found.append(say("few documents", n=len(documents), least=MIN_DOCUMENTS))
    return found


def _list_documents(corpus: Corpus, say: Words) -> tuple[str, pd.DataFrame, pd.DataFrame]:
    """List the documents from the centre down, each fact with where it was read."""
    documents = corpus.documents.assign(rank=corpus.documents["level"].map(LEVELS.index, na_action="ignore"))
    order = ["rank", "place", "year", "date", "doc_id"]
    documents = documents.sort_values(order, kind="stable", ignore_index=True)
    rows = [_write_document(row, say) for row in documents.to_dict("records")]
    shown = pd.DataFrame(rows).rename(columns=lambda name: say(f"column {name}"))
    return "documents", documents[[name for name in LISTED if name in documents]], shown


def _write_document(row: Mapping[str, Any], say: Words) -> dict[str, str]:
    """Write the cells of one document; below each fact stands where it was read."""
    told = read_origins(row.get("read_from"))
    date = "date" if text_of(row["date"]) else "year"
    values = {name: text_of(row[name]) for name in ("level", "place", date, "kind")}
    for name in ("level", "kind"):
        values[name] = say.known(values[name])
    cells = {name: _write_fact(value, told.get(name, ""), say) for name, value in values.items()}
    cells["date"] = cells.pop(date)
    title = link(text_of(row["title"]), row.get("url")) or _write_fact("", "", say)
    cells["listed"] = f"{title}<small>{write_line(row['file'])}</small>"
    cells["passages"] = str(row["n_passages"])
    return {name: cells[name] for name in ("listed", "level", "place", "date", "kind", "passages")}


def _write_fact(value: str, told: str, say: Words) -> str:
    if not value:
        return f'<small class="open">{say("not found")}</small>'
    mark = ' class="open"' if told in INFERRED else ""
    origin = f"<small{mark}>{write_line(say.known(told, 'from {}'))}</small>" if told else ""
    return f"<span>{write_line(value)}</span>{origin}"


def describe_unread(corpus: Corpus, say: Words) -> Section:
    """Say which files gave no document, and why; and where catalogue and text differ."""
    section, manifest = Section("unread"), corpus.manifest
    if "inputs" not in manifest:
        section.found.append(say("unread unknown"))
        return section
    left_out = pd.DataFrame(manifest.get("left_out", []), columns=["file", "part", "reason"])
    good, none = _count_files(corpus.documents["file"], manifest["inputs"], left_out)
    counts = {"files": good + none, "good": good, "none": none, "n": len(corpus.documents)}
    if left_out.empty:
        section.found.append(say("unread none", **counts))
    else:
        reasons = left_out["reason"].value_counts()
        section.found.append(say("unread found", **counts, rows=len(left_out)))
        if reasons.iloc[0] > 1:
            often = {"reason": say.reason(reasons.index[0]), "times": reasons.iloc[0]}
            section.doubt.append(say("unread often", **often))
        section.doubt.append(say("unread doubt"))
        shown = left_out[["file", "reason"]].assign(reason=left_out["reason"].map(say.reason))
        section.tables.append(("left_out", left_out, name_columns(shown, say)))
    rows = manifest.get("contradictions", [])
    if not rows:
        section.doubt.append(say("no contradictions"))
        return section
    table = pd.DataFrame(rows)
    section.doubt.append(say("contradictions", n=len(table), documents=table["doc_id"].nunique()))
    shown = table.rename(columns={"doc_id": "document"})[["document", "field", "given", "read"]]
    fields = {"field": shown["field"].map(lambda name: say.known(name, "column {}"))}
    shown = shown.assign(**fields, **{name: shown[name].map(say.known) for name in ("given", "read")})
    section.tables.append(("contradictions", table, name_columns(shown, say)))
    return section


def _count_files(
    documents: pd.Series, inputs: list[dict[str, str]], left_out: pd.DataFrame
) -> tuple[int, int]:
    """Count the files that gave a document, and those that gave none; of an archive, the archive.

    What is shared has the names of its files cut short, and their folders left out.
    """
    names = {row["file"] for row in inputs}
    paths = [file.split("/") for file in documents]
    of_documents = {"/".join(parts[:n]) for parts in paths for n in range(1, len(parts) + 1)}
    of_documents |= {shorten(part) for parts in paths for part in parts}
    of_inputs = tuple(f"{name}/" for name in names)
    unread = {file for file in left_out["file"] if not f"{file}/".startswith(of_inputs)}
    good = len(names & of_documents)
    return good, len(names) - good + len(unread)
