"""The site: made of a small checkout, checked as HTML, and loaded in a browser."""

import functools
import importlib
import json
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote, urlsplit

import nbformat
import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from lxml import html
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import reformlab
from reformlab.figures.text import FontError
from tests.tools.browser import CHROMIUM, EVERY_PAGE, FLAGS, need_chromium, open_browser, wait_for
from tools.dress import dress_tables, say_figure
from tools.notebooks import NotebookError
from tools.site import SiteError, _ship_font, build_site, check_site

ROOT = Path(__file__).resolve().parents[2]

HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
FONT = "_static/chinese.woff"
INDEX = """# Made up

```{toctree}
:glob:
notebooks/*
```
"""
TABLE = "import pandas as pd\npd.DataFrame({'term': ['医保', '<script>a</script>'], 'weight': [0.25, -1.5]})"
GROUPS = """
rows = [("2019", "national", "4.3%", 11), ("2019", "provincial", "12%", 66)]
pd.DataFrame(rows, columns=["year", "level", "part", "count"]).set_index(["year", "level"])"""
FIGURE = """
from matplotlib import pyplot as plt
ax = plt.subplots()[1]
ax.set(title="Gaps", label="Two gaps: 医保 0.2, the province's own 0.1.")
ax"""

# Were any of it taken for markup, the page would ask for /ran.
ACT = "document.body.background=`/ran`"
HOSTILE = (
    f'<script>{ACT}</script></style></pre></details></table></div><img src="/ran" onerror="{ACT}">'
    f'<svg onload="{ACT}"><a href="javascript:{ACT}">甲</a><style>@import "/ran";</style>'
)
HEADING = "<svg onload=x>试点"
HOSTILE_FILE = f"""关于开展试点{HOSTILE}工作的通知

一、{HEADING}
（一）{HEADING}。{HOSTILE}各地要把试点做实，县域内就诊率达到90%。
（二）加强组织。由省{HOSTILE}厅负责落实。
"""
HOSTILE_CELLS = {
    "text": f"import pandas as pd\n\nimport reformlab as rl\n\ntext = {HOSTILE!r}\ntext",
    "printed": "print(text)",
    "table": "pd.DataFrame({'cell': [text], text: [1]}, index=pd.Index([text], name=text))",
    "groups": "pd.DataFrame({(text, text): [1, 2]}, index=[[text, text], ['a', text]])",
    "document": "rl.show_document('hostile.txt')",
    "documents": """pd.set_option('display.max_colwidth', None)
corpus = rl.build_corpus('files', progress=False)
corpus.documents""",
    "texts": "corpus.texts",
    "passages": "corpus.passages",
    "tasks": "rl.list_tasks(corpus)",
    "labels": """rows = [(1, term, 0.1, 0.5, rank, text, text) for rank, term in [(1, '医保'), (2, '医院')]]
table = pd.DataFrame(rows, columns=['topic', 'term', 'weight', 'frex', 'rank', 'label', 'label_en'])
rl.show_figure(rl.plot_topic_terms(table), rl.plot_topic_terms(table, language='zh'))""",
    "figure": "from matplotlib import pyplot as plt\nax = plt.subplots()[1]\nax.set_label(text)\nax",
}


def write_hostile(folder):
    """Write a notebook whose files, tables, labels and cells all hold the hostile text."""
    (folder / "files").mkdir()
    for path in (folder / "hostile.txt", folder / "files" / "a.txt"):
        path.write_text(HOSTILE_FILE, "utf-8")
    cells = [new_code_cell(code) for code in HOSTILE_CELLS.values()]
    for tag in ("exercise", "solution"):
        code = f"# {HOSTILE}\nprint({HOSTILE!r})"
        cells.append(new_code_cell(code, metadata={"tags": [tag]}))
    cells.append(new_markdown_cell(f"```\n{HOSTILE}\n```\n\nInline: ``{HOSTILE}``."))
    notebook = new_notebook(cells=[new_markdown_cell("# Hostile text 敌意"), *cells])
    nbformat.write(notebook, folder / "01-hostile.ipynb")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Make a site of two notebooks with the project's own settings."""
    root = tmp_path_factory.mktemp("checkout")
    (root / "notebooks").mkdir()
    shutil.copytree(ROOT / "docs", root / "docs", ignore=shutil.ignore_patterns("*.md", "decisions"))
    (root / "docs" / "index.md").write_text(INDEX, "utf-8")
    cells = [
        new_markdown_cell("# A story 故事\n\nHow insurers pay: 医保支付方式, and `<script>b</script>`."),
        new_code_cell(TABLE, metadata={"caption": "Terms & weights"}),
        new_code_cell(GROUPS),
        new_code_cell(FIGURE, metadata={"tags": ["headline"]}),
        new_code_cell("print('<script>c</script>')", metadata={"tags": ["solution"]}),
    ]
    nbformat.write(new_notebook(cells=cells), root / "notebooks" / "00-story.ipynb")
    write_hostile(root / "notebooks")
    return build_site(root).parent


