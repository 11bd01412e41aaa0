"""Write a made-up corpus as raw files, noise and all, so that the whole path has a known answer.

Passages are lists of terms, not sentences: what the files test is reading, cleaning, cutting and
everything after, not grammar. The terms are those of the lexicon, which segmentation keeps whole.
"""

from __future__ import annotations

import io
from dataclasses import replace
from html import escape
from pathlib import Path

import numpy as np
import pandas as pd

from reformlab.corpus.store import write_csv
from reformlab.documents.words import read_lexicon, read_stopwords
from reformlab.simulate.corpus import Simulation

DIGITS = "零一二三四五六七八九"
FORMATS = ("utf-8", "gb18030", "html", "docx")
LINE = 30  # characters, where lines are broken as a printed page breaks them
PAGE = 20  # lines


def write_simulation(sim: Simulation, folder: str | Path, *, noise: bool = True, seed: int) -> Simulation:
    """Write a made-up corpus as files that `build_corpus` reads, with a catalogue of what they are.

    Parameters
    ----------
    sim : Simulation
        Of `simulate_corpus`, with no more terms than the lexicon has.
    folder : path
        Made if it is missing. Gets ``catalogue.csv`` and one file a document.
    noise : bool
        Write every fourth document as UTF-8, as GB18030 with broken lines and page numbers, as a web
        page with its menus, and as DOCX; otherwise all as plain UTF-8.
    seed : int
        Of the order of terms in a passage.

    Returns
    -------
    Simulation
        The same with the terms that stand in the files, so that it joins with what is built.

    Raises
    ------
    ValueError
        Where the lexicon has too few terms.

    Examples
    --------
    >>> import tempfile, reformlab as rl
    >>> sim = rl.simulate_corpus(n_docs=4, n_terms=200, seed=1)
    >>> folder = tempfile.mkdtemp()
    >>> written = rl.write_simulation(sim, folder, seed=1)
    >>> built = rl.build_corpus(folder, folder + "/catalogue.csv", progress=False)
    >>> int(built.terms["n"].sum()) == int(written.corpus.terms["n"].sum())
    True
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    named = _name_terms(sim)
    rng = np.random.default_rng(seed)
    texts = {
        passage: _write_passage(terms, rng) for passage, terms in named.corpus.terms.groupby("passage_id")
    }
    rows = []
    for number, document in enumerate(named.corpus.documents.itertuples()):
        kept = named.corpus.passages[named.corpus.passages["doc_id"] == document.doc_id]
        paragraphs = [
            f"（{_count(seq)}）{texts[passage]}"
            for seq, passage in zip(kept["seq"], kept["passage_id"], strict=True)
        ]
        form = FORMATS[number % len(FORMATS)] if noise else "plain"
        suffix = {"html": ".html", "docx": ".docx"}.get(form, ".txt")
        path = folder / f"{document.doc_id}{suffix}"
        path.write_bytes(_FORMS[form](f"关于印发{document.title}的通知", paragraphs))
        about = {
            name: getattr(document, name) for name in ("doc_id", "title", "level", "place", "adcode", "kind")
        }
        rows.append({"file": path.name, **about, "date": str(document.year), "year": str(document.year)})
    write_csv(pd.DataFrame(rows), folder / "catalogue.csv")
    return named


def _name_terms(sim: Simulation) -> Simulation:
    """Put a term of the lexicon for every made-up name."""
    lexicon = read_lexicon()["term"]
    words = lexicon[~lexicon.isin(read_stopwords()["term"])].tolist()
    names = sorted({*sim.topic_terms["term"], *sim.corpus.terms["term"]})
    if len(names) > len(words):
        raise ValueError(f"{len(names)} terms are too many to write: the lexicon has {len(words)}")
    named = dict(zip(names, words, strict=False))
    terms = sim.corpus.terms.assign(term=sim.corpus.terms["term"].map(named))
    return replace(
        sim,
        corpus=replace(sim.corpus, terms=terms),
        topic_terms=sim.topic_terms.assign(term=sim.topic_terms["term"].map(named)),
    )


def _write_passage(terms: pd.DataFrame, rng: np.random.Generator) -> str:
    """Write the terms of a passage in any order: a short sentence first, as tasks begin, then lists."""
    words = rng.permutation(np.repeat(terms["term"].to_numpy(), terms["n"].to_numpy(dtype=int)))
    starts = [0, *range(2, len(words), 9)]
    return "".join(
        "、".join(words[a:b]) + "。" for a, b in zip(starts, [*starts[1:], len(words)], strict=True)
    )


def _count(number: int) -> str:
    """Write a number below 100 in Chinese."""
    tens, ones = divmod(number, 10)
    left = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return left + (DIGITS[ones] if ones or not tens else "")


def _write_plain(title: str, paragraphs: list[str]) -> bytes:
    return "\n".join([title, *paragraphs]).encode("utf-8")


def _write_pages(title: str, paragraphs: list[str]) -> bytes:
    """Break lines as print does, number the pages, in the encoding of older systems."""
    lines = [title]
    for paragraph in paragraphs:
        lines += _break_lines(paragraph)
    pages = [lines[start : start + PAGE] for start in range(0, len(lines), PAGE)]
    text = "\r\n".join("\r\n".join([*page, f"- {number} -"]) for number, page in enumerate(pages, start=1))
    return text.encode("gb18030")


def _break_lines(text: str) -> list[str]:
    """Break a text so that no sign begins a line, and none ends as a paragraph does."""
    lines = []
    while len(text) > LINE:
        end = LINE
        while text[end] in "、。" or text[end - 1] == "。":
            end -= 1
        lines.append(text[:end])
        text = text[end:]
    return [*lines, text]


def _write_page(title: str, paragraphs: list[str]) -> bytes:
    """Put menus, a crumb, links and a foot around the text, as a site does."""
    body = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in paragraphs)
    page = (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title></head><body>"
        '<div class="nav"><a href="/">首页</a> | <a href="/news">新闻动态</a></div>'
        '<div class="crumb">当前位置：首页 &gt; 政策文件 &gt; 正文</div>'
        f'<div class="article"><h1>{escape(title)}</h1>{body}</div>'
        '<div class="share">分享到：<a href="javascript:print()">打印</a></div>'
        '<div class="footer">版权所有</div></body></html>'
    )
    return page.encode("utf-8")


def _write_docx(title: str, paragraphs: list[str]) -> bytes:
    import docx

    document = docx.Document()
    for paragraph in [title, *paragraphs]:
        document.add_paragraph(paragraph)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


_FORMS = {
    "plain": _write_plain,
    "utf-8": _write_plain,
    "gb18030": _write_pages,
    "html": _write_page,
    "docx": _write_docx,
}
