import re
import shutil
import subprocess
import unicodedata
import zipfile
from itertools import pairwise

import lxml.html
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reformlab as rl
from reformlab.building.align import align_text, cover_spans, cut_rows
from reformlab.building.safe_html import Page, mark_edit, write_line, write_text
from reformlab.building.show import show_document
from reformlab.corpus.tables import read_texts
from tests.steps import count_calls

# Where a fact was read, in the words of the report.
CALLED = read_texts("report")["en"]
RAW = sorted((rl.data_folder() / "made-up" / "raw").iterdir())
NUMBERED = "一、总体要求\n" + "".join(f"（{n}）各地开展试点。\n" for n in "一二三四五六七八九") * 3
ATTACK = """关于试点的意见
一、标题<img src=x onerror="alert(1)">
（一）脚本<script>alert("甲")</script>与</style></div></details><style>.rl-show{display:none}</style>。
（二）链接[点](javascript:alert(1))与<a href='javascript:alert(1)'>点</a>" onmouseover="alert(1)"。
（三）倒写\u202e与零\u200b宽、\x01控制与$x^2$、&lt;已转义&gt;。
"""
MESSY = st.text(
    st.sampled_from(
        "医改衛生國務臵处 \u3000\xa0\t\r\n\f\u200b\ufeff，。,;:()（）１２⑴20〔〕[]号年一二○O0%abc"
    ),
    max_size=300,
)


@st.composite
def edited_texts(draw):
    """Draw a text and the ledger of random edits in several steps; return both and the raw text."""
    raw = text = draw(st.text("abc\n", max_size=20))
    rows = []
    for step in range(draw(st.integers(0, 6))):
        cuts = sorted(draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=8)))
        parts, at = [], 0
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            now = draw(st.text("xy\n", max_size=3))
            parts += [text[at:start], now]
            rows.append((step, f"rule {step}", sum(map(len, parts)) - len(now), text[start:end], now))
            at = end
        text = "".join(parts) + text[at:]
    return raw, rl.CleanText(text, rows)


def assert_aligned(raw, clean, runs):
    assert "".join(raw[run.raw_start : run.raw_end] for run in runs) == raw
    assert "".join(clean.text[run.start : run.end] for run in runs) == clean.text
    for run in runs:
        if not run.rules:
            assert raw[run.raw_start : run.raw_end] == clean.text[run.start : run.end] != ""
    named = {rule for run in runs for rule in run.rules}
    assert named == set(clean.ledger["rule"])


@given(edited_texts())
def test_alignment_of_any_ledger_covers_both_texts(drawn):
    raw, clean = drawn
    assert_aligned(raw, clean, align_text(clean))


@settings(max_examples=60, deadline=None)
@given(MESSY)
def test_alignment_of_what_the_rules_do_covers_both_texts(raw):
    clean = rl.clean_text(raw)
    assert_aligned(raw, clean, align_text(clean))


def test_edits_that_only_touch_stay_apart_and_overlapping_ones_name_all_their_rules():
    raw = "衛生(试点)　　改革"
    clean = rl.clean_text(raw)
    found = [(raw[run.raw_start : run.raw_end], run.rules) for run in align_text(clean) if run.rules]
    assert ("衛", ("traditional",)) in found
    assert ("(", ("punctuation",)) in found
    assert ("　　", ("blanks", "spaces")) in found


@given(edited_texts(), st.sets(st.integers(0, 20)))
def test_rows_put_together_are_the_alignment(drawn, starts):
    raw, clean = drawn
    rows = list(cut_rows(align_text(clean), clean.text, sorted(starts)))
    assert_aligned(raw, clean, [piece for row in rows for piece in row])
    for row in rows[:-1]:
        written = clean.text[row[0].start : row[-1].end]
        assert written.endswith("\n") or row[-1].end in starts


def test_steps_of_aligning_grow_with_the_length_of_the_document():
    line = "衛生,改 革１\r\n"
    short, long = (rl.clean_text(line * n) for n in (100, 1_000))
    assert count_calls(lambda: align_text(long)) < 12 * count_calls(lambda: align_text(short))
    assert_aligned(line * 1_000, long, align_text(long))


