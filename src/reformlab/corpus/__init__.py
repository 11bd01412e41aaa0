"""The ground floor: the tables of a corpus, their checks, load and save; places, years, versions."""

import lazy_loader

DOORS = {
    "counts": ["export_counts"],
    "kept": ["cache_folder", "empty_cache", "list_kept"],
    "periods": ["read_eras", "read_events"],
    "places": ["read_neighbours"],
    "store": ["save_table"],
    "tables": ["Corpus", "TableError", "check_table", "data_folder", "load_corpus"],
    "versions": ["list_copies"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=DOORS)
