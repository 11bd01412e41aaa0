"""Find what passages state: agencies, targets, time limits, cited documents, and the force of a task.

Every mention keeps its place in the passage, so that each can be looked up and checked. How well
they are found is measured against coded passages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa

from reformlab.corpus.rules import compile_rules, read_rules
from reformlab.mentions.aim_tables import carry_head
from reformlab.mentions.charge_headings import read_heads
from reformlab.mentions.charge_lists import read_columns
from reformlab.mentions.charges import find_agencies, find_in_columns, find_under_heading, says_first_leads
from reformlab.mentions.citations import find_citations, find_own_names
from reformlab.mentions.deadlines import carry_limit, find_limits
from reformlab.mentions.lengths_of_time import WITHIN
from reformlab.mentions.targets import find_targets, read_row_of_aims
from reformlab.mentions.tense import (
    SENTENCE_STOP,
    closes_review,
    is_plan,
    is_report,
    is_review,
    mingles,
    names_reached,
    tell_heading,
    turns,
    years_of,
)
from reformlab.mentions.thresholds import heads_conditions

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
    "number_kind": "str",
    "by": "str",
    "number": "str",
    "issuer": "str",
}
# What is read of a passage, and what must be there.
_OF_CONTEXT = ("review", "carried", "head", "conditions")
_READ = ("passage_id", "doc_id", "text", "seq", "label", "section", "heading", *_OF_CONTEXT)
_NEEDED = _READ[:3]
# What is asked of a document.
_FACTS = ("doc_id", "level", "place", "date", "year", "title", "kind")
# Above these one year is set for all that is to be reached; what is to be done has years of its own.
_GOALS = re.compile("目标|指标")
_GOALS_ALONE = re.compile("(?!.*(?:任务|要求|措施|举措|原则|思路|布局|重点)).*(?:目标|指标)")
_SIGN = re.compile(r"^[一二三四五六七八九十]{1,3}、")
_NUMERALS = re.compile(r"[\d一二三四五六七八九十]+")
_TITLE = re.compile(r"《[^》\n]{1,120}》")
_YEARS_SAID = re.compile(r"[今明]年(?![^《》]*》)")
_YEARS_SAID_LATER = {"今年": "去年", "明年": "今年"}
_THIS_YEAR = re.compile(r"[今\d]年.*前$")
# So much of a passage tells whether it opens a list of conditions.
_OPENS_LIST = 40
# What force a passage gives its task.
_FORCES = "|".join(f"(?P<{force}>{{{force}}})" for force in read_rules("mandates"))
_MANDATES = compile_rules("mandates", _FORCES)


def find_mentions(passages: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Find what passages state.

    Parameters
    ----------
    passages : DataFrame
        One row a passage: ``passage_id``, ``doc_id``, ``text``; ``seq``, ``section`` and
        ``heading``, where they are given, tell which passages look back; ``review``, ``carried``,
        ``head`` and ``conditions`` say it of passages that are but a part of their document (see
        `read_contexts`).
    documents : DataFrame
        One row a document: ``doc_id``, ``level``, ``place``, ``date``, ``year``, and ``title``
        and ``kind`` where they are given. Any value may be missing.

    Returns
    -------
    DataFrame
        One row a mention, ordered by passage, then place: ``passage_id``, ``kind``, ``start`` and
        ``end`` (characters of the passage: what was read), ``name``, ``role``, ``value``,
        ``value_max``, ``unit``, ``number_kind``, ``by`` (ISO 8601, as exact as stated), ``number``,
        ``issuer``.

        =========  =======================  ==========================  ==========================
        kind       name                     role                        further columns
        =========  =======================  ==========================  ==========================
        agency     unified name             lead, joint
        target     indicator                达到 不低于 不超过 左右     value, value_max (of a
                                            提高 降低 等于              range), unit,
                                                                        number_kind, by
        deadline                            by                          by; missing where the
                                                                        text leaves it open
                                            within (十日内)             value, value_max, unit
        citation   title                    implements, cites, issues   number, issuer
        mandate    the word                 must, should, encourage,
                                            support, explore, pilot
        =========  =======================  ==========================  ==========================

        ``number_kind`` says what kind of number a target is: ``aim`` (what is to be reached), ``result``
        (what was reached, or is forecast), ``subsidy`` (what one gets: 补助, 奖励), ``fee`` (what one pays),
        ``fine``, ``threshold`` (for whom or in which case something holds), ``specification`` (how big, long
        or far a named thing is). Measures and lists count aims unless told otherwise.

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
    known = [name for name in _FACTS if name in documents]
    facts = {row["doc_id"]: row for row in _records(documents, known)}
    records = _records(passages, [name for name in _READ if name in passages or name in _NEEDED])
    of_documents: dict[str, list[int]] = {}
    for at, record in enumerate(records):
        of_documents.setdefault(record["doc_id"], []).append(at)
    found = [
        (places[at], mention)
        for doc_id, places in of_documents.items()
        for at, mention in read_document([records[place] for place in places], facts.get(doc_id, {}))
    ]
    found.sort(key=lambda each: each[0])
    columns = {"passage_id": [records[place]["passage_id"] for place, _ in found]}
    columns |= list_columns([mention for _, mention in found])
    return pd.DataFrame({name: pd.Series(columns[name], dtype=type_) for name, type_ in _COLUMNS.items()})


class Mention(NamedTuple):
    """What a passage states: a row of `find_mentions` without the passage."""

    kind: str
    start: int
    end: int
    name: str | None = None
    role: str | None = None
    value: float | None = None
    value_max: float | None = None
    unit: str | None = None
    number_kind: str | None = None
    by: str | None = None
    number: str | None = None
    issuer: str | None = None


def list_columns(mentions: Sequence[Mention]) -> dict[str, list[Any]]:
    """Return the columns of the table of some mentions, None where one does not say it."""
    return {
        name: [None if (value := mention[at]) == "" else value for mention in mentions]
        for at, name in enumerate(Mention._fields)
    }


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
    passages, facts = _read_as_of_its_plan(passages, facts)
    year = _year(facts)
    texts = [passage["text"] for passage in passages]
    reports = is_report(facts.get("kind"), texts)
    contexts: list[Context] = []
    carried, of_goals, listed, head, conditions = "", "", False, "", False
    before: dict[str, Any] = {}
    reviews = _reviews(passages, reports, facts.get("kind"), year)
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


def carry_on(text: str, carried: str, year: int | None) -> str:
    """Return the time that holds behind a text: the last year that it sets, else what held before it."""
    return carry_limit(text, find_limits(text, year=year), len(text), year, carried)


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
    headed = _headings(passage)
    goals = _GOALS.search(headed)
    opens = bool(before) and before["text"].rstrip().endswith("：")
    if carried and (opens or listed or (goals and headed == _headings(before))):
        return carried
    return _last_year_named(headed, year) if goals else ""


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


def _headings(passage: dict[str, Any]) -> str:
    return " ".join(filter(None, (passage.get("section"), passage.get("heading"))))


def read_document(passages: Sequence[dict[str, Any]], facts: dict[str, Any]) -> list[tuple[int, Mention]]:
    """Return what the passages of a document state, in order, each with the number of its passage."""
    found = _read_document(passages, facts) if passages else ()
    return sorted(found, key=lambda each: (each[0], each[1].start, each[1].end))


def _read_document(
    passages: Sequence[dict[str, Any]], facts: dict[str, Any]
) -> Iterator[tuple[int, Mention]]:
    contexts = _given_contexts(passages) or read_contexts(passages, facts)
    passages, facts = _read_as_of_its_plan(passages, facts)
    texts = [passage["text"] for passage in passages]
    own_names = find_own_names(texts, facts.get("title"))
    first_leads = any(says_first_leads(text) for text in texts)
    columns: list[str] = []
    rows = enumerate(zip(texts, contexts, read_heads(passages), strict=True))
    for at, (text, context, (head, right_above)) in rows:
        if "\t" not in text:
            columns = []
        elif any(heads := read_columns(text)):
            columns = heads
        elif not context.review:
            for agency in find_in_columns(text, columns, **_home(facts), first_leads=first_leads):
                yield at, Mention("agency", *agency)
        charged = bool(columns)
        for mention in _read_passage(text, facts, context, own_names=own_names, first_leads=first_leads):
            charged = charged or mention.kind == "agency"
            if not (columns and mention.kind == "agency"):
                yield at, mention
        if head and not charged and not context.review:
            for agency in find_under_heading(text, head, right_above=right_above, **_home(facts)):
                yield at, Mention("agency", *agency)


def _given_contexts(passages: Sequence[dict[str, Any]]) -> list[Context]:
    """Return what passages that are but a part of their document bring along; empty where they do not."""
    if "review" not in passages[0]:
        return []
    said = ({name: passage.get(name) for name in _OF_CONTEXT} for passage in passages)
    return [
        Context(of_one["review"], of_one["carried"] or "", of_one["head"] or "", bool(of_one["conditions"]))
        for of_one in said
    ]


def _read_as_of_its_plan(
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


def _reviews(
    passages: list[dict[str, Any]], reports: bool, kind: str | None, year: int | None
) -> Iterator[bool | None]:
    """Say of each passage whether it looks back; None where its own sentences must tell.

    One without a heading goes on as the one right before it.
    """
    headed = [_headings(passage) for passage in passages]
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


def _reviews_of_work_report(
    passages: list[dict[str, Any]], headed: list[str], year: int | None
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
    passages: list[dict[str, Any]], headed: list[str], turned: list[bool | None], year: int | None
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


def _read_passage(
    text: str,
    facts: dict[str, Any],
    context: Context,
    *,
    own_names: frozenset[str],
    first_leads: bool,
) -> Iterator[Mention]:
    """Give what a passage states."""
    review, carried, head, conditions = context
    year = _year(facts)
    for agency in find_agencies(text, **_home(facts), running=not review, first_leads=first_leads):
        yield Mention("agency", *agency)
    limits = find_limits(text, year=year)
    seen: set[str] = set()
    for start, end, by in limits:
        # A limit said twice is one limit; one that is not resolved cannot be told from another.
        behind = review and by[:4] <= str(year)
        # What a work report looks back on may be done 今年6月底前.
        behind = behind and not (facts.get("kind") == "work-report" and _THIS_YEAR.search(text, start, end))
        if by not in seen and not behind:
            seen.add(by)
            yield Mention("deadline", start, end, role="by", by=by)
    within: set[tuple[float, float | None, str]] = set()
    told = None
    if head and "\t" in text:
        told = read_row_of_aims(text, head, review=review, year=year, carried=carried)
    if told is None:
        told = find_targets(
            text, limits=limits, review=review, year=year, carried=carried, conditions=conditions
        )
    for found in told:
        size = (found.value, found.value_max, found.unit)
        if found.kind != WITHIN:
            said = (found.name, found.comparator, *size, found.kind, found.by)
            yield Mention("target", found.start, found.end, *said)
        elif size not in within:
            within.add(size)
            yield Mention("deadline", found.start, found.end, None, WITHIN, *size)
    for start, end, title, number, issuer, role in find_citations(text, own_names=own_names):
        yield Mention("citation", start, end, title, role, number=number, issuer=issuer)
    # A report of pilots that were held charges nobody; a name in 《》 neither.
    plain = _TITLE.sub(lambda title: "■" * len(title[0]), text) if "《" in text else text
    for word in () if review else _MANDATES.finditer(plain):
        yield Mention("mandate", word.start(), word.end(), word[0], word.lastgroup)


def _home(facts: dict[str, Any]) -> dict[str, str | None]:
    return {"level": facts.get("level"), "place": facts.get("place")}


def _year(facts: dict[str, Any]) -> int | None:
    date = facts.get("date")
    return int(facts["year"]) if facts.get("year") else int(date[:4]) if date else None


def _records(table: pd.DataFrame, names: Sequence[str]) -> list[dict[str, Any]]:
    """Return the rows of some columns of a table, None where a value is missing."""
    # Arrow gives the values of a column many times faster than pandas.
    columns = [pa.array(table[name], from_pandas=True).to_pylist() for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
