"""Find what belongs to the page and not to the document: furniture, running heads, what it says twice.

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

PAGE_NUMBER = r"-{1,3} ?\d{1,3} ?-{1,3}|— ?\d{1,3} ?—|[·•] ?\d{1,3} ?[·•]|第 ?\d+ ?页(?:[,， /]?共 ?\d+ ?页)?"
_PAGE_ENDS = re.compile(rf"(\f|\n *(?:{PAGE_NUMBER}) *(?=\n|\Z))")

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
    PAGE_NUMBER,
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


def find_running_heads(text: str) -> Iterator[Edit]:
    """Find the line that three or more pages open or close with, behind its first place, and page numbers."""
    pages = _PAGE_ENDS.split(text)
    if len(pages) < 5:
        return
    found: dict[str, list[tuple[int, int, str]]] = {}
    at = 0
    for number, page in enumerate(pages):
        lines = list_lines(page) if number % 2 == 0 else []
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


def find_dated_links(text: str) -> Iterator[Edit]:
    """Find runs of three or more short lines that each end in a date: a list of links."""
    link = r"[^\n。]{0,40}\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})? *"
    if not re.search(rf"-\d\d(?: \d\d:\d\d)? *\n+{link}", text):
        return
    for match in re.finditer(rf"(?:^|\n)((?:{link}\n+){{2,}}{link}(?=\n|\Z))", text):
        yield match.start(1), match.end(1), ""


def find_teasers(text: str) -> Iterator[Edit]:
    """Find a paragraph that a longer one soon says again in full: the teaser above an article."""
    lines = list_lines(text)
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
    lines = list_lines(text)
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
def list_lines(text: str) -> list[tuple[int, int, str]]:
    """Return start, end and wording of each line that has any."""
    found = re.finditer(r"[^\n]+", text)
    return [(match.start(), match.end(), match[0].strip()) for match in found if match[0].strip()]
