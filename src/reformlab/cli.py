"""The same verbs from a shell: ``reformlab build``, ``corpus``, ``notebooks``, ``html``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

app = typer.Typer(
    help="A research workbook for Chinese reform policy.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

# What a user can mend: a wrong option, a cluster that is not there, a file that Excel has open.
_BUILD_ERRORS = (ValueError, OSError, ImportError, RuntimeError)


@app.command()
def build(
    folder: Annotated[Path, typer.Argument(help="Folder of documents, of any format.")],
    out: Annotated[Path, typer.Argument(help="Corpus folder to write.")],
    catalogue: Annotated[Path | None, typer.Option(help="CSV of facts that the files do not state.")] = None,
    share: Annotated[
        bool, typer.Option(help="Leave the wording out, so that the corpus can be published.")
    ] = False,
    workers: Annotated[int | None, typer.Option(help="Processes to use; one a core unless given.")] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler, whose workers do the work.")
    ] = None,
) -> None:
    """Build a corpus folder from a folder of documents; run it again to go on after an interruption."""
    from reformlab.build import build_corpus

    options = {"out": out, "share": share, "workers": workers, "scheduler": scheduler}
    corpus = _or_exit(lambda: build_corpus(folder, catalogue, **options), _BUILD_ERRORS)
    typer.echo(_describe(corpus, out))


@app.command()
def corpus(
    sources: Annotated[Path, typer.Argument(help="Folder of the source documents.")] = Path(
        "../shared/sources"
    ),
) -> None:
    """Make the bundled corpora anew: the made-up one, and the others where their sources are at hand."""
    from reformlab.build import build_corpus
    from reformlab.register import build_register
    from reformlab.tables import data_folder

    made_up, health, listed = (
        data_folder() / name for name in ("made-up", "health-reform", "national-catalogue")
    )
    _or_exit(lambda: build_corpus(made_up / "raw", out=made_up))
    if not sources.exists():
        _fail(
            f"{sources}: no such folder; the other corpora stay as they are (give the folder of the sources)"
        )
    built = _or_exit(lambda: build_corpus(sources, health / "catalogue.csv", out=health, share=True))
    typer.echo(_describe(built, health))
    entries = pd.read_csv(
        sources / "catalogue" / "national_health_policies.csv", dtype="str", encoding="utf-8-sig"
    )
    register = build_register(entries.rename(columns={"doc_no": "number"}), name="catalogue")
    register.save(listed, share=True)
    typer.echo(f"{listed}: {register!r}; {len(register.manifest['left_out'])} entries were there already")


@app.command()
def show(
    file: Annotated[Path, typer.Argument(help="A file, or one text in it (box.zip/a.txt).")],
    out: Annotated[
        Path | None, typer.Option(help="Page to write; FILE.html in this folder unless given.")
    ] = None,
) -> None:
    """Write a page that shows a document as it was and as it is read, with every edit."""
    from reformlab.read import ReadError
    from reformlab.show import show_document

    out = out or Path(file.stem + ".html")
    _or_exit(lambda: show_document(file), ReadError).save(out)
    typer.echo(f"Open {out}")


@app.command()
def notebooks(
    check: Annotated[
        bool, typer.Option("--check", help="Only compare with the outputs kept in git.")
    ] = False,
) -> None:
    """Run every notebook from a clean kernel and put its outputs in place, or check them."""
    from reformlab.notebooks import NotebookError, check_notebooks, run_notebooks

    if check:
        differences = _or_exit(check_notebooks, NotebookError)
        if differences:
            _fail("\n".join(differences))
    else:
        _or_exit(lambda: run_notebooks(in_place=True), NotebookError)


@app.command()
def html(out: Annotated[Path, typer.Option(help="Folder to write the site to.")] = Path("_site")) -> None:
    """Run the notebooks and write the site; open index.html in it."""
    from reformlab.notebooks import NotebookError
    from reformlab.site import SiteError, build_site, check_site

    _or_exit(lambda: build_site(out=out), (NotebookError, SiteError))
    faults = check_site(out)
    if len(faults):
        _fail(faults.to_string(index=False))
    typer.echo(f"Open {out / 'index.html'}")


def _or_exit(work, errors=()):
    """Do the work; an error that a user can mend becomes its message and exit code 1."""
    from reformlab.tables import TableError

    expected = (TableError, FileNotFoundError, *(errors if isinstance(errors, tuple) else (errors,)))
    try:
        return work()
    except expected as error:
        _fail(str(error))


def _fail(message: str) -> None:
    typer.echo(message, err=True)
    raise typer.Exit(1)


def _describe(corpus, out: Path) -> str:
    """Say what was kept, what was left out by its reason, and how often catalogue and text differ."""
    lines = [f"{out}: {corpus!r}"]
    left_out = pd.DataFrame(corpus.manifest["left_out"], columns=["file", "part", "reason"])
    for reason, rows in left_out.groupby("reason", sort=True):
        shown = ", ".join(rows["file"].head(3)) + (" …" if len(rows) > 3 else "")
        lines.append(f"  left out, {reason}: {len(rows)} ({shown})")
    for row in corpus.manifest["notes"]:
        lines.append(f"  note, {row['file']}: {row['note']}")
    found = corpus.manifest["contradictions"]
    if found:
        fields = ", ".join(f"{name} {n}" for name, n in Counter(row["field"] for row in found).most_common())
        listed = out / "contradictions.csv"
        lines.append(f"  contradictions of catalogue and text: {len(found)} ({fields}); see {listed}")
    return "\n".join(lines)
