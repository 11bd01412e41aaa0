"""Keep what each file gave on disk until all files are done, so that a build can go on after a kill.

An entry is found by all that went into it: the file's bytes, the catalogue's rows for it, the
package's code and word lists. Whatever changes, the file is worked on again.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import shutil
from functools import cache
from pathlib import Path
from typing import Any

from reformlab.tables import data_folder


@cache
def digest_of_code() -> str:
    """Return a hash of the package's code and word lists; line ends, which git may change, aside."""
    code = sorted(Path(__file__).parent.glob("*.py"), key=lambda path: path.name)
    lists = sorted((data_folder() / "lexicon").glob("*.csv"), key=lambda path: path.name)
    digest = hashlib.sha256()
    for path in (*code, *lists):
        digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes; empty where it cannot be opened."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def key_of(*parts: Any) -> str:
    """Return the name of the entry that depends on these parts and on the package."""
    written = json.dumps([digest_of_code(), *parts], ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


class Spool:
    """Entries in a folder; each is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def __contains__(self, key: str) -> bool:
        """Say whether there is an entry of this key."""
        return (self.folder / key).exists()

    def put(self, key: str, value: Any) -> None:
        """Write an entry."""
        part = self.folder / f"{key}.part"
        with part.open("wb") as file:
            pickle.dump(value, file, protocol=5)
        part.replace(self.folder / key)

    def get(self, key: str) -> Any:
        """Read an entry."""
        with (self.folder / key).open("rb") as file:
            return pickle.load(file)

    def clear(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self.folder, ignore_errors=True)
