"""Read the lines above and below a document: its title, number and issuers, and a page's table of them.

What stands there may be a page's as well: links of a menu, buttons, when it was put up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from reformlab.corpus.dates import DATE, YEAR
from reformlab.corpus.document_numbers import DOCUMENT_NUMBER
from reformlab.corpus.places import places
from reformlab.corpus.rules import compile_rules, join_rules, read_rules
from reformlab.documents.origin import find_seat
from reformlab.documents.outline import is_page_line
from reformlab.reading.column_names import is_filler

_NUMBER = re.compile(DOCUMENT_NUMBER)
_NOT_OF_NUMBER = re.compile(rf"^{join_rules('labels', 'number')}[： ]?|[ \t\u3000]*签发人[：:].*$")
_ORDER = re.compile(r"（?(第\d{1,4}号)）?")
_ALL_LABELS = frozenset(label for labels in read_rules("labels").values() for label in labels)
_LABELS = {
    label: fact for fact, labels in read_rules("labels").items() if fact != "other" for label in labels
}
# What the table of a government's page or the head of a database's export says of the document.
_NAMES_OF_LABELS = "|".join(_LABELS)
# The value stands in the next cell; where that is empty, behind it stands the next label.
LABELLED = re.compile(
    rf"(?:【(?P<boxed>{_NAMES_OF_LABELS})】[：:]?|(?:^|\t)(?P<label>{_NAMES_OF_LABELS})：)"
    r" *\t? *(?P<value>[^\t：【]+(?![^\t：【]*：))"
)
# Some pages put several on a line, or leave out what stands between a label and its value.
_LONGEST_FIRST = "|".join(sorted(_ALL_LABELS | {"来源"}, key=len, reverse=True))
_LABELS_IN_LINE = re.compile(rf" ?(?:{_LONGEST_FIRST})：")
_GLUED = re.compile(rf"({_LONGEST_FIRST}) ?([^\s：].*)")
TITLE_END = re.compile(f"{join_rules('facts', 'title_end')}[》”]? ?(?:（[^）]{{1,24}}）){{0,2}}$")
# …的通知（甲教发〔2023〕9号）, …的通知（2023年5月6日）: right behind a title its number or its date.
_BEHIND_TITLE = re.compile(
    rf"(?P<title>.{{3,120}}{join_rules('facts', 'title_end')}[》”]?) ?"
    rf"(?P<behind>[（(]?{DOCUMENT_NUMBER}[）)]?|[（(]{DATE.pattern}[）)])$"
)
# （甲教发〔2023〕9号　2023年5月6日）: both below a title.
_NUMBER_AND_DATE = re.compile(rf"[（(](?P<number>{DOCUMENT_NUMBER})[ 　，]*(?P<date>{DATE.pattern})[）)]")
_ISSUER = compile_rules(
    "agency_endings",
    "(?:中共中央|国务院|最高人民法院|最高人民检察院|全国人民代表大会"
    "|(?:(?!关于|印发|转发|批转)[^、，\t]){0,32}{issuer})",
)
_MENU = re.compile(join_rules("facts", "menu"))
_NOT_TITLE = re.compile(join_rules("facts", "not_title", "menu"))
_TITLE_TAIL = re.compile(join_rules("facts", "title_tail"))
_NAMES_ITSELF = re.compile(join_rules("facts", "names_itself"))
ORDERED = re.compile("(.{2,40}?)令(?:[（ ]?(?:〔\\d{4}〕)?第.{1,12}号）?)?$")
_OPENS_TITLE = re.compile(rf"(?:{_ISSUER.pattern}[、 ]?)*(?:关于|印发|转发|批转|公布|发布)")
# 甲省政府办公厅转发省教育厅 goes on with 关于 on the next line.
# A title that goes on below: 甲县关于修改, 支持乙市和
_LEADS_ON = re.compile("关于|印发|转发|批转|公布|发布|修[改正订]|废止|[、和与及的对在《]$")
_PASSES_ON = re.compile(rf"(?:{_ISSUER.pattern}[、 ]?)+(?:转发|批转|印发)")
_OPENING = re.compile("(.+?)(?=关于|印发|转发|批转|令$)")
_ENDS = "[府会厅室局部署院委央驻联协办社]"
# A link of a menu has no more signs than this, and the last line of a title is no less than so whole.
_LONGEST_LINK, WHOLE = 5, 8
# A title runs over three lines, and joint issuers stand above it each on its own.
_MOST_LINES, _MOST_LINES_OF_ONE = 8, 3
# So many signs tell two bodies of one province apart (甲省财政厅).
_TELLING = 5
_SEAL = re.compile("（[盖公印代]?章）$")
_LONGEST_TITLE = 60
_HOLDER = re.compile(
    "([\u4e00-\u9fff]{2,16}人民政府)代?理?[省市州县区旗]?(?:长|主席) ?[\u4e00-\u9fff· ]{2,8}$"
)


def read_labels(lines: Sequence[str]) -> dict[str, str]:
    r"""Return what a page's table says, by the fact: two labels make a table, one alone may be text.

    Examples
    --------
    >>> read_labels(["文号\t甲教发〔2023〕9号\t发布日期\t2023年10月26日"])
    {'published': '2023年10月26日', 'number': '甲教发〔2023〕9号'}
    """
    lines = [_part_labels(line) for line in lines]
    found = [pair for line in lines for pair in _pairs(line)] + _glued_pairs(lines)
    # An empty cell tells nothing, but that it has a label makes a table, too.
    cells = {cell.strip().removesuffix("：") for line in lines if "\t" in line for cell in line.split("\t")}
    if len({label for label, _ in found} | (cells & _ALL_LABELS)) < 2:
        return {}
    # The first of a fact's labels in the list is the best: a paper is signed before it is printed.
    ranks = {label: rank for rank, label in enumerate(_LABELS)}
    told = [(label, value) for label, value in found if not is_filler(value, _LABELS[label])]
    best = sorted(told, key=lambda pair: ranks[pair[0]])
    return {_LABELS[label]: value for label, value in reversed(best)}


def _pairs(line: str) -> Iterator[tuple[str, str]]:
    """Yield the labels of a line with their values, in one cell with a colon between or in two."""
    for match in LABELLED.finditer(line):
        yield match["boxed"] or match["label"], match["value"].strip()
    cells = [cell.strip() for cell in line.split("\t")]
    for label, value in pairwise(cells):
        if label in _LABELS and value and value not in _ALL_LABELS and "：" not in value:
            yield label, value


def _part_labels(line: str) -> str:
    """Put a tab between the fields of a line that opens with a label (文号：… 发布时间：…)."""
    if not _LABELS_IN_LINE.match(line):
        return line
    return _LABELS_IN_LINE.sub(lambda label: "\t" + label[0].lstrip(), line).lstrip("\t")


def _glued_pairs(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Return the labels that stand right before their values (文号甲教发〔2023〕9号), where several do."""
    found = [(match[1], match[2]) for line in lines if (match := _GLUED.fullmatch(line)) and "\t" not in line]
    known = [(label, value) for label, value in found if label in _LABELS]
    return known if len({label for label, _ in found}) > 1 else []


