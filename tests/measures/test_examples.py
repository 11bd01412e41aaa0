"""The examples in the docstrings of the measures run."""

import doctest
import importlib
from pathlib import Path

import pytest

import reformlab.measures

pytestmark = pytest.mark.slow

ROOMS = sorted(path.stem for path in Path(reformlab.measures.__file__).parent.glob("[!_]*.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_the_examples_of_a_room_run(room):
    module = importlib.import_module(f"reformlab.measures.{room}")
    assert doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE).failed == 0
