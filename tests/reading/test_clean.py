"""Cleaning: what each rule does and does not do, the ledger, and rest."""

import re

import opencc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import reformlab as rl
from reformlab.reading.clean import RULES, clean_text, count_edits, restore_text
from reformlab.reading.files import ReadError
from tests.steps import count_calls

LONG = (
    "各县要在本年内完成校舍的改造，改造经费由省级财政安排，任何单位不得挪用；"
    "对完成较好的县给予奖励，并在全省通报，"
)
LINES = [f"（{sign}）{LONG}第{sign}项任务由教育部门负责。" for sign in "一二三四五"]

# What a print of 24 characters makes of made-up paragraphs, set in by two blanks or not.
PRINTED = [
    "各县要在本年内完成校舍的改造。改造经费由省级财政安排，任何单位不得挪用；完成得好的县，在全省通报表扬。",
    "教育部门每个季度检查一次进度，对没有完成任务的学校进行通报，要求校长作出书面说明。",
    "省财政厅安排专项经费，用于修缮校舍、购置图书和培训教师，由县级部门负责管理和使用。",
    "各级人民政府要完善教师管理制度，推进城乡学校的一体建设，保障教师的工资，提高教师的待遇。",
]


def wrap(paragraphs, indent):
    """Break paragraphs into lines of 24 characters."""
    set_in = [indent + paragraph for paragraph in paragraphs]
    return "\n".join(one[at : at + 24] for one in set_in for at in range(0, len(one), 24))


