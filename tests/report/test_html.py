"""The report on a corpus: one page that loads nothing, says what there is, and what cannot be compared."""

import base64
import io
import re
from dataclasses import replace
from html import unescape

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from typer.testing import CliRunner

import reformlab as rl
from reformlab.cli import app
from reformlab.corpus.tables import read_texts
from reformlab.report import write_report
from reformlab.report.sections import make_sections
from reformlab.report.words import Words

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("kept")]

CSV = re.compile(r'download="(\w+)\.csv" href="data:text/csv;charset=utf-8;base64,([^"]+)"')
# What a browser would fetch by itself; an address to click on is none of them.
LOADED = re.compile(
    r"""(?:src|srcset|xlink:href|<link[^>]*href|<image[^>]*href|url\(|@import)\s*=?\s*["']?http"""
)


@pytest.fixture(scope="module")
def corpus():
    return rl.load_corpus("made-up")


@pytest.fixture(scope="module")
def page(corpus, tmp_path_factory):
    return write_report(corpus, tmp_path_factory.mktemp("report") / "report.html").read_text("utf-8")


def write(corpus, tmp_path, language="en") -> str:
    return unescape(write_report(corpus, tmp_path / "r.html", language=language).read_text("utf-8"))


def say(key: str, **values: object) -> str:
    return read_texts("report")["en"][key].format(**values)


def test_the_page_is_one_file_that_loads_nothing_and_the_same_again(page, corpus, tmp_path):
    again = write_report(corpus, tmp_path / "report.html")
    assert again.read_text("utf-8") == page
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert "<script" not in page and "<link" not in page and not LOADED.search(page)
    assert "default-src 'none'" in page
    assert not plt.get_fignums()  # pictures are closed


def test_a_machine_without_chinese_fonts_finds_one_in_the_page(page):
    font = base64.b64decode(re.search(r'url\("data:font/woff;base64,([^"]+)"', page)[1])
    has = TTFont(io.BytesIO(font)).getBestCmap()
    chinese = {ord(sign) for sign in unescape(page) if "\u4e00" <= sign <= "\u9fff"}
    assert len(chinese) > 50 and chinese <= set(has)
    assert ord("a") not in has and len(font) < 1000 * len(chinese)
    assert "font-src data:" in page


def test_pictures_are_svg_with_words_and_names_of_their_own(page):
    pictures = re.findall(r'<svg role="img" aria-label="([^"]+)"', page)
    assert len(pictures) == 2 and pictures[0].startswith("Grid of documents")
    names = re.findall(r'\bid="([^"]+)"', page)
    assert len(names) == len(set(names))


def test_the_csvs_are_the_tables(page, corpus):
    found = {
        name: pd.read_csv(io.BytesIO(base64.b64decode(data)), encoding="utf-8-sig")
        for name, data in CSV.findall(page)
    }
    sections = make_sections(corpus, Words("en"))
    tables = {name: table for section in sections for name, table, _ in section.tables}
    for section in sections:
        for ax in section.pictures:
            plt.close(ax.figure)
    names = {"documents", "coverage", "priorities", "gap", "trend", "change", "evidence"}
    assert set(found) == set(tables) == names
    for name, table in tables.items():
        assert list(found[name]) == list(table) and len(found[name]) == len(table)
        for column in table.select_dtypes("number"):
            pd.testing.assert_series_equal(found[name][column], table[column], check_dtype=False, rtol=1e-12)
    assert "text" not in found["evidence"]


def test_too_few_documents_and_a_corpus_far_from_home_are_said(page):
    assert "does not know the language of these documents" in page
    more = "documents of the centre: 3, provinces: 4"
    counts = {"national": 2, "provincial": 2, "places": 1, "least": 5, "more": more}
    assert say("gap few", kind="key tasks", **counts) in page
    least = {"least_years": 8, "least": 5, "in_era": 2}
    assert re.search(re.escape(say("change few", years=0, places=0, **least)).replace("0", r"\d"), page)
    assert say("not coded") in unescape(page)


def test_findings_are_those_of_the_tables(page, corpus):
    with pytest.warns(UserWarning, match="learnt from"):
        fit = rl.fit_domains(corpus)
    table = rl.measure_priorities(fit).query("kind == 'key-tasks' and level == 'national'")
    top = table.loc[table["priority"].idxmax()]
    why = say("few units documents", n=2, least=5)
    estimate = say("share alone", value=f"{100 * top['priority']:.1f}", why=why)
    names = {"level": "national", "kind": "key tasks", "n": 2, "domain": top["label_en"]}
    assert say("domain found", estimate=estimate, **names) in page


def test_one_level_and_one_place_are_said_to_allow_no_comparison(corpus, tmp_path):
    page = write(corpus.select(level="national"), tmp_path)
    assert say("one level", level="national") in page
    assert say("one place", place="全国") in page
    assert say("no sides", missing="provincial") in page
    assert "Donner, Allan" not in page  # who is cited for gaps alone


def test_two_documents_are_said_to_be_too_few(corpus, tmp_path):
    two = corpus.keep_documents(corpus.documents["doc_id"].head(2))
    assert say("few documents", n=2, least=5) in write(two, tmp_path)


