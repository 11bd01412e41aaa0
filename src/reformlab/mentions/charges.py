"""Find the bodies that a passage charges with its task, and give each body one name.

A charge stands in closing brackets （…按职责分工负责）, behind a label (责任单位：…), or in the
sentence (由…牵头, …负责). A body that is merely mentioned is no charge.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from reformlab.corpus.agencies import read_agencies
from reformlab.corpus.rules import compile_rules
from reformlab.mentions.agency_names import full_names, home_word, unify_agency, unify_brackets
from reformlab.mentions.charge_headings import find_under_head
from reformlab.mentions.charge_lists import Charged, find_lists, let_first_lead, read_list, unify_signs
from reformlab.mentions.charge_sentences import find_in_sentences
from reformlab.mentions.charge_subjects import find_subjects
from reformlab.mentions.name_lists import Span

rules = partial(compile_rules, "charges")
_FIRST_CLAUSE, _FIRST_LEADS = rules("[^、，。；（）]*{first_leads}[^、，。；（）]*"), rules("{first_leads}")
_OF_TOWNSHIP = re.compile("(?<=^街道)[^（）]{3,}$|(?<=^[镇乡])[^（）]{3,}$")
_SAYS = rules("{said}")
_STOPS = "。；！？\n"
_PARTS = ("lead", "joint", "helps")
_TOGETHER, _STATED_LEVEL = rules("{together}"), rules("{stated_level}")


class Agency(NamedTuple):
    """A body charged with a task: characters of the text, unified name, "lead" or "joint".

    Who leads others, or bears a charge alone, is "lead"; who helps, or bears it with others of whom none
    leads, is "joint".
    """

    start: int
    end: int
    name: str
    role: str


def find_agencies(
    text: str,
    *,
    level: str | None = None,
    place: str | None = None,
    running: bool = True,
    first_leads: bool = False,
) -> list[Agency]:
    """Find the bodies charged with the task of a passage, each once.

    Parameters
    ----------
    text : str
        A clean passage.
    level, place : str, optional
        Of the document, as in `documents`.
    running : bool
        Read charges in running text too (由…负责); False for passages that tell of the past.
    first_leads : bool
        The document says that the body which is named first leads (see `says_first_leads`).

    Returns
    -------
    list of Agency
        In the order of the text. A body that leads anywhere in the passage leads.

    Examples
    --------
    >>> from reformlab.mentions.charges import find_agencies
    >>> text = "推进试点。（省卫健委牵头，省财政厅、省人社厅配合）"
    >>> [(agency.name, agency.role) for agency in find_agencies(text)]
    [('省卫生健康委', 'lead'), ('省财政厅', 'joint'), ('省人力资源社会保障厅', 'joint')]
    """
    text = unify_signs(text)
    if says_first_leads(text):
        # 列第一位的为牵头单位: no mark of the names before it.
        text = _FIRST_CLAUSE.sub(lambda clause: " " * len(clause[0]), text)
    found: list[Charged] = []
    lists = find_lists(text)
    for span, role in lists:
        listed = read_list(text, *span, role)
        found += let_first_lead(listed) if first_leads else listed
    if running:
        found += find_in_sentences(text, [span for span, _ in lists])
        found += find_subjects(text, found, [span for span, _ in lists])
    found = _let_alone_lead(text, found, _join_cells(text, [span for span, _ in lists]))
    return _unify(text, sorted(set(found)), level, place) if found else []


def find_in_columns(
    row: str,
    columns: Sequence[str],
    *,
    level: str | None = None,
    place: str | None = None,
    first_leads: bool = False,
) -> list[Agency]:
    """Find the bodies in the cells of a table's row, by what `fit_columns` says of its columns."""
    row = unify_signs(row)
    found: list[Charged] = []
    start = 0
    for cell, role in zip(row.split("\t"), columns, strict=False):
        if role in _PARTS:
            found += read_list(row, start, start + len(cell), role)
        start += len(cell) + 1
    found = let_first_lead(found) if first_leads else _let_alone_lead(row, found, [(0, len(row))])
    return _unify(row, found, level, place)


