"""Plain text: one file is one document, kept character for character."""

from __future__ import annotations

import io
from collections.abc import Iterator

import msgspec

from dragoman.reading.content import decode, read_whole
from dragoman.reading.items import Item, Options
from dragoman.reading.record import read_record


def read_plain(stream: io.BufferedReader, where: str, options: Options) -> Iterator[Item]:
    """The document in a text file. Its first line is text, not taken for a title."""
    text = decode(read_whole(stream, where), where)
    yield from read_record({"text": text}, where, msgspec.structs.replace(options, columns={}))
