"""Diffusion: how far a term or domain has spread, who adopts early, and from above or from neighbours.

Policies spread vertically, from the centre down, and horizontally, from neighbour to neighbour. Both
look alike in a curve: where all places follow the centre, neighbours adopt one after the other as
well. They are told apart by a discrete-time event history over many items at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from reformlab.corpus.kept import keep
from reformlab.corpus.tables import LEVELS, data_folder
from reformlab.measures.adoption import NAMES, check_use, find_days, group_use, name_items
from reformlab.measures.gap import MIN_DOCUMENTS
from reformlab.measures.intervals import CONFIDENCE
from reformlab.measures.permutation import false_discovery_rate, open_stream, p_value_two_sided

CENTRE, PROVINCIAL = LEVELS[:2]
DIFFUSION = [*NAMES, "kind", "level", "year", "share", "low", "high", "n_used", "n_places"]
DIFFUSION += ["n_entries", "n_returns", "n_exits", "n_unknown", "ever", "n_ever", "n_seen"]
DIFFUSION += ["centre_year", "centre_known", "years_since_centre", "n_docs", "enough"]
HISTORY = ["model", "effect", "coefficient", "ratio", "low", "high", "unadjusted", "se", "df", "p"]
HISTORY += ["verdict", "reason", "clusters", "n_items", "n_places", "n_rows", "n_events"]
LEADERS = ["level", "place", "ratio", "low", "high", "p", "q", "verdict", "reason"]
LEADERS += ["n_adoptions", "n_expected", "n_known", "n_years"]

ACROSS, WITHIN = "across items and years", "within item and year"
VERTICAL, HORIZONTAL = "centre has spoken", "neighbours"
# What cannot be an influence, and is as large as one where both follow something else.
LATER = "centre speaks later in the year"
# Later than every day.
NEVER = "9999"
CONTROLS = [HORIZONTAL, "all other provinces", "newly last year", "salience", "duration"]
FOUND, LITTLE, CANNOT_TELL = "found", "little or none", "cannot tell"

LEVEL_OF_TEST = 0.05
# Fewer items, places or events tell a statistician too little of clusters, and of ratios.
MIN_ITEMS, MIN_PLACES, MIN_EVENTS = 20, 19, 200
# An interval that ends below this ratio of hazards leaves no room for an influence of note.
NOTABLE = 1.5
# What a coefficient may be is bounded by a prior so wide that it shows only where nothing else does.
RIDGE = 1e-4
# The unit of those that adopted last year: no year brings all.
TENTH = 0.1


def measure_diffusion(use: pd.DataFrame) -> pd.DataFrame:
    """Measure which share of the places use a term or topic in each year, who comes in and who leaves.

    Parameters
    ----------
    use : DataFrame
        Of `measure_use`.

    Returns
    -------
    DataFrame
        One row an item, kind, level below the national one and year with documents: ``item``,
        ``label``, ``label_en``, ``kind``, ``level``, ``year``, ``share`` (of the places with a
        document in this year, those that use it in one), ``low``, ``high`` (95 % interval of Wilson,
        places independent; missing where `enough` is False), ``n_used``, ``n_places``. Of those that
        use it: ``n_entries`` (for the first time, and an earlier document did not), ``n_returns``
        (again, after a year with documents without it), ``n_unknown`` (in the first documents seen of
        the place: when it began cannot be told). ``n_exits`` (places with documents that had it in
        their documents of the year before, or of the last year with any). ``ever`` (of the places
        seen by then, those that have used it), ``n_ever``, ``n_seen``. ``centre_year`` (in which the
        centre first used it in this kind; missing where it did not), ``centre_known`` (an earlier
        document of the centre did not), ``years_since_centre`` (negative before), ``n_docs`` (of the
        year), ``enough`` (at least 5 places).

    Raises
    ------
    ValueError
        Where the table lacks columns of `measure_use`.

    Notes
    -----
    Wilson (1927), Journal of the American Statistical Association 22. Curves begin with the
    documents: what was used in the first of them was adopted then or before.

    Examples
    --------
    >>> import reformlab as rl
    >>> use = rl.measure_use(rl.load_corpus("made-up"), ["家庭医生"])
    >>> rl.measure_diffusion(use)[["year", "n_used", "n_places"]].head(2).to_numpy().tolist()
    [[2016, 0, 1], [2017, 1, 2]]
    """
    from scipy.stats import binomtest

    check_use(use)
    tables = []
    for keys, documents in group_use(use, ["item", "kind"]):
        centre = documents[documents["level"] == CENTRE]
        first = centre.loc[centre["used"], "year"].min()
        of_centre = {"centre_year": first, "centre_known": bool((centre["year"] < first).any())}
        for level in [level for level in LEVELS[1:] if level in set(documents["level"])]:
            years = _follow_places(documents[documents["level"] == level])
            tables.append(years.assign(**keys, level=level, **of_centre))
    if not tables:
        return pd.DataFrame(columns=DIFFUSION).astype({"enough": bool, "centre_known": bool})
    table = pd.concat(tables, ignore_index=True).astype({"centre_year": "Int64", "year": "Int64"})
    table["years_since_centre"] = table["year"] - table["centre_year"]
    table["enough"] = table["n_places"] >= MIN_DOCUMENTS
    pairs = zip(table["n_used"], table["n_places"], strict=True)
    limits = np.array([binomtest(k, n).proportion_ci(CONFIDENCE, method="wilson") for k, n in pairs])
    limits[~table["enough"]] = np.nan
    table = table.assign(low=limits[:, 0], high=limits[:, 1])
    return name_items(table, use)[DIFFUSION]


def _follow_places(documents: pd.DataFrame) -> pd.DataFrame:
    """Count who uses it, enters, returns and leaves, year by year."""
    used = documents.pivot_table(index="year", columns="place", values="used", aggfunc="max", observed=True)
    used = used.sort_index()
    there, uses = used.notna().to_numpy(), used.fillna(False).to_numpy(dtype=bool)
    last = used.ffill().shift(1)
    seen_before, used_last = last.notna().to_numpy(), last.fillna(False).to_numpy(dtype=bool)
    ever = np.maximum.accumulate(uses, axis=0)
    used_before = np.vstack([np.zeros_like(ever[:1]), ever[:-1]])
    seen = np.maximum.accumulate(there, axis=0).sum(axis=1)
    counts = {
        "n_used": uses,
        "n_places": there,
        "n_entries": uses & seen_before & ~used_before,
        "n_returns": uses & used_before & ~used_last,
        "n_exits": there & ~uses & used_last,
        "n_unknown": uses & ~seen_before,
        "n_ever": ever,
    }
    table = pd.DataFrame({name: part.sum(axis=1) for name, part in counts.items()}, index=used.index)
    table = table.assign(share=table["n_used"] / table["n_places"], n_seen=seen, ever=table["n_ever"] / seen)
    return table.assign(n_docs=documents.groupby("year").size()).reset_index()


@dataclass(frozen=True)
class _Panel:
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


def _lay_out(use: pd.DataFrame) -> _Panel:
    """Lay the uses of the centre and the provinces out over items, units and years."""
    use = use[use["level"].isin([CENTRE, PROVINCIAL])]
    first, last = find_days(use["date"], use["year"])
    unit = use["place"].where(use["level"] != CENTRE, "")
    items, units = list(dict.fromkeys(use["item"])), ["", *sorted(set(unit) - {""})]
    years = np.arange(use["year"].min(), use["year"].max() + 1) if len(use) else np.arange(0)
    i, u = pd.Index(items).get_indexer(use["item"]), pd.Index(units).get_indexer(unit)
    t = (use["year"] - use["year"].min()).to_numpy(dtype=int)
    uses = use["used"].to_numpy(dtype=bool)
    used, there = (
        np.zeros((len(items), len(units), len(years)), bool),
        np.zeros((len(units), len(years)), bool),
    )
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
    return _Panel(items, units[1:], years, used, there, salience, start, said, days)


def read_neighbours() -> pd.DataFrame:
    """Read which provinces of China lie side by side, by land or across a strait.

    Returns
    -------
    DataFrame
        One row a pair: ``place``, ``neighbour``, ``kind`` ("land" or "sea"), ``note``.

    Examples
    --------
    >>> import reformlab as rl
    >>> rl.read_neighbours().query("kind == 'sea'")[["place", "neighbour"]].to_numpy().tolist()
    [['广东', '海南']]
    """
    return pd.read_csv(data_folder() / "reference" / "neighbours.csv", dtype="str", keep_default_na=False)


@keep("measures", "corpus")
def measure_event_history(
    use: pd.DataFrame, *, neighbours: pd.DataFrame | None = None, memory: int | None = None
) -> pd.DataFrame:
    """Measure whether provinces adopt after the centre has spoken, and after their neighbours have adopted.

    A discrete-time event history of first uses, many items pooled: in each year, each province that
    has not yet used an item may adopt it. **Vertical** diffusion is what the centre's voice adds to
    the hazard, beyond what any province's voice would: each province is put in the centre's place in
    turn, and the centre is held against the 31 answers. What moves everybody at once moves the
    provinces' answers as well, and is taken off. **Horizontal** diffusion is what neighbours add
    within an item and year, where all that is common (the centre, a fashion, the year) is the same
    for all.

    Parameters
    ----------
    use : DataFrame
        Of `measure_use`, terms or topics. All national documents in it are the centre's voice, of
        whatever kind; all provincial ones are the provinces'.
    neighbours : DataFrame, optional
        Pairs of places, as of `read_neighbours`, which are taken unless given.
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
        answers are taken off), ``se``, ``df`` (of Student's t), ``p``, ``verdict`` of the two that are
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
    Within: items by years are absorbed, and scores summed over places.

    On made-up panels of 31 provinces, 24 years and 120 items, a centre or neighbours that multiply the
    hazard by 2.7 were found in all of 50. The centre was called in 5 % of 125 where there was nothing,
    neighbours in 6 % of these and in 7 % of 150 where all followed the centre
    (``docs/results/diffusion.csv``).

    What the centre says only later in the year cannot have moved those who spoke before: its row is a
    placebo, and should be near 1. What neighbours have in common of their own (a disease, a climate, a
    plan for the west) and is no lasting trait of a place looks like contagion, and cannot be told from
    it. The centre speaks in more than reports: what it says elsewhere only is not its voice here.

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
    panel = _lay_out(use)
    near = join_neighbours(panel.places, read_neighbours() if neighbours is None else neighbours)
    rows = _list_rows(panel, near, memory)
    reason = _find_too_few(rows, panel)
    if reason:
        asked = [(ACROSS, VERTICAL), (WITHIN, HORIZONTAL)]
        empty = [{"model": model, "effect": effect} for model, effect in asked]
        table = pd.DataFrame(empty).assign(verdict=CANNOT_TELL, reason=reason, **_count(rows))
        return table.reindex(columns=HISTORY)
    return pd.concat([_measure_across(rows, panel, near, memory), _measure_within(rows)], ignore_index=True)[
        HISTORY
    ]


def join_neighbours(places: list[str], pairs: pd.DataFrame) -> np.ndarray:
    """Give who lies beside whom (places x places, 0 or 1)."""
    code = {place: number for number, place in enumerate(places)}
    inside = pairs[pairs["place"].isin(places) & pairs["neighbour"].isin(places)]
    if inside.empty:
        raise ValueError(f"no two of the places are neighbours; there are {places}")
    near = np.zeros((len(places), len(places)))
    one, other = inside["place"].map(code), inside["neighbour"].map(code)
    near[one, other] = near[other, one] = 1
    return near


def _list_rows(panel: _Panel, near: np.ndarray, memory: int | None = None) -> pd.DataFrame:
    """List every year in which a province might have adopted an item, with what was so before."""
    before, heard = panel.before, panel.hear(memory).astype(float)
    item, unit, year = np.nonzero(np.where(np.arange(before.shape[1])[:, None] > 0, panel.at_risk, False))
    spoken = panel.hear_centre(memory)[item, unit, year]
    place, n_others = unit - 1, len(panel.places) - 1
    total, recent = heard[:, 1:].sum(axis=1), _find_new(before)[:, 1:].sum(axis=1)
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
            CONTROLS[1]: total[item, year] / n_others,
            CONTROLS[2]: recent[item, year] / n_others / TENTH,
            CONTROLS[3]: (salience - salience.mean()) / (spread or 1),
            CONTROLS[4]: np.log(age[item, year]),
        }
    )


