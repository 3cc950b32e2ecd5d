"""RTF and Word files: exports of news databases, or one document."""

from __future__ import annotations

import io
from collections.abc import Iterator

from dragoman.reading.content import read_whole
from dragoman.reading.databases.articles import MAX_EXPORT, articles
from dragoman.reading.databases.lines import docx_lines, rtf_lines
from dragoman.reading.items import Item, Options


def read_rtf(stream: io.BufferedReader, where: str, options: Options) -> Iterator[Item]:
    """The articles of an RTF file. Raises ``DragomanError`` E111, E112, E115."""
    yield from articles(rtf_lines(read_whole(stream, where, MAX_EXPORT), where), where, options)


def read_docx(stream: io.BufferedReader, where: str, options: Options) -> Iterator[Item]:
    """The articles of a Word file. Raises ``DragomanError`` E111, E112, E115."""
    yield from articles(docx_lines(read_whole(stream, where, MAX_EXPORT), where), where, options)
