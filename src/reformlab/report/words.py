"""The wording of a report, and what one part of it holds: findings, doubts, pictures and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from reformlab.corpus.periods import read_eras
from reformlab.corpus.tables import UNKNOWN, read_texts
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

    def level(self, name: str) -> str:
        """Give the name of a level."""
        return self("level unknown" if name == UNKNOWN else name)

    def era(self, name: str) -> str:
        """Give the name of an era."""
        known = read_eras().set_index("name")["zh"]
        return known.get(name, name) if self.language == "zh" else name

    def known(self, word: str, key: str = "{}") -> str:
        """Give what the page calls a word of the tables, under this key; what it has no word for stays."""
        key = key.format(word)
        texts = read_texts("figures")[self.language] | read_texts("report")[self.language]
        return texts.get(key, word)

    def reason(self, text: str) -> str:
        """Give a reason that the package states in English in the language of the page, where it is known."""
        return text if self.language == "en" else _translate_reason(text)

    def estimate(self, key: str, value: float, low: float, high: float, sign: str = "", why: str = "") -> str:
        """Say a value and its interval, ``key`` being "share" or "points", or ``why`` it has none."""
        written = [write_percent(number, sign) for number in (value, low, high)]
        named = dict(zip(("value", "low", "high"), written, strict=True))
        return self(f"{key} alone" if pd.isna(low) else key, **named, why=why)


def write_percent(share: float, sign: str = "") -> str:
    """Write a share in hundredths; what rounds to nothing from below has no minus."""
    return f"{round(100 * share, 1) + 0.0:{sign}.1f}"


def _translate_reason(text: str) -> str:
    """Give the Chinese of a reason of ``data/texts/reasons.csv``; a gap ({}) holds what is special to it."""
    for pattern, chinese in _read_reasons():
        if found := pattern.fullmatch(text):
            return chinese.format(*found.groups())
    return text


@cache
def _read_reasons() -> list[tuple[re.Pattern[str], str]]:
    texts = read_texts("reasons")
    pairs = ((texts["en"][name], texts["zh"][name]) for name in texts["en"])
    return [(re.compile(re.escape(en).replace(r"\{\}", "(.*)"), re.DOTALL), zh) for en, zh in pairs]


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
    # Tables of which no row is a finding.
    folded: set[str] = field(default_factory=set)
