"""Say which statements are about a subject: a stated rule, measured against coded statements.

A statement is about health where one of its clauses has a word of health that is no mere mention: one
field in a list of fields, an industry, animals, thanks, or an epidemic as the background. The words
stand in a table. Which statements name an epidemic is a rule beside it: those that are not about health all
the same are its background.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from reformlab.corpus.rules import compile_rules


# Only a build that keeps what is about a subject needs them.
@cache
def _rules(group: str) -> re.Pattern[str]:
    return compile_rules("subject", f"{{{group}}}")


@cache
def _list() -> re.Pattern[str]:
    return compile_rules(
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
    if _rules("insurance").search(statement):
        return True
    if not _rules("word").search(statement):  # most statements: spare them what follows
        return False
    clauses = re.split("[，；]", _list().sub("", _rules("elsewhere").sub("", statement)))
    return any(
        _rules("word").search(clause)
        and not _rules("plainly_business").search(clause)
        and (_rules("care").search(clause) or not _rules("business").search(clause))
        for clause in clauses
    )


def names_epidemic(statement: str) -> bool:
    """Say whether a statement names an epidemic of people, about it or not.

    Examples
    --------
    >>> from reformlab.documents.subject import names_epidemic
    >>> names_epidemic("克服疫情冲击，经济恢复增长。")
    True
    >>> names_epidemic("有效防控非洲猪瘟疫情。")
    False
    """
    if _rules("epidemic").search(statement):
        return True
    return bool(_rules("any_epidemic").search(statement)) and not _rules("of_animals").search(statement)


SUBJECTS: dict[str, Callable[[str], bool]] = {"health": is_about_health}
"""What ``keep`` in a catalogue may name."""
