"""How much to collect: the smallest number whose interval is narrow enough, told from those at hand."""

import numpy as np
import pytest
from scipy.stats import t

import reformlab as rl


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
