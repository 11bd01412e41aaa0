"""Themes by dictionary beside topics by model: whether two ways of measuring agree.

A theme is a list of terms that somebody wrote; a topic is found in the documents. What both show
does not hang on either. A dictionary sees only the terms that it lists, and each in one theme.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformlab.corpus.periods import By
from reformlab.corpus.tables import KINDS, UNKNOWN, Corpus, read_texts
from reformlab.corpus.versions import find_clusters
from reformlab.documents.words import read_lexicon
from reformlab.measures.estimates import MIN_DOCUMENTS
from reformlab.measures.gap import measure_gap
from reformlab.measures.intervals import CONFIDENCE
from reformlab.measures.priorities import measure_document_priorities, name_unknown

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit

# One row a term with its theme; or of each theme its terms.
Lexicon = pd.DataFrame | Mapping[str, Sequence[str]]

OTHER = "other words"
SHARES = ["doc_id", "theme", "label", "label_en", "share", "n", "n_terms", "level", "place", "year", "kind"]
AGREEMENT = ["kind", "theme", "topic", "label", "label_en", "correlation", "low", "high", "overlap"]
AGREEMENT += ["n_docs", "n_places", "enough"]
GAP = ["kind", "place", "period", "theme", "label", "label_en", "gap", "low", "high", "gap_topics"]
GAP += ["n_national", "n_provincial", "n_docs", "enough", "reason"]


def measure_themes(corpus: Corpus, *, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Measure what part of each document's terms belongs to each theme of a dictionary.

    Parameters
    ----------
    corpus : Corpus
    lexicon : DataFrame or dict, optional
        One row a term: ``term``, ``theme``; or of each theme its terms: ``{"fees": ["收费", "物价"]}``. The
        bundled lexicon unless given.

    Returns
    -------
    DataFrame
        One row a document and theme: ``doc_id``, ``theme`` (in the order of the lexicon, then
        ``"other words"``), ``label``, ``label_en``, ``share`` (of all terms of the document; sums
        to 1 over its themes), ``n`` (terms of the theme, repeats counted), ``n_terms`` (of the
        document), ``level``, ``place``, ``year``, ``kind``. Documents without terms have no row.

    Raises
    ------
    ValueError
        Where `lexicon` has not these columns, or a term in two themes.

    Examples
    --------
    >>> import reformlab as rl
    >>> table = rl.measure_themes(rl.load_corpus("made-up"))
    >>> table.groupby("doc_id")["share"].sum().round(6).unique().tolist()
    [1.0]
    """
    terms, themes = _find_themes(corpus.terms, lexicon)
    terms = terms.merge(corpus.passages[["passage_id", "doc_id"]], on="passage_id")
    n = terms.pivot_table(index="doc_id", columns="theme", values="n", aggfunc="sum", fill_value=0)
    n = n.reindex(columns=themes, fill_value=0).astype("int64")
    long = n.stack().rename("n").reset_index()
    long["n_terms"] = long["doc_id"].map(n.sum(axis=1))
    long["share"] = long["n"] / long["n_terms"]
    long = _name_themes(long)
    about = name_unknown(corpus.documents)[["doc_id", "level", "place", "year", "kind"]]
    about = about.astype({"level": str, "place": str, "kind": str})
    return long.merge(about, on="doc_id", validate="many_to_one")[SHARES]


