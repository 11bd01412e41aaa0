"""Coding sheets: which passages people code, drawn with known probabilities, and what they coded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformlab.corpus.choices import check_choice
from reformlab.corpus.periods import name_periods
from reformlab.corpus.store import lay_columns, save_table
from reformlab.corpus.tables import UNKNOWN, Corpus, TableError, data_folder, read_texts
from reformlab.domains.codebook import read_codebook
from reformlab.domains.codes import SETTLED, check_codes, find_code_faults, is_bundled, unify_codes
from reformlab.reading.sheets import read_table

if TYPE_CHECKING:
    from openpyxl import Workbook

DESIGN = "design.csv"
FORMS = ("xlsx", "csv")
# What of a codebook a coder is told.
TOLD = ("domain", "name_zh", "name_en", "定义", "包括", "不包括", "definition", "includes", "excludes")
TOLD += ("borderline", "examples")
# Rows of a sheet beyond the last, in which the list of domains opens as well.
SPARE = 1000


def make_coding_sheet(
    corpus: Corpus,
    n: int = 200,
    *,
    folder: str | Path,
    coders: int = 2,
    double: float = 0.2,
    form: str = "xlsx",
    codebook: pd.DataFrame | None = None,
    seed: int = 1,
) -> pd.DataFrame:
    """Draw passages to be coded by people, and write a sheet for each coder.

    Passages are drawn from every level in every era, as many from each as from any other, or all where
    there are fewer; those without a term, which no fit has either, are left out. A sheet is blind: it
    shows heading and text in random order under a number of its own, and neither id nor place, year or
    level. The sheets hold wording where the corpus does; keep them to yourselves.

    Parameters
    ----------
    corpus : Corpus
        With its wording; without it coders see terms alone, which is little to code by.
    n : int
        How many passages, at most all that have terms.
    folder : path
        Where ``coder-1.xlsx`` and so on are written, the codebook (``codebook.xlsx``, with the rules
        that the bundled one cites; as CSV ``rules.csv``), and ``design.csv``, which coders
        should not open before they are done.
    coders : int
        How many people share the work.
    double : float
        The part of the passages that two of them code, for `measure_agreement`.
    form : {"xlsx", "csv"}
        In XLSX, the column ``main`` offers the domains to choose from.
    codebook : DataFrame, optional
        As `read_codebook` gives it, which is the default.
    seed : int
        Of the draw.

    Returns
    -------
    DataFrame
        The design, one row a passage: ``item`` (its number in the sheets), ``passage_id``, ``doc_id``,
        ``stratum`` (level and era), ``stratum_size``, ``probability`` (with which it was drawn),
        ``coders`` (numbers joined by ``;``).

    Raises
    ------
    ValueError
        Where there is nothing to draw, `double` is no part or needs a second coder, or the form is unknown.
    FileExistsError
        Where the folder holds a design already: its sheets may be filled in.

    Examples
    --------
    >>> import tempfile
    >>> import reformlab as rl
    >>> design = rl.make_coding_sheet(rl.load_corpus("made-up"), 20, folder=tempfile.mkdtemp())
    >>> len(design), design["probability"].between(0, 1).all().item()
    (20, True)
    """
    folder = Path(folder)
    check_choice("form", form, FORMS)
    codebook = read_codebook(codebook)
    if n < 1 or not 0 <= double <= 1 or coders < 1 or (double and coders < 2):
        raise ValueError(
            f"n={n}, coders={coders}, double={double}: give a passage or more, and a part from 0 to 1 "
            "that two code (0 where one codes alone)"
        )
    if (folder / DESIGN).exists():
        raise FileExistsError(f"{folder / DESIGN} is there already; give another folder, or take it away")
    design = _draw(corpus, n, coders, double, np.random.default_rng(seed))
    shown = design.merge(_show(corpus), on="passage_id", validate="one_to_one")
    folder.mkdir(parents=True, exist_ok=True)
    for coder in range(1, coders + 1):
        mine = shown[[str(coder) in several.split(";") for several in shown["coders"]]]
        sheet = mine[["item", "heading", "text"]].assign(main=None, further=None, note=None)
        path = save_table(sheet, folder / f"coder-{coder}.{form}")
        if form == "xlsx":
            _offer(path, codebook["domain"].tolist())
    path = save_table(_translate(codebook), folder / f"codebook.{form}")
    rules = read_coding_rules() if is_bundled(codebook["domain"]) else pd.DataFrame()
    if form == "xlsx":
        _dress_codebook(path, rules)
    elif len(rules):
        save_table(rules, folder / f"rules.{form}")
    save_table(design, folder / DESIGN)
    return design


def read_sheets(
    folder: str | Path, codebook: pd.DataFrame | None = None, *, unfinished: bool = False
) -> pd.DataFrame:
    """Read the sheets that coders filled in.

    Parameters
    ----------
    folder : path
        The folder of `make_coding_sheet`.
    codebook : DataFrame, optional
        As `read_codebook` gives it, which is the default.
    unfinished : bool
        Leave out rows that a coder did not come to (``main`` is empty, or the row is gone). What is left
        stands for the rest no longer; to practise it will do.

    Returns
    -------
    DataFrame
        One row a passage and coder: ``passage_id``, ``coder``, ``main``, ``further``, ``probability``.
        `measure_agreement` takes it; so does `read_codes`, which gives one row a passage.

    Raises
    ------
    FileNotFoundError
        Where the folder has no design or no sheet.
    TableError
        Where codes are missing or no domain: file, row, value, what to do; one coder gives two sheets, or
        none.

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> import reformlab as rl
    >>> corpus, folder = rl.load_corpus("made-up"), tempfile.mkdtemp()
    >>> _ = rl.make_coding_sheet(corpus, 10, folder=folder, coders=1, double=0, form="csv")
    >>> sheet = pd.read_csv(f"{folder}/coder-1.csv")  # a coder says what each passage is about
    >>> sheet.assign(main="workforce").to_csv(f"{folder}/coder-1.csv", index=False)
    >>> rl.read_sheets(folder)["main"].value_counts().to_dict()
    {'workforce': 10}
    """
    folder, codebook = Path(folder), read_codebook(codebook)
    paths = sorted(path for form in FORMS for path in folder.glob(f"coder-*.{form}"))
    if not paths or not (folder / DESIGN).exists():
        raise FileNotFoundError(
            f"{folder}: no sheet whose name begins with coder- beside {DESIGN}; give the folder that "
            "reformlab sheets wrote, its files under their names"
        )
    for path, other in pairwise(sorted(paths)):
        if path.stem == other.stem:
            raise TableError(
                f"{path.name} and {other.name} are one coder's sheet twice: keep the one that was filled in, "
                "and take the other away"
            )
    design = read_table(folder / DESIGN).set_index("item")
    tables, faults = [], [] if unfinished else list(_find_missing_sheets(paths, design))
    for path in paths:
        sheet = read_table(path)
        if absent := [name for name in ("item", "main") if name not in sheet]:
            raise TableError(
                f"{path}: its first sheet has no column {' and '.join(map(repr, absent))} (it has: "
                f"{', '.join(map(str, sheet)) or 'nothing'}); name columns as they were"
            )
        if sheet["main"].isna().all():
            faults.append(
                f"{path.name}: no row is coded; is this the empty sheet, and the coded one elsewhere?"
            )
            continue
        if unfinished:
            sheet = sheet[sheet["main"].notna()]
        faults += _find_item_faults(path, sheet["item"], design, unfinished)
        sheet = sheet[sheet["item"].isin(design.index)].join(design[["passage_id", "probability"]], on="item")
        sheet = unify_codes(sheet, codebook)
        faults += [f"{path.name}, {fault}" for fault in find_code_faults(sheet, codebook)]
        tables.append(sheet.assign(coder=path.stem.removeprefix("coder-")))
    check_codes(f"sheets in {folder}", faults, codebook)
    columns = ["passage_id", "coder", "main", "further", "probability"]
    return pd.concat(tables, ignore_index=True)[columns]


def _find_missing_sheets(paths: Sequence[Path], design: pd.DataFrame) -> Iterator[str]:
    """Yield the coders of the design who give no sheet, under its own name or one that was lengthened."""
    shares = design["coders"].astype("str").str.split(";")
    coders = sorted(set(shares.explode()))
    given = [path.stem for path in paths if path.stem != f"coder-{SETTLED}"]
    if len(given) >= len(coders):  # under whatever names
        return
    for coder in coders:
        if not any(re.match(rf"coder-{coder}(?!\d)", stem) for stem in given):
            mine = shares.map(lambda several, coder=coder: coder in several)
            alone = int((mine & (shares.map(len) == 1)).sum())
            yield (
                f"coder-{coder}{paths[0].suffix} is not here: {mine.sum()} of the {len(design)} passages "
                f"drawn stand in it, {alone} of them in no other sheet; put it back, filled in, or what "
                "is coded does not stand for the rest (for fewer coders draw anew: reformlab sheets --coders)"
            )


def _find_item_faults(path: Path, items: pd.Series, design: pd.DataFrame, unfinished: bool) -> Iterator[str]:
    """Yield rows of a sheet that the design does not have, and how many of a coder's rows are gone."""
    for at in items.index[~items.isin(design.index)]:
        where = f"{path.name}, row {at + 2}"
        yield f"{where}: item {items[at]!r} was not drawn; write it as it was, or delete the row"
    coder = path.stem.removeprefix("coder-")
    due = design.index[[coder in several.split(";") for several in design["coders"].astype("str")]]
    if len(gone := due.difference(items)) and not unfinished:
        shown = ", ".join(gone[:3]) + (" …" if len(gone) > 3 else "")
        yield (
            f"{path.name}: {len(gone)} of its {len(due)} rows are gone (items {shown}); put them back, or "
            "what is coded no longer stands for the rest"
        )


