"""How far a place's agenda is from the centre's, beside what chance gives at that size.

Divergence takes all topics together; profiles take them one by one. Few documents diverge by
chance alone, so a divergence means nothing without its null: documents of the same kind, level
and period, permuted without regard to whose they are.
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
from reformlab.measures.gap import MIN_DOCUMENTS
from reformlab.measures.priorities import UNKNOWN, measure_document_priorities

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit

ALL_PLACES = "all places"
CHANCE = (2.5, 97.5)  # percentiles of the null: where 95 % of the permutations lie
MOST_CLUSTERS = 6


@keep("topics", "measures", "corpus")
def measure_divergence(
    fit: Fit,
    *,
    by: By = None,
    periods: Sequence[int] | None = None,
    n_permutations: int = 999,
    seed: int,
) -> pd.DataFrame:
    """Measure how far each place, and each level as a whole, is from the centre.

    The divergence is that of Jensen and Shannon between the mean priorities of the place's
    documents and of the centre's: 0 where they are the same, 1 where they share no topic. It is
    never below 0 and larger the fewer the documents, so each stands beside its null: as many
    documents drawn at random as the place has, and as many others as the centre has, from all
    documents of the centre and of the place's level. A level as a whole (``"all places"``) has
    another null, as many documents on either side, of which as many repeat one another as
    documents of one place, or versions of one national text, correlate (see
    `reformlab.measures.permutation.permute_clusters`).

    A place's null takes documents as independent, each as if it came from a place of its own.
    Where documents of one place depend on each other, all places differ from the centre as they differ from
    each other, and `p` is small more often than it says: a place that stands out is one that differs
    from the others as well. All `p` of a kind and period share one centre: its few documents being
    unlike the rest makes many places stand out at once, so that their number is no finding of its own.

    Parameters
    ----------
    fit : Fit
    by, periods
        As in `measure_prevalence`.
    n_permutations : int
        How often documents are permuted; the smallest possible `p` is 1 / (n_permutations + 1).
    seed : int

    Returns
    -------
    DataFrame
        One row a kind, period, level below the national one and place, and one a level with all
        its places: ``kind``, ``period``, ``level``, ``place``, ``divergence`` (0..1, in bits;
        missing where the centre has no document), ``expected`` (mean of the null), ``chance_low``,
        ``chance_high`` (between them 95 % of the null), ``excess`` (divergence minus expected),
        ``p`` (share of permutations, the real one counted in, at least as divergent), ``q`` (false
        discovery rate; its family is the places of the same kind, period and level, without
        ``"all places"``), ``n_docs``, ``n_places``, ``n_national``, ``enough`` (both sides have at
        least 5 documents; a level, 5 places, and none with half of its documents or more). Where
        `enough` is False the row tells of those single documents, not of the place. ``"all places"``
        has no null where places have several documents and are fewer than 5 or one has half of them:
        how much documents of a place depend on each other cannot be told there.

    Raises
    ------
    ValueError
        As `measure_prevalence`.

    Notes
    -----
    Lin (1991), IEEE Transactions on Information Theory 37(1). `p` after Phipson and Smyth (2010):
    ties count against a finding, so it is never too small; with very few documents it cannot be
    small at all.

    Examples
    --------
    >>> import reformlab as rl
    >>> fit = rl.fit_topics(rl.load_corpus("made-up"), n_topics=4, seed=1)
    >>> rl.measure_divergence(fit, seed=1)["place"].unique().tolist()
    ['all places', '甘肃', '江西', '云南']
    """
    rows = []
    for group in _find_groups(fit, by, periods):
        rng = permutation.open_stream(seed, "divergence", *group.names)
        whole = _compare_level(group, n_permutations, rng)
        nulls: dict[int, np.ndarray] = {}
        places = []
        for place in group.places:
            mine = group.values[group.of == place]
            if len(mine) not in nulls and group.n_national:
                permuted = _permute_means(group, len(mine), n_permutations, rng)
                nulls[len(mine)] = _diverge(*permuted)
            row = _describe(_diverge_from(group, mine), nulls.get(len(mine)))
            enough = min(len(mine), group.n_national) >= MIN_DOCUMENTS
            places.append({"place": place, **row, "n_docs": len(mine), "n_places": 1, "enough": enough})
        table = pd.DataFrame([whole, *places])
        table["q"] = np.append(np.nan, permutation.false_discovery_rate(table["p"].to_numpy()[1:]))
        rows.append(table.assign(**group.about, n_national=group.n_national))
    columns = ["kind", "period", "level", "place", "divergence", "expected", "chance_low", "chance_high"]
    columns += ["excess", "p", "q", "n_docs", "n_places", "n_national", "enough"]
    return pd.concat(rows, ignore_index=True)[columns] if rows else _empty(columns)


@keep("topics", "measures", "corpus")
def measure_profiles(
    fit: Fit,
    *,
    by: By = None,
    periods: Sequence[int] | None = None,
    n_permutations: int = 999,
    seed: int,
) -> pd.DataFrame:
    """Measure what each place puts more and less weight on than the centre, places and topics ordered.

    Places whose priorities are alike stand next to each other, and so do topics that go up and
    down together: average linkage (over Jensen-Shannon distances for places, Euclidean ones for
    topics) with the optimal order of leaves.

    Parameters
    ----------
    fit : Fit
    by, periods, n_permutations, seed
        As in `measure_divergence`.

    Returns
    -------
    DataFrame
        One row a kind, period, level below the national one, place and topic, in order: ``kind``,
        ``period``, ``level``, ``place``, ``topic``, ``label``, ``label_en``, ``priority`` (mean over
        the place's documents), ``centre`` (mean over the centre's), ``difference`` (place minus
        centre; sums to 0 over the topics), ``chance_low``, ``chance_high`` (where 95 % of the
        differences lie that documents permuted at random give at that size), ``p`` (both ways),
        ``q`` (false discovery rate; its family is all places and topics of a kind, period and
        level), ``outside`` (the difference is outside its own band: by chance one in twenty),
        ``found`` (`q` is at most .05),
        ``place_order``, ``topic_order`` (1.. in which to draw them), ``cluster`` (1.. in the order
        of places; as many, 2 to 6, as have the largest mean silhouette; 1 alone where there are
        fewer than 5 places), ``n_docs``, ``n_national``, ``enough`` (both sides have at least 5
        documents). Kinds and periods in which the centre has no document are left out.

    Raises
    ------
    ValueError
        As `measure_prevalence`.

    Notes
    -----
    Bar-Joseph, Gifford and Jaakkola (2001), Bioinformatics 17 (order of leaves); Rousseeuw (1987),
    Journal of Computational and Applied Mathematics 20 (silhouette). Clusters of single documents
    are a way of reading them, not a finding. All differences share one centre, so they lie outside
    their bands together: with two documents of the centre twice as many as one in twenty is nothing
    unusual. The smallest possible `p` is 2 / (n_permutations + 1): for one cell of m to be `found` by
    itself, n_permutations must be 40 m or more. As in `measure_divergence`, documents of a place are taken as
    independent.

    Examples
    --------
    >>> import reformlab as rl
    >>> fit = rl.fit_topics(rl.load_corpus("made-up"), n_topics=4, seed=1)
    >>> table = rl.measure_profiles(fit, seed=1)
    >>> bool(table.groupby(["kind", "place"])["difference"].sum().abs().max() < 1e-9)
    True
    """
    tables = []
    for group in _find_groups(fit, by, periods):
        if not group.n_national:
            continue
        rng = permutation.open_stream(seed, "profiles", *group.names)
        centre = group.values[group.national].mean(axis=0)
        means = np.array([group.values[group.of == place].mean(axis=0) for place in group.places])
        n_docs = np.array([(group.of == place).sum() for place in group.places])
        difference = means - centre
        low, high, p = (np.empty(means.shape) for _ in range(3))
        for size in np.unique(n_docs):
            mine, others = _permute_means(group, size, n_permutations, rng)
            low[n_docs == size], high[n_docs == size] = np.percentile(mine - others, CHANCE, axis=0)
            for place in np.flatnonzero(n_docs == size):
                p[place] = permutation.p_value_two_sided(difference[place], mine - others)
        table = _lay_out(group.places, group.topics, priority=means, difference=difference)
        table = table.assign(chance_low=low.ravel(), chance_high=high.ravel(), p=p.ravel())
        table["q"] = permutation.false_discovery_rate(table["p"].to_numpy())
        table["outside"] = ~table["difference"].between(table["chance_low"], table["chance_high"])
        table["found"] = table["q"] <= permutation.LEVEL_OF_TEST
        table["centre"] = np.tile(centre, len(means))
        place_order, topic_order, clusters = _order(means, difference)
        table["place_order"] = np.repeat(place_order, len(centre))
        table["topic_order"] = np.tile(topic_order, len(means))
        table["cluster"] = np.repeat(clusters, len(centre))
        table["n_docs"] = np.repeat(n_docs, len(centre))
        table = table.assign(**group.about, n_national=group.n_national)
        table["enough"] = table[["n_docs", "n_national"]].min(axis=1) >= MIN_DOCUMENTS
        tables.append(table.sort_values(["place_order", "topic_order"]))
    columns = ["kind", "period", "level", "place", "topic", "label", "label_en", "priority", "centre"]
    columns += [
        "difference",
        "chance_low",
        "chance_high",
        "p",
        "q",
        "outside",
        "found",
        "place_order",
        "topic_order",
    ]
    columns += ["cluster", "n_docs", "n_national", "enough"]
    if not tables:
        return _empty(columns)
    labels = fit.topics[["topic", "label", "label_en"]]
    return pd.concat(tables, ignore_index=True).merge(labels, on="topic", how="left")[columns]


@dataclass(frozen=True)
class _Group:
    """The documents of the centre and of one level, of one kind and period."""

    about: dict[str, str]
    topics: np.ndarray
    values: np.ndarray  # documents x topics
    national: np.ndarray  # whether a document is the centre's
    of: np.ndarray  # the place of each document
    cluster: np.ndarray  # documents of one cluster depend on each other

    @property
    def names(self) -> list[str]:
        return list(self.about.values())

    @property
    def n_national(self) -> int:
        return int(self.national.sum())

    @property
    def places(self) -> list[str]:
        return list(dict.fromkeys(self.of[~self.national]))


def _find_groups(fit: Fit, by: By, periods: Sequence[int] | None) -> Iterator[_Group]:
    documents = measure_document_priorities(fit).drop(columns="period")
    documents["cluster"] = documents["doc_id"].map(find_clusters(fit))
    documents["period"] = name_periods(documents["year"], by, periods)
    documents["kind"] = pd.Categorical(documents["kind"], [*KINDS, UNKNOWN], ordered=True)
    for (kind, period), group in documents.groupby(["kind", "period"], observed=True):
        wide = group.pivot(index="doc_id", columns="topic", values="priority")
        about = group.drop_duplicates("doc_id").set_index("doc_id").loc[wide.index]
        for level in [name for name in LEVELS[1:] if name in set(about["level"])]:
            kept = about[about["level"].isin(["national", level])]
            yield _Group(
                about={"kind": kind, "period": str(period), "level": level},
                topics=wide.columns.to_numpy(),
                values=wide.loc[kept.index].to_numpy(),
                national=(kept["level"] == "national").to_numpy(),
                of=kept["place"].astype(str).to_numpy(),
                cluster=kept["cluster"].astype(str).to_numpy(),
            )


def _compare_level(group: _Group, n_permutations: int, rng: np.random.Generator) -> dict[str, object]:
    """Compare all places of the level with the centre: documents of one place depend on each other."""
    known, null = permutation.can_permute(group.cluster, group.national), None
    if group.n_national and known:
        icc = permutation.intraclass_correlation(np.sqrt(group.values), group.cluster, group.national)
        first, second = permutation.permute_clusters(
            group.cluster, group.national, n_permutations, rng, icc=icc
        )
        null = _diverge(_average(second, group.values), _average(first, group.values))
    row = _describe(_diverge_from(group, group.values[~group.national]), null)
    n_docs, n_places = (~group.national).sum(), len(set(group.cluster[~group.national]))
    enough = known and min(n_places, group.n_national) >= MIN_DOCUMENTS
    return {"place": ALL_PLACES, **row, "n_docs": n_docs, "n_places": n_places, "enough": enough}


def _permute_means(
    group: _Group, size: int, n_permutations: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Give the mean priorities of as many documents as a place has, and of as many as the centre has."""
    permuted = permutation.permute_documents(len(group.values), (size, group.n_national), n_permutations, rng)
    mine, others = (group.values[rows].mean(axis=1) for rows in permuted)
    return mine, others


