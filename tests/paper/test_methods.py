"""Every number of a methods paragraph is what was done, and every method in it has its paper."""

import re
from dataclasses import replace

import pytest

import reformlab as rl
from reformlab.corpus.tables import read_texts
from reformlab.measures.gap import ACROSS
from reformlab.paper.methods import (
    choose_sentences,
    collect_numbers,
    describe_methods,
    find_citations,
    write_bibtex,
)
from reformlab.topics.engines import ENGINES as FITTED
from reformlab.topics.fit import fit_topics

NUMBER = re.compile(r"\d+(?:\.\d+)*")


@pytest.fixture(scope="module")
def corpus():
    return rl.load_corpus("made-up")


@pytest.fixture(scope="module")
def fit(corpus):
    return fit_topics(corpus, 4, seed=7)


def describe(fit, corpus, gap, **given):
    numbers = collect_numbers(fit, corpus, gap, **given)
    return describe_methods(numbers, choose_sentences(fit, corpus, gap, **given)), numbers


def test_no_sentence_has_a_number_of_its_own():
    """Typed by hand, a number would stay when what it counts changes."""
    for name, text in read_texts("methods")["en"].items():
        plain = re.sub(r"@[a-z]+\d{4}|\{\w+\}|CR2", "", text)
        assert not NUMBER.search(plain), (name, plain)


def test_simultaneous_intervals_are_stated_with_their_confidence(fit, corpus):
    text, _ = describe(fit, corpus, rl.measure_gap(fit, quick=True, together="simultaneous"))
    assert "98.7259% intervals" in text
    assert "all topics of a comparison with 95% confidence [@sidak1967]" in text
    assert "sidak1967" not in describe(fit, corpus, rl.measure_gap(fit, quick=True))[0]


def test_every_number_is_in_the_table_and_true(fit, corpus):
    gap = rl.measure_gap(fit, quick=True)
    text, numbers = describe(fit, corpus, gap)
    said = set(NUMBER.findall(re.sub(r"@[a-z]+\d{4}|CR2", "", text)))
    known = set(NUMBER.findall(" ".join(numbers["value"])))
    assert said and said <= known
    value = numbers.set_index("name")["value"]
    assert value["n_docs"] == str(len(corpus.documents))
    assert value["n_national"] == str((corpus.documents["level"] == "national").sum())
    assert value["n_tokens"] == str(corpus.terms["n"].sum())
    assert value["n_edits"] == str(sum(corpus.manifest["edits"].values()))
    assert value["n_fit_docs"] == str(fit.passages["doc_id"].nunique())
    assert value["seed"] == "7" and value["n_topics"] == "4"
    assert value["n_no_interval"] == str((~gap["enough"]).sum())
    assert value["topica"] == fit.settings["versions"]["topica"]
    assert f"{len(corpus.documents)} documents" in text and "the seed was 7" in text


def test_every_engine_and_every_way_to_put_kinds_together_is_described():
    texts = set(read_texts("methods")["en"])
    assert {name.split()[1] for name in texts if name.startswith("engines ")} == set(FITTED)
    assert {name.split()[1] for name in texts if name.startswith("controls ")} == set(ACROSS)


@pytest.mark.parametrize("kinds", ["apart", "matched", "adjusted", "pooled"])
def test_how_gaps_were_measured_is_read_from_their_table(fit, corpus, kinds):
    text, _ = describe(fit, corpus, rl.measure_gap(fit, kinds=kinds, quick=True))
    assert ("within each kind" in text) == (kinds == "apart")
    assert ("zou2008" in find_citations(text)) == (kinds == "apart")
    controls = read_texts("methods")["en"].get(f"controls {kinds}", "by a regression")
    assert (controls in text) == (kinds != "apart")
    assert "{" not in text


def test_nothing_is_learnt_from_no_passage(corpus):
    with pytest.warns(UserWarning, match="learnt from"):
        fit = rl.fit_domains(corpus)
    gap = rl.measure_gap(fit, quick=True, corrected=False)
    text, _ = describe(fit, corpus, gap)
    assert f"learnt from {fit.settings['n_learnt']['elsewhere']} coded passages of other documents." in text


