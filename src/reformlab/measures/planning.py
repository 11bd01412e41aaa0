"""How many documents, or provinces, an interval of a given width needs, told from those that are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformlab.corpus.tables import CENTRE
from reformlab.corpus.versions import find_clusters
from reformlab.measures.correction import is_coded
from reformlab.measures.estimates import MIN_DOCUMENTS, is_enough
from reformlab.measures.gap import measure_priorities
from reformlab.measures.intervals import CONFIDENCE, mean_of_clusters
from reformlab.measures.priorities import name_unknown

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit

# Nobody collects more; a plan that asks for more is none.
MOST = 1000


def plan_documents(fit: Fit, *, points: float = 5.0) -> pd.DataFrame:
    """Say how many documents of the centre, and how many provinces, a priority within so many points needs.

    Below the national level documents of one place are dependent: there places are counted, each with as
    many documents as it has now on average. More documents of the same four provinces do not make five.

    Parameters
    ----------
    fit : Fit
        Of topics or domains, of the documents that are there: a pilot.
    points : float
        How far the 95 % interval may reach to either side, in percentage points.

    Returns
    -------
    DataFrame
        One row a kind, level and topic: ``kind``, ``level``, ``topic``, ``label``, ``label_en``,
        ``priority``, ``unit`` (what is counted: "documents" of the centre, else "places"), ``n_docs``,
        ``n_units`` (at hand), ``n_counts`` (how many equally large ones they count for: five provinces
        with 4, 3, 3, 3 and 2 documents for 4.8), ``within`` (points to either side now; missing where they
        count for fewer than 5), ``n_needed`` (units for `points`, and so many that they count for 5, those to
        come as large as the others on average; missing where a thousand would not do,
        as where the error of a classifier alone is larger: then see `plan_coding`).

    Raises
    ------
    ValueError
        Where `points` is not above 0.

    Notes
    -----
    The smallest n with t(n - 1) s / sqrt(n) at most `points`, s the spread of units that are there. Of few
    units s is hardly known itself: of five, the true one is between 0.6 and 2.9 times as large (95 %), and
    n goes with its square. Plan for the domains that the question is about, and collect more than that.

    Examples
    --------
    >>> import reformlab as rl
    >>> fit = rl.fit_topics(rl.simulate_corpus(n_docs=30, seed=1).corpus, n_topics=4, seed=1)
    >>> sorted(rl.plan_documents(fit)["unit"].unique())
    ['documents', 'places']
    """
    from scipy.stats import t

    if points <= 0:
        raise ValueError(f"points={points}: how far the interval may reach is above 0")
    table = measure_priorities(fit, quick=True, progress=False)
    units = count_units(fit)
    table = table.merge(units[["kind", "level", "n_units", "n_counts", "n_more"]], on=["kind", "level"])
    table["unit"] = np.where(table["level"] == CENTRE, "documents", "places")
    spread = table["se_documents"] ** 2 * table["n_units"]
    # More documents are more terms, but no more coded statements.
    stays = table["se_shares"] ** 2 if is_coded(fit) else 0.0 * spread
    spread += 0.0 if is_coded(fit) else table["se_shares"] ** 2 * table["n_units"]
    n = np.arange(MIN_DOCUMENTS, MOST + 1)
    times = t.ppf((1 + CONFIDENCE) / 2, n - 1)
    reach = 100 * times * np.sqrt(spread.to_numpy()[:, None] / n + stays.to_numpy()[:, None])
    does = reach <= points
    table["n_needed"] = pd.array(np.where(does.any(axis=1), n[does.argmax(axis=1)], 0), dtype="Int64")
    table["n_needed"] = table["n_needed"].mask(~does.any(axis=1) | (table["se_documents"].isna()))
    least = (table["n_units"] + table["n_more"]).where(table["n_more"] > 0, 0).astype("Int64")
    table["n_needed"] = table["n_needed"].mask((table["n_needed"] < least).fillna(False), least)
    table["within"] = (100 * (table["high"] - table["low"]) / 2).where(table["enough"])
    columns = ["kind", "level", "topic", "label", "label_en", "priority", "unit", "n_docs", "n_units"]
    return table[[*columns, "n_counts", "within", "n_needed"]]


def count_units(fit: Fit) -> pd.DataFrame:
    """Count documents of the centre, and places, as the test counts them by which there is enough.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    DataFrame
        One row a kind and level: ``kind``, ``level``, ``n_units``, ``fewest`` and ``most`` (documents of a
        place, or of a text and its copies), ``n_counts`` (as how many equally large ones they count),
        ``n_more`` (how many more it takes, each with as many documents as there are now on average).

    Examples
    --------
    >>> import reformlab as rl
    >>> from reformlab.measures.planning import count_units
    >>> fit = rl.fit_topics(rl.simulate_corpus(n_docs=30, seed=1).corpus, n_topics=4, seed=1)
    >>> count_units(fit)["n_more"].tolist()
    [0, 0]
    """
    read = fit.passages.loc[fit.passages["n_terms"] > 0, "doc_id"]
    about = name_unknown(fit.documents[fit.documents["doc_id"].isin(read)])
    about = about.assign(cluster=about["doc_id"].map(find_clusters(fit))).astype({"kind": str, "level": str})
    rows = []
    for (kind, level), group in about.groupby(["kind", "level"]):
        sizes = group["cluster"].value_counts().to_numpy()
        row = {"kind": kind, "level": level, "n_units": len(group) if level == CENTRE else len(sizes)}
        row |= {"fewest": int(sizes.min()), "most": int(sizes.max()), "n_counts": _find_df(sizes) + 1}
        rows.append(row | {"n_more": _count_more(sizes)})
    return pd.DataFrame(rows)


def _find_df(sizes: np.ndarray) -> float:
    """Give the degrees of freedom of a mean over clusters of these sizes."""
    clusters = np.repeat(np.arange(len(sizes)), sizes)
    return mean_of_clusters(np.zeros((len(clusters), 1)), clusters)[-1]


def _count_more(sizes: np.ndarray) -> int:
    """Count how many clusters more, each of the mean size, make enough."""
    usual = max(1, round(sizes.mean()))
    n = 0
    while not is_enough(_find_df(np.append(sizes, np.full(n, usual)))):
        n += 1
    return n
