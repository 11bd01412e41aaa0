"""Building: a folder of files becomes a corpus; what the catalogue says; what is left out and why."""

import shutil
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import reformlab as rl
from reformlab.building.corpus import build_corpus

RAW = rl.data_folder() / "made-up" / "raw"
BODY = "一、任务\n（一）{}。各地要{}，保障学校的经费。\n（二）修路。各地要修路，保障安全。\n"


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def notice(place: str, task: str) -> str:
    return f"{place}教育局关于{task}的通知\n{BODY.format(task, task)}{place}教育局\n2023年10月26日"


@pytest.fixture
def folder(tmp_path) -> Path:
    return write(
        tmp_path / "raw",
        {
            "2023/a.txt": notice("忻州市", "建校"),
            "2023/b.txt": notice("太原市", "育人"),
            "c.txt": notice("包头市", "用人"),
        },
    )


def build(folder: Path, *rows: dict, **options) -> rl.Corpus:
    catalogue = pd.DataFrame(rows, dtype="str") if rows else None
    return build_corpus(folder, catalogue, progress=False, **options)


def left_out(corpus: rl.Corpus) -> dict[str, str]:
    return {row["file"]: row["reason"] for row in corpus.manifest["left_out"]}


@pytest.fixture(scope="module")
def made_up() -> rl.Corpus:
    return build_corpus(RAW, progress=False)


def test_the_made_up_folder_gives_what_its_readme_lists(made_up):
    of_raw, _ = (RAW.parent / "README.md").read_text("utf-8").split("\n## A collection")
    lines = of_raw.splitlines()
    rows = [[cell.strip(" `") for cell in line.split("|")[1:-1]] for line in lines if line.startswith("| `")]
    listed = {
        Path(file).stem: {"title": title, "number": number, "date": date, "n": int(tasks)}
        for file, title, number, date, tasks, _ in rows
    }
    documents = made_up.documents.set_index("doc_id")
    assert sorted(documents.index) == sorted(listed)
    for doc_id, want in listed.items():
        got = documents.loc[doc_id]
        assert got[["title", "number", "date"]].to_dict() == {
            name: want[name] for name in ("title", "number", "date")
        }
        tasks = made_up.passages.query("doc_id == @doc_id and label.str.startswith('（').fillna(False)")
        assert len(tasks) == want["n"], doc_id


def test_the_made_up_folder_gives_levels_places_and_years(made_up):
    documents = made_up.documents
    places = {"national": "全国", "gansu": "甘肃", "jiangxi": "江西", "yunnan": "云南"}
    for row in documents.itertuples():
        name, year = row.doc_id.split("-")
        assert (row.place, row.year) == (places[name], int(year))
        assert row.level == ("national" if name == "national" else "provincial")
        assert f"year={'closing'}" in row.read_from
    assert documents["level"].value_counts().to_dict() == {"national": 5, "provincial": 5}


def test_the_bundled_made_up_corpus_is_what_its_files_build(made_up):
    bundled = rl.load_corpus("made-up")
    for name in ("documents", "passages", "terms", "texts"):
        pd.testing.assert_frame_equal(getattr(made_up, name), getattr(bundled, name))
    assert made_up.manifest == bundled.manifest


def test_two_runs_give_the_same_tables_and_the_order_of_files_changes_nothing(made_up, tmp_path):
    for path in sorted(RAW.iterdir(), reverse=True):
        shutil.copy(path, tmp_path / path.name)
    again = build_corpus(tmp_path, progress=False)
    for name in ("documents", "passages", "terms", "texts"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(made_up, name))
    assert again.manifest == made_up.manifest


def test_saving_and_loading_gives_the_same_corpus(made_up, tmp_path):
    made_up.save(tmp_path)
    loaded = rl.load_corpus(tmp_path)
    for name in ("documents", "passages", "terms", "texts"):
        pd.testing.assert_frame_equal(getattr(loaded, name), getattr(made_up, name))
    assert loaded.manifest == made_up.manifest


def test_passages_lie_in_their_documents(made_up):
    merged = made_up.passages.merge(made_up.texts, on="passage_id")
    assert (merged["text"].str.len() == merged["n_chars"]).all()
    assert (merged["end"] - merged["start"] == merged["n_chars"]).all()
    assert made_up.passages["passage_id"].str.fullmatch(r".+:\d{4}").all()
    pd.testing.assert_frame_equal(made_up.terms, rl.cut_words(made_up.texts))


def test_the_manifest_tells_inputs_edits_and_fates(made_up):
    manifest = made_up.manifest
    assert [row["file"] for row in manifest["inputs"]] == sorted(path.name for path in RAW.iterdir())
    assert manifest["edits"]["pinyin"] > 0
    assert manifest["edits"]["look-alikes"] > 0
    assert sum(manifest["characters_by_fate"].values()) == rl.check_words(made_up.texts)["n_chars"].sum()
    assert manifest["left_out"] == []
    assert manifest["made_by"].startswith("reformlab ")


