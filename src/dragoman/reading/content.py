"""From bytes to text, within bounds."""

from __future__ import annotations

import codecs
import io
import tempfile
from collections.abc import Iterator

from dragoman.errors import DragomanError

MAX_BYTES = 20_000_000
"""Longest document or line of records, in bytes: far above any article, far below the memory of a laptop."""

MAX_COPY = 20_000_000_000
"""Longest archive that is copied to the disk because it cannot be read where it is."""

LOOKED_AT = 8_192
"""Bytes at the start of a file that are looked at to tell what it is."""

_NO_CHARSETS = frozenset(("punycode", "idna", "utf-7", "unicode-escape", "raw-unicode-escape", "undefined"))
"""Encodings that no page needs; some take a time that grows with the square of the data."""

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


def read_whole(stream: io.BufferedReader, where: str, limit: int | None = None) -> bytes:
    """All bytes of a stream. Raises ``DragomanError`` E111 where there are more than ``limit``, or ``MAX_BYTES``."""
    limit = MAX_BYTES if limit is None else limit
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise DragomanError("E111", where=where, limit=f"{limit:,}")
    return data


def seekable(stream: io.BufferedReader, where: str) -> io.BufferedReader:
    """The stream itself, or, where it cannot be wound back (a pipe, compressed data), a copy in a temporary file.

    Raises ``DragomanError`` E111 where there is more than ``MAX_COPY`` to copy.
    """
    if stream.seekable():
        return stream
    copy = tempfile.TemporaryFile()  # noqa: SIM115 (the reader closes it)
    done = 0
    while piece := stream.read(1 << 20):
        done += copy.write(piece)
        if done > MAX_COPY:
            raise DragomanError("E111", where=where, limit=f"{MAX_COPY:,}")
    copy.seek(0)
    return copy  # type: ignore[return-value]


def decode(data: bytes, where: str) -> str:
    """UTF-8 bytes as text, without a byte-order mark. Raises ``DragomanError`` E103."""
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        raise DragomanError("E103", where=where) from error


def known_encoding(name: str) -> str:
    """The name of a character set in Python. Raises ``LookupError`` for what is none, or none that a page may use."""
    found = codecs.lookup(name).name
    if found in _NO_CHARSETS:
        raise LookupError(name)
    return found


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
