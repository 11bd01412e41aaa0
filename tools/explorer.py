"""The explorer: one page of the site on which a reader chooses what to see of the work reports.

Its numbers are those of the tidy tables, rounded to what is shown, and stand in the page itself, since
a page that is opened from a folder may fetch nothing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

import reformlab as rl
from reformlab.corpus.places import tiles
from reformlab.corpus.tables import read_texts

# Words of the reform that came up while there were reports to see it, each with other names of the same
# thing, which segmentation keeps apart.
TERMS = {
    "新型农村合作医疗": ["新农合"],
    "基本药物": ["基本药物目录"],
    "集中采购": ["集采"],
    "分级诊疗": [],
    "家庭医生": ["签约服务"],
    "医联体": ["医疗联合体"],
    "医养结合": ["医养"],
    "长期护理保险": ["长护险"],
    "带量采购": [],
    "医共体": ["县域医共体"],
}
TERM_OF = {name: term for term, others in TERMS.items() for name in (term, *others)}
SINCE = 2009  # what gaps are measured from: the health reform
FIRST_YEAR, ENTERED, TAKERS = 2003, 2005, 3  # words that the first years lack, and this many places take up
LEAST = 3  # reports of a place in an era, below which its mean is withheld
COURSE = ["year", "estimate", "low", "high", "observed", "n_docs", "n_places", "enough"]
LIKELY, SHOWN = 0.5, 3  # the probability from which a passage is shown as evidence, and how many a place
LEADERS = ["place", "ratio", "low", "high", "p", "q", "verdict", "n_adoptions", "n_expected"]
MEAN = ["mean", "size"]
EVIDENCE = ["place", "year", "passage_id", "heading", "share", "url"]
TOPIC = "topic "
SLOT = "{data}"


class Measured(NamedTuple):
    """What the pages say of the work reports: tables of the measures, and how many statements are coded.

    ``trend``, ``priorities``, ``change``, ``gap`` and ``profiles`` are of the domains, ``use`` and
    ``diffusion`` of the words in `TERMS`, ``entered`` of those that came in after the first years, and
    ``leaders`` of who used these. ``evidence`` has the surest or first passages of a place first: ``item``
    (number of the domain, name of the topic, or term) and `EVIDENCE`.
    """

    trend: pd.DataFrame
    priorities: pd.DataFrame
    use: pd.DataFrame
    diffusion: pd.DataFrame
    change: pd.DataFrame
    salience: pd.DataFrame
    gap: pd.DataFrame
    n_coded: int
    evidence: pd.DataFrame
    topic_trend: pd.DataFrame
    topic_priorities: pd.DataFrame
    entered: pd.DataFrame
    leaders: pd.DataFrame
    profiles: pd.DataFrame


def measure_reports() -> Measured:
    """Measure the domains and topics of the work reports, the room for health, some terms, and who leads."""
    corpus = rl.load_corpus("work-reports")
    fit, topics = rl.fit_domains(corpus), rl.load_fit("work-reports")
    use = _add_addresses(measure_terms(corpus), corpus)
    entered = measure_entered(corpus)
    since = {"by": "period", "periods": [1954, SINCE]}
    gap, profiles = rl.measure_gap(fit, **since, together="fdr"), rl.measure_profiles(fit, **since)
    return Measured(
        rl.measure_trend(fit),
        rl.measure_document_priorities(fit),
        use,
        rl.measure_diffusion(use),
        rl.measure_change(fit),
        rl.measure_change(corpus),
        _keep_since(gap),
        len(fit.codes),
        pd.concat([_find_statements(fit, corpus), _find_statements(topics, corpus), _find_uses(corpus)]),
        _name_topics(rl.measure_trend(topics)),
        _name_topics(rl.measure_document_priorities(topics)),
        _add_addresses(entered, corpus),
        rl.measure_leaders(entered),
        _keep_since(profiles),
    )


def measure_terms(corpus: rl.Corpus) -> pd.DataFrame:
    """Measure who used the words of the reform under any of their names, one row a document and word."""
    use = rl.measure_use(corpus, list(TERM_OF)).query(f"year >= {FIRST_YEAR}")
    share = use.groupby(["doc_id", use["item"].map(TERM_OF)])["share"].transform("sum")
    return use.assign(share=share, used=share > 0)[use["item"].isin(TERMS)]


def measure_entered(corpus: rl.Corpus) -> pd.DataFrame:
    """Measure who used the words that came in after the first years, those of the notebook on time."""
    dated = corpus.terms.merge(corpus.passages[["passage_id", "doc_id"]])
    dated = dated.merge(corpus.documents[["doc_id", "place", "year"]])
    dated = dated[(dated["year"] >= FIRST_YEAR) & dated["term"].isin(rl.read_lexicon()["term"])]
    found = dated.groupby("term").agg(first=("year", "min"), places=("place", "nunique"))
    items = found.index[(found["first"] >= ENTERED) & (found["places"] >= TAKERS)].tolist()
    return rl.measure_use(corpus, items).query(f"year >= {FIRST_YEAR}")


def _add_addresses(use: pd.DataFrame, corpus: rl.Corpus) -> pd.DataFrame:
    return use.assign(url=use["doc_id"].map(corpus.documents.set_index("doc_id")["url"]))


def _keep_since(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["period"].str.startswith(f"{SINCE}")]


def _name_topics(table: pd.DataFrame) -> pd.DataFrame:
    """Call the topics of a table what no domain is called."""
    number = table["topic"].astype("str")
    named = {
        "label": table["label"] + "（主题" + number + "）",
        "label_en": table["label_en"] + f" ({TOPIC}" + number + ")",
    }
    return table.assign(**named, topic=TOPIC + number)


def _find_statements(fit: rl.Fit, corpus: rl.Corpus) -> pd.DataFrame:
    """Find the surest passages of each domain or topic in each place, one a document."""
    tables = []
    for topic in fit.topics["topic"]:
        found = rl.list_passages(fit, corpus, topic=topic, n=len(fit.passages)).drop_duplicates("doc_id")
        found = found[found["share"] >= LIKELY]
        found = found.merge(corpus.documents[["doc_id", "place", "year", "url"]], on="doc_id")
        item = topic if "domain" in fit.topics else f"{TOPIC}{topic}"
        tables.append(found.groupby("place", sort=False).head(SHOWN).assign(item=item))
    return pd.concat(tables, ignore_index=True)[["item", *EVIDENCE]]


def _find_uses(corpus: rl.Corpus) -> pd.DataFrame:
    """Find the first passages of each place that have a term under any of its names."""
    used = corpus.terms.assign(item=corpus.terms["term"].map(TERM_OF)).dropna(subset="item")
    used = used.drop_duplicates(["passage_id", "item"])
    used = used.merge(corpus.passages[["passage_id", "doc_id", "heading"]], on="passage_id")
    used = used.merge(corpus.documents[["doc_id", "place", "year", "url"]], on="doc_id")
    used = used[used["year"] >= FIRST_YEAR]
    used = used.sort_values(["year", "passage_id"]).assign(share=float("nan"))
    return used.groupby(["item", "place"], sort=False).head(SHOWN)[["item", *EVIDENCE]]


def write_explorer(template: Path, tables: Measured) -> None:
    """Put numbers and words into the page of the explorer, in place; no text of theirs can end the script."""
    text = json.dumps(explorer_data(tables), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    page = template.read_text("utf-8").replace(SLOT, text.replace("<", "\\u003c"))
    template.write_text(page, "utf-8")


def explorer_data(tables: Measured) -> dict[str, Any]:
    """Return all that the explorer shows, percentages rounded to one digit behind the point.

    Returns
    -------
    dict
        ``words`` (by language), ``eras``, ``places`` (``zh``, ``en``, and ``tile``: row and column on the
        map), ``leaders`` (a list a place: `LEADERS`), ``n_entered`` and ``items``: of each domain and term
        its ``courses`` (by level, a list a year: `COURSE`), ``documents`` (place, year, value), ``ranks``
        (by era, and ``"all"``: place, mean or null, number of reports, mean of its neighbours' reports,
        their number), ``levels`` (by era: level, mean, number of reports), ``centre`` (the year in which
        the centre first used a term) and ``evidence`` (`EVIDENCE`).
    """
    names = {"topic": "item", "priority": "value"}
    of_models = (
        ("domain", tables.trend, tables.priorities),
        ("topic", tables.topic_trend, tables.topic_priorities),
    )
    sides = [(kind, *(table.rename(columns=names) for table in pair)) for kind, *pair in of_models]
    shares = tables.diffusion.rename(columns={"share": "estimate"}).assign(observed=tables.diffusion["share"])
    sides.append(("term", shares, tables.use.assign(value=tables.use["used"].astype(float))))
    shown = _by_item(tables.evidence, EVIDENCE)
    priorities = tables.priorities
    spoke = set(priorities.loc[priorities["level"] == "provincial", "place"])
    provinces = sorted((tile.english, name, tile) for name, tile in tiles().items() if name in spoke)
    return {
        "words": read_texts("explorer"),
        "eras": rl.read_eras()[["name", "zh", "first_year", "last_year"]].to_dict("records"),
        "places": [
            {"zh": name, "en": english, "tile": [tile.row, tile.column]} for english, name, tile in provinces
        ],
        "leaders": _plain(tables.leaders[LEADERS].round(3)),
        "n_entered": tables.entered["item"].nunique(),
        "items": [
            item | {"evidence": shown[name]}
            for side in sides
            for name, item in _describe_items(*side).items()
        ],
    }


def _describe_items(kind: str, courses: pd.DataFrame, documents: pd.DataFrame) -> dict[Any, dict[str, Any]]:
    """Return what the explorer shows of each item of a kind, but for its evidence."""
    local = documents[documents["level"] == "provincial"].sort_values(["place", "year"])
    years = _by_item(local, ["place", "year", "value"])
    ranks = {era: rank_places(rows) for era, rows in _eras(local)}
    levels = {era: average_levels(rows) for era, rows in _eras(documents)}
    items = {}
    for item, rows in courses.groupby("item", sort=False):
        label, english = rows[["label", "label_en"]].iloc[0]
        items[item] = {
            "kind": kind,
            "zh": label,
            "en": label if pd.isna(english) else english,
            "courses": {level: _rows(course, COURSE) for level, course in rows.groupby("level")},
            "documents": years[item],
            "ranks": {era: ranked[item] for era, ranked in ranks.items()},
            "levels": {era: means[item] for era, means in levels.items()},
            "centre": None if kind != "term" else _rows(rows, ["centre_year"])[0][0],
        }
    return items


def _eras(documents: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return the documents of each era, and of all years together."""
    eras = [
        (name, documents[documents["year"].between(first, last)])
        for name, first, last in rl.read_eras()[["name", "first_year", "last_year"]].to_numpy()
    ]
    return [("all", documents), *eras]