def test_a_later_row_overrides_an_earlier_one_and_the_document(folder):
    corpus = build(
        folder,
        {"file": "*", "level": "county", "source": "an archive"},
        {"file": "2023/*", "place": "忻州"},
        {
            "file": "2023/a.txt",
            "level": "provincial",
            "place": "山西",
            "title": "别名",
            "date": "2021-05",
            "doc_id": "x",
        },
    )
    documents = corpus.documents.set_index("doc_id")
    assert documents.loc["x", ["level", "place", "adcode", "title", "date", "year"]].tolist() == [
        "provincial", "山西", "140000", "别名", "2021-05", 2021,
    ]  # fmt: skip
    assert documents.loc["b", ["level", "place", "adcode", "year"]].tolist() == [
        "county",
        "忻州",
        "140900",
        2023,
    ]
    assert documents.loc["c", ["level", "place"]].tolist() == ["county", "包头"]
    assert documents["source"].tolist() == ["an archive"] * 3
    assert "level=catalogue place=catalogue" in documents.loc["x", "read_from"]
    assert "year=closing" in documents.loc["b", "read_from"]
    assert set(corpus.passages["doc_id"]) == {"x", "b", "c"}


def test_a_catalogue_is_read_from_a_file_in_any_encoding_and_is_no_document(folder):
    catalogue = folder / "catalogue.csv"
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        catalogue.write_bytes(
            "file,title,level\r\nc.txt,关于校舍的意见和管理制度,county\r\n".encode(encoding)
        )
        corpus = build_corpus(folder, catalogue, progress=False)
        assert corpus.documents["doc_id"].tolist() == ["a", "b", "c"]
        assert corpus.documents.loc[2, ["title", "level"]].tolist() == ["关于校舍的意见和管理制度", "county"]


def test_a_catalogue_may_be_a_table_with_numbers_and_gaps(folder):
    table = pd.DataFrame(
        {
            "file": ["c.txt", "2023\\a.txt"],
            "year": [2019.0, None],
            "part": [None, 1.0],
            "place": [None, "大同"],
        }
    )
    documents = build_corpus(folder, table, progress=False).documents.set_index("doc_id")
    assert documents["year"].to_dict() == {"a": 2023, "b": 2023, "c": 2019}
    assert documents.loc["a", "place"] == "大同"


def test_a_file_name_with_signs_of_a_pattern_is_found(tmp_path):
    folder = write(tmp_path, {"通知[1].txt": notice("忻州市", "建校"), "通知1.txt": notice("太原市", "育人")})
    documents = build(folder, {"file": "通知[1].txt", "place": "大同"}).documents
    assert documents.set_index("file")["place"]["通知[1].txt"] == "大同"


def test_include_no_leaves_out_for_the_reason_given(folder):
    corpus = build(
        folder,
        {"file": "*", "include": "no", "reason": "another subject"},
        {"file": "c.txt", "include": "yes", "reason": ""},
        {"file": "2023/b.txt", "reason": "not asked for"},
    )
    assert corpus.documents["doc_id"].tolist() == ["c"]
    assert left_out(corpus) == {"2023/b.txt": "not asked for"}
    assert [row["file"] for row in corpus.manifest["inputs"]] == ["c.txt"]


def test_files_that_a_catalogue_is_not_about_change_nothing(folder):
    rows = [{"file": "*", "include": "no"}, {"file": "c.txt", "include": "yes"}]
    before = build(folder, *rows).manifest
    (folder / "other").mkdir()
    (folder / "other" / "d.txt").write_text(notice("大同市", "修路"), encoding="utf-8")
    assert build(folder, *rows).manifest == before
    with pytest.raises(rl.TableError, match="leaves out every file"):
        build(folder, rows[0])


def test_a_catalogue_is_read_by_the_rules_of_tables(folder):
    rows = [
        {"file": "2023/a.txt", "level": "省级", "place": "甘肃省", "date": "2021年3月5日"},
        {"file": "2023/b.txt", "level": "国家", "place": "国家", "date": "2021/3/5"},
        {"file": "c.txt", "level": "prefecture", "place": "吉林"},
    ]
    documents = build(folder, *rows).documents.set_index("doc_id")
    assert documents["level"].tolist() == ["provincial", "national", "prefecture"]
    assert documents["place"].tolist() == ["甘肃", "全国", "吉林"]
    assert documents["adcode"].tolist() == ["620000", "000000", "220200"]
    assert documents["date"].tolist()[:2] == ["2021-03-05"] * 2


