"""Which documents are cited."""

import pytest

from reformlab.mentions.citations import find_citations, find_own_names
from reformlab.reading.clean import clean_text
from tests.mentions.found import citations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("按照《特别规定》的要求强化监管。", []),
        ("《清单》和《目录》由市司法局解释。", []),
        ("发放《就诊手册》。", []),
        ("凭《保健手册》领取。", []),
        ("持《失业登记手册》办理。", []),
        ("填写《入户调查表》。", []),
        ("按《补充规定》办理。", []),
        ("对照《指南》开展自查。", []),
        ("填报《隐患排查表》。", []),
        ("印发《甲市供水操作手册》。", ["甲市供水操作手册"]),
        ("落实《甲省任务分解表》。", ["甲省任务分解表"]),
        ("修订《甲省医保药品目录》。", ["甲省医保药品目录"]),
        ("依照国务院令第799号执行。", ["国务院令第799号"]),
        ("按照省政府令第15号办理。", ["省政府令第15号"]),
        ("根据甲市人民政府令第23号的规定收费。", ["甲市人民政府令第23号"]),
    ],
)
def test_short_names_and_forms_are_not_cited_and_orders_are(text, expected):
    assert [name + number for name, number, _ in citations(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("依据《甲省供水条例》第十二条。", ["甲省供水条例"]),
        ("按照《甲省供水条例》（以下简称《条例》）规定，《条例》施行前的按原规定执行。", ["甲省供水条例"]),
        ("持《健康证明》上岗。", []),
        ("附件：《申请表》。", []),
        ("在《甲日报》刊登公告。", []),
        ("符合《生活饮用水卫生标准》（GB5749）。", ["生活饮用水卫生标准"]),
        ("贯彻甲政办发〔2024〕8号文件。", ["甲政办发〔2024〕8号"]),
        ("签订《安全责任书》。", []),
        ("取得《卫生许可证》。", []),
        ("《管理办法》另行制定。", []),
        ("依照《中华人民共和国水法》和国务院令第588号的规定。", ["中华人民共和国水法", "国务院令第588号"]),
        ("填写《报名登记表》并附《承诺书》。", []),
    ],
)
def test_titles_orders_and_forms_of_notices(text, expected):
    assert [name + number for name, number, _ in citations(text)] == expected


@pytest.mark.parametrize(
    ("text", "title", "issuer"),
    [
        ("落实《中共中央 国务院关于校舍的意见》。", "中共中央 国务院关于校舍的意见", "中共中央、国务院"),
        # printed without the blank it is the same title
        ("落实《中共中央国务院关于校舍的意见》。", "中共中央 国务院关于校舍的意见", "中共中央、国务院"),
        (
            "按照《国家医保局 财政部 国务院扶贫办关于校舍的通知》执行。",
            "国家医保局 财政部 国务院扶贫办关于校舍的通知",
            "国家医保局、财政部、国务院扶贫办",
        ),
        ("落实中共中央 国务院《关于校舍的意见》。", "关于校舍的意见", "中共中央、国务院"),
        ("落实《教育部关于校舍的意见》。", "教育部关于校舍的意见", "教育部"),
    ],
)
def test_a_blank_parts_those_who_issued_what_is_cited(text, title, issuer):
    (found,) = find_citations(clean_text(text).text)
    assert (found.title, found.issuer) == (title, issuer)


def test_a_title_with_and_without_the_blank_is_cited_once_and_is_the_document_s_own():
    text = "落实《中国人民银行 教育部关于校舍的意见》，《中国人民银行教育部关于校舍的意见》要求不变。"
    assert len(find_citations(text)) == 1
    own = find_own_names([], "中国人民银行教育部关于校舍的意见")
    assert find_citations(text, own_names=own) == []
