"""The passages' tables of a document as Arrow batches: made in the workers, merged in order by `build`.

Batches are small, compressed, and read one at a time, so that no table need be in memory whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from reformlab.mentions import find_mentions
from reformlab.tables import empty_table
from reformlab.words import check_words, cut_words, read_lexicon, read_stopwords

_COMPRESSED = pa.ipc.IpcWriteOptions(compression="zstd")
# A Parquet file is read in row groups; many small ones make it large and slow.
_ROWS_AT_ONCE = 200_000

_ZSTD = {"compression": "zstd"}

Tables = Mapping[str, pa.RecordBatch]
Readers = Mapping[str, pa.ipc.RecordBatchFileReader]


@cache
def _word_lists() -> dict[str, pd.DataFrame]:
    return {"lexicon": read_lexicon(), "stopwords": read_stopwords()}


@cache
def _schemas() -> dict[str, pa.Schema]:
    none = pd.DataFrame(columns=[*empty_table("passages"), "text"])
    tables = _passage_tables(none, none)
    return {name: pa.Schema.from_pandas(table, preserve_index=False) for name, table in tables.items()}


def _passage_tables(rows: pd.DataFrame, documents: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {
        "passages": set_types(rows.drop(columns="text"), "passages"),
        "texts": rows[["passage_id", "text"]].astype("str"),
        "terms": cut_words(rows, **_word_lists()),
        "mentions": find_mentions(rows, documents),
    }


def set_types(table: pd.DataFrame, name: str, further: Sequence[str] = ()) -> pd.DataFrame:
    """Give a table the columns and types of its description, further columns of text behind them."""
    columns = empty_table(name).dtypes
    wanted = [*columns.index, *[column for column in further if column not in columns.index]]
    types = {column: columns.get(column, "str") for column in wanted}
    return table.reindex(columns=wanted).astype({c: "str" if t == "string" else t for c, t in types.items()})


def cut_into_batches(
    documents: pd.DataFrame, passages: Sequence[Sequence[dict[str, Any]]]
) -> Iterator[tuple[Tables, dict[str, int]]]:
    """Yield the tables of each document, and its Chinese characters by what became of them.

    Parameters
    ----------
    documents : DataFrame
        One row a document, as `find_mentions` takes them.
    passages : sequence
        Of each document, in the same order, the rows of its passages with their ``text``.
    """
    rows = pd.DataFrame([row for of_one in passages for row in of_one], columns=_columns())
    owner = np.repeat(np.arange(len(passages)), [len(of_one) for of_one in passages])
    # Two documents may have been given one id by mistake; numbers keep them apart until that is told.
    numbered = rows.assign(passage_id=rows.index.astype("str"), doc_id=owner.astype("str"))
    tables = _passage_tables(numbered, documents.assign(doc_id=documents.index.astype("str")))
    tables["passages"]["doc_id"] = rows["doc_id"].astype("str")
    owners = {}
    for name, table in tables.items():
        position = table["passage_id"].astype(int).to_numpy()
        table["passage_id"] = rows["passage_id"].astype("str").take(position).to_numpy()
        owners[name] = owner[position]
    for number in range(len(passages)):
        of_one = {name: table[owners[name] == number] for name, table in tables.items()}
        fates = check_words(of_one["texts"], **_word_lists()).set_index("fate")["n_chars"]
        yield {name: _batch(name, table) for name, table in of_one.items()}, fates.astype(int).to_dict()


def _columns() -> list[str]:
    return [*empty_table("passages"), "text"]


def _batch(name: str, table: pd.DataFrame) -> pa.RecordBatch:
    # From the ten thousandth passage on, the order of ids is not that of numbers.
    table = table.sort_values("passage_id", kind="stable")
    return pa.RecordBatch.from_pandas(table, schema=_schemas()[name], preserve_index=False)


class BatchWriter:
    """Collects the tables of one file's documents as compressed bytes, a batch a document."""

    def __init__(self) -> None:
        self._sinks = {name: pa.BufferOutputStream() for name in _schemas()}
        self._writers = {
            name: pa.ipc.new_file(sink, _schemas()[name], options=_COMPRESSED)
            for name, sink in self._sinks.items()
        }

    def write(self, tables: Tables) -> None:
        """Add the tables of the next document."""
        for name, batch in tables.items():
            self._writers[name].write_batch(batch)

    def close(self) -> dict[str, bytes]:
        """Return the bytes of each table."""
        for writer in self._writers.values():
            writer.close()
        return {name: sink.getvalue().to_pybytes() for name, sink in self._sinks.items()}


def open_batches(tables: Mapping[str, bytes]) -> Readers:
    """Open what a `BatchWriter` gave, to read it a document at a time."""
    return {name: pa.ipc.open_file(raw) for name, raw in tables.items()}


def write_parquets(documents: Iterable[tuple[Readers, int]], folder: Path) -> None:
    """Write the tables of documents, in this order, as one Parquet file each.

    Parameters
    ----------
    documents : iterable
        Of each document, its file's tables and its number in them.
    folder : path
    """
    with ExitStack() as files:
        groups = {
            name: _Groups(files.enter_context(pq.ParquetWriter(folder / f"{name}.parquet", schema, **_ZSTD)))
            for name, schema in _schemas().items()
        }
        for tables, number in documents:
            for name, reader in tables.items():
                groups[name].add(reader.get_batch(number))
        for group in groups.values():
            group.write()


class _Groups:
    """Batches that wait until they make a row group."""

    def __init__(self, file: pq.ParquetWriter) -> None:
        self._file = file
        self._waiting: list[pa.RecordBatch] = []
        self._n_rows = 0

    def add(self, batch: pa.RecordBatch) -> None:
        self._waiting.append(batch)
        self._n_rows += batch.num_rows
        if self._n_rows >= _ROWS_AT_ONCE:
            self.write()

    def write(self) -> None:
        if self._waiting:
            self._file.write_table(pa.Table.from_batches(self._waiting))
        self._waiting, self._n_rows = [], 0
