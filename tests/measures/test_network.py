"""Who is charged, and who with whom."""

from dataclasses import replace

import pandas as pd
import pytest
from scipy.stats import binomtest

import reformlab as rl
from reformlab.measures.network import MIN_DOCUMENTS

COLUMNS = ["agency", "level", "kind", "n_tasks", "n_lead", "n_docs", "n_docs_all", "n_places"]
COLUMNS += ["share", "low", "high", "enough"]
PLACES = ["山西", "广东", "广西", "江苏", "浙江"]
TASK = "（一）推进改革。（省{health}牵头，省医保局、省财政厅参与）\n（二）做好保障。（省医保局负责）\n"


@pytest.fixture
def corpus(tmp_path):
    spellings = ["卫健委", "卫生健康委", "卫生健康委员会", "卫健委", "卫健委"]
    for at, spelling in enumerate(spellings):
        other = f"（三）建设{PLACES[at]}研究中心，服务{PLACES[at]}群众。\n"
        (tmp_path / f"{at}.txt").write_text(TASK.format(health=spelling) + other, encoding="utf-8")
    catalogue = pd.DataFrame(
        {
            "file": [f"{at}.txt" for at in range(5)],
            "level": "provincial",
            "place": PLACES,
            "kind": "plan",
            "year": "2023",
            "title": "实施方案",
        }
    )
    return rl.build_corpus(tmp_path, catalogue, progress=False)


def test_three_spellings_are_one_body_that_leads(corpus):
    table = rl.measure_agencies(corpus)
    assert list(table.columns) == COLUMNS
    health = table.set_index("agency").loc["省卫生健康委"]
    assert (health["n_tasks"], health["n_lead"], health["n_docs"], health["n_docs_all"]) == (5, 5, 5, 5)
    assert health["enough"] and health["low"] < 1 == health["share"]
    assert "省卫健委" not in set(table["agency"])


def test_counts_are_those_of_the_mentions(corpus):
    table = rl.measure_agencies(corpus)
    charged = corpus.mentions[corpus.mentions["kind"] == "agency"]
    counted = charged.groupby("name")["passage_id"].nunique()
    assert table.set_index("agency")["n_tasks"].astype(int).to_dict() == counted.to_dict()


def test_few_documents_have_no_interval(corpus):
    one = rl.Corpus(
        documents=corpus.documents.head(MIN_DOCUMENTS - 1),
        passages=corpus.passages[corpus.passages["doc_id"].isin(corpus.documents["doc_id"].head(4))],
        terms=corpus.terms.head(0),
        texts=None,
        mentions=corpus.mentions[corpus.mentions["passage_id"].str[:1].isin(list("0123"))].head(0),
        manifest=corpus.manifest,
    )
    assert rl.measure_agencies(one).empty
    assert rl.measure_agency_pairs(one).empty


def test_pairs_are_charged_in_one_task(corpus):
    pairs = rl.measure_agency_pairs(corpus)
    assert (pairs["agency_a"] < pairs["agency_b"]).all()
    names = pairs.apply(lambda row: frozenset([row["agency_a"], row["agency_b"]]), axis=1)
    pair = pairs[names == frozenset(["省卫生健康委", "省医保局"])].iloc[0]
    assert pair["n_tasks"] == 5 and pair["n_docs"] == 5
    assert pair["n_a_leads"] + pair["n_b_leads"] == 5


def repeat_documents(corpus, times, places):
    """Give each document several times over, under other names."""
    tables = {"documents": [], "passages": [], "terms": [], "mentions": []}
    for name, rows in tables.items():
        for time in range(times):
            again = getattr(corpus, name).copy()
            for column in {"doc_id", "passage_id", "title"} & set(again):
                again[column] = f"{time}" + again[column].astype(str)
            rows.append(again)
    tables = {name: pd.concat(rows, ignore_index=True) for name, rows in tables.items()}
    tables["terms"]["term"] += tables["terms"]["passage_id"].str[0]  # other words, so no copies
    tables["documents"]["place"] = places
    return rl.Corpus(**tables, texts=None, manifest=corpus.manifest)


@pytest.mark.parametrize(("n_places", "enough"), [(2, False), (5, True), (20, True)])
def test_documents_of_one_place_are_not_independent(corpus, n_places, enough):
    several = repeat_documents(corpus, 4, [f"省{i % n_places}" for i in range(20)])
    of_first = several.passages.merge(several.documents.query("place == '省0'")[["doc_id"]])["passage_id"]
    silent = several.mentions["passage_id"].isin(of_first) & several.mentions["name"].eq("省财政厅")
    several = replace(several, mentions=several.mentions[~silent])
    table = rl.measure_agencies(several).set_index("agency")
    assert table["n_docs_all"].eq(20).all() and table["n_places"].eq(n_places).all()
    assert table["enough"].eq(enough).all() and table["low"].notna().eq(enough).all()
    if enough:  # places of one size: Wilson's interval for as many documents as there are places
        row = table.loc["省财政厅"]
        limits = binomtest(n_places - 1, n_places).proportion_ci(method="wilson")
        assert row[["low", "high"]].tolist() == pytest.approx(list(limits))


def test_documents_of_the_centre_stand_alone_unless_they_are_one_text(corpus):
    national = corpus.documents.assign(
        level="national", place="全国", kind="statute", title=list("一二三四五")
    )
    table = rl.measure_agencies(replace(corpus, documents=national))
    assert table["n_places"].eq(5).all() and table["enough"].all()
    versions = national.assign(title=["一部法（2001）", "一部法（2011）", "二", "三", "四"])
    table = rl.measure_agencies(replace(corpus, documents=versions))
    assert table["n_docs_all"].eq(5).all() and table["n_places"].eq(4).all()
    assert not table["enough"].any()
