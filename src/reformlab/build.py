"""Build a corpus from a folder of files: read, clean, outline, select, cut, and report.

Each file is worked on by itself and gives plain rows, so that the order of files changes
nothing and a file that fails takes no other with it.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pandas as pd
from tqdm import tqdm

from reformlab import __version__
from reformlab.clean import RULES, clean_text
from reformlab.facts import Facts, read_facts
from reformlab.mentions import find_mentions
from reformlab.outline import Outline, Segment, split_documents, split_statements
from reformlab.places import NATIONAL, places
from reformlab.read import ReadError, decode_bytes, read_file
from reformlab.subject import SUBJECTS
from reformlab.tables import KINDS, LEVELS, Corpus, TableError, empty_table
from reformlab.words import check_words, cut_words, read_lexicon, read_stopwords

_FIELDS = ("title", "level", "place", "adcode", "kind", "issuer", "number", "date", "year")
_CATALOGUE = ("file", "part", "include", "reason", "doc_id", "keep", *_FIELDS)
_WRITTEN = {
    "part": (r"[1-9]\d*", "1"),
    "adcode": (r"\d{6}", "140000"),
    "year": (r"(?:19|20)\d\d", "2023"),
    "date": (r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?", "2023-10-26"),
}
_ALLOWED = {"include": ("yes", "no"), "keep": tuple(SUBJECTS), "level": LEVELS, "kind": KINDS}


@dataclass
class _FileResult:
    """What one file gave: rows of the tables, what was left out of it, and counts."""

    documents: list[tuple[dict[str, Any], list[dict[str, Any]]]] = field(default_factory=list)
    """Each document's row with the rows of its passages."""
    left_out: list[dict[str, Any]] = field(default_factory=list)
    edits: Counter[str] = field(default_factory=Counter)
    set_aside: Counter[str] = field(default_factory=Counter)
    sha256: str = ""
    n_parts: int = 0


def build_corpus(
    folder: str | Path, catalogue: str | Path | pd.DataFrame | None = None, *, progress: bool = True
) -> Corpus:
    """Build a corpus from a folder of policy documents.

    Parameters
    ----------
    folder : path
        Text, HTML and DOCX files, in folders to any depth; hidden files are passed over.
    catalogue : path or DataFrame, optional
        What the documents do not say of themselves, or say wrongly. One row a file: ``file``
        (path below the folder, or a pattern such as ``reports/2025_*.txt``) and any of ``part``
        (which document of the file), ``include`` ("no" leaves it out, for the ``reason`` given),
        ``doc_id``, ``keep`` (a subject: "health" keeps only the statements about it), ``title``,
        ``level``, ``place``, ``adcode``, ``kind``, ``issuer``, ``number``, ``date``, ``year``.
        Further columns go to `documents` as they are. A later row overrides an earlier one.
    progress : bool
        Show a progress bar.

    Returns
    -------
    Corpus
        With `texts`. What was left out, and why, stands in ``manifest["left_out"]``.

    Raises
    ------
    FileNotFoundError
        Where the folder is missing or holds no file.
    TableError
        Where the catalogue has no column ``file``, names a file or part that is not there, or
        gives a value that is not allowed; where two documents would have the same ``doc_id``.

    Examples
    --------
    >>> import reformlab as rl
    >>> corpus = rl.build_corpus(rl.data_folder() / "made-up" / "raw", progress=False)
    >>> sorted(corpus.documents["level"].unique())
    ['national', 'provincial']
    """
    folder = Path(folder)
    own = None if catalogue is None or isinstance(catalogue, pd.DataFrame) else Path(catalogue).resolve()
    files = sorted(path for path in folder.rglob("*") if _is_document(path, folder) and path.resolve() != own)
    if not files:
        raise FileNotFoundError(f"{folder}: no such folder, or no file in it")
    names = [path.relative_to(folder).as_posix() for path in files]
    rows = _read_catalogue(catalogue, names)
    shown = tqdm(list(zip(files, names, strict=True)), desc="Reading", unit="file", disable=not progress)
    results = [_build_file(path, name, _rows_for(rows, name)) for path, name in shown]
    _check_parts(rows, dict(zip(names, results, strict=True)))
    return _assemble(results, names, _catalogue_columns(rows))


def _is_document(path: Path, folder: Path) -> bool:
    """Say whether a path is a file that someone put there, not one that a program hides or locks."""
    parts = path.relative_to(folder).parts
    return path.is_file() and not any(part.startswith((".", "~$")) for part in parts)


def _build_file(path: Path, name: str, rows: Sequence[Mapping[str, str]]) -> _FileResult:
    whole = _merge(row for row in rows if not row.get("part"))
    result = _FileResult()
    if whole.get("include") == "no":
        result.left_out.append(
            {"file": name, "part": 0, "reason": whole.get("reason") or "left out by the catalogue"}
        )
        return result
    try:
        raw = read_file(path)
    except ReadError as error:
        result.left_out.append({"file": name, "part": 0, "reason": str(error)})
        return result
    clean = clean_text(raw.text)
    result.sha256 = raw.sha256
    result.edits.update(clean.ledger["rule"])
    outlines = split_documents(clean.text)
    result.n_parts = len(outlines)
    for part, outline in enumerate(outlines, start=1):
        given = _merge(row for row in rows if not row.get("part") or int(row["part"]) == part)
        doc_id = given.get("doc_id") or Path(name).stem + (f"-{part}" if len(outlines) > 1 else "")
        _add_document(
            result, outline, clean.text, given | {"file": name, "part": str(part), "doc_id": doc_id}
        )
    return result


