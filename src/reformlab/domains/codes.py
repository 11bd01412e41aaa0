"""The coded sample: what readers say that statements are about, and how likely each was drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import pandas as pd

from reformlab.corpus.tables import TableError, data_folder, list_faults
from reformlab.domains.codebook import BESIDE, read_codebook
from reformlab.reading.sheets import read_table

COLUMNS = ("passage_id", "main", "probability")
READERS = "reader_"
# The coder who decides where others differ.
SETTLED = "settled"
# Of which a domain may be meant, in a column of codes: its short name, or one of its names.
NAMES = ("domain", "name_zh", "name_en")
_NO_DOMAIN = "is not known"
# More rows than these that lack their code are counted, not listed.
MANY = 5


def read_codes(
    source: str | Path | pd.DataFrame | None = None, codebook: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Read a coded sample and check it.

    Parameters
    ----------
    source : path or DataFrame, optional
        A CSV or XLSX file, or a table: ``passage_id``, ``main`` (a domain by its short name or one
        of its names, ``whole`` or ``none``), ``probability`` (with which the passage was drawn, above
        0 and up to 1; empty where it was picked and not drawn: then it is learnt from, and stands for no
        other), and perhaps ``further`` (further domains, joined by ``;``), ``reader_1``,
        ``reader_2`` (what each reader said) and other columns, which stay. With a column ``coder``, as
        `read_sheets` gives, a passage may stand once a coder: where coders differ, a row of the coder
        ``settled`` decides. The bundled sample of health reform unless given.
    codebook : DataFrame, optional
        As `read_codebook` gives it, which is the default.

    Returns
    -------
    DataFrame
        One row a coded passage: ``passage_id``, ``main`` (a short name), ``further``,
        ``probability``, then the other columns.

    Raises
    ------
    TableError
        With every fault: the row, the value, what to do.

    Examples
    --------
    >>> import pandas as pd, reformlab as rl
    >>> row = {"domain": "schools", "name_zh": "学校", "name_en": "schools", "definition": "of schools"}
    >>> book = rl.read_codebook(pd.DataFrame([row]))
    >>> codes = pd.DataFrame({"passage_id": ["a:1"], "main": ["学校"], "probability": [0.5]})
    >>> rl.read_codes(codes, book)["main"].tolist()
    ['schools']
    """
    codebook = read_codebook() if codebook is None else codebook
    table = read_table(data_folder() / "codebook" / "codes.csv" if source is None else source)
    what = f"codes {source}" if isinstance(source, str | Path) else "codes"
    absent = [name for name in COLUMNS if name not in table]
    if absent:
        raise TableError(
            f"{what}: no column {', '.join(absent)}. A row is a passage that a person coded: passage_id (as "
            "in the corpus), main (its domain), probability (with which it was drawn; 1 where every passage "
            "was coded). reformlab sheets draws passages and writes sheets for coders; reformlab report "
            "takes the folder of these, filled in"
        )
    table = unify_codes(table, codebook)
    if "coder" in table:
        table = _settle(table)
    check_codes(what, find_code_faults(table, codebook), codebook)
    first = ["passage_id", "main", "further", "probability"]
    return table[[*first, *(name for name in table if name not in first)]]


@cache
def _read_home(name: str) -> pd.DataFrame:
    return pd.read_csv(data_folder() / "codebook" / f"{name}.csv", dtype="str", encoding="utf-8-sig")


def read_home_terms() -> pd.DataFrame:
    """Read the terms of the passages of the bundled sample: one row a term of a passage."""
    return _read_home("coded_terms").astype({"n": "int64"})


def is_bundled(domains: Iterable[str]) -> bool:
    """Say whether these are the domains of the bundled codebook, whatever stands beside them."""
    try:
        return set(domains) - set(BESIDE) == set(read_codebook()["domain"]) - set(BESIDE)
    except FileNotFoundError:
        return False