def test_covers_of_spans_do_not_overlap():
    covers = cover_spans([(2, 6, "a"), (0, 3, "b"), (8, 9, "c")])
    assert [(c.start, c.end, set(c.what)) for c in covers] == [
        (0, 2, {"b"}),
        (2, 3, {"a", "b"}),
        (3, 6, {"a"}),
        (8, 9, {"c"}),
    ]


def parse(page, folder):
    return lxml.html.parse(str(page.save(folder / "page.html"))).getroot()


def write(folder, text, name="plan.txt"):
    path = folder / name
    path.write_bytes(text.encode())
    return path


def cells(tree, side):
    """Return the words of one column, without the signs that only the page puts in."""
    found = tree.xpath("//div[contains(@class, 'row')]/div[@class='text']")[side::2]
    added = "not(ancestor::summary) and not(ancestor::span[@class='break' or @class='sign'])"
    words = "".join("".join(cell.xpath(f".//text()[{added}]")) for cell in found)
    return "".join(words.split())


@pytest.mark.parametrize("path", RAW, ids=lambda path: path.name)
def test_both_columns_hold_their_whole_text(path, tmp_path):
    tree = parse(show_document(path), tmp_path)
    raw = rl.read_file(path).text
    assert cells(tree, 0) == "".join(raw.split())
    assert cells(tree, 1) == "".join(rl.clean_text(raw).text.split())


@pytest.mark.parametrize("path", RAW, ids=lambda path: path.name)
def test_page_numbers_every_passage_and_counts_every_edit(path, tmp_path):
    tree = parse(show_document(path), tmp_path)
    clean = rl.clean_text(rl.read_file(path).text)
    (outline,) = rl.split_documents(clean.text)
    numbers = [int(number) for number in tree.xpath("//div[@class='label']//b/text()")]
    assert numbers == list(range(1, len(outline.passages) + 1))
    shown = {
        rule.findtext("b"): int(rule.findtext("span[@class='count']")) for rule in tree.find_class("rule")
    }
    assert shown == clean.ledger["rule"].value_counts().to_dict()


def test_facts_stand_at_the_top_with_where_they_were_read(tmp_path):
    tree = parse(show_document(RAW[0]), tmp_path)
    clean = rl.clean_text(rl.read_file(RAW[0]).text)
    facts = rl.read_facts(rl.split_documents(clean.text)[0], clean.text)
    shown = [tuple(cell.text_content() for cell in row) for row in tree.find_class("fact")]
    assert len(shown) == len({"number", "date", "year"} | set(facts)) == len(set(shown))
    for name, (value, where) in facts.items():
        assert (name, value, CALLED.get(f"from {where}", where)) in shown


def test_deletions_are_struck_left_and_insertions_marked_right(tmp_path):
    tree = parse(show_document(write(tmp_path, NUMBERED + "（十）衛生,改革。")), tmp_path)
    (row,) = [row for row in tree.find_class("row") if row.xpath(".//del")]
    left, right = row.find_class("text")
    assert [edit.text for edit in left.iter("del")] == ["衛", ","]
    assert [edit.text for edit in right.iter("ins")] == ["卫", "，"]
    assert left.find("del").get("title") == "traditional: → 卫"
    assert not left.xpath(".//ins") and not right.xpath(".//del")


def test_rules_differ_in_more_than_colour():
    looks = [mark_edit("del", "", number, "") for number in range(35)]
    classes = [re.search('class="(h. s.)"', look)[1] for look in looks]
    assert len(set(classes)) == 35 >= len(rl.RULES)
    assert all(a.split()[1] != b.split()[1] for a, b in pairwise(classes))


def test_set_aside_lines_carry_their_role(tmp_path):
    tree = parse(show_document(RAW[0]), tmp_path)
    labels = tree.xpath("//div[@class='label']/div[not(b)]/text()")
    assert {"front", "heading", "closing"} <= set(labels)


