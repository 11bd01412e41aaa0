"""Tasks of two documents, matched: what is found again, what is added, and what chance gives."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import reformlab as rl
from reformlab.measures.uptake import LEAST_SIMILARITY, LEAST_SIMILARITY_OF_MAIN, TAKEN_UP_FROM, TELLING_ALONE

GOLD = Path(__file__).resolve().parents[1] / "gold" / "uptake.csv"
MATTERS = [
    ("推广家庭医生", "家庭医生 签约 团队 随访"),
    ("药品集中采购", "药品 集采 中选 采购量"),
    ("医保支付方式", "按病种付费 医保基金 统筹地区 分组"),
    ("远程医疗会诊", "远程医疗 会诊 影像 平台"),
    ("中医馆建设", "中医馆 针灸 推拿 药师"),
    ("急救网络", "急救 胸痛 卒中 救护车"),
]
SCHOOLS = {
    f"other-{i}": (
        "provincial",
        2021,
        [("修缮校舍", f"校舍 操场 食堂 {word}"), ("植树造林", f"植树 林场 {word}")],
    )
    for i, word in enumerate(["围墙", "屋顶", "门窗", "水管", "电路", "院落"])
}
FORMULA = "加强 领导 推进 落实 机制 职责分工"


def build(folder, documents):
    """Build a corpus in which each document has a list of (heading, words) as its tasks."""
    numerals = "一二三四五六七八九十"
    rows = []
    for name, (level, year, tasks) in documents.items():
        body = "".join(
            f"（{numerals[i]}）{heading}。{'，'.join(words.split())}，{'，'.join(FORMULA.split())}。\n"
            for i, (heading, words) in enumerate(tasks)
        )
        (folder / f"{name}.txt").write_text(f"关于卫生工作的方案\n一、任务\n{body}", "utf-8")
        place = "全国" if level == "national" else "山西"
        rows.append(
            {"file": f"{name}.txt", "doc_id": name, "level": level, "place": place, "year": str(year)}
        )
    return rl.build_corpus(folder, pd.DataFrame(rows), progress=False)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return build(
        tmp_path_factory.mktemp("tasks"),
        {
            "centre": ("national", 2022, [*MATTERS[:4], ("加强组织领导", "领导 小组")]),
            "taker": ("provincial", 2023, [MATTERS[2], MATTERS[0], MATTERS[5]]),
            "stranger": ("provincial", 2020, [MATTERS[4], MATTERS[5]]),
            **SCHOOLS,
        },
    )


def test_tasks_of_one_matter_match_whatever_their_order_and_formulas_do_not(corpus):
    pairs = rl.match_tasks(corpus, "centre", other="taker")
    assert set(zip(pairs["label"], pairs["other_label"], strict=True)) == {
        ("（一）", "（二）"),
        ("（三）", "（一）"),
    }
    assert pairs["similarity"].between(LEAST_SIMILARITY_OF_MAIN, 1).all()
    assert (pairs["n_docs"] == 2).all()
    assert not pairs["shared"].str.contains("职责分工").any()
    assert rl.match_tasks(corpus, "centre", other="stranger").empty


def test_fates_follow_from_the_pairs_and_the_frame_of_a_document_is_no_task(corpus):
    pairs = rl.match_tasks(corpus, "centre", other="taker")
    assert ((pairs["fate"] == "taken up") == (pairs["kept"] >= TAKEN_UP_FROM)).all()
    listed = rl.list_uptake(corpus, "centre", other="taker")
    assert "加强组织领导" not in set(listed["heading"])
    there = listed[listed["doc_id"] == "centre"].set_index("label")
    assert there["fate"].to_dict() == {
        "（一）": "taken up",
        "（二）": "not found",
        "（三）": "taken up",
        "（四）": "not found",
    }
    assert there["matched"].tolist() == ["（二）", "", "（一）", ""]
    here = listed[listed["doc_id"] == "taker"]
    assert here["fate"].tolist() == ["from the reference", "from the reference", "added"]
    assert set(listed["passage_id"]) <= set(corpus.passages["passage_id"])


def pad(corpus, n):
    """Add passages of other matters to a corpus, so that terms can be as rare as in a large one."""
    ids = [f"other-0:9{at:05d}" for at in range(n)]
    like = corpus.passages[corpus.passages["doc_id"] == "other-0"].head(1)
    more = pd.concat([like] * n).assign(passage_id=ids, seq=range(1000, 1000 + n), label=None, heading=None)
    terms = pd.DataFrame({"passage_id": ids, "term": "围墙", "n": 1})
    passages = pd.concat([corpus.passages, more], ignore_index=True)
    return rl.Corpus(corpus.documents, passages, pd.concat([corpus.terms, terms], ignore_index=True))


def test_a_rare_term_of_the_field_tells_one_measure_within_tasks_of_other_matters(tmp_path):
    wide = dict(MATTERS)
    tasks = {
        "centre": [
            ("推广家庭医生", wide["推广家庭医生"] + " 长期处方 随访 团队 居民 上门 结余留用"),
            ("药品集中采购", wide["药品集中采购"] + " 中选 企业 履约 结余留用 白手套"),
        ],
        "taker": [
            ("急救网络", wide["急救网络"] + " 长期处方 站点 调度 车载 电话 白手套"),
            ("中医馆建设", wide["中医馆建设"] + " 结余留用 药师 讲堂 义诊 夏令营"),
        ],
    }
    levels = {"centre": ("national", 2022), "taker": ("provincial", 2023)}
    small = build(tmp_path, {name: (*levels[name], rows) for name, rows in tasks.items()} | SCHOOLS)
    assert rl.match_tasks(small, "centre", other="taker").empty
    corpus = pad(small, round(2 / TELLING_ALONE))
    pair = rl.match_tasks(corpus, "centre", other="taker")
    # 长期处方 is a term of the lexicon; so is 结余留用, but two tasks have it; 白手套 is only rare.
    assert pair[["label", "other_label", "fate"]].to_numpy().tolist() == [["（一）", "（一）", "one measure"]]
    assert "长期处方" in pair["shared"].iloc[0]
    listed = rl.list_uptake(corpus, "centre", other="taker")
    fates = ["one measure", "not found", "one measure from the reference", "added"]
    assert listed["fate"].tolist() == fates
    row = rl.measure_uptake(corpus, "centre", others=["taker"], n_draws=19, seed=1).iloc[0]
    assert row[["n_one_measure", "share", "n_added"]].tolist() == [1, 0, 1]


def test_a_missing_year_is_not_before(corpus):
    documents = corpus.documents.assign(
        year=corpus.documents["year"].where(corpus.documents["doc_id"] != "taker")
    )
    undated = rl.Corpus(documents, corpus.passages, corpus.terms)
    table = rl.measure_uptake(undated, "centre", others=["taker", "stranger"], n_draws=9, seed=1)
    assert table["before"].tolist() == [False, True]


def test_shares_add_up_and_stand_beside_what_chance_gives(corpus):
    table = rl.measure_uptake(corpus, "centre", others=["taker", "stranger"], n_draws=199, seed=1).set_index(
        "doc_id"
    )
    assert (table["share"] == (table["n_taken_up"] + table["n_adapted"]) / table["n_tasks"]).all()
    numbers = table.loc["taker", ["n_tasks", "n_taken_up", "n_one_measure", "n_local", "n_added"]]
    assert numbers.tolist() == [4, 2, 0, 3, 1]
    assert table["before"].tolist() == [False, True]
    assert table["n_docs"].to_dict() == {"taker": 7, "stranger": 6}
    assert table["drawn_from"].to_dict() == {"taker": "provincial plan 7", "stranger": "provincial plan 6"}
    # No draw reaches the taker's share, and seven documents tell no more than one in eight.
    assert table["p"].to_dict() == {"taker": 1 / 8, "stranger": 1}
    assert table["expected"].between(table["low"], table["high"]).all()
    assert table["enough"].all()


def test_the_same_seed_gives_the_same_table_whatever_the_order_of_rows(corpus):
    turned = rl.Corpus(
        corpus.documents,
        corpus.passages.sample(frac=1, random_state=1),
        corpus.terms.sample(frac=1, random_state=2),
    )
    there, back = (
        rl.measure_uptake(c, "centre", others=["taker"], n_draws=99, seed=3) for c in (corpus, turned)
    )
    pd.testing.assert_frame_equal(there, back)


def test_with_few_documents_to_draw_from_nothing_is_said_of_chance(corpus):
    few = corpus.documents[~corpus.documents["doc_id"].str.match("other-[2-5]")]
    passages = corpus.passages[corpus.passages["doc_id"].isin(few["doc_id"])]
    terms = corpus.terms[corpus.terms["passage_id"].isin(passages["passage_id"])]
    row = rl.measure_uptake(
        rl.Corpus(few, passages, terms), "centre", others=["taker"], n_draws=9, seed=1
    ).iloc[0]
    assert row[["n_docs", "enough"]].tolist() == [3, False]
    assert row[["expected", "low", "high", "p", "n_terms_drawn"]].isna().all()


def test_a_reference_that_nothing_came_before_leaves_the_share_alone():
    corpus = rl.load_corpus("made-up")
    row = rl.measure_uptake(corpus, "national-2016", others=["gansu-2017"], n_draws=9, seed=1).iloc[0]
    assert row[["n_docs", "n_passages", "drawn_from", "enough"]].tolist() == [0, 0, "", False]
    assert 0 <= row["share"] <= 1
    assert row[["expected", "low", "high", "p", "n_terms_drawn"]].isna().all()


def test_a_document_without_tasks_is_refused_by_name(corpus):
    with pytest.raises(ValueError, match="document='nowhere' is not known among those with tasks"):
        rl.match_tasks(corpus, "nowhere", other="taker")


# Least F1 on the main matters and on all coded pairs, and least precision on the latter.
AGREEMENT = {"shanxi-2023": (0.83, 0.74, 0.88), "guangxi-2023": (0.8, 0.65, 0.9)}


@pytest.mark.parametrize("doc_id", AGREEMENT)
def test_matches_agree_with_readers(doc_id):
    gold = pd.read_csv(GOLD).query("doc_id == @doc_id")
    main = gold[gold[["reader_1", "reader_2"]].sum(axis=1) >= 3]
    pairs = rl.match_tasks(rl.load_corpus("policy-documents"), "national-2022", other=doc_id)
    found, found_main, coded, coded_main = (
        set(zip(table[a], table[b], strict=True))
        for table, a, b in (
            (pairs, "label", "other_label"),
            (pairs[pairs["fate"] != "one measure"], "label", "other_label"),
            (gold, "reference_label", "label"),
            (main, "reference_label", "label"),
        )
    )
    least_main, least, precision = AGREEMENT[doc_id]
    assert 2 * len(found_main & coded_main) / (len(found_main) + len(coded_main)) >= least_main
    assert 2 * len(found & coded) / (len(found) + len(coded)) >= least
    assert len(found & coded) / len(found) >= precision
    assert len(found_main & coded) / len(found_main) >= 0.95
    # That two tasks are both about 公立医院 is no measure yet.
    by_likeness = pairs[(pairs["fate"] == "one measure") & (pairs["similarity"] >= LEAST_SIMILARITY)]
    assert by_likeness["shared"].str.contains("、").all()


def test_similarity_is_that_of_plain_numpy():
    corpus = rl.load_corpus("made-up")
    pairs = rl.match_tasks(corpus, "national-2022", other="gansu-2023")
    silent = {"职责分工", "分工", "列出", "不再", "部门", "按职责", "负责"}
    terms = corpus.terms[~corpus.terms["term"].isin(silent)]
    share = corpus.terms.groupby("term")["passage_id"].nunique() / len(corpus.passages)
    of_field = share.index.isin(rl.read_lexicon()["term"])
    rarity = -np.log(share.where(of_field, share.clip(lower=1 / 150)))

    def weigh(row, side):
        counts = terms[terms["passage_id"] == row[f"{side}passage_id"]].set_index("term")["n"].astype(float)
        heading = rl.cut_words(pd.DataFrame({"passage_id": ["h"], "text": [row[f"{side}heading"]]}))
        in_heading = heading.loc[heading["term"].isin(rarity.index), "term"]
        weights = np.log1p(counts).add(pd.Series(1.0, in_heading), fill_value=0)
        return weights * rarity.reindex(weights.index)

    for _, row in pairs.iterrows():
        here, there = weigh(row, ""), weigh(row, "other_")
        cosine = (here * there).sum() / np.sqrt((here**2).sum() * (there**2).sum())
        assert row["similarity"] == pytest.approx(cosine, abs=0.02)


def test_the_paragraphs_of_a_task_are_one_task(tmp_path):
    tasks = [("推广家庭医生", "家庭医生 签约"), ("药品集中采购", "药品 集采 中选")]
    (tmp_path / "in").mkdir()
    build(tmp_path / "in", {"centre": ("national", 2022, tasks)})
    rows = []
    first, second = ("家庭医生签约。", "团队随访。"), ("药品集采。", "中选落地。")
    lines = {
        "one": ["（一）推广家庭医生。" + "".join(first), "（二）药品集中采购。" + "".join(second)],
        "run-in": [
            "（一）推广家庭医生。" + first[0],
            first[1],
            "（二）药品集中采购。" + second[0],
            second[1],
        ],
        "below": ["（一）推广家庭医生", *first, "（二）药品集中采购", *second],
    }
    for name in lines:
        text = "\n".join([f"{name}号方案", "一、任务", *lines[name]])
        (tmp_path / "in" / f"{name}.txt").write_text(text, "utf-8")
        rows.append({"file": f"{name}.txt", "doc_id": name, "level": "provincial", "place": "山西"})
    rows.append({"file": "centre.txt", "doc_id": "centre", "level": "national", "place": "全国"})
    corpus = rl.build_corpus(tmp_path / "in", pd.DataFrame(rows), progress=False)
    for name in lines:
        listed = rl.list_uptake(corpus, "centre", other=name)
        there = listed[listed["doc_id"] == name]
        assert list(there["label"]) == ["（一）", "（二）"]
        assert list(there["fate"]) == ["from the reference"] * 2
