"""Clean a document's text by named rules, and keep a ledger of every edit.

A rule finds edits; nothing else changes text. The ledger holds what stood at each place and
what stands there now, so that clean text and ledger give the raw text back to the character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

import pandas as pd

Edit = tuple[int, int, str]
"""Start and end of the characters to replace, and what replaces them."""

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜḿńňǹ"
# After this many rounds the text has settled in every document seen; each round is the whole list.
_MOST_ROUNDS = 6


@dataclass(frozen=True)
class Rule:
    """One cleaning rule: its name, why it is there, and how it finds its edits."""

    name: str
    reason: str
    find: Callable[[str], Iterable[Edit]]


@dataclass(frozen=True)
class CleanText:
    """A cleaned text and the ledger of its edits.

    Attributes
    ----------
    text : str
    ledger : DataFrame
        One row an edit, in the order made: ``step`` (int), ``rule``, ``start`` (character of
        the text that the step wrote), ``was``, ``now``.
    """

    text: str
    ledger: pd.DataFrame


def clean_text(text: str, *, rules: Sequence[Rule] | None = None) -> CleanText:
    """Clean a text with the rules, repeated until nothing changes.

    Parameters
    ----------
    text : str
        As `read_file` gave it.
    rules : sequence of Rule, optional
        All of `RULES` unless given; leave one out to see what it does.

    Returns
    -------
    CleanText
        Cleaning its text again changes nothing.

    Examples
    --------
    >>> import reformlab as rl
    >>> clean = rl.clean_text("医 改 信 息\\n衛生(shēng)體(tǐ)制")
    >>> clean.text
    '医改信息\\n卫生体制'
    >>> rl.restore_text(clean)
    '医 改 信 息\\n衛生(shēng)體(tǐ)制'
    """
    rows: list[tuple[int, str, int, str, str]] = []
    step = 0
    for _ in range(_MOST_ROUNDS):
        before = text
        for rule in RULES if rules is None else rules:
            edits = list(rule.find(text))
            if edits:
                text, places = _apply(text, edits)
                rows += [(step, rule.name, *place) for place in places]
                step += 1
        if text == before:
            break
    ledger = pd.DataFrame(rows, columns=["step", "rule", "start", "was", "now"])
    return CleanText(text, ledger)


def restore_text(clean: CleanText) -> str:
    """Give back the raw text, character for character, from clean text and ledger."""
    text = clean.text
    rows = clean.ledger.itertuples(index=False)
    steps = [list(edits) for _, edits in groupby(rows, key=lambda row: row.step)]
    for edits in reversed(steps):
        parts, at = [], 0
        for edit in edits:
            parts += [text[at : edit.start], edit.was]
            at = edit.start + len(edit.now)
        text = "".join(parts) + text[at:]
    return text


def count_edits(ledger: pd.DataFrame) -> dict[str, int]:
    """Count the edits of each rule, in the rules' order; rules that found nothing are 0."""
    counts = ledger["rule"].value_counts()
    return {rule.name: int(counts.get(rule.name, 0)) for rule in RULES}


def _apply(text: str, edits: list[Edit]) -> tuple[str, list[tuple[int, str, str]]]:
    parts, places, at, shift = [], [], 0, 0
    for start, end, now in edits:
        parts += [text[at:start], now]
        places.append((start + shift, text[start:end], now))
        shift += len(now) - (end - start)
        at = end
    return "".join(parts) + text[at:], places


def _replacing(pattern: str, now: str | Callable[[re.Match[str]], str]) -> Callable[[str], Iterator[Edit]]:
    """Return a finder that replaces each match, or its first group where there is one."""
    compiled = re.compile(pattern, re.MULTILINE)
    group = 1 if compiled.groups else 0

    def find(text: str) -> Iterator[Edit]:
        for match in compiled.finditer(text):
            new = now(match) if callable(now) else now
            if new != match[group]:
                yield match.start(group), match.end(group), new

    return find


def _fold_form(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0])


def _find_pinyin(text: str) -> Iterator[Edit]:
    """Find readings in brackets; those without a tone mark only where the page is full of marked ones."""
    marked = re.compile(rf"(?<=[{HAN}])[(（][a-zü]*[{_TONED}][a-zü{_TONED}]*[)）]")
    if not marked.search(text):
        return
    many = sum(1 for _ in marked.finditer(text)) >= 5
    plain = re.compile(rf"(?<=[{HAN}])[(（][a-zü{_TONED}]{{1,6}}[)）]")
    for match in (plain if many else marked).finditer(text):
        yield match.start(), match.end(), ""


@cache
def _simplifier() -> Callable[[str], str]:
    import opencc

    return opencc.OpenCC("t2s").convert


def _find_traditional(text: str) -> Iterator[Edit]:
    at = 0
    for line in text.splitlines(keepends=True):
        simple = _simplifier()(line)
        if simple != line:
            yield from _differences(line, simple, at)
        at += len(line)


