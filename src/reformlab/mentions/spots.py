"""A quantity and what stands beside it in its clause: what all ask who say what kind of number it is."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import NamedTuple

from reformlab.corpus.rules import compile_rules, read_rules
from reformlab.mentions.quantities import Quantity

rules = partial(compile_rules, "targets")
_BEFORE = rules(
    "(?:(?P<least>{least})|(?P<most>{most})|(?P<near>{near})|(?P<to>{to})"
    "|(?P<up>{up}(?:幅度)?|提速)|(?P<down>{down})){between}*+$"
)
# 达到常住人口的30%, 不超过省里核定的2025年总量的5%: the comparator stands before what the share is of.
_BEFORE_WHOLE = rules(
    "(?:(?P<least>{whole_least})|(?P<most>{whole_most})|(?P<to>{whole_to}))"
    r"(?:[^，。；、\d的]{2,20}|[^，。；、\d]{2,20}的(?:20\d\d年度?)?[^，。；、\d的]{2,12})的?$"
)
# 提高补助标准5元, 提升覆盖率2个百分点: the verb stands before the measure that grows by so much.
_BY_SO_MUCH = rules(
    r"(?:(?P<up>{raises})|(?P<down>{lowers}))(?P<measure>[^，。；、\d]{0,30}{indicators.measured_by_level})"
    "(?:每[人年月天日户床斤吨亩度]){0,3}$"
)
# No comparator stands further from its value.
_NEAR = 48

MONEY, PEOPLE = ("元", "美元", "元/人", "元/人/年"), ("人", "名", "位")
SIZES = ("千瓦", "千瓦时", "吨", "吨标准煤", "立方米", "亩")
DURATIONS = read_rules("targets")["duration"]
# What may be a share of something that is named between the comparator and the value.
OF_WHOLE = ("%", "‰", "倍", "")


class Spot(NamedTuple):
    """A quantity and what stands beside it in its clause; `then` opens with the sign that ends the clause."""

    quantity: Quantity
    before: str
    after: str
    then: str

    @property
    def stop(self) -> str:
        """The sign that ends the clause."""
        return self.then[:1]

    @property
    def sign(self) -> re.Match[str] | None:
        """The comparator (达到, 不低于, 提高) that governs the value, or what it is a share of."""
        return find_sign(self.before, self.quantity.unit in OF_WHOLE)

    @property
    def compared(self) -> bool:
        """A comparator governs the value."""
        return self.sign is not None


def find_change(before: str) -> re.Match[str] | None:
    """Find the verb that says of a measure between it and a value that it changes by so much."""
    return None if find_sign(before) else _BY_SO_MUCH.search(before)


# Asked to tell what kind of number it is, and again when it is read.
@lru_cache(maxsize=64)
def find_sign(before: str, of_whole: bool = False) -> re.Match[str] | None:
    """Find the comparator that governs a value behind these words, which may be a share of what they name."""
    near = max(0, len(before) - _NEAR)
    if not of_whole:
        return _BEFORE.search(before, near)
    # What is no share is asked of most of these words too.
    return find_sign(before) or _BEFORE_WHOLE.search(before, near)
