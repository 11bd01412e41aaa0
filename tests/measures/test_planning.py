"""How much to collect: the smallest number whose interval is narrow enough, told from those at hand."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import t

import reformlab as rl
from reformlab.measures.planning import count_units
from reformlab.report.sections import _say_why
from reformlab.report.words import Words


@pytest.fixture(scope="module")
def fit():
    return rl.fit_topics(
        rl.simulate_corpus(n_docs=40, gap=0.1, seed=2).corpus, n_topics=4, engine="nmf", seed=1
    )


def test_the_number_is_the_smallest_that_does(fit):
    plan = rl.plan_documents(fit, points=3)
    table = rl.measure_priorities(fit, quick=True)
    variance = table["se_documents"] ** 2 + table["se_shares"] ** 2
    spread = np.sqrt(variance * plan["n_units"])

    def reach(n):
        return 100 * t.ppf(0.975, n - 1) * spread / np.sqrt(n)

    needed = plan["n_needed"].to_numpy(dtype=float)
    assert (reach(needed) <= 3).all() and needed.min() >= 5
    assert (reach(needed - 1) > 3)[needed > 5].all() and (needed > 5).any()


def test_the_centre_counts_documents_and_the_provinces_places(fit):
    plan = rl.plan_documents(fit).drop_duplicates("level").set_index("level")
    assert plan["unit"].to_dict() == {"national": "documents", "provincial": "places"}
    of_provinces = fit.documents[fit.documents["level"] == "provincial"]
    assert plan.loc["provincial", "n_units"] == of_provinces["place"].nunique()
    assert plan.loc["national", "n_units"] == (fit.documents["level"] == "national").sum()


def test_a_corpus_of_the_planned_size_gives_the_planned_width():
    small, large = (
        rl.fit_topics(rl.simulate_corpus(n_docs=n, seed=3).corpus, n_topics=4, engine="nmf", seed=1)
        for n in (40, 160)
    )
    now = rl.plan_documents(large).query("level == 'national'")
    planned = rl.plan_documents(small, points=float(now["within"].median())).query("level == 'national'")
    assert 40 < planned["n_needed"].median() < 160  # 80 are there


def test_what_a_thousand_would_not_do_has_no_number(fit):
    assert rl.plan_documents(fit, points=1e-6)["n_needed"].isna().all()
    with pytest.raises(ValueError, match="points=0"):
        rl.plan_documents(fit, points=0)


def test_what_counts_for_too_few_is_never_said_to_be_enough():
    """Five places with 4, 3, 3, 3, 2 documents count for fewer than five: one more is needed."""
    corpus = rl.simulate_corpus(n_docs=34, seed=4).corpus
    documents = corpus.documents
    places = np.repeat([f"甲{n}" for n in range(5)], (4, 3, 3, 3, 2))
    of_provinces = documents.index[documents["level"] == "provincial"][:15]
    documents = documents.assign(kind="plan", place=documents["place"].astype(object))
    documents.loc[of_provinces, "place"] = places
    kept = documents.loc[(documents["level"] == "national") | documents.index.isin(of_provinces)]
    passages = corpus.passages[corpus.passages["doc_id"].isin(kept["doc_id"])]
    terms = corpus.terms[corpus.terms["passage_id"].isin(passages["passage_id"])]
    corpus = replace(corpus, documents=kept.reset_index(drop=True), passages=passages, terms=terms)
    fit = rl.fit_topics(corpus, n_topics=4, engine="nmf", seed=1)
    enough = rl.measure_priorities(fit, quick=True).groupby("level")["enough"].first()
    plan = rl.plan_documents(fit, points=99).drop_duplicates("level").set_index("level")
    assert not enough["provincial"] and enough["national"]
    assert plan.loc["provincial", "n_units"] == 5 and 4.5 < plan.loc["provincial", "n_counts"] < 5
    assert plan.loc["provincial", "n_needed"] == 6 and np.isnan(plan.loc["provincial", "within"])
    assert (plan.loc["national", "n_needed"] <= plan.loc["national", "n_units"]) and enough["national"]
    more = count_units(fit).set_index("level")["n_more"]
    assert more.to_dict() == {"national": 0, "provincial": 1}
    say = Words("en")
    row = rl.measure_priorities(fit, quick=True).query("level == 'provincial'").iloc[0]
    assert "5 places with 2 to 4 documents each count for 4.8" in _say_why(fit, row, say)
    assert "1 more" in _say_why(fit, row, say)
    assert "还差1个" in _say_why(fit, row, Words("zh"))