def test_documents_that_are_coded_whole_are_counted(corpus):
    settings = rl.fit_domains(corpus, method="dictionary").settings
    made = rl.simulate_statements(n_domains=5, n_places=8, years=(2009, 2020), coded=(10**6, 10**6), seed=1)
    for probability, some in ((1.0, True), (0.5, False)):
        fit = replace(made.fit, settings=settings, codes=made.fit.codes.assign(probability=probability))
        text, _ = describe(fit, corpus, rl.measure_gap(fit))
        assert ("all coded" in text) == some and "in 10 years or more" in text
        if some:
            levels = made.fit.documents["level"].value_counts()
            told = re.search(r"(\d+) of (\d+) national and (\d+) of (\d+) provincial", text).groups()
            assert tuple(map(int, told)) == tuple(levels[[*["national"] * 2, *["provincial"] * 2]])


def test_methods_that_were_not_used_are_not_cited(fit, corpus):
    plain, _ = describe(fit, corpus, rl.measure_gap(fit, quick=True))
    assert not {"efron1993", "benjamini1995", "monroe2008", "simonsohn2020", "roberts2016"} & set(
        find_citations(plain)
    )
    keyness = rl.measure_keyness(corpus, n_permutations=19, seed=1)
    text, _ = describe(fit, corpus, rl.measure_gap(fit, quick=True, together="fdr"), keyness=keyness)
    assert {"benjamini1995", "monroe2008", "blei2003"} <= set(find_citations(text))
    assert f"{len(keyness)} rows" in text


@pytest.mark.parametrize(
    ("engine", "start", "cited"),
    [
        ("stm", "spectral", {"arora2013"}),
        ("stm", "consensus", {"kotliar2019"}),
        ("lda", "likeliest", {"griffiths2004"}),
        ("lda", "once", {"griffiths2004", "wallach2009"}),
    ],
)
def test_where_the_fit_starts_is_cited(corpus, engine, start, cited):
    fit = fit_topics(corpus, 3, engine=engine, start=start)
    text, _ = describe(fit, corpus, rl.measure_gap(fit, quick=True))
    assert set(find_citations(text)) & {"arora2013", "kotliar2019", "griffiths2004", "wallach2009"} == cited


def test_an_lda_is_called_one(corpus):
    fit = fit_topics(corpus, 3, engine="lda", seed=1)
    text, _ = describe(fit, corpus, rl.measure_gap(fit, quick=True))
    assert "blei2003" in find_citations(text)
    assert not {"roberts2016", "arora2013"} & set(find_citations(text)) and "may depend" not in text


def test_every_citation_has_an_entry_and_every_entry_is_whole():
    cited = {key for text in read_texts("methods")["en"].values() for key in find_citations(text)}
    entries = re.findall(
        r"@(\w+)\{(\w+),", (rl.data_folder() / "texts" / "references.bib").read_text("utf-8")
    )
    assert cited == {key for _, key in entries}
    for kind, key in entries:
        entry = write_bibtex([key])
        fields = dict(re.findall(r"^  (\w+) = \{(.*)\}", entry, re.M))
        assert {"author", "title", "year"} <= set(fields) and key.endswith(fields["year"])
        assert {"article": "journal", "inproceedings": "booktitle", "book": "publisher"}[kind] in fields
        assert entry.count("{") == entry.count("}")


def test_topics_that_may_be_wording_are_counted(fit, corpus):
    gap = rl.measure_gap(fit, quick=True)
    assert "other words" not in describe(fit, corpus, gap)[0]
    text, _ = describe(fit, corpus, gap.assign(may_be_wording=gap["topic"] < 3))
    assert "put 2 of the 4 topics into other words" in text and "lin1991" in find_citations(text)


def test_gaps_that_are_made_up_for_are_told(fit, corpus):
    gap = rl.measure_gap(fit, quick=True)
    assert "fuller1987" not in find_citations(describe(fit, corpus, gap)[0])
    told = gap.assign(found=gap["topic"] > 1, slope=0.5, sources="documents, shares, topics, recovery")
    text, _ = describe(fit, corpus, told)
    assert "0.50 on average" in text and "1 of the 4 topics were not found again" in text
    assert {"fuller1987", "efron1993"} <= set(find_citations(text))


def test_lower_levels_are_told_from_unknown_ones(fit, corpus):
    levels = corpus.documents["level"].astype("object")
    levels.iloc[:3] = ["prefecture", "county", None]
    lower = replace(corpus, documents=corpus.documents.assign(level=levels))
    text, _ = describe(fit, lower, rl.measure_gap(fit, quick=True))
    assert "2 of lower levels and 1 of unknown level" in text


def test_a_corpus_without_a_manifest_says_less(fit):
    simulated = rl.simulate_corpus(n_docs=10, seed=1).corpus
    other = fit_topics(simulated, 4, seed=1)
    text, _ = describe(other, simulated, rl.measure_gap(other, quick=True))
    assert "made by" not in text and "The corpus holds 10 documents" in text
