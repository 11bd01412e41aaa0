"""The architecture: imports run down the order of the wings, never up and never round."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import reformlab

PACKAGE = Path(reformlab.__file__).parent
# From the ground floor up; what stands beside the wings may use all of them.
ORDER = [*reformlab.WINGS, "simulate", "paper", "report", "cli", "__main__"]
ROOMS = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.name != "__init__.py"
}


class WithoutTypes(ast.NodeTransformer):
    """Take the imports under ``if TYPE_CHECKING`` out: to name a type is not to use a room."""

    def visit_If(self, node: ast.If) -> ast.AST | None:
        named = isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        return None if named else self.generic_visit(node)


def imports(room: str) -> set[str]:
    """Return every module that a room imports when it runs, wherever in the file it does."""
    found = set()
    for node in ast.walk(WithoutTypes().visit(ast.parse(ROOMS[room].read_text("utf-8")))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{room}: import rooms by their full name"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return found


def rooms_imported(room: str) -> set[str]:
    """Return the rooms of the package that a room imports."""
    return {name.removeprefix("reformlab.") for name in imports(room)} & set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_from_its_own_wing_and_those_below(room):
    below = ORDER[: ORDER.index(room.split(".")[0]) + 1]
    assert {name.split(".")[0] for name in rooms_imported(room)} <= set(below)


def test_no_room_imports_itself_by_way_of_others():
    TopologicalSorter({room: rooms_imported(room) for room in ROOMS}).prepare()


def test_the_figures_compute_nothing():
    """They take tables: they need nothing of the wings that make them."""
    used = {name for room in ROOMS if room.startswith("figures.") for name in rooms_imported(room)}
    assert {name.split(".")[0] for name in used} <= {"figures", "corpus"}


def test_topica_is_imported_in_engines_alone():
    assert [room for room in ROOMS if "topica" in imports(room)] == ["topics.engines"]
