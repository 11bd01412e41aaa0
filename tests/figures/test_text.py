"""Fonts are found for all characters, fixed words stand in both languages, labels break between words."""

import re

import pytest

from reformlab.corpus.tables import read_texts
from reformlab.figures import text as lettering
from reformlab.figures.text import FontError, Speech, cut, find_font, wrap


def test_the_first_font_with_all_characters_is_taken(monkeypatch):
    has = {"first": set("医ab"), "second": set("医疗ab")}
    monkeypatch.setattr(lettering, "_candidates", lambda: tuple(has))
    monkeypatch.setattr(lettering, "_characters", lambda name: has[name])
    assert find_font("a 医\n") == "first"
    assert find_font("医疗") == "second"
    with pytest.raises(FontError, match=r"'保'.*first.*second"):
        find_font("医保")
    monkeypatch.setattr(lettering, "_candidates", lambda: ())
    with pytest.raises(FontError, match="Install"):
        find_font("a")


def test_every_fixed_word_has_its_characters_and_its_gaps_in_both_languages():
    texts = read_texts("figures")
    for english, chinese in zip(texts["en"].values(), texts["zh"].values(), strict=True):
        find_font(english + chinese)
        assert sorted(re.findall(r"{(\w+)", english)) == sorted(re.findall(r"{(\w+)", chinese))


def test_words_of_periods():
    assert Speech("zh").period("before 1978") == "1978年以前"
    assert Speech("zh").period("year unknown") == "年份不详"
    assert Speech("en").period("1978-1991") == "1978-1991"


def test_a_limit_off_zero_is_not_written_as_zero():
    say = Speech("en")
    assert say.estimate(0.028, 0.0002, 0.061, sign="+") == "+2.8 (95% interval +0.02 to +6.1)"
    assert say.estimate(-0.028, -0.061, -0.00049, sign="+") == "-2.8 (95% interval -6.1 to -0.05)"
    assert say.estimate(0.0, 0.0, 0.001, sign="+") == "+0.0 (95% interval +0.0 to +0.1)"
    # A share has no side to be on.
    assert say.estimate(0.008, 0.0002, 0.018) == "0.8 (95% interval 0.0 to 1.8)"


def test_labels_are_broken_between_words():
    assert wrap("公立医院综合改革、薪酬制度、绩效考核", 24) == "公立医院综合改革、\n薪酬制度、绩效考核"
    assert wrap("Reform of public hospitals", 16) == "Reform of public\nhospitals"
    assert wrap("没有标点的一个很长的标签", 10) == "没有标点的\n一个很长的\n标签"
    assert wrap("") == ""
    assert cut("国家卫生健康委员会", 13) == "国家卫生健康…"
    assert cut("医保", 13) == "医保"
