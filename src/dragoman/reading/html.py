"""Web pages: the article's text, title, day and outlet, without menus and advertisements."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from dragoman.errors import DragomanError
from dragoman.reading.content import decode, read_whole
from dragoman.reading.items import Item, Options
from dragoman.reading.record import read_record

MAX_DEPTH = 5_000
"""Deepest nesting of open tags, counted roughly; deeper pages are made to break parsers, not to be read."""

_DOCTYPE = re.compile(r"^(\s*<!doctype[^>]*>)[ \t]*(?=\S)", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{1,200}charset\s*=\s*[\"']?\s*([\w\-]+)", re.IGNORECASE)
_TAG = re.compile(
    r"<(/?)(?:div|span|p|ul|ol|li|table|tr|td|section|article|b|i|em|font|blockquote|a)\b", re.IGNORECASE
)


def read_html(stream: io.BufferedReader, where: str, options: Options) -> Iterator[Item]:
    """The article of a page. Raises ``DragomanError`` E112 where none is found, E103, E111."""
    page = _decoded(read_whole(stream, where), where)
    if _depth(page) > MAX_DEPTH:
        raise DragomanError("E112", where=where)
    article = _extract(page)
    if article is None or not article.text:
        raise DragomanError("E112", where=where)
    values = {
        "text": _paragraphs(article.text),
        "title": article.title,
        "published": _day(page),
        "source": article.sitename or article.hostname,
        "url": article.url,
    }
    yield from read_record(values, where, msgspec.structs.replace(options, columns={}))


def _decoded(data: bytes, where: str) -> str:
    """The page as text: in the character set that it declares, else UTF-8."""
    declared = _CHARSET.search(data[:2048])
    if declared and not data.startswith(codecs.BOM_UTF8):
        name = declared[1].decode("ascii")
        try:
            return data.decode(codecs.lookup(name).name)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, where)


def _extract(page: str) -> Any:
    import trafilatura

    # trafilatura mends the line of the doctype, and on a page that is one line loses the text: give it a line
    page = _DOCTYPE.sub(r"\1\n", page, count=1)
    return trafilatura.bare_extraction(
        page, with_metadata=True, include_comments=False, include_tables=False, include_images=False
    )


def _day(page: str) -> str | None:
    """The day of first publication that the page declares or shows; htmldate never makes one up."""
    from htmldate import find_date

    try:
        return find_date(page, original_date=True, extensive_search=False)
    except (ValueError, RecursionError):
        return None


def _paragraphs(text: str) -> str:
    return "\n\n".join(line.strip() for line in text.splitlines() if line.strip())


def _depth(page: str) -> int:
    depth = deepest = 0
    for tag in _TAG.finditer(page):
        depth += -1 if tag[1] else 1
        deepest = max(deepest, depth)
    return deepest
