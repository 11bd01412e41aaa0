"""The coded sample takes out what a classifier gets wrong, and says how unsure that is."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import reformlab as rl
from reformlab.measures.correction import (
    FewCodedWarning,
    Sample,
    correct_documents,
    mean_of_documents,
    predict_documents,
)
from reformlab.measures.intervals import mean_of_clusters

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
import coverage_domains

SMALL = {"n_domains": 5, "n_places": 8, "years": (2009, 2020), "coded": (60, 120)}


@pytest.fixture(scope="module")
def made():
    return rl.simulate_statements(**SMALL, seed=1)


@pytest.fixture(scope="module")
def all_coded():
    """Every statement is coded."""
    return rl.simulate_statements(**SMALL | {"coded": (10**6, 10**6)}, seed=2)


def take_truth(made):
    """Give the true priorities of every document, in plain pandas (all statements are coded)."""
    rows = made.fit.passages.merge(made.codes, on="passage_id")
    counts = rows.groupby(["doc_id", "main"]).size().unstack(fill_value=0).drop(columns="none")
    return counts.div(counts.sum(axis=1), axis=0)


def test_where_all_is_coded_the_mean_is_the_true_one(all_coded):
    table = rl.measure_priorities(all_coded.fit)
    truth = take_truth(all_coded)
    about = all_coded.fit.documents.set_index("doc_id").loc[truth.index]
    for level, rows in table.groupby("level"):
        true = truth[(about["level"] == level).to_numpy()].mean()
        np.testing.assert_allclose(rows["priority"], true)
        assert (rows["uncorrected"] - true.to_numpy()).abs().max() > 0.02


def test_a_document_that_is_coded_whole_is_what_its_codes_say(all_coded):
    table = rl.measure_document_priorities(all_coded.fit).pivot(index="doc_id", columns="topic")
    spoken = take_truth(all_coded).dropna()
    domains = all_coded.fit.topics.set_index("topic")["domain"]
    told = table["priority"].rename(columns=domains)
    pd.testing.assert_frame_equal(told.loc[spoken.index, spoken.columns], spoken, check_names=False)
    assert (table["se"] == 0).all(axis=None)
    gaps = rl.measure_gap(all_coded.fit)
    assert (gaps["se_shares"] == 0).all() and (gaps["n_effective"] == gaps["n_coded"]).all()


def test_few_documents_are_kept_where_all_of_them_are_coded_whole(all_coded):
    fit = all_coded.fit
    few = fit.documents["doc_id"][fit.documents["level"] == "national"].head(3)
    others = fit.documents["doc_id"][fit.documents["level"] == "provincial"]
    kept = fit.passages["doc_id"].isin([*few, *others])
    ids = fit.passages.loc[kept, "passage_id"]
    small = replace(
        fit,
        documents=fit.documents[fit.documents["doc_id"].isin([*few, *others])],
        passages=fit.passages[kept].reset_index(drop=True),
        passage_topics=fit.passage_topics[fit.passage_topics["passage_id"].isin(ids)],
    )
    assert rl.measure_priorities(small)["level"].unique().tolist() == ["national", "provincial"]
    # One of three is coded but in part: no error can be told, so all three are left out.
    part = small.codes["passage_id"] != ids.iloc[0]
    with pytest.warns(UserWarning, match="left out"):
        table = rl.measure_priorities(replace(small, codes=small.codes[part]))
    assert table["level"].unique().tolist() == ["provincial"]


def test_where_nothing_is_beside_the_subject_it_is_exact():
    made = rl.simulate_statements(**SMALL | {"coded": (10**6, 10**6)}, none=(0.0, 0.0), seed=3)
    table = rl.measure_priorities(made.fit)
    rows = made.fit.passages.merge(made.codes, on="passage_id")
    true = pd.crosstab(rows["doc_id"], rows["main"], normalize="index")
    level = made.fit.documents.set_index("doc_id")["level"]
    for name, part in table.groupby("level"):
        ids = level.index[level == name]
        np.testing.assert_allclose(part["priority"], true.loc[ids].mean(), atol=1e-12)
        if name == "national":  # documents are the units: the error is that of their true priorities
            plain = true.loc[ids].std() / np.sqrt(len(ids))
            error = np.hypot(part["se_documents"], part["se_shares"])
            np.testing.assert_allclose(error, plain, rtol=0.1)


def test_the_mean_correction_of_a_stratum_is_the_weighted_mean_residual(made):
    fit = made.fit
    about, correction = correct_documents(fit)
    sizes = fit.passages.groupby("doc_id").size()
    told = fit.shares.mul(fit.passages["policy"].to_numpy(), axis=0)
    rows = fit.codes.merge(fit.passages, on="passage_id")
    rows["weight"] = 1 / rows["probability"] / rows["doc_id"].map(sizes)
    rows["stratum"] = rows["doc_id"].map(dict(zip(about["doc_id"], correction.stratum, strict=True)))
    _, document, shares = predict_documents(fit)
    means = mean_of_documents(document, shares)
    domain = fit.topics["domain"].iloc[0]
    for stratum, part in rows.groupby("stratum"):
        wrong = (part["main"] == domain) - told.loc[part["passage_id"], 1].to_numpy()
        inside = correction.stratum == stratum
        off = np.average(wrong, weights=part["weight"])
        # Divided by what speaks of the subject, which moves it a little.
        expected = (means[inside, 0] + off).mean() / (1 - (part["main"] == "none").mean())
        assert abs(correction.values[inside, 0].mean() - expected) < 0.02


def test_what_is_told_of_none_shrinks_to_what_is_true_of_it():
    """Two documents of a stratum: half of what is told is of none, and a tenth of it is."""
    document, told = np.array([0, 0, 1, 1]), np.array([[0.6, 0.3], [0.3, 0.3], [0.1, 0.0], [0.4, 0.0]])
    truth = np.array([[1.0, 0.0], [0.0, 0.9]])
    sample = Sample(np.array([0, 1]), np.ones(2), np.zeros(2, dtype=int))
    left = sample.allow_subject(document, told, truth)
    assert (1 - left.sum(axis=1)).mean() == pytest.approx(0.05)
    np.testing.assert_allclose(left[:2, 0] / left[:2].sum(axis=1), [2 / 3, 1 / 2])
    np.testing.assert_allclose((1 - left.sum(axis=1)) / (1 - told.sum(axis=1)), 0.1)
    # What is told too little stays: there is no saying of which passages it is true.
    np.testing.assert_allclose(sample.allow_subject(document, told, 0.1 * truth), told)


def test_documents_that_are_taken_for_beside_the_subject_do_not_outweigh_all_others():
    """Of what is told of the domains in every fifth document nine tenths go to none, wrongly."""
    made = rl.simulate_statements(**SMALL, none=(0.03, 0.03), seed=1)
    passages = made.fit.passages
    few = np.where(pd.factorize(passages["doc_id"])[0] % 5, 1, 0.1)
    fit = replace(made.fit, passages=passages.assign(policy=passages["policy"] * few))
    plain, blind = rl.measure_gap(made.fit), rl.measure_gap(fit)
    assert (blind["gap"] - plain["gap"]).abs().max() < 0.01
    assert (blind["high"] - blind["low"]).mean() < 1.05 * (plain["high"] - plain["low"]).mean()


def test_uncorrected_stands_beside(made):
    for measure in (rl.measure_gap, rl.measure_priorities):
        plain = measure(made.fit, corrected=False)
        value = "gap" if "gap" in plain else "priority"
        corrected = measure(made.fit)
        np.testing.assert_allclose(corrected["uncorrected"], plain[value])
        assert "uncorrected" not in plain
        assert set(plain["sources"]) == {"documents"}
        assert set(corrected["sources"]) == {"documents, classifier"}


def test_priorities_sum_to_one_and_gaps_to_zero(made):
    documents = rl.measure_document_priorities(made.fit)
    for name in ("priority", "uncorrected", "share"):
        np.testing.assert_allclose(documents.groupby("doc_id")[name].sum(), 1)
    means = documents.groupby(["level", "topic"])["priority"].mean()
    table = rl.measure_priorities(made.fit).set_index(["level", "topic"])["priority"]
    np.testing.assert_allclose(means, table.loc[means.index])
    for kinds in ("apart", "matched", "adjusted", "pooled"):
        gaps = rl.measure_gap(made.fit, kinds=kinds)
        assert abs(gaps["gap"].sum()) < 1e-9
        assert (gaps["low"] < gaps["gap"]).all() and (gaps["gap"] < gaps["high"]).all()


def test_a_domain_that_nobody_speaks_of_has_limits_within_0_and_1(made):
    """The classifier sees a little of it everywhere, and the correction takes off as much, or more."""
    main = made.codes["main"].where(made.codes["main"] != "domain-05", "domain-04")
    fit = replace(made.fit, codes=made.fit.codes.assign(main=main.to_numpy()))
    for by in (None, "era", "place"):
        with np.errstate(all="raise", under="ignore"):
            shares, gaps = rl.measure_priorities(fit, by=by), rl.measure_gap(fit, by=by)
        shares, gaps = shares[shares["enough"]], gaps[gaps["enough"]]
        # What no document speaks of that is coded whole has no spread, which says nothing of the next one.
        assert (shares.loc[shares["low"].isna(), "priority"] == 0).all()
        shares = shares.dropna(subset=["low", "high"])
        assert shares[["low", "high"]].stack().between(0, 1).all()
        assert (shares["high"] - shares["low"]).median() < 0.5
        assert gaps[["low", "high"]].stack().between(-1, 1).all()
    rl.plot_gap(rl.measure_gap(fit))


def test_regression_on_the_level_alone_is_the_difference_of_two_means(made):
    apart, pooled = rl.measure_gap(made.fit), rl.measure_gap(made.fit, kinds="pooled")
    for name in ("gap", "uncorrected", "n_effective", "se_shares"):
        np.testing.assert_allclose(apart[name], pooled[name], rtol=1e-9)
    np.testing.assert_allclose(
        np.hypot(apart["se_documents"], apart["se_shares"]),
        np.hypot(pooled["se_documents"], pooled["se_shares"]),
        rtol=0.05,  # small-sample factors differ a little
    )


def test_the_error_grows_where_less_is_coded(made):
    few = replace(made.fit, codes=made.fit.codes.sample(frac=0.25, random_state=1))
    few = replace(few, codes=few.codes.assign(probability=few.codes["probability"] / 4))
    many, less = rl.measure_gap(made.fit), rl.measure_gap(few)
    assert less["se_shares"].mean() > 1.2 * many["se_shares"].mean()
    assert less["n_coded"].iloc[0] < many["n_coded"].iloc[0]
    assert (many["n_effective"] > many["n_coded"]).mean() >= 0.8


def test_a_classifier_that_knows_nothing_adds_nothing():
    made = rl.simulate_statements(**SMALL, recall=(0.0, 0.0), seed=4)
    table = rl.measure_gap(made.fit)
    assert (table["n_effective"] < 1.2 * table["n_coded"]).all()


def test_a_place_borrows_the_correction_of_its_level():
    made = rl.simulate_statements(**SMALL | {"coded": (60, 60)}, seed=1)
    table = rl.measure_priorities(made.fit, by="place")
    # As sure as the coded sample of all provinces allows, however few statements of the place are coded.
    places = table[table["level"] == "provincial"]
    assert (places["n_coded"] == places["n_coded"].iloc[0]).all()
    assert places["enough"].all() and (places["se_shares"] > 0).all()


def test_trend_and_change_are_corrected(made):
    trend, plain = (rl.measure_trend(made.fit, corrected=yes) for yes in (True, False))
    places = trend["level"] == "provincial"
    np.testing.assert_allclose(trend.loc[places, "uncorrected"], plain.loc[places, "estimate"])
    width = [(table["high"] - table["low"])[trend["level"] != "gap"].mean() for table in (trend, plain)]
    assert width[0] > width[1]
    assert (trend["low_all"] <= trend["low"] + 1e-9).all()
    eras = rl.read_eras().query("first_year > 2008")
    change, plain = (rl.measure_change(made.fit, eras=eras, corrected=yes) for yes in (True, False))
    np.testing.assert_allclose(change["uncorrected"], plain["change"], atol=1e-12)


def test_what_is_not_coded_is_left_out_with_a_warning(made):
    first = made.fit.documents.query("level == 'national'")["doc_id"]
    of_centre = made.fit.passages["doc_id"].isin(first)
    ids = made.fit.passages.loc[of_centre, "passage_id"]
    fit = replace(made.fit, codes=made.fit.codes[~made.fit.codes["passage_id"].isin(ids)])
    with pytest.warns(FewCodedWarning, match="national / work-report"):
        table = rl.measure_priorities(fit)
    assert table["level"].unique().tolist() == ["provincial"]
    with pytest.raises(ValueError, match="corrected=False"):
        rl.measure_priorities(replace(fit, codes=made.fit.codes.head(3)))


def test_without_codes_nothing_is_corrected(made):
    table = rl.measure_gap(replace(made.fit, codes=made.fit.codes.iloc[:0]))
    assert "uncorrected" not in table
    np.testing.assert_allclose(table["gap"], rl.measure_gap(made.fit, corrected=False)["gap"])


@pytest.mark.slow
def test_no_more_false_alarms_than_said():
    """The study of docs/coverage_domains.md, reduced."""
    cell = coverage_domains.Cell("test", {**SMALL, "n_places": 12})
    raw = pd.concat([coverage_domains.run(cell, seed) for seed in range(1, 8 * 5, 2)])
    raw = raw[raw["measure"] == "gap"]
    assert raw["held"].mean() > 0.9
    assert raw["alarm_uncorrected"].mean() > 2 * raw["alarm"].mean()
    assert raw["error"].groupby(raw["topic"]).mean().abs().max() < 0.03
    assert raw["error_uncorrected"].groupby(raw["topic"]).mean().abs().max() > 0.04


FIXTURES = Path(__file__).parents[1] / "fixtures"


def make_fit(rows, layout):
    """Give the statements of a layout of fixtures/r/codes.R as a fit."""
    rows = rows[rows["layout"] == layout].reset_index(drop=True)
    rows = rows.assign(doc_id="d" + rows["doc"].astype(str).str.zfill(2))
    rows["passage_id"] = rows["doc_id"] + rows.index.astype(str).str.zfill(4).map(":{}".format)
    about = rows.drop_duplicates("doc_id")
    names = ["one", "two", "three"]
    topics = pd.DataFrame({"topic": [1, 2, 3], "domain": names, "label": names, "label_en": names})
    documents = rl.simulate_statements(**SMALL, seed=1).corpus.documents.head(len(about))
    level = np.where(about["national"] == 1, "national", "provincial")
    documents = documents.reset_index(drop=True).assign(
        doc_id=about["doc_id"].to_numpy(), level=level, place=about["place"].to_numpy(), year=2012
    )
    coded = rows["main"].notna()
    shares = pd.DataFrame({"passage_id": rows["passage_id"].repeat(3), "topic": [1, 2, 3] * len(rows)})
    return rl.Fit(
        topics=topics,
        topic_terms=None,
        passage_topics=shares.assign(share=rows[names].to_numpy().ravel()),
        passages=rows[["passage_id", "doc_id"]].assign(n_terms=8),
        terms=pd.DataFrame({"passage_id": pd.Series(dtype="str"), "term": pd.Series(dtype="str"), "n": []}),
        documents=documents,
        dropped=None,
        settings={"engine": "fixture"},
        codes=rows.loc[coded, ["passage_id", "main", "probability"]],
    )


@pytest.fixture(scope="module")
def of_r():
    found = pd.read_csv(FIXTURES / "r" / "codes.csv").set_index(["layout", "what"])
    return pd.read_csv(FIXTURES / "r" / "codes_input.csv"), found


@pytest.mark.parametrize("layout", ["even", "uneven"])
def test_it_is_design_based_supervised_learning(of_r, layout):
    """Of documents coded alike, means of pseudo-outcomes and their CR2 errors, as clubSandwich finds them."""
    fit = make_fit(of_r[0], layout)
    about, correction = correct_documents(fit)
    for side, level in ((1, "national"), (0, "provincial")):
        theirs = of_r[1].loc[(layout, f"dsl {side}")].set_index("domain").loc[["one", "two", "three"]]
        rows = (about["level"] == level).to_numpy()
        np.testing.assert_allclose(correction.values[rows].mean(axis=0), theirs["value"], rtol=1e-8)
        # Ours are larger by the small-sample factor of the mean residual.
        errors = correction.error[rows] * np.sqrt(1 - 1 / rows.sum())
        clusters = about.loc[rows, "place"].to_numpy()
        _, variance, df = mean_of_clusters(correction.values[rows], clusters, errors)
        np.testing.assert_allclose(np.sqrt(variance), theirs["se"], rtol=1e-8)
        np.testing.assert_allclose(df, theirs["df"], rtol=1e-8)
    gap, theirs = rl.measure_gap(fit), of_r[1].loc[(layout, "dsl gap")].set_index("domain")
    theirs = theirs.loc[gap["label"]]
    np.testing.assert_allclose(gap["gap"], theirs["value"], rtol=1e-7)
    np.testing.assert_allclose(np.hypot(gap["se_documents"], gap["se_shares"]), theirs["se"], rtol=0.05)


@pytest.mark.parametrize("layout", ["even", "uneven"])
def test_the_error_of_a_correction_is_that_of_a_mean_in_a_survey(of_r, layout):
    """The weighted mean residual and its error with documents as sampling units, as R's survey finds them."""
    about, correction = correct_documents(make_fit(of_r[0], layout))
    for side, level in ((1, "national"), (0, "provincial")):
        theirs = of_r[1].loc[(layout, f"residual {side}")].set_index("domain").loc[["one", "two", "three"]]
        first = np.flatnonzero(about["level"] == level)[0]
        moved = correction.values[first] - correction.uncorrected[first]
        np.testing.assert_allclose(moved, theirs["value"], rtol=1e-7)
        np.testing.assert_allclose(correction.find_errors()[first], theirs["se"], rtol=1e-7)


def test_it_is_prediction_powered_inference_where_a_document_is_one_statement():
    """Point and interval of a mean by ppi-python, with predictions of all 4,000 and 300 coded."""
    rows, theirs = (pd.read_csv(FIXTURES / "ppi" / f"{name}.csv") for name in ("mean_input", "mean"))
    sample = Sample(np.flatnonzero(rows["true"].notna()), np.full(300, 4000 / 300), np.zeros(4000, dtype=int))
    known = rows[rows["true"].notna()]
    off, error = sample.average((known["true"] - known["told"]).to_numpy()[:, None])
    values = rows[["told"]].to_numpy() + off
    mean, variance, _ = mean_of_clusters(values, np.arange(4000), error)
    np.testing.assert_allclose(mean, theirs["value"], rtol=1e-12)
    half = (theirs["high"] - theirs["low"]).to_numpy() / 2
    # Theirs take predictions of the coded and of all as independent.
    np.testing.assert_allclose(1.96 * np.sqrt(variance), half, rtol=0.03)
    assert half[0] < theirs["half_classic"][0]
