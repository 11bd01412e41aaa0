"""Keep one of the documents that are one text, and tell which are almost the same.

Word for word the same is a double, unless two documents state different things of themselves. What is
almost the same is told and stays, because a letter more or less may be what a later version changed. But no
government gives one report twice: one that is almost that of another year is a double, too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from reformlab.building.contradictions import ALMOST_SAME, INFERRED, find_contradictions, read_origins
from reformlab.building.one_file import Document, FileJob
from reformlab.building.sketch import find_alike

Found = tuple[FileJob, Document]
"""A document and the file it is from."""

# Of 3,140 work reports no two have between .17 and .50 of their stretches in common: two of one government,
# or of a province and its city, have up to .16, copies of one report from two sources .77 and more, but for
# one that lacks a part. One letter in a hundred that is missing leaves .86, two leave .74.
_LEAST_ALIKE = 0.8
# Three letters in a thousand, which copying loses. A report that differs more may lack a part: it is told.
_LEAST_ONE_REPORT = 0.95
# a - 副本.docx, a (复制).txt, a(1).docx: what programs call a copy of a file.
_COPY = re.compile(r"副本|复制|拷贝|(?<![a-z])copy(?![a-z])|[(（]\d{1,2}[)）]$", re.IGNORECASE)


def leave_out_doubles(
    found: Sequence[Found],
) -> tuple[list[Found], list[dict[str, Any]], list[dict[str, str]]]:
    """Keep one of the documents that are one text.

    Returns those kept, in the order of their files; the rows of ``left_out`` for the others; and a note of
    each that is almost the same as another, and stays.
    """
    ranked, doubles, notes = [], [], []
    first: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in sorted(found, key=_rank):
        row, wording = one[1].row, one[1].wording
        same = next((other for other in first[wording] if _are_one(other, row)), None)
        # A document of which no passage was kept is nobody's double.
        if wording and same:
            doubles.append(_leave_out(row, f"same text as {same['file']}", same))
        else:
            ranked.append(one)
            first[wording].append(row)
    ranked.sort(key=_rank_alike)
    gone = set()
    for at, later, part in find_alike([document.sketch for _, document in ranked], _LEAST_ALIKE):
        one, other = ranked[at][1].row, ranked[later][1].row
        if gone & {at, later} or _are_versions(one, other):
            continue
        said = f"{ALMOST_SAME} {one['file']} ({part:.1%})"
        if part >= _LEAST_ONE_REPORT and _are_one_report(one, other) and one["adcode"]:
            gone.add(later)
            doubles.append(_leave_out(other, said, one))
        else:
            notes.append({"file": other["file"], "note": said + _differ(one, other)})
    kept = [one for at, one in enumerate(ranked) if at not in gone]
    return sorted(kept, key=lambda one: (one[0].name, one[1].row["file"], one[1].row["part"])), doubles, notes


def _rank(one: Found) -> tuple[bool, bool, int, str, str]:
    """Rank what says the same, word for word: a file that is called a copy is the one to go.

    Of one report under two years that comes first of which the day is known. Then the longer, then that of
    the shortest name: a copy has the name of its original and more.
    """
    row, name = one[1].row, one[1].row["file"]
    undated = _is_report(row) and len(row["date"] or "") < 10
    stem = PurePosixPath(name).with_suffix("")
    return undated, bool(_COPY.search(stem.name)), -row["n_chars"], str(stem), name


def _rank_alike(one: Found) -> tuple[bool, int, bool, str, str]:
    """Rank what is almost the same: the longer, which may lack nothing, comes first whatever it is called."""
    undated, is_copy, length, stem, name = _rank(one)
    return undated, length, is_copy, stem, name


def _leave_out(row: Mapping[str, Any], reason: str, same: Mapping[str, Any]) -> dict[str, Any]:
    return {"file": row["file"], "part": row["part"], "reason": reason + _differ(same, row, "year")}


def _differ(one: Mapping[str, Any], other: Mapping[str, Any], *fields: str) -> str:
    """Say in what a document differs from another of the same text."""
    pairs = [(one[name], other[name]) for name in fields or ("place", "year")]
    return "".join(f", which is of {this}, not {that}" for this, that in pairs if this != that)


def _are_one(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Say whether two documents with the same words are one; no government gives one report twice."""
    return _are_one_report(one, other) or not any(_contradict(one, other))


def _are_one_report(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    fields = {row["field"] for row in _contradict(one, other)}
    speeches = _is_report(one) and _is_report(other) and one["adcode"] == other["adcode"]
    return speeches and fields <= {"title", "date", "year"}


def _are_versions(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Say whether two documents are versions of a statute or rule, of which most of the text stays."""
    return {one["kind"], other["kind"]} <= {"statute", "rule"} and one["date"] != other["date"]


def _is_report(row: Mapping[str, Any]) -> bool:
    return row["kind"] == "work-report"


def _contradict(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the fields in which two documents with the same words state different things of themselves."""
    given, facts = (
        {name: (str(row[name]), where) for name, where in read_origins(row["read_from"]).items()}
        for row in (one, other)
    )
    stated = {name: value for name, (value, where) in given.items() if where not in INFERRED}
    return find_contradictions(stated, stated, facts)
