"""What each place puts more and less weight on than the centre, and whether more so than places differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformlab.corpus.kept import keep
from reformlab.corpus.periods import By
from reformlab.measures.estimates import MIN_DOCUMENTS
from reformlab.measures.intercepts import TINY, Intercepts, compare_with_others
from reformlab.measures.permutation import LEVEL_OF_TEST, false_discovery_rate
from reformlab.measures.sides import Sides, find_sides, sum_to_one
from reformlab.topics.match import lay_out

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit

PROFILES = ["kind", "period", "level", "place", "topic", "label", "label_en", "priority", "shrunken"]
PROFILES += ["centre", "difference", "chance_low", "chance_high", "p", "q", "outside", "found"]
PROFILES += ["place_order", "topic_order", "cluster", "n_docs", "n_national", "enough"]
MOST_CLUSTERS = 6


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
        As in `measure_priorities`.

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
        As `measure_priorities`.

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
    sides = find_sides(fit, by, periods, corrected)
    tables = [_compare_topics(group) for group in sides if group.n_national]
    if not tables:
        return pd.DataFrame(columns=PROFILES).astype({"enough": bool})
    labels = fit.topics[["topic", "label", "label_en"]]
    table = pd.concat(tables, ignore_index=True).merge(labels, on="topic", how="left")
    return table[PROFILES + [name for name in ("uncorrected",) if name in table]]


def _compare_topics(sides: Sides) -> pd.DataFrame:
    """Compare every topic of every place with the centre's, beside the other places."""
    centre = sides.values[sides.national].mean(axis=0)
    intercepts, n_docs = sides.fit_places()
    difference = sum_to_one(intercepts.shrunken) - centre
    low, high, p = _find_unlike(intercepts)
    place_order, topic_order, clusters = _order(intercepts.means, difference)
    numbers = {"priority": intercepts.means, "shrunken": difference + centre, "difference": difference}
    numbers |= {"p": p, "chance_low": low - centre, "chance_high": high - centre}
    if sides.uncorrected is not None:
        plain = np.array([sides.uncorrected[sides.of == place].mean(axis=0) for place in sides.places])
        numbers["uncorrected"] = plain - sides.uncorrected[sides.national].mean(axis=0)
    of_places = {"place_order": place_order, "cluster": clusters, "n_docs": n_docs}
    numbers |= {name: np.broadcast_to(one[:, None], p.shape) for name, one in of_places.items()}
    of_topics = {"topic_order": topic_order, "centre": centre}
    numbers |= {name: np.broadcast_to(one, p.shape) for name, one in of_topics.items()}
    table = lay_out({"place": sides.places, "topic": sides.topics}, **numbers)
    table["q"] = false_discovery_rate(table["p"].to_numpy())
    table["outside"], table["found"] = table["p"] <= LEVEL_OF_TEST, table["q"] <= LEVEL_OF_TEST
    enough = (table["n_docs"] >= MIN_DOCUMENTS) & (sides.n_national >= MIN_DOCUMENTS) & sides.same_years
    table = table.assign(**sides.about, n_national=sides.n_national, enough=enough)
    return table.sort_values(["place_order", "topic_order"])


def _find_unlike(intercepts: Intercepts) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give where further places would have their priorities, and p of each place among the others."""
    from scipy.special import expit, logit
    from scipy.stats import t

    # Where each place has one document, one that lacks a topic says nothing of its place.
    shrunken = np.where(np.isnan(intercepts.ratio), np.nan, intercepts.shrunken)
    far, _, low, high = compare_with_others(logit(np.clip(shrunken, TINY, 1 - TINY)))
    p = 2 * t.sf(np.abs(far), len(far) - 2)
    return expit(low), expit(high), p


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
