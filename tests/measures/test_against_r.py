"""Formulas are held against what R finds of the same data; fixtures/r has its scripts and results."""

from functools import cache, partial
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from reformlab.corpus.tables import Corpus
from reformlab.measures import lead
from reformlab.measures import permutation as chance
from reformlab.measures.diffusion import measure_diffusion
from reformlab.measures.divergence import measure_divergence
from reformlab.measures.gap import measure_gap, measure_priorities
from reformlab.measures.intercepts import fit_intercepts
from reformlab.measures.intervals import (
    Estimate,
    find_p,
    limit_coefficient,
    limit_difference,
    limit_score,
    limit_share,
    mean_of_clusters,
    measure_dispersion,
    regress_on_clusters,
)
from reformlab.measures.keyness import measure_keyness
from reformlab.measures.priorities import estimate_priorities, measure_noise, project_priorities
from reformlab.measures.profiles import measure_profiles
from reformlab.measures.themes import measure_theme_agreement, score_themes
from reformlab.topics.fit import _score_frex
from reformlab.topics.formula import build_design

FIXTURES = Path(__file__).parents[1] / "fixtures" / "r"
COLUMNS = ["y1", "y2", "y3"]
LEXICON = pd.DataFrame(
    {"term": [f"词{i}" for i in range(1, 5)], "theme": [f"theme {i}" for i in range(1, 5)]}
)
assert_close = partial(np.testing.assert_allclose, rtol=1e-6, atol=1e-9)


@cache
def read(name):
    return pd.read_csv(FIXTURES / f"{name}.csv")


def read_layouts():
    return list(read("clusters_input").groupby("layout", sort=False))


def estimate(value, variance, df, least=0.0):
    """Make an estimate that stems from documents alone."""
    return Estimate(value, variance, df, 0 * variance, np.empty((0, len(value))), least)


def estimate_side(rows):
    return estimate(*mean_of_clusters(rows[COLUMNS].to_numpy(), rows["cluster"].to_numpy()))


def estimate_model(rows, formula):
    about = rows.assign(doc_id=np.arange(len(rows)))
    held, left_out = build_design(about[["doc_id"]], about, formula)
    assert not left_out
    design = np.column_stack([np.ones(len(rows)), held, rows["national"]])
    clusters = rows["cluster"].to_numpy()
    value, variance, _, df = regress_on_clusters(rows[COLUMNS].to_numpy(), design, clusters)
    return estimate(value, variance, df)


MODELS = {
    "national": lambda rows: estimate_side(rows[rows["national"] == 1]),
    "provincial": lambda rows: estimate_side(rows[rows["national"] == 0]),
    "difference": lambda rows: estimate_model(rows, None),
    "kind": lambda rows: estimate_model(rows, "kind"),
    "spline and kind": lambda rows: estimate_model(rows, "spline(year) + kind"),
}


@pytest.mark.parametrize(("layout", "model"), read("clusters")[["layout", "model"]].drop_duplicates().values)
def test_errors_and_degrees_of_freedom_are_those_of_clubsandwich(layout, model):
    rows = dict(read_layouts())[layout]
    theirs = read("clusters").query("layout == @layout and model == @model").set_index("column").loc[COLUMNS]
    ours = MODELS[model](rows)
    assert_close(ours.value, theirs["estimate"])
    assert_close(np.sqrt(ours.variance), theirs["se"])
    assert_close(ours.df, theirs["df"])
    low, high = limit_coefficient(ours)
    assert_close(low, theirs["low"].clip(lower=-1))
    assert_close(high, theirs["high"].clip(upper=1))
    assert_close(find_p(partial(limit_coefficient, ours), ours.value), theirs["p"])


@pytest.mark.parametrize("layout", read("clusters_input")["layout"].unique())
def test_difference_of_two_means_is_the_regression_on_the_level(layout):
    rows = dict(read_layouts())[layout]
    theirs = read("clusters").query("layout == @layout and model == 'difference'")
    both = MODELS["national"](rows).minus(MODELS["provincial"](rows))
    assert_close(both.value, theirs["estimate"])
    if layout != "crossed":  # there clusters stand on both sides, and the sides are not independent
        assert_close(np.sqrt(both.variance), theirs["se"])


