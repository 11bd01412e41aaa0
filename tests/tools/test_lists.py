"""Pages that are lists: every name in them can be called, every figure leads to its notebook."""

import re
from pathlib import Path

import pandas as pd
import pytest
from lxml import html
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import reformlab as rl
from tools.lists import write_gallery, write_glossary
from tools.pages import link_names, mend_page

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("page", ["questions.md", "cheat-sheet.md", "coming-from.md"])
def test_every_name_can_be_called(page):
    names = set(re.findall(r"\brl\.(\w+)", (DOCS / page).read_text("utf-8"))) - {"NAME"}
    assert len(names) > 15
    assert [name for name in names if not hasattr(rl, name)] == []


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # ten documents are few, and every line says so
def test_the_lines_for_users_of_other_programs_run(tmp_path, monkeypatch):
    text = (DOCS / "coming-from.md").read_text("utf-8")
    words = pd.DataFrame({"domain": ["pay", "wards"], "words": ["医保;基金", "医院;床位"]})
    words = words.assign(name_zh=["医保", "医院"], name_en=["pay", "wards"], definition=["who pays", "wards"])
    words.to_csv(tmp_path / "my-codebook.csv", index=False)
    monkeypatch.chdir(tmp_path)
    names = {}
    for block in re.findall("```python\n(.*?)```", text, re.S):
        exec(block, names)
    lines = re.findall(r"`((?:rl\.|topics\.)\w[^`]*\))`", text)  # a bare name is no call
    assert len(lines) > 25
    more = rl.simulate_corpus(n_docs=40, n_topics=4, n_terms=200, seed=1).corpus
    for line in lines:
        if "measure_topic_numbers" in line or "measure_stability" in line:  # of more documents than ten
            exec(line, names | {"corpus": more, "topics": rl.fit_topics(more, 4, progress=False)})
        elif "build_corpus" not in line:
            exec(line, names)


def test_gallery_shows_each_kind_once_with_its_lines(tmp_path):
    figure = '<figure id="figure-2"><a><img src="../_static/a.png" alt="a &lt; b"></a></figure>'
    output = new_output("display_data", {"text/html": figure})
    code = "rl.show_figure(rl.plot_gap(gaps))"
    cells = [new_markdown_cell("# A story\n\nmore"), new_code_cell(code, outputs=[output])]
    page = tmp_path / "gallery.md"
    page.write_text("{gallery}", "utf-8")
    write_gallery(page, {"00-story": new_notebook(cells=cells), "01-again": new_notebook(cells=cells)})
    text = page.read_text("utf-8")
    assert text.count("## plot_gap") == text.count(code) == 1
    assert 'href="notebooks/00-story.html#figure-2"' in text and 'alt="a &lt; b"' in text
    assert "[A story](notebooks/00-story.ipynb)" in text


def test_glossary_has_domains_levels_bodies_and_terms(tmp_path):
    page = tmp_path / "glossary.md"
    page.write_text("{glossary}", "utf-8")
    write_glossary(page)
    text = page.read_text("utf-8")
    assert all(f"| {zh} |" in text for zh in ("医疗保障", "省级", "生育津贴", "国家发展和改革委员会"))
    assert "nan" not in re.findall(r"\| (\w+) \|$", text, re.M)


def test_names_of_functions_lead_to_their_pages():
    page = html.fromstring(
        "<p>See <code>rl.measure_gap</code>, <code>rl.nothing</code> <pre>rl.plot_gap</pre></p>"
    )
    link_names(page, "../")
    (link,) = page.xpath("//a")
    assert link.get("href") == "../generated/reformlab.measures.gap.html#reformlab.measures.gap.measure_gap"
    assert link.tail == ", "


def test_what_is_only_drawn_gets_a_name_and_chinese_its_language():
    page = html.fromstring(
        "<body><li><a>Data</a><details><summary></summary></details></li>"
        "<button aria-label='Search'>Find</button><article>中文首页</article>"
        "<table><tr><th></th><td>省级</td><td>a</td></tr></table></body>"
    )
    mend_page(page)
    assert page.find(".//summary").get("aria-label") == "Pages of Data"
    assert page.find(".//button").get("aria-label") is None
    assert [cell.tag for cell in page.iter("th")] == []
    assert page.xpath("//*[@lang]/text()") == ["中文首页", "省级"]


def test_what_leads_on_from_a_chinese_page_is_chinese():
    page = (
        "<body><article>{}</article><p class='prev-next-subtitle'>next</p>"
        "<div class='page-toc onthispage'><i></i> Contents</div></body>"
    )
    for title, words in (("中文首页", ["下一页", "本页内容"]), ("Start", ["next", "Contents"])):
        mended = html.fromstring(page.format(title))
        mend_page(mended)
        leads = mended.xpath("//p/text() | //div[i]/text()")
        assert [word.strip() for word in leads] == words
