"""Read JSON and JSON Lines that hold documents: an object a document, in whatever lies around them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from reformlab.reading.column_names import find_columns
from reformlab.reading.encoding import ReadError
from reformlab.reading.spreadsheet import HAN, Row, make_row

# An object, or a list of objects, lists or texts; the last may open a text as well (["甲"] 各县).
_OPENING = re.compile(r"\s*(?:\[\s*)*(?:\{\s*[\"'}]|(?P<list>(?<=\[)\s*\"))")
_DEEPEST, _LONG = 12, 200


def find_records(text: str) -> list[Row] | None:
    """Return the documents of a JSON text, a row each, or None where a text is no JSON.

    Raises
    ------
    ReadError
        Where it is JSON without documents' texts, or breaks off.
    """
    text = text.lstrip("\ufeff")
    opening = _OPENING.match(text)
    if not opening:
        return None
    try:
        rows = [row for _, row in _find(_turn_columns(json.loads(text)), 0)]
        places = [""] if len(rows) == 1 else [f"row {number}" for number in range(1, len(rows) + 1)]
    # Too deep, or a number of too many digits, is no ValueError of its own kind.
    except (ValueError, RecursionError) as error:
        return None if opening["list"] else _read_lines(text, error)
    if not rows:
        raise ReadError(_without_text(text))
    return [row._replace(where=place) for row, place in zip(rows, places, strict=True)]


def _read_lines(text: str, error: Exception) -> list[Row]:
    """Return the documents of JSON Lines; a line that cannot be read is a row with the reason."""
    rows, n_read = [], 0
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"row {number}"
        try:
            found = [row for _, row in _find(json.loads(line.strip().rstrip(",")), 0)]
            n_read += 1
        except (ValueError, RecursionError) as fault:
            rows.append(Row(where, "", {}, reason=f"is a line that is no JSON ({fault}); mend or remove it"))
            continue
        reason = "" if found else "has no field of a document's text; fill it in, or leave the line out"
        rows += [row._replace(where=where) for row in found[:1]] or [Row(where, "", {}, reason=reason)]
    if not n_read:
        raise ReadError(f"is damaged JSON ({error}); save it again, or its text as TXT")
    if not any(row.text for row in rows):
        raise ReadError(_without_text(text))
    return rows


def _without_text(text: str) -> str:
    names = list(dict.fromkeys(re.findall(r'"([^"\\\n]{1,40})"\s*:', text[:20_000])))
    return (
        f"is JSON without a field of documents' texts (it has: {', '.join(names)[:200]}); "
        "name the field that holds them 正文 or text"
    )


def _find(value: Any, depth: int) -> Iterator[tuple[str, Row]]:
    """Yield the text and row of each object that is a document, outermost first."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _find(item, depth + 1)
    elif isinstance(value, dict):
        fields = _flatten(value)
        if fields is None:
            for item in value.values():
                yield from _find(item, depth + 1)
            return
        names = list(fields)
        columns = dict(_columns(tuple(names)))
        if "text" not in columns and (longest := _longest(fields)):
            columns["text"] = names.index(longest)
        if "text" in columns:
            row = make_row(list(fields.values()), columns, "")
            yield row.text, row
        else:
            for item in value.values():
                yield from _find(item, depth + 1)


def _turn_columns(value: Any) -> Any:
    """Return the rows of a table that is stored by its columns, as pandas does; anything else as it is."""
    if not isinstance(value, dict) or len(value) < 2:
        return value
    names, data = value.get("columns"), value.get("data")
    if isinstance(names, list) and isinstance(data, list) and all(isinstance(row, list) for row in data):
        return [dict(zip(map(str, names), row, strict=False)) for row in data]
    columns = list(value.values())
    if not {"text", "title"} <= set(_columns(tuple(value))) or len(set(map(type, columns))) > 1:
        return value
    if isinstance(columns[0], dict):
        return [{name: column.get(at) for name, column in value.items()} for at in columns[0]]
    if isinstance(columns[0], list) and len(set(map(len, columns))) == 1:
        return [dict(zip(value, row, strict=True)) for row in zip(*columns, strict=True)]
    return value


@lru_cache(maxsize=256)
def _columns(names: tuple[str, ...]) -> dict[str, int]:
    # Most objects of a file have the same fields.
    return find_columns(names)


def _flatten(value: dict[str, Any], depth: int = 0) -> dict[str, str] | None:
    """Return the fields of an object, and of the objects in it, as text; None where several have a text."""
    fields = {str(name): text for name, item in value.items() if (text := _write(item)) is not None}
    n_texts = int("text" in _columns(tuple(fields)))
    for item in value.values():
        if isinstance(item, dict) and depth < _DEEPEST:
            inner = _flatten(item, depth + 1)
            n_texts += inner is None or "text" in _columns(tuple(inner))
            if inner is None or n_texts > 1:
                return None
            fields = inner | fields
    return fields


def _write(value: Any) -> str | None:
    """Return a value as text: paragraphs may be a list of texts, or of objects with one text each."""
    if isinstance(value, list):
        parts = [item if isinstance(item, str) else _paragraph(item) for item in value]
        return "\n".join(parts) if parts and all(part is not None for part in parts) else None
    if isinstance(value, dict):
        return None
    if isinstance(value, bool) or value is None:
        return ""
    return str(value)


def _paragraph(item: Any) -> str | None:
    """Return the text of an object that has nothing else to say: no title or number of its own."""
    if not isinstance(item, dict) or not all(isinstance(part, str | int) for part in item.values()):
        return None
    columns = _columns(tuple(item))
    says_more = {"title", "number", "issuer", "date"} & set(columns)
    return None if says_more or "text" not in columns else str(list(item.values())[columns["text"]])


def _longest(fields: dict[str, str]) -> str:
    """Return the name of the field that holds a long Chinese text, where none is named so."""
    name = max(fields, key=lambda name: len(fields[name]), default="")
    text = fields.get(name, "")
    return name if len(text) >= _LONG and len(HAN.findall(text)) >= len(text) / 2 else ""
