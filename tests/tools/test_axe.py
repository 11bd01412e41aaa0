"""Pages of the built site serve those who hear them or use no mouse: axe-core finds nothing that hinders."""

from importlib import resources
from urllib.parse import quote

import pytest

import reformlab as rl
from reformlab.report import write_report
from tests.tools.browser import open_browser, wait_for

pytestmark = pytest.mark.slow

# One page of each kind.
PAGES = [
    "index.html",
    "zh.html",
    "notebooks/00-tour.html",
    "notebooks/06-over-time.html",
    "api.html",
    "generated/reformlab.measures.gap.html",
    "gallery.html",
    "glossary.html",
    "cheat-sheet.html",
    "data/codebook/README.html",
    "teaching/index.html",
    "CHANGELOG.html",
    "genindex.html",
    f"search.html?q={quote('医保')}",
    "provinces/index.html",
    "provinces/gansu.html",
    "provinces/guangdong-zh.html",
    "explorer.html",
    "explorer.html#item=insurance+and+medical+aid&level=gap&place=Gansu&era=all&lang=zh",
]
# In the dark, and on a phone.
ALSO = ["explorer.html#place=Gansu", "provinces/gansu.html", "index.html", "notebooks/00-tour.html"]
# Colours change at once, so that none is seen half-way.
STILL = "document.head.insertAdjacentHTML('beforeend', '<style>* { transition: none !important }</style>')"
RUN = """axe.run(document, {resultTypes: ['violations']}).then(result => result.violations.map(found =>
  [found.impact, found.id, found.nodes.map(node => node.target.join(' ')).slice(0, 3).join(' | ')]))"""


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    with open_browser(tmp_path_factory.mktemp("axe")) as tab:
        tab.axe = resources.files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
        yield tab


@pytest.fixture(scope="module")
def host(built, serve):
    return serve(built)[1]


def look(tab, address, width=1300, scheme="light"):
    """Return what axe finds on a page, its gravity first."""
    tab.resize(width)
    tab.visit(address)
    tab.evaluate(f"{STILL}; document.documentElement.dataset.theme = '{scheme}'")
    if "search.html" in address:
        wait_for(
            lambda: tab.evaluate("document.querySelector('#search-results li') != null"), "nothing is found"
        )
    tab.evaluate(f"{tab.axe}; 1")
    return tab.evaluate(RUN)


def hinders(found):
    return [finding for finding in found if finding[0] in {"serious", "critical"}]


@pytest.mark.parametrize("page", PAGES)
def test_nothing_hinders(tab, host, page):
    found = look(tab, f"{host}/{page}")
    assert hinders(found) == []
    if page.startswith("explorer"):
        assert found == []


@pytest.mark.parametrize(("width", "scheme"), [(1300, "dark"), (390, "light")])
@pytest.mark.parametrize("page", ALSO)
def test_nothing_hinders_in_the_dark_or_on_a_phone(tab, host, page, width, scheme):
    assert hinders(look(tab, f"{host}/{page}", width, scheme)) == []


@pytest.mark.parametrize("width", [1300, 390])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_hinders_in_a_report(tab, tmp_path, language, width):
    page = write_report(rl.load_corpus("made-up"), tmp_path / "report.html", language=language)
    assert hinders(look(tab, page.as_uri(), width)) == []


def test_what_hinders_would_be_found(tab, tmp_path):
    page = "<title>a</title><img src='a.png'><p style='color:#aaa'>pale</p><button></button>"
    (tmp_path / "a.html").write_text(f"<html lang=en><body style='background:#fff'>{page}", "utf-8")
    found = hinders(look(tab, (tmp_path / "a.html").as_uri()))
    assert {name for _, name, _ in found} == {"image-alt", "color-contrast", "button-name"}
