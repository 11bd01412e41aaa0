"""The architecture: imports run down the order of the wings, never up and never round."""

import ast
import re
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
PAGES = {
    name: (PACKAGE.parents[1] / name).read_text("utf-8")
    for name in ("CONTRIBUTING.md", "data/rules/README.md")
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


def test_every_room_stands_in_the_layout():
    layout = PAGES["CONTRIBUTING.md"].split("`tests/test_arrows.py`")[0]
    table, beside = layout.split("Beside them stand")
    rows = re.split(r"^\| `(\w+)/` \|", table, flags=re.M)
    told = dict(zip(rows[1::2], rows[2::2], strict=True))
    assert tuple(told) == reformlab.WINGS
    names = {room: f"`{room.split('.')[-1]}`" for room in ROOMS if room != "__main__"}
    assert [room for room, name in names.items() if name not in told.get(room.split(".")[0], beside)] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_room_that_is_named_is_there(page):
    wings = "|".join({room.split(".")[0] for room in ROOMS if "." in room})
    named = {name.replace("/", ".") for name in re.findall(rf"`((?:{wings})/\w+)`", PAGES[page])}
    assert named and named <= set(ROOMS)
