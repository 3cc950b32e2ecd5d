"""Web archives, zip archives, mails and NewsML-G2; and what was made to break a reader."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
import zstandard

from dragoman.errors import DragomanError
from dragoman.reading import Failure, Options, compressed, content, read
from dragoman.records import Document
from test_reading_files import PAGE


def items(*paths: Path, **options: object) -> tuple[list[Document], list[DragomanError]]:
    found = list(read(list(paths), Options(**options)))  # type: ignore[arg-type]
    failures = [item.error for item in found if isinstance(item, Failure)]
    return [item for item in found if isinstance(item, Document)], failures


def codes(errors: list[DragomanError]) -> list[str]:
    assert not any("\n" in str(error) for error in errors)
    return [error.code for error in errors]


# Web archives


def page(title: str) -> bytes:
    return PAGE.replace("Ministers meet in Vienna", title).encode()


def record(
    number: int, body: bytes, headers: bytes = b"", kind: bytes = b"text/html", status: bytes = b"200 OK"
) -> bytes:
    block = b"HTTP/1.1 %s\r\nContent-Type: %s\r\n%s\r\n%s" % (status, kind, headers, body)
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%d>\r\nWARC-Date: 2021-06-01T00:00:00Z\r\n"
        b"WARC-Target-URI: https://danube.example/%d\r\nContent-Type: application/http; msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\n%s\r\n\r\n"
    ) % (number, number, len(block), block)


THREE = [record(n, page(f"Story {n}")) for n in range(3)]


def packed(records: list[bytes]) -> bytes:
    return b"".join(gzip.compress(one) for one in records)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.warc", b"".join(THREE)),
        ("a.warc.gz", packed(THREE)),
        ("a.warc.zst", zstandard.compress(b"".join(THREE))),
    ],
)
def test_a_web_archive_gives_its_pages_with_their_addresses(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    documents, errors = items(tmp_path)
    assert errors == []
    assert [(d.title, d.url) for d in documents] == [(f"Story {n}", f"https://danube.example/{n}") for n in range(3)]
    assert {d.published for d in documents} == {"2021-03-04"}


@pytest.mark.parametrize("cut", [3, 30, 700])
@pytest.mark.parametrize("compress", [False, True])
def test_a_truncated_archive_is_told_with_the_records_read(tmp_path: Path, cut: int, compress: bool) -> None:
    name, data = ("a.warc.gz", packed(THREE)) if compress else ("a.warc", b"".join(THREE))
    (tmp_path / name).write_bytes(data[:-cut])
    documents, errors = items(tmp_path / name)
    assert {"Story 0", "Story 1"} <= {d.title for d in documents}
    assert codes(errors)[-1] == "E116"
    assert "records read before that: " in str(errors[-1])
    assert int(str(errors[-1]).split("before that: ")[1][0]) in (2, 3)


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    others = [
        record(7, b"\x89PNG", kind=b"image/png"),
        record(8, page("Gone"), status=b"404 Not Found"),
        record(9, b"", status=b"301 Moved", headers=b"Location: /\r\n"),
        record(10, b"China condemned Japan.", kind=b"text/plain"),
        b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 4\r\n\r\nabcd\r\n\r\n",
    ]
    (tmp_path / "a.warc").write_bytes(b"".join([*others, *THREE]))
    documents, errors = items(tmp_path)
    assert errors == []
    assert [d.text for d in documents if d.title is None] == ["China condemned Japan."]
    assert len(documents) == 4


def test_encoded_pages_are_decoded_and_a_broken_one_costs_itself_only(tmp_path: Path) -> None:
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(page("Chunked")), page("Chunked"))
    (tmp_path / "a.warc").write_bytes(
        record(1, gzip.compress(page("Packed")), b"Content-Encoding: gzip\r\n")
        + record(2, b"broken", b"Content-Encoding: gzip\r\n")
        + record(3, b"broken", b"Transfer-Encoding: chunked\r\n")
        + record(4, gzip.compress(b"\0" * 50_000_000), b"Content-Encoding: gzip\r\n")
        + record(5, b"<html>" + b"<div>" * 100_000)
        + record(6, chunked, b"Transfer-Encoding: chunked\r\n")
    )
    documents, errors = items(tmp_path)
    assert [d.title for d in documents] == ["Packed", "Chunked"]
    assert codes(errors) == ["E122", "E122", "E111", "E112"]
    assert [str(e.where).rpartition(":")[2] for e in errors] == ["record 2", "record 3", "record 4", "record 5"]


def test_what_is_no_archive_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"not an archive\n" * 20)
    (tmp_path / "b.warc").write_bytes(b"".join(THREE) + b"rubbish\r\n\r\n" * 5 + THREE[0])
    documents, errors = items(tmp_path)
    assert len(documents) == 3
    assert codes(errors) == ["E115", "E116"]


# Bombs


def test_a_bomb_ends_and_the_rest_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compressed, "FREE", 1_000_000)
    zeros = b"\0" * 20_000_000
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b'{"text": "Before."}\n' + zeros))
    (tmp_path / "b.txt.zst").write_bytes(zstandard.compress(b" " * 20_000_000))
    with zipfile.ZipFile(tmp_path / "c.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", zeros)
        archive.writestr("b.txt", "After.")
    (tmp_path / "d.txt").write_text("Fine.")
    documents, errors = items(tmp_path)
    assert [d.text for d in documents] == ["After.", "Fine."]
    assert codes(errors) == ["E102", "E119", "E102"]


def test_json_lines_that_unpack_out_of_proportion_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compressed, "FREE", 1_000_000)
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b'{"text": "Again."}\n' * 200_000))
    documents, errors = items(tmp_path)
    assert 0 < len(documents) < 200_000
    assert codes(errors) == ["E119"]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst"])
def test_torn_data_gives_what_came_before(tmp_path: Path, name: str) -> None:
    lines = b"".join(b'{"text": "Number %d."}\n' % n for n in range(50_000))
    data = gzip.compress(lines) if name.endswith("gz") else zstandard.compress(lines)
    (tmp_path / name).write_bytes(data[: len(data) // 2])
    documents, errors = items(tmp_path)
    assert len(documents) > 1_000
    assert codes(errors)[-1] == "E116"
    assert f"documents read before that: {len(documents):,}" in str(errors[-1])


# Zip archives


def test_a_zip_archive_gives_the_documents_of_its_members(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("b/one.txt", "One.")
        archive.writestr("two.jsonl.gz", gzip.compress(b'{"text": "Two."}\n'))
        archive.writestr("page.html", PAGE)
        archive.writestr("picture.png", b"\x89PNG")
        archive.writestr("__MACOSX/._one.txt", b"\0\0")
        archive.writestr("broken.jsonl", '{"text": "Thr')
    documents, errors = items(tmp_path)
    assert [d.text[:4] for d in documents] == ["One.", "Mini", "Two."]
    assert codes(errors) == ["E105"]
    assert errors[0].where == f"{tmp_path / 'a.zip'}/broken.jsonl:1"


def test_members_that_lead_out_of_the_archive_are_passed_over(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in ("../../etc/evil.txt", "/etc/evil.txt", "C:/evil.txt", "inner.zip", "fine.txt"):
            archive.writestr(name, "Words.")
    documents, errors = items(tmp_path / "a.zip")
    assert [d.text for d in documents] == ["Words."]
    assert codes(errors) == ["E118"] * 4
    assert list(tmp_path.iterdir()) == [tmp_path / "a.zip"]


def test_encrypted_and_damaged_members_are_told(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "The words of this one are damaged.")
        archive.writestr("b.txt", "Fine.")
    data = file.getvalue()
    (tmp_path / "a.zip").write_bytes(data.replace(b"words", b"wards", 1))
    encrypted = bytearray(data)
    at = encrypted.index(b"PK\x01\x02")
    encrypted[at + 8] |= 1
    (tmp_path / "b.zip").write_bytes(encrypted)
    (tmp_path / "c.zip").write_bytes(data[:-30])
    documents, errors = items(tmp_path)
    assert [d.text for d in documents] == ["Fine.", "Fine."]
    assert codes(errors) == ["E115", "E118", "E115"]


def test_an_archive_from_a_pipe_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("one.txt", "One.")
    (tmp_path / "a.zip.gz").write_bytes(gzip.compress((tmp_path / "a.zip").read_bytes()))
    assert [d.text for d in items(tmp_path / "a.zip.gz")[0]] == ["One."]


# Mails


def mail(fill: Callable[[EmailMessage], None]) -> bytes:
    message = EmailMessage()
    message["From"] = "Harbour Wire <desk@harbour.example>"
    message["Subject"] = "Japan closes the harbour – again"
    message["Date"] = "Tue, 02 Jun 2020 23:30:00 +0900"
    message["Message-ID"] = "<77@harbour.example>"
    fill(message)
    return message.as_bytes()


def test_a_mail_is_a_document(tmp_path: Path) -> None:
    def fill(message: EmailMessage) -> None:
        message.set_content("Japan closed the harbour.\nChina condemned Japan – “again”.\n")
        message.add_alternative("<p>Not this one.</p>", subtype="html")
        message.add_attachment(b"\0\1", maintype="application", subtype="pdf", filename="a.pdf")

    (tmp_path / "a.eml").write_bytes(mail(fill))
    (document,), errors = items(tmp_path)
    assert errors == []
    assert document == Document(
        id="77@harbour.example",
        title="Japan closes the harbour – again",
        text="Japan closed the harbour.\nChina condemned Japan – “again”.\n",
        published="2020-06-02",
        source="Harbour Wire",
        language=document.language,
    )


def test_a_mail_of_html_gives_its_words(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail(lambda m: m.set_content("<p>Japan closed the harbour.</p>", subtype="html")))
    assert [d.text for d in items(tmp_path)[0]] == ["Japan closed the harbour."]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"no headers at all", "E115"),
        (b"", "E101"),
        (b"Subject: only a picture\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\nAAAA", "E106"),
        (b"Subject: x\nContent-Type: text/plain; charset=punycode\n\nwords", "E115"),
        (b"Subject: x\nContent-Type: text/plain; charset=no-such\n\nwords", "E115"),
    ],
)
def test_mails_without_words_are_told(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "a.eml").write_bytes(data)
    documents, errors = items(tmp_path)
    assert (documents, codes(errors)) == ([], [code])


# NewsML-G2


ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:harbour.example:20200602:77"
 version="{version}" standard="NewsML-G2" xml:lang="en">
 <itemMeta><itemClass qcode="ninat:text"/><provider qcode="prov:HW"><name>Harbour Wire</name></provider>
  <versionCreated>2020-06-03T01:00:00Z</versionCreated><pubStatus qcode="stat:{status}"/></itemMeta>
 <contentMeta><contentCreated>2020-06-02T08:00:00Z</contentCreated><language tag="en-GB"/>
  <dateline>TOKYO, June 2 (HW) -</dateline><headline>Japan closes the harbour</headline></contentMeta>
 <contentSet>{content}</contentSet></newsItem>"""
