"""The explorer: its numbers are those of the tables, and it shows what its address asks for."""

import re
import shutil
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import pandas as pd
import pytest
from lxml import html

import reformlab as rl
from reformlab.corpus.tables import read_texts
from tests.tools.browser import open_browser
from tools.explorer import (
    EVIDENCE,
    LEADERS,
    LEAST,
    TERM_OF,
    TERMS,
    Measured,
    measure_terms,
    write_explorer,
)
from tools.site import check_site

ROOT = Path(__file__).resolve().parents[2]
DOMAINS = {1: ("医疗保障", "insurance"), 2: ("中医药", "Chinese medicine")}
PLACES = ["山西", "福建", "上海", "浙江"]
HEADING = "<i>一、甲"
YEARS = range(2014, 2026)
TERM = "分级诊疗</script>"  # no text may end the script that holds it


def made_up_tables():
    """Make tables like those of the measures: three years of too few provinces, 福建 seen but twice."""
    draws = np.random.default_rng(1)
    rows = [
        (topic, *names, level, year, *np.sort(draws.random(3)), draws.random(), 5, 5, year > YEARS[2])
        for topic, names in DOMAINS.items()
        for level in ("national", "provincial", "gap")
        for year in YEARS
    ]
    columns = [
        "topic",
        "label",
        "label_en",
        "level",
        "year",
        "low",
        "estimate",
        "high",
        "observed",
        "n_docs",
        "n_places",
        "enough",
    ]
    trend = pd.DataFrame(rows, columns=columns)
    trend.loc[~trend["enough"], ["low", "high"]] = np.nan
    spoke = [(place, year) for place in PLACES for year in YEARS if place != "福建" or year > YEARS[-3]]
    levels = [*(("provincial", *who) for who in spoke), *(("national", "全国", year) for year in YEARS)]
    priorities = pd.DataFrame(
        [(t, *n, *who, draws.random()) for t, n in DOMAINS.items() for who in levels],
        columns=["topic", "label", "label_en", "level", "place", "year", "priority"],
    )
    use = pd.DataFrame(
        [(TERM, TERM, None, "provincial", *who, bool(draws.integers(2))) for who in spoke],
        columns=["item", "label", "label_en", "level", "place", "year", "used"],
    )
    diffusion = trend[(trend["topic"] == 1) & (trend["level"] == "provincial")].assign(
        item=TERM, label=TERM, label_en=None, centre_year=2015
    )
    rows = [
        (item, place, year, f"{place}_{year}:1", HEADING, share, address)
        for item, share in ((1, 0.9), (TERM, None))
        for place, year, address in (("山西", 2020, "https://a.example/b"), ("全国", 2021, "javascript:a"))
    ]
    evidence = pd.DataFrame(rows, columns=["item", *EVIDENCE])
    topics = [table[table["topic"] == 2] for table in (trend, priorities)]
    topics = [table.assign(topic="topic 1", label="主题", label_en="a topic") for table in topics]
    diffusion = diffusion.rename(columns={"estimate": "share"})
    entered = pd.DataFrame({"item": range(12)})
    of_domains = trend, priorities, use, diffusion, None, None, None, 900
    return Measured(*of_domains, evidence, *topics, entered, made_up_leaders(), None)


def made_up_leaders():
    """Make a table in which one province is early, and the others and the centre cannot be told."""
    rows = [("福建", 2.01234, 1.5, 2.5, 0.001, 0.004, "early", 20, 9.94)]
    rows += [(place, 0.9, 0.5, 1.3, 0.4, 0.4, "cannot tell", 9, 10.0) for place in ("全国", "上海", "山西")]
    rows += [("浙江", 0.8, np.nan, np.nan, 0.3, 0.4, "cannot tell", 8, 10.0)]
    return pd.DataFrame(rows, columns=LEADERS)


@pytest.fixture(scope="module")
def tables():
    return made_up_tables()


@pytest.fixture(scope="module")
def folder(tables, tmp_path_factory):
    """Make a folder with the page alone, as its Sphinx page holds it."""
    folder = tmp_path_factory.mktemp("explorer")
    shutil.copytree(ROOT / "docs" / "_static", folder / "_static")
    page = folder / "index.html"
    page.write_text(f"<meta charset=utf-8>{(ROOT / 'docs' / 'explorer.html').read_text('utf-8')}", "utf-8")
    write_explorer(page, tables)
    (folder / "_static" / "custom.css").unlink()  # its font is made with the site
    return folder


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    with open_browser(tmp_path_factory.mktemp("browser")) as tab:
        yield tab


