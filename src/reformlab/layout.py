"""Find what the layout of pages did to a text: furniture, broken lines, what a page says twice.

The finders work on whole lines and return edits; the rules of `clean` name them and apply them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

Edit = tuple[int, int, str]
"""Start and end of the characters to replace, and what replaces them."""

NUMERAL = "[一二三四五六七八九十百]{1,6}"

_PAGE_NUMBER = (
    r"-{1,3} ?\d{1,3} ?-{1,3}|— ?\d{1,3} ?—|[·•] ?\d{1,3} ?[·•]|第 ?\d+ ?页(?:[,， /]?共 ?\d+ ?页)?"
)
_PAGE_ENDS = re.compile(rf"(\f|\n *(?:{_PAGE_NUMBER}) *(?=\n|\Z))")

# Whole lines of web pages. Each is short, so that no line of a document is taken for one.
_FURNITURE = (
    # whom to call
    r"(?:服务热线|联系电话|咨询电话|电话|手机|传真|邮编|邮箱|E-?mail|微信|QQ)[:：]?[0-9A-Za-z_\-+ @.（）]*+",
    r"(?:0\d{2,3}[- ]?)?\d{7,8}|(?:\+?86)?1[3-9]\d{9}(?:[(（][^)）]{0,8}[)）])?",
    # buttons and links
    r"[【\[]?(?:下载|打印|打印本页|全屏|收藏|加大|还原|减小|大|中|小|关闭窗口|关闭)[】\]]?",
    r"[【\[]?(?:返回顶部|返回|首页|×|>|【|】|\]|\|)[】\]]?|【?(?:字号|字体)[:：]?.{0,14}】?",
    r"上一?页|下一?页|尾页|末页|共 ?\d+ ?页|收起|展开|更多|纠错|点赞|朗读|听全文|播放|暂停|订阅|RSS",
    r"网站地图|联系我们|关于我们|使用帮助|网站声明|隐私(?:政策|声明)|手机版|电脑版|English|[^，。；\n]{1,60}\.(?:pdf|docx?|wps|xlsx?|ofd)",
    r"版权所有.{0,60}|(?:主办|承办|技术支持)[:：][^，。；\n]{0,40}|.{0,20}(?:ICP备|公网安备).{0,40}|网站标识码.{0,30}|Copyright.{0,80}|©.{0,80}",
    r"简体版.{0,4}繁体版|支持IPv6|无障碍(?:浏览|阅读)?|长者(?:模式|版)|智能(?:问答|机器人)|登录|注册|搜索",
    r"分享(?:[到至:：].{0,20})?|扫一扫.{0,24}|微信扫一扫.{0,20}",
    r"[《》<>]{0,2}点击(?:图片|此处|这里|链接)?(?:进入|查看|下载|阅读)[^，。；\n]{0,16}",
    r"(?:上一篇|下一篇|上一条|下一条)[:：].*",
    r"(?:相关(?:报道|文档|链接|附件|稿件|新闻|解读)|文件下载|附件下载)(?:[:：]|>>)?",
    r"(?:您的位置|您现在的位置|当前位置)[:：]?.{0,60}|[^|>»，。；\n]{0,16}(?:[|>»][^|>»，。；\n]{1,16}){2,}",
    # where the page took the text from, and who read it
    r"(?:(?:责任)?编辑|作者|供稿|审核|校对|[初复终]审|责编|监制)[:：][^，。；\n]{0,20}|[\u4e00-\u9fff]{2,6}(?:日报|晚报|新闻网|客户端|融媒体中心)",
    r"(?:文章|信息|稿件)?来源 ?[:：].{0,30}|[（(]来源[:：].{0,20}[）)]",
    r"(?:浏览|点击|阅读)(?:次数|数|量).{0,12}|分类[:：].{0,20}|[0-9a-f]{16,40}[:：]?",
    r".{0,90}(?:日报|晚报|新闻|本报|新华社)[^，。；\n]{0,10}记者 ?[\u4e00-\u9fff ]{2,8}摄?",
    r"【法宝引证码】.{0,40}|原文链接[:：].{0,120}",
    # how the paper was filed and printed
    r"[（(]?(?:此件|本文)(?:公开|主动公开|依申请公开|有删减).{0,6}[）)]?|[（(]?共印 ?\d+ ?份[）)]?",
    _PAGE_NUMBER,
    # a table of contents
    r"目 ?录|.{2,60}?(?:…|\.{3}|·{3}|⋯)[….·⋯ ]*\d{1,3}",
    # values of a database's columns
    r"Public domain|false|true|null|', ?null, ?'.{0,8}', ?'|', ?'HTML'[)）][;；]",
)
FURNITURE = "^(?:" + "|".join(_FURNITURE) + ")$"
"""Matches a line that belongs to the page, not to the document."""

WIKISOURCE_FOOT = (
    r"\n(本作品是中华人民共和国的\n?法律\n?、\n?法规[\s\S]{0,400}\Z"
    r"|注：中文维基文库社群认为[\s\S]{0,300}\Z)"
)
"""Matches the licence note of zh.wikisource.org below a statute or report."""

# A teaser and an article that stands twice are long; two articles of a statute can share a short sentence.
_SHORTEST_TEASER = 60
_SHORTEST_DOUBLE = 300
_SHORTEST_HEAD, _LONGEST_HEAD = 4, 40

_ENDS = "。！？；：…”’）》】.!?;:"
_STOPS = "。！？；：…\t"
_CLOSERS = "，。；、》”’）！？："
# What opens a line of its own.
_LABEL = re.compile(
    rf"{NUMERAL}[、.．]|[（(]{NUMERAL}[)）]|[（(]?\d{{1,2}}[)）.．、](?!\d)"
    r"|第[一二三四五六七八九十百零〇\d]{1,9}[编章节条]|——|附件|抄送|分送|[①-⑳]"
)
_LONG_ENOUGH = 30
# Of the lines of a print hardly any is longer.
_LONGEST_PRINTED = 60
# A text that breaks at one width has so many lines, and they are so wide, in halves of a character.
_FEWEST_LINES, _NARROWEST = 10, 40
_NARROW = re.compile(r"[\x20-\x7e]")
# What ends near by, or closes there, is looked for so far.
_NEAR = 30
_PAGE_BREAK = re.compile(rf"(?<=\S)(?:\s*\n *(?:{_PAGE_NUMBER}))?\s*\f\s*(?=\S)")
_LINE_END, _LINE_START = re.compile(r"[^\n]*\Z"), re.compile(r"[^\n]*")
_LONGEST_LINE = 1000
_NEW_PARAGRAPH = re.compile(r"[。！？]\n\n+(?=[^\n])")
_NO_BLANK_LINE = re.compile(r"[^\n]+\n(?=([^\n]+))")
_HEADING = re.compile(rf"(?:{NUMERAL}、|[（(]{NUMERAL}[)）])[^\n。；：，]{{4,40}}\n")
_NUMBER_ALONE = re.compile(
    rf"{NUMERAL}[、.．]|[（(](?:{NUMERAL}|\d{{1,2}})[)）]|\d{{1,2}}[.．、]|——|[①-⑳]|第{NUMERAL}[编篇章节]"
)
_OPEN_BRACKET = re.compile("([（《“])[^（）《》“”]*$")
_CLOSES = {"（": "）", "《": "》", "“": "”"}
_SALUTATION = re.compile("(?:尊敬的)?(?:各位[^，]{2,6}|同志们)，$")
_INDEX = re.compile(r"\d{1,3}(?:\.\d)?")
# No heading and no paragraph ends so: a comma, a particle, a clause of one word.
_OPEN_END = re.compile(
    r"，$|，[\u4e00-\u9fff]{2}$|(?<!目)的$|(?<![总温缓饱中谐])和$|(?<!参)与$|(?:按照|关于|根据|以及|为了)$"
    "|[一二三四五六七八九十条也就](?:是|要)$"
)
# Nor does one begin so.
_INNER = re.compile("的(?![确士])|以及|等[，。、的]")
_HEADING_LAST = re.compile(rf"[。；！？][（(]?{NUMERAL}[)）、][^，。；]{{4,24}}$")


def find_running_heads(text: str) -> Iterator[Edit]:
    """Find the line that three or more pages open or close with, behind its first place, and page numbers."""
    pages = _PAGE_ENDS.split(text)
    if len(pages) < 5:
        return
    found: dict[str, list[tuple[int, int, str]]] = {}
    at = 0
    for number, page in enumerate(pages):
        lines = _lines(page) if number % 2 == 0 else []
        for start, end, line in {lines[0], lines[-1]} if lines else ():
            if len(line) <= _LONGEST_HEAD and line[-1] not in "，。；":
                # The page's number changes from page to page, and may be all of the line.
                found.setdefault(re.sub(r"\d+", "", line), []).append((at + start, at + end, line))
        at += len(page)
    yield from sorted((start, end, "") for wording in found for start, end in _heads(wording, found[wording]))


def _heads(wording: str, places: Sequence[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """Return the places that belong to the page of those that have one wording but for their numbers."""
    spans = sorted((start, end) for start, end, _ in places)
    numbers = [re.match(r"\W*(\d+)", line) for _, _, line in sorted(places)]
    # 1, or 1/3: what counts on from page to page.
    if not re.search(r"\w", wording) and len(spans) >= 3 and all(numbers):
        return spans if all(int(b[1]) - int(a[1]) == 1 for a, b in pairwise(numbers)) else []
    # The first may be the document's title.
    return spans[1:] if len(spans) >= 3 and len(wording) >= _SHORTEST_HEAD else []


def find_page_ends(text: str) -> Iterator[Edit]:
    """Find the page breaks inside a sentence; a heading is hardly ever the last line of its page."""
    for match in _PAGE_BREAK.finditer(text):
        at, end = match.span()
        this = _LINE_END.search(text[max(at - _LONGEST_LINE, 0) : at])[0].strip()
        following = _LINE_START.match(text[end : end + _LONGEST_LINE])[0].strip()
        if this and following and _runs_on("", this, following, is_printed=True):
            yield at, end, ""


def find_wrapped_lines(text: str) -> Iterator[Edit]:
    """Find the breaks behind full lines, where half the lines of a text have one width, as in prints."""
    if not _is_printed_in_lines(text):
        return
    found = re.finditer(r"[^\n]*\S[^\n]*", text)
    lines = [(match.start(), match.end(), match[0].rstrip()) for match in found]
    if len(lines) < _FEWEST_LINES:
        return
    widths = [_width(line) for _, _, line in lines]
    least = sorted(widths)[len(widths) * 9 // 10] - 4
    is_full = [least <= width <= least + 8 for width in widths]
    last = [line[-1] for (_, _, line), full in zip(lines, is_full, strict=True) if full]
    # Sentences of one length, a line each, are no print.
    if (
        least < _NARROWEST
        or len(last) < len(lines) / 2
        or sum(sign in _ENDS for sign in last) > len(last) / 2
    ):
        return
    for full, (_, end, this), (start, _, following) in zip(is_full, lines, lines[1:], strict=False):
        # The first line of a paragraph is set in, or opens with a number; a page's number is no text.
        opens = following.startswith("  ") or _LABEL.match(following.lstrip())
        opens = opens or re.fullmatch(_PAGE_NUMBER, following.strip())
        if full and start == end + 1 and not opens and "\t" not in this:
            is_latin = re.match("[A-Za-z] [A-Za-z]", f"{this[-1]} {following[0]}")
            yield end, start, " " if is_latin else ""


def _width(line: str) -> int:
    """Return the width of a printed line, in halves of a character; Latin letters and digits take one."""
    return 2 * len(line) - len(_NARROW.findall(line))


def find_dated_links(text: str) -> Iterator[Edit]:
    """Find runs of three or more short lines that each end in a date: a list of links."""
    link = r"[^\n。]{0,40}\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})? *"
    if not re.search(rf"-\d\d(?: \d\d:\d\d)? *\n+{link}", text):
        return
    for match in re.finditer(rf"(?:^|\n)((?:{link}\n+){{2,}}{link}(?=\n|\Z))", text):
        yield match.start(1), match.end(1), ""


def find_broken_lines(text: str) -> Iterator[Edit]:
    """Find the breaks that stand inside a sentence: of lines and of pages."""
    lines = _lines(text)
    is_printed = _is_printed_in_lines(text)
    before = ""
    for (_, end, this), (start, _, following) in pairwise(lines):
        if this[-1] in _STOPS and following[0] not in _CLOSERS:
            before = ""
        elif _runs_on(before, this, following, is_printed):
            yield end, start, ""
            before = _abridge(before + this)
        else:
            before = ""


def find_pieces(text: str) -> Iterator[Edit]:
    """Find the breaks that part a sentence's pieces: its number, its bold opening, its links, an index."""
    lines = _lines(text)
    links = _find_links(text, lines)
    has_blank_lines: bool | None = None
    before = ""
    for (begin, end, this), (start, _, following) in pairwise(lines):
        sentence = before + this
        is_begun = start in links and start == end + 1 and any(mark in sentence for mark in "，。；")
        is_linked = is_begun or (begin in links and (before or this.startswith("——")))
        if this[-1] in _STOPS:
            # A paragraph goes on with a link; a sentence alone may be the heading above.
            goes_on = is_linked and "。" in sentence[:-1]
            if goes_on:
                yield end, start, ""
            before = _abridge(sentence) if goes_on else ""
            continue
        is_number = len(this) < 9 and bool(_NUMBER_ALONE.fullmatch(this)) and not _LABEL.match(following)
        is_piece = is_linked or is_number or _is_piece(sentence, following, text[start : start + _NEAR])
        if not is_piece and start == end + 1 and _is_unfinished(sentence, following):
            has_blank_lines = _parts_by_blank_lines(text) if has_blank_lines is None else has_blank_lines
            is_piece = has_blank_lines
        if is_piece:
            # A blank parts the number of a chapter from its name.
            yield end, start, " " if is_number and this[-1] in "编篇章节" else ""
        before = _abridge(sentence) if is_piece else ""