def part_head_lines(front: Sequence[str]) -> list[str]:
    """Return lines above a text, a line each for a title, and the number and date behind or below it.

    Examples
    --------
    >>> part_head_lines(["关于校舍的通知（甲教发〔2023〕9号）", "各县教育局："])
    ['关于校舍的通知', '（甲教发〔2023〕9号）', '各县教育局：']
    """
    has_number = bool(find_number(front))
    parted: list[str] = []
    for line in front:
        found, both = _BEHIND_TITLE.fullmatch(line), _NUMBER_AND_DATE.fullmatch(line)
        if both:
            parted += [both["number"], both["date"]]
        # Where the document's number stands alone, another behind a title is of what it speaks of.
        elif found and not (has_number and found["count"]):
            parted += [found["title"], found["behind"].strip("（）()") if found["y"] else found["behind"]]
        else:
            parted.append(line)
    return parted


def find_headline(lines: Sequence[str]) -> str:
    """Return the title of an article below the head of a newsletter, where no more than it stands there.

    Examples
    --------
    >>> find_headline(["乙市修缮", "校舍的做法"]), find_headline(["导读：", "一", "二", "三"])
    ('乙市修缮校舍的做法', '')
    """
    lines = [line for line in lines if not _NOT_TITLE.match(line) and line[-1] not in "：】"]
    title = "".join(lines)
    is_one = len(lines) <= _MOST_LINES_OF_ONE and WHOLE <= len(title) <= _LONGEST_TITLE
    return title if is_one and not re.search("[。；\t]", title) else ""


