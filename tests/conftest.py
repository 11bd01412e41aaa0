"""Every test works out anew what it asserts: nothing kept is found, but where a room asks for `kept`."""

import os
import sys
from collections.abc import Iterator

import pytest


def pytest_configure() -> None:
    os.environ["REFORMLAB_CACHE"] = "off"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Work out once what takes long and several tests of a room look at."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REFORMLAB_CACHE", str(tmp_path_factory.mktemp("kept")))
        yield


@pytest.fixture(autouse=True)
def no_figure_is_left_to_the_next_test() -> Iterator[None]:
    yield
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")
