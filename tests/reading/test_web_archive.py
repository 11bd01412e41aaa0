"""Web archives: the page in the message that browsers and Excel save it as."""

import base64
import quopri

import pytest

import reformlab as rl
from reformlab.reading.files import read_bytes, read_pieces

PAGE = "<html><body><h1>关于修缮校舍的通知</h1><p>各县要修缮校舍，教育部门负责。</p></body></html>"
TEXT = "关于修缮校舍的通知\n\n各县要修缮校舍，教育部门负责。"


def archive(*parts: tuple[str, str, bytes], head: str = "From: <Saved by Blink>\r\n") -> bytes:
    """Return a web archive of parts: type, way of writing, body."""
    raw = (
        f'{head}MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="--=_b"\r\n\r\n'.encode()
    )
    for kind, way, body in parts:
        raw += f"----=_b\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {way}\r\n\r\n".encode()
        raw += body + b"\r\n"
    return raw + b"----=_b--\r\n"


WAYS = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring, "8bit": bytes, "binary": bytes}


@pytest.mark.parametrize("charset", ["gb2312", "utf-8", "utf-16"])
@pytest.mark.parametrize("way", ["base64", "quoted-printable", "8bit"])
def test_the_page_is_read_however_it_is_written(way, charset):
    if (way, charset) == ("8bit", "utf-16"):
        pytest.skip("no line of a message ends in UTF-16")
    picture = ("image/png", "base64", base64.encodebytes(bytes(range(200))))
    kind = f'text/html;\r\n\tcharset="{charset}"'
    got = read_bytes(archive((kind, way, WAYS[way](PAGE.encode(charset))), picture))
    assert (got.text, got.format, got.n_bad) == (TEXT, "mht", 0)


@pytest.mark.parametrize(
    "head", ["", "Subject: =?gb2312?B?yKE=?=\r\nDate: 1\r\n", "X-Saved: 1\n", "\r\n\r\n"]
)
def test_a_web_archive_is_known_by_its_head(head):
    assert read_bytes(archive(("text/html", "8bit", PAGE.encode()), head=head)).text == TEXT


def test_a_page_whose_text_is_in_a_frame_gives_that_text():
    frame = "<html><body>" + "<p>各县要修缮校舍。</p>" * 40 + "</body></html>"
    outer = "<html><body><iframe src='cid:1'></iframe></body></html>"
    got = read_bytes(archive(("text/html", "8bit", outer.encode()), ("text/html", "8bit", frame.encode())))
    assert got.text.count("修缮校舍") == 40


def test_a_table_saved_by_excel_gives_a_document_a_row(tmp_path):
    row = "<tr><td>{}</td><td>{}</td></tr>"
    rows = row.format("标题", "正文") + row.format("关于植树的通知", "各县要植树。")
    page = f"<html><table>{rows}</table>"
    (tmp_path / "a.xls").write_bytes(archive(("text/html", "8bit", page.encode("gb18030"))))
    assert [piece.raw.text for piece in read_pieces(tmp_path / "a.xls", "a.xls")] == ["各县要植树。"]


def test_an_archive_without_a_page_is_told_and_a_text_that_opens_like_one_is_read():
    with pytest.raises(rl.ReadError, match=r"web archive .MHT. without a page"):
        read_bytes(archive(("image/png", "base64", b"AAAA")))
    assert read_bytes("Subject: 关于修缮校舍的通知\n各县要修缮校舍。".encode()).format == "text"