def _add_document(result: _FileResult, outline: Outline, text: str, given: Mapping[str, str]) -> None:
    """Add one document's rows, or the reason why it has none."""
    for segment in outline.segments:
        if segment.role != "passage":
            result.set_aside[segment.role] += len(text[segment.start : segment.end].strip())
    full = sum(passage.end - passage.start for passage in outline.passages)
    passages = list(_select(outline, text, given.get("keep", "")))
    reason = given.get("reason") or "left out by the catalogue" if given.get("include") == "no" else ""
    # A document that says nothing of the subject is a finding, and stays with no passage.
    if not passages and not given.get("keep"):
        reason = reason or "no passage: nothing but titles and headings"
    if reason:
        result.left_out.append({"file": given["file"], "part": int(given["part"]), "reason": reason})
        return
    rows = [_passage_row(given["doc_id"], seq, passage, text) for seq, passage in passages]
    counts = {
        "n_chars": full,
        "n_passages": len(passages),
        "n_chars_kept": sum(passage.end - passage.start for _, passage in passages),
    }
    result.documents.append((_document_row(read_facts(outline, text), given) | counts, rows))


def _passage_row(doc_id: str, seq: int, passage: Segment, text: str) -> dict[str, Any]:
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


def _select(outline: Outline, text: str, keep: str) -> Iterator[tuple[int, Segment]]:
    """Yield number and passage: all of them, or the statements about the subject to keep."""
    if not keep:
        yield from enumerate(outline.passages, start=1)
        return
    statements = [statement for passage in outline.passages for statement in split_statements(text, passage)]
    # Numbers count all statements, so that a passage keeps its id when the subject's rule changes.
    for seq, statement in enumerate(statements, start=1):
        if SUBJECTS[keep](text[statement.start : statement.end]):
            yield seq, statement


