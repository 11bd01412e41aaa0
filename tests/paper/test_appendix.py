"""A paper on domains: figures, appendix, statements, a citation of every document."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import reformlab as rl
from reformlab.paper.appendix import ALL, cite_documents, validate_domains, write_document_bibtex
from reformlab.paper.export import FILES, export_paper

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def corpus():
    return rl.load_corpus("made-up")


@pytest.fixture(scope="module")
def codes(corpus):
    """Code every third passage by hand, as it were: what the dictionary says, read by two."""
    told = rl.fit_domains(corpus, method="dictionary")
    mains = told.shares.idxmax(axis=1).map(told.topics.set_index("topic")["domain"])
    table = pd.DataFrame({"passage_id": told.passages["passage_id"], "main": mains.to_numpy()}).iloc[::3]
    other = table["main"].where(np.arange(len(table)) % 5 > 0, "whole")
    return table.assign(probability=1 / 3, reader_1=table["main"], reader_2=other)


@pytest.fixture(scope="module")
def fit(corpus, codes):
    return rl.fit_domains(corpus, rl.read_codes(codes))


@pytest.fixture(scope="module")
def folder(fit, corpus, tmp_path_factory):
    # Ten documents are too few to correct by; how it is told is the same.
    gap = rl.measure_gap(fit, quick=True, together="fdr", corrected=False).assign(uncorrected=0.0)
    figures = {"coverage": rl.plot_coverage(rl.measure_coverage(corpus))}
    return export_paper(fit, corpus, folder=tmp_path_factory.mktemp("paper"), gap=gap, figures=figures)


def test_the_folder_of_domains_has_an_appendix_and_figures(folder):
    names = {path.name for path in folder.iterdir()}
    figures = {"figure-coverage.pdf", "figure-coverage.svg"}
    assert names - set(FILES) == figures
    assert {"appendix.md", "codebook.csv", "evidence.csv", "validation.tex", "domains.md"} <= names
    assert not {"topics.csv", "robustness.csv"} & names
    assert (folder / "figure-coverage.pdf").read_bytes().startswith(b"%PDF")
    assert "<svg" in (folder / "figure-coverage.svg").read_text("utf-8")
    assert "Grid of documents" in (folder / "figures.md").read_text("utf-8")


def test_texts_are_filled_and_cite_what_is_listed(folder):
    text = "".join(path.read_text("utf-8") for path in folder.glob("*.md"))
    assert "{" not in text
    given = set(re.findall(r"^@\w+\{(\w+),", (folder / "references.bib").read_text("utf-8"), re.M))
    assert set(re.findall(r"@([a-z]+\d{4})", text)) == given
    assert {"fan2008", "egami2023", "krippendorff2019"} <= given


def test_who_coded_is_said_where_it_is_known_and_left_open_where_not(folder, corpus, tmp_path):
    appendix = (folder / "appendix.md").read_text("utf-8")
    assert "more than one reader coded: 37;" in appendix and "No two readers" not in appendix
    assert "[Say here who coded" in (folder / "statements.md").read_text("utf-8")
    plain = rl.fit_domains(corpus)
    gap = rl.measure_gap(plain, quick=True, corrected=False)
    other = export_paper(plain, corpus, folder=tmp_path, gap=gap, figures={})
    assert "coded by language models" in (other / "statements.md").read_text("utf-8")
    assert "it is not known how well" in (other / "appendix.md").read_text("utf-8")
    assert "do not cover that it may be wrong" in (other / "methods.md").read_text("utf-8")
    assert not (other / "validation.csv").exists()


def test_validation_holds_the_numbers_of_the_measures_themselves(fit):
    table = validate_domains(fit).set_index("domain")
    # Behind the name of a domain stands the F1 of the bundled codes; its own stands in the row.
    less = fit.topics.assign(label=fit.topics["label"] + "（判别欠准：F1 0.64）")
    less["label_en"] += " (found less surely: F1 0.64)"
    named = validate_domains(replace(fit, topics=less)).iloc[0]
    assert named["label"].endswith("（判别欠准：F1 0.64（随包编码））")
    assert named["label_en"].endswith(" (found less surely: F1 0.64 in the bundled codes)")
    assert list(table.index) == [*fit.topics["domain"], ALL]
    agreement = rl.measure_agreement(fit.codes[["passage_id", "reader_1", "reader_2"]])
    assert table.loc[ALL, "alpha"] == agreement["alpha"].iloc[0] < 1
    scores = rl.score_domains(fit).query("group == 'all'").set_index("domain")
    assert table.loc[ALL, "f1"] == scores.loc["macro", "f1"]
    assert table["less_sure"].tolist() == ((table["f1"] < 0.65) | ~(table["n"] >= 5)).tolist()
    shared = [domain for domain in fit.topics["domain"] if domain in scores.index]
    assert table.loc[shared, "n"].tolist() == scores.loc[shared, "n"].tolist()


def test_every_document_has_a_citation():
    documents = pd.DataFrame(
        {
            "doc_id": ["a b", "c"],
            "issuer": ["某省人民政府", None],
            "place": ["某省", "某市"],
            "title": ["某省2020年工作要点", None],
            "number": ["某政办发〔2020〕9号", None],
            "date": ["2020-03-01", None],
            "year": [2020, 2021],
            "url": ["https://example.cn/a_b", None],
        }
    )

    class Other:
        pass

    other = Other()
    other.documents = documents
    cited = cite_documents(other)
    assert cited["citation"].tolist() == [
        "某省人民政府. 某省2020年工作要点: 某政办发〔2020〕9号[EB/OL]. 2020-03-01. https://example.cn/a_b.",
        "某市. c[Z]. 2021.",
    ]
    bibtex = write_document_bibtex(cited)
    assert re.findall(r"@misc\{(\w+),", bibtex) == ["a_b", "c"]
    assert "url = {https://example.cn/a_b}" in bibtex and bibtex.count("{") == bibtex.count("}")


def test_a_figure_that_is_no_longer_given_goes(fit, corpus, tmp_path):
    gap = rl.measure_gap(fit, quick=True, corrected=False)
    export_paper(fit, corpus, folder=tmp_path, gap=gap)
    assert (tmp_path / "figure-gaps.pdf").exists() == bool(gap["enough"].any())
    export_paper(fit, corpus, folder=tmp_path, gap=gap, figures={})
    assert not list(tmp_path.glob("figure-*"))
