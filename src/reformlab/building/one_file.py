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

import numpy as np
import pyarrow.compute as pc

from reformlab.building.arrow import BatchWriter, Slice, count_terms, cut_into_batch
from reformlab.building.catalogue import COLUMNS, FIELDS, Row, find_faults, merge_rows, names_file
from reformlab.building.contradictions import INFERRED, NO_SUCH_DAY, find_contradictions
from reformlab.building.sketch import sketch_text
from reformlab.corpus.dates import find_date, find_false_days
from reformlab.corpus.places import NATIONAL, read_place
from reformlab.corpus.tables import CENTRE, LEVELS
from reformlab.documents.facts import Facts, read_facts
from reformlab.documents.outline import Outline, split_documents
from reformlab.documents.passages import hands_on, split_statements
from reformlab.documents.segments import Segment
from reformlab.documents.subject import SUBJECTS, names_epidemic
from reformlab.mentions.contexts import carry_on, read_contexts
from reformlab.reading.clean import clean_headings, clean_text
from reformlab.reading.files import Piece, read_pieces

# What tells one wording from another: all but marks and blanks; a point only in a number.
_TELLING, _POINT = re.compile(r"[\w.%‰+-]+"), re.compile(r"\.(?:(?<!\d\.)|(?!\d))")
# What was not given itself was given with another fact.
_GIVEN_WITH = {"year": "date", "level": "place", "place": "level"}
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
    """Hash of the words of its passages, signs aside; empty where none was kept."""
    contradictions: list[dict[str, Any]]
    sketch: np.ndarray
    """By which it is known again where some letters are missing."""
    fates: dict[str, int] = field(default_factory=dict)
    slice: Slice | None = None
    """Where the rows of its passages stand, once they are written."""
    long_ids: tuple[str, ...] = ()
    """Its id with the names of its folders, then with the file's ending; none where the catalogue gave it."""
    was: str = ""
    """The id that these rows have, where the long one took its place."""


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
    tables: str = ""
    """The entry of the spool that holds its passages' tables."""

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
    outlines = split_documents(clean.text, headings=clean_headings(piece.raw.headings))
    report.edits.update(rule for _, rule, *_ in clean.edits)
    report.n_parts[piece.name] = len(outlines)
    from_table = _usable(piece, report)
    for part, outline in enumerate(outlines, start=1):
        listed = merge_rows(job.rows, [job.name, piece.name], part)
        given_by = dict.fromkeys(from_table, "table") | dict.fromkeys(listed, "catalogue")
        doc_id = listed.get("doc_id") or name_document(piece.name, part, len(outlines))
        given = {**from_table, **listed, "file": piece.name, "part": str(part), "doc_id": doc_id}
        if any("check" in row for row in job.rows):  # the sheet of facts
            given["check"] = listed.get("check", "")
            given_by |= {name: "table" for name, value in from_table.items() if listed.get(name) == value}
        # The head of a page speaks of the one document that it shows.
        head = piece.raw.head if len(outlines) == 1 else {}
        document = _read_document(outline, clean.text, given, given_by, report, head)
        if document:
            yield document


def _usable(piece: Piece, report: FileReport) -> dict[str, str]:
    """Return the facts of the table beside a text that can stand in `documents`; note the others."""
    given = {name: value for name, value in piece.given.items() if name in (*FIELDS, "url") and value}
    for name in list(given):
        for fault in find_faults({name: given[name]}):
            report.notes.append({"file": piece.name, "note": f"of the table, not used: {fault}"})
            del given[name]
    return given


def name_document(name: str, part: int, n_parts: int, *, folders: bool = False) -> str:
    """Return an id from the name of the text: of a row, the table's name and the number.

    With `folders` it has the names of the folders too, where documents of several have one name.
    """
    path = PurePosixPath(name)
    row = re.fullmatch(r"row (\d+)", path.name)
    file = path.parent if row else path
    stem = "-".join([*file.parent.parts, file.stem] if folders else [file.stem])
    return stem + (f"-{row[1]}" if row else "") + (f"-{part}" if n_parts > 1 else "")