def find_under_heading(
    text: str, head: str, *, right_above: bool, level: str | None = None, place: str | None = None
) -> list[Agency]:
    """Find the bodies that are charged by what stands above a passage (see `read_heads`).

    Their place in the passage is that of the word that charges them.
    """
    text, head = unify_signs(text), unify_brackets(head)
    found = find_under_head(text, head, right_above=right_above)
    if not found:
        return []
    (start, end), how, names = found
    role = "lead" if how == "牵头" else "joint"
    charged = _let_alone_lead(head, [(*name, role) for name in names], [(0, len(head))])
    agencies = _unify(head, charged, level, place)
    return [agency._replace(start=start, end=end) for agency in agencies]


def _let_alone_lead(text: str, found: list[Charged], lists: Sequence[Span]) -> list[Charged]:
    """Let a body lead that bears a charge alone (甲局负责；乙局负责), where none beside it leads."""
    leads = [start for start, _, role in found if role == "lead"]
    helpers = {(start, end) for start, end, role in found if role == "helps"}
    bearers = sorted({(start, end) for start, end, _ in found} - helpers)
    alone = set(bearers)
    for one, other in pairwise(bearers):
        first, last = _stretch(text, one[0], lists)
        listed = any(first == start for start, _ in lists)
        # 甲局负责巡查，乙局负责清淤: each has a charge of its own.
        if other[0] < last and (listed or not _SAYS.search(text, one[1], other[0])):
            alone -= {one, other}
    for bearer in list(alone):
        first, last = _stretch(text, bearer[0], lists)
        if any(first <= at < last for at in leads):
            alone.discard(bearer)
    return [(start, end, "lead" if (start, end) in alone else role) for start, end, role in found]


def _stretch(text: str, at: int, lists: Sequence[Span]) -> Span:
    """Return the list that a name stands in, else its sentence."""
    for start, end in lists:
        if start <= at < end:
            return start, end
    first = max(text.rfind(stop, 0, at) for stop in _STOPS)
    last = min((stop for stop in (text.find(sign, at) for sign in _STOPS) if stop > 0), default=len(text))
    return first + 1, last


def _join_cells(text: str, lists: Sequence[Span]) -> list[Span]:
    """Take cells that stand right beside each other (who leads, who helps) as one list."""
    joined: list[Span] = []
    for start, end in sorted(lists):
        if joined and not text[joined[-1][1] : start].strip("|。 \t"):
            start = joined.pop()[0]
        joined.append((start, end))
    return joined


def _lengthen(names: list[str]) -> list[str]:
    """Give a name that is said again without its township (镇河长办 …, 河长办负责) the whole of it."""
    whole = {short[0]: name for name in names[::-1] if (short := _OF_TOWNSHIP.search(name))}
    return [whole.get(name, name) for name in names] if whole else names


def says_first_leads(text: str) -> bool:
    """Say whether a text rules that the body named first leads: 排在第一位的为牵头部门."""
    return ("牵头" in text or "负责" in text) and bool(_FIRST_LEADS.search(text))


def _unify(text: str, found: list[Charged], level: str | None, place: str | None) -> list[Agency]:
    names = full_names([text[start:end] for start, end, _ in found], [start for start, _, _ in found])
    if any(name.endswith("办公室") and name != "办公室" for name in names):
        # 水库委办公室设在…。办公室负责…: the office that is already named.
        kept = [at for at, name in enumerate(names) if name != "办公室"]
        found, names = [found[at] for at in kept], [names[at] for at in kept]
    word = home_word(level, place)
    _, local = read_agencies()
    agencies: dict[str, Agency] = {}
    for (start, end, role), printed in zip(found, _lengthen(names), strict=True):
        name = unify_agency(printed, level=level, place=place)
        if level not in (None, "national") and printed in local:
            name = word + local[printed]
        elif stated := _STATED_LEVEL.match(name):
            word = stated[0].removeprefix("各")
        role = "lead" if role == "lead" or _TOGETHER.match(text, end) else "joint"
        known = agencies.get(name)
        if known is None:
            agencies[name] = Agency(start, end, name, role)
        elif role == "lead" and known.role != "lead":
            agencies[name] = Agency(known.start, known.end, name, role)
    return sorted(agencies.values(), key=lambda agency: agency.start)
