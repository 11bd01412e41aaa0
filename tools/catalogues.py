"""Write the catalogues of the bundled corpora of reports from the lists of their sources.

A catalogue holds facts only: what file, of whom, of when, from where, and what is wrong with it. It is
kept in git and may be mended by hand; this writes it anew when the sources grow.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd

from reformlab.corpus.store import write_csv

COLUMNS = [
    *("file", "include", "reason", "doc_id", "keep", "title", "level", "place", "kind", "date", "year"),
    *("source", "path_at_source", "url", "sha256", "flags"),
]
PANEL = "lawtext/gov@fc1a2f6"
_NATIONAL = "aldohemsn/chinese-political-corpora@99bc4b0"
# Texts of another collection that are whole where those of the panel are not: file -> collection.
BETTER = {
    "national/全国_1954.md": (
        "workreports/texts/1954_国务院.txt",
        _NATIONAL,
    ),
    "national/全国_1956.md": (
        "workreports/texts/1956_国务院.txt",
        _NATIONAL,
    ),
    "provincial/云南_2025.md": ("workreports/texts/2025_云南.txt", "alexzhu0/Jina_Embeddings_v4_RAG@eb78fd3"),
}


def list_reports(sources: Path, levels: tuple[str, ...]) -> pd.DataFrame:
    """List the work reports of some levels.

    Parameters
    ----------
    sources : path
        Folder with ``reports`` and ``workreports``.
    levels : tuple of str

    Returns
    -------
    DataFrame
        One row a file, as `build_corpus` takes it as a catalogue; the first row leaves every other file out.
    """
    listed = pd.read_csv(sources / "reports" / "meta.csv", dtype="str", keep_default_na=False)
    listed = listed[listed["level"].isin(levels) & listed["kind"].eq("work-report")]
    rows = [_row(sources, row) for row in listed.to_dict("records")]
    table = pd.DataFrame(rows).sort_values("file", ignore_index=True)
    nothing_else = pd.DataFrame([{"file": "*", "include": "no", "reason": "not part of this corpus"}])
    return pd.concat([nothing_else, table], ignore_index=True).reindex(columns=COLUMNS).fillna("")


def write_catalogue(sources: Path, levels: tuple[str, ...], path: Path) -> None:
    """Write the catalogue of the work reports of some levels."""
    write_csv(list_reports(sources, levels), path)


def _row(sources: Path, listed: dict[str, str]) -> dict[str, str]:
    file, source = BETTER.get(listed["file"], (f"reports/{listed['file']}", PANEL))
    own = source == PANEL
    name = Path(listed["file"]).stem
    part = name.removeprefix(f"{listed['place']}_")
    # By the year of delivery; a file that its name dates by another year says so in its flags.
    doc_id = f"{listed['place']}_{part if not part.isdecimal() else listed['year']}"
    double = "duplicate_of" in listed["flags"]
    return {
        "file": file,
        "include": "no" if double else "yes",
        "reason": f"the same text as the report of {listed['year']}, under the year before" if double else "",
        "doc_id": doc_id,
        "keep": "health",
        **{name: listed[name] for name in ("title", "level", "place", "kind", "date", "year")},
        "source": source,
        "path_at_source": listed["path_at_source"] if own else Path(file).name,
        "url": listed["url"] if own else "",
        "sha256": hashlib.sha256((sources / file).read_bytes()).hexdigest(),
        "flags": listed["flags"],
    }
