"""A page for each province, in English and Chinese: its profile beside others, what it led, what it took up.

The numbers are those of the explorer's tables; the pages are laid among the sources of the site.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from reformlab.corpus.places import tiles
from reformlab.corpus.tables import read_texts
from reformlab.measures.permutation import LEVEL_OF_TEST
from tools.explorer import ENTERED, FIRST_YEAR, SINCE, Measured, average_levels, pair_neighbours, rank_places

FOLDER = "provinces"
SHOWN = 10  # words that a province led
FIRSTS = ["item", "label", "label_en", "place", "year", "url", "centre_year"]
Row = dict[str, Any]
PLACES = ["place", "neighbours", "provinces", "centre"]


class Shown(NamedTuple):
    """What the pages show, as plain rows.

    Number, first and last year of each place's reports; means of each domain; profiles; first uses of words
    that came in, and of those of the reform; and who is early.
    """

    reports: dict[str, tuple[int, int, int]]
    means: dict[int, dict[str, dict[str, list[Any]]]]
    profiles: list[Row]
    entered: list[Row]
    reform: list[Row]
    leaders: list[Row]
    n_entered: int


class Page(NamedTuple):
    """A page of one place in one language: the words of the language, and what is shown."""

    place: str
    language: str
    words: dict[str, str]
    shown: Shown

    def say(self, key: str, /, **values: Any) -> str:
        """Return the words of this name, their gaps filled."""
        return self.words[key].format(**values)

    def name(self, place: str) -> str:
        """Return what a province is called."""
        return place if self.language == "zh" or place not in tiles() else tiles()[place].english

    def label(self, row: Row) -> str:
        """Return what a domain or word of a row is called: a word with its gloss."""
        if self.language == "zh" or row["label_en"] is None:
            return row["label"]
        return f"{row['label']} {row['label_en']}" if "item" in row else row["label_en"]

    def file(self, place: str, key: str = "file") -> str:
        """Return the file of a province's page, without its ending."""
        return self.say(key, name=tiles()[place].english.lower().replace(" ", "-"))

    def list(self, names: Iterable[str]) -> str:
        """Return names as a list."""
        return ("、" if self.language == "zh" else ", ").join(names) or self.say("none")


def write_provinces(source: Path, tables: Measured) -> None:
    """Write the pages of the provinces, and the two that list them, among the sources of the site."""
    folder = source / FOLDER
    folder.mkdir(exist_ok=True)
    spoke = tables.priorities.query("level == 'provincial'")["place"].unique()
    places = sorted((place for place in tiles() if place in spoke), key=lambda place: tiles()[place].english)
    shown = _list_shown(tables)
    for language, words in read_texts("provinces").items():
        for place in places:
            page = Page(place, language, words, shown)
            (folder / f"{page.file(place)}.md").write_text(write_page(page), "utf-8")
        page = Page("", language, words, shown)
        (folder / f"{page.say('file', name='index')}.md").write_text(_write_index(page, places), "utf-8")


def _list_shown(tables: Measured) -> Shown:
    years = tables.priorities.drop_duplicates("doc_id").groupby("place")["year"].agg(["size", "min", "max"])
    plain = (tables.profiles, _find_firsts(tables.entered), _find_firsts(tables.use), tables.leaders)
    return Shown(
        dict(zip(years.index, years.itertuples(index=False, name=None), strict=True)),
        _set_beside(tables.priorities[tables.priorities["year"] >= SINCE]),
        *(table.astype(object).where(table.notna(), None).to_dict("records") for table in plain),
        tables.entered["item"].nunique(),
    )


