import doctest
import importlib

import pytest

from reformlab import domains

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("room", [*domains.DOORS, "others"])
@pytest.mark.filterwarnings("ignore")
def test_the_examples_of_a_room_run(room):
    module = importlib.import_module(f"reformlab.domains.{room}")
    result = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.attempted and not result.failed
