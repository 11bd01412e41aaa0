"""The catalogue: what a user knows of the files that they do not say of themselves, or say wrongly.

A row names a file, one text of a file (``box.zip/a.txt``, ``export.xlsx/row 12``), or a pattern.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from reformlab.building.contradictions import ALMOST_SAME, INFERRED, NO_SUCH_DAY, read_origins
from reformlab.building.same_papers import find_same_papers
from reformlab.corpus.dates import YEAR, find_date, is_date
from reformlab.corpus.places import NATIONAL, Place, find_place, places, read_place
from reformlab.corpus.tables import (
    CENTRE,
    KINDS,
    LEVELS,
    PROVINCIAL,
    SIDES,
    Corpus,
    TableError,
    list_faults,
    read_english_names,
    read_texts,
)
from reformlab.documents.subject import SUBJECTS
from reformlab.reading.column_names import find_columns, find_files, is_filler, read_given
from reformlab.reading.sheets import read_table

FIELDS = ("title", "level", "place", "adcode", "kind", "issuer", "number", "date", "year")
COLUMNS = ("file", "part", "check", "include", "reason", "doc_id", "keep", *FIELDS)
# Codes from 90 on are nobody's.
OWN_CODE = "990100"
# What every comparison rests on, and what else a reader sees at a glance to be wrong.
_CHECKED = ("title", "level", "place", "kind", "date", "year")
# By what a document is cited and found again; sheets of older versions have none of these columns.
_CITED = ("number", "issuer", "url")
# The columns of the sheet of facts, and those by which it is known from a table of one's own.
FACTS = ("file", "part", "check", "include", *_CHECKED[:3], "adcode", *_CHECKED[3:], *_CITED)
# What is known as well, and is no column of ours in every corpus.
_BESIDE = ("city", "county", "url")
_SIGNS = ("check", "include")
_WRITTEN = {
    "part": (r"[1-9]\d*", "1"),
    "adcode": (r"\d{6}", "140000"),
    "year": (YEAR, "2023"),
    "date": (rf"{YEAR}(?:-\d\d(?:-\d\d)?)?", "2023-10-26"),
}
# The number of an issue: of a newsletter, whose head was taken for a part of the title.
_ISSUE = re.compile(r"信息第\d{1,4}期|报（?第\d{1,4}期|第\d{1,4}期（总")
# How what is only inferred came about.
_GUESSED = {
    "text": "(so its text reads)",
    "latest year told of": "(the latest year that it tells of)",
    "publication": "(when its page was put up)",
}
ALLOWED = {"include": ("yes", "no"), "keep": tuple(SUBJECTS), "level": LEVELS, "kind": KINDS}

# What tables and catalogues write in many ways.
_SPELLED = ("level", "place", "city", "county", "adcode", "kind", "date", "year")

Row = Mapping[str, str]


def list_facts(corpus: Corpus) -> pd.DataFrame:
    """List what a build read of each document as a sheet to correct, which goes back as the catalogue.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    DataFrame
        One row a document, those with something to check first: ``file``, ``part``, ``check`` (what is
        missing, only inferred, or told otherwise by the text, which title holds a date, which date does not
        exist, is yet to come or is of another year than the number, which text is almost the same, and which
        may be the same paper in another form; empty where nothing is),
        ``include`` (write "no" to leave the document out), ``title``, ``level``, ``place``, ``adcode``,
        ``kind``, ``date``, ``year`` (where there is no date), ``number``, ``issuer``, ``url``. What was
        only inferred stands under ``check`` alone: a cell that stays empty is read from the text again.

    Examples
    --------
    >>> import reformlab as rl
    >>> corpus = rl.build_corpus(rl.data_folder() / "made-up" / "raw", progress=False)
    >>> sheet = rl.list_facts(corpus)  # save_facts(sheet, "facts.xlsx"); correct it; then
    >>> rl.build_corpus(rl.data_folder() / "made-up" / "raw", sheet, progress=False)
    <Corpus: 10 documents (5 national, 5 provincial), 2016-2025; 111 passages>
    """
    documents = corpus.documents
    columns = [name for name in FACTS if name not in _SIGNS]
    sheet = documents.reindex(columns=columns).astype("str").fillna("")
    checks: list[list[str]] = [[] for _ in sheet.index]
    origins = documents["read_from"].map(read_origins)
    found = corpus.manifest.get("contradictions", [])
    for name in _CHECKED:
        told = origins.map(lambda read, name=name: read.get(name))
        inferred = told.isin(INFERRED)
        for at, row in enumerate(zip(sheet[name], told, inferred, sheet["file"], strict=True)):
            checks[at] += _say_check(name, *row, dated=bool(sheet["date"].iloc[at]))
        sheet[name] = sheet[name].mask(inferred, "")
    sheet["adcode"] = sheet["adcode"].mask(sheet["place"] == "", "")
    sheet["year"] = sheet["year"].mask(sheet["date"] != "", "")
    of_title = documents["title"].str.extract(r"(?<![—\-至到])((?:19|20)\d\d)年(?![—\-至到])")[0].fillna("")
    of_number = documents["number"].str.extract(rf"〔({YEAR})〕")[0].fillna("")
    for at, (said, numbered, date, year) in enumerate(
        zip(of_title, of_number, sheet["date"], documents["year"].astype("str"), strict=True)
    ):
        if said and said != year:
            checks[at].append(f"year: is it {year}, or {said} as in the title?")
        # What is numbered at the end of a year may be dated in the next.
        elif numbered and date and not 0 <= int(date[:4]) - int(numbered) <= 1:
            checks[at].append(f"date: is it {date}, with {numbered} in its number?")
        checks[at] += _say_yet_to_come(date, sheet["year"].iloc[at])
    for at, (title, kind) in enumerate(zip(sheet["title"], documents["kind"].astype("str"), strict=True)):
        # A report is often called by the day on which it was given.
        if kind != "work-report" and (len(find_date(title)) == len("2019-11-08") or _ISSUE.search(title)):
            checks[at].append(
                "title: does all of it belong to the title? It holds a date or the number of an issue"
            )
    for row in found:
        for at in np.flatnonzero(documents["doc_id"] == row["doc_id"]):
            checks[at].append(f"{row['field']}: {row['given']} is given, the text says {row['read']}")
    to_check = (ALMOST_SAME, NO_SUCH_DAY)
    for row in corpus.manifest.get("notes", []):
        for at in np.flatnonzero((documents["file"] == row["file"]) & row["note"].startswith(to_check)):
            checks[at].append(row["note"])
    for one, at, alike in find_same_papers(documents):
        file = documents["file"].iloc[one]
        if not any(said.startswith(f"{ALMOST_SAME} {file}") for said in checks[at]):
            checks[at].append(f"is it the same paper as {file}? The {alike} are alike; if so, leave one out")
    sheet.insert(2, "check", ["; ".join(said) for said in checks])
    sheet.insert(3, "include", "")
    return sheet.sort_values("check", key=lambda check: check == "", kind="stable", ignore_index=True)


def _say_check(name: str, value: str, told: str, inferred: bool, file: str, *, dated: bool) -> list[str]:
    """Say what is to be checked of one fact; a date may be missing where a year is known."""
    if inferred:
        chinese = read_texts("figures")["zh"].get(value)
        return [f"{name}: is it {value}{f' ({chinese})' if chinese else ''}? {_GUESSED.get(told, told)}"]
    if value or name == "date" or (name == "year" and dated):
        return []
    named = _read_name(name, file)
    return [f"{name}: missing" + (f" (is it {named}, as in the name of the file?)" if named else "")]


def _say_yet_to_come(date: str, year: str) -> list[str]:
    """Say where a date, or else a year, lies ahead of today, on which nothing hangs that a build keeps.

    A report may be given at the end of the year before its own.
    """
    today = datetime.date.today()
    if date > today.isoformat()[: len(date)] or year > str(today.year + 1):
        return [f"{'date' if date else 'year'}: is it {date or year}? That is yet to come"]
    return []


def _read_name(name: str, file: str) -> str:
    """Give the place or year that the name of a file, or of its folder, has; nothing where it has several."""
    if name == "year":
        years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", file))
        return years.pop() if len(years) == 1 else ""
    found = [find_place(file, level) for level in ("prefecture", "provincial")] if name == "place" else []
    return next((place.short for place in found if place), "")


def read_catalogue(catalogue: str | Path | pd.DataFrame | None, names: Sequence[str]) -> list[Row]:
    """Read a catalogue of files of these names; the columns are those of `build_corpus`.

    Raises `TableError` with every fault at once: no CSV file, no column ``file``, a name that cannot be
    in the folder, a value that is not allowed.
    """
    if catalogue is None:
        return []
    table = _read_table(catalogue)
    what = name_catalogue(catalogue)
    if "file" not in table:
        raise TableError(
            f"{what}: column 'file' is missing, which says of which file a row is; it has {', '.join(table)}"
        )
    rows = [_read_row(row) for row in table.to_dict("records")]
    faults = list(_find_misnamed(list(table)))
    for number, row in enumerate(rows, start=2):
        if not any(names_file(row["file"], name) or may_name_text(row["file"], name) for name in names):
            faults.append(_not_there(number, row))
        faults += [f"row {number}, {fault}" for fault in find_faults(row)]
    _raise(what, faults)
    return rows


def _find_misnamed(names: Sequence[str]) -> Iterator[str]:
    """Yield the columns that seem to be one of ours under another name: they would be passed over."""
    absent = [name for name in (*COLUMNS, *_BESIDE) if name not in names]
    meant = {names[at]: field for field, at in find_columns(list(names)).items() if field in absent}
    for name in names:
        if name in COLUMNS or name in _BESIDE:
            continue
        near = get_close_matches(name.strip().lower(), absent, 1, cutoff=0.8)
        near = near or [meant[name] for _ in range(name in meant)]
        if near:
            yield f"column {name!r} is not known; did you mean {near[0]!r}? Else give it a name less like it"
        elif lost := _find_lost(names):
            meant = " or ".join(map(repr, _guess_lost(name, names, lost)))
            yield (
                f"column {name!r} is not known, and {', '.join(map(repr, lost))}, which the sheet of facts "
                f"has, is gone; is it {meant}? Name it so; else put the column back, empty"
            )


def _find_lost(names: Sequence[str]) -> list[str]:
    """List what a sheet that `list_facts` wrote has lost; a table of one's own need have none of ours."""
    if not set(_SIGNS) <= set(names):
        return []
    is_old = not set(_CITED) & set(names)
    return [name for name in FACTS if name not in names and not (is_old and name in _CITED)]