def test_methods_tell_of_intervals_and_of_own_codes_only_where_there_are_any(page, corpus):
    assert say("methods no intervals") in page and say("methods gap") in page
    assert "Satterthwaite" not in page and say("methods gap intervals")[:30] not in page
    with pytest.warns(UserWarning, match="learnt from"):
        learnt = rl.fit_domains(corpus).settings["n_learnt"]
    assert learnt["here"] == 0 and say("learnt elsewhere", **learnt) in page


def test_one_year_is_no_span_and_counts_of_one_have_no_plural(corpus, tmp_path):
    page = write(corpus.keep_documents(corpus.documents["doc_id"].head(1)), tmp_path)
    year = corpus.documents["year"].iloc[0]
    assert f"{year} to {year}" not in page and "1 documents" not in page


def test_documents_without_level_year_or_place_are_counted(corpus, tmp_path):
    bare = replace(
        corpus, documents=corpus.documents.assign(level=pd.NA, year=pd.NA, place=pd.NA, kind=pd.NA)
    )
    bare.documents["year"] = bare.documents["year"].astype("Int64")
    page = write(bare, tmp_path)
    assert say("undated", n=10) in page and say("unplaced", n=10) in page


def test_an_empty_corpus_is_a_page_as_well(corpus, tmp_path):
    empty = corpus.keep_documents(corpus.documents["doc_id"].head(0))
    assert say("empty") in write(empty, tmp_path)


def test_what_was_left_out_and_what_differs_is_listed(corpus, tmp_path):
    left_out = [{"file": "<b>scan</b>.pdf", "part": 0, "reason": "no text in it"}]
    differs = {"file": "a.txt", "part": 1, "doc_id": "national-2016", "field": "year", "given": "2016"}
    differs |= {"given_by": "catalogue", "read": "2015", "read_from": "title"}
    manifest = {**corpus.manifest, "left_out": left_out, "contradictions": [differs]}
    urls = ["javascript:alert(1)", "https://example.org/a?b=1&c=2"] * 5
    documents = corpus.documents.assign(url=urls)
    path = write_report(replace(corpus, manifest=manifest, documents=documents), tmp_path / "r.html")
    page = path.read_text("utf-8")
    assert "&lt;b&gt;scan&lt;/b&gt;.pdf" in page and "<b>scan" not in page
    # Ten files gave ten documents, an eleventh none: the numbers add up.
    assert say("unread found", files=11, good=10, none=1, n=10, rows=1) in page
    assert say("contradictions", n=1, documents=1) in page
    # An address becomes a link only where it is one of the web.
    assert 'href="https://example.org/a?b=1&amp;c=2"' in page and 'href="javascript' not in page


def test_a_gap_and_a_change_that_are_told_are_said_of_the_largest(corpus):
    from reformlab.report.sections import _say_changes, _say_gap

    with pytest.warns(UserWarning, match="learnt from"):
        fit = rl.fit_domains(corpus)
    topics = fit.topics.head(3)[["topic", "label", "label_en"]]
    gap = topics.assign(gap=[0.1, -0.2, 0.05], low=[0.05, -0.3, -0.1], high=[0.15, -0.1, 0.2], enough=True)
    gap = gap.assign(q=[0.01, 0.01, 0.5], n_national=9, n_provincial=9)
    sentence = _say_gap("plan", gap, fit, Words("en"))
    first, second, third = topics["label_en"]
    assert f"more room to {first}, by 10.0 points (95% interval 5.0 to 15.0)" in sentence
    assert f"more room to {second}, by 20.0 points (95% interval 10.0 to 30.0)" in sentence
    assert third not in sentence and "2 of 3 domains" in sentence
    change = gap.rename(columns={"gap": "change"}).assign(
        kind="plan", level="national", before="a", after="b"
    )
    assert ["rose" in text for text in _say_changes(change, fit, Words("en"))] == [True, False]


def test_a_picture_that_cannot_be_drawn_is_said_to_be_missing():
    from reformlab.report.cells import add_picture
    from reformlab.report.words import Section

    def plot(table, language):
        plt.subplots()
        raise ValueError("no limits")

    section = Section("course")
    add_picture(section, Words("en"), plot, pd.DataFrame())
    assert section.doubt == [say("no picture", reason="no limits")] and not plt.get_fignums()


def test_the_page_speaks_chinese(corpus, tmp_path):
    page = write(corpus.select(level="provincial"), tmp_path, "zh")
    assert 'lang="zh-Hans"' in page and "共5份文件" in page and "不能比较层级" in page and "Doubt" not in page


def test_every_sentence_has_the_same_gaps_in_both_languages():
    texts = read_texts("report")
    for key, text in texts["en"].items():
        gaps = [set(re.findall(r"\{(\w+)\}|@(\w+)", words)) for words in (text, texts["zh"][key])]
        assert text and gaps[0] == gaps[1], key