# rule, what stands in the file, what stands after the rule and those before it
CASES = [
    ("line-ends", "一\r\n二\r三\f四\u2028五", "一\n二\n三\n四\n五"),
    ("invisible", "教\u200b育\ufeff部\x07门\xad", "教育部门"),
    ("invisible", "\uf06c修缮校舍\uf0b7添置图书\ue5e5。", "修缮校舍添置图书。"),
    ("traditional", "公开徵求意见，象徵性收费；魏徵是人名。", "公开征求意见，象征性收费；魏徵是人名。"),
    ("blanks", "教育\u3000部门\xa0a", "教育部门a"),
    ("cell-lines", "序号|\n任务|\n校|\n1|\n建校|\n甲|\n2|\n|\n乙|", "序号\t任务\t校\n1\t建校\t甲\n2\t\t乙"),
    ("cell-lines", "|序号\n|任务\n|1\n|建校，\n修路\n|2\n|种树", "序号\t任务\n1\t建校，修路\n2\t种树"),
    ("cell-lines", "校舍表\n序号|任务|\n1|建校|\n2|修路|", "校舍表\n序号\t任务\n1\t建校\n2\t修路"),
    ("cell-lines", "学校|\n班数\n甲校|\n12\n乙校|\n9", "学校\t班数\n甲校\t12\n乙校\t9"),
    (
        "cell-lines",
        "校舍表\n序号\n任务\n单位\n\n1\n建校\n县教育局\n\n2\n修路\n县交通局",
        "校舍表\n序号\t任务\t单位\n\n1\t建校\t县教育局\n\n2\t修路\t县交通局",
    ),
    (
        "cell-lines",
        "单位|\n职责|\n县教育局|\n建校|\n县公安局|\n护校|",
        "单位\t职责\n县教育局\t建校\n县公安局\t护校",
    ),
    (
        "cell-lines",
        "学校    班数    教师\n甲校    12    36\n乙校    9    27",
        "学校\t班数\t教师\n甲校\t12\t36\n乙校\t9\t27",
    ),
    ("wrapped-lines", wrap(PRINTED * 2, "　　"), "\n".join(PRINTED * 2)),
    ("wrapped-lines", wrap(PRINTED * 2, ""), "\n".join(PRINTED * 2)),
    (
        "quoted",
        "> 修缮校舍。\n>\n" * 5 + "> > 购置图书。\n" * 5 + "甲",
        "修缮校舍。\n\n" * 5 + "购置图书。\n" * 5 + "甲",
    ),
    ("forms", "２０２３年Ａ级５０％，１．建校", "2023年A级50%，1.建校"),
    ("forms", "⑴建校⑵修路⒊种树㈠育人", "（1）建校（2）修路3.种树（一）育人"),
    ("forms", "⽤⼯", "用工"),
    ("forms", "1﹒建校，2﹒修路", "1.建校，2.修路"),
    ("entities", "教育厅&nbsp;2023年&ldquo;三个一&rdquo;&#12288;行动&sp;", "教育厅2023年“三个一”行动"),
    (
        "numbers-apart",
        "1 9 9 8 年学校达到1 2 . 5 万所，增长9 . 8 %；\n2 0 所完成。",
        "1998年学校达到12.5万所，增长9.8%；\n20所完成。",
    ),
    ("numbers-apart", "1 9 9 8年\n学校\t3 2\t5\n甲县 3 2 5\n4 4", "1998年\n学校\t3 2\t5\n甲县3 2 5\n4 4"),
    (
        "browser-lines",
        "2024/3/5 10:21 校舍\n各县要修\nhttp://a.cn/1 1/2\n2024/3/5 10:21 校舍\n校舍。\nhttp://a.cn/1 2/2",
        "各县要修\n校舍。\n",
    ),
    (
        "browser-lines",
        "2024年3月5日 10:21\n关于校舍的通知\n关于校舍的通知\n修舍。\nhttps://a.cn/1\n1/1\n",
        "关于校舍的通知\n修舍。\n",
    ),
    (
        "browser-lines",
        "2024/3/5 10:21\n校舍\n修校\nfile:///a.html 1/2\f2024/3/5 10:21\n校舍\n舍。\nfile:///a.html 2/2",
        "校舍\n修校\n\n舍。\n",
    ),
    (
        "running-heads",
        "甲县公报\n各县要\f教育局文件\n修校\f甲县公报\n舍，补\f教育局文件\n桌椅。",
        "甲县公报\n各县要\n\n修校\n\n舍，补桌椅。",
    ),
    (
        "running-heads",
        "\f".join(f"关于校舍的意见\n第{n}段，各县落实。\n{n}" for n in range(1, 5)),
        "关于校舍的意见\n第1段，各县落实。\n" + "".join(f"\n\n第{n}段，各县落实。\n" for n in range(2, 5)),
    ),
    (
        "running-heads",
        "".join(f"甲县教育局文件\n第{n}段，各县落实。\n— {n} —\n" for n in range(1, 4)),
        "甲县教育局文件\n第1段，各县落实。\n— 1 —\n\n第2段，各县落实。\n— 2 —\n\n第3段，各县落实。\n— 3 —\n",
    ),
    (
        "running-heads",
        "\f".join(f"第{n}段，各县落实。\n{n} / 3" for n in range(1, 4)),
        "第1段，各县落实。\n\n第2段，各县落实。\n\n第3段，各县落实。\n",
    ),
    (
        "page-ends",
        "（一）各县要制定校舍改造的具体实施规定，把任务分到每个学校和每位\f校长。\n" + LONG * 4,
        "（一）各县要制定校舍改造的具体实施规定，把任务分到每个学校和每位校长。\n" + LONG * 4,
    ),
    ("pinyin", "医(yī)院(yuàn)", "医院"),
    ("pinyin", "医（yī）院(yuɑ\u0300n)(yuàn)", "医院"),
    ("pinyin", "乡村(xiāng cūn)学校", "乡村学校"),
    ("traditional", "衛生體制改革與發展", "卫生体制改革与发展"),
    ("traditional", "這個計劃在乾县實施", "这个计划在乾县实施"),
    ("traditional", "隨著改革，圍繞著重點，著力提高；作者著書", "随着改革，围绕着重点，着力提高；作者著书"),
    ("traditional", "衞生工作、選擧、肅淸", "卫生工作、选举、肃清"),
    ("traditional", "爲了內部將來、曆次會議", "为了内部将来、历次会议"),
    ("look-alikes", "处臵与配臵、位臵、臵换", "处置与配置、位置、置换"),
    ("year-zeros", "二○二三年、二O二O年、二0一九年", "二〇二三年、二〇二〇年、二〇一九年"),
    ("year-zeros", "一九八○比一九七五年多二百○八所", "一九八〇比一九七五年多二百〇八所"),
    (
        "number-brackets",
        "国发„2009‟12号、教发[2023] 9号、教办【2020】1号",
        "国发〔2009〕12号、教发〔2023〕9号、教办〔2020〕1号",
    ),
    ("punctuation", "改革,发展;如下:(一)好!好?", "改革，发展；如下：（一）好！好？"),
    (
        "full-stops",
        "一.总则\n(一).修路.架桥(市交通局负责).到2030年,达到95.5%.2.种树.",
        "一.总则\n（一）.修路。架桥（市交通局负责）。到2030年，达到95.5%。2.种树。",
    ),
    (
        "quotation-marks",
        '「三个一」、"一网通办"、“应接尽接"、『两免』',
        "“三个一”、“一网通办”、“应接尽接”、‘两免’",
    ),
    (
        "heading-space",
        "（一）加强师资建设 各县要加强师资的培养工作。",
        "（一）加强师资建设\n各县要加强师资的培养工作。",
    ),
    (
        "heading-space",
        "（一）加强师资建设 2015年各县要加强师资的培养工作。",
        "（一）加强师资建设\n2015年各县要加强师资的培养工作。",
    ),
    ("spaces", "教 育 部 门 2023 年 50 % 的 AI 课程", "教育部门2023年50%的AI课程"),
    ("spaces", "教育部  财政部关于 校舍的通知", "教育部 财政部关于校舍的通知"),
    ("spaces", "国务院 办公厅 转发教育部关于校舍的意见", "国务院办公厅转发教育部关于校舍的意见"),
    ("spaces", "由县人民政府 和县教育局负责，本市会 同", "由县人民政府和县教育局负责，本市会同"),
    ("spaces", "用CAD / CAM 绘图，CAD /CAM软件", "用CAD/CAM绘图，CAD/CAM软件"),
    ("spaces", "  两端  \n序号 \t 任务 \n", "两端\n序号\t任务\n"),
    ("licence-foot", "第一条 好。\n注：中文维基文库社群认为，此文可用。", "第一条好。\n"),
    ("furniture", "首页 | 新闻 | 关于我们\n首页>政务>政策\n正文。", "\n\n正文。"),
    ("furniture", "目  录\n一、总则………………1\n（一）建校……12\n三、附则.......3\n正文。", "\n\n\n\n正文。"),
    (
        "furniture",
        "正文。\n打印本页\n服务热线：0531-5550000\n- 3 -\n来源：某报\n尾。",
        "正文。\n\n\n\n\n尾。",
    ),
    (
        "furniture",
        "县长张三作报告。甲县日报记者 李四 摄\n各位代表：\n甲县日报客户端\n相关附件>>\n（本文有删减）\n"
        "责任编辑：王五\n版权所有：甲县人民政府\n附件1：任务表.docx\n【法宝引证码】CLI.1\n"
        "【\n打印本页\n】",
        "\n各位代表：" + "\n" * 10,
    ),
    ("furniture", "您所在的位置：首页 / 通知公告\n首页 > 公告\n正文。", "\n\n正文。"),
    (
        "furniture",
        "正文。\n上一篇\n关于考试的通告\n下一篇：没有了\n相关链接：\n甲县办法 2022-09-01\n主办：甲县政府",
        "正文。\n\n\n",
    ),
    ("furniture", "正文。\n相关文件\n一、建校。\n甲县人民政府", "正文。\n\n一、建校。\n甲县人民政府"),
    ("furniture", "正文。\n· 3 ·\n》》点击图片进入专题《《\n尾。", "正文。\n\n\n尾。"),
    ("related-links", "正文。\n【相关新闻】\n·甲县建校，修路\n·乙县建校5所\n主办：甲县政府", "正文。\n"),
    (
        "related-links",
        "各县要落实。\n甲市教育局\n2023年5月4日\n热门推荐\n乙县建校\n本报讯 乙县建校5所。\n丙县修路；",
        "各县要落实。\n甲市教育局\n2023年5月4日\n",
    ),
    ("related-links", "正文。\n责任编辑：王某\n猜你喜欢\n乙县建校5所。", "正文。\n责任编辑：王某\n"),
    (
        "contents",
        "规划\n一、建校\t1\n（一）2025年任务 12\n二、修路12\n"
        "一、建校\n（一）2025年任务。各县修校舍。\n二、修路",
        "规划\n\n一、建校\n（一）2025年任务。各县修校舍。\n二、修路",
    ),
    (
        "dated-links",
        "正文。\n甲县新闻2023-01-04\n乙县新闻2023-01-03\n丙县新闻2023-01-03\n尾。",
        "正文。\n\n尾。",
    ),
    (
        "dated-links",
        "通知公告\n甲县新闻2023-01-04\n乙县新闻2023-01-03\n丙县新闻2023-01-02\n甲县关于校舍的通知\n尾。",
        "通知公告\n\n甲县关于校舍的通知\n尾。",
    ),
    ("dated-links", "正文。\n甲县\t2023-01-04\n乙县\t2023-01-04\n丙县\t2023-01-02\n尾。", "正文。\n\n尾。"),
    (
        "line-ends",
        "关于校舍的通知　　各县：　　一、修缮校舍。 　　　二、购置图书。　　甲县人民政府",
        "关于校舍的通知\n各县：\n一、修缮校舍。\n二、购置图书。\n甲县人民政府",
    ),
    (
        "broken-lines",
        "各县要完善乡村教师的补充机制，健全教师的管\n理制度，提高教师的待遇。\n（一）好。",
        "各县要完善乡村教师的补充机制，健全教师的管理制度，提高教师的待遇。\n（一）好。",
    ),
    # a page saved with a line for each piece: bold numbers and openings, links, the index of a formula
    (
        "pieces",
        "一是\n改造校舍。\n\n第二，\n培训教师。\n\n（三）\n健全制度。\n第三章\n附则",
        "一是改造校舍。\n\n第二，培训教师。\n\n（三）健全制度。\n第三章 附则",
    ),
    (
        "pieces",
        "各县落实刘某同志\n关于校舍的\n报告\n的要求，加快改造。",
        "各县落实刘某同志\n关于校舍的报告的要求，加快改造。",
    ),
    ("pieces", "空气质量好转，PM\n2.5\n浓度下降。", "空气质量好转，PM2.5\n浓度下降。"),
    (
        "pieces",
        "推行“双向\n挂帅\n”制度。落实规定（附件\n2）的要求。",
        "推行“双向挂帅”制度。落实规定（附件2）的要求。",
    ),
    (
        "pieces",
        "各县要落实。\n\n" * 5 + "校舍改造加快，新建\n乡村小学\n200所、中学30所。",
        "各县要落实。\n\n" * 5 + "校舍改造加快，新建乡村小学200所、中学30所。",
    ),
    (
        "pieces",
        "各县要落实。\n\n" * 5
        + "校舍要改造。教师要培训。\n乡村小学\n正式列入\n名单，两年建成。\n\n——农村\n办学好转。",
        "各县要落实。\n\n" * 5
        + "校舍要改造。教师要培训。乡村小学正式列入名单，两年建成。\n\n——农村办学好转。",
    ),
    (
        "pieces",
        "各县要落实。\n\n" * 5 + "——\n乡村小学\n建成。",
        "各县要落实。\n\n" * 5 + "——乡村小学建成。",
    ),
    ("teasers", f"{LONG}各县要落实。\n{LONG}各县要落实。以下为全文。", f"\n{LONG}各县要落实。以下为全文。"),
    ("doubles", "\n".join(["甲。", *LINES, "乙。", *LINES]), "\n".join(["甲。", *LINES, "乙。", ""])),
]

