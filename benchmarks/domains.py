"""Score every way of telling domains on coded statements; `make domains` runs it.

Writes docs/results/domains.csv. Part ``test``: documents that nothing was learnt from and no choice was
made on; the classifier and the mapping of topics learn from the other parts. Parts ``other documents``,
``other places`` and ``other eras``: the classifier on all coded statements, each told from statements of
other documents (as `fit_domains` does), of other places, of other eras.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

import reformlab as rl
from reformlab.corpus.periods import name_periods
from reformlab.domains.classify import learn_and_tell, list_features
from reformlab.domains.codes import read_home_terms
from reformlab.domains.fit import deal_folds
from reformlab.domains.others import map_topics, read_words
from reformlab.domains.score import tell_probabilities

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "docs" / "results" / "domains.csv"
CORPORA = ("work-reports", "statutes", "policy-documents")
TEST = "test"
ABOUT = ["passage_id", "doc_id", "level", "place", "kind", "year"]


def read_coded(corpora: dict[str, rl.Corpus]) -> pd.DataFrame:
    """Return the coded statements, with what is known of their documents, and whether a corpus has them."""
    codes = rl.read_codes()
    documents = pd.concat([corpus.documents for corpus in corpora.values()])
    held = pd.concat([corpus.passages for corpus in corpora.values()])["passage_id"]
    codes = codes.assign(
        doc_id=codes["passage_id"].str.rpartition(":")[0], held=codes["passage_id"].isin(held)
    )
    return codes.merge(documents[["doc_id", "level", "place", "kind", "year"]], on="doc_id", how="left")


def tell_apart(codes: pd.DataFrame, groups: np.ndarray, asked: np.ndarray) -> pd.DataFrame:
    """Let the classifier tell the asked statements, each from the statements of other groups."""
    features = list_features(codes, read_home_terms(), read_words(rl.read_codebook()))
    told = pd.DataFrame(0.0, index=codes["passage_id"], columns=rl.read_codebook()["domain"])
    for group in np.unique(groups[asked]):
        ask = np.flatnonzero(asked & (groups == group))
        learn = np.flatnonzero(groups != group)
        found = learn_and_tell(features, learn, codes["main"].iloc[learn], ask)
        told.loc[codes["passage_id"].iloc[ask], found.columns] = found.to_numpy()
    return told[asked]


def tell_by_topics(corpora: dict[str, rl.Corpus], codes: pd.DataFrame) -> pd.DataFrame:
    """Map the topics of each corpus by the codes of documents that are not of the test."""
    domains, tables = rl.read_codebook()["domain"].tolist(), []
    for corpus in corpora.values():
        passages = corpus.passages.sort_values("passage_id", ignore_index=True)
        known = codes[codes["passage_id"].isin(passages["passage_id"]) & ~codes["of_test"]]
        fold = passages["doc_id"].isin(codes.loc[codes["of_test"], "doc_id"]).to_numpy()
        told = map_topics(corpus, passages, domains, known, fold=fold, seed=1)
        tables.append(pd.DataFrame(told, index=passages["passage_id"], columns=domains))
    return pd.concat(tables)


def score_test(corpora: dict[str, rl.Corpus], codes: pd.DataFrame) -> pd.DataFrame:
    """Score every method on the test part."""
    told = {"classifier": tell_apart(codes, codes["of_test"].to_numpy(), codes["of_test"].to_numpy())}
    for method in ("dictionary", "keyatm", "seeded"):
        fits = [rl.fit_domains(corpus, method=method) for corpus in corpora.values()]
        told[method] = pd.concat([tell_probabilities(fit) for fit in fits])
    told["topics"] = tell_by_topics(corpora, codes)
    test = codes[(codes["part"] == TEST) & codes["held"]]
    return pd.concat([rl.score_domains(table, test).assign(method=name) for name, table in told.items()])


def score_splits(codes: pd.DataFrame) -> pd.DataFrame:
    """Score the classifier where it has not seen the document, the place, the era."""
    era = np.asarray(name_periods(codes["year"], "era", None)).astype(str)
    fold = deal_folds(codes["doc_id"], 1).astype(str)
    # The centre is one place, and its documents are told from its other documents.
    place = np.where(codes["level"] == "national", fold, codes["place"].astype("str").fillna("unknown"))
    splits = {
        "other documents": fold,
        "other places": place.astype(str),
        "other eras": era,
    }
    held = codes["held"].to_numpy()
    tables = []
    for part, groups in splits.items():
        told = tell_apart(codes, groups, held)
        tables.append(rl.score_domains(told, codes[held].assign(part=part)).assign(method="classifier"))
    return pd.concat(tables)


def main() -> None:
    """Write the table and print what matters most of it."""
    corpora = {name: rl.load_corpus(name) for name in CORPORA}
    codes = read_coded(corpora)
    of_test = codes.loc[codes["part"] == TEST, "doc_id"].unique()
    codes = codes.assign(of_test=codes["doc_id"].isin(of_test))
    table = pd.concat([score_test(corpora, codes), score_splits(codes)], ignore_index=True).round(4)
    table.to_csv(RESULT, index=False, lineterminator="\n")
    shown = table[(table["group"] == "all")].pivot_table(
        index=["part", "method"], columns="domain", values="f1", sort=False
    )
    print(shown.round(2).T.to_string())


if __name__ == "__main__":
    main()
