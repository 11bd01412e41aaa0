"""The site: the notebooks as they ran, the API and the data cards, as one folder of HTML.

The pages ask no other host for anything, and `check_site` finds where one would.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from html import unescape
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pandas as pd

from reformlab.report.font import make_font
from tools.dress import SAVED, dress_notebook
from tools.explorer import Measured, measure_reports, write_explorer
from tools.findings import write_start
from tools.lists import write_gallery, write_glossary
from tools.notebooks import (
    BUILD,
    FIGURES,
    copy_pictures,
    hash_files,
    list_common_files,
    read_notebook,
    run_notebooks,
    say,
    write_notebook,
)
from tools.pages import list_pages, mend_pages
from tools.provinces import write_provinces
from tools.seminar import write_slides

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LOADING = ("src", "poster", "data", "background")
LOADED_LINKS = {
    "stylesheet",
    "icon",
    "preload",
    "modulepreload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "manifest",
}
FONT = Path("_static", "chinese.woff")  # named in docs/_static/custom.css, its licence beside it
SLIDES = Path("_static", "slides.html")  # where `docs/teaching/index.md` looks for them
CSS_URL = re.compile(r"""url\(\s*['"]?([^'")]+)|@import\s+['"]([^'"]+)""")


class SiteError(RuntimeError):
    """The site could not be made; the message says why."""


def build_site(root: str | Path = ".", *, out: str | Path = "_site") -> Path:
    """Run the notebooks and make the site: notebooks, API, data cards, search.

    Where nothing of what they are made of has changed, the pages that were made last are given again.

    Parameters
    ----------
    root : path
        The checkout: the folder that holds ``docs/`` and ``notebooks/``.
    out : path
        The folder of HTML; relative to `root`.

    Returns
    -------
    Path
        Its start page, ``index.html``.

    Raises
    ------
    SiteError
        Where `root` is no checkout, Sphinx stops, or `out` holds something else.
    FontError
        Where mplfonts, which brings the Chinese font of the pages, is not installed.
    NotebookError
        Where a notebook fails.

    Examples
    --------
    >>> from tools.site import build_site
    >>> build_site()  # doctest: +SKIP
    PosixPath('_site/index.html')
    """
    root = Path(root)
    site = root / out
    if site.exists() and any(site.iterdir()) and not (site / ".buildinfo").exists():
        raise SiteError(f"{site}: this folder holds something else than a site; give another")
    made, kept_key = root / BUILD / "html", root / BUILD / "html-key.txt"
    with ProcessPoolExecutor(1, get_context("spawn")) as beside:
        measure = measure_reports
        if (root / "docs" / "explorer.md").exists() and not kept_key.exists():
            # Where there are no pages yet, this need not wait for the last notebook.
            measure = beside.submit(measure_reports).result
        runs = run_notebooks(root)
        key = hash_files([*_list_sources(root), *runs.values(), *list_common_files(root)])
        if not kept_key.exists() or kept_key.read_text("utf-8") != key:
            kept_key.unlink(missing_ok=True)
            _make_pages(root, made, runs, measure)
            kept_key.write_text(key, "utf-8")
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(made, site)
    return site / "index.html"


def _make_pages(root: Path, made: Path, runs: dict[str, Path], measure: Callable[[], Measured]) -> None:
    """Make the pages in a folder, from the notebooks as they ran and the sources in the checkout."""
    source = root / BUILD / "source"
    _lay_sources(root, source, runs, measure)
    say("Making the pages")
    warnings = root / BUILD / "sphinx-warnings.txt"
    shutil.rmtree(made, ignore_errors=True)
    options = ["-q", "-j", "auto", "-b", "html", "-d", str(root / BUILD / "doctrees"), "-E"]
    options += ["-w", str(warnings.resolve())]
    done = subprocess.run([sys.executable, "-m", "sphinx", *options, str(source), str(made)])
    if done.returncode:
        raise SiteError(f"Sphinx stopped (exit code {done.returncode}); its last words stand above.")
    mend_pages(made)
    _ship_font(made)


def check_site(folder: str | Path = "_site") -> pd.DataFrame:
    """Find the faults of a built site.

    Parameters
    ----------
    folder : path
        The folder of HTML.

    Returns
    -------
    DataFrame
        One row a fault: ``page`` (file, relative to the folder), ``fault`` (``remote``: a page or
        a style sheet loads something from another host; ``missing``: a file of the site that is
        not there; ``alt``: a picture without a description; ``error``, ``warning``: what a cell
        printed; ``markup``: Sphinx could not make sense of the source), ``detail``.

    Raises
    ------
    FileNotFoundError
        Where the folder holds no ``index.html``.
    """
    from lxml import html

    folder = Path(folder)
    if not (folder / "index.html").exists():
        raise FileNotFoundError(f"{folder}: no index.html; `make html` makes the site")
    rows = []
    for path in list_pages(folder):
        page = html.fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        rows += [(path.relative_to(folder).as_posix(), *fault) for fault in _page_faults(page, path)]
    for path in sorted(folder.rglob("*.css")):
        faults = _url_faults(_css_urls(path.read_text("utf-8")), path)
        rows += [(path.relative_to(folder).as_posix(), *fault) for fault in faults]
    return pd.DataFrame(rows, columns=["page", "fault", "detail"]).drop_duplicates(ignore_index=True)


# Making


def _list_sources(root: Path) -> list[Path]:
    """Return the files of which pages are made, beyond runs of notebooks, the package and its data."""
    makers = [*(root / "docs").rglob("*"), *Path(__file__).parent.glob("*.py"), *root.glob("*.md")]
    return [path for path in makers if path.is_file()]


def _lay_sources(root: Path, source: Path, runs: dict[str, Path], measure: Callable[[], Measured]) -> None:
    """Lay the sources of the pages as they lie in the checkout, with ``docs/`` at the top."""
    if not (root / "docs" / "conf.py").exists():
        raise SiteError(f"{root / 'docs'}: no conf.py here; run this in a checkout of the project")
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(root / "docs", source)
    (source / "notebooks").mkdir()
    kept, shown = root / BUILD / FIGURES, source / SAVED
    dressed = {name: dress_notebook(read_notebook(run), kept, shown) for name, run in runs.items()}
    for name, notebook in dressed.items():
        write_notebook(notebook, source / "notebooks" / f"{name}.ipynb")
    for path in [root / "CHANGELOG.md", root / "CONTRIBUTING.md", *(root / "data").glob("*/README.md")]:
        if path.exists():
            target = source / path.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(path.read_text("utf-8").replace("](docs/", "]("), "utf-8")
    copy_pictures(runs, source)
    if (source / "explorer.md").exists():
        say("Measuring the work reports")
        tables = measure()
        write_explorer(source / "explorer.html", tables)
        write_start(source, tables)
        write_provinces(source, tables)
        write_gallery(source / "gallery.md", dressed)
        stories = {name: read_notebook(run) for name, run in runs.items()}
        (source / SLIDES).write_text(write_slides(source / "teaching", stories), "utf-8")
        write_glossary(source / "glossary.md")


def _ship_font(site: Path) -> None:
    """Make a font of the characters beyond Latin of all pages, for machines that lack Chinese fonts."""
    text = {character for page in list_pages(site) for character in unescape(page.read_text("utf-8"))}
    (site / FONT).write_bytes(make_font(text))


# Checking


def _page_faults(page: HtmlElement, path: Path) -> Iterator[tuple[str, str]]:
    yield from _url_faults(_loaded(page), path)
    yield from (fault for fault in _url_faults(page.xpath("//a/@href"), path) if fault[0] == "missing")
    for image in page.iter("img"):
        alt = (image.get("alt") or "").strip()
        if not alt or alt == image.get("src") or alt.endswith((".png", ".svg", ".jpg")):
            yield "alt", f"{(image.get('src') or '')[:60]}: draw it with `plot_*`, show it with `show_figure`"
    for kind, fault in {"traceback": "error", "stderr": "warning"}.items():
        for output in page.xpath(f"//div[{_has_class('output')} and {_has_class(kind)}]"):
            yield fault, " ".join(output.text_content().split())[:200]
    for message in page.xpath(f"//*[{_has_class('system-message')} or {_has_class('problematic')}]"):
        yield "markup", " ".join(message.text_content().split())[:200]
    # Beside Chinese punctuation stars can stay stars; in code and signatures they belong there.
    plain = "not(ancestor::code or ancestor::pre or ancestor::dt or ancestor::strong)"
    for text in page.xpath(f"//article//text()[contains(., '**')][{plain}]"):
        yield "markup", f"stars that should be bold: {' '.join(text.split())[:150]}"


def _url_faults(urls: Iterable[str], path: Path) -> Iterator[tuple[str, str]]:
    """Say which addresses lead to another host, and which to a file of the site that is not there."""
    for url in urls:
        parts = urlsplit(url)
        if _is_remote(url):
            yield "remote", url
        elif not parts.scheme and parts.path and not (path.parent / unquote(parts.path)).exists():
            yield "missing", url


def _loaded(page: HtmlElement) -> Iterator[str]:
    """Yield every address that a browser loads of itself when it shows the page."""
    for element in page.iter("*"):
        if element.tag == "link":
            if LOADED_LINKS & set((element.get("rel") or "").lower().split()):
                yield element.get("href") or ""
        else:
            yield from (element.get(name) for name in LOADING if element.get(name) and element.tag != "meta")
        if element.get("srcset"):
            yield from (part.split()[0] for part in element.get("srcset").split(",") if part.strip())
        if element.get("style"):
            yield from _css_urls(element.get("style"))
        if element.tag == "style":
            yield from _css_urls(element.text or "")
        if element.tag == "script" and not element.get("src"):
            yield from re.findall(r"""(?:import|fetch)\b[^;\n]*?['"](https?://[^'"]+)""", element.text or "")


def _css_urls(css: str) -> list[str]:
    return [url or imported for url, imported in CSS_URL.findall(css)]


def _is_remote(url: str) -> bool:
    return url.strip().lower().startswith(("http:", "https:", "//", "ws:", "wss:"))


def _has_class(name: str) -> str:
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"
