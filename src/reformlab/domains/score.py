"""How well domains are told, and how well people code: beside passages whose domain is known."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from reformlab.corpus.periods import name_periods
from reformlab.domains.codebook import NONE
from reformlab.topics.fit import Fit

ALL, MACRO = "all", "macro"
SCORES = ["method", "part", "group", "domain", "precision", "recall", "f1", "bias", "calibration", "n"]
BINS = 10


def score_domains(fit: Fit, codes: pd.DataFrame | None = None) -> pd.DataFrame:
    """Score what a fit of domains says of passages against what readers say of them.

    Parameters
    ----------
    fit : Fit
        Of domains; what it says of these passages must not be learnt from them, as `fit_domains` sees
        to.
    codes : DataFrame, optional
        As `read_codes` gives them; those on the fit unless given. Where they have a column ``part``,
        each part is scored by itself, else all are the part ``all``.

    Returns
    -------
    DataFrame
        One row a part, group and domain: ``method``, ``part``, ``group`` (``all``, then levels, kinds
        of document, eras), ``domain``, ``precision``, ``recall``, ``f1`` (of the likeliest domain, each
        coded passage counted once; missing where there is nothing of the domain), ``bias`` (of the
        domain's priority in percentage points: told less coded, each passage by what it stands for, 1 /
        ``probability``; of ``none`` of its part of all passages), ``calibration`` (how far the
        probabilities are from how often the domain is right, on average over ten groups of passages by
        probability; 0 is perfect), ``n`` (passages coded so). The row ``macro`` has the mean over the
        domains and ``whole`` that the group has, and of ``bias`` the mean without its sign.

    Raises
    ------
    ValueError
        Where no coded passage is in the fit.

    Examples
    --------
    >>> import reformlab as rl
    >>> fit = rl.fit_domains(rl.load_corpus("work-reports"))  # doctest: +SKIP
    >>> rl.score_domains(fit).query("domain == 'macro' and group == 'all'")  # doctest: +SKIP
    """
    codes = fit.codes if codes is None else codes
    told = tell_probabilities(fit)
    codes = codes[codes["passage_id"].isin(told.index) & codes["probability"].notna()]
    if codes.empty:
        raise ValueError("no coded passage is in the fit; score it by codes of passages of its corpus")
    told = told.loc[codes["passage_id"]].reset_index(drop=True)
    codes = codes.reset_index(drop=True)
    rows = []
    for part, in_part in (
        [*codes.groupby("part").indices.items()] if "part" in codes else [(ALL, codes.index)]
    ):
        for group, rows_of in _list_groups(fit, codes.iloc[in_part]):
            at = np.asarray(in_part)[rows_of]
            rows += [{"part": part, "group": group, **row} for row in _score(told.iloc[at], codes.iloc[at])]
    return pd.DataFrame(rows).assign(method=fit.settings["engine"])[SCORES]


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


def compare_codes(said: pd.Series, right: pd.Series) -> list[dict[str, object]]:
    """Give precision, recall and F1 of each domain, then their means over all but ``none``."""
    said, right = said.to_numpy(dtype=object), right.to_numpy(dtype=object)
    rows: list[dict[str, object]] = []
    for domain in sorted({*said, *right}, key=lambda name: (name == NONE, name)):
        hits, n_said = int(((said == domain) & (right == domain)).sum()), int((said == domain).sum())
        n = int((right == domain).sum())
        rows.append(
            {
                "domain": domain,
                "precision": hits / n_said if n_said else np.nan,
                "recall": hits / n if n else np.nan,
                "f1": 2 * hits / (n_said + n),
                "n": n,
            }
        )
    own = pd.DataFrame([row for row in rows if row["domain"] != NONE and row["n"]])
    means = {
        name: own[name].fillna(0).mean() if len(own) else np.nan for name in ("precision", "recall", "f1")
    }
    return [*rows, {"domain": MACRO, **means, "n": len(right)}]


def _list_groups(fit: Fit, codes: pd.DataFrame) -> Iterator[tuple[str, np.ndarray]]:
    """Give the groups of coded passages by what is known of their documents, as rows."""
    yield ALL, np.arange(len(codes))
    doc = codes["passage_id"].map(fit.passages.set_index("passage_id")["doc_id"])
    about = fit.documents.set_index("doc_id").loc[doc].reset_index()
    about["era"] = name_periods(about["year"], "era", None)
    for name in ("level", "kind", "era"):
        groups = about.groupby(name, observed=True).indices
        if len(groups) > 1:
            yield from ((str(group), rows) for group, rows in groups.items())


def _score(told: pd.DataFrame, codes: pd.DataFrame) -> list[dict[str, object]]:
    domains = list(told.columns)
    chances, right = told.to_numpy(), codes["main"].to_numpy(dtype=object)
    said = pd.Series(np.array(domains, dtype=object)[chances.argmax(axis=1)])
    coded = (right[:, None] == np.array(domains, dtype=object)).astype(float)
    stands_for = 1 / codes["probability"].to_numpy(dtype=float)
    bias = dict(
        zip(
            domains,
            100 * (_priorities(chances, stands_for, domains) - _priorities(coded, stands_for, domains)),
            strict=True,
        )
    )
    off = dict(
        zip(domains, (_calibrate(chances[:, k], coded[:, k]) for k in range(len(domains))), strict=True)
    )
    own = [domain for domain in domains if domain != NONE]
    bias[MACRO] = np.mean([abs(bias[domain]) for domain in own])
    off[MACRO] = np.mean([off[domain] for domain in own])
    scores = compare_codes(said, pd.Series(right))
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