def test_single_documents_give_welch():
    rows = dict(read_layouts())["singletons"]
    for column, theirs in read("welch").set_index("column").iterrows():
        sides = (rows[rows["national"] == side] for side in (1, 0))
        first, second = (
            estimate(*mean_of_clusters(side[[column]].to_numpy(), side["cluster"].to_numpy()))
            for side in sides
        )
        ours = first.minus(second)
        assert_close([ours.value[0], np.sqrt(ours.variance[0])], theirs.iloc[:2])


def test_dispersion_is_the_residual_variance():
    theirs = read("dispersion").pivot(index="layout", columns="column", values="dispersion")
    for layout, rows in read_layouts():
        ours = measure_dispersion(rows[COLUMNS].to_numpy(), rows["national"].to_numpy())
        assert_close(ours, theirs.loc[layout, COLUMNS])


def test_score_limits_are_those_of_prop_test():
    from scipy.stats import norm

    table = read("wilson")
    z = norm.ppf((1 + table["confidence"]) / 2)
    low, high = limit_score(table["share"], z**2 / table["n"])
    assert_close(low, table["low"])
    assert_close(high, table["high"])


def test_score_limits_stay_within_0_and_1_however_little_is_known():
    with np.errstate(all="raise", under="ignore"):
        low, high = limit_score(np.array([0.0, 0.3, 1.0]), np.array([[0.0], [1e-300], [1e300], [np.inf]]))
    assert_close(low, [[0, 0.3, 1], [0, 0.3, 1], [0, 0, 0], [0, 0, 0]])
    assert_close(high, [[0, 0.3, 1], [0, 0.3, 1], [1, 1, 1], [1, 1, 1]])


def test_dispersion_is_missing_where_the_mean_is_no_share():
    values = np.array([[-0.1, 0.2], [0.05, 0.4], [0.0, 0.1]])
    assert np.isnan(measure_dispersion(values, np.zeros(3))).tolist() == [True, False]


def test_diffusion_has_the_limits_of_prop_test():
    table = read("wilson").query("confidence == 0.95 and n >= 5")
    table = table[table["n"].mod(1).eq(0) & (table["n"] * table["share"]).mod(1).eq(0)]
    assert len(table) > 5
    for row in table.itertuples():
        n = int(row.n)
        use = pd.DataFrame(
            {"place": [f"p{i}" for i in range(n)], "used": np.arange(n) < round(n * row.share)}
        )
        use = use.assign(doc_id=use["place"], item="词", label="词", label_en=None, share=0.0, year=2020)
        use = use.assign(level="provincial", kind="plan", date=None, salience=0.1)
        ours = measure_diffusion(use).iloc[0]
        assert_close([ours["low"], ours["high"]], [row.low, row.high])


def test_difference_of_single_shares_is_newcombe():
    table = read("newcombe")
    # As good as no variance of their own and all degrees of freedom: what is left is the score limits.
    none = np.full(len(table), 1e-24)
    first, second = (
        estimate((table[f"x{i}"] / table[f"n{i}"]).to_numpy(), none, 1e9, 1 / table[f"n{i}"]) for i in (1, 2)
    )
    low, high = limit_difference(first, second)
    assert_close(low, table["low"])
    assert_close(high, table["high"])


def test_limits_on_the_logit_scale_are_those_of_survey():
    layouts = dict(read_layouts())
    for (layout, side), theirs in read("logit").groupby(["layout", "national"]):
        rows = layouts[layout]
        ours = estimate_side(rows[rows["national"] == side])
        low, high = limit_share(ours)
        theirs = theirs.set_index("column").loc[COLUMNS]
        assert_close(ours.value, theirs["share"])
        assert_close(low, theirs["low"])
        assert_close(high, theirs["high"])


def project(columns):
    basis = np.linalg.svd(columns, full_matrices=False)[0][:, : np.linalg.matrix_rank(columns)]
    return basis @ basis.T


def build_spline(years):
    documents = pd.DataFrame({"doc_id": np.arange(len(years)), "year": years})
    basis, left_out = build_design(documents[["doc_id"]], documents, "spline(year)")
    assert not left_out
    return np.column_stack([np.ones(len(years)), basis])


def test_spline_spans_what_ns_and_mgcv_span():
    for _, rows in read("splines").groupby("design"):
        ours = project(build_spline(rows["year"].to_numpy()))
        rows = rows.dropna(axis="columns").assign(one=1.0)
        assert_close(ours, project(rows.filter(regex="ns|one").to_numpy()))
        assert_close(ours, project(rows.filter(regex="cr").to_numpy()))


