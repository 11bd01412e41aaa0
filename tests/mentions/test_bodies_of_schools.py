"""Offices and parts of universities, schools and hospitals are charged as departments of a government are."""

import pytest

from tests.mentions.found import agencies


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("科研处、财务处负责经费的核算。", "科研处 财务处"),
        ("本细则由教务处负责解释。", "教务处"),
        ("本办法由国有资产与实验室管理处负责解释。", "国有资产与实验室管理处"),
        ("学院负责本院研究生的选拔，研究生院负责复核。", "学院 研究生院"),
        ("各学院负责本院学生的报到工作。", "各学院"),
        ("院（系、部）负责论文的初审。", "院（系、部）"),
        ("各学院（系、中心）负责选课指导。", "各学院（系、中心）"),
        ("教学质量由各系、教研室负责。", "各系 教研室"),
        ("图书馆负责文献的采购。", "图书馆"),
        ("病房药品由药剂科负责保管。", "药剂科"),
        ("本规则由学校授权人事处负责解释。", "人事处"),
        ("教务处负责会同人事处制定课时标准。", "教务处 人事处"),
        ("招生就业处负责会同各院系对名单进行审核。", "招生就业处 各院系"),
        ("（小课由教研室负责，大课由学院负责）", "教研室 学院"),
        ("宿舍、食堂分别由住管处、实验室老师、食堂经理负责。", "住管处"),
        ("学校附属医院由学校参照本办法，负责做好用车管理工作。", "学校"),
        ("承办学校在考务上接受省考试院的领导，参与命题，负责实践环节的考核。", "承办学校"),
        ("提出申请→学院初审→学生处负责会同财务处对材料进行审核→发放", "学生处 财务处"),
    ],
)
def test_offices_of_schools_and_hospitals(text, bodies):
    assert {name for name, _ in agencies(text, level="provincial")} == set(bodies.split())


@pytest.mark.parametrize(
    "text",
    [
        "物业管理处负责小区的保洁。",
        "由公安机关查处。",
        "辅导员负责核实信息。",
        "教学大纲由本学科负责修订。",
        "办事机构，督查督办学校领导交办的事项；负责印信管理。",
        "督促检查学校各部门的落实；负责公文流转。",
    ],
)
def test_what_only_looks_like_an_office_of_a_school(text):
    assert agencies(text, level="provincial") == []
