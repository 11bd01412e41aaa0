"""Measure the domains of a codebook in a corpus: a `Fit` whose topics are domains, with its coded sample."""

from __future__ import annotations

import warnings
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from reformlab.corpus.choices import check_choice
from reformlab.corpus.kept import digest, find_or_make, round_bits
from reformlab.corpus.tables import Corpus, read_texts
from reformlab.corpus.versions import find_families
from reformlab.domains.classify import learn_and_tell, list_features, measure_unknown
from reformlab.domains.codebook import NONE, find_less_sure, list_domains, read_codebook
from reformlab.domains.codes import is_bundled, read_codes, read_home_terms
from reformlab.domains.others import anchor_topics, count_words, map_topics, read_words
from reformlab.topics.fit import TOP_TERMS, Fit, weigh_terms
from reformlab.topics.match import lay_out

PACKAGES = {
    "classifier": "scikit-learn",
    "dictionary": "reformlab",
    "keyatm": "topica",
    "seeded": "topica",
    "topics": "topica",
}
LEARNT = ("classifier", "topics")
CODE = ("domains/classify", "domains/fit", "domains/others", "topics/engines", "topics/fit")
CODE += ("corpus/versions",)
# Documents are dealt into so many parts; what is said of one was learnt from the others.
FOLDS = 5
UNKNOWN_TERMS = "unknown"
# A corpus that has so much more unknown terms than the bundled sample is called far from it.
FAR = 1.5
# A passage of the corpus is the one that was coded elsewhere where so much of their terms is the same.
SAME_TERMS = 0.5
_NO_TERMS = pd.DataFrame({"passage_id": [], "term": []}, dtype="str").assign(n=np.array([], dtype="int64"))
_NO_HOME = pd.DataFrame({"passage_id": [], "main": [], "heading": []}, dtype="str")


def fit_domains(
    corpus: Corpus,
    codes: pd.DataFrame | None = None,
    *,
    method: str = "classifier",
    codebook: pd.DataFrame | None = None,
    seed: int = 1,
) -> Fit:
    """Measure which domain of a codebook each passage of a corpus is about.

    Parameters
    ----------
    corpus : Corpus
    codes : DataFrame, optional
        A coded sample of this corpus, as `read_codes` gives it. With the bundled codebook the bundled
        sample is learnt from as well; alone it serves where nothing is given.
    method : {"classifier", "dictionary", "keyatm", "seeded", "topics"}
        Linear support vectors on terms, their characters and headings (`domains/classify`), learnt from
        coded passages. The others are there to be measured beside it: the words of a list
        (`read_words`), of which a passage has so many of each domain; topic models anchored by these
        words (`fit_keywords`); topics of `fit_topics`, each taken for the domain that most of its coded
        passages have.
    codebook : DataFrame, optional
        As `read_codebook` gives it, which is the default.
    seed : int
        Deals the documents into five parts. What is said of a part was learnt without it, so coded
        passages are no better known than the others, as a correction by them requires.

    Returns
    -------
    Fit
        A topic for each domain, in the order of the codebook, then ``whole``; ``topics`` has a column
        ``domain``. ``passage_topics`` (`shares`) holds the probability of each domain, given that the
        passage is about the field at all: rows sum to 1. ``passages`` has the probability that it is,
        ``policy`` (1 less that of ``none``): the probability of a domain is their product, and the
        priority of a domain in a document the sum of the products over its passages by the sum of
        ``policy``; and ``unknown``, the part of its terms that no passage learnt from has
        (`measure_distance`). ``codes`` is the coded sample, the passages of it that the corpus has:
        ``passage_id``, ``main`` (a domain, ``whole`` or ``none``), ``further``, ``probability``.

    Warns
    -----
    UserWarning
        Where nothing of the corpus is coded, and its terms are far from those learnt from.

    Raises
    ------
    ValueError
        Where the method is unknown, or no coded passage is at hand to learn from.
    TableError
        Where codes or codebook have faults.

    Examples
    --------
    >>> import reformlab as rl
    >>> fit = rl.fit_domains(rl.load_corpus("made-up"))
    >>> fit.shares.sum(axis=1).round(6).unique().tolist()
    [1.0]
    """
    check_choice("method", method, PACKAGES)
    codebook = read_codebook(codebook)
    sample = _collect_codes(corpus, codes, codebook, learns=method in LEARNT)
    passages = corpus.passages[["passage_id", "doc_id", "heading"]].sort_values("passage_id")
    n_terms = passages["passage_id"].map(corpus.terms.groupby("passage_id")["n"].sum()).fillna(0)
    passages = passages.assign(n_terms=n_terms.astype("int64"))
    dropped = passages.loc[passages["n_terms"] == 0, ["passage_id", "doc_id"]].assign(reason="no term")
    passages = passages[passages["n_terms"] > 0].reset_index(drop=True)
    inputs = {
        "method": [method, version(PACKAGES[method])],
        "domains": list_domains(codebook),
        "words": _find_words(codebook, needed=method not in LEARNT),
        "passages": passages,
        "terms": corpus.terms,
        "codes": sample.here,
        "elsewhere": sample.elsewhere,
        "families": passages["doc_id"].map(find_families(corpus)),
        "seed": seed,
    }

    told = _keep_told("fit_domains", inputs, lambda: _tell(inputs, corpus))
    if method == "classifier" and sample.here.empty:
        _warn_if_far(told[UNKNOWN_TERMS].mean())
    settings = {
        "engine": method,
        "n_topics": len(codebook) - 1,
        "seed": seed,
        "n_learnt": {"here": len(sample.here), "elsewhere": sample.elsewhere["passage_id"].nunique()},
        "versions": {name: version(name) for name in ("reformlab", "scikit-learn", "numpy")},
        "key": digest(inputs),
    }
    coded = sample.codes[sample.codes["passage_id"].isin(passages["passage_id"])].reset_index(drop=True)
    passages = passages.drop(columns="heading").assign(unknown=told.pop(UNKNOWN_TERMS))
    return _make_fit(corpus, passages, dropped, codebook, told.to_numpy(), coded, settings)


