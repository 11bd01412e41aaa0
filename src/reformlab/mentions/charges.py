"""Find the bodies that a passage charges with its task, and give each body one name.

A charge stands in closing brackets （…按职责分工负责）, behind a label (责任单位：…), or in the
sentence (由…牵头, …负责). A body that is merely mentioned is no charge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from reformlab.corpus.agencies import read_agencies
from reformlab.corpus.rules import compile_rules, read_rules
from reformlab.mentions.agency_names import (
    ATTRIBUTE,
    BARE_LEVEL,
    DISTRICT,
    DISTRICT_AND_HEAD,
    FIELD_TAIL,
    KEPT_ASIDE,
    LONGEST_NAME,
    SEAT,
    SEAT_AND_REST,
    SET_UP,
    full_names,
    home_word,
    is_body,
    is_field,
    is_governing,
    unify_agency,
    unify_brackets,
)

rules = partial(compile_rules, "charges")
_BETWEEN, _OPENING, _CLOSING = rules("{separator}"), rules("^{opening}++"), rules("{closing}++$")
_MARK, _CHARGING = rules("{mark}"), rules("{charging}")
_LABELLED = rules("{label}(?:[：:为]|[ 　]+(?={han}))")
# 【牵头单位】甲局: a label in a box of its own.
_BOXED = rules("[【〔［（](?<![局委办厅部府会][〔［（])(?P<boxed>{label})[】〕］）](?![、，；。）])")
# How a charge is said is a group of each pattern, and cheap to look for by itself.
_HOW = re.compile(r"\(\?P<how>((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)")
_SAID = {pattern: "|".join(_HOW.findall(pattern)) for pattern in read_rules("charges")["charge"]}
_CHARGES = [(rules(how), rules(pattern)) for pattern, how in _SAID.items()]
_FIRST_CLAUSE = rules("[^、，。；（）]*{first_leads}[^、，。；（）]*")
_HELPERS, _HANDLERS = rules("{helpers}"), rules("{handlers}")
# What a list of who leads and who helps stands behind: nothing, a stop, a line, or a label (部门分工：).
_BEFORE_LIST = ("", "。", "\n", "：")
_CALLED_IN, _FIRST_LEADS = rules("{call_in}"), rules("{first_leads}")
_ASSISTS = rules("{assists}")
_PLACE, _PILOT_PLACE = rules("{place}"), rules("{pilot_place}")
_TOGETHER, _STATED_LEVEL = rules("{together}"), rules("{stated_level}")
_BESIDE, _SHARED_OFFICE = (
    rules("{beside}"),
    rules("等(?:其他|有关|相关|各)*(?:行业|行政|主管|管理|监管|执法)*部门"),
)
_LEADS, _HELPS = ("牵头", "主办", "主责"), ("配合", "协助", "协同", "协办", "会办", "参加", "参与")
# Who is responsible leads where others are named beside it who help, and none who leads.
_LEADS_BESIDE = ("责任", "负责", "承办")
_HEAD = rules("{column}")
_BRACKET = re.compile("[（）]")
_OPENED_TWICE = re.compile("(?<=（[责牵配][任头合]单位：)（(?=[^（）]*(?:（[^（）]*）[^（）]*)*）?$)")
_NEXT_BLOCK, _EXPLAINS, _JOINT_END = rules("{next_block}"), rules("{explains}"), rules("{joint_role}$")
_ASIDE, _NOTE, _LAST_ASIDE = rules("{aside}"), rules("{note}"), re.compile("（[^（）]*）?$")
# A line that ends within a list of bodies, or with its label.
_BROKEN_LINE = re.compile(
    r"(?<=、)\n|(?:(?<=单位：)|(?<=部门：))\n(?!（?[一二三四五六七八九十\d]{1,3}[.．、）]|第)"
)
_CELL, _NEXT_CELL = rules("{cell}"), rules("{next_cell}")
# Every label holds a role, and every cell stands behind one of these signs: cheap to look for.
_ROLE, _BETWEEN_CELLS = rules("{role}"), "| 　"
_LONGEST_LINE, _NO_LINE_OF_BODIES = 400, re.compile(r"。.|[：！？|\n]|包[括含]|成员|组成|^[^、，；]*$")
_GROUP = re.compile("组$")
_SHORT_NAME = rules("{han}{2,8}")
_ENDS_LINE = re.compile("）[。；]?(?:\n|$)")
# 市水务局。按职责分工负责: the stop is none.
_STOP = re.compile(r"[！？\n]|。(?!(?:按照?|根据|依据?)[^，。；]{0,6}(?:职责|职能)[^，。；]{0,6}负责)")
_SENTENCE_END = re.compile(r"[。！？\n]|$")
_CHARGED = rules("{said}")


class Agency(NamedTuple):
    """A body charged with a task: characters of the text, unified name, "lead" or "joint"."""

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
    text = _unify_brackets(text)
    if says_first_leads(text):
        # 列第一位的为牵头单位: no mark of the names before it.
        text = _FIRST_CLAUSE.sub(lambda clause: " " * len(clause[0]), text)
    found: list[tuple[int, int, str]] = []
    labels = list(_LABELLED.finditer(text)) if _ROLE.search(text) else []
    cells = list(_cells(text, labels)) or ([(0, len(text))] if _is_line_of_bodies(text) else [])
    blocks = [*_charging_blocks(text, labels), *cells]
    for start, end in blocks:
        block = _read_block(text, start, end, "joint" if (start, end) in cells else "")
        found += _let_first_lead(block) if first_leads else block
    if running and _CHARGED.search(text):
        for how, pattern in _CHARGES:
            for match in pattern.finditer(text) if how.search(text) else ():
                if not any(start <= match.start() < end for start, end in blocks):
                    found += _read_sentence(text, match)
    return _unify(text, sorted(set(found)), level, place) if found else []


def read_columns(row: str) -> list[str]:
    """Return of each cell of a table's head whether its column leads or helps: "lead", "joint", else ""."""
    heads = [_HEAD.fullmatch(cell.strip()) for cell in _unify_brackets(row).split("\t")]
    roles = [head["who"] or "分工" if head else "" for head in heads]
    leads = _who_leads(roles)
    return ["lead" if role in leads else "joint" if role else "" for role in roles]


