"""Find what passages state: agencies, targets, time limits, cited documents, and the force of a task.

Every mention keeps its place in the passage, so that each can be looked up and checked. How well
they are found is measured against coded passages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from reformlab.corpus.rules import compile_rules, read_rules
from reformlab.mentions.agencies import find_agencies, says_first_leads
from reformlab.mentions.citations import find_citations, find_own_names
from reformlab.mentions.deadlines import find_limits
from reformlab.mentions.targets import find_targets
from reformlab.mentions.tense import is_plan, is_report, is_review, mingles, turns

MENTION_KINDS = ("agency", "target", "deadline", "citation", "mandate")
_COLUMNS = {
    "passage_id": "str",
    "kind": "str",
    "start": "Int64",
    "end": "Int64",
    "name": "str",
    "role": "str",
    "value": "float64",
    "value_max": "float64",
    "unit": "str",
    "by": "str",
    "number": "str",
    "issuer": "str",
}
# What is read of a passage, and what must be there.
_READ = ("passage_id", "doc_id", "text", "seq", "section", "heading")
_NEEDED = _READ[:3]
_TITLE = re.compile(r"《[^》\n]{1,120}》")
# What force a passage gives its task; what its words begin with is looked at first.
_FORCES = "|".join(f"(?P<{force}>{{{force}}})" for force in read_rules("mandates"))
_MANDATES = compile_rules("mandates", f"(?=[必应不严原力宜提倡鼓支探试])(?:{_FORCES})")


def find_mentions(passages: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Find what passages state.

    Parameters
    ----------
    passages : DataFrame
        One row a passage: ``passage_id``, ``doc_id``, ``text``; ``seq``, ``section`` and
        ``heading``, where they are given, tell which passages look back.
    documents : DataFrame
        One row a document: ``doc_id``, ``level``, ``place``, ``date``, ``year``, and ``title``
        and ``kind`` where they are given. Any value may be missing.

    Returns
    -------
    DataFrame
        One row a mention, ordered by passage, then place: ``passage_id``, ``kind``, ``start`` and
        ``end`` (characters of the passage: what was read), ``name``, ``role``, ``value``,
        ``value_max``, ``unit``, ``by`` (ISO 8601, as exact as stated), ``number``, ``issuer``.

        =========  =======================  ==========================  ==========================
        kind       name                     role                        further columns
        =========  =======================  ==========================  ==========================
        agency     unified name             lead, joint
        target     indicator                达到 不低于 不超过 左右     value, value_max (of a
                                            提高 降低 等于              range), unit, by
        deadline                                                        by; missing where the
                                                                        text leaves it open
        citation   title                    implements, cites           number, issuer
        mandate    the word                 must, should, encourage,
                                            support, explore, pilot
        =========  =======================  ==========================  ==========================

    Raises
    ------
    KeyError
        Where a column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> from reformlab.mentions.find import find_mentions
    >>> text = "到2025年，县域内就诊率达到90%以上。（省卫健委负责）"
    >>> passages = pd.DataFrame([{"passage_id": "a:1", "doc_id": "a", "text": text}])
    >>> documents = pd.DataFrame([{"doc_id": "a", "level": "provincial", "place": "山西", "year": 2023}])
    >>> find_mentions(passages, documents)[["kind", "name", "by"]].fillna("").values.tolist()
    [['deadline', '', '2025'], ['target', '县域内就诊率', '2025'], ['agency', '省卫生健康委', '']]
    """
    facts = {row["doc_id"]: row for row in _records(documents)}
    records = _records(passages[[name for name in _READ if name in passages or name in _NEEDED]])
    rows = [
        {"passage_id": passage["passage_id"], **mention}
        for doc_id, places in passages.groupby("doc_id", sort=False).indices.items()
        for passage, mention in _read_document([records[at] for at in places], facts.get(doc_id, {}))
    ]
    table = pd.DataFrame(rows, columns=list(_COLUMNS)).replace({"": None}).astype(_COLUMNS)
    order = pd.Series(range(len(passages)), index=passages["passage_id"].to_numpy())
    place = table["passage_id"].map(order)
    return (
        table.assign(_place=place)
        .sort_values(["_place", "start", "end"], kind="stable")
        .drop(columns="_place")
        .reset_index(drop=True)
    )