# A document whose sentences, headings and items stand on lines of their own.
DOCUMENT = (
    "某市教育局关于加强校舍修缮工作的通知",
    "甘教发〔2023〕9号",
    "各县（市、区）教育局，各直属学校：",
    "为加强校舍管理，保障师生安全，现就有关事项通知如下：",
    "一、总体要求",
    "坚持安全第一、预防为主，到2025年底，全市中小学校舍修缮率达到95%以上，危房全部清零。",
    "二、主要任务",
    "（一）摸清校舍底数。各县要在六月底前完成排查，建立台账，逐校逐栋登记，不得漏报、瞒报。",
    "（二）落实修缮资金。市财政局每年安排专项资金2000万元，县级财政按照不低于1:1的比例配套。",
    "（三）加强质量监管",
    "严格执行工程质量标准，竣工验收合格率达到100%。对验收不合格的，责令限期整改。",
    "三、保障措施",
    "（一）加强组织领导。各县要成立工作专班，主要负责同志亲自抓，分管负责同志具体抓。",
    "（二）强化督导考核。市教育局每季度开展一次督导，结果在全市通报。",
    "附件：1. 校舍修缮任务表",
    "2. 校舍排查登记表",
    "某市教育局",
    "2023年3月15日",
)


def break_at(paragraph: str, width: int, by: str) -> list[str]:
    """Break a paragraph into lines, by signs or by halves of their widths, no mark at the head of a line."""
    unit = "." if by == "signs" else r"(?:[A-Za-z0-9.%]+|.)[，。、；：）%]*" if by == "words" else "."
    lines, size = [""], 0
    for part in re.findall(unit, paragraph):
        takes = len(part) if by == "signs" else sum(1 if sign.isascii() else 2 for sign in part)
        if size + takes > width * (1 if by == "signs" else 2):
            lines, size = [*lines, ""], 0
        lines[-1] += part
        size += takes
    return lines


