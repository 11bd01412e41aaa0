"""Texts that are almost the same: told, and one report under two years is one."""

import random

import numpy as np
import pandas as pd
import pytest

import reformlab as rl
from reformlab.building.same_papers import find_same_papers
from reformlab.building.sketch import find_alike, share_alike, sketch_text

SIGNS = "修缮校舍保障经费推进分级诊疗建设医共体完善教师管理制度提高待遇各地要购置图书"


def make_text(seed: int, n: int = 3000) -> str:
    return "".join(random.Random(seed).choices(SIGNS, k=n))


def lose(text: str, every: int) -> str:
    """Lose one sign in so many."""
    return "".join(sign for at, sign in enumerate(text, start=1) if at % every)


def make_report(place: str, day: str, text: str) -> str:
    sentences = "。\n".join(text[at : at + 40] for at in range(0, len(text), 40))
    title = f"{place}人民政府工作报告\n{day}在{place}第十届人民代表大会第一次会议上"
    return f"{title}\n各位代表：\n{place}人民政府今年打算做这些事。\n一、工作安排\n{sentences}。"


def write(folder, texts):
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def build(folder):
    return rl.build_corpus(folder, progress=False, workers=1)


@pytest.mark.parametrize("n", [200, 3000, 40_000])
def test_the_part_that_is_the_same_is_told_to_a_hundredth_or_two(n):
    text = make_text(1, n)
    for every in (50, 200):
        other = lose(text, every)
        sets = [{one[at : at + 8] for at in range(len(one) - 7)} for one in (text, other)]
        exact = len(sets[0] & sets[1]) / len(sets[0] | sets[1])
        assert share_alike(sketch_text(text), sketch_text(other)) == pytest.approx(exact, abs=0.05)
    assert share_alike(sketch_text(text), sketch_text(text)) == 1
    assert share_alike(sketch_text(text), sketch_text(make_text(2, n))) < 0.02


def test_marks_and_blanks_tell_no_text_from_another():
    text = make_text(3)
    assert np.array_equal(sketch_text(text), sketch_text("，\n ".join(text)))
    assert len(sketch_text("")) == len(sketch_text(text[:56])) == 0
    assert share_alike(sketch_text(""), sketch_text("")) == 0


def test_pairs_are_found_whatever_the_order_and_among_many_of_one_formula():
    formula = make_text(0, 200)
    texts = [make_text(seed) + formula for seed in range(1, 120)]
    texts[40] = lose(texts[7], 300)
    texts[90] = lose(texts[40], 300)
    sketches = [sketch_text(text) for text in texts]
    assert [pair[:2] for pair in find_alike(sketches, 0.8)] == [(7, 40), (7, 90), (40, 90)]
    assert list(find_alike([], 0.8)) == []


def test_a_report_under_two_years_is_one_though_letters_are_missing(tmp_path):
    text = make_text(4)
    write(
        tmp_path,
        {
            "a.txt": make_report("兰州市", "2021年1月12日", text),
            "b.txt": make_report("兰州市", "2022年1月12日", lose(text, 600)),
            "c.txt": make_report("兰州市", "2023年1月12日", make_text(5)),
        },
    )
    corpus = build(tmp_path)
    assert corpus.documents["doc_id"].tolist() == ["a", "c"]
    (row,) = corpus.manifest["left_out"]
    assert row["file"] == "b.txt"
    assert row["reason"].startswith("almost the same text as a.txt (9")
    assert row["reason"].endswith(", which is of 2021, not 2022")


def test_what_is_almost_the_same_otherwise_is_told_and_stays(tmp_path):
    text = make_text(6)
    write(
        tmp_path,
        {
            "淮南.txt": make_report("淮南市", "2016年1月12日", text),
            "淮安.txt": make_report("淮安市", "2016年1月12日", text),
            "c.txt": f"兰州市人民政府关于修缮校舍的通知\n一、任务\n{make_text(7)}。\n2021年3月5日",
            "d.txt": f"兰州市人民政府关于修缮校舍的通知\n一、任务\n{lose(make_text(7), 500)}。\n2021年3月5日",
        },
    )
    corpus = build(tmp_path)
    assert len(corpus.documents) == 4
    notes = {row["file"]: row["note"] for row in corpus.manifest["notes"]}
    assert notes["d.txt"].startswith("almost the same text as c.txt (9")
    assert ", which is of 淮南, not 淮安" in notes["淮安.txt"] + notes.get("淮南.txt", "")
    checks = rl.list_facts(corpus).set_index("file")["check"]
    assert "almost the same text as c.txt" in checks["d.txt"]


