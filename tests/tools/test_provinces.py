"""The pages of provinces: they say what stands in the tables, and no more than chance leaves."""

import re

import pandas as pd
import pytest
from lxml import html

from reformlab.corpus.tables import read_texts
from tests.tools.test_explorer import DOMAINS, PLACES, YEARS, made_up_tables
from tools.explorer import SINCE
from tools.provinces import SHOWN, write_provinces

FIRST = {
    "医联体": {"山西": 2016, "福建": 2024, "上海": 2018},
    "中医": {"上海": 2015, "浙江": 2015, "山西": 2020},
}
CENTRE = {"医联体": 2017}


def made_up_use():
    """Make who used two words from when on: each every second year after its first."""
    rows = [
        (word, word, "gloss" if word == "医联体" else None, level, place, year, f"{place}_{year}", used)
        for word, firsts in FIRST.items()
        for level, place in (*(("provincial", place) for place in PLACES), ("national", "全国"))
        for year in YEARS
        for first in [firsts.get(place) if level == "provincial" else CENTRE.get(word)]
        for used in [first is not None and year >= first and (year - first) % 2 == 0]
    ]
    columns = ["item", "label", "label_en", "level", "place", "year", "doc_id", "used"]
    addresses = {"山西_2016": "https://a.example/b?c=1&d=2", "山西_2020": "javascript:a"}
    use = pd.DataFrame(rows, columns=columns)
    return use.assign(url=use["doc_id"].map(addresses))


@pytest.fixture
def tables():
    made_up = made_up_tables()
    ids = made_up.priorities["place"] + made_up.priorities["year"].astype(str)
    rows = [(topic, *names, place) for topic, names in DOMAINS.items() for place in PLACES]
    profiles = pd.DataFrame(rows, columns=["topic", "label", "label_en", "place"])
    profiles = profiles.assign(
        centre=0.3, shrunken=0.35, chance_low=-0.1, chance_high=0.2, p=0.4, q=0.9, outside=False
    )
    priorities = made_up.priorities.assign(doc_id=ids)
    return made_up._replace(
        priorities=priorities, use=made_up_use(), entered=made_up_use(), profiles=profiles
    )


@pytest.fixture
def read(tables, tmp_path):
    """Return the text of a page."""

    def read(name, **changed):
        write_provinces(tmp_path, tables._replace(**changed))
        return (tmp_path / "provinces" / f"{name}.md").read_text("utf-8")

    return read


def cells(text, number):
    """Return the texts of a table's body."""
    table = html.fromstring(f"<div>{text}</div>").xpath(f"(//table)[{number}]")[0]
    return [[cell.text_content() for cell in row] for row in table.xpath("./tbody/tr")]


def test_every_province_has_a_page_in_each_language_and_all_are_listed(tables, tmp_path):
    write_provinces(tmp_path, tables)
    names = ["fujian", "shanghai", "shanxi", "zhejiang"]
    files = [f"{name}{language}.md" for name in ("index", *names) for language in ("", "-zh")]
    assert sorted(path.name for path in (tmp_path / "provinces").iterdir()) == sorted(files)
    for language in ("", "-zh"):
        index = (tmp_path / "provinces" / f"index{language}.md").read_text("utf-8")
        assert sorted(re.findall(r'href="(\S+?)\.html"', index)) == [f"{name}{language}" for name in names]
    pages = [path.read_text("utf-8") for path in (tmp_path / "provinces").iterdir()]
    assert not any(re.search(r"\bnan\b|None|<NA>|\{\w+\}(?! html)", page) for page in pages)


def test_the_profile_has_the_means_of_the_reports(read, tables):
    rows = {row[0]: row[2:] for row in cells(read("shanghai"), 1)}
    seen = tables.priorities.query("year >= @SINCE")
    local = seen.query("level == 'provincial'")
    groups = [local.query(f"place == '{place}'") for place in ("上海", "浙江")]  # its one neighbour here
    groups += [local, seen.query("level == 'national'")]
    for topic, (_, name) in DOMAINS.items():
        means = [rows.loc[rows["topic"] == topic, "priority"].mean() for rows in groups]
        assert rows[name] == [f"{100 * mean:.1f}" for mean in means]
    assert SINCE == 2009


def test_the_dot_lies_in_the_bar_of_chance_unless_the_place_is_unlike_the_others(read, tables):
    for shrunken, inside in ((0.35, True), (0.55, False)):
        page = read("shanghai", profiles=tables.profiles.assign(shrunken=shrunken))
        strip = html.fromstring(f"<div>{page}</div>").xpath("//td/svg")[0]
        bar, dot = strip.xpath("./rect[@height='10']")[0], strip.xpath("./circle[@fill='#a8321f']")[0]
        start, width = float(bar.get("x")), float(bar.get("width"))
        assert (start <= float(dot.get("cx")) <= start + width) == inside


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "No domain lies further out"),
        ({"p": 0.04, "outside": True}, "Nothing that is sure. Furthest out: insurance"),
        ({"p": 0.001, "outside": True, "q": 0.01}, "beyond chance** (q at most 0.05"),
    ],
)
def test_unlike_the_others_is_said_with_its_doubt(read, tables, changed, said):
    profiles = tables.profiles.copy()
    for name, value in changed.items():
        profiles.loc[(profiles["place"] == "山西") & (profiles["topic"] == 1), name] = value
    assert said in read("shanxi", profiles=profiles)


def test_a_leader_is_one_only_beyond_chance(read):
    early, other = read("fujian"), read("shanghai")
    assert "Earlier than chance gives" in early and "2.01 times" in early and "q = 0.004" in early
    assert "Cannot tell from chance" in other and "Earlier" not in other
    assert "Rank 3 of 5" in other and "Of 2 words" in other


def test_what_it_led_is_what_no_other_had_before(read):
    assert cells(read("shanxi"), 2) == [["医联体 gloss", "2016", "0", "2", "2017"]]
    assert cells(read("shanghai"), 2) == [["中医", "2015", "1", "1", ""]]
    assert "No word that others took up later" in read("fujian")
    assert SHOWN == 10


def test_what_it_took_up_has_rank_and_address(read):
    page = read("shanxi")
    both = "2015 Shanghai, Zhejiang"
    assert cells(page, 3) == [
        ["中医", "2020", "3 of 3", "3 of 6", both, ""],
        ["医联体 gloss", "2016", "1 of 3", "5 of 10", "2016 Shanxi", "2017"],
    ]
    assert re.findall(r'<td><a href="(.*?)">', page) == ["https://a.example/b?c=1&amp;d=2"] * 2
    assert cells(read("zhejiang"), 3)[1][1:4] == ["", "", ""]


def test_both_languages_fill_the_same_gaps():
    texts = read_texts("provinces")
    gaps = [
        {name: set(re.findall("{.*?}", text)) for name, text in texts[one].items()} for one in ("en", "zh")
    ]
    gaps = [{name: found for name, found in one.items() if name != "title"} for one in gaps]
    assert gaps[0] == gaps[1] and all(texts["zh"].values())
