"""An address as a source of documents, beside files and standard input."""

from __future__ import annotations

import io
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from dragoman.errors import DragomanError
from dragoman.reading import compressed
from dragoman.reading.source import Meter

if TYPE_CHECKING:
    from dragoman.reading.net.fetch import Answer

KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/json": ".json",
    "application/x-ndjson": ".jsonl",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/rtf": ".rtf",
    "message/rfc822": ".eml",
    "application/vnd.iptc.g2.newsitem+xml": ".xml",
    "application/vnd.iptc.g2.newsmessage+xml": ".xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
"""Suffixes that media types stand for; other types leave it to the address and the first bytes."""

_FEEDS = ("application/rss+xml", "application/atom+xml")


class Address:
    """What one address answers with. ``suffix`` is known after ``open``."""

    def __init__(self, url: str, meter: Meter, private: bool) -> None:
        self.where = url
        self.suffix = ""
        self._meter = meter
        self._private = private

    def size(self) -> int | None:
        """Unknown."""
        return None

    def open(self) -> io.BufferedReader:
        """The bytes of the answer, unpacked. Raises what ``Fetcher.get`` raises, and E129 for a feed."""
        from dragoman.reading.net.fetch import Fetcher

        with Fetcher(self._private) as fetcher:
            answer = fetcher.get(self.where)
        self._meter.done += len(answer.body)
        if answer.kind in _FEEDS:
            raise DragomanError("E129", where=self.where)
        stream, self.suffix = stream_of(answer)
        return stream


def stream_of(answer: Answer) -> tuple[io.BufferedReader, str]:
    """The bytes of an answer, unpacked where its address has the suffix of a compressed file, and its suffix."""
    path = PurePosixPath(unquote(urlsplit(answer.url).path))
    stream: io.BufferedReader = io.BufferedReader(io.BytesIO(answer.body))  # type: ignore[assignment, arg-type]
    while path.suffix.lower() in compressed.SUFFIXES:
        stream = compressed.opened(stream, path.suffix.lower(), answer.url)
        path = path.with_suffix("")
    return stream, KINDS.get(answer.kind, path.suffix.lower())
