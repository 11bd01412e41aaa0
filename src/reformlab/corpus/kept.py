"""Results that take long, kept under a key of all that they were made from, and found again.

A key holds the inputs (tables, settings, seed, the engine and its version) and the code that makes
the result, but nothing of the machine. So a result that was made elsewhere is found here,
digit for digit, and whatever changes, it is made anew. Results that ship with the bundled corpora
lie in ``data/results``; a user's own in a cache folder.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import json
import os
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import cache, wraps
from io import StringIO
from pathlib import Path
from tokenize import COMMENT, generate_tokens
from typing import Any

import numpy as np
import pandas as pd
from platformdirs import user_cache_path
from pyarrow import BufferOutputStream, Table
from pyarrow.csv import write_csv

import reformlab
from reformlab.corpus.store import write_parquet
from reformlab.corpus.tables import Corpus, data_folder

# The value of REFORMLAB_CACHE with which nothing is kept and nothing looked for.
OFF = "off"
# Bits of a number's significand that are kept: three digits, more than is ever printed of a share.
BITS = 11


def cache_folder() -> Path:
    """Return the folder of a user's kept results: ``REFORMLAB_CACHE``, or the platform's own.

    With ``REFORMLAB_CACHE=off`` nothing is kept, and nothing that was kept is used.

    Examples
    --------
    >>> import reformlab as rl
    >>> rl.cache_folder().name
    'reformlab'
    """
    own = os.environ.get("REFORMLAB_CACHE")
    return Path(own) if own else user_cache_path("reformlab", appauthor=False)


def list_kept() -> pd.DataFrame:
    """List the results that are kept, those that ship first.

    Returns
    -------
    DataFrame
        One row a result: ``what`` (the function that made it), ``key``, ``bytes``, ``ships``
        (it came with the package, and stays).

    Examples
    --------
    >>> import reformlab as rl
    >>> list(rl.list_kept().columns)
    ['what', 'key', 'bytes', 'ships']
    """
    rows = [
        (*path.stem.rsplit("-", 1), path.stat().st_size, ships)
        for folder, ships in ((data_folder() / "results", True), (cache_folder(), False))
        for path in sorted(folder.glob("*-*.parquet"))
    ]
    return pd.DataFrame(rows, columns=["what", "key", "bytes", "ships"])


def empty_cache() -> int:
    """Delete a user's kept results, and say how many there were; what ships stays.

    Examples
    --------
    >>> import reformlab as rl
    >>> rl.empty_cache()  # doctest: +SKIP
    3
    """
    paths = list(cache_folder().glob("*-*.parquet"))
    for path in paths:
        path.unlink(missing_ok=True)
    return len(paths)


def keep(*wings: str) -> Callable[[Callable[..., pd.DataFrame]], Callable[..., pd.DataFrame]]:
    """Keep what a function gives, under a key of its arguments and of some wings (see `find_or_make`).

    The function takes corpora, fits, tables and plain values, gives one table, and depends on
    nothing else; an argument ``progress`` is no part of the key.
    """

    def decorate(function: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
        @wraps(function)
        def kept(*args: Any, **kwargs: Any) -> pd.DataFrame:
            bound = inspect.signature(function).bind(*args, **kwargs)
            bound.apply_defaults()
            inputs = {name: value for name, value in bound.arguments.items() if name != "progress"}
            return find_or_make(function.__name__, inputs, wings, lambda: function(*args, **kwargs))

        return kept

    return decorate


def find_or_make(
    what: str, inputs: Any, wings: Iterable[str], make: Callable[[], pd.DataFrame]
) -> pd.DataFrame:
    """Return the result that is kept for these inputs, or make it and keep it.

    Parameters
    ----------
    what : str
        Name of the function, the first part of the file's name.
    inputs : any
        All that the result depends on (see `digest`).
    wings : iterable of str
        Wings, or rooms (``topics/engines``), whose code makes the result; tables of data (``rules/uptake``).
    make : function
        Gives the table.
    """
    if os.environ.get("REFORMLAB_CACHE") == OFF:
        return make()
    key = digest([what, inputs, digest_code(*wings)])
    name = f"{what}-{key[:20]}.parquet"
    shipped, own = data_folder() / "results" / name, cache_folder() / name
    if shipped.exists():
        return pd.read_parquet(shipped)
    if own.exists():
        os.utime(own)  # so that it can be told which results are still used
        return pd.read_parquet(own)
    table = make()
    try:
        own.parent.mkdir(parents=True, exist_ok=True)
        write_parquet(table, own)
        return pd.read_parquet(own)
    except OSError as error:
        warnings.warn(f"{own} cannot be written, so {what} will be worked out again: {error}", stacklevel=2)
        return table


def round_bits(values: np.ndarray) -> np.ndarray:
    """Round positive numbers to three significant digits, in binary, as 32-bit floats.

    What is kept must be small, and what was just made must be what is found later; so results
    are rounded when they are made.
    """
    spare = 23 - BITS
    bits = np.ascontiguousarray(values, dtype=np.float32).view(np.uint32)
    rounded = (bits + np.uint32(1 << (spare - 1))) >> np.uint32(spare) << np.uint32(spare)
    return rounded.view(np.float32)


def digest(value: Any) -> str:
    """Return the SHA-256 of a value: the same on every machine, and in any order of a table's rows.

    Raises
    ------
    TypeError
        For a value of a kind that no result is made from.
    """
    whole = hashlib.sha256()
    for part in _parts(value):
        whole.update(part)
    return whole.hexdigest()


def _parts(value: Any) -> Iterator[bytes]:
    if isinstance(value, Corpus):
        tables = {name: getattr(value, name) for name in ("documents", "passages", "terms", "mentions")}
        yield from _parts(tables)
    elif hasattr(value, "key_parts"):
        yield from _parts(value.key_parts())
    elif isinstance(value, pd.DataFrame):
        yield _write_table(value)
    elif isinstance(value, np.ndarray):
        yield f"{value.dtype.str}{value.shape}".encode() + np.ascontiguousarray(value).tobytes()
    elif isinstance(value, dict):
        for name, one in value.items():
            yield f"\0{name}=".encode()
            yield from _parts(one)
    elif isinstance(value, list | tuple | range | set | pd.Series | pd.Index):
        yield f"\0[{len(value)}".encode()
        for one in sorted(value) if isinstance(value, set) else value:
            yield from _parts(one)
    elif value is None or isinstance(value, str | int | float | bool | np.generic):
        plain = value.item() if isinstance(value, np.generic) else value
        yield b"\0" + json.dumps(plain, ensure_ascii=False).encode()
    else:
        raise TypeError(f"a {type(value).__name__} is nothing that a kept result can be made from")


def _write_table(table: pd.DataFrame) -> bytes:
    """Write a table as CSV, its columns and rows in the order of their names and values."""
    columns = sorted(table.columns, key=str)
    plain = table[columns].reset_index(drop=True)
    plain = plain.astype({name: "str" for name in columns if plain[name].dtype == "category"})
    plain = plain.sort_values(columns, ignore_index=True)
    stream = BufferOutputStream()
    write_csv(Table.from_pandas(plain, preserve_index=False), stream)
    return stream.getvalue().to_pybytes()


@cache
def digest_code(*wings: str) -> str:
    """Return the hash of some wings, rooms or tables of data; what is only told in code does not count."""
    package = Path(reformlab.__file__).parent
    found = {path for wing in wings for path in package.glob(f"{wing}.py")}
    found |= {path for wing in wings for path in (package / wing).glob("*.py")}
    parts = [[path.relative_to(package).as_posix(), _read_code(path)] for path in sorted(found)]
    tables = (data_folder() / f"{wing}.csv" for wing in wings)
    return digest(parts + [table.read_text("utf-8") for table in tables if table.exists()])


def _read_code(path: Path) -> str:
    """Return the code of a room without comments, docstrings and empty lines."""
    text = path.read_text("utf-8")
    lines = text.splitlines()
    for token in generate_tokens(StringIO(text).readline):
        if token.type == COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            told = node.body[0]
            lines[told.lineno - 1 : told.end_lineno] = [""] * (told.end_lineno - told.lineno + 1)
    return "\n".join(line.rstrip() for line in lines if line.strip())
