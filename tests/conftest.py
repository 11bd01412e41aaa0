"""Every test works out anew what it asserts: nothing that was kept is found (but in the tests of keeping)."""

import os


def pytest_configure() -> None:
    os.environ["REFORMLAB_CACHE"] = "off"