def _guess_lost(name: str, names: Sequence[str], lost: Sequence[str]) -> list[str]:
    """Guess which lost column one is: by a word of its name, else by where it stands, else any."""
    words = set(re.findall(r"\w+", name.lower()))
    there = [field for field in lost if FACTS.index(field) == list(names).index(name)]
    return [field for field in lost if field in words] or there or list(lost)


def name_catalogue(catalogue: str | Path | pd.DataFrame | None) -> str:
    """Say which catalogue a fault is in, so that it is found again."""
    return "catalogue" if not isinstance(catalogue, str | Path) else f"catalogue {catalogue}"


def _read_row(row: Row) -> dict[str, str]:
    """Write what a row says as `documents` writes it; what cannot be told for certain stays, to be told."""
    known = (*FIELDS, *_BESIDE)
    row = {
        name: "" if name in known and is_filler(value, name) else value.strip() for name, value in row.items()
    }
    row |= {name: _translate(name, row[name]) for name in ALLOWED if row.get(name)}
    return row | read_given({name: row[name] for name in _SPELLED if row.get(name)})


@cache
def name_words(column: str) -> dict[str, str]:
    """Give the words that a column takes, each with what it is called in Chinese, which will do as well."""
    chinese = read_texts("figures")["zh"]
    return {word: chinese.get(word, "") for word in ALLOWED.get(column, ())}


