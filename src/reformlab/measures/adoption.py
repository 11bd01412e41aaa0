"""Adoption: when each place first uses a term or takes up a topic.

A first use is known only where earlier documents of the place were seen and did not have it:
without them it may be older than the documents. How far a term has spread, and from whom, is asked
in `diffusion`; who goes first in `lead` and `leaders`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformlab.corpus.choices import check_choice, check_columns
from reformlab.corpus.periods import drop_guessed
from reformlab.corpus.tables import CENTRE, KINDS, LEVELS, UNKNOWN, Corpus
from reformlab.documents.words import read_lexicon
from reformlab.measures.priorities import measure_document_priorities

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit


NAMES = ["item", "label", "label_en"]
USE = ["doc_id", *NAMES, "share", "used", "level", "place", "year", "date", "kind", "salience"]
ADOPTION = [*NAMES, "kind", "level", "place", "first_year", "first_date", "first_doc_id", "known", "reason"]
ADOPTION += ["order", "n_docs", "n_docs_used", "n_docs_before"]

NOT_USED = "not used in these documents"
NOT_SEEN_BEFORE = "cannot tell: no earlier document"
BEFORE, AFTER, NO_ORDER = "before the centre", "after the centre", "cannot tell"


def measure_use(
    source: Corpus | Fit,
    items: Sequence[str] | Sequence[int],
    *,
    least: float = 0.05,
    guessed_years: bool = True,
) -> pd.DataFrame:
    """Measure how much each document uses terms, or has of topics: the base of adoption and lead.

    Parameters
    ----------
    source : Corpus or Fit
        A corpus for terms, a fit for topics.
    items : list of str or of int
        Terms, as segmentation yields them, or of the lexicon, which nobody may have used; or numbers of
        topics.
    least : float
        The priority from which on a document counts as using a topic. A term counts when it
        stands in the document once.
    guessed_years : bool
        Keep documents that state no year, dated by the latest that they tell of (``year_from``).

    Returns
    -------
    DataFrame
        One row a document and item: ``doc_id``, ``item``, ``label``, ``label_en`` (of a term, its
        gloss; may be missing), ``share`` (of the document's terms, or the topic's priority),
        ``used`` (bool), ``level``, ``place``, ``year``, ``date`` (as exact as it was stated),
        ``kind``, ``salience`` (part of the whole document's characters that is kept: about health).
        Documents without a year, a level or a place, or without any term, have no row.

    Raises
    ------
    ValueError
        Where no items are given, neither the documents nor the lexicon have the term, or the fit has no
        such topic.

    Examples
    --------
    >>> import reformlab as rl
    >>> use = rl.measure_use(rl.load_corpus("made-up"), ["家庭医生"])
    >>> list(use)[:6]
    ['doc_id', 'item', 'label', 'label_en', 'share', 'used']
    """
    items = list(dict.fromkeys([items] if isinstance(items, str | int) else items))
    if not items:
        raise ValueError("no items; give one term or topic or more")
    table = _use_terms(source, items) if isinstance(source, Corpus) else _use_topics(source, items, least)
    if not guessed_years:
        table = drop_guessed(table, source.documents)
    known = table["year"].notna() & (table["level"].fillna(UNKNOWN) != UNKNOWN)
    known &= table["place"].fillna(UNKNOWN) != UNKNOWN
    table = table.assign(kind=table["kind"].fillna(UNKNOWN))[known]
    documents = source.documents.set_index("doc_id")
    salience = (documents["n_chars_kept"] / documents["n_chars"].clip(lower=1)).astype(float)
    table = table.assign(date=table["doc_id"].map(documents["date"]), salience=table["doc_id"].map(salience))
    return table.sort_values(["doc_id"], kind="stable", ignore_index=True)[USE]


def measure_adoption(use: pd.DataFrame) -> pd.DataFrame:
    """Measure in which year each place first used a term or took up a topic.

    Parameters
    ----------
    use : DataFrame
        Of `measure_use`.

    Returns
    -------
    DataFrame
        One row an item, kind, level and place: ``item``, ``label``, ``label_en``, ``kind``,
        ``level``, ``place``, ``first_year`` (missing where it was not used), ``first_date``,
        ``first_doc_id`` (the first of that year by date, then by id), ``known`` (used, and a document
        of an earlier year of the place did not), ``reason`` (why not; empty where it is known),
        ``order`` ("before the centre", "after the centre", "cannot tell"; empty for the centre, and
        where the place has not used it or the centre has no document), ``n_docs`` (of the place and kind),
        ``n_docs_used``, ``n_docs_before`` (in the years before the first use; all, where it was
        not used). No row where no document's year, level and place are known.

    Raises
    ------
    ValueError
        Where the table lacks columns of `measure_use`.

    Notes
    -----
    The order is that of days, as far as they are stated: of two documents of 2015 whose days are not
    both known, none is first. A place is before the centre where its first use that was seen is
    earlier than the centre's, and this is known; after it where its own is known, and later.

    Examples
    --------
    >>> import reformlab as rl
    >>> use = rl.measure_use(rl.load_corpus("made-up"), ["家庭医生"])
    >>> rl.measure_adoption(use)["known"].value_counts().to_dict()
    {False: 6, True: 1}
    """
    check_use(use)
    if use.empty:
        return pd.DataFrame(columns=ADOPTION).astype({"known": bool, "first_year": "Int64"})
    rows = []
    for keys, documents in group_use(use, ["item", "kind", "level", "place"]):
        using = documents[documents["used"]].sort_values(["year", "date", "doc_id"])
        first = using[["year", "date", "doc_id"]].iloc[0] if len(using) else [pd.NA, None, None]
        row = dict(zip(["first_year", "first_date", "first_doc_id"], first, strict=True))
        before = int((documents["year"] < first.iloc[0]).sum()) if len(using) else len(documents)
        reason = ("" if before else NOT_SEEN_BEFORE) if len(using) else NOT_USED
        row |= {"known": reason == "", "reason": reason, "n_docs": len(documents), "n_docs_used": len(using)}
        rows.append({**keys, **row, "n_docs_before": before})
    table = pd.DataFrame(rows).astype({"first_year": "Int64", "first_date": "str", "first_doc_id": "str"})
    return name_items(table.assign(order=_find_order(table)), use)[ADOPTION]


def find_days(dates: pd.Series, years: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Give the first and the last day that each date may mean; of 2015, January 1 and December 31.

    Days are text that sorts; a date that is missing means its year.
    """
    stated = dates.where(dates.notna(), years.astype("str")).astype("str")
    return (
        stated.map(lambda date: date + "-01-01"[len(date) - 4 :], na_action="ignore"),
        stated.map(lambda date: date + "-12-31"[len(date) - 4 :], na_action="ignore"),
    )


def _find_order(table: pd.DataFrame) -> pd.Series:
    """Say of each place whether its first use is before or after the centre's of the item and kind."""
    first, last = find_days(table["first_date"], table["first_year"])
    days = table.assign(first_day=first, last_day=last)
    centre = days[days["level"] == CENTRE].drop_duplicates(["item", "kind"])
    columns = ["item", "kind", "first_year", "known", "first_day", "last_day"]
    pairs = days.merge(centre[columns], on=["item", "kind"], how="left", suffixes=("", "_centre"))
    unused = pairs["first_year_centre"].isna()
    sure = pairs["known_centre"].fillna(False).astype(bool)
    before = sure & (pairs["last_day"] < pairs["first_day_centre"])
    after = pairs["known"] & (pairs["first_day"] > pairs["last_day_centre"])
    order = np.select([unused | before, after], [BEFORE, AFTER], NO_ORDER)
    asked = (pairs["level"] != CENTRE) & pairs["first_year"].notna() & pairs["known_centre"].notna()
    return pd.Series(np.where(asked, order, ""), index=table.index, dtype="str")


def check_use(use: pd.DataFrame) -> None:
    """Raise where a table is not one of `measure_use`."""
    check_columns(use, USE, "measure_use")


def _use_terms(corpus: Corpus, items: list[str]) -> pd.DataFrame:
    terms = corpus.terms.merge(corpus.passages[["passage_id", "doc_id"]], on="passage_id")
    lexicon = read_lexicon().set_index("term")["gloss"]
    # A term is what segmentation keeps whole. One of the lexicon that nobody uses is a finding.
    known = dict.fromkeys([*terms["term"].unique(), *lexicon.index])
    for item in items:
        check_choice("term", item, known, where="in corpus.terms or the lexicon")
    n_terms = terms.groupby("doc_id")["n"].sum().astype(float)
    wanted = terms[terms["term"].isin(items)]
    counts = wanted.pivot_table(index="doc_id", columns="term", values="n", aggfunc="sum", fill_value=0)
    counts = counts.reindex(index=n_terms.index, columns=items, fill_value=0).astype(float)
    share = counts.div(n_terms, axis=0).rename_axis(columns="item").stack().rename("share").reset_index()
    about = corpus.documents[["doc_id", "level", "place", "year", "kind"]]
    table = share.merge(about, on="doc_id")
    return table.assign(label=table["item"], label_en=table["item"].map(lexicon), used=table["share"] > 0)


def _use_topics(fit: Fit, items: list[int], least: float) -> pd.DataFrame:
    for item in items:
        check_choice("topic", item, list(fit.topics["topic"]))
    # A correction is of means: which documents it is that the classifier misses, it cannot tell.
    table = measure_document_priorities(fit, corrected=False)
    table = table[table["topic"].isin(items)].drop(columns="share")
    table = table.rename(columns={"topic": "item", "priority": "share"})
    return table.assign(used=table["share"] >= least)


def group_use(use: pd.DataFrame, keys: list[str]) -> list[tuple[dict[str, object], pd.DataFrame]]:
    """Give the groups of a table: items as they first come, kinds and levels in their order."""
    use = use.reset_index(drop=True)  # rows of tables put together may share their index
    ordered = use.assign(
        item=pd.Categorical(use["item"], use["item"].unique()),
        kind=pd.Categorical(use["kind"], [*KINDS, UNKNOWN]),
        level=pd.Categorical(use["level"], LEVELS),
    )
    groups = ordered.groupby(keys, observed=True, sort=True)
    return [(dict(zip(keys, names, strict=True)), use.loc[group.index]) for names, group in groups]


def name_items(table: pd.DataFrame, use: pd.DataFrame) -> pd.DataFrame:
    """Write the names of the items into a table."""
    return table.merge(use.drop_duplicates("item")[NAMES], on="item", how="left")
