"""Compressed streams, opened as what they hold, within bounds: no bomb goes off here."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import IO, Any

from dragoman.errors import DragomanError

SUFFIXES = (".gz", ".zst")
"""Suffixes of compressed files; the suffix before it tells the format."""

MAX_WINDOW = 2**27
"""Largest zstd window, in bytes: that of ``zstd --ultra --long=27``."""

FREE = 100_000_000
"""Bytes that any file may unpack to, whatever its own size."""

MAX_RATIO = 200
"""Beyond ``FREE`` bytes, data may unpack to so many times its size. Text shrinks to a third or a tenth of its size, and
newswire with many updates to a fiftieth; zeros to a thousandth."""

TORN = (EOFError, gzip.BadGzipFile, zlib.error)
"""What a stream that is cut off or damaged raises while it is read."""

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


def opened(stream: IO[bytes], suffix: str, where: str) -> io.BufferedReader:
    """A compressed stream as the bytes it holds. They raise ``DragomanError`` E119 where they are out of proportion."""
    packed: Any = _Told(stream)
    inner: Any = gzip.GzipFile(fileobj=packed) if suffix == ".gz" else _Zstd(packed)
    return io.BufferedReader(_Unpacked(inner, packed, where))


def suffix_of(head: bytes) -> str:
    """The suffix that the first bytes of compressed data call for, or nothing."""
    return ".gz" if head.startswith(_GZIP) else ".zst" if head.startswith(_ZSTD) else ""


class _Zstd:
    """Decompresses frames of zstd. zstandard's own reader ends a file that was cut off as if it were whole."""

    PIECE = 2_048
    """Bytes that are decompressed at a time; a frame of zeros makes up to 64 million of them."""

    def __init__(self, stream: _Told) -> None:
        import zstandard

        self._stream = stream
        self._decompressor = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW)
        self._frame: Any = None
        self._ready = memoryview(b"")

    def read1(self, size: int) -> bytes:
        """At most so many bytes, none at the end. Raises ``EOFError`` where the last frame does not end."""
        while not self._ready:
            piece = self._stream.read(self.PIECE)
            if not piece:
                if self._frame is not None:
                    raise EOFError("the last zstd frame does not end")
                return b""
            self._ready = memoryview(b"".join(self._unpacked(piece)))
        data = bytes(self._ready[:size])
        self._ready = self._ready[size:]
        return data

    def _unpacked(self, piece: bytes) -> Iterator[bytes]:
        while piece:
            self._frame = self._frame or self._decompressor.decompressobj()
            yield self._frame.decompress(piece)
            if not self._frame.eof:
                return
            piece, self._frame = self._frame.unused_data, None

    def close(self) -> None:
        """Let go of what is unpacked."""
        self._ready = memoryview(b"")


class _Told:
    """A stream that knows how much of it was read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.done = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.done += len(data)
        return data

    def close(self) -> None:
        self._stream.close()


class _Unpacked(io.RawIOBase):
    """What comes out of a decompressor, piece by piece, so that what came before an error is not lost."""

    def __init__(self, inner: Any, packed: _Told, where: str) -> None:
        self._inner = inner
        self._packed = packed
        self._where = where
        self._done = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._inner.read1(len(buffer))
        buffer[: len(data)] = data
        self._done += len(data)
        if self._done > max(FREE, MAX_RATIO * self._packed.done):
            raise DragomanError("E119", where=self._where, ratio=MAX_RATIO)
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
            self._packed.close()
        super().close()