@dataclass(frozen=True)
class Sample:
    """The coded passages of a corpus: those of its sample, all to learn from, and terms of others to."""

    codes: pd.DataFrame
    here: pd.DataFrame
    elsewhere: pd.DataFrame


def _collect_codes(
    corpus: Corpus, codes: pd.DataFrame | None, codebook: pd.DataFrame, *, learns: bool
) -> Sample:
    """Collect the coded passages of the corpus, and those elsewhere that are learnt from too."""
    bundled = is_bundled(codebook["domain"])
    if codes is None and not bundled:
        if learns:
            raise ValueError("this codebook is not the bundled one; give codes, a coded sample by it")
        codes = pd.DataFrame(columns=["passage_id", "main", "probability"])
    given = None if codes is None else read_codes(codes, codebook)
    if given is not None:
        strange = ~given["passage_id"].isin(corpus.passages["passage_id"])
        if strange.all() and len(given):
            shown = ", ".join(given["passage_id"].head(3))
            raise ValueError(f"none of the coded passages is in the corpus ({shown}, …)")
        given = given[~strange]
    home, terms = (read_codes(codebook=codebook), read_home_terms()) if bundled else (_NO_HOME, _NO_TERMS)
    same = home["passage_id"].isin(_find_same(corpus, terms))
    # What cannot be found in the corpus again is learnt from, but stands for nothing in it.
    given = home[same] if given is None else given
    here = pd.concat([given, home[same & ~home["passage_id"].isin(given["passage_id"])]])
    given = given[given["probability"].notna()].sort_values("passage_id", ignore_index=True)
    here = here[["passage_id", "main"]].sort_values("passage_id", ignore_index=True)
    elsewhere = home.loc[~same, ["passage_id", "main", "heading"]].merge(terms, on="passage_id")
    return Sample(given, here, elsewhere)


