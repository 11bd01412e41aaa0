"""How far a place's agenda is from the centre's, and whether further than places are from each other.

All topics together: `profiles` takes them one by one. Places differ, and with many
documents of each surely so: the yardstick of a place is the other places, that of a whole level chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformlab.corpus.kept import keep
from reformlab.corpus.periods import By
from reformlab.measures import permutation
from reformlab.measures.estimates import MIN_DOCUMENTS
from reformlab.measures.intercepts import compare_with_others
from reformlab.measures.priorities import ALL_PLACES
from reformlab.measures.sides import Sides, find_sides, sum_to_one

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit

DIVERGENCE = ["kind", "period", "level", "place", "divergence", "observed", "expected", "chance_low"]
DIVERGENCE += ["chance_high", "excess", "p", "q", "n_docs", "n_places", "n_national", "enough"]
CHANCE = (2.5, 97.5)  # percentiles of the null: where 95 % of the permutations lie
# Divergences of places are skewed; their fourth roots are hardly.
POWER = 4


@keep("topics", "measures", "corpus")
def measure_divergence(
    fit: Fit,
    *,
    by: By = None,
    periods: Sequence[int] | None = None,
    n_permutations: int = 999,
    corrected: bool = True,
    seed: int = 1,
) -> pd.DataFrame:
    """Measure how far each place, and each level as a whole, is from the centre.

    The divergence is that of Jensen and Shannon from the centre's mean priorities: 0 where they are the
    same, 1 where they share no topic. Of a place it is that of its *shrunken* priorities: random intercepts
    (REML), drawn towards the mean of the places, the more so the fewer its documents. Provinces differ from
    each other, so with many reports each differs surely from the centre; that is no finding about any of
    them. The question asked is: **is this place further from the centre than places are from each other?**
    It stands beside the others: where one more of them would lie (``chance_low`` to ``chance_high``), and
    ``p`` of lying so far above them. How far the centre is from all is asked of the level as a whole.

    A level as a whole (``"all places"``) has another yardstick: as many documents on either side, permuted
    without regard to whose they are, of which as many repeat one another as documents of one place, or
    versions of one national text, correlate (see `reformlab.measures.permutation.permute_clusters`).

    Parameters
    ----------
    fit : Fit
    by, periods
        As in `measure_priorities`.
    n_permutations : int
        How often documents are permuted; the smallest possible `p` is 1 / (n_permutations + 1).
    corrected : bool
        As in `measure_priorities`, for a fit of domains with a coded sample. The null of a level then holds
        what the correction of either side may be wrong by; places of a level have it in common.
    seed : int

    Returns
    -------
    DataFrame
        One row a kind, period, level below the national one and place, and one a level with all
        its places: ``kind``, ``period``, ``level``, ``place``, ``divergence`` (0..1, in bits, of a place
        shrunken; missing where the centre has no document), ``observed`` (of the documents as they are:
        larger the fewer they are), ``expected`` (of the other places; of a level, the mean of the null),
        ``chance_low``, ``chance_high`` (between them 19 of 20 further places would lie; of a level, 95 %
        of the null), ``excess`` (divergence minus expected), ``p`` (of a place, of lying so far above the
        others; of a level, share of permutations, the real one counted in, at least as divergent), ``q``
        (false discovery rate over the places of the same kind, period and level), ``n_docs``,
        ``n_places``, ``n_national``, ``enough`` (both sides have at least 5 documents, of about the same
        years, see `measure_gap`; a level, 5 places, and none with half of its documents or more). With
        fewer than 5 places there is nothing to compare a place with. Where `enough` is False the row tells
        of those single documents, not of the place.
        ``"all places"``
        has no null where places have several documents and are fewer than 5 or one has half of them:
        how much documents of a place depend on each other cannot be told there. Where a coded sample
        corrects, also ``uncorrected`` (what `observed` would be of what is predicted).

    Raises
    ------
    ValueError
        As `measure_priorities`.

    Notes
    -----
    Lin (1991), IEEE Transactions on Information Theory 37(1). Shrinkage and the comparison with the others:
    `reformlab.measures.intercepts`; of fourth roots, which are hardly skewed (as Wilson and
    Hilferty 1931, PNAS 17). Permutations: Phipson and Smyth (2010); ties count against a finding, so `p`
    is never too small. How often a place is called where none stands out: docs/decisions/places.md.

    Examples
    --------
    >>> import reformlab as rl
    >>> fit = rl.fit_topics(rl.load_corpus("made-up"), n_topics=4, seed=1)
    >>> rl.measure_divergence(fit, seed=1)["place"].unique().tolist()
    ['all places', '甘肃', '江西', '云南']
    """
    rows = []
    for group in find_sides(fit, by, periods, corrected):
        rng = permutation.open_stream(seed, "divergence", *group.names)
        whole = pd.DataFrame([_compare_level(group, n_permutations, rng)])
        table = pd.concat([whole, _compare_places(group)], ignore_index=True)
        rows.append(table.assign(**group.about, n_national=group.n_national))
    if not rows:
        return pd.DataFrame(columns=DIVERGENCE).astype({"enough": bool})
    table = pd.concat(rows, ignore_index=True)
    return table[DIVERGENCE + [name for name in ("uncorrected",) if name in table]]


def _beside(group: Sides, mine: np.ndarray) -> dict[str, float]:
    """Give the divergence of what is predicted, where something else is corrected."""
    if group.uncorrected is None:
        return {}
    means = (group.uncorrected[side].mean(axis=0) for side in (mine, group.national))
    return {"uncorrected": float(diverge(*means)) if group.n_national else np.nan}


def _compare_level(group: Sides, n_permutations: int, rng: np.random.Generator) -> dict[str, object]:
    """Compare all places of the level with the centre: documents of one place depend on each other."""
    known, null = permutation.can_permute(group.cluster, group.national), None
    if group.n_national and known:
        roots, sides = np.sqrt(np.maximum(group.values, 0)), (group.cluster, group.national)
        icc = permutation.intraclass_correlation(roots, *sides)
        first, second = permutation.permute_clusters(*sides, n_permutations, rng, icc=icc)
        of_level, of_centre = group.draw_errors(n_permutations, rng)
        of_level = of_level + _average(second, group.values)
        null = diverge(of_level, of_centre + _average(first, group.values))
    row = _describe(_diverge_from(group, group.values[~group.national].mean(axis=0)), null)
    row |= _beside(group, ~group.national)
    n_docs, n_places = (~group.national).sum(), len(set(group.cluster[~group.national]))
    enough = known and group.same_years and min(n_places, group.n_national) >= MIN_DOCUMENTS
    row |= {"place": ALL_PLACES, "observed": row["divergence"], "q": np.nan}
    return {**row, "n_docs": n_docs, "n_places": n_places, "enough": enough}


def _compare_places(group: Sides) -> pd.DataFrame:
    """Compare how far each place is from the centre with how far the others are."""
    from scipy.stats import t

    intercepts, n_docs = group.fit_places()
    divergence, observed = (
        np.array([_diverge_from(group, mine) for mine in part])
        for part in (sum_to_one(intercepts.shrunken), intercepts.means)
    )
    far, *others = compare_with_others(divergence ** (1 / POWER))
    p = t.sf(far, len(far) - 2)
    expected, low, high = (np.maximum(part, 0) ** POWER for part in others)
    table = pd.DataFrame({"place": group.places, "divergence": divergence, "observed": observed})
    table = table.assign(expected=expected, chance_low=low, chance_high=np.minimum(high, 1), p=p)
    table = table.assign(excess=divergence - expected, q=permutation.false_discovery_rate(p), n_places=1)
    beside = pd.DataFrame([_beside(group, group.of == place) for place in group.places])
    enough = (np.minimum(n_docs, group.n_national) >= MIN_DOCUMENTS) & group.same_years
    table = table.assign(n_docs=n_docs, enough=enough)
    return table.assign(**beside)


def _average(chosen: np.ndarray, values: np.ndarray) -> np.ndarray:
    return chosen @ values / chosen.sum(axis=1, keepdims=True)


def diverge(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Give the Jensen-Shannon divergence in bits along the last axis; scipy's distance is its root."""
    from scipy.spatial.distance import jensenshannon

    # A corrected share may lie below 0, and rounding take the root of what lies just below it.
    one, other = np.maximum(one, 0), np.maximum(other, 0)
    return np.nan_to_num(jensenshannon(one, other, base=2, axis=-1)) ** 2


def _diverge_from(group: Sides, mine: np.ndarray) -> float:
    """Give the divergence of mean priorities from the centre's."""
    if not group.n_national:
        return np.nan
    return float(diverge(mine, group.values[group.national].mean(axis=0)))


def _describe(divergence: float, null: np.ndarray | None) -> dict[str, float]:
    """Set a divergence beside its null, or beside nothing where there is none."""
    names = ["divergence", "expected", "chance_low", "chance_high", "excess", "p"]
    if null is None:
        return dict.fromkeys(names, np.nan) | {"divergence": divergence}
    low, high = np.percentile(null, CHANCE)
    p = float(permutation.p_value_upper(divergence, null))
    values = [divergence, null.mean(), low, high, divergence - null.mean(), p]
    return dict(zip(names, values, strict=True))
