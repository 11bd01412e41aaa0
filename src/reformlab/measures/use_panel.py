"""Uses laid out over items, places and years: who had used what by then, and who might yet adopt it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reformlab.corpus.tables import CENTRE, SIDES
from reformlab.measures.adoption import find_days

# Later than every day.
NEVER = "9999"
CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class UsePanel:
    """Items x units x years, the centre first among the units; its arrays know no names."""

    items: list
    places: list[str]
    years: np.ndarray
    used: np.ndarray  # items x units x years: used in a document of the year
    there: np.ndarray  # units x years: has a document
    salience: np.ndarray  # units x years
    first: int  # the first year in which a province has a document, as an index of years
    said: np.ndarray  # items x years: the last day that the centre's first use of the year may mean
    days: np.ndarray  # units x years: the first day that the first document of the year may mean

    @property
    def before(self) -> np.ndarray:
        """Who had used what in earlier years (items x units x years)."""
        return self.hear(None)

    def hear(self, memory: int | None) -> np.ndarray:
        """Who had used what in the years before, all or the last few (items x units x years)."""
        n = self.used.shape[2]
        heard = np.zeros_like(self.used)
        for back in range(1, n if memory is None else min(memory + 1, n)):
            heard[:, :, back:] |= self.used[:, :, : n - back]
        return heard

    def hear_centre(self, memory: int | None) -> np.ndarray:
        """Where the centre had spoken by the day of the unit's document (items x units x years)."""
        return self.hear(memory)[:, :1] | (self.said[:, None] < self.days[None]).astype(bool)

    @property
    def at_risk(self) -> np.ndarray:
        """Who might adopt: it has a document, an earlier one, never used it, and somebody else has.

        An item begins in the year after the first of all used it: that somebody was first is no
        news, and years before it is in the world tell nothing.
        """
        seen = np.maximum.accumulate(self.there, axis=1)
        seen_before = np.hstack([np.zeros_like(seen[:, :1]), seen[:, :-1]])
        before = self.before
        asked = self.there & seen_before & (np.arange(len(self.years)) >= self.first)
        return ~before & asked[None] & before.any(axis=1, keepdims=True)


def lay_out(use: pd.DataFrame) -> UsePanel:
    """Lay the uses of the centre and the provinces out over items, units and years."""
    use = use[use["level"].isin(SIDES)]
    first, last = find_days(use["date"], use["year"])
    unit = use["place"].where(use["level"] != CENTRE, "")
    items, units = list(dict.fromkeys(use["item"])), ["", *sorted(set(unit) - {""})]
    years = np.arange(use["year"].min(), use["year"].max() + 1) if len(use) else np.arange(0)
    i, u = pd.Index(items).get_indexer(use["item"]), pd.Index(units).get_indexer(unit)
    t = (use["year"] - use["year"].min()).to_numpy(dtype=int)
    uses = use["used"].to_numpy(dtype=bool)
    used = np.zeros((len(items), len(units), len(years)), bool)
    there = np.zeros(used.shape[1:], bool)
    used[i[uses], u[uses], t[uses]] = True
    there[u, t] = True
    salience = np.full(there.shape, np.nan)
    salience[u, t] = use["salience"].to_numpy(dtype=float)
    said = np.full((len(items), len(years)), NEVER, dtype=object)
    of_centre = uses & (u == 0)
    np.minimum.at(said, (i[of_centre], t[of_centre]), last.to_numpy(dtype=object)[of_centre])
    days = np.full(there.shape, NEVER, dtype=object)
    np.minimum.at(days, (u, t), first.to_numpy(dtype=object))
    # Where there is no document nothing came before it.
    days[~there] = ""
    start = int(there[1:].any(axis=0).argmax()) if there.size else 0
    return UsePanel(items, units[1:], years, used, there, salience, start, said, days)