def _find_links(text: str, lines: Sequence[tuple[int, int, str]]) -> set[int]:
    """Return where the links begin that stand on lines of their own inside a paragraph.

    Empty lines part the paragraphs of such a text. A line inside one, without an end of its own,
    is a link or what stands between two, as far as a sentence follows.
    """
    found: set[int] = set()
    triples = zip(lines, lines[1:], lines[2:], strict=False)
    for (_, before, _), (start, end, this), (behind, _, following) in reversed(list(triples)):
        inside = behind == end + 1 and (start == before + 1 or this.startswith("——"))
        if not inside or this[-1] in _ENDS or "\t" in this + following or _LABEL.match(following):
            continue
        is_link = not _LABEL.match(this.removeprefix("——")) and len(this) < _LONG_ENOUGH
        if is_link and (behind in found or "。" in following):
            found.add(start)
    return found if found and _parts_by_blank_lines(text) else set()


def find_teasers(text: str) -> Iterator[Edit]:
    """Find a paragraph that a longer one soon says again in full: the teaser above an article."""
    lines = _lines(text)
    for number, (start, end, line) in enumerate(lines):
        if len(line) < _SHORTEST_TEASER:
            continue
        for _, _, later in lines[number + 1 : number + 8]:
            # The teaser may carry the title in front, so the paragraph may begin inside it.
            begins = line.find(later[:20], 0, 80) if len(later) >= _SHORTEST_TEASER else -1
            if begins >= 0 and later.startswith(line[begins:]) and len(line) - begins >= _SHORTEST_TEASER:
                yield start, end, ""
                break


