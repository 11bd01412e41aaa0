"""A report on any corpus: one page that says what it gives room to, and what it cannot say."""

import lazy_loader

DOORS = {"html": ["write_report"]}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=DOORS)