def test_the_command_writes_the_page_and_names_what_is_wrong(tmp_path):
    out = tmp_path / "r.html"
    result = CliRunner().invoke(app, ["report", "made-up", str(out)])
    assert result.exit_code == 0 and out.exists()
    result = CliRunner().invoke(app, ["report", "made-up", str(out), "--language", "fr"])
    assert result.exit_code == 1 and "language='fr'" in result.output
    result = CliRunner().invoke(app, ["report", str(tmp_path / "none"), str(out)])
    assert result.exit_code == 1


def test_a_coded_sample_is_learnt_from_and_counted_and_one_of_another_corpus_is_told(corpus, tmp_path):
    codes = corpus.passages[["passage_id"]].iloc[::3].assign(main="hospitals", probability=1 / 3)
    path = write_report(corpus, tmp_path / "r.html", codes=codes)
    page = unescape(path.read_text("utf-8"))
    assert say("few coded", n=len(codes)) in page or say("coded", n=len(codes)) in page
    rl.make_coding_sheet(corpus, 12, folder=tmp_path / "coding", coders=1, double=0, form="csv")
    sheet = pd.read_csv(tmp_path / "coding" / "coder-1.csv", encoding="utf-8-sig").assign(main="hospitals")
    rl.save_table(sheet, tmp_path / "coding" / "coder-1.csv")
    of_sheets = unescape(write_report(corpus, path, codes=tmp_path / "coding").read_text("utf-8"))
    assert say("few coded", n=12) in of_sheets
    codes.assign(passage_id="other-" + codes["passage_id"]).to_csv(tmp_path / "codes.csv", index=False)
    line = ["report", "made-up", str(path), "--codes", str(tmp_path / "codes.csv")]
    result = CliRunner().invoke(app, line)
    assert result.exit_code == 1 and "none of the coded passages is in the corpus" in result.output


def test_documents_are_listed_each_fact_with_its_source_and_what_is_open_is_marked(corpus, tmp_path):
    documents = corpus.documents.copy()
    documents.loc[0, ["title", "read_from"]] = [pd.NA, "level=text place=issuer date=closing year=closing"]
    page = write(replace(corpus, documents=documents), tmp_path)
    table = pd.read_html(io.StringIO(page))[0]
    assert list(table) == ["Title, file", "Level", "Place", "Date", "Kind", "Passages"] and len(table) == 10
    assert say("list doubt", n=1) in page
    assert '<small class="open">guessed from the text</small>' in page
    assert page.count('<small class="open">not found</small>') == 1
    assert say("list full", n=0) in write(corpus, tmp_path)


def test_evidence_opens_to_the_first_words_and_quotes_nothing_without_them(corpus, page, tmp_path):
    opened = re.findall(r"<summary>no\. \d+ .+?</summary>(.+?)</details>", page)
    assert opened and max(map(len, opened)) <= 60
    assert all(corpus.texts["text"].str.startswith(words.removesuffix("…")).any() for words in opened)
    assert "<summary>no. " not in write(replace(corpus, texts=None), tmp_path)


def test_what_rounds_to_nothing_has_no_sign_and_empty_columns_are_left_out():
    from reformlab.report.cells import name_columns, write_points

    assert write_points(pd.Series([-0.0001, 0.0001, 0.013, -0.2])).tolist() == ["0.0", "0.0", "+1.3", "-20.0"]
    shown = name_columns(pd.DataFrame({"domain": ["a", "b"], "q": ["–", "–"]}), Words("en"))
    assert list(shown) == ["Domain"]


def test_files_are_counted_through_archives_and_where_names_were_cut():
    from reformlab.report.documents import _count_files

    inputs = [{"file": name} for name in ("a.txt", "box.zip", "copy.txt")]
    documents = pd.Series(["a.txt", "box.zip/b.txt", "box.zip/c.txt"])
    left_out = pd.DataFrame({"file": ["copy.txt", "box.zip/d.png", "scan.pdf"]})
    assert _count_files(documents, inputs, left_out) == (2, 2)
    long = "浙江省人民政府办公厅关于印发任务的通知.txt"
    cut = [{"file": long[:15] + "…"}]
    assert _count_files(pd.Series([f"folder/{long}"]), cut, left_out.head(0)) == (1, 0)


def test_a_table_without_a_finding_is_folded_and_evidence_names_files_as_show_takes_them(page):
    gap = page.split('<section id="gap">')[1].split("</section>")[0]
    assert "<summary>Unfold 42 rows</summary>" in gap
    evidence = pd.read_html(io.StringIO(page.split('<section id="evidence">')[1]))[0]
    assert evidence["Document"].str.contains(r"\.(?:txt|docx|html)$").all()


def test_long_tables_are_folded(corpus):
    from reformlab.report.html import _write_section
    from reformlab.report.words import Section

    rows = pd.DataFrame({"Document": [str(number) for number in range(310)]})
    for name, n_folded in (("gap", 258), ("documents", 300)):
        html = _write_section(Section("coverage", tables=[(name, rows, rows)]), Words("en"))
        assert f"<details><summary>Unfold {n_folded} rows</summary>" in html
        assert "10 more rows are in the CSV" in html
