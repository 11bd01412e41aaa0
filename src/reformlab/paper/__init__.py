"""What a paper needs of an analysis: tables, figures, methods, an appendix, and a folder to replicate it."""

import lazy_loader

DOORS = {
    "export": ["export_paper"],
    "replication": ["check_replication", "export_replication"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=DOORS)