@pytest.mark.parametrize("indent", ["", "　　"])
@pytest.mark.parametrize("by", ["signs", "halves", "words"])
@pytest.mark.parametrize("width", [14, 15, 16, 17, 18, 22, 30])
def test_a_text_broken_at_a_narrow_width_is_whole(indent, by, width):
    lines = [line for one in DOCUMENT for line in break_at(indent + one, width, by)]
    clean = clean_text("\n".join(lines)).text
    assert clean == clean_text("\n".join(DOCUMENT)).text


PRINTED_APART = (
    "拨付经费，由各县按照学校的数目和学生的人数分配，不得截留，也不得用于其他方面的开支，每季度公布一次账目。",
    "购置图书，每所学校每年不少于三百册，由市图书馆统一编目，任何单位不得收取费用；破损的图书及时更换，保证学生借阅。",
    "校长负责，由他向学生和家长说明进度，听取意见，改进工作。凡有学生没有座位的，应当在开学以前补齐桌椅，并书面报告。",
    "每月一次，对没有完成任务的学校进行通报，要求校长在十天以内作出说明；连续两次通报的，由教育部门派人到校督促整改。",
)


@pytest.mark.parametrize("width", range(14, 20))
def test_first_lines_whose_blanks_are_lost_are_no_headings(width):
    headings = ["一、拨付经费，用于校舍", "二、图书", "加强领导，落实责任", "三、检查进度"]
    parts = [part for pair in zip(headings, PRINTED_APART, strict=True) for part in pair]
    lines = [line.strip("　") for one in parts for line in break_at("　　" + one, width, "signs")]
    assert clean_text("\n".join(lines)).text.split("\n") == parts


