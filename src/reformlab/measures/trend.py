"""Trends: how the priorities of the centre and of the provinces move over the years, and how surely.

Provinces are many and speak every year: their mean of a year is known as well as the provinces
agree. The centre speaks once a year: what is known of it comes from all its years together. The
gap puts the two beside each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from reformlab.corpus.kept import keep
from reformlab.corpus.periods import check_eras, read_eras
from reformlab.corpus.tables import KINDS, LEVELS, Corpus
from reformlab.measures.course import N_DRAWS, fit_courses, reach_of, to_share
from reformlab.measures.gap import MIN_DOCUMENTS
from reformlab.measures.intervals import (
    CONFIDENCE,
    LEAST_DISPERSION,
    Estimate,
    limit_share,
    measure_dispersion,
)
from reformlab.measures.permutation import false_discovery_rate, open_stream
from reformlab.measures.priorities import UNKNOWN, measure_document_priorities

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit

CENTRE, GAP = LEVELS[0], "gap"
# What is followed over time may be any of these; what it takes of a document, and of how much.
ITEMS = ("topic", "theme", "domain", "item")
VALUES = ("priority", "share")
SIZES = ("n_terms", "n_chars")
# From fewer texts it cannot be told how years vary around a course.
MIN_YEARS = 8
# The part of a year's variance that is the size of its text, where no other level can tell.
TEXT_PART = 0.5
# From fewer documents of places that speak again it cannot be learnt.
LEAST_TO_LEARN = 60
TINY = 1e-12
LEAST_MEAN = 1e-5
LIMITS = ("low", "high", "low_all", "high_all")
# Years of an era with documents, for an interval.
LEAST_IN_ERA = 2
QUANTILES = {"q10": 0.1, "q25": 0.25, "median": 0.5, "q75": 0.75, "q90": 0.9}


def measure_salience(corpus: Corpus) -> pd.DataFrame:
    """Measure what part of each whole document speaks of the subject of the corpus.

    Not a priority: priorities divide what a document says of health, salience is how much that is.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    DataFrame
        One row a document: ``doc_id``, ``item`` ("salience"), ``label``, ``label_en``, ``share``
        (characters of the passages kept, of all of the document), ``n_chars`` (of the document),
        ``level``, ``place``, ``year``, ``kind``.

    Examples
    --------
    >>> import reformlab as rl
    >>> bool(rl.measure_salience(rl.load_corpus("made-up"))["share"].between(0, 1).all())
    True
    """
    documents = corpus.documents[corpus.documents["n_chars"] > 0].reset_index(drop=True)
    share = documents["n_chars_kept"].astype(float) / documents["n_chars"].astype(float)
    names = {"item": "salience", "label": "占全文的份额", "label_en": "share of the whole document"}
    table = documents.assign(**names, share=share.clip(upper=1.0))
    return table[["doc_id", *names, "share", "n_chars", "level", "place", "year", "kind"]]


@keep("topics", "measures", "corpus")
def measure_trend(source: Fit | Corpus | pd.DataFrame, *, seed: int = 1) -> pd.DataFrame:
    """Measure how the priority of each topic moves over the years, at each level and between them.

    **Below the centre** the estimate of a year is the mean over the places that spoke. Its band covers
    which places they are and how much is read of each: places are the clusters, years of a place
    depend on each other in any way. It is the band of what that year was on average, so nothing is
    smoothed.

    **The centre** speaks once a year. Its estimate is the course around which its years vary: a line, a
    smoothing spline around it, and at most one break. The band covers the size of each text, how years
    vary around the course, that a year is like the one before (hardly less than in the provinces), and
    that nobody knows how smooth the course is nor whether and when it broke: every such course counts
    by how well it explains the years. It is not a band of what one text says, which stands in
    `observed`; and what was so in a single year alone is no course.

    **The gap** is the centre's course minus the mean of the provinces.

    Parameters
    ----------
    source : Fit, Corpus or DataFrame
        Of a fit, the topics; of a corpus, its salience (`measure_salience`); or a row a document and
        item, as `measure_document_priorities`, `measure_themes`, `measure_use` and
        `measure_salience` give them. Documents without year, level or place take no part.
    seed : int
        Of the draws behind the bands of whole curves.

    Returns
    -------
    DataFrame
        One row a kind, item, level and year with documents: ``kind``, ``topic`` (or ``theme``,
        ``domain``, ``item``), ``label``, ``label_en``, ``level`` ("gap" for national minus provincial),
        ``year``, ``estimate``, ``low``, ``high`` (95 % for the year by itself), ``low_all``,
        ``high_all`` (95 % for the whole curve: it lies between them in every year), ``observed`` (the
        mean of the documents as they are), ``q10``, ``q25``, ``median``, ``q75``, ``q90`` (of the
        places, see below), ``reliability`` (mean over the documents: the part of a document's
        variance that is not the size of its text), ``n_docs``, ``n_places``, ``enough`` (at least 5 places in
        the year; for the centre, texts of at least 8 years; without it, limits are missing).

    Raises
    ------
    ValueError
        Where the table lacks columns, or nothing is left of it.

    Notes
    -----
    A short text says little of its place: with nothing on a topic in nine statements, the topic is not
    at 0. So quantiles are of places each drawn towards the year's mean by the root of its
    reliability, which leaves their spread right (Louis 1984, Journal of the American Statistical
    Association 79). A mean needs no such thing.

    Smoothing by REML with a band across the function: Wahba (1983), Journal of the Royal Statistical
    Society B 45(1); Nychka (1988), Journal of the American Statistical Association 83; smoothness
    weighed and not chosen: Marra and Wood (2012), Scandinavian Journal of Statistics 39(1).
    Bands of whole curves: the largest t of all years (Montiel Olea and Plagborg-Møller 2019, Journal of
    Applied Econometrics 34(1)). Limits of means over places: `measure_prevalence`. The bands do not
    hold what other topics would have given. How often they hold the truth: docs/coverage.md.

    Examples
    --------
    >>> import reformlab as rl
    >>> table = rl.measure_trend(rl.simulate_panel(n_topics=3, seed=1).priorities)
    >>> table["level"].unique().tolist()
    ['national', 'provincial', 'gap']
    """
    tables = []
    for panel in _read_panels(source):
        tables += [_tabulate_line(panel, level, line) for level, line in panel.follow(seed).items()]
    return pd.concat(tables, ignore_index=True)


@keep("topics", "measures", "corpus")
def measure_change(source: Fit | Corpus | pd.DataFrame, *, eras: pd.DataFrame | None = None) -> pd.DataFrame:
    """Measure how far each topic's priority changed from era to era, at each level, and in the gap.

    The priority of an era is the mean over its years. For the centre the interval covers how its years
    vary around their course and depend on each other, whatever the course; for other levels, places
    are the clusters. The change of the gap is the difference of differences: how much further the
    centre went than the provinces.

    Parameters
    ----------
    source : Fit, Corpus or DataFrame
        As in `measure_trend`.
    eras : DataFrame, optional
        One row an era, in order: ``name``, ``first_year``, ``last_year`` (and ``zh``); each is held
        against the one before. `read_eras` unless given.

    Returns
    -------
    DataFrame
        One row a kind, pair of eras, level and item: ``kind``, ``before``, ``after`` (names of eras),
        ``level`` ("gap" for the difference of differences), ``topic`` (or what stands for it), ``label``,
        ``label_en``, ``estimate_before``, ``estimate_after``, ``change``, ``low``, ``high`` (95 %), ``p``,
        ``q`` (false discovery rate over the items of a comparison), ``n_years_before``,
        ``n_years_after``, ``enough`` (as in `measure_trend`, with 2 years in each era).

    Raises
    ------
    ValueError
        As `measure_trend`, and where no two eras have documents.

    Examples
    --------
    >>> import reformlab as rl
    >>> panel = rl.simulate_panel(n_topics=3, seed=1)
    >>> table = rl.measure_change(panel.priorities, eras=rl.read_eras().query("first_year > 2008"))
    >>> table[["before", "after"]].drop_duplicates().to_numpy().tolist()[0]
    ['new health reform', 'Healthy China']
    """
    eras = check_eras(read_eras() if eras is None else eras)
    tables = []
    for panel in _read_panels(source):
        lines = panel.follow()
        for before, after in pairwise(eras.to_dict("records")):
            for level, found in _changes(lines, before, after).items():
                names = {"before": before["name"], "after": after["name"], "level": level}
                tables.append(_tabulate_change(panel, names, found))
    if not tables:
        raise ValueError("no level has documents in two eras that follow each other; give a table as eras=")
    return pd.concat(tables, ignore_index=True)


Spread = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class _Line:
    """What is known of one level: arrays of years x items unless said otherwise."""

    years: np.ndarray
    value: np.ndarray
    observed: np.ndarray
    limits: dict[str, np.ndarray]
    # Where the truth may lie, minus `value` (items x draws x years).
    draws: np.ndarray | None
    enough: np.ndarray
    counts: dict[str, np.ndarray]  # years
    quantiles: dict[str, np.ndarray] = field(default_factory=dict)
    # Of a weighted sum of the observed years: its variance and degrees of freedom (items).
    spread: Spread | None = None

    def reach(self, limit: str) -> np.ndarray:
        """Give how far a limit lies from the value."""
        return np.abs(self.limits[limit] - self.value)


@dataclass(frozen=True)
class _Panel:
    """The documents of one kind: what each says of each item, and how large it is."""

    kind: str
    items: pd.DataFrame
    about: pd.DataFrame
    values: np.ndarray
    noise: _Noise

    def follow(self, seed: int | None = None) -> dict[str, _Line]:
        """Give the line of every level; with a seed, with its bands, and that of the gap."""
        lines = {}
        for level in LEVELS:
            rows = np.flatnonzero(self.about["level"] == level)
            if len(rows):
                rng = None if seed is None else open_stream(seed, self.kind, level)
                lines[level] = (_follow_centre if level == CENTRE else _follow_places)(self, rows, rng)
        if seed is not None and {CENTRE, LEVELS[1]} <= set(lines):
            lines[GAP] = _follow_gap(lines[CENTRE], lines[LEVELS[1]])
        return lines


@dataclass(frozen=True)
class _Noise:
    """How documents vary around the mean of their year, as part of m (1 - m).

    `place` and `year` whatever their size, the latter in one place; `text` for a size of 1; and how
    much a year of one place is `alike` to the one before (correlation, the size of texts aside).
    """

    place: float
    year: float
    text: float
    alike: float = 0.0

    def rely(self, sizes: np.ndarray, *, of: str) -> np.ndarray:
        """Give the part of the variance of documents that is not the size of their text."""
        steady = self.place if of == "place" else self.year
        return steady / np.maximum(steady + self.text / sizes, TINY)


def _read_panels(source: Fit | Corpus | pd.DataFrame) -> list[_Panel]:
    """Give the documents of every kind, from whatever they come in."""
    table = _read_table(source)
    item = next(name for name in ITEMS if name in table)
    value = next(name for name in VALUES if name in table)
    size = next((name for name in SIZES if name in table), None)
    known = table["year"].notna() & table["level"].isin(LEVELS) & table["place"].notna()
    known &= table["place"] != UNKNOWN
    table = table.assign(kind=table["kind"].fillna(UNKNOWN))[known]
    if table.empty:
        raise ValueError("no document has a year, a level and a place")
    if table.duplicated(["doc_id", item]).any():
        raise ValueError(f"a document has several rows of one {item}; give one row a document and {item}")
    names = [name for name in (item, "label", "label_en") if name in table]
    panels, kinds = [], set(table["kind"].unique())
    for kind in [kind for kind in (*KINDS, UNKNOWN) if kind in kinds]:
        rows = table[table["kind"] == kind]
        items = rows.drop_duplicates(item)[names].reset_index(drop=True)
        wide = rows.pivot(index="doc_id", columns=item, values=value)[items[item]].fillna(0.0)
        about = rows.drop_duplicates("doc_id").set_index("doc_id").loc[wide.index]
        sizes = about[size].astype(float).clip(lower=1) if size else pd.Series(np.inf, index=about.index)
        about = about[["level", "place"]].assign(year=about["year"].astype(int), size=sizes)
        values = wide.to_numpy(dtype=float)
        panels.append(_Panel(kind, items, about.reset_index(), values, _learn_noise(about, values)))
    return panels


def _read_table(source: Fit | Corpus | pd.DataFrame) -> pd.DataFrame:
    if isinstance(source, Corpus):
        return measure_salience(source)
    if not isinstance(source, pd.DataFrame):
        return measure_document_priorities(source)
    missing = [name for name in ("doc_id", "level", "place", "year", "kind") if name not in source]
    missing += [" or ".join(names) for names in (ITEMS, VALUES) if not any(name in source for name in names)]
    if missing:
        raise ValueError(f"the table lacks the columns {missing}; it has {list(source)}")
    return source


def _learn_noise(about: pd.DataFrame, values: np.ndarray) -> _Noise:
    """Learn from places that speak again how much documents vary, and how much of it is their size."""
    below = (about["level"] != CENTRE).to_numpy()
    rows, mean = about[below], pd.DataFrame(values[below])
    year, place = ([rows["level"].to_numpy(), rows[name].to_numpy()] for name in ("year", "place"))
    apart, mean, several = _take_mean(mean, year)
    inside, _, again = _take_mean(apart, place)
    several, again = several > 1, (several > 1) & (again > 1)
    if again.sum() < LEAST_TO_LEARN:
        steady = 1 - TEXT_PART
        return _Noise(steady, steady, TEXT_PART * float(about["size"].replace(np.inf, 1).median()))
    usual = (mean * (1 - mean)).to_numpy()
    sizes = rows["size"].to_numpy()
    place, _ = _split_by_size(apart.to_numpy()[several], usual[several], sizes[several])
    year, text = _split_by_size(inside.to_numpy()[again], usual[again], sizes[again])
    scaled = inside / np.sqrt(np.where(again[:, None] & (usual > TINY), usual, np.nan))
    return _Noise(place, year, text, _find_likeness(scaled, rows, year))


def _take_mean(values: pd.DataFrame, keys: list[np.ndarray]) -> tuple[pd.DataFrame, pd.DataFrame, np.ndarray]:
    """Give what is left of the mean of each group, stretched to vary as around the true one; mean, size."""
    groups = values.groupby(keys)
    mean, n = groups.transform("mean"), values.groupby(keys)[0].transform("size").to_numpy()
    return (values - mean).mul(np.sqrt(n / np.maximum(n - 1, 1)), axis=0), mean, n


def _split_by_size(residuals: np.ndarray, usual: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Split squares into what all have and what falls with size (non-negative least squares)."""
    from scipy.optimize import nnls

    known = usual > TINY
    by_size = np.broadcast_to(1 / sizes[:, None], known.shape)
    target = np.square(residuals[known]) / usual[known]
    # The columns are brought to one scale, or the smaller would be lost.
    unit = max(by_size.max(), TINY)
    steady, text = nnls(np.column_stack([np.ones(len(target)), by_size[known] / unit]), target)[0]
    return np.array([steady, text / unit])