@pytest.fixture(scope="module")
def story(site):
    return html.fromstring((site / "notebooks" / "00-story.html").read_bytes())


def test_small_site_has_no_faults_and_sphinx_no_warnings(site):
    assert check_site(site).to_dict("records") == []
    assert (site.parent / "_build" / "sphinx-warnings.txt").read_text() == ""


def test_figure_is_described_in_words(story):
    alts = [image.get("alt") for image in story.iter("img")]
    assert alts == ["Two gaps: 医保 0.2, the province's own 0.1."]
    assert "<Axes" not in story.text_content()


def test_each_table_has_a_number_and_says_what_its_cell_says_it_shows(story):
    said = [table.find("caption").text_content() for table in story.iter("table")]
    assert said == ["Table 1. Terms & weights. ", "Table 2. "]


def cells(table):
    """Return the text of the cells of each row, and whether each is marked as a number."""
    return [[(cell.text_content(), "number" in cell.classes) for cell in row] for row in table.iter("tr")]


def test_numbers_of_a_table_line_up_and_words_do_not(story):
    rows = cells(next(story.iter("table")))
    assert rows[0] == [("term", False), ("weight", True)]
    assert rows[1] == [("医保", False), ("0.25", True)]


def test_numbers_line_up_in_rows_that_begin_beside_a_cell_of_two_rows(story):
    rows = cells(list(story.iter("table"))[1])
    assert rows[-2] == [("2019", False), ("national", False), ("4.3%", True), ("11", True)]
    assert rows[-1] == [("provincial", False), ("12%", True), ("66", True)]


def test_short_columns_stay_on_one_line_and_long_ones_wrap():
    table = "<table><tr><th>{}</th><td>2019-08-30</td></tr></table>"
    short, long = (html.fromstring(dress_tables(table.format(text))) for text in ("a", "一二三四" * 3))
    assert [cell.get("class") for cell in short.xpath("//th|//td")] == ["short", "short"]
    assert [cell.get("class") for cell in long.xpath("//th|//td")] == [None, "short"]


def test_markup_in_texts_and_cells_is_shown_as_text(story):
    assert [script for script in story.iter("script") if (script.text or "").strip() in {"a", "b", "c"}] == []
    assert all(f"<script>{letter}</script>" in story.text_content() for letter in "abc")


def acting(page):
    """List what the hostile text would have become on a page that took it for markup."""
    found = [element for element in page.iter("script", "style") if "/ran" in (element.text or "")]
    found += page.xpath("//*[@src='/ran'] | //*[starts-with(@href, 'javascript')] | //@onerror | //@onload")
    return [str(one) for one in found]


@pytest.fixture(scope="module")
def hostile(site):
    return html.fromstring((site / "notebooks" / "01-hostile.html").read_bytes())


def test_hostile_text_acts_on_no_page(site):
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 3
    assert {page.name: acting(html.fromstring(page.read_bytes())) for page in pages} == {
        page.name: [] for page in pages
    }


def test_hostile_text_is_shown_in_every_cell(hostile):
    blocks = hostile.xpath("//div[contains(concat(' ', @class, ' '), ' cell ')]")
    shown = dict(zip([*HOSTILE_CELLS, "exercise", "solution"], blocks, strict=True))
    inputs = {name: block.xpath(".//div[contains(@class, 'cell_input')]")[0] for name, block in shown.items()}
    assert all(HOSTILE in inputs[name].text_content() for name in ("exercise", "solution"))
    for name, block in shown.items():
        (output,) = block.xpath(".//div[contains(@class, 'cell_output')]")
        alts = output.xpath(".//img/@alt")
        said = "\n".join([output.text_content(), *alts])
        assert (HEADING if name in ("passages", "tasks") else HOSTILE) in said, name
    assert sum(HOSTILE in code.text_content() for code in hostile.iter("code", "pre")) >= 6


