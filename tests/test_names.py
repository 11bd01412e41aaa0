"""Names: every public name resolves, is documented, and its example runs."""

import doctest
import importlib
import inspect
import re
import subprocess
import sys

import pytest

import reformlab as rl

# The rooms from a file to a corpus; the tests of the other rooms run their own examples.
ROOMS = [
    "reading.word",
    "reading.files",
    "reading.furniture",
    "reading.line_breaks",
    "reading.clean",
    "documents.numbering",
    "documents.passages",
    "documents.outline",
    "documents.head",
    "documents.facts",
    "documents.words",
    "corpus.tables",
    "building.corpus",
]
WITHOUT_EXAMPLES = {
    "reading.word",
    "reading.furniture",
    "documents.numbering",
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


@pytest.mark.parametrize("room", ROOMS)
def test_the_examples_of_a_room_run(room):
    module = importlib.import_module(f"reformlab.{room}")
    result = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.failed == 0
    assert (result.attempted > 0) == (room not in WITHOUT_EXAMPLES)


def test_importing_the_package_loads_no_room():
    code = (
        "import sys, reformlab\n"
        "print([m for m in sys.modules if m.count('.') > 1 and m.startswith('reformlab.') or m == 'pandas'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
