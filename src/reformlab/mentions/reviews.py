"""Tell which passages of a document look back: by their headings, and by the part of a report they are in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from reformlab.mentions.deadlines import find_limits
from reformlab.mentions.tense import (
    closes_review,
    is_plan,
    is_review,
    mingles,
    names_reached,
    tell_heading,
    turns,
)

_SIGN = re.compile(r"^[一二三四五六七八九十]{1,3}、")


def tell_reviews(
    passages: Sequence[dict[str, Any]], reports: bool, kind: str | None, year: int | None
) -> Iterator[bool | None]:
    """Say of each passage whether it looks back; None where its own sentences must tell.

    One without a heading goes on as the one right before it.
    """
    headed = [join_headings(passage) for passage in passages]
    if kind == "work-report":
        yield from _reviews_of_work_report(passages, headed, year)
        return
    review, last = reports, None
    for passage, headings in zip(passages, headed, strict=True):
        at = _place_in_document(passage)
        if headings or last is None or at != last + 1:
            review = is_review(headings, reports)
        last = at
        # What is headed 水安全得到巩固 was reached, where no time to come is set.
        yield review or (names_reached(headings) and not find_limits(passage["text"], year=year))


def join_headings(passage: dict[str, Any]) -> str:
    """Return all headings that a passage stands under, and its own."""
    return " ".join(filter(None, (passage.get("section"), passage.get("heading"))))


def _reviews_of_work_report(
    passages: Sequence[dict[str, Any]], headed: list[str], year: int | None
) -> Iterator[bool | None]:
    """Tell the part of a work report that looks back from the one that looks ahead.

    It begins with what was done, and turns where a heading or an opening speaks of the plan (see `turns`).
    A section that says one of both says it for all in it; one that says neither goes on as the part before
    it while the plan is still to come. Early reports mingle both.
    """
    turned = [turns(passage["text"], year) for passage in passages]
    if mingles(year):
        yield from _reviews_of_early_report(passages, headed, turned, year)
        return
    said = [_tell_headings(*one, year) for one in zip(passages, headed, strict=True)]
    plans = [
        at
        for at, ((back, ahead), turn) in enumerate(zip(said, turned, strict=True))
        if (turn is False or (ahead and not back)) and not _is_in_annex(passages[at])
    ]
    closing = [at for at, passage in enumerate(passages) if closes_review(passage["text"])]
    turns_last = max([*plans, *closing], default=-1)
    review, planned, both = turns_last >= 0, False, False
    last, part, above = 0, "", ""
    rows = enumerate(zip(passages, headed, said, turned, strict=True))
    for place, (passage, headings, (looks_back, looks_ahead), turn) in rows:
        at = _place_in_document(passage)
        top = _SIGN.sub("", passage.get("section") or passage.get("heading") or "")
        new, opens = headings != above, bool(headings) and top != part
        if looks_back and looks_ahead:
            # 回顾…和…总体要求: one heading for both parts, so that an opening tells where it turns.
            review, planned = (opens or review) and turn is not False, planned or turn is False
        elif looks_back or looks_ahead:
            # What stands before the first heading only opens the report.
            review, planned = looks_back, looks_ahead or (planned and bool(above))
        elif turn is False or last is None or at != last + 1:
            review, planned = False, True
        elif headings and new and planned:
            # What looks back inside the plan does so under its own heading alone.
            review = False
        elif opens and (both or place > turns_last):
            review, planned = False, True
        elif turn and not planned:
            review = True
        if looks_back or looks_ahead:
            both = looks_back and looks_ahead
        last, part, above = at, top or part, headings or above
        # What is told once the report has turned ahead is told in that passage alone.
        yield True if turn and not looks_ahead else review


def _is_in_annex(passage: dict[str, Any]) -> bool:
    """Say whether a passage stands in an annex, whose plans say nothing of where the report turns."""
    return (passage.get("section") or "").startswith("附")


def _tell_headings(passage: dict[str, Any], headings: str, year: int | None) -> tuple[bool, bool]:
    """Say whether the headings of a passage look back, and ahead; its section tells where it says one."""
    of_section = tell_heading(passage.get("section") or "", year)
    return of_section if any(of_section) and not all(of_section) else tell_heading(headings, year)


def _reviews_of_early_report(
    passages: Sequence[dict[str, Any]], headed: list[str], turned: list[bool | None], year: int | None
) -> Iterator[bool | None]:
    """Tell which passages of an early report look back: by their heading, else by their own sentences."""
    marked = any(
        passage.get("section") or is_review(headings, False, year)
        for passage, headings in zip(passages, headed, strict=True)
    )
    review: bool | None = None
    last, behind = 0, False
    for passage, headings, turn in zip(passages, headed, turned, strict=True):
        at = _place_in_document(passage)
        headings_say = bool(headings) and marked
        if headings_say or last is None or at != last + 1:
            behind = True
            review = is_review(headings, False, year) or (False if is_plan(headings, year) else None)
        elif turn is not None and not (marked and behind):
            review = turn
        last = at
        yield True if turn and not headings_say else review


def _place_in_document(passage: dict[str, Any]) -> int | None:
    if passage.get("seq"):
        return int(passage["seq"])
    number = re.search(r"\d+$", passage["passage_id"])
    return int(number[0]) if number else None
