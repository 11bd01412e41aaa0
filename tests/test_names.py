"""Names: every public name resolves, is documented, and its example runs."""

import doctest
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys

import pytest

import reformlab as rl

ROOMS = [found.name for found in pkgutil.walk_packages(rl.__path__, "reformlab.")]
# Their examples fit topics, fit again to drawn documents, or write whole folders and pages.
SLOW = {
    "reformlab.building.catalogue",
    "reformlab.domains.distance",
    "reformlab.domains.evidence",
    "reformlab.domains.fit",
    "reformlab.domains.intrusion",
    "reformlab.domains.score",
    "reformlab.figures.differences",
    "reformlab.figures.diffusion",
    "reformlab.figures.gap",
    "reformlab.figures.robustness",
    "reformlab.figures.topics",
    "reformlab.figures.uptake",
    "reformlab.measures.enough_coded",
    "reformlab.measures.planning",
    "reformlab.measures.recovery",
    "reformlab.measures.themes",
    "reformlab.paper.export",
    "reformlab.paper.replication",
    "reformlab.report.html",
}
FUNCTIONS = [name for name in rl.__all__ if inspect.isfunction(getattr(rl, name))]


def test_every_public_name_resolves_and_is_listed():
    assert rl.__all__ == sorted(set(rl.__all__))
    assert dir(rl) == rl.__all__
    for name in rl.__all__:
        assert getattr(rl, name) is not None


def test_an_unknown_name_is_an_error_that_names_it():
    with pytest.raises(AttributeError, match="build_corpora"):
        _ = rl.build_corpora


def test_names_are_completed_without_loading_rooms():
    code = (
        "import sys, jedi, reformlab as rl\n"
        "found = jedi.Interpreter('rl.', [{'rl': rl}]).complete()\n"
        "kinds = [name.type for name in found]\n"
        "assert [name.name for name in found] == sorted(rl.__all__, key=str.lower), found\n"
        "assert not {'pandas', 'matplotlib', 'topica'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_is_documented_and_typed(name):
    function = getattr(rl, name)
    documentation = inspect.getdoc(function)
    opening = documentation.split("\n\n")[0]
    assert opening.endswith(".") or opening.endswith("`.")
    signature = inspect.signature(function)
    assert signature.return_annotation is not inspect.Signature.empty
    for parameter in signature.parameters.values():
        assert parameter.annotation is not inspect.Parameter.empty, parameter.name
        # A function that reads on from another one's docstring says so in its first line.
        assert re.search(rf"\b{parameter.name}\b", documentation) or "see `" in opening, parameter.name


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_has_an_example(name):
    documentation = inspect.getdoc(getattr(rl, name))
    assert ">>> " in documentation or "see `" in documentation.split("\n\n")[0]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_follows_the_second_parameter_is_named(name):
    # One or two by position; every other one by its name.
    free = [
        parameter
        for parameter in inspect.signature(getattr(rl, name)).parameters.values()
        if parameter.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    ]
    assert len(free) <= 2, [parameter.name for parameter in free]


def test_chance_has_a_seed_of_1_unless_another_is_given():
    seeds = {name: inspect.signature(getattr(rl, name)).parameters.get("seed") for name in FUNCTIONS}
    assert {name for name, seed in seeds.items() if seed and seed.default != 1} == set()


@pytest.fixture(scope="module")
def kept_by_examples(tmp_path_factory):
    """Work out once what several examples show."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REFORMLAB_CACHE", str(tmp_path_factory.mktemp("kept") / "reformlab"))
        yield


@pytest.mark.usefixtures("kept_by_examples")
@pytest.mark.parametrize(
    "room", [pytest.param(room, marks=[pytest.mark.slow] * (room in SLOW)) for room in ROOMS]
)
@pytest.mark.filterwarnings("ignore")
def test_the_examples_of_a_room_run(room):
    assert set(ROOMS) >= SLOW
    result = doctest.testmod(importlib.import_module(room), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.failed == 0


def test_importing_the_package_loads_no_room():
    code = (
        "import sys, reformlab\n"
        "print([m for m in sys.modules if m.count('.') > 1 and m.startswith('reformlab.') or m == 'pandas'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