@pytest.mark.parametrize(("before", "behind"), [("    ", ""), ("", "\n"), ("", "  "), ("> ", "")])
@pytest.mark.parametrize("indent", ["", "　　", "    "])
def test_margins_empty_lines_and_marks_of_quotation_break_no_sentence(before, behind, indent):
    lines = [line for one in DOCUMENT for line in break_at(indent + one, 16, "words")]
    clean = clean_text("\n".join(before + line + behind for line in lines)).text
    whole = [line.strip() for line in clean.split("\n") if line.strip()]
    assert whole == clean_text("\n".join(DOCUMENT)).text.split("\n")


def test_signs_of_vertical_print_are_those_of_any_other():
    assert clean_text("各县︵含农场︶要建校︐修路︒").text == "各县（含农场）要建校，修路。"


def test_half_a_sign_as_broken_json_holds_it_is_left_out():
    clean = clean_text("教\ud800育部门")
    assert clean.text == "教育部门"
    assert restore_text(clean) == "教\ud800育部门"
    assert clean.ledger["was"].tolist() == ["\ufffd"]


# rule, what it must leave as it is
COUNTER_CASES = [
    ("line-ends", "一\n二"),
    ("invisible", "教育部门"),
    ("blanks", "序号\t任务"),
    ("cell-lines", "首页 | 新闻\n政务 | 互动\n服务 | 数据"),
    ("cell-lines", "甲校\n乙校\n丙校\n\n建校\n修路\n种树\n\n教师\n校长\n学生"),
    ("cell-lines", "张某    李某    王某\n赵某    钱某    孙某\n周某    吴某    郑某"),
    ("wrapped-lines", "\n".join([line[:24] + "。" for line in PRINTED] * 3)),
    ("wrapped-lines", "\n".join(PRINTED * 4)),
    ("wrapped-lines", "甲县的学校，乙县的教师\n" * 20),
    ("wrapped-lines", "甲县的学校、图书，乙县的教师\n" * 20),
    ("wrapped-lines", "\n".join(f"{n}、修缮甲县第{n}中学的校舍和操场" for n in range(10, 40)) + "。"),
    ("wrapped-lines", "修缮校舍，购置图书，培训教师。\n" * 20),
    ("quoted", "> 修缮校舍。\n购置图书。\n" * 10),
    ("forms", "①建校②修路，约３千"[:7]),
    ("entities", "R&D经费、A&B;C&D"),
    ("numbers-apart", "1998年 3 2 5\n甲县 3 2 5 万元、12 34所"),
    # when a page was put up, an address of the document's own, a number between two strokes
    ("browser-lines", "2024/3/5 10:21\n各县要修校舍。\n请登录http://a.cn/1.html填报。"),
    ("browser-lines", "各县要修校舍。\nhttp://a.cn/1.html\n1/2以上学校"),
    ("browser-lines", "2024/3/5 10:21\n各县要修校舍。\nhttp://a.cn/1.html\n各县要种树。"),
    ("running-heads", "甲县公报\n1\f教育局文件\n7\f甲县公报\n3\f学校校舍\n5"),
    ("running-heads", "甲县\n1\f乙县\n7\f丙县\n3\f丁县\n5"),
    ("running-heads", "甲县\n1/3\f乙县\n1/3\f丙县\n2/3"),
    ("running-heads", "\n".join(["甲县", "学校"] * 5)),
    ("quotation-marks", '<a b="c">、直径5"的管、“三个一”'),
    ("page-ends", "一、总体要求\f各县要完善制度。\f二、主要任务\f（一）培训教师"),
    ("pinyin", "英语(English)、方案(xin)、附件（abc）"),
    ("traditional", "著名作家的著作、乾隆年间、瞭望塔、显著成效"),
    ("traditional", "乾县与乾安县、魏徵故里"),
    ("look-alikes", "右臵人名、臵字"),
    ("year-zeros", "二十年、一二三四年级"),
    ("number-brackets", "（2023）年、[2023]、（2023年）12号楼"),
    ("punctuation", "3,000人、10:52、a;b、http://a.cn"),
    ("full-stops", "阿不都.热合曼修路。买买提.吐尔逊种树。"),
    ("full-stops", "甲乙……丙...丁、3.5米\n一.总则"),
    ("heading-space", "第一章 总则、一、总则 "),
    ("heading-space", "（一）加强师资建设我县 2009 年开始培养教师。"),
    ("spaces", "第一章 总则\n第二十一章 附则\nRural schools"),
    ("spaces", "（市教育局 市财政局按职责分工负责）\n责任单位：教育部 财政部、中国残联"),
    ("spaces", "国家医保局 财政部 教育部关于校舍的通知\n《中共中央 国务院关于校舍的意见》"),
    (
        "spaces",
        "中共甲省委 甲省人民政府印发规划\n中国人民银行 教育部联合发布\n最高人民法院 最高人民检察院公告",
    ),
    ("licence-foot", "本作品是中华人民共和国的优秀教材。"),
    ("furniture", "药品目录\n增长……达到30\n投入3.5\n附件1"),
    ("furniture", "人数>3且经费>5万元，达标\n甲|乙"),
    ("furniture", "记者证制度\n更多学校参加\n审核：由县级部门负责，逐级上报\n本报告有删减"),
    ("furniture", "电话会议制度\n分享经验，打印材料\n搜索引擎\n中小学\n微信公众号建设"),
    ("line-ends", "一、修缮　　校舍。\n二、购置　　图书。\n三、培训　　教师。"),
    ("line-ends", "刘　　某　　张　某"),
    # in a menu above the text; a heading of the text; what is enclosed
    ("related-links", "相关新闻\n乙县建校\n关于校舍的通知\n各县要修缮校舍。"),
    ("related-links", "各县要修缮校舍。\n相关政策\n建校的，予以补助。"),
    ("related-links", "各县要修缮校舍。\n相关文件\n一、建校\n二、修路"),
    ("related-links", "各县要修缮校舍。\n甲市教育局\n2023年5月4日\n相关信息\n附件1：校舍表\n一、建校。"),
    # what is said once, in a table or as a number of things
    ("contents", "修缮校舍\t3\n购置桌椅\t20\n培训教师\t30\n修缮校舍的，予以补助。"),
    ("contents", "一、建校12\n二、修路3\n一、建校\n二、修路"),
    ("dated-links", "甲县2023-01-02\n乙县2023-01-03\n"),
    # steps, people and papers: the dates run on, the document goes on below, or the list has its own heading
    ("dated-links", "正文。\n修缮校舍2023-03-31\n购置桌椅2023-06-30\n培训教师2023-11-30\n尾。"),
    ("dated-links", "二、安排\n修缮校舍2023-12-31\n购置桌椅2023-12-31\n培训教师2023-12-31\n三、要求"),
    ("dated-links", "正文。\n校舍办法2013-05-03\n桌椅办法2011-04-01\n教师办法2009-02-01\n二、施行\n尾。"),
    ("dated-links", "正文。\n校舍办法2013-05-03\n桌椅办法2011-04-01\n教师办法2009-02-01\n2023年5月4日"),
    ("dated-links", "正文。\n优秀教师名单\n王某1979-05-03\n李某1975-04-01\n张某1971-02-01"),
    ("dated-links", "正文。\n1.修缮校舍2023-12-31\n2.购置桌椅2023-12-31\n3.培训教师2023-12-31"),
    # tasks and when they are due, without a row of names
    (
        "dated-links",
        "修缮校舍\t2023-03-31\n购置桌椅\t2023-06-30\n培训教师\t2023-06-30\n全部验收\t2024-01-10\n尾。",
    ),
    ("broken-lines", "一、总体要求\n各县要完善教师的补充机制，健全教师的管理制度，提高待遇\n（一）加强领导"),
    ("broken-lines", "1\t各县要完善教师的补充机制，健全管理制度\t教育厅\n2\t提高待遇，落实编制\t财政厅"),
    # where lines are paragraphs, what has commas and no full stop is a heading
    (
        "broken-lines",
        "（一）坚持城乡统筹和协调发展，推动学校建设迈上新的更高的台阶\n各县要改造校舍，培训教师。\n"
        + LONG * 4,
    ),
    (
        "broken-lines",
        "各县完成改造。（二）加强教师的培养\n2015年，各县要加强教师的培养，提高待遇。\n" + LONG * 4,
    ),
    ("pieces", "目的\n改造校舍。\n公众参与\n听取意见。\n摘要\n各县要落实。\n（一）\n（二）"),
    ("pieces", "各位代表，\n现在报告工作。"),
    ("pieces", "一、总体要求\n" + "各县要落实。\n\n" * 5 + "提高质量，办好学校\n各县要改造校舍。"),
    ("pieces", "各县要落实。\n\n" * 5 + "一是改造校舍。\n乡村小学\n要建好。"),
    ("pieces", "关于校舍的通知\n甲市教育局\n各县要落实。\n\n" + "各县要落实。\n\n" * 5),
    ("pieces", "各县要落实。\n\n" * 5 + "校舍要改造，教师要培训。\n甲市教育局\n2023年10月26日"),
    ("teasers", "违反前款规定的，责令改正。\n违反前款规定的，责令改正。"),
    ("doubles", "\n".join([*LINES, "乙。", LINES[0], "丙。", LINES[1]])),
]


