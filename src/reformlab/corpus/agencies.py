"""The bodies of party and government by the names that documents print.

The list is ``data/lexicon/agencies.csv``: national bodies of several eras with their short names, and
local ones without their level word.
"""

from __future__ import annotations

import csv
import re
from functools import cache

from reformlab.corpus.rules import join_rules
from reformlab.corpus.tables import data_folder


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


@cache
def national_names() -> re.Pattern[str]:
    """Return what matches the names that only a body of the centre has, at the opening of a line.

    医保局 alone may be that of a city, 人社部 and 国家医保局 may not.

    Examples
    --------
    >>> from reformlab.corpus.agencies import national_names
    >>> [bool(national_names().match(words)) for words in ("人社部办公厅", "人社部门", "医保局")]
    [True, False, False]
    """
    national, local = read_agencies()
    of_any = re.compile(join_rules("origin", "of_any_level"))
    names = sorted({*national} - {name for name in local if not name.startswith("国家")}, key=len)
    told = [re.escape(name) for name in reversed(names) if not of_any.fullmatch(name)]
    return re.compile(f"(?:{'|'.join(told)})(?![门队])")


@cache
def names_of_bodies() -> re.Pattern[str]:
    """Return what matches a line or cell that is nothing but the name of a body, or of several.

    Examples
    --------
    >>> from reformlab.corpus.agencies import names_of_bodies
    >>> [bool(names_of_bodies().fullmatch(line)) for line in ("市民政局、市教育局", "修缮校舍")]
    [True, False]
    """
    return re.compile(rf"[^，。；：\t]{{1,40}}{join_rules('agency_endings', 'government')}")
