"""The start pages of the site, in English and Chinese: five findings, each computed and with its doubt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from reformlab.corpus.periods import read_eras
from reformlab.corpus.tables import CENTRE, read_texts
from reformlab.figures.text import write_limit
from reformlab.measures.permutation import LEVEL_OF_TEST
from tools.explorer import FIRST_YEAR, SINCE, Measured

PAGES = {"en": "index.md", "zh": "zh.md"}
SLOT = "{findings}"
REFORM = ("after SARS", "new health reform")
# The era whose first year began without it, and the day (of `read_events`, and named in the doubt) that told.
EPIDEMIC, KNOWN = "epidemic", "2020-01-20"


class Words:
    """The sentences of the findings in one language."""

    def __init__(self, language: str) -> None:
        """Read them."""
        self.language = language
        self.texts = read_texts("findings")[language]

    def __call__(self, name: str, **values: Any) -> str:
        """Return the sentence of this name, its gaps filled."""
        return self.texts[name].format(**values)

    def name(self, row: Any) -> str:
        """Give the name of the domain or term of a row."""
        return row["label"] if self.language == "zh" or pd.isna(row["label_en"]) else row["label_en"]

    def era(self, name: str) -> str:
        """Give an era its years."""
        era = read_eras().set_index("name").loc[name]
        named = era["zh"] if self.language == "zh" else name
        return f"{named} {era['first_year']}–{era['last_year']}"

    def estimate(self, row: Any, value: str) -> str:
        """Say a difference and its interval."""
        limits = {name: write_limit(row[name]).replace("-", "−") for name in ("low", "high")}
        return self("estimate", value=_points(row[value]), **limits)


def write_start(source: Path, tables: Measured) -> None:
    """Put the findings into the start pages."""
    for language, page in PAGES.items():
        say = Words(language)
        found = [f"1. {text} {say('doubt', text=doubt)}" for text, doubt in find(tables, say)]
        path = source / page
        path.write_text(path.read_text("utf-8").replace(SLOT, "\n".join(found)), "utf-8")


def find(tables: Measured, say: Words) -> list[tuple[str, str]]:
    """Return the findings, and the doubt of each."""
    return [
        _find_room(tables.salience, tables.use, say),
        _find_most(tables.trend, tables.n_coded, say),
        _find_moved(tables.change, say),
        _find_gap(tables.gap, say),
        _find_first(tables.diffusion, say),
    ]


def _points(difference: float) -> str:
    return f"{100 * difference:+.1f}".replace("-", "−")


def _find_room(change: pd.DataFrame, use: pd.DataFrame, say: Words) -> tuple[str, str]:
    told = change[(change["level"] == "provincial") & (change["q"] <= LEVEL_OF_TEST)]
    if told.empty:
        return say("room none"), say("room doubt")
    row = told.loc[told["change"].abs().idxmax()]
    shares = {"was": f"{100 * row['estimate_before']:.1f}", "now": f"{100 * row['estimate_after']:.1f}"}
    eras = {side: say.era(row[side]) for side in ("before", "after")}
    mixed = _doubt_epidemic(use, say) if EPIDEMIC in (row["before"], row["after"]) else ""
    return say("room", **eras, **shares, estimate=say.estimate(row, "change")), mixed + say("room doubt")


def _doubt_epidemic(use: pd.DataFrame, say: Words) -> str:
    """Say how many provinces spoke in the first year of the epidemic before it was known."""
    first = use[(use["level"] == "provincial") & (use["year"] == int(KNOWN[:4]))].drop_duplicates("place")
    days = first["date"].astype("str")
    early = (days.str.len() == len(KNOWN)) & (days < KNOWN)
    return say("epidemic", early=int(early.sum()), of=len(first))


def _find_most(trend: pd.DataFrame, n_coded: int, say: Words) -> tuple[str, str]:
    last = trend[(trend["level"] == "provincial") & (trend["year"] == trend["year"].max())]
    first, second = (row for _, row in last.nlargest(2, "estimate").iterrows())
    written = {
        f"{name}{which}": f"{100 * row[of]:.1f}"
        for which, row in (("", first), ("2", second))
        for name, of in (("value", "estimate"), ("low", "low"), ("high", "high"))
    }
    names = {"domain": say.name(first), "second": say.name(second)}
    order = say("order") if first["low"] <= second["high"] else ""
    sentence = say("most", year=first["year"], order=order, **names, **written).strip()
    return sentence, say("most doubt", n_coded=n_coded)


def _find_moved(change: pd.DataFrame, say: Words) -> tuple[str, str]:
    before, after = REFORM
    change = change[(change["before"] == before) & (change["after"] == after)]
    rows, centre = (change[change["level"] == level] for level in ("provincial", CENTRE))
    doubt = say("moved centre", n=(centre["q"] <= LEVEL_OF_TEST).sum(), of=len(centre)) + say("moved doubt")
    told = rows[rows["q"] <= LEVEL_OF_TEST].sort_values("change", kind="stable")
    about = {"before": say.era(before), "after": say.era(after), "of": len(rows)}
    if told.empty:
        return say("moved none", **about), doubt
    ends = {"fell": told.iloc[0], "rose": told.iloc[-1]}
    sentences = {
        way: say(way, domain=say.name(row), estimate=say.estimate(row, "change"))
        if (row["change"] > 0) == (way == "rose")
        else ""
        for way, row in ends.items()
    }
    return say("moved", **about, n=len(told), **sentences).strip(), doubt


def _find_gap(gap: pd.DataFrame, say: Words) -> tuple[str, str]:
    told = gap[gap["q"] <= LEVEL_OF_TEST]
    row = gap.loc[gap["p"].idxmin()]
    about = {
        "year": SINCE,
        "of": len(gap),
        "domain": say.name(row),
        "estimate": say.estimate(row, "gap"),
        "side": say("centre" if row["gap"] > 0 else "provinces"),
    }
    width = f"{50 * (gap['high'] - gap['low']).median():.0f}"
    predicted = {"domain": about["domain"], "predicted": _points(row["uncorrected"])}
    alike = say("gap alike") if len(told) < len(gap) else ""
    doubt = say("gap doubt", n_national=row["n_national"], width=width, alike=alike, **predicted)
    return say("gap none" if told.empty else "gap", n=len(told), **about), doubt


def _find_first(diffusion: pd.DataFrame, say: Words) -> tuple[str, str]:
    local = diffusion[(diffusion["level"] == "provincial") & (diffusion["n_used"] > 0)]
    firsts = local.sort_values("year", kind="stable").groupby("item", as_index=False).first()
    earlier = firsts[firsts["year"] < firsts["centre_year"]]
    row = earlier.loc[(earlier["centre_year"] - earlier["year"]).idxmax()]
    about = {"of": len(firsts), "before": len(earlier), "never": int(firsts["centre_year"].isna().sum())}
    years = {"first": row["year"], "centre": row["centre_year"], "last": diffusion["year"].max()}
    years["since"] = FIRST_YEAR
    return say("first", **about, **years, term=say.name(row)), say("first doubt")
