"""Build the corpus of titles: what the State Council and six provinces issue on health, and out of how much.

A list of titles (目录) has no bodies, but both levels in one form. A title is about health by the rule for
statements; how many titles an issuer has in a year is kept beside the corpus, so that shares can be told.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from reformlab import __version__
from reformlab.corpus.places import NATIONAL, provinces
from reformlab.corpus.tables import Corpus, TableError
from reformlab.documents.facts import read_facts
from reformlab.documents.outline import split_documents
from reformlab.documents.subject import is_about_health
from reformlab.reading.clean import clean_text
from tools.register import make_corpus

COLUMNS = ("place", "level", "year", "year_from", "title", "number", "url", "gov_office")
ISSUERS = {
    "State Council": "全国",
    "Guangdong": "广东",
    "Sichuan": "四川",
    "Henan": "河南",
    "Hainan": "海南",
    "Yunnan": "云南",
    "Shanghai": "上海",
}
_NOT_HAN = re.compile(r"[^\u4e00-\u9fff]")


def build_titles(table: pd.DataFrame, *, name: str) -> tuple[Corpus, pd.DataFrame]:
    """Build a corpus of the titles about health, and count all titles.

    Parameters
    ----------
    table : DataFrame
        One row a title: ``place`` (one of `ISSUERS`), ``level``, ``year``, ``year_from`` ("issued",
        "number" or "page"), ``title``, ``number``, ``url``, ``gov_office`` ("True" where a government
        or its office issued it; others are left out).
    name : str
        Name of the list; documents are called by it and the number of their row from 1.

    Returns
    -------
    corpus, counts
        One row a document, of one passage: what its title says after 关于. Columns ``year_from`` and
        ``url`` go on. `counts` has one row an issuer and year: ``place``, ``level``, ``year``,
        ``n_titles``, ``n_health`` (documents of the corpus), ``n_dated_by_page``. A title that stands
        twice in one year of an issuer counts once; without a year it counts nowhere.

    Raises
    ------
    TableError
        Where a column is missing, or an issuer is none of those known.

    Examples
    --------
    >>> import pandas as pd
    >>> from tools.titles import build_titles
    >>> titles = pd.DataFrame({"title": ["关于推进分级诊疗的通知", "关于修路的通知"], "place": "Henan",
    ...     "level": "provincial", "year": "2015.0", "year_from": "issued", "number": "", "url": "",
    ...     "gov_office": "True"})
    >>> corpus, counts = build_titles(titles, name="titles")
    >>> len(corpus.documents), counts[["n_titles", "n_health"]].to_numpy().tolist()
    (1, [[2, 1]])
    """
    missing = [column for column in COLUMNS if column not in table]
    unknown = sorted(set(table.get("place", [])) - set(ISSUERS))
    if missing or unknown:
        raise TableError(f"titles: columns {missing} are missing, issuers {unknown} are not known")
    titles = table.fillna("").assign(part=range(1, len(table) + 1), year=table["year"].fillna("").str[:4])
    titles = titles[titles["gov_office"].eq("True") & titles["title"].ne("") & titles["year"].ne("")]
    words = titles["title"].str.replace(_NOT_HAN, "", regex=True)
    titles = titles[~titles.assign(words=words).duplicated(["place", "year", "words"])]
    titles = titles.assign(health=titles["title"].map(is_about_health), place=titles["place"].map(ISSUERS))
    about = titles[titles["health"]]
    manifest = {
        "made_by": f"reformlab {__version__}",
        "inputs": [{"file": name, "sha256": _digest(table)}],
        "entries": len(table),
        "titles": len(titles),
    }
    return make_corpus([_entry(row) for row in about.to_dict("records")], name, manifest), _count(titles)


def _digest(table: pd.DataFrame) -> str:
    return hashlib.sha256(table[list(COLUMNS)].to_csv(index=False, lineterminator="\n").encode()).hexdigest()


def _entry(row: Mapping[str, Any]) -> dict[str, Any]:
    title = clean_text(row["title"]).text.replace("\n", "")
    facts = read_facts(split_documents(title)[0], title)
    return {
        "part": row["part"],
        "title": title,
        "level": row["level"],
        "place": row["place"],
        "adcode": _adcodes()[row["place"]],
        "kind": facts.get("kind", ("",))[0],
        "issuer": facts.get("issuer", ("",))[0],
        "number": re.sub(r"\s", "", row["number"]),
        "date": row["year"],
        "year": int(row["year"]),
        "read_from": f"title=list level=list place=list year={row['year_from']}",
        "year_from": row["year_from"],
        "url": row["url"],
        "text": title[title.find("关于") + 2 :] if "关于" in title else title,
    }


def _adcodes() -> dict[str, str]:
    return {place.short: place.adcode for place in provinces().values()} | dict([NATIONAL])


def _count(titles: pd.DataFrame) -> pd.DataFrame:
    """Count the titles of each issuer and year."""
    by = titles.assign(page=titles["year_from"].eq("page")).groupby(["level", "place", "year"])
    counts = by.agg(n_titles=("title", "size"), n_health=("health", "sum"), n_dated_by_page=("page", "sum"))
    return counts.reset_index()