@pytest.mark.parametrize(
    ("said", "level", "place"),
    [
        ("自治区级", "provincial", "宁夏"),
        ("州级", "prefecture", "恩施"),
        ("市（州）级", "prefecture", "恩施"),
        ("县（市、区）级", "county", "若尔盖"),
    ],
)
def test_a_catalogue_takes_the_levels_and_heads_of_tables(folder, said, level, place):
    row = {"文件名": "c.txt", "级别": said, "地区": place, "文号": "无", "日期": "--"}
    found = build(folder, row).documents.set_index("doc_id").loc["c"]
    assert (found["level"], found["place"]) == (level, place) and pd.isna(found["number"])


def test_brackets_in_the_name_of_a_file_make_no_pattern(tmp_path):
    names = ("甘政发[2021]1号", "甘政发21号", "甘政发01号")
    files = {
        f"{name}.txt": notice("忻州市", task)
        for name, task in zip(names, ("建校", "修路", "绿化"), strict=True)
    }
    documents = build(write(tmp_path, files), {"file": f"{names[0]}.txt", "place": "大同"}).documents
    assert documents.set_index("doc_id")["place"].to_dict() == {
        name: "大同" if "[" in name else "忻州" for name in names
    }


def test_part_speaks_of_one_document_of_a_file(tmp_path):
    parts = [("忻州市教育篇1", "建校"), ("太原市教育篇2", "育人"), ("大同市教育篇3", "用人")]
    text = "汇编\n" + "".join(f"{name}\n{BODY.format(task, task)}" for name, task in parts)
    folder = write(tmp_path, {"all.txt": text})
    assert build(folder).documents["doc_id"].tolist() == ["all-1", "all-2", "all-3"]
    corpus = build(
        folder,
        {"file": "all.txt", "level": "prefecture"},
        {"file": "all.txt", "part": "2", "doc_id": "taiyuan", "place": "太原"},
        {"file": "all.txt", "part": "3", "include": "no"},
    )
    documents = corpus.documents.set_index("doc_id")
    assert documents["part"].to_dict() == {"all-1": 1, "taiyuan": 2}
    assert set(documents["level"]) == {"prefecture"}
    assert documents.loc["taiyuan", "place"] == "太原"
    assert corpus.manifest["left_out"] == [
        {"file": "all.txt", "part": 3, "reason": "left out by the catalogue"}
    ]
    with pytest.raises(rl.TableError, match=r"all.txt has no part 4; it holds 3 documents"):
        build(folder, {"file": "all.txt", "part": "4", "doc_id": "x"})


def test_keep_keeps_the_statements_about_the_subject(tmp_path):
    text = "政府工作报告\n各位代表：\n加快公路建设；健全分级诊疗制度，提高基层医疗服务能力。今年新增绿地。\n"
    folder = write(
        tmp_path, {"a.txt": text, "b.txt": text.replace("健全分级诊疗制度，提高基层医疗服务能力。", "")}
    )
    corpus = build(folder, {"file": "*", "keep": "health"})
    assert corpus.texts["text"].tolist() == ["健全分级诊疗制度，提高基层医疗服务能力。"]
    assert corpus.texts["passage_id"].tolist() == ["a:0002"]
    # A report that says nothing of the subject is a finding: it stays, with no passage.
    documents = corpus.documents.set_index("doc_id")
    assert documents["n_passages"].to_dict() == {"a": 1, "b": 0}
    assert documents.loc["a", "n_chars_kept"] < documents.loc["a", "n_chars"]
    assert left_out(corpus) == {}


def test_statements_that_only_name_an_epidemic_are_told_beside_those_kept(tmp_path):
    kept, background = "三天完成全员核酸检测，打赢新冠疫情阻击战。", "克服疫情冲击，新建公路。"
    text = f"政府工作报告\n各位代表：\n{kept}{background}有效防控猪瘟疫情。今年新增绿地。\n"
    folder = write(tmp_path, {"a.txt": text})
    documents = build(folder, {"file": "*", "keep": "health"}).documents
    assert documents["n_chars_kept"].tolist() == [len(kept)]
    assert documents["n_chars_background"].tolist() == [len(background)]
    whole = build(folder).documents
    assert whole["n_chars"].equals(documents["n_chars"])
    assert whole["n_chars_background"].isna().all()


def test_what_is_kept_and_what_is_background_are_parts_of_any_document(tmp_path):
    rng = np.random.default_rng(0)
    said = ["抗击疫情，救治患者", "克服疫情影响", "防控猪瘟疫情", "弘扬抗疫精神", "新建公路", "新建医院"]
    files = {}
    for number in range(40):
        drawn = rng.choice(said, rng.integers(1, 9))
        text = "".join(f"{one}{number}处{rng.choice(list('。；！'))}" for one in drawn)
        files[f"{number}.txt"] = f"政府工作报告\n各位代表：\n{text}\n"
    documents = build(write(tmp_path, files), {"file": "*", "keep": "health"}).documents
    parts = documents["n_chars_kept"] + documents["n_chars_background"]
    assert (parts <= documents["n_chars"]).all()
    assert (documents[["n_chars_kept", "n_chars_background"]] > 0).any().all()