def _find_same(corpus: Corpus, terms: pd.DataFrame) -> set[str]:
    """Give the passages of the bundled sample that the corpus has under the same id."""
    own = corpus.terms[corpus.terms["passage_id"].isin(terms["passage_id"])]
    both = own.merge(terms, on=["passage_id", "term"]).groupby("passage_id").size()
    sizes = [table.groupby("passage_id").size().reindex(both.index) for table in (own, terms)]
    return set(both.index[both >= SAME_TERMS * (sizes[0] + sizes[1] - both)])


def tell_home() -> pd.DataFrame:
    """Give what the classifier says of the bundled sample, each passage told without its own document.

    Returns
    -------
    DataFrame
        One row a coded passage, one column a domain, and ``unknown``.
    """
    codebook = read_codebook()
    home, terms = read_codes(codebook=codebook), read_home_terms()
    home = home.sort_values("passage_id", ignore_index=True)
    inputs = {
        "method": ["classifier", version("scikit-learn")],
        "domains": list_domains(codebook),
        "passages": home[["passage_id", "heading"]],
        "terms": terms,
        "words": read_words(codebook),
        "codes": home[["passage_id", "main"]],
        "elsewhere": _NO_HOME.merge(_NO_TERMS, on="passage_id"),
        "families": home["passage_id"].str.rpartition(":")[0],
        "seed": 1,
    }
    return _keep_told("tell_home", inputs, lambda: _classify(inputs, deal_folds(inputs["families"], 1)))


def _keep_told(what: str, inputs: dict[str, Any], make: Callable[[], np.ndarray]) -> pd.DataFrame:
    """Find what was told from these inputs before, or tell it now."""

    def tell() -> pd.DataFrame:
        with threadpool_limits(1):  # sums over several threads differ in their last digits
            return pd.DataFrame(round_bits(make()), columns=[*inputs["domains"], UNKNOWN_TERMS])

    return find_or_make(what, inputs, CODE, tell).astype(float)


def _warn_if_far(unknown: float) -> None:
    home = tell_home()[UNKNOWN_TERMS].mean()
    if unknown > FAR * home:
        warnings.warn(
            f"{unknown:.0%} of the terms of a passage are in no passage that domains were learnt from, as "
            f"against {home:.0%} at home: code some passages of this corpus (make_coding_sheet), and see "
            "measure_distance",
            stacklevel=3,
        )


def deal_folds(families: pd.Series, seed: int) -> np.ndarray:
    """Deal documents into parts by a hash of their names; copies of one text fall into one part."""
    names = families.drop_duplicates()
    parts = names.map(lambda name: zlib.crc32(f"{seed}:{name}".encode()) % FOLDS)
    return families.map(dict(zip(names, parts, strict=True))).to_numpy()


def _find_words(codebook: pd.DataFrame, *, needed: bool) -> dict[str, str]:
    """Give the words that are listed for domains; a codebook that none are listed for can do without."""
    try:
        return read_words(codebook)
    except ValueError:
        if needed:
            raise
        return {}


def _tell(inputs: dict[str, Any], corpus: Corpus) -> np.ndarray:
    """Give what a method says of every passage: passages x domains, and the part of unknown terms."""
    method, seed = inputs["method"][0], inputs["seed"]
    passages, domains = inputs["passages"], inputs["domains"]
    fold = deal_folds(inputs["families"], seed)
    if method == "classifier":
        return _classify(inputs, fold)
    if method == "topics":
        told = map_topics(corpus, passages, domains, inputs["codes"], fold=fold, seed=seed)
    else:
        terms = inputs["terms"][inputs["terms"]["passage_id"].isin(passages["passage_id"])]
        options = {} if method == "dictionary" else {"engine": method, "seed": seed}
        tell = count_words if method == "dictionary" else anchor_topics
        told = tell(passages, terms, domains, inputs["words"], **options)
    return np.column_stack([told, np.zeros(len(told))])


