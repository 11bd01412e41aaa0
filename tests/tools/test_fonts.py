"""Chinese on the pages: each names fonts that machines have, whatever their system."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    "report": "data/texts/report.html",
    "document": "src/reformlab/building/safe_html.css",
    "site": "docs/_static/custom.css",
    "explorer": "docs/_static/explorer.js",
    "slides": "docs/teaching/slides.html",
    "codebook": "docs/teaching/codebook.html",
}
FONTS = {
    "Windows": ["Microsoft YaHei"],
    "macOS": ["PingFang SC", "Hiragino Sans GB"],
    "Linux": ["Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei"],
}


@pytest.mark.parametrize("system", FONTS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_the_chinese_fonts_of_every_system(page, system):
    text = (ROOT / PAGES[page]).read_text("utf-8")
    assert [font for font in FONTS[system] if font not in text] == []