def test_a_folder_that_says_nothing_of_the_subject_is_an_empty_corpus_of_documents(folder, tmp_path):
    corpus = build(folder, {"file": "*", "keep": "health"})
    assert corpus.documents["n_passages"].tolist() == [0, 0, 0]
    assert corpus.passages.empty
    assert corpus.terms.empty
    corpus.save(tmp_path / "out")
    assert len(rl.load_corpus(tmp_path / "out").documents) == 3


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"file": "none.txt"}, "row 2, column file: 'none.txt' is not in the folder"),
        ({"file": "c.txt", "keep": "sport"}, "row 2, column keep: 'sport'; allowed: health"),
        ({"file": "c.txt", "include": "No"}, "column include: 'No'; allowed: yes \\(是\\), no"),
        (
            {"file": "c.txt", "level": "state"},
            r"column level: 'state'; allowed: national \(全国\), provincial",
        ),
        ({"file": "c.txt", "kind": "law"}, "column kind: 'law'; allowed: key-tasks"),
        ({"file": "c.txt", "year": "20x3"}, "column year: '20x3'; write it like 2023"),
        ({"file": "c.txt", "part": "one"}, "column part: 'one'; write it like 1"),
        ({"name": "c.txt"}, "column 'file' is missing.*; it has name"),
        ({"file": "c.txt", "date": "26.10.2023"}, "column date: '26.10.2023'; write it like 2023-10-26"),
        ({"file": "c.txt", "date": "2023-02-30"}, "row 2, column date: '2023-02-30' does not exist; write"),
        ({"file": "c.txt", "date": "2023/2/29"}, "column date: '2023/2/29'; write it like 2023-10-26"),
        ({"file": "c.txt", "date": "2023-13-45"}, "'2023-13-45' does not exist"),
        ({"file": "c.txt", "date": "2023-00-10"}, "'2023-00-10' does not exist"),
        ({"file": "c.txt", "date": "2023-13"}, "'2023-13' does not exist"),
        ({"file": "c.txt", "date": "1905-01-01"}, "column date: '1905-01-01'; write it like 2023-10-26"),
        ({"file": "c.txt", "year": "1850"}, "column year: '1850'; write it like 2023"),
        ({"file": "c.txt", "adcode": "14"}, "column adcode: '14'; write it like 140000"),
        ({"file": "c.txt", "level": "省级", "place": "火星"}, "'火星' is no place of level provincial"),
        ({"file": "c.txt", "level": "省级", "place": "兰州市"}, "'兰州市' is no place of level provincial"),
        ({"file": "c.txt", "level": "国家", "place": "甘肃"}, "'甘肃' is no place of level national"),
        (
            {"file": "c.txt", "level": "省级", "place": "全国"},
            "columns level and place: '全国' is no .* correct the",
        ),
        ({"file": "c.txt", "level": "市级", "place": "全国"}, "is no place of level prefecture.* like 太原"),
        ({"file": "c.txt", "level": "省级", "place": "Hebei"}, "place like 河北"),
    ],
)
def test_what_a_catalogue_may_not_say_is_told(folder, row, message):
    with pytest.raises(rl.TableError, match=message):
        build(folder, row)


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04" + bytes(range(256)) * 9, b'file,level\n"c.txt,county\n'])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_catalogue_that_is_no_table_is_told(folder, tmp_path, raw, suffix):
    path = tmp_path / f"catalogue{suffix}"
    path.write_bytes(raw)
    with pytest.raises(rl.TableError, match="is no CSV or XLSX file; save it as one"):
        build_corpus(folder, path, progress=False)


def test_all_faults_of_a_catalogue_are_told_at_once(folder):
    with pytest.raises(rl.TableError, match="3 faults") as error:
        build(folder, {"file": "x", "level": "state"}, {"file": "c.txt", "include": "maybe"})
    assert "row 3, column include" in str(error.value)


def test_a_double_is_left_out_and_named(folder):
    text = (folder / "c.txt").read_text("utf-8")
    write(folder, {"d/copy.txt": text.replace("\n", "\r\n").encode("gb18030"), "d/c.txt": "  " + text})
    corpus = build(folder)
    assert corpus.documents["doc_id"].tolist() == ["a", "b", "c"]
    assert left_out(corpus) == {"d/copy.txt": "same text as c.txt", "d/c.txt": "same text as c.txt"}
    assert len(corpus.passages) == 6


def test_of_a_file_and_its_copies_the_file_is_kept(folder):
    text = (folder / "c.txt").read_text("utf-8")
    copies = ["c - 副本.txt", "c(1).txt", "c_2.txt", "c copy.txt"]
    write(folder, dict.fromkeys(copies, text))
    assert left_out(build(folder)) == dict.fromkeys(copies, "same text as c.txt")