@cache
def pair_neighbours() -> pd.DataFrame:
    """Return who lies beside whom, each pair both ways (``place``, ``neighbour``)."""
    pairs = rl.read_neighbours()[["place", "neighbour"]]
    return pd.concat([pairs, pairs.set_axis(["neighbour", "place"], axis=1)]).drop_duplicates()


def rank_places(documents: pd.DataFrame) -> dict[Any, list[list[Any]]]:
    """Return of each item a row a place: its mean, of how many reports, and the same of its neighbours."""
    around = pair_neighbours().merge(documents.rename(columns={"place": "neighbour"}), on="neighbour")
    near = _average(around, "place")
    table = _average(documents, "place").merge(near, "left", on=["item", "place"], suffixes=("", "_near"))
    table["size_near"] = table["size_near"].fillna(0).astype(int)
    return _by_item(table, ["place", *MEAN, *(f"{column}_near" for column in MEAN)])


def average_levels(documents: pd.DataFrame) -> dict[Any, list[list[Any]]]:
    """Return of each item a row a level: its mean, and of how many reports."""
    return _by_item(_average(documents, "level"), ["level", *MEAN])


def _average(documents: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the mean of each item and group, missing where documents are too few, and their number."""
    means = documents.groupby(["item", by])["value"].agg(["mean", "size"]).reset_index()
    return means.assign(mean=means["mean"].where(means["size"] >= LEAST))


def _by_item(table: pd.DataFrame, columns: list[str]) -> defaultdict[Any, list[list[Any]]]:
    """Return the rows of a table, each with those of the same item."""
    rows = defaultdict(list)
    for item, row in zip(table["item"], _rows(table, columns), strict=True):
        rows[item].append(row)
    return rows


def _rows(table: pd.DataFrame, columns: list[str]) -> list[list[Any]]:
    """Return a table as rows: shares in per cent, whole numbers and words as they are, nothing as null."""
    shown = table[columns].copy()
    for column in shown.select_dtypes("float"):
        shown[column] = (shown[column] * 100).round(1) + 0.0  # no minus before a nought
    return _plain(shown)


def _plain(table: pd.DataFrame) -> list[list[Any]]:
    return table.astype(object).where(table.notna(), None).to_numpy().tolist()
