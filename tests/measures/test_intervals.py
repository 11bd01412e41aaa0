"""However little is known, limits are numbers within their range, on both sides of what they are of."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reformlab.measures.intervals import (
    Coded,
    Estimate,
    find_p,
    limit_coefficient,
    limit_difference,
    limit_share,
)

shares = st.floats(0, 1)
spreads = st.one_of(st.floats(1e-12, 1e3), st.sampled_from([5e-324, 1e-200, 1e200]))
freedoms = st.one_of(st.floats(1e-12, 1e4), st.sampled_from([1e-300, 1e-3, 4.0, np.inf]))
confidences = st.sampled_from([0.5, 0.95, 1 - 1e-9])


@st.composite
def draw_estimates(draw):
    """Draw estimates of one to three shares, of any variance and hardly any degrees of freedom."""
    n = draw(st.integers(1, 3))
    value, variance = (np.array(draw(st.lists(part, min_size=n, max_size=n))) for part in (shares, spreads))
    noise = variance * draw(shares)
    moved = value + draw(st.sampled_from([0.0, 0.1])) * np.arange(draw(st.sampled_from([0, 3])))[:, None]
    coded = draw(st.sampled_from([None, Coded(value, noise, noise, 9)]))
    least = draw(st.sampled_from([0.0, 1e-9, 0.2]))
    return Estimate(value, variance, draw(freedoms), noise, moved, least, coded, draw(st.booleans()))


@settings(deadline=None)
@given(draw_estimates(), confidences)
def test_limits_of_shares_are_within_0_and_1(estimate, confidence):
    with np.errstate(all="raise", under="ignore"):
        low, high = limit_share(estimate, confidence)
    assert (low >= 0).all() and (high <= 1).all()
    assert (low <= estimate.value + 1e-12).all() and (estimate.value <= high + 1e-12).all()


@settings(deadline=None)
@given(draw_estimates(), freedoms, confidences)
def test_limits_of_differences_are_within_their_range(estimate, df, confidence):
    other = Estimate(1 - estimate.value, estimate.variance, df, estimate.noise, estimate.moved)
    with np.errstate(all="raise", under="ignore"):
        for limits in (partial(limit_difference, estimate, other), partial(limit_coefficient, other)):
            low, high = limits(confidence)
            assert (low >= -1).all() and (low <= high).all() and (high <= 1).all()


def test_where_a_classifier_errs_nowhere_no_number_of_codes_is_told():
    coded = Coded(np.zeros(3), np.array([0.04, 0.04, 0.04]), np.array([1e-9, 0.01, 0.0]), 39)
    assert np.allclose(coded.numbers["n_effective"], [np.nan, 156, 39], equal_nan=True)


@pytest.mark.parametrize("df", [1e-300, 1e-3, 1.0, 5.0])
def test_hardly_any_degrees_of_freedom_tell_nothing(df):
    """Six documents, of which one decides the variance."""
    sides = [Estimate(np.array([m]), np.array([0.02]), df, np.zeros(1), np.empty((0, 1))) for m in (0.1, 0.6)]
    with np.errstate(all="raise", under="ignore"):
        (low,), (high,) = limit_difference(*sides)
        (p,) = find_p(partial(limit_difference, *sides), sides[0].value)
    assert -1 <= low < 0 < high <= 1 and 0.05 < p <= 1
