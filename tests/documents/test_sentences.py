"""No sentence is lost on the way from a file to its passages, whatever numbers it and whatever holds it."""

import io
import random

import docx
import pytest

import reformlab as rl
from reformlab.corpus.numerals import write_numeral

# How documents number their units, the outer before the inner.
SCHEMES = (
    ("{cn}、", "（{cn}）", "{n}."),
    ("{cn}、", "{n}.", "（{n}）"),
    ("（{cn}）", "{n}、", "{n}）"),
    ("{n}.", "（{n}）", "①"),
    ("第{cn}章 ", "{cn}、", "（{cn}）"),
    ("", "", ""),
)
OPENINGS = ("排查校舍", "改造操场，消除隐患", "培训教师", "添置图书", "到2025年建成30所学校", "落实责任")
SIGNS = "东西南北春夏秋冬山水火土石田禾竹米羊牛鱼鸟车门风雨云电花"
BEHIND = "各县要完善管理制度，保障经费"


def write_units(scheme: tuple[str, ...], seed: int) -> tuple[list[str], list[str]]:
    """Return the lines of a made-up document and its sentences, each with a sign of its own."""
    drawn = random.Random(seed)
    lines, said = ["关于校舍的意见", "各县教育局："], []
    counts = [0, 0, 0]
    for at in range(14):
        depth = min(drawn.randrange(4), 1 + sum(map(bool, counts)))
        sentences = [
            f"{SIGNS[2 * at + n]}{words}" for n, words in enumerate((drawn.choice(OPENINGS), BEHIND))
        ]
        mark = ""
        if depth < 3:
            counts = [*counts[:depth], counts[depth] + 1, *[0] * (2 - depth)]
            n = counts[depth]
            mark = scheme[depth].format(cn=write_numeral(n), n=n).replace("①", chr(ord("①") + n - 1))
        kind = drawn.randrange(3)
        ends = ["{0}。", "{0}。{1}。", "{0}"][kind if mark else kind % 2].format(*sentences)
        lines.append(mark + ends)
        said += [one for one in sentences if f"{one}。" in ends]
    return lines, said


def as_text(lines):
    return "\n".join(lines).encode()


def as_docx(lines):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def as_page(lines):
    return "".join(f"<p>{line}</p>" for line in lines).join(["<html><body>", "</body></html>"]).encode()


def as_frame(lines):
    menu = "<td><a>首页</a><br><a>公开</a></td>"
    return f"<table><tr>{menu}<td>{'<br>'.join(lines)}</td></tr></table>".join(["<html>", "</html>"]).encode()


@pytest.mark.parametrize("write", [as_text, as_docx, as_page, as_frame])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_sentence_is_in_a_passage_or_is_the_heading_of_one(scheme, write):
    for seed in range(12):
        lines, said = write_units(scheme, seed)
        text = rl.clean_text(rl.read_bytes(write(lines)).text).text
        passages = rl.split_documents(text)[0].passages
        read = "".join(f"{text[p.start : p.end]}\n{p.section}\n{p.heading}\n" for p in passages)
        assert [one for one in said if one not in read] == [], "\n".join(lines)
