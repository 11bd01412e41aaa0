"""Tell what the document around a passage says of it: that it looks back, by when it aims, who may apply."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from reformlab.mentions.aim_tables import carry_head
from reformlab.mentions.deadlines import find_limits
from reformlab.mentions.due_years import carry_limit
from reformlab.mentions.reviews import join_headings, tell_reviews
from reformlab.mentions.tense import SENTENCE_STOP, is_report, mingles, years_of
from reformlab.mentions.thresholds import heads_conditions

# Above these one year is set for all that is to be reached; what is to be done has years of its own.
_GOALS = re.compile("目标|指标")
_GOALS_ALONE = re.compile("(?!.*(?:任务|要求|措施|举措|原则|思路|布局|重点)).*(?:目标|指标)")
# 2023年工作安排: tasks for one year. A heading that speaks of another time too leaves open which holds.
_TASKS_OF_YEAR = re.compile(
    r"(?!.*(?:“?十[一二三四五六七]五|[五三]年(?!级)|时期|阶段|\d年?[—–－~～至到-]|以来|今后|回顾|总结|情况|形势|成[就效绩]))"
    ".*年[^，。；]{0,16}(?:任务|工作|安排|要点|部署|实事)"
)
_NUMERALS = re.compile(r"[\d一二三四五六七八九十]+")
_YEARS_SAID = re.compile(r"[今明]年(?![^《》]*》)")
_YEARS_SAID_LATER = {"今年": "去年", "明年": "今年"}
# So much of a passage tells whether it opens a list of conditions.
_OPENS_LIST = 40


class Context(NamedTuple):
    """What the document around a passage says of it."""

    review: bool | None
    """It looks back; None where its own sentences must tell."""
    carried: str
    """The time by which what stands before it is to be reached, where that holds on; else empty."""
    head: str = ""
    """The head of the table of aims that it is a row of (see `aim_tables`); else empty."""
    conditions: bool = False
    """It says who may apply: its numbers aim at nothing."""


def read_contexts(passages: Sequence[dict[str, Any]], facts: dict[str, Any]) -> list[Context]:
    """Tell of each passage of a document what the passages around it say of it.

    Passages are rows as `find_mentions` takes them, all of the document and in order: where only some
    are kept, this is asked first, and its answers given to `find_mentions` as columns.
    """
    passages, facts = read_as_of_its_plan(passages, facts)
    year = year_of(facts)
    texts = [passage["text"] for passage in passages]
    reports = is_report(facts.get("kind"), texts)
    contexts: list[Context] = []
    carried, of_goals, listed, head, conditions = "", "", False, "", False
    before: dict[str, Any] = {}
    reviews = tell_reviews(passages, reports, facts.get("kind"), year)
    for at, (passage, review) in enumerate(zip(passages, reviews, strict=True)):
        # What announces a list in one sentence (到2026年实现：) holds for all its items.
        listed = _announces(before, carried) or (listed and _same_list(before, passage))
        goals = _goals_above(passage)
        inherited = of_goals if goals and goals == _goals_above(before) else ""
        carried = "" if review else _carry_over(before, passage, carried, year, listed=listed) or inherited
        head = carry_head(head, passage["text"], texts[max(0, at - 2) : at])
        conditions = _lists_conditions(before, passage, conditions)
        applies = conditions or _speaks_of_conditions(tuple(_path(passage)))
        contexts.append(Context(review, carried, head, applies))
        carried, before = carry_on(passage["text"], carried, year), passage
        if goals == _path(passage):
            of_goals = carried
        elif not inherited:
            of_goals = _last_year_named(" ".join(goals), year)
    return contexts


def given_contexts(passages: Sequence[dict[str, Any]]) -> list[Context]:
    """Return what passages that are but a part of their document bring along; empty where they do not."""
    if "review" not in passages[0]:
        return []
    said = ({name: passage.get(name) for name in Context._fields} for passage in passages)
    return [
        Context(of_one["review"], of_one["carried"] or "", of_one["head"] or "", bool(of_one["conditions"]))
        for of_one in said
    ]


def read_as_of_its_plan(
    passages: Sequence[dict[str, Any]], facts: dict[str, Any]
) -> tuple[Sequence[dict[str, Any]], dict[str, Any]]:
    """Have a work report that is given at the end of a year read as others are, in the year that it plans.

    Its 今年 lies behind then, and its 明年 is this year; no word changes its length.
    """
    year, _, month = (facts.get("date") or "")[:7].partition("-")
    if facts.get("kind") != "work-report" or month not in ("11", "12") or mingles(int(year)):
        return passages, facts

    def say(words: str) -> str:
        return _YEARS_SAID.sub(lambda said: _YEARS_SAID_LATER[said[0]], words)

    names = ("text", "section", "heading")
    said = [{**one, **{name: say(one[name]) for name in names if one.get(name)}} for one in passages]
    return said, {**facts, "year": int(year) + 1}


def carry_on(text: str, carried: str, year: int | None) -> str:
    """Return the time that holds behind a text: the last year that it sets, else what held before it."""
    return carry_limit(text, find_limits(text, year=year), len(text), year, carried)


def year_of(facts: dict[str, Any]) -> int | None:
    """Return the year of a document, which a table may give without a date."""
    date = facts.get("date")
    return int(facts["year"]) if facts.get("year") else int(date[:4]) if date else None


def _announces(before: dict[str, Any], carried: str) -> bool:
    """Say whether the last sentence of a passage names the time that holds behind it, and opens a list."""
    text = before.get("text", "").rstrip()
    if not (carried and text.endswith("：")):
        return False
    return int(carried[:4]) in years_of(SENTENCE_STOP.split(text)[-1])


def _same_list(before: dict[str, Any], passage: dict[str, Any]) -> bool:
    """Say whether two passages are items of one list, by the signs around their numbers."""
    one, other = (_NUMERALS.sub("", each.get("label") or "") for each in (before, passage))
    return bool(one) and one == other


def _lists_conditions(before: dict[str, Any], passage: dict[str, Any], conditions: bool) -> bool:
    """Say whether a passage is an item of a list of conditions that one before it opens."""
    item = _same_list(before, passage)
    if conditions and item:
        return before.get("section") == passage.get("section")
    # What has a number of the same kind stands beside the line that opens the list.
    return not item and heads_conditions(before.get("text", "").rstrip()[-_OPENS_LIST:])


def _carry_over(
    before: dict[str, Any], passage: dict[str, Any], carried: str, year: int | None, *, listed: bool
) -> str:
    """Return the time that holds on in a passage: of a list that it opens, or of goals under one heading."""
    headed = join_headings(passage)
    goals = _GOALS.search(headed)
    opens = bool(before) and before["text"].rstrip().endswith("：")
    if carried and (opens or listed or (goals and headed == join_headings(before))):
        return carried
    return _last_year_named(headed, year) if goals else _year_of_tasks(tuple(_path(passage)), year)


@lru_cache(maxsize=256)
def _year_of_tasks(path: tuple[str, ...], year: int | None) -> str:
    """Return the one year that the nearest heading with a year sets for tasks, unless it is over."""
    for heading in reversed(path):
        if named := set(years_of(heading)):
            one = len(named) == 1 and _TASKS_OF_YEAR.match(heading)
            return _last_year_named(heading, year) if one else ""
    return ""


def _last_year_named(headings: str, year: int | None) -> str:
    """Return the last year that headings name, where it does not lie behind a document."""
    return str(max((named for named in years_of(headings) if year is None or named >= year), default=""))


def _path(passage: dict[str, Any]) -> list[str]:
    """Return the headings that a passage stands under, its own last, as its section writes them."""
    own = f"{passage.get('label') or ''}{passage.get('heading') or ''}"
    return [*filter(None, (passage.get("section") or "").split(" > ")), own]


def _goals_above(passage: dict[str, Any]) -> list[str]:
    """Return the headings of a passage down to the first that speaks of goals alone; empty without one."""
    path = _path(passage)
    return next((path[: at + 1] for at, one in enumerate(path) if _speaks_of_goals(one)), [])


@lru_cache(maxsize=256)
def _speaks_of_conditions(path: tuple[str, ...]) -> bool:
    return heads_conditions(*path)


# All passages of a section have its headings.
@lru_cache(maxsize=256)
def _speaks_of_goals(heading: str) -> bool:
    return bool(_GOALS_ALONE.match(heading))
