"""The task ledger (任务台账): each numbered task with who is charged, what it aims at, and by when."""

from __future__ import annotations

import pandas as pd

from reformlab.corpus.choices import check_choice
from reformlab.corpus.tables import NUMBER_KINDS, Corpus, TableError
from reformlab.mentions.indicators import unify_indicator

_OF_PASSAGE = ["doc_id", "level", "place", "year", "passage_id", "section", "label", "heading"]
_STATED = ["lead", "joint", "targets", "deadline", "implements"]
_COUNTED = {
    "n_agencies": "agency",
    "n_targets": "target",
    "n_deadlines": "deadline",
    "n_citations": "citation",
}
_OF_TARGET = [
    *("indicator", "level", "place", "kind", "year", "by", "comparator", "value", "value_max", "unit"),
    *("number_kind", "doc_id", "passage_id", "n_docs"),
]
_BETWEEN = "；"


def list_tasks(corpus: Corpus) -> pd.DataFrame:
    """List the numbered tasks of a corpus with what each states.

    Parameters
    ----------
    corpus : Corpus
        With mentions.

    Returns
    -------
    DataFrame
        One row a task, that is a passage with a number: ``doc_id``, ``level``, ``place``,
        ``year``, ``passage_id``, ``section``, ``label``, ``heading``, ``lead`` and ``joint``
        (agencies: who leads or bears the task alone; who shares it or helps), ``targets`` (aims alone:
        indicator, comparator, value, unit, by when), ``deadline``
        (ISO 8601, or within how long: 10个工作日), ``implements`` (documents), and how many of each it
        states: ``n_agencies``, ``n_targets``, ``n_deadlines``, ``n_citations``. Several of a kind are
        joined by "；".
        Texts are "" where a task states none; facts of documents are missing where the corpus
        lacks them.

    Raises
    ------
    TableError
        Where the corpus has no mentions.

    Examples
    --------
    >>> import reformlab as rl
    >>> tasks = rl.list_tasks(rl.load_corpus("made-up"))
    >>> tasks.loc[tasks["n_targets"] > 0, ["label", "targets"]].iloc[0].tolist()
    ['（一）', '村卫生室 等于 1间']
    """
    found = need_mentions(corpus)
    documents = corpus.documents[["doc_id", "level", "place", "year"]]
    tasks = corpus.passages[corpus.passages["label"].notna()].merge(documents, on="doc_id", how="left")
    mentions = found[found["passage_id"].isin(tasks["passage_id"])]
    mentions = mentions[(mentions["kind"] != "target") | (mentions["number_kind"] == "aim")]
    of_kind = {kind: mentions[mentions["kind"] == kind] for kind in set(_COUNTED.values())}
    agencies, citations = of_kind["agency"], of_kind["citation"]
    implemented = citations[citations["role"] == "implements"]
    cited = implemented["name"].fillna(implemented["number"])
    texts = {
        "lead": _join(agencies[agencies["role"] == "lead"], "name"),
        "joint": _join(agencies[agencies["role"] == "joint"], "name"),
        "targets": _join(of_kind["target"].assign(said=_write_targets(of_kind["target"])), "said"),
        "deadline": _join(of_kind["deadline"].assign(said=_write_limits(of_kind["deadline"])), "said"),
        "implements": _join(implemented.assign(said=cited), "said"),
    }
    counts = {name: of_kind[kind]["passage_id"].value_counts() for name, kind in _COUNTED.items()}
    ids = tasks["passage_id"]
    tasks = tasks.assign(
        **{name: ids.map(column).astype("str").fillna("") for name, column in texts.items()},
        **{name: ids.map(column).fillna(0).astype("Int64") for name, column in counts.items()},
    )
    return tasks[[*_OF_PASSAGE, *_STATED, *_COUNTED]].reset_index(drop=True)