def test_long_unchanged_stretches_are_folded_and_nothing_else(tmp_path):
    plain = NUMBERED.replace("各地开展试点", "这里有一所学校")
    changed = parse(show_document(write(tmp_path, "衛生工作\n" + plain)), tmp_path)
    (fold,) = changed.find_class("same")
    assert fold.tag == "details" and not fold.xpath(".//del|.//ins")
    assert len(fold.find_class("row")) > 20
    assert not parse(show_document(write(tmp_path, plain)), tmp_path).find_class("same")
    # What states something is not folded.
    stated = parse(show_document(write(tmp_path, "衛生工作\n" + NUMBERED)), tmp_path)
    assert not stated.find_class("same") and len(stated.find_class("mandate")) > 20


def test_documents_of_a_file_are_told_apart(tmp_path):
    parts = "".join(f"\n篇{n}\n关于试点{n}的意见\n{NUMBERED}" for n in (1, 2))
    tree = parse(show_document(write(tmp_path, "文件汇编\n" + parts)), tmp_path)
    assert [line.text for line in tree.find_class("begins")] == [
        "Document 1 of 2: 关于试点1的意见",
        "Document 2 of 2: 关于试点2的意见",
    ]


ELEMENTS = {"html", "head", "meta", "title", "style", "body", "div", "span", "b", "del", "ins"}
ELEMENTS |= {"details", "summary"}
ATTRIBUTES = {"class", "title", "lang", "charset", "http-equiv", "content", "name"}


def assert_inert(tree):
    for element in tree.iter():
        assert element.tag in ELEMENTS
        assert set(element.attrib) <= ATTRIBUTES
    (style,) = tree.iter("style")
    assert not re.search("url|@import|expression", style.text)
    assert "default-src 'none'" in tree.xpath("//meta[@http-equiv]/@content")[0]


def test_markup_of_a_document_is_words_on_the_page(tmp_path):
    tree = parse(show_document(write(tmp_path, ATTACK)), tmp_path)
    assert_inert(tree)
    assert cells(tree, 0) == "".join(re.sub("[\u202e\u200b\x01]", "", ATTACK).split())
    signs = {sign.text for sign in tree.find_class("sign")}
    assert {"U+202E", "ZWSP", "U+0001"} <= signs
    assert len(tree.find_class("inside")) == 0 and len(tree.find_class("rl-show")) == 1
    assert "mathjax_ignore" in tree.find_class("rl-show")[0][0].get("class")


