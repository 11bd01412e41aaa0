"""Dates are read in one place."""

import doctest

from reformlab.corpus import dates


def test_the_examples_run():
    assert doctest.testmod(dates).failed == 0
