"""Find the bodies that open a sentence and are charged by a later clause of it, or by the next sentence.

甲局建立平台，按照规定负责发布。 甲站指导作业。负责培训。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import takewhile

from reformlab.corpus.rules import compile_rules
from reformlab.mentions.agency_names import BARE_LEVEL
from reformlab.mentions.charge_lists import Charged
from reformlab.mentions.charge_sentences import called_in, charged_names
from reformlab.mentions.name_lists import Span, outer_brackets

rules = partial(compile_rules, "charges")
_SAID = re.compile("负责|牵头|承担")
_GOES_ON = rules("[，；。][ 　]?(?:{on_the_way})*+(?P<how>{bears})")
_NUMBER, _HANDS_ON = rules("(?:{numbered})*+"), rules("{hands_on}")
_OWN_SUBJECT = rules("{own_subject}")
_NO_SUBJECT, _NAME_GOES_ON = rules("{no_subject}|{does_as_noun}"), rules("{name_goes_on}")
_MADE_UP = re.compile("[^，。；]{1,30}(?<!自)(?=由)")
_DOES_AS_NOUN, _ACTOR = rules("{does_as_noun}"), rules("(?:{actor})$|^由")
# 从事…的检测机构, 防汛、抗旱部门 and 承办学校 are names, though they open with what may be a verb.
_OPENS_LIKE_VERB = rules(
    "[^，。；]{2,60}的{han}{0,12}(?:机构|单位|组织|部门)$|{han}{2,8}、|{han}{2,4}(?:学校|院校|医院|机构)(?=[在按应依对为是]|$)"
)
# Tags of words that open what a body does, or how; and of those that may also go on its name.
_DOES = ("v", "p", "d", "ad", "a")
_ENDS_NAME = (*_DOES, "vn", "t", "r", "m", "l", "zg")
_LONGEST = 80


def find_subjects(text: str, known: Sequence[Charged], lists: Sequence[Span]) -> Iterator[Charged]:
    """Find the subjects of sentences whose later clauses charge them and name nobody nearer.

    `known`: who is charged by other signs.
    """
    if not (_SAID.search(text) and _GOES_ON.search(text)):
        return
    plain = list(text)
    for first, last in outer_brackets(text):
        plain[first:last] = "■" * (last - first)
    clauses = "".join(plain)
    for match in _GOES_ON.finditer(clauses):
        at = match.start()
        if any(start <= at < end for start, end in lists):
            continue
        names = _subject(text, clauses, at)
        if not names or any(names[-1][1] <= start < match.start("how") for start, _, _ in known):
            continue
        role = "lead" if match["how"] == "牵头" else "joint"
        yield from ((*name, role) for name in names)
        yield from ((*name, "helps") for name in called_in(text, match.end("how"), role))


def _subject(text: str, clauses: str, end: int) -> list[Span]:
    """Return the names that open the nearest clause with a subject, going back from a stop."""
    first = max((clauses.rfind(stop, 0, end) for stop in "。：！？\n"), default=-1)
    goes_on = clauses.startswith("，并", end)
    while end > first:
        behind = max(first, clauses.rfind("，", 0, end), clauses.rfind("；", 0, end))
        start = _NUMBER.match(clauses, behind + 1, end).end()
        clause, end = clauses[start:end], behind
        # 甲局设立平台，并负责管理: 并 goes on with who sets it up.
        if not goes_on and _HANDS_ON.search(clause):
            return []
        goes_on = False
        if made_up := _MADE_UP.match(clause):
            # 甲组由乙局、丙局组成，负责抢险: 甲组
            return _opening_names(text, start, made_up[0])
        if (names := _opening_names(text, start, clause)) or _brings_subject(clause):
            return names
    return []


def _brings_subject(clause: str) -> bool:
    """Say whether the words before the verb of a clause name somebody who is none of government."""
    if _OWN_SUBJECT.match(clause):
        return True
    nouns = takewhile(lambda word: word[1] not in _DOES, _tag(clause))
    return bool(_ACTOR.search("".join(word for word, _ in nouns))) and not _NO_SUBJECT.match(clause)


def _opening_names(text: str, start: int, clause: str) -> list[Span]:
    """Return the names of bodies that a clause opens with, up to what it says that they do."""
    words = _tag(clause)
    if not words or _NO_SUBJECT.match(clause):
        return []
    if words[0][1] in _DOES and not _OPENS_LIKE_VERB.match(clause):
        return []
    names: list[Span] = []
    at = 0
    for (word, _), (behind, tag) in zip(words, [*words[1:], ("", "v")], strict=True):
        at += len(word)
        if tag not in _ENDS_NAME and not _DOES_AS_NOUN.match(behind):
            continue
        found = charged_names(text, start, start + at)
        if found and (text[found[-1][0]] == "各" or not BARE_LEVEL.fullmatch(text, *found[-1])):
            names = [] if _NAME_GOES_ON.match(clause, at) else found
        if names and tag in _DOES:
            break
    rest = clause[names[-1][1] - start :] if names else ""
    if rest and not rest.startswith("等") and (others := text.find("会同", start, names[-1][1])) > 0:
        # 甲局会同乙局检查，负责…: 甲局; 甲局会同乙局，负责…: both
        names = [name for name in names if name[1] <= others]
    return names


def _tag(clause: str) -> list[tuple[str, str]]:
    # To load its dictionary takes longer than to read a passage, and few passages ask for it.
    import rjieba

    return rjieba.tag(clause[:_LONGEST])
