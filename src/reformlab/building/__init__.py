"""A folder of files to a corpus folder, in parallel and resumable; and the page that shows a document."""

import lazy_loader

DOORS = {
    "catalogue": ["list_facts"],
    "corpus": ["build_corpus"],
    "sheet": ["save_facts"],
    "show": ["show_document"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=DOORS)
