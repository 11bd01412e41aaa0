"""What every benchmark shares: taking time, and one line of the result."""

from __future__ import annotations

import time
from collections.abc import Callable


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Return the seconds that the work took, and what it gave."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def row(task: str, ours: str, peer: str, value_ours: float, value_peer: float, unit: str) -> dict:
    """Return one line of the result; the ratio is above 1 where we are better."""
    more_is_better = unit.endswith("/s") or unit in ("cosine", "correlation", "NPMI", "agreement")
    better = value_ours / value_peer if more_is_better else value_peer / value_ours
    values = {"value_ours": round(value_ours, 3), "value_peer": round(value_peer, 3)}
    return {"task": task, "ours": ours, "peer": peer, **values, "unit": unit, "ratio": round(better, 2)}
