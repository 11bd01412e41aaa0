"""JSON and JSON Lines: an object a document, wherever it lies."""

import json

import pytest

import reformlab as rl
from reformlab.reading.files import read_bytes, read_pieces

ONE = {"title": "关于修缮校舍的通知", "date": "2019-08-06", "content": "各县要修缮校舍。\n教育部门负责。"}
TWO = {"title": "关于植树的通知", "date": "2020-03-01", "content": "各县要植树。"}


def pieces(tmp_path, text: str, encoding: str = "utf-8"):
    (tmp_path / "a.json").write_bytes(text.encode(encoding))
    return list(read_pieces(tmp_path / "a.json", "a.json"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize(
    "value",
    [
        ONE,
        [ONE],
        {"code": 0, "data": ONE},
        {"meta": {"title": ONE["title"], "date": ONE["date"]}, "正文": ONE["content"]},
        ONE | {"content": ONE["content"].split("\n")},
        ONE | {"content": [{"type": "p", "text": line} for line in ONE["content"].split("\n")]},
    ],
)
def test_one_document_is_read_whatever_lies_around_it(tmp_path, value, encoding):
    (piece,) = pieces(tmp_path, json.dumps(value, ensure_ascii=False), encoding)
    assert (piece.name, piece.raw.text) == ("a.json", ONE["content"])
    assert piece.given == {"title": ONE["title"], "date": ONE["date"]}
    assert read_bytes((tmp_path / "a.json").read_bytes()).text == ONE["content"]


@pytest.mark.parametrize(
    "value",
    [[ONE, TWO], {"total": 2, "data": {"list": [ONE, TWO]}}, {"hits": [{"_source": ONE}, {"_source": TWO}]},
     {"甲": ONE, "乙": TWO},
     # As pandas stores a table: split, by columns, as lists.
     {"columns": list(ONE), "index": [0, 1], "data": [list(ONE.values()), list(TWO.values())]},
     {name: {"0": ONE[name], "1": TWO[name]} for name in ONE},
     {name: [ONE[name], TWO[name]] for name in ONE}],
)  # fmt: skip
def test_several_documents_are_told_apart(tmp_path, value):
    found = pieces(tmp_path, json.dumps(value))
    assert [(piece.name, piece.given["title"]) for piece in found] == [
        ("a.json/row 1", ONE["title"]),
        ("a.json/row 2", TWO["title"]),
    ]
    assert rl.read_file(tmp_path / "a.json/row 2").text == TWO["content"]


@pytest.mark.parametrize(
    "text", ["建校。\\n修路。", "建校。\\r\\n修路。", "&lt;p&gt;建校。&lt;/p&gt;&lt;p&gt;修路。&lt;/p&gt;"]
)
def test_a_text_that_was_escaped_twice_has_its_lines(tmp_path, text):
    (piece,) = pieces(tmp_path, json.dumps({"title": ONE["title"], "content": text}))
    assert [line for line in piece.raw.text.split("\n") if line] == ["建校。", "修路。"]


def test_a_broken_line_takes_no_other_with_it(tmp_path):
    bare = {"title": "关于修路的通知"}
    text = f"{json.dumps(ONE)}\n\n{json.dumps(TWO)[:-9]}\n{json.dumps(bare)}\r\n{json.dumps(TWO)}"
    first, broken, empty, last = pieces(tmp_path, text)
    assert (first.raw.text, last.raw.text) == (ONE["content"], TWO["content"])
    assert (broken.name, empty.name, last.name) == ("a.json/row 3", "a.json/row 4", "a.json/row 5")
    assert "no JSON" in broken.reason
    assert "no field of a document's text" in empty.reason


def test_a_page_in_a_field_is_read_as_a_page(tmp_path):
    (piece,) = pieces(tmp_path, json.dumps(TWO | {"content": "<p>各县要植树。</p><p hidden>暗文</p>"}))
    assert piece.raw.text == "各县要植树。"


@pytest.mark.parametrize("name", ["content_html", "articleContent", "html-body", "doc_text"])
def test_a_text_is_known_by_the_names_that_programs_give_it(tmp_path, name):
    (piece,) = pieces(
        tmp_path, json.dumps({"id": "n1", "meta": {"title": "植树"}, name: "<p>各县要植树。</p>"})
    )
    assert (piece.raw.text, piece.given["title"]) == ("各县要植树。", "植树")


def test_a_list_of_paragraphs_is_a_text(tmp_path):
    (piece,) = pieces(tmp_path, json.dumps({"code": 200, "data": {"paragraphs": ["各县：", "要植树。"]}}))
    assert piece.raw.text == "各县：\n要植树。"


def test_a_title_that_was_cut_gives_way_to_that_of_the_text(tmp_path):
    text = "甲省人民政府关于修缮校舍的通\n知\n各县：\n各县要修缮校舍。"
    (cut,) = pieces(tmp_path, json.dumps({"title": "甲省人民政府关于修缮校舍的通", "content": text}))
    (other,) = pieces(tmp_path, json.dumps({"title": "校舍通知", "content": text}))
    assert "title" not in cut.given
    assert other.given["title"] == "校舍通知"


def test_a_long_chinese_field_without_a_known_name_is_the_text(tmp_path):
    (piece,) = pieces(tmp_path, json.dumps({"id": 7, "xq": "各县要修缮校舍，教育部门负责。" * 20}))
    assert piece.raw.text.startswith("各县要修缮校舍")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            '{"title": "关于植树的通知", "page": 3}',
            "JSON without a field of documents' texts .it has: title, page",
        ),
        ('{"title": "关于植树的通知", "content": "各县', "damaged JSON"),
        ('[{"a": ' * 3000, "damaged JSON"),
        ("{'title': '关于植树的通知', 'content': '各县要植树。'}", "damaged JSON"),
        ('["关于植树的通知", "关于修路的通知"]', "JSON without a field"),
    ],
)
def test_json_without_texts_is_told(text, reason):
    with pytest.raises(rl.ReadError, match=reason):
        read_bytes(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "[2021]5号文件要求各县修缮校舍。",
        "{校舍}各县要修缮校舍。",
        "[1] 各县要修缮校舍。",
        '["甲"]各县要修缮校舍。',
    ],
)
def test_a_text_that_opens_with_a_bracket_is_a_text(text):
    assert read_bytes(text.encode()).text == text