def find_title(front: Sequence[str], closing: Sequence[str]) -> str:
    """Return the first title in the front lines, joined where it runs over several of them.

    Examples
    --------
    >>> find_title(["首页", "关于修缮", "校舍的通知", "各县教育局："], [])
    '关于修缮校舍的通知'
    """
    signers = _signers(closing)
    has_menu = any(map(_MENU.match, front))
    short: list[str] = []
    lines = [
        line
        for line in front
        # A line that stands twice is the page's, unless it is the title; a date parts what it stands between.
        if (front.count(line) == 1 or TITLE_END.search(line) or DATE.fullmatch(line))
        and (not _NOT_TITLE.match(line) or _TITLE_TAIL.fullmatch(line))
        and not is_page_line(line)
        and not line.endswith("：")
        and "\t" not in line
        and not ("、" in line and names_issuers(line))
        and not LABELLED.match(line)
        # An issuer that signs nothing, where others do, is a link of the page.
        and (not names_issuers(line) or _signs(line, signers))
    ]
    for at in range(len(lines)):
        if _TITLE_TAIL.fullmatch(lines[at]):
            continue
        joined = ""
        for n, line in enumerate(lines[at : at + _MOST_LINES]):
            if n >= _MOST_LINES_OF_ONE and not names_issuers(lines[at + n - _MOST_LINES_OF_ONE]):
                break
            if _NUMBER.search(line) or DATE.fullmatch(line):
                break
            joined += line
            if TITLE_END.search(joined) and len(joined) >= 3:
                tail = lines[at + n + 1 : at + n + 2]
                tail = tail if tail and _TITLE_TAIL.fullmatch(tail[0]) else []
                title = "".join([_cut_title(lines[at : at + n + 1], has_menu), *tail])
                # A link may be called like a kind of paper (工作要点), above the title; two are a menu.
                is_below_links = has_menu or len(short) > 1 or _OPENS_TITLE.match(title)
                if len(title) >= WHOLE and (not short or is_below_links):
                    return title
                short.append(title)
                break
    return next(iter(short), "")


def _signers(closing: Sequence[str]) -> list[str]:
    return [name for line in closing if names_issuers(line) for name in _split_issuers(line)]


def read_signer(line: str) -> str:
    """Return a line below a text without the date behind who signs, and the word for the seal.

    Examples
    --------
    >>> read_signer("甲市教育局（盖章） 2023年10月26日")
    '甲市教育局'
    """
    return _SEAL.sub("", DATE.sub("", line).strip(" \u3000\t日"))


def _signs(line: str, signers: Sequence[str]) -> bool:
    """Say whether issuers above a text may be those below it, whose names may be longer or shorter."""
    return not signers or any(is_same_body(signer, line) for signer in signers)


def is_same_body(signer: str, issuer: str) -> bool:
    """Say whether who signs below a text is who issues it, by a longer or shorter name.

    Examples
    --------
    >>> is_same_body("甲市教育委员会", "甲市教育委"), is_same_body("甲市教育局", "甲市财政局")
    (True, False)
    """
    return signer.startswith(issuer[:_TELLING]) or issuer.startswith(signer)


