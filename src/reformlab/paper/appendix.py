"""What a paper says besides its findings: how well domains are told, who coded, what is to be had where."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

import pandas as pd

from reformlab.corpus.tables import SIDES, Corpus, read_texts
from reformlab.domains.agreement import ALL, measure_agreement
from reformlab.domains.codebook import find_less_sure, read_codebook
from reformlab.domains.codes import READERS, is_bundled, read_codes
from reformlab.domains.evidence import list_evidence
from reformlab.domains.score import MACRO, score_domains
from reformlab.measures.coding import check_wording
from reformlab.measures.correction import is_coded, is_domains

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit

# The part of a sample that was set apart when features were chosen.
TEST = "test"
SCORES = ["precision", "recall", "f1", "bias", "n"]
NOT_KNOWN = "not known"
# What ends the name of a domain that is found less surely.
_F1 = r"(F1 \d\.\d+)([)）])$"
_OF_BUNDLED = {"label": r"\1（随包编码）\2", "label_en": r"\1 in the bundled codes\2"}


def validate_domains(fit: Fit) -> pd.DataFrame:
    """Say how well domains are told: one row a domain, its agreement, its scores, its bias by level.

    Parameters
    ----------
    fit : Fit
        Of domains, with a coded sample.

    Returns
    -------
    DataFrame
        One row a domain, last ``all`` (alpha overall, means of the scores): ``domain``, ``label``,
        ``label_en``, ``alpha``, ``alpha_low``, ``alpha_high`` (missing where no two readers coded),
        ``agreement``, ``n_twice`` (of pairs of readers, before any code was settled; passages of them),
        ``precision``, ``recall``, ``f1``, ``bias``, ``n`` (of the part ``test`` where the sample has one),
        ``less_sure`` (found less surely: F1 below .65, or tested on fewer than 5 passages),
        ``bias_national``, ``bias_provincial``, ``p_wording`` (see `check_wording`; missing where a
        level has no coded passage).
    """
    codes = fit.codes[fit.codes["probability"].notna()]
    tested = codes[codes["part"] == TEST] if has_test(fit) else codes.drop(columns="part", errors="ignore")
    scores = score_domains(fit, tested).query("group == @ALL").replace({"domain": {MACRO: ALL}})
    names = fit.topics[["domain", "label", "label_en"]]
    if _has_bundled_codebook(fit) and not _is_home(fit):
        # The F1 of a name is not that of these codes, which stands in the same row.
        names = names.replace({column: {_F1: told} for column, told in _OF_BUNDLED.items()}, regex=True)
    table = pd.concat([names, pd.DataFrame([{"domain": ALL, "label": "全部", "label_en": "all"}])])
    columns = {"alpha": "alpha", "low": "alpha_low", "high": "alpha_high"}
    columns |= {"agreement": "agreement", "n": "n_twice"}
    agreement = _agree(codes).rename(columns=columns)[["domain", *columns.values()]]
    table = table.merge(agreement, on="domain", how="left")
    table = table.merge(scores[["domain", *SCORES]], on="domain", how="left")
    table["less_sure"] = find_less_sure(table)
    return table.merge(_compare_levels(fit), on="domain", how="left")


def has_test(fit: Fit) -> bool:
    """Say whether the coded sample of a fit has a part that was set apart for testing."""
    return "part" in fit.codes and bool((fit.codes["part"] == TEST).any())


def _agree(codes: pd.DataFrame) -> pd.DataFrame:
    readers = [name for name in codes if str(name).startswith(READERS)]
    try:
        return measure_agreement(codes[["passage_id", *readers]])
    except ValueError:  # no two readers of one passage
        columns = ["domain", "alpha", "low", "high", "agreement", "n"]
        return pd.DataFrame(columns=columns, dtype="float").astype({"domain": "str"})


def _compare_levels(fit: Fit) -> pd.DataFrame:
    columns = ["domain", *(f"bias_{level}" for level in SIDES), "p_wording"]
    try:
        with warnings.catch_warnings():
            # What it warns of stands in the table.
            warnings.simplefilter("ignore", UserWarning)
            table = check_wording(fit)
    except ValueError:  # a level without coded passages
        return pd.DataFrame(columns=columns, dtype="float").astype({"domain": "str"})
    bias = table.pivot(index="domain", columns="level", values="bias").add_prefix("bias_").reset_index()
    p = table.drop_duplicates("domain")[["domain", "p"]].rename(columns={"p": "p_wording"})
    return bias.merge(p, on="domain")[columns]


def cite_documents(corpus: Corpus) -> pd.DataFrame:
    """Cite every document, as GB/T 7714-2015 writes an electronic public document.

    Returns
    -------
    DataFrame
        One row a document: ``doc_id``, ``citation``, ``issuer``, ``title``, ``number``, ``date`` (or the
        year), ``url``, ``source`` (whence the file is), ``sha256`` (of its bytes); empty where not known.

    Examples
    --------
    >>> import reformlab as rl
    >>> from reformlab.paper.appendix import cite_documents
    >>> any(cite_documents(rl.load_corpus("made-up"))["citation"].str.startswith("国务院办公厅. "))
    True
    """
    wanted = ["doc_id", "issuer", "place", "title", "number", "date", "year", "url", "source", "sha256"]
    table = corpus.documents.reindex(columns=wanted).astype("str").fillna("")
    table["date"] = table["date"].where(table["date"] != "", table["year"])
    table["issuer"] = table["issuer"].where(table["issuer"] != "", table["place"])
    table["title"] = table["title"].where(table["title"] != "", table["doc_id"])
    medium = table["url"].map(lambda url: "[EB/OL]" if url else "[Z]")
    number = table["number"].map(lambda number: f": {number}" if number else "")
    issuer = table["issuer"].map(lambda name: f"{name}. " if name else "")
    citation = issuer + table["title"] + number + medium
    citation += table["date"].map(lambda date: f". {date}" if date else "")
    citation += table["url"].map(lambda url: f". {url}" if url else "") + "."
    table.insert(1, "citation", citation)
    return table.drop(columns=["place", "year"])


def write_document_bibtex(cited: pd.DataFrame) -> str:
    """Write the table of `cite_documents` for a reference manager: one ``@misc`` a document."""
    entries = []
    for row in cited.to_dict("records"):
        parts = {"author": f"{{{row['issuer']}}}" if row["issuer"] else "", "title": f"{{{row['title']}}}"}
        parts |= {"number": row["number"], "date": row["date"], "url": row["url"]}
        escaped = {name: re.sub(r"([&%#_])", r"\\\1", text) for name, text in parts.items()}
        lines = [f"  {name} = {{{text}}}" for name, text in (escaped | {"url": row["url"]}).items() if text]
        key = re.sub(r"[\s{}(),\"#%~\\=']", "_", row["doc_id"])
        entries.append(f"@misc{{{key},\n" + ",\n".join(lines) + "\n}\n")
    return "\n".join(entries)


def choose_validation(fit: Fit, validation: pd.DataFrame | None) -> list[str]:
    """Choose the sentences of the appendix on how well domains are told."""
    texts = read_texts("methods")["en"]
    sentences = [texts["codebook"]] if _has_bundled_codebook(fit) else []
    if validation is None:
        return [*sentences, texts["validation none"], texts["evidence"]]
    part = texts["validation part"] if has_test(fit) else ""
    sentences.append(texts["validation"].replace("{part}", part))
    if validation["alpha"].isna().all():
        sentences.append(texts["validation alone"])
    else:
        sentences.append(texts["validation twice"])
    return [*sentences, texts["evidence"]]


def choose_statements(fit: Fit) -> dict[str, list[str]]:
    """Choose what is said of data, code and language models: sentences by their heading."""
    texts = read_texts("methods")["en"]
    readers = "readers none"
    if is_domains(fit) and sum(fit.settings.get("n_learnt", {}).values()):
        readers = "readers models" if _is_home(fit) else "readers own"
    return {
        "Data availability": [texts["data"]],
        "Code availability": [texts["code"]],
        "Use of language models": [texts[readers]],
    }


def count_appendix(cited: pd.DataFrame, validation: pd.DataFrame | None) -> pd.DataFrame:
    """Collect the numbers of these sentences: ``name``, ``value``, ``source``."""
    rows = [("n_addresses", str((cited["url"] != "").sum()), "documents")]
    if validation is not None:
        whole = validation.set_index("domain").loc[ALL]
        for name in ("alpha", "f1"):
            value = NOT_KNOWN if pd.isna(whole[name]) else f"{whole[name]:.2f}"
            rows.append((name, value, "validation"))
        if pd.notna(whole["n_twice"]):
            rows.append(("n_twice", str(int(whole["n_twice"])), "validation"))
            rows.append(("agreed_percent", f"{100 * whole['agreement']:.0f}", "validation"))
    return pd.DataFrame(rows, columns=["name", "value", "source"], dtype="str")


def list_appendix(fit: Fit, corpus: Corpus) -> dict[str, pd.DataFrame]:
    """List the tables of the appendix by their names; of topics there are none but the documents."""
    tables = {"documents": cite_documents(corpus)}
    if not is_domains(fit):
        return tables
    if _has_bundled_codebook(fit):
        kept = ["domain", "name_zh", "name_en", "definition", "includes", "excludes", "borderline"]
        tables["codebook"] = read_codebook()[kept]
    tables["evidence"] = list_evidence(fit, corpus).drop(columns="text")
    if is_coded(fit):
        tables["validation"] = validate_domains(fit)
    return tables


def _has_bundled_codebook(fit: Fit) -> bool:
    return is_bundled(fit.topics["domain"])


def _is_home(fit: Fit) -> bool:
    """Say whether nothing but the bundled sample was learnt from."""
    if not _has_bundled_codebook(fit):
        return False
    own = fit.codes[["passage_id", "main"]].merge(read_codes()[["passage_id", "main"]])
    return len(own) == len(fit.codes)