def _translate(column: str, word: str) -> str:
    """Give our word for a Chinese one of a column, or for one of two (规章和规范性文件); others stay."""
    names = name_words(column).items()
    return next((ours for ours, chinese in names if word in (chinese, *chinese.split("和"))), word)


def find_faults(row: Row) -> Iterator[str]:
    """Yield what is wrong with the values of a row: the column, the value, how to write it."""
    for name, allowed in ALLOWED.items():
        if row.get(name) and row[name] not in allowed:
            words = name_words(name).items()
            listed = [f"{word} ({chinese})" if chinese else word for word, chinese in words]
            yield f"column {name}: {row[name]!r}; allowed: {', '.join(listed)}"
    for name, (pattern, example) in _WRITTEN.items():
        if row.get(name) and not re.fullmatch(pattern, row[name]):
            yield f"column {name}: {row[name]!r}; write it like {example}"
        elif name == "date" and row.get(name) and not is_date(row[name]):
            yield (
                f"column date: {row[name]!r} does not exist; write it like {example}, or leave out the day "
                "(2023-10) or the month (2023) that is not known"
            )
    level, place = row.get("level"), row.get("place", "")
    may_be_own = level != "national"  # there is one centre
    of_level = not place or not level or _is_of_level(place, level)
    if not of_level and not (may_be_own and _is_own(row)):
        here = read_english_names().get(place.lower(), "甘肃")
        example = f"{here}, or give a place of no table an adcode of its own ({OWN_CODE})"
        example = "全国" if level == "national" else example if level in SIDES else "太原"
        yield (
            f"columns level and place: {place!r} is no place of level {level}; correct the level, or write "
            f"the place like {example}"
        )
    if row.get("year") and row.get("date") and not row["date"].startswith(row["year"]):
        yield f"columns year and date: {row['year']} and {row['date']} differ; correct or empty one of them"