def write_page(page: Page) -> str:
    """Write the page of a province as Markdown."""
    english = tiles()[page.place].english
    address = f"../explorer.html#place={english.replace(' ', '+')}&amp;lang={page.language}"
    links = [
        f"[{page.say('other')}]({page.file(page.place, 'file other')}.md)",
        f"[{page.say('all')}]({page.say('file', name='index')}.md)",
        f'<a href="{address}">{page.say("explorer")}</a>',
    ]
    near = [f"[{page.name(place)}]({page.file(place)}.md)" for place in sorted(_find_neighbours(page.place))]
    about = dict(zip(("n", "first", "last"), page.shown.reports[page.place], strict=True))
    parts = [
        "---\norphan: true\n---",
        f"# {page.say('title', en=english, zh=page.place)}",
        " · ".join(links),
        page.say("about", **about, neighbours=page.list(near)),
        f"## {page.say('profile', since=SINCE)}",
        *_write_profile(page),
        f"## {page.say('led')}",
        _say_verdict(page),
        *_write_led(page),
        f"## {page.say('took')}",
        *_write_took(page),
    ]
    return "\n\n".join(parts) + "\n"


def _find_neighbours(place: str) -> set[str]:
    pairs = pair_neighbours()
    return {*pairs.loc[pairs["place"] == place, "neighbour"]} & set(tiles())


# The profile


def _set_beside(priorities: pd.DataFrame) -> dict[int, dict[str, dict[str, list[Any]]]]:
    """Return of each domain the means of places and their neighbours, and of levels, as in the explorer."""
    documents = priorities.rename(columns={"topic": "item", "priority": "value"})
    ranks = rank_places(documents[documents["level"] == "provincial"])
    levels = average_levels(documents)
    return {
        topic: {
            "places": {place: row for place, *row in rows},
            "levels": {level: row for level, *row in levels[topic]},
        }
        for topic, rows in ranks.items()
    }


def _write_profile(page: Page) -> list[str]:
    """Write a row a domain, the largest of the place first: its marks on a line, and its numbers."""
    profile = {row["topic"]: row for row in page.shown.profiles if row["place"] == page.place}
    rows, counts = [], []
    for topic, beside in page.shown.means.items():
        mean, n, near, n_near = beside["places"][page.place]
        (every, n_all), (centre, n_centre) = beside["levels"]["provincial"], beside["levels"]["national"]
        row = profile[topic]
        chance = [100 * (row["centre"] + row[side]) for side in ("chance_low", "chance_high")]
        drawn = [100 * row["shrunken"], near, every, centre]  # what the band of chance is of
        rows.append((page.label(row), [mean, near, every, centre], drawn, chance))
        counts = dict(zip(("n", "n_near", "n_all", "n_centre"), (n, n_near, n_all, n_centre), strict=True))
    rows.sort(key=lambda row: -(row[1][0] or 0))
    top = max(number for *_, drawn, chance in rows for number in [*drawn, *chance] if number is not None)
    named = [page.name(page.place), *(page.say(name) for name in PLACES[1:])]
    head = [page.say("domain"), page.say("strip", top=f"{top:.0f}"), *named]
    body = [
        [f"<b>{escape(label)}</b>", _draw_strip(drawn, chance, top), *map(_digit, means)]
        for label, means, drawn, chance in rows
    ]
    legend = [f"{_draw_key(key)} {name}" for key, name in zip(PLACES, named, strict=True)]
    legend.append(f"{_draw_key('chance')} {page.say('chance')}")
    about = page.say("about profile", since=SINCE, place=named[0], **counts)
    return [
        _raw(f'<p class="legend">{" ".join(f"<span>{one}</span>" for one in legend)}</p>'),
        _raw(_write_table(page.say("profile", since=SINCE), head, body, "profile")),
        about,
        _say_unlike(page, list(profile.values())),
    ]


def _say_unlike(page: Page, profile: list[Row]) -> str:
    """Say in which domains a province is unlike the others, and how sure that is."""
    found = [page.label(row) for row in profile if row["q"] is not None and row["q"] <= LEVEL_OF_TEST]
    if found:
        return page.say("found", listed=page.list(found))
    outside = sorted((row for row in profile if row["outside"]), key=lambda row: row["p"])
    if outside:
        return page.say("outside", listed=page.list(map(page.label, outside)), of=len(profile))
    return page.say("inside")