NITF = """<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><head/><body>
 <body.head><hedline><hl1>Other title</hl1></hedline></body.head>
 <body.content><p>Japan closed the <em>harbour</em>.</p><p>China condemned Japan.</p></body.content></body></nitf>
</inlineXML>"""
XHTML = """<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title>
 </head><body><p>Japan closed the harbour.</p>
 <p>China condemned Japan.</p></body></html></inlineXML>"""
PLAIN = '<inlineData contenttype="text/plain">Japan closed the harbour.\n\nChina condemned Japan.</inlineData>'
MESSAGE = '<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{}</itemSet></newsMessage>'


def item(content: str = NITF, version: int = 1, status: str = "usable") -> str:
    return ITEM.format(content=content, version=version, status=status)


@pytest.mark.parametrize("content_", [NITF, XHTML, PLAIN])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_news_item_is_a_document(tmp_path: Path, content_: str, encoding: str) -> None:
    (tmp_path / "a.xml").write_bytes(item(content_).encode(encoding))
    (document,), errors = items(tmp_path)
    assert errors == []
    assert document == Document(
        id="urn:newsml:harbour.example:20200602:77",
        title="Japan closes the harbour",
        text="Japan closed the harbour.\n\nChina condemned Japan.",
        published="2020-06-02",
        dateline="TOKYO, June 2 (HW) -",
        source="Harbour Wire",
        language="en",
    )


