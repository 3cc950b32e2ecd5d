"""From bytes to text, within bounds."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator

from dragoman.errors import DragomanError

MAX_BYTES = 20_000_000
"""Longest document or line of records, in bytes: far above any article, far below the memory of a laptop."""

LOOKED_AT = 8_192
"""Bytes at the start of a file that are looked at to tell what it is."""

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def peek(stream: io.BufferedReader) -> bytes:
    """The first bytes of a stream, left in it."""
    return stream.peek(LOOKED_AT)[:LOOKED_AT]


def check_text(head: bytes, where: str) -> None:
    """Raise ``DragomanError``: E101 where there is nothing, E102 where bytes are no text, E103 for UTF-16."""
    if not head:
        raise DragomanError("E101", where=where)
    if head.startswith(_UTF16):
        raise DragomanError("E103", where=where)
    if b"\0" in head:
        raise DragomanError("E102", where=where)


def read_whole(stream: io.BufferedReader, where: str) -> bytes:
    """All bytes of a stream. Raises ``DragomanError`` E111 where there are more than ``MAX_BYTES``."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise DragomanError("E111", where=where, limit=f"{MAX_BYTES:,}")
    return data


def decode(data: bytes, where: str) -> str:
    """UTF-8 bytes as text, without a byte-order mark. Raises ``DragomanError`` E103."""
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        raise DragomanError("E103", where=where) from error


def lines(stream: io.BufferedReader, where: str) -> Iterator[tuple[int, bytes | DragomanError]]:
    """Numbered lines of a stream that are not blank; E104 in place of one longer than ``MAX_BYTES``."""
    number = 0
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        if len(line) > MAX_BYTES and not line.endswith(b"\n"):
            _skip_line(stream)
            yield number, DragomanError("E104", where=f"{where}:{number}", limit=f"{MAX_BYTES:,}")
        elif line.strip():
            yield number, line


def _skip_line(stream: io.BufferedReader) -> None:
    while (chunk := stream.readline(1 << 20)) and not chunk.endswith(b"\n"):
        pass
