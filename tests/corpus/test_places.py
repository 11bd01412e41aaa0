"""Places: names, codes, and finding them in text."""

import pytest

from reformlab.corpus.places import (
    find_place,
    is_municipality,
    name_place,
    places,
    province_of_number,
    provinces,
    read_place,
)


def test_there_are_34_provinces_and_every_code_is_one_place():
    assert len(provinces()) == 34
    codes = [place.adcode for place in places()]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 6 and code.isdigit() for code in codes)


@pytest.mark.parametrize(
    ("name", "short", "level", "adcode"),
    [
        ("山西省", "山西", "provincial", "140000"),
        ("内蒙古自治区", "内蒙古", "provincial", "150000"),
        ("广西壮族自治区", "广西", "provincial", "450000"),
        ("香港特别行政区", "香港", "provincial", "810000"),
        ("上海市", "上海", "provincial", "310000"),
        ("忻州市", "忻州", "prefecture", "140900"),
        ("甘孜藏族自治州", "甘孜", "prefecture", "513300"),
        ("锡林郭勒盟", "锡林郭勒", "prefecture", "152500"),
        ("桐庐县", "桐庐", "county", "330122"),
        ("浦东新区", "浦东新区", "county", "310115"),
        ("乾县", "乾县", "county", "610424"),
        ("神农架林区", "神农架", "county", "429021"),
        ("井陉矿区", "井陉矿区", "county", "130107"),
        ("六枝特区", "六枝", "county", "520203"),
        ("碑林区", "碑林", "county", "610103"),
    ],
)
def test_places_have_the_names_and_codes_of_the_standard(name, short, level, adcode):
    (found,) = [place for place in places() if place.adcode == adcode]
    assert (found.name, found.short, found.level) == (name, short, level)


@pytest.mark.parametrize(
    ("number", "short"),
    [
        ("晋卫体改发〔2023〕5号", "山西"),
        ("渝教基发〔2022〕18号", "重庆"),
        ("内政办发〔2020〕3号", "内蒙古"),
        ("黔府发〔2020〕3号", "贵州"),
        ("陕政发〔2020〕3号", "陕西"),
        ("云政发〔2020〕3号", "云南"),
    ],
)
def test_the_sign_at_the_head_of_a_number_tells_the_province(number, short):
    assert province_of_number(number).short == short


@pytest.mark.parametrize("number", ["国办发〔2022〕14号", "第290号", ""])
def test_a_number_without_such_a_sign_tells_none(number):
    assert province_of_number(number) is None


def test_the_place_named_most_is_found():
    text = "忻州市、忻州要落实，太原市也要落实。"
    assert find_place(text, "prefecture").short == "忻州"
    assert find_place(text, "prefecture", least=3) is None
    assert find_place("忻州市、太原市", "prefecture") is None
    assert find_place("各地", "prefecture") is None


@pytest.mark.parametrize("verb", ["支援", "帮扶", "对口", "赴", "向", "与", "前往", "学习"])
def test_whom_a_place_helps_is_another_place(verb):
    assert (
        find_place(f"我市{verb}日喀则市办学，{verb}日喀则市培训，湘潭市拨款。", "prefecture").short == "湘潭"
    )


def test_a_name_that_several_provinces_share_needs_the_province():
    shared = [place for place in places() if place.name == "鼓楼区"]
    assert len(shared) > 1
    assert find_place("鼓楼区", "county") is None
    found = find_place("鼓楼区", "county", within=provinces()["35"])
    assert found.adcode.startswith("35")


def test_everyday_words_are_no_places():
    assert find_place("加强合作，平安和平，资源开放，团结互助，朝阳产业", "county") is None
    assert find_place("朝阳区朝阳区", "county", within=provinces()["11"]).adcode == "110105"


def test_four_cities_are_municipalities():
    assert [p.short for p in provinces().values() if is_municipality(p)] == ["北京", "天津", "上海", "重庆"]
    assert not is_municipality(find_place("忻州市", "prefecture"))


@pytest.mark.parametrize(
    ("text", "level", "name"),
    [
        ("宣武区宣武区西城区", "county", "宣武区"),
        ("即墨市人民政府。即墨要", "county", "即墨市"),
        ("即墨区人民政府。即墨要", "county", "即墨区"),
        ("襄樊市", "prefecture", "襄樊市"),
        ("莱芜市", "prefecture", "莱芜市"),
        ("思茅市", "prefecture", "思茅市"),
        ("遵义县", "county", "遵义县"),
        # What ended gives way to what bears the name today.
        ("巢湖市", "county", "巢湖市"),
    ],
)
def test_old_documents_have_the_places_of_their_time(text, level, name):
    assert find_place(text, level).name == name


@pytest.mark.parametrize("text", ["全面推开县级公立医院综合改革", "到达县城", "动力和红星", "城区和郊区"])
def test_words_are_no_former_counties(text):
    assert find_place(text, "county") is None


def test_places_of_today_have_one_code_each_and_former_ones_come_on_demand():
    assert all(not place.former for place in places())
    assert len(places(former=True)) > len(places())


@pytest.mark.parametrize(
    ("words", "level", "adcode"),
    [
        ("黄南藏族自治州教育局", "prefecture", "632300"),
        ("黄南州教育局", "prefecture", "632300"),
        ("海南藏族自治州教育局", "prefecture", "632500"),
        ("海南省教育厅", "provincial", "460000"),
        ("乌海市海南区教育局", "county", "150303"),
        ("河南蒙古族自治县教育局", "county", "632324"),
        ("吉林省吉林市教育局", "prefecture", "220200"),
        ("徐州市鼓楼区教育局", "county", "320302"),
        ("江苏省徐州市鼓楼区教育局", "county", "320302"),
        ("长春市朝阳区教育局", "county", "220104"),
        ("北京市朝阳区教育局", "county", "110105"),
        ("朝阳市教育局", "prefecture", "211300"),
        ("重庆市江北区教育局", "county", "500105"),
        ("厦门经济特区校舍条例", "prefecture", "350200"),
        ("海南经济特区校舍条例", "provincial", "460000"),
        ("广西自治区教育厅", "provincial", "450000"),
    ],
)
def test_a_longer_name_hides_the_shorter_one_in_it_and_the_city_tells_its_district(words, level, adcode):
    found = name_place(words)
    assert (found[0], found[1].adcode) == (level, adcode)


def test_a_name_of_several_places_tells_its_level_and_what_else_is_named_the_place():
    assert name_place("鼓楼区教育局") == ("county", None)
    assert name_place("鼓楼区教育局", around="福州市")[1].adcode == "350102"
    assert name_place("苏州市、无锡市的学校") == ("", None)
    assert name_place("各地的学校") == ("", None)
    assert name_place("甘肃的学校")[0] == "provincial"
    assert name_place("甘肃的学校", full=True) == ("", None)


@pytest.mark.parametrize(
    ("value", "level", "adcode"),
    [
        ("甘肃省", "", "620000"),
        ("甘肃省人民政府", "", "620000"),
        ("吉林", "", "220000"),
        ("吉林", "prefecture", "220200"),
        ("甘孜州", "", "513300"),
        ("甘肃省 兰州市", "", "620100"),
        ("甘肃省", "prefecture", None),
        ("鼓楼区", "", None),
        ("火星", "", None),
    ],
)
def test_a_cell_names_a_place_by_its_short_or_full_name_or_its_chain(value, level, adcode):
    assert getattr(read_place(value, level), "adcode", None) == adcode
