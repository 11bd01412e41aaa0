"""What a page of the site gets after Sphinx: names for what is only drawn, languages for who reads aloud."""

from __future__ import annotations

import importlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import reformlab
from reformlab.figures.text import text_width

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HAN = re.compile("[\u3400-\u9fff]")
LEAST_HAN = 0.4  # the part of its width that is Chinese in what is read aloud as Chinese
# What the theme writes round a page, and cannot write in two languages.
IN_CHINESE = {"previous": "上一页", "next": "下一页", "Contents": "本页内容"}


def list_pages(site: Path) -> list[Path]:
    """Return the pages of a site, in order; what a theme keeps in ``_static`` is none."""
    return sorted(set(site.rglob("*.html")) - set((site / "_static").rglob("*.html")))


def mend_pages(site: Path) -> None:
    """Mend every page of a site, in place."""
    from lxml import html

    for path in list_pages(site):
        page = html.fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        mend_page(page)
        link_names(page, "../" * len(path.relative_to(site).parents[:-1]))
        path.write_text(html.tostring(page, encoding="unicode", doctype="<!DOCTYPE html>"), "utf-8")


def mend_page(page: HtmlElement) -> None:
    """Name what a page only draws, for those who hear it.

    The arrows of the sidebar get the name of what they open. A button with words on it, and the head of
    a folded cell, are called by these words. The sidebar is a landmark. A cell of a table's head that is
    empty heads nothing. A page or cell that is written in Chinese says so, and so does what leads on from
    such a page.

    Examples
    --------
    >>> from lxml import html
    >>> from tools.pages import mend_page
    >>> page = html.fromstring("<li><a>Data</a><details><summary></summary></details></li>")
    >>> mend_page(page)
    >>> page.find(".//summary").get("aria-label")
    'Pages of Data'
    """
    for summary in page.xpath("//li/details/summary"):
        link = summary.getparent().getprevious()
        if link is not None and not summary.text_content().strip():
            summary.set("aria-label", f"Pages of {link.text_content().strip()}")
    for named in page.xpath("//button[@aria-label][normalize-space()] | //summary[@aria-label][p]"):
        del named.attrib["aria-label"]
    for sidebar in page.xpath("//div[@id='pst-primary-sidebar']"):
        sidebar.set("role", "navigation")
        sidebar.set("aria-label", "Site")
    for head in page.xpath("//table//th[not(normalize-space()) and not(.//img)]"):
        head.tag = "td"
    for cell in page.xpath("//article | //table//*[self::td or self::th]"):
        if _is_chinese(cell.text_content()):
            cell.set("lang", "zh-Hans")
    if page.xpath("//article[@lang='zh-Hans']"):
        for word in page.xpath("//*[@class='prev-next-subtitle'] | //*[contains(@class, 'onthispage')]/i"):
            _translate(word)


def _translate(word: HtmlElement) -> None:
    """Put what the theme writes in an element, or behind an icon, into Chinese."""
    where = "tail" if word.tag == "i" else "text"
    said = (getattr(word, where) or "").strip()
    setattr(word, where, IN_CHINESE.get(said, said))


def link_names(page: HtmlElement, top: str) -> None:
    """Lead from each name of a function in the text (``rl.measure_gap``) to its page in the reference.

    Parameters
    ----------
    page : element
        Changed in place.
    top : str
        The way from the page to the top of the site.
    """
    from lxml.builder import E

    for code in page.xpath("//code[not(ancestor::a) and not(ancestor::pre)]"):
        name = re.match(r"(?:rl\.)(\w+)", code.text_content())
        room = name and _find_rooms().get(name[1])
        if room:
            link = E.a(href=f"{top}generated/{room}.html#{room}.{name[1]}")
            code.addprevious(link)
            link.tail, code.tail = code.tail, None
            link.append(code)


@cache
def _find_rooms() -> dict[str, str]:
    """Return the room of each name that users call."""
    return {
        name: f"reformlab.{wing}.{room}"
        for wing in reformlab.WITH_DOORS
        for room, names in importlib.import_module(f"reformlab.{wing}").DOORS.items()
        for name in names
    }


def _is_chinese(text: str) -> bool:
    return 2 * len(HAN.findall(text)) > LEAST_HAN * text_width(text.strip())
