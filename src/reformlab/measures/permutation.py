"""Permutation tests: null distributions from permuted labels of documents, p values, false discovery rates.

Measures that have no interval of their own are held against a null here: if the documents had been
exchangeable, what would have come out? Nothing here knows what is measured.
"""

from __future__ import annotations

from zlib import crc32

import numpy as np

# Two permutations that differ by rounding alone are equal.
ROUNDING = 1e-12
# From fewer pieces the intraclass correlation of their documents cannot be estimated.
LEAST_PIECES = 5
# Of a p value or a false discovery rate: at most this is called.
LEVEL_OF_TEST = 0.05


def open_stream(seed: int, *names: object) -> np.random.Generator:
    """Return random numbers for one group, the same whatever other groups there are.

    Examples
    --------
    >>> from reformlab.measures.permutation import open_stream
    >>> open_stream(1, "plan").random() == open_stream(1, "plan").random()
    True
    """
    return np.random.default_rng([seed, crc32("|".join(map(str, names)).encode())])


def can_permute(clusters: np.ndarray, first: np.ndarray) -> bool:
    """Say whether what `permute_clusters` gives can be trusted.

    It can where all pieces (the documents of a cluster on one side) are of one size: the test is
    then exact. It can where a group in which documents repeat a cluster has at least 5 clusters,
    none of them with half of its documents or more. From fewer clusters their intraclass correlation
    cannot be estimated.

    Examples
    --------
    >>> import numpy as np
    >>> from reformlab.measures.permutation import can_permute
    >>> can_permute(np.array(["a", "b", "c", "c"]), np.array([True, True, False, False]))
    False
    """
    _, sizes, side = _find_pieces(clusters, first)
    groups = [sizes[side], sizes[~side]]
    return len(set(sizes)) == 1 or all(
        max(group, default=0) <= 1 or (len(group) >= LEAST_PIECES and 2 * max(group) < sum(group))
        for group in groups
    )


def intraclass_correlation(values: np.ndarray, clusters: np.ndarray, first: np.ndarray) -> float:
    """Estimate the intraclass correlation of documents, which `permute_clusters` asks for.

    The variance of the difference of the two means is estimated from each group by itself, between
    and within clusters (analysis of variance, all columns together). The result is the correlation at
    which the difference of two permuted means varies as much. A group of fewer than 5 documents says too
    little of its own variance and takes the other's. The variance between k clusters is raised by
    (k + 1) / k: an estimate from few is below the truth more often than above.

    Parameters
    ----------
    values : array, documents x columns
        Shares best by their roots, so that rare ones count.
    clusters, first
        As in `permute_clusters`.

    Returns
    -------
    float
        0 (a cluster's documents are independent) to 1 (they repeat one another); 1, the cautious answer,
        where `can_permute` says no.

    Notes
    -----
    Searle, Casella and McCulloch (1992), Variance Components, 3.6 (unequal numbers).

    Examples
    --------
    >>> import numpy as np
    >>> from reformlab.measures.permutation import intraclass_correlation
    >>> places, centre = np.array([*"uvwxyz", *"aabbccddee"]), np.repeat([True, False], [6, 10])
    >>> values = np.array([3.0, 1, 4, 2, 5, 0, *np.repeat([1.0, 2, 3, 4, 5], 2)])[:, None]
    >>> intraclass_correlation(values, places, centre)
    1.0
    """
    pieces, sizes, side = _find_pieces(clusters, first)
    total = values.var(axis=0, ddof=1).sum()
    if not can_permute(clusters, first):
        return 1.0
    if sizes.max() == 1 or total == 0:
        return 0.0
    parts = {one: _split_variance(values[first == one], pieces[first == one]) for one in (True, False)}
    wanted = least = more = 0.0
    for one, (between, within) in parts.items():
        group = sizes[side == one]
        n = group.sum()
        if len(group) < LEAST_PIECES:
            between, within = 0.0, sum(parts[not one])
        wanted += (between * (group**2).sum() / n + within) / n
        least += 1 / n
        more += (group * (group - 1)).sum() / n**2
    return float(np.clip((wanted / total - least) / more, 0, 1))


