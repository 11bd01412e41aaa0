"""Find the bodies that a passage charges with its task, and give each body one name.

A charge stands in closing brackets （…按职责分工负责）, behind a label (责任单位：…), or in the
sentence (由…牵头, …负责). A body that is merely mentioned is no charge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reformlab.mentions.agency_names import (
    BARE_LEVEL,
    FIELD_TAIL,
    LONGEST_NAME,
    SEAT,
    SEAT_AND_REST,
    full_names,
    home_word,
    is_body,
    is_field,
    read_agencies,
    unify_agency,
)

_BETWEEN = re.compile(
    r"[、，,；;/／\s]|(?<=[部委办局厅署院会府])(?:要|应当?|将|须)会同|(?<=[部委办局厅署院会府心团司室位门构行处社组队协联所关区县市州盟旗镇乡地方等）)])(?:以及|会同|或者?|和|及|与)(?!其他?相关责任)"
)
_OPENING = re.compile(
    r"^(?:第[一二三四五六七八九十百\d]+条[ 　]?|以下|上述|以上|各项|工作|任务|均|需|请|应(?!急)|将|并|分别"
    r"|其?所属的?|本[省市县区](?=各级)|[\u4e00-\u9fff]{0,16}所在地(?=省$)|具体|统一(?!战)|由|以|为|其中|主要|原则上)++"
)
_CLOSING = re.compile(
    r"(?:等(?:其他)?(?:有关|相关|各)?(?:部门|单位|机构)?|等[一二三四五六七八九十\d]+个?(?:部门|单位)?"
    r"|(?:按照?|依|根据)(?!法)[^、，（）]{0,24}|分别|共同|联合(?!会)|具体|统一(?!战)|统筹|主动|全力|作?为|要|应|须|依法"
    r"|（牵头）)++$"
)
_MARK = re.compile(
    r"(?P<label>(?P<who>牵头|主责|责任|负责|配合|参加|参与|协办|协同|协作|主办|承办|实施)(?:责任|考核|落实|督办|推进)?(?:和(?:配合|参加))?(?:单位|部门|主体|[处科]室)[为：:]+)"
    r"|(?P<lead>（?(?:为|作为)?总?牵头(?:单位|部门)?(?!组建|建设|医院)）?)"
    r"|(?P<joint>(?:为|作为)?(?:负责(?![人任的同])|配合|参加|参与|协助|协同|落实|组织实施|承担|指导)(?:单位|部门)?)"
)
_CHARGING = re.compile(r"负责|牵头|指导(?=[，；。]|$)|(?:主责|责任|主办|承办|实施)(?:单位|部门|主体)")
_LABELLED = re.compile(
    r"(?:牵头|主责|责任|负责|主办|承办)(?:责任|考核|落实|督办)?(?:单位|部门|主体|[处科]室)[：:]"
)
# 负责药品监督管理的部门 is a name, not a charge.
_NOT_A_NAME = "(?![^，。；、]{1,16}的(?:行政|主管|业务|领导|办事)*(?:部门|机构|单位|科室|人员))"
_BY = re.compile(
    r"(?<!原)由(?P<who>(?:[^。；，！？：（）\n]|（[^（）。；，]{1,12}）){2,60}?)(?P<how>牵头|负责|承担(?!赔偿|民事|法律|连带|补偿))(?![人任的同]|组建|建设)"
    rf"{_NOT_A_NAME}"
)
_SELF = re.compile(
    r"(?:^|(?<=[。；，：！？\n]))(?:（[一二三四五六七八九十\d]{1,3}）)?(?P<who>(?:[^。；，！？：（）由\n]|（[^（）。；，]{1,12}）){2,120}?)"
    r"(?:，?(?:依据|按照?|根据|在)各自的?[^，。；]{0,10}(?:职责|范围)[^，。；人员]{0,4}，?)?(?P<how>牵头|负责|承担(?!赔偿|民事|法律|连带|补偿))(?![人任的同单部])(?!组建|建设|协调机构)"
    rf"{_NOT_A_NAME}"
)
# A body that is set up, or has its seat somewhere, and then is charged: 成立X委员会，负责…
_SET_UP = re.compile(
    r"(?:成立|建立|设立|组建)(?P<who>[^。；，！？：（）由\n]{2,40}?)，(?:具体|统一|全面)?(?P<how>负责)(?![人任的])"
)
_SEATED = re.compile(
    r"(?:^|(?<=[。；！？\n]))(?P<who>[^。；，！？：（）由\n]{2,40}?)设在[^。；，]{2,20}，(?:由[^。；，]{2,60}，)?(?:具体|统一|全面|主要)?(?P<how>负责|承担)(?![人任的])"
)
# A heading that is the name of a body, and then its duty: 1.监督组。负责…
_HEADED = re.compile(
    r"^(?:\d{1,2}[.．、]|（[^（）]{1,3}）)(?P<who>[\u4e00-\u9fff]{2,16})。(?P<how>负责)(?![人任的])"
)
# X要按照…的规定，负责…: what it is to follow stands between the body and its charge.
_ORDERED = re.compile(
    r"(?:^|(?<=[。；，：！？\n）]))(?:（[一二三四五六七八九十\d]{1,3}）)?(?P<who>(?:[^。；，！？：（）由\n]|（[^（）。；，]{1,12}）){2,120}?)(?:要|应当?|须)?(?:(?:按照?|根据|依照|作为|是|主管)[^。；，]{2,60}|在[^。；，]{2,40}领导下|由[^。；，]{2,60}组成)，(?:[^。；，]{2,40}，){0,2}(?:具体|统一)?(?P<how>负责)(?![人任的])"
    rf"{_NOT_A_NAME}"
)
# X应当组织…，负责…: it is charged again, a clause on; not where it is to set up who does it.
_AGAIN = re.compile(
    r"(?:^|(?<=[。；！？\n]))(?P<who>[^。；，！？：（）由\n]{2,40}?)(?:，(?:具体|统一)?"
    r"|(?:要|应当?|须|会同)(?:(?!由|(?:指定|配备|成立|设立|设置|确定|安排|组建|聘|委托)[^。；，]{0,20}(?:[人员组队处]|机构|办公室|委员会|部门|单位|中心))[^。；！？：\n]){2,100}?，(?:并|具体|统一)?)"
    r"(?P<how>负责)(?![人任的])"
)
# 教育部为牵头单位, 市场监管总局要发挥牵头作用.
_APPOINTED = re.compile(
    r"(?:^|(?<=[。；，：！？\n]))(?P<who>[^。；，！？：（）由\n]{2,40}?)(?:(?:作?为|是)总?(?P<how>牵头)(?:单位|部门)"
    r"|(?:要|应当?)?(?:切实|充分)?发挥总?牵头[^，。；]{0,6}作用)"
)
# 建立X牵头、Y参与的工作机制
_MECHANISM = re.compile(
    r"(?:建立|形成|健全|完善|实行)(?:由)?(?P<who>[^。；，！？：（）由、\n]{2,24}?)(?P<how>牵头)(?=[、，的])"
)
# 各项任务排在第一位的为牵头部门
_FIRST_LEADS = re.compile(
    r"(?:第一位|首位|第一个|首个)的?(?:[^，。；]{0,4}(?:部门|单位))?[，]?(?:作?为|是)(?:总?牵头|主要负责)"
)
# By whom 由 says that it is done may be a place: 由东山县牵头, 由试点城市负责.
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{1,4}(?:(?<![社园片地景校辖小专郊城])区|[县旗州盟]|(?<!城)市)|(?:各|试点|示范)(?:城市|地区|省份|[省市县区])"
)
_PILOT_PLACE = re.compile("(?:试点|示范)(?:城市|地区|省份|[省市县区])")
_TOGETHER = re.compile("(?:要|应当?|将|须)?会同")
_STATED_LEVEL = re.compile(r"各?(自治区|自治州|省|市|州|盟|县|区|旗)(?!人民政府|政府)")
# A local body that the list does not know.
_UNLISTED = re.compile(
    r"(?!国家|国务院|国网|中|全|人民|政府|民航)[\u4e00-\u9fff]{2,8}(?:[厅局]|(?<!公)委|办)(?<!办公厅)"
)
_BRACKETS = {"（": "）", "(": ")", "【": "】", "[": "]"}
_ANY_BRACKET = re.compile(r"[（(【\[）)】\]]")
_SENTENCE_END = re.compile(r"[。！？\n]|$")
_BESIDE = re.compile("^(?!.*(?:负责|委托|指定)).*(?:机构|单位|组织|企业|团体|机关|院校|医院)$")
_SHARED_OFFICE = re.compile("等(?:其他|有关|相关|各)*部门")
_CHARGED = re.compile("负责|牵头|承担")


@dataclass(frozen=True)
class Agency:
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
    >>> from reformlab.mentions.agencies import find_agencies
    >>> text = "推进试点。（省卫健委牵头，省财政厅、省人社厅配合）"
    >>> [(agency.name, agency.role) for agency in find_agencies(text)]
    [('省卫生健康委', 'lead'), ('省财政厅', 'joint'), ('省人力资源社会保障厅', 'joint')]
    """
    found: list[tuple[int, int, str]] = []
    blocks = list(_charging_blocks(text))
    for start, end in blocks:
        block = _read_block(text, start, end)
        if first_leads and block and not any(role == "lead" for _, _, role in block):
            first = min(block)
            block = [(*first[:2], "lead"), *(each for each in block if each[:2] != first[:2])]
        found += block
    if running and _CHARGED.search(text):
        for pattern in (_BY, _SELF, _ORDERED, _AGAIN, _APPOINTED, _MECHANISM, _SET_UP, _SEATED, _HEADED):
            for match in pattern.finditer(text):
                if not any(start <= match.start() < end for start, end in blocks):
                    found += _read_sentence(text, match)
    return _unify(text, sorted(set(found)), level, place)


