"""Who is charged, and who with whom."""

import pandas as pd
import pytest

import reformlab as rl
from reformlab.network import MIN_DOCUMENTS

COLUMNS = ["agency", "level", "kind", "n_tasks", "n_lead", "n_docs", "n_docs_all", "share", "low", "high"]
COLUMNS += ["enough"]
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
