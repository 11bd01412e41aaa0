import pandas as pd
import pytest

from reformlab.mentions.find import find_mentions

CITY = {"doc_id": "a", "level": "prefecture", "place": "东湾市", "date": None, "year": 2023}


def charged(*passages):
    """Give of each passage (label, heading, section, text) the bodies that it charges."""
    names = ("label", "heading", "section", "text")
    rows = [
        {"passage_id": f"a:{at}", "doc_id": "a", **dict(zip(names, passage, strict=True))}
        for at, passage in enumerate(passages)
    ]
    found = find_mentions(pd.DataFrame(rows), pd.DataFrame([CITY]))
    found = found[found["kind"] == "agency"]
    return [" ".join(found.loc[found["passage_id"] == row["passage_id"], "name"]) for row in rows]


@pytest.mark.parametrize(
    ("heading", "text", "names"),
    [
        ("市水务局", "负责河道巡查。", "市水利局"),
        ("老干部处", "承担离退休干部的服务工作。", "老干部处"),
        ("口岸科（挂渡口办牌子）", "组织巡查；承担口岸的管理工作。", "口岸科"),
        ("综合协调组", "主要职责：负责信息汇总。", "综合协调组"),
        ("水情中心职责", "牵头水情预报。", "水情中心"),
        ("市水务局、市气象局", "具体负责水情预报。", "市水利局 市气象局"),
        ("渔政大队", "开展巡航，牵头查处偷捕。", "渔政大队"),
        ("市水务局", "由区水务局负责巡查。", "区水利局"),
        ("市水务局", "组织巡查；每周报告。", ""),
        ("市水务局", "负责人名单另行公布。", ""),
        ("建设目标", "负责河道巡查。", ""),
        ("组织机构", "负责河道巡查。", ""),
        ("各成员单位职责", "负责河道巡查。", ""),
        ("应急避难场所", "承担转移群众的安置任务。", ""),
        ("施工单位", "负责围挡。", ""),
        ("加强部门协作", "承担巡查任务。", ""),
    ],
)
def test_a_heading_that_is_a_body_is_charged_with_the_duties_below(heading, text, names):
    assert charged(("1.", heading, None, text)) == [names]


def test_the_last_heading_above_is_charged_with_the_duties_in_its_items():
    section = "三、职责分工 > 2.市水务局"
    assert charged(
        ("（1）", None, section, "（1）负责巡查；"),
        ("（2）", "牵头清淤", section, "（2）牵头清淤。"),
        ("（3）", "清淤", section, "（3）加强清淤，负责到底。"),
        ("（1）", None, f"{section} > （一）主要职责", "（1）负责巡查；"),
    ) == ["市水利局", "市水利局", "", "市水利局"]


def test_the_line_that_opens_a_list_of_duties_says_whose_they_are():
    opens = (None, None, None, "市水务局履行下列职责：")
    assert charged(
        opens,
        ("（一）", None, None, "（一）编制规划；"),
        ("（二）", None, None, "（二）负责水情监测；"),
        ("（三）", None, None, "（三）承担河道的养护工作。"),
        (None, None, None, "负责人每年轮换。"),
        ("（一）", None, None, "（一）负责检测；"),
    ) == ["", "", "市水利局", "市水利局", "", ""]
    assert charged((None, None, None, "组织要求是："), ("（一）", None, None, "（一）负责检测；")) == ["", ""]
    assert charged((None, None, None, "镇水务站的主要职责为："), ("1.", None, None, "1.负责检测；")) == [
        "",
        "镇水务站",
    ]


def test_the_place_of_a_body_from_a_heading_is_the_word_that_charges_it():
    row = {"passage_id": "a:1", "doc_id": "a", "heading": "市水务局", "text": "1.具体负责巡查。"}
    found = find_mentions(pd.DataFrame([row]), pd.DataFrame([CITY])).iloc[0]
    assert row["text"][found["start"] : found["end"]] == "负责"
