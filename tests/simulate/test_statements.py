import numpy as np
import pandas as pd
import pytest

import reformlab as rl


@pytest.fixture(scope="module")
def made():
    return rl.simulate_statements(
        n_domains=6, n_places=10, years=(2009, 2018), apart=0.8, wording=0.5, seed=1
    )


def test_the_classifier_errs_as_it_is_told(made):
    told = made.fit.shares.mul(made.fit.passages["policy"].to_numpy(), axis=0)
    told["none"] = 1 - told.sum(axis=1)
    named = told.loc[made.codes["passage_id"]].idxmax(axis=1).to_numpy()
    named = pd.Series(named).map(dict(enumerate(made.fit.topics["domain"], start=1))).fillna("none")
    right = named == made.codes["main"]
    level = made.codes["passage_id"].str.startswith("全国")
    assert right[level].mean() > right[~level].mean() + 0.05


def test_truth_is_what_is_planted(made):
    truth = made.truth.pivot(index="topic", columns="level", values="priority")
    np.testing.assert_allclose(truth["gap"], truth["national"] - truth["provincial"])
    assert truth.loc[1, "gap"] > 0.08
    np.testing.assert_allclose(truth[["national", "provincial"]].sum(), 1)


def test_inclusion_probabilities_count_the_statements(made):
    passages = made.corpus.passages["passage_id"].str.startswith("全国")
    codes = made.codes["passage_id"].str.startswith("全国")
    assert (1 / made.codes.loc[codes, "probability"]).sum() == pytest.approx(passages.sum())


def test_provinces_have_words_of_their_own(made):
    terms = made.corpus.terms.merge(made.corpus.passages, on="passage_id")
    centre = terms["doc_id"].str.startswith("全国")
    assert len(set(terms.loc[~centre, "term"]) - set(terms.loc[centre, "term"])) > 100


def test_a_classifier_can_be_learnt_from_it(made):
    fit = rl.fit_domains(made.corpus, made.codes, codebook=rl.read_codebook(made.codebook))
    gap = rl.measure_gap(fit).set_index("topic")
    assert gap.loc[1, "low"] < made.truth.query("level == 'gap'")["priority"].iloc[0] < gap.loc[1, "high"]


def test_the_same_seed_gives_the_same():
    one, other = (rl.simulate_statements(n_places=3, years=(2020, 2020), seed=5) for _ in range(2))
    pd.testing.assert_frame_equal(one.fit.shares, other.fit.shares)
    assert one.corpus.terms.empty