def _document_row(facts: Facts, given: Mapping[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {"doc_id": given["doc_id"], "file": given["file"], "part": int(given["part"])}
    if given.get("place") and not given.get("adcode"):
        given = {**given, "adcode": _adcode(given["place"])}
    if given.get("date") and not given.get("year"):
        given = {**given, "year": given["date"][:4]}
    read_from = []
    for name in _FIELDS:
        value, where = (given[name], "catalogue") if given.get(name) else facts.get(name, ("", ""))
        row[name] = value or None
        if value and name != "adcode":
            read_from.append(f"{name}={where}")
    row["year"] = int(row["year"]) if row["year"] else None
    extra = {name: value or None for name, value in given.items() if name not in _CATALOGUE}
    return row | {"read_from": " ".join(read_from) or None} | extra


def _adcode(short: str) -> str:
    """Return the code of the place with this short name, the highest where several have it."""
    if short == NATIONAL[0]:
        return NATIONAL[1]
    found = sorted(
        (p.level != "provincial", p.level != "prefecture", p.adcode) for p in places() if p.short == short
    )
    return found[0][2] if found else ""


def _assemble(results: Sequence[_FileResult], names: Sequence[str], extra: Sequence[str]) -> Corpus:
    left_out = [row for result in results for row in result.left_out]
    kept, doubles = _leave_out_doubles([pair for result in results for pair in result.documents])
    if not kept:
        reasons = "; ".join(sorted({row["reason"] for row in left_out}))
        raise TableError(f"no document was read; reasons: {reasons}")
    documents = pd.DataFrame([document for document, _ in kept])
    clashes = documents.loc[documents["doc_id"].duplicated(keep=False), ["doc_id", "file"]]
    if len(clashes):
        raise TableError(
            "several documents would get the same doc_id; give doc_id in the catalogue:\n"
            + clashes.to_string(index=False)
        )
    columns = [*empty_table("passages"), "text"]
    rows = pd.DataFrame([row for _, passages in kept for row in passages], columns=columns)
    texts = rows[["passage_id", "text"]].astype("str")
    lexicon, stopwords = read_lexicon(), read_stopwords()
    manifest = {
        "made_by": f"reformlab {__version__}",
        "inputs": [{"file": n, "sha256": r.sha256} for n, r in zip(names, results, strict=True) if r.sha256],
        "lexicon": _digest(lexicon),
        "stopwords": _digest(stopwords),
        "edits": {rule.name: sum(result.edits[rule.name] for result in results) for rule in RULES},
        "set_aside_characters": dict(
            sorted(sum((result.set_aside for result in results), Counter()).items())
        ),
        "characters_by_fate": check_words(texts).set_index("fate")["n_chars"].astype(int).to_dict(),
        "left_out": sorted([*left_out, *doubles], key=lambda row: (row["file"], row["part"])),
    }
    documents = _typed(documents, "documents", extra).sort_values("doc_id", ignore_index=True)
    rows = rows.sort_values("passage_id", ignore_index=True)
    return Corpus(
        documents=documents,
        passages=_typed(rows.drop(columns="text"), "passages"),
        terms=cut_words(texts.sort_values("passage_id")),
        texts=texts.sort_values("passage_id", ignore_index=True),
        mentions=find_mentions(rows, documents),
        manifest=manifest,
    )


def _leave_out_doubles(
    documents: Sequence[tuple[dict[str, Any], list[dict[str, Any]]]],
) -> tuple[list[tuple[dict[str, Any], list[dict[str, Any]]]], list[dict[str, Any]]]:
    """Keep the first of the documents whose passages are the same word for word; report the others."""
    kept, doubles = [], []
    first: dict[str, str] = {}
    for document, passages in documents:
        wording = "".join(row["text"] for row in passages)
        if wording in first:
            reason = f"same text as {first[wording]}"
            doubles.append({"file": document["file"], "part": document["part"], "reason": reason})
        else:
            kept.append((document, passages))
        # A document of which no passage was kept is nobody's double.
        if wording:
            first.setdefault(wording, document["file"])
    return kept, doubles


def _typed(table: pd.DataFrame, name: str, extra: Sequence[str] = ()) -> pd.DataFrame:
    """Give a table the columns and types of its description, further columns behind them."""
    columns = empty_table(name).dtypes
    wanted = [*columns.index, *[column for column in extra if column not in columns.index]]
    types = {column: columns.get(column, "str") for column in wanted}
    return table.reindex(columns=wanted).astype({c: "str" if t == "string" else t for c, t in types.items()})


def _read_catalogue(
    catalogue: str | Path | pd.DataFrame | None, names: Sequence[str]
) -> list[dict[str, str]]:
    if catalogue is None:
        return []
    if isinstance(catalogue, pd.DataFrame):
        # Years with gaps are floats in pandas; as whole numbers they read 2023, not 2023.0.
        table = catalogue.convert_dtypes().astype("str").fillna("")
    else:
        raw = Path(catalogue).read_bytes()
        try:
            # Chinese Excel saves CSV files as GBK.
            table = pd.read_csv(io.StringIO(decode_bytes(raw)[0]), dtype="str", keep_default_na=False)
        except (ReadError, pd.errors.EmptyDataError, pd.errors.ParserError) as error:
            raise TableError(f"catalogue: {catalogue} is no CSV file; save it as CSV ({error})") from None
    if "file" not in table:
        raise TableError(f"catalogue: column 'file' is missing; it has {list(table)}")
    rows = [{name: value.strip() for name, value in row.items()} for row in table.to_dict("records")]
    faults = [fault for number, row in enumerate(rows, start=2) for fault in _faults(number, row, names)]
    if faults:
        raise TableError(f"catalogue: {len(faults)} faults\n  " + "\n  ".join(faults[:20]))
    return rows


def _faults(number: int, row: Mapping[str, str], names: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with a row of the catalogue; its number is that of the line in the file."""
    row = {name: value for name, value in row.items() if value}
    if not any(_names(row.get("file", ""), name) for name in names):
        yield f"row {number}, column file: {row.get('file', '')!r} is not in the folder"
    for name, allowed in _ALLOWED.items():
        if row.get(name, allowed[0]) not in allowed:
            yield f"row {number}, column {name}: {row[name]!r}; allowed: {', '.join(allowed)}"
    for name, (pattern, example) in _WRITTEN.items():
        if not re.fullmatch(pattern, row.get(name, example)):
            yield f"row {number}, column {name}: {row[name]!r}; write it like {example}"


def _check_parts(rows: Sequence[Mapping[str, str]], results: Mapping[str, _FileResult]) -> None:
    """Raise where a row of the catalogue speaks of a part that none of its files has."""
    for row in rows:
        found = [results[name].n_parts for name in results if _names(row["file"], name)]
        if row.get("part") and max(found) and int(row["part"]) > max(found):
            raise TableError(
                f"catalogue: {row['file']} has no part {row['part']}; it holds {max(found)} documents"
            )


def _names(pattern: str, name: str) -> bool:
    """Say whether a file of the catalogue, which may be a pattern, is this file."""
    pattern = pattern.replace("\\", "/")
    return pattern == name or fnmatchcase(name, pattern)


def _rows_for(rows: Sequence[Mapping[str, str]], name: str) -> list[Mapping[str, str]]:
    return [row for row in rows if _names(row["file"], name)]


def _catalogue_columns(rows: Sequence[Mapping[str, str]]) -> list[str]:
    return [name for name in (rows[0] if rows else ()) if name not in _CATALOGUE]


def _merge(rows: Iterator[Mapping[str, str]]) -> dict[str, str]:
    merged: dict[str, str] = {}
    for row in rows:
        merged |= {name: value for name, value in row.items() if value}
    return merged


def _digest(table: pd.DataFrame) -> str:
    return hashlib.sha256(table.to_csv(index=False, lineterminator="\n").encode()).hexdigest()