@pytest.fixture
def see(tab, folder):
    """Show a view in the browser, do there what a script does; give its page."""

    def show(script="", **chosen):
        tab.visit(f"{(folder / 'index.html').as_uri()}#{urlencode(chosen)}")
        tab.evaluate(script)
        return html.fromstring(tab.evaluate("document.documentElement.outerHTML"))

    return show


def numbers(page, id):
    return [[cell.text for cell in row] for row in page.xpath(f"//table[@id='{id}']/tbody/tr")]


def percent(values):
    return ["" if pd.isna(value) else f"{round(100 * value, 1):.1f}" for value in values]


def test_course_shows_the_numbers_of_the_table(see, tables):
    page = see(item="Chinese medicine", level="gap")
    rows = tables.trend.query("topic == 2 and level == 'gap'")
    shown = list(zip(*numbers(page, "course-table"), strict=True))
    assert list(shown[0]) == rows["year"].astype(str).tolist()
    for column, name in enumerate(["estimate", "low", "high", "observed"], 1):
        assert [text or None for text in shown[column]] == [text or None for text in percent(rows[name])]
    assert list(shown[7]) == ["yes" if enough else "no" for enough in rows["enough"]]
    svg = page.xpath("//div[@id='course']/*")[0]
    assert len(svg.xpath(".//*[local-name()='polyline']")) == 1
    assert len(svg.xpath(".//*[local-name()='circle'][@fill='#fff']")) == (~rows["enough"]).sum()


def test_ranks_are_those_of_an_era_and_few_documents_give_none(see, tables):
    page = see(item="insurance", era="Healthy China", lang="zh")
    rows = tables.priorities.query("topic == 1 and 2016 <= year <= 2019 and level == 'provincial'")
    means = rows.groupby("place")["priority"].mean().sort_values(ascending=False)
    assert numbers(page, "ranks-table") == [
        [str(rank), place, *percent([mean]), "4"] for rank, (place, mean) in enumerate(means.items(), 1)
    ]
    assert "福建" in page.xpath("string(//*[@id='ranks-about'])")
    page = see(item="insurance", era="all")
    assert numbers(page, "ranks-table")[-1] == [None, "Fujian", None, "2"]
    assert LEAST == 3


def tiles_of(page):
    """Return of each tile its text (name, and number where there is one), fill and ink."""
    found = {}
    for tile in page.xpath("//div[@id='map']//*[@role='button']"):
        fill = tile.xpath("./*[local-name()='rect']/@fill")[0]
        ink = tile.xpath("./*[local-name()='text']/@fill")[0]
        found[tile.get("data-place")] = (tile.xpath("./*[local-name()='text']/text()"), fill, ink)
    return found


