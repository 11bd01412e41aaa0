"""Find lists of the bodies that a passage charges: in brackets, behind a label, in cells of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from reformlab.corpus.rules import compile_rules
from reformlab.mentions.agency_names import is_body, is_governing, unify_brackets
from reformlab.mentions.name_lists import Span, are_bodies, cut_names, cut_pieces, find_names, outer_brackets

# A name with its role: "lead", "joint", or "helps" of those who only help others.
Charged = tuple[int, int, str]

rules = partial(compile_rules, "charges")
_MARK, _CHARGING = rules("{mark}"), rules("{charging}")
_LABELLED = rules("{label}(?:[：:为]|[ 　]+(?={han}))")
# 【牵头单位】甲局: a label in a box of its own.
_BOXED = rules("[【〔［（](?<![局委办厅部府会][〔［（])(?P<boxed>{label})[】〕］）](?![、，；。）])")
_LEADS, _HELPS = ("牵头", "主办", "主责"), ("配合", "协助", "协同", "协办", "会办", "参加", "参与")
_SEES_TO_IT = ("指导", "监督", "督办", "督导", "支持", "协作", "会同")
# Who is responsible leads where others are named beside it who help, and none who leads.
_LEADS_BESIDE = ("责任", "负责", "承办")
_HEAD = rules("{column}")
_OPENED_TWICE = re.compile("(?<=（[责牵配][任头合]单位：)（(?=[^（）]*(?:（[^（）]*）[^（）]*)*）?$)")
_NEXT_BLOCK, _EXPLAINS, _JOINT_END = rules("{next_block}"), rules("{explains}"), rules("{joint_role}$")
# Every note holds one of these words: cheap to look for.
_NOTE, _NOTED = rules("{note}"), ("涉及", "相同", "同上", "不再")
# A line that ends within a list of bodies, or with its label.
_BROKEN_LINE = re.compile(
    r"(?<=、)\n|(?:(?<=单位：)|(?<=部门：))\n(?!（?[一二三四五六七八九十\d]{1,3}[.．、）]|第)"
)
_CELL, _NEXT_CELL = rules("{cell}"), rules("{next_cell}")
# Every label has a role and a sign behind it, every cell one of these signs before it: cheap to look for.
_ROLE_AND_SIGN, _BETWEEN_CELLS = rules("{role}[^。；，\\n]{0,24}[：:为 　]"), "|\t 　"
# What a row of a table tells to do, and the bodies that it may charge: one of government, or a part of one.
_TASK_CELL, _OFFICE = rules("{task_cell}"), rules("{office}$")
_LONGEST_LINE, _NO_LINE_OF_BODIES = (
    400,
    re.compile(r"。.|[：！？|\n]|包[括含]|成员|组成|^[^、，；]{40}|^[^、，；]*$"),
)
_ONE_NAME = re.compile("[国省市县区州盟旗镇乡][^、，；。：！？|（）\\s]{2,24}")
_NAMELESS = re.compile("(?:各|其他)*(?:有关|相关)(?:部门|单位)")
_PLACE = re.compile("[省市县区州盟旗乡镇园]$|街道$|）$")
_CLASSES, _VERB = (
    ("部门（", "单位（", "机构（"),
    rules("）(?:按照?[^，。；]{0,8}(?:职责|分工))?{adverb}?(?:负责|牵头|承担)(?!{no_charge})"),
)
_ENDS_LINE = re.compile("）[。；]?(?:\n|$)")
# 市水务局。按职责分工负责: the stop is none.
_STOP = re.compile(r"[！？\n]|。(?!(?:按照?|根据|依据?)[^，。；]{0,6}(?:职责|职能)[^，。；]{0,6}负责)")
_SENTENCE_END = re.compile(r"[。！？\n]|$")


def unify_signs(text: str) -> str:
    """Give brackets one shape, boxed labels a colon, steps (→) a stop; every character keeps its place."""
    text = text.replace("→", "；")
    boxed = _BOXED.sub(lambda label: f" {label['boxed']}：", text)
    boxed = _BROKEN_LINE.sub(" ", boxed) if "\n" in boxed else boxed
    if any(sign in boxed for sign in _NOTED):
        boxed = _NOTE.sub(lambda note: " " * len(note[0]), boxed)
    boxed = unify_brackets(boxed)
    if "）" not in boxed:
        return boxed
    # （责任单位：（甲局、乙局）: one bracket that is opened twice
    boxed = _OPENED_TWICE.sub(" ", boxed)
    return _NEXT_BLOCK.sub(lambda between: "；".ljust(len(between[0])), boxed)


def find_lists(text: str) -> list[tuple[Span, str]]:
    """Find the stretches that list bodies, each with the role of what has no mark of its own there, or ""."""
    labels = list(_LABELLED.finditer(text)) if _ROLE_AND_SIGN.search(text) else []
    cells = [*_cells(text, labels), *_cells_of_rows(text, labels)] or (
        [(0, len(text))] if _is_line_of_bodies(text) else []
    )
    return [*((block, "") for block in _blocks(text, labels)), *((cell, "joint") for cell in cells)]


def read_columns(row: str) -> list[str]:
    """Return of each cell of a table's head what part its column has: "lead", "joint", "helps", else ""."""
    heads = [_HEAD.fullmatch(cell.strip()) for cell in unify_signs(row).split("\t")]
    roles = [head["who"] or "分工" if head else "" for head in heads]
    leads = _who_leads(roles)
    return [part_of(role, leads) if role else "" for role in roles]