def permute_clusters(
    clusters: np.ndarray,
    first: np.ndarray,
    n_permutations: int,
    rng: np.random.Generator,
    *,
    icc: float = 1.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Permute two groups of documents, keeping how much documents of one cluster depend on each other.

    The documents of one cluster on one side are a piece. Where all pieces are of one size, whole
    pieces change sides: the exact permutation of clusters. Else documents are permuted one by one,
    and in the place of a piece of m documents stands one that counts u times beside m - u that
    count once, u such that their mean varies as that of m documents of this correlation:
    u (u - 1) = m (m - 1) icc. So a group of single documents stays one, and no document stands on
    both sides. Where the correlation is 0 this is the exact permutation of documents.

    Parameters
    ----------
    clusters : array
        The cluster of each document.
    first : array of bool
        Whether a document is in the first group.
    icc : float
        Intraclass correlation, 0 to 1, of `intraclass_correlation`.

    Returns
    -------
    tuple of two arrays
        How often each document counts in the first and in the second group (permutations x documents);
        each row sums to the number of documents of the group.

    Examples
    --------
    >>> import numpy as np
    >>> from reformlab.measures.permutation import permute_clusters
    >>> places, centre = np.array(["a", "b", "c", "c"]), np.array([True, True, False, False])
    >>> one, two = permute_clusters(places, centre, 100, np.random.default_rng(1))
    >>> set(one.sum(axis=1).tolist()), set(two.max(axis=1).tolist())
    ({2.0}, {2.0})
    """
    pieces, sizes, side = _find_pieces(clusters, first)
    if len(set(sizes)) == 1:
        to_first = side[rng.random((n_permutations, len(sizes))).argsort(axis=1)][:, pieces]
        return to_first.astype(float), (~to_first).astype(float)
    counts, to_first = _count_out(sizes, side, icc)
    order = rng.random((n_permutations, len(pieces))).argsort(axis=1)[:, : len(counts)]
    one, two = np.zeros((2, n_permutations, len(pieces)))
    np.put_along_axis(one, order[:, to_first], counts[to_first], axis=1)
    np.put_along_axis(two, order[:, ~to_first], counts[~to_first], axis=1)
    return one, two


def p_value_upper(observed: np.ndarray | float, permuted: np.ndarray) -> np.ndarray:
    """Give the one-sided p value: the share of permutations, the real one counted in, that are as large.

    Ties count as large, so p is never too small for few documents.
    Phipson and Smyth (2010), Statistical Applications in Genetics and Molecular Biology 9(1).

    Examples
    --------
    >>> import numpy as np
    >>> from reformlab.measures.permutation import p_value_upper
    >>> float(p_value_upper(3.0, np.array([1.0, 2.0, 4.0])))
    0.5
    """
    return (1 + (permuted >= observed - ROUNDING).sum(axis=0)) / (1 + len(permuted))


def p_value_two_sided(observed: np.ndarray, permuted: np.ndarray) -> np.ndarray:
    """Give the two-sided p value: twice the smaller of the two one-sided ones; at most 1.

    Examples
    --------
    >>> import numpy as np
    >>> from reformlab.measures.permutation import p_value_two_sided
    >>> float(p_value_two_sided(9.0, np.arange(9.0)))
    0.2
    """
    above, below = p_value_upper(observed, permuted), p_value_upper(-observed, -permuted)
    return np.minimum(1, 2 * np.minimum(above, below))


def false_discovery_rate(p: np.ndarray) -> np.ndarray:
    """Give the false discovery rate (q value) at which each is found; missing stays missing.

    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57(1).

    Examples
    --------
    >>> import numpy as np
    >>> from reformlab.measures.permutation import false_discovery_rate
    >>> false_discovery_rate(np.array([0.01, np.nan, 0.5])).tolist()
    [0.02, nan, 0.5]
    """
    from scipy.stats import false_discovery_control

    p = np.asarray(p, dtype=float)
    q = np.full(p.shape, np.nan)
    known = ~np.isnan(p)
    if known.any():
        q[known] = false_discovery_control(p[known])
    return q


def _find_pieces(clusters: np.ndarray, first: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give the piece of each document, and the size and side of each piece."""
    names = [f"{one:d}|{name}" for name, one in zip(clusters, first, strict=True)]
    _, pieces, sizes = np.unique(names, return_inverse=True, return_counts=True)
    side = np.zeros(len(sizes), dtype=bool)
    side[pieces] = first
    return pieces, sizes, side


def _split_variance(values: np.ndarray, pieces: np.ndarray) -> tuple[float, float]:
    """Give the variance between and within pieces, of all columns together."""
    _, codes, sizes = np.unique(pieces, return_inverse=True, return_counts=True)
    n, k = len(values), len(sizes)
    if n == k:
        return 0.0, float(values.var(axis=0, ddof=1).sum()) if n > 1 else 0.0
    means = (codes == np.arange(k)[:, None]) @ values / sizes[:, None]
    within = np.square(values - means[codes]).sum() / (n - k)
    among = (sizes * np.square(means - values.mean(axis=0)).sum(axis=1)).sum()
    between = (among - (k - 1) * within) / (n - np.square(sizes).sum() / n)
    return float(max(0, between) * (k + 1) / k), float(within)


def _count_out(sizes: np.ndarray, side: np.ndarray, icc: float) -> tuple[np.ndarray, np.ndarray]:
    """Say how often each permuted document counts, and whether in the first group."""
    counts, to_first = [], []
    for m, one in zip(sizes, side, strict=True):
        repeats = (1 + np.sqrt(1 + 4 * m * (m - 1) * icc)) / 2
        whole, rest = divmod(m - repeats + ROUNDING, 1)
        mine = [repeats, *[1.0] * int(whole), *([rest] if rest > 2 * ROUNDING else [])]
        counts += mine
        to_first += [one] * len(mine)
    return np.array(counts), np.array(to_first)
