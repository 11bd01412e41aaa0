"""The tables: what one row is, its columns and checks, and a corpus of tables that agree.

Tables are the only handshake between rooms. Everything that `build` writes and that the
later rooms take stands here; nothing in this module reads a document or computes a measure.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow
import pyarrow.compute as pc

from reformlab.corpus.choices import check_choice, say_choices, say_count
from reformlab.corpus.store import (
    replace_together,
    settle,
    without_wording,
    write_csv,
    write_json,
    write_parquet,
)

if TYPE_CHECKING:
    import pandera.pandas as pa

LEVELS = ("national", "provincial", "prefecture", "county", "township")
CENTRE, PROVINCIAL = SIDES = LEVELS[:2]  # those that are compared
GAP = "gap"  # stands for a level where two are compared
UNKNOWN = "unknown"  # a level, place or kind that no document says
KINDS = ("key-tasks", "plan", "opinion", "work-report", "statute", "rule", "notice", "newsletter", "report")

# What kind of number a target is.
NUMBER_KINDS = ("aim", "result", "subsidy", "fee", "fine", "threshold", "specification")
# What a table of measures may be of, by the name of its column.
ITEMS = ("topic", "theme", "domain", "item")
MENTIONS = ("agency", "target", "deadline", "citation", "mandate")

# Lists of the manifest that stand beside it as tables, for a spreadsheet.
REPORTS = {
    "left_out": ("file", "part", "reason"),
    "contradictions": ("file", "part", "doc_id", "field", "given", "given_by", "read", "read_from"),
}
CORPUS_FILES = (
    "documents.csv",
    *(f"{name}.parquet" for name in ("passages", "terms", "mentions", "texts")),
    *(f"{name}.csv" for name in REPORTS),
    "manifest.json",
)


class TableError(ValueError):
    """A table breaks its description; the message lists every fault at once."""


def list_faults(what: str, faults: Sequence[str], more: int = 0) -> str:
    """List the faults of a table, twenty at most; `more` are counted that are not given."""
    shown, n = faults[:20], len(faults) + more
    rest = [f"… and {n - len(shown)} more"] if n > len(shown) else []
    return "\n  ".join([f"{what}: {say_count(n, 'fault')}", *shown, *rest])


@dataclass(frozen=True, eq=False)
class Corpus:
    """Documents, their passages and the terms of these, as tables that agree.

    Attributes
    ----------
    documents : DataFrame
        One row a document: ``doc_id``, ``file``, ``part``, ``title``, ``level``, ``place``,
        ``adcode``, ``kind``, ``issuer``, ``number``, ``date`` (ISO 8601, as exact as it was
        stated), ``year``, ``year_from`` (where that was read; "latest year told of" is guessed),
        ``first_adopted`` (of a statute, whose ``date`` is its version's), ``published`` (when a page
        was put up), ``n_chars`` and ``n_terms`` (of all that the document says, cleaned),
        ``n_passages``, ``n_chars_kept`` and ``n_terms_kept`` (of what was kept: where only
        statements about a subject are, their part is its salience), ``n_chars_background`` (of the
        statements that were left out there and name an epidemic; empty where none was left out by
        subject), ``read_from``.
    passages : DataFrame
        One row a passage: ``passage_id``, ``doc_id``, ``seq``, ``section``, ``label``,
        ``heading``, ``start``, ``end`` (characters of the clean document), ``n_chars``.
    terms : DataFrame
        One row a term of a passage: ``passage_id``, ``term``, ``n``. A passage that only hands a document
        on (现将《…》印发给你们) has none, as titles have none.
    texts : DataFrame or None
        One row a passage: ``passage_id``, ``text``. None where the wording is not at hand.
    mentions : DataFrame or None
        One row a thing that a passage states, as `find_mentions` gives; None where they were not
        looked for.
    manifest : dict
        How the corpus was made: version, options, inputs with their hashes, edits by rule,
        what was left out and why.
    """

    documents: pd.DataFrame
    passages: pd.DataFrame
    terms: pd.DataFrame
    texts: pd.DataFrame | None = None
    mentions: pd.DataFrame | None = None
    manifest: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check the tables, so that no corpus exists whose tables do not agree."""
        check_corpus(self)

    def __repr__(self) -> str:
        """Say how many documents of which levels and years there are."""
        docs = self.documents
        levels = docs["level"].fillna("level unknown").value_counts(sort=False)
        years = docs["year"].dropna()
        span = "-".join(map(str, sorted({years.min(), years.max()}))) if len(years) else ""
        parts = ", ".join(f"{n} {level}" for level, n in sorted(levels.items()))
        documents, passages = say_count(len(docs), "document"), say_count(len(self.passages), "passage")
        return f"<Corpus: {documents} ({parts}){span and f', {span}'}; {passages}>"

    def select(self, **columns: Any) -> Corpus:
        """Keep the documents whose columns have the given values, with their passages.

        Parameters
        ----------
        **columns
            A column of `documents` and the value, or list of values, to keep. Levels and kinds may be in
            Chinese as in figures (``"省级"``), places by their full name (``"四川省"``), years as text.

        Returns
        -------
        Corpus
            A new corpus; this one is untouched.

        Raises
        ------
        KeyError
            Where `documents` has no such column.
        ValueError
            Where no document has a value, naming the nearest; of a list of years, where none has any.

        Examples
        --------
        >>> import reformlab as rl
        >>> rl.load_corpus("made-up").select(level="national").documents["level"].unique().tolist()
        ['national']
        """
        keep = pd.Series(True, index=self.documents.index)
        for name, wanted in columns.items():
            if name not in self.documents:
                raise KeyError(f"documents: column {name!r} {say_choices(name, list(self.documents))}")
            keep &= _find_documents(self.documents, name, wanted)
        return self.keep_documents(self.documents.loc[keep, "doc_id"])

    def keep_documents(self, doc_ids: pd.Series) -> Corpus:
        """Keep the documents of these ids, in the order that they stand in here."""
        documents = self.documents[self.documents["doc_id"].isin(doc_ids)]
        passages = self.passages[self.passages["doc_id"].isin(doc_ids)]
        of_passages = {
            name: table[table["passage_id"].isin(passages["passage_id"])].reset_index(drop=True)
            for name in ("terms", "texts", "mentions")
            if (table := getattr(self, name)) is not None
        }
        documents, passages = (table.reset_index(drop=True) for table in (documents, passages))
        return replace(self, documents=documents, passages=passages, **of_passages)

    def save(self, folder: str | Path, *, share: bool = False) -> Path:
        """Write the corpus folder.

        Parameters
        ----------
        folder : path
            Made if it is missing; the files of a corpus in it are replaced, all of them or none.
        share : bool
            Leave the wording out: no ``texts.parquet``, headings and file names cut short.

        Returns
        -------
        Path
            The folder.
        """
        folder = Path(folder)
        passages, mentions, manifest = self.passages, self.mentions, self.manifest
        if share:
            passages, mentions, manifest = without_wording(passages, mentions, manifest)
        tables = {"passages": passages, "terms": self.terms, "mentions": mentions}
        tables["texts"] = None if share else self.texts
        with replace_together(folder, CORPUS_FILES) as new:
            for name, table in tables.items():
                if table is not None:
                    write_parquet(table, new / f"{name}.parquet")
            write_reports(self.documents, manifest, new)
        return folder


