"""What figures share: text in them can be read on what is behind it."""

import numpy as np
import pytest

from reformlab.figures import marks
from reformlab.figures.marks import SHADE

COLOURS = [colour for colour, *_ in [*marks.STYLES.values(), *marks.SERIES]]


@pytest.mark.parametrize(("one", "other", "far"), [("black", "white", 21), ("#777777", "white", 4.48)])
def test_contrast_is_that_of_the_standard(one, other, far):
    assert marks.contrast(one, other) == marks.contrast(other, one) == pytest.approx(far, abs=0.005)


@pytest.mark.parametrize("colour", COLOURS)
def test_text_on_any_shade_of_a_colour_can_be_read(colour):
    fills = [marks.tint(colour, shade) for shade in np.linspace(0, 1, 21)]
    assert min(marks.contrast(marks.ink_on(fill), fill) for fill in fills) >= marks.READABLE


@pytest.mark.parametrize("colour", COLOURS)
def test_text_in_a_colour_can_be_read_on_white_and_one_that_can_stays(colour):
    dark = marks.darken(colour)
    assert marks.contrast(dark, "white") >= marks.READABLE
    assert marks.darken(dark) == dark


def test_grey_text_can_be_read_on_what_is_shaded():
    assert marks.contrast(marks.GREY, SHADE) >= marks.READABLE