def _who_leads(roles: Sequence[str | None]) -> tuple[str, ...]:
    """Return which of the roles that stand beside each other lead."""
    helped = any(role in _HELPS for role in roles) and not any(role in _LEADS for role in roles)
    return _LEADS_BESIDE if helped else _LEADS


def find_in_columns(
    row: str,
    columns: Sequence[str],
    *,
    level: str | None = None,
    place: str | None = None,
    first_leads: bool = False,
) -> list[Agency]:
    """Find the bodies in the cells of a table's row, by what `read_columns` says of its columns."""
    row = _unify_brackets(row)
    found: list[tuple[int, int, str]] = []
    start = 0
    for cell, role in zip(row.split("\t"), columns, strict=False):
        if role:
            found += _read_block(row, start, start + len(cell), role)
        start += len(cell) + 1
    return _unify(row, _let_first_lead(found) if first_leads else found, level, place)


def _let_first_lead(found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Let the body that is named first lead, where none does."""
    if not found or any(role == "lead" for _, _, role in found):
        return found
    first = min(found)
    return [(*first[:2], "lead"), *(each for each in found if each[:2] != first[:2])]


def _unify_brackets(text: str) -> str:
    """Give all brackets one shape, and boxed labels a colon; every character keeps its place."""
    boxed = _BOXED.sub(lambda label: f" {label['boxed']}：", text)
    boxed = _BROKEN_LINE.sub(" ", boxed) if "\n" in boxed else boxed
    boxed = unify_brackets(_NOTE.sub(lambda note: " " * len(note[0]), boxed))
    if "）" not in boxed:
        return boxed
    # （责任单位：（甲局、乙局）: one bracket that is opened twice
    boxed = _OPENED_TWICE.sub(" ", boxed)
    return _NEXT_BLOCK.sub(lambda between: "；".ljust(len(between[0])), boxed)


def says_first_leads(text: str) -> bool:
    """Say whether a text rules that the body named first leads: 排在第一位的为牵头部门."""
    return ("牵头" in text or "负责" in text) and bool(_FIRST_LEADS.search(text))


def _charging_blocks(text: str, labels: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Give the inside of the outermost brackets that speak of a charge, then labelled lines outside them."""
    covered = 0
    for start, end in _outer_brackets(text):
        if any(label.start() < start < label.end() for label in labels):
            # 责任（牵头）单位：甲局
            continue
        inside = text[start:end]
        charges = _CHARGING.search(inside)
        if charges or (_closes_task(text, start, end) and _is_list(text, start, end)):
            yield start, end
            covered = end
    for label in labels:
        if label.start() >= covered:
            covered = _end_of_lines(text, label.end())
            yield label.start(), covered


def _cells(text: str, labels: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Give the cells behind a task that hold nothing but bodies, and no label that says so itself."""
    for cell in _CELL.finditer(text) if any(sign in text for sign in _BETWEEN_CELLS) else ():
        start, end = cell.span("names")
        labelled = any(label.start() < end and start < label.end() for label in labels)
        if labelled or not _is_cell(text, start, end):
            continue
        yield start, end
        # Those who lead and those who help may have a cell each.
        beside = _NEXT_CELL.match(text, end)
        if beside and _is_cell(text, *beside.span("names")):
            names = [text[slice(*piece)] for piece in _pieces(text, *beside.span("names"))]
            if any(map(is_governing, names)):
                yield beside.span("names")


def _is_line_of_bodies(text: str) -> bool:
    """Say whether a text is one line of bodies and nothing else: what a table of duties has beside a task."""
    if len(text) > _LONGEST_LINE or _NO_LINE_OF_BODIES.search(text):
        return False
    if text.endswith("。") and _MARK.search(text):
        # A sentence is read as one.
        return False
    names = [text[slice(*piece)] for piece in _pieces(text, 0, len(text))]
    return sum(map(is_governing, names)) > 1 and _is_cell(text, 0, len(text))


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
    cut = [_trim(text, *piece) for part in (*parts, (at, end)) for piece in _pieces(text, *part)]
    pieces = [(first, last) for first, last in cut if first < last]
    return bool(pieces) and all(_are_bodies(text, pieces, narrow=False))


def _closes_task(text: str, start: int, end: int) -> bool:
    """Say whether a bracket stands behind a task: behind its stop, or before the last stop of a line."""
    if _is_behind_stop(text, start):
        return True
    return bool(_ENDS_LINE.match(text, end)) and not _EXPLAINS.search(text, max(0, start - 9), start - 1)


def _is_behind_stop(text: str, start: int) -> bool:
    return text[start - 2 : start - 1] in "。；！"


def _is_list(text: str, start: int, end: int) -> bool:
    """Say whether a stretch is nothing but the names of bodies; one alone closes its line."""
    part = _JOINT_END.search(text, start, end)
    cut = _pieces(text, start, part.start() if part else end)
    pieces = [(first, last) for first, last in (_trim(text, *piece) for piece in cut) if first < last]
    behind_stop = _is_behind_stop(text, start)
    if len(pieces) < 2 and not (behind_stop and text[end + 1 : end + 2] in ("", "\n")):
        return False
    # Beside bodies of government, places and companies are charged too.
    names = [text[first:last] for first, last in pieces]
    governed = any(_are_bodies(text, pieces, narrow=True)) if behind_stop else any(map(is_governing, names))
    return governed and all(_are_bodies(text, pieces, narrow=False))


def _outer_brackets(text: str) -> Iterator[tuple[int, int]]:
    """Give the inside of each outermost pair; a bracket that is never closed runs to the end."""
    depth = start = 0
    for bracket in _BRACKET.finditer(text) if "（" in text else ():
        if bracket[0] == "（":
            start = start if depth else bracket.end()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield start, bracket.start()
    if depth:
        yield start, len(text)


def _read_block(text: str, start: int, end: int, column: str = "") -> list[tuple[int, int, str]]:
    """Read the names of a block; marks behind them (牵头) or before them (牵头单位：) give their role.

    `column` is the role of what has no mark, where the block is a cell of a column of bodies.
    """
    found: list[tuple[int, int, str]] = []
    listed = _is_list(text, start, end)
    leads = _who_leads([mark["who"] for mark in _MARK.finditer(text, start, end)])
    for first, last in _sentences(text, start, end):
        if not (column or listed or _MARK.search(text, first, last)):
            continue
        pending: list[tuple[int, int]] = []
        role, at = "", first
        for mark in _MARK.finditer(text, first, last):
            names = _names(text, at, mark.start())
            if mark["label"]:
                found += [(*name, role or "joint") for name in pending + names]
                pending, role = [], "lead" if mark["who"] in leads else "joint"
            else:
                behind = "lead" if mark["lead"] else "joint"
                if mark["lead"] and "（" in mark["lead"]:
                    # A（牵头）、B、C：only the name before the bracket leads.
                    found += [(*name, "joint") for name in (pending + names)[:-1]]
                    found += [(*name, "lead") for name in (pending + names)[-1:]]
                else:
                    found += [(*name, behind) for name in pending + names]
                pending = []
            at = mark.end()
        found += [(*name, role or column or "joint") for name in pending + _names(text, at, last)]
    return found


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for stop in _STOP.finditer(text, start, end):
        yield at, stop.start()
        at = stop.end()
    yield at, end


def _names(text: str, start: int, end: int, *, narrow: bool = False) -> list[tuple[int, int]]:
    """Split a stretch into names of bodies; whatever does not end like one is left out."""
    pieces = [_trim(text, first, last) for first, last in _pieces(text, start, end)]
    return [piece for piece, body in zip(pieces, _are_bodies(text, pieces, narrow), strict=True) if body]


def _are_bodies(text: str, pieces: list[tuple[int, int]], narrow: bool) -> list[bool]:
    """Say of each piece whether it names a body; a field does, where the next piece is that of a 部门."""
    bodies: list[bool] = []
    behind = ""
    for first, last in reversed(pieces):
        name = text[first:last]
        field = bool(FIELD_TAIL.search(behind)) and is_field(name)
        # 甲县、乙县人民政府: a district takes its head from the last of them.
        district = bool(DISTRICT.fullmatch(name) and DISTRICT_AND_HEAD.search(behind))
        seat = bool(SEAT.fullmatch(name) and SEAT_AND_REST.match(behind))
        # 国家、省级疾病预防控制机构: a level takes the rest of its name from the body behind it.
        level = bool(bodies and bodies[-1] and BARE_LEVEL.fullmatch(name))
        bodies.append(field or district or seat or level or is_body(name, narrow))
        behind = behind if field or district else name
    return bodies[::-1]


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut at separators outside brackets, as those of 县（市、区）, and outside attributes (符合…条件的).

    Brackets that name another body (乡镇人民政府（街道办事处）) are cut from it.
    """
    stretch = list(text[start:end])
    attributes = (found.span() for found in ATTRIBUTE.finditer(text[start:end]))
    for first, last in (*_outer_brackets(text[start:end]), *attributes):
        stretch[first:last] = "■" * (last - first)
    for aside in _ASIDE.finditer(text, start, end):
        # 乡镇人民政府（街道办事处）: two bodies
        first, last = aside.span("named")
        stretch[aside.start() - start : aside.end() - start] = text[aside.start() : aside.end()]
        stretch[aside.start() - start : first - start] = "、" * (first - aside.start())
        stretch[last - start : aside.end() - start] = "、" * (aside.end() - last)
        if aside.end() == end:
            end = last
            del stretch[last - start :]
    at = 0
    for cut in _BETWEEN.finditer("".join(stretch)):
        yield start + at, start + cut.start()
        at = cut.end()
    yield start + at, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Take off what does not belong to a name; what is too long to be one stays as it is."""
    if end - start > 2 * LONGEST_NAME:
        return start, end
    opening = _OPENING.match(text[start:end])
    start += opening.end() if opening else 0
    closing = _CLOSING.search(text[start:end])
    if closing:
        named = start + closing.start()
        # 农业、水利等部门: the 部门 is that of the fields before it.
        shared = _SHARED_OFFICE.match(closing[0])
        is_shared = shared and not is_body(text[start:named], narrow=True) and is_field(text[start:named])
        end = named + shared.end() if is_shared else named
    # What stands in brackets behind a name explains it, save the levels of 县（市、区）.
    aside = _LAST_ASIDE.search(text, start, end)
    if aside and not KEPT_ASIDE.fullmatch(aside[0]):
        end = aside.start()
    return start, end


def _read_sentence(text: str, match: re.Match[str]) -> list[tuple[int, int, str]]:
    """Read a charge in running text; one part that is no body makes the whole no charge."""
    start, end = match.span("who")
    if assists := _ASSISTS.search(text, start, end):
        # 甲局协助乙局负责: 乙局
        start = assists.end()
    whole = list(_pieces(text, start, end))
    if whole[-1][0] == whole[-1][1]:
        # 公安机关以及负责…的部门: 负责 belongs to another name.
        return []
    pieces = _join_levels(text, [(a, b) for a, b in (_trim(text, *piece) for piece in whole) if a < b])
    # By whom 由 says that it is done may be any place (由甲县牵头).
    place = _PLACE if "by" in match.re.groupindex else _PILOT_PLACE
    # In a line of duties (市水务局：负责…) nothing but a name stands before the colon.
    # What another sets up (设立检测所，负责…) is what its place in the sentence says.
    narrow = not {"line", "set_up"} & set(match.re.groupindex)
    told = zip(pieces, _are_bodies(text, pieces, narrow), strict=True)
    charged = [piece for piece, body in told if body or place.fullmatch(text, *piece)]
    if len(charged) < len(pieces):
        # 物资、经费保障组: one group, whatever it is for.
        group = (pieces[0][0], pieces[-1][1])
        if _GROUP.search(text, *group) and is_body(text[slice(*group)], narrow):
            pieces = charged = [group]
    # 民政部门和医疗机构负责: what is no body of government is left out; any other word makes it no charge.
    if len(charged) < len(pieces):
        charged = _drop_levels(text, pieces, charged)
        left_out = [text[slice(*piece)] for piece in pieces if piece not in charged]
        # 由甲局、乙局和家长负责: one name of three that tells of no body leaves the others charged.
        one_of_list = "by" in match.re.groupindex and len(left_out) == 1 < len(charged)
        named = one_of_list and _SHORT_NAME.fullmatch(left_out[0])
        if not named and not all(_BESIDE.search(name) or BARE_LEVEL.fullmatch(name) for name in left_out):
            return []
    role = "lead" if match["how"] in _LEADS else "joint"
    found = [(*piece, role) for piece in charged]
    # 甲局牵头，乙局配合。 that is all of a line is a list; who helps in the middle of a text is not charged.
    opens_line = text[match.start() - 1 : match.start()] in _BEFORE_LIST
    # 各级政府负总责，有关部门配合: those are no helpers of one body.
    lists = opens_line and "by" not in match.re.groupindex and match["how"] != "负总责"
    helpers = (lists and _HELPERS.match(text, match.end())) or _HANDLERS.match(text, match.end())
    helpers = helpers or (role == "lead" and _CALLED_IN.match(text, match.end()))
    while helpers:
        named = _names(text, *helpers.span("who"), narrow=True)
        named = _names(text, *helpers.span("who")) if named else []
        found += [(a, b, "joint") for a, b in named]
        # 甲局牵头；乙局配合；各县落实
        helpers = _HELPERS.match(text, helpers.end()) if named else None
    return found


def _drop_levels(
    text: str, pieces: list[tuple[int, int]], charged: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Leave out levels that are those of a name that is left out (市、区献血单位)."""
    kept: list[tuple[int, int]] = []
    behind = True
    for piece in reversed(pieces):
        behind = piece in charged and (behind or not BARE_LEVEL.fullmatch(text, *piece))
        kept += [piece] if behind else []
    return kept[::-1]


def _join_levels(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leave levels with what stands behind them where that names who sets a body up, not the body."""
    first = len(pieces) - 1
    if first < 1 or not SET_UP.search(text[slice(*pieces[-1])]):
        return pieces
    while first and BARE_LEVEL.fullmatch(text, *pieces[first - 1]):
        first -= 1
    return [*pieces[:first], (pieces[first][0], pieces[-1][1])]


def _unify(
    text: str, found: list[tuple[int, int, str]], level: str | None, place: str | None
) -> list[Agency]:
    names = full_names([text[start:end] for start, end, _ in found], [start for start, _, _ in found])
    if any(name.endswith("办公室") and name != "办公室" for name in names):
        # 水库委办公室设在…。办公室负责…: the office that is already named.
        kept = [at for at, name in enumerate(names) if name != "办公室"]
        found, names = [found[at] for at in kept], [names[at] for at in kept]
    word = home_word(level, place)
    _, local = read_agencies()
    agencies: dict[str, Agency] = {}
    for (start, end, role), printed in zip(found, names, strict=True):
        name = unify_agency(printed, level=level, place=place)
        if level not in (None, "national") and printed in local:
            name = word + local[printed]
        elif stated := _STATED_LEVEL.match(name):
            word = stated[0].removeprefix("各")
        if _TOGETHER.match(text, end):
            role = "lead"
        known = agencies.get(name)
        if known is None:
            agencies[name] = Agency(start, end, name, role)
        elif role == "lead" and known.role != "lead":
            agencies[name] = Agency(known.start, known.end, name, role)
    return sorted(agencies.values(), key=lambda agency: agency.start)
