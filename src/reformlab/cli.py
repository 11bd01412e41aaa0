"""The same verbs from a shell: ``reformlab build``, ``reformlab facts``, ``reformlab report``."""

from __future__ import annotations

import glob
import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from reformlab import __version__

app = typer.Typer(
    help="A research workbook for Chinese reform policy.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

# What a user can mend: a wrong option, a cluster that is not there, a file that Excel has open.
_BUILD_ERRORS = (ValueError, OSError, ImportError, RuntimeError)

BUNDLED = "work-reports"
_NO_CORPUS = (
    "\nNote: no --corpus is given, so it is the bundled one; yours: reformlab replicate {0} --corpus OUT. "
    "To check a folder that was written before, give its name alone (there is none under {0})"
)


def _tell_version(asked: bool) -> None:
    if asked:
        typer.echo(f"reformlab {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Say which version.")
    ] = False,
) -> None:
    """Hold the options that stand before any command."""


@app.command()
def build(
    folder: Annotated[Path, typer.Argument(help="Folder of documents, of any format.")],
    out: Annotated[Path, typer.Argument(help="Corpus folder to write.")],
    catalogue: Annotated[
        Path | None, typer.Option(help="The sheet that facts wrote, as you corrected it.")
    ] = None,
    share: Annotated[
        bool, typer.Option(help="Leave the wording out, so that the corpus can be published.")
    ] = False,
    workers: Annotated[int | None, typer.Option(help="Processes to use; one a core unless given.")] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler, whose workers do the work.")
    ] = None,
) -> None:
    """Build a corpus folder from a folder of documents; run it again to go on after an interruption.

    Hidden files and those that Office keeps while a file is open (~$a.docx) are passed over.
    """
    from reformlab.building.catalogue import list_own_columns
    from reformlab.building.corpus import build_corpus

    options = {"out": out, "share": share, "workers": workers, "scheduler": scheduler}
    before = _read_manifest(out)
    inputs = _list_inputs(before)
    corpus = or_exit(lambda: build_corpus(folder, catalogue, **options), _BUILD_ERRORS)
    typer.echo(describe(corpus, out))
    if catalogue and (own := list_own_columns(catalogue)):
        typer.echo(f"Note: columns of {catalogue} kept as they are: {', '.join(own)}")
    # Corpora of earlier versions do not say it.
    if before.get("catalogue") and catalogue is None:
        typer.echo(
            f"Note: {out} was built with a sheet before; without --catalogue what it corrected is undone. "
            f'To bring it back: reformlab build "{folder}" "{out}" --catalogue SHEET (as you corrected it)'
        )
    if inputs and inputs.isdisjoint(_list_inputs(_read_manifest(out))):
        typer.echo(f"Note: {out} was made from other files before, none of them in {folder}; it is replaced")


def _read_manifest(out: Path) -> dict[str, Any]:
    """Read how a corpus that is there was made."""
    path = out / "manifest.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def _list_inputs(manifest: dict[str, Any]) -> set[str]:
    """List what a corpus was made from, by what the files hold."""
    return {row["sha256"] for row in manifest.get("inputs", [])}


@app.command()
def facts(
    corpus: Annotated[str, typer.Argument(help="Corpus folder that build wrote.")],
    out: Annotated[Path, typer.Argument(help="Sheet to write, .xlsx or .csv.")],
) -> None:
    """Write what was read of each document as a sheet; correct it, and build again with --catalogue."""
    from reformlab.building.catalogue import list_facts
    from reformlab.building.sheet import save_facts
    from reformlab.corpus.tables import load_corpus

    if out.suffix.lower() not in (".xlsx", ".csv"):
        fail(f"{out}: a sheet is saved as .xlsx or .csv; name it {out.with_suffix('.xlsx')}")
    if out.exists():
        fail(f"{out} is there already, and may hold what you corrected; give another name, or take it away")
    sheet = or_exit(lambda: list_facts(load_corpus(corpus)))
    or_exit(lambda: save_facts(sheet, out), (ValueError, OSError))
    n = int((sheet["check"] != "").sum())
    typer.echo(f"Open {out}: {n} of {len(sheet)} documents to check (column check)")
    if out.suffix.lower() == ".xlsx":
        typer.echo("Its second sheet says what each column is, and which words it takes")


