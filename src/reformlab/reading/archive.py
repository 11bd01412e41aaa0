"""Open ZIP files: tell what they are, and hand out their members one at a time, within bounds.

Word and Excel files are ZIP files too. Nothing is written to disk.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, Literal, NamedTuple

from reformlab.reading.encoding import ReadError

# No honest file of text shrinks a hundredfold, but for small ones.
_FREE, _MOST_SHRUNK = 100 * 2**20, 100
DEEPEST = 5
"""Archives in archives are opened to this depth."""

_HIDDEN = (".", "~$", "__MACOSX")
_HIDDEN_FILES = ("thumbs.db", "desktop.ini")
_REFUSED = (
    ("ppt/", "is a PowerPoint file; save its text as DOCX or TXT"),
    ("xl/workbook.bin", "is a binary Excel file (XLSB); save it as XLSX"),
    ("META-INF/manifest.xml", "is an OpenDocument file (ODT, ODS); save it as DOCX or XLSX"),
    ("META-INF/container.xml", "is an e-book (EPUB); save its text as DOCX or TXT"),
)


class Budget:
    """How many bytes may yet be unpacked from one file, so that a few bytes cannot fill the memory."""

    def __init__(self, packed: int) -> None:
        self.left = _FREE + _MOST_SHRUNK * packed

    def take(self, size: int) -> None:
        """Take the bytes of a member, or raise `ReadError` where they are more than may be."""
        if size > self.left:
            raise ReadError(
                f"unpacks to far more than its size ({size:,} bytes, of {self.left:,} allowed); "
                "unpack it by hand, if you trust it"
            )
        self.left -= size


class Member(NamedTuple):
    """A member of an archive: its path there, and its bytes, or why they cannot be had."""

    name: str
    raw: bytes | None
    reason: str = ""


def is_hidden(name: str) -> bool:
    """Say whether a path is of a file that a program hides or locks, and no one put there."""
    parts = PurePosixPath(name).parts
    return any(part.startswith(_HIDDEN) or part.lower() in _HIDDEN_FILES for part in parts)


def find_format(file: BinaryIO, budget: Budget) -> Literal["docx", "xlsx", "ofd", "zip"]:
    """Tell what a ZIP file is by its members; raise `ReadError` where it is damaged or not read."""
    with _open(file) as archive:
        names = archive.namelist()
        size = sum(info.file_size for info in archive.infolist())
    for opening, reason in _REFUSED:
        if any(name.startswith(opening) for name in names):
            raise ReadError(reason)
    for found, format in (("word/", "docx"), ("xl/", "xlsx")):
        if "[Content_Types].xml" in names and any(name.startswith(found) for name in names):
            budget.take(size)
            return format
    if "OFD.xml" in names:
        budget.take(size)
        return "ofd"
    return "zip"


def read_members(file: BinaryIO, budget: Budget) -> Iterator[Member]:
    """Yield the members of an archive in the order of their names, hidden ones passed over.

    Raises `ReadError` where it is damaged, holds no file, or its members are more than may be.
    """
    with _open(file) as archive:
        # A damaged member may have no name at all, of which is_dir() would ask the last character.
        members = [(n, info) for n, info in enumerate(archive.infolist()) if info.filename[-1:] != "/"]
        infos = sorted((_name(info), n) for n, info in members)
        infos = [(name, n) for name, n in infos if name and not is_hidden(name)]
        if not infos:
            raise ReadError("is an empty ZIP archive; pack it again")
        before: dict[str, int] = {}
        for name, n in infos:
            # An archive may hold several files of the same name.
            before[name] = before.get(name, 0) + 1
            shown = name if before[name] == 1 else f"{name} ({before[name]})"
            info = archive.infolist()[n]
            if info.flag_bits & 1:
                yield Member(shown, None, "is locked by a password; unpack it with the password")
                continue
            # A member gives no more bytes than it says.
            budget.take(info.file_size)
            yield _read_member(archive, info, shown)


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Member:
    try:
        return Member(name, archive.read(info))
    except NotImplementedError:
        return Member(name, None, "is packed in a way that cannot be read; unpack it by hand")
    # What a damaged member raises is of zipfile, zlib, bz2, lzma and the system.
    except Exception as error:
        return Member(name, None, f"is damaged ({type(error).__name__}: {error}); pack it again")


def _open(file: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    # Of zipfile, struct and the system.
    except Exception as error:
        raise ReadError(
            f"is a damaged ZIP or damaged DOCX file ({type(error).__name__}: {error}); "
            "unpack it or save it again as DOCX"
        ) from None


def _name(info: zipfile.ZipInfo) -> str:
    """Return a member's path, decoded as the system that packed it wrote it, with no step upwards."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                pass
    parts = name.split("\0")[0].replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in ("", ".", ".."))
