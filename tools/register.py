"""Build a corpus from a register: a table of documents of which only titles and abstracts are at hand.

Registers (目录) of policy portals reach further back than the texts that one can gather, but list the
same document several times: on its own page, in the gazette, under a longer title. A document counts
once here, and is dated by its number where it has one: the date of a page may be years later.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from reformlab import __version__
from reformlab.building.arrow import set_types
from reformlab.corpus.places import NATIONAL
from reformlab.corpus.tables import Corpus, TableError, empty_table
from reformlab.documents.facts import read_facts
from reformlab.documents.outline import split_documents
from reformlab.documents.words import cut_words
from reformlab.reading.clean import clean_text

COLUMNS = ("title", "number", "issuer", "date", "abstract")

_NUMBER = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{1,14}[〔\[［]((?:19|20)\d\d)[〕\]］]第?\d{1,4}号")
_NOT_HAN = re.compile(r"[^\u4e00-\u9fff]")
# A gazette prints the notice's title and, behind a gap, that of what it brings.
_GAP = re.compile(r"[\u3000\s]{2,}")
# An abstract is the page's beginning: title, number, those addressed, and then what it is about.
_ADDRESSED = re.compile(r"(?:[省市区县部委局厅院会办]|机构|单位|中心|集团|公司)[^。：]{0,60}：")
_STILL_ADDRESSED = re.compile(
    r"^[：，、）)\s]*(?:各|中国人民银行|有关|[^，。]{0,12}(?:人民政府|委员会|办公厅)[，、])"
)
_DECREE = re.compile(r"令(?:（第\d+号）|（\d{4}年第\d+号）|第\d+号)$")
# The sentences by which a decree is promulgated say nothing of its matter.
_PROMULGATED = re.compile(r"[^。]*(?:审议通过|现予[公发]布|起施行)[^。]*。?")
_FRONT = 200
_TAIL = 10
# Fewer Chinese characters of a title could be those of two documents.
_LEAST_TITLE = 8


def build_register(table: pd.DataFrame, *, name: str) -> Corpus:
    """Build a corpus of national documents from their titles and abstracts.

    Parameters
    ----------
    table : DataFrame
        One row an entry: ``title``, ``number`` (文号), ``issuer``, ``date`` (ISO 8601), ``abstract``;
        all but the title may be empty.
    name : str
        Name of the register; documents are called by it and the number of their row from 1.

    Returns
    -------
    Corpus
        One row a document, with one passage: what the title says after 关于, then the abstract
        without what the page repeats above it. ``year`` is that of the number, else of the date.
        Without `texts` and mentions. Entries that are the same document as an earlier one
        (same number, or same title and year) stand in ``manifest["left_out"]``.

    Raises
    ------
    TableError
        Where a column is missing or no entry has a title.

    Examples
    --------
    >>> import pandas as pd, reformlab as rl
    >>> entries = pd.DataFrame({"title": ["关于推进分级诊疗的通知"] * 2, "number": "国卫发〔2015〕1号",
    ...                         "issuer": "", "date": ["2015-03-01", "2016-01-01"], "abstract": ""})
    >>> rl.build_register(entries, name="portal").documents["year"].tolist()
    [2015]
    """
    missing = [column for column in COLUMNS if column not in table]
    if missing:
        raise TableError(f"register: columns {missing} are missing; it has {list(table)}")
    entries = [
        _read_entry(row, part) for part, row in enumerate(table.fillna("").to_dict("records"), start=1)
    ]
    kept, merged = _merge_entries(entries)
    if not kept:
        raise TableError("register: no entry has a title")
    left_out = [{"file": name, **row} for row in merged]
    inputs = hashlib.sha256(table[list(COLUMNS)].to_csv(index=False).encode()).hexdigest()
    manifest = {
        "made_by": f"reformlab {__version__}",
        "inputs": [{"file": name, "sha256": inputs}],
        "entries": len(entries),
        "left_out": left_out,
        "left_out_by_reason": dict(Counter(row["reason"].split(":")[0] for row in left_out)),
    }
    return make_corpus(kept, name, manifest)


def make_corpus(entries: Sequence[Mapping[str, Any]], name: str, manifest: Mapping[str, Any]) -> Corpus:
    """Make a corpus of entries, each a document of one passage, its ``text``.

    Parameters
    ----------
    entries : sequence of mapping
        ``part``, ``text``, ``read_from`` and facts of `documents`; further columns go in as they are.
    name : str
        Of the register; documents are called by it and their ``part``.
    manifest : mapping

    Returns
    -------
    Corpus
        Without `texts` and mentions.
    """
    documents = pd.DataFrame([_document(entry, name) for entry in entries])
    texts = pd.DataFrame({"passage_id": documents["doc_id"] + ":0001", "text": [e["text"] for e in entries]})
    terms = cut_words(texts)
    counts = terms.groupby("passage_id")["n"].sum().reindex(texts["passage_id"], fill_value=0).to_numpy()
    documents = set_types(documents.assign(n_terms=counts, n_terms_kept=counts), "documents", list(documents))
    passages = (
        empty_table("passages")
        .reindex(range(len(entries)))
        .assign(
            passage_id=texts["passage_id"],
            doc_id=documents["doc_id"],
            seq=1,
            start=0,
            end=documents["n_chars"],
            n_chars=documents["n_chars"],
        )
    )
    return Corpus(documents=documents, passages=passages, terms=terms, manifest=manifest)


def _read_entry(row: Mapping[str, Any], part: int) -> dict[str, Any]:
    """Give the facts of one entry, and the text that its terms are counted in."""
    parts = [clean_text(part).text.replace("\n", "") for part in _GAP.split(row["title"].strip())]
    # A decree's own title says no more than its number; what it brings stands behind.
    title = parts[-1] if _DECREE.search(parts[0]) else parts[0]
    number = _NUMBER.search(row["number"].strip()) or _NUMBER.search(row["abstract"][:_FRONT])
    abstract = clean_text(row["abstract"]).text.replace("\n", "")
    year = number[1] if number else row["date"][:4]
    topic = title[title.find("关于") + 2 :] if "关于" in title else title
    front = f"{title}\n{abstract}"
    return {
        "part": part,
        "title": title,
        "number": re.sub(r"[\[［](.*)[\]］]", r"〔\1〕", number[0]) if number else "",
        "issuer": re.sub(r"[\s\u3000]+", "、", row["issuer"].strip()),
        "date": row["date"] if row["date"][:4] == year else year,
        "year": int(year) if year else None,
        "read_from": f"title=register year={'number' if number else 'register'}",
        "kind": read_facts(split_documents(front)[0], front).get("kind", ("", ""))[0],
        "text": f"{topic}。{_say_once(abstract, title)}",
    }


def _say_once(abstract: str, title: str) -> str:
    """Take off an abstract what stands above its first sentence: title, number, addressees."""
    tail = r"\W*".join(map(re.escape, _NOT_HAN.sub("", title)[-_TAIL:]))
    said = re.search(tail, abstract)
    rest = abstract[said.end() :] if said else abstract
    rest = re.sub(r"^.{0,30}?\d{1,4}号）?", "", rest)
    addressed = _ADDRESSED.search(rest[:_FRONT])
    rest = rest[addressed.end() :] if addressed else rest
    return "" if _STILL_ADDRESSED.match(rest) else _PROMULGATED.sub("", rest).strip()


def _merge_entries(entries: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Keep the first entry of a document, with the longest text that any of its entries has."""
    kept: list[dict[str, Any]] = []
    left_out = []
    first: dict[tuple[str, str], dict[str, Any]] = {}
    # Exact dates stand before those of which only the year is known.
    for entry in sorted(entries, key=lambda entry: (entry["date"].ljust(10, "~"), entry["part"])):
        if not entry["title"]:
            left_out.append({"part": entry["part"], "reason": "no title"})
            continue
        keys = _keys(entry)
        same = next((key for key in keys if key in first), None)
        if same is None:
            kept.append(entry)
        else:
            left_out.append({"part": entry["part"], "reason": f"same {same[0]}: entry {first[same]['part']}"})
            first[same]["text"] = max(first[same]["text"], entry["text"], key=len)
        for key in keys:
            first.setdefault(key, entry if same is None else first[same])
    return kept, sorted(left_out, key=lambda row: row["part"])


def _keys(entry: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Name what makes two entries one document."""
    title = _NOT_HAN.sub("", entry["title"])
    keys = [("number", entry["number"])] if entry["number"] else []
    # A number tells two years' notices of one title apart; without one, the year does.
    if len(title) >= _LEAST_TITLE:
        keys.append(("title and year", f"{title} {entry['year']}"))
    return keys


def _document(entry: Mapping[str, Any], name: str) -> dict[str, Any]:
    ours = {"level": "national", "place": NATIONAL[0], "adcode": NATIONAL[1]}
    facts = ours | {key: value or None for key, value in entry.items() if key not in ("part", "text")}
    size = len(entry["text"])
    return {
        "doc_id": f"{name}-{entry['part']:04d}",
        "file": name,
        "part": entry["part"],
        **facts,
        "n_chars": size,
        "n_passages": 1,
        "n_chars_kept": size,
    }
