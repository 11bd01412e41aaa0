import pandas as pd
import pytest

from reformlab.mentions.find import find_mentions


def years_below(section, text="（一）新建泵站5座。", *, heading=None, year=2023):
    """Give by when the aims of a passage under headings are to be reached."""
    row = {"passage_id": "a:1", "doc_id": "a", "seq": 1, "text": text, "section": section, "heading": heading}
    facts = {"doc_id": "a", "year": year, "kind": "plan"}
    found = find_mentions(pd.DataFrame([row]), pd.DataFrame([facts]))
    return found.loc[found["number_kind"] == "aim", "by"].fillna("").tolist()


@pytest.mark.parametrize(
    "section",
    [
        "三、2023年重点任务",
        "二、2023年工作安排",
        "2023年重点工作 > （一）修缮校舍",
        "附件1 2023年民生实事",
        "2023年工作要点",
    ],
)
def test_aims_under_a_heading_of_tasks_for_one_year_are_to_be_reached_in_it(section):
    assert years_below(section) == ["2023"]


@pytest.mark.parametrize(
    "section",
    [
        "二、2022年重点任务",
        "三、“十五五”时期重点和2023年工作安排",
        "三、今后五年工作思路和2023年重点任务",
        "二、2023年和2024年工作安排",
        "二、2023—2025年工作安排",
        "三、2023年河流名录",
        "三、重点任务",
    ],
)
def test_a_heading_that_is_over_or_names_several_times_or_no_tasks_sets_none(section):
    assert years_below(section) == [""]


def test_a_year_in_the_text_counts_before_that_of_the_heading_and_the_nearest_heading_before_others():
    assert years_below("2023年工作安排", "到2025年，新建泵站5座。") == ["2025"]
    assert years_below("2023年工作安排", "到2025年，新建泵站5座。改造渠道20公里。") == ["2025", "2025"]
    assert years_below("2023年工作安排 > 2024年重点任务") == ["2024"]
    assert years_below("2023年工作安排", heading="（二）2023年和2024年重点任务") == [""]