def test_the_same_words_of_two_issuers_are_two_documents(tmp_path):
    table = pd.DataFrame(
        {
            "标题": ["关于修路的通知", "关于修路的通知", "关于修路的通知", "关于绿化的通知"],
            "发文机关": ["大同市人民政府", "忻州市人民政府", "大同市人民政府", "大同市人民政府"],
            "正文": ["一、修路\n各地要在年底前把路修好，保障安全。"] * 4,
        }
    )
    table.to_excel(tmp_path / "t.xlsx", index=False)
    corpus = build(tmp_path)
    assert corpus.documents["issuer"].tolist() == ["大同市人民政府", "忻州市人民政府", "大同市人民政府"]
    assert left_out(corpus) == {"t.xlsx/row 4": "same text as t.xlsx/row 2"}


SPEECH = (
    "各位代表：\n我代表省人民政府，请各位审议。\n一、工作回顾\n各地新建医院，修好学校。\n"
    "二、工作安排\n各地要推进分级诊疗，建设医共体；各地要修路。\n名词解释\n医共体：县域内医院的联合体。"
)


def test_a_report_that_stands_under_two_years_is_in_once_by_its_day(tmp_path):
    write(
        tmp_path,
        {
            "四川_2019.md": f"---\ntitle: 2019年四川省政府工作报告\n---\n{SPEECH}",
            "四川_2020.md": f"---\ntitle: 四川省政府工作报告（2020年5月9日 甲乙）\n---\n{SPEECH}",
        },
    )
    corpus = build(tmp_path)
    assert corpus.documents["doc_id"].tolist() == ["四川_2020"]
    assert left_out(corpus) == {"四川_2019.md": "same text as 四川_2020.md, which is of 2020, not 2019"}


def test_the_same_report_of_two_provinces_is_two(tmp_path):
    titles = {"四川": "2020年四川省政府工作报告", "云南": "2020年云南省政府工作报告"}
    write(tmp_path, {f"{place}.md": f"# {title}\n{SPEECH}" for place, title in titles.items()})
    assert len(build(tmp_path).documents) == 2


@pytest.mark.parametrize("keep", ["", "health"])
def test_an_annex_that_explains_words_counts_nowhere_and_is_told(tmp_path, keep):
    write(tmp_path, {"a.md": f"# 2020年四川省政府工作报告\n{SPEECH}"})
    corpus = build(tmp_path, {"file": "a.md", "keep": keep})
    assert corpus.manifest["notes"] == [
        {"file": "a.md", "note": "its annex that explains words (名词解释) is set aside"}
    ]
    assert corpus.manifest["set_aside_characters"]["glossary"] == len("名词解释医共体：县域内医院的联合体。")
    assert corpus.terms.loc[corpus.terms["term"] == "医共体", "n"].tolist() == [1]


def test_a_document_that_is_left_out_has_no_notes(tmp_path):
    other = "# 2020年云南省政府工作报告\n各地要推进分级诊疗。"
    write(tmp_path, {"a.md": f"# 2020年四川省政府工作报告\n{SPEECH}", "b.md": other})
    manifest = build(tmp_path, {"file": "a.md", "part": "1", "include": "no"}).manifest
    assert [row["reason"] for row in manifest["left_out"]] == ["left out by the catalogue"]
    assert manifest["notes"] == []


def test_what_hands_a_document_on_is_a_passage_without_terms(tmp_path):
    above = "甲市政府关于印发《甲市医保规划》的通知\n各县政府：\n"
    handed = "现将《甲市医保规划》印发给你们，请认真贯彻执行。"
    write(tmp_path, {"a.txt": f"{above}{handed}\n一、医保\n提高医保报销比例。\n二、医院\n建设县级医院。"})
    corpus = build(tmp_path)
    first = corpus.passages["passage_id"].iloc[0]
    assert corpus.texts["text"].iloc[0] == handed and len(corpus.passages) == 3
    assert first in set(corpus.mentions.query("role == 'issues'")["passage_id"])
    assert corpus.manifest["set_aside_characters"]["transmittal"] == len(handed)
    assert set(corpus.terms["passage_id"]) == set(corpus.passages["passage_id"]) - {first}
    fit = rl.fit_domains(corpus)
    assert fit.dropped.to_dict("records") == [{"passage_id": first, "doc_id": "a", "reason": "no term"}]