def find_doubles(text: str) -> Iterator[Edit]:
    """Find runs of lines that stand word for word further up: a page that holds its document twice."""
    lines = _lines(text)
    first: dict[str, int] = {}
    at = 0
    while at < len(lines):
        line = lines[at][2]
        source = first.setdefault(line, at) if len(line) >= _SHORTEST_TEASER else at
        run = _double(lines, source, at) if source < at else range(at, at + 1)
        if source < at and sum(len(lines[n][2]) for n in run) >= _SHORTEST_DOUBLE and len(run) >= 3:
            yield lines[run[0]][0], lines[run[-1]][1], ""
            at = run[-1]
        at += 1


def _double(lines: list[tuple[int, int, str]], source: int, at: int) -> range:
    """Return the lines around `at` that equal those around `source`, without overlap."""
    distance = at - source
    start, end = at, at + 1
    while (
        start - distance > 0 and start - 1 > source and lines[start - 1][2] == lines[start - 1 - distance][2]
    ):
        start -= 1
    while end < len(lines) and end - distance < start and lines[end][2] == lines[end - distance][2]:
        end += 1
    return range(start, end)


# Rules that stand one behind the other, and mostly change nothing, look at the same lines.
@lru_cache(maxsize=1)
def _lines(text: str) -> list[tuple[int, int, str]]:
    """Return start, end and wording of each line that has any."""
    found = re.finditer(r"[^\n]+", text)
    return [(match.start(), match.end(), match[0].strip()) for match in found if match[0].strip()]