def test_versions_of_a_statute_are_no_doubles(tmp_path):
    text = make_text(8)
    articles = "\n".join(
        f"第{n}条 {text[at : at + 300]}。" for n, at in (("一", 0), ("二", 300), ("三", 600))
    )
    for year in (2001, 2019):
        passed = f"（{year}年3月5日甘肃省人民代表大会常务委员会第二次会议通过）"
        (tmp_path / f"{year}.txt").write_text(f"甘肃省校舍条例\n{passed}\n{articles}{year}。", "utf-8")
    corpus = build(tmp_path)
    assert len(corpus.documents) == 2
    assert corpus.manifest["notes"] == []


@pytest.mark.parametrize(
    "copy",
    [
        "其他/校舍 (复制).txt",
        "其他/校舍 - 副本.txt",
        "a/Copy of b.txt",
        "a/b_copy.txt",
        "a/b(1).txt",
        "a/b（2）.txt",
    ],
)
def test_of_equal_files_that_goes_which_is_called_a_copy(tmp_path, copy):
    text = f"兰州市人民政府关于修缮校舍的通知\n一、任务\n{make_text(9)}。\n2021年3月5日"
    (tmp_path / copy).parent.mkdir()
    write(tmp_path, {copy: f"{text}\n", "甲政办〔2021〕9号.txt": text})
    corpus = build(tmp_path)
    assert corpus.documents["file"].tolist() == ["甲政办〔2021〕9号.txt"]
    assert corpus.manifest["left_out"][0]["reason"] == "same text as 甲政办〔2021〕9号.txt"


@pytest.mark.parametrize("name", ["a/复兴(2021).txt", "a/copyright.txt", "a/甲政办(9)号.txt"])
def test_a_number_or_word_in_a_name_makes_no_copy(tmp_path, name):
    text = f"兰州市人民政府关于修缮校舍的通知\n一、任务\n{make_text(9)}。\n2021年3月5日"
    (tmp_path / name).parent.mkdir()
    write(tmp_path, {name: text, "甲.txt": text})
    assert build(tmp_path).documents["file"].tolist() == [name]


PAPER = {
    "title": "甲省教育厅关于校舍的意见",
    "number": "甲教发〔2021〕9号",
    "issuer": "甲省教育厅、甲省财政厅",
    "date": "2021-03-05",
}


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        ({"title": "修缮校舍"}, "number and date"),
        ({"number": "甲教发[2021] 9 号", "issuer": ""}, "number and date"),
        ({"date": "2021-03"}, "number and title"),
        ({"date": None, "title": "关于校舍的意见"}, "number and title"),
        ({"number": None, "issuer": "甲省财政厅、甲省教育厅"}, "title, issuer and date"),
        ({"title": "甲省教育厅 关于校舍的意见", "number": "甲教发〔2021〕1号"}, "title, issuer and date"),
        # what may only cite the number, another day, another issuer, and what says too little
        ({"title": "修缮校舍", "date": "2021"}, ""),
        ({"title": "修缮校舍", "date": "2021-03-06"}, ""),
        ({"date": "2022-03-05"}, ""),
        ({"number": None, "issuer": "乙省教育厅"}, ""),
        ({"number": None, "issuer": None}, ""),
        ({"number": None, "date": "2021"}, ""),
    ],
)
def test_what_may_be_one_paper_in_two_forms_is_found(other, alike):
    documents = pd.DataFrame([PAPER, {**PAPER, "number": "甲教发〔2021〕8号", "title": "乙"}, PAPER | other])
    pairs = [(one, at) for one, at, said in find_same_papers(documents) if said == alike]
    assert pairs == ([(0, 2)] if alike else [])


def test_an_order_is_numbered_by_each_issuer_anew():
    order = {**PAPER, "number": "第9号"}
    assert not list(find_same_papers(pd.DataFrame([order, {**order, "title": "乙", "issuer": "乙"}])))


def test_one_paper_in_two_forms_is_to_be_checked_and_both_stay(tmp_path):
    form = "{}\n甘教发〔2021〕9号\n一、任务\n{}。\n甘肃省教育厅\n2021年3月5日"
    (tmp_path / "a.txt").write_text(form.format("甘肃省教育厅关于校舍的意见", make_text(10)), "utf-8")
    (tmp_path / "b.txt").write_text(form.format("关于校舍的意见", lose(make_text(10), 3)), "utf-8")
    corpus = build(tmp_path)
    checks = rl.list_facts(corpus).set_index("file")["check"]
    assert len(corpus.documents) == 2
    said = "is it the same paper as a.txt? The number and date are alike; if so, leave one out"
    assert checks.to_dict() == {"b.txt": said, "a.txt": ""}