def _cut_title(lines: Sequence[str], has_menu: bool) -> str:
    """Return a title without the lines above it that are links of a page.

    Where its last line is a title by itself, only issuers stand above it, and what breaks off.
    """
    *above, last = lines
    if re.match(rf"{YEAR}年.{{0,12}}政府工作报告$", last):
        return last
    is_whole = _OPENS_TITLE.match(last) or (
        _NAMES_ITSELF.match(last) and not _LEADS_ON.search("".join(above))
    )
    while above and (is_whole or has_menu or len(last) >= WHOLE):
        line = above[0]
        # 国务院 above a title that no 关于 opens is another link.
        if (
            _PASSES_ON.match(line)
            # 国家医保局 国家发展, 改革委关于…: the line ends inside the name of another issuer.
            or (not has_menu and _breaks_off(line))
            or (not is_whole and (len(line) > _LONGEST_LINK or "关于" in line))
            or (
                names_issuers(line)
                and not last.startswith(line)
                and (all(map(names_issuers, above)) if is_whole else not has_menu)
            )
        ):
            break
        above.pop(0)
    return "".join(
        f"{line} " if names_issuers(line) and _begins_with_issuer(below) else line
        for line, below in pairwise([*above, last, ""])
    )


def _breaks_off(line: str) -> bool:
    """Say whether a line names an issuer and ends inside the name of another."""
    first, *others = _split_issuers(line)
    return bool(others) and names_issuers(first) and not names_issuers(line)


def find_number(front: Sequence[str]) -> str:
    """Return the number of the document itself: it stands alone on a line, as others do not.

    Examples
    --------
    >>> find_number(["关于校舍的通知", "（甲教发〔2023〕9号）"])
    '甲教发〔2023〕9号'
    """
    # Beside the number of what is sent to a higher office stands who signs it.
    lines = [_NOT_OF_NUMBER.sub("", line) for line in front]
    bare = (
        line.strip("（）")
        for line in lines
        if _ORDER.fullmatch(line) or _NUMBER.fullmatch(line.strip("（）"))
    )
    return next(bare, "")


def find_issuer(front: Sequence[str], closing: Sequence[str], title: str, body: str) -> str:
    """Return who issued a document, by its title, the lines above and below it, or its opening.

    Several are parted by 、.

    Examples
    --------
    >>> find_issuer([], ["甲市教育局", "2023年10月26日"], "关于校舍的通知", "")
    '甲市教育局'
    """
    closing = [read_signer(line) for line in closing]
    # 甲市政府贯彻国务院关于… is of the city.
    if names := re.split("贯彻|落实", _open_title(title))[0]:
        return "、".join(_split_issuers(names))
    for named in (_issuers_above(front, title, _signers(closing)), _issuers_below(closing)):
        if named:
            return "、".join(name for line in named for name in _split_issuers(_without_order(line)))
    # 甲市教育局文件 alone, as the head of a print.
    heads_of_print = (line.removesuffix("文件") for line in front if line.endswith("文件"))
    if head := next(filter(names_issuers, heads_of_print), ""):
        return "、".join(_split_issuers(head))
    # Below the title of a report stands who gives it: 甲县人民政府县长 and a name.
    holder = next(filter(None, map(_HOLDER.match, front)), None)
    speaker = holder or re.search(r"我(?:受|代表)(国务院|[\u4e00-\u9fff]{2,12}?人民政府)", body[:400])
    return speaker[1] if speaker else ""


def _issuers_above(front: Sequence[str], title: str, signers: Sequence[str]) -> list[str]:
    """Return the lines that name the issuers: they stand right above or below title, number or date.

    Joint issuers stand on lines of their own, one below the other; a link of a menu stands among others.
    """
    # Below a menu stand other links (国务院), which no 关于 tells from who issues.
    if any(map(_MENU.match, front)) and "关于" not in title:
        return []
    named = [
        line != title
        and names_issuers(line)
        and not _MENU.match(line)
        and _signs(_without_order(line), signers)
        for line in front
    ]
    for first in (n for n, here in enumerate(named) if here and not (n and named[n - 1])):
        end = next((n for n in range(first, len(front)) if not named[n]), len(front))
        beside = [*front[max(first - 1, 0) : first], *front[end : end + 1]]
        if len(front) <= end - first or any(_is_head(line, title) for line in beside):
            return list(front[first:end])
    return []