def _find_documents(documents: pd.DataFrame, name: str, wanted: Any) -> pd.Series:
    """Say which documents have a value of a column, or one of several, however it is written."""
    column, found = documents[name], pd.Series(False, index=documents.index)
    known = sorted(column.dropna().unique().tolist())
    values = [wanted] if pd.api.types.is_scalar(wanted) else list(wanted)
    years = pd.api.types.is_numeric_dtype(column)
    for value in values:
        if years and isinstance(value, str) and value.isdigit():
            value = int(value)
        here = column.isin([value, translate_word(value) if name in ("level", "kind") else value])
        if name == "place" and not here.any():
            here = documents["adcode"].isin(_read_codes().get(value, []))
        if not here.any() and not (years and len(values) > 1):
            meant = {"meant": read_english_names()} if name == "place" else {}
            check_choice(name, value, known, where="among the documents", **meant)
        found |= here
    if years and len(values) and not found.any():
        given = f"{values[0]!r} … {values[-1]!r} ({len(values)} values)" if len(values) > 2 else values
        span = f"; they have {known[0]} to {known[-1]}" if known else ""
        raise ValueError(f"{name}={given} is not known among the documents{span}")
    return found


def translate_word(word: Any) -> Any:
    """Give the level or kind that figures call so in Chinese; any other word stays as it is."""
    chinese = {text: name for name, text in read_texts("figures")["zh"].items() if name in (*LEVELS, *KINDS)}
    return chinese.get(word, word)


