"""What a file gives: its documents with their passages, terms and mentions, and what was left out.

All that can be done file by file is done here, in whichever process; `build` only puts together.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import pandas as pd
import pyarrow.compute as pc

from reformlab.building.arrow import BatchWriter, Place, count_terms, cut_into_batch
from reformlab.building.catalogue import COLUMNS, FIELDS, Row, find_faults, merge_rows, names_file
from reformlab.building.contradictions import find_contradictions
from reformlab.corpus.places import NATIONAL, places
from reformlab.documents.facts import Facts, read_facts
from reformlab.documents.outline import Outline, Segment, split_documents, split_statements
from reformlab.documents.subject import SUBJECTS
from reformlab.reading.clean import clean_text
from reformlab.reading.files import Piece, read_pieces

# Documents are cut into words together until they hold so many passages.
_PASSAGES_AT_ONCE = 500


@dataclass(frozen=True)
class FileJob:
    """One file to work on, with the catalogue's rows that speak of it or of texts inside it."""

    path: str
    name: str
    size: int
    sha256: str
    key: str
    rows: Sequence[Row] = ()


@dataclass
class Document:
    """One document's row, and what is told of it; its passages stand in the file's batches."""

    row: dict[str, Any]
    wording: str
    """Hash of the words of its passages; empty where none was kept."""
    contradictions: list[dict[str, Any]]
    fates: dict[str, int] = field(default_factory=dict)
    place: Place | None = None
    """Where the rows of its passages stand, once they are written."""


@dataclass
class FileReport:
    """What one file gave, but for its tables."""

    name: str
    documents: list[Document] = field(default_factory=list)
    left_out: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    edits: Counter[str] = field(default_factory=Counter)
    set_aside: Counter[str] = field(default_factory=Counter)
    n_parts: dict[str, int] = field(default_factory=dict)
    """Documents in the file's every text, by its name."""
    was_read: bool = False

    def leave_out(self, file: str, part: int, reason: str) -> None:
        """Add a row to what gave no document."""
        self.left_out.append({"file": file, "part": part, "reason": reason})


class Waiting(NamedTuple):
    """A document whose passages are not yet cut into words, and the report of its file."""

    document: Document
    passages: list[dict[str, Any]]
    report: FileReport
    whole: str
    """All that it says, where only a part of it is kept."""


def read_files(jobs: Sequence[FileJob]) -> tuple[list[tuple[str, FileReport]], dict[str, bytes]]:
    """Work on some files; small ones together take less time.

    Returns of each file the job's key and what it gave, and the passages' tables as Arrow data, of which
    each document tells its rows.
    """
    writer, reports = BatchWriter(), []
    waiting: list[Waiting] = []
    for job in jobs:
        report = FileReport(job.name, n_parts={job.name: 0})
        reports.append((job.key, report))
        if _is_refused(job):
            report.leave_out(job.name, 0, _refusal(merge_rows(job.rows, [job.name])))
            continue
        for piece in read_pieces(job.path, job.name):
            waiting += _read_piece(job, piece, report)
            if sum(len(one.passages) for one in waiting) >= _PASSAGES_AT_ONCE:
                _finish(waiting, writer)
                waiting = []
    _finish(waiting, writer)
    return reports, writer.close()


def _is_refused(job: FileJob) -> bool:
    """Say whether the catalogue leaves the file out, and no text inside it in."""
    inside = [row for row in job.rows if not names_file(row["file"], job.name)]
    wanted = any(row.get("include") == "yes" for row in inside)
    return merge_rows(job.rows, [job.name]).get("include") == "no" and not wanted


def _refusal(given: Row) -> str:
    return given.get("reason") or "left out by the catalogue"


def _read_piece(job: FileJob, piece: Piece, report: FileReport) -> list[Waiting]:
    """Return the documents of one text with the rows of their passages; report what gives none."""
    names = [job.name, piece.name]
    report.n_parts.setdefault(piece.name, 0)
    if piece.note:
        report.notes.append({"file": piece.name, "note": piece.note})
    whole = merge_rows(job.rows, names)
    if whole.get("include") == "no":
        report.leave_out(piece.name, 0, _refusal(whole))
        return []
    if piece.raw is None:
        report.leave_out(piece.name, 0, piece.reason)
        return []
    report.was_read = True
    try:
        return list(_read_documents(job, piece, report))
    except Exception as error:
        report.leave_out(piece.name, 0, _failure(error))
        return []


def _read_documents(job: FileJob, piece: Piece, report: FileReport) -> Iterator[Waiting]:
    clean = clean_text(piece.raw.text)
    outlines = split_documents(clean.text)
    report.edits.update(rule for _, rule, *_ in clean.edits)
    report.n_parts[piece.name] = len(outlines)
    from_table = _usable(piece, report)
    for part, outline in enumerate(outlines, start=1):
        listed = merge_rows(job.rows, [job.name, piece.name], part)
        given_by = dict.fromkeys(from_table, "table") | dict.fromkeys(listed, "catalogue")
        doc_id = listed.get("doc_id") or name_document(piece.name, part, len(outlines))
        given = {**from_table, **listed, "file": piece.name, "part": str(part), "doc_id": doc_id}
        yield from _read_document(outline, clean.text, given, given_by, report)


def _usable(piece: Piece, report: FileReport) -> dict[str, str]:
    """Return the facts of the table beside a text that can stand in `documents`; note the others."""
    given = {name: value for name, value in piece.given.items() if name in FIELDS and value}
    for name in list(given):
        for fault in find_faults({name: given[name]}):
            report.notes.append({"file": piece.name, "note": f"of the table, not used: {fault}"})
            del given[name]
    return given


def name_document(name: str, part: int, n_parts: int) -> str:
    """Return an id from the name of the text: of a row, the table's name and the number."""
    path = PurePosixPath(name)
    row = re.fullmatch(r"row (\d+)", path.name)
    stem = f"{path.parent.stem}-{row[1]}" if row else path.stem
    return stem + (f"-{part}" if n_parts > 1 else "")


def _read_document(
    outline: Outline, text: str, given: Row, given_by: Mapping[str, str], report: FileReport
) -> Iterator[Waiting]:
    """Yield one document with its passages' rows, or report the reason why there is none."""
    for segment in outline.segments:
        if segment.role != "passage":
            report.set_aside[segment.role] += len(text[segment.start : segment.end].strip())
    for segment in outline.segments:
        if segment.role == "glossary" and segment.label:
            note = f"its annex that explains words ({segment.label}) is set aside"
            report.notes.append({"file": given["file"], "note": note})
    passages = list(_select(outline, text, given.get("keep", "")))
    reason = _refusal(given) if given.get("include") == "no" else ""
    # A document that says nothing of the subject is a finding, and stays with no passage.
    if not passages and not given.get("keep"):
        reason = reason or "no passage: nothing but titles and headings"
    if reason:
        report.leave_out(given["file"], int(given["part"]), reason)
        return
    rows = [make_passage_row(given["doc_id"], seq, passage, text) for seq, passage in passages]
    counts = {
        "n_chars": sum(passage.end - passage.start for passage in outline.passages),
        "n_passages": len(passages),
        "n_chars_kept": sum(passage.end - passage.start for _, passage in passages),
    }
    facts = read_facts(outline, text)
    given = _complete(given)
    place = {"file": given["file"], "part": int(given["part"]), "doc_id": given["doc_id"]}
    found = [place | row for row in find_contradictions(given, given_by, facts)]
    whole = "\n".join(text[p.start : p.end] for p in outline.passages) if given.get("keep") else ""
    words = "".join(row["text"] for row in rows)
    digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest() if words else ""
