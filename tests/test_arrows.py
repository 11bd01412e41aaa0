"""The arrows between the rooms of the package: which may import which."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "reformlab"

# `tables` is open to every room; `cli` may import all. Whatever is not here may import nothing else.
ARROWS = {
    "tables": {"share", "store"},
    "tasks": {"indicators", "store"},
    "network": {"compare", "copies", "intervals", "priorities", "tasks"},
    "read": {"archive", "decode", "pdf", "sheet", "word"},
    "archive": {"decode"},
    "columns": {"places"},
    "pdf": {"decode"},
    "sheet": {"columns", "decode"},
    "clean": {"joins", "layout", "signs"},
    "joins": {"layout"},
    "signs": {"layout"},
    "outline": {"numbering"},
    "origins": {"places"},
    "facts": {"numbering", "origins", "outline"},
    "catalogue": {"decode", "subject"},
    "contradictions": {"agencies", "facts", "places"},
    "batches": {"mentions", "words"},
    "onefile": {
        "read",
        "clean",
        "outline",
        "facts",
        "places",
        "subject",
        "batches",
        "catalogue",
        "contradictions",
    },
    "workers": {"spool"},
    "build": {
        "archive",
        "batches",
        "catalogue",
        "clean",
        "contradictions",
        "onefile",
        "share",
        "spool",
        "store",
        "words",
        "workers",
    },
    "register": {"clean", "facts", "outline", "places", "words"},
    "aims": {"indicators", "quantities"},
    "tense": {"times"},
    "targets": {"aims", "indicators", "quantities", "tense", "times"},
    "agencies": {"bodies"},
    "mentions": {"agencies", "citations", "targets", "tense", "times"},
    "align": {"clean"},
    "show": {"read", "clean", "align", "outline", "facts", "mentions", "page"},
    "lettering": {"phrases"},
    "drawing": {"lettering"},
    "evidence": {"copies", "intervals", "periods", "priorities", "refits"},
    "compare": {"chance", "design", "evidence", "intervals", "periods", "priorities"},
    "simulate": {"periods", "places", "planted"},
    "rawfiles": {"simulate", "store", "words"},
    "divergence": {"chance", "compare", "copies", "periods", "priorities"},
    "keyness": {"chance", "compare", "copies", "priorities", "words"},
    "adoption": {"compare", "intervals", "priorities", "words"},
    "leads": {"adoption"},
    "themes": {"compare", "copies", "intervals", "periods", "priorities", "topics", "words"},
    "figures_measures": {"drawing", "lettering"},
    "figures_adoption": {"drawing", "lettering"},
    "figures_uptake": {"drawing", "lettering"},
    "figures": {"drawing", "lettering", "pictures"},
    "uptake": {"bodies", "expectation", "words"},
    "expectation": {"chance", "compare", "copies"},
    "site": {"lettering", "notebooks"},
    "engines": {"sampling"},
    "topics": {"design", "engines"},
    "refits": {"copies", "design", "engines", "topics"},
    "selection": {"design", "engines", "refits", "topics"},
    "figures_topics": {"drawing", "lettering"},
    "figures_robustness": {"drawing", "lettering"},
    "counts": {"store", "tasks"},
    "methods": {"compare", "intervals", "robustness", "selection"},
    "export": {"intervals", "methods", "references", "robustness", "store", "tasks", "topics"},
    "specifications": {"compare", "engines", "topics", "words"},
    "robustness": {"compare", "selection", "specifications", "themes", "topics"},
}
ROOMS = sorted(path.stem for path in PACKAGE.glob("*.py") if path.stem != "__init__")


class WithoutTypes(ast.NodeTransformer):
    """Take the imports under ``if TYPE_CHECKING`` out: to name a type is not to use a room."""

    def visit_If(self, node: ast.If) -> ast.AST | None:
        named = isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        return None if named else self.generic_visit(node)


def imports(room: str) -> set[str]:
    """Return every module that a room imports when it runs, wherever in the file it does."""
    tree = ast.parse((PACKAGE / f"{room}.py").read_text("utf-8"))
    found = set()
    for node in ast.walk(WithoutTypes().visit(tree)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{room}: import rooms by their full name"
            if node.module == "reformlab":
                found |= {f"reformlab.{alias.name}" for alias in node.names}
            else:
                found.add(node.module)
    return found


def rooms_imported(room: str) -> set[str]:
    """Return the rooms that a room imports; the bare package counts as the room ``__init__``."""
    ours = {name for name in imports(room) if name.split(".")[0] == "reformlab"} - {"reformlab.__version__"}
    return {name.split(".")[1] if "." in name else "__init__" for name in ours}


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "cli"])
def test_room_imports_only_along_its_arrows(room):
    allowed = ARROWS.get(room, set()) | {"tables"}
    assert rooms_imported(room) <= allowed


def test_topica_is_imported_in_engines_alone():
    """The room of the engines, no longer `topics`: fits, refits and selection all go through it."""
    users = [room for room in ROOMS if any(name.split(".")[0] == "topica" for name in imports(room))]
    assert set(users) <= {"engines"}


def test_tables_imports_only_how_it_is_written():
    assert rooms_imported("tables") == {"share", "store"}


@pytest.mark.parametrize("room", ROOMS)
def test_room_is_one_idea_and_short(room):
    lines = (PACKAGE / f"{room}.py").read_text("utf-8").count("\n")
    assert lines <= 400, f"{room}: {lines} lines; a room is about 300, and one idea"