def _classify(inputs: dict[str, Any], fold: np.ndarray) -> np.ndarray:
    """Give the probability of each domain for every passage, learnt from other documents."""
    passages, codes, apart = inputs["passages"], inputs["codes"], inputs["elsewhere"]
    # A passage elsewhere may have the id of another one here.
    apart = apart.assign(passage_id="elsewhere " + apart["passage_id"])
    elsewhere = apart.drop_duplicates("passage_id")
    codes = codes[codes["passage_id"].isin(passages["passage_id"])]
    columns = ["passage_id", "heading"]
    features = list_features(
        pd.concat([passages[columns], elsewhere[columns]]),
        pd.concat([inputs["terms"], apart[["passage_id", "term", "n"]]]),
        inputs["words"],
    )
    here = pd.Index(passages["passage_id"]).get_indexer(codes["passage_id"])
    known = np.concatenate([here, len(passages) + np.arange(len(elsewhere))])
    labels = pd.concat([codes["main"], elsewhere["main"]], ignore_index=True)
    if labels.nunique() < 2:
        raise ValueError(f"{len(labels)} coded passages of one domain are nothing to learn from; code more")
    part_of = np.concatenate([fold[here], np.full(len(elsewhere), -1)])
    told = pd.DataFrame(0.0, index=range(len(passages)), columns=[*inputs["domains"], UNKNOWN_TERMS])
    parts = range(FOLDS) if len(here) else [-2]
    for part in tqdm(parts, "learning domains", delay=2, leave=False):
        ask = np.flatnonzero(fold == part) if len(here) else np.arange(len(passages))
        if len(ask):
            learn = known[part_of != part]
            found = learn_and_tell(features, learn, labels[part_of != part], ask)
            told.loc[ask, found.columns] = found.to_numpy()
            told.loc[ask, UNKNOWN_TERMS] = measure_unknown(features, learn, ask)
    return told.to_numpy()


def _make_fit(
    corpus: Corpus,
    passages: pd.DataFrame,
    dropped: pd.DataFrame,
    codebook: pd.DataFrame,
    told: np.ndarray,
    codes: pd.DataFrame,
    settings: dict[str, Any],
) -> Fit:
    """Give probabilities (passages x domains) as a fit."""
    told = told / told.sum(axis=1, keepdims=True)
    kept = (codebook["domain"] != NONE).to_numpy()
    policy = told[:, kept].sum(axis=1)
    shares = told[:, kept] / np.maximum(policy, np.finfo(float).tiny)[:, None]
    shares[policy <= 0] = 1 / kept.sum()
    numbers = np.arange(1, kept.sum() + 1)
    terms = corpus.terms.loc[corpus.terms["passage_id"].isin(passages["passage_id"])]
    terms = terms[["passage_id", "term", "n"]].reset_index(drop=True)
    topic_terms = weigh_terms(terms, passages, told[:, kept])
    top = topic_terms[topic_terms["rank"] <= TOP_TERMS].groupby("topic")["term"].agg(" ".join)
    listed = codebook[kept]
    topics = pd.DataFrame(
        {
            "topic": numbers,
            "domain": listed["domain"].to_numpy(),
            "label": _name_domains(listed, "zh"),
            "label_en": _name_domains(listed, "en"),
            "share": told[:, kept].sum(axis=0) / max(policy.sum(), np.finfo(float).tiny),
            "top_terms": top.reindex(numbers).fillna("").to_numpy(),
        }
    )
    return Fit(
        topics=topics,
        topic_terms=topic_terms,
        passage_topics=lay_out({"passage_id": passages["passage_id"], "topic": numbers}, share=shares),
        passages=passages.assign(policy=policy),
        terms=terms,
        documents=corpus.documents,
        dropped=dropped.reset_index(drop=True),
        settings=settings,
        codes=codes,
    )


def _name_domains(listed: pd.DataFrame, language: str) -> list[str]:
    """Return the names of domains, each with its F1 where the classifier finds it less surely."""
    less = read_texts("figures")[language]["less surely"]
    names = listed[f"name_{language}"].tolist()
    if "f1" not in listed:
        return names
    rows = zip(
        names, pd.to_numeric(listed["f1"], errors="coerce"), find_less_sure(listed[["f1"]]), strict=True
    )
    return [name + (less.format(f1=f1) if unsure else "") for name, f1, unsure in rows]
