"""Where the catalogue says one thing of a document and its text another: one of them is wrong.

The catalogue wins, so a wrong row of it would otherwise go unseen into every later number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from reformlab.corpus.places import places
from reformlab.documents.facts import Facts
from reformlab.mentions.agency_names import unify_agency

# A regulation may bear the name of a rule (办法), and any document that is passed on is a 通知 outside.
_SAME_KINDS = ({"statute", "rule"},)
_YEAR = re.compile(r"(?:19|20)\d\d(?=年|\)|$)")
# Words that a title may leave out of a name: 山西政府 is 山西省人民政府.
_OF_NAMES = re.compile("维吾尔|壮族|回族|自治|人民|年度?|[省市县区州盟旗]")
# What is inferred from the running text is no statement of the document about itself.
INFERRED = ("text", "latest year told of", "publication")
ALMOST_SAME = "almost the same text as"
"""How the note begins of a document that says what another says, but for some letters."""
NO_SUCH_DAY = "a date that does not exist:"
"""How the note begins of a document whose head or end has a day that its month has not."""


def read_origins(told: str | None) -> dict[str, str]:
    """Give of each fact where it was read, as the column ``read_from`` of a document tells it.

    Examples
    --------
    >>> from reformlab.building.contradictions import read_origins
    >>> read_origins("year=latest year told of place=issuer")
    {'year': 'latest year told of', 'place': 'issuer'}
    """
    return dict(re.findall(r"(\w+)=(.*?)(?= \w+=|$)", told)) if isinstance(told, str) else {}


def find_contradictions(
    given: Mapping[str, str], given_by: Mapping[str, str], facts: Facts
) -> Iterator[dict[str, Any]]:
    """Find the fields in which what was given of a document contradicts what it states.

    Takes what was given by field, by whom ("catalogue" or "table"), and what `read_facts` gives; yields
    ``field``, ``given``, ``given_by``, ``read``, ``read_from``. What was inferred from running text
    contradicts nothing, nor does a value that is less exact (2023 and 2023-10-26) or the same but for
    widths, brackets, blanks, or the short name of a place or body.

    Examples
    --------
    >>> facts = {"year": ("2023", "closing"), "place": ("山西", "issuer")}
    >>> given, by = {"year": "2021", "place": "山西省"}, {"year": "catalogue", "place": "catalogue"}
    >>> [(row["field"], row["given"], row["read"]) for row in find_contradictions(given, by, facts)]
    [('year', '2021', '2023')]
    """
    yield from _doubted(given, given_by, facts)
    wrong_date = False
    for name, agree in _AGREE.items():
        read, where = facts.get(name, ("", ""))
        stated = given.get(name, "")
        if not stated or not read or where in INFERRED or agree(stated, read):
            continue
        # No county passes a statute: one that its title names is what the statute is about.
        if name in ("level", "place") and where == "title" and _is_about_county(given, facts):
            continue
        # A wrong date is told once, not again for its year.
        if not (name == "year" and wrong_date):
            yield {
                "field": name,
                "given": stated,
                "given_by": _by(given_by, name),
                "read": read,
                "read_from": where,
            }
        wrong_date = name == "date"


def _doubted(given: Mapping[str, str], given_by: Mapping[str, str], facts: Facts) -> Iterator[dict[str, Any]]:
    """Find what a document says of its own year and what else it says speaks against."""
    for name in ("year", "date"):
        if f"doubted_{name}" not in facts:
            continue
        read, where = facts[f"doubted_{name}"]
        sure = {field: (given[field], _by(given_by, field)) for field in (name, "year") if given.get(field)}
        value, by = sure.get(name) or facts.get(name) or sure.get("year") or facts["year"]
        yield {"field": name, "given": value, "given_by": by, "read": read, "read_from": where}


def _by(given_by: Mapping[str, str], name: str) -> str:
    """Return who gave a field; a year that was not given itself was given with the date."""
    return given_by.get(name) or given_by.get("date", "")


def same_signs(text: str) -> str:
    """Return a text without blanks, brackets and marks, full-width signs as half-width ones.

    Examples
    --------
    >>> same_signs("甲教发〔２０２３〕 9号") == same_signs("甲教发[2023]9号")
    True
    """
    return re.sub(r"[\s\W_]+", "", unicodedata.normalize("NFKC", text))


def agree_on_date(one: str, other: str) -> bool:
    """Say whether two dates may be one: one of them may be less exact, or missing.

    Examples
    --------
    >>> agree_on_date("2023-10", "2023-10-26"), agree_on_date("2023-10-25", "2023-10-26")
    (True, False)
    """
    return one.startswith(other) or other.startswith(one)


def _is_about_county(given: Mapping[str, str], facts: Facts) -> bool:
    return given.get("kind") == "statute" and facts.get("level", ("",))[0] in ("county", "township")


def same_title(one: str, other: str) -> bool:
    """Say whether titles agree; one may leave out issuer, year, or what a place is besides its name.

    Examples
    --------
    >>> same_title("甲省教育厅关于校舍的意见", "关于校舍的意见"), same_title("2023年要点", "2024年要点")
    (True, False)
    """
    one, other = unicodedata.normalize("NFKC", one), unicodedata.normalize("NFKC", other)
    years = [set(_YEAR.findall(title)) for title in (one, other)]
    if all(years) and years[0] != years[1]:
        return False
    one, other = (same_signs(_OF_NAMES.sub("", _YEAR.sub("", title))) for title in (one, other))
    return one in other or other in one


def _same_kind(one: str, other: str) -> bool:
    return one == other or "notice" in (one, other) or {one, other} in _SAME_KINDS


def _same_issuer(one: str, other: str) -> bool:
    first, second = (
        {same_signs(unify_agency(name)) for name in re.split(r"[、,，;；\s]+", names) if name}
        for names in (one, other)
    )
    return first <= second or second <= first


def _same_place(one: str, other: str) -> bool:
    return _short_place(one) == _short_place(other)


@cache
def _short_names() -> dict[str, str]:
    return {place.name: place.short for place in places(former=True)}


def _short_place(name: str) -> str:
    return _short_names().get(name, name)


_AGREE: dict[str, Callable[[str, str], bool]] = {
    "title": same_title,
    "level": str.__eq__,
    "place": _same_place,
    "kind": _same_kind,
    "issuer": _same_issuer,
    "number": lambda one, other: same_signs(one) == same_signs(other),
    "date": agree_on_date,
    "year": str.__eq__,
}
