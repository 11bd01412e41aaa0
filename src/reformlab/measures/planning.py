"""How many documents, or provinces, an interval of a given width needs, told from those that are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformlab.corpus.tables import CENTRE
from reformlab.measures.correction import is_coded
from reformlab.measures.estimates import MIN_DOCUMENTS
from reformlab.measures.gap import measure_priorities
from reformlab.measures.intervals import CONFIDENCE

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
        ``n_units`` (at hand), ``within`` (points to either side now; missing where fewer than 5 units are
        at hand), ``n_needed`` (units for `points`, at least 5; missing where a thousand would not do,
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
    about = fit.documents.astype({"kind": str, "level": str})
    places = about.groupby(["kind", "level"])["place"].nunique().rename("n_units").reset_index()
    table = table.merge(places, on=["kind", "level"], how="left")
    national = table["level"] == CENTRE
    table["unit"] = np.where(national, "documents", "places")
    table["n_units"] = table["n_units"].mask(national, table["n_docs"])
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
    table["within"] = (100 * (table["high"] - table["low"]) / 2).where(table["enough"])
    columns = ["kind", "level", "topic", "label", "label_en", "priority", "unit", "n_docs", "n_units"]
    return table[[*columns, "within", "n_needed"]]