def _is_head(line: str, title: str) -> bool:
    is_title = line == title or (len(line) > _LONGEST_LINK and line in title)
    return is_title or any(sign.search(line) for sign in (_NUMBER, _ORDER, DATE))


def _issuers_below(closing: Sequence[str]) -> list[str]:
    named = [names_issuers(line) for line in closing]
    first = next((n for n, here in enumerate(named) if here), len(closing))
    return list(closing[first : next((n for n in range(first, len(closing)) if not named[n]), len(closing))])


def _without_order(line: str) -> str:
    """Return who gives an order: 甲省人民政府 of 甲省人民政府令第9号."""
    order = ORDERED.match(line)
    return order[1] if order and _ISSUER.fullmatch(order[1]) else line


def list_issuers(title: str) -> list[str]:
    """Return the issuers that open a title, each by itself; those that 、 parts are one.

    Examples
    --------
    >>> list_issuers("中共中央国务院关于校舍的意见"), list_issuers("甲市教育局关于校舍的通知")
    (['中共中央', '国务院'], ['甲市教育局'])
    """
    named = _open_title(title)
    return [named] if "、" in named else _split_issuers(named) if named else []


def part_issuers(title: str) -> str:
    """Return a title with one blank between the issuers that open it, so that all texts give one title.

    Examples
    --------
    >>> part_issuers("中共中央国务院关于校舍的意见")
    '中共中央 国务院关于校舍的意见'
    """
    names = list_issuers(title)
    return " ".join(names) + title[len(_open_title(title)) :] if len(names) > 1 else title


def _open_title(title: str) -> str:
    """Return what stands before 关于 or the like where it names issuers and nothing else."""
    opening = _OPENING.match(title)
    if not opening:
        return ""
    names = [name for part in re.split("[、 ]+", opening[1]) if part for name in _split_issuers(part)]
    return opening[1] if names and all(map(_ISSUER.fullmatch, names)) else ""


def _begins_with_issuer(line: str) -> bool:
    """Say whether a line begins with the name of another issuer; 办公厅关于… goes on with the one above."""
    return not re.match("办公[厅室]|.{0,2}$", line) and (names_issuers(line) or bool(_open_title(line)))


def _split_issuers(names: str) -> list[str]:
    """Return each of the issuers, also where the line lost the blanks between them."""
    # Blanks part whole names, and not the signs of one (教 育 部).
    parted = re.split("[、 \u3000\t]+", names)
    if len(parted) > 1 and all(len(name) > 2 and _ISSUER.fullmatch(name) for name in parted):
        return parted
    if find_seat(names):
        return [names]
    # 新会区 and 驻马店市 are whole.
    whole = {at for place in _split_places().finditer(names) for at in range(place.start() + 1, place.end())}
    cut = _between_issuers().sub(lambda found: "" if found.start() in whole else "、", names)
    return [name for name in cut.split("、") if name.strip()]


@cache
def _split_places() -> re.Pattern[str]:
    """Return the names of places that hold a sign with which names of bodies end."""
    return re.compile(
        "|".join({place.name for place in places(former=True) if re.search(_ENDS + ".", place.name)})
    )


@cache
def _between_issuers() -> re.Pattern[str]:
    places = "[^府会厅室局部署院委央驻]{2,5}(?:省|市|县|自治[区州县])"
    ministries = join_rules("origin", "ministry")
    opens = (
        rf"中共|中央|中[国华]|全国|国务院|国家|最高人民|自治区|[省市县区](?!域|场)|{ministries}部|{places}"
    )
    return re.compile(f"(?<={_ENDS})(?!议|国家机关)(?={opens})")


def names_issuers(line: str) -> bool:
    """Say whether a line names bodies that issue documents, and nothing else.

    Examples
    --------
    >>> names_issuers("甲市教育局、甲市财政局"), names_issuers("甲市教育局关于校舍的通知")
    (True, False)
    """
    if "：" in line or re.match("第.{1,6}[编篇章节条]", line):
        return False
    names = _split_issuers(_without_order(line))
    return len(line) >= 3 and all(_ISSUER.fullmatch(name) for name in names)
