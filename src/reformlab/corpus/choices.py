"""A value that is not among those at hand is an error that lists them, and asks what was meant."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

# What a topic can be called by, in the order in which it is asked.
CALLED = ("topic", "domain", "theme", "label", "label_en")

MOST = 12  # values listed in a message
# How else people call a language; spelling alone would take cn for en.
_MEANT = dict.fromkeys(("cn", "chinese", "zh-cn", "zh-hans", "中文"), "zh")
_MEANT |= dict.fromkeys(("english", "英文"), "en")


def check_choice(
    name: str,
    value: Any,
    choices: Collection[Any],
    *,
    where: str = "",
    meant: Mapping[str, str] = _MEANT,
) -> None:
    """Raise where a value is not among the choices.

    Parameters
    ----------
    name : str
        Of the argument.
    value : object
        What was given.
    choices : collection
        What can be given.
    where : str
        Who has these values, for the message: ``"among the documents"``.
    meant : mapping
        How else the choices are called, in small letters, and which choice that is.

    Raises
    ------
    ValueError
        With the nearest choices, and all of them or the first twelve.

    Examples
    --------
    >>> from reformlab.corpus.choices import check_choice
    >>> check_choice("level", "provinc", ["national", "provincial"])
    Traceback (most recent call last):
    ValueError: level='provinc' is not known; did you mean 'provincial'? Choose from 'national', 'provincial'
    """
    if value not in choices:
        raise ValueError(f"{name}={value!r} {say_choices(value, choices, where=where, meant=meant)}")


def check_columns(table: pd.DataFrame, columns: Collection[str], source: str) -> None:
    """Raise where a table lacks columns of the function that gives such tables, naming those it lacks."""
    if missing := [name for name in columns if name not in table]:
        raise ValueError(f"the table lacks the columns {missing} of {source}; it has {list(table)}")


def find_topic(name: str, value: Any, table: pd.DataFrame) -> Any:
    """Find the number of the topic that is called so: by number, name of the domain, or label.

    Parameters
    ----------
    name : str
        Of the argument.
    value : object
        What was given: 3, ``"tcm"``, ``"中医药"``, ``"Chinese medicine"``; large and small letters are one.
    table : DataFrame
        With a column ``topic``, and as many as it has of ``domain``, ``theme``, ``label``, ``label_en``.

    Raises
    ------
    ValueError
        Where no topic is called so, with the nearest and all; or several are.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"topic": [1, 2], "domain": ["tcm", "fees"], "label": ["中医药", "收费"]})
    >>> find_topic("topic", "中医药", table)
    1
    >>> find_topic("topic", "tmc", table)
    Traceback (most recent call last):
    ValueError: topic='tmc' is not known; did you mean 'tcm'? Choose from 1 tcm, 2 fees
    """
    columns = [column for column in CALLED if column in table]
    topics = table[columns].drop_duplicates("topic").dropna(axis=1, how="all")
    wanted = str(value).casefold()
    for column in topics:
        found = topics.loc[topics[column].astype("str").str.casefold() == wanted, "topic"].tolist()
        if len(found) == 1:
            return found[0]
        if found:
            raise ValueError(f"{name}={value!r}: topics {found} are called so; give a number")
    words = [word for column in list(topics)[1:] for word in topics[column].dropna()]
    near = get_close_matches(str(value), words, cutoff=0.5)
    asked = f"; did you mean {' or '.join(map(repr, near))}? Choose" if near else "; choose"
    # Of each the name that says most shortly what it is, where it has one.
    shown = [column for column in ("domain", "theme", "label_en", "label") if column in topics]
    first = topics[shown].bfill(axis=1).iloc[:, 0] if shown else [""] * len(topics)
    listed = [f"{topic} {word}".rstrip() for topic, word in zip(topics["topic"], first, strict=True)]
    raise ValueError(f"{name}={value!r} is not known{asked} from {', '.join(listed)}")


def say_count(n: int, noun: str) -> str:
    """Say how many there are; one is no plural.

    Examples
    --------
    >>> from reformlab.corpus.choices import say_count
    >>> say_count(1, "document"), say_count(2, "document")
    ('1 document', '2 documents')
    """
    return f"{n} {noun}{'' if n == 1 else 's'}"


def say_choices(
    value: Any, choices: Collection[Any], *, where: str = "", meant: Mapping[str, str] = _MEANT
) -> str:
    """Say that a value is not known, which are near to it, and which there are."""
    words = {str(choice): repr(choice) for choice in choices}
    other = meant.get(str(value).lower())
    close = [other] if other in words else get_close_matches(str(value), words, cutoff=0.5)
    near = [words[word] for word in close]
    asked = f"; did you mean {' or '.join(near)}? Choose" if near else "; choose"
    more = ""
    if len(words) > MOST:
        numbers = all(isinstance(choice, int) for choice in choices)
        span = f", {min(choices)} to {max(choices)}" if numbers else ""
        more = f" … ({len(words)} in all{span})"
    listed = ", ".join(list(words.values())[:MOST]) or "nothing"
    return f"is not known{f' {where}' if where else ''}{asked} from {listed}{more}"
