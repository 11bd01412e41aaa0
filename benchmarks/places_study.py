"""Count how often some place is called where places differ and none stands out, and where one does.

Panels are drawn with `simulate_panel`: no topic moves, the centre and the provinces have the same course,
every place has something of its own. A place that stands out gives one topic of its reports seven times as
much room (2 on the logit scale) or twenty times (3).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from joblib import Parallel, delayed

from reformlab import simulate_panel
from reformlab.measures.divergence import _compare_places
from reformlab.measures.permutation import LEVEL_OF_TEST, false_discovery_rate
from reformlab.measures.profiles import _find_unlike
from reformlab.measures.sides import Sides

RESULT = Path(__file__).resolve().parents[1] / "docs" / "results" / "places.csv"
N = 200
SETTINGS = {
    "places differ": {},
    "places far apart": {"place_effect": 1.0},
    "places alike": {"place_effect": 0.0},
    "7 years": {"years": (2020, 2026)},
    "10 places": {"n_places": 10},
    "30 topics, most of them rare": {"n_topics": 30, "uneven": 4.0},
    "the same, far apart": {"n_topics": 30, "uneven": 4.0, "place_effect": 1.0},
}
PLANTED = {"one place seven times": 2.0, "one place twenty times": 3.0}
ODD, TOPIC = 4, 2


def draw(seed: int, lean: float = 0.0, **options: object) -> Sides:
    """Draw a panel; with `lean`, one place gives a topic more room."""
    table = simulate_panel(courses={}, seed=seed, **options).priorities
    wide = table.pivot(index="doc_id", columns="topic", values="priority")
    about = table.drop_duplicates("doc_id").set_index("doc_id").loc[wide.index]
    values, of = wide.to_numpy().copy(), about["place"].to_numpy()
    odd = of == list(dict.fromkeys(of[about["level"] != "national"]))[ODD]
    values[odd, TOPIC] *= np.exp(lean)
    values /= values.sum(axis=1, keepdims=True)
    national = (about["level"] == "national").to_numpy()
    return Sides({}, wide.columns.to_numpy(), values, national, of, of)


def judge(seed: int, lean: float = 0.0, **options: object) -> dict[str, float]:
    """Say whether some place, some cell, and the one that stands out were called."""
    group = draw(seed, lean, **options)
    places = _compare_places(group)
    p = _find_unlike(group.fit_places()[0])[2]
    cells = false_discovery_rate(p.ravel()).reshape(p.shape) <= LEVEL_OF_TEST
    called = (places["q"] <= LEVEL_OF_TEST).to_numpy()
    others = np.arange(len(called)) != ODD if lean else np.ones(len(called), dtype=bool)
    found = {"place_found": called[ODD], "cell_found": cells[ODD, TOPIC]} if lean else {}
    return {"place_called": called[others].any(), "cell_called": cells[others].any(), **found}


def main() -> None:
    """Run the study and write its table."""
    rows = []
    runs = [(name, 0.0, options) for name, options in SETTINGS.items()]
    runs += [(name, lean, {}) for name, lean in PLANTED.items()]
    for name, lean, options in runs:
        told = Parallel(n_jobs=2)(delayed(judge)(seed, lean, **options) for seed in range(N))
        rows.append({"setting": name, **pd.DataFrame(told).mean().round(3), "n_panels": N})
        print(rows[-1], flush=True)
    pd.DataFrame(rows).to_csv(RESULT, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
