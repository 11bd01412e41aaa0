"""Count how often corrected gaps of domains hold the truth, and raise false alarms; `make coverage-domains`.

Every simulation is a panel drawn with `simulate_statements`: a classifier that errs more at one level
than at the other, and a coded sample. Simulations stand in ``_build/coverage-domains`` as they come, one
file a cell; what stands there is not done again. After a change of the method, delete them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import studies
from studies import DOCS, ROOT, run_command, run_study, write_between

from reformlab import fit_domains, read_codebook, simulate_statements
from reformlab.corpus.tables import SIDES
from reformlab.measures.correction import Sample, correct_shares, cut_strata, find_whole, sum_groups
from reformlab.measures.estimates import Documents
from reformlab.measures.intervals import limit_difference, measure_dispersion
from reformlab.measures.priorities import Evidence, collect_evidence, name_unknown, pair_documents
from reformlab.simulate.statements import Drawn

RESULT = DOCS / "results" / "coverage_domains.csv"
PAGE = DOCS / "coverage_domains.md"
LEVELS = DOCS / "results" / "bias_domains.csv"
MARKS = ("<!-- table: made by `make coverage-domains` -->", "<!-- end of table -->")
OF_LEVELS = ("<!-- levels: made by `make coverage-domains` -->", "<!-- end of levels -->")
RAW = ROOT / "_build" / "coverage-domains"
# The design of the bundled work reports.
ACTUAL = "like the work reports"
# Eras are measured in every so manyth simulation: they take most of the time.
SELDOM = 8


@dataclass(frozen=True, eq=False)
class Cell(studies.Cell):
    """One setting: what `simulate_statements` is told, whether a classifier is learnt, how often."""

    options: dict = field(default_factory=dict)
    learnt: bool = False
    n: int = 400


CELLS = [
    Cell("like the panel"),
    Cell("with a gap", {"apart": 0.6}),
    Cell("both levels told alike", {"recall": (0.85, 0.85)}),
    Cell("half as many coded", {"coded": (30, 60)}),
    Cell("a poor classifier", {"recall": (0.7, 0.5)}),
    Cell("places far apart", {"place_effect": 0.8}),
    Cell("provinces often beside the subject", {"none": (0.02, 0.25)}),
    Cell("one text of the centre a year", {"n_national": 1}),
    Cell("the centre coded whole", {"coded": (10**6, 120)}),
    Cell(ACTUAL, {"n_national": 1, "coded": (10**6, 120), "years": (2009, 2026), "rho": 0.6}),
    Cell(
        "words of their own, a classifier that learns",
        {"wording": 0.5, "n_places": 16, "years": (2011, 2026), "coded": (80, 160)},
        learnt=True,
    ),
]


def run(cell: Cell, seed: int) -> pd.DataFrame:
    """Measure one panel (one row a measure, era and domain)."""
    if cell.learnt:
        made = simulate_statements(**cell.options, seed=seed)
        fit = fit_domains(made.corpus, made.codes, codebook=read_codebook(made.codebook), seed=seed)
        truth = made.truth.pivot(index="topic", columns="level", values="priority")[list(SIDES)].to_numpy().T
        corrected, plain = (
            collect_evidence(fit, quick=True, refits=None, progress=False, corrected=yes)
            for yes in (True, False)
        )
    else:
        drawn = simulate_statements(**cell.options, seed=seed).drawn
        corrected, truth = _collect(drawn), drawn.expected
        plain = replace(corrected, values=corrected.correction.uncorrected, correction=None)
    sides = {"": corrected, "_uncorrected": plain}
    sides = {name: Documents.collect(one) for name, one in sides.items()}
    tables = []
    for measure, by in (("gap", None), ("gap of an era", "era"))[: 1 if seed % SELDOM else 2]:
        tables += [
            _hold(sides, rows, truth).assign(measure=measure)
            for _, rows in pair_documents(corrected, by, None, ["kind", "period"])
        ]
    return pd.concat(tables, ignore_index=True).assign(seed=seed)


def _collect(drawn: Drawn) -> Evidence:
    """Do what `collect_evidence` does, without the tables of a fit: a tenth of the time."""
    about = name_unknown(drawn.about.astype({"year": "Int64"}))
    document, n_domains = drawn.of_text[drawn.codes.index], drawn.told.shape[1] - 1
    size, probability = np.bincount(drawn.of_text), drawn.codes["probability"].to_numpy()
    n_coded, n_sure = (np.bincount(document, rows, len(about)) for rows in (None, probability == 1))
    whole = find_whole(about, n_coded, n_sure == size)
    stratum = np.full(len(about), -1)
    stratum[~whole] = cut_strata(about[~whole], n_coded[~whole])
    stratum[whole] = stratum.max() + 1 + np.arange(whole.sum())
    told = drawn.told[:, :-1]
    truth = np.eye(n_domains + 1)[drawn.true[drawn.codes.index], :-1]
    sample = Sample(document, 1 / (size[document] * probability), stratum)
    correction = correct_shares(drawn.of_text, told, drawn.codes.index.to_numpy(), truth, sample)
    correction = correction.read(whole, sum_groups(document, truth, len(about)))
    cluster = np.where(about["level"] == "national", about["doc_id"], about["place"])
    about = about.assign(family=about["doc_id"], cluster=cluster, n_terms=8 * np.bincount(drawn.of_text))
    dispersion = measure_dispersion(correction.values, about["level"].astype(str).to_numpy())
    shape = correction.values.shape
    nothing = np.zeros(shape), np.empty((0, *shape))
    return Evidence(about, correction.values, *nothing, {"work-report": dispersion}, correction, domains=True)


def _hold(sides: dict[str, Documents], rows: np.ndarray, truth: np.ndarray) -> pd.DataFrame:
    """Hold the gaps of some documents against the truth (sides x domains), corrected and not."""
    # A classifier that learns knows "whole" as well, which nothing is about here.
    of_side, truth, n = truth, truth[0] - truth[1], truth.shape[1]
    table = pd.DataFrame({"topic": np.arange(1, n + 1), "truth": truth})
    for name, documents in sides.items():
        national = (documents.evidence.about["level"] == "national").to_numpy()[rows]
        first, second = (documents.find_mean(rows[side])[0] for side in (national, ~national))
        gap = first.minus(second)
        low, high = (end[:n] for end in limit_difference(first, second))
        table[f"error{name}"] = gap.value[:n] - truth
        for level, side, expected in zip(SIDES, (first, second), of_side, strict=True):
            table[f"{level}{name}"] = side.value[:n] - expected
        table[f"held{name}"] = (low <= truth) & (truth <= high)
        # As p is found from the interval, it is .05 or less where the interval leaves 0 out.
        table[f"alarm{name}"] = (low > 0) | (high < 0)
        table[f"width{name}"] = high - low
        if gap.coded:
            table = table.assign(
                **{
                    key: np.broadcast_to(part, len(gap.value))[:n]
                    for key, part in gap.coded.numbers.items()
                    if key.startswith("n_")
                }
            )
    return table[table["width"].notna()].round(6)


def summarise(raw: pd.DataFrame) -> pd.DataFrame:
    """Give one row a setting and measure.

    Columns: ``setting``, ``measure``, ``covers``, ``covers_uncorrected`` (share of intervals that hold the
    truth), ``worst`` (the same of the worst domain, corrected), ``alarm``, ``alarm_uncorrected`` (share of
    p of .05 or less among domains without a gap), ``worst_alarm``, ``worst_alarm_uncorrected`` (of the
    worst domain), ``bias``, ``bias_uncorrected`` (mean over domains of how far the mean error
    lies from 0), ``width``, ``width_uncorrected``, ``gain`` (median of n_effective / n_coded),
    ``n_simulations``.
    """
    keys = ["setting", "measure"]
    raw = raw.assign(gain=raw["n_effective"] / raw["n_coded"])
    for name in ("", "_uncorrected"):
        raw[f"alarm{name}"] = raw[f"alarm{name}"].astype(float).where(raw["truth"].abs() < 1e-9)
    pairs = [f"{name}{end}" for name in ("held", "alarm", "width") for end in ("", "_uncorrected")]
    means = raw.groupby(keys)[pairs].mean()
    of_domain = raw.groupby([*keys, "topic"])[[*pairs, "error", "error_uncorrected"]].mean()
    table = means.assign(
        worst=of_domain["held"].groupby(keys).min(),
        worst_alarm=of_domain["alarm"].groupby(keys).max(),
        worst_alarm_uncorrected=of_domain["alarm_uncorrected"].groupby(keys).max(),
        bias=of_domain["error"].abs().groupby(keys).mean(),
        bias_uncorrected=of_domain["error_uncorrected"].abs().groupby(keys).mean(),
        gain=raw.groupby(keys)["gain"].median(),
        n_simulations=raw.groupby(keys)["seed"].nunique(),
    ).reset_index()
    table = table.rename(columns={"held": "covers", "held_uncorrected": "covers_uncorrected"})
    order = {cell.setting: number for number, cell in enumerate(CELLS)}
    table = table.sort_values(keys, key=lambda column: column.map(order).fillna(0), kind="stable")
    columns = ["setting", "measure", "covers", "covers_uncorrected", "worst", "alarm", "alarm_uncorrected"]
    columns += ["worst_alarm", "worst_alarm_uncorrected", "bias", "bias_uncorrected"]
    columns += ["width", "width_uncorrected", "gain", "n_simulations"]
    return table[columns].round(4)


def summarise_levels(raw: pd.DataFrame) -> pd.DataFrame:
    """Give one row a setting and level: how far priorities of all years lie beside the truth on average.

    Columns: ``setting``, ``level``, ``bias``, ``bias_uncorrected`` (mean over domains of how far the mean
    error lies from 0), ``worst``, ``worst_uncorrected`` (of the domain where it lies furthest), ``error``
    (standard error of the mean error of a domain, corrected: what of it is chance), ``n_simulations``.
    """
    raw, rows = raw[raw["measure"] == "gap"], []
    for setting, group in raw.groupby("setting", sort=False):
        for level in SIDES:
            row = {"setting": setting, "level": level}
            for name in ("", "_uncorrected"):
                off = group.groupby("topic")[f"{level}{name}"].mean().abs()
                row |= {f"bias{name}": off.mean(), f"worst{name}": off.max()}
            n = group["seed"].nunique()
            row["error"] = (group.groupby("topic")[level].std() / n**0.5).mean()
            rows.append(row | {"n_simulations": n})
    return pd.DataFrame(rows).round(5)


def list_levels(table: pd.DataFrame) -> list[str]:
    """Give the lines of the page's table of levels, in points."""
    lines = [
        "| setting | level | bias | uncorrected | worst domain | uncorrected | chance | panels |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in table.itertuples():
        setting = f"**{row.setting}**" if row.level == SIDES[0] else ""
        shares = (row.bias, row.bias_uncorrected, row.worst, row.worst_uncorrected, row.error)
        numbers = " | ".join(f"{100 * share:.2f}" for share in shares)
        lines.append(f"| {setting} | {row.level} | {numbers} | {row.n_simulations} |")
    return lines


def list_settings(table: pd.DataFrame) -> list[str]:
    """Give the lines of the page's table of gaps."""
    lines = [
        "| setting | measure | covers | uncorrected | false alarms | uncorrected | of the worst domain "
        "| width | gain | panels |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    before = None
    for row in table.itertuples():
        shares = (row.covers, row.covers_uncorrected, row.alarm, row.alarm_uncorrected)
        shares += (row.worst_alarm_uncorrected, row.width)
        numbers = " | ".join("" if np.isnan(share) else f"{100 * share:.1f}" for share in shares)
        gain = "" if np.isnan(row.gain) else f"{row.gain:.1f}"
        setting = f"**{row.setting}**" if row.setting != before else ""
        lines.append(f"| {setting} | {row.measure} | {numbers} | {gain} | {row.n_simulations} |")
        before = row.setting
    return lines


def write_page(table: pd.DataFrame, levels: pd.DataFrame, page: Path = PAGE) -> None:
    """Write both tables, and what is said of them, between their marks."""
    write_between(MARKS, "\n".join([*list_settings(table), "", say(table)]), page)
    write_between(OF_LEVELS, "\n".join([*list_levels(levels), "", say_levels(levels)]), page)


def say(table: pd.DataFrame) -> str:
    """Say in a few sentences how often gaps of all years are covered and called, and what codes change."""
    gaps = table[table["measure"] == "gap"].set_index("setting")
    covers, worst = 100 * gaps["covers"], 100 * gaps["worst"].min()
    names = ("like the panel", "one text of the centre a year", "the centre coded whole")
    usual, seldom, whole, actual = (gaps.loc[name] for name in (*names, ACTUAL))
    return (
        f"Corrected intervals of gaps of all years cover {covers.min():.1f} to {covers.max():.1f} % by "
        f"setting, of the worst domain {worst:.1f} % or more.\n"
        "Uncorrected, a gap of the worst domain is called in "
        f"{100 * usual.worst_alarm_uncorrected:.1f} % of panels (*like the panel*), and with one text of the "
        f"centre a year in {100 * seldom.worst_alarm_uncorrected:.1f} %.\n"
        f"Corrected, {100 * usual.alarm:.1f} and {100 * seldom.alarm:.1f} % of all gaps are called.\n"
        f"Where the centre is coded whole, intervals are {whole.width / usual.width:.2f} times as wide as "
        f"like the panel, and cover {100 * whole.covers:.1f} %.\n"
        "Where all is as in the work reports (one text of the centre a year, coded whole, 18 years that "
        f"correlate .6), gaps are covered in {100 * actual.covers:.1f} %, of the worst domain in "
        f"{100 * actual.worst:.1f} %."
    )


def say_levels(table: pd.DataFrame) -> str:
    """Say in a few sentences how far priorities lie beside the truth, corrected and not."""
    planted = table[~table["setting"].isin([cell.setting for cell in CELLS if cell.learnt])]
    before, bias = 100 * planted["worst_uncorrected"], 100 * table["bias"]
    worst, times = table.loc[table["worst"].idxmax()], table["worst"] / table["error"]
    return (
        "Where errors are planted they flow to the first domain: uncorrected, the worst priority lies "
        f"{before.min():.1f} to {before.max():.1f} points beside the truth.\n"
        f"Corrected, priorities lie {bias.min():.2f} to {bias.max():.2f} points beside it on average, the "
        f"worst of all {100 * worst.worst:.2f} (*{worst.setting}*, {worst.level}).\n"
        f"The worst domain of a setting and level lies {times.min():.1f} to {times.max():.1f} times *chance* "
        "beside it; chance alone gives about 1 to 3 for the worst of twelve."
    )


def main() -> None:
    """Run the study and write its table."""
    os.environ.setdefault("REFORMLAB_CACHE", "off")
    raw, whole = run_command(__doc__, RAW, CELLS, partial(run_study, run=run))
    table, levels = summarise(raw), summarise_levels(raw)
    print(table.to_string(index=False), levels.to_string(index=False), sep="\n")
    if whole:
        table.to_csv(RESULT, index=False, lineterminator="\n")
        levels.to_csv(LEVELS, index=False, lineterminator="\n")
        write_page(table, levels)


if __name__ == "__main__":
    main()
