"""How well domains are told, and how well people code: beside passages whose domain is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from sklearn.metrics import precision_recall_fscore_support

from reformlab.corpus.periods import name_periods
from reformlab.domains.codebook import NONE
from reformlab.topics.fit import Fit

ALL, MACRO = "all", "macro"
SCORES = ["method", "part", "group", "domain", "precision", "recall", "f1", "bias", "calibration", "n"]
BINS = 10
_GROUPS = ("level", "kind", "year")


def score_domains(told: Fit | pd.DataFrame, codes: pd.DataFrame | None = None) -> pd.DataFrame:
    """Score what is said of passages against what readers say of them.

    Parameters
    ----------
    told : Fit or DataFrame
        A fit of domains, or probabilities: passages x domains, ``none`` among them, the index the
        ``passage_id``. What is said of these passages must not be learnt from them, as `fit_domains` sees
        to.
    codes : DataFrame, optional
        As `read_codes` gives them; those on the fit unless given. Where they have a column ``part``,
        each part is scored by itself, else all are the part ``all``. Passages without a
        ``probability`` are passed over.

    Returns
    -------
    DataFrame
        One row a part, group and domain: ``method``, ``part``, ``group`` (``all``, then levels, kinds
        of document, eras; of probabilities where codes have ``level``, ``kind``, ``year``), ``domain``,
        ``precision``, ``recall``, ``f1`` (of the likeliest domain, each coded passage counted once;
        missing where there is nothing of the domain), ``bias`` (of the domain's priority in percentage
        points: told less coded, each passage by what it stands for, 1 / ``probability``; of ``none`` of
        its part of all passages), ``calibration`` (how far the probabilities are from how often the
        domain is right, on average over ten groups of passages by probability; 0 is perfect), ``n``
        (passages coded so). The row ``macro`` has the mean over the domains and ``whole`` that the group
        has, and of ``bias`` the mean without its sign.

    Raises
    ------
    ValueError
        Where no coded passage is in the fit.

    Examples
    --------
    >>> import reformlab as rl
    >>> fit = rl.fit_domains(rl.load_corpus("work-reports"))
    >>> scores = rl.score_domains(fit).query("domain == 'macro' and group == 'all'").set_index("part")
    >>> bool(scores.loc["test", "f1"] > 0.6)
    True
    """
    method = "given"
    if isinstance(told, Fit):
        method = told.settings["engine"]
        codes = _describe(told, told.codes if codes is None else codes)
        told = tell_probabilities(told)
    codes = codes[codes["passage_id"].isin(told.index) & codes["probability"].notna()]
    if codes.empty:
        raise ValueError("no coded passage is in the fit; score it by codes of passages of its corpus")
    codes = codes.assign(part=codes.get("part", ALL)).reset_index(drop=True)
    rows = []
    for part, of_part in codes.groupby("part"):
        for group, here in _list_groups(of_part):
            scores = _score(told.loc[here["passage_id"]], here)
            rows += [{"part": part, "group": group, **row} for row in scores]
    return pd.DataFrame(rows).assign(method=method)[SCORES]


def score_coders(sheets: pd.DataFrame, gold: pd.DataFrame) -> pd.DataFrame:
    """Score what coders said of passages against codes that were settled.

    Parameters
    ----------
    sheets : DataFrame
        One row a passage and coder, as `read_sheets` gives: ``passage_id``, ``coder``, ``main``, and
        ``level`` where scores by level are wanted.
    gold : DataFrame
        As `read_codes` gives.

    Returns
    -------
    DataFrame
        One row a coder, group (``all``, then levels) and domain: ``coder``, ``group``, ``domain``,
        ``precision``, ``recall``, ``f1``, ``n`` (passages of the gold). The row ``macro`` has the means
        over domains and ``whole``.

    Raises
    ------
    ValueError
        Where coders and gold have no passage in common.

    Examples
    --------
    >>> import pandas as pd, reformlab as rl
    >>> gold = pd.DataFrame({"passage_id": ["a:1", "a:2"], "main": ["x", "y"]})
    >>> rl.score_coders(gold.assign(coder="1"), gold)["f1"].tolist()
    [1.0, 1.0, 1.0]
    """
    both = sheets.merge(gold[["passage_id", "main"]], on="passage_id", suffixes=("", "_gold"))
    if both.empty:
        raise ValueError("coders and gold have no passage in common; give the gold of these passages")
    levels = list(both["level"].dropna().unique()) if "level" in both else []
    rows = []
    for coder, said in both.groupby("coder"):
        for group in [ALL, *levels]:
            here = said if group == ALL else said[said["level"] == group]
            scores = compare_codes(here["main"], here["main_gold"])
            rows += [{"coder": coder, "group": group, **row} for row in scores]
    return pd.DataFrame(rows)


def tell_probabilities(fit: Fit) -> pd.DataFrame:
    """Give the probability of each domain and of ``none`` (passages x domains; rows sum to 1)."""
    shares = fit.shares.set_axis(fit.topics["domain"].to_numpy(), axis=1)
    policy = fit.passages["policy"].to_numpy()
    return shares.mul(policy, axis=0).assign(**{NONE: 1 - policy})


def compare_codes(
    said: pd.Series, right: pd.Series, domains: Sequence[str] | None = None
) -> list[dict[str, object]]:
    """Give precision, recall and F1 of each domain, then their means over all but ``none``."""
    named = {*said, *right}
    order = sorted(named, key=lambda name: (name == NONE, name)) if domains is None else domains
    order = [domain for domain in order if domain in named]
    found = precision_recall_fscore_support(right, said, labels=order, zero_division=np.nan)
    table = pd.DataFrame(dict(zip(("precision", "recall", "f1", "n"), found, strict=True)))
    table.insert(0, "domain", order)
    own = table[(table["domain"] != NONE) & (table["n"] > 0)]
    means = own[["precision", "recall", "f1"]].fillna(0).mean()
    return [*table.to_dict("records"), {"domain": MACRO, **means, "n": len(right)}]


def _describe(fit: Fit, codes: pd.DataFrame) -> pd.DataFrame:
    """Add what is known of the documents of coded passages."""
    about = fit.passages[["passage_id", "doc_id"]].merge(fit.documents, on="doc_id")
    return codes.merge(about[["passage_id", *_GROUPS]], on="passage_id", how="left", suffixes=("_coded", ""))


def _list_groups(codes: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Give the coded passages, then those of each level, kind and era, if there are several."""
    yield ALL, codes
    for name in [name for name in _GROUPS if name in codes]:
        by = name_periods(codes[name], "era", None) if name == "year" else codes[name]
        groups = codes.groupby(by, observed=True)
        if groups.ngroups > 1:
            yield from ((str(group), rows) for group, rows in groups)


