"""A value that is not there is told with what was meant."""

import pytest

import reformlab as rl
from reformlab.corpus import choices


def test_long_lists_are_cut_short():
    said = choices.say_choices(100, range(50))
    assert said.endswith("11 … (50 in all, 0 to 49)") and "did you mean 10" in said


def test_nothing_to_choose_from_is_said():
    assert choices.say_choices(2020, []) == "is not known; choose from nothing"


def test_a_language_by_another_name_is_known():
    assert "did you mean 'zh'?" in choices.say_choices("cn", ["en", "zh"])
    assert "did you mean" not in choices.say_choices("cn", ["national"])


def test_what_is_measured_and_drawn_is_asked_for_by_name():
    corpus = rl.load_corpus("made-up")
    with pytest.raises(TypeError, match=r"measured on a fit.* given a Corpus; make one with fit_topics"):
        rl.measure_gap(corpus)
    with pytest.raises(TypeError, match=r"draws the table of measure_gap, and was given a Corpus"):
        rl.plot_gap(corpus)
    with pytest.raises(FileNotFoundError, match=r"no corpus folder 'mine'.*'made-up'"):
        rl.load_corpus("mine")
    fit = rl.score_themes(corpus)
    with pytest.raises(ValueError, match=r"kinds='matchd' is not known; did you mean 'matched'"):
        rl.measure_gap(fit, kinds="matchd")
    with pytest.raises(ValueError, match=r"by='years' is not known; did you mean 'year'"):
        rl.measure_gap(fit, by="years", quick=True)
