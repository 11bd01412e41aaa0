"""The tables of rules: every row is whole, is a pattern, and matches its own example."""

import re
from collections.abc import Iterator

import pytest

from reformlab.corpus import rules
from reformlab.corpus.tables import TableError, data_folder

TABLES = sorted(path.stem for path in (data_folder() / "rules").glob("*.csv"))
HEADER = ",".join(rules.COLUMNS) + "\n"


def find_faults(name: str) -> Iterator[str]:
    """Yield what is wrong with the rows of a table: a gap, a pattern that is none, an example without it."""
    for number, row in enumerate(rules.read_rows(name), start=2):
        yield from (f"row {number}: {column} is empty" for column in rules.COLUMNS if not row[column])
        try:
            if not re.search(rules.fill_rules(name, row["pattern"]), row["example"], re.MULTILINE):
                yield f"row {number}: {row['pattern']} does not match {row['example']}"
        except re.error as error:
            yield f"row {number}: {row['pattern']} is no pattern ({error})"


@pytest.mark.parametrize("name", TABLES)
def test_every_row_gives_its_reason_and_an_example_that_it_matches(name):
    assert rules.read_rules(name)
    assert list(find_faults(name)) == []


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_plain_utf_8_with_one_line_ending_and_its_card_names_its_groups(name):
    raw = (data_folder() / "rules" / f"{name}.csv").read_bytes()
    assert b"\r" not in raw and not raw.startswith(b"\xef\xbb\xbf")
    card = (data_folder() / "rules" / "README.md").read_text("utf-8")
    assert f"`{name}.csv`" in card


@pytest.fixture
def table(tmp_path, monkeypatch):
    (tmp_path / "rules").mkdir()
    monkeypatch.setattr(rules, "data_folder", lambda: tmp_path)
    yield lambda text: (tmp_path / "rules" / "mine.csv").write_text(text, "utf-8")
    rules.read_rules.cache_clear()
    rules.join_rules.cache_clear()


def test_a_row_that_stands_twice_and_a_missing_column_are_refused(table):
    table(HEADER + "a,改革,why,改革,here\n" * 2)
    with pytest.raises(TableError, match="改革"):
        rules.read_rules("mine")
    table("group,pattern\na,改革\n")
    with pytest.raises(TableError, match="reason"):
        rules.read_rules("mine")


def test_the_faults_of_a_table_are_told_by_row(table):
    table(HEADER + "a,改革(,why,改革,here\na,医改,,改革,here\n")
    first, second, third = find_faults("mine")
    assert first.startswith("row 2: 改革( is no pattern")
    assert second == "row 3: reason is empty"
    assert third == "row 3: 医改 does not match 改革"


def test_rules_are_joined_in_their_order(table):
    table(HEADER + "a,一,why,一,here\nb,二,why,二,here\na,三,why,三,here\n")
    assert rules.join_rules("mine") == "(?:一|三|二)"
    assert rules.join_rules("mine", "a") == "(?:一|三)"


def test_a_pattern_names_other_groups_and_plain_words_stand_longest_first(table):
    table(HEADER + "a,一,why,一,here\na,一二,why,一二,here\nb,{a}三?,why,一三,here\n")
    assert rules.join_rules("mine", "a") == "(?:一二|一)"
    assert rules.compile_rules("mine", "(?<!不){b}").pattern == "(?=[一])(?:(?<!不)(?:(?:一二|一)三?))"
    # Where `re` itself looks first for the signs that a match begins with, the pattern stays as it is.
    assert rules.compile_rules("mine", "[县市]{b}").pattern == "[县市](?:(?:一二|一)三?)"
    assert rules.compile_rules("mine", "{han}{2}").fullmatch("改革")
    assert list(find_faults("mine")) == []


@pytest.mark.parametrize(
    "pattern",
    [
        "医改|(?<!新)医保|^报销",
        "(?:新|^.)改|^医?改|(?<!新)医",
        "(?P<by>由)?[县市]+?医院",
        r"[\]^-]?\d{2}",
        "(?>医|药)?+保",
        "(?:医(?=保))*改?",
        ".医|[^药]保",
        "(?<=医)$",
        "{han}院",
        r"\s保|\Z",
        "(?:(医)|保)改",
    ],
)
def test_a_pattern_that_is_tried_at_few_places_finds_the_same(table, pattern):
    table(HEADER + "a,一,why,一,here\n")
    text = "医改由县医院、新医保和市医院报销20元，药保]12^医改改\n报销 保改-33医"
    plain, quick = re.compile(rules.fill_rules("mine", pattern)), rules.compile_rules("mine", pattern)
    found, same = (
        [(match[0], match.span(), match.groups()) for match in each.finditer(text)] for each in (plain, quick)
    )
    assert found and found == same
