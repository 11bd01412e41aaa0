"""Say which statements are about a subject: a stated rule, measured against coded statements.

A statement is about health where one of its clauses has a word of health that is no mere mention: one
field in a list of fields, an industry, animals, thanks, or an epidemic as the background. The words
stand in a table.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from reformlab.corpus.rules import compile_rules

_WORDS, _ELSEWHERE, _INSURANCE, _BUSINESS, _PLAINLY_BUSINESS, _CARE = (
    compile_rules("subject", f"{{{group}}}")
    for group in ("word", "elsewhere", "insurance", "business", "plainly_business", "care")
)
_LIST = compile_rules(
    "subject",
    "(?:(?:{field}[、和与及])+|{field}{2,}){field}(?!{own_thing})|{field}(?={list_end})"
    "|(?<=、){bare_field}(?=(?:体制)?、|(?:事业|服务|工作|条件|资源)?等)",
)


def is_about_health(statement: str) -> bool:
    """Say whether a statement is about health: a clean `statement`, or a passage of several.

    Examples
    --------
    >>> from reformlab.documents.subject import is_about_health
    >>> is_about_health("健全分级诊疗制度，提高基层医疗服务能力。")
    True
    >>> is_about_health("增加教育、医疗、养老等民生支出，促进经济健康发展。")
    False
    """
    if _INSURANCE.search(statement):
        return True
    if not _WORDS.search(statement):  # most statements: spare them what follows
        return False
    clauses = re.split("[，；]", _LIST.sub("", _ELSEWHERE.sub("", statement)))
    return any(
        _WORDS.search(clause)
        and not _PLAINLY_BUSINESS.search(clause)
        and (_CARE.search(clause) or not _BUSINESS.search(clause))
        for clause in clauses
    )


SUBJECTS: dict[str, Callable[[str], bool]] = {"health": is_about_health}
"""What ``keep`` in a catalogue may name."""