def says_first_leads(text: str) -> bool:
    """Say whether a text rules that the body named first leads: 排在第一位的为牵头部门."""
    return ("牵头" in text or "负责" in text) and bool(_FIRST_LEADS.search(text))


def _charging_blocks(text: str) -> Iterator[tuple[int, int]]:
    """Give the inside of the outermost brackets that speak of a charge, then labelled lines outside them."""
    covered = 0
    for start, end in _outer_brackets(text):
        inside = text[start:end]
        charges = _CHARGING.search(inside) and not inside.startswith(("以下简称", "含", "包括"))
        if charges or (text[start - 2 : start - 1] in "。；！" and _is_list(text, start, end)):
            yield start, end
            covered = end
    for label in _LABELLED.finditer(text, covered) if "：" in text or ":" in text else ():
        if label.start() >= covered:
            stop = _SENTENCE_END.search(text, label.end())
            covered = stop.start()
            yield label.start(), covered


def _is_list(text: str, start: int, end: int) -> bool:
    """Say whether a stretch is nothing but the names of two or more bodies."""
    pieces = [_trim(text, *piece) for piece in _pieces(text, start, end)]
    return len(pieces) > 1 and all(is_body(text[first:last], narrow=True) for first, last in pieces)


def _outer_brackets(text: str) -> Iterator[tuple[int, int]]:
    """Give the inside of each outermost pair; a bracket that is never closed runs to the end."""
    closers: list[str] = []
    start = 0
    for found in _ANY_BRACKET.finditer(text):
        at, sign = found.start(), found[0]
        if sign in _BRACKETS:
            if not closers:
                start = at + 1
            closers.append(_BRACKETS[sign])
        elif closers and sign in _BRACKETS.values():
            closers.pop()
            if not closers:
                yield start, at
    if closers:
        yield start, len(text)


