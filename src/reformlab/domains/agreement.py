"""How far coders agree: Krippendorff's alpha, overall and by domain, with what documents leave open."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reformlab.domains.codes import READERS

ALL = "all"
CONFIDENCE = 0.95
LEAST_DOCUMENTS = 5


def measure_agreement(codes: pd.DataFrame, *, n_draws: int = 2000, seed: int = 1) -> pd.DataFrame:
    """Measure how far coders agree on what passages are about, beyond chance.

    Parameters
    ----------
    codes : DataFrame
        What each coder said: one row a passage with a column a coder (``reader_1``, ``reader_2``, …,
        empty where a coder did not see it), or one row a passage and coder (``coder``, ``main``), as
        `read_sheets` gives. Passages that one coder saw tell nothing, and are passed over.
    n_draws : int
        Draws of documents, with replacement, for the interval.
    seed : int
        Of the draws.

    Returns
    -------
    DataFrame
        One row for ``all`` domains and one a domain (it, or any other): ``domain``, ``alpha``
        (Krippendorff's, for names without order [1]_; 1 is perfect, 0 what chance gives; missing
        where nobody named it), ``low``, ``high`` (95 %, of a bootstrap over documents, whose passages
        are alike), ``agreement`` (the part of pairs that say the same), ``n`` (passages; of a domain
        those that a coder gave it), ``n_docs``, ``enough`` (these stand in 5 documents or more).

    Raises
    ------
    ValueError
        Where no passage was coded by two.

    References
    ----------
    .. [1] Krippendorff, K. (2019). Content Analysis, 4th ed., chapter 12.

    Examples
    --------
    >>> import pandas as pd, reformlab as rl
    >>> codes = pd.DataFrame({"passage_id": ["a:1", "a:2", "b:1"], "reader_1": ["x", "y", "y"]})
    >>> rl.measure_agreement(codes.assign(reader_2=codes["reader_1"]))["alpha"].tolist()
    [1.0, 1.0, 1.0]
    """
    units, labels = _count_names(codes)
    documents = pd.factorize(units.index.str.rpartition(":").get_level_values(0), sort=True)[0]
    pairs = np.zeros((documents.max() + 1, len(labels), len(labels)))
    named = units.to_numpy(dtype=float)
    m = named.sum(axis=1)
    for one, document, several in zip(named, documents, m, strict=True):
        pairs[document] += (np.outer(one, one) - np.diag(one)) / (several - 1)
    chances = np.full(len(pairs), 1 / len(pairs))
    draws = np.random.default_rng(seed).multinomial(len(pairs), chances, size=n_draws)
    drawn = np.tensordot(draws.astype(float), pairs, axes=1)
    whole = pairs.sum(axis=0)
    rows = []
    for place, name in enumerate([ALL, *labels]):
        fold = (lambda table: table) if name == ALL else (lambda table, at=place - 1: _fold(table, at))
        touched = np.ones(len(named), dtype=bool) if name == ALL else named[:, place - 1] > 0
        spread = _alpha(fold(drawn))
        known = spread[~np.isnan(spread)]
        ends = [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2]
        limits = np.quantile(known, ends) if len(known) else [np.nan, np.nan]
        same = fold(whole)
        rows.append(
            {
                "domain": name,
                "alpha": float(_alpha(same[None])[0]),
                "low": limits[0],
                "high": limits[1],
                "agreement": np.trace(same) / same.sum(),
                "n": int(touched.sum()),
                "n_docs": len(np.unique(documents[touched])),
            }
        )
    table = pd.DataFrame(rows)
    return table.assign(enough=table["n_docs"] >= LEAST_DOCUMENTS)


def _count_names(codes: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Count how often each domain was named for each passage that two coders saw or more."""
    if "coder" in codes:
        long = codes[["passage_id", "main"]]
    else:
        readers = [name for name in codes if str(name).startswith(READERS)]
        long = codes[["passage_id", *readers]].melt("passage_id", value_name="main")
    long = long.dropna(subset=["main"])
    units = long.groupby(["passage_id", "main"]).size().unstack(fill_value=0)
    units = units[units.sum(axis=1) > 1]
    if units.empty:
        raise ValueError(
            "no passage was coded by two; give one column a coder (reader_1, reader_2), or one row a "
            "passage and coder (coder, main)"
        )
    units = units.loc[:, units.any()]
    return units, list(units.columns)


def _fold(pairs: np.ndarray, at: int) -> np.ndarray:
    """Give pairs of one name and any other (… x 2 x 2)."""
    own, row = pairs[..., at, at], pairs[..., at, :].sum(axis=-1)
    rest = pairs.sum(axis=(-2, -1)) - 2 * row + own
    return np.stack([np.stack([own, row - own], -1), np.stack([row - own, rest], -1)], -2)


def _alpha(pairs: np.ndarray) -> np.ndarray:
    """Give alpha of tables of coincidences (… x names x names)."""
    n_of = pairs.sum(axis=-1)
    n = n_of.sum(axis=-1)
    observed = n - np.trace(pairs, axis1=-2, axis2=-1)
    expected = n**2 - np.square(n_of).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1 - (n - 1) * observed / expected, np.nan)
