"""Word before 2007 and WPS: pieces of text in a file that is a small file system."""

import contextlib
import struct
import time

import pytest

import reformlab as rl
from reformlab.reading.files import read_bytes, read_pieces

SECTOR, END, FREE = 512, 0xFFFFFFFE, 0xFFFFFFFF


def compound(streams: dict[str, bytes]) -> bytes:
    """Return a compound file of streams, none of them small."""
    bodies = {name: body.ljust(4096, b"\0") for name, body in streams.items()}
    sectors, fat, places = [], [], {}
    for name, body in bodies.items():
        body = body.ljust(-(-len(body) // SECTOR) * SECTOR, b"\0")
        places[name] = (len(sectors), len(bodies[name]))
        n = len(body) // SECTOR
        sectors += [body[at : at + SECTOR] for at in range(0, len(body), SECTOR)]
        fat += [*range(len(fat) + 1, len(fat) + n), END]
    entries = [("Root Entry", 5, END, 0), *((name, 2, *place) for name, place in places.items())]
    folder = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBBiii", 2 * len(name) + 2, kind, 1, -1, -1, -1)
        + bytes(36)
        + struct.pack("<IIi", start, size, 0)
        for name, kind, start, size in entries
    ).ljust(2 * SECTOR, b"\0")
    first = len(sectors)
    sectors += [folder[:SECTOR], folder[SECTOR:]]
    fat += [first + 1, END]
    where = len(sectors)
    fat.append(0xFFFFFFFD)
    table = struct.pack("<128I", *fat, *[FREE] * (128 - len(fat)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6)
    header += bytes(10) + struct.pack("<IIIIIIIII", 1, first, 0, 4096, END, 0, END, 0, where)
    return header.ljust(SECTOR, b"\xff") + b"".join(sectors) + table


def word(
    body: str,
    foot: str = "",
    *,
    flags: int = 0x200,
    magic: int = 0xA5EC,
    narrow: str = "",
    runs: tuple[tuple[int, bytes], ...] = (),
    paragraphs: tuple[tuple[int, bytes], ...] = (),
) -> bytes:
    """Return an old Word file: its text in two pieces, the first in one byte a sign where it is `narrow`.

    Of each of the `runs` of signs, and of the `paragraphs`: how many bytes it takes, and its properties.
    """
    main = bytearray(1024)
    text = body + foot
    at = len(main)
    main += narrow.encode("cp1252") + text.encode("utf-16-le")
    struct.pack_into("<H", main, 0, magic)
    struct.pack_into("<H", main, 10, flags)
    n = len(text.encode("utf-16-le")) // 2
    struct.pack_into("<8i", main, 0x4C, len(narrow) + n - len(foot), len(foot), 0, 0, 0, 0, 0, 0)
    ends = struct.pack("<3I", 0, len(narrow), len(narrow) + n)
    places = [0x40000000 | 2 * at, at + len(narrow)]
    pieces = ends + b"".join(struct.pack("<HIH", 0, place, 0) for place in places)
    table = b"\1\2\0xx" + b"\2" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", main, 0x1A2, 0, len(table))
    for told, place, width in ((runs, 0xFA, 1), (paragraphs, 0x102, 13)):
        if not told:
            continue
        main += bytes(-len(main) % 512)
        struct.pack_into("<II", main, place, len(table), 12)
        table += struct.pack("<III", at, len(main), len(main) // 512)
        edges = [at]
        for size, _ in told:
            edges.append(edges[-1] + size)
        page = bytearray(struct.pack(f"<{len(edges)}I", *edges).ljust(512, b"\0"))
        where = 480
        for n, (_, properties) in enumerate(told):
            if not properties:
                continue
            # Those of a paragraph stand behind the number of its style, and are counted in words.
            stored = bytes([len(properties)]) + properties
            stored = (
                stored if width == 1 else b"\0" + bytes([len(properties) // 2 + 1]) + b"\0\0" + properties
            )
            where -= 16
            page[4 * len(edges) + width * n] = where // 2
            page[where : where + len(stored)] = stored
        page[511] = len(told)
        main += page
    return compound({"WordDocument": bytes(main), "1Table": table})


def test_pieces_are_put_in_order_and_the_note_says_what_is_not_known():
    got = read_bytes(word("关于修缮校舍的通知\r各县：𠮷\r", narrow="No. 5\r"))
    assert got.text.split("\n") == ["No. 5", "关于修缮校舍的通知", "各县：𠮷"]
    assert got.format == "doc"
    assert "save it as DOCX" in got.note


def test_codes_of_fields_go_and_notes_stand_at_the_end():
    body = "修缮\x13 HYPERLINK \x13 x \x14 y\x15 \x14校舍\x15\x02。\v下一行\x0c\r"
    assert read_bytes(word(body, "\x02 县办的学校\r")).text.split("\n") == [
        "修缮校舍。", "下一行", "［脚注］县办的学校",
    ]  # fmt: skip


def test_rows_and_empty_cells_of_a_table():
    body = "前文\r任务\a单位\a\a建校\a\a\a修路\a交通局\a\a后文\r"
    assert read_bytes(word(body)).text.split("\n") == ["前文", "任务\t单位", "建校\t", "修路\t交通局", "后文"]


IN_CELL, ROW_END = b"\x16\x24\x01\x00", b"\x16\x24\x01\x17\x24\x01"


def test_the_file_tells_where_rows_of_different_width_end():
    parts = [
        ("前文\r", b""),
        ("任务\a", IN_CELL),
        ("单位\a", IN_CELL),
        ("\a", ROW_END),
        ("一、校舍\a", IN_CELL),  # one cell across both columns
        ("\a", ROW_END),
        ("1.建校\r", IN_CELL),  # a cell of two paragraphs
        ("2.修路\a", IN_CELL),
        ("\a", IN_CELL),
        ("\a", ROW_END),
        ("专栏\r", IN_CELL),
        ("种树。\a", IN_CELL),
        ("\a", ROW_END),
        ("后文\r", b""),
    ]
    body = "".join(words for words, _ in parts)
    paragraphs = tuple((2 * len(words), properties) for words, properties in parts)
    lines = read_bytes(word(body, paragraphs=paragraphs)).text.split("\n")
    assert lines == ["前文", "任务\t单位", "一、校舍", "1.建校 2.修路\t", "专栏", "种树。", "后文"]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (word("甲\r", flags=0x300), "locked by a password"),
        (word("甲\r", magic=0xA5DC), "before 1997"),
        (word("\r\r"), "without text"),
        (compound({"EncryptedPackage": b""}), "locked by a password"),
        (compound({"PowerPoint Document": b""}), "PowerPoint"),
        (compound({"Data": b""}), "a program that is not known"),
        (word("甲\r")[:600], "damaged"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path, raw, reason):
    (tmp_path / "a.wps").write_bytes(raw)
    (piece,) = read_pieces(tmp_path / "a.wps", "a.wps")
    assert reason in piece.reason


def test_sectors_that_lead_round_end():
    raw = bytearray(word("各县要修缮校舍。\r"))
    fat = len(raw) - SECTOR
    struct.pack_into("<128I", raw, fat, *range(127, -1, -1))
    began = time.monotonic()
    with contextlib.suppress(rl.ReadError):
        read_bytes(bytes(raw))
    assert time.monotonic() - began < 1


BOLD, DELETED, HIDDEN = b"\x35\x08\x01", b"\x00\x08\x01", b"\x3c\x08\x01"


def test_what_is_deleted_or_hidden_does_not_show():
    body = "各县修缮学校校舍。\r即日起施行。\r"
    runs = ((4, b""), (4, BOLD), (4, DELETED), (6, BOLD), (4, BOLD + DELETED), (14, HIDDEN))
    assert read_bytes(word(body, runs=runs)).text == "各县修缮校舍。"
    # A size is followed by as many bytes as it says; off is not deleted.
    more = b"\x4f\xca\x02\x00\x08" + b"\x00\x08\x00"
    assert read_bytes(word(body, runs=((8, more), (4, DELETED)))).text == "各县修缮校舍。\n即日起施行。"
    narrow = word(body, narrow="No. 5 old\r", runs=((5, b""), (4, DELETED)))
    assert read_bytes(narrow).text.split("\n")[0] == "No. 5"


@pytest.mark.parametrize("where", range(0xFA, 0x102))
def test_a_table_of_properties_that_is_damaged_hides_nothing(where):
    raw = bytearray(word("各县修缮校舍。\r", runs=((4, DELETED),)))
    raw[512 + where] = 0xEE
    assert "修缮校舍" in read_bytes(bytes(raw)).text