def _draw(corpus: Corpus, n: int, coders: int, double: float, rng: np.random.Generator) -> pd.DataFrame:
    """Draw passages from every stratum, and deal them out to coders."""
    about = corpus.documents[["doc_id", "level", "year"]]
    era = pd.Series(name_periods(about["year"], "era", None), index=about.index).astype(str)
    about = about.assign(stratum=about["level"].astype(object).fillna(UNKNOWN) + ", " + era)
    passages = corpus.passages[["passage_id", "doc_id"]].sort_values("passage_id")
    # Of a passage without terms no domain is told, so that nobody need code it.
    passages = passages[passages["passage_id"].isin(corpus.terms["passage_id"])]
    passages = passages.merge(about[["doc_id", "stratum"]], on="doc_id").sort_values("passage_id")
    sizes = passages["stratum"].value_counts().sort_index()
    taken = share_out(sizes.to_numpy(), n)
    drawn = pd.concat(
        passages[passages["stratum"] == stratum].iloc[rng.permutation(size)[:some]]
        for (stratum, size), some in zip(sizes.items(), taken, strict=True)
    )
    drawn = drawn.iloc[rng.permutation(len(drawn))].reset_index(drop=True)
    size = drawn["stratum"].map(sizes)
    first = np.arange(len(drawn)) % coders
    # The passages stand in random order, so any of them are as good as others to be coded twice.
    second = np.arange(len(drawn)) < round(double * len(drawn))
    names = [f"{a + 1};{(a + 1) % coders + 1}" for a in first]
    drawn["coders"] = np.where(second, names, (first + 1).astype(str))
    # A letter first, or a spreadsheet would take some for numbers.
    drawn["item"] = ["p" + sha256(name.encode()).hexdigest()[:8] for name in drawn["passage_id"]]
    taken = drawn["stratum"].map(dict(zip(sizes.index, taken, strict=True)))
    drawn = drawn.assign(stratum_size=size, probability=taken / size)
    return drawn[["item", "passage_id", "doc_id", "stratum", "stratum_size", "probability", "coders"]]