def test_answer_of_an_exercise_is_folded_away(story):
    *code, folded = story.xpath("//details")
    assert ["Show the code" in one.text_content() for one in code] == [True] * 3
    assert "Show an answer" in folded.text_content() and "c</script>" in folded.text_content()


def test_each_figure_has_a_caption_and_its_files(site, hostile):
    figures = hostile.xpath("//figure")
    assert [figure.find(".//strong").text for figure in figures] == ["Figure 1.", "Figure 2."]
    for figure in figures:
        saved = [site / "notebooks" / href for href in figure.xpath(".//span//@href")]
        assert [path.suffix for path in saved] == [".svg", ".png", ".csv"]
        assert pd.read_csv(saved[2])["weight"].tolist() == [0.1, 0.1]
        assert [site / "notebooks" / href for href in figure.xpath(".//@src")] == [saved[1]]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            {"n_national": [18], "n_provincial": [554]},
            "Gaps. Documents behind a point: national 18, provincial 554.",
        ),
        ({"n_docs": [3, 5]}, "Gaps. Documents behind a point: 3–5."),
        ({"weight": [0.1]}, "Gaps."),
    ],
)
def test_caption_says_what_is_drawn_and_how_many_documents_there_are(table, said):
    assert say_figure("Gaps. One: 0.1.", pd.DataFrame(table)) == said


def test_table_has_words_for_readers():
    table = pd.DataFrame({"n_docs": [1, None], "label_en": ["a", None], "enough": [True, False]})
    page = html.fromstring(dress_tables(table.to_html()))
    rows = [[cell.text_content() for cell in row] for row in page.iter("tr")]
    assert rows == [["documents", "name", "enough"], ["1.0", "a", "yes"], ["–", "–", "no"]]
    named = dress_tables(table.set_index(pd.Index([2019, 2020], name="year")).to_html())
    assert "2019" in named and "year" in named


def test_headline_figure_is_put_on_the_start_page(site):
    assert (site.parent / "_build" / "source" / "headline.png").read_bytes().startswith(b"\x89PNG")


def test_second_build_drops_the_pages_that_are_no_more_and_runs_nothing(site, capfd):
    (site / "old.html").write_text("<html></html>")
    font = (site / FONT).read_bytes()
    build_site(site.parent)
    assert not (site / "old.html").exists()
    assert (site / FONT).read_bytes() == font
    assert capfd.readouterr().out == ""


def test_pages_are_made_again_where_a_source_of_theirs_has_changed(site, monkeypatch):
    made = []
    monkeypatch.setattr("tools.site._make_pages", lambda *given: made.append(given))
    build_site(site.parent)
    assert made == []
    late = site.parent / "docs" / "late.md"
    late.write_text("---\norphan: true\n---\n# Late\n", "utf-8")
    build_site(site.parent)
    late.unlink()
    assert len(made) == 1


def test_a_folder_that_holds_something_else_is_left_alone(site, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(SiteError, match="something else"):
        build_site(site.parent, out=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_nothing_is_written_beside_the_site_and_the_build_folder(site):
    assert {path.name for path in site.parent.iterdir()} == {"_build", "_site", "docs", "notebooks"}


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ('<script src="https://a.example/x.js"></script>', "remote"),
        ('<link rel="stylesheet" href="//a.example/x.css">', "remote"),
        ('<img alt="a" srcset="index.html 1x, https://a.example/y.png 2x" src="index.html">', "remote"),
        ("<style>@import 'https://a.example/x.css';</style>", "remote"),
        ('<p style="background: url(http://a.example/x.png)">', "remote"),
        ("<script>fetch('https://a.example/x.json')</script>", "remote"),
        ("<script type=module>import a from 'https://a.example/a.js'</script>", "remote"),
        ('<iframe src="https://a.example/"></iframe>', "remote"),
        ('<img src="index.html">', "alt"),
        ('<img src="index.html" alt="_images/abc.png">', "alt"),
        ('<a href="elsewhere.html">', "missing"),
        ('<div class="output traceback">NameError</div>', "error"),
        ('<div class="output stderr">Glyph 21307 missing from font</div>', "warning"),
        ('<div class="system-message">Unknown role</div>', "markup"),
        ("<article><p>**存疑：**这是</p></article>", "markup"),
    ],
)
def test_each_fault_is_found(tmp_path, page, fault):
    (tmp_path / "index.html").write_text(f"<html><body>{page}</body></html>")
    assert check_site(tmp_path)["fault"].unique().tolist() == [fault]