@cache
def _read_codes() -> dict[str, list[str]]:
    """Give the codes of each place by its full name; some counties have one name."""
    places = pd.read_csv(data_folder() / "reference" / "places.csv", dtype="str")
    return places.groupby("name")["adcode"].agg(list).to_dict()


@cache
def read_english_names() -> dict[str, str]:
    """Give the short name of each province by its English one, in small letters, with and without blanks."""
    places = pd.read_csv(data_folder() / "reference" / "places.csv", dtype="str").dropna(subset="english")
    names = dict(zip(places["english"].str.lower(), places["short"], strict=True))
    return names | {name.replace(" ", ""): short for name, short in names.items()}


def write_reports(documents: pd.DataFrame, manifest: Mapping[str, Any], folder: Path) -> None:
    """Write what is read in a spreadsheet: the documents, and the lists of the manifest."""
    write_csv(documents, folder / "documents.csv")
    for name, columns in REPORTS.items():
        if name in manifest:
            table = pd.DataFrame(manifest[name], columns=list(columns))
            if "part" in table:  # 0 where a whole file is meant
                table["part"] = table["part"].astype("object").mask(table["part"] == 0)
            write_csv(table, folder / f"{name}.csv")
    write_json(manifest, folder / "manifest.json")


def load_corpus(source: str | Path = "work-reports") -> Corpus:
    """Load a corpus folder, or a bundled corpus by its name.

    Parameters
    ----------
    source : path or str
        A folder that `build` wrote, or the name of a bundled corpus: ``"work-reports"``,
        ``"statutes"``, ``"policy-documents"``, ``"titles"``, ``"city-reports"``,
        ``"national-catalogue"``, ``"made-up"``.

    Returns
    -------
    Corpus
        `texts` is None where the folder holds no ``texts.parquet``.

    Raises
    ------
    FileNotFoundError
        Where there is no such folder, or none that `build` wrote; the message says what to do.
    TableError
        Where the tables break their description or do not agree.

    Examples
    --------
    >>> import reformlab as rl
    >>> len(rl.load_corpus("made-up").documents)
    10
    """
    folder = Path(source)
    settle(folder)
    if not (folder / "documents.csv").exists():
        folder = data_folder() / str(source)
    if not (folder / "documents.csv").exists():
        _say_no_corpus(Path(source))
        names = sorted(path.parent.name for path in data_folder().glob("*/documents.csv"))
        raise FileNotFoundError(
            f"there is no corpus folder {str(source)!r} (it would hold documents.csv). To write it from the "
            f'folder of your documents: reformlab build FOLDER "{source}". As the name of a bundled corpus '
            f"{str(source)!r} {say_choices(source, names)}"
        )
    manifest = folder / "manifest.json"
    return Corpus(
        documents=read_documents(folder / "documents.csv"),
        passages=pd.read_parquet(folder / "passages.parquet").sort_values("passage_id", ignore_index=True),
        terms=pd.read_parquet(folder / "terms.parquet"),
        texts=_read_if_there(folder / "texts.parquet", ["passage_id"]),
        mentions=_read_if_there(folder / "mentions.parquet", ["passage_id", "start", "kind"]),
        manifest=json.loads(manifest.read_text("utf-8")) if manifest.exists() else {},
    )


