"""Every figure of a measure is fed its table; what it drew is asked of the Axes, not looked at."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

import reformlab as rl
from reformlab.corpus.tables import load_corpus
from reformlab.figures.picture import describe_figure
from reformlab.measures.adoption import measure_adoption, measure_use
from reformlab.measures.divergence import measure_divergence
from reformlab.measures.keyness import measure_keyness
from reformlab.measures.lead import measure_lead
from reformlab.measures.profiles import measure_profiles
from reformlab.measures.themes import measure_theme_gap, score_themes
from reformlab.simulate.corpus import simulate_corpus

TERMS = ["县域医共体", "基本医疗保险"]


@cache
def load_reports():
    return load_corpus("work-reports").select(year=[2021, 2022, 2023, 2024, 2025])


def make_lead():
    table = measure_lead(measure_use(load_reports(), TERMS))
    told = table.head(1).assign(verdict="top-down", reason="", lag=1.8, p=0.04, item="分级诊疗")
    return pd.concat([table, told], ignore_index=True)


@cache
def make_all():
    reports = load_reports()
    fit, use = score_themes(reports), measure_use(reports, TERMS)
    return {
        "plot_divergence": measure_divergence(fit, n_permutations=19, seed=1),
        "plot_profiles": measure_profiles(fit),
        "plot_keyness": measure_keyness(reports, n_permutations=99, seed=1),
        "plot_theme_gap": measure_theme_gap(fit, reports),
        "plot_adoption": measure_adoption(use).query("item == @TERMS[0]"),
        "plot_lead": make_lead(),
    }


def labels_of(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


def points_of(ax):
    return [part for part in ax.collections if not hasattr(part, "get_segments")]


def test_one_kind_is_drawn():
    for name, table in make_all().items():
        with pytest.raises(ValueError, match="one kind"):
            getattr(rl, name)(pd.concat([table, table.assign(kind="plan")]))


def test_divergence_is_sorted_over_its_null():
    table = make_all()["plot_divergence"]
    ax = rl.plot_divergence(table)
    rows = table.sort_values("divergence", ascending=False)
    assert [label.split(" (")[0].split(" ")[0] for label in labels_of(ax)] == [
        place.split(" ")[0] for place in rows["place"]
    ]
    assert any("北京 Beijing" in label for label in labels_of(ax))
    assert not any("Beijing" in label for label in labels_of(rl.plot_divergence(table, language="zh")))
    np.testing.assert_allclose([bar.get_x() for bar in ax.patches], rows["chance_low"])
    drawn = np.concatenate([points.get_offsets()[:, 0] for points in points_of(ax)])
    np.testing.assert_allclose(np.sort(drawn), np.sort(rows["divergence"]))
    with pytest.raises(ValueError, match="no document to be far from"):
        rl.plot_divergence(table.assign(divergence=np.nan))


def test_places_without_a_null_are_drawn_and_said_so():
    table = make_all()["plot_divergence"]
    columns = ["expected", "chance_low", "chance_high", "p"]
    table = table.assign(**{name: table[name].mask(table["place"] == "all places") for name in columns})
    for language, words in (("en", "nothing to compare with"), ("zh", "无可比较")):
        alt = describe_figure(rl.plot_divergence(table, language=language))
        assert words in alt and "nan" not in alt


def test_profiles_stand_in_their_order_and_tell_found_from_outside():
    table = make_all()["plot_profiles"]
    table = table.assign(outside=table["outside"] | (table.index < 3), found=table.index < 2)
    ax = rl.plot_profiles(table)
    wide = table.pivot(index="place_order", columns="topic_order", values="difference")
    np.testing.assert_allclose(ax.images[0].get_array(), wide)
    plain = table[~table["found"] & ~table["outside"]]["difference"]
    signs = [text.get_text() for text in ax.texts]
    assert (signs.count("+"), signs.count("−")) == ((plain >= 0.01).sum(), (plain <= -0.01).sum())
    found, merely = points_of(ax)
    assert len(found.get_offsets()) == 2 and (found.get_facecolor()[:, :3] == 0).all()
    assert len(merely.get_offsets()) == table["outside"].sum() - 2 and (merely.get_facecolor() == 1).all()
    topics, places = found.get_offsets().T
    first = table.head(2)
    assert (places + 1).tolist() == first["place_order"].tolist()
    assert (topics + 1).tolist() == first["topic_order"].tolist()
    n, outside = len(table), table["outside"].sum()
    told = " ".join(ax.get_xlabel().split())
    assert f"(2 of {n})" in told
    assert f"({outside} of {n}; about {round(0.05 * n)} if none stood out)" in told
    assert f"2 of {n} are found" in describe_figure(ax)


def test_keyness_shows_both_sides_and_leaves_rare_terms_out():
    table = make_all()["plot_keyness"]
    ax = rl.plot_keyness(table, language="zh")
    known = table[table["enough"]].sort_values("z", ascending=False)
    top, bottom = known[known["z"] > 0].head(12), known[known["z"] <= 0].tail(12)
    assert labels_of(ax) == [*top["term"], *bottom["term"]]
    first = top.iloc[0]
    assert f"{first['n_docs_first']} : {first['n_docs_second']}" in [text.get_text() for text in ax.texts]
    with pytest.raises(ValueError, match="five documents"):
        rl.plot_keyness(table.assign(enough=False))


def test_filled_keyness_is_found():
    corpus = simulate_corpus(n_docs=30, gap=0.6, seed=1).corpus
    table = measure_keyness(corpus, n_permutations=999, seed=1)
    assert (table["q"] <= 0.05).any()
    ax = rl.plot_keyness(table)
    filled = [
        part for part in points_of(ax) if len(part.get_offsets()) and not (part.get_facecolor() == 1).all()
    ]
    shown = [label.split(" ")[0] for label in labels_of(ax)]
    expected = table[table["term"].isin(shown) & (table["q"] <= 0.05)]
    assert sum(len(part.get_offsets()) for part in filled) == len(expected)


def test_what_cannot_be_known_is_hollow_or_a_cross():
    table = make_all()["plot_adoption"]
    ax = rl.plot_adoption(table)
    hollow = [part for part in points_of(ax) if len(part.get_offsets()) and (part.get_facecolor() == 1).all()]
    cannot = (table["first_year"].notna() & ~table["known"]).sum()
    assert sum(len(part.get_offsets()) for part in hollow) == cannot > 0
    assert labels_of(ax)[0].startswith("全国")
    with pytest.raises(ValueError, match="one item"):
        rl.plot_adoption(pd.concat([table, table.assign(item="分级诊疗")]))


def test_lead_says_every_verdict():
    ax = rl.plot_lead(make_all()["plot_lead"])
    texts = [text.get_text() for text in ax.texts]
    assert [text.split(" (")[0] for text in texts] == ["cannot tell", "cannot tell", "top-down"]
    assert "top-down +1.8" in describe_figure(ax)


def test_theme_gap_shows_both_ways_of_measuring():
    table = make_all()["plot_theme_gap"]
    ax = rl.plot_theme_gap(table)
    rows = table.sort_values("gap", ascending=False)
    np.testing.assert_allclose(points_of(ax)[-1].get_offsets()[:, 0], rows["gap_topics"])
    assert [label.replace("\n", " ") for label in labels_of(ax)] == rows["label_en"].tolist()
    with pytest.raises(ValueError, match="no gap"):
        rl.plot_theme_gap(table.assign(gap=np.nan))