def _is_own(row: Row) -> bool:
    """Say whether a place that our table does not have brings a code that it does not have either."""
    code = row.get("adcode", "")
    listed = any(place.adcode == code for place in places(former=True))
    return bool(code) and not listed and not read_place(row["place"])


def _is_of_level(place: str, level: str) -> bool:
    """Say whether a place can be of a level; places below the provinces may be in no table."""
    if level == PROVINCIAL:
        return isinstance(read_place(place, level), Place)
    return (read_place(place) == NATIONAL) == (level == CENTRE)


def check_named(rows: Sequence[Row], n_parts: Mapping[str, int], what: str) -> None:
    """Raise where a row of this catalogue names a text that no file holds, or a part that no text has.

    `n_parts` holds of every file, and of every text in one, how many documents are in it.
    """
    faults = []
    for number, row in enumerate(rows, start=2):
        found = [n for name, n in n_parts.items() if names_file(row["file"], name)]
        if not found:
            faults.append(_not_there(number, row))
        elif row.get("part") and max(found) and int(row["part"]) > max(found):
            raise TableError(
                f"{what}: {row['file']} has no part {row['part']}; it holds {max(found)} documents"
            )
    _raise(what, faults)


def names_file(pattern: str, name: str) -> bool:
    """Say whether what a row names, which may be a pattern, is this file or text.

    ``*`` and ``?`` make a pattern; brackets do not, because names of files hold them: 国发[2021]1号.txt.
    """
    pattern = pattern.replace("\\", "/")
    return pattern == name or fnmatchcase(name, pattern.replace("[", "[[]"))


def may_name_text(pattern: str, name: str) -> bool:
    """Say whether a row may name a text inside this file, as ``box.zip/a.txt`` one of ``box.zip``."""
    parts = pattern.replace("\\", "/").split("/")
    return any(names_file("/".join(parts[:n]), name) for n in range(1, len(parts)))


def rows_for(rows: Iterable[Row], name: str) -> list[Row]:
    """Return the rows that speak of a file, or may speak of a text inside it."""
    return [row for row in rows if names_file(row["file"], name) or may_name_text(row["file"], name)]


def is_outside(rows: Sequence[Row], name: str) -> bool:
    """Say whether a file is no part of what a catalogue lists: only its row ``*`` speaks of it, with "no"."""
    return all(row["file"] == "*" for row in rows) and merge_rows(rows, [name]).get("include") == "no"


def merge_rows(rows: Iterable[Row], names: Sequence[str], part: int | None = None) -> dict[str, str]:
    """Merge the rows of what goes by these names, and of one part of it; a later row overrides."""
    merged: dict[str, str] = {}
    for row in rows:
        right_part = not row.get("part") or (part is not None and int(row["part"]) == part)
        if right_part and any(names_file(row["file"], name) for name in names):
            merged |= {name: value for name, value in row.items() if value}
    return merged


def list_own_columns(catalogue: str | Path) -> list[str]:
    """List the columns of a catalogue that go to `documents` as they are, and say no fact that is known."""
    named = [dict.fromkeys(_read_table(catalogue), "")]
    return [name for name in further_columns(named) if name not in _BESIDE]


def further_columns(rows: Sequence[Row]) -> list[str]:
    """Return the columns that are not ours; they go to `documents` as they are."""
    return [name for name in (rows[0] if rows else ()) if name not in COLUMNS]


def _read_table(catalogue: str | Path | pd.DataFrame) -> pd.DataFrame:
    if isinstance(catalogue, pd.DataFrame):
        # Years with gaps are floats in pandas; as whole numbers they read 2023, not 2023.0.
        table = catalogue.convert_dtypes().astype("str").fillna("")
    else:
        table = read_table(catalogue).fillna("")
    return table.rename(columns=_name_columns(list(table)))


def _name_columns(names: Sequence[str]) -> dict[str, str]:
    """Name columns that have a Chinese name as in tables of documents; others may be one's own (region)."""
    found = {names[at]: fact for fact, at in find_columns(names).items() if fact not in names}
    known = {name: fact for name, fact in found.items() if not name.isascii() and fact != "text"}
    files = None if "file" in names else find_files(names)
    return known if files is None else {**known, names[files]: "file"}


def _not_there(number: int, row: Row) -> str:
    return f"row {number}, column file: {row['file']!r} is not in the folder"


def _raise(what: str, faults: Sequence[str]) -> None:
    if faults:
        raise TableError(list_faults(what, faults))
