"""Deals are counted over; shares and rates are worked out again by hand."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from reformlab import chance


def test_documents_are_dealt_once_and_evenly():
    first, second = chance.deal_documents(6, (2, 3), 3000, np.random.default_rng(1))
    both = np.hstack([first, second])
    assert all(len(set(row)) == 5 for row in both)
    np.testing.assert_allclose(np.bincount(first.ravel()) / 3000, 2 / 6, atol=0.03)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.booleans()), min_size=2, max_size=20))
def test_clusters_stay_on_one_side_and_keep_their_number(pairs):
    clusters = np.array([name for name, _ in pairs])
    national = np.array([side for _, side in pairs])
    one, two = chance.deal_clusters(clusters, national, 40, np.random.default_rng(3))
    pieces = pd.Series([f"{name}{side}" for name, side in pairs])
    for first, second in zip(one, two, strict=True):
        assert not (first & second).any()
        assert not set(pieces[first]) & set(pieces[second])
        # Every piece takes the part of some piece.
        assert set(pieces[first]) | set(pieces[second]) == set(pieces)
        assert pieces[first].nunique() == pieces[national].nunique()
        assert pieces[first].value_counts().max() <= pieces[national].value_counts().max() or not first.any()


def test_single_documents_are_permuted():
    national = np.array([True] * 3 + [False] * 5)
    one, two = chance.deal_clusters(np.arange(8).astype(str), national, 4000, np.random.default_rng(1))
    assert (one.sum(axis=1) == 3).all() and (two.sum(axis=1) == 5).all()
    np.testing.assert_allclose(one.mean(axis=0), 3 / 8, atol=0.03)


def test_a_group_of_single_documents_stays_one():
    national = np.array([True] * 3 + [False] * 12)
    places = np.array([*"xyz", *np.repeat(list("abcd"), 3)])
    one, two = chance.deal_clusters(places, national, 500, np.random.default_rng(1))
    assert set(one.sum(axis=1)) == {3}
    assert two.sum(axis=1).max() == 12


def test_shares_count_the_real_deal_and_ties():
    dealt = np.array([1.0, 2.0, 3.0, 3.0 - 1e-15])
    assert chance.rate_upper(3.0, dealt) == 3 / 5
    assert chance.rate_upper(4.0, dealt) == 1 / 5
    assert chance.rate_both(np.array(0.0), dealt) == 2 / 5
    assert chance.rate_both(np.array(2.0), dealt) == 1
    np.testing.assert_allclose(chance.rate_upper(np.array([3.0, 0.0]), dealt[:, None] * [1, 1]), [3 / 5, 1])


def test_false_discoveries_step_up():
    q = chance.rate_discoveries(np.array([0.01, 0.04, np.nan, 0.03]))
    np.testing.assert_allclose(q, [0.03, 0.04, np.nan, 0.04])
    assert np.isnan(chance.rate_discoveries(np.array([np.nan]))).all()


def test_streams_differ_by_name_and_seed_alone():
    draw = [
        chance.open_stream(*key).random() for key in ((1, "a", "b"), (1, "a", "b"), (1, "a"), (2, "a", "b"))
    ]
    assert draw[0] == draw[1]
    assert len(set(draw)) == 3
