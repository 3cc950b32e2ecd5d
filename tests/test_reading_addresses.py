"""Pages from addresses: what is fetched, and what is refused."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from dragoman.errors import DragomanError
from dragoman.reading import Failure, Options, read
from dragoman.reading.net import backend, fetch
from dragoman.reading.net.addresses import is_public, normal
from dragoman.reading.net.fetch import Fetcher, wait_asked
from dragoman.records import Document
from local_server import Site, serve
from test_reading_files import PAGE


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as found:
        yield found


def items(*urls: str, private: bool = True) -> tuple[list[Document], list[DragomanError]]:
    found = list(read(urls, Options(private=private)))
    failures = [item.error for item in found if isinstance(item, Failure)]
    return [item for item in found if isinstance(item, Document)], failures


def codes(errors: list[DragomanError]) -> list[str]:
    assert not any("\n" in str(error) for error in errors)
    return [error.code for error in errors]


def test_an_address_gives_the_article_of_its_page(site: Site) -> None:
    url = site.put("/story", PAGE)
    (document,), errors = items(url)
    assert errors == []
    assert (document.title, document.published, document.url) == ("Ministers meet in Vienna", "2021-03-04", url)
    assert site.sent[0]["user-agent"].startswith("Dragoman/")


def test_the_media_type_or_the_suffix_tells_the_format(site: Site) -> None:
    lines = b'{"text": "One."}\n{"text": "Two."}\n'
    urls = [
        site.put("/lines", lines, "application/x-ndjson"),
        site.put("/lines.jsonl.gz", gzip.compress(lines), "application/octet-stream"),
        site.put("/sent-packed", gzip.compress(lines), "application/json", Content_Encoding="gzip"),
    ]
    documents, errors = items(*urls)
    assert errors == []
    assert [d.text for d in documents] == ["One.", "Two."] * 3
    assert {d.url for d in documents} == set(urls)


def test_private_networks_are_refused_unless_allowed(site: Site) -> None:
    url = site.put("/story", PAGE)
    documents, errors = items(url, private=False)
    assert documents == [] and codes(errors) == ["E124"]
    assert site.asked == []
    assert "--allow-private" in str(errors[0])


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:1:2::",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_addresses_that_are_public() -> None:
    assert is_public("8.8.8.8") and is_public("2606:4700:4700::1111")


def test_each_hop_is_looked_at_and_a_name_is_resolved_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A public page redirects to a private one; a name answers with a public address first and a private one later."""
    port = site.address.rpartition(":")[2]
    asked = []

    def resolve(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(host)  # once by name, and once the literal address that is connected to
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", int(port)))]

    monkeypatch.setattr(backend.socket, "getaddrinfo", resolve)
    monkeypatch.setattr(backend, "is_public", lambda _: asked[-1] == "public.example")
    site.put("/a", "", status=302, Location=f"http://inside.example:{port}/secret")
    site.put("/secret", PAGE)
    documents, errors = items(f"http://public.example:{port}/a", private=False)
    assert documents == [] and codes(errors) == ["E124"]
    assert site.asked == ["/a"]
    assert [host for host in asked if host != "127.0.0.1"] == ["public.example", "inside.example"]


@pytest.mark.parametrize("url", ["http://", "http://[::1", "https://a:b@:70000/", "http://x.example:99999/"])
def test_what_is_no_address_is_told(url: str) -> None:
    assert codes(items(url)[1]) == ["E123"]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://x.example/", "gopher://x", "javascript:1"])
def test_redirects_lead_to_pages_only(site: Site, target: str) -> None:
    assert codes(items(site.put("/a", "", status=301, Location=target))[1]) == ["E123"]


def test_redirects_are_followed_but_not_in_circles_or_without_end(site: Site) -> None:
    fine = site.put("/a", "", status=301, Location="b?x=1#part")
    site.put("/b?x=1", PAGE)
    circle = site.put("/c", "", status=302, Location="/d")
    site.put("/d", "", status=302, Location="/c")
    for n in range(20):
        site.put(f"/long/{n}", "", status=302, Location=f"/long/{n + 1}")
    documents, errors = items(fine, circle, site.address + "/long/0")
    assert [d.title for d in documents] == ["Ministers meet in Vienna"]
    assert codes(errors) == ["E127", "E127"]
    assert "/long/6" not in site.asked


def test_statuses_are_told_and_the_rest_goes_on(site: Site) -> None:
    bad = [site.put(f"/{status}", "no", status=status) for status in (404, 429, 503)]
    documents, errors = items(*bad, site.put("/story", PAGE))
    assert len(documents) == 1
    assert codes(errors) == ["E126"] * 3
    assert "404" in str(errors[0]) and "429" in str(errors[1])


def test_a_page_without_end_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.reading.content.MAX_BYTES", 100_000)

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"<p>again</p>" * 1_000)
        except OSError:
            handler.close_connection = True

    site.pages["/endless"] = endless
    bomb = site.put("/bomb", gzip.compress(b" " * 50_000_000), Content_Encoding="gzip")
    other = site.put("/other", b"....", Content_Encoding="br")
    torn = site.put("/torn", gzip.compress(PAGE.encode())[:-20], Content_Encoding="gzip")
    documents, errors = items(site.address + "/endless", bomb, other, torn)
    assert documents == []
    assert codes(errors) == ["E111", "E111", "E122", "E122"]


def test_a_server_that_drips_is_left(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "SECONDS", 0.3)

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Drip: ")
        try:
            for _ in range(100):
                handler.wfile.write(b"x")
                time.sleep(0.05)
        except OSError:
            handler.close_connection = True

    site.pages["/drip"] = drip
    assert codes(items(site.address + "/drip")[1]) == ["E128"]


def test_servers_that_are_not_there_or_speak_otherwise_are_told(site: Site) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        site.pages["/odd"] = lambda handler: handler.wfile.write(b"SSH-2.0-hello\r\n") and None
        assert codes(items(nobody, site.address + "/odd", "http://no-such-host.invalid/")[1]) == ["E125"] * 3


def test_a_feed_is_sent_to_watch(site: Site) -> None:
    assert codes(items(site.put("/rss", "<rss/>", "application/rss+xml"))[1]) == ["E129"]


def test_addresses_are_made_plain() -> None:
    assert normal("HTTP://user:pass@Bücher.example:8080/ä b?q=ü#x") == "http://xn--bcher-kva.example:8080/%C3%A4%20b?q=%C3%BC"
    assert normal("../c", "http://a.example/x/y/z") == "http://a.example/x/c"


def test_what_servers_ask_to_wait() -> None:
    assert wait_asked("120") == 120
    assert wait_asked("99999999999999999999") == fetch.MAX_WAIT
    assert wait_asked("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert wait_asked("soon") is None and wait_asked(None) is None


def test_one_connection_serves_many_pages(site: Site) -> None:
    with Fetcher(private=True) as fetcher:
        assert [fetcher.get(site.put(f"/{n}", "x")).status for n in range(5)] == [200] * 5
