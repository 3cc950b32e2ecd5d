"""From paths to open files: folders, globs, standard input; compressed files are opened as what they hold."""

from __future__ import annotations

import glob
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Protocol

import msgspec

from dragoman.errors import DragomanError
from dragoman.reading import compressed
from dragoman.reading.content import peek

STDIN = "-"


class Meter(msgspec.Struct):
    """Bytes of the input: how many there are (None where that cannot be known) and how many were read."""

    total: int | None = 0
    done: int = 0


class Source(Protocol):
    """Something that holds documents."""

    where: str
    """How errors name it."""

    @property
    def suffix(self) -> str:
        """The suffix that tells the format, lower case; may be empty."""

    def size(self) -> int | None:
        """Its bytes, where that is known."""

    def open(self) -> io.BufferedReader:
        """Its bytes, unpacked."""


class File:
    """One file, or standard input."""

    def __init__(self, path: Path | None, meter: Meter | None = None) -> None:
        self.path = path
        self.where = "standard input" if path is None else str(path)
        self._meter = meter or Meter()

    @property
    def suffix(self) -> str:
        """The suffix that tells the format, lower case: ``.jsonl`` of ``a.JSONL.gz``; may be empty."""
        if self.path is None:
            return ""
        path = self.path
        while path.suffix.lower() in compressed.SUFFIXES:
            path = path.with_suffix("")
        return path.suffix.lower()

    def size(self) -> int | None:
        """Bytes on the disk, None for standard input and for what is no ordinary file."""
        return self.path.stat().st_size if self.path is not None and self.path.is_file() else None

    def open(self) -> io.BufferedReader:
        """The bytes of the file, decompressed. Raises ``DragomanError`` E107, E108."""
        if self.path is None:
            stream: io.BufferedReader = io.BufferedReader(_Counted(sys.stdin.buffer, self._meter))
            suffix = compressed.suffix_of(peek(stream))
            return compressed.opened(stream, suffix, self.where) if suffix else stream
        try:
            stream = io.BufferedReader(_Counted(self.path.open("rb", buffering=0), self._meter))
        except FileNotFoundError as error:
            raise DragomanError("E107", where=self.where) from error
        except OSError as error:
            raise DragomanError("E108", where=self.where, detail=error.strerror or str(error)) from error
        for suffix in reversed(self.path.suffixes):
            if suffix.lower() not in compressed.SUFFIXES:
                break
            stream = compressed.opened(stream, suffix.lower(), self.where)
        return stream


def find(
    paths: Sequence[str | Path], suffixes: frozenset[str], meter: Meter
) -> Iterator[File | DragomanError]:
    """The sources that paths name, in order.

    A folder gives its files with known suffixes, in all its folders, sorted, hidden ones left out. A path
    that does not exist is tried as a glob. Yields E107 for what is not there, E109 for an empty folder.
    """
    for given in paths:
        path = Path(given)
        if str(given) == STDIN:
            yield File(None, meter)
        elif path.is_dir():
            yield from _in_folder(path, suffixes, meter)
        elif path.exists():
            yield File(path, meter)
        elif found := sorted(glob.glob(str(given), recursive=True)):  # noqa: PTH207 (globs may be absolute)
            yield from find(found, suffixes, meter)
        else:
            yield DragomanError("E107", where=str(given))


def total_size(sources: Sequence[Source | DragomanError]) -> int | None:
    """Bytes of some sources together; None where one of them has no size."""
    sizes = [source.size() for source in sources if not isinstance(source, DragomanError)]
    return None if any(size is None for size in sizes) else sum(size or 0 for size in sizes)


def _in_folder(folder: Path, suffixes: frozenset[str], meter: Meter) -> Iterator[File | DragomanError]:
    any_found = False
    for path in sorted(folder.rglob("*")):
        source = File(path, meter)
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if source.suffix in suffixes and not hidden and path.is_file():
            any_found = True
            yield source
    if not any_found:
        yield DragomanError("E109", where=str(folder))


class _Counted(io.RawIOBase):
    """A raw stream that tells a meter what was read from it."""

    def __init__(self, stream: IO[bytes], meter: Meter) -> None:
        self._stream = stream
        self._meter = meter

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._stream.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = (
            self._stream.read1(len(buffer))
            if hasattr(self._stream, "read1")
            else self._stream.read(len(buffer))
        )
        count = len(data or b"")
        buffer[:count] = data
        self._meter.done += count
        return count

    def close(self) -> None:
        if not self.closed and self._stream is not sys.stdin.buffer:
            self._stream.close()
        super().close()
