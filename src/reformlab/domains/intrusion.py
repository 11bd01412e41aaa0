"""Whether people see what a topic is: they look for what does not belong, or for the label that fits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import norm

from reformlab.corpus.choices import check_choice
from reformlab.corpus.store import save_table
from reformlab.corpus.tables import Corpus, TableError
from reformlab.domains.agreement import CONFIDENCE
from reformlab.domains.sheet import share_out
from reformlab.reading.sheets import read_table
from reformlab.topics.fit import Fit
from reformlab.topics.shares import check_passages

# The names of the sheets, and of what should be answered in their keys.
INTRUDERS, LABELS = "intruders", "labels"
RIGHT = {INTRUDERS: "intruder", LABELS: "right"}
CHOICES = 4
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
    return _write_sheet(rows, INTRUDERS, Path(folder), rng)


def make_label_sheet(
    fit: Fit, corpus: Corpus | None = None, *, folder: str | Path, n: int = 50, seed: int = 1
) -> pd.DataFrame:
    """Write a sheet in which people choose which of four labels fits: a passage, or the words of a topic.

    Parameters
    ----------
    fit : Fit
        Of domains, or of topics with the labels that are to be judged; four or more.
    corpus : Corpus, optional
        With its wording: people read passages, as many of each topic as of any other, drawn from those that
        the topic has most of. Without it they read the first words of each topic.
    folder : path
        Where ``labels.csv`` is written for people, with an empty column ``answer``, and
        ``labels-key.csv``, which they should not open. Copy the sheet once a person (``labels-ann.csv``).
    n : int
        How many passages.
    seed : int
        Of the draw and the order.

    Returns
    -------
    DataFrame
        The key, one row an item: ``item``, ``topic``, ``right`` (its label; the other three are those of
        other topics, drawn at random [1]_).

    Raises
    ------
    ValueError
        Where there are fewer than four labels, or the corpus has no wording.

    References
    ----------
    .. [1] Ying, L., Montgomery, J. M. and Stewart, B. M. (2022). Topics, concepts, and measurement: a
       crowdsourced procedure for validating topics as measures. Political Analysis 30, 570-589.

    Examples
    --------
    >>> import tempfile
    >>> import reformlab as rl
    >>> corpus = rl.load_corpus("made-up")
    >>> len(rl.make_label_sheet(rl.fit_domains(corpus), corpus, folder=tempfile.mkdtemp(), n=10))
    10
    """
    labels = fit.topics.set_index("topic")["label"]
    if labels.nunique() < CHOICES:
        raise ValueError(f"{labels.nunique()} labels are too few to choose from; it takes {CHOICES}")
    if corpus is not None and corpus.texts is None:
        raise ValueError("the corpus has no wording for people to read; without it they judge topics' words")
    rng = np.random.default_rng(seed)
    if corpus is None:
        asked = fit.topics[["topic", "top_terms"]].rename(columns={"top_terms": "text"})
    else:
        asked = _draw_passages(fit, n, rng).merge(corpus.texts, on="passage_id", validate="one_to_one")
    rows = []
    for item in asked.to_dict("records"):
        right = labels[item["topic"]]
        others = rng.permutation(labels[labels != right].unique())[: CHOICES - 1]
        rows.append(item | {"right": right, "choices": [right, *others]})
    return _write_sheet(rows, LABELS, Path(folder), rng)


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
        are right), ``low``, ``high`` (95 %, Wilson's; items are the units, so that what several people
        say of one counts as one), ``chance`` (what guessing gives), ``n`` (answers).

    Raises
    ------
    TableError
        Where no answer is filled in.

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> import reformlab as rl
    >>> folder = tempfile.mkdtemp()
    >>> key = rl.make_intrusion_sheet(rl.fit_topics(rl.load_corpus("made-up"), 4), folder=folder)
    >>> sheet = pd.read_csv(f"{folder}/intruders.csv")  # Ann finds every one
    >>> sheet.assign(answer=key["intruder"]).to_csv(f"{folder}/intruders-ann.csv", index=False)
    >>> float(rl.score_intrusion(folder)["precision"].min())
    1.0
    """
    return _score_sheets(Path(folder), INTRUDERS)


