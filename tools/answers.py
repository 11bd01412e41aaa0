"""Check an answer to an exercise: it is right, or here is a hint; never the answer.

A copy lies beside the notebooks of students, with ``answers.csv``, which holds digests of the answers.
"""

from __future__ import annotations

import csv
from hashlib import sha256
from pathlib import Path

TABLE = Path(__file__).with_suffix(".csv")


def check_answer(exercise: str, answer: object, *more: object) -> None:
    """Say whether an answer is right, or give a hint.

    Parameters
    ----------
    exercise : str
        The name of the notebook.
    answer : object
        A number or a word; None where there is none yet.
    *more : object
        What stands behind a comma, as in 0,25: then it is told how to write a number.

    Examples
    --------
    >>> from tools.answers import check_answer
    >>> check_answer("01-documents", None)
    No answer yet: write it in place of None.
    """
    if more:
        print('Write a number with a point, as 0.25, or between quotation marks, as "0,25".')
        return
    if answer is None:
        print("No answer yet: write it in place of None.")
        return
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["exercise"] == exercise]
    told = (row["says"] for row in rows if row["digest"] in ("", digest(exercise, answer, row["decimals"])))
    print(next(told, f"There is no exercise {exercise!r} here."))


def digest(exercise: str, answer: object, decimals: int | str) -> str:
    """Give the digest of an answer: a number to so many decimals, a comma as a point; a word without case."""
    try:
        text = f"{float(str(answer).replace(',', '.')):.{decimals}f}"
    except ValueError:
        text = str(answer).strip().casefold()
    return sha256(f"{exercise} {text}".encode()).hexdigest()[:16]
