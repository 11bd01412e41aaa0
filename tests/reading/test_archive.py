"""Reading archives: members, names, bounds, and what is passed over."""

import io
import struct
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reformlab as rl
from reformlab.reading import archive
from reformlab.reading.archive import Budget, is_hidden, read_members
from reformlab.reading.files import Piece, ReadError, read_file, read_pieces

# Made up.
TEXT = "关于加强乡村教师队伍建设的意见\n各级人民政府要完善教师管理制度，推进学校的建设，保障教师的工资。\n"
OTHER = "关于加强乡村道路建设的意见\n各级人民政府要完善道路管理制度，推进道路的建设，保障行人的安全。\n"


def zipped(files, *, compression=zipfile.ZIP_DEFLATED):
    """Return the bytes of a ZIP file of (name, content) pairs."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as packed:
        for name, content in files:
            packed.writestr(name, content)
    return file.getvalue()


def with_raw_name(raw, short, name):
    """Return an archive in which a name of ASCII became other bytes of the same length, as old packers do."""
    assert len(short) == len(name) and raw.count(short) == 2
    return raw.replace(short, name)


def word(text):
    document, file = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(file)
    return file.getvalue()


def pieces(folder, raw, name="box.zip"):
    path = folder / name
    path.write_bytes(raw)
    found = list(read_pieces(path, name))
    assert all(isinstance(piece, Piece) and (piece.raw is None) == bool(piece.reason) for piece in found)
    return found


def test_members_of_any_format_are_read_in_order(tmp_path):
    page = f"<html><body><p>{OTHER}</p></body></html>"
    raw = zipped(
        [("b/网页.htm", page), ("b/", ""), ("a.txt", TEXT.encode("gbk")), ("b/c.doc", word("正文。"))]
    )
    found = pieces(tmp_path, raw)
    assert [(piece.name, piece.raw.format) for piece in found] == [
        ("box.zip/a.txt", "text"),
        ("box.zip/b/c.doc", "docx"),
        ("box.zip/b/网页.htm", "html"),
    ]
    assert found[0].raw.text == TEXT


def test_extension_of_an_archive_does_not_matter(tmp_path):
    raw = zipped([("a.txt", TEXT)])
    assert [piece.raw.text for piece in pieces(tmp_path, raw, "box.docx")] == [TEXT]
    assert [piece.raw.format for piece in pieces(tmp_path, word("正文。"), "plan.zip")] == ["docx"]


def test_archives_in_archives_are_opened_to_a_depth(tmp_path):
    raw = zipped([("a.txt", TEXT)])
    for _ in range(archive.DEEPEST - 1):
        raw = zipped([("in.zip", raw)])
    (piece,) = pieces(tmp_path, raw)
    assert (piece.name, piece.raw.text) == ("box.zip" + "/in.zip" * (archive.DEEPEST - 1) + "/a.txt", TEXT)
    (piece,) = pieces(tmp_path, zipped([("in.zip", raw)]))
    assert "unpack it by hand" in piece.reason


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_that_old_packers_wrote_are_read(tmp_path, encoding):
    # 誠 ends in the byte of a backslash when written in GBK.
    name = "甘肃/乡村教师意见誠.txt".encode(encoding)
    raw = with_raw_name(zipped([("x" * len(name), TEXT)]), b"x" * len(name), name)
    assert [piece.name for piece in pieces(tmp_path, raw)] == ["box.zip/甘肃/乡村教师意见誠.txt"]


def test_names_step_nowhere_and_are_told_apart(tmp_path):
    name = b"..\\..\\etc\\a.txt"
    raw = with_raw_name(zipped([("x" * len(name), TEXT), ("etc/a.txt", OTHER)]), b"x" * len(name), name)
    assert [piece.name for piece in pieces(tmp_path, raw)] == ["box.zip/etc/a.txt", "box.zip/etc/a.txt (2)"]


def test_what_programs_hide_is_passed_over(tmp_path):
    hidden = ["__MACOSX/._a.txt", ".DS_Store", "b/~$plan.docx", "Thumbs.db", "b/desktop.ini", ".git/config"]
    raw = zipped([(name, TEXT) for name in [*hidden, "a.txt"]])
    assert [piece.name for piece in pieces(tmp_path, raw)] == ["box.zip/a.txt"]
    assert all(map(is_hidden, hidden)) and not is_hidden("a/b.c.txt")
    assert "empty ZIP" in pieces(tmp_path, zipped([(name, TEXT) for name in hidden]))[0].reason


def test_locked_and_damaged_members_take_no_other_with_them(tmp_path):
    raw = bytearray(
        zipped([("a.txt", TEXT), ("b.txt", OTHER), ("c.txt", TEXT + OTHER)], compression=zipfile.ZIP_STORED)
    )
    # The flag of encryption stands in both headers of a member.
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(sign) + offset] |= 1
    raw[raw.index("道路".encode())] ^= 1
    found = pieces(tmp_path, bytes(raw))
    assert "password" in found[0].reason
    assert "damaged (BadZipFile" in found[1].reason and "CRC" in found[1].reason
    assert found[2].raw.text == TEXT + OTHER


def test_way_of_packing_that_is_not_read_is_told(tmp_path):
    raw = bytearray(zipped([("a.txt", TEXT)]))
    for sign, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        # Deflate64, as Windows packs large files.
        raw[raw.index(sign) + offset] = 9
    assert "unpack it by hand" in pieces(tmp_path, bytes(raw))[0].reason


def test_bomb_is_refused_before_it_fills_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "_FREE", 1000)
    raw = zipped([("a.txt", TEXT), ("bomb.txt", "医" * 200_000), ("c.txt", TEXT)])
    found = pieces(tmp_path, raw)
    assert found[0].raw.text == TEXT
    assert [piece.name for piece in found[1:]] == ["box.zip"]
    assert "far more than its size" in found[1].reason
    # What is packed twice counts against the size of the outermost file.
    (piece,) = pieces(tmp_path, zipped([("in.zip", zipped([("bomb.txt", "医" * 2_000_000)]))]))
    assert "far more than its size" in piece.reason


def test_bomb_in_a_word_file_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "_FREE", 1000)
    bomb = io.BytesIO(word("正文。"))
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/media/a.bin", b"\0" * 20_000_000)
    (piece,) = pieces(tmp_path, bomb.getvalue(), "plan.docx")
    assert "far more than its size" in piece.reason


def test_member_that_lies_about_its_size_gives_no_more_than_it_says(tmp_path):
    raw = bytearray(zipped([("a.txt", TEXT * 1000)]))
    at = raw.index(b"PK\x01\x02") + 24
    raw[at : at + 4] = struct.pack("<I", 50)
    (member,) = read_members(io.BytesIO(bytes(raw)), Budget(len(raw)))
    assert member.raw is None or len(member.raw) <= 50


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("ppt/presentation.xml", "PowerPoint"),
        ("OFD.xml", "OFD"),
        ("META-INF/manifest.xml", "OpenDocument"),
        ("xl/workbook.bin", "XLSB"),
    ],
)
def test_other_kinds_of_packed_files_are_told_with_a_remedy(tmp_path, name, reason):
    (piece,) = pieces(tmp_path, zipped([(name, "<a/>")]))
    assert reason in piece.reason and "save" in piece.reason


def test_one_text_of_an_archive_is_read_by_its_name(tmp_path):
    (tmp_path / "box.zip").write_bytes(zipped([("a/b.txt", TEXT), ("c.txt", OTHER)]))
    assert read_file(tmp_path / "box.zip" / "a" / "b.txt").text == TEXT
    with pytest.raises(ReadError, match=r"several texts \(a/b.txt, c.txt\); read one: .*box.zip/a/b.txt"):
        read_file(tmp_path / "box.zip")
    with pytest.raises(ReadError, match=r"no such text in .*box.zip"):
        read_file(tmp_path / "box.zip" / "none.txt")
    (tmp_path / "one.zip").write_bytes(zipped([("c.txt", OTHER)]))
    assert rl.read_file(tmp_path / "one.zip").text == OTHER


def test_pieces_are_read_one_at_a_time(tmp_path, monkeypatch):
    taken = []
    monkeypatch.setattr(Budget, "take", lambda self, size: taken.append(size))
    (tmp_path / "box.zip").write_bytes(zipped([(f"{n}.txt", TEXT) for n in range(9)]))
    found = read_pieces(tmp_path / "box.zip", "box.zip")
    next(found)
    assert len(taken) == 1


def test_folder_that_vanished_is_told(tmp_path):
    (piece,) = read_pieces(tmp_path / "none.zip", "none.zip")
    assert "cannot be opened" in piece.reason


SMALL = zipped([("a.txt", TEXT), ("b/c.zip", zipped([("d.txt", OTHER)]))])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 255)), max_size=8), st.integers(0, 60)
)
def test_archive_with_wrong_bytes_never_raises(tmp_path_factory, changes, cut):
    raw = bytearray(SMALL)
    for at, byte in changes:
        raw[at] = byte
    assert pieces(tmp_path_factory.getbasetemp(), bytes(raw[: len(raw) - cut]))
