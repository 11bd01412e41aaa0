"""What a page of the site gets after Sphinx: names for what is only drawn, languages for who reads aloud."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from reformlab.figures.text import text_width

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HAN = re.compile("[\u3400-\u9fff]")
LEAST_HAN = 0.4  # the part of its width that is Chinese in what is read aloud as Chinese


def list_pages(site: Path) -> list[Path]:
    """Return the pages of a site, in order; what a theme keeps in ``_static`` is none."""
    return sorted(set(site.rglob("*.html")) - set((site / "_static").rglob("*.html")))


def mend_pages(site: Path) -> None:
    """Mend every page of a site, in place."""
    from lxml import html

    for path in list_pages(site):
        page = html.fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        mend_page(page)
        path.write_text(html.tostring(page, encoding="unicode", doctype="<!DOCTYPE html>"), "utf-8")


def mend_page(page: HtmlElement) -> None:
    """Name what a page only draws, for those who hear it.

    The arrows of the sidebar get the name of what they open. A button with words on it, and the head of
    a folded cell, are called by these words. The sidebar is a landmark. A cell of a table's head that is
    empty heads nothing. A cell that is written in Chinese says so.

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
    for cell in page.xpath("//table//*[self::td or self::th]"):
        if _is_chinese(cell.text_content()):
            cell.set("lang", "zh-Hans")


def _is_chinese(text: str) -> bool:
    return 2 * len(HAN.findall(text)) > LEAST_HAN * text_width(text.strip())
