"""Facts: what a document says of itself, and where it was read."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reformlab as rl
from reformlab.corpus.tables import KINDS, LEVELS
from reformlab.reading.clean import clean_text

BODY = "一、任务\n（一）建校。各地要完善教师管理制度，保障教师的工资待遇。\n（二）修路。各地要修路。"


def facts(text: str) -> dict[str, tuple[str, str]]:
    return rl.read_facts(rl.split_documents(text)[0], text)


def value(text: str, name: str) -> str | None:
    return facts(text).get(name, (None, None))[0]


def where(text: str, name: str) -> str:
    return facts(text)[name][1]


def test_a_complete_document_gives_every_fact_with_its_place():
    text = (
        "甘肃省教育厅关于加强校舍建设的意见\n甘教发〔2023〕9号\n各市（州）教育局：\n"
        f"{BODY}\n甘肃省教育厅\n2023年10月26日"
    )
    assert facts(text) == {
        "title": ("甘肃省教育厅关于加强校舍建设的意见", "title"),
        "number": ("甘教发〔2023〕9号", "front"),
        "issuer": ("甘肃省教育厅", "front"),
        "level": ("provincial", "issuer"),
        "place": ("甘肃", "issuer"),
        "adcode": ("620000", "issuer"),
        "date": ("2023-10-26", "closing"),
        "year": ("2023", "closing"),
        "addressees": ("各市（州）教育局", "front"),
        "kind": ("opinion", "title"),
    }


def test_what_a_document_does_not_say_stays_absent():
    assert facts("各地要完善教师管理制度，保障教师的工资待遇。") == {}


@pytest.mark.parametrize(
    "front",
    [
        "关于加强校舍建设的指导意见",
        "关于加强校舍\n建设的指导意见",
        "关于加强\n校舍建设的\n指导意见",
        "来源：某报\n索引\n关于加强校舍建设的指导意见",
        "（2023）\n关于加强校舍建设的指导意见\n甘教发〔2023〕9号",
    ],
)
def test_a_title_may_run_over_lines(front):
    assert value(f"{front}\n{BODY}", "title") == "关于加强校舍建设的指导意见"


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("国家医保局 财政部关于", "国家医保局 财政部关于"),
        ("国家医保局\u3000\u3000财政部\n关于", "国家医保局 财政部关于"),
        ("国家医保局\n财政部\n关于", "国家医保局 财政部关于"),
        ("中共中央国务院关于", "中共中央 国务院关于"),
        ("中共甘肃省委\n甘肃省人民政府关于", "中共甘肃省委 甘肃省人民政府关于"),
        ("中国人民银行\n教育部 财政部关于", "中国人民银行 教育部 财政部关于"),
        # one issuer, one name over two lines, and those that 、 parts
        ("甘肃省人民政府\n办公厅关于", "甘肃省人民政府办公厅关于"),
        ("国家医保局 国家发展\n改革委关于", "国家医保局 国家发展改革委关于"),
        ("中共中央国家机关工作委员会关于", "中共中央国家机关工作委员会关于"),
        ("教育部、财政部关于", "教育部、财政部关于"),
        ("某市市场监督管理局关于", "某市市场监督管理局关于"),
        ("教育部等五部门关于", "教育部等五部门关于"),
    ],
)
def test_a_blank_parts_the_issuers_that_open_a_title(above, title):
    text = clean_text(f"{above}校舍建设的指导意见\n{BODY}").text
    assert value(text, "title") == f"{title}校舍建设的指导意见"
    assert value(text, "issuer") == title.removesuffix("关于").replace(" ", "、")


def test_the_issuer_above_the_title_belongs_to_it():
    text = f"包头市教育局\n关于加强校舍建设的通知\n包教发〔2023〕9号\n{BODY}"
    assert value(text, "title") == "包头市教育局关于加强校舍建设的通知"
    assert (value(text, "issuer"), value(text, "place")) == ("包头市教育局", "包头")


@pytest.mark.parametrize(
    "title",
    [
        "《甲市校舍管理办法》政策解读",
        "甘肃省校舍管理条例解读",
        "一图读懂《甲市校舍管理办法》",
        "甘肃省教育厅负责人就校舍管理办法答记者问",
        "【政策解读】关于加强校舍建设的意见",
        "图解｜甘肃省校舍管理条例",
        "甘肃省校舍管理政策问答",
        "关于加强校舍建设的指导方案（解读）",
        "关于加强校舍建设的意见（征求意见稿）",
    ],
)
def test_what_explains_a_paper_or_is_a_draft_has_a_title(title):
    assert value(f"{title}\n{BODY}", "title") == title
    assert value(f"{title}\n{BODY}", "kind") == ("opinion" if title.endswith("稿）") else None)


@pytest.mark.parametrize("tail", ["（征求意见稿）", "（试行）", "（草案）", "（2023年版）"])
def test_what_stage_a_text_is_at_may_stand_below_its_title(tail):
    text = f"甲县校舍管理办法\n{tail}\n（2021年3月5日甲县人民政府印发）\n{BODY}"
    assert (value(text, "title"), value(text, "kind")) == (f"甲县校舍管理办法{tail}", "rule")


@pytest.mark.parametrize(
    "line",
    [
        "发布时间：2022-08-15 10:20 来源：省教育厅 字体：[大中小] 分享到：",
        "来源：省教育厅 浏览次数：1283次 发布日期：2022年8月15日 【字体：大中小】",
        "【打印】【关闭】 时间：2022/08/15",
        "点击数：9 | 作者：王某 | 更新时间：2022.8.15",
    ],
)
def test_a_line_of_a_page_tells_when_it_was_put_up_in_any_order(line):
    text = f"甘肃省教育厅关于加强校舍建设的通知\n{line}\n各市（州）教育局：\n{BODY}\n2022年8月12日"
    found = facts(text)
    assert found["published"] == ("2022-08-15", "page")
    assert (found["date"][0], found["title"][0]) == ("2022-08-12", "甘肃省教育厅关于加强校舍建设的通知")
    assert len(rl.split_documents(text)[0].passages) == 2


def test_a_table_of_a_page_needs_no_colons():
    text = (
        "索引号\t002/2022-01234\t主题分类\t教育\n发文机关\t甘肃省教育厅\t成文日期\t2022年06月20日\n"
        "发文字号\t\t发布日期\t2022年06月23日\n废止日期\t\t有效性\t有效\n"
        f"关于加强校舍建设的通知\n{BODY}"
    )
    found = {name: found for name, (found, _) in facts(text).items()}
    assert found["date"] == "2022-06-20"
    assert (found["published"], found["issuer"], found.get("number")) == (
        "2022-06-23",
        "甘肃省教育厅",
        None,
    )


@pytest.mark.parametrize(
    "name", ["甘肃省校舍条例", "甘肃省校舍管理办法", "甘肃省实施《中华人民共和国义务教育法》办法"]
)
@pytest.mark.parametrize("frame", ["公告\n（十三届第84号）", "\n公告\n第12号", "公告（第63号）"])
def test_a_statute_below_the_announcement_of_a_congress_is_one(name, frame):
    congress = "甘肃省人民代表大会常务委员会"
    announced = f"《{name}》已由{congress}于2023年3月24日修订通过，现予公布，自2023年7月1日起施行。"
    articles = "第一条 为了管理校舍，制定本法规。\n第二条 各地应当加大投入。\n第三条 各县应当修路。"
    text = f"{congress}{frame}\n{announced}\n{congress}\n2023年3月24日\n{name}\n{articles}"
    assert (value(text, "title"), value(text, "kind")) == (name, "statute")
    alone = f"{congress}{frame}\n{announced}\n{congress}\n2023年3月24日"
    assert (value(alone, "title"), value(alone, "kind")) != (name, "statute")


def test_a_link_below_a_text_is_no_date_of_it():
    text = f"甲县校舍管理办法\n{BODY}\n2023年5月4日\n乙县校舍管理办法 2022-09-01"
    assert value(text, "date") == "2023-05-04"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("甘教发〔2023〕9号", "甘教发〔2023〕9号"),
        ("发文字号：甘教发〔2023〕9号", "甘教发〔2023〕9号"),
        ("（甘教发〔2023〕9号）", "甘教发〔2023〕9号"),
        ("国办发〔2022〕第14号", "国办发〔2022〕第14号"),
        ("（第290号）", "第290号"),
        ("第706号", "第706号"),
    ],
)
def test_the_number_stands_alone_on_a_line(line, number):
    assert value(f"关于校舍的通知\n{line}\n{BODY}", "number") == number


def test_a_number_inside_a_sentence_is_that_of_another_document():
    assert (
        value(f"关于校舍的通知\n根据教发〔2022〕3号文件制定\n{BODY}\n见教发〔2021〕4号。", "number") is None
    )


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        ("某省教育厅、某省财政厅", "某省教育厅、某省财政厅"),
        ("某省教育厅\n某省财政厅", "某省教育厅、某省财政厅"),
        ("山西省教育厅山西省财政厅", "山西省教育厅、山西省财政厅"),
        ("自治区党委办公厅自治区人民政府办公厅", "自治区党委办公厅、自治区人民政府办公厅"),
        ("中共海南省委海南省人民政府", "中共海南省委、海南省人民政府"),
        ("国家发展和改革委员会教育部财政部", "国家发展和改革委员会、教育部、财政部"),
        ("包头市环境保护局包头市教育局", "包头市环境保护局、包头市教育局"),
        ("广东省人民政府令", "广东省人民政府"),
        ("某市市场监督管理局", "某市市场监督管理局"),
        ("某市人民政府办公室", "某市人民政府办公室"),
        ("国家卫生健康委、财政部", "国家卫生健康委、财政部"),
    ],
)
def test_issuers_above_or_below_the_text_are_told_apart(lines, issuer):
    assert value(f"关于校舍的通知\n{lines}\n{BODY}", "issuer") == issuer
    if "令" not in lines:
        assert value(f"关于校舍的通知\n{BODY}\n{lines}\n2023年10月26日", "issuer") == issuer
        assert value(f"{lines.replace(chr(10), '、')}关于校舍的通知\n{BODY}", "issuer") == issuer


def test_who_passes_a_document_on_issues_it():
    assert value(f"国务院办公厅转发国家教委关于校舍的通知\n{BODY}", "issuer") == "国务院办公厅"


@pytest.mark.parametrize("speech", ["我代表某省人民政府，向大会报告", "我受某省人民政府委托，向大会报告"])
def test_a_speaker_names_the_issuer(speech):
    assert value(f"政府工作报告\n各位代表：\n现在，{speech}工作，请审议。", "issuer") == "某省人民政府"


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2023年10月26日", "2023-10-26"),
        ("2023年1月6日", "2023-01-06"),
        ("2023年10月26", "2023-10-26"),
        ("二〇二三年十月二十六日", "2023-10-26"),
        ("二零二三年一月三十一日", "2023-01-31"),
        ("一九九六年十二月十日", "1996-12-10"),
        ("二〇二三年元月五日", "2023-01-05"),
        ("2023年元月15日", "2023-01-15"),
    ],
)
def test_dates_are_read_in_digits_and_in_signs(written, date):
    assert value(f"关于校舍的通知\n{BODY}\n{written}", "date") == date
    assert value(f"关于校舍的通知\n（{written}）\n{BODY}", "date") == date


@pytest.mark.parametrize("written", ["2023年13月45日", "1850年1月1日", "3023年1月1日", "十月二十六日"])
def test_what_is_no_date_is_not_read_as_one(written):
    assert value(f"关于校舍的通知\n{BODY}\n{written}", "date") in (None, "2023")


@pytest.mark.parametrize("written", ["2023年2月30日", "2023-02-30", "二〇二三年二月三十日"])
def test_of_a_day_that_does_not_exist_the_month_stands(written):
    read = facts(f"关于校舍的通知\n{BODY}\n{written}")
    assert read["date"] == ("2023-02", "closing") and read["false_day"] == (written, "closing")
    assert value(f"关于校舍的通知\n{BODY}\n2024年2月29日", "false_day") is None


@pytest.mark.parametrize("written", ["2023年13月5日", "2023-00-05", "二〇二三年十三月五日"])
def test_of_a_month_that_does_not_exist_nothing_is_taken(written):
    read = facts(f"关于校舍的通知\n{BODY}\n{written}")
    assert "date" not in read and read["false_day"] == (written, "closing")


def test_the_date_below_the_text_goes_before_that_of_the_page():
    text = f"发布日期：2023-11-30\n关于校舍的通知\n{BODY}\n2023年10月26日"
    assert facts(text)["date"] == ("2023-10-26", "closing")
    page = f"发布日期：2023-11-30\n关于校舍的通知\n{BODY}"
    assert facts(page)["date"] == ("2023-11-30", "publication")


def test_the_date_of_printing_is_not_that_of_the_document():
    text = f"关于校舍的通知\n{BODY}\n甲市教育局\n2023年10月26日\n甲市教育局办公室2023年10月30日印发"
    assert value(text, "date") == "2023-10-26"
    assert value(f"关于校舍的通知\n{BODY}\n甲市教育局办公室2023年10月30日印发", "date") == "2023-10-30"


def test_the_year_of_number_and_title_goes_before_that_of_the_page():
    assert facts(f"发布日期：2024-11-30\n关于校舍的通知\n甘教发〔2022〕9号\n{BODY}")["year"] == (
        "2022",
        "number",
    )
    assert facts(f"发布日期：2024-11-30\n2021年校舍工作要点\n{BODY}")["year"] == ("2021", "title")
    assert facts(f"发布日期：2024-11-30\n关于校舍的通知\n{BODY}")["year"] == ("2024", "publication")


def test_without_a_date_the_latest_event_tells_the_year_and_targets_do_not():
    events = "2018年建成，截至2019年6月底完成改造。"
    targets = "到2025年全覆盖，力争2030年领先，2022年底前完成，2023年12月底前验收，见2021—2026年规划。"
    targets += "计划2027年完成。"
    text = f"关于校舍的报告\n{events}{targets}\n{BODY}"
    assert facts(text)["year"] == ("2019", "latest year told of")


def test_what_was_reached_and_what_a_row_of_a_table_tells_date_a_document():
    told = [
        "2019年，就近入学率达到了95%。",
        "2019年入学率达到95%，比上年提高3个百分点。",
        "2019年3月\t建成学校",
        "近期工作：2019年建成了学校。",
    ]
    for event in told:
        assert facts(f"关于校舍的意见\n一、现状\n{event}\n{BODY}")["year"][0] == "2019", event
    report = f"关于校舍的报告\n一、情况\n2019年，就近入学率达到95%。\n{BODY}"
    assert facts(report)["year"][0] == "2019"


def test_a_page_tells_facts_in_a_table():
    page = (
        f"国务院令\n第706号\n{BODY}\n索引号：\t000/2018\t主题分类：\t科技\n"
        "发文机关：\t国务院\t成文日期：\t2018年11月06日\n标题：\t乡村学校条例\n"
        "发文字号：\t国令第706号\t发布日期：\t2018年11月19日\n主题词："
    )
    found = facts(page)
    assert found["title"] == ("乡村学校条例", "page")
    assert found["date"] == ("2018-11-06", "page")
    assert found["number"] == ("国令第706号", "page")
    assert found["published"] == ("2018-11-19", "page")
    assert (found["kind"][0], found["level"][0]) == ("statute", "national")


@pytest.mark.parametrize(
    ("title", "level", "place"),
    [
        ("国务院办公厅关于校舍的意见", "national", "全国"),
        ("教育部关于校舍的意见", "national", "全国"),
        ("生态环境部、住房和城乡建设部关于校舍的意见", "national", "全国"),
        ("上海市浦东新区人民政府关于校舍的意见", "county", "浦东新区"),
        ("中共中央、国务院关于校舍的意见", "national", "全国"),
        ("山西省教育厅关于校舍的意见", "provincial", "山西"),
        ("广西壮族自治区教育厅关于校舍的意见", "provincial", "广西"),
        ("上海市教育委员会关于校舍的意见", "provincial", "上海"),
        ("山西省忻州市教育局关于校舍的意见", "prefecture", "忻州"),
        ("忻州市教育局关于校舍的意见", "prefecture", "忻州"),
        ("桐庐县教育局关于校舍的意见", "county", "桐庐"),
        ("山西省乡村校舍建设方案", "provincial", "山西"),
    ],
)
def test_issuer_or_title_tell_level_and_place(title, level, place):
    text = f"{title}\n{BODY}"
    assert (value(text, "level"), value(text, "place")) == (level, place)


def test_the_names_below_the_text_tell_the_place_where_the_title_has_none():
    text = f"市发展改革委市教育局关于收费的通知\n{BODY}\n青岛市教育局\n2024-06-18"
    assert (value(text, "level"), value(text, "place"), where(text, "place")) == (
        "prefecture",
        "青岛",
        "closing",
    )
    assert value(text, "date") == "2024-06-18"


def test_the_number_tells_the_province_where_no_name_does():
    text = f"关于校舍的意见\n晋教发〔2023〕9号\n{BODY}"
    assert (value(text, "level"), value(text, "place")) == ("provincial", "山西")
    assert where(text, "place") == "number"


@pytest.mark.parametrize(
    ("sentence", "level", "place"),
    [
        ("我县要抓好落实。桐庐县财政局拨款，桐庐县教育局落实，我县教师增加。", "county", "桐庐"),
        ("我市教师增加，我市经费增加。忻州市教育局落实，忻州市财政局拨款。", "prefecture", "忻州"),
        ("我省教师增加，全省经费增加，甘肃领先，甘肃达标，甘肃增长。", "provincial", "甘肃"),
        ("各省份要落实，地方人民政府要拨款，中央和地方要分担。", "national", "全国"),
        ("我院医生增加，我院经费增加，我院达标。", "township", None),
    ],
)
def test_without_names_the_words_a_document_has_for_itself_tell_the_level(sentence, level, place):
    text = f"工作总结\n{sentence}\n{BODY}"
    assert (value(text, "level"), value(text, "place")) == (level, place)


def test_the_own_city_of_a_municipality_is_a_province():
    text = f"校舍建设方案\n本市教师增加，上海的学校达标，本市经费增加，全部由上海市财政安排。\n{BODY}"
    assert (value(text, "level"), value(text, "place")) == ("provincial", "上海")


def test_a_place_that_is_helped_is_not_the_place_of_the_document():
    text = f"工作总结\n我市支援日喀则市办学，我市支援日喀则市培训，湘潭市拨款，湘潭市落实。\n{BODY}"
    assert value(text, "place") == "湘潭"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("甲省2023年政府工作报告", "work-report"),
        ("2023年校舍重点工作任务", "key-tasks"),
        ("2023年教育工作要点", "key-tasks"),
        ("甲省校舍建设情况的报告", "report"),
        ("甲省2032年教育事业发展统计公报", "report"),
        ("甲市生态环境状况公报", "report"),
        ("甲省乡村学校条例", "statute"),
        ("乡村教育法", "statute"),
        ("甲省校舍管理办法（试行）", "rule"),
        ("关于印发校舍管理办法的通知", "rule"),
        ("甲省校舍建设方案", "plan"),
        ("关于印发校舍建设规划的通知", "plan"),
        ("关于校舍的意见", "opinion"),
        ("关于校舍的通知", "notice"),
        ("关于校舍的批复", "notice"),
        ("关于公开征求《甲市校舍规划（征求意见稿）》意见的公告", "notice"),
    ],
)
def test_the_title_tells_the_kind(title, kind):
    assert value(f"{title}\n{BODY}", "kind") == kind


def test_what_a_congress_passed_is_a_statute_whatever_its_name():
    text = f"甲市校舍管理规定\n（2023年9月27日甲市人民代表大会常务委员会第二次会议通过）\n{BODY}"
    assert value(text, "kind") == "statute"
    assert value(text, "date") == "2023-09-27"


def test_a_masthead_makes_a_newsletter_and_its_articles_tell_of_other_places():
    paragraph = "全市教育工作会议强调，要完善教师管理制度，保障教师的工资待遇。" * 3
    text = (
        "教育信息\n第3期\n山西省教育领导小组办公室\n2019年11月18日\n"
        f"山西省教育领导小组工作会议在太原召开\n{paragraph}\n忻州市教育领导小组工作会议召开\n{paragraph}"
    )
    first, second = (rl.read_facts(outline, text) for outline in rl.split_documents(text))
    assert {first["kind"][0], second["kind"][0]} == {"newsletter"}
    assert {first["issuer"][0], second["issuer"][0]} == {"山西省教育领导小组办公室"}
    assert (second["level"][0], second["place"][0]) == ("prefecture", "忻州")


@pytest.mark.parametrize(
    "head",
    [
        "教育工作简报\n第12期\n湖北省教育改革领导小组秘书处  2019年11月8日",
        "教育工作简报\n（第12期）\n湖北省教育改革领导小组秘书处编印\n2019年11月8日",
        "湖北教育简报\n2019年第12期（总第45期）\n2019年11月8日\n湖北省教育改革领导小组秘书处主办",
        "教育动态\n第十二期  湖北省教育改革领导小组秘书处  2019-11-08",
        "教育动态\n第12期\n签发人：张某\n湖北省教育改革领导小组秘书处　2019年11月8日\n【经验交流】",
    ],
)
@pytest.mark.parametrize("title", ["宜昌市推进校舍修缮的做法", "宜昌市多措并举\n推进校舍修缮"])
def test_the_head_of_a_newsletter_names_who_edits_it_and_its_day(head, title):
    body = "去年以来，宜昌市探索校舍修缮的办法，共修缮校舍120所，覆盖全部乡镇，师生的满意度提高，形成了经验。"
    text = clean_text(f"{head}\n{title}\n{body}\n一、主要做法\n全市成立工作专班，每月调度一次。\n").text
    found = {name: said for name, (said, _) in rl.read_facts(rl.split_documents(text)[0], text).items()}
    assert found["title"] == title.replace("\n", "")
    assert (found["issuer"], found["date"]) == ("湖北省教育改革领导小组秘书处", "2019-11-08")
    assert (found["level"], found["place"], found["kind"]) == ("provincial", "湖北", "newsletter")


@pytest.mark.parametrize(
    "front",
    [
        "湖北省教育厅关于举办第12期校长培训班的通知\n湖北省教育厅\n2019年11月8日",
        "湖北省教育厅关于举办校长培训班的通知\n（2019年11月8日）",
    ],
)
def test_a_number_inside_a_title_makes_no_newsletter(front):
    assert value(f"{front}\n{BODY}", "kind") == "notice"
    assert value(f"{front}\n{BODY}", "title") == front.split("\n")[0]


def test_a_way_of_doing_something_is_no_law():
    assert value(f"甲市修缮校舍的做法\n{BODY}", "kind") is None
    assert value(f"乡村教育法\n{BODY}", "kind") == "statute"


@pytest.mark.parametrize("order", [1, -1])
def test_a_paper_is_of_the_day_when_it_was_signed_not_printed(order):
    dates = ["成文日期：2020年10月28日", "印发日期：2020年11月3日"][::order]
    table = "\n".join([*dates, "发布机构：甘肃省教育厅"])
    assert value(f"{table}\n甘肃省教育厅关于修缮校舍的通知\n{BODY}", "date") == "2020-10-28"


PARTS = ["19", "20", "二〇", "一九", "成文日期：", "标题："]
SIGNS = st.sampled_from([*"〇零一二三十年月日号〔〕（）—-./：、，。\t\n0123456789省市县区国令", *PARTS])
FRONTS = st.sampled_from(
    [
        "关于校舍的通知",
        "国务院办公厅",
        "甘肃省教育厅",
        "甘教发〔2023〕9号",
        "发布日期：2023-11-30",
        "第3期",
        "政府工作报告",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(FRONTS, max_size=4), st.lists(SIGNS, max_size=30).map("".join))
def test_whatever_is_read_is_what_the_table_of_documents_allows(front, signs):
    text = rl.clean_text("\n".join([*front, signs, BODY, signs])).text
    for outline in rl.split_documents(text):
        found = {name: value for name, (value, _) in rl.read_facts(outline, text).items()}
        assert found.get("level", LEVELS[0]) in LEVELS
        assert found.get("kind", KINDS[0]) in KINDS
        assert re.fullmatch(r"\d{6}", found.get("adcode", "620000"))
        assert 1912 <= int(found.get("year", "2023")) <= 2100
        date = found.get("date", "2023")
        assert re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", date), date
        assert all(value.strip() for value in found.values())


def test_the_head_of_a_databases_export_tells_facts():
    text = (
        "【法宝引证码】CLI.12.990\n甘肃省教育厅关于加强校舍建设的意见\n"
        "【发布部门】甘肃省教育厅\n【发文字号】甘教发〔2023〕990号\n【发布日期】2023.10.26\n"
        "【实施日期】2023.12.01\n【时效性】现行有效\n【效力级别】地方规范性文件\n【法规类别】教育综合规定\n"
        f"各市（州）教育局：\n{BODY}"
    )
    found = facts(text)
    assert found["title"] == ("甘肃省教育厅关于加强校舍建设的意见", "title")
    assert found["number"] == ("甘教发〔2023〕990号", "page")
    assert found["date"] == ("2023-10-26", "publication")
    assert found["effective"] == ("2023-12-01", "page")
    assert found["status"] == ("现行有效", "page")
    assert found["rank"] == ("地方规范性文件", "page")
    assert found["subject"] == ("教育综合规定", "page")
    assert found["addressees"] == ("各市（州）教育局", "front")


@pytest.mark.parametrize(
    ("headings", "year"),
    [
        ("一、2021年工作回顾\n{0}\n二、2022年主要任务\n{0}", "2022"),
        ("一、2021年工作回顾\n{0}\n二、今年的任务\n{0}", "2022"),
        ("一、过去五年工作回顾\n{0}\n二、今年的任务\n到2030年建成学校。", None),
        ("一、2021年工作回顾\n{0}\n二、2035年远景目标\n{0}", "2022"),
        ("一、2021年工作回顾\n{0}\n二、到2035年的目标\n{0}\n三、2021—2025年的任务\n{0}", "2022"),
    ],
)
def test_a_work_report_without_title_is_known_by_its_words(headings, year):
    text = f"各位代表：\n现在，我代表甲省人民政府向大会报告工作，请予审议。\n{headings.format(BODY)}"
    assert facts(text)["kind"] == ("work-report", "text")
    assert value(text, "year") == year


def test_a_statute_has_no_year_that_its_words_alone_tell():
    text = f"乡村学校条例\n第一条 {BODY}\n第二条 {BODY}\n第三条 本条例自2011年3月1日起施行。"
    assert value(text, "year") is None


def test_what_a_page_says_above_a_title_is_not_part_of_it():
    text = f"政务信息\n甘肃要闻\n2026年甘肃省政府工作报告\n各位代表：\n{BODY}"
    assert value(text, "title") == "2026年甘肃省政府工作报告"


@pytest.mark.parametrize(
    "aim",
    [
        "到2025年建成学校。",
        "到2025年和2035年建成学校。",
        "2035年远景目标是建成学校。",
        "2035年实现全覆盖。",
        "2030年，就近入学率达到95%。",
        "2030年就近入学率提高到95%。",
        "2030年，全面建成学校。",
        "近期（2025年）建学校，远期（2035年）建新区。",
        "指标\t2020年\t2030年\n入学率\t60%\t95%",
        "指标\t2030年目标值\n入学率\t95%",
        "序号\t指标\t目标（2030年）\t2021—2030年累计\n1\t入学率\t95%\t5",
    ],
)
def test_a_year_that_lies_ahead_dates_no_document(aim):
    text = f"关于校舍的意见\n一、现状\n2019年以来各地开展建设，成效明显。\n二、目标\n{aim}"
    assert facts(text)["year"] == ("2019", "latest year told of")


@pytest.mark.parametrize("path", ["某省要闻\n某省要闻", "政务公开\n政务公开", "工作动态"])
def test_what_a_page_says_above_a_title_is_no_part_of_it(path):
    assert value(f"{path}\n2022年政府工作报告\n{BODY}", "title") == "2022年政府工作报告"


REPORT = (
    "代表们：\n我代表省人民政府，请审议。\n一、{}年工作回顾\n各地修好了学校。\n二、{}年工作安排\n各地要修路。"
)
REGION = "各位代表：\n我代表人民政府报告工作。\n一、回顾\n我区修路，我区建校，西夏区、西夏区绿化。"


@pytest.mark.parametrize(
    ("front", "level", "place"),
    [
        ("政府工作报告\n——2012年1月9日在黑龙江省第三十一届人民代表大会第七次会议上", "provincial", "黑龙江"),
        ("政府工作报告\n2012年1月9日在忻州市第三届人民代表大会第二次会议上", "prefecture", "忻州"),
        ("政府工作报告\n——1985年3月27日在第三十六届全国人民代表大会第三次会议上", "national", "全国"),
        ("政府工作报告\n——2014年1月9日在吉林市第三十五届人民代表大会第三次会议上", "prefecture", "吉林"),
        ("政府工作报告\n——2014年1月9日在北京市第三十五届人民代表大会第三次会议上", "provincial", "北京"),
        (
            "2012年1月9日省长甲乙在广东省第三十届人民代表大会第三十五次会议上作政府工作报告",
            "provincial",
            "广东",
        ),
        ("宁夏回族自治区政府工作报告（2012年1月11日 甲乙丙）", "provincial", "宁夏"),
    ],
)
def test_a_report_is_of_the_place_whose_congress_it_was_given_to(front, level, place):
    # A region calls itself 我区 as its districts do, and names its neighbours.
    text = f"{front}\n{REGION}"
    assert (value(text, "level"), value(text, "place")) == (level, place)


@pytest.mark.parametrize(
    ("body", "level"),
    [
        ("省", "provincial"),
        ("自治区", "provincial"),
        ("市", "prefecture"),
        ("县", "county"),
        ("镇", "township"),
    ],
)
def test_who_speaks_tells_the_level_where_no_place_is_named(body, level):
    text = f"政府工作报告\n各位代表：\n现在，我代表{body}人民政府报告工作。\n一、回顾\n我区我区修路。"
    assert value(text, "level") == level


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("政府工作报告", "work-report"),
        ("湖北省人民政府2005年工作报告", "work-report"),
        ("报告", "work-report"),
        ("关于某省第七个五年计划的报告", "work-report"),
    ],
)
def test_what_the_head_of_a_government_reports_to_the_congress_is_a_work_report(title, kind):
    opening = "各位代表：\n大会审议计划。现在，我代表省人民政府作关于七五计划的报告，请审议。"
    assert value(f"{title}\n{opening}\n一、回顾\n各地修路。", "kind") == kind


def test_a_report_on_a_budget_is_none():
    opening = "各位代表：\n受省人民政府委托，现将省级预算执行情况报告提请大会审议。"
    assert value(f"关于省级预算执行情况的报告\n{opening}\n一、情况\n各地修路。", "kind") == "report"


def test_the_day_of_delivery_decides_the_year_of_a_report():
    text = f"2010年四川省政府工作报告\n在四川省第三十一届人民代表大会第四次会议上（2011年1月18日）\n{REPORT}"
    assert (value(text, "year"), value(text, "date")) == ("2011", "2011-01-18")
    assert facts(text)["doubted_year"] == ("2010", "title")


def test_headings_decide_where_no_day_is_known():
    text = "2003年四川省政府工作报告\n" + REPORT.format(2003, 2004)
    assert facts(text)["year"] == ("2004", "heading")
    assert facts(text)["doubted_year"] == ("2003", "title")


def test_a_report_whose_title_names_its_own_year_is_in_no_doubt():
    text = "2004年四川省政府工作报告\n" + REPORT.format(2003, 2004)
    assert facts(text)["year"] == ("2004", "title")
    assert "doubted_year" not in facts(text)


def test_a_date_that_cannot_be_loses_to_the_title():
    text = "江苏省2003年政府工作报告\n（2010年2月20日 甲乙丙）\n" + REPORT.format(2002, 2003)
    assert value(text, "year") == "2003"
    assert value(text, "date") is None
    assert facts(text)["doubted_date"] == ("2010-02-20", "front")


def test_a_year_that_a_title_aims_at_is_not_its_own():
    text = "关于甘肃省2010年远景规划的报告\n（1996年2月3日 甲乙）\n" + REPORT.format(1995, 1996)
    assert (value(text, "year"), "doubted_year" in facts(text)) == ("1996", False)


def test_when_a_newspaper_printed_a_report_is_not_when_it_was_given():
    text = "政府工作报告\n——2026年3月5日在第三十四届全国人民代表大会第四次会议上\n" + REPORT.format(
        2025, 2026
    )
    assert value(text + "\n新华社北京2026年3月13日电", "date") == "2026-03-05"


ARTICLES = "第一条 为了办好学校，制定本条例。\n第二条 学校应当有教师。\n第三条 本条例自公布之日起施行。"


@pytest.mark.parametrize(
    ("head", "level", "place"),
    [
        ("校舍条例\n（2003年4月7日中华人民共和国国务院令第990号公布）", "national", "全国"),
        (
            "校舍条例\n2003年4月7日 国务院发布\n2019年3月2日 《国务院关于修改部分行政法规的决定》修订",
            "national",
            "全国",
        ),
        ("中华人民共和国主席令\n第九十九号\n校舍法", "national", "全国"),
        ("校舍办法\n2021年3月5日 教育部令第99号公布", "national", "全国"),
        (
            "甲岛同胞办学保护法实施细则\n（1999年12月5日国务院令第990号发布）",
            "national",
            "全国",
        ),
        ("海南校舍法", "national", "全国"),
        ("中华人民共和国香港特别行政区校舍法", "national", "全国"),
        (
            "校舍规定\n（2010年7月30日河南省第十一届人民代表大会常务委员会第十六次会议通过）",
            "provincial",
            "河南",
        ),
        (
            "校舍规定\n（2003年9月26日广州市第十二届人民代表大会常务委员会第五次会议通过 2003年11月27日"
            "广东省第十届人民代表大会常务委员会第七次会议批准）",
            "prefecture",
            "广州",
        ),
        (
            "上海市浦东新区校舍规定\n（2021年9月28日上海市第十五届人民代表大会常务委员会通过）",
            "provincial",
            "上海",
        ),
        ("厦门经济特区校舍条例", "prefecture", "厦门"),
        ("河南蒙古族自治县校舍条例", "county", "河南"),
        ("校舍条例", "national", "全国"),
    ],
)
def test_who_passed_a_statute_tells_level_and_place_and_not_what_it_is_about(head, level, place):
    text = f"{head}\n{ARTICLES}"
    assert (value(text, "level"), value(text, "place")) == (level, place)


def test_a_statute_on_a_district_in_which_the_city_speaks_is_of_the_city():
    articles = ARTICLES.replace("学校应当", "本市学校和市教育部门应当") + "\n第四条 本市各区适用。"
    text = f"上海市浦东新区校舍若干规定\n{articles}"
    assert (value(text, "level"), value(text, "place")) == ("provincial", "上海")
    own = f"桐庐县校舍管理规定\n{ARTICLES}"
    assert (value(own, "level"), value(own, "place")) == ("county", "桐庐")


def test_a_statute_in_which_a_province_speaks_is_not_national():
    articles = ARTICLES.replace("学校应当", "本省学校应当")
    assert value(f"校舍条例\n{articles}", "level") == "provincial"


@pytest.mark.parametrize(
    ("addressees", "level"),
    [
        ("各省、自治区、直辖市人民政府，国务院各有关部委、各直属机构", "national"),
        ("各设区市人民政府，省政府各部门", "provincial"),
        ("自治区各盟市教育局", "provincial"),
        ("各地（州、市）教育局", "provincial"),
        ("各县（市、区）人民政府，市政府各部门", "prefecture"),
        ("各乡镇人民政府，县政府各部门", "county"),
    ],
)
def test_whom_a_document_is_sent_to_tells_its_level(addressees, level):
    assert value(f"关于校舍的通知\n{addressees}：\n{BODY}", "level") == level


@pytest.mark.parametrize(
    ("issuer", "level", "adcode"),
    [
        ("乌海市海南区教育局", "county", "150303"),
        ("海南藏族自治州教育局", "prefecture", "632500"),
        ("吉林市教育局", "prefecture", "220200"),
        ("徐州市鼓楼区教育局", "county", "320302"),
        ("长春市朝阳区教育局", "county", "220104"),
    ],
)
def test_a_place_that_bears_the_name_of_another_is_told_from_it(issuer, level, adcode):
    text = f"{issuer}关于校舍的通知\n{BODY}\n{issuer}\n2023年10月26日"
    assert (value(text, "level"), value(text, "adcode")) == (level, adcode)


def test_a_district_of_a_common_name_is_where_the_text_is():
    text = f"鼓楼区教育局关于校舍的通知\n{BODY}\n福州市鼓楼区教育局\n2023年10月26日"
    assert (value(text, "level"), value(text, "adcode")) == ("county", "350102")
    assert value(f"鼓楼区教育局关于校舍的通知\n{BODY}", "level") == "county"


@pytest.mark.parametrize("column", ["通知公告", "公示公告", "规划计划", "政策法规文件", "意见征集"])
@pytest.mark.parametrize("title", ["太原市教育局关于修缮校舍的通知", "修缮校舍工作方案"])
def test_a_column_of_a_site_above_a_title_is_none(column, title):
    assert value(f"首页\n{column}\n政务\n{title}\n并教发〔2023〕9号\n{BODY}", "title") == title


@pytest.mark.parametrize("menu", ["登录\n越秀区政府\n门户网站", "手机版\n忻州市政府\n收藏本站"])
def test_a_link_of_a_menu_is_no_issuer_and_no_part_of_a_title(menu):
    title = "太原市教育局关于校舍的通知"
    assert value(f"{menu}\n{title}\n并教发〔2023〕9号\n{BODY}", "title") == title
    assert value(f"{menu}\n{title}\n并教发〔2023〕9号\n{BODY}", "issuer") == "太原市教育局"
    assert value(f"{menu}\n校舍补贴\n{BODY}", "issuer") is None


@pytest.mark.parametrize("menu", ["政府工作报告", "通知公告\n政府工作报告\n规划计划", "首页\n公开目录"])
def test_a_link_that_is_called_like_a_kind_of_paper_is_no_title(menu):
    title = "太原市教育局关于校舍的通知"
    assert value(f"{menu}\n{title}\n各县教育局：\n{BODY}", "title") == title
    assert value(f"政府工作报告\n太原市人民政府\n{BODY}", "title") == "政府工作报告"
    links = "工作要点\n政府工作报告\n"
    assert value(f"{links}太原市乡村学校条例\n{BODY}", "title") == "太原市乡村学校条例"


def test_what_passes_a_paper_on_goes_on_below_the_name_of_who_wrote_it():
    title = "太原市人民政府办公室转发市教育局、市财政局\n关于校舍管理意见的通知"
    assert value(f"{title}\n并政办发〔2023〕9号\n{BODY}", "title") == title.replace("\n", "")


def test_a_company_named_by_its_province_issues_nothing_for_it():
    assert value(f"山西某某教育有限公司校舍建设方案\n{BODY}", "level") is None


def test_a_statute_is_of_its_last_change_and_its_first_adoption_stands_beside():
    head = (
        "甲省校舍条例\n（1998年11月25日甲省第九届人大常委会第五次会议通过 根据2010年7月30日"
        "甲省第十一届人民代表大会常务委员会《关于修改部分法规的决定》第一次修正 2019年3月29日甲省第十三届"
        "人民代表大会常务委员会第十次会议修订 自2019年6月1日起施行）"
    )
    text = f"{head}\n{ARTICLES}"
    assert (value(text, "date"), value(text, "year")) == ("2019-03-29", "2019")
    assert value(text, "first_adopted") == "1998-11-25"
    bare = f"校舍条例\n（2002年5月30日公布 2011年9月29日修订，自2012年1月1日起施行）\n{ARTICLES}"
    assert (value(bare, "date"), value(bare, "first_adopted")) == ("2011-09-29", "2002-05-30")
    assert value(f"校舍办法\n（1999年7月1日发布）\n{ARTICLES}", "date") == "1999-07-01"
    lines = (
        "校舍办法\n1987年4月1日 国务院发布\n2016年2月6日 《国务院关于修改部分行政法规的决定》修订\n"
        "1987年9月1日 施行"
    )
    assert value(f"{lines}\n{ARTICLES}", "date") == "2016-02-06"
    assert value(f"{lines}\n{ARTICLES}", "first_adopted") == "1987-04-01"
    struck = "（一）学校。（2011年1月8日删除）"
    assert value(f"校舍办法\n1987年4月1日 国务院发布\n{ARTICLES}\n{struck}", "date") == "2011-01-08"


def test_a_report_on_a_plan_is_of_its_end():
    text = "甲县“十三五”校舍规划实施情况报告\n\n2019年新建校舍3所，2020年新建5所。\n"
    assert facts(text)["year"] == ("2020", "latest year told of")


def test_an_order_dates_the_statute_that_it_publishes():
    text = (
        "甲省人民政府令\n第99号\n《甲省校舍办法》已经2021年2月3日省人民政府第9次常务会议审议通过，现公布如下，自2021年5月1日"
        f"起施行。\n省长 甲乙\n2021年3月5日\n甲省校舍办法\n{ARTICLES}"
    )
    assert (value(text, "date"), value(text, "first_adopted")) == ("2021-03-05", "2021-02-03")


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("关于2020年计划执行情况与2021年计划草案的报告", "2021"),
        ("甲省二〇二一年校舍工作要点", "2021"),
        ("校舍建设行动方案（2021—2023年）", None),
        ("校舍建设2021-2023年行动方案", None),
        ("校舍建设2021年至2023年行动方案", None),
        ("到2025年校舍建设方案", None),
        ("2025年前校舍建设方案", None),
        ("迎接2035年校舍建设方案", None),
        ("面向2035年的校舍倡议", None),
        ("甲省2021年度校舍建设方案", "2021"),
    ],
)
def test_the_year_of_a_title_is_no_span_and_no_aim_and_the_later_of_two(title, year):
    assert value(f"{title}\n{BODY}", "year") == year


@pytest.mark.parametrize(
    "ahead",
    [
        "从2029年起",
        "自2029年1月1日起",
        "2029年12月31日前",
        "2029年底前",
        "有效期至2029年1月",
        "2029年12月31日失效",
    ],
)
def test_a_year_that_lies_ahead_is_no_date_of_issue(ahead):
    text = f"校舍补贴须知\n一、对象\n2019年以来各地开展建设。学校{ahead}可以申请。\n二、办法\n各校申请。"
    assert value(text, "year") == "2019"


@pytest.mark.parametrize(
    ("line", "date", "origin"),
    [
        ("发表时间：2025-08-21 17:38 信息来源：某中心", "2025-08-21", "publication"),
        ("更新日期：2025.8.21", "2025-08-21", "publication"),
        ("发布于2025年8月21日", "2025-08-21", "publication"),
        ("（2025.8.21）", "2025-08-21", "front"),
        ("成文日期：2025年8月21日", "2025-08-21", "front"),
        ("太原市教育局 2025年8月21日", "2025-08-21", "front"),
    ],
)
def test_dates_above_the_text_are_read(line, date, origin):
    assert facts(f"关于校舍的通知\n{line}\n{BODY}")["date"] == (date, origin)


@pytest.mark.parametrize(
    "written", ["2025.8.21", "2025/8/21", "2025-08-21", "2025—8—21", "2025–08–21", "二○二五年八月廿一日"]
)
def test_a_date_below_the_text_is_read_in_every_spelling(written):
    assert facts(f"关于校舍的通知\n{BODY}\n太原市教育局\n{written}")["date"] == ("2025-08-21", "closing")


@pytest.mark.parametrize(
    ("written", "date"),
    [("二〇二五年八月卅一日", "2025-08-31"), ("二〇二五年十月", "2025-10"), ("2025年8月", "2025-08")],
)
def test_a_document_may_be_signed_on_the_last_of_a_month_or_with_a_month_alone(written, date):
    assert facts(f"关于校舍的通知\n{BODY}\n太原市教育局\n{written}")["date"] == (date, "closing")


@pytest.mark.parametrize(
    "filler", ["--", "－－", "/", "无", "（暂无）", "***", "待定", "甲政办发〔2024〕XX号", "见正文"]
)
def test_what_fills_the_place_of_a_number_on_a_page_is_none(filler):
    page = f"发布机构：\t太原市教育局\t文号：\t{filler}\t发布日期：\t2024-09-12\n关于校舍的通知\n{BODY}"
    assert "number" not in facts(page)


def test_fillers_on_a_page_leave_issuer_and_date_to_the_text():
    page = f"发文机关：\t暂无\t成文日期：\t--\n关于校舍的通知\n{BODY}\n太原市教育局\n2024年9月12日"
    found = facts(page)
    assert found["issuer"] == ("太原市教育局", "front") and found["date"] == ("2024-09-12", "closing")


@pytest.mark.parametrize(
    ("window", "title"),
    [
        ("太原市教育局关于校舍的通知_太原市教育局", "太原市教育局关于校舍的通知"),
        ("通知公告 > 太原市校舍规划（2021—2025年） | 太原市教育局", "太原市校舍规划（2021—2025年）"),
        ("政府信息公开指南-太原市人民政府", None),
        ("通知公告", None),
    ],
)
def test_a_title_that_only_the_window_has_is_the_document_s(window, title):
    text = f"各县教育局：\n{BODY}\n太原市教育局\n2024年9月12日"
    (outline,) = rl.split_documents(text)
    found = rl.read_facts(outline, text, head={"window": window})
    assert found.get("title") == (title and (title, "head of the page"))


@pytest.mark.parametrize(
    ("source", "addressees", "level", "place"),
    [
        ("太原市教育局", "各县（市、区）教育局", "prefecture", "太原"),
        ("山西省教育厅", "各市（州）教育局", "provincial", "山西"),
        # a city puts up what its province wrote; a newspaper issues nothing
        ("太原市教育局", "各市（州）教育局", "provincial", None),
        ("太原晚报", "各县（市、区）教育局", "prefecture", None),
        ("太原市教育局", "各有关单位", None, None),
    ],
)
def test_where_a_page_has_its_text_from_tells_the_place_where_the_addressees_agree(
    source, addressees, level, place
):
    text = f"关于校舍的通知\n来源：{source}日期：2023-05-16\n{addressees}：\n{BODY}"
    assert (value(text, "level"), value(text, "place")) == (level, place)


def test_an_empty_cell_of_a_page_is_empty():
    page = f"发布机构：\t太原市教育局\t文号：\t\t发布日期：\t2024-09-12\n关于校舍的通知\n{BODY}"
    found = facts(page)
    assert "number" not in found
    assert found["published"] == ("2024-09-12", "page")


@pytest.mark.parametrize(
    "issuer",
    [
        "江门市新会区人民政府",
        "驻马店市泌阳县人民政府",
        "晋中市榆社县卫生健康局",
        "甘肃省临夏回族自治州积石山保安族东乡族撒拉族自治县人民政府",
    ],
)
def test_a_place_whose_name_holds_the_end_of_another_is_whole(issuer):
    found = facts(f"关于校舍的通知\n{BODY}\n{issuer}\n2025年8月5日")
    assert (found["issuer"][0], found["level"][0]) == (issuer, "county")
    both = value(f"关于校舍的通知\n{BODY}\n四会市教育局肇庆市民政局", "issuer")
    assert both == "四会市教育局、肇庆市民政局"


@pytest.mark.parametrize(
    ("number", "level"),
    [
        ("国教发〔2021〕5号", "national"),
        ("医保发〔2021〕5号", "national"),
        ("人社部发〔2021〕5号", "national"),
        ("中办发〔2021〕5号", "national"),
        ("甘医保发〔2021〕5号", "provincial"),
        ("中教发〔2021〕5号", None),
    ],
)
def test_a_number_tells_the_level_where_nothing_else_does(number, level):
    assert value(f"关于校舍的通知\n{number}\n{BODY}", "level") == level


@pytest.mark.parametrize("count", ["第9号", "〔2021〕第9号", "（第9号）"])
def test_an_order_names_who_gives_it_however_it_is_counted(count):
    order = f"太原市人民政府令{count}\n《校舍管理办法》已经审议通过，现予公布。\n2021年3月5日\n"
    text = f"{order}校舍管理办法\n{ARTICLES}"
    assert (value(text, "level"), value(text, "place")) == ("prefecture", "太原")


@pytest.mark.parametrize(
    "signed",
    ["太原市教育局（盖章）\n2021年3月5日", "太原市教育局 2021年3月5日", "太原市教育局（章）2021年3月5日"],
)
def test_who_signs_may_stand_before_the_date_or_the_word_for_the_seal(signed):
    found = facts(rl.clean_text(f"关于校舍的通知\n{BODY}\n{signed}").text)
    assert [found[name][0] for name in ("issuer", "place", "date")] == ["太原市教育局", "太原", "2021-03-05"]


@pytest.mark.parametrize(
    ("issuer", "level", "place"),
    [
        ("四川省甲川地区行政公署", "prefecture", None),
        ("江苏省甲县人民政府", "county", None),
        ("上海市甲区人民代表大会常务委员会", "county", None),
        # A city may have either rank.
        ("江苏省甲山市人民政府", None, None),
        ("江苏省人民政府", "provincial", "江苏"),
        ("新疆维吾尔自治区人民政府", "provincial", "新疆"),
        ("江苏省市场监督管理局", "provincial", "江苏"),
    ],
)
def test_a_lower_place_that_no_table_has_is_not_its_province(issuer, level, place):
    text = f"关于校舍的通知\n{BODY}\n{issuer}\n1991年3月5日"
    assert (value(text, "level"), value(text, "place")) == (level, place)


@pytest.mark.parametrize(
    "head", ["宜昌年鉴·2032", "宜昌市人民政府公报", "2032·15", "教育法规汇编", "内部资料 注意保存"]
)
@pytest.mark.parametrize(
    "title",
    ["宜昌市校舍管理条例", "中华人民共和国校舍法", "宜昌市校舍管理办法（试行）", "关于修缮校舍的意见"],
)
def test_what_a_collection_prints_above_its_pages_is_no_part_of_a_title(head, title):
    assert value(f"{head}\n{title}\n{BODY}", "title") == title


@pytest.mark.parametrize("above", ["宜昌市人民政府关于修改", "关于支持", "宜昌市教育局印发", "支持荆州市和"])
def test_a_title_goes_on_from_a_line_that_leads_on(above):
    assert value(f"{above}\n宜昌市校舍管理办法\n{BODY}", "title") == f"{above}宜昌市校舍管理办法"


def test_the_name_of_a_site_is_no_part_of_a_title():
    text = f"太原市人民政府门户网站\n太原市校舍管理办法\n{BODY}"
    assert value(text, "title") == "太原市校舍管理办法"


def test_labels_of_empty_cells_make_a_table_of_a_page():
    page = f"发文机关：\t\t发布日期：\t2024-09-12\n文号：\t\t有效性：\t有效\n太原市校舍管理办法\n{BODY}"
    assert facts(page)["published"] == ("2024-09-12", "page")


def test_rows_of_a_table_issue_nothing_and_cells_side_by_side_may_sign():
    found = facts(f"关于校舍的意见\n新建校舍\t教育局\n平整操场\t财政局\n{BODY}")
    assert "issuer" not in found
    signed = facts(f"关于校舍的意见\n{BODY}\n太原市教育局\t太原市财政局\n2025年8月5日")
    assert signed["issuer"] == ("太原市教育局、太原市财政局", "front")


def test_links_of_a_menu_are_no_part_of_a_title_that_opens_with_who_issues():
    menu = "政务公开\n市政府办公室\n晋源新区\n"
    title = "太原市人民政府关于推进校舍建设的意见"
    assert facts(f"{menu}{title}\n{BODY}")["title"][0] == title
    joint = "太原市教育局\n太原市财政局\n太原市民政局关于校舍的意见"
    assert facts(f"{joint}\n{BODY}")["title"][0] == joint.replace("\n", " ")


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("为办好学校，结合实际，制定本实施方案。", "plan"),
        ("为办好学校，现提出如下意见。", "opinion"),
        ("为办好学校，结合实际，制定如下实施意见：", "opinion"),
        ("为办好学校，制定本办法。", "rule"),
        ("为办好学校，制定本条例。", "statute"),
        ("现将校舍建设有关情况报告如下。", "report"),
        ("经研究，现批复如下。", "notice"),
        ("现将《校舍管理办法》印发给你们，请遵照执行。", "notice"),
    ],
)
def test_a_document_without_title_says_what_it_is(sentence, kind):
    assert facts(f"{sentence}\n{BODY}")["kind"] == (kind, "text")


def test_an_interpretation_of_courts_is_a_rule():
    assert value(f"最高人民法院关于审理校舍案件的解释\n{ARTICLES}", "kind") == "rule"


def test_what_is_given_tells_what_is_read_from_it():
    outline = rl.split_documents(BODY)[0]
    given = {"issuer": "甘肃省人大（含常委会）", "title": "甘肃省校舍条例", "number": "第9号"}
    found = rl.read_facts(outline, BODY, given=given)
    assert found["level"] == ("provincial", "issuer")
    assert (found["place"][0], found["kind"][0]) == ("甘肃", "statute")
    assert "issuer" not in found
    number = rl.read_facts(outline, BODY, given={"number": "国办发〔2015〕70号"})
    assert (number["level"][0], number["year"][0]) == ("national", "2015")


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("甲省校舍建设第十四个五年规划和2035年远景目标纲要", "2021"),
        ("甲省“十三五”校舍建设规划", "2016"),
        ("校舍建设规划（2017—2030年）", "2015"),
    ],
)
def test_what_a_plan_tells_of_the_years_behind_its_start_guesses_no_year(title, year):
    text = f"{title}\n一、现状\n2015年以来开展建设。2028年的任务更重。\n{BODY}"
    assert facts(text)["year"] == (year, "latest year told of")


@pytest.mark.parametrize(
    ("told", "year"),
    [
        ("2015年入园率、入学率分别达到91%、93%；2020年分别达到97%、98%以上。", "2015"),
        ("2018年启动改造。2022年校舍完好率不低于90%。", "2018"),
        ("2018年启动改造。2022年，力争改造校舍80所。", "2018"),
        ("2018年启动改造。2020年，校舍完好率达到了95%以上。", "2020"),
        ("2018年启动改造。2021年完成改造30所，完好率达到90%以上。", "2021"),
    ],
)
def test_a_year_by_which_an_aim_is_to_be_reached_lies_ahead(told, year):
    assert value(f"甲市校舍建设规划\n一、工作\n{told}\n", "year") == year


def test_a_report_given_at_the_end_of_a_year_is_of_the_next():
    text = "甲市政府工作报告\n——2022年12月26日在甲市第六届人民代表大会上\n" + REPORT.format(2022, 2023)
    assert (value(text, "date"), value(text, "year")) == ("2022-12-26", "2023")


def test_the_day_of_a_report_may_stand_on_a_line_before_the_congress():
    text = "2022年政府工作报告\n——2022年1月10日在忻州市\n第十七届人民代表大会第一次会议上\n" + REPORT.format(
        2021, 2022
    )
    assert value(text, "date") == "2022-01-10"


def test_a_heading_of_a_list_of_contents_signs_nothing():
    text = f"2021年校舍规划\n- 第一章 任务\n{BODY}\n第三章 优化校舍布局\n第四章 完善办学格局"
    assert value(text, "issuer") is None
    assert value(text, "title") == "2021年校舍规划"


def test_what_an_order_publishes_is_its_title_and_a_party_paper_ends_in_its_mark():
    order = "国务院令\n第990号\n《校舍条例》已经2018年6月20日国务院第13次常务会议通过，现予公布。\n"
    order += "2018年7月31日\n校舍条例\n"
    assert value(order + ARTICLES, "title") == "校舍条例"
    paper = f"中共中央办公厅 国务院办公厅印发《关于校舍的意见》\n{BODY}"
    assert (value(paper, "level"), value(paper, "kind")) == ("national", "opinion")


@pytest.mark.parametrize(
    ("issuer", "level"),
    [
        ("河北雄安新区管理委员会", None),
        ("国家高新区管委会", None),
        ("国家级兰州新区管理委员会", None),
        ("国家级高新技术产业开发区党工委", None),
        ("天津港保税区管理委员会", None),
        ("横琴粤澳深度合作区执行委员会", None),
        ("苏州工业园区教育局", None),
        ("上海市浦东新区教育局", "county"),
        ("甘肃省校舍保护示范区建设领导小组办公室", "provincial"),
        ("天津市滨海新区人民政府", "county"),
        ("陕西省西咸新区开发建设管理委员会", None),
        ("四川天府新区成都管理委员会", None),
        ("中国（天津）自由贸易试验区乙片区管理委员会", None),
        ("甘肃省发展改革委员会", "provincial"),
        ("中国银保监会办公厅", "national"),
        ("国家税务总局甘肃省税务局", "provincial"),
        ("中共海南省委办公厅", "provincial"),
    ],
)
def test_bodies_of_zones_are_of_no_province_and_those_of_the_centre_of_none_either(issuer, level):
    assert value(f"校舍建设方案\n{BODY}\n{issuer}\n2023年10月26日", "level") == level


def test_a_change_that_names_nobody_is_one():
    text = f"甲省校舍条例\n（2016年8月25日甲省人民代表大会常务委员会通过 2022年6月23日修订）\n{ARTICLES}"
    assert value(text, "date") == "2022-06-23"


def test_a_link_to_the_centre_below_a_menu_makes_no_paper_of_the_centre():
    text = f"首页\n北京市政府\n国务院\n校舍服务指南\n发布日期：2022-01-05 来源：某局\n{BODY}"
    assert value(text, "level") is None
    assert facts(text)["date"] == ("2022-01-05", "publication")


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("转发国务院办公厅关于校舍建设意见的通知", "provincial"),
        ("甘肃省教育厅转发教育部关于校舍建设意见的通知", "provincial"),
        ("国务院办公厅转发教育部关于校舍建设意见的通知", "national"),
        ("关于贯彻落实国务院校舍建设意见的通知", "provincial"),
    ],
)
def test_what_is_passed_on_is_of_another(title, level):
    assert value(f"{title}\n甘政办发〔2023〕9号\n{BODY}", "level") == level


def test_whom_an_answer_is_about_does_not_give_it():
    assert value(f"关于沈阳市人民政府设立学校的批复\n{BODY}", "level") is None


SIGNED = "河北省教育厅\n2021年3月5日"


@pytest.mark.parametrize("links", ["国务院\n唐山市人民政府", "河北省财政厅", "河北省教育厅", "唐山市卫健委"])
def test_an_issuer_above_that_does_not_sign_is_a_link_of_the_page(links):
    text = f"{links}\n河北省教育厅关于修缮校舍的通知\n{BODY}\n{SIGNED}"
    assert value(text, "title") == "河北省教育厅关于修缮校舍的通知"
    assert (value(text, "issuer"), value(text, "level")) == ("河北省教育厅", "provincial")


def test_issuers_who_sign_together_stand_above_the_title_together():
    issuers = ["河北省教育厅", "河北省财政厅", "河北省卫生健康委", "河北省水利厅"]
    text = "\n".join([*issuers[:3], f"{issuers[3]}关于修缮校舍的通知", BODY, *issuers, "2021年3月5日"])
    assert value(text, "title") == " ".join(issuers) + "关于修缮校舍的通知"
    assert value(text, "issuer") == "、".join(issuers)


@pytest.mark.parametrize("gap", ["　　　", "    "])
def test_who_signs_stands_beside_the_number(gap):
    text = f"唐山市教育局文件\n唐教〔2021〕7号{gap}签发人：某某\n关于修缮校舍的请示\n{BODY}\n2021年3月5日"
    assert value(text, "number") == "唐教〔2021〕7号"
    assert (value(text, "issuer"), value(text, "place")) == ("唐山市教育局", "唐山")


@pytest.mark.parametrize(
    "written", ["2021. 3. 5", "2021. 03. 05", "2021年3月5号", "2021年3月5日（依申请公开）"]
)
def test_dates_below_a_text_are_written_in_more_ways(written):
    text = f"唐山市教育局关于修缮校舍的通知\n{BODY}\n唐山市教育局\n{written}"
    clean = rl.clean_text(text).text
    assert value(clean, "date") == "2021-03-05"


def test_facts_above_a_text_may_be_lines_that_end_in_dates():
    labels = "发布机关：唐山市教育局\n发文日期：2021-03-05\n生效日期：2021-05-01\n失效日期：2026-04-30"
    clean = rl.clean_text(f"{labels}\n唐山市教育局关于修缮校舍的通知\n{BODY}").text
    assert value(clean, "title") == "唐山市教育局关于修缮校舍的通知"
    assert (value(clean, "issuer"), value(clean, "date")) == ("唐山市教育局", "2021-03-05")
    assert value(clean, "effective") == "2021-05-01"


def test_links_below_a_text_date_nothing():
    links = "推荐阅读\n唐山市召开会议2022-09-01\n唐山市一周要闻2022-09-08"
    clean = rl.clean_text(f"唐山市教育局关于修缮校舍的通知\n{BODY}\n唐山市教育局\n2021年3月5日\n{links}").text
    assert value(clean, "date") == "2021-03-05"
    assert "会议" not in clean


@pytest.mark.parametrize(
    ("issuer", "level"),
    [
        ("唐山市迁西县洒河桥镇人民政府", "township"),
        ("佛山市南海区桂城街道办事处", "township"),
        ("景德镇市人民政府", "prefecture"),
        ("迁西县人民政府", "county"),
    ],
)
def test_towns_and_streets_are_no_counties(issuer, level):
    assert value(f"{issuer}关于乡镇人民政府值班的通知\n{BODY}", "level") == level


@pytest.mark.parametrize(
    "name",
    [
        "市场监管总局",
        "人社部办公厅",
        "中央编办",
        "中央网信办",
        "中国侨联",
        "共青团中央",
        "银保监会",
        "全国爱卫会",
        "全国绿化委员会",
        "电力工业部",
        "国家教委",
        "国务院食安办",
        "海关总署",
        "审计署",
        "中国人民银行",
        "国家卫生健康委医政司",
        "国家药监局综合司",
        "教育部等六部门",
        "中华全国总工会",
    ],
)
def test_a_body_of_the_centre_tells_its_level_above_and_below_a_text(name):
    assert value(f"{name}关于甲省校舍的通知\n{BODY}\n2021年3月5日", "level") == "national"
    assert value(f"关于校舍的通知\n各有关单位：\n{BODY}\n{name}\n2021年3月5日", "level") == "national"
    assert value(f"{name} 教育部关于校舍的通知\n{BODY}", "issuer") == f"{name}、教育部"


@pytest.mark.parametrize(
    ("name", "level", "place"),
    [
        ("国家税务总局湖南省税务局", "provincial", "湖南"),
        ("中国人民银行兰州中心支行", "prefecture", "兰州"),
        ("国家统计局甘肃调查总队", "provincial", "甘肃"),
        ("湖南省总工会", "provincial", "湖南"),
        ("中共湖南省委", "provincial", "湖南"),
        ("株洲市妇联", "prefecture", "株洲"),
        ("医保局", None, None),
        ("人社部门", None, None),
        ("全国文明城市创建办公室", None, None),
    ],
)
def test_a_body_of_like_form_is_none_of_the_centre(name, level, place):
    text = f"{name}关于校舍的通知\n{BODY}"
    assert (value(text, "level"), value(text, "place")) == (level, place)


@pytest.mark.parametrize(
    ("title", "level", "place"),
    [
        ("全国校舍发展规划（2021—2025年）", "national", "全国"),
        ("中国校舍建设纲要", "national", "全国"),
        ("“健康中国2040”规划纲要", "national", "全国"),
        ("健康株洲2040规划纲要", "prefecture", "株洲"),
        ("数字湖南规划", "provincial", "湖南"),
        ("株洲市医疗集团三年行动计划", "prefecture", "株洲"),
        ("全国文明城市创建方案", None, None),
        ("全国护校日活动方案", None, None),
        ("对全国人大代表建议的答复", None, None),
        ("市政府贯彻国务院关于校舍的意见的通知", None, None),
        ("湖南省人民政府贯彻国务院关于校舍的意见的通知", "provincial", "湖南"),
    ],
)
def test_a_title_without_issuer_tells_whose_plan_it_is(title, level, place):
    assert (value(f"{title}\n{BODY}", "level"), value(f"{title}\n{BODY}", "place")) == (level, place)


def test_a_plan_of_the_country_in_which_a_city_speaks_is_of_the_city():
    assert value(f"全国校舍安全行动方案\n{BODY}\n我市实际，我市各校。", "level") == "prefecture"


@pytest.mark.parametrize(
    "genre", ["通告", "规程", "服务指引", "责任清单", "决议", "公示", "工作安排", "会议纪要", "倡议书"]
)
def test_a_title_ends_in_its_genre(genre):
    assert value(f"株洲市教育局关于校舍的{genre}\n{BODY}", "title") == f"株洲市教育局关于校舍的{genre}"
    # A link of a page has the genre alone.
    assert value(f"{genre[-2:]}\n株洲市教育局关于校舍的通知\n{BODY}", "title") == "株洲市教育局关于校舍的通知"


def test_what_is_to_be_done_signs_nothing():
    assert value(f"甲市校舍工作意见\n{BODY}\n2009年工作部署", "issuer") is None


@pytest.mark.parametrize(
    "names",
    [
        ["全国工商联", "湖南省人民政府"],
        ["民政部", "中国残联", "全国老龄办", "国家卫生健康委"],
        ["中国人民政治协商会议湖南省委员会"],
        ["湖南省残疾人联合会"],
    ],
)
def test_issuers_without_blanks_are_told_apart_where_a_name_begins(names):
    assert value(f"{''.join(names)}关于校舍的通知\n{BODY}", "issuer") == "、".join(names)


@pytest.mark.parametrize("genre", ["政策问答", "说明", "工作提示"])
def test_what_explains_a_plan_is_none(genre):
    text = f"甲市校舍建设方案{genre}\n{BODY}\n本方案自印发之日起施行。"
    assert (value(text, "title"), value(text, "kind")) == (f"甲市校舍建设方案{genre}", None)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("甲县第九届人民代表大会第二次会议关于县人民政府工作报告的决议", "opinion"),
        ("甲市人民代表大会关于2020年计划执行情况和2021年计划的决议", "opinion"),
        ("甲市人民政府关于废止《甲市校舍管理办法》的决定", "notice"),
        ("甲市教育局关于决定废止部分规划的通告", "notice"),
        ("甲市人民政府关于宣布失效一批方案的公告", "notice"),
        ("甲市2021年《政府工作报告》任务分工的意见", "key-tasks"),
        ("甲市政府工作报告责任分解表（2021年）", "key-tasks"),
        ("甲市政府工作报告（摘要）", "work-report"),
        ("关于印发甲市政府工作报告的通知", "work-report"),
        ("关于印发甲市规划决定程序办法的通知", "rule"),
        ("甲市人民政府关于乙县校舍规划的批复", "notice"),
        ("甲市教育局关于校舍方案的复函（2021年）", "notice"),
        ("甲县校舍规划公示", "notice"),
    ],
)
def test_what_a_paper_does_to_another_tells_its_kind(title, kind):
    assert value(f"{title}\n{BODY}", "kind") == kind


@pytest.mark.parametrize("genre", ["任务分工表", "任务分解", "重点项目台账", "责任明细表"])
def test_a_list_of_tasks_is_a_title(genre):
    title = f"天水市2021年校舍{genre}"
    assert (value(f"{title}\n{BODY}", "title"), value(f"{title}\n{BODY}", "place")) == (title, "天水")


@pytest.mark.parametrize(
    ("issuer", "code"),
    [("阳泉市城区人民政府", "140302"), ("佳木斯市郊区教育局", "230811"), ("长治市郊区人民政府", "140411")],
)
def test_a_district_whose_name_is_a_word_is_a_place_with_its_city(issuer, code):
    text = f"{issuer}关于校舍的通知\n{BODY}\n{issuer}\n2009年3月5日"
    assert (value(text, "level"), value(text, "adcode")) == ("county", code)


def test_the_committee_of_a_zone_issues():
    assert value(f"甲市高新区管委会关于校舍的通知\n{BODY}", "issuer") == "甲市高新区管委会"


@pytest.mark.parametrize("office", ["浑源县甲山街道办事处", "云州区乙水街道办事处"])
def test_a_subdistrict_issues(office):
    said = facts(f"关于校舍的通知\n{BODY}\n{office}\n2009年3月5日")
    assert (said["issuer"][0], said["level"][0]) == (office, "township")


@pytest.mark.parametrize("behind", ["（皖教发〔2023〕9号）", " 皖教发〔2023〕9号", "皖教发〔2023〕9号"])
def test_a_number_right_behind_a_title_is_the_documents(behind):
    text = f"安徽省教育厅关于加强校舍建设的通知{behind}\n各市教育局：\n{BODY}\n安徽省教育厅\n2023年10月26日"
    assert value(text, "title") == "安徽省教育厅关于加强校舍建设的通知"
    assert (value(text, "number"), value(text, "kind")) == ("皖教发〔2023〕9号", "notice")


def test_where_the_number_stands_alone_one_behind_a_title_is_of_what_is_passed_on():
    title = "安徽省教育厅转发教育部关于加强校舍建设的通知（教基〔2023〕2号）"
    text = f"{title}\n皖教发〔2023〕9号\n各市教育局：\n{BODY}\n安徽省教育厅\n2023年10月26日"
    assert value(text, "number") == "皖教发〔2023〕9号"


def test_a_date_in_brackets_behind_a_title_dates_it():
    text = f"安徽省教育厅关于加强校舍建设的通知（2023年5月6日）\n各市教育局：\n{BODY}\n安徽省教育厅"
    assert value(text, "title") == "安徽省教育厅关于加强校舍建设的通知"
    assert facts(text)["date"] == ("2023-05-06", "front")


@pytest.mark.parametrize("gap", ["", " "])
def test_labels_may_stand_before_their_values_without_a_colon(gap):
    labels = {
        "标题": "安徽省教育厅关于加强校舍建设的通知",
        "文号": "皖教发〔2023〕9号",
        "发布日期": "2023-05-09",
    }
    lines = "\n".join(f"{label}{gap}{said}" for label, said in labels.items())
    text = f"{lines}\n各市教育局：\n{BODY}\n安徽省教育厅\n2023年5月6日"
    read = [value(text, name) for name in ("title", "number", "published", "date")]
    assert read == [*labels.values(), "2023-05-06"]


def test_a_title_that_begins_like_a_label_is_one():
    assert value(f"文号管理办法\n{BODY}\n安徽省教育厅\n2023年5月6日", "title") == "文号管理办法"


def test_fields_on_one_line_are_told_apart():
    line = "发文字号：皖教发〔2023〕9号发布时间：2023-05-09来源：人事处"
    text = f"安徽省教育厅关于加强校舍建设的通知\n{line}\n各市教育局：\n{BODY}\n安徽省教育厅\n2023年5月6日"
    assert [value(text, name) for name in ("number", "published")] == ["皖教发〔2023〕9号", "2023-05-09"]


def test_what_is_passed_on_is_dated_by_who_passes_it_on():
    passed = f"附件：教育部关于加强校舍建设的通知\n各省教育厅：\n{BODY}\n教育部\n2023年7月7日"
    title = "安徽省教育厅转发教育部关于加强校舍建设的通知"
    text = f"{title}\n各市教育局：\n现转发给你们，请遵照执行。\n安徽省教育厅\n2023年8月8日\n{passed}"
    assert value(text, "date") == "2023-08-08"


def test_the_number_of_all_issues_is_no_part_of_who_edits():
    text = f"教育信息\n第3期总第40期\n安徽省教育厅办公室\n2023年5月6日\n全省校舍建设会议召开\n{BODY}"
    assert value(text, "issuer") == "安徽省教育厅办公室"


def test_number_and_date_may_stand_in_one_bracket():
    text = f"关于印发《甲市校舍方案》的通知\n（甲政办〔2018〕11号　2018年4月12日）\n各县人民政府：\n{BODY}"
    assert (value(text, "number"), value(text, "date")) == ("甲政办〔2018〕11号", "2018-04-12")


def test_what_is_passed_on_has_a_date_of_its_own_in_brackets():
    text = (
        f"甲市人民政府办公室转发市建设局关于校舍工作方案的通知\n各县人民政府：\n{BODY}\n"
        f"甲市人民政府办公室\n2022年5月6日\n关于校舍的工作方案\n（市建设局　2022年4月20日）\n{BODY}"
    )
    assert value(text, "date") == "2022-05-06"


def test_what_a_congress_changes_is_a_statute():
    text = f"甲省校舍办法\n（2021年7月29日甲省人民代表大会常务委员会第二十八次会议修订）\n{ARTICLES}"
    assert value(text, "kind") == "statute"


@pytest.mark.parametrize("above", ["000046\n机密★1年\n特急", "特提", ""])
def test_how_secret_and_urgent_a_paper_is_stands_above_its_title(above):
    head = f"{above}\n甲县教育局文件\n甲教发〔2019〕22号　　签发人：某某\n★"
    text = f"{head}\n关于校舍的报告\n县人民政府：\n{BODY}"
    assert (value(text, "title"), value(text, "number")) == ("关于校舍的报告", "甲教发〔2019〕22号")


@pytest.mark.parametrize(
    "title", ["甲市古城保护公约", "甲市校舍简报", "甲市校舍名录", "2023年十件民生实事", "甲市校舍新政十条"]
)
def test_a_title_may_name_another_genre_where_a_place_or_year_stands_before_it(title):
    assert value(f"{title}\n{BODY}", "title") == title
