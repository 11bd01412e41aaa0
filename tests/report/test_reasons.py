"""Every reason that reading may give for what it leaves out is there in Chinese."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

import reformlab.reading as reading
from reformlab.corpus.tables import read_texts
from reformlab.report.words import Words

# How a reason opens; what to do about it stands behind a semicolon.
REASON = re.compile(r"(?:is|holds|has no|unpacks|cannot be|there is|could not be) .+; .")
# A note on a text that was read, and no reason to leave it out.
NOTES = ("is an old Word file: numbers", "is in an encoding")


def fill(part: ast.expr, names: dict[str, object]) -> str:
    """Give a literal as the code would fill it in; what only a file can tell is "7"."""
    if isinstance(part, ast.JoinedStr):
        return "".join(fill(value, names) for value in part.values)
    if isinstance(part, ast.FormattedValue):
        known = names.get(ast.unparse(part.value))
        return known if isinstance(known, str) else "7"
    return part.value if isinstance(part.value, str) else ""


def find_reasons() -> set[str]:
    found = set()
    for path in Path(reading.__file__).parent.glob("[a-z]*.py"):
        names = vars(import_module(f"reformlab.reading.{path.stem}"))
        tree = ast.parse(path.read_text("utf-8"))
        inner = {
            id(value) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for value in node.values
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in inner:
                found.add(fill(node, names))
    return {text for text in found if REASON.match(text) and "\n" not in text and not text.startswith(NOTES)}


def test_every_reason_of_reading_has_its_chinese():
    reasons = find_reasons()
    assert len(reasons) > 50
    english = {reason for reason in reasons if Words("zh").reason(reason) == reason}
    assert english == set()


@pytest.mark.parametrize(
    ("reason", "chinese"),
    [
        ("same text as 甲.docx", "与甲.docx内容相同"),
        ("same text as a.md, which is of 2020, not 2019", "与a.md内容相同，后者为2020年，而非2019年"),
        ("left out by the catalogue", "核对表中排除"),
        ("my own reason", "my own reason"),
    ],
)
def test_what_is_special_to_a_file_stays_in_the_chinese(reason, chinese):
    assert Words("zh").reason(reason) == chinese and Words("en").reason(reason) == reason


def test_reasons_have_as_many_gaps_in_both_languages():
    texts = read_texts("reasons")
    assert all(text.count("{}") == texts["zh"][name].count("{}") for name, text in texts["en"].items())
