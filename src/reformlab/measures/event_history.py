"""Event history: whether provinces adopt after the centre has spoken, and after their neighbours have.

Policies spread vertically, from the centre down, and horizontally, from neighbour to neighbour. Both
look alike in a curve: where all places follow the centre, neighbours adopt one after the other as
well. They are told apart by a discrete-time event history over many items at once.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from reformlab.corpus.kept import keep
from reformlab.corpus.places import join_neighbours, read_neighbours
from reformlab.measures.adoption import check_use
from reformlab.measures.hazard import (
    RIDGE,
    Hazard,
    code_values,
    fit_hazard,
    leave_out,
    mark_codes,
    sum_scores,
    sweep_column,
    weigh_rows,
)
from reformlab.measures.intervals import CONFIDENCE, find_quantile
from reformlab.measures.permutation import LEVEL_OF_TEST
from reformlab.measures.use_panel import CANNOT_TELL, NEVER, UsePanel, lay_out

HISTORY = ["model", "effect", "coefficient", "ratio", "low", "high", "unadjusted", "se", "df", "p"]
HISTORY += ["verdict", "reason", "clusters", "n_items", "n_places", "n_rows", "n_events"]
ACROSS, WITHIN = "across items and years", "within item and year"
VERTICAL, HORIZONTAL = "centre has spoken", "neighbours"
# What cannot be an influence, and is as large as one where both follow something else.
LATER = "centre speaks later in the year"
FOUND, LITTLE = "found", "little or none"
OTHERS, RECENT, SALIENCE, DURATION = "all other provinces", "newly last year", "salience", "duration"
CONTROLS = [HORIZONTAL, OTHERS, RECENT, SALIENCE, DURATION]
# Fewer items, places or events tell a statistician too little of clusters, and of ratios.
MIN_ITEMS, MIN_PLACES, MIN_EVENTS = 20, 19, 200
# An interval that ends below this ratio of hazards leaves no room for an influence of note.
NOTABLE = 1.5
# The unit of those that adopted last year: no year brings all.
TENTH = 0.1


@keep("measures", "corpus")
def measure_event_history(use: pd.DataFrame, *, memory: int | None = None) -> pd.DataFrame:
    """Measure whether provinces adopt after the centre has spoken, and after their neighbours have adopted.

    A discrete-time event history of first uses, many items pooled: in each year, each province that
    has not yet used an item may adopt it. **Vertical** diffusion is what it adds to
    the hazard that the centre has spoken, beyond what it adds that any one province has: each province is
    put in the centre's place in turn, and the centre's estimate is compared with the 31 of the provinces.
    What moves everybody at once moves the provinces' estimates as well, and is taken off.
    **Horizontal** diffusion is what neighbours add within an item and year, where all that is common
    (the centre, a fashion, the year) is the same for all.

    Parameters
    ----------
    use : DataFrame
        Of `measure_use`, terms or topics. All national documents in it are the centre's, of
        whatever kind; all provincial ones are the provinces'.
    memory : int, optional
        For how many years a use is heard: with 1, only what the centre and the neighbours said in the
        year before counts, and an item that they dropped does not. Unless given, a use is heard for
        ever after.

    Returns
    -------
    DataFrame
        One row an effect of a model: ``model`` ("across items and years", "within item and year"),
        ``effect``, ``coefficient`` (complementary log-log), ``ratio`` (of hazards: of neighbours
        and all others, all against none; of those new last year, a tenth of the provinces; of salience,
        one standard deviation; of duration, e times as long), ``low``,
        ``high`` (95 %, of the ratio), ``unadjusted`` (of the centre, the ratio before the provinces'
        estimates are taken off), ``se``, ``df`` (of Student's t), ``p``, ``verdict`` of the two that are
        asked ("found": p at most 0.05 and a ratio above 1; "little or none": the interval ends below
        1.5; else "cannot tell"; empty for what is held constant), ``reason`` (why nothing can be
        told), ``clusters``, ``n_items``, ``n_places``, ``n_rows``, ``n_events``. Where there are fewer
        than 20 items, 19 places or 200 adoptions nothing is told.

    Raises
    ------
    ValueError
        Where the table lacks columns of `measure_use`, or no pair of neighbours is in it.

    Notes
    -----
    Berry and Berry (1990), American Political Science Review 84(2); Boehmke (2009), State Politics &
    Policy Quarterly 9(2), on pooled events; Prentice and Gloeckler (1978), Biometrics 34, on the link.

    A place is at risk from its second year in the panel, where its documents so far lack the item, and
    from the year after the first of all used it; places that have it in their first documents are no
    adoptions but count among those that have. Who never adopts stays at risk to the end. Neighbours
    and others count up to the year before; the centre up to the day of the place's document, as far as
    days are stated. An item that is dropped and used again counts once.

    Across: effects of each item, place and year. Scores are summed over items, for a common shock of an
    item falls on all places at once; standard errors by place alone call the centre in every third
    panel in which it is one place among others, by item alone in every fifth. The centre's t is
    therefore set against the mean and spread of the provinces' (t with n - 1 degrees of freedom).
    Within: items by years are absorbed. Standard errors leave out each place in turn, with t of as many
    places as tell alike (``docs/decisions/neighbours.md``).

    On made-up panels of 31 provinces, 24 years and 120 items, a centre or neighbours that multiply the
    hazard by 2.7 were found in all of 100; what is not there, in 1 to 3 % of 800
    (``docs/results/diffusion.csv``).

    What the centre says only later in the year cannot have moved those who spoke before: its row is a
    placebo, and should be near 1. What neighbours have in common of their own (a disease, a climate, a
    plan for the west) and is no lasting trait of a place looks like contagion, and cannot be told from
    it. The centre speaks in more than reports: what it says elsewhere only does not count here.

    Examples
    --------
    >>> import reformlab as rl
    >>> from reformlab.simulate import simulate_diffusion
    >>> use = simulate_diffusion(n_items=30, vertical=1.0, seed=1)
    >>> table = rl.measure_event_history(use)
    >>> table["effect"].tolist()[:2]
    ['centre has spoken', 'centre speaks later in the year']
    """
    check_use(use)
    panel = lay_out(use)
    near = join_neighbours(panel.places, read_neighbours())
    rows = list_rows(panel, near, memory)
    reason = _find_too_few(rows, panel)
    if reason:
        asked = [(ACROSS, VERTICAL), (WITHIN, HORIZONTAL)]
        empty = [{"model": model, "effect": effect} for model, effect in asked]
        table = pd.DataFrame(empty).assign(verdict=CANNOT_TELL, reason=reason, **_count(rows))
        return table.reindex(columns=HISTORY)
    models = [_measure_across(rows, panel, near, memory), _measure_within(rows)]
    return pd.concat(models, ignore_index=True)[HISTORY]


def list_rows(panel: UsePanel, near: np.ndarray, memory: int | None = None) -> pd.DataFrame:
    """List every year in which a province might have adopted an item, with what was so before."""
    before, heard = panel.before, panel.hear(memory).astype(float)
    item, unit, year = np.nonzero(np.where(np.arange(before.shape[1])[:, None] > 0, panel.at_risk, False))
    spoken = panel.hear_centre(memory)[item, unit, year]
    place, n_others = unit - 1, len(panel.places) - 1
    total, recent = heard[:, 1:].sum(axis=1), find_new(before)[:, 1:].sum(axis=1)
    degree = np.maximum(near.sum(axis=1), 1)
    beside = np.einsum("kl,ilt->ikt", near / degree[:, None], heard[:, 1:])
    age = np.cumsum(before.any(axis=1), axis=1)
    salience = panel.salience[unit, year]
    salience = np.where(np.isnan(salience), np.nanmean(salience) if len(salience) else 0, salience)
    spread = salience.std() if len(salience) else 0
    return pd.DataFrame(
        {
            "item": item,
            "place": place,
            "year": year,
            "adopts": panel.used[item, unit, year].astype(float),
            VERTICAL: spoken.astype(float),
            LATER: ((panel.said[item, year] != NEVER) & ~spoken).astype(float),
            HORIZONTAL: beside[item, place, year],
            OTHERS: total[item, year] / n_others,
            RECENT: recent[item, year] / n_others / TENTH,
            SALIENCE: (salience - salience.mean()) / (spread or 1),
            DURATION: np.log(age[item, year]),
        }
    )


def find_new(before: np.ndarray) -> np.ndarray:
    """Who first used what in the year before (items x units x years)."""
    return np.diff(before.astype(float), axis=2, prepend=0)


def _find_too_few(rows: pd.DataFrame, panel: UsePanel) -> str:
    """Say what there is too little of, or nothing."""
    needs = [("items", rows["item"].nunique(), MIN_ITEMS), ("places", rows["place"].nunique(), MIN_PLACES)]
    needs.append(("adoptions", int(rows["adopts"].sum()), MIN_EVENTS))
    for name, n, least in needs:
        if n < least:
            return f"{name}: {n}; {least} are needed"
    return ""


def _count(rows: pd.DataFrame) -> dict[str, int]:
    numbers = {"n_items": rows["item"].nunique(), "n_places": rows["place"].nunique()}
    return numbers | {"n_rows": len(rows), "n_events": int(rows["adopts"].sum())}


def _keep_informative(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Drop the groups in which all or none adopt: their effects are infinite, and the rest learns nothing."""
    while True:
        kept = rows
        for key in keys:
            mean = kept.groupby(key)["adopts"].transform("mean")
            kept = kept[(mean > 0) & (mean < 1)]
        if len(kept) == len(rows):
            return rows
        rows = kept


def _measure_across(
    rows: pd.DataFrame, panel: UsePanel, near: np.ndarray, memory: int | None
) -> pd.DataFrame:
    """Compare the centre's estimate with that of each province in its place."""
    rows = _keep_informative(rows, ["item", "place", "year"])
    items = code_values(rows["item"])
    own = mark_codes(items)
    dummies = _mark_places_and_years(rows)
    controls = rows[CONTROLS].to_numpy()
    design = sparse.hstack([sparse.csr_matrix(controls), dummies]).tocsr()
    hazard = fit_hazard(rows["adopts"].to_numpy(), design, items)
    heard, tested, clusters = panel.hear(memory), [], f"{items.max() + 1} items"
    for name, spoken in ((VERTICAL, heard), (LATER, panel.used & ~heard)):
        # Who speaks only later has not spoken: what was said before is held constant.
        known = [] if name == VERTICAL else [sparse.csr_matrix(rows[[VERTICAL]].to_numpy())]
        controlled = sparse.hstack([design, *known]).tocsr()
        swept = sweep_column(rows[name].to_numpy(), controlled, own, hazard.weights)
        coefficient, error = sum_scores(swept, hazard, items)
        answers = _ask_provinces(rows, spoken, heard, panel, near, hazard)
        # As of one more draw from the provinces' estimates.
        reach = error * answers.std(ddof=1) * np.sqrt(1 + 1 / len(answers))
        row = _conclude(coefficient - answers.mean() * error, reach, len(answers) - 1)
        row |= {"effect": name, "unadjusted": np.exp(coefficient)}
        row |= {"verdict": row["verdict"] if name == VERTICAL else ""}
        tested.append(row | {"clusters": f"{clusters} against {len(answers)} places"})
    for number, name in enumerate(CONTROLS):
        one = sweep_column(controls[:, number], _leave_column(design, number), own, hazard.weights)
        _, error = sum_scores(one, hazard, items)
        row = _conclude(hazard.coefficients[number], error, items.max())
        tested.append(row | {"effect": name, "verdict": "", "clusters": clusters})
    return pd.DataFrame(tested).assign(model=ACROSS, reason="", **_count(rows))


def _ask_provinces(
    rows: pd.DataFrame,
    spoken: np.ndarray,
    heard: np.ndarray,
    panel: UsePanel,
    near: np.ndarray,
    hazard: Hazard,
) -> np.ndarray:
    """Give the t of each province in the centre's place, itself left out of rows and controls."""
    item, place, year = (rows[name].to_numpy() for name in ("item", "place", "year"))
    recent, n_others = find_new(panel.before)[:, 1:], len(panel.places) - 1
    adopts, items = rows["adopts"].to_numpy(), code_values(rows["item"])
    own, dummies = mark_codes(items), _mark_places_and_years(rows)
    slopes = hazard.coefficients[: len(CONTROLS)]
    degree = np.maximum(near.sum(axis=1), 1)
    answers = []
    for other in range(len(panel.places)):
        said, counted = (uses[item, 1 + other, year].astype(float) for uses in (spoken, heard))
        beside, size = near[place, other], degree[place]
        controls = rows[CONTROLS].to_numpy().copy()
        controls[:, 0] = (controls[:, 0] * size - beside * counted) / np.maximum(size - beside, 1)
        controls[:, 1] = (controls[:, 1] * n_others - counted) / (n_others - 1)
        new = recent[item, other, year] / TENTH
        controls[:, 2] = (controls[:, 2] * n_others - new) / (n_others - 1)
        moved = hazard.predictor + (controls - rows[CONTROLS].to_numpy()) @ slopes
        weights, scores, _ = weigh_rows(adopts, moved)
        here = np.where(place == other, 0.0, 1.0)
        known = [] if spoken is heard else [sparse.csr_matrix(counted[:, None])]
        design = sparse.hstack([sparse.csr_matrix(controls), dummies, *known]).tocsr()
        swept = sweep_column(said, design, own, weights * here)
        left = Hazard(hazard.coefficients, moved, weights * here, scores * here)
        if (left.weights * np.square(swept)).sum() > RIDGE:
            coefficient, error = sum_scores(swept, left, items)
            answers.append(coefficient / error)
    return np.array(answers)


def _measure_within(rows: pd.DataFrame) -> pd.DataFrame:
    """Measure what neighbours add where item and year are the same."""
    rows = rows.assign(stratum=code_values(rows["item"] * (rows["year"].max() + 1) + rows["year"]))
    rows = _keep_informative(rows, ["stratum", "place"])
    groups, places = code_values(rows["stratum"]), code_values(rows["place"])
    names = [HORIZONTAL, SALIENCE]
    columns = rows[names].to_numpy()
    design = sparse.hstack([sparse.csr_matrix(columns), mark_codes(places)]).tocsr()
    hazard = fit_hazard(rows["adopts"].to_numpy(), design, groups)
    own, tested = mark_codes(groups), []
    for number, name in enumerate(names):
        error, df = leave_out(columns[:, number], _leave_column(design, number), own, hazard, places)
        row = _conclude(hazard.coefficients[number], error, df) | {"effect": name}
        row |= {"verdict": row["verdict"] if name == HORIZONTAL else ""}
        tested.append(row | {"clusters": f"{places.max() + 1} places"})
    return pd.DataFrame(tested).assign(model=WITHIN, reason="", **_count(rows))


def _mark_places_and_years(rows: pd.DataFrame) -> sparse.csr_matrix:
    return sparse.hstack([mark_codes(code_values(rows[name])) for name in ("place", "year")]).tocsr()


def _leave_column(design: sparse.csr_matrix, number: int) -> sparse.csr_matrix:
    return design[:, np.arange(design.shape[1]) != number]


def _conclude(coefficient: float, error: float, df: float) -> dict[str, object]:
    """Give interval, p and verdict of a coefficient."""
    from scipy.stats import t

    reach = find_quantile(CONFIDENCE, df) * error
    p = 2 * t.sf(abs(coefficient) / error, df)
    found = p <= LEVEL_OF_TEST and coefficient > 0
    none = np.exp(coefficient + reach) < NOTABLE
    return {
        "coefficient": coefficient,
        "ratio": np.exp(coefficient),
        "low": np.exp(coefficient - reach),
        "high": np.exp(coefficient + reach),
        "se": error,
        "df": df,
        "p": p,
        "verdict": FOUND if found else LITTLE if none else CANNOT_TELL,
    }
