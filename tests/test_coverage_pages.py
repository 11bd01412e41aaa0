"""The pages of coverage of trends and domains say what their tables say."""

import re
import sys
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import bench_page as bench  # noqa: E402
import coverage_domains as domains  # noqa: E402
import coverage_trend as trend  # noqa: E402

import reformlab as rl  # noqa: E402


def test_page_of_trends_shows_the_kept_results(tmp_path):
    copy = tmp_path / trend.PAGE.name
    copy.write_bytes(trend.PAGE.read_bytes())
    trend.write_page(pd.read_csv(trend.RESULT), copy)
    assert copy.read_text("utf-8") == trend.PAGE.read_text("utf-8")


def test_page_of_domains_shows_the_kept_results(tmp_path):
    copy = tmp_path / domains.PAGE.name
    copy.write_bytes(domains.PAGE.read_bytes())
    domains.write_page(pd.read_csv(domains.RESULT), pd.read_csv(domains.LEVELS), copy)
    assert copy.read_text("utf-8") == domains.PAGE.read_text("utf-8")


def test_page_of_how_domains_are_found_shows_the_kept_scores():
    page = (ROOT / "docs" / "decisions" / "domains.md").read_text("utf-8")
    table = pd.read_csv(ROOT / "docs" / "results" / "domains.csv")
    scores = table.query("part == 'test' and group == 'all'").pivot(index="domain", columns="method")
    methods = re.search(r"^\| F1 \| n \| (.+) \|$", page, re.M)[1].split(" | ")
    shown = {row[0].strip("* "): row for row in (line[1:-1].split("|") for line in page.splitlines() if line)}
    for domain, f1 in scores["f1"][methods].iterrows():
        assert int(shown[domain][1]) == scores["n"]["classifier"][domain]
        assert [cell.strip() for cell in shown[domain][2:]] == [f"{score:.2f}" for score in f1]
    means = table.query("group == 'all' and domain == 'macro' and method == 'classifier'")["f1"]
    said = re.search(r"Macro F1 is ([^;]+);", page)[1]
    assert re.findall(r"\.\d+", said) == [f"{mean:.2f}"[1:] for mean in means]


def test_page_of_statements_shows_the_salience_of_the_bundled_reports():
    page = (ROOT / "docs" / "decisions" / "statements.md").read_text("utf-8")
    years = [int(year) for year in re.search(r"^\| \| (2003.+) \|$", page, re.M)[1].split(" | ")]
    names = {"national": "centre", "provincial": "provinces"}
    for background, what in ((False, "about health"), (True, "with background")):
        table = rl.measure_salience(rl.load_corpus("work-reports"), background=background)
        means = 100 * table.groupby(["level", "year"])["share"].mean()
        for level, name in names.items():
            row = " | ".join(f"{means[level, year]:.1f}" for year in years)
            assert f"| {what}, {name} | {row} |" in page


def test_what_is_said_of_trends_follows_the_table():
    settings = ["like the panel", "nothing moves", "years independent", "years more alike", trend.RARE]
    table = pd.DataFrame({"setting": settings, "year": [0.95, 0.951, 0.99, 0.9, 0.95]})
    table = table.assign(curve=0.94, change=[0.93, 0.97, 0.95, 0.95, 0.96])
    table = table.assign(alarm=[0.3, 0.061, 0.4, 0.2, 0.02])
    table = pd.concat([table.assign(level="national"), table.assign(level="gap", year=0.92, alarm=0.04)])
    text = trend.say(table).replace("\n", " ")
    assert "cover 90.0 to 99.0 %" in text and "changes 93.0 to 97.0 %" in text
    assert "Where nothing moves 4.0 to 6.1 % of changes are called, of rare items 2.0 to 4.0 %" in text
    assert "99.0 % are covered where years are independent, 95.0 where" in text and "and 90.0 where" in text


def test_what_is_said_of_domains_follows_the_tables():
    settings = ["like the panel", "one text of the centre a year", "the centre coded whole", domains.ACTUAL]
    table = pd.DataFrame({"setting": settings, "measure": "gap", "covers": [0.95, 0.97, 0.9, 0.93]})
    table = table.assign(
        worst=[0.9, 0.8, 0.85, 0.88],
        alarm=[0.05, 0.03, 0.1, 0.07],
        worst_alarm_uncorrected=[0.9, 0.4, 0.7, 0.5],
        width=[0.08, 0.1, 0.06, 0.09],
    )
    era = table.assign(measure="gap of an era", covers=0.1, worst=0.0)  # tells nothing of all years
    text = domains.say(pd.concat([table, era])).replace("\n", " ")
    assert "cover 90.0 to 97.0 % by setting, of the worst domain 80.0 % or more" in text
    assert "90.0 % of panels" in text and "a year in 40.0 %" in text and "5.0 and 3.0 % of all gaps" in text
    assert "0.75 times as wide" in text and "cover 90.0 %" in text
    assert "gaps are covered in 93.0 %, of the worst domain in 88.0 %" in text


def test_what_is_said_of_levels_follows_the_table():
    learnt = next(cell.setting for cell in domains.CELLS if cell.learnt)
    table = pd.DataFrame({"setting": ["like the panel", "with a gap", learnt], "level": "national"})
    table = table.assign(
        bias=[0.001, 0.002, 0.0005],
        worst=[0.004, 0.006, 0.001],
        worst_uncorrected=[0.2, 0.1, 0.001],  # the last is told by a classifier, nothing is planted in it
        error=[0.001, 0.002, 0.001],
    )
    text = domains.say_levels(table).replace("\n", " ")
    assert "10.0 to 20.0 points" in text and "0.05 to 0.20 points" in text
    assert "0.60 (*with a gap*, national)" in text and "1.0 to 4.0 times" in text


def test_page_of_speed_shows_the_kept_results(tmp_path):
    copy = tmp_path / bench.PAGE.name
    copy.write_bytes(bench.PAGE.read_bytes())
    bench.write_page(pd.read_csv(ROOT / "docs" / "results" / "bench.csv"), copy)
    assert copy.read_text("utf-8") == bench.PAGE.read_text("utf-8")


def test_what_is_said_of_speed_names_where_others_are_ahead():
    table = pd.DataFrame({"task": ["time", "NPMI"], "peer": ["a", "b"], "unit": ["s", "NPMI"]})
    said = bench.say(table.assign(value_ours=[1.0, 0.2], value_peer=[2.0, 0.3]))
    assert said == "In 1 of 2 rows the other program has the better value: NPMI (b)."
    assert "In 0 of 2" in bench.say(table.assign(value_ours=[1.0, 0.3], value_peer=[2.0, 0.2]))
