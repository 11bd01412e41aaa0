"""The folder for a paper holds what was measured, in forms that open, and no wording."""

import json
import re

import pandas as pd
import pytest

import reformlab as rl
from reformlab.measures.robustness import measure_consistency, measure_robustness
from reformlab.measures.specifications import list_specifications
from reformlab.paper.export import FILES, _print_figures, export_paper
from reformlab.paper.tables import _show_gaps
from reformlab.topics.fit import fit_topics

OF_DOMAINS = {"domains", "validation", "codebook", "evidence", "appendix"}


@pytest.fixture(scope="module")
def corpus():
    return rl.load_corpus("made-up")


@pytest.fixture(scope="module")
def fit(corpus):
    return fit_topics(corpus, 4, seed=1)


@pytest.fixture(scope="module")
def gap(fit):
    return rl.measure_gap(fit, kinds="matched", quick=True, together="fdr")


@pytest.fixture(scope="module")
def robustness(fit, corpus):
    few = list_specifications(fit, corpus).query("changed in ['reference', 'n_topics 3', 'engine nmf']")
    return measure_robustness(fit, corpus, specifications=few, progress=False)


@pytest.fixture(scope="module")
def folder(fit, corpus, gap, robustness, tmp_path_factory):
    keyness = rl.measure_keyness(corpus, n_permutations=19, seed=1)
    place = tmp_path_factory.mktemp("paper")
    return export_paper(fit, corpus, folder=place, gap=gap, robustness=robustness, keyness=keyness)


def read(folder, name):
    return pd.read_csv(folder / name, encoding="utf-8-sig")


def test_all_files_are_there(folder):
    of_domains = {name for name in FILES if name.partition(".")[0] in OF_DOMAINS}
    names = {path.name for path in folder.iterdir()}
    assert set(FILES) - names == of_domains and names - set(FILES) <= {"figure-gaps.pdf", "figure-gaps.svg"}


def test_tables_come_back_with_full_precision(folder, fit, gap, robustness):
    for name, table in (
        ("topics", fit.topics),
        ("gaps", gap),
        ("consistency", measure_consistency(robustness)),
    ):
        back = read(folder, f"{name}.csv")
        assert list(back) == list(table)
        numbers = table.select_dtypes("float").columns
        pd.testing.assert_frame_equal(back[numbers], table[numbers].reset_index(drop=True), check_dtype=False)
    assert len(read(folder, "robustness.csv")) == len(robustness)


def test_what_is_set_for_reading_says_the_same(folder, gap):
    lines = (folder / "gaps.md").read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2 : 2 + len(gap)]]
    assert [row[1] for row in rows] == [f"{100 * value:+.1f}" for value in gap["gap"]]
    said = {row[2] for row in rows}
    assert ("not enough" in said) == (not gap["enough"].all())
    tex = (folder / "gaps.tex").read_text("utf-8")
    body = tex.partition("\\endlastfoot")[2]
    assert body.count("\\\\") == len(gap)
    assert "95\\% interval" in tex and not re.search(r"(?<!\\)%", tex.partition("\n")[2])


def test_what_a_fit_loses_of_gaps_stands_beside_them(gap):
    shown = _show_gaps(gap.assign(slope=0.5, found=gap["topic"] > 1))
    assert set(shown["Slope"]) == {"0.50"} and shown["Found again"].value_counts()["no"] == 1
    assert "Slope" not in _show_gaps(gap)


def test_references_are_those_cited(folder):
    cited = set(re.findall(r"@([a-z]+\d{4})", (folder / "methods.md").read_text("utf-8")))
    given = set(re.findall(r"^@\w+\{(\w+),", (folder / "references.bib").read_text("utf-8"), re.M))
    assert cited == given and {"simonsohn2020", "monroe2008"} <= given


def test_settings_are_those_of_the_fit(folder, fit):
    kept = json.loads((folder / "settings.json").read_text("utf-8"))
    assert kept["fit"] == json.loads(json.dumps(fit.settings))
    assert kept["corpus"]["made_by"].startswith("reformlab")


def test_nothing_of_the_wording_goes_out(folder, corpus):
    everything = "".join(path.read_text("utf-8") for path in folder.iterdir() if path.suffix != ".pdf")
    headings = [text for text in corpus.passages["heading"].dropna() if len(text) > 12]
    assert headings and not any(text in everything for text in headings)


def test_a_second_export_takes_the_first_away(fit, corpus, gap, robustness, tmp_path):
    export_paper(fit, corpus, folder=tmp_path, gap=gap, robustness=robustness)
    assert (tmp_path / "consistency.tex").exists()
    (tmp_path / "mine.txt").write_text("mine")
    export_paper(fit, corpus, folder=tmp_path, gap=gap)
    assert not (tmp_path / "consistency.tex").exists() and (tmp_path / "mine.txt").exists()


def test_cells_do_not_run(fit, corpus, gap, tmp_path):
    from dataclasses import replace

    named = replace(fit, topics=fit.topics.assign(label_en="=1|2 & 3_4"))
    folder = export_paper(named, corpus, folder=tmp_path, gap=gap.assign(label_en="=1|2 & 3_4"))
    assert set(read(folder, "topics.csv")["label_en"]) == {"'=1|2 & 3_4"}
    assert "1\\|2" in (folder / "topics.md").read_text("utf-8")
    assert "\\& 3\\_4" in (folder / "topics.tex").read_text("utf-8")


def test_tables_and_corpora_of_another_fit_are_refused(fit, corpus, gap, tmp_path):
    with pytest.raises(ValueError, match="gap has topics"):
        export_paper(fit, corpus, folder=tmp_path, gap=gap.assign(topic=99))
    other = rl.simulate_corpus(n_docs=10, seed=1).corpus
    with pytest.raises(ValueError, match="not the one of the fit"):
        export_paper(fit, other, folder=tmp_path, gap=gap)


def test_that_nothing_could_be_drawn_is_said(tmp_path):
    _print_figures({}, tmp_path)
    assert "No figure" in (tmp_path / "figures.md").read_text("utf-8")