def _read_block(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Read the names of a block; marks behind them (牵头) or before them (牵头单位：) give their role."""
    found: list[tuple[int, int, str]] = []
    listed = _is_list(text, start, end)
    for first, last in _sentences(text, start, end):
        if not (listed or _MARK.search(text, first, last)):
            continue
        pending: list[tuple[int, int]] = []
        role, at = "", first
        for mark in _MARK.finditer(text, first, last):
            names = _names(text, at, mark.start())
            if mark["label"]:
                found += [(*name, role or "joint") for name in pending + names]
                pending, role = [], "lead" if "牵头" in mark["who"] or mark["who"] == "主办" else "joint"
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
        found += [(*name, role or "joint") for name in pending + _names(text, at, last)]
    return found


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for stop in re.compile(r"[。！？\n]").finditer(text, start, end):
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
        seat = bool(SEAT.fullmatch(name) and SEAT_AND_REST.match(behind))
        bodies.append(field or seat or is_body(name, narrow))
        behind = behind if field else name
    return bodies[::-1]


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut at separators that do not stand inside brackets, as those of 县（市、区） do."""
    stretch = list(text[start:end])
    for first, last in _outer_brackets(text[start:end]):
        stretch[first:last] = "■" * (last - first)
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
    aside = re.search(r"（[^（）]*）?$", text[start:end])
    if aside and not re.fullmatch(r"（[市区县旗州盟、，]+）", aside[0]):
        end = start + aside.start()
    return start, end


def _read_sentence(text: str, match: re.Match[str]) -> list[tuple[int, int, str]]:
    """Read a charge in running text; one part that is no body makes the whole no charge."""
    start, end = match.span("who")
    whole = list(_pieces(text, start, end))
    if whole[-1][0] == whole[-1][1]:
        # 公安机关以及负责…的部门: 负责 belongs to another name.
        return []
    pieces = [(a, b) for a, b in (_trim(text, *piece) for piece in whole) if a < b]
    place = _PLACE if match.re is _BY else _PILOT_PLACE
    bodies = _are_bodies(text, pieces, narrow=True)
    charged = [
        piece for piece, body in zip(pieces, bodies, strict=True) if body or place.fullmatch(text, *piece)
    ]
    # 民政部门和医疗机构负责: what is no body of government is left out; any other word makes it no charge.
    if len(charged) < len(pieces):
        # 市、区献血机构: the level is that of what is left out.
        charged = [piece for piece in charged if not BARE_LEVEL.fullmatch(text, *piece)]
        left_out = [text[slice(*piece)] for piece in pieces if piece not in charged]
        if not all(_BESIDE.search(name) or BARE_LEVEL.fullmatch(name) for name in left_out):
            return []
    role = "lead" if match["how"] in ("牵头", None) else "joint"
    found = [(*piece, role) for piece in charged]
    if role == "lead":
        helpers = re.compile(r"，?(?P<who>[^。；，！？：（）\n]{2,60}?)(?:等)?(?:配合|参加|参与)").match(
            text, match.end()
        )
        if helpers:
            named = _names(text, *helpers.span("who"), narrow=True)
            named = _names(text, *helpers.span("who")) if named else []
            found += [(a, b, "joint") for a, b in named]
    return found


def _unify(
    text: str, found: list[tuple[int, int, str]], level: str | None, place: str | None
) -> list[Agency]:
    names = full_names([text[start:end] for start, end, _ in found], [start for start, _, _ in found])
    word = home_word(level, place)
    _, local = read_agencies()
    agencies: dict[str, Agency] = {}
    last = 0
    for (start, end, role), printed in zip(found, names, strict=True):
        name = unify_agency(printed, level=level, place=place)
        bare = level not in (None, "national") and (
            printed in local
            or _is_short(printed, joined=bool(word) and text[last:start] == "、", place=place)
        )
        last = end
        stated = _STATED_LEVEL.match(name)
        if bare:
            name = word + name
        elif stated:
            word = stated[1]
        if _TOGETHER.match(text, end):
            role = "lead"
        known = agencies.get(name)
        if known is None:
            agencies[name] = Agency(start, end, name, role)
        elif role == "lead" and known.role != "lead":
            agencies[name] = Agency(known.start, known.end, name, role)
    return sorted(agencies.values(), key=lambda agency: agency.start)


def _is_short(name: str, *, joined: bool, place: str | None) -> bool:
    """Say whether a name that the list lacks left out its level: 农牧厅, or 政务局 in 省公安厅、政务局."""
    if (
        not _UNLISTED.fullmatch(name)
        or re.match("各?自治|[区旗州盟]|.*[省市县镇乡]", name)
        or (place and place in name)
    ):
        return False
    return name.endswith("厅") or joined
