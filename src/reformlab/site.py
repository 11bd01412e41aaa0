"""The site: the notebooks as they ran, the API and the data cards, as one folder of HTML.

The pages ask no other host for anything, and `check_site` finds where one would.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pandas as pd

from reformlab.notebooks import (
    BUILD,
    NUMBER,
    code_cells,
    copy_headline,
    find_pictures,
    read_notebook,
    run_notebooks,
    say,
    write_notebook,
)

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from nbformat import NotebookNode

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
CELL_NUMBER = re.compile(rf"({NUMBER.pattern}\s*%?|NaN|nan|<NA>|None|…|\.\.\.|–|)")
AXES_LABEL = re.compile(r"""<Axes: label=('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")
CSS_URL = re.compile(r"""url\(\s*['"]?([^'")]+)|@import\s+['"]([^'"]+)""")


class SiteError(RuntimeError):
    """The site could not be made; the message says why."""


def build_site(root: str | Path = ".", *, out: str | Path = "_site") -> Path:
    """Run the notebooks and make the site: notebooks, API, data cards, search.

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
    NotebookError
        Where a notebook fails.

    Examples
    --------
    >>> from reformlab.site import build_site
    >>> build_site()  # doctest: +SKIP
    PosixPath('_site/index.html')
    """
    root = Path(root)
    site = root / out
    if site.exists() and any(site.iterdir()) and not (site / ".buildinfo").exists():
        raise SiteError(f"{site}: this folder holds something else than a site; give another")
    runs = run_notebooks(root)
    source = root / BUILD / "source"
    _lay_sources(root, source, runs)
    say("Making the pages")
    made, warnings = root / BUILD / "html", root / BUILD / "sphinx-warnings.txt"
    shutil.rmtree(made, ignore_errors=True)
    options = ["-q", "-b", "html", "-d", str(root / BUILD / "doctrees"), "-E", "-w", str(warnings.resolve())]
    done = subprocess.run([sys.executable, "-m", "sphinx", *options, str(source), str(made)])
    if done.returncode:
        raise SiteError(f"Sphinx stopped (exit code {done.returncode}); its last words stand above.")
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(made, site)
    return site / "index.html"


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
        raise FileNotFoundError(f"{folder}: no index.html; `make html` (or `reformlab html`) makes the site")
    rows = []
    for path in sorted(set(folder.rglob("*.html")) - set((folder / "_static").rglob("*.html"))):
        page = html.fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        rows += [(path.relative_to(folder).as_posix(), *fault) for fault in _page_faults(page, path)]
    for path in sorted(folder.rglob("*.css")):
        text = path.read_text("utf-8")
        rows += [(path.relative_to(folder).as_posix(), "remote", url) for url in _css_remotes(text)]
    return pd.DataFrame(rows, columns=["page", "fault", "detail"]).drop_duplicates(ignore_index=True)


# Making


def _lay_sources(root: Path, source: Path, runs: dict[str, Path]) -> None:
    """Lay the sources of the pages as they lie in the checkout, with ``docs/`` at the top."""
    if not (root / "docs" / "conf.py").exists():
        raise SiteError(f"{root / 'docs'}: no conf.py here; run this in a checkout of the project")
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(root / "docs", source)
    (source / "notebooks").mkdir()
    for name, run in runs.items():
        write_notebook(_dress_notebook(read_notebook(run)), source / "notebooks" / f"{name}.ipynb")
    for path in [root / "CHANGELOG.md", root / "CONTRIBUTING.md", *(root / "data").glob("*/README.md")]:
        if path.exists():
            target = source / path.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(path.read_text("utf-8").replace("](docs/", "]("), "utf-8")
    copy_headline(runs, source)


def _dress_notebook(notebook: NotebookNode) -> NotebookNode:
    """Describe figures in words, let the numbers of tables line up, fold answers away."""
    for cell in code_cells(notebook):
        for output in cell.outputs:
            if "<table" in output.get("data", {}).get("text/html", ""):
                output.data["text/html"] = _mark_numbers(output.data["text/html"])
        if any(find_pictures(output) for output in cell.outputs):
            _describe_picture(cell)
        if "solution" in cell.metadata.get("tags", []):
            cell.metadata["tags"].append("hide-cell")
            cell.metadata.setdefault("mystnb", {})["code_prompt_show"] = "Show an answer"
    return notebook


def _mark_numbers(text: str) -> str:
    """Give the columns of a table that hold nothing but numbers the class ``number``."""
    from lxml import html

    block = html.fromstring(f"<div>{text}</div>")
    for table in block.iter("table"):
        rows = [list(row) for row in table.iter("tr")]
        width = max(map(len, rows))
        for column in range(width):
            cells = [row[column] for row in rows if len(row) == width]
            values = [cell.text_content().strip() for cell in cells if cell.tag == "td"]
            if any(map(NUMBER.fullmatch, values)) and all(map(CELL_NUMBER.fullmatch, values)):
                for cell in cells:
                    cell.classes.add("number")
    return html.tostring(block, encoding="unicode")


def _describe_picture(cell: NotebookNode) -> None:
    """Give a picture the label of its Axes, which says in words what it shows, and drop the rest."""
    for output in cell.outputs:
        text = output.get("data", {}).get("text/plain", "")
        if label := AXES_LABEL.match(text):
            image = cell.metadata.setdefault("mystnb", {}).setdefault("image", {})
            image["alt"] = ast.literal_eval(label[1])
            cell.outputs.remove(output)
            return


# Checking


def _page_faults(page: HtmlElement, path: Path) -> Iterator[tuple[str, str]]:
    for url in _loaded(page):
        if _is_remote(url):
            yield "remote", url
    for url in {*_loaded(page), *page.xpath("//a/@href")}:
        parts = urlsplit(url)
        local = not parts.scheme and not parts.netloc and parts.path
        if local and not (path.parent / unquote(parts.path)).exists():
            yield "missing", url
    for image in page.iter("img"):
        alt = (image.get("alt") or "").strip()
        if not alt or alt == image.get("src") or alt.endswith((".png", ".svg", ".jpg")):
            yield "alt", f"{(image.get('src') or '')[:60]}: draw it with `plot_*`, show it with `show_figure`"
    for kind, fault in {"traceback": "error", "stderr": "warning"}.items():
        for output in page.xpath(f"//div[{_has_class('output')} and {_has_class(kind)}]"):
            yield fault, " ".join(output.text_content().split())[:200]
    for message in page.xpath(f"//*[{_has_class('system-message')} or {_has_class('problematic')}]"):
        yield "markup", " ".join(message.text_content().split())[:200]


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


def _css_remotes(css: str) -> list[str]:
    return [url for url in _css_urls(css) if _is_remote(url)]


def _is_remote(url: str) -> bool:
    return url.strip().lower().startswith(("http:", "https:", "//", "ws:", "wss:"))


def _has_class(name: str) -> str:
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"
