"""Read web archives (MHT, MHTML): the message of many parts that browsers and Excel save a page as."""

from __future__ import annotations

import email
import re

from reformlab.reading.encoding import ReadError, decode_bytes
from reformlab.reading.page import is_page, read_page

_OPENING = re.compile(rb"\s*(?:\xef\xbb\xbf)?[A-Za-z][A-Za-z0-9-]{1,40}:[ \t]")
_SIGNS = (
    re.compile(rb"^MIME-Version:", re.I | re.M),
    re.compile(rb"^Content-Type:\s*(?:multipart|text)/", re.I | re.M),
)
_HEAD = 8192
# What stands in a page whose text is in one of its frames.
_FEW = 200


def is_web_archive(raw: bytes) -> bool:
    """Say whether bytes are a web archive, by the lines at its head."""
    head = raw[:_HEAD].replace(b"\r", b"\n")
    return bool(_OPENING.match(head)) and all(sign.search(head) for sign in _SIGNS)


def open_web_archive(raw: bytes) -> tuple[str, str, int]:
    """Return the page of a web archive with its encoding and how many bytes of it are no characters.

    Raises
    ------
    ReadError
        Where it holds no page.
    """
    pages, texts, faults = [], [], []
    try:
        for part in email.message_from_bytes(raw.lstrip(b"\xef\xbb\xbf \t\r\n")).walk():
            if part.get_content_maintype() == "text":
                found = pages if part.get_content_type() != "text/plain" else texts
                try:
                    found.append(decode_bytes(part.get_payload(decode=True) or b""))
                except ReadError as error:
                    faults.append(error)
    # What is wrong with the parts of a message shows in many ways.
    except Exception as error:
        raise ReadError(
            f"is a damaged web archive, MHT ({type(error).__name__}: {error}); save it as HTML"
        ) from None
    pages = [page for page in pages if is_page(page[0])]
    if not pages and not texts:
        if faults:
            raise faults[0]
        raise ReadError("is a web archive (MHT) without a page in it; save it again, as HTML")
    if not pages:
        return texts[0]
    if len(pages) == 1 or len(read_page(pages[0][0])[0]) >= _FEW:
        return pages[0]
    return max(pages, key=lambda page: len(read_page(page[0])[0]))
