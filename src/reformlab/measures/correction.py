"""The error of a classifier of passages, taken out of what documents say, and into the interval.

A classifier errs, and not alike for both levels: one level's other words alone make a gap. Of a coded
sample, drawn with known probabilities, the truth is known: how far predictions lie beside it on average
is taken off all documents of a level and era, and what each coded document adds to that average is an
error that the document brings along, as it brings its own priority. So clusters, degrees of freedom and
limits stay those of documents.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformlab.corpus.periods import name_periods
from reformlab.corpus.tables import UNKNOWN

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit

# Coded passages and documents of a stratum: eras of a level and kind that have fewer are taken together.
LEAST_CODED = np.array([40, 4])
# With coded passages in fewer documents, it cannot be told how far the correction may be wrong.
MIN_CODED_DOCUMENTS = 5
# No document is taken to speak of the subject in less than this part of its passages.
LEAST_ON_SUBJECT = 0.05


class FewCodedWarning(UserWarning):
    """Levels and kinds are left out, because too little of them is coded to correct by."""


@dataclass(frozen=True)
class Correction:
    """What the coded sample says of every document.

    Attributes
    ----------
    values, uncorrected : array, documents x topics
        Priorities, corrected by what is wrong on average in the document's stratum; as predicted.
    stratum : array, documents
        Which documents are corrected together: those of a level, kind and era, or several eras.
    error : array, documents x topics
        What a document adds to the error of its stratum's correction; 0 for a document not coded.
    alone : array, documents x topics
        What it would add if the coded passages alone were averaged.
    n_coded : array, documents
    """

    values: np.ndarray
    uncorrected: np.ndarray
    stratum: np.ndarray
    error: np.ndarray
    alone: np.ndarray
    n_coded: np.ndarray

    def pick(self, rows: np.ndarray) -> Correction:
        """Give the correction of some documents; those of one stratum belong together."""
        return Correction(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))

    def read(self, whole: np.ndarray, spoken: np.ndarray) -> Correction:
        """Take what codes say of documents that are coded whole (`spoken`, coded passages by topic)."""
        exact = divide(spoken)[0]
        parts = {"values": exact, "error": 0.0, "alone": 0.0}
        parts = {name: np.where(whole[:, None], new, getattr(self, name)) for name, new in parts.items()}
        return replace(self, **parts)

    def weigh(self, pull: np.ndarray) -> np.ndarray:
        """Say how much of each document's error is in a sum of documents weighted by `pull`.

        As much as the documents of its stratum weigh together: the correction is theirs in common.
        """
        return np.bincount(self.stratum, weights=pull)[self.stratum]

    def spread(self, pull: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
        """Give the variance of the correction in such a sum, of coded passages alone, and their number."""
        weights = self.weigh(pull)
        of_error, of_alone = (np.square(weights) @ np.square(part) for part in (self.error, self.alone))
        return of_error, of_alone, int(self.n_coded[weights != 0].sum())

    def find_errors(self) -> np.ndarray:
        """Give the standard error of the correction of every document (documents x topics)."""
        return np.sqrt(sum_groups(self.stratum, np.square(self.error)))[self.stratum]

    def draw(self, pull: np.ndarray, n: int, rng: np.random.Generator) -> np.ndarray:
        """Draw errors of such a sum (draws x topics): documents weighed by chance."""
        weights = self.weigh(pull)
        coded = (weights != 0) & (self.n_coded > 0)
        return rng.standard_normal((n, int(coded.sum()))) @ (weights[:, None] * self.error)[coded]


def is_coded(fit: Fit) -> bool:
    """Say whether a fit carries a coded sample that was drawn: passages with known probabilities."""
    codes = getattr(fit, "codes", None)
    return codes is not None and bool(codes["probability"].notna().any())


def is_domains(fit: Fit) -> bool:
    """Say whether a fit measures domains: its shares are probabilities of whole passages."""
    return "domain" in getattr(fit, "topics", ())


def is_read(fit: Fit) -> bool:
    """Say whether another program made the shares of a fit (`read_shares`): they stand as they are."""
    from reformlab.topics.engines import ELSEWHERE

    return fit.settings.get("engine") == ELSEWHERE


def is_modelled(fit: Fit) -> bool:
    """Say whether a fit is one of topics that a model found in the words, and can be made again."""
    from reformlab.topics.engines import ENGINES

    return fit.settings.get("engine") in ENGINES


def predict_documents(fit: Fit) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Give what a classifier says of every document.

    Returns
    -------
    about : DataFrame
        The documents with passages in the fit, as in ``fit.documents``.
    document : array, passages
        The row of each passage's document.
    told : array, passages x topics
        The probability of each domain; what is missing to 1 is that of none.
    """
    of_document = fit.passages["doc_id"].to_numpy()
    about = fit.documents[fit.documents["doc_id"].isin(of_document)].reset_index(drop=True)
    document = pd.Index(about["doc_id"]).get_indexer(of_document)
    policy = fit.passages["policy"].to_numpy() if "policy" in fit.passages else np.ones(len(document))
    return about, document, fit.shares.to_numpy() * policy[:, None]