def test_nothing_unseen_is_left_in_the_file(tmp_path):
    page = show_document(write(tmp_path, ATTACK + "\ufeff\u2066\u2028\x85"))
    written = page.save(tmp_path / "page.html").read_text("utf-8")
    unseen = {c for c in written if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert unseen <= {"\n", "\t"}


@given(st.text(st.characters(codec=None)), st.booleans())
def test_any_text_is_written_inert(text, edited):
    written = write_text(text, edited=edited)
    written.encode("utf-8")
    tree = lxml.html.fragment_fromstring(written, create_parent="div")
    assert {element.tag for element in tree.iter()} <= {"div", "span"}
    assert not re.search('[<>"]', re.sub("<[^<>]*>", "", written).replace("&lt;", ""))
    line = write_line(text)
    line.encode("utf-8")
    assert not re.search('[<>"\n]', line)


def test_lone_surrogates_in_a_name_can_be_saved(tmp_path):
    saved = Page("\udcff<b>.txt", "").save(tmp_path / "page.html")
    assert "<title>[U+DCFF]&lt;b&gt;.txt</title>" in saved.read_text("utf-8")


def test_zero_bytes_and_huge_lines_are_shown(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_bytes(("﻿关于试点\0的意见\n（一）" + "长" * 200_000).encode("utf-16"))
    tree = parse(show_document(path), tmp_path)
    assert "NUL" in {sign.text for sign in tree.find_class("sign")}
    assert cells(tree, 1).count("长") == 200_000


def test_long_deletion_is_folded_in_its_cell(tmp_path):
    links = "".join(f"医改要闻第{n}条2020-07-{n:02d}\n" for n in range(30, 10, -1)) * 5
    tree = parse(show_document(write(tmp_path, NUMBERED + links + "甘肃省人民政府")), tmp_path)
    (fold,) = tree.xpath("//div[@class='text']/details")
    assert len(fold.find("del").text_content()) > 1000


def test_style_reaches_nothing_outside_the_page():
    html = Page("plan.txt", "")._repr_html_()
    style = re.search("<style>(.*)</style>", html, re.DOTALL)[1]
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    selectors = [s.strip() for group in re.findall(r"([^{};]+)\{", style) for s in group.split(",\n")]
    assert len(selectors) > 40
    for selector in selectors:
        assert selector.startswith((".rl-show", "@media"))
    assert "<html" not in html and "<iframe" not in html


def test_without_its_style_sheet_both_texts_stand_side_by_side(tmp_path):
    tree = lxml.html.fromstring(show_document(write(tmp_path, NUMBERED))._repr_html_())
    rows = [row for row in tree.find_class("row") if len(row)]
    assert len(rows) > 3
    for row in rows:
        styles = [cell.get("style") for cell in row]
        assert all(style.startswith("display: inline-block; width: ") for style in styles)
        assert sum(int(re.search(r"width: (\d+)%", style)[1]) for style in styles) <= 100


def mention(passage_id, kind, start, end, name):
    return {"passage_id": passage_id, "kind": kind, "start": start, "end": end, "name": name}


def test_mentions_are_underlined_where_they_stand(tmp_path):
    path = write(tmp_path, "一、总体要求\n（一）衛生健康委到2025年达到九成。\n（二）各地开展试点。\n")
    mentions = pd.DataFrame(
        [
            mention("plan:0001", "agency", 3, 8, "卫生健康委"),
            mention("plan:0001", "deadline", 8, 14, "2025"),
            mention("plan:0001", "target", 9, 18, '<i title="x">\u202e'),
            mention("plan:0002", "guess", 3, 5, "各地"),
            mention("other:0001", "agency", 0, 2, "别处"),
        ]
    )
    tree = parse(show_document(path, mentions=mentions), tmp_path)
    assert_inert(tree)
    right = tree.xpath("//div[contains(@class, 'row')]/div[@class='text'][2]")
    shown = {}
    for span in (span for cell in right for span in cell.find_class("mention")):
        kind = span.get("class").split()[1]
        shown[kind] = shown.get(kind, "") + span.text_content()
    assert shown == {
        "agency": "卫生健康委",
        "deadline": "到2025年",
        "target": "2025年达到九成",
        "other": "各地",
    }
    assert "1 more were given, of other passages" in tree.text_content()


def test_mentions_that_cannot_be_placed_are_refused(tmp_path):
    path = write(tmp_path, "一、总体要求\n（一）各地开展试点。\n（二）各地开展试点。\n")
    with pytest.raises(ValueError, match=r"columns \['name'\]"):
        show_document(path, mentions=pd.DataFrame([mention("a", "agency", 0, 1, "")]).drop(columns="name"))
    with pytest.raises(ValueError, match="plan:0001 has 10 characters"):
        show_document(path, mentions=pd.DataFrame([mention("plan:0001", "agency", 8, 12, "")]))


STATED = (
    "甘肃省人民政府办公厅关于修缮校舍的通知\n甘政办发〔2023〕990号\n一、总体要求\n"
    "（一）贯彻《关于修缮校舍的指导意见》（国办发〔2022〕991号）。到2025年，学校达标率达到90%以上。"
    "（省教育厅牵头，省财政厅配合）\n（二）2024年底前必须完成检查，鼓励各县先行。（省教育厅负责）\n"
)


def test_what_passages_state_is_found_underlined_and_explained(tmp_path):
    tree = parse(show_document(write(tmp_path, STATED)), tmp_path)
    assert_inert(tree)
    legend = {span.text_content() for span in tree.find_class("about")[0].find_class("mention")}
    assert legend == {"agency", "citation", "deadline", "mandate", "target"}
    rows = tree.xpath("//div[contains(@class, 'row')]")
    shown = {
        (span.get("class").split()[1], span.text_content())
        for row in rows
        for span in row.find_class("mention")
    }
    assert {("agency", "省教育厅"), ("agency", "省财政厅"), ("mandate", "鼓励")} <= shown
    assert {kind for kind, text in shown if "90%" in text} == {"target"}


def test_mentions_found_are_those_of_the_corpus_built(tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    path = write(folder, STATED)
    corpus = rl.build_corpus(folder, progress=False)
    found = show_document(path).html
    assert found == show_document(path, mentions=corpus.mentions).html


def test_nothing_is_underlined_where_no_mentions_are_given(tmp_path):
    none = pd.DataFrame(columns=["passage_id", "kind", "start", "end", "name"])
    tree = parse(show_document(write(tmp_path, STATED), mentions=none), tmp_path)
    assert not tree.find_class("mention")


def test_document_without_a_passage_is_shown(tmp_path):
    tree = parse(show_document(write(tmp_path, "关于修缮校舍的通知\n")), tmp_path)
    assert cells(tree, 1) == "关于修缮校舍的通知"


def test_one_text_of_an_archive_is_shown_and_several_are_named(tmp_path):
    with zipfile.ZipFile(tmp_path / "box.zip", "w") as packed:
        packed.writestr("a/plan.txt", STATED)
        packed.writestr("b.txt", NUMBERED)
    assert show_document(tmp_path / "box.zip" / "a" / "plan.txt").name == "plan.txt"
    with pytest.raises(rl.ReadError, match=r"several texts \(a/plan.txt, b.txt\)"):
        show_document(tmp_path / "box.zip")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            "x,a.md,某县2031年工作报告,2031-02-03,https://example.org/x",
            r"corpus drawn.*Read it at https://example.org/x\.",
        ),
        ("x,a.md,某县2031年工作报告,2031-02-03,", r"where you find 某县2031年工作报告 \(2031-02-03\)"),
        ("x,kept.md,某县2031年工作报告,2031-02-03,", r'give its file: ".*kept\.md"'),
        ("y,a.md,某县2031年工作报告,2031-02-03,", "cannot be opened"),
    ],
)
def test_the_id_of_a_document_without_wording_says_where_it_can_be_read(tmp_path, monkeypatch, table, said):
    (tmp_path / "drawn" / "raw").mkdir(parents=True)
    (tmp_path / "drawn" / "raw" / "kept.md").write_text(STATED, "utf-8")
    (tmp_path / "drawn" / "documents.csv").write_text("doc_id,file,title,date,url\n" + table, "utf-8")
    monkeypatch.setattr("reformlab.building.show.data_folder", lambda: tmp_path)
    monkeypatch.setattr("reformlab.building.show.read_documents", pd.read_csv)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(rl.ReadError, match=said):
        show_document("x")


def test_note_of_a_text_stands_at_the_top(tmp_path):
    rows = [["标题", "正文"], ["关于校舍的通知", "校" * 32_767]]
    pd.DataFrame(rows[1:], columns=rows[0]).to_csv(tmp_path / "a.csv", index=False)
    page = show_document(tmp_path / "a.csv" / "row 2")
    assert "Excel&#x27;s limit" in page.html


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_browser_runs_nothing_of_a_document(tmp_path):
    act = "document.title='ran'"
    text = (
        ATTACK
        + f'（四）<script>{act}</script><img src=x onerror="{act}"><svg onload="{act}"></svg></style>。\n'
    )
    saved = show_document(write(tmp_path, text)).save(tmp_path / "page.html")
    flags = "--headless --no-sandbox --disable-gpu --no-first-run --virtual-time-budget=2000 --dump-dom"
    command = [CHROMIUM, *flags.split(), f"--user-data-dir={tmp_path / 'profile'}", saved.as_uri()]
    seen = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    tree = lxml.html.fromstring(seen)
    assert tree.findtext(".//title") == "plan.txt"
    assert act in tree.text_content()
    assert not tree.xpath("//script|//img|//svg|//a|//@onerror|//@onmouseover")