def test_a_document_of_which_a_part_is_kept_has_the_length_of_all_of_it(tmp_path):
    write(tmp_path, {"a.md": f"# 2020年四川省政府工作报告\n{SPEECH}"})
    whole = build(tmp_path).documents.loc[0]
    part = build(tmp_path, {"file": "a.md", "keep": "health"}).documents.loc[0]
    for name in ("n_chars", "n_terms"):
        assert part[name] == whole[name] == whole[f"{name}_kept"] > part[f"{name}_kept"] > 0


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"year": "2004"}, ("year", "2004", "catalogue", "2003", "title")),
        ({}, ("year", "2004", "heading", "2003", "title")),
        ({"date": "2004-01-20"}, ("year", "2004", "catalogue", "2003", "title")),
    ],
)
def test_a_title_that_names_the_year_looked_back_on_is_listed(tmp_path, row, told):
    text = SPEECH.replace("工作回顾", "2003年工作回顾").replace("工作安排", "2004年工作安排")
    write(tmp_path, {"a.md": f"# 2003年四川省政府工作报告\n{text}"})
    corpus = build(tmp_path, {"file": "a.md", **row})
    (found,) = corpus.manifest["contradictions"]
    assert tuple(found[name] for name in ("field", "given", "given_by", "read", "read_from")) == told
    assert corpus.documents["year"].tolist() == [2004]


def test_a_date_that_cannot_be_is_listed(tmp_path):
    write(tmp_path, {"a.md": f"# 江苏省2003年政府工作报告\n（2010年2月20日 甲乙丙）\n{SPEECH}"})
    (found,) = build(tmp_path).manifest["contradictions"]
    assert (found["field"], found["given"], found["read"]) == ("date", "2003", "2010-02-20")


def test_a_city_s_report_taken_for_its_province_s_is_listed(tmp_path):
    occasion = "——2020年1月9日在成都市第三届人民代表大会第九次会议上"
    write(tmp_path, {"a.md": f"# 政府工作报告\n{occasion}\n{SPEECH}"})
    corpus = build(tmp_path, {"file": "a.md", "level": "provincial", "place": "四川"})
    assert [(row["field"], row["given"], row["read"]) for row in corpus.manifest["contradictions"]] == [
        ("level", "provincial", "prefecture"),
        ("place", "四川", "成都"),
    ]


def test_a_file_that_cannot_be_read_is_left_out_with_the_reason_and_others_are_built(folder):
    write(
        folder,
        {"e.pdf": b"%PDF-1.7", "f.txt": b"", "g.doc": b"\xd0\xcf\x11\xe0", "h.docx": b"PK\x03\x04broken"},
    )
    corpus = build(folder)
    assert corpus.documents["doc_id"].tolist() == ["a", "b", "c"]
    reasons = left_out(corpus)
    assert sorted(reasons) == ["e.pdf", "f.txt", "g.doc", "h.docx"]
    assert "PDF" in reasons["e.pdf"]
    assert "empty" in reasons["f.txt"]


