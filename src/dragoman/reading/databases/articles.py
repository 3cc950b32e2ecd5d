"""Cutting the lines of an export into articles."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence

from dragoman.errors import DragomanError
from dragoman.reading.databases import factiva, nexis
from dragoman.reading.items import Item, Options
from dragoman.reading.record import read_record

MAX_EXPORT = 50_000_000
"""Longest export in bytes; the databases give at most some hundred articles in one."""

_PAGE = re.compile(rb"articleParagraph|\benArticle\b|<DOCFULL>", re.IGNORECASE)

_COUNT = re.compile(rb"\s*1 of \d+ DOCUMENTS\s*\n")


def is_export(head: bytes) -> bool:
    """Whether the first bytes of a page show one of the databases' exports."""
    return _PAGE.search(head) is not None


def is_text_export(head: bytes) -> bool:
    """Whether the first bytes of a plain text show LexisNexis' export."""
    return _COUNT.match(head.removeprefix(codecs.BOM_UTF8)) is not None


def articles(lines: Sequence[str], where: str, options: Options) -> Iterator[Item]:
    """The articles of an export; of lines that are none, one document with all of them.

    Raises ``DragomanError`` E112 where there are no words.
    """
    cleaned = [line.replace("\xa0", " ").strip() for line in lines]
    cleaned = [line for line in cleaned if line]
    if not cleaned:
        raise DragomanError("E112", where=where)
    options = options.without_columns()
    found = False
    for number, record in enumerate(_records(cleaned), start=1):
        found = True
        yield from read_record(record, f"{where}:article {number}", options)
    if not found:
        yield from read_record({"text": "\n\n".join(cleaned)}, where, options)


def _records(lines: list[str]) -> Iterator[dict[str, str | None]]:
    if factiva.is_from(lines):
        return factiva.records(lines)
    return nexis.records(lines) if nexis.is_from(lines) else iter(())
