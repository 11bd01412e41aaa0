"""Build a corpus from a folder of files: list them, have each worked on, put together what they give.

Each file is worked on by itself, so that the order of files and the number of workers change
nothing, and a file that fails takes no other with it. What a file gave is kept on disk until all
are done: a build that was cut short goes on where it stopped.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from tqdm import tqdm

from reformlab import __version__
from reformlab.building.arrow import BatchReader, Tables, rename, set_types, write_parquets
from reformlab.building.catalogue import (
    check_named,
    further_columns,
    is_outside,
    name_catalogue,
    read_catalogue,
    rows_for,
)
from reformlab.building.doubles import Found, leave_out_doubles
from reformlab.building.one_file import Document, FileJob, FileReport, read_files
from reformlab.building.parallel import Spool, digest_of_code, digest_of_file, key_of, run_jobs
from reformlab.corpus.store import replace_together, settle, without_wording, write_parquet
from reformlab.corpus.tables import CORPUS_FILES, Corpus, TableError, check_table, load_corpus, write_reports
from reformlab.documents.words import read_lexicon, read_stopwords
from reformlab.reading.archive import is_hidden
from reformlab.reading.clean import RULES


def build_corpus(
    folder: str | Path,
    catalogue: str | Path | pd.DataFrame | None = None,
    *,
    out: str | Path | None = None,
    share: bool = False,
    workers: int | None = None,
    scheduler: str | None = None,
    progress: bool = True,
) -> Corpus:
    """Build a corpus from a folder of policy documents.

    Parameters
    ----------
    folder : path
        Files of the kinds that `read_pieces` reads, in folders to any depth; hidden files are
        passed over.
    catalogue : path or DataFrame, optional
        What the documents do not say of themselves, or say wrongly. One row a file: ``file``
        (path below the folder, or a pattern such as ``reports/2025_*.txt``; a text inside a file
        is ``box.zip/a.txt`` or ``export.xlsx/row 12``) and any of ``part`` (which document of
        the text), ``include`` ("no" leaves it out, for the ``reason`` given; with ``*`` as the
        file, nothing is read or listed that no other row names), ``doc_id``,
        ``keep`` (a subject: "health" keeps only the statements about it), ``title``, ``level``,
        ``place``, ``adcode``, ``kind``, ``issuer``, ``number``, ``date``, ``year``, ``url``, under
        these names or the Chinese ones that tables have (文号, 发文机关, 链接). Further
        columns go to `documents` as they are; beside ``place`` the lowest of ``city`` and ``county``
        that is filled in is the place. A later row overrides an earlier one. The
        catalogue overrides the columns of a table that the text is from, and these what the text
        says of itself; ``read_from`` tells which it was.
    out : path, optional
        Corpus folder to write, all of it or nothing. A build into it that was cut short goes on
        where it stopped when it is called again. Other files of the folder stay.
    share : bool
        Leave the wording out of `out`, as `Corpus.save` does.
    workers : int, optional
        Processes to use; one a core unless given. A small folder is read without any. The
        result is the same with any number of them.
    scheduler : str, optional
        Address of a Dask scheduler, whose workers then do the work; they must see the folder
        under the same path and have the same version of this package.
    progress : bool
        Show a progress bar.

    Returns
    -------
    Corpus
        With `texts`, unless it is to be shared. In its manifest, and as CSV files in `out`:
        ``left_out``, every file or part that gave no document, and why (one whose passages are
        the same word for word as another's, and that states nothing else of itself, is a double; so
        is a work report that stands under two years, even where letters are missing);
        ``contradictions``, every fact in which catalogue and text differ, or a work report with itself
        about its year (``given``, ``given_by``, ``read``, ``read_from``). ``notes`` of the manifest tell
        which texts are almost the same, and what is known to be missing of a text, or was set aside. A
        document of which only a part is kept has the length of all of it in ``n_chars`` and ``n_terms``.
        ``catalogue`` of the manifest says whether there was one.

    Raises
    ------
    FileNotFoundError
        Where the folder is missing, is a file or holds none; where the catalogue is missing.
    TableError
        Where the catalogue has no column ``file``, names a file or part that is not there, or
        gives a value that is not allowed; where two documents would have the same ``doc_id``.
    ValueError
        Where `workers` is below 1, `folder` is a corpus, or `out` is the folder of the documents, or a file.
    OSError
        Where `out` cannot be written, or the disk is full.
    RuntimeError
        Where a worker process was killed, or another build writes into `out` at this moment.

    Examples
    --------
    >>> import reformlab as rl
    >>> corpus = rl.build_corpus(rl.data_folder() / "made-up" / "raw", progress=False)
    >>> sorted(corpus.documents["level"].unique())
    ['national', 'provincial']
    """
    if out is None:
        with tempfile.TemporaryDirectory(prefix="reformlab-") as scratch:
            return build_corpus(
                folder,
                catalogue,
                out=Path(scratch) / "corpus",
                share=share,
                workers=workers,
                scheduler=scheduler,
                progress=progress,
            )
    folder, out = Path(folder).resolve(), Path(out).resolve()
    rows, jobs = _plan(folder, catalogue, out)
    # Beside the corpus, not in it: the entries hold the wording, and a corpus folder is passed on.
    with _open_spool(out) as spool:
        done = _work(jobs, spool, workers=workers, scheduler=scheduler, progress=progress)
        reports = [done[job.key] for job in jobs]
        what = name_catalogue(catalogue)
        check_named(rows, {name: n for report in reports for name, n in report.n_parts.items()}, what)
        if not any(report.documents for report in reports):
            spool.clear()
            reasons = "; ".join(sorted({row["reason"] for report in reports for row in report.left_out}))
            raise TableError(f"no document was read; reasons: {reasons}")
        _write(jobs, reports, spool, out, rows=rows, share=share)
        spool.clear()
    return load_corpus(out)


@contextmanager
def _open_spool(out: Path) -> Iterator[Spool]:
    """Open the folder of what is done already, for one build at a time."""
    if out.exists() and not out.is_dir():
        raise ValueError(f"{out}: is a file; give the corpus a folder of its own")
    try:
        spool = Spool(out.with_name(f".{out.name}.unfinished"))
        if out.exists() and not os.access(out, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise OSError(f"{out}: cannot be written ({error.strerror}); give the corpus another place") from None
    with ExitStack() as held:
        try:
            held.enter_context(spool.hold())
        except BlockingIOError:
            raise RuntimeError(
                f"{out}: another build is writing it; wait until it is done, or give this one another folder"
            ) from None
        settle(out)
        others = [name for name in CORPUS_FILES if (out / name).exists()]
        if others and not (out / "manifest.json").exists():
            held.close()
            raise ValueError(
                f"{out}: holds {', '.join(others)} of something else, which would be written over; "
                "give the corpus a folder of its own"
            )
        try:
            yield spool
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            raise OSError(
                f"{out}: the disk is full; free some space and run the same again "
                "(files that are done are not done again)"
            ) from None


def _plan(
    folder: Path, catalogue: str | Path | pd.DataFrame | None, out: Path
) -> tuple[list[dict[str, str]], list[FileJob]]:
    """List what is to be done: the rows of the catalogue, and a job a file, in the order of names."""
    own = None if catalogue is None or isinstance(catalogue, pd.DataFrame) else Path(catalogue).resolve()
    if out == folder:
        raise ValueError(f"{out}: holds the documents; give the corpus a folder of its own")
    if folder.is_file():
        raise FileNotFoundError(f"{folder}: is a file; give the folder that it is in")
    if _is_corpus(folder):
        raise ValueError(f"{folder}: is a corpus; give the folder of the files that it was built from")
    if own and not own.is_file():
        raise FileNotFoundError(f"{own}: no such catalogue; check its name and place")
    paths = list(folder.rglob("*"))
    # A corpus may lie among the documents that it was built from.
    corpora = {path.parent for path in paths if path.name == "manifest.json" and _is_corpus(path.parent)}
    corpora |= {out} if out.is_relative_to(folder) else set()
    files = {
        path.relative_to(folder).as_posix(): path
        for path in paths
        if _is_document(path, folder)
        and not (own and path.resolve() == own)
        and corpora.isdisjoint(path.parents)
    }
    if not files:
        there = "the folder holds no file that could be read" if folder.is_dir() else "no such folder"
        raise FileNotFoundError(f"{folder}: {there}; check its name and place")
    rows = read_catalogue(catalogue, list(files))
    speaking = {name: rows_for(rows, name) for name in sorted(files)}
    inside = {name: of_file for name, of_file in speaking.items() if not is_outside(of_file, name)}
    if not inside:
        raise TableError("catalogue: it leaves out every file of the folder")
    return rows, [_job(files[name], name, of_file) for name, of_file in inside.items()]


def _is_document(path: Path, folder: Path) -> bool:
    """Say whether a path is a file that someone put there, not one that a program hides or locks.

    A link to a folder, or to nothing, is left out with its reason.
    """
    return (path.is_file() or path.is_symlink()) and not is_hidden(path.relative_to(folder).as_posix())


def _is_corpus(folder: Path) -> bool:
    return all((folder / name).is_file() for name in ("manifest.json", "documents.csv", "passages.parquet"))


def _job(path: Path, name: str, rows: Sequence[dict[str, str]]) -> FileJob:
    digest = digest_of_file(path)
    size = path.stat().st_size if path.exists() else 0
    return FileJob(str(path), name, size, digest, key_of(name, digest, rows), rows)


def _work(
    jobs: Sequence[FileJob], spool: Spool, *, workers: int | None, scheduler: str | None, progress: bool
) -> dict[str, FileReport]:
    """Have every file worked on that is not done yet, keep what it gives, and return the report of each."""
    # What another version of the package kept is of no use, and may not even be readable.
    ending = f".{digest_of_code()[:16]}.reports"
    done = {key: report for name in spool.list_entries(ending) for key, report in spool.get(name)}
    open_jobs = [job for job in jobs if job.key not in done]
    with tqdm(
        total=len(jobs), initial=len(jobs) - len(open_jobs), desc="Reading", unit="file", disable=not progress
    ) as shown:
        for reports, tables in run_jobs(read_files, open_jobs, workers=workers, scheduler=scheduler):
            # The tables first, so that no report is there without the tables that it speaks of.
            first = reports[0][0]
            spool.put(f"{first}.tables", tables)
            for _, report in reports:
                report.tables = f"{first}.tables"
            spool.put(first + ending, reports)
            done.update(reports)
            shown.update(len(reports))
    return done


def _write(
    jobs: Sequence[FileJob],
    reports: Sequence[FileReport],
    spool: Spool,
    out: Path,
    *,
    rows: Sequence[Mapping[str, str]],
    share: bool,
) -> None:
    """Put together what the files gave, and put it in place of what was there."""
    found = [(job, document) for job, r in zip(jobs, reports, strict=True) for document in r.documents]
    kept, doubles, alike = leave_out_doubles(found)
    alike += _tell_apart(kept)
    _check_ids(kept)
    documents = pd.DataFrame([document.row for _, document in kept])
    # Addresses come from tables as well, and the sheet of facts has a column of them that may be empty.
    has_url = any(document.row.get("url") for _, document in kept)
    further = [name for name in dict.fromkeys([*further_columns(rows), "url"]) if name != "url" or has_url]
    documents = set_types(documents, "documents", further).sort_values("doc_id", ignore_index=True)
    check_table(documents, "documents")
    manifest = _manifest(jobs, reports, [document for _, document in kept], doubles)
    manifest["catalogue"] = bool(rows)
    manifest["notes"] += alike
    # In the order of passage_id, in which a colon stands behind the document's id.
    kept.sort(key=lambda one: one[1].row["doc_id"] + ":")
    # Not in the corpus folder either: a kill must not leave wording in one that is to be shared.
    tables = spool.folder / "tables"
    tables.mkdir(exist_ok=True)
    entries = {job.key: report.tables for job, report in zip(jobs, reports, strict=True)}
    write_parquets(_batches(kept, entries, spool), tables)
    if share:
        manifest = _without_wording(tables, manifest)
    with replace_together(out, CORPUS_FILES) as new:
        for path in tables.iterdir():
            shutil.move(path, new / path.name)
        write_reports(documents, manifest, new)


def _batches(kept: Sequence[Found], entries: Mapping[str, str], spool: Spool) -> Iterator[Tables]:
    """Give of each document its tables, which stand in these entries; a few of them are kept open."""
    open_file = lru_cache(maxsize=4)(lambda name: BatchReader(spool.get(name)))
    for job, document in kept:
        tables = open_file(entries[job.key]).read(document.slice)
        yield rename(tables, document.was, document.row["doc_id"]) if document.was else tables


def _without_wording(folder: Path, manifest: dict[str, Any]) -> dict[str, Any]:
    """Take out of the written tables what may not be passed on."""
    paths = [folder / "passages.parquet", folder / "mentions.parquet"]
    *tables, manifest = without_wording(*map(pd.read_parquet, paths), manifest)
    for table, path in zip(tables, paths, strict=True):
        write_parquet(table, path)
    (folder / "texts.parquet").unlink()
    return manifest


def _tell_apart(kept: Sequence[Found]) -> list[dict[str, str]]:
    """Give documents that have one name the names of their folders too, then the endings of their files.

    Returns a note of each file that only its ending tells from another: both may be one document.
    """
    notes: dict[str, dict[str, str]] = {}
    for longer in range(2):
        of_one: dict[str, list[Found]] = defaultdict(list)
        for one in kept:
            of_one[one[1].row["doc_id"]].append(one)
        for same in of_one.values():
            for job, document in same if len(same) > 1 else ():
                if not document.long_ids:
                    continue
                document.was = document.was or document.row["doc_id"]
                document.row["doc_id"] = document.long_ids[longer]
                for row in document.contradictions:
                    row["doc_id"] = document.row["doc_id"]
                others = ", ".join(sorted({other.name for other, _ in same} - {job.name}))
                if longer and others:
                    note = f"has the name of {others}; leave one out where they are one document"
                    notes[job.name] = {"file": job.name, "note": note}
    return list(notes.values())


def _check_ids(kept: Sequence[Found]) -> None:
    """Raise where two documents have one id."""
    ids = pd.DataFrame([document.row for _, document in kept], columns=["doc_id", "file"])
    clashes = ids[ids["doc_id"].duplicated(keep=False)]
    if len(clashes):
        raise TableError(
            "several documents would get the same doc_id; give doc_id in the catalogue:\n"
            + clashes.to_string(index=False)
        )


def _manifest(
    jobs: Sequence[FileJob],
    reports: Sequence[FileReport],
    documents: Sequence[Document],
    doubles: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    """Tell how the corpus was made, and what did not become part of it."""
    edits = sum((report.edits for report in reports), Counter())
    fates = [document.fates for document in documents]
    set_aside = sum((report.set_aside for report in reports), Counter())
    left_out = [*(row for report in reports for row in report.left_out), *doubles]
    return {
        "made_by": f"reformlab {__version__}",
        "inputs": [
            {"file": job.name, "sha256": job.sha256}
            for job, report in zip(jobs, reports, strict=True)
            if report.was_read
        ],
        "lexicon": _digest(read_lexicon()),
        "stopwords": _digest(read_stopwords()),
        "edits": {rule.name: edits[rule.name] for rule in RULES},
        "set_aside_characters": dict(sorted(set_aside.items())),
        "characters_by_fate": {fate: sum(of_one[fate] for of_one in fates) for fate in fates[0]},
        "left_out": sorted(left_out, key=lambda row: (row["file"], row["part"])),
        "notes": [row for report in reports for row in report.notes],
        "contradictions": [row for document in documents for row in document.contradictions],
    }


def _digest(table: pd.DataFrame) -> str:
    return hashlib.sha256(table.to_csv(index=False, lineterminator="\n").encode()).hexdigest()
