"""The verbs of the Makefile: ``python -m tools html``, ``notebooks``, ``seminar``, ``corpus``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import pandas as pd
import typer

from reformlab.building.corpus import build_corpus
from reformlab.cli import describe, fail, or_exit
from reformlab.corpus.store import shorten, write_csv
from reformlab.corpus.tables import data_folder, load_corpus
from reformlab.figures.text import FontError
from tools.catalogues import list_city_reports, list_reports, unpack_cities
from tools.notebooks import NotebookError, check_notebooks, run_notebooks, ship_results
from tools.register import build_register
from tools.seminar import SeminarError, build_seminar
from tools.site import SiteError, build_site, check_site
from tools.titles import build_titles

# Built from a catalogue of their own, one genre each.
GENRES = ("work-reports", "statutes", "policy-documents")

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.command()
def html(out: Annotated[Path, typer.Option(help="Folder to write the site to.")] = Path("_site")) -> None:
    """Run the notebooks and write the site; open index.html in it."""
    or_exit(lambda: build_site(out=out), (FontError, NotebookError, SiteError))
    faults = check_site(out)
    if len(faults):
        fail(faults.to_string(index=False))
    typer.echo(f"Open {out / 'index.html'}")


@app.command()
def notebooks(
    check: Annotated[
        bool, typer.Option("--check", help="Only compare with the outputs kept in git.")
    ] = False,
) -> None:
    """Run every notebook from a clean kernel and put its outputs in place, or check them."""
    if check:
        differences = or_exit(check_notebooks, NotebookError)
        if differences:
            fail("\n".join(differences))
    else:
        or_exit(lambda: run_notebooks(in_place=True), NotebookError)


@app.command()
def seminar(
    out: Annotated[Path, typer.Option(help="Folder to write to; it must not be there.")] = Path("_seminar"),
) -> None:
    """Write students' and teacher's notebooks, sheets to code, slides and plans."""
    typer.echo(f"Begin with {or_exit(lambda: build_seminar(out=out), (FontError, SeminarError))}")


@app.command()
def catalogues(sources: Annotated[Path, typer.Argument(help="Folder of the source documents.")]) -> None:
    """Write the catalogues of reports anew from the lists of their sources; hand-made ones stay."""
    write_csv(list_reports(sources), data_folder() / "work-reports" / "catalogue.csv")
    write_csv(list_city_reports(sources), data_folder() / "city-reports" / "catalogue.csv")


@app.command()
def fits() -> None:
    """Make the fits and other results anew that ship with the package, and the notebooks' outputs."""
    shipped = or_exit(ship_results, NotebookError)
    typer.echo(f"{len(shipped)} results, {sum(path.stat().st_size for path in shipped) / 1e6:.1f} MB")


def shorten_headings(folder: Path) -> None:
    """Cut headings to 8 characters: of so many alike, 16 of one and 16 of the next may read as a sentence."""
    built = load_corpus(folder)
    short = built.passages["heading"].map(lambda heading: shorten(heading, 8), na_action="ignore")
    replace(built, passages=built.passages.assign(heading=short.astype("str"))).save(folder, share=True)


def shorten_names(folder: Path, most: int) -> None:
    """Cut what numbers are of: what one sentence counts may stand side by side, and read as it does."""
    built = load_corpus(folder)
    mentions = built.mentions
    of_number = mentions["kind"] == "target"
    short = mentions["name"].map(lambda name: shorten(name, most), na_action="ignore")
    mentions = mentions.assign(name=mentions["name"].mask(of_number, short).astype("str"))
    replace(built, mentions=mentions).save(folder, share=True)


@app.command()
def corpus(sources: Annotated[Path, typer.Argument(help="Folder of the source documents.")]) -> None:
    """Make the bundled corpora anew: the made-up one, and the others where their sources are at hand."""
    made_up, listed = (data_folder() / name for name in ("made-up", "national-catalogue"))
    or_exit(lambda: build_corpus(made_up / "raw", out=made_up))
    if not sources.exists():
        fail(
            f"{sources}: no such folder; the other corpora stay as they are (give the folder of the sources)"
        )
    with TemporaryDirectory() as scratch:
        cities = unpack_cities(sources, Path(scratch))
        for name, folder in {**dict.fromkeys(GENRES, sources), "city-reports": cities}.items():
            out = data_folder() / name
            built = or_exit(
                lambda folder=folder, out=out: build_corpus(
                    folder, out / "catalogue.csv", out=out, share=True
                )
            )
            typer.echo(describe(built, out))
    for name in GENRES:
        shorten_names(data_folder() / name, 10)
    shorten_names(data_folder() / "city-reports", 6)
    shorten_headings(data_folder() / "city-reports")
    entries = pd.read_csv(
        sources / "catalogue" / "national_health_policies.csv", dtype="str", encoding="utf-8-sig"
    )
    register = build_register(entries.rename(columns={"doc_no": "number"}), name="catalogue")
    register.save(listed, share=True)
    typer.echo(f"{listed}: {register!r}; {len(register.manifest['left_out'])} entries were there already")
    titles, counts = build_titles(pd.read_csv(sources / "titles" / "titles.csv", dtype="str"), name="titles")
    titles.save(data_folder() / "titles", share=True)
    write_csv(counts, data_folder() / "titles" / "titles_per_year.csv")
    typer.echo(f"{data_folder() / 'titles'}: {titles!r}; of {counts['n_titles'].sum()} titles")


if __name__ == "__main__":
    app()
