"""Quantities: whatever a number is written like, it is read as what was written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reformlab.corpus.numerals import write_numeral
from reformlab.mentions.quantities import find_quantities

FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")


def read(text):
    """Give value, far end and unit of each quantity of a text."""
    return [(each.value, each.value_max, each.unit) for each in find_quantities(text, 0, len(text))]


def write_mixed(number):
    """Write 32000 as 3万2千: digits before each 亿, 万, 千 and 百."""
    written = ""
    for sign, size in {"亿": 10**8, "万": 10**4, "千": 10**3, "百": 10**2}.items():
        count, number = divmod(number, size)
        written += f"{count}{sign}" if count else ""
    return written + (f"零{number}" if number and written else f"{number}" if number else "")


WAYS = {
    "digits": str,
    "commas": "{:,}".format,
    "blanks": lambda number: f"{number:,}".replace(",", " "),
    "thin blanks": lambda number: f"{number:,}".replace(",", "\u2009"),
    "narrow no-break blanks": lambda number: f"{number:,}".replace(",", "\u202f"),
    "characters": write_numeral,
    "两 for 二": lambda number: write_numeral(number).replace("二千", "两千").replace("二万", "两万"),
    "formal characters": lambda number: write_numeral(number).translate(FORMAL),
    "万 with decimals": lambda number: f"{number / 10_000:.4f}".rstrip("0").rstrip(".") + "万",
    "mixed": write_mixed,
}


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=200, deadline=None)
@given(number=st.integers(10, 9_999_999).filter(lambda number: number % 10_000))
def test_a_number_is_read_back_from_every_common_way_to_write_it(way, number):
    assert read(f"补助标准为{WAYS[way](number)}元，") == [(number, None, "元")]


@settings(max_examples=200, deadline=None)
@given(
    low=st.integers(1, 8),
    size=st.sampled_from(["", "十", "百", "千", "万", "十万", "百万", "千万", "亿"]),
)
def test_two_digits_side_by_side_are_the_ends_of_a_range(low, size):
    digits = "零一二三四五六七八九"
    times = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6}
    times |= {"千万": 10**7, "亿": 10**8}
    text = f"培训{digits[low]}{digits[low + 1]}{size}名"
    assert read(text) == [(low * times[size], (low + 1) * times[size], "名")]


@settings(max_examples=200, deadline=None)
@given(
    low=st.integers(1, 98),
    more=st.integers(1, 100),
    join=st.sampled_from(["至", "到", "-", "—", "——", "~", "～", "–"]),
    unit=st.sampled_from(["个", "家", "%", "元", "个百分点", "人"]),
    shape=st.sampled_from(["once", "twice", "characters"]),
)
def test_both_ends_of_a_range_are_read(low, more, join, unit, shape):
    high = low + more
    ends = {
        "once": f"{low}{join}{high}{unit}",
        "twice": f"{low}{unit}{join}{high}{unit}",
        "characters": f"{write_numeral(low)}{join}{write_numeral(high)}{unit}",
    }
    if shape == "characters" and unit == "%":
        ends[shape] = f"百分之{write_numeral(low)}{join}百分之{write_numeral(high)}"
    assert read(f"达到{ends[shape]}，") == [(low, high, unit)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("建站十五六座", (15, 16, "座")),
        ("建站三五座", (3, 5, "座")),
        ("建站一两座", (1, 2, "座")),
        ("招收一百二三十人", (120, 130, "人")),
        ("产茶七八万吨", (70_000, 80_000, "吨")),
        ("建站三、四座", (3, 4, "座")),
        ("引才3至5万人", (30_000, 50_000, "人")),
        ("引才3万至5万人", (30_000, 50_000, "人")),
        ("引才二至三百人", (200, 300, "人")),
        ("引才二十至三十万人", (200_000, 300_000, "人")),
        ("引才五至十人", (5, 10, "人")),
        ("占百分之五到八", (5, 8, "%")),
        ("占十万分之十", (10, None, "/10万")),
        ("占十万分之三点五", (3.5, None, "/10万")),
        ("占十万分之8.2", (8.2, None, "/10万")),
        ("缩短到12min以内", (12, None, "min")),
        ("缩短到1.5h以内", (1.5, None, "h")),
        ("储水300L", (300, None, "L")),
        ("步道长600m，", (600, None, "m")),
        ("广场40m²", (40, None, "m²")),
        ("完成三成五", (3.5, None, "成")),
        ("完成七八成", (7, 8, "成")),
        ("增长一倍半", (1.5, None, "倍")),
        ("为期两年半", (2.5, None, "年")),
        ("贷款3亿5千万元", (350_000_000, None, "元")),
        ("贷款伍拾万元", (500_000, None, "元")),
        ("贷款拾伍万元", (150_000, None, "元")),
        ("植树三万二株", (32_000, None, "株")),
        ("植树3万2株", (32_000, None, "株")),
        ("植树一百零二株", (102, None, "株")),
        ("产值过千亿元", (10**11, None, "元")),
        ("产值超万亿元", (10**12, None, "元")),
        ("引才上百人", (100, None, "人")),
        ("引才十余万人", (100_000, None, "人")),
        ("引才5百多人", (500, None, "人")),
        ("引才30来人", (30, None, "人")),
        ("购置12台（套）", (12, None, "台(套)")),
        ("改造炉窑30台（座）", (30, None, "台(座)")),
        ("筹集住房9500套（户）", (9500, None, "套(户)")),
        ("更新泵站3台（含备用）", (3, None, "台")),
        ("新增疫苗100万人份", (1_000_000, None, "人份")),
        ("铺设光缆300皮长公里", (300, None, "皮长公里")),
        ("贯通步道25400㎡", (25400, None, "m2")),
        ("更新渔船4辆(艘)", (4, None, "辆(艘)")),
        ("培育茶企4家（个）", (4, None, "家")),
        ("装机100MW", (100, None, "MW")),
        ("装机1.5 GW", (1.5, None, "GW")),
        ("带宽1000M", (1000, None, "M")),
        ("算力50EFlops", (50, None, "EFlops")),
        ("装机300千瓦", (300, None, "千瓦")),
        ("管径两三千米", (2_000, 3_000, "米")),
        ("增长一点五倍", (1.5, None, "倍")),
        ("覆盖90 %", (90, None, "%")),
        ("能效降到1.3以下", (1.3, None, "")),
        ("配备廿台", (20, None, "台")),
        ("配备卅五台", (35, None, "台")),
        ("时延低于10ms", (10, None, "ms")),
        ("时延低于二十毫秒", (20, None, "毫秒")),
        ("精度5μm", (5, None, "μm")),
        ("响应3秒", (3, None, "秒")),
        ("存储8太字节", (8, None, "太字节")),
        ("发电3TWh", (3, None, "TWh")),
        ("带宽10Gbit/s", (10, None, "Gbit/s")),
        ("浓度35μg/m³", (35, None, "μg/m3")),
        ("血压120mmHg", (120, None, "mmHg")),
    ],
)
def test_ways_of_writing(text, expected):
    assert read(text) == [expected]


@pytest.mark.parametrize(
    "text",
    ["千名医师", "百强县", "数百家", "几十家", "通过百日攻坚", "队伍百人", "千家万户"],
)
def test_words_that_hold_a_sign_of_number_count_nothing(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "units"),
    [("5G基站", [""]), ("3M公司", [""]), ("3个到2025年", ["个", "年"]), ("“十四五”期间", [""])],
)
def test_what_stands_behind_a_number_is_a_unit_only_where_it_is_one(text, units):
    assert [unit for *_, unit in read(text)] == units


@pytest.mark.parametrize("text", ["第1 4条船只登记", "第2 0条成立小组", "第3 5项任务", "第1 2个渡口"])
def test_an_ordinal_that_a_blank_parts_is_no_quantity(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("车程缩短到一个半小时", [(1.5, "小时")]),
        ("工期缩短到2个半月", [(2.5, "个月")]),
        ("建成一个半开放园区", [(1, "个")]),
        ("增长率不低于-1‰", [(-1, "‰")]),
        ("库温控制在－18℃以下", [(-18, "℃")]),
        ("增长5%-8%", [(5, "%")]),
    ],
)
def test_halves_behind_a_unit_and_what_is_below_zero(text, expected):
    assert [(each.value, each.unit) for each in find_quantities(text, 0, len(text))] == expected