@app.command()
def sheets(
    corpus: Annotated[str, typer.Argument(help="Corpus folder that build wrote.")],
    folder: Annotated[Path, typer.Argument(help="New folder for the sheets.")],
    n: Annotated[int, typer.Option(help="How many passages to draw.")] = 200,
    coders: Annotated[int, typer.Option(help="How many people share the work.")] = 2,
) -> None:
    """Draw passages for people to code, and write their sheets; filled in, report takes them as --codes.

    Each coder fills in the column main of a sheet coder-1.xlsx, coder-2.xlsx, …, by codebook.xlsx; a fifth
    of the passages stand in two sheets. Where coders differ, report writes coder-settled.xlsx to fill in.
    """
    from reformlab.corpus.tables import load_corpus
    from reformlab.domains.sheet import make_coding_sheet
    from reformlab.measures.enough_coded import list_uncorrected

    options = {"folder": folder, "coders": coders, "double": 0.2 if coders > 1 else 0}
    drawn_from = or_exit(lambda: load_corpus(corpus))
    design = or_exit(lambda: make_coding_sheet(drawn_from, n, **options), (ValueError, OSError))
    typer.echo(_say_drawn(design, folder, n, coders))
    for note in list_uncorrected(drawn_from, design):
        typer.echo(note)
    typer.echo(
        "Fill in the column main of each sheet by codebook.xlsx, whose sheet `how` says what columns take"
    )
    typer.echo(f"When they are filled in: reformlab report {corpus} report.html --codes {folder}")


def _say_drawn(design: pd.DataFrame, folder: Path, n: int, coders: int) -> str:
    """Say how many passages stand in which sheets, and how many in two of them."""
    all_there_are = f", all there are ({n} were asked for)" if len(design) < n else ""
    names = ", ".join(f"coder-{number}.xlsx" for number in range(1, coders + 1))
    both = int(design["coders"].str.contains(";").sum())
    twice = f"; {both} of them in two, so that agreement can be measured" if both else ""
    return f"{folder}: {len(design)} passages{all_there_are} in {names}{twice}"


@app.command()
def show(
    file: Annotated[Path, typer.Argument(help="A file, or one text in it (box.zip/a.txt).")],
    out: Annotated[
        Path | None, typer.Option(help="Page to write; FILE.html in this folder unless given.")
    ] = None,
) -> None:
    """Write a page that shows a document as it was and as it is read, with every edit."""
    from reformlab.building.show import show_document
    from reformlab.reading.files import ReadError

    if hint := _say_other_file(file):
        fail(f"{file}{hint}")
    out = out or Path(file.stem + ".html")
    try:
        show_document(file).save(out)
    except ReadError as error:
        fail(f"{file}: {error}")
    typer.echo(f"Open {out}")


def _say_other_file(file: Path) -> str:
    """Say which file may be meant, where one names a folder, or a file that lies in a folder below."""
    if file.is_dir():
        first = next((path for path in sorted(file.rglob("*.*")) if path.is_file()), file / "a.docx")
        return f' is a folder; give a file in it, such as "{first}"'
    below = sorted(Path().glob(f"*/{glob.escape(file.name)}")) if not file.exists() else []
    return f' is not there; did you mean "{below[0]}"?' if below else ""


@app.command()
def report(
    corpus: Annotated[str, typer.Argument(help="Corpus folder, or the name of a bundled corpus.")],
    out: Annotated[Path, typer.Argument(help="Page to write.")],
    codes: Annotated[
        Path | None,
        typer.Option(help="The folder of sheets that coders filled in, or a CSV or XLSX of codes."),
    ] = None,
    language: Annotated[str, typer.Option(help="en or zh.")] = "en",
) -> None:
    """Write one page on a corpus: what is there, what it gives room to, what it cannot say."""
    from reformlab.corpus.choices import check_choice
    from reformlab.corpus.tables import load_corpus

    # Before what takes long.
    or_exit(lambda: check_choice("language", language, ["en", "zh"]), ValueError)
    if out.suffix.lower() not in (".html", ".htm"):
        fail(f"{out.name}: the report is a page for a browser; name it {out.with_suffix('.html')}")
    from reformlab.report import write_report

    options = {"codes": codes, "language": language}
    or_exit(lambda: write_report(load_corpus(corpus), out, **options), (ValueError, OSError))
    typer.echo(f"Open {out}")


@app.command()
def replicate(
    out: Annotated[Path, typer.Argument(help="New folder to write, or one that was written: it is checked.")],
    corpus: Annotated[
        str | None,
        typer.Option(help="Corpus folder, or the name of a bundled one; work-reports unless given."),
    ] = None,
    script: Annotated[Path | None, typer.Option(help="Your analysis; that of domains unless given.")] = None,
    codes: Annotated[
        Path | None,
        typer.Option(help="The folder of sheets that coders filled in, or a CSV or XLSX of codes."),
    ] = None,
) -> None:
    """Write a folder from which another machine makes the same tables; or make them again, and compare."""
    from reformlab.corpus.tables import load_corpus
    from reformlab.paper.replication import SUMS, check_replication, export_replication, say_compared

    errors = (ValueError, OSError, RuntimeError)
    if (out / SUMS).exists():
        if corpus or script or codes:
            fail(f"{out} was written before: name a new folder, or give nothing else and it is checked")
        table = or_exit(lambda: check_replication(out), errors)
        typer.echo(table.to_string(index=False))
        if not table["same"].all():
            fail(say_compared(table))
        typer.echo(say_compared(table))
        return
    if (out / "documents.csv").exists():
        fail(f'{out} is a corpus; for its tables name a new folder: reformlab replicate NEW --corpus "{out}"')
    options = {"script": script, "codes": codes}
    written = or_exit(lambda: load_corpus(corpus or BUNDLED))
    note = "" if corpus else _NO_CORPUS.format(out)
    typer.echo(f"{str(written).strip('<>')} ({corpus or BUNDLED}){note}")
    or_exit(lambda: export_replication(written, out, **options), errors)
    if codes:
        coded = pd.read_csv(out / "codes.csv", encoding="utf-8-sig")["passage_id"]
        if gone := int((~coded.isin(written.passages["passage_id"])).sum()):
            typer.echo(
                f"Note: {gone} of {len(coded)} coded passages are not in the corpus; they are not used"
            )
    typer.echo(f"{out / 'tables'}: all tables as CSV, for R, Stata or Excel")
    if (out / "tables" / "not-corrected.csv").exists():
        for row in pd.read_csv(out / "tables" / "not-corrected.csv").itertuples():
            typer.echo(
                f"Note: {row.kind}, {row.level}: passages of {row.n_coded} of {row.n_docs} documents are "
                "coded, too few to take the classifier's error off; as predicted (column corrected)"
            )
    typer.echo(f"{out / 'README.md'}: what every column is, and how others make the same tables from {out}")