def up_to(name: str) -> list[rl.Rule]:
    """Return the rules as far as the named one, and those of spaces that show its result."""
    names = [rule.name for rule in RULES]
    return list(RULES[: max(names.index(name), names.index("spaces")) + 1])


@pytest.mark.parametrize(("name", "raw", "clean"), CASES)
def test_rule_does_what_it_says(name, raw, clean):
    got = clean_text(raw, rules=up_to(name))
    assert got.text == clean
    assert name in set(got.ledger["rule"])


@pytest.mark.parametrize(("name", "text"), COUNTER_CASES)
def test_rule_leaves_alone_what_only_looks_like_it(name, text):
    assert name not in set(clean_text(text).ledger["rule"])


def test_every_rule_has_an_example_a_counter_example_and_a_reason():
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    assert {case[0] for case in CASES} == set(names)
    assert {case[0] for case in COUNTER_CASES} == set(names)
    assert all(len(rule.reason) > 20 for rule in RULES)
    assert len({rule.reason for rule in RULES}) == len(RULES)


def test_a_reading_without_a_mark_goes_only_where_many_have_one():
    marked = "".join(
        f"{sign}({reading})"
        for sign, reading in zip("医院卫生县", ["yī", "yuàn", "wèi", "shēng", "xiàn"], strict=True)
    )
    assert clean_text(marked + "的(de)").text == "医院卫生县的"
    assert clean_text("医(yī)院的(de)").text == "医院的（de）"