def test_a_message_gives_all_of_its_items_and_withdrawn_ones_are_told(tmp_path: Path) -> None:
    picture = item('<remoteContent href="a.jpg"/>').replace("ninat:text", "ninat:picture")
    message = MESSAGE.format(item() + picture + item(version=2) + item(status="canceled"))
    (tmp_path / "a.xml").write_text(message)
    documents, errors = items(tmp_path)
    assert [d.id.rpartition(":")[2] for d in documents] == ["77", "77#2"]
    assert codes(errors) == ["E121"]


def test_bare_nitf_is_read(tmp_path: Path) -> None:
    nitf = NITF[NITF.index("<nitf") : NITF.index("</inlineXML>")]
    (tmp_path / "a.xml").write_text(nitf)
    (document,), _ = items(tmp_path)
    assert (document.title, document.text[:12]) == ("Other title", "Japan closed")


def test_xml_that_was_made_to_break_readers_is_refused(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{entities}]>' + item(PLAIN.replace("Japan", "&e9;"))
    outside = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + item(
        PLAIN.replace("Japan", "&e;")
    )
    deep = item(NITF.replace("China", "<a>" * 100_000 + "China" + "</a>" * 100_000))
    for name, text in (("a", laughs), ("b", outside), ("c", item()[:-30]), ("d", "<rss/>"), ("e", deep)):
        (tmp_path / f"{name}.xml").write_text(text)
    documents, errors = items(tmp_path)
    assert codes(errors) == ["E120", "E120", "E115", "E115"]
    assert [d.text for d in documents] == ["Japan closed the harbour.\n\nChina condemned Japan."] * len(documents)


