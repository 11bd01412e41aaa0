"""Count the steps of a piece of work, which are the same on every machine and under any load."""

import sys
from collections.abc import Callable


def count_calls(work: Callable[[], object]) -> int:
    """Return how many functions, of Python and of C, are called while the work is done."""
    n = 0

    def note(frame, event, argument):
        nonlocal n
        n += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return n