def _say_no_corpus(path: Path) -> None:
    """Raise where a path is there, but is no corpus folder: most likely the documents themselves."""
    if path.is_dir():
        raise FileNotFoundError(
            f"{path} is a folder, but no corpus yet (it has no documents.csv). If your documents are in it, "
            f'have them read first, into a new folder: reformlab build "{path}" OUT; then give OUT here'
        )
    if path.exists():
        raise FileNotFoundError(f"{path} is a file; give the corpus folder that reformlab build wrote")


def _read_if_there(path: Path, order: list[str]) -> pd.DataFrame | None:
    return pd.read_parquet(path).sort_values(order, ignore_index=True) if path.exists() else None


def data_folder() -> Path:
    """Return the folder of the bundled data: in the package, or beside it in a checkout.

    Examples
    --------
    >>> import reformlab as rl
    >>> (rl.data_folder() / "lexicon" / "terms.csv").exists()
    True
    """
    inside = Path(str(files("reformlab"))) / "data"
    return inside if inside.exists() else Path(__file__).resolve().parents[3] / "data"


def read_documents(path: str | Path) -> pd.DataFrame:
    """Read a ``documents.csv`` with the types of its columns, codes kept as text."""
    whole = {"part", "year", "n_chars", "n_passages", "n_chars_kept", "n_chars_background"}
    whole |= {"n_terms", "n_terms_kept"}
    header = pd.read_csv(path, nrows=0, encoding="utf-8-sig").columns
    types = {name: "Int64" if name in whole else "str" for name in header}
    return pd.read_csv(path, dtype=types, encoding="utf-8-sig", keep_default_na=False, na_values=[""])


