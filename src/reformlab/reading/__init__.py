"""Bytes to clean text: formats, encodings, and cleaning with a ledger of every edit."""

import lazy_loader

DOORS = {
    "clean": ["RULES", "CleanText", "Rule", "clean_text", "restore_text"],
    "files": ["Piece", "RawFile", "ReadError", "read_bytes", "read_file", "read_pieces"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=DOORS)
