"""Find what passages state: agencies, targets, time limits, cited documents, and the force of a task.

Every mention keeps its place in the passage, so that each can be looked up and checked. How well
they are found is measured against coded passages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa

from reformlab.corpus.rules import compile_rules, read_rules
from reformlab.mentions.charge_headings import read_heads
from reformlab.mentions.charges import find_agencies, find_in_columns, find_under_heading, says_first_leads
from reformlab.mentions.citations import find_citations, find_own_names
from reformlab.mentions.contexts import (
    Context,
    given_contexts,
    read_as_of_its_plan,
    read_contexts,
    year_of,
)
from reformlab.mentions.deadlines import TimeLimit, find_limits
from reformlab.mentions.lengths_of_time import WITHIN
from reformlab.mentions.reviews import join_headings
from reformlab.mentions.targets import Target, find_targets, read_row_of_aims
from reformlab.mentions.task_tables import read_task_rows
from reformlab.mentions.tense import is_bulletin, is_plan

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
_READ = ("passage_id", "doc_id", "text", "seq", "label", "section", "heading", *Context._fields)
_NEEDED = _READ[:3]
# What is asked of a document.
_FACTS = ("doc_id", "level", "place", "date", "year", "title", "kind")
_TITLE = re.compile(r"《[^》\n]{1,120}》")
_THIS_YEAR = re.compile(r"[今\d]年.*前$")
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


def read_document(passages: Sequence[dict[str, Any]], facts: dict[str, Any]) -> list[tuple[int, Mention]]:
    """Return what the passages of a document state, in order, each with the number of its passage."""
    found = _read_document(passages, facts) if passages else ()
    return sorted(found, key=lambda each: (each[0], each[1].start, each[1].end))


def _read_document(
    passages: Sequence[dict[str, Any]], facts: dict[str, Any]
) -> Iterator[tuple[int, Mention]]:
    contexts = given_contexts(passages) or read_contexts(passages, facts)
    passages, facts = read_as_of_its_plan(passages, facts)
    texts = [passage["text"] for passage in passages]
    own_names = find_own_names(texts, facts.get("title"))
    first_leads = any(says_first_leads(text) for text in texts)
    tells = is_bulletin(facts.get("title"))
    rows = read_task_rows(texts, year_of(facts))
    for at, (text, context, (head, right_above), row) in enumerate(
        zip(texts, contexts, read_heads(passages), rows, strict=True)
    ):
        if not context.review:
            for agency in find_in_columns(text, row.columns, **_home(facts), first_leads=first_leads):
                yield at, Mention("agency", *agency)
        charged = row.charges
        told = tells and not is_plan(join_headings(passages[at]), year_of(facts))
        for mention in _read_passage(
            text, facts, context, due=row.due, own_names=own_names, first_leads=first_leads, bulletin=told
        ):
            charged = charged or mention.kind == "agency"
            if not (row.charges and mention.kind == "agency"):
                yield at, mention
        if head and not charged and not context.review:
            for agency in find_under_heading(text, head, right_above=right_above, **_home(facts)):
                yield at, Mention("agency", *agency)


def _read_passage(
    text: str,
    facts: dict[str, Any],
    context: Context,
    *,
    due: Sequence[TimeLimit],
    own_names: frozenset[str],
    first_leads: bool,
    bulletin: bool,
) -> Iterator[Mention]:
    """Give what a passage states."""
    review, carried, head, conditions = context
    year = year_of(facts)
    for agency in find_agencies(text, **_home(facts), running=not review, first_leads=first_leads):
        yield Mention("agency", *agency)
    limits = find_limits(text, year=year)
    limits = sorted({*limits, *due})
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
            text,
            limits=limits,
            review=review,
            year=year,
            carried=carried,
            conditions=conditions,
            bulletin=bulletin,
        )
    for found in _set_due(told, due):
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


def _set_due(found: Sequence[Target], due: Sequence[TimeLimit]) -> Sequence[Target]:
    """Let the time of a row of a table hold for its aims that have none of their own."""
    if not due:
        return found
    return [each._replace(by=due[-1].by) if each.kind == "aim" and not each.by else each for each in found]


def _home(facts: dict[str, Any]) -> dict[str, str | None]:
    return {"level": facts.get("level"), "place": facts.get("place")}


def _records(table: pd.DataFrame, names: Sequence[str]) -> list[dict[str, Any]]:
    """Return the rows of some columns of a table, None where a value is missing."""
    # Arrow gives the values of a column many times faster than pandas.
    columns = [pa.array(table[name], from_pandas=True).to_pylist() for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
