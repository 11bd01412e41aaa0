import pandas as pd
import pytest

import reformlab as rl
from reformlab.corpus.tables import TableError


@pytest.fixture(scope="module")
def fit():
    return rl.fit_topics(rl.load_corpus("made-up"), 4, seed=1)


def answer(folder, who, find) -> None:
    key = pd.read_csv(folder / "intruders-key.csv", encoding="utf-8-sig").set_index("item")
    sheet = pd.read_csv(folder / "intruders.csv", encoding="utf-8-sig", dtype="str")
    sheet["answer"] = [find(row, key.loc[row["item"], "intruder"]) for _, row in sheet.iterrows()]
    sheet.to_csv(folder / f"intruders-{who}.csv", index=False)


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