def share_out(sizes: np.ndarray, n: int) -> np.ndarray:
    """Take as many of each as of any other, or all where there are fewer; n together, or all there are."""
    taken = np.zeros(len(sizes), dtype=int)
    for _ in range(min(n, int(sizes.sum()))):
        taken[np.argmin(np.where(taken < sizes, taken, n + 1))] += 1
    return taken


def _show(corpus: Corpus) -> pd.DataFrame:
    """Give what a coder sees of each passage: its heading, and its text or else its terms."""
    shown = corpus.texts
    if shown is None:
        joined = corpus.terms.groupby("passage_id")["term"].agg(" · ".join)
        shown = joined.rename("text").reset_index()
    return corpus.passages[["passage_id", "heading"]].merge(shown, on="passage_id", how="left")


def _translate(codebook: pd.DataFrame) -> pd.DataFrame:
    """Give what a coder needs of each domain; of the bundled codebook in Chinese as well."""
    if is_bundled(codebook["domain"]):
        chinese = read_table(data_folder() / "codebook" / "definitions_zh.csv")
        codebook = codebook.merge(chinese, on="domain", how="left")
    return codebook[[name for name in TOLD if name in codebook]]


def read_coding_rules() -> pd.DataFrame:
    """Read the numbered rules that the bundled codebook cites: ``rule``, ``text``, one row a rule.

    Examples
    --------
    >>> read_coding_rules()["rule"].head(2).tolist()
    [1, 2]
    """
    about = (data_folder() / "codebook" / "README.md").read_text("utf-8")
    rules = re.findall(r"^(\d+)\. (.+)$", about, re.MULTILINE)
    plain = [(int(number), re.sub(r"\*\*|`", "", text)) for number, text in rules]
    return pd.DataFrame(plain, columns=["rule", "text"])