def light(colour):
    """Return the relative luminance of a colour, as WCAG 2 defines it."""
    if colour.startswith("#"):
        parts = [int(digit * 2, 16) for digit in colour[1:]]
    else:
        parts = [int(part) for part in re.findall(r"\d+", colour)]
    parts = [part / 255 for part in parts]
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return np.dot(parts, [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("chosen", [{"era": "all"}, {"era": "Healthy China", "item": TERM}])
def test_map_shows_the_numbers_of_the_ranks(see, chosen):
    page = see(**chosen)
    ranks = {place: (mean, n) for _, place, mean, n in numbers(page, "ranks-table")}
    rows = {place: (mean, n) for place, mean, n, *_ in numbers(page, "map-table")}
    assert rows == {**dict.fromkeys(rows, (None, "0")), **ranks}
    assert len(rows) == len(PLACES)
    tiles = tiles_of(page)
    for place, (mean, _) in rows.items():
        text, fill, _ = tiles[place]
        assert text == [place, *([mean] if mean else [])]
        assert (fill == "url(#map-few)") == (mean is None), "too few documents are hatched"
    assert rows["Fujian"][0] is None


def test_tiles_are_darker_where_the_number_is_higher_and_can_be_read(see):
    tiles = tiles_of(see(item="insurance", era="after the epidemic", lang="zh"))
    drawn = sorted((float(text[-1]), fill, ink) for text, fill, ink in tiles.values() if len(text) > 1)
    lights = [light(fill) for _, fill, _ in drawn]
    assert lights == sorted(lights, reverse=True)
    assert len(set(lights)) > 1
    for _, fill, ink in drawn:
        low, high = sorted([light(fill), light(ink)])
        assert (high + 0.05) / (low + 0.05) >= 4.5
    assert {text[0] for text, *_ in tiles.values()} == set(PLACES)


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (["Enter"], "Shanxi"),  # the first tile from the north-west
        (["ArrowDown", " "], "Zhejiang"),
        (["ArrowDown", "ArrowDown", "ArrowUp", "Enter"], "Zhejiang"),
        (["ArrowUp", "Enter", "Enter"], ""),
        ([], "Fujian"),
    ],
)
def test_a_tile_chooses_its_province(see, keys, place):
    """Keys go to the tile that has the focus; without keys a tile is clicked."""
    script = f"""
    document.querySelector("#map [tabindex='0']").focus();
    for (const key of {keys}) document.activeElement.dispatchEvent(
      new KeyboardEvent("keydown", {{ key, bubbles: true, cancelable: true }}));
    const tile = document.querySelector("[data-place='{place}']");
    if (!{keys}.length) tile.dispatchEvent(new MouseEvent("click"));
    """
    page = see(script)
    pressed = page.xpath("//div[@id='map']//*[@aria-pressed='true']/@data-place")
    assert pressed == ([place] if place else [])
    assert page.xpath("//section[@id='profile-section']/@hidden") == ([] if place else [""])
    assert len(page.xpath("//div[@id='map']//*[@tabindex='0']")) == 1


@pytest.mark.parametrize(
    ("chosen", "kept"),
    [
        ({}, ["insurance", "provincial", "", "after the epidemic", "en"]),
        (
            {"item": "Chinese medicine", "level": "national", "place": "Shanxi", "era": "all", "lang": "zh"},
            ["Chinese medicine", "national", "Shanxi", "all", "zh"],
        ),
        (
            {"item": "<b>", "level": "<b>", "place": "nowhere", "era": "1900", "lang": "fr"},
            ["insurance", "provincial", "", "after the epidemic", "en"],
        ),
    ],
)
def test_address_says_what_is_seen(see, chosen, kept):
    item, level, place, era, lang = kept
    page = see(**chosen)
    title = page.xpath("string(//*[@id='course-title'])")
    words = read_texts("explorer")[lang]
    name = dict(zip(("en", "zh"), reversed(next(n for n in DOMAINS.values() if n[1] == item)), strict=True))
    assert title == words["course"].format(item=name[lang], level=words[level])
    assert page.xpath("//div[@id='explore']/@lang") == [lang]
    assert bool(page.xpath("//div[@id='course']//*[local-name()='path']")) == bool(place)
    assert (words["all"] in page.xpath("string(//*[@id='ranks-title'])")) == (era == "all")


def test_term_is_shown_for_the_provinces_and_its_text_stays_text(see, tables):
    page = see(item=TERM, level="gap", place="Shanxi")
    assert TERM in page.xpath("string(//*[@id='course-title'])")
    assert page.xpath("//select[@id='level']/@disabled")
    own = tables.use.query("place == '山西' and used")["year"]
    assert f"{own.min()}, last in {own.max()}" in page.xpath("string(//*[@id='course-about'])")


def test_a_province_stands_beside_centre_provinces_and_neighbours(see, tables):
    page = see(place="Shanghai", era="Healthy China")
    seen = tables.priorities.query("2016 <= year <= 2019")
    local = seen.query("level == 'provincial'")
    groups = [local.query(f"place == '{place}'") for place in ("上海", "浙江")]  # its one neighbour here
    groups += [local, seen.query("level == 'national'")]
    expected = []
    for topic, (_, name) in DOMAINS.items():
        values = [rows.loc[rows["topic"] == topic, "priority"] for rows in groups]
        expected.append([name, *percent([one.mean() for one in values]), *(str(len(one)) for one in values)])
    assert numbers(page, "profile-table") == expected
    first = tables.use.query("used").groupby("place")["year"].min()
    rank = f"{first.rank(method='min')['上海']:.0f} of {len(first)}"
    assert numbers(page, "uses-table") == [[TERM, str(first["上海"]), rank, str(first.min()), "2015"]]
    assert page.xpath("//div[@id='profile']/*/@aria-label")
    assert see().xpath("//section[@id='profile-section']/@hidden") != []


