"""The codebook: every domain is told in full, and card and table name the same ones."""

import re
from pathlib import Path

import pandas as pd

from reformlab.domains.codebook import LEAST_TESTED

FOLDER = Path(__file__).parent.parent / "data" / "codebook"
DOMAINS = pd.read_csv(FOLDER / "domains.csv", keep_default_na=False)
CARD = (FOLDER / "README.md").read_text(encoding="utf-8")


def test_every_domain_is_told_in_full() -> None:
    assert DOMAINS["domain"].is_unique and DOMAINS["name_zh"].is_unique and DOMAINS["name_en"].is_unique
    assert not DOMAINS.eq("").any(axis=None)
    assert set(DOMAINS["sanyi"]) == {"医疗", "医保", "医药", "—"}
    assert DOMAINS["examples"].str.count(r"\|").ge(2).all()
    assert (
        DOMAINS.loc[DOMAINS["domain"].ne("none"), "centre_heading"]
        .str.fullmatch("[\u4e00-\u9fff]{2,10}")
        .all()
    )


def test_the_card_names_no_other_codes_and_orders_all_of_them() -> None:
    rules = CARD[CARD.index("## How to code") :].split("\n## ")[0]
    codes = {code for found in re.findall(r"`([a-z;-]+)`", rules) for code in found.split(";")}
    assert codes == set(DOMAINS["domain"])
    order = re.search(r"earlier of this order takes it: (.*?)\.", rules)
    assert sorted(re.findall("`(.*?)`", order[1])) == sorted(set(DOMAINS["domain"]) - {"none"})


def test_the_codebook_says_how_surely_each_domain_is_found() -> None:
    scores = pd.read_csv(Path(__file__).parent.parent / "docs" / "results" / "domains.csv")
    scores = scores[(scores["method"] == "classifier") & (scores["group"] == "all")]
    scores = scores[scores["part"].isin(["test", "other documents"])]
    scores = scores[scores["n"] >= LEAST_TESTED]  # what was found on fewer says nothing
    worst = scores.groupby("domain")["f1"].min().round(2).reindex(DOMAINS["domain"])
    assert DOMAINS.set_index("domain")["f1"].to_dict() == worst.to_dict()  # `make domains` makes the scores
