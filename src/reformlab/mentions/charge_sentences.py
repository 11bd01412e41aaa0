"""Find the bodies that a sentence charges (由…牵头, …负责) in running text."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from functools import partial

from reformlab.corpus.rules import compile_rules, read_rules
from reformlab.mentions.agency_names import BARE_LEVEL, SET_UP, is_body
from reformlab.mentions.charge_lists import Charged, part_of
from reformlab.mentions.name_lists import Span, are_bodies, cut_names, cut_pieces, find_names

rules = partial(compile_rules, "charges")
# How a charge is said is a group of each pattern, and cheap to look for by itself.
_HOW = re.compile(r"\(\?P<how>((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)")
_SAID = {pattern: "|".join(_HOW.findall(pattern)) for pattern in read_rules("charges")["charge"]}
_CHARGES = [(rules(how), rules(pattern)) for pattern, how in _SAID.items()]
_CHARGED = rules("{said}")
_STOPS = "。；！？\n\t：（"
_LEADS = ("牵头", "主办", "主责")
# What a list of who leads and who helps stands behind: nothing, a stop, a line, or a label (部门分工：).
_BEFORE_LIST = ("", "。", "\n", "：")
_HELPERS, _HANDLERS, _CALLED_IN = rules("{helpers}"), rules("{handlers}"), rules("{call_in}")
_ASSISTS, _BESIDE, _WITH_OTHERS = rules("{assists}"), rules("{beside}"), rules("{with_others}$")
_PLACE, _PILOT_PLACE = rules("{place}"), rules("{pilot_place}")
_GROUP, _SHORT_NAME = re.compile("组$"), rules("{han}{2,8}")


def find_in_sentences(text: str, lists: Sequence[Span]) -> Iterator[Charged]:
    """Find whom sentences charge outside of lists; a name may be found by several rules."""
    if not _CHARGED.search(text):
        return
    for how, pattern in _CHARGES:
        for match in pattern.finditer(text) if how.search(text) else ():
            if not any(start <= match.start() < end for start, end in lists):
                yield from _read_sentence(text, match)


def _read_sentence(text: str, match: re.Match[str]) -> Iterator[Charged]:
    """Give whom a sentence charges, and those who help them."""
    charged = charged_names(text, *match.span("who"), said=match.re.groupindex)
    if charged:
        charged = [*_names_before(text, match.start("who")), *charged]
        # Who carries out what another answers for leads nothing.
        role = "helps" if match["how"] == "落实" else part_of(match["how"], _LEADS)
        role = "lead" if text.startswith("牵头", match.end("how")) else role
        yield from ((*name, role) for name in charged)
        yield from ((*name, "helps") for name in _helping_names(text, match, role))


def _names_before(text: str, start: int) -> list[Span]:
    """Return the bodies that a comma parts from those behind it, where all the sentence before is a list.

    市教育局、市财政局，各县人民政府负责: all three.
    """
    if text[start - 1 : start] != "，":
        return []
    opens = max(text.rfind(stop, 0, start) for stop in _STOPS) + 1
    pieces = list(cut_pieces(text, opens, start - 1))
    names = [piece for piece in pieces if piece[0] < piece[1]]
    return names if names and all(are_bodies(text, names, narrow=True)) else []


def charged_names(text: str, start: int, end: int, *, said: Container[str] = ()) -> list[Span]:
    """Return the names that a sentence charges; one part that is no body makes the whole no charge.

    `said`: how it charges them, by the groups of its pattern ("by": 由 says by whom).
    """
    if assists := _ASSISTS.search(text, start, end):
        # 甲局协助乙局负责: 乙局
        start = assists.end()
    if with_others := _WITH_OTHERS.search(text, start, end):
        # 甲局会同有关部门负责: 甲局
        end = with_others.start()
    whole = list(cut_pieces(text, start, end))
    if whole[-1][0] == whole[-1][1]:
        # 公安机关以及负责…的部门: 负责 belongs to another name.
        return []
    pieces = _join_levels(text, cut_names(text, whole))
    # By whom 由 says that it is done may be any place (由甲县牵头).
    place = _PLACE if "by" in said else _PILOT_PLACE
    # In a line of duties (市水务局：负责…) nothing but a name stands before the colon.
    # What another sets up (设立检测所，负责…) is what its place in the sentence says.
    narrow = not ("line" in said or "set_up" in said)
    told = zip(pieces, are_bodies(text, pieces, narrow=narrow), strict=True)
    charged = [piece for piece, body in told if body or place.fullmatch(text, *piece)]
    if len(charged) == len(pieces):
        return charged
    # 物资、经费保障组: one group, whatever it is for.
    group = (pieces[0][0], pieces[-1][1])
    if _GROUP.search(text, *group) and is_body(text[slice(*group)], narrow):
        return [group]
    charged = _drop_levels(text, pieces, charged)
    left_out = [text[slice(*piece)] for piece in pieces if piece not in charged]
    # 由甲局、乙局和家长负责: one name of three that tells of no body leaves the others charged.
    one_of_list = "by" in said and len(left_out) == 1 < len(charged)
    named = one_of_list and _SHORT_NAME.fullmatch(left_out[0])
    # 民政部门和医疗机构负责: what is no body of government is left out; any other word makes it no charge.
    beside = all(_BESIDE.search(name) or BARE_LEVEL.fullmatch(name) for name in left_out)
    return charged if named or beside else []


def _helping_names(text: str, match: re.Match[str], role: str) -> Iterator[Span]:
    """Give those who help the bodies that a sentence charges.

    甲局牵头，乙局配合。 that is all of a line is a list; who helps in the middle of a text is not charged.
    """
    opens_line = text[match.start() - 1 : match.start()] in _BEFORE_LIST
    # 各级政府负总责，有关部门配合: those are no helpers of one body.
    lists = opens_line and match["how"] != "负总责"
    helpers = _HELPERS.match(text, match.end()) if lists else None
    if helpers and "by" in match.re.groupindex and not helpers[0].endswith(("参加", "参与")):
        # 由甲局牵头，乙局配合: who only helps; but 由甲局牵头，乙局参加 is a group of both.
        helpers = None
    helpers = helpers or _HANDLERS.match(text, match.end())
    yield from _read_helpers(text, helpers) if helpers else called_in(text, match.end(), role)


def called_in(text: str, at: int, role: str) -> Iterator[Span]:
    """Give whom a body that leads calls in, right behind the words that say that it leads."""
    if role == "lead":
        yield from _read_helpers(text, _CALLED_IN.match(text, at))


def _read_helpers(text: str, helpers: re.Match[str] | None) -> Iterator[Span]:
    # 甲局牵头；乙局配合；各县落实
    while helpers and find_names(text, *helpers.span("who"), narrow=True):
        yield from find_names(text, *helpers.span("who"))
        helpers = _HELPERS.match(text, helpers.end())


def _drop_levels(text: str, pieces: list[Span], charged: list[Span]) -> list[Span]:
    """Leave out levels that are those of a name that is left out (市、区献血单位)."""
    kept: list[Span] = []
    behind = True
    for piece in reversed(pieces):
        behind = piece in charged and (behind or not BARE_LEVEL.fullmatch(text, *piece))
        kept += [piece] if behind else []
    return kept[::-1]


def _join_levels(text: str, pieces: list[Span]) -> list[Span]:
    """Leave levels with what stands behind them where that names who sets a body up, not the body."""
    first = len(pieces) - 1
    if first < 1 or not SET_UP.search(text[slice(*pieces[-1])]):
        return pieces
    while first and BARE_LEVEL.fullmatch(text, *pieces[first - 1]):
        first -= 1
    return [*pieces[:first], (pieces[first][0], pieces[-1][1])]
