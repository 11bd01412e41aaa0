"""Shares of another program are those of a fit, handed over and read back; every fault has its error."""

import numpy as np
import pandas as pd
import pytest

import reformlab as rl
from reformlab.corpus.tables import TableError
from reformlab.topics.shares import ROUNDING, read_shares

LABELS = ["基层 医院", "医保", "药品", "人才"]


@pytest.fixture(scope="module")
def corpus():
    return rl.load_corpus("made-up")


@pytest.fixture(scope="module")
def fit(corpus):
    # All terms are kept, so that passages weigh as they do in the corpus.
    return rl.fit_topics(corpus, 4, seed=1, min_docs=1, max_passage_share=1.0)


@pytest.fixture(scope="module")
def theta(fit):
    return fit.shares.set_axis(LABELS, axis=1).rename_axis(columns=None).reset_index()


@pytest.fixture(scope="module")
def of_documents(fit):
    table = rl.measure_document_priorities(fit)
    return table.pivot(index="doc_id", columns="topic", values="share").set_axis(LABELS, axis=1)


@pytest.fixture(scope="module")
def read(theta, corpus):
    return read_shares(theta, corpus)


def lay(table, value, index):
    return table.pivot(index=index, columns="topic", values=value)


def average(fit):
    """Give the mean share of every document in plain pandas."""
    terms = fit.passages.set_index("passage_id")["n_terms"]
    weighted = fit.shares.mul(terms, axis=0).groupby(fit.passages.set_index("passage_id")["doc_id"]).sum()
    return weighted.div(weighted.sum(axis=1), axis=0)


def test_a_fit_of_ones_own_comes_back(fit, read):
    assert read.topics["label"].tolist() == LABELS
    assert read.passages.equals(fit.passages) and read.terms.equals(fit.terms)
    np.testing.assert_allclose(read.shares, fit.shares)
    assert repr(read).startswith("<Fit: 4 topics by another program; 111 passages")


def test_priorities_and_gaps_are_means_of_the_shares(fit, read):
    by_hand = average(fit)
    table = rl.measure_document_priorities(read)
    np.testing.assert_allclose(lay(table, "priority", "doc_id"), by_hand.sort_index())
    kind = fit.documents.set_index("doc_id").query("kind == 'key-tasks'")
    means = by_hand.loc[kind.index].groupby(kind["level"].astype(str)).mean()
    table = rl.measure_priorities(read).query("kind == 'key-tasks'")
    np.testing.assert_allclose(lay(table, "priority", "level"), means)
    gap = rl.measure_gap(read).query("kind == 'key-tasks'").set_index("topic")["gap"]
    np.testing.assert_allclose(gap, means.loc["national"] - means.loc["provincial"])


def test_gaps_are_as_they_are_fitted_and_say_so(read):
    table = rl.measure_gap(read)
    assert not {"slope", "found", "uncorrected", "may_be_wording"} & set(table)
    assert table["sources"].unique().tolist() == ["documents; shares as read"]
    assert table["se_topics"].isna().all()


def test_years_and_places_of_many_documents_are_measured():
    made = rl.simulate_corpus(n_docs=60, passages_per_doc=4, seed=1)
    shares = rl.fit_topics(made.corpus, 3, seed=1).shares.set_axis(["a1", "b2", "c3"], axis=1).reset_index()
    fit = read_shares(shares, made.corpus)
    assert rl.measure_priorities(fit)["low"].notna().any() and rl.measure_gap(fit)["p"].notna().any()
    for measure in (rl.measure_trend, rl.measure_divergence, rl.measure_profiles, rl.plan_documents):
        assert len(measure(fit))
    ax = rl.plot_trend(rl.measure_trend(fit), topics=["c3", 1])
    assert [panel.get_title(loc="left")[:2] for panel in ax.child_axes] == ["c3", "a1"]
    assert len(rl.plot_gap(rl.measure_gap(fit)).get_yticklabels()) == 3