def measure_theme_agreement(fit: Fit, corpus: Corpus, *, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Measure how far each theme and each topic rise and fall together from document to document.

    Parameters
    ----------
    fit : Fit
        Of this corpus.
    corpus : Corpus
    lexicon : DataFrame or dict, optional
        As in `measure_themes`.

    Returns
    -------
    DataFrame
        One row a kind, theme and topic: ``kind``, ``theme``, ``topic``, ``label``, ``label_en``
        (of the topic), ``correlation`` (Spearman's, between the theme's share and the topic's
        priority over documents; missing where one is the same in all), ``low``, ``high`` (95 %
        interval that counts each place below the national level once; missing where `enough` is
        False), ``overlap`` (part of the topic's terms, by probability, that are the theme's; sums to
        1 over the themes), ``n_docs``, ``n_places`` (places, and texts of the centre or of no known
        place, each one), ``enough`` (at least 5 of these).

    Raises
    ------
    ValueError
        Where corpus and fit have no document in common.

    Notes
    -----
    Interval: Fisher's z with the standard error of Bonett and Wright (2000), Psychometrika 65(1).
    Shares sum to 1, so themes and topics that have nothing to do with each other correlate a
    little below 0. Each interval is of one pair by itself: of 16 themes and 30 topics that have
    nothing to do with each other, about 24 of the 480 intervals of a kind leave 0 out. So ask of pairs that
    were named before, as the theme and the topic of one name, not for the largest of the table.

    Examples
    --------
    >>> import reformlab as rl
    >>> corpus = rl.load_corpus("made-up")
    >>> table = rl.measure_theme_agreement(rl.fit_topics(corpus, n_topics=4, seed=1), corpus)
    >>> bool(table["correlation"].dropna().between(-1, 1).all())
    True
    """
    themes = measure_themes(corpus, lexicon=lexicon)
    topics = measure_document_priorities(fit, corrected=False)
    shares = themes.pivot(index="doc_id", columns="theme", values="share")[themes["theme"].unique()]
    priorities = topics.pivot(index="doc_id", columns="topic", values="priority")
    about = topics.drop_duplicates("doc_id").set_index("doc_id")
    about = about.loc[about.index.isin(shares.index)].sort_index()
    if about.empty:
        raise ValueError("the fit and the corpus have no document in common; give the corpus of the fit")
    clusters = find_clusters(corpus)
    tables = []
    for kind in [kind for kind in (*KINDS, UNKNOWN) if kind in set(about["kind"])]:
        rows = about[about["kind"] == kind]
        n_places = clusters.loc[rows.index].nunique()
        pairs = _correlate(shares.loc[rows.index], priorities.loc[rows.index])
        low, high = _limit(pairs["correlation"], n_places)
        tables.append(pairs.assign(kind=kind, n_docs=len(rows), n_places=n_places, low=low, high=high))
    table = pd.concat(tables, ignore_index=True)
    table["enough"] = table["n_places"] >= MIN_DOCUMENTS
    overlap = _overlap(fit, lexicon).stack().rename("overlap").reset_index()
    table = table.merge(overlap, on=["topic", "theme"], validate="many_to_one")
    return table.merge(fit.topics[["topic", "label", "label_en"]], on="topic")[AGREEMENT]


def measure_theme_gap(
    fit: Fit,
    corpus: Corpus,
    *,
    by: By = None,
    periods: Sequence[int] | None = None,
    lexicon: Lexicon | None = None,
) -> pd.DataFrame:
    """Measure the gap of each theme by dictionary, beside what the gaps of the topics come to in themes.

    Parameters
    ----------
    fit : Fit
        Of this corpus.
    corpus : Corpus
    by, periods
        As in `measure_gap`.
    lexicon : DataFrame or dict, optional
        As in `measure_themes`.

    Returns
    -------
    DataFrame
        One row a kind, place, period and theme: ``kind``, ``place``, ``period``, ``theme``, ``label``,
        ``label_en``, ``gap`` (national minus provincial share of the theme's terms), ``low``,
        ``high`` (as in `measure_gap`, each theme by itself; a dictionary has no topics to be unsure
        of), ``gap_topics``
        (every topic's gap handed on to the themes by its terms: `overlap` of
        `measure_theme_agreement`), ``n_national``, ``n_provincial``, ``n_docs``, ``enough``,
        ``reason`` (why not).

    Raises
    ------
    ValueError
        As `measure_gap`.

    Examples
    --------
    >>> import reformlab as rl
    >>> corpus = rl.load_corpus("made-up")
    >>> table = rl.measure_theme_gap(rl.fit_topics(corpus, n_topics=4, seed=1), corpus)
    >>> bool(abs(table["gap"].sum()) < 1e-4)
    True
    """
    scored = score_themes(corpus, lexicon=lexicon)
    gaps = measure_gap(scored, by=by, periods=periods, quick=True)
    gaps["theme"] = gaps["topic"].map(scored.topics.set_index("topic")["theme"])
    keys = ["kind", "place", "period"]
    of_topics = measure_gap(fit, by=by, periods=periods, quick=True)
    of_topics = of_topics.pivot(index=keys, columns="topic", values="gap")
    overlap = _overlap(fit, lexicon).loc[of_topics.columns]
    handed = of_topics.to_numpy() @ overlap.to_numpy()
    handed = pd.DataFrame(handed, index=of_topics.index, columns=overlap.columns)
    handed = handed.stack().rename("gap_topics").reset_index()
    return gaps.merge(handed, on=[*keys, "theme"], how="left")[GAP]


def score_themes(corpus: Corpus, *, lexicon: Lexicon | None = None) -> Fit:
    """Give the themes of a dictionary as if they were fitted topics, so that every measure takes them.

    Parameters
    ----------
    corpus : Corpus
    lexicon : DataFrame or dict, optional
        As in `measure_themes`.

    Returns
    -------
    Fit
        A topic for each theme that the corpus has, numbered in the order of the lexicon, the last
        for the words of no theme; ``topics`` has a column ``theme`` as well. The priority of a
        topic is the share of `measure_themes`.

    Examples
    --------
    >>> import reformlab as rl
    >>> rl.score_themes(rl.load_corpus("made-up")).settings["engine"]
    'dictionary'
    """
    from reformlab.topics.fit import Fit

    terms, themes = _find_themes(corpus.terms, lexicon)
    themes = [theme for theme in themes if theme in set(terms["theme"])]
    number = {theme: place for place, theme in enumerate(themes, start=1)}
    terms = terms.assign(topic=terms["theme"].map(number), n=terms["n"].astype("int64"))
    weights = terms.groupby(["topic", "term"], as_index=False)["n"].sum()
    weights["weight"] = weights["n"] / weights.groupby("topic")["n"].transform("sum")
    weights = weights.sort_values(["topic", "weight", "term"], ascending=[True, False, True])
    weights["rank"] = weights.groupby("topic").cumcount() + 1
    top = weights[weights["rank"] <= 10].groupby("topic")["term"].agg(" ".join)
    counts = terms.pivot_table(index="passage_id", columns="topic", values="n", aggfunc="sum", fill_value=0)
    shares = counts.div(counts.sum(axis=1), axis=0).stack().rename("share").reset_index()
    n_terms = counts.sum(axis=1).rename("n_terms")
    passages = corpus.passages[["passage_id", "doc_id"]].merge(n_terms, on="passage_id")
    topics = _name_themes(pd.DataFrame({"topic": list(number.values()), "theme": themes}))
    topics["share"] = terms.groupby("topic")["n"].sum().to_numpy() / terms["n"].sum()
    left_out = corpus.passages.loc[~corpus.passages["passage_id"].isin(passages["passage_id"])]
    return Fit(
        topics=topics.assign(top_terms=topics["topic"].map(top)),
        topic_terms=weights.assign(frex=np.nan)[["topic", "term", "weight", "frex", "rank"]],
        passage_topics=shares,
        passages=passages.reset_index(drop=True),
        terms=terms[["passage_id", "term", "n"]].reset_index(drop=True),
        documents=corpus.documents,
        dropped=left_out[["passage_id", "doc_id"]].assign(reason="no term"),
        settings={"engine": "dictionary", "n_topics": len(topics)},
    )


def _find_themes(terms: pd.DataFrame, lexicon: Lexicon | None) -> tuple[pd.DataFrame, list[str]]:
    """Give each term its theme; and the themes in the order of the lexicon, then that of other words."""
    lexicon = read_lexicon() if lexicon is None else _read_themes(lexicon)
    theme = terms["term"].map(lexicon.set_index("term")["theme"]).fillna(OTHER)
    return terms.assign(theme=theme), [*lexicon["theme"].unique(), OTHER]


def _read_themes(lexicon: Lexicon) -> pd.DataFrame:
    """Give a dictionary of one's own as a table of terms and themes, each term in one theme."""
    if isinstance(lexicon, Mapping):
        if of_texts := [theme for theme, terms in lexicon.items() if isinstance(terms, str)]:
            raise ValueError(f"lexicon: {of_texts} have one text; give each theme a list of terms")
        rows = [(term, theme) for theme, terms in lexicon.items() for term in terms]
        lexicon = pd.DataFrame(rows, columns=["term", "theme"])
    if missing := {"term", "theme"} - set(lexicon):
        raise ValueError(
            f"lexicon lacks the columns {sorted(missing)}; give a row a term, or a dict of lists"
        )
    lexicon = lexicon.drop_duplicates(["term", "theme"])
    if double := lexicon.loc[lexicon["term"].duplicated(), "term"].tolist():
        raise ValueError(f"lexicon: {double[:5]} stand in several themes; give each term one")
    return lexicon


def _name_themes(table: pd.DataFrame) -> pd.DataFrame:
    """Write the names of themes into a table; a theme of one's own stands as it is."""
    labels = {name: table["theme"].replace(texts) for name, texts in read_texts("themes").items()}
    return table.assign(label=labels["zh"], label_en=labels["en"])


def _overlap(fit: Fit, lexicon: Lexicon | None) -> pd.DataFrame:
    """Give the part of each topic's terms that each theme has (topics x themes)."""
    weights, themes = _find_themes(fit.topic_terms, lexicon)
    table = weights.pivot_table("weight", "topic", "theme", aggfunc="sum", fill_value=0.0)
    return table.reindex(columns=pd.Index(themes, name="theme"), fill_value=0.0)


def _correlate(shares: pd.DataFrame, priorities: pd.DataFrame) -> pd.DataFrame:
    """Give Spearman's correlation of every theme with every topic over documents."""
    whole = pd.concat([shares, priorities], axis=1).corr("spearman").clip(-1, 1)
    table = whole.loc[shares.columns, priorities.columns].rename_axis(index="theme", columns="topic")
    return table.stack().rename("correlation").reset_index()


def _limit(correlation: pd.Series, n: int) -> tuple[np.ndarray, np.ndarray]:
    from scipy.stats import norm

    if n < MIN_DOCUMENTS:
        return np.full(len(correlation), np.nan), np.full(len(correlation), np.nan)
    r = correlation.to_numpy(dtype=float).clip(-0.9999, 0.9999)
    half = norm.ppf((1 + CONFIDENCE) / 2) * np.sqrt((1 + r**2 / 2) / (n - 3))
    return np.tanh(np.arctanh(r) - half), np.tanh(np.arctanh(r) + half)