def test_unpenalised_course_is_the_regression_on_the_spline():
    data = read("course_input")
    theirs = read("course").query("smooth == 'unpenalised'")
    theirs = theirs[theirs["year"].isin(data["year"])].set_index("year").loc[data["year"]]
    basis = build_spline(data["year"].to_numpy())
    fitted = project(basis) @ data["y"]
    scale = np.square(data["y"] - fitted).sum() / (len(data) - basis.shape[1])
    assert_close(fitted, theirs["fit"])
    assert_close(np.sqrt(scale * np.diag(project(basis))), theirs["se"])


def test_discoveries_are_those_of_p_adjust():
    assert_close(chance.false_discovery_rate(read("fdr")["p"].to_numpy()), read("fdr")["q"])


def test_shares_of_deals_are_those_of_the_exact_permutation():
    data, theirs = read("permutation_input"), read("permutation").iloc[0]
    values = data["value"].to_numpy()
    rows = [np.isin(np.arange(9), one) for one in combinations(range(9), 4)]
    permuted = np.array([values[one].mean() - values[~one].mean() for one in rows])
    observed = values[data["first"]].mean() - values[~data["first"]].mean()
    assert len(permuted) == theirs["n_deals"]
    assert_close(observed, theirs["observed"])
    # The real one is counted in once more.
    upper, lower = ((1 + len(permuted) * theirs[side]) / (1 + len(permuted)) for side in ("upper", "lower"))
    assert_close(chance.p_value_upper(observed, permuted), upper)
    assert_close(chance.p_value_two_sided(observed, permuted), min(1, 2 * min(upper, lower)))


def test_variance_between_places_is_that_of_anova():
    theirs = read("variances").set_index("design")
    for design, rows in read("variances_input").groupby("design"):
        between, within = chance._split_variance(rows[["value"]].to_numpy(), rows["place"].to_numpy())
        k = theirs.loc[design, "n_places"]
        assert_close([between * k / (k + 1), within], theirs.loc[design, ["between", "within"]])


def test_series_with_gaps_correlate_as_in_r():
    series = read("series").to_numpy()
    assert_close(lead._correlate(series[:, None], series[None]), read("correlations"))


@pytest.fixture(scope="module")
def corpus():
    table = read("corpus_input").astype({"year": "Int64"})
    n_terms = table[["n1", "n2", "n3", "n4"]].sum(axis=1)
    nothing = pd.array([None] * len(table), dtype="str")
    facts = dict.fromkeys(["file", "title", "adcode", "issuer", "number", "date", "read_from"], nothing)
    documents = table[["doc_id", "level", "place", "year", "kind"]].assign(
        **facts, part=1, n_passages=1, n_chars=n_terms, n_chars_kept=n_terms
    )
    parts = dict.fromkeys(["section", "label", "heading"], nothing)
    passages = table[["doc_id"]].assign(
        passage_id=table["doc_id"] + ":0001", seq=1, **parts, start=0, end=n_terms, n_chars=n_terms
    )
    terms = pd.DataFrame(
        {
            "passage_id": passages["passage_id"].repeat(4),
            "term": list(LEXICON["term"]) * len(table),
            "n": table[["n1", "n2", "n3", "n4"]].to_numpy().ravel(),
        }
    )
    terms = terms[terms["n"] > 0].reset_index(drop=True)
    return Corpus(documents.assign(file=table["doc_id"]), passages, terms)


@pytest.fixture(scope="module")
def fit(corpus):
    return score_themes(corpus, lexicon=LEXICON)


def join(ours, name, keys):
    """Put R's rows beside ours, none left over among R's."""
    theirs = read(name)
    both = theirs.merge(ours, on=keys, suffixes=("_r", ""), validate="one_to_one")
    assert len(both) == len(theirs)
    return both


def test_priorities_and_their_limits(fit):
    both = join(measure_priorities(fit, quick=True), "priorities", ["kind", "level", "topic"])
    assert_close(both["priority"], both["priority_r"])
    assert_close(np.hypot(both["se_documents"], both["se_shares"]), both["se"])
    assert (both["enough"] == (both["df"] >= 4)).all()
    assert_close(both["low"], both["low_r"].where(both["enough"]))
    assert_close(both["high"], both["high_r"].where(both["enough"]))


