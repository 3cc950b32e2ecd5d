"""JSON: lines of objects, one object, or an array of objects; read as a stream, a record at a time."""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from dragoman.errors import DragomanError
from dragoman.reading.content import MAX_BYTES, decode, lines, peek, read_whole
from dragoman.reading.items import Failure, Item, Options
from dragoman.reading.record import read_record

_CHUNK = 1 << 16
_NOT_SPACE = re.compile(r"[^ \t\r\n]")


def read_json(stream: io.BufferedReader, where: str, options: Options) -> Iterator[Item]:
    """The documents of a JSON file. A broken record is a failure (E104 to E106, E117); others are read."""
    head = peek(stream).removeprefix(codecs.BOM_UTF8).lstrip()
    if head.startswith(b"["):
        yield from _array(stream, where, options)
    elif head.startswith(b"{") and _opens_alone(head):
        yield from _one(stream, where, options)
    else:
        yield from _lines(stream, where, options)


def _opens_alone(head: bytes) -> bool:
    """Whether the first line is no whole object, so that the file is one object over several lines."""
    first, newline, _ = head.partition(b"\n")
    return bool(newline) and first.rstrip().endswith((b",", b"{", b"["))


def _lines(stream: io.BufferedReader, where: str, options: Options) -> Iterator[Item]:
    for number, line in lines(stream, where):
        place = f"{where}:{number}"
        if isinstance(line, DragomanError):
            yield Failure(line)
            continue
        yield from _record(line.removeprefix(codecs.BOM_UTF8) if number == 1 else line, place, options)


def _one(stream: io.BufferedReader, where: str, options: Options) -> Iterator[Item]:
    yield from _record(read_whole(stream, where).removeprefix(codecs.BOM_UTF8), where, options)


def _record(data: bytes, where: str, options: Options) -> Iterator[Item]:
    decode(data, where) if not data.isascii() else None
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError) as error:
        yield Failure(DragomanError("E105", where=where, detail=str(error)))
        return
    yield from _value(value, where, options)


def _value(value: Any, where: str, options: Options) -> Iterator[Item]:
    if isinstance(value, dict):
        yield from read_record(value, where, options)
    else:
        yield Failure(DragomanError("E117", where=where))


def _array(stream: io.BufferedReader, where: str, options: Options) -> Iterator[Item]:
    """The elements of an array, decoded one after the other, so that the file is never whole in memory."""
    elements = _Elements(stream)
    number = 0
    try:
        for element in elements:
            number += 1
            yield from _value(element, f"{where}:item {number}", options)
    except UnicodeDecodeError as error:
        raise DragomanError("E103", where=where) from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise DragomanError("E105", where=f"{where}:item {number + 1}", detail=str(error)) from error
    except OverflowError as error:
        raise DragomanError("E104", where=f"{where}:item {number + 1}", limit=f"{MAX_BYTES:,}") from error


class _Elements:
    """Iterates over the elements of one JSON array in a stream of bytes."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        self._decoder = json.JSONDecoder()
        self._buffer = ""
        self._at = 0

    def __iter__(self) -> Iterator[Any]:
        self._skip("[")
        if self._next() == "]":
            return
        while True:
            yield _checked(self._element())
            if self._next() == "]":
                return
            self._skip(",")

    def _next(self) -> str:
        """The next character that is no white space; ``_at`` is moved there."""
        while True:
            found = _NOT_SPACE.search(self._buffer, self._at)
            if found:
                self._at = found.start()
                return found.group()
            self._at = len(self._buffer)
            if not self._more(_CHUNK):
                raise json.JSONDecodeError("the array does not end", self._buffer, self._at)

    def _skip(self, character: str) -> None:
        if self._next() != character:
            raise json.JSONDecodeError(f"expected {character!r}", self._buffer, self._at)
        self._at += 1

    def _element(self) -> Any:
        self._next()
        wanted = _CHUNK
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError:
                if not self._more(wanted):
                    raise
                wanted *= 2  # the element is decoded from its start each time: read ever more, to stay linear
                continue
            if end == len(self._buffer) and self._more(_CHUNK):
                continue  # a number could go on in the next chunk
            self._at = end
            return value

    def _more(self, characters: int) -> bool:
        """Read on, and drop what was used. Raises ``OverflowError`` where one element is too long."""
        if len(self._buffer) - self._at > MAX_BYTES:
            raise OverflowError
        chunk = self._text.read(characters)
        self._buffer, self._at = self._buffer[self._at :] + chunk, 0
        return bool(chunk)


def _checked(value: Any) -> Any:
    """Refuse halves of surrogate pairs, which Python's decoder lets through and no file can hold."""
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise json.JSONDecodeError("half of a surrogate pair", error.object, error.start) from error
    return value
