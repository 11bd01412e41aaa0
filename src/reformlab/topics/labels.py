"""Labels that readers write for topics, and the check that a label still fits its topic.

Labels live in a table beside the corpus: a topic's number, its label, its English label, and the
terms for which it was given. A refit may number or make its topics otherwise; so a label is
handed on by its terms, and refused aloud where they no longer agree.
"""

from __future__ import annotations

import warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformlab.corpus.choices import find_topic
from reformlab.topics.shares import check_passages

if TYPE_CHECKING:
    from reformlab.corpus.tables import Corpus
    from reformlab.topics.fit import Fit

LABEL_COLUMNS = ["topic", "label", "label_en", "top_terms"]


def list_passages(fit: Fit, corpus: Corpus, *, topic: int | str, n: int = 5) -> pd.DataFrame:
    """List the passages that are most about a topic: read them before you label it.

    Parameters
    ----------
    fit : Fit
    corpus : Corpus
        The corpus that it was fitted to.
    topic : int or str
        Its number, its label in either language, or the name of the domain (``"tcm"``).
    n : int
        How many passages at most.

    Returns
    -------
    DataFrame
        One row a passage, the largest share first: ``passage_id``, ``doc_id``, ``heading`` (may
        be missing), ``share`` (of a domain its probability), ``n_terms`` (few terms make an uncertain
        share), ``text`` (missing where the corpus has no wording).

    Raises
    ------
    ValueError
        Where the fit has no such topic, or the corpus lacks a passage of the fit; or shares are of documents
        (`read_shares`).

    Examples
    --------
    >>> import reformlab as rl
    >>> corpus = rl.load_corpus("made-up")
    >>> fit = rl.fit_topics(corpus, 4, seed=1)
    >>> rl.list_passages(fit, corpus, topic=1, n=2)["share"].is_monotonic_decreasing
    True
    """
    topic = find_topic("topic", topic, fit.topics)
    check_passages(fit)
    if not fit.passages["passage_id"].isin(corpus.passages["passage_id"]).all():
        raise ValueError("the corpus is not the one of the fit: it lacks passages of it")
    shares = fit.passage_topics.loc[fit.passage_topics["topic"] == topic, ["passage_id", "share"]]
    if "policy" in fit.passages:  # of domains, a share is of passages about the field
        about = shares["passage_id"].map(fit.passages.set_index("passage_id")["policy"])
        shares = shares.assign(share=shares["share"] * about)
    first = shares.sort_values(["share", "passage_id"], ascending=[False, True]).head(n)
    table = first.merge(fit.passages, on="passage_id")
    table = table.merge(corpus.passages[["passage_id", "heading"]], on="passage_id")
    if corpus.texts is None:
        table["text"] = pd.array([None] * len(table), dtype="str")
    else:
        table = table.merge(corpus.texts, on="passage_id", how="left")
    return table[["passage_id", "doc_id", "heading", "share", "n_terms", "text"]]


def draft_labels(fit: Fit) -> pd.DataFrame:
    """Give the table of labels to fill in, beside the terms that each label will stand for.

    Returns
    -------
    DataFrame
        One row a topic: ``topic``, ``label`` and ``label_en`` (empty, yours to write),
        ``top_terms`` (leave as it is: `label_topics` knows the topic again by it).

    Examples
    --------
    >>> from reformlab.simulate import simulate_corpus
    >>> from reformlab.topics.labels import draft_labels
    >>> from reformlab.topics.fit import fit_topics
    >>> fit = fit_topics(simulate_corpus(n_docs=20, seed=1).corpus, 6, seed=1)
    >>> list(draft_labels(fit))
    ['topic', 'label', 'label_en', 'top_terms']
    """
    empty = pd.array([None] * len(fit.topics), dtype="str")
    return fit.topics.assign(label=empty, label_en=empty)[LABEL_COLUMNS]