def find_codes(fit: Fit) -> tuple[np.ndarray, pd.DataFrame]:
    """Give the codes of passages that were drawn, and their rows among the passages of the fit."""
    at = pd.Index(fit.passages["passage_id"]).get_indexer(fit.codes["passage_id"])
    drawn = (at >= 0) & fit.codes["probability"].notna().to_numpy()
    return at[drawn], fit.codes[drawn]


def mean_of_documents(document: np.ndarray, told: np.ndarray) -> np.ndarray:
    """Give the mean over each document's passages (documents x topics)."""
    return sum_groups(document, told) / np.bincount(document)[:, None]


def sum_groups(groups: np.ndarray, values: np.ndarray, n: int | None = None) -> np.ndarray:
    """Give the sum of the rows of each group, numbered from 0 (groups x columns)."""
    sums = np.zeros((groups.max() + 1 if n is None else n, values.shape[1]))
    np.add.at(sums, groups, values)
    return sums


def divide(parts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the parts of each row in their sum, and the sum, which is no less than `LEAST_ON_SUBJECT`."""
    whole = np.maximum(parts.sum(axis=1, keepdims=True), LEAST_ON_SUBJECT)
    return parts / whole, whole


def correct_documents(fit: Fit) -> tuple[pd.DataFrame, Correction]:
    """Correct the priorities of all documents by the coded sample of a fit.

    Returns
    -------
    about : DataFrame
        One row a document with passages in the fit, as in ``fit.documents``; without those of a level
        and kind of which hardly anything is coded, with a warning.
    correction : Correction
        Rows as in `about`, topics as in ``fit.topics``.

    Notes
    -----
    A document that is coded whole is what its codes say; no classifier stands between.

    For the others, a difference estimator by strata (Särndal, Swensson and Wretman 1992, Model Assisted
    Survey Sampling, ch. 6), which is design-based supervised learning (Egami, Hinck, Stewart and Wei 2023,
    NeurIPS 36) with predictions recalibrated in each stratum; prediction-powered inference (Angelopoulos et
    al. 2023, Science 382) where strata and documents are one. Residuals are weighted by the inverse of the
    probability and the size of the document, and the mean is divided by the sum of these weights
    (Hájek). Where shares do not sum to 1, the rest being no subject of the codebook, a
    priority is a ratio, and its residual is linearised at the recalibrated shares; what is told of no
    subject is first brought down to what is true of it. docs/coverage_domains.md
    tells what else was tried.
    """
    about, document, told = predict_documents(fit)
    at, codes = find_codes(fit)
    probability = codes["probability"].to_numpy(dtype=float)
    n_coded, whole = _count_coded(about, document, at, probability)
    stratum = np.full(len(about), -1)
    stratum[~whole] = cut_strata(about[~whole], n_coded[~whole])
    stratum[whole] = stratum.max() + 1 + np.arange(whole.sum())
    _tell_left_out(name_groups(about)[stratum < 0], len(about))
    truth = (codes["main"].to_numpy()[:, None] == fit.topics["domain"].to_numpy()).astype(float)
    spoken = sum_groups(document[at], truth, len(about))
    inside = stratum[document[at]] >= 0
    weights = 1 / (np.bincount(document)[document[at]] * probability)
    sample = Sample(document[at][inside], weights[inside], stratum)
    correction = correct_shares(document, told, at[inside], truth[inside], sample).read(whole, spoken)
    # What is coded whole and speaks of no domain has no priorities.
    kept = (stratum >= 0) & ~(whole & ~spoken.any(axis=1))
    return about[kept].reset_index(drop=True), correction.pick(kept)


def list_whole(fit: Fit) -> pd.DataFrame:
    """List the documents of a fit, and whether each is coded whole (`whole`): what its codes say counts."""
    about, document, _ = predict_documents(fit)
    at, codes = find_codes(fit)
    _, whole = _count_coded(about, document, at, codes["probability"].to_numpy(dtype=float))
    return about.assign(whole=whole)


def _count_coded(
    about: pd.DataFrame, document: np.ndarray, at: np.ndarray, probability: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Count the coded passages of each document, and say which are coded whole."""
    n_coded, n_sure = (np.bincount(document[at], rows, len(about)) for rows in (None, probability == 1))
    return n_coded, find_whole(about, n_coded, n_sure == np.bincount(document))


def find_whole(about: pd.DataFrame, n_coded: np.ndarray, sure: np.ndarray) -> np.ndarray:
    """Say which documents are coded whole, so that no classifier stands between.

    Parameters
    ----------
    sure : array of bool, documents
        Every passage was to be coded, and is. Where the others of a level and kind are not coded enough to
        be corrected by themselves, these help to correct them, and none counts as coded whole.
    """
    rest = pd.DataFrame({"group": name_groups(about), "rest": ~sure, "coded": ~sure & (n_coded > 0)})
    rest = rest.groupby("group").transform("sum")
    return sure & ((rest["rest"] == 0) | (rest["coded"] >= MIN_CODED_DOCUMENTS)).to_numpy()


def name_groups(about: pd.DataFrame) -> pd.Series:
    """Name the level and kind of each document: what is corrected together, but for eras."""
    level, kind = (about[name].astype("str").fillna(UNKNOWN) for name in ("level", "kind"))
    return level + " / " + kind


def correct_shares(
    document: np.ndarray, told: np.ndarray, at: np.ndarray, truth: np.ndarray, sample: Sample
) -> Correction:
    """Correct mean shares of documents by what was told of coded passages, and what is true of them.

    Parameters
    ----------
    document : array, passages
    told : array, passages x topics
    at : array of int, coded passages
        Their rows among the passages.
    truth : array, coded passages x topics
    sample : Sample
    """
    uncorrected, _ = divide(mean_of_documents(document, told))
    told = sample.allow_subject(document, told, truth)
    shares = mean_of_documents(document, told)
    document, wrong = sample.document, truth - told[at]
    off, _ = sample.average(wrong)
    ratio, whole = divide(shares + off)
    more, error = sample.average(_take_ratio(wrong - off[document], ratio[document], whole[document]))
    usual, _ = divide(sample.average(truth)[0])
    _, alone = sample.average(_take_ratio(truth, usual[document], whole[document]))
    n_coded = np.bincount(document, minlength=len(shares))
    return Correction(ratio + more, uncorrected, sample.stratum, error, alone, n_coded)


def _take_ratio(parts: np.ndarray, ratio: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Give what each passage adds to the ratio of its document, to the first order."""
    return (parts - ratio * parts.sum(axis=1, keepdims=True)) / whole


@dataclass(frozen=True)
class Sample:
    """The coded passages.

    Attributes
    ----------
    document, weights : array, coded passages
        The row of each one's document, and how much of its document it stands for.
    stratum : array, documents
        Of all documents.
    """

    document: np.ndarray
    weights: np.ndarray
    stratum: np.ndarray

    def allow_subject(self, document: np.ndarray, told: np.ndarray, truth: np.ndarray) -> np.ndarray:
        """Take passages for beside the subject no more than is true of them in their stratum.

        A classifier learns from passages of all sorts, and takes too many for none of the domains. In a
        document of few passages that leaves hardly any to be parts of, and one coded passage of it would
        outweigh all others. What is told of none shrinks by one factor in each stratum, so that its mean
        over all documents is the coded one; the domains share what it leaves.
        """
        about = told.sum(axis=1, keepdims=True)
        beside = mean_of_documents(document, 1 - about)
        n = self.stratum.max() + 1
        # Documents of no stratum (-1) are left out later.
        inside = self.stratum >= 0
        sums = np.bincount(self.stratum[inside], beside[inside, 0], n)
        of_stratum = sums / np.bincount(self.stratum[inside], minlength=n)
        true = 1 - self.average(truth)[0].sum(axis=1)
        factor = np.clip(true / np.maximum(of_stratum[self.stratum], np.finfo(float).eps), 0, 1)
        left = 1 - factor[document][:, None] * (1 - about)
        return told * left / np.maximum(about, np.finfo(float).eps)

    def average(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Give the weighted mean of each document's stratum, and what each document adds to its error."""
        of_passage = self.stratum[self.document]
        total = np.bincount(of_passage, weights=self.weights)
        means = sum_groups(of_passage, self.weights[:, None] * values) / total[:, None]
        parts = self.weights / total[of_passage]
        apart = parts[:, None] * (values - means[of_passage])
        added = sum_groups(self.document, apart, len(self.stratum))
        # A document draws the mean towards itself.
        own = np.bincount(self.document, weights=parts, minlength=len(self.stratum))
        added /= np.sqrt(np.maximum(1 - own, np.finfo(float).eps))[:, None]
        return means[self.stratum], added


def cut_strata(about: pd.DataFrame, n_coded: np.ndarray) -> np.ndarray:
    """Give the stratum of each document: eras of a level and kind, together until enough is coded.

    Numbered from 0; -1 where too few documents of a level and kind are coded to correct any.
    """
    table = pd.DataFrame(
        {
            "group": name_groups(about).to_numpy(),
            "era": name_periods(about["year"], "era", None).codes,
            "passages": n_coded,
            "documents": (n_coded > 0).astype(int),
        }
    )
    stratum, number = np.full(len(table), -1), 0
    for _, group in table.groupby("group"):
        eras = group.groupby("era")[["passages", "documents"]].sum()
        rest = eras.to_numpy().sum(axis=0)
        if rest[1] < MIN_CODED_DOCUMENTS:
            continue
        collected = np.zeros(2)
        for era, counts in zip(eras.index, eras.to_numpy(), strict=True):
            stratum[group.index[group["era"] == era]] = number
            collected, rest = collected + counts, rest - counts
            if (collected >= LEAST_CODED).all() and (rest >= LEAST_CODED).all():
                number, collected = number + 1, np.zeros(2)
        number += 1
    return stratum


def _tell_left_out(groups: pd.Series, n_documents: int) -> None:
    """Warn of levels and kinds that cannot be corrected, and refuse where nothing is left."""
    if len(groups) == n_documents:
        raise ValueError(
            f"passages of fewer than {MIN_CODED_DOCUMENTS} documents of any level and kind are coded; "
            "code more, or measure what is predicted with corrected=False"
        )
    if len(groups):
        warnings.warn(
            f"left out, because passages of fewer than {MIN_CODED_DOCUMENTS} of their documents are coded, "
            f"and not all of all: {', '.join(sorted(set(groups)))}; "
            "corrected=False measures them as they are predicted",
            FewCodedWarning,
            stacklevel=5,
        )
