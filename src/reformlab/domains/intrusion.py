"""Whether people see what a topic is: they look for the word, or the topic, that does not belong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from reformlab.corpus.choices import check_choice
from reformlab.corpus.store import save_tasks
from reformlab.corpus.tables import Corpus, TableError
from reformlab.domains.codebook import read_table
from reformlab.topics.fit import Fit

SHEET, KEY = "intruders.csv", "intruders-key.csv"
SHOWN = {"words": 5, "topics": 3}
# An intruder among words is one of the first of another topic, and beyond so many in this one.
FIRST, BEYOND = 20, 100


def make_intrusion_sheet(
    fit: Fit,
    corpus: Corpus | None = None,
    *,
    folder: str | Path,
    what: str = "words",
    n: int = 50,
    seed: int = 1,
) -> pd.DataFrame:
    """Write a sheet in which people look for what does not belong: a word of a topic, a topic of a passage.

    Parameters
    ----------
    fit : Fit
    corpus : Corpus, optional
        With its wording, for ``what="topics"``.
    folder : path
        Where ``intruders.csv`` is written for people, with an empty column ``answer``, and
        ``intruders-key.csv``, which they should not open. Copy the sheet once a person
        (``intruders-ann.csv``).
    what : {"words", "topics"}
        The five first words of each topic and one first word of another topic [1]_; or passages, each
        with its three largest topics, named by their words, and one of its smallest.
    n : int
        How many passages, of ``"topics"``; words are asked once a topic.
    seed : int
        Of the draw and the order.

    Returns
    -------
    DataFrame
        The key, one row an item: ``item``, ``topic`` (whose words they are; of passages the largest),
        ``intruder`` (what should be found).

    References
    ----------
    .. [1] Chang, J. et al. (2009). Reading tea leaves: how humans interpret topic models. NIPS 22.

    Examples
    --------
    >>> import tempfile
    >>> import reformlab as rl
    >>> fit = rl.fit_topics(rl.load_corpus("made-up"), 4, seed=1)
    >>> len(rl.make_intrusion_sheet(fit, folder=tempfile.mkdtemp()))
    4
    """
    check_choice("what", what, list(SHOWN))
    if what == "topics" and (corpus is None or corpus.texts is None):
        raise ValueError('what="topics" needs the corpus with its wording, for people to read the passages')
    rng = np.random.default_rng(seed)
    rows = list(_ask_words(fit, rng) if what == "words" else _ask_topics(fit, corpus, n, rng))
    for number, row in enumerate(rows, start=1):
        row["item"] = f"i{number:03d}"
        row["choices"] = [row["choices"][place] for place in rng.permutation(len(row["choices"]))]
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    sheet = [
        {"item": row["item"], "text": row.get("text")}
        | {f"choice_{place}": choice for place, choice in enumerate(row["choices"], start=1)}
        | {"answer": None}
        for row in rows
    ]
    save_tasks(pd.DataFrame(sheet), folder / SHEET)
    key = pd.DataFrame(rows)[["item", "topic", "intruder"]]
    save_tasks(key, folder / KEY)
    return key


def score_intrusion(folder: str | Path) -> pd.DataFrame:
    """Score who found what does not belong.

    Parameters
    ----------
    folder : path
        Of `make_intrusion_sheet`, with the sheets that people filled in: in ``answer`` the choice, as it
        stands or as its number.

    Returns
    -------
    DataFrame
        One row for ``all`` items and one a topic: ``topic``, ``precision`` (the part of the answers that
        are right), ``chance`` (what guessing gives), ``n`` (answers).

    Raises
    ------
    TableError
        Where no answer is filled in.

    Examples
    --------
    >>> import reformlab as rl
    >>> rl.score_intrusion("intruders")  # doctest: +SKIP
    """
    folder = Path(folder)
    paths = [path for path in sorted(folder.glob("intruders*.csv")) if path.name != KEY]
    sheets = pd.concat([read_table(path) for path in paths], ignore_index=True).dropna(subset=["answer"])
    if sheets.empty:
        raise TableError(f"{folder}: no answer in {', '.join(path.name for path in paths)}; fill in 'answer'")
    choices = sorted(name for name in sheets if name.startswith("choice_"))
    said = [
        row[f"choice_{row['answer']}"] if f"choice_{row['answer']}" in choices else row["answer"]
        for row in sheets.to_dict("records")
    ]
    sheets = sheets.assign(said=said).merge(read_table(folder / KEY), on="item")
    right = sheets["said"] == sheets["intruder"]
    by_topic = right.groupby(sheets["topic"]).agg(["mean", "size"]).reset_index()
    rows = [("all", right.mean(), len(right)), *by_topic.itertuples(index=False, name=None)]
    table = pd.DataFrame(rows, columns=["topic", "precision", "n"]).assign(chance=1 / len(choices))
    return table[["topic", "precision", "chance", "n"]]


def _ask_words(fit: Fit, rng: np.random.Generator) -> list[dict[str, object]]:
    """Give of each topic its first words, and one first word of another topic."""
    rows = []
    ranks = fit.topic_terms.pivot(index="term", columns="topic", values="rank")
    for topic in fit.topics["topic"]:
        own = ranks.index[ranks[topic] <= SHOWN["words"]]
        far = ranks[topic].isna() | (ranks[topic] > min(BEYOND, len(ranks) // 2))
        first = ranks.drop(columns=topic).min(axis=1) <= FIRST
        foreign = ranks.index[far & first]
        if len(foreign):
            intruder = foreign[rng.integers(len(foreign))]
            rows.append({"topic": topic, "intruder": intruder, "choices": [*own, intruder]})
    return rows


def _ask_topics(fit: Fit, corpus: Corpus, n: int, rng: np.random.Generator) -> list[dict[str, object]]:
    """Give passages, each with its largest topics and one of the smaller half."""
    names = dict(zip(fit.topics["topic"], fit.topics["top_terms"], strict=True))
    texts = corpus.texts.set_index("passage_id")["text"]
    shares = fit.shares
    drawn = rng.permutation(len(shares))[:n]
    rows = []
    for passage, share in shares.iloc[drawn].iterrows():
        order = share.sort_values(ascending=False, kind="stable").index
        small = order[max(SHOWN["topics"], len(order) // 2) :]
        if len(small):
            intruder = small[rng.integers(len(small))]
            choices = [names[topic] for topic in [*order[: SHOWN["topics"]], intruder]]
            asked = {"text": texts[passage], "choices": choices}
            rows.append({"topic": order[0], "intruder": names[intruder], **asked})
    return rows
