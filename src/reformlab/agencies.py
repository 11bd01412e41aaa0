"""Find the bodies that a passage charges with its task, and give each body one name.

A charge stands in closing brackets （…按职责分工负责）, behind a label (责任单位：…), or in the
sentence (由…牵头, …负责). A body that is merely mentioned is no charge.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from reformlab.tables import data_folder

_LEVEL_WORD = (
    r"(?:自治区|自治州|自治县|设区的?市|省级?|市级?|区县|县级?|州|盟|区级?|旗|乡镇|镇|乡|街道|兵团|国家)"
)
_LEVEL_END = re.compile(_LEVEL_WORD + "$")
_AUTONOMOUS = ("内蒙古", "广西", "西藏", "宁夏", "新疆")
_MUNICIPAL = ("北京", "天津", "上海", "重庆")

# How the name of a body ends. In brackets of responsibility anything may be charged; in running
# text only what cannot be taken for an institution or a person.
_END = "部|委|办|局|厅|署|院|会|政府|小组|专班|办公室|部门|兵团|秘书处|妇联|残联|科协"
_WIDE_END = re.compile(
    rf"(?:{_END}|单位|处|司|中心|集团|公司|总社|总台|机构|银行|[分支]行|社|团|[总支大]队|联|所|站|馆|校|大学|高校|海关|街道|乡镇|镇|乡|村"
    "|园区?|新区|开发区|示范区|企业|电网|铁路|地方|各地|统筹地区|省份|[省市县区州盟旗]|办公室）|[市区县旗]）)$"
)
_NARROW_END = re.compile(rf"(?<!医)(?<!生)(?<!学)(?:{_END}|管理所|乡镇|街道)$")
_NO_BODY = re.compile(
    r"^(?:各|各级|有关|相关|牵头|责任|本|该|其|其他|成员|院|会|办|部|局|上述|双方)?(?:单位|处|院|会|部|办|办公室|小组|司|区|州|所|村|社|联|团)$"
)
_NO_NAME = re.compile(
    r"^(?:[对向将把与]|开展|推进|推动|制定|建立|建成|完善|落实|加强|实施|组织(?!部|人事)|完成|印发|要求|按照|根据|确保|支持|鼓励|指导)"
    r"|\d|负责|不再|承担|进行|提出|应当|必须"
)
# A level alone (市、县人民政府) takes the rest of its name from the name behind it.
_BARE_LEVEL = re.compile(
    rf"各?(?:设区的?)?{_LEVEL_WORD}(?:（[^（）]{{1,9}}）)?|各?(?:省|直辖市|地|地区|计划单列市)(?:（[^（）]{{1,9}}）)?"
)
_LEVEL_AND_REST = re.compile(rf"各?(?:设区的?)?{_LEVEL_WORD}(?:（[^（）]{{1,9}}）)?(?P<rest>[^（）]+)$")

_BETWEEN = re.compile(
    r"[、，,；;/／\s]|(?<=[部委办局厅署院会府心团司室位门构行处社组队协联所关区县市州盟旗镇乡地方等）)])(?:以及|会同|和|及|与)(?!其他?相关责任)"
)
_OPENING = re.compile(
    r"^(?:第[一二三四五六七八九十百\d]+条[ 　]?|以下|上述|以上|各项|工作|任务|均|需|请|应(?!急)|将|并|分别"
    r"|具体|统一(?!战)|由|以|为|其中|主要|原则上)++"
)
_CLOSING = re.compile(
    r"(?:等(?:其他)?(?:有关|相关|各)?(?:部门|单位|机构)?|等[一二三四五六七八九十\d]+个?(?:部门|单位)?"
    r"|(?:按照?|依|根据)(?!法)[^、，（）]{0,24}|分别|共同|联合(?!会)|具体|统一(?!战)|统筹|主动|全力|作?为|要|应|须|依法"
    r"|（牵头）)++$"
)
_LONGEST_NAME = 30
_MARK = re.compile(
    r"(?P<label>(?P<who>牵头|责任|负责|配合|参加|参与|协办|协同|协作|主办|承办|实施)(?:责任)?(?:和(?:配合|参加))?(?:单位|部门|主体|处室)[为：:]+)"
    r"|(?P<lead>（?(?:为|作为)?总?牵头(?:单位|部门)?(?!组建|建设|医院)）?)"
    r"|(?P<joint>(?:为|作为)?(?:负责(?![人任的同])|配合|参加|参与|协助|协同|落实|组织实施|承担|指导)(?:单位|部门)?)"
)
_CHARGING = re.compile(r"负责|牵头|指导$|(?:责任|主办|承办|实施)(?:单位|部门|主体)")
_LABELLED = re.compile(r"(?:牵头|责任|负责|主办|承办)(?:责任)?(?:单位|部门|主体)[：:]")
_BY = re.compile(
    r"(?<!原)由(?P<who>[^。；，！？：（）\n]{2,60}?)(?P<how>牵头|负责|承担)(?![人任的同]|组建|建设)"
)
_SELF = re.compile(
    r"(?:^|(?<=[。；，：！？\n]))(?P<who>[^。；，！？：（）由\n]{2,60}?)(?P<how>牵头|负责|承担)(?![人任的同单部])(?!组建|建设|协调机构)"
)
# A body that is set up, or has its seat somewhere, and then is charged: 成立X委员会，负责…
_SET_UP = re.compile(
    r"(?:成立|建立|设立|组建)(?P<who>[^。；，！？：（）由\n]{2,40}?)，(?:具体|统一|全面)?(?P<how>负责)(?![人任的])"
)
_SEATED = re.compile(
    r"(?:^|(?<=[。；！？\n]))(?P<who>[^。；，！？：（）由\n]{2,40}?)设在[^。；，]{2,20}，(?:具体|统一|全面)?(?P<how>负责)(?![人任的])"
)
# A heading that is the name of a body, and then its duty: 1.监督组。负责…
_HEADED = re.compile(
    r"^(?:\d{1,2}[.．、]|（[^（）]{1,3}）)(?P<who>[\u4e00-\u9fff]{2,16})。(?P<how>负责)(?![人任的])"
)
_BRACKETS = {"（": "）", "(": ")", "【": "】", "[": "]"}


@dataclass(frozen=True)
class Agency:
    """A body charged with a task: characters of the text, unified name, "lead" or "joint"."""

    start: int
    end: int
    name: str
    role: str


@cache
def read_agencies() -> tuple[dict[str, str], dict[str, str]]:
    """Return printed name -> unified name: of national bodies, and of local ones without their level word."""
    path = data_folder() / "lexicon" / "agencies.csv"
    names: dict[str, dict[str, str]] = {"national": {}, "local": {}}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            for name in (row["name"], row["unified"], *row["short"].split("；")):
                if name:
                    names[row["level"]].setdefault(name, row["unified"])
    return names["national"], names["local"]


def unify_agency(name: str, *, level: str | None = None, place: str | None = None) -> str:
    """Give the one name of a body that is printed in several ways; its level is kept.

    Parameters
    ----------
    name : str
        As printed: 省卫健委, 国家卫生健康委员会.
    level : {"national", "provincial", "prefecture", "county", "township"}, optional
        Of the document. In a local one, a name without a level word is that of a local body.
    place : str, optional
        Of the document, as in `documents`: its own name before a body is left out
        (山西省卫生健康委 in a document of 山西 is 省卫生健康委).

    Returns
    -------
    str
        A body that the list (``data/lexicon/agencies.csv``) does not know is returned as printed.

    Examples
    --------
    >>> from reformlab.agencies import unify_agency
    >>> [unify_agency(name) for name in ("卫健委", "国家卫生健康委员会", "省卫健委", "市政府")]
    ['国家卫生健康委', '国家卫生健康委', '省卫生健康委', '市人民政府']
    """
    national, local = read_agencies()
    name = re.sub(r"\s", "", name).removeprefix("中华人民共和国") or name
    if place and place != "全国":
        own = re.match(
            rf"{re.escape(place)}(?:维吾尔|壮族|回族)?(?=自治区|自治州|省|市|州|县|区|旗|地区|盟)(?!市[^、]{{0,4}}区)",
            name,
        )
        name = name[own.end() :] if own else name
    is_local = level not in (None, "national")
    if name in national and not (is_local and name in local):
        return national[name]
    for at in range(len(name)):
        if name[at:] in local:
            before, core = name[:at], local[name[at:]]
            if before == "国家":
                return national.get(before + core, before + core)
            if not before or _LEVEL_END.search(before):
                return before.removeprefix("各") + core
    return _unify_government(name)


def _unify_government(name: str) -> str:
    if re.fullmatch(r"各?(?:有关|相关)(?:职能)?部门", name):
        return "有关部门"
    if re.fullmatch(r"各?(?:有关|相关)单位", name):
        return "有关单位"
    name = re.sub(r"(?<!人民)(?<=[省市区县州盟旗镇乡方级])政府(?=$|办公[厅室]$)", "人民政府", name)
    return re.sub(rf"^各(?={_LEVEL_WORD}|省|市|州|直辖市)", "", name)


def find_agencies(
    text: str, *, level: str | None = None, place: str | None = None, running: bool = True
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

    Returns
    -------
    list of Agency
        In the order of the text. A body that leads anywhere in the passage leads.

    Examples
    --------
    >>> from reformlab.agencies import find_agencies
    >>> text = "推进试点。（省卫健委牵头，省财政厅、省人社厅配合）"
    >>> [(agency.name, agency.role) for agency in find_agencies(text)]
    [('省卫生健康委', 'lead'), ('省财政厅', 'joint'), ('省人力资源社会保障厅', 'joint')]
    """
    found: list[tuple[int, int, str]] = []
    blocks = list(_charging_blocks(text))
    for start, end in blocks:
        found += _read_block(text, start, end)
    if running:
        for pattern in (_BY, _SELF, _SET_UP, _SEATED, _HEADED):
            for match in pattern.finditer(text):
                if not any(start <= match.start() < end for start, end in blocks):
                    found += _read_sentence(text, match)
    return _unify(text, sorted(set(found)), level, place)


