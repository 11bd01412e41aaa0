"""Read rich text (RTF): what Word would show of it, without hidden and deleted words.

Written after the specification of RTF 1.9.1 (Microsoft, 2008).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from reformlab.reading.encoding import ReadError
from reformlab.reading.marked import NOTE

_TOKEN = re.compile(
    rb"\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\(?P<sign>[^a-zA-Z])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\"
)
# Groups that hold no text of the document; the number that Word showed of a list stands in listtext.
_UNSEEN_NAMES = b"""
fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr
footerf listtable listoverridetable revtbl rsidtbl generator themedata colorschememapping datastore
latentstyles filetbl fldinst bkmkstart bkmkend xe tc annotation atnid atnauthor atnref atndate
nonshppict fontemb falt panose pgptbl mmathPr userprops passwordhash pn pnseclvl rxe txe shprslt
"""
_UNSEEN = frozenset(_UNSEEN_NAMES.split())
_BREAKS = {
    b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"row": "\n", b"cell": "\t", b"tab": "\t",
    b"nestcell": "\t", b"nestrow": "\n", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"emspace": "\u3000", b"enspace": " ",
}  # fmt: skip
_SIGNS = {b"~": "\xa0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}
_CODES = {"936": "gb18030", "950": "big5", "932": "cp932", "949": "cp949", "65001": "utf-8"}
_CHARSETS = {"134": "gb18030", "136": "big5", "128": "cp932", "129": "cp949"}
_FONT = re.compile(rb"\\f(\d{1,6})[^{};]*?\\fcharset(\d{1,3})")
_NOTE_IN_TEXT = re.compile("\x02([^\x02\x03]*)\x03([^\n]*)")
_MOST_NOTES = 50


@dataclass(frozen=True)
class _State:
    """What holds inside a group."""

    is_text: bool = True
    hides: frozenset[bytes] = frozenset()
    encoding: str = "cp1252"
    n_fallback: int = 1
    """Signs behind a code of Unicode that stand for it in programs that know none."""
    is_note: bool = False
    is_label: bool = False
    may_show: bool = False
    """Whether a text box that lies in a part without text shows."""

    @property
    def seen(self) -> bool:
        """Say whether what stands here shows."""
        return self.is_text and not self.hides


def read_rich_text(raw: bytes) -> str:
    """Return the text of the bytes of an RTF file: a line a paragraph or row, tabs between cells.

    Raises
    ------
    ReadError
        Where it holds no text.
    """
    code = re.search(rb"\\ansicpg(\d{1,5})", raw[:2000])
    encoding = _CODES.get(code[1].decode(), "cp1252") if code else "cp1252"
    found = _FONT.findall(raw[:200_000])
    fonts = {font: _CHARSETS.get(charset.decode(), encoding) for font, charset in found}
    text = "".join(_Reader(raw, encoding, fonts).read())
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    # A note stands where it is referred to; it belongs behind the paragraph.
    for _ in range(_MOST_NOTES):
        text, n = _NOTE_IN_TEXT.subn(lambda note: f"{note[2]}\n{NOTE}{' '.join(note[1].split())}", text)
        if not n:
            break
    lines = [line.rstrip("\t") for line in text.split("\n")]
    if not any(line.strip() for line in lines):
        raise ReadError("is a rich-text file (RTF) without text; save it as DOCX")
    return "\n".join(lines).strip("\n")


class _Reader:
    """Goes through the codes of a file; bytes are held until a code shows that their sign is whole."""

    def __init__(self, raw: bytes, encoding: str, fonts: Mapping[bytes, str]) -> None:
        self.raw, self.encoding, self.fonts = raw, encoding, fonts
        self.state, self.stack = _State(encoding=encoding), []
        self.held = bytearray()
        self.skip = 0
        self.opens = self.in_table = False

    def read(self) -> Iterator[str]:
        """Yield the text in order; a note begins with the sign U+0002 and ends with U+0003."""
        at = 0
        while token := _TOKEN.match(self.raw, at):
            at = token.end()
            if token["byte"] or token["text"]:
                part = bytes.fromhex(token["byte"].decode()) if token["byte"] else token["text"]
                dropped = min(self.skip, len(part))
                self.skip -= dropped
                self.held += part[dropped:] if self.state.seen else b""
                self.opens = False
            elif token.lastgroup:
                yield self._release()
                if token["word"]:
                    number = int(token["number"]) if token["number"] else None
                    # Behind this word stand so many bytes of a picture.
                    at += max(number or 0, 0) if token["word"] == b"bin" else 0
                    yield self._do(token["word"], number)
                    self.opens = False
                else:
                    yield self._brace(token["brace"]) if token["brace"] else self._sign(token["sign"])
        yield self._release()

    def _release(self) -> str:
        text = self.held.decode(self.state.encoding, "replace")
        self.held.clear()
        return text

    def _brace(self, brace: bytes) -> str:
        self.skip = 0
        self.opens = brace == b"{"
        if self.opens:
            self.stack.append(self.state)
            return ""
        was, self.state = self.state, self.stack.pop() if self.stack else self.state
        return "\x03" if was.is_note and not self.state.is_note else ""

    def _sign(self, sign: bytes) -> str:
        if sign == b"*" and self.opens:
            self.state = replace(self.state, is_text=False, may_show=self.state.seen)
            return ""
        self.opens = False
        return _SIGNS.get(sign, "") if self.state.seen else ""

    def _do(self, word: bytes, number: int | None) -> str:
        state = self.state
        if word in (b"v", b"deleted"):
            self.state = replace(state, hides=state.hides - {word} if number == 0 else state.hides | {word})
        elif word == b"plain":
            self.state = replace(state, hides=state.hides - {b"v"})
        elif word == b"shptxt":
            self.state = replace(state, is_text=state.may_show)
        elif word in _UNSEEN and (self.opens or not state.seen):
            self.state = replace(state, is_text=False, may_show=state.may_show and word == b"shpinst")
        elif word == b"footnote" and (state.seen or state.may_show) and not state.is_note:
            # Some programs mark it as what others may pass over.
            self.state = replace(state, is_note=True, is_text=True)
            return "\x02"
        elif word in (b"listtext", b"pntext"):
            self.state = replace(state, is_label=True)
        elif word == b"uc":
            self.state = replace(state, n_fallback=min(max(number or 0, 0), 100))
        elif word == b"f" and number is not None:
            self.state = replace(state, encoding=self.fonts.get(b"%d" % number, self.encoding))
        elif word in (b"intbl", b"pard"):
            self.in_table = word == b"intbl"
        elif word == b"u" and number is not None:
            self.skip = state.n_fallback
            return chr(number % 65536) if state.seen else ""
        elif word in _BREAKS and state.seen:
            if word == b"tab" and state.is_label:
                return ""
            return " " if word == b"par" and self.in_table else _BREAKS[word]
        return ""
