"""The codebook: which domains there are, and what belongs to each, decided before anything is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from reformlab.corpus.tables import TableError, data_folder, list_faults
from reformlab.reading.sheets import read_table

# What a statement can be about besides one domain: the field as a whole, or nothing of it.
WHOLE, NONE = "whole", "none"
# A domain is found less surely below this F1, or where fewer coded statements than these say how surely.
SURELY, LEAST_TESTED = 0.65, 5
COLUMNS = ("domain", "name_zh", "name_en", "definition")
BESIDE = {WHOLE: ("整体", "the field as a whole"), NONE: ("以上皆非", "none of these")}
_SLUG = re.compile(r"[a-z][a-z0-9-]*")


def read_codebook(source: str | Path | pd.DataFrame | None = None) -> pd.DataFrame:
    """Read a codebook and check it.

    Parameters
    ----------
    source : path or DataFrame, optional
        A CSV or XLSX file, or a table; the bundled codebook of health reform unless given.

    Returns
    -------
    DataFrame
        One row a domain, in the order of the codebook: ``domain`` (a short name in small letters and
        hyphens), ``name_zh``, ``name_en``, ``definition``, and whatever other columns it has; last
        ``whole`` (the field as a whole) and ``none`` (none of these), which every codebook has,
        whether it lists them or not.

    Raises
    ------
    TableError
        With every fault: the row, the value, what to do.

    Examples
    --------
    >>> import pandas as pd, reformlab as rl
    >>> row = {"domain": "schools", "name_zh": "学校", "name_en": "schools", "definition": "of schools"}
    >>> rl.read_codebook(pd.DataFrame([row]))["domain"].tolist()
    ['schools', 'whole', 'none']
    """
    path = data_folder() / "codebook" / "domains.csv" if source is None else source
    table = read_table(path)
    absent = [name for name in COLUMNS if name not in table]
    if absent:
        raise TableError(f"codebook: the columns {absent} are missing; a row a domain with {list(COLUMNS)}")
    faults = list(_find_faults(table))
    if faults:
        raise TableError(list_faults("codebook", faults))
    listed = table.set_index("domain")
    for slug, (name_zh, name_en) in BESIDE.items():
        if slug not in listed.index:
            listed.loc[slug, ["name_zh", "name_en", "definition"]] = [name_zh, name_en, name_en]
    own = [slug for slug in listed.index if slug not in BESIDE]
    return listed.loc[[*own, *BESIDE]].reset_index()


def list_domains(codebook: pd.DataFrame) -> list[str]:
    """List what a statement can be coded as: the domains, ``whole`` and ``none``."""
    return codebook["domain"].tolist()


def find_less_sure(scores: pd.DataFrame) -> pd.Series:
    """Say which domains the classifier finds less surely, by their scores.

    Parameters
    ----------
    scores : DataFrame
        One row a domain: ``f1``, and ``n``, the coded statements of the domain that it was found on. Without
        a column ``n`` (as in the codebook, which leaves out scores of too few) the F1 alone decides.

    Returns
    -------
    Series
        True where ``f1`` is below 0.65 or ``n`` below 5; an F1 that is missing says nothing by itself.

    Examples
    --------
    >>> import pandas as pd
    >>> from reformlab.domains.codebook import find_less_sure
    >>> find_less_sure(pd.DataFrame({"f1": [0.9, 0.6, 0.9], "n": [40, 40, 3]})).tolist()
    [False, True, True]
    """
    low = pd.to_numeric(scores["f1"], errors="coerce") < SURELY
    return low | (scores["n"].fillna(0) < LEAST_TESTED) if "n" in scores else low


def _find_faults(table: pd.DataFrame) -> Iterator[str]:
    """Yield what is wrong with the rows, counted as a spreadsheet counts them."""
    seen: set[str] = set()
    for number, row in enumerate(table.to_dict("records"), start=2):
        slug = row["domain"]
        if not isinstance(slug, str) or not _SLUG.fullmatch(slug):
            yield f"row {number}: domain {slug!r}; give a short name in small letters and hyphens"
        elif slug in seen:
            yield f"row {number}: domain {slug!r} stands twice; give each domain one row"
        seen.add(slug)
        for name in COLUMNS[1:]:
            if not isinstance(row[name], str) or not row[name].strip():
                yield f"row {number}: {name} of {slug!r} is empty; fill it in"
    if not seen - set(BESIDE):
        yield "no domain; give one row a domain"
