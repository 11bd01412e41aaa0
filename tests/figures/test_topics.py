import numpy as np
import pandas as pd
import pytest

from reformlab.figures import topics as figures_topics
from reformlab.figures.picture import describe_figure
from tests.figures.test_gap import ENGLISH, LABELS, TOPICS, K

NUMBERS = pd.DataFrame(
    {
        "n_topics": [10, 20, 30],
        "held_out": [-7.2, -6.9, -6.95],
        "behind_error": [0.03, 0.0, 0.06],
        "stability": [0.8, 0.7, 0.75],
        "recommended": [False, False, True],
    }
)
STABILITY = pd.DataFrame(
    {
        "topic": [1, 2, 3],
        "label": ["公立医院综合改革、薪酬制度", "基层", "医保支付方式改革"],
        "label_en": ["Public hospitals", None, "Insurance payment"],
        "stability": [0.95, 0.4, 0.8],
        "low": [0.9, 0.2, 0.6],
        "high": [0.99, 0.7, 0.9],
        "stable": [True, False, True],
        "n_refits": 5,
    }
)


def make_topic_terms():
    rng = np.random.default_rng(1)
    rows = [
        {
            "topic": topic,
            "term": f"医疗卫生服务体系{i}"[-6:],
            "weight": weight,
            "frex": 1 - i / 12,
            "rank": i + 1,
        }
        for topic in range(1, K + 1)
        for i, weight in enumerate(np.sort(rng.dirichlet(np.ones(12)))[::-1])
    ]
    return pd.DataFrame(rows).merge(TOPICS, on="topic")


TABLES = {"plot_topic_numbers": NUMBERS, "plot_stability": STABILITY, "plot_topic_terms": make_topic_terms()}


def points_of(ax):
    """Give where the marks stand, for each series that has any."""
    series = [part.get_offsets().tolist() for part in ax.collections if not hasattr(part, "get_segments")]
    return [points for points in series if points]


def test_the_recommended_number_is_marked_where_it_stands():
    ax = figures_topics.plot_topic_numbers(NUMBERS)
    assert points_of(ax) == [[[0.8, -7.2], [0.7, -6.9]], [[0.75, -6.95]]]
    assert [text.get_text() for text in ax.texts] == ["10 topics", "20 topics", "30 topics"]


def test_unstable_topics_stand_apart():
    ax = figures_topics.plot_stability(STABILITY)
    assert points_of(ax) == [[[0.95, 0], [0.8, 2]], [[0.4, 1]]]
    assert "1 are unstable" in describe_figure(ax)


def test_labels_come_in_the_language_or_as_they_are():
    table = make_topic_terms()

    def labels(table, **options):
        return [
            text.get_text().replace("\n", " ")
            for text in figures_topics.plot_topic_terms(table, **options).get_yticklabels()
        ]

    assert labels(table)[:3] == [ENGLISH[0], LABELS[1], "A topic"]
    assert [label.replace(" ", "") for label in labels(table, language="zh")] == LABELS
    assert labels(table.drop(columns=["label", "label_en"]))[:2] == ["topic 1", "topic 2"]


def test_terms_stand_in_the_order_asked_for():
    table = make_topic_terms()
    table["frex"] = 1 - table["frex"]
    first = {
        by: figures_topics.plot_topic_terms(table, by=by).texts[0].get_text() for by in ("weight", "frex")
    }
    one = table[table["topic"] == 1]
    assert first == {by: one.sort_values(by, ascending=False)["term"].iloc[0] for by in ("weight", "frex")}
    with pytest.raises(ValueError, match=r"'rank'.*'weight', 'frex'"):
        figures_topics.plot_topic_terms(table, by="rank")


def test_the_table_of_a_figure_of_terms_has_the_terms_that_are_drawn():
    ax = figures_topics.plot_topic_terms(make_topic_terms())
    assert ax.drawn["term"].tolist() == [text.get_text() for text in ax.texts]
