"""Keyness is worked out again by hand; its null is held against corpora whose groups are alike."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from reformlab.corpus.tables import Corpus, load_corpus
from reformlab.measures.keyness import COLUMNS, measure_keyness
from reformlab.simulate.corpus import simulate_corpus


def make_corpus(counts):
    """Make a corpus of one passage a document, from (level, place, kind, year, {term: n})."""
    documents = pd.DataFrame([row[:4] for row in counts], columns=["level", "place", "kind", "year"])
    ids = [f"d{i:03}" for i in range(len(counts))]
    documents = documents.assign(
        doc_id=ids, file="a.txt", part=1, date="2020", year=documents["year"].astype("Int64")
    )
    empty = pd.array([None] * len(ids), dtype="str")
    documents = documents.assign(title=empty, adcode=empty, issuer=empty, number=empty, read_from=empty)
    documents = documents.assign(n_chars=9, n_passages=1, n_chars_kept=9)
    passages = pd.DataFrame({"passage_id": [f"{i}:0001" for i in ids], "doc_id": ids, "seq": 1})
    passages = passages.assign(section=empty, label=empty, heading=empty, start=0, end=9, n_chars=9)
    rows = [(f"{i}:0001", term, n) for i, row in zip(ids, counts, strict=True) for term, n in row[4].items()]
    terms = pd.DataFrame(rows, columns=["passage_id", "term", "n"]).astype({"n": "Int64"})
    return Corpus(documents, passages, terms)


@pytest.fixture(scope="module")
def corpus():
    rng = np.random.default_rng(1)
    rows = []
    for i in range(24):
        national = i % 2 == 0
        words = {"医保": int(rng.integers(1, 5)), "基层": int(rng.integers(1, 5))}
        words |= {"试点": 6} if national else {"医院": 6}
        words |= {"罕见": 3} if i == 4 else {}
        rows.append(
            ("national" if national else "provincial", "全国" if national else f"省{i}", "plan", 2020, words)
        )
    rows += [("national", "全国", "notice", 2020, {"医保": 2}), ("county", "甲", "plan", 2020, {"医保": 50})]
    return make_corpus(rows)


def test_log_odds_by_hand(corpus):
    table = measure_keyness(corpus, n_permutations=99, seed=1)
    assert list(table) == COLUMNS
    assert table["kind"].unique().tolist() == ["plan"]
    assert table["first"].eq("national").all() and table["second"].eq("provincial").all()
    documents = corpus.documents.query("kind == 'plan' and level in ['national', 'provincial']")
    terms = corpus.terms.merge(corpus.passages).merge(documents[["doc_id", "level"]], on="doc_id")
    sums = terms.pivot_table(index="term", columns="level", values="n", aggfunc="sum", fill_value=0).astype(
        float
    )
    n_docs = terms.pivot_table(
        index="term", columns="level", values="doc_id", aggfunc="nunique", fill_value=0
    )
    prior = sums.sum(axis=1) / len(documents)
    for row in table.set_index("term").itertuples():
        logits = []
        for level in ("national", "provincial"):
            shifted, total = sums.loc[row.Index, level] + prior[row.Index], sums[level].sum() + prior.sum()
            logits.append(np.log(shifted / (total - shifted)))
        error = np.sqrt((1 / (sums.loc[row.Index] + prior[row.Index])).sum())
        assert row.log_odds == pytest.approx(logits[0] - logits[1])
        assert row.z == pytest.approx((logits[0] - logits[1]) / error)
        assert (row.n_first, row.n_second) == tuple(sums.loc[row.Index])
        assert (row.n_docs_first, row.n_docs_second) == tuple(n_docs.loc[row.Index])
        assert (row.n_docs_of_first, row.n_docs_of_second) == (12, 12)
    assert table["z"].is_monotonic_decreasing


def test_planted_terms_are_found_and_rare_ones_flagged(corpus):
    table = measure_keyness(corpus, n_permutations=999, seed=1).set_index("term")
    assert table.index[0] == "试点" and table.index[-1] == "医院"
    assert table.loc[["试点", "医院"], "q"].max() < 0.05
    assert table.loc[["医保", "基层"], "q"].min() > 0.05
    rare = table.loc["罕见"]
    assert (rare["n_docs"], rare["enough"]) == (1, False)
    assert rare[["p", "q", "chance_low", "chance_high"]].isna().all()
    assert table.loc["基层", "gloss"] is np.nan or isinstance(table.loc["医保", "gloss"], str)


def test_words_of_one_document_do_not_make_a_finding():
    found, naive = [], []
    for seed in range(8):
        corpus = simulate_corpus(n_docs=40, n_terms=200, gap=0.0, document_effect=2.0, seed=seed).corpus
        table = measure_keyness(corpus, n_permutations=199, seed=seed).query("enough")
        found.append((table["p"] <= 0.05).mean())
        naive.append((table["z"].abs() > 1.96).mean())
        assert len(table) > 50
    assert np.mean(found) < 0.08
    assert np.mean(naive) > 2 * np.mean(found)


def test_documents_of_one_place_are_dealt_together():
    """Three places alone use a word, each in ten documents: thirty documents are three witnesses."""
    rows = [("national", "全国", "plan", 2020, {"医保": 3, "甲词": int(i < 5)}) for i in range(20)]
    rows += [
        ("provincial", f"省{i % 6}", "plan", 2020, {"医保": 3, "乙词": int(i % 6 < 3)}) for i in range(60)
    ]
    rows = [(*row[:4], {term: n for term, n in row[4].items() if n}) for row in rows]
    together = measure_keyness(make_corpus(rows), n_permutations=999, seed=1).set_index("term")
    apart = [(*row[:1], f"{row[1]}{i}", *row[2:]) for i, row in enumerate(rows)]
    apart = measure_keyness(make_corpus(apart), n_permutations=999, seed=1).set_index("term")
    assert apart.loc["乙词", "p"] < 0.01
    assert together.loc["乙词", "p"] > 2 * apart.loc["乙词", "p"]


@pytest.mark.parametrize(
    ("n_national", "places", "enough"), [(1, 30, False), (4, 30, False), (5, 4, False), (5, 5, True)]
)
def test_both_groups_must_be_enough(n_national, places, enough):
    """Thirty provincial documents use the word; what is one national document against them?"""
    rows = [("national", "全国", "plan", 2020, {"医保": 3, f"词{i}": 9}) for i in range(n_national)]
    rows += [("provincial", f"省{i % places}", "plan", 2020, {"医保": 2, "基层": i}) for i in range(1, 31)]
    table = measure_keyness(make_corpus(rows), n_permutations=19, seed=1).set_index("term")
    assert table["n_docs_of_first"].eq(n_national).all() and table["n_docs_of_second"].eq(30).all()
    assert table.loc[["医保", "基层"], "enough"].eq(enough).all()
    assert table.loc["医保", ["chance_low", "p", "q"]].notna().eq(enough).all()


def test_documents_stand_alone_where_places_are_compared():
    rng = np.random.default_rng(3)
    rows = [
        ("provincial", place, "plan", 2020, {"医保": int(rng.integers(1, 5)), word: 6})
        for place, word in (("北京", "甲词"), ("上海", "乙词"))
        for _ in range(8)
    ]
    table = measure_keyness(make_corpus(rows), ("place", "北京", "上海"), n_permutations=999, seed=1)
    table = table.set_index("term")
    assert table["enough"].all()
    assert table.loc[["甲词", "乙词"], "q"].max() < 0.05 < table.loc["医保", "q"]


def test_versions_of_a_statute_are_dealt_together():
    """A word of one law in six versions is the word of one law."""
    rows = [("national", "全国", "statute", 2000 + i, {"医保": 3, f"词{i}": 2}) for i in range(14)]
    rows = [(*row[:4], row[4] | {"甲词": 5} if i < 6 else row[4]) for i, row in enumerate(rows)]
    rows += [("provincial", f"省{i}", "statute", 2000, {"医保": 3, f"语{i}": 2}) for i in range(14)]
    corpus = make_corpus(rows)
    apart = measure_keyness(corpus, n_permutations=999, seed=1).set_index("term")
    titles = [f"法（{i}）" if i < 6 else f"法{i}" for i in range(28)]
    corpus = replace(corpus, documents=corpus.documents.assign(title=titles))
    together = measure_keyness(corpus, n_permutations=999, seed=1).set_index("term")
    assert apart.loc["甲词", "p"] < 0.05 < together.loc["甲词", "p"]


def test_within_a_topic_only_its_passages_count(corpus):
    ids = corpus.passages["passage_id"]
    shares = np.where(np.arange(len(ids)) < 12, 0.9, 0.2)
    passage_topics = pd.DataFrame({"passage_id": ids.repeat(2), "topic": [1, 2] * len(ids)})
    passage_topics["share"] = np.column_stack([shares, 1 - shares]).ravel()
    fit = SimpleNamespace(settings={}, topics=pd.DataFrame({"topic": [1, 2]}), passage_topics=passage_topics)
    table = measure_keyness(corpus, fit=fit, topic=1, n_permutations=19, seed=1)
    expected = measure_keyness(
        corpus.keep_documents(corpus.documents["doc_id"].head(12)), n_permutations=19, seed=1
    )
    pd.testing.assert_frame_equal(table, expected)


def test_groups_of_other_columns(corpus):
    by_kind = measure_keyness(load_corpus("made-up"), ("kind", "opinion", "plan"), n_permutations=19, seed=1)
    assert by_kind["kind"].unique().tolist() == ["all"]
    by_year = measure_keyness(load_corpus("made-up"), ("year", 2017, 2023), n_permutations=19, seed=1)
    assert by_year["kind"].unique().tolist() == ["key-tasks"]
    nothing = measure_keyness(corpus, ("level", "national", "county"), n_permutations=19, seed=1)
    assert nothing["kind"].unique().tolist() == ["plan"] and len(nothing)
    alone = corpus.select(kind=["plan", "notice"], level=["national", "county"])
    alone = alone.keep_documents(alone.documents.query("kind == 'notice' or level == 'county'")["doc_id"])
    empty = measure_keyness(alone, ("level", "national", "county"), seed=1)
    assert list(empty) == COLUMNS and empty[empty["enough"]].empty


def test_same_answer_in_any_order(corpus):
    names = ("documents", "passages", "terms")
    shuffled = Corpus(**{name: getattr(corpus, name).sample(frac=1, random_state=1) for name in names})
    one = measure_keyness(corpus, n_permutations=49, seed=2)
    pd.testing.assert_frame_equal(one, measure_keyness(shuffled, n_permutations=49, seed=2))
    assert not one["p"].equals(measure_keyness(corpus, n_permutations=49, seed=3)["p"])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"group": "level"}, "give a column and two of its values"),
        ({"group": ("level", "national")}, "give a column and two of its values"),
        ({"group": ("issuer", "a", "b")}, r"column='issuer' is not known.*'level'"),
        ({"group": ("level", "national", "national")}, "two groups are one"),
        (
            {"group": ("level", "national", "township")},
            r"level='township' is not known.*'county'",
        ),
        ({"topic": 1}, "give both or neither"),
        (
            {"fit": SimpleNamespace(topics=pd.DataFrame({"topic": [1, 2]})), "topic": 3},
            "topic=3 is not known",
        ),
    ],
)
def test_bad_questions_are_named(corpus, options, message):
    with pytest.raises(ValueError, match=message):
        measure_keyness(corpus, **options, seed=1)