def test_links_to_other_hosts_and_inline_data_are_no_faults(tmp_path):
    page = (
        '<a href="https://a.example/">a</a><img alt="dot" src="data:image/png;base64,AAAA"><a href="#b">b</a>'
    )
    (tmp_path / "index.html").write_text(f"<html><body>{page}</body></html>")
    (tmp_path / "a.css").write_text("@font-face { src: url(https://a.example/a.woff2), url(b.woff#b) }")
    assert check_site(tmp_path).to_dict("records") == [
        {"page": "a.css", "fault": "remote", "detail": "https://a.example/a.woff2"},
        {"page": "a.css", "fault": "missing", "detail": "b.woff#b"},
    ]


def test_a_folder_that_is_no_checkout_or_no_site_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError, match="make html"):
        check_site(tmp_path)
    with pytest.raises(NotebookError, match="run this in a checkout"):
        build_site(tmp_path)
    (tmp_path / "notebooks").mkdir()
    nbformat.write(new_notebook(cells=[new_markdown_cell("# A")]), tmp_path / "notebooks" / "a.ipynb")
    with pytest.raises(SiteError, match=r"no conf\.py"):
        build_site(tmp_path)


def doors(wing):
    return importlib.import_module(f"reformlab.{wing}").DOORS


def test_every_room_has_its_page_in_the_reference():
    listed = [line.strip() for line in (ROOT / "docs" / "api.md").read_text("utf-8").splitlines()]
    assert sorted(line for line in listed if line.startswith("reformlab.")) == sorted(
        f"reformlab.{wing}.{room}" for wing in reformlab.WITH_DOORS for room in doors(wing)
    )


def test_built_site_has_no_faults_and_sphinx_no_warnings(built):
    assert check_site(built).to_dict("records") == []
    assert (ROOT / "_build" / "sphinx-warnings.txt").read_text("utf-8") == ""


# Chinese on machines without Chinese fonts


def check_font(folder):
    """Assert that the font of a site has every Chinese character of its pages and its search."""
    style = (folder / "_static" / "custom.css").read_text("utf-8")
    (face,) = re.findall(r"@font-face \{.*?\}", style, re.S)
    assert re.findall(r'url\("(.*?)"\)', face) == [Path(FONT).name]
    family = re.search(r"font-family: (.*?);", face)[1]
    lists = re.findall(r"--pst-font-family-(?:base|monospace): (.*?);", style, re.S)
    assert [names.split(",")[0] for names in lists] == [family, family]
    ranges = re.findall(r"U\+(\w+)-(\w+)", face)
    index = re.sub(
        r"\\u(\w{4})", lambda code: chr(int(code[1], 16)), (folder / "searchindex.js").read_text("utf-8")
    )
    pages = [html.fromstring(path.read_bytes()).text_content() for path in folder.rglob("*.html")]
    shown = set(HAN.findall("".join([index, *pages])))
    assert shown
    assert shown - {chr(code) for code in TTFont(folder / FONT).getBestCmap()} == set()
    assert all(any(int(a, 16) <= ord(han) <= int(b, 16) for a, b in ranges) for han in shown)


def test_font_of_the_small_site_has_its_characters_and_no_others(site):
    check_font(site)
    codes = TTFont(site / FONT).getBestCmap()
    assert ord("医") in codes and ord("龘") not in codes and ord("a") not in codes
    assert "SIL OPEN FONT LICENSE" in (site / "_static" / "chinese-licence.txt").read_text("utf-8")


