"""What is written in a figure: its font, its fixed words in two languages, its labels.

Matplotlib's own font has no Chinese, and draws a box for each character it lacks. Here a font
is looked for that has every character of a figure, among those of the system first; where none
has them, drawing stops and says which characters are missing. Nothing is set for good.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import pandas as pd
from matplotlib import font_manager
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.text import Text

SYSTEM_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
)
SHIPPED_FONT = "NotoSansCJKsc-Regular.otf"

# Tick labels are written when a figure is drawn; these are what they can be made of.
TICK_CHARACTERS = "0123456789.,%+-−"

# English, Chinese. A word that is not here stands as it is.
WORDS = {
    "national": ("national", "全国"),
    "provincial": ("provincial", "省级"),
    "prefecture": ("prefecture", "地市级"),
    "county": ("county", "县级"),
    "township": ("township", "乡镇级"),
    "unknown": ("unknown", "不详"),
    "key-tasks": ("key tasks", "重点工作任务"),
    "plan": ("plan", "规划方案"),
    "opinion": ("opinion", "意见"),
    "work-report": ("work report", "政府工作报告"),
    "statute": ("statute", "法律法规"),
    "rule": ("rule", "规章"),
    "notice": ("notice", "通知"),
    "newsletter": ("newsletter", "简报"),
    "report": ("report", "报告"),
    "all years": ("all years", "全部年份"),
    "year unknown": ("year unknown", "年份不详"),
    "before": ("before {year}", "{year}年以前"),
    "topic": ("topic {topic}", "主题{topic}"),
    "documents": ("documents", "文件数"),
    "one": ("year; a cell without a number is one document", "年份；没有数字的格子为一份文件"),
    "year": ("year", "年份"),
    "priority": ("priority (mean share of a document)", "优先程度（占文件的平均份额）"),
    "share": ("priority (share of the document)", "优先程度（占文件的份额）"),
    "gap": ("gap in priority, percentage points", "优先程度之差（百分点）"),
    "provinces": ("← provinces put more weight", "← 各省更重视"),
    "centre": ("the centre puts more weight →", "中央更重视 →"),
    "few": ("too few documents or places: no interval", "文件或地区太少：不给区间"),
    "one-sided": (
        "{n} more kinds or periods: one side has no document",
        "另有{n}个文种或时期：一方没有文件",
    ),
    "mean": ("mean of a level", "各级平均"),
    "weight": (
        "terms by probability in the topic, the length of the line (longest {longest:.2f})",
        "按词在主题中的概率排列，线长为概率（最长 {longest:.2f}）",
    ),
    "frex": (
        "terms by FREX; line: probability in the topic (longest {longest:.2f})",
        "按 FREX 值排列，线长为词在主题中的概率（最长 {longest:.2f}）",
    ),
    "sides": (
        "{kind}, {period}: {national} national, {provincial} provincial documents",
        "{kind}，{period}：全国 {national} 份，省级 {provincial} 份",
    ),
    "estimate": ("{value} (95% interval {low} to {high})", "{value}（95%区间{low}至{high}）"),
    "no estimate": ("{value} (no interval)", "{value}（无区间）"),
    "item": ("{name}: {value}", "{name}：{value}"),
    "mark": ("; ", "；"),
    "stop": (". ", "。"),
    "span": ("{first} to {last}", "{first}至{last}年"),
    "divergence": (
        "divergence from the centre (Jensen-Shannon, bits)",
        "与中央的差异（Jensen-Shannon，比特）",
    ),
    "chance": ("where chance alone lies (95%)", "随机所及（95%）"),
    "expected": ("expected by chance", "随机期望"),
    "few documents": ("fewer than five documents on a side", "一方不足五份文件"),
    "enough documents": ("five documents or more on both sides", "双方各有五份以上文件"),
    "all places": ("all places", "各地合计"),
    "difference": ("place minus centre, percentage points", "地方减中央（百分点）"),
    "beyond chance": (
        "●: beyond what chance gives at that size (95%, each by itself)",
        "●：超出该数量下随机所及（逐一95%）",
    ),
    "keyness": ("z of the log-odds ratio", "对数优势比的 z 值"),
    "times": ("times used, both groups", "两组合计次数"),
    "uses more": ("{group} uses it more", "{group}用得更多"),
    "found": ("beyond chance (false discovery rate 5%)", "超出随机（错误发现率5%）"),
    "not found": ("not beyond chance", "未超出随机"),
    "rare": ("in fewer than five documents", "不足五份文件"),
    "first year": ("year of first use", "首次使用年份"),
    "known use": ("first use, earlier documents without", "首次使用，此前有文件而未用"),
    "unknown use": ("used in the first documents seen: cannot tell", "最早的文件已使用：无法判断"),
    "unused": ("not used in the documents seen", "所见文件均未使用"),
    "seen": ("places seen", "所见地方"),
    "spread": ("share of places that have used it", "已使用的地方所占比例"),
    "few places": ("fewer than five places: no interval", "不足五地：不给区间"),
    "lag": ("years that the provinces are behind the centre", "各省晚于中央的年数"),
    "top-down": ("top-down", "自上而下"),
    "bottom-up": ("bottom-up", "自下而上"),
    "mixed": ("mixed", "双向"),
    "cannot tell": ("cannot tell", "无法判断"),
    "no lag": ("nothing to work a lag out from", "无从计算"),
    "dictionary": ("by dictionary", "按词典"),
    "by topics": ("by topics, handed on to themes", "按主题模型折算"),
    "alt divergence": (
        "Divergence from the centre of {n} places, {kind}, {period}, beside chance. {listed}.",
        "{n}地与中央的差异，{kind}，{period}，与随机相比。{listed}。",
    ),
    "alt divergence item": (
        "{place} {value:.3f} (chance {low:.3f} to {high:.3f}), n = {n}",
        "{place} {value:.3f}（随机{low:.3f}至{high:.3f}），n = {n}",
    ),
    "alt profiles": (
        "Differences of {n} places from the centre in {k} topics, in percentage points; {kind}, {period}; "
        "{marked} of {cells} are beyond chance. Largest: {listed}.",
        "{n}地在{k}个主题上与中央之差（百分点）；{kind}，{period}；{cells}格中{marked}格超出随机。"
        "最大的：{listed}。",
    ),
    "alt keyness": (
        "Terms that {first} or {second} uses more, {kind}, by z. {listed}.",
        "{first}与{second}各自更常用的词，{kind}，按 z 值。{listed}。",
    ),
    "alt adoption": (
        "Year in which {n} places first used {item}, {kind}. {listed}.",
        "{n}地首次使用“{item}”的年份，{kind}。{listed}。",
    ),
    "alt spread": (
        "Share of places that have used it by each year, {kind}, in percent. {listed}.",
        "逐年已使用的地方所占比例（%），{kind}。{listed}。",
    ),
    "alt lead": (
        "Years that the provinces are behind the centre, {n} items. {listed}.",
        "{n}项中各省晚于中央的年数。{listed}。",
    ),
    "alt theme gap": (
        "National minus provincial priority of {n} themes by dictionary and by topics, in percentage points; "
        "{sides}. {listed}.",
        "按词典和按主题模型的{n}个领域的优先程度之差（全国减省级，百分点）；{sides}。{listed}。",
    ),
    "reference": ("reference", "基准"),
    "set engine": ("engine", "模型"),
    "set seed": ("seed", "随机种子"),
    "set n_topics": ("topics", "主题数"),
    "set prevalence": ("shares depend on", "份额取决于"),
    "set min_docs": ("terms in documents, at least", "词至少见于文件数"),
    "set max_passage_share": ("terms in passages, at most", "词至多见于段落比例"),
    "set unit": ("unit", "单位"),
    "set only_kind": ("kind", "文种"),
    "set only_years": ("years", "年份"),
    "set kinds": ("kinds put together", "文种合并方式"),
    "all": ("all", "全部"),
    "nothing": ("nothing", "无"),
    "specifications": (
        "{n} specifications, {missing} without such a topic",
        "{n}种设定，{missing}种无此主题",
    ),
    "alt robustness": (
        "Gap of the topic {topic} under {n} specifications, in percentage points, from the least to the "
        "largest; {missing} more have no such topic. {listed}.",
        "主题“{topic}”在{n}种设定下的差距（百分点），由小到大；另有{missing}种无此主题。{listed}。",
    ),
    "alt coverage": (
        "Grid of documents by level, kind and year, {span}. Number of documents: {listed}.",
        "按层级、文种和年份排列的文件，{span}。文件数：{listed}。",
    ),
    "alt terms": (
        "Terms of {n} topics, the first by {by}. {listed}.",
        "{n}个主题的词，按 {by} 排列。{listed}。",
    ),
    "alt prevalence": (
        "Priority of the topic {topic} over time, in percent; documents of the kind {kind}. {listed}.",
        "主题“{topic}”的优先程度随时间的变化（%），文种：{kind}。{listed}。",
    ),
    "alt gap": (
        "National minus provincial priority of {n} topics, in percentage points. {listed}.",
        "{n}个主题的优先程度之差（全国减省级），百分点。{listed}。",
    ),
    "firm": (
        "how alike a topic is when fitted without a fifth of the documents (cosine)",
        "去掉五分之一文件后重新拟合，主题的相似程度（余弦）",
    ),
    "unseen": ("fit to unseen words (log-likelihood of a term)", "对未见词的预测（每词对数似然）"),
    "stays": ("found again", "能重新找到"),
    "dissolves": ("dissolves", "不稳定"),
    "recommended": ("recommended", "推荐"),
    "topics": ("{n} topics", "{n}个主题"),
    "unseen and firm": (
        "{n} topics: unseen words {held_out:.3f}, stability {stability:.2f}",
        "{n}个主题：未见词 {held_out:.3f}，稳定性 {stability:.2f}",
    ),
    "firm between": (
        "{name}: {stability:.2f} ({low:.2f} to {high:.2f})",
        "{name}：{stability:.2f}（{low:.2f}至{high:.2f}）",
    ),
    "alt numbers": (
        "Numbers of topics: prediction of unseen words, stability; recommended: {best}. {listed}.",
        "各主题数对未见词的预测与主题稳定性；推荐：{best}。{listed}。",
    ),
    "alt stability": (
        "Stability of {n} topics over {refits} refits, of which {dissolved} dissolve. {listed}.",
        "{n}个主题在{refits}次重新拟合中的稳定性，其中{dissolved}个不稳定。{listed}。",
    ),
    "alt places": (
        "Priority of {n} topics in each document of the kind {kind}: {documents}. Means: {listed}.",
        "{n}个主题在每份文件中的优先程度，文种：{kind}；{documents}。平均：{listed}。",
    ),
}


class FontError(RuntimeError):
    """No font at hand has all the characters of a figure."""


@dataclass(frozen=True)
class Speech:
    """The fixed words of figures in one language: ``Speech("zh")("national")`` is ``"全国"``."""

    language: str

    def __post_init__(self) -> None:
        """Refuse a language that figures do not speak."""
        if self.language not in ("en", "zh"):
            raise ValueError(f"language={self.language!r}; use 'en' or 'zh'")

    def __call__(self, key: str, **values: Any) -> str:
        """Return the word or sentence of this key, its gaps filled."""
        english, chinese = WORDS.get(key, (key, key))
        return (chinese if self.language == "zh" else english).format(**values)

    def period(self, name: str) -> str:
        """Return the name of a period of `compare` in this language."""
        start = name.removeprefix("before ")
        return self(name) if start == name else self("before", year=start)

    def in_two_lines(self, key: str) -> str:
        """Return a word of two words, one under the other."""
        return self(key).replace(" ", "\n")

    def join(self, parts: Iterable[str]) -> str:
        """Put parts of a sentence together with semicolons."""
        return self("mark").join(parts)

    def topics(self, table: pd.DataFrame) -> dict[int, str]:
        """Return the label of every topic of a table, in the table's order.

        English labels where the language is English and there is one; then ``label``; then
        the topic's number.
        """
        first = table.drop_duplicates("topic")
        names = pd.Series([self("topic", topic=topic) for topic in first["topic"]], index=first.index)
        for column in ("label", "label_en") if self.language == "en" else ("label",):
            if column in first:
                names = first[column].where(first[column].notna(), names)
        return dict(zip(first["topic"], names, strict=True))


def find_font(text: str) -> str:
    """Find a font that has every character of a text.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        Name of the font family, known to Matplotlib: the first of `SYSTEM_FONTS` that will do,
        else the font shipped with the package mplfonts.

    Raises
    ------
    FontError
        Where none has all characters; the message gives those that are missing.

    Examples
    --------
    >>> from reformlab.lettering import find_font
    >>> isinstance(find_font("医疗, 医保, 医药"), str)
    True
    """
    wanted = {character for character in text if not character.isspace()}
    missing = wanted
    for name in _candidates():
        missing = wanted - _characters(name)
        if not missing:
            return name
    raise FontError(
        f"no font has the characters {''.join(sorted(missing))!r}; tried {list(_candidates())}. "
        "Install Noto Sans CJK SC (or mplfonts, which ships it), or take the characters out of the labels"
    )


def find_shipped_font() -> Path | None:
    """Find the font that mplfonts ships; None where that package is not installed."""
    # The package is found, not imported: only its file is wanted.
    package = find_spec("mplfonts")
    if package is None or not package.submodule_search_locations:
        return None
    path = Path(package.submodule_search_locations[0]) / "fonts" / SHIPPED_FONT
    return path if path.exists() else None


def set_font(ax: Axes) -> None:
    """Give all text of an Axes one font that has every character of it.

    Nothing outside the Axes changes: Matplotlib's settings stay as they were.

    Raises
    ------
    FontError
        As `find_font`.
    """
    # Asking for tick labels makes them.
    ax.get_xticklabels()
    ax.get_yticklabels()
    texts = ax.findobj(_is_text)
    family = find_font("".join(text.get_text() for text in texts) + TICK_CHARACTERS)
    for text in texts:
        text.set_fontfamily(family)
    ax.tick_params(axis="both", which="both", labelfontfamily=family)


def wrap(text: str, most: int = 36) -> str:
    """Break a label into lines of at most `most` half-widths (a Chinese character takes two).

    Lines break after spaces and Chinese commas; only a piece too long for a line breaks inside.
    """
    lines = [""]
    for piece in re.findall(r"[^ 、，；：]*[ 、，；：]?", text):
        if lines[-1] and text_width((lines[-1] + piece).rstrip()) > most:
            lines.append("")
        for character in piece:
            if text_width(lines[-1]) >= most and character not in " 、，；：":
                lines.append("")
            lines[-1] += character
    return "\n".join(line.rstrip() for line in lines)


def cut(text: str, most: int) -> str:
    """Cut a text to at most `most` half-widths, the last an ellipsis where it was cut."""
    if text_width(text) <= most:
        return text
    while text_width(text) > most - 1:
        text = text[:-1]
    return text + "…"


def text_width(text: str) -> int:
    """Return the width of a text in half-widths: two for a Chinese character."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _is_text(artist: Artist) -> bool:
    return isinstance(artist, Text)


@cache
def _candidates() -> tuple[str, ...]:
    installed = {font.name for font in font_manager.fontManager.ttflist}
    names = [name for name in SYSTEM_FONTS if name in installed]
    shipped = find_shipped_font()
    if shipped is not None:
        font_manager.fontManager.addfont(shipped)
        names.append(font_manager.get_font(shipped).family_name)
    return tuple(dict.fromkeys(names))


@cache
def _characters(name: str) -> frozenset[str]:
    path = font_manager.findfont(font_manager.FontProperties(family=name))
    return frozenset(map(chr, font_manager.get_font(path).get_charmap()))
