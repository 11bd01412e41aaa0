"""Write the catalogues of the bundled corpora of reports from the lists of their sources.

A catalogue holds facts only: what file, of whom, of when, from where, and what is wrong with it. It is
kept in git and may be mended by hand; this writes it anew when the sources grow.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from zipfile import ZipFile

import pandas as pd

from reformlab.corpus.places import NATIONAL, places
from reformlab.corpus.tables import CENTRE, SIDES

COLUMNS = [
    *("file", "include", "reason", "doc_id", "keep", "level", "place", "adcode", "kind", "date"),
    *("year", "source", "path_at_source", "url", "sha256", "flags"),
]
PANEL = "lawtext/gov@fc1a2f6"
_NATIONAL = "aldohemsn/chinese-political-corpora@99bc4b0"
# Texts of another collection that are whole where those of the panel are not: file -> text, collection.
BETTER = {
    "national/全国_1954.md": ("workreports/texts/1954_国务院.txt", _NATIONAL),
    "national/全国_1956.md": ("workreports/texts/1956_国务院.txt", _NATIONAL),
    "provincial/云南_2025.md": ("workreports/texts/2025_云南.txt", "alexzhu0/Jina_Embeddings_v4_RAG@eb78fd3"),
}
# What the reports of cities say of themselves against the list; found by `contradictions.csv`, then read.
MISFILED = {
    "宿迁市_2015": "a report of 宿州",
    "沧州市_2016": "a report of 池州",
    "淮南市_2016": "a report of 淮安",
    "文山壮族苗族自治州_2025": "a report of 文山市, a county",
    "邢台市_2014": "the report of 2012",
}


def list_reports(sources: Path) -> pd.DataFrame:
    """List the work reports of the centre and the provinces.

    Parameters
    ----------
    sources : path
        Folder with ``reports`` and ``workreports``.

    Returns
    -------
    DataFrame
        One row a file, as `build_corpus` takes it as a catalogue; the first row leaves every other file out.
    """
    listed = _read_list(sources)
    listed = listed[listed["level"].isin(SIDES)]
    rows, pages = [_report(sources, row) for row in listed.to_dict("records")], _read_pages(sources)
    for row in rows:
        if row["doc_id"] == f"{NATIONAL[0]}_{row['year']}":  # a report that is whole: not a part of one
            row["url"] = row["url"] or pages.get(row["year"], "")
    return _as_catalogue(rows)


def list_city_reports(sources: Path) -> pd.DataFrame:
    """List the work reports of cities, by their names in the archive; see `list_reports`."""
    listed = _read_list(sources)
    short = {place.name: place for place in places() if place.level == "prefecture"}
    rows = []
    with ZipFile(sources / "reports" / "prefecture.zip") as box:
        for row in listed[listed["level"].eq("prefecture")].to_dict("records"):
            place = short.get(row["place"])
            found = {"place": place.short, "adcode": place.adcode} if place else {}
            doc_id = Path(row["file"]).stem
            row = _row(row | found, row["file"], doc_id, PANEL, box.read(row["file"]))
            if doc_id in MISFILED:
                row |= {"include": "no", "reason": MISFILED[doc_id]}
            rows.append(row)
    return _as_catalogue(rows)


def unpack_cities(sources: Path, folder: Path) -> Path:
    """Unpack the reports of cities, so that several processes can read them; return the folder."""
    with ZipFile(sources / "reports" / "prefecture.zip") as box:
        box.extractall(folder)
    return folder


def _read_list(sources: Path) -> pd.DataFrame:
    listed = pd.read_csv(sources / "reports" / "meta.csv", dtype="str", keep_default_na=False)
    return listed[listed["kind"].eq("work-report")]


def _read_pages(sources: Path) -> dict[str, str]:
    """Return where each national report can be read, by year: the panel does not say, another list does."""
    listed = pd.read_csv(sources / "workreports" / "meta.csv", dtype="str", keep_default_na=False)
    listed = listed[listed["level"].eq(CENTRE)]
    return dict(zip(listed["year"], listed["source_url"], strict=True))


def _as_catalogue(rows: list[dict[str, str]]) -> pd.DataFrame:
    table = pd.DataFrame(rows).sort_values("file", ignore_index=True)
    nothing_else = pd.DataFrame([{"file": "*", "include": "no", "reason": "not part of this corpus"}])
    return pd.concat([nothing_else, table], ignore_index=True).reindex(columns=COLUMNS).fillna("")


def _report(sources: Path, listed: dict[str, str]) -> dict[str, str]:
    file, source = BETTER.get(listed["file"], (f"reports/{listed['file']}", PANEL))
    part = Path(listed["file"]).stem.removeprefix(f"{listed['place']}_")
    # By the year of delivery; a file that its name dates by another year says so in its flags.
    doc_id = f"{listed['place']}_{part if not part.isdecimal() else listed['year']}"
    row = _row(listed, file, doc_id, source, (sources / file).read_bytes())
    if source != PANEL:
        row |= {"path_at_source": Path(file).name, "url": ""}
    if "duplicate_of" in listed["flags"]:
        reason = f"the same text as the report of {listed['year']}, under the year before"
        row |= {"include": "no", "reason": reason}
    return row


def _row(listed: dict[str, str], file: str, doc_id: str, source: str, raw: bytes) -> dict[str, str]:
    facts = ("level", "place", "adcode", "kind", "date", "year", "path_at_source", "url", "flags")
    row = {name: listed.get(name, "") for name in facts}
    made = {"file": file, "include": "yes", "doc_id": doc_id, "keep": "health", "source": source}
    return row | made | {"sha256": hashlib.sha256(raw).hexdigest()}
