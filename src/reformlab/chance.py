"""What chance gives: the labels of documents dealt out again and again, and how rare the real deal is.

Measures that have no interval of their own are held against a null here: if the documents had been
exchangeable, what would have come out? Nothing here knows what is measured.
"""

from __future__ import annotations

from zlib import crc32

import numpy as np

# Two deals that differ by rounding alone are equal.
ROUNDING = 1e-12


def open_stream(seed: int, *names: object) -> np.random.Generator:
    """Return random numbers for one group, the same whatever other groups there are.

    Examples
    --------
    >>> from reformlab.chance import open_stream
    >>> open_stream(1, "plan").random() == open_stream(1, "plan").random()
    True
    """
    return np.random.default_rng([seed, crc32("|".join(map(str, names)).encode())])


def deal_documents(
    n: int, sizes: tuple[int, int], n_deals: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Deal two groups of documents, without regard to whose they are.

    Returns
    -------
    tuple of two arrays
        Rows of the first and of the second group (deals x size), never the same row in both.

    Examples
    --------
    >>> import numpy as np
    >>> from reformlab.chance import deal_documents
    >>> [group.shape for group in deal_documents(10, (3, 1), 5, np.random.default_rng(1))]
    [(5, 3), (5, 1)]
    """
    order = rng.random((n_deals, n)).argsort(axis=1)
    first, second = sizes
    return order[:, :first], order[:, first : first + second]


def deal_clusters(
    clusters: np.ndarray, first: np.ndarray, n_deals: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Deal two groups so that documents of one cluster stay together on one side.

    The documents of one cluster on one side are a piece. A deal gives each piece the part of
    another, drawn without return: its side, and as many documents of the piece, drawn at random,
    as the part has. So a group of single documents stays one of single documents, whatever
    repeats itself on the other side. Where all pieces are of one size this is the exact
    permutation of clusters.

    Parameters
    ----------
    clusters : array
        The cluster of each document.
    first : array of bool
        Whether a document is in the first group.

    Returns
    -------
    tuple of two arrays of bool
        Who is in the first and in the second group (deals x documents).

    Examples
    --------
    >>> import numpy as np
    >>> from reformlab.chance import deal_clusters
    >>> places, centre = np.array(["a", "b", "c", "c"]), np.array([True, True, False, False])
    >>> one, two = deal_clusters(places, centre, 100, np.random.default_rng(1))
    >>> set(one.sum(axis=1).tolist()), bool((one & two).any())
    ({2}, False)
    """
    names, pieces = np.unique(_pair(clusters, first), return_inverse=True)
    sizes = np.bincount(pieces, minlength=len(names))
    side = np.zeros(len(names), dtype=bool)
    side[pieces] = first
    part = rng.random((n_deals, len(names))).argsort(axis=1)
    # Documents in an order that is random within each piece: their rank says who is let in.
    order = (pieces + rng.random((n_deals, len(pieces)))).argsort(axis=1)
    of_place = np.sort(pieces)
    rank = np.arange(len(pieces)) - (np.cumsum(sizes) - sizes)[of_place]
    kept = np.empty(order.shape, dtype=bool)
    np.put_along_axis(kept, order, rank < sizes[part][:, of_place], axis=1)
    to_first = side[part][:, pieces]
    return kept & to_first, kept & ~to_first


def rate_upper(observed: np.ndarray | float, dealt: np.ndarray) -> np.ndarray:
    """Give the share of deals, the real one counted in, at least as large as what was observed.

    Ties count as at least as large, so the share is never too small for few documents.
    Phipson and Smyth (2010), Statistical Applications in Genetics and Molecular Biology 9(1).

    Examples
    --------
    >>> import numpy as np
    >>> from reformlab.chance import rate_upper
    >>> float(rate_upper(3.0, np.array([1.0, 2.0, 4.0])))
    0.5
    """
    return (1 + (dealt >= observed - ROUNDING).sum(axis=0)) / (1 + len(dealt))


def rate_both(observed: np.ndarray, dealt: np.ndarray) -> np.ndarray:
    """Give twice the smaller of the two shares of `rate_upper`, upwards and downwards; at most 1.

    Examples
    --------
    >>> import numpy as np
    >>> from reformlab.chance import rate_both
    >>> float(rate_both(9.0, np.arange(9.0)))
    0.2
    """
    return np.minimum(1, 2 * np.minimum(rate_upper(observed, dealt), rate_upper(-observed, -dealt)))


def rate_discoveries(p: np.ndarray) -> np.ndarray:
    """Give the false discovery rate at which each is found; missing stays missing.

    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57(1).

    Examples
    --------
    >>> import numpy as np
    >>> from reformlab.chance import rate_discoveries
    >>> rate_discoveries(np.array([0.01, np.nan, 0.5])).tolist()
    [0.02, nan, 0.5]
    """
    from scipy.stats import false_discovery_control

    p = np.asarray(p, dtype=float)
    q = np.full(p.shape, np.nan)
    known = ~np.isnan(p)
    if known.any():
        q[known] = false_discovery_control(p[known])
    return q


def _pair(clusters: np.ndarray, first: np.ndarray) -> np.ndarray:
    return np.array([f"{side:d}|{name}" for name, side in zip(clusters, first, strict=True)])