def test_links_that_lead_to_no_file_are_left_out_with_the_reason(folder, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    try:
        (folder / "gone.txt").symlink_to(tmp_path / "gone.txt")
        (folder / "more").symlink_to(elsewhere, target_is_directory=True)
    except OSError:
        pytest.skip("this system lets nobody make links")
    reasons = left_out(build(folder))
    assert reasons["gone.txt"].startswith("cannot be opened")
    assert reasons["more"].startswith("is a link to a folder; put the folder itself in its place")


def test_a_file_with_nothing_but_a_title_is_left_out(folder):
    write(folder, {"e.txt": "关于校舍的通知\n"})
    assert left_out(build(folder)) == {"e.txt": "no passage: nothing but titles and headings"}


def test_files_of_one_name_in_one_folder_are_told_apart_by_their_endings(folder):
    write(folder, {"2023/a.md": notice("大同市", "修路"), "d.txt": notice("朔州市", "修路")})
    write(folder, {"d": notice("吕梁市", "修路")})
    corpus = build(folder)
    assert corpus.documents["doc_id"].tolist() == ["2023-a-md", "2023-a-txt", "b", "c", "d", "d-txt"]
    assert set(corpus.passages["doc_id"]) == set(corpus.documents["doc_id"])
    notes = {row["file"]: row["note"] for row in corpus.manifest["notes"]}
    assert notes["2023/a.md"] == "has the name of 2023/a.txt; leave one out where they are one document"
    assert sorted(notes) == ["2023/a.md", "2023/a.txt", "d", "d.txt"]
    named = build(folder, {"file": "2023/a.md", "doc_id": "a-2024"})
    assert named.documents["doc_id"].tolist()[:2] == ["a", "a-2024"]


def test_two_ids_of_a_catalogue_that_are_one_are_told(folder):
    rows = [{"file": name, "doc_id": "x"} for name in ("2023/a.txt", "2023/b.txt")]
    with pytest.raises(rl.TableError, match="give doc_id in the catalogue") as error:
        build(folder, *rows)
    assert "2023/a.txt" in str(error.value)
    assert "2023/b.txt" in str(error.value)


def test_hidden_and_locked_files_are_passed_over(folder):
    hidden = notice("大同市", "修路")
    write(folder, {".git/x.txt": hidden, ".DS_Store": b"\0\1", "2023/~$a.docx": b"\0"})
    write(folder, {"__MACOSX/a.txt": hidden, "2023/Thumbs.db": b"\0", "desktop.ini": b"\0"})
    corpus = build(folder)
    assert len(corpus.documents) == 3
    assert left_out(corpus) == {}


def test_an_empty_or_missing_folder_and_one_without_documents_are_told(tmp_path):
    with pytest.raises(FileNotFoundError, match="none: no such folder"):
        build(tmp_path / "none")
    (tmp_path / "empty").mkdir()
    with pytest.raises(FileNotFoundError, match="empty: the folder holds no file"):
        build(tmp_path / "empty")
    write(tmp_path, {"a.txt": b""})
    with pytest.raises(FileNotFoundError, match=r"a\.txt: is a file; give the folder that it is in"):
        build(tmp_path / "a.txt")
    for missing in (tmp_path / "facts.csv", tmp_path / "none" / "facts.xlsx", tmp_path):
        with pytest.raises(FileNotFoundError, match="no such catalogue; check its name"):
            rl.build_corpus(tmp_path, missing)
    with pytest.raises(rl.TableError, match="no document was read; reasons: is empty"):
        build(tmp_path)


def pack(path: Path, members: dict[str, str]) -> None:
    with zipfile.ZipFile(path, "w") as box:
        for name, text in members.items():
            box.writestr(name, text)


def test_texts_inside_a_file_are_documents_that_the_catalogue_can_name(folder):
    pack(
        folder / "box.zip",
        {"d.txt": notice("大同市", "修路"), "e.txt": notice("晋中市", "绿化"), "f.txt": ""},
    )
    rows = [
        {"file": "box.zip", "level": "county"},
        {"file": "box.zip/e.txt", "doc_id": "jinzhong", "place": "晋中"},
        {"file": "*/d.txt", "year": "2020"},
    ]
    corpus = build(folder, *rows)
    documents = corpus.documents.set_index("doc_id")
    assert documents["file"].to_dict() == {
        "a": "2023/a.txt", "b": "2023/b.txt", "c": "c.txt", "d": "box.zip/d.txt", "jinzhong": "box.zip/e.txt"
    }  # fmt: skip
    assert documents.loc[["d", "jinzhong"], "level"].tolist() == ["county", "county"]
    assert documents.loc["d", "year"] == 2020
    assert list(left_out(corpus)) == ["box.zip/f.txt"]
    assert [row["file"] for row in corpus.manifest["inputs"]][-1] == "c.txt"
    assert "box.zip" in [row["file"] for row in corpus.manifest["inputs"]]
    with pytest.raises(rl.TableError, match=r"row 2, column file: 'box.zip/none.txt' is not in the folder"):
        build(folder, {"file": "box.zip/none.txt", "level": "county"})


def test_one_text_of_a_file_can_be_kept_and_the_others_left_out(folder):
    pack(folder / "box.zip", {"d.txt": notice("大同市", "修路"), "e.txt": notice("晋中市", "绿化")})
    corpus = build(folder, {"file": "*", "include": "no"}, {"file": "box.zip/e.txt", "include": "yes"})
    assert corpus.documents["doc_id"].tolist() == ["e"]
    assert sorted(left_out(corpus)) == ["box.zip/d.txt"]


def test_a_table_gives_facts_that_rank_between_catalogue_and_text(folder):
    table = pd.DataFrame(
        {
            "标题": ["关于修路的通知", "关于绿化的通知"],
            "发布日期": ["2019-05-06", "2018-01-02"],
            "正文": [notice("大同市", "修路"), notice("晋中市", "绿化")],
            "链接": ["https://example.org/5", "省政府网站"],
        }
    )
    table.to_csv(folder / "export.csv", index=False)
    corpus = build(folder, {"file": "export.csv/row 3", "date": "2017-08-09"})
    documents = corpus.documents[corpus.documents["file"].str.startswith("export.csv")]
    assert documents["url"].fillna("").tolist() == ["https://example.org/5", ""]
    assert any("url '省政府网站'" in note["note"] for note in corpus.manifest["notes"])
    assert documents["doc_id"].tolist() == ["export-2", "export-3"]
    assert documents["date"].tolist() == ["2019-05-06", "2017-08-09"]
    assert documents["year"].tolist() == [2019, 2017]
    assert [("date=table" in row, "date=catalogue" in row) for row in documents["read_from"]] == [
        (True, False),
        (False, True),
    ]
    found = pd.DataFrame(corpus.manifest["contradictions"])
    dates = found[found["field"] == "date"].set_index("doc_id")
    assert dates["given_by"].to_dict() == {"export-2": "table", "export-3": "catalogue"}
    assert set(dates["read"]) == {"2023-10-26"}


def test_every_file_is_a_document_or_a_row_of_what_was_left_out(folder, tmp_path):
    write(
        folder,
        {"e.pdf": b"%PDF-1.7", "f.txt": b"", "g.txt": "关于校舍的通知\n", "h.txt": notice("忻州市", "建校")},
    )
    corpus = build(folder, {"file": "c.txt", "include": "no"}, out=tmp_path / "out")
    table = pd.read_csv(tmp_path / "out" / "left_out.csv", encoding="utf-8-sig")
    assert list(table) == ["file", "part", "reason"]
    assert table["reason"].str.len().min() > 0
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert set(corpus.documents["file"]) | set(table["file"]) == files
    assert table["file"].tolist() == ["c.txt", "e.pdf", "f.txt", "g.txt", "h.txt"]


def test_a_text_that_makes_a_room_fail_is_left_out_and_others_are_built(folder, monkeypatch):
    import reformlab.building.arrow
    import reformlab.building.one_file

    def fail(text):
        if "育人" in text:
            raise ArithmeticError("no one foresaw this")

    clean, read = reformlab.building.one_file.clean_text, reformlab.building.arrow.read_document
    monkeypatch.setattr(reformlab.building.one_file, "clean_text", lambda text: fail(text) or clean(text))
    assert left_out(build(folder))["2023/b.txt"].startswith("could not be worked on (ArithmeticError: no one")
    monkeypatch.setattr(reformlab.building.one_file, "clean_text", clean)
    monkeypatch.setattr(
        reformlab.building.arrow,
        "read_document",
        lambda rows, facts: fail("".join(row["text"] for row in rows)) or read(rows, facts),
    )
    corpus = build(folder)
    assert list(left_out(corpus)) == ["2023/b.txt"]
    assert corpus.documents["doc_id"].tolist() == ["a", "c"]


def test_eight_wrong_years_of_a_data_set_are_found(tmp_path):
    places = ["忻州", "太原", "包头", "大同", "晋中", "长治", "吕梁", "临汾", "运城", "阳泉", "朔州", "晋城"]
    folder = write(
        tmp_path / "raw", {f"{place}.txt": notice(place + "市", f"在{place}建校") for place in places}
    )
    rows = [
        {"file": f"{place}.txt", "year": "2021" if n < 8 else "2023", "place": place, "level": "prefecture"}
        for n, place in enumerate(places)
    ]
    corpus = build(folder, *rows, out=tmp_path / "out")
    table = pd.read_csv(tmp_path / "out" / "contradictions.csv", dtype="str", encoding="utf-8-sig")
    assert sorted(table["doc_id"]) == sorted(places[:8])
    assert table[
        ["field", "given", "given_by", "read", "read_from"]
    ].drop_duplicates().to_numpy().tolist() == [["year", "2021", "catalogue", "2023", "closing"]]
    # The catalogue wins; that it is contradicted is told, not decided.
    assert (corpus.documents["year"] == 2021).sum() == 8


def test_a_corpus_is_not_written_over_its_documents_and_may_lie_among_them(folder):
    with pytest.raises(ValueError, match="give the corpus a folder of its own"):
        build(folder, out=folder)
    first = build(folder, out=folder / "corpus")
    again = build(folder, out=folder / "corpus")
    assert again.manifest == first.manifest
    # Nor is one that lies there read by a build into another place; as documents it says so.
    other = build(folder, out=folder / "2023" / "other")
    assert (other.manifest["inputs"], other.manifest["left_out"]) == (first.manifest["inputs"], [])
    assert len(build(folder / "2023", out=folder).documents) == 2
    with pytest.raises(ValueError, match="is a corpus; give the folder of the files"):
        build(folder / "corpus")


def test_workers_below_one_are_told(folder):
    with pytest.raises(ValueError, match="workers=0: give a number from 1"):
        build(folder, workers=0)


def test_a_shared_corpus_holds_no_sentence(folder, tmp_path):
    corpus = build(folder)
    corpus.save(tmp_path / "out", share=True)
    built = build(folder, out=tmp_path / "built", share=True)
    assert not (tmp_path / "out" / "texts.parquet").exists()
    shared = rl.load_corpus(tmp_path / "out")
    for name in ("documents", "passages", "terms", "mentions"):
        pd.testing.assert_frame_equal(getattr(built, name), getattr(shared, name))
    assert (built.texts, built.manifest) == (None, shared.manifest)
    assert shared.passages["heading"].str.len().max() <= 16
    sentences = [text for text in corpus.texts["text"] if len(text) > 20]
    for path in [*(tmp_path / "out").iterdir(), *(tmp_path / "built").iterdir()]:
        raw = path.read_bytes()
        assert not [text for text in sentences if text.encode() in raw]