def _score(told: pd.DataFrame, codes: pd.DataFrame) -> list[dict[str, object]]:
    domains = list(told.columns)
    chances, right = told.to_numpy(), codes["main"].to_numpy(dtype=object)
    said = pd.Series(np.array(domains, dtype=object)[chances.argmax(axis=1)])
    coded = (right[:, None] == np.array(domains, dtype=object)).astype(float)
    stands_for = 1 / codes["probability"].to_numpy(dtype=float)
    told_of, coded_of = (_priorities(of, stands_for, domains) for of in (chances, coded))
    bias = dict(zip(domains, 100 * (told_of - coded_of), strict=True))
    off = {domain: _calibrate(chances[:, k], coded[:, k]) for k, domain in enumerate(domains)}
    own = [domain for domain in domains if domain != NONE]
    bias[MACRO] = np.mean([abs(bias[domain]) for domain in own])
    off[MACRO] = np.mean([off[domain] for domain in own])
    scores = compare_codes(said, pd.Series(right), domains)
    return [row | {"bias": bias[row["domain"]], "calibration": off[row["domain"]]} for row in scores]


def _priorities(chances: np.ndarray, stands_for: np.ndarray, domains: list[str]) -> np.ndarray:
    """Give each domain's part of what is about the field, and the part of ``none`` in all passages."""
    sums = stands_for @ chances
    kept = np.array(domains) != NONE
    return np.where(kept, sums / max(sums[kept].sum(), 1e-300), sums / sums.sum())


def _calibrate(chance: np.ndarray, right: np.ndarray) -> float:
    """Give the distance of probabilities from frequencies, over passages in ten groups by probability."""
    order = np.argsort(chance, kind="stable")
    groups = np.array_split(order, min(BINS, len(order)))
    return sum(abs(chance[rows].sum() - right[rows].sum()) for rows in groups) / len(order)
