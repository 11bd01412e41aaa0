"""Sphinx settings: the notebooks as they ran, the API, one self-contained folder of HTML."""

import importlib
import re
from pathlib import Path

from sphinx.search.en import SearchEnglish

import reformlab

project = "reformlab"
author = "The reformlab developers"
project_copyright = "the reformlab developers, BSD 3-Clause"
version = release = reformlab.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "sphinx.ext.napoleon"]
exclude_patterns = ["README.md", "teaching/coding.ipynb", "teaching/slides.md", "teaching/student.md"]
templates_path = ["_templates"]
suppress_warnings = ["config.cache"]  # the search language is a class, which cannot be pickled

# The notebooks have run before Sphinx sees them, and no page loads a script of another host.
nb_execution_mode = "off"
nb_merge_streams = True
nb_ipywidgets_js = {}
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence", "deflist"]

add_module_names = False
default_role = "py:obj"
autodoc_typehints = "none"
autosummary_generate = [path.name for path in Path(__file__).parent.glob("api.md")]
autosummary_context = {
    "rooms": {
        f"reformlab.{wing}.{room}": names
        for wing in reformlab.WITH_DOORS
        for room, names in importlib.import_module(f"reformlab.{wing}").DOORS.items()
    }
}
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_ivar = True

html_theme = "sphinx_book_theme"
html_title = "reformlab"
html_static_path = ["_static"]
html_favicon = "_static/favicon.svg"
html_css_files = ["custom.css"]
html_js_files = [("zoom.js", {"defer": "defer"})]
html_last_updated_fmt = None
html_theme_options = {
    "use_download_button": True,
    "home_page_in_toc": True,
    "collapse_navbar": True,  # all rooms of the API on each of 195 pages are a fifth of the time
    "navbar_persistent": [],
    "footer_content_items": ["copyright.html"],
    "pygments_light_style": "a11y-high-contrast-light",
}
html_context = {"default_mode": "light"}

HAN = "\u3400-\u9fff"


class EnglishAndChinese(SearchEnglish):
    """Search English words, and Chinese by pairs of characters, which finds a word of any length."""

    js_splitter_code = f"""
function splitQuery(query) {{
  const runs = query.match(/[{HAN}]+|(?:(?![{HAN}])[\\p{{Letter}}\\p{{Number}}_])+/gu) || [];
  const pairs = (run) => [...run.slice(1)].map((_, i) => run.slice(i, i + 2));
  return runs.flatMap((run) => /[{HAN}]/.test(run) && run.length > 1 ? pairs(run) : [run]);
}}
"""

    def split(self, text: str) -> list[str]:
        """Split a text into English words, Chinese characters and pairs of these."""
        words = []
        for run in re.findall(rf"[{HAN}]+|[^\W{HAN}]+", text):
            pairs = [run[i : i + 2] for i in range(len(run) - 1)]
            words += [*run, *pairs] if re.match(rf"[{HAN}]", run) else [run]
        return words


def number_references(app, what, name, obj, options, lines):
    """Number the references of a page in one row: each docstring begins with its own [1]."""
    own = re.sub(r"\W", "-", name)
    lines[:] = [re.sub(r"\[(\d+)\](?=_)|(?<=\.\. )\[(\d+)\]", rf"[#{own}-\1\2]", line) for line in lines]


def setup(app):
    app.add_search_language(EnglishAndChinese)
    app.connect("autodoc-process-docstring", number_references)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