def unify_codes(table: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """Give every column of codes the short names of domains; probabilities become numbers."""
    # What is no number is no probability either, and is told.
    wrong = table["probability"].notna().map({True: -1.0, False: float("nan")})
    table = table.assign(
        main=_unify(table["main"], codebook),
        further=_unify_lists(table.get("further", pd.Series(pd.NA, table.index)), codebook),
        probability=pd.to_numeric(table["probability"], errors="coerce").fillna(wrong),
    )
    readers = [name for name in table if str(name).startswith(READERS)]
    return table.assign(**{name: _unify(table[name], codebook) for name in readers})


def _settle(table: pd.DataFrame) -> pd.DataFrame:
    """Give one row a passage of what several coders said; who is ``settled`` decides between them."""
    table = table.assign(last=table["coder"].astype("str") != SETTLED).sort_values("last", kind="stable")
    open_ = table[table["last"] & ~table["passage_id"].isin(table.loc[~table["last"], "passage_id"])]
    said = open_.groupby("passage_id")["main"].agg(lambda mains: sorted(set(mains.dropna())))
    unlike = said[said.map(len) > 1]
    if len(unlike):
        shown = "\n  ".join(f"{passage}: {' or '.join(mains)}" for passage, mains in unlike.head(20).items())
        raise TableError(
            f"codes: coders differ on {len(unlike)} passages; measure_agreement says how much. Decide each, "
            f"and add its row with the coder {SETTLED!r}:\n  {shown}"
        )
    return table.drop_duplicates("passage_id").sort_index().drop(columns=["last", "coder"])


def _unify(column: pd.Series, codebook: pd.DataFrame) -> pd.Series:
    """Give the short name of each domain that a column names; what is no domain stays as it is."""
    known = {str(row[name]): row["domain"] for name in reversed(NAMES) for _, row in codebook.iterrows()}
    known = {name.lower(): domain for name, domain in known.items()}
    texts = column.astype("str").str.strip()
    return texts.str.lower().map(known).fillna(texts)


def _unify_lists(column: pd.Series, codebook: pd.DataFrame) -> pd.Series:
    parts = column.astype("str").fillna("").str.split("[;；，、]").explode().str.strip()
    named = _unify(parts[parts != ""], codebook).groupby(level=0).agg(";".join)
    return named.reindex(column.index).fillna("")


def check_codes(what: str, faults: Iterator[str] | Sequence[str], codebook: pd.DataFrame) -> None:
    """Raise where there are faults: all of them, and below a wrong domain all domains with both names."""
    faults = list(faults)
    if not faults:
        return
    message = list_faults(what, faults)
    if any(_NO_DOMAIN in fault for fault in faults):
        listed = [" / ".join(dict.fromkeys(row)) for row in codebook[list(NAMES)].itertuples(index=False)]
        message += "\nThe domains, by any of their names:\n  " + "\n  ".join(listed)
    raise TableError(message)


def _say_no_domain(value: str, codebook: pd.DataFrame) -> str:
    """Say that this names no domain, and which is near: by letters, or as part of a name."""
    named = {str(row[name]): row["domain"] for name in NAMES for _, row in codebook.iterrows()}
    near = [name for name in named if len(value) > 1 and value in name] or get_close_matches(value, named)
    meant = " or ".join(repr(domain) for domain in dict.fromkeys(named[name] for name in near))
    return f"{value!r} {_NO_DOMAIN}" + (f"; did you mean {meant}?" if meant else "")


def find_code_faults(table: pd.DataFrame, codebook: pd.DataFrame) -> Iterator[str]:
    """Yield what is wrong with the rows, counted as a spreadsheet counts them."""
    domains = codebook["domain"].tolist()
    twice = table["passage_id"].duplicated()
    empty = [number for number, absent in enumerate(table["main"].isna(), start=2) if absent]
    if len(empty) > MANY:
        shown = ", ".join(map(str, empty[:MANY]))
        yield (
            f"main is empty in {len(empty)} of {len(table)} rows ({shown} …); code these passages, or 'none' "
            "where no domain fits"
        )
    for number, row in enumerate(table.to_dict("records"), start=2):
        if pd.isna(row["passage_id"]):
            yield f"row {number}: passage_id is empty; give the passage that was coded"
        elif twice.iloc[number - 2]:
            yield f"row {number}: {row['passage_id']!r} stands twice; settle on one row a passage"
        if pd.isna(row["main"]):
            if len(empty) > MANY:
                continue
            yield f"row {number}: main is empty; code the passage, or 'none' where no domain fits"
        elif row["main"] not in domains:
            yield f"row {number}: main {_say_no_domain(row['main'], codebook)}"
        for name in filter(None, row["further"].split(";")):
            if name not in domains:
                several = " (join several by ;)" if "," in name else ""
                yield f"row {number}: further {_say_no_domain(name, codebook)}{several}"
        if not (0 < row["probability"] <= 1 or pd.isna(row["probability"])):
            yield f"row {number}: probability is no number above 0 and up to 1; give one, or leave it empty"