@pytest.mark.parametrize("form", ["csv", "csv of half of Europe", "parquet", "index"])
def test_files_and_tables_are_read_alike(theta, read, corpus, tmp_path, form):
    source = tmp_path / ("theta.parquet" if form == "parquet" else "theta.csv")
    if form == "parquet":
        theta.to_parquet(source)
    elif form == "csv":
        theta.to_csv(source, index=False, quoting=2, encoding="utf-8-sig")
    elif form == "index":
        source = theta.set_index("passage_id")
    else:
        theta.to_csv(source, index=False, sep=";", decimal=",")
    again = read_shares(source, corpus)
    pd.testing.assert_frame_equal(again.passage_topics, read.passage_topics)


def test_rounded_shares_are_scaled_to_one(theta, corpus):
    shares = read_shares(theta.round(2), corpus).shares
    np.testing.assert_allclose(shares.sum(axis=1), 1)


def test_documents_with_shares_of_their_own(of_documents, corpus):
    fit = read_shares(of_documents, corpus)
    table = rl.measure_document_priorities(fit)
    np.testing.assert_allclose(lay(table, "priority", "doc_id"), of_documents)
    for ask in (
        lambda: rl.list_passages(fit, corpus, topic=1),
        lambda: rl.measure_keyness(corpus, fit=fit, topic="医保"),
    ):
        with pytest.raises(ValueError, match="are of documents, and tell no passage"):
            ask()


def test_weights_are_those_that_are_given_or_what_is_expected_of_terms(fit, read, theta, corpus, tmp_path):
    weights = fit.weights.set_axis(LABELS).iloc[::-1] * 7
    weights.to_csv(tmp_path / "beta.csv")
    for source in (weights, tmp_path / "beta.csv"):
        given = read_shares(theta, corpus, weights=source)
        np.testing.assert_allclose(given.weights, fit.weights)
        assert given.topics["top_terms"].tolist() == fit.topics["top_terms"].tolist()
    counts = read.terms.pivot(index="passage_id", columns="term", values="n").fillna(0).astype(float)
    expected = read.shares.T @ counts.loc[read.shares.index]
    expected = expected.div(expected.sum(axis=1), axis=0)
    np.testing.assert_allclose(read.weights, expected[read.weights.columns])
    assert rl.match_topics(fit, read)["other"].tolist() == [1, 2, 3, 4]


def test_terms_that_the_weights_have_not_count_for_nothing(fit, theta, corpus):
    some = fit.weights.set_axis(LABELS).iloc[:, ::20]
    read = read_shares(theta, corpus, weights=some)
    assert set(read.terms["term"]) <= set(some.columns)
    assert read.passages["n_terms"].sum() == read.terms["n"].sum()
    assert set(read.dropped["reason"]) == {"no term"}


def test_what_has_no_shares_is_left_out_and_documents_are_named(theta, of_documents, corpus):
    read = read_shares(theta.iloc[2:], corpus)
    assert read.dropped["reason"].tolist() == ["no shares"] * 2
    assert read.dropped["passage_id"].tolist() == theta["passage_id"].head(2).tolist()
    with pytest.warns(UserWarning, match=f"1 of 10 documents have no shares .*: {of_documents.index[0]}"):
        read_shares(of_documents.iloc[1:], corpus)


def put(table, row, column, value):
    table = table.astype(object)
    table.iloc[row, column] = value
    return table