def test_a_name_with_a_traditional_sign_stays_in_simplified_text():
    assert clean_text("乾县要落实责任。").text == "乾县要落实责任。"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (
            "乾安县人民政府与裏面的医院合作，各县要修缮校舍并保障经费。",
            "乾安县人民政府与里面的医院合作，各县要修缮校舍并保障经费。",
        ),
        ("乾縣醫療機構設備陳舊，應當乾燥。", "乾县医疗机构设备陈旧，应当干燥。"),
        (
            "王昇、魏徵任校长，各县要修缮校舍并保障经费，教育部门負责。",
            "王昇、魏徵任校长，各县要修缮校舍并保障经费，教育部门负责。",
        ),
        ("監測二噁英的排放，由環境保護部門負責。", "监测二噁英的排放，由环境保护部门负责。"),
    ],
)
def test_names_stay_beside_signs_that_are_converted(raw, clean):
    assert rl.clean_text(raw).text == clean
    assert rl.restore_text(rl.clean_text(raw)) == raw


def test_radicals_are_the_signs_that_they_stand_for():
    assert (
        rl.clean_text("⻓效机制，⻔诊统筹，⻝品⻛险，⺟子保健，⾼质量").text
        == "长效机制，门诊统筹，食品风险，母子保健，高质量"
    )


def test_a_double_is_left_out_with_its_headings():
    page = "\n".join(["关于校舍的意见", "一、总体要求", *LINES])
    assert clean_text(f"{page}\n其他\n{page}").text.rstrip("\n") == f"{page}\n其他"


def test_ledger_tells_rule_place_and_both_wordings():
    clean = clean_text("改革,发展")
    assert list(clean.ledger) == ["step", "rule", "start", "was", "now"]
    assert clean.ledger.to_dict("records") == [
        {"step": 0, "rule": "punctuation", "start": 2, "was": ",", "now": "，"}
    ]


def test_leaving_a_rule_out_leaves_its_edits_out():
    rules = [rule for rule in RULES if rule.name != "traditional"]
    assert clean_text("衛生,體制", rules=rules).text == "衛生，體制"


def test_count_edits_counts_each_rule_in_order():
    counts = count_edits(clean_text("衛生,體制;").ledger)
    assert list(counts) == [rule.name for rule in RULES]
    assert (counts["traditional"], counts["punctuation"], counts["spaces"]) == (2, 2, 0)


# What the rules look for, to be mixed in every way.
SIGNS = (
    '一二三1290(（)）[]【】„‟〔〕,，;；:：。、!?"”’“‘「」《》 \u3000\t\n\r\f'
    "臵置处着著乾衛體○OＡ％①⑴㈠⼀\u200b\xa0-—"
)
WORDS = [
    "1 9 9 8 年",
    "3 . 2 %",
    "&nbsp;",
    "&amp;",
    "— 3 —\n",
    "甲县教育局文件\n",
    "(yī)",
    "（shēng）",
    "(de)",
    "第一章 ",
    "第一条 ",
    "（一）",
    "一、",
    "1.",
    "年",
    "2023",
    "号",
    "2023-01-02",
]
WHOLE = ["打印", "来源：", "\n\n", "各县要完善制度，健全机制，", LONG, *(line + "\n" for line in LINES)]
FEET = ["\n本作品是中华人民共和国的法律、法规", "\n注：中文维基文库社群认为"]
PIECES = st.sampled_from([*SIGNS, *WORDS, *WHOLE, *FEET])
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=40).map("".join))