def _charging_blocks(text: str) -> Iterator[tuple[int, int]]:
    """Give the inside of the outermost brackets that speak of a charge, then labelled lines outside them."""
    covered = 0
    for start, end in _outer_brackets(text):
        inside = text[start:end]
        charges = _CHARGING.search(inside) and not inside.startswith(("以下简称", "含", "包括"))
        if charges or (text[start - 2 : start - 1] in "。；！" and _is_list(text, start, end)):
            yield start, end
            covered = end
    for label in _LABELLED.finditer(text, covered):
        if label.start() >= covered:
            stop = re.compile(r"[。！？\n]|$").search(text, label.end())
            covered = stop.start()
            yield label.start(), covered


def _is_list(text: str, start: int, end: int) -> bool:
    """Say whether a stretch is nothing but the names of two or more bodies."""
    pieces = [_trim(text, *piece) for piece in _pieces(text, start, end)]
    return len(pieces) > 1 and all(_is_body(text[first:last], narrow=True) for first, last in pieces)


def _outer_brackets(text: str) -> Iterator[tuple[int, int]]:
    """Give the inside of each outermost pair; a bracket that is never closed runs to the end."""
    closers: list[str] = []
    start = 0
    for at, sign in enumerate(text):
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
    return [piece for piece in pieces if _is_body(text[piece[0] : piece[1]], narrow)]


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
    if end - start > 2 * _LONGEST_NAME:
        return start, end
    opening = _OPENING.match(text[start:end])
    start += opening.end() if opening else 0
    closing = _CLOSING.search(text[start:end])
    end = start + closing.start() if closing else end
    # What stands in brackets behind a name explains it, save the levels of 县（市、区）.
    aside = re.search(r"（[^（）]*）?$", text[start:end])
    if aside and not re.fullmatch(r"（[市区县旗州盟、，]+）", aside[0]):
        end = start + aside.start()
    return start, end


