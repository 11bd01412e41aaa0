from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reformlab.simulate.corpus import simulate_corpus
from reformlab.topics.fit import fit_topics
from reformlab.topics.labels import draft_labels, label_topics, list_passages


@pytest.fixture(scope="module")
def fit():
    return fit_topics(simulate_corpus(n_docs=20, seed=1).corpus, 6, seed=1)


@pytest.fixture(scope="module")
def corpus():
    return simulate_corpus(n_docs=12, passages_per_doc=5, n_topics=3, n_terms=90, seed=2).corpus


@pytest.fixture
def labels(fit):
    table = draft_labels(fit)
    return table.assign(
        label=[f"主题{n}" for n in table["topic"]], label_en=[f"T{n}" for n in table["topic"]]
    )


def swap_terms(terms, n):
    """Put other terms in the place of the last n."""
    return " ".join(terms.split()[: 10 - n] + [f"别的{i}" for i in range(n)])


def test_draft_is_a_table_to_fill_in(fit):
    draft = draft_labels(fit)
    assert list(draft) == ["topic", "label", "label_en", "top_terms"]
    assert draft["label"].isna().all() and draft["label_en"].isna().all()
    assert draft["top_terms"].tolist() == fit.topics["top_terms"].tolist()


def test_labels_are_given_and_the_fit_left_untouched(fit, labels, recwarn):
    before = fit.topics.copy()
    labelled = label_topics(fit, labels)
    assert labelled.topics["label"].tolist() == [f"主题{n}" for n in range(1, 7)]
    assert labelled.topics["label_en"].tolist() == [f"T{n}" for n in range(1, 7)]
    assert fit.topics.equals(before)
    assert labelled.topics.drop(columns=["label", "label_en"]).equals(
        before.drop(columns=["label", "label_en"])
    )
    assert not recwarn


def test_labels_are_read_from_a_csv_that_excel_wrote(fit, labels, tmp_path):
    path = tmp_path / "labels.csv"
    labels.to_csv(path, index=False, encoding="utf-8-sig")
    assert label_topics(fit, path).topics.equals(label_topics(fit, labels).topics)


def test_unfilled_rows_leave_the_automatic_label(fit, labels, recwarn):
    labels.loc[1, "label"] = None
    labelled = label_topics(fit, labels).topics
    assert labelled.loc[1, "label"] == fit.topics.loc[1, "label"]
    assert labelled.loc[0, "label"] == "主题1"
    assert label_topics(fit, draft_labels(fit)).topics.equals(fit.topics)
    assert not recwarn


def test_a_label_follows_its_terms_not_its_number(fit, labels):
    renumbered = labels.assign(topic=[6, 5, 4, 3, 2, 1]).sample(frac=1, random_state=0)
    assert label_topics(fit, renumbered).topics["label"].tolist() == [f"主题{n}" for n in range(1, 7)]


def test_order_of_the_terms_does_not_matter(fit, labels):
    labels["top_terms"] = [" ".join(reversed(terms.split())) for terms in labels["top_terms"]]
    assert label_topics(fit, labels).topics["label"].tolist() == [f"主题{n}" for n in range(1, 7)]


def test_seven_of_ten_terms_are_enough(fit, labels, recwarn):
    labels.loc[0, "top_terms"] = swap_terms(labels.loc[0, "top_terms"], 3)
    assert label_topics(fit, labels).topics.loc[0, "label"] == "主题1"
    assert not recwarn


def test_six_of_ten_terms_are_refused_aloud(fit, labels):
    old = labels.loc[0, "top_terms"] = swap_terms(labels.loc[0, "top_terms"], 4)
    with pytest.warns(UserWarning, match="refused") as caught:
        labelled = label_topics(fit, labels).topics
    message = str(caught[0].message)
    assert len(caught) == 1
    for part in ("主题1", old, fit.topics.loc[0, "top_terms"], "6 the same", "draft_labels(fit)"):
        assert part in message
    assert "主题2" not in message
    assert labelled.loc[0, ["label", "label_en"]].equals(fit.topics.loc[0, ["label", "label_en"]])
    assert labelled.loc[1:, "label"].tolist() == [f"主题{n}" for n in range(2, 7)]


def test_two_labels_for_one_topic_are_both_refused(fit, labels):
    twice = pd.concat([labels, labels.iloc[[0]].assign(label="另一个")], ignore_index=True)
    with pytest.warns(UserWarning, match="2 labels") as caught:
        labelled = label_topics(fit, twice).topics
    assert "另一个" in str(caught[0].message)
    assert labelled.loc[0, "label"] == fit.topics.loc[0, "label"]


def test_a_label_without_recorded_terms_is_refused(fit, labels):
    labels.loc[2, "top_terms"] = None
    with pytest.warns(UserWarning, match="主题3"):
        assert label_topics(fit, labels).topics.loc[2, "label"] == fit.topics.loc[2, "label"]


def test_a_fit_of_another_corpus_gets_no_label(labels):
    other = simulate_corpus(n_docs=20, n_terms=4000, seed=5).corpus
    fit = fit_topics(other, 4, seed=1)
    with pytest.warns(UserWarning, match="6 labels"):
        assert label_topics(fit, labels).topics.equals(fit.topics)


def test_missing_columns_are_named(fit, labels):
    with pytest.raises(ValueError, match="top_terms"):
        label_topics(fit, labels.drop(columns="top_terms"))


# Passages to read


@settings(max_examples=15, deadline=None, derandomize=True)
@given(
    min_docs=st.integers(1, 6), max_share=st.floats(0.3, 1), topic=st.integers(1, 3), n=st.integers(1, 500)
)
def test_listed_passages_are_in_the_corpus_and_have_the_largest_shares(corpus, min_docs, max_share, topic, n):
    fit = fit_topics(corpus, 3, engine="nmf", seed=1, min_docs=min_docs, max_passage_share=max_share)
    table = list_passages(fit, corpus, topic=topic, n=n)
    assert list(table) == ["passage_id", "doc_id", "heading", "share", "n_terms", "text"]
    assert set(table["passage_id"]) <= set(corpus.passages["passage_id"])
    assert table["passage_id"].is_unique and len(table) == min(n, len(fit.passages))
    shares = fit.passage_topics.query("topic == @topic")["share"]
    assert table["share"].tolist() == sorted(shares, reverse=True)[:n]
    assert table["text"].isna().all()


def test_text_is_shown_where_it_is_at_hand(corpus):
    ids = corpus.passages["passage_id"]
    texts = pd.DataFrame({"passage_id": ids, "text": "文本" + ids})
    fit = fit_topics(corpus, 3, engine="nmf", seed=1)
    table = list_passages(fit, replace(corpus, texts=texts), topic=2, n=3)
    assert table["text"].tolist() == ("文本" + table["passage_id"]).tolist()


def test_faults_of_listing_are_named(corpus):
    fit = fit_topics(corpus, 3, engine="nmf", seed=1)
    with pytest.raises(ValueError, match=r"topic=4 is not known; choose from 1 .*, 2 .*, 3 "):
        list_passages(fit, corpus, topic=4)
    few = corpus.keep_documents(corpus.documents["doc_id"].iloc[:5])
    with pytest.raises(ValueError, match="lacks passages"):
        list_passages(fit, few, topic=1)