@app.command()
def notebooks(
    folder: Annotated[Path, typer.Argument(help="Folder to copy them to.")] = Path("notebooks"),
) -> None:
    """Copy the notebooks into a folder of your own, to run and to change; what is there already stays."""
    from reformlab.corpus.tables import data_folder

    source = data_folder().parent / "notebooks"
    here = [*sorted(source.glob("*.ipynb")), source / "README.md"]
    due = [path for path in here if not (folder / path.name).exists()]
    or_exit(lambda: folder.mkdir(parents=True, exist_ok=True), OSError)
    for path in due:
        or_exit(lambda path=path: shutil.copyfile(path, folder / path.name), OSError)
    typer.echo(f"{folder}: {len(due)} files copied; begin with: jupyter lab {folder / '00-tour.ipynb'}")
    typer.echo(f"The corpora that they load lie in {data_folder()}")


@app.command()
def cache(
    empty: Annotated[
        bool, typer.Option("--empty", help="Delete them; what ships with the package stays.")
    ] = False,
) -> None:
    """Say which results are kept, and where; they are found again instead of being worked out anew."""
    from reformlab.corpus.kept import cache_folder, empty_cache, list_kept

    if empty:
        typer.echo(f"{cache_folder()}: {empty_cache()} results deleted")
        return
    kept = list_kept()
    for ships, rows in kept.groupby("ships"):
        place = "with the package" if ships else cache_folder()
        typer.echo(f"{place}: {len(rows)} results, {rows['bytes'].sum() / 1e6:.1f} MB")
    if kept.empty:
        typer.echo(f"{cache_folder()}: nothing is kept yet")


def or_exit(work, errors=()):
    """Do the work; an error that a user can mend becomes its message and exit code 1."""
    from reformlab.corpus.tables import TableError

    expected = (TableError, FileNotFoundError, *(errors if isinstance(errors, tuple) else (errors,)))
    try:
        return work()
    except expected as error:
        fail(str(error))


def fail(message: str) -> None:
    """Print a message on the error stream and leave with exit code 1."""
    typer.echo(message, err=True)
    raise typer.Exit(1)


def describe(corpus, out: Path) -> str:
    """Say what was kept, what was left out by its reason, and how often catalogue and text differ."""
    from reformlab.building.catalogue import list_facts
    from reformlab.corpus.choices import say_count

    lines = [f"{out}: {corpus}"]
    left_out = pd.DataFrame(corpus.manifest["left_out"], columns=["file", "part", "reason"])
    for reason, rows in left_out.groupby("reason", sort=True):
        shown = ", ".join(rows["file"].head(3)) + (" …" if len(rows) > 3 else "")
        said = reason if reason.startswith("left out") else f"left out, {reason}"
        lines.append(f"  {said}: {len(rows)} ({shown})")
    notes = pd.DataFrame(corpus.manifest["notes"], columns=["file", "note"])
    for note, rows in notes.groupby("note", sort=False):
        shown = ", ".join(rows["file"].head(3)) + (f" and {len(rows) - 3} more" if len(rows) > 3 else "")
        lines.append(f"  note, {shown}: {note}")
    sheet = list_facts(corpus)
    if n := int((sheet["check"] != "").sum()):
        names = ("facts.xlsx", *(f"facts-{number}.xlsx" for number in range(2, 100)))
        free = next((name for name in names if not Path(name).exists()), names[-1])
        lines.append(f'  to check: {say_count(n, "document")}; reformlab facts "{out}" {free} lists what')
    found = corpus.manifest["contradictions"]
    if found:
        fields = ", ".join(f"{name} {n}" for name, n in Counter(row["field"] for row in found).most_common())
        listed = out / "contradictions.csv"
        lines.append(f"  contradictions of catalogue and text: {len(found)} ({fields}); see {listed}")
    return "\n".join(lines)