MARKS = {
    "place": '<circle cx="{x}" cy="9" r="5" fill="#a8321f"/>',
    "neighbours": '<circle cx="{x}" cy="9" r="5" fill="none" stroke="#1f5f8b" stroke-width="2"/>',
    "provinces": '<rect x="{x}" y="1" width="3" height="16" fill="#5c5c5c"/>',
    "centre": '<rect x="{x}" y="9" width="7" height="7" transform="rotate(45 {x} 9) translate(-3.5 -3.5)" '
    'fill="#fff" stroke="#b35a00" stroke-width="2"/>',
}
CHANCE = '<rect x="{x}" y="4" width="{width}" height="10" fill="#dcdcdc"/>'
WIDE, SIDE = 240, 8  # of a line of marks, and what stays free at its ends


def _draw_strip(means: list[float | None], chance: list[float], top: float) -> str:
    """Draw the marks of a domain on a line from nought to `top`; the numbers beside it say the same."""
    low, high, *at = (None if n is None else SIDE + n / top * (WIDE - 2 * SIDE) for n in [*chance, *means])
    low = max(low, SIDE)
    drawn = [CHANCE.format(x=f"{low:.1f}", width=f"{high - low:.1f}")]
    marks = [*zip(PLACES, at, strict=True)][::-1]
    drawn += [MARKS[name].format(x=f"{x:.1f}") for name, x in marks if x is not None]
    line = f'<line x1="{SIDE}" x2="{WIDE - SIDE}" y1="9" y2="9" stroke="#777" stroke-width="0.5"/>'
    return f'<svg viewBox="0 0 {WIDE} 18" aria-hidden="true">{line}{"".join(drawn)}</svg>'


def _draw_key(name: str) -> str:
    mark = CHANCE.format(x=2, width=14) if name == "chance" else MARKS[name].format(x=9)
    return f'<svg viewBox="0 0 18 18" width="18" aria-hidden="true">{mark}</svg>'


# Who is first


def _say_verdict(page: Page) -> str:
    rank, row = next(
        (rank, row) for rank, row in enumerate(page.shown.leaders, 1) if row["place"] == page.place
    )
    numbers = {name: _digit(row[name], 2) for name in ("ratio", "low", "high")}
    numbers |= {name: _digit(row[name], 3) for name in ("p", "q")}
    numbers |= {"had": row["n_adoptions"], "expected": f"{row['n_expected']:.0f}"}
    about = {"n": page.shown.n_entered, "since": ENTERED, "place": page.name(page.place)}
    about |= {"rank": rank, "of": len(page.shown.leaders)}
    return page.say(f"verdict {row['verdict']}", **numbers, **about)


def _find_firsts(use: pd.DataFrame) -> pd.DataFrame:
    """Return each province's first use of each item, and who came before, with and after it.

    ``rank`` among the ``n`` provinces that ever used it, ``others`` in that year, ``later`` ones, ``n_with``
    of the ``n_since`` reports of the province from then on that use it, ``centre_year`` of the centre's.
    """
    centre = use[use["used"] & (use["level"] == "national")].groupby("item")["year"].min()
    use = use.assign(centre_year=use["item"].map(centre).astype("Int64"))
    use = use.loc[use["level"] == "provincial", [*FIRSTS, "used", "doc_id"]]
    firsts = use[use["used"]].sort_values(["year", "doc_id"]).drop_duplicates(["item", "place"])
    of_item = firsts.groupby("item")["year"]
    firsts["rank"], firsts["n"] = of_item.rank(method="min").astype(int), of_item.transform("size")
    firsts["others"] = firsts.groupby(["item", "year"])["place"].transform("size") - 1
    firsts["later"] = firsts["n"] - firsts["rank"] - firsts["others"]
    spoken = use.merge(firsts[["item", "place", "year"]], on=["item", "place"], suffixes=("", "_first"))
    spoken = spoken[spoken["year"] >= spoken["year_first"]].groupby(["item", "place"])["used"]
    return firsts.merge(spoken.agg(n_with="sum", n_since="size").reset_index(), on=["item", "place"])


