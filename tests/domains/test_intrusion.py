import pandas as pd
import pytest

import reformlab as rl
from reformlab.corpus.tables import TableError


@pytest.fixture(scope="module")
def fit():
    return rl.fit_topics(rl.load_corpus("made-up"), 4, seed=1)


def answer(folder, who, find, name="intruders") -> None:
    key = pd.read_csv(folder / f"{name}-key.csv", encoding="utf-8-sig").set_index("item")
    sheet = pd.read_csv(folder / f"{name}.csv", encoding="utf-8-sig", dtype="str")
    sheet["answer"] = [find(row, key.loc[row["item"]].iloc[-1]) for _, row in sheet.iterrows()]
    sheet.to_csv(folder / f"{name}-{who}.csv", index=False)


@pytest.mark.parametrize("what", ["words", "topics"])
def test_whoever_finds_all_intruders_is_right(fit, tmp_path, what):
    corpus = rl.load_corpus("made-up")
    key = rl.make_intrusion_sheet(fit, corpus, folder=tmp_path, what=what, n=20)
    assert len(key) == {"words": 4, "topics": 20}[what]
    answer(tmp_path, "ann", lambda row, intruder: intruder)
    table = rl.score_intrusion(tmp_path)
    assert (table["precision"] == 1).all()
    assert table["chance"].iloc[0] == pytest.approx(1 / {"words": 6, "topics": 4}[what])


def test_answers_may_be_numbers_and_wrong(fit, tmp_path):
    rl.make_intrusion_sheet(fit, folder=tmp_path)
    answer(tmp_path, "ann", lambda row, intruder: "1")
    answer(tmp_path, "bob", lambda row, intruder: intruder)
    table = rl.score_intrusion(tmp_path)
    assert table["n"].tolist() == [8, 2, 2, 2, 2]
    assert table["precision"].iloc[0] >= 0.5


def test_intruders_are_no_words_of_their_topic(fit, tmp_path):
    key = rl.make_intrusion_sheet(fit, folder=tmp_path)
    ranks = fit.topic_terms.set_index(["topic", "term"])["rank"]
    assert all(
        ranks[topic, intruder] > 50 for topic, intruder in zip(key["topic"], key["intruder"], strict=True)
    )


def test_an_empty_sheet_is_said_to_be_so(fit, tmp_path):
    rl.make_intrusion_sheet(fit, folder=tmp_path)
    with pytest.raises(TableError, match="fill in 'answer'"):
        rl.score_intrusion(tmp_path)


@pytest.mark.slow
def test_a_label_that_fits_is_chosen_among_four_of_passages_or_of_words(fit, tmp_path):
    corpus = rl.load_corpus("made-up")
    domains = rl.fit_domains(corpus)
    key = rl.make_label_sheet(domains, corpus, folder=tmp_path / "passages", n=20)
    sheet = pd.read_csv(tmp_path / "passages" / "labels.csv", encoding="utf-8-sig")
    choices = sheet.filter(like="choice_")
    assert len(key) == 20 and choices.shape[1] == 4 and (choices.nunique(axis=1) == 4).all()
    assert [right in row for right, row in zip(key["right"], choices.to_numpy(), strict=True)] == [True] * 20
    # What is shown is about the domain whose label is right: no other is likelier.
    texts = corpus.texts.set_index("text")["passage_id"]
    shown = domains.shares.loc[texts[sheet["text"]]].idxmax(axis=1)
    assert shown.tolist() == key["topic"].tolist()
    assert rl.make_label_sheet(fit, folder=tmp_path / "words")["topic"].tolist() == [1, 2, 3, 4]
    with pytest.raises(ValueError, match="too few"):
        rl.make_label_sheet(rl.fit_topics(corpus, 3, seed=1), folder=tmp_path)


def test_labels_are_scored_with_an_interval_over_items(fit, tmp_path):
    rl.make_label_sheet(fit, folder=tmp_path)
    answer(tmp_path, "ann", lambda row, right: right if row["item"] != "i001" else "nothing", "labels")
    once = rl.score_labels(tmp_path).iloc[0]
    # Wilson's limits of 3 of 4, as in the books; a second person of one mind adds nothing.
    assert once[["precision", "low", "high"]].round(4).tolist() == [0.75, 0.3006, 0.9544]
    answer(tmp_path, "bob", lambda row, right: right if row["item"] != "i001" else "nothing", "labels")
    both = rl.score_labels(tmp_path).iloc[0]
    assert both["n"] == 8 and both[["low", "high"]].tolist() == once[["low", "high"]].tolist()
    with pytest.raises(FileNotFoundError, match="intruders"):
        rl.score_intrusion(tmp_path)
