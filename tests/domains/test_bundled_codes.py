"""The coded sample that ships: complete, without wording, and enough to tell other documents by."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import reformlab as rl
from reformlab.domains.codes import read_home_terms

pytestmark = pytest.mark.slow

GOLD = Path(__file__).parents[1] / "gold" / "domains" / "codes.csv"


@pytest.fixture(scope="module")
def codes():
    return rl.read_codes()


def test_the_shipped_codes_are_those_of_the_gold(codes):
    gold = pd.read_csv(GOLD).drop_duplicates("key")
    both = codes.merge(gold, on=["key", "corpus"], suffixes=("", "_gold"))
    assert len(both) >= 0.98 * len(codes)
    # Some short statements stand in several documents.
    assert (both["main"] == both["main_gold"]).mean() > 0.98


def test_only_what_was_drawn_has_a_probability(codes):
    gold = pd.read_csv(GOLD)
    # Drawn where the rule for health left statements out: one that is kept now stands for no others.
    whole = codes["key"].isin(gold.loc[gold["sample"] == "complete", "key"])
    net = codes["key"].isin(gold.loc[gold["stratum"].str.endswith("|net", na=False), "key"]) & ~whole
    # Statements that documents no longer have, as they are cut now, stand for no others either.
    former = codes["passage_id"].str.startswith("former ")
    drawn = codes["sample"].isin(["domains", "again", "complete"]) & ~former & ~net
    assert (codes["probability"].notna() == drawn).all()


@pytest.mark.parametrize(("level", "end"), [("national", 2027), ("provincial", 2003)])
def test_of_the_centre_and_of_old_reports_every_statement_is_coded(codes, level, end):
    corpus = rl.load_corpus("work-reports").select(level=level, year=range(1954, end))
    coded = codes.set_index("passage_id")["probability"].reindex(corpus.passages["passage_id"])
    assert (coded == 1).all()


def test_terms_are_at_hand_and_no_wording(codes):
    terms = read_home_terms()
    assert set(terms["passage_id"]) <= set(codes["passage_id"])
    assert codes["passage_id"].isin(terms["passage_id"]).mean() > 0.99
    assert codes["heading"].dropna().str.len().max() <= 16
    assert terms["term"].str.len().max() < 20


def test_documents_of_ones_own_are_told_and_called_far():
    """The made-up corpus is none of the documents learnt from, and cut for other purposes."""
    with pytest.warns(UserWarning, match="no passage that domains were learnt from"):
        fit = rl.fit_domains(rl.load_corpus("made-up"))
    assert len(fit.codes) == 0
    assert np.allclose(fit.shares.sum(axis=1), 1)
    first = fit.shares.idxmax(axis=1).map(fit.topics.set_index("topic")["domain"])
    for term, domain in {"中医馆": "tcm", "村卫生室": "primary-care", "带量采购": "medicines"}.items():
        passages = fit.terms.loc[fit.terms["term"] == term, "passage_id"]
        assert (first[passages] == domain).mean() > 0.5
    table = rl.measure_distance(fit).set_index("group")
    assert table.loc["all", "unknown"] > table.loc["coded passages", "unknown"]
