"""Whether levels put topics into other words: seen where it is planted, not where it is not."""

import warnings
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import reformlab as rl
from reformlab.measures import wording
from reformlab.measures.correction import is_modelled
from reformlab.measures.divergence import diverge
from reformlab.measures.wording import _join_eras, measure_wording


def fit_hostile(**options):
    made = rl.simulate_hostile(n_docs=24, seed=3, **options)
    return made, rl.fit_topics(made.corpus, 6, seed=1, progress=False)


@pytest.fixture(scope="module")
def worded():
    return fit_hostile(wording=0.5, gap=0.0)


@pytest.fixture(scope="module")
def alike():
    return fit_hostile()


def test_planted_wording_is_found_in_the_topics_that_have_it(worded):
    made, fit = worded
    table = measure_wording(fit)
    assert table["p_corpus"].unique().tolist() == [0.001]
    matched = rl.match_topics(made, fit).set_index("topic")["other"]
    found = set(table.loc[table["may_be_wording"], "topic"])
    assert set(matched[[1, 2, 3]]) <= found
    assert (table["divergence"] > table["expected"])[table["may_be_wording"]].all()
    named = table.loc[table["may_be_wording"], ["national_terms", "provincial_terms"]]
    assert all(len(set(one.split()) | set(other.split())) == 10 for one, other in named.to_numpy())


def test_levels_that_word_alike_are_not_called(alike):
    table = measure_wording(alike[1])
    assert not table["may_be_wording"].any() and table["p_corpus"].iloc[0] > 0.05
    assert table[["n_national", "n_provincial"]].iloc[0].tolist() == [12, 12]


def test_no_topic_is_called_unless_the_corpus_is(worded, monkeypatch):
    monkeypatch.setattr(wording, "LEVEL_OF_CORPUS", 0.0009)
    table = measure_wording(worded[1])
    assert (table["q"] <= 0.05).any() and not table["may_be_wording"].any()


def test_the_same_fit_gives_the_same_answer_in_any_order(worded):
    fit = worded[1]
    other = replace(fit, terms=fit.terms.sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(measure_wording(fit), measure_wording(other))


def test_gaps_warn_and_say_what_it_means(worded, alike):
    with pytest.warns(UserWarning, match="Gaps of topics may be wording and not priority"):
        gap = rl.measure_gap(worded[1])
    assert gap["may_be_wording"].sum() >= 3
    with warnings.catch_warnings():
        warnings.filterwarnings("error", "the levels put")
        # Topics that are not found again would not be called, were gaps corrected.
        assert not rl.measure_gap(alike[1], corrected=False)["may_be_wording"].any()
        assert "may_be_wording" not in rl.measure_gap(worded[1], quick=True)


def test_divergence_is_that_of_scipy():
    from scipy.spatial.distance import jensenshannon

    one, other = np.random.default_rng(1).dirichlet(np.ones(9), (2, 4))
    assert diverge(one, other) == pytest.approx(jensenshannon(one, other, base=2, axis=1) ** 2)


def test_eras_are_joined_until_both_levels_have_enough():
    def era(n_national, n_provincial, name):
        levels = ["national"] * n_national + ["provincial"] * n_provincial
        return pd.DataFrame({"level": levels, "cluster": [f"{name}{n}" for n in range(len(levels))]})

    eras = [era(3, 9, "a"), era(3, 9, "b"), era(5, 5, "c"), era(1, 9, "d")]
    assert [len(part) for part in _join_eras(eras)] == [24, 20]
    assert _join_eras(eras[:1]) == []


def test_too_few_documents_and_other_fits_say_so():
    corpus = rl.load_corpus("made-up")
    fit = rl.fit_topics(corpus, 4, seed=1)
    few = measure_wording(fit.__class__(**{**fit.__dict__, "documents": fit.documents.assign(year=pd.NA)}))
    assert few["p"].isna().all() and not few["may_be_wording"].any()
    themes = rl.score_themes(corpus)
    assert not is_modelled(themes)
    with pytest.raises(ValueError, match="coded sample"):
        measure_wording(themes)