def label_topics(fit: Fit, labels: str | Path | pd.DataFrame) -> Fit:
    """Give topics the labels that a reader wrote for them, where they are still the same topics.

    A label follows its terms, not its number. A topic is the same where at least 7 in 10 of its
    top terms are those recorded with the label (in any order), and no other topic shares as many
    with the label, nor another label with the topic. Every other label is refused with a warning,
    and its topic keeps the label that it had.

    Parameters
    ----------
    fit : Fit
    labels : path or DataFrame
        One row a topic, as `draft_labels` gives: ``topic``, ``label``, ``label_en``,
        ``top_terms``. Rows without a label are passed over.

    Returns
    -------
    Fit
        With ``label`` and ``label_en`` of `topics` changed; the given one is untouched.

    Raises
    ------
    ValueError
        Where the table lacks a column.

    Warns
    -----
    UserWarning
        Naming each refused label, its recorded terms, the nearest topic and that one's terms.

    Examples
    --------
    >>> from reformlab.simulate import simulate_corpus
    >>> from reformlab.topics.labels import draft_labels, label_topics
    >>> from reformlab.topics.fit import fit_topics
    >>> fit = fit_topics(simulate_corpus(n_docs=20, seed=1).corpus, 6, seed=1)
    >>> table = draft_labels(fit)
    >>> table.loc[0, ["label", "label_en"]] = ["医保支付", "insurance payment"]
    >>> label_topics(fit, table).topics.loc[0, "label_en"]
    'insurance payment'
    """
    if not isinstance(labels, pd.DataFrame):
        labels = pd.read_csv(labels, dtype="str", encoding="utf-8-sig")
    absent = [name for name in LABEL_COLUMNS if name not in labels]
    if absent:
        raise ValueError(f"labels lack the columns {absent}; draft_labels(fit) gives a table to fill in")
    labels = labels.dropna(subset=["label"]).reset_index(drop=True)
    same, agree = _compare_terms(labels["top_terms"], fit.topics["top_terms"])
    topics = fit.topics.reset_index(drop=True)
    refused = []
    # Where topics share much, a label is for the one that it shares most with, if no other comes as near.
    nearest_of_label = agree & (same == same.max(axis=1, keepdims=True, initial=0))
    nearest_of_topic = agree & (same == same.max(axis=0, keepdims=True, initial=0))
    for row, label in labels.iterrows():
        found = np.flatnonzero(nearest_of_label[row])
        if len(found) == 1 and nearest_of_topic[row, found[0]] and nearest_of_topic[:, found[0]].sum() == 1:
            topics.loc[found[0], ["label", "label_en"]] = [label["label"], label["label_en"]]
            continue
        shown = found if len(found) else [same[row].argmax()]
        nearest = [
            f"topic {topics.loc[i, 'topic']} ({same[row, i]} the same): {topics.loc[i, 'top_terms']}"
            for i in shown
        ]
        refused.append(
            f"\n  {label['label']!r}, recorded for topic {label['topic']}: {label['top_terms']}"
            f"\n    {'agrees with' if len(found) else 'nearest is'} {'; '.join(nearest)}"
        )
    if refused:
        warnings.warn(
            f"{len(refused)} labels are refused: a label needs one topic, and a topic one label, with 7 "
            f"in 10 top terms the same.{''.join(refused)}\n  Read these topics and label them anew, from "
            "draft_labels(fit).",
            stacklevel=2,
        )
    return replace(fit, topics=topics)


def _compare_terms(recorded: pd.Series, present: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Count the terms that each label and each topic share, and say whether 7 in 10 are the same."""
    old = [set(terms.split()) for terms in recorded.fillna("")]
    new = [set(terms.split()) for terms in present]
    same, agree = np.zeros((2, len(old), len(new)), dtype=int)
    for i, a in enumerate(old):
        for j, b in enumerate(new):
            same[i, j] = len(a & b)
            agree[i, j] = 10 * same[i, j] >= 7 * max(len(a), len(b))
    return same, agree.astype(bool)