def _read_document(
    outline: Outline,
    text: str,
    given: Row,
    given_by: Mapping[str, str],
    report: FileReport,
    head: Mapping[str, str],
) -> Waiting | None:
    """Return one document with its passages' rows, or report the reason why there is none."""
    for segment in outline.segments:
        if segment.role != "passage":
            report.set_aside[segment.role] += len(text[segment.start : segment.end].strip())
    keep = given.get("keep", "")
    passages, background = _select(outline, text, keep)
    if reason := _why_none(passages, given):
        report.leave_out(given["file"], int(given["part"]), reason)
        return None
    facts = read_facts(outline, text, given=given, head=head)
    notes = _list_notes(outline, text, given, facts)
    report.notes += [{"file": given["file"], "note": note} for note in notes]
    given = _complete(given)
    row = make_document_row(facts, given, _keep_sources(given, given_by, facts))
    rows = [make_passage_row(given["doc_id"], seq, passage, text) for seq, passage in passages]
    for each in rows:
        each["hands_on"] = hands_on(each["text"])
        if each["hands_on"]:
            report.set_aside["transmittal"] += each["n_chars"]
    _tell_contexts(rows, outline, text, row, keep)
    words = "".join(each["text"] for each in rows)
    whole = "\n".join(text[each.start : each.end] for each in outline.passages) if keep else ""
    document = Document(
        row | _count_characters(outline, passages, background),
        _digest(words),
        _list_contradictions(given, given_by, facts),
        sketch_text(whole or words),
        long_ids=() if "doc_id" in given_by else _long_ids(given, report.n_parts[given["file"]]),
    )
    return Waiting(document, rows, report, whole)


def _why_none(passages: Sequence[tuple[int, Segment]], given: Row) -> str:
    """Say why a part of a file gives no document; nothing where it does."""
    if given.get("include") == "no":
        return _refusal(given)
    # A document that says nothing of the subject is a finding, and stays with no passage.
    return "" if passages or given.get("keep") else "no passage: nothing but titles and headings"


def _list_notes(outline: Outline, text: str, given: Row, facts: Facts) -> Iterator[str]:
    """Yield what whoever built the corpus should know of a document that is in it."""
    if any(segment.role == "glossary" for segment in outline.segments):
        yield "its annex that explains words (名词解释) is set aside"
    if "false_day" in facts and not given.get("date"):
        day, where = facts["false_day"]
        taken = "of such a date the month is taken" if find_date(day) else "it is not taken"
        yield f"{NO_SUCH_DAY} {day} ({where}); {taken}"
    own = (part for part in outline.segments if part.role not in ("cover", "front", "closing"))
    told = "\n".join(text[part.start : part.end] for part in own)
    if false := list(dict.fromkeys(find_false_days(told))):
        yield f"its text tells of a date that does not exist: {', '.join(false)}"


def _list_contradictions(given: Row, given_by: Mapping[str, str], facts: Facts) -> list[dict[str, Any]]:
    """List where a document and what was given of it differ, each with the document that it is of."""
    of = {"file": given["file"], "part": int(given["part"]), "doc_id": given["doc_id"]}
    return [of | row for row in find_contradictions(given, given_by, facts)]


def _count_characters(
    outline: Outline, passages: Sequence[tuple[int, Segment]], background: int | None
) -> dict[str, int | None]:
    """Count the passages that are kept, and the characters of these and of all."""
    return {
        "n_chars": sum(passage.end - passage.start for passage in outline.passages),
        "n_passages": len(passages),
        "n_chars_kept": sum(passage.end - passage.start for _, passage in passages),
        "n_chars_background": background,
    }


def _digest(words: str) -> str:
    """Return a hash of a wording, the same whatever marks and blanks it has; nothing of none."""
    letters = "".join(_TELLING.findall(_POINT.sub("", words))).encode("utf-8", "surrogatepass")
    return hashlib.sha256(letters).hexdigest() if words else ""


def _long_ids(given: Row, n_parts: int) -> tuple[str, str]:
    """Return the ids that tell documents of one name apart: with folders, then with the ending as well."""
    long_id = name_document(given["file"], int(given["part"]), n_parts, folders=True)
    path = PurePosixPath(given["file"])
    ending = (path if path.suffix else path.parent).suffix.removeprefix(".")
    return long_id, f"{long_id}-{ending}".rstrip("-")


def _keep_sources(given: Row, given_by: Mapping[str, str], facts: Facts) -> Mapping[str, str]:
    """Name where a fact was read that the sheet of facts repeats; what was guessed is confirmed by it."""
    if "check" not in given:
        return given_by
    same = {
        name: where
        for name, (value, where) in facts.items()
        if given_by.get(name) == "catalogue" and given.get(name) == value and where not in INFERRED
    }
    return {**given_by, **same}


def _complete(given: Row) -> dict[str, str]:
    """Add what follows from what was given: the centre is all of China; a place has a code, a date a year."""
    completed = dict(given)
    if given.get("level") == CENTRE or given.get("place") == NATIONAL[0]:
        completed |= {"level": CENTRE, "place": NATIONAL[0]}
        given = completed
    if given.get("place") and not given.get("adcode"):
        completed["adcode"] = _adcode(given["place"], given.get("level", ""))
    if given.get("date") and not given.get("year"):
        completed["year"] = given["date"][:4]
    return completed


