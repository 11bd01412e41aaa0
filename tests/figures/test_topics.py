import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.axes import Axes

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


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def test_every_figure_has_its_table():
    assert sorted(TABLES) == sorted(name for name in dir(figures_topics) if name.startswith("plot_"))


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_figure_is_drawn_described_and_leaves_the_table(name, language):
    table = TABLES[name]
    before = table.copy(deep=True)
    ax = getattr(figures_topics, name)(table, language=language)
    ax.figure.canvas.draw()
    assert isinstance(ax, Axes)
    pd.testing.assert_frame_equal(table, before)
    alt = describe_figure(ax)
    assert ("主题" in alt) == (language == "zh") or name == "plot_stability"
    assert "0.75" in alt if name == "plot_topic_numbers" else "0.95" in alt
    drawn, (width, height) = ax.figure.get_tightbbox(), ax.figure.get_size_inches()
    assert min(drawn.x0, drawn.y0, width - drawn.x1, height - drawn.y1) > -0.02


@pytest.mark.parametrize("name", TABLES)
def test_figure_goes_where_it_is_told_and_names_bad_tables(name):
    plot, table = getattr(figures_topics, name), TABLES[name]
    _, ax = plt.subplots(figsize=(9, 9))
    assert plot(table, ax=ax) is ax
    with pytest.raises(ValueError, match="no rows"):
        plot(table.head(0))
    with pytest.raises(ValueError, match=r"lacks the columns.*stability"):
        plot(table.drop(columns="stability"))
    with pytest.raises(ValueError, match="'fr'"):
        plot(table, language="fr")


def test_the_recommended_number_is_marked_where_it_stands():
    ax = figures_topics.plot_topic_numbers(NUMBERS)
    assert points_of(ax) == [[[0.8, -7.2], [0.7, -6.9]], [[0.75, -6.95]]]
    assert [text.get_text() for text in ax.texts] == ["10 topics", "20 topics", "30 topics"]


def test_unstable_topics_stand_apart():
    ax = figures_topics.plot_stability(STABILITY)
    assert points_of(ax) == [[[0.95, 0], [0.8, 2]], [[0.4, 1]]]
    assert "1 are unstable" in describe_figure(ax)
