"""Take out of a corpus what could be put together to sentences, so that it can be published."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

# Headings of a shared corpus are cut to this many characters: enough to name a task, too
# short to quote a document.
SHARED_HEADING = 16
# Names of agencies that come to stand side by side by chance may read like a list of a document:
# another word here deals the rows anew.
SHUFFLE = "1 "


def shorten(text: str, most: int = SHARED_HEADING) -> str:
    """Cut a text to at most `most` characters, the last an ellipsis where it was cut."""
    return text if len(text) <= most else text[: most - 1] + "…"


def without_wording(
    passages: pd.DataFrame, mentions: pd.DataFrame | None, manifest: Mapping[str, Any]
) -> tuple[pd.DataFrame, pd.DataFrame | None, dict[str, Any]]:
    """Cut what could be put together to sentences: headings, and titles, cited or naming a file."""

    def cut_path(section: str) -> str:
        return " > ".join(shorten(part, SHARED_HEADING // 2) for part in section.split(" > "))

    passages = passages.assign(
        heading=_map_text(passages["heading"], shorten),
        section=_map_text(passages["section"], cut_path),
    )
    if mentions is not None:
        cut = {name: _map_text(mentions[name], shorten) for name in ("name", "issuer")}
        mentions = _scatter(mentions.assign(**cut))
    lists = {
        key: [{**row, "file": shorten(row["file"].rpartition("/")[2])} for row in manifest[key]]
        for key in ("inputs", "left_out", "notes", "contradictions")
        if key in manifest
    }
    return _scatter(passages), mentions, {**manifest, **lists}


def _scatter(table: pd.DataFrame) -> pd.DataFrame:
    """Order rows by the hash of their place, so that no row tells what stood before it."""
    places = SHUFFLE + table["passage_id"] + "@" + table["start"].astype("str")
    hashes = places.map(lambda place: hashlib.sha256(place.encode()).hexdigest())
    return table.loc[hashes.sort_values().index]


def _map_text(column: pd.Series, change: Callable[[str], str]) -> pd.Series:
    """Change the texts of a column; one without any text stays a column of text."""
    return column.map(change, na_action="ignore").astype("str")
