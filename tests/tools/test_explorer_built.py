"""The explorer of the built site, used in a browser: what it shows is what the tidy tables hold."""

import pandas as pd
import pytest

import reformlab as rl
from reformlab.corpus.places import tiles
from reformlab.corpus.tables import read_texts
from tests.tools.browser import open_browser
from tools.explorer import LEAST, SINCE, measure_entered

pytestmark = pytest.mark.slow

ITEM, ANOTHER = "primary and tiered care", "Chinese medicine"
PLACE = "甘肃"
CHOOSE = """(name, value) => { const select = document.getElementById(name);
  select.value = value; select.dispatchEvent(new Event('change')) }"""
ROWS = """[...document.querySelectorAll('{} tbody tr')].map(
  row => [...row.cells].map(cell => cell.textContent))"""
MIDDLE = """(() => {{ const box = document.querySelector("[data-place='{}'] rect");
  box.scrollIntoView({{block: 'center'}}); const at = box.getBoundingClientRect();
  return [at.x + at.width / 2, at.y + at.height / 2] }})()"""


@pytest.fixture(scope="module")
def tables():
    """Measure anew what the explorer shows."""
    corpus = rl.load_corpus("work-reports")
    fit = rl.fit_domains(corpus)
    leaders = rl.measure_leaders(measure_entered(corpus))
    return rl.measure_trend(fit), rl.measure_document_priorities(fit), leaders


@pytest.fixture(scope="module", params=["http", "file"])
def opened(request, built, serve, tmp_path_factory):
    """Open a browser for a site that is served, and another for one that lies in a folder."""
    host = "" if request.param == "file" else serve(built)[1].removeprefix("http://")
    with open_browser(tmp_path_factory.mktemp("explorer")) as tab:
        tab.resize(1300)
        tab.watch()
        yield tab, f"http://{host}" if host else built.resolve().as_uri(), host


@pytest.fixture
def use(opened):
    """Give tab and site, and see that pages complained of nothing and asked no other host for anything."""
    tab, site, host = opened
    yield tab, site
    assert tab.complaints() == []
    assert tab.foreign(host) == []


def choose(tab, **chosen):
    for name, value in chosen.items():
        tab.evaluate(f"({CHOOSE})({name!r}, {value!r})")


def click(tab, place):
    """Click on the tile of a place, as a mouse does."""
    x, y = tab.evaluate(MIDDLE.format(place))
    for kind in ("mousePressed", "mouseReleased"):
        tab.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)


def rows(tab, table):
    return tab.evaluate(ROWS.format(table))


def percent(values):
    return ["" if pd.isna(value) else f"{round(100 * value, 1) + 0.0:.1f}" for value in values]


def check_course(tab, trend, item, level):
    own = trend[(trend["label_en"] == item) & (trend["level"] == level)]
    shown = list(zip(*rows(tab, "#course-table"), strict=True))
    assert list(shown[0]) == own["year"].astype(str).tolist()
    for column, name in enumerate(["estimate", "low", "high", "observed"], 1):
        assert list(shown[column]) == percent(own[name]), name
    assert list(shown[5]) == own["n_docs"].astype(str).tolist()


def check_ranks(tab, priorities, item, era, name):
    """Assert that the ranks are those of an era, its places called by `name`."""
    first, last = rl.read_eras().set_index("name").loc[era, ["first_year", "last_year"]]
    own = priorities[(priorities["label_en"] == item) & (priorities["level"] == "provincial")]
    own = own[own["year"].between(first, last)].groupby("place")["priority"].agg(["mean", "size"])
    own = own[own["size"] >= LEAST]
    shown = {row[1]: row[2:] for row in rows(tab, "#ranks-table") if row[0]}
    expected = zip(own.index, percent(own["mean"]), own["size"].astype(str), strict=True)
    assert shown == {name(place): [mean, n] for place, mean, n in expected}


def test_it_shows_the_numbers_of_the_tables(use, tables):
    tab, site = use
    trend, priorities, leaders = tables
    tab.visit(f"{site}/explorer.html")
    choose(tab, item=ITEM, level="provincial", era="new health reform")
    check_course(tab, trend, ITEM, "provincial")
    check_ranks(tab, priorities, ITEM, "new health reform", lambda place: tiles()[place].english)
    choose(tab, item=ANOTHER, level="gap")
    check_course(tab, trend, ANOTHER, "gap")
    choose(tab, level="national", lang="zh", era="Healthy China")
    check_course(tab, trend, ANOTHER, "national")
    check_ranks(tab, priorities, ANOTHER, "Healthy China", str)
    choose(tab, level="provincial")
    click(tab, tiles()[PLACE].english)
    own = priorities[(priorities["label_en"] == ANOTHER) & (priorities["place"] == PLACE)]
    shown = {row[0]: row[8] for row in rows(tab, "#course-table") if row[8]}
    assert shown == dict(zip(own["year"].astype(str), percent(own["priority"]), strict=True))
    verdicts = {row[0]: row[6] for row in rows(tab, "#leaders-table")}
    words = read_texts("explorer")["zh"]
    names = leaders["place"].where(leaders["level"] == "provincial", words["centre"])
    assert verdicts == dict(zip(names, leaders["verdict"].map(words), strict=True))
    address = tab.evaluate("location.hash")
    assert "item=Chinese+medicine&level=provincial&place=Gansu&era=Healthy+China&lang=zh" in address
    tab.visit(f"{site}/explorer.html{address}")
    assert tab.evaluate("document.getElementById('course-title').textContent").startswith("中医药：省级")
    assert tab.evaluate("document.getElementById('place-page').href") == f"{site}/provinces/gansu-zh.html"


def test_the_page_of_a_province_shows_them_too(use, tables):
    (tab, site), priorities = use, tables[1]
    tab.visit(f"{site}/provinces/gansu.html")
    shown = {row[0]: row[2] for row in rows(tab, ".profile")}
    own = priorities[(priorities["place"] == PLACE) & (priorities["year"] >= SINCE)]
    means = own.groupby("label_en")["priority"].mean()
    assert shown == dict(zip(means.index, percent(means), strict=True))


def test_a_complaint_and_a_request_to_another_host_would_be_seen(tmp_path):
    page = "<script>new Image().src = 'http://' + 'a.example/x.png'; console.error('b'); c.d()</script>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    with open_browser(tmp_path) as tab:
        tab.watch()
        tab.visit((tmp_path / "a.html").as_uri())
        assert tab.foreign("") == ["http://a.example/x.png"]
        assert len(tab.complaints()) >= 2
