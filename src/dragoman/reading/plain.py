"""Plain text: one file is one document, kept character for character."""

from __future__ import annotations

import io
from collections.abc import Iterator

from dragoman.reading.content import decode, peek, read_whole
from dragoman.reading.databases.articles import MAX_EXPORT, articles, is_text_export
from dragoman.reading.databases.lines import wrapped_lines
from dragoman.reading.items import Item, Options
from dragoman.reading.record import read_record


def read_plain(stream: io.BufferedReader, where: str, options: Options) -> Iterator[Item]:
    """The document in a text file. Its first line is text, not taken for a title.

    A file that opens with ``1 of 20 DOCUMENTS`` is an export of LexisNexis and gives its articles.
    """
    if is_text_export(peek(stream)):
        text = decode(read_whole(stream, where, MAX_EXPORT), where)
        yield from articles(wrapped_lines(text), where, options)
        return
    text = decode(read_whole(stream, where), where)
    yield from read_record({"text": text}, where, options.without_columns())