def _find_new(before: np.ndarray) -> np.ndarray:
    """Who first used what in the year before (items x units x years)."""
    return np.diff(before.astype(float), axis=2, prepend=0)


def _find_too_few(rows: pd.DataFrame, panel: _Panel) -> str:
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


def _weigh(adopts: np.ndarray, predictor: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Give weights and scores of each row, and the log-likelihood, under complementary log-log."""
    rate = np.exp(np.clip(predictor, -20, 2.5))
    chance = np.clip(-np.expm1(-rate), 1e-10, 1 - 1e-10)
    slope = np.maximum(rate * np.exp(-rate), 1e-12)
    variance = chance * (1 - chance)
    likelihood = (adopts * np.log(chance) + (1 - adopts) * np.log1p(-chance)).sum()
    return slope**2 / variance, (adopts - chance) * slope / variance, float(likelihood)


@dataclass(frozen=True)
class Hazard:
    """A fitted regression of adoption.

    Attributes
    ----------
    coefficients : array, columns
    predictor : array, rows
        Complementary log-log of the hazard.
    weights, scores : array, rows
        Each row's part of the information, and of the slope of the likelihood, in the predictor.
    """

    coefficients: np.ndarray
    predictor: np.ndarray
    weights: np.ndarray
    scores: np.ndarray


def fit_hazard(adopts: np.ndarray, design: sparse.csr_matrix, groups: np.ndarray) -> Hazard:
    """Fit a regression of adoption with the complementary log-log link, an effect of each group absorbed.

    Parameters
    ----------
    adopts : array, rows
        0 or 1.
    design : sparse matrix, rows x columns
        Columns may be collinear: a slight ridge settles them, and touches no contrast of note.
    groups : array of int, rows
        0, 1, 2, …; in none of them all or none may adopt.

    Returns
    -------
    Hazard
    """
    own = _mark(groups)
    share = own.T @ adopts / np.bincount(groups)
    effects, coefficients = np.log(-np.log1p(-share)), np.zeros(design.shape[1])
    predictor = effects[groups]
    weights, scores, height = _weigh(adopts, predictor)
    for _ in range(100):
        normal, cross, of_groups = _multiply(design, own, weights)
        slope, of_group = design.T @ scores - RIDGE * coefficients, own.T @ scores
        step = np.linalg.solve(normal, slope - cross @ (of_group / of_groups))
        group_step = (of_group - cross.T @ step) / of_groups
        for size in 0.5 ** np.arange(20):
            moved = predictor + size * (design @ step + group_step[groups])
            weights, scores, climbed = _weigh(adopts, moved)
            climbed -= RIDGE / 2 * np.square(coefficients + size * step).sum()
            if climbed >= height - 1e-9:
                break
        coefficients, predictor = coefficients + size * step, moved
        if climbed - height < 1e-8:
            break
        height = climbed
    return Hazard(coefficients, predictor, weights, scores)


def _mark(codes: np.ndarray) -> sparse.csr_matrix:
    """Give a column of 0 and 1 for each code (rows x codes)."""
    return sparse.csr_matrix((np.ones(len(codes)), codes, np.arange(len(codes) + 1)))


def _mark_places_and_years(rows: pd.DataFrame) -> sparse.csr_matrix:
    return sparse.hstack([_mark(_code(rows["place"])), _mark(_code(rows["year"]))]).tocsr()


def _code(values: pd.Series) -> np.ndarray:
    return np.unique(values, return_inverse=True)[1]


def _multiply(
    design: sparse.csr_matrix, own: sparse.csr_matrix, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give the normal matrix with the groups swept out, its part that meets the groups, and theirs."""
    weighed = design.multiply(weights[:, None]).tocsr()
    of_groups = np.maximum(own.T @ weights, 1e-12)
    cross = (weighed.T @ own).toarray()
    normal = (design.T @ weighed).toarray() - (cross / of_groups) @ cross.T
    normal[np.diag_indices_from(normal)] += RIDGE
    return normal, cross, of_groups


def _sweep(
    column: np.ndarray, design: sparse.csr_matrix, own: sparse.csr_matrix, weights: np.ndarray
) -> np.ndarray:
    """Give what of a column neither the design nor the groups explain, under these weights."""
    normal, cross, of_groups = _multiply(design, own, weights)
    weighed = weights * column
    of_group = own.T @ weighed
    slope = np.linalg.solve(normal, design.T @ weighed - cross @ (of_group / of_groups))
    return column - design @ slope - own @ ((of_group - cross.T @ slope) / of_groups)


def _sum_scores(swept: np.ndarray, hazard: Hazard, clusters: np.ndarray) -> tuple[float, float]:
    """Give a column's coefficient by one step, and its standard error by clusters (CR1)."""
    sums = np.bincount(clusters, swept * hazard.scores)
    n = len(np.unique(clusters))
    information = (hazard.weights * np.square(swept)).sum()
    error = np.sqrt(np.square(sums).sum() * n / (n - 1))
    return sums.sum() / information, error / information


def _measure_across(rows: pd.DataFrame, panel: _Panel, near: np.ndarray, memory: int | None) -> pd.DataFrame:
    """Hold the centre's voice against that of each province in its place."""
    rows = _keep_informative(rows, ["item", "place", "year"])
    items = _code(rows["item"])
    own = _mark(items)
    dummies = _mark_places_and_years(rows)
    controls = rows[CONTROLS].to_numpy()
    design = sparse.hstack([sparse.csr_matrix(controls), dummies]).tocsr()
    hazard = fit_hazard(rows["adopts"].to_numpy(), design, items)
    heard, tested, clusters = panel.hear(memory), [], f"{items.max() + 1} items"
    for name, voice in ((VERTICAL, heard), (LATER, panel.used & ~heard)):
        # Who speaks only later has not spoken: what was said before is held constant.
        known = [] if name == VERTICAL else [sparse.csr_matrix(rows[[VERTICAL]].to_numpy())]
        held = sparse.hstack([design, *known]).tocsr()
        swept = _sweep(rows[name].to_numpy(), held, own, hazard.weights)
        coefficient, error = _sum_scores(swept, hazard, items)
        answers = _ask_provinces(rows, voice, heard, panel, near, hazard)
        # As of one more draw from the provinces' answers.
        reach = error * answers.std(ddof=1) * np.sqrt(1 + 1 / len(answers))
        row = _conclude(coefficient - answers.mean() * error, reach, len(answers) - 1)
        row |= {"effect": name, "unadjusted": np.exp(coefficient)}
        row |= {"verdict": row["verdict"] if name == VERTICAL else ""}
        tested.append(row | {"clusters": f"{clusters} against {len(answers)} places"})
    for number, name in enumerate(CONTROLS):
        rest = design[:, [other for other in range(design.shape[1]) if other != number]]
        one = _sweep(controls[:, number], rest, own, hazard.weights)
        _, error = _sum_scores(one, hazard, items)
        row = _conclude(hazard.coefficients[number], error, items.max())
        tested.append(row | {"effect": name, "verdict": "", "clusters": clusters})
    return pd.DataFrame(tested).assign(model=ACROSS, reason="", **_count(rows))


def _ask_provinces(
    rows: pd.DataFrame,
    voices: np.ndarray,
    heard: np.ndarray,
    panel: _Panel,
    near: np.ndarray,
    hazard: Hazard,
) -> np.ndarray:
    """Give the t of each province in the centre's place, itself left out of rows and controls."""
    item, place, year = (rows[name].to_numpy() for name in ("item", "place", "year"))
    recent, n_others = _find_new(panel.before)[:, 1:], len(panel.places) - 1
    adopts, items = rows["adopts"].to_numpy(), _code(rows["item"])
    own, dummies = _mark(items), _mark_places_and_years(rows)
    slopes = hazard.coefficients[: len(CONTROLS)]
    degree = np.maximum(near.sum(axis=1), 1)
    answers = []
    for other in range(len(panel.places)):
        voice, counted = (uses[item, 1 + other, year].astype(float) for uses in (voices, heard))
        beside, size = near[place, other], degree[place]
        controls = rows[CONTROLS].to_numpy().copy()
        controls[:, 0] = (controls[:, 0] * size - beside * counted) / np.maximum(size - beside, 1)
        controls[:, 1] = (controls[:, 1] * n_others - counted) / (n_others - 1)
        new = recent[item, other, year] / TENTH
        controls[:, 2] = (controls[:, 2] * n_others - new) / (n_others - 1)
        moved = hazard.predictor + (controls - rows[CONTROLS].to_numpy()) @ slopes
        weights, scores, _ = _weigh(adopts, moved)
        here = np.where(place == other, 0.0, 1.0)
        known = [] if voices is heard else [sparse.csr_matrix(counted[:, None])]
        design = sparse.hstack([sparse.csr_matrix(controls), dummies, *known]).tocsr()
        swept = _sweep(voice, design, own, weights * here)
        left = Hazard(hazard.coefficients, moved, weights * here, scores * here)
        if (left.weights * np.square(swept)).sum() > RIDGE:
            coefficient, error = _sum_scores(swept, left, items)
            answers.append(coefficient / error)
    return np.array(answers)


def _measure_within(rows: pd.DataFrame) -> pd.DataFrame:
    """Measure what neighbours add where item and year are the same."""
    rows = rows.assign(stratum=_code(rows["item"] * (rows["year"].max() + 1) + rows["year"]))
    rows = _keep_informative(rows, ["stratum", "place"])
    groups, places = _code(rows["stratum"]), _code(rows["place"])
    names = [HORIZONTAL, CONTROLS[3]]
    columns = rows[names].to_numpy()
    design = sparse.hstack([sparse.csr_matrix(columns), _mark(places)]).tocsr()
    hazard = fit_hazard(rows["adopts"].to_numpy(), design, groups)
    tested = []
    for number, name in enumerate(names):
        rest = design[:, [other for other in range(design.shape[1]) if other != number]]
        swept = _sweep(columns[:, number], rest, _mark(groups), hazard.weights)
        _, error = _sum_scores(swept, hazard, places)
        row = _conclude(hazard.coefficients[number], error, places.max()) | {"effect": name}
        row |= {"verdict": row["verdict"] if name == HORIZONTAL else ""}
        tested.append(row | {"clusters": f"{places.max() + 1} places"})
    return pd.DataFrame(tested).assign(model=WITHIN, reason="", **_count(rows))


def _conclude(coefficient: float, error: float, df: float) -> dict[str, object]:
    """Give interval, p and verdict of a coefficient."""
    from scipy.stats import t

    reach = t.ppf((1 + CONFIDENCE) / 2, df) * error
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


@keep("measures", "corpus")
def measure_leaders(use: pd.DataFrame, *, n_permutations: int = 1999, seed: int = 1) -> pd.DataFrame:
    """Measure which places adopt early and which late, over many items, beside what chance gives.

    In each year, those who adopt an item are set against all who might have: a place that takes up
    more than its part adopts early. Under the null, the reports of a year are dealt among the
    places: a report with many new terms stays one report.

    Parameters
    ----------
    use : DataFrame
        Of `measure_use`.
    n_permutations : int
        How often reports are dealt.
    seed : int
        Seed of the deals.

    Returns
    -------
    DataFrame
        One row a place, the earliest first: ``level``, ``place``, ``ratio`` (adoptions over those
        expected of a place like all others; 2 is twice as fast), ``low``, ``high`` (95 %, years
        independent), ``p`` (share of the deals as far from 1, both ways), ``q`` (false discovery rate
        over places), ``verdict`` ("early" or "late" where q is at most 0.05, else "cannot tell"),
        ``reason``, ``n_adoptions``, ``n_expected``, ``n_known`` (items of which it is known when, or
        that, the place did not adopt them before its second year), ``n_years``.

    Raises
    ------
    ValueError
        Where the table lacks columns of `measure_use`.

    Notes
    -----
    Observed and expected are those of the logrank test, a stratum an item. A place whose reports say
    more of health is early for that reason too: it is a fact of its reports, not of its influence.
    The centre stands among the places; as it speaks in March and they do in January, a year is one
    moment here.

    Examples
    --------
    >>> import reformlab as rl
    >>> from reformlab.simulate import simulate_diffusion
    >>> table = rl.measure_leaders(simulate_diffusion(n_items=30, seed=1), n_permutations=99)
    >>> len(table), round(table["n_adoptions"].sum() / table["n_expected"].sum(), 6)
    (32, 1.0)
    """
    check_use(use)
    panel = _lay_out(use)
    at_risk = panel.at_risk
    adopts = (at_risk & panel.used).astype(float)
    share = adopts.sum(axis=1, keepdims=True) / np.maximum(at_risk.sum(axis=1, keepdims=True), 1)
    expected = at_risk * share
    beyond = (adopts - expected).sum(axis=0)
    there = at_risk.any(axis=0)
    rng = open_stream(seed, "leaders")
    dealt = np.zeros((n_permutations, len(beyond)))
    for year in np.nonzero(there.any(axis=0))[0]:
        units = np.nonzero(there[:, year])[0]
        order = rng.random((n_permutations, len(units))).argsort(axis=1)
        dealt[:, units] += beyond[units, year][order]
    p = p_value_two_sided(beyond.sum(axis=1), dealt)
    n_expected, n_years = expected.sum(axis=(0, 2)), there.sum(axis=1)
    table = pd.DataFrame({"place": ["", *panel.places], "p": p, "n_years": n_years, "n_expected": n_expected})
    centre = use.loc[use["level"] == CENTRE, "place"]
    table["level"] = np.where(table["place"] == "", CENTRE, PROVINCIAL)
    table.loc[0, "place"] = centre.iloc[0] if len(centre) else ""
    table["n_adoptions"] = adopts.sum(axis=(0, 2)).astype(int)
    table["n_known"] = at_risk.any(axis=2).sum(axis=0)
    reach = _reach_years(beyond, n_years)
    for name, limit in (("ratio", 0), ("low", -reach), ("high", reach)):
        table[name] = np.maximum(table["n_adoptions"] + limit, 0) / table["n_expected"].where(n_expected > 0)
    table = table[table["n_years"] > 0]
    table["q"] = false_discovery_rate(table["p"].to_numpy())
    told = table["q"] <= LEVEL_OF_TEST
    table["verdict"] = np.select([told & (table["ratio"] > 1), told], ["early", "late"], CANNOT_TELL)
    table["reason"] = np.where(told, "", "no more than reports dealt at random give")
    return table.sort_values(["ratio", "place"], ascending=[False, True], ignore_index=True)[LEADERS]


def _reach_years(beyond: np.ndarray, n_years: np.ndarray) -> np.ndarray:
    """Give how far each sum over years reaches, by Student's t, years independent."""
    from scipy.stats import t

    quantile = t.ppf((1 + CONFIDENCE) / 2, np.maximum(n_years - 1, 1))
    mean = beyond.sum(axis=1) / np.maximum(n_years, 1)
    inside = np.where(beyond != 0, beyond - mean[:, None], 0)
    variance = np.square(inside).sum(axis=1) * n_years / np.maximum(n_years - 1, 1)
    return np.where(n_years > 1, quantile * np.sqrt(variance), np.nan)
