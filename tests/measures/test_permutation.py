"""Deals are counted over; shares and rates are worked out again by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reformlab.measures import permutation as chance


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.booleans()), min_size=2, max_size=20),
    st.sampled_from([0.0, 0.3, 1.0]),
)
def test_groups_keep_their_number_and_share_no_document(pairs, icc):
    clusters = np.array([name for name, _ in pairs])
    national = np.array([side for _, side in pairs])
    one, two = chance.permute_clusters(clusters, national, 40, np.random.default_rng(3), icc=icc)
    assert (one >= 0).all() and (two >= 0).all()
    assert not ((one > 0) & (two > 0)).any()
    np.testing.assert_allclose(one.sum(axis=1), national.sum())
    np.testing.assert_allclose(two.sum(axis=1), (~national).sum())
    pieces = pd.Series([f"{name}{side}" for name, side in pairs])
    sizes = pieces.value_counts()
    if sizes.nunique() == 1:
        for row in one:
            assert pieces[row > 0].nunique() == pieces[national].nunique()
            assert not set(pieces[row > 0]) & set(pieces[row == 0])
    else:
        # m documents vary together like one that counts u times beside those that count once.
        of_second = sizes[sizes.index.str.endswith("False")]
        together = (of_second * (1 + (of_second - 1) * icc)).sum()
        # The rest, a part of a document, counts by less than its own square.
        assert (together - 0.25 * len(of_second) - 1e-9 <= np.square(two).sum(axis=1)).all()
        assert (np.square(two).sum(axis=1) <= together + 1e-9).all()


def test_single_documents_are_permuted():
    national = np.array([True] * 3 + [False] * 5)
    one, two = chance.permute_clusters(np.arange(8).astype(str), national, 4000, np.random.default_rng(1))
    assert (one.sum(axis=1) == 3).all() and (two.sum(axis=1) == 5).all()
    np.testing.assert_allclose(one.mean(axis=0), 3 / 8, atol=0.03)


def test_documents_that_are_not_alike_are_permuted():
    national = np.array([True] * 3 + [False] * 12)
    places = np.array([*"xyz", *np.repeat(list("abcd"), 3)])
    one, two = chance.permute_clusters(places, national, 500, np.random.default_rng(1), icc=0)
    assert set(one.sum(axis=1)) == {3} and set(two.sum(axis=1)) == {12}
    assert set(np.unique(one)) == set(np.unique(two)) == {0, 1}


def test_a_group_of_single_documents_stays_one():
    national = np.array([True] * 3 + [False] * 12)
    places = np.array([*"xyz", *np.repeat(list("abcd"), 3)])
    one, two = chance.permute_clusters(places, national, 500, np.random.default_rng(1))
    assert set(np.unique(one)) == {0, 1}
    assert set(np.unique(two)) == {0, 3}
    one, two = chance.permute_clusters(places, national, 500, np.random.default_rng(1), icc=0.5)
    assert set(np.unique(one)) == {0, 1}
    assert two.max() == pytest.approx((1 + np.sqrt(13)) / 2)


def test_few_or_lopsided_clusters_are_not_trusted():
    def ask(n_national, sizes):
        places = np.array(
            [f"n{i}" for i in range(n_national)] + list(np.repeat(np.arange(len(sizes)), sizes))
        )
        return chance.can_permute(places, np.arange(len(places)) < n_national)

    assert ask(2, [1]) and ask(30, [1] * 3)
    assert ask(2, [2] * 27 + [3] * 4) and ask(40, [10, 10, 6, 5, 5, 2, 2])
    assert not ask(30, [2] * 4)
    assert not ask(30, [10, 4, 3, 2, 1])
    assert ask(30, [10, 4, 3, 3, 1])


@pytest.mark.parametrize("icc", [0, 0.3, 0.7])
def test_intraclass_correlation_is_found(icc):
    rng = np.random.default_rng(4)
    places = np.repeat(np.arange(200), 4)
    own = rng.standard_normal((200, 2))[places]
    values = np.sqrt(icc) * own + np.sqrt(1 - icc) * rng.standard_normal((800, 2))
    values = np.vstack([rng.standard_normal((100, 2)) + 3, values])
    clusters = np.array([*(f"n{i}" for i in range(100)), *places])
    national = np.arange(900) < 100
    # A difference of the groups is not taken for correlation.
    values[:100] -= 3
    found = chance.intraclass_correlation(values, clusters, national)
    assert found == pytest.approx(icc, abs=0.1)


def test_intraclass_correlation_of_singles_and_of_few():
    values = np.arange(8.0)[:, None]
    national = np.arange(8) < 4
    assert chance.intraclass_correlation(values, np.arange(8), national) == 0
    assert chance.intraclass_correlation(values, np.array([*"abcdeeff"]), national) == 1


def test_dealt_means_vary_as_real_ones_do():
    rng = np.random.default_rng(8)
    places = np.array([*(f"n{i}" for i in range(32)), *np.repeat(list("abcdefg"), [8, 7, 5, 4, 3, 3, 2])])
    national = np.arange(64) < 32
    real, permuted = [], []
    for seed in range(400):
        own = rng.standard_normal((7, 8))[np.repeat(np.arange(7), [8, 7, 5, 4, 3, 3, 2])]
        values = rng.standard_normal((64, 8))
        values[32:] = np.sqrt(0.5) * (own + values[32:])
        real.append(np.square(values[national].mean(axis=0) - values[~national].mean(axis=0)).sum())
        icc = chance.intraclass_correlation(values, places, national)
        one, two = chance.permute_clusters(places, national, 20, np.random.default_rng(seed), icc=icc)
        permuted.append(np.square((one - two) @ values / 32).sum(axis=1).mean())
    # At most a tenth more, by the allowance for few clusters; never less.
    assert 0.95 < np.mean(permuted) / np.mean(real) < 1.2


def test_shares_count_the_real_deal_and_ties():
    permuted = np.array([1.0, 2.0, 3.0, 3.0 - 1e-15])
    assert chance.p_value_upper(3.0, permuted) == 3 / 5
    assert chance.p_value_upper(4.0, permuted) == 1 / 5
    assert chance.p_value_two_sided(np.array(0.0), permuted) == 2 / 5
    assert chance.p_value_two_sided(np.array(2.0), permuted) == 1
    np.testing.assert_allclose(
        chance.p_value_upper(np.array([3.0, 0.0]), permuted[:, None] * [1, 1]), [3 / 5, 1]
    )


def test_false_discoveries_step_up():
    q = chance.false_discovery_rate(np.array([0.01, 0.04, np.nan, 0.03]))
    np.testing.assert_allclose(q, [0.03, 0.04, np.nan, 0.04])
    assert np.isnan(chance.false_discovery_rate(np.array([np.nan]))).all()


def test_streams_differ_by_name_and_seed_alone():
    draw = [
        chance.open_stream(*key).random() for key in ((1, "a", "b"), (1, "a", "b"), (1, "a"), (2, "a", "b"))
    ]
    assert draw[0] == draw[1]
    assert len(set(draw)) == 3
