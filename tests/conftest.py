"""Every test works out anew what it asserts: nothing that was kept is found (but in the tests of keeping)."""

import os
import sys
from collections.abc import Iterator

import pytest


def pytest_configure() -> None:
    os.environ["REFORMLAB_CACHE"] = "off"


@pytest.fixture(autouse=True)
def no_figure_is_left_to_the_next_test() -> Iterator[None]:
    yield
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")