def _differences(old: str, new: str, at: int) -> Iterator[Edit]:
    """Yield each differing run; the whole line where the conversion changed its length."""
    if len(old) != len(new):
        yield at, at + len(old), new
        return
    same = [a == b for a, b in zip(old, new, strict=True)]
    for equal, run in groupby(range(len(old)), key=same.__getitem__):
        if not equal:
            where = list(run)
            yield at + where[0], at + where[-1] + 1, new[where[0] : where[-1] + 1]


def _find_wide_punctuation(text: str) -> Iterator[Edit]:
    """Find ASCII punctuation in Chinese surroundings: next to a Chinese character or mark."""
    chinese = re.compile(rf"[{HAN}\u3001-\u3011\u3014\u3015\u2018-\u201d\uff00-\uffef—…·%]")
    wide = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
    for match in re.finditer(r"[,;:?!()]", text):
        at = match.start()
        sides = text[max(at - 1, 0) : at] + text[at + 1 : at + 2]
        if match[0] in "()" or (chinese.search(sides) and not re.fullmatch(r"\d\d", sides)):
            yield at, at + 1, wide[match[0]]


# A heading that runs on inside its paragraph is closed by a space in many exports; the space is
# all that tells it from the sentence behind it, so it becomes a line break before spaces go.
_HEADING_SPACE = (
    rf"(?:^|[。；！？\n])(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）])[{HAN}“”‘’、]{{4,40}}( +)"
    rf"(?=[{HAN}\d“（(][^\n。]{{8}})"
)

_FURNITURE_LINES = (
    r"(?:服务热线|联系电话|咨询电话|电话|手机|传真|邮编|邮箱|E-?mail|微信|QQ)[:： ]*[\d\-+() @.\w]*",
    r"(?:0\d{2,3}[- ]?)?\d{7,8}|(?:\+?86)?1[3-9]\d{9}(?:[(（][^)）]{0,8}[)）])?",
    r"[【\[]?(?:下载|打印|打印本页|全屏|收藏|加大|还原|减小|大|中|小|关闭窗口|关闭|返回顶部|返回|首页|×|>|】|\]|\|)[】\]]?",
    r"【?(?:字号|字体)[:：]?.{0,14}】?",
    r"简体版.{0,4}繁体版|支持IPv6|无障碍(?:浏览|阅读)?|长者(?:模式|版)|智能(?:问答|机器人)|登录|注册|搜索",
    r"(?:分享|分享到|分享至)[:：]?.{0,20}|扫一扫.{0,24}|微信扫一扫.{0,20}",
    r"(?:上一篇|下一篇|上一条|下一条)[:：].*|(?:相关(?:报道|文档|链接|附件|稿件|新闻|解读)|文件下载|附件下载)[:：]?",
    r"(?:您的位置|您现在的位置|当前位置)[:：]?.{0,60}",
    r"(?:责任)?编辑[:：].{0,20}|(?:文章|信息|稿件)?来源 ?[:：].{0,30}|[（(]来源[:：].{0,20}[）)]|浏览次数.{0,12}|点击数.{0,12}|阅读次数.{0,12}",
    r"分类[:：].{0,20}",
    r"[（(]?(?:此件|本文)(?:公开|主动公开|依申请公开).{0,6}[）)]?",
    r"[（(]?共印 ?\d+ ?份[）)]?|-{1,3} ?\d{1,3} ?-{1,3}|— ?\d{1,3} ?—|第 ?\d+ ?页(?:[,， /]?共 ?\d+ ?页)?",
    r"Public domain|false|true|null|', ?'HTML'\);",
    r".{0,20}本报记者 ?[\u4e00-\u9fff ]{2,8}摄",
)
_WIKISOURCE_FOOT = (
    r"\n(本作品是中华人民共和国的\n?法律\n?、\n?法规[\s\S]{0,400}\Z|注：中文维基文库社群认为[\s\S]{0,300}\Z)"
)


def _find_dated_links(text: str) -> Iterator[Edit]:
    """Find runs of three or more short lines that each end in a date: a list of links."""
    dated = re.compile(
        r"(?:^|\n)((?:[^\n。]{0,40}\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})? *\n+){2,}[^\n。]{0,40}\d{4}-\d{2}-\d{2} *(?=\n|\Z))"
    )
    for match in dated.finditer(text):
        yield match.start(1), match.end(1), ""


_ENDS = "。！？；：…”’）》】.!?;:"
_LABEL = re.compile(
    r"[一二三四五六七八九十百]+[、.．]|[（(][一二三四五六七八九十百]+[)）]|[（(]?\d{1,2}[)）.．、](?!\d)"
    r"|第[一二三四五六七八九十百零〇\d]+[编章节条]|——|附件|抄送|分送|[①-⑳]"
)


def _find_broken_lines(text: str) -> Iterator[Edit]:
    """Find the breaks that stand inside a sentence: of lines, of pages, around links."""
    lines = [(match.start(), match.end(), match[0].strip()) for match in re.finditer(r"[^\n]+", text)]
    lines = [line for line in lines if line[2]]
    for (_, end, this), (start, _, following) in zip(lines, lines[1:], strict=False):
        if _runs_on(this, following):
            yield end, start, ""


