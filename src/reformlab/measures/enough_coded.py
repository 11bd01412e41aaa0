"""Measures that are corrected by the coded sample where enough is coded, and as predicted elsewhere."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from reformlab.corpus.choices import say_count
from reformlab.corpus.tables import GAP, UNKNOWN
from reformlab.measures.correction import MIN_CODED_DOCUMENTS, FewCodedWarning, is_coded
from reformlab.measures.gap import measure_priorities

if TYPE_CHECKING:
    from reformlab.corpus.tables import Corpus
    from reformlab.topics.fit import Fit

KEYS = ["kind", "level"]


@dataclass(frozen=True)
class Corrected:
    """Which documents are corrected, as `find_corrected` finds it; ``measure`` measures by it.

    Attributes
    ----------
    any : bool
        Whether there is a kind and level of which enough is coded.
    left : DataFrame
        Where there is, those of which too little is: ``kind``, ``level``, ``n_docs``, ``n_coded``
        (documents with coded passages).
    """

    any: bool
    left: pd.DataFrame

    def leaves(self, kind: str, level: str | None = None) -> bool:
        """Say whether documents of this kind (at this level) are shown as they are predicted."""
        rows = self.left[self.left["kind"] == kind]
        return bool(len(rows) if level is None else (rows["level"] == level).any())

    def measure(self, measure: Callable[..., pd.DataFrame], fit: Fit, **options: Any) -> pd.DataFrame:
        """Measure; what cannot be corrected stands as predicted, so that nothing vanishes.

        What compares two levels is of one sort: as predicted, where either side cannot be corrected.

        Parameters
        ----------
        measure : function
            Such as `measure_gap`: it takes a fit, and ``corrected``.
        fit : Fit
        **options
            Of the measure.

        Returns
        -------
        DataFrame
            As the measure gives it. Where something is corrected, ``corrected`` says which rows are.
        """
        if not self.any:
            return _measure_quietly(measure, fit, corrected=False, **options)
        if self.left.empty:
            return _measure_quietly(measure, fit, corrected=True, **options).assign(corrected=True)
        plain = _measure_quietly(measure, fit, corrected=False, **options).assign(corrected=False)
        try:
            table = _measure_quietly(measure, fit, corrected=True, **options)
        except ValueError:  # what is corrected is too little for this measure
            return plain[self._find_left(plain)].reset_index(drop=True)
        table = table.assign(corrected=True)
        parts = [table[~self._find_left(table)], plain[self._find_left(plain)]]
        return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)

    def _find_left(self, table: pd.DataFrame) -> pd.Series:
        """Say of each row whether it is of what is not corrected."""
        levels = table["level"] if "level" in table else pd.Series(GAP, table.index)
        pairs = zip(table["kind"], levels, strict=True)
        left = [self.leaves(kind, None if level == GAP else level) for kind, level in pairs]
        return pd.Series(left, table.index, dtype=bool)


def find_corrected(fit: Fit) -> Corrected:
    """Find of which kinds and levels enough is coded to correct by, so that the others can stay as predicted.

    Parameters
    ----------
    fit : Fit
        Of domains.

    Returns
    -------
    Corrected
        ``left`` lists the kinds and levels of which too little is coded; ``measure(measure_gap, fit)``
        measures all, and says in a column ``corrected`` which rows are.

    Examples
    --------
    >>> import reformlab as rl
    >>> corpus = rl.load_corpus("made-up")
    >>> fit = rl.fit_domains(corpus)
    >>> corrected = rl.find_corrected(fit)
    >>> corrected.any  # nothing of it is coded
    False
    >>> len(corrected.measure(rl.measure_priorities, fit, quick=True)) > 0
    True
    """
    plain = measure_priorities(fit, quick=True, progress=False, corrected=False)
    plain = plain[[*KEYS, "n_docs"]].drop_duplicates(KEYS)
    nothing = plain.head(0).assign(n_coded=0)
    if not is_coded(fit):
        return Corrected(False, nothing)
    try:
        found = _measure_quietly(measure_priorities, fit, quick=True, progress=False)
    except ValueError:
        return Corrected(False, nothing)
    left = plain[~plain.set_index(KEYS).index.isin(found.set_index(KEYS).index)]
    drawn = fit.codes.loc[fit.codes["probability"].notna(), "passage_id"]
    coded = fit.documents["doc_id"].isin(fit.passages.loc[fit.passages["passage_id"].isin(drawn), "doc_id"])
    n_coded = _count(fit.documents[coded]).rename("n_coded").reset_index()
    left = left.merge(n_coded, on=KEYS, how="left").fillna({"n_coded": 0}).astype({"n_coded": "int64"})
    return Corrected(True, left)


def list_uncorrected(corpus: Corpus, design: pd.DataFrame) -> list[str]:
    """Say before anything is coded which kinds and levels a draw of passages will not correct.

    Parameters
    ----------
    corpus : Corpus
    design : DataFrame
        As `make_coding_sheet` gives it.

    Examples
    --------
    >>> import pandas as pd, reformlab as rl
    >>> corpus = rl.load_corpus("made-up")
    >>> list_uncorrected(corpus, corpus.passages[["doc_id"]].head(1))[0][:40]
    'Note: key-tasks, provincial: passages of'
    """
    drawn = design["doc_id"].value_counts()
    to_code = corpus.passages["passage_id"].isin(corpus.terms["passage_id"])
    whole = corpus.passages.loc[to_code, "doc_id"].value_counts().eq(drawn)
    rest = _count(corpus.documents[~corpus.documents["doc_id"].isin(whole[whole].index)])
    counts = _count(corpus.documents[corpus.documents["doc_id"].isin(drawn.index)])
    return [
        f"Note: {kind}, {level}: passages of {say_count(n, 'document')} are drawn; the classifier's "
        f"error can be taken off where {MIN_CODED_DOCUMENTS} are, so these will stand uncorrected"
        for (kind, level), n in counts.items()
        if n < MIN_CODED_DOCUMENTS and (kind, level) in rest.index
    ]


def _count(documents: pd.DataFrame) -> pd.Series:
    """Count documents by kind and level."""
    return documents[KEYS].astype("object").fillna(UNKNOWN).astype("str").value_counts()


def _measure_quietly(measure: Callable[..., pd.DataFrame], fit: Fit, **options: Any) -> pd.DataFrame:
    """Measure without a warning of what `find_corrected` lists."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FewCodedWarning)
        return measure(fit, **options)