def check_table(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Check a table against its description and return it.

    Parameters
    ----------
    table : DataFrame
    name : {"documents", "passages", "terms", "texts", "mentions"}

    Raises
    ------
    TableError
        With every fault: the column, the row, the bad value, what is allowed.

    Examples
    --------
    >>> import pandas as pd, reformlab as rl
    >>> len(rl.check_table(pd.DataFrame({"passage_id": ["a:1"], "text": ["试点。"]}), "texts"))
    1
    """
    faults = _table_faults(table, name)
    if faults:
        raise TableError(faults)
    return table


def check_corpus(corpus: Corpus) -> None:
    """Check every table of a corpus, and that their keys agree.

    Raises
    ------
    TableError
        With the faults of every table, or the keys that have no partner.
    """
    names = ("documents", "passages", "terms", "texts", "mentions")
    tables = {name: getattr(corpus, name) for name in names if getattr(corpus, name) is not None}
    faults = [_table_faults(table, name) for name, table in tables.items()]
    if not any(faults):
        keys = [("passages", "doc_id", "documents"), ("terms", "passage_id", "passages")]
        if corpus.texts is not None:
            keys += [("passages", "passage_id", "texts"), ("texts", "passage_id", "passages")]
        if corpus.mentions is not None:
            keys.append(("mentions", "passage_id", "passages"))
        faults = [_key_faults(tables, *key) for key in keys]
    if any(faults):
        raise TableError("\n".join(filter(None, faults)))


@cache
def schemas() -> dict[str, pa.DataFrameSchema]:
    """Return the description of every table, by name; columns beyond these are allowed."""
    # pandera takes most of a second to import, and only checks need it.
    import pandera.pandas as pa

    # Columns that are not `old` are none that older corpora have.
    def text(*checks: pa.Check, empty: bool = False, unique: bool = False, old: bool = True) -> pa.Column:
        return pa.Column(str, list(checks), nullable=empty, unique=unique, required=old)

    def count(least: int = 0, *, old: bool = True) -> pa.Column:
        return pa.Column("Int64", pa.Check.ge(least), nullable=not old, coerce=True, required=old)

    iso_date = pa.Check.str_matches(r"^\d{4}(-\d{2}(-\d{2})?)?$")
    documents = {
        "doc_id": text(unique=True),
        "file": text(),
        "part": count(1),
        "title": text(empty=True),
        "level": text(pa.Check.isin(LEVELS), empty=True),
        "place": text(empty=True),
        "adcode": text(pa.Check.str_matches(r"^\d{6}$"), empty=True),
        "kind": text(pa.Check.isin(KINDS), empty=True),
        "issuer": text(empty=True),
        "number": text(empty=True),
        "date": text(iso_date, empty=True),
        "year": pa.Column("Int64", pa.Check.in_range(1912, 2100), nullable=True, coerce=True),
        "year_from": text(empty=True, old=False),
        "first_adopted": text(iso_date, empty=True, old=False),
        "published": text(iso_date, empty=True, old=False),
        "n_chars": count(),
        "n_passages": count(),
        "n_chars_kept": count(),
        "n_chars_background": count(old=False),
        "n_terms": count(old=False),
        "n_terms_kept": count(old=False),
        "read_from": text(empty=True),
    }
    passages = {
        "passage_id": text(unique=True),
        "doc_id": text(),
        "seq": count(1),
        "section": text(empty=True),
        "label": text(empty=True),
        "heading": text(empty=True),
        "start": count(),
        "end": count(),
        "n_chars": count(1),
    }
    terms = {"passage_id": text(), "term": text(), "n": count(1)}
    texts = {"passage_id": text(unique=True), "text": text()}
    mentions = {
        "passage_id": text(),
        "kind": text(pa.Check.isin(MENTIONS)),
        "start": count(),
        "end": count(1),
    }
    mentions |= {name: text(empty=True) for name in ("name", "role", "unit", "by", "number", "issuer")}
    mentions["number_kind"] = text(pa.Check.isin(NUMBER_KINDS), empty=True, old=False)
    mentions |= {name: pa.Column("Float64", nullable=True, coerce=True) for name in ("value", "value_max")}
    return {
        "documents": pa.DataFrameSchema(documents),
        "passages": pa.DataFrameSchema(passages),
        "terms": pa.DataFrameSchema(terms, unique=["passage_id", "term"]),
        "texts": pa.DataFrameSchema(texts),
        "mentions": pa.DataFrameSchema(mentions),
    }


def empty_table(name: str) -> pd.DataFrame:
    """Return a table without rows that has the columns and types of its description."""
    columns = schemas()[name].columns
    return pd.DataFrame({key: pd.Series(dtype=str(column.dtype)) for key, column in columns.items()})


def _table_faults(table: pd.DataFrame, name: str) -> str:
    from pandera.errors import SchemaErrors

    try:
        table = schemas()[name].validate(table, lazy=True)
    except SchemaErrors as error:
        faults = error.failure_cases.head(20).apply(_describe_fault, axis=1).tolist()
        return list_faults(name, faults, len(error.failure_cases) - len(faults))
    return _part_faults(table) if "n_chars_background" in table else ""


def _part_faults(documents: pd.DataFrame) -> str:
    parts = documents["n_chars_kept"] + documents["n_chars_background"]
    longer = documents.loc[(parts > documents["n_chars"]).fillna(False), "doc_id"]
    faults = [f"{doc_id}: n_chars_kept and n_chars_background are more than n_chars" for doc_id in longer]
    return list_faults("documents", faults) if faults else ""


def _key_faults(tables: Mapping[str, pd.DataFrame], name: str, key: str, other: str) -> str:
    table = tables[name]
    # isin of pandas makes a Python string of each value, which takes many times longer.
    known = pc.is_in(*(pyarrow.array(each[key], pyarrow.large_string()) for each in (table, tables[other])))
    missing = table.loc[~known.to_numpy(zero_copy_only=False), key].unique()
    values, shown = say_count(len(missing), "value"), ", ".join(map(str, missing[:5]))
    return f"{name}: {values} of {key} without a row in {other}: {shown}" if len(missing) else ""


def _describe_fault(fault: pd.Series) -> str:
    where = "" if pd.isna(fault["index"]) else f", row {fault['index']}"
    return f"column {fault['column']}{where}: {fault['failure_case']!r} breaks {fault['check']}"


@cache
def read_texts(name: str) -> dict[str, dict[str, str]]:
    """Return the fixed wording of ``data/texts/NAME.csv``: of each language, the text of each name."""
    table = pd.read_csv(data_folder() / "texts" / f"{name}.csv", dtype="str", keep_default_na=False)
    return table.set_index("name").to_dict()
