"""The wording of a report, and what one part of it holds: findings, doubts, pictures and tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from reformlab.corpus.periods import read_eras
from reformlab.corpus.tables import read_texts
from reformlab.figures.text import Speech


@dataclass(frozen=True)
class Words:
    """The fixed wording of a report in one language; words of figures stand for themselves."""

    language: str

    def __call__(self, key: str, **values: Any) -> str:
        """Return the sentence of this key, its gaps filled."""
        texts = read_texts("report")[self.language]
        if key not in texts:
            return Speech(self.language)(key, **values)
        return texts[key].format(**values)

    def join(self, parts: Iterable[str]) -> str:
        """Put names in a row."""
        return ("、" if self.language == "zh" else ", ").join(parts)

    def domain(self, row: Any) -> str:
        """Give the name of the domain of a row."""
        return row.label if self.language == "zh" else row.label_en

    def era(self, name: str) -> str:
        """Give the name of an era."""
        known = read_eras().set_index("name")["zh"]
        return known.get(name, name) if self.language == "zh" else name

    def estimate(self, key: str, value: float, low: float, high: float, sign: str = "") -> str:
        """Say a value and its interval, ``key`` being "share" or "points"."""
        written = [f"{100 * number:{sign}.1f}" for number in (value, low, high)]
        named = dict(zip(("value", "low", "high"), written, strict=True))
        return self(f"{key} alone" if pd.isna(low) else key, **named)


@dataclass
class Section:
    """One part of the page: findings, what is doubtful of them, pictures and tables."""

    name: str
    found: list[str] = field(default_factory=list)
    doubt: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    pictures: list[Axes] = field(default_factory=list)
    # Of each the name, the whole table, and what of it stands on the page (nothing, text, or HTML).
    tables: list[tuple[str, pd.DataFrame, pd.DataFrame | None]] = field(default_factory=list)