def _abridge(sentence: str) -> str:
    """Shorten the lines joined so far to what decides on the next: opening, marks, and end."""
    if len(sentence) <= _LONG_ENOUGH + _NEAR:
        return sentence
    marks = "".join(mark for mark in "，。；\t" if mark in sentence)
    return sentence[:_LONG_ENOUGH] + marks + (sentence.rstrip("”’") or sentence)[-1] + sentence[-_NEAR:]


@lru_cache(maxsize=1)
def _is_printed_in_lines(text: str) -> bool:
    """Say whether a text breaks where its print did; else a line is a paragraph or a heading."""
    lengths = sorted(filter(None, map(len, text.split("\n"))))
    return not lengths or lengths[len(lengths) * 9 // 10] <= _LONGEST_PRINTED


def _parts_by_blank_lines(text: str) -> bool:
    """Say whether empty lines part the paragraphs of a text, and those that open with a number as well."""
    if len(_NEW_PARAGRAPH.findall(text)) < 5:
        return False
    return not any(_LABEL.match(line[1]) or _HEADING.match(line[0]) for line in _NO_BLANK_LINE.finditer(text))


def _is_unfinished(sentence: str, following: str) -> bool:
    """Say whether a sentence has begun and not ended, and the line below opens none of its own."""
    return (
        any(mark in sentence for mark in "，。；")
        and (sentence.rstrip("”’") or sentence)[-1] not in _ENDS
        and "\t" not in sentence + following
        and not _LABEL.match(following)
    )


def _is_piece(sentence: str, following: str, ahead: str) -> bool:
    """Say whether a line's last signs, or the next line's first, belong to a sentence that goes on."""
    if "\t" in sentence + following:
        return False
    near = sentence[-_NEAR:]
    open_bracket = _OPEN_BRACKET.search(near)
    if open_bracket and re.match(rf"[^（）《》“”]{{0,24}}{_CLOSES[open_bracket[1]]}", ahead):
        return True
    if _LABEL.match(following) or _SALUTATION.match(sentence):
        return False
    # PM and 2.5, CO and 2: the index of a formula
    is_index = sentence[-1].isascii() and sentence[-1].isalpha() and _INDEX.fullmatch(following)
    return bool(is_index or _OPEN_END.search(near) or _INNER.match(following))


def _runs_on(before: str, this: str, following: str, is_printed: bool) -> bool:
    """Say whether a line that follows belongs to the sentence of this line and those joined before it."""
    if following[0] in _CLOSERS or this[-1] in "《“‘（〔、":
        return True
    # A quotation can end inside a sentence.
    last = (this.rstrip("”’") or before.rstrip("”’") or this)[-1]
    if last in _ENDS or _LABEL.match(following):
        return False
    sentence = before + this
    # A tab parts the cells of a table's row, and a row is no sentence.
    if "\t" in sentence or "\t" in following or _HEADING_LAST.search(sentence[-_NEAR:]):
        return False
    # A heading has commas as well; where lines are not those of a print, no line breaks inside it.
    marks = "，。；" if is_printed else "。；"
    in_sentence = len(sentence) >= 20 and any(mark in sentence for mark in marks)
    if _LABEL.match(sentence) and "。" not in sentence:
        in_sentence = in_sentence and this[-1] != "，" and len(sentence) >= _LONG_ENOUGH
    return in_sentence and (len(following) >= 25 or any(mark in following for mark in "，。；："))