FAULTS = {
    "an unknown id": (lambda t: put(t, 2, 0, "other:1"), r"row 4: passage_id 'other:1' is not in the corpus"),
    "an id twice": (lambda t: put(t, 3, 0, t.iat[2, 0]), r"row 5: .* stands in row 4 already"),
    "no id": (lambda t: put(t, 1, 0, None), r"row 3: passage_id is missing"),
    "no number": (lambda t: put(t, 0, 1, "NA"), r"row 2: '基层 医院' is 'NA'; give a number"),
    "nothing": (lambda t: put(t, 0, 2, None), r"row 2: '医保' is missing"),
    "less than nothing": (lambda t: put(t, 0, 1, -0.25), r"row 2: '基层 医院' is -0.25"),
    "a column of another thing": (lambda t: t.assign(level="national"), r"'level' is 'national'.*no topic"),
    "more than one": (lambda t: t.assign(year=2020), r"row 2: the shares sum to 2021, not to 1; delete col"),
    "percent": (lambda t: t.set_index("passage_id").mul(100), r"sum to 100, not to 1; these are percent"),
    "an outlier": (lambda t: put(t, slice(0, 1), slice(1, 5), 0.0), r"row 2: the shares sum to 0, .*the row"),
    "no name": (lambda t: t.rename(columns={"医保": " "}), r"topic 2 is called ' '"),
    "names of R": (lambda t: t.rename(columns={"医保": "V2"}), r"topic 2 is called 'V2'; write what it is"),
    "numbers for names": (lambda t: t.rename(columns={"医保": -1}), r"topic 2 is called '-1'"),
    "one name twice": (lambda t: t.rename(columns={"医保": "药品"}), r"topic 3 .* as topic 2 is"),
    "one topic": (lambda t: t[["passage_id", "医保"]], r"1 columns are topics; give 2"),
    "no ids": (lambda t: t.drop(columns="passage_id"), r"no column passage_id or doc_id .*基层"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_names_row_value_and_remedy(theta, corpus, fault):
    spoil, message = FAULTS[fault]
    with pytest.raises(TableError, match=message):
        read_shares(spoil(theta), corpus)


def test_a_row_may_be_off_by_rounding_alone(theta, corpus):
    near = theta.set_index("passage_id") * (1 + 0.9 * ROUNDING)
    assert len(read_shares(near, corpus).topics) == 4
    with pytest.raises(TableError, match="not to 1"):
        read_shares(near * (1 + ROUNDING), corpus)


def test_weights_that_are_not_of_these_topics_or_words(fit, theta, corpus):
    weights = fit.weights.set_axis(LABELS)
    with pytest.raises(TableError, match="call the topics alike"):
        read_shares(theta, corpus, weights=weights.iloc[:3])
    with pytest.raises(TableError, match=r"row 2: .* is -1"):
        read_shares(theta, corpus, weights=put(weights, 0, 0, -1.0))
    with pytest.raises(TableError, match="'医保' sum to 0"):
        read_shares(theta, corpus, weights=weights.mul([1, 0, 1, 1], axis=0))
    with pytest.raises(TableError, match="are weights of the corpus's words"):
        read_shares(theta, corpus, weights=weights.add_prefix("word "))


def test_what_takes_fitting_again_is_refused(read, corpus):
    for ask in (
        lambda: rl.refit_topics(read, corpus, progress=False),
        lambda: rl.measure_recovery(read, progress=False),
        lambda: rl.measure_robustness(read, corpus, progress=False),
        lambda: rl.list_specifications(read, corpus),
        lambda: rl.measure_stability(read, corpus, progress=False),
    ):
        with pytest.raises(ValueError, match="another program"):
            ask()
    with pytest.raises(ValueError, match="leave refits= out"):
        rl.measure_gap(read, refits=read.topic_terms.assign(refit=1))
    with pytest.raises(ValueError, match="topics of fit_topics"):
        rl.measure_wording(read)
    with pytest.raises(ValueError, match="list_passages"):
        rl.list_evidence(read, corpus)


def test_it_is_saved_labelled_and_listed(read, corpus, tmp_path):
    again = rl.load_fit(rl.save_fit(read, tmp_path / "fit.zip"))
    assert rl.measure_gap(again).equals(rl.measure_gap(read))
    drafted = rl.draft_labels(read).assign(label="新名", label_en="renamed")
    assert rl.label_topics(read, drafted).topics["label_en"].eq("renamed").all()
    assert len(rl.list_passages(read, corpus, topic="药品", n=3)) == 3
    assert len(rl.make_label_sheet(read, corpus, folder=tmp_path / "sheets", n=8)) == 8


def test_counts_lead_back(corpus, tmp_path):
    text = (rl.export_counts(corpus, tmp_path) / "README.md").read_text("utf-8")
    assert "rl.read_shares(" in text and "write.csv(" in text
    passages = pd.read_csv(tmp_path / "passages.csv")[["passage_id"]].assign(one=0.5, two=0.5)
    passages.to_csv(tmp_path / "theta.csv", index=False)
    assert len(read_shares(tmp_path / "theta.csv", corpus).passages) == len(passages)