def test_an_item_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.reading.newsml.MAX_BYTES", 100_000)
    (tmp_path / "a.xml").write_text(MESSAGE.format(item() * 50 + item("<x>" + "word " * 50_000 + "</x>")))
    documents, errors = items(tmp_path)
    assert len(documents) == 50
    assert codes(errors) == ["E111"]


# Pages


@pytest.mark.parametrize("tag", ["div", "x-y", "section", "font"])
def test_pages_nested_without_end_are_refused(tmp_path: Path, tag: str) -> None:
    (tmp_path / "a.html").write_text(PAGE.replace("<article>", f"<{tag}>" * 100_000 + "<article>"))
    assert codes(items(tmp_path)[1]) == ["E112"]


def test_many_tags_that_close_themselves_are_no_nesting(tmp_path: Path) -> None:
    drawing = '<svg viewBox="0 0 9 9">' + '<path d="M0 0h9"/>' * 3_000 + "</svg>"
    (tmp_path / "a.html").write_text(PAGE.replace("<nav>", drawing + "<nav>"))
    assert [d.title for d in items(tmp_path)[0]] == ["Ministers meet in Vienna"]


def test_a_page_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE + "<p>word</p>" * 600_000)
    assert codes(items(tmp_path)[1]) == ["E111"]


@pytest.mark.parametrize("charset", ["punycode", "idna", "zlib_codec", "no-such-set", "utf-16"])
def test_a_page_that_declares_a_wrong_encoding_is_read_as_utf8(tmp_path: Path, charset: str) -> None:
    page_ = PAGE.replace("<head>", f'<head><meta charset="{charset}">').replace("bridge", "brücke")
    (tmp_path / "a.html").write_text(page_ + "\n" * (len(page_.encode()) % 2))
    assert "brücke" in items(tmp_path)[0][0].text


def test_the_limit_of_a_document_holds_for_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "MAX_BYTES", 1_000)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", "word " * 1_000)
    assert codes(items(tmp_path)[1]) == ["E111"]