def score_labels(folder: str | Path) -> pd.DataFrame:
    """Score whose label was the one that the fit gave; see `score_intrusion` for the columns.

    Parameters
    ----------
    folder : path
        Of `make_label_sheet`, with the sheets that people filled in.

    Raises
    ------
    TableError
        Where no answer is filled in.

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> import reformlab as rl
    >>> folder = tempfile.mkdtemp()
    >>> key = rl.make_label_sheet(rl.fit_domains(rl.load_corpus("made-up")), folder=folder)
    >>> sheet = pd.read_csv(f"{folder}/labels.csv")  # Ann chooses as the fit does
    >>> sheet.assign(answer=key["right"]).to_csv(f"{folder}/labels-ann.csv", index=False)
    >>> float(rl.score_labels(folder)["precision"].min())
    1.0
    """
    return _score_sheets(Path(folder), LABELS)


def _write_sheet(
    rows: list[dict[str, object]], name: str, folder: Path, rng: np.random.Generator
) -> pd.DataFrame:
    """Write choices in random order for people, and the key, which is returned."""
    for number, row in enumerate(rows, start=1):
        row["item"] = f"i{number:03d}"
        row["choices"] = [row["choices"][place] for place in rng.permutation(len(row["choices"]))]
    folder.mkdir(parents=True, exist_ok=True)
    sheet = [
        {"item": row["item"], "text": row.get("text")}
        | {f"choice_{place}": choice for place, choice in enumerate(row["choices"], start=1)}
        | {"answer": None}
        for row in rows
    ]
    save_table(pd.DataFrame(sheet), folder / f"{name}.csv")
    key = pd.DataFrame(rows)[["item", "topic", RIGHT[name]]]
    save_table(key, folder / f"{name}-key.csv")
    return key


def _score_sheets(folder: Path, name: str) -> pd.DataFrame:
    """Score the sheets of this name that are filled in by their key."""
    key = folder / f"{name}-key.csv"
    paths = [path for path in sorted(folder.glob(f"{name}*.csv")) if path != key]
    if not paths or not key.exists():
        raise FileNotFoundError(f"{folder}: no {name}….csv beside {key.name}; give the folder of the sheet")
    sheets = pd.concat([read_table(path) for path in paths], ignore_index=True).dropna(subset=["answer"])
    if sheets.empty:
        raise TableError(f"{folder}: no answer in {', '.join(path.name for path in paths)}; fill in 'answer'")
    choices = sorted(column for column in sheets if column.startswith("choice_"))
    said = [
        row[f"choice_{row['answer']}"] if f"choice_{row['answer']}" in choices else row["answer"]
        for row in sheets.to_dict("records")
    ]
    sheets = sheets.assign(said=said).merge(read_table(key), on="item")
    sheets["hit"] = sheets["said"] == sheets[RIGHT[name]]
    rows = [
        {"topic": topic, "precision": part["hit"].mean(), **_limit(part), "n": len(part)}
        for topic, part in [("all", sheets), *sheets.groupby("topic")]
    ]
    table = pd.DataFrame(rows).assign(chance=1 / len(choices))
    return table[["topic", "precision", "low", "high", "chance", "n"]]


def _limit(answers: pd.DataFrame) -> dict[str, float]:
    """Give Wilson's limits of the part that is right, over items: at worst all say the same of one."""
    items, z = answers["item"].nunique(), norm.ppf((1 + CONFIDENCE) / 2)
    share = answers["hit"].mean()
    middle = (share + z**2 / (2 * items)) / (1 + z**2 / items)
    half = z * np.sqrt(share * (1 - share) / items + z**2 / (4 * items**2)) / (1 + z**2 / items)
    return {"low": max(middle - half, 0.0), "high": min(middle + half, 1.0)}


def _draw_passages(fit: Fit, n: int, rng: np.random.Generator) -> pd.DataFrame:
    """Draw passages of each topic from those that it has most of; of domains, none about no domain."""
    check_passages(fit)
    shares = fit.shares
    if "policy" in fit.passages:
        policy = fit.passages["policy"].to_numpy()
        shares = shares.mul(policy, axis=0)[shares.max(axis=1).to_numpy() * policy > 1 - policy]
    best = shares.idxmax(axis=1)
    sizes = best.value_counts().sort_index()
    drawn = [
        best[best == topic].iloc[rng.permutation(size)[:some]]
        for (topic, size), some in zip(sizes.items(), share_out(sizes.to_numpy(), n), strict=True)
    ]
    drawn = pd.concat(drawn).rename("topic").rename_axis("passage_id").reset_index()
    return drawn.iloc[rng.permutation(len(drawn))]


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
