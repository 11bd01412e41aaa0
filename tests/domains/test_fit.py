import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from threadpoolctl import threadpool_limits

import reformlab as rl
from reformlab.domains.others import find_domains, read_words
from tests.domains.conftest import WORDS, make_corpus


@pytest.fixture(scope="module")
def fit(made, codes, codebook):
    return rl.fit_domains(made[0], codes, codebook=codebook)


def test_domains_are_topics_in_the_order_of_the_codebook(fit, codebook):
    assert fit.topics["domain"].tolist() == ["insurance", "hospitals", "medicines", "whole"]
    assert fit.topics["label"].tolist() == codebook["name_zh"].tolist()[:4]
    assert fit.topics["topic"].tolist() == [1, 2, 3, 4]
    assert fit.topics["share"].sum() == pytest.approx(1)


def test_a_domain_that_is_found_less_surely_says_so_behind_its_name(made, codes, codebook):
    scores = ["0.6349" if domain == "hospitals" else "" for domain in codebook["domain"]]
    topics = rl.fit_domains(made[0], codes, codebook=codebook.assign(f1=scores)).topics
    assert topics["label"].tolist()[:3] == ["医保", "医院（判别欠准：F1 0.63）", "药品"]
    assert topics["label_en"].tolist()[:2] == ["insurance", "hospitals (found less surely: F1 0.63)"]


def test_shares_sum_to_one_and_policy_is_a_probability(fit):
    assert np.allclose(fit.shares.sum(axis=1), 1)
    assert fit.passages["policy"].between(0, 1).all()
    assert list(fit.passages) == ["passage_id", "doc_id", "n_terms", "unknown", "policy"]


def test_passages_are_told_by_what_they_are_about(fit, made):
    truth = made[1].set_index("passage_id")["main"].loc[fit.passages["passage_id"]]
    about = (truth != "none").to_numpy()
    assert (fit.passages["policy"] > 0.5).to_numpy()[about].all()
    assert (fit.passages["policy"] < 0.5).to_numpy()[~about].all()
    told = fit.shares.to_numpy().argmax(axis=1)[about]
    assert (fit.topics["domain"].to_numpy()[told] == truth[about]).all()


def test_the_coded_sample_stands_on_the_fit(fit, codes):
    pd.testing.assert_frame_equal(fit.codes, codes)
    assert fit.passages["passage_id"].isin(fit.codes["passage_id"]).sum() == len(codes)


def test_a_document_is_told_without_its_own_codes(made, codes, codebook, fit):
    """Codes of a document may be wrong throughout, and what is said of it stays as it was."""
    doc = "d03"
    own = codes["passage_id"].str.startswith(doc)
    wrong = rl.fit_domains(made[0], codes.assign(main=codes["main"].mask(own, "whole")), codebook=codebook)
    here = (fit.passages["doc_id"] == doc).to_numpy()
    assert np.array_equal(fit.shares[here], wrong.shares[here])
    assert not np.array_equal(fit.shares, wrong.shares)


def test_the_order_of_rows_changes_nothing(made, codes, codebook, fit):
    corpus = made[0]
    turned = rl.Corpus(
        documents=corpus.documents.iloc[::-1].reset_index(drop=True),
        passages=corpus.passages.sample(frac=1, random_state=1).reset_index(drop=True),
        terms=corpus.terms.sample(frac=1, random_state=2).reset_index(drop=True),
    )
    again = rl.fit_domains(turned, codes.iloc[::-1].reset_index(drop=True), codebook=codebook)
    pd.testing.assert_frame_equal(again.shares, fit.shares)


def test_a_passage_without_terms_is_dropped(codes, codebook):
    corpus, _ = make_corpus()
    terms = corpus.terms[corpus.terms["passage_id"] != "d00:0000"].reset_index(drop=True)
    bare = rl.Corpus(corpus.documents, corpus.passages, terms)
    fit = rl.fit_domains(bare, codes, codebook=codebook)
    assert fit.dropped["passage_id"].tolist() == ["d00:0000"]
    assert "d00:0000" not in set(fit.codes["passage_id"])