def test_gaps_and_their_limits(fit):
    both = join(measure_gap(fit, quick=True, together="fdr"), "gap", ["kind", "topic"])
    for column in ("gap", "low", "high", "p", "q"):
        assert_close(both[column], both[f"{column}_r"])
    assert_close(np.hypot(both["se_documents"], both["se_shares"]), both["se"])
    both = join(measure_gap(fit, quick=True, together="simultaneous"), "gap", ["kind", "topic"])
    assert_close(both["low"], both["low_simultaneous"])
    assert_close(both["high"], both["high_simultaneous"])


@pytest.mark.parametrize("kinds", ["matched", "adjusted", "pooled"])
def test_gaps_over_kinds(fit, kinds):
    ours = measure_gap(fit, quick=True, kinds=kinds).sort_values("topic")
    theirs = read("gap_across_kinds").query("kinds == @kinds")
    assert ours["enough"].all()
    for column in ("gap", "low", "high", "p"):
        assert_close(ours[column], theirs[column])
    assert_close(np.hypot(ours["se_documents"], ours["se_shares"]), theirs["se"])


def test_divergence_and_clusters_of_places(fit):
    both = join(measure_divergence(fit, n_permutations=9, seed=1), "divergence", ["kind", "place"])
    assert_close(both["observed"], both["divergence_r"])
    profiles = measure_profiles(fit).drop_duplicates(["kind", "place"])
    both = profiles.merge(read("divergence"), on=["kind", "place"], suffixes=("", "_r"))
    pairs = both[["kind", "cluster", "cluster_r"]].drop_duplicates()
    # The same groups, whatever their numbers.
    assert (
        not pairs.duplicated(["kind", "cluster"]).any() and not pairs.duplicated(["kind", "cluster_r"]).any()
    )


def test_log_odds(corpus):
    ours = measure_keyness(corpus, n_permutations=9, seed=1)
    ours["word"] = ours["term"].str[1:].astype(int)
    both = join(ours, "keyness", ["kind", "word"])
    assert_close(both["log_odds"], both["log_odds_r"])
    assert_close(both["z"], both["z_r"])


def test_rank_correlations(fit, corpus):
    ours = measure_theme_agreement(fit, corpus, lexicon=LEXICON)
    ours["other"] = ours["theme"].map({theme: i for i, theme in enumerate(LEXICON["theme"], start=1)})
    both = join(ours.rename(columns={"topic": "one"}), "spearman", ["kind", "one", "other"])
    assert both["enough"].all()
    for column in ("correlation", "low", "high"):
        assert_close(both[column], both[f"{column}_r"])


def test_parts_of_documents():
    table = read("topics_input")
    weights = table.filter(like="weight").to_numpy().T
    counts = sparse.csr_matrix(table.filter(like="doc").to_numpy(dtype=float).T)
    theirs = read("parts")
    ours = project_priorities(counts, weights)
    assert_close(ours.ravel(), theirs["least_squares"])
    assert_close(measure_noise(counts, weights, ours).ravel(), theirs["variance"])
    # Our steps towards the likeliest parts end where one is below 1e-5.
    assert_close(estimate_priorities(counts, weights).ravel(), theirs["likeliest"], atol=1e-4)


def test_frequency_and_exclusivity():
    weights = read("topics_input").filter(like="weight").to_numpy().T
    assert_close(_score_frex(weights), read("frex").filter(like="frex").to_numpy().T)


def test_random_intercepts_are_those_of_nlme():
    """Close, not equal: ours takes the best of a grid of ratios."""
    documents, theirs = read("intercepts_input"), read("intercepts")
    values = documents.drop(columns="place")
    found = fit_intercepts(values.to_numpy(), documents["place"].to_numpy() - 1)
    for number, column in enumerate(values):
        rows = theirs[theirs["column"] == column]
        if rows["ratio"].iloc[0] < 0.1:
            assert found.ratio[number] == pytest.approx(0.1)
            continue
        np.testing.assert_allclose(found.ratio[number], rows["ratio"].iloc[0], rtol=0.06, atol=0.003)
        np.testing.assert_allclose(found.shrunken[:, number], rows["shrunken"], atol=0.02)
