"""Markdown: what a reader of the page sees, and which texts are none."""

import pytest

from reformlab.documents.outline import split_documents
from reformlab.reading.clean import clean_text
from reformlab.reading.files import read_bytes

PAGE = """---
source: https://example.org/zt/2020.shtml
title: 2020年某省政府工作报告
---

<!-- 甲省长作政府工作报告。
乙摄 -->

**政府工作报告**

各位代表：

## 一、2019年工作回顾

各地修好了**一百所**学校[^1]，见[名单](https://example.org/list)。

**二、2020年工作安排

（一）各地要修路。**
"""


def read(text: str):
    return read_bytes(text.encode())


def test_a_page_gives_its_title_and_text_without_marks():
    raw = read(PAGE)
    assert raw.format == "markdown"
    assert raw.text.split("\n")[0] == "2020年某省政府工作报告"
    for sign in ("---", "source", "example", "<!--", "乙摄", "**", "#", "[", "]"):
        assert sign not in raw.text, sign
    assert "各地修好了一百所学校，见名单。" in raw.text


def test_headings_of_a_page_are_headings_of_the_document():
    outline = split_documents(clean_text(read(PAGE).text).text)[0]
    assert [(p.label, p.section) for p in outline.passages] == [
        ("一、", ""),
        ("（一）", "二、2020年工作安排"),
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_may_end_in_any_way(end):
    assert read(PAGE.replace("\n", end)).text == read(PAGE).text


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("# 关于建校的意见\n各地要建校。", "markdown"),
        ("关于建校的意见\n======\n各地要建校。", "markdown"),
        ("关于建校的意见\n![图](a.png)\n各地要建校。", "markdown"),
        ("======\n\n======\n关于建校的意见\n各地要建校。", "text"),
        ("关于建校的意见\n3==3，各地要建校!", "text"),
        ("**关于建校的意见**\n各地要建校。", "markdown"),
        ("关于建校的意见\n<!-- 图 -->\n各地要建校。", "markdown"),
        ("---\ntitle: 关于建校的意见\n---\n各地要建校。", "markdown"),
        # Drafts blank names with asterisks, and rule lines with dashes.
        ("关于**县和**乡建校的意见\n各地要建校。", "text"),
        ("---\n关于建校的意见\n---\n各地要建校。", "text"),
        ("#建校#\n1# 楼要修好。", "text"),
    ],
)
def test_the_content_tells_markdown(text, format):
    raw = read(text)
    assert raw.format == format
    if format == "text":
        assert raw.text == text


def test_other_marks_that_editors_write_do_not_show():
    text = (
        "关于建校的意见\n==========\n一、任务\n---\n\n> 各地要建校。\n\n* * *\n- 修路\n+ 植树\n\n"
        "| 任务 | 单位 |\n|:---|:--:|\n| 建校 | 教育局 |\n\n```text\n`县`要**负责**，__按月__检查。\n```\n"
        "1\\. 总结<br/>再报\n- 1 -\n# 附则\n"
    )
    shown = [line for line in read(text).text.split("\n") if line]
    assert shown == [
        "关于建校的意见", "一、任务", "各地要建校。", "修路", "植树", "任务\t单位", "建校\t教育局",
        "县要负责，按月检查。", "1. 总结", "再报", "- 1 -", "附则",
    ]  # fmt: skip


def test_items_that_say_one_number_count_on():
    text = "# 任务\n1. 建校\n1. 修路\n   先选址。\n\n   1) 勘察\n   1) 施工\n1. 植树\n\n"
    text += "总结。\n1. 通报\n3. 考核\n3. 验收\n"
    shown = [line.strip() for line in read(text).text.split("\n") if line]
    assert shown == [
        "任务", "1. 建校", "2. 修路", "先选址。", "1) 勘察", "2) 施工", "3. 植树",
        "总结。", "1. 通报", "3. 考核", "4. 验收",
    ]  # fmt: skip


def test_emphasis_does_not_show_and_products_and_lone_asterisks_stay():
    text = "# 关于建校的意见\n各地要*认真*建校，面积3*5*2米，注*见表。\n"
    assert read(text).text.split("\n")[1] == "各地要认真建校，面积3*5*2米，注*见表。"


def test_headings_nest_by_their_marks():
    body = "各县要完善校舍管理制度，保障学校的经费。"
    text = f"关于校舍的意见\n===\n目标\n---\n{body}\n## **任务**\n### 建校\n{body}\n### 修路\n{body}\n"
    raw = read(text)
    assert raw.headings == {"关于校舍的意见": 1, "目标": 2, "任务": 2, "建校": 3, "修路": 3}
    (outline,) = split_documents(clean_text(raw.text).text, headings=raw.headings)
    assert [(p.section, p.heading) for p in outline.passages] == [
        ("", "目标"),
        ("任务", "建校"),
        ("任务", "修路"),
    ]


def test_a_page_of_markdown_may_hold_tags():
    raw = read('# 关于建校的意见\n<div align="center">\n\n各县：</div>\n\n一、<b>任务</b>\n')
    assert raw.format == "markdown"
    assert [line for line in raw.text.split("\n") if line] == ["关于建校的意见", "各县：", "一、任务"]


def test_a_title_in_quotes_and_one_that_is_missing():
    assert read('---\ntitle: "关于建校的意见"\n---\n各地要建校。').text == "关于建校的意见\n\n各地要建校。"
    assert read("---\nsource: https://example.org\n---\n各地要建校。").text == "各地要建校。"
