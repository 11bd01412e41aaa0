"""Tell what names a body, and give each body one name, however it is printed."""

from __future__ import annotations

import re
from functools import cache, lru_cache, partial

from reformlab.corpus.agencies import read_agencies
from reformlab.corpus.places import Place, read_place
from reformlab.corpus.rules import compile_rules

rules = partial(compile_rules, "agency_endings")
_LEVEL_END = rules("{level}$")
_LEVELS = {*"省市县区州盟旗乡镇", "自治区", "直辖市", "自治州", "民族乡", "设区的市"}
_HOME_END = {
    "provincial": re.compile("(?:自治区|市)$"),
    **dict.fromkeys(("prefecture", "county"), re.compile("[市州盟县区旗]$")),
}
LONGEST_NAME = 34
# In brackets of responsibility anything may be charged; in running text only what cannot be taken for
# an institution or a person.
_WIDE_END = rules("(?:{government}|{charged}|{public})$")
_OF_GOVERNMENT = "(?<!医)(?<!(?<![计招])生)(?<!学)(?:{government}|{group})"
_NARROW_END, _GOVERNED_END = rules(f"(?:{_OF_GOVERNMENT}|{{public}})$"), rules(f"{_OF_GOVERNMENT}$")
_GOVERNMENT_END, _WHOLE_BODY = rules("{government}$"), rules("{whole_body}")
_LONG_END = rules("(?<={han}){long_ending}$")
_BEFORE_NAME = rules("(?:{level}|直辖市)$")
_NO_BODY, _NO_NAME = rules("{no_body}"), rules("{no_name}")
# A level alone (市、县人民政府) takes the rest of its name from the name behind it.
BARE_LEVEL = rules(
    "(?:{han}{2,14}所在地)?(?:{area}(?=各))?各?(?:(?:设区的?)?{level}|{level_alone})(?:（[^（）]{1,9}）[市区县旗]?)?|各?(?:{several_levels})级?"
)
_LEVEL_AND_REST = rules(
    "(?:{han}{1,10}所在)?各?(?:设区的?)?(?:{several_levels}|{level}|{han}{2,4}新区|{district})(?:（[^（）]{1,9}）(?:级(?={han}{2})|[市区县旗])?)?的?(?P<rest>(?![直属各级])[^（）]+)$"
)
# 各市州: a word for several levels, which have no bureau of one name.
_SEVERAL_LEVELS = rules("各?(?:{several_levels})级?")
_GOVERNMENT_AND_REST = rules(
    "{han}{1,12}人民政府的?(?P<rest>[^（）的]{2,12}(?<!有关)(?<!相关)(?:部门|机构|机关))$"
)
_HAVE_BODIES = ("政府", "办事处")
_OWNED = rules("[^（）的]{2,14}(?:政府|办事处)(?P<rest>的[^（）的]{2,16}(?:委员会|组织|机构|小组|[站所队]))")
# 市、县水务部门设立的机构: one body, whoever of them sets it up.
SET_UP = rules("(?:(?:设立|设置|指定|确定|委托)的|直接管辖的)[^的]{2,24}$")
# 符合…条件的三级医院: it is a body if what it tells of is one.
ATTRIBUTE = rules("{attribute}")
SEAT = rules("{seat}")
SEAT_AND_REST = rules(
    "{seat}(?:的(?!{han}{0,12}机构$))?(?P<rest>人民政府|[^（）的]{0,12}部门|的?[^（）的]{0,12}机构)$"
)
_FIELD = rules("(?:各?{level}（[^（）]{1,9}）级?)?{han}{2,14}(?<!组织)(?<!团体)")
_KNOWN_FIELD, _FIELD_OR_BODY = rules("{field}"), rules("{field_or_body}$")
DISTRICT = rules("(?!.*(?:各|有关|相关))(?:{han}{1,12}(?:[区县市州旗镇乡]|街道)|{han}{2,3}(?<!委托)省)")
DISTRICT_AND_HEAD = rules(
    "{han}(?:(?<!社)[区县市州旗镇乡省]|街道)(?:（以下[^（）]{2,24}）)?(?P<head>(?:县级以上(?:地方)?(?:各级)?)?(?:人民)?政府(?:{han}{2,10}(?<!有关)(?<!相关)部门)?|管委会|管理委员会|办事处|{han}{2,8}(?:分局|支队)|(?!有关|相关|各){han}{2,10}(?<!有关)(?<!相关)部门)$"
)
# A zone has no 政府 of its own; streets alone have a 办事处, and zones a 管委会.
_ZONE = rules("(?:管理|示范|开发|高新|经开|保税|度假|试验|产业园?|园|景|矿)区$")
# 设区的市、县的养老中心: 的 stands between a level and what it has, or does not.
_HAS = rules("(?<=[省市县区乡镇地])的(?=人民政府)|(?<=[省市县区乡镇）])(?<!设区)的(?={han})")
_SHARES = rules("{shares}")
# 镇政府（管理区）: the bracket belongs to the name before it.
KEPT_ASIDE = rules("（{kept_aside}）$")
_SHARES_OFFICE = rules("{shares}部门$")
FIELD_TAIL = rules("{field_rest}")
AMID_FIELDS = rules("{amid_fields}")
_PARTY_END = re.compile("(?:党|(?<=[省市县区州盟旗乡镇）]))委$")
# What says no more than whose a body is, and in brackets how it is called from here on.
_STATE = re.compile("^(?:中华人民共和国(?=.)|中国人民(?=解放军))")
_CALLED = re.compile(r"\s|（以下(?:统|合)?简?称[^（）]*）|[，、]以下(?:统|合)?简?称[^（）]*(?=）)")
# 县委组织部（人才办）, 镇水务中心（水务管理站）: a second name of the same body.
_SECOND_NAME = re.compile(
    r"(?:(?<=[部委办局厅会室])|(?<=[心构院站所])(?=（[^（）]{3})(?!（系))（[^（）]*(?:[办局委部]|办公室|中心|办事处|[站所院]|机构)）$"
)
_BRACKETS = "〈〉〔〕［］｛｝【】﹙﹚﹝﹞＜＞()[]{}"
_ANY_BRACKET = re.compile(f"[{re.escape(_BRACKETS)}]")
_UNIFIED = str.maketrans(_BRACKETS, "（）" * (len(_BRACKETS) // 2))
# 县<市、区>: a bracket, where the sign does not compare.
_POINTED = re.compile(r"<([^<>\d\n]{1,60})>")
_EACH_LEVEL = rules("^各(?={level}|省|市|州|直辖市)")


# 市人民政府设立的湖区管理机构, 所在地街道办事处: whose or where it is, save of what has no name without that.
_WHOSE = rules("(?:{whose})+(?!{general}$)(?={han}{4})")


# The same bodies are named again and again.
@lru_cache(maxsize=4096)
def unify_agency(name: str, *, level: str | None = None, place: str | None = None) -> str:
    """Give the one name of a body that is printed in several ways; its level is kept.

    Parameters
    ----------
    name : str
        As printed: 省卫健委, 国家卫生健康委员会.
    level : {"national", "provincial", "prefecture", "county", "township"}, optional
        Of the document. In a local one, a name without a level word is that of a body
        of its own place, and gets the level word of that.
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
    name = _SECOND_NAME.sub("", unify_brackets(name))
    name = _STATE.sub("", _CALLED.sub("", name)) or name
    name = name[whose.end() :] if (whose := _WHOSE.match(name)) else name
    if place and place != "全国":
        own = re.match(
            rf"{re.escape(place)}(?:维吾尔|壮族|回族)?(?=自治区|自治州|省|市|州|县|区|旗|地区|盟)(?!市[^、]{{0,4}}区)",
            name,
        )
        name = name[own.end() :] if own else name
    is_local = level not in (None, "national")
    home = home_word(level, place)
    if home == "自治区" and name[:1] == "区" and name[1:] in local:
        # 区财政厅: what a province that is a 自治区 calls its own
        name = name[1:]
    if name in national and not (is_local and name in local):
        return national[name]
    for at in range(len(name)):
        if name[at:] in local:
            before, core = name[:at], local[name[at:]]
            if before == "国家":
                return national.get(before + core, before + core)
            if is_local and not before:
                return home + core
            if not before or _LEVEL_END.search(before):
                return before.removeprefix("各") + core
    return _unify_government(name)


def unify_brackets(text: str) -> str:
    """Give all brackets one shape, as any means the same.

    Examples
    --------
    >>> from reformlab.mentions.agency_names import unify_brackets
    >>> unify_brackets("县〔市、区〕人民政府；［市水利局负责］；市应急局〈市消防支队〉")
    '县（市、区）人民政府；（市水利局负责）；市应急局（市消防支队）'
    """
    # To look takes a tenth of the time that it takes to translate, and few texts have one.
    text = text.translate(_UNIFIED) if _ANY_BRACKET.search(text) else text
    while ">" in text and (pointed := _POINTED.search(text)):
        text = f"{text[: pointed.start()]}（{pointed[1]}）{text[pointed.end() :]}"
    return text


def _unify_government(name: str) -> str:
    if re.fullmatch(r"(?:各|其他|其它|其)?(?:有关|相关)(?:职能|责任|行政)?部门", name):
        return "有关部门"
    if re.fullmatch(r"(?:各|其他|其它)?(?:有关|相关)(?:责任)?单位", name):
        return "有关单位"
    name = _HAS.sub("", name)
    # 本市各级人民政府: those of the place that speaks
    name = re.sub("^本[省市县区](?=各级)", "", name)
    name = _SHARES.sub("", name)
    # 县、乡镇两级政府: a government each
    name = re.sub("(?<=[省市县区州盟旗乡镇])[两二三四]级(?=(?:人民)?政府$)", "", name)
    name = re.sub(r"(?<!人民)(?<=[省市区县州盟旗镇乡方级）])政府(?=$|办公[厅室]$)", "人民政府", name)
    return _EACH_LEVEL.sub("", name)


@lru_cache(maxsize=4096)
def is_body(name: str, narrow: bool) -> bool:
    """Say whether a name is that of a body, by the list or by how it ends; `narrow`: in running text."""
    national, local = read_agencies()
    if name in national or name in local or name in _LEVELS:
        return True
    name = name[attribute.end() :] if (attribute := ATTRIBUTE.match(name)) else name
    if narrow:
        # 镇（街道）, 村（社区）, 院（系）: two kinds of one level are charged by their bare names.
        whole, name = name, KEPT_ASIDE.sub("", name)
        if name != whole and name in {*_LEVELS, "村", "社区", "院"}:
            return True
    if not 2 <= len(name) <= LONGEST_NAME or name.count("“") != name.count("”"):
        return False
    if _NO_BODY.match(name) and not re.search("有关|相关|各部门|各单位", name):
        return False
    return bool((_NARROW_END if narrow else _WIDE_END).search(name)) and not _NO_NAME.search(name)


def is_governing(name: str) -> bool:
    """Say whether a name is that of a body of party or government, and not of an institution."""
    return bool(_GOVERNED_END.search(name)) and is_body(name, narrow=True)


@cache
def names_agency(term: str) -> bool:
    """Say whether a term of a text names a body of government, and not a public institution (疾控中心).

    The list tells, with or without a level or place before the name, as does the end of a name that is cut
    into several words (住房城乡 建设局); else a long ending (部门, 领导小组) with a word before it.

    Examples
    --------
    >>> from reformlab.mentions.agency_names import names_agency
    >>> [names_agency(term) for term in ("财政厅", "省医保局", "建设局", "布局", "疾控中心", "政府")]
    [True, True, True, False, False, False]
    """
    national, local = read_agencies()
    if _WHOLE_BODY.fullmatch(term) or _LONG_END.search(term):
        return True
    if not _GOVERNMENT_END.search(term):
        return False
    if term in national or (len(term) > 2 and term in _ends_of_names()):
        return True
    return any(
        term[at:] in local and (not at or bool(_BEFORE_NAME.search(term[:at]))) for at in range(len(term) - 1)
    )


@cache
def _ends_of_names() -> frozenset[str]:
    """Return what the names of local bodies may end with, of three signs or more."""
    _, local = read_agencies()
    return frozenset(name[at:] for name in local for at in range(len(name) - 2))


def shared_head(name: str, behind: str) -> str:
    """Return the head that a district takes from the last of its list (甲县、乙县人民政府), or nothing."""
    last = DISTRICT_AND_HEAD.search(behind) if DISTRICT.fullmatch(name) else None
    if not last or behind.startswith("各"):
        return ""
    if last["head"].endswith(("政府", "部门", "局", "队")):
        fits = not _ZONE.search(name)
    else:
        fits = name.endswith("街道" if last["head"] == "办事处" else "区")
    return last["head"] if fits else ""


@lru_cache(maxsize=4096)
def is_field(name: str) -> bool:
    """Say whether a name may be a field of government that lacks its 部门 (农业、林业行政部门)."""
    if _KNOWN_FIELD.match(name):
        return True
    only_a_field = bool(_FIELD_OR_BODY.search(name))
    name = _CALLED.sub("", name)
    name = name[attribute.end() :] if (attribute := ATTRIBUTE.match(name)) else name
    ends_like_a_body = is_body(name, narrow=True) or _WIDE_END.search(name)
    is_none = (ends_like_a_body and not only_a_field) or _NO_NAME.search(name) or _NO_BODY.match(name)
    return bool(_FIELD.fullmatch(name)) and not is_none


def full_names(names: list[str], starts: list[int]) -> list[str]:
    """Give a level that stands alone (市、县人民政府) the rest of the next name."""
    full = list(names)
    tail = ""
    for at in range(len(names) - 2, -1, -1):
        near = starts[at + 1] - starts[at] - len(names[at]) <= 2
        # That of 应急管理等部门 is 部门, and so it is for all fields before it.
        own = FIELD_TAIL.search(names[at + 1])
        tail = "部门" if own and _SHARES_OFFICE.search(names[at + 1]) else own[0] if own else tail
        amid = AMID_FIELDS.fullmatch(names[at])
        field = amid or (not FIELD_TAIL.search(names[at]) and is_field(names[at]))
        tail = tail if near and field else ""
        if tail and not amid and not BARE_LEVEL.fullmatch(names[at]):
            # 铁路、民航的防疫机构: 的 stands between each and what they share.
            full[at] = names[at] + tail.removeprefix("的")
            if own and tail.startswith("的"):
                full[at + 1] = names[at + 1].removesuffix(tail) + tail.removeprefix("的")
        elif near and names[at] == "国务院" and (rest := _GOVERNMENT_AND_REST.match(full[at + 1])):
            # 国务院和省级人民政府水行政主管部门: an office of each
            full[at] = names[at] + rest["rest"]
        elif near and SEAT.fullmatch(names[at]):
            rest = SEAT_AND_REST.match(full[at + 1])
            full[at] = names[at].removeprefix("其") + (rest["rest"] if rest else "")
        elif near and BARE_LEVEL.fullmatch(names[at]) and not BARE_LEVEL.fullmatch(full[at + 1]):
            rest = _LEVEL_AND_REST.match(full[at + 1])
            # 各乡镇、县水务局: a township has no bureau of its own, and a street no government.
            without = "局委厅府" if names[at].endswith("街道") else "局委厅"
            several = _SEVERAL_LEVELS.fullmatch(names[at])
            if rest and not ((several or names[at][-1] in "乡镇街道") and rest["rest"][-1] in without):
                # 各市、县级政府: 级 is that of both.
                level = rest[0].removesuffix(rest["rest"])
                shared = "级" if level.endswith("级") and names[at] != "国家" and not several else ""
                full[at] = names[at].removesuffix(shared) + shared + rest["rest"]
        elif near and (head := shared_head(names[at], full[at + 1])):
            # 甲区、乙区人民政府: each has its own.
            full[at] = names[at] + head
        elif near and names[at].endswith(_HAVE_BODIES) and (owned := _OWNED.fullmatch(names[at + 1])):
            # 镇政府、街道办事处的水利委员会: each has its own.
            full[at] = names[at] + owned["rest"]
        elif near and names[at + 1] in ("政府", "人民政府") and (party := _PARTY_END.search(names[at])):
            full[at + 1] = names[at][: party.start()] + "人民政府"
    return full


@cache
def home_word(level: str | None, place: str | None) -> str:
    """Return the level word of a place's own bodies, for those printed without one: 市 of 深圳."""
    if level not in _HOME_END:
        return ""
    home = read_place(place, level) if place else None
    word = _HOME_END[level].search(home.name) if isinstance(home, Place) else None
    return word[0] if word else "省" if level == "provincial" else ""
