"""Every figure is fed its table; what it drew is asked of the Axes, not looked at."""

import html

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from reformlab.figures.gap import plot_gap, plot_places, plot_priorities
from reformlab.figures.picture import describe_figure, show_figure
from reformlab.figures.text import FontError

K = 18
LABELS = [
    "公立医院综合改革、薪酬制度、绩效考核",
    "基层",
    "医保支付方式改革",
    *[f"主题词{i}" for i in range(4, K + 1)],
]
ENGLISH = ["Public hospitals: comprehensive reform, pay and performance", None, *["A topic"] * (K - 2)]
TOPICS = pd.DataFrame({"topic": range(1, K + 1), "label": LABELS, "label_en": ENGLISH})


def make_priorities():
    periods = ["before 2009", "2009-2015", "2016-2020", "2021-2026", "year unknown"]
    rows = [
        ("plan", level, period, 1, 0.1 * (i + 1), n, n >= 5)
        for i, period in enumerate(periods)
        for level, n in (("national", 6 - (i == 2)), ("provincial", 31 if i in (0, 1, 3) else 2))
    ]
    table = pd.DataFrame(rows, columns=["kind", "level", "period", "topic", "priority", "n_docs", "enough"])
    table["low"] = (table["priority"] * 0.8).where(table["enough"])
    table["high"] = (table["priority"] * 1.3).where(table["enough"])
    return table.merge(TOPICS, on="topic")


def make_gap():
    rng = np.random.default_rng(2)
    rows = [
        (kind, "2016-2020", topic, rng.normal(0, 0.03) if both else np.nan, 5 * both, 31, kind == "plan")
        for kind, both in (("plan", True), ("work-report", True), ("statute", False))
        for topic in range(1, K + 1)
    ]
    columns = ["kind", "period", "topic", "gap", "n_national", "n_provincial", "enough"]
    table = pd.DataFrame(rows, columns=columns).merge(TOPICS, on="topic", how="left")
    table["low"] = (table["gap"] - 0.02).where(table["enough"])
    table["high"] = (table["gap"] + 0.03).where(table["enough"])
    return table.assign(n_docs=table["n_national"] + table["n_provincial"])


def make_places():
    rng = np.random.default_rng(3)
    rows = [
        (f"{level}-{i}", topic, level, share)
        for level, n in (("national", 2), ("provincial", 20))
        for i in range(n)
        for topic, share in enumerate(rng.dirichlet(np.ones(K)), start=1)
    ]
    table = pd.DataFrame(rows, columns=["doc_id", "topic", "level", "priority"])
    table["level_mean"] = table.groupby(["level", "topic"])["priority"].transform("mean")
    table = table.merge(TOPICS, on="topic").assign(kind="key-tasks", place="山西", year=2023, n_terms=100)
    return table.assign(period="all years")


TABLES = {
    "plot_gap": make_gap,
    "plot_places": make_places,
    "plot_priorities": make_priorities,
}


def points_of(ax):
    return [part for part in ax.collections if not hasattr(part, "get_segments")]