def make_document_row(facts: Facts, given: Row, given_by: Mapping[str, str]) -> dict[str, Any]:
    """Return the row of a document: what was given of it, else what it states, and where that was read."""
    row: dict[str, Any] = {"doc_id": given["doc_id"], "file": given["file"], "part": int(given["part"])}
    read_from = []
    for name in FIELDS:
        by = given_by.get(name) or given_by.get(_GIVEN_WITH.get(name, ""), "")
        value, where = (given[name], by) if given.get(name) else facts.get(name, ("", ""))
        row[name] = value or None
        if value and name != "adcode":
            read_from.append(f"{name}={where}")
    row["year"] = int(row["year"]) if row["year"] else None
    row["year_from"] = next((f.removeprefix("year=") for f in read_from if f.startswith("year=")), None)
    row |= {name: facts[name][0] if name in facts else None for name in ("first_adopted", "published")}
    further = {name: value or None for name, value in given.items() if name not in COLUMNS}
    return row | {"read_from": " ".join(read_from) or None} | further


def _adcode(short: str, level: str) -> str:
    """Return the code of the place of this level with this short name; nothing where several have it."""
    place = read_place(short, level if level in LEVELS[1:4] else "") or read_place(short)
    return NATIONAL[1] if place == NATIONAL else place.adcode if place else ""


def _select(outline: Outline, text: str, keep: str) -> tuple[list[tuple[int, Segment]], int | None]:
    """Return number and passage: all of them, or the statements about the subject to keep.

    Behind them, the characters of the other statements that name an epidemic; none where all is kept.
    """
    if not keep:
        return list(enumerate(outline.passages, start=1)), None
    statements = [statement for passage in outline.passages for statement in split_statements(text, passage)]
    kept, background = [], 0
    # Numbers count all statements, so that a passage keeps its id when the subject's rule changes.
    for seq, statement in enumerate(statements, start=1):
        wording = text[statement.start : statement.end]
        if SUBJECTS[keep](wording):
            kept.append((seq, statement))
        elif names_epidemic(wording):
            background += len(wording)
    return kept, background


def _tell_contexts(
    rows: Sequence[dict[str, Any]], outline: Outline, text: str, facts: Mapping[str, Any], keep: str
) -> None:
    """Add to the rows of passages what all that stands before them in the document tells of them."""
    if not keep:
        for row, context in zip(rows, read_contexts(rows, facts), strict=True):
            row |= context._asdict()
        return
    whole = [make_passage_row("", seq, passage, text) for seq, passage in enumerate(outline.passages, 1)]
    contexts = read_contexts(whole, facts)
    at = 0
    for row in rows:
        while whole[at]["end"] < row["end"]:
            at += 1
        before = text[whole[at]["start"] : row["start"]]
        carried = carry_on(before, contexts[at].carried, facts["year"])
        row |= contexts[at]._asdict() | {"carried": carried}


def make_passage_row(doc_id: str, seq: int, passage: Segment, text: str) -> dict[str, Any]:
    """Return the row of a passage; its number is the last part of its id."""
    wording = text[passage.start : passage.end]
    return {
        "passage_id": f"{doc_id}:{seq:04d}",
        "doc_id": doc_id,
        "seq": seq,
        "section": passage.section or None,
        "label": passage.label or None,
        "heading": passage.heading or None,
        "start": passage.start,
        "end": passage.end,
        "n_chars": len(wording),
        "text": wording,
    }


def _finish(waiting: Sequence[Waiting], writer: BatchWriter) -> None:
    """Cut the passages of documents into words, find what they state, and write them."""
    if not waiting:
        return
    documents = [one.document.row for one in waiting]
    try:
        tables, slices, fates = cut_into_batch(documents, [one.passages for one in waiting])
        n_terms = count_terms([one.whole for one in waiting])
    except Exception as error:
        if len(waiting) > 1:
            for one in waiting:
                _finish([one], writer)
        else:
            row = waiting[0].document.row
            waiting[0].report.leave_out(row["file"], row["part"], _failure(error))
        return
    batch = writer.write(tables)
    for one, rows, of_one, n_whole in zip(waiting, slices, fates, n_terms, strict=True):
        first, last = rows["terms"]
        n_kept = int(pc.sum(tables["terms"]["n"].slice(first, last - first)).as_py() or 0)
        one.document.row |= {"n_terms": n_whole if one.whole else n_kept, "n_terms_kept": n_kept}
        one.document.fates, one.document.slice = of_one, Slice(batch, rows)
        one.report.documents.append(one.document)


def _failure(error: Exception) -> str:
    """Say why a text that no one foresaw has no document; it must not take the others with it."""
    return f"could not be worked on ({type(error).__name__}: {error}); save its text as TXT and try again"