def _average(chosen: np.ndarray, values: np.ndarray) -> np.ndarray:
    return chosen @ values / chosen.sum(axis=1, keepdims=True)


def _diverge(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Give the Jensen-Shannon divergence in bits along the last axis; scipy's distance is its root."""
    from scipy.spatial.distance import jensenshannon

    # Rounding may take the root of what lies just below 0.
    return np.nan_to_num(jensenshannon(one, other, base=2, axis=-1)) ** 2


def _diverge_from(group: _Group, mine: np.ndarray) -> float:
    if not group.n_national:
        return np.nan
    return float(_diverge(mine.mean(axis=0), group.values[group.national].mean(axis=0)))


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


def _lay_out(places: list[str], topics: np.ndarray, **values: np.ndarray) -> pd.DataFrame:
    """Turn matrices of places and topics into columns of one table."""
    index = pd.MultiIndex.from_product([places, topics], names=["place", "topic"])
    return pd.DataFrame({name: value.ravel() for name, value in values.items()}, index=index).reset_index()


def _order(means: np.ndarray, difference: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give the order of places, that of topics, and the cluster of each place."""
    from scipy.cluster.hierarchy import fcluster, leaves_list
    from scipy.spatial.distance import squareform
    from sklearn.metrics import silhouette_score

    clusters = np.ones(len(means), dtype=int)
    places, distances = _link(means, "jensenshannon")
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