def _find_likeness(scaled: pd.DataFrame, rows: pd.DataFrame, year: float) -> float:
    """Find how much a place's year is like the one before, from all places and items together."""
    cells = scaled.groupby(
        [rows["level"].to_numpy(), rows["place"].to_numpy(), rows["year"].to_numpy()]
    ).mean()
    before = cells.rename(index=lambda value: value + 1, level=2)
    together = (cells * before.reindex(cells.index)).to_numpy()
    if not np.isfinite(together).any():
        return 0.0
    # What was taken off as the mean of a place makes its years look opposed.
    pulled = np.nanmean(np.square(cells.to_numpy())) / (len(cells) / cells.groupby(level=[0, 1]).ngroups)
    return float(np.clip((np.nanmean(together) + pulled) / max(year, TINY), 0, 0.9))


def _follow_centre(panel: _Panel, rows: np.ndarray, rng: np.random.Generator | None) -> _Line:
    """Follow the centre: the course of all its years together."""
    years, of_year = np.unique(panel.about["year"].to_numpy()[rows], return_inverse=True)
    sizes = panel.about["size"].to_numpy()[rows]
    n = np.bincount(of_year)
    observed = pd.DataFrame(panel.values[rows]).groupby(of_year).mean().to_numpy()
    reliability = np.bincount(of_year, panel.noise.rely(sizes, of="year")) / n
    counts = {"n_docs": n, "n_places": np.ones(len(years), dtype=int), "reliability": reliability}
    # An item that is the same in all years says nothing of how years vary.
    moves = (np.ptp(observed, axis=0) > TINY) & (len(years) >= MIN_YEARS)
    limits = {name: np.full(observed.shape, np.nan) for name in LIMITS}
    draws = np.full((len(moves), N_DRAWS if rng else 0, len(years)), np.nan)
    value, courses = observed.copy(), None
    if moves.any():
        text = np.bincount(of_year, panel.noise.text / sizes) / np.square(n)
        typical = max(panel.noise.year + np.median(text), TINY)
        steady, text = panel.noise.year / typical, text / typical
        courses = fit_courses(years, observed[:, moves], steady, text, alike=panel.noise.alike)
        value[:, moves] = to_share(courses.centre.T)
    if courses and rng:
        drawn = courses.draw(rng)
        draws[moves] = to_share(courses.centre[:, None] + drawn) - value.T[moves][:, None]
        one, whole = reach_of(drawn, CONFIDENCE)
        for ends, reach in ((("low", "high"), one), (("low_all", "high_all"), whole)):
            for name, side in zip(ends, (-1, 1), strict=True):
                limits[name][:, moves] = to_share(courses.centre + side * reach).T

    def spread(pull: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        variance, df = np.full((2, len(moves)), np.nan)
        if courses:
            variance[moves], df[moves] = courses.spread(pull)
        return variance, df

    enough = np.broadcast_to(moves, observed.shape)
    return _Line(years, value, observed, limits, draws, enough, counts, spread=spread)


def _follow_places(panel: _Panel, rows: np.ndarray, rng: np.random.Generator | None) -> _Line:
    """Follow many places: of each year their mean, places the clusters."""
    about, values = panel.about.iloc[rows], pd.DataFrame(panel.values[rows])
    sizes = pd.Series(panel.noise.rely(about["size"].to_numpy(), of="place"))
    keys = [about["place"].to_numpy(), about["year"].to_numpy()]
    n_docs = about.groupby("year").size().to_numpy()
    cells = values.groupby(keys).mean().unstack(level=1)
    years = np.unique(about["year"])
    spoken = cells[0].notna().to_numpy()
    n = spoken.sum(axis=0)
    shape = (len(cells), values.shape[1], len(years))
    each = np.moveaxis(cells.to_numpy().reshape(shape), 1, 2)  # places x years x items
    mean = np.nanmean(each, axis=0)
    rest = np.nan_to_num(each - mean) / np.sqrt(np.maximum(1 - 1 / n, 1 / n))[:, None]
    covariance = np.einsum("pti,psi->its", rest, rest) / np.outer(n, n)
    enough = n >= MIN_DOCUMENTS
    reliability = sizes.groupby(keys).mean().unstack().to_numpy()
    dispersion = measure_dispersion(panel.values[rows], about["year"].to_numpy())
    counts = {"n_docs": n_docs, "n_places": n, "reliability": np.nanmean(reliability, axis=0)}
    drawn = mean + np.sqrt(reliability)[..., None] * (each - mean)
    levels = np.nanquantile(drawn, list(QUANTILES.values()), axis=0)
    quantiles = {
        name: np.where(enough[:, None], part, np.nan) for name, part in zip(QUANTILES, levels, strict=True)
    }
    limits, draws = {}, None
    if rng:
        draws, critical = _draw_years(covariance, n, rng)
        limits = _limit_years(mean, covariance, n, enough, dispersion, critical)
        error = np.sqrt(np.diagonal(covariance, axis1=1, axis2=2))[:, None]
        draws = _on_shares(mean.T[:, None], draws * error)

    def spread(pull: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        variance = np.einsum("s,ist,t->i", pull, covariance, pull)
        # As many places as speak in the thinnest year that counts; of one, nothing is known.
        return variance, np.full(len(variance), max(n[pull != 0].min() - 1.0, TINY))

    enough = np.broadcast_to(enough[:, None], mean.shape) & (np.diagonal(covariance, axis1=1, axis2=2).T > 0)
    return _Line(years, mean, mean, limits, draws, enough, counts, quantiles, spread)


def _draw_years(
    covariance: np.ndarray, n: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Draw t of all years at once (items x draws x years), and find how large the largest gets (items)."""
    from scipy.stats import t

    kept = np.flatnonzero(n >= MIN_DOCUMENTS)
    draws = np.full((len(covariance), N_DRAWS, len(n)), np.nan)
    critical = np.full(len(covariance), np.nan)
    if not len(kept):
        return draws, critical
    df = np.median(n[kept]) - 1
    stretch = np.sqrt(df / rng.chisquare(df, (N_DRAWS, 1)))
    for item, whole in enumerate(covariance):
        part = whole[np.ix_(kept, kept)]
        error = np.sqrt(np.maximum(np.diag(part), TINY))
        sizes, directions = np.linalg.eigh(part / np.outer(error, error))
        root = directions * np.sqrt(np.maximum(sizes, 0))
        draws[item][:, kept] = stretch * (rng.standard_normal((N_DRAWS, len(kept))) @ root.T)
        critical[item] = np.quantile(np.abs(draws[item][:, kept]).max(axis=1), CONFIDENCE)
    return draws, 2 * t.cdf(critical, df) - 1


def _limit_years(
    mean: np.ndarray,
    covariance: np.ndarray,
    n: np.ndarray,
    enough: np.ndarray,
    dispersion: np.ndarray,
    whole: np.ndarray,
) -> dict[str, np.ndarray]:
    """Give the limits of every year by itself, and of all years at once (years x items)."""
    names = ("low", "high", "low_all", "high_all")
    limits = {name: np.full(mean.shape, np.nan) for name in names}
    for year in np.flatnonzero(enough):
        least = LEAST_DISPERSION * np.nan_to_num(dispersion) / n[year]
        estimate = Estimate(
            mean[year], covariance[:, year, year], n[year] - 1.0, np.zeros(1), np.empty((0, 1)), least
        )
        limits["low"][year], limits["high"][year] = limit_share(estimate)
        limits["low_all"][year], limits["high_all"][year] = limit_share(estimate, whole)
    return limits


def _on_shares(mean: np.ndarray, far: np.ndarray) -> np.ndarray:
    """Take distances to the logit scale, where they cannot leave 0 to 1, and back."""
    mean = np.clip(mean, LEAST_MEAN, 1 - LEAST_MEAN)
    return expit(logit(mean) + far / (mean * (1 - mean))) - mean


def _follow_gap(centre: _Line, places: _Line) -> _Line:
    """Follow the centre minus the provinces, in the years in which both speak."""
    years, ours, theirs = np.intersect1d(centre.years, places.years, return_indices=True)
    gap = centre.value[ours] - places.value[theirs]
    enough = centre.enough[ours] & places.enough[theirs]
    draws = centre.draws[:, :, ours] - places.draws[:, :, theirs]
    # Each side reaches as far as its own limits do (MOVER), in every year by itself.
    below = np.hypot(centre.reach("low")[ours], places.reach("high")[theirs])
    above = np.hypot(centre.reach("high")[ours], places.reach("low")[theirs])
    wide = _stretch(draws, below, above)
    limits = {"low": gap - below, "high": gap + above}
    limits |= {"low_all": gap - wide * below, "high_all": gap + wide * above}
    counts = {
        name: centre.counts[name][ours] + places.counts[name][theirs] for name in ("n_docs", "n_places")
    }
    observed = centre.observed[ours] - places.observed[theirs]
    return _Line(years, gap, observed, limits, draws, enough, counts)


def _stretch(draws: np.ndarray, below: np.ndarray, above: np.ndarray) -> np.ndarray:
    """Say how many times as far a band must reach to hold the whole curve (items)."""
    with np.errstate(invalid="ignore"):
        times = np.where(draws > 0, draws / above.T[:, None], -draws / below.T[:, None])
    largest = np.nan_to_num(times, nan=0.0).max(axis=2, initial=0.0)
    return np.maximum(np.quantile(largest, CONFIDENCE, axis=1), 1.0)


def _tabulate_line(panel: _Panel, level: str, line: _Line) -> pd.DataFrame:
    """Make the rows of one level: items, then years."""
    n_years, n_items = line.value.shape
    table = panel.items.loc[panel.items.index.repeat(n_years)].reset_index(drop=True)
    table.insert(0, "kind", panel.kind)
    table = table.assign(level=level, year=np.tile(line.years, n_items), estimate=line.value.T.ravel())
    missing = np.full(line.value.shape, np.nan)
    for name in LIMITS:
        table[name] = np.where(line.enough, line.limits.get(name, missing), np.nan).T.ravel()
    table["observed"] = line.observed.T.ravel()
    for name in QUANTILES:
        table[name] = line.quantiles.get(name, missing).T.ravel()
    for name in ("reliability", "n_docs", "n_places"):
        table[name] = np.tile(line.counts.get(name, missing[:, 0]), n_items)
    return table.assign(enough=line.enough.T.ravel())


def _change(line: _Line, years: np.ndarray, before: dict, after: dict) -> dict[str, np.ndarray] | None:
    """Give the means of two eras over these years, their difference and its variance (items)."""
    told = np.isin(line.years, years)
    eras = [
        told & (line.years >= era["first_year"]) & (line.years <= era["last_year"]) for era in (before, after)
    ]
    n = [int(era.sum()) for era in eras]
    if not all(n):
        return None
    first, second = (line.observed[era].mean(axis=0) for era in eras)
    variance, df = line.spread(eras[1] / n[1] - eras[0] / n[0])
    used = eras[0] | eras[1]
    enough = line.enough[used].all(axis=0) & (min(n) >= LEAST_IN_ERA) & (variance > 0)
    found = {
        "estimate_before": first,
        "estimate_after": second,
        "variance": variance,
        "df": df,
        "enough": enough,
    }
    return found | {"n_years_before": n[0], "n_years_after": n[1]}


def _changes(lines: dict[str, _Line], before: dict, after: dict) -> dict[str, dict[str, np.ndarray]]:
    """Give the change of every level that speaks in both eras, and the difference of differences."""
    found = {level: _change(line, line.years, before, after) for level, line in lines.items()}
    if {CENTRE, LEVELS[1]} <= set(lines):
        sides = [lines[level] for level in (CENTRE, LEVELS[1])]
        both = np.intersect1d(*(side.years for side in sides))
        changes = [_change(side, both, before, after) for side in sides]
        found[GAP] = _subtract(*changes) if all(changes) else None
    return {level: change for level, change in found.items() if change}


def _subtract(first: dict[str, np.ndarray], second: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Give one change minus another, of other documents (Welch and Satterthwaite)."""
    variance = first["variance"] + second["variance"]
    df = np.square(variance) / sum(np.square(side["variance"]) / side["df"] for side in (first, second))
    means = {name: first[name] - second[name] for name in ("estimate_before", "estimate_after")}
    means |= {"variance": variance, "df": df, "enough": first["enough"] & second["enough"]}
    return means | {name: first[name] for name in ("n_years_before", "n_years_after")}


def _tabulate_change(panel: _Panel, names: dict[str, str], found: dict[str, np.ndarray]) -> pd.DataFrame:
    """Make the rows of one comparison: limits by Student's t, p and q."""
    from scipy.stats import t

    change = found["estimate_after"] - found["estimate_before"]
    enough = found["enough"]
    error = np.where(enough, np.sqrt(found["variance"]), np.nan)
    reach = t.ppf((1 + CONFIDENCE) / 2, found["df"]) * error
    p = 2 * t.sf(np.abs(change) / error, found["df"])
    numbers = {name: found[name] for name in ("estimate_before", "estimate_after")}
    numbers |= {
        "change": change,
        "low": change - reach,
        "high": change + reach,
        "p": p,
        "q": false_discovery_rate(p),
    }
    numbers |= {name: found[name] for name in ("n_years_before", "n_years_after", "enough")}
    front = pd.DataFrame({"kind": panel.kind, **names}, index=panel.items.index)
    return pd.concat([front, panel.items], axis=1).assign(**numbers)
