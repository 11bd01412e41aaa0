"""Shares of topics that another program has found (R stm, keyATM, BERTopic), as a fit of a corpus.

They are taken as they are: nothing here can fit them again, so what is measured of them covers which
documents there are, and not what the topics are.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformlab.corpus.tables import TableError, list_faults
from reformlab.reading.sheets import read_table
from reformlab.topics.engines import ELSEWHERE
from reformlab.topics.fit import Fit, tidy_terms, tidy_topics, weigh_terms

if TYPE_CHECKING:
    from reformlab.corpus.tables import Corpus

# What a row can be of: the first that the table has.
KEYS = ("passage_id", "doc_id")
# How far a row may be from 1 by rounding.
ROUNDING = 0.02
# What programs write over a column or row that nobody named: R, pandas.
_NAMELESS = re.compile(r"(?:V|X|Unnamed: ?)?-?\d*")


def read_shares(
    source: str | Path | pd.DataFrame, corpus: Corpus, *, weights: str | Path | pd.DataFrame | None = None
) -> Fit:
    """Read the shares of topics that another program has found, as a fit that measures and figures take.

    Parameters
    ----------
    source : path or DataFrame
        A CSV, XLSX or Parquet file, or a table: one row a passage, by ``passage_id`` (as `export_counts`
        writes them), or a document, by ``doc_id``; every other column is a topic, under its label. Such are
        theta of R's stm and keyATM, and the distribution of documents over topics of BERTopic. A row sums to
        1, give or take 0.02, and is scaled to it.
    corpus : Corpus
        The corpus that the topics were fitted to.
    weights : path or DataFrame, optional
        One row a topic, its label in the first column (of a DataFrame, the index), and a column a term:
        beta or phi in the papers, or any number that is not negative. Unless given, a term weighs what is
        expected of it in passages of these shares.

    Returns
    -------
    Fit
        Topics are numbered as the columns stand. A priority is the mean share of a document's passages
        weighted by their terms, or the share of the document itself, whose passages have all the same.
        Passages without a row or without a term of `weights` (of the corpus) stand in ``dropped``.
        `measure_priorities`, `measure_gap`, `measure_trend`, `measure_change`, `measure_divergence`,
        `measure_profiles`, `plan_documents`, `measure_theme_agreement`, `match_topics`, `label_topics` and
        `save_fit` take it, and every figure of these; `list_passages`, `measure_keyness` within a topic and
        `make_label_sheet` where shares are of passages.

    Raises
    ------
    TableError
        With every fault: the row as a spreadsheet counts it, the value, what to do. For ids that the corpus
        has not or that stand twice, values that are missing, negative or no number, rows that do not sum to
        1, topics without a name or of one name, `weights` of other topics.

    Warns
    -----
    UserWarning
        Names documents that are left out whole.

    Notes
    -----
    Gaps are as they are fitted, drawn together where the program draws shares of short passages towards
    their mean, and ``sources`` of a measure says ``"documents; shares as read"``: intervals do not cover
    what the topics are, or that terms are few. What takes fitting again (`refit_topics`, `measure_recovery`,
    `measure_robustness`), `measure_stability`, `measure_wording` and `export_paper` refuse such a fit.

    Examples
    --------
    >>> import pandas as pd, reformlab as rl
    >>> corpus = rl.load_corpus("made-up")
    >>> theta = pd.DataFrame({"passage_id": corpus.passages["passage_id"], "基层": 0.75, "医保": 0.25})
    >>> fit = rl.read_shares(theta, corpus)
    >>> fit.topics["label"].tolist(), fit.settings["engine"]
    (['基层', '医保'], 'another program')
    >>> rl.measure_priorities(fit)["sources"].unique().tolist()
    ['documents; shares as read']
    """
    table = _read(source)
    key = next((name for name in KEYS if name in table), None)
    if key is None:
        raise TableError(
            f"shares: no column passage_id or doc_id says what a row is of; the table has {list(table)[:8]}"
        )
    table = table.drop(columns=[name for name in KEYS if name != key and name in table])
    labels = [name for name in table if name != key]
    _refuse("shares: names of topics", _find_nameless(labels))
    values = _read_numbers(table[labels])
    known = getattr(corpus, "passages" if key == "passage_id" else "documents")[key]
    faults = [*_find_wrong_ids(table[key], known), *_find_wrong_values(values, table[labels])]
    _refuse("shares", faults or [*_find_wrong_sums(values)])
    shares = values.div(values.sum(axis=1), axis=0).set_axis(table[key].astype("str"))
    terms, given = corpus.terms[["passage_id", "term", "n"]], None
    if weights is not None:
        given = _read_weights(weights, labels)
        terms = terms[terms["term"].isin(given.columns)]
    passages, dropped = _part_passages(corpus, terms, key, shares.index)
    terms = terms[terms["passage_id"].isin(passages["passage_id"])].reset_index(drop=True)
    told = shares.loc[passages[key]].to_numpy()
    if given is None:
        topic_terms = weigh_terms(terms, passages, told)
    else:
        topic_terms = tidy_terms(given.to_numpy(), given.columns.to_numpy())
    tables = tidy_topics(topic_terms, told, passages)
    tables["topics"]["label"] = pd.array(labels, dtype="str")
    settings = {"engine": ELSEWHERE, "rows": key, "n_topics": len(labels)}
    return Fit(
        **tables,
        passages=passages,
        terms=terms,
        documents=corpus.documents,
        dropped=dropped,
        settings=settings,
    )


def check_passages(fit: Fit) -> None:
    """Refuse shares of documents where passages are told apart."""
    if fit.settings.get("rows") == "doc_id":
        raise ValueError(
            "the shares that were read are of documents, and tell no passage from another; "
            "measure_document_priorities gives those of documents"
        )


def _read(source: str | Path | pd.DataFrame, *, labelled: bool = False) -> pd.DataFrame:
    """Read a table from whatever it comes in; an index that says what rows are of becomes a column."""
    if isinstance(source, pd.DataFrame):
        return source.reset_index(drop=not (labelled or source.index.name in KEYS))
    if Path(source).suffix.lower() == ".parquet":
        return _read(pd.read_parquet(source))
    return read_table(source)


def _refuse(what: str, faults: list[str] | Iterator[str]) -> None:
    if faults := list(faults):
        raise TableError(list_faults(what, faults))


def _find_nameless(labels: list[object]) -> Iterator[str]:
    for at, label in enumerate(labels, start=1):
        if _NAMELESS.fullmatch(str(label).strip()):
            yield (
                f"topic {at} is called {str(label)!r}; write what it is about over the column, or its "
                "first terms (in R: colnames(theta) <- …)"
            )
        elif labels.index(label) < at - 1:
            yield f"topic {at} is called {label!r} as topic {labels.index(label) + 1} is; name them apart"
    if len(labels) < 2:
        yield f"{len(labels)} columns are topics; give 2 or more"


def _read_numbers(table: pd.DataFrame) -> pd.DataFrame:
    """Read numbers, also with a comma as decimals have it in half of Europe; what is none is missing."""

    def read(column: pd.Series) -> pd.Series:
        if not pd.api.types.is_numeric_dtype(column):
            column = column.astype("str").str.replace(",", ".")
        return pd.to_numeric(column, errors="coerce").astype(float)

    return table.apply(read).replace([np.inf, -np.inf], np.nan)


def _find_wrong_ids(ids: pd.Series, known: pd.Series) -> Iterator[str]:
    key, first = ids.name, {}
    for row, value in enumerate(ids, start=2):
        if pd.isna(value):
            yield f"row {row}: {key} is missing; write it, or delete the row"
        elif value in first:
            yield f"row {row}: {key} {value!r} stands in row {first[value]} already; give it one row"
        first.setdefault(value, row)
    for value in pd.Index(ids.dropna().unique()).difference(known):
        yield (
            f"row {first[value]}: {key} {value!r} is not in the corpus, whose first is {known.iloc[0]!r}; "
            "give the corpus of the topics, and ids as export_counts writes them"
        )


def _find_wrong_values(values: pd.DataFrame, written: pd.DataFrame) -> Iterator[str]:
    wrong = values.isna() | (values < 0)
    for row, column in np.argwhere(wrong.to_numpy()):
        value = written.iat[row, column]
        what = "is missing" if pd.isna(value) else f"is {value!r}"
        yield (
            f"row {row + 2}: {written.columns[column]!r} {what}; give a number, 0 or more, delete the row, "
            "or the column if it is no topic"
        )


def _find_wrong_sums(values: pd.DataFrame) -> Iterator[str]:
    sums = values.sum(axis=1).to_numpy()
    for row in np.flatnonzero(np.abs(sums - 1) > ROUNDING):
        remedy = "delete columns that are no topic, or give what is left to 1 to a topic of its own"
        if abs(sums[row] - 100) <= 100 * ROUNDING:
            remedy = "these are percent: divide by 100"
        elif sums[row] <= ROUNDING:
            remedy = "delete the row, or give it to a topic of what belongs to none"
        yield f"row {row + 2}: the shares sum to {sums[row]:.4g}, not to 1; {remedy}"


def _read_weights(source: str | Path | pd.DataFrame, labels: list[object]) -> pd.DataFrame:
    """Read weights, topics x terms, each topic's in sum 1, in the order of the shares."""
    table = _read(source, labelled=True)
    table = table.set_index(table.columns[0])
    names = [str(name) for name in table.index]
    if sorted(names) != sorted(map(str, labels)):
        raise TableError(
            f"weights are of {names[:4]} …, {len(names)} topics, shares of {labels[:4]} …, {len(labels)}; "
            "call the topics alike in both"
        )
    _refuse("weights: terms", _find_double(table.columns))
    values = _read_numbers(table)
    faults = [*_find_wrong_values(values, table)]
    sums = values.sum(axis=1)
    faults += [f"the weights of {name!r} sum to 0" for name in sums.index[sums == 0]]
    _refuse("weights", faults)
    values = values.div(sums, axis=0).set_axis(names).loc[[str(label) for label in labels]]
    return values.sort_index(axis=1)


