"""Web pages: the article's text, title, day and outlet, without menus and advertisements."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import Any

from dragoman.errors import DragomanError
from dragoman.reading.content import decode, known_encoding, peek, read_whole
from dragoman.reading.databases.articles import MAX_EXPORT, articles, is_export
from dragoman.reading.databases.lines import page_lines
from dragoman.reading.items import Item, Options
from dragoman.reading.record import read_record

MAX_PAGE = 5_000_000
"""Longest page in bytes. Articles are under a tenth of it, and finding the text of a longer one takes minutes."""

MAX_DEPTH = 1_000
"""Deepest nesting of open tags, counted roughly; deeper pages are made to break parsers, not to be read."""

_DOCTYPE = re.compile(r"^(\s*<!doctype[^>]*>)[ \t]*(?=\S)", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{1,200}charset\s*=\s*[\"']?\s*([\w\-]+)", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9:-]*)", re.IGNORECASE)
_LONGEST_TAG = 2_000
_NEVER_OPEN = frozenset(
    (
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p",
        "li", "dt", "dd", "tr", "td", "th", "option", "tbody", "thead",
    )
)  # fmt: skip
"""Tags that are empty or that another one closes, so that they say nothing of depth."""


def read_html(stream: io.BufferedReader, where: str, options: Options) -> Iterator[Item]:
    """The article of a page, or the articles of a database's export (see ``databases``).

    Raises ``DragomanError`` E112 where none is found, E103, E111.
    """
    if is_export(peek(stream)):
        page = _decoded(read_whole(stream, where, MAX_EXPORT), where)
        yield from articles(page_lines(page), where, options)
    else:
        yield from read_page(read_whole(stream, where, MAX_PAGE), where, options)


def read_page(data: bytes, where: str, options: Options) -> Iterator[Item]:
    """The article of a page; the address in the options goes before the one that the page gives itself.

    Raises ``DragomanError`` E112, E103, E111.
    """
    page = _decoded(data, where)
    article = None if depth(page) > MAX_DEPTH else _extract(page)
    if article is None or not article.text:
        raise DragomanError("E112", where=where)
    values = {
        "text": _paragraphs(article.text),
        "title": article.title,
        "published": _day(page),
        "source": article.sitename or article.hostname,
        "url": options.url or article.url,
    }
    yield from read_record(values, where, options.without_columns())


def page_text(page: str) -> str | None:
    """The text of a page that is no article of a site, such as a mail: the article in it, else all of its words."""
    if depth(page) > MAX_DEPTH:
        return None
    article = _extract(page)
    return _paragraphs(article.text if article and article.text else "\n".join(page_lines(page)))


def _decoded(data: bytes, where: str) -> str:
    """The page as text: in the character set that it declares, else UTF-8."""
    declared = _CHARSET.search(data[:2048])  # in UTF-16 it could not be found, so that it is not UTF-16
    if declared and not declared[1].lower().startswith(b"utf-16") and not data.startswith(codecs.BOM_UTF8):
        try:
            return data.decode(known_encoding(declared[1].decode("ascii")))
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


def depth(page: str) -> int:
    """The deepest nesting of tags, roughly: closing tags are not matched with the ones that they close."""
    level = deepest = 0
    for tag in _TAG.finditer(page):
        if tag[2].lower() not in _NEVER_OPEN and not _closes_itself(page, tag.end()):
            level += -1 if tag[1] else 1
            deepest = max(deepest, level)
    return deepest


def _closes_itself(page: str, at: int) -> bool:
    """Whether the tag whose name ends there is like ``<path d="..."/>``."""
    end = page.find(">", at, at + _LONGEST_TAG)
    return end > 0 and page[end - 1] == "/"
