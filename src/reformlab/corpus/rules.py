"""Rules that are data: tables of ``data/rules`` hold a word or pattern a row, code says how they are applied.

A pattern is a regular expression; a plain word is one too. In it ``{group}`` stands for any rule of that
group of its table, ``{table.group}`` of another table, ``{han}`` for any Chinese character.
``data/rules/README.md`` says what the groups of each table mean.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from re import _constants as op
from re import _parser
from typing import Any, cast

from reformlab.corpus.tables import TableError, data_folder

HAN = r"[\u4e00-\u9fff]"
_NAMED = re.compile(r"\{([a-z][a-z_.]*)\}")
# To look first for signs of a wider range than these would leave out too few.
_WIDEST_RANGE = 100
_SIGNS_OF_CATEGORY = {op.CATEGORY_DIGIT: r"\d", op.CATEGORY_SPACE: r"\s"}
COLUMNS = ("group", "pattern", "reason", "example", "seen")


@cache
def read_rules(name: str) -> dict[str, tuple[str, ...]]:
    """Read a table of rules: group -> its patterns, both in the order of the table.

    Raises
    ------
    TableError
        Where a column is missing, or a row has no group, no pattern, or stands twice.

    Examples
    --------
    >>> from reformlab.corpus.rules import read_rules
    >>> "产业" in read_rules("subject")["business"]
    True
    """
    rows = read_rows(name)
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(row["group"], []).append(row["pattern"])
    twice = [row for group in groups.values() for row in group if group.count(row) > 1]
    if twice or not all(row["group"] and row["pattern"] for row in rows):
        raise TableError(f"rules {name}: rows without group or pattern, or twice the same: {twice}")
    return {group: tuple(patterns) for group, patterns in groups.items()}


@cache
def join_rules(name: str, *groups: str) -> str:
    """Return one pattern that matches what any rule of these groups matches; of all groups unless named.

    The order of the table is kept; where all rules are plain words, the longest stands first.

    Examples
    --------
    >>> from reformlab.corpus.rules import join_rules
    >>> re.sub(join_rules("subject", "elsewhere"), "", "兽医和医保")
    '和医保'
    """
    rules = read_rules(name)
    patterns = [pattern for group in groups or rules for pattern in rules[group]]
    if all(pattern.isalnum() for pattern in patterns):
        patterns.sort(key=len, reverse=True)
    return "(?:" + "|".join(fill_rules(name, pattern) for pattern in patterns) + ")"


def fill_rules(name: str, template: str) -> str:
    """Return a pattern with any rule of a group for each ``{group}`` in it.

    Examples
    --------
    >>> from reformlab.corpus.rules import fill_rules
    >>> fill_rules("targets", "{after_near}$")
    '(?:左右|上下)$'
    """

    def join(match: re.Match[str]) -> str:
        table, _, group = match[1].rpartition(".")
        return HAN if group == "han" else join_rules(table or name, group)

    return _NAMED.sub(join, template)


def compile_rules(name: str, template: str) -> re.Pattern[str]:
    """Give the pattern that names groups of a table of rules (see `fill_rules`).

    It is tried only where one of the signs stands that a match can begin with: few places of a text. It is
    compiled when it is first used: a thousand patterns take half a second, which most who import them do not
    need.
    """
    return cast("re.Pattern[str]", _Late(name, template))


class _Late:
    """A pattern that is compiled when it is first asked for anything, and looks like it from then on."""

    def __init__(self, name: str, template: str) -> None:
        self._told = name, template

    def __getattr__(self, attribute: str) -> Any:
        value = getattr(_compile(*self._told), attribute)
        # Found without this function the next time.
        setattr(self, attribute, value)
        return value


@cache
def _compile(name: str, template: str) -> re.Pattern[str]:
    pattern = fill_rules(name, template)
    parsed = _parser.parse(pattern)
    signs = _first_signs(parsed)
    if signs & {"", "."} or signs == {"^"} or _opens_plainly(parsed):
        return re.compile(pattern)
    begins = "|^" if "^" in signs else ""
    return re.compile(f"(?=[{''.join(sorted(signs - {'^'}))}]{begins})(?:{pattern})")


def _opens_plainly(parsed: Any) -> bool:
    """Say whether a pattern opens so that `re` itself looks first for the signs that a match begins with."""
    kind, inside = parsed[0]
    openings = [branch[0][0] for branch in inside[1]] if kind == op.BRANCH else [kind]
    return kind == op.IN or all(opening == op.LITERAL for opening in openings)


def _first_signs(parsed: Iterable[tuple[Any, Any]]) -> set[str]:
    """Return the signs that a match can begin with.

    Among them is "" where it may be empty, "." for any sign, and "^" for any that a text begins with.
    `parsed` is what `re` itself makes of a pattern. What is new in it there is any sign here.
    """
    signs = {""}
    for kind, inside in parsed:
        if (kind, inside) == (op.AT, op.AT_BEGINNING):
            return (signs - {""}) | {"^"}
        if kind not in (op.AT, op.ASSERT, op.ASSERT_NOT):
            signs = (signs - {""}) | _signs_of(kind, inside)
        if "" not in signs:
            break
    return signs


def _signs_of(kind: Any, inside: Any) -> set[str]:
    match kind:
        case op.LITERAL:
            return {re.escape(chr(inside))}
        case op.CATEGORY if inside in _SIGNS_OF_CATEGORY:
            return {_SIGNS_OF_CATEGORY[inside]}
        case op.RANGE if inside[1] - inside[0] <= _WIDEST_RANGE:
            return {re.escape(chr(sign)) for sign in range(inside[0], inside[1] + 1)}
        case op.IN if inside[0][0] != op.NEGATE:
            return set().union(*(_signs_of(*one) for one in inside))
        case op.BRANCH:
            return set().union(*map(_first_signs, inside[1]))
        case op.MAX_REPEAT | op.MIN_REPEAT | op.POSSESSIVE_REPEAT:
            return _first_signs(inside[2]) | ({""} if inside[0] == 0 else set())
        case op.SUBPATTERN:
            return _first_signs(inside[-1])
        case op.ATOMIC_GROUP:
            return _first_signs(inside)
    return {"."}


def read_rows(name: str) -> list[dict[str, str]]:
    """Read the rows of a table of rules as they stand."""
    with (data_folder() / "rules" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise TableError(f"rules {name}: the columns are {rows.fieldnames}, not {list(COLUMNS)}")
        return list(rows)
