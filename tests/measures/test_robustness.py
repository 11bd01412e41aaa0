"""A planted gap survives every choice, a gap that is not there does not; every row can be had by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import reformlab as rl
from reformlab.measures.robustness import measure_consistency, measure_robustness
from reformlab.measures.specifications import OF_DOMAINS, SETTINGS, list_specifications
from reformlab.measures.themes import score_themes
from reformlab.topics.choose import STABLE
from reformlab.topics.fit import fit_topics
from tests.domains.conftest import WORDS, make_corpus

pytestmark = pytest.mark.slow

KINDS = {"plan": (0.6, 0.4), "opinion": (0.4, 0.6)}
FOUND = ["topic", "label", "label_en", "matched", "match", "gap", "low", "high"]
FOUND += ["n_national", "n_provincial", "n_docs", "enough", "note"]


@pytest.fixture(scope="module")
def simulation():
    return rl.simulate_corpus(
        n_docs=60, passages_per_doc=3, terms_per_passage=30, n_terms=200, gap=0.25, kinds=KINDS, seed=3
    )


@pytest.fixture(scope="module")
def corpus(simulation):
    return simulation.corpus


@pytest.fixture(scope="module")
def fit(corpus):
    return fit_topics(corpus, 6, seed=1)


@pytest.fixture(scope="module")
def specifications(fit, corpus):
    return list_specifications(fit, corpus)


@pytest.fixture(scope="module")
def table(fit, corpus):
    return measure_robustness(fit, corpus, progress=False)


def planted(fit, simulation):
    """Number, in the fit, of the topics with planted gaps, and of the others."""
    return rl.match_topics(simulation, fit)["other"].head(2).tolist()


def test_specifications_change_one_thing_at_a_time_and_a_few_together(specifications):
    assert list(specifications) == ["spec", "changed", *SETTINGS]
    assert specifications["changed"].iloc[0] == "reference"
    assert specifications["changed"].is_unique and not specifications[list(SETTINGS)].duplicated().any()
    changes = specifications["changed"].str.count(", ")
    assert (changes[1:] <= 1).all() and (changes == 1).sum() >= 2
    fits = specifications.drop_duplicates([name for name in SETTINGS if name != "kinds"])
    assert len(fits) <= 17  # bounded, whatever the corpus


def test_one_row_a_specification_and_topic(table, specifications):
    assert list(table) == ["spec", "changed", *SETTINGS, *FOUND]
    assert not table.duplicated(["spec", "topic"]).any()
    assert len(table) == 6 * len(specifications)


def test_the_reference_is_what_measure_gap_gives(table, fit):
    ours = table[table["spec"] == 1].reset_index(drop=True)
    direct = rl.measure_gap(fit, kinds="matched", quick=True)
    for name in ("gap", "low", "high", "n_docs", "enough"):
        pd.testing.assert_series_equal(ours[name], direct[name], check_dtype=False)
    assert (ours["match"] > 1 - 1e-9).all() and (ours["matched"] == ours["topic"]).all()


def test_a_row_is_the_gap_of_the_matched_topic_of_its_own_fit(table, corpus):
    other = fit_topics(corpus.select(kind="opinion"), 6, seed=1)
    gaps = rl.measure_gap(other, kinds="matched", quick=True).set_index("topic")
    rows = table[(table["only_kind"] == "opinion") & table["matched"].notna()]
    assert len(rows)
    np.testing.assert_allclose(rows["gap"], gaps.loc[rows["matched"], "gap"])
    assert (rows["n_docs"] == (corpus.documents["kind"] == "opinion").sum()).all()


def test_a_kind_as_kinds_is_the_gap_within_it_by_the_same_fit(table, fit):
    direct = rl.measure_gap(fit, kinds="apart", quick=True).query("kind == 'plan'").reset_index(drop=True)
    ours = table[table["kinds"] == "plan"].reset_index(drop=True)
    for name in ("gap", "low", "high", "n_docs"):
        pd.testing.assert_series_equal(ours[name], direct[name], check_dtype=False)


def test_planted_gaps_keep_their_sign_and_the_others_do_not(table, fit, simulation):
    summary = measure_consistency(table).set_index("topic")
    up, down = planted(fit, simulation)
    assert (summary.loc[[up, down], "same_sign"] == 1).all()
    assert (summary.loc[[up, down], "off_zero"] == 1).all()
    assert (summary.loc[[up, down], "n_found"] >= 10).all()
    null = summary.drop([up, down])
    assert (null["off_zero"] < 0.5).all() and (null["same_sign"] < 1).any()


def test_consistency_in_plain_pandas(table):
    for row in measure_consistency(table).itertuples():
        part = table[table["topic"] == row.topic]
        gap = part.loc[part["spec"] == 1, "gap"].item()
        found = part[(part["spec"] > 1) & part["gap"].notna()]
        assert row.n_found == len(found) and row.n_specs == part["spec"].max() - 1
        assert row.same_sign == pytest.approx((found["gap"] * gap > 0).mean())
        sure = found.dropna(subset=["low"])
        off = sure["low"] > 0 if gap > 0 else sure["high"] < 0
        assert row.off_zero == pytest.approx(off.mean())
        assert (row.gap_low, row.gap_high) == (found["gap"].min(), found["gap"].max())
        assert (row.n_docs_low, row.n_docs_high) == (found["n_docs"].min(), found["n_docs"].max())


def test_a_match_below_the_limit_is_no_topic(table):
    lost = ~(table["match"] >= STABLE)
    assert lost.any()
    assert table.loc[lost, ["gap", "low", "high"]].isna().all(axis=None)
    assert table.loc[lost, "matched"].isna().all() and not table.loc[lost, "enough"].any()
    assert table.loc[lost, "note"].str.startswith("no such topic").all()
    fewer = table[table["changed"] == "n_topics 4"]
    assert fewer["match"].isna().sum() == 2  # four topics match four of six


def test_matching_is_one_to_one_and_does_not_mind_the_order(fit):
    back = replace(fit, topics=fit.topics.iloc[::-1])
    table = rl.match_topics(fit, back)
    assert (table["other"] == table["topic"]).all()
    np.testing.assert_allclose(table["cosine"], 1)


def test_what_cannot_be_fitted_is_told(fit, corpus, specifications):
    hopeless = specifications.head(1).assign(n_topics=500, unit="document")
    asked = pd.concat([specifications.head(1), hopeless])
    table = measure_robustness(fit, corpus, specifications=asked, progress=False)
    told = table[table["spec"] == 2]
    assert told["note"].str.contains("n_topics=500").all() and told["gap"].isna().all()
    assert np.isnan(measure_consistency(table)["same_sign"]).all()


def test_only_years_keeps_the_documents_of_these_years(fit, corpus, specifications):
    asked = pd.concat([specifications.head(1), specifications.head(1).assign(only_years="2016-2018")])
    table = measure_robustness(fit, corpus, specifications=asked, progress=False)
    n = corpus.documents["year"].between(2016, 2018).sum()
    assert (table.loc[table["spec"] == 2, "n_docs"] == n).all()


def test_years_that_both_levels_have_are_asked_for():
    corpus = rl.simulate_corpus(n_docs=40, seed=1).corpus
    early = corpus.documents.query("level == 'provincial' and year < 2019")["doc_id"]
    part = corpus.keep_documents(corpus.documents.loc[~corpus.documents["doc_id"].isin(early), "doc_id"])
    asked = list_specifications(fit_topics(part, 6, seed=1), part)["only_years"].dropna()
    assert asked.unique().tolist() == ["2019-2023"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"unit": "page"}, "passage"),
        ({"engine": "bert"}, "stm"),
        ({"kinds": "apart"}, "work-report"),
        ({"only_years": "since 2009"}, "1996-2025"),
        ({"n_topics": 7}, "first specification"),
    ],
)
def test_errors_name_the_value_and_the_remedy(fit, corpus, specifications, change, says):
    with pytest.raises(ValueError, match=says):
        measure_robustness(
            fit, corpus, specifications=specifications.head(1).assign(**change), progress=False
        )


def test_themes_of_the_lexicon_stand_in_for_topics():
    corpus = rl.load_corpus("made-up")
    fit = fit_topics(corpus, 4, seed=1)
    asked = list_specifications(fit, corpus).query("spec == 1 or engine == 'dictionary'")
    assert asked["changed"].tolist() == ["reference", "engine dictionary"]
    table = measure_robustness(fit, corpus, specifications=asked, progress=False)
    themes = score_themes(corpus)
    told = table[table["spec"] == 2]
    named = themes.topics.set_index("topic").loc[told["matched"].dropna(), "theme"]
    assert "other words" not in set(named)
    gaps = rl.measure_gap(themes, kinds="matched", quick=True).set_index("topic")["gap"]
    found = told.dropna(subset="gap")
    np.testing.assert_allclose(found["gap"], gaps.loc[found["matched"]])


def test_another_corpus_is_refused(fit):
    with pytest.raises(ValueError, match="not the one of the fit"):
        measure_robustness(fit, rl.simulate_corpus(n_docs=10, seed=9).corpus, progress=False)


@pytest.fixture(scope="module")
def domains():
    corpus, truth = make_corpus(n_docs=24)
    years = pd.array(2012 + np.arange(24) // 3, dtype="Int64")
    corpus = replace(corpus, documents=corpus.documents.assign(year=years))
    book = pd.DataFrame({"domain": list(WORDS), "name_zh": list(WORDS), "name_en": list(WORDS)})
    book = rl.read_codebook(book.assign(definition="what its words say"))
    codes = rl.read_codes(truth.iloc[::2].assign(probability=0.5), book)
    return rl.fit_domains(corpus, codes, codebook=book), corpus


@pytest.fixture(scope="module")
def of_domains(domains):
    return measure_robustness(*domains, progress=False)


def test_domains_are_measured_with_and_without_correction_by_eras_and_without_small_documents(
    domains, of_domains
):
    specs = list_specifications(*domains)
    assert {"reference", "corrected no", "min_passages 5", "only_years 2016-2019"} <= set(specs["changed"])
    # The codebook is not the bundled one, and lists no words.
    assert set(specs["engine"]) == {"classifier"}
    assert list(of_domains) == ["spec", "changed", *OF_DOMAINS, *FOUND]
    assert len(of_domains) == len(specs) * len(domains[0].topics)
    with pytest.raises(ValueError, match="did you mean"):
        wrong = specs.assign(corrected="yess")
        measure_robustness(*domains, specifications=wrong, progress=False)


def test_a_specification_of_domains_is_what_measure_gap_gives(domains, of_domains):
    plain = rl.measure_gap(domains[0], kinds="matched", quick=True, corrected=False)
    ours = of_domains[of_domains["changed"] == "corrected no"].reset_index(drop=True)
    eras = rl.measure_gap(domains[0], kinds="matched", quick=True, by="era")
    era = of_domains[of_domains["only_years"] == "2016-2019"].reset_index(drop=True)
    eras = eras[eras["period"].str.startswith("2016")].reset_index(drop=True)
    for name in ("gap", "low", "high", "n_docs"):
        pd.testing.assert_series_equal(ours[name], plain[name], check_dtype=False)
        pd.testing.assert_series_equal(era[name], eras[name], check_dtype=False)


def test_a_dictionary_of_domains_and_small_documents_are_told(made_up_domains):
    fit, corpus = made_up_domains
    specs = list_specifications(fit, corpus)
    assert {"engine dictionary", "min_passages 5"} <= set(specs["changed"])
    few = specs[specs["changed"].isin(["reference", "engine dictionary", "min_passages 5"])]
    few = few.assign(only_years=None)
    table = measure_robustness(fit, corpus, specifications=few, progress=False)
    told = rl.measure_gap(rl.fit_domains(corpus, method="dictionary"), kinds="matched", quick=True)
    ours = table[table["engine"] == "dictionary"].reset_index(drop=True)
    np.testing.assert_allclose(ours["gap"], told["gap"])
    assert fit.passages.groupby("doc_id").size().ge(5).all()  # so that the same documents are compared
    assert table.loc[table["min_passages"] == 5, "n_docs"].iloc[0] == told["n_docs"].iloc[0]
    assert rl.plot_robustness(table[table["topic"] == 1]).get_label()


@pytest.fixture(scope="module")
def made_up_domains():
    corpus = rl.load_corpus("made-up")
    with pytest.warns(UserWarning, match="code some passages"):
        return rl.fit_domains(corpus), corpus
