"""Whether a gap may be wording, and how much more to code."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import reformlab as rl


@pytest.fixture(scope="module")
def made():
    return rl.simulate_statements(n_domains=5, n_places=12, recall=(0.95, 0.6), seed=1)


def test_errors_by_level_are_those_of_the_coded_sample(made):
    with pytest.warns(UserWarning, match="domain-01"):
        table = rl.check_wording(made.fit)
    told = made.fit.shares.mul(made.fit.passages["policy"].to_numpy(), axis=0)
    told.columns = made.fit.topics["domain"]
    rows = told.assign(none=1 - told.sum(axis=1)).loc[made.codes["passage_id"]]
    rows["named"] = rows.idxmax(axis=1)
    rows["main"], rows["weight"] = made.codes["main"].to_numpy(), 1 / made.codes["probability"].to_numpy()
    rows["level"] = np.where(rows.index.str.startswith("全国"), "national", "provincial")
    assert table["domain"].unique().tolist() == made.fit.topics["domain"].tolist()
    for row in table.itertuples():
        part = rows[rows["level"] == row.level]
        true, named = (part[name] == row.domain for name in ("main", "named"))
        assert row.n == true.sum()
        assert row.recall == pytest.approx(np.average(named[true], weights=part.loc[true, "weight"]))
        assert row.precision == pytest.approx(np.average(true[named], weights=part.loc[named, "weight"]))
        off = np.average(part[row.domain] - true, weights=part["weight"])
        assert row.bias == pytest.approx(100 * off)
    assert table.loc[0, "may_be_wording"]


def test_the_uncorrected_gap_is_off_by_the_difference_of_the_biases(made):
    with pytest.warns(UserWarning):
        bias = rl.check_wording(made.fit).pivot(index="topic", columns="level", values="bias")
    gap = rl.measure_gap(made.fit).set_index("topic")
    wording = (bias["national"] - bias["provincial"]) / 100
    np.testing.assert_allclose(gap["uncorrected"] - gap["gap"], wording, atol=0.03)


def test_no_warning_where_levels_are_told_alike(recwarn):
    made = rl.simulate_statements(n_domains=5, n_places=12, recall=(0.9, 0.9), none=(0, 0), seed=6)
    assert not rl.check_wording(made.fit)["may_be_wording"].any()
    assert not [one for one in recwarn if one.category is UserWarning]


def test_both_levels_must_be_coded(made):
    centre = made.fit.codes["passage_id"].str.startswith("全国")
    for codes in (made.fit.codes[centre], made.fit.codes.iloc[:0]):
        with pytest.raises(ValueError, match="both the centre and the provinces"):
            rl.check_wording(replace(made.fit, codes=codes))


def test_no_more_is_planned_than_is_needed(made):
    plan, table = rl.plan_coding(made.fit, part=0.8), rl.measure_priorities(made.fit)
    known = plan["n_more"].notna().to_numpy()
    assert known.any()
    documents, codes = (table.loc[known, name] ** 2 for name in ("se_documents", "se_shares"))
    n, more = plan.loc[known, "n_coded"], plan.loc[known, "n_more"].astype(int)
    part = [np.sqrt((documents + codes * n / (n + m)) / (documents + codes)) for m in (more, more - 1)]
    assert (part[0] <= 0.8).all() and (part[1] > 0.8).all()


def test_a_period_is_planned_by_its_own_documents(made):
    years = made.fit.documents.set_index("doc_id")["year"]
    last = years.max()
    plan = rl.plan_coding(made.fit, by="period", periods=[1900, last]).drop_duplicates(["level", "period"])
    rest = made.fit.passages[~made.fit.passages["passage_id"].isin(made.fit.codes["passage_id"])]
    of_last = rest["doc_id"].map(years) == last
    n_left = plan.groupby(plan["period"].str.startswith(str(last)))[["n_left", "n_docs"]].sum()
    assert n_left["n_left"].tolist() == [(~of_last).sum(), of_last.sum()]
    assert n_left.loc[True, "n_docs"] == (years == last).sum()


def test_documents_set_a_limit_to_coding(made):
    plan = rl.plan_coding(made.fit)
    beyond = plan["narrowest"] > 0.5
    assert plan.loc[beyond, "n_more"].isna().all() and beyond.any()
    assert (plan["n_more"].dropna() <= plan.loc[plan["n_more"].notna(), "n_left"]).all()
    with pytest.raises(ValueError, match="no coded passages"):
        rl.plan_coding(replace(made.fit, codes=None))


def test_passages_that_were_not_drawn_correct_nothing(made):
    extra = made.fit.codes.head(50).assign(probability=np.nan)
    codes = pd.concat([made.fit.codes.iloc[50:], extra])
    gaps = [rl.measure_gap(replace(made.fit, codes=part)) for part in (codes, made.fit.codes.iloc[50:])]
    pd.testing.assert_frame_equal(*gaps)