def _is_body(name: str, narrow: bool) -> bool:
    if not 2 <= len(name) <= _LONGEST_NAME and name not in ("省", "市", "县", "区"):
        return False
    national, local = read_agencies()
    if name in national or name in local:
        return True
    if _NO_BODY.match(name) and not re.search("有关|相关|各部门|各单位", name):
        return False
    return bool((_NARROW_END if narrow else _WIDE_END).search(name)) and not _NO_NAME.search(name)


def _read_sentence(text: str, match: re.Match[str]) -> list[tuple[int, int, str]]:
    """Read a charge in running text; one part that is no body makes the whole no charge."""
    start, end = match.span("who")
    pieces = [_trim(text, *piece) for piece in _pieces(text, start, end)]
    if not pieces or not all(_is_body(text[a:b], narrow=True) for a, b in pieces if a < b):
        return []
    role = "lead" if match["how"] == "牵头" else "joint"
    found = [(a, b, role) for a, b in pieces if a < b]
    if role == "lead":
        helpers = re.compile(r"，?(?P<who>[^。；，！？：（）\n]{2,60}?)(?:等)?(?:配合|参加|参与)").match(
            text, match.end()
        )
        if helpers:
            found += [(a, b, "joint") for a, b in _names(text, *helpers.span("who"), narrow=True)]
    return found


def _unify(
    text: str, found: list[tuple[int, int, str]], level: str | None, place: str | None
) -> list[Agency]:
    names = _full_names([text[start:end] for start, end, _ in found], [start for start, _, _ in found])
    word = _home_word(level, place)
    _, local = read_agencies()
    agencies: dict[str, Agency] = {}
    for (start, end, role), printed in zip(found, names, strict=True):
        name = unify_agency(printed, level=level, place=place)
        bare = level not in (None, "national") and printed in local
        stated = re.match(r"各?(自治区|自治州|省|市|州|盟|县|区|旗)(?!人民政府|政府)", name)
        if bare:
            name = word + name
        elif stated:
            word = stated[1]
        known = agencies.get(name)
        if known is None:
            agencies[name] = Agency(start, end, name, role)
        elif role == "lead" and known.role != "lead":
            agencies[name] = Agency(known.start, known.end, name, role)
    return sorted(agencies.values(), key=lambda agency: agency.start)


def _full_names(names: list[str], starts: list[int]) -> list[str]:
    """Give a level that stands alone (市、县人民政府) the rest of the next name."""
    full = list(names)
    for at in range(len(names) - 2, -1, -1):
        near = starts[at + 1] - starts[at] - len(names[at]) <= 2
        if near and _BARE_LEVEL.fullmatch(names[at]):
            rest = _LEVEL_AND_REST.match(full[at + 1])
            full[at] = names[at] + (rest["rest"] if rest else "")
        elif near and names[at].endswith("党委") and names[at + 1] in ("政府", "人民政府"):
            full[at + 1] = names[at].removesuffix("党委") + "人民政府"
    return full


def _home_word(level: str | None, place: str | None) -> str:
    """Return the level word of a province's own bodies, for those printed without one."""
    if level != "provincial":
        return ""
    return "自治区" if place in _AUTONOMOUS else "市" if place in _MUNICIPAL else "省"
