"""Recovery: what a fit loses of differences is seen in texts drawn from it, and made up for."""

from functools import cache

import numpy as np
import pytest

import reformlab as rl


@cache
def fit_made(**options):
    return rl.fit_topics(rl.simulate_corpus(n_docs=24, seed=1, **options).corpus, 6, seed=1, progress=False)


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
    assert shared["slope"].mean() < 0.8 < recovery["slope"].mean()


def test_the_same_seed_gives_the_same(recovery):
    assert rl.measure_recovery(fit_made(), progress=False).equals(recovery)


def test_gaps_and_their_limits_are_stretched_within_their_range(recovery):
    plain = rl.measure_gap(fit_made(), quick=True)
    weak = recovery.assign(slope=[0.5, 0.1, 1.3, 1.0, 0.8, -0.2], found=[True, False, *[True] * 4])
    wide = rl.measure_gap(fit_made(), quick=True, recovery=weak)
    times = [2, 2.5, 1, 1, 1.25, 2.5]
    for name in ("gap", "low", "high", "se_documents"):
        np.testing.assert_allclose(wide[name], np.clip(plain[name] * times, -1, 1))
    assert wide["p"].equals(plain["p"]) and wide["found"].tolist() == weak["found"].tolist()


def test_domains_are_not_recovered():
    with pytest.raises(ValueError, match="fit_topics"):
        rl.measure_recovery(rl.score_themes(rl.load_corpus("made-up")))
