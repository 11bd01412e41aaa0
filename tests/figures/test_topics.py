import pandas as pd

from reformlab.figures import topics as figures_topics
from reformlab.figures.picture import describe_figure

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
TABLES = {"plot_topic_numbers": NUMBERS, "plot_stability": STABILITY}


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