def _dress_codebook(path: Path, rules: pd.DataFrame) -> None:
    """Make the codebook legible, and add what to write into which column, and the rules that it cites."""
    from openpyxl import load_workbook

    book = load_workbook(path)
    sheet = book.active
    lay_columns(sheet, [18 if cell.value in TOLD[:3] else 44 for cell in sheet[1]])
    sheet.freeze_panes = "B2"
    _explain(book)
    if len(rules):
        numbered = book.create_sheet("rules")
        for row in (list(rules), *rules.itertuples(index=False)):
            numbered.append(list(row))
        lay_columns(numbered, [10, 140])
    book.save(path)


def _explain(book: Workbook) -> None:
    """Add a sheet that says what each column of the coding sheets takes, and what to do then."""
    texts = read_texts("coding")
    sheet = book.create_sheet("how")
    for name in texts["en"]:
        sheet.append([name, texts["en"][name], texts["zh"][name]])
    lay_columns(sheet, [10, 70, 70])


def _offer(path: Path, domains: list[str]) -> None:
    """Let the column of the main domain offer the domains, and make texts legible."""
    from openpyxl import load_workbook
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.properties import PageSetupProperties

    book = load_workbook(path)
    sheet = book.active
    _explain(book)
    names = book.create_sheet("domains")
    for row, name in enumerate(domains, start=1):
        names.cell(row, 1, name)
    offered = DataValidation("list", formula1=f"domains!$A$1:$A${len(domains)}", allow_blank=True)
    offered.showErrorMessage, offered.error = True, "Choose one of the list, as it is written there."
    sheet.add_data_validation(offered)
    offered.add(f"D2:D{sheet.max_row + SPARE}")
    lay_columns(sheet, [10, 40, 90, 18, 24, 24])
    # Whoever codes on paper prints it as wide as a page.
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    book.save(path)
