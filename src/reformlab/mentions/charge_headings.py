"""Find the bodies that stand above their duties: in a heading, or in the line that opens a list.

市水务局 > 负责巡查。 市水务局履行下列职责： > （一）负责巡查；
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from reformlab.corpus.rules import compile_rules
from reformlab.mentions.charge_sentences import charged_names
from reformlab.mentions.name_lists import Span

rules = partial(compile_rules, "charges")
_LABEL = "(?:{numbered})*+(?:{kind_of_duty}*(?:职责|职能|任务)+：\\s*(?:{numbered})*+)?"
_DUTY = rules(_LABEL + "{adverb}*(?P<how>{bears})")
_DUTIES = rules(_LABEL + "{made_up}?(?:[^\n：]{2,200}?[；，。])??{adverb}*(?P<how>{bears})")
_HEAD = rules("(?:{numbered})*+(?P<who>{few_words})(?:的?{kind_of_duty}*(?:职责|职能|任务)+)?[。：]?$")
_ONLY_DUTIES = rules("(?:{numbered})*+{kind_of_duty}*(?:职责|职能|任务)+(?:分工)?$")
_NO_HEAD = rules("{no_head}")
_OPENS_LIST = rules("(?:{numbered})*+(?P<who>{few_words}){duties}：$")
_NUMERALS = re.compile(r"[\d一二三四五六七八九十]+")


def read_heads(passages: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, bool]]:
    """Give what stands above each passage and may name whose its duties are, and whether right above it.

    That is its own heading, else the last above it; or the line that opens the list that it is an item of.
    """
    opener, sign = "", ""
    for passage in passages:
        text, label = passage["text"], passage.get("label") or ""
        heading = passage.get("heading") or ""
        if opener and label and sign in ("", _NUMERALS.sub("", label)):
            sign = _NUMERALS.sub("", label)
            yield opener, False
            continue
        opens = _OPENS_LIST.match(text) if text.endswith("：") else None
        opener, sign = opens["who"] if opens else "", ""
        if heading and heading not in text:
            yield heading, True
            continue
        above = [head for head in (passage.get("section") or "").split(" > ") if not _ONLY_DUTIES.match(head)]
        yield above[-1] if above else "", False


def find_under_head(text: str, head: str, *, right_above: bool) -> tuple[Span, str, list[Span]] | None:
    """Return where the verb of a duty stands, the verb, and the names in the head above that it charges."""
    duty = (_DUTIES if right_above else _DUTY).match(text)
    names = _names_in(head) if duty and head else ()
    return (duty.span("how"), duty["how"], list(names)) if duty and names else None


# All passages of a section have its headings.
@lru_cache(maxsize=256)
def _names_in(head: str) -> tuple[Span, ...]:
    named = _HEAD.match(head)
    if not named or _NO_HEAD.search(named["who"]):
        return ()
    return tuple(charged_names(head, *named.span("who"), said=("line",)))