def read_list(text: str, start: int, end: int, role: str = "") -> list[Charged]:
    """Read the names of a list; marks behind them (牵头) or before them (牵头单位：) give their role.

    `role` is that of what has no mark, where all of the stretch is a cell of bodies.
    """
    found: list[Charged] = []
    listed = _is_list(text, start, end)
    leads = _who_leads([mark["who"] for mark in _MARK.finditer(text, start, end)])
    for first, last in _sentences(text, start, end):
        if role or listed or _MARK.search(text, first, last):
            found += _read_marked(text, first, last, leads, role)
    return found


def let_first_lead(found: list[Charged]) -> list[Charged]:
    """Let the body that is named first lead, where none does."""
    if not found or any(role == "lead" for _, _, role in found):
        return found
    first = min(found)
    return [(*first[:2], "lead"), *(each for each in found if each[:2] != first[:2])]


def _read_marked(text: str, start: int, end: int, leads: tuple[str, ...], unmarked: str) -> Iterator[Charged]:
    """Give the names of a sentence of a list, each with the role by the mark that it stands at."""
    role: str | None = ""
    at = start
    for mark in _MARK.finditer(text, start, end):
        names = find_names(text, at, mark.start()) if role is not None else []
        at = mark.end()
        if mark["label"]:
            yield from ((*name, role or "joint") for name in names)
            role = part_of(mark["who"], leads)
        elif mark["other"]:
            # 牵头单位：甲局；成员单位：乙局: who is named behind it is not charged.
            yield from ((*name, role or "joint") for name in names)
            role = None
        elif mark["lead"] and "（" in mark["lead"]:
            # A（牵头）、B、C：only the name before the bracket leads.
            yield from ((*name, "joint") for name in names[:-1])
            yield from ((*name, "lead") for name in names[-1:])
        else:
            yield from ((*name, "lead" if mark["lead"] else part_of(mark["joint"], leads)) for name in names)
    if role is not None:
        yield from ((*name, role or unmarked or "joint") for name in find_names(text, at, end))


def _who_leads(roles: Sequence[str | None]) -> tuple[str, ...]:
    """Return which of the roles that stand beside each other lead."""
    helped = any(role in _HELPS for role in roles) and not any(role in _LEADS for role in roles)
    return _LEADS_BESIDE if helped else _LEADS


def part_of(said: str, leads: Sequence[str]) -> str:
    """Return the role of those of whom a word says what they do (牵头, 责任, 配合)."""
    return "lead" if said in leads else "helps" if said.startswith((*_HELPS, *_SEES_TO_IT)) else "joint"


def _blocks(text: str, labels: Sequence[re.Match[str]]) -> Iterator[Span]:
    """Give the inside of the outermost brackets that speak of a charge, then labelled lines outside them."""
    covered = 0
    for start, end in outer_brackets(text):
        if any(label.start() < start < label.end() for label in labels) or _MARK.fullmatch(text, start, end):
            # 责任（牵头）单位：甲局（负责）、乙局: it names nobody itself
            continue
        inside = text[start:end]
        charges = _CHARGING.search(inside)
        listed = _closes_task(text, start, end) or _tells_who(text, start, end)
        if charges or (listed and _is_list(text, start, end)):
            yield start, end
            covered = end
    for label in labels:
        if label.start() >= covered:
            covered = _end_of_lines(text, label.end())
            yield label.start(), covered


def _cells(text: str, labels: Sequence[re.Match[str]]) -> Iterator[Span]:
    """Give the cells behind a task that hold nothing but bodies, and no label that says so itself."""
    rows = text.replace("\t", "|")
    # A list may also close a task without a sign between: 修一座桥。市水利局，各镇
    may_hold = text[-1:] != "。" or any(sign in text for sign in _BETWEEN_CELLS)
    for cell in _CELL.finditer(rows) if may_hold else ():
        start, end = cell.span("names")
        labelled = any(label.start() < end and start < label.end() for label in labels)
        if labelled or not _is_cell(text, start, end):
            continue
        yield start, end
        # Those who lead and those who help may have a cell each.
        beside = _NEXT_CELL.match(rows, end)
        if beside and _is_cell(text, *beside.span("names")) and _governing(text, *beside.span("names")):
            yield beside.span("names")


