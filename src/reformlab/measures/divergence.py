"""How far a place's agenda is from the centre's, and whether further than places are from each other.

Divergence takes all topics together; profiles take them one by one. Places differ, and with many
documents of each surely so: the yardstick of a place is the other places, that of a whole level chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformlab.corpus.kept import keep
from reformlab.corpus.periods import By, name_periods
from reformlab.corpus.tables import KINDS, LEVELS
from reformlab.corpus.versions import find_clusters
from reformlab.measures import permutation
from reformlab.measures.correction import Correction, correct_documents
from reformlab.measures.estimates import MIN_DOCUMENTS
from reformlab.measures.intercepts import TINY, Intercepts, compare_with_others, fit_intercepts
from reformlab.measures.priorities import UNKNOWN, measure_document_priorities
from reformlab.measures.support import describe_support, find_support
from reformlab.topics.match import lay_out

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit

DIVERGENCE = ["kind", "period", "level", "place", "divergence", "observed", "expected", "chance_low"]
DIVERGENCE += ["chance_high", "excess", "p", "q", "n_docs", "n_places", "n_national", "enough"]
PROFILES = [
    "kind",
    "period",
    "level",
    "place",
    "topic",
    "label",
    "label_en",
    "priority",
    "shrunken",
    "centre",
]
PROFILES += ["difference", "chance_low", "chance_high", "p", "q", "outside", "found", "place_order"]
PROFILES += ["topic_order", "cluster", "n_docs", "n_national", "enough"]
UNCORRECTED = ["uncorrected"]  # where a coded sample corrects
ALL_PLACES = "all places"
CHANCE = (2.5, 97.5)  # percentiles of the null: where 95 % of the permutations lie
MOST_CLUSTERS = 6
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
    seed: int,
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
        As in `measure_prevalence`.
    n_permutations : int
        How often documents are permuted; the smallest possible `p` is 1 / (n_permutations + 1).
    corrected : bool
        As in `measure_prevalence`, for a fit of domains with a coded sample. The null of a level then holds
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
        As `measure_prevalence`.

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
    for group in _find_groups(fit, by, periods, corrected):
        rng = permutation.open_stream(seed, "divergence", *group.names)
        whole = pd.DataFrame([_compare_level(group, n_permutations, rng)])
        table = pd.concat([whole, _compare_places(group)], ignore_index=True)
        rows.append(table.assign(**group.about, n_national=group.n_national))
    if not rows:
        return _empty(DIVERGENCE)
    table = pd.concat(rows, ignore_index=True)
    return table[DIVERGENCE + [name for name in UNCORRECTED if name in table]]


@keep("topics", "measures", "corpus")
def measure_profiles(
    fit: Fit,
    *,
    by: By = None,
    periods: Sequence[int] | None = None,
    corrected: bool = True,
) -> pd.DataFrame:
    """Measure what each place puts more and less weight on than the centre, places and topics ordered.

    As in `measure_divergence` a place is compared with the other places, topic by topic: what is ``found``
    is further from the centre's priority, or on the other side of it, than places are from each other.

    Places whose priorities are alike stand next to each other, and so do topics that go up and
    down together: average linkage (over Jensen-Shannon distances for places, Euclidean ones for
    topics) with the optimal order of leaves.

    Parameters
    ----------
    fit : Fit
    by, periods, corrected
        As in `measure_prevalence`.

    Returns
    -------
    DataFrame
        One row a kind, period, level below the national one, place and topic, in order: ``kind``,
        ``period``, ``level``, ``place``, ``topic``, ``label``, ``label_en``, ``priority`` (mean over
        the place's documents), ``shrunken`` (drawn towards the mean of the places: a random intercept),
        ``centre`` (mean over the centre's documents), ``difference`` (shrunken minus centre; sums to 0
        over the topics), ``chance_low``, ``chance_high`` (where 95 % of further places would have theirs),
        ``p`` (of lying so far from the other places, both ways; missing where each has one document or
        there are fewer than 5), ``q`` (false discovery rate; its family is
        all places and topics of a kind, period and level), ``outside`` (`p` is at most .05: of places like
        the others, one in twenty), ``found`` (`q` is at most .05),
        ``place_order``, ``topic_order`` (1.. in which to draw them), ``cluster`` (1.. in the order
        of places; as many, 2 to 6, as have the largest mean silhouette; 1 alone where there are
        fewer than 5 places), ``n_docs``, ``n_national``, ``enough`` (both sides have at least 5
        documents); where a coded sample corrects, ``uncorrected`` (the difference of what is predicted).
        Kinds and periods in which the centre has no document are left out.

    Raises
    ------
    ValueError
        As `measure_prevalence`.

    Notes
    -----
    Bar-Joseph, Gifford and Jaakkola (2001), Bioinformatics 17 (order of leaves); Rousseeuw (1987),
    Journal of Computational and Applied Mathematics 20 (silhouette). Clusters of single documents
    are a way of reading them, not a finding. Places are compared on the logit scale, as in
    `reformlab.measures.intercepts`.

    Examples
    --------
    >>> import reformlab as rl
    >>> fit = rl.fit_topics(rl.load_corpus("made-up"), n_topics=4, seed=1)
    >>> table = rl.measure_profiles(fit)
    >>> bool(table.groupby(["kind", "place"])["difference"].sum().abs().max() < 1e-9)
    True
    """
    tables = []
    for group in _find_groups(fit, by, periods, corrected):
        if not group.n_national:
            continue
        centre = group.values[group.national].mean(axis=0)
        intercepts, n_docs = group.fit_places()
        means = intercepts.means
        difference = _sum_to_one(intercepts.shrunken) - centre
        low, high, p = _find_unlike(intercepts)
        table = lay_out(
            {"place": group.places, "topic": group.topics}, priority=means, difference=difference, p=p
        )
        table = table.assign(chance_low=(low - centre).ravel(), chance_high=(high - centre).ravel())
        table["q"] = permutation.false_discovery_rate(table["p"].to_numpy())
        table["outside"] = table["p"] <= permutation.LEVEL_OF_TEST
        table["found"] = table["q"] <= permutation.LEVEL_OF_TEST
        table["centre"] = np.tile(centre, len(means))
        table["shrunken"] = table["difference"] + table["centre"]
        if group.uncorrected is not None:
            plain = [group.uncorrected[group.of == place].mean(axis=0) for place in group.places]
            plain = np.array(plain) - group.uncorrected[group.national].mean(axis=0)
            table["uncorrected"] = plain.ravel()
        place_order, topic_order, clusters = _order(means, difference)
        table["place_order"] = np.repeat(place_order, len(centre))
        table["topic_order"] = np.tile(topic_order, len(means))
        table["cluster"] = np.repeat(clusters, len(centre))
        table["n_docs"] = np.repeat(n_docs, len(centre))
        table = table.assign(**group.about, n_national=group.n_national)
        least = table[["n_docs", "n_national"]].min(axis=1)
        table["enough"] = (least >= MIN_DOCUMENTS) & group.same_years
        tables.append(table.sort_values(["place_order", "topic_order"]))
    if not tables:
        return _empty(PROFILES)
    labels = fit.topics[["topic", "label", "label_en"]]
    table = pd.concat(tables, ignore_index=True).merge(labels, on="topic", how="left")
    return table[PROFILES + [name for name in UNCORRECTED if name in table]]


@dataclass(frozen=True)
class _Group:
    """The documents of the centre and of one level, of one kind and period."""

    about: dict[str, str]
    topics: np.ndarray
    values: np.ndarray  # documents x topics
    national: np.ndarray  # whether a document is the centre's
    of: np.ndarray  # the place of each document
    cluster: np.ndarray  # documents of one cluster depend on each other
    # How a coded sample corrects all documents, and how much each weighs in the level's and centre's mean.
    coded: tuple[Correction, np.ndarray, np.ndarray] | None = None
    uncorrected: np.ndarray | None = None  # the values as predicted
    same_years: bool = True  # both have documents of about the same years

    @property
    def names(self) -> list[str]:
        return list(self.about.values())

    @property
    def n_national(self) -> int:
        return int(self.national.sum())

    def draw_errors(self, n: int, rng: np.random.Generator) -> list[np.ndarray | float]:
        """Draw what the corrections of the level and of the centre may be wrong by (draws x topics)."""
        if self.coded is None:
            return [0.0, 0.0]
        correction, *pulls = self.coded
        return [correction.draw(pull, n, rng) for pull in pulls]

    @property
    def places(self) -> list[str]:
        return list(dict.fromkeys(self.of[~self.national]))

    def fit_places(self) -> tuple[Intercepts, np.ndarray]:
        """Fit a random intercept of each place; count its documents."""
        codes = pd.Index(self.places).get_indexer(self.of[~self.national])
        return fit_intercepts(self.values[~self.national], codes), np.bincount(codes)


def _find_groups(fit: Fit, by: By, periods: Sequence[int] | None, corrected: bool) -> Iterator[_Group]:
    documents = measure_document_priorities(fit, corrected=corrected).drop(columns="period")
    coded = correct_documents(fit) if "uncorrected" in documents else None
    documents["cluster"] = documents["doc_id"].map(find_clusters(fit))
    documents["period"] = name_periods(documents["year"], by, periods)
    documents["kind"] = pd.Categorical(documents["kind"], [*KINDS, UNKNOWN], ordered=True)
    for (kind, period), group in documents.groupby(["kind", "period"], observed=True):
        wide = group.pivot(index="doc_id", columns="topic", values="priority")
        about = group.drop_duplicates("doc_id").set_index("doc_id").loc[wide.index]
        for level in [name for name in LEVELS[1:] if name in set(about["level"])]:
            kept = about[about["level"].isin(["national", level])]
            national = (kept["level"] == "national").to_numpy()
            plain = None
            if coded:
                plain = group.pivot(index="doc_id", columns="topic", values="uncorrected").loc[kept.index]
            yield _Group(
                about={"kind": kind, "period": str(period), "level": level},
                topics=wide.columns.to_numpy(),
                values=wide.loc[kept.index].to_numpy(),
                uncorrected=plain.to_numpy() if coded else None,
                national=national,
                of=kept["place"].astype(str).to_numpy(),
                cluster=kept["cluster"].astype(str).to_numpy(),
                coded=_weigh_sides(*coded, kept.index, national) if coded else None,
                same_years=not describe_support(kept, find_support(kept)),
            )


def _weigh_sides(
    about: pd.DataFrame, correction: Correction, doc_ids: pd.Index, national: np.ndarray
) -> tuple[Correction, np.ndarray, np.ndarray]:
    """Give how much each corrected document weighs in the mean of the level, and of the centre."""
    at = pd.Index(about["doc_id"]).get_indexer(doc_ids)
    pulls = np.zeros((2, len(about)))
    for pull, side in zip(pulls, (~national, national), strict=True):
        pull[at[side]] = 1 / max(side.sum(), 1)
    return correction, *pulls


def _beside(group: _Group, mine: np.ndarray) -> dict[str, float]:
    """Give the divergence of what is predicted, where something else is corrected."""
    if group.uncorrected is None:
        return {}
    means = (group.uncorrected[side].mean(axis=0) for side in (mine, group.national))
    return {"uncorrected": float(_diverge(*means)) if group.n_national else np.nan}


def _compare_level(group: _Group, n_permutations: int, rng: np.random.Generator) -> dict[str, object]:
    """Compare all places of the level with the centre: documents of one place depend on each other."""
    known, null = permutation.can_permute(group.cluster, group.national), None
    if group.n_national and known:
        icc = permutation.intraclass_correlation(_take_roots(group.values), group.cluster, group.national)
        first, second = permutation.permute_clusters(
            group.cluster, group.national, n_permutations, rng, icc=icc
        )
        of_level, of_centre = group.draw_errors(n_permutations, rng)
        of_level = of_level + _average(second, group.values)
        null = _diverge(of_level, of_centre + _average(first, group.values))
    row = _describe(_diverge_from(group, group.values[~group.national].mean(axis=0)), null)
    row |= _beside(group, ~group.national)
    n_docs, n_places = (~group.national).sum(), len(set(group.cluster[~group.national]))
    enough = known and group.same_years and min(n_places, group.n_national) >= MIN_DOCUMENTS
    row |= {"place": ALL_PLACES, "observed": row["divergence"], "q": np.nan}
    return {**row, "n_docs": n_docs, "n_places": n_places, "enough": enough}


def _compare_places(group: _Group) -> pd.DataFrame:
    """Compare how far each place is from the centre with how far the others are."""
    from scipy.stats import t

    intercepts, n_docs = group.fit_places()
    divergence, observed = (
        np.array([_diverge_from(group, mine) for mine in part])
        for part in (_sum_to_one(intercepts.shrunken), intercepts.means)
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


def _find_unlike(intercepts: Intercepts) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give where further places would have their priorities, and p of each place among the others."""
    from scipy.special import expit, logit
    from scipy.stats import t

    # Where each place has one document, one that lacks a topic says nothing of its place.
    shrunken = np.where(np.isnan(intercepts.ratio), np.nan, intercepts.shrunken)
    far, _, low, high = compare_with_others(logit(np.clip(shrunken, TINY, 1 - TINY)))
    p = 2 * t.sf(np.abs(far), len(far) - 2)
    return expit(low), expit(high), p


def _sum_to_one(priorities: np.ndarray) -> np.ndarray:
    return priorities / priorities.sum(axis=1, keepdims=True)


def _average(chosen: np.ndarray, values: np.ndarray) -> np.ndarray:
    return chosen @ values / chosen.sum(axis=1, keepdims=True)


def _diverge(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Give the Jensen-Shannon divergence in bits along the last axis; scipy's distance is its root."""
    from scipy.spatial.distance import jensenshannon

    # A corrected share may lie below 0, and rounding take the root of what lies just below it.
    one, other = np.maximum(one, 0), np.maximum(other, 0)
    return np.nan_to_num(jensenshannon(one, other, base=2, axis=-1)) ** 2


def _take_roots(values: np.ndarray) -> np.ndarray:
    return np.sqrt(np.maximum(values, 0))


def _diverge_from(group: _Group, mine: np.ndarray) -> float:
    """Give the divergence of mean priorities from the centre's."""
    if not group.n_national:
        return np.nan
    return float(_diverge(mine, group.values[group.national].mean(axis=0)))


def _describe(divergence: float, null: np.ndarray | None) -> dict[str, float]:
    """Set a divergence beside its null, or beside nothing where there is none."""
    names = ["divergence", "expected", "chance_low", "chance_high", "excess", "p"]
    if null is None:
        return dict.fromkeys(names, np.nan) | {"divergence": divergence}
    low, high = np.percentile(null, CHANCE)
    p = float(permutation.p_value_upper(divergence, null))
    values = [divergence, null.mean(), low, high, divergence - null.mean(), p]
    return dict(zip(names, values, strict=True))


def _empty(columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns=columns).astype({"enough": bool})


def _order(means: np.ndarray, difference: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give the order of places, that of topics, and the cluster of each place."""
    from scipy.cluster.hierarchy import fcluster, leaves_list
    from scipy.spatial.distance import squareform
    from sklearn.metrics import silhouette_score

    clusters = np.ones(len(means), dtype=int)
    places, distances = _link(np.maximum(means, 0), "jensenshannon")
    if len(means) >= MIN_DOCUMENTS:
        cuts = [fcluster(places, k, "maxclust") for k in range(2, min(MOST_CLUSTERS, len(means) - 1) + 1)]
        cuts = [cut for cut in cuts if 1 < len(set(cut)) < len(means)] or [clusters]
        square = squareform(np.nan_to_num(distances))
        if len(cuts) > 1:
            cuts.sort(key=lambda cut: -silhouette_score(square, cut, metric="precomputed"))
        clusters = cuts[0]
    place_leaves = leaves_list(places) if len(means) > 1 else np.array([0])
    topics, _ = _link(difference.T, "euclidean")
    topic_leaves = leaves_list(topics)
    numbers = {name: number for number, name in enumerate(dict.fromkeys(clusters[place_leaves]), start=1)}
    return place_leaves.argsort() + 1, topic_leaves.argsort() + 1, np.array([numbers[c] for c in clusters])


def _link(rows: np.ndarray, metric: str) -> tuple[np.ndarray, np.ndarray]:
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import pdist

    if len(rows) < 2:
        return np.empty((0, 4)), np.empty(0)
    distances = np.nan_to_num(pdist(rows, metric))
    return linkage(distances, "average", optimal_ordering=True), distances
