"""How far a corpus is from the passages that domains were learnt from, and how much doubt there is."""

from __future__ import annotations

import pandas as pd

from reformlab.corpus.tables import UNKNOWN
from reformlab.domains.fit import tell_home
from reformlab.domains.score import tell_probabilities
from reformlab.topics.fit import Fit

HOME, ALL = "coded passages", "all"


def measure_distance(fit: Fit) -> pd.DataFrame:
    """Measure how far a corpus is from what its domains were learnt from.

    Parameters
    ----------
    fit : Fit
        Of domains, by the classifier.

    Returns
    -------
    DataFrame
        One row a group of passages: ``group`` (``coded passages``, those of the sample, each told without
        its own document; ``all`` of the corpus; then its levels), ``unknown`` (the part of the terms
        that no passage learnt from has), ``doubt`` (1 less the probability of the likeliest domain), both
        means over passages, and ``n`` (passages). A corpus with much more of both than the coded
        passages is far from home: code some of it (`make_coding_sheet`).

    Raises
    ------
    ValueError
        Where the fit was not made by the classifier.

    Examples
    --------
    >>> import reformlab as rl
    >>> fit = rl.fit_domains(rl.load_corpus("made-up"))
    >>> rl.measure_distance(fit)["group"].tolist()[:2]
    ['coded passages', 'all']
    """
    if fit.settings["engine"] != "classifier":
        raise ValueError(f"method {fit.settings['engine']!r} learns no terms; take fit_domains' classifier")
    level = fit.passages["doc_id"].map(fit.documents.set_index("doc_id")["level"])
    here = pd.DataFrame(
        {
            "passage_id": fit.passages["passage_id"],
            "unknown": fit.passages["unknown"],
            "doubt": 1 - tell_probabilities(fit).max(axis=1).to_numpy(),
            "level": level.astype(object).fillna(UNKNOWN),
        }
    )
    coded = here[here["passage_id"].isin(fit.codes["passage_id"])]
    if coded.empty:
        home = tell_home()
        coded = home[["unknown"]].assign(doubt=1 - home.drop(columns="unknown").max(axis=1))
    groups = [(HOME, coded), (ALL, here), *here.groupby("level")]
    rows = [(name, rows["unknown"].mean(), rows["doubt"].mean(), len(rows)) for name, rows in groups]
    return pd.DataFrame(rows, columns=["group", "unknown", "doubt", "n"])