def _cells_of_rows(text: str, labels: Sequence[re.Match[str]]) -> Iterator[Span]:
    """Give the cells of bodies in rows of a table: those behind the last task, else the one before it."""
    if labels or "\t" not in text:
        return
    at = 0
    for row in text.split("\n"):
        cells = []
        for cell in row.split("\t"):
            cells.append((at, at + len(cell)))
            at += len(cell) + 1
        tasks = [place for place, cell in enumerate(cells) if _TASK_CELL.match(text, *cell)]
        if not tasks:
            continue
        behind = [cell for cell in cells[tasks[-1] + 1 :] if _has_duties(text, cell)]
        if not behind and len(cells) > 2 and _has_duties(text, cells[0], alone=True):
            behind = cells[:1]
        yield from behind


def _has_duties(text: str, cell: Span, *, alone: bool = False) -> bool:
    """Say whether a cell holds only bodies that a row may charge; `alone`: one of government."""
    start, end = cell
    if not 2 <= end - start <= _LONGEST_LINE or not _is_cell(text, start, end):
        return False
    names = _names(text, start, end)
    return len(names) == len(_governing(text, start, end)) == 1 if alone else any(map(_OFFICE.search, names))


def _is_line_of_bodies(text: str) -> bool:
    """Say whether a text is one line of bodies and nothing else: what a table of duties has beside a task."""
    if text.endswith("。") and _ONE_NAME.fullmatch(text[:-1]):
        return is_body(text[:-1], narrow=True)
    if len(text) > _LONGEST_LINE or _NO_LINE_OF_BODIES.search(text):
        return False
    if text.endswith("。") and _MARK.search(text):
        # A sentence is read as one.
        return False
    governing = _governing(text, 0, len(text))
    # 市水利局，各镇: places beside one body
    places = [name for name in _names(text, 0, len(text)) if _PLACE.search(name)]
    of_places = len(governing) == 1 and len(places) == len(_names(text, 0, len(text))) - 1
    return (len(governing) > 1 or (of_places and bool(places))) and _is_cell(text, 0, len(text))


def _governing(text: str, start: int, end: int) -> list[str]:
    names = _names(text, start, end)
    return [name for name in names if is_governing(name) and not _NAMELESS.fullmatch(name)]


def _names(text: str, start: int, end: int) -> list[str]:
    return [text[slice(*piece)] for piece in cut_pieces(text, start, end)]


def _end_of_lines(text: str, start: int) -> int:
    """Return where a labelled line ends, with those below it that have a label too (配合单位：…)."""
    end = _SENTENCE_END.search(text, start).start()
    while next_label := _LABELLED.match(text, end + 1):
        end = _SENTENCE_END.search(text, next_label.end()).start()
    # A bracket that closes what was opened before the label, or nowhere, is no part of a name.
    inside = text[start:end]
    return start + inside.rindex("）") if inside.count("）") > inside.count("（") else end


def _is_cell(text: str, start: int, end: int) -> bool:
    """Say whether a cell behind a task holds nothing but bodies and their parts (甲局牵头，乙局配合)."""
    at, parts = start, []
    for mark in _MARK.finditer(text, start, end):
        parts.append((at, mark.start()))
        at = mark.end()
    names = cut_names(text, [piece for part in (*parts, (at, end)) for piece in cut_pieces(text, *part)])
    return bool(names) and all(are_bodies(text, names, narrow=False))


def _closes_task(text: str, start: int, end: int) -> bool:
    """Say whether a bracket stands behind a task: behind its stop, or before the last stop of a line."""
    if _is_behind_stop(text, start):
        return True
    return bool(_ENDS_LINE.match(text, end)) and not _EXPLAINS.search(text, max(0, start - 9), start - 1)


def _tells_who(text: str, start: int, end: int) -> bool:
    """Say whether a bracket names those of a class that is charged: 各部门（甲局、乙局）负责."""
    return text[:start].endswith(_CLASSES) and bool(_VERB.match(text, end))


def _is_behind_stop(text: str, start: int) -> bool:
    return text[start - 2 : start - 1] in "。；！"


def _is_list(text: str, start: int, end: int) -> bool:
    """Say whether a stretch is nothing but the names of bodies; one alone closes its line."""
    part = _JOINT_END.search(text, start, end)
    pieces = cut_names(text, list(cut_pieces(text, start, part.start() if part else end)))
    behind_stop = _is_behind_stop(text, start)
    if len(pieces) < 2 and not (behind_stop and text[end + 1 : end + 2] in ("", "\n")):
        # 修栈道（市园林局）。
        alone = _ENDS_LINE.match(text, end) and _ONE_NAME.fullmatch(text, start, end)
        return bool(alone) and is_body(text[start:end], narrow=True)
    # Beside bodies of government, places and companies are charged too.
    names = [text[first:last] for first, last in pieces]
    governed = any(are_bodies(text, pieces, narrow=True)) if behind_stop else any(map(is_governing, names))
    return governed and all(are_bodies(text, pieces, narrow=False))


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for stop in _STOP.finditer(text, start, end):
        yield at, stop.start()
        at = stop.end()
    yield at, end
