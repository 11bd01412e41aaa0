"""A made-up corpus whose passages are about one thing each, a codebook of these things, and codes."""

import pandas as pd
import pytest

import reformlab as rl
from reformlab.corpus.tables import Corpus, empty_table

WORDS = {
    "insurance": ["医保基金", "参保缴费", "医保待遇", "医疗救助", "门诊报销"],
    "hospitals": ["公立医院", "临床专科", "医院薪酬", "住院床位", "急诊护理"],
    "medicines": ["药品采购", "药品集采", "短缺药品", "基本药物", "药店配送"],
    "whole": ["深化医改", "三医联动"],
    "none": ["高速公路", "粮食产量", "河道治理", "旅游收入"],
}


@pytest.fixture(scope="session")
def codebook() -> pd.DataFrame:
    rows = [
        {"domain": "insurance", "name_zh": "医保", "name_en": "insurance", "definition": "who pays"},
        {"domain": "hospitals", "name_zh": "医院", "name_en": "hospitals", "definition": "who cares"},
        {"domain": "medicines", "name_zh": "药品", "name_en": "medicines", "definition": "what helps"},
    ]
    return rl.read_codebook(pd.DataFrame(rows))


def make_corpus(n_docs: int = 12, n_passages: int = 20) -> tuple[Corpus, pd.DataFrame]:
    """Return a corpus and what each of its passages is about."""
    documents, passages, terms, codes = [], [], [], []
    things = list(WORDS)
    for d in range(n_docs):
        doc = f"d{d:02d}"
        level, place = ("national", "全国") if d % 3 == 0 else ("provincial", ["山西", "四川"][d % 3 - 1])
        documents.append({"doc_id": doc, "file": f"{doc}.txt", "level": level, "place": place})
        documents[-1] |= {"kind": "work-report", "year": 2005 + d, "n_passages": n_passages}
        for p in range(n_passages):
            thing = things[(d * 7 + p * 3) % len(things)]
            words = [WORDS[thing][(d + p + k) % len(WORDS[thing])] for k in range(2)]
            words += [["推进", "完善", "支持"][(d + p) % 3], f"词{d * p % 7}"]
            passage = f"{doc}:{p:04d}"
            passages.append({"passage_id": passage, "doc_id": doc, "seq": p + 1, "start": 0, "end": 9})
            terms += [{"passage_id": passage, "term": word} for word in words]
            codes.append({"passage_id": passage, "main": thing})
    about = empty_table("documents")
    numbers = dict.fromkeys(["n_chars", "n_chars_kept", "n_terms", "n_terms_kept"], 100)
    documents = pd.DataFrame(documents).assign(part=1, **numbers).reindex(columns=about.columns)
    passages = pd.DataFrame(passages).assign(n_chars=9).reindex(columns=empty_table("passages").columns)
    return (
        Corpus(
            documents=documents.astype(about.dtypes),
            passages=passages.astype(empty_table("passages").dtypes),
            terms=pd.DataFrame(terms).groupby(["passage_id", "term"]).size().rename("n").reset_index(),
        ),
        pd.DataFrame(codes),
    )


@pytest.fixture(scope="session")
def made() -> tuple[Corpus, pd.DataFrame]:
    return make_corpus()


@pytest.fixture(scope="session")
def codes(made, codebook) -> pd.DataFrame:
    """Every second passage, coded as what it is about."""
    return rl.read_codes(made[1].iloc[::2].assign(probability=0.5), codebook)