def _write_led(page: Page) -> list[str]:
    """Write the words that no province used earlier, those that most others took up later first."""
    led = [row for row in page.shown.entered if row["rank"] == 1 and row["later"]]
    counts = Counter(row["place"] for row in led)
    own = [row for row in led if row["place"] == page.place]
    if not own:
        return [page.say("no led", place=page.name(page.place))]
    own.sort(key=lambda row: (-row["later"], row["others"], row["item"]))
    rows = [
        [_word(page, row), _year(row), row["others"], row["later"], row["centre_year"] or ""]
        for row in own[:SHOWN]
    ]
    head = [page.say(name) for name in ("word", "year", "with", "after", "centre year")]
    ends = {"least": min(counts.values()), "most": max(counts.values())}
    about = page.say("about led", place=page.name(page.place), n=len(own), **ends)
    return [_raw(_write_table(page.say("led"), head, rows, "words")), about]


def _write_took(page: Page) -> list[str]:
    """Write when a province first used each word of the reform, and as which."""
    rows = []
    for item in sorted({row["item"] for row in page.shown.reform}):
        firsts = [row for row in page.shown.reform if row["item"] == item]
        first = [row for row in firsts if row["rank"] == 1]
        own = ["", "", ""]
        for row in firsts:
            if row["place"] == page.place:
                pairs = [(row["rank"], row["n"]), (row["n_with"], row["n_since"])]
                own = [_year(row), *(page.say("of", rank=rank, n=n) for rank, n in pairs)]
        who = f"{first[0]['year']} {page.list(page.name(row['place']) for row in first)}"
        rows.append([_word(page, first[0]), *own, who, first[0]["centre_year"] or ""])
    head = [page.say(name) for name in ("word", "year", "rank", "since", "first", "centre year")]
    about = page.say("about took", place=page.name(page.place), since=FIRST_YEAR)
    return [about, _raw(_write_table(page.say("took"), head, rows, "words"))]


def _word(page: Page, row: Row) -> str:
    return escape(page.label(row))


def _year(row: Row) -> str:
    """Return the year of a report, and the way to it."""
    year, address = str(row["year"]), row["url"] or ""
    return f'<a href="{escape(address)}">{year}</a>' if address.startswith("http") else year


# All together


def _write_index(page: Page, places: list[str]) -> str:
    """Write the page that leads to all provinces, with who takes up words early."""
    rows = []
    for row in page.shown.leaders:
        if row["place"] not in places:
            continue
        link = f'<a href="{page.file(row["place"])}.html">{page.name(row["place"])}</a>'
        ratio = "{} ({}–{})".format(*(_digit(row[name], 2) for name in ("ratio", "low", "high")))
        rows.append([link, ratio, *(_digit(row[name], 3) for name in ("p", "q")), page.say(row["verdict"])])
    head = [page.say("place"), page.say("ratio"), "p", "q", page.say("verdict")]
    parts = [
        *(["---\norphan: true\n---"] if page.language == "zh" else []),
        f"# {page.say('index title')}",
        f"[{page.say('other')}]({page.say('file other', name='index')}.md)",
        page.say("index", n=page.shown.n_entered, since=ENTERED),
        _raw(_write_table(page.say("index title"), head, rows, "words")),
    ]
    return "\n\n".join(parts) + "\n"


def _write_table(label: str, head: list[str], rows: list[list[Any]], kind: str) -> str:
    """Write a table as HTML: the first cell of a row is what the row is about."""
    tops = "".join(f'<th scope="col">{name}</th>' for name in head)
    lines = (
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    table = f"<table><thead><tr>{tops}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    return f'<div class="beside {kind}" role="group" aria-label="{escape(label)}" tabindex="0">{table}</div>'


def _raw(html: str) -> str:
    return f"```{{raw}} html\n{html}\n```"


def _digit(value: float | None, digits: int = 1) -> str:
    return "" if value is None else f"{value:.{digits}f}"