def _find_double(terms: pd.Index) -> Iterator[str]:
    for term in terms[terms.duplicated()].unique():
        yield f"{term!r} has several columns; give a term one"


def _part_passages(
    corpus: Corpus, terms: pd.DataFrame, key: str, ids: pd.Index
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Part the passages that have shares and terms from those that have not, which are given their reason."""
    passages = corpus.passages[["passage_id", "doc_id"]].sort_values("passage_id", ignore_index=True)
    n_terms = passages["passage_id"].map(terms.groupby("passage_id")["n"].sum()).fillna(0)
    passages = passages.assign(n_terms=n_terms.astype("int64"))
    shared, told = passages[key].isin(ids), passages["n_terms"] > 0
    reasons = np.where(shared, "no term", "no shares")
    dropped = passages[["passage_id", "doc_id"]].assign(reason=pd.array(reasons, dtype="str"))
    kept = passages[shared & told].reset_index(drop=True)
    if kept.empty:
        raise TableError("shares: no passage has both shares and a term; are weights of the corpus's words?")
    lost = corpus.documents.loc[~corpus.documents["doc_id"].isin(kept["doc_id"]), "doc_id"]
    if len(lost):
        more = " …" if len(lost) > 3 else ""
        warnings.warn(
            f"{len(lost)} of {len(corpus.documents)} documents have no shares and are left out: "
            f"{', '.join(lost.head(3))}{more}",
            stacklevel=3,
        )
    return kept, dropped[~(shared & told)].reset_index(drop=True)
