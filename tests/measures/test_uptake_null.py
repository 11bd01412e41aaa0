"""What is drawn in the place of a document's tasks: like kinds, from before, as long, whole documents."""

import numpy as np
import pandas as pd
import pytest

import reformlab as rl
from reformlab.measures.estimates import MIN_DOCUMENTS
from reformlab.measures.uptake import _find_tasks
from reformlab.measures.uptake_null import (
    ENOUGH_OF_LEVEL,
    FACTOR,
    NEAREST,
    describe_units,
    expect_share,
    find_units,
)

pytestmark = pytest.mark.slow

REFERENCE = ("centre", "national", "key-tasks", 2022)
LOCAL = ("local", "provincial", "plan", 2023)


def make(*documents, n_tasks=4, n_terms=20):
    """Make a corpus of documents (doc_id, level, kind, year), each term in one passage, and its tasks."""
    empty = dict.fromkeys(("adcode", "issuer", "number", "date", "read_from"), None)
    rows = [
        {
            "doc_id": name,
            "file": name,
            "title": name,
            "level": level,
            "place": name,
            "kind": kind,
            "year": year,
        }
        for name, level, kind, year in documents
    ]
    about = pd.DataFrame(rows).assign(**empty, part=1, n_chars=9, n_passages=n_tasks, n_chars_kept=9)
    ids = [(f"{row['doc_id']}:{at:04d}", row["doc_id"], at) for row in rows for at in range(1, n_tasks + 1)]
    passages = pd.DataFrame(ids, columns=["passage_id", "doc_id", "seq"])
    passages = passages.assign(section="", label="（一）", heading="heading", start=0, end=9, n_chars=9)
    terms = passages[["passage_id"]].assign(term=lambda table: "term " + table["passage_id"], n=1)
    corpus = rl.Corpus(about.astype({"year": "Int64"}), passages, terms)
    return corpus, passages.assign(n_terms=n_terms)


def several(name, level, kind, year, n):
    return [(f"{name}-{at}", level, kind, year) for at in range(n)]


def expect(units, n_terms, measure, share=1.0, **settings):
    settings = {"n_draws": 99, "seed": 1, "name": "local"} | settings
    return expect_share(share, units, n_terms, measure, **settings)


def test_only_like_kinds_that_are_known_to_be_from_before_are_drawn_from():
    corpus, tasks = make(
        REFERENCE,
        LOCAL,
        ("plan", "county", "plan", 2021),
        ("opinion", "national", "opinion", 2009),
        ("same year", "provincial", "plan", 2022),
        ("later", "provincial", "plan", 2024),
        ("undated", "provincial", "plan", pd.NA),
        ("of no kind", "provincial", None, 2010),
        ("law", "provincial", "statute", 2010),
        ("speech", "provincial", "work-report", 2010),
    )
    units = find_units(corpus, tasks, "centre", "local")
    assert set(units["doc_id"]) == {"plan", "opinion"}
    assert describe_units(corpus, units) == "county plan 1, national opinion 1"
    years = pd.array([pd.NA] * len(corpus.documents), "Int64")
    undated = rl.Corpus(corpus.documents.assign(year=years), corpus.passages, corpus.terms)
    assert find_units(undated, tasks, "centre", "local").empty
    kinds = corpus.documents["kind"].where(corpus.documents["doc_id"] != "local")
    unknown = rl.Corpus(corpus.documents.assign(kind=kinds), corpus.passages, corpus.terms)
    assert find_units(unknown, tasks, "centre", "local").empty


@pytest.mark.parametrize(("n", "levels"), [(ENOUGH_OF_LEVEL - 1, 2), (ENOUGH_OF_LEVEL, 1)])
def test_other_levels_are_drawn_from_where_the_own_has_too_few_documents(n, levels):
    own, others = several("p", "provincial", "plan", 2020, n), several("c", "county", "plan", 2020, 3)
    corpus, tasks = make(REFERENCE, LOCAL, *own, *others)
    units = find_units(corpus, tasks, "centre", "local")
    assert len(set(units["doc_id"].str[0])) == levels


def test_versions_of_a_statute_are_one_voice_and_the_own_ones_are_left_out():
    laws = several("p", "provincial", "statute", 2010, 3)
    corpus, tasks = make(REFERENCE, ("law", "provincial", "statute", 2015), *laws)
    titles = {"p-0": "章程", "p-1": "章程", "p-2": "law", "law": "law"}
    documents = corpus.documents.assign(
        title=corpus.documents["doc_id"].replace(titles),
        place=corpus.documents["level"],
    )
    corpus = rl.Corpus(documents, corpus.passages, corpus.terms)
    units = find_units(corpus, tasks, "centre", "law")
    assert set(units["doc_id"]) == {"p-0", "p-1"}
    assert units["cluster"].nunique() == 1


