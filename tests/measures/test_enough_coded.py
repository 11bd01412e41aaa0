"""Coding takes nothing from the page: what cannot be corrected stays as it is predicted, and is marked."""

import warnings
from dataclasses import replace

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import reformlab as rl
from reformlab.paper.methods import choose_sentences
from reformlab.report.sections import make_sections
from reformlab.report.words import Words, write_percent

pytestmark = pytest.mark.usefixtures("kept")


@pytest.fixture(scope="module")
def corpus():
    """Give seven provincial and three national documents of one kind."""
    found = rl.load_corpus("made-up")
    level = pd.Series(["national"] * 3 + ["provincial"] * 7, found.documents.index)
    return replace(found, documents=found.documents.assign(level=level, kind="key-tasks"))


@pytest.fixture(scope="module")
def codes(corpus):
    """Code every passage but the first of each document."""
    return code(corpus.passages[corpus.passages["doc_id"].duplicated()])


def code(passages):
    """Code passages in turn."""
    mains = ["hospitals", "insurance", "none"]
    main = [mains[at % 3] for at in range(len(passages))]
    return rl.read_codes(passages[["passage_id"]].assign(main=main, probability=1.0))


def test_a_level_with_few_documents_stays_and_is_said_to_be_as_predicted(corpus, codes):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sections = {section.name: section for section in make_sections(corpus, Words("en"), codes)}
    plt.close("all")
    table, shown = next(rest for name, *rest in sections["domains"].tables if name == "priorities")
    assert set(table["level"]) == {"national", "provincial"}
    assert table.groupby("level")["uncorrected"].count().to_dict()["national"] == 0
    marked = ["not corrected" in name for name in shown][1:]
    assert sorted(marked) == [False, True] and "national" in list(shown)[1 + marked.index(True)]
    told = " ".join(sections["domains"].doubt)
    assert "key tasks (3) the classifier's error is not taken off" in told
    assert "5 documents (you have 3)" in told
    assert not any("Only one side" in sentence for sentence in sections["gap"].limits)
    assert any("neither is" in sentence for sentence in sections["gap"].doubt)
    assert "-0.0%" not in shown.to_string()


def test_codes_that_the_corpus_does_not_have_are_told(corpus, codes):
    other = codes.head(2).assign(passage_id=["gone:1", "gone:2"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        given = pd.concat([codes, other], ignore_index=True)
        sections = {section.name: section for section in make_sections(corpus, Words("en"), given)}
    plt.close("all")
    told = " ".join(sections["domains"].doubt)
    assert f"Of {len(codes) + 2} coded passages 2 are not in this corpus" in told


def test_a_gap_is_of_one_sort_and_what_is_corrected_stays_so(corpus, codes):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        fit = rl.fit_domains(corpus, codes)
        alone = rl.measure_priorities(fit, quick=True, progress=False)
    corrected = rl.find_corrected(fit)
    assert corrected.left.to_dict("records") == [
        {"kind": "key-tasks", "level": "national", "n_docs": 3, "n_coded": 3}
    ]
    both = corrected.measure(rl.measure_priorities, fit, quick=True, progress=False)
    kept = both[both["level"] == "provincial"].reset_index(drop=True)
    pd.testing.assert_series_equal(kept["priority"], alone["priority"])
    gap = corrected.measure(rl.measure_gap, fit, quick=True, progress=False)
    plain = rl.measure_gap(fit, quick=True, progress=False, corrected=False)
    pd.testing.assert_frame_equal(gap, plain.assign(corrected=False))
    # The paper says of both what holds.
    told = " ".join(choose_sentences(fit, corpus, gap))
    assert "taken out of the priorities of those kinds" in told and "are as predicted" in told
    assert "taken out of" not in " ".join(choose_sentences(fit, corpus, plain))


def test_a_level_with_few_documents_is_exact_where_all_of_it_is_coded(corpus):
    codebook = rl.read_codebook().query("domain in ['hospitals', 'insurance']")
    fit = rl.fit_domains(corpus, code(corpus.passages), codebook=codebook)
    assert rl.find_corrected(fit).left.empty
    table = rl.measure_priorities(fit, quick=True, progress=False)
    assert set(table["level"]) == {"national", "provincial"} and (table["se_shares"] == 0).all()


def test_nothing_has_no_minus():
    assert [write_percent(share) for share in (-0.0001, 0.0, 0.0123, -0.01)] == ["0.0", "0.0", "1.2", "-1.0"]
    assert write_percent(0.05, "+") == "+5.0"