def test_a_fit_of_domains_is_saved_with_its_codes(fit, tmp_path):
    again = rl.load_fit(rl.save_fit(fit, tmp_path / "fit.zip"))
    pd.testing.assert_frame_equal(again.codes, fit.codes)


def test_without_codes_there_is_nothing_to_learn_from(made, codebook):
    with pytest.raises(ValueError, match="give codes"):
        rl.fit_domains(made[0], codebook=codebook)


def test_codes_of_another_corpus_are_refused(made, codes, codebook):
    with pytest.raises(ValueError, match="none of the coded passages"):
        rl.fit_domains(made[0], codes.assign(passage_id="x" + codes["passage_id"]), codebook=codebook)


@pytest.mark.parametrize("method", ["dictionary", "keyatm", "seeded", "topics"])
def test_other_methods_give_the_same_kind_of_fit(made, codes, codebook, fit, method):
    words = codebook["domain"].map(lambda domain: ";".join(WORDS[domain]))
    other = rl.fit_domains(made[0], codes, method=method, codebook=codebook.assign(words=words))
    assert other.settings["engine"] == method
    assert np.allclose(other.shares.sum(axis=1), 1)
    assert other.passages["policy"].between(0, 1).all()
    pd.testing.assert_frame_equal(other.codes, fit.codes)
    assert list(other.topics) == list(fit.topics)
    scores = rl.score_domains(other).query("domain == 'macro'")["f1"]
    assert scores.iloc[0] > {"dictionary": 0.99, "keyatm": 0.8, "seeded": 0.8, "topics": 0.3}[method]


def test_the_words_of_a_list_need_no_codes(made, codebook):
    words = codebook["domain"].map(lambda domain: ";".join(WORDS[domain]))
    fit = rl.fit_domains(made[0], method="dictionary", codebook=codebook.assign(words=words))
    assert len(fit.codes) == 0


def test_a_longer_word_takes_a_term_before_a_shorter_one():
    words = {"医院": "hospitals", "中医": "tcm", "中医医院药房": "medicines"}
    found = find_domains(["公立医院", "省中医院", "中医医院药房区", "高速公路"], words)
    assert found.tolist() == ["hospitals", "tcm", "medicines", None]


def test_bundled_words_are_of_the_bundled_domains():
    words = read_words(rl.read_codebook())
    table = pd.read_csv(rl.data_folder() / "codebook" / "words.csv")
    assert len(words) == len(table)
    assert set(words.values()) == set(rl.read_codebook()["domain"])


def test_what_was_picked_and_not_drawn_is_learnt_from_alone(made, codes, codebook, fit):
    picked = codes.assign(probability=codes["probability"].mask(codes.index % 2 == 0))
    again = rl.fit_domains(made[0], picked, codebook=codebook)
    pd.testing.assert_frame_equal(again.shares, fit.shares)
    assert again.codes["passage_id"].tolist() == codes["passage_id"].iloc[1::2].tolist()


TELL = """
import hashlib, numpy as np, reformlab as rl
from reformlab.domains.classify import learn_and_tell, list_features
from reformlab.domains.codes import read_home_terms
from reformlab.domains.others import read_words
codes = rl.read_codes().head(450)
features = list_features(codes, read_home_terms(), read_words(rl.read_codebook()))
told = learn_and_tell(features, np.arange(300), codes["main"].head(300), np.arange(300, 450))
digest = hashlib.sha256(told.to_numpy().astype("float32").tobytes()).hexdigest()
"""


def test_an_older_processor_and_two_threads_tell_the_same():
    dispatched = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
    slow = {"NPY_DISABLE_CPU_FEATURES": " ".join(dispatched), "OPENBLAS_CORETYPE": "Prescott"}
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"{TELL}print(digest)"],
        env=os.environ | slow,
        capture_output=True,
        text=True,
        check=True,
    )
    with threadpool_limits(2):
        exec(TELL, here := {})
    assert run.stdout.split() == [here["digest"]]