def legend_of(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_a_line_of_priorities_breaks_where_there_is_not_enough():
    table = make_priorities()
    ax = plot_priorities(table)
    provincial = next(line for line in ax.lines if line.get_linestyle() == "--")
    assert np.isnan(provincial.get_ydata()).tolist() == [False, False, True, False, True, True]
    hollow = [points for points in points_of(ax) if (points.get_facecolor() == 1).all()]
    assert sum(len(points.get_offsets()) for points in hollow) == (~table["enough"]).sum()
    assert any("too few" in text for text in legend_of(ax))
    assert {text.get_text() for text in ax.texts} >= {"6", "31", "2", "n national", "n provincial"}
    assert "national before 2009 10.0 (95% interval 8.0 to 13.0), n = 6" in describe_figure(ax)


def test_priorities_keep_years_apart_as_they_are():
    table = (
        make_priorities().query("level == 'national'").assign(period=["2010", "2011", "2014", "2015", "2016"])
    )
    line = plot_priorities(table.sample(frac=1, random_state=1)).lines[0]
    assert np.isnan(line.get_ydata()).tolist() == [False, False, True, True, False, False, False]


@pytest.mark.parametrize("column", ["topic", "kind"])
def test_one_topic_and_kind_at_a_time(column):
    table = make_priorities()
    other = table.assign(**{column: 2 if column == "topic" else "opinion"})
    with pytest.raises(ValueError, match=f"one {column}"):
        plot_priorities(pd.concat([table, other]))
    if column == "kind":
        with pytest.raises(ValueError, match="one kind"):
            plot_places(pd.concat([make_places(), make_places().assign(kind="plan")]))


def test_gaps_of_places_and_of_kinds_put_together_are_named():
    plan = make_gap().query("kind == 'plan'")
    tables = [plan.assign(place="北京"), plan.assign(place="天津")]
    english = legend_of(plot_gap(pd.concat(tables)))
    assert english[0].startswith("plan · 北京, ")
    assert english[1].startswith("plan · 天津, ")
    matched = plan.assign(kind="matched kinds", place="all places")
    assert legend_of(plot_gap(matched, language="zh"))[0].startswith("同类文种，")


def test_gaps_are_sorted_and_one_side_stays_in_the_legend():
    table = make_gap()
    ax = plot_gap(table, language="zh")
    plan = table[table["kind"] == "plan"].sort_values("gap", ascending=False)
    labels = [text.get_text().replace("\n", "") for text in ax.get_yticklabels()]
    assert labels == plan["label"].tolist()
    assert legend_of(ax) == [
        "规划方案，2016-2020：全国 5 份，省级 31 份",
        "政府工作报告，2016-2020：全国 5 份，省级 31 份",
        "法律法规，2016-2020：全国 0 份，省级 31 份",
        "空心：文件或地区太少，不给区间",
    ]
    intervals = sum(len(lines.get_segments()) for lines in ax.collections if hasattr(lines, "get_segments"))
    assert intervals == K
    assert ax.get_xlim()[0] == -ax.get_xlim()[1]


def test_a_topic_that_is_not_found_again_is_hollow_with_its_interval_and_says_so():
    table = make_gap().query("kind == 'plan'")
    ax = plot_gap(table.assign(found=table["topic"] != 2))
    assert legend_of(ax)[-1].startswith("hollow with an interval: a topic not found again")
    filled, hollow = (marks for marks in ax.collections if hasattr(marks, "get_sizes"))
    assert len(hollow.get_offsets()) == 1 and hollow.get_facecolor()[0].tolist() == [1, 1, 1, 1]
    assert len(filled.get_offsets()) == len(table) - 1
    assert ax.get_label().count("not found again") == 1
    assert legend_of(plot_gap(table.assign(found=True))) == legend_of(plot_gap(table))


def test_gap_refuses_more_series_than_can_be_told_apart():
    table = make_gap().query("kind == 'plan'")
    many = [table.assign(period=str(year)) for year in range(2010, 2017)]
    with pytest.raises(ValueError, match=r"7 kinds, places and periods.*up to 6"):
        plot_gap(pd.concat(many))
    one_sided = [
        table.assign(period=str(year), gap=np.nan, n_national=0, enough=False) for year in range(1978, 1998)
    ]
    ax = plot_gap(pd.concat([table, *one_sided]))
    assert legend_of(ax)[-1] == "20 more kinds or periods: one side has no document"


def test_places_shows_every_document_and_the_means():
    table = make_places()
    ax = plot_places(table)
    assert sum(len(points.get_offsets()) for points in points_of(ax)) == len(table)
    means = table.groupby(["level", "topic"])["priority"].mean()
    lines = [part.get_segments()[0][0, 0] for part in ax.collections if hasattr(part, "get_segments")]
    np.testing.assert_allclose(sorted(lines), sorted(means))
    assert legend_of(ax)[:2] == ["national (n = 2)", "provincial (n = 20)"]


def test_shown_figures_carry_their_text_and_are_closed():
    table = make_gap().assign(label='a < b & "c"', label_en=None)
    axes = [plot_gap(table), plot_priorities(make_priorities())]
    alt = describe_figure(axes[0])
    picture = show_figure(*axes)
    page = picture._repr_html_()
    assert page.count("<img ") == 2
    # Two stand side by side where there is room for both at seven tenths of the wider one's width.
    assert f"minmax(min(100%, {round(0.7 * max(image.width for image in picture.images))}px), 1fr)" in page
    assert f'alt="{html.escape(alt)}"' in page
    assert repr(picture).splitlines()[0] == alt
    assert plt.get_fignums() == []
    assert all(image.png.startswith(b"\x89PNG") for image in picture.images)
    assert show_figure(plot_gap(table)).images[0] == picture.images[0]


def test_figures_are_saved_with_the_table_that_they_draw(tmp_path):
    table = make_gap()
    paths = show_figure(plot_gap(table), plot_priorities(make_priorities())).save(
        tmp_path / "a", tmp_path / "b"
    )
    assert [path.name for path in paths] == ["a.png", "a.svg", "a.csv", "b.png", "b.svg", "b.csv"]
    assert paths[0].read_bytes().startswith(b"\x89PNG")
    assert ">A topic<" in paths[1].read_text("utf-8")
    assert pd.read_csv(paths[2])["gap"].tolist() == pytest.approx(table["gap"].tolist(), nan_ok=True)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("a.png", ["a.png"]),
        ("a.SVG", ["a.SVG"]),
        ("new/a.csv", ["a.csv"]),
        ("gap-2.5", ["gap-2.5.png", "gap-2.5.svg", "gap-2.5.csv"]),
    ],
)
def test_a_figure_saved_under_a_name_with_its_ending_is_that_file(tmp_path, name, written):
    paths = show_figure(plot_gap(make_gap())).save(tmp_path / name)
    assert [path.name for path in paths] == written
    assert sorted(path.name for path in paths[0].parent.iterdir() if path.is_file()) == sorted(written)
    opening = {".png": b"\x89PNG", ".svg": b"<?xml", ".csv": b"\xef\xbb\xbf"}
    assert all(path.read_bytes().startswith(opening[path.suffix.lower()]) for path in paths)


@pytest.mark.parametrize("name", ["a.pdf", "a.JPG"])
def test_another_format_is_refused_before_anything_is_written(tmp_path, name):
    picture = show_figure(plot_gap(make_gap()), plot_priorities(make_priorities()))
    with pytest.raises(ValueError, match=r"saved as PNG and SVG.*a\.svg for one"):
        picture.save(tmp_path / "b", tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_missing_characters_stop_the_drawing():
    table = make_gap().assign(label="基层\U0001f3e5", label_en=None)
    with pytest.raises(FontError, match="\U0001f3e5"):
        plot_gap(table)