def check_whole_way(raw: str) -> None:
    """Check that nothing is lost from the raw text to the passages and what is set aside."""
    clean = clean_text(raw)
    assert restore_text(clean) == raw
    at = 0
    for outline in rl.split_documents(clean.text):
        for segment in outline.segments:
            assert segment.start == at < segment.end
            at = segment.end
        assert outline.end == at
    assert at == len(clean.text)


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_no_sign_of_any_text_is_lost_on_the_way_to_passages(raw):
    check_whole_way(raw)


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=200), TEXTS.map(lambda text: text.encode("gb18030", "replace"))))
def test_no_file_of_any_bytes_breaks_the_way_to_passages(tmp_path, content):
    path = tmp_path / "any.txt"
    path.write_bytes(content)
    try:
        raw = rl.read_file(path).text
    except ReadError:
        return
    check_whole_way(raw)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_cleaning_twice_changes_nothing(raw):
    clean = clean_text(raw).text
    again = clean_text(clean)
    assert again.text == clean
    assert again.ledger.empty


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("著乾瞭徵于干着系里后面发展复制度学校县的"), max_size=30))
def test_simplified_text_has_no_traditional_sign_to_change(words):
    assert clean_text(opencc.OpenCC("t2s").convert(words)).text == opencc.OpenCC("t2s").convert(words)


N = 20_000
PATHOLOGICAL = {
    "one line": LONG * (N // len(LONG)),
    "blanks": "教" + " " * N + "育",
    "tabs": "教" + "\t" * N + "育",
    "short lines": "各县要完善教师的补充机制，健全教师的管\n" + "甲，乙丙丁\n" * (N // 6),
    "lines of marks": "，\n" * (N // 2),
    "quotation marks": "各县要完善教师的补充机制，健全教师的管理”\n" + "”\n" * (N // 2),
    "labels": "（一）" * (N // 3),
    "numbers": "。（1）甲" * (N // 5),
    "numerals": "一" * N,
    "brackets": "国(" * (N // 2),
    "pinyin": "国(guó)" * (N // 6),
    "dates": "甲2023-01-02\n" * (N // 12),
    "browser's lines": "2024/3/5 10:21\nhttp://a.cn/1 1/2\n" * (N // 30),
    "page dates": "2023-01-02" * (N // 10),
    "same lines": (LINES[0] + "\n") * (N // 80),
    "telephone": "电话：" + "1 " * (N // 2) + "x。",
    "addressee": "各市" + "（甲" * (N // 2) + "：",
    "dashes": "—" * N,
    "colons": "：" * N,
}


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_steps_grow_with_the_length_of_the_text_not_with_its_square(name):
    text = PATHOLOGICAL[name]

    def steps(length: int) -> int:
        return count_calls(lambda: rl.split_documents(clean_text(text[:length]).text))

    # Ten times the text takes ten times the steps, or a hundred times where they are quadratic.
    short, long = steps(N // 10), steps(N)
    assert long < 15 * short + 1_000


@pytest.mark.parametrize(
    "below",
    ["甘教发〔2023〕9号", "（2023年3月5日）", "文号：甘教发[2023]9号", "各市（州）教育局：", "甘肃省教育厅"],
)
def test_a_title_that_fills_its_line_does_not_run_on(below):
    title = "甘肃省教育厅关于修缮乡村学校的校舍的若干的指导意见"[:22] + "意见"
    printed = wrap(PRINTED * 2, "")
    assert clean_text(f"{title}\n{below}\n{printed}").text.split("\n")[:2] == [
        title,
        clean_text(below).text,
    ]
    assert clean_text(f"{title}\n的通知\n{printed}").text.startswith(f"{title}的通知\n")


def test_an_old_sign_of_names_stays_in_simple_text_and_as_a_word_does_not():
    rest = "各县要修缮校舍，保障经费，建设示范基地，发展中药材产业。" * 2
    assert clean_text(f"推广於术，於潜镇由於雨水停工。{rest}").text == f"推广於术，於潜镇由于雨水停工。{rest}"
    said = "裏面有於潜镇、於陵乡。王某、於某、李某由於雨水停工，於是、於此改用於校舍。"
    now = "里面有於潜镇、於陵乡。王某、於某、李某由于雨水停工，于是、于此改用于校舍。"
    assert clean_text(said + rest).text == now + rest
    assert clean_text(f"关於校舍与裏面的於潜。{rest}").text == f"关于校舍与里面的于潜。{rest}"


def test_a_line_that_tells_when_a_page_was_put_up_stays_for_the_facts():
    assert (
        clean_text("来源：某报 发布时间：2020-06-14\n正文。").text == "来源：某报发布时间：2020-06-14\n正文。"
    )


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (
            "入学率达到\n100%，合格率稳定\n在70%以上，及格率\n达到60%。",
            "入学率达到100%，合格率稳定在70%以上，及格率达到60%。",
        ),
        ("关于印发《校舍行动方案\n（2024—2026年）》的通知", "关于印发《校舍行动方案（2024—2026年）》的通知"),
    ],
)
def test_a_line_that_opens_inside_its_sentence_is_none(lines, whole):
    assert rl.clean_text(f"{lines}\n各县要修缮校舍。").text == f"{whole}\n各县要修缮校舍。"