def _runs_on(this: str, following: str) -> bool:
    if following[0] in "，。；、》”’）！？：" or this[-1] in "《“‘（〔、":
        return True
    # A closing quotation mark ends a line only where a sentence ends inside it.
    last = this.rstrip("”’")[-1:] or this[-1]
    if last in _ENDS or _LABEL.match(following):
        return False
    in_sentence = len(this) >= 20 and re.search(r"[，。；]", this)
    if _LABEL.match(this) and "。" not in this:
        in_sentence = in_sentence and this[-1] != "，" and len(this) >= 30
    continues = re.search(r"[，。；：]", following) or len(following) >= 25
    return bool(in_sentence and continues)


def _find_repeats(text: str) -> Iterator[Edit]:
    """Find a paragraph that a longer one soon says again in full: the teaser above an article."""
    lines = [(match.start(), match.end(), match[0].strip()) for match in re.finditer(r"[^\n]+", text)]
    lines = [line for line in lines if line[2]]
    for number, (start, end, line) in enumerate(lines):
        if len(line) < 40:
            continue
        for _, _, later in lines[number + 1 : number + 8]:
            # The teaser may carry the title in front, so the paragraph may begin inside it.
            begins = line.find(later[:20]) if len(later) >= 40 else -1
            if 0 <= begins <= 60 and later.startswith(line[begins:]) and len(line) - begins >= 30:
                yield start, end, ""
                break


RULES: tuple[Rule, ...] = (
    Rule(
        "line-ends",
        "files mix CR, LF, CRLF and page breaks; one sign ends a line",
        _replacing(r"\r\n|\r|\f|\v|[\x1c-\x1e\x85\u2028\u2029]", "\n"),
    ),
    Rule(
        "invisible",
        "zero-width and control characters split words that look whole",
        _replacing(
            r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]", ""
        ),
    ),
    Rule(
        "blanks",
        "full-width, no-break and tab blanks are blanks",
        _replacing(r"[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]", " "),
    ),
    Rule(
        "forms",
        "full-width letters and digits, radicals and compatibility characters are other codes for the same sign",
        _replacing(r"[０-９Ａ-Ｚａ-ｚ％＋．－／＝＜＞＠＆＃｜～＿]|[\u2e80-\u2fdf\uf900-\ufaff]", _fold_form),
    ),
    Rule("pinyin", "a reading in brackets after a character is a gloss, not text", _find_pinyin),
    Rule("traditional", "one script, so that one word is counted once (opencc, t2s)", _find_traditional),
    Rule(
        "look-alikes",
        "a font or OCR put 臵 for 置; only in words that 置 makes",
        _replacing(r"(?<=[处设配装位布安前后闲放搁购重添内外倒])臵|臵(?=[换业于])", "置"),
    ),
    Rule(
        "year-zeros",
        "OCR writes the 〇 of a year as ○, O or 0",
        _replacing(
            r"[一二][一二三四五六七八九〇○O0]{3}(?=年)", lambda match: re.sub("[○O0]", "〇", match[0])
        ),
    ),
    Rule(
        "number-brackets",
        "the year of a document number (文号) stands in 〔〕, whatever a font made of them",
        _replacing(
            rf"(?<=[{HAN}])[„\[【(（〈﹝［] ?(?:19|20)\d\d ?[‟\]】)）〉﹞］] ?(?=第? ?\d{{1,4}} ?号)",
            lambda match: "〔" + re.sub(r"\D", "", match[0]) + "〕",
        ),
    ),
    Rule("punctuation", "half-width marks in Chinese text are full-width marks", _find_wide_punctuation),
    Rule("heading-space", "the blank behind a run-in heading is its end", _replacing(_HEADING_SPACE, "\n")),
    Rule(
        "spaces",
        "blanks inside Chinese text come from layout",
        _replacing(
            rf"(?<=[{HAN}，。；：、！？（）《》“”‘’〔〕])(?<!第.[章节编])(?<!第..[章节编])(?<!第...[章节编]) +(?=[{HAN}\d，。；：、！？（）《》“”‘’〔〕%])"
            rf"|(?<=[\d%）]) +(?=[{HAN}，。；：、！？（）《》])|(?<=[{HAN}]) +(?=[A-Za-z])|(?<=[A-Za-z]) +(?=[{HAN}])"
            r"|^ +| +$",
            "",
        ),
    ),
    Rule(
        "licence-foot",
        "the host's licence note below a text is not the text",
        _replacing(_WIKISOURCE_FOOT, ""),
    ),
    Rule(
        "furniture",
        "navigation, buttons, telephone and source lines belong to the page, not to the document",
        _replacing("^(?:" + "|".join(_FURNITURE_LINES) + ")$", ""),
    ),
    Rule("dated-links", "three or more lines that end in a date are a list of links", _find_dated_links),
    Rule("broken-lines", "a sentence that a line, page or link breaks is one sentence", _find_broken_lines),
    Rule("repeats", "a paragraph that the page says twice counts once", _find_repeats),
)
"""Every rule, in the order applied."""
