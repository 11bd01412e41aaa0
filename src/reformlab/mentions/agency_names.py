"""Tell what names a body, and give each body one name, however it is printed.

The list of bodies is ``data/lexicon/agencies.csv``: national bodies of several eras with their short
names, and local ones without their level word.
"""

from __future__ import annotations

import csv
import re
from functools import cache

from reformlab.corpus.tables import data_folder

_LEVEL_WORD = (
    r"(?:自治区|直辖市|自治州|民族乡|自治县|设区的?市|省级?|市级?|区县"
    r"|县级?|州|盟|区级?|旗|乡镇|镇|乡|街道|兵团|国家)"
)
_LEVEL_END = re.compile(_LEVEL_WORD + "$")
_LEVELS = {*"省市县区州盟旗乡镇", "自治区", "直辖市", "自治州", "民族乡", "设区的市"}
_AUTONOMOUS = ("内蒙古", "广西", "西藏", "宁夏", "新疆")
_MUNICIPAL = ("北京", "天津", "上海", "重庆")
LONGEST_NAME = 30
# How the name of a body ends. In brackets of responsibility anything may be charged; in running
# text only what cannot be taken for an institution or a person.
_END = (
    "部|委|办|局|厅|署|院|会|政府|小组|工作组|领导组|联席会议|办事处|专班|办公室|部门|兵团|秘书处"
    "|妇联|残联|科协"
)
_WIDE_END = re.compile(
    rf"(?:{_END}|单位|处|司|中心|集团|公司|总社|总台|机构|银行|[分支]行|社|团|[总支大]队|联|所|站|馆|校|大学|高校|海关|街道|乡镇|镇街|镇|乡|村"
    "|园区?|新区|开发区|示范区|企业|电网|铁路|地方|各地|统筹地区|省份|[省市县区州盟旗]|办公室）|[市区县旗]）)$"
)
# Institutions that do a public duty; those that are regulated (医疗机构, 物业管理单位) are none.
_PUBLIC = (
    r"(?:(?<!物业)(?<!质量)(?<!药事)管理|预防控制|防疫|经办|卫生监督|检疫|主管|执法|监察|保障|药品检验|急救|采供血|献血"
    r"|征收|仲裁|健康教育|妇幼保健|防治)机构|(?:公安|税务|司法|检察|登记|管理|主管|执法)机关|医学会|学校|海关"
)
_NARROW_END = re.compile(
    rf"(?:(?<!医)(?<!生)(?<!学)(?:{_END}|(?:专家|监督|督导|指导|协调|领导|诊断|鉴定)组|管理所|乡镇|街道)|{_PUBLIC})$"
)
_NO_BODY = re.compile(
    r"^(?:各|各级|有关|相关|牵头|责任|本|该|其|其他|成员|院|会|办|部|局|上述|双方)?(?:单位|处|院|会|部|办|办公室|小组|司|区|州|所|村|社|联|团)$"
)
_NO_NAME = re.compile(
    r"^(?:[对向将把与]|开展|推进|推动|制定|建立|建成|完善|落实|加强|实施|组织(?!部|人事)|完成|印发|要求|按照|根据|确保|支持|鼓励|指导)"
    r"|\d|要(?:建立|成立)|委托|(?:负责|承担)(?!.*的(?:行政|主管|业务)*部门$)|不再|进行|提出|应当|必须"
    r"|配备|(?:指定|成立|(?<!建)设立?)(?![区施计备置立的])|[\u4e00-\u9fff]是|作为"
)

# A level alone (市、县人民政府) takes the rest of its name from the name behind it.
BARE_LEVEL = re.compile(
    rf"各?(?:设区的?)?{_LEVEL_WORD}(?:（[^（）]{{1,9}}）)?|各?(?:省|直辖市|地|地区|计划单列市)(?:（[^（）]{{1,9}}）)?"
)
_LEVEL_AND_REST = re.compile(rf"各?(?:设区的?)?{_LEVEL_WORD}(?:（[^（）]{{1,9}}）)?的?(?P<rest>[^（）]+)$")
# So does a place of living: 户籍所在地和现居住地的人民政府.
SEAT = re.compile(r"其?[\u4e00-\u9fff]{0,6}(?:所在|居住)地")
SEAT_AND_REST = re.compile(rf"{SEAT.pattern}的?(?P<rest>人民政府|[^（）的]{{0,12}}部门)$")
# 农业、林业行政部门: a field takes the rest of its name from the name behind it.
_FIELD = re.compile(r"[\u4e00-\u9fff]{2,14}")
_SHARES = re.compile("等(?:其他|有关|相关|各)*(?=部门$)")
FIELD_TAIL = re.compile(r"(?:行政主管|行政|主管|监督管理|监管|管理)?部门$|管理机构$")


@cache
def read_agencies() -> tuple[dict[str, str], dict[str, str]]:
    """Return printed name -> unified name: of national bodies, and of local ones without their level word."""
    path = data_folder() / "lexicon" / "agencies.csv"
    names: dict[str, dict[str, str]] = {"national": {}, "local": {}}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            for name in (row["name"], row["unified"], *row["short"].split("；")):
                if name:
                    names[row["level"]].setdefault(name, row["unified"])
    return names["national"], names["local"]