def test_what_is_drawn_is_as_long_as_the_tasks():
    others = several("p", "provincial", "plan", 2020, 40)
    corpus, tasks = make(REFERENCE, LOCAL, *others)
    tasks["n_terms"] = np.where(tasks["doc_id"] == "local", 40, np.arange(len(tasks)) % 80 + 1)
    units = find_units(corpus, tasks, "centre", "local")
    assert len(units) > NEAREST
    assert units["n_terms"].between(40 / FACTOR, 40 * FACTOR).all()
    assert np.log(units["n_terms"].max() / 40) > 0.9 * np.log(FACTOR)
    result = expect(units, pd.Series([40] * 4), lambda drawn: 0.5)
    assert result["n_terms_drawn"] == pytest.approx(units["n_terms"].median(), abs=3)


def test_a_draw_takes_whole_documents_and_nothing_twice():
    corpus, tasks = make(REFERENCE, LOCAL, *several("p", "provincial", "plan", 2020, 12))
    units = find_units(corpus, tasks, "centre", "local")
    seen = []

    def measure(drawn):
        seen.append(units.loc[drawn, ["doc_id", "passage_id"]])
        return 0.0

    expect(units, tasks.loc[tasks["doc_id"] == "local", "n_terms"], measure)
    assert all(len(drawn) == 4 and drawn["passage_id"].is_unique for drawn in seen)
    assert all(drawn["doc_id"].nunique() == 1 for drawn in seen)
    assert len({drawn["doc_id"].iloc[0] for drawn in seen}) == 12
    seen.clear()
    expect(units, pd.Series([20] * 10), measure)
    assert all(drawn["doc_id"].nunique() == 3 for drawn in seen)
    expect(units, pd.Series([20] * 48), measure)
    assert seen[-1]["passage_id"].nunique() == 48


def test_p_says_no_more_than_the_documents_do():
    corpus, tasks = make(REFERENCE, LOCAL, *several("p", "provincial", "plan", 2020, 6))
    units = find_units(corpus, tasks, "centre", "local")
    n_terms = pd.Series([20] * 4)
    result = expect(units, n_terms, lambda drawn: 0.5, n_draws=999)
    assert [result[key] for key in ("expected", "low", "high", "p", "enough")] == [0.5, 0.5, 0.5, 1 / 7, True]
    assert expect(units, n_terms, lambda drawn: 0.5, share=0.5)["p"] == 1


@pytest.mark.parametrize(
    ("n_docs", "n_local", "enough"),
    [(MIN_DOCUMENTS, 4, True), (MIN_DOCUMENTS - 1, 4, False), (MIN_DOCUMENTS, 21, False), (0, 4, False)],
)
def test_too_few_documents_or_passages_give_no_band_and_no_p(n_docs, n_local, enough):
    corpus, tasks = make(REFERENCE, LOCAL, *several("p", "provincial", "plan", 2020, n_docs))
    units = find_units(corpus, tasks, "centre", "local")
    result = expect(units, pd.Series([20] * n_local), lambda drawn: 0.5)
    assert result["enough"] == enough
    assert (result["n_docs"], result["n_passages"]) == (n_docs, 4 * n_docs)
    assert all(np.isfinite(result[key]) == enough for key in ("expected", "low", "high", "p"))


def test_documents_that_cannot_have_taken_anything_up_are_seldom_above_chance():
    """National work reports of before 2022, each against the others: about one in twenty."""
    lists, reports = rl.load_corpus("policy-documents"), rl.load_corpus("work-reports")
    names = ("documents", "passages", "terms")
    corpus = rl.Corpus(*(pd.concat([getattr(lists, name), getattr(reports, name)]) for name in names))
    about = corpus.documents.query("kind == 'work-report' and level == 'national' and year < 2022")
    n_tasks = _find_tasks(corpus)["doc_id"].value_counts()
    others = [doc_id for doc_id in about["doc_id"] if n_tasks.get(doc_id, 0) >= 5][::3]
    table = rl.measure_uptake(corpus, "national-2022", others=others, n_draws=99, seed=1)
    assert table["before"].all()
    assert table["enough"].all()
    assert set(table["drawn_from"].str.replace(r" \d+", "", regex=True)) == {"national work-report"}
    assert (table["p"] <= 0.05).mean() <= 0.25
    assert table["p"].mean() > 0.3
