"""Zip archives: their members are read where they are, nothing is unpacked to the disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from dragoman.errors import DragomanError
from dragoman.reading import compressed
from dragoman.reading.content import seekable
from dragoman.reading.faults import guarded
from dragoman.reading.formats import SUFFIXES, document_stream
from dragoman.reading.items import Failure, Item, Options

MAX_MEMBERS = 1_000_000
"""Members that are looked at; an archive with more was made to fill memory."""

_ENCRYPTED = 0x1
_UNREADABLE = (zipfile.BadZipFile, NotImplementedError, RuntimeError)


def read_zip(stream: io.BufferedReader, where: str, options: Options) -> Iterator[Item]:
    """The documents of the members with known suffixes, in the order of their names.

    A member with a name that leads out of the archive, encrypted or itself an archive is told (E118), one that
    unpacks out of proportion ends (E119); the others are read. Raises ``DragomanError`` E115 where it is no zip file.
    """
    try:
        archive = zipfile.ZipFile(seekable(stream, where))
    except zipfile.BadZipFile as error:
        raise DragomanError("E115", where=where, format="zip", detail=str(error)) from error
    with archive:
        members = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda m: m.filename)
        for member in members[:MAX_MEMBERS]:
            path = PurePosixPath(member.filename.replace("\\", "/"))
            if any(part.startswith(".") and part != ".." for part in path.parts) or "__MACOSX" in path.parts:
                continue
            name = f"{where}/{member.filename}"
            if refused := _refused(member, path):
                yield Failure(DragomanError("E118", where=where, name=_plain(member.filename), detail=refused))
            elif _suffix(path) in SUFFIXES:
                yield from guarded(name, partial(_read, archive, member, path, name, options.members()))
        if len(members) > MAX_MEMBERS:
            detail = f"of {len(members):,} members only {MAX_MEMBERS:,} are read"
            yield Failure(DragomanError("E118", where=where, name=members[MAX_MEMBERS].filename, detail=detail))


def _refused(member: zipfile.ZipInfo, path: PurePosixPath) -> str:
    """Why a member is not opened, or nothing."""
    if path.is_absolute() or ".." in path.parts or (path.parts and path.parts[0].endswith(":")):
        return "its name leads out of the archive"
    if _suffix(path) == ".zip":
        return "it is an archive itself"
    if member.flag_bits & _ENCRYPTED and _suffix(path) in SUFFIXES:
        return "it is encrypted"
    return ""


def _read(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: PurePosixPath, where: str, options: Options
) -> Iterator[Item]:
    try:
        stream: io.BufferedReader = io.BufferedReader(_Member(archive.open(member), member, where))
        if path.suffix.lower() in compressed.SUFFIXES:
            stream = compressed.opened(stream, path.suffix.lower(), where)
        with stream:
            yield from document_stream(stream, where, options, _suffix(path))
    except _UNREADABLE as error:
        raise DragomanError("E115", where=where, format="zip", detail=str(error)) from error


class _Member(io.RawIOBase):
    """The bytes of a member, as long as they stay in proportion to its size in the archive."""

    def __init__(self, stream: Any, member: zipfile.ZipInfo, where: str) -> None:
        self._stream = stream
        self._most = max(compressed.FREE, compressed.MAX_RATIO * member.compress_size)
        self._where = where
        self._done = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read1(len(buffer))
        buffer[: len(data)] = data
        self._done += len(data)
        if self._done > self._most:
            raise DragomanError("E119", where=self._where, ratio=compressed.MAX_RATIO)
        return len(data)


def _suffix(path: PurePosixPath) -> str:
    """The suffix that tells the format of a member."""
    while path.suffix.lower() in compressed.SUFFIXES:
        path = path.with_suffix("")
    return path.suffix.lower()


def _plain(name: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in name)[:80]