def test_font_of_the_built_site_has_its_characters(built):
    check_font(built)


def test_site_needs_the_package_that_ships_the_font(site, monkeypatch):
    monkeypatch.setattr("reformlab.report.font.find_shipped_font", lambda: None)
    with pytest.raises(FontError, match="install mplfonts"):
        _ship_font(site)


# In a browser


def browse(url, folder):
    """Load a page in headless Chromium; return its HTML and every address that pages asked for."""
    need_chromium()
    log = folder / "net.json"
    more = ["--virtual-time-budget=15000", "--dump-dom", f"--user-data-dir={folder / 'profile'}"]
    command = [CHROMIUM, *FLAGS.split(), *more]
    shown = subprocess.run(
        [*command, f"--log-net-log={log}", url], capture_output=True, text=True, check=True
    )
    # The browser asks for things of its own; what a page asks for carries the page as initiator.
    text = log.read_text("utf-8")
    events = json.loads(text)["events"]
    host = f"{urlsplit(url).scheme}://{urlsplit(url).netloc}"
    params = [event["params"] for event in events if "url" in event.get("params", {})]
    return shown.stdout, {param["url"] for param in params if param.get("initiator") == host}


def check_requests(folder, serve, tmp_path):
    """Load every page of a site; assert that all that they ask for is the site's own, and is there."""
    server, host = serve(folder)
    _, asked = browse(f"{host}{EVERY_PAGE}", tmp_path)
    assert f"{host}/index.html" in asked
    assert [url for url in asked if not url.startswith((f"{host}/", "data:", "blob:"))] == []
    assert server.lost == []


def test_small_site_asks_no_other_host_for_anything(site, serve, tmp_path):
    check_requests(site, serve, tmp_path)


@pytest.mark.slow
def test_built_site_asks_no_other_host_for_anything(built, serve, tmp_path):
    check_requests(built, serve, tmp_path)


@pytest.mark.parametrize("page", ["notebooks/01-hostile.html", "search.html?q={}", "genindex.html#{}"])
def test_hostile_text_acts_in_no_browser(site, serve, tmp_path, page):
    server, host = serve(site)
    shown, asked = browse(f"{host}/{page.format(quote(HOSTILE))}", tmp_path)
    assert not any("/ran" in urlsplit(url).path for url in asked)
    assert server.lost == []
    assert acting(html.fromstring(shown)) == []


def test_hostile_text_would_be_seen_to_act(serve, tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "index.html").write_text(f"<html><body>{HOSTILE}</body></html>", "utf-8")
    server, host = serve(tmp_path / "pages")
    shown, asked = browse(f"{host}/index.html", tmp_path)
    assert f"{host}/ran" in asked and (404, "/ran") in server.lost
    assert len(acting(html.fromstring(shown))) > 4


def test_a_request_to_another_host_would_be_seen(serve, tmp_path):
    (tmp_path / "pages").mkdir()
    page = '<html><body><script>new Image().src = "http://" + "a.example/x.png"</script></body></html>'
    (tmp_path / "pages" / "index.html").write_text(page)
    _, host = serve(tmp_path / "pages")
    _, asked = browse(f"{host}/index.html", tmp_path)
    assert "http://a.example/x.png" in asked


def test_search_finds_chinese_of_any_length_and_not_what_is_not_there(site, serve, tmp_path):
    _, host = serve(site)
    with open_browser(tmp_path) as tab:
        for words in ("支付方式", "保", "insurers 医保支付", "医改"):
            tab.visit(f"{host}/search.html?q={quote(words)}")
            done = "document.querySelector('#search-results h2')?.textContent == 'Search Results'"
            wait_for(functools.partial(tab.evaluate, done), "the search does not end")
            found = tab.evaluate("document.querySelector('#search-results').innerHTML")
            assert ("notebooks/00-story.html" in found) == ("<li" in found) == (words != "医改"), words


@pytest.mark.parametrize("words", ["医保", "山西", "DRG"])
def test_search_of_the_built_site_finds(built, serve, tmp_path, words):
    _, host = serve(built)
    page, _ = browse(f"{host}/search.html?q={quote(words)}", tmp_path)
    assert html.fromstring(page).xpath("//*[@id='search-results']//li//a/@href")