def unify_agency(name: str, *, level: str | None = None, place: str | None = None) -> str:
    """Give the one name of a body that is printed in several ways; its level is kept.

    Parameters
    ----------
    name : str
        As printed: 省卫健委, 国家卫生健康委员会.
    level : {"national", "provincial", "prefecture", "county", "township"}, optional
        Of the document. In a local one, a name without a level word is that of a local body.
    place : str, optional
        Of the document, as in `documents`: its own name before a body is left out
        (山西省卫生健康委 in a document of 山西 is 省卫生健康委).

    Returns
    -------
    str
        A body that the list (``data/lexicon/agencies.csv``) does not know is returned as printed.

    Examples
    --------
    >>> from reformlab.mentions.agency_names import unify_agency
    >>> [unify_agency(name) for name in ("卫健委", "国家卫生健康委员会", "省卫健委", "市政府")]
    ['国家卫生健康委', '国家卫生健康委', '省卫生健康委', '市人民政府']
    """
    national, local = read_agencies()
    name = re.sub(r"\s", "", name).removeprefix("中华人民共和国") or name
    if place and place != "全国":
        own = re.match(
            rf"{re.escape(place)}(?:维吾尔|壮族|回族)?(?=自治区|自治州|省|市|州|县|区|旗|地区|盟)(?!市[^、]{{0,4}}区)",
            name,
        )
        name = name[own.end() :] if own else name
    is_local = level not in (None, "national")
    if name in national and not (is_local and name in local):
        return national[name]
    for at in range(len(name)):
        if name[at:] in local:
            before, core = name[:at], local[name[at:]]
            if before == "国家":
                return national.get(before + core, before + core)
            if not before or _LEVEL_END.search(before):
                return before.removeprefix("各") + core
    return _unify_government(name)


def _unify_government(name: str) -> str:
    if re.fullmatch(r"(?:各|其他|其它)?(?:有关|相关)(?:职能|责任|行政)?部门", name):
        return "有关部门"
    if re.fullmatch(r"(?:各|其他|其它)?(?:有关|相关)(?:责任)?单位", name):
        return "有关单位"
    name = re.sub("(?<=[省市县区乡镇地])的(?=人民政府)", "", name)
    name = _SHARES.sub("", name)
    name = re.sub(r"(?<!人民)(?<=[省市区县州盟旗镇乡方级）])政府(?=$|办公[厅室]$)", "人民政府", name)
    return re.sub(rf"^各(?={_LEVEL_WORD}|省|市|州|直辖市)", "", name)


def is_body(name: str, narrow: bool) -> bool:
    """Say whether a name is that of a body, by the list or by how it ends; `narrow`: in running text."""
    national, local = read_agencies()
    if name in national or name in local or name in _LEVELS:
        return True
    if not 2 <= len(name) <= LONGEST_NAME:
        return False
    if _NO_BODY.match(name) and not re.search("有关|相关|各部门|各单位", name):
        return False
    return bool((_NARROW_END if narrow else _WIDE_END).search(name)) and not _NO_NAME.search(name)


def is_field(name: str) -> bool:
    """Say whether a name may be a field of government that lacks its 部门 (农业、林业行政部门)."""
    ends_like_a_body = _WIDE_END.search(name) and not name.endswith("铁路")
    return bool(_FIELD.fullmatch(name)) and not (ends_like_a_body or _NO_NAME.search(name))


def full_names(names: list[str], starts: list[int]) -> list[str]:
    """Give a level that stands alone (市、县人民政府) the rest of the next name."""
    full = list(names)
    tail = ""
    for at in range(len(names) - 2, -1, -1):
        near = starts[at + 1] - starts[at] - len(names[at]) <= 2
        # That of 应急管理等部门 is 部门, and so it is for all fields before it.
        own = FIELD_TAIL.search(names[at + 1])
        tail = "部门" if own and _SHARES.search(names[at + 1]) else own[0] if own else tail
        field = near and not FIELD_TAIL.search(names[at]) and is_field(names[at])
        tail = tail if field else ""
        if tail and not BARE_LEVEL.fullmatch(names[at]):
            full[at] = names[at] + tail
        elif near and SEAT.fullmatch(names[at]):
            rest = SEAT_AND_REST.match(full[at + 1])
            full[at] = names[at].removeprefix("其") + (rest["rest"] if rest else "")
        elif near and BARE_LEVEL.fullmatch(names[at]):
            rest = _LEVEL_AND_REST.match(full[at + 1])
            full[at] = names[at] + (rest["rest"] if rest else "")
        elif near and names[at].endswith("党委") and names[at + 1] in ("政府", "人民政府"):
            full[at + 1] = names[at].removesuffix("党委") + "人民政府"
    return full


def home_word(level: str | None, place: str | None) -> str:
    """Return the level word of a province's own bodies, for those printed without one."""
    if level != "provincial":
        return ""
    return "自治区" if place in _AUTONOMOUS else "市" if place in _MUNICIPAL else "省"