def _read_document(
    passages: list[dict[str, Any]], facts: dict[str, Any]
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    texts = [passage["text"] for passage in passages]
    reports = is_report(facts.get("kind"), texts)
    own_names = find_own_names(texts, facts.get("title"))
    first_leads = any(says_first_leads(text) for text in texts)
    reviews = _reviews(passages, reports, facts.get("kind"), _year(facts))
    for passage, review in zip(passages, reviews, strict=True):
        for mention in _read_passage(
            passage["text"], facts, review=review, own_names=own_names, first_leads=first_leads
        ):
            yield passage, mention


def _reviews(
    passages: list[dict[str, Any]], reports: bool, kind: str | None, year: int | None
) -> Iterator[bool | None]:
    """Say of each passage whether it looks back; None where its own sentences must tell.

    One without a heading goes on as the one right before it.
    """
    headed = [
        " ".join(filter(None, (passage.get("section"), passage.get("heading")))) for passage in passages
    ]
    if kind == "work-report":
        yield from _reviews_of_work_report(passages, headed, year)
        return
    review, last = reports, None
    for passage, headings in zip(passages, headed, strict=True):
        at = _place_in_document(passage)
        if headings or last is None or at != last + 1:
            review = is_review(headings, reports)
        last = at
        yield review


def _reviews_of_work_report(
    passages: list[dict[str, Any]], headed: list[str], year: int | None
) -> Iterator[bool | None]:
    """Tell the part of a work report that looks back from the one that looks ahead.

    Headings say so. One without such headings, and any before its first heading, begins with what
    was done and turns where it speaks of 今年 (see `turns`). Early ones mingle both.
    """
    marked = any(
        passage.get("section") or is_review(headings, False, year)
        for passage, headings in zip(passages, headed, strict=True)
    )
    turned = [turns(passage["text"], year) for passage in passages]
    early = mingles(year)
    otherwise = None if early else False
    review = True if not early and False in turned else otherwise
    last, ahead = 0, False
    for passage, headings, turn in zip(passages, headed, turned, strict=True):
        at = _place_in_document(passage)
        headings_say = bool(headings) and marked
        if headings_say or last is None or at != last + 1:
            ahead = True
            review = is_review(headings, False, year) or (False if is_plan(headings, year) else otherwise)
        elif turn is not None and not (marked and ahead):
            ahead = ahead or not (turn or early)
            review = turn and not ahead
        last = at
        # What is told once the report has turned ahead is told in that passage alone.
        yield True if turn and not headings_say else review


def _place_in_document(passage: dict[str, Any]) -> int | None:
    if passage.get("seq"):
        return int(passage["seq"])
    number = re.search(r"\d+$", passage["passage_id"])
    return int(number[0]) if number else None


def _read_passage(
    text: str, facts: dict[str, Any], *, review: bool | None, own_names: frozenset[str], first_leads: bool
) -> Iterator[dict[str, Any]]:
    """Give the mentions of a passage as rows."""
    level, place, year = facts.get("level"), facts.get("place"), _year(facts)
    for agency in find_agencies(text, level=level, place=place, running=not review, first_leads=first_leads):
        yield _row("agency", agency, name=agency.name, role=agency.role)
    limits = find_limits(text, year=year)
    seen: set[str] = set()
    for limit in limits:
        # A limit said twice is one limit; one that is not resolved cannot be told from another.
        if limit.by not in seen and not (review and limit.by[:4] <= str(year)):
            seen.add(limit.by)
            yield _row("deadline", limit, by=limit.by)
    for aim in find_targets(text, limits=limits, review=review, year=year):
        yield _row(
            "target",
            aim,
            name=aim.name,
            role=aim.comparator,
            value=aim.value,
            value_max=aim.value_max,
            unit=aim.unit,
            by=aim.by,
        )
    for citation in find_citations(text, own_names=own_names):
        yield _row(
            "citation",
            citation,
            name=citation.title,
            role=citation.role,
            number=citation.number,
            issuer=citation.issuer,
        )
    # A report of pilots that were held charges nobody; a name in 《》 neither.
    plain = _TITLE.sub(lambda title: "■" * len(title[0]), text) if "《" in text else text
    for word in () if review else _MANDATES.finditer(plain):
        yield {
            "kind": "mandate",
            "start": word.start(),
            "end": word.end(),
            "name": word[0],
            "role": word.lastgroup,
        }


def _year(facts: dict[str, Any]) -> int | None:
    date = facts.get("date")
    return int(facts["year"]) if facts.get("year") else int(date[:4]) if date else None


def _row(kind: str, found: Any, **columns: Any) -> dict[str, Any]:
    return {"kind": kind, "start": found.start, "end": found.end, **columns}


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table, None where a value is missing."""
    columns = [column.astype(object).where(column.notna(), None).tolist() for _, column in table.items()]
    return [dict(zip(table.columns, row, strict=True)) for row in zip(*columns, strict=True)]