def list_targets(corpus: Corpus, *, number_kind: str | None = "aim") -> pd.DataFrame:
    """List the targets of a corpus: the same indicator across levels, places and years.

    Parameters
    ----------
    corpus : Corpus
        With mentions.
    number_kind : str, optional
        What kind of number to list: aims unless another is named (``"result"``, ``"subsidy"``, ``"fee"``,
        ``"fine"``, ``"threshold"``, ``"specification"``: see `find_mentions`); None for all of them.

    Returns
    -------
    DataFrame
        One row a target, ordered by how many documents set its indicator, then indicator, year and
        place: ``indicator`` (one name for 县域就诊率 and 县域内就诊率), ``level``, ``place``, ``kind``,
        ``year`` (of the document), ``by`` (ISO 8601), ``comparator``, ``value``, ``value_max``,
        ``unit``, ``number_kind``, ``doc_id``, ``passage_id``, ``n_docs`` (documents that set this
        indicator).

    Raises
    ------
    TableError
        Where the corpus has no mentions.
    ValueError
        Where there is no such kind of number.

    Examples
    --------
    >>> import reformlab as rl
    >>> targets = rl.list_targets(rl.load_corpus("made-up"))
    >>> rate = targets[targets["indicator"] == "县域内就诊率"].iloc[0]
    >>> rate["comparator"], float(rate["value"]), rate["unit"]
    ('不低于', 90.0, '%')
    """
    mentions = need_mentions(corpus)
    targets = mentions[(mentions["kind"] == "target") & mentions["name"].notna()]
    if number_kind is not None:
        check_choice("number_kind", number_kind, NUMBER_KINDS)
        targets = targets[targets["number_kind"] == number_kind]
    facts = corpus.documents[["doc_id", "level", "place", "kind", "year"]]
    targets = (
        targets.drop(columns="kind")
        .merge(corpus.passages[["passage_id", "doc_id"]], on="passage_id")
        .merge(facts, on="doc_id", how="left")
        .rename(columns={"role": "comparator"})
    )
    targets["indicator"] = targets["name"].map(unify_indicator)
    targets["n_docs"] = targets.groupby("indicator")["doc_id"].transform("nunique").astype("Int64")
    order = ["n_docs", "indicator", "year", "level", "place", "passage_id", "start"]
    ascending = [False, *[True] * (len(order) - 1)]
    return targets.sort_values(order, ascending=ascending)[_OF_TARGET].reset_index(drop=True)


def need_mentions(corpus: Corpus) -> pd.DataFrame:
    """Return the mentions of a corpus; in those of older corpora, every number counts as an aim.

    Raises
    ------
    TableError
        Where it has none.
    """
    if corpus.mentions is None:
        raise TableError(
            "mentions: this corpus has none; build it anew, or load one that was saved with them"
        )
    if "number_kind" not in corpus.mentions:
        aims = pd.Series("aim", corpus.mentions.index, dtype="str")
        return corpus.mentions.assign(number_kind=aims.where(corpus.mentions["kind"] == "target"))
    return corpus.mentions


def _join(rows: pd.DataFrame, column: str) -> pd.Series:
    """Join what the rows of each passage say, in order, leaving out what is missing."""
    said = rows.dropna(subset=[column])
    return said.groupby("passage_id", sort=False)[column].agg(_BETWEEN.join)


def _write_limits(limits: pd.DataFrame) -> pd.Series:
    """Write time limits as their date, or as the time that is given (10个工作日)."""
    given = limits["unit"].notna()
    periods = [_value(row.value, row.value_max) + row.unit for row in limits[given].itertuples()]
    return limits["by"].mask(given, pd.Series(periods, limits.index[given], dtype="str"))


def _write_targets(targets: pd.DataFrame) -> list[str]:
    """Write targets as "indicator comparator value unit (by)"."""
    return [
        " ".join(
            filter(
                None,
                [_text(row.name), row.role, _value(row.value, row.value_max) + _text(row.unit), _by(row.by)],
            )
        )
        for row in targets[["name", "role", "value", "value_max", "unit", "by"]].itertuples(index=False)
    ]


def _value(value: float, value_max: float | None) -> str:
    ends = [value] if pd.isna(value_max) else [value, value_max]
    return "-".join(f"{end:.12g}" for end in ends)


def _by(by: str | None) -> str:
    return "" if pd.isna(by) else f"({by})"


def _text(value: str | None) -> str:
    return "" if pd.isna(value) else value
