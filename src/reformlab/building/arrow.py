"""The passages' tables of documents as Arrow batches: made in the workers, merged in order by `build`.

Batches hold some documents each, are compressed, and are read one at a time, so that no table need
be in memory whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from reformlab.corpus.tables import empty_table
from reformlab.documents.words import FATES, count_words, cut_words, read_lexicon, read_stopwords
from reformlab.mentions.find import find_mentions, list_columns, read_document

# What is read again soon is not worth the time that a smaller file takes.
_COMPRESSED = pa.ipc.IpcWriteOptions(compression="lz4")
# A Parquet file is read in row groups; many small ones make it large and slow.
_ROWS_AT_ONCE = 200_000

_ZSTD = {"compression": "zstd"}

Tables = Mapping[str, pa.RecordBatch]


@dataclass(frozen=True)
class Slice:
    """Where the rows of a document stand: the number of the batch, and of each table the first and last."""

    batch: int
    rows: Mapping[str, tuple[int, int]]


@cache
def _word_lists() -> dict[str, pd.DataFrame]:
    return {"lexicon": read_lexicon(), "stopwords": read_stopwords()}


@cache
def _empty(name: str) -> pd.DataFrame:
    return empty_table(name)


@cache
def _schemas() -> dict[str, pa.Schema]:
    none = pd.DataFrame(columns=_columns())
    tables = {
        "passages": set_types(none, "passages"),
        "texts": none[["passage_id", "text"]].astype("str"),
        "terms": cut_words(none, **_word_lists()),
        "mentions": find_mentions(none, none),
    }
    return {name: pa.Schema.from_pandas(table, preserve_index=False) for name, table in tables.items()}


def _columns() -> list[str]:
    return [*_empty("passages"), "text"]


def set_types(table: pd.DataFrame, name: str, further: Sequence[str] = ()) -> pd.DataFrame:
    """Give a table the columns and types of its description, further columns of text behind them."""
    columns = _empty(name).dtypes
    wanted = [*columns.index, *[column for column in further if column not in columns.index]]
    types = {column: columns.get(column, "str") for column in wanted}
    return table.reindex(columns=wanted).astype({c: "str" if t == "string" else t for c, t in types.items()})


def cut_into_batch(
    documents: Sequence[dict[str, Any]], passages: Sequence[Sequence[dict[str, Any]]]
) -> tuple[Tables, list[dict[str, tuple[int, int]]], list[dict[str, int]]]:
    """Make the tables of some documents, each with the rows of its passages and their ``text``, together.

    Returns the tables, ordered by document, then ``passage_id``; of each document the first and last row
    of each table; and of each its Chinese characters by what became of them.
    """
    rows = [row for of_one in passages for row in of_one]
    owner = np.repeat(np.arange(len(passages)), [len(of_one) for of_one in passages])
    firsts = np.searchsorted(owner, np.arange(len(passages))).tolist()
    found = [
        (first + at, mention)
        for first, of_one, facts in zip(firsts, passages, documents, strict=True)
        for at, mention in read_document(of_one, facts)
    ]
    # What hands a document on says its title once more, and titles have no terms.
    counts = count_words(["" if row["hands_on"] else row["text"] for row in rows], **_word_lists())
    of_rows = {"passages": np.arange(len(rows)), "texts": np.arange(len(rows)), "terms": counts.passages}
    of_rows["mentions"] = np.array([at for at, _ in found], dtype=np.int64)
    columns = {name: [row[name] for row in rows] for name in _columns()}
    ids = pa.array(columns["passage_id"], pa.large_string())
    of_mentions = list_columns([mention for _, mention in found])
    of_terms = {"term": pa.array(counts.terms, pa.large_string()).take(pa.array(counts.ranks)), "n": counts.n}
    tables = {
        name: _batch(name, {**table, "passage_id": ids.take(pa.array(of_rows[name]))})
        for name, table in zip(of_rows, (columns, columns, of_terms, of_mentions), strict=True)
    }
    # From the ten thousandth passage on, the order of ids is not that of numbers.
    rank = np.empty(len(rows), dtype=np.int64)
    keys = list(zip(owner.tolist(), columns["passage_id"], strict=True))
    rank[sorted(range(len(rows)), key=keys.__getitem__)] = np.arange(len(rows))
    for name, of_row in of_rows.items():
        if (np.diff(rank[of_row]) < 0).any():
            tables[name] = tables[name].take(pa.array(np.argsort(rank[of_row], kind="stable")))
    numbers = np.arange(len(passages) + 1)
    edges = {name: np.searchsorted(owner[of_row], numbers).tolist() for name, of_row in of_rows.items()}
    slices = [{name: (at[n], at[n + 1]) for name, at in edges.items()} for n in range(len(passages))]
    fates = np.zeros((len(passages), len(FATES)), dtype=np.int64)
    np.add.at(fates, owner, counts.fates)
    return tables, slices, [dict(zip(FATES, of_one, strict=True)) for of_one in fates.tolist()]


def count_terms(texts: Sequence[str]) -> list[int]:
    """Count the terms of each text."""
    if not any(texts):
        return [0] * len(texts)
    counts = count_words(texts, **_word_lists())
    return np.bincount(counts.passages, counts.n, len(texts)).astype(int).tolist()


def _batch(name: str, columns: Mapping[str, Any]) -> pa.RecordBatch:
    schema = _schemas()[name]
    arrays = [pa.array(columns[field.name], field.type) for field in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


class BatchWriter:
    """Collects the tables of documents as compressed bytes, a batch for all that are cut together."""

    def __init__(self) -> None:
        self.n_batches = 0
        self._sinks = {name: pa.BufferOutputStream() for name in _schemas()}
        self._writers = {
            name: pa.ipc.new_file(sink, _schemas()[name], options=_COMPRESSED)
            for name, sink in self._sinks.items()
        }

    def write(self, tables: Tables) -> int:
        """Add a batch and return its number."""
        for name, batch in tables.items():
            self._writers[name].write_batch(batch)
        self.n_batches += 1
        return self.n_batches - 1

    def close(self) -> dict[str, bytes]:
        """Return the bytes of each table."""
        for writer in self._writers.values():
            writer.close()
        return {name: sink.getvalue().to_pybytes() for name, sink in self._sinks.items()}


class BatchReader:
    """Reads what a `BatchWriter` gave, a document at a time."""

    def __init__(self, tables: Mapping[str, bytes]) -> None:
        self._files = {name: pa.ipc.open_file(raw) for name, raw in tables.items()}
        self._at = -1
        self._batches: Tables = {}

    def read(self, at: Slice) -> Tables:
        """Return the tables of one document."""
        if at.batch != self._at:
            self._batches = {name: file.get_batch(at.batch) for name, file in self._files.items()}
            self._at = at.batch
        return {
            name: _copy(self._batches[name].slice(first, last - first))
            for name, (first, last) in at.rows.items()
        }


def rename(tables: Tables, old: str, new: str) -> Tables:
    """Give the passages of one document the ids of its new name."""
    renamed = {}
    for name, batch in tables.items():
        columns = {column: batch.column(column) for column in batch.schema.names}
        columns["passage_id"] = pc.binary_replace_slice(columns["passage_id"], 0, len(old.encode()), new)
        if "doc_id" in columns:
            columns["doc_id"] = pa.array([new] * batch.num_rows, type=columns["doc_id"].type)
        renamed[name] = pa.RecordBatch.from_arrays(list(columns.values()), schema=batch.schema)
    return renamed


def _copy(rows: pa.RecordBatch) -> pa.RecordBatch:
    # A slice would keep the whole batch in memory for as long as it waits to be written.
    return pa.ipc.read_record_batch(rows.serialize(), rows.schema)


def write_parquets(documents: Iterable[Tables], folder: Path) -> None:
    """Write the tables of documents, in this order, as one Parquet file each, in large row groups."""
    waiting: dict[str, list[pa.RecordBatch]] = {name: [] for name in _schemas()}
    n_rows = dict.fromkeys(waiting, 0)
    with ExitStack() as files:
        writers = {
            name: files.enter_context(pq.ParquetWriter(folder / f"{name}.parquet", schema, **_ZSTD))
            for name, schema in _schemas().items()
        }
        for tables in documents:
            for name, batch in tables.items():
                waiting[name].append(batch)
                n_rows[name] += batch.num_rows
                if n_rows[name] >= _ROWS_AT_ONCE:
                    writers[name].write_table(pa.Table.from_batches(waiting[name]))
                    waiting[name], n_rows[name] = [], 0
        for name, batches in waiting.items():
            if batches:
                writers[name].write_table(pa.Table.from_batches(batches))
