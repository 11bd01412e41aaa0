"""Recovery: what a fit loses of differences is seen in texts drawn from it, and made up for."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

import reformlab as rl
from reformlab.measures.recovery import Recovery

pytestmark = pytest.mark.usefixtures("kept")


@cache
def fit_made():
    return rl.fit_topics(rl.simulate_corpus(n_docs=24, seed=1).corpus, 6, seed=1, progress=False)


@pytest.fixture(scope="module")
def recovery():
    return rl.measure_recovery(fit_made(), progress=False)


def test_a_row_a_topic(recovery):
    assert list(recovery) == ["topic", "label", "label_en", "slope", "cosine", "found"]
    assert recovery["topic"].tolist() == [1, 2, 3, 4, 5, 6]


def test_topics_of_their_own_words_come_back_whole(recovery):
    assert recovery["found"].all() and recovery["slope"].between(0.8, 1.2).all()


def test_topics_that_share_their_words_lose_differences(recovery):
    corpus = rl.simulate_hostile(n_docs=24, passages_per_doc=4, seed=1).corpus
    shared = rl.measure_recovery(rl.fit_topics(corpus, 6, progress=False), progress=False)
    assert shared["slope"].clip(upper=1).mean() < 0.8 < recovery["slope"].clip(upper=1).mean()


def test_the_same_seed_gives_the_same(recovery, monkeypatch):
    monkeypatch.setenv("REFORMLAB_CACHE", "off")
    assert rl.measure_recovery(fit_made(), progress=False).equals(recovery)


@cache
def measure_hostile():
    """Give the gap of a corpus whose topics share their words, as it is by default and as it is fitted."""
    made = rl.simulate_hostile(n_docs=40, passages_per_doc=6, seed=3)
    fit = rl.fit_topics(made.corpus, 6, progress=False)
    with pytest.warns(UserWarning, match="not found again"):
        gap = rl.measure_gap(fit, progress=False)
    plain = rl.measure_gap(fit, corrected=False, progress=False)
    matched = rl.match_topics(made, fit).set_index("other")["topic"]
    truth = made.gap.set_index("topic")["gap"]
    return fit, gap, plain, truth[matched[gap["topic"]]].to_numpy()


def test_gaps_that_come_out_too_small_are_made_up_for_by_default():
    fit, gap, plain, truth = measure_hostile()
    recovery = rl.measure_recovery(fit, progress=False)
    assert gap["found"].tolist() == recovery["found"].tolist() and not gap["found"].all()
    slope = recovery["slope"].clip(0.4, 1)
    # A topic's own slope is known badly, so the mean of all counts for half.
    np.testing.assert_allclose(gap["slope"], (slope + slope.mean()) / 2, atol=0.001)
    np.testing.assert_allclose(gap["gap"] * gap["slope"], plain["gap"], rtol=0.01)
    assert gap["uncorrected"].equals(plain["gap"])
    assert not {"uncorrected", "slope", "found"} & set(plain)
    come_out = [(truth @ table["gap"]) / (truth @ truth) for table in (plain, gap)]
    assert come_out[0] < 0.7 and 0.85 < come_out[1] < 1.15


def test_intervals_hold_what_is_missed_beyond_the_slope():
    _, gap, plain, truth = measure_hostile()
    assert ((truth >= gap["low"]) & (truth <= gap["high"])).all()
    wider = (gap["high"] - gap["low"]) / (plain["high"] - plain["low"])
    assert (wider >= 1 / gap["slope"] - 0.01).all()
    assert gap["sources"].eq("documents, shares, topics, recovery").all()


def test_topics_of_their_own_words_keep_their_gaps():
    gap = rl.measure_gap(fit_made(), progress=False)
    np.testing.assert_allclose(gap["gap"], gap["uncorrected"], atol=0.02)


def make_recovery(missed):
    table = pd.DataFrame({"topic": [1, 2, 3], "slope": 1.0, "cosine": 1.0, "found": True})
    return Recovery(table, np.ones(3), np.array([missed, [0.0] * 3]), np.full(3, 0.2))


def test_what_is_missed_of_a_gap_is_the_middle_of_all_topics_or_ones_own():
    rows, pull, none = np.array([0, 1]), np.array([1.0, -1.0]), np.zeros(3)
    usual = make_recovery([0.02, -0.02, 0.02]).find_error(rows, pull, none)
    np.testing.assert_allclose(usual, 0.02)
    # One topic that is missed by far says nothing of the others.
    apart = make_recovery([0.02, -0.02, 0.2]).find_error(rows, pull, none)
    np.testing.assert_allclose(apart, [*usual[:2], 0.1])
    # What comes of few terms is counted elsewhere.
    assert not make_recovery([0.02, -0.02, 0.02]).find_error(rows, pull, none + 0.05**2).any()


def test_nothing_is_recovered_where_nobody_waits_for_it_or_a_model_found_the_topics():
    assert "found" not in rl.measure_gap(fit_made(), quick=True)
    assert "found" not in rl.measure_gap(rl.score_themes(rl.load_corpus("made-up")))


def test_domains_are_not_recovered():
    with pytest.raises(ValueError, match="fit_topics"):
        rl.measure_recovery(rl.score_themes(rl.load_corpus("made-up")))
