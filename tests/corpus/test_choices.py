"""A value that is not there is told with what was meant."""

import pandas as pd
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


TOPICS = pd.DataFrame(
    {
        "topic": [1, 2, 3, 4],
        "domain": ["tcm", "fees", "staff", "posts"],
        "label": ["中医药", "收费", "人员", "人员"],
        "label_en": ["Chinese medicine", "fees", None, None],
    }
)


@pytest.mark.parametrize("name", [1, "1", "tcm", "TCM", "中医药", "chinese medicine"])
def test_a_topic_has_several_names(name):
    assert choices.find_topic("topic", name, pd.concat([TOPICS, TOPICS])) == 1


def test_a_topic_that_is_not_there_or_not_alone_is_told():
    with pytest.raises(ValueError, match=r"did you mean 'fees'.*\? Choose from 1 tcm, 2 fees, 3 staff"):
        choices.find_topic("topic", "fee", TOPICS)
    with pytest.raises(ValueError, match=r"topics \[3, 4\] are called so; give a number"):
        choices.find_topic("topic", "人员", TOPICS)
    with pytest.raises(ValueError, match=r"topic=9 is not known; choose from 1, 2, 3, 4$"):
        choices.find_topic("topic", 9, TOPICS[["topic"]])
    with pytest.raises(ValueError, match=r"choose from 1 中医药, 2 收费"):
        choices.find_topic("topic", 9, TOPICS[["topic", "label"]])
