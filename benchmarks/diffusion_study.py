"""How often `measure_event_history` and `measure_leaders` find what is planted, and call what is not.

Panels of 31 provinces, 24 years and 120 items, with missing reports, unknown days, left-censored and
dropped items, neighbours that are alike, and pushes that move an item everywhere at once and last. Run
``python benchmarks/diffusion_study.py`` (one core, an hour); it writes
``docs/results/diffusion.csv``, one row a scenario and question.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from reformlab.measures.event_history import HORIZONTAL, VERTICAL, measure_event_history
from reformlab.simulate.diffusion import simulate_diffusion

OUT = Path(__file__).parent.parent / "docs" / "results" / "diffusion.csv"
# All follow the centre with a lag: without it hardly any place adopts.
FOLLOW = {"vertical": 4.0, "chance": 0.001, "centre_chance": 0.05}
SCENARIOS = {
    "neither": {},
    "vertical": {"vertical": 1.0},
    "horizontal": {"horizontal": 1.0},
    "both": {"vertical": 1.0, "horizontal": 1.0},
    "all follow the centre": FOLLOW,
    "the centre follows": {"upward": 2.0},
}
# What is not planted is counted oftest where it matters most.
N_PANELS = dict.fromkeys(SCENARIOS, 100) | {
    "neither": 800,
    "all follow the centre": 800,
    "the centre follows": 400,
}
PLANTED = {"vertical": (1, 0), "horizontal": (0, 1), "both": (1, 1), "all follow the centre": (1, 0)}


def judge_panels(scenario: str, seeds: range) -> pd.DataFrame:
    """Give what is told of made-up panels of a scenario: a row a panel and question."""
    told = []
    for seed in seeds:
        table = measure_event_history(simulate_diffusion(seed=seed, **SCENARIOS[scenario]))
        asked = table[table["verdict"] != ""]
        told.append(asked.assign(scenario=scenario, seed=seed))
    return pd.concat(told, ignore_index=True)


def sum_up(told: pd.DataFrame) -> pd.DataFrame:
    """Give how often each is called (p at most 0.05, either way), beside what is planted."""
    rows = []
    for (scenario, effect), part in told.groupby(["scenario", "effect"], sort=False):
        planted = PLANTED.get(scenario, (0, 0))[[VERTICAL, HORIZONTAL].index(effect)]
        row = {"scenario": scenario, "effect": effect, "planted": bool(planted), "n_panels": len(part)}
        row |= {"called": (part["p"] <= 0.05).mean(), "found": (part["verdict"] == "found").mean()}
        row |= {"little_or_none": (part["verdict"] == "little or none").mean()}
        rows.append(row | {"ratio": np.exp(part["coefficient"].mean()), "n_events": part["n_events"].mean()})
    return pd.DataFrame(rows)


def main(part: float) -> None:
    """Run the study, or a part of its panels, and write its table."""
    panels = {scenario: range(max(1, round(part * n))) for scenario, n in N_PANELS.items()}
    table = sum_up(pd.concat([judge_panels(scenario, seeds) for scenario, seeds in panels.items()]))
    table.round(4).to_csv(OUT, index=False, lineterminator="\n")
    print(table.to_string(index=False))


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