def test_who_leads_is_told_from_chance(see):
    page = see(place="Fujian")
    early = ["2.01", "1.50", "2.50", "0.001", "0.004", "early", "20", "9.9"]
    rows = numbers(page, "leaders-table")
    assert rows[0] == ["Fujian", *early]
    assert [row[0] for row in rows[1:]] == ["centre", "Shanghai", "Shanxi", "Zhejiang"]
    assert rows[-1][2:4] == [None, None]
    circles = page.xpath("//div[@id='leaders']//*[local-name()='circle']/@fill")
    assert [fill == "#fff" for fill in circles] == [row[6] == "cannot tell" for row in rows]
    about = page.xpath("string(//*[@id='leaders-about'])")
    assert "of 12 words" in about and "Early: Fujian. Late: nobody." in about
    assert page.xpath("//a[@id='place-page']/@href") == ["provinces/fujian.html"]
    page = see(place="Fujian", lang="zh")
    assert page.xpath("//a[@id='place-page']/@href") == ["provinces/fujian-zh.html"]


def test_topics_stand_beside_domains(see, tables):
    page = see(item="a topic", level="national", place="Shanxi")
    rows = tables.topic_trend.query("level == 'national'")
    shown = list(zip(*numbers(page, "course-table"), strict=True))
    assert [text or None for text in shown[1]] == [text or None for text in percent(rows["estimate"])]
    assert read_texts("explorer")["en"]["about topic"] in page.xpath("string(//*[@id='course-about'])")
    assert len(numbers(page, "profile-table")) == len(DOMAINS)


def test_evidence_is_that_of_the_choice_and_leads_to_its_address(see):
    page = see(item="insurance", place="Shanxi")
    assert numbers(page, "evidence-table")[0][:5] == ["Shanxi", "2020", "山西_2020:1", HEADING, "90.0"]
    assert page.xpath("//table[@id='evidence-table']//a/@href") == ["https://a.example/b"]
    page = see(item="insurance", level="national", lang="zh")
    assert [row[2] for row in numbers(page, "evidence-table")] == ["全国_2021:1"]
    assert page.xpath("//table[@id='evidence-table']//a") == []
    assert numbers(see(item="Chinese medicine"), "evidence-table") == []


def test_every_control_and_picture_has_a_name(see):
    page = see()
    assert all(label.text_content().strip() for label in page.iter("label"))
    assert len(page.xpath("//label//select")) == len(page.xpath("//select")) == 5
    assert all(button.text for button in page.xpath("//div[@id='explore']//button"))
    assert all(page.xpath(f"//div[@id='{id}']/*/@aria-label") for id in ("course", "map", "ranks", "leaders"))


def test_page_loads_nothing_from_another_host(folder):
    assert check_site(folder).to_dict("records") == []
    source = (ROOT / "docs" / "_static" / "explorer.js").read_text("utf-8")
    assert set(re.findall(r"\w+://[^\s\"']+", source)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"\b(fetch|XMLHttpRequest|import|WebSocket|sendBeacon)\b", source)


def test_every_word_of_the_script_is_in_the_table():
    source = (ROOT / "docs" / "_static" / "explorer.js").read_text("utf-8")
    page = (ROOT / "docs" / "explorer.html").read_text("utf-8")
    words = read_texts("explorer")
    asked = set(re.findall(r"word\(\"([^\"]+)\"", source)) | set(re.findall(r"data-word=\"([^\"]+)\"", page))
    assert asked <= set(words["en"])
    for name, text in words["en"].items():
        assert words["zh"][name]
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", words["zh"][name])), name


def test_a_term_counts_under_each_of_its_names():
    corpus = rl.load_corpus("work-reports")
    use = measure_terms(corpus)
    assert set(use["item"]) == set(TERMS) and not use.duplicated(["doc_id", "item"]).any()
    single = rl.measure_use(corpus, list(TERM_OF)).query("year >= 2003")
    single["item"] = single["item"].map(TERM_OF)
    pair = ["doc_id", "item"]
    assert use.set_index(pair)["used"].sort_index().equals(single.groupby(pair)["used"].any().sort_index())
    assert use["used"].equals(use["share"] > 0)
