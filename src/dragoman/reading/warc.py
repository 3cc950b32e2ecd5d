"""Web archives (WARC): every page that was answered with 200 is a document."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from typing import Any

import msgspec

from dragoman.errors import DragomanError
from dragoman.reading.compressed import TORN
from dragoman.reading.content import decode
from dragoman.reading.faults import guarded
from dragoman.reading.html import MAX_PAGE, read_page
from dragoman.reading.items import Failure, Item, Options
from dragoman.reading.record import read_record

_PAGES = ("text/html", "application/xhtml+xml")
_ALONE = (
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
)


def read_warc(stream: io.BufferedReader, where: str, options: Options) -> Iterator[Item]:
    """The pages of an archive; compressed ones come unpacked. The archive's date is that of the visit, not used.

    Pages without an article, or that cannot be decoded, are failures (E112, E122), and so is the end of an archive
    that was cut off (E116, with the number of records read). Raises ``DragomanError`` E115 where it is no archive.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    source: Any = _Source(stream)
    number = 0
    try:
        for record in ArchiveIterator(source, parse_http=False, stream_detect=False):
            number += 1
            source.expected = record.stream_pos + record.content_length
            if record.record_type == WarcRecordType.response and record.is_http and record.content_length <= MAX_PAGE:
                place = f"{where}:record {number}"
                yield from guarded(place, partial(_response, record, place, options))
    except OSError as error:
        yield Failure(_broken(where, number, str(error)))
        return
    if source.torn or not source.whole:
        yield Failure(_broken(where, number, str(source.torn or "the last record is not whole")))


def _broken(where: str, records: int, detail: str) -> DragomanError:
    detail = detail.rstrip(".")
    if not records:
        return DragomanError("E115", where=where, format="WARC", detail=detail)
    return DragomanError("E116", where=where, detail=f"{detail}; records read before that: {records:,}")


def _response(record: Any, where: str, options: Options) -> Iterator[Item]:
    """The document of a page; nothing where the server sent no page."""
    status, kind, body = _message(record.reader.read(MAX_PAGE), where)
    if status != 200:
        return
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>") or None
    options = msgspec.structs.replace(options.without_columns(), url=url)
    if kind in _PAGES:
        yield from read_page(body, where, options)
    elif kind == "text/plain":
        yield from read_record({"text": decode(body, where)}, where, options)


def _message(block: bytes, where: str) -> tuple[int | None, str | None, bytes]:
    """Status, kind and decoded body of an HTTP message. Raises ``DragomanError`` E111, E122.

    It is read as an archive of its own: an encoding that is broken would end the archive that it stands in.
    """
    from fastwarc.warc import ArchiveIterator

    alone = io.BytesIO(_ALONE % len(block) + block + b"\r\n\r\n")
    try:
        for record in ArchiveIterator(alone, auto_decode="all"):
            headers = record.http_headers
            if headers is None or headers.status_code != 200:
                break
            body = record.reader.read(MAX_PAGE + 1)
            if len(body) > MAX_PAGE:
                raise DragomanError("E111", where=where, limit=f"{MAX_PAGE:,}")
            return 200, record.http_content_type, body
    except OSError as error:
        raise DragomanError("E122", where=where, detail=str(error)) from error
    return None, None, b""


class _Source:
    """What FastWARC reads from. It ends at damaged data and at the end alike, so this keeps the difference."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._done = 0
        self._tail = b""
        self.expected = 0
        self.torn: Exception | None = None

    @property
    def whole(self) -> bool:
        """Whether the last record was there to its end: its length and the empty lines behind it."""
        return self._done >= self.expected and self._tail.endswith((b"\n\r\n", b"\n\n"))

    def read(self, size: int = -1) -> bytes:
        try:
            data = self._stream.read1(size)
        except TORN as error:
            self.torn, data = error, b""
        self._done += len(data)
        self._tail = (self._tail + data)[-4:]
        return data

    def tell(self) -> int:
        return self._done
